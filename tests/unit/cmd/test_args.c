/* SPDX-License-Identifier: Apache-2.0
 *
 * The command line: what is understood, and what is said when it is not.
 */
#include "fixture.h"

#include "cmd/args.h"

#define PARSE(out, ...) parse((const char *const[]){"tocsin", __VA_ARGS__, NULL}, out)

static struct tocsin_err *parse(const char *const *argv, struct args **out)
{
    int n = 0;

    while (argv[n])
        n++;
    return args_parse(n, argv, out);
}

#define assert_refused(part, ...)                                                                  \
    do {                                                                                           \
        struct args *refused__;                                                                    \
        assert_error(PARSE(&refused__, __VA_ARGS__), TOCSIN_ERR_USAGE, part);                      \
        args_free(refused__);                                                                      \
    } while (0)

static void command_options_and_arguments_in_any_order(void **state)
{
    struct args *a;

    (void)state;
    assert_ok(PARSE(&a, "screen", "--limit", "3", "Ferdik Quentabry", "--json"));
    assert_string_equal(args_command(a)->name, "screen");
    assert_int_equal(args_n(a), 1);
    assert_string_equal(args_at(a, 0), "Ferdik Quentabry");
    assert_null(args_at(a, 1));
    assert_true(args_has(a, "json"));
    assert_false(args_has(a, "below"));
    assert_string_equal(args_text(a, "limit"), "3");
    args_free(a);
}

static void common_options_may_stand_before_the_command(void **state)
{
    struct args *a;

    (void)state;
    assert_ok(PARSE(&a, "--home", "/tmp/x", "--json", "datasets"));
    assert_string_equal(args_text(a, "home"), "/tmp/x");
    assert_true(args_has(a, "json"));
    args_free(a);
    assert_refused("no option --limit", "--limit", "3", "screen", "X");
}

static void a_value_may_follow_an_equals_sign(void **state)
{
    struct args *a;

    (void)state;
    assert_ok(PARSE(&a, "screen", "X", "--property=imoNumber=9999993", "--dataset="));
    assert_string_equal(args_text(a, "property"), "imoNumber=9999993");
    assert_string_equal(args_text(a, "dataset"), "");
    args_free(a);
}

static void many_values_keep_their_order(void **state)
{
    struct args *a;
    const char *const *list;

    (void)state;
    assert_ok(PARSE(&a, "screen", "--name", "A", "--country", "mt", "--name", "B"));
    list = args_list(a, "name");
    assert_string_equal(list[0], "A");
    assert_string_equal(list[1], "B");
    assert_null(list[2]);
    assert_null(args_list(a, "topic"));
    args_free(a);
}

static void two_dashes_end_the_options(void **state)
{
    struct args *a;

    (void)state;
    assert_ok(PARSE(&a, "screen", "--", "--json"));
    assert_string_equal(args_at(a, 0), "--json");
    assert_false(args_has(a, "json"));
    args_free(a);
}

static void a_lone_dash_is_an_argument(void **state)
{
    struct args *a;

    (void)state;
    assert_ok(PARSE(&a, "evaluate", "-"));
    assert_string_equal(args_at(a, 0), "-");
    args_free(a);
}

static void help_and_version_by_custom(void **state)
{
    struct args *a;

    (void)state;
    assert_ok(PARSE(&a, "--help"));
    assert_null(args_command(a));
    assert_true(args_has(a, "help"));
    args_free(a);
    assert_ok(PARSE(&a, "import", "-h")); /* though it has no PATH */
    assert_true(args_has(a, "help"));
    args_free(a);
    assert_ok(PARSE(&a, "--version"));
    assert_string_equal(args_command(a)->name, "version");
    args_free(a);
}

static void no_command_is_no_error_of_the_parser(void **state)
{
    struct args *a;

    (void)state;
    assert_ok(parse((const char *const[]){"tocsin", NULL}, &a));
    assert_null(args_command(a));
    assert_int_equal(args_n(a), 0);
    args_free(a);
}

static void what_is_unknown_names_the_nearest(void **state)
{
    (void)state;
    assert_refused("did you mean 'screen'?", "sceen", "X");
    assert_refused("no command 'quentabry'", "quentabry");
    assert_refused("did you mean --threshold?", "screen", "--treshold", "0.8", "X");
    assert_refused("did you mean --birth-date?", "screen", "--birthdate=1961", "X");
    assert_refused("`tocsin help check` lists them", "check", "--zzzzzz");
    assert_refused("two dashes", "screen", "-x", "X");
}

