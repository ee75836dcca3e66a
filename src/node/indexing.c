/* SPDX-License-Identifier: Apache-2.0
 *
 * Between store and index: one segment a dataset, <home>/index/<dataset>.idx, stamped with the
 * dataset's number and generation.
 *
 * A segment whose stamp is not what the store says was left behind by a process that ended between
 * the commit and the making of the index. Screening with it would miss what came in since, and a
 * miss is the worst that can happen here: so it is refused, unless the writer is at work this very
 * moment (it holds the lock), when the last whole state is the right answer.
 */
#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "node/node_private.h"

/* ---- paths and stamps -------------------------------------------------------------------------- */

static const char *segment_path(const struct tocsin_node *node, struct arena *a, struct span dataset)
{
    return node_path(node, a, arena_printf(a, "index/%.*s.idx", SPAN_ARG(dataset)).p);
}

static struct span stamp_of(struct arena *a, const struct store_dataset *d)
{
    return arena_printf(a, "%u:%llu", d->number, (unsigned long long)d->generation);
}

static bool writer_at_work(const struct tocsin_node *node)
{
    struct arena *a = arena_new();
    int fd = open(node_path(node, a, "lock"), O_RDONLY | O_CLOEXEC);
    bool busy = fd >= 0 && flock(fd, LOCK_SH | LOCK_NB) != 0;
    if (fd >= 0)
        close(fd);
    arena_free(a);
    return busy;
}

/* ---- open ---------------------------------------------------------------------------------------- */

struct opening {
    struct arena *arena;
    struct store_dataset *datasets;
    size_t n;
    struct index_source *sources;
    size_t sources_n;
};

/* Is the segment there, of this version, and of what the store holds? */
static bool fits(const struct index_source *source, struct span stamp, bool *old)
{
    struct index *one;
    struct tocsin_err *err = index_open(source, 1, &one);
    *old = false;
    if (err) {
        tocsin_err_free(err);
        return false;
    }
    *old = !span_eq(index_stamp(one, 0), stamp);
    index_close(one);
    return true;
}

static struct tocsin_err *behind(const struct store_dataset *d)
{
    return err_new(TOCSIN_ERR_CORRUPT,
                   "the index of dataset %.*s is missing, damaged or behind the store: "
                   "run `tocsin rebuild`", SPAN_ARG(d->name));
}

static void set_state(struct node_index *x, struct index *index, struct tocsin_err *stale)
{
    index_close(x->index);
    tocsin_err_free(x->stale);
    x->index = index;
    x->stale = stale;
}

static struct tocsin_err *open_fitting(struct tocsin_node *node, struct opening *o)
{
    struct tocsin_err *stale = NULL;
    struct index *index = NULL;
    o->sources = ARENA_ARRAY(o->arena, struct index_source, o->n + 1);
    for (size_t i = 0; i < o->n; i++) {
        bool old;
        struct index_source s = {segment_path(node, o->arena, o->datasets[i].name),
                                 arena_str(o->arena, o->datasets[i].name)};
        bool usable = fits(&s, stamp_of(o->arena, &o->datasets[i]), &old);
        if (usable)
            o->sources[o->sources_n++] = s;
        if ((!usable || old) && !stale && (node->lock_fd >= 0 || !writer_at_work(node)))
            stale = behind(&o->datasets[i]);
    }
    struct tocsin_err *err = index_open(o->sources, o->sources_n, &index);
    if (err) {
        tocsin_err_free(stale);
        return err;
    }
    set_state(node->index, index, stale);
    return NULL;
}

struct tocsin_err *node_index_open(struct tocsin_node *node)
{
    struct opening o = {.arena = arena_new()};
    if (!node->index) {
        node->index = mem_zero(1, sizeof(*node->index));
        pthread_mutex_init(&node->index->mutex, NULL);
    }
    struct tocsin_err *err = store_datasets(node->store, o.arena, &o.datasets, &o.n);
    if (!err)
        err = open_fitting(node, &o);
    arena_free(o.arena);
    return err;
}

void node_index_close(struct tocsin_node *node)
{
    if (!node->index)
        return;
    node_workers_free(node);
    set_state(node->index, NULL, NULL);
    pthread_mutex_destroy(&node->index->mutex);
    mem_free(node->index);
    node->index = NULL;
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
    making_add(g->making, r, g->records);
    return NULL;
}

