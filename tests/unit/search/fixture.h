/* SPDX-License-Identifier: Apache-2.0
 *
 * What the tests of searching share: files made of records that are written as one line each,
 * "<schema> <id> <property>=<value> ...", where "_" in a value stands for a blank.
 */
#ifndef TESTS_SEARCH_FIXTURE_H
#define TESTS_SEARCH_FIXTURE_H

#include "../base/check.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

#include "search/search.h"

struct library {
    char folder[64];
    struct arena *arena;
    struct search_source sources[4];
    size_t n;
    struct search *search;
    struct search_answer answer; /* of the last search */
};

static inline int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)st, (void)kind, (void)where;
    return remove(path);
}

static inline void library_new(struct library *l)
{
    *l = (struct library){.arena = arena_new()};
    snprintf(l->folder, sizeof(l->folder), "/tmp/tocsin-search-XXXXXX");
    assert_non_null(mkdtemp(l->folder));
}

static inline void library_free(struct library *l)
{
    search_close(l->search);
    arena_free(l->arena);
    nftw(l->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static inline void record_set(struct record *r, struct span name, struct span value)
{
    if (span_eq(name, SPAN("referent")))
        record_add_referent(r, value);
    else if (span_eq(name, SPAN("dataset")))
        record_add_dataset(r, value);
    else if (span_eq(name, SPAN("last_change")))
        r->last_change = value;
    else
        assert_int_equal(record_add(r, prop_find(name), value), ADD_OK);
}

static inline struct record *record_of(struct arena *a, const char *text)
{
    struct span rest = span_of(text), part, schema;
    struct record *r;

    assert_true(span_split(&rest, ' ', &schema));
    assert_true(span_split(&rest, ' ', &part));
    r = record_new(a, schema_find(schema), arena_span(a, part));
    assert_int_not_equal(r->schema, SCHEMA_NONE);
    while (span_split(&rest, ' ', &part)) {
        size_t at = span_find(part, '=');
        char *value = arena_str(a, span_from(part, at + 1));

        for (char *p = value; *p; p++)
            *p = *p == '_' ? ' ' : *p;
        record_set(r, span_slice(part, 0, at), span_of(value));
    }
    assert_ok(record_finish(r));
    return r;
}

static inline void library_begin(struct library *l, const char *dataset, struct search_maker **m)
{
    struct search_source *s = &l->sources[l->n++];

    s->path = arena_printf(l->arena, "%s/%s.1.fts", l->folder, dataset).p;
    s->dataset = arena_span(l->arena, span_of(dataset));
    s->stamp = SPAN("1:1");
    assert_ok(search_make(s->path, s->dataset, s->stamp, m));
}

static inline void library_add(struct library *l, const char *dataset, const char *const *lines)
{
    struct search_maker *m;

    library_begin(l, dataset, &m);
    for (; *lines; lines++)
        assert_ok(search_add(m, record_of(l->arena, *lines)));
    assert_ok(search_finish(m));
}

static inline void library_open(struct library *l)
{
    size_t which;

    assert_ok(search_open(l->sources, l->n, &l->search, &which));
}

/* The ids of what was found, in order, parted by blanks. */
static inline const char *found(struct library *l, const struct tocsin_search_options *o)
{
    const char *text;
    struct buf b = {0};

    assert_ok(search_run(l->search, l->arena, o, &l->answer));
    for (size_t i = 0; i < l->answer.n; i++)
        buf_printf(&b, "%s%.*s", i ? " " : "", SPAN_ARG(l->answer.hits[i].id));
    text = arena_str(l->arena, buf_view(&b));
    buf_free(&b);
    return text;
}

#endif
