/* SPDX-License-Identifier: Apache-2.0
 *
 * "Did you mean": what is near and what is not.
 */
#include "check.h"

#include "base/nearest.h"

static const char *nearest_of(const char *typed, const char *const *names)
{
    struct nearest n = nearest_begin(span_of(typed));

    for (; *names; names++)
        nearest_try(&n, *names, *names);
    return n.best;
}

static const char *const names[] = {"check", "import", "init", "screen", "show", NULL};

static void slips_of_the_finger_are_near(void **state)
{
    (void)state;
    assert_string_equal(nearest_of("improt", names), "import"); /* swapped */
    assert_string_equal(nearest_of("sceen", names), "screen");  /* dropped */
    assert_string_equal(nearest_of("cheeck", names), "check");  /* doubled */
    assert_string_equal(nearest_of("shaw", names), "show");     /* replaced */
    assert_string_equal(nearest_of("screen", names), "screen");
}

static void a_beginning_is_near(void **state)
{
    (void)state;
    assert_string_equal(nearest_of("imp", names), "import");
    assert_null(nearest_of("sc", names)); /* too little to mean anything */
}

static void other_words_are_not(void **state)
{
    (void)state;
    assert_null(nearest_of("quentabry", names));
    assert_null(nearest_of("", names));
    assert_null(nearest_of("x", names));
    assert_null(nearest_of("ohws", names));
}

static void the_nearest_of_several_wins(void **state)
{
    static const char *const two[] = {"threads", "threshold", NULL};

    (void)state;
    assert_string_equal(nearest_of("treads", two), "threads");
    assert_string_equal(nearest_of("treshold", two), "threshold");
}

static void a_name_that_is_too_long_is_passed_over(void **state)
{
    char longer[200];

    (void)state;
    memset(longer, 's', sizeof(longer) - 1);
    longer[sizeof(longer) - 1] = '\0';
    assert_null(nearest_of(longer, names));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slips_of_the_finger_are_near),
        cmocka_unit_test(a_beginning_is_near),
        cmocka_unit_test(other_words_are_not),
        cmocka_unit_test(the_nearest_of_several_wins),
        cmocka_unit_test(a_name_that_is_too_long_is_passed_over),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
