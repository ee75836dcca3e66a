/* SPDX-License-Identifier: Apache-2.0
 *
 * The pure parts: roles, names, times, lockout, rates, passwords.
 */
#include "fixture.h"

#include "access/lockout.h"
#include "access/rate.h"

#define SECOND UINT64_C(1000000000)

/* ---- roles ------------------------------------------------------------------------------- */

static void each_role_may_what_the_one_before_may(void **state)
{
    (void)state;
    for (enum role role = ROLE_analyst; role <= ROLE_admin; role++)
        for (enum permission p = 0; p < PERMISSIONS; p++)
            if (access_may(role - 1, p))
                assert_true(access_may(role, p));
    for (enum permission p = 0; p < PERMISSIONS; p++)
        assert_true(access_may(ROLE_admin, p));
}

static void who_reads_searches_does_not_search(void **state)
{
    (void)state;
    assert_true(access_may(ROLE_auditor, PERMISSION_audit));
    assert_true(access_may(ROLE_auditor, PERMISSION_read));
    assert_false(access_may(ROLE_auditor, PERMISSION_screen));
    assert_false(access_may(ROLE_auditor, PERMISSION_import));
    assert_false(access_may(ROLE_supervisor, PERMISSION_audit));
    assert_false(access_may(ROLE_officer, PERMISSION_import));
    assert_false(access_may(ROLE_viewer, PERMISSION_batch));
    assert_true(access_may(ROLE_viewer, PERMISSION_screen));
}

static void roles_are_found_by_name_and_say_who_they_are_for(void **state)
{
    enum role found;

    (void)state;
    for (enum role role = 0; role < ROLES; role++) {
        assert_true(role_parse(span_of(role_name(role)), &found));
        assert_int_equal(found, role);
        assert_true(strlen(role_text(role)) > 10);
    }
    for (enum permission p = 0; p < PERMISSIONS; p++)
        assert_true(strlen(permission_name(p)) > 3 && strlen(permission_text(p)) > 10);
    for (enum access_outcome o = 0; o < ACCESS_OUTCOMES; o++)
        assert_true(strlen(access_outcome_name(o)) > 3 && strlen(access_outcome_text(o)) > 5);
    assert_false(role_parse(SPAN("Admin"), &found));
    assert_false(role_parse(SPAN(""), &found));
}

/* ---- names, times ------------------------------------------------------------------------ */

static void names_are_plain_ascii(void **state)
{
    static const char *const good[] = {"a", "maren.holt", "desk-2", "m_h@example.org", "X9"};
    static const char *const bad[] = {"",      ".a",   "a.",   "a b",     "a/b",
                                      "Sæunn", "a\nb", "a;--", "-option", "a\""};
    char name[LIMIT_WHO_NAME + 2];

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(good); i++)
        assert_ok(access_name_check(span_of(good[i])));
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_code(access_name_check(span_of(bad[i])), TOCSIN_ERR_USAGE);
    assert_code(access_name_check((struct span){"a\0b", 3}), TOCSIN_ERR_USAGE);
    memset(name, 'a', sizeof(name));
    assert_ok(access_name_check((struct span){name, LIMIT_WHO_NAME}));
    assert_code(access_name_check((struct span){name, LIMIT_WHO_NAME + 1}), TOCSIN_ERR_USAGE);
}

static int64_t when(const char *text, bool back)
{
    int64_t at = -1;

    assert_ok(access_when(span_of(text), NOW, back, &at));
    return at;
}

static void times_are_days_moments_and_distances(void **state)
{
    static const char *const bad[] = {"",    "tomorrow",    "2026-13-01",           "2026-02-30",
                                      "12",  "2026-1-1",    "2026-01-01T25:00:00Z", "d",
                                      "-1d", "9999999999d", "2026-01-01T00:00:00",  "1y",
                                      "+5h", "2026/01/01"};
    int64_t at;

    (void)state;
    assert_int_equal(when("2026-01-31", false), 1769817600);
    assert_int_equal(when("2026-01-31T23:00:00Z", false), NOW);
    assert_int_equal(when("12h", false), NOW + 12 * 3600);
    assert_int_equal(when("90d", false), NOW + INT64_C(90) * 86400);
    assert_int_equal(when("4w", true), NOW - INT64_C(28) * 86400);
    assert_int_equal(when("2028-02-29", true), 1835395200);
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_code(access_when(span_of(bad[i]), NOW, false, &at), TOCSIN_ERR_USAGE);
}

