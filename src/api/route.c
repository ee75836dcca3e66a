/* SPDX-License-Identifier: Apache-2.0
 *
 * The table of routes: finding one, and reading its parameters.
 *
 * Some dozens of routes are compared one after the other, segment by segment: a microsecond, and no
 * second structure to keep in step.
 */
#include <stdlib.h>

#include "api/api_private.h"

#define GET HTTP_GET
#define POST HTTP_POST
#define DELETE HTTP_DELETE

/* A route that anybody may ask has the permission 'none'. */
enum { PERMISSION_none = -1 };

static const struct route routes[] = {
#define ROUTE(id, method, path, family, may, body, summary)                                        \
    {ROUTE_##id, #id, method, path, FAMILY_##family, (int)PERMISSION_##may == -1,           \
     (enum permission)PERMISSION_##may, BODY_##body, summary, route_##id},
#include "api/route.def"
};

static const struct param params[] = {
#define PARAM(route, name, kind, least, most, fallback, text)                                      \
    {ROUTE_##route, name, PARAM_##kind, least, most, fallback, text},
#include "api/route.def"
};

static const struct route_schema schemas[] = {
#define SCHEMA(route, asked, answered) {ROUTE_##route, asked, answered},
#include "api/route.def"
};

const struct route_schema *route_schema(enum route_id id)
{
    static const struct route_schema none = {(enum route_id)0, "", ""};

    for (size_t i = 0; i < ARRAY_LEN(schemas); i++)
        if (schemas[i].route == id)
            return &schemas[i];
    return &none;
}

const struct route *route_row(enum route_id id)
{
    return &routes[id];
}

const struct param *route_params(enum route_id id, size_t *n)
{
    const struct param *first = NULL;

    *n = 0;
    for (size_t i = 0; i < ARRAY_LEN(params); i++) {
        if (params[i].route != id)
            continue;
        if (!first)
            first = &params[i];
        assert(first + *n == &params[i]); /* rows of a route follow each other */
        (*n)++;
    }
    return first;
}

/* ---- finding --------------------------------------------------------------------------------- */

static bool captures(struct span segment)
{
    return segment.n > 2 && segment.p[0] == '{';
}

static bool takes_rest(struct span segment)
{
    return captures(segment) && span_ends(segment, SPAN("...}"));
}

/* What stands behind the slash number 'at', counted from 0. */
static struct span path_after(struct span path, size_t at)
{
    for (size_t i = 0; i < path.n; i++)
        if (path.p[i] == '/' && at-- == 0)
            return span_from(path, i + 1);
    return SPAN("");
}

static bool fits(const char *path, const struct http_request *r, struct span out[CAPTURES_MAX])
{
    struct span rest = span_from(span_of(path), 1), segment;
    size_t at = 0, caught = 0;

    while (span_split(&rest, '/', &segment)) {
        if (at >= r->segments_n)
            return false;
        if (takes_rest(segment)) {
            out[caught] = path_after(r->path, at);
            return true;
        }
        if (captures(segment))
            out[caught++] = r->segments[at];
        else if (!span_eq(segment, r->segments[at]))
            return false;
        at++;
    }
    return at == r->segments_n;
}

const struct route *route_find(const struct http_request *r, struct span caught[CAPTURES_MAX],
                               unsigned *allowed)
{
    enum http_method method = r->method == HTTP_HEAD ? HTTP_GET : r->method;

    *allowed = 0;
    for (size_t i = 0; i < ARRAY_LEN(routes); i++) {
        struct span here[CAPTURES_MAX] = {{0}};

        if (!fits(routes[i].path, r, here))
            continue;
        if (routes[i].method == method) {
            memcpy(caught, here, sizeof(here));
            return &routes[i];
        }
        *allowed |= 1u << routes[i].method;
    }
    return NULL;
}

/* ---- parameters ------------------------------------------------------------------------------ */

const char *cell_text(const struct config *config, struct arena *a, const char *cell)
{
    struct buf shown = {0};
    const char *text;

    if (cell[0] != '@')
        return cell;
    config_show(config, setting_find(span_of(cell + 1)), &shown);
    text = arena_str(a, buf_view(&shown));
    buf_free(&shown);
    return text;
}

#define WHOLE_MOST 9007199254740991.0 /* the largest that a double holds with all its neighbours */

static bool number(const char *text, bool whole, double *out)
{
    char *end;

    if (!text[0] || strspn(text, whole ? "+-0123456789" : "+-.0123456789eE") != strlen(text))
        return false;
    *out = strtod(text, &end);
    return *end == '\0' && (!whole || (*out >= -WHOLE_MOST && *out <= WHOLE_MOST));
}

static bool refuse_number(struct call *c, const struct param *p, const char *text)
{
    bool whole = p->kind == PARAM_INT;

    refuse_value(c, "query", p->name, whole ? "int_parsing" : "float_parsing",
                 whole ? "Input should be a valid integer, unable to parse string as an integer"
                       : "Input should be a valid number, unable to parse string as a number",
                 span_of(text));
    return false;
}

static bool refuse_range(struct call *c, const struct param *p, const char *text, bool above,
                         const char *bound)
{
    struct span sentence = arena_printf(c->a, "Input should be %s than or equal to %s",
                                        above ? "less" : "greater", bound);

    refuse_value(c, "query", p->name, above ? "less_than_equal" : "greater_than_equal", sentence.p,
                 span_of(text));
    return false;
}

static bool read_number(struct call *c, const struct param *p, const char *text,
                        struct param_value *out)
{
    const char *least = cell_text(c->api->config, c->a, p->least);
    const char *most = cell_text(c->api->config, c->a, p->most);

    if (!number(text, p->kind == PARAM_INT, &out->number))
        return refuse_number(c, p, text);
    if (most[0] && out->number > strtod(most, NULL))
        return refuse_range(c, p, text, true, most);
    if (least[0] && out->number < strtod(least, NULL))
        return refuse_range(c, p, text, false, least);
    return true;
}

static bool read_flag(struct call *c, const struct param *p, const char *text,
                      struct param_value *out)
{
    static const char *const yes[] = {"true", "1", "yes", "on", "t", "y"};
    static const char *const no[] = {"false", "0", "no", "off", "f", "n"};

    for (size_t i = 0; i < ARRAY_LEN(yes); i++) {
        if (span_eq_nocase(span_of(text), span_of(yes[i]))) {
            out->number = 1;
            return true;
        }
        if (span_eq_nocase(span_of(text), span_of(no[i]))) {
            out->number = 0;
            return true;
        }
    }
    refuse_value(c, "query", p->name, "bool_parsing",
                 "Input should be a valid boolean, unable to interpret input", span_of(text));
    return false;
}

/* ^\d{4}-\d{2}-\d{2}(T\d{2}(:\d{2}(:\d{2})?)?)?$ */
static bool stamp(const char *text)
{
    static const char form[] = "dddd-dd-ddTdd:dd:dd";
    size_t n = strlen(text);

    if (n != 10 && n != 13 && n != 16 && n != 19)
        return false;
    for (size_t i = 0; i < n; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';

        if (form[i] == 'd' ? !digit : text[i] != form[i])
            return false;
    }
    return true;
}

static bool read_one(struct call *c, const struct param *p, const char *text,
                     struct param_value *out)
{
    switch (p->kind) {
    case PARAM_INT:
    case PARAM_REAL:
        return read_number(c, p, text, out);
    case PARAM_BOOL:
        return read_flag(c, p, text, out);
    case PARAM_STAMP:
        out->text = text;
        if (stamp(text))
            return true;
        refuse_value(c, "query", p->name, "string_pattern_mismatch",
                     "String should be YYYY-MM-DD, or that with THH, THH:MM or THH:MM:SS behind it",
                     span_of(text));
        return false;
    case PARAM_TEXT:
    case PARAM_LIST:
    default:
        out->text = text;
        return true;
    }
}

static bool read_list(struct call *c, const struct param *p, struct param_value *out)
{
    const char *most = cell_text(c->api->config, c->a, p->most);
    size_t n = 0;

    for (size_t i = 0; i < c->r->query_n; i++)
        n += span_eq(c->r->query[i].name, span_of(p->name));
    if (most[0] && n > strtoul(most, NULL, 10)) {
        refuse_value(c, "query", p->name, "too_long",
                     arena_printf(c->a, "List should have at most %s items", most).p, SPAN(""));
        return false;
    }
    out->given = n > 0;
    out->list = n ? ARENA_ARRAY(c->a, const char *, n + 1) : NULL;
    for (size_t i = 0; i < c->r->query_n; i++)
        if (span_eq(c->r->query[i].name, span_of(p->name)))
            out->list[out->n++] = c->r->query[i].value.p;
    return true;
}

static bool read_param(struct call *c, const struct param *p, struct param_value *out)
{
    const char *fallback;

    if (p->kind == PARAM_LIST)
        return read_list(c, p, out);
    for (size_t i = c->r->query_n; i-- > 0;) {
        if (!span_eq(c->r->query[i].name, span_of(p->name)))
            continue;
        out->given = true;
        return read_one(c, p, c->r->query[i].value.p, out);
    }
    fallback = cell_text(c->api->config, c->a, p->fallback);
    if (p->kind != PARAM_INT && p->kind != PARAM_REAL)
        return !fallback[0] || read_one(c, p, fallback, out);
    out->number = strtod(fallback, NULL); /* it lies within the bounds: the table, or the settings' own */
    return true;
}

static bool all_known(struct call *c, const struct param *rows, size_t n)
{
    for (size_t i = 0; i < c->r->query_n; i++) {
        size_t k = 0;

        while (k < n && !span_eq(c->r->query[i].name, span_of(rows[k].name)))
            k++;
        if (k < n)
            continue;
        (void)refuse(c, 400, "unknown parameter: %.*s", SPAN_ARG(c->r->query[i].name));
        return false;
    }
    return true;
}

bool params_read(struct call *c)
{
    size_t n;
    const struct param *rows = route_params(c->route->id, &n);

    c->params = ARENA_ARRAY(c->a, struct param_value, n + 1);
    if (c->route->family == FAMILY_WATCHMAN && !all_known(c, rows, n))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!read_param(c, &rows[i], &c->params[i]))
            return false;
    return true;
}

const struct param_value *param(const struct call *c, const char *name)
{
    size_t n;
    const struct param *rows = route_params(c->route->id, &n);

    for (size_t i = 0; i < n; i++)
        if (strcmp(rows[i].name, name) == 0)
            return &c->params[i];
    assert(!"a parameter that stands in the table");
    return NULL;
}

int64_t param_int(const struct call *c, const char *name)
{
    return (int64_t)param(c, name)->number;
}

double param_real(const struct call *c, const char *name)
{
    return param(c, name)->number;
}

bool param_flag(const struct call *c, const char *name)
{
    return param(c, name)->number != 0;
}

const char *param_text(const struct call *c, const char *name)
{
    return param(c, name)->text;
}

const char *const *param_list(const struct call *c, const char *name)
{
    return param(c, name)->list;
}

bool param_there(const struct call *c, const char *name)
{
    size_t n;
    const struct param *rows = route_params(c->route->id, &n);

    for (size_t i = 0; i < n; i++)
        if (strcmp(rows[i].name, name) == 0)
            return true;
    return false;
}
