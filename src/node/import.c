/* SPDX-License-Identifier: Apache-2.0
 *
 * One list into the node.
 *
 *   file --import_run--> record --store_put--> store ----settle--->|
 *     \                    \--making_add--> segment --------------> node_index_prepare --> commit
 *      \--source_keep--> sources/<sha256>
 *
 * What the store will name is there before the commit, which is the one moment at which the new
 * edition counts: until then all of the old one is in its place, and behind it all of the new one.
 *
 * The segment of the index is made of a full source's records while they are stored. What changes a
 * part of a dataset only (a delta) cannot make it: then it is made from the settled store.
 *
 * The dataset. Its name is the one asked for, else the one that the content or the format tells,
 * else it is made of the file's name. The content may tell it late; then the import begins again
 * with the name known.
 *
 * The same again. A file that is the last source of a dataset, asked for in the same way, is not
 * read again: when name, size and hash agree nothing is done. A set of files is known to be the
 * same only once it has been read; then the transaction is dropped.
 *
 * A full source without any record would remove everything. No publisher empties a list like that;
 * it is refused where there is something to lose. So is one that has no entity in common with the
 * dataset, unless the caller named the dataset: many lists are files of the same name.
 */
#include <stdio.h>
#include <sys/stat.h>

#include "node/known.h"

struct job {
    struct tocsin_node *node;
    const char *path;
    struct tocsin_import_options asked; /* the caller's, or zeros */
    struct tocsin_import_report *report;
    struct arena *a;
    struct span options; /* asked_write */
    struct span dataset; /* known for certain, or empty */
    struct span name;    /* that the transaction was begun with, or empty */
    struct import_summary summary;
    struct tally tally;
    struct making *making; /* NULL: the segment is to be made from the store */
    struct progress progress;
    int64_t at;
};

static struct tocsin_err *prepare(struct job *job);
static struct tocsin_err *known_file(struct job *job, bool *same);
static struct tocsin_err *read_list(struct job *job);
static struct tocsin_err *finish(struct job *job);
static struct tocsin_err *mend_index(struct job *job);
static struct tocsin_err *report_dataset(struct job *job);

/* The entities are those of that version already. */
static struct tocsin_err *is_version(struct job *job)
{
    node_known_drop(job->node);
    return store_is_version(job->node->store, job->name, span_of(job->asked.version));
}

static struct tocsin_err *run(struct job *job)
{
    struct tocsin_err *err;
    bool same = false;

    TRY(prepare(job));
    TRY(known_file(job, &same));
    if (!same) {
        TRY(source_sweep(job->node));
        err = read_list(job);
        if (!err)
            err = finish(job);
        if (err) {
            store_import_abort(job->node->store);
            return err;
        }
    }
    if (job->report->same && job->asked.version)
        TRY(is_version(job));
    TRY(mend_index(job)); /* also when nothing was done: it may have got lost */
    return report_dataset(job);
}

struct tocsin_err *tocsin_import(struct tocsin_node *node, const char *path,
                                 const struct tocsin_import_options *options,
                                 struct tocsin_import_report *out)
{
    uint64_t start = clock_ticks();
    struct job job = {.node = node, .path = path, .report = out, .at = clock_now()};
    struct tocsin_err *err;

    memset(out, 0, sizeof(*out));
    if (options)
        job.asked = *options;
    job.a = arena_new();
    err = run(&job);
    making_free(job.making);
    import_summary_free(&job.summary);
    arena_free(job.a);
    out->seconds = (double)(clock_ticks() - start) / 1e9;
    return err;
}

static struct tocsin_err *prepare(struct job *job)
{
    const struct tocsin_import_options *o = &job->asked;

    TRY(node_must_write(job->node));
    if (!job->path || !job->path[0])
        return err_new(TOCSIN_ERR_USAGE, "no file to import");
    if (o->dataset)
        TRY(dataset_name_check(span_of(o->dataset)));
    job->dataset = span_of(o->dataset);
    job->options = asked_write(job->a, &(struct asked){.dataset = o->dataset,
                                                       .format = o->format,
                                                       .map = o->map,
                                                       .skip_bad = o->skip_bad,
                                                       .no_jail = o->no_jail});
    job->progress = (struct progress){.hook = o->progress, .ctx = o->ctx};
    return NULL;
}

/* ---- the same again ---------------------------------------------------------------------- */

static bool may_be_it(const struct job *job, const struct store_dataset *d, uint64_t size)
{
    if (d->sources_n != 1 || d->sources[0].size != size || !span_eq(d->options, job->options))
        return false;
    if (job->dataset.n)
        return span_eq(d->name, job->dataset);
    /* The name may have come from the file's. */
    return span_eq(path_base(d->sources[0].path.p), path_base(job->path));
}

static struct tocsin_err *known_file(struct job *job, bool *same)
{
    struct store_dataset *list = NULL;
    char sha256[65] = "";
    struct stat st;
    size_t n = 0;

