/* SPDX-License-Identifier: Apache-2.0
 *
 * Dates: the normal form, what people write, and what must not be taken for a date.
 */
#include "record/date.h"

#include <stdio.h>

#include "../base/check.h"
#include "random_record.h"

#define YEAR_FIRST 1000
#define YEAR_LAST 2999

static int32_t day_of(const char *iso)
{
    struct date d;

    assert_true(date_read(span_of(iso), &d));
    assert_int_equal(d.precision, DATE_DAY);
    return d.from;
}

static void assert_same_date(const struct date *a, const struct date *b)
{
    assert_int_equal(a->from, b->from);
    assert_int_equal(a->to, b->to);
    assert_int_equal(a->precision, b->precision);
    assert_int_equal(a->circa, b->circa);
}

/* ---- days ----------------------------------------------------------------------------------- */

static void every_day_of_two_thousand_years_splits_into_what_made_it(void **state)
{
    int32_t expected = date_day(YEAR_FIRST, 1, 1);

    (void)state;
    for (int year = YEAR_FIRST; year <= YEAR_LAST; year++) {
        for (int month = 1; month <= 12; month++) {
            for (int mday = 1; date_real(year, month, mday); mday++, expected++) {
                int y, m, d;

                assert_int_equal(date_day(year, month, mday), expected);
                date_split(expected, &y, &m, &d);
                assert_true(y == year && m == month && d == mday);
            }
        }
    }
    assert_int_equal(expected - 1, date_day(YEAR_LAST, 12, 31));
}

static void known_days_have_their_number(void **state)
{
    (void)state;
    assert_int_equal(date_day(1970, 1, 1), 0);
    assert_int_equal(date_day(1969, 12, 31), -1);
    assert_int_equal(date_day(2000, 2, 29), 11016);
    assert_int_equal(date_day(2000, 3, 1), 11017);
    assert_int_equal(date_day(1899, 12, 30), -25569);
    assert_int_equal(date_day(1582, 10, 15), -141427);
}

static void any_number_splits_into_a_month_and_a_day(void **state)
{
    static const int32_t days[] = {INT32_MIN, INT32_MIN + 1, -719469,  -719468, -719162,
                                   0,         INT32_MAX - 1, INT32_MAX};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(days); i++) {
        int y, m, d;

        date_split(days[i], &y, &m, &d);
        assert_in_range(m, 1, 12);
        assert_in_range(d, 1, 31);
    }
}

static void only_days_of_the_calendar_are_real(void **state)
{
    (void)state;
    assert_true(date_real(2000, 2, 29));
    assert_true(date_real(1996, 2, 29));
    assert_true(date_real(1000, 1, 1));
    assert_true(date_real(2999, 12, 31));
    assert_false(date_real(1900, 2, 29));
    assert_false(date_real(1961, 2, 29));
    assert_false(date_real(1961, 4, 31));
    assert_false(date_real(1961, 0, 1));
    assert_false(date_real(1961, 13, 1));
    assert_false(date_real(1961, 1, 0));
    assert_false(date_real(1961, -1, 1));
    assert_false(date_real(1961, 1, -1));
    assert_false(date_real(999, 12, 31));
    assert_false(date_real(3000, 1, 1));
}

/* ---- the normal form ------------------------------------------------------------------------ */

