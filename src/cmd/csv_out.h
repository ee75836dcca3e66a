/* SPDX-License-Identifier: Apache-2.0
 *
 * csv_out: more columns for a table, written as the table is (csv_in.h: separator, quotes, line
 * ends). The columns that were there are copied byte by byte.
 *
 * A spreadsheet takes a field that begins with "=", "+", "-", "@", a tab or a carriage return for a
 * formula and runs it. What is added may come from a foreign list, so such a field gets an
 * apostrophe in front, by which spreadsheets know text. The columns that were there are their
 * owner's and stay as they are; numbers that are added are never negative.
 */
#ifndef TOCSIN_CMD_CSV_OUT_H
#define TOCSIN_CMD_CSV_OUT_H

#include "base/base.h"
#include "cmd/csv_in.h"

/* What stands before the heading row: byte order mark, "sep=;". */
void csv_out_begin(struct buf *out, const struct csv_style *style);
/* A row as it was, with 'missing' separators behind it. */
void csv_out_row(struct buf *out, const struct csv_style *style, struct span raw, size_t missing);
/* One more field of the row, defused. */
void csv_out_field(struct buf *out, const struct csv_style *style, struct span field);
void csv_out_end(struct buf *out, const struct csv_style *style);

/* Where a table goes: a file that appears under its name when it is complete, or standard output
 * ("-"). */
struct csv_file {
    void *stream; /* FILE * */
    struct file_out file;
    bool standard;
};
struct tocsin_err *csv_file_open(const char *path, struct csv_file *out) TOCSIN_MUST_USE;
struct tocsin_err *csv_file_write(struct csv_file *f, struct span bytes) TOCSIN_MUST_USE;
struct tocsin_err *csv_file_commit(struct csv_file *f) TOCSIN_MUST_USE;
void csv_file_abandon(struct csv_file *f); /* also of one that was never opened */

#endif
