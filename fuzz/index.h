/* SPDX-License-Identifier: Apache-2.0
 *
 * What both targets of the index share: a small index of invented entities, and everything that a
 * search does with one.
 */
#ifndef TOCSIN_FUZZ_INDEX_H
#define TOCSIN_FUZZ_INDEX_H

#include "fuzz.h"
#include "index/layout.h"

/* The bytes of a whole index; made once, freed by the end of the process. */
struct span index_sample(void);

/* Makes the head say that the bytes are of this version, of this length and untouched. */
void index_fix_head(char *bytes, size_t n);

/* Opens it; when that works, asks it everything. */
void index_try(struct span bytes);

#endif
