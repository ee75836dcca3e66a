/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of CSV, by libcsv.
 *
 * libcsv is fed one physical line at a time without its end mark, and then one LF. So the line in
 * which a row begins is known, the bytes of the row can be kept beside its fields, and one feeding
 * ends at most one row.
 */
#include "cmd/csv_in.h"

#include <csv.h>
#include <stdio.h>

#include "cmd/csv_text.h"

#define SNIFF_BYTES ((size_t)64 << 10)
#define SNIFF_ROWS 20

/* What libcsv hands over: one row. */
struct gathered {
    struct buf text;   /* of the fields, one behind the other */
    VEC(size_t) ends;  /* where each of them ends */
    bool done;
    bool too_big;
};

struct csv_in {
    char *path;
    FILE *stream;
    uint64_t size, line;
    char end;                  /* last byte of a line end */
    long below;                /* where the first row below the heading begins ... */
    uint64_t below_line;       /* ... and the line before it */
    struct csv_style style;
    struct csv_parser parser;
    struct gathered row;
    struct buf raw, physical;
    VEC(struct span) fields;
    struct csv_row heading;
    struct arena *arena;       /* the heading and the style */
    bool over;
};

/* ---- libcsv ------------------------------------------------------------------------------ */

static int no_space(unsigned char c)
{
    (void)c;
    return 0;
}

static int only_lf(unsigned char c)
{
    return c == '\n';
}

static void on_field(void *p, size_t n, void *ctx)
{
    struct gathered *g = ctx;

    if (n > LIMIT_FIELD || g->text.n > LIMIT_LINE || g->ends.n >= LIMIT_CSV_COLUMNS) {
        g->too_big = true;
        return;
    }
    buf_put(&g->text, p, n);
    *VEC_PUSH(&g->ends) = g->text.n;
}

static void on_row(int c, void *ctx)
{
    (void)c;
    ((struct gathered *)ctx)->done = true;
}

static void *grow(void *p, size_t n)
{
    return mem_grow(p, n, 1);
}

static void parser_begin(struct csv_parser *p, char separator)
{
    csv_init(p, 0);
    csv_set_delim(p, (unsigned char)separator);
    csv_set_space_func(p, no_space);
    csv_set_term_func(p, only_lf);
    csv_set_realloc_func(p, grow);
    csv_set_free_func(p, mem_free);
}

/* ---- sniffing ---------------------------------------------------------------------------- */

struct count {
    size_t fields, first, rows;
    bool same;
};

static void count_field(void *p, size_t n, void *ctx)
{
    (void)p;
    (void)n;
    ((struct count *)ctx)->fields++;
}

static void count_row(int c, void *ctx)
{
    struct count *k = ctx;

    (void)c;
    if (k->rows < SNIFF_ROWS) {
        if (!k->rows)
            k->first = k->fields;
        k->same = (!k->rows || k->same) && k->fields == k->first;
        k->rows++;
    }
    k->fields = 0;
}

static struct count count_with(struct span head, char separator)
{
    struct count k = {0};
    struct csv_parser p;

    parser_begin(&p, separator);
    csv_set_term_func(&p, NULL); /* CR and LF */
    csv_parse(&p, head.p, head.n, count_field, count_row, &k);
    if (!k.rows)
        csv_fini(&p, count_field, count_row, &k);
    csv_free(&p);
    return k;
}

static char find_separator(struct span head)
{
    static const char tried[] = {',', ';', '\t', '|'};
    struct count best = {.first = 1};
    char found = ',';

    for (size_t i = 0; i < ARRAY_LEN(tried); i++) {
        struct count k = count_with(head, tried[i]);
        bool better = k.same != best.same ? k.same : k.first > best.first;

        if (k.first > 1 && (best.first == 1 || better)) {
            best = k;
            found = tried[i];
        }
    }
    return found;
}

/* "sep=;", as one spreadsheet writes it for itself: the separator, or NUL. */
static char told_separator(struct span head, struct span *line)
{
    struct span s = span_slice(head, 0, span_find(head, '\n'));

    *line = (struct span){s.p, s.n && s.p[s.n - 1] == '\r' ? s.n - 1 : s.n};
    if (line->n != 5 || !span_eq_nocase(span_slice(*line, 0, 4), SPAN("sep=")))
        return '\0';
    return line->p[4];
}

static bool has_crlf(struct span head)
{
    size_t lf = span_find(head, '\n');

    return lf < head.n && lf && head.p[lf - 1] == '\r';
}

