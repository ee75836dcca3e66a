/* SPDX-License-Identifier: Apache-2.0
 *
 * Login and logout.
 *
 *     slot -> locked? -> counted as a failure -> officer -> password -> taken back, session
 *
 * The failure is counted before the password is looked at and taken back afterwards: of a hundred
 * guesses sent at once, no more are looked at than of a hundred sent one by one. A success clears
 * what was counted for the officer; for the address it takes back its own count alone, or whoever
 * has one account could guess at all others for ever.
 */
#include <sodium.h>

#include "access/lockout.h"
#include "access/private.h"

struct attempt {
    struct access *a;
    struct arena *arena;
    struct span name, password, address;
    struct span by_officer, by_address; /* keys of the counts */
    int64_t now;
};

/* ---- counting ---------------------------------------------------------------------------- */

/* Names compare without regard to case; what cannot be a name is counted as one. */
static struct span officer_key(struct arena *a, struct span name)
{
    struct tocsin_err *err = access_name_check(name);
    struct span key = arena_printf(a, "officer %.*s", err ? 1 : (int)name.n, err ? "?" : name.p);
    char *p = arena_str(a, key);

    tocsin_err_free(err);
    for (size_t i = 0; i < key.n; i++)
        if (p[i] >= 'A' && p[i] <= 'Z')
            p[i] = (char)(p[i] - 'A' + 'a');
    return (struct span){p, key.n};
}

static struct tocsin_err *locked_until(struct attempt *t, int64_t *out)
{
    const struct lockout *rule = &t->a->limits.lockout;
    int64_t since = t->now - LOCKOUT_MEMORY, last, address;
    uint64_t failures;

    TRY(people_attempt_find(t->a->people, t->by_officer, since, &failures, &last));
    *out = lockout_until(rule, failures, last);
    TRY(people_attempt_find(t->a->people, t->by_address, since, &failures, &last));
    address = lockout_until_address(rule, failures, last);
    if (address > *out)
        *out = address;
    return NULL;
}

static struct tocsin_err *count(struct attempt *t, int64_t *retry_after)
{
    int64_t since = t->now - LOCKOUT_MEMORY, until = 0;

    TRY(locked_until(t, &until));
    *retry_after = until > t->now ? until - t->now : 0;
    if (*retry_after)
        return NULL;
    TRY(people_attempt_add(t->a->people, t->by_officer, t->now, since));
    return people_attempt_add(t->a->people, t->by_address, t->now, since);
}

static struct tocsin_err *count_in_turn(struct attempt *t, int64_t *retry_after)
{
    struct tocsin_err *err;

    pthread_mutex_lock(&t->a->counting);
    err = count(t, retry_after);
    pthread_mutex_unlock(&t->a->counting);
    return err;
}

static struct tocsin_err *take_back(struct attempt *t)
{
    TRY(people_attempt_clear(t->a->people, t->by_officer));
    return people_attempt_less(t->a->people, t->by_address);
}

/* ---- logging in -------------------------------------------------------------------------- */

/* A longer password is wrong without being hashed. */
static struct tocsin_err *verify(struct attempt *t, const struct people_officer *o, bool *good)
{
    struct span password = span_slice(t->password, 0, LIMIT_PASSWORD);

    TRY(password_verify(&t->a->limits, o ? o->secret : SPAN(""), password, good));
    *good = *good && o && t->password.n <= LIMIT_PASSWORD;
    return NULL;
}

/* The limits have changed since the password was hashed: now it is at hand. */
static struct tocsin_err *renew(struct attempt *t, struct people_officer *o)
{
    char hash[PASSWORD_HASH_SIZE];
    struct span after;

    if (!password_is_old(&t->a->limits, o->secret))
        return NULL;
    TRY(password_hash(&t->a->limits, t->password, hash));
    after = arena_span(t->arena, span_of(hash));
    TRY(people_officer_rehash(t->a->people, o->number, o->secret, after));
    o->secret = after;
    return NULL;
}

static struct tocsin_err *begin_session(struct attempt *t, const struct people_officer *o,
                                        char cookie[ACCESS_COOKIE_SIZE], struct access_answer *out)
{
    const struct access_limits *l = &t->a->limits;
    unsigned char hash[PEOPLE_HASH];
    bool made = false;

    if (!role_parse(o->role, &out->who.role))
        return err_new(TOCSIN_ERR_CORRUPT, "%.*s has a role that there is not: %.*s",
                       SPAN_ARG(o->name), SPAN_ARG(o->role));
    TRY(people_session_sweep(t->a->people, t->now - l->session_life, t->now - l->session_idle));
    TRY(people_attempt_sweep(t->a->people, t->now - LOCKOUT_MEMORY, LIMIT_ATTEMPTS));
    cookie_make(cookie, hash);
    TRY(people_session_add(t->a->people, hash_span(hash), o->number, o->secret, t->address, t->now,
                           &made));
    if (!made)
        return NULL;
    out->outcome = ACCESS_GRANTED;
    out->who.kind = WHO_OFFICER;
    out->who.id = o->number;
    memcpy(out->who.name, o->name.p, o->name.n < LIMIT_WHO_NAME ? o->name.n : LIMIT_WHO_NAME);
    return NULL;
}

static struct tocsin_err *try_password(struct attempt *t, char cookie[ACCESS_COOKIE_SIZE],
                                       struct access_answer *out)
{
    struct people_officer *o = NULL;
    bool good = false;

    TRY(count_in_turn(t, &out->retry_after));
    if (out->retry_after) {
        out->outcome = ACCESS_LOCKED;
        return NULL;
    }
    out->outcome = ACCESS_WRONG;
    TRY(people_officer_find(t->a->people, t->arena, t->name, &o));
    TRY(verify(t, o, &good));
    if (!good)
        return NULL;
    TRY(take_back(t));
    TRY(renew(t, o));
    return begin_session(t, o, cookie, out);
}

struct tocsin_err *access_login(struct access *a, struct span name, struct span password,
                                struct span address, int64_t now, char cookie[ACCESS_COOKIE_SIZE],
                                struct access_answer *out)
{
    struct attempt t = {a, .name = name, .password = password, .address = address, .now = now};
    struct tocsin_err *err;

    *out = (struct access_answer){.outcome = ACCESS_BUSY, .retry_after = 1};
    memset(cookie, 0, ACCESS_COOKIE_SIZE);
    if (!slots_take(a->slots))
        return NULL;
    t.arena = arena_new();
    t.by_officer = officer_key(t.arena, name);
    t.by_address = lockout_address(t.arena, address);
    err = try_password(&t, cookie, out);
    arena_free(t.arena);
    slots_give(a->slots);
    if (out->outcome != ACCESS_GRANTED)
        sodium_memzero(cookie, ACCESS_COOKIE_SIZE);
    return err;
}

struct tocsin_err *access_logout(struct access *a, struct span cookie)
{
    unsigned char hash[PEOPLE_HASH];
    struct tocsin_err *err;

    if (!cookie_hash(cookie, hash))
        return NULL;
    err = people_session_end(a->people, hash_span(hash));
    recent_doubt(a->recent);
    return err;
}
