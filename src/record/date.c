/* SPDX-License-Identifier: Apache-2.0
 *
 * Dates: the normal form, and the many ways in which lists and people write one.
 *
 *     normal  = part [ "/" part ]
 *     part    = year [ "-" month [ "-" day ] ] [ "~" ]      year 1000 .. 2999
 *
 * date_parse cuts a text into tokens and drops what carries nothing ("of", "the", "th"):
 *
 *     "circa 14th of March, 1961"  ->  CIRCA  NUMBER 14  MONTH 3  NUMBER 1961
 *
 * Every word that it knows stands in date_word.def with its meaning; a text with one word more is
 * no date. So "30-35 years old" or "1961, Port Maren" never becomes a birthday by luck. What the
 * tokens mean follows from their number and order alone:
 *
 *     1 token    Y, YYYYMMDD, or the five-digit day number of a spreadsheet
 *     2 tokens   Y M, M Y
 *     3 tokens   D M Y, M D Y, Y M D
 *
 * and a text that is none of these may still be two of them with something between.
 */
#include "date.h"

#include <unicode/uchar.h>

#define YEAR_MIN 1000
#define YEAR_MAX 2999
#define TEXT_MAX 128  /* longer texts are prose, not dates */
#define TOKENS_MAX 12 /* "between circa 14 Mar 1961 and circa 02 Apr 1963" has 9 */
#define WORD_BYTES 40

/* ---- days ----------------------------------------------------------------------------------- */

static bool leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_days(int year, int month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return days[month - 1] + (month == 2 && leap(year));
}

bool date_real(int year, int month, int mday)
{
    return year >= YEAR_MIN && year <= YEAR_MAX && month >= 1 && month <= 12 && mday >= 1 &&
           mday <= month_days(year, month);
}

/* Days from 1 March of year 0 to 1 January 1970. */
#define EPOCH 719468
/* Days of 400 years, after which the calendar repeats. */
#define ERA 146097

/* Years are counted from March, so that the leap day is the last of its year. */
int32_t date_day(int year, int month, int mday)
{
    int y = month <= 2 ? year - 1 : year;
    int m = month <= 2 ? month + 9 : month - 3;

    assert(date_real(year, month, mday));
    return y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + mday - 1 - EPOCH;
}

void date_split(int32_t day, int *year, int *month, int *mday)
{
    int64_t days = (int64_t)day + EPOCH;
    int64_t era = (days >= 0 ? days : days - (ERA - 1)) / ERA;
    int in_era = (int)(days - era * ERA);
    int in_years = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int in_year = in_era - (in_years * 365 + in_years / 4 - in_years / 100);
    int m = (in_year * 5 + 2) / 153;

    *mday = in_year - (m * 153 + 2) / 5 + 1;
    *month = m < 10 ? m + 3 : m - 9;
    *year = (int)(era * 400) + in_years + (*month <= 2);
}

/* A period of exactly one year, month or day is that year, month or day. */
static void settle_precision(struct date *d)
{
    int y1, m1, d1, y2, m2, d2;

    date_split(d->from, &y1, &m1, &d1);
    date_split(d->to, &y2, &m2, &d2);
    if (d->from == d->to)
        d->precision = DATE_DAY;
    else if (y1 == y2 && m1 == m2 && d1 == 1 && d2 == month_days(y2, m2))
        d->precision = DATE_MONTH;
    else if (y1 == y2 && m1 == 1 && d1 == 1 && m2 == 12 && d2 == 31)
        d->precision = DATE_YEAR;
    else
        d->precision = DATE_INTERVAL;
}

