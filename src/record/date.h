/* SPDX-License-Identifier: Apache-2.0
 *
 * Dates as intervals of days, because a list rarely knows the day.
 *
 * A date value is an interval [from, to] of days since 1970-01-01 (proleptic Gregorian), with the
 * precision that its source stated and whether it is approximate. "1961" is 1961-01-01 ..
 * 1961-12-31 of precision year; it never becomes 1 January.
 */
#ifndef TOCSIN_DATE_H
#define TOCSIN_DATE_H

#include "base/base.h"

enum date_precision { DATE_YEAR = 1, DATE_MONTH, DATE_DAY, DATE_INTERVAL };

struct date {
    int32_t from, to; /* days since 1970-01-01, inclusive */
    uint8_t precision; /* enum date_precision */
    bool circa;
};

/* Reads the normal form: year, year-month or year-month-day, each with an optional "~" (circa), or
 * two of them with "/" between. Years are 1000 .. 2999. False when it is not one, or is not real
 * (1961-02-30), or ends before it begins. A period of exactly one year, month or day has that
 * precision: "1961-01/1961-12" is 1961. */
bool date_read(struct span edtf, struct date *out);
/* Appends the normal form; date_read of it gives the same date. */
void date_write(const struct date *d, struct buf *out);

/* Which of day and month comes first in an all-numeric text such as 03/04/1961. */
enum date_order { DATE_DAY_FIRST, DATE_MONTH_FIRST };

/* Reads what lists and people write:
 *
 *   ISO, EDTF     1961-03-14, 1961-3-14, 1961/03/14, 19610314, 1961-03, 1961~, 1958/1963
 *   by name       14 Mar 1961, March 14th, 1961, 14-Mar-1961, 14. März 1961, 14 марта 1961 г.,
 *                 Mar 1961 (English, French, German, Spanish, Italian, Portuguese, Dutch, Russian)
 *   by number     14/03/1961, 14.03.1961, 03/1961, 1961年3月14日, digits of any script
 *   unknown parts 00/03/1961, dd/03/1961, dd/mm/1961, 1961-00-00, 1961-XX-XX, ??/03/1961
 *   circa         circa 1961, c. 1961, approximately 1961, 1961 (approx.), 1961?
 *   periods       1958 to 1963, 1958-1963, between 1958 and 1963, Mar 1961 - May 1961,
 *                 14 Mar 1961 to 02 Apr 1963
 *   a time behind 1961-03-14T00:00:00Z, 1961-03-14+01:00, 3/14/1961 12:00:00 AM
 *   spreadsheets  22354: five digits are days since 1899-12-30
 *
 * 'order' is for slashes, hyphens and blanks; with dots the day always comes first. It is not
 * overruled where only the other order would be real ("03/14/1961"), so that a caller can find out
 * the order of a column by trying both.
 * A period of a whole year or month becomes that year or month. False when it is not understood
 * or not a real day (31 Feb). A two-digit year is not understood, and neither are alternatives
 * ("1972-08-10 or 1972-08-11"): they are two values. '*out' is left alone when it is false. */
bool date_parse(struct span text, enum date_order order, struct date *out);

/* Days and parts; any day that an int32_t holds can be split. */
void date_split(int32_t day, int *year, int *month, int *mday);
int32_t date_day(int year, int month, int mday); /* assumes a real day */
bool date_real(int year, int month, int mday);   /* exists, year 1000 .. 2999 */

#endif
