/* SPDX-License-Identifier: Apache-2.0
 *
 * entry: one entry of a sanctions list while it is being read.
 *
 * The published lists differ in form and agree in content: a person, firm or vessel with names,
 * and around it addresses, papers, measures and links to others. In FollowTheMoney each of those
 * is an entity of its own. An entry holds the entity and everything that hangs on it, so that a
 * format file says what it found and never how entities are tied together:
 *
 *     struct entry *e = entry_new(arena, in, out, &issuer, SCHEMA_Person, id, line);
 *     TRY(entry_add(e, PROP_name, text, "name", line));
 *     TRY(entry_address(e, &address, "address", line));
 *     TRY(entry_add_to(e, entry_sanction(e, id), PROP_program, text, "programme", line));
 *     return entry_emit(e);
 *
 *     entity <--addressEntity-- Address
 *            <--holder--------- Passport, Identification, CryptoWallet
 *            <--entity--------- Sanction
 *            <--asset, issuer, subject, ...-- Ownership, Security, UnknownLink, ...
 *
 * Ids. What hangs on the entry gets child_id(entity, schema, key), with a key made of the content
 * and never of a position, so that the next edition of the list gives the same id to the same
 * fact. The same fact twice in one entry is one entity.
 *
 * What is not understood. A date or gender that cannot be read is an error at its place: the
 * record goes to emit_bad. A country name that is not in country.def is a note, once per name, and
 * the text is kept as "field: text" in the notes, because losing a listed person over a spelling
 * would be worse. A property that the schema lacks (a passport of a firm) is kept there as well.
 *
 * Memory. All of it lives in the arena that is given; nothing needs to be freed.
 */
#ifndef TOCSIN_IMPORT_ENTRY_H
#define TOCSIN_IMPORT_ENTRY_H

#include "format.h"

/* The publisher, for the Sanction entities. */
struct entry_issuer {
    const char *authority; /* "Office of Foreign Assets Control" */
    const char *country;   /* code of the issuer, or NULL (United Nations) */
};

struct entry_child;
struct roster;

struct entry {
    struct arena *arena;
    struct reader *in;
    struct emitter *out;
    const struct entry_issuer *issuer;
    struct record *entity;
    struct record *sanction;          /* the first that was made, or NULL */
    struct roster *roster;            /* where names of owners wait for their entries, or NULL */
    struct entry_child *first, **end; /* what hangs on it, in order of making */
};

/* The entity has the topic "sanction" from the start. */
struct entry *entry_new(struct arena *a, struct reader *in, struct emitter *out,
                        const struct entry_issuer *issuer, enum schema schema, struct span id,
                        uint64_t line);
/* Sends the entity and then what hangs on it. */
struct tocsin_err *entry_emit(struct entry *e) TOCSIN_MUST_USE;

/* Adds to the entity, or to a child 'r'. 'field' is the element or label as the source writes it,
 * 'line' its line; both for messages. An empty text adds nothing. */
struct tocsin_err *entry_add(struct entry *e, enum prop prop, struct span text, const char *field,
                             uint64_t line) TOCSIN_MUST_USE;
struct tocsin_err *entry_add_to(struct entry *e, struct record *r, enum prop prop, struct span text,
                                const char *field, uint64_t line) TOCSIN_MUST_USE;
/* A date of a list that has day or month first, or that the format has read itself. */
void entry_date(struct record *r, enum prop prop, const struct date *d);
/* "field: text" in the notes of the entity; 'field' NULL: the text alone. */
void entry_note(struct entry *e, const char *field, struct span text);
/* An error of the record at its place. */
struct tocsin_err *entry_error(struct reader *in, const char *field, uint64_t line, const char *fmt,
                               ...) TOCSIN_PRINTF(4, 5) TOCSIN_MUST_USE;

/* ---- what hangs on the entity --------------------------------------------------------------- */

/* A child entity, found again when it is already there. */
struct record *entry_child(struct entry *e, enum schema schema, struct span key);

struct entry_address {
    struct span street, street2, city, region, postcode, box, country, remarks;
    struct span full; /* as published; empty: made of the parts */
};
/* Address entity, tied to the entity; also fills address and country of the entity. Nothing when
 * all parts are empty. */
struct tocsin_err *entry_address(struct entry *e, const struct entry_address *a, const char *field,
                                 uint64_t line) TOCSIN_MUST_USE;

struct entry_document {
    bool passport;
    struct span number, type, country, authority, issued, expires, summary;
    struct span again; /* the same number in other letters */
    enum prop prop;    /* where the number also goes on the entity; PROP_NONE: by 'passport' */
};
struct tocsin_err *entry_document(struct entry *e, const struct entry_document *d,
                                  const char *field, uint64_t line) TOCSIN_MUST_USE;

/* A Sanction of the issuer, tied to the entity. */
struct record *entry_sanction(struct entry *e, struct span key);
/* The programme of a Sanction: what the list calls it and, where the list has one, its tag; the
 * tag also goes on the entity, so that a screening can be limited to programmes. */
struct tocsin_err *entry_program(struct entry *e, struct record *sanction, struct span text,
                                 struct span tag, const char *field, uint64_t line) TOCSIN_MUST_USE;

/* A party that the list gives by name only: another entity and the edge between the two. 'role' is
 * the label of the list. An Organization with an owner is a Company, since FollowTheMoney lets
 * nobody own another one; where that cannot be (a person) the edge is an UnknownLink. With a
 * roster, an owner whose name is that of an entry is that entry. */
enum entry_party {
    ENTRY_OWNER,  /* LegalEntity that owns or operates the entity */
    ENTRY_OWNED,  /* Company that the entity owns */
    ENTRY_RELATED /* LegalEntity that once had to do with it */
};
struct tocsin_err *entry_party(struct entry *e, enum entry_party kind, struct span name,
                               const char *role, uint64_t line) TOCSIN_MUST_USE;

/* An edge between two ids; the properties of the two ends follow from the schema. */
struct record *entry_link(struct arena *a, enum schema schema, struct span from, struct span to,
                          struct span role);

/* ---- small things that several lists need --------------------------------------------------- */

/* Lower-case ASCII letters and digits with single hyphens between: "EU.99999.17" is
 * "eu-99999-17". */
struct span entry_slug(struct arena *a, const char *prefix, struct span text);
/* Takes the next part of an enumeration "(a) Harbour master (b) Director", "a) ... b) ...",
 * "(1) ... (2) ..." off the front of '*rest'; a text without marks is one part. False when '*rest'
 * is used up. Start with *next = 0. */
bool entry_enumerated(struct span *rest, unsigned *next, struct span *part);
/* The parts that are not empty, with 'between' between them. */
struct span entry_join(struct arena *a, const char *between, const struct span *parts, size_t n);

#endif
