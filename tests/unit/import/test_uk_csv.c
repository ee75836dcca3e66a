/* SPDX-License-Identifier: Apache-2.0
 *
 * uk-csv: the rows give exactly the entities that the XML of the same list gives; rows that are
 * apart, that differ, that are cut.
 */
#include "broken.h"

#define GOOD DATA("uk-csv/UK-Sanctions-List.csv")
#define PERSON "gb-fcdo-hti9999"

/* The file of expected entities is that of uk-xml. The last row of the person ends the file. */
static void rows_give_what_the_xml_gives(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, GOOD, NULL);
    assert_expected(&c, DATA("uk-xml/expected.jsonl"));
    collected_free(&c);
}

static void the_first_line_tells_the_version(void **state)
{
    struct import_summary s = summary_of(GOOD);

    (void)state;
    assert_string_equal(s.format, "uk-csv");
    assert_string_equal(s.dataset, "gb_fcdo_sanctions");
    assert_string_equal(s.version, "2026-01-31");
    import_summary_free(&s);
}

static void a_file_with_quotes_and_a_mark_is_known_too(void **state)
{
    struct scratch s;
    const char *format;

    (void)state;
    scratch_new(&s);
    assert_ok(import_detect(scratch_text(&s, "a.csv",
                                         "\xef\xbb\xbf\"Report Date: 31-Jan-2026\"\r\n"
                                         "\"Last Updated\",\"Unique ID\",\"OFSI Group ID\"\r\n"),
                            &format));
    assert_string_equal(format, "uk-csv");
    scratch_free(&s);
}

static void cells_of_one_row_stay_together(void **state)
{
    struct collected c;

    (void)state;
    collect_changed(&c, GOOD, "X0000417,Issued 2015", "X0000418,Issued 2015");
    assert_record_values(find_child(&c, PERSON, SCHEMA_Passport, 0), PROP_summary, "Malta passport",
                         "Issued 2015", NULL);
    assert_record_values(find_child(&c, PERSON, SCHEMA_Passport, 1), PROP_summary, "Issued 2015",
                         NULL);
    collected_free(&c);
}

static void rows_that_differ_are_noted_and_the_first_is_kept(void **state)
{
    struct collected c;

    (void)state;
    collect_changed(&c, GOOD, "16/01/2026,HTI9999,99999,HTi.999,Quentabri",
                    "17/01/2026,HTI9999,99999,HTi.999,Quentabri");
    assert_noted(&c, "line 4: Last Updated of 'HTI9999' differs from line 3; the first is kept");
    assert_values(&c, PERSON, PROP_modifiedAt, "2026-01-16", NULL);
    collected_free(&c);
}

static void hull_numbers_stay_in_the_notes(void **state)
{
    struct collected c;

    (void)state;
    collect_changed(&c, GOOD, "87 m,1999,", "87 m,1999,MT-BQH00417A999");
    assert_values(&c, "gb-fcdo-hti9997", PROP_notes, "LengthOfShip: 87 m",
                  "HullIdentificationNumber: MT-BQH00417A999", NULL);
    collected_free(&c);
}

static void columns_that_come_and_go_are_told(void **state)
{
    struct collected c;

    (void)state;
    collect_changed(&c, GOOD, "Year Built,Hull", "Shoe size,Hull");
    assert_noted(&c, "the column 'Shoe size' is not known");
    assert_noted(&c, "there is no column 'Year Built'");
    assert_values(&c, "gb-fcdo-hti9997", PROP_buildDate, NULL);
    collected_free(&c);
}

static const struct broken broken[] = {
    {"a column twice", "Year Built", "Type of ship", "Last Updated", NULL,
     "the column 'Type of ship' occurs twice", TOCSIN_ERR_FORMAT},
    {"no id", "HTI9998", "", "15/01/2026,,", "Unique ID", "is missing", TOCSIN_ERR_PARSE},
    {"a field too many", "Brindlequayholdings", "Brindle,quayholdings", "Brindle,quay", NULL,
     "59 fields; the headings are 58", TOCSIN_ERR_PARSE},
    {"cut inside the last row", "Port Maren,Malta,,,,,,,,,,,,,,\n", NULL, NULL, NULL, "",
     TOCSIN_ERR_PARSE},
    {"cut in quotes", "a@quentabry.example, b", NULL, "16/01/2026", NULL, "cut short",
     TOCSIN_ERR_PARSE},
    {"a birth date that is none", "14/03/1961", "31/02/1961", "31/02/1961", "DOB",
     "'31/02/1961' is no date", TOCSIN_ERR_PARSE},
    {"no name", "MARROWIND", "", "15/01/2026,HTI9997", "Names", "is missing", TOCSIN_ERR_PARSE},
};

static void errors_name_the_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(broken); i++)
        assert_broken(GOOD, &broken[i]);
}

/* No number of rows that may be skipped makes half a file a list. */
static void a_last_row_that_is_cut_cannot_be_skipped(void **state)
{
    struct buf all = {0};
    struct scratch s;
    struct collected c;
    struct import_sink sink;
    struct import_summary summary = {0};
    struct import_request request = {.skip_bad = 10, .no_jail = true};

    (void)state;
    assert_ok(file_read(GOOD, 1 << 20, &all));
    scratch_new(&s);
    sink = collected_sink(&c);
    request.path = scratch_file(&s, "list.csv", span_slice(buf_view(&all), 0, all.n - 40));
    assert_error(import_run_for_test(&request, &sink, &summary), TOCSIN_ERR_PARSE,
                 "is it cut short?");
    import_summary_free(&summary);
    collected_free(&c);
    scratch_free(&s);
    buf_free(&all);
}

static void a_bad_designation_can_be_skipped(void **state)
{
    struct broken b = {.find = "14/03/1961", .put = "31/02/1961"};
    struct collected c;

    (void)state;
    collect_skipping(&c, GOOD, &b, 1);
    assert_int_equal(c.bad.n, 1);
    find_record(&c, "gb-fcdo-hti9998");
    find_record(&c, "gb-fcdo-hti9997");
    collected_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_give_what_the_xml_gives),
        cmocka_unit_test(the_first_line_tells_the_version),
        cmocka_unit_test(a_file_with_quotes_and_a_mark_is_known_too),
        cmocka_unit_test(cells_of_one_row_stay_together),
        cmocka_unit_test(rows_that_differ_are_noted_and_the_first_is_kept),
        cmocka_unit_test(hull_numbers_stay_in_the_notes),
        cmocka_unit_test(columns_that_come_and_go_are_told),
        cmocka_unit_test(errors_name_the_place),
        cmocka_unit_test(a_last_row_that_is_cut_cannot_be_skipped),
        cmocka_unit_test(a_bad_designation_can_be_skipped),
    };

    return cmocka_run_group_tests_name("uk_csv", tests, NULL, NULL);
}
