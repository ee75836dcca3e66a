/* SPDX-License-Identifier: Apache-2.0
 *
 * Reconciliation (W3C community group, Reconciliation Service API 0.2), as OpenRefine speaks it: a column of
 * names is asked, and the entities that it may mean come back with scores.
 *
 *     GET  /reconcile/{dataset}             what the service offers
 *     POST queries={"q1":{...}}             results for each query, also below the threshold
 *     POST extend={"ids","properties"}      values of entities that were chosen
 *     GET  .../suggest, .../extend, .../preview    what the user interface asks (suggest.c)
 *
 * OpenRefine cannot send a header with a key. The parameter api_key does instead, on these routes alone;
 * it is repeated in the addresses that the manifest gives.
 */
#include "api/freebase.h"

#include <stdio.h>
#include <stdlib.h>

#include "record/country.h"

enum { BATCH_SIZE = 3, LIMIT_USUAL = 5, EXTEND_MOST = 9999, PREVIEW_WIDTH = 430, PREVIEW_HEIGHT = 600 };

/* ---- manifest --------------------------------------------------------------------------------- */

static const char *query_string(struct call *c)
{
    size_t mark = span_find(c->r->target, '?');

    return arena_str(c->a, span_from(c->r->target, mark));
}

static json_t *service(const char *base, const char *path, const char *query)
{
    json_t *out = json_pack("{s:s, s:s+}", "service_url", base, "service_path", path, query);

    return out;
}

static json_t *default_types(void)
{
    json_t *list = json_array();

    for (size_t s = 1; s <= schema_count(); s++)
        if (schema_matchable((enum schema)s))
            json_array_append_new(list, freebase_type((enum schema)s));
    return list;
}

static json_t *extend_settings(void)
{
    return json_pack("[{s:s, s:s, s:s, s:i, s:s}, {s:s, s:s, s:s, s:s, s:s, s:[{s:s, s:s}, {s:s, s:s}]}]",
                     "name", "limit", "label", "Limit", "type", "number", "default", 0, "help_text",
                     "Values of a property at most; 0 for all", "name", "render", "label", "Format",
                     "type", "select", "default", "caption", "help_text",
                     "Names of countries and topics, or their codes", "choices", "value", "caption",
                     "name", "Names", "value", "raw", "name", "Codes");
}

static struct tocsin_err *tell_manifest(struct call *c)
{
    const char *title = config_text(c->api->config, SETTING_TITLE), *root = freebase_base(c);
    const char *query = query_string(c);
    const char *base = arena_printf(c->a, "%s/reconcile/%s", root, c->captures[0].p).p;
    const char *view = arena_printf(c->a, "%s/#/entity/{{id}}", root).p;
    const char *preview = arena_printf(c->a, "%s/preview/{{id}}%s", base, query).p;
    const char *name = arena_printf(c->a, "%s (tocsin)", title).p;
    json_t *extend = json_pack("{s:o, s:o}", "propose_properties",
                               service(base, "/extend/property", query), "property_settings",
                               extend_settings());
    json_t *suggest =
        json_pack("{s:o, s:o, s:o}", "entity", service(base, "/suggest/entity", query), "property",
                  service(base, "/suggest/property", query), "type",
                  service(base, "/suggest/type", query));

    return answer_value(c, 200,
                        json_pack("{s:[s], s:s, s:s, s:s, s:s, s:i, s:{s:s}, s:{s:s, s:i, s:i}, "
                                  "s:o, s:o, s:o}",
                                  "versions", "0.2", "name", name, "identifierSpace",
                                  "https://www.opensanctions.org/reference/#schema", "schemaSpace",
                                  "https://www.opensanctions.org/reference/#schema",
                                  "documentation", arena_printf(c->a, "%s/docs", root).p,
                                  "batchSize", BATCH_SIZE, "view", "url", view, "preview", "url",
                                  preview, "width", PREVIEW_WIDTH, "height", PREVIEW_HEIGHT,
                                  "suggest", suggest, "extend", extend, "defaultTypes",
                                  default_types()));
}

