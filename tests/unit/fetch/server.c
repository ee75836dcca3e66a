/* SPDX-License-Identifier: Apache-2.0
 *
 * The server: one request a connection, one connection after the other. A row of the table says
 * what a path does; a row is told how often its path has been asked for.
 */
#include "server.h"

#include <arpa/inet.h>
#include <assert.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct request {
    int fd, port;
    char text[16384];
    const char *path;
    unsigned times; /* before this one */
    const char *folder;
};

char server_byte(size_t i)
{
    return (char)('a' + i * 7 % 26);
}

/* ---- answering --------------------------------------------------------------------------- */

static void send_all(const struct request *r, const void *data, size_t n)
{
    const char *p = data;

    while (n > 0) {
        ssize_t sent = send(r->fd, p, n, MSG_NOSIGNAL);

        if (sent <= 0)
            return;
        p += sent;
        n -= (size_t)sent;
    }
}

static void send_text(const struct request *r, const char *text)
{
    send_all(r, text, strlen(text));
}

static void head(const struct request *r, const char *status, size_t length, const char *more)
{
    char text[1024];

    snprintf(text, sizeof(text), "HTTP/1.1 %s\r\nConnection: close\r\nContent-Length: %zu\r\n%s\r\n",
             status, length, more);
    send_text(r, text);
}

static void body(const struct request *r, size_t from, size_t to)
{
    char *bytes = malloc(to - from + 1);

    assert(bytes);
    for (size_t i = from; i < to; i++)
        bytes[i - from] = server_byte(i);
    send_all(r, bytes, to - from);
    free(bytes);
}

static void simple(const struct request *r, const char *status, const char *text)
{
    head(r, status, strlen(text), "");
    send_text(r, text);
}

/* The value of a header, cut at its end, in 'out'; empty when it is not there. */
static const char *header(const struct request *r, const char *name, char out[256])
{
    const char *at = strcasestr(r->text, name);

    out[0] = '\0';
    if (at && sscanf(at + strlen(name), ": %255[^\r\n]", out) != 1)
        out[0] = '\0';
    return out;
}

/* ---- what paths do ----------------------------------------------------------------------- */

static void whole(const struct request *r)
{
    head(r, "200 OK", SERVER_BODY, "");
    body(r, 0, SERVER_BODY);
}

static void tagged(const struct request *r)
{
    char tag[256];

    if (strcmp(header(r, "If-None-Match", tag), "\"one\"") == 0) {
        head(r, "304 Not Modified", 0, "ETag: \"one\"\r\n");
        return;
    }
    head(r, "200 OK", SERVER_BODY, "ETag: \"one\"\r\n");
    body(r, 0, SERVER_BODY);
}

static void dated(const struct request *r)
{
    char date[256];

    if (header(r, "If-Modified-Since", date)[0]) {
        head(r, "304 Not Modified", 0, "");
        return;
    }
    head(r, "200 OK", SERVER_BODY, "Last-Modified: Sat, 31 Jan 2026 23:00:00 GMT\r\n");
    body(r, 0, SERVER_BODY);
}

/* Half of it, and the rest when that is asked for. */
static void rest_of(const struct request *r, const char *tag, size_t shift)
{
    char range[256], condition[256], more[256];
    size_t from = 0;

    if (r->times == 0) {
        head(r, "200 OK", SERVER_BODY, "ETag: \"one\"\r\n");
        body(r, 0, SERVER_BODY / 2);
        return;
    }
    header(r, "If-Range", condition);
    if (sscanf(header(r, "Range", range), "bytes=%zu-", &from) != 1 || strcmp(condition, tag) != 0) {
        snprintf(more, sizeof(more), "ETag: %s\r\n", tag);
        head(r, "200 OK", SERVER_BODY, more);
        body(r, 0, SERVER_BODY);
        return;
    }
    snprintf(more, sizeof(more), "ETag: %s\r\nContent-Range: bytes %zu-%d/%d\r\n", tag, from + shift,
             SERVER_BODY - 1, SERVER_BODY);
    head(r, "206 Partial Content", SERVER_BODY - from, more);
    body(r, from, SERVER_BODY);
}

static void cut(const struct request *r)
{
    rest_of(r, "\"one\"", 0);
}

static void replaced(const struct request *r)
{
    rest_of(r, "\"two\"", 0);
}

static void shifted(const struct request *r)
{
    rest_of(r, "\"one\"", 7);
}

static void always_cut(const struct request *r)
{
    head(r, "200 OK", SERVER_BODY, "");
    body(r, 0, SERVER_BODY / 2);
}

static void flaky(const struct request *r)
{
    if (r->times < 2)
        simple(r, r->times ? "503 Service Unavailable" : "500 Internal Server Error", "no");
    else
        whole(r);
}

static void later(const struct request *r)
{
    if (r->times == 0)
        head(r, "429 Too Many Requests", 0, "Retry-After: 1\r\n");
    else
        whole(r);
}

