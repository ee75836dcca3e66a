/* SPDX-License-Identifier: Apache-2.0
 *
 * The datasets that are known by name, from the store's tables.
 */
#include "node/known.h"

#include <stdlib.h>

static struct tocsin_err *read_into(struct known *k, struct store *s);

struct tocsin_err *known_read(struct store *s, struct known **out)
{
    struct known *k = mem_zero(1, sizeof(*k));
    struct tocsin_err *err;

    k->a = arena_new();
    err = read_into(k, s);
    if (err) {
        known_free(k);
        return err;
    }
    *out = k;
    return NULL;
}

void known_free(struct known *k)
{
    if (!k)
        return;
    for (size_t i = 0; i < k->n; i++)
        json_decref(k->at[i].about);
    arena_free(k->a);
    mem_free(k);
}

struct tocsin_err *node_known(struct tocsin_node *node, const struct known **out)
{
    struct tocsin_err *err = NULL;

    pthread_mutex_lock(&node->index->mutex);
    if (!node->index->known)
        err = known_read(node->store, &node->index->known);
    *out = node->index->known;
    pthread_mutex_unlock(&node->index->mutex);
    return err;
}

void node_known_drop(struct tocsin_node *node)
{
    known_free(node->index->known);
    node->index->known = NULL;
}

/* ---- reading ----------------------------------------------------------------------------- */

/* Who the children are: "children", else "datasets", which collections of some publishers have. */
static const json_t *children_of(const json_t *about)
{
    const json_t *list = json_object_get(about, "children");

    if (json_array_size(list) == 0)
        list = json_object_get(about, "datasets");
    return json_is_array(list) ? list : NULL;
}

static struct span text_of(const json_t *value)
{
    return (struct span){json_string_value(value), json_string_length(value)};
}

static struct tocsin_err *parse_about(const struct store_about *from, json_t **out)
{
    json_error_t why;

    *out = NULL;
    if (!from->meta.n)
        return NULL;
    *out = json_loadb(from->meta.p, from->meta.n, JSON_REJECT_DUPLICATES, &why);
    if (json_is_object(*out))
        return NULL;
    json_decref(*out);
    *out = NULL;
    return err_new(TOCSIN_ERR_CORRUPT, "what is known of the dataset %.*s is not readable",
                   SPAN_ARG(from->name));
}

static void name_all(struct map *names, const json_t *about)
{
    const json_t *list = children_of(about);

    for (size_t i = 0; i < json_array_size(list); i++) {
        struct span name = text_of(json_array_get(list, i));

        if (name.n)
            *map_slot(names, name, NULL) = 0;
    }
}

static int by_name(const void *a, const void *b)
{
    const struct known_dataset *x = a, *y = b;
    size_t n = x->name.n < y->name.n ? x->name.n : y->name.n;
    int order = memcmp(x->name.p, y->name.p, n);

    return order ? order : (x->name.n > y->name.n) - (x->name.n < y->name.n);
}

static void lay_out(struct known *k, const struct map *names)
{
    struct span name;
    uint64_t value;
    size_t at = 0;

    k->at = ARENA_ARRAY(k->a, struct known_dataset, map_count(names) + 1);
    while (map_next(names, &at, &name, &value))
        k->at[k->n++].name = arena_span(k->a, name);
    qsort(k->at, k->n, sizeof(*k->at), by_name);
}

static void link_children(struct known *k, struct known_dataset *d)
{
    const json_t *list = children_of(d->about);
    size_t n = json_array_size(list);

    d->children = ARENA_ARRAY(k->a, uint32_t, n + 1);
    for (size_t i = 0; i < n; i++) {
        size_t child = known_find(k, text_of(json_array_get(list, i)));

        if (child < k->n)
            d->children[d->children_n++] = (uint32_t)child;
    }
}

static const char *version_of(struct arena *a, const struct store_about *about,
                              const struct store_dataset *d)
{
    char at[21];

    if (about->loaded.n)
        return about->loaded.p;
    if (d->sources_n && d->sources[0].version.n)
        return d->sources[0].version.p;
    clock_format(d->imported_at, at); /* 2026-01-31T09:00:00Z */
    return arena_printf(a, "%.4s%.2s%.2s%.2s%.2s%.2s-import", at, at + 5, at + 8, at + 11, at + 14,
                        at + 17)
        .p;
}

/* Takes over the descriptions. */
static void fill(struct known *k, const struct store_about *abouts, json_t **metas, size_t n,
                 const struct store_dataset *datasets, size_t datasets_n)
{
    for (size_t i = 0; i < n; i++) {
        struct known_dataset *d = &k->at[known_find(k, abouts[i].name)];

        d->about = metas[i];
        for (size_t j = 0; j < datasets_n; j++) {
            if (!span_eq(datasets[j].name, d->name))
                continue;
            d->dataset = &datasets[j];
            d->loaded = version_of(k->a, &abouts[i], d->dataset);
        }
    }
    for (size_t i = 0; i < k->n; i++)
        link_children(k, &k->at[i]);
}

static struct tocsin_err *read_into(struct known *k, struct store *s)
{
    struct store_dataset *datasets = NULL;
    struct store_about *abouts = NULL;
    size_t n = 0, datasets_n = 0, done = 0;
    struct tocsin_err *err = NULL;
    struct map *names;
    json_t **metas;

    TRY(store_abouts(s, k->a, &abouts, &n));
    TRY(store_datasets(s, k->a, &datasets, &datasets_n));
    metas = ARENA_ARRAY(k->a, json_t *, n + 1);
    names = map_new();
    for (; !err && done < n; done++) {
        *map_slot(names, abouts[done].name, NULL) = 0;
        err = parse_about(&abouts[done], &metas[done]);
        name_all(names, metas[done]);
    }
    if (!err) {
        lay_out(k, names);
        fill(k, abouts, metas, n, datasets, datasets_n);
    }
    for (size_t i = 0; err && i < done; i++)
        json_decref(metas[i]);
    map_free(names);
    return err;
}

/* ---- asking ------------------------------------------------------------------------------ */

size_t known_find(const struct known *k, struct span name)
{
    struct known_dataset key = {.name = name};
    const struct known_dataset *d =
        k->n && name.p ? bsearch(&key, k->at, k->n, sizeof(*k->at), by_name) : NULL;

    return d ? (size_t)(d - k->at) : k->n;
}

void known_belonging(const struct known *k, size_t i, bool *set)
{
    size_t *todo = mem_alloc((k->n + 1) * sizeof(*todo)), n = 0;

    /* Each is put there once at most: what is in the set is not asked again. */
    if (!set[i])
        todo[n++] = i;
    set[i] = true;
    while (n > 0) {
        const struct known_dataset *d = &k->at[todo[--n]];

        for (size_t c = 0; c < d->children_n; c++) {
            if (!set[d->children[c]])
                todo[n++] = d->children[c];
            set[d->children[c]] = true;
        }
    }
    mem_free(todo);
}

const char *known_title(struct span name)
{
    static const struct {
        const char *name, *title;
    } rows[] = {
#define TITLE(name, title) {name, title},
#include "node/list_title.def"
#undef TITLE
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (span_eq(name, span_of(rows[i].name)))
            return rows[i].title;
    }
    return NULL;
}

const char *known_text(const struct known_dataset *d, const char *member)
{
    return json_string_value(json_object_get(d->about, member));
}
