/* SPDX-License-Identifier: Apache-2.0
 *
 * fetch: one file from a URL.
 *
 *     https://..., http://...   over the network, with libcurl
 *     file://..., a plain path  the file where it lies; nothing is copied
 *
 * What is fetched ends up under 'to' by a rename, whole and with the checksum that was asked for, or
 * not at all. Beside it stands what the server said of it, so that the next time it can be asked
 * whether there is anything new:
 *
 *     <to>        the file                     <to>.part        as much of it as has come so far
 *     <to>.http   its URL, ETag, date          <to>.part.http   the same of the part
 *
 * A connection that breaks is taken up where it broke (Range, If-Range), in this call and in the
 * next one. A server that is busy or in trouble (408, 429, 5xx), that does not answer or falls
 * silent is asked again, a little later each time, or when it says (Retry-After).
 *
 * Redirects are followed a few times, and never from https to http. A token goes to the host that
 * was named and to no other. Certificates are checked against the system's.
 *
 * Errors name the URL, without a password and without the values of its query, and the status.
 */
#ifndef TOCSIN_FETCH_H
#define TOCSIN_FETCH_H

#include "base/base.h"

struct fetch_progress {
    const char *url;
    uint64_t bytes, bytes_total; /* 0: not known */
};

struct fetch_request {
    const char *url, *to;
    const char *token;     /* "Authorization: Token ..."; or NULL */
    const char *checksum;  /* SHA-1 or SHA-256 in hex; NULL or empty: none */
    const char *proxy;     /* NULL: as http_proxy and the like say */
    uint64_t max_bytes;    /* 0: LIMIT_FETCH */
    unsigned tries;        /* 0: 5 */
    unsigned pause_ms;     /* before the second try, doubled each time; 0: 1000 */
    unsigned silence_s;    /* without a byte before it is given up; 0: 60 */
    void *ctx;
    void (*progress)(void *ctx, const struct fetch_progress *p); /* often; or NULL */
};

struct fetch_report {
    char path[4096];    /* where the file is: 'to', or where it lay */
    bool unchanged;     /* the file under 'to' is still the one */
    uint64_t bytes;     /* of the file */
    uint64_t resumed;   /* of these, from earlier */
    unsigned tries;
};

struct tocsin_err *fetch(const struct fetch_request *request, struct fetch_report *out)
    TOCSIN_MUST_USE;
/* Removes the file and what stands beside it. */
void fetch_forget(const char *to);

bool fetch_is_remote(struct span url);
/* 'text' is a reference found in the document at 'base': made whole, in arena 'a'. */
const char *fetch_resolve(struct arena *a, const char *base, const char *text);
/* What comes from the network may not name files of this machine. */
bool fetch_may_name(const char *base, const char *url);
/* The same as an error that names both; NULL is fine as a URL. */
struct tocsin_err *fetch_check_name(const char *base, const char *url) TOCSIN_MUST_USE;
/* The URL as it may be shown. */
const char *fetch_shown(struct arena *a, const char *url);

#endif
