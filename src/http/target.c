/* SPDX-License-Identifier: Apache-2.0
 *
 * Path and query of a request (RFC 3986, and application/x-www-form-urlencoded of the URL Standard for
 * what follows the question mark).
 *
 * Strict where leniency has been a hole elsewhere: a percent sign without two hex digits, a NUL, or
 * bytes that are not UTF-8 make the whole target malformed. The path is cut into segments before they
 * are decoded: a slash that was written as %2F stays inside its segment. "." and ".." are segments like
 * any others, so no path leads anywhere but where it says.
 */
#include "http/http_private.h"

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* NULL, or what is wrong. */
static const char *decode(struct arena *a, struct span raw, bool plus, struct span *out)
{
    char *to = arena_alloc(a, raw.n + 1);
    size_t n = 0, bad;

    for (size_t i = 0; i < raw.n; i++) {
        if (raw.p[i] == '+' && plus) {
            to[n++] = ' ';
        } else if (raw.p[i] != '%') {
            to[n++] = raw.p[i];
        } else {
            if (i + 2 >= raw.n || hex(raw.p[i + 1]) < 0 || hex(raw.p[i + 2]) < 0)
                return "a percent sign without two hex digits";
            to[n++] = (char)(hex(raw.p[i + 1]) << 4 | hex(raw.p[i + 2]));
            i += 2;
        }
    }
    to[n] = '\0';
    *out = (struct span){to, n};
    return utf8_valid(*out, &bad) ? NULL : "bytes that are not UTF-8";
}

const char *http_form(struct arena *a, struct span raw, struct http_pair **out, size_t *n)
{
    struct span rest = raw, part;
    size_t room = 1;

    for (size_t i = 0; i < raw.n; i++)
        room += raw.p[i] == '&';
    *n = 0;
    if (room > HTTP_PARAMS_MAX)
        return "too many parameters";
    *out = ARENA_ARRAY(a, struct http_pair, room);
    while (raw.n && span_split(&rest, '&', &part)) {
        struct http_pair *pair = &(*out)[*n];
        size_t at = span_find(part, '=');
        const char *bad;

        if (!part.n)
            continue;
        bad = decode(a, span_slice(part, 0, at), true, &pair->name);
        if (!bad)
            bad = decode(a, at < part.n ? span_from(part, at + 1) : SPAN(""), true, &pair->value);
        if (bad)
            return bad;
        (*n)++;
    }
    return NULL;
}

static const char *cut(struct http_request *r, struct span path)
{
    struct span rest, part;

    if (!path.n || path.p[0] != '/')
        return "a path that does not begin with a slash";
    r->segments = ARENA_ARRAY(r->arena, struct span, HTTP_SEGMENTS_MAX);
    rest = span_from(path, 1);
    while (span_split(&rest, '/', &part)) {
        const char *bad;

        if (r->segments_n == HTTP_SEGMENTS_MAX)
            return "a path of too many parts";
        bad = decode(r->arena, part, false, &r->segments[r->segments_n++]);
        if (bad)
            return bad;
    }
    return decode(r->arena, path, false, &r->path);
}

void http_target(struct http_request *r, struct span raw)
{
    size_t mark;

    r->target = arena_span(r->arena, raw);
    mark = span_find(r->target, '?');
    r->path = SPAN("");
    r->query_n = r->segments_n = 0;
    r->malformed = cut(r, span_slice(r->target, 0, mark));
    if (!r->malformed && mark < r->target.n)
        r->malformed = http_form(r->arena, span_from(r->target, mark + 1), &r->query, &r->query_n);
}

/* ---- header fields ------------------------------------------------------------------------------ */

struct span http_field(const struct http_request *r, const char *name)
{
    struct span want = span_of(name);

    for (size_t i = 0; i < r->fields_n; i++)
        if (span_eq_nocase(r->fields[i].name, want))
            return r->fields[i].value;
    return (struct span){NULL, 0};
}

struct span http_cookie(const struct http_request *r, const char *name)
{
    struct span want = span_of(name), rest = http_field(r, "Cookie"), part;

    while (rest.p && span_split(&rest, ';', &part)) {
        size_t at = span_find(part, '=');

        if (at < part.n && span_eq(span_trim(span_slice(part, 0, at)), want))
            return span_trim(span_from(part, at + 1));
    }
    return (struct span){NULL, 0};
}

bool http_none_match(const struct http_request *r, const char *etag)
{
    struct span rest = http_field(r, "If-None-Match"), part;

    while (rest.p && span_split(&rest, ',', &part)) {
        part = span_trim(part);
        if (span_starts(part, SPAN("W/")))
            part = span_from(part, 2);
        if (span_eq(part, SPAN("*")) || span_eq(part, span_of(etag)))
            return true;
    }
    return false;
}
