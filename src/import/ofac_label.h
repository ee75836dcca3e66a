/* SPDX-License-Identifier: Apache-2.0
 *
 * The labels of OFAC, in one table (ofac_label.def).
 *
 * The three forms of the OFAC lists say the same with the same words: the remarks column of the
 * CSV ("Passport X0000417 (Malta) expires 01 Feb 2025"), idType in SDN.XML, the texts of document
 * types and feature types in the advanced file. What a label means in FollowTheMoney terms is
 * written once.
 *
 *     remarks --ofac_label_split--> label, value text --ofac_value_parse--\
 *     SDN.XML: label, idNumber, idCountry, issueDate, expirationDate ------+--> ofac_label_add
 *     advanced: label, IDRegistrationNo, country, dates ------------------/
 */
#ifndef TOCSIN_IMPORT_OFAC_LABEL_H
#define TOCSIN_IMPORT_OFAC_LABEL_H

#include "entry.h"

enum ofac_kind {
    OFAC_TEXT,     /* the value goes into a property as it is */
    OFAC_NUMBER,   /* a document value: the number into a property; with a country or dates also
                    * an Identification, which can carry them */
    OFAC_PAPER,    /* a document value: Identification, and the number into a property */
    OFAC_PASSPORT, /* the same with Passport */
    OFAC_PHRASE,   /* a text about the measure: "label: value" in Sanction.summary */
    OFAC_MEASURE,  /* the value goes into a property of the Sanction */
    OFAC_WALLET,   /* CryptoWallet; the label ends in the currency */
    OFAC_SECURITY, /* Security whose issuer is the entity */
    OFAC_OWNER,    /* a name: LegalEntity and Ownership */
    OFAC_ALIAS,    /* a name in single quotes */
    OFAC_LINKED,   /* the name of another entry: for the caller, who knows the other entries */
    OFAC_PLACE,    /* Location, VersionLocation: for the caller */
    OFAC_NOTE      /* kept with its label in the notes */
};

struct ofac_label {
    const char *text; /* without trailing blank, colon, hyphen */
    bool open;        /* the label goes on after 'text': "Digital Currency Address - XBT" */
    enum ofac_kind kind;
    enum prop prop; /* PROP_NONE where the kind says it all */
};

/* One value as published. For labels that do not take a document, 'number' is the whole text. */
struct ofac_value {
    struct span number, country, issued, expires;
    struct span authority, summary; /* only the advanced file says these */
};

/* The row of a label text (trailing ":", "-" and blanks do not count); NULL when unknown. */
const struct ofac_label *ofac_label_find(struct span label);

/* A segment of the remarks: takes "alt. ", the label and its ":" or " -" off the front. '*label'
 * is what stands there of the label, '*value' what is behind. NULL: free text. */
const struct ofac_label *ofac_label_split(struct span segment, struct span *label,
                                          struct span *value);

/* doc = number [" (" country ")"] [" issued " date] [" expires " date], read from the right. Does
 * nothing clever for labels that take no document: then all of it is the number. */
struct ofac_value ofac_value_parse(const struct ofac_label *known, struct span text);

/* Adds the value to the entry. 'label' is the label as published and may be unknown to the table
 * ('known' NULL): then a value with a country or dates is an Identification of that type, anything
 * else is kept in the notes, and the operator is told of the label once. */
struct tocsin_err *ofac_label_add(struct entry *e, const struct ofac_label *known,
                                  struct span label, const struct ofac_value *value,
                                  uint64_t line) TOCSIN_MUST_USE;

/* What the three OFAC forms agree on. */
extern const struct entry_issuer ofac_issuer;
/* "individual", "entity", "vessel", "aircraft", any case; empty is an entity. SCHEMA_NONE: none. */
enum schema ofac_schema(struct span type);
/* The Sanction of an entry: authority, number of the entry, where OFAC shows it. */
struct record *ofac_sanction(struct entry *e, struct span uid);
struct span ofac_url(struct arena *a, struct span uid);

#endif
