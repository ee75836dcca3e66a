/* SPDX-License-Identifier: Apache-2.0
 *
 * ofac-advanced: every table and reference once, dates by their corners, and files that are not
 * right.
 */
#include "broken.h"

#define GOOD DATA("ofac-advanced/SDN_ADVANCED.XML")

static void every_field_becomes_its_entity(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, GOOD, NULL);
    assert_expected(&c, DATA("ofac-advanced/expected.jsonl"));
    collected_free(&c);
}

static void the_head_and_the_entries_tell_list_and_version(void **state)
{
    struct import_summary s = summary_of(GOOD);
    struct scratch scratch;
    struct buf content = {0};
    struct broken b = {.find = ">SDN List<", .put = ">Non-SDN List<"};

    (void)state;
    assert_string_equal(s.format, "ofac-advanced");
    assert_string_equal(s.dataset, "us_ofac_sdn");
    assert_string_equal(s.version, "2026-01-31");
    import_summary_free(&s);
    scratch_new(&scratch);
    broken_content(GOOD, &b, &content);
    s = summary_of(scratch_file(&scratch, "a.xml", buf_view(&content)));
    assert_string_equal(s.dataset, "us_ofac_cons");
    import_summary_free(&s);
    buf_free(&content);
    scratch_free(&scratch);
}

static void dates_are_read_from_their_corners(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, GOOD, NULL);
    assert_values(&c, "ofac-90001", PROP_birthDate, "1961-03-14", "1960~/1963~", "1962-05", "1959",
                  NULL);
    collected_free(&c);
    collect_changed(&c, GOOD, "<From><Year>1961</Year><Month>3</Month><Day>14</Day></From>", "");
    assert_values(&c, "ofac-90001", PROP_birthDate, "1961-03-14", "1960~/1963~", "1962-05", "1959",
                  NULL);
    collected_free(&c);
}

static void names_in_another_script_are_aliases(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, GOOD, NULL);
    assert_values(&c, "ofac-90001", PROP_name, "Ferdik Aldous Aldovich QUENTABRY",
                  "Ferdik QUENTABRY-MAREN", NULL);
    assert_values(&c, "ofac-90001", PROP_alias, "Фердик КВЕНТАБРИ", "昆费迪克", "Ferdi QUENTABRI",
                  "Skipper", NULL);
    assert_values(&c, "ofac-90001", PROP_weakAlias, "FERDI THE KEEL", NULL);
    collected_free(&c);
}

static void an_edge_that_points_the_wrong_way_is_turned(void **state)
{
    struct collected c;
    const struct record *r;

    (void)state;
    collect(&c, GOOD, NULL);
    /* the ship is owned by the firm, and the person by the ship */
    r = find_child(&c, "ofac-90002", SCHEMA_Ownership, 0);
    assert_record_values(r, PROP_asset, "ofac-90003", NULL);
    r = find_child(&c, "ofac-90001", SCHEMA_Ownership, 0);
    assert_record_values(r, PROP_asset, "ofac-90003", NULL);
    r = find_child(&c, "ofac-90001", SCHEMA_Membership, 0);
    assert_record_values(r, PROP_organization, "ofac-90002", NULL);
    /* neither a firm of the list nor a person can be owned */
    r = find_child(&c, "ofac-90002", SCHEMA_UnknownLink, 0);
    assert_record_values(r, PROP_role, "Owned or Controlled By", NULL);
    collected_free(&c);
}

static void the_consolidated_entry_counts_only_where_there_is_no_other(void **state)
{
    struct collected c;
    const struct record *r;

    (void)state;
    collect(&c, GOOD, NULL);
    assert_null(find_child(&c, "ofac-90001", SCHEMA_Sanction, 1));
    r = find_child(&c, "ofac-90003", SCHEMA_Sanction, 0);
    assert_record_values(r, PROP_summary, "Consolidated List", NULL);
    collected_free(&c);
}

static void phrases_about_measures_reach_the_sanction(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, GOOD, NULL);
    assert_record_values(find_child(&c, "ofac-90001", SCHEMA_Sanction, 0), PROP_summary,
                         "Additional Sanctions Information: Subject to Secondary Sanctions",
                         "SDN List", NULL);
    assert_record_values(find_child(&c, "ofac-90002", SCHEMA_Sanction, 0), PROP_listingDate,
                         "2026-01-10", "2026-01-15", NULL);
    collected_free(&c);
}

static void phrases_without_an_entry_make_a_sanction(void **state)
{
    struct collected c;

    (void)state;
    collect_changed(&c, GOOD, "<SanctionsEntry ID=\"3\" ProfileID=\"90002\"",
                    "<SanctionsEntry ID=\"3\" ProfileID=\"90004\"");
    assert_record_values(find_child(&c, "ofac-90002", SCHEMA_Sanction, 0), PROP_listingDate,
                         "2026-01-10", NULL);
    collected_free(&c);
}

static void words_that_are_not_known_are_told(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, GOOD, NULL);
    assert_int_equal(c.notes.n, 3);
    assert_noted(&c, "document type 'Harbour Pass' is not known");
    assert_noted(&c, "label 'Favourite Harbour' is not known");
    assert_noted(&c, "relations with a party that is not in the file are left out: 1");
    collected_free(&c);
    collect_changed(&c, GOOD, ">F.K.A.<", ">S.K.A.<");
    assert_noted(&c, "alias type 'S.K.A.' is not known");
    collected_free(&c);
    collect_changed(&c, GOOD, ">Associate Of<", ">Rows with<");
    assert_noted(&c, "relation type 'Rows with' is not known");
    collected_free(&c);
    collect_changed(&c, GOOD, ">Patronymic<", ">Sobriquet<");
    assert_noted(&c, "name part type 'Sobriquet' is not known");
    collected_free(&c);
    collect_changed(&c, GOOD, ">Entity<", ">Guild<");
    assert_noted(&c, "party type 'Guild' is not known");
    collected_free(&c);
}