static struct tocsin_err *write_segment(struct tocsin_node *node, const struct store_dataset *d,
                                        struct making *made)
{
    struct arena *a = arena_new();
    struct tocsin_err *err = file_mkdirs(node_path(node, a, "index"));
    if (!err)
        err = making_write(made, segment_path(node, a, d->name), stamp_of(a, d));
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

struct make {
    bool all;                /* else only what does not fit */
    struct span made_of;     /* the dataset that 'made' is of */
    struct making *made;     /* or NULL */
    struct progress *progress;
};

static struct tocsin_err *make_one(struct tocsin_node *node, const struct store_dataset *d,
                                   const struct make *how)
{
    struct arena *a = arena_new();
    bool old = false;
    struct index_source s = {segment_path(node, a, d->name), "-"};
    bool fitting = !how->all && fits(&s, stamp_of(a, d), &old) && !old;
    arena_free(a);
    if (fitting)
        return NULL;
    if (how->made && span_eq(how->made_of, d->name))
        return write_segment(node, d, how->made);
    return make_segment(node, d, how->progress);
}

/* Then opens what there is. */
static struct tocsin_err *make_segments(struct tocsin_node *node, const struct make *how)
{
    struct arena *a = arena_new();
    struct store_dataset *datasets;
    size_t n = 0;
    struct tocsin_err *err = store_datasets(node->store, a, &datasets, &n);
    for (size_t i = 0; !err && i < n; i++)
        err = make_one(node, &datasets[i], how);
    arena_free(a);
    return err ? err : node_index_open(node);
}

struct tocsin_err *node_index_update(struct tocsin_node *node, const char *dataset,
                                     struct making *made)
{
    /* every dataset that is behind, not only this one: one left behind earlier is mended too */
    return make_segments(node, &(struct make){.made_of = span_of(dataset), .made = made});
}

/* Segments of datasets that the store does not have. */
static void remove_strays(struct tocsin_node *node)
{
    struct arena *a = arena_new();
    const char *folder = node_path(node, a, "index");
    DIR *dir = opendir(folder);
    for (struct dirent *e; dir && (e = readdir(dir));)
        if (e->d_name[0] != '.' || strncmp(e->d_name, ".tocsin-", 8) == 0)
            unlink(arena_printf(a, "%s/%s", folder, e->d_name).p);
    if (dir)
        closedir(dir);
    arena_free(a);
}

struct tocsin_err *node_index_rebuild(struct tocsin_node *node,
                                      void (*progress)(void *ctx, const struct tocsin_progress *p),
                                      void *ctx)
{
    struct progress p = {.hook = progress, .ctx = ctx};
    remove_strays(node);
    return make_segments(node, &(struct make){.all = true, .progress = &p});
}

/* ---- check ------------------------------------------------------------------------------------------ */

struct comparing {
    struct index *index;
    uint64_t entities, wrong;
};

static struct tocsin_err *find_record(void *ctx, const struct record *r)
{
    struct comparing *c = ctx;
    if (!schema_matchable(r->schema))
        return NULL;
    struct candidate at = {.entity = (uint32_t)c->entities++};
    /* the builder takes entities in the order in which the store gives them */
    if (at.entity >= index_count(c->index, 0).entities || !span_eq(index_id(c->index, &at), r->id))
        c->wrong++;
    return NULL;
}

static struct tocsin_err *check_segment(struct tocsin_node *node, struct arena *a,
                                        const struct store_dataset *d, const char **found)
{
    struct comparing c = {0};
    struct index_source s = {segment_path(node, a, d->name), "-"};
    struct tocsin_err *err = index_open(&s, 1, &c.index);
    *found = NULL;
    if (err) {
        *found = arena_str(a, span_of(tocsin_err_text(err)));
        tocsin_err_free(err);
        return NULL;
    }
    err = store_each(node->store, d->name, find_record, &c);
    if (!err && !span_eq(index_stamp(c.index, 0), stamp_of(a, d)))
        *found = "is behind the store";
    else if (!err && (c.wrong || c.entities != index_count(c.index, 0).entities))
        *found = "does not hold the entities that the store holds";
    index_close(c.index);
    return err;
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
        err = check_segment(node, a, &datasets[i], &found);
        if (!err && found) {
            finding(ctx, arena_printf(a, "index of %.*s: %s", SPAN_ARG(datasets[i].name), found).p);
            ++*findings;
        }
    }
    arena_free(a);
    return err;
}
