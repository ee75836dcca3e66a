/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading the SQLite store: datasets, imports, entities.
 *
 * Rows that are found by a key (sqlite_schema.def) are candidates; the record itself decides.
 */
#include "store/sqlite_private.h"

static struct tocsin_err *read_sources(struct sqlite *q, struct arena *a, int64_t import,
                                       struct store_source **out, size_t *n);
static struct tocsin_err *unpack(struct sqlite *q, struct arena *a, struct span packed,
                                 struct record **out);
static struct tocsin_err *unpack_row(struct sqlite *q, struct arena *a, sqlite3_stmt *st,
                                     struct record **out);

/* ---- datasets, imports ------------------------------------------------------------------- */

static struct tocsin_err *read_last_import(struct sqlite *q, struct arena *a,
                                           struct store_dataset *d)
{
    sqlite3_stmt *st = NULL;
    struct tocsin_err *err;
    int64_t import = 0;
    bool row = false;

    TRY(sql_start(q, STMT_IMPORT_LAST, &st, "i", (int64_t)d->number));
    err = sql_step(q, st, &row);
    if (!err && row) {
        import = sql_int(st, 0);
        d->options = arena_span(a, sql_span(st, 2));
    }
    sql_end(st);
    if (err || !row)
        return err;
    return read_sources(q, a, import, &d->sources, &d->sources_n);
}

static struct store_dataset dataset_of(sqlite3_stmt *st, struct arena *a)
{
    return (struct store_dataset){.number = (uint32_t)sql_int(st, 0),
                                  .name = arena_span(a, sql_span(st, 1)),
                                  .format = arena_span(a, sql_span(st, 2)),
                                  .imported_at = sql_int(st, 3),
                                  .generation = (uint64_t)sql_int(st, 4),
                                  .entities = (uint64_t)sql_int(st, 5),
                                  .targets = (uint64_t)sql_int(st, 6),
                                  .names = (uint64_t)sql_int(st, 7)};
}

struct dataset_list {
    struct store_dataset *at;
    size_t n, cap;
};

static struct tocsin_err *list_datasets(struct sqlite *q, struct arena *a, struct dataset_list *out)
{
    struct tocsin_err *err = NULL;
    sqlite3_stmt *st = NULL;
    bool row = true;

    TRY(sql_start(q, STMT_DATASET_LIST, &st, ""));
    while (!err && row) {
        err = sql_step(q, st, &row);
        if (!err && row) {
            *VEC_PUSH(out) = dataset_of(st, a);
            err = read_last_import(q, a, &out->at[out->n - 1]);
        }
    }
    sql_end(st);
    return err;
}

/* Moves a vector into the arena, so that the caller has nothing to free. */
static void *into_arena(struct arena *a, void *at, size_t n, size_t size)
{
    void *copy = arena_alloc(a, n * size + 1);

    if (n)
        memcpy(copy, at, n * size);
    mem_free(at);
    return copy;
}

struct tocsin_err *sqlite_datasets(struct store *s, struct arena *a, struct store_dataset **out,
                                   size_t *n)
{
    struct sqlite *q = (struct sqlite *)s;
    struct dataset_list list = {0};
    struct tocsin_err *err;
    bool began;

    TRY(sql_view_begin(q, &began));
    err = list_datasets(q, a, &list);
    sql_view_end(q, began);
    *n = list.n;
    *out = into_arena(a, list.at, list.n, sizeof(*list.at));
    return err;
}

static struct store_run run_of(sqlite3_stmt *st, struct arena *a)
{
    return (struct store_run){.number = (uint64_t)sql_int(st, 0),
                              .dataset = arena_span(a, sql_span(st, 1)),
                              .format = arena_span(a, sql_span(st, 2)),
                              .options = arena_span(a, sql_span(st, 3)),
                              .at = sql_int(st, 4),
                              .delta = sql_int(st, 5) != 0,
                              .added = (uint64_t)sql_int(st, 6),
                              .changed = (uint64_t)sql_int(st, 7),
                              .removed = (uint64_t)sql_int(st, 8),
                              .unchanged = (uint64_t)sql_int(st, 9),
                              .by = arena_span(a, sql_span(st, 10))};
}

