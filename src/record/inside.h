/* SPDX-License-Identifier: Apache-2.0
 *
 * The inside of the record room: what its files need of each other and nobody else needs.
 */
#ifndef TOCSIN_RECORD_INSIDE_H
#define TOCSIN_RECORD_INSIDE_H

#include "base/base.h"
#include "record/record.h"

/* ---- model.c: the codes of schema.def, which the packed form writes; NONE for unknown ones ---- */

unsigned schema_code(enum schema s);
unsigned prop_code(enum prop p);
enum schema schema_of_code(uint64_t code);
enum prop prop_of_code(uint64_t code);

/* ---- normal.c --------------------------------------------------------------------------------
 * The normal form of a text for a type, in arena 'a'. ADD_OK, ADD_EMPTY or ADD_INVALID. */
enum add normal_text(struct arena *a, enum prop_type type, struct span text, struct span *out);

/* Male, female or other, from the word or letter of many languages; empty when it is none. */
struct span normal_gender(struct span text);

/* "YYYY-MM-DDTHH:MM:SS" out of that with or without a zone, a fraction, a blank for the T, or a
 * time at all (midnight then). False on anything else. */
bool normal_time(struct arena *a, struct span text, struct span *out);
bool normal_time_is(struct span text); /* is it that form already? */

bool text_valid(struct span s); /* well-formed UTF-8 without NUL, quick for ASCII */

/* What a limit of limit.h says about a record's parts; used by record_finish and record_unpack. */
struct tocsin_err *record_check(const struct record *r) TOCSIN_MUST_USE;

#endif
