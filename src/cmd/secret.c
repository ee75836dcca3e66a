/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading a password. While the terminal shows nothing, signals are read instead of taken (stop.h):
 * a terminal that stays dumb after Ctrl-C is a nuisance.
 */
#include "cmd/secret.h"

#include <errno.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include "cmd/stop.h"

/* Waits until there is something to read; an error when a signal asks for the end. */
static struct tocsin_err *wait_for_input(struct stop *stop)
{
    struct pollfd fds[] = {{.fd = STDIN_FILENO, .events = POLLIN},
                           {.fd = stop->fd, .events = POLLIN}};

    while (poll(fds, 2, -1) < 0)
        if (errno != EINTR)
            return err_errno("cannot wait for standard input");
    return fds[1].revents ? stop_asked(stop) : NULL;
}

/* One line, without its end. */
static struct tocsin_err *read_line(struct stop *stop, struct secret *out)
{
    const char *end = NULL;
    ssize_t n = 1;

    out->n = 0;
    while (n > 0 && !end && out->n < sizeof(out->text)) {
        TRY(wait_for_input(stop));
        n = read(STDIN_FILENO, out->text + out->n, sizeof(out->text) - out->n);
        if (n < 0 && errno != EINTR)
            return err_errno("cannot read standard input");
        out->n += n > 0 ? (size_t)n : 0;
        end = memchr(out->text, '\n', out->n);
    }
    if (end)
        out->n = (size_t)(end - out->text);
    if (out->n && out->text[out->n - 1] == '\r')
        out->n--;
    if (out->n > LIMIT_PASSWORD)
        return err_new(TOCSIN_ERR_USAGE, "the password may have %d bytes at most", LIMIT_PASSWORD);
    return NULL;
}

static struct tocsin_err *ask(const struct cmd *c, struct stop *stop, const char *question,
                              struct span whose, struct secret *out)
{
    struct tocsin_err *err;

    term_printf(&c->err, TONE_PLAIN, "%s %.*s: ", question, SPAN_ARG(whose));
    fflush(c->err.stream);
    err = read_line(stop, out);
    term_line_end(&c->err); /* that of the line was not shown either */
    return err;
}

static struct tocsin_err *ask_twice(const struct cmd *c, struct stop *stop, struct span whose,
                                    struct secret *out)
{
    struct secret again = {.n = 0};
    struct tocsin_err *err = ask(c, stop, "Password for", whose, out);

    if (!err)
        err = ask(c, stop, "Once more for", whose, &again);
    if (!err && (again.n != out->n || memcmp(again.text, out->text, out->n) != 0))
        err = err_new(TOCSIN_ERR_USAGE, "the two are not the same");
    secret_wipe(&again);
    return err;
}

static struct tocsin_err *read_unseen(const struct cmd *c, struct stop *stop, struct span whose,
                                      struct secret *out)
{
    struct termios before, silent;
    struct tocsin_err *err;

    if (tcgetattr(STDIN_FILENO, &before) != 0)
        return read_line(stop, out); /* no terminal */
    silent = before;
    silent.c_lflag &= ~(tcflag_t)ECHO;
    if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) != 0)
        return err_errno("the terminal cannot be made to show nothing");
    err = ask_twice(c, stop, whose, out);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    return err;
}

struct tocsin_err *secret_read(const struct cmd *c, struct span whose, struct secret *out)
{
    struct tocsin_err *err;
    struct stop stop;

    out->n = 0;
    TRY(stop_begin(&stop));
    err = read_unseen(c, &stop, whose, out);
    stop_end(&stop);
    if (!err && !out->n)
        err = err_new(TOCSIN_ERR_USAGE, "no password on standard input");
    return err;
}

void secret_wipe(struct secret *s)
{
    explicit_bzero(s, sizeof(*s));
}