static void the_normal_form_is_read_as_the_days_it_covers(void **state)
{
    static const struct {
        const char *text, *from, *to;
        enum date_precision precision;
        bool circa;
    } table[] = {
        {"1961", "1961-01-01", "1961-12-31", DATE_YEAR, false},
        {"1961~", "1961-01-01", "1961-12-31", DATE_YEAR, true},
        {"1961-03", "1961-03-01", "1961-03-31", DATE_MONTH, false},
        {"1961-02", "1961-02-01", "1961-02-28", DATE_MONTH, false},
        {"1964-02~", "1964-02-01", "1964-02-29", DATE_MONTH, true},
        {"1961-03-14", "1961-03-14", "1961-03-14", DATE_DAY, false},
        {"1961-03-14~", "1961-03-14", "1961-03-14", DATE_DAY, true},
        {"1958/1963", "1958-01-01", "1963-12-31", DATE_INTERVAL, false},
        {"1958~/1963~", "1958-01-01", "1963-12-31", DATE_INTERVAL, true},
        {"1958~/1963", "1958-01-01", "1963-12-31", DATE_INTERVAL, true},
        {"1958/1963~", "1958-01-01", "1963-12-31", DATE_INTERVAL, true},
        {"1961-03/1961-05", "1961-03-01", "1961-05-31", DATE_INTERVAL, false},
        {"1961-03-14/1963-04-02", "1961-03-14", "1963-04-02", DATE_INTERVAL, false},
        {"1958/1963-05", "1958-01-01", "1963-05-31", DATE_INTERVAL, false},
        {"1000", "1000-01-01", "1000-12-31", DATE_YEAR, false},
        {"2999-12-31", "2999-12-31", "2999-12-31", DATE_DAY, false},
        /* an interval that is a year, a month or a day is that */
        {"1961/1961", "1961-01-01", "1961-12-31", DATE_YEAR, false},
        {"1961-01-01/1961-12-31", "1961-01-01", "1961-12-31", DATE_YEAR, false},
        {"1964-02-01/1964-02-29", "1964-02-01", "1964-02-29", DATE_MONTH, false},
        {"1961-03-14/1961-03-14", "1961-03-14", "1961-03-14", DATE_DAY, false},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(table); i++) {
        struct date d;

        if (!date_read(span_of(table[i].text), &d))
            fail_msg("%s is a date", table[i].text);
        assert_int_equal(d.from, day_of(table[i].from));
        assert_int_equal(d.to, day_of(table[i].to));
        assert_int_equal(d.precision, table[i].precision);
        assert_int_equal(d.circa, table[i].circa);
    }
}

static const char *const not_normal[] = {
    "",
    " ",
    "~",
    "/",
    "-",
    "196",
    "19610",
    "196l",
    "1961 ",
    " 1961",
    "1961-",
    "1961-3",
    "1961-003",
    "1961-00",
    "1961-13",
    "1961-03-",
    "1961-03-1",
    "1961-03-00",
    "1961-03-32",
    "1961-02-29",
    "1961-04-31",
    "1961-03-14-",
    "1961-03-14T00:00:00",
    "1961~~",
    "~1961",
    "1961-03-14 ~",
    "1961?",
    "1961%",
    "/1961",
    "1961/",
    "1961/1962/1963",
    "1963/1958",
    "1961-05/1961-03",
    "1961-03-14/1961-03-13",
    "1961-03-14/1961",
    "0999",
    "3000",
    "0000",
    "9999-12-31",
    "-1961",
    "+1961",
    "1961-XX",
    "196X",
    "1961..1963",
    "../1961",
    "1961/..",
    "1961/03",
    "1961-0a",
    "19610314",
    "1961_03_14",
    "\xD9\xA1\xD9\xA9\xD9\xA6\xD9\xA1",
};

static void other_texts_are_no_normal_form(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(not_normal); i++) {
        struct date d;

        if (date_read(span_of(not_normal[i]), &d))
            fail_msg("\"%s\" is no normal form", not_normal[i]);
    }
    struct date d;

    assert_false(date_read((struct span){"1961\0", 5}, &d));
    assert_false(date_read((struct span){"1961-03-14", 9}, &d));
}

/* A date that date_read could have made. */
static struct date random_date(struct random *r)
{
    int32_t first = date_day(YEAR_FIRST, 1, 1), last = date_day(YEAR_LAST, 12, 31);
    int32_t a = first + (int32_t)random_below(r, (size_t)(last - first + 1));
    int32_t b = random_below(r, 2) ? a + (int32_t)random_below(r, 4000) : a;
    struct buf text = {0};
    struct date d;
    int y1, m1, d1, y2, m2, d2;

    date_split(a, &y1, &m1, &d1);
    date_split(b > last ? last : b, &y2, &m2, &d2);
    switch (random_below(r, 3)) {
    case 0:
        buf_printf(&text, "%04d/%04d", y1, y2);
        break;
    case 1:
        buf_printf(&text, "%04d-%02d/%04d-%02d", y1, m1, y2, m2);
        break;
    default:
        buf_printf(&text, "%04d-%02d-%02d/%04d-%02d-%02d", y1, m1, d1, y2, m2, d2);
    }
    if (random_below(r, 4) == 0)
        buf_char(&text, '~');
    assert_true(date_read(buf_view(&text), &d));
    buf_free(&text);
    return d;
}

