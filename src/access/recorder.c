/* SPDX-License-Identifier: Apache-2.0
 *
 * The recorder: searches go into a queue, one thread writes them.
 *
 *     record --> [ front ] --swap--> [ back ] --one transaction--> people.db
 *
 * Two buffers of bytes: while the thread writes the one, callers fill the other. Each item:
 *
 *     'S'  at, kind, id, results, matches (varints), seven texts (length, bytes)
 *     'T'  number of a token, when it was used
 *     'U'  hash of a session (32 bytes), when it was used
 *
 * The thread waits for something to come, then a tenth of a second for more, unless half of the
 * room is taken. What cannot be written stays in the back buffer and is tried again; until that
 * works every caller gets the error. A commit that failed may have happened all the same: then its
 * searches stand there twice, which is better than not at all. The handle is one that does not wait
 * for the disk at each commit (WAL with synchronous=NORMAL): a record survives the end of the
 * process, and may be lost with the machine.
 */
#include "access/private.h"

#define GATHER UINT64_C(100000000)    /* nanoseconds: how long a record may wait in the queue */
#define TRY_AGAIN UINT64_C(250000000) /* after the disk refused */
#define IDLE UINT64_C(60000000000)    /* how often old searches are looked for while none comes */
#define TRIM_STEP 1000                /* searches that are forgotten in one go */

struct recorder {
    struct access_limits limits;
    struct people *people;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t work, room;
    struct buf front; /* the mutex guards it, and what follows */
    bool started, closing;
    enum tocsin_code failed; /* TOCSIN_OK: the last write worked */
    char *why;
    struct buf back; /* the thread's own */
};

/* ---- items ------------------------------------------------------------------------------- */

static void put_text(struct buf *b, struct span s)
{
    buf_varint(b, s.n);
    buf_span(b, s);
}

static void put_search(struct buf *b, const struct access_search *s)
{
    buf_char(b, 'S');
    buf_varint(b, (uint64_t)s->at);
    buf_varint(b, (uint64_t)s->kind);
    buf_varint(b, s->id);
    buf_varint(b, s->results);
    buf_varint(b, s->matches);
    put_text(b, s->name);
    put_text(b, s->role);
    put_text(b, s->address);
    put_text(b, s->route);
    put_text(b, s->purpose);
    put_text(b, s->query.n ? s->query : SPAN("null"));
    put_text(b, s->request);
}

/* These bytes are our own: they have the form that was put. */
static uint64_t get_number(struct span *s)
{
    uint64_t n = 0;
    bool good = span_varint(s, &n);

    assert(good);
    return n;
}

static struct span get_bytes(struct span *s, size_t n)
{
    struct span out = span_slice(*s, 0, n);

    assert(out.n == n);
    *s = span_from(*s, n);
    return out;
}

static struct span get_text(struct span *s)
{
    return get_bytes(s, get_number(s));
}

static struct tocsin_err *write_search(struct people *p, struct span *rest)
{
    struct people_search s = {.at = (int64_t)get_number(rest)};

    s.kind = (enum people_kind)get_number(rest);
    s.who = get_number(rest);
    s.results = get_number(rest);
    s.matches = get_number(rest);
    s.name = get_text(rest);
    s.role = get_text(rest);
    s.address = get_text(rest);
    s.route = get_text(rest);
    s.purpose = get_text(rest);
    s.query = get_text(rest);
    s.request = get_text(rest);
    return people_search_add(p, &s);
}

static struct tocsin_err *write_item(struct people *p, struct span *rest)
{
    char kind = get_bytes(rest, 1).p[0];
    struct span hash;
    uint64_t number;

    if (kind == 'S')
        return write_search(p, rest);
    if (kind == 'T') {
        number = get_number(rest);
        return people_token_touch(p, number, (int64_t)get_number(rest));
    }
    assert(kind == 'U');
    hash = get_bytes(rest, PEOPLE_HASH);
    return people_session_touch(p, hash, (int64_t)get_number(rest));
}

static struct tocsin_err *write_items(struct people *p, struct span items)
{
    struct tocsin_err *err = NULL;

    TRY(people_begin(p));
    while (!err && items.n)
        err = write_item(p, &items);
    if (!err)
        err = people_commit(p);
    if (err)
        people_abort(p);
    return err;
}

/* ---- the thread -------------------------------------------------------------------------- */

/* For at most 'nanoseconds', or until there is work. */
static void wait_for(struct recorder *r, uint64_t nanoseconds)
{
    uint64_t until = clock_ticks() + nanoseconds;
    struct timespec end = {(time_t)(until / 1000000000u), (long)(until % 1000000000u)};

    pthread_cond_timedwait(&r->work, &r->mutex, &end);
}

static bool half_full(const struct recorder *r)
{
    return r->front.n >= r->limits.queue / 2;
}

/* Takes what is in the queue; false when nothing is, and nothing more will be. */
static bool take(struct recorder *r)
{
    struct buf empty;
    bool more;

    pthread_mutex_lock(&r->mutex);
    if (!r->front.n && !r->closing)
        wait_for(r, IDLE);
    if (r->front.n && !half_full(r) && !r->closing)
        wait_for(r, GATHER);
    empty = r->back;
    r->back = r->front;
    r->front = empty;
    buf_clear(&r->front);
    more = r->back.n || !r->closing;
    pthread_cond_broadcast(&r->room);
    pthread_mutex_unlock(&r->mutex);
    return more;
}

