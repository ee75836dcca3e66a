/* SPDX-License-Identifier: Apache-2.0
 *
 * people.db: opening it, turns, transactions, and whether others have changed something.
 *
 * PRAGMA data_version changes when another connection has committed. The recorder of searches does
 * that ten times a second, so it is only the sign to look at state.changes. What this connection
 * commits does not show there; its own changes make it look again.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "store/people_private.h"

#define PEOPLE_APPLICATION 0x746f6370 /* "tocp", PRAGMA application_id */

static const struct sqlite_step steps[] = {
#define STEP(number, what, sql) [(number)-1] = {what, sql},
#include "store/people_schema.def"
#undef STEP
};

static const struct sqlite_form form = {PEOPLE_APPLICATION, "`tocsin officer list`", steps,
                                        ARRAY_LEN(steps)};

/* SQLite would make it as readable as the umask allows. A file that is there is left alone: to
 * close it would drop the locks that other handles of this process hold. */
static struct tocsin_err *make_private(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd < 0 && errno != EEXIST)
        return err_errno("%s", path);
    if (fd >= 0)
        close(fd);
    return NULL;
}

static struct tocsin_err *open_checked(struct people *p, enum people_mode mode, bool write)
{
    struct sqlite *q = &p->q;
    int flags = write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    int64_t ignored;

    if (sqlite3_open_v2(q->path, &q->db, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        return sql_err(q->db, q->path);
    TRY(sqlite_distrust(q));
    TRY(sqlite_pragma(
        q, mode == PEOPLE_FAST ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL",
        &ignored));
    return sqlite_take_form(q, &form, write);
}

struct tocsin_err *people_open_file(const char *path, enum people_mode mode, bool write,
                                    struct people **out)
{
    size_t n = strlen(path) + 1;
    struct tocsin_err *err;
    struct people *p;

    if (write)
        TRY(make_private(path));
    p = mem_zero(1, sizeof(*p));
    pthread_mutex_init(&p->turn, NULL);
    p->q.path = mem_alloc(n);
    memcpy(p->q.path, path, n);
    err = open_checked(p, mode, write);
    if (err) {
        people_close(p);
        return err;
    }
    *out = p;
    return NULL;
}

struct tocsin_err *people_open(const char *path, enum people_mode mode, struct people **out)
{
    return people_open_file(path, mode, true, out);
}

void people_close(struct people *p)
{
    if (!p)
        return;
    for (size_t i = 0; i < STMT_COUNT; i++)
        sql_finish(p->q.stmt[i]);
    sqlite3_close(p->q.db);
    pthread_mutex_destroy(&p->turn);
    mem_free(p->q.path);
    mem_free(p);
}

/* ---- turns ------------------------------------------------------------------------------- */

void people_lock(struct people *p)
{
    pthread_mutex_lock(&p->turn);
}

struct tocsin_err *people_unlock(struct people *p, struct tocsin_err *err)
{
    pthread_mutex_unlock(&p->turn);
    return err;
}

struct tocsin_err *people_start(struct people *p)
{
    struct tocsin_err *err;

    people_lock(p);
    err = sql_exec(&p->q, "BEGIN IMMEDIATE");
    return err ? people_unlock(p, err) : NULL;
}

struct tocsin_err *people_end(struct people *p, struct tocsin_err *err)
{
    if (!err)
        err = sql_exec(&p->q, "COMMIT");
    if (err)
        sqlite3_exec(p->q.db, "ROLLBACK", NULL, NULL, NULL);
    return people_unlock(p, err);
}

struct tocsin_err *people_begin(struct people *p)
{
    people_lock(p);
    return people_unlock(p, sql_exec(&p->q, "BEGIN IMMEDIATE"));
}

struct tocsin_err *people_commit(struct people *p)
{
    people_lock(p);
    return people_unlock(p, sql_exec(&p->q, "COMMIT"));
}

void people_abort(struct people *p)
{
    people_lock(p);
    sqlite3_exec(p->q.db, "ROLLBACK", NULL, NULL, NULL);
    pthread_mutex_unlock(&p->turn);
}

/* ---- changes ----------------------------------------------------------------------------- */

struct tocsin_err *people_changed(struct people *p)
{
    p->changes = 0;
    return sql_run(&p->q, STMT_CHANGES_ADD, "");
}

static struct tocsin_err *look_for_changes(struct people *p, uint64_t *out)
{
    int64_t version = 0, changes = 0;

    TRY(sql_number(&p->q, STMT_DATA_VERSION, &version));
    if (!p->changes || version != p->data_version) {
        TRY(sql_number(&p->q, STMT_CHANGES, &changes));
        p->changes = (uint64_t)changes;
        p->data_version = version;
    }
    *out = p->changes;
    return NULL;
}

struct tocsin_err *people_changes(struct people *p, uint64_t *out)
{
    people_lock(p);
    return people_unlock(p, look_for_changes(p, out));
}
