/* SPDX-License-Identifier: Apache-2.0
 *
 * Rebuilding: the index from the store, and before that, when asked for, the present versions of
 * every dataset from its source files. The files of full-text search are removed: the next search
 * makes them.
 *
 * From sources. The present state of a dataset follows from its last full import and the deltas
 * after it. They are read again, as they were asked for, into a scratch store in <home>/rebuild;
 * then one import with 'rebuild' set puts the scratch store's entities into the real one: what
 * agrees stays, what lost its bytes is put right, what differs becomes a new version. A dataset is
 * done whole or not at all, with its index. A missing or damaged source file ends it before anything
 * of its dataset is changed.
 *
 *     sources/<sha256> --link--> rebuild/files/<name> --import_run--> rebuild/store.db --> store.db
 *
 * The files get the names they had, because a set is known by the names of its files.
 */
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "node/node_private.h"

struct rebuild {
    struct tocsin_node *node;
    struct arena *a;
    const char *folder, *files; /* rebuild, rebuild/files */
    struct store *scratch;
    struct progress progress;
    const char *file; /* being read, for progress */
};

static struct tocsin_err *clear(const char *folder);
static struct tocsin_err *rebuild_dataset(struct rebuild *b, struct span dataset);
static struct tocsin_err *replay(struct rebuild *b, const struct store_run *run);
static struct tocsin_err *adopt(struct rebuild *b, const struct store_run *last);

static struct tocsin_err *rebuild_all(struct rebuild *b)
{
    struct store_dataset *list = NULL;
    size_t n = 0;

    TRY(store_datasets(b->node->store, b->a, &list, &n));
    for (size_t i = 0; i < n; i++) {
        struct tocsin_err *err = rebuild_dataset(b, list[i].name);

        if (err)
            return err_because(err, "making %.*s again from its sources", SPAN_ARG(list[i].name));
    }
    return NULL;
}

static struct tocsin_err *from_sources_into(struct rebuild *b)
{
    struct tocsin_err *err;

    b->folder = node_path(b->node, b->a, "rebuild");
    b->files = node_path(b->node, b->a, "rebuild/files");
    err = rebuild_all(b);
    store_close(b->scratch);
    if (err) {
        tocsin_err_free(clear(b->folder));
        return err;
    }
    return clear(b->folder);
}

struct tocsin_err *tocsin_rebuild(struct tocsin_node *node, bool from_sources,
                                  void (*progress)(void *ctx, const struct tocsin_progress *p),
                                  void *ctx)
{
    struct rebuild b = {.node = node, .progress = {.hook = progress, .ctx = ctx}};
    struct tocsin_err *err = NULL;

    TRY(node_must_write(node));
    if (from_sources) {
        b.a = arena_new();
        err = from_sources_into(&b);
        arena_free(b.a);
    }
    if (err)
        return err;
    node_search_forget(node);
    return node_index_rebuild(node, progress, ctx);
}

/* ---- one dataset ------------------------------------------------------------------------- */

static struct tocsin_err *new_scratch(struct rebuild *b)
{
    store_close(b->scratch);
    b->scratch = NULL;
    TRY(clear(b->folder));
    TRY(file_mkdirs(b->folder));
    return store_open(node_path(b->node, b->a, "rebuild/store.db"), STORE_CREATE, &b->scratch);
}

static struct tocsin_err *rebuild_dataset(struct rebuild *b, struct span dataset)
{
    struct store_run *runs = NULL;
    size_t n = 0, first = 0;

    TRY(store_runs(b->node->store, b->a, dataset, &runs, &n));
    for (size_t i = 0; i < n; i++) {
        if (!runs[i].delta)
            first = i;
    }
    if (n == 0)
        return err_new(TOCSIN_ERR_CORRUPT, "no import of it is recorded");
    TRY(new_scratch(b));
    for (size_t i = first; i < n; i++)
        TRY(replay(b, &runs[i]));
    return adopt(b, &runs[n - 1]);
}

/* ---- reading the sources of one import --------------------------------------------------- */

/* A hard link where the file system can, else a copy. */
static struct tocsin_err *lay_out_file(struct rebuild *b, const struct store_source *source)
{
    const char *from = source_path(b->node, b->a, source->sha256);
    const char *to = arena_printf(b->a, "%s/%.*s", b->files, SPAN_ARG(path_base(source->path.p))).p;
    char found[65];

