/* SPDX-License-Identifier: Apache-2.0
 *
 * Values in the order of the slots of their keys (struct slots in layout.h), in a slot from the
 * least: the commonest word is what a search that may not look at all should look at.
 */
#include <stdlib.h>

#include "index/build.h"

void heaps_free(struct heaps *h)
{
    for (size_t i = 0; i < HEAPS; i++)
        VEC_FREE(&h->heap[i]);
    h->n = 0;
}

struct ordering {
    struct slots_made *out;
    unsigned shift, bits, print;
    size_t slots;          /* in one heap */
    uint32_t *start;       /* of each of these; one more */
    struct keyed *ordered; /* the heap by slot */
    uint32_t slot, at;     /* reached: slot, bit */
    size_t values;         /* written */
};

/* As many slots as values, nearly: between 3/4 and 3/2 of them, a power of two. */
static size_t slots_for(size_t n)
{
    size_t slots = SLOTS_LEAST;
    while (4 * slots < 3 * n && slots < (size_t)1 << SLOTS_MOST_BITS)
        slots *= 2;
    return slots;
}

static size_t largest_heap(const struct heaps *h)
{
    size_t most = 0;
    for (size_t i = 0; i < HEAPS; i++)
        most = h->heap[i].n > most ? h->heap[i].n : most;
    return most;
}

static size_t slot_in_heap(const struct ordering *o, uint32_t key)
{
    return key >> o->shift & (o->slots - 1);
}

static int by_value(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    if (x->value != y->value)
        return x->value < y->value ? -1 : 1;
    return x->key < y->key ? -1 : x->key > y->key;
}

/* A counting sort; it keeps the order of what has one slot. */
static void order_heap(struct ordering *o, const struct keyed *at, size_t n)
{
    uint32_t sum = 0;
    memset(o->start, 0, (o->slots + 1) * sizeof(*o->start));
    for (size_t i = 0; i < n; i++)
        o->start[slot_in_heap(o, at[i].key)]++;
    for (size_t s = 0; s <= o->slots; s++) {
        uint32_t count = o->start[s];
        o->start[s] = sum;
        sum += count;
    }
    for (size_t i = 0; i < n; i++)
        o->ordered[o->start[slot_in_heap(o, at[i].key)]++] = at[i];
}

/* Mostly a slot has one value or two; where it has very many, they mostly come in order. */
static void order_slot(struct keyed *at, size_t n)
{
    enum { FEW = 16 };
    size_t i = 1;
    while (i < n && by_value(&at[i - 1], &at[i]) <= 0)
        i++;
    if (i < n && n > FEW) {
        qsort(at, n, sizeof(*at), by_value);
        return;
    }
    for (; i < n; i++) {
        struct keyed one = at[i];
        size_t k = i;
        for (; k > 0 && by_value(&one, &at[k - 1]) < 0; k--)
            at[k] = at[k - 1];
        at[k] = one;
    }
}

/* Placing has moved the start of each slot to its end. */
static void put_heap(struct ordering *o)
{
    const uint32_t mask = ((uint32_t)1 << o->print) - 1;
    struct slots_made *out = o->out;
    uint32_t from = 0;
    for (size_t s = 0; s < o->slots; s++, o->slot++, o->at++) {
        if (o->slot % SLOTS_IN_BLOCK == 0)
            out->blocks[o->slot / SLOTS_IN_BLOCK] = o->at;
        order_slot(o->ordered + from, o->start[s] - from);
        for (; from < o->start[s]; from++, o->at++) {
            const struct keyed *k = &o->ordered[from];
            uint64_t value = k->value | (uint64_t)(k->key & mask) << o->bits;
            packed_put(out->values, o->bits + o->print, o->values++, value);
            out->bits[o->at / 64] |= (uint64_t)1 << o->at % 64;
        }
    }
}

void slots_make(struct heaps *h, unsigned bits, unsigned print, struct slots_made *out)
{
    size_t slots = slots_for(h->n), blocks = slots / SLOTS_IN_BLOCK + 1;
    size_t words = (h->n + slots + 63) / 64, bytes = packed_bytes(h->n, bits + print);
    struct ordering o = {.out = out, .bits = bits, .print = print, .slots = slots / HEAPS};
    *out = (struct slots_made){
        .blocks = mem_zero(blocks, sizeof(uint32_t)), .blocks_size = blocks * sizeof(uint32_t),
        .bits = mem_zero(words, sizeof(uint64_t)), .bits_size = words * sizeof(uint64_t),
        .values = mem_zero(bytes, 1), .values_size = bytes,
    };
    o.shift = 32 - (unsigned)__builtin_ctzll(slots);
    o.start = mem_zero(o.slots + 1, sizeof(*o.start));
    o.ordered = mem_zero(largest_heap(h), sizeof(*o.ordered));
    for (size_t i = 0; i < HEAPS; i++) {
        order_heap(&o, h->heap[i].at, h->heap[i].n);
        put_heap(&o);
        VEC_FREE(&h->heap[i]);
    }
    out->blocks[slots / SLOTS_IN_BLOCK] = o.at;
    mem_free(o.start);
    mem_free(o.ordered);
    heaps_free(h);
}
