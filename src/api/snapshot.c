/* SPDX-License-Identifier: Apache-2.0
 *
 * The node that requests work on. It is opened for reading and never changes; when another process has
 * loaded a list, it is opened once more, and the new one takes its place. Requests that run keep the one
 * they began with: the last of them closes it. The files that full-text search stands on are made in a
 * thread of their own: screening does not wait for them.
 *
 * A node that cannot be opened is a snapshot as well: it has a reason in place of a node, which each
 * request is told until the next attempt.
 */
#include "api/api_private.h"

struct snapshots {
    const char *home;
    pthread_mutex_t mutex;   /* guards now */
    pthread_mutex_t opening; /* held by the one thread that may change it */
    struct snapshot *now;
    pthread_t preparing; /* makes the files of full-text search for 'now' */
    bool prepares;
};

/* A number that is another one when anything else is loaded. */
static struct tocsin_err *mark_of(struct tocsin_node *node, uint64_t *out)
{
    struct tocsin_dataset *list;
    struct buf all = {0};
    size_t n;

    TRY(tocsin_datasets(node, &list, &n));
    for (size_t i = 0; i < n; i++)
        buf_printf(&all, "%s\x1f%llu\x1f%s\x1f%s\x1e", list[i].name,
                   (unsigned long long)list[i].generation, list[i].loaded, list[i].about);
    tocsin_datasets_free(list);
    *out = span_hash(buf_view(&all));
    buf_free(&all);
    return NULL;
}

static struct snapshot *snapshot_open(const char *home)
{
    struct snapshot *s = mem_zero(1, sizeof(*s));

    atomic_init(&s->users, 1);
    s->opened = clock_now();
    s->why = tocsin_open(home, TOCSIN_READ, &s->node);
    if (!s->why)
        s->why = mark_of(s->node, &s->mark);
    return s;
}

static void snapshot_drop(struct snapshot *s)
{
    if (atomic_fetch_sub(&s->users, 1) != 1)
        return;
    tocsin_close(s->node);
    tocsin_err_free(s->why);
    mem_free(s);
}

static void *prepare(void *ctx)
{
    struct snapshot *s = ctx;
    struct tocsin_err *err = tocsin_search_prepare(s->node);

    if (err)
        log_line(LOG_WARNING, "full-text search is not ready: %s", tocsin_err_text(err));
    tocsin_err_free(err);
    snapshot_drop(s);
    return NULL;
}

static void prepare_end(struct snapshots *s)
{
    if (s->prepares)
        pthread_join(s->preparing, NULL);
    s->prepares = false;
}

static void prepare_begin(struct snapshots *s)
{
    prepare_end(s);
    if (s->now->why)
        return;
    atomic_fetch_add(&s->now->users, 1);
    s->prepares = pthread_create(&s->preparing, NULL, prepare, s->now) == 0;
    if (!s->prepares)
        snapshot_drop(s->now);
}

struct snapshots *snapshots_new(const char *home)
{
    struct snapshots *s = mem_zero(1, sizeof(*s));

    s->home = home;
    pthread_mutex_init(&s->mutex, NULL);
    pthread_mutex_init(&s->opening, NULL);
    s->now = snapshot_open(home);
    prepare_begin(s);
    return s;
}

void snapshots_free(struct snapshots *s)
{
    if (!s)
        return;
    prepare_end(s);
    snapshot_drop(s->now);
    pthread_mutex_destroy(&s->mutex);
    pthread_mutex_destroy(&s->opening);
    mem_free(s);
}

struct snapshot *snapshot_take(struct snapshots *s)
{
    pthread_mutex_lock(&s->mutex);
    struct snapshot *one = s->now;
    atomic_fetch_add(&one->users, 1);
    pthread_mutex_unlock(&s->mutex);
    return one;
}

void snapshot_give(struct snapshots *s, struct snapshot *one)
{
    (void)s;
    snapshot_drop(one);
}

static bool outdated(struct snapshot *s)
{
    uint64_t mark = 0;
    struct tocsin_err *err;

    if (s->why)
        return true;
    err = mark_of(s->node, &mark);
    tocsin_err_free(err);
    return err || mark != s->mark;
}

static void follow(struct snapshots *s, bool anyway)
{
    struct snapshot *before, *after;

    if (!anyway && !outdated(s->now))
        return;
    after = snapshot_open(s->home);
    if (after->why && !s->now->why) { /* better what is there than nothing */
        log_line(LOG_WARNING, "the lists were not opened anew: %s", tocsin_err_text(after->why));
        snapshot_drop(after);
        return;
    }
    pthread_mutex_lock(&s->mutex);
    before = s->now;
    s->now = after;
    pthread_mutex_unlock(&s->mutex);
    snapshot_drop(before);
    prepare_begin(s);
}

void snapshots_follow(struct snapshots *s, bool anyway)
{
    pthread_mutex_lock(&s->opening);
    follow(s, anyway);
    pthread_mutex_unlock(&s->opening);
}
