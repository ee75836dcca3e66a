/* SPDX-License-Identifier: Apache-2.0
 *
 * Records: normal forms of values, what record_add says, grouping, limits, captions.
 */
#include <stdio.h>

#include "random_record.h"
#include "record/inside.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

static int start(void **state)
{
    *state = arena_new();
    return 0;
}

static int stop(void **state)
{
    arena_free(*state);
    return 0;
}

static struct record *person(void **state)
{
    return record_new(*state, SCHEMA_Person, SPAN("t-1"));
}

static void assert_adds(void **state, enum prop prop, struct span text, const char *normal)
{
    struct record *r = person(state);
    enum add added = record_add(r, prop, text);
    if (!normal) {
        assert_int_equal(added, ADD_INVALID);
        assert_int_equal(r->n, 0);
        return;
    }
    assert_int_equal(added, *normal ? ADD_OK : ADD_EMPTY);
    assert_int_equal(r->n, *normal ? 1 : 0);
    if (r->n)
        assert_span(r->values[0].text, span_of(normal));
}

/* ---- normal forms ---------------------------------------------------------------------------- */

static void blanks_are_folded(void **state)
{
    assert_adds(state, PROP_name, SPAN("Ferdik Quentabri"), "Ferdik Quentabri");
    assert_adds(state, PROP_name, SPAN("  Ferdik \t\r\n Quentabri "), "Ferdik Quentabri");
    assert_adds(state, PROP_name, SPAN("Ferdik\xC2\xA0Quentabri"), "Ferdik Quentabri");
    assert_adds(state, PROP_name, SPAN("Ferdik\xE3\x80\x80Quentabri\xE2\x80\x89"),
                "Ferdik Quentabri");
    assert_adds(state, PROP_name, SPAN("a"), "a");
}

static void nothing_but_blanks_is_empty(void **state)
{
    assert_adds(state, PROP_name, SPAN(""), "");
    assert_adds(state, PROP_name, (struct span){NULL, 0}, "");
    assert_adds(state, PROP_name, SPAN(" \t\n "), "");
    assert_adds(state, PROP_name, SPAN("\xE2\x80\x8B\xEF\xBB\xBF"), "");
    assert_adds(state, PROP_birthDate, SPAN("  "), "");
    assert_adds(state, PROP_notes, SPAN("\n\n"), "");
}

static void what_nobody_sees_is_taken_out(void **state)
{
    assert_adds(state, PROP_name,
                SPAN("\xEF\xBB\xBF"
                     "Ferdik"),
                "Ferdik");
    assert_adds(state, PROP_name,
                SPAN("Fer\xC2\xAD"
                     "dik"),
                "Ferdik");
    assert_adds(state, PROP_name,
                SPAN("\xE2\x80\xAE"
                     "Ferdik\xE2\x80\xAC"),
                "Ferdik");
    assert_adds(state, PROP_name,
                SPAN("Fer\x01"
                     "dik\x7F"),
                "Ferdik");
    /* a zero width non-joiner is spelling */
    assert_adds(state, PROP_name, SPAN("می\xE2\x80\x8Cخواه"), "می\xE2\x80\x8Cخواه");
}

static void texts_are_composed(void **state)
{
    assert_adds(state, PROP_name, SPAN("Ange\xCC\x81lique"), "Angélique");
    assert_adds(state, PROP_name, SPAN("Angélique"), "Angélique");
    assert_adds(state, PROP_name, SPAN("\xE2\x84\xABsa"), "Åsa"); /* angstrom sign */
    assert_adds(state, PROP_name, SPAN("\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB"), "한");
    assert_adds(state, PROP_name, SPAN("Иосиф Й"), "Иосиф Й");
    assert_adds(state, PROP_name, SPAN("И\xCC\x86осиф"), "Йосиф");
}

static void long_texts_are_composed_too(void **state)
{
    struct buf text = {0}, wanted = {0};
    for (int i = 0; i < 1000; i++) {
        buf_str(&text, "e\xCC\x81  ");
        buf_str(&wanted, i ? " é" : "é");
    }
    assert_adds(state, PROP_name, buf_view(&text), buf_cstr(&wanted));
    buf_free(&text);
    buf_free(&wanted);
}

static void marks_out_of_order_are_put_in_order(void **state)
{
    assert_adds(state, PROP_name, SPAN("\xD7\xA9\xD7\x81\xD6\xBC"), "\xD7\xA9\xD6\xBC\xD7\x81");
}

