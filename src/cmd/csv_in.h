/* SPDX-License-Identifier: Apache-2.0
 *
 * csv_in: a table as a customer has it, row by row in constant memory.
 *
 *   encoding    UTF-8 with or without BOM; UTF-16 with BOM; else Windows-1252
 *   separator   comma, semicolon, tab or bar: the one that gives the same number of fields in the
 *               first rows; or what a first line "sep=;" says
 *   line ends   CR LF, LF or CR
 *   quotes      RFC 4180, with line breaks inside
 *
 * Each row is given twice: cut into fields, and as the bytes between its line ends (in UTF-8), so
 * that it can be written out again exactly as it was. Lines without anything on them are passed
 * over. What is not a regular UTF-8 file is first copied into a temporary file without a name.
 *
 * Errors name the file and the line. All spans are good until the next call.
 */
#ifndef TOCSIN_CMD_CSV_IN_H
#define TOCSIN_CMD_CSV_IN_H

#include "base/base.h"

struct csv_in;

struct csv_row {
    struct span raw;
    struct span *field;
    size_t n;
    uint64_t line; /* where it begins, from 1 */
};

/* How the table is written, to write more of it in the same way. */
struct csv_style {
    char separator;
    bool quote_all;   /* every field of the heading is in quotes */
    bool bom;
    const char *end;  /* of a line */
    struct span told; /* the first line "sep=;", or empty */
};

/* Opens 'path' ("-": standard input) and reads its heading row. An empty file is an error. */
struct tocsin_err *csv_in_open(const char *path, struct csv_in **out) TOCSIN_MUST_USE;
void csv_in_close(struct csv_in *in); /* NULL is fine */

const struct csv_style *csv_in_style(const struct csv_in *in);
const struct csv_row *csv_in_heading(const struct csv_in *in); /* as long as 'in' is open */
/* The column with this heading, without regard to case and blanks around it; false: none. */
bool csv_in_column(const struct csv_in *in, const char *heading, size_t *column);

/* The next row below the heading. It has as many fields as the heading: missing ones are empty
 * (and missing in 'raw'); a row with more is an error. After an error the table is over. */
struct tocsin_err *csv_in_next(struct csv_in *in, struct csv_row *row, bool *done) TOCSIN_MUST_USE;
/* How many fields the row that csv_in_next gave last lacks in its 'raw'. */
size_t csv_in_missing(const struct csv_in *in);
/* Back to the first row below the heading. */
struct tocsin_err *csv_in_rewind(struct csv_in *in) TOCSIN_MUST_USE;

/* How far it is, for progress. */
uint64_t csv_in_at(const struct csv_in *in);
uint64_t csv_in_size(const struct csv_in *in);

#endif
