/* SPDX-License-Identifier: Apache-2.0
 *
 * Entities as yente gives them: /entities/{id}, and the neighbours of one.
 *
 * An id that an entity had before (a referent) redirects to the one it has now, 308, so that a client
 * that keeps ids learns of the merger.
 */
#include <jansson.h>
#include <stdlib.h>
#include <sodium.h>

#include "api/api_private.h"

/* "No such entity!" in place of the library's words, which clients compare. */
static struct tocsin_err *no_such(struct call *c, struct tocsin_err *err, const char *words)
{
    if (!err || tocsin_err_code(err) != TOCSIN_ERR_NOT_FOUND)
        return err;
    tocsin_err_free(err);
    return refuse(c, 404, "%s", words);
}

/* A segment of a path: everything but unreserved characters is escaped (RFC 3986). */
static void put_segment(struct buf *b, struct span s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char ch = (unsigned char)s.p[i];

        if ((ch >= '0' && ch <= '9') || (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') ||
            ch == '-' || ch == '.' || ch == '_' || ch == '~')
            buf_char(b, (char)ch);
        else
            buf_printf(b, "%%%02X", ch);
    }
}

/* The id of the entity in 'json', which begins with it. */
static struct span id_of(struct arena *a, const char *json)
{
    json_t *object = json_loads(json, 0, NULL);
    const char *id = json_string_value(json_object_get(object, "id"));
    struct span out = arena_span(a, span_of(id ? id : ""));

    json_decref(object);
    return out;
}

static struct tocsin_err *redirect(struct call *c, struct span id)
{
    struct buf to = {0};

    buf_str(&to, "/entities/");
    put_segment(&to, id);
    http_header(c->out, c->a, "Location", "%s", buf_cstr(&to));
    buf_free(&to);
    c->out->status = 308;
    return NULL;
}

struct tocsin_err *route_entity(struct call *c)
{
    const char *id = c->captures[0].p;
    char *json = NULL;
    struct tocsin_err *err = param_flag(c, "nested") ? tocsin_show(c->node, id, false, &json)
                                                     : tocsin_entity(c->node, id, &json);
    struct span is;

    if (err)
        return no_such(c, err, "No such entity!");
    is = id_of(c->a, json);
    if (!span_eq(is, c->captures[0])) {
        free(json);
        return redirect(c, is);
    }
    buf_str(answer_json(c, 200), json);
    free(json);
    return NULL;
}

static struct tocsin_err *adjacent(struct call *c, const char *property)
{
    struct tocsin_page page = {(size_t)param_int(c, "limit"), (size_t)param_int(c, "offset"),
                               param_list(c, "sort")};
    char *json = NULL;
    struct tocsin_err *err = tocsin_adjacent(c->node, c->captures[0].p, property, &page, &json);

    if (err)
        return err;
    buf_str(answer_json(c, 200), json);
    free(json);
    return NULL;
}

struct tocsin_err *route_adjacent(struct call *c)
{
    return no_such(c, adjacent(c, NULL), "No such entity!");
}

struct tocsin_err *route_adjacent_one(struct call *c)
{
    char *json = NULL;
    struct tocsin_err *err = tocsin_entity(c->node, c->captures[0].p, &json);

    if (err)
        return no_such(c, err, "No such entity!");
    free(json);
    return no_such(c, adjacent(c, c->captures[1].p), "No such property!");
}
