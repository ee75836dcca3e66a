/* SPDX-License-Identifier: Apache-2.0
 *
 * The server proper: libmicrohttpd with epoll, one daemon for each listener, each with its threads.
 *
 * The stages of a connection, and the deadline that each sets (watch.c):
 *
 *     opened ---> head is coming ---> begin ---> body is coming ---> answer ---> sending ---+
 *     header_seconds                             by its length       none       by its length
 *                    ^                                                                      |
 *                    +------------------------- idle_seconds -------------------------------+
 *
 * libmicrohttpd calls 'handle' once with the head, then with each piece of the body, then once more.
 *
 * A body that nobody wants is read all the same, up to DISCARD_MAX bytes: many clients send all of it
 * before they read, and would find a broken connection where the answer should be. One that waits for
 * "100 Continue", or announces more than that, is answered at once, and the connection ends.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "http/http_private.h"

#define DISCARD_MAX ((uint64_t)16 << 20)

struct daemon {
    struct http_server *server;
    struct MHD_Daemon *mhd;
    struct listener *listener;
    struct acceptor *acceptor;
    unsigned turn; /* of the thread that gets the next connection */
    bool tls;
    char url[200];
};

struct http_server {
    struct http_app app;
    struct http_limits limits;
    listeners listeners;
    struct daemon *daemons;
    size_t daemons_n;
    struct watch *watch;
    _Atomic unsigned requests;
    _Atomic bool stopping;
};

struct connection {
    struct watched watched;
    struct daemon *daemon;
    struct http_request request;
    struct http_response response;
    struct buf body;
    enum http_take take;
    bool begun;
    bool later;           /* this request is not the first of its connection */
    bool distrusted;      /* nobody knows where this request ends */
    uint64_t body_since;  /* clock_ticks */
    uint64_t discarded;   /* bytes */
    const char *target;   /* of the request, where libmicrohttpd keeps it */
    char address[48];
    bool local;
};

/* ---- a connection ------------------------------------------------------------------------------- */

static void describe_client(struct connection *c, const struct sockaddr *from)
{
    c->local = c->daemon->listener->unix_socket;
    snprintf(c->address, sizeof(c->address), "unix");
    if (from && from->sa_family == AF_INET) {
        const struct sockaddr_in *in = (const void *)from;

        inet_ntop(AF_INET, &in->sin_addr, c->address, sizeof(c->address));
        c->local = ntohl(in->sin_addr.s_addr) >> 24 == 127;
    } else if (from && from->sa_family == AF_INET6) {
        const struct in6_addr *in = &((const struct sockaddr_in6 *)(const void *)from)->sin6_addr;

        if (IN6_IS_ADDR_V4MAPPED(in)) { /* a socket of systemd may be for both */
            inet_ntop(AF_INET, &in->s6_addr[12], c->address, sizeof(c->address));
            c->local = in->s6_addr[12] == 127;
        } else {
            inet_ntop(AF_INET6, in, c->address, sizeof(c->address));
            c->local = IN6_IS_ADDR_LOOPBACK(in);
        }
    }
}

/* Who takes no byte of an answer at all need not be given the time that its length would allow. */
static void limit_silence(int fd, unsigned seconds)
{
    unsigned milliseconds = seconds * 1000;

    (void)setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &milliseconds, sizeof(milliseconds));
}

static struct connection *connection_new(struct daemon *d, struct MHD_Connection *mhd)
{
    const union MHD_ConnectionInfo *from =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const union MHD_ConnectionInfo *fd =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct connection *c = mem_zero(1, sizeof(*c));

    c->daemon = d;
    c->request.arena = arena_new();
    c->watched.fd = fd->connect_fd;
    describe_client(c, from ? from->client_addr : NULL);
    if (!d->listener->unix_socket)
        limit_silence(c->watched.fd, d->server->limits.idle_seconds);
    watch_within(&c->watched, d->server->limits.header_seconds, 0);
    watch_add(d->server->watch, &c->watched);
    return c;
}

static void connection_free(struct connection *c)
{
    watch_remove(c->daemon->server->watch, &c->watched);
    arena_free(c->request.arena);
    buf_free(&c->body);
    mem_free(c);
}

static void notice_connection(void *ctx, struct MHD_Connection *mhd, void **context,
                              enum MHD_ConnectionNotificationCode what)
{
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        *context = connection_new(ctx, mhd);
    } else if (*context) {
        connection_free(*context);
        *context = NULL;
    }
}

