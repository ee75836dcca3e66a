/* SPDX-License-Identifier: Apache-2.0
 *
 * When an entity was first there, last there, and last another one, where its publisher does not say.
 *
 *   last_change   its version belongs to an import, and that has a time
 *   first_seen    arrival numbers ascend: the first import behind which there were that many
 *   last_seen     the last import of its dataset
 *
 * All of it follows from numbers that are at hand when a record has been read, and from the table of
 * imports, which is small and kept in memory. It is read again after each commit, also of others,
 * which SQLite counts.
 */
#include "store/sqlite_private.h"

static int64_t compare(const struct run_time *r, int64_t dataset, int64_t number)
{
    return r->dataset != dataset ? r->dataset - dataset : r->number - number;
}

/* The first import that does not stand before that one. */
static size_t lower(const struct times *t, int64_t dataset, int64_t number)
{
    size_t from = 0, to = t->n;

    while (from < to) {
        size_t mid = from + (to - from) / 2;

        if (compare(&t->at[mid], dataset, number) < 0)
            from = mid + 1;
        else
            to = mid;
    }
    return from;
}

static struct tocsin_err *read_times(struct sqlite *q)
{
    struct tocsin_err *err = NULL;
    sqlite3_stmt *st = NULL;
    bool row = true;

    q->times.n = 0;
    TRY(sql_start(q, STMT_IMPORT_TIMES, &st, ""));
    while (!err && row) {
        err = sql_step(q, st, &row);
        if (!err && row) {
            struct run_time *r = VEC_PUSH(&q->times);

            *r = (struct run_time){sql_int(st, 0), sql_int(st, 1), sql_int(st, 3), ""};
            clock_format(sql_int(st, 2), r->text);
        }
    }
    sql_end(st);
    return err;
}

/* Has anybody committed since they were read? As seen by the view that is open. */
static bool outdated(struct sqlite *q)
{
    unsigned now = 0;
    bool other;

    sqlite3_file_control(q->db, NULL, SQLITE_FCNTL_DATA_VERSION, &now);
    other = now != q->times.edition;
    q->times.edition = now;
    return other || q->times.n == 0;
}

/* '*at' is the import's place, or times.n when there is no such import. An import of this handle
 * that is under way is there once it is settled. */
static struct tocsin_err *find_run(struct sqlite *q, int64_t dataset, int64_t number, size_t *at)
{
    if (outdated(q))
        TRY(read_times(q));
    for (int round = 0; round < 2; round++) {
        *at = lower(&q->times, dataset, number);
        if (*at < q->times.n && compare(&q->times.at[*at], dataset, number) == 0)
            return NULL;
        if (round == 0)
            TRY(read_times(q));
    }
    *at = q->times.n;
    return NULL;
}

static size_t first_run(const struct times *t, int64_t dataset, int64_t arrival, size_t last)
{
    size_t from = lower(t, dataset, 0), to = last;

    while (from < to) {
        size_t mid = from + (to - from) / 2;

        if (t->at[mid].arrivals < arrival)
            from = mid + 1;
        else
            to = mid;
    }
    return from;
}

/* "2026-01-31T09:00:00Z" without the zone, as publishers write it. */
static void fill(struct span *to, const struct run_time *from, struct arena *a)
{
    if (!to->n)
        *to = arena_span(a, (struct span){from->text, sizeof(from->text) - 2});
}

struct tocsin_err *times_fill(struct sqlite *q, struct arena *a, int64_t entity, int64_t import,
                              struct record *r)
{
    int64_t dataset = entity >> 32;
    size_t at, last;

    if (r->first_seen.n && r->last_seen.n && r->last_change.n)
        return NULL;
    TRY(find_run(q, dataset, import, &at));
    if (at == q->times.n)
        return NULL;
    last = lower(&q->times, dataset, INT64_MAX) - 1;
    fill(&r->last_change, &q->times.at[at], a);
    fill(&r->last_seen, &q->times.at[last], a);
    fill(&r->first_seen, &q->times.at[first_run(&q->times, dataset, entity & UINT32_MAX, at)], a);
    return NULL;
}
