/* SPDX-License-Identifier: Apache-2.0
 *
 * people: the store's second door. Who may ask, and who asked what, in a file of its own.
 *
 *   officer   a person: name, role, hash of the password
 *   token     a program: name, role, hash of its key, rate, default purpose
 *   session   an officer who is logged in, known by the hash of a secret
 *   attempt   logins that failed, counted by any text as key
 *   search    who asked what, when, from where, and what came of it
 *
 * The file is <home>/people.db, not store.db, because an import holds that one for as long as it
 * takes, and nobody may wait for it to log in. SQLite in WAL mode with a schema number of its own,
 * migrated when it is opened; it is made when it is not there, readable by its owner alone. A
 * handle made with PEOPLE_DURABLE returns from a change when it is on the disk; one made with
 * PEOPLE_FAST may lose what came last when the machine (not the process) dies, and does not wait
 * for the disk.
 *
 * This room knows no rules: what a role may, when a session is too old or a key is good is decided
 * in room access. Texts of roles are kept as they are given.
 *
 * Changes by others. people_changes tells a number that grows whenever somebody may do less than
 * before, or something else (a revoked token, an ended session, another role), by any process. It
 * costs next to nothing while no one has written to the file.
 *
 * Threads. One handle may be used by several threads; the calls take turns.
 */
#ifndef TOCSIN_STORE_PEOPLE_H
#define TOCSIN_STORE_PEOPLE_H

#include "base/base.h"

#define PEOPLE_FILE "people.db" /* in the home */
#define PEOPLE_HASH 32          /* bytes of a hash */

struct people;

enum people_mode { PEOPLE_DURABLE, PEOPLE_FAST };

struct tocsin_err *people_open(const char *path, enum people_mode mode,
                               struct people **out) TOCSIN_MUST_USE;
void people_close(struct people *p); /* NULL is fine */

struct tocsin_err *people_changes(struct people *p, uint64_t *out) TOCSIN_MUST_USE;

/* Several changes as one, for a handle that only one thread uses. */
struct tocsin_err *people_begin(struct people *p) TOCSIN_MUST_USE;
struct tocsin_err *people_commit(struct people *p) TOCSIN_MUST_USE;
void people_abort(struct people *p);

/* ---- officers ------------------------------------------------------------------------------- */

struct people_officer {
    uint64_t number;
    struct span name, role, secret;
    int64_t created, changed; /* changed: role or password */
};

/* 'number' and 'changed' are not read. TOCSIN_ERR_EXISTS when the name is taken. */
struct tocsin_err *people_officer_add(struct people *p,
                                      const struct people_officer *o) TOCSIN_MUST_USE;
/* NULL when there is none of that name. In arena 'a', as all that is read. */
struct tocsin_err *people_officer_find(struct people *p, struct arena *a, struct span name,
                                       struct people_officer **out) TOCSIN_MUST_USE;
/* In order of name. */
struct tocsin_err *people_officers(struct people *p, struct arena *a, struct people_officer **out,
                                   size_t *n) TOCSIN_MUST_USE;
/* These three also end the sessions of the officer. */
struct tocsin_err *people_officer_secret(struct people *p, uint64_t number, struct span secret,
                                         int64_t now) TOCSIN_MUST_USE;
struct tocsin_err *people_officer_role(struct people *p, uint64_t number, struct span role,
                                       int64_t now) TOCSIN_MUST_USE;
struct tocsin_err *people_officer_remove(struct people *p, uint64_t number) TOCSIN_MUST_USE;
/* The same password in another form: only while the secret is still 'before'. */
struct tocsin_err *people_officer_rehash(struct people *p, uint64_t number, struct span before,
                                         struct span after) TOCSIN_MUST_USE;

/* ---- tokens --------------------------------------------------------------------------------- */

struct people_token {
    uint64_t number;
    struct span name, role, hash, purpose;
    uint64_t rate; /* requests a minute; 0 is no limit */
    bool burst;
    int64_t created, expires, used, revoked; /* 0: never */
};

/* 'number', 'used' and 'revoked' are not read. TOCSIN_ERR_EXISTS when a token that is not revoked
 * has the name. */
struct tocsin_err *people_token_add(struct people *p, const struct people_token *t) TOCSIN_MUST_USE;
struct tocsin_err *people_token_find(struct people *p, struct arena *a, struct span hash,
                                     struct people_token **out) TOCSIN_MUST_USE;
