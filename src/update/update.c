/* SPDX-License-Identifier: Apache-2.0
 *
 * Bringing lists up to date.
 *
 *     manifest -> listings -> describe all of them -> one after the other:
 *
 *         loaded = wanted version ......................... current
 *         a chain of deltas leads from loaded to wanted ... each of them: fetch, import
 *         else ............................................ fetch the whole file, import
 *
 * Each import is a transaction of its own that also says which version it leads to. So an update
 * that is stopped between two deltas, or killed in one, goes on from there the next time.
 *
 * What is fetched lies in <home>/fetch: indexes with what the server said of them, so that they come
 * again only when they have changed; entities until they are imported. A list without a version
 * keeps its file there for the same reason.
 */
#include <stdio.h>

#include "fetch/fetch.h"
#include "update/update.h"

#define PAUSE_NS UINT64_C(100000000) /* between two reports of progress */

struct updating {
    struct tocsin_node *node;
    const struct tocsin_update_options *o;
    struct arena *a;
    const char *folder; /* <home>/fetch */
    struct manifest manifest;
    struct listings listings;
    size_t failed;
    bool catalogs_failed;
    uint64_t shown; /* clock_ticks */
};

/* One dataset. */
struct course {
    struct updating *u;
    const struct listing *l;
    struct tocsin_updated what;
    bool there;
};

static struct tocsin_err *read_manifest(struct updating *u);
static struct tocsin_err *update_all(struct updating *u);

struct tocsin_err *tocsin_update(struct tocsin_node *node,
                                 const struct tocsin_update_options *options, size_t *failed)
{
    struct updating u = {.node = node, .o = options, .a = arena_new()};
    struct tocsin_err *err;

    u.folder = arena_printf(u.a, "%s/fetch", tocsin_home(node)).p;
    err = read_manifest(&u);
    if (!err)
        err = update_all(&u);
    *failed = u.failed;
    listings_free(&u.manifest.datasets);
    listings_free(&u.listings);
    arena_free(u.a);
    return err;
}

static void note(const struct updating *u, const char *text)
{
    if (u->o->note)
        u->o->note(u->o->ctx, text);
}

/* ---- fetching ---------------------------------------------------------------------------- */

static void on_fetch(void *ctx, const struct fetch_progress *p)
{
    struct updating *u = ctx;
    uint64_t now = clock_ticks();

    if (!u->o->progress || (u->shown && now - u->shown < PAUSE_NS))
        return;
    u->shown = now;
    u->o->progress(u->o->ctx, &(struct tocsin_progress){.file = p->url,
                                                        .step = "fetching",
                                                        .bytes = p->bytes,
                                                        .bytes_total = p->bytes_total});
}

/* The name of a fetched file: readable, and another one for each URL. */
static const char *fetched_path(struct updating *u, const char *what, const char *version,
                                const char *url)
{
    struct span base = span_of(url);
    char *name;

    base = span_slice(base, 0, span_find(base, '?'));
    for (size_t i = base.n; i > 0; i--) {
        if (base.p[i - 1] != '/')
            continue;
        base = span_from(base, i);
        break;
    }
    name = arena_str(u->a, arena_printf(u->a, "%s-%s%s%.*s", what, version ? version : "",
                                        version ? "-" : "", SPAN_ARG(span_slice(base, 0, 80))));
    for (char *c = name; *c; c++) {
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-", *c))
            *c = '_';
    }
    return arena_printf(u->a, "%s/%s", u->folder, name).p;
}

static struct fetch_request request_of(struct updating *u, const char *url, const char *to,
                                       const char *token)
{
    return (struct fetch_request){.url = url,
                                  .to = to,
                                  .token = token && token[0] ? token : u->o->token,
                                  .proxy = u->o->proxy,
                                  .max_bytes = u->o->most_bytes,
                                  .silence_s = u->o->silence_seconds,
                                  .ctx = u,
                                  .progress = on_fetch};
}

/* A small file that says what there is. */
static struct tocsin_err *fetch_index(struct updating *u, const char *what, const char *url,
                                      const char *token, struct buf *out)
{
    char tag[20];
    struct fetch_request r;
    struct fetch_report report;

    snprintf(tag, sizeof(tag), "%016llx", (unsigned long long)span_hash(span_of(url)));
    r = request_of(u, url, fetched_path(u, what, tag, url), token);
    r.max_bytes = LIMIT_FETCH_INDEX;
    TRY(fetch(&r, &report));
    return file_read(report.path, LIMIT_FETCH_INDEX, out);
}

/* ---- what is wanted ---------------------------------------------------------------------- */

static void report_failed(struct updating *u, const char *name, struct tocsin_err *err)
{
    struct tocsin_updated what = {.dataset = name,
                                  .title = name,
                                  .action = "failed",
                                  .from = "",
                                  .to = "",
                                  .problem = err};

    u->failed++;
    if (u->o->done)
        u->o->done(u->o->ctx, &what);
    tocsin_err_free(err);
}

