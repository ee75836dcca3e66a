/* SPDX-License-Identifier: Apache-2.0
 *
 * Officers, tokens, sessions and failed attempts in people.db.
 *
 * Whatever takes a right away is one transaction with its sessions and the count of changes, so
 * that nobody sees the one without the other.
 */
#include "store/people_private.h"

/* Reads the row that 'st' stands on. */
typedef void (*read_row)(sqlite3_stmt *st, struct arena *a, void *out);

static struct span keep(struct arena *a, sqlite3_stmt *st, int column)
{
    return arena_span(a, sql_span(st, column));
}

/* All rows of a started statement as an array in the arena. */
static struct tocsin_err *gather(struct people *p, sqlite3_stmt *st, struct arena *a, read_row read,
                                 size_t size, void **out, size_t *n)
{
    struct buf rows = {0};
    struct tocsin_err *err;
    bool row = true;
    void *one = arena_zero(a, size);

    *n = 0;
    for (err = sql_step(&p->q, st, &row); !err && row; err = sql_step(&p->q, st, &row)) {
        memset(one, 0, size);
        read(st, a, one);
        buf_put(&rows, one, size);
        ++*n;
    }
    *out = arena_alloc(a, rows.n + 1);
    if (rows.n)
        memcpy(*out, rows.p, rows.n);
    buf_free(&rows);
    sql_end(st);
    return err;
}

/* The one row of a started statement, or NULL. */
static struct tocsin_err *one_row(struct people *p, sqlite3_stmt *st, struct arena *a,
                                  read_row read, size_t size, void **out)
{
    struct tocsin_err *err;
    bool row = false;

    *out = NULL;
    err = sql_step(&p->q, st, &row);
    if (!err && row) {
        *out = arena_zero(a, size);
        read(st, a, *out);
    }
    sql_end(st);
    return err;
}

/* How many rows the last change took. */
static struct tocsin_err *must_have_changed(struct people *p, const char *what)
{
    if (sqlite3_changes(p->q.db) > 0)
        return NULL;
    return err_new(TOCSIN_ERR_NOT_FOUND, "there is no such %s", what);
}

/* ---- officers ---------------------------------------------------------------------------- */

static void read_officer(sqlite3_stmt *st, struct arena *a, void *out)
{
    struct people_officer *o = out;

    o->number = (uint64_t)sql_int(st, 0);
    o->name = keep(a, st, 1);
    o->role = keep(a, st, 2);
    o->secret = keep(a, st, 3);
    o->created = sql_int(st, 4);
    o->changed = sql_int(st, 5);
}

static struct tocsin_err *find_officer(struct people *p, struct arena *a, struct span name,
                                       struct people_officer **out)
{
    sqlite3_stmt *st = NULL;
    void *found = NULL;

    TRY(sql_start(&p->q, STMT_OFFICER_FIND, &st, "t", name));
    TRY(one_row(p, st, a, read_officer, sizeof(**out), &found));
    *out = found;
    return NULL;
}

static struct tocsin_err *add_officer(struct people *p, const struct people_officer *o)
{
    struct arena *a = arena_new();
    struct people_officer *there = NULL;
    struct tocsin_err *err = find_officer(p, a, o->name, &there);

    if (!err && there)
        err = err_new(TOCSIN_ERR_EXISTS, "there is an officer %.*s already", SPAN_ARG(there->name));
    arena_free(a);
    if (err)
        return err;
    return sql_run(&p->q, STMT_OFFICER_ADD, "ttti", o->name, o->role, o->secret, o->created);
}

struct tocsin_err *people_officer_add(struct people *p, const struct people_officer *o)
{
    TRY(people_start(p));
    return people_end(p, add_officer(p, o));
}

struct tocsin_err *people_officer_find(struct people *p, struct arena *a, struct span name,
                                       struct people_officer **out)
{
    people_lock(p);
    return people_unlock(p, find_officer(p, a, name, out));
}

static struct tocsin_err *list_officers(struct people *p, struct arena *a,
                                        struct people_officer **out, size_t *n)
{
    sqlite3_stmt *st = NULL;
    void *list = NULL;

    TRY(sql_start(&p->q, STMT_OFFICER_LIST, &st, ""));
    TRY(gather(p, st, a, read_officer, sizeof(**out), &list, n));
    *out = list;
    return NULL;
}

struct tocsin_err *people_officers(struct people *p, struct arena *a, struct people_officer **out,
                                   size_t *n)
{
    people_lock(p);
    return people_unlock(p, list_officers(p, a, out, n));
}

/* After a change of the officer's own row. */
static struct tocsin_err *end_sessions(struct people *p, uint64_t number)
{
    TRY(must_have_changed(p, "officer"));
    TRY(sql_run(&p->q, STMT_SESSION_END_ALL, "i", (int64_t)number));
    return people_changed(p);
}

