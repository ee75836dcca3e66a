/* SPDX-License-Identifier: Apache-2.0
 *
 * Writing tables.
 */
#include "cmd/csv_out.h"

#include <csv.h>
#include <stdio.h>

void csv_out_begin(struct buf *out, const struct csv_style *style)
{
    if (style->bom)
        buf_str(out, "\xef\xbb\xbf");
    if (style->told.n) {
        buf_span(out, style->told);
        buf_str(out, style->end);
    }
}

void csv_out_row(struct buf *out, const struct csv_style *style, struct span raw, size_t missing)
{
    buf_span(out, raw);
    while (missing--)
        buf_char(out, style->separator);
}

static bool wants_quotes(struct span s, char separator)
{
    if (s.n && (s.p[0] == ' ' || s.p[s.n - 1] == ' '))
        return true;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == separator || s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r')
            return true;
    return false;
}

static void put_field(struct buf *out, const struct csv_style *style, struct span field)
{
    size_t room = 2 * field.n + 2;
    char *quoted;

    if (!style->quote_all && !wants_quotes(field, style->separator)) {
        buf_span(out, field);
        return;
    }
    quoted = mem_alloc(room);
    buf_put(out, quoted, csv_write(quoted, room, field.p, field.n));
    mem_free(quoted);
}

/* Some take the wide forms of East Asia for the same. */
static bool begins_formula(struct span s)
{
    switch (s.n ? utf8_next(&s) : 0) {
    case '=':
    case '+':
    case '-':
    case '@':
    case '\t':
    case '\r':
    case 0xff1d: /* = */
    case 0xff0b: /* + */
    case 0xff0d: /* - */
    case 0xff20: /* @ */
        return true;
    default:
        return false;
    }
}

void csv_out_field(struct buf *out, const struct csv_style *style, struct span field)
{
    struct buf defused = {0};

    buf_char(out, style->separator);
    if (begins_formula(field)) {
        buf_char(&defused, '\'');
        buf_span(&defused, field);
        field = buf_view(&defused);
    }
    put_field(out, style, field);
    buf_free(&defused);
}

void csv_out_end(struct buf *out, const struct csv_style *style)
{
    buf_str(out, style->end);
}

/* ---- files ------------------------------------------------------------------------------- */

struct tocsin_err *csv_file_open(const char *path, struct csv_file *out)
{
    *out = (struct csv_file){.standard = strcmp(path, "-") == 0};
    if (out->standard) {
        out->stream = stdout;
        return NULL;
    }
    TRY(file_out_open(path, &out->file));
    out->stream = out->file.stream;
    return NULL;
}

struct tocsin_err *csv_file_write(struct csv_file *f, struct span bytes)
{
    if (fwrite(bytes.p, 1, bytes.n, f->stream) != bytes.n)
        return err_errno("cannot write the result");
    return NULL;
}

struct tocsin_err *csv_file_commit(struct csv_file *f)
{
    f->stream = NULL;
    if (!f->standard)
        return file_out_commit(&f->file);
    return fflush(stdout) == 0 ? NULL : err_errno("cannot write to standard output");
}

void csv_file_abandon(struct csv_file *f)
{
    if (f->stream && !f->standard)
        file_out_abandon(&f->file);
    f->stream = NULL;
}
