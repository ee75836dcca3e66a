/* SPDX-License-Identifier: Apache-2.0
 *
 * Proof of people.db: the file's own structure, and a form for each column that has one. A row of
 * the table below is a statement that finds what should not be, and the words for it.
 */
#include <stdio.h>
#include <unistd.h>

#include "store/people_private.h"

struct check {
    struct people *p;
    bool (*role_known)(struct span role);
    void (*finding)(void *ctx, const char *text);
    void *ctx;
    uint64_t findings;
};

static void found(struct check *c, const char *what, struct span which)
{
    char text[256];

    snprintf(text, sizeof(text), "people: %s: %.*s", what, (int)(which.n < 120 ? which.n : 120),
             which.p ? which.p : "");
    c->findings++;
    if (c->finding)
        c->finding(c->ctx, text);
}

/* Each row gives a name in its first column. */
static const struct {
    const char *what, *sql;
} forms[] = {
    {"an officer's password has not the form of one",
     "SELECT name FROM officer WHERE secret NOT LIKE '$argon2id$%'"},
    {"a token's hash has not the length of one", "SELECT name FROM token WHERE length(hash) <> 32"},
    {"a token's rate is below zero", "SELECT name FROM token WHERE rate < 0"},
    {"a session's hash has not the length of one",
     "SELECT hex(hash) FROM session WHERE length(hash) <> 32"},
    {"a session belongs to no officer",
     "SELECT hex(hash) FROM session WHERE officer NOT IN (SELECT number FROM officer)"},
    {"a search was made by no known kind of person",
     "SELECT number FROM search WHERE kind NOT BETWEEN 0 AND 2"},
    {"a search's query is not JSON", "SELECT number FROM search WHERE NOT json_valid(query)"},
    {"a search has more matches than results", "SELECT number FROM search WHERE matches > results"},
};

typedef void (*on_row)(struct check *c, const char *what, sqlite3_stmt *st);

static void form_row(struct check *c, const char *what, sqlite3_stmt *st)
{
    found(c, what, sql_span(st, 0));
}

static void role_row(struct check *c, const char *what, sqlite3_stmt *st)
{
    if (!c->role_known(sql_span(st, 0)))
        found(c, what, sql_span(st, 0));
}

static void integrity_row(struct check *c, const char *what, sqlite3_stmt *st)
{
    if (!span_eq(sql_span(st, 0), SPAN("ok")))
        found(c, what, sql_span(st, 0));
}

static struct tocsin_err *walk(struct check *c, const char *sql, const char *what, on_row on)
{
    struct tocsin_err *err;
    sqlite3_stmt *st = NULL;
    bool row = false;

    TRY(sql_prepare(&c->p->q, sql, &st, ""));
    for (err = sql_step(&c->p->q, st, &row); !err && row; err = sql_step(&c->p->q, st, &row))
        on(c, what, st);
    sql_finish(st);
    return err;
}

/* What cannot be read is a finding too. */
static void part(struct check *c, const char *what, struct tocsin_err *err)
{
    if (err)
        found(c, what, span_of(tocsin_err_text(err)));
    tocsin_err_free(err);
}

static void check_all(struct check *c)
{
    part(c, "file", walk(c, "PRAGMA integrity_check", "file", integrity_row));
    part(
        c, "roles",
        walk(c, "SELECT role FROM officer UNION SELECT role FROM token", "no such role", role_row));
    for (size_t i = 0; i < ARRAY_LEN(forms); i++)
        part(c, forms[i].what, walk(c, forms[i].sql, forms[i].what, form_row));
}

struct tocsin_err *people_check(const char *path, bool (*role_known)(struct span role),
                                void (*finding)(void *ctx, const char *text), void *ctx,
                                uint64_t *findings)
{
    struct check c = {.role_known = role_known, .finding = finding, .ctx = ctx};
    struct tocsin_err *err;

    if (access(path, F_OK) != 0)
        return NULL;
    err = people_open_file(path, PEOPLE_DURABLE, false, &c.p);
    if (err && tocsin_err_code(err) != TOCSIN_ERR_CORRUPT)
        return err;
    if (err)
        part(&c, "file", err);
    else
        check_all(&c);
    people_close(c.p);
    *findings += c.findings;
    return NULL;
}
