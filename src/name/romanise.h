/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside of the name room: what the romanisers of single scripts share.
 *
 * Each is a function from a run of characters of its script to ASCII letters. The letters of all
 * scripts are one array, made of romanise.def; a block is a slice of it.
 */
#ifndef TOCSIN_ROMANISE_H
#define TOCSIN_ROMANISE_H

#include "name/script.h"

/* Where the ASCII letters go: at most WORD_MAX, the rest is dropped. */
struct roman {
    char *p;
    size_t n;
};

struct run {
    uint32_t cp[WORD_MAX];
    size_t n;
};

void roman_put(struct roman *o, char c);
void roman_str(struct roman *o, const char *s);

/* Block, first and last code point with a row. */
#define ROMAN_BLOCKS(X)                                                                            \
    X(latin, 0x00DF, 0x0292)                                                                       \
    X(greek, 0x03B1, 0x03C9)                                                                       \
    X(cyrillic, 0x0430, 0x04F9)                                                                    \
    X(armenian, 0x0561, 0x0587)                                                                    \
    X(hebrew, 0x05D0, 0x05EA)                                                                      \
    X(arabic, 0x0622, 0x06D5)                                                                      \
    X(georgian, 0x10D0, 0x10F6)                                                                    \
    X(kana, 0x3041, 0x309A)                                                                        \
    X(indic, 0x01, 0x70)                                                                           \
    X(sinhala, 0x0D82, 0x0DDE)                                                                     \
    X(lao, 0x0E81, 0x0EDD)                                                                         \
    X(burmese, 0x1000, 0x103F)                                                                     \
    X(khmer, 0x1780, 0x17C8)                                                                       \
    X(mongolian, 0x1820, 0x1842)

enum {
#define BLOCK(name, first, last) at_##name, end_##name = at_##name + (last) - (first),
    ROMAN_BLOCKS(BLOCK)
#undef BLOCK
    ROMAN_TABLE
};
enum {
#define BLOCK(name, first, last) first_##name = (first),
    ROMAN_BLOCKS(BLOCK)
#undef BLOCK
};

/* A letter is spelt with four letters at most (shch). */
extern const char roman_table[ROMAN_TABLE][5];

/* What the table says of a character of the block; "" when it says nothing. */
#define LOOK(block, c)                                                                             \
    ((c) - first_##block <= (uint32_t)(end_##block - at_##block)                                   \
         ? roman_table[at_##block + ((c) - first_##block)]                                         \
         : "")

/* Which scripts are read by letters or rules of ours, and by which function. The characters of the
 * others have the readings that ICU gives them, in a table that romanise_gen.c makes. */
#define ROMAN_WAYS(X)                                                                              \
    X(NONE, latin)                                                                                 \
    X(LATIN, latin)                                                                                \
    X(CYRILLIC, cyrillic)                                                                          \
    X(GREEK, greek)                                                                                \
    X(ARMENIAN, armenian)                                                                          \
    X(GEORGIAN, georgian)                                                                          \
    X(ARABIC, arabic)                                                                              \
    X(HEBREW, hebrew)                                                                              \
    X(KANA, roman_kana)                                                                            \
    X(HANGUL, roman_hangul)                                                                        \
    X(DEVANAGARI, roman_indic)                                                                     \
    X(BENGALI, roman_indic)                                                                        \
    X(TAMIL, roman_indic)                                                                          \
    X(INDIC, roman_indic)                                                                          \
    X(LAO, roman_lao)                                                                              \
    X(KHMER, roman_khmer)                                                                          \
    X(MYANMAR, roman_burmese)                                                                      \
    X(MONGOLIAN, mongolian)

/* The longest reading of one character (shuang, chuang), and how many code points make a block of
 * that table. */
enum { READING_MAX = 7, READING_BLOCK = 32 };

/* ICU's reading of a character of those scripts; "" when it has none. */
const char *roman_reading(uint32_t c);

/* romanise_syllable.c */
void roman_hangul(const struct run *r, struct roman *o);
void roman_kana(const struct run *r, struct roman *o);
void roman_indic(const struct run *r, struct roman *o);
void roman_khmer(const struct run *r, struct roman *o);
void roman_lao(const struct run *r, struct roman *o);
void roman_thai(const struct run *r, struct roman *o);

/* romanise_burmese.c */
void roman_burmese(const struct run *r, struct roman *o);

#endif
