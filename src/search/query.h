/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside of the search room: what a person types, as a tree.
 *
 *   text --query_parse--> tree of struct query; nothing is looked up, nothing folded
 *
 * The language is the part of Lucene's that people use:
 *
 *   query     clause+                   all of them; AND, OR, NOT, &&, ||, ! in between
 *   clause    word  pre*  w?ld  word~  word~1  "a phrase"  "a phrase"~3  *
 *             ( query )   -clause   +clause   clause^2
 *             field:word  field:"whole value"  field:( query )  field:*
 *             field:[a TO b]  field:{a TO b}  field:>=a  field:<a
 *   escape    \ before any sign
 *
 * AND binds closer than OR; words side by side are joined by AND. A "+" says what holds anyway. A
 * slash opens a regular expression there, which this language does not have: it is refused, and so
 * is all that does not fit, with the place where it stands.
 *
 * The simple language knows no bad query: "phrases", -not, a|b, ( ), pre*, word~1; every other sign
 * separates words.
 *
 * Pure: the same text gives the same tree. Depth and number of clauses have limits (limit.h).
 */
#ifndef TOCSIN_SEARCH_QUERY_H
#define TOCSIN_SEARCH_QUERY_H

#include "base/base.h"

enum query_kind {
    QUERY_ALL,    /* every entity; with a field, every one that has it */
    QUERY_TEXT,   /* a word, or what becomes several when it is folded */
    QUERY_PHRASE,
    QUERY_WILD,   /* WILD_MANY and WILD_ONE stand in its text */
    QUERY_RANGE,
    QUERY_AND, QUERY_OR,
    QUERY_NOT     /* of one */
};

#define WILD_MANY '\x01' /* any number of letters */
#define WILD_ONE '\x02'  /* one letter */

struct query {
    enum query_kind kind;
    struct span field;     /* empty: names and everything else */
    struct span text;      /* without escapes */
    struct span from, to;  /* of a range; empty: open */
    bool from_in, to_in;
    int slips;             /* of a word; -1: as many as its length allows */
    unsigned slop;         /* of a phrase */
    float boost;
    size_t column;         /* where it began, in characters from 1 */
    struct query **parts;
    size_t n;
};

/* The tree lives in 'a'. A blank text is QUERY_ALL. */
struct tocsin_err *query_parse(struct arena *a, struct span text, bool simple,
                               struct query **out) TOCSIN_MUST_USE;

/* ---- between query.c and query_simple.c ------------------------------------------------------ */

struct query_reader {
    struct arena *arena;
    struct span all, rest;
    size_t depth, clauses;
    struct span field; /* of the parentheses around */
};

struct query_list {
    struct query **at;
    size_t n, cap;
};

/* "... (character 8 of the query)" */
struct tocsin_err *query_bad(const struct query_reader *r, size_t column, enum tocsin_code code,
                             const char *what) TOCSIN_MUST_USE;
size_t query_column(const struct query_reader *r);
void query_blanks(struct query_reader *r);
struct tocsin_err *query_new(struct query_reader *r, enum query_kind kind, size_t column,
                             struct query **out) TOCSIN_MUST_USE;
/* The list as one node; empties it. An empty list is QUERY_ALL. */
struct query *query_join(struct query_reader *r, enum query_kind kind, struct query_list *list);
/* A number behind "~" or "^", if any; taken off. */
bool query_number(struct query_reader *r, double *out);

struct tocsin_err *query_parse_simple(struct query_reader *r, struct query **out) TOCSIN_MUST_USE;

#endif
