/* SPDX-License-Identifier: Apache-2.0
 *
 * person_cell: what a cell of a table says, in terms of records; the rest is in person.h.
 */
#ifndef TOCSIN_IMPORT_PERSON_CELL_H
#define TOCSIN_IMPORT_PERSON_CELL_H

#include "person_layout.h"

/* "person", "company", "Schiff", ...; a schema by its own name; SCHEMA_NONE. */
enum schema person_type(struct span text);

/* "LAST, FIRST" in two; false when it is not of that form ("Quentabry, Jr.", "Brindle, Inc."). */
bool person_name_split(struct span text, struct span *last, struct span *first);

#endif
