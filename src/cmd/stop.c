/* SPDX-License-Identifier: Apache-2.0
 *
 * Signals as something to read (signalfd).
 */
#include "cmd/stop.h"

#include <sys/signalfd.h>
#include <unistd.h>

struct tocsin_err *stop_begin(struct stop *s)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &set, &s->before);
    s->fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (s->fd >= 0)
        return NULL;
    pthread_sigmask(SIG_SETMASK, &s->before, NULL);
    return err_errno("signalfd");
}

struct tocsin_err *stop_asked(struct stop *s)
{
    struct signalfd_siginfo info;

    if (read(s->fd, &info, sizeof(info)) != (ssize_t)sizeof(info))
        return NULL;
    return err_new(TOCSIN_ERR_IO, "stopped by signal %u (%s); nothing was written",
                   (unsigned)info.ssi_signo, strsignal((int)info.ssi_signo));
}

void stop_end(struct stop *s)
{
    close(s->fd);
    pthread_sigmask(SIG_SETMASK, &s->before, NULL);
}
