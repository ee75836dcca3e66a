/* SPDX-License-Identifier: Apache-2.0
 *
 * access: who may. Keys of programs, logins of officers, what a role permits, how often one may
 * ask, and the record of who asked what.
 *
 *     key, cookie, name + password --> struct access_answer {outcome, who}
 *     who --> access_may(role, permission), access_take(rate)
 *     a search --> access_search_record --> queue --> people.db, within a tenth of a second
 *
 *   key       "tocsin_" and 48 letters of base64url: 32 random bytes and 4 that check them. A leaked
 *             one can be found by its form (tocsin_[A-Za-z0-9_-]{48}), a typing error is told without
 *             a look at any table. Only its BLAKE2b hash is stored.
 *
 *   cookie    32 random bytes in base64url; stored as hash. It ends after a time, after a time
 *             without use, at logout, and with any change of the officer's password or role. The
 *             CSRF token is a keyed hash of it: whoever has that cannot tell the cookie.
 *
 *   password  Argon2id. Two at a time at most (each takes much memory); others wait a little and
 *             are then told to come back. A name that is not there takes as long as a wrong
 *             password. Failures are counted by officer and by address before the password is
 *             looked at, so that guessing at once gains nothing; from some number on each further
 *             one costs a longer wait (lockout.h). They survive a restart.
 *
 * Refusals are outcomes (outcome.def), not errors. An error means that it could not be found out:
 * nobody is let in then.
 *
 * Nobody is looked up twice in a fifth of a second: who was let in is remembered, and forgotten as
 * soon as any process takes a right away (people_changes). 'now' is always the caller's, in seconds
 * since 1970.
 *
 * Records of searches. access_search_record copies the record into a queue and returns; a thread of
 * this room writes what is in the queue as one transaction at least ten times a second. When the
 * queue is full, callers wait: nothing is dropped. When the disk does not take it, the records stay
 * in the queue, the writing is tried again and again, and until it works access_search_record
 * returns the error, so that a search that cannot be recorded can be refused. access_close writes
 * what is left. A process that is killed loses what it recorded last, a tenth of a second at most
 * while the disk is quick enough.
 *
 * Threads. All functions may be called by many threads at once, except open and close.
 */
#ifndef TOCSIN_ACCESS_H
#define TOCSIN_ACCESS_H

#include "base/base.h"

/* ---- roles ---------------------------------------------------------------------------------- */

enum permission {
#define PERMISSION(name, text) PERMISSION_##name,
#include "access/role.def"
    PERMISSIONS
};

enum role {
#define ROLE(name, may, text) ROLE_##name,
#include "access/role.def"
    ROLES
};

bool access_may(enum role role, enum permission permission);
const char *role_name(enum role role);
const char *role_text(enum role role); /* who it is for */
bool role_parse(struct span name, enum role *out);
const char *permission_name(enum permission permission);
const char *permission_text(enum permission permission);

/* ---- who ------------------------------------------------------------------------------------ */

enum who_kind { WHO_NOBODY, WHO_TOKEN, WHO_OFFICER };

struct who {
    enum who_kind kind;
    enum role role;
    uint64_t id;   /* of the token or the officer; never used again for another */
    uint64_t rate; /* requests a minute; 0 is no limit */
    bool burst;    /* a minute's worth may come at once */
    char name[LIMIT_WHO_NAME + 1];
    char purpose[LIMIT_PURPOSE + 1]; /* of what is asked without a purpose; may be "" */
};

/* Letters and digits of ASCII, and "." "_" "-" "@" between them; TOCSIN_ERR_USAGE otherwise. */
struct tocsin_err *access_name_check(struct span name) TOCSIN_MUST_USE;

enum access_outcome {
#define OUTCOME(name, stable, text) ACCESS_##name,
#include "access/outcome.def"
#undef OUTCOME
    ACCESS_OUTCOMES
};
const char *access_outcome_name(enum access_outcome outcome);
const char *access_outcome_text(enum access_outcome outcome);

struct access_answer {
    enum access_outcome outcome;
    int64_t retry_after; /* seconds, for LOCKED and BUSY */
    struct who who;      /* when GRANTED */
};

/* ---- open, close ---------------------------------------------------------------------------- */

/* The wait after failed logins: none below 'after' of them, then 'first' seconds, doubled with each
 * further one, and 'most' at most. */
struct lockout {
    uint64_t after;
    int64_t first, most;
};

struct access_limits {
    size_t password_least;    /* characters */
    unsigned password_passes; /* of Argon2id */
    size_t password_memory;   /* bytes of one hash */
    unsigned passwords_at_once;
    int64_t session_life, session_idle; /* seconds: in all, and without a request */
    struct lockout lockout;
    uint64_t token_rate; /* a minute, of a token without a rate of its own; 0 is any number */
    int64_t search_days; /* how long searches are kept; 0 is for ever */
    size_t queue;        /* bytes of searches that wait to be written */
};
struct access_limits access_limits_usual(void);

struct access;

/* Makes <home>/people.db when it is not there; the home itself must be. */
struct tocsin_err *access_open(const char *home, const struct access_limits *limits,
                               struct access **out) TOCSIN_MUST_USE;
/* Frees it in any case; an error when searches that were recorded could not be written. NULL is
 * fine. */
