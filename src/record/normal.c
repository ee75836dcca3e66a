/* SPDX-License-Identifier: Apache-2.0
 *
 * Normal forms of texts, by type (record.h has the table).
 *
 * Millions of values pass here and nearly all are printable ASCII with single blanks, which is
 * normal already. One pass finds out whether a text is UTF-8, whether its blanks are folded and
 * whether it is in NFC for sure; mostly it is all three and nothing is copied. ICU is asked only
 * where a character occurs that might compose with its neighbours.
 */
#include "record/inside.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#include "record/country.h"
#include "record/date.h"

enum { STACK_UNITS = 512, GENDER_MAX = 32 };

/* ---- characters ------------------------------------------------------------------------------ */

static bool within(uint32_t cp, uint32_t low, uint32_t high)
{
    return cp - low <= high - low;
}

/* Unicode's White_Space. */
static bool is_blank(uint32_t cp)
{
    if (cp < 0x2000)
        return cp == ' ' || within(cp, '\t', '\r') || cp == 0x85 || cp == 0xA0 || cp == 0x1680;
    return cp <= 0x200A || cp == 0x2028 || cp == 0x2029 || cp == 0x202F || cp == 0x205F ||
           cp == 0x3000;
}

/* What nobody sees and no name needs. Joiners and variation selectors are not among it. */
static bool is_invisible(uint32_t cp)
{
    if (cp < 0x2000)
        return cp < 0x20 || within(cp, 0x7F, 0x9F) || cp == 0xAD || cp == 0x061C || cp == 0x180E;
    return cp == 0x200B || within(cp, 0x200E, 0x200F) || within(cp, 0x202A, 0x202E) ||
           within(cp, 0x2060, 0x2064) || within(cp, 0x2066, 0x206F) || cp == 0xFEFF;
}

/* True for characters that are in NFC whatever stands around them. Not for all of these: for the
 * scripts that lists are full of. A test asks ICU about each character of the ranges. */
static bool is_composed(uint32_t cp)
{
    return cp < 0x300 || within(cp, 0x400, 0x482) || within(cp, 0x48A, 0x58F) ||
           within(cp, 0x620, 0x64A) || within(cp, 0x2010, 0x2027) || within(cp, 0x3001, 0x3029) ||
           within(cp, 0x4E00, 0x9FFF) || within(cp, 0xAC00, 0xD7A3);
}

/* ---- looking --------------------------------------------------------------------------------- */

/* What one pass over a text finds. */
struct look {
    bool valid;    /* UTF-8 without NUL */
    bool settled;  /* no blank but single ones inside, nothing invisible */
    bool composed; /* in NFC for sure */
};

static struct look look_at(struct span s)
{
    struct look look = {true, true, true};
    const uint8_t *bytes = (const uint8_t *)s.p;
    bool after_blank = true;
    for (size_t i = 0; i < s.n;) {
        UChar32 cp;
        U8_NEXT(bytes, i, s.n, cp);
        if (cp <= 0)
            return (struct look){false, false, false};
        if (cp == ' ') {
            look.settled &= !after_blank;
            after_blank = true;
            continue;
        }
        after_blank = false;
        if (cp > ' ' && cp < 0x7F)
            continue;
        look.settled &= !is_blank((uint32_t)cp) && !is_invisible((uint32_t)cp);
        look.composed &= is_composed((uint32_t)cp);
    }
    look.settled &= !after_blank;
    return look;
}

/* Past the eights of bytes at the front that are ASCII without NUL. */
static size_t ascii_run(struct span s)
{
    const uint64_t ones = UINT64_MAX / 0xFF, highs = ones << 7;
    size_t i = 0;
    for (uint64_t eight; i + sizeof(eight) <= s.n; i += sizeof(eight)) {
        memcpy(&eight, s.p + i, sizeof(eight));
        if ((eight | (eight - ones)) & highs)
            break;
    }
    return i;
}

