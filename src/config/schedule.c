/* SPDX-License-Identifier: Apache-2.0
 *
 * Schedules, as crontab(5) has them.
 *
 *     hourly | daily | weekly | off        also with "@" before it
 *     MINUTE HOUR DAY MONTH WEEKDAY        0-59, 0-23, 1-31, 1-12 or jan-dec, 0-7 or sun-sat
 *
 *     field   part{,part}
 *     part    * | n | n-n, the last two in order; behind * and n-n also /step
 *
 * All in UTC. When both days are limited, either is enough; a field that begins with "*" is not
 * limited, also with a step. A schedule that never comes (30 February) is an error, and so the whole
 * of a calendar is looked through: 400 years, after which days and weekdays repeat.
 */
#include "config/private.h"

enum { MINUTE, HOUR, DAY, MONTH, WEEKDAY, FIELDS };

#define DAY_SECONDS 86400
#define CYCLE_DAYS 146097                 /* of 400 years */
#define NOW_LEAST INT64_C(-62167219200)   /* year 0 */
#define NOW_MOST INT64_C(253402300799)    /* year 9999 */

struct schedule {
    uint64_t bits[FIELDS]; /* bit n: the number n fits */
    bool any[FIELDS];      /* begins with "*" */
    bool off;
};

static const struct field {
    const char *name, *words; /* words: for 'least' and the numbers behind it */
    uint64_t least, most;
} fields[FIELDS] = {
    [MINUTE] = {"minute", "", 0, 59},
    [HOUR] = {"hour", "", 0, 23},
    [DAY] = {"day of the month", "", 1, 31},
    [MONTH] = {"month", "jan feb mar apr may jun jul aug sep oct nov dec", 1, 12},
    [WEEKDAY] = {"day of the week", "sun mon tue wed thu fri sat", 0, 7},
};

static const struct {
    const char *word, *fields;
} words[] = {
    {"hourly", "0 * * * *"}, {"daily", "0 0 * * *"}, {"weekly", "0 0 * * 0"}, {"off", ""}};

/* ---- reading ------------------------------------------------------------------------------ */

static struct tocsin_err *bad_field(const struct field *f, struct span part)
{
    return err_new(TOCSIN_ERR_PARSE, "the %s '%.*s' is not *, a number from %llu to %llu%s or a range",
                   f->name, (int)(part.n < 40 ? part.n : 40), part.p, (unsigned long long)f->least,
                   (unsigned long long)f->most, *f->words ? ", its short name" : "");
}

static bool read_number(const struct field *f, struct span text, uint64_t *out)
{
    struct span list = span_of(f->words), word;

    for (*out = f->least; list.n && span_split(&list, ' ', &word); ++*out)
        if (span_eq_nocase(text, word))
            return true;
    return span_u64(text, out) && *out >= f->least && *out <= f->most;
}

static bool read_range(const struct field *f, struct span text, uint64_t *from, uint64_t *to)
{
    size_t dash = span_find(text, '-');

    *from = f->least;
    *to = f->most;
    if (span_eq(text, SPAN("*")))
        return true;
    if (!read_number(f, span_slice(text, 0, dash), from))
        return false;
    *to = *from;
    return dash == text.n || (read_number(f, span_from(text, dash + 1), to) && *from <= *to);
}

static struct tocsin_err *read_part(const struct field *f, struct span part, uint64_t *bits)
{
    size_t slash = span_find(part, '/');
    struct span range = span_slice(part, 0, slash);
    uint64_t from, to, step = 1;
    bool steps = slash < part.n;

    if (!read_range(f, range, &from, &to))
        return bad_field(f, part);
    if (steps && !span_eq(range, SPAN("*")) && span_find(range, '-') == range.n)
        return bad_field(f, part);
    if (steps && (!span_u64(span_from(part, slash + 1), &step) || step < 1 || step > f->most))
        return err_new(TOCSIN_ERR_PARSE, "the step of the %s is not between 1 and %llu", f->name,
                       (unsigned long long)f->most);
    for (uint64_t n = from; n <= to; n += step)
        *bits |= UINT64_C(1) << n;
    return NULL;
}

static struct tocsin_err *read_field(struct schedule *s, size_t i, struct span text)
{
    struct span rest = text, part;

    s->any[i] = span_starts(text, SPAN("*"));
    while (span_split(&rest, ',', &part))
        TRY(read_part(&fields[i], part, &s->bits[i]));
    return NULL;
}

