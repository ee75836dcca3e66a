/* SPDX-License-Identifier: Apache-2.0
 *
 * What the user interface of a reconciliation client asks while somebody types: entities, properties and
 * types that begin so, properties to extend with, and a page that previews one entity.
 */
#include <stdlib.h>

#include "api/freebase.h"

enum { SUGGESTIONS = 5 };

static struct tocsin_err *tell(struct call *c, json_t *list)
{
    const char *prefix = param_text(c, "prefix");

    return answer_value(c, 200, json_pack("{s:s, s:s, s:s, s:o}", "code", "/api/status/ok", "status",
                                          "200 OK", "prefix", prefix ? prefix : "", "result", list));
}

struct tocsin_err *route_suggest_entity(struct call *c)
{
    const char *prefix = param_text(c, "prefix");
    json_t *list = json_array(), *found, *one;
    const char *const *scope;
    char *json = NULL;
    size_t i;

    if (!call_scope(c, c->captures[0], &scope)) {
        json_decref(list);
        return NULL;
    }
    if (prefix && strlen(prefix) > LIMIT_NAME_BYTES) {
        json_decref(list);
        return refuse(c, 400, "a prefix has %d bytes at most", LIMIT_NAME_BYTES);
    }
    if (!prefix || !prefix[0] || !param_int(c, "limit"))
        return tell(c, list);
    struct tocsin_err *err =
        tocsin_suggest(c->node, scope, prefix, (size_t)param_int(c, "limit"), &json);
    if (err) {
        json_decref(list);
        return err;
    }
    call_search_text(c, span_of(prefix));
    found = json_loads(json, 0, NULL);
    free(json);
    json_array_foreach(json_object_get(found, "results"), i, one)
        json_array_append_new(list, freebase_entity(one));
    c->results = json_array_size(list);
    json_decref(found);
    return tell(c, list);
}

static bool begins(const char *text, const char *prefix)
{
    struct span t = span_of(text), p = span_of(prefix);

    return t.n >= p.n && span_eq_nocase(span_slice(t, 0, p.n), p);
}

/* What more kinds of things have comes first: of Thing before of Person before of an edge. */
static int breadth(enum schema s)
{
    int n = 0;

    for (size_t t = 1; t <= schema_count(); t++)
        n += schema_matchable((enum schema)t) && schema_is_a((enum schema)t, s);
    return n;
}

struct offer {
    enum schema owner;
    enum prop prop;
    int breadth;
};

static int by_breadth(const void *a, const void *b)
{
    const struct offer *x = a, *y = b;

    if (x->breadth != y->breadth)
        return x->breadth > y->breadth ? -1 : 1;
    if (x->owner != y->owner)
        return x->owner < y->owner ? -1 : 1;
    return x->prop < y->prop ? -1 : 1;
}

static bool offered(enum schema s, enum prop p, const char *prefix)
{
    return freebase_owns(s, p) && !prop_hidden(p) && prop_type_in(s, p) != TYPE_ENTITY &&
           (begins(prop_name(p), prefix) || begins(prop_label_in(s, p), prefix));
}

struct tocsin_err *route_suggest_property(struct call *c)
{
    const char *prefix = param_text(c, "prefix");
    VEC(struct offer) found = {0};
    json_t *list = json_array();

    for (size_t s = 1; prefix && prefix[0] && s <= schema_count(); s++)
        for (size_t p = 1; p <= prop_count(); p++)
            if (offered((enum schema)s, (enum prop)p, prefix))
                *VEC_PUSH(&found) =
                    (struct offer){(enum schema)s, (enum prop)p, breadth((enum schema)s)};
    if (found.n)
        qsort(found.at, found.n, sizeof(*found.at), by_breadth);
    for (size_t i = 0; i < found.n && i < SUGGESTIONS; i++)
        json_array_append_new(list, freebase_property(found.at[i].owner, found.at[i].prop));
    VEC_FREE(&found);
    return tell(c, list);
}

struct tocsin_err *route_suggest_type(struct call *c)
{
    const char *prefix = param_text(c, "prefix");
    json_t *list = json_array();

    for (size_t s = 1; prefix && prefix[0] && s <= schema_count(); s++)
        if (schema_matchable((enum schema)s) && json_array_size(list) < SUGGESTIONS &&
            (begins(schema_name((enum schema)s), prefix) ||
             begins(schema_label((enum schema)s), prefix)))
            json_array_append_new(list, freebase_type((enum schema)s));
    return tell(c, list);
}

