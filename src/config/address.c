/* SPDX-License-Identifier: Apache-2.0
 *
 * Where to listen, web origins, URLs. Judged by form alone: whether a name can be looked up, and
 * whether it means this machine, is for whoever opens it to say.
 *
 *     127.0.0.1:8470   :8470   screening.example.org:443   [::1]:8470   unix:/run/tocsin.sock
 */
#include <arpa/inet.h>
#include <sys/un.h>

#include "config/private.h"

#define HOST_MAX 255 /* RFC 1035 */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_label_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '-' || c == '.';
}

/* As inet_pton wants it. False when it is longer than any. */
static bool to_chars(struct span s, char out[INET6_ADDRSTRLEN])
{
    if (s.n >= INET6_ADDRSTRLEN)
        return false;
    memcpy(out, s.p, s.n);
    out[s.n] = '\0';
    return true;
}

static bool is_ip(int family, struct span host)
{
    char text[INET6_ADDRSTRLEN];
    struct in6_addr any;

    return host.n && to_chars(host, text) && inet_pton(family, text, &any) == 1;
}

/* 256.1.1.1 is no name either: what looks like an IPv4 address must be one. */
static bool name_good(struct span host)
{
    bool digits = true;

    if (!host.n || host.n > HOST_MAX || host.p[0] == '.' || host.p[0] == '-')
        return false;
    for (size_t i = 0; i < host.n; i++) {
        if (!is_label_char(host.p[i]))
            return false;
        digits = digits && (is_digit(host.p[i]) || host.p[i] == '.');
    }
    return !digits || is_ip(AF_INET, host);
}

static bool host_good(struct span text)
{
    if (!span_starts(text, SPAN("[")))
        return name_good(text);
    return span_ends(text, SPAN("]")) && is_ip(AF_INET6, span_slice(text, 1, text.n - 2));
}

static size_t last_colon(struct span s)
{
    size_t i = s.n;

    while (i > 0 && s.p[i - 1] != ':')
        i--;
    return i ? i - 1 : s.n;
}

static bool port_good(struct span text)
{
    uint64_t port;

    return text.n <= 5 && span_u64(text, &port) && port <= UINT16_MAX;
}

static bool socket_good(struct span path)
{
    struct sockaddr_un socket;

    return span_starts(path, SPAN("/")) && path.n < sizeof(socket.sun_path);
}

/* Without a host: every address of the machine. */
bool address_good(struct span text)
{
    size_t colon = last_colon(text);

    if (span_starts(text, SPAN("unix:")))
        return socket_good(span_from(text, 5));
    return colon < text.n && (colon == 0 || host_good(span_slice(text, 0, colon))) &&
           port_good(span_from(text, colon + 1));
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
    size_t colon = last_colon(place);

    if (colon == place.n || span_ends(place, SPAN("]")))
        return host_good(place);
    return host_good(span_slice(place, 0, colon)) && port_good(span_from(place, colon + 1));
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
