/* SPDX-License-Identifier: Apache-2.0
 *
 * Header fields: what they say, and whether they can be believed.
 *
 * Where a proxy stands before the server, both must agree on where a request ends; a head that can be
 * read in two ways lets the second half of one person's request be taken for another's. libmicrohttpd
 * takes the first of two lengths, and passes over "Content-Length :". Such heads are refused here, and
 * their connection ends with the answer.
 */
#include "http/http_private.h"

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

/* Tags are compared weakly (RFC 9110 8.8.3.2): "W/" makes no difference. */
static struct span without_weak(struct span tag)
{
    return span_starts(tag, SPAN("W/")) ? span_from(tag, 2) : tag;
}

bool http_none_match(const struct http_request *r, const char *etag)
{
    struct span rest = http_field(r, "If-None-Match"), part, want = without_weak(span_of(etag));

    while (rest.p && span_split(&rest, ',', &part)) {
        part = span_trim(part);
        if (span_eq(part, SPAN("*")) || span_eq(without_weak(part), want))
            return true;
    }
    return false;
}

/* ---- where the request ends ---------------------------------------------------------------------- */

/* RFC 9110 5.6.2 */
static bool is_token(struct span s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
              (c && strchr("!#$%&'*+-.^_`|~", c))))
            return false;
    }
    return s.n > 0;
}

/* RFC 9110 5.5. A vertical tab or the like is a blank to some programs and a letter to others. */
static bool is_value(struct span s)
{
    for (size_t i = 0; i < s.n; i++)
        if (((unsigned char)s.p[i] < ' ' && s.p[i] != '\t') || s.p[i] == 0x7f)
            return false;
    return true;
}

/* Links in answers are made of it: no more than names, addresses and ports are made of (RFC 3986 3.2.2). */
static bool is_host(struct span s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
              (c && strchr("-._~%:[]", c))))
            return false;
    }
    return true;
}

static size_t times(const struct http_request *r, const char *name)
{
    struct span want = span_of(name);
    size_t n = 0;

    for (size_t i = 0; i < r->fields_n; i++)
        n += span_eq_nocase(r->fields[i].name, want);
    return n;
}

const char *head_flaw(const struct http_request *r)
{
    size_t lengths = times(r, "Content-Length"), codings = times(r, "Transfer-Encoding");
    uint64_t length;

    for (size_t i = 0; i < r->fields_n; i++)
        if (!is_token(r->fields[i].name))
            return "a header field whose name is none";
    for (size_t i = 0; i < r->fields_n; i++)
        if (!is_value(r->fields[i].value))
            return "a header field with a control character";
    if (times(r, "Host") > 1)
        return "more than one Host";
    if (!is_host(span_trim(http_field(r, "Host"))))
        return "a Host that is none";
    if (lengths + codings > 1)
        return "more than one length of the body";
    if (lengths && !span_u64(span_trim(http_field(r, "Content-Length")), &length))
        return "a Content-Length that is no number";
    if (codings && !span_eq_nocase(span_trim(http_field(r, "Transfer-Encoding")), SPAN("chunked")))
        return "a Transfer-Encoding that is not known";
    return NULL;
}

uint64_t head_length(const struct http_request *r)
{
    uint64_t length = 0;

    if (http_field(r, "Transfer-Encoding").p)
        return HEAD_CHUNKED;
    (void)span_u64(span_trim(http_field(r, "Content-Length")), &length);
    return length;
}

bool head_waits(const struct http_request *r)
{
    return span_eq_nocase(span_trim(http_field(r, "Expect")), SPAN("100-continue"));
}
