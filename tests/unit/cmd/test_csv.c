/* SPDX-License-Identifier: Apache-2.0
 *
 * Tables in, and the same tables with more columns out.
 */
#include "fixture.h"

#include "cmd/csv_in.h"
#include "cmd/csv_out.h"

#define BOM "\xef\xbb\xbf"

static struct csv_in *open_bytes(struct span bytes)
{
    char *path = file_with(bytes.p, bytes.n);
    struct csv_in *in = NULL;

    assert_ok(csv_in_open(path, &in));
    file_gone(path);
    return in;
}

#define OPEN(text) open_bytes(SPAN(text))

static void assert_fields(const struct csv_row *row, const char *joined)
{
    struct buf b = {0};

    for (size_t i = 0; i < row->n; i++)
        buf_printf(&b, "%s%.*s", i ? "|" : "", SPAN_ARG(row->field[i]));
    assert_string_equal(buf_cstr(&b), joined);
    buf_free(&b);
}

static void assert_next(struct csv_in *in, uint64_t line, const char *joined)
{
    struct csv_row row;
    bool done;

    assert_ok(csv_in_next(in, &row, &done));
    assert_false(done);
    assert_int_equal(row.line, line);
    assert_fields(&row, joined);
}

static void assert_end(struct csv_in *in)
{
    struct csv_row row;
    bool done = false;

    assert_ok(csv_in_next(in, &row, &done));
    assert_true(done);
    assert_ok(csv_in_next(in, &row, &done)); /* and stays so */
    assert_true(done);
}

static void rows_fields_and_lines(void **state)
{
    struct csv_in *in = OPEN("id,name\n1,Quentabry\n2,\"a, \"\"b\"\"\nc\"\n3, x \n");

    (void)state;
    assert_fields(csv_in_heading(in), "id|name");
    assert_next(in, 2, "1|Quentabry");
    assert_next(in, 3, "2|a, \"b\"\nc");
    assert_next(in, 5, "3| x ");
    assert_end(in);
    csv_in_close(in);
    csv_in_close(NULL);
}

static void the_last_row_needs_no_line_end(void **state)
{
    struct csv_in *in = OPEN("a,b\n1,2");

    (void)state;
    assert_next(in, 2, "1|2");
    assert_end(in);
    csv_in_close(in);
}

static void a_heading_alone_is_a_table(void **state)
{
    struct csv_in *in = OPEN("a,b");

    (void)state;
    assert_fields(csv_in_heading(in), "a|b");
    assert_end(in);
    csv_in_close(in);
}

static void lines_with_nothing_are_passed_over(void **state)
{
    struct csv_in *in = OPEN("a,b\r\n\r\n1,2\r\n\r\n\r\n3,4\r\n\r\n");

    (void)state;
    assert_next(in, 3, "1|2");
    assert_next(in, 6, "3|4");
    assert_end(in);
    csv_in_close(in);
}

static void separators_are_found(void **state)
{
    static const char *const tables[] = {"a;b;c\n1;2,5;3\n", "a\tb\tc\n1\t2,5\t3\n",
                                         "a|b|c\n1|2,5|3\n", "a,b,c\n1,\"2,5\",3\n",
                                         "\"a;x\",b,c\n1,\"2,5\",3\n"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
        struct csv_in *in = open_bytes(span_of(tables[i]));

        assert_next(in, 2, "1|2,5|3");
        csv_in_close(in);
    }
}

static void one_column_is_a_table_too(void **state)
{
    struct csv_in *in = OPEN("name\nQuentabry Ferdik\n");

    (void)state;
    assert_next(in, 2, "Quentabry Ferdik");
    csv_in_close(in);
}

static void the_first_line_may_tell_the_separator(void **state)
{
    struct csv_in *in = OPEN("sep=;\r\na;b\r\n1;2\r\n");

    (void)state;
    assert_fields(csv_in_heading(in), "a|b");
    assert_next(in, 3, "1|2");
    assert_span(csv_in_style(in)->told, SPAN("sep=;"));
    csv_in_close(in);
}

