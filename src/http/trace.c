/* SPDX-License-Identifier: Apache-2.0
 *
 * Request ids, and W3C Trace Context (Recommendation of 2021-11-23):
 *
 *     traceparent: 00-<32 hex: trace>-<16 hex: span of the caller>-<2 hex: flags>
 *
 * What a client sends is taken where it has exactly that form, lower case, and is not all zeros;
 * else a new trace begins here. The id of a request is its X-Request-Id when that is harmless to
 * print (letters, digits, "-", "_", at most 32), else the trace's.
 */
#include <sodium.h>
#include <stdio.h>

#include "http/http_private.h"

static bool lower_hex(struct span s)
{
    bool some = false;

    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
            return false;
        some |= c != '0';
    }
    return some;
}

static bool well_formed(struct span t)
{
    return t.n == 55 && span_starts(t, SPAN("00-")) && t.p[35] == '-' && t.p[52] == '-' &&
           lower_hex(span_slice(t, 3, 32)) && lower_hex(span_slice(t, 36, 16)) &&
           (lower_hex(span_slice(t, 53, 2)) || span_eq(span_slice(t, 53, 2), SPAN("00")));
}

static bool printable_id(struct span s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
              c == '-' || c == '_'))
            return false;
    }
    return s.n > 0 && s.n <= 32;
}

static void random_hex(char *out, size_t digits)
{
    unsigned char bytes[16];

    randombytes_buf(bytes, digits / 2);
    sodium_bin2hex(out, digits + 1, bytes, digits / 2);
}

void http_trace(struct http_request *r)
{
    struct span came = http_field(r, "traceparent"), id = http_field(r, "X-Request-Id");
    struct http_trace *t = &r->trace;
    const char *flags = "00";
    char here[17];

    t->state = SPAN("");
    if (came.p && well_formed(came)) {
        memcpy(t->trace, came.p + 3, 32);
        flags = came.p + 53;
        t->state = http_field(r, "tracestate");
    } else {
        random_hex(t->trace, 32);
    }
    t->trace[32] = '\0';
    random_hex(here, 16);
    snprintf(t->parent, sizeof(t->parent), "00-%s-%s-%.2s", t->trace, here, flags);
    if (printable_id(id))
        snprintf(t->id, sizeof(t->id), "%.*s", SPAN_ARG(id));
    else
        memcpy(t->id, t->trace, sizeof(t->id));
}
