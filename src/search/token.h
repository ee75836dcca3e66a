/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside of the search room: a text as words in the form of store/words.h. Texts and queries are cut
 * by the same function, so that what is written alike is found.
 *
 *   script                          words
 *   ------------------------------  ----------------------------------------------------------
 *   Latin, digits                   romanised: no case, no accents, special letters spelt
 *   Han, Kana, Thai, Lao, Khmer,    each letter with its marks is one, because no blanks say
 *   Burmese                         where a word ends; Han in its simplified form
 *   others                          folded, and beside it (WORDS_OR) its romanisation
 */
#ifndef TOCSIN_SEARCH_TOKEN_H
#define TOCSIN_SEARCH_TOKEN_H

#include "base/base.h"

/* Appends the words of 'text' to 'out', with WORDS_NEXT before each but the first in 'out'. Returns
 * how many. 'a' is for passing things and may be reset afterwards. */
size_t tokens_put(struct arena *a, struct span text, struct buf *out);

/* The words of 'text' in one form, joined by blanks: romanised where there is a romanisation when
 * 'roman', else as they are. Equal for names that are written alike. */
void tokens_plain(struct arena *a, struct span text, bool roman, struct buf *out);

#endif
