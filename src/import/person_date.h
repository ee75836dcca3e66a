/* SPDX-License-Identifier: Apache-2.0
 *
 * person_date: dates as tables have them.
 *
 * "03/04/1961" is the third of April or the fourth of March. Which one is settled for each column:
 * a single value like "14/03/1961" in it tells the order for all of them. Values are shown to
 * person_date_learn before any is read (the first rows of the file are held back for it), and go on
 * teaching while they are read. As long as a column is not settled, or when it says both, an
 * ambiguous value gives both dates.
 */
#ifndef TOCSIN_IMPORT_PERSON_DATE_H
#define TOCSIN_IMPORT_PERSON_DATE_H

#include "record/date.h"

/* What a column has shown so far. */
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
/* Fills 'out' with as many dates as the kind says (FILLER: none). */
enum person_date_kind person_date_read(struct person_date *column, struct span text,
                                       struct date out[2]);

#endif
