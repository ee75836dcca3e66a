/* SPDX-License-Identifier: Apache-2.0
 *
 * import: reads one published list, in a process that can do nothing else, and hands over records.
 *
 *     parent (trusted)                        child (jailed)
 *     open files, fork    --pipes: bytes-->   seccomp: read, write, memory, exit;
 *     hash, import_sink   <--pipe: frames--   Landlock: no paths; reader -> format -> emitter
 *
 * The child gets pipes and no right to open anything. It finds the format by the first bytes,
 * streams the source in constant memory, forms records and writes frames: record, unreadable
 * record, note, end. The parent hashes what it sends, so what was parsed is what was hashed, and
 * trusts nothing that comes back: every frame is length-limited and every record is validated when
 * it is unpacked. A child that dies, is killed by the jail or sends nonsense is an error like any
 * other, and the caller rolls its transaction back.
 *
 * A format is one row of format.def and one file: name, what it is called, how its first bytes
 * look, and a parse function. Nothing else in the program lists the formats.
 *
 * Sources. A source is one file, or a set of files that make one list (the OFAC CSV set: a folder
 * or its sdn.csv names all four). Plain or gzip, by content.
 *
 * Errors name file, line, column and field. With skip_bad > 0, up to that many records that cannot
 * be read are reported to sink->bad one by one and left out; one more ends the import with an
 * error. A file that is truncated, is not in a known format, exceeds a limit or changes while it
 * is read always ends it.
 *
 * Ids are formed as OpenSanctions forms them where it does: "ofac-2676", "unsc-111923",
 * "eu-fsf-...", "gb-fcdo-...", "interpol-red-2024-12345"; each format's file says how, also for the
 * entities that hang on an entry (addresses, documents, sanctions, links).
 */
#ifndef TOCSIN_IMPORT_H
#define TOCSIN_IMPORT_H

#include "base/base.h"
#include "record/record.h"

struct import_request {
    const char *path;   /* a file, or a folder that holds one known set */
    const char *format; /* a name of format.def; NULL: found by content */
    uint64_t skip_bad;  /* how many unreadable records to accept */
    bool no_jail;       /* go on where the kernel lacks seccomp or Landlock */
    /* Plain CSV: "column=Heading" pairs, NULL-terminated; NULL: by heading. Each heading is that of
     * the file or its number from 1; the columns are those of person_column.def, or properties of
     * FollowTheMoney. With a map, a file of unknown content is taken for plain CSV. */
    const char *const *map;
};

struct import_progress {
    uint64_t bytes, bytes_total; /* of the source as stored, compressed or not */
    uint64_t records;
};

/* Where the parent delivers. Any function may return an error, which ends the import. */
struct import_sink {
    void *ctx;
    /* 'r' is finished and lives until the function returns. 'deleted': the source says that the
     * entity r->id is gone (delta files); then only the id is set. */
    struct tocsin_err *(*record)(void *ctx, const struct record *r, bool deleted);
    /* An unreadable record that was skipped. Does not own 'why'. */
    struct tocsin_err *(*bad)(void *ctx, const struct tocsin_err *why);
    /* A remark that loses nothing ("column 'x' ignored", "no Landlock: ..."). May be NULL. */
    void (*note)(void *ctx, const char *text);
    void (*progress)(void *ctx, const struct import_progress *p); /* may be NULL */
};

/* One file of a source, with what identifies its content. */
struct import_file {
    char *path;
    char sha256[65]; /* lower-case hex, of the file as stored */
    uint64_t size;
};

struct import_summary {
    const char *format; /* name of format.def */
    char *dataset;      /* the name this list usually has ("us_ofac_sdn"), or NULL; owned */
    char version[40];   /* the publisher's own date or version, or empty */
    bool delta;         /* holds changes only: what it does not name stays */
    uint64_t records, bad;
    struct import_file *files;
    size_t files_n;
};

/* Runs the whole of it. '*out' is filled also on error as far as known; free with
 * import_summary_free. */
struct tocsin_err *import_run(const struct import_request *request, const struct import_sink *sink,
                              struct import_summary *out) TOCSIN_MUST_USE;
void import_summary_free(struct import_summary *s);

/* Which format would be chosen, without reading more than the head; for messages and tests. Runs in
 * the jail as well. */
struct tocsin_err *import_detect(const char *path, const char **format) TOCSIN_MUST_USE;

/* The table, for help texts: name, title, usual dataset; NULL after the last. */
struct import_format {
    const char *name, *title, *dataset;
};
const struct import_format *import_format_at(size_t i);

/* Writes sources of a dataset by hash is the store's business; this hashes without importing. */
struct tocsin_err *import_hash(const char *path, struct import_file *out) TOCSIN_MUST_USE;

#endif
