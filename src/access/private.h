/* SPDX-License-Identifier: Apache-2.0
 *
 * The inside of the access room.
 *
 *   role.c       the tables; names, times                       pure
 *   lockout.c    how long to wait after failures                pure
 *   rate.c       how often one may ask                          pure, and a table
 *   key.c        keys and cookies as text                       pure
 *   password.c   what is a good one; hashing, a few at a time
 *   recent.c     who was let in a moment ago
 *   recorder.c   the queue of searches and the thread that writes them
 *   access.c     open, close; key, session, searches
 *   login.c      login, logout
 *   admin.c      tokens and officers: add, list, change, remove
 */
#ifndef TOCSIN_ACCESS_PRIVATE_H
#define TOCSIN_ACCESS_PRIVATE_H

#include <pthread.h>

#include "access/access.h"
#include "access/rate.h"
#include "store/people.h"

#define SECRET_SIZE 32
#define TOUCH_EVERY 60 /* seconds between two notes of when somebody was last seen */

struct recent;
struct recorder;
struct slots;

struct access {
    struct access_limits limits;
    struct people *people;
    struct recent *recent;
    struct rates *rates;
    struct slots *slots;
    struct recorder *recorder;
    pthread_mutex_t counting; /* failures are looked at and counted in one go */
};

/* ---- key.c ---------------------------------------------------------------------------------- */

/* A new key, and what is stored of it. */
void key_make(char key[ACCESS_KEY_SIZE], unsigned char hash[PEOPLE_HASH]);
/* False when it cannot be one: form or check letters are wrong. */
bool key_hash(struct span key, unsigned char hash[PEOPLE_HASH]);
void cookie_make(char cookie[ACCESS_COOKIE_SIZE], unsigned char hash[PEOPLE_HASH]);
bool cookie_hash(struct span cookie, unsigned char hash[PEOPLE_HASH]);

static inline struct span hash_span(const unsigned char hash[PEOPLE_HASH])
{
    return (struct span){(const char *)hash, PEOPLE_HASH};
}

/* ---- password.c ----------------------------------------------------------------------------- */

#define PASSWORD_HASH_SIZE 128

struct tocsin_err *password_hash(const struct access_limits *l, struct span password,
                                 char out[PASSWORD_HASH_SIZE]) TOCSIN_MUST_USE;
/* 'hash' empty: takes as long as one that is there, and is wrong. */
struct tocsin_err *password_verify(const struct access_limits *l, struct span hash,
                                   struct span password, bool *good) TOCSIN_MUST_USE;
/* Made with other limits than these. */
bool password_is_old(const struct access_limits *l, struct span hash);

/* So many at once; false after a while of waiting, or when too many wait. */
struct slots *slots_new(unsigned n);
void slots_free(struct slots *s);
bool slots_take(struct slots *s);
void slots_give(struct slots *s);

/* ---- recent.c -------------------------------------------------------------------------------- */

struct recent_one {
    unsigned char hash[PEOPLE_HASH];
    struct who who;
    int64_t created; /* of a session */
    int64_t expires; /* of a token; 0: never */
    int64_t revoked;
    int64_t seen;    /* last request */
    int64_t touched; /* the last one that is on the disk, or on its way there */
};

struct recent *recent_new(void);
void recent_free(struct recent *k);
/* Forgets everybody if somebody may do less than before. To be called before recent_find; asks only
 * now and then. 'era' is to be handed to recent_keep. */
struct tocsin_err *recent_refresh(struct recent *k, struct people *p,
                                  uint64_t *era) TOCSIN_MUST_USE;
/* The next refresh asks. */
void recent_doubt(struct recent *k);
/* A copy of whoever has that hash. */
bool recent_find(struct recent *k, const unsigned char hash[PEOPLE_HASH], struct recent_one *out);
/* Was let in at 'now'; true when that is to be written down. */
bool recent_seen(struct recent *k, const unsigned char hash[PEOPLE_HASH], int64_t now);
/* What was read since 'era' was asked for. */
void recent_keep(struct recent *k, uint64_t era, const struct recent_one *one);

/* ---- recorder.c ----------------------------------------------------------------------------- */

struct tocsin_err *recorder_open(const char *path, const struct access_limits *l,
                                 struct recorder **out) TOCSIN_MUST_USE;
struct tocsin_err *recorder_close(struct recorder *r) TOCSIN_MUST_USE;
struct tocsin_err *recorder_search(struct recorder *r,
                                   const struct access_search *s) TOCSIN_MUST_USE;
/* When a token or a session was last used; dropped when there is no room. */
void recorder_touch(struct recorder *r, const struct recent_one *one, int64_t at);

#endif
