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
static struct tocsin_err *pragma(struct sqlite *q, const char *sql, int64_t *out);
static struct tocsin_err *know_as_ours(struct sqlite *q, int64_t version);
static struct tocsin_err *bring_up_to_date(struct sqlite *q, int64_t version, enum store_mode mode);

static void sqlite_close(struct store *s)
{
    struct sqlite *q = (struct sqlite *)s;

    for (size_t i = 0; i < STMT_COUNT; i++)
        sql_finish(q->stmt[i]);
    sqlite3_close(q->db);
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
    .arrival = sqlite_arrival,
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

/* What is set per connection. The file is not trusted: no triggers or views of its own making take
 * part, and every page is looked at before it is used. */
static struct tocsin_err *configure(struct sqlite *q, enum store_mode mode)
{
    int64_t ignored;

    sqlite3_busy_timeout(q->db, WAIT_MS);
    sqlite3_extended_result_codes(q->db, 1);
    sqlite3_db_config(q->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(q->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_db_config(q->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    TRY(pragma(q, "PRAGMA trusted_schema = OFF", &ignored));
    TRY(pragma(q, "PRAGMA cell_size_check = ON", &ignored));
    TRY(pragma(q, mode == STORE_READ ? "PRAGMA cache_size = -16384" : "PRAGMA cache_size = -65536",
               &ignored));
    /* The writer cuts the log itself, after each import. */
    TRY(pragma(q, "PRAGMA wal_autocheckpoint = 0", &ignored));
    return pragma(q, "PRAGMA synchronous = FULL", &ignored);
}

static struct tocsin_err *open_checked(struct sqlite *q, enum store_mode mode)
{
    int flags = mode == STORE_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    int64_t version = 0;

    if (mode == STORE_CREATE)
        flags |= SQLITE_OPEN_CREATE;
    if (sqlite3_open_v2(q->path, &q->db, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        return sql_err(q->db, q->path);
    TRY(configure(q, mode));
    TRY(pragma(q, "PRAGMA user_version", &version));
    TRY(know_as_ours(q, version));
    return bring_up_to_date(q, version, mode);
}

/* Runs one statement and gives the first column of its first row, or 0. */
static struct tocsin_err *pragma(struct sqlite *q, const char *sql, int64_t *out)
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

static struct tocsin_err *know_as_ours(struct sqlite *q, int64_t version)
{
    int64_t application = 0, tables = 0;

    TRY(pragma(q, "PRAGMA application_id", &application));
    TRY(pragma(q, "SELECT count(*) FROM sqlite_schema", &tables));
    if (application == SQLITE_APPLICATION)
        return NULL;
    if (application == 0 && tables == 0 && version == 0)
        return NULL; /* killed while it was made */
    return err_new(TOCSIN_ERR_CORRUPT, "%s is a database of another program", q->path);
}

static struct tocsin_err *bring_up_to_date(struct sqlite *q, int64_t version, enum store_mode mode)
{
    const int64_t present = ARRAY_LEN(steps);
    int64_t ignored;

    if (version == present)
        return NULL;
    if (version < 0 || version > present)
        return err_new(TOCSIN_ERR_UNSUPPORTED,
                       "%s was written by a newer version (form %lld; this one knows up to %lld)",
                       q->path, (long long)version, (long long)present);
    if (mode == STORE_READ)
        return err_new(TOCSIN_ERR_UNSUPPORTED,
                       "%s has form %lld of an older version (now %lld): an import migrates it",
                       q->path, (long long)version, (long long)present);
    TRY(pragma(q, "PRAGMA journal_mode = WAL", &ignored));
    return sqlite_migrate(q, steps, present);
}

static struct tocsin_err *run_steps(struct sqlite *q, const struct sqlite_step *list, int64_t n)
{
    int64_t version = 0;
    char text[96];

    TRY(pragma(q, "PRAGMA user_version", &version));
    for (int64_t i = version; i < n; i++) {
        struct tocsin_err *err = sql_exec(q, list[i].sql);

        if (err)
            return err_because(err, "migrating to form %lld (%s)", (long long)i + 1, list[i].what);
    }
    snprintf(text, sizeof(text), "PRAGMA user_version = %lld; PRAGMA application_id = %d",
             (long long)n, SQLITE_APPLICATION);
    return sql_exec(q, text);
}

struct tocsin_err *sqlite_migrate(struct sqlite *q, const struct sqlite_step *list, int64_t n)
{
    struct tocsin_err *err;

    TRY(sql_exec(q, "BEGIN IMMEDIATE"));
    /* The version is read again inside: another process may have been quicker. */
    err = run_steps(q, list, n);
    if (!err)
        err = sql_exec(q, "COMMIT");
    if (err)
        sqlite3_exec(q->db, "ROLLBACK", NULL, NULL, NULL);
    return err;
}
