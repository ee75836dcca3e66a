/* SPDX-License-Identifier: Apache-2.0
 *
 * rows: the walk over the rows of a published table behind its headings.
 *
 * Blank rows are passed over. A row with another number of fields than the headings is a bad
 * record, unless it is the last one and too short: then the file was cut, and what else it lacks
 * nobody knows, so the import ends.
 */
#ifndef TOCSIN_IMPORT_ROWS_H
#define TOCSIN_IMPORT_ROWS_H

#include "format.h"

struct rows {
    struct reader *in;
    struct emitter *out;
    size_t width; /* fields of the headings */
    /* A row of that width; its errors go to emit_bad. */
    struct tocsin_err *(*read)(void *ctx, const struct csv_row *row);
    void *ctx;
};

struct tocsin_err *rows_read(const struct rows *r) TOCSIN_MUST_USE;

/* The row of headings, or an error where the file ends before it. */
struct tocsin_err *rows_heading(struct reader *in, struct csv_row *row) TOCSIN_MUST_USE;

bool rows_blank(const struct csv_row *row);

#endif
