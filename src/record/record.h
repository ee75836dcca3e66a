/* SPDX-License-Identifier: Apache-2.0
 *
 * record: one entity in FollowTheMoney terms.
 *
 * A record has an id, a schema ("Person") and values: pairs of a property ("birthDate") and a
 * text, several per property allowed. The schemata and properties are those of FollowTheMoney
 * 4.5.2 and stand in schema.def; nothing else in the program lists them.
 *
 *     importer --record_add--> record --record_finish--> packed bytes --> pipe, store, index
 *                                                    \-> JSON (yente's EntityResponse)
 *
 * Values are text in the normal form of their type, which record_add makes:
 *
 *   type        normal form
 *   name, ...   well-formed UTF-8, NFC, white space runs folded to one blank, ends trimmed
 *   date        a level-1 subset of EDTF (ISO 8601-2): 1961, 1961-03, 1961-03-14, each with an
 *               optional "~" (circa); or two of them as an interval, "1958/1963". date.h reads it.
 *   country     ISO 3166-1 alpha-2 in lower case, or a historical code (suhh, yucs, csxx...)
 *   gender      male, female, other
 *   text, html, json   as name, but line breaks and runs of blanks stay
 *   topic, url, email, phone, identifier, ...  as name; checked where it is used
 *
 * Well-formed means without NUL. What nobody sees is taken out: control characters, byte order
 * marks, soft hyphens, marks of writing direction. Joiners (U+200C, U+200D) stay: they spell.
 *
 * FollowTheMoney has no circa and no interval: record_json prints "1961~" as "1961" and
 * "1958/1963" as its two ends. Nothing is lost in the packed form.
 *
 * Memory. A record and all its values live in the arena that made it. Unpacking copies nothing:
 * the spans point into the packed bytes, which must outlive the record.
 */
#ifndef TOCSIN_RECORD_H
#define TOCSIN_RECORD_H

#include "base/base.h"

/* ---- the model ----------------------------------------------------------------------------
 * schema.def, and model.h made from it:
 *   enum schema  SCHEMA_Person ...; SCHEMA_NONE = 0
 *   enum prop    PROP_birthDate ...; PROP_NONE = 0; one id per property name, in order of bytes */

#include "record/model.h"

enum prop_type {
    TYPE_STRING, TYPE_NAME, TYPE_DATE, TYPE_COUNTRY, TYPE_GENDER, TYPE_TOPIC, TYPE_IDENTIFIER,
    TYPE_ENTITY, TYPE_ADDRESS, TYPE_EMAIL, TYPE_PHONE, TYPE_URL, TYPE_TEXT, TYPE_LANGUAGE,
    TYPE_NUMBER, TYPE_IP, TYPE_CHECKSUM, TYPE_MIMETYPE, TYPE_HTML, TYPE_JSON
};

enum schema schema_find(struct span name);         /* SCHEMA_NONE when unknown */
const char *schema_name(enum schema s);
const char *schema_label(enum schema s);
const char *schema_plural(enum schema s);
bool schema_is_a(enum schema s, enum schema ancestor); /* true for itself */
bool schema_matchable(enum schema s);
bool schema_edge(enum schema s);
/* May a query of schema 'a' meet an entity of schema 'b'? True when both are matchable and one is
 * an ancestor of the other; Thing meets every matchable schema. */
bool schema_comparable(enum schema a, enum schema b);
size_t schema_count(void); /* valid ids are 1 .. count */

enum prop prop_find(struct span name);              /* PROP_NONE when unknown */
const char *prop_name(enum prop p);
const char *prop_label(enum prop p);
enum prop_type prop_type(enum prop p);
bool prop_matchable(enum prop p);
bool prop_hidden(enum prop p); /* not for lists and suggestions */
bool schema_has(enum schema s, enum prop p);        /* its own or inherited */
/* Caption order of a schema: ends with PROP_NONE. */
const enum prop *schema_caption(enum schema s);
size_t prop_count(void); /* valid ids are 1 .. count */

/* The same in one schema. They differ from the above for few names: 'authority' is text in a
 * Sanction and a link in a Contract. 's' must have 'p'. */
enum prop_type prop_type_in(enum schema s, enum prop p);
const char *prop_label_in(enum schema s, enum prop p);
bool prop_matchable_in(enum schema s, enum prop p);

/* Links. Where the values of 'p' are ids of entities: the schema that these must be, and the name
 * under which such an entity shows those that point at it (Sanction.entity: Thing, "sanctions").
 * SCHEMA_NONE and NULL where they are not. */
enum schema prop_range(enum schema s, enum prop p);
const char *prop_reverse(enum schema s, enum prop p);
/* The property of 's' (a Sanction) whose way back has this name ("sanctions"); or PROP_NONE. */
enum prop prop_find_reverse(enum schema s, struct span reverse);
/* Is this the name of a way back that entities of schema 's' have? */
bool schema_has_reverse(enum schema s, struct span reverse);

bool topic_is_risk(struct span topic); /* followthemoney's RISKS; makes an entity a target */
const char *topic_label(struct span topic); /* NULL when unknown */
const char *topic_at(size_t i);             /* NULL after the last */
const char *prop_type_name(enum prop_type type); /* as FollowTheMoney writes it: "country" */

/* ---- records ------------------------------------------------------------------------------ */

struct value {
    enum prop prop;
    struct span text;
};

