/* SPDX-License-Identifier: Apache-2.0
 *
 * Proof of the SQLite store, on one view of it:
 *
 *   the file       PRAGMA integrity_check
 *   versions       every packed record, present or former, is valid, has its hash and its row's id
 *   key tables     hold exactly what the present records say
 *   datasets       entities, targets and names are what a count gives; no id twice; arrival
 *                  numbers in range
 *   imports        every version belongs to one, none has more versions than it counted
 *
 * Damage is a finding. A page that SQLite cannot read at all ends the part that needed it with one
 * finding; the other parts go on.
 */
#include <stdarg.h>
#include <stdio.h>

#include "store/sqlite_private.h"

struct check {
    struct sqlite *q;
    struct arena *a; /* of one record */
    void (*finding)(void *ctx, const char *text);
    void *ctx;
    uint64_t findings;
    struct version v;
    uint64_t ids;             /* entities, present or not, of all datasets */
    uint64_t points, aliases; /* that the present records have */
};

struct sums {
    int64_t number, arrivals, entities, targets, names;
    struct span name;
};

static void found(struct check *c, const char *fmt, ...) TOCSIN_PRINTF(2, 3);
static void part(struct check *c, const char *what, struct tocsin_err *err);
static struct tocsin_err *check_file(struct check *c);
static struct tocsin_err *check_datasets(struct check *c);
static struct tocsin_err *check_former(struct check *c);
static struct tocsin_err *check_keys(struct check *c);
static struct tocsin_err *check_imports(struct check *c);

struct tocsin_err *sqlite_check(struct store *s, void (*finding)(void *ctx, const char *text),
                                void *ctx, uint64_t *findings)
{
    struct check c = {.q = (struct sqlite *)s, .finding = finding, .ctx = ctx};
    bool began;

    TRY(sql_view_begin(c.q, &began));
    c.a = arena_new();
    part(&c, "file", check_file(&c));
    part(&c, "datasets", check_datasets(&c));
    part(&c, "former versions", check_former(&c));
    part(&c, "key tables", check_keys(&c));
    part(&c, "imports", check_imports(&c));
    arena_free(c.a);
    version_free(&c.v);
    sql_view_end(c.q, began);
    *findings = c.findings;
    return NULL;
}

static void found(struct check *c, const char *fmt, ...)
{
    char text[1024];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    c->findings++;
    if (c->finding)
        c->finding(c->ctx, text);
}

static void part(struct check *c, const char *what, struct tocsin_err *err)
{
    if (!err)
        return;
    found(c, "store: %s: %s", what, tocsin_err_text(err));
    tocsin_err_free(err);
}

/* Runs 'sql' and hands each row to 'each', which makes findings. */
static struct tocsin_err *rows(struct check *c, const char *sql,
                               void (*each)(struct check *c, sqlite3_stmt *st))
{
    struct tocsin_err *err;
    sqlite3_stmt *st = NULL;
    bool row = true;

    TRY(sql_prepare(c->q, sql, &st, ""));
    for (err = sql_step(c->q, st, &row); !err && row; err = sql_step(c->q, st, &row))
        each(c, st);
    sql_finish(st);
    return err;
}

/* ---- the file ---------------------------------------------------------------------------- */

static void integrity_row(struct check *c, sqlite3_stmt *st)
{
    struct span said = sql_span(st, 0);

    if (!span_eq(said, SPAN("ok")))
        found(c, "store: file: %.*s", SPAN_ARG(said));
}

static struct tocsin_err *check_file(struct check *c)
{
    return rows(c, "PRAGMA integrity_check(100)", integrity_row);
}

/* ---- versions ---------------------------------------------------------------------------- */

/* Reads one version from columns: hash, packed, id. NULL and a finding when it is damaged. */
static struct record *check_version(struct check *c, sqlite3_stmt *st, int column)
{
    struct span hash = sql_span(st, column), packed = sql_span(st, column + 1);
    struct span id = sql_span(st, column + 2);
    struct record *r = NULL;
    struct tocsin_err *err;

