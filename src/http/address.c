/* SPDX-License-Identifier: Apache-2.0
 *
 * Where to listen.
 *
 *     127.0.0.1:8470    [::1]:8470    localhost:8470    :8470 (every address)    unix:/run/tocsin.sock
 *
 * A port of 0 lets the system choose. Of a name with several addresses, those of a family that the machine
 * does not have are passed over. A Unix socket that nobody answers any more is replaced; one that
 * somebody answers is not.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include "http/http_private.h"

enum { BACKLOG = 1024 };

struct place {
    bool unix_socket;
    char host[256], port[8], path[108];
};

static struct tocsin_err *not_understood(const char *text)
{
    return err_new(TOCSIN_ERR_USAGE,
                   "'%s' is no address to listen on; take 127.0.0.1:8470, [::1]:8470, :8470 or "
                   "unix:/path", text);
}

static struct tocsin_err *parse_unix(const char *text, struct place *out)
{
    const char *path = text + strlen("unix:");

    if (path[0] != '/')
        return err_new(TOCSIN_ERR_USAGE, "'%s': a Unix socket needs an absolute path", text);
    if (strlen(path) >= sizeof(out->path))
        return err_new(TOCSIN_ERR_LIMIT, "'%s': the path of a Unix socket has at most %zu bytes",
                       text, sizeof(out->path) - 1);
    out->unix_socket = true;
    snprintf(out->path, sizeof(out->path), "%s", path);
    return NULL;
}

static struct tocsin_err *parse(const char *text, struct place *out)
{
    const char *colon = strrchr(text, ':'), *host = text;
    size_t host_n;
    uint64_t port;

    *out = (struct place){0};
    if (strncmp(text, "unix:", 5) == 0)
        return parse_unix(text, out);
    if (!colon || !span_u64(span_of(colon + 1), &port) || port > 65535)
        return not_understood(text);
    host_n = (size_t)(colon - text);
    if (host_n >= 2 && host[0] == '[' && host[host_n - 1] == ']') {
        host++;
        host_n -= 2;
        if (!memchr(host, ':', host_n))
            return not_understood(text);
    } else if (memchr(host, ':', host_n)) {
        return not_understood(text); /* an IPv6 address without brackets */
    }
    if (host_n >= sizeof(out->host))
        return not_understood(text);
    memcpy(out->host, host, host_n);
    snprintf(out->port, sizeof(out->port), "%u", (unsigned)port);
    return NULL;
}

static struct tocsin_err *resolve(const char *text, const struct place *p, struct addrinfo **out)
{
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM,
                             .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    int status = getaddrinfo(p->host[0] ? p->host : NULL, p->port, &hints, out);

    if (status != 0)
        return err_new(TOCSIN_ERR_USAGE, "'%s' cannot be listened on: %s", text,
                       gai_strerror(status));
    return NULL;
}

static bool loopback(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        const struct sockaddr_in *in = (const void *)address;

        return ntohl(in->sin_addr.s_addr) >> 24 == 127;
    }
    if (address->sa_family == AF_INET6)
        return IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)(const void *)address)->sin6_addr);
    return address->sa_family == AF_UNIX;
}

/* What the socket is bound to, as text: a port of 0 has become a number. */
static void describe(struct listener *l)
{
    struct sockaddr_storage address = {0};
    socklen_t n = sizeof(address);
    char host[64] = "";

    getsockname(l->fd, (struct sockaddr *)&address, &n);
    if (address.ss_family == AF_INET) {
        const struct sockaddr_in *in = (const void *)&address;

        inet_ntop(AF_INET, &in->sin_addr, host, sizeof(host));
        snprintf(l->name, sizeof(l->name), "%s:%u", host, ntohs(in->sin_port));
    } else if (address.ss_family == AF_INET6) {
        const struct sockaddr_in6 *in = (const void *)&address;

        inet_ntop(AF_INET6, &in->sin6_addr, host, sizeof(host));
        snprintf(l->name, sizeof(l->name), "[%s]:%u", host, ntohs(in->sin6_port));
    } else {
        l->unix_socket = true;
        snprintf(l->name, sizeof(l->name), "unix:%s",
                 ((const struct sockaddr_un *)(const void *)&address)->sun_path);
    }
}

