/* SPDX-License-Identifier: Apache-2.0
 *
 * From a query to candidates, one segment at a time.
 *
 *   words.c     1. words     the distinct words of the query's names; neighbours run together;
 *                            unknown long words cut into known ones
 *               2. expand    each word to the segment's words near it, the rarest first
 *   gather.c    3. gather    names that hold a reached word, within a budget
 *   here        4. estimate  each gathered name once: how much of it and of the query its words cover
 *               5. select    the entities of the best names, filtered by schema and topic
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "index/search.h"

/* A name of which less than this met is as good as any other. */
static const float NOT_BY_CHANCE = 0.05f;

struct index_scratch *index_scratch_new(void)
{
    struct index_scratch *s = mem_zero(1, sizeof(*s));
    s->arena = arena_new();
    s->kept = arena_new();
    s->remembered = map_new();
    s->gathered = mem_zero(GATHER + GATHER_PAIRS, sizeof(uint32_t));
    s->estimated = mem_zero(GATHER + GATHER_PAIRS, sizeof(*s->estimated));
    s->set = mem_zero(SET_SLOTS, sizeof(uint32_t));
    s->window = mem_zero(WINDOW / 64, sizeof(uint64_t));
    s->best = mem_zero(1, sizeof(*s->best));
    return s;
}

void index_scratch_free(struct index_scratch *s)
{
    if (!s)
        return;
    arena_free(s->arena);
    arena_free(s->kept);
    map_free(s->remembered);
    mem_free(s->marks);
    mem_free(s->visited);
    VEC_FREE(&s->seen);
    VEC_FREE(&s->hits);
    mem_free(s->gathered);
    mem_free(s->estimated);
    mem_free(s->set);
    mem_free(s->window);
    mem_free(s->best);
    mem_free(s);
}

static void forget(struct index_scratch *s, const struct index *x)
{
    map_free(s->remembered);
    s->remembered = map_new();
    arena_reset(s->kept);
    s->of = x;
}

static void begin(struct index_scratch *s, const struct index *x)
{
    size_t tokens = 1;
    arena_reset(s->arena);
    if (s->of != x || map_count(s->remembered) > REMEMBERED)
        forget(s, x);
    for (size_t i = 0; i < x->n; i++)
        tokens = x->segments[i].tokens_n > tokens ? x->segments[i].tokens_n : tokens;
    if (tokens > s->visited_n) {
        mem_free(s->visited);
        s->visited = mem_zero(tokens / 64 + 1, sizeof(*s->visited));
        s->visited_n = tokens;
    }
}

/* ---- marks --------------------------------------------------------------------------------- */

/* Where the token's mark is, or would be. Few tokens of many are reached: their marks by hash stay
 * in the processor's nearest memory, where a row of one for each token would not. */
static struct mark *mark_of(const struct index_scratch *s, uint32_t token)
{
    size_t at = token * UINT32_C(0x9E3779B1) >> 7;
    for (;; at++) {
        struct mark *m = &s->marks[at & (s->marks_n - 1)];
        if (m->token == token + 1 || m->token == 0)
            return m;
    }
}

static void clear_marks(struct index_scratch *s)
{
    size_t reached = 0, n = 64;
    for (size_t w = 0; w < s->words_n; w++)
        reached += s->words[w].reach->n;
    while (n < 4 * reached) /* most words of a name have no mark: the first look is to tell */
        n *= 2;
    if (n > s->marks_room) {
        mem_free(s->marks);
        s->marks = mem_alloc(n * sizeof(*s->marks));
        s->marks_room = n;
    }
    memset(s->marks, 0, n * sizeof(*s->marks));
    s->marks_n = n;
}

/* Which word each reached token stands for; of several the cheapest. */
static void mark_words(struct index_scratch *s)
{
    clear_marks(s);
    for (size_t w = 0; w < s->words_n; w++)
        for (uint32_t i = 0; i < s->words[w].reach->n; i++) {
            const struct reached *r = &s->words[w].reach->at[i];
            struct mark *m = mark_of(s, r->token);
            float cost = r->cost + s->words[w].extra;
            if (m->token && cost >= m->cost)
                continue;
            float gain = cost < 4 ? s->words[w].weight * (1 - cost / 4) : 0;
            *m = (struct mark){r->token + 1, (uint16_t)w, cost, gain};
        }
}

/* ---- estimate ----------------------------------------------------------------------------- */

/* What the words of a name that met gain for each of the query's names. A word of the query counts
 * once. */
static void add_gains(const struct index_scratch *s, const struct segment *seg,
                      const struct disk_name *d, float *met)
{
    uint64_t seen[(WORDS + 63) / 64] = {0};
    for (uint32_t i = d[0].tokens; i < d[1].tokens; i++) {
        const struct mark *m = mark_of(s, segment_name_token(seg, i));
        if (!m->token || (seen[m->word / 64] >> (m->word % 64) & 1))
            continue;
        seen[m->word / 64] |= (uint64_t)1 << (m->word % 64);
        if (s->names_n == 1) {
            met[0] += m->gain;
            continue;
        }
        for (uint32_t bits = s->words[m->word].names; bits; bits &= bits - 1)
            met[__builtin_ctz(bits)] += m->gain;
    }
}

