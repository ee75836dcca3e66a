/* SPDX-License-Identifier: Apache-2.0
 *
 * grouped: tables in which several rows make one entry.
 *
 * The United Kingdom's lists as CSV have one row for each name and each further value of an entry;
 * a column tells which rows belong together.
 *
 *   line 1    says how old the list is, in a form of its own
 *   line 2    headings; found by their text, in any order
 *   rows      gathered by the key column
 *
 * Nothing promises that the rows of an entry follow each other. So they are kept, packed, and an
 * entry is handed over when GROUPED_HOLD bytes of rows are waiting (the oldest entry first) or the
 * file ends. The published lists are smaller than that, so their rows may come in any order; of a
 * larger table the rows of an entry must not be further apart. A row of an entry that was handed
 * over is a bad record that says so, and never a second entry of the same id.
 *
 *   packed row:   varint line, then for each cell that is not blank: varint column + 1, varint
 *                 length, bytes; then a 0
 */
#ifndef TOCSIN_IMPORT_GROUPED_H
#define TOCSIN_IMPORT_GROUPED_H

#include "format.h"

#define GROUPED_HOLD ((size_t)64 << 20)
#define GROUPED_COLUMNS 64 /* of one format at most */

struct grouped_row {
    uint64_t line;
    struct span *cell; /* one for each heading of the format, trimmed; empty when blank */
};

struct grouped_entry {
    struct span key;
    struct grouped_row *row; /* in the order of the file */
    size_t n;
};

/* The headings of a format by number; 'heading' gives NULL after the last. */
struct grouped_format {
    const char *(*heading)(size_t column);
    size_t key; /* the column that tells the entry */
    size_t hold; /* 0: GROUPED_HOLD */
    /* Line 1. */
    struct tocsin_err *(*top)(void *ctx, const struct csv_row *row);
    /* An entry with all its rows; 'a' is emptied afterwards. Its errors go to emit_bad. */
    struct tocsin_err *(*entry)(void *ctx, struct arena *a, const struct grouped_entry *e);
};

struct tocsin_err *grouped_read(struct reader *in, struct emitter *out,
                                const struct grouped_format *format, void *ctx) TOCSIN_MUST_USE;

/* A day as the lists write it in line 1, for emit_version: "31-Jan-2026", "31/01/2026". */
void grouped_version(struct emitter *out, struct span text);

/* Does the head begin with such a line 1, and line 2 with these headings? */
bool grouped_sniff(struct span head, struct span first, struct span second);

#endif
