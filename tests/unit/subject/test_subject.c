/* SPDX-License-Identifier: Apache-2.0
 *
 * Subjects: which properties of a record become names, dates, countries, identifiers, addresses.
 */
#include <stdio.h>

#include "people.h"

static struct span words_of(struct arena *a, const struct name *n)
{
    struct buf b = {0};

    for (size_t i = 0; i < n->n; i++)
        buf_printf(&b, "%s%.*s", i ? " " : "", SPAN_ARG(n->tokens[i].form));
    struct span s = arena_span(a, buf_view(&b));
    buf_free(&b);
    return s;
}

static void assert_names(struct arena *a, const struct subject *s, const char *const *names)
{
    size_t n = 0;

    for (; names[n]; n++) {
        assert_true(n < s->names_n);
        assert_span(words_of(a, &s->names[n]), span_of(names[n]));
    }
    assert_int_equal(s->names_n, n);
}
#define ASSERT_NAMES(a, s, ...) assert_names((a), (s), (const char *const[]){__VA_ARGS__, NULL})

/* ---- kinds ----------------------------------------------------------------------------------- */

static void the_schema_says_how_names_are_read(void **state)
{
    static const struct {
        enum schema schema;
        enum name_kind kind;
    } rows[] = {
        {SCHEMA_Person, NAME_PERSON},   {SCHEMA_Organization, NAME_ORG},
        {SCHEMA_Company, NAME_ORG}, /* an asset too, to FollowTheMoney */
        {SCHEMA_PublicBody, NAME_ORG},  {SCHEMA_LegalEntity, NAME_ENTITY},
        {SCHEMA_Thing, NAME_ENTITY},    {SCHEMA_Vessel, NAME_OBJECT},
        {SCHEMA_Airplane, NAME_OBJECT}, {SCHEMA_Security, NAME_OBJECT},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_int_equal(subject_kind(rows[i].schema), rows[i].kind);
}

static void a_record_without_values_makes_an_empty_subject(void **state)
{
    struct arena *a = arena_new();
    struct subject s = subject_of(a, entity(a, SCHEMA_Person, "x", NULL));

    (void)state;
    assert_int_equal(s.schema, SCHEMA_Person);
    assert_int_equal(s.kind, NAME_PERSON);
    assert_int_equal(s.names_n + s.dates_n + s.countries_n + s.idents_n + s.addresses_n, 0);
    assert_int_equal(s.genders, 0);
    arena_free(a);
}

/* ---- names ----------------------------------------------------------------------------------- */

static void each_property_gives_its_names_their_quality(void **state)
{
    struct arena *a = arena_new();
    struct subject s = PERSON(a, "weakAlias=Zorro", "previousName=Ferdik Orlim",
                              "alias=Fred Quentabri", "name=Ferdik Quentabri");
    static const enum name_quality qualities[] = {NAME_PRIMARY, NAME_ALIAS, NAME_FORMER, NAME_WEAK};

    (void)state;
    ASSERT_NAMES(a, &s, "ferdik quentabri", "fred quentabri", "ferdik orlim", "zorro");
    for (size_t i = 0; i < s.names_n; i++) {
        assert_int_equal(s.names[i].quality, qualities[i]);
        assert_int_equal(s.names[i].kind, NAME_PERSON);
    }
    arena_free(a);
}

static void an_abbreviation_is_a_weak_name(void **state)
{
    struct arena *a = arena_new();
    struct subject s = SUBJECT(a, SCHEMA_Company, "name=Quentabry Lines", "abbreviation=QLX");

    (void)state;
    ASSERT_NAMES(a, &s, "quentabry lines", "qlx");
    assert_int_equal(s.names[1].quality, NAME_WEAK);
    arena_free(a);
}

static void spellings_that_fold_alike_are_one_name_of_the_better_quality(void **state)
{
    struct arena *a = arena_new();
    struct subject s = PERSON(a, "weakAlias=FERDIK QUENTABRI", "alias=Ferdík Quentabri",
                              "name=Ferdik Quentabri", "name=Ferdik  QUENTABRI");

    (void)state;
    ASSERT_NAMES(a, &s, "ferdik quentabri");
    assert_int_equal(s.names[0].quality, NAME_PRIMARY);
    arena_free(a);
}

static void alternatives_in_one_value_are_names_each(void **state)
{
    struct arena *a = arena_new();
    struct subject s = PERSON(a, "name=Ferdik Quentabri / Orlim Vantermark; Temsad Brolin");

    (void)state;
    ASSERT_NAMES(a, &s, "ferdik quentabri", "orlim vantermark", "temsad brolin");
    arena_free(a);
}

static void a_value_that_is_no_name_is_left_out(void **state)
{
    struct arena *a = arena_new();
    struct subject s = PERSON(a, "name=---", "name=Ferdik Quentabri", "alias=...");

    (void)state;
    ASSERT_NAMES(a, &s, "ferdik quentabri");
    arena_free(a);
}

static void other_texts_are_no_names(void **state)
{
    struct arena *a = arena_new();
    struct subject s = PERSON(a, "title=Harbour Master", "position=Harbour Master",
                              "notes=Ferdik Quentabri", "motherName=Orlima Quentabri");

    (void)state;
    assert_int_equal(s.names_n, 0);
    arena_free(a);
}

static void a_person_without_a_name_is_made_of_parts(void **state)
{
    struct arena *a = arena_new();
    struct subject both = PERSON(a, "lastName=Quentabri", "firstName=Ferdik");
    struct subject more = PERSON(a, "lastName=Quentabri", "middleName=Jonath", "firstName=Ferdik");
    struct subject many =
        PERSON(a, "firstName=Ferdik", "firstName=Fred", "lastName=Quentabri", "lastName=Orlim");
    struct subject last = PERSON(a, "lastName=Quentabri");
    struct subject first = PERSON(a, "firstName=Ferdik");

    (void)state;
    ASSERT_NAMES(a, &both, "ferdik quentabri");
    ASSERT_NAMES(a, &more, "ferdik jonath quentabri");
    ASSERT_NAMES(a, &many, "ferdik quentabri", "ferdik orlim", "fred quentabri", "fred orlim");
    ASSERT_NAMES(a, &last, "quentabri");
    ASSERT_NAMES(a, &first, "ferdik");
    arena_free(a);
}

static void parts_do_not_add_to_a_name(void **state)
{
    struct arena *a = arena_new();
    struct subject s = PERSON(a, "name=Ferdik Quentabri", "firstName=Fred", "lastName=Orlim");

    (void)state;
    ASSERT_NAMES(a, &s, "ferdik quentabri");
    arena_free(a);
}

static void a_last_name_says_which_word_is_the_family_name(void **state)
{
    struct arena *a = arena_new();
    struct subject s = PERSON(a, "name=Quentabri Ferdik", "lastName=QUENTABRI");
    struct subject two = PERSON(a, "name=Ferdik Orlim Quentabri", "lastName=Orlim Quentabri");

    (void)state;
    assert_true(s.names[0].tokens[0].classes & TOKEN_FAMILY);
    assert_false(s.names[0].tokens[1].classes & TOKEN_FAMILY);
    assert_false(two.names[0].tokens[0].classes & TOKEN_FAMILY);
    assert_true(two.names[0].tokens[1].classes & TOKEN_FAMILY);
    assert_true(two.names[0].tokens[2].classes & TOKEN_FAMILY);
    arena_free(a);
}

static void names_past_the_limit_take_no_part(void **state)
{
    struct arena *a = arena_new();
    struct record *r = record_new(a, SCHEMA_Person, SPAN("x"));
    char name[64];

    (void)state;
    for (int i = 0; i < LIMIT_NAMES + 50; i++) {
        snprintf(name, sizeof(name), "Ferdik Quentabri %d", i);
        assert_int_equal(record_add(r, PROP_alias, span_of(name)), ADD_OK);
    }
    assert_ok(record_finish(r));
    struct subject s = subject_of(a, r);
    assert_int_equal(s.names_n, LIMIT_NAMES);
    arena_free(a);
}

/* ---- dates, countries, genders --------------------------------------------------------------- */

static void dates_of_birth_founding_and_building_are_dates(void **state)
{
    struct arena *a = arena_new();
    struct subject p = PERSON(a, "name=Ferdik", "birthDate=1961-03-14", "birthDate=circa 1963",
                              "birthDate=1958/1963", "deathDate=2001");
    struct subject c = SUBJECT(a, SCHEMA_Company, "name=Quentabry", "incorporationDate=1999-05");
    struct subject v = SUBJECT(a, SCHEMA_Vessel, "name=Heron", "buildDate=2004");

    (void)state;
    assert_int_equal(p.dates_n, 3);
    assert_int_equal(p.dates[0].precision, DATE_DAY);
    assert_int_equal(p.dates[0].from, date_day(1961, 3, 14));
    assert_int_equal(p.dates[1].precision, DATE_YEAR);
    assert_true(p.dates[1].circa);
    assert_int_equal(p.dates[2].precision, DATE_INTERVAL);
    assert_int_equal(c.dates_n, 1);
    assert_int_equal(c.dates[0].precision, DATE_MONTH);
    assert_int_equal(v.dates_n, 1);
    assert_int_equal(v.dates[0].from, date_day(2004, 1, 1));
    arena_free(a);
}

static void countries_are_a_set_in_order(void **state)
{
    struct arena *a = arena_new();
    struct subject s = PERSON(a, "nationality=mt", "country=it", "citizenship=mt",
                              "birthCountry=at", "country=mt");

    (void)state;
    assert_int_equal(s.countries_n, 3);
    for (size_t i = 1; i < s.countries_n; i++)
        assert_true(s.countries[i - 1] < s.countries[i]);
    for (size_t i = 0; i < s.countries_n; i++)
        assert_non_null(strstr("mt it at", country_code(s.countries[i])));
    arena_free(a);
}

static void jurisdiction_and_flag_are_countries(void **state)
{
    struct arena *a = arena_new();
    struct subject c =
        SUBJECT(a, SCHEMA_Company, "name=Quentabry", "jurisdiction=mt", "mainCountry=it");
    struct subject v = SUBJECT(a, SCHEMA_Vessel, "name=Heron", "flag=pa");

    (void)state;
    assert_int_equal(c.countries_n, 2);
    assert_int_equal(v.countries_n, 1);
    assert_string_equal(country_code(v.countries[0]), "pa");
    arena_free(a);
}

static void countries_past_the_room_take_no_part(void **state)
{
    static const char *const codes[] = {"mt", "it", "fr", "de", "at", "ch", "es", "pt",
                                        "gb", "ie", "be", "nl", "lu", "dk", "se", "no"};
    struct arena *a = arena_new();
    struct record *r = record_new(a, SCHEMA_Person, SPAN("x"));

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(codes); i++)
        assert_int_equal(record_add(r, PROP_country, span_of(codes[i])), ADD_OK);
    assert_ok(record_finish(r));
    struct subject s = subject_of(a, r);
    assert_int_equal(s.countries_n, SUBJECT_COUNTRIES);
    for (size_t i = 1; i < s.countries_n; i++)
        assert_true(s.countries[i - 1] < s.countries[i]);
    arena_free(a);
}

