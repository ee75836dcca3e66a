/* SPDX-License-Identifier: Apache-2.0
 *
 * One import into the SQLite store.
 *
 * Per record there is one lookup by id and a comparison of two hashes; only what is new or differs
 * is written. What an import has seen is kept in memory, one number per arrival number of the
 * dataset:
 *
 *     touched[arrival - 1] = line in the source << 3 | fate
 *
 * so that a second record of an id is noticed with both lines, and that what a full source does not
 * name is found by walking the zeros. The fate tells how the entity now differs from before the
 * import; counting fates at the end gives exact counts, however often a delta names an id:
 *
 *                        after: present               absent
 *     before: present    SAME (content) or CHANGED    REMOVED
 *     before: absent     ADDED                        NOTHING
 *
 * A version made by this very import is overwritten by a later one of the same import; only
 * versions of earlier imports go to the table of former ones.
 *
 * A commit that fails (its sync did) may have put all of its pages into the log: this connection
 * goes on without them, but one that reads the log anew would find them valid. So nothing else is
 * written before the log has been cut.
 */
#include "store/sqlite_private.h"

enum fate { FATE_NONE, FATE_SAME, FATE_ADDED, FATE_CHANGED, FATE_REMOVED, FATE_NOTHING };

#define FATE_BITS 3

struct sqlite_import {
    struct arena *arena;   /* of the import */
    struct arena *scratch; /* of one record */
    struct store_import what;
    bool is_new, mended;
    int64_t dataset, number; /* of the dataset; of this import */
    int64_t generation, imported_at;
    int64_t entities, targets, names;
    struct {
        uint64_t *at;
        size_t n, cap;
    } touched;
    struct pending pending;
    struct version now, old;
    struct tocsin_err *twice; /* the first repeated id; an error unless this is a delta */
};

/* An entity as the table has it before it is changed. */
struct row {
    bool found, present;
    int64_t number, import;
    unsigned char hash[32];
};

static struct tocsin_err *load_dataset(struct sqlite *q);
static struct tocsin_err *find(struct sqlite *q, struct span id, struct row *out);
static struct tocsin_err *add(struct sqlite *q, const struct record *r);
static struct tocsin_err *replace(struct sqlite *q, const struct row *row,
                                  const struct version *to);
static struct tocsin_err *keep(struct sqlite *q, const struct row *row, const struct version *v);
static struct tocsin_err *finish(struct sqlite *q, bool delta, const struct store_source *sources,
                                 size_t n, struct store_counts *out);
static uint64_t *touch_of(struct sqlite_import *im, const struct row *row);
static void note_twice(struct sqlite_import *im, const struct record *r, uint64_t touch);
static bool cut_log(struct sqlite *q);

/* ---- begin, abort ------------------------------------------------------------------------ */

static void forget(struct sqlite *q)
{
    struct sqlite_import *im = q->import;

    q->import = NULL;
    q->times.n = 0; /* the number of an import that was rolled back is given again */
    arena_free(im->arena);
    arena_free(im->scratch);
    VEC_FREE(&im->touched);
    marks_free(&im->pending);
    version_free(&im->now);
    version_free(&im->old);
    tocsin_err_free(im->twice);
    mem_free(im);
}

static struct sqlite_import *import_new(const struct store_import *what)
{
    struct sqlite_import *im = mem_zero(1, sizeof(*im));

    im->arena = arena_new();
    im->scratch = arena_new();
    im->what = *what;
    im->what.dataset = arena_span(im->arena, what->dataset);
    im->what.format = arena_span(im->arena, what->format);
    im->what.options = arena_span(im->arena, what->options);
    im->what.loaded = arena_span(im->arena, what->loaded);
    im->what.by = arena_span(im->arena, what->by);
    return im;
}

static struct tocsin_err *leave_no_doubt(struct sqlite *q)
{
    if (q->doubtful && !cut_log(q))
        return err_because(sql_err(q->db, q->path), "what came of the last import is not certain");
    q->doubtful = false;
    return NULL;
}