/* The request line is there: the request begins. What is returned comes back in 'handle'. */
static void *notice_target(void *ctx, const char *target, struct MHD_Connection *mhd)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct connection *c = info->socket_context;
    struct arena *a = c->request.arena;

    (void)ctx;
    arena_reset(a);
    buf_clear(&c->body);
    c->begun = c->distrusted = false;
    c->discarded = 0;
    c->target = target;
    c->response = (struct http_response){.fd = -1};
    c->request = (struct http_request){.arena = a, .body_fd = -1, .began = clock_ticks(),
                                       .local = c->local, .tls = c->daemon->tls};
    memcpy(c->request.address, c->address, sizeof(c->address));
    http_target(&c->request, span_of(target));
    if (c->later) /* for the first, the time has been running since the connection was opened */
        watch_within(&c->watched, c->daemon->server->limits.header_seconds, 0);
    c->later = true;
    return c;
}

/* ---- sending ------------------------------------------------------------------------------------ */

static struct MHD_Response *mhd_response(struct http_response *out)
{
    struct span body;

    if (out->fd >= 0) {
        int fd = out->fd;

        out->fd = -1; /* libmicrohttpd closes it */
        return MHD_create_response_from_fd64(out->fd_length, fd);
    }
    body = http_response_body(out);
    /* The body outlives the response: both end with the request. */
    return MHD_create_response_from_buffer(body.n, (void *)(uintptr_t)(body.n ? body.p : ""),
                                           MHD_RESPMEM_PERSISTENT);
}

static void add_headers(struct MHD_Response *mhd, const struct http_response *out)
{
    if (out->type)
        MHD_add_response_header(mhd, MHD_HTTP_HEADER_CONTENT_TYPE, out->type);
    if (out->packed)
        MHD_add_response_header(mhd, MHD_HTTP_HEADER_CONTENT_ENCODING, "gzip");
    if (out->close)
        MHD_add_response_header(mhd, MHD_HTTP_HEADER_CONNECTION, "close");
    for (size_t i = 0; i < out->headers_n; i++)
        MHD_add_response_header(mhd, out->headers[i].name.p, out->headers[i].value.p);
}

static enum MHD_Result send_response(struct connection *c, struct MHD_Connection *mhd)
{
    struct http_response *out = &c->response;
    uint64_t length = out->fd >= 0 ? out->fd_length : http_response_body(out).n;
    struct MHD_Response *response;
    enum MHD_Result result;

    assert(out->status >= 200 && out->status <= 599);
    response = mhd_response(out);
    if (!response)
        return MHD_NO;
    out->close |= c->distrusted || atomic_load(&c->daemon->server->stopping);
    add_headers(response, out);
    watch_within(&c->watched, c->daemon->server->limits.header_seconds, length);
    result = MHD_queue_response(mhd, (unsigned)out->status, response);
    MHD_destroy_response(response);
    return result;
}

/* ---- receiving ---------------------------------------------------------------------------------- */

static enum MHD_Result keep_field(void *ctx, enum MHD_ValueKind kind, const char *name,
                                  const char *value)
{
    struct http_request *r = ctx;

    (void)kind;
    r->fields[r->fields_n++] = (struct http_pair){span_of(name), span_of(value ? value : "")};
    return MHD_YES;
}

static const char *read_fields(struct http_request *r, struct MHD_Connection *mhd)
{
    int n = MHD_get_connection_values(mhd, MHD_HEADER_KIND, NULL, NULL);

    if (n > HTTP_FIELDS_MAX)
        return "too many header fields";
    r->fields = arena_alloc(r->arena, (size_t)n * sizeof(*r->fields));
    MHD_get_connection_values(mhd, MHD_HEADER_KIND, keep_field, r);
    return head_flaw(r);
}

/* The version stands right behind the target, unless a NUL in the target made it end early. */
static void read_head(struct connection *c, struct MHD_Connection *mhd, const char *method,
                      const char *version)
{
    struct http_request *r = &c->request;
    const char *flaw = read_fields(r, mhd);

    r->method = http_method_find(method);
    if (!flaw && strcmp(version, "HTTP/1.0") != 0 && !http_field(r, "Host").p)
        flaw = "no Host";
    c->distrusted = flaw != NULL;
    if (flaw)
        r->malformed = flaw;
    else if (version != c->target + r->target.n + 1)
        r->malformed = "a NUL";
    http_trace(r);
}

static enum MHD_Result answer(struct connection *c, struct MHD_Connection *mhd)
{
    struct http_server *s = c->daemon->server;

    watch_never(&c->watched);
    c->request.body = buf_view(&c->body);
    if (c->take != HTTP_ANSWERED)
        s->app.answer(s->app.ctx, &c->request, &c->response);
    return send_response(c, mhd);
}

/* Is the body not even to be read? libmicrohttpd ends the connection after an answer that comes before the
 * last call of 'handle', so that a request without a body is answered there, too. */
static bool body_in_vain(const struct connection *c)
{
    bool refused = c->take == HTTP_ANSWERED;
    uint64_t wanted = refused ? 0 : c->request.body_max, length = head_length(&c->request);

    if (c->distrusted)
        return true;
    if (length == HEAD_CHUNKED)
        return refused && head_waits(&c->request);
    return length > wanted && (length - wanted > DISCARD_MAX || head_waits(&c->request));
}

