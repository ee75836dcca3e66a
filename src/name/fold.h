/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside of the name room: folding a text and cutting it into raw words.
 */
#ifndef TOCSIN_FOLD_H
#define TOCSIN_FOLD_H

#include "base/base.h"
#include "name/script.h"

/* A raw word: letters and digits of one script, folded (NFKC, case-folded, signs that only colour
 * a letter off). */
struct raw {
    struct span form;
    enum script script;
    bool comma_before;   /* a comma stood between this word and the one before */
    bool slash_before;   /* likewise a slash or semicolon: another name begins */
    bool dotted;         /* single letters, each with a period: "J.-C.", "o.o.o." */
    bool capitals;       /* written in capitals throughout (two letters or more) */
};

/* The characters of a well-formed word. */
static inline size_t code_points(struct span s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return n;
}

/* Cuts 'text' into at most 'max' words; the words live in 'a'. Never fails: bytes that are not
 * UTF-8 separate words. */
size_t fold_words(struct arena *a, struct span text, struct raw *out, size_t max);

/* The text with each word in one script, where letters of another only look like its own. */
struct span one_script_each(struct arena *a, struct span text);

/* The words of an organisation's name in a script that writes no blanks (unspaced.c), at most 'max';
 * they point into 'word'. */
size_t cut_unspaced(struct span word, struct span *out, size_t max);

/* The same letters, digits and marks, in whatever order? Cases, blanks and punctuation do not count,
 * accents do. */
bool fold_same_letters(struct span a, struct span b);

#endif
