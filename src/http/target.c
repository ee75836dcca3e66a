/* SPDX-License-Identifier: Apache-2.0
 *
 * Path and query of a request (RFC 3986, and application/x-www-form-urlencoded of the URL Standard for
 * what follows the question mark).
 *
 * Strict where leniency has been a hole elsewhere: a percent sign without two hex digits, a NUL, or
 * bytes that are not UTF-8 make the whole target malformed. The path is cut into segments before they
 * are decoded: a slash that was written as %2F stays inside its segment. "." and ".." are segments like
 * any others, so no path leads anywhere but where it says.
 *
 * A proxy may send the absolute form, "http://host/path": what stands before the path is passed over.
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
    *out = NULL;
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
        if (bad) {
            *n = 0;
            return bad;
        }
        (*n)++;
    }
    return NULL;
}

/* The path of "http://host/path"; of anything else, itself. */
static struct span without_origin(struct span target)
{
    static const char *const schemes[] = {"http://", "https://"};

    for (size_t i = 0; i < ARRAY_LEN(schemes); i++) {
        struct span scheme = span_of(schemes[i]), rest;
        size_t host;

        if (!span_eq_nocase(span_slice(target, 0, scheme.n), scheme))
            continue;
        rest = span_from(target, scheme.n);
        host = span_find(rest, '/');
        return host > 0 && host < rest.n ? span_from(rest, host) : target;
    }
    return target;
}

static bool has_control(struct span s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7f)
            return true;
    return false;
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
    struct span target;
    size_t mark;

    r->target = arena_span(r->arena, raw);
    target = without_origin(r->target);
    mark = span_find(target, '?');
    r->path = SPAN("");
    r->query_n = r->segments_n = 0;
    r->malformed = has_control(raw) ? "a control character"
                                    : cut(r, span_slice(target, 0, mark));
    if (!r->malformed && mark < target.n)
        r->malformed = http_form(r->arena, span_from(target, mark + 1), &r->query, &r->query_n);
}
