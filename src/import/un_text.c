/* SPDX-License-Identifier: Apache-2.0
 *
 * un_text: see un_text.h. Phrases in the prose of the United Nations list.
 *
 *   names       "A; B", "A b) B", "A (B; C)", "A (original script; B)"
 *   parents     "Father's name is X.", "mother's name: X;" with either apostrophe
 *   ships       "IMO", then at most four short words or signs, then seven digits
 *   references  two capital letters, "i" or "e", ".", three digits
 *   expiry      "expire...", "expiration", "valid until", then a date within three tokens
 */
#include "un_text.h"

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

size_t un_find_nocase(struct span s, struct span what)
{
    for (size_t at = 0; at + what.n <= s.n; at++) {
        size_t i = 0;
        while (i < what.n && lower(s.p[at + i]) == what.p[i])
            i++;
        if (i == what.n)
            return at;
    }
    return s.n;
}

/* What stands behind 'phrase' up to the first of 'ends'; empty when the phrase does not occur. */
static struct span behind(struct span s, struct span phrase, const char *ends)
{
    size_t at = un_find_nocase(s, phrase), n = 0;
    struct span rest;

    if (at == s.n)
        return (struct span){0};
    rest = span_trim(span_from(s, at + phrase.n));
    while (n < rest.n && !strchr(ends, rest.p[n]))
        n++;
    return span_trim(span_slice(rest, 0, n));
}

/* ---- names ---------------------------------------------------------------------------------- */

/* The ")" that closes the "(" at 'open'; s.n when none does. */
static size_t closing(struct span s, size_t open)
{
    int depth = 0;

    for (size_t i = open; i < s.n; i++) {
        depth += s.p[i] == '(' ? 1 : s.p[i] == ')' ? -1 : 0;
        if (depth == 0)
            return i;
    }
    return s.n;
}

/* Has 's' letters of another script than Latin? Signs such as the apostrophe have none. */
static bool other_script(struct span s)
{
    while (s.n) {
        uint32_t cp = utf8_next(&s);
        if (cp >= 0x370 && (cp < 0x1e00 || cp > 0x206f))
            return true;
    }
    return false;
}

/* Does the parenthesis from 'open' to 'end' hold names of its own: a list, or the same name in the
 * other script? */
static bool holds_names(struct span s, size_t open, size_t end)
{
    struct span inside = span_slice(s, open, end - open);

    if (span_eq(inside, SPAN("(original script")))
        return false;
    return span_find(inside, ';') < inside.n ||
           (open > 0 && other_script(inside) != other_script(span_slice(s, 0, open)));
}

/* Where the first name of 's' ends: at ";", at " b) ", at a parenthesis that holds names, or at a
 * parenthesis that was opened before. '*skip' is how long what separates them is. */
static size_t name_end(struct span s, size_t *skip)
{
    *skip = 1;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == ';' || s.p[i] == ')')
            return i;
        if (s.p[i] == '(') {
            size_t end = closing(s, i);
            if (end == s.n || holds_names(s, i, end))
                return i;
            i = end;
        } else if (s.p[i] == ' ' && i + 3 < s.n && s.p[i + 2] == ')' && s.p[i + 1] >= 'a' &&
                   s.p[i + 1] <= 'z') {
            *skip = 3;
            return i;
        }
    }
    *skip = 0;
    return s.n;
}

static struct span without_remark(struct span name)
{
    struct span remark = SPAN("(original script)");

    return span_ends(name, remark) ? span_trim(span_slice(name, 0, name.n - remark.n)) : name;
}

bool un_next_name(struct span *rest, struct span *name)
{
    while (span_trim(*rest).n > 0) {
        size_t skip, end = name_end(*rest, &skip);
        *name = without_remark(span_trim(span_slice(*rest, 0, end)));
        *rest = span_from(*rest, end + skip);
        if (name->n > 1)
            return true;
    }
    return false;
}

struct span un_script_name(struct span note)
{
    static const char *const phrases[] = {"original script:", "arabic script:", "in arabic:"};

    for (size_t i = 0; i < ARRAY_LEN(phrases); i++) {
        struct span name = behind(note, span_of(phrases[i]), ".;,()");
        if (name.n)
            return name;
    }
    return (struct span){0};
}

bool un_formerly_listed(struct span note)
{
    return note.n > 0 && (un_find_nocase(note, SPAN("formerly listed as")) == 0 ||
                          un_find_nocase(note, SPAN("previously listed as")) == 0);
}

struct span un_parent(struct span text, struct span who)
{
    static const char *const links[] = {"\xe2\x80\x99s name is ",
                                        "\xe2\x80\x99s name: ", "'s name is ", "'s name: "};

    while (text.n > 0) {
        size_t at = un_find_nocase(text, who);
        text = span_from(text, at + (at < text.n ? who.n : 0));
        for (size_t i = 0; i < ARRAY_LEN(links); i++)
            if (span_starts(text, span_of(links[i])))
                return behind(text, span_of(links[i]), ".;,()");
    }
    return text;
}

