/* SPDX-License-Identifier: Apache-2.0
 *
 * Refusals, in the shape that the clients of each family know.
 *
 *     yente      {"detail": "No such dataset."}
 *                {"detail": [{"type", "loc": ["query", "limit"], "msg", "input"}]}      422
 *     Watchman   {"error": "..."}
 *     own        {"type", "title", "status", "detail", ...}                             RFC 9457
 *
 * An error of the library says in its code what became of the request; here that becomes a status. A
 * failure of this node (disk, damage) is logged with its story and told to the client without: what the
 * paths of a machine are is nobody's business.
 */
#include <stdarg.h>
#include <stdio.h>

#include "api/api_private.h"

int status_of_code(enum tocsin_code code)
{
    switch (code) {
    case TOCSIN_ERR_USAGE:
    case TOCSIN_ERR_PARSE:
    case TOCSIN_ERR_FORMAT:
    case TOCSIN_ERR_LIMIT:
        return 400;
    case TOCSIN_ERR_NOT_FOUND:
        return 404;
    case TOCSIN_ERR_EXISTS:
    case TOCSIN_ERR_CHANGED:
        return 409;
    case TOCSIN_ERR_BUSY:
        return 503;
    case TOCSIN_OK:
    case TOCSIN_ERR_IO:
    case TOCSIN_ERR_JAIL:
    case TOCSIN_ERR_CORRUPT:
    case TOCSIN_ERR_UNSUPPORTED:
    default:
        return 500;
    }
}

static void begin_body(struct http_response *out, enum family family, int status)
{
    buf_free(&out->body);
    out->fixed = (struct span){NULL, 0};
    out->status = status;
    out->type = family == FAMILY_OWN ? "application/problem+json" : "application/json";
}

void refuse_in(enum family family, struct http_response *out, struct arena *a, int status,
               struct span detail)
{
    struct buf *b = &out->body;

    (void)a;
    begin_body(out, family, status);
    if (family == FAMILY_OWN) {
        buf_str(b, "{\"type\":\"about:blank\",\"title\":");
        buf_json(b, span_of(http_status_text(status)));
        buf_printf(b, ",\"status\":%d,\"detail\":", status);
    } else {
        buf_str(b, family == FAMILY_YENTE ? "{\"detail\":" : "{\"error\":");
    }
    buf_json(b, detail);
    buf_char(b, '}');
}

struct tocsin_err *refuse(struct call *c, int status, const char *fmt, ...)
{
    struct buf text = {0};
    char line[1024];
    va_list args;

    va_start(args, fmt);
    vsnprintf(line, sizeof(line), fmt, args);
    va_end(args);
    buf_str(&text, line);
    refuse_in(c->route ? c->route->family : FAMILY_OWN, c->out, c->a, status, buf_view(&text));
    buf_free(&text);
    return NULL;
}

/* "queries.q1.schema" as ["queries","q1","schema"]. */
static void put_way(struct buf *b, const char *where, const char *name)
{
    struct span rest = span_of(name), part;

    buf_char(b, '[');
    buf_json(b, span_of(where));
    while (rest.n && span_split(&rest, '\x1f', &part)) {
        buf_char(b, ',');
        buf_json(b, part);
    }
    buf_char(b, ']');
}

struct tocsin_err *refuse_value(struct call *c, const char *where, const char *name,
                                const char *type, const char *sentence, struct span input)
{
    struct buf *b = &c->out->body;

    if (c->route->family != FAMILY_YENTE)
        return refuse(c, 400, "%s: %s", name, sentence);
    begin_body(c->out, FAMILY_YENTE, 422);
    buf_str(b, "{\"detail\":[{\"type\":");
    buf_json(b, span_of(type));
    buf_str(b, ",\"loc\":");
    put_way(b, where, name);
    buf_str(b, ",\"msg\":");
    buf_json(b, span_of(sentence));
    buf_str(b, ",\"input\":");
    buf_json(b, input);
    buf_str(b, "}]}");
    return NULL;
}

static void refuse_own_error(struct call *c, int status, const struct tocsin_err *err)
{
    begin_body(c->out, FAMILY_OWN, status);
    buf_printf(&c->out->body, "{\"status\":%d,%s", status, tocsin_err_json(err) + 1);
}

void refuse_error(struct call *c, struct tocsin_err *err)
{
    int status = status_of_code(tocsin_err_code(err));

    if (status == 500) {
        line_note(c->api->line, LOG_WARNING, tocsin_err_text(err));
        (void)refuse(c, status, "this node cannot answer; its log says why (request %s)",
                     c->r->trace.id);
    } else if (c->route->family == FAMILY_OWN) {
        refuse_own_error(c, status, err);
    } else {
        (void)refuse(c, status, "%s", tocsin_err_text(err));
    }
    tocsin_err_free(err);
}
