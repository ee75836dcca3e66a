/* SPDX-License-Identifier: Apache-2.0
 *
 * What is loaded.
 *
 * The list that a caller gets is one block whose head it does not see: the arena with the strings.
 */
#include <stddef.h>

#include "node/known.h"

struct block {
    struct arena *a;
    struct tocsin_dataset list[];
};

/* What the store knows of it beside the entities. */
static void add_about(struct arena *a, const struct known *k, const struct store_about *abouts,
                      size_t n, struct tocsin_dataset *out)
{
    size_t at = known_find(k, span_of(out->name)); /* what is known may be of an older edition */
    const char *title = at < k->n ? known_text(&k->at[at], "title") : NULL;

    for (size_t i = 0; i < n; i++) {
        if (!span_eq(abouts[i].name, span_of(out->name)))
            continue;
        out->loaded = abouts[i].loaded.p;
        if (!out->version[0])
            out->version = out->loaded;
        out->about = abouts[i].meta.n ? abouts[i].meta.p : out->about;
    }
    if (!title)
        title = known_title(span_of(out->name));
    if (title)
        out->title = arena_str(a, span_of(title));
}

static struct tocsin_dataset public_form(const struct store_dataset *d)
{
    struct tocsin_dataset out = {.name = d->name.p,
                                 .format = d->format.p,
                                 .version = "",
                                 .sha256 = "",
                                 .path = "",
                                 .title = d->name.p,
                                 .loaded = "",
                                 .about = "{}",
                                 .imported_at = d->imported_at,
                                 .generation = d->generation,
                                 .entities = d->entities,
                                 .targets = d->targets,
                                 .names = d->names};

    if (d->sources_n) {
        out.version = d->sources[0].version.p;
        out.sha256 = d->sources[0].sha256.p;
        out.path = d->sources[0].path.p;
    }
    return out;
}

static struct tocsin_err *list(struct tocsin_node *node, struct arena *a, struct block **out,
                               size_t *n)
{
    struct store_dataset *found = NULL;
    struct store_about *abouts = NULL;
    const struct known *k = NULL;
    size_t abouts_n = 0;

    TRY(store_datasets(node->store, a, &found, n));
    TRY(store_abouts(node->store, a, &abouts, &abouts_n));
    TRY(node_known(node, &k));
    *out = mem_alloc(sizeof(**out) + (*n + 1) * sizeof((*out)->list[0]));
    (*out)->a = a;
    for (size_t i = 0; i < *n; i++) {
        (*out)->list[i] = public_form(&found[i]);
        add_about(a, k, abouts, abouts_n, &(*out)->list[i]);
    }
    return NULL;
}

struct tocsin_err *tocsin_datasets(struct tocsin_node *node, struct tocsin_dataset **out, size_t *n)
{
    struct arena *a = arena_new();
    struct block *block = NULL;
    struct tocsin_err *err = list(node, a, &block, n);

    if (err) {
        arena_free(a);
        return err;
    }
    *out = block->list;
    return NULL;
}

void tocsin_datasets_free(struct tocsin_dataset *list)
{
    struct block *block;

    if (!list)
        return;
    block = (struct block *)((char *)list - offsetof(struct block, list));
    arena_free(block->a);
    mem_free(block);
}

struct tocsin_err *node_dataset(struct tocsin_node *node, struct arena *a, struct span name,
                                const struct store_dataset **out)
{
    struct store_dataset *list = NULL;
    size_t n = 0;

    *out = NULL;
    TRY(store_datasets(node->store, a, &list, &n));
    for (size_t i = 0; i < n; i++) {
        if (span_eq(list[i].name, name))
            *out = &list[i];
    }
    return NULL;
}