    TRY(source_hash(from, found));
    if (!span_eq(source->sha256, span_of(found)))
        return err_at(err_new(TOCSIN_ERR_CORRUPT, "the source file does not have its hash"), from,
                      0, 0, NULL);
    return link(from, to) == 0 ? NULL : source_copy(from, to, found);
}

static struct tocsin_err *lay_out(struct rebuild *b, const struct store_run *run, const char **path)
{
    TRY(clear(b->files));
    TRY(file_mkdirs(b->files));
    for (size_t i = 0; i < run->sources_n; i++)
        TRY(lay_out_file(b, &run->sources[i]));
    if (run->sources_n == 0)
        return err_new(TOCSIN_ERR_CORRUPT, "import %llu names no source",
                       (unsigned long long)run->number);
    *path = b->files;
    if (run->sources_n == 1)
        *path =
            arena_printf(b->a, "%s/%.*s", b->files, SPAN_ARG(path_base(run->sources[0].path.p))).p;
    return NULL;
}

static struct tocsin_err *take_record(void *ctx, const struct record *r, bool deleted)
{
    struct rebuild *b = ctx;

    return deleted ? store_remove(b->scratch, r->id) : store_put(b->scratch, r);
}

static void take_progress(void *ctx, const struct import_progress *p)
{
    struct rebuild *b = ctx;
    struct tocsin_progress now = {.file = b->file,
                                  .step = "reading",
                                  .bytes = p->bytes,
                                  .bytes_total = p->bytes_total,
                                  .records = p->records};

    progress_report(&b->progress, &now, p->bytes == p->bytes_total);
}

static struct tocsin_err *read_again(struct rebuild *b, const struct store_run *run,
                                     const char *path, struct import_summary *summary)
{
    struct import_sink sink = {.ctx = b, .record = take_record, .progress = take_progress};
    struct import_request request = {.path = path, .format = run->format.p};
    struct store_counts counts;
    struct asked asked;

    TRY(asked_read(b->a, run->options, &asked));
    request.map = asked.map;
    request.skip_bad = asked.skip_bad;
    request.no_jail = asked.no_jail;
    TRY(import_run(&request, &sink, summary));
    TRY(store_import_settle(b->scratch, summary->delta, run->sources, run->sources_n, &counts));
    return store_import_commit(b->scratch);
}

static struct tocsin_err *replay(struct rebuild *b, const struct store_run *run)
{
    struct store_import what = {
        .dataset = run->dataset, .format = run->format, .at = run->at, .delta = run->delta};
    struct import_summary summary = {0};
    struct tocsin_err *err;
    const char *path = NULL;

    TRY(lay_out(b, run, &path));
    b->file = run->sources[0].path.p;
    TRY(store_import_begin(b->scratch, &what));
    err = read_again(b, run, path, &summary);
    import_summary_free(&summary);
    if (err)
        store_import_abort(b->scratch);
    return err;
}

/* ---- from the scratch store into the real one --------------------------------------------- */

static struct tocsin_err *put_each(void *ctx, const struct record *r)
{
    return store_put(ctx, r);
}

static struct tocsin_err *adopt_all(struct rebuild *b, const struct store_run *last)
{
    const struct store_dataset *d = NULL;
    struct store_counts counts;

    TRY(store_each(b->scratch, last->dataset, put_each, b->node->store));
    TRY(store_import_settle(b->node->store, last->delta, last->sources, last->sources_n, &counts));
    TRY(node_dataset(b->node, b->a, last->dataset, &d));
    assert(d); /* it is settled */
    TRY(node_index_prepare(b->node, d, NULL));
    TRY(store_import_commit(b->node->store));
    return node_index_follow(b->node);
}

static struct tocsin_err *adopt(struct rebuild *b, const struct store_run *last)
{
    struct store_import what = {.dataset = last->dataset,
                                .format = last->format,
                                .options = last->options,
                                .at = clock_now(),
                                .delta = last->delta,
                                .rebuild = true};
    struct tocsin_err *err;

    TRY(store_import_begin(b->node->store, &what));
    err = adopt_all(b, last);
    if (err)
        store_import_abort(b->node->store);
    return err;
}

/* ---- scratch ----------------------------------------------------------------------------- */

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)st, (void)kind, (void)where;
    return remove(path);
}

static struct tocsin_err *clear(const char *folder)
{
    if (nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS) != 0 && errno != ENOENT)
        return err_errno("clearing %s", folder);
    return NULL;
}