/* ---- numbers -------------------------------------------------------------------------------- */

static size_t digits_in(struct span s)
{
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++)
        n += is_digit(s.p[i]);
    return n;
}

/* "L", "AB", "DE-": letters of a number that stand apart. */
static bool is_series(struct span token)
{
    size_t letters = 0;

    for (size_t i = 0; i < token.n; i++) {
        if (!is_capital(token.p[i]) && token.p[i] != '-')
            return false;
        letters += is_capital(token.p[i]);
    }
    return letters == 1 || letters == 2;
}

/* The next token and where it stands. */
static bool next_token(struct span s, size_t *at, struct span *token)
{
    size_t from;

    while (*at < s.n && strchr(" \n\r\t", s.p[*at]))
        ++*at;
    from = *at;
    while (*at < s.n && !strchr(" \n\r\t", s.p[*at]))
        ++*at;
    *token = span_slice(s, from, *at - from);
    return token->n > 0;
}

/* The first token with 'least' digits, with a series before it and the digits behind it. */
static struct span first_number(struct span s, size_t least)
{
    struct span token, before = {0};
    size_t at = 0, from, end;

    while (next_token(s, &at, &token)) {
        if (digits_in(token) < least) {
            before = token;
            continue;
        }
        from = (size_t)((is_series(before) ? before.p : token.p) - s.p);
        end = at;
        while (!strchr(",;.", s.p[end - 1]) && next_token(s, &at, &token) && is_digit(token.p[0]) &&
               digits_in(token) > 1)
            end = at;
        while (strchr(",;.)", s.p[end - 1]))
            end--;
        return span_slice(s, from, end - from);
    }
    return (struct span){0};
}

struct span un_number(struct span text, bool only_number)
{
    static const char *const phrases[] = {"number ", "number: ", " no. ", " no.", "passport: "};

    for (size_t i = 0; i < ARRAY_LEN(phrases); i++) {
        size_t at = un_find_nocase(text, span_of(phrases[i]));
        struct span rest = span_from(text, at + (at < text.n ? strlen(phrases[i]) : 0));
        if (digits_in(rest) > 1)
            return only_number ? span_trim(rest) : first_number(rest, 2);
    }
    return only_number ? text : first_number(text, 5);
}

struct span un_imo(struct span text)
{
    size_t at;

    while ((at = span_find_span(text, SPAN("IMO"))) < text.n) {
        size_t n = 0;
        text = span_from(text, at + 3);
        while (n < text.n && n < 12 && !is_digit(text.p[n]))
            n++;
        if (digits_in(span_slice(text, n, 7)) == 7 && (n + 7 == text.n || !is_digit(text.p[n + 7])))
            return span_slice(text, n, 7);
    }
    return (struct span){0};
}

/* ---- dates and references ------------------------------------------------------------------- */

/* A date in the first three tokens of 's', the longest first: "10 March 2019 in Tripoli". */
static bool leading_date(struct span s, struct date *out)
{
    size_t end[3], n = 0, at = 0;
    struct span token;

    while (n < 3 && next_token(s, &at, &token))
        end[n++] = at;
    while (n > 0) {
        struct span text = span_slice(s, 0, end[--n]);
        while (text.n && strchr(".,;)", text.p[text.n - 1]))
            text = span_slice(text, 0, text.n - 1);
        if (date_parse(text, DATE_DAY_FIRST, out))
            return true;
    }
    return false;
}

bool un_expiry(struct span note, struct date *out)
{
    static const char *const phrases[] = {"expire", "expiration", "valid until"};
    struct span token;

    for (size_t i = 0; i < ARRAY_LEN(phrases); i++) {
        size_t at = un_find_nocase(note, span_of(phrases[i]));
        for (int words = 0; words < 4 && at < note.n; words++) {
            if (!next_token(note, &at, &token))
                break;
            if (leading_date(span_from(note, at), out))
                return true;
        }
    }
    return false;
}

bool un_next_reference(struct span *rest, struct span *reference)
{
    for (size_t i = 0; i + 7 <= rest->n; i++) {
        const char *p = rest->p + i;
        if (!is_capital(p[0]) || !is_capital(p[1]) || (p[2] != 'i' && p[2] != 'e') || p[3] != '.' ||
            digits_in(span_slice(*rest, i + 4, 3)) != 3)
            continue;
        *reference = span_slice(*rest, i, 7);
        *rest = span_from(*rest, i + 7);
        return true;
    }
    *rest = (struct span){0};
    return false;
}

struct span un_committee(struct span reference)
{
    if (reference.n < 3 || !is_capital(reference.p[0]) || !is_capital(reference.p[1]))
        return (struct span){0};
    return span_slice(reference, 0, 2);
}
