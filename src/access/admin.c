/* SPDX-License-Identifier: Apache-2.0
 *
 * Tokens and officers: add, list, change, remove.
 */
#include "access/private.h"

/* ---- tokens ------------------------------------------------------------------------------ */

static struct tocsin_err *check_token(const struct access_token *t, int64_t now)
{
    size_t bad;

    TRY(access_name_check(t->name));
    if (t->purpose.n > LIMIT_PURPOSE || !utf8_valid(t->purpose, &bad))
        return err_new(TOCSIN_ERR_USAGE, "a purpose is a text of %d bytes at most", LIMIT_PURPOSE);
    if (t->expires && t->expires <= now)
        return err_new(TOCSIN_ERR_USAGE, "the token would have expired already");
    if (t->burst && !t->rate)
        return err_new(TOCSIN_ERR_USAGE, "without a rate there is nothing to burst");
    return NULL;
}

struct tocsin_err *access_token_add(struct access *a, const struct access_token *t, int64_t now,
                                    char key[ACCESS_KEY_SIZE])
{
    unsigned char hash[PEOPLE_HASH];
    struct people_token row = {.name = t->name,
                               .role = span_of(role_name(t->role)),
                               .purpose = t->purpose,
                               .rate = t->rate,
                               .burst = t->burst,
                               .created = now,
                               .expires = t->expires};

    TRY(check_token(t, now));
    key_make(key, hash);
    row.hash = hash_span(hash);
    return people_token_add(a->people, &row);
}

struct tocsin_err *access_token_revoke(struct access *a, struct span name, int64_t now)
{
    struct tocsin_err *err = people_token_revoke(a->people, name, now);

    recent_doubt(a->recent);
    return err;
}

static struct tocsin_err *role_of(struct span name, struct span text, enum role *out)
{
    if (role_parse(text, out))
        return NULL;
    return err_new(TOCSIN_ERR_CORRUPT, "%.*s has a role that there is not: %.*s", SPAN_ARG(name),
                   SPAN_ARG(text));
}

struct tocsin_err *access_tokens(struct access *a, struct arena *arena, struct access_token **out,
                                 size_t *n)
{
    struct people_token *list = NULL;

    TRY(people_tokens(a->people, arena, &list, n));
    *out = ARENA_ARRAY(arena, struct access_token, *n + 1);
    for (size_t i = 0; i < *n; i++) {
        (*out)[i] = (struct access_token){.name = list[i].name,
                                          .purpose = list[i].purpose,
                                          .rate = list[i].rate,
                                          .burst = list[i].burst,
                                          .created = list[i].created,
                                          .expires = list[i].expires,
                                          .used = list[i].used,
                                          .revoked = list[i].revoked};
        TRY(role_of(list[i].name, list[i].role, &(*out)[i].role));
    }
    return NULL;
}

/* ---- officers ---------------------------------------------------------------------------- */

/* TOCSIN_ERR_NOT_FOUND when there is none. */
static struct tocsin_err *number_of(struct access *a, struct span name, uint64_t *out)
{
    struct arena *arena = arena_new();
    struct people_officer *o = NULL;
    struct tocsin_err *err = people_officer_find(a->people, arena, name, &o);

    if (!err && !o)
        err = err_new(TOCSIN_ERR_NOT_FOUND, "there is no officer %.*s", SPAN_ARG(name));
    if (!err)
        *out = o->number;
    arena_free(arena);
    return err;
}

static struct tocsin_err *good_hash(struct access *a, struct span name, struct span password,
                                    char out[PASSWORD_HASH_SIZE])
{
    TRY(access_password_check(a->limits.password_least, name, password));
    return password_hash(&a->limits, password, out);
}

struct tocsin_err *access_officer_add(struct access *a, struct span name, enum role role,
                                      struct span password, int64_t now)
{
    char hash[PASSWORD_HASH_SIZE];
    struct people_officer o = {.name = name, .role = span_of(role_name(role)), .created = now};

    TRY(access_name_check(name));
    TRY(good_hash(a, name, password, hash));
    o.secret = span_of(hash);
    return people_officer_add(a->people, &o);
}

struct tocsin_err *access_officer_password(struct access *a, struct span name, struct span password,
                                           int64_t now)
{
    char hash[PASSWORD_HASH_SIZE];
    struct tocsin_err *err;
    uint64_t number;

    TRY(number_of(a, name, &number));
    TRY(good_hash(a, name, password, hash));
    err = people_officer_secret(a->people, number, span_of(hash), now);
    recent_doubt(a->recent);
    return err;
}

struct tocsin_err *access_officer_role(struct access *a, struct span name, enum role role,
                                       int64_t now)
{
    struct tocsin_err *err;
    uint64_t number;

    TRY(number_of(a, name, &number));
    err = people_officer_role(a->people, number, span_of(role_name(role)), now);
    recent_doubt(a->recent);
    return err;
}

struct tocsin_err *access_officer_remove(struct access *a, struct span name)
{
    struct tocsin_err *err;
    uint64_t number;

    TRY(number_of(a, name, &number));
    err = people_officer_remove(a->people, number);
    recent_doubt(a->recent);
    return err;
}

struct tocsin_err *access_officers(struct access *a, struct arena *arena,
                                   struct access_officer **out, size_t *n)
{
    struct people_officer *list = NULL;

    TRY(people_officers(a->people, arena, &list, n));
    *out = ARENA_ARRAY(arena, struct access_officer, *n + 1);
    for (size_t i = 0; i < *n; i++) {
        (*out)[i] = (struct access_officer){
            .name = list[i].name, .created = list[i].created, .changed = list[i].changed};
        TRY(role_of(list[i].name, list[i].role, &(*out)[i].role));
    }
    return NULL;
}