/* normal.c takes these ranges for composed without asking. */
static void scripts_taken_for_composed_are_composed(void **state)
{
    static const uint32_t ranges[][2] = {{1, 0x2FF},       {0x400, 0x482},   {0x48A, 0x58F},
                                         {0x620, 0x64A},   {0x2010, 0x2027}, {0x3001, 0x3029},
                                         {0x4E00, 0x9FFF}, {0xAC00, 0xD7A3}};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(ranges); i++)
        for (uint32_t cp = ranges[i][0]; cp <= ranges[i][1]; cp++) {
            assert_int_equal(u_getIntPropertyValue((UChar32)cp, UCHAR_NFC_QUICK_CHECK), UNORM_YES);
            assert_int_equal(u_getCombiningClass((UChar32)cp), 0);
        }
}

static void every_character_comes_out_as_icu_says(void **state)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
    struct arena *a = *state;
    for (UChar32 cp = 0x21; cp <= 0x10FFFF; cp++) {
        UChar in[3], out[16];
        char text[8] = "a", wanted[32] = "";
        struct span normal;
        UBool failed = false;
        int32_t in_n = 0, wanted_n;
        if (!u_isdefined(cp) || u_charType(cp) == U_SURROGATE || u_isUWhiteSpace(cp))
            continue;
        in[in_n++] = 'a';
        U16_APPEND(in, in_n, 3, cp, failed);
        int32_t out_n = unorm2_normalize(nfc, in, in_n, out, 16, &status);
        u_strToUTF8(wanted, sizeof(wanted), &wanted_n, out, out_n, &status);
        assert_true(!failed && U_SUCCESS(status));
        size_t text_n = 1 + utf8_put(text + 1, (uint32_t)cp);
        assert_int_equal(normal_text(a, TYPE_NAME, (struct span){text, text_n}, &normal), ADD_OK);
        if (normal.n > 1) /* else it is invisible */
            assert_true(span_eq(normal, span_slice(span_of(wanted), 0, (size_t)wanted_n)));
        arena_reset(a);
    }
}

static void white_space_is_that_of_unicode(void **state)
{
    struct arena *a = *state;
    for (UChar32 cp = 1; cp <= 0x3100; cp++) {
        char text[8] = "a";
        size_t n = 1 + utf8_put(text + 1, (uint32_t)cp);
        struct span normal;
        text[n++] = 'b';
        assert_int_equal(normal_text(a, TYPE_NAME, (struct span){text, n}, &normal), ADD_OK);
        assert_int_equal(span_eq(normal, SPAN("a b")), u_isUWhiteSpace(cp));
        arena_reset(a);
    }
}

static void broken_utf8_is_invalid(void **state)
{
    assert_adds(state, PROP_name, SPAN("Ferdik \xFF"), NULL);
    assert_adds(state, PROP_name, SPAN("Ferdik \xC3"), NULL);
    assert_adds(state, PROP_name, SPAN("\xC0\x80"), NULL);
    assert_adds(state, PROP_name, SPAN("\xED\xA0\x80"), NULL);
    assert_adds(state, PROP_name, SPAN("Fer\0dik"), NULL);
    assert_adds(state, PROP_birthDate, SPAN("1961\xFF"), NULL);
}

static void texts_of_lines_keep_them(void **state)
{
    assert_adds(state, PROP_notes, SPAN(" one\r\n\n  two\tthree \x01\n"), "one\n\n  two\tthree");
    assert_adds(state, PROP_birthPlace, SPAN("one\ntwo"), "one two");
}

static void dates_are_brought_to_their_form(void **state)
{
    assert_adds(state, PROP_birthDate, SPAN("1961-03-14"), "1961-03-14");
    assert_adds(state, PROP_birthDate, SPAN("1961"), "1961");
    assert_adds(state, PROP_birthDate, SPAN("14 Mar 1961"), "1961-03-14");
    assert_adds(state, PROP_birthDate, SPAN("1961-03-14T00:00:00"), "1961-03-14");
    assert_adds(state, PROP_birthDate, SPAN(" circa  1961 "), "1961~");
    assert_adds(state, PROP_birthDate, SPAN("between 1958 and 1963"), "1958/1963");
    assert_adds(state, PROP_birthDate, SPAN("31 Feb 1961"), NULL);
    assert_adds(state, PROP_birthDate, SPAN("unknown"), NULL);
}

