/* SPDX-License-Identifier: Apache-2.0
 *
 * One request over HTTP and the redirects behind it, with libcurl.
 *
 * Redirects are followed here and not by libcurl: each step is looked at (never from https to
 * http), and the token is left out where the place is another one. The body goes to the part as it
 * comes; what a server sends with an error is not kept.
 */
#include <curl/curl.h>
#include <stdio.h>
#include <strings.h>
#include <unistd.h>

#include "fetch/private.h"

#define CONNECT_S 30
#define SILENCE_S 60

struct exchange {
    struct http_try *t;
    struct arena *a;
    CURL *curl;
    const char *url;
    FILE *out;         /* the part, once the body has begun */
    uint64_t at, total; /* bytes in the part, and of the whole file as far as is known */
    uint64_t range_from;
    bool ranged;
    char why[CURL_ERROR_SIZE];
};

static long status_of(const struct exchange *x)
{
    long status = 0;

    curl_easy_getinfo(x->curl, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

static struct tocsin_err *named(const struct exchange *x, struct tocsin_err *err)
{
    return err_at(err, fetch_shown(x->a, x->url), 0, 0, NULL);
}

static size_t fail(struct exchange *x, struct tocsin_err *err)
{
    if (!x->t->err)
        x->t->err = err;
    else
        tocsin_err_free(err);
    return 0; /* of the bytes that were taken: libcurl stops */
}

/* ---- headers ----------------------------------------------------------------------------- */

static void keep_header(struct span value, char *out, size_t size)
{
    value = span_trim(value);
    if (value.n >= size || memchr(value.p, '\0', value.n))
        return;
    memcpy(out, value.p, value.n);
    out[value.n] = '\0';
}

/* "bytes 100-199/200" */
static void read_range(struct exchange *x, struct span value)
{
    struct span rest = span_trim(value), word, from;

    if (!span_split(&rest, ' ', &word) || !span_eq_nocase(word, SPAN("bytes")))
        return;
    x->ranged = span_split(&rest, '-', &from) && span_u64(from, &x->range_from);
}

static size_t take_header(char *data, size_t one, size_t n, void *ctx)
{
    struct exchange *x = ctx;
    struct span line = {data, one * n};
    size_t colon = span_find(line, ':');
    struct span name = span_slice(line, 0, colon), value = span_from(line, colon);

    if (colon < line.n)
        value = span_from(value, 1);
    if (span_starts(line, SPAN("HTTP/"))) {
        x->t->said.etag[0] = x->t->said.modified[0] = '\0';
        x->ranged = false;
    } else if (span_eq_nocase(name, SPAN("etag")))
        keep_header(value, x->t->said.etag, BESIDE_MAX);
    else if (span_eq_nocase(name, SPAN("last-modified")))
        keep_header(value, x->t->said.modified, BESIDE_MAX);
    else if (span_eq_nocase(name, SPAN("content-range")))
        read_range(x, value);
    return line.n;
}

/* ---- body -------------------------------------------------------------------------------- */

/* Where the body begins it is known whether it is all of the file or the rest of it. */
static struct tocsin_err *begin_body(struct exchange *x)
{
    struct http_try *t = x->t;
    curl_off_t length = -1;
    bool rest = status_of(x) == 206;

    t->bad_part = rest && (!x->ranged || x->range_from != t->have);
    if (t->bad_part)
        return err_new(TOCSIN_ERR_IO, "another part of the file came than was asked for");
    x->at = t->resumed = rest ? t->have : 0;
    curl_easy_getinfo(x->curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
    x->total = length > 0 ? x->at + (uint64_t)length : 0;
    if (x->total > t->max_bytes)
        return err_new(TOCSIN_ERR_LIMIT, "%llu bytes, where at most %llu are taken",
                       (unsigned long long)x->total, (unsigned long long)t->max_bytes);
    if (!rest && (t->said.etag[0] || t->said.modified[0]))
        TRY(beside_write(t->part, &t->said));
    x->out = fopen(t->part, rest ? "ab" : "wb");
    return x->out ? NULL : err_errno("%s", t->part);
}

static size_t take_body(char *data, size_t one, size_t n, void *ctx)
{
    struct exchange *x = ctx;
    const struct fetch_request *r = x->t->request;
    size_t bytes = one * n;
    struct tocsin_err *err = NULL;
    long status = status_of(x);

    if (status != 200 && status != 206)
        return bytes;
    if (!x->out)
        err = begin_body(x);
    if (!err && x->at + bytes > x->t->max_bytes)
        err = err_new(TOCSIN_ERR_LIMIT, "more than the %llu bytes that are taken",
                      (unsigned long long)x->t->max_bytes);
    if (!err && fwrite(data, 1, bytes, x->out) != bytes)
        err = err_errno("%s", x->t->part);
    if (err)
        return fail(x, err);
    x->at += bytes;
    if (r->progress)
        r->progress(r->ctx, &(struct fetch_progress){r->url, x->at, x->total});
    return bytes;
}

/* ---- the request ------------------------------------------------------------------------- */

static struct curl_slist *header(struct exchange *x, struct curl_slist *list, const char *name,
                                 const char *value)
{
    return curl_slist_append(list, arena_printf(x->a, "%s: %s", name, value).p);
}

static struct curl_slist *headers(struct exchange *x)
{
    const struct http_try *t = x->t;
    const struct fetch_request *r = t->request;
    struct curl_slist *list = NULL;

    if (r->token && url_same_place(r->url, x->url))
        list = header(x, list, "Authorization", arena_printf(x->a, "Token %s", r->token).p);
    if (t->known && t->known->etag[0])
        list = header(x, list, "If-None-Match", t->known->etag);
    if (t->known && t->known->modified[0])
        list = header(x, list, "If-Modified-Since", t->known->modified);
    if (!t->partial)
        return list;
    list = header(x, list, "Range",
                  arena_printf(x->a, "bytes=%llu-", (unsigned long long)t->have).p);
    /* A weak tag does not tell one byte from another. */
    return header(x, list, "If-Range",
                  t->partial->etag[0] == '"' ? t->partial->etag : t->partial->modified);
}

static void configure(struct exchange *x, struct curl_slist *list)
{
    const struct fetch_request *r = x->t->request;
    CURL *c = x->curl;

    curl_easy_setopt(c, CURLOPT_URL, x->url);
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(c, CURLOPT_HTTPHEADER, list);
    curl_easy_setopt(c, CURLOPT_USERAGENT, "tocsin/" TOCSIN_VERSION);
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
    curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, (long)(r->silence_s ? r->silence_s : SILENCE_S));
    curl_easy_setopt(c, CURLOPT_ERRORBUFFER, x->why);
    curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(c, CURLOPT_HEADERDATA, x);
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, x);
    if (r->proxy)
        curl_easy_setopt(c, CURLOPT_PROXY, r->proxy);
}

/* The status of an answer; 0 and an error in the try when there was none. */
static long ask(struct exchange *x, CURLcode *code)
{
    struct curl_slist *list = headers(x);

    curl_easy_reset(x->curl);
    configure(x, list);
    x->why[0] = '\0';
    *code = curl_easy_perform(x->curl);
    curl_slist_free_all(list);
    if (*code == CURLE_OK && !x->out && (status_of(x) == 200 || status_of(x) == 206)) {
        struct tocsin_err *err = begin_body(x); /* an empty one */

        if (err)
            fail(x, err);
    }
    if (x->out && fclose(x->out) != 0)
        fail(x, err_errno("%s", x->t->part));
    x->out = NULL;
    return status_of(x);
}

/* ---- what came of it --------------------------------------------------------------------- */

static bool may_pass(CURLcode code)
{
    switch ((int)code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_PARTIAL_FILE:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
        return true;
    default:
        return false;
    }
}

static enum answer no_answer(struct exchange *x, CURLcode code)
{
    if (x->t->err) { /* ours: the disk, a limit */
        x->t->err = named(x, x->t->err);
        return ANSWER_NEVER;
    }
    x->t->err = named(x, err_new(TOCSIN_ERR_IO, "%s",
                                 x->why[0] ? x->why : curl_easy_strerror(code)));
    return may_pass(code) ? ANSWER_AGAIN : ANSWER_NEVER;
}

static const char *meaning(long status)
{
    static const struct {
        long status;
        const char *text;
    } rows[] = {{401, " (a token is wanted, or this one is not known)"},
                {403, " (not for this token)"},
                {404, " (there is nothing)"},
                {410, " (it is no longer there)"},
                {429, " (too many requests)"}};

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (rows[i].status == status)
            return rows[i].text;
    }
    return "";
}

