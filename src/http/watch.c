/* SPDX-License-Identifier: Apache-2.0
 *
 * Deadlines of connections: a thread looks at all of them twice a second and shuts down those that
 * are late. Shutting down does not free anything: the thread that serves the connection sees the
 * end of the stream and closes it as it does any other. A connection is taken out of the list before
 * its descriptor is closed, so that the watch never touches a number that means another one.
 *
 * It also ends what libmicrohttpd 0.9.75 forgets: it does not see the end of a stream that arrives together
 * with the last bytes before it.
 */
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/http_private.h"

#define SECOND UINT64_C(1000000000)
enum { LOOK_EVERY = 500 }; /* milliseconds */

struct watch {
    pthread_t thread;
    pthread_mutex_t mutex;
    int end; /* an eventfd */
    unsigned count;
    struct watched *first;
};

static void shut_late(struct watch *w)
{
    uint64_t now = clock_ticks();

    pthread_mutex_lock(&w->mutex);
    for (struct watched *c = w->first; c; c = c->after) {
        if (atomic_load_explicit(&c->deadline, memory_order_relaxed) > now)
            continue;
        watch_never(c);
        shutdown(c->fd, SHUT_RDWR);
    }
    pthread_mutex_unlock(&w->mutex);
}

static void *watching(void *ctx)
{
    struct watch *w = ctx;
    struct pollfd end = {.fd = w->end, .events = POLLIN};

    while (poll(&end, 1, LOOK_EVERY) <= 0)
        shut_late(w);
    return NULL;
}

struct watch *watch_start(void)
{
    struct watch *w = mem_zero(1, sizeof(*w));

    w->end = eventfd(0, EFD_CLOEXEC);
    pthread_mutex_init(&w->mutex, NULL);
    if (w->end >= 0 && pthread_create(&w->thread, NULL, watching, w) == 0)
        return w;
    if (w->end >= 0)
        close(w->end);
    mem_free(w);
    return NULL;
}

void watch_stop(struct watch *w)
{
    eventfd_write(w->end, 1);
    pthread_join(w->thread, NULL);
    pthread_mutex_destroy(&w->mutex);
    close(w->end);
    mem_free(w);
}

void watch_add(struct watch *w, struct watched *c)
{
    pthread_mutex_lock(&w->mutex);
    c->before = NULL;
    c->after = w->first;
    if (w->first)
        w->first->before = c;
    w->first = c;
    w->count++;
    pthread_mutex_unlock(&w->mutex);
}

void watch_remove(struct watch *w, struct watched *c)
{
    pthread_mutex_lock(&w->mutex);
    if (c->before)
        c->before->after = c->after;
    else
        w->first = c->after;
    if (c->after)
        c->after->before = c->before;
    w->count--;
    pthread_mutex_unlock(&w->mutex);
}

unsigned watch_count(struct watch *w)
{
    pthread_mutex_lock(&w->mutex);
    unsigned n = w->count;
    pthread_mutex_unlock(&w->mutex);
    return n;
}

void watch_since(struct watched *c, uint64_t start, unsigned seconds, uint64_t bytes)
{
    uint64_t longer = bytes / HTTP_SLOWEST;

    atomic_store_explicit(&c->deadline, start + (seconds + longer) * SECOND, memory_order_relaxed);
}

void watch_within(struct watched *c, unsigned seconds, uint64_t bytes)
{
    watch_since(c, clock_ticks(), seconds, bytes);
}

void watch_never(struct watched *c)
{
    atomic_store_explicit(&c->deadline, UINT64_MAX, memory_order_relaxed);
}
