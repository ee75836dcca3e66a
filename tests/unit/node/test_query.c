/* SPDX-License-Identifier: Apache-2.0
 *
 * A query under construction: what it takes, what it says about what it does not know.
 */
#include "fixture.h"

static struct record *finished(const struct tocsin_query *q, struct arena *a)
{
    struct record *r = NULL;

    assert_ok(query_record(q, a, &r));
    return r;
}

static void values_get_their_normal_form(void **state)
{
    struct arena *a = arena_new();
    struct tocsin_query *q;
    struct record *r;
    size_t n;

    (void)state;
    assert_ok(tocsin_query_new("Person", &q));
    assert_ok(tocsin_query_add(q, "name", "  Ferdik   Quentabri "));
    assert_ok(tocsin_query_add(q, "name", "Ferdik Quentabri")); /* twice is once */
    assert_ok(tocsin_query_add(q, "birthDate", "1961"));
    assert_ok(tocsin_query_add(q, "nationality", "MT"));
    assert_ok(tocsin_query_add(q, "alias", ""));
    r = finished(q, a);
    assert_int_equal(r->schema, SCHEMA_Person);
    assert_span(record_first(r, PROP_name), SPAN("Ferdik Quentabri"));
    record_values(r, PROP_name, &n);
    assert_int_equal(n, 1);
    assert_span(record_first(r, PROP_nationality), SPAN("mt"));
    record_values(r, PROP_alias, &n);
    assert_int_equal(n, 0);
    tocsin_query_free(q);
    arena_free(a);
}

static void query_can_go_on_after_it_was_used(void **state)
{
    struct arena *a = arena_new();
    struct tocsin_query *q;
    size_t n;

    (void)state;
    assert_ok(tocsin_query_new("Person", &q));
    assert_ok(tocsin_query_add(q, "name", "Ferdik"));
    record_values(finished(q, a), PROP_name, &n);
    assert_int_equal(n, 1);
    assert_ok(tocsin_query_add(q, "birthDate", "1961"));
    assert_ok(tocsin_query_add(q, "name", "Orsola"));
    record_values(finished(q, a), PROP_name, &n);
    assert_int_equal(n, 2);
    tocsin_query_free(q);
    arena_free(a);
}

static void only_names_and_identifiers_can_be_searched_for(void **state)
{
    static const struct {
        const char *property, *value;
        bool searchable;
    } rows[] = {
        {"name", "Ferdik Quentabri", true}, {"alias", "\xE7\x8E\x8B", true},
        {"name", "44", true},               {"name", "", false},
        {"name", "?!", false},              {"birthDate", "1961", false},
        {"nationality", "mt", false},       {"passportNumber", "X0000417", true},
        {"lastName", "Quentabri", true},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct tocsin_query *q;

        assert_ok(tocsin_query_new("Person", &q));
        assert_false(tocsin_query_searchable(q));
        assert_ok(tocsin_query_add(q, rows[i].property, rows[i].value));
        assert_int_equal(tocsin_query_searchable(q), rows[i].searchable);
        tocsin_query_free(q);
    }
}

static void unknown_schemata_name_the_nearest(void **state)
{
    static const struct {
        const char *schema, *says;
    } rows[] = {
        {"Persn", "did you mean 'Person'?"},
        {"person", "did you mean 'Person'?"},
        {"Compnay", "did you mean 'Company'?"},
        {"Vesel", "did you mean 'Vessel'?"},
        {"", "unknown schema ''"},
        {"Zzzzzzzz", "unknown schema 'Zzzzzzzz'"},
    };
    struct tocsin_query *q;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assert_says(tocsin_query_new(rows[i].schema, &q), TOCSIN_ERR_USAGE, rows[i].says);
        assert_null(q);
    }
}

static void unknown_properties_name_the_nearest_that_the_schema_has(void **state)
{
    static const struct {
        const char *prop, *says;
    } rows[] = {
        {"birthdate", "a Person has no property 'birthdate'; did you mean 'birthDate'?"},
        {"natoinality", "did you mean 'nationality'?"},
        {"fristName", "did you mean 'firstName'?"},
        {"imoNumber", "a Person has no property 'imoNumber'"},
        {"qqqqqqqqqqqq", "a Person has no property 'qqqqqqqqqqqq'"},
        {"", "a Person has no property ''"},
    };
    struct tocsin_query *q;

    (void)state;
    assert_ok(tocsin_query_new("Person", &q));
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_says(tocsin_query_add(q, rows[i].prop, "x"), TOCSIN_ERR_USAGE, rows[i].says);
    tocsin_query_free(q);
}