static void countries_become_codes(void **state)
{
    assert_adds(state, PROP_nationality, SPAN("mt"), "mt");
    assert_adds(state, PROP_nationality, SPAN("Malta"), "mt");
    assert_adds(state, PROP_nationality, SPAN(" MALTA "), "mt");
    assert_adds(state, PROP_nationality, SPAN("Quentabria"), NULL);
}

static void genders_are_read_in_many_languages(void **state)
{
    static const char *const words[][2] = {
        {"m", "male"},      {"F", "female"},     {"Male", "male"},      {"FEMALE", "female"},
        {"h", "male"},      {"w", "female"},     {"Männlich", "male"},  {"MÄNNLICH", "male"},
        {"Frau", "female"}, {"mujer", "female"}, {"1", "male"},         {"2", "female"},
        {"x", "other"},     {"Mr.", "male"},     {" v ", "female"},     {"ЖЕНСКИЙ", "female"},
        {"男", "male"},     {"other", "other"},  {"ΓΥΝΑΊΚΑ", "female"},
    };
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        assert_adds(state, PROP_gender, span_of(words[i][0]), words[i][1]);
    assert_adds(state, PROP_gender, SPAN("0"), NULL);
    assert_adds(state, PROP_gender, SPAN("unknown"), NULL);
    assert_adds(state, PROP_gender, SPAN("."), NULL);
    assert_adds(state, PROP_gender, SPAN("malemalemalemalemalemalemalemalemale"), NULL);
}

static void gender_words_are_lower_case_and_distinct(void **state)
{
    static const char *const words[] = {
#define GENDER(word, gender) word,
#include "record/gender.def"
#undef GENDER
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        assert_true(normal_gender(span_of(words[i])).n);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(words[i], words[j]);
    }
}

static void times_are_brought_to_their_form(void **state)
{
    static const char *const good[][2] = {
        {"2024-02-29T10:11:12", "2024-02-29T10:11:12"},
        {"2024-02-29 10:11:12", "2024-02-29T10:11:12"},
        {"2024-02-29T10:11:12Z", "2024-02-29T10:11:12"},
        {"2024-02-29T10:11:12.123456", "2024-02-29T10:11:12"},
        {"2024-02-29T10:11:12.5+00:00", "2024-02-29T10:11:12"},
        {"2024-02-29", "2024-02-29T00:00:00"},
    };
    static const char *const bad[] = {
        "",
        "2024",
        "2023-02-29T00:00:00",
        "2024-02-29T24:00:00",
        "2024-02-29T10:60:00",
        "2024-02-29T10:11",
        "2024-02-29x10:11:12",
        "2024-02-29T10:11:12.",
        "yesterday!",
        "2024-02-29T10:11:12+02:00",
        "2024-02-29T10:11:1Z",
        "2024~02-29T10:11:12",
    };
    struct span time;
    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        assert_true(normal_time(*state, span_of(good[i][0]), &time));
        assert_span(time, span_of(good[i][1]));
        assert_true(normal_time_is(time));
    }
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_false(normal_time(*state, span_of(bad[i]), &time));
    assert_false(normal_time_is(SPAN("2024-02-29 10:11:12")));
    assert_false(normal_time_is(SPAN("2024-02-29")));
}

/* ---- adding ---------------------------------------------------------------------------------- */

static void values_are_copied(void **state)
{
    char text[] = "Ferdik";
    struct record *r = person(state);
    assert_int_equal(record_add(r, PROP_name, span_of(text)), ADD_OK);
    text[0] = 'X';
    assert_span(r->values[0].text, SPAN("Ferdik"));
}

static void a_property_of_another_schema_is_foreign(void **state)
{
    struct record *r = person(state);
    assert_int_equal(record_add(r, PROP_imoNumber, SPAN("1234567")), ADD_FOREIGN);
    assert_int_equal(record_add_countries(r, PROP_flag, SPAN("Malta")), ADD_FOREIGN);
    assert_int_equal(r->n, 0);
}

