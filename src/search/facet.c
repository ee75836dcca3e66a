/* SPDX-License-Identifier: Apache-2.0
 *
 * How many of those found have which value.
 *
 * The values of most facets are codes: one walk over the codes of all hits counts every facet. An
 * entity counts once for a value, however many of its versions have it. Identifiers are too many for
 * codes; they are read off the facts when asked for.
 */
#include "search/asking.h"

#include <stdlib.h>

static const char *const usual[] = {"countries", "topics", "datasets", NULL};

struct counting {
    uint32_t *count, *last; /* of each code over all boards; 'last': 1 + the hit that counted last */
};

static void count_version(const struct board *b, uint32_t at, uint32_t hit, struct counting *c)
{
    for (uint32_t i = b->code_at[at]; i < b->code_at[at + 1]; i++) {
        uint32_t code = b->global[b->codes[i]];

        if (c->last[code] == hit + 1)
            continue;
        c->last[code] = hit + 1;
        c->count[code]++;
    }
}

static void count_codes(const struct asking *q, struct counting *c)
{
    const struct search *s = q->search;

    c->count = mem_zero((size_t)s->names_n + 1, sizeof(*c->count));
    c->last = mem_zero((size_t)s->names_n + 1, sizeof(*c->last));
    for (uint32_t h = 0; h < q->hits_n; h++) {
        uint32_t e = q->hits[h];

        for (uint32_t i = s->place_at[e]; i < s->place_at[e + 1]; i++)
            if (q->asked[s->places[i].board])
                count_version(&s->boards[s->places[i].board], s->places[i].at, h, c);
    }
}

/* ---- values of a facet ----------------------------------------------------------------------- */

struct values {
    struct search_value *at;
    size_t n, cap;
};

static int most_first(const void *a, const void *b)
{
    const struct search_value *x = a, *y = b;

    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return span_cmp(x->name, y->name);
}

static void take_values(struct asking *q, struct values *v, struct search_facet *out)
{
    if (v->n > 1)
        qsort(v->at, v->n, sizeof(*v->at), most_first);
    out->n = v->n < LIMIT_SEARCH_VALUES ? v->n : LIMIT_SEARCH_VALUES;
    out->values = ARENA_ARRAY(q->arena, struct search_value, out->n + 1);
    for (size_t i = 0; i < out->n; i++) {
        out->values[i] = v->at[i];
        out->values[i].name = arena_span(q->arena, v->at[i].name);
        out->values[i].label =
            arena_span(q->arena, field_value_label(out->name, out->values[i].name));
    }
    VEC_FREE(v);
}

static void facet_of_codes(struct asking *q, const struct counting *c, struct search_facet *out)
{
    struct values v = {0};

    for (uint32_t i = 0; i < q->search->names_n; i++) {
        struct span name = q->search->names[i];

        if (c->count[i] && span_starts(name, out->name) && name.p[out->name.n] == '=')
            *VEC_PUSH(&v) = (struct search_value){.name = span_from(name, out->name.n + 1),
                                                  .count = c->count[i]};
    }
    take_values(q, &v, out);
}

/* ---- identifiers ----------------------------------------------------------------------------- */

struct pair {
    uint32_t value, entity;
};
struct pairing {
    const struct board *board;
    const struct set *found;
    struct map *values; /* value -> number */
    VEC(struct pair) pairs;
};

static void take_pair(void *ctx, struct span fact, uint32_t entity)
{
    struct pairing *p = ctx;
    struct span value = span_from(fact, span_find(fact, '=') + 1);
    bool made;
    uint64_t *slot;

    if (entity >= p->board->n || !set_has(p->found, entity))
        return;
    slot = map_slot(p->values, value, &made);
    if (made)
        *slot = map_count(p->values) - 1;
    *VEC_PUSH(&p->pairs) = (struct pair){(uint32_t)*slot, p->board->entity[entity]};
}

static int compare_pairs(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;

    if (x->value != y->value)
        return x->value < y->value ? -1 : 1;
    return x->entity < y->entity ? -1 : x->entity > y->entity;
}

static struct tocsin_err *collect_pairs(struct asking *q, const struct field *field,
                                        struct pairing *p)
{
    for EACH_BOARD(q, k) {
        p->board = &q->search->boards[k];
        p->found = &q->found[k];
        for (size_t i = 0; field->facts[i]; i++) {
            struct span from = arena_printf(q->arena, "%s=", field->facts[i]);
            struct span to = arena_printf(q->arena, "%s>", field->facts[i]);

            TRY(words_facts(q->connection[k]->words, from, to, take_pair, p));
        }
    }
    return NULL;
}

static void count_pairs(struct pairing *p, struct values *out)
{
    size_t at = 0;
    struct span name;
    uint64_t number;

    while (map_next(p->values, &at, &name, &number))
        *VEC_PUSH(out) = (struct search_value){.name = name};
    if (p->pairs.n > 1)
        qsort(p->pairs.at, p->pairs.n, sizeof(*p->pairs.at), compare_pairs);
    for (size_t i = 0; i < p->pairs.n; i++)
        if (i == 0 || compare_pairs(&p->pairs.at[i - 1], &p->pairs.at[i]) != 0)
            out->at[p->pairs.at[i].value].count++;
}

static struct tocsin_err *facet_of_facts(struct asking *q, const struct field *field,
                                         struct search_facet *out)
{
    struct pairing p = {.values = map_new()};
    struct values v = {0};
    struct tocsin_err *err = collect_pairs(q, field, &p);

    if (!err)
        count_pairs(&p, &v);
    take_values(q, &v, out);
    map_free(p.values);
    VEC_FREE(&p.pairs);
    return err;
}

/* ---- all of them ----------------------------------------------------------------------------- */

static struct tocsin_err *fill_facet(struct asking *q, const char *name,
                                     const struct counting *c, struct search_facet *out)
{
    const char *label = field_facet_label(span_of(name));
    struct field field;

    if (!label)
        return err_new(TOCSIN_ERR_USAGE,
                       "there is no facet '%s'; there are datasets, schema, countries, identifiers, "
                       "topics and genders", name);
    out->name = arena_span(q->arena, span_of(name));
    out->label = span_of(label);
    TRY(field_find(q->arena, out->name, &field));
    if (field.kind == FIELD_FACTS)
        return facet_of_facts(q, &field, out);
    facet_of_codes(q, c, out);
    return NULL;
}

static bool told(const struct search_answer *out, const char *name)
{
    for (size_t i = 0; i < out->facets_n; i++)
        if (span_eq(out->facets[i].name, span_of(name)))
            return true;
    return false;
}

struct tocsin_err *facet_hits(struct asking *q, struct search_answer *out)
{
    const char *const *list = q->options->facets ? q->options->facets : usual;
    struct counting c = {0};
    struct tocsin_err *err = NULL;
    size_t n = 0;

    while (list[n])
        n++;
    if (n == 0)
        return NULL;
    count_codes(q, &c);
    out->facets = ARENA_ARRAY(q->arena, struct search_facet, n);
    for (size_t i = 0; i < n && !err; i++) {
        if (told(out, list[i]))
            continue;
        err = fill_facet(q, list[i], &c, &out->facets[out->facets_n]);
        out->facets_n += !err;
    }
    mem_free(c.count);
    mem_free(c.last);
    return err;
}
