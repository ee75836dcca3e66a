/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside of the search room: what is in memory of each open file, and how the files hang together.
 *
 * A board is one file: arrays over its entities, as make.c wrote them, in parts of the file.
 *
 *   part      what                                          form
 *   --------  --------------------------------------------  ---------------------------------
 *   stamp     form of the parts, dataset, stamp             text
 *   ids       id of each entity, in order                   texts, a line feed after each
 *   counts    words and values of each                      two uint32_t each
 *   code_at   where the codes of each begin; one more       uint32_t each
 *   codes     its schema first, then datasets, ...          uint32_t each: place in 'names'
 *   names     "schema=Person", "countries=ru", ...          texts, a line feed after each
 *   words     all words, in order of bytes                  texts, a line feed after each
 *
 * Numbers are in the order of the machine's bytes: the file is made where it is used, and its stamp
 * says how it was made.
 *
 * An entity may have versions in several boards. The join gives each entity one number over all, and
 * each name one code.
 */
#ifndef TOCSIN_SEARCH_BOARD_H
#define TOCSIN_SEARCH_BOARD_H

#include <pthread.h>

#include "search/search.h"
#include "store/words.h"

#define BOARD_FORM "tocsin search 2"

/* Texts with a line feed after each. */
struct texts {
    struct buf bytes;
    uint32_t *at; /* n + 1 */
    uint32_t n;
};
static inline struct span texts_at(const struct texts *t, size_t i)
{
    return (struct span){t->bytes.p + t->at[i], t->at[i + 1] - t->at[i] - 1};
}

struct counts {
    uint32_t words, values;
};

struct connection {
    struct words *words;
    struct connection *next;
};

struct board {
    char *path;
    struct span dataset, stamp; /* in 'head' */
    struct buf head, counts_bytes, code_at_bytes, codes_bytes;
    struct texts ids, names, words;
    const struct counts *counts;
    const uint32_t *code_at, *codes;
    uint32_t n;
    double words_sum;
    uint16_t *schema;  /* enum schema of each entity */
    uint32_t *entity;  /* its number over all boards */
    uint32_t *global;  /* code over all boards, of each name */
    pthread_mutex_t mutex;
    struct connection *idle;
};

struct place {
    uint32_t board, at;
};

struct search {
    struct board *boards;
    size_t n;
    uint32_t entities;
    uint32_t *place_at;   /* entities + 1 */
    struct place *places; /* versions of each entity, in order of boards */
    struct map *codes;    /* name -> code over all boards */
    struct span *names;   /* of each such code */
    uint32_t names_n;
};

struct tocsin_err *board_open(const struct search_source *source, struct board *out)
    TOCSIN_MUST_USE;
void board_close(struct board *b);

struct tocsin_err *board_take(struct board *b, struct connection **out) TOCSIN_MUST_USE;
void board_give(struct board *b, struct connection *c); /* NULL is fine */

/* Gives entities and names their numbers over all boards. */
void search_join(struct search *s);

#endif