/* ---- extend --------------------------------------------------------------------------------------- */

static int by_label(const void *a, const void *b)
{
    return strcmp(prop_label(*(const enum prop *)a), prop_label(*(const enum prop *)b));
}

struct tocsin_err *route_extend_property(struct call *c)
{
    enum schema s = schema_find(span_of(param_text(c, "type")));
    size_t limit = (size_t)param_int(c, "limit"), n = 0;
    enum prop *props = ARENA_ARRAY(c->a, enum prop, prop_count());
    json_t *list = json_array();

    if (s == SCHEMA_NONE) {
        json_decref(list);
        return refuse(c, 400, "Invalid type: %s", param_text(c, "type"));
    }
    /* The first of what matters most, matchable ones, then the others. */
    for (int pass = 0; pass < 2; pass++)
        for (size_t p = 1; p <= prop_count(); p++)
            if (schema_has(s, (enum prop)p) && !prop_hidden((enum prop)p) &&
                prop_type_in(s, (enum prop)p) != TYPE_ENTITY &&
                prop_matchable_in(s, (enum prop)p) == (pass == 0))
                props[n++] = (enum prop)p;
    if (limit && limit < n)
        n = limit;
    qsort(props, n, sizeof(*props), by_label);
    for (size_t i = 0; i < n; i++)
        json_array_append_new(list, json_pack("{s:s, s:s}", "id", prop_name(props[i]), "name",
                                              prop_label_in(s, props[i])));
    return answer_value(c, 200, json_pack("{s:I, s:s, s:o}", "limit", (json_int_t)limit, "type",
                                          schema_name(s), "properties", list));
}

/* ---- preview -------------------------------------------------------------------------------------- */

static void put_html(struct buf *b, const char *text)
{
    for (; *text; text++) {
        if (*text == '<')
            buf_str(b, "&lt;");
        else if (*text == '>')
            buf_str(b, "&gt;");
        else if (*text == '&')
            buf_str(b, "&amp;");
        else if (*text == '"')
            buf_str(b, "&quot;");
        else
            buf_char(b, *text);
    }
}

static void put_rows(struct buf *b, const json_t *entity)
{
    const char *property;
    const json_t *list;
    json_t *properties = json_object_get(entity, "properties");

    json_object_foreach(properties, property, list) {
        enum prop p = prop_find(span_of(property));

        if (p == PROP_NONE || prop_type(p) == TYPE_ENTITY || prop_hidden(p))
            continue;
        buf_str(b, "<dt>");
        put_html(b, prop_label(p));
        buf_str(b, "</dt><dd dir=\"auto\">");
        for (size_t i = 0; i < json_array_size(list) && i < SUGGESTIONS; i++) {
            if (i)
                buf_str(b, "; ");
            put_html(b, json_string_value(json_array_get(list, i)));
        }
        buf_str(b, "</dd>");
    }
}

struct tocsin_err *route_preview(struct call *c)
{
    struct buf *b = &c->out->body;
    json_t *entity;
    char *json = NULL;

    struct tocsin_err *err = tocsin_entity(c->node, c->captures[1].p, &json);

    if (err && tocsin_err_code(err) == TOCSIN_ERR_NOT_FOUND) {
        tocsin_err_free(err);
        return refuse(c, 404, "No such entity!");
    }
    if (err)
        return err;
    entity = json_loads(json, 0, NULL);
    free(json);
    c->out->status = 200;
    c->out->type = "text/html; charset=utf-8";
    /* Shown in a frame of the client, so frames are allowed; scripts are not. */
    http_header(c->out, c->a, "Content-Security-Policy", "default-src 'none'");
    http_header(c->out, c->a, "Referrer-Policy", "no-referrer"); /* the address may hold a key */
    buf_str(b, "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>");
    put_html(b, json_string_value(json_object_get(entity, "caption")));
    buf_str(b, "</title></head><body><h1 dir=\"auto\">");
    put_html(b, json_string_value(json_object_get(entity, "caption")));
    buf_str(b, "</h1><dl>");
    put_rows(b, entity);
    buf_str(b, "</dl></body></html>");
    json_decref(entity);
    return NULL;
}
