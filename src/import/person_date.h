/* SPDX-License-Identifier: Apache-2.0
 *
 * person_date: dates as tables have them.
 *
 * person.h has the rules; this is what the import asks for beyond them.
 */
#ifndef TOCSIN_IMPORT_PERSON_DATE_H
#define TOCSIN_IMPORT_PERSON_DATE_H

#include "person.h"
#include "record/date.h"

/* Fills 'out' with as many dates as the kind says (FILLER: none). */
enum person_date_kind person_date_read(struct person_date *column, struct span text,
                                       struct date out[2]);

#endif
