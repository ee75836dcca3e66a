/* SPDX-License-Identifier: Apache-2.0
 *
 * heading: what the columns of a customer's table mean, by their headings.
 *
 * The words are those of the table that the import of such files uses too,
 * import/person_column.def: one list of headings for both. A heading is compared after folding
 * (compatibility forms, lower case, no marks, "_" for every run of other signs). Which column holds
 * the name depends on what else is there:
 *
 *     full_name and name                 full_name is the name, name an alias
 *     name, first_name, no last_name     name is the family name (nom / prenom)
 *     name otherwise                     the full name
 *     only one of the name columns       the full name
 *
 * "column=Heading" pairs bind by hand; the column is one of the table or a FollowTheMoney property,
 * the heading is compared folded, or is a number (from 1).
 */
#ifndef TOCSIN_CMD_HEADING_H
#define TOCSIN_CMD_HEADING_H

#include "base/base.h"

/* How a cell of a column is read; import/person_column.def uses these names. */
enum cell {
    CELL_ID, CELL_PART, CELL_NAME, CELL_TEXT, CELL_DATE, CELL_YEAR, CELL_GENDER, CELL_COUNTRY,
    CELL_NUMBER, CELL_PLACE, CELL_TYPE, CELL_WORD
};

enum column {
    COL_NONE,
#define COLUMN(id, name, cell, prop, headings) COL_##id,
#include "import/person_column.def"
#undef COLUMN
    COL_PROPERTY, /* a property by its own name */
    COL_COUNT
};

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

/* The folded form of a heading, in arena 'a'. */
struct span heading_fold(struct arena *a, struct span heading);

#endif