/* ---- queries ---------------------------------------------------------------------------------- */

/* Of several types the first counts; without one it may be anything. */
static bool type_of(struct call *c, const json_t *query, enum schema *out)
{
    const json_t *type = json_object_get(query, "type");
    const char *name;

    if (json_is_array(type))
        type = json_array_get(type, 0);
    if (json_is_object(type))
        type = json_object_get(type, "id");
    name = json_string_value(type);
    *out = name ? schema_find(span_of(name)) : SCHEMA_Thing;
    if (*out != SCHEMA_NONE)
        return true;
    (void)refuse(c, 400, "Invalid type: %s", name);
    return false;
}

static void add_value(struct tocsin_query *q, enum prop p, const json_t *v)
{
    const char *text = json_string_value(json_is_object(v) ? json_object_get(v, "id") : v);
    char number[32];

    if (json_is_number(v)) {
        snprintf(number, sizeof(number), "%.15g", json_number_value(v));
        text = number;
    }
    if (text) /* a value that is not understood is no reason to ask nothing */
        tocsin_err_free(tocsin_query_add(q, prop_name(p), text));
}

static void add_property(struct tocsin_query *q, enum schema s, const json_t *property)
{
    const char *pid = json_string_value(json_object_get(property, "pid"));
    const json_t *v = json_object_get(property, "v");
    enum prop p = pid && strchr(pid, ':') ? freebase_prop(pid) : PROP_NONE;

    if (p == PROP_NONE || !schema_has(s, p))
        return;
    if (!json_is_array(v))
        add_value(q, p, v);
    for (size_t i = 0; i < json_array_size(v); i++)
        add_value(q, p, json_array_get(v, i));
}

static struct tocsin_err *make_query(enum schema s, const json_t *from, struct tocsin_query **out)
{
    const json_t *properties = json_object_get(from, "properties");
    const char *name = json_string_value(json_object_get(from, "query"));

    TRY(tocsin_query_new(schema_name(s), out));
    if (name)
        tocsin_err_free(tocsin_query_add(*out, "name", name));
    for (size_t i = 0; i < json_array_size(properties); i++)
        add_property(*out, s, json_array_get(properties, i));
    return NULL;
}

static json_t *results_of(struct call *c, const struct tocsin_results *r)
{
    json_t *list = json_array();

    for (size_t i = 0; i < tocsin_results_count(r); i++) {
        char *text = tocsin_result_json(r, i);
        json_t *entity = json_loads(text, 0, NULL), *one = freebase_entity(entity);

        json_object_set_new(one, "score", json_real(tocsin_result_score(r, i)));
        json_object_set_new(one, "match", json_boolean(tocsin_result_match(r, i)));
        json_array_append_new(list, one);
        json_decref(entity);
        free(text);
    }
    c->results += tocsin_results_count(r);
    c->matches += tocsin_results_total(r);
    return json_pack("{s:o}", "result", list);
}

static size_t limit_of(struct call *c, const json_t *query)
{
    const json_t *limit = json_object_get(query, "limit");
    json_int_t n = json_is_integer(limit) ? json_integer_value(limit) : LIMIT_USUAL;
    uint64_t most = config_number(c->api->config, SETTING_LIMIT_MATCHES);

    return n < 1 ? LIMIT_USUAL : (uint64_t)n > most ? most : (size_t)n;
}