/* 'month' and 'mday' 0 are unknown. False when it is no real year, month or day. */
static bool make_date(int year, int month, int mday, struct date *out)
{
    int last_month = month ? month : 12;

    if (!date_real(year, last_month, month && mday ? mday : 1))
        return false;
    if (mday < 0 || mday > 31)
        return false;
    if (!month)
        mday = 0; /* a day of an unknown month says nothing */
    out->from = date_day(year, month ? month : 1, mday ? mday : 1);
    out->to = date_day(year, last_month, mday ? mday : month_days(year, last_month));
    out->precision = mday ? DATE_DAY : month ? DATE_MONTH : DATE_YEAR;
    out->circa = false;
    return true;
}

/* The period from the beginning of 'a' to the end of 'b'. */
static bool make_period(const struct date *a, const struct date *b, struct date *out)
{
    if (a->from > b->from || a->to > b->to)
        return false;
    *out = (struct date){.from = a->from, .to = b->to, .circa = a->circa || b->circa};
    settle_precision(out);
    return true;
}

/* ---- the normal form ------------------------------------------------------------------------ */

/* Takes exactly 'digits' ASCII digits off the front. */
static bool take_digits(struct span *s, size_t digits, int *out)
{
    int value = 0;

    if (s->n < digits)
        return false;
    for (size_t i = 0; i < digits; i++) {
        if (s->p[i] < '0' || s->p[i] > '9')
            return false;
        value = value * 10 + (s->p[i] - '0');
    }
    *s = span_from(*s, digits);
    *out = value;
    return true;
}

static bool take_char(struct span *s, char c)
{
    if (s->n == 0 || s->p[0] != c)
        return false;
    *s = span_from(*s, 1);
    return true;
}

static bool read_part(struct span s, struct date *out)
{
    int year, month = 0, mday = 0;
    bool circa;

    if (!take_digits(&s, 4, &year))
        return false;
    if (take_char(&s, '-')) {
        if (!take_digits(&s, 2, &month) || month == 0)
            return false;
        if (take_char(&s, '-') && (!take_digits(&s, 2, &mday) || mday == 0))
            return false;
    }
    circa = take_char(&s, '~');
    if (s.n != 0 || !make_date(year, month, mday, out))
        return false;
    out->circa = circa;
    return true;
}

bool date_read(struct span edtf, struct date *out)
{
    size_t slash = span_find(edtf, '/');
    struct date a, b;

    if (slash == edtf.n) {
        if (!read_part(edtf, &a))
            return false;
        *out = a;
        return true;
    }
    return read_part(span_slice(edtf, 0, slash), &a) && read_part(span_from(edtf, slash + 1), &b) &&
           make_period(&a, &b, out);
}

static void write_part(int32_t day, enum date_precision precision, bool circa, struct buf *out)
{
    int year, month, mday;

    date_split(day, &year, &month, &mday);
    buf_printf(out, "%04d", year);
    if (precision != DATE_YEAR)
        buf_printf(out, "-%02d", month);
    if (precision == DATE_DAY)
        buf_printf(out, "-%02d", mday);
    if (circa)
        buf_char(out, '~');
}

/* The coarsest precision in which both ends of a period can be said. */
static enum date_precision ends_precision(const struct date *d)
{
    int y1, m1, d1, y2, m2, d2;

    date_split(d->from, &y1, &m1, &d1);
    date_split(d->to, &y2, &m2, &d2);
    if (d1 != 1 || d2 != month_days(y2, m2))
        return DATE_DAY;
    return m1 == 1 && m2 == 12 ? DATE_YEAR : DATE_MONTH;
}

void date_write(const struct date *d, struct buf *out)
{
    struct date settled = *d;

    assert(d->from <= d->to);
    settle_precision(&settled);
    if (settled.precision != DATE_INTERVAL) {
        write_part(d->from, settled.precision, d->circa, out);
        return;
    }
    write_part(d->from, ends_precision(d), d->circa, out);
    buf_char(out, '/');
    write_part(d->to, ends_precision(d), d->circa, out);
}

/* ---- the time behind a date ----------------------------------------------------------------- */

static size_t count_digits(struct span s)
{
    size_t n = 0;

    while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
        n++;
    return n;
}

