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
    bool unix_socket;
    bool made; /* the file of a Unix socket is ours to remove */
    char name[160]; /* "127.0.0.1:8470", "unix:/run/tocsin.sock" */
};
typedef VEC(struct listener) listeners;

/* One address may be several sockets ("localhost"). On failure those opened so far stay in 'out'. */
struct tocsin_err *listen_open(const char *address, listeners *out) TOCSIN_MUST_USE;
/* The sockets that systemd passed to this process. None is an error. */
struct tocsin_err *listen_inherited(listeners *out) TOCSIN_MUST_USE;
void listen_close(listeners *list);

/* ---- head.c: header fields ----------------------------------------------------------------------- */

#define HEAD_CHUNKED UINT64_MAX

/* What in the header fields lets two programs disagree on where the request ends, or NULL. */
const char *head_flaw(const struct http_request *r);
/* Bytes of the body, as announced; HEAD_CHUNKED when that is not known before its end. */
uint64_t head_length(const struct http_request *r);
/* Does the client wait for "100 Continue" before it sends the body? */
bool head_waits(const struct http_request *r);

/* ---- accept.c: connections dealt out ----------------------------------------------------------- */

struct sockaddr;
struct acceptor_to {
    void *ctx;
    bool (*room)(void *ctx); /* for one more? */
    void (*take)(void *ctx, int fd, const struct sockaddr *from, unsigned n); /* 'fd' is its own */
};
struct acceptor;
struct acceptor *acceptor_start(int fd, const struct acceptor_to *to); /* NULL: no thread to be had */
void acceptor_stop(struct acceptor *a); /* nothing is taken any more; NULL is fine */

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
/* 'seconds', and what 'bytes' take at HTTP_SLOWEST, from now or from 'start' (clock_ticks) on. */
void watch_within(struct watched *c, unsigned seconds, uint64_t bytes);
void watch_since(struct watched *c, uint64_t start, unsigned seconds, uint64_t bytes);
void watch_never(struct watched *c);

#endif
