/* SPDX-License-Identifier: Apache-2.0
 *
 * A call from its head to its end.
 *
 *     begin    the target is well-formed; there is a route; its parameters are good; the caller is
 *              known, may do it, and is not too fast; the body is not too long
 *     answer   the node of this moment; the route's own function; what every answer carries
 *     done     the log, the counters, the record of a search
 *
 * Everything that can be refused is refused in 'begin', before a body is read. What a handler returns
 * as an error becomes a refusal in the shape of its family (problem.c).
 */
#include <jansson.h>
#include <stdlib.h>

#include "api/api_private.h"

/* ---- what every answer carries --------------------------------------------------------------- */

bool origin_allowed(const struct call *c, struct span origin, bool *any)
{
    size_t n;
    const char *const *list = config_list(c->api->config, SETTING_CORS_ORIGINS, &n);

    *any = false;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(list[i], "*") == 0)
            return *any = true;
        if (origin.p && span_eq(origin, span_of(list[i])))
            return true;
    }
    return false;
}

/* Cross-origin reading (the Fetch Standard). Never with cookies: a session is for our own pages. */
static void cors_headers(struct call *c)
{
    struct span origin = http_field(c->r, "Origin");
    bool any, allowed;

    size_t n;

    (void)config_list(c->api->config, SETTING_CORS_ORIGINS, &n);
    if (!n)
        return;
    allowed = origin_allowed(c, origin, &any);
    if (allowed)
        http_header(c->out, c->a, "Access-Control-Allow-Origin", "%.*s",
                    SPAN_ARG(any ? SPAN("*") : origin));
    if (!any) /* a cache must not give one site the answer for another, or for none */
        http_header(c->out, c->a, "Vary", "Origin");
}

/* Answers the question that a browser asks before a request from another origin. */
static bool cors_preflight(struct call *c)
{
    if (c->r->method != HTTP_OPTIONS || !http_field(c->r, "Access-Control-Request-Method").p)
        return false;
    c->out->status = 204;
    http_header(c->out, c->a, "Access-Control-Allow-Methods", "GET, HEAD, POST, OPTIONS");
    http_header(c->out, c->a, "Access-Control-Allow-Headers",
                "Authorization, Content-Type, X-Tocsin-Purpose, traceparent, tracestate");
    http_header(c->out, c->a, "Access-Control-Max-Age", "600");
    return true;
}

/* Answers are about persons, and some come by a key in the address: nothing keeps one, unless its route
 * said how long (pages, what is loaded). */
static void forbid_keeping(struct call *c)
{
    for (size_t i = 0; i < c->out->headers_n; i++)
        if (span_eq(c->out->headers[i].name, SPAN("Cache-Control")))
            return;
    http_header(c->out, c->a, "Cache-Control", "no-store");
}

static void finish(struct call *c)
{
    struct http_response *out = c->out;

    cors_headers(c);
    http_header(out, c->a, "X-Request-Id", "%s", c->r->trace.id);
    http_header(out, c->a, "traceparent", "%s", c->r->trace.parent);
    http_header(out, c->a, "X-Content-Type-Options", "nosniff");
    forbid_keeping(c);
    http_pack(c->r, out);
}

/* ---- begin ----------------------------------------------------------------------------------- */

static void allow(struct call *c, unsigned methods)
{
    struct buf list = {0};

    for (size_t i = 0; i < HTTP_OTHER; i++)
        if (methods & 1u << i)
            buf_printf(&list, "%s%s", list.n ? ", " : "", http_method_name((enum http_method)i));
    http_header(c->out, c->a, "Allow", "%s", buf_cstr(&list));
    buf_free(&list);
}

static bool find(struct call *c)
{
    uint64_t longest = config_number(c->api->config, SETTING_LIMIT_URL);
    unsigned allowed;

    if (c->r->target.n > longest) {
        refuse_in(FAMILY_YENTE, c->out, c->a, 414, SPAN("Request URI too long"));
        return false;
    }
    if (c->r->malformed) {
        (void)refuse(c, 400, "the request has %s", c->r->malformed);
        return false;
    }
    c->route = route_find(c->r, c->captures, &allowed);
    if (c->route)
        return true;
    if (!allowed) {
        refuse_in(FAMILY_YENTE, c->out, c->a, 404, SPAN("Not Found"));
        return false;
    }
    refuse_in(FAMILY_YENTE, c->out, c->a, 405, SPAN("Method Not Allowed"));
    allow(c, allowed | (allowed & 1u << HTTP_GET ? 1u << HTTP_HEAD : 0));
    return false;
}

/* A length that is announced is believed: what is too long need not be sent. Bodies are not unpacked:
 * a small one could become a large one. */
static bool announce(struct call *c)
{
    struct span coding = span_trim(http_field(c->r, "Content-Encoding"));
    enum setting which = c->route->body == BODY_FILE ? SETTING_LIMIT_UPLOAD : SETTING_LIMIT_BODY;
    struct span length = http_field(c->r, "Content-Length");
    uint64_t n = 0;

    c->r->body_max = config_number(c->api->config, which);
    if (coding.n && !span_eq_nocase(coding, SPAN("identity"))) {
        (void)refuse(c, 415, "a body is sent as it is, without Content-Encoding");
        http_header(c->out, c->a, "Accept-Encoding", "identity");
        return false;
    }
    if (length.p && span_u64(length, &n) && n > c->r->body_max) {
        (void)refuse(c, 413, "the body is larger than %s allows",
                     which == SETTING_LIMIT_UPLOAD ? "limit.upload" : "limit.body");
        c->out->close = true;
        return false;
    }
    return true;
}

