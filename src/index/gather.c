/* SPDX-License-Identifier: Apache-2.0
 *
 * From reached words to names that deserve an estimate, within a budget. The rarest words bring all
 * the names that hold them. Two words that too many hold bring the names that hold both: a pair of
 * common words has a key of its own in the segment; of others the rarer one's names are looked for
 * among those of the other.
 */
#include <stdlib.h>

#include "index/search.h"

/* ---- the set of names ------------------------------------------------------------------------ */

static size_t set_slot(uint32_t name)
{
    return (name * 0x9E3779B1u) & (SET_SLOTS - 1);
}

/* Names stand in the set at their slot or right behind it. */
static void forget_gathered(struct index_scratch *s)
{
    for (size_t i = 0; i < s->gathered_n; i++)
        for (size_t at = set_slot(s->gathered[i]); s->set[at]; at = (at + 1) & (SET_SLOTS - 1))
            s->set[at] = 0;
    s->gathered_n = 0;
}

static bool gather_one(struct index_scratch *s, const struct segment *seg, uint32_t name,
                       size_t limit)
{
    size_t at = set_slot(name);
    while (s->set[at]) {
        if (s->set[at] == name + 1)
            return true;
        at = (at + 1) & (SET_SLOTS - 1);
    }
    if (s->gathered_n >= limit)
        return false;
    s->set[at] = name + 1;
    s->gathered[s->gathered_n++] = name;
    __builtin_prefetch(&seg->names[name]);
    return true;
}

/* How many of the reached words have brought all their names. */
static uint32_t gather_word(struct index_scratch *s, const struct segment *seg,
                            const struct expansion *e, size_t limit)
{
    enum { STARTS = 16, POSTINGS_OF = 8 }; /* words ahead */
    for (uint32_t i = 0; i < e->n; i++) {
        uint32_t t = e->at[i].token;
        if (i + STARTS < e->n)
            __builtin_prefetch(&seg->post_start[e->at[i + STARTS].token]);
        if (i + POSTINGS_OF < e->n)
            segment_postings_fetch(seg, seg->post_start[e->at[i + POSTINGS_OF].token]);
        for (uint32_t p = seg->post_start[t]; p < seg->post_start[t + 1]; p++)
            if (!gather_one(s, seg, segment_posting(seg, p), limit))
                return i;
    }
    return e->n;
}

static void gather_pair(struct index_scratch *s, const struct segment *seg, uint64_t a, uint64_t b,
                        size_t limit)
{
    struct slot_range r = slots_range(&seg->pairs, (uint32_t)pair_key(a, b));
    for (; r.from < r.to; r.from++)
        if (!gather_one(s, seg, (uint32_t)packed_at(&seg->pairs.values, r.from), limit))
            return;
}

/* The first posting at or behind 'i' that is not below 'name': by growing steps, then halving. */
static uint32_t posting_from(const struct segment *seg, uint32_t i, uint32_t end, uint32_t name,
                             uint32_t step)
{
    while (i + step < end && segment_posting(seg, i + step) < name) {
        i += step;
        step *= 2;
    }
    for (uint32_t high = i + step < end ? i + step : end; i < high;) {
        uint32_t mid = i + (high - i) / 2;
        if (segment_posting(seg, mid) < name)
            i = mid + 1;
        else
            high = mid;
    }
    return i;
}

/* Names of 'x', looked for one by one among those of 'y', of which there are many more. */
static void gather_few(struct index_scratch *s, const struct segment *seg, struct slot_range x,
                       struct slot_range y, size_t limit)
{
    const uint32_t step = (y.to - y.from) / (x.to - x.from) / 2 + 1;
    for (; x.from < x.to && y.from < y.to; x.from++) {
        uint32_t name = segment_posting(seg, x.from);
        y.from = posting_from(seg, y.from, y.to, name, step);
        if (y.from < y.to && segment_posting(seg, y.from) == name &&
            !gather_one(s, seg, name, limit))
            return;
    }
}

/* Some names at a time: those of 'x' as bits, by which those of 'y' are told. Without a branch that
 * depends on where the names are, this is a good deal faster than a search for each name. */
static void gather_many(struct index_scratch *s, const struct segment *seg, struct slot_range x,
                        struct slot_range y, size_t limit)
{
    for (uint32_t begin = 0; x.from < x.to && y.from < y.to; begin += WINDOW) {
        uint32_t from = x.from, name;
        for (; x.from < x.to; x.from++) {
            if ((name = segment_posting(seg, x.from) - begin) >= WINDOW)
                break;
            s->window[name / 64] |= (uint64_t)1 << name % 64;
        }
        for (; y.from < y.to; y.from++) {
            if ((name = segment_posting(seg, y.from) - begin) >= WINDOW)
                break;
            if (s->window[name / 64] >> name % 64 & 1 && !gather_one(s, seg, begin + name, limit))
                x.to = 0; /* enough */
        }
        for (; from < x.from; from++)
            s->window[(segment_posting(seg, from) - begin) / 64] = 0;
    }
}

