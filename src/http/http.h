/* SPDX-License-Identifier: Apache-2.0
 *
 * http: one HTTP server. It listens, limits, reads requests, sends answers, and knows nothing of
 * lists or people. libmicrohttpd and GnuTLS do the protocol; what is here is what they leave open.
 *
 *     socket --listen--> struct http_request --app.begin--> what to do with the body
 *                                            --app.answer--> struct http_response --> socket
 *                                            --app.done--> log, metrics
 *
 *   target.c    path and query of a request, decoded strictly
 *   head.c      header fields, and whether they can be believed
 *   trace.c     request ids and W3C trace context
 *   response.c  what an answer is made of; gzip
 *   address.c   "127.0.0.1:8470", "[::1]:8470", "unix:/run/tocsin.sock"; sockets of systemd
 *   tls.c       certificates: read, or made for this machine
 *   accept.c    connections dealt out to the threads
 *   watch.c     deadlines of connections
 *   server.c    libmicrohttpd; the only file that knows it
 *
 * Because no type of libmicrohttpd leaves server.c, an application is tested and fuzzed by filling
 * in a request and reading the response, without a socket.
 *
 * A slow client. libmicrohttpd counts a connection as alive when a byte moves, so that one byte now
 * and then holds it for ever. Here each stage has a deadline of its own: the head of a request must be
 * whole 'header_seconds' after its first byte was due; a body and an answer may take as long as
 * HTTP_SLOWEST bytes a second need, plus that. A connection that misses its deadline is shut down; so is
 * one that takes no byte at all of an answer for 'idle_seconds' (TCP).
 *
 * Limits. struct http_limits has those that a person may set. A head that does not fit HTTP_HEAD_MAX
 * is answered by libmicrohttpd itself (431; 414 when the target alone does not); what is no HTTP, too
 * (400, 505). Those pages repeat nothing of the request. How long a URL and a body may be is the
 * application's to say, in 'begin'.
 *
 * Bodies. One that is too large, or that HTTP_ANSWERED does not want, is read and thrown away, so that a
 * client which sends before it reads finds its answer; up to 16 MiB. Past that the connection ends, with
 * the answer where the length was announced, without where it was not.
 *
 * Malformed heads. What two programs could read in two ways (two lengths, an unknown coding, a field
 * name with a blank, two Hosts or none) reaches the application as 'malformed' and without its body;
 * whatever the answer is, the connection ends with it.
 *
 * Memory. A request, its parts and its response live until 'done' has returned; each connection
 * reuses one arena.
 *
 * Threads. Each listener has 'threads' threads, and one that accepts connections and deals them out to
 * those in turn; begin, answer and done of different requests run at the same time, those of one
 * request one after the other. An answer is made in the thread that
 * also serves other connections: what takes longer than the tenth of a second belongs elsewhere.
 */
#ifndef TOCSIN_HTTP_H
#define TOCSIN_HTTP_H

#include "base/base.h"

/* Bytes of a request's line and headers, in memory; a head of three quarters of it fits, so that a URL
 * may have the 60,000 bytes that clients of yente count on. Each request costs libmicrohttpd the
 * clearing of as many bytes: some microseconds. */
#define HTTP_HEAD_MAX ((size_t)96 << 10)
#define HTTP_SLOWEST 4096                 /* bytes a second that a client must take or give */
#define HTTP_SEGMENTS_MAX 16              /* parts of a path */
#define HTTP_PARAMS_MAX 1024              /* parameters of one query */
#define HTTP_FIELDS_MAX 128               /* header fields of one request; more are malformed */

enum http_method {
    HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_PUT, HTTP_PATCH, HTTP_DELETE, HTTP_OPTIONS, HTTP_OTHER
};
enum http_method http_method_find(const char *name);
const char *http_method_name(enum http_method m);
const char *http_status_text(int status); /* "Not Found"; "" when it has none */

/* ---- requests --------------------------------------------------------------------------------- */

struct http_pair {
    struct span name, value;
};

struct http_trace {
    char id[33];       /* of the request: 32 hex digits; also the trace's where none came along */
    char parent[56];   /* traceparent (W3C Trace Context) for what follows: same trace, new span */
    char trace[33];
    struct span state; /* tracestate as it came, or empty */
};

struct http_request {
    struct arena *arena;
    enum http_method method;
    struct span target;       /* as it came, path and query */
    struct span path;         /* decoded; for reading */
    struct span *segments;    /* what stands between its slashes, each decoded: for routes */
    size_t segments_n;
    struct http_pair *query;  /* decoded, in order, repeated names repeated */
    size_t query_n;
    const char *malformed;    /* what is wrong with target or head, or NULL; path may be empty then */
    struct http_pair *fields; /* header fields, names as they came */
    size_t fields_n;
    struct span body;         /* in memory */
    uint64_t length;          /* bytes of the body, wherever it went */
    bool too_large;           /* the body went past what begin allowed; it was thrown away */
    int body_error;           /* errno of writing it to body_fd, or 0 */
    char address[48];         /* of the client, as text; "unix" */
    bool local;               /* loopback or a Unix socket */
    bool tls;
    struct http_trace trace;
    uint64_t began;           /* clock_ticks */
    /* Set by begin: */
    uint64_t body_max;        /* bytes allowed */
    int body_fd;              /* where an HTTP_BODY_FILE goes; closed by the application */
    void *app;                /* the application's own */
};

