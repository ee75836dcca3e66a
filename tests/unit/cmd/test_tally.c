/* SPDX-License-Identifier: Apache-2.0
 *
 * Counting scores of labelled pairs.
 */
#include "fixture.h"

#include <math.h>

#include "cmd/tally.h"

static bool near(double a, double b)
{
    return fabs(a - b) < 1e-9;
}

static void rates_of_a_small_table(void **state)
{
    struct tally t = {0};
    struct rates r;

    (void)state;
    tally_add(&t, 0.95, 0.7, true, false);  /* found */
    tally_add(&t, 0.80, 0.7, true, false);  /* found */
    tally_add(&t, 0.40, 0.7, true, false);  /* missed */
    tally_add(&t, 0.75, 0.7, false, false); /* false alarm */
    tally_add(&t, 0.10, 0.7, false, false);
    assert_int_equal(t.pairs, 5);
    assert_int_equal(t.matches, 3);
    assert_int_equal(t.hits, 2);
    assert_int_equal(t.false_alarms, 1);
    r = tally_rates(&t);
    assert_true(near(r.precision, 2.0 / 3));
    assert_true(near(r.recall, 2.0 / 3));
    assert_true(near(r.f1, 2.0 / 3));
    assert_true(near(tally_mean(&t, true), 2.15 / 3));
    assert_true(near(tally_mean(&t, false), 0.425));
}

static void nothing_divides_by_nothing(void **state)
{
    struct tally t = {0};
    struct rates r = tally_rates(&t);

    (void)state;
    assert_true(r.precision == 0 && r.recall == 0 && r.f1 == 0);
    assert_true(tally_mean(&t, true) == 0 && tally_mean(&t, false) == 0);
    assert_true(tally_full_share(&t) == 0);
    tally_add(&t, 0.1, 0.7, false, false);
    r = tally_rates(&t);
    assert_true(r.precision == 0 && r.recall == 0 && r.f1 == 0);
}

static void the_threshold_itself_is_a_match(void **state)
{
    struct tally t = {0};

    (void)state;
    tally_add(&t, 0.7, 0.7, true, false);
    tally_add(&t, 0.1 + 0.2 + 0.4, 0.7, true, false); /* 0.7000000000000001 or a hair less */
    tally_add(&t, 0.6999, 0.7, true, false);
    assert_int_equal(t.hits, 2);
}

static void the_sweep_falls_as_the_threshold_rises(void **state)
{
    struct tally t = {0};

    (void)state;
    for (int i = 0; i <= 100; i++)
        tally_add(&t, i / 100.0, 0.7, i % 2, false);
    for (size_t i = 0; i < TALLY_STEPS; i++) {
        struct tally at = {0};

        for (int k = 0; k <= 100; k++)
            tally_add(&at, k / 100.0, tally_step_threshold(i), k % 2, false);
        assert_int_equal(t.step_hits[i], at.hits);
        assert_int_equal(t.step_false_alarms[i], at.false_alarms);
        assert_true(near(tally_step_rates(&t, i).f1, tally_rates(&at).f1));
        if (i)
            assert_true(t.step_hits[i] <= t.step_hits[i - 1]);
    }
    assert_true(near(tally_step_threshold(0), 0.5));
    assert_true(near(tally_step_threshold(TALLY_STEPS - 1), 1.0));
}

static void full_scores_of_names_that_differ(void **state)
{
    struct tally t = {0};

    (void)state;
    tally_add(&t, 1.0, 0.7, true, true);
    tally_add(&t, 1.0, 0.7, true, false);
    tally_add(&t, 0.999, 0.7, true, false);
    assert_int_equal(t.different, 2);
    assert_int_equal(t.different_full, 1);
    assert_true(near(tally_full_share(&t), 0.5));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rates_of_a_small_table),
        cmocka_unit_test(nothing_divides_by_nothing),
        cmocka_unit_test(the_threshold_itself_is_a_match),
        cmocka_unit_test(the_sweep_falls_as_the_threshold_rises),
        cmocka_unit_test(full_scores_of_names_that_differ),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