/* How much of the query and of the name is covered by words that met: the Dice coefficient of
 * their weights, each pair less by its cost. The best over the query's names. */
static float estimate(const struct index_scratch *s, const struct segment *seg, uint32_t name)
{
    const struct disk_name *d = &seg->names[name];
    const float own = (float)d->weight / 256;
    float met[QUERY_NAMES], best = 0;
    for (size_t q = 0; q < s->names_n; q++)
        met[q] = 0;
    add_gains(s, seg, d, met);
    for (size_t q = 0; q < s->names_n; q++) {
        float asked = s->name_weight[q], most = own < asked ? own : asked;
        float share = 2 * (met[q] < most ? met[q] : most) / (own + asked + 1e-6f);
        best = share > best ? share : best;
    }
    return best;
}

/* ---- select ------------------------------------------------------------------------------- */

static bool wanted(const struct segment *seg, uint32_t entity, enum schema asked, uint64_t topics)
{
    const struct disk_entity *e = &seg->entities[entity];
    return (!topics || (segment_topics(seg, e) & topics)) &&
           schema_comparable(asked, (enum schema)e->schema);
}

/* Of entities that do as well the first of the segment stays. */
static bool better(const struct candidate *c, float estimate, uint32_t entity)
{
    return c->estimate > estimate || (c->estimate == estimate && c->entity < entity);
}

static void worst_of(struct best *b)
{
    b->worst = 0;
    for (size_t i = 1; i < b->n; i++)
        if (better(&b->at[b->worst], b->at[i].estimate, b->at[i].entity))
            b->worst = i;
}

/* The place of an entity: its own, a free one, or that of the worst. */
static struct candidate *place_of(struct best *b, uint32_t segment, uint32_t entity)
{
    size_t i = 0;
    while (i < b->n && b->entity[i] != entity)
        i++;
    if (i < b->n)
        return &b->at[i];
    if (b->n == INDEX_CANDIDATES)
        i = b->worst;
    else
        b->n++;
    b->entity[i] = entity;
    b->at[i] = (struct candidate){.segment = segment, .entity = entity};
    return &b->at[i];
}

/* Of the names of one entity those that did best, best first. */
static void add_name(struct candidate *c, float *estimates, uint32_t name, float estimate)
{
    size_t i = c->names_n;
    if (i < INDEX_CANDIDATE_NAMES)
        c->names_n++;
    else if (estimate < estimates[--i] || (estimate == estimates[i] && name > c->names[i]))
        return;
    for (; i > 0 && (estimates[i - 1] < estimate ||
                     (estimates[i - 1] == estimate && c->names[i - 1] > name)); i--) {
        c->names[i] = c->names[i - 1];
        estimates[i] = estimates[i - 1];
    }
    c->names[i] = name;
    estimates[i] = estimate;
}

static void keep_best(struct best *b, uint32_t segment, const struct best_name *name)
{
    struct candidate *c = place_of(b, segment, name->entity);
    add_name(c, b->estimates[c - b->at], name->name, name->estimate);
    if (name->estimate > c->estimate)
        c->estimate = name->estimate;
    if (b->n == INDEX_CANDIDATES)
        worst_of(b);
}

/* Names lie anywhere in the map: their rows were fetched in gathering, their words are fetched some
 * names ahead. */
static void estimate_names(struct index_scratch *s, const struct segment *seg, float least)
{
    enum { AHEAD = 12 };
    s->estimated_n = 0;
    for (size_t i = 0; i < s->gathered_n; i++) {
        uint32_t name = s->gathered[i];
        if (i + AHEAD < s->gathered_n)
            segment_name_tokens_fetch(seg, seg->names[s->gathered[i + AHEAD]].tokens);
        float e = estimate(s, seg, name);
        if (e < least)
            continue;
        uint32_t entity = seg->names[name].entity;
        __builtin_prefetch(&seg->entities[entity]);
        s->estimated[s->estimated_n++] = (struct best_name){name, entity, e};
    }
}

static void select_names(struct index_scratch *s, const struct segment *seg, uint32_t segment,
                         enum schema asked, uint64_t topics)
{
    struct best *best = s->best;
    for (size_t i = 0; i < s->estimated_n; i++) {
        const struct best_name *b = &s->estimated[i];
        if (best->n == INDEX_CANDIDATES && best->entity[best->worst] != b->entity &&
            better(&best->at[best->worst], b->estimate, b->entity))
            continue;
        if (wanted(seg, b->entity, asked, topics))
            keep_best(best, segment, b);
    }
}

/* Entities that share an identifier, whatever they are called. */
static void by_identifiers(const struct segment *seg, uint32_t segment, const struct subject *q,
                           uint64_t topics, struct best *out)
{
    for (size_t k = 0; k < q->idents_n; k++) {
        size_t low = 0, high = seg->idents_n;
        while (low < high) {
            size_t mid = (low + high) / 2;
            if (seg->idents[seg->ident_order[mid]].hash < q->idents[k].hash)
                low = mid + 1;
            else
                high = mid;
        }
        for (; low < seg->idents_n && out->n < INDEX_CANDIDATES / 2; low++) {
            const struct disk_ident *d = &seg->idents[seg->ident_order[low]];
            if (d->hash != q->idents[k].hash)
                break;
            if (!wanted(seg, d->entity, (enum schema)q->schema, topics))
                continue;
            struct candidate *c = place_of(out, segment, d->entity);
            c->estimate = 1;
            c->by_identifier = true;
        }
    }
}

