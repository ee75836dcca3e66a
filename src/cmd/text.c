/* SPDX-License-Identifier: Apache-2.0
 *
 * Widths and line breaks by the properties of characters (ICU).
 */
#include "cmd/text.h"

#include <stdio.h>
#include <unicode/uchar.h>

#define REPLACEMENT 0xfffd

/* ---- widths ------------------------------------------------------------------------------ */

static bool is_conjoining(uint32_t cp)
{
    return cp >= 0x1160 && cp <= 0x11ff; /* Hangul vowels and finals join the syllable before */
}

static int char_width(uint32_t cp)
{
    int type, east;

    if (cp >= 0x20 && cp < 0x300)
        return cp != 0x7f && cp != 0xad;
    type = u_charType((UChar32)cp);
    if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR ||
        type == U_CONTROL_CHAR || is_conjoining(cp))
        return 0;
    east = u_getIntPropertyValue((UChar32)cp, UCHAR_EAST_ASIAN_WIDTH);
    return east == U_EA_WIDE || east == U_EA_FULLWIDTH ? 2 : 1;
}

int text_width(struct span s)
{
    int width = 0;

    while (s.n)
        width += char_width(utf8_next(&s));
    return width;
}

/* ---- breaking ---------------------------------------------------------------------------- */

static bool is_ideographic(uint32_t cp)
{
    switch (u_getIntPropertyValue((UChar32)cp, UCHAR_LINE_BREAK)) {
    case U_LB_IDEOGRAPHIC:
    case U_LB_CONDITIONAL_JAPANESE_STARTER:
    case U_LB_H2:
    case U_LB_H3:
        return true;
    default:
        return false;
    }
}

static bool sticks_to_left(uint32_t cp)
{
    switch (u_getIntPropertyValue((UChar32)cp, UCHAR_LINE_BREAK)) {
    case U_LB_CLOSE_PUNCTUATION:
    case U_LB_CLOSE_PARENTHESIS:
    case U_LB_NONSTARTER:
    case U_LB_EXCLAMATION:
    case U_LB_INFIX_NUMERIC:
    case U_LB_BREAK_SYMBOLS:
    case U_LB_COMBINING_MARK:
    case U_LB_QUOTATION:
        return true;
    default:
        return false;
    }
}

static bool sticks_to_right(uint32_t cp)
{
    int class = u_getIntPropertyValue((UChar32)cp, UCHAR_LINE_BREAK);

    return class == U_LB_OPEN_PUNCTUATION || class == U_LB_QUOTATION;
}

static bool may_break(uint32_t left, uint32_t right)
{
    if (left == ' ')
        return right != ' ';
    if (left < 0x1100 && right < 0x1100)
        return false; /* nothing ideographic stands below the Hangul Jamo */
    return (is_ideographic(left) || is_ideographic(right)) && !sticks_to_left(right) &&
           !sticks_to_right(left) && right != ' ';
}

/* Where a line of 'room' columns ends in 's': after the last character that fits. '*good' is the
 * last place before it where a break looks well, or 0. */
static size_t measure(struct span s, int room, size_t *good)
{
    struct span rest = s;
    uint32_t left = 0;
    int width = 0;

    *good = 0;
    while (rest.n) {
        size_t at = s.n - rest.n;
        uint32_t cp = utf8_next(&rest);

        if (cp == '\n')
            return *good = at;
        if (at && may_break(left, cp))
            *good = at;
        width += char_width(cp);
        if (width > room && at && cp != ' ')
            return at;
        left = cp;
    }
    return *good = s.n;
}

static struct span without_blanks(struct span s)
{
    while (s.n && s.p[s.n - 1] == ' ')
        s.n--;
    return s;
}

