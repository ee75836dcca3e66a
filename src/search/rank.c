/* SPDX-License-Identifier: Apache-2.0
 *
 * Which of those found come first.
 *
 * By relevance: score, then id. With --sort first by the values asked for: of several values of an
 * entity the least counts for ascending order, the greatest for descending; who has none comes last.
 * The values come out of the file in their order, so that each hit keeps the first or the last of
 * its own that passes by.
 */
#include "search/asking.h"

#include <math.h>
#include <stdlib.h>

struct sort {
    bool down, score;
    struct span *value; /* of each hit; p NULL: none */
};

struct ranking {
    struct asking *q;
    struct sort *sorts;
    size_t n;
    uint32_t *hit_of; /* of each entity of the join: 1 + its place in 'hits' */
};

/* ---- joining --------------------------------------------------------------------------------- */

/* An entity is as relevant as the best of its versions. */
static void join_one(struct asking *q, const struct board *b, size_t k, uint32_t i,
                     uint32_t *hit_of)
{
    float score = q->score[k][i] + sqrtf(0.5f * (float)b->counts[i].values);
    uint32_t *hit = &hit_of[b->entity[i]];

    if (!*hit) {
        q->hits[q->hits_n++] = b->entity[i];
        *hit = (uint32_t)q->hits_n;
        q->hit_score[*hit - 1] = score;
    } else if (score > q->hit_score[*hit - 1]) {
        q->hit_score[*hit - 1] = score;
    }
}

void rank_join(struct asking *q)
{
    uint32_t *hit_of = mem_zero((size_t)q->search->entities + 1, sizeof(*hit_of));

    q->hits = mem_alloc(((size_t)q->search->entities + 1) * sizeof(*q->hits));
    q->hit_score = mem_alloc(((size_t)q->search->entities + 1) * sizeof(*q->hit_score));
    for EACH_BOARD(q, k) {
        const struct board *b = &q->search->boards[k];

        for (uint32_t i = 0; i < b->n; i++) {
            if (i % 64 == 0 && !q->found[k].bits[i / 64])
                i += 63;
            else if (set_has(&q->found[k], i))
                join_one(q, b, k, i, hit_of);
        }
    }
    mem_free(hit_of);
}

/* ---- values to sort by ----------------------------------------------------------------------- */

struct taking {
    struct ranking *r;
    const struct board *board;
    const struct set *found;
    struct sort *sort;
    struct span kept; /* the value at hand, in the arena */
};

static bool better(const struct sort *s, struct span value, struct span than)
{
    int order = than.p ? span_cmp(value, than) : 0;

    return !than.p || (s->down ? order > 0 : order < 0);
}

static void take_text(struct taking *t, struct span value, uint32_t i)
{
    struct span *mine = &t->sort->value[t->r->hit_of[t->board->entity[i]] - 1];

    if (!better(t->sort, value, *mine))
        return;
    if (!t->kept.p || !span_eq(t->kept, value))
        t->kept = arena_span(t->r->q->arena, value);
    *mine = t->kept;
}

static void take_value(void *ctx, struct span fact, uint32_t entity)
{
    struct taking *t = ctx;

    if (entity < t->board->n && set_has(t->found, entity))
        take_text(t, span_from(fact, span_find(fact, '=') + 1), entity);
}

static void take_codes(struct taking *t, const struct field *field)
{
    const struct board *b = t->board;

    for (uint32_t i = 0; i < b->n; i++) {
        for (uint32_t c = b->code_at[i]; set_has(t->found, i) && c < b->code_at[i + 1]; c++) {
            struct span name = texts_at(&b->names, b->codes[c]);

            if (span_starts(name, field->name) && name.p[field->name.n] == '=')
                take_text(t, span_from(name, field->name.n + 1), i);
        }
    }
}

static struct tocsin_err *take_facts(struct taking *t, struct words *w, const char *name)
{
    struct span from = arena_printf(t->r->q->arena, "%s=", name);
    struct span to = arena_printf(t->r->q->arena, "%s>", name);

