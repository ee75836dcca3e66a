/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside of the search room: a set of the entities of one board, a bit for each.
 */
#ifndef TOCSIN_SEARCH_SET_H
#define TOCSIN_SEARCH_SET_H

#include "base/base.h"

struct set {
    uint64_t *bits;
    size_t words;
};

static inline struct set set_new(uint32_t n)
{
    size_t words = ((size_t)n + 63) / 64;
    return (struct set){mem_zero(words + 1, sizeof(uint64_t)), words};
}
static inline void set_free(struct set *s)
{
    mem_free(s->bits);
    *s = (struct set){0};
}
static inline void set_add(struct set *s, uint32_t i)
{
    s->bits[i / 64] |= (uint64_t)1 << (i % 64);
}
static inline bool set_has(const struct set *s, uint32_t i)
{
    return s->bits[i / 64] >> (i % 64) & 1;
}
static inline void set_and(struct set *s, const struct set *other)
{
    for (size_t i = 0; i < s->words; i++)
        s->bits[i] &= other->bits[i];
}
static inline void set_or(struct set *s, const struct set *other)
{
    for (size_t i = 0; i < s->words; i++)
        s->bits[i] |= other->bits[i];
}
/* All of 0 .. n-1 that were not in it. */
static inline void set_not(struct set *s, uint32_t n)
{
    for (size_t i = 0; i < s->words; i++)
        s->bits[i] = ~s->bits[i];
    if (n % 64)
        s->bits[s->words - 1] &= ((uint64_t)1 << (n % 64)) - 1;
}

#endif
