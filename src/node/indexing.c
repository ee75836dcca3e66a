/* SPDX-License-Identifier: Apache-2.0
 *
 * Between store and index: one segment a dataset and edition,
 *
 *     <home>/index/<dataset>.<generation>.idx
 *
 * The store's commit is the one moment at which a new edition counts. Its segment is on the disk
 * and proven before, under a name that nobody asks for yet; the commit changes the generation, and
 * with it which name is asked for.
 *
 *     settle --> node_index_prepare --> commit --> node_index_follow
 *                <dataset>.<new>.idx    new!       <dataset>.<old>.idx is swept away
 *
 * So there is nothing to be mended behind a process that was killed: what no generation of the
 * store names was left by one that died, or by a commit that failed, and the next writer sweeps it
 * away. A commit that failed may be found done by who opens the store next: its segment is left
 * where it is until then.
 *
 * A segment that is not there, or not whole, is a loss: screening without it would miss what is in
 * it, and a miss is the worst that can happen here. So it is refused.
 *
 * A reader that has a segment mapped keeps it, whatever becomes of its name. One that asks for a
 * name which a writer swept away in between finds that the store has gone on, and asks again.
 */
#include <dirent.h>
#include <unistd.h>

#include "node/known.h"

/* ---- paths and stamps -------------------------------------------------------------------------- */

static const char *segment_name(struct arena *a, const struct store_dataset *d)
{
    return arena_printf(a, "%.*s.%llu.idx", SPAN_ARG(d->name), (unsigned long long)d->generation).p;
}

static const char *segment_path(const struct tocsin_node *node, struct arena *a,
                                const struct store_dataset *d)
{
    return node_path(node, a, arena_printf(a, "index/%s", segment_name(a, d)).p);
}

static struct span stamp_of(struct arena *a, const struct store_dataset *d)
{
    return arena_printf(a, "%u:%llu", d->number, (unsigned long long)d->generation);
}

/* ---- open ---------------------------------------------------------------------------------------- */

enum { ROUNDS = 100 }; /* of a reader that is overtaken by a commit each time */

struct opening {
    struct arena *arena;
    struct store_dataset *datasets;
    size_t n;
    struct index *index;
    const struct store_dataset *missing; /* the first without its segment */
};

/* Maps and proves the segment of a dataset, and looks whether it is what its name says. */
static struct tocsin_err *open_segment(const struct tocsin_node *node, struct arena *a,
                                       const struct store_dataset *d, struct index **out)
{
    struct index_source source = {segment_path(node, a, d), arena_str(a, d->name)};
    TRY(index_open(&source, 1, out));
    if (span_eq(index_stamp(*out, 0), stamp_of(a, d)))
        return NULL;
    index_close(*out);
    *out = NULL;
    return err_at(err_new(TOCSIN_ERR_CORRUPT, "it is the index of another edition"), source.path, 0,
                  0, NULL);
}

static bool take(struct index *from, struct span stamp, struct index *to)
{
    for (size_t i = 0; from && i < index_segments(from); i++) {
        if (!span_eq(index_stamp(from, i), stamp))
            continue;
        index_move(from, i, to);
        return true;
    }
    return false;
}

/* What is open already is not proven again. */
static bool take_or_open(const struct tocsin_node *node, struct opening *o,
                         const struct store_dataset *d)
{
    struct span stamp = stamp_of(o->arena, d);
    struct index *one = NULL;
    if (take(node->index->coming, stamp, o->index) || take(node->index->index, stamp, o->index))
        return true;
    struct tocsin_err *err = open_segment(node, o->arena, d, &one);
    if (err) {
        log_line(LOG_DEBUG, "%s", tocsin_err_text(err));
        tocsin_err_free(err);
        return false;
    }
    index_move(one, 0, o->index);
    index_close(one);
    return true;
}

static struct tocsin_err *missing_segment(const struct store_dataset *d)
{
    return err_new(TOCSIN_ERR_CORRUPT,
                   "the index of dataset %.*s is missing, damaged or of another version: "
                   "run `tocsin rebuild`", SPAN_ARG(d->name));
}

static void set_state(struct tocsin_node *node, struct index *index, struct tocsin_err *stale)
{
    struct node_index *x = node->index;
    node_workers_free(node); /* what they remember is of the segments as they were */
    node_known_drop(node);
    index_close(x->index);
    index_close(x->coming);
    tocsin_err_free(x->stale);
    x->index = index;
    x->coming = NULL;
    x->stale = stale;
}

/* One view of the store, and the segments that it names. */
static struct tocsin_err *open_round(struct tocsin_node *node, struct opening *o)
{
    TRY(store_datasets(node->store, o->arena, &o->datasets, &o->n));
    TRY(index_open(NULL, 0, &o->index));
    o->missing = NULL;
    for (size_t i = 0; i < o->n; i++)
        if (!take_or_open(node, o, &o->datasets[i]) && !o->missing)
            o->missing = &o->datasets[i];
    set_state(node, o->index, o->missing ? missing_segment(o->missing) : NULL);
    return NULL;
}

