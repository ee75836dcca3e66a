/* SPDX-License-Identifier: Apache-2.0
 *
 * The table of routes as OpenAPI 3.1. What bodies look like is written by hand in pages/schemas.json.
 */
#include "api/api_private.h"

static const char *const kinds[] = {
    [PARAM_INT] = "{\"type\":\"integer\"",  [PARAM_REAL] = "{\"type\":\"number\"",
    [PARAM_BOOL] = "{\"type\":\"boolean\"", [PARAM_TEXT] = "{\"type\":\"string\"",
    [PARAM_LIST] = "{\"type\":\"array\",\"items\":{\"type\":\"string\"}",
    [PARAM_STAMP] = ("{\"type\":\"string\",\"pattern\":"
                    "\"^\\\\d{4}-\\\\d{2}-\\\\d{2}(T\\\\d{2}(:\\\\d{2}(:\\\\d{2})?)?)?$\""),
};

static void put_bound(struct buf *b, const char *name, const char *cell)
{
    if (cell[0] && cell[0] != '@')
        buf_printf(b, ",\"%s\":%s", name, cell);
}

static void put_param(struct buf *b, const struct param *p)
{
    buf_str(b, "{\"name\":");
    buf_json(b, span_of(p->name));
    buf_str(b, ",\"in\":\"query\",\"description\":");
    buf_json(b, span_of(p->text));
    buf_str(b, ",\"schema\":");
    buf_str(b, kinds[p->kind]);
    if (p->kind == PARAM_INT || p->kind == PARAM_REAL) {
        put_bound(b, "minimum", p->least);
        put_bound(b, "maximum", p->most);
        put_bound(b, "default", p->fallback);
    } else if (p->kind == PARAM_LIST) {
        put_bound(b, "maxItems", p->most);
    } else if (p->kind == PARAM_BOOL) {
        put_bound(b, "default", p->fallback);
    }
    buf_str(b, "}}");
}

static void put_captures(struct buf *b, const char *path, bool *any)
{
    struct span rest = span_from(span_of(path), 1), part;

    while (span_split(&rest, '/', &part)) {
        if (!span_starts(part, SPAN("{")))
            continue;
        part = span_slice(part, 1, part.n - 2);
        if (span_ends(part, SPAN("...")))
            part.n -= 3;
        buf_str(b, *any ? ",{\"name\":" : "{\"name\":");
        buf_json(b, part);
        buf_str(b, ",\"in\":\"path\",\"required\":true,\"schema\":{\"type\":\"string\"}}");
        *any = true;
    }
}

static void put_params(struct buf *b, const struct route *route)
{
    size_t n;
    const struct param *rows = route_params(route->id, &n);
    bool any = false;

    buf_str(b, ",\"parameters\":[");
    put_captures(b, route->path, &any);
    for (size_t i = 0; i < n; i++) {
        if (any)
            buf_char(b, ',');
        any = true;
        put_param(b, &rows[i]);
    }
    buf_char(b, ']');
}

static void put_ref(struct buf *b, const char *name)
{
    if (name[0])
        buf_printf(b, "{\"$ref\":\"#/components/schemas/%s\"}", name);
    else
        buf_str(b, "{}");
}

static void put_body(struct buf *b, const struct route *route)
{
    static const char *const types[] = {[BODY_JSON] = "application/json",
                                        [BODY_FORM] = "application/x-www-form-urlencoded",
                                        [BODY_FILE] = "application/octet-stream"};

    if (route->body == BODY_NONE)
        return;
    buf_printf(b, ",\"requestBody\":{\"required\":true,\"content\":{\"%s\":{\"schema\":",
               types[route->body]);
    put_ref(b, route->body == BODY_JSON ? route_schema(route->id)->asked : "");
    buf_str(b, "}}}");
}

static void put_answer(struct buf *b, const char *schema)
{
    buf_str(b, "\"2XX\":{\"description\":\"The answer\"");
    if (schema[0]) {
        buf_str(b, ",\"content\":{\"application/json\":{\"schema\":");
        put_ref(b, schema);
        buf_str(b, "}}");
    }
    buf_char(b, '}');
}

