/* SPDX-License-Identifier: Apache-2.0
 *
 * Schedules: when they are due next, and what is none.
 */
#include "home.h"

#include <time.h>

/* "2026-01-31T09:00:00Z" */
static int64_t at(const char *text)
{
    struct tm tm = {0};

    if (sscanf(text, "%d-%d-%dT%d:%d:%dZ", &tm.tm_year, &tm.tm_mon, &tm.tm_mday, &tm.tm_hour,
               &tm.tm_min, &tm.tm_sec) != 6)
        fail_msg("not a time: %s", text);
    tm.tm_year -= 1900;
    tm.tm_mon -= 1;
    return timegm(&tm);
}

static void assert_next(const char *schedule, const char *now, const char *expected)
{
    int64_t next = 0;
    char text[21];

    if (!schedule_next(schedule, at(now), &next))
        fail_msg("%s: never", schedule);
    clock_format(next, text);
    if (strcmp(text, expected) != 0)
        fail_msg("%s after %s: %s, not %s", schedule, now, text, expected);
}

static void the_next_time_is_strictly_later(void **state)
{
    (void)state;
    assert_next("hourly", "2026-01-31T09:00:00Z", "2026-01-31T10:00:00Z");
    assert_next("hourly", "2026-01-31T08:59:59Z", "2026-01-31T09:00:00Z");
    assert_next("@daily", "2026-12-31T00:00:00Z", "2027-01-01T00:00:00Z");
    assert_next("Weekly", "2026-01-31T09:00:00Z", "2026-02-01T00:00:00Z"); /* a Sunday */
    assert_next("* * * * *", "2026-01-31T23:59:30Z", "2026-02-01T00:00:00Z");
    assert_next("17 * * * *", "2026-01-31T09:17:00Z", "2026-01-31T10:17:00Z");
    assert_next("0 0 1 1 *", "1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z");
    assert_next("0 0 1 1 *", "1960-06-01T00:00:00Z", "1961-01-01T00:00:00Z");
}

static void fields_take_lists_ranges_steps_and_names(void **state)
{
    (void)state;
    assert_next("*/20 * * * *", "2026-01-31T09:21:00Z", "2026-01-31T09:40:00Z");
    assert_next("5,50 8-9 * * *", "2026-01-31T08:50:00Z", "2026-01-31T09:05:00Z");
    assert_next("0 8-18/4 * * *", "2026-01-31T13:00:00Z", "2026-01-31T16:00:00Z");
    assert_next("30 4 * * mon-fri", "2026-01-31T09:00:00Z", "2026-02-02T04:30:00Z");
    assert_next("30 4 * * MON", "2026-01-31T09:00:00Z", "2026-02-02T04:30:00Z");
    assert_next("0 0 * jul,DEC *", "2026-01-31T09:00:00Z", "2026-07-01T00:00:00Z");
    assert_next("0 0 * * 7", "2026-01-31T09:00:00Z", "2026-02-01T00:00:00Z");
    assert_next("0 0 * * 0", "2026-01-31T09:00:00Z", "2026-02-01T00:00:00Z");
    assert_next("0 0 * * 5-7", "2026-02-01T00:00:00Z", "2026-02-06T00:00:00Z");
    assert_next("  0   0  *  *  2 ", "2026-01-31T09:00:00Z", "2026-02-03T00:00:00Z");
}

static void the_calendar_is_the_real_one(void **state)
{
    (void)state;
    assert_next("0 0 29 2 *", "2096-02-29T00:00:00Z", "2104-02-29T00:00:00Z"); /* not 2100 */
    assert_next("0 0 29 2 *", "1999-03-01T00:00:00Z", "2000-02-29T00:00:00Z");
    assert_next("0 0 31 * *", "2026-03-31T00:00:00Z", "2026-05-31T00:00:00Z");
    assert_next("59 23 31 12 *", "2026-12-31T23:59:00Z", "2027-12-31T23:59:00Z");
}

