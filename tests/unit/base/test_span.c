/* SPDX-License-Identifier: Apache-2.0
 *
 * Spans: comparing, cutting, splitting, numbers. The edge of each is the empty span, with and
 * without a pointer.
 */
#include "check.h"

static const struct span nothing = {NULL, 0};

static void span_of_null_is_empty_and_has_a_pointer(void **state)
{
    (void)state;
    assert_int_equal(span_of(NULL).n, 0);
    assert_non_null(span_of(NULL).p);
    assert_span(span_of("Velmo"), SPAN("Velmo"));
}

static void a_literal_may_hold_a_nul(void **state)
{
    (void)state;
    assert_int_equal(SPAN("a\0b").n, 3);
    assert_true(span_eq(SPAN("a\0b"), SPAN("a\0b")));
    assert_false(span_eq(SPAN("a\0b"), SPAN("a\0c")));
}

static void empty_spans_are_equal_whatever_they_point_at(void **state)
{
    (void)state;
    assert_true(span_eq(nothing, SPAN("")));
    assert_true(span_eq_nocase(nothing, SPAN("")));
    assert_int_equal(span_cmp(nothing, SPAN("")), 0);
    assert_false(span_eq(nothing, SPAN("x")));
}

static void nocase_folds_ascii_letters_only(void **state)
{
    (void)state;
    assert_true(span_eq_nocase(SPAN("Entity_ID"), SPAN("eNTITY_id")));
    assert_false(span_eq_nocase(SPAN("@"), SPAN("`")));
    assert_false(span_eq_nocase(SPAN("["), SPAN("{")));
    assert_false(span_eq_nocase(SPAN("\xc3\x84"), SPAN("\xc3\xa4")));
    assert_false(span_eq_nocase(SPAN("id"), SPAN("ids")));
}

static void order_is_by_byte_and_shorter_comes_first(void **state)
{
    /* Rising; every pair is compared both ways. */
    static const struct span rising[] = {{NULL, 0},   {"\0", 1},  {"a", 1},  {"a\0", 2},
                                         {"ab", 2},   {"b", 1},   {"ba", 2}, {"\x7f", 1},
                                         {"\x80", 1}, {"\xff", 1}};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rising); i++) {
        for (size_t j = 0; j < ARRAY_LEN(rising); j++)
            assert_int_equal(span_cmp(rising[i], rising[j]), (i > j) - (i < j));
    }
}

static void starts_and_ends(void **state)
{
    struct span s = SPAN("sources.csv");

    (void)state;
    assert_true(span_starts(s, SPAN("sources")));
    assert_true(span_ends(s, SPAN(".csv")));
    assert_true(span_starts(s, s) && span_ends(s, s));
    assert_true(span_starts(s, nothing) && span_ends(s, nothing));
    assert_true(span_starts(nothing, nothing) && span_ends(nothing, nothing));
    assert_false(span_starts(s, SPAN("ources")));
    assert_false(span_ends(s, SPAN(".cs")));
    assert_false(span_ends(SPAN("csv"), SPAN(".csv")));
    assert_false(span_starts(nothing, SPAN("x")));
}

static void trim_takes_ascii_white_space_off_both_ends(void **state)
{
    (void)state;
    assert_span(span_trim(SPAN(" \t\r\n\v\fOrla Brenk \n")), SPAN("Orla Brenk"));
    assert_span(span_trim(SPAN("   ")), SPAN(""));
    assert_span(span_trim(nothing), SPAN(""));
    assert_span(span_trim(SPAN("\xc2\xa0x")), SPAN("\xc2\xa0x")); /* no-break space is text */
    assert_span(span_trim(SPAN("\0x\0")), SPAN("\0x\0"));
}

