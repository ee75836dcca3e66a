/* SPDX-License-Identifier: Apache-2.0
 *
 * Random words, slips and names for property tests. The seed comes from TOCSIN_SEED or is fixed,
 * and is printed, so that a failure can be had again.
 */
#ifndef TESTS_NAME_WORDS_H
#define TESTS_NAME_WORDS_H

#include <stdlib.h>

#include "../base/check.h"

struct chance {
    uint64_t state;
};

static inline struct chance chance_start(void)
{
    const char *text = getenv("TOCSIN_SEED");
    uint64_t seed = 1961;

    if (text)
        assert_true(span_u64(span_of(text), &seed));
    print_message("# TOCSIN_SEED=%llu\n", (unsigned long long)seed);
    return (struct chance){seed};
}

/* SplitMix64. */
static inline uint64_t chance_next(struct chance *c)
{
    uint64_t z = c->state += 0x9E3779B97F4A7C15u;

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static inline size_t chance_below(struct chance *c, size_t n)
{
    return (size_t)(chance_next(c) % n);
}

enum { WORD_ROOM = 64 };

/* A word of 'n' letters from 'alphabet', consonant and vowel by turns: it could be a name. */
static inline struct span chance_word(struct chance *c, struct arena *a, size_t n)
{
    static const char consonants[] = "bdfghjklmnprstvwz", vowels[] = "aeiou";
    char *p = arena_alloc(a, WORD_ROOM);

    assert_true(n + 4 < WORD_ROOM);
    for (size_t i = 0; i < n; i++)
        p[i] = i % 2 == 0 ? consonants[chance_below(c, sizeof(consonants) - 1)]
                          : vowels[chance_below(c, sizeof(vowels) - 1)];
    return (struct span){p, n};
}

static inline struct span chance_letters(struct chance *c, struct arena *a, const char *alphabet,
                                         size_t n)
{
    char *p = arena_alloc(a, n + 1);

    for (size_t i = 0; i < n; i++)
        p[i] = alphabet[chance_below(c, strlen(alphabet))];
    return (struct span){p, n};
}

/* One letter inserted, deleted or replaced at random. Never empties a word. */
static inline struct span chance_edit(struct chance *c, struct arena *a, struct span w)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
    char *p = arena_alloc(a, w.n + 2), letter = letters[chance_below(c, 26)];
    size_t kind = chance_below(c, w.n > 1 ? 3 : w.n + 1);
    size_t at = chance_below(c, w.n + (kind == 0));

    memcpy(p, w.p, at);
    if (kind < 2)
        p[at] = letter;
    memcpy(p + at + (kind < 2), w.p + at + (kind > 0), w.n - at - (kind > 0));
    return (struct span){p, w.n + (kind == 0) - (kind == 2)};
}

#endif
