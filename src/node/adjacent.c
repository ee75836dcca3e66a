/* SPDX-License-Identifier: Apache-2.0
 *
 * The neighbours of an entity, by property and in pages.
 *
 * A property of the entity itself leads to what it points at; the name of a way back ("sanctions") to
 * what points at the entity. An edge among them carries its other end inside, as in show.c. Without
 * another wish they stand in the order in which they arrived: by dataset, then by line of the file.
 */
#include <stdlib.h>

#include "node/show.h"

struct neighbour {
    struct record *record;
    struct span dataset;
    struct span key; /* of the sort at hand */
    size_t at;       /* before it: what is equal keeps its order */
};

/* What one property leads to. */
struct side {
    const char *name;
    VEC(struct neighbour) list;
};

struct adjacency {
    struct shower s;
    struct record *root;
    struct span dataset;
    const struct tocsin_page *page;
    VEC(struct side) sides;
};

static struct side *side_of(struct adjacency *d, const char *name)
{
    for (size_t i = 0; i < d->sides.n; i++)
        if (strcmp(d->sides.at[i].name, name) == 0)
            return &d->sides.at[i];
    *VEC_PUSH(&d->sides) = (struct side){.name = name};
    return &d->sides.at[d->sides.n - 1];
}

/* What points at the entity several times comes several times, one after the other. */
static void add(struct side *side, struct record *r, struct span dataset)
{
    if (side->list.n && span_eq(side->list.at[side->list.n - 1].record->id, r->id))
        return;
    *VEC_PUSH(&side->list) = (struct neighbour){.record = r, .dataset = dataset};
}

/* ---- collecting ------------------------------------------------------------------------------ */

static struct tocsin_err *collect_outbound(struct adjacency *d)
{
    const struct record *r = d->root;

    for (size_t i = 0; i < r->n; i++) {
        const struct value *v = &r->values[i];
        struct record *there = NULL;
        struct span dataset;
        struct tocsin_err *err;

        if (prop_type_in(r->schema, v->prop) != TYPE_ENTITY)
            continue;
        err = store_get(d->s.node->store, d->s.a, v->text, SPAN(""), &there, &dataset);
        if (!err)
            add(side_of(d, prop_name(v->prop)), there, dataset);
        else if (tocsin_err_code(err) != TOCSIN_ERR_NOT_FOUND)
            return err;
        tocsin_err_free(err);
    }
    return NULL;
}

static void collect_one(struct adjacency *d, const struct store_entity *from)
{
    const struct record *r = from->record;

    for (size_t i = 0; i < r->n; i++) {
        const struct value *v = &r->values[i];
        const char *name;

        if (!span_eq(v->text, d->root->id) || prop_type_in(r->schema, v->prop) != TYPE_ENTITY)
            continue;
        name = prop_reverse(r->schema, v->prop);
        if (name)
            add(side_of(d, name), from->record, from->dataset);
    }
}

static struct tocsin_err *collect(struct adjacency *d, const char *id)
{
    struct store_entity *list = NULL;
    size_t n = 0;

    TRY(store_get(d->s.node->store, d->s.a, span_of(id), SPAN(""), &d->root, &d->dataset));
    TRY(collect_outbound(d));
    TRY(store_referring(d->s.node->store, d->s.a, d->root->id, &list, &n));
    for (size_t i = 0; i < n; i++)
        collect_one(d, &list[i]);
    return NULL;
}

/* ---- order ----------------------------------------------------------------------------------- */

static struct span field_of(const struct record *r, struct span field)
{
    if (span_eq(field, SPAN("id")))
        return r->id;
    if (span_eq(field, SPAN("caption")))
        return record_caption(r);
    if (span_eq(field, SPAN("schema")))
        return span_of(schema_name(r->schema));
    if (span_eq(field, SPAN("first_seen")))
        return r->first_seen;
    if (span_eq(field, SPAN("last_seen")))
        return r->last_seen;
    if (span_eq(field, SPAN("last_change")))
        return r->last_change;
    if (span_starts(field, SPAN("properties.")))
        field = span_from(field, sizeof("properties.") - 1);
    return record_first(r, prop_find(field));
}

static int by_arrival(const void *a, const void *b)
{
    const struct neighbour *x = a, *y = b;
    int order = span_cmp(x->dataset, y->dataset);

    if (order)
        return order;
    if (x->record->line != y->record->line)
        return x->record->line < y->record->line ? -1 : 1;
    return span_cmp(x->record->id, y->record->id);
}

