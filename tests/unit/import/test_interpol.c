/* SPDX-License-Identifier: Apache-2.0
 *
 * interpol: the three kinds of notice, the forms in which the API gives them, and notices that are
 * not right.
 */
#include "broken.h"

#define RED DATA("interpol/red.json")
#define SEARCH DATA("interpol/search.json")
#define YELLOW DATA("interpol/yellow.jsonl")
#define UN DATA("interpol/un.json")

static void every_field_becomes_its_entity(void **state)
{
    static const char *const files[][2] = {
        {RED, DATA("interpol/expected-red.jsonl")},
        {SEARCH, DATA("interpol/expected-search.jsonl")},
        {YELLOW, DATA("interpol/expected-yellow.jsonl")},
        {UN, DATA("interpol/expected-un.jsonl")},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        struct collected c;
        collect(&c, files[i][0], NULL);
        assert_expected(&c, files[i][1]);
        collected_free(&c);
    }
}

static void the_kind_tells_the_list(void **state)
{
    static const char *const files[][2] = {
        {RED, "interpol_red_notices"},
        {SEARCH, "interpol_red_notices"},
        {YELLOW, "interpol_yellow_notices"},
        {UN, "interpol_un_notices"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        struct import_summary s = summary_of(files[i][0]);
        assert_string_equal(s.format, "interpol");
        assert_string_equal(s.dataset, files[i][1]);
        import_summary_free(&s);
    }
}

static void who_is_missing_is_no_risk(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, YELLOW, NULL);
    assert_values(&c, "interpol-yellow-2026-88888", PROP_topics, NULL);
    assert_false(record_is_target(find_record(&c, "interpol-yellow-2026-88888")));
    collected_free(&c);
}

static void each_warrant_is_a_sanction(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, RED, NULL);
    assert_record_values(find_child(&c, "interpol-red-2026-99999", SCHEMA_Sanction, 0), PROP_reason,
                         "Fraud\nForgery", NULL);
    assert_record_values(find_child(&c, "interpol-red-2026-99999", SCHEMA_Sanction, 1),
                         PROP_country, "it", NULL);
    collected_free(&c);
}

static void what_is_no_country_or_measure_is_left_out(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, RED, NULL);
    assert_noted(&c, "nationalities: '914' is no country");
    assert_values(&c, "interpol-red-2026-99999", PROP_nationality, "mt", NULL);
    assert_values(&c, "interpol-red-2026-99999", PROP_weight, NULL);
    assert_values(&c, "interpol-red-2026-99999", PROP_height, "1.78", NULL);
    collected_free(&c);
}

static void a_member_that_is_not_known_is_noted(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, UN, NULL);
    assert_noted(&c, "the member 'shoe_size' is not known");
    collected_free(&c);
}

static void records_know_their_lines(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, SEARCH, NULL);
    assert_int_equal(find_record(&c, "interpol-red-2026-99999")->line, 6);
    assert_int_equal(find_record(&c, "interpol-red-2026-99998")->line, 9);
    collected_free(&c);
    collect(&c, YELLOW, NULL);
    assert_int_equal(find_record(&c, "interpol-yellow-2026-88887")->line, 2);
    collected_free(&c);
    collect(&c, UN, NULL);
    assert_int_equal(find_record(&c, "interpol-un-2026-77776")->line, 8);
    collected_free(&c);
}

static void notices_of_several_kinds_in_one_file_are_noted(void **state)
{
    struct collected c;

    (void)state;
    collect_changed(&c, UN, "/un/entities/", "/red/");
    assert_noted(&c, "notices of several kinds");
    find_record(&c, "interpol-red-2026-77776");
    collected_free(&c);
}

/* ---- documents of the moment ----------------------------------------------------------------- */

struct result {
    struct collected c;
    struct tocsin_err *err;
};

static void read_notices(struct result *r, const char *text, uint64_t skip)
{
    struct import_sink sink = collected_sink(&r->c);
    struct import_summary summary = {0};
    struct import_request request = {.format = "interpol", .skip_bad = skip, .no_jail = true};
    struct scratch s;

    scratch_new(&s);
    request.path = scratch_text(&s, "notices.json", text);
    r->err = import_run_for_test(&request, &sink, &summary);
    import_summary_free(&summary);
    scratch_free(&s);
}