static void what_is_written_reads_as_the_same_date(void **state)
{
    struct random r = random_start();
    struct buf text = {0};

    (void)state;
    for (int i = 0; i < 100000; i++) {
        struct date d = random_date(&r), read, parsed;

        buf_clear(&text);
        date_write(&d, &text);
        assert_true(date_read(buf_view(&text), &read));
        assert_same_date(&read, &d);
        assert_true(date_parse(buf_view(&text), DATE_DAY_FIRST, &parsed));
        assert_same_date(&parsed, &d);
    }
    buf_free(&text);
}

static void the_shortest_true_form_is_written(void **state)
{
    static const struct {
        const char *read, *written;
    } table[] = {
        {"1961", "1961"},
        {"1961-03~", "1961-03~"},
        {"1961-03-14", "1961-03-14"},
        {"1961-01-01/1961-12-31", "1961"},
        {"1961-03-01/1961-03-31", "1961-03"},
        {"1958-01-01/1963-12-31", "1958/1963"},
        {"1961-03-01/1961-05-31", "1961-03/1961-05"},
        {"1958/1963~", "1958~/1963~"},
        /* both ends in one precision: "1961/1961-03-14" would look like a whole year */
        {"1961-01-01/1961-03-14", "1961-01-01/1961-03-14"},
        {"1958/1963-05", "1958-01/1963-05"},
    };
    struct buf text = {0};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(table); i++) {
        struct date d;

        assert_true(date_read(span_of(table[i].read), &d));
        buf_clear(&text);
        date_write(&d, &text);
        assert_span(buf_view(&text), span_of(table[i].written));
    }
    buf_free(&text);
}

/* ---- what people write ---------------------------------------------------------------------- */

struct written {
    const char *text, *normal; /* normal NULL: no date */
};

static void check_written(const struct written *table, size_t n, enum date_order order)
{
    struct buf text = {0};

    for (size_t i = 0; i < n; i++) {
        struct date d, untouched = {.from = 7, .to = 8, .precision = DATE_DAY, .circa = true};

        d = untouched;
        bool is = date_parse(span_of(table[i].text), order, &d);

        if (is != (table[i].normal != NULL))
            fail_msg("\"%s\" is %s date", table[i].text, is ? "no" : "a");
        if (!is) {
            assert_same_date(&d, &untouched);
            continue;
        }
        buf_clear(&text);
        date_write(&d, &text);
        if (!span_eq(buf_view(&text), span_of(table[i].normal)))
            fail_msg("\"%s\" is %s, not %s", table[i].text, table[i].normal, buf_cstr(&text));
    }
    buf_free(&text);
}

static const struct written dates_of_lists[] = {
    {"14 Mar 1961", "1961-03-14"},
    {"1961", "1961"},
    {"circa 1961", "1961~"},
    {"Circa 1961", "1961~"},
    {"1958 to 1963", "1958/1963"},
    {"14 Mar 1961 to 02 Apr 1963", "1961-03-14/1963-04-02"},
    {"Mar 1961", "1961-03"},
    {"circa 14 Mar 1961", "1961-03-14~"},
    {"circa 1958-1963", "1958~/1963~"},
    {"circa Mar 1961", "1961-03~"},
    {"Mar 1961 to May 1961", "1961-03/1961-05"},
    {"01 Jan 1961 to 31 Dec 1961", "1961"},
    {"01 Mar 1961 to 31 Mar 1961", "1961-03"},
    {"01 Jan 1958 to 31 Dec 1963", "1958/1963"},
    {"14/03/1961", "1961-03-14"},
    {"dd/03/1961", "1961-03"},
    {"dd/mm/1961", "1961"},
    {"DD/MM/1961", "1961"},
    {"00/03/1961", "1961-03"},
    {"00/00/1961", "1961"},
    {"2015-03-27-04:00", "2015-03-27"},
    {"1961-03-14+01:00", "1961-03-14"},
    {"1961-03-14Z", "1961-03-14"},
    {"1961-03-14T00:00:00", "1961-03-14"},
    {"1961-03-14T23:59:59.999Z", "1961-03-14"},
    {"1961-03-14T00:00:00+0200", "1961-03-14"},
    {"Nov. 1973", "1973-11"},
    {"1958-1963", "1958/1963"},
    {"1961/03/14", "1961-03-14"},
    {"1961/03", "1961-03"},
    {"Approximately 1963", "1963~"},
    {"Between 1960 and 1963", "1960/1963"},
    {"between 1958 and 1963", "1958/1963"},
    {"30/04/1963", "1963-04-30"},
    {"04/1963", "1963-04"},
    {"3 March 1961", "1961-03-03"},
    {"approximately 1961", "1961~"},
    {"c. 1961", "1961~"},
    {"1961~", "1961~"},
    {"1958/1963", "1958/1963"},
};