static void read_catalog(struct updating *u, const struct wanted_catalog *c)
{
    struct buf text = {0};
    struct tocsin_err *err = fetch_index(u, "catalog", c->url, c->token, &text);

    if (!err)
        err = catalog_parse(u->a, buf_view(&text), c, &u->listings);
    buf_free(&text);
    if (!err)
        return;
    u->catalogs_failed = true;
    report_failed(u, fetch_shown(u->a, c->url), err);
}

static void note_unknown(const struct updating *u)
{
    for (size_t i = 0; u->manifest.unknown[i]; i++)
        note(u, arena_printf(u->a, "%s: '%s' means nothing here", u->o->manifest,
                             u->manifest.unknown[i])
                    .p);
}

static struct tocsin_err *read_manifest(struct updating *u)
{
    const char *where = u->o->manifest;
    struct buf text = {0};
    struct tocsin_err *err;

    if (!where || !where[0])
        return err_new(TOCSIN_ERR_USAGE, "no manifest: which lists are wanted?");
    TRY(file_mkdirs(u->folder));
    err = fetch_index(u, "manifest", where, NULL, &text);
    if (!err)
        err = manifest_parse(u->a, buf_view(&text), where, &u->manifest);
    buf_free(&text);
    if (err)
        return err;
    note_unknown(u);
    for (size_t i = 0; i < u->manifest.catalogs_n; i++)
        read_catalog(u, &u->manifest.catalogs[i]);
    for (size_t i = 0; i < u->manifest.datasets.n; i++)
        *VEC_PUSH(&u->listings) = u->manifest.datasets.at[i];
    u->manifest.datasets.n = 0; /* they are among the others now */
    return NULL;
}

/* ---- one dataset: importing -------------------------------------------------------------- */

static void on_progress(void *ctx, const struct tocsin_progress *p)
{
    const struct updating *u = ctx;

    if (u->o->progress)
        u->o->progress(u->o->ctx, p);
}

static void on_note(void *ctx, const char *text)
{
    note(ctx, text);
}

static void on_bad(void *ctx, const struct tocsin_err *why)
{
    const struct updating *u = ctx;

    if (u->o->bad)
        u->o->bad(u->o->ctx, why);
}

static struct tocsin_err *import_file(struct course *c, const char *path, const char *url,
                                      const char *format, const char *version)
{
    struct updating *u = c->u;
    struct tocsin_import_options o = {.dataset = c->l->name,
                                      .format = format,
                                      .version = version,
                                      .by = "update",
                                      .origin = fetch_shown(u->a, url),
                                      .skip_bad = u->o->skip_bad,
                                      .no_jail = u->o->no_jail,
                                      .ctx = u,
                                      .progress = on_progress,
                                      .note = on_note,
                                      .bad = on_bad};
    struct tocsin_import_report report;

    TRY(tocsin_import(u->node, path, &o, &report));
    c->what.added += report.added;
    c->what.changed += report.changed;
    c->what.removed += report.removed;
    c->what.entities = report.entities;
    if (!version && report.same)
        c->what.action = "current";
    return NULL;
}

/* A file with a version is needed once; one without is asked for again and again. */
static struct tocsin_err *fetch_and_import(struct course *c, const char *url, const char *checksum,
                                           const char *format, const char *version)
{
    struct updating *u = c->u;
    struct fetch_request r =
        request_of(u, url, fetched_path(u, c->l->name, version, url), c->l->token);
    struct fetch_report report;
    struct tocsin_err *err;

    r.checksum = c->u->o->no_checksums ? NULL : checksum;
    TRY(fetch(&r, &report));
    err = import_file(c, report.path, url, format, version);
    if (version && fetch_is_remote(span_of(url)))
        fetch_forget(r.to);
    return err;
}

/* ---- one dataset: which way -------------------------------------------------------------- */

static struct tocsin_err *find_deltas(struct course *c, struct delta **out, size_t *n)
{
    struct delta *all = NULL;
    struct buf text = {0};
    size_t all_n = 0, first = 0;
    struct tocsin_err *err = fetch_index(c->u, arena_printf(c->u->a, "deltas-%s", c->l->name).p,
                                         c->l->delta_url, c->l->token, &text);

    if (!err)
        err = deltas_parse(c->u->a, buf_view(&text), c->l->delta_url, &all, &all_n);
    buf_free(&text);
    *n = 0;
    if (!err && deltas_lead(all, all_n, c->what.from, c->l->version, &first, n))
        *out = all + first;
    else
        *n = 0;
    return err;
}

/* Without them the whole file does as well. */
static void choose_deltas(struct course *c, struct delta **out, size_t *n)
{
    struct tocsin_err *err;

    *n = 0;
    if (c->u->o->full || c->u->o->no_deltas || !c->there || !c->what.from[0] || !c->l->version ||
        !c->l->delta_url)
        return;
    err = find_deltas(c, out, n);
    if (!err)
        return;
    note(c->u, arena_printf(c->u->a, "%s is loaded whole, for there is no knowing what changed: %s",
                            c->l->name, tocsin_err_text(err))
                   .p);
    tocsin_err_free(err);
}

