/* SPDX-License-Identifier: Apache-2.0
 *
 * Proof of a node: the store proves itself, every source file that an import names must be there
 * with its hash, and the index must hold what the store holds. So must the files of full-text
 * search, those that are there.
 */
#include <unistd.h>

#include "node/node_private.h"

struct findings {
    void (*hook)(void *ctx, const char *text);
    void *ctx;
};

static void pass_on(void *ctx, const char *text)
{
    const struct findings *f = ctx;

    if (f->hook)
        f->hook(f->ctx, text);
}

static bool source_is_good(struct tocsin_node *node, struct arena *a,
                           const struct store_source *source, const char **why)
{
    const char *path = source_path(node, a, source->sha256);
    char found[65];
    struct tocsin_err *err;

    if (access(path, F_OK) != 0) {
        *why = "is not there";
        return false;
    }
    err = source_hash(path, found);
    if (err) {
        *why = arena_printf(a, "cannot be read: %s", tocsin_err_text(err)).p;
        tocsin_err_free(err);
        return false;
    }
    *why = "does not have its hash";
    return span_eq(source->sha256, span_of(found));
}

static void check_source(struct tocsin_node *node, struct arena *a, const struct store_run *run,
                         const struct store_source *source, struct findings *out, uint64_t *n)
{
    const char *why = NULL;

    if (source_is_good(node, a, source, &why))
        return;
    ++*n;
    pass_on(out, arena_printf(a, "source: %.*s (%.*s, import %llu of %.*s) %s",
                              SPAN_ARG(source->sha256), SPAN_ARG(source->path),
                              (unsigned long long)run->number, SPAN_ARG(run->dataset), why)
                     .p);
}

/* Every file once, however many imports name it. */
static struct tocsin_err *check_sources(struct tocsin_node *node, struct arena *a, struct map *seen,
                                        struct findings *out, uint64_t *n)
{
    struct store_run *runs = NULL;
    size_t runs_n = 0;

    TRY(store_runs(node->store, a, SPAN(""), &runs, &runs_n));
    for (size_t i = 0; i < runs_n; i++) {
        for (size_t j = 0; j < runs[i].sources_n; j++) {
            bool made = false;

            map_slot(seen, runs[i].sources[j].sha256, &made);
            if (made)
                check_source(node, a, &runs[i], &runs[i].sources[j], out, n);
        }
    }
    return NULL;
}

/* An error of a part is a finding too: what is damaged cannot be compared. Only where nothing was
 * found before is it passed on, because then checking itself was not possible. */
static struct tocsin_err *part(const char *what, struct tocsin_err *err, struct findings *out,
                               uint64_t *n)
{
    struct arena *a;

    if (!err || (*n == 0 && tocsin_err_code(err) != TOCSIN_ERR_CORRUPT))
        return err;
    a = arena_new();
    ++*n;
    pass_on(out, arena_printf(a, "%s: %s", what, tocsin_err_text(err)).p);
    arena_free(a);
    tocsin_err_free(err);
    return NULL;
}

struct tocsin_err *tocsin_check(struct tocsin_node *node,
                                void (*finding)(void *ctx, const char *text), void *ctx,
                                uint64_t *findings)
{
    struct findings out = {finding, ctx};
    struct tocsin_err *err;
    struct map *seen;
    struct arena *a;

    *findings = 0;
    TRY(store_check(node->store, pass_on, &out, findings));
    a = arena_new();
    seen = map_new();
    err = check_sources(node, a, seen, &out, findings);
    map_free(seen);
    arena_free(a);
    TRY(part("source", err, &out, findings));
    TRY(part("index", node_index_check(node, pass_on, &out, findings), &out, findings));
    return part("search", node_search_check(node, pass_on, &out, findings), &out, findings);
}
