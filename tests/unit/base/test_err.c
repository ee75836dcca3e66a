/* SPDX-License-Identifier: Apache-2.0
 *
 * Errors: what they say to a person and to a program, and the wire form from a child that may be
 * in the hands of whoever wrote the list.
 */
#include "check.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>

/* ---- the table ---------------------------------------------------------------------------- */

static void every_code_has_a_name_and_a_title(void **state)
{
    (void)state;
    for (int code = TOCSIN_OK; code <= TOCSIN_ERR_UNSUPPORTED; code++) {
        const char *name = tocsin_code_name((enum tocsin_code)code);

        assert_string_not_equal(name, "unknown");
        assert_string_not_equal(tocsin_code_title((enum tocsin_code)code), "unknown error");
        for (const char *p = name; *p; p++) /* it becomes part of a URI */
            assert_true((*p >= 'a' && *p <= 'z') || *p == '-');
        for (int other = TOCSIN_OK; other < code; other++)
            assert_string_not_equal(name, tocsin_code_name((enum tocsin_code)other));
    }
    assert_string_equal(tocsin_code_name(TOCSIN_ERR_NOT_FOUND), "not-found");
    assert_string_equal(tocsin_code_title(TOCSIN_ERR_PARSE), "bad input");
}

static void a_code_out_of_the_table_is_unknown(void **state)
{
    (void)state;
    assert_string_equal(tocsin_code_name((enum tocsin_code)99), "unknown");
    assert_string_equal(tocsin_code_title((enum tocsin_code)99), "unknown error");
}

static void no_error_is_ok_and_says_nothing(void **state)
{
    (void)state;
    assert_int_equal(tocsin_err_code(NULL), TOCSIN_OK);
    assert_string_equal(tocsin_err_text(NULL), "");
    assert_string_equal(tocsin_err_json(NULL), "null");
    assert_null(err_at(NULL, "a.csv", 1, 1, "name"));
    tocsin_err_free(NULL);
}

/* ---- for a person ------------------------------------------------------------------------- */

static void assert_text(struct tocsin_err *err, const char *text)
{
    assert_string_equal(tocsin_err_text(err), text);
    tocsin_err_free(err);
}

static struct tocsin_err *plain(void)
{
    return err_new(TOCSIN_ERR_PARSE, "not a %s", "date");
}

static void the_text_names_the_known_parts_of_the_place(void **state)
{
    (void)state;
    assert_text(plain(), "not a date");
    assert_text(err_at(plain(), "a.csv", 0, 0, NULL), "a.csv: not a date");
    assert_text(err_at(plain(), "a.csv", 12, 0, NULL), "a.csv:12: not a date");
    assert_text(err_at(plain(), "a.csv", 12, 7, NULL), "a.csv:12:7: not a date");
    assert_text(err_at(plain(), "a.csv", 12, 7, "born"), "a.csv:12:7: born: not a date");
    assert_text(err_at(plain(), "a.csv", 0, 0, "born"), "a.csv: born: not a date");
    assert_text(err_at(plain(), NULL, 12, 7, NULL), "line 12:7: not a date");
    assert_text(err_at(plain(), NULL, 0, 0, "born"), "born: not a date");
    assert_text(err_at(plain(), "a.csv", 0, 7, NULL), "a.csv: not a date");
    assert_text(err_at(plain(), NULL, UINT64_MAX, 0, NULL),
                "line 18446744073709551615: not a date");
}

static void a_place_is_filled_in_once_from_the_inside(void **state)
{
    struct tocsin_err *err = err_at(plain(), NULL, 0, 0, "born");
    struct tocsin_place place;

    (void)state;
    assert_string_equal(tocsin_err_text(err), "born: not a date");
    err = err_at(err, NULL, 12, 0, "outer field");
    err = err_at(err, "a.csv", 99, 7, NULL);
    err = err_at(err, "b.csv", 0, 8, NULL);
    place = tocsin_err_place(err);
    assert_string_equal(place.file, "a.csv");
    assert_int_equal(place.line, 12);
    assert_int_equal(place.column, 7);
    assert_string_equal(place.field, "born");
    assert_string_equal(tocsin_err_text(err), "a.csv:12:7: born: not a date");
    tocsin_err_free(err);
}

