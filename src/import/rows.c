/* SPDX-License-Identifier: Apache-2.0
 *
 * rows: see rows.h. Whether a row is the last one is known only when the next has been asked for,
 * so what became of a row is judged one row later.
 */
#include "rows.h"

bool rows_blank(const struct csv_row *row)
{
    for (size_t i = 0; i < row->n; i++)
        if (span_trim(row->field[i]).n)
            return false;
    return true;
}

struct tocsin_err *rows_heading(struct reader *in, struct csv_row *row)
{
    bool done;
    TRY(reader_csv(in, ',', row, &done));
    if (!done)
        return NULL;
    return err_at(err_new(TOCSIN_ERR_FORMAT, "the file ends before its headings"),
                  reader_name(in), 0, 0, NULL);
}

/* A row that could not be read has no fields; it was reported when that was found. */
static struct tocsin_err *one_row(const struct rows *r, const struct csv_row *row)
{
    struct tocsin_err *err;
    if (rows_blank(row))
        return NULL;
    if (row->n == r->width)
        err = r->read(r->ctx, row);
    else
        err = err_new(TOCSIN_ERR_PARSE, "%zu fields; the headings are %zu", row->n, r->width);
    return err_at(err, reader_name(r->in), row->line, 0, NULL);
}

static struct tocsin_err *judge(const struct rows *r, struct tocsin_err *err, bool is_short,
                                bool last)
{
    if (!err || !is_short || !last)
        return err ? emit_bad(r->out, err) : NULL;
    uint64_t line = tocsin_err_place(err).line;
    err = err_because(err, "the file ends inside a row: is it cut short?");
    return err_at(err, reader_name(r->in), line, 0, NULL);
}

/* Reads the row, and the next one into its place. */
static struct tocsin_err *step(const struct rows *r, struct csv_row *row, bool *done)
{
    bool is_short = row->n < r->width;
    struct tocsin_err *err = one_row(r, row), *next = reader_csv(r->in, ',', row, done);
    if (next && reader_dead(r->in)) {
        tocsin_err_free(err);
        return next;
    }
    err = judge(r, err, is_short, *done && !next);
    if (!err)
        return next ? emit_bad(r->out, next) : NULL;
    tocsin_err_free(next);
    return err;
}

struct tocsin_err *rows_read(const struct rows *r)
{
    struct csv_row row;
    bool done;
    struct tocsin_err *err = reader_csv(r->in, ',', &row, &done);
    if (err)
        TRY(emit_unread(r->out, r->in, err));
    while (!done)
        TRY(step(r, &row, &done));
    return NULL;
}
