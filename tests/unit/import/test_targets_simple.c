/* SPDX-License-Identifier: Apache-2.0
 *
 * targets-simple: cells within cells, what the table leaves open, and rows that are not right.
 */
#include "broken.h"

#define GOOD DATA("targets-simple/targets.simple.csv")
#define PERSON "NK-quentabry00000000000001"

static void every_column_becomes_its_property(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, GOOD, NULL);
    assert_expected(&c, DATA("targets-simple/expected.jsonl"));
    collected_free(&c);
}

static void times_are_kept(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, GOOD, NULL);
    const struct record *r = find_record(&c, PERSON);
    assert_true(span_eq(r->first_seen, SPAN("2026-01-15T10:00:00")));
    assert_true(span_eq(r->last_change, SPAN("2026-01-16T10:00:00")));
    assert_true(span_eq(r->caption, SPAN("Ferdik Aldous Quentabry")));
    assert_int_equal(find_record(&c, "NK-marrowind00000000000001")->last_change.n, 0);
    collected_free(&c);
}

static void cells_hold_values_with_quotes_of_their_own(void **state)
{
    static const struct {
        const char *cell, *first, *second;
    } rows[] = {
        {"a;b", "a", "b"},
        {"a;;b", "a", "b"},
        {"\"\"a\"\";b", "a", "b"},
        {"\"\"a;b\"\"", "a;b", NULL},
        {"\"\"a \"\"\"\"x\"\"\"\"\"\";b", "a \"x\"", "b"},
        {"a \"\"x\"\";b", "a \"x\"", "b"},
        {"\"\"\"\";b", "b", NULL},
        {"a;", "a", NULL},
        {"a; b ", "a", "b"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct collected c;
        collect_changed(&c, GOOD, "Ferdi Quentabri;The Keel;Фердик Квентабри", rows[i].cell);
        assert_values(&c, PERSON, PROP_alias, rows[i].first, rows[i].second, NULL);
        collected_free(&c);
    }
}

static void an_older_file_lacks_a_column(void **state)
{
    struct scratch s;
    struct collected c;

    (void)state;
    scratch_new(&s);
    collect(&c,
            scratch_text(&s, "a.csv",
                         "id,schema,name,aliases,birth_date,countries,dataset\n"
                         "NK-odra,Person,Odra Keelhand,,1961,mt,A List\n"), NULL);
    assert_values(&c, "NK-odra", PROP_birthDate, "1961", NULL);
    assert_values(&c, "NK-odra", PROP_topics, "poi", NULL);
    collected_free(&c);
    scratch_free(&s);
}

static void what_a_schema_cannot_hold_goes_to_the_notes(void **state)
{
    struct collected c;

    (void)state;
    collect_changed(&c, GOOD, "\"Marrowind\",\"\",\"\"", "\"Marrowind\",\"\",\"1999\"");
    assert_values(&c, "NK-marrowind00000000000001", PROP_notes, "birth_date: 1999", NULL);
    collected_free(&c);
}

static void a_value_that_is_not_understood_is_kept_as_text_and_told(void **state)
{
    struct collected c;

    (void)state;
    collect_changed(&c, GOOD, "1961-03-14", "1961-02-30");
    assert_values(&c, PERSON, PROP_birthDate, NULL);
    assert_true(span_eq(record_first(find_record(&c, PERSON), PROP_notes),
                        SPAN("birthDate: 1961-02-30")));
    assert_noted(&c, "birth_date: '1961-02-30' is no date; kept as text");
    assert_noted(&c, "values not understood: 1");
    collected_free(&c);
}

static void a_column_that_is_not_known_is_noted(void **state)
{
    struct collected c;

    (void)state;
    collect_changed(&c, GOOD, "\"phones\"", "\"shoe size\"");
    assert_noted(&c, "the column 'shoe size' is not known");
    collected_free(&c);
}

static const struct broken broken[] = {
    {"no id", "NK-marrowind00000000000001", "", "Marrowind", "id", "is missing", TOCSIN_ERR_PARSE},
    {"a schema that is not known", "\"Vessel\"", "\"Raft\"", "Marrowind", "schema",
     "'Raft' is no schema of a target", TOCSIN_ERR_PARSE},
    {"a schema without names", "\"Vessel\"", "\"Sanction\"", "Marrowind", "schema",
     "'Sanction' is no schema of a target", TOCSIN_ERR_PARSE},
    {"a quote in a cell that is not closed", "Ferdi Quentabri;", "\"\"Ferdi Quentabri;",
     "Ferdi Quentabri", "aliases", "a quote that is not closed", TOCSIN_ERR_PARSE},
    {"text behind a quote in a cell", "Ferdi Quentabri;", "\"\"Ferdi\"\" Quentabri;", "Ferdi",
     "aliases", "a quote that is not closed", TOCSIN_ERR_PARSE},
    {"a quote in the sanctions that is not closed", "HTI - Involved", "\"\"HTI - Involved",
     "Involved", "sanctions", "a quote that is not closed", TOCSIN_ERR_PARSE},
    {"a time that is none", "2026-01-16T10:00:00", "2026-01-16T25:00:00", "T25", "last_change",
     "must be a time", TOCSIN_ERR_PARSE},
    {"an id twice", "NK-marrowind00000000000001", PERSON, "Marrowind", "id",
     "occurs twice, first in line 2", TOCSIN_ERR_PARSE},
    {"a field too few", "\"Maritime List\",", "", "Marrowind", NULL, "is it cut short?",
     TOCSIN_ERR_PARSE},
    {"a field too many", "\"Maritime List\",", "\"Maritime List\",\"\",", "Marrowind", NULL,
     "17 fields; the headings are 16", TOCSIN_ERR_PARSE},
    {"cut in a field", "Maritime List", NULL, "Marrowind", NULL, "cut short", TOCSIN_ERR_PARSE},
};

static void errors_name_the_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(broken); i++) {
        struct broken b = broken[i];
        if (strcmp(b.what, "an id twice") == 0) { /* bare places of the emitter have no file */
            struct collected c;
            collect_skipping(&c, GOOD, &b, 1);
            assert_true(any_contains(c.bad.at, c.bad.n, b.text));
            collected_free(&c);
            continue;
        }
        assert_broken(GOOD, &b);
    }
}

static void a_table_without_its_columns_is_refused(void **state)
{
    struct scratch s;
    struct collected c;

    (void)state;
    scratch_new(&s);
    assert_error(try_collect(&c, scratch_text(&s, "a.csv", "id,schema,aliases\n"),
                             "targets-simple"),
                 TOCSIN_ERR_FORMAT, "there is no column 'name'");
    collected_free(&c);
    assert_error(try_collect(&c, scratch_text(&s, "b.csv", ""), "targets-simple"),
                 TOCSIN_ERR_FORMAT, "the file ends before its headings");
    collected_free(&c);
    scratch_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_column_becomes_its_property),
        cmocka_unit_test(times_are_kept),
        cmocka_unit_test(cells_hold_values_with_quotes_of_their_own),
        cmocka_unit_test(an_older_file_lacks_a_column),
        cmocka_unit_test(what_a_schema_cannot_hold_goes_to_the_notes),
        cmocka_unit_test(a_value_that_is_not_understood_is_kept_as_text_and_told),
        cmocka_unit_test(a_column_that_is_not_known_is_noted),
        cmocka_unit_test(errors_name_the_place),
        cmocka_unit_test(a_table_without_its_columns_is_refused),
    };

    return cmocka_run_group_tests_name("targets_simple", tests, NULL, NULL);
}