/* '*now' is the dataset as it has become since, or NULL when it is still the same. */
static struct tocsin_err *has_gone_on(struct tocsin_node *node, struct arena *a,
                                      const struct store_dataset *d,
                                      const struct store_dataset **now)
{
    TRY(node_dataset(node, a, d->name, now));
    if (*now && (*now)->generation == d->generation)
        *now = NULL;
    return NULL;
}

static struct tocsin_err *open_all(struct tocsin_node *node)
{
    struct opening o = {.arena = arena_new()};
    struct tocsin_err *err = open_round(node, &o);
    for (size_t i = 0; !err && o.missing && i < ROUNDS; i++) {
        const struct store_dataset *now = NULL;
        err = has_gone_on(node, o.arena, o.missing, &now);
        if (!now)
            break;
        err = open_round(node, &o);
    }
    arena_free(o.arena);
    return err;
}

/* ---- sweep ------------------------------------------------------------------------------------------ */

/* 'passing': also what has not got its name yet. */
static void remove_unnamed(const char *folder, const struct map *named, bool passing,
                           struct arena *a)
{
    DIR *dir = opendir(folder);
    for (struct dirent *e; dir && (e = readdir(dir));) {
        bool ours =
            e->d_name[0] != '.' || (passing && strncmp(e->d_name, ".tocsin-", 8) == 0);
        if (!ours || map_get(named, span_of(e->d_name)))
            continue;
        if (unlink(arena_printf(a, "%s/%s", folder, e->d_name).p) != 0)
            log_line(LOG_DEBUG, "%s/%s stays for now", folder, e->d_name);
    }
    if (dir)
        closedir(dir);
}

/* Only for who holds the lock. What cannot be removed is in nobody's way. The files of full-text
 * search (searching.c) live in the same folder, and go with their generation. */
static void sweep(struct tocsin_node *node)
{
    struct arena *a = arena_new();
    struct map *named = map_new();
    struct store_dataset *datasets;
    size_t n = 0;
    struct tocsin_err *err = store_datasets(node->store, a, &datasets, &n);
    for (size_t i = 0; i < n; i++) {
        *map_slot(named, span_of(segment_name(a, &datasets[i])), NULL) = 1;
        *map_slot(named, span_of(node_search_name(a, &datasets[i])), NULL) = 1;
    }
    if (!err)
        remove_unnamed(node_path(node, a, "index"), named, !node_search_making(node), a);
    tocsin_err_free(err);
    map_free(named);
    arena_free(a);
}

/* ---- the life of the index --------------------------------------------------------------------------- */

struct tocsin_err *node_index_open(struct tocsin_node *node)
{
    node->index = mem_zero(1, sizeof(*node->index));
    pthread_mutex_init(&node->index->mutex, NULL);
    if (node->lock_fd >= 0)
        sweep(node);
    return open_all(node);
}

void node_index_close(struct tocsin_node *node)
{
    if (!node->index)
        return;
    set_state(node, NULL, NULL);
    pthread_mutex_destroy(&node->index->mutex);
    mem_free(node->index);
    node->index = NULL;
}

struct tocsin_err *node_index_follow(struct tocsin_node *node)
{
    TRY(open_all(node));
    sweep(node);
    return NULL;
}

/* ---- make ------------------------------------------------------------------------------------------ */

struct giving {
    struct making *making;
    struct progress *progress;
    uint64_t records;
};

static struct tocsin_err *give_record(void *ctx, const struct record *r)
{
    struct giving *g = ctx;
    struct tocsin_progress now = {.step = "indexing", .records = ++g->records};
    if (g->progress)
        progress_report(g->progress, &now, false);
    making_add(g->making, r);
    return NULL;
}

static struct tocsin_err *write_segment(struct tocsin_node *node, const struct store_dataset *d,
                                        struct making *made)
{
    struct arena *a = arena_new();
    struct tocsin_err *err = file_mkdirs(node_path(node, a, "index"));
    if (!err)
        err = making_write(made, segment_path(node, a, d), stamp_of(a, d));
    arena_free(a);
    return err;
}

static struct tocsin_err *make_segment(struct tocsin_node *node, const struct store_dataset *d,
                                       struct progress *progress)
{
    struct giving g = {making_start(), progress, 0};
    struct tocsin_err *err = store_each(node->store, d->name, give_record, &g);
    if (!err)
        err = write_segment(node, d, g.making);
    making_free(g.making);
    return err;
}

