/* SPDX-License-Identifier: Apache-2.0
 *
 * Buffers: growing, stopping at the maximum, numbers and JSON strings.
 */
#include "check.h"

#include <stdio.h>

static void a_new_buf_is_empty_text(void **state)
{
    struct buf b = {0};

    (void)state;
    assert_span(buf_view(&b), SPAN(""));
    assert_non_null(buf_view(&b).p);
    assert_string_equal(buf_cstr(&b), "");
    assert_false(b.full);
    buf_free(&b);
    buf_free(&b);
}

static void pieces_follow_each_other(void **state)
{
    struct buf b = {0};

    (void)state;
    buf_put(&b, NULL, 0);
    buf_span(&b, SPAN("Orla"));
    buf_char(&b, ' ');
    buf_str(&b, "Brenk");
    buf_str(&b, NULL);
    buf_printf(&b, ", %d%s", 1961, "");
    assert_string_equal(buf_cstr(&b), "Orla Brenk, 1961");
    assert_span(buf_view(&b), SPAN("Orla Brenk, 1961"));
    buf_free(&b);
}

static void cstr_does_not_disturb_what_follows(void **state)
{
    struct buf b = {0};

    (void)state;
    for (int i = 0; i < 1000; i++) {
        buf_char(&b, (char)('a' + i % 26));
        assert_int_equal(strlen(buf_cstr(&b)), (size_t)i + 1);
    }
    assert_int_equal(b.p[999], 'a' + 999 % 26);
    buf_free(&b);
}

static void clear_keeps_the_memory_and_forgets_the_rest(void **state)
{
    struct buf b = buf_max(4);
    char *memory;

    (void)state;
    buf_str(&b, "abc");
    memory = b.p;
    buf_str(&b, "de");
    assert_true(b.full);
    buf_clear(&b);
    assert_false(b.full);
    buf_str(&b, "wxyz");
    assert_ptr_equal(b.p, memory);
    assert_string_equal(buf_cstr(&b), "wxyz");
    buf_free(&b);
    assert_int_equal(b.max, 4);
}

static void the_maximum_itself_fits(void **state)
{
    (void)state;
    for (size_t max = 1; max < 200; max++) {
        struct buf b = buf_max(max);

        for (size_t i = 0; i < max; i++)
            buf_char(&b, 'x');
        assert_false(b.full);
        assert_int_equal(strlen(buf_cstr(&b)), max);
        buf_char(&b, 'y');
        assert_true(b.full);
        assert_int_equal(b.n, max);
        assert_int_equal(strlen(buf_cstr(&b)), max);
        assert_true(b.cap <= max + 1);
        buf_free(&b);
    }
}

static void past_the_maximum_nothing_more_is_taken(void **state)
{
    struct buf b = buf_max(10);

    (void)state;
    buf_str(&b, "12345678");
    buf_str(&b, "abc"); /* whole or not at all */
    assert_true(b.full);
    buf_str(&b, "9"); /* would fit, but something is missing before it */
    buf_char(&b, '9');
    buf_printf(&b, "%d", 9);
    buf_varint(&b, 9);
    buf_json(&b, SPAN("9"));
    assert_string_equal(buf_cstr(&b), "12345678");
    buf_free(&b);
}

static void an_absurd_length_is_refused_and_not_added_up(void **state)
{
    struct buf b = {0};

    (void)state;
    buf_char(&b, 'x');
    buf_put(&b, "y", SIZE_MAX);
    assert_true(b.full);
    assert_string_equal(buf_cstr(&b), "x");
    buf_clear(&b);
    buf_put(&b, "y", BUF_DEFAULT_MAX + 1);
    assert_true(b.full);
    buf_free(&b);
}

static void printf_has_the_maximum_too(void **state)
{
    struct buf b = buf_max(8);

    (void)state;
    buf_printf(&b, "%08d", 42);
    assert_false(b.full);
    assert_string_equal(buf_cstr(&b), "00000042");
    buf_clear(&b);
    buf_printf(&b, "%09d", 42);
    assert_true(b.full);
    assert_int_equal(b.n, 0);
    buf_free(&b);
}

static void varints_have_known_bytes(void **state)
{
    static const struct {
        uint64_t value;
        struct span bytes;
    } rows[] = {
        {0, {"\x00", 1}},
        {1, {"\x01", 1}},
        {127, {"\x7f", 1}},
        {128, {"\x80\x01", 2}},
        {300, {"\xac\x02", 2}},
        {16384, {"\x80\x80\x01", 3}},
        {UINT64_MAX, {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 10}},
    };
    struct buf b = {0};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        buf_clear(&b);
        buf_varint(&b, rows[i].value);
        assert_span(buf_view(&b), rows[i].bytes);
    }
    buf_free(&b);
}

static void json_strings_are_escaped(void **state)
{
    static const struct {
        struct span text;
        const char *json;
    } rows[] = {
        {{NULL, 0}, "\"\""},
        {{"plain text / it's", 17}, "\"plain text / it's\""},
        {{"\"\\", 2}, "\"\\\"\\\\\""},
        {{"\b\f\n\r\t", 5}, "\"\\b\\f\\n\\r\\t\""},
        {{"\0\x01\x1f", 3}, "\"\\u0000\\u0001\\u001f\""},
        {{"\x7f", 1}, "\"\x7f\""},
        {{"Zo\xc3\xab \xe7\x8e\x8b \xf0\xa0\x80\x80", 13},
         "\"Zo\xc3\xab \xe7\x8e\x8b \xf0\xa0\x80\x80\""},
        {{"a\xff"
          "b\xed\xa0\x80",
          6},
         "\"a\xef\xbf\xbd"
         "b\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
        {{"cut \xe7\x8e", 6}, "\"cut \xef\xbf\xbd\xef\xbf\xbd\""},
        {{"</script>", 9}, "\"</script>\""},
    };
    struct buf b = {0};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        buf_clear(&b);
        buf_json(&b, rows[i].text);
        assert_string_equal(buf_cstr(&b), rows[i].json);
    }
    buf_free(&b);
}

static void json_of_any_byte_is_ascii_controls_escaped_and_valid_utf8(void **state)
{
    struct buf b = {0};
    size_t bad;

    (void)state;
    for (int byte = 0; byte < 256; byte++) {
        char c = (char)byte;

        buf_clear(&b);
        buf_json(&b, (struct span){&c, 1});
        assert_true(utf8_valid(buf_view(&b), &bad));
        for (size_t i = 0; i < b.n; i++)
            assert_true((unsigned char)b.p[i] >= 0x20);
    }
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_buf_is_empty_text),
        cmocka_unit_test(pieces_follow_each_other),
        cmocka_unit_test(cstr_does_not_disturb_what_follows),
        cmocka_unit_test(clear_keeps_the_memory_and_forgets_the_rest),
        cmocka_unit_test(the_maximum_itself_fits),
        cmocka_unit_test(past_the_maximum_nothing_more_is_taken),
        cmocka_unit_test(an_absurd_length_is_refused_and_not_added_up),
        cmocka_unit_test(printf_has_the_maximum_too),
        cmocka_unit_test(varints_have_known_bytes),
        cmocka_unit_test(json_strings_are_escaped),
        cmocka_unit_test(json_of_any_byte_is_ascii_controls_escaped_and_valid_utf8),
    };

    return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}
