/* SPDX-License-Identifier: Apache-2.0
 *
 * nearest: "did you mean", for names that a person typed.
 *
 *     struct nearest n = nearest_begin(typed);
 *     nearest_try(&n, "import", &row); ...
 *     n.best        the row with the smallest distance, or NULL when none is near enough
 *
 * The distance counts inserted, dropped, replaced and swapped letters of ASCII names. Near enough
 * is a third of the letters, and at least one; a name that begins with what was typed (three
 * letters or more) is always near.
 */
#ifndef TOCSIN_BASE_NEAREST_H
#define TOCSIN_BASE_NEAREST_H

#include "base.h"

struct nearest {
    struct span typed;
    size_t distance;   /* of 'best' */
    const void *best;
};

struct nearest nearest_begin(struct span typed);
void nearest_try(struct nearest *n, const char *name, const void *row);

#endif
