/* SPDX-License-Identifier: Apache-2.0
 *
 * The key tables during an import.
 */
#include <stdlib.h>

#include "store/sqlite_private.h"

#define PENDING_MAX ((size_t)2 << 20) /* marks kept back before they are written: 16 bytes each */

static struct tocsin_err *write_out(struct sqlite *q, struct marks *m, enum stmt add);

static void take(struct marks *m, const struct keys *keys, int64_t entity)
{
    for (size_t i = 0; i < keys->n; i++)
        *VEC_PUSH(m) = (struct mark){keys->at[i], entity};
}

static struct tocsin_err *flush_when_full(struct sqlite *q, struct pending *p)
{
    if (p->ids.n + p->references.n + p->referents.n < PENDING_MAX)
        return NULL;
    return marks_flush(q, p);
}

static struct span key_span(const int64_t *key)
{
    return (struct span){(const char *)key, sizeof(*key)};
}

struct tocsin_err *marks_name(struct sqlite *q, struct pending *p, int64_t entity, struct span id)
{
    int64_t key = version_key(id);

    if (!p->unwritten)
        p->unwritten = map_new();
    *map_slot(p->unwritten, key_span(&key), NULL) = (uint64_t)entity;
    *VEC_PUSH(&p->ids) = (struct mark){key, entity};
    return flush_when_full(q, p);
}

int64_t marks_unwritten(const struct pending *p, int64_t key)
{
    const uint64_t *entity = p->unwritten ? map_get(p->unwritten, key_span(&key)) : NULL;

    return entity ? (int64_t)*entity : 0;
}

struct tocsin_err *marks_add(struct sqlite *q, struct pending *p, int64_t entity,
                             const struct version *v)
{
    take(&p->references, &v->points, entity);
    take(&p->referents, &v->aliases, entity);
    return flush_when_full(q, p);
}

struct tocsin_err *marks_drop(struct sqlite *q, int64_t entity, const struct version *v)
{
    for (size_t i = 0; i < v->points.n; i++)
        TRY(sql_run(q, STMT_REFERENCE_DROP, "ii", v->points.at[i], entity));
    for (size_t i = 0; i < v->aliases.n; i++)
        TRY(sql_run(q, STMT_REFERENT_DROP, "ii", v->aliases.at[i], entity));
    return NULL;
}

struct tocsin_err *marks_flush(struct sqlite *q, struct pending *p)
{
    p->ids_written = p->ids_written || p->ids.n > 0;
    TRY(write_out(q, &p->ids, STMT_NAMED_ADD));
    map_free(p->unwritten);
    p->unwritten = NULL;
    TRY(write_out(q, &p->references, STMT_REFERENCE_ADD));
    return write_out(q, &p->referents, STMT_REFERENT_ADD);
}

void marks_free(struct pending *p)
{
    map_free(p->unwritten);
    VEC_FREE(&p->ids);
    VEC_FREE(&p->references);
    VEC_FREE(&p->referents);
}

static int by_key(const void *left, const void *right)
{
    const struct mark *a = left, *b = right;

    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return (a->entity > b->entity) - (a->entity < b->entity);
}

static struct tocsin_err *write_out(struct sqlite *q, struct marks *m, enum stmt add)
{
    if (m->n > 1)
        qsort(m->at, m->n, sizeof(*m->at), by_key);
    for (size_t i = 0; i < m->n; i++)
        TRY(sql_run(q, add, "ii", m->at[i].key, m->at[i].entity));
    m->n = 0;
    return NULL;
}
