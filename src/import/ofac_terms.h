/* SPDX-License-Identifier: Apache-2.0
 *
 * ofac_terms: what the advanced OFAC file says before the first party, kept to be looked up.
 *
 *   ReferenceValueSets / XxxValues / Xxx @ID     a word: text, code, the word it belongs to
 *   Locations / Location @ID                     a place: address parts, country
 *   IDRegDocuments / IDRegDocument @IdentityID   a paper of an identity
 *
 * All ids in the file are numbers without meaning; the texts beside them have it, so everything
 * is decided by text. A reference to an id that the file does not define is an error at the line
 * that refers.
 *
 * Memory: one arena for the whole file; a place or paper costs what its texts cost.
 */
#ifndef TOCSIN_IMPORT_OFAC_TERMS_H
#define TOCSIN_IMPORT_OFAC_TERMS_H

#include "ofac_label.h"

struct ofac_word {
    struct span text;
    struct span code;   /* Country: ISO2; Script: ScriptCode; AreaCode: Description */
    struct span parent; /* PartySubType: PartyTypeID; AreaCode: CountryID */
};

struct ofac_paper {
    struct span type;
    struct ofac_value value;
    struct ofac_paper *next; /* of the same identity */
    uint64_t line;
};

struct ofac_terms {
    struct reader *in;
    struct emitter *out;
    struct arena *kept;
    struct map *words;  /* "FeatureType#8" -> at[] of word, plus 1 */
    struct map *places; /* Location id -> at[] of place, plus 1 */
    struct map *papers; /* Identity id -> at[] of paper, plus 1 */
    VEC(struct ofac_word) word;
    VEC(struct entry_address) place;
    VEC(struct ofac_paper *) paper;
};

void ofac_terms_open(struct ofac_terms *t, struct reader *in, struct emitter *out);
void ofac_terms_close(struct ofac_terms *t);

/* Take one element of the file. */
struct tocsin_err *ofac_terms_words(struct ofac_terms *t, const struct node *n) TOCSIN_MUST_USE;
struct tocsin_err *ofac_terms_place(struct ofac_terms *t, const struct node *n) TOCSIN_MUST_USE;
struct tocsin_err *ofac_terms_paper(struct ofac_terms *t, const struct node *n) TOCSIN_MUST_USE;

/* The word that attribute 'attr' of 'n' refers to ("FeatureTypeID" in "FeatureType"). */
struct tocsin_err *ofac_word(struct ofac_terms *t, const struct node *n, const char *attr,
                             const char *vocabulary, const struct ofac_word **out) TOCSIN_MUST_USE;
/* The same where the attribute may be missing or unknown: then NULL. */
const struct ofac_word *ofac_word_maybe(struct ofac_terms *t, struct span id,
                                        const char *vocabulary);
struct tocsin_err *ofac_place(struct ofac_terms *t, const struct node *n,
                              const struct entry_address **out) TOCSIN_MUST_USE;
const struct ofac_paper *ofac_papers(struct ofac_terms *t, struct span identity);

/* A DatePeriod: four corner dates (Start and End, From and To). '*out' has precision 0 when it is
 * empty. */
struct tocsin_err *ofac_period(struct ofac_terms *t, const struct node *n,
                               struct date *out) TOCSIN_MUST_USE;
/* A single Year, Month, Day below 'n' (Date, DateOfIssue). */
struct tocsin_err *ofac_day(struct ofac_terms *t, const struct node *n,
                            struct date *out) TOCSIN_MUST_USE;
/* The normal form of a date, or empty. */
struct span ofac_date_text(struct arena *a, const struct date *d);

#endif
