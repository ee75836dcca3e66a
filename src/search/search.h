/* SPDX-License-Identifier: Apache-2.0
 *
 * search: full-text search over entities. What is written is found; nobody is judged.
 *
 *   record --search_add--> file of words, facts and arrays        (make.c, token.c; store/words.h)
 *   text --query.h--> tree --eval.c--> set of entities --rank.c, facet.c--> answer
 *
 * A file holds one edition of a dataset. Beside the words and facts that SQLite keeps there are
 * arrays which stay in memory while it is open (board.h): for each entity its id, length, and the
 * few values by which sets are narrowed and counted (schema, datasets, countries, topics, genders).
 * So a query costs what its words cost; filters on those values and facets are walks along arrays,
 * also when everything is asked for.
 *
 * Relevance. A word counts by BM25 over all files asked, three times as much in a name as
 * elsewhere. To the sum comes sqrt(values / 2): of entities found alike, the one of which more is
 * known stands first. An entity one of whose names is all that was asked for stands before
 * every other.
 *
 * An entity in several datasets counts once: it is found when one of its versions is, and is
 * described by all of them that were asked.
 *
 * Threads. An open search never changes; many may use it at once. Each takes connections to its
 * files from a pool.
 */
#ifndef TOCSIN_SEARCH_H
#define TOCSIN_SEARCH_H

#include "base/base.h"
#include "record/record.h"
#include "tocsin/tocsin.h"

/* ---- making a file ----------------------------------------------------------------------------- */

struct search_maker;
struct tocsin_err *search_make(const char *path, struct span dataset, struct span stamp,
                               struct search_maker **out) TOCSIN_MUST_USE;
struct tocsin_err *search_add(struct search_maker *m, const struct record *r) TOCSIN_MUST_USE;
/* Durable when it returns. Frees 'm' in any case. */
struct tocsin_err *search_finish(struct search_maker *m) TOCSIN_MUST_USE;
void search_abandon(struct search_maker *m); /* NULL is fine */

/* ---- searching --------------------------------------------------------------------------------- */

struct search_source {
    const char *path;
    struct span dataset, stamp; /* stamp: what search_make was given, else TOCSIN_ERR_CORRUPT */
};

struct search;
/* An error names the file; '*which' is its place in 'sources'. */
struct tocsin_err *search_open(const struct search_source *sources, size_t n, struct search **out,
                               size_t *which) TOCSIN_MUST_USE;
void search_close(struct search *s); /* NULL is fine */
size_t search_files(const struct search *s);
struct span search_stamp(const struct search *s, size_t file);
struct span search_dataset(const struct search *s, size_t file);
/* Is this the id of the entity that was added as number 'at'? For proving a file. */
bool search_holds(const struct search *s, size_t file, uint64_t at, struct span id);
uint64_t search_count(const struct search *s, size_t file);
/* Reads all of a file. '*found' is what is wrong with it, or NULL. */
struct tocsin_err *search_check(struct search *s, size_t file, const char **found) TOCSIN_MUST_USE;

struct search_hit {
    struct span id, dataset;  /* the dataset of its first version */
    struct span *datasets;    /* of all versions, as published */
    size_t datasets_n;
    float score;
};
struct search_value {
    struct span name, label;
    uint64_t count;
};
struct search_facet {
    struct span name, label;
    struct search_value *values; /* most frequent first, then by name */
    size_t n;
};
struct search_answer {
    uint64_t total;
    struct search_hit *hits;
    size_t n;
    struct search_facet *facets;
    size_t facets_n;
};

/* Everything in the answer lives in 'a'. TOCSIN_ERR_USAGE and TOCSIN_ERR_LIMIT speak of the options,
 * TOCSIN_ERR_CORRUPT of a file. */
struct tocsin_err *search_run(struct search *s, struct arena *a,
                              const struct tocsin_search_options *o,
                              struct search_answer *out) TOCSIN_MUST_USE;
/* The same for the beginning of a name. */
struct tocsin_err *search_suggest(struct search *s, struct arena *a, const char *const *datasets,
                                  struct span prefix, size_t limit,
                                  struct search_answer *out) TOCSIN_MUST_USE;

#endif