static void result_free(struct result *r)
{
    tocsin_err_free(r->err);
    collected_free(&r->c);
}

#define LINK(kind) "\"_links\":{\"self\":{\"href\":\"https://x.example/notices/v1/" kind "/1\"}}"
#define NOTICE(id, name) "{\"entity_id\":\"" id "\",\"name\":\"" name "\"," LINK("red") "}"

static void documents_may_stand_behind_each_other(void **state)
{
    static const char *const texts[] = {
        NOTICE("1", "A") "\n" NOTICE("2", "B") "\n",
        NOTICE("1", "A") NOTICE("2", "B"),
        "[" NOTICE("1", "A") "," NOTICE("2", "B") "]",
        "{\"_embedded\":{\"notices\":[" NOTICE("1", "A") "]}}\n\n"
        "{\"_embedded\":{\"notices\":[" NOTICE("2", "B") "," NOTICE("1", "A") "]}}",
        "[{\"_embedded\":{\"notices\":[" NOTICE("1", "A") "]}},"
        "{\"_embedded\":{\"notices\":[" NOTICE("2", "B") "]}}]",
        "{\"\\u005fembedded\":{\"notices\":[" NOTICE("1", "A") "," NOTICE("2", "B") "]}}",
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        struct result r;
        read_notices(&r, texts[i], 0);
        assert_ok(r.err);
        assert_int_equal(r.c.records.n, 2);
        find_record(&r.c, "interpol-red-1");
        find_record(&r.c, "interpol-red-2");
        result_free(&r);
    }
}

static void an_answer_without_notices_is_read(void **state)
{
    struct result r;

    (void)state;
    read_notices(&r, "{\"total\":0,\"_embedded\":{\"notices\":[]}}", 0);
    assert_ok(r.err);
    assert_int_equal(r.c.records.n, 0);
    result_free(&r);
}

static void a_notice_that_comes_again_with_other_words_is_an_error(void **state)
{
    struct result r;

    (void)state;
    read_notices(&r, NOTICE("1", "A") "\n" NOTICE("1", "B"), 0);
    assert_error(r.err, TOCSIN_ERR_PARSE, "the id 'interpol-red-1' occurs twice, first in line 1");
    r.err = NULL;
    result_free(&r);
}