static struct tocsin_err *read_fields(struct schedule *s, struct span text)
{
    struct span rest = span_trim(text), part;
    size_t n = 0;

    while (rest.n && span_split(&rest, ' ', &part)) {
        if (n == FIELDS)
            return err_new(TOCSIN_ERR_PARSE, "more than the five fields of a crontab");
        TRY(read_field(s, n++, part));
        rest = span_trim(rest);
    }
    if (n < FIELDS)
        return err_new(TOCSIN_ERR_PARSE, "neither hourly, daily, weekly, off nor the five fields of "
                                         "a crontab");
    if (s->bits[WEEKDAY] >> 7)
        s->bits[WEEKDAY] |= 1; /* Sunday is 0 and 7 */
    return NULL;
}

static struct tocsin_err *schedule_read(struct span text, struct schedule *s)
{
    struct span word = span_trim(text);

    *s = (struct schedule){0};
    if (span_starts(word, SPAN("@")))
        word = span_from(word, 1);
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (!span_eq_nocase(word, span_of(words[i].word)))
            continue;
        s->off = !words[i].fields[0];
        return s->off ? NULL : read_fields(s, span_of(words[i].fields));
    }
    return read_fields(s, text);
}

/* ---- the calendar ------------------------------------------------------------------------- */

/* Month and day of the month of a day since 1970-01-01, through years that begin in March, where
 * the leap day is the last. */
static void month_and_day(int64_t days, unsigned *month, unsigned *day)
{
    int64_t since = days + 719468; /* 0000-03-01 */
    int64_t in_cycle = ((since % CYCLE_DAYS) + CYCLE_DAYS) % CYCLE_DAYS;
    int64_t year = (in_cycle - in_cycle / 1460 + in_cycle / 36524 - in_cycle / 146096) / 365;
    int64_t in_year = in_cycle - (365 * year + year / 4 - year / 100);
    int64_t march = (5 * in_year + 2) / 153;

    *day = (unsigned)(in_year - (153 * march + 2) / 5 + 1);
    *month = (unsigned)(march < 10 ? march + 3 : march - 9);
}

static bool has(const struct schedule *s, size_t field, uint64_t n)
{
    return s->bits[field] >> n & 1;
}

static bool day_fits(const struct schedule *s, int64_t days)
{
    unsigned weekday = (unsigned)(((days + 4) % 7 + 7) % 7), month, day;

    month_and_day(days, &month, &day);
    if (!has(s, MONTH, month))
        return false;
    if (s->any[DAY] || s->any[WEEKDAY])
        return has(s, DAY, day) && has(s, WEEKDAY, weekday);
    return has(s, DAY, day) || has(s, WEEKDAY, weekday);
}

/* The first minute of a day from 'from' on; -1 when there is none. */
static int minute_from(const struct schedule *s, int from)
{
    for (int i = from; i < 24 * 60; i++)
        if (has(s, HOUR, (uint64_t)i / 60) && has(s, MINUTE, (uint64_t)i % 60))
            return i;
    return -1;
}

static bool find_next(const struct schedule *s, int64_t now, int64_t *next)
{
    int64_t in_day = ((now % DAY_SECONDS) + DAY_SECONDS) % DAY_SECONDS;
    int64_t today = (now - in_day) / DAY_SECONDS;
    int minute = minute_from(s, (int)(in_day / 60) + 1);

    for (int64_t d = 0; d <= CYCLE_DAYS; d++) {
        if (minute >= 0 && day_fits(s, today + d)) {
            *next = (today + d) * DAY_SECONDS + (int64_t)minute * 60;
            return true;
        }
        if (d == 0)
            minute = minute_from(s, 0);
    }
    return false;
}

/* ---- door --------------------------------------------------------------------------------- */

struct tocsin_err *schedule_check(struct span text)
{
    struct schedule s;
    int64_t next;

    TRY(schedule_read(text, &s));
    if (s.off || find_next(&s, 0, &next))
        return NULL;
    return err_new(TOCSIN_ERR_PARSE, "such a day never comes");
}

bool schedule_next(const char *text, int64_t now, int64_t *next)
{
    struct schedule s;
    struct tocsin_err *err = schedule_read(span_of(text), &s);
    bool good = !err && !s.off && now >= NOW_LEAST && now <= NOW_MOST;

    tocsin_err_free(err);
    return good && find_next(&s, now, next);
}
