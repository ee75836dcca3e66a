/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside of the search room: one search under way.
 *
 *   run.c      from options to answer        eval.c     the tree, a set for each board
 *   filter.c   what narrows the sets         leaf.c     one word, phrase, pattern, value
 *   expand.c   words that a pattern or a slip stands for
 *   rank.c     which come first              facet.c    how many of which
 */
#ifndef TOCSIN_SEARCH_ASKING_H
#define TOCSIN_SEARCH_ASKING_H

#include "search/board.h"
#include "search/field.h"
#include "search/query.h"
#include "search/set.h"

enum { WORDS_PATTERN = 255 }; /* bytes of a pattern; a longer one is cut, words are not that long */

struct asking {
    struct search *search;
    struct arena *arena;
    const struct tocsin_search_options *options;
    bool *asked;                /* of each board: is it in the scope? */
    struct connection **connection; /* of each board */
    float **score;              /* of each board: of each entity */
    size_t patterns;            /* leaves so far that look through many words or values */
    double entities, words;     /* over the boards asked, for BM25 */

    struct set *found;          /* of each board */
    uint32_t *hits;             /* entities (of the join), each once */
    float *hit_score;           /* of each of these, by place in 'hits' */
    size_t hits_n;
};

/* The next board that is asked; "for EACH_BOARD(q, k)" goes through all of them. */
static inline size_t asking_next(const struct asking *q, size_t k)
{
    while (++k < q->search->n && !q->asked[k])
        ;
    return k;
}
#define EACH_BOARD(q, k) (size_t k = asking_next(q, (size_t)-1); k < (q)->search->n; k = asking_next(q, k))

/* A set for each board; those that are not asked have none. Free with sets_free. */
struct set *sets_new(const struct asking *q);
void sets_free(const struct asking *q, struct set *sets);

/* ---- eval.c, leaf.c ---------------------------------------------------------------------------- */

/* '*out' NULL: the text has nothing that could be asked for ("..."). */
struct tocsin_err *eval_query(struct asking *q, const struct query *tree,
                              struct set **out) TOCSIN_MUST_USE;
/* Those who have what a leaf asks for; their scores rise unless 'mute'. */
struct tocsin_err *eval_leaf(struct asking *q, const struct query *leaf, bool mute,
                             struct set **out) TOCSIN_MUST_USE;
/* Lifts those one of whose names is all that the tree asks for. */
struct tocsin_err *eval_exact(struct asking *q, const struct query *tree) TOCSIN_MUST_USE;
/* The same of a text. */
struct tocsin_err *eval_exact_name(struct asking *q, struct span text) TOCSIN_MUST_USE;

/* Entities with this value. */
struct tocsin_err *eval_value(struct asking *q, const struct field *field, struct span value,
                              struct set *out) TOCSIN_MUST_USE;
/* Those who have the phrase. */
struct tocsin_err *eval_phrase(struct asking *q, const struct words_phrase *p, float boost,
                               bool mute, struct set *out) TOCSIN_MUST_USE;

/* ---- expand.c ---------------------------------------------------------------------------------- */

struct expanded {
    struct span word;
    float weight; /* 1: just as it was asked */
};
struct expansion {
    struct expanded *at;
    size_t n, cap;
};
/* Does 'text' fit a pattern with WILD_MANY and WILD_ONE? */
bool wild_fits(struct span pattern, struct span text);
/* The words of a board that fit; TOCSIN_ERR_LIMIT past LIMIT_SEARCH_WORDS. */
struct tocsin_err *expand_wild(const struct board *b, struct span pattern,
                               struct expansion *out) TOCSIN_MUST_USE;
/* Those within so many slips, the nearest LIMIT_SEARCH_WORDS. */
void expand_slips(const struct board *b, struct span word, int slips, struct expansion *out);

/* ---- filter.c, rank.c, facet.c ------------------------------------------------------------------ */

/* Which boards are asked, and of these the entities that pass all filters. */
struct tocsin_err *filter_boards(struct asking *q) TOCSIN_MUST_USE;
struct tocsin_err *filter_entities(struct asking *q, struct set *found) TOCSIN_MUST_USE;

/* Joins what was found: fills hits. */
void rank_join(struct asking *q);
/* The hits from offset on, at most limit, in order. */
struct tocsin_err *rank_hits(struct asking *q, struct search_answer *out) TOCSIN_MUST_USE;
struct tocsin_err *facet_hits(struct asking *q, struct search_answer *out) TOCSIN_MUST_USE;

#endif