    arena_reset(c->a);
    if (hash.n != 32) {
        found(c, "store: version of '%.*s': no hash of 32 bytes", SPAN_ARG(id));
        return NULL;
    }
    err = version_read(c->a, packed, (const unsigned char *)hash.p, &r);
    if (err) {
        found(c, "store: version of '%.*s': %s", SPAN_ARG(id), tocsin_err_text(err));
        tocsin_err_free(err);
        return NULL;
    }
    if (!span_eq(r->id, id)) {
        found(c, "store: version of '%.*s': holds '%.*s'", SPAN_ARG(id), SPAN_ARG(r->id));
        return NULL;
    }
    return r;
}

static struct tocsin_err *check_marks(struct check *c, int64_t number, struct span id,
                                      enum stmt which, const char *table, const struct keys *keys)
{
    for (size_t i = 0; i < keys->n; i++) {
        struct tocsin_err *err;
        sqlite3_stmt *st = NULL;
        bool row = false;

        TRY(sql_start(c->q, which, &st, "ii", keys->at[i], number));
        err = sql_step(c->q, st, &row);
        sql_end(st);
        if (err)
            return err;
        if (!row)
            found(c, "store: '%.*s' is missing in the table of %s", SPAN_ARG(id), table);
    }
    return NULL;
}

/* One row of the entity table: number, hash, packed, id. */
static struct tocsin_err *check_entity(struct check *c, sqlite3_stmt *st, struct sums *sum)
{
    int64_t number = sql_int(st, 0), key = version_key(sql_span(st, 3));
    struct keys own = {.at = &key, .n = 1};
    struct record *r;

    c->ids++;
    TRY(check_marks(c, number, sql_span(st, 3), STMT_NAMED_HAS, "ids", &own));
    if (number - entity_first(sum->number) > sum->arrivals)
        found(c, "store: %.*s: arrival number %lld is past the last one", SPAN_ARG(sum->name),
              (long long)(number - entity_first(sum->number)));
    if (!sql_span(st, 1).p && !sql_span(st, 2).p)
        return NULL;
    sum->entities++;
    r = check_version(c, st, 1);
    if (!r)
        return NULL;
    version_marks(r, &c->v);
    sum->names += (int64_t)c->v.names;
    sum->targets += c->v.target;
    c->points += c->v.points.n;
    c->aliases += c->v.aliases.n;
    TRY(check_marks(c, number, r->id, STMT_REFERENCE_HAS, "references", &c->v.points));
    return check_marks(c, number, r->id, STMT_REFERENT_HAS, "referents", &c->v.aliases);
}

/* ---- datasets ---------------------------------------------------------------------------- */

static struct tocsin_err *sum_up(struct check *c, struct sums *sum)
{
    struct tocsin_err *err;
    sqlite3_stmt *st = NULL;
    bool row = true;

    TRY(sql_prepare(c->q,
                    "SELECT number, hash, packed, id FROM entity WHERE number BETWEEN ?1 AND ?2",
                    &st, "ii", entity_first(sum->number), entity_last(sum->number)));
    for (err = sql_step(c->q, st, &row); !err && row; err = sql_step(c->q, st, &row)) {
        err = check_entity(c, st, sum);
        if (err)
            break;
    }
    sql_finish(st);
    return err;
}

static void compare(struct check *c, struct span name, const char *what, int64_t said,
                    int64_t counted)
{
    if (said != counted)
        found(c, "store: %.*s: should have %lld %s, has %lld", SPAN_ARG(name), (long long)said,
              what, (long long)counted);
}

