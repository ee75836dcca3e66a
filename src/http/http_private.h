/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside of the http room.
 */
#ifndef TOCSIN_HTTP_PRIVATE_H
#define TOCSIN_HTTP_PRIVATE_H

#include <pthread.h>
#include <stdatomic.h>

#include "http/http.h"

/* ---- address.c: sockets that listen ------------------------------------------------------------ */

struct listener {
    int fd;
    bool local, unix_socket;
    char name[160]; /* "127.0.0.1:8470", "unix:/run/tocsin.sock" */
};
typedef VEC(struct listener) listeners;

/* One address may be several sockets ("localhost"). On failure those opened so far stay in 'out'. */
struct tocsin_err *listen_open(const char *address, listeners *out) TOCSIN_MUST_USE;
/* The sockets that systemd passed to this process. None is an error. */
struct tocsin_err *listen_inherited(listeners *out) TOCSIN_MUST_USE;
void listen_close(listeners *list);

/* ---- watch.c: deadlines ------------------------------------------------------------------------- */

/* One connection. The thread that serves it moves the deadline; the watch only reads it. */
struct watched {
    int fd;
    _Atomic uint64_t deadline; /* clock_ticks; UINT64_MAX: none */
    struct watched *before, *after;
};

struct watch;
struct watch *watch_start(void);
void watch_stop(struct watch *w);
void watch_add(struct watch *w, struct watched *c);
void watch_remove(struct watch *w, struct watched *c);
unsigned watch_count(struct watch *w);
void watch_within(struct watched *c, unsigned seconds, uint64_t bytes);
void watch_never(struct watched *c);

#endif
