/* SPDX-License-Identifier: Apache-2.0
 *
 * What the tests of the index share: a folder of its own, segments built in it, and searches whose
 * results are asked for by id.
 */
#ifndef TESTS_INDEX_HOUSE_H
#define TESTS_INDEX_HOUSE_H

#include <ftw.h>
#include <stdio.h>
#include <unistd.h>

#include "../name/words.h"
#include "../subject/people.h"
#include "index/layout.h"

enum { SEGMENTS = 4 };

struct house {
    char folder[64];
    char paths[SEGMENTS][96];
    char datasets[SEGMENTS][8];
    struct index_builder *builders[SEGMENTS];
    size_t segments;
    struct index *index;
    struct index_scratch *scratch;
    struct arena *arena;
    struct candidate found[INDEX_CANDIDATES];
    size_t found_n;
};

static inline void house_open(struct house *h, size_t segments)
{
    *h = (struct house){.segments = segments, .arena = arena_new(), .scratch = index_scratch_new()};
    snprintf(h->folder, sizeof(h->folder), "/tmp/tocsin-index-XXXXXX");
    assert_non_null(mkdtemp(h->folder));
    for (size_t i = 0; i < segments; i++) {
        snprintf(h->paths[i], sizeof(h->paths[i]), "%s/%zu.index", h->folder, i);
        snprintf(h->datasets[i], sizeof(h->datasets[i]), "list%zu", i);
        h->builders[i] = index_builder_new();
    }
}

static inline int house_remove(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)st, (void)kind, (void)where;
    return remove(path);
}

static inline void house_close(struct house *h)
{
    index_close(h->index);
    index_scratch_free(h->scratch);
    for (size_t i = 0; i < h->segments; i++)
        index_builder_free(h->builders[i]);
    arena_free(h->arena);
    nftw(h->folder, house_remove, 8, FTW_DEPTH | FTW_PHYS);
}

static inline void house_put(struct house *h, size_t segment, const struct record *r)
{
    struct subject s = subject_of(h->arena, r);
    struct span topics[8];
    size_t n;
    const struct value *v = record_values(r, PROP_topics, &n);

    assert_true(n <= ARRAY_LEN(topics));
    for (size_t i = 0; i < n; i++)
        topics[i] = v[i].text;
    assert_ok(index_builder_add(h->builders[segment], &s, r->id, topics, n));
}

#define PUT(h, segment, schema, ...)                                                               \
    house_put((h), (segment), entity((h)->arena, (schema), __VA_ARGS__, NULL))
#define PUT_PERSON(h, id, ...) PUT((h), 0, SCHEMA_Person, (id), __VA_ARGS__)

/* Writes the segments and opens them. */
static inline void house_index(struct house *h)
{
    struct index_source sources[SEGMENTS];

    for (size_t i = 0; i < h->segments; i++) {
        assert_ok(index_builder_write(h->builders[i], h->paths[i], SPAN("generation 1")));
        sources[i] = (struct index_source){h->paths[i], h->datasets[i]};
    }
    assert_ok(index_open(sources, h->segments, &h->index));
}

static inline size_t house_search(struct house *h, struct subject *q,
                                  const struct index_filter *filter)
{
    index_weigh(h->index, q);
    h->found_n = index_search(h->index, q, filter, h->scratch, h->found, INDEX_CANDIDATES);
    return h->found_n;
}

#define ASK(h, schema, ...) house_ask((h), SUBJECT((h)->arena, (schema), __VA_ARGS__))
#define ASK_PERSON(h, ...) ASK((h), SCHEMA_Person, __VA_ARGS__)

static inline size_t house_ask(struct house *h, struct subject q)
{
    return house_search(h, &q, NULL);
}

/* Was the entity among those found last? NULL: no. */
static inline const struct candidate *found(const struct house *h, const char *id)
{
    for (size_t i = 0; i < h->found_n; i++)
        if (span_eq(index_id(h->index, &h->found[i]), span_of(id)))
            return &h->found[i];
    return NULL;
}

static inline void assert_found_at(const struct house *h, const char *id, const char *file,
                                   int line)
{
    if (found(h, id))
        return;
    print_error("%s is not among the %zu found\n", id, h->found_n);
    _fail(file, line);
}
#define ASSERT_FOUND(h, id) assert_found_at((h), (id), __FILE__, __LINE__)

#endif