static void genders_are_bits(void **state)
{
    struct arena *a = arena_new();

    (void)state;
    assert_int_equal(PERSON(a, "name=Ferdik").genders, 0);
    assert_int_equal(PERSON(a, "gender=male").genders, GENDER_MALE);
    assert_int_equal(PERSON(a, "gender=female").genders, GENDER_FEMALE);
    assert_int_equal(PERSON(a, "gender=other").genders, GENDER_OTHER);
    assert_int_equal(PERSON(a, "gender=male", "gender=female").genders,
                     GENDER_MALE | GENDER_FEMALE);
    arena_free(a);
}

/* ---- identifiers ----------------------------------------------------------------------------- */

static void identifiers_stand_in_their_normal_form(void **state)
{
    struct arena *a = arena_new();
    struct subject v = SUBJECT(a, SCHEMA_Vessel, "name=Heron", "imoNumber=IMO 9074729");
    struct subject p = PERSON(a, "name=Ferdik", "passportNumber=X 123-4567");

    (void)state;
    assert_int_equal(v.idents_n, 1);
    assert_span(v.idents[0].normal, SPAN("9074729"));
    assert_int_equal(v.idents[0].format, IDENT_IMO);
    assert_int_equal(v.idents[0].prop, PROP_imoNumber);
    assert_true(v.idents[0].valid);
    assert_int_equal(v.idents[0].hash, span_hash(SPAN("9074729")));
    assert_int_equal(p.idents_n, 1);
    assert_span(p.idents[0].normal, SPAN("X1234567"));
    assert_int_equal(p.idents[0].format, IDENT_STRICT);
    arena_free(a);
}

