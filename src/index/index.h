/* SPDX-License-Identifier: Apache-2.0
 *
 * index: from a query to the names that deserve a look. It answers generously and never judges.
 *
 *   subjects --index_builder--> segment file (temp, fsync, rename)
 *                                    |
 *                               index_open (mapped read-only, validated once)
 *                                    |
 *   query --expand words--> known words, each with its cost --postings--> names --estimate--> best
 *
 * A segment holds one dataset: its distinct words, which names hold each word, what belongs to
 * each entity, and keys by which words are found that differ from the one asked. An index is a set
 * of open segments; how common a word is counts over all of them.
 *
 * Which words a query word reaches
 *
 *   the same word                                      by hash
 *   spellings of one name, as the lexicon groups them  by group
 *   up to 1 edit (3 to 5 letters), 2 edits (6 and more; insertions, deletions, substitutions),
 *   of the romanised words                             by deletion neighbourhood of 8 letters
 *   the same or nearly the same consonants             by skeleton
 *   a likely reading in another script                 by sound
 *   two words of the query run together, one word of the query cut in two
 *
 * in the order of what they promise, until so many words have been compared (COMPARED in search.h): a
 * word with hundreds of neighbours keeps those by the likeliest keys, and is not sure to reach every
 * word two edits away. On OFAC and UN that is one Latin word of thirty and one foreign word of five;
 * on 100,000 names one Latin word of three and every other foreign one. Three times the budget finds
 * no more of the persons that are asked of the lists, nor of those asked of 5,000,000 names: what is
 * found by the last keys is far away or by chance, and takes the place of names that are near. A
 * segment with a large vocabulary (VOCABULARY) has half the budget, and as many persons are found in it.
 *
 * Then the words vote: the rarest bring all their names, and words that are too common to make a name
 * a candidate by themselves only confirm. Where every word is common, names are found by pairs of
 * words. The result is bounded (INDEX_CANDIDATES) and ordered by an estimate of the score.
 *
 * The file is private to one version of the program (its header says which); it is made again from
 * the store when it does not fit, and never migrated. Layout: layout.h.
 *
 * Threads. An open index is immutable: any number of threads may search it, each with a scratch of
 * its own.
 */
#ifndef TOCSIN_INDEX_H
#define TOCSIN_INDEX_H

#include "base/base.h"
#include "subject/subject.h"

/* ---- build ----------------------------------------------------------------------------------- */

struct index_builder;
struct index_builder *index_builder_new(void);
void index_builder_free(struct index_builder *b); /* NULL is fine */

/* 's' and the spans are copied. Only entities of a matchable schema belong here. */
struct tocsin_err *index_builder_add(struct index_builder *b, const struct subject *s,
                                     struct span id, const struct span *topics, size_t topics_n)
    TOCSIN_MUST_USE;
/* Does already what writing can do before the stamp is known; nothing is added any more. */
void index_builder_settle(struct index_builder *b);
/* 'stamp' is kept in the header: what the segment was made from ("dataset generation"). */
struct tocsin_err *index_builder_write(struct index_builder *b, const char *path, struct span stamp)
    TOCSIN_MUST_USE;

/* ---- open ------------------------------------------------------------------------------------ */

struct index;

struct index_source {
    const char *path;
    const char *dataset;
};
/* Segments in the order given. TOCSIN_ERR_CORRUPT names the file; TOCSIN_ERR_UNSUPPORTED means that
 * another version made it: build it again. */
struct tocsin_err *index_open(const struct index_source *sources, size_t n, struct index **out)
    TOCSIN_MUST_USE;
void index_close(struct index *x); /* NULL is fine */
/* Moves a segment, mapped and proven as it is, behind those of 'to'. In its place 'from' keeps one
 * without anything in it, and is good for closing only. */
void index_move(struct index *from, size_t segment, struct index *to);

size_t index_segments(const struct index *x);
const char *index_dataset(const struct index *x, size_t segment);
struct span index_stamp(const struct index *x, size_t segment);

struct index_counts {
    uint64_t entities, names, words, postings, bytes;
    uint64_t keys, pairs; /* entries of the deletion and skeleton keys; of the word pairs */
};
struct index_counts index_count(const struct index *x, size_t segment);

/* Reads every byte again against the hash in the header, and every inner reference. */
struct tocsin_err *index_verify(const struct index *x, size_t segment) TOCSIN_MUST_USE;

/* Sets how telling each word of 's' is, from all loaded names. */
void index_weigh(const struct index *x, struct subject *s);

/* ---- search ---------------------------------------------------------------------------------- */

enum { INDEX_CANDIDATES = 48, INDEX_CANDIDATE_NAMES = 4 };

struct candidate {
    uint32_t segment, entity;
    float estimate;              /* 0 .. 1, for ordering only */
    bool by_identifier;          /* an identifier met, whatever the names say */
    uint8_t names_n;
    uint32_t names[INDEX_CANDIDATE_NAMES]; /* the entity's names that did best, best first */
};

struct index_filter {
    const bool *segments;        /* one per segment: searched or not; NULL: all */
    const struct span *topics;   /* any of; NULL: all */
    size_t topics_n;
    float least;                 /* names with an estimate below this are of no use */
};

/* What one thread needs between searches: memory, and words already expanded. */
struct index_scratch;
struct index_scratch *index_scratch_new(void);
void index_scratch_free(struct index_scratch *s);

/* At most 'max' (<= INDEX_CANDIDATES) candidates, best estimate first. The query must have been
 * weighed. Never fails: a query without names or identifiers finds nothing. */
size_t index_search(const struct index *x, const struct subject *query,
                    const struct index_filter *filter, struct index_scratch *scratch,
                    struct candidate *out, size_t max);

/* The subject of a candidate, its texts in the map, its tables in 'a'. 'all': every name of the
 * entity, not only those that were found. Identifiers have hashes only. */
void index_view(const struct index *x, const struct candidate *c, bool all, struct arena *a,
                struct subject *out);
struct span index_id(const struct index *x, const struct candidate *c);

/* One candidate's entity by id, for explain; false when the segment lacks it. Linear. */
bool index_find(const struct index *x, struct span id, struct candidate *out);

/* How each word of the query was expanded, as lines of text for explain. */
void index_explain(const struct index *x, const struct subject *query,
                   struct index_scratch *scratch, struct buf *out);

#endif
