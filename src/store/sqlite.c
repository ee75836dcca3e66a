/* SPDX-License-Identifier: Apache-2.0
 *
 * The SQLite engine: opening a file, knowing it for ours, bringing its schema up to date.
 *
 * A store is known by application_id "tocs" and its form by user_version. Making one and every
 * migration is one transaction, so a process that dies on the way leaves an empty file or the form
 * before; an empty file is taken for a store that is not made yet.
 */
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/sqlite_private.h"

#define WAIT_MS 5000 /* for another process that recovers or cuts the log */

static const struct sqlite_step steps[] = {
#define STEP(number, what, sql) [(number)-1] = {what, sql},
#include "store/sqlite_schema.def"
#undef STEP
};

static struct tocsin_err *open_checked(struct sqlite *q, enum store_mode mode);
static struct tocsin_err *check_path(const char *path, enum store_mode mode);
static const struct sqlite_form store_form = {SQLITE_APPLICATION, "an import", steps,
                                              ARRAY_LEN(steps)};

static void sqlite_close(struct store *s)
{
    struct sqlite *q = (struct sqlite *)s;

    for (size_t i = 0; i < STMT_COUNT; i++)
        sql_finish(q->stmt[i]);
    sqlite3_close(q->db);
    VEC_FREE(&q->times);
    mem_free(q->path);
    mem_free(q);
}

static struct tocsin_err *sqlite_open(const char *path, enum store_mode mode, struct store **out)
{
    struct sqlite *q;
    struct tocsin_err *err;
    size_t n = strlen(path) + 1;

    TRY(check_path(path, mode));
    q = mem_zero(1, sizeof(*q));
    q->base.engine = &sqlite_engine;
    q->path = mem_alloc(n);
    memcpy(q->path, path, n);
    err = open_checked(q, mode);
    if (err) {
        sqlite_close(&q->base);
        return err;
    }
    *out = &q->base;
    return NULL;
}

const struct store_engine sqlite_engine = {
    .name = "SQLite",
    .scheme = "",
    .open = sqlite_open,
    .close = sqlite_close,
    .datasets = sqlite_datasets,
    .runs = sqlite_runs,
    .abouts = sqlite_abouts,
    .describe = sqlite_describe,
    .is_version = sqlite_is_version,
    .begin = sqlite_begin,
    .put = sqlite_put,
    .remove = sqlite_remove,
    .settle = sqlite_settle,
    .commit = sqlite_commit,
    .abort = sqlite_abort,
    .get = sqlite_get,
    .history = sqlite_history,
    .each = sqlite_each,
    .referring = sqlite_referring,
    .check = sqlite_check,
};

static struct tocsin_err *check_path(const char *path, enum store_mode mode)
{
    struct stat st;
    bool there = stat(path, &st) == 0;

    if (!there && errno != ENOENT)
        return err_errno("%s", path);
    if (mode == STORE_CREATE && there && st.st_size > 0)
        return err_new(TOCSIN_ERR_EXISTS, "%s is there already", path);
    if (mode != STORE_CREATE && !there)
        return err_new(TOCSIN_ERR_NOT_FOUND, "no store at %s", path);
    if (there && !S_ISREG(st.st_mode))
        return err_new(TOCSIN_ERR_IO, "%s is not a file", path);
    return NULL;
}

struct tocsin_err *sqlite_distrust(struct sqlite *q)
{
    int64_t ignored;

