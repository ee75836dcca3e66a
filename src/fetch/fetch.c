/* SPDX-License-Identifier: Apache-2.0
 *
 * One file from a URL: what of it is there, as many tries as it takes, and putting it in its place.
 *
 *     <to>.part grows over the tries --checksum--> fsync --rename--> <to>
 */
#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "fetch/private.h"

#define TRIES 5
#define PAUSE_MS 1000
#define PAUSE_MOST_MS 60000
#define WORTHWHILE ((uint64_t)1 << 20) /* a try that brought this much was not in vain */

struct fetching {
    const struct fetch_request *request;
    struct fetch_report *report;
    struct arena *a;
    const char *part;
    struct beside known, partial;
    bool have_known, have_partial;
    unsigned tries, pause_ms;
};

static uint64_t size_of(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && st.st_size > 0 ? (uint64_t)st.st_size : 0;
}

static const char *beside_of(struct fetching *f, const char *path)
{
    return arena_printf(f->a, "%s.http", path).p;
}

static void drop(struct fetching *f, const char *path)
{
    unlink(beside_of(f, path));
    unlink(path);
}

void fetch_forget(const char *to)
{
    struct fetching f = {.a = arena_new()};

    drop(&f, to);
    drop(&f, arena_printf(f.a, "%s.part", to).p);
    arena_free(f.a);
}

/* ---- files ------------------------------------------------------------------------------- */

static struct tocsin_err *local_path(const char *url, char *out, size_t size)
{
    struct span path = span_of(url);
    int n = 0;
    char *plain;

    if (!span_starts(path, SPAN("file://"))) {
        snprintf(out, size, "%s", url);
        return path.n < size ? NULL : err_new(TOCSIN_ERR_LIMIT, "a path of %zu bytes", path.n);
    }
    path = span_from(path, 7);
    if (span_starts(path, SPAN("localhost/")))
        path = span_from(path, 9);
    if (!span_starts(path, SPAN("/")))
        return err_new(TOCSIN_ERR_USAGE, "file: of another machine");
    plain = curl_easy_unescape(NULL, path.p, (int)path.n, &n);
    if (!plain || (size_t)n >= size || strlen(plain) != (size_t)n) {
        curl_free(plain);
        return err_new(TOCSIN_ERR_USAGE, "not a path");
    }
    memcpy(out, plain, (size_t)n + 1);
    curl_free(plain);
    return NULL;
}

static struct tocsin_err *look_at_file(const struct fetch_request *r, struct fetch_report *out)
{
    uint64_t most = r->max_bytes ? r->max_bytes : LIMIT_FETCH;
    struct stat st;

    TRY(local_path(r->url, out->path, sizeof(out->path)));
    if (stat(out->path, &st) != 0 && errno == ENOENT)
        return err_new(TOCSIN_ERR_NOT_FOUND, "there is no such file");
    if (access(out->path, R_OK) != 0)
        return err_errno("it cannot be read");
    out->bytes = (uint64_t)st.st_size;
    if (S_ISREG(st.st_mode) && out->bytes > most)
        return err_new(TOCSIN_ERR_LIMIT, "%llu bytes, where at most %llu are taken",
                       (unsigned long long)out->bytes, (unsigned long long)most);
    return sum_check(out->path, r->checksum);
}

/* ---- tries ------------------------------------------------------------------------------- */

static void look_around(struct fetching *f)
{
    const struct fetch_request *r = f->request;

    f->have_known = beside_read(r->to, r->url, &f->known) &&
                    (f->known.etag[0] || f->known.modified[0]);
    f->have_partial = beside_read(f->part, r->url, &f->partial) && size_of(f->part) > 0 &&
                      (f->partial.etag[0] == '"' || f->partial.modified[0]);
}

static void pause_before(struct fetching *f, const struct http_try *t)
{
    uint64_t ms = f->pause_ms;
    struct timespec left;

    if (t->wait_s)
        ms = t->wait_s * 1000;
    left = (struct timespec){(time_t)(ms / 1000), (long)(ms % 1000) * 1000000};
    while (nanosleep(&left, &left) != 0 && errno == EINTR)
        ;
    f->pause_ms = f->pause_ms < PAUSE_MOST_MS / 2 ? f->pause_ms * 2 : PAUSE_MOST_MS;
}

/* Takes the error of a try that may be made again; gives it back when there is no use. */
static struct tocsin_err *try_again(struct fetching *f, struct http_try *t)
{
    unsigned most = f->request->tries ? f->request->tries : TRIES;

    if (size_of(f->part) >= t->have + WORTHWHILE)
        f->tries = 1;
    if (t->wait_s > LIMIT_RETRY_AFTER)
        return err_because(t->err, "it wants to be asked again in %llu seconds only",
                           (unsigned long long)t->wait_s);
    if (f->tries >= most)
        return most > 1 ? err_because(t->err, "given up after %u tries", most) : t->err;
    log_line(LOG_INFO, "%s", tocsin_err_text(t->err));
    tocsin_err_free(t->err);
    pause_before(f, t);
    return NULL;
}