struct tocsin_err *sqlite_begin(struct store *s, const struct store_import *what)
{
    struct sqlite *q = (struct sqlite *)s;
    struct tocsin_err *err;

    assert(!q->import);
    TRY(leave_no_doubt(q));
    sqlite3_busy_timeout(q->db, 0); /* one who imports will not be done in seconds */
    err = sql_exec(q, "BEGIN IMMEDIATE");
    sqlite3_busy_timeout(q->db, 5000);
    if (err)
        return err;
    q->import = import_new(what);
    err = load_dataset(q);
    if (err)
        sqlite_abort(s);
    return err;
}

void sqlite_abort(struct store *s)
{
    struct sqlite *q = (struct sqlite *)s;

    if (!sqlite3_get_autocommit(q->db))
        sqlite3_exec(q->db, "ROLLBACK", NULL, NULL, NULL);
    if (q->import)
        forget(q);
    if (q->doubtful)
        q->doubtful = !cut_log(q);
}

static void room_for_arrivals(struct sqlite_import *im, uint64_t n)
{
    while (im->touched.n < n)
        *VEC_PUSH(&im->touched) = 0;
}

static struct tocsin_err *load_dataset(struct sqlite *q)
{
    struct sqlite_import *im = q->import;
    struct tocsin_err *err;
    sqlite3_stmt *st = NULL;
    bool row = false;

    TRY(sql_start(q, STMT_DATASET_FIND, &st, "t", im->what.dataset));
    err = sql_step(q, st, &row);
    if (!err && row) {
        im->dataset = sql_int(st, 0);
        room_for_arrivals(im, (uint64_t)sql_int(st, 1));
        im->generation = sql_int(st, 2);
        im->imported_at = sql_int(st, 3);
        im->entities = sql_int(st, 4);
        im->targets = sql_int(st, 5);
        im->names = sql_int(st, 6);
    }
    sql_end(st);
    if (err)
        return err;
    im->is_new = !row;
    if (im->is_new)
        TRY(sql_number(q, STMT_DATASET_NEXT, &im->dataset));
    return sql_number(q, STMT_IMPORT_NEXT, &im->number);
}

/* ---- put, remove ------------------------------------------------------------------------- */

struct tocsin_err *sqlite_put(struct store *s, const struct record *r)
{
    struct sqlite *q = (struct sqlite *)s;
    struct sqlite_import *im = q->import;
    struct row row;
    uint64_t *touch;

    version_of(r, &im->now);
    if (im->now.packed.full)
        return err_new(TOCSIN_ERR_LIMIT,
                       "the entity '%.*s' is too large (LIMIT_RECORD is %zu bytes)",
                       SPAN_ARG(r->id), LIMIT_RECORD);
    TRY(find(q, r->id, &row));
    if (!row.found)
        return add(q, r);
    touch = touch_of(im, &row);
    if (*touch && !im->twice)
        note_twice(im, r, *touch);
    *touch = r->line << FATE_BITS | (*touch & ((1 << FATE_BITS) - 1));
    if (row.present && memcmp(row.hash, im->now.hash, sizeof(row.hash)) == 0)
        return keep(q, &row, &im->now);
    return replace(q, &row, &im->now);
}

struct tocsin_err *sqlite_remove(struct store *s, struct span id)
{
    struct sqlite *q = (struct sqlite *)s;
    struct row row;

    TRY(find(q, id, &row));
    if (!row.found || !row.present)
        return NULL;
    return replace(q, &row, NULL);
}

static struct tocsin_err *read_row(struct sqlite *q, sqlite3_stmt *st, struct row *out)
{
    struct span hash;

    *out = (struct row){0};
    TRY(sql_step(q, st, &out->found));
    if (!out->found)
        return NULL;
    out->number = sql_int(st, 0);
    out->import = sql_int(st, 1);
    hash = sql_span(st, 2);
    out->present = hash.p != NULL;
    if (out->present && hash.n != sizeof(out->hash))
        return err_new(TOCSIN_ERR_CORRUPT, "%s: a hash of %zu bytes", q->path, hash.n);
    if (out->present)
        memcpy(out->hash, hash.p, sizeof(out->hash));
    return NULL;
}