static void repeated_values_are_found_after_normalising(void **state)
{
    struct record *r = person(state);
    assert_int_equal(record_add(r, PROP_name, SPAN("Ferdik Quentabri")), ADD_OK);
    assert_int_equal(record_add(r, PROP_name, SPAN(" Ferdik  Quentabri")), ADD_TWICE);
    assert_int_equal(record_add(r, PROP_alias, SPAN("Ferdik Quentabri")), ADD_OK);
    assert_int_equal(record_add(r, PROP_name, SPAN("FERDIK QUENTABRI")), ADD_OK);
    assert_int_equal(r->n, 3);
}

static void repeated_values_are_found_among_many(void **state)
{
    enum { MANY = 20000 };
    struct record *r = person(state);
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < MANY; i++) {
            enum prop prop = i % 2 ? PROP_name : PROP_alias;
            enum add added = record_add(r, prop, arena_printf(*state, "Name %d", i / 2));
            assert_int_equal(added, round ? ADD_TWICE : ADD_OK);
        }
    assert_int_equal(r->n, MANY);
    assert_ok(record_finish(r));
    assert_int_equal(record_add(r, PROP_name, SPAN("Name 7")), ADD_TWICE);
    assert_int_equal(record_add(r, PROP_name, SPAN("Name 7b")), ADD_OK);
}

static void countries_are_taken_out_of_a_text(void **state)
{
    struct record *r = person(state);
    size_t n;
    assert_int_equal(record_add_countries(r, PROP_nationality, SPAN("Malta; Italy")), ADD_OK);
    assert_int_equal(record_add_countries(r, PROP_nationality, SPAN("France / Malta")), ADD_OK);
    assert_int_equal(record_add_countries(r, PROP_nationality, SPAN("Malta, Italy")), ADD_TWICE);
    assert_int_equal(record_add_countries(r, PROP_nationality, SPAN("Port Maren, Spain")), ADD_OK);
    assert_int_equal(record_add_countries(r, PROP_nationality, SPAN("Quentabria; Marenia")),
                     ADD_INVALID);
    assert_int_equal(record_add_countries(r, PROP_nationality, SPAN(" ")), ADD_EMPTY);
    assert_int_equal(record_add_countries(r, PROP_nationality, SPAN("Malta\xFF")), ADD_INVALID);
    assert_ok(record_finish(r));
    const struct value *values = record_values(r, PROP_nationality, &n);
    assert_int_equal(n, 4);
    assert_span(values[0].text, SPAN("mt"));
    assert_span(values[1].text, SPAN("it"));
    assert_span(values[2].text, SPAN("fr"));
    assert_span(values[3].text, SPAN("es"));
}

static void a_country_with_a_comma_in_its_name_is_one(void **state)
{
    struct record *r = person(state);
    assert_int_equal(record_add_countries(r, PROP_nationality, SPAN("Korea, Republic of")), ADD_OK);
    assert_int_equal(r->n, 1);
    assert_span(r->values[0].text, SPAN("kr"));
}

static void referents_and_datasets_are_lists_without_repetition(void **state)
{
    struct record *r = person(state);
    for (int i = 0; i < 20; i++) {
        record_add_referent(r, arena_printf(*state, "r-%d", i % 10));
        record_add_dataset(r, arena_printf(*state, "d-%d", i % 5));
    }
    record_add_referent(r, SPAN("t-1")); /* its own id */
    record_add_referent(r, SPAN(""));
    record_add_dataset(r, SPAN(""));
    assert_int_equal(r->referents_n, 10);
    assert_int_equal(r->datasets_n, 5);
    assert_span(r->referents[9], SPAN("r-9"));
    assert_span(r->datasets[0], SPAN("d-0"));
}

/* ---- finished -------------------------------------------------------------------------------- */

static void values_are_grouped_in_order_of_adding(void **state)
{
    struct record *r = person(state);
    size_t n;
    record_add(r, PROP_name, SPAN("B"));
    record_add(r, PROP_birthDate, SPAN("1963"));
    record_add(r, PROP_name, SPAN("A"));
    record_add(r, PROP_alias, SPAN("C"));
    record_add(r, PROP_birthDate, SPAN("1961"));
    assert_ok(record_finish(r));
    assert_int_equal(r->n, 5);
    const struct value *names = record_values(r, PROP_name, &n);
    assert_int_equal(n, 2);
    assert_span(names[0].text, SPAN("B"));
    assert_span(names[1].text, SPAN("A"));
    assert_span(record_first(r, PROP_birthDate), SPAN("1963"));
    assert_span(record_first(r, PROP_alias), SPAN("C"));
    assert_null(record_values(r, PROP_weakAlias, &n));
    assert_int_equal(n, 0);
    assert_span(record_first(r, PROP_weakAlias), SPAN(""));
}