struct record {
    struct arena *arena;
    enum schema schema;
    struct span id;
    struct span caption;       /* as published; empty: record_caption makes one */
    struct value *values;      /* after record_finish: grouped by property, in order of adding */
    size_t n, cap;
    struct span *datasets;     /* as published by an aggregator; empty: the dataset of the import */
    size_t datasets_n;
    struct span *referents;    /* other ids of the same entity */
    size_t referents_n;
    struct span first_seen, last_seen, last_change; /* "YYYY-MM-DDTHH:MM:SS" or empty */
    uint64_t line;             /* where it began in its source file, from 1; 0 unknown */
    struct seen *seen;         /* record.c: finds repeated values once there are many */
};

struct record *record_new(struct arena *a, enum schema schema, struct span id);

/* What record_add did with a value. */
enum add { ADD_OK, ADD_EMPTY, ADD_TWICE, ADD_INVALID, ADD_FOREIGN /* not in this schema */ };

/* Brings 'text' to the normal form of the property and adds it. An empty or repeated value is no
 * error. ADD_INVALID (a date, country or gender that is not understood; text that is not UTF-8)
 * leaves the record as it was: the importer decides whether to complain or to keep the text in
 * another property. */
enum add record_add(struct record *r, enum prop prop, struct span text);

/* Adds every country found in 'text' ("Malta; Italy"). ADD_INVALID when there is none. */
enum add record_add_countries(struct record *r, enum prop prop, struct span text);

void record_add_referent(struct record *r, struct span id);
void record_add_dataset(struct record *r, struct span name);

/* Groups the values by property (stable) and checks the limits of limit.h. A record may be
 * added to afterwards and finished again. */
struct tocsin_err *record_finish(struct record *r) TOCSIN_MUST_USE;

/* The values of one property of a finished record: a pointer and a count (0: none). */
const struct value *record_values(const struct record *r, enum prop prop, size_t *n);
struct span record_first(const struct record *r, enum prop prop); /* or empty */

/* The name to show: the published caption, else the first property in the order of the schema that
 * has a value (of several the one that reads best: Latin, not all capitals), else its label. */
struct span record_caption(const struct record *r);
bool record_is_target(const struct record *r); /* some topic is a risk */

/* ---- wire and JSON ------------------------------------------------------------------------ */

/* Packed form: the same on every machine, deterministic for equal content; byte table in pack.c.
 * 'line' is part of it. 'r' must be finished. */
void record_pack(const struct record *r, struct buf *out);
/* Validates everything (the bytes may come from a jailed child or a damaged file). */
struct tocsin_err *record_unpack(struct arena *a, struct span bytes, struct record **out)
    TOCSIN_MUST_USE;
/* SHA-256 of what the record says. Left out are 'line' and 'last_seen' (when the publisher last
 * looked), and the order of values, datasets and referents: a row that moved and a list that was
 * only printed again are no change. */
void record_content_hash(const struct record *r, unsigned char out[32]);

/* yente's EntityResponse without a line break; entity-typed values are ids. 'dataset' replaces an
 * empty list of datasets. 'open' leaves the last brace off, so that a caller can add members such
 * as score. */
void record_json(const struct record *r, struct span dataset, bool open, struct buf *out);

/* record_json with other entities inside. Either function may be NULL. */
struct record_nesting {
    void *ctx;
    /* For an entity-typed value: writes that entity as an object and returns true, or writes
     * nothing and returns false for the id. */
    bool (*link)(void *ctx, const struct record *r, enum prop prop, struct span id,
                 struct buf *out);
    /* At the end of the properties: writes members for the entities that point at 'r', such as
     * "sanctions":[...] (prop_reverse has the name), with a comma before the first when 'any'
     * member stands there already. */
    void (*inbound)(void *ctx, const struct record *r, bool any, struct buf *out);
};
void record_json_nested(const struct record *r, struct span dataset,
                        const struct record_nesting *nesting, bool open, struct buf *out);
/* A finished query as yente echoes it: {"id" or null, "schema", "properties"}. */
void record_json_query(const struct record *r, struct buf *out);

/* One FollowTheMoney object: {id?, caption?, schema, properties, datasets?, referents?, ...}.
 * Unknown properties are counted in 'ignored', unknown schemata are errors. Values may be one
 * string or a list; numbers become text. When 'fuzzy' (a query), invalid values are dropped
 * instead of being errors, and the id may be missing.
 *
 * A nested object in an entity-typed property is handed to 'nested' (NULL: ignored); the value is
 * the child's id. So is one under the name of a way back ("sanctions"), with PROP_NONE: that child
 * points at the parent, and says so in a property of its own. 'json' lives until the call returns.
 *
 * With 'strange', a date, country or gender that is not understood is no error: it is given there
 * with the complaint, which is not to be freed, and the reader goes on.
 *
 * The record is not finished: a caller may add to it before record_finish. */
struct record_reader {
    bool fuzzy;
    size_t ignored;
    struct tocsin_err *(*nested)(void *ctx, const void *json /* json_t */, struct record *parent,
                                 enum prop prop);
    void (*strange)(void *ctx, struct record *r, enum prop prop, struct span text,
                    const struct tocsin_err *why);
    void *ctx;
};
struct tocsin_err *record_from_json(struct arena *a, struct record_reader *reader,
                                    struct span json, struct record **out) TOCSIN_MUST_USE;
/* The same from a json_t that is already there. */
struct tocsin_err *record_from_json_value(struct arena *a, struct record_reader *reader,
                                          const void *json, struct record **out) TOCSIN_MUST_USE;

#endif