static void sniff(struct csv_in *in, struct span head)
{
    struct span told;

    in->style.bom = span_starts(head, SPAN("\xef\xbb\xbf"));
    if (in->style.bom)
        head = span_from(head, 3);
    in->end = span_find(head, '\n') == head.n && span_find(head, '\r') < head.n ? '\r' : '\n';
    in->style.end = in->end == '\r' ? "\r" : has_crlf(head) ? "\r\n" : "\n";
    in->style.separator = told_separator(head, &told);
    if (in->style.separator)
        in->style.told = arena_span(in->arena, told);
    else
        in->style.separator = find_separator(head);
}

/* ---- rows -------------------------------------------------------------------------------- */

static struct tocsin_err *fail(struct csv_in *in, struct tocsin_err *err, uint64_t line)
{
    in->over = true;
    return err_at(err, strcmp(in->path, "-") == 0 ? "standard input" : in->path, line, 0, NULL);
}

/* One physical line into in->physical, without its end; false at the end of the file. */
static bool read_line(struct csv_in *in, bool *too_long)
{
    struct buf *b = &in->physical;
    int c = EOF;

    buf_clear(b);
    while ((c = getc_unlocked(in->stream)) != EOF && c != in->end && b->n < LIMIT_LINE)
        buf_char(b, (char)c);
    *too_long = b->n >= LIMIT_LINE;
    if (c == EOF && !b->n)
        return false;
    if (in->end == '\n' && b->n && b->p[b->n - 1] == '\r')
        b->n--;
    in->line++;
    return true;
}

static struct tocsin_err *feed(struct csv_in *in)
{
    struct span s = buf_view(&in->physical);

    if (csv_parse(&in->parser, s.p, s.n, on_field, on_row, &in->row) != s.n ||
        csv_parse(&in->parser, "\n", 1, on_field, on_row, &in->row) != 1)
        return err_new(TOCSIN_ERR_PARSE, "%s", csv_strerror(csv_error(&in->parser)));
    /* A quote that is never closed would gather the whole file. */
    if (in->row.too_big || in->parser.entry_pos > LIMIT_FIELD + 1)
        return err_new(TOCSIN_ERR_LIMIT, "a row with more than %d fields, or a field of more than "
                       "%zu bytes: is a quote left open?", LIMIT_CSV_COLUMNS, (size_t)LIMIT_FIELD);
    return NULL;
}

static void begin_row(struct csv_in *in)
{
    buf_clear(&in->row.text);
    buf_clear(&in->raw);
    in->row.ends.n = in->fields.n = 0;
    in->row.done = false;
}

static void deliver(struct csv_in *in, uint64_t line, struct csv_row *row)
{
    const char *p = buf_view(&in->row.text).p;
    size_t from = 0;

    for (size_t i = 0; i < in->row.ends.n; i++) {
        *VEC_PUSH(&in->fields) = (struct span){p + from, in->row.ends.at[i] - from};
        from = in->row.ends.at[i];
    }
    *row = (struct csv_row){buf_view(&in->raw), in->fields.at, in->fields.n, line};
}

static struct tocsin_err *end_of_file(struct csv_in *in, uint64_t first, bool *done)
{
    if (ferror(in->stream))
        return fail(in, err_errno("cannot read"), in->line);
    /* Every line ends its row, unless a quote is open. */
    if (in->raw.n)
        return fail(in, err_new(TOCSIN_ERR_PARSE, "the file ends inside a quoted field"), first);
    *done = in->over = true;
    return NULL;
}

static struct tocsin_err *next_row(struct csv_in *in, struct csv_row *row, bool *done)
{
    uint64_t first = 0;
    bool too_long = false;
    struct tocsin_err *err;

    *done = in->over;
    begin_row(in);
    while (!in->row.done && !*done) {
        if (!read_line(in, &too_long))
            return end_of_file(in, first, done);
        if (!first)
            first = in->line;
        if (in->raw.n)
            buf_str(&in->raw, in->style.end);
        buf_span(&in->raw, buf_view(&in->physical));
        err = too_long ? err_new(TOCSIN_ERR_LIMIT, "a line of more than %zu bytes",
                                 (size_t)LIMIT_LINE)
                       : feed(in);
        if (err)
            return fail(in, err, first);
        if (!in->raw.n && !in->row.done)
            first = 0; /* a line with nothing on it */
    }
    if (!*done)
        deliver(in, first, row);
    return NULL;
}

/* ---- the heading ------------------------------------------------------------------------- */

static bool all_quoted(const struct csv_row *row, char separator)
{
    struct buf b = {0};
    bool same;

    for (size_t i = 0; i < row->n; i++) {
        if (i)
            buf_char(&b, separator);
        buf_char(&b, '"');
        for (size_t k = 0; k < row->field[i].n; k++) {
            if (row->field[i].p[k] == '"')
                buf_char(&b, '"');
            buf_char(&b, row->field[i].p[k]);
        }
        buf_char(&b, '"');
    }
    same = row->n && span_eq(buf_view(&b), row->raw);
    buf_free(&b);
    return same;
}

