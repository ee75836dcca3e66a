/* SPDX-License-Identifier: Apache-2.0
 *
 * persons: as many invented persons as a bench needs, the same ones every time.
 *
 * Person i of a seed depends on nothing but the two, so that a bench can fill a list with persons
 * 0 to n-1 and later ask for person 7 again, or for a person i >= n who is on no list but is called
 * as such persons are.
 *
 * What is like real lists
 *
 *   frequencies   words follow p(rank) ~ 1 / (rank + q)^s per culture and role (Zipf-Mandelbrot);
 *                 s is 1.6 for given and 1.25 for family names, as in published name censuses, and
 *                 q is solved from the share of the commonest one (persons.def)
 *   vocabulary    common words from tables and the lexicon room, the long tail from syllables
 *   scripts       about 60 % of names in Latin letters; the others with a Latin alias every other
 *                 time
 *   shape         two family names, patronymics, chains of descent, family name first, joined words
 *   spellings     1 to 3 names each: other romanisations, slips, order, initials
 *   the rest      birth date (some only the year), countries, gender, sometimes a document
 */
#ifndef TOCSIN_BENCH_PERSONS_H
#define TOCSIN_BENCH_PERSONS_H

#include "base/base.h"
#include "record/record.h"

struct persons;
struct persons *persons_new(uint64_t seed);
void persons_free(struct persons *p);

/* Person 'i' in arena 'a', with id "person-<i>". */
struct record *persons_make(const struct persons *p, uint64_t i, struct arena *a);

/* 'name' with one slip of the pen, sometimes two; 'lot' decides which. */
struct span persons_mistype(struct arena *a, struct span name, uint64_t lot);

/* A number from 'state', which moves on. */
uint64_t persons_lot(uint64_t *state);

#endif