bool text_line(struct span *rest, int room, struct span *line)
{
    size_t good, end;

    if (!rest->n)
        return false;
    end = measure(*rest, room < 1 ? 1 : room, &good);
    if (good || (end < rest->n && rest->p[end] == '\n'))
        end = good;
    *line = without_blanks(span_slice(*rest, 0, end));
    *rest = span_from(*rest, end);
    if (rest->n && rest->p[0] == '\n')
        *rest = span_from(*rest, 1);
    return true;
}

/* ---- cleaning ---------------------------------------------------------------------------- */

static bool is_dangerous(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || (cp >= 0x202a && cp <= 0x202e) ||
           (cp >= 0x2066 && cp <= 0x2069) || cp == 0x2028 || cp == 0x2029;
}

void text_clean(struct span s, bool lines, struct buf *out)
{
    char bytes[4];

    while (s.n) {
        uint32_t cp = utf8_next(&s);

        if (cp == '\t' || (cp == '\n' && !lines))
            cp = ' ';
        else if (cp != '\n' && is_dangerous(cp))
            cp = REPLACEMENT;
        buf_put(out, bytes, utf8_put(bytes, cp));
    }
}

/* ---- direction --------------------------------------------------------------------------- */

/* Letters, marks such as U+200F, and the digits of Arabic, which order themselves as letters do. */
static bool is_rtl(uint32_t cp)
{
    UCharDirection d;

    if (cp < 0x590)
        return false;
    d = u_charDirection((UChar32)cp);
    return d == U_RIGHT_TO_LEFT || d == U_RIGHT_TO_LEFT_ARABIC || d == U_ARABIC_NUMBER;
}

/* 'rest' is what follows. */
static bool parts_values(uint32_t cp, struct span rest)
{
    switch (cp) {
    case '[':
    case ']':
    case '=':
    case '~':
    case 0x2260: /* not equal */
        return true;
    case ':':
        return rest.n && rest.p[0] == ' ';
    default:
        return u_charDirection((UChar32)cp) == U_LEFT_TO_RIGHT;
    }
}

/* Where a run that begins with 's' ends: behind its last right-to-left letter and the marks on it. */
static size_t run_length(struct span s)
{
    struct span rest = s;
    bool on_letter = false;
    size_t end = 0;

    while (rest.n) {
        uint32_t cp = utf8_next(&rest);

        if (parts_values(cp, rest))
            break;
        on_letter = is_rtl(cp) ||
                    (on_letter && u_charDirection((UChar32)cp) == U_DIR_NON_SPACING_MARK);
        if (on_letter)
            end = s.n - rest.n;
    }
    return end;
}

static void put_isolated(struct span s, struct buf *out)
{
    buf_str(out, "\xe2\x81\xa8"); /* U+2068 first strong isolate */
    buf_span(out, s);
    buf_str(out, "\xe2\x81\xa9"); /* U+2069 pop directional isolate */
}

static size_t first_rtl(struct span s)
{
    struct span rest = s;

    while (rest.n) {
        size_t at = s.n - rest.n;

        if (is_rtl(utf8_next(&rest)))
            return at;
    }
    return s.n;
}

void text_isolate(struct span line, bool value, struct buf *out)
{
    size_t at = first_rtl(line);

    if (value && at < line.n) {
        put_isolated(line, out);
        return;
    }
    while (at < line.n) {
        size_t n = run_length(span_from(line, at));

        buf_span(out, span_slice(line, 0, at));
        put_isolated(span_slice(line, at, n), out);
        line = span_from(line, at + n);
        at = first_rtl(line);
    }
    buf_span(out, line);
}

/* ---- numbers ----------------------------------------------------------------------------- */

const char *text_number(uint64_t n, char out[TEXT_NUMBER_MAX])
{
    char digits[21];
    int len = snprintf(digits, sizeof(digits), "%llu", (unsigned long long)n);
    char *p = out;

    for (int i = 0; i < len; i++) {
        if (i && (len - i) % 3 == 0)
            *p++ = ',';
        *p++ = digits[i];
    }
    *p = '\0';
    return out;
}
