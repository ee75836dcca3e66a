/* SPDX-License-Identifier: Apache-2.0
 *
 * What the tests of the node share: a folder of its own per test with a home in it, and small
 * invented lists as CSV files.
 */
#ifndef TESTS_NODE_FIXTURE_H
#define TESTS_NODE_FIXTURE_H

#include "../base/check.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "node/node_private.h"

struct town {
    char folder[64], home[96], file[128]; /* file: written last by list_write */
    struct tocsin_node *node;
    struct arena *arena;
    struct tocsin_import_report report; /* of the last load */
};

static inline int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)st, (void)kind, (void)where;
    return remove(path);
}

static inline void town_folder(struct town *t)
{
    *t = (struct town){.arena = arena_new()};
    snprintf(t->folder, sizeof(t->folder), "/tmp/tocsin-node-XXXXXX");
    assert_non_null(mkdtemp(t->folder));
    snprintf(t->home, sizeof(t->home), "%s/home", t->folder);
}

static inline void town_open(struct town *t)
{
    town_folder(t);
    assert_ok(tocsin_open(t->home, TOCSIN_INIT, &t->node));
}

static inline void town_close(struct town *t)
{
    tocsin_close(t->node);
    arena_free(t->arena);
    nftw(t->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static inline void file_write(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
    assert_int_equal(fclose(f), 0);
}

/* A table of persons under <folder>/<name>; 'rows' are "id,name,birth date" lines. */
static inline const char *list_write(struct town *t, const char *name, const char *rows)
{
    snprintf(t->file, sizeof(t->file), "%s/%s", t->folder, name);
    file_write(t->file, arena_printf(t->arena, "id,name,birth date\n%s", rows).p);
    return t->file;
}

static inline struct tocsin_err *load_as(struct town *t, const char *path, const char *dataset)
{
    struct tocsin_import_options o = {.dataset = dataset, .format = "persons-csv", .no_jail = true};

    return tocsin_import(t->node, path, &o, &t->report);
}

/* Writes and loads a table. */
static inline void load(struct town *t, const char *name, const char *rows)
{
    assert_ok(load_as(t, list_write(t, name, rows), NULL));
}

static inline void assert_report(const struct town *t, uint64_t added, uint64_t changed,
                                 uint64_t removed, uint64_t unchanged)
{
    assert_int_equal(t->report.added, added);
    assert_int_equal(t->report.changed, changed);
    assert_int_equal(t->report.removed, removed);
    assert_int_equal(t->report.unchanged, unchanged);
}

/* Fails unless the error has that code and its text holds 'says'; frees it. */
static inline void assert_says(struct tocsin_err *err, enum tocsin_code code, const char *says)
{
    const char *text = err ? tocsin_err_text(err) : "no error";

    if (tocsin_err_code(err) != code || !strstr(text, says)) {
        print_error("%s: %s (wanted %s: %s)\n", tocsin_code_name(tocsin_err_code(err)), text,
                    tocsin_code_name(code), says);
        fail();
    }
    tocsin_err_free(err);
}

/* How many a name finds. */
static inline size_t found_by(struct tocsin_node *node, const char *name)
{
    struct tocsin_query *q;
    struct tocsin_results *r;
    size_t n;

    assert_ok(tocsin_query_new("Person", &q));
    assert_ok(tocsin_query_add(q, "name", name));
    assert_ok(tocsin_screen(node, q, NULL, &r));
    n = tocsin_results_count(r);
    tocsin_results_free(r);
    tocsin_query_free(q);
    return n;
}

static inline const char *segment_path(struct town *t, const char *dataset, int generation)
{
    return arena_printf(t->arena, "%s/index/%s.%d.idx", t->home, dataset, generation).p;
}

static inline void print_finding(void *ctx, const char *text)
{
    (void)ctx;
    print_error("finding: %s\n", text);
}

static inline void assert_sound(struct town *t)
{
    uint64_t findings = 0;

    assert_ok(tocsin_check(t->node, print_finding, NULL, &findings));
    assert_int_equal(findings, 0);
}

#endif
