/* SPDX-License-Identifier: Apache-2.0
 *
 * A small application behind a real server, and a client that sends what it is told, byte for byte.
 *
 *     GET  /...      one line that says what the request was ("echo"), whatever the path
 *     POST /...      the same; at most BODY_MAX bytes in memory
 *     POST /file     the same, into a file
 *     POST /now      401, decided before the body
 *     GET  /hold     answers when the test lets go
 *     GET  /large    LARGE bytes
 *     GET  /send     a file of six bytes
 *
 * The application counts: what begins must end, once. Every wait here is for an event; what never comes
 * ends with the time limit of the test.
 */
#ifndef TESTS_HTTP_SERVER_H
#define TESTS_HTTP_SERVER_H

#include "check.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { BODY_MAX = 1000, LARGE = 4 << 20 };

struct stage {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    unsigned begun, done, sent, holding;
    bool let_go;
    char *large;
    char folder[64], socket[96];
    struct http_server *server;
};

/* ---- the application -------------------------------------------------------------------------------- */

static inline int memory_file(const char *text)
{
    int fd = memfd_create("http", MFD_CLOEXEC);

    if (text)
        (void)!write(fd, text, strlen(text));
    return fd;
}

static inline enum http_take stage_begin(void *ctx, struct http_request *r,
                                         struct http_response *out)
{
    struct stage *s = ctx;

    pthread_mutex_lock(&s->mutex);
    s->begun++;
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->mutex);
    r->app = mem_alloc(1); /* freed by done: once more, or never, and the sanitizer says so */
    r->body_max = BODY_MAX;
    if (span_eq(r->path, SPAN("/now"))) {
        *out = (struct http_response){.status = 401, .type = "text/plain", .fixed = SPAN("no\n"),
                                      .fd = -1};
        return HTTP_ANSWERED;
    }
    if (span_eq(r->path, SPAN("/file"))) {
        r->body_fd = memory_file(NULL);
        return HTTP_BODY_FILE;
    }
    return HTTP_BODY_MEMORY;
}

static inline void stage_hold(struct stage *s)
{
    pthread_mutex_lock(&s->mutex);
    s->holding++;
    pthread_cond_broadcast(&s->changed);
    while (!s->let_go)
        pthread_cond_wait(&s->changed, &s->mutex);
    pthread_mutex_unlock(&s->mutex);
}

static inline void describe_request(const struct http_request *r, struct buf *out)
{
    buf_printf(out, "%s %.*s", http_method_name(r->method), SPAN_ARG(r->path));
    for (size_t i = 0; i < r->query_n; i++)
        buf_printf(out, " %.*s=%.*s", SPAN_ARG(r->query[i].name), SPAN_ARG(r->query[i].value));
    buf_printf(out, " length=%u", (unsigned)r->length);
    if (r->body_fd >= 0)
        buf_printf(out, " file=%d", (int)lseek(r->body_fd, 0, SEEK_CUR));
    else
        buf_printf(out, " body=%.*s", (int)(r->body.n < 100 ? r->body.n : 100), r->body.p);
    if (r->too_large)
        buf_str(out, " too-large");
    if (r->malformed)
        buf_printf(out, " malformed=%s", r->malformed);
    buf_printf(out, " from=%s%s%s", r->address, r->local ? ",local" : "", r->tls ? ",tls" : "");
}

static inline void stage_answer(void *ctx, struct http_request *r, struct http_response *out)
{
    struct stage *s = ctx;

    if (span_eq(r->path, SPAN("/hold")))
        stage_hold(s);
    out->status = r->malformed ? 400 : r->too_large ? 413 : 200;
    out->type = "text/plain";
    http_header(out, r->arena, "X-Id", "%s", r->trace.id);
    if (span_eq(r->path, SPAN("/large"))) {
        out->fixed = (struct span){s->large, LARGE};
    } else if (span_eq(r->path, SPAN("/send"))) {
        out->fd = memory_file("abcdef");
        out->fd_length = 6;
    } else {
        describe_request(r, &out->body);
    }
}

static inline void stage_done(void *ctx, struct http_request *r, const struct http_response *out,
                              bool sent)
{
    struct stage *s = ctx;

    (void)out;
    if (r->body_fd >= 0)
        close(r->body_fd);
    mem_free(r->app);
    pthread_mutex_lock(&s->mutex);
    s->done++;
    s->sent += sent;
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->mutex);
}

/* ---- its server ------------------------------------------------------------------------------------- */

/* The first is for people of one machine, the second for the tests of deadlines. */
static const struct http_limits calm = {.threads = 2, .connections = 500, .header_seconds = 100,
                                        .idle_seconds = 100};
static const struct http_limits hasty = {.threads = 2, .connections = 500, .header_seconds = 1,
                                         .idle_seconds = 100};

static inline void stage_open(struct stage *s, const char *address, const struct http_limits *limits,
                              const struct http_tls *tls)
{
    const struct http_app app = {s, stage_begin, stage_answer, stage_done};

    *s = (struct stage){.folder = "/tmp/tocsin-http-XXXXXX"};
    pthread_mutex_init(&s->mutex, NULL);
    pthread_cond_init(&s->changed, NULL);
    s->large = mem_alloc(LARGE);
    memset(s->large, 'x', LARGE);
    assert_non_null(mkdtemp(s->folder));
    snprintf(s->socket, sizeof(s->socket), "unix:%s/s", s->folder);
    if (strcmp(address, "unix") == 0)
        address = s->socket;
    assert_ok(http_start(&address, 1, false, tls, limits, &app, &s->server));
}

