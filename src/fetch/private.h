/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside of the fetch room.
 *
 *   fetch.c    one file: what is there already, tries, what came of it
 *   http.c     one request and its redirects, with libcurl
 *   beside.c   what a server said of a file, kept beside it
 *   sum.c      checksums
 *   url.c      URLs as text
 */
#ifndef TOCSIN_FETCH_PRIVATE_H
#define TOCSIN_FETCH_PRIVATE_H

#include "fetch/fetch.h"

#define BESIDE_MAX 1024

/* Members are empty where the server said nothing. */
struct beside {
    char url[4096], etag[BESIDE_MAX], modified[BESIDE_MAX];
};
/* Of a file that is there and came from 'url'; false: nothing usable. */
bool beside_read(const char *path, const char *url, struct beside *out);
struct tocsin_err *beside_write(const char *path, const struct beside *b) TOCSIN_MUST_USE;

enum answer {
    ANSWER_WHOLE,      /* all of it is in the part now */
    ANSWER_UNCHANGED,  /* 304 */
    ANSWER_NO_RANGE,   /* 416: the part is of no use */
    ANSWER_AGAIN,      /* not now: see 'err' and 'wait_s' */
    ANSWER_NEVER       /* see 'err' */
};

/* One try. */
struct http_try {
    const struct fetch_request *request;
    const char *part;             /* the file that it is written to */
    const struct beside *known;   /* ask whether it is still so; or NULL */
    const struct beside *partial; /* what is in the part is of this; or NULL */
    uint64_t have;                /* bytes in the part */
    uint64_t max_bytes;
    /* the answer */
    uint64_t resumed, wait_s;
    bool bad_part; /* what is in the part is of no use */
    struct beside said;
    struct tocsin_err *err;
};
enum answer http_try(struct http_try *t);

/* Is 'path' the file of this checksum? TOCSIN_ERR_CHANGED when not. */
struct tocsin_err *sum_check(const char *path, const char *checksum) TOCSIN_MUST_USE;
struct tocsin_err *sum_form(const char *checksum) TOCSIN_MUST_USE;

/* To the network, and not from https to http. */
bool url_may_redirect(const char *from, const char *to);
/* Same scheme, host and port. */
bool url_same_place(const char *a, const char *b);

#endif