static void the_place_of_a_new_error_is_not_known(void **state)
{
    struct tocsin_err *err = plain();
    struct tocsin_place place = tocsin_err_place(err);

    (void)state;
    assert_null(place.file);
    assert_null(place.field);
    assert_int_equal(place.line + place.column, 0);
    tocsin_err_free(err);
}

static struct tocsin_err *chain(void)
{
    struct tocsin_err *err = err_at(plain(), "a.csv", 12, 7, "born");

    err = err_because(err, "cannot read entity %d", 5);
    return err_at(err_because(err, "cannot import"), "set", 0, 0, NULL);
}

static void causes_follow_on_lines_of_their_own(void **state)
{
    (void)state;
    assert_text(chain(), "set: cannot import\n"
                         "  because: cannot read entity 5\n"
                         "  because: a.csv:12:7: born: not a date");
}

static void a_wrapper_keeps_the_code(void **state)
{
    struct tocsin_err *err = chain();

    (void)state;
    assert_int_equal(tocsin_err_code(err), TOCSIN_ERR_PARSE);
    assert_null(tocsin_err_place(err).field); /* the place is each error's own */
    tocsin_err_free(err);
}

static struct tocsin_err *with_errno(int number)
{
    errno = number;
    return err_errno("cannot write %s", "x");
}

static void errno_is_told_in_words(void **state)
{
    struct tocsin_err *err = with_errno(ENOSPC);

    (void)state;
    assert_int_equal(tocsin_err_code(err), TOCSIN_ERR_IO);
    assert_text(err, "cannot write x: No space left on device");
    assert_text(with_errno(99999), "cannot write x: Unknown error 99999");
}

static void foreign_bytes_do_not_steer_the_terminal(void **state)
{
    struct tocsin_err *err = err_new(TOCSIN_ERR_PARSE, "odd value \"%s\"",
                                     "\x1b[2J\r\n\x7f\xc2\x9b\xe2\x80\xae\xe2\x81\xa6\xff");

    (void)state;
    err = err_at(err, "a\nb.csv", 3, 0, "na\tme");
    assert_text(err, "a\\u000ab.csv:3: na\\u0009me: odd value \"\\u001b[2J\\u000d\\u000a\\u007f"
                     "\\u009b\\u202e\\u2066\xef\xbf\xbd\"");
}

static void letters_of_all_scripts_are_printed_as_they_are(void **state)
{
    (void)state;
    assert_text(err_new(TOCSIN_ERR_PARSE, "%s", "Zo\xc3\xab \xd9\x85\xd9\x86 \xe7\x8e\x8b"),
                "Zo\xc3\xab \xd9\x85\xd9\x86 \xe7\x8e\x8b");
}

/* ---- for a program ------------------------------------------------------------------------ */

