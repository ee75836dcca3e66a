/* SPDX-License-Identifier: Apache-2.0
 *
 * person: what tables of persons have in common, whoever reads one.
 *
 * A customer's table is imported as a list of one's own, or screened row by row. Both must read it
 * alike: which column a heading names, which cells say nothing, whether 03/04/1961 is April or
 * March. So the rules stand here once; the import makes records of them (person_layout.h,
 * persons_csv.c), the program makes queries.
 *
 *   heading --person_heading_fold--> folded --person_column_find--> column --person_column--> how
 *                                                                        its cells are read
 *   cell    --person_cell--> text, or nothing     --person_date_texts--> dates
 *
 * Nothing here keeps state but struct person_date, which is the caller's, one for each column of
 * dates. Copies of it may be used by many threads.
 */
#ifndef TOCSIN_IMPORT_PERSON_H
#define TOCSIN_IMPORT_PERSON_H

#include "base/base.h"

/* How a cell of a column is read; person_column.def says what the names mean. */
enum cell {
    CELL_ID,
    CELL_PART,
    CELL_NAME,
    CELL_TEXT,
    CELL_DATE,
    CELL_YEAR,
    CELL_GENDER,
    CELL_COUNTRY,
    CELL_NUMBER,
    CELL_PLACE,
    CELL_TYPE,
    CELL_WORD
};

/* ---- headings -------------------------------------------------------------------------------- */

enum column {
    COL_NONE,
#define COLUMN(id, name, cell, prop, headings) COL_##id,
#include "person_column.def"
#undef COLUMN
    COL_PROPERTY, /* a FollowTheMoney property by its own name */
    COL_COUNT
};

/* The folded form of a heading: compatibility forms, lower case, no marks, "_" for every run of
 * other signs. Bytes that are not UTF-8 are read as Windows-1252. */
struct span person_heading_fold(struct arena *a, struct span heading);

struct person_column {
    const char *name; /* for --map */
    enum cell cell;
    const char *property; /* of FollowTheMoney; "" when a cell is not one value of one property */
    bool single;          /* the first of several counts; but "phone" and "mobile" both do */
};
struct person_column person_column(enum column c);
enum column person_column_find(struct arena *a, struct span folded); /* by a heading */
enum column person_column_named(struct span name);                   /* by the name for --map */

/* Which column holds the name depends on what else there is:
 *
 *   headings                              "name" (also nom, nombre, nome when alone)
 *   full_name and name                    is kept as an alias
 *   name, first_name, last_name           is the full name
 *   name, first_name  (name / vorname)    is the family name
 *   name, last_name                       is the full name
 *   one name column only, of any kind     is the full name
 *
 * 'has' is what there is. True when columns 'from' are 'to'; the caller changes them, and asks again
 * until it is false. */
bool person_name_rule(const bool has[COL_COUNT], enum column *from, enum column *to);
bool person_has_name(const bool has[COL_COUNT]);

/* ---- cells ----------------------------------------------------------------------------------- */

/* The cell without what spreadsheets put around it; empty when it only stands for "nothing"
 * ("n/a", "-", "NULL"). "Null" and "Na" are family names. 'codes': the column holds two-letter
 * country codes, where "NA" is Namibia. */
struct span person_cell(struct span text, enum cell cell, bool codes);

/* "1.23E+11": a number that a spreadsheet has rounded; the digits behind are lost. */
bool person_cell_rounded(struct span text);

/* The schema that a word means, "person", "company", "Schiff", or a schema's own name; NULL. */
const char *person_type_schema(struct span text);

/* ---- dates ----------------------------------------------------------------------------------- */

/* "03/04/1961" is the third of April or the fourth of March. Which one is settled for each column:
 * a single value like "14/03/1961" in it tells the order for all of them. Values are shown to
 * person_date_learn before any is read, and go on teaching while they are read. As long as a column
 * is not settled, or when it says both, an ambiguous value gives both dates. */
struct person_date {
    bool day_first, month_first; /* both: it mixes the orders */
    unsigned seen, epoch;        /* values that were learned, and 1 January 1970 among them */
};

enum person_date_kind {
    PERSON_DATE_NONE, /* not understood */
    PERSON_DATE_ONE,
    PERSON_DATE_BOTH,   /* two readings */
    PERSON_DATE_SERIAL, /* a spreadsheet's day number */
    PERSON_DATE_FILLER  /* a date that stands for "unknown": 1 January 1900, or, where it is too
                         * frequent for a birthday, 1 January 1970 */
};

void person_date_learn(struct person_date *column, struct span text);
/* The dates in their normal form, in 'a': as many of 'out' as the kind says, the others empty. */
enum person_date_kind person_date_texts(struct person_date *column, struct span text,
                                        struct arena *a, struct span out[2]);

#endif