/* ---- lockout ----------------------------------------------------------------------------- */

static const struct lockout rule = {.after = 5, .first = 30, .most = 3600};

static void the_first_failures_cost_nothing_and_then_more_and_more(void **state)
{
    static const int64_t waits[] = {0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600};
    const struct lockout at_once = {.after = 1, .first = 10, .most = 5};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(waits); i++)
        assert_int_equal(lockout_until(&rule, i, NOW), NOW + waits[i]);
    assert_int_equal(lockout_until(&rule, UINT64_MAX, NOW), NOW + 3600);
    assert_int_equal(lockout_until(&rule, UINT64_MAX, 0), 3600);
    assert_int_equal(lockout_until(&at_once, 0, NOW), NOW);
    assert_int_equal(lockout_until(&at_once, 1, NOW), NOW + 5);
}

static void a_hundred_guesses_take_days(void **state)
{
    int64_t now = 0;

    (void)state;
    for (uint64_t failures = 1; failures <= 100; failures++)
        now = lockout_until(&rule, failures, now);
    assert_true(now > 3 * 24 * 3600);
}

static void an_address_has_more_for_free(void **state)
{
    (void)state;
    assert_int_equal(lockout_until_address(&rule, LOCKOUT_ADDRESS_FREE + 4, NOW), NOW);
    assert_int_equal(lockout_until_address(&rule, LOCKOUT_ADDRESS_FREE + 5, NOW), NOW + 30);
    assert_int_equal(lockout_until_address(&rule, 0, NOW), NOW);
}

static void a_network_of_ipv6_is_one_address(void **state)
{
    struct arena *a = arena_new();

    (void)state;
    assert_span(lockout_address(a, SPAN("2001:db8:1:2:3:4:5:6")),
                SPAN("address 2001:db8:1:2::/64"));
    assert_span(lockout_address(a, SPAN("2001:db8:1:2::9")), SPAN("address 2001:db8:1:2::/64"));
    assert_span(lockout_address(a, SPAN("::ffff:192.0.2.1")), SPAN("address ::ffff:192.0.2.1"));
    assert_span(lockout_address(a, SPAN("192.0.2.1")), SPAN("address 192.0.2.1"));
    assert_span(lockout_address(a, SPAN("")), SPAN("address "));
    assert_true(lockout_address(a, (struct span){GOOD_PASSWORD GOOD_PASSWORD GOOD_PASSWORD, 70}).n <
                70);
    arena_free(a);
}

/* ---- rates ------------------------------------------------------------------------------- */

static uint64_t taken_at_once(uint64_t *full_at, uint64_t rate, bool burst, uint64_t now)
{
    int64_t retry_after;
    uint64_t n = 0;

    while (n < 100000 && rate_step(full_at, rate, rate_holds(rate, burst), now, &retry_after))
        n++;
    return n;
}

static void a_burst_is_a_minutes_worth_and_no_burst_a_seconds(void **state)
{
    uint64_t full_at = 0;

    (void)state;
    assert_int_equal(taken_at_once(&full_at, 600, true, 1000 * SECOND), 600);
    full_at = 0;
    assert_int_equal(taken_at_once(&full_at, 600, false, 1000 * SECOND), 10);
    full_at = 0;
    assert_int_equal(taken_at_once(&full_at, 1, false, 1000 * SECOND), 1);
    full_at = 0;
    assert_int_equal(taken_at_once(&full_at, 61, false, 1000 * SECOND), 2);
}

