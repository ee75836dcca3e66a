/* SPDX-License-Identifier: Apache-2.0
 *
 * What the tests of http share: a request without a socket.
 */
#ifndef TESTS_HTTP_CHECK_H
#define TESTS_HTTP_CHECK_H

#include "../base/check.h"

#include "http/http_private.h"

struct asked {
    struct arena *arena;
    struct http_request r;
    struct http_pair fields[8];
};

static inline struct http_request *asked_new(struct asked *a)
{
    *a = (struct asked){.arena = arena_new()};
    a->r = (struct http_request){.arena = a->arena, .fields = a->fields, .body_fd = -1};
    return &a->r;
}

static inline void asked_field(struct asked *a, const char *name, const char *value)
{
    assert_true(a->r.fields_n < ARRAY_LEN(a->fields));
    a->fields[a->r.fields_n++] = (struct http_pair){span_of(name), span_of(value)};
}

static inline void asked_free(struct asked *a)
{
    arena_free(a->arena);
}

#endif