bool text_valid(struct span s)
{
    const uint8_t *bytes = (const uint8_t *)s.p;
    for (size_t i = ascii_run(s); i < s.n;) {
        UChar32 cp;
        U8_NEXT(bytes, i, s.n, cp);
        if (cp <= 0)
            return false;
    }
    return true;
}

/* ---- blanks ---------------------------------------------------------------------------------- */

/* Runs of white space become one blank, none at the ends. Shrinks or stays. */
static struct span fold_blanks(struct arena *a, struct span s)
{
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0;
    bool blank = false;
    while (s.n) {
        uint32_t cp = utf8_next(&s);
        if (is_blank(cp)) {
            blank = true;
        } else if (!is_invisible(cp)) {
            if (blank && n)
                out[n++] = ' ';
            blank = false;
            n += utf8_put(out + n, cp);
        }
    }
    out[n] = '\0';
    return (struct span){out, n};
}

/* For texts of several lines: the lines and their layout stay. */
static struct span fold_lines(struct arena *a, struct span s)
{
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0;
    while (s.n) {
        uint32_t cp = utf8_next(&s);
        if (cp == '\n' || cp == '\t' || !is_invisible(cp))
            n += utf8_put(out + n, cp);
    }
    out[n] = '\0';
    return span_trim((struct span){out, n});
}

/* ---- NFC ------------------------------------------------------------------------------------- */

static const UNormalizer2 *nfc_instance(void)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
    assert(U_SUCCESS(status)); /* the data is part of the library */
    return nfc;
}

/* No character grows more than threefold in NFC, in UTF-8 as in UTF-16 (UAX #15). */
static struct span compose(struct arena *a, const UChar *units, int32_t n)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar *composed = mem_alloc(sizeof(UChar) * 3 * (size_t)n);
    int32_t units_n = unorm2_normalize(nfc_instance(), units, n, composed, 3 * n, &status);
    assert(U_SUCCESS(status));
    int32_t room = 3 * units_n, bytes_n;
    char *out = arena_alloc(a, (size_t)room + 1);
    u_strToUTF8(out, room, &bytes_n, composed, units_n, &status);
    assert(U_SUCCESS(status));
    mem_free(composed);
    out[bytes_n] = '\0';
    return (struct span){out, (size_t)bytes_n};
}

static struct span nfc(struct arena *a, struct span s)
{
    UChar stack[STACK_UNITS];
    UChar *units = s.n <= STACK_UNITS ? stack : mem_alloc(sizeof(UChar) * s.n);
    UErrorCode status = U_ZERO_ERROR;
    int32_t n;
    u_strFromUTF8(units, (int32_t)s.n, &n, s.p, (int32_t)s.n, &status);
    assert(U_SUCCESS(status));
    if (unorm2_spanQuickCheckYes(nfc_instance(), units, n, &status) < n)
        s = compose(a, units, n);
    assert(U_SUCCESS(status));
    if (units != stack)
        mem_free(units);
    return s;
}

/* ---- texts ----------------------------------------------------------------------------------- */

static bool keeps_lines(enum prop_type type)
{
    return type == TYPE_TEXT || type == TYPE_HTML || type == TYPE_JSON;
}

static enum add normal_string(struct arena *a, enum prop_type type, struct span text,
                              struct span *out)
{
    struct look look = look_at(text);
    /* ICU counts in 32 bits; LIMIT_VALUE is far below, and record_check says so. */
    if (!look.valid || text.n > INT32_MAX / 8)
        return ADD_INVALID;
    *out = text;
    if (!look.settled)
        *out = keeps_lines(type) ? fold_lines(a, text) : fold_blanks(a, text);
    if (!look.composed)
        *out = nfc(a, *out);
    return out->n ? ADD_OK : ADD_EMPTY;
}

static enum add normal_date(struct arena *a, struct span text, struct span *out)
{
    struct date date;
    if (date_read(text, &date))
        return ADD_OK;
    if (!date_parse(text, DATE_DAY_FIRST, &date))
        return ADD_INVALID;
    struct buf buf = {0};
    date_write(&date, &buf);
    *out = arena_span(a, buf_view(&buf));
    buf_free(&buf);
    return ADD_OK;
}