    sqlite3_busy_timeout(q->db, WAIT_MS);
    sqlite3_extended_result_codes(q->db, 1);
    sqlite3_db_config(q->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(q->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_db_config(q->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    TRY(sqlite_pragma(q, "PRAGMA trusted_schema = OFF", &ignored));
    return sqlite_pragma(q, "PRAGMA cell_size_check = ON", &ignored);
}

static struct tocsin_err *configure(struct sqlite *q, enum store_mode mode)
{
    int64_t ignored;

    TRY(sqlite_distrust(q));
    TRY(sqlite_pragma(
        q, mode == STORE_READ ? "PRAGMA cache_size = -16384" : "PRAGMA cache_size = -65536",
        &ignored));
    /* The writer cuts the log itself, after each import. */
    TRY(sqlite_pragma(q, "PRAGMA wal_autocheckpoint = 0", &ignored));
    return sqlite_pragma(q, "PRAGMA synchronous = FULL", &ignored);
}

static struct tocsin_err *open_checked(struct sqlite *q, enum store_mode mode)
{
    int flags = mode == STORE_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;

    if (mode == STORE_CREATE)
        flags |= SQLITE_OPEN_CREATE;
    if (sqlite3_open_v2(q->path, &q->db, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        return sql_err(q->db, q->path);
    TRY(configure(q, mode));
    return sqlite_take_form(q, &store_form, mode != STORE_READ);
}

struct tocsin_err *sqlite_pragma(struct sqlite *q, const char *sql, int64_t *out)
{
    sqlite3_stmt *st = NULL;
    struct tocsin_err *err;
    bool row = false;

    TRY(sql_prepare(q, sql, &st, ""));
    err = sql_step(q, st, &row);
    *out = !err && row ? sql_int(st, 0) : 0;
    sql_finish(st);
    return err;
}

static struct tocsin_err *know_as_ours(struct sqlite *q, int application, int64_t version)
{
    int64_t found = 0, tables = 0;

    TRY(sqlite_pragma(q, "PRAGMA application_id", &found));
    TRY(sqlite_pragma(q, "SELECT count(*) FROM sqlite_schema", &tables));
    if (found == application)
        return NULL;
    if (found == 0 && tables == 0 && version == 0)
        return NULL; /* killed while it was made */
    return err_new(TOCSIN_ERR_CORRUPT, "%s is a database of another program", q->path);
}

static struct tocsin_err *migrate(struct sqlite *q, const struct sqlite_form *form);

struct tocsin_err *sqlite_take_form(struct sqlite *q, const struct sqlite_form *form, bool write)
{
    const int64_t present = form->n;
    int64_t version = 0, ignored;

    TRY(sqlite_pragma(q, "PRAGMA user_version", &version));
    TRY(know_as_ours(q, form->application, version));
    if (version == present)
        return NULL;
    if (version < 0 || version > present)
        return err_new(TOCSIN_ERR_UNSUPPORTED,
                       "%s was written by a newer version (form %lld; this one knows up to %lld)",
                       q->path, (long long)version, (long long)present);
    if (!write)
        return err_new(TOCSIN_ERR_UNSUPPORTED,
                       "%s has form %lld of an older version (now %lld): %s migrates it", q->path,
                       (long long)version, (long long)present, form->migrated_by);
    TRY(sqlite_pragma(q, "PRAGMA journal_mode = WAL", &ignored));
    return migrate(q, form);
}

static struct tocsin_err *run_steps(struct sqlite *q, const struct sqlite_form *form)
{
    int64_t version = 0;
    char text[96];

    TRY(sqlite_pragma(q, "PRAGMA user_version", &version));
    for (int64_t i = version; i < form->n; i++) {
        struct tocsin_err *err = sql_exec(q, form->steps[i].sql);

        if (err)
            return err_because(err, "migrating to form %lld (%s)", (long long)i + 1,
                               form->steps[i].what);
    }
    snprintf(text, sizeof(text), "PRAGMA user_version = %lld; PRAGMA application_id = %d",
             (long long)form->n, form->application);
    return sql_exec(q, text);
}

static struct tocsin_err *migrate(struct sqlite *q, const struct sqlite_form *form)
{
    struct tocsin_err *err;

    TRY(sql_exec(q, "BEGIN IMMEDIATE"));
    /* The version is read again inside: another process may have been quicker. */
    err = run_steps(q, form);
    if (!err)
        err = sql_exec(q, "COMMIT");
    if (err)
        sqlite3_exec(q->db, "ROLLBACK", NULL, NULL, NULL);
    return err;
}

struct tocsin_err *sqlite_migrate(struct sqlite *q, const struct sqlite_step *list, int64_t n)
{
    const struct sqlite_form form = {SQLITE_APPLICATION, "an import", list, n};

    return migrate(q, &form);
}
