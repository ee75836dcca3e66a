/* SPDX-License-Identifier: Apache-2.0
 *
 * The inside of the full-text files: what making (words_make.c) and reading (words.c) share, and
 * what both teach FTS5 (words_fts.c).
 */
#ifndef TOCSIN_STORE_WORDS_PRIVATE_H
#define TOCSIN_STORE_WORDS_PRIVATE_H

#include <sqlite3.h>

#include "store/words.h"

#define WORDS_APPLICATION 0x746f6377 /* "tocw", PRAGMA application_id */
enum { WORDS_FORM = 1 };             /* PRAGMA user_version: the tables below, and how texts are cut */

#define WORDS_TABLES                                                                               \
    "CREATE VIRTUAL TABLE words USING fts5(names, other, content='', columnsize=0,"                \
    " tokenize='tocsin');"                                                                         \
    "CREATE VIRTUAL TABLE facts USING fts5(fact, content='', columnsize=0, detail=none,"           \
    " tokenize='tocsin');"                                                                         \
    "CREATE VIRTUAL TABLE word_at USING fts5vocab(words, instance);"                               \
    "CREATE VIRTUAL TABLE word_list USING fts5vocab(words, row);"                                  \
    "CREATE VIRTUAL TABLE fact_at USING fts5vocab(facts, instance);"                               \
    "CREATE TABLE part (name TEXT PRIMARY KEY, hash INTEGER NOT NULL, bytes BLOB NOT NULL)"

/* The last error of 'db', at 'path'. */
struct tocsin_err *words_err(sqlite3 *db, const char *path) TOCSIN_MUST_USE;
/* Cuts texts as words.h says, and counts hits: the tokenizer "tocsin", the function hits(words). */
struct tocsin_err *words_teach(sqlite3 *db, const char *path) TOCSIN_MUST_USE;
/* A hash over every page of words and facts. */
struct tocsin_err *words_proof(sqlite3 *db, const char *path, uint64_t *out) TOCSIN_MUST_USE;

#endif
