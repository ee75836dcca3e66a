/* SPDX-License-Identifier: Apache-2.0
 *
 * Dates of tables; see person_date.h.
 */
#include "person_date.h"

/* Day 0 of spreadsheets, chosen so that the serials of 1 March 1900 and later are right. */
#define SERIAL_EPOCH_YEAR 1899
#define SERIAL_EPOCH_MONTH 12
#define SERIAL_EPOCH_DAY 30

/* Serials from 1920 on; five digits in a column of dates are hardly anything else. */
#define SERIAL_FROM 10000
#define SERIAL_TO 60000

/* What databases and spreadsheets put where no date was known. */
static const struct {
    int year, month, day;
} fillers[] = {
    {1753, 1, 1}, {1800, 1, 1}, {1899, 12, 30}, {1899, 12, 31}, {1900, 1, 1}, {1901, 1, 1},
};

/* Day 0 of most computers is a birthday, too: of one in 20,000. It is a filler where at least this
 * many of the first rows have it, and one in this many. */
#define EPOCH_MIN 3
#define EPOCH_SHARE 50

/* Those of years that are no date here. */
static const char *const odd_fillers[] = {
    "0000-00-00", "0001-01-01", "9999-12-31", "01/01/0001",
    "31/12/9999", "12/31/9999", "01.01.0001", "31.12.9999",
};

static bool same(const struct date *a, const struct date *b)
{
    return a->from == b->from && a->to == b->to && a->circa == b->circa;
}

/* Bit 0: can be read with the day first; bit 1: with the month first. */
static unsigned readings(struct span text, struct date out[2])
{
    bool day = date_parse(text, DATE_DAY_FIRST, &out[0]);
    bool month = date_parse(text, DATE_MONTH_FIRST, &out[1]);
    return (day ? 1u : 0u) | (month ? 2u : 0u);
}

void person_date_learn(struct person_date *column, struct span text)
{
    struct date d[2];
    unsigned bits = readings(text, d);
    column->seen += bits != 0;
    column->epoch += (bits & 1) && d[0].precision == DATE_DAY && d[0].from == 0;
    switch (bits) {
    case 1:
        column->day_first = true;
        break;
    case 2:
        column->month_first = true;
        break;
    default: /* none, or one that says nothing about the order */
        break;
    }
}

static bool is_filler(const struct person_date *column, const struct date *d)
{
    int year, month, day;
    if (d->precision == DATE_DAY && d->from == 0)
        return column->epoch >= EPOCH_MIN && column->epoch >= column->seen / EPOCH_SHARE;
    date_split(d->from, &year, &month, &day);
    for (size_t i = 0; i < ARRAY_LEN(fillers) && d->precision == DATE_DAY; i++)
        if (fillers[i].year == year && fillers[i].month == month && fillers[i].day == day)
            return true;
    return false;
}

/* Also with a time of day behind. */
static bool is_odd_filler(struct span text)
{
    for (size_t i = 0; i < ARRAY_LEN(odd_fillers); i++)
        if (span_starts(text, span_of(odd_fillers[i])))
            return true;
    return false;
}

static bool read_serial(struct span text, struct date *out)
{
    uint64_t n;
    if (text.n != 5 || !span_u64(text, &n) || n < SERIAL_FROM || n > SERIAL_TO)
        return false;
    int32_t day = date_day(SERIAL_EPOCH_YEAR, SERIAL_EPOCH_MONTH, SERIAL_EPOCH_DAY) + (int32_t)n;
    *out = (struct date){.from = day, .to = day, .precision = DATE_DAY};
    return true;
}

/* The dates of 'd' that count, moved to its front. */
static size_t choose(struct person_date *column, unsigned bits, struct date d[2])
{
    if (bits == 2)
        d[0] = d[1];
    if (bits != 3 || same(&d[0], &d[1]))
        return 1;
    if (column->month_first && !column->day_first)
        d[0] = d[1];
    if (column->month_first != column->day_first)
        return 1;
    return 2;
}

enum person_date_kind person_date_read(struct person_date *column, struct span text,
                                       struct date out[2])
{
    text = span_trim(text);
    if (read_serial(text, &out[0]))
        return PERSON_DATE_SERIAL;
    if (is_odd_filler(text))
        return PERSON_DATE_FILLER;
    person_date_learn(column, text);
    unsigned bits = readings(text, out);
    if (bits == 0)
        return PERSON_DATE_NONE;
    size_t n = choose(column, bits, out);
    if (is_filler(column, &out[0]))
        return PERSON_DATE_FILLER;
    return n == 2 ? PERSON_DATE_BOTH : PERSON_DATE_ONE;
}

static struct span written(struct arena *a, const struct date *d)
{
    struct buf text = {0};
    date_write(d, &text);
    struct span out = arena_span(a, buf_view(&text));
    buf_free(&text);
    return out;
}

enum person_date_kind person_date_texts(struct person_date *column, struct span text,
                                        struct arena *a, struct span out[2])
{
    struct date d[2];
    enum person_date_kind kind = person_date_read(column, text, d);
    bool dated = kind != PERSON_DATE_NONE && kind != PERSON_DATE_FILLER;
    out[0] = dated ? written(a, &d[0]) : SPAN("");
    out[1] = kind == PERSON_DATE_BOTH ? written(a, &d[1]) : SPAN("");
    return kind;
}
