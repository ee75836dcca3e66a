/* SPDX-License-Identifier: Apache-2.0
 *
 * Widths, line breaks, cleaning, numbers.
 */
#include "fixture.h"

#include "cmd/text.h"

static void assert_width(const char *text, int width)
{
    int got = text_width(span_of(text));

    if (got != width)
        print_error("'%s' is %d columns wide, not %d\n", text, got, width);
    assert_int_equal(got, width);
}

static void widths_are_those_of_a_terminal(void **state)
{
    (void)state;
    assert_width("", 0);
    assert_width("Quentabry", 9);
    assert_width("Квентабри", 9);
    assert_width("魏兰博", 6);
    assert_width("ひびむら", 8);
    assert_width("노가람별", 8);
    assert_width("قصمار", 5);
    assert_width("e\xcc\x81", 1);         /* e and a combining acute */
    assert_width("विक्रां", 5);             /* signs above and below take no room */
    assert_width("a\xe2\x80\x8d" "b", 2); /* a joiner */
    assert_width("\xff", 1);              /* no UTF-8: a replacement mark */
}

/* The lines with "|" between them. */
static const char *wrapped(const char *text, int room, struct buf *out)
{
    struct span rest = span_of(text), line;

    buf_clear(out);
    for (int i = 0; text_line(&rest, room, &line); i++)
        buf_printf(out, "%s%.*s", i ? "|" : "", SPAN_ARG(line));
    return buf_cstr(out);
}

static void lines_break_at_blanks(void **state)
{
    struct buf b = {0};

    (void)state;
    assert_string_equal(wrapped("", 10, &b), "");
    assert_string_equal(wrapped("one", 10, &b), "one");
    assert_string_equal(wrapped("one two three", 8, &b), "one two|three");
    assert_string_equal(wrapped("one two three", 7, &b), "one two|three");
    assert_string_equal(wrapped("one two three", 6, &b), "one|two|three");
    assert_string_equal(wrapped("one  two", 5, &b), "one|two");
    assert_string_equal(wrapped("one\n\ntwo", 40, &b), "one||two");
    buf_free(&b);
}

static void what_is_wider_than_a_line_is_cut(void **state)
{
    struct buf b = {0};

    (void)state;
    assert_string_equal(wrapped("abcdefghij", 4, &b), "abcd|efgh|ij");
    assert_string_equal(wrapped("ab cdefghij", 4, &b), "ab|cdef|ghij");
    assert_string_equal(wrapped("abc", 0, &b), "a|b|c"); /* always at least one character */
    buf_free(&b);
}

static void ideographs_break_anywhere_but_at_punctuation(void **state)
{
    struct buf b = {0};

    (void)state;
    assert_string_equal(wrapped("魏兰博魏兰博", 6, &b), "魏兰博|魏兰博");
    assert_string_equal(wrapped("魏兰博魏兰博", 7, &b), "魏兰博|魏兰博");
    assert_string_equal(wrapped("魏兰博。魏", 6, &b), "魏兰|博。魏");
    assert_string_equal(wrapped("兰（魏）", 4, &b), "兰|（魏|）");
    assert_string_equal(wrapped("노가람별", 4, &b), "노가|람별");
    buf_free(&b);
}

static void marks_stay_with_their_letter(void **state)
{
    struct buf b = {0};

    (void)state;
    assert_string_equal(wrapped("aae\xcc\x81" "b", 3, &b), "aae\xcc\x81|b");
    buf_free(&b);
}

/* Whatever is wrapped, nothing is lost but blanks, and no line is too wide. */
static void wrapping_loses_nothing(void **state)
{
    static const char text[] = "Ferdik Aldous QUENTABRY (魏兰博、ひびむら そうたろう) قصمار "
                               "يلتان a-very-long-identifier-0000000000000417 end";

    (void)state;
    for (int room = 2; room < 90; room++) {
        struct span rest = span_of(text), line;
        size_t taken = 0;

        while (text_line(&rest, room, &line)) {
            assert_true(text_width(line) <= room);
            for (size_t i = 0; i < line.n; i++)
                taken += line.p[i] != ' ';
        }
        for (const char *p = text; *p; p++)
            taken -= *p != ' ';
        assert_int_equal(taken, 0);
    }
}

static const char *cleaned(struct span s, bool lines, struct buf *out)
{
    buf_clear(out);
    text_clean(s, lines, out);
    return buf_cstr(out);
}

static void nothing_steers_the_terminal(void **state)
{
    struct buf b = {0};

    (void)state;
    assert_string_equal(cleaned(SPAN("a\033[31mb"), false, &b), "a\xef\xbf\xbd[31mb");
    assert_string_equal(cleaned(SPAN("a\tb\nc"), false, &b), "a b c");
    assert_string_equal(cleaned(SPAN("a\tb\nc"), true, &b), "a b\nc");
    assert_string_equal(cleaned(SPAN("a\rb"), true, &b), "a\xef\xbf\xbd" "b");
    assert_string_equal(cleaned(SPAN("\xe2\x80\xae" "drowssap"), false, &b),
                        "\xef\xbf\xbd" "drowssap");
    assert_string_equal(cleaned(SPAN("\xc2\x9b" "31m"), false, &b), "\xef\xbf\xbd" "31m");
    assert_string_equal(cleaned(SPAN("a\0b"), false, &b), "a\xef\xbf\xbd" "b");
    assert_string_equal(cleaned(SPAN("\xff"), false, &b), "\xef\xbf\xbd");
    assert_string_equal(cleaned(SPAN("Фердик 魏兰博"), false, &b), "Фердик 魏兰博");
    buf_free(&b);
}

static void numbers_are_grouped(void **state)
{
    char text[TEXT_NUMBER_MAX];

    (void)state;
    assert_string_equal(text_number(0, text), "0");
    assert_string_equal(text_number(999, text), "999");
    assert_string_equal(text_number(1000, text), "1,000");
    assert_string_equal(text_number(12345678, text), "12,345,678");
    assert_string_equal(text_number(UINT64_MAX, text), "18,446,744,073,709,551,615");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(widths_are_those_of_a_terminal),
        cmocka_unit_test(lines_break_at_blanks),
        cmocka_unit_test(what_is_wider_than_a_line_is_cut),
        cmocka_unit_test(ideographs_break_anywhere_but_at_punctuation),
        cmocka_unit_test(marks_stay_with_their_letter),
        cmocka_unit_test(wrapping_loses_nothing),
        cmocka_unit_test(nothing_steers_the_terminal),
        cmocka_unit_test(numbers_are_grouped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