static void put_responses(struct buf *b, const struct route *route)
{
    static const char *const problem[] = {[FAMILY_YENTE] = "Detail", [FAMILY_WATCHMAN] = "Error",
                                          [FAMILY_OWN] = "Problem"};
    const char *type = route->family == FAMILY_OWN ? "application/problem+json" : "application/json";

    buf_str(b, ",\"responses\":{");
    put_answer(b, route_schema(route->id)->answered);
    buf_printf(b, ",\"4XX\":{\"description\":\"A refusal that says why\",\"content\":{\"%s\":{"
               "\"schema\":", type);
    put_ref(b, problem[route->family]);
    buf_str(b, "}}}}");
}

static void put_route(struct buf *b, const struct route *route)
{
    static const char *const tags[] = {[FAMILY_YENTE] = "yente", [FAMILY_WATCHMAN] = "Watchman",
                                       [FAMILY_OWN] = "tocsin"};
    char method[8];
    size_t n = 0;

    for (const char *p = http_method_name(route->method); *p; p++)
        method[n++] = (char)(*p | 0x20);
    buf_char(b, '"');
    buf_put(b, method, n);
    buf_printf(b, "\":{\"operationId\":\"%s\",\"tags\":[\"%s\"],\"summary\":", route->name,
               tags[route->family]);
    buf_json(b, span_of(route->summary));
    put_params(b, route);
    put_body(b, route);
    put_responses(b, route);
    buf_str(b, route->open ? ",\"security\":[]}" : "}");
}

/* "{path...}" is a way of ours to say that it takes the rest. */
static void put_path_name(struct buf *b, const char *path)
{
    struct span all = span_of(path);
    size_t at = span_find_span(all, SPAN("...}"));

    buf_char(b, '"');
    buf_span(b, span_slice(all, 0, at));
    buf_str(b, at < all.n ? "}\"" : "\"");
}

/* A path with several methods is one object: its rows need not follow each other. */
static void put_path(struct buf *b, size_t first)
{
    const char *path = route_row((enum route_id)first)->path;
    bool any = false;

    for (size_t i = 0; i < first; i++)
        if (strcmp(route_row((enum route_id)i)->path, path) == 0)
            return;
    if (b->p[b->n - 1] != '{')
        buf_char(b, ',');
    put_path_name(b, path);
    buf_str(b, ":{");
    for (size_t i = first; i < ROUTES; i++) {
        if (strcmp(route_row((enum route_id)i)->path, path) != 0)
            continue;
        if (any)
            buf_char(b, ',');
        any = true;
        put_route(b, route_row((enum route_id)i));
    }
    buf_char(b, '}');
}

static void put_components(struct buf *b)
{
    buf_str(b, "\"components\":{\"securitySchemes\":{"
               "\"key\":{\"type\":\"apiKey\",\"in\":\"header\",\"name\":\"Authorization\","
               "\"description\":\"ApiKey tocsin_...\"},"
               "\"bearer\":{\"type\":\"http\",\"scheme\":\"bearer\"},"
               "\"session\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":\"tocsin_session\"}},"
               "\"schemas\":");
    buf_span(b, page_bytes("schemas.json"));
    buf_str(b, "},\"security\":[{\"key\":[]},{\"bearer\":[]},{\"session\":[]}]");
}

void api_openapi(const char *title, struct buf *out)
{
    buf_str(out, "{\"openapi\":\"3.1.0\",\"info\":{\"title\":");
    buf_json(out, span_of(title));
    buf_printf(out, ",\"version\":\"%s\"},\"paths\":{", tocsin_version());
    for (size_t i = 0; i < ROUTES; i++)
        put_path(out, i);
    buf_str(out, "},");
    put_components(out);
    buf_char(out, '}');
}

struct tocsin_err *route_openapi(struct call *c)
{
    api_openapi(config_text(c->api->config, SETTING_TITLE), answer_json(c, 200));
    return NULL;
}