/* By the tables. */
static struct tocsin_err *find_written(struct sqlite *q, int64_t key, struct span id,
                                       struct row *out)
{
    int64_t dataset = q->import->dataset;
    sqlite3_stmt *st = NULL;
    struct tocsin_err *err;

    TRY(sql_start(q, STMT_ENTITY_FIND, &st, "iiit", key, entity_first(dataset),
                  entity_last(dataset), id));
    err = read_row(q, st, out);
    sql_end(st);
    return err;
}

/* By a number; found only when it has that id. */
static struct tocsin_err *find_at(struct sqlite *q, int64_t number, struct span id, struct row *out)
{
    sqlite3_stmt *st = NULL;
    struct tocsin_err *err;

    TRY(sql_start(q, STMT_ENTITY_AT, &st, "i", number));
    err = read_row(q, st, out);
    if (!err && out->found && id.p)
        out->found = span_eq(sql_span(st, 3), id);
    sql_end(st);
    return err;
}

static struct tocsin_err *find(struct sqlite *q, struct span id, struct row *out)
{
    struct sqlite_import *im = q->import;
    int64_t key = version_key(id), near = marks_unwritten(&im->pending, key);

    *out = (struct row){0};
    if (near)
        TRY(find_at(q, near, id, out));
    if (near && !out->found) /* two ids of one key */
        TRY(marks_flush(q, &im->pending));
    /* In a new dataset nothing is in the tables before the first ids are written there. */
    if (!out->found && (!im->is_new || im->pending.ids_written))
        TRY(find_written(q, key, id, out));
    if (out->found && (uint64_t)(out->number - entity_first(im->dataset)) - 1 >= im->touched.n)
        return err_new(TOCSIN_ERR_CORRUPT, "%s: arrival number of '%.*s' is out of range", q->path,
                       SPAN_ARG(id));
    return NULL;
}

static struct span hash_span(const unsigned char hash[32])
{
    return (struct span){(const char *)hash, 32};
}

static void count(struct sqlite_import *im, const struct version *v, int64_t sign)
{
    im->entities += sign;
    im->targets += v->target ? sign : 0;
    im->names += (int64_t)v->names * sign;
}

static struct tocsin_err *add(struct sqlite *q, const struct record *r)
{
    struct sqlite_import *im = q->import;
    int64_t number;

    if (im->touched.n >= UINT32_MAX - 1)
        return err_new(TOCSIN_ERR_LIMIT, "a dataset of more than 4294967294 entities");
    *VEC_PUSH(&im->touched) = r->line << FATE_BITS | FATE_ADDED;
    number = entity_number(im->dataset, im->touched.n);
    TRY(sql_run(q, STMT_ENTITY_ADD, "iitbb", number, im->number, r->id, hash_span(im->now.hash),
                buf_view(&im->now.packed)));
    count(im, &im->now, +1);
    TRY(marks_name(q, &im->pending, number, r->id));
    return marks_add(q, &im->pending, number, &im->now);
}

static uint64_t *touch_of(struct sqlite_import *im, const struct row *row)
{
    uint64_t arrival = (uint64_t)(row->number - entity_first(im->dataset));

    assert(arrival >= 1 && arrival <= im->touched.n);
    return &im->touched.at[arrival - 1];
}

static void set_fate(struct sqlite_import *im, const struct row *row, bool present, bool same)
{
    uint64_t *touch = touch_of(im, row);
    enum fate last = *touch & ((1 << FATE_BITS) - 1);
    bool before = last == FATE_NONE ? row->present : last != FATE_ADDED && last != FATE_NOTHING;
    enum fate fate;

    if (present)
        fate = !before ? FATE_ADDED : same ? FATE_SAME : FATE_CHANGED;
    else
        fate = before ? FATE_REMOVED : FATE_NOTHING;
    *touch = *touch >> FATE_BITS << FATE_BITS | fate;
}