struct tocsin_err *access_close(struct access *a) TOCSIN_MUST_USE;

/* ---- being let in --------------------------------------------------------------------------- */

#define ACCESS_KEY_SIZE 56    /* a key and its NUL */
#define ACCESS_COOKIE_SIZE 44 /* a cookie, or a CSRF token, and its NUL */

struct tocsin_err *access_key(struct access *a, struct span key, int64_t now,
                              struct access_answer *out) TOCSIN_MUST_USE;
struct tocsin_err *access_session(struct access *a, struct span cookie, int64_t now,
                                  struct access_answer *out) TOCSIN_MUST_USE;
/* 'cookie' is filled when GRANTED. This takes a while, on purpose. */
struct tocsin_err *access_login(struct access *a, struct span name, struct span password,
                                struct span address, int64_t now, char cookie[ACCESS_COOKIE_SIZE],
                                struct access_answer *out) TOCSIN_MUST_USE;
struct tocsin_err *access_logout(struct access *a, struct span cookie) TOCSIN_MUST_USE;

/* The CSRF token of a session; false when the cookie has not the form of one. */
bool access_csrf(struct span cookie, char out[ACCESS_COOKIE_SIZE]);
/* Compared in constant time. */
bool access_csrf_good(struct span cookie, struct span token);

/* One request of 'who' at 'ticks' (clock_ticks). False: too many, come back in '*retry_after'
 * seconds. */
bool access_take(struct access *a, const struct who *who, uint64_t ticks, int64_t *retry_after);

/* ---- searches ------------------------------------------------------------------------------- */

struct access_search {
    uint64_t number; /* when read: ascending */
    int64_t at;
    enum who_kind kind;
    uint64_t id;
    struct span name, role; /* of 'who' as they were */
    struct span address, route, purpose;
    struct span query;   /* JSON; empty is null */
    struct span request; /* the request's own id */
    uint64_t results, matches;
};

/* Fills kind, id, name, role and, where it is empty, purpose. 'who' must outlive 's'. */
void access_search_by(struct access_search *s, const struct who *who);
struct tocsin_err *access_search_record(struct access *a,
                                        const struct access_search *s) TOCSIN_MUST_USE;

struct access_filter {
    struct span name; /* empty: of all */
    int64_t since;
    uint64_t before; /* numbers below this one; 0: from the newest */
    uint64_t limit;
};
/* The newest first, in arena 'arena'. What was recorded a moment ago may not be there yet. */
struct tocsin_err *access_searches(struct access *a, struct arena *arena,
                                   const struct access_filter *f, struct access_search **out,
                                   size_t *n) TOCSIN_MUST_USE;

/* ---- tokens --------------------------------------------------------------------------------- */

struct access_token {
    struct span name, purpose;
    enum role role;
    uint64_t rate;
    bool burst;
    int64_t created, expires, used, revoked; /* 0: never */
};

/* 'key' is told here and never again. Of '*t' created, used and revoked are not read. */
struct tocsin_err *access_token_add(struct access *a, const struct access_token *t, int64_t now,
                                    char key[ACCESS_KEY_SIZE]) TOCSIN_MUST_USE;
struct tocsin_err *access_token_revoke(struct access *a, struct span name,
                                       int64_t now) TOCSIN_MUST_USE;
struct tocsin_err *access_tokens(struct access *a, struct arena *arena, struct access_token **out,
                                 size_t *n) TOCSIN_MUST_USE;

/* ---- officers ------------------------------------------------------------------------------- */

struct access_officer {
    struct span name;
    enum role role;
    int64_t created, changed;
};

/* TOCSIN_ERR_USAGE, in words for whoever chose it, when the password is too weak for the name. */
struct tocsin_err *access_password_check(size_t least, struct span name,
                                         struct span password) TOCSIN_MUST_USE;
struct tocsin_err *access_officer_add(struct access *a, struct span name, enum role role,
                                      struct span password, int64_t now) TOCSIN_MUST_USE;
/* Each of these ends the officer's sessions; TOCSIN_ERR_NOT_FOUND when there is no such officer. */
struct tocsin_err *access_officer_password(struct access *a, struct span name, struct span password,
                                           int64_t now) TOCSIN_MUST_USE;
struct tocsin_err *access_officer_role(struct access *a, struct span name, enum role role,
                                       int64_t now) TOCSIN_MUST_USE;
struct tocsin_err *access_officer_remove(struct access *a, struct span name) TOCSIN_MUST_USE;
struct tocsin_err *access_officers(struct access *a, struct arena *arena,
                                   struct access_officer **out, size_t *n) TOCSIN_MUST_USE;

/* ---- the rest ------------------------------------------------------------------------------- */

/* "2026-12-31", "2026-12-31T08:00:00Z", or so many hours, days or weeks from 'now': "12h", "90d",
 * "4w" (with 'back' before it). TOCSIN_ERR_USAGE for anything else. */
struct tocsin_err *access_when(struct span text, int64_t now, bool back,
                               int64_t *out) TOCSIN_MUST_USE;

/* Proves <home>/people.db, if it is there; findings are counted on top of '*findings'. */
struct tocsin_err *access_check(const char *home, void (*finding)(void *ctx, const char *text),
                                void *ctx, uint64_t *findings) TOCSIN_MUST_USE;

#endif