/* '*out' stays NULL after a refusal. */
static struct tocsin_err *answer_query(struct call *c, const char *const *scope, const json_t *query,
                                       json_t **out)
{
    struct tocsin_screen_options o = {.threshold = config_real(c->api->config, SETTING_MATCH_THRESHOLD),
                                      .limit = limit_of(c, query),
                                      .algorithm = param_text(c, "algorithm"),
                                      .scope = scope,
                                      .below = true,
                                      .changed_since = param_text(c, "changed_since")};
    struct tocsin_query *q = NULL;
    struct tocsin_results *r = NULL;
    struct tocsin_err *err;
    enum schema s;

    *out = NULL;
    if (!type_of(c, query, &s))
        return NULL;
    err = make_query(s, query, &q);
    if (!err)
        err = tocsin_screen(c->node, q, &o, &r);
    if (!err)
        *out = results_of(c, r);
    tocsin_results_free(r);
    tocsin_query_free(q);
    return err;
}

static struct tocsin_err *answer_queries(struct call *c, const json_t *queries)
{
    const char *const *scope;
    json_t *answers = json_object(), *one;
    struct tocsin_err *err = NULL;
    const char *key;

    if (!call_scope(c, c->captures[0], &scope)) {
        json_decref(answers);
        return NULL;
    }
    json_object_foreach((json_t *)(uintptr_t)queries, key, one) {
        json_t *result = NULL;

        if (call_in_time(c))
            err = answer_query(c, scope, one, &result);
        if (!result) {
            json_decref(answers);
            return err;
        }
        json_object_set_new(answers, key, result);
    }
    http_header(c->out, c->a, "x-batch-size", "%zu", json_object_size(queries));
    metrics_searched(c->api->metrics, json_object_size(queries), c->matches);
    return answer_value(c, 200, answers);
}

/* The object in a form field, or NULL after a refusal. */
static json_t *object_in(struct call *c, struct span text, const char *what)
{
    json_error_t why;
    json_t *object = NULL;

    if (json_shallow(text, (size_t)config_number(c->api->config, SETTING_LIMIT_DEPTH)))
        object = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &why);
    if (json_is_object(object))
        return object;
    json_decref(object);
    (void)refuse(c, 400, "Cannot decode %s: it is no JSON object", what);
    return NULL;
}

static struct tocsin_err *queries(struct call *c, struct span text)
{
    uint64_t most = config_number(c->api->config, SETTING_LIMIT_BATCH);
    json_t *object = object_in(c, text, "queries");
    struct tocsin_err *err = NULL;

    if (object && json_object_size(object) > most)
        err = refuse(c, 400, "Too many queries in one batch (limit: %llu)", (unsigned long long)most);
    else if (object) {
        call_search(c, text);
        err = answer_queries(c, object);
    }
    json_decref(object);
    return err;
}

/* ---- extend ------------------------------------------------------------------------------------ */

/* A code in words: "mt" is Malta, "sanction" is what the topic is called. */
static const char *in_words(enum schema s, enum prop p, const char *value)
{
    const char *words = NULL;

    if (prop_type_in(s, p) == TYPE_COUNTRY)
        words = country_name(span_of(value));
    else if (prop_type_in(s, p) == TYPE_TOPIC)
        words = topic_label(span_of(value));
    return words ? words : value;
}

static json_t *cell_of(const json_t *entity, const json_t *wish)
{
    const char *name = json_string_value(json_object_get(wish, "id"));
    const json_t *settings = json_object_get(wish, "settings");
    const char *render = json_string_value(json_object_get(settings, "render"));
    json_int_t limit = json_integer_value(json_object_get(settings, "limit"));
    enum schema s =
        schema_find(span_of(json_string_value(json_object_get(entity, "schema"))));
    enum prop p = name ? freebase_prop(name) : PROP_NONE;
    const json_t *values;
    json_t *cell = json_array();

    if (p == PROP_NONE || s == SCHEMA_NONE || !schema_has(s, p))
        return cell;
    values = json_object_get(json_object_get(entity, "properties"), prop_name(p));
    for (size_t i = 0; i < json_array_size(values); i++) {
        const char *value = json_string_value(json_array_get(values, i));

        if (!value || (limit > 0 && json_array_size(cell) >= (size_t)limit))
            continue;
        if (!render || strcmp(render, "raw") != 0)
            value = in_words(s, p, value);
        json_array_append_new(cell, json_pack("{s:s}", "str", value));
    }
    return cell;
}