/* Fills target, path, query and malformed from the raw target, in r->arena. Percent signs must be
 * followed by two hex digits; the result must be UTF-8 without NUL; "." and ".." are no way up. Of the
 * absolute form, "http://host/path", only the path counts. */
void http_target(struct http_request *r, struct span raw);
/* name=value&name=value of a query or of a form; NULL or what is wrong with it. */
const char *http_form(struct arena *a, struct span raw, struct http_pair **out, size_t *n);
/* The first value of a header field (names in any case), or an empty span with p NULL. */
struct span http_field(const struct http_request *r, const char *name);
/* The value of a cookie, or an empty span with p NULL. */
struct span http_cookie(const struct http_request *r, const char *name);
/* Takes id and parent from the header fields where they are well-formed, makes them else. */
void http_trace(struct http_request *r);

/* ---- responses -------------------------------------------------------------------------------- */

struct http_response {
    int status;          /* 0: not answered yet */
    const char *type;    /* media type, or NULL for no body */
    struct buf body;     /* or, without a copy: */
    struct span fixed;   /* lives as long as the program or the request's arena */
    int fd;              /* a file to send, with its length; -1: none. Closed once sent */
    uint64_t fd_length;
    bool packed;         /* the body is gzip already, and the client takes it */
    bool close;
    struct http_pair headers[16];
    size_t headers_n;
};
void http_header(struct http_response *out, struct arena *a, const char *name, const char *fmt, ...)
    TOCSIN_PRINTF(4, 5);
/* Would the client take gzip (RFC 9110 12.5.3)? */
bool http_takes_gzip(const struct http_request *r);
/* Packs the body where it is long enough to pay and the client takes it; tells caches (Vary). */
void http_pack(const struct http_request *r, struct http_response *out);
struct span http_response_body(const struct http_response *out);
/* Does If-None-Match (RFC 9110 13.1.2) name this tag, quotes included? */
bool http_none_match(const struct http_request *r, const char *etag);

/* ---- server ----------------------------------------------------------------------------------- */

enum http_take {
    HTTP_ANSWERED,    /* begin has filled the response: the body is not read */
    HTTP_BODY_MEMORY, /* up to body_max bytes */
    HTTP_BODY_FILE    /* the same into body_fd */
};

struct http_app {
    void *ctx;
    /* The head is there, the body is not: who it is and where it goes can be judged already. */
    enum http_take (*begin)(void *ctx, struct http_request *r, struct http_response *out);
    void (*answer)(void *ctx, struct http_request *r, struct http_response *out);
    /* Sent, or given up; 'sent' says which. The response may be one that was never filled in
     * (status 0). Called once for each request that begin saw. */
    void (*done)(void *ctx, struct http_request *r, const struct http_response *out, bool sent);
};

struct http_limits {
    unsigned threads;                   /* for each listener */
    unsigned connections;               /* for each listener; more wait in the queue of the system */
    unsigned connections_per_address;   /* 0: no limit. Not for Unix sockets */
    unsigned header_seconds, idle_seconds;
};

struct http_tls {
    const char *certificate, *key; /* PEM texts */
};

struct http_server;
/* 'listen' are addresses in the form of address.c; with 'inherited', sockets that systemd hands
 * over (sd_listen_fds) take their place. TLS, if any, is for all but Unix sockets. */
struct tocsin_err *http_start(const char *const *listen, size_t n, bool inherited,
                              const struct http_tls *tls /* or NULL */,
                              const struct http_limits *limits, const struct http_app *app,
                              struct http_server **out) TOCSIN_MUST_USE;
/* Where listener 'i' can be reached: "http://127.0.0.1:8470"; NULL after the last. */
const char *http_url(const struct http_server *s, size_t i);
/* Takes no new connections, waits until what runs is answered, at most 'seconds', then ends. */
void http_stop(struct http_server *s, unsigned seconds);
struct http_load {
    unsigned connections, requests; /* open now; being answered now */
};
struct http_load http_load(const struct http_server *s);

/* Does every address mean this machine only (loopback, Unix socket)? An error when one of them is
 * not understood. */
struct tocsin_err *http_loopback(const char *const *listen, size_t n, bool *out) TOCSIN_MUST_USE;

/* ---- certificates ----------------------------------------------------------------------------- */

/* Reads both files and checks that they belong together. The texts live in 'a'. */
struct tocsin_err *http_tls_read(struct arena *a, const char *certificate, const char *key,
                                 struct http_tls *out) TOCSIN_MUST_USE;
/* A new key (ECDSA P-256) and a certificate of this machine's names, signed by itself, into two
 * files that must not exist; the key is readable by its owner alone. */
struct tocsin_err *http_tls_make(const char *certificate, const char *key) TOCSIN_MUST_USE;

#endif