struct tocsin_err *people_officer_secret(struct people *p, uint64_t number, struct span secret,
                                         int64_t now)
{
    struct tocsin_err *err;

    TRY(people_start(p));
    err = sql_run(&p->q, STMT_OFFICER_SECRET, "iti", (int64_t)number, secret, now);
    return people_end(p, err ? err : end_sessions(p, number));
}

struct tocsin_err *people_officer_role(struct people *p, uint64_t number, struct span role,
                                       int64_t now)
{
    struct tocsin_err *err;

    TRY(people_start(p));
    err = sql_run(&p->q, STMT_OFFICER_ROLE, "iti", (int64_t)number, role, now);
    return people_end(p, err ? err : end_sessions(p, number));
}

struct tocsin_err *people_officer_remove(struct people *p, uint64_t number)
{
    struct tocsin_err *err;

    TRY(people_start(p));
    err = sql_run(&p->q, STMT_OFFICER_REMOVE, "i", (int64_t)number);
    return people_end(p, err ? err : end_sessions(p, number));
}

struct tocsin_err *people_officer_rehash(struct people *p, uint64_t number, struct span before,
                                         struct span after)
{
    return PEOPLE_RUN(p, STMT_OFFICER_REHASH, "itt", (int64_t)number, before, after);
}

/* ---- tokens ------------------------------------------------------------------------------ */

static void read_token(sqlite3_stmt *st, struct arena *a, void *out)
{
    struct people_token *t = out;

    t->number = (uint64_t)sql_int(st, 0);
    t->name = keep(a, st, 1);
    t->role = keep(a, st, 2);
    t->hash = keep(a, st, 3);
    t->purpose = keep(a, st, 4);
    t->rate = (uint64_t)sql_int(st, 5);
    t->burst = sql_int(st, 6) != 0;
    t->created = sql_int(st, 7);
    t->expires = sql_int(st, 8);
    t->used = sql_int(st, 9);
    t->revoked = sql_int(st, 10);
}

/* The number of the token in use with that name, or 0. */
static struct tocsin_err *named_token(struct people *p, struct span name, int64_t *number)
{
    struct tocsin_err *err;
    sqlite3_stmt *st = NULL;
    bool row = false;

    TRY(sql_start(&p->q, STMT_TOKEN_NAMED, &st, "t", name));
    err = sql_step(&p->q, st, &row);
    *number = !err && row ? sql_int(st, 0) : 0;
    sql_end(st);
    return err;
}

static struct tocsin_err *add_token(struct people *p, const struct people_token *t)
{
    int64_t there = 0;

    assert(t->hash.n == PEOPLE_HASH);
    TRY(named_token(p, t->name, &there));
    if (there)
        return err_new(TOCSIN_ERR_EXISTS, "there is a token %.*s already; revoke it first",
                       SPAN_ARG(t->name));
    return sql_run(&p->q, STMT_TOKEN_ADD, "ttbtiiii", t->name, t->role, t->hash, t->purpose,
                   (int64_t)t->rate, (int64_t)t->burst, t->created, t->expires);
}

struct tocsin_err *people_token_add(struct people *p, const struct people_token *t)
{
    TRY(people_start(p));
    return people_end(p, add_token(p, t));
}

static struct tocsin_err *find_token(struct people *p, struct arena *a, struct span hash,
                                     struct people_token **out)
{
    sqlite3_stmt *st = NULL;
    void *found = NULL;

    TRY(sql_start(&p->q, STMT_TOKEN_FIND, &st, "b", hash));
    TRY(one_row(p, st, a, read_token, sizeof(**out), &found));
    *out = found;
    return NULL;
}

struct tocsin_err *people_token_find(struct people *p, struct arena *a, struct span hash,
                                     struct people_token **out)
{
    people_lock(p);
    return people_unlock(p, find_token(p, a, hash, out));
}

static struct tocsin_err *list_tokens(struct people *p, struct arena *a, struct people_token **out,
                                      size_t *n)
{
    sqlite3_stmt *st = NULL;
    void *list = NULL;

    TRY(sql_start(&p->q, STMT_TOKEN_LIST, &st, ""));
    TRY(gather(p, st, a, read_token, sizeof(**out), &list, n));
    *out = list;
    return NULL;
}

struct tocsin_err *people_tokens(struct people *p, struct arena *a, struct people_token **out,
                                 size_t *n)
{
    people_lock(p);
    return people_unlock(p, list_tokens(p, a, out, n));
}

static struct tocsin_err *revoke(struct people *p, struct span name, int64_t now)
{
    int64_t number = 0;