static void note_twice(struct sqlite_import *im, const struct record *r, uint64_t touch)
{
    struct tocsin_err *err = err_new(
        TOCSIN_ERR_PARSE, "the id '%.*s' stands on line %llu and again on line %llu",
        SPAN_ARG(r->id), (unsigned long long)(touch >> FATE_BITS), (unsigned long long)r->line);

    im->twice = err_at(err, NULL, r->line, 0, "id");
}

/* ---- versions ---------------------------------------------------------------------------- */

/* Reads what is stored of an entity; the record lives in im->scratch. */
static struct tocsin_err *read_stored(struct sqlite *q, int64_t number, struct record **out)
{
    struct sqlite_import *im = q->import;
    struct tocsin_err *err;
    sqlite3_stmt *st = NULL;
    bool row = false;

    arena_reset(im->scratch);
    TRY(sql_start(q, STMT_ENTITY_PACKED, &st, "i", number));
    err = sql_step(q, st, &row);
    if (!err) {
        struct span packed = arena_span(im->scratch, sql_span(st, 0));
        struct span hash = sql_span(st, 1);

        if (hash.n == 32)
            err = version_read(im->scratch, packed, (const unsigned char *)hash.p, out);
        else
            err = err_new(TOCSIN_ERR_CORRUPT, "%s: a version without its hash", q->path);
    }
    sql_end(st);
    return err;
}

/* Takes the present version of an entity out of the key tables and the counts. In an import that
 * rebuilds, a version that cannot be read is '*lost': the commit counts everything anew. */
static struct tocsin_err *unmark(struct sqlite *q, const struct row *row, bool *lost)
{
    struct sqlite_import *im = q->import;
    struct record *r = NULL;
    struct tocsin_err *err = read_stored(q, row->number, &r);

    *lost = false;
    if (err && im->what.rebuild) {
        tocsin_err_free(err);
        im->mended = *lost = true;
        return NULL;
    }
    if (err)
        return err_because(err, "what is stored is damaged: see 'tocsin check'");
    version_marks(r, &im->old);
    count(im, &im->old, -1);
    if (row->import == im->number)
        TRY(marks_flush(q, &im->pending)); /* its marks may still be pending */
    return marks_drop(q, row->number, &im->old);
}

/* If what an entity becomes is what it was before this import, its former version comes back in
 * place of a new one, and '*back' is true. */
static struct tocsin_err *bring_back(struct sqlite *q, const struct row *row,
                                     const struct version *to, bool *back)
{
    sqlite3_stmt *st = NULL;
    struct tocsin_err *err;
    struct row last;
    int64_t number;

    *back = false;
    TRY(sql_start(q, STMT_FORMER_LAST, &st, "i", row->number));
    err = read_row(q, st, &last);
    sql_end(st);
    if (err || !last.found)
        return err;
    number = last.number;
    if (last.present != (to != NULL) || (to && memcmp(last.hash, to->hash, sizeof(last.hash)) != 0))
        return NULL;
    *back = true;
    TRY(sql_run(q, STMT_ENTITY_SET, "iibb", row->number, last.import,
                to ? hash_span(to->hash) : (struct span){0},
                to ? buf_view(&to->packed) : (struct span){0}));
    return sql_run(q, STMT_FORMER_DROP, "i", number);
}

/* Gives an entity another version; 'to' NULL removes it. */
static struct tocsin_err *replace(struct sqlite *q, const struct row *row, const struct version *to)
{
    struct sqlite_import *im = q->import;
    bool back = false, lost = false;

    if (row->present)
        TRY(unmark(q, row, &lost));
    if (row->import == im->number)
        TRY(bring_back(q, row, to, &back));
    else if (!lost)
        TRY(sql_run(q, STMT_FORMER_ADD, "i", row->number));
    if (!back)
        TRY(sql_run(q, STMT_ENTITY_SET, "iibb", row->number, im->number,
                    to ? hash_span(to->hash) : (struct span){0},
                    to ? buf_view(&to->packed) : (struct span){0}));
    set_fate(im, row, to != NULL, back);
    if (!to)
        return NULL;
    count(im, to, +1);
    return marks_add(q, &im->pending, row->number, to);
}

