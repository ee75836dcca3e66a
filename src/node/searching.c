/* SPDX-License-Identifier: Apache-2.0
 *
 * Full-text search of a node, and its files: one a dataset and edition,
 *
 *     <home>/index/<dataset>.<generation>.fts
 *
 * They are made of the store, not by an import, which would take twice as long for it, but when they
 * are first asked for: by the first search, or by who calls tocsin_search_prepare in time. They can be
 * lost without loss. What is missing, damaged or of another version is made again; the sweep of the
 * next writer removes what no generation names.
 *
 * Any process may make them, also one that holds no lock on the home: a file appears under its name
 * when it is whole. Who makes one holds a lock of its own meanwhile, index/.search.lock, so that two
 * do not make the same one, and a sweep does not take an unfinished one for litter.
 *
 * What is open is a snapshot of all files, shared by the threads that search; the last one that uses
 * an old snapshot closes it. While the files of a new edition are being made, searches go on with the
 * old snapshot, if there is one.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "node/screen.h"

#define LOCK_NAME "index/.search.lock"

enum { ROUNDS = 8 }; /* of a maker that is overtaken, or finds damage, each time */

struct snapshot {
    struct search *search;
    size_t users; /* one of them is the node while it is the present one */
};

struct node_search {
    pthread_mutex_t mutex;  /* guards 'present' and 'users' */
    pthread_mutex_t making; /* one thread makes files */
    struct snapshot *present;
};

/* The datasets that a snapshot must have. */
struct wanted {
    struct arena *arena;
    struct store_dataset *datasets;
    size_t n;
};

/* ---- names, snapshots ------------------------------------------------------------------------ */

const char *node_search_name(struct arena *a, const struct store_dataset *d)
{
    return arena_printf(a, "%.*s.%llu.fts", SPAN_ARG(d->name), (unsigned long long)d->generation).p;
}

static const char *file_path(const struct tocsin_node *node, struct arena *a,
                             const struct store_dataset *d)
{
    return node_path(node, a, arena_printf(a, "index/%s", node_search_name(a, d)).p);
}

static struct span stamp_of(struct arena *a, const struct store_dataset *d)
{
    return arena_printf(a, "%u:%llu", d->number, (unsigned long long)d->generation);
}

void node_search_open(struct tocsin_node *node)
{
    node->search = mem_zero(1, sizeof(*node->search));
    pthread_mutex_init(&node->search->mutex, NULL);
    pthread_mutex_init(&node->search->making, NULL);
}

/* With the mutex held. */
static void release(struct snapshot *s)
{
    if (!s || --s->users)
        return;
    search_close(s->search);
    mem_free(s);
}

static void give(struct tocsin_node *node, struct snapshot *s)
{
    pthread_mutex_lock(&node->search->mutex);
    release(s);
    pthread_mutex_unlock(&node->search->mutex);
}

/* The node forgets its snapshot, or takes another; who uses it may go on. */
static void replace(struct tocsin_node *node, struct snapshot *by)
{
    pthread_mutex_lock(&node->search->mutex);
    release(node->search->present);
    node->search->present = by;
    pthread_mutex_unlock(&node->search->mutex);
}

void node_search_close(struct tocsin_node *node)
{
    if (!node->search)
        return;
    replace(node, NULL);
    pthread_mutex_destroy(&node->search->mutex);
    pthread_mutex_destroy(&node->search->making);
    mem_free(node->search);
    node->search = NULL;
}

/* ---- making ---------------------------------------------------------------------------------- */

static struct tocsin_err *lock_making(const struct tocsin_node *node, int *out)
{
    struct arena *a = arena_new();
    const char *path = node_path(node, a, LOCK_NAME);
    struct tocsin_err *err = file_mkdirs(node_path(node, a, "index"));

    *out = -1;
    if (!err)
        *out = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (!err && *out < 0)
        err = err_errno("%s", path);
    while (!err && flock(*out, LOCK_EX) != 0)
        if (errno != EINTR)
            err = err_errno("%s", path);
    if (err && *out >= 0)
        close(*out);
    arena_free(a);
    return err;
}

