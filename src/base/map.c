/* SPDX-License-Identifier: Apache-2.0
 *
 * map: bytes -> 64-bit number.
 *
 * Two arrays. 'entries' holds keys and values in the order they came; a walk goes along it, so
 * what a program prints from a map does not depend on hashes. 'cells' is the hash table, a power
 * of two long and at most two thirds full, probed one cell after the other:
 *
 *     cell 0           empty
 *     bits 0..39       position in 'entries' plus 1
 *     bits 40..63      the top 24 bits of the hash, so that few strangers' keys are compared
 *
 * Keys come from published files and from peers. Somebody could choose keys that all meet in one
 * cell, so the hash is seeded with the random bytes that the kernel gives each process (AT_RANDOM:
 * no system call, so it works inside the jail too). Nothing is ever removed.
 */
#include "base/base.h"

#include <sys/auxv.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#define POSITION_BITS 40
#define POSITION_MASK (((uint64_t)1 << POSITION_BITS) - 1)
#define CELLS_FIRST ((size_t)16)

struct entry {
    struct span key;
    uint64_t hash, value;
};

struct map {
    VEC(struct entry) entries;
    uint64_t *cells;
    size_t cell_count; /* a power of two, or 0 */
    uint64_t seed;
    struct arena *keys;
};

static uint64_t process_seed(void)
{
    uint64_t seed = 0;
    unsigned long where = getauxval(AT_RANDOM);

    if (where)
        memcpy(&seed, (const void *)where, sizeof(seed));
    return seed;
}

struct map *map_new(void)
{
    struct map *m = mem_zero(1, sizeof(*m));

    m->seed = process_seed();
    m->keys = arena_new();
    return m;
}

void map_free(struct map *m)
{
    if (!m)
        return;
    arena_free(m->keys);
    VEC_FREE(&m->entries);
    mem_free(m->cells);
    mem_free(m);
}

size_t map_count(const struct map *m)
{
    return m->entries.n;
}

static uint64_t key_hash(const struct map *m, struct span key)
{
    return XXH3_64bits_withSeed(key.n ? key.p : "", key.n, m->seed);
}

static uint64_t cell_of(uint64_t hash, size_t position)
{
    return (hash & ~POSITION_MASK) | (uint64_t)(position + 1);
}

static struct entry *cell_entry(const struct map *m, uint64_t cell)
{
    return &m->entries.at[(cell & POSITION_MASK) - 1];
}

/* The cell that holds 'key', or the empty one where it belongs. */
static size_t find_cell(const struct map *m, struct span key, uint64_t hash)
{
    size_t mask = m->cell_count - 1;
    size_t i = (size_t)hash & mask;

    for (; m->cells[i]; i = (i + 1) & mask) {
        if ((m->cells[i] ^ hash) & ~POSITION_MASK)
            continue;
        if (span_eq(cell_entry(m, m->cells[i])->key, key))
            break;
    }
    return i;
}

static void grow_cells(struct map *m)
{
    size_t count = m->cell_count ? m->cell_count * 2 : CELLS_FIRST;
    uint64_t *cells = mem_zero(count, sizeof(*cells));

    for (size_t e = 0; e < m->entries.n; e++) {
        size_t i = (size_t)m->entries.at[e].hash & (count - 1);

        while (cells[i])
            i = (i + 1) & (count - 1);
        cells[i] = cell_of(m->entries.at[e].hash, e);
    }
    mem_free(m->cells);
    m->cells = cells;
    m->cell_count = count;
}

static struct entry *add_entry(struct map *m, struct span key, uint64_t hash)
{
    struct entry *entry = VEC_PUSH(&m->entries);

    assert(m->entries.n < POSITION_MASK);
    *entry = (struct entry){arena_span(m->keys, key), hash, 0};
    return entry;
}

uint64_t *map_slot(struct map *m, struct span key, bool *made)
{
    uint64_t hash = key_hash(m, key);
    struct entry *entry;
    bool missing;
    size_t i;

    if (m->entries.n >= m->cell_count / 3 * 2)
        grow_cells(m);
    i = find_cell(m, key, hash);
    missing = m->cells[i] == 0;
    if (missing) {
        m->cells[i] = cell_of(hash, m->entries.n);
        entry = add_entry(m, key, hash);
    } else {
        entry = cell_entry(m, m->cells[i]);
    }
    if (made)
        *made = missing;
    return &entry->value;
}

const uint64_t *map_get(const struct map *m, struct span key)
{
    size_t i;

    if (!m->cell_count)
        return NULL;
    i = find_cell(m, key, key_hash(m, key));
    return m->cells[i] ? &cell_entry(m, m->cells[i])->value : NULL;
}

bool map_next(const struct map *m, size_t *at, struct span *key, uint64_t *value)
{
    if (*at >= m->entries.n)
        return false;
    *key = m->entries.at[*at].key;
    *value = m->entries.at[*at].value;
    ++*at;
    return true;
}