static const struct broken broken[] = {
    {"truncated between parties", "    <DistinctParty FixedRef=\"90002\">", NULL, NULL, NULL, "",
     TOCSIN_ERR_PARSE},
    {"truncated behind the parties", "  <ProfileRelationships>", NULL, NULL, NULL, "",
     TOCSIN_ERR_PARSE},
    {"without the closing root tag", "</Sanctions>", NULL, NULL, NULL, "", TOCSIN_ERR_PARSE},
    {"a document type", "<Sanctions", "<!DOCTYPE Sanctions>\n<Sanctions", "<!DOCTYPE", NULL,
     "DOCTYPE", TOCSIN_ERR_PARSE},
    {"a day that is none", "<Month>3</Month><Day>14</Day>", "<Month>2</Month><Day>31</Day>",
     "<Month>2</Month><Day>31</Day>", "Year", "'1961-2-31' is no date", TOCSIN_ERR_PARSE},
    {"a period that ends before it begins", "<To><Year>1963</Year>", "<To><Year>1950</Year>",
     "<Year>1950<", "DatePeriod", "ends before it begins", TOCSIN_ERR_PARSE},
    {"a profile without an id", "<Profile ID=\"90002\"", "<Profile",
     "<DistinctParty FixedRef=\"90002", "Profile", "has no ID", TOCSIN_ERR_PARSE},
    {"a profile id that is no number", "<Profile ID=\"90002\"", "<Profile ID=\"9x\"",
     "<DistinctParty FixedRef=\"90002", "Profile", "'9x' is no number", TOCSIN_ERR_PARSE},
    {"a country that no vocabulary has", "<LocationCountry CountryID=\"11134\"",
     "<LocationCountry CountryID=\"1\"", "<LocationCountry CountryID=\"1\"", "CountryID",
     "'1' is not in the vocabulary Country", TOCSIN_ERR_PARSE},
    {"a feature type that no vocabulary has", "FeatureTypeID=\"25\">", "FeatureTypeID=\"99\">",
     "FeatureTypeID=\"99\"", "FeatureTypeID", "'99' is not in the vocabulary FeatureType",
     TOCSIN_ERR_PARSE},
    {"a feature without a type", " FeatureTypeID=\"25\">", ">", "<Feature ID=\"8\">",
     "FeatureTypeID", "is missing", TOCSIN_ERR_PARSE},
    {"a location that is not there", "<VersionLocation LocationID=\"503\"",
     "<VersionLocation LocationID=\"5\"", "LocationID=\"5\"", "LocationID",
     "'5' is no Location of the file", TOCSIN_ERR_PARSE},
    {"a name part without its group", "NamePartGroupID=\"821\"", "NamePartGroupID=\"8\"",
     "NamePartGroupID=\"8\"", "NamePartGroupID", "'8' is no NamePartGroup of the identity",
     TOCSIN_ERR_PARSE},
    {"an entry for nobody", "ProfileID=\"90003\" ListID", "ProfileID=\"7\" ListID",
     "ProfileID=\"7\"", "ProfileID", "'7' is no Profile of the file", TOCSIN_ERR_PARSE},
    {"a party without a name", ">MARROWIND<", "><", "<Profile ID=\"90003\"", "DocumentedName",
     "is missing", TOCSIN_ERR_PARSE},
};

static void errors_name_the_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(broken); i++)
        assert_broken(GOOD, &broken[i]);
}

static void what_refers_to_a_skipped_party_is_left_out(void **state)
{
    struct broken b = {.find = "<Month>3</Month><Day>14</Day>",
                       .put = "<Month>2</Month><Day>31</Day>"};
    struct collected c;

    (void)state;
    collect_skipping(&c, GOOD, &b, 1);
    assert_int_equal(c.bad.n, 1);
    for (size_t i = 0; i < c.records.n; i++)
        for (size_t k = 0; k < c.records.at[i]->n; k++)
            assert_false(span_eq(c.records.at[i]->values[k].text, SPAN("ofac-90001")));
    find_record(&c, "ofac-90002");
    collected_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_becomes_its_entity),
        cmocka_unit_test(the_head_and_the_entries_tell_list_and_version),
        cmocka_unit_test(dates_are_read_from_their_corners),
        cmocka_unit_test(names_in_another_script_are_aliases),
        cmocka_unit_test(an_edge_that_points_the_wrong_way_is_turned),
        cmocka_unit_test(the_consolidated_entry_counts_only_where_there_is_no_other),
        cmocka_unit_test(phrases_about_measures_reach_the_sanction),
        cmocka_unit_test(phrases_without_an_entry_make_a_sanction),
        cmocka_unit_test(words_that_are_not_known_are_told),
        cmocka_unit_test(errors_name_the_place),
        cmocka_unit_test(what_refers_to_a_skipped_party_is_left_out),
    };

    return cmocka_run_group_tests_name("ofac_advanced", tests, NULL, NULL);
}
