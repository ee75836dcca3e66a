/* SPDX-License-Identifier: Apache-2.0
 *
 * Where nobody is asked who they are (--no-auth): is it this machine that asks, or a web site through a
 * browser on it?
 *
 *     Host             a name that leads here today can be any site's own (DNS rebinding): its pages could
 *                      read every answer. Only names that can be nobody else's are answered: localhost, an
 *                      address of loopback, and the host of the setting url.
 *     Sec-Fetch-Site,  what changes or asks something (not GET) can be sent blindly by a page of any site,
 *     Origin           without the browser asking first. It must come from a page of this node, from an
 *                      origin of cors.origins, or from no page at all.
 *
 * An origin list of "*" lets every page screen, which is what it is for, and nothing else. A Unix socket is
 * out of a browser's reach; who stands before it (a proxy) names hosts as they like.
 */
#include <arpa/inet.h>

#include "api/api_private.h"

/* "name:port" without its port; of "[::1]:8470", what stands in the brackets. */
static struct span without_port(struct span host)
{
    if (host.n && host.p[0] == '[')
        return span_slice(host, 1, span_find(host, ']') - 1);
    return span_slice(host, 0, span_find(host, ':'));
}

static bool is_loopback(struct arena *a, struct span name)
{
    const char *text = arena_str(a, name);
    struct in6_addr six;
    struct in_addr four;

    if (inet_pton(AF_INET, text, &four) == 1)
        return ntohl(four.s_addr) >> 24 == 127;
    return inet_pton(AF_INET6, text, &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

/* The host and port of "https://host:port/path". */
static struct span authority(struct span url)
{
    size_t at = 0;

    while (at + 3 <= url.n && memcmp(url.p + at, "://", 3) != 0)
        at++;
    url = at + 3 <= url.n ? span_from(url, at + 3) : url;
    return span_slice(url, 0, span_find(url, '/'));
}

static bool host_is_ours(struct call *c, struct span host)
{
    struct span name = without_port(host);
    struct span own = without_port(authority(span_of(config_text(c->api->config, SETTING_URL))));

    return span_eq_nocase(name, SPAN("localhost")) || is_loopback(c->a, name) ||
           (own.n && span_eq_nocase(name, own));
}

static bool same_origin(const struct call *c, struct span origin)
{
    struct span url = span_of(config_text(c->api->config, SETTING_URL));
    struct span host = span_trim(http_field(c->r, "Host"));

    return span_eq_nocase(authority(origin), host) ||
           (url.n && span_eq_nocase(authority(origin), authority(url)));
}

static bool page_may(struct call *c)
{
    struct span origin = span_trim(http_field(c->r, "Origin"));
    struct span site = span_trim(http_field(c->r, "Sec-Fetch-Site"));
    bool any;

    if (c->r->method == HTTP_GET || c->r->method == HTTP_HEAD)
        return true;
    if (origin.p && origin_allowed(c, origin, &any))
        return !any || c->route->permission == PERMISSION_screen;
    if (site.p)
        return span_eq(site, SPAN("same-origin")) || span_eq(site, SPAN("none"));
    return !origin.p || same_origin(c, origin);
}

bool near(struct call *c)
{
    struct span host = span_trim(http_field(c->r, "Host"));

    if (host.n && strcmp(c->r->address, "unix") != 0 && !host_is_ours(c, host)) {
        (void)refuse(c, 421, "with --no-auth this node answers to localhost, to addresses of loopback, "
                     "and to the host of the setting url");
        return false;
    }
    if (page_may(c))
        return true;
    (void)refuse(c, 403, "with --no-auth pages of other sites may not do this; cors.origins lists those "
                 "that may");
    return false;
}
