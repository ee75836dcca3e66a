/* SPDX-License-Identifier: Apache-2.0
 *
 * URLs as text. What has no scheme is a path.
 */
#include <curl/curl.h>
#include <strings.h>

#include "fetch/private.h"

static bool begins(struct span url, const char *scheme)
{
    size_t n = strlen(scheme);

    return url.n > n && strncasecmp(url.p, scheme, n) == 0;
}

bool fetch_is_remote(struct span url)
{
    return begins(url, "http://") || begins(url, "https://");
}

bool url_may_redirect(const char *from, const char *to)
{
    return fetch_is_remote(span_of(to)) &&
           (begins(span_of(to), "https://") || !begins(span_of(from), "https://"));
}

static char *part_of(const char *url, CURLUPart what)
{
    CURLU *u = curl_url();
    char *out = NULL;

    if (u && curl_url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK)
        (void)!curl_url_get(u, what, &out, CURLU_DEFAULT_PORT);
    curl_url_cleanup(u);
    return out;
}

bool url_same_place(const char *a, const char *b)
{
    static const CURLUPart parts[] = {CURLUPART_SCHEME, CURLUPART_HOST, CURLUPART_PORT};
    bool same = true;

    for (size_t i = 0; same && i < ARRAY_LEN(parts); i++) {
        char *x = part_of(a, parts[i]), *y = part_of(b, parts[i]);

        same = x && y && strcasecmp(x, y) == 0;
        curl_free(x);
        curl_free(y);
    }
    return same;
}

static const char *resolve_url(struct arena *a, const char *base, const char *text)
{
    CURLU *u = curl_url();
    const char *out = text;
    char *whole = NULL;

    if (u && curl_url_set(u, CURLUPART_URL, base, 0) == CURLUE_OK &&
        curl_url_set(u, CURLUPART_URL, text, 0) == CURLUE_OK &&
        curl_url_get(u, CURLUPART_URL, &whole, 0) == CURLUE_OK)
        out = arena_str(a, span_of(whole));
    curl_free(whole);
    curl_url_cleanup(u);
    return out;
}

const char *fetch_resolve(struct arena *a, const char *base, const char *text)
{
    struct span b = span_of(base), t = span_of(text);
    size_t folder = b.n;

    if (span_find_span(t, SPAN("://")) < t.n)
        return text;
    if (fetch_is_remote(b))
        return resolve_url(a, base, text);
    if (t.n && t.p[0] == '/')
        return text;
    while (folder > 0 && b.p[folder - 1] != '/')
        folder--;
    return arena_printf(a, "%.*s%s", SPAN_ARG(span_slice(b, 0, folder)), text).p;
}

bool fetch_may_name(const char *base, const char *url)
{
    return !fetch_is_remote(span_of(base)) || fetch_is_remote(span_of(url));
}

struct tocsin_err *fetch_check_name(const char *base, const char *url)
{
    if (!url || fetch_may_name(base, url))
        return NULL;
    return err_new(TOCSIN_ERR_USAGE,
                   "%s: a document from the network may not name a file of this machine", url);
}

const char *fetch_shown(struct arena *a, const char *url)
{
    struct span all = span_of(url), rest;
    size_t scheme = span_find_span(all, SPAN("://")), query, path, at = 0;

    if (scheme == all.n)
        return url;
    scheme += 3;
    rest = span_from(all, scheme);
    query = span_find(rest, '?');
    path = span_find(rest, '/');
    if (query < path)
        path = query;
    for (size_t i = 0; i < path; i++) {
        if (rest.p[i] == '@')
            at = i + 1;
    }
    return arena_printf(a, "%.*s%.*s%s", SPAN_ARG(span_slice(all, 0, scheme)),
                        SPAN_ARG(span_slice(rest, at, query - at)), query < rest.n ? "?..." : "")
        .p;
}