/* NULL after a refusal or error. */
static json_t *row_of(struct call *c, const char *id, const json_t *wishes, struct tocsin_err **err)
{
    json_t *row = json_object(), *entity;
    char *json = NULL;

    *err = tocsin_entity(c->node, id, &json);
    if (*err && tocsin_err_code(*err) == TOCSIN_ERR_NOT_FOUND) {
        tocsin_err_free(*err);
        *err = NULL;
        return row;
    }
    entity = *err ? NULL : json_loads(json, 0, NULL);
    free(json);
    if (entity && strcmp(json_string_value(json_object_get(entity, "id")), id) != 0) {
        (void)refuse(c, 400, "Entity %s has been merged into another", id);
        json_decref(entity);
        entity = NULL;
    }
    for (size_t i = 0; entity && i < json_array_size(wishes); i++) {
        const json_t *wish = json_array_get(wishes, i);
        const char *name = json_string_value(json_object_get(wish, "id"));

        if (name)
            json_object_set_new(row, name, cell_of(entity, wish));
    }
    if (!entity) {
        json_decref(row);
        return NULL;
    }
    json_decref(entity);
    return row;
}

static json_t *meta_of(const json_t *wishes)
{
    json_t *list = json_array();

    for (size_t i = 0; i < json_array_size(wishes); i++) {
        const char *name = json_string_value(json_object_get(json_array_get(wishes, i), "id"));
        enum prop p = name ? freebase_prop(name) : PROP_NONE;

        if (p != PROP_NONE)
            json_array_append_new(list, json_pack("{s:s, s:s}", "id", name, "name", prop_label(p)));
    }
    return list;
}

static struct tocsin_err *extend_with(struct call *c, const json_t *what)
{
    const json_t *ids = json_object_get(what, "ids");
    const json_t *wishes = json_object_get(what, "properties");
    json_t *rows = json_object();

    if (json_array_size(ids) > EXTEND_MOST || json_array_size(wishes) > prop_count()) {
        json_decref(rows);
        return refuse(c, 400, "too many ids or properties; %d and %zu at most", EXTEND_MOST,
                      prop_count());
    }
    for (size_t i = 0; i < json_array_size(ids); i++) {
        const char *id = json_string_value(json_array_get(ids, i));
        struct tocsin_err *err = NULL;
        json_t *row = NULL;

        if (call_in_time(c))
            row = id ? row_of(c, id, wishes, &err) : json_object();

        if (!row) {
            json_decref(rows);
            return err;
        }
        json_object_set_new(rows, id ? id : "", row);
    }
    return answer_value(c, 200, json_pack("{s:o, s:o}", "meta", meta_of(wishes), "rows", rows));
}

/* ---- routes ------------------------------------------------------------------------------------- */

struct tocsin_err *route_reconcile(struct call *c)
{
    const char *text = param_text(c, "queries");
    const char *const *scope;

    if (text)
        return queries(c, span_of(text));
    return call_scope(c, c->captures[0], &scope) ? tell_manifest(c) : NULL;
}

struct tocsin_err *route_reconcile_ask(struct call *c)
{
    struct http_pair *fields;
    size_t n;
    const char *bad = http_form(c->a, c->r->body, &fields, &n);

    if (bad)
        return refuse(c, 400, "the form has %s", bad);
    for (size_t i = 0; i < n; i++) {
        if (span_eq(fields[i].name, SPAN("queries")))
            return queries(c, fields[i].value);
        if (span_eq(fields[i].name, SPAN("extend"))) {
            json_t *what = object_in(c, fields[i].value, "extend");
            struct tocsin_err *err = what ? extend_with(c, what) : NULL;

            json_decref(what);
            return err;
        }
    }
    return refuse(c, 400, "the form has neither queries nor extend");
}
