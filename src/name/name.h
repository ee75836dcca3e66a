/* SPDX-License-Identifier: Apache-2.0
 *
 * name: a name as words, and what it costs to read one name as another.
 *
 *   text --name_parse--> words (folded, romanised, keyed, classed)
 *   two names --name_align--> pairs of words, each with a cost; what is left over on either side
 *
 * Cost, not similarity. The unit is one ordinary slip of the pen: a letter wrong, missing, too
 * many, or two swapped costs 1. What spellings of one name differ by (a doubled letter, k for q,
 * ou for u) costs a fraction; a word that has nothing to do with the other costs COST_OTHER. One
 * scale for all kinds of difference means that the sum over a name says directly how many slips
 * would turn one into the other, and every part of it can be shown to a person.
 *
 *   pair of words                                      cost
 *   ------------------------------------------------   -------------------------------
 *   the same; the same but for accents                 0
 *   spellings of one name (Mohammed, Muhamad)          0.1
 *   slips and spelling habits                          weighted edit distance
 *   the same word in another script                    by script.h's reading tables
 *   short form (William, Bill), cognate (John, Juan)   COST_NICKNAME, COST_COGNATE
 *   an initial for a word                              COST_INITIAL
 *   one word for several (Minho, Min Ho)               as the joined words + COST_JOIN each
 *   a slip that lands on another known name            + COST_KNOWN
 *   a number for another number                        COST_NUMBER; where the number is what tells
 *                                                      the name, COST_NUMBER_TELLS more
 *   a place for another place                          COST_OTHER: no slip, however near
 *   anything else: the two contradict each other       COST_OTHER times how telling they are
 *
 *   left over on one side only (a longer form)         by class, see leftover_cost in align.c
 *
 * Pure text: no input or output, no state but what script.h keeps per thread.
 */
#ifndef TOCSIN_NAME_H
#define TOCSIN_NAME_H

#include "base/base.h"
#include "name/lexicon.h"
#include "name/script.h"

/* How the words are to be read; follows from the schema of the entity. */
enum name_kind {
    NAME_PERSON,
    NAME_ORG,
    NAME_ENTITY, /* LegalEntity: may be either */
    NAME_OBJECT, /* vessel, aircraft, security */
    NAME_KINDS
};

/* Which property the name stood in: how much it is worth. */
enum name_quality { NAME_PRIMARY, NAME_ALIAS, NAME_FORMER, NAME_WEAK };

/* Beyond the bits of enum word_class, in token.classes. */
enum {
    TOKEN_INITIAL = 1 << 13, /* a single letter, or letters each with a period */
    TOKEN_FAMILY = 1 << 14,  /* said to be the family name: before a comma, or in capitals */
    TOKEN_GIVEN = 1 << 15    /* said to be a given name: behind that comma */
};

/* The classes that make a word minor: it may meet its like but never contradicts. A word has them by
 * the lexicon and loses them by its place in a name: "Hafez" is a title in front of a longer name
 * and a given name in "Hafez Tarkani". */
#define TOKEN_MINOR (WORD_TITLE | WORD_PARTICLE | WORD_DESCENT | WORD_STOP | WORD_KUNYA)

struct token {
    struct span form;  /* folded, in its own script; Latin words without accents */
    struct span latin; /* romanised: a-z0-9; the same bytes as form for a Latin word */
    struct span skel;  /* consonant key of latin */
    const struct word *word; /* what the lexicon knows of it, or NULL */
    float weight;      /* how telling: 0.4 (very common) .. 1.3 (seen nowhere else); see name_weigh */
    uint32_t letters;  /* bit per letter a-z that occurs in latin; bit 26: a digit */
    uint32_t df;       /* in how many loaded names it occurs; 0: in none, or not known */
    int32_t number;    /* its value when it is a number, else -1 */
    uint16_t classes;  /* bits that hold in this name */
    uint8_t script;    /* enum script */
};

/* How many letters two words do not share; __builtin_popcount is a call on most machines. */
static inline unsigned letters_apart(const uint32_t a, const uint32_t b)
{
    uint32_t n = a ^ b;
    n -= n >> 1 & 0x55555555;
    n = (n & 0x33333333) + (n >> 2 & 0x33333333);
    return ((n + (n >> 4)) & 0x0F0F0F0F) * 0x01010101 >> 24;
}

