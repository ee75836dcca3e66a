/* SPDX-License-Identifier: Apache-2.0
 *
 * Scripts, romanisation, and reading one script's word as another's.
 *
 *   word in its script --romanise--> ASCII letters and digits --skeleton--> a short key
 *   word in its script --reading_of--> reading --reading_score--> how well a Latin word reads so
 *                                         '-----sound_keys----> where to look for Latin words
 *
 * Romanising is lossy and, for most scripts, not what a person of another country would write:
 * Arabic and Hebrew leave vowels out, Chinese and Japanese respell foreign names by syllable.
 * So there are further steps:
 *
 *   skeleton        a consonant key on which Latin spellings of one name meet, exactly or with one
 *                   letter more or less
 *   reading         a foreign word with its likely Latin spellings, by a table of which letters (or
 *                   half syllables) are written as which Latin letters at which cost
 *   sound key       a finer key, by which words of different scripts find each other
 *
 * Pure functions; what they keep per thread (the readings of a few words) changes their speed and
 * nothing else. None of them opens anything: ICU's knowledge of readings is in a table that is made
 * when the program is built.
 */
#ifndef TOCSIN_SCRIPT_H
#define TOCSIN_SCRIPT_H

#include "base/base.h"

enum script {
    SCRIPT_NONE, /* no letters: digits, signs */
    SCRIPT_LATIN, SCRIPT_CYRILLIC, SCRIPT_GREEK, SCRIPT_ARMENIAN, SCRIPT_GEORGIAN,
    SCRIPT_ARABIC, SCRIPT_HEBREW,
    SCRIPT_HAN, SCRIPT_KANA /* Hiragana and Katakana */, SCRIPT_HANGUL,
    SCRIPT_DEVANAGARI, SCRIPT_BENGALI, SCRIPT_TAMIL, SCRIPT_INDIC /* the other Indic scripts */,
    SCRIPT_THAI, SCRIPT_LAO, SCRIPT_KHMER, SCRIPT_MYANMAR, SCRIPT_ETHIOPIC, SCRIPT_MONGOLIAN,
    SCRIPT_OTHER,
    SCRIPT_COUNT
};
const char *script_name(enum script s);          /* ICU's long name: "Latin", "Arabic", ... */
enum script script_of(uint32_t code_point);      /* SCRIPT_NONE for common characters */

/* The longest word that the functions below look at, in bytes of input or output. */
#define WORD_MAX 96

/* Lower-case ASCII letters and digits for a folded word (NFKC, case-folded, marks as folding
 * leaves them) of script 's'; returns the length, at most WORD_MAX. Latin: diacritics off, special
 * letters spelt (ß ss, ø o, æ ae, ı i, ł l, đ d, þ th). Han: pinyin without tones, run together.
 * Hangul: Revised Romanisation-like. Burmese: as passports spell it. Never fails: what cannot be
 * romanised is left out. */
size_t romanise(enum script s, struct span folded, char out[WORD_MAX]);

/* A Chinese character in its simplified form, or any other character as it is: 龍 is 龙. */
uint32_t han_simplified(uint32_t code_point);

/* A hash over the tables by which words are romanised. */
uint64_t romanise_stamp(void);

/* The consonant key of a romanised word (ASCII a-z0-9): at most 16 letters from a small alphabet.
 * A word without consonants keys on its first vowel or as "h"; only an empty word has no key. */
size_t skeleton(struct span romanised, char out[17]);

/* ---- reading across scripts ---------------------------------------------------------------- */

/* A foreign word made ready to be compared with many Latin words. The inside belongs to
 * translit.c. It points at nothing: copy and forget it as you like. */
enum { READING_UNITS = 48 };
struct reading {
    int best;
    float usual;
    uint16_t n;
    uint16_t one[READING_UNITS], two[READING_UNITS]; /* 1 + row of the rules; 0: none */
};

/* A hash over the table of readings, of which sound keys are made. */
uint64_t reading_stamp(void);

/* 'word' is folded and not Latin (a Latin one would do as well). About 2 us. */
void reading_of(enum script s, struct span word, struct reading *out);

/* How well 'latin' (folded and romanised, a-z0-9) reads as the word: 0.85 and more = a usual
 * spelling, 0.6 to 0.7 doubtful, 0.5 and less = another name. A score below 'enough' need not be
 * exact, which spares most of the work for words that have nothing to do with it. */
double reading_score(const struct reading *r, struct span latin, double enough);

/* The two in one go, for a single pair. */
double translit_score(enum script s, struct span word, struct span latin, double enough);

/* Sound keys: a finer key than the skeleton, by which words of different scripts find each other.
 * A Latin word has one key, a foreign word several likely ones, likeliest first (at most
 * SOUND_KEYS): the two are candidates for each other if they share a key. Store a Latin word under
 * its key and ask with the many keys of a foreign word; store a foreign word under its first few
 * and ask with the one key of a Latin word. 0 is the key of a word without sounds: do not use it.
 * How many to take, and what that finds: see bench/translit.c. 'give': a key that is less likely than
 * the likeliest by more than this share of what the word can gain is left out; a short word has few
 * readings that tell it from others. */
enum { SOUND_KEYS = 256 };
uint64_t sound_key(struct span latin);
size_t sound_keys(const struct reading *r, float give, uint64_t *out, size_t max);

#endif
