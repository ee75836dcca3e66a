/* SPDX-License-Identifier: Apache-2.0
 *
 * The inside of people.db.
 *
 *   people.c          open, close; turns, transactions, what has changed
 *   people_who.c      officers, tokens, sessions, attempts
 *   people_search.c   searches
 *   people_check.c    proof
 */
#ifndef TOCSIN_STORE_PEOPLE_PRIVATE_H
#define TOCSIN_STORE_PEOPLE_PRIVATE_H

#include "store/people.h"
#include "store/sqlite_private.h"

struct people {
    struct sqlite q; /* its base is not used: there is one engine */
    pthread_mutex_t turn;
    int64_t data_version; /* of the connection when 'changes' was read */
    uint64_t changes;     /* 0: not known */
};

/* Opens 'path' as one of the two modes or, 'write' being false, for reading alone. */
struct tocsin_err *people_open_file(const char *path, enum people_mode mode, bool write,
                                    struct people **out) TOCSIN_MUST_USE;

void people_lock(struct people *p);
/* Ends the turn; hands 'err' on. */
struct tocsin_err *people_unlock(struct people *p, struct tocsin_err *err) TOCSIN_MUST_USE;
/* The same with a transaction around it: begun unless there is an error, which it returns. */
struct tocsin_err *people_start(struct people *p) TOCSIN_MUST_USE;
/* Commits, or rolls back when there is an error. */
struct tocsin_err *people_end(struct people *p, struct tocsin_err *err) TOCSIN_MUST_USE;
/* Somebody may do less than before: to be called inside a transaction. */
struct tocsin_err *people_changed(struct people *p) TOCSIN_MUST_USE;
/* One statement as a turn of its own. */
#define PEOPLE_RUN(p, which, ...)                                                                  \
    (people_lock(p), people_unlock((p), sql_run(&(p)->q, (which), __VA_ARGS__)))

#endif