struct run_list {
    struct store_run *at;
    size_t n, cap;
};

static struct tocsin_err *list_runs(struct sqlite *q, struct arena *a, struct span dataset,
                                    struct run_list *out)
{
    struct tocsin_err *err = NULL;
    sqlite3_stmt *st = NULL;
    bool row = true;

    TRY(sql_start(q, STMT_IMPORT_LIST, &st, "t", dataset));
    while (!err && row) {
        err = sql_step(q, st, &row);
        if (!err && row) {
            struct store_run *run = VEC_PUSH(out);

            *run = run_of(st, a);
            err = read_sources(q, a, (int64_t)run->number, &run->sources, &run->sources_n);
        }
    }
    sql_end(st);
    return err;
}

struct tocsin_err *sqlite_runs(struct store *s, struct arena *a, struct span dataset,
                               struct store_run **out, size_t *n)
{
    struct sqlite *q = (struct sqlite *)s;
    struct run_list list = {0};
    struct tocsin_err *err;
    bool began;

    TRY(sql_view_begin(q, &began));
    err = list_runs(q, a, dataset, &list);
    sql_view_end(q, began);
    *n = list.n;
    *out = into_arena(a, list.at, list.n, sizeof(*list.at));
    return err;
}

static struct tocsin_err *read_sources(struct sqlite *q, struct arena *a, int64_t import,
                                       struct store_source **out, size_t *n)
{
    struct {
        struct store_source *at;
        size_t n, cap;
    } list = {0};
    struct tocsin_err *err = NULL;
    sqlite3_stmt *st = NULL;
    bool row = true;

    TRY(sql_start(q, STMT_SOURCE_LIST, &st, "i", import));
    while (!err && row) {
        err = sql_step(q, st, &row);
        if (!err && row)
            *VEC_PUSH(&list) = (struct store_source){.sha256 = arena_span(a, sql_span(st, 0)),
                                                     .path = arena_span(a, sql_span(st, 1)),
                                                     .version = arena_span(a, sql_span(st, 2)),
                                                     .size = (uint64_t)sql_int(st, 3)};
    }
    sql_end(st);
    *n = list.n;
    *out = into_arena(a, list.at, list.n, sizeof(*list.at));
    return err;
}

/* ---- one entity -------------------------------------------------------------------------- */

static struct tocsin_err *get_by_id(struct sqlite *q, struct arena *a, struct span id,
                                    struct span dataset, struct record **out, struct span *where)
{
    sqlite3_stmt *st = NULL;
    struct tocsin_err *err;
    bool row = false;

    if (dataset.n)
        TRY(sql_start(q, STMT_ENTITY_OF_DATASET, &st, "itt", version_key(id), id, dataset));
    else
        TRY(sql_start(q, STMT_ENTITY_BY_ID, &st, "it", version_key(id), id));
    err = sql_step(q, st, &row);
    if (!err && row) {
        *where = arena_span(a, sql_span(st, 1));
        err = unpack_row(q, a, st, out);
    }
    sql_end(st);
    return err;
}

static struct tocsin_err *get_by_referent(struct sqlite *q, struct arena *a, struct span id,
                                          struct span dataset, struct record **out,
                                          struct span *where)
{
    sqlite3_stmt *st = NULL;
    struct tocsin_err *err = NULL;
    bool row = true;

    TRY(sql_start(q, STMT_ENTITY_BY_REFERENT, &st, "it", version_key(id), dataset));
    while (!err && !*out && row) {
        struct record *r = NULL;

        err = sql_step(q, st, &row);
        if (err || !row)
            break;
        err = unpack_row(q, a, st, &r);
        if (!err && version_has_alias(r, id)) {
            *where = arena_span(a, sql_span(st, 1));
            *out = r;
        }
    }
    sql_end(st);
    return err;
}