static void line_ends_of_each_kind(void **state)
{
    static const struct {
        const char *text, *end;
    } tables[] = {{"a,b\n1,2\n3,4\n", "\n"}, {"a,b\r\n1,2\r\n3,4\r\n", "\r\n"},
                  {"a,b\r1,2\r3,4\r", "\r"}};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
        struct csv_in *in = open_bytes(span_of(tables[i].text));

        assert_string_equal(csv_in_style(in)->end, tables[i].end);
        assert_next(in, 2, "1|2");
        assert_next(in, 3, "3|4");
        assert_end(in);
        csv_in_close(in);
    }
}

static void encodings(void **state)
{
    static const char utf16[] = "\xff\xfe" "n\0,\0x\0\n\0\x12\x04,\0" "1\0\n\0";
    static const char utf16_be[] = "\xfe\xff\0n\0,\0x\0\n\x04\x12\0,\0" "1\0\n";
    struct csv_in *in = OPEN(BOM "name,x\nJosé,1\n");

    (void)state;
    assert_fields(csv_in_heading(in), "name|x");
    assert_true(csv_in_style(in)->bom);
    assert_next(in, 2, "José|1");
    csv_in_close(in);
    in = OPEN("name,x\nJos\xe9 \x80,1\n"); /* Windows-1252 */
    assert_next(in, 2, "José €|1");
    assert_false(csv_in_style(in)->bom);
    csv_in_close(in);
    in = OPEN("name,x\nJos\xe9"); /* cut in the middle of what could be a character */
    assert_next(in, 2, "José|");
    csv_in_close(in);
    in = open_bytes((struct span){utf16, sizeof(utf16) - 1});
    assert_next(in, 2, "В|1");
    csv_in_close(in);
    in = open_bytes((struct span){utf16_be, sizeof(utf16_be) - 1});
    assert_next(in, 2, "В|1");
    csv_in_close(in);
}

/* Characters that straddle the chunks in which a file is looked at. */
static void a_long_file_is_one_encoding(void **state)
{
    struct buf b = {0};
    struct csv_in *in;

    (void)state;
    buf_str(&b, "n,x\n");
    for (int i = 0; i < 60000; i++)
        buf_str(&b, i % 3 ? "魏,1\n" : "ab魏,1\n");
    in = open_bytes(buf_view(&b));
    for (int i = 0; i < 60000; i++)
        assert_next(in, (uint64_t)i + 2, i % 3 ? "魏|1" : "ab魏|1");
    assert_end(in);
    csv_in_close(in);
    buf_free(&b);
}

static void a_pipe_is_a_table(void **state)
{
    struct csv_in *in = NULL;
    int ends[2], before = dup(0);

    (void)state;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "a,b\n1,2\n", 8), 8);
    close(ends[1]);
    dup2(ends[0], 0);
    close(ends[0]);
    assert_ok(csv_in_open("-", &in));
    dup2(before, 0);
    close(before);
    assert_next(in, 2, "1|2");
    assert_ok(csv_in_rewind(in));
    assert_next(in, 2, "1|2");
    assert_end(in);
    csv_in_close(in);
}

static void a_table_can_be_read_again(void **state)
{
    struct csv_in *in = OPEN(BOM "a,b\n1,\"x\ny\"\n3,4\n");

    (void)state;
    for (int i = 0; i < 3; i++) {
        assert_next(in, 2, "1|x\ny");
        assert_next(in, 4, "3|4");
        assert_end(in);
        assert_int_equal(csv_in_at(in), csv_in_size(in));
        assert_ok(csv_in_rewind(in));
    }
    assert_next(in, 2, "1|x\ny");
    assert_ok(csv_in_rewind(in)); /* from the middle */
    assert_next(in, 2, "1|x\ny");
    csv_in_close(in);
}

static void short_rows_are_filled(void **state)
{
    struct csv_in *in = OPEN("a,b,c\n1\n1,2,3\n");

    (void)state;
    assert_next(in, 2, "1||");
    assert_int_equal(csv_in_missing(in), 2);
    assert_next(in, 3, "1|2|3");
    assert_int_equal(csv_in_missing(in), 0);
    csv_in_close(in);
}

static void columns_by_name(void **state)
{
    struct csv_in *in = OPEN("Schema, NAME1 ,x\n1,2,3\n");
    size_t at;

    (void)state;
    assert_true(csv_in_column(in, "schema", &at));
    assert_int_equal(at, 0);
    assert_true(csv_in_column(in, "name1", &at));
    assert_int_equal(at, 1);
    assert_false(csv_in_column(in, "name", &at));
    csv_in_close(in);
}