static struct tocsin_err *sync_file(const char *path)
{
    struct tocsin_err *err = NULL;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return err_errno("%s", path);
    if (fsync(fd) != 0)
        err = err_errno("%s", path);
    close(fd);
    return err;
}

/* The part is whole and right: it becomes the file. */
static struct tocsin_err *put_in_place(struct fetching *f, const struct http_try *t)
{
    const char *to = f->request->to;

    TRY(sync_file(f->part));
    unlink(beside_of(f, to)); /* of the one that was there */
    if (rename(f->part, to) != 0)
        return err_errno("%s", to);
    unlink(beside_of(f, f->part));
    f->report->bytes = size_of(to);
    f->report->resumed = t->resumed;
    return beside_write(to, &t->said);
}

static struct tocsin_err *whole(struct fetching *f, const struct http_try *t, bool *done)
{
    struct tocsin_err *err = sum_check(f->part, f->request->checksum);

    *done = true;
    if (!err)
        return put_in_place(f, t);
    drop(f, f->part);
    f->have_partial = false;
    if (!t->resumed || tocsin_err_code(err) != TOCSIN_ERR_CHANGED)
        return err;
    tocsin_err_free(err); /* two halves of two files: once more from the beginning */
    *done = false;
    return NULL;
}

static struct tocsin_err *unchanged(struct fetching *f, bool *done)
{
    struct tocsin_err *err = sum_check(f->request->to, f->request->checksum);

    *done = !err;
    f->report->unchanged = !err;
    f->report->bytes = size_of(f->request->to);
    if (err) /* what is there is not what the server has, whatever it says */
        unlink(beside_of(f, f->request->to));
    tocsin_err_free(err);
    return NULL;
}

static struct tocsin_err *one_try(struct fetching *f, bool *done)
{
    const struct fetch_request *r = f->request;
    struct http_try t = {.request = r,
                         .part = f->part,
                         .known = f->have_known && !f->have_partial ? &f->known : NULL,
                         .partial = f->have_partial ? &f->partial : NULL,
                         .have = f->have_partial ? size_of(f->part) : 0,
                         .max_bytes = r->max_bytes ? r->max_bytes : LIMIT_FETCH};

    f->report->tries++;
    f->tries++;
    switch (http_try(&t)) {
    case ANSWER_WHOLE:
        return whole(f, &t, done);
    case ANSWER_UNCHANGED:
        return unchanged(f, done);
    case ANSWER_NO_RANGE:
        drop(f, f->part);
        return NULL;
    case ANSWER_AGAIN:
        return try_again(f, &t);
    case ANSWER_NEVER:
    default:
        if (t.bad_part || tocsin_err_code(t.err) == TOCSIN_ERR_LIMIT)
            drop(f, f->part);
        return t.err;
    }
}

/* What has the checksum that is asked for need not be asked for. */
static bool is_there(struct fetching *f)
{
    const struct fetch_request *r = f->request;
    struct tocsin_err *err;

    if (!r->checksum || !r->checksum[0] || access(r->to, R_OK) != 0)
        return false;
    err = sum_check(r->to, r->checksum);
    f->report->unchanged = !err;
    f->report->bytes = size_of(r->to);
    tocsin_err_free(err);
    return f->report->unchanged;
}

static struct tocsin_err *over_the_network(struct fetching *f)
{
    const struct fetch_request *r = f->request;
    struct tocsin_err *err = NULL;
    bool done = false;

    f->part = arena_printf(f->a, "%s.part", r->to).p;
    f->pause_ms = r->pause_ms ? r->pause_ms : PAUSE_MS;
    snprintf(f->report->path, sizeof(f->report->path), "%s", r->to);
    if (strlen(r->url) >= sizeof(f->known.url) || strlen(r->to) >= sizeof(f->report->path))
        return err_new(TOCSIN_ERR_LIMIT, "the URL is too long");
    if (is_there(f))
        return NULL;
    curl_global_init(CURL_GLOBAL_DEFAULT);
    while (!err && !done) {
        look_around(f);
        err = one_try(f, &done);
    }
    curl_global_cleanup();
    return err;
}

struct tocsin_err *fetch(const struct fetch_request *request, struct fetch_report *out)
{
    struct fetching f = {.request = request, .report = out, .a = arena_new()};
    struct tocsin_err *err;

    *out = (struct fetch_report){0};
    err = sum_form(request->checksum);
    if (!err && fetch_is_remote(span_of(request->url)))
        err = over_the_network(&f);
    else if (!err && span_find_span(span_of(request->url), SPAN("://")) < strlen(request->url) &&
             !span_starts(span_of(request->url), SPAN("file://")))
        err = err_new(TOCSIN_ERR_UNSUPPORTED, "only http, https and file can be fetched");
    else if (!err)
        err = look_at_file(request, out);
    if (err)
        err = err_at(err, fetch_shown(f.a, request->url), 0, 0, NULL);
    arena_free(f.a);
    return err;
}
