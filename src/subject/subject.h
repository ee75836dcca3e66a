/* SPDX-License-Identifier: Apache-2.0
 *
 * subject: one entity prepared for comparison.
 *
 * A query, a record from the store and a candidate in the index all become the same struct: names
 * as words, dates as intervals, countries as a set, identifiers in normal form. Index makes and
 * keeps them; match compares them; neither needs the other.
 *
 *   record --subject_make--> subject <--view-- index segment (mapped, nothing copied)
 */
#ifndef TOCSIN_SUBJECT_H
#define TOCSIN_SUBJECT_H

#include "base/base.h"
#include "name/name.h"
#include "record/country.h"
#include "record/date.h"
#include "record/ident.h"
#include "record/record.h"

enum gender { GENDER_MALE = 1, GENDER_FEMALE = 2, GENDER_OTHER = 4 }; /* bits */

struct subject_ident {
    uint64_t hash;      /* span_hash of the normal form */
    struct span normal; /* in a subject made from a record; empty in a view of the index */
    uint16_t prop;      /* enum prop */
    uint8_t format;     /* enum ident_format */
    bool valid;         /* the check digit holds */
};

enum { SUBJECT_COUNTRIES = 12 };

struct subject {
    uint16_t schema; /* enum schema */
    uint8_t kind;    /* enum name_kind */
    uint8_t genders; /* bits of enum gender; 0 unknown */
    struct name *names;
    size_t names_n;
    struct date *dates; /* birth, or founding, or building */
    size_t dates_n;
    uint16_t countries[SUBJECT_COUNTRIES]; /* numbers of country.h, ascending */
    uint8_t countries_n;
    struct subject_ident *idents;
    size_t idents_n;
    struct span *addresses; /* words of each address, folded, sorted, one blank between */
    size_t addresses_n;
};

enum name_kind subject_kind(enum schema s);

/* Everything lives in 'a'; texts point into the record. Names come from name, alias, previousName,
 * weakAlias and abbreviation; where a person has no name, from the parts of the name. */
void subject_make(struct arena *a, const struct record *r, struct subject *out);

#endif