static void dates_of_the_lists_are_understood(void **state)
{
    (void)state;
    check_written(dates_of_lists, ARRAY_LEN(dates_of_lists), DATE_DAY_FIRST);
}

static const struct written dates_of_letters[] = {
    {"March 14, 1961", "1961-03-14"},
    {"March 14th, 1961", "1961-03-14"},
    {"the 14th of March, 1961", "1961-03-14"},
    {"14-Mar-1961", "1961-03-14"},
    {"14-MAR-1961", "1961-03-14"},
    {"14Mar1961", "1961-03-14"},
    {"1961-Mar-14", "1961-03-14"},
    {"1961 March 14", "1961-03-14"},
    {"14.03.1961", "1961-03-14"},
    {"14. 3. 1961", "1961-03-14"},
    {"14-03-1961", "1961-03-14"},
    {"14 03 1961", "1961-03-14"},
    {"3.1961", "1961-03"},
    {"1961.03.14", "1961-03-14"},
    {"1961-3-4", "1961-03-04"},
    {"19610314", "1961-03-14"},
    {"19610300", "1961-03"},
    {"19610000", "1961"},
    {"22354", "1961-03-14"},
    {"36526", "2000-01-01"},
    {"  1961-03-14\t\r\n", "1961-03-14"},
    {"14/03/1961 00:00:00", "1961-03-14"},
    {"14/03/1961 0:00", "1961-03-14"},
    {"1961-03-14 00:00:00.0", "1961-03-14"},
    {"1961-03-14 12:30 PM", "1961-03-14"},
    {"14.03.1961, 12:30", "1961-03-14"},
    {"1961-00-00", "1961"},
    {"1961-03-00", "1961-03"},
    {"1961-XX-XX", "1961"},
    {"1961-03-XX", "1961-03"},
    {"xx/xx/1961", "1961"},
    {"?"
     "?/03/1961",
     "1961-03"}, /* not a trigraph */
    {"14/00/1961", "1961"},
    {"1961?", "1961~"},
    {"14 Mar 1961?", "1961-03-14~"},
    {"1961 (approx.)", "1961~"},
    {"(circa) 1961", "1961~"},
    {"~1961", "1961~"},
    {"about 1961", "1961~"},
    {"1961 - 1963", "1961/1963"},
    {"1961\u20131963", "1961/1963"},
    {"14/03/1961 - 02/04/1963", "1961-03-14/1963-04-02"},
    {"14.03.1961-02.04.1963", "1961-03-14/1963-04-02"},
    {"1961-03-14/1963-04-02", "1961-03-14/1963-04-02"},
    {"from 1958 to 1963", "1958/1963"},
    {"from Mar 1958 until 1963", "1958-03/1963-12"},
    {"between circa 14 Mar 1961 and circa 02 Apr 1963", "1961-03-14~/1963-04-02~"},
    {"1961 to 1961", "1961"},
    {"born 1961", "1961"},
    {"Sept. 1961", "1961-09"},
    {"29 Feb 1964", "1964-02-29"},
};

static void dates_of_spreadsheets_and_letters_are_understood(void **state)
{
    (void)state;
    check_written(dates_of_letters, ARRAY_LEN(dates_of_letters), DATE_DAY_FIRST);
}

