/* SPDX-License-Identifier: Apache-2.0
 *
 * uk-xml: every field once, partial dates, weak names, register numbers, and files that are not
 * right.
 */
#include "broken.h"

#define GOOD DATA("uk-xml/UK-Sanctions-List.xml")
#define PERSON "gb-fcdo-hti9999"

static void every_field_becomes_its_entity(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, GOOD, NULL);
    assert_expected(&c, DATA("uk-xml/expected.jsonl"));
    collected_free(&c);
}

static void the_head_tells_list_and_version(void **state)
{
    struct import_summary s = summary_of(GOOD);

    (void)state;
    assert_string_equal(s.format, "uk-xml");
    assert_string_equal(s.dataset, "gb_fcdo_sanctions");
    assert_string_equal(s.version, "2026-01-31");
    import_summary_free(&s);
}

static void parts_of_a_date_that_are_not_known_stay_unknown(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, GOOD, NULL);
    assert_values(&c, PERSON, PROP_birthDate, "1961-03-14", "1963", "1962-05", NULL);
    collected_free(&c);
}

static void a_year_that_is_not_known_goes_to_the_notes(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, GOOD, NULL);
    assert_values(&c, PERSON, PROP_notes, "Nationality: Marenia", "date of birth: 15/08/19yy",
                  "Known to use a grey launch.", NULL);
    collected_free(&c);
}

static void single_words_without_a_mark_are_weak(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, GOOD, NULL);
    assert_values(&c, PERSON, PROP_weakAlias, "The Keel", "Keelhand", NULL);
    assert_values(&c, "gb-fcdo-hti9998", PROP_weakAlias, "BQH", NULL);
    assert_values(&c, "gb-fcdo-hti9998", PROP_alias, "Brindlequayholdings", NULL);
    collected_free(&c);
}

static void a_repeated_passport_is_one_with_both_remarks(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, GOOD, NULL);
    assert_record_values(find_child(&c, PERSON, SCHEMA_Passport, 0), PROP_summary, "Malta passport",
                         "Issued 2015", NULL);
    assert_null(find_child(&c, PERSON, SCHEMA_Passport, 1));
    collected_free(&c);
}

static void register_numbers_are_taken_out_of_their_text(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, GOOD, NULL);
    assert_values(&c, "gb-fcdo-hti9998", PROP_innCode, "7700000417", NULL);
    assert_values(&c, "gb-fcdo-hti9998", PROP_kppCode, "770000417", NULL);
    assert_values(&c, "gb-fcdo-hti9998", PROP_registrationNumber, "C 00417", NULL);
    collected_free(&c);
    collect_changed(&c, GOOD, "INN: 7700000417", "TINN: 7700000417; INN 77");
    assert_values(&c, "gb-fcdo-hti9998", PROP_innCode, NULL);
    collected_free(&c);
}

static void what_is_escaped_twice_is_read(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, GOOD, NULL);
    assert_record_values(find_child(&c, PERSON, SCHEMA_Sanction, 0), PROP_reason,
                         "Involved person for the purposes of the \"Regulations\".", NULL);
    collected_free(&c);
}

static void words_that_are_not_known_are_told(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, GOOD, NULL);
    assert_int_equal(c.notes.n, 1);
    assert_noted(&c, "Nationality: 'Marenia' is no country");
    collected_free(&c);
    collect_changed(&c, GOOD, ">Ship<", ">Raft<");
    assert_noted(&c, "IndividualEntityShip 'Raft' is not known");
    collected_free(&c);
    collect_changed(&c, GOOD, "Good quality a.k.a", "Fine quality a.k.a");
    assert_noted(&c, "AliasStrength 'Fine quality a.k.a' is not known");
    collected_free(&c);
    collect_changed(&c, GOOD, "<NameType>ALias<", "<NameType>Nom de mer<");
    assert_noted(&c, "NameType 'Nom de mer' is not known");
    collected_free(&c);
}

static const struct broken broken[] = {
    {"truncated between designations", "  <Designation>\n    <LastUpdated>15", NULL, NULL, NULL, "",
     TOCSIN_ERR_PARSE},
    {"truncated in a passport", "X0000417", NULL, NULL, NULL, "", TOCSIN_ERR_PARSE},
    {"without the closing root tag", "</Designations>", NULL, NULL, NULL, "", TOCSIN_ERR_PARSE},
    {"a document type", "<Designations", "<!DOCTYPE Designations>\n<Designations", "<!DOCTYPE",
     NULL, "DOCTYPE", TOCSIN_ERR_PARSE},
    {"a birth date that is none", "14/03/1961", "31/02/1961", "31/02/1961", "DOB",
     "'31/02/1961' is no date", TOCSIN_ERR_PARSE},
    {"a month first", "14/03/1961", "03/14/1961", "03/14/1961", "DOB", "'03/14/1961' is no date",
     TOCSIN_ERR_PARSE},
    {"a designation date that is none", "<DateDesignated>15/01/2026", "<DateDesignated>never",
     "<Designation>", "DateDesignated", "'never' is no date", TOCSIN_ERR_PARSE},
    {"no id", "<UniqueID>HTI9998</UniqueID>", "", "<Designation>\n    <LastUpdated>15", "UniqueID",
     "is missing", TOCSIN_ERR_PARSE},
    {"no name",
     "<Names>\n      <Name><Name6>MARROWIND</Name6><NameType>Primary Name</NameType></Name>",
     "<Names>",
     "<Designation>\n    <LastUpdated>15/01/2026</LastUpdated>\n    "
     "<DateDesignated>15/01/2026</DateDesignated>\n    <UniqueID>HTI9997",
     "Names", "is missing", TOCSIN_ERR_PARSE},
};

static void errors_name_the_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(broken); i++)
        assert_broken(GOOD, &broken[i]);
}

static void a_bad_designation_can_be_skipped(void **state)
{
    struct broken b = {.find = "14/03/1961", .put = "31/02/1961"};
    struct collected c;

    (void)state;
    collect_skipping(&c, GOOD, &b, 1);
    assert_int_equal(c.bad.n, 1);
    find_record(&c, "gb-fcdo-hti9998");
    collected_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_becomes_its_entity),
        cmocka_unit_test(the_head_tells_list_and_version),
        cmocka_unit_test(parts_of_a_date_that_are_not_known_stay_unknown),
        cmocka_unit_test(a_year_that_is_not_known_goes_to_the_notes),
        cmocka_unit_test(single_words_without_a_mark_are_weak),
        cmocka_unit_test(a_repeated_passport_is_one_with_both_remarks),
        cmocka_unit_test(register_numbers_are_taken_out_of_their_text),
        cmocka_unit_test(what_is_escaped_twice_is_read),
        cmocka_unit_test(words_that_are_not_known_are_told),
        cmocka_unit_test(errors_name_the_place),
        cmocka_unit_test(a_bad_designation_can_be_skipped),
    };

    return cmocka_run_group_tests_name("uk_xml", tests, NULL, NULL);
}