static void a_check_digit_that_does_not_hold_is_said(void **state)
{
    struct arena *a = arena_new();
    struct subject s = SUBJECT(a, SCHEMA_Vessel, "name=Heron", "imoNumber=9074728");

    (void)state;
    assert_int_equal(s.idents_n, 1);
    assert_false(s.idents[0].valid);
    arena_free(a);
}

static void one_number_written_twice_is_one(void **state)
{
    struct arena *a = arena_new();
    struct subject s =
        PERSON(a, "passportNumber=X 1234567", "passportNumber=x-1234567", "idNumber=Y7654321");

    (void)state;
    assert_int_equal(s.idents_n, 2);
    arena_free(a);
}

static void what_is_too_short_to_be_a_number_identifies_nobody(void **state)
{
    struct arena *a = arena_new();
    struct subject s = PERSON(a, "name=Ferdik", "passportNumber=17", "idNumber=none");

    (void)state;
    assert_int_equal(s.idents_n, 0);
    arena_free(a);
}

/* ---- addresses ------------------------------------------------------------------------------- */

static void the_words_of_an_address_are_folded_and_sorted(void **state)
{
    struct arena *a = arena_new();
    struct subject s = PERSON(a, "address=12 Harbour Lane, VALLETTA",
                              "address=Valletta, Harbour Lane 12", "address=Lisbõa");

    (void)state;
    assert_int_equal(s.addresses_n, 2); /* one word is no address */
    assert_span(s.addresses[0], SPAN("12 harbour lane valletta"));
    assert_span(s.addresses[1], s.addresses[0]);
    arena_free(a);
}

