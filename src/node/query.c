/* SPDX-License-Identifier: Apache-2.0
 *
 * A query is a record under construction.
 */
#include "node/node_private.h"

static struct tocsin_err *find_schema(const char *name, enum schema *out);
static struct tocsin_err *find_prop(enum schema schema, const char *name, enum prop *out);
static struct tocsin_err *not_meetable(enum schema schema);
static struct tocsin_err *not_valid(enum prop prop, const char *value);

struct tocsin_err *tocsin_query_new(const char *schema, struct tocsin_query **out)
{
    enum schema found = SCHEMA_NONE;
    struct tocsin_query *q;

    *out = NULL;
    TRY(find_schema(schema, &found));
    TRY(not_meetable(found));
    q = mem_zero(1, sizeof(*q));
    q->arena = arena_new();
    q->record = record_new(q->arena, found, SPAN(""));
    *out = q;
    return NULL;
}

struct tocsin_err *tocsin_query_add(struct tocsin_query *q, const char *property, const char *value)
{
    enum prop prop = PROP_NONE;

    TRY(find_prop(q->record->schema, property, &prop));
    if (record_add(q->record, prop, span_of(value)) == ADD_INVALID)
        return not_valid(prop, value);
    return NULL;
}

static struct tocsin_err *from_json(struct tocsin_query *q, struct span json)
{
    struct record_reader reader = {.fuzzy = true};

    TRY(record_from_json(q->arena, &reader, json, &q->record));
    return not_meetable(q->record->schema);
}

struct tocsin_err *tocsin_query_json(const char *json, size_t n, struct tocsin_query **out)
{
    struct tocsin_query *q = mem_zero(1, sizeof(*q));
    struct tocsin_err *err;

    *out = NULL;
    q->arena = arena_new();
    err = from_json(q, (struct span){json, n});
    if (err) {
        tocsin_query_free(q);
        return err;
    }
    *out = q;
    return NULL;
}

bool tocsin_query_searchable(const struct tocsin_query *q)
{
    struct arena *a = arena_new();
    struct record *r = NULL;
    struct subject s = {0};
    struct tocsin_err *err = query_record(q, a, &r);
    bool found;

    if (!err)
        subject_make(a, r, &s);
    found = s.names_n > 0 || s.idents_n > 0;
    tocsin_err_free(err);
    arena_free(a);
    return found;
}

struct tocsin_err *tocsin_query_show(const struct tocsin_query *q, char **json)
{
    struct arena *a = arena_new();
    struct record *r = NULL;
    struct buf b = {0};
    struct tocsin_err *err = query_record(q, a, &r);

    *json = NULL;
    if (!err) {
        record_json_query(r, &b);
        *json = memcpy(mem_alloc(b.n + 1), buf_cstr(&b), b.n + 1);
    }
    buf_free(&b);
    arena_free(a);
    return err;
}

void tocsin_query_free(struct tocsin_query *q)
{
    if (!q)
        return;
    arena_free(q->arena);
    mem_free(q);
}

struct tocsin_err *query_record(const struct tocsin_query *q, struct arena *a, struct record **out)
{
    const struct record *r = q->record;
    struct record *copy;

    if (r->n > LIMIT_QUERY_VALUES)
        return err_new(TOCSIN_ERR_LIMIT, "a query of %zu values; %d at most (LIMIT_QUERY_VALUES)", r->n,
                       LIMIT_QUERY_VALUES);
    copy = record_new(a, r->schema, arena_span(a, r->id));
    /* The values have their normal form already. */
    for (size_t i = 0; i < r->n; i++) {
        enum add added = record_add(copy, r->values[i].prop, r->values[i].text);

        assert(added != ADD_INVALID && added != ADD_FOREIGN);
        (void)added;
    }
    *out = copy;
    return record_finish(copy);
}

/* ---- errors ------------------------------------------------------------------------------ */

static struct tocsin_err *find_schema(const char *name, enum schema *out)
{
    struct span text = span_of(name);
    const char *near;

    *out = schema_find(text);
    if (*out != SCHEMA_NONE)
        return NULL;
    near = nearest_schema(text);
    if (near)
        return err_new(TOCSIN_ERR_USAGE, "unknown schema '%.*s'; did you mean '%s'?",
                       SPAN_ARG(text), near);
    return err_new(TOCSIN_ERR_USAGE, "unknown schema '%.*s'", SPAN_ARG(text));
}

static struct tocsin_err *find_prop(enum schema schema, const char *name, enum prop *out)
{
    struct span text = span_of(name);
    const char *near;

    *out = prop_find(text);
    if (*out != PROP_NONE && schema_has(schema, *out))
        return NULL;
    near = nearest_prop(schema, text);
    if (near)
        return err_new(TOCSIN_ERR_USAGE, "a %s has no property '%.*s'; did you mean '%s'?",
                       schema_name(schema), SPAN_ARG(text), near);
    return err_new(TOCSIN_ERR_USAGE, "a %s has no property '%.*s'", schema_name(schema),
                   SPAN_ARG(text));
}

/* Thing meets every schema that can be matched; others must be such a schema themselves. */
static struct tocsin_err *not_meetable(enum schema schema)
{
    if (schema_matchable(schema) || schema == SCHEMA_Thing)
        return NULL;
    return err_new(TOCSIN_ERR_USAGE,
                   "nothing can be screened as a %s: take Person, Organization, "
                   "Vessel, ... or Thing for any of them",
                   schema_name(schema));
}

static struct tocsin_err *not_valid(enum prop prop, const char *value)
{
    static const char *const wants[] = {[TYPE_DATE] = "a date (1961, 1961-03, 1961-03-14)",
                                        [TYPE_COUNTRY] = "a country or its code",
                                        [TYPE_GENDER] = "male, female or other"};
    enum prop_type type = prop_type(prop);
    const char *what = (size_t)type < ARRAY_LEN(wants) ? wants[type] : NULL;
    struct span text = span_of(value);
    struct tocsin_err *err;
    size_t bad;

    if (!utf8_valid(text, &bad))
        err = err_new(TOCSIN_ERR_PARSE, "the value is not UTF-8 (byte %zu)", bad + 1);
    else
        err = err_new(TOCSIN_ERR_PARSE, "'%.*s' is not %s", SPAN_ARG(text),
                      what ? what : "a value of this property");
    return err_at(err, NULL, 0, 0, prop_name(prop));
}