    return words_facts(w, from, to, take_value, t);
}

static struct tocsin_err *take_values(struct ranking *r, const struct field *field,
                                      struct sort *sort)
{
    sort->value = mem_zero(r->q->hits_n + 1, sizeof(*sort->value));
    for EACH_BOARD(r->q, k) {
        struct taking t = {r, &r->q->search->boards[k], &r->q->found[k], sort, {0}};

        if (field->kind == FIELD_CODES)
            take_codes(&t, field);
        for (size_t i = 0; field->facts && field->facts[i]; i++)
            TRY(take_facts(&t, r->q->connection[k]->words, field->facts[i]));
    }
    return NULL;
}

/* "field:asc", "field:desc", "field" */
static struct tocsin_err *prepare_sort(struct ranking *r, const char *text, struct sort *out)
{
    struct span name = span_of(text);
    struct field field;

    if (span_ends(name, SPAN(":desc"))) {
        out->down = true;
        name.n -= 5;
    } else if (span_ends(name, SPAN(":asc"))) {
        name.n -= 4;
    } else if (span_find(name, ':') < name.n) {
        return err_new(TOCSIN_ERR_USAGE, "sort by field:asc or field:desc, not '%s'", text);
    }
    out->score = span_eq(name, SPAN("_score")) || span_eq(name, SPAN("score"));
    if (out->score)
        return NULL;
    TRY(field_find(r->q->arena, name, &field));
    if (field.kind < FIELD_CODES)
        return err_new(TOCSIN_ERR_USAGE, "'%.*s' cannot be sorted by; caption or properties.name can",
                       SPAN_ARG(name));
    return take_values(r, &field, out);
}

/* ---- order ----------------------------------------------------------------------------------- */

static struct span id_of(const struct asking *q, uint32_t entity)
{
    const struct place *p = &q->search->places[q->search->place_at[entity]];

    return texts_at(&q->search->boards[p->board].ids, p->at);
}

static int by_score(const struct asking *q, uint32_t a, uint32_t b)
{
    if (q->hit_score[a] > q->hit_score[b] || q->hit_score[a] < q->hit_score[b])
        return q->hit_score[a] > q->hit_score[b] ? -1 : 1;
    return 0;
}

static int by_value(const struct sort *s, uint32_t a, uint32_t b)
{
    struct span x = s->value[a], y = s->value[b];

    if (!x.p || !y.p)
        return (!x.p) - (!y.p);
    return s->down ? span_cmp(y, x) : span_cmp(x, y);
}

/* Of two places in 'hits'. */
static int compare_hits(const void *one, const void *two, void *ctx)
{
    const struct ranking *r = ctx;
    uint32_t a = *(const uint32_t *)one, b = *(const uint32_t *)two;
    int order = 0;

    for (size_t i = 0; i < r->n && !order; i++) {
        if (r->sorts[i].score)
            order = r->sorts[i].down ? by_score(r->q, a, b) : by_score(r->q, b, a);
        else
            order = by_value(&r->sorts[i], a, b);
    }
    if (!order)
        order = by_score(r->q, a, b);
    return order ? order : span_cmp(id_of(r->q, r->q->hits[a]), id_of(r->q, r->q->hits[b]));
}

static void sift_down(struct ranking *r, uint32_t *heap, size_t n, size_t i)
{
    for (;;) {
        size_t child = 2 * i + 1;
        uint32_t passing;

        if (child >= n)
            return;
        if (child + 1 < n && compare_hits(&heap[child + 1], &heap[child], r) > 0)
            child++;
        if (compare_hits(&heap[child], &heap[i], r) <= 0)
            return;
        passing = heap[i];
        heap[i] = heap[child];
        heap[child] = passing;
        i = child;
    }
}