static struct tocsin_err *apply(struct course *c, const struct delta *list, size_t n)
{
    c->what.action = "deltas";
    for (size_t i = 0; i < n; i++) {
        struct tocsin_err *err =
            fetch_and_import(c, list[i].url, NULL, "ftm-delta", list[i].version);

        if (err)
            return err_because(err, "%zu of %zu changes are in; this one is not: %s", i, n,
                               list[i].version);
        c->what.deltas++;
        c->what.to = list[i].version;
    }
    return NULL;
}

static bool is_current(const struct course *c)
{
    return c->there && !c->u->o->full && c->l->version && strcmp(c->what.from, c->l->version) == 0;
}

static struct tocsin_err *go(struct course *c)
{
    struct delta *list = NULL;
    size_t n = 0;

    c->what.action = "current";
    if (is_current(c))
        return NULL;
    choose_deltas(c, &list, &n);
    if (c->u->o->check) {
        c->what.action = n ? "deltas" : "full";
        c->what.deltas = n;
        return NULL;
    }
    if (n)
        return apply(c, list, n);
    c->what.action = "full";
    return fetch_and_import(c, c->l->url, c->l->checksum, NULL, c->l->version);
}

/* What is loaded of it. */
static struct tocsin_err *look_up(struct course *c)
{
    struct tocsin_dataset *list = NULL;
    size_t n = 0;

    TRY(tocsin_datasets(c->u->node, &list, &n));
    for (size_t i = 0; i < n; i++) {
        if (strcmp(list[i].name, c->l->name) != 0)
            continue;
        c->there = true;
        c->what.from = arena_str(c->u->a, span_of(list[i].loaded));
        c->what.entities = list[i].entities;
    }
    tocsin_datasets_free(list);
    return NULL;
}

static void update_one(struct updating *u, const struct listing *l)
{
    struct course c = {.u = u, .l = l};
    uint64_t start = clock_ticks();
    struct tocsin_err *err;

    c.what = (struct tocsin_updated){.dataset = l->name,
                                     .title = l->title,
                                     .action = "failed",
                                     .from = "",
                                     .to = l->version ? l->version : ""};
    err = look_up(&c);
    if (!err)
        err = go(&c);
    c.what.seconds = (double)(clock_ticks() - start) / 1e9;
    if (err) {
        u->failed++;
        c.what.action = "failed";
        c.what.problem = err;
    }
    if (u->o->done)
        u->o->done(u->o->ctx, &c.what);
    tocsin_err_free(err);
}

/* ---- all of them ------------------------------------------------------------------------- */

static const struct listing *find(const struct updating *u, const char *name)
{
    for (size_t i = 0; i < u->listings.n; i++) {
        if (strcmp(u->listings.at[i].name, name) == 0)
            return &u->listings.at[i];
    }
    return NULL;
}

/* A name that nobody knows would be passed over in silence; unless its catalog is the trouble. */
static struct tocsin_err *check_names(const struct updating *u)
{
    const char *const *list = u->o->datasets;

    for (; list && *list && !u->catalogs_failed; list++) {
        const struct listing *l = find(u, *list);

        if (!l)
            return err_new(TOCSIN_ERR_NOT_FOUND, "the manifest %s has no dataset '%s'",
                           u->o->manifest, *list);
        if (!l->load)
            return err_new(TOCSIN_ERR_USAGE,
                           "'%s' has no file of its own here: it is loaded as a part of another, "
                           "or in parts", *list);
    }
    return NULL;
}

static bool is_asked_for(const struct updating *u, const struct listing *l)
{
    const char *const *list = u->o->datasets;

    if (!list)
        return true;
    for (; *list; list++) {
        if (strcmp(*list, l->name) == 0)
            return true;
    }
    return false;
}

/* Two catalogs may tell of one dataset: the first that loads it counts, and is described once. */
static bool is_first(const struct updating *u, size_t i)
{
    const struct listing *l = &u->listings.at[i];

    for (size_t k = 0; k < u->listings.n; k++) {
        const struct listing *other = &u->listings.at[k];
        bool better = k < i ? other->load || !l->load : other->load && !l->load;

        if (k != i && strcmp(other->name, l->name) == 0 && better)
            return false;
    }
    return true;
}

static struct tocsin_err *update_all(struct updating *u)
{
    TRY(check_names(u));
    for (size_t i = 0; i < u->listings.n; i++) {
        if (is_first(u, i))
            TRY(tocsin_describe(u->node, u->listings.at[i].about));
    }
    for (size_t i = 0; i < u->listings.n; i++) {
        const struct listing *l = &u->listings.at[i];

        if (l->load && is_first(u, i) && is_asked_for(u, l))
            update_one(u, l);
    }
    return NULL;
}
