/* SPDX-License-Identifier: Apache-2.0
 *
 * Weights that who asks gives to features.
 */
#include "verdict.h"

#define P(...) PERSON(j.arena, __VA_ARGS__)

static struct match_weights ones(void)
{
    struct match_weights w;

    for (int i = 0; i < FEATURE_COUNT; i++)
        w.of[i] = 1;
    return w;
}

static struct match_weights one(enum feature f, float weight)
{
    struct match_weights w = ones();

    w.of[f] = weight;
    return w;
}

static double weighed(struct judge *j, const char *profile, struct subject query,
                      struct subject listed, struct match_weights w)
{
    judged(j, profile, query, listed);
    match_weigh(match_profile_find(profile), &w, &j->match);
    return j->match.score;
}

/* Persons who agree and differ in every feature. */
static void make_people(struct judge *j, struct subject out[8])
{
    out[0] = PERSON(j->arena, "name=Ferdik Quentabri", "birthDate=1961-03-14", "nationality=mt",
                    "gender=male", "passportNumber=X0000417");
    out[1] = PERSON(j->arena, "name=Fredik Quentabry", "birthDate=1961-03-14", "nationality=it",
                    "address=12 Cooper Lane, Port Maren");
    out[2] = PERSON(j->arena, "name=Ferdik Quentabri", "birthDate=1988", "gender=female",
                    "address=Cooper Lane 12, Port Maren");
    out[3] = PERSON(j->arena, "alias=F. Quentabri", "passportNumber=X0000417", "nationality=mt");
    out[4] = PERSON(j->arena, "name=Orlim Vantermark", "birthDate=1961");
    out[5] = PERSON(j->arena, "name=Ivan Sergeyevich Volodinsky", "birthDate=1970-01-02");
    out[6] = PERSON(j->arena, "name=Ivan Dmitriyevich Volodinsky", "birthDate=1970-02-01");
    out[7] = PERSON(j->arena, "name=Quentabri", "gender=male");
}

static void weights_of_one_change_nothing(void **state)
{
    struct judge j = judge_new();
    struct subject p[8];

    (void)state;
    make_people(&j, p);
    for (size_t k = 0; match_profile_at(k); k++)
        for (size_t a = 0; a < ARRAY_LEN(p); a++)
            for (size_t b = 0; b < ARRAY_LEN(p); b++) {
                const char *profile = match_profile_at(k)->name;
                double plain = judged(&j, profile, p[a], p[b]);
                struct match before = j.match;
                double same = weighed(&j, profile, p[a], p[b], ones());

                assert_memory_equal(&plain, &same, sizeof(plain));
                assert_memory_equal(before.features, j.match.features, sizeof(before.features));
                assert_int_equal(before.names.n, j.match.names.n);
            }
    judge_free(&j);
}

static void it_is_the_same_whoever_is_asked_about(void **state)
{
    static const float weights[] = {0, 0.3f, 1, 2.5f};
    struct judge j = judge_new();
    struct subject p[8];

    (void)state;
    make_people(&j, p);
    for (int f = 0; f < FEATURE_COUNT; f++)
        for (size_t i = 0; i < ARRAY_LEN(weights); i++)
            for (size_t a = 0; a < ARRAY_LEN(p); a++)
                for (size_t b = 0; b < a; b++) {
                    struct match_weights w = one((enum feature)f, weights[i]);

                    assert_true(weighed(&j, NULL, p[a], p[b], w) ==
                                weighed(&j, NULL, p[b], p[a], w));
                }
    judge_free(&j);
}

/* More weight on what speaks for a match never lowers a score, on what speaks against it never
 * raises one. */
static void more_weight_counts_more(void **state)
{
    static const float weights[] = {0, 0.01f, 0.5f, 0.99f, 1, 1.2f, 3, 1000};
    struct judge j = judge_new();
    struct subject p[8];

    (void)state;
    make_people(&j, p);
    for (size_t k = 0; match_profile_at(k); k++)
        for (int f = 0; f < FEATURE_COUNT; f++)
            for (size_t a = 0; a < ARRAY_LEN(p); a++)
                for (size_t b = 0; b < ARRAY_LEN(p); b++) {
                    const char *profile = match_profile_at(k)->name;
                    double last = 0;

                    judged(&j, profile, p[a], p[b]);
                    bool against = feature(&j, (enum feature)f) < 0;
                    for (size_t i = 0; i < ARRAY_LEN(weights); i++) {
                        double now = weighed(&j, profile, p[a], p[b],
                                             one((enum feature)f, weights[i]));

                        assert_true(now >= 0 && now <= 1);
                        assert_true(i == 0 || (against ? now <= last : now >= last));
                        last = now;
                    }
                }
    judge_free(&j);
}

static void without_the_name_nobody_is_found_by_name(void **state)
{
    struct judge j = judge_new();
    struct match_weights w = one(FEATURE_NAME, 0);
    struct subject p[8];
    struct reason *list;

    (void)state;
    make_people(&j, p);
    for (size_t k = 0; match_profile_at(k); k++)
        for (size_t a = 0; a < ARRAY_LEN(p); a++)
            for (size_t b = 0; b < ARRAY_LEN(p); b++) {
                double score = weighed(&j, match_profile_at(k)->name, p[a], p[b], w);

                assert_true(score == 0 || feature(&j, FEATURE_IDENTIFIER) > 0);
            }
    assert_true(weighed(&j, NULL, p[0], p[3], w) >= 0.9); /* the passport is still the same */
    size_t n = match_reasons(match_profile_find(NULL), &p[0], &p[3], &j.match, j.arena, &list);
    for (size_t i = 0; i < n; i++)
        assert_int_not_equal(list[i].feature, FEATURE_NAME);
    judge_free(&j);
}

static void what_is_left_out_is_no_reason(void **state)
{
    struct judge j = judge_new();
    struct subject p[8];
    struct reason *list;

    (void)state;
    make_people(&j, p);
    double plain = judged(&j, NULL, p[0], p[2]);
    double without = weighed(&j, NULL, p[0], p[2], one(FEATURE_GENDER, 0));

    assert_true(without > plain);
    size_t n = match_reasons(match_profile_find(NULL), &p[0], &p[2], &j.match, j.arena, &list);
    assert_true(n >= 2);
    for (size_t i = 0; i < n; i++)
        assert_int_not_equal(list[i].feature, FEATURE_GENDER);
    judge_free(&j);
}

static void a_name_alone_is_never_certain_by_its_weight(void **state)
{
    struct judge j = judge_new();

    (void)state;
    assert_true(weighed(&j, NULL, P("name=Ferdik Quentabri"), P("name=Ferdik Quentabry"),
                        one(FEATURE_NAME, 1000)) == 0.99);
    judge_free(&j);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_of_one_change_nothing),
        cmocka_unit_test(it_is_the_same_whoever_is_asked_about),
        cmocka_unit_test(more_weight_counts_more),
        cmocka_unit_test(without_the_name_nobody_is_found_by_name),
        cmocka_unit_test(what_is_left_out_is_no_reason),
        cmocka_unit_test(a_name_alone_is_never_certain_by_its_weight),
    };
    return cmocka_run_group_tests_name("match/weights", tests, NULL, NULL);
}