/* Written by syllables: a character more or less is another name. */
static inline bool token_syllabic(const struct token *t)
{
    return t->script == SCRIPT_HAN || t->script == SCRIPT_HANGUL;
}

struct name {
    struct token *tokens;
    uint16_t n;
    uint8_t kind;      /* enum name_kind */
    uint8_t quality;   /* enum name_quality */
    struct span text;  /* as written; empty where only its words are known */
};

/* Splits 'text' into words. A text may hold alternatives ("Al-Qa'ida/Islamic Army"): each makes a
 * name; returns how many were written to 'out' (at most 'max', 0 when nothing is left). Everything
 * lives in 'a'; 'text' is not copied. Limits: LIMIT_NAME_BYTES, LIMIT_NAME_TOKENS. */
size_t name_parse(struct arena *a, enum name_kind kind, enum name_quality quality,
                  struct span text, struct name *out, size_t max);

/* A token from its parts, as the index keeps them: fills classes and number from form and word. */
void token_classes(struct token *t, enum name_kind kind);

uint32_t token_letters(struct span latin); /* the bits of token.letters */

/* The bits of a word's classes that mean something in a name of this kind. */
uint16_t name_classes(enum name_kind kind);

/* How telling a word is, from the share of names that hold it: 'df' of 'total' loaded names, and
 * what the lexicon says. Both 0 where no list is at hand. */
float name_weigh(const struct token *t, uint64_t df, uint64_t total);

/* ---- one pair of words --------------------------------------------------------------------- */

#define COST_OTHER 4.0f    /* nothing in common */
#define COST_NICKNAME 1.0f
#define COST_COGNATE 1.5f
#define COST_INITIAL 1.2f
#define COST_JOIN 0.2f
#define COST_KNOWN 0.4f
#define COST_NUMBER 2.0f
#define COST_NUMBER_TELLS 0.8f

enum pair_kind {
    PAIR_SAME, PAIR_SPELLING, PAIR_EDIT, PAIR_READING /* across scripts */, PAIR_NICKNAME,
    PAIR_COGNATE, PAIR_INITIAL, PAIR_JOINED, PAIR_SYNONYM /* org words, legal forms */,
    PAIR_ACRONYM, PAIR_SCRAMBLED, PAIR_NUMBER, PAIR_OTHER
};
const char *pair_kind_name(enum pair_kind k); /* "same", "spelling", ... */

struct pair_cost {
    float cost; /* 0 .. COST_OTHER */
    uint8_t kind;
};

/* A cost of 'max' or more need not be exact. */
struct pair_cost token_cost(const struct token *a, const struct token *b, enum name_kind kind,
                            float max);

/* Weighted edit distance of two romanised words: one slip costs 1, habits of spelling less. Stops
 * early and returns 'max' when it would be more. */
float edit_cost(struct span a, struct span b, float max);

/* Plain Levenshtein distance of two romanised words, of which the first has at most 64 letters. */
unsigned edit_plain(struct span a, struct span b);

/* ---- two names ----------------------------------------------------------------------------- */

#define ALIGN_PAIRS (2 * LIMIT_NAME_TOKENS)

/* Tokens [a, a+an) of the first name and [b, b+bn) of the second; an or bn 0: left over. */
struct pair {
    uint8_t a, an, b, bn;
    uint8_t kind;
    float cost;   /* as it counts in the sum */
    float weight; /* of the heavier side */
};

struct alignment {
    struct pair pairs[ALIGN_PAIRS];
    uint16_t n;
    float cost;    /* of the whole, in slips */
    float matched; /* weight of the words that met */
    float spare;   /* weight of words left over on one side only */
    float score;   /* 0 .. 1; 1 only for names of the same letters, cases apart */
};

/* A memory of pair costs for one query, so that a word that many candidates share is compared
 * once. Keyed by the addresses of the tokens' forms. NULL: compare anew. */
struct cost_memo;
struct cost_memo *cost_memo_new(void);
void cost_memo_clear(struct cost_memo *m);
void cost_memo_free(struct cost_memo *m);

/* Reads 'b' as 'a'. Symmetric: swapping the names swaps the pairs and keeps the score. */
void name_align(const struct name *a, const struct name *b, struct cost_memo *memo,
                struct alignment *out);

/* Brings the pairs into the order of the first name's words, for showing. */
void align_sort(struct alignment *al);

#endif
