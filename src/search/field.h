/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside of the search room: the names of fields, and what they stand for in a file.
 *
 *   names                        words of names
 *   text                         all words, as without a field
 *   schema, datasets, countries, topics, genders, target     codes (board.h)
 *   id, entity_id, canonical_id, referents, caption,
 *   first_seen, last_seen, last_change                       facts with an "@"
 *   addresses, dates, emails, entities, identifiers, ...     facts of every property of the type
 *   properties.X, X                                          facts of property X
 *
 * Values of facts and codes are compared whole and as they are.
 */
#ifndef TOCSIN_SEARCH_FIELD_H
#define TOCSIN_SEARCH_FIELD_H

#include "record/record.h"

enum field_kind { FIELD_WORDS, FIELD_NAMES, FIELD_CODES, FIELD_FACTS };

struct field {
    enum field_kind kind;
    enum prop_type type;  /* of its values */
    struct span name;     /* of codes */
    const char **facts;   /* of facts: "birthDate", "@id"; NULL-terminated */
};

/* TOCSIN_ERR_USAGE for a name that is none. */
struct tocsin_err *field_find(struct arena *a, struct span name, struct field *out) TOCSIN_MUST_USE;

/* Appends "field=value", cut and without signs that separate. */
void field_fact(struct buf *b, const char *field, struct span value);

/* Brings the words of a text, parted by blanks, into the order of the alphabet, in place. Returns
 * the length, which stays. */
size_t field_sort_words(char *p, size_t n);

/* What a facet is called, or NULL when there is no such facet; and what one of its values is called
 * (itself where it has no name). */
const char *field_facet_label(struct span name);
struct span field_value_label(struct span field, struct span value);

#endif