/* Tells callers how the last write went; takes 'err'. */
static void tell(struct recorder *r, struct tocsin_err *err)
{
    struct span text = span_of(err ? tocsin_err_text(err) : NULL);

    pthread_mutex_lock(&r->mutex);
    mem_free(r->why);
    r->why = NULL;
    r->failed = err ? tocsin_err_code(err) : TOCSIN_OK;
    if (err) {
        r->why = mem_alloc(text.n + 1);
        memcpy(r->why, text.p, text.n + 1);
    }
    pthread_cond_broadcast(&r->room);
    pthread_mutex_unlock(&r->mutex);
    tocsin_err_free(err);
}

/* Until it works, or the room is closed. */
static bool write_all(struct recorder *r)
{
    struct tocsin_err *err = write_items(r->people, buf_view(&r->back));
    bool closing = false;

    while (err && !closing) {
        tell(r, err);
        pthread_mutex_lock(&r->mutex);
        if (!r->closing)
            wait_for(r, TRY_AGAIN);
        closing = r->closing;
        pthread_mutex_unlock(&r->mutex);
        err = write_items(r->people, buf_view(&r->back));
    }
    tell(r, err);
    return !err;
}

/* In steps, so that nobody waits long for the file. What fails here will fail at the next write,
 * which tells of it. */
static void trim(struct recorder *r, size_t bytes)
{
    int64_t before = clock_now() - r->limits.search_days * 86400;
    uint64_t n = TRIM_STEP;

    if (!r->limits.search_days)
        return;
    for (size_t steps = 2 + bytes / (64 * TRIM_STEP); steps && n == TRIM_STEP; steps--)
        tocsin_err_free(people_search_trim(r->people, before, TRIM_STEP, &n));
}

static void *run(void *ctx)
{
    struct recorder *r = ctx;

    while (take(r)) {
        if (r->back.n && !write_all(r))
            break;
        trim(r, r->back.n);
        buf_clear(&r->back);
    }
    return NULL;
}

/* ---- callers ----------------------------------------------------------------------------- */

struct tocsin_err *recorder_open(const char *path, const struct access_limits *l,
                                 struct recorder **out)
{
    struct people *people = NULL;
    pthread_condattr_t attr;
    struct recorder *r;

    TRY(people_open(path, PEOPLE_FAST, &people));
    r = mem_zero(1, sizeof(*r));
    r->limits = *l;
    r->people = people;
    r->front = r->back = buf_max(l->queue + LIMIT_SEARCH);
    pthread_mutex_init(&r->mutex, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&r->work, &attr);
    pthread_cond_init(&r->room, &attr);
    pthread_condattr_destroy(&attr);
    *out = r;
    return NULL;
}

/* A process that records nothing needs no thread. */
static struct tocsin_err *start(struct recorder *r)
{
    if (r->started)
        return NULL;
    if (pthread_create(&r->thread, NULL, run, r) != 0)
        return err_errno("no thread to record searches with");
    r->started = true;
    return NULL;
}

static struct tocsin_err *failure(const struct recorder *r)
{
    if (r->failed == TOCSIN_OK)
        return NULL;
    return err_new(r->failed, "searches cannot be recorded: %s", r->why);
}

/* With the mutex held: waits for room, and adds. */
static struct tocsin_err *add_search(struct recorder *r, const struct access_search *s)
{
    bool was_half_full, was_empty;

    TRY(start(r));
    while (r->front.n >= r->limits.queue && r->failed == TOCSIN_OK)
        pthread_cond_wait(&r->room, &r->mutex);
    TRY(failure(r));
    was_empty = r->front.n == 0;
    was_half_full = half_full(r);
    put_search(&r->front, s);
    if (was_empty || (half_full(r) && !was_half_full))
        pthread_cond_signal(&r->work);
    return NULL;
}

struct tocsin_err *recorder_search(struct recorder *r, const struct access_search *s)
{
    size_t size = s->name.n + s->role.n + s->address.n + s->route.n + s->purpose.n + s->query.n +
                  s->request.n + 128;
    struct tocsin_err *err;

    if (size > LIMIT_SEARCH)
        return err_new(TOCSIN_ERR_LIMIT, "a search of %zu bytes is too long to be recorded", size);
    pthread_mutex_lock(&r->mutex);
    err = add_search(r, s);
    pthread_mutex_unlock(&r->mutex);
    return err;
}

void recorder_touch(struct recorder *r, const struct recent_one *one, int64_t at)
{
    struct tocsin_err *err;

    pthread_mutex_lock(&r->mutex);
    err = start(r);
    if (!err && r->front.n < r->limits.queue && r->failed == TOCSIN_OK) {
        if (!r->front.n)
            pthread_cond_signal(&r->work);
        buf_char(&r->front, one->who.kind == WHO_TOKEN ? 'T' : 'U');
        if (one->who.kind == WHO_TOKEN)
            buf_varint(&r->front, one->who.id);
        else
            buf_put(&r->front, one->hash, PEOPLE_HASH);
        buf_varint(&r->front, (uint64_t)at);
    }
    pthread_mutex_unlock(&r->mutex);
    tocsin_err_free(err);
}

struct tocsin_err *recorder_close(struct recorder *r)
{
    struct tocsin_err *err;

    if (!r)
        return NULL;
    pthread_mutex_lock(&r->mutex);
    r->closing = true;
    pthread_cond_broadcast(&r->work);
    pthread_mutex_unlock(&r->mutex);
    if (r->started)
        pthread_join(r->thread, NULL);
    err = failure(r);
    people_close(r->people);
    pthread_cond_destroy(&r->work);
    pthread_cond_destroy(&r->room);
    pthread_mutex_destroy(&r->mutex);
    buf_free(&r->front);
    buf_free(&r->back);
    mem_free(r->why);
    mem_free(r);
    return err;
}