/* Names that hold both words. */
static void gather_both(struct index_scratch *s, const struct segment *seg, uint32_t a, uint32_t b,
                        size_t limit)
{
    enum { MANY_MORE = 24 };
    const uint32_t *start = seg->post_start;
    struct slot_range x = {start[a], start[a + 1]}, y = {start[b], start[b + 1]};
    if (x.to - x.from > y.to - y.from) {
        struct slot_range t = x;
        x = y;
        y = t;
    }
    if (x.from == x.to)
        return;
    if ((y.to - y.from) / (x.to - x.from) < MANY_MORE)
        gather_many(s, seg, x, y, limit);
    else
        gather_few(s, seg, x, y, limit);
}

/* The nearest words that one of the query reaches, from the first that has not brought its names. */
struct pair_side {
    uint32_t from, n;
    struct {
        uint32_t token;
        bool common;
        uint64_t half; /* of the key of a pair */
    } at[PAIR_REACH];
};

static void side_of(const struct segment *seg, const struct word_use *w, struct pair_side *out)
{
    const uint32_t common = common_df(seg->names_n);
    out->from = w->whole;
    out->n = w->reach->n < PAIR_REACH ? w->reach->n : PAIR_REACH;
    for (uint32_t i = out->from; i < out->n; i++) {
        uint32_t token = w->reach->at[i].token;
        out->at[i].token = token;
        out->at[i].common = seg->tokens[token].df > common;
        out->at[i].half = pair_half(form_of(seg, token));
    }
}

/* Names of that word alone. */
static void gather_alone(struct index_scratch *s, const struct segment *seg,
                         const struct pair_side *a, size_t limit)
{
    const uint64_t nothing = pair_half(SPAN(""));
    for (uint32_t i = a->from; i < a->n; i++)
        gather_pair(s, seg, a->at[i].half, nothing, limit);
}

/* Pairs in order of their joint cost: the nearest readings of both words first. Two common words
 * have a key of their own; of the others the nearest are looked for in both lists. */
static void gather_pairs(struct index_scratch *s, const struct segment *seg,
                         const struct pair_side *a, const struct pair_side *b, size_t limit)
{
    for (uint32_t sum = a->from + b->from; sum < a->n + b->n; sum++) {
        uint32_t i = sum >= b->n ? sum - b->n + 1 : 0;
        for (i = i < a->from ? a->from : i; i < a->n && i + b->from <= sum; i++) {
            uint32_t k = sum - i;
            if (a->at[i].common && b->at[k].common)
                gather_pair(s, seg, a->at[i].half, b->at[k].half, limit);
            else if (sum < BOTH_REACH)
                gather_both(s, seg, a->at[i].token, b->at[k].token, limit);
        }
    }
}

static int by_postings(const void *a, const void *b)
{
    const struct word_use *const *x = a, *const *y = b;
    uint64_t n = (*x)->reach->postings, m = (*y)->reach->postings;
    return n < m ? -1 : n > m;
}

void gather_names(struct index_scratch *s, const struct segment *seg)
{
    struct word_use *order[WORDS];
    struct pair_side *sides;
    size_t heavy = s->words_n;
    forget_gathered(s);
    for (size_t w = 0; w < s->words_n; w++) {
        order[w] = &s->words[w];
        order[w]->whole = 0;
    }
    qsort(order, s->words_n, sizeof(order[0]), by_postings);
    for (size_t w = 0; w < s->words_n; w++) {
        const struct expansion *e = order[w]->reach;
        if (order[w]->confirms || (small_word(order[w]->token) && w > 0))
            continue;
        if (e->postings > GATHER / 2 && heavy == s->words_n)
            heavy = w;
        if (s->gathered_n < GATHER)
            order[w]->whole = gather_word(s, seg, e, GATHER);
    }
    sides = arena_alloc(s->arena, (s->words_n - heavy + 1) * sizeof(*sides));
    for (size_t i = 0; heavy + i < s->words_n; i++) {
        const size_t limit = GATHER + GATHER_PAIRS;
        side_of(seg, order[heavy + i], &sides[i]);
        gather_alone(s, seg, &sides[i], limit);
        for (size_t j = 0; j < i; j++)
            gather_pairs(s, seg, &sides[j], &sides[i], limit);
    }
}