static void tomorrow(const struct request *r)
{
    head(r, "503 Service Unavailable", 0, "Retry-After: 86400\r\n");
}

static void broken(const struct request *r)
{
    simple(r, "500 Internal Server Error", "no");
}

static void missing(const struct request *r)
{
    simple(r, "404 Not Found", "no");
}

static void forbidden(const struct request *r)
{
    simple(r, "401 Unauthorized", "no");
}

static void loop(const struct request *r)
{
    head(r, "302 Found", 0, "Location: /loop\r\n");
}

static void hop(const struct request *r)
{
    head(r, "301 Moved Permanently", 0, "Location: whole\r\n");
}

static void to_file(const struct request *r)
{
    head(r, "302 Found", 0, "Location: file:///etc/hostname\r\n");
}

static void to_nowhere(const struct request *r)
{
    head(r, "302 Found", 0, "");
}

static void token(const struct request *r)
{
    char value[256];

    simple(r, "200 OK", header(r, "\nAuthorization", value));
}

static void elsewhere(const struct request *r)
{
    char more[128];

    snprintf(more, sizeof(more), "Location: http://localhost:%d/token\r\n", r->port);
    head(r, "302 Found", 0, more);
}

static void silent(const struct request *r)
{
    head(r, "200 OK", SERVER_BODY, "");
    body(r, 0, 10);
    sleep(4);
}

static void endless(const struct request *r)
{
    send_text(r, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
    for (int i = 0; i < 100; i++)
        body(r, 0, SERVER_BODY);
}

static void empty(const struct request *r)
{
    head(r, "200 OK", 0, "");
}

static void file(const struct request *r)
{
    char path[512];
    char *bytes = malloc(1 << 20);
    FILE *f;
    size_t n;

    snprintf(path, sizeof(path), "%s/%s", r->folder ? r->folder : "/nowhere",
             r->path + strlen("/files/"));
    f = fopen(path, "rb");
    assert(bytes);
    if (!f) {
        free(bytes);
        missing(r);
        return;
    }
    n = fread(bytes, 1, 1 << 20, f);
    fclose(f);
    head(r, "200 OK", n, "");
    send_all(r, bytes, n);
    free(bytes);
}

static const struct {
    const char *path;
    void (*answer)(const struct request *r);
} rows[] = {
    {"/whole", whole},       {"/tagged", tagged},       {"/dated", dated},
    {"/cut", cut},           {"/replaced", replaced},   {"/shifted", shifted},
    {"/always-cut", always_cut}, {"/flaky", flaky},     {"/later", later},
    {"/tomorrow", tomorrow}, {"/broken", broken},       {"/missing", missing},
    {"/forbidden", forbidden}, {"/loop", loop},         {"/hop", hop},
    {"/to-file", to_file},   {"/to-nowhere", to_nowhere}, {"/token", token},
    {"/elsewhere", elsewhere}, {"/silent", silent},     {"/endless", endless},
    {"/empty", empty},                       {"http://list.invalid/x", token},
    {"/files/", file},
};

/* ---- the process ------------------------------------------------------------------------- */

static void answer(struct request *r, unsigned *counts)
{
    char path[512] = "";

    if (sscanf(r->text, "GET %511s ", path) != 1)
        return;
    path[strcspn(path, "?")] = '\0';
    r->path = path;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        size_t n = strlen(rows[i].path);

        if (strncmp(rows[i].path, path, n) != 0 || (path[n] && rows[i].path[n - 1] != '/'))
            continue;
        r->times = counts[i]++;
        rows[i].answer(r);
        return;
    }
    missing(r);
}

static void read_request(struct request *r)
{
    size_t n = 0;
    ssize_t got = 1;

    while (got > 0 && n < sizeof(r->text) - 1 && !strstr(r->text, "\r\n\r\n")) {
        got = recv(r->fd, r->text + n, sizeof(r->text) - 1 - n, 0);
        n += got > 0 ? (size_t)got : 0;
        r->text[n] = '\0';
    }
}

static _Noreturn void serve(int listening, int port, const char *folder)
{
    static unsigned counts[sizeof(rows) / sizeof(rows[0])];

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (;;) {
        struct request r = {.fd = accept(listening, NULL, NULL), .port = port, .folder = folder};

        if (r.fd < 0)
            _exit(1);
        read_request(&r);
        answer(&r, counts);
        shutdown(r.fd, SHUT_WR);
        close(r.fd);
    }
}

void server_start(struct server *s, const char *folder)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof(at);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    assert(fd >= 0);
    if (bind(fd, (struct sockaddr *)&at, sizeof(at)) != 0 || listen(fd, 16) != 0 ||
        getsockname(fd, (struct sockaddr *)&at, &n) != 0)
        abort();
    s->port = ntohs(at.sin_port);
    s->process = fork();
    if (s->process == 0)
        serve(fd, s->port, folder);
    close(fd);
}

void server_stop(struct server *s)
{
    kill(s->process, SIGKILL);
    waitpid(s->process, NULL, 0);
}
