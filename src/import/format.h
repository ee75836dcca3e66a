/* SPDX-License-Identifier: Apache-2.0
 *
 * The inside of the import room: what a format's file sees. Everything here runs in the jailed
 * child.
 *
 *   reader   a source, streamed: bytes, lines, CSV rows, XML events, JSON lines; counts lines
 *   emitter  where a format puts finished records
 *
 * A format reads its source with one of the reader's forms, keeps only what later parts of the
 * same source need (names for "Linked To", locations of the advanced file), builds records with
 * record_add and emits them.
 */
#ifndef TOCSIN_IMPORT_FORMAT_H
#define TOCSIN_IMPORT_FORMAT_H

#include "base/base.h"
#include "import/import.h"
#include "record/country.h"
#include "record/date.h"
#include "record/record.h"

/* ---- reader: bytes --------------------------------------------------------------------------- */

struct reader;

/* The files of the source by role ("sdn.csv", "alt.csv"). NULL when the set lacks it. The role ""
 * is the main file of every source. Readers belong to the caller of the parse function. */
struct source;
struct reader *source_reader(struct source *s, const char *role);
const char *source_option(struct source *s, const char *key); /* --map column=Heading; or NULL */

/* Up to 'n' decoded bytes (gzip and UTF-16 undone, BOM dropped); 0 at the end. Errors stick and
 * are returned by every later call. */
struct tocsin_err *reader_read(struct reader *r, char *p, size_t n, size_t *got) TOCSIN_MUST_USE;
/* The first decoded bytes, up to 64 KiB; consumes none. */
struct span reader_head(const struct reader *r);
const char *reader_name(const struct reader *r); /* file name for messages */
bool reader_dead(const struct reader *r);        /* an error stuck: there is no going on */

/* ---- reader: lines --------------------------------------------------------------------------- */

/* The next line without its end (LF, CR LF); '*line' is good until the next call. *done at the
 * end of the file. Limit: LIMIT_LINE. */
struct tocsin_err *reader_line(struct reader *r, struct span *line, bool *done) TOCSIN_MUST_USE;
uint64_t reader_line_number(const struct reader *r); /* of what was read last, from 1 */

/* ---- reader: CSV (RFC 4180 by libcsv; UTF-8, or Windows-1252 where that fails) --------------- */

struct csv_row {
    struct span *field;
    size_t n;
    uint64_t line; /* where the row begins */
};
/* 'separator' 0: told by a first line "sep=;", else found from the first lines among , ; tab |
 * Blanks around fields are kept. An error may concern one row only: hand it to emit_bad unless the
 * reader is dead (emit_unread does both). */
struct tocsin_err *reader_csv(struct reader *r, char separator, struct csv_row *row,
                              bool *done) TOCSIN_MUST_USE;

/* ---- reader: XML (libxml2's push parser; no DTD, no entities beyond the five, no network) -- */

enum xml_event { XML_START, XML_END, XML_TEXT, XML_DONE };

struct xml {
    struct reader *reader;
    enum xml_event event;
    struct span name; /* local name of START and END */
    struct span text; /* TEXT: decoded; adjacent text and CDATA are joined; never only blanks */
    unsigned depth;   /* of the element of START and END; the root has 1 */
    uint64_t line, column;
    void *impl;
};
/* Close it also after an error. */
struct tocsin_err *xml_open(struct reader *r, struct xml *x) TOCSIN_MUST_USE;
void xml_close(struct xml *x);
struct tocsin_err *xml_next(struct xml *x) TOCSIN_MUST_USE;
struct span xml_attr(struct xml *x, const char *local_name); /* at START; empty when missing */
/* At START: the text of the whole element, trimmed; leaves x at its END. */
struct tocsin_err *xml_content(struct xml *x, struct arena *a, struct span *out) TOCSIN_MUST_USE;
/* At START: passes over the element; leaves x at its END. */
struct tocsin_err *xml_skip(struct xml *x) TOCSIN_MUST_USE;

/* A small element tree for formats whose entry is easiest to read as a whole: at START of an entry,
 * builds the subtree in 'a' and leaves x at its END. Limits: LIMIT_XML_DEPTH, LIMIT_RECORD. */
struct node {
    struct span name, text; /* text: own text, trimmed */
    struct span *attr_name, *attr_value;
    size_t attr_n;
    struct node *child, *next; /* first child, next sibling */
    uint64_t line;
};
struct tocsin_err *xml_tree(struct xml *x, struct arena *a, struct node **out) TOCSIN_MUST_USE;
/* The first child of a name, the next sibling of a name; or NULL. */
const struct node *node_child(const struct node *n, const char *name);
const struct node *node_next(const struct node *n, const char *name);
struct span node_text(const struct node *n, const char *path); /* "a/b/c"; or empty */
struct span node_attr(const struct node *n, const char *name); /* or empty; n may be NULL */

