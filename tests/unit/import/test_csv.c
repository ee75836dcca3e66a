/* SPDX-License-Identifier: Apache-2.0
 *
 * CSV rows: separators, quotes, encodings, lines, limits.
 */
#include "check.h"

#include <fcntl.h>

#include "import/emit.h"
#include "import/source.h"

struct fixture {
    struct scratch scratch;
    struct reader *reader;
    struct frame_writer writer;
    struct emitter *emitter;
    struct buf notes;
    int fd;
};

static struct tocsin_err *take_note(void *ctx, enum frame_kind kind, struct span payload)
{
    struct fixture *f = ctx;
    assert_int_equal(kind, FRAME_NOTE);
    buf_span(&f->notes, payload);
    buf_char(&f->notes, '\n');
    return NULL;
}

static struct reader *open_bytes(struct fixture *f, struct span content)
{
    memset(f, 0, sizeof(*f));
    scratch_new(&f->scratch);
    f->fd = open(scratch_file(&f->scratch, "table.csv", content), O_RDONLY);
    assert_true(f->fd >= 0);
    f->writer = (struct frame_writer){.fd = -1, .take = take_note, .ctx = f};
    f->emitter = emitter_new(&f->writer, 0);
    f->reader = reader_new("table.csv", f->fd, f->emitter);
    return f->reader;
}

static struct reader *open_text(struct fixture *f, const char *text)
{
    return open_bytes(f, span_of(text));
}

static void done_with(struct fixture *f)
{
    reader_free(f->reader);
    emitter_free(f->emitter);
    frame_writer_free(&f->writer);
    buf_free(&f->notes);
    close(f->fd);
    scratch_free(&f->scratch);
}

/* The next row is these fields, between "|", and begins in this line. */
static void assert_row(struct reader *r, char sep, uint64_t line, const char *fields)
{
    struct csv_row row;
    struct buf joined = {0};
    bool done;
    assert_ok(reader_csv(r, sep, &row, &done));
    assert_false(done);
    for (size_t i = 0; i < row.n; i++) {
        if (i)
            buf_char(&joined, '|');
        buf_span(&joined, row.field[i]);
    }
    assert_span(buf_view(&joined), span_of(fields));
    assert_int_equal(row.line, line);
    buf_free(&joined);
}

static void assert_end(struct reader *r)
{
    struct csv_row row;
    bool done;
    assert_ok(reader_csv(r, 0, &row, &done));
    assert_true(done);
    assert_ok(reader_csv(r, 0, &row, &done));
    assert_true(done);
}

static struct tocsin_err *row_error(struct reader *r)
{
    struct csv_row row;
    bool done;
    struct tocsin_err *err = reader_csv(r, 0, &row, &done);
    assert_int_equal(row.n, 0);
    return err;
}

/* ---- form ------------------------------------------------------------------------------------ */

static void quotes_blanks_and_empty_fields_are_kept_as_they_are(void **state)
{
    (void)state;
    struct fixture f;
    struct reader *r = open_text(&f, "a, b ,\"c, \"\"d\"\"\"\r\n,\"\",x y\r\n-0- ,\" 1 \",\n");
    assert_row(r, ',', 1, "a| b |c, \"d\"");
    assert_row(r, ',', 2, "||x y");
    assert_row(r, ',', 3, "-0- | 1 |");
    assert_end(r);
    done_with(&f);
}

static void a_row_knows_the_line_where_it_begins(void **state)
{
    (void)state;
    struct fixture f;
    struct reader *r = open_text(&f, "a,b\n\n\n\"x\r\ny\n\nz\",c\nd,e");
    assert_row(r, ',', 1, "a|b");
    assert_row(r, ',', 4, "x\ny\n\nz|c");
    assert_row(r, ',', 8, "d|e");
    assert_end(r);
    done_with(&f);
}

static void lines_may_end_with_cr_alone(void **state)
{
    (void)state;
    struct fixture f;
    struct reader *r = open_text(&f, "a;b\rc;d\r");
    assert_row(r, 0, 1, "a|b");
    assert_row(r, 0, 2, "c|d");
    assert_end(r);
    done_with(&f);
}

static void an_empty_file_has_no_rows(void **state)
{
    (void)state;
    static const char *const empty[] = {"", "\n", "\r\n\r\n"};
    for (size_t i = 0; i < ARRAY_LEN(empty); i++) {
        struct fixture f;
        assert_end(open_text(&f, empty[i]));
        done_with(&f);
    }
}

/* ---- the separator --------------------------------------------------------------------------- */

static void the_separator_is_the_one_that_all_first_rows_share(void **state)
{
    (void)state;
    static const struct {
        const char *text, *first;
    } cases[] = {
        {"a,b,c\n1,2,3\n", "a|b|c"},
        {"a;b;c\n1,5;2,5;3,5\n", "a|b|c"},
        {"a\tb\n1,2\t3;4\n", "a|b"},
        {"a|b\n1|2\n", "a|b"},
        {"a;b\n\"x,y,z\";2\n\"x,y\";3\n", "a|b"},
        {"name\nOne, Two\n", "name"},
        {"a;b", "a|b"},
        {"only", "only"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct fixture f;
        assert_row(open_text(&f, cases[i].text), 0, 1, cases[i].first);
        done_with(&f);
    }
}

static void a_first_line_may_tell_the_separator(void **state)
{
    (void)state;
    static const char *const texts[] = {"sep=|\na,b|c\n", "SEP=|\r\na,b|c\r\n",
                                        "\"sep=|\"\na,b|c\n"};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        struct fixture f;
        struct reader *r = open_text(&f, texts[i]);
        assert_row(r, 0, 2, "a,b|c");
        assert_end(r);
        done_with(&f);
    }
}

