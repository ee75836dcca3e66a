/* SPDX-License-Identifier: Apache-2.0
 *
 * Searches in people.db: added at the end, read from the end, forgotten from the beginning.
 */
#include "store/people_private.h"

struct tocsin_err *people_search_add(struct people *p, const struct people_search *s)
{
    return PEOPLE_RUN(p, STMT_SEARCH_ADD, "iiitttttttii", s->at, (int64_t)s->kind, (int64_t)s->who,
                      s->name, s->role, s->address, s->route, s->purpose, s->query, s->request,
                      (int64_t)s->results, (int64_t)s->matches);
}

static struct people_search read_search(sqlite3_stmt *st, struct arena *a)
{
    return (struct people_search){.number = (uint64_t)sql_int(st, 0),
                                  .at = sql_int(st, 1),
                                  .kind = (enum people_kind)sql_int(st, 2),
                                  .who = (uint64_t)sql_int(st, 3),
                                  .name = arena_span(a, sql_span(st, 4)),
                                  .role = arena_span(a, sql_span(st, 5)),
                                  .address = arena_span(a, sql_span(st, 6)),
                                  .route = arena_span(a, sql_span(st, 7)),
                                  .purpose = arena_span(a, sql_span(st, 8)),
                                  .query = arena_span(a, sql_span(st, 9)),
                                  .request = arena_span(a, sql_span(st, 10)),
                                  .results = (uint64_t)sql_int(st, 11),
                                  .matches = (uint64_t)sql_int(st, 12)};
}

static struct tocsin_err *start(struct people *p, const struct people_filter *f, sqlite3_stmt **st)
{
    int64_t before = f->before && f->before < INT64_MAX ? (int64_t)f->before : INT64_MAX;
    int64_t limit = f->limit < INT64_MAX ? (int64_t)f->limit : INT64_MAX;

    if (f->name.n)
        return sql_start(&p->q, STMT_SEARCH_LIST_NAME, st, "iiit", before, f->since, limit,
                         f->name);
    return sql_start(&p->q, STMT_SEARCH_LIST, st, "iii", before, f->since, limit);
}

static struct tocsin_err *list(struct people *p, struct arena *a, const struct people_filter *f,
                               struct people_search **out, size_t *n)
{
    VEC(struct people_search) found = {0};
    struct tocsin_err *err;
    sqlite3_stmt *st = NULL;
    bool row = false;

    TRY(start(p, f, &st));
    for (err = sql_step(&p->q, st, &row); !err && row; err = sql_step(&p->q, st, &row))
        *VEC_PUSH(&found) = read_search(st, a);
    sql_end(st);
    *out = ARENA_ARRAY(a, struct people_search, found.n + 1);
    if (found.n)
        memcpy(*out, found.at, found.n * sizeof(**out));
    *n = found.n;
    VEC_FREE(&found);
    return err;
}

struct tocsin_err *people_searches(struct people *p, struct arena *a, const struct people_filter *f,
                                   struct people_search **out, size_t *n)
{
    people_lock(p);
    return people_unlock(p, list(p, a, f, out, n));
}

struct tocsin_err *people_search_trim(struct people *p, int64_t at, uint64_t most, uint64_t *n)
{
    struct tocsin_err *err;

    people_lock(p);
    err = sql_run(&p->q, STMT_SEARCH_TRIM, "ii", at, (int64_t)most);
    *n = err ? 0 : (uint64_t)sqlite3_changes(p->q.db);
    return people_unlock(p, err);
}