static enum MHD_Result begin(struct connection *c, struct MHD_Connection *mhd, const char *method,
                             const char *version)
{
    struct http_server *s = c->daemon->server;
    struct http_request *r = &c->request;
    uint64_t length;

    read_head(c, mhd, method, version);
    watch_never(&c->watched);
    c->begun = true;
    atomic_fetch_add(&s->requests, 1);
    c->take = s->app.begin(s->app.ctx, r, &c->response);
    length = head_length(r);
    r->too_large = c->take != HTTP_ANSWERED && length != HEAD_CHUNKED && length > r->body_max;
    if (body_in_vain(c))
        return answer(c, mhd);
    c->body.max = r->body_max;
    c->body_since = clock_ticks();
    watch_within(&c->watched, s->limits.header_seconds, 0);
    return MHD_YES;
}

static void write_piece(struct http_request *r, struct span piece)
{
    while (piece.n && !r->body_error) {
        ssize_t n = write(r->body_fd, piece.p, piece.n);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            r->body_error = n < 0 ? errno : EIO;
        else
            piece = span_from(piece, (size_t)n);
    }
}

static enum MHD_Result discard(struct connection *c, struct span piece)
{
    if (c->take != HTTP_ANSWERED)
        c->request.too_large = true;
    buf_free(&c->body);
    c->discarded += piece.n;
    return c->discarded > DISCARD_MAX ? MHD_NO : MHD_YES;
}

static enum MHD_Result receive(struct connection *c, struct span piece)
{
    struct http_request *r = &c->request;

    r->length += piece.n;
    watch_since(&c->watched, c->body_since, c->daemon->server->limits.header_seconds, r->length);
    if (c->take == HTTP_ANSWERED || r->too_large || r->length > r->body_max)
        return discard(c, piece);
    if (c->take == HTTP_BODY_FILE)
        write_piece(r, piece);
    else
        buf_span(&c->body, piece);
    return MHD_YES;
}

static enum MHD_Result handle(void *ctx, struct MHD_Connection *mhd, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_n, void **request)
{
    struct connection *c = *request;

    (void)ctx;
    (void)url;
    if (!c->begun)
        return begin(c, mhd, method, version);
    if (*upload_n) {
        struct span piece = {upload, *upload_n};

        *upload_n = 0;
        return receive(c, piece);
    }
    return answer(c, mhd);
}

static void notice_end(void *ctx, struct MHD_Connection *mhd, void **request,
                       enum MHD_RequestTerminationCode how)
{
    struct connection *c = *request;
    struct http_server *s;

    (void)ctx;
    (void)mhd;
    *request = NULL;
    if (!c || !c->begun)
        return;
    s = c->daemon->server;
    s->app.done(s->app.ctx, &c->request, &c->response, how == MHD_REQUEST_TERMINATED_COMPLETED_OK);
    buf_free(&c->response.body);
    if (c->response.fd >= 0) /* never came to be sent */
        close(c->response.fd);
    c->response = (struct http_response){.fd = -1};
    if (c->body.cap > (size_t)1 << 16) /* one large request should not keep its memory */
        buf_free(&c->body);
    c->begun = false;
    atomic_fetch_sub(&s->requests, 1);
    watch_within(&c->watched, s->limits.idle_seconds, 0);
}

/* ---- start and stop ------------------------------------------------------------------------------ */

__attribute__((format(printf, 2, 0)))
static void complain(void *ctx, const char *fmt, va_list args)
{
    char text[512];
    int n = vsnprintf(text, sizeof(text), fmt, args);

    (void)ctx;
    if (n > 0)
        log_line(LOG_DEBUG, "http: %.*s", (int)span_trim(span_of(text)).n, text);
}

static bool room(void *ctx)
{
    const struct daemon *d = ctx;

    return watch_count(d->server->watch) < d->server->limits.connections;
}

/* libmicrohttpd gives a connection to a thread by the number of its socket, modulo threads. Numbers come as
 * files are opened, so the socket gets one that is right for the thread whose turn it is. */
static int numbered(int fd, unsigned threads, unsigned turn)
{
    for (unsigned i = 0; i < threads && (unsigned)fd % threads != turn % threads; i++) {
        int next = fcntl(fd, F_DUPFD_CLOEXEC, fd + 1);

        if (next < 0)
            break;
        close(fd);
        fd = next;
    }
    return fd;
}

/* A connection that libmicrohttpd does not want (too many from one address) it closes. */
static void take(void *ctx, int fd, const struct sockaddr *from, unsigned n)
{
    struct daemon *d = ctx;

    fd = numbered(fd, d->server->limits.threads, d->turn++);
    (void)MHD_add_connection(d->mhd, fd, from, n);
}