static struct tocsin_err *get_either(struct sqlite *q, struct arena *a, struct span id,
                                     struct span dataset, struct record **out, struct span *where)
{
    struct tocsin_err *err;
    bool began;

    TRY(sql_view_begin(q, &began));
    err = get_by_id(q, a, id, dataset, out, where);
    if (!err && !*out)
        err = get_by_referent(q, a, id, dataset, out, where);
    sql_view_end(q, began);
    return err;
}

struct tocsin_err *sqlite_get(struct store *s, struct arena *a, struct span id, struct span dataset,
                              struct record **out, struct span *dataset_out)
{
    struct sqlite *q = (struct sqlite *)s;
    struct span where = {0};

    *out = NULL;
    /* mostly one statement is enough, and that needs no transaction around it */
    TRY(get_by_id(q, a, id, dataset, out, &where));
    if (!*out)
        TRY(get_either(q, a, id, dataset, out, &where));
    if (!*out && dataset.n)
        return err_new(TOCSIN_ERR_NOT_FOUND, "no entity '%.*s' in %.*s", SPAN_ARG(id),
                       SPAN_ARG(dataset));
    if (!*out)
        return err_new(TOCSIN_ERR_NOT_FOUND, "no entity '%.*s'", SPAN_ARG(id));
    if (dataset_out)
        *dataset_out = where;
    return NULL;
}

static struct tocsin_err *unpack(struct sqlite *q, struct arena *a, struct span packed,
                                 struct record **out)
{
    struct tocsin_err *err = record_unpack(a, packed, out);

    return err ? err_because(err, "%s is damaged: see 'tocsin check'", q->path) : NULL;
}

/* The entity in columns: packed, dataset's name, number, import. */
static struct tocsin_err *unpack_row(struct sqlite *q, struct arena *a, sqlite3_stmt *st,
                                     struct record **out)
{
    TRY(unpack(q, a, arena_span(a, sql_span(st, 0)), out));
    return times_fill(q, a, sql_int(st, 2), sql_int(st, 3), *out);
}

/* ---- history ----------------------------------------------------------------------------- */

struct version_list {
    struct store_version *at;
    size_t n, cap;
};

static struct tocsin_err *read_version(struct sqlite *q, struct arena *a, sqlite3_stmt *st,
                                       struct store_version *out)
{
    struct span packed = sql_span(st, 3);

    *out = (struct store_version){.import = (uint64_t)sql_int(st, 0),
                                  .dataset = arena_span(a, sql_span(st, 1)),
                                  .at = sql_int(st, 2),
                                  .source = arena_span(a, sql_span(st, 4))};
    if (!packed.p)
        return NULL;
    return unpack(q, a, arena_span(a, packed), &out->record);
}

static struct tocsin_err *list_versions(struct sqlite *q, struct arena *a, struct span id,
                                        struct version_list *out)
{
    struct tocsin_err *err = NULL;
    sqlite3_stmt *st = NULL;
    bool row = true;

    TRY(sql_start(q, STMT_VERSIONS, &st, "it", version_key(id), id));
    while (!err && row) {
        err = sql_step(q, st, &row);
        if (!err && row)
            err = read_version(q, a, st, VEC_PUSH(out));
    }
    sql_end(st);
    return err;
}

static struct tocsin_err *history(struct sqlite *q, struct arena *a, struct span id,
                                  struct version_list *out)
{
    struct record *r = NULL;
    struct span where;

    TRY(list_versions(q, a, id, out));
    if (out->n == 0)
        TRY(get_by_referent(q, a, id, SPAN(""), &r, &where));
    if (r)
        TRY(list_versions(q, a, r->id, out));
    if (out->n == 0)
        return err_new(TOCSIN_ERR_NOT_FOUND, "no entity '%.*s'", SPAN_ARG(id));
    return NULL;
}