/* What lacks the field comes last, whichever way. */
static int by_key(const void *a, const void *b, void *ctx)
{
    const struct neighbour *x = a, *y = b;
    const bool *down = ctx;
    int order = *down ? span_cmp(y->key, x->key) : span_cmp(x->key, y->key);

    if (!x->key.n || !y->key.n)
        order = (y->key.n > 0) - (x->key.n > 0);
    return order ? order : x->at < y->at ? -1 : 1;
}

static void sort_by(struct side *side, struct span wish)
{
    size_t colon = span_find(wish, ':');
    bool down = colon < wish.n && span_eq(span_from(wish, colon + 1), SPAN("desc"));

    for (size_t i = 0; i < side->list.n; i++) {
        side->list.at[i].key = field_of(side->list.at[i].record, span_slice(wish, 0, colon));
        side->list.at[i].at = i;
    }
    qsort_r(side->list.at, side->list.n, sizeof(*side->list.at), by_key, &down);
}

/* By the last wish first: each sort keeps the order of the one before it where it sees no difference. */
static void sort_side(struct side *side, const char *const *wishes)
{
    size_t n = 0;

    qsort(side->list.at, side->list.n, sizeof(*side->list.at), by_arrival);
    while (wishes && wishes[n])
        n++;
    while (n-- > 0)
        sort_by(side, span_of(wishes[n]));
}

/* ---- pages ----------------------------------------------------------------------------------- */

static struct tocsin_err *neighbour_object(struct adjacency *d, const struct neighbour *n,
                                           json_t **out)
{
    struct way root = {d->root->id, NULL}, here = {n->record->id, &root};

    TRY(show_flat(n->record, n->dataset, out));
    return schema_edge(n->record->schema) ? show_expand(&d->s, n->record, &here, *out) : NULL;
}

static struct tocsin_err *page_of(struct adjacency *d, struct side *side, json_t **out)
{
    size_t total = side ? side->list.n : 0, end;
    json_t *results = json_array();
    struct tocsin_err *err = NULL;

    *out = json_pack("{s:o, s:{s:I, s:s}, s:I, s:I}", "results", results, "total", "value",
                     (json_int_t)total, "relation", "eq", "limit", (json_int_t)d->page->limit,
                     "offset", (json_int_t)d->page->offset);
    if (!side || d->page->offset >= total)
        return NULL;
    sort_side(side, d->page->sort);
    end = d->page->limit < total - d->page->offset ? d->page->offset + d->page->limit : total;
    for (size_t i = d->page->offset; i < end && !err; i++) {
        json_t *object = NULL;

        err = neighbour_object(d, &side->list.at[i], &object);
        if (object)
            json_array_append_new(results, object);
    }
    return err;
}

static struct tocsin_err *all_pages(struct adjacency *d, json_t **out)
{
    json_t *pages = json_object(), *entity = NULL;

    *out = json_pack("{s:o}", "adjacent", pages);
    TRY(show_flat(d->root, d->dataset, &entity));
    json_object_set_new(*out, "entity", entity);
    for (size_t i = 0; i < d->sides.n; i++) {
        json_t *page = NULL;
        struct tocsin_err *err = page_of(d, &d->sides.at[i], &page);

        json_object_set_new(pages, d->sides.at[i].name, page);
        TRY(err);
    }
    return NULL;
}

static struct tocsin_err *one_page(struct adjacency *d, const char *property, json_t **out)
{
    enum prop prop = prop_find(span_of(property));
    enum schema schema = d->root->schema;
    bool out_there = prop != PROP_NONE && schema_has(schema, prop) &&
                     prop_type_in(schema, prop) == TYPE_ENTITY;

    if (!out_there && !schema_has_reverse(schema, span_of(property)))
        return err_new(TOCSIN_ERR_NOT_FOUND, "No such property!");
    for (size_t i = 0; i < d->sides.n; i++)
        if (strcmp(d->sides.at[i].name, property) == 0)
            return page_of(d, &d->sides.at[i], out);
    return page_of(d, NULL, out);
}

struct tocsin_err *tocsin_adjacent(struct tocsin_node *node, const char *id, const char *property,
                                   const struct tocsin_page *page, char **json)
{
    struct adjacency d = {.s = {node, arena_new()}, .page = page};
    struct tocsin_err *err = collect(&d, id);
    json_t *object = NULL;

    *json = NULL;
    if (!err)
        err = property ? one_page(&d, property, &object) : all_pages(&d, &object);
    if (!err) {
        *json = json_dumps(object, JSON_COMPACT);
        if (!*json)
            err = err_new(TOCSIN_ERR_CORRUPT, "'%s' cannot be written as JSON", id);
    }
    json_decref(object);
    for (size_t i = 0; i < d.sides.n; i++)
        VEC_FREE(&d.sides.at[i].list);
    VEC_FREE(&d.sides);
    arena_free(d.s.a);
    return err;
}