/* The content is as stored. */
static struct tocsin_err *keep(struct sqlite *q, const struct row *row, const struct version *v)
{
    struct sqlite_import *im = q->import;
    struct record *r = NULL;
    struct tocsin_err *err;

    if (row->import != im->number)
        set_fate(im, row, true, true);
    if (!im->what.rebuild)
        return NULL;
    err = read_stored(q, row->number, &r);
    if (!err)
        return NULL;
    tocsin_err_free(err);
    im->mended = true;
    return sql_run(q, STMT_ENTITY_MEND, "ib", row->number, buf_view(&v->packed));
}

/* ---- settle, commit ---------------------------------------------------------------------- */

static struct tocsin_err *remove_unnamed(struct sqlite *q)
{
    struct sqlite_import *im = q->import;

    for (size_t i = 0; i < im->touched.n; i++) {
        struct row row;

        if (im->touched.at[i] != 0)
            continue;
        TRY(find_at(q, entity_number(im->dataset, i + 1), (struct span){0}, &row));
        if (row.found && row.present)
            TRY(replace(q, &row, NULL));
    }
    return NULL;
}

static void count_fates(const struct sqlite_import *im, struct store_counts *out)
{
    uint64_t fates[1 << FATE_BITS] = {0};

    for (size_t i = 0; i < im->touched.n; i++)
        fates[im->touched.at[i] & ((1 << FATE_BITS) - 1)]++;
    *out = (struct store_counts){.added = fates[FATE_ADDED],
                                 .changed = fates[FATE_CHANGED],
                                 .removed = fates[FATE_REMOVED],
                                 .unchanged = fates[FATE_SAME]};
}

/* After damage the sums and key tables that were kept along the way are worth nothing. */
static struct tocsin_err *mark_anew(struct sqlite *q)
{
    struct sqlite_import *im = q->import;
    int64_t first = entity_first(im->dataset), last = entity_last(im->dataset);

    im->pending.references.n = im->pending.referents.n = 0;
    TRY(sql_run(q, STMT_REFERENCE_CLEAR, "ii", first, last));
    TRY(sql_run(q, STMT_REFERENT_CLEAR, "ii", first, last));
    im->entities = im->targets = im->names = 0;
    for (size_t i = 0; i < im->touched.n; i++) {
        int64_t number = entity_number(im->dataset, i + 1);
        struct record *r = NULL;
        struct row row;

        TRY(find_at(q, number, (struct span){0}, &row));
        if (!row.found || !row.present)
            continue;
        TRY(read_stored(q, number, &r));
        version_marks(r, &im->old);
        count(im, &im->old, +1);
        TRY(marks_add(q, &im->pending, number, &im->old));
    }
    return NULL;
}

static struct tocsin_err *refuse_other_list(const struct sqlite_import *im,
                                            const struct store_counts *counts)
{
    if (!im->what.overlap || !counts->removed || counts->changed || counts->unchanged)
        return NULL;
    return err_new(TOCSIN_ERR_EXISTS, "none of the %llu entities of %.*s is in it",
                   (unsigned long long)counts->removed, SPAN_ARG(im->what.dataset));
}

static bool cut_log(struct sqlite *q)
{
    if (sqlite3_wal_checkpoint_v2(q->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) == SQLITE_OK)
        return true;
    log_line(LOG_DEBUG, "%s: the log stays for now: %s", q->path, sqlite3_errmsg(q->db));
    return false;
}

struct tocsin_err *sqlite_settle(struct store *s, bool delta, const struct store_source *sources,
                                 size_t n, struct store_counts *out)
{
    struct sqlite *q = (struct sqlite *)s;
    struct sqlite_import *im = q->import;
    struct tocsin_err *twice = im->twice;

    if (twice && !delta) {
        im->twice = NULL;
        return twice;
    }
    if (!delta || im->what.rebuild)
        TRY(remove_unnamed(q));
    count_fates(im, out);
    TRY(refuse_other_list(im, out));
    return finish(q, delta, sources, n, out);
}