/* Open, and its file still there? */
static bool has_segment(const struct tocsin_node *node, struct arena *a,
                        const struct store_dataset *d)
{
    const struct index *x = node->index->index;
    struct span stamp = stamp_of(a, d);
    for (size_t i = 0; i < index_segments(x); i++)
        if (span_eq(index_stamp(x, i), stamp))
            return access(segment_path(node, a, d), R_OK) == 0;
    return false;
}

struct tocsin_err *node_index_prepare(struct tocsin_node *node, const struct store_dataset *d,
                                      struct making *made)
{
    struct arena *a = arena_new();
    struct tocsin_err *err = NULL;
    index_close(node->index->coming);
    node->index->coming = NULL;
    if (!has_segment(node, a, d)) {
        err = made ? write_segment(node, d, made) : make_segment(node, d, NULL);
        if (!err)
            err = open_segment(node, a, d, &node->index->coming);
        if (err)
            unlink(segment_path(node, a, d));
    }
    arena_free(a);
    return err;
}

/* Those of all datasets, or only what is not there. */
static struct tocsin_err *make_segments(struct tocsin_node *node, bool all,
                                        struct progress *progress, size_t *made)
{
    struct arena *a = arena_new();
    struct store_dataset *datasets;
    size_t n = 0;
    struct tocsin_err *err = store_datasets(node->store, a, &datasets, &n);
    *made = 0;
    for (size_t i = 0; !err && i < n; i++) {
        if (!all && has_segment(node, a, &datasets[i]))
            continue;
        err = make_segment(node, &datasets[i], progress);
        ++*made;
    }
    arena_free(a);
    return err;
}

struct tocsin_err *node_index_mend(struct tocsin_node *node)
{
    size_t made;
    TRY(make_segments(node, false, NULL, &made));
    return made ? open_all(node) : NULL;
}

struct tocsin_err *node_index_rebuild(struct tocsin_node *node,
                                      void (*progress)(void *ctx, const struct tocsin_progress *p),
                                      void *ctx)
{
    struct progress p = {.hook = progress, .ctx = ctx};
    struct index *none;
    size_t made;
    TRY(make_segments(node, true, &p, &made));
    TRY(index_open(NULL, 0, &none));
    set_state(node, none, NULL); /* all of them are new, whatever their names are */
    return open_all(node);
}

/* ---- check ------------------------------------------------------------------------------------------ */

/* The ids of each side, in whatever order: how many, and the sum of their hashes. */
struct comparing {
    uint64_t entities, sum;
};

static struct tocsin_err *count_record(void *ctx, const struct record *r)
{
    struct comparing *c = ctx;
    if (!schema_matchable(r->schema))
        return NULL;
    c->entities++;
    c->sum += span_hash(r->id);
    return NULL;
}

static struct comparing count_segment(const struct index *x)
{
    struct comparing c = {.entities = index_count(x, 0).entities};
    for (uint32_t i = 0; i < c.entities; i++)
        c.sum += span_hash(index_id(x, &(struct candidate){.entity = i}));
    return c;
}

/* '*found' is what is wrong, or NULL. */
static struct tocsin_err *check_segment(struct tocsin_node *node, struct arena *a,
                                        const struct store_dataset *d, const char **found)
{
    struct comparing stored = {0}, indexed;
    struct index *index;
    struct tocsin_err *err = open_segment(node, a, d, &index);
    *found = NULL;
    if (err) {
        *found = arena_str(a, span_of(tocsin_err_text(err)));
        tocsin_err_free(err);
        return NULL;
    }
    indexed = count_segment(index);
    index_close(index);
    err = store_each(node->store, d->name, count_record, &stored);
    if (!err && (stored.entities != indexed.entities || stored.sum != indexed.sum))
        *found = "does not hold the entities that the store holds";
    return err;
}

/* A writer may commit between the look at the store and the one at the segment. */
static struct tocsin_err *check_dataset(struct tocsin_node *node, struct arena *a,
                                        const struct store_dataset *d, const char **found)
{
    TRY(check_segment(node, a, d, found));
    for (size_t i = 0; *found && i < ROUNDS; i++) {
        const struct store_dataset *now = NULL;
        TRY(has_gone_on(node, a, d, &now));
        if (!now)
            break;
        d = now;
        TRY(check_segment(node, a, d, found));
    }
    return NULL;
}

struct tocsin_err *node_index_check(struct tocsin_node *node,
                                    void (*finding)(void *ctx, const char *text), void *ctx,
                                    uint64_t *findings)
{
    struct arena *a = arena_new();
    struct store_dataset *datasets;
    size_t n = 0;
    struct tocsin_err *err = store_datasets(node->store, a, &datasets, &n);
    for (size_t i = 0; !err && i < n; i++) {
        const char *found;
        err = check_dataset(node, a, &datasets[i], &found);
        if (!err && found) {
            finding(ctx, arena_printf(a, "index of %.*s: %s", SPAN_ARG(datasets[i].name), found).p);
            ++*findings;
        }
    }
    arena_free(a);
    return err;
}
