/* SPDX-License-Identifier: Apache-2.0
 *
 * eu-xml: every attribute once, quality of names, birth dates, and files that are not right.
 */
#include "broken.h"

#define GOOD DATA("eu-xml/full.xml")
#define PERSON "eu-fsf-eu-99999-17"

static void every_field_becomes_its_entity(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, GOOD, NULL);
    assert_expected(&c, DATA("eu-xml/expected.jsonl"));
    collected_free(&c);
}

static void the_root_tells_list_and_version(void **state)
{
    struct import_summary s = summary_of(GOOD);

    (void)state;
    assert_string_equal(s.format, "eu-xml");
    assert_string_equal(s.dataset, "eu_fsf");
    assert_string_equal(s.version, "2026-01-31T16:47:04.449+01:00");
    import_summary_free(&s);
}

static void birth_dates_keep_what_is_not_known(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, GOOD, NULL);
    assert_values(&c, PERSON, PROP_birthDate, "1961-03-14", "1960~/1963~", "1962-05", "1959~",
                  NULL);
    collected_free(&c);
}

static void quality_is_read_from_the_mark_and_from_remarks(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, GOOD, NULL);
    assert_values(&c, PERSON, PROP_weakAlias, "The Keel", "Keelhand", NULL);
    assert_values(&c, PERSON, PROP_firstName, "Ferdik", "Ferdinand", NULL);
    collected_free(&c);
}

static void translations_are_aliases_beside_a_main_name(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, GOOD, NULL);
    assert_values(&c, "eu-fsf-logical-990002", PROP_name, "Brindle Quay Holdings", NULL);
    assert_values(&c, "eu-fsf-logical-990002", PROP_alias, "Brindlekai Beteiligungen", NULL);
    collected_free(&c);
    collect_changed(&c, GOOD, "nameLanguage=\"EN\"", "nameLanguage=\"FR\"");
    assert_values(&c, "eu-fsf-logical-990002", PROP_name, "Brindle Quay Holdings",
                  "Brindlekai Beteiligungen", NULL);
    collected_free(&c);
}

static void an_imo_number_makes_a_ship_of_what_is_no_firm(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, GOOD, NULL);
    assert_int_equal(find_record(&c, "eu-fsf-eu-99998-17")->schema, SCHEMA_Vessel);
    assert_int_equal(find_record(&c, "eu-fsf-logical-990002")->schema, SCHEMA_Organization);
    collected_free(&c);
}

static void a_code_without_a_country_is_helped_by_its_description(void **state)
{
    struct collected c;

    (void)state;
    collect_changed(&c, GOOD, "countryIso2Code=\"CS\" countryDescription=\"SERBIA AND MONTENEGRO\"",
                    "countryIso2Code=\"Q9\" countryDescription=\"ITALY\"");
    assert_values(&c, PERSON, PROP_nationality, "mt", "it", NULL);
    collected_free(&c);
}

static void words_that_are_not_known_are_told(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, GOOD, NULL);
    assert_int_equal(c.notes.n, 1);
    assert_noted(&c, "contactInfo key 'PIGEON' is not known");
    collected_free(&c);
    collect_changed(&c, GOOD, "subjectType code=\"person\"", "subjectType code=\"guild\"");
    assert_noted(&c, "subjectType 'guild' is not known");
    assert_int_equal(find_record(&c, PERSON)->schema, SCHEMA_LegalEntity);
    collected_free(&c);
}

static void another_export_is_not_taken_for_this_one(void **state)
{
    struct scratch s;
    struct collected c;

    (void)state;
    scratch_new(&s);
    assert_error(try_collect(&c, scratch_text(&s, "a.xml", "<export><row/></export>"), NULL),
                 TOCSIN_ERR_FORMAT, "");
    collected_free(&c);
    scratch_free(&s);
}

static const struct broken broken[] = {
    {"truncated between entities", "  <sanctionEntity designationDate=\"\"", NULL, NULL, NULL, "",
     TOCSIN_ERR_PARSE},
    {"truncated inside an attribute", "Ferdinand", NULL, NULL, NULL, "", TOCSIN_ERR_PARSE},
    {"without the closing root tag", "</export>", NULL, NULL, NULL, "", TOCSIN_ERR_PARSE},
    {"a document type", "<export", "<!DOCTYPE export SYSTEM \"x.dtd\">\n<export", "<!DOCTYPE", NULL,
     "DOCTYPE", TOCSIN_ERR_PARSE},
    {"a birth date that is none", "birthdate=\"1961-03-14\"", "birthdate=\"1961-02-31\"",
     "1961-02-31", "birthdate", "'1961-02-31' is no date", TOCSIN_ERR_PARSE},
    {"a month that is none", "monthOfYear=\"5\"", "monthOfYear=\"13\"", "monthOfYear=\"13\"",
     "year", "'1962-13' is no date", TOCSIN_ERR_PARSE},
    {"years in the wrong order", "yearRangeTo=\"1963\"", "yearRangeTo=\"1959\"",
     "yearRangeFrom=\"1960\"", "yearRangeTo", "'1959' is before yearRangeFrom '1960'",
     TOCSIN_ERR_PARSE},
    {"a country that is none", "countryIso2Code=\"MT\" countryDescription=\"MALTA\"",
     "countryIso2Code=\"Q9\" countryDescription=\"MARENIA\"", "Q9", "countryIso2Code",
     "'Q9' is no country", TOCSIN_ERR_PARSE},
    {"a publication date that is none", "publicationDate=\"2026-01-20\"",
     "publicationDate=\"2026-20-01\"", "2026-20-01", "publicationDate", "'2026-20-01' is no date",
     TOCSIN_ERR_PARSE},
    {"no reference and no key", " euReferenceNumber=\"EU.99998.17\" logicalId=\"990003\"", "",
     "unitedNationId=\"\">", "euReferenceNumber", "is missing", TOCSIN_ERR_PARSE},
    {"no name", "<nameAlias firstName=\"\" middleName=\"\" lastName=\"\" wholeName=\"Marrowind\"",
     "<noName firstName=\"\" middleName=\"\" lastName=\"\" wholeName=\"Marrowind\"", "EU.99998.17",
     "nameAlias", "is missing", TOCSIN_ERR_PARSE},
};

static void errors_name_the_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(broken); i++)
        assert_broken(GOOD, &broken[i]);
}

static void a_bad_entity_can_be_skipped(void **state)
{
    struct broken b = {.find = "\"1961-03-14\"", .put = "\"1961-02-31\""};
    struct collected c;

    (void)state;
    collect_skipping(&c, GOOD, &b, 1);
    assert_int_equal(c.bad.n, 1);
    find_record(&c, "eu-fsf-logical-990002");
    collected_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_becomes_its_entity),
        cmocka_unit_test(the_root_tells_list_and_version),
        cmocka_unit_test(birth_dates_keep_what_is_not_known),
        cmocka_unit_test(quality_is_read_from_the_mark_and_from_remarks),
        cmocka_unit_test(translations_are_aliases_beside_a_main_name),
        cmocka_unit_test(an_imo_number_makes_a_ship_of_what_is_no_firm),
        cmocka_unit_test(a_code_without_a_country_is_helped_by_its_description),
        cmocka_unit_test(words_that_are_not_known_are_told),
        cmocka_unit_test(another_export_is_not_taken_for_this_one),
        cmocka_unit_test(errors_name_the_place),
        cmocka_unit_test(a_bad_entity_can_be_skipped),
    };

    return cmocka_run_group_tests_name("eu_xml", tests, NULL, NULL);
}