static void an_address_has_one_by_its_full_text(void **state)
{
    struct arena *a = arena_new();
    struct subject s = SUBJECT(a, SCHEMA_Address, "full=12 Harbour Lane, Valletta");

    (void)state;
    assert_int_equal(s.addresses_n, 1);
    arena_free(a);
}

static void a_crowd_of_addresses_is_cut(void **state)
{
    struct arena *a = arena_new();
    struct record *r = record_new(a, SCHEMA_Person, SPAN("x"));
    char text[64];

    (void)state;
    for (int i = 0; i < 100; i++) {
        snprintf(text, sizeof(text), "%d Harbour Lane", i);
        assert_int_equal(record_add(r, PROP_address, span_of(text)), ADD_OK);
    }
    assert_ok(record_finish(r));
    struct subject s = subject_of(a, r);
    assert_in_range(s.addresses_n, 1, 99);
    arena_free(a);
}

static void a_subject_is_the_same_however_its_values_were_added(void **state)
{
    struct arena *a = arena_new();
    struct subject x =
        PERSON(a, "name=Ferdik Quentabri", "alias=Fred", "birthDate=1961", "country=mt");
    struct subject y =
        PERSON(a, "country=mt", "birthDate=1961", "alias=Fred", "name=Ferdik Quentabri");

    (void)state;
    assert_int_equal(x.names_n, y.names_n);
    for (size_t i = 0; i < x.names_n; i++)
        assert_span(words_of(a, &x.names[i]), words_of(a, &y.names[i]));
    assert_int_equal(x.dates[0].from, y.dates[0].from);
    assert_int_equal(x.countries[0], y.countries[0]);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_schema_says_how_names_are_read),
        cmocka_unit_test(a_record_without_values_makes_an_empty_subject),
        cmocka_unit_test(each_property_gives_its_names_their_quality),
        cmocka_unit_test(an_abbreviation_is_a_weak_name),
        cmocka_unit_test(spellings_that_fold_alike_are_one_name_of_the_better_quality),
        cmocka_unit_test(alternatives_in_one_value_are_names_each),
        cmocka_unit_test(a_value_that_is_no_name_is_left_out),
        cmocka_unit_test(other_texts_are_no_names),
        cmocka_unit_test(a_person_without_a_name_is_made_of_parts),
        cmocka_unit_test(parts_do_not_add_to_a_name),
        cmocka_unit_test(a_last_name_says_which_word_is_the_family_name),
        cmocka_unit_test(names_past_the_limit_take_no_part),
        cmocka_unit_test(dates_of_birth_founding_and_building_are_dates),
        cmocka_unit_test(countries_are_a_set_in_order),
        cmocka_unit_test(jurisdiction_and_flag_are_countries),
        cmocka_unit_test(countries_past_the_room_take_no_part),
        cmocka_unit_test(genders_are_bits),
        cmocka_unit_test(identifiers_stand_in_their_normal_form),
        cmocka_unit_test(a_check_digit_that_does_not_hold_is_said),
        cmocka_unit_test(one_number_written_twice_is_one),
        cmocka_unit_test(what_is_too_short_to_be_a_number_identifies_nobody),
        cmocka_unit_test(the_words_of_an_address_are_folded_and_sorted),
        cmocka_unit_test(an_address_has_one_by_its_full_text),
        cmocka_unit_test(a_crowd_of_addresses_is_cut),
        cmocka_unit_test(a_subject_is_the_same_however_its_values_were_added),
    };
    return cmocka_run_group_tests_name("subject/subject", tests, NULL, NULL);
}