/* The first 'n' of all hits, in order: a heap of the best so far, the last of them on top. */
static uint32_t *best_hits(struct ranking *r, size_t n)
{
    uint32_t *heap = mem_alloc((n + 1) * sizeof(*heap));

    for (size_t i = 0; i < n; i++)
        heap[i] = (uint32_t)i;
    for (size_t i = n / 2; i-- > 0;)
        sift_down(r, heap, n, i);
    for (uint32_t i = (uint32_t)n; n && i < r->q->hits_n; i++) {
        if (compare_hits(&i, &heap[0], r) >= 0)
            continue;
        heap[0] = i;
        sift_down(r, heap, n, 0);
    }
    if (n)
        qsort_r(heap, n, sizeof(*heap), compare_hits, r);
    return heap;
}

/* ---- what is shown --------------------------------------------------------------------------- */

static bool known(const struct search_hit *hit, struct span dataset)
{
    for (size_t i = 0; i < hit->datasets_n; i++)
        if (span_eq(hit->datasets[i], dataset))
            return true;
    return false;
}

static void add_datasets(struct asking *q, const struct board *b, uint32_t at,
                         struct search_hit *hit)
{
    for (uint32_t c = b->code_at[at]; c < b->code_at[at + 1]; c++) {
        struct span name = texts_at(&b->names, b->codes[c]);
        struct span dataset = span_from(name, 9), *list;

        if (!span_starts(name, SPAN("datasets=")) || known(hit, dataset))
            continue;
        list = ARENA_ARRAY(q->arena, struct span, hit->datasets_n + 1);
        if (hit->datasets_n)
            memcpy(list, hit->datasets, hit->datasets_n * sizeof(*list));
        list[hit->datasets_n++] = arena_span(q->arena, dataset);
        hit->datasets = list;
    }
}

static void fill_hit(struct asking *q, uint32_t place, struct search_hit *out)
{
    uint32_t entity = q->hits[place];

    out->score = q->hit_score[place];
    for (uint32_t i = q->search->place_at[entity]; i < q->search->place_at[entity + 1]; i++) {
        const struct place *p = &q->search->places[i];
        const struct board *b = &q->search->boards[p->board];

        if (!q->asked[p->board])
            continue;
        if (!out->id.p) {
            out->id = arena_span(q->arena, texts_at(&b->ids, p->at));
            out->dataset = arena_span(q->arena, b->dataset);
        }
        add_datasets(q, b, p->at, out);
    }
}

static void fill_hits(struct ranking *r, struct search_answer *out)
{
    size_t offset = r->q->options->offset, limit = r->q->options->limit;
    size_t n = offset + limit < r->q->hits_n ? offset + limit : r->q->hits_n;
    uint32_t *best = best_hits(r, n);

    out->n = n > offset ? n - offset : 0;
    out->hits = ARENA_ARRAY(r->q->arena, struct search_hit, out->n + 1);
    for (size_t i = 0; i < out->n; i++)
        fill_hit(r->q, best[offset + i], &out->hits[i]);
    mem_free(best);
}

static struct tocsin_err *prepare_sorts(struct ranking *r)
{
    const char *const *list = r->q->options->sort;
    size_t n = 0;

    while (list && list[n])
        n++;
    r->sorts = ARENA_ARRAY(r->q->arena, struct sort, n + 1);
    r->hit_of = mem_zero((size_t)r->q->search->entities + 1, sizeof(*r->hit_of));
    for (uint32_t i = 0; i < r->q->hits_n; i++)
        r->hit_of[r->q->hits[i]] = i + 1;
    for (; r->n < n; r->n++)
        TRY(prepare_sort(r, list[r->n], &r->sorts[r->n]));
    return NULL;
}

struct tocsin_err *rank_hits(struct asking *q, struct search_answer *out)
{
    struct ranking r = {.q = q};
    struct tocsin_err *err = prepare_sorts(&r);

    if (!err)
        fill_hits(&r, out);
    for (size_t i = 0; i <= r.n; i++)
        mem_free(r.sorts[i].value);
    mem_free(r.hit_of);
    return err;
}
