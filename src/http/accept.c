/* SPDX-License-Identifier: Apache-2.0
 *
 * Accepting connections: one thread for each listener, which hands each connection on.
 *
 * libmicrohttpd could accept in the threads that serve; whichever wakes first takes what there is. Of sixteen
 * connections opened at once all may fall to one thread, which then serves them one after the other while
 * the next processor idles. Here they are dealt out.
 *
 * When there is no room, nothing is accepted: the connections wait in the queue of the system.
 */
#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/http_private.h"

enum { NO_ROOM = 20 }; /* milliseconds until there may be room again */

struct acceptor {
    pthread_t thread;
    int fd, end; /* the listener's socket; an eventfd */
    struct acceptor_to to;
};

/* What there is to accept, until nothing is left. False: there was no room for it. */
static bool accept_all(struct acceptor *a)
{
    for (;;) {
        struct sockaddr_storage from;
        socklen_t n = sizeof(from);
        int fd;

        if (!a->to.room(a->to.ctx))
            return false;
        fd = accept4(a->fd, (struct sockaddr *)&from, &n, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0)
            a->to.take(a->to.ctx, fd, (struct sockaddr *)&from, n);
        else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
            return false;
        else if (errno != EINTR && errno != ECONNABORTED)
            return true;
    }
}

static void *accepting(void *ctx)
{
    struct acceptor *a = ctx;
    struct pollfd on[] = {{.fd = a->end, .events = POLLIN}, {.fd = a->fd, .events = POLLIN}};
    bool room = true;

    for (;;) {
        on[0].revents = 0;
        if (poll(on, room ? 2 : 1, room ? -1 : NO_ROOM) < 0 && errno != EINTR)
            break;
        if (on[0].revents)
            break;
        room = accept_all(a);
    }
    return NULL;
}

struct acceptor *acceptor_start(int fd, const struct acceptor_to *to)
{
    struct acceptor *a = mem_zero(1, sizeof(*a));

    a->fd = fd;
    a->to = *to;
    a->end = eventfd(0, EFD_CLOEXEC);
    if (a->end >= 0 && pthread_create(&a->thread, NULL, accepting, a) == 0)
        return a;
    if (a->end >= 0)
        close(a->end);
    mem_free(a);
    return NULL;
}

void acceptor_stop(struct acceptor *a)
{
    if (!a)
        return;
    eventfd_write(a->end, 1);
    pthread_join(a->thread, NULL);
    close(a->end);
    mem_free(a);
}
