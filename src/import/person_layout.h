/* SPDX-License-Identifier: Apache-2.0
 *
 * person_layout: what the columns of a table of persons mean.
 *
 *   heading row --person_heading_fold--> words --person_column.def--> layout
 *
 * What the headings mean, and which column holds the name, is said in person.h.
 *
 * --map column=Heading binds a column by hand; the column is one of person_column.def or a
 * FollowTheMoney property, the heading is compared in the same folded form, or is a number (from
 * 1).
 */
#ifndef TOCSIN_IMPORT_PERSON_LAYOUT_H
#define TOCSIN_IMPORT_PERSON_LAYOUT_H

#include "person.h"
#include "source.h"

/* One field of the table. */
struct person_field {
    enum column column; /* COL_NONE: not used */
    enum cell cell;
    enum prop prop;
    char *heading; /* as in the file, for messages */
};

struct person_layout {
    struct person_field *field;
    size_t n;
    bool has[COL_COUNT];
    bool fincen; /* the form of FinCEN 314(a): several rows a person, month before day */
    struct arena *arena;
};

/* Reads the heading row. A mapping that fits nothing, or no column with a name, is an error.
 * Columns that are not used are told in notes. */
struct tocsin_err *person_layout_read(struct source *s, struct reader *in, struct emitter *out,
                                      const struct csv_row *row,
                                      struct person_layout *l) TOCSIN_MUST_USE;
void person_layout_free(struct person_layout *l);

/* Whether a first line, split at 'separator', names a person. */
bool person_layout_fits(struct span line, char separator);

#endif