    TRY(named_token(p, name, &number));
    if (!number)
        return err_new(TOCSIN_ERR_NOT_FOUND, "no token in use is called %.*s", SPAN_ARG(name));
    TRY(sql_run(&p->q, STMT_TOKEN_REVOKE, "ii", number, now));
    return people_changed(p);
}

struct tocsin_err *people_token_revoke(struct people *p, struct span name, int64_t now)
{
    TRY(people_start(p));
    return people_end(p, revoke(p, name, now));
}

struct tocsin_err *people_token_touch(struct people *p, uint64_t number, int64_t at)
{
    return PEOPLE_RUN(p, STMT_TOKEN_TOUCH, "ii", (int64_t)number, at);
}

/* ---- sessions ---------------------------------------------------------------------------- */

static void read_session(sqlite3_stmt *st, struct arena *a, void *out)
{
    struct people_session *s = out;

    s->officer = (uint64_t)sql_int(st, 0);
    s->name = keep(a, st, 1);
    s->role = keep(a, st, 2);
    s->created = sql_int(st, 3);
    s->seen = sql_int(st, 4);
}

struct tocsin_err *people_session_add(struct people *p, struct span hash, uint64_t officer,
                                      struct span secret, struct span address, int64_t now,
                                      bool *made)
{
    struct tocsin_err *err;

    assert(hash.n == PEOPLE_HASH);
    people_lock(p);
    err = sql_run(&p->q, STMT_SESSION_ADD, "bitit", hash, (int64_t)officer, secret, now, address);
    *made = !err && sqlite3_changes(p->q.db) > 0;
    return people_unlock(p, err);
}

static struct tocsin_err *find_session(struct people *p, struct arena *a, struct span hash,
                                       struct people_session **out)
{
    sqlite3_stmt *st = NULL;
    void *found = NULL;

    TRY(sql_start(&p->q, STMT_SESSION_FIND, &st, "b", hash));
    TRY(one_row(p, st, a, read_session, sizeof(**out), &found));
    *out = found;
    return NULL;
}

struct tocsin_err *people_session_find(struct people *p, struct arena *a, struct span hash,
                                       struct people_session **out)
{
    people_lock(p);
    return people_unlock(p, find_session(p, a, hash, out));
}

struct tocsin_err *people_session_touch(struct people *p, struct span hash, int64_t at)
{
    return PEOPLE_RUN(p, STMT_SESSION_TOUCH, "bi", hash, at);
}

struct tocsin_err *people_session_end(struct people *p, struct span hash)
{
    struct tocsin_err *err;

    TRY(people_start(p));
    err = sql_run(&p->q, STMT_SESSION_END, "b", hash);
    return people_end(p, err ? err : people_changed(p));
}

struct tocsin_err *people_session_sweep(struct people *p, int64_t created, int64_t seen)
{
    return PEOPLE_RUN(p, STMT_SESSION_SWEEP, "ii", created, seen);
}

/* ---- attempts ---------------------------------------------------------------------------- */

static struct tocsin_err *find_attempt(struct people *p, struct span key, int64_t since,
                                       uint64_t *failures, int64_t *last)
{
    struct tocsin_err *err;
    sqlite3_stmt *st = NULL;
    bool row = false;

    *failures = 0;
    *last = 0;
    TRY(sql_start(&p->q, STMT_ATTEMPT_FIND, &st, "ti", key, since));
    err = sql_step(&p->q, st, &row);
    if (!err && row && sql_int(st, 0) > 0) {
        *failures = (uint64_t)sql_int(st, 0);
        *last = sql_int(st, 1);
    }
    sql_end(st);
    return err;
}

struct tocsin_err *people_attempt_find(struct people *p, struct span key, int64_t since,
                                       uint64_t *failures, int64_t *last)
{
    people_lock(p);
    return people_unlock(p, find_attempt(p, key, since, failures, last));
}

struct tocsin_err *people_attempt_add(struct people *p, struct span key, int64_t now, int64_t since)
{
    return PEOPLE_RUN(p, STMT_ATTEMPT_ADD, "tii", key, now, since);
}

struct tocsin_err *people_attempt_less(struct people *p, struct span key)
{
    return PEOPLE_RUN(p, STMT_ATTEMPT_LESS, "t", key);
}

struct tocsin_err *people_attempt_clear(struct people *p, struct span key)
{
    return PEOPLE_RUN(p, STMT_ATTEMPT_CLEAR, "t", key);
}

struct tocsin_err *people_attempt_sweep(struct people *p, int64_t since, uint64_t most)
{
    return PEOPLE_RUN(p, STMT_ATTEMPT_SWEEP, "ii", since, (int64_t)most);
}
