/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside of the index room: what the steps of a search share. search.c has the order of the steps.
 *
 *   words.c    the words of a query, and which words of a segment each reaches
 *   gather.c   the names that hold reached words
 *   search.c   the names in order of an estimate, and the doors
 */
#ifndef TOCSIN_INDEX_SEARCH_H
#define TOCSIN_INDEX_SEARCH_H

#include "index/layout.h"

/* Limits of one search; those of a segment hold for each. */
enum {
    WORDS = 192,          /* distinct words of a query, with joins and pieces */
    QUERY_NAMES = 32,     /* names of a query that take part */
    COMPARED = 100,       /* words of a segment that one word is compared with ... */
    COMPARED_ALONE = 200, /* ... and one that stands alone; half as many of each ... */
    VOCABULARY = 1 << 17, /* ... where there are more words than this */
    REACH = 160,          /* words of a segment that one word may reach */
    PAIR_REACH = 16,      /* ... in looking up pairs */
    BOTH_REACH = 1,       /* ... in going through the names of both words */
    GATHER = 1000,        /* names gathered by single words ... */
    GATHER_PAIRS = 500,   /* ... and by pairs */
    SMALL_SEGMENT = 8192, /* words that are all compared with a foreign one that stands alone */
    REMEMBERED = 32768,   /* words expanded before the memory is cleared */
    FEW = 24              /* sorted by putting each where it belongs */
};

struct reached {
    uint32_t token;
    float cost;
};

struct expansion {
    struct reached *at;
    uint32_t n;
    uint64_t postings; /* names behind all of them */
};

struct word_use {
    const struct token *token; /* joins have one of their own, pieces that of the word */
    uint32_t names;            /* bits: query names that hold it */
    float weight;
    float extra;               /* cost of the join */
    const struct expansion *reach;
    struct asked_keys *keys;   /* by enum key_side; made when first asked */
    uint32_t postings;         /* names that hold the word itself */
    uint32_t whole;            /* of the words reached: have brought all their names */
    bool confirms;             /* too common to find a name by */
};

/* What a word asks with is the same for every segment. */
struct asked_keys {
    uint16_t n[KEY_SIDES];
    bool made[KEY_SIDES];
    uint64_t *at[KEY_SIDES];
};

/* What a reached token stands for. */
struct mark {
    uint32_t token; /* + 1; 0: a free place */
    uint16_t word;
    float cost, gain; /* gain: what a name that holds it gains */
};

struct best_name {
    uint32_t name, entity;
    float estimate;
};

/* The best entities of a segment so far, in any order. */
struct best {
    struct candidate at[INDEX_CANDIDATES];
    uint32_t entity[INDEX_CANDIDATES];                        /* of each */
    float estimates[INDEX_CANDIDATES][INDEX_CANDIDATE_NAMES]; /* of each one's names */
    size_t n, worst;                                          /* worst: when all are there */
};

struct index_scratch {
    struct arena *arena;       /* of this search */
    struct arena *kept;        /* of the remembered expansions */
    struct map *remembered;    /* segment, kind, form -> struct expansion */
    const struct index *of;
    struct mark *marks;        /* by token, open addressing; a power of two, mostly free */
    size_t marks_n, marks_room;
    uint64_t *visited;         /* a bit per token; kept clear */
    size_t visited_n;
    VEC(uint32_t) seen;        /* words that are marked as visited, and ... */
    VEC(struct reached) hits;  /* ... those near enough, of one expansion */
    uint32_t *gathered;
    size_t gathered_n;
    struct best_name *estimated; /* those of them that may be of use */
    size_t estimated_n;
    uint32_t *set;             /* gathered names, open addressing, name + 1 */
    uint64_t *window;          /* a bit for each of some names that follow each other; kept clear */
    struct word_use words[WORDS];
    size_t words_n;
    float name_weight[QUERY_NAMES];
    size_t names_n;
    struct best *best;           /* of the segment at hand */
    bool one_word;             /* the query was written as one word: reach further ... */
    float reach_alone;         /* ... so far, in slips */
};

enum { SET_SLOTS = 8192, WINDOW = 1 << 18 };
static_assert(SET_SLOTS >= 2 * (GATHER + GATHER_PAIRS), "the set stays half empty");

/* Words that say little about who is meant: they confirm, and are not what a name is found by. */
bool small_word(const struct token *t);

/* The words of the query's names, once each, and neighbours run together. */
void query_words(struct index_scratch *s, const struct subject *q);
/* What the first 'asked' words reach in a segment; words cut in pieces are added behind them. Names
 * with an estimate below 'least' are not looked for. */
void expand_words(struct index_scratch *s, const struct segment *seg, size_t segment,
                  enum name_kind kind, size_t asked, float least);
/* Into s->gathered: names that deserve an estimate. */
void gather_names(struct index_scratch *s, const struct segment *seg);

static inline struct span form_of(const struct segment *seg, uint32_t token)
{
    return (struct span){seg->text + seg->tokens[token].text, seg->tokens[token].form_n};
}

#endif
