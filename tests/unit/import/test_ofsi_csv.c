/* SPDX-License-Identifier: Apache-2.0
 *
 * ofsi-csv: every field once, numbered cells, labels in the other information, and rows that are
 * not right.
 */
#include "broken.h"

#define GOOD DATA("ofsi-csv/ConList.csv")
#define PERSON "gb-hmt-99999"

static void every_field_becomes_its_entity(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, GOOD, NULL);
    assert_expected(&c, DATA("ofsi-csv/expected.jsonl"));
    assert_int_equal(c.notes.n, 0);
    collected_free(&c);
}

static void the_first_line_tells_the_version(void **state)
{
    struct import_summary s = summary_of(GOOD);

    (void)state;
    assert_string_equal(s.format, "ofsi-csv");
    assert_string_equal(s.dataset, "gb_hmt_sanctions");
    assert_string_equal(s.version, "2026-01-31");
    import_summary_free(&s);
}

static void numbered_cells_pair(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, GOOD, NULL);
    assert_values(&c, PERSON, PROP_birthPlace, "Port Maren, Malta", "Valletta, Malta", NULL);
    assert_record_values(find_child(&c, PERSON, SCHEMA_Passport, 1), PROP_number, "X0000418", NULL);
    assert_record_values(find_child(&c, PERSON, SCHEMA_Passport, 1), PROP_summary, "Issued 2015",
                         NULL);
    collected_free(&c);
}

static void cells_that_are_numbered_differently_do_not_pair(void **state)
{
    struct collected c;

    (void)state;
    collect_changed(&c, GOOD, "(1) Malta passport (2) Issued 2015", "Malta passport");
    assert_values(&c, PERSON, PROP_notes, "Passport Details: Malta passport",
                  "Seen with a grey launch.", "Shoe size: 44", NULL);
    collected_free(&c);
    collect_changed(&c, GOOD, "(1) Port Maren (2) Valletta", "Port Maren");
    assert_values(&c, PERSON, PROP_birthPlace, "Port Maren", "Port Maren, Malta",
                  "Valletta, Malta", NULL);
    collected_free(&c);
}

static void uk_is_the_united_kingdom(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, GOOD, NULL);
    assert_values(&c, PERSON, PROP_country, "gb", NULL);
    collected_free(&c);
}

static void labels_go_where_they_belong(void **state)
{
    struct collected c;
    const struct record *sanction;

    (void)state;
    collect(&c, GOOD, NULL);
    sanction = find_child(&c, PERSON, SCHEMA_Sanction, 0);
    assert_record_values(sanction, PROP_authorityId, "99999", "HTI9999", NULL);
    assert_record_values(sanction, PROP_unscId, "HTi.999", NULL);
    assert_record_values(sanction, PROP_reason, "Involved person (Haiti).", NULL);
    assert_values(&c, PERSON, PROP_phone, "+356 0000 0417", "+356 0000 0418", NULL);
    assert_values(&c, PERSON, PROP_gender, "male", NULL);
    assert_values(&c, PERSON, PROP_notes, "Seen with a grey launch.", "Shoe size: 44", NULL);
    collected_free(&c);
}

static void text_that_only_looks_like_a_label_stays_text(void **state)
{
    static const char *const texts[] = {"(",     "()", "():x",   "(open",
                                        "(a) b", ")",  "(a(b):", "x (y):"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        struct collected c;
        collect_changed(&c, GOOD, "Seen with a grey launch.", texts[i]);
        assert_values(&c, "gb-hmt-99998", PROP_registrationNumber, "C 00417", NULL);
        find_record(&c, PERSON);
        collected_free(&c);
    }
}

static void two_regimes_are_two_sanctions(void **state)
{
    struct collected c;

    (void)state;
    collect_changed(&c, GOOD, "Good quality,Haiti", "Good quality,Counter-Terrorism");
    assert_non_null(find_child(&c, PERSON, SCHEMA_Sanction, 0));
    assert_record_values(find_child(&c, PERSON, SCHEMA_Sanction, 1), PROP_program,
                         "Counter-Terrorism", NULL);
    collected_free(&c);
}

static void words_that_are_not_known_are_told(void **state)
{
    struct collected c;

    (void)state;
    collect_changed(&c, GOOD, ",Primary name,", ",Nom de mer,");
    assert_noted(&c, "Alias Type 'Nom de mer' is not known");
    collected_free(&c);
    collect_changed(&c, GOOD, "Good quality", "Fine quality");
    assert_noted(&c, "Alias Quality 'Fine quality' is not known");
    collected_free(&c);
    collect_changed(&c, GOOD, ",Ship,", ",Raft,");
    assert_noted(&c, "Group Type 'Raft' is not known");
    collected_free(&c);
    collect_changed(&c, GOOD, "(1) Malta. (2) Italy", "(1) Marenia. (2) Italy");
    assert_noted(&c, "Nationality: 'Marenia' is no country");
    assert_values(&c, PERSON, PROP_nationality, "it", "mt", NULL);
    collected_free(&c);
}

static const struct broken broken[] = {
    {"a birth date that is none", "14/03/1961", "31/02/1961", "31/02/1961", "DOB",
     "'31/02/1961' is no date", TOCSIN_ERR_PARSE},
    {"a listing date that is none", "15/01/2026,14/01/2026", "never,14/01/2026", "never",
     "Listed On", "'never' is no date", TOCSIN_ERR_PARSE},
    {"no id", "15/01/2026,99997", "15/01/2026,", "MARROWIND", "Group ID", "is missing",
     TOCSIN_ERR_PARSE},
    {"no name", "MARROWIND", "", "IMO number", "Name 6", "is missing", TOCSIN_ERR_PARSE},
    {"no id column", "Group ID", "Group Key", "Name 6", NULL, "there is no column 'Group ID'",
     TOCSIN_ERR_FORMAT},
    {"cut in quotes", "Brindle Cranes", NULL, "BRINDLE QUAY", NULL, "", TOCSIN_ERR_PARSE},
};

static void errors_name_the_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(broken); i++)
        assert_broken(GOOD, &broken[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_becomes_its_entity),
        cmocka_unit_test(the_first_line_tells_the_version),
        cmocka_unit_test(numbered_cells_pair),
        cmocka_unit_test(cells_that_are_numbered_differently_do_not_pair),
        cmocka_unit_test(uk_is_the_united_kingdom),
        cmocka_unit_test(labels_go_where_they_belong),
        cmocka_unit_test(text_that_only_looks_like_a_label_stays_text),
        cmocka_unit_test(two_regimes_are_two_sanctions),
        cmocka_unit_test(words_that_are_not_known_are_told),
        cmocka_unit_test(errors_name_the_place),
    };

    return cmocka_run_group_tests_name("ofsi_csv", tests, NULL, NULL);
}
