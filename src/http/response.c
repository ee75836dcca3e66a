/* SPDX-License-Identifier: Apache-2.0
 *
 * Answers: header fields, gzip, names of methods and statuses.
 */
#include <stdarg.h>
#include <stdio.h>
#include <zlib.h>

#include "http/http_private.h"

enum { PACK_FROM = 500 }; /* bytes; below it the header costs more than packing saves */

static const char *const methods[] = {
    [HTTP_GET] = "GET",     [HTTP_HEAD] = "HEAD",     [HTTP_POST] = "POST",       [HTTP_PUT] = "PUT",
    [HTTP_PATCH] = "PATCH", [HTTP_DELETE] = "DELETE", [HTTP_OPTIONS] = "OPTIONS", [HTTP_OTHER] = "",
};

enum http_method http_method_find(const char *name)
{
    for (size_t i = 0; i < HTTP_OTHER; i++)
        if (strcmp(methods[i], name) == 0)
            return (enum http_method)i;
    return HTTP_OTHER;
}

const char *http_method_name(enum http_method m)
{
    return methods[m];
}

const char *http_status_text(int status)
{
    static const struct {
        int status;
        const char *text;
    } rows[] = {
        {200, "OK"}, {202, "Accepted"}, {204, "No Content"}, {304, "Not Modified"},
        {308, "Permanent Redirect"}, {400, "Bad Request"}, {401, "Unauthorized"},
        {403, "Forbidden"}, {404, "Not Found"}, {405, "Method Not Allowed"},
        {408, "Request Timeout"}, {409, "Conflict"}, {411, "Length Required"},
        {413, "Content Too Large"}, {414, "URI Too Long"}, {415, "Unsupported Media Type"},
        {421, "Misdirected Request"}, {422, "Unprocessable Content"}, {429, "Too Many Requests"},
        {500, "Internal Server Error"}, {503, "Service Unavailable"},
        {507, "Insufficient Storage"},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        if (rows[i].status == status)
            return rows[i].text;
    return "";
}

void http_header(struct http_response *out, struct arena *a, const char *name, const char *fmt, ...)
{
    char text[1024];
    va_list args;
    int n;

    assert(out->headers_n < ARRAY_LEN(out->headers));
    va_start(args, fmt);
    n = vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    if (n < 0 || (size_t)n >= sizeof(text))
        return; /* what does not fit would be another value */
    /* A value from outside must not end the line it stands on. */
    for (int i = 0; i < n; i++)
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
            return;
    out->headers[out->headers_n++] =
        (struct http_pair){span_of(name), arena_span(a, (struct span){text, (size_t)n})};
}

struct span http_response_body(const struct http_response *out)
{
    return out->body.n ? (struct span){out->body.p, out->body.n} : out->fixed;
}

/* ---- gzip ----------------------------------------------------------------------------------------- */

/* A weight of zero means no. */
static bool refused(struct span params)
{
    struct span rest = params, part;

    while (span_split(&rest, ';', &part)) {
        part = span_trim(part);
        if (!span_eq_nocase(span_slice(part, 0, 2), SPAN("q=")))
            continue;
        for (size_t i = 2; i < part.n; i++)
            if (part.p[i] != '0' && part.p[i] != '.')
                return false;
        return true;
    }
    return false;
}

bool http_takes_gzip(const struct http_request *r)
{
    struct span rest = http_field(r, "Accept-Encoding"), part;
    bool any = false;

    while (rest.p && span_split(&rest, ',', &part)) {
        size_t at = span_find(part, ';');
        struct span coding = span_trim(span_slice(part, 0, at));

        bool takes = at >= part.n || !refused(span_from(part, at + 1));

        if (span_eq_nocase(coding, SPAN("gzip")) || span_eq_nocase(coding, SPAN("x-gzip")))
            return takes;
        if (span_eq(coding, SPAN("*")))
            any = takes;
    }
    return any;
}

static bool deflated(struct span from, struct buf *to)
{
    z_stream z = {0};
    size_t room;
    int done;

    /* 15 bits of window, +16 for the gzip header; the fastest level: an answer is waited for. */
    if (deflateInit2(&z, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    room = deflateBound(&z, from.n);
    to->p = mem_alloc(room);
    to->cap = room;
    z.next_in = (unsigned char *)(uintptr_t)from.p;
    z.avail_in = (unsigned)from.n;
    z.next_out = (unsigned char *)to->p;
    z.avail_out = (unsigned)room;
    done = deflate(&z, Z_FINISH);
    to->n = z.total_out;
    deflateEnd(&z);
    return done == Z_STREAM_END;
}

/* Fonts are compressed as they are. */
static bool packs_well(const struct http_response *out)
{
    return !out->type || !span_starts(span_of(out->type), SPAN("font/"));
}

void http_pack(const struct http_request *r, struct http_response *out)
{
    struct span body = http_response_body(out);
    struct buf packed = {0};

    if (out->packed || out->fd >= 0 || body.n < PACK_FROM || !packs_well(out))
        return;
    if (out->headers_n < ARRAY_LEN(out->headers))
        out->headers[out->headers_n++] = (struct http_pair){SPAN("Vary"), SPAN("Accept-Encoding")};
    if (!http_takes_gzip(r))
        return;
    if (deflated(body, &packed) && packed.n < body.n) {
        buf_free(&out->body);
        out->body = packed;
        out->packed = true;
    } else {
        buf_free(&packed);
    }
}
