/* SPDX-License-Identifier: Apache-2.0
 *
 * Passwords: what is a good one, and hashing a few at a time.
 *
 * NIST SP 800-63B: length counts, composition does not. Refused is what a guesser tries first
 * because he knows where he is: the officer's name, the program's, "password" and one character,
 * each once or repeated. Passwords are bytes here: the same letters in another Unicode form are
 * another password.
 *
 * A hash takes LIMIT_PASSWORD_MEMORY bytes and a tenth of a second or more. Without slots, fifty
 * logins at once would take all memory of a small machine.
 */
#include <errno.h>
#include <sodium.h>

#include "access/private.h"

#define WAIT_FOR_SLOT UINT64_C(3000000000) /* nanoseconds */

/* ---- what is a good one ------------------------------------------------------------------ */

static size_t characters(struct span s)
{
    size_t n = 0;

    while (s.n) {
        utf8_next(&s);
        n++;
    }
    return n;
}

/* 'unit' again and again, the last time perhaps in part. */
static bool is_made_of(struct span s, struct span unit)
{
    if (!unit.n)
        return false;
    while (s.n > unit.n) {
        if (!span_eq_nocase(span_slice(s, 0, unit.n), unit))
            return false;
        s = span_from(s, unit.n);
    }
    return span_eq_nocase(s, span_slice(unit, 0, s.n));
}

static struct span first_character(struct span s)
{
    struct span rest = s;

    utf8_next(&rest);
    return span_slice(s, 0, s.n - rest.n);
}

struct tocsin_err *access_password_check(size_t least, struct span name, struct span password)
{
    size_t bad;

    if (!utf8_valid(password, &bad))
        return err_new(TOCSIN_ERR_USAGE, "the password is not UTF-8");
    if (characters(password) < least)
        return err_new(TOCSIN_ERR_USAGE, "the password must have %zu characters or more", least);
    if (password.n > LIMIT_PASSWORD)
        return err_new(TOCSIN_ERR_USAGE, "the password may have %d bytes at most", LIMIT_PASSWORD);
    if (is_made_of(password, name) || is_made_of(password, SPAN("tocsin")) ||
        is_made_of(password, SPAN("password")) || is_made_of(password, first_character(password)))
        return err_new(TOCSIN_ERR_USAGE,
                       "the password is what anybody would try first: choose another one");
    return NULL;
}

/* ---- hashing ----------------------------------------------------------------------------- */

static struct tocsin_err *no_memory(const struct access_limits *l)
{
    return err_new(TOCSIN_ERR_IO, "no memory to hash a password (%zu bytes)", l->password_memory);
}

struct tocsin_err *password_hash(const struct access_limits *l, struct span password,
                                 char out[PASSWORD_HASH_SIZE])
{
    static_assert(PASSWORD_HASH_SIZE == crypto_pwhash_STRBYTES, "of libsodium");
    if (crypto_pwhash_str(out, password.p, password.n, l->password_passes, l->password_memory) != 0)
        return no_memory(l);
    return NULL;
}

/* The form that libsodium wants: NUL to the end. */
static void padded(struct span hash, char out[PASSWORD_HASH_SIZE])
{
    memset(out, 0, PASSWORD_HASH_SIZE);
    memcpy(out, hash.p, hash.n < PASSWORD_HASH_SIZE ? hash.n : PASSWORD_HASH_SIZE - 1);
}

static struct tocsin_err *waste_time(const struct access_limits *l, struct span password)
{
    static const unsigned char salt[crypto_pwhash_SALTBYTES];
    unsigned char out[32];

    if (crypto_pwhash(out, sizeof(out), password.p, password.n, salt, l->password_passes,
                      l->password_memory, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return no_memory(l);
    return NULL;
}

struct tocsin_err *password_verify(const struct access_limits *l, struct span hash,
                                   struct span password, bool *good)
{
    char text[PASSWORD_HASH_SIZE];

    *good = false;
    if (!hash.n)
        return waste_time(l, password);
    padded(hash, text);
    errno = 0;
    *good = crypto_pwhash_str_verify(text, password.p, password.n) == 0;
    return !*good && errno == ENOMEM ? no_memory(l) : NULL;
}

bool password_is_old(const struct access_limits *l, struct span hash)
{
    char text[PASSWORD_HASH_SIZE];

    padded(hash, text);
    return crypto_pwhash_str_needs_rehash(text, l->password_passes, l->password_memory) != 0;
}

/* ---- slots ------------------------------------------------------------------------------- */

struct slots {
    pthread_mutex_t mutex;
    pthread_cond_t given;
    unsigned free, waiting;
};

struct slots *slots_new(unsigned n)
{
    struct slots *s = mem_zero(1, sizeof(*s));
    pthread_condattr_t attr;

    pthread_mutex_init(&s->mutex, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&s->given, &attr);
    pthread_condattr_destroy(&attr);
    s->free = n;
    return s;
}

void slots_free(struct slots *s)
{
    if (!s)
        return;
    pthread_cond_destroy(&s->given);
    pthread_mutex_destroy(&s->mutex);
    mem_free(s);
}

bool slots_take(struct slots *s)
{
    uint64_t until = clock_ticks() + WAIT_FOR_SLOT;
    struct timespec end = {(time_t)(until / 1000000000u), (long)(until % 1000000000u)};
    bool taken;

    pthread_mutex_lock(&s->mutex);
    if (s->waiting < LIMIT_PASSWORDS_WAITING) {
        s->waiting++;
        while (!s->free && pthread_cond_timedwait(&s->given, &s->mutex, &end) == 0)
            ;
        s->waiting--;
    }
    taken = s->free > 0;
    s->free -= taken;
    pthread_mutex_unlock(&s->mutex);
    return taken;
}

void slots_give(struct slots *s)
{
    pthread_mutex_lock(&s->mutex);
    s->free++;
    pthread_cond_signal(&s->given);
    pthread_mutex_unlock(&s->mutex);
}