static void from_and_slice_stop_at_the_end(void **state)
{
    struct span s = SPAN("abcdef");

    (void)state;
    assert_span(span_from(s, 0), s);
    assert_span(span_from(s, 4), SPAN("ef"));
    assert_span(span_from(s, 6), SPAN(""));
    assert_span(span_from(s, SIZE_MAX), SPAN(""));
    assert_ptr_equal(span_from(s, SIZE_MAX).p, s.p + 6);
    assert_span(span_slice(s, 1, 3), SPAN("bcd"));
    assert_span(span_slice(s, 4, SIZE_MAX), SPAN("ef"));
    assert_span(span_slice(s, 9, 1), SPAN(""));
    assert_span(span_slice(nothing, 1, 1), SPAN(""));
}

static void find_gives_the_length_when_there_is_nothing(void **state)
{
    struct span s = SPAN("name;date;name");

    (void)state;
    assert_int_equal(span_find(s, ';'), 4);
    assert_int_equal(span_find(s, 'x'), s.n);
    assert_int_equal(span_find(nothing, 'x'), 0);
    assert_int_equal(span_find(SPAN("a\0b"), '\0'), 1);
    assert_int_equal(span_find(SPAN("a\xff"), '\xff'), 1);
    assert_int_equal(span_find_span(s, SPAN("date")), 5);
    assert_int_equal(span_find_span(s, SPAN("dates")), s.n);
    assert_int_equal(span_find_span(s, SPAN("")), 0);
    assert_int_equal(span_find_span(nothing, SPAN("a")), 0);
    assert_int_equal(span_find_span(SPAN("a"), SPAN("ab")), 1);
    assert_int_equal(span_find_span(s, s), 0);
}

/* The parts of 'text', joined with '|' and each in brackets. */
static const char *split_all(struct span text, char sep, struct buf *out)
{
    struct span part;

    buf_clear(out);
    while (span_split(&text, sep, &part)) {
        buf_char(out, '[');
        buf_span(out, part);
        buf_char(out, ']');
    }
    assert_null(text.p);
    assert_int_equal(text.n, 0);
    return buf_cstr(out);
}

static void split_gives_every_part_once(void **state)
{
    static const struct {
        struct span text;
        const char *parts;
    } rows[] = {
        {{"a;b;c", 5}, "[a][b][c]"},
        {{"a", 1}, "[a]"},
        {{"a;", 2}, "[a][]"},
        {{";a", 2}, "[][a]"},
        {{";", 1}, "[][]"},
        {{";;", 2}, "[][][]"},
        {{"", 0}, "[]"},
        {{NULL, 0}, ""},
        {{"a;;b", 4}, "[a][][b]"},
    };
    struct buf out = {0};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_string_equal(split_all(rows[i].text, ';', &out), rows[i].parts);
    buf_free(&out);
}

static void split_stays_false_at_the_end(void **state)
{
    struct span rest = SPAN("a"), part;

    (void)state;
    assert_true(span_split(&rest, ';', &part));
    assert_false(span_split(&rest, ';', &part));
    assert_false(span_split(&rest, ';', &part));
    assert_span(part, SPAN("a")); /* untouched */
}

static void split_may_cut_at_nul(void **state)
{
    struct span rest = SPAN("a\0b"), part;

    (void)state;
    assert_true(span_split(&rest, '\0', &part));
    assert_span(part, SPAN("a"));
    assert_span(rest, SPAN("b"));
}

static void numbers_are_digits_that_fit(void **state)
{
    static const struct {
        const char *text;
        uint64_t value;
    } good[] = {{"0", 0},
                {"7", 7},
                {"007", 7},
                {"18446744073709551615", UINT64_MAX},
                {"00000000000000000000000000000000042", 42}};
    static const char *const bad[] = {"",
                                      "-1",
                                      "+1",
                                      " 1",
                                      "1 ",
                                      "1.0",
                                      "0x1",
                                      "1e3",
                                      "a",
                                      "18446744073709551616",
                                      "/",
                                      ":",
                                      "99999999999999999999",
                                      "184467440737095516150",
                                      "\xd9\xa1" /* Arabic digit */};
    uint64_t value;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        assert_true(span_u64(span_of(good[i].text), &value));
        assert_int_equal(value, good[i].value);
    }
    value = 5;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        if (span_u64(span_of(bad[i]), &value))
            fail_msg("\"%s\" was taken for a number", bad[i]);
        assert_int_equal(value, 5);
    }
    assert_false(span_u64((struct span){"1\0", 2}, &value));
    assert_false(span_u64(nothing, &value));
}

