/* SPDX-License-Identifier: Apache-2.0
 *
 * Explaining: one verdict from the line of the source file to the score, found by the search or
 * not.
 */
#include <jansson.h>

#include "town_list.h"

static const char *step(const struct tocsin_explanation *e, const char *title)
{
    for (size_t i = 0; i < tocsin_explanation_steps(e); i++)
        if (strcmp(tocsin_explanation_title(e, i), title) == 0)
            return tocsin_explanation_text(e, i);
    print_error("there is no step %s\n", title);
    fail();
    return "";
}

static struct tocsin_explanation *explained(struct town *t, struct tocsin_query *q, const char *id,
                                            const char *algorithm)
{
    struct tocsin_explanation *e;

    assert_ok(tocsin_explain(t->node, q, id, algorithm, 0, &e));
    tocsin_query_free(q);
    return e;
}

static void assert_holds(const char *text, const char *what)
{
    if (!strstr(text, what))
        print_error("\"%s\" is not in\n%s\n", what, text);
    assert_non_null(strstr(text, what));
}

static void the_steps_lead_from_the_source_to_the_score(void **state)
{
    static const char *const titles[] = {"Source", "Entity", "Retrieved by", "Features", "Score"};
    struct town t;

    (void)state;
    town_with_list(&t);
    struct tocsin_explanation *e =
        explained(&t, QUESTION("Person", "name=Ferdik Quentabry"), "ferdik", NULL);
    size_t n = tocsin_explanation_steps(e), at = 0;
    assert_true(n >= ARRAY_LEN(titles));
    for (size_t i = 0; i < n; i++) {
        assert_true(strlen(tocsin_explanation_title(e, i)) > 0);
        assert_true(strlen(tocsin_explanation_text(e, i)) > 0);
        at += at < ARRAY_LEN(titles) && strcmp(tocsin_explanation_title(e, i), titles[at]) == 0;
    }
    assert_int_equal(at, ARRAY_LEN(titles)); /* in this order */
    assert_null(tocsin_explanation_title(e, n));
    assert_null(tocsin_explanation_text(e, n));
    tocsin_explanation_free(e);
    tocsin_explanation_free(NULL);
    town_close(&t);
}

static void each_step_says_what_it_did(void **state)
{
    struct town t;

    (void)state;
    town_with_list(&t);
    struct tocsin_explanation *e = explained(
        &t, QUESTION("Person", "name=Ferdik Quentabry", "birthDate=1961"), "ferdik", NULL);
    assert_holds(step(e, "Source"), "dataset harbour, format ftm");
    assert_holds(step(e, "Source"), "harbour.ftm.json");
    assert_holds(step(e, "Source"), t.report.sha256);
    assert_holds(step(e, "Source"), "line 1");
    assert_holds(step(e, "Entity"), "ferdik, Person");
    assert_holds(step(e, "Entity"), "birthDate: 1961-03-14");
    assert_holds(step(e, "Retrieved by"), "candidate 1 of ");
    assert_holds(step(e, "Retrieved by"), "quentabry reaches");
    assert_holds(step(e, "Features"), "name_match");
    assert_holds(step(e, "Features"), "[quentabry ~ quentabri: spelling");
    assert_holds(step(e, "Features"), "dob_match");
    assert_holds(step(e, "Score"), "a match at the threshold 0.70");
    tocsin_explanation_free(e);
    town_close(&t);
}

static void the_line_is_that_of_the_entity(void **state)
{
    struct town t;

    (void)state;
    town_with_list(&t);
    struct tocsin_explanation *e =
        explained(&t, QUESTION("Person", "name=Orlim Vantermark"), "orlim", NULL);
    assert_holds(step(e, "Source"), "line 3");
    tocsin_explanation_free(e);
    town_close(&t);
}

static void an_entity_that_a_search_would_not_show_is_explained_too(void **state)
{
    struct town t;

    (void)state;
    town_with_list(&t);
    struct tocsin_explanation *e =
        explained(&t, QUESTION("Person", "name=Zglbtrx Wqpfdsz"), "orlim", NULL);
    assert_true(tocsin_explanation_score(e) < 0.3);
    assert_holds(step(e, "Retrieved by"), "not among the ");
    assert_holds(step(e, "Score"), "no match");
    tocsin_explanation_free(e);
    e = explained(&t, QUESTION("Company", "name=Orlim Vantermark"), "orlim", NULL);
    assert_true(tocsin_explanation_score(e) == 0);
    assert_holds(step(e, "Features"), "nothing met");
    tocsin_explanation_free(e);
    town_close(&t);
}