static enum answer refused(struct exchange *x, long status)
{
    bool again = status == 408 || status == 425 || status == 429 || status >= 500;
    enum tocsin_code code = status == 404 || status == 410 ? TOCSIN_ERR_NOT_FOUND : TOCSIN_ERR_IO;
    curl_off_t wait = 0;

    curl_easy_getinfo(x->curl, CURLINFO_RETRY_AFTER, &wait);
    x->t->wait_s = wait > 0 ? (uint64_t)wait : 0;
    x->t->err = named(x, err_new(code, "the server answers %ld%s", status, meaning(status)));
    return again && status != 501 && status != 505 ? ANSWER_AGAIN : ANSWER_NEVER;
}

static struct tocsin_err *next_place(struct exchange *x, unsigned redirects)
{
    char *next = NULL;

    curl_easy_getinfo(x->curl, CURLINFO_REDIRECT_URL, &next);
    if (!next)
        return err_new(TOCSIN_ERR_IO, "the server answers %ld, but not where else to ask",
                       status_of(x));
    if (redirects >= LIMIT_REDIRECTS)
        return err_new(TOCSIN_ERR_IO, "more than %d redirects (LIMIT_REDIRECTS)", LIMIT_REDIRECTS);
    if (!url_may_redirect(x->url, next))
        return err_new(TOCSIN_ERR_IO, "a redirect to %s is not followed",
                       fetch_shown(x->a, next));
    x->url = arena_str(x->a, span_of(next));
    return NULL;
}

