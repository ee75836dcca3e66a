/* SPDX-License-Identifier: Apache-2.0
 *
 * person_cell: what a cell of a table says, and whether it says anything.
 */
#ifndef TOCSIN_IMPORT_PERSON_CELL_H
#define TOCSIN_IMPORT_PERSON_CELL_H

#include "person_layout.h"

/* The cell without what spreadsheets put around it; empty when it only stands for "nothing"
 * ("n/a", "-", "NULL"). "Null" and "Na" are family names. 'codes': the column holds two-letter
 * country codes, where "NA" is Namibia. */
struct span person_cell(struct span text, enum cell cell, bool codes);

/* "1.23E+11": a number that a spreadsheet has rounded; the digits behind are lost. */
bool person_cell_rounded(struct span text);

/* "person", "company", "Schiff", ...; a schema by its own name; SCHEMA_NONE. */
enum schema person_type(struct span text);

/* "LAST, FIRST" in two; false when it is not of that form ("Quentabry, Jr.", "Brindle, Inc."). */
bool person_name_split(struct span text, struct span *last, struct span *first);

#endif