struct tocsin_err *people_tokens(struct people *p, struct arena *a, struct people_token **out,
                                 size_t *n) TOCSIN_MUST_USE;
/* TOCSIN_ERR_NOT_FOUND when no token in use has the name. */
struct tocsin_err *people_token_revoke(struct people *p, struct span name,
                                       int64_t now) TOCSIN_MUST_USE;
struct tocsin_err *people_token_touch(struct people *p, uint64_t number,
                                      int64_t at) TOCSIN_MUST_USE;

/* ---- sessions ------------------------------------------------------------------------------- */

struct people_session {
    uint64_t officer;
    struct span name, role; /* of the officer, as they are now */
    int64_t created, seen;
};

/* '*made' is false, and nothing done, when the officer is gone or has another secret by now. */
struct tocsin_err *people_session_add(struct people *p, struct span hash, uint64_t officer,
                                      struct span secret, struct span address, int64_t now,
                                      bool *made) TOCSIN_MUST_USE;
struct tocsin_err *people_session_find(struct people *p, struct arena *a, struct span hash,
                                       struct people_session **out) TOCSIN_MUST_USE;
struct tocsin_err *people_session_touch(struct people *p, struct span hash,
                                        int64_t at) TOCSIN_MUST_USE;
struct tocsin_err *people_session_end(struct people *p, struct span hash) TOCSIN_MUST_USE;
/* Forgets sessions that began before 'created' or were last seen before 'seen'. */
struct tocsin_err *people_session_sweep(struct people *p, int64_t created,
                                        int64_t seen) TOCSIN_MUST_USE;

/* ---- attempts ------------------------------------------------------------------------------- */

/* Failures of which the last was at 'since' or later; 0 and 0 when there is none. */
struct tocsin_err *people_attempt_find(struct people *p, struct span key, int64_t since,
                                       uint64_t *failures, int64_t *last) TOCSIN_MUST_USE;
/* One more; those before 'since' no longer count. */
struct tocsin_err *people_attempt_add(struct people *p, struct span key, int64_t now,
                                      int64_t since) TOCSIN_MUST_USE;
/* One less, or none any more. */
struct tocsin_err *people_attempt_less(struct people *p, struct span key) TOCSIN_MUST_USE;
struct tocsin_err *people_attempt_clear(struct people *p, struct span key) TOCSIN_MUST_USE;
/* Forgets those before 'since', and the oldest past 'most'. */
struct tocsin_err *people_attempt_sweep(struct people *p, int64_t since,
                                        uint64_t most) TOCSIN_MUST_USE;

/* ---- searches ------------------------------------------------------------------------------- */

enum people_kind { PEOPLE_NOBODY, PEOPLE_TOKEN, PEOPLE_OFFICER };

struct people_search {
    uint64_t number; /* ascending */
    int64_t at;
    enum people_kind kind;
    uint64_t who; /* number of the token or officer */
    struct span name, role, address, route, purpose;
    struct span query; /* JSON */
    struct span request;
    uint64_t results, matches;
};

struct people_filter {
    struct span name; /* empty: of all */
    int64_t since;
    uint64_t before; /* numbers below this; 0: from the newest */
    uint64_t limit;
};

struct tocsin_err *people_search_add(struct people *p,
                                     const struct people_search *s) TOCSIN_MUST_USE;
/* The newest first. */
struct tocsin_err *people_searches(struct people *p, struct arena *a, const struct people_filter *f,
                                   struct people_search **out, size_t *n) TOCSIN_MUST_USE;
/* Forgets at most 'most' searches before 'at', the oldest first; '*n' says how many. */
struct tocsin_err *people_search_trim(struct people *p, int64_t at, uint64_t most,
                                      uint64_t *n) TOCSIN_MUST_USE;

/* ---- proof ---------------------------------------------------------------------------------- */

/* Structure of the file and the form of each row; 'role_known' says which roles there are. Nothing
 * is written. Findings are counted on top of '*findings'; a file that is not there has none. An
 * error means that checking was impossible. */
struct tocsin_err *people_check(const char *path, bool (*role_known)(struct span role),
                                void (*finding)(void *ctx, const char *text), void *ctx,
                                uint64_t *findings) TOCSIN_MUST_USE;

#endif