    if (stat(job->path, &st) != 0 || !S_ISREG(st.st_mode))
        return NULL; /* a set, or nothing; the reader will say */
    TRY(store_datasets(job->node->store, job->a, &list, &n));
    for (size_t i = 0; i < n && !*same; i++) {
        if (!may_be_it(job, &list[i], (uint64_t)st.st_size))
            continue;
        if (!sha256[0])
            TRY(source_hash(job->path, sha256));
        *same = span_eq(list[i].sources[0].sha256, span_of(sha256));
        job->name = list[i].name;
    }
    job->report->same = *same;
    return NULL;
}

/* Is what has been read, file by file, what the dataset was last loaded from? */
static bool same_sources(const struct job *job, const struct store_dataset *d)
{
    const struct import_summary *s = &job->summary;

    if (!d || d->sources_n != s->files_n || !span_eq(d->options, job->options) ||
        !span_eq(d->format, span_of(s->format)))
        return false;
    for (size_t i = 0; i < s->files_n; i++) {
        if (!span_eq(d->sources[i].sha256, span_of(s->files[i].sha256)))
            return false;
    }
    return true;
}

/* ---- reading ----------------------------------------------------------------------------- */

static const char *usual_name(const char *format)
{
    const struct import_format *f;

    for (size_t i = 0; format && (f = import_format_at(i))->name; i++) {
        if (strcmp(f->name, format) == 0)
            return f->dataset;
    }
    return NULL;
}

/* The name as far as the reader has told it. */
static struct span name_now(const struct job *job)
{
    const char *told =
        job->summary.dataset ? job->summary.dataset : usual_name(job->summary.format);

    if (job->dataset.n)
        return job->dataset;
    if (told)
        return dataset_name_from(job->a, span_of(told));
    return dataset_name_of_path(job->a, job->path);
}

static struct tocsin_err *begin(struct job *job)
{
    struct store_import what = {.dataset = name_now(job),
                                .format = span_of(job->summary.format),
                                .loaded = span_of(job->asked.version),
                                .options = job->options,
                                .by = span_of(job->asked.by ? job->asked.by : ""),
                                .at = job->at,
                                .delta = job->summary.delta,
                                .overlap = !job->asked.dataset};

    job->name = what.dataset;
    TRY(store_import_begin(job->node->store, &what));
    if (!what.delta)
        job->making = making_start();
    return NULL;
}

static void drop_making(struct job *job)
{
    making_free(job->making);
    job->making = NULL;
}

static struct tocsin_err *take_record(void *ctx, const struct record *r, bool deleted)
{
    struct job *job = ctx;

    if (!job->name.n)
        TRY(begin(job));
    if (job->making && (deleted || job->summary.delta))
        drop_making(job);
    if (deleted)
        return store_remove(job->node->store, r->id);
    tally_record(&job->tally, r);
    TRY(store_put(job->node->store, r));
    if (job->making)
        making_add(job->making, r);
    return NULL;
}

static struct tocsin_err *take_bad(void *ctx, const struct tocsin_err *why)
{
    struct job *job = ctx;

    if (job->asked.bad)
        job->asked.bad(job->asked.ctx, why);
    return NULL;
}

static void take_note(void *ctx, const char *text)
{
    struct job *job = ctx;

    if (job->asked.note)
        job->asked.note(job->asked.ctx, text);
}

static void take_progress(void *ctx, const struct import_progress *p)
{
    struct job *job = ctx;
    struct tocsin_progress now = {.file = job->path,
                                  .step = "reading",
                                  .bytes = p->bytes,
                                  .bytes_total = p->bytes_total,
                                  .records = p->records};

    progress_report(&job->progress, &now, p->bytes == p->bytes_total);
}

static struct tocsin_err *read_once(struct job *job)
{
    const struct tocsin_import_options *o = &job->asked;
    struct import_request request = {.path = job->path,
                                     .format = o->format,
                                     .skip_bad = o->skip_bad,
                                     .no_jail = o->no_jail,
                                     .map = o->map};
    struct import_sink sink = {.ctx = job,
                               .record = take_record,
                               .bad = take_bad,
                               .note = take_note,
                               .progress = take_progress};

    job->name = (struct span){0};
    memset(&job->tally, 0, sizeof(job->tally));
    import_summary_free(&job->summary);
    drop_making(job); /* also because the parser's process is best forked by a single thread */
    TRY(import_run(&request, &sink, &job->summary));
    return job->name.n ? NULL : begin(job);
}

static struct tocsin_err *read_list(struct job *job)
{
    uint64_t start = clock_ticks();
    struct tocsin_err *err = read_once(job);

    if (!err && !span_eq(job->name, name_now(job))) {
        /* Which list this is was told only after the first record. */
        store_import_abort(job->node->store);
        job->dataset = name_now(job);
        err = read_once(job);
    }
    job->report->read_seconds = (double)(clock_ticks() - start) / 1e9;
    return err ? err_at(err, job->path, 0, 0, NULL) : NULL;
}

/* ---- settling, committing ---------------------------------------------------------------- */

static const char *path_kept(const struct job *job, size_t i)
{
    const struct import_summary *s = &job->summary;

    return job->asked.origin && s->files_n == 1 ? job->asked.origin : s->files[i].path;
}

static struct tocsin_err *keep_sources(struct job *job, struct store_source **out)
{
    const struct import_summary *s = &job->summary;