/* 'absent': the machine does not have this address. */
static struct tocsin_err *open_inet(const char *text, const struct addrinfo *at, listeners *out,
                                    bool *absent)
{
    int one = 1;
    struct listener l = {.fd = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};

    *absent = l.fd < 0 && errno == EAFNOSUPPORT;
    if (l.fd < 0)
        return err_errno("cannot open a socket for %s", text);
    setsockopt(l.fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
    if (at->ai_family == AF_INET6)
        setsockopt(l.fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof(one));
    if (bind(l.fd, at->ai_addr, at->ai_addrlen) != 0 || listen(l.fd, BACKLOG) != 0) {
        struct tocsin_err *err;

        *absent = errno == EADDRNOTAVAIL;
        err = err_errno("cannot listen on %s", text);
        close(l.fd);
        return err;
    }
    describe(&l);
    *VEC_PUSH(out) = l;
    return NULL;
}

/* All of 'list', or an error when one is refused or none is there. */
static struct tocsin_err *open_each(const char *text, const struct addrinfo *list, listeners *out)
{
    struct tocsin_err *missing = NULL;
    size_t before = out->n;

    for (const struct addrinfo *at = list; at; at = at->ai_next) {
        bool absent = false;
        struct tocsin_err *err = open_inet(text, at, out, &absent);

        if (!err)
            continue;
        tocsin_err_free(missing);
        missing = err;
        if (!absent)
            return err;
    }
    if (out->n == before)
        return missing;
    tocsin_err_free(missing);
    return NULL;
}

/* A socket file without a listener is left over from a process that was killed. */
static void remove_dead(const struct sockaddr_un *address)
{
    struct stat st;
    int fd;

    if (lstat(address->sun_path, &st) != 0 || !S_ISSOCK(st.st_mode))
        return;
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd >= 0 && connect(fd, (const struct sockaddr *)address, sizeof(*address)) != 0 &&
        errno == ECONNREFUSED)
        unlink(address->sun_path);
    if (fd >= 0)
        close(fd);
}

static struct tocsin_err *open_unix(const char *text, const struct place *p, listeners *out)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct listener l = {.fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};

    if (l.fd < 0)
        return err_errno("cannot open a socket for %s", text);
    memcpy(address.sun_path, p->path, sizeof(p->path));
    remove_dead(&address);
    l.made = bind(l.fd, (const struct sockaddr *)&address, sizeof(address)) == 0;
    if (!l.made || chmod(p->path, 0660) != 0 || listen(l.fd, BACKLOG) != 0) {
        struct tocsin_err *err = err_errno("cannot listen on %s", text);

        if (l.made)
            unlink(p->path);
        close(l.fd);
        return err;
    }
    describe(&l);
    *VEC_PUSH(out) = l;
    return NULL;
}

struct tocsin_err *listen_open(const char *address, listeners *out)
{
    struct place p;
    struct addrinfo *list = NULL;
    struct tocsin_err *err;

    TRY(parse(address, &p));
    if (p.unix_socket)
        return open_unix(address, &p, out);
    err = resolve(address, &p, &list);
    if (!err)
        err = open_each(address, list, out);
    if (list)
        freeaddrinfo(list);
    return err;
}

struct tocsin_err *listen_inherited(listeners *out)
{
    int n = sd_listen_fds(1);

    if (n <= 0)
        return err_new(TOCSIN_ERR_USAGE, "systemd passed no sockets to this process");
    for (int i = 0; i < n; i++) {
        struct listener l = {.fd = SD_LISTEN_FDS_START + i};

        if (sd_is_socket(l.fd, AF_UNSPEC, SOCK_STREAM, 1) <= 0)
            return err_new(TOCSIN_ERR_USAGE, "socket %d of systemd does not listen for streams", i);
        /* Several threads accept: who comes second must not wait. */
        if (fcntl(l.fd, F_SETFL, fcntl(l.fd, F_GETFL) | O_NONBLOCK) < 0)
            return err_errno("socket %d of systemd", i);
        describe(&l);
        *VEC_PUSH(out) = l;
    }
    return NULL;
}

void listen_close(listeners *list)
{
    for (size_t i = 0; i < list->n; i++) {
        if (list->at[i].made)
            unlink(list->at[i].name + strlen("unix:"));
        close(list->at[i].fd);
    }
    VEC_FREE(list);
}

struct tocsin_err *http_loopback(const char *const *listen, size_t n, bool *out)
{
    *out = true;
    for (size_t i = 0; i < n; i++) {
        struct place p;
        struct addrinfo *list = NULL;

        TRY(parse(listen[i], &p));
        if (p.unix_socket)
            continue;
        TRY(resolve(listen[i], &p, &list));
        for (const struct addrinfo *at = list; at; at = at->ai_next)
            *out = *out && loopback(at->ai_addr);
        freeaddrinfo(list);
    }
    return NULL;
}