static void groups_stand_in_the_order_of_names(void **state)
{
    struct random random = random_start();
    for (int i = 0; i < 200; i++) {
        struct record *r = random_record(&random, *state);
        for (size_t k = 1; k < r->n; k++)
            assert_true(strcmp(prop_name(r->values[k - 1].prop), prop_name(r->values[k].prop)) <=
                        0);
        arena_reset(*state);
    }
}

static void a_finished_record_may_grow_and_be_finished_again(void **state)
{
    struct record *r = person(state);
    for (int i = 0; i < 100; i++)
        record_add(r, i % 2 ? PROP_name : PROP_alias, arena_printf(*state, "N%d", i));
    assert_ok(record_finish(r));
    assert_int_equal(record_add(r, PROP_alias, SPAN("N98")), ADD_TWICE);
    assert_int_equal(record_add(r, PROP_alias, SPAN("N1000")), ADD_OK);
    assert_ok(record_finish(r));
    size_t n;
    const struct value *aliases = record_values(r, PROP_alias, &n);
    assert_int_equal(n, 51);
    assert_span(aliases[50].text, SPAN("N1000"));
}

static void an_empty_record_is_fine(void **state)
{
    struct record *r = record_new(*state, SCHEMA_Person, SPAN(""));
    size_t n;
    assert_ok(record_finish(r));
    assert_null(record_values(r, PROP_name, &n));
    assert_false(record_is_target(r));
}

static struct span letters(void **state, size_t n)
{
    char *text = arena_alloc(*state, n);
    memset(text, 'x', n);
    return (struct span){text, n};
}

static void assert_limit(struct tocsin_err *err, const char *field, const char *limit)
{
    assert_non_null(err);
    assert_int_equal(tocsin_err_code(err), TOCSIN_ERR_LIMIT);
    if (field)
        assert_string_equal(tocsin_err_place(err).field, field);
    assert_non_null(strstr(tocsin_err_text(err), limit));
    tocsin_err_free(err);
}

static void limits_hold_to_the_byte(void **state)
{
    struct record *r = record_new(*state, SCHEMA_Person, letters(state, LIMIT_ID));
    record_add(r, PROP_notes, letters(state, LIMIT_VALUE));
    assert_ok(record_finish(r));
    record_add(r, PROP_summary, letters(state, LIMIT_VALUE + 1));
    assert_limit(record_finish(r), "summary", "LIMIT_VALUE");
    r = record_new(*state, SCHEMA_Person, letters(state, LIMIT_ID + 1));
    assert_limit(record_finish(r), "id", "LIMIT_ID");
    r = person(state);
    record_add_referent(r, letters(state, LIMIT_ID + 1));
    assert_limit(record_finish(r), "referents", "LIMIT_ID");
    r = person(state);
    record_add_dataset(r, letters(state, LIMIT_ID + 1));
    assert_limit(record_finish(r), "datasets", "LIMIT_ID");
    r = person(state);
    r->caption = letters(state, LIMIT_VALUE + 1);
    assert_limit(record_finish(r), "caption", "LIMIT_VALUE");
}

static void a_record_has_so_many_values_and_no_more(void **state)
{
    struct record *r = person(state);
    for (int i = 0; i < LIMIT_VALUES; i++)
        assert_int_equal(record_add(r, PROP_name, arena_printf(*state, "N%d", i)), ADD_OK);
    assert_ok(record_finish(r));
    record_add(r, PROP_name, SPAN("one more"));
    assert_limit(record_finish(r), "properties", "LIMIT_VALUES");
}

static void a_record_has_so_many_bytes_and_no_more(void **state)
{
    struct record *r = person(state);
    struct span text = letters(state, LIMIT_VALUE);
    for (size_t i = 0; i <= LIMIT_RECORD / 2 / LIMIT_VALUE; i++) {
        char *own = arena_str(*state, text);
        snprintf(own, 16, "%015zu", i);
        own[15] = 'x';
        assert_int_equal(record_add(r, PROP_notes, text = span_of(own)), ADD_OK);
    }
    assert_limit(record_finish(r), NULL, "LIMIT_RECORD");
}