struct tocsin_err *sqlite_history(struct store *s, struct arena *a, struct span id,
                                  struct store_version **out, size_t *n)
{
    struct sqlite *q = (struct sqlite *)s;
    struct version_list list = {0};
    struct tocsin_err *err;
    bool began;

    TRY(sql_view_begin(q, &began));
    err = history(q, a, id, &list);
    sql_view_end(q, began);
    *n = list.n;
    *out = into_arena(a, list.at, list.n, sizeof(*list.at));
    return err;
}

/* ---- many entities ----------------------------------------------------------------------- */

static struct tocsin_err *find_dataset(struct sqlite *q, struct span name, int64_t *number)
{
    sqlite3_stmt *st = NULL;
    struct tocsin_err *err;
    bool row = false;

    TRY(sql_start(q, STMT_DATASET_FIND, &st, "t", name));
    err = sql_step(q, st, &row);
    if (!err && row)
        *number = sql_int(st, 0);
    sql_end(st);
    if (!err && !row)
        err = err_new(TOCSIN_ERR_NOT_FOUND, "no dataset '%.*s'", SPAN_ARG(name));
    return err;
}

static struct tocsin_err *walk(struct sqlite *q, sqlite3_stmt *st, bool dated,
                               struct tocsin_err *(*each)(void *ctx, const struct record *r),
                               void *ctx)
{
    struct arena *a = arena_new();
    struct tocsin_err *err = NULL;
    bool row = true;

    while (!err && row) {
        struct record *r = NULL;

        err = sql_step(q, st, &row);
        if (err || !row)
            break;
        err = unpack(q, a, sql_span(st, 0), &r);
        if (!err && dated)
            err = times_fill(q, a, sql_int(st, 1), sql_int(st, 2), r);
        if (!err)
            err = each(ctx, r);
        arena_reset(a);
    }
    arena_free(a);
    return err;
}

struct tocsin_err *sqlite_each(struct store *s, struct span dataset, bool dated,
                               struct tocsin_err *(*each)(void *ctx, const struct record *r),
                               void *ctx)
{
    struct sqlite *q = (struct sqlite *)s;
    struct tocsin_err *err;
    sqlite3_stmt *st = NULL;
    int64_t number = 0;

    TRY(find_dataset(q, dataset, &number));
    /* Its own statement: 'each' may read, and even walk, in turn. */
    TRY(sql_prepare(q,
                    "SELECT packed, number, import FROM entity WHERE number BETWEEN ?1 AND ?2"
                    " AND packed IS NOT NULL ORDER BY number",
                    &st, "ii", entity_first(number), entity_last(number)));
    err = walk(q, st, dated, each, ctx);
    sql_finish(st);
    return err;
}

struct entity_list {
    struct store_entity *at;
    size_t n, cap;
};

static struct tocsin_err *list_referring(struct sqlite *q, struct arena *a, struct span id,
                                         struct entity_list *out)
{
    struct tocsin_err *err = NULL;
    sqlite3_stmt *st = NULL;
    bool row = true;

    TRY(sql_start(q, STMT_ENTITY_BY_REFERENCE, &st, "i", version_key(id)));
    while (!err && row) {
        struct record *r = NULL;

        err = sql_step(q, st, &row);
        if (err || !row)
            break;
        err = unpack_row(q, a, st, &r);
        if (!err && version_points_at(r, id))
            *VEC_PUSH(out) = (struct store_entity){r, arena_span(a, sql_span(st, 1))};
    }
    sql_end(st);
    return err;
}

struct tocsin_err *sqlite_referring(struct store *s, struct arena *a, struct span id,
                                    struct store_entity **out, size_t *n)
{
    struct sqlite *q = (struct sqlite *)s;
    struct entity_list list = {0};
    struct tocsin_err *err;

    err = list_referring(q, a, id, &list);
    *n = list.n;
    *out = into_arena(a, list.at, list.n, sizeof(*list.at));
    return err;
}
