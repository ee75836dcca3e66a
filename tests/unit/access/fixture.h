/* SPDX-License-Identifier: Apache-2.0
 *
 * What the tests of access share: a home of one file, cheap passwords, and who is in it.
 */
#ifndef TESTS_ACCESS_FIXTURE_H
#define TESTS_ACCESS_FIXTURE_H

#include "../base/check.h"

#include <ftw.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "access/access.h"

#define GOOD_PASSWORD "three grey geese at dawn"
#define NOW INT64_C(1769900400)

struct house {
    char home[64];
    struct access_limits limits;
    struct access *a;
    struct arena *arena;
};

static inline int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)st, (void)kind, (void)where;
    return remove(path);
}

static inline void house_open(struct house *h)
{
    *h = (struct house){.limits = access_limits_usual()};
    snprintf(h->home, sizeof(h->home), "/tmp/tocsin-access-XXXXXX");
    assert_non_null(mkdtemp(h->home));
    assert_true(sodium_init() >= 0);
    h->limits.password_passes = crypto_pwhash_OPSLIMIT_MIN;
    h->limits.password_memory = crypto_pwhash_MEMLIMIT_MIN;
    h->arena = arena_new();
    assert_ok(access_open(h->home, &h->limits, &h->a));
}

/* Closed and opened again, with the limits as they are now. */
static inline void house_reopen(struct house *h)
{
    assert_ok(access_close(h->a));
    h->a = NULL;
    assert_ok(access_open(h->home, &h->limits, &h->a));
}

static inline void house_close(struct house *h)
{
    assert_ok(access_close(h->a));
    arena_free(h->arena);
    nftw(h->home, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static inline void add_officer(struct house *h, const char *name, enum role role)
{
    assert_ok(access_officer_add(h->a, span_of(name), role, SPAN(GOOD_PASSWORD), NOW));
}

static inline struct access_answer log_in(struct house *h, const char *name, const char *password,
                                          int64_t now, char cookie[ACCESS_COOKIE_SIZE])
{
    struct access_answer answer;

    assert_ok(access_login(h->a, span_of(name), span_of(password), SPAN("192.0.2.1"), now, cookie,
                           &answer));
    return answer;
}

static inline struct access_answer with_cookie(struct house *h, const char *cookie, int64_t now)
{
    struct access_answer answer;

    assert_ok(access_session(h->a, span_of(cookie), now, &answer));
    return answer;
}

static inline struct access_answer with_key(struct house *h, const char *key, int64_t now)
{
    struct access_answer answer;

    assert_ok(access_key(h->a, span_of(key), now, &answer));
    return answer;
}

#endif