static const char *member(json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

static json_t *parsed(const struct tocsin_err *err)
{
    json_error_t why;
    json_t *json = json_loads(tocsin_err_json(err), JSON_REJECT_DUPLICATES, &why);

    if (!json)
        fail_msg("%s in %s", why.text, tocsin_err_json(err));
    return json;
}

static void json_is_problem_json_with_the_place_and_the_causes(void **state)
{
    struct tocsin_err *err = chain();
    json_t *top = parsed(err);
    json_t *middle = json_object_get(top, "cause");
    json_t *inner = json_object_get(middle, "cause");

    (void)state;
    assert_string_equal(member(top, "type"), "tag:tocsin,2026:error/parse");
    assert_string_equal(member(top, "title"), "bad input");
    assert_string_equal(member(top, "detail"), "cannot import");
    assert_string_equal(member(top, "file"), "set");
    assert_null(json_object_get(top, "line"));
    assert_int_equal(json_object_size(middle), 4); /* no place at all */
    assert_string_equal(member(inner, "detail"), "not a date");
    assert_string_equal(member(inner, "file"), "a.csv");
    assert_int_equal(json_integer_value(json_object_get(inner, "line")), 12);
    assert_int_equal(json_integer_value(json_object_get(inner, "column")), 7);
    assert_string_equal(member(inner, "field"), "born");
    assert_null(json_object_get(inner, "cause"));
    json_decref(top);
    tocsin_err_free(err);
}

static void json_holds_any_bytes(void **state)
{
    struct tocsin_err *err = err_new(TOCSIN_ERR_PARSE, "\"%s\\", "\xff\x01\n\xed\xa0\x80");
    json_t *json;

    (void)state;
    err = err_at(err, "a\"\xfe.csv", 0, 0, "\\");
    json = parsed(err);
    assert_string_equal(member(json, "detail"),
                        "\"\xef\xbf\xbd\x01\n\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\\");
    assert_string_equal(member(json, "file"), "a\"\xef\xbf\xbd.csv");
    assert_string_equal(member(json, "field"), "\\");
    json_decref(json);
    tocsin_err_free(err);
}

static void the_printed_forms_follow_a_change_and_are_made_once(void **state)
{
    struct tocsin_err *err = plain();
    const char *text = tocsin_err_text(err), *json = tocsin_err_json(err);

    (void)state;
    assert_ptr_equal(tocsin_err_text(err), text);
    assert_ptr_equal(tocsin_err_json(err), json);
    err = err_at(err, "a.csv", 0, 0, NULL);
    assert_string_equal(tocsin_err_text(err), "a.csv: not a date");
    assert_non_null(strstr(tocsin_err_json(err), "\"file\":\"a.csv\""));
    tocsin_err_free(err);
}

/* ---- the wire form ------------------------------------------------------------------------ */

static void what_is_packed_comes_back(void **state)
{
    struct tocsin_err *sent = chain(), *got;
    struct buf wire = {0};

    (void)state;
    err_pack(sent, &wire);
    got = err_unpack(buf_view(&wire));
    assert_int_equal(tocsin_err_code(got), TOCSIN_ERR_PARSE);
    assert_string_equal(tocsin_err_text(got), tocsin_err_text(sent));
    assert_string_equal(tocsin_err_json(got), tocsin_err_json(sent));
    tocsin_err_free(got);
    tocsin_err_free(sent);
    buf_free(&wire);
}

static void every_code_and_odd_texts_come_back(void **state)
{
    struct buf wire = {0};

    (void)state;
    for (int code = TOCSIN_OK + 1; code <= TOCSIN_ERR_UNSUPPORTED; code++) {
        struct tocsin_err *sent = err_new((enum tocsin_code)code, "%s", ""), *got;

        sent = err_at(sent, "", UINT64_MAX, UINT64_MAX, "\xff\xfe");
        buf_clear(&wire);
        err_pack(sent, &wire);
        got = err_unpack(buf_view(&wire));
        assert_int_equal(tocsin_err_code(got), code);
        assert_string_equal(tocsin_err_place(got).file, "");
        assert_string_equal(tocsin_err_place(got).field, "\xff\xfe");
        assert_true(tocsin_err_place(got).line == UINT64_MAX);
        assert_string_equal(tocsin_err_json(got), tocsin_err_json(sent));
        tocsin_err_free(got);
        tocsin_err_free(sent);
    }
    buf_free(&wire);
}

static void pack_appends(void **state)
{
    struct tocsin_err *err = plain();
    struct buf wire = {0};

    (void)state;
    buf_str(&wire, "before");
    err_pack(err, &wire);
    tocsin_err_free(err);
    assert_true(span_starts(buf_view(&wire), SPAN("before")));
    err = err_unpack(span_from(buf_view(&wire), 6));
    assert_string_equal(tocsin_err_text(err), "not a date");
    tocsin_err_free(err);
    buf_free(&wire);
}

static void a_very_long_chain_loses_its_innermost_causes(void **state)
{
    struct tocsin_err *err = err_new(TOCSIN_ERR_IO, "level 0"), *got;
    struct buf wire = {0};
    const char *text;
    size_t lines = 1;

    (void)state;
    for (int i = 1; i < LIMIT_CAUSES + 10; i++)
        err = err_because(err, "level %d", i);
    err_pack(err, &wire);
    got = err_unpack(buf_view(&wire));
    text = tocsin_err_text(got);
    assert_int_equal(tocsin_err_code(got), TOCSIN_ERR_IO);
    assert_true(span_starts(span_of(text), SPAN("level 73\n")));
    for (const char *p = text; *p; p++)
        lines += *p == '\n';
    assert_int_equal(lines, LIMIT_CAUSES);
    tocsin_err_free(got);
    tocsin_err_free(err);
    buf_free(&wire);
}

/* An exact copy on the heap, so that the sanitizer sees one byte too far. */
static struct tocsin_err *unpack_exactly(struct span bytes)
{
    char *copy = mem_alloc(bytes.n);
    struct tocsin_err *err;

    if (bytes.n)
        memcpy(copy, bytes.p, bytes.n);
    err = err_unpack((struct span){copy, bytes.n});
    mem_free(copy);
    return err;
}

static void a_wire_form_cut_anywhere_is_corrupt(void **state)
{
    struct tocsin_err *err = chain();
    struct buf wire = {0};

    (void)state;
    err_pack(err, &wire);
    tocsin_err_free(err);
    for (size_t n = 0; n < wire.n; n++)
        assert_code(unpack_exactly(span_slice(buf_view(&wire), 0, n)), TOCSIN_ERR_CORRUPT);
    buf_char(&wire, '\0');
    assert_code(unpack_exactly(buf_view(&wire)), TOCSIN_ERR_CORRUPT);
    buf_free(&wire);
}

static void hostile_wire_forms_are_corrupt(void **state)
{
    static const struct {
        const char *why;
        struct span bytes;
    } rows[] = {
        {"nothing", {NULL, 0}},
        {"no error in it", {"\x00", 1}},
        {"one error too many", {"\x41", 1}},
        {"a huge count", {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 10}},
        {"code OK", {"\x01\x00\x00\x00\x00\x00\x02m", 8}},
        {"a code past the table", {"\x01\x0d\x00\x00\x00\x00\x02m", 8}},
        {"a code that wraps to a good one", {"\x01\x81\x80\x80\x80\x10\x00\x00\x00\x00\x02m", 12}},
        {"no message", {"\x01\x01\x00\x00\x00\x00\x00", 7}},
        {"a message longer than the bytes", {"\x01\x01\x00\x00\x00\x00\x03m", 8}},
        {"a message of 2^64-2 bytes",
         {"\x01\x01\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01m", 17}},
        {"a NUL in the message",
         {"\x01\x01\x00\x00\x00\x00\x04"
          "m\0m",
          10}},
        {"a NUL in the file", {"\x01\x01\x00\x00\x02\x00\x00\x02m", 9}},
        {"a longer form of the count", {"\x81\x00\x01\x00\x00\x00\x00\x02m", 9}},
        {"fewer errors than it says", {"\x02\x01\x00\x00\x00\x00\x02m", 8}},
        {"more errors than it says",
         {"\x01\x01\x00\x00\x00\x00\x02m\x01\x00\x00\x00\x00\x02m", 15}},
    };

    (void)state;
    assert_code(unpack_exactly(SPAN("\x01\x01\x00\x00\x00\x00\x02m")), TOCSIN_ERR_USAGE);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct tocsin_err *err = unpack_exactly(rows[i].bytes);

        if (tocsin_err_code(err) != TOCSIN_ERR_CORRUPT)
            fail_msg("taken although: %s", rows[i].why);
        tocsin_err_free(err);
    }
}