struct tocsin_err *sqlite_commit(struct store *s)
{
    struct sqlite *q = (struct sqlite *)s;
    struct tocsin_err *err = sql_exec(q, "COMMIT");

    q->doubtful = err != NULL;
    if (err)
        return err;
    forget(q);
    cut_log(q); /* the data is safe in the log already: a failure here is none of the import */
    return NULL;
}

static struct tocsin_err *write_dataset(struct sqlite *q, bool changed)
{
    struct sqlite_import *im = q->import;

    return sql_run(q, STMT_DATASET_SET, "ittiiiiii", im->dataset, im->what.dataset, im->what.format,
                   changed ? im->what.at : im->imported_at, im->generation + (changed ? 1 : 0),
                   (int64_t)im->touched.n, im->entities, im->targets, im->names);
}

static struct tocsin_err *write_run(struct sqlite *q, bool delta,
                                    const struct store_source *sources, size_t n,
                                    const struct store_counts *counts)
{
    struct sqlite_import *im = q->import;

    TRY(sql_run(q, STMT_IMPORT_ADD, "iiiittiiiiti", im->number, im->dataset, im->what.at,
                (int64_t)delta, im->what.format, im->what.options, (int64_t)counts->added,
                (int64_t)counts->changed, (int64_t)counts->removed, (int64_t)counts->unchanged,
                im->what.by, (int64_t)im->touched.n));
    for (size_t i = 0; i < n; i++)
        TRY(sql_run(q, STMT_SOURCE_ADD, "iittti", im->number, (int64_t)i, sources[i].sha256,
                    sources[i].path, sources[i].version, (int64_t)sources[i].size));
    return NULL;
}

static struct tocsin_err *same_sources(struct sqlite *q, int64_t import,
                                       const struct store_source *sources, size_t n, bool *same)
{
    struct tocsin_err *err = NULL;
    sqlite3_stmt *st = NULL;
    size_t at = 0;
    bool row = true;

    *same = true;
    TRY(sql_start(q, STMT_SOURCE_LIST, &st, "i", import));
    while (!err && *same && row) {
        err = sql_step(q, st, &row);
        if (!err && row)
            *same = at < n && span_eq(sql_span(st, 0), sources[at].sha256);
        at += row;
    }
    sql_end(st);
    *same = *same && at == n;
    return err;
}

/* Is this import, source by source, the one that the dataset had last? */
static struct tocsin_err *same_as_last(struct sqlite *q, bool delta,
                                       const struct store_source *sources, size_t n, bool *same)
{
    struct sqlite_import *im = q->import;
    sqlite3_stmt *st = NULL;
    struct tocsin_err *err;
    int64_t last = 0;
    bool row = false;

    *same = false;
    TRY(sql_start(q, STMT_IMPORT_LAST, &st, "i", im->dataset));
    err = sql_step(q, st, &row);
    if (!err && row) {
        last = sql_int(st, 0);
        *same = span_eq(sql_span(st, 1), im->what.format) &&
                span_eq(sql_span(st, 2), im->what.options) && (sql_int(st, 3) != 0) == delta;
    }
    sql_end(st);
    if (err || !*same)
        return err;
    return same_sources(q, last, sources, n, same);
}

static struct tocsin_err *finish(struct sqlite *q, bool delta, const struct store_source *sources,
                                 size_t n, struct store_counts *out)
{
    struct sqlite_import *im = q->import;
    bool changed = im->is_new || im->mended || out->added || out->changed || out->removed;
    bool same = false;

    if (im->mended)
        TRY(mark_anew(q));
    TRY(marks_flush(q, &im->pending));
    TRY(same_as_last(q, delta, sources, n, &same));
    if (changed || !same)
        TRY(write_dataset(q, changed));
    if (!same || out->added || out->changed || out->removed)
        TRY(write_run(q, delta, sources, n, out));
    if (im->what.rebuild)
        return NULL; /* of the version that it was */
    return sql_run(q, STMT_ABOUT_LOADED, "tt", im->what.dataset, im->what.loaded);
}
