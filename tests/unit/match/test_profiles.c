/* SPDX-License-Identifier: Apache-2.0
 *
 * Profiles: how they are found by name, and what sets each apart.
 */
#include "verdict.h"

static const double LINE = 0.70;
#define P(...) PERSON(j.arena, __VA_ARGS__)

static void the_default_is_the_first_and_has_no_name_to_be_asked_by(void **state)
{
    (void)state;
    assert_ptr_equal(match_profile_find(NULL), match_profile_find("tocsin"));
    assert_ptr_equal(match_profile_find(""), match_profile_find("tocsin"));
    assert_string_equal(match_profile_name(match_profile_find(NULL)), "tocsin");
    assert_string_equal(match_profile_at(0)->name, "tocsin");
}

static void a_profile_that_does_not_exist_is_not_found(void **state)
{
    static const char *const names[] = {"water", "TOCSIN", " tocsin", "tocsin ", "logic", "eu332"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        assert_null(match_profile_find(names[i]));
}

static void every_row_can_be_found_by_its_name_and_says_what_it_is(void **state)
{
    size_t n = 0;

    (void)state;
    for (const struct profile_row *row; (row = match_profile_at(n)); n++) {
        const struct match_profile *p = match_profile_find(row->name);

        assert_non_null(p);
        assert_true(strlen(row->description) > 10);
        assert_string_equal(match_profile_name(p), row->alias_of ? row->alias_of : row->name);
        for (size_t k = 0; k < n; k++)
            assert_string_not_equal(row->name, match_profile_at(k)->name);
    }
    assert_true(n >= 9);
    assert_null(match_profile_at(n + 100));
}

static void yentes_algorithms_are_other_names_of_the_default(void **state)
{
    static const char *const names[] = {"best",       "logic-v1",       "logic-v2",
                                        "name-based", "name-qualified", "regression-v1"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        assert_ptr_equal(match_profile_find(names[i]), match_profile_find(NULL));
}

static void the_profiles_are_not_each_other(void **state)
{
    (void)state;
    assert_ptr_not_equal(match_profile_find("eu-332"), match_profile_find("tocsin"));
    assert_ptr_not_equal(match_profile_find("exact"), match_profile_find("tocsin"));
    assert_ptr_not_equal(match_profile_find("exact"), match_profile_find("eu-332"));
}

/* ---- exact ----------------------------------------------------------------------------------- */

static void exact_is_one_or_nothing(void **state)
{
    static const struct {
        const char *query, *listed;
        double score;
    } rows[] = {
        {"name=Ferdik Quentabri", "name=FERDIK QUENTABRI", 1},
        {"name=Ferdik Quentabri", "name=Ferdík Quentabri", 1},
        {"name=Ferdik Quentabri", "name=Quentabri Ferdik", 1},
        {"name=Ferdik Quentabri", "name=QUENTABRI, Ferdik", 1},
        {"name=Ferdik Quentabri", "name=Fredik Quentabri", 0},
        {"name=Ferdik Quentabri", "name=Ferdik Vantermark", 0},
        {"name=Ferdik Quentabri", "name=Ferdik Jonath Quentabri", 0},
        {"name=Ferdik Quentabri", "name=F. Quentabri", 0},
        {"name=Ferdik Quentabri", "name=Ferdik", 0},
        {"passportNumber=X1234567", "passportNumber=x 123 4567", 1},
        {"passportNumber=X1234567", "passportNumber=X1234568", 0},
        {"birthDate=1961", "birthDate=1961", 0},
    };
    struct judge j = judge_new();

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        double s = judged(&j, "exact", P(rows[i].query), P(rows[i].listed));

        if (s != rows[i].score)
            print_error("%s, %s: %.4f\n", rows[i].query, rows[i].listed, s);
        assert_true(s == rows[i].score);
    }
    judge_free(&j);
}

static void exact_asks_for_names_alone(void **state)
{
    struct judge j = judge_new();

    (void)state;
    assert_true(judged(&j, "exact", P("name=Ferdik Quentabri", "birthDate=1961", "gender=male"),
                       P("name=Ferdik Quentabri", "birthDate=1988", "gender=female")) == 1);
    for (int f = 0; f < FEATURE_COUNT; f++)
        assert_true(feature_row((enum feature)f)->main || feature(&j, (enum feature)f) == 0);
    judge_free(&j);
}

/* ---- all of them ----------------------------------------------------------------------------- */

static void every_profile_keeps_to_its_scale_and_to_the_schema(void **state)
{
    static const char *const names[] = {"name=Ferdik Quentabri",
                                        "name=Fredik Quentabry",
                                        "name=F. Q.",
                                        "birthDate=1961",
                                        "name=Иван",
                                        "passportNumber=X1234567"};
    struct judge j = judge_new();

    (void)state;
    for (size_t p = 0; match_profile_at(p); p++)
        for (size_t i = 0; i < ARRAY_LEN(names); i++)
            for (size_t k = 0; k < ARRAY_LEN(names); k++) {
                const char *profile = match_profile_at(p)->name;
                double s = judged(&j, profile, P(names[i]), P(names[k]));

                assert_true(s >= 0 && s <= 1);
                struct subject vessel = SUBJECT(j.arena, SCHEMA_Vessel, "name=Ferdik Quentabri");
                assert_true(judged(&j, profile, P(names[i]), vessel) == 0);
            }
    judge_free(&j);
}

static void an_entity_without_anything_scores_nothing_under_any_profile(void **state)
{
    struct judge j = judge_new();
    struct subject bare = subject_of(j.arena, entity(j.arena, SCHEMA_Person, "x", NULL));

    (void)state;
    for (size_t p = 0; match_profile_at(p); p++) {
        const char *profile = match_profile_at(p)->name;

        assert_true(judged(&j, profile, bare, bare) == 0);
        assert_true(judged(&j, profile, P("name=Ferdik Quentabri"), bare) == 0);
        assert_true(judged(&j, profile, bare, P("name=Ferdik Quentabri")) == 0);
    }
    judge_free(&j);
}

static void reasons_are_given_under_every_profile(void **state)
{
    struct judge j = judge_new();
    struct subject q =
        P("name=Ferdik Quentabri", "birthDate=1961-03-14", "country=mt", "gender=male");
    struct subject e =
        P("name=Ferdik Quentabri", "birthDate=1988-03-14", "country=it", "gender=female");

    (void)state;
    for (size_t p = 0; match_profile_at(p); p++) {
        struct reason *list;

        judged(&j, match_profile_at(p)->name, q, e);
        size_t n = match_reasons(match_profile_find(match_profile_at(p)->name), &q, &e, &j.match,
                                 j.arena, &list);
        assert_in_range(n, 1, FEATURE_COUNT);
        assert_int_equal(list[0].feature, FEATURE_NAME);
        assert_true(list[0].detail.n > 0);
    }
    judge_free(&j);
}

static void the_default_is_more_generous_than_exact(void **state)
{
    static const char *const names[] = {"name=Ferdik Quentabry", "name=F. Quentabri",
                                        "name=Ferdik Jonath Quentabri",
                                        "name=Dr. Ferdik Quentabri"};
    struct judge j = judge_new();

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        assert_true(judged(&j, NULL, P("name=Ferdik Quentabri"), P(names[i])) >= LINE);
    judge_free(&j);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_default_is_the_first_and_has_no_name_to_be_asked_by),
        cmocka_unit_test(a_profile_that_does_not_exist_is_not_found),
        cmocka_unit_test(every_row_can_be_found_by_its_name_and_says_what_it_is),
        cmocka_unit_test(yentes_algorithms_are_other_names_of_the_default),
        cmocka_unit_test(the_profiles_are_not_each_other),
        cmocka_unit_test(exact_is_one_or_nothing),
        cmocka_unit_test(exact_asks_for_names_alone),
        cmocka_unit_test(every_profile_keeps_to_its_scale_and_to_the_schema),
        cmocka_unit_test(an_entity_without_anything_scores_nothing_under_any_profile),
        cmocka_unit_test(reasons_are_given_under_every_profile),
        cmocka_unit_test(the_default_is_more_generous_than_exact),
    };
    return cmocka_run_group_tests_name("match/profiles", tests, NULL, NULL);
}
