/* SPDX-License-Identifier: Apache-2.0
 *
 * Widths, line breaks, cleaning, direction, numbers.
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

static void nothing_turns_a_line_around(void **state)
{
    static const uint32_t controls[] = {0x202a, 0x202b, 0x202c, 0x202d, 0x202e,
                                        0x2066, 0x2067, 0x2068, 0x2069};
    struct buf b = {0};
    char bytes[4];

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(controls); i++) {
        struct span one = {bytes, utf8_put(bytes, controls[i])};

        assert_string_equal(cleaned(one, true, &b), "\xef\xbf\xbd");
        assert_string_equal(cleaned(one, false, &b), "\xef\xbf\xbd");
    }
    buf_free(&b);
}

/* ---- direction --------------------------------------------------------------------------- */

/* With "<" and ">" for the isolates. */
static const char *isolated(const char *text, bool value, struct buf *out)
{
    struct buf b = {0};
    struct span rest;

    text_isolate(span_of(text), value, &b);
    rest = buf_view(&b);
    buf_clear(out);
    while (rest.n) {
        uint32_t cp = utf8_next(&rest);
        char bytes[4];

        cp = cp == 0x2068 ? '<' : cp == 0x2069 ? '>' : cp;
        buf_put(out, bytes, utf8_put(bytes, cp));
    }
    buf_free(&b);
    return buf_cstr(out);
}

static void assert_isolated(const char *text, bool value, const char *want)
{
    struct buf b = {0};

    assert_string_equal(isolated(text, value, &b), want);
    buf_free(&b);
}

static void what_goes_from_left_to_right_is_left_alone(void **state)
{
    static const char *const texts[] = {"", "Ferdik Quentabri, 1961", "Фердик 魏兰博 [a = b: c]",
                                        "विक्रां", "\xef\xbf\xbd"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        assert_isolated(texts[i], false, texts[i]);
        assert_isolated(texts[i], true, texts[i]);
    }
}

static void a_value_is_isolated_whole(void **state)
{
    (void)state;
    assert_isolated("قصمار", true, "<قصمار>");
    assert_isolated("شركة ABC للتجارة 24", true, "<شركة ABC للتجارة 24>");
    assert_isolated("Tarfoni (טרפוני)", true, "<Tarfoni (טרפוני)>");
    assert_isolated("١٧", true, "<١٧>");
    assert_isolated("a\xe2\x80\x8f", true, "<a\xe2\x80\x8f>"); /* a mark counts as a letter */
}

static void in_a_sentence_runs_are_isolated(void **state)
{
    (void)state;
    assert_isolated("قصمار reaches kasmar (0.10, in 3 names), قسمار (0.20, in 1 names)", false,
                    "<قصمار> reaches kasmar (0.10, in 3 names), <قسمار> (0.20, in 1 names)");
    assert_isolated("name: يلتان القصمار / Yeltan", false, "name: <يلتان القصمار> / Yeltan");
    assert_isolated("a (يلتان القصمار, 24 قصمار), b", false, "a (<يلتان القصمار, 24 قصمار>), b");
    assert_isolated("קסמר", false, "<קסמר>");
    assert_isolated("3: אבנר", false, "3: <אבנר>");
    assert_isolated("قَصْمَارٌ, b", false, "<قَصْمَارٌ>, b"); /* the vowel signs stay with it */
}

/* Else a terminal would show the one that is asked in the place of the one that is listed. */
static void two_values_never_share_an_isolate(void **state)
{
    (void)state;
    assert_isolated("[قصمار = قسمار] [يلتان ~ يلطان: spelling, 0.20] [أ ≠ ب]", false,
                    "[<قصمار> = <قسمار>] [<يلتان> ~ <يلطان>: spelling, 0.20] [<أ> ≠ <ب>]");
    assert_isolated("اسم: 'قصمار'", false, "<اسم>: '<قصمار>'");
    assert_isolated("١٢:٣٠", false, "<١٢:٣٠>");
}

static void isolates_take_no_room(void **state)
{
    struct buf b = {0};

    (void)state;
    text_isolate(SPAN("قصمار"), true, &b);
    assert_int_equal(text_width(buf_view(&b)), 5);
    buf_free(&b);
}

/* ---- numbers ----------------------------------------------------------------------------- */

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
        cmocka_unit_test(nothing_turns_a_line_around),
        cmocka_unit_test(what_goes_from_left_to_right_is_left_alone),
        cmocka_unit_test(a_value_is_isolated_whole),
        cmocka_unit_test(in_a_sentence_runs_are_isolated),
        cmocka_unit_test(two_values_never_share_an_isolate),
        cmocka_unit_test(isolates_take_no_room),
        cmocka_unit_test(numbers_are_grouped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