/* ---- sniffing -------------------------------------------------------------------------------- */

/* The local name of the root element of an XML text, or empty when it is none. */
struct span head_xml_root(struct span head);
/* The separator of a table; a first line "sep=;" is taken off. */
char csv_separator(struct span *head);
/* The first line that is not blank, without its end. */
struct span head_line(struct span head);

/* ---- emitter --------------------------------------------------------------------------------- */

struct emitter;

/* Finishes 'r' and sends it. A second record of the same id is a bad record (emit_bad), unless the
 * id is a child_id: then it is the same thing again and is left out. */
struct tocsin_err *emit(struct emitter *e, struct record *r) TOCSIN_MUST_USE;
struct tocsin_err *emit_deleted(struct emitter *e, struct span id) TOCSIN_MUST_USE;
/* An unreadable record: counts it against --skip-bad and swallows 'why', or returns it. */
struct tocsin_err *emit_bad(struct emitter *e, struct tocsin_err *why) TOCSIN_MUST_USE;
/* The same for an error of a reader; returns 'why' when the reader is dead. */
struct tocsin_err *emit_unread(struct emitter *e, struct reader *r,
                               struct tocsin_err *why) TOCSIN_MUST_USE;
/* A remark for the operator, once per text. */
void emit_note(struct emitter *e, const char *fmt, ...) TOCSIN_PRINTF(2, 3);
/* A value that was not understood and did not cost the record: counted, and the first few told as
 * notes. 'why' says where it is; it stays the caller's. */
void emit_strange(struct emitter *e, const struct tocsin_err *why);
void emit_version(struct emitter *e, struct span version); /* the publisher's date of the list */
void emit_dataset(struct emitter *e, struct span name);    /* when the content tells the list */
void emit_delta(struct emitter *e); /* the source holds changes only; before the first record */

/* record_add, and a clear error in place of ADD_INVALID: "line 7: birthDate: 31 Feb 1961 is no
 * date". Formats use this for every value. */
struct tocsin_err *add_value(struct record *r, enum prop prop, struct span text, struct reader *in,
                             const char *field) TOCSIN_MUST_USE;

/* The same for lists that another program made: a date, country or gender that is not understood is
 * kept as text (keep_strange) and told by emit_strange, and the record stands. */
struct tocsin_err *add_value_or_keep(struct record *r, enum prop prop, struct span text,
                                     struct reader *in, const char *field) TOCSIN_MUST_USE;
/* "property: text" in the notes, or where the schema has such text. */
void keep_strange(struct record *r, enum prop prop, struct span text);

/* Entities that hang on an entry; the ids are derived from the owner's and the content. */
struct record *link_new(struct arena *a, enum schema schema, struct span owner, struct span key);
/* A child id: "<owner>-<first 12 hex of SHA-256 of schema and key>". */
struct span child_id(struct arena *a, struct span owner, enum schema schema, struct span key);

/* ---- the table ------------------------------------------------------------------------------- */

struct format {
    struct import_format show;       /* name, title, dataset */
    bool (*sniff)(struct span head); /* decoded head of the main file */
    struct tocsin_err *(*parse)(struct source *in, struct emitter *out);
};
extern const struct format formats[];               /* from format.def; ends with a row of NULLs */
const struct format *format_find(const char *name); /* NULL: none */

/* Every row of format.def has these two in its file. */
#define FORMAT(name, title, dataset, sniff, parse)                                                 \
    bool sniff(struct span head);                                                                  \
    struct tocsin_err *parse(struct source *in, struct emitter *out) TOCSIN_MUST_USE;
#include "format.def"
#undef FORMAT

/* ---- without a child ------------------------------------------------------------------------- */

/* import_run without fork, pipe and jail, for the unit tests of formats and for fuzzing. The
 * records take the same way, packed and unpacked again. 'format' NULL: found by content. */
struct tocsin_err *import_parse_for_test(const char *path, const char *format,
                                         const struct import_sink *sink) TOCSIN_MUST_USE;
struct tocsin_err *import_run_for_test(const struct import_request *request,
                                       const struct import_sink *sink,
                                       struct import_summary *out) TOCSIN_MUST_USE;

/* import_run with a format that is not in the table: how the tests try the jail. */
struct tocsin_err *import_run_format(const struct format *format,
                                     const struct import_request *request,
                                     const struct import_sink *sink,
                                     struct import_summary *out) TOCSIN_MUST_USE;

#endif
