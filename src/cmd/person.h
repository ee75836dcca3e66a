/* SPDX-License-Identifier: Apache-2.0
 *
 * person: one row of a customer's table as a query.
 *
 * What cells and dates mean is said in import/person.h. Parts of a name make up the full name where
 * there is no column for it. A value that the library does not take (a date that is none) is left
 * out and counted: a row is screened with what is known. Values that the schema of the row has no
 * place for are dropped, or go where it keeps such things: persons are born, organisations founded.
 *
 * person_learn looks at a row of the table; once it has seen all (or some) of them, each column of
 * dates is read in the one order that fits. A column that decides nothing, or both, is read in both
 * ways.
 */
#ifndef TOCSIN_CMD_PERSON_H
#define TOCSIN_CMD_PERSON_H

#include "base/base.h"
#include "cmd/heading.h"
#include "tocsin/tocsin.h"

enum date_order { ORDER_AUTO, ORDER_DAY, ORDER_MONTH }; /* in the order of command.def */

/* What a column has shown. */
struct column_facts {
    struct person_date date;
    bool words; /* countries that are no two-letter codes: then NA says nothing */
};

struct persons {
    const struct headings *headings;
    const char *schema;          /* of rows without a type, or NULL */
    enum date_order order;
    struct column_facts *facts;  /* one for each column */
};

void person_learn(struct persons *p, const struct span *fields);

/* '*out' is NULL when the row names nobody. 'left_out' counts values that were not understood, and
 * '*why' is the first of them in words, in arena 'a'. Many threads may call this at once. */
struct tocsin_err *person_query(const struct persons *p, struct arena *a, const struct span *fields,
                                struct tocsin_query **out, size_t *left_out, const char **why)
    TOCSIN_MUST_USE;

#endif