static inline void stage_let_go(struct stage *s)
{
    pthread_mutex_lock(&s->mutex);
    s->let_go = true;
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->mutex);
}

/* Stops, if that has not been done; what began has ended. */
static inline void stage_close(struct stage *s)
{
    stage_let_go(s);
    if (s->server)
        http_stop(s->server, 100);
    assert_int_equal(s->begun, s->done);
    mem_free(s->large);
    assert_int_equal(rmdir(s->folder), 0);
    pthread_cond_destroy(&s->changed);
    pthread_mutex_destroy(&s->mutex);
}

static inline void wait_for(struct stage *s, const unsigned *number, unsigned least)
{
    pthread_mutex_lock(&s->mutex);
    while (*number < least)
        pthread_cond_wait(&s->changed, &s->mutex);
    pthread_mutex_unlock(&s->mutex);
}

/* ---- a client --------------------------------------------------------------------------------------- */

struct client {
    int fd;
    struct buf in; /* received and not used yet */
};

struct reply {
    int status;
    char *head, *body;
    size_t length;
};

static inline struct client client_open(const struct stage *s)
{
    const char *url = http_url(s->server, 0);
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr_in6 in6 = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    struct sockaddr_un un = {.sun_family = AF_UNIX};
    const struct sockaddr *at = (const void *)&in;
    socklen_t n = sizeof(in);
    struct client c = {.fd = -1};

    in.sin_port = in6.sin6_port = htons((uint16_t)atoi(strrchr(url, ':') + 1));
    if (strncmp(url, "unix:", 5) == 0) {
        snprintf(un.sun_path, sizeof(un.sun_path), "%s", url + 5);
        at = (const void *)&un;
        n = sizeof(un);
    } else if (strchr(url, '[')) {
        at = (const void *)&in6;
        n = sizeof(in6);
    }
    c.fd = socket(at->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(c.fd >= 0);
    assert_int_equal(connect(c.fd, at, n), 0);
    return c;
}

static inline void client_close(struct client *c)
{
    close(c->fd);
    buf_free(&c->in);
}

/* False when the server is gone. */
static inline bool give(struct client *c, const char *bytes, size_t n)
{
    while (n) {
        ssize_t w = send(c->fd, bytes, n, MSG_NOSIGNAL);

        if (w < 0)
            return false;
        bytes += w;
        n -= (size_t)w;
    }
    return true;
}

static inline void say(struct client *c, const char *text)
{
    assert_true(give(c, text, strlen(text)));
}

/* One more piece; false at the end of the stream. */
static inline bool take_more(struct client *c, int flags)
{
    char room[16384];
    ssize_t n = recv(c->fd, room, sizeof(room), flags);

    if (n <= 0)
        return n < 0 && errno == EAGAIN;
    buf_put(&c->in, room, (size_t)n);
    return true;
}

static inline void use(struct client *c, size_t n)
{
    memmove(c->in.p, c->in.p + n, c->in.n - n);
    c->in.n -= n;
}

static inline void reply_free(struct reply *r)
{
    free(r->head);
    free(r->body);
}

/* The next reply; status 0 at the end of the stream. 'bodiless': to HEAD. */
static inline struct reply hear_as(struct client *c, bool bodiless)
{
    struct reply r = {0};
    size_t head;
    const char *length;

    while ((head = span_find_span(buf_view(&c->in), SPAN("\r\n\r\n"))) == c->in.n)
        if (!take_more(c, 0))
            return r;
    r.head = strndup(c->in.p, head + 2);
    assert_memory_equal(r.head, "HTTP/1.1 ", 9);
    r.status = atoi(r.head + 9);
    use(c, head + 4);
    length = strstr(r.head, "Content-Length: ");
    r.length = length && r.status >= 200 ? (size_t)atol(length + 16) : 0;
    while (!bodiless && c->in.n < r.length)
        assert_true(take_more(c, 0));
    r.body = bodiless ? strdup("") : strndup(c->in.n ? c->in.p : "", r.length);
    if (!bodiless)
        use(c, r.length);
    return r;
}

static inline struct reply hear(struct client *c)
{
    return hear_as(c, false);
}

static inline void assert_reply(struct client *c, int status, const char *part)
{
    struct reply r = hear(c);

    assert_int_equal(r.status, status);
    if (!strstr(r.body, part)) {
        print_error("'%s' is not in: %s\n", part, r.body);
        fail();
    }
    reply_free(&r);
}

/* Nothing more comes, and the stream has ended. */
static inline void assert_ended(struct client *c)
{
    while (take_more(c, 0))
        ;
    assert_int_equal(c->in.n, 0);
}

/* Has the server ended this connection? Does not wait. */
static inline bool has_ended(struct client *c)
{
    return !take_more(c, MSG_DONTWAIT);
}

static inline void assert_served(const struct stage *s)
{
    struct client c = client_open(s);

    say(&c, "GET /still HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_reply(&c, 200, "GET /still");
    client_close(&c);
}

#endif
