/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside of the name room: a foreign word as units of spelling, the left side of translit.def.
 */
#ifndef TOCSIN_TRANSLIT_H
#define TOCSIN_TRANSLIT_H

#include <endian.h>

#include "name/script.h"

/* The sections of translit.def, in the order in which they stand there. A script without one of
 * its own is romanised first and read as ROMAN. */
enum unit_table {
    UNITS_ARABIC,   /* a letter */
    UNITS_CYRILLIC, /* a letter */
    UNITS_HAN,      /* an initial or a final of the character's pinyin */
    UNITS_HANGUL,   /* a jamo; the final and the initial of "ll" together */
    UNITS_HEBREW,   /* a letter, with its geresh */
    UNITS_KANA,     /* the consonant or the vowel of a mora; the three kana that are neither */
    UNITS_ROMAN     /* a letter of romanise()'s, or two that make one sound (kh, sh, ts) */
};

enum { UNIT_TEXT = 8 };

struct unit {
    uint8_t table;
    char text[UNIT_TEXT]; /* UTF-8, filled up with NULs */
};

/* A unit as one number: the bytes of its text, the first one lowest, and its table above them,
 * where the NUL is. The order is fixed, since translit_gen.c may run on another machine. */
static inline uint64_t unit_key(const struct unit *u)
{
    uint64_t key;

    static_assert(sizeof(key) == UNIT_TEXT, "a text is a number");
    memcpy(&key, u->text, sizeof(key));
    return le64toh(key) | (uint64_t)(u->table + 1) << 56;
}

/* At most 'max' units of the word; what has no sound is left out. */
size_t units_of(enum script s, struct span word, struct unit *out, size_t max);

#endif
