/* SPDX-License-Identifier: Apache-2.0
 *
 * The clock, without depending on what time it is, and the log hook.
 */
#include "check.h"

#include <stdlib.h>
#include <time.h>

static void source_date_epoch_fixes_the_clock(void **state)
{
    (void)state;
    setenv("SOURCE_DATE_EPOCH", "1769850000", 1);
    assert_int_equal(clock_now(), 1769850000);
    setenv("SOURCE_DATE_EPOCH", "0", 1);
    assert_int_equal(clock_now(), 0);
    unsetenv("SOURCE_DATE_EPOCH");
}

static void a_bad_source_date_epoch_is_ignored(void **state)
{
    static const char *const bad[] = {
        "", "-5", "5 ", "yesterday", "1e3", "253402300800", "18446744073709551615"};
    struct timespec before, after;
    int64_t now;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        setenv("SOURCE_DATE_EPOCH", bad[i], 1);
        clock_gettime(CLOCK_REALTIME, &before);
        now = clock_now();
        clock_gettime(CLOCK_REALTIME, &after);
        assert_true(before.tv_sec <= now && now <= after.tv_sec);
    }
    unsetenv("SOURCE_DATE_EPOCH");
}

static void ticks_do_not_run_backwards(void **state)
{
    uint64_t before = clock_ticks();

    (void)state;
    for (int i = 0; i < 1000; i++) {
        uint64_t now = clock_ticks();

        assert_true(now >= before);
        before = now;
    }
}

static void times_are_printed_in_utc(void **state)
{
    static const struct {
        int64_t seconds;
        const char *text;
    } rows[] = {
        {0, "1970-01-01T00:00:00Z"},
        {-1, "1969-12-31T23:59:59Z"},
        {951782400, "2000-02-29T00:00:00Z"},
        {1769850000, "2026-01-31T09:00:00Z"},
        {4107542399, "2100-02-28T23:59:59Z"},
        {4107542400, "2100-03-01T00:00:00Z"}, /* 2100 is no leap year */
        {253402300799, "9999-12-31T23:59:59Z"},
        {253402300800, "9999-12-31T23:59:59Z"},
        {INT64_MAX, "9999-12-31T23:59:59Z"},
        {-62135596800, "0001-01-01T00:00:00Z"},
        {-62167219200, "0000-01-01T00:00:00Z"},
        {-62167219201, "0000-01-01T00:00:00Z"},
        {INT64_MIN, "0000-01-01T00:00:00Z"},
    };
    char text[21];

    (void)state;
    setenv("TZ", "Asia/Kathmandu", 1);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        clock_format(rows[i].seconds, text);
        assert_string_equal(text, rows[i].text);
    }
    unsetenv("TZ");
}

struct heard {
    int lines;
    enum log_level level;
    struct buf text;
};

static void hear(enum log_level level, const char *text, void *ctx)
{
    struct heard *heard = ctx;

    heard->lines++;
    heard->level = level;
    buf_clear(&heard->text);
    buf_str(&heard->text, text);
}

static void the_hook_hears_each_line(void **state)
{
    struct heard heard = {0};

    (void)state;
    log_line(LOG_WARNING, "nobody listens to %d", 1);
    log_hook(hear, &heard);
    log_line(LOG_INFO, "%s has %d entries", "list.csv", 12);
    assert_int_equal(heard.lines, 1);
    assert_int_equal(heard.level, LOG_INFO);
    assert_string_equal(buf_cstr(&heard.text), "list.csv has 12 entries");
    log_line(LOG_WARNING, "%0*d", 100000, 3); /* nothing is cut */
    assert_int_equal(heard.level, LOG_WARNING);
    assert_int_equal(heard.text.n, 100000);
    log_hook(NULL, NULL);
    log_line(LOG_DEBUG, "nobody listens any more");
    assert_int_equal(heard.lines, 2);
    buf_free(&heard.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(source_date_epoch_fixes_the_clock),
        cmocka_unit_test(a_bad_source_date_epoch_is_ignored),
        cmocka_unit_test(ticks_do_not_run_backwards),
        cmocka_unit_test(times_are_printed_in_utc),
        cmocka_unit_test(the_hook_hears_each_line),
    };

    return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