static void options_are_given_as_the_table_says(void **state)
{
    (void)state;
    assert_refused("--json takes no value", "check", "--json=yes");
    assert_refused("--limit wants N behind it", "screen", "X", "--limit");
    assert_refused("--limit is given twice", "screen", "X", "--limit", "1", "--limit", "2");
}

static void the_number_of_arguments_is_checked(void **state)
{
    (void)state;
    assert_refused("show wants ID", "show");
    assert_refused("'Quentabry' is one argument too many; names of several words go in quotes",
                   "screen", "Ferdik", "Quentabry");
    assert_refused("one argument too many", "check", "everything");
}

static void numbers_have_limits(void **state)
{
    struct args *a;
    double real = 0.7;
    uint64_t n = 5;

    (void)state;
    assert_ok(PARSE(&a, "screen", "X"));
    assert_ok(args_real(a, "threshold", 0, 1, &real));
    assert_ok(args_count(a, "limit", 1, 500, &n));
    assert_true(real == 0.7 && n == 5);
    args_free(a);
    assert_ok(PARSE(&a, "screen", "X", "--threshold", "0.85", "--limit", "500"));
    assert_ok(args_real(a, "threshold", 0, 1, &real));
    assert_ok(args_count(a, "limit", 1, 500, &n));
    assert_true(real == 0.85 && n == 500);
    args_free(a);
}

static void refuse_number(const char *threshold, const char *limit, const char *part)
{
    struct args *a;
    struct tocsin_err *err;
    double real;
    uint64_t n;

    assert_ok(PARSE(&a, "screen", "X", "--threshold", threshold, "--limit", limit));
    err = args_real(a, "threshold", 0, 1, &real);
    if (!err)
        err = args_count(a, "limit", 1, 500, &n);
    assert_error(err, TOCSIN_ERR_USAGE, part);
    args_free(a);
}

static void what_is_no_number_is_said(void **state)
{
    (void)state;
    refuse_number("0,7", "1", "--threshold: '0,7' is not a number");
    refuse_number("", "1", "is not a number");
    refuse_number("nan", "1", "is not a number");
    refuse_number("0.7x", "1", "is not a number");
    refuse_number("1.1", "1", "is not between 0 and 1");
    refuse_number("0.7", "-1", "'-1' is not a whole number");
    refuse_number("0.7", "99999999999999999999", "is not a whole number");
    refuse_number("0.7", "0", "is not between 1 and 500");
}

static void a_choice_is_its_place_in_the_table(void **state)
{
    struct args *a;
    size_t order = 7;

    (void)state;
    assert_ok(PARSE(&a, "screen", "X", "--date-order", "month"));
    assert_ok(args_word(a, "date-order", &order));
    assert_int_equal(order, 2);
    args_free(a);
    assert_ok(PARSE(&a, "screen", "X", "--date-order", "year"));
    assert_error(args_word(a, "date-order", &order), TOCSIN_ERR_USAGE,
                 "'year' is none of: auto day month");
    args_free(a);
}

static void a_mistake_leaves_what_was_understood(void **state)
{
    struct args *a;

    (void)state;
    assert_error(PARSE(&a, "check", "--json", "--nonsense"), TOCSIN_ERR_USAGE, "--nonsense");
    assert_true(args_has(a, "json"));
    args_free(a);
    args_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(command_options_and_arguments_in_any_order),
        cmocka_unit_test(common_options_may_stand_before_the_command),
        cmocka_unit_test(a_value_may_follow_an_equals_sign),
        cmocka_unit_test(many_values_keep_their_order),
        cmocka_unit_test(two_dashes_end_the_options),
        cmocka_unit_test(a_lone_dash_is_an_argument),
        cmocka_unit_test(help_and_version_by_custom),
        cmocka_unit_test(no_command_is_no_error_of_the_parser),
        cmocka_unit_test(what_is_unknown_names_the_nearest),
        cmocka_unit_test(options_are_given_as_the_table_says),
        cmocka_unit_test(the_number_of_arguments_is_checked),
        cmocka_unit_test(numbers_have_limits),
        cmocka_unit_test(what_is_no_number_is_said),
        cmocka_unit_test(a_choice_is_its_place_in_the_table),
        cmocka_unit_test(a_mistake_leaves_what_was_understood),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
