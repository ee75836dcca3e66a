/* SPDX-License-Identifier: Apache-2.0
 *
 * words: the files of full-text search, one for each edition of a dataset.
 *
 * Such a file is made once, in one go, and never changed: it appears under its name when it is
 * whole. It can be lost without loss, because it is made of what the store holds. In it are
 *
 *   words    for each entity the words of its names and of its other values, with their places
 *   facts    for each entity its values whole, each with the name of its property before it
 *   parts    bytes that the maker keeps beside them under a name, each with a hash
 *
 * SQLite's FTS5 holds words and facts: compressed lists of entities in order of words. What a word
 * is, FTS5 is not asked: texts come cut. A text is its words with WORDS_NEXT between them, or
 * WORDS_OR where the second is another form of the first (its romanisation) and stands in the same
 * place. Entities are numbered from 0 in the order in which they were added.
 *
 *     maker:   words_make -> words_add* -> words_list -> words_part* -> words_finish
 *     reader:  words_open -> words_take, words_terms, words_phrase, words_facts
 *
 * Threads. A maker or a reader belongs to one thread at a time; many may have the same file open.
 */
#ifndef TOCSIN_STORE_WORDS_H
#define TOCSIN_STORE_WORDS_H

#include "base/base.h"

#define WORDS_NEXT '\x1f'
#define WORDS_OR '\x1e'

/* ---- making -------------------------------------------------------------------------------- */

struct words_maker;
struct words_text {
    struct span names, other, facts;
};

struct tocsin_err *words_make(const char *path, struct words_maker **out) TOCSIN_MUST_USE;
struct tocsin_err *words_add(struct words_maker *m, const struct words_text *text) TOCSIN_MUST_USE;
/* Every word once, in order of bytes. Nothing can be added after it. */
struct tocsin_err *words_list(struct words_maker *m, void (*each)(void *ctx, struct span word),
                              void *ctx) TOCSIN_MUST_USE;
struct tocsin_err *words_part(struct words_maker *m, const char *name,
                              struct span bytes) TOCSIN_MUST_USE;
/* Durable under its path when it returns. Frees 'm' in any case. */
struct tocsin_err *words_finish(struct words_maker *m) TOCSIN_MUST_USE;
void words_abandon(struct words_maker *m); /* NULL is fine */

/* ---- reading ------------------------------------------------------------------------------- */

struct words;

/* TOCSIN_ERR_NOT_FOUND when there is no such file, TOCSIN_ERR_CORRUPT when it is not one of ours.
 * A function below gives TOCSIN_ERR_CORRUPT where it meets damage. */
struct tocsin_err *words_open(const char *path, struct words **out) TOCSIN_MUST_USE;
void words_close(struct words *w); /* NULL is fine */

/* The bytes kept under a name, proven by their hash. */
struct tocsin_err *words_take(struct words *w, const char *name, struct buf *out) TOCSIN_MUST_USE;

/* How often an entity has what was asked for, in its names and elsewhere. An entity may be told
 * several times; the numbers add up. */
typedef void (*words_hit)(void *ctx, uint32_t entity, unsigned names, unsigned other);

/* A word ('to' empty), or all from 'from' to before 'to'. */
struct tocsin_err *words_terms(struct words *w, struct span from, struct span to, words_hit hit,
                               void *ctx) TOCSIN_MUST_USE;

struct words_phrase {
    struct span text;   /* words as above */
    bool prefix;        /* the last one may go on */
    unsigned near;      /* 0: one after the other; else in any order with so many others between */
    bool names;         /* only in names */
};
struct tocsin_err *words_phrase(struct words *w, const struct words_phrase *p, words_hit hit,
                                void *ctx) TOCSIN_MUST_USE;

/* Each fact ('to' empty: that one; else from 'from' to before 'to') and each entity with it, in
 * order of facts. */
struct tocsin_err *words_facts(struct words *w, struct span from, struct span to,
                               void (*each)(void *ctx, struct span fact, uint32_t entity),
                               void *ctx) TOCSIN_MUST_USE;

/* Reads all of it and compares it with the hash that its maker left. '*found' is what is wrong, a
 * static text, or NULL. */
struct tocsin_err *words_check(struct words *w, const char **found) TOCSIN_MUST_USE;

#endif
