/* SPDX-License-Identifier: Apache-2.0
 *
 * json_text: see json_text.h. Brackets are counted and strings passed over, no more.
 */
#include "json_text.h"

static struct span skip_blanks(struct span s)
{
    while (s.n && (s.p[0] == ' ' || s.p[0] == '\t' || s.p[0] == '\r' || s.p[0] == '\n'))
        s = span_from(s, 1);
    return s;
}

/* The length of the string at the front of 's' with its quotes; s.n when it is cut. */
static size_t string_length(struct span s)
{
    size_t n = 1;
    while (n < s.n && s.p[n] != '"')
        n += s.p[n] == '\\' ? 2 : 1;
    return n < s.n ? n + 1 : s.n;
}

/* The length of the value at the front of 's'. */
static size_t value_length(struct span s)
{
    size_t n = 0, depth = 0;
    while (n < s.n) {
        char c = s.p[n];
        if (depth == 0 && n && strchr(",]} \t\r\n", c))
            return n;
        if (c == '"')
            n += string_length(span_from(s, n));
        else
            n++;
        depth += c == '{' || c == '[';
        depth -= (c == '}' || c == ']') && depth;
        if (depth == 0 && (c == '"' || c == '}' || c == ']'))
            return n;
    }
    return n;
}

static struct span take(struct span *in, size_t n)
{
    struct span taken = span_slice(*in, 0, n);
    *in = span_from(*in, n);
    return taken;
}

bool json_open(struct span *in, char bracket)
{
    *in = skip_blanks(*in);
    if (!in->n || in->p[0] != bracket)
        return false;
    *in = span_from(*in, 1);
    return true;
}

/* At the next thing behind a comma; false at the closing bracket and at the end of the text. */
static bool at_next(struct span *in)
{
    *in = skip_blanks(*in);
    if (in->n && in->p[0] == ',')
        *in = skip_blanks(span_from(*in, 1));
    return in->n && in->p[0] != '}' && in->p[0] != ']';
}

bool json_member(struct span *in, struct span *key, struct span *value)
{
    if (!at_next(in) || in->p[0] != '"')
        return false;
    *key = take(in, string_length(*in));
    *key = span_slice(*key, 1, key->n > 1 ? key->n - 2 : 0);
    *in = skip_blanks(*in);
    if (!in->n || in->p[0] != ':')
        return false;
    *in = skip_blanks(span_from(*in, 1));
    *value = take(in, value_length(*in));
    return true;
}

bool json_element(struct span *in, struct span *value)
{
    if (!at_next(in))
        return false;
    *value = take(in, value_length(*in));
    return true;
}

struct span json_find(struct span text, const char *key)
{
    struct span name, value;
    if (json_open(&text, '{'))
        while (json_member(&text, &name, &value))
            if (span_eq(name, span_of(key)))
                return value;
    return (struct span){NULL, 0};
}

/* ---- columns ------------------------------------------------------------------------------- */

/* What "birthDate[1]" names in 'text'. A single value stands for a list of one. */
static struct span step(struct span text, struct span part)
{
    size_t bracket = span_find(part, '[');
    struct span name = span_slice(part, 0, bracket), key, value = {NULL, 0}, list;
    uint64_t nth = 0;
    bool found = false;
    if (json_open(&text, '{'))
        while (!found && json_member(&text, &key, &value))
            found = span_eq(key, name);
    if (!found)
        return (struct span){NULL, 0};
    list = value;
    if (bracket == part.n || !json_open(&list, '['))
        return value;
    part = span_slice(part, bracket + 1, part.n - bracket - 2);
    if (!span_u64(part, &nth))
        return value;
    while (json_element(&list, &value))
        if (nth-- == 0)
            return value;
    return (struct span){NULL, 0};
}

static uint64_t characters(struct span s)
{
    uint64_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return n;
}

uint64_t json_column(struct span text, const char *path)
{
    struct span at = text, rest = span_of(path), part;
    while (at.p && span_split(&rest, '.', &part))
        at = step(at, part);
    if (!at.p)
        return 0;
    return characters(span_slice(text, 0, (size_t)(at.p - text.p))) + 1;
}
