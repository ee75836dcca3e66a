/* SPDX-License-Identifier: Apache-2.0
 *
 * Statements of the SQLite engine: prepared on first use, bound by a form string, and turned into
 * errors that name what was being done.
 */
#include <stdarg.h>

#include "store/sqlite_private.h"

static const struct {
    const char *name, *sql;
} statements[STMT_COUNT] = {
#define STMT(name, sql) {#name, sql},
#include "store/sqlite_stmt.def"
#include "store/people_stmt.def"
#undef STMT
};

static enum tocsin_code code_of(int rc);
static struct tocsin_err *bind(struct sqlite *q, sqlite3_stmt *st, const char *form, va_list ap);

struct tocsin_err *sql_err(sqlite3 *db, const char *doing)
{
    int rc = sqlite3_extended_errcode(db);
    int os = sqlite3_system_errno(db);
    const char *said = sqlite3_errmsg(db);

    if ((rc & 0xff) == SQLITE_BUSY)
        return err_new(TOCSIN_ERR_BUSY, "%s: another process is writing to the store", doing);
    if ((rc & 0xff) == SQLITE_FULL)
        return err_new(TOCSIN_ERR_IO, "%s: no space left for the store", doing);
    if (os != 0 && code_of(rc) == TOCSIN_ERR_IO)
        return err_new(TOCSIN_ERR_IO, "%s: %s (%s)", doing, said, strerror(os));
    return err_new(code_of(rc), "%s: %s", doing, said);
}

struct tocsin_err *sql_exec(struct sqlite *q, const char *sql)
{
    if (sqlite3_exec(q->db, sql, NULL, NULL, NULL) != SQLITE_OK)
        return sql_err(q->db, q->path);
    return NULL;
}

static struct tocsin_err *start(struct sqlite *q, enum stmt which, sqlite3_stmt **st,
                                const char *form, va_list ap)
{
    struct tocsin_err *err;

    *st = q->stmt[which];
    if (!*st) {
        if (sqlite3_prepare_v3(q->db, statements[which].sql, -1, SQLITE_PREPARE_PERSISTENT,
                               &q->stmt[which], NULL) != SQLITE_OK)
            return sql_err(q->db, q->path);
        *st = q->stmt[which];
    }
    assert(!sqlite3_stmt_busy(*st));
    err = bind(q, *st, form, ap);
    if (err)
        sql_end(*st);
    return err;
}

struct tocsin_err *sql_start(struct sqlite *q, enum stmt which, sqlite3_stmt **st, const char *form,
                             ...)
{
    struct tocsin_err *err;
    va_list ap;

    va_start(ap, form);
    err = start(q, which, st, form, ap);
    va_end(ap);
    if (err)
        *st = NULL;
    return err;
}

struct tocsin_err *sql_prepare(struct sqlite *q, const char *sql, sqlite3_stmt **st,
                               const char *form, ...)
{
    struct tocsin_err *err;
    va_list ap;

    *st = NULL;
    if (sqlite3_prepare_v2(q->db, sql, -1, st, NULL) != SQLITE_OK)
        return sql_err(q->db, q->path);
    va_start(ap, form);
    err = bind(q, *st, form, ap);
    va_end(ap);
    if (err) {
        sql_finish(*st);
        *st = NULL;
    }
    return err;
}

struct tocsin_err *sql_step(struct sqlite *q, sqlite3_stmt *st, bool *row)
{
    int rc = sqlite3_step(st);

    *row = rc == SQLITE_ROW;
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        return sql_err(q->db, q->path);
    return NULL;
}

void sql_end(sqlite3_stmt *st)
{
    if (!st)
        return;
    sqlite3_reset(st);
    sqlite3_clear_bindings(st);
}

void sql_finish(sqlite3_stmt *st)
{
    sqlite3_finalize(st);
}

struct tocsin_err *sql_run(struct sqlite *q, enum stmt which, const char *form, ...)
{
    struct tocsin_err *err;
    sqlite3_stmt *st = NULL;
    bool row = false;
    va_list ap;

    va_start(ap, form);
    err = start(q, which, &st, form, ap);
    va_end(ap);
    if (err)
        return err;
    do {
        err = sql_step(q, st, &row);
    } while (!err && row);
    sql_end(st);
    return err;
}

struct tocsin_err *sql_number(struct sqlite *q, enum stmt which, int64_t *out)
{
    sqlite3_stmt *st = NULL;
    struct tocsin_err *err;
    bool row = false;

    TRY(sql_start(q, which, &st, ""));
    err = sql_step(q, st, &row);
    *out = !err && row ? sql_int(st, 0) : 0;
    sql_end(st);
    return err;
}

struct span sql_span(sqlite3_stmt *st, int column)
{
    const void *p = sqlite3_column_blob(st, column);
    int n = sqlite3_column_bytes(st, column);

    if (!p && sqlite3_column_type(st, column) != SQLITE_NULL)
        return SPAN("");
    return (struct span){p, p ? (size_t)n : 0};
}

int64_t sql_int(sqlite3_stmt *st, int column)
{
    return sqlite3_column_int64(st, column);
}

struct tocsin_err *sql_view_begin(struct sqlite *q, bool *began)
{
    *began = false;
    if (!sqlite3_get_autocommit(q->db))
        return NULL;
    TRY(sql_exec(q, "BEGIN"));
    *began = true;
    return NULL;
}

void sql_view_end(struct sqlite *q, bool began)
{
    /* Nothing was written: whether it commits or not makes no difference. */
    if (began)
        sqlite3_exec(q->db, "ROLLBACK", NULL, NULL, NULL);
}

static enum tocsin_code code_of(int rc)
{
    switch (rc & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_ERROR: /* our statements are right: the tables are not */
    case SQLITE_SCHEMA:
        return TOCSIN_ERR_CORRUPT;
    case SQLITE_TOOBIG:
        return TOCSIN_ERR_LIMIT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return TOCSIN_ERR_BUSY;
    default:
        return TOCSIN_ERR_IO;
    }
}

static int bind_one(sqlite3_stmt *st, int at, char form, va_list *ap)
{
    struct span s;

    if (form == 'i')
        return sqlite3_bind_int64(st, at, va_arg(*ap, int64_t));
    s = va_arg(*ap, struct span);
    if (form == 't')
        return sqlite3_bind_text64(st, at, s.p ? s.p : "", s.n, SQLITE_STATIC, SQLITE_UTF8);
    assert(form == 'b');
    if (!s.p)
        return sqlite3_bind_null(st, at);
    return sqlite3_bind_blob64(st, at, s.p, s.n, SQLITE_STATIC);
}

static struct tocsin_err *bind(struct sqlite *q, sqlite3_stmt *st, const char *form, va_list ap)
{
    va_list rest;
    int rc = SQLITE_OK;

    va_copy(rest, ap);
    for (int i = 0; form[i] && rc == SQLITE_OK; i++)
        rc = bind_one(st, i + 1, form[i], &rest);
    va_end(rest);
    return rc == SQLITE_OK ? NULL : sql_err(q->db, q->path);
}