static enum answer one_place(struct exchange *x, bool *elsewhere, unsigned redirects)
{
    CURLcode code = CURLE_OK;
    long status = ask(x, &code);

    *elsewhere = false;
    if (code != CURLE_OK || x->t->err)
        return no_answer(x, code);
    if (status == 200 || status == 206)
        return ANSWER_WHOLE;
    if (status == 304 && x->t->known)
        return ANSWER_UNCHANGED;
    if (status == 416 && x->t->partial)
        return ANSWER_NO_RANGE;
    if (status < 300 || status >= 400 || status == 304)
        return refused(x, status);
    x->t->err = named(x, next_place(x, redirects));
    *elsewhere = !x->t->err;
    return ANSWER_NEVER;
}

enum answer http_try(struct http_try *t)
{
    struct exchange x = {.t = t, .a = arena_new(), .curl = curl_easy_init(), .url = t->request->url};
    enum answer answer = ANSWER_NEVER;
    bool elsewhere = true;

    t->err = NULL;
    t->resumed = t->wait_s = 0;
    snprintf(t->said.url, sizeof(t->said.url), "%s", t->request->url);
    if (!x.curl) {
        t->err = err_new(TOCSIN_ERR_UNSUPPORTED, "libcurl does not start");
        elsewhere = false;
    }
    for (unsigned i = 0; elsewhere; i++)
        answer = one_place(&x, &elsewhere, i);
    curl_easy_cleanup(x.curl);
    arena_free(x.a);
    return answer;
}
