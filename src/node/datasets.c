/* SPDX-License-Identifier: Apache-2.0
 *
 * What is loaded.
 *
 * The list that a caller gets is one block whose head it does not see: the arena with the strings.
 */
#include <stddef.h>

#include "node/node_private.h"

struct block {
    struct arena *a;
    struct tocsin_dataset list[];
};

static struct tocsin_dataset public_form(const struct store_dataset *d)
{
    struct tocsin_dataset out = {.name = d->name.p,
                                 .format = d->format.p,
                                 .version = "",
                                 .sha256 = "",
                                 .path = "",
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

struct tocsin_err *tocsin_datasets(struct tocsin_node *node, struct tocsin_dataset **out, size_t *n)
{
    struct store_dataset *found = NULL;
    struct arena *a = arena_new();
    struct tocsin_err *err = store_datasets(node->store, a, &found, n);
    struct block *block;

    if (err) {
        arena_free(a);
        return err;
    }
    block = mem_alloc(sizeof(*block) + (*n + 1) * sizeof(block->list[0]));
    block->a = a;
    for (size_t i = 0; i < *n; i++)
        block->list[i] = public_form(&found[i]);
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
