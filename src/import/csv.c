/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of CSV, by libcsv.
 *
 * libcsv is fed one physical line at a time without its end mark and then one LF. So the line in
 * which a row begins is known, CR LF inside quotes becomes LF, and one feeding ends at most one
 * row. Blanks around fields are kept (OFAC cuts its remarks inside a blank).
 *
 * Encoding. Bytes are UTF-8 until the first line with a byte above 0x7f. If that line is
 * well-formed UTF-8, the whole file must be; if it is not, the file is taken for Windows-1252 and a
 * note says so. A row that breaks this is an error for that row only: the next call goes on behind
 * it, unless reader_dead says otherwise.
 */
#include "source.h"

#include <csv.h>

#define SNIFF_ROWS 20

enum charset { CHARSET_OPEN, CHARSET_UTF8, CHARSET_1252 };

struct csv_state {
    struct csv_parser parser;
    enum charset charset;
    struct buf text;  /* of the fields of this row, one behind the other */
    VEC(size_t) ends; /* where each field ends in it */
    VEC(struct span) fields;
    bool row_done, open; /* 'open': within quotes at the end of a line */
    bool too_big, too_many;
    uint64_t line;          /* where this row begins */
    struct tocsin_err *why; /* what is wrong with this row */
    struct buf turned;      /* a line after Windows-1252 was undone */
};

void csv_state_free(struct csv_state *s)
{
    if (!s)
        return;
    csv_free(&s->parser);
    buf_free(&s->text);
    buf_free(&s->turned);
    VEC_FREE(&s->ends);
    VEC_FREE(&s->fields);
    tocsin_err_free(s->why);
    mem_free(s);
}

/* ---- the separator --------------------------------------------------------------------------- */

/* Counts 'sep' outside of quotes in the first rows: the number that all of them have, or 0.
 * '*first' is the number in the first row. */
static size_t count_sep(struct span head, char sep, size_t *first)
{
    bool quoted = false;
    size_t n = 0, rows = 0, common = 0;
    *first = 0;
    for (size_t i = 0; i < head.n && rows < SNIFF_ROWS; i++) {
        char c = head.p[i];
        if (c == '"')
            quoted = !quoted;
        else if (c == sep && !quoted)
            n++;
        bool end = !quoted && (c == '\n' || (c == '\r' && span_find(head, '\n') == head.n));
        if (!end)
            continue;
        if (rows++ == 0)
            *first = common = n;
        else if (n != common)
            common = 0;
        n = 0;
    }
    if (rows == 0)
        *first = common = n;
    return common;
}

static char find_separator(struct span head)
{
    static const char tried[] = {',', ';', '\t', '|'};
    char best = ',';
    size_t best_n = 0;
    bool best_common = false;
    for (size_t i = 0; i < ARRAY_LEN(tried); i++) {
        size_t first, common = count_sep(head, tried[i], &first);
        size_t n = common ? common : first;
        if ((common && !best_common && n) || (!common == !best_common && n > best_n)) {
            best = tried[i];
            best_n = n;
            best_common = common != 0;
        }
    }
    return best;
}

/* Excel's own way to say it: a first line "sep=;". */
static char told_separator(struct span head)
{
    struct span line = span_slice(head, 0, span_find(head, '\n'));
    if (line.n && line.p[0] == '"' && line.n > 6)
        line = span_from(line, 1);
    if (line.n < 5 || !span_eq_nocase(span_slice(line, 0, 4), SPAN("sep=")))
        return 0;
    return line.n <= 8 ? line.p[4] : 0;
}

char csv_separator(struct span *head)
{
    char told = told_separator(*head);
    if (!told)
        return find_separator(*head);
    size_t end = span_find(*head, '\n');
    *head = span_from(*head, end < head->n ? end + 1 : head->n);
    return told;
}

/* ---- libcsv ---------------------------------------------------------------------------------- */

static int no_space(unsigned char c)
{
    (void)c;
    return 0;
}

static int is_end(unsigned char c)
{
    return c == '\n';
}

static void on_field(void *p, size_t n, void *ctx)
{
    struct csv_state *s = ctx;
    if (n > LIMIT_FIELD || s->text.n > LIMIT_LINE)
        s->too_big = true;
    else if (s->ends.n >= LIMIT_CSV_COLUMNS)
        s->too_many = true;
    else {
        buf_put(&s->text, p, n);
        *VEC_PUSH(&s->ends) = s->text.n;
    }
}

static void on_row(int c, void *ctx)
{
    (void)c;
    ((struct csv_state *)ctx)->row_done = true;
}

static void *csv_grow(void *p, size_t n)
{
    return mem_grow(p, n, 1);
}

static struct csv_state *state_new(struct reader *r, char separator)
{
    struct csv_state *s = mem_zero(1, sizeof(*s));
    csv_init(&s->parser, 0);
    struct span head = reader_head(r);
    size_t whole = head.n;
    if (!separator) {
        separator = csv_separator(&head);
        if (head.n < whole)
            reader_skip_line(r);
    }
    csv_set_delim(&s->parser, (unsigned char)separator);
    csv_set_space_func(&s->parser, no_space);
    csv_set_term_func(&s->parser, is_end);
    csv_set_realloc_func(&s->parser, csv_grow);
    csv_set_free_func(&s->parser, mem_free);
    csv_set_blk_size(&s->parser, 4096);
    s->text = buf_max(LIMIT_LINE + LIMIT_FIELD + 1);
    s->turned = buf_max(4 * LIMIT_LINE);
    return s;
}

/* ---- encodings ------------------------------------------------------------------------------- */

