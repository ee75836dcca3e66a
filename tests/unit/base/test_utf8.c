/* SPDX-License-Identifier: Apache-2.0
 *
 * UTF-8: every code point there and back, and a table of what is not UTF-8.
 */
#include "check.h"

/* Malformed pieces: each is put between two letters. 'marks' is how many U+FFFD a walk gives:
 * one for each byte that cannot be read. */
static const struct {
    const char *why;
    struct span bytes;
    size_t marks;
} malformed[] = {
    {"a continuation byte alone", {"\x80", 1}, 1},
    {"the last continuation byte alone", {"\xbf", 1}, 1},
    {"two continuation bytes", {"\x80\xbf", 2}, 2},
    {"overlong NUL", {"\xc0\x80", 2}, 2},
    {"overlong slash in two bytes", {"\xc0\xaf", 2}, 2},
    {"the largest overlong in two bytes", {"\xc1\xbf", 2}, 2},
    {"overlong slash in three bytes", {"\xe0\x80\xaf", 3}, 3},
    {"the largest overlong in three bytes", {"\xe0\x9f\xbf", 3}, 3},
    {"overlong slash in four bytes", {"\xf0\x80\x80\xaf", 4}, 4},
    {"the largest overlong in four bytes", {"\xf0\x8f\xbf\xbf", 4}, 4},
    {"the first surrogate", {"\xed\xa0\x80", 3}, 3},
    {"the last high surrogate", {"\xed\xaf\xbf", 3}, 3},
    {"the last surrogate", {"\xed\xbf\xbf", 3}, 3},
    {"a pair of surrogates (CESU-8)", {"\xed\xa0\x80\xed\xb0\x80", 6}, 6},
    {"U+110000", {"\xf4\x90\x80\x80", 4}, 4},
    {"U+13FFFF", {"\xf4\xbf\xbf\xbf", 4}, 4},
    {"lead byte F5", {"\xf5\x80\x80\x80", 4}, 4},
    {"five bytes", {"\xf8\x88\x80\x80\x80", 5}, 5},
    {"six bytes", {"\xfc\x84\x80\x80\x80\x80", 6}, 6},
    {"FE", {"\xfe", 1}, 1},
    {"FF", {"\xff", 1}, 1},
    {"two bytes, cut", {"\xc3", 1}, 1},
    {"three bytes, cut after one", {"\xe2", 1}, 1},
    {"three bytes, cut after two", {"\xe2\x82", 2}, 2},
    {"four bytes, cut after one", {"\xf0", 1}, 1},
    {"four bytes, cut after two", {"\xf0\x9f", 2}, 2},
    {"four bytes, cut after three", {"\xf0\x9f\x92", 3}, 3},
    {"Latin-1", {"\xe9", 1}, 1},
};

static void every_code_point_comes_back(void **state)
{
    (void)state;
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        char bytes[4];
        struct span s = {bytes, utf8_put(bytes, cp)};
        bool surrogate = cp >= 0xD800 && cp <= 0xDFFF;
        size_t bad = 99;

        if (utf8_valid(s, &bad) != (cp != 0) || bad != (cp ? 99 : 0))
            fail_msg("U+%04X is judged wrongly", (unsigned)cp);
        if (utf8_next(&s) != (surrogate ? 0xFFFD : cp) || s.n != 0)
            fail_msg("U+%04X does not come back", (unsigned)cp);
    }
}

static void lengths_change_where_rfc_3629_says(void **state)
{
    static const struct {
        uint32_t cp;
        struct span bytes;
    } rows[] = {
        {0x00, {"\0", 1}},
        {0x7F, {"\x7f", 1}},
        {0x80, {"\xc2\x80", 2}},
        {0x7FF, {"\xdf\xbf", 2}},
        {0x800, {"\xe0\xa0\x80", 3}},
        {0xD7FF, {"\xed\x9f\xbf", 3}},
        {0xE000, {"\xee\x80\x80", 3}},
        {0xFFFF, {"\xef\xbf\xbf", 3}},
        {0x10000, {"\xf0\x90\x80\x80", 4}},
        {0x10FFFF, {"\xf4\x8f\xbf\xbf", 4}},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        char bytes[4];

        assert_span(((struct span){bytes, utf8_put(bytes, rows[i].cp)}), rows[i].bytes);
    }
}