    *out = ARENA_ARRAY(job->a, struct store_source, s->files_n + 1);
    for (size_t i = 0; i < s->files_n; i++) {
        TRY(source_keep(job->node, s->files[i].path, s->files[i].sha256));
        (*out)[i] = (struct store_source){.sha256 = span_of(s->files[i].sha256),
                                          .path = span_of(path_kept(job, i)),
                                          .version = span_of(s->version),
                                          .size = s->files[i].size};
    }
    return NULL;
}

static struct tocsin_err *refuse_empty(const struct job *job, const struct store_dataset *d)
{
    const struct import_summary *s = &job->summary;

    if (s->delta || s->records > 0 || !d || d->entities == 0)
        return NULL;
    return err_at(err_new(TOCSIN_ERR_PARSE,
                          "there is no record in it: %.*s would lose all its %llu entities",
                          SPAN_ARG(d->name), (unsigned long long)d->entities),
                  job->path, 0, 0, NULL);
}

/* The store gives the error of a repeated id here; it knows lines, not files. */
static struct tocsin_err *settle(struct job *job, struct store_counts *counts)
{
    struct store_source *sources = NULL;
    struct tocsin_err *err;

    if (job->making && job->summary.delta)
        drop_making(job);
    if (job->making)
        making_end(job->making);
    TRY(keep_sources(job, &sources));
    err = store_import_settle(job->node->store, job->summary.delta, sources, job->summary.files_n,
                              counts);
    if (tocsin_err_code(err) == TOCSIN_ERR_EXISTS)
        err = err_because(err,
                          "another list under the name of %.*s? Give this one a name, or that "
                          "name to replace it",
                          SPAN_ARG(job->name));
    return err ? err_at(err, job->path, 0, 0, NULL) : NULL;
}

static struct tocsin_err *prepare_index(struct job *job)
{
    const struct store_dataset *d = NULL;

    TRY(node_dataset(job->node, job->a, job->name, &d));
    assert(d); /* it is settled */
    progress_report(&job->progress,
                    &(struct tocsin_progress){.step = "indexing", .records = d->entities}, true);
    struct tocsin_err *err = node_index_prepare(job->node, d, job->making);
    if (err)
        return err_because(err, "%.*s stays as it was: the index of it could not be made",
                           SPAN_ARG(job->name));
    return NULL;
}

static struct tocsin_err *commit(struct job *job)
{
    TRY(prepare_index(job));
    TRY(store_import_commit(job->node->store));
    struct tocsin_err *err = node_index_follow(job->node);
    if (err)
        return err_because(err, "%.*s is loaded, but cannot be opened", SPAN_ARG(job->name));
    return NULL;
}

static struct tocsin_err *finish(struct job *job)
{
    const struct store_dataset *d = NULL;
    struct store_counts counts = {0};

    TRY(node_dataset(job->node, job->a, job->name, &d));
    TRY(refuse_empty(job, d));
    job->report->skipped = job->summary.bad;
    if (same_sources(job, d)) {
        drop_making(job); /* it is not of the generation that stays */
        store_import_abort(job->node->store);
        job->report->same = true;
        return NULL;
    }
    TRY(settle(job, &counts));
    TRY(commit(job));
    job->report->added = counts.added;
    job->report->changed = counts.changed;
    job->report->removed = counts.removed;
    job->report->unchanged = counts.unchanged;
    return NULL;
}

/* ---- afterwards -------------------------------------------------------------------------- */

static struct tocsin_err *mend_index(struct job *job)
{
    struct tocsin_err *err = node_index_mend(job->node);

    if (err)
        return err_because(err,
                           "%.*s is loaded, but not all of the index is there: `tocsin rebuild` "
                           "makes it again",
                           SPAN_ARG(job->name));
    return NULL;
}

static void copy_span(char *out, size_t size, struct span text)
{
    snprintf(out, size, "%.*s", SPAN_ARG(text));
}

static struct tocsin_err *tally_each(void *ctx, const struct record *r)
{
    tally_record(ctx, r);
    return NULL;
}

static struct tocsin_err *report_dataset(struct job *job)
{
    struct tocsin_import_report *out = job->report;
    const struct store_dataset *d = NULL;

    TRY(node_dataset(job->node, job->a, job->name, &d));
    if (!d)
        return err_new(TOCSIN_ERR_CORRUPT, "the dataset %.*s is gone", SPAN_ARG(job->name));
    copy_span(out->dataset, sizeof(out->dataset), d->name);
    copy_span(out->format, sizeof(out->format), d->format);
    if (d->sources_n) {
        copy_span(out->version, sizeof(out->version), d->sources[0].version);
        copy_span(out->sha256, sizeof(out->sha256), d->sources[0].sha256);
    }
    out->entities = d->entities;
    out->names = d->names;
    if (out->same)
        return NULL;
    if (job->summary.delta) { /* only the changes have been read just now */
        memset(&job->tally, 0, sizeof(job->tally));
        TRY(store_each(job->node->store, d->name, tally_each, &job->tally));
    }
    tally_report(&job->tally, out);
    return NULL;
}
