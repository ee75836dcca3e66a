/* SPDX-License-Identifier: Apache-2.0
 *
 * lexicon_key: the form in which the lexicon keeps and looks up a word.
 *
 * The lexicon's table is made at build time by a small program (lexicon_gen.c) and searched at run
 * time (lexicon.c). Both must agree on two things, and this is the one place where they are said:
 *
 *   key    the word in lower case without what writers leave out or do differently: marks over and
 *          under letters (Latin, Greek, Cyrillic й and ё, Arabic hamza and vowels), apostrophes,
 *          periods and hyphens inside the word
 *   hash   where the table looks for a key first. A slot of the table holds the entry's number + 1
 *          and, above SLOT_BITS, the top of the hash, so that a word that is not there is rarely
 *          compared with one that is
 *
 * A word that is ASCII letters and digits is its own key. Words come here folded already; what
 * folding has done is not done twice, but nothing depends on how far it went.
 */
#ifndef TOCSIN_LEXICON_KEY_H
#define TOCSIN_LEXICON_KEY_H

#include <stddef.h>
#include <stdint.h>

#define KEY_MAX 96
#define SLOT_BITS 20

/* Writes the key of 'p' and returns its length; what does not fit is cut off at a character. */
size_t lexicon_key(const char *p, size_t n, char out[KEY_MAX]);

/* Eight bytes at a time; the order of the bytes is fixed, since the table may be made elsewhere. */
static inline uint32_t lexicon_hash(const char *p, size_t n)
{
    const unsigned char *at = (const unsigned char *)p;
    uint64_t h = n * 0x9e3779b97f4a7c15u;

    while (n > 0) {
        uint64_t chunk = 0;
        size_t take = n < 8 ? n : 8;
        for (size_t i = 0; i < take; i++)
            chunk |= (uint64_t)at[i] << 8 * i;
        h = (h ^ chunk) * 0xff51afd7ed558ccdu;
        h ^= h >> 32;
        at += take;
        n -= take;
    }
    return (uint32_t)(h ^ h >> 15);
}

#endif
