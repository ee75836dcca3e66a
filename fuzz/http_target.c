/* SPDX-License-Identifier: Apache-2.0
 *
 * A request from bytes: the first line is its target, the following ones header fields, what stands
 * behind an empty line a form. What is decoded must be UTF-8, and what goes into logs and answers must
 * have its form whatever came.
 */
#include "fuzz.h"
#include "http/http_private.h"

enum { FIELDS = 16 };

static void look_at_pairs(const struct http_pair *pairs, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        fuzz_text(pairs[i].name);
        fuzz_text(pairs[i].value);
    }
}

static void target(struct http_request *r, struct span raw)
{
    http_target(r, raw);
    MUST(span_eq(r->target, raw));
    MUST(r->segments_n <= HTTP_SEGMENTS_MAX && r->query_n <= HTTP_PARAMS_MAX);
    if (r->malformed) {
        MUST(r->query_n == 0);
        return;
    }
    MUST(r->segments_n > 0 && r->path.n > 0 && r->path.p[0] == '/');
    fuzz_text(r->path);
    for (size_t i = 0; i < r->segments_n; i++)
        fuzz_text(r->segments[i]);
    look_at_pairs(r->query, r->query_n);
}

/* Name and value end in a NUL, as those of the server do. */
static void field(struct http_request *r, struct span line)
{
    size_t at = span_find(line, ':');

    if (r->fields_n == FIELDS || at == line.n)
        return;
    r->fields[r->fields_n++] = (struct http_pair){
        span_of(arena_str(r->arena, span_slice(line, 0, at))),
        span_of(arena_str(r->arena, span_trim(span_from(line, at + 1))))};
}

static void head(struct http_request *r)
{
    const char *hex = "0123456789abcdef";

    http_trace(r);
    MUST(strlen(r->trace.trace) == 32 && strspn(r->trace.trace, hex) == 32);
    MUST(strlen(r->trace.parent) == 55 && memcmp(r->trace.parent + 3, r->trace.trace, 32) == 0);
    MUST(r->trace.id[0] != '\0');
    (void)http_cookie(r, "session");
    (void)http_none_match(r, "\"tag\"");
    (void)http_takes_gzip(r);
    (void)head_waits(r);
    if (!head_flaw(r))
        (void)head_length(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span rest = {(const char *)data, size}, line = SPAN("");
    struct arena *a = arena_new();
    struct http_request r = {.arena = a, .fields = ARENA_ARRAY(a, struct http_pair, FIELDS)};
    struct http_pair *form;
    size_t n;

    (void)span_split(&rest, '\n', &line);
    target(&r, line);
    while (rest.p && span_split(&rest, '\n', &line) && line.n)
        field(&r, line);
    head(&r);
    if (rest.p && !http_form(a, rest, &form, &n))
        look_at_pairs(form, n);
    arena_free(a);
    return 0;
}
