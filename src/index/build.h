/* SPDX-License-Identifier: Apache-2.0
 *
 * The inside of a builder: build.c gathers, order.c numbers words and entities, table.c orders by
 * key, write.c writes.
 */
#ifndef TOCSIN_INDEX_BUILD_H
#define TOCSIN_INDEX_BUILD_H

#include "index/layout.h"

/* ---- values by key --------------------------------------------------------------------------- */

/* Gathered in heaps by the high bits of the key, which are the high bits of its slot: so each heap
 * can later be put in order by itself, within the processor's cache. */
enum { HEAPS = 256, HEAP_SHIFT = 24 };

struct keyed {
    uint32_t key, value;
};

struct heaps {
    VEC(struct keyed) heap[HEAPS];
    size_t n;
};

static inline void heaps_add(struct heaps *h, uint32_t key, uint32_t value)
{
    *VEC_PUSH(&h->heap[key >> HEAP_SHIFT]) = (struct keyed){key, value};
    h->n++;
}
void heaps_free(struct heaps *h);

/* The three sections of struct slots; the caller's to free. */
struct slots_made {
    uint32_t *blocks;
    uint64_t *bits;
    unsigned char *values;
    size_t blocks_size, bits_size, values_size; /* bytes */
};

/* Orders the heaps by slot, within a slot by value, and frees them. A value takes 'bits'
 * bits, and above them the lowest 'print' bits of its key. */
void slots_make(struct heaps *h, unsigned bits, unsigned print, struct slots_made *out);

/* ---- packing --------------------------------------------------------------------------------- */

/* Into zeroed memory of packed_bytes. */
static inline void packed_put(unsigned char *p, unsigned bits, size_t i, uint64_t value)
{
    size_t at = i * bits;
    uint64_t word;
    memcpy(&word, p + at / 8, sizeof(word));
    word |= value << (at % 8);
    memcpy(p + at / 8, &word, sizeof(word));
}

/* ---- the builder ----------------------------------------------------------------------------- */

/* A section as it will be written. */
struct built {
    const void *p;
    void *owned; /* the same, when nothing else frees it */
    size_t n;
};

/* In name_tokens the role stands above the widest token that there can be. */
enum { BUILD_ROLE_SHIFT = 26 };
static_assert(TOKENS_MAX == 1 << BUILD_ROLE_SHIFT, "no token reaches into the role");

struct index_builder {
    struct map *forms;      /* form (LEGAL forms behind a 1 byte) -> token */
    struct map *topic_bits; /* topic -> bit */
    struct map *topic_sets_by_bits;
    struct buf words; /* texts of 'tokens'; ordering puts them before the others in 'text' */
    struct buf text, features;
    VEC(struct disk_token) tokens;
    VEC(struct disk_name) names;
    VEC(uint32_t) name_tokens;
    VEC(struct disk_entity) entities;
    VEC(struct disk_ident) idents;
    VEC(struct disk_text) topics;
    VEC(uint64_t) topic_sets;
    struct heaps keys;
    bool settled; /* from here on the sections are made, and nothing can be added */
    struct built sections[SECTION_COUNT];
};

static inline uint32_t built_token(const struct index_builder *b, size_t i)
{
    return b->name_tokens.at[i] & (TOKENS_MAX - 1);
}

/* Gives words and entities the numbers that layout.h says. The words are counted, the arrays have
 * their sentinels. */
void builder_order(struct index_builder *b);

/* Appends what the segment keeps of 's' beside its names; its identifiers begin at 'idents'. */
void features_write(struct buf *out, const struct subject *s, size_t idents);

#endif