static enum add normal_country(struct span text, struct span *out)
{
    const char *code = country_parse(text);
    *out = span_of(code);
    return code ? ADD_OK : ADD_INVALID;
}

static enum add normal_gender_add(struct span text, struct span *out)
{
    *out = normal_gender(text);
    return out->n ? ADD_OK : ADD_INVALID;
}

enum add normal_text(struct arena *a, enum prop_type type, struct span text, struct span *out)
{
    enum add added = normal_string(a, type, text, out);
    if (added != ADD_OK)
        return added;
    if (type == TYPE_DATE)
        return normal_date(a, *out, out);
    if (type == TYPE_COUNTRY)
        return normal_country(*out, out);
    if (type == TYPE_GENDER)
        return normal_gender_add(*out, out);
    return ADD_OK;
}

/* ---- gender ---------------------------------------------------------------------------------- */

static const struct {
    struct span word, gender;
} genders[] = {
#define GENDER(word, gender) {{word, sizeof(word) - 1}, {#gender, sizeof(#gender) - 1}},
#include "record/gender.def"
#undef GENDER
};

/* Lower case, without a full stop behind it; empty when it is too long for the table. */
static struct span fold_word(struct span text, char out[GENDER_MAX + 4])
{
    size_t n = 0;
    text = span_trim(text);
    while (text.n && n <= GENDER_MAX)
        n += utf8_put(out + n, (uint32_t)u_tolower((UChar32)utf8_next(&text)));
    if (n && out[n - 1] == '.')
        n--;
    return (struct span){out, text.n ? 0 : n};
}

struct span normal_gender(struct span text)
{
    char folded[GENDER_MAX + 4];
    struct span word = fold_word(text, folded);
    for (size_t i = 0; i < ARRAY_LEN(genders); i++)
        if (span_eq(word, genders[i].word))
            return genders[i].gender;
    return SPAN("");
}

/* ---- times ----------------------------------------------------------------------------------- */

/* In 'shape', 0 stands for a digit; the rest for itself. */
static bool has_shape(struct span s, const char *shape)
{
    size_t n = strlen(shape);
    if (s.n < n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (shape[i] == '0' ? s.p[i] < '0' || s.p[i] > '9' : s.p[i] != shape[i])
            return false;
    return true;
}

static int two_digits(struct span s, size_t at)
{
    return (s.p[at] - '0') * 10 + s.p[at + 1] - '0';
}

/* A leap second is written 60. */
static bool real_time(struct span s)
{
    struct date day;
    return date_read(span_slice(s, 0, 10), &day) && two_digits(s, 11) < 24 &&
           two_digits(s, 14) < 60 && two_digits(s, 17) <= 60;
}

bool normal_time_is(struct span text)
{
    return text.n == 19 && has_shape(text, "0000-00-00T00:00:00") && real_time(text);
}

/* Behind the seconds: nothing, a fraction, the zone. All of FollowTheMoney is in UTC. */
static bool time_tail(struct span s)
{
    if (s.n && (s.p[0] == '.' || s.p[0] == ',')) {
        size_t digits = 1;
        while (digits < s.n && s.p[digits] >= '0' && s.p[digits] <= '9')
            digits++;
        if (digits == 1)
            return false;
        s = span_from(s, digits);
    }
    return s.n == 0 || span_eq(s, SPAN("Z")) || span_eq(s, SPAN("+00:00"));
}

bool normal_time(struct arena *a, struct span text, struct span *out)
{
    text = span_trim(text);
    if (normal_time_is(text)) {
        *out = arena_span(a, text);
        return true;
    }
    if (text.n == 10)
        text = arena_printf(a, "%.*sT00:00:00", SPAN_ARG(text));
    if (text.n < 19 || !strchr("T ", text.p[10]) || !time_tail(span_from(text, 19)))
        return false;
    text = arena_printf(a, "%.10sT%.8s", text.p, text.p + 11);
    if (!normal_time_is(text))
        return false;
    *out = text;
    return true;
}