static void keep_heading(struct csv_in *in, const struct csv_row *row)
{
    struct arena *a = in->arena;

    in->heading = (struct csv_row){arena_span(a, row->raw), ARENA_ARRAY(a, struct span, row->n),
                                   row->n, row->line};
    for (size_t i = 0; i < row->n; i++)
        in->heading.field[i] = arena_span(a, row->field[i]);
    in->style.quote_all = all_quoted(&in->heading, in->style.separator);
    in->below = ftell(in->stream);
    in->below_line = in->line;
}

static struct tocsin_err *read_head(struct csv_in *in)
{
    char *bytes = mem_alloc(SNIFF_BYTES);
    size_t n = fread(bytes, 1, SNIFF_BYTES, in->stream);

    sniff(in, (struct span){bytes, n});
    mem_free(bytes);
    if (fseek(in->stream, in->style.bom ? 3 : 0, SEEK_SET) != 0)
        return fail(in, err_errno("cannot go back"), 0);
    return NULL;
}

static struct tocsin_err *read_heading(struct csv_in *in)
{
    struct csv_row row;
    bool done, too_long;

    if (in->style.told.n)
        read_line(in, &too_long);
    parser_begin(&in->parser, in->style.separator);
    TRY(next_row(in, &row, &done));
    if (done)
        return fail(in, err_new(TOCSIN_ERR_FORMAT, "the table is empty"), 0);
    keep_heading(in, &row);
    return NULL;
}

struct tocsin_err *csv_in_open(const char *path, struct csv_in **out)
{
    struct csv_in *in = mem_zero(1, sizeof(*in));
    struct tocsin_err *err;

    *out = NULL;
    in->arena = arena_new();
    in->path = arena_str(in->arena, span_of(path));
    in->row.text = buf_max(LIMIT_LINE + LIMIT_FIELD + 1);
    parser_begin(&in->parser, ',');
    err = csv_text_open(path, &in->stream, &in->size);
    if (!err)
        err = read_head(in);
    if (!err)
        err = read_heading(in);
    if (err) {
        csv_in_close(in);
        return err;
    }
    *out = in;
    return NULL;
}

void csv_in_close(struct csv_in *in)
{
    if (!in)
        return;
    if (in->stream)
        fclose(in->stream);
    csv_free(&in->parser);
    buf_free(&in->row.text);
    VEC_FREE(&in->row.ends);
    buf_free(&in->raw);
    buf_free(&in->physical);
    VEC_FREE(&in->fields);
    arena_free(in->arena);
    mem_free(in);
}

/* ---- the door ---------------------------------------------------------------------------- */

const struct csv_style *csv_in_style(const struct csv_in *in)
{
    return &in->style;
}

const struct csv_row *csv_in_heading(const struct csv_in *in)
{
    return &in->heading;
}

bool csv_in_column(const struct csv_in *in, const char *heading, size_t *column)
{
    for (*column = 0; *column < in->heading.n; ++*column)
        if (span_eq_nocase(span_trim(in->heading.field[*column]), span_of(heading)))
            return true;
    return false;
}


struct tocsin_err *csv_in_next(struct csv_in *in, struct csv_row *row, bool *done)
{
    size_t n = in->heading.n;

    TRY(next_row(in, row, done));
    if (*done)
        return NULL;
    if (row->n > n)
        return fail(in, err_new(TOCSIN_ERR_PARSE, "the row has %zu fields, the heading %zu", row->n,
                                n), row->line);
    while (in->fields.n < n)
        *VEC_PUSH(&in->fields) = SPAN("");
    row->field = in->fields.at;
    row->n = n;
    return NULL;
}

size_t csv_in_missing(const struct csv_in *in)
{
    return in->heading.n - (in->row.ends.n < in->heading.n ? in->row.ends.n : in->heading.n);
}

struct tocsin_err *csv_in_rewind(struct csv_in *in)
{
    if (fseek(in->stream, in->below, SEEK_SET) != 0)
        return fail(in, err_errno("cannot go back"), 0);
    csv_free(&in->parser);
    parser_begin(&in->parser, in->style.separator);
    in->line = in->below_line;
    in->over = false;
    return NULL;
}

uint64_t csv_in_at(const struct csv_in *in)
{
    long at = ftell(in->stream);

    return at < 0 ? 0 : (uint64_t)at;
}

uint64_t csv_in_size(const struct csv_in *in)
{
    return in->size;
}