static void the_kind_is_told_by_what_only_one_kind_has(void **state)
{
    static const char *const rows[][2] = {
        {"\"arrest_warrants\":[]", "interpol-red-1"},
        {"\"un_reference\":\"QDi.1\"", "interpol-un-1"},
        {"\"date_of_event\":\"2026\"", "interpol-yellow-1"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct buf text = {0};
        struct result r;
        buf_printf(&text, "{\"entity_id\":\"1\",\"name\":\"A\",%s}", rows[i][0]);
        read_notices(&r, buf_cstr(&text), 0);
        assert_ok(r.err);
        find_record(&r.c, rows[i][1]);
        result_free(&r);
        buf_free(&text);
    }
}

static const struct bad_notice {
    const char *what, *text, *message, *field;
    uint64_t line;
} bad_notices[] = {
    {"no id", "{\"name\":\"A\"," LINK("red") "}", "is missing", "entity_id", 2},
    {"an id that is a list", "{\"entity_id\":[],\"name\":\"A\"," LINK("red") "}", "must be text",
     "entity_id", 2},
    {"no name", "{\"entity_id\":\"1\",\"name\":null,\"forename\":\"-\"," LINK("red") "}",
     "is missing", "name", 2},
    {"no kind", "{\"entity_id\":\"1\",\"name\":\"A\"}", "does not tell whether '1' is a red",
     "_links", 2},
    {"a date that is none",
     "{\"entity_id\":\"1\",\"name\":\"A\",\"date_of_birth\":\"1961/02/30\"," LINK("red") "}",
     "is no date", "date_of_birth", 2},
    {"a name that is true", "{\"entity_id\":\"1\",\"name\":true," LINK("red") "}", "must be text",
     "name", 2},
    {"a warrant that is text",
     "{\"entity_id\":\"1\",\"name\":\"A\",\"arrest_warrants\":[\"x\"]," LINK("red") "}",
     "must be a list of objects", "arrest_warrants", 2},
    {"a number for a notice", "[7]", "must be a list of objects", "notices", 2},
    {"notices that are an object", "{\"_embedded\":{\"notices\":{}}}", "must be a list", "notices",
     2},
    {"no JSON", "{\"entity_id\" \"1\"}", "not JSON", NULL, 2},
    {"a key twice", "{\"entity_id\":\"1\",\"entity_id\":\"2\"}", "duplicate object key", NULL, 2},
    {"bytes that are not UTF-8", "{\"entity_id\":\"\xff\"}", "not JSON", NULL, 2},
};

static void errors_name_the_place_and_can_be_skipped(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad_notices); i++) {
        const struct bad_notice *b = &bad_notices[i];
        struct buf text = {0};
        struct result r;
        buf_printf(&text, "%s\n%s\n%s\n", NOTICE("8", "A"), b->text, NOTICE("9", "B"));
        read_notices(&r, buf_cstr(&text), 0);
        struct tocsin_place place = tocsin_err_place(r.err);
        if (!r.err || place.line != b->line || !strstr(tocsin_err_text(r.err), b->message))
            print_error("%s: %s\n", b->what, r.err ? tocsin_err_text(r.err) : "no error");
        assert_int_equal(place.line, b->line);
        assert_non_null(strstr(tocsin_err_text(r.err), b->message));
        assert_true(b->field ? place.field && strcmp(place.field, b->field) == 0 : !place.field);
        result_free(&r);
        read_notices(&r, buf_cstr(&text), 1);
        assert_ok(r.err);
        assert_int_equal(r.c.bad.n, 1);
        assert_int_equal(r.c.records.n, 2);
        result_free(&r);
        buf_free(&text);
    }
}

static void a_document_that_is_cut_is_an_error(void **state)
{
    static const char text[] = "{\"_embedded\":{\"notices\":[" NOTICE("1", "\xc3\xa9") "]}}";

    (void)state;
    for (size_t n = 1; n < sizeof(text) - 1; n++) {
        struct buf cut = {0};
        struct result r;
        buf_put(&cut, text, n);
        read_notices(&r, buf_cstr(&cut), 9);
        if (!r.err)
            print_error("cut behind '%.*s'\n", (int)n, text);
        assert_int_equal(tocsin_err_code(r.err), TOCSIN_ERR_PARSE);
        result_free(&r);
        buf_free(&cut);
    }
}

static void an_empty_file_is_refused(void **state)
{
    struct result r;

    (void)state;
    read_notices(&r, " \n ", 0);
    assert_int_equal(tocsin_err_code(r.err), TOCSIN_ERR_FORMAT);
    result_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_becomes_its_entity),
        cmocka_unit_test(the_kind_tells_the_list),
        cmocka_unit_test(who_is_missing_is_no_risk),
        cmocka_unit_test(each_warrant_is_a_sanction),
        cmocka_unit_test(what_is_no_country_or_measure_is_left_out),
        cmocka_unit_test(a_member_that_is_not_known_is_noted),
        cmocka_unit_test(records_know_their_lines),
        cmocka_unit_test(notices_of_several_kinds_in_one_file_are_noted),
        cmocka_unit_test(documents_may_stand_behind_each_other),
        cmocka_unit_test(an_answer_without_notices_is_read),
        cmocka_unit_test(a_notice_that_comes_again_with_other_words_is_an_error),
        cmocka_unit_test(the_kind_is_told_by_what_only_one_kind_has),
        cmocka_unit_test(errors_name_the_place_and_can_be_skipped),
        cmocka_unit_test(a_document_that_is_cut_is_an_error),
        cmocka_unit_test(an_empty_file_is_refused),
    };

    return cmocka_run_group_tests_name("interpol", tests, NULL, NULL);
}
