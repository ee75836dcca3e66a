/* SPDX-License-Identifier: Apache-2.0
 *
 * What the tests of the store share: a scratch folder, invented records, and an import in one line.
 *
 *     struct bench b;
 *     bench_open(&b);                              a new store in a new folder
 *     load(&b, "alpha", "a Quentabri", "b Ferdik", NULL);   a full import of two persons
 *     bench_close(&b);
 *
 * A record is written as "<id> <name>"; load makes a Person of it with its place in the list as its
 * line. The source's hash is made of the records, so that other content is another source.
 */
#ifndef TESTS_STORE_FIXTURE_H
#define TESTS_STORE_FIXTURE_H

#include "../base/check.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/store.h"

struct bench {
    char folder[64], path[96];
    struct store *store;
    struct arena *arena;
    struct store_counts counts; /* of the last load */
    int64_t at;                 /* time of the next import */
};

static inline int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)st, (void)kind, (void)where;
    return remove(path);
}

static inline void bench_folder(struct bench *b)
{
    *b = (struct bench){.at = 1000};
    snprintf(b->folder, sizeof(b->folder), "/tmp/tocsin-store-XXXXXX");
    assert_non_null(mkdtemp(b->folder));
    snprintf(b->path, sizeof(b->path), "%s/store.db", b->folder);
    b->arena = arena_new();
}

static inline void bench_open(struct bench *b)
{
    bench_folder(b);
    assert_ok(store_open(b->path, STORE_CREATE, &b->store));
}

static inline void bench_close(struct bench *b)
{
    store_close(b->store);
    arena_free(b->arena);
    nftw(b->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static inline struct record *person(struct arena *a, const char *id, const char *name)
{
    struct record *r = record_new(a, SCHEMA_Person, span_of(id));

    assert_int_equal(record_add(r, PROP_name, span_of(name)), ADD_OK);
    return r;
}

static inline struct record *person_of(struct arena *a, const char *text, uint64_t line)
{
    struct span rest = span_of(text), id;
    struct record *r;

    assert_true(span_split(&rest, ' ', &id));
    r = person(a, arena_str(a, id), arena_str(a, rest));
    r->line = line;
    assert_ok(record_finish(r));
    return r;
}

static inline void begin(struct bench *b, const char *dataset, bool delta)
{
    struct store_import what = {.dataset = span_of(dataset),
                                .format = SPAN("invented"),
                                .options = SPAN("{}"),
                                .at = b->at++,
                                .delta = delta};

    assert_ok(store_import_begin(b->store, &what));
}

static inline void settle(struct bench *b)
{
    assert_ok(store_import_settle(b->store, false, NULL, 0, &b->counts));
}

static inline struct tocsin_err *commit_from(struct bench *b, bool delta, const char *sha256)
{
    struct store_source source = {.sha256 = span_of(sha256),
                                  .path = SPAN("lists/invented.json"),
                                  .version = SPAN("2026-01-31"),
                                  .size = 42};

    TRY(store_import_settle(b->store, delta, &source, 1, &b->counts));
    return store_import_commit(b->store);
}

/* A full import; the list of records ends with NULL. */
static inline void load(struct bench *b, const char *dataset, ...)
{
    uint64_t line = 0, hash = 0;
    const char *text;
    char sha256[32];
    va_list ap;

    begin(b, dataset, false);
    va_start(ap, dataset);
    while ((text = va_arg(ap, const char *))) {
        hash = hash * 31 + span_hash(span_of(text));
        assert_ok(store_put(b->store, person_of(b->arena, text, ++line)));
    }
    va_end(ap);
    snprintf(sha256, sizeof(sha256), "%016llx", (unsigned long long)hash);
    assert_ok(commit_from(b, false, sha256));
}

static inline void assert_counts(const struct bench *b, uint64_t added, uint64_t changed,
                                 uint64_t removed, uint64_t unchanged)
{
    assert_int_equal(b->counts.added, added);
    assert_int_equal(b->counts.changed, changed);
    assert_int_equal(b->counts.removed, removed);
    assert_int_equal(b->counts.unchanged, unchanged);
}

/* The name of an entity now, or NULL when it is not present. */
static inline const char *name_now(struct bench *b, const char *id, const char *dataset)
{
    struct record *r = NULL;
    struct tocsin_err *err = store_get(b->store, b->arena, span_of(id), span_of(dataset), &r, NULL);

    if (!err)
        return arena_str(b->arena, record_first(r, PROP_name));
    assert_code(err, TOCSIN_ERR_NOT_FOUND);
    return NULL;
}

static inline struct store_dataset dataset_now(struct bench *b, const char *name)
{
    struct store_dataset *list = NULL;
    size_t n = 0, at = 0;

    assert_ok(store_datasets(b->store, b->arena, &list, &n));
    while (at < n && !span_eq(list[at].name, span_of(name)))
        at++;
    assert_true(at < n);
    return list[at];
}

static inline void print_finding(void *ctx, const char *text)
{
    (void)ctx;
    print_error("finding: %s\n", text);
}

static inline void assert_sound(struct bench *b)
{
    uint64_t findings = 0;

    assert_ok(store_check(b->store, print_finding, NULL, &findings));
    assert_int_equal(findings, 0);
}

#endif