/* ---- what is refused --------------------------------------------------------------------- */

static void refuse(struct span bytes, enum tocsin_code code, const char *part)
{
    char *path = file_with(bytes.p, bytes.n);
    struct csv_in *in = NULL;
    struct tocsin_err *err = csv_in_open(path, &in);
    struct csv_row row;
    bool done = false;

    while (!err && !done)
        err = csv_in_next(in, &row, &done);
    assert_non_null(err);
    assert_string_equal(tocsin_err_place(err).file, path);
    assert_error(err, code, part);
    csv_in_close(in);
    file_gone(path);
}

static void what_is_no_table_is_refused(void **state)
{
    (void)state;
    refuse(SPAN(""), TOCSIN_ERR_FORMAT, "empty");
    refuse(SPAN("\n\n"), TOCSIN_ERR_FORMAT, "empty");
    refuse(SPAN(BOM), TOCSIN_ERR_FORMAT, "empty");
    refuse(SPAN("a,b\n1\0,2\n"), TOCSIN_ERR_FORMAT, "NUL");
    refuse(SPAN("a,b\n1,2\n3,\"open\nand so on"), TOCSIN_ERR_PARSE, "inside a quoted field");
    refuse(SPAN("a,b\n1,2\n1,2,3\n"), TOCSIN_ERR_PARSE, ":3: the row has 3 fields, the heading 2");
}

static void a_quote_left_open_does_not_eat_the_memory(void **state)
{
    struct buf b = {0};

    (void)state;
    buf_str(&b, "a,b\n1,\"");
    for (size_t i = 0; i < LIMIT_FIELD / 10 + 10; i++)
        buf_str(&b, "0123456789\n");
    refuse(buf_view(&b), TOCSIN_ERR_LIMIT, "is a quote left open?");
    buf_free(&b);
}

static void too_many_columns(void **state)
{
    struct buf b = {0};

    (void)state;
    for (int i = 0; i < LIMIT_CSV_COLUMNS + 1; i++)
        buf_str(&b, "a,");
    buf_str(&b, "\n");
    refuse(buf_view(&b), TOCSIN_ERR_LIMIT, "fields");
    buf_free(&b);
}

static void files_that_cannot_be_read(void **state)
{
    struct csv_in *in;

    (void)state;
    assert_error(csv_in_open("/nonexistent/x.csv", &in), TOCSIN_ERR_NOT_FOUND, "no such file");
    assert_error(csv_in_open("/tmp", &in), TOCSIN_ERR_IO, "folder");
}

/* ---- out --------------------------------------------------------------------------------- */

/* The table with one more column, "new". */
static void add_column(struct span bytes, const char *value, struct buf *out)
{
    struct csv_in *in = open_bytes(bytes);
    const struct csv_style *style = csv_in_style(in);
    struct csv_row row;
    bool done = false;

    csv_out_begin(out, style);
    csv_out_row(out, style, csv_in_heading(in)->raw, 0);
    csv_out_field(out, style, SPAN("new"));
    csv_out_end(out, style);
    for (;;) {
        assert_ok(csv_in_next(in, &row, &done));
        if (done)
            break;
        csv_out_row(out, style, row.raw, csv_in_missing(in));
        csv_out_field(out, style, span_of(value));
        csv_out_end(out, style);
    }
    csv_in_close(in);
}

static void assert_added(const char *table, const char *value, const char *expected)
{
    struct buf out = {0};

    add_column(span_of(table), value, &out);
    assert_string_equal(buf_cstr(&out), expected);
    buf_free(&out);
}

static void what_was_there_stays_byte_by_byte(void **state)
{
    (void)state;
    assert_added("a,b\n1, x \n\"2\",\"y\"\"z\"\n", "v", "a,b,new\n1, x ,v\n\"2\",\"y\"\"z\",v\n");
    assert_added("a;b\r\n1;\"x\r\ny\"\r\n", "v", "a;b;new\r\n1;\"x\r\ny\";v\r\n");
    assert_added("a,b,c\n1\n", "v", "a,b,c,new\n1,,,v\n");
    assert_added("a,b\n1,2", "v", "a,b,new\n1,2,v\n");
    assert_added(BOM "a,b\n1,2\n", "v", BOM "a,b,new\n1,2,v\n");
    assert_added("sep=;\na;b\n1;2\n", "v", "sep=;\na;b;new\n1;2;v\n");
}

