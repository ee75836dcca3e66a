/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside of the import room: sources and readers as their makers see them (format.h is the view
 * of the formats).
 *
 *   path --source_open--> source {file, file, ...} --source_reader--> reader
 *
 * A source is opened by the parent, which alone may open files. In the child, the descriptors of
 * its files are pipes on which the parent sends the bytes that it hashes: what is parsed is what
 * was hashed, and the child has nothing that it could seek in or map.
 */
#ifndef TOCSIN_IMPORT_SOURCE_H
#define TOCSIN_IMPORT_SOURCE_H

#include "format.h"

#define SOURCE_FILES_MAX 4

struct source_file {
    const char *role; /* static: the name of the file in its set, or "" */
    char *path;
    const char *name; /* the last part of 'path', for messages */
    int fd;           /* -1: taken by somebody else */
    uint64_t size;
    struct reader *reader; /* made when first asked for */
};

struct source {
    struct source_file file[SOURCE_FILES_MAX]; /* the first is the main file */
    size_t n;
    const char *format;     /* of the set; NULL: the content decides */
    const char *dataset;    /* of the set; NULL: the format's */
    const char *const *map; /* of the request */
    struct emitter *out;    /* where readers put their notes */
};

/* A file, or a folder that holds one known set. */
struct tocsin_err *source_open(const char *path, struct source *out) TOCSIN_MUST_USE;
void source_close(struct source *s);

/* What is said of XML with a document type, wherever it is found out. */
#define DOCTYPE_REFUSED                                                                            \
    "<!DOCTYPE is refused, and with it every entity that it declares: no published list needs one"

struct reader *reader_new(const char *name, int fd, struct emitter *out); /* does not own 'fd' */
void reader_free(struct reader *r);
struct emitter *reader_emitter(const struct reader *r);
void reader_set_line(struct reader *r, uint64_t line); /* XML counts for itself */
/* Makes 'err' stick: every later call returns a copy. Returns 'err'. */
struct tocsin_err *reader_fail(struct reader *r, struct tocsin_err *err) TOCSIN_MUST_USE;
/* A note about a line, the first of its kind ('field' and 'what'). */
void reader_note_once(struct reader *r, uint64_t line, const char *field, const char *what);
struct tocsin_err *reader_stuck(const struct reader *r) TOCSIN_MUST_USE; /* NULL: none */
void reader_skip_line(struct reader *r); /* the first one, when it is Excel's "sep=;" */

/* The state that reader_csv keeps with its reader. */
struct csv_state;
struct csv_state **reader_csv_state(struct reader *r);
void csv_state_free(struct csv_state *s);

#endif