static void an_id_that_is_not_utf8_is_refused(void **state)
{
    struct record *r = record_new(*state, SCHEMA_Person, SPAN("t-\xFF"));
    struct tocsin_err *err = record_finish(r);
    assert_non_null(err);
    assert_string_equal(tocsin_err_place(err).field, "id");
    tocsin_err_free(err);
}

/* ---- captions and targets -------------------------------------------------------------------- */

static void the_published_caption_comes_first(void **state)
{
    struct record *r = person(state);
    record_add(r, PROP_name, SPAN("Ferdik"));
    r->caption = SPAN("Ferdik the Great");
    assert_ok(record_finish(r));
    assert_span(record_caption(r), SPAN("Ferdik the Great"));
}

static void captions_follow_the_order_of_the_schema(void **state)
{
    struct record *r = person(state);
    record_add(r, PROP_email, SPAN("f@example.org"));
    record_add(r, PROP_lastName, SPAN("Quentabri"));
    assert_ok(record_finish(r));
    assert_span(record_caption(r), SPAN("Quentabri"));
    record_add(r, PROP_weakAlias, SPAN("Ferdi"));
    assert_ok(record_finish(r));
    assert_span(record_caption(r), SPAN("Ferdi"));
}

static void of_several_names_the_readable_one_is_the_caption(void **state)
{
    struct record *r = person(state);
    record_add(r, PROP_name, SPAN("Фердик Квентабри"));
    record_add(r, PROP_name, SPAN("FERDIK QUENTABRI"));
    record_add(r, PROP_name, SPAN("Ferdik Quentabri"));
    record_add(r, PROP_name, SPAN("Quentabri, Ferdik"));
    assert_ok(record_finish(r));
    assert_span(record_caption(r), SPAN("Ferdik Quentabri"));
}

static void without_a_name_the_label_is_the_caption(void **state)
{
    struct record *r = record_new(*state, SCHEMA_UnknownLink, SPAN("t-2"));
    assert_ok(record_finish(r));
    assert_span(record_caption(r), SPAN("Other link"));
}

static void a_risk_among_the_topics_makes_a_target(void **state)
{
    struct record *r = person(state);
    record_add(r, PROP_topics, SPAN("gov"));
    assert_ok(record_finish(r));
    assert_false(record_is_target(r));
    record_add(r, PROP_topics, SPAN("role.pep"));
    assert_ok(record_finish(r));
    assert_true(record_is_target(r));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(blanks_are_folded),
        TEST(nothing_but_blanks_is_empty),
        TEST(what_nobody_sees_is_taken_out),
        TEST(texts_are_composed),
        TEST(long_texts_are_composed_too),
        TEST(marks_out_of_order_are_put_in_order),
        TEST(scripts_taken_for_composed_are_composed),
        TEST(every_character_comes_out_as_icu_says),
        TEST(white_space_is_that_of_unicode),
        TEST(broken_utf8_is_invalid),
        TEST(texts_of_lines_keep_them),
        TEST(dates_are_brought_to_their_form),
        TEST(countries_become_codes),
        TEST(genders_are_read_in_many_languages),
        TEST(gender_words_are_lower_case_and_distinct),
        TEST(times_are_brought_to_their_form),
        TEST(values_are_copied),
        TEST(a_property_of_another_schema_is_foreign),
        TEST(repeated_values_are_found_after_normalising),
        TEST(repeated_values_are_found_among_many),
        TEST(countries_are_taken_out_of_a_text),
        TEST(a_country_with_a_comma_in_its_name_is_one),
        TEST(referents_and_datasets_are_lists_without_repetition),
        TEST(values_are_grouped_in_order_of_adding),
        TEST(groups_stand_in_the_order_of_names),
        TEST(a_finished_record_may_grow_and_be_finished_again),
        TEST(an_empty_record_is_fine),
        TEST(limits_hold_to_the_byte),
        TEST(a_record_has_so_many_values_and_no_more),
        TEST(a_record_has_so_many_bytes_and_no_more),
        TEST(an_id_that_is_not_utf8_is_refused),
        TEST(the_published_caption_comes_first),
        TEST(captions_follow_the_order_of_the_schema),
        TEST(of_several_names_the_readable_one_is_the_caption),
        TEST(without_a_name_the_label_is_the_caption),
        TEST(a_risk_among_the_topics_makes_a_target),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