static void schemata_that_nothing_can_meet_are_refused(void **state)
{
    static const char *const good[] = {"Thing",   "Person", "LegalEntity",
                                       "Company", "Vessel", "Address"};
    static const char *const bad[] = {"Sanction", "Passport", "Ownership", "Interval"};
    struct tocsin_query *q;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_says(tocsin_query_new(bad[i], &q), TOCSIN_ERR_USAGE, bad[i]);
    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        assert_ok(tocsin_query_new(good[i], &q));
        tocsin_query_free(q);
    }
}

static void invalid_values_name_the_property(void **state)
{
    struct tocsin_query *q;
    struct tocsin_err *err;

    (void)state;
    assert_ok(tocsin_query_new("Person", &q));
    err = tocsin_query_add(q, "birthDate", "31 Feb 1961x");
    assert_string_equal(tocsin_err_place(err).field, "birthDate");
    assert_says(err, TOCSIN_ERR_PARSE, "is not a date");
    assert_says(tocsin_query_add(q, "country", "Quentabria"), TOCSIN_ERR_PARSE, "country");
    assert_says(tocsin_query_add(q, "gender", "unknowable"), TOCSIN_ERR_PARSE, "male");
    assert_says(tocsin_query_add(q, "name", "a\xff"), TOCSIN_ERR_PARSE, "UTF-8");
    tocsin_query_free(q);
}

static void json_is_taken_as_yente_takes_it(void **state)
{
    const char *json = "{\"id\":\"mine\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Ferdik "
                       "Quentabri\"],\"birthDate\":[1961,\"no date\"],\"unknown\":[\"x\"],"
                       "\"country\":\"Malta\"}}";
    struct arena *a = arena_new();
    struct tocsin_query *q;
    struct record *r;
    size_t n;

    (void)state;
    assert_ok(tocsin_query_json(json, strlen(json), &q));
    r = finished(q, a);
    assert_span(record_first(r, PROP_name), SPAN("Ferdik Quentabri"));
    assert_span(record_first(r, PROP_birthDate), SPAN("1961"));
    record_values(r, PROP_birthDate, &n);
    assert_int_equal(n, 1);
    assert_span(record_first(r, PROP_country), SPAN("mt"));
    assert_ok(tocsin_query_add(q, "name", "Ferdinand"));
    record_values(finished(q, a), PROP_name, &n);
    assert_int_equal(n, 2);
    tocsin_query_free(q);
    arena_free(a);
}

static void bad_json_is_refused(void **state)
{
    static const char *const bad[] = {"",
                                      "{",
                                      "[]",
                                      "\"Person\"",
                                      "{}",
                                      "{\"schema\":\"Persn\",\"properties\":{}}",
                                      "{\"schema\":\"Sanction\",\"properties\":{}}",
                                      "{\"schema\":5}"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct tocsin_query *q;
        struct tocsin_err *err = tocsin_query_json(bad[i], strlen(bad[i]), &q);

        if (!err)
            fail_msg("%s is taken", bad[i]);
        assert_null(q);
        tocsin_err_free(err);
    }
}

/* ---- nearest ------------------------------------------------------------------------------- */

static void nearest_counts_edits(void **state)
{
    (void)state;
    assert_string_equal(nearest_schema(SPAN("Person")), "Person");
    assert_string_equal(nearest_schema(SPAN("Preson")), "Person");
    assert_string_equal(nearest_schema(SPAN("Orgnization")), "Organization");
    assert_null(nearest_schema(SPAN("x")));
    assert_null(nearest_schema(SPAN("")));
    assert_null(nearest_schema(SPAN("completely different")));
    assert_string_equal(nearest_prop(SCHEMA_Person, SPAN("passportnumber")), "passportNumber");
    assert_string_equal(nearest_prop(SCHEMA_Vessel, SPAN("imoNumbre")), "imoNumber");
}

static void nearest_takes_text_of_any_length(void **state)
{
    char text[5000];

    (void)state;
    memset(text, 'P', sizeof(text));
    assert_null(nearest_schema((struct span){text, sizeof(text)}));
    assert_null(nearest_schema((struct span){text, 64}));
    assert_null(nearest_schema((struct span){text, 65}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_get_their_normal_form),
        cmocka_unit_test(query_can_go_on_after_it_was_used),
        cmocka_unit_test(only_names_and_identifiers_can_be_searched_for),
        cmocka_unit_test(unknown_schemata_name_the_nearest),
        cmocka_unit_test(unknown_properties_name_the_nearest_that_the_schema_has),
        cmocka_unit_test(schemata_that_nothing_can_meet_are_refused),
        cmocka_unit_test(invalid_values_name_the_property),
        cmocka_unit_test(json_is_taken_as_yente_takes_it),
        cmocka_unit_test(bad_json_is_refused),
        cmocka_unit_test(nearest_counts_edits),
        cmocka_unit_test(nearest_takes_text_of_any_length),
    };

    return cmocka_run_group_tests_name("node query", tests, NULL, NULL);
}
