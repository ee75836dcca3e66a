/* SPDX-License-Identifier: Apache-2.0
 *
 * Request ids, and W3C Trace Context (Recommendation of 2021-11-23):
 *
 *     traceparent: 00-<32 hex: trace>-<16 hex: span of the caller>-<2 hex: flags>
 *
 * What a client sends is taken where it has exactly that form, lower case, is not all zeros and came
 * once; else a new trace begins here. Of a version after 00 the part that has this form is taken, as
 * the Recommendation wants. Of the flags only "sampled" is known, and passed on. The id of a request
 * is its X-Request-Id when that is harmless to print (letters, digits, "-", "_", at most 32), else the
 * trace's.
 */
#include <sodium.h>
#include <stdio.h>

#include "http/http_private.h"

static bool lower_hex(struct span s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
            return false;
    }
    return true;
}

static bool all_zero(struct span s)
{
    size_t n = 0;

    while (n < s.n && s.p[n] == '0')
        n++;
    return n == s.n;
}

static bool well_formed(struct span t)
{
    struct span version = span_slice(t, 0, 2), trace = span_slice(t, 3, 32),
                parent = span_slice(t, 36, 16);

    if (t.n < 55 || t.p[2] != '-' || t.p[35] != '-' || t.p[52] != '-')
        return false;
    if (!lower_hex(version) || span_eq(version, SPAN("ff")))
        return false;
    if (t.n > 55 && (span_eq(version, SPAN("00")) || t.p[55] != '-'))
        return false;
    return lower_hex(trace) && lower_hex(parent) && lower_hex(span_slice(t, 53, 2)) &&
           !all_zero(trace) && !all_zero(parent);
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

/* The caller's traceparent, or an empty span: of two nobody knows which is meant. */
static struct span came_along(const struct http_request *r)
{
    struct span found = {NULL, 0};

    for (size_t i = 0; i < r->fields_n; i++) {
        if (!span_eq_nocase(r->fields[i].name, SPAN("traceparent")))
            continue;
        if (found.p)
            return (struct span){NULL, 0};
        found = span_trim(r->fields[i].value);
    }
    return found.p && well_formed(found) ? found : (struct span){NULL, 0};
}

void http_trace(struct http_request *r)
{
    struct span came = came_along(r), id = http_field(r, "X-Request-Id");
    struct http_trace *t = &r->trace;
    unsigned char random[24]; /* at once: each call is one of the system */
    bool sampled = false;
    char here[17];

    randombytes_buf(random, sizeof(random));
    sodium_bin2hex(t->trace, sizeof(t->trace), random, 16);
    sodium_bin2hex(here, sizeof(here), random + 16, 8);
    t->state = SPAN("");
    if (came.p) {
        struct span state = http_field(r, "tracestate");

        memcpy(t->trace, came.p + 3, 32);
        sampled = strchr("13579bdf", came.p[54]) != NULL;
        if (state.p)
            t->state = state;
    }
    snprintf(t->parent, sizeof(t->parent), "00-%s-%s-%s", t->trace, here, sampled ? "01" : "00");
    if (printable_id(id))
        snprintf(t->id, sizeof(t->id), "%.*s", SPAN_ARG(id));
    else
        memcpy(t->id, t->trace, sizeof(t->id));
}
