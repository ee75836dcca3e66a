/* SPDX-License-Identifier: Apache-2.0
 *
 * What is known of datasets beside their entities.
 */
#include "store/sqlite_private.h"

static struct tocsin_err *read_all(struct sqlite *q, struct arena *a, struct store_about *list,
                                   size_t room, size_t *n)
{
    struct tocsin_err *err = NULL;
    sqlite3_stmt *st = NULL;
    bool row = true;

    *n = 0;
    TRY(sql_start(q, STMT_ABOUT_LIST, &st, ""));
    while (!err && row) {
        err = sql_step(q, st, &row);
        if (!err && row && (*n)++ < room)
            list[*n - 1] = (struct store_about){.name = arena_span(a, sql_span(st, 0)),
                                                .meta = arena_span(a, sql_span(st, 1)),
                                                .loaded = arena_span(a, sql_span(st, 2))};
    }
    sql_end(st);
    return err;
}

static struct tocsin_err *count_and_read(struct sqlite *q, struct arena *a,
                                         struct store_about **out, size_t *n)
{
    TRY(read_all(q, a, NULL, 0, n));
    *out = ARENA_ARRAY(a, struct store_about, *n + 1);
    return read_all(q, a, *out, *n, n);
}

struct tocsin_err *sqlite_abouts(struct store *s, struct arena *a, struct store_about **out,
                                 size_t *n)
{
    struct sqlite *q = (struct sqlite *)s;
    struct tocsin_err *err;
    bool began;

    TRY(sql_view_begin(q, &began));
    err = count_and_read(q, a, out, n);
    sql_view_end(q, began);
    return err;
}

struct tocsin_err *sqlite_describe(struct store *s, struct span name, struct span meta)
{
    return sql_run((struct sqlite *)s, STMT_ABOUT_META, "tt", name, meta);
}

struct tocsin_err *sqlite_is_version(struct store *s, struct span name, struct span loaded)
{
    return sql_run((struct sqlite *)s, STMT_ABOUT_LOADED, "tt", name, loaded);
}