static void either_day_is_enough_when_both_are_limited(void **state)
{
    (void)state;
    assert_next("0 0 13 * 5", "2026-02-01T00:00:00Z", "2026-02-06T00:00:00Z");
    assert_next("0 0 3 * 5", "2026-02-01T00:00:00Z", "2026-02-03T00:00:00Z");
    /* A star with a step limits nothing: both must fit. */
    assert_next("0 0 */2 * 5", "2026-02-01T00:00:00Z", "2026-02-13T00:00:00Z");
}

/* Each day of a cycle of the calendar, against the C library. */
static void days_agree_with_the_library(void **state)
{
    static const char *const schedules[] = {"0 0 29 2 *", "0 0 1 * *", "0 0 * * 3", "0 0 31 12 *"};

    (void)state;
    for (int64_t d = -200 * 365; d < 200 * 365; d += 97) {
        for (size_t i = 0; i < ARRAY_LEN(schedules); i++) {
            int64_t next = 0, probe = (d + 1) * 86400;
            time_t t = (time_t)probe;
            struct tm tm;
            bool fits;

            assert_true(schedule_next(schedules[i], d * 86400, &next));
            gmtime_r(&t, &tm);
            fits = i == 0   ? tm.tm_mon == 1 && tm.tm_mday == 29
                   : i == 1 ? tm.tm_mday == 1
                   : i == 2 ? tm.tm_wday == 3
                            : tm.tm_mon == 11 && tm.tm_mday == 31;
            assert_int_equal(next == probe, fits);
        }
    }
}

static void off_never_comes(void **state)
{
    int64_t next;

    (void)state;
    assert_null(schedule_check(SPAN("off")));
    assert_null(schedule_check(SPAN("@off")));
    assert_false(schedule_next("off", 0, &next));
    assert_false(schedule_next("", 0, &next));
    assert_false(schedule_next("nonsense", 0, &next));
    assert_false(schedule_next("hourly", INT64_MAX, &next));
    assert_false(schedule_next("hourly", INT64_MIN, &next));
}

static void what_is_no_schedule_is_said(void **state)
{
    static const char *const rows[][2] = {
        {"sometimes", "the minute 'sometimes' is not *, a number from 0 to 59 or a range"},
        {"* * * *", "neither hourly, daily, weekly, off nor the five fields of a crontab"},
        {"", "neither hourly, daily, weekly, off nor the five fields of a crontab"},
        {"* * * * * *", "more than the five fields of a crontab"},
        {"60 * * * *", "the minute '60' is not *, a number from 0 to 59 or a range"},
        {"* 24 * * *", "the hour '24' is not *, a number from 0 to 23 or a range"},
        {"* * 0 * *", "the day of the month '0' is not *, a number from 1 to 31 or a range"},
        {"* * * 13 *", "the month '13' is not *, a number from 1 to 12, its short name or a range"},
        {"* * * * 8",
         "the day of the week '8' is not *, a number from 0 to 7, its short name or a range"},
        {"* * * * fri-mon",
         "the day of the week 'fri-mon' is not *, a number from 0 to 7, its short name or a range"},
        {"5/10 * * * *", "the minute '5/10' is not *, a number from 0 to 59 or a range"},
        {"*/0 * * * *", "the step of the minute is not between 1 and 59"},
        {"*/ * * * *", "the step of the minute is not between 1 and 59"},
        {"1,,2 * * * *", "the minute '' is not *, a number from 0 to 59 or a range"},
        {"-1 * * * *", "the minute '-1' is not *, a number from 0 to 59 or a range"},
        {"0 0 30 2 *", "such a day never comes"},
        {"0 0 31 4,6,9,11 *", "such a day never comes"},
        {"99999999999999999999 * * * *",
         "the minute '99999999999999999999' is not *, a number from 0 to 59 or a range"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_said(schedule_check(span_of(rows[i][0])), rows[i][1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_next_time_is_strictly_later),
        cmocka_unit_test(fields_take_lists_ranges_steps_and_names),
        cmocka_unit_test(the_calendar_is_the_real_one),
        cmocka_unit_test(either_day_is_enough_when_both_are_limited),
        cmocka_unit_test(days_agree_with_the_library),
        cmocka_unit_test(off_never_comes),
        cmocka_unit_test(what_is_no_schedule_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