static void hash_is_xxh3_and_does_not_change(void **state)
{
    (void)state;
    assert_int_equal(span_hash(nothing), UINT64_C(0x2d06800538d394c2)); /* XXH3's of nothing */
    assert_int_equal(span_hash(SPAN("")), span_hash(nothing));
    assert_int_not_equal(span_hash(SPAN("a")), span_hash(SPAN("b")));
    assert_int_not_equal(span_hash(SPAN("a")), span_hash(SPAN("a\0")));
}

static void varints_come_back(void **state)
{
    struct buf b = {0};
    struct span s;
    uint64_t value;

    (void)state;
    for (unsigned bit = 0; bit < 64; bit++) {
        uint64_t power = UINT64_C(1) << bit;

        buf_varint(&b, power - 1);
        buf_varint(&b, power);
    }
    buf_varint(&b, UINT64_MAX);
    s = buf_view(&b);
    for (unsigned bit = 0; bit < 64; bit++) {
        assert_true(span_varint(&s, &value));
        assert_int_equal(value, (UINT64_C(1) << bit) - 1);
        assert_true(span_varint(&s, &value));
        assert_int_equal(value, UINT64_C(1) << bit);
    }
    assert_true(span_varint(&s, &value));
    assert_int_equal(value, UINT64_MAX);
    assert_int_equal(s.n, 0);
    buf_free(&b);
}

static void bad_varints_are_refused_and_nothing_is_taken(void **state)
{
    static const struct {
        const char *why;
        struct span bytes;
    } rows[] = {
        {"nothing there", {NULL, 0}},
        {"cut after one byte", {"\x80", 1}},
        {"cut after nine bytes", {"\xff\xff\xff\xff\xff\xff\xff\xff\xff", 9}},
        {"65 bits", {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 10}},
        {"70 bits", {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f", 10}},
        {"eleven bytes", {"\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", 11}},
        {"a longer zero", {"\x80\x00", 2}},
        {"a longer one", {"\x81\x00", 2}},
        {"ten bytes of zero", {"\x80\x80\x80\x80\x80\x80\x80\x80\x80\x00", 10}},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct span s = rows[i].bytes;
        uint64_t value = 9;

        if (span_varint(&s, &value))
            fail_msg("taken although %s", rows[i].why);
        assert_int_equal(value, 9);
        assert_int_equal(s.n, rows[i].bytes.n);
        assert_ptr_equal(s.p, rows[i].bytes.p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(span_of_null_is_empty_and_has_a_pointer),
        cmocka_unit_test(a_literal_may_hold_a_nul),
        cmocka_unit_test(empty_spans_are_equal_whatever_they_point_at),
        cmocka_unit_test(nocase_folds_ascii_letters_only),
        cmocka_unit_test(order_is_by_byte_and_shorter_comes_first),
        cmocka_unit_test(starts_and_ends),
        cmocka_unit_test(trim_takes_ascii_white_space_off_both_ends),
        cmocka_unit_test(from_and_slice_stop_at_the_end),
        cmocka_unit_test(find_gives_the_length_when_there_is_nothing),
        cmocka_unit_test(split_gives_every_part_once),
        cmocka_unit_test(split_stays_false_at_the_end),
        cmocka_unit_test(split_may_cut_at_nul),
        cmocka_unit_test(numbers_are_digits_that_fit),
        cmocka_unit_test(hash_is_xxh3_and_does_not_change),
        cmocka_unit_test(varints_come_back),
        cmocka_unit_test(bad_varints_are_refused_and_nothing_is_taken),
    };

    return cmocka_run_group_tests_name("span", tests, NULL, NULL);
}
