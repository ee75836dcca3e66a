/* SPDX-License-Identifier: Apache-2.0
 *
 * ofac-xml: every field once, links between entries, and files that are not right.
 */
#include "broken.h"

#define GOOD DATA("ofac-xml/sdn.xml")

static void every_field_becomes_its_entity(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, GOOD, NULL);
    assert_expected(&c, DATA("ofac-xml/expected.jsonl"));
    collected_free(&c);
}

static void the_head_tells_list_and_version(void **state)
{
    struct import_summary s = summary_of(GOOD);

    (void)state;
    assert_string_equal(s.format, "ofac-xml");
    assert_string_equal(s.dataset, "us_ofac_sdn");
    assert_string_equal(s.version, "2026-01-31");
    import_summary_free(&s);
}

static void a_file_named_cons_is_the_consolidated_list(void **state)
{
    struct scratch s;
    struct buf content = {0};
    struct import_summary summary;

    (void)state;
    scratch_new(&s);
    assert_ok(file_read(GOOD, 1 << 20, &content));
    summary = summary_of(scratch_file(&s, "CONSOLIDATED.XML", buf_view(&content)));
    assert_string_equal(summary.dataset, "us_ofac_cons");
    import_summary_free(&summary);
    buf_free(&content);
    scratch_free(&s);
}

static void birth_dates_keep_what_is_not_known(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, GOOD, NULL);
    assert_values(&c, "ofac-90001", PROP_birthDate, "1961-03-14", "1962~", "1958/1963", "1960-03",
                  NULL);
    collected_free(&c);
}

static void parts_of_a_name_come_from_strong_names_only(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, GOOD, NULL);
    assert_values(&c, "ofac-90001", PROP_lastName, "QUENTABRY", "QUENTABRI", "QUENTABREE",
                  "QUENTABRY-MARLOWE", NULL);
    assert_values(&c, "ofac-90001", PROP_weakAlias, "FERDI THE KEEL", "KEELHAND", NULL);
    collected_free(&c);
}

static void a_link_resolves_a_name_without_its_final_period(void **state)
{
    struct collected c;
    const struct record *link;

    (void)state;
    collect(&c, GOOD, NULL);
    link = find_child(&c, "ofac-90001", SCHEMA_UnknownLink, 0);
    assert_record_values(link, PROP_object, "ofac-90002", NULL);
    assert_null(find_child(&c, "ofac-90001", SCHEMA_UnknownLink, 1));
    collected_free(&c);
}

static void a_name_of_two_entries_links_to_neither(void **state)
{
    struct collected c;

    (void)state;
    collect_changed(&c, GOOD, "<lastName>MARROWIND</lastName>",
                    "<lastName>BRINDLE QUAY HOLDINGS S.A</lastName>");
    assert_null(find_child(&c, "ofac-90001", SCHEMA_UnknownLink, 0));
    collected_free(&c);
}

static void words_that_are_not_known_are_told_once_and_kept(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, GOOD, NULL);
    assert_int_equal(c.notes.n, 2);
    assert_noted(&c, "label 'Harbour Pass Number' is not known");
    assert_noted(&c, "nationality: 'Republic of Marenia' is no country");
    collected_free(&c);
    collect_changed(&c, GOOD, "<sdnType>Vessel</sdnType>", "<sdnType>Hovercraft</sdnType>");
    assert_noted(&c, "sdnType 'Hovercraft' is not known");
    assert_int_equal(find_record(&c, "ofac-90003")->schema, SCHEMA_LegalEntity);
    collected_free(&c);
    collect_changed(&c, GOOD, "<category>weak</category>", "<category>middling</category>");
    assert_noted(&c, "aka category 'middling' is not known");
    collected_free(&c);
}

static void a_wrong_count_of_entries_is_noted(void **state)
{
    struct collected c;

    (void)state;
    collect_changed(&c, GOOD, "<Record_Count>4</", "<Record_Count>19388</");
    assert_noted(&c, "Record_Count announces 19388 entries, the file has 4");
    collected_free(&c);
}

static void elements_that_are_not_known_are_passed_over(void **state)
{
    struct collected c;

    (void)state;
    collect_changed(
        &c, GOOD, "<sdnEntry>",
        "<novelty><sdnEntry><uid>1</uid></sdnEntry></novelty><sdnEntry><novel a=\"b\"/>");
    assert_expected(&c, DATA("ofac-xml/expected.jsonl"));
    collected_free(&c);
}

static const struct broken broken[] = {
    {"truncated behind an entry", "  <sdnEntry>\n    <uid>90002", NULL, NULL, NULL, "",
     TOCSIN_ERR_PARSE},
    {"truncated inside an entry", "<vesselFlag>Malta", NULL, NULL, NULL, "", TOCSIN_ERR_PARSE},
    {"without the closing root tag", "</sdnList>", NULL, NULL, NULL, "", TOCSIN_ERR_PARSE},
    {"a document type", "<sdnList", "<!DOCTYPE sdnList>\n<sdnList", "<!DOCTYPE", NULL, "DOCTYPE",
     TOCSIN_ERR_PARSE},
    {"a day that is none", "14 Mar 1961", "31 Feb 1961", "31 Feb 1961", "dateOfBirth",
     "'31 Feb 1961' is no date", TOCSIN_ERR_PARSE},
    {"an issue date that is none", "02 Feb 2015", "soon", "soon", "Passport", "'soon' is no date",
     TOCSIN_ERR_PARSE},
    {"no uid", "<uid>90002</uid>", "", "<sdnEntry>\n    \n", "uid", "is missing", TOCSIN_ERR_PARSE},
    {"a uid that is no number", "90002", "x2", "<sdnEntry>\n    <uid>x2", "uid",
     "'x2' is no number", TOCSIN_ERR_PARSE},
    {"no name", "<lastName>MARROWIND</lastName>", "", "<sdnEntry>\n    <uid>90003", "lastName",
     "is missing", TOCSIN_ERR_PARSE},
};

static void errors_name_the_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(broken); i++)
        assert_broken(GOOD, &broken[i]);
}

static void a_bad_entry_can_be_skipped_with_all_that_hangs_on_it(void **state)
{
    struct broken b = {.find = "14 Mar 1961", .put = "31 Feb 1961"};
    struct collected c;

    (void)state;
    collect_skipping(&c, GOOD, &b, 1);
    assert_int_equal(c.bad.n, 1);
    assert_non_null(strstr(c.bad.at[0], "31 Feb 1961"));
    for (size_t i = 0; i < c.records.n; i++)
        assert_false(span_starts(c.records.at[i]->id, SPAN("ofac-90001")));
    find_record(&c, "ofac-90002");
    collected_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_becomes_its_entity),
        cmocka_unit_test(the_head_tells_list_and_version),
        cmocka_unit_test(a_file_named_cons_is_the_consolidated_list),
        cmocka_unit_test(birth_dates_keep_what_is_not_known),
        cmocka_unit_test(parts_of_a_name_come_from_strong_names_only),
        cmocka_unit_test(a_link_resolves_a_name_without_its_final_period),
        cmocka_unit_test(a_name_of_two_entries_links_to_neither),
        cmocka_unit_test(words_that_are_not_known_are_told_once_and_kept),
        cmocka_unit_test(a_wrong_count_of_entries_is_noted),
        cmocka_unit_test(elements_that_are_not_known_are_passed_over),
        cmocka_unit_test(errors_name_the_place),
        cmocka_unit_test(a_bad_entry_can_be_skipped_with_all_that_hangs_on_it),
    };

    return cmocka_run_group_tests_name("ofac_xml", tests, NULL, NULL);
}
