/* SPDX-License-Identifier: Apache-2.0
 *
 * grouped: rows of one entry next to each other and far apart, with little room to hold them.
 */
#include "check.h"

#include <fcntl.h>

#include "import/emit.h"
#include "import/grouped.h"
#include "import/source.h"

/* ---- a format of two columns ----------------------------------------------------------------- */

static const char *heading(size_t column)
{
    static const char *const headings[] = {"key", "value"};

    return column < ARRAY_LEN(headings) ? headings[column] : NULL;
}

/* What came, as text: "a=1,2@3;" is the entry a with two rows, the first in line 3. */
struct seen {
    struct buf text;
};

static struct tocsin_err *top(void *ctx, const struct csv_row *row)
{
    struct seen *s = ctx;

    buf_span(&s->text, row->field[0]);
    buf_char(&s->text, ':');
    return NULL;
}

static struct tocsin_err *entry(void *ctx, struct arena *a, const struct grouped_entry *e)
{
    struct seen *s = ctx;

    (void)a;
    buf_span(&s->text, e->key);
    for (size_t i = 0; i < e->n; i++) {
        buf_char(&s->text, i ? ',' : '=');
        buf_span(&s->text, e->row[i].cell[1]);
    }
    buf_printf(&s->text, "@%llu;", (unsigned long long)e->row[0].line);
    if (e->n > 1 && span_eq(e->row[1].cell[1], SPAN("bad")))
        return err_new(TOCSIN_ERR_PARSE, "a bad value");
    return NULL;
}

static struct tocsin_err *read_text(const char *text, size_t hold, uint64_t skip, struct seen *s)
{
    struct grouped_format format = {heading, 0, hold, top, entry};
    struct frame_writer to = {.fd = open("/dev/null", O_WRONLY), .block = buf_max(1 << 20)};
    struct emitter *out = emitter_new(&to, skip);
    struct scratch scratch;

    scratch_new(&scratch);
    int fd = open(scratch_text(&scratch, "a.csv", text), O_RDONLY);
    struct reader *in = reader_new("a.csv", fd, out);
    *s = (struct seen){.text = {0}};
    struct tocsin_err *err = grouped_read(in, out, &format, s);
    reader_free(in);
    close(fd);
    emitter_free(out);
    close(to.fd);
    buf_free(&to.block);
    scratch_free(&scratch);
    return err;
}

static void assert_read(const char *text, size_t hold, const char *want)
{
    struct seen s;

    assert_ok(read_text(text, hold, 0, &s));
    assert_string_equal(buf_cstr(&s.text), want);
    buf_free(&s.text);
}

/* ---- tests ----------------------------------------------------------------------------------- */

static void rows_gather_in_the_order_of_the_file(void **state)
{
    (void)state;
    assert_read("top\nkey,value\na,1\nb,2\na,3\nb,4\n", 0, "top:a=1,3@3;b=2,4@4;");
    assert_read("top\nvalue,key\n1,a\n 2 , b \n\n,,\n", 0, "top:a=1@3;b=2@4;");
    assert_read("top\nkey,value\n", 0, "top:");
}

static void with_little_room_the_oldest_goes_first(void **state)
{
    (void)state;
    assert_read("top\nkey,value\na,1\na,2\nb,3\nb,4\nc,5\n", 16, "top:a=1,2@3;b=3,4@5;c=5@7;");
}

static void a_row_that_comes_too_late_is_a_bad_record(void **state)
{
    static const char text[] = "top\nkey,value\na,1\nb,2\nc,3\nd,4\na,5\ne,6\n";
    struct seen s;

    (void)state;
    struct tocsin_err *err = read_text(text, 8, 0, &s);
    assert_int_equal(tocsin_err_place(err).line, 7);
    assert_string_equal(tocsin_err_place(err).field, "key");
    assert_error(err, TOCSIN_ERR_PARSE, "a row of 'a', which began in line 3");
    buf_free(&s.text);
    assert_ok(read_text(text, 8, 1, &s));
    assert_string_equal(buf_cstr(&s.text), "top:a=1@3;b=2@4;c=3@5;d=4@6;e=6@8;");
    buf_free(&s.text);
    assert_read(text, 0, "top:a=1,5@3;b=2@4;c=3@5;d=4@6;e=6@8;");
}

static void an_entry_that_is_not_right_names_its_first_row(void **state)
{
    struct seen s;

    (void)state;
    struct tocsin_err *err = read_text("top\nkey,value\na,1\nb,2\na,bad\n", 0, 0, &s);
    assert_int_equal(tocsin_err_place(err).line, 3);
    assert_error(err, TOCSIN_ERR_PARSE, "a bad value");
    buf_free(&s.text);
}

static void a_file_without_headings_is_refused(void **state)
{
    static const char *const texts[] = {"", "top", "top\n"};
    struct seen s;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        assert_error(read_text(texts[i], 0, 0, &s), TOCSIN_ERR_FORMAT,
                     "the file ends before its headings");
        buf_free(&s.text);
    }
}

static void a_table_without_its_key_is_refused(void **state)
{
    struct seen s;

    (void)state;
    struct tocsin_err *err = read_text("top\nvalue,kea\n", 0, 0, &s);
    assert_int_equal(tocsin_err_place(err).line, 2);
    assert_error(err, TOCSIN_ERR_FORMAT, "there is no column 'key'");
    buf_free(&s.text);
}

/* Rows of one entry past LIMIT_RECORD are refused one by one, and memory stays as it is. */
static void an_entry_of_many_megabytes_is_refused(void **state)
{
    struct buf text = {0};
    struct seen s;

    (void)state;
    buf_str(&text, "top\nkey,value\n");
    for (int i = 0; i < 20; i++) {
        buf_str(&text, "a,");
        for (size_t n = 0; n < LIMIT_FIELD - 64; n += 64)
            buf_str(&text, "keel and keel and keel and keel and keel and keel and keel and ");
        buf_char(&text, '\n');
    }
    assert_error(read_text(buf_cstr(&text), 0, 0, &s), TOCSIN_ERR_LIMIT, "LIMIT_RECORD");
    buf_free(&s.text);
    buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_gather_in_the_order_of_the_file),
        cmocka_unit_test(with_little_room_the_oldest_goes_first),
        cmocka_unit_test(a_row_that_comes_too_late_is_a_bad_record),
        cmocka_unit_test(an_entry_that_is_not_right_names_its_first_row),
        cmocka_unit_test(a_file_without_headings_is_refused),
        cmocka_unit_test(a_table_without_its_key_is_refused),
        cmocka_unit_test(an_entry_of_many_megabytes_is_refused),
    };

    return cmocka_run_group_tests_name("grouped", tests, NULL, NULL);
}