/* "Z", "UTC", "GMT", "+01:00", "-0400", "+01", or nothing. */
static bool is_zone(struct span s)
{
    int hours, minutes = 0;

    if (s.n == 0 || span_eq_nocase(s, SPAN("Z")) || span_eq_nocase(s, SPAN("UTC")) ||
        span_eq_nocase(s, SPAN("GMT")))
        return true;
    if (!take_char(&s, '+') && !take_char(&s, '-'))
        return false;
    if (!take_digits(&s, 2, &hours) || hours > 14)
        return false;
    take_char(&s, ':');
    return s.n == 0 || (take_digits(&s, 2, &minutes) && minutes < 60 && s.n == 0);
}

/* "0:00", "00:00:00", "00:00:00.000 +0100", "12:00:00 AM". */
static bool is_time(struct span s)
{
    size_t n = count_digits(s);
    int hours, minutes, seconds = 0;

    if (n < 1 || n > 2 || !take_digits(&s, n, &hours) || hours > 24)
        return false;
    if (!take_char(&s, ':') || !take_digits(&s, 2, &minutes) || minutes > 59)
        return false;
    if (take_char(&s, ':') && (!take_digits(&s, 2, &seconds) || seconds > 60))
        return false;
    if (take_char(&s, '.') || take_char(&s, ','))
        s = span_from(s, count_digits(s));
    s = span_trim(s);
    if (s.n >= 2 && (span_eq_nocase(span_slice(s, 0, 2), SPAN("AM")) ||
                     span_eq_nocase(span_slice(s, 0, 2), SPAN("PM"))))
        s = span_trim(span_from(s, 2));
    return is_zone(s);
}

/* A zone may stand right behind a date without a time: "2015-03-27-04:00". */
static bool is_dated_zone(struct span s)
{
    int year, month, mday;

    return take_digits(&s, 4, &year) && take_char(&s, '-') && take_digits(&s, 2, &month) &&
           take_char(&s, '-') && take_digits(&s, 2, &mday) && s.n > 0 && is_zone(s);
}

/* The text without the time of day: false when something like a time is none. */
static bool cut_time(struct span *text)
{
    size_t at = span_find(*text, ':');

    if (is_dated_zone(*text)) {
        *text = span_slice(*text, 0, 10);
        return true;
    }
    if (at == text->n)
        return true;
    while (at > 0 && text->p[at - 1] >= '0' && text->p[at - 1] <= '9')
        at--;
    if (at == 0 || !is_time(span_from(*text, at)))
        return false;
    at--;
    if (text->p[at] != ' ' && text->p[at] != 'T' && text->p[at] != 't' && text->p[at] != ',')
        return false;
    *text = span_trim(span_slice(*text, 0, at));
    return true;
}

/* ---- tokens --------------------------------------------------------------------------------- */

enum token_kind {
    TOKEN_NUMBER,  /* value; 'digits' as written */
    TOKEN_MONTH,   /* value 1 .. 12 */
    TOKEN_UNKNOWN, /* value 'd', 'm' or 'x': the place of a day or month that is not known */
    TOKEN_CIRCA,
    TOKEN_FROM, /* "from", "between" */
    TOKEN_AND,  /* counts only behind TOKEN_FROM */
    TOKEN_TO,
    TOKEN_NOISE
};

/* What stood before a token. */
enum gap { GAP_NONE, GAP_BLANK, GAP_DOT, GAP_DASH, GAP_SPACED_DASH, GAP_SLASH };

struct token {
    enum token_kind kind;
    enum gap before;
    int value;
    size_t digits;
};

struct tokens {
    struct token at[TOKENS_MAX];
    size_t n;
};

struct date_word {
    const char *text;
    enum token_kind kind;
    int value;
};

static const struct date_word words[] = {
#define WORD(text, kind, value) {text, TOKEN_##kind, value},
#include "date_word.def"
#undef WORD
};