static struct tocsin_err *start_daemon(struct http_server *s, struct daemon *d,
                                       const struct http_tls *tls)
{
    char priorities[] = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_USE_ERROR_LOG |
                     MHD_USE_NO_LISTEN_SOCKET;
    const struct acceptor_to to = {d, room, take};
    struct MHD_OptionItem options[] = {
        {MHD_OPTION_THREAD_POOL_SIZE, s->limits.threads, NULL},
        {MHD_OPTION_CONNECTION_LIMIT, s->limits.connections + s->limits.threads, NULL},
        {MHD_OPTION_PER_IP_CONNECTION_LIMIT, s->limits.connections_per_address, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, HTTP_HEAD_MAX, NULL},
        {d->tls ? MHD_OPTION_HTTPS_PRIORITIES : MHD_OPTION_END, 0, priorities},
        {d->tls ? MHD_OPTION_HTTPS_MEM_CERT : MHD_OPTION_END, 0,
         tls ? (void *)(uintptr_t)tls->certificate : NULL},
        {d->tls ? MHD_OPTION_HTTPS_MEM_KEY : MHD_OPTION_END, 0,
         tls ? (void *)(uintptr_t)tls->key : NULL},
        {MHD_OPTION_END, 0, NULL},
    };

    if (d->tls)
        flags |= MHD_USE_TLS;
    d->mhd = MHD_start_daemon(flags, 0, NULL, NULL, handle, d,
                              MHD_OPTION_EXTERNAL_LOGGER, complain, NULL,
                              MHD_OPTION_URI_LOG_CALLBACK, notice_target, d,
                              MHD_OPTION_NOTIFY_CONNECTION, notice_connection, d,
                              MHD_OPTION_NOTIFY_COMPLETED, notice_end, d,
                              MHD_OPTION_ARRAY, options, MHD_OPTION_END);
    if (!d->mhd)
        return err_new(TOCSIN_ERR_IO, "the server for %s did not start", d->listener->name);
    d->acceptor = acceptor_start(d->listener->fd, &to);
    return d->acceptor ? NULL : err_errno("cannot start a thread");
}

static struct tocsin_err *start_all(struct http_server *s, const struct http_tls *tls)
{
    s->daemons = mem_zero(s->listeners.n, sizeof(*s->daemons));
    for (size_t i = 0; i < s->listeners.n; i++) {
        struct daemon *d = &s->daemons[i];
        struct listener *l = &s->listeners.at[i];

        *d = (struct daemon){.server = s, .listener = l, .tls = tls && !l->unix_socket};
        snprintf(d->url, sizeof(d->url), "%s%s",
                 l->unix_socket ? "" : d->tls ? "https://" : "http://", l->name);
        s->daemons_n++;
        TRY(start_daemon(s, d, tls));
    }
    return NULL;
}

struct tocsin_err *http_start(const char *const *listen, size_t n, bool inherited,
                              const struct http_tls *tls, const struct http_limits *limits,
                              const struct http_app *app, struct http_server **out)
{
    struct http_server *s = mem_zero(1, sizeof(*s));
    struct tocsin_err *err = inherited ? listen_inherited(&s->listeners) : NULL;

    *out = NULL;
    s->app = *app;
    s->limits = *limits;
    for (size_t i = 0; i < n && !inherited && !err; i++)
        err = listen_open(listen[i], &s->listeners);
    s->watch = err ? NULL : watch_start();
    if (!err && !s->watch)
        err = err_errno("cannot start a thread");
    if (!err)
        err = start_all(s, tls);
    if (err) {
        http_stop(s, 0);
        return err;
    }
    *out = s;
    return NULL;
}

const char *http_url(const struct http_server *s, size_t i)
{
    return i < s->daemons_n ? s->daemons[i].url : NULL;
}

struct http_load http_load(const struct http_server *s)
{
    return (struct http_load){watch_count(s->watch), atomic_load(&s->requests)};
}

void http_stop(struct http_server *s, unsigned seconds)
{
    uint64_t until = clock_ticks() + seconds * UINT64_C(1000000000);
    const struct timespec moment = {0, 10000000};

    if (!s)
        return;
    atomic_store(&s->stopping, true);
    for (size_t i = 0; i < s->daemons_n; i++)
        acceptor_stop(s->daemons[i].acceptor);
    while (atomic_load(&s->requests) && clock_ticks() < until)
        nanosleep(&moment, NULL);
    for (size_t i = 0; i < s->daemons_n; i++)
        if (s->daemons[i].mhd)
            MHD_stop_daemon(s->daemons[i].mhd);
    listen_close(&s->listeners);
    if (s->watch)
        watch_stop(s->watch);
    mem_free(s->daemons);
    mem_free(s);
}