static void dates_of_eight_languages_and_other_digits_are_understood(void **state)
{
    static const struct written table[] = {
        {"14 mars 1961", "1961-03-14"},
        {"1er février 1961", "1961-02-01"},
        {"1ER FÉVRIER 1961", "1961-02-01"},
        {"1 fe\u0301vrier 1961", "1961-02-01"}, /* accent as a code point of its own */
        {"vers 1961", "1961~"},
        {"entre 1958 et 1963", "1958/1963"},
        {"14. März 1961", "1961-03-14"},
        {"14. MÄRZ 1961", "1961-03-14"},
        {"14. Jänner 1961", "1961-01-14"},
        {"zwischen 1958 und 1963", "1958/1963"},
        {"1958 bis 1963", "1958/1963"},
        {"ca. 1961", "1961~"},
        {"14 de marzo de 1961", "1961-03-14"},
        {"14 de setiembre de 1961", "1961-09-14"},
        {"entre 1958 y 1963", "1958/1963"},
        {"14 gennaio 1961", "1961-01-14"},
        {"1º de março de 1961", "1961-03-01"},
        {"14 dezembro 1961", "1961-12-14"},
        {"14 maart 1961", "1961-03-14"},
        {"14 mei 1961", "1961-05-14"},
        {"14 марта 1961 г.", "1961-03-14"},
        {"14 МАЯ 1961 года", "1961-05-14"},
        {"1961 г.", "1961"},
        {"около 1961", "1961~"},
        {"1961年3月14日", "1961-03-14"},
        {"1961年3月", "1961-03"},
        {"1961年", "1961"},
        {"١٤/٠٣/١٩٦١", "1961-03-14"},
        {"۱۹۶۱", "1961"},
        {"１９６１-０３-１４", "1961-03-14"},
    };

    (void)state;
    check_written(table, ARRAY_LEN(table), DATE_DAY_FIRST);
}

static void the_caller_says_which_of_day_and_month_comes_first(void **state)
{
    static const struct written day_first[] = {
        {"03/04/1961", "1961-04-03"}, {"3-4-1961", "1961-04-03"}, {"03 04 1961", "1961-04-03"},
        {"03/14/1961", NULL},         {"03/dd/1961", "1961-03"},  {"mm/dd/1961", "1961"},
    };
    static const struct written month_first[] = {
        {"03/04/1961", "1961-03-04"},
        {"2/8/1988", "1988-02-08"},
        {"02/14/1992", "1992-02-14"},
        {"14/02/1992", NULL},
        {"03/00/1961", "1961-03"},
        {"00/14/1961", "1961"},
        /* these tell the order themselves */
        {"03.04.1961", "1961-04-03"},
        {"dd/03/1961", "1961-03"},
        {"14/mm/1961", "1961"},
        {"3 Apr 1961", "1961-04-03"},
        {"1961-03-04", "1961-03-04"},
    };

    (void)state;
    check_written(day_first, ARRAY_LEN(day_first), DATE_DAY_FIRST);
    check_written(month_first, ARRAY_LEN(month_first), DATE_MONTH_FIRST);
}

static const struct written no_dates[] = {
    {"", NULL},
    {" ", NULL},
    {".", NULL},
    {"-", NULL},
    {"/", NULL},
    {"?", NULL},
    {"~", NULL},
    {"circa", NULL},
    {"to", NULL},
    {"between", NULL},
    {"March", NULL},
    {"14 March", NULL},
    {"14", NULL},
    {"61", NULL},
    {"196", NULL},
    {"196103", NULL},
    {"1961031", NULL},
    {"196103140", NULL},
    {"09999", NULL},
    {"19611314", NULL},
    {"19610230", NULL},
    /* not in the calendar */
    {"31 Feb 1961", NULL},
    {"29/02/1961", NULL},
    {"1961-02-30", NULL},
    {"32/01/1961", NULL},
    {"14/13/1961", NULL},
    {"1961-13-01", NULL},
    {"0 Mar 999", NULL},
    {"14 Mar 3000", NULL},
    {"0000-00-00", NULL},
    {"00/00/0000", NULL},
    {"9999-12-31", NULL},
    /* two-digit years, alternatives, half periods, three dates */
    {"14/03/61", NULL},
    {"14 Mar 61", NULL},
    {"Mar-61", NULL},
    {"'61", NULL},
    {"1972-08-10 or 1972-08-11", NULL},
    {"a) 30/04/1963 b) 1960", NULL},
    {"1961-", NULL},
    {"-1961", NULL},
    {"1961 to", NULL},
    {"to 1961", NULL},
    {"between 1961", NULL},
    {"between 1961 and", NULL},
    {"1961 and 1963", NULL},
    {"1961/1962/1963", NULL},
    {"1961-1963-1965", NULL},
    {"1961 to 1963 to 1965", NULL},
    {"1963 to 1958", NULL},
    {"1963-1958", NULL},
    {"between 1963 and 1958", NULL},
    {"1961, 1963", NULL},
    /* prose and other numbers */
    {"30-35 years old", NULL},
    {"1961, Port Maren", NULL},
    {"X0000417", NULL},
    {"x1961", NULL},
    {"XX1961", NULL},
    {"1961x", NULL},
    {"dd1961", NULL},
    {"14/xx1961", NULL},
    {"1.23E+11", NULL},
    {"unknown", NULL},
    {"n/a", NULL},
    {"1961 AH", NULL},
    {"12 Cooper Lane", NULL},
    {"+1961", NULL},
    {"1961--03", NULL},
    {"14//03/1961", NULL},
    {"14 Marc 1961", NULL},
    {"March March 1961", NULL},
    {"14 14 March 1961", NULL},
    {"1961 14 March 1961", NULL},
    {"March 1961 14", NULL},
    {"1961-14-Mar", NULL},
    /* times that are none */
    {"1961-03-14T25:00:00", NULL},
    {"1961-03-14T00:60", NULL},
    {"1961-03-14T", NULL},
    {"1961-03-14T:00", NULL},
    {"1961-03-14T00:00:00+99:00", NULL},
    {":", NULL},
    {"00:00", NULL},
    {"00:00:00", NULL},
    {"14/03/1961 00:00:00 tomorrow", NULL},
    {"14/03/196100:00", NULL},
    {"1961-03-14+1", NULL},
};