static void the_score_is_the_one_that_screening_gives(void **state)
{
    static const char *const algorithms[] = {NULL, "exact", "eu-332", "logic-v2"};
    static const char *const names[] = {"name=Ferdik Quentabri", "name=Fredik Quentabry",
                                        "name=F. Quentabri"};
    struct town t;

    (void)state;
    town_with_list(&t);
    for (size_t i = 0; i < ARRAY_LEN(algorithms); i++)
        for (size_t k = 0; k < ARRAY_LEN(names); k++) {
            struct tocsin_screen_options o = {.algorithm = algorithms[i], .below = true};
            struct tocsin_query *q =
                QUESTION("Person", names[k], "birthDate=1961-03-14", "nationality=mt");
            struct tocsin_results *r;

            assert_ok(tocsin_screen(t.node, q, &o, &r));
            struct tocsin_explanation *e = explained(&t, q, "ferdik", algorithms[i]);
            for (size_t at = 0; at < tocsin_results_count(r); at++)
                if (strcmp(tocsin_result_id(r, at), "ferdik") == 0)
                    assert_float_equal(tocsin_explanation_score(e), tocsin_result_score(r, at),
                                       1e-9);
            tocsin_explanation_free(e);
            tocsin_results_free(r);
        }
    town_close(&t);
}

static void an_identifier_is_named_as_the_way_in(void **state)
{
    struct town t;

    (void)state;
    town_with_list(&t);
    struct tocsin_explanation *e =
        explained(&t, QUESTION("Vessel", "imoNumber=9074729"), "heron", NULL);
    assert_holds(step(e, "Retrieved by"), "by an identifier");
    assert_holds(step(e, "Features"), "identifier_match");
    tocsin_explanation_free(e);
    town_close(&t);
}

static void the_json_has_the_same_steps(void **state)
{
    struct town t;

    (void)state;
    town_with_list(&t);
    struct tocsin_explanation *e =
        explained(&t, QUESTION("Person", "name=Ferdik \"Q\" Quentabri"), "ferdik", NULL);
    json_t *root = json_loads(tocsin_explanation_json(e), 0, NULL);
    assert_non_null(root);
    assert_float_equal(json_number_value(json_object_get(root, "score")),
                       tocsin_explanation_score(e), 1e-4);
    json_t *steps = json_object_get(root, "steps");
    assert_int_equal(json_array_size(steps), tocsin_explanation_steps(e));
    for (size_t i = 0; i < json_array_size(steps); i++) {
        json_t *one = json_array_get(steps, i);

        assert_string_equal(json_string_value(json_object_get(one, "title")),
                            tocsin_explanation_title(e, i));
        assert_string_equal(json_string_value(json_object_get(one, "text")),
                            tocsin_explanation_text(e, i));
    }
    json_decref(root);
    tocsin_explanation_free(e);
    town_close(&t);
}

static void the_line_is_the_one_that_is_asked_for(void **state)
{
    struct tocsin_explanation *e;
    struct tocsin_query *q = QUESTION("Person", "name=Ferdik Quentabry");
    struct town t;

    (void)state;
    town_with_list(&t);
    assert_ok(tocsin_explain(t.node, q, "ferdik", NULL, 1, &e));
    assert_holds(step(e, "Score"), "no match at the threshold 1.00");
    tocsin_explanation_free(e);
    tocsin_query_free(q);
    town_close(&t);
}

static void what_does_not_exist_is_an_error(void **state)
{
    struct tocsin_explanation *e;
    struct tocsin_query *q = QUESTION("Person", "name=Ferdik Quentabri");
    struct town t;

    (void)state;
    town_with_list(&t);
    assert_says(tocsin_explain(t.node, q, "nobody", NULL, 0, &e), TOCSIN_ERR_NOT_FOUND, "nobody");
    assert_null(e);
    assert_says(tocsin_explain(t.node, q, "ferdik", "water", 0, &e), TOCSIN_ERR_USAGE, "water");
    assert_null(e);
    tocsin_query_free(q);
    town_close(&t);
}

/* Long values are cut between letters, so that the text stays well-formed. */
static void long_values_are_cut_between_letters(void **state)
{
    struct town t;
    struct buf b = {0};
    size_t bad;

    (void)state;
    town_open(&t);
    buf_str(&b, "{\"id\":\"long\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Ferdik\"],"
                "\"notes\":[\"x");
    for (int i = 0; i < 300; i++)
        buf_str(&b, "Квентабри");
    buf_str(&b, "\"]}}\n");
    load_ftm(&t, "long", buf_cstr(&b));
    struct tocsin_explanation *e = explained(&t, QUESTION("Person", "name=Ferdik"), "long", NULL);
    assert_true(strlen(step(e, "Entity")) < 1000);
    assert_true(utf8_valid(span_of(step(e, "Entity")), &bad));
    tocsin_explanation_free(e);
    buf_free(&b);
    town_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_steps_lead_from_the_source_to_the_score),
        cmocka_unit_test(each_step_says_what_it_did),
        cmocka_unit_test(the_line_is_that_of_the_entity),
        cmocka_unit_test(an_entity_that_a_search_would_not_show_is_explained_too),
        cmocka_unit_test(the_score_is_the_one_that_screening_gives),
        cmocka_unit_test(an_identifier_is_named_as_the_way_in),
        cmocka_unit_test(the_json_has_the_same_steps),
        cmocka_unit_test(the_line_is_the_one_that_is_asked_for),
        cmocka_unit_test(what_does_not_exist_is_an_error),
        cmocka_unit_test(long_values_are_cut_between_letters),
    };
    return cmocka_run_group_tests_name("node/explain", tests, NULL, NULL);
}