static void one_cause_too_many_is_corrupt(void **state)
{
    struct buf wire = {0};

    (void)state;
    for (size_t count = LIMIT_CAUSES; count <= LIMIT_CAUSES + 1; count++) {
        buf_clear(&wire);
        buf_varint(&wire, count);
        for (size_t i = 0; i < count; i++)
            buf_span(&wire, SPAN("\x01\x00\x00\x00\x00\x02m"));
        assert_code(unpack_exactly(buf_view(&wire)),
                    count == LIMIT_CAUSES ? TOCSIN_ERR_USAGE : TOCSIN_ERR_CORRUPT);
    }
    buf_free(&wire);
}

/* Whatever comes out must print; that it comes out at all is fine for some of them. */
static void unpack_and_print(struct span bytes)
{
    struct tocsin_err *err = unpack_exactly(bytes);
    size_t bad;

    assert_non_null(err);
    assert_int_not_equal(tocsin_err_code(err), TOCSIN_OK);
    assert_true(utf8_valid(span_of(tocsin_err_text(err)), &bad));
    json_decref(parsed(err));
    tocsin_err_free(err);
}

static void any_changed_byte_is_refused_or_prints(void **state)
{
    struct tocsin_err *err = chain();
    struct buf wire = {0};

    (void)state;
    err_pack(err, &wire);
    tocsin_err_free(err);
    for (size_t i = 0; i < wire.n; i++) {
        for (int bit = 0; bit < 8; bit++) {
            wire.p[i] = (char)(wire.p[i] ^ (1 << bit));
            unpack_and_print(buf_view(&wire));
            wire.p[i] = (char)(wire.p[i] ^ (1 << bit));
        }
    }
    buf_free(&wire);
}