bool node_search_making(const struct tocsin_node *node)
{
    struct arena *a = arena_new();
    int fd = open(node_path(node, a, LOCK_NAME), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    bool making = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;

    if (fd >= 0)
        close(fd);
    arena_free(a);
    return making;
}

static struct tocsin_err *add_record(void *ctx, const struct record *r)
{
    return search_add(ctx, r);
}

static struct tocsin_err *find_dataset(struct store *s, struct arena *a, struct span name,
                                       const struct store_dataset **out)
{
    struct store_dataset *list = NULL;
    size_t n = 0;

    *out = NULL;
    TRY(store_datasets(s, a, &list, &n));
    for (size_t i = 0; i < n; i++)
        if (span_eq(list[i].name, name))
            *out = &list[i];
    return NULL;
}

/* Nothing is made, and no error, when an import went by: then the name would say another edition
 * than the file has. */
static struct tocsin_err *make_from(struct tocsin_node *node, struct store *s, struct arena *a,
                                    const struct store_dataset *d)
{
    const struct store_dataset *now = NULL;
    struct search_maker *m = NULL;
    struct tocsin_err *err;

    TRY(search_make(file_path(node, a, d), d->name, stamp_of(a, d), &m));
    err = store_each_dated(s, d->name, add_record, m);
    if (!err)
        err = find_dataset(s, a, d->name, &now);
    if (!err && now && now->generation == d->generation)
        return search_finish(m);
    search_abandon(m);
    return err;
}

static struct tocsin_err *make_file(struct tocsin_node *node, struct arena *a,
                                    const struct store_dataset *d)
{
    struct store *s = NULL;
    struct tocsin_err *err;

    log_line(LOG_INFO, "making the search index of %.*s", SPAN_ARG(d->name));
    TRY(store_open(node_path(node, a, "store.db"), STORE_READ, &s));
    err = make_from(node, s, a, d);
    store_close(s);
    return err ? err_because(err, "making the search index of %.*s", SPAN_ARG(d->name)) : NULL;
}

static struct tocsin_err *make_missing(struct tocsin_node *node, const struct wanted *w)
{
    for (size_t i = 0; i < w->n; i++)
        if (access(file_path(node, w->arena, &w->datasets[i]), F_OK) != 0)
            TRY(make_file(node, w->arena, &w->datasets[i]));
    return NULL;
}

/* ---- opening --------------------------------------------------------------------------------- */

static struct tocsin_err *open_files(struct tocsin_node *node, const struct wanted *w,
                                     struct search **out, size_t *which)
{
    struct search_source *sources = ARENA_ARRAY(w->arena, struct search_source, w->n + 1);

    for (size_t i = 0; i < w->n; i++)
        sources[i] = (struct search_source){file_path(node, w->arena, &w->datasets[i]),
                                            w->datasets[i].name,
                                            stamp_of(w->arena, &w->datasets[i])};
    return search_open(sources, w->n, out, which);
}

static bool can_be_mended(const struct tocsin_err *err)
{
    return tocsin_err_code(err) == TOCSIN_ERR_CORRUPT ||
           tocsin_err_code(err) == TOCSIN_ERR_NOT_FOUND;
}

/* With both locks of making held: what is not whole is removed and made again. */
static struct tocsin_err *mend_and_open(struct tocsin_node *node, struct wanted *w,
                                        struct search **out)
{
    struct tocsin_err *err = NULL;

    for (size_t i = 0; i < ROUNDS; i++) {
        size_t which = 0;

        tocsin_err_free(err);
        TRY(store_datasets(node->store, w->arena, &w->datasets, &w->n));
        TRY(make_missing(node, w));
        err = open_files(node, w, out, &which);
        if (!err || !can_be_mended(err))
            return err;
        log_line(LOG_WARNING, "%s", tocsin_err_text(err));
        unlink(file_path(node, w->arena, &w->datasets[which]));
    }
    return err;
}

/* Where all is there nothing is written: the home may be of somebody else. */
static struct tocsin_err *open_or_make(struct tocsin_node *node, struct wanted *w,
                                       struct search **out)
{
    size_t which;
    int lock;
    struct tocsin_err *err = open_files(node, w, out, &which);

    if (!err || !can_be_mended(err))
        return err;
    tocsin_err_free(err);
    TRY(lock_making(node, &lock));
    err = mend_and_open(node, w, out);
    close(lock);
    return err;
}

static struct tocsin_err *make_snapshot(struct tocsin_node *node, struct wanted *w)
{
    struct snapshot *s;
    struct search *search = NULL;

    TRY(open_or_make(node, w, &search));
    s = mem_zero(1, sizeof(*s));
    *s = (struct snapshot){search, 1};
    replace(node, s);
    return NULL;
}

static bool is_of(const struct search *s, const struct wanted *w)
{
    if (search_files(s) != w->n)
        return false;
    for (size_t i = 0; i < w->n; i++)
        if (!span_eq(search_dataset(s, i), w->datasets[i].name) ||
            !span_eq(search_stamp(s, i), stamp_of(w->arena, &w->datasets[i])))
            return false;
    return true;
}

/* '*fresh': it is what the store now names. '*out' NULL when nothing is open. */
static struct tocsin_err *take_present(struct tocsin_node *node, struct wanted *w,
                                       struct snapshot **out, bool *fresh)
{
    TRY(store_datasets(node->store, w->arena, &w->datasets, &w->n));
    pthread_mutex_lock(&node->search->mutex);
    *out = node->search->present;
    if (*out)
        (*out)->users++;
    *fresh = *out && is_of((*out)->search, w);
    pthread_mutex_unlock(&node->search->mutex);
    return NULL;
}

/* A snapshot to search in; it may be an old one while another thread makes the new one. */
static struct tocsin_err *take(struct tocsin_node *node, struct wanted *w, struct snapshot **out)
{
    struct tocsin_err *err;
    bool fresh;

    TRY(take_present(node, w, out, &fresh));
    if (fresh)
        return NULL;
    if (*out && pthread_mutex_trylock(&node->search->making) != 0)
        return NULL;
    if (!*out)
        pthread_mutex_lock(&node->search->making);
    give(node, *out);
    err = take_present(node, w, out, &fresh); /* another thread may have made it meanwhile */
    if (!err && !fresh) {
        give(node, *out);
        err = make_snapshot(node, w);
        if (!err)
            err = take_present(node, w, out, &fresh);
    }
    pthread_mutex_unlock(&node->search->making);
    return err;
}

struct tocsin_err *tocsin_search_prepare(struct tocsin_node *node)
{
    struct wanted w = {.arena = arena_new()};
    struct snapshot *s = NULL;
    struct tocsin_err *err = take(node, &w, &s);

    if (!err)
        give(node, s);
    arena_free(w.arena);
    return err;
}

struct tocsin_err *tocsin_search_ready(struct tocsin_node *node, bool *stale)
{
    struct wanted w = {.arena = arena_new()};
    struct snapshot *s = NULL;
    bool fresh = false;
    struct tocsin_err *err = take_present(node, &w, &s, &fresh);

    *stale = false;
    for (size_t i = 0; !err && !fresh && i < w.n; i++)
        *stale |= access(file_path(node, w.arena, &w.datasets[i]), R_OK) != 0;
    if (!err)
        give(node, s);
    arena_free(w.arena);
    return err;
}

/* ---- searching ------------------------------------------------------------------------------- */

/* What is asked: 'options', or a prefix for suggestions. */
struct question {
    const struct tocsin_search_options *options;
    const char *const *datasets;
    const char *prefix;
    size_t limit;
};

static struct tocsin_err *run(struct search *s, struct arena *a, const struct question *ask,
                              struct search_answer *out)
{
    if (ask->options)
        return search_run(s, a, ask->options, out);
    return search_suggest(s, a, ask->datasets, span_of(ask->prefix), ask->limit, out);
}

static struct tocsin_err *answer_json(struct tocsin_node *node, struct arena *a,
                                      const struct question *ask,
                                      const struct search_answer *answer, char **json)
{
    struct worker *w = NULL;
    struct buf b = {0};
    struct tocsin_err *err;

    TRY(worker_take(node, &w));
    err = search_json(w->store, a, answer, ask->options, &b);
    worker_give(node, w);
    if (err) {
        buf_free(&b);
        return err;
    }
    buf_char(&b, '\0');
    *json = b.p;
    return NULL;
}

static struct tocsin_err *ask_once(struct tocsin_node *node, const struct question *ask,
                                   char **json)
{
    struct wanted w = {.arena = arena_new()};
    struct search_answer answer;
    struct snapshot *s = NULL;
    struct tocsin_err *err = take(node, &w, &s);

    if (!err) {
        err = run(s->search, w.arena, ask, &answer);
        give(node, s);
        if (!err)
            err = answer_json(node, w.arena, ask, &answer, json);
    }
    arena_free(w.arena);
    return err;
}

/* Removes a file that was found damaged, when it is one of ours. */
static bool remove_damaged(struct tocsin_node *node, const struct tocsin_err *err)
{
    const char *path = tocsin_err_place(err).file;

    if (tocsin_err_code(err) != TOCSIN_ERR_CORRUPT || !path || !span_ends(span_of(path), SPAN(".fts")))
        return false;
    log_line(LOG_WARNING, "%s", tocsin_err_text(err));
    replace(node, NULL);
    return unlink(path) == 0 || errno == ENOENT;
}

static struct tocsin_err *ask_json(struct tocsin_node *node, const struct question *ask,
                                   char **json)
{
    struct tocsin_err *err = ask_once(node, ask, json);

    if (!err || !remove_damaged(node, err))
        return err;
    tocsin_err_free(err);
    return ask_once(node, ask, json);
}

struct tocsin_err *tocsin_search(struct tocsin_node *node,
                                 const struct tocsin_search_options *options, char **json)
{
    static const struct tocsin_search_options usual = {.limit = 10};
    struct question ask = {.options = options ? options : &usual};

    *json = NULL;
    return ask_json(node, &ask, json);
}

struct tocsin_err *tocsin_suggest(struct tocsin_node *node, const char *const *datasets,
                                  const char *prefix, size_t limit, char **json)
{
    struct question ask = {.datasets = datasets, .prefix = prefix, .limit = limit};

    *json = NULL;
    return ask_json(node, &ask, json);
}

/* ---- care ------------------------------------------------------------------------------------ */

void node_search_forget(struct tocsin_node *node)
{
    struct wanted w = {.arena = arena_new()};
    struct tocsin_err *err = store_datasets(node->store, w.arena, &w.datasets, &w.n);

    replace(node, NULL);
    for (size_t i = 0; i < w.n; i++)
        unlink(file_path(node, w.arena, &w.datasets[i]));
    tocsin_err_free(err);
    arena_free(w.arena);
}

struct comparing {
    struct search *search;
    uint64_t entities;
    bool wrong;
};

static struct tocsin_err *compare_record(void *ctx, const struct record *r)
{
    struct comparing *c = ctx;

    c->wrong |= !search_holds(c->search, 0, c->entities++, r->id);
    return NULL;
}

static struct tocsin_err *check_contents(struct tocsin_node *node, struct search *s,
                                         const struct store_dataset *d, const char **found)
{
    struct comparing c = {.search = s};

    TRY(search_check(s, 0, found));
    if (*found)
        return NULL;
    TRY(store_each(node->store, d->name, compare_record, &c));
    if (c.wrong || c.entities != search_count(s, 0))
        *found = "does not hold the entities that the store holds";
    return NULL;
}

static struct tocsin_err *check_file(struct tocsin_node *node, struct arena *a,
                                     struct store_dataset *d, const char **found)
{
    struct wanted one = {a, d, 1};
    struct search *s = NULL;
    struct tocsin_err *err;
    size_t which;

    *found = NULL;
    if (access(file_path(node, a, d), F_OK) != 0)
        return NULL;
    err = open_files(node, &one, &s, &which);
    if (!err)
        err = check_contents(node, s, d, found);
    search_close(s);
    if (!err || !can_be_mended(err))
        return err;
    *found = arena_str(a, span_of(tocsin_err_text(err)));
    tocsin_err_free(err);
    return NULL;
}

struct tocsin_err *node_search_check(struct tocsin_node *node,
                                     void (*finding)(void *ctx, const char *text), void *ctx,
                                     uint64_t *findings)
{
    struct wanted w = {.arena = arena_new()};
    struct tocsin_err *err = store_datasets(node->store, w.arena, &w.datasets, &w.n);

    for (size_t i = 0; !err && i < w.n; i++) {
        const char *found = NULL;

        err = check_file(node, w.arena, &w.datasets[i], &found);
        if (err || !found)
            continue;
        finding(ctx, arena_printf(w.arena, "search index of %.*s: %s; the next search makes it "
                                           "again", SPAN_ARG(w.datasets[i].name), found).p);
        ++*findings;
    }
    arena_free(w.arena);
    return err;
}