static const struct date_word *find_word(struct span text)
{
    size_t low = 0, high = ARRAY_LEN(words);

    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = span_cmp(text, span_of(words[middle].text));

        if (order == 0)
            return &words[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

static bool push(struct tokens *t, struct token token)
{
    if (token.kind == TOKEN_NOISE)
        return true;
    if (t->n == TOKENS_MAX)
        return false;
    t->at[t->n++] = token;
    return true;
}

/* Takes the code point at the front of 's' without consuming it. */
static uint32_t peek(struct span s, struct span *rest)
{
    *rest = s;
    return s.n ? utf8_next(rest) : 0;
}

static int digit_of(uint32_t cp)
{
    if (cp < 0x80)
        return cp >= '0' && cp <= '9' ? (int)cp - '0' : -1;
    return (int)u_charDigitValue((UChar32)cp);
}

static bool is_mark(uint32_t cp)
{
    return cp >= 0x300 && cp <= 0x36F;
}

/* Signs that Unicode calls letters: ordinals, and the year, month and day of Chinese dates. */
static bool is_letter(uint32_t cp)
{
    if (cp < 0x80)
        return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z');
    return is_mark(cp) || u_isalpha((UChar32)cp);
}

static bool take_number(struct span *s, enum gap before, struct tokens *out)
{
    struct token t = {.kind = TOKEN_NUMBER, .before = before};
    struct span rest;
    int digit;

    while (s->n && (digit = digit_of(peek(*s, &rest))) >= 0) {
        if (++t.digits > 8)
            return false;
        t.value = t.value * 10 + digit;
        *s = rest;
    }
    return push(out, t);
}

/* Is there a digit right before or right behind what was just taken? */
static bool touches_digit(struct span behind, enum gap before, const struct tokens *out)
{
    struct span rest;

    return (behind.n && digit_of(peek(behind, &rest)) >= 0) ||
           (before == GAP_NONE && out->n && out->at[out->n - 1].kind == TOKEN_NUMBER);
}

/* A word in lower case; combining accents fall off, which leaves a spelling that is also known. The
 * place of a part that is not known stands apart: "xx/1961", but "x1961" is some number. */
static bool take_word(struct span *s, enum gap before, struct tokens *out)
{
    const struct date_word *word;
    char text[WORD_BYTES];
    struct span rest;
    size_t n = 0;
    uint32_t cp;

    while (s->n && is_letter(cp = peek(*s, &rest))) {
        if (n + 4 > sizeof(text))
            return false;
        if (!is_mark(cp))
            n += utf8_put(text + n, (uint32_t)u_tolower((UChar32)cp));
        *s = rest;
    }
    word = find_word((struct span){text, n});
    if (word && word->kind == TOKEN_UNKNOWN && touches_digit(*s, before, out))
        return false;
    return word &&
           push(out, (struct token){.kind = word->kind, .before = before, .value = word->value});
}

/* "1961?" is a guess at 1961, "??/03/1961" has no day. */
static bool take_question(struct span *s, enum gap before, struct tokens *out)
{
    struct token t = {.kind = TOKEN_UNKNOWN, .before = before, .value = 'x'};

    if (before == GAP_NONE && out->n && out->at[out->n - 1].kind == TOKEN_NUMBER)
        t.kind = TOKEN_CIRCA;
    while (take_char(s, '?'))
        continue;
    return push(out, t);
}

static enum gap gap_of(uint32_t cp)
{
    if (cp == ' ' || cp == ',' || cp == '\t' || cp == '\n' || cp == '\r' || cp == '(' ||
        cp == ')' || cp == 0xA0 || cp == 0xB0 || cp == 0x202F || cp == 0x3000)
        return GAP_BLANK;
    if (cp == '.')
        return GAP_DOT;
    if (cp == '-' || (cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212)
        return GAP_DASH;
    return cp == '/' ? GAP_SLASH : GAP_NONE;
}

/* Takes everything between two tokens; false for two dashes or slashes. */
static bool take_gap(struct span *s, enum gap *out)
{
    bool blank = false;
    struct span rest;
    enum gap gap;

    *out = GAP_NONE;
    while (s->n && (gap = gap_of(peek(*s, &rest))) != GAP_NONE) {
        blank = blank || gap == GAP_BLANK;
        if (gap >= GAP_DASH && *out >= GAP_DASH)
            return false;
        if (gap > *out)
            *out = gap;
        *s = rest;
    }
    if (*out == GAP_DASH && blank)
        *out = GAP_SPACED_DASH;
    return true;
}

static bool take_token(struct span *s, enum gap before, struct tokens *out)
{
    struct span rest;
    uint32_t cp = peek(*s, &rest);

    if (digit_of(cp) >= 0)
        return take_number(s, before, out);
    if (cp == '?')
        return take_question(s, before, out);
    if (is_letter(cp))
        return take_word(s, before, out);
    if (cp != '~')
        return false;
    *s = rest;
    return push(out, (struct token){.kind = TOKEN_CIRCA, .before = before});
}

static bool tokenise(struct span s, struct tokens *out)
{
    enum gap before;

    out->n = 0;
    if (!take_gap(&s, &before) || before >= GAP_DASH)
        return false;
    while (s.n) {
        if (!take_token(&s, before, out) || !take_gap(&s, &before))
            return false;
    }
    return before < GAP_DASH;
}

/* Takes the CIRCA tokens out; true when there was one. */
static bool drop_circa(struct tokens *t)
{
    size_t kept = 0;

    for (size_t i = 0; i < t->n; i++) {
        if (t->at[i].kind != TOKEN_CIRCA)
            t->at[kept++] = t->at[i];
    }
    bool dropped = kept < t->n;
    t->n = kept;
    return dropped;
}

/* ---- what the tokens mean ------------------------------------------------------------------- */

static bool is_year(const struct token *t)
{
    return t->kind == TOKEN_NUMBER && t->digits == 4;
}

/* A day or a month by number, or the place of one. */
static bool is_place(const struct token *t)
{
    return (t->kind == TOKEN_NUMBER && t->digits <= 2) || t->kind == TOKEN_UNKNOWN;
}

static int place_value(const struct token *t)
{
    return t->kind == TOKEN_UNKNOWN ? 0 : t->value;
}

/* Day numbers of spreadsheets count from 1899-12-30 and have five digits from 1927 to 2173. */
static bool parse_one(const struct token *t, struct date *out)
{
    int year, month, mday;

    if (t->kind != TOKEN_NUMBER)
        return false;
    if (t->digits == 4)
        return make_date(t->value, 0, 0, out);
    if (t->digits == 8)
        return make_date(t->value / 10000, t->value / 100 % 100, t->value % 100, out);
    if (t->digits != 5 || t->value < 10000)
        return false;
    date_split(date_day(1899, 12, 30) + t->value, &year, &month, &mday);
    return make_date(year, month, mday, out);
}

static bool parse_two(const struct token *t, struct date *out)
{
    const struct token *year = is_year(&t[0]) ? &t[0] : &t[1];
    const struct token *month = is_year(&t[0]) ? &t[1] : &t[0];

    if (!is_year(year) || (month->kind != TOKEN_MONTH && !is_place(month)))
        return false;
    return make_date(year->value, place_value(month), 0, out);
}

static bool parse_three_named(const struct token *t, struct date *out)
{
    if (t[1].kind == TOKEN_MONTH && is_place(&t[0]) && is_year(&t[2]))
        return make_date(t[2].value, t[1].value, place_value(&t[0]), out);
    if (t[0].kind == TOKEN_MONTH && is_place(&t[1]) && is_year(&t[2]))
        return make_date(t[2].value, t[0].value, place_value(&t[1]), out);
    if (t[1].kind == TOKEN_MONTH && is_year(&t[0]) && is_place(&t[2]))
        return make_date(t[0].value, t[1].value, place_value(&t[2]), out);
    return false;
}

/* The order of the two places: a "dd" or "mm" tells it, dots are always day first. */
static enum date_order places_order(const struct token *t, enum date_order order)
{
    char first = t[0].kind == TOKEN_UNKNOWN ? (char)t[0].value : 'x';
    char second = t[1].kind == TOKEN_UNKNOWN ? (char)t[1].value : 'x';

    if (first == 'd' || second == 'm' || (t[1].before == GAP_DOT && t[2].before == GAP_DOT))
        return DATE_DAY_FIRST;
    return first == 'm' || second == 'd' ? DATE_MONTH_FIRST : order;
}

static bool parse_three(const struct token *t, enum date_order order, struct date *out)
{
    if (t[0].kind == TOKEN_MONTH || t[1].kind == TOKEN_MONTH)
        return parse_three_named(t, out);
    if (is_year(&t[0]) && is_place(&t[1]) && is_place(&t[2]))
        return make_date(t[0].value, place_value(&t[1]), place_value(&t[2]), out);
    if (!is_place(&t[0]) || !is_place(&t[1]) || !is_year(&t[2]))
        return false;
    if (places_order(t, order) == DATE_DAY_FIRST)
        return make_date(t[2].value, place_value(&t[1]), place_value(&t[0]), out);
    return make_date(t[2].value, place_value(&t[0]), place_value(&t[1]), out);
}

static bool parse_single(const struct token *t, size_t n, enum date_order order, struct date *out)
{
    switch (n) {
    case 1:
        return parse_one(t, out);
    case 2:
        return parse_two(t, out);
    case 3:
        return parse_three(t, order, out);
    default:
        return false;
    }
}

static bool parse_period(const struct tokens *t, size_t first, size_t at, size_t second,
                         enum date_order order, struct date *out)
{
    struct date a, b;

    return parse_single(t->at + first, at - first, order, &a) &&
           parse_single(t->at + second, t->n - second, order, &b) && make_period(&a, &b, out);
}

/* May the text fall into two dates before token 'i'? A bare hyphen also joins the parts of one
 * date, so there both sides must look alike. */
static bool may_split(const struct tokens *t, size_t i)
{
    enum gap before = t->at[i].before;

    return before == GAP_SPACED_DASH || before == GAP_SLASH ||
           (before == GAP_DASH && i == t->n - i);
}

/* Two dates with a dash or slash between, or one. */
static bool parse_plain(const struct tokens *t, enum date_order order, struct date *out)
{
    if (parse_single(t->at, t->n, order, out))
        return true;
    for (size_t i = 1; i < t->n; i++) {
        if (may_split(t, i) && parse_period(t, 0, i, i, order, out))
            return true;
    }
    return false;
}

static bool parse_tokens(const struct tokens *t, enum date_order order, struct date *out)
{
    size_t first = t->n && t->at[0].kind == TOKEN_FROM;

    for (size_t i = first; i < t->n; i++) {
        if (t->at[i].kind == TOKEN_TO || (first && t->at[i].kind == TOKEN_AND))
            return parse_period(t, first, i, i + 1, order, out);
    }
    return !first && parse_plain(t, order, out);
}

bool date_parse(struct span text, enum date_order order, struct date *out)
{
    struct tokens tokens;
    struct date d;
    bool circa;

    text = span_trim(text);
    if (date_read(text, out)) /* most values of most files */
        return true;
    if (text.n == 0 || text.n > TEXT_MAX || !cut_time(&text) || !tokenise(text, &tokens))
        return false;
    circa = drop_circa(&tokens);
    if (!parse_tokens(&tokens, order, &d))
        return false;
    d.circa = circa;
    *out = d;
    return true;
}