static void what_is_no_date_stays_none(void **state)
{
    (void)state;
    check_written(no_dates, ARRAY_LEN(no_dates), DATE_DAY_FIRST);
    check_written(no_dates, ARRAY_LEN(no_dates), DATE_MONTH_FIRST);
}

static void long_texts_are_prose(void **state)
{
    char text[4096];
    struct date d;

    (void)state;
    memset(text, ' ', sizeof(text));
    memcpy(text + 2000, "1961", 4);
    assert_true(date_parse((struct span){text, sizeof(text)}, DATE_DAY_FIRST, &d));
    memset(text, '1', sizeof(text));
    assert_false(date_parse((struct span){text, sizeof(text)}, DATE_DAY_FIRST, &d));
    memset(text, 'm', sizeof(text));
    assert_false(date_parse((struct span){text, 100}, DATE_DAY_FIRST, &d));
    for (size_t i = 0; i + 2 < sizeof(text); i += 2)
        memcpy(text + i, "1 ", 2);
    assert_false(date_parse((struct span){text, 60}, DATE_DAY_FIRST, &d));
}

/* ---- the table of words --------------------------------------------------------------------- */

static void the_words_stand_in_byte_order(void **state)
{
    static const char *const words[] = {
#define WORD(text, kind, value) text,
#include "record/date_word.def"
#undef WORD
    };

    (void)state;
    for (size_t i = 1; i < ARRAY_LEN(words); i++) {
        if (span_cmp(span_of(words[i - 1]), span_of(words[i])) >= 0)
            fail_msg("date_word.def: \"%s\" stands before \"%s\"", words[i - 1], words[i]);
    }
}

static void check_word(const char *word, const char *kind, int value)
{
    struct buf text = {0};
    struct date d;
    int y, m, mday;

    if (strcmp(kind, "MONTH") == 0)
        buf_printf(&text, "14 %s 1961", word);
    else if (strcmp(kind, "TO") == 0)
        buf_printf(&text, "14 Mar 1961 %s 1963", word);
    else if (strcmp(kind, "FROM") == 0)
        buf_printf(&text, "%s 14 Mar 1961 to 1963", word);
    else if (strcmp(kind, "AND") == 0)
        buf_printf(&text, "between 14 Mar 1961 %s 1963", word);
    else if (strcmp(kind, "UNKNOWN") == 0)
        buf_printf(&text, "%s/%s/1961", word, word);
    else
        buf_printf(&text, "%s 14 Mar 1961", word);
    if (!date_parse(buf_view(&text), DATE_DAY_FIRST, &d))
        fail_msg("\"%s\" is a date", buf_cstr(&text));
    date_split(d.from, &y, &m, &mday);
    assert_int_equal(y, 1961);
    if (strcmp(kind, "UNKNOWN") != 0)
        assert_int_equal(mday, 14);
    if (strcmp(kind, "MONTH") == 0)
        assert_int_equal(m, value);
    assert_int_equal(d.circa, strcmp(kind, "CIRCA") == 0);
    buf_free(&text);
}

static void every_word_of_the_table_does_what_its_kind_says(void **state)
{
    (void)state;
#define WORD(text, kind, value) check_word(text, #kind, value);
#include "record/date_word.def"
#undef WORD
}