static void new_fields_are_quoted_as_the_table_is(void **state)
{
    (void)state;
    assert_added("a,b\n1,2\n", "x,y", "a,b,new\n1,2,\"x,y\"\n");
    assert_added("a;b\n1;2\n", "x,y", "a;b;new\n1;2;x,y\n");
    assert_added("a,b\n1,2\n", "say \"x\"", "a,b,new\n1,2,\"say \"\"x\"\"\"\n");
    assert_added("a,b\n1,2\n", "", "a,b,new\n1,2,\n");
    assert_added("a,b\n1,2\n", " x", "a,b,new\n1,2,\" x\"\n");
    assert_added("\"a\",\"b\"\n\"1\",2\n", "v", "\"a\",\"b\",\"new\"\n\"1\",2,\"v\"\n");
}

static void what_is_added_is_no_formula(void **state)
{
    (void)state;
    assert_added("a\n1\n", "+Plus Trading", "a,new\n1,'+Plus Trading\n");
    assert_added("a\n1\n", "=HYPERLINK(\"x\")", "a,new\n1,\"'=HYPERLINK(\"\"x\"\")\"\n");
    assert_added("a\n1\n", "-1", "a,new\n1,'-1\n");
    assert_added("a\n1\n", "@x", "a,new\n1,'@x\n");
    assert_added("a\n1\n", "\t=1", "a,new\n1,'\t=1\n");
    assert_added("a\n1\n", "\r=1", "a,new\n1,\"'\r=1\"\n");
    assert_added("a\n1\n", "\xef\xbc\x9d" "1", "a,new\n1,'\xef\xbc\x9d" "1\n");
    assert_added("\"a\"\n\"1\"\n", "=1", "\"a\",\"new\"\n\"1\",\"'=1\"\n");
    assert_added("a\n=1+1\n", "0.98", "a,new\n=1+1,0.98\n"); /* theirs stays as it is */
    assert_added("a\n1\n", "A=B", "a,new\n1,A=B\n");
    assert_added("a\n1\n", "'", "a,new\n1,'\n");
}

static void a_file_is_there_only_when_it_is_complete(void **state)
{
    char *path = file_with("old", 3);
    struct csv_file f;
    struct buf b = {0};

    (void)state;
    assert_ok(csv_file_open(path, &f));
    assert_ok(csv_file_write(&f, SPAN("new")));
    csv_file_abandon(&f);
    assert_ok(file_read(path, 100, &b));
    assert_string_equal(buf_cstr(&b), "old");
    assert_ok(csv_file_open(path, &f));
    assert_ok(csv_file_write(&f, SPAN("new")));
    assert_ok(csv_file_commit(&f));
    csv_file_abandon(&f); /* harmless afterwards */
    buf_clear(&b);
    assert_ok(file_read(path, 100, &b));
    assert_string_equal(buf_cstr(&b), "new");
    buf_free(&b);
    file_gone(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_fields_and_lines),
        cmocka_unit_test(the_last_row_needs_no_line_end),
        cmocka_unit_test(a_heading_alone_is_a_table),
        cmocka_unit_test(lines_with_nothing_are_passed_over),
        cmocka_unit_test(separators_are_found),
        cmocka_unit_test(one_column_is_a_table_too),
        cmocka_unit_test(the_first_line_may_tell_the_separator),
        cmocka_unit_test(line_ends_of_each_kind),
        cmocka_unit_test(encodings),
        cmocka_unit_test(a_long_file_is_one_encoding),
        cmocka_unit_test(a_pipe_is_a_table),
        cmocka_unit_test(a_table_can_be_read_again),
        cmocka_unit_test(short_rows_are_filled),
        cmocka_unit_test(columns_by_name),
        cmocka_unit_test(what_is_no_table_is_refused),
        cmocka_unit_test(a_quote_left_open_does_not_eat_the_memory),
        cmocka_unit_test(too_many_columns),
        cmocka_unit_test(files_that_cannot_be_read),
        cmocka_unit_test(what_was_there_stays_byte_by_byte),
        cmocka_unit_test(new_fields_are_quoted_as_the_table_is),
        cmocka_unit_test(what_is_added_is_no_formula),
        cmocka_unit_test(a_file_is_there_only_when_it_is_complete),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