/* Windows-1252 bytes 0x80 to 0x9f; 0xfffd: not assigned. */
static const uint16_t high_1252[32] = {
    0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178,
};

static struct span from_1252(struct csv_state *s, struct span line)
{
    buf_clear(&s->turned);
    for (size_t i = 0; i < line.n; i++) {
        unsigned char c = (unsigned char)line.p[i];
        char out[4];
        uint32_t cp = c >= 0x80 && c < 0xa0 ? high_1252[c - 0x80] : c;
        buf_put(&s->turned, out, utf8_put(out, cp));
    }
    return buf_view(&s->turned);
}

static bool is_ascii(struct span s)
{
    size_t i = 0;
    uint64_t word;
    for (; i + 8 <= s.n; i += 8) {
        memcpy(&word, s.p + i, 8);
        if (word & 0x8080808080808080u)
            return false;
    }
    for (; i < s.n; i++)
        if ((unsigned char)s.p[i] & 0x80)
            return false;
    return true;
}

static void blame(struct csv_state *s, struct reader *r, struct tocsin_err *why, size_t column)
{
    why = err_at(why, reader_name(r), reader_line_number(r), column, NULL);
    if (s->why)
        tocsin_err_free(why);
    else
        s->why = why;
}

/* The line as UTF-8 without NUL. */
static struct span decode(struct csv_state *s, struct reader *r, struct span line)
{
    const char *nul = line.n ? memchr(line.p, 0, line.n) : NULL;
    if (nul)
        blame(s, r, err_new(TOCSIN_ERR_PARSE, "a NUL byte; is this text?"),
              (size_t)(nul - line.p) + 1);
    if (s->charset == CHARSET_1252)
        return from_1252(s, line);
    if (is_ascii(line))
        return line;
    size_t bad = 0;
    bool valid = utf8_valid(line, &bad) || (nul && bad == (size_t)(nul - line.p));
    if (valid) {
        s->charset = CHARSET_UTF8;
        return line;
    }
    if (s->charset == CHARSET_OPEN) {
        s->charset = CHARSET_1252;
        emit_note(reader_emitter(r), "%s: not UTF-8; read as Windows-1252 from line %llu on",
                  reader_name(r), (unsigned long long)reader_line_number(r));
        return from_1252(s, line);
    }
    blame(s, r,
          err_new(TOCSIN_ERR_PARSE, "byte 0x%02x is not UTF-8, as the lines before are",
                  (unsigned char)line.p[bad]),
          bad + 1);
    return line; /* its quotes still count */
}

/* ---- rows ------------------------------------------------------------------------------------ */

static struct tocsin_err *feed(struct csv_state *s, struct span line)
{
    size_t n = csv_parse(&s->parser, line.p, line.n, on_field, on_row, s);
    if (n == line.n)
        n += csv_parse(&s->parser, "\n", 1, on_field, on_row, s);
    if (n != line.n + 1)
        return err_new(TOCSIN_ERR_PARSE, "%s", csv_strerror(csv_error(&s->parser)));
    s->open = !s->row_done && (s->open || line.n > 0);
    /* libcsv gathers a field until it ends: a quote that is never closed would take the file. */
    if (s->parser.entry_pos > LIMIT_FIELD + 1 || s->too_big)
        return err_new(TOCSIN_ERR_LIMIT,
                       "LIMIT_FIELD: a field longer than %zu bytes; is a quote "
                       "left open?",
                       (size_t)LIMIT_FIELD);
    if (s->too_many)
        return err_new(TOCSIN_ERR_LIMIT, "LIMIT_CSV_COLUMNS: more than %d fields",
                       LIMIT_CSV_COLUMNS);
    return NULL;
}

/* Every line was given an end, so a row that is still open at the end is open within quotes. */
static struct tocsin_err *finish(const struct csv_state *s)
{
    if (s->open)
        return err_new(TOCSIN_ERR_PARSE, "the file ends inside a quoted field: is it cut short?");
    return NULL;
}

static void begin_row(struct csv_state *s)
{
    buf_clear(&s->text);
    s->ends.n = s->fields.n = 0;
    s->row_done = s->open = false;
}

static void deliver(struct csv_state *s, struct csv_row *row)
{
    size_t from = 0;
    const char *p = s->text.p ? s->text.p : "";
    for (size_t i = 0; i < s->ends.n; i++) {
        *VEC_PUSH(&s->fields) = (struct span){p + from, s->ends.at[i] - from};
        from = s->ends.at[i];
    }
    *row = (struct csv_row){s->fields.at, s->fields.n, s->line};
}

static struct tocsin_err *read_row(struct csv_state *s, struct reader *r, bool *done)
{
    while (!s->row_done) {
        struct span line;
        TRY(reader_line(r, &line, done));
        if (*done)
            return finish(s);
        if (!s->open)
            s->line = reader_line_number(r);
        TRY(feed(s, decode(s, r, line)));
    }
    return NULL;
}

struct tocsin_err *reader_csv(struct reader *r, char separator, struct csv_row *row, bool *done)
{
    struct csv_state **slot = reader_csv_state(r);
    *row = (struct csv_row){0};
    *done = false;
    TRY(reader_stuck(r));
    if (!*slot)
        *slot = state_new(r, separator);
    struct csv_state *s = *slot;
    begin_row(s);
    struct tocsin_err *err = read_row(s, r, done);
    if (err)
        return reader_fail(r, err_at(err, reader_name(r), s->line, 0, NULL));
    *done = *done && !s->row_done;
    if (s->why) {
        err = s->why;
        s->why = NULL;
        return err;
    }
    if (!*done)
        deliver(s, row);
    return NULL;
}