static uint64_t topic_bits(const struct segment *seg, const struct index_filter *f)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < f->topics_n; i++)
        for (size_t t = 0; t < seg->topics_n; t++)
            if (span_eq(f->topics[i], (struct span){seg->text + seg->topics[t].text,
                                                    seg->topics[t].n}))
                bits |= (uint64_t)1 << (t < 63 ? t : 63);
    return bits;
}

static void search_segment(const struct index *x, size_t segment, const struct subject *q,
                           const struct index_filter *f, struct index_scratch *s, size_t asked)
{
    const struct segment *seg = &x->segments[segment];
    uint64_t topics = f ? topic_bits(seg, f) : 0;
    float least = f ? fmaxf(f->least, NOT_BY_CHANCE) : NOT_BY_CHANCE;
    s->best->n = 0;
    if (f && f->topics_n > 0 && !topics)
        return;
    by_identifiers(seg, (uint32_t)segment, q, topics, s->best);
    expand_words(s, seg, segment, (enum name_kind)q->kind, asked, least);
    mark_words(s);
    gather_names(s, seg);
    estimate_names(s, seg, least);
    select_names(s, seg, (uint32_t)segment, (enum schema)q->schema, topics);
}

static int by_candidate(const void *a, const void *b)
{
    const struct candidate *x = *(struct candidate *const *)a, *y = *(struct candidate *const *)b;
    if (x->estimate != y->estimate)
        return x->estimate > y->estimate ? -1 : 1;
    if (x->segment != y->segment)
        return x->segment < y->segment ? -1 : 1;
    return x->entity < y->entity ? -1 : x->entity > y->entity;
}

/* Where they are few, qsort() costs more than the sorting. */
static void sort_candidates(struct candidate **at, size_t n)
{
    if (n > FEW) {
        qsort(at, n, sizeof(*at), by_candidate);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        struct candidate *one = at[i];
        size_t k = i;
        for (; k > 0 && by_candidate(&one, &at[k - 1]) < 0; k--)
            at[k] = at[k - 1];
        at[k] = one;
    }
}

/* The best of 'out' and of the segment that was searched last. */
static size_t merge(const struct best *b, struct candidate *out, size_t n)
{
    struct candidate all[2 * INDEX_CANDIDATES];
    struct candidate *order[2 * INDEX_CANDIDATES];
    memcpy(all, out, n * sizeof(*out));
    memcpy(all + n, b->at, b->n * sizeof(*out));
    for (size_t i = 0; i < n + b->n; i++)
        order[i] = &all[i];
    sort_candidates(order, n + b->n);
    n = n + b->n < INDEX_CANDIDATES ? n + b->n : INDEX_CANDIDATES;
    for (size_t i = 0; i < n; i++)
        out[i] = *order[i];
    return n;
}

size_t index_search(const struct index *x, const struct subject *query,
                    const struct index_filter *filter, struct index_scratch *scratch,
                    struct candidate *out, size_t max)
{
    struct candidate found[INDEX_CANDIDATES];
    size_t n = 0;
    begin(scratch, x);
    query_words(scratch, query);
    size_t asked = scratch->words_n;
    for (size_t i = 0; i < x->n; i++) {
        if (filter && filter->segments && !filter->segments[i])
            continue;
        search_segment(x, i, query, filter, scratch, asked);
        n = merge(scratch->best, found, n);
    }
    n = n < max ? n : max;
    memcpy(out, found, n * sizeof(*out));
    return n;
}

/* ---- explain --------------------------------------------------------------------------------- */

void index_explain(const struct index *x, const struct subject *query,
                   struct index_scratch *scratch, struct buf *out)
{
    begin(scratch, x);
    query_words(scratch, query);
    size_t asked = scratch->words_n;
    for (size_t i = 0; i < x->n; i++) {
        const struct segment *seg = &x->segments[i];
        expand_words(scratch, seg, i, (enum name_kind)query->kind, asked, 0);
        for (size_t w = 0; w < asked; w++) {
            const struct word_use *u = &scratch->words[w];
            if (u->reach->n == 0)
                continue;
            buf_printf(out, "%s: %.*s reaches", x->segments[i].dataset, SPAN_ARG(u->token->form));
            for (uint32_t k = 0; k < u->reach->n && k < 8; k++) {
                struct span form = form_of(seg, u->reach->at[k].token);
                buf_printf(out, "%s %.*s (%.2f, in %u names)", k ? "," : "", SPAN_ARG(form),
                           (double)u->reach->at[k].cost, seg->tokens[u->reach->at[k].token].df);
            }
            if (u->reach->n > 8)
                buf_printf(out, " and %u more", u->reach->n - 8);
            buf_char(out, '\n');
        }
    }
}