/* number, arrivals, entities, targets, names, name */
static void dataset_row(struct check *c, sqlite3_stmt *st)
{
    struct sums sum = {
        .number = sql_int(st, 0), .arrivals = sql_int(st, 1), .name = sql_span(st, 5)};

    if (sum.number < 1 || sum.number >= INT32_MAX) {
        found(c, "store: %.*s: impossible dataset number", SPAN_ARG(sum.name));
        return;
    }
    part(c, "entities", sum_up(c, &sum));
    compare(c, sum.name, "entities", sql_int(st, 2), sum.entities);
    compare(c, sum.name, "targets", sql_int(st, 3), sum.targets);
    compare(c, sum.name, "names", sql_int(st, 4), sum.names);
}

static void twice_row(struct check *c, sqlite3_stmt *st)
{
    found(c, "store: '%.*s' is in one dataset twice", SPAN_ARG(sql_span(st, 0)));
}

static void stray_row(struct check *c, sqlite3_stmt *st)
{
    found(c, "store: '%.*s' belongs to no dataset", SPAN_ARG(sql_span(st, 0)));
}

static struct tocsin_err *check_datasets(struct check *c)
{
    TRY(rows(c,
             "SELECT number, arrivals, entities, targets, names, name FROM dataset ORDER BY number",
             dataset_row));
    TRY(rows(c,
             "SELECT e.id FROM named n JOIN entity e ON e.number = n.entity WHERE n.key IN"
             " (SELECT key FROM named GROUP BY key, entity >> 32 HAVING count(*) > 1)"
             " GROUP BY e.id, e.number >> 32 HAVING count(*) > 1",
             twice_row));
    return rows(c, "SELECT id FROM entity WHERE number >> 32 NOT IN (SELECT number FROM dataset)",
                stray_row);
}

static void former_row(struct check *c, sqlite3_stmt *st)
{
    if (!sql_span(st, 2).p)
        found(c, "store: a former version belongs to entity %lld, which is not there",
              (long long)sql_int(st, 3));
    else if (sql_span(st, 0).p || sql_span(st, 1).p)
        check_version(c, st, 0);
}

static struct tocsin_err *check_former(struct check *c)
{
    return rows(c,
                "SELECT f.hash, f.packed, e.id, f.entity FROM former f"
                " LEFT JOIN entity e ON e.number = f.entity",
                former_row);
}

/* ---- key tables, imports ------------------------------------------------------------------ */

/* Every key that a record has was found in its table; so the tables hold nothing else when the
 * numbers agree. */
static void keys_row(struct check *c, sqlite3_stmt *st)
{
    compare(c, SPAN("key tables"), "ids", (int64_t)c->ids, sql_int(st, 0));
    compare(c, SPAN("key tables"), "references", (int64_t)c->points, sql_int(st, 1));
    compare(c, SPAN("key tables"), "referents", (int64_t)c->aliases, sql_int(st, 2));
}

static struct tocsin_err *check_keys(struct check *c)
{
    return rows(c,
                "SELECT (SELECT count(*) FROM named), (SELECT count(*) FROM reference),"
                " (SELECT count(*) FROM referent)",
                keys_row);
}

static void import_row(struct check *c, sqlite3_stmt *st)
{
    if (sqlite3_column_type(st, 2) == SQLITE_NULL)
        found(c, "store: %lld versions belong to import %lld, which is not there",
              (long long)sql_int(st, 1), (long long)sql_int(st, 0));
    else if (sql_int(st, 1) > sql_int(st, 2))
        found(c, "store: import %lld: says %lld versions, has %lld", (long long)sql_int(st, 0),
              (long long)sql_int(st, 2), (long long)sql_int(st, 1));
}

static struct tocsin_err *check_imports(struct check *c)
{
    return rows(c,
                "SELECT v.import, count(*), i.added + i.changed FROM"
                " (SELECT import FROM entity WHERE hash IS NOT NULL"
                "  UNION ALL SELECT import FROM former WHERE hash IS NOT NULL) v"
                " LEFT JOIN import i ON i.number = v.import GROUP BY v.import",
                import_row);
}