static void what_was_taken_comes_back_evenly(void **state)
{
    uint64_t full_at = 0, now = 1000 * SECOND, n = 0;
    int64_t retry_after = -1;

    (void)state;
    taken_at_once(&full_at, 60, true, now);
    assert_false(rate_step(&full_at, 60, 60, now, &retry_after));
    assert_int_equal(retry_after, 1);
    assert_true(rate_step(&full_at, 60, 60, now + SECOND, &retry_after));
    assert_int_equal(retry_after, 0);
    assert_false(rate_step(&full_at, 60, 60, now + SECOND, &retry_after));
    for (uint64_t i = 0; i < 600; i++) /* a minute, asked ten times a second */
        n += rate_step(&full_at, 60, 60, now + SECOND + i * SECOND / 10, &retry_after);
    assert_int_equal(n, 59);
    assert_int_equal(taken_at_once(&full_at, 60, true, now + 1000 * SECOND), 60);
}

static void a_slow_rate_says_how_long_to_wait(void **state)
{
    uint64_t full_at = 0;
    int64_t retry_after = 0;

    (void)state;
    assert_true(rate_step(&full_at, 1, 1, 5 * SECOND, &retry_after));
    assert_false(rate_step(&full_at, 1, 1, 5 * SECOND, &retry_after));
    assert_int_equal(retry_after, 60);
    assert_false(rate_step(&full_at, 1, 1, 35 * SECOND, &retry_after));
    assert_int_equal(retry_after, 30);
    assert_true(rate_step(&full_at, 1, 1, 65 * SECOND, &retry_after));
}

static void the_table_is_bounded_and_keeps_tokens_apart(void **state)
{
    struct rates *r = rates_new();
    int64_t retry_after;

    (void)state;
    for (uint64_t id = 1; id <= 3 * LIMIT_RATES; id++)
        assert_true(rates_take(r, id, 60, 1, 1000 * SECOND + id, &retry_after));
    assert_false(rates_take(r, 3 * LIMIT_RATES, 60, 1, 1000 * SECOND + 99999, &retry_after));
    rates_free(r);
}

/* ---- passwords --------------------------------------------------------------------------- */

static void a_password_is_long_and_not_the_first_guess(void **state)
{
    static const char *const bad[] = {"",
                                      "elevenchars",
                                      "maren.holtma",
                                      "MAREN.HOLTMAREN.HOLT",
                                      "tocsintocsin",
                                      "passwordpassword",
                                      "aaaaaaaaaaaaaaaa",
                                      "ææææææææææææ",
                                      "\xff\xff three grey geese"};
    char text[LIMIT_PASSWORD + 1];

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_code(access_password_check(12, SPAN("maren.holt"), span_of(bad[i])),
                    TOCSIN_ERR_USAGE);
    assert_ok(access_password_check(12, SPAN("maren.holt"), SPAN("twelve chars")));
    assert_ok(access_password_check(12, SPAN("maren.holt"), SPAN("gæs i grålys!")));
    assert_ok(access_password_check(12, SPAN("a"), SPAN("123456789012")));
    for (size_t i = 0; i < sizeof(text); i++)
        text[i] = (char)('a' + i % 7);
    assert_ok(access_password_check(12, SPAN("x"), (struct span){text, LIMIT_PASSWORD}));
    assert_code(access_password_check(20, SPAN("x"), SPAN("nineteen characters")),
                TOCSIN_ERR_USAGE);
    assert_code(access_password_check(12, SPAN("x"), (struct span){text, LIMIT_PASSWORD + 1}),
                TOCSIN_ERR_USAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_role_may_what_the_one_before_may),
        cmocka_unit_test(who_reads_searches_does_not_search),
        cmocka_unit_test(roles_are_found_by_name_and_say_who_they_are_for),
        cmocka_unit_test(names_are_plain_ascii),
        cmocka_unit_test(times_are_days_moments_and_distances),
        cmocka_unit_test(the_first_failures_cost_nothing_and_then_more_and_more),
        cmocka_unit_test(a_hundred_guesses_take_days),
        cmocka_unit_test(an_address_has_more_for_free),
        cmocka_unit_test(a_network_of_ipv6_is_one_address),
        cmocka_unit_test(a_burst_is_a_minutes_worth_and_no_burst_a_seconds),
        cmocka_unit_test(what_was_taken_comes_back_evenly),
        cmocka_unit_test(a_slow_rate_says_how_long_to_wait),
        cmocka_unit_test(the_table_is_bounded_and_keeps_tokens_apart),
        cmocka_unit_test(a_password_is_long_and_not_the_first_guess),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
