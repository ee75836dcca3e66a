/* SPDX-License-Identifier: Apache-2.0
 *
 * Where to listen, web origins, URLs. Judged by form alone: whether a name can be looked up is for
 * whoever opens it to say.
 *
 *     127.0.0.1:8470   screening.example.org:443   [::1]:8470   unix:/run/tocsin.sock
 *
 * Loopback is 127.0.0.0/8, ::1, and the name localhost, which RFC 6761 reserves for it. A Unix socket
 * is not: who reaches it is a matter of its folder.
 */
#include <arpa/inet.h>
#include <sys/un.h>

#include "config/private.h"

#define HOST_MAX 255 /* RFC 1035 */

static bool is_label_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '-' || c == '.';
}

static bool host_good(struct span host)
{
    if (!host.n || host.n > HOST_MAX || host.p[0] == '.' || host.p[0] == '-')
        return false;
    for (size_t i = 0; i < host.n; i++)
        if (!is_label_char(host.p[i]))
            return false;
    return true;
}

/* As inet_pton wants it. False when it is longer than any. */
static bool to_chars(struct span s, char out[INET6_ADDRSTRLEN])
{
    if (s.n >= INET6_ADDRSTRLEN || span_find(s, '\0') < s.n)
        return false;
    memcpy(out, s.p, s.n);
    out[s.n] = '\0';
    return true;
}

static bool read_v6(struct span host, struct in6_addr *out)
{
    char text[INET6_ADDRSTRLEN];

    return host.n && to_chars(host, text) && inet_pton(AF_INET6, text, out) == 1;
}

/* 256.1.1.1 is no name either: what looks like an IPv4 address must be one. */
static bool read_name(struct span host, bool *loopback)
{
    char text[INET6_ADDRSTRLEN];
    struct in_addr v4;
    bool digits = host.n > 0;

    for (size_t i = 0; i < host.n; i++)
        digits = digits && ((host.p[i] >= '0' && host.p[i] <= '9') || host.p[i] == '.');
    *loopback = span_eq_nocase(host, SPAN("localhost"));
    if (!digits)
        return host_good(host);
    if (!to_chars(host, text) || inet_pton(AF_INET, text, &v4) != 1)
        return false;
    *loopback = ntohl(v4.s_addr) >> 24 == 127;
    return true;
}

/* "[host]" or "host", the brackets taken off. */
static bool read_host(struct span text, struct config_address *out)
{
    struct in6_addr v6;

    if (!span_starts(text, SPAN("["))) {
        out->host = text;
        return read_name(text, &out->loopback);
    }
    if (!span_ends(text, SPAN("]")))
        return false;
    out->host = span_slice(text, 1, text.n - 2);
    if (!read_v6(out->host, &v6))
        return false;
    out->loopback = IN6_IS_ADDR_LOOPBACK(&v6);
    return true;
}

static size_t last_colon(struct span s)
{
    size_t i = s.n;

    while (i > 0 && s.p[i - 1] != ':')
        i--;
    return i ? i - 1 : s.n;
}

static bool read_port(struct span text, uint16_t *out)
{
    uint64_t port;

    if (text.n > 5 || !span_u64(text, &port) || port > UINT16_MAX)
        return false;
    *out = (uint16_t)port;
    return true;
}

bool config_address(struct span text, struct config_address *out)
{
    size_t colon = last_colon(text);
    struct sockaddr_un socket;

    *out = (struct config_address){0};
    if (span_starts(text, SPAN("unix:"))) {
        out->is_unix = true;
        out->path = span_from(text, 5);
        return span_starts(out->path, SPAN("/")) && out->path.n < sizeof(socket.sun_path);
    }
    return colon < text.n && read_host(span_slice(text, 0, colon), out) &&
           read_port(span_from(text, colon + 1), &out->port);
}

/* ---- URLs --------------------------------------------------------------------------------- */

/* What stands between "//" and the next "/", "?" or "#". */
static struct span authority(struct span url)
{
    struct span rest = span_from(url, span_find_span(url, SPAN("://")) + 3);
    size_t n = 0;

    while (n < rest.n && !strchr("/?#", rest.p[n]))
        n++;
    return span_slice(rest, 0, n);
}

struct span url_user(struct span url)
{
    struct span where = authority(url);
    size_t n = where.n;

    while (n > 0 && where.p[n - 1] != '@')
        n--;
    return span_slice(where, 0, n ? n - 1 : 0);
}

static bool scheme_among(struct span url, const char *schemes)
{
    struct span scheme = span_slice(url, 0, span_find_span(url, SPAN("://")));
    struct span list = span_of(schemes), one;

    while (span_split(&list, ' ', &one))
        if (scheme.n < url.n && span_eq(scheme, one))
            return true;
    return false;
}

/* A host with or without a port. */
static bool place_good(struct span place)
{
    struct config_address address = {0};
    size_t colon = last_colon(place);
    bool has_port = colon < place.n && !span_ends(place, SPAN("]"));

    if (has_port && !read_port(span_from(place, colon + 1), &address.port))
        return false;
    return read_host(span_slice(place, 0, has_port ? colon : place.n), &address);
}

static bool visible(struct span s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ' || (unsigned char)s.p[i] >= 0x7f ||
            strchr("\"<>\\^`{|}", s.p[i]))
            return false;
    return true;
}

bool url_good(struct span url, const char *schemes)
{
    struct span place, user;

    if (!visible(url) || !scheme_among(url, schemes))
        return false;
    place = authority(url);
    user = url_user(url);
    return place_good(user.n ? span_from(place, user.n + 1) : place);
}

bool origin_good(struct span text)
{
    if (span_eq(text, SPAN("*")))
        return true;
    return url_good(text, "http https") && !url_user(text).n &&
           authority(text).p + authority(text).n == text.p + text.n;
}