enum http_take call_begin(void *ctx, struct http_request *r, struct http_response *out)
{
    struct call *c = ARENA_NEW(r->arena, struct call);

    r->app = c;
    *c = (struct call){.api = ctx, .r = r, .out = out, .a = r->arena};
    if (cors_preflight(c) || !find(c) || !params_read(c) || !guard(c) || !announce(c)) {
        finish(c);
        return HTTP_ANSWERED;
    }
    if (c->route->body != BODY_FILE)
        return HTTP_BODY_MEMORY;
    if (!upload_begin(c)) {
        finish(c);
        return HTTP_ANSWERED;
    }
    return HTTP_BODY_FILE;
}

/* ---- answer ---------------------------------------------------------------------------------- */

static bool received(struct call *c)
{
    if (c->r->body_error) {
        (void)refuse(c, 507, "the upload could not be written");
        return false;
    }
    if (c->r->too_large) {
        (void)refuse(c, 413, "the body is larger than %s allows",
                     c->route->body == BODY_FILE ? "limit.upload" : "limit.body");
        return false;
    }
    return true;
}

/* Most routes are about lists: they need a node that can be trusted to know all of them. */
static bool ready(struct call *c)
{
    c->snapshot = snapshot_take(c->api->snapshots);
    c->node = c->snapshot->node;
    if (c->route->open || (c->node && !c->snapshot->why))
        return true;
    line_note(c->api->line, LOG_WARNING, tocsin_err_text(c->snapshot->why));
    (void)refuse(c, 503, "Index not ready.");
    return false;
}

void call_answer(void *ctx, struct http_request *r, struct http_response *out)
{
    struct call *c = r->app;
    struct tocsin_err *err;

    (void)ctx;
    c->since = clock_ticks();
    if (received(c) && ready(c)) {
        err = c->route->answer(c);
        if (err)
            refuse_error(c, err);
        assert(out->status != 0);
        guard_end(c);
    }
    finish(c);
}

void call_done(void *ctx, struct http_request *r, const struct http_response *out, bool sent)
{
    struct api *api = ctx;
    struct call *c = r->app;
    uint64_t took = clock_ticks() - r->began;

    metrics_count(api->metrics, c->route ? c->route->id : ROUTES, out->status, took,
                  http_response_body(out).n);
    line_call(api->line, c, out->status, took, sent);
    upload_end(c);
    if (c->snapshot)
        snapshot_give(api->snapshots, c->snapshot);
}

/* A key that was sent where none belongs would stand in the record, for auditors to use. */
static void hide_keys(char *text, size_t n)
{
    static const char begin[] = "tocsin_";
    const size_t prefix = sizeof(begin) - 1, size = ACCESS_KEY_SIZE - 1;
    char *at = text, *end = text + n;

    while ((at = memmem(at, (size_t)(end - at), begin, prefix))) {
        size_t letters = strspn(at + prefix, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                             "0123456789-_");

        if (prefix + letters >= size)
            memset(at + prefix, '*', letters);
        at += prefix + letters;
    }
}

void call_search(struct call *c, struct span json)
{
    char *text = arena_str(c->a, json);

    hide_keys(text, json.n);
    c->recorded = true;
    c->query = (struct span){text, json.n};
}

void call_search_text(struct call *c, struct span text)
{
    struct buf b = {0};

    buf_json(&b, text);
    call_search(c, buf_view(&b));
    buf_free(&b);
}

bool json_shallow(struct span text, size_t most)
{
    size_t depth = 0;
    bool string = false;

    for (size_t i = 0; i < text.n; i++) {
        char ch = text.p[i];

        if (string && ch == '\\')
            i++;
        else if (ch == '"')
            string = !string;
        else if (!string && (ch == '{' || ch == '['))
            depth++;
        else if (!string && (ch == '}' || ch == ']') && depth)
            depth--;
        if (depth > most)
            return false;
    }
    return true;
}

bool call_in_time(struct call *c)
{
    uint64_t most = config_seconds(c->api->config, SETTING_LIMIT_REQUEST_SECONDS);

    if (clock_ticks() - c->since <= most * UINT64_C(1000000000))
        return true;
    (void)refuse(c, 503, "the batch took longer than limit.request_seconds allows; send fewer queries at "
                 "once");
    return false;
}

/* ---- answers --------------------------------------------------------------------------------- */

struct buf *answer_json(struct call *c, int status)
{
    c->out->status = status;
    c->out->type = "application/json";
    return &c->out->body;
}

struct tocsin_err *answer_value(struct call *c, int status, void *json)
{
    char *text = json_dumps(json, JSON_COMPACT | JSON_REAL_PRECISION(6));

    json_decref(json);
    if (!text)
        return err_new(TOCSIN_ERR_CORRUPT, "an answer cannot be written as JSON");
    buf_str(answer_json(c, status), text);
    free(text);
    return NULL;
}