/* ---- encodings ------------------------------------------------------------------------------- */

static void a_file_that_is_not_utf8_is_windows_1252(void **state)
{
    (void)state;
    struct fixture f;
    struct reader *r = open_text(&f, "n\nM\xfcller\n\x80 \x93x\x94\n\x81\n");
    assert_row(r, ',', 1, "n");
    assert_row(r, ',', 2, "M\xc3\xbcller");
    assert_row(r, ',', 3, "\xe2\x82\xac \xe2\x80\x9cx\xe2\x80\x9d");
    assert_row(r, ',', 4, "\xef\xbf\xbd");
    assert_end(r);
    assert_non_null(
        strstr(buf_cstr(&f.notes), "table.csv: not UTF-8; read as Windows-1252 from line 2"));
    done_with(&f);
}

static void one_row_that_is_not_utf8_like_the_others_is_an_error_of_that_row(void **state)
{
    (void)state;
    struct fixture f;
    struct reader *r = open_text(&f, "Zo\xc3\xab\nM\xfcller\nend\n");
    assert_row(r, ',', 1, "Zo\xc3\xab");
    struct tocsin_err *err = row_error(r);
    assert_int_equal(tocsin_err_place(err).line, 2);
    assert_int_equal(tocsin_err_place(err).column, 2);
    assert_error(err, TOCSIN_ERR_PARSE, "byte 0xfc is not UTF-8");
    assert_false(reader_dead(r));
    assert_row(r, ',', 3, "end");
    assert_end(r);
    done_with(&f);
}

static void a_nul_byte_is_an_error_of_its_row(void **state)
{
    (void)state;
    struct fixture f;
    struct reader *r = open_bytes(&f, SPAN("a,b\nc,\0d\ne,f\n"));
    assert_row(r, ',', 1, "a|b");
    struct tocsin_err *err = row_error(r);
    assert_int_equal(tocsin_err_place(err).line, 2);
    assert_int_equal(tocsin_err_place(err).column, 3);
    assert_error(err, TOCSIN_ERR_PARSE, "NUL");
    assert_row(r, ',', 3, "e|f");
    assert_end(r);
    done_with(&f);
}

/* ---- what ends the file ---------------------------------------------------------------------- */

static void a_quote_that_stays_open_ends_the_file_with_the_line_where_it_began(void **state)
{
    (void)state;
    struct fixture f;
    struct reader *r = open_text(&f, "a,b\nc,\"d\ne,f\n");
    assert_row(r, ',', 1, "a|b");
    struct tocsin_err *err = row_error(r);
    assert_int_equal(tocsin_err_place(err).line, 2);
    assert_error(err, TOCSIN_ERR_PARSE, "ends inside a quoted field");
    assert_true(reader_dead(r));
    assert_error(row_error(r), TOCSIN_ERR_PARSE, "ends inside a quoted field");
    done_with(&f);
}

static void an_open_quote_does_not_take_a_large_file_into_memory(void **state)
{
    (void)state;
    struct fixture f;
    struct buf text = {0};
    buf_str(&text, "a\n\"");
    for (int i = 0; i < 100000; i++)
        buf_str(&text, "some more text of the file\n");
    struct reader *r = open_bytes(&f, buf_view(&text));
    assert_row(r, ',', 1, "a");
    struct tocsin_err *err = row_error(r);
    assert_int_equal(tocsin_err_place(err).line, 2);
    assert_error(err, TOCSIN_ERR_LIMIT, "LIMIT_FIELD");
    assert_true(reader_dead(r));
    buf_free(&text);
    done_with(&f);
}

static void too_many_fields_are_an_error_that_names_the_limit(void **state)
{
    (void)state;
    struct fixture f;
    struct buf text = {0};
    for (int i = 0; i < LIMIT_CSV_COLUMNS - 1; i++)
        buf_char(&text, ',');
    buf_char(&text, '\n');
    for (int i = 0; i < LIMIT_CSV_COLUMNS; i++)
        buf_char(&text, ',');
    buf_char(&text, '\n');
    struct csv_row row;
    bool done;
    struct reader *r = open_bytes(&f, buf_view(&text));
    assert_ok(reader_csv(r, ',', &row, &done));
    assert_int_equal(row.n, LIMIT_CSV_COLUMNS);
    assert_error(row_error(r), TOCSIN_ERR_LIMIT, "LIMIT_CSV_COLUMNS");
    buf_free(&text);
    done_with(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotes_blanks_and_empty_fields_are_kept_as_they_are),
        cmocka_unit_test(a_row_knows_the_line_where_it_begins),
        cmocka_unit_test(lines_may_end_with_cr_alone),
        cmocka_unit_test(an_empty_file_has_no_rows),
        cmocka_unit_test(the_separator_is_the_one_that_all_first_rows_share),
        cmocka_unit_test(a_first_line_may_tell_the_separator),
        cmocka_unit_test(a_file_that_is_not_utf8_is_windows_1252),
        cmocka_unit_test(one_row_that_is_not_utf8_like_the_others_is_an_error_of_that_row),
        cmocka_unit_test(a_nul_byte_is_an_error_of_its_row),
        cmocka_unit_test(a_quote_that_stays_open_ends_the_file_with_the_line_where_it_began),
        cmocka_unit_test(an_open_quote_does_not_take_a_large_file_into_memory),
        cmocka_unit_test(too_many_fields_are_an_error_that_names_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
