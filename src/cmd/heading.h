/* SPDX-License-Identifier: Apache-2.0
 *
 * heading: what the columns of a customer's table mean, by their headings.
 *
 * The words, and the rules for the column of the name, are those of import/person.h, so that a table
 * is read alike whether it is screened or imported.
 *
 * "column=Heading" pairs bind by hand; the column is one of the table or a FollowTheMoney property,
 * the heading is compared folded, or is a number (from 1).
 */
#ifndef TOCSIN_CMD_HEADING_H
#define TOCSIN_CMD_HEADING_H

#include "base/base.h"
#include "import/person.h"

struct heading {
    enum column column;   /* COL_NONE: not used */
    enum cell cell;
    const char *property; /* "" when the cell is not one value of one property */
};

struct headings {
    struct heading *at;   /* one for each column of the file */
    size_t n;
    bool has[COL_COUNT];
};

/* In arena 'a'. 'map' is NULL or NULL-terminated. It is an error when a pair fits nothing, or no
 * column names anybody. */
struct tocsin_err *headings_read(struct arena *a, const struct span *names, size_t n,
                                 const char *const *map, struct headings *out) TOCSIN_MUST_USE;

#endif