/* ---- hostile text --------------------------------------------------------------------------- */

static const char *const scraps[] = {
    "1961",    "14",  "3",     "03",       "00", "Mar",    "марта",  "to",
    "between", "and", "circa", "~",        "?",  "-",      "/",      ".",
    ",",       " ",   "  ",    ":",        "T",  "Z",      "+01:00", "00:00",
    "dd",      "mm",  "xx",    "99999999", "年", "\u2013", "\u0301", "\xFF",
    "\xC3",    "٣",   "(",     ")",        "of", "22354",  "'",      "\xED\xA0\x80",
};

static void any_mixture_is_a_date_in_the_normal_form_or_none(void **state)
{
    struct random r = random_start();
    struct buf text = {0}, normal = {0};

    (void)state;
    for (int i = 0; i < 200000; i++) {
        struct date d, again;

        buf_clear(&text);
        for (size_t n = 1 + random_below(&r, 8); n > 0; n--)
            buf_str(&text, scraps[random_below(&r, ARRAY_LEN(scraps))]);
        if (!date_parse(buf_view(&text), (enum date_order)random_below(&r, 2), &d))
            continue;
        buf_clear(&normal);
        date_write(&d, &normal);
        assert_true(date_read(buf_view(&normal), &again));
        assert_same_date(&again, &d);
    }
    buf_free(&normal);
    buf_free(&text);
}

static void text_that_is_not_utf8_is_no_date(void **state)
{
    static const struct written table[] = {
        {"\xFF", NULL},     {"14 \xC3 1961", NULL}, {"14 M\xE4rz 1961", NULL},
        {"1961\x80", NULL}, {"\xED\xA0\x80", NULL}, {"14 Mar\x01 1961", NULL},
    };
    struct date d;

    (void)state;
    check_written(table, ARRAY_LEN(table), DATE_DAY_FIRST);
    assert_false(date_parse((struct span){"1961\0001", 6}, DATE_DAY_FIRST, &d));
}

/* ---- published lists ------------------------------------------------------------------------ */

/* Every "DOB ..." of the remarks, which end in ";" or with the last period. */
static void every_birthday_of_a_published_list_is_understood(void **state)
{
    struct buf file = {0};
    size_t found = 0;

    (void)state;
    if (!shared_file("data/lists/ofac-2021/sdn.csv", &file))
        skip();
    for (struct span rest = buf_view(&file);;) {
        struct date d;
        struct span value;
        size_t end = 0;

        rest = span_from(rest, span_find_span(rest, SPAN("DOB ")));
        if (rest.n == 0)
            break;
        rest = span_from(rest, 4);
        while (end < rest.n && !strchr(";.\"\n", rest.p[end]))
            end++;
        value = span_slice(rest, 0, end);
        if (!date_parse(value, DATE_DAY_FIRST, &d))
            fail_msg("\"%.*s\" is a date", SPAN_ARG(value));
        found++;
    }
    print_message("# %zu dates of birth\n", found);
    assert_true(found > 1000);
    buf_free(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_of_two_thousand_years_splits_into_what_made_it),
        cmocka_unit_test(known_days_have_their_number),
        cmocka_unit_test(any_number_splits_into_a_month_and_a_day),
        cmocka_unit_test(only_days_of_the_calendar_are_real),
        cmocka_unit_test(the_normal_form_is_read_as_the_days_it_covers),
        cmocka_unit_test(other_texts_are_no_normal_form),
        cmocka_unit_test(what_is_written_reads_as_the_same_date),
        cmocka_unit_test(the_shortest_true_form_is_written),
        cmocka_unit_test(dates_of_the_lists_are_understood),
        cmocka_unit_test(dates_of_spreadsheets_and_letters_are_understood),
        cmocka_unit_test(dates_of_eight_languages_and_other_digits_are_understood),
        cmocka_unit_test(the_caller_says_which_of_day_and_month_comes_first),
        cmocka_unit_test(what_is_no_date_stays_none),
        cmocka_unit_test(long_texts_are_prose),
        cmocka_unit_test(the_words_stand_in_byte_order),
        cmocka_unit_test(every_word_of_the_table_does_what_its_kind_says),
        cmocka_unit_test(any_mixture_is_a_date_in_the_normal_form_or_none),
        cmocka_unit_test(text_that_is_not_utf8_is_no_date),
        cmocka_unit_test(every_birthday_of_a_published_list_is_understood),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