static void random_bytes_are_refused_or_print(void **state)
{
    uint32_t random = 2026;
    char bytes[24];

    (void)state;
    for (int round = 0; round < 20000; round++) {
        size_t n;

        for (size_t i = 0; i < sizeof(bytes); i++) {
            random = random * 1664525u + 1013904223u;
            bytes[i] = (char)((random >> 24) & 0x83); /* small numbers: some get far */
        }
        n = (random >> 8) % sizeof(bytes);
        unpack_and_print((struct span){bytes, n});
    }
}

/* ---- TRY ---------------------------------------------------------------------------------- */

static struct tocsin_err *tries(struct tocsin_err *err, bool *went_on)
{
    TRY(err);
    *went_on = true;
    return NULL;
}

static void try_returns_the_error_or_goes_on(void **state)
{
    bool went_on = false;

    (void)state;
    assert_code(tries(plain(), &went_on), TOCSIN_ERR_PARSE);
    assert_false(went_on);
    assert_ok(tries(NULL, &went_on));
    assert_true(went_on);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_has_a_name_and_a_title),
        cmocka_unit_test(a_code_out_of_the_table_is_unknown),
        cmocka_unit_test(no_error_is_ok_and_says_nothing),
        cmocka_unit_test(the_text_names_the_known_parts_of_the_place),
        cmocka_unit_test(a_place_is_filled_in_once_from_the_inside),
        cmocka_unit_test(the_place_of_a_new_error_is_not_known),
        cmocka_unit_test(causes_follow_on_lines_of_their_own),
        cmocka_unit_test(a_wrapper_keeps_the_code),
        cmocka_unit_test(errno_is_told_in_words),
        cmocka_unit_test(foreign_bytes_do_not_steer_the_terminal),
        cmocka_unit_test(letters_of_all_scripts_are_printed_as_they_are),
        cmocka_unit_test(json_is_problem_json_with_the_place_and_the_causes),
        cmocka_unit_test(json_holds_any_bytes),
        cmocka_unit_test(the_printed_forms_follow_a_change_and_are_made_once),
        cmocka_unit_test(what_is_packed_comes_back),
        cmocka_unit_test(every_code_and_odd_texts_come_back),
        cmocka_unit_test(pack_appends),
        cmocka_unit_test(a_very_long_chain_loses_its_innermost_causes),
        cmocka_unit_test(a_wire_form_cut_anywhere_is_corrupt),
        cmocka_unit_test(hostile_wire_forms_are_corrupt),
        cmocka_unit_test(one_cause_too_many_is_corrupt),
        cmocka_unit_test(any_changed_byte_is_refused_or_prints),
        cmocka_unit_test(random_bytes_are_refused_or_print),
        cmocka_unit_test(try_returns_the_error_or_goes_on),
    };

    return cmocka_run_group_tests_name("err", tests, NULL, NULL);
}