static void what_is_no_code_point_is_put_as_a_mark(void **state)
{
    static const uint32_t none[] = {0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0x110000, UINT32_MAX};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(none); i++) {
        char bytes[4];

        assert_span(((struct span){bytes, utf8_put(bytes, none[i])}), SPAN("\xef\xbf\xbd"));
    }
}

static void malformed_bytes_are_found_at_their_place(void **state)
{
    struct buf b = {0};
    size_t bad;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(malformed); i++) {
        buf_clear(&b);
        buf_str(&b, "\xc3\xa9x");
        buf_span(&b, malformed[i].bytes);
        if (utf8_valid(buf_view(&b), &bad) || bad != 3)
            fail_msg("at the end: %s", malformed[i].why);
        buf_char(&b, 'y');
        if (utf8_valid(buf_view(&b), &bad) || bad != 3)
            fail_msg("in the middle: %s", malformed[i].why);
    }
    buf_free(&b);
}

static void a_walk_marks_each_malformed_byte_and_loses_no_letter(void **state)
{
    struct buf b = {0};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(malformed); i++) {
        size_t marks = 0;
        struct span s;

        buf_clear(&b);
        buf_char(&b, 'x');
        buf_span(&b, malformed[i].bytes);
        buf_char(&b, 'y');
        s = buf_view(&b);
        assert_int_equal(utf8_next(&s), 'x');
        while (s.n > 1) {
            assert_int_equal(utf8_next(&s), 0xFFFD);
            marks++;
        }
        assert_int_equal(utf8_next(&s), 'y');
        if (marks != malformed[i].marks)
            fail_msg("%zu marks: %s", marks, malformed[i].why);
    }
    buf_free(&b);
}

static void the_end_of_a_span_cuts_a_sequence(void **state)
{
    struct span s = {"\xe2\x82\xac", 2}; /* the third byte is not ours */
    size_t bad;

    (void)state;
    assert_false(utf8_valid(s, &bad));
    assert_int_equal(bad, 0);
    assert_int_equal(utf8_next(&s), 0xFFFD);
    assert_int_equal(s.n, 1);
}

static void nul_is_not_valid_text(void **state)
{
    size_t bad;

    (void)state;
    assert_false(utf8_valid(SPAN("ab\0c"), &bad));
    assert_int_equal(bad, 2);
}

static void good_text_of_many_scripts_is_valid(void **state)
{
    size_t bad = 99;

    (void)state;
    assert_true(utf8_valid((struct span){NULL, 0}, &bad));
    assert_true(utf8_valid(SPAN("Zo\xc3\xab Velmo"), &bad));
    assert_true(utf8_valid(SPAN("\xd0\x92\xd0\xb5\xd0\xbb\xd0\xbc\xd0\xbe"), &bad));
    assert_true(utf8_valid(SPAN("\xe7\x8e\x8b\xf0\xa0\x80\x80"), &bad));
    assert_true(utf8_valid(SPAN("\xef\xbf\xbe\xef\xbb\xbf"), &bad)); /* U+FFFE and a BOM */
    assert_int_equal(bad, 99);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_comes_back),
        cmocka_unit_test(lengths_change_where_rfc_3629_says),
        cmocka_unit_test(what_is_no_code_point_is_put_as_a_mark),
        cmocka_unit_test(malformed_bytes_are_found_at_their_place),
        cmocka_unit_test(a_walk_marks_each_malformed_byte_and_loses_no_letter),
        cmocka_unit_test(the_end_of_a_span_cuts_a_sequence),
        cmocka_unit_test(nul_is_not_valid_text),
        cmocka_unit_test(good_text_of_many_scripts_is_valid),
    };

    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
