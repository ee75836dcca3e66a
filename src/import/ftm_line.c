/* SPDX-License-Identifier: Apache-2.0
 *
 * ftm_line: see ftm_line.h. A function returns false at whatever it does not take for granted, and
 * then all of them do.
 */
#include "ftm_line.h"

#include "json_text.h"
#include "record/date.h"

struct line {
    struct arena *arena;
    const char *p, *end;
    struct record *r;           /* NULL until the schema is known */
    struct span id, caption, first_seen, last_seen, last_change;
    struct span properties;     /* that came before the schema */
    struct span datasets, referents; /* likewise: the lists as written */
    unsigned seen;              /* members, by bit */
    uint64_t props[PROP_END / 64 + 1]; /* properties that came, by bit */
};

/* ---- text ---------------------------------------------------------------------------------- */

static void skip_blanks(struct line *l)
{
    while (l->p < l->end && (*l->p == ' ' || *l->p == '\t' || *l->p == '\r' || *l->p == '\n'))
        l->p++;
}

static bool take(struct line *l, char c)
{
    skip_blanks(l);
    if (l->p == l->end || *l->p != c)
        return false;
    l->p++;
    return true;
}

/* Is one of eight bytes a quote, a backslash or a control character? It may say yes wrongly only
 * behind a byte that is one. */
static bool has_special(uint64_t w)
{
    const uint64_t ones = UINT64_MAX / 0xFF, highs = ones << 7;
    uint64_t quote = w ^ (ones * '"'), slash = w ^ (ones * '\\');
    uint64_t found = ((quote - ones) & ~quote) | ((slash - ones) & ~slash) |
                     ((w - ones * 0x20) & ~w);
    return found & highs;
}

/* To the next byte that is no plain character of a string. */
static const char *plain_end(const char *p, const char *end)
{
    for (uint64_t eight; (size_t)(end - p) >= sizeof(eight); p += sizeof(eight)) {
        memcpy(&eight, p, sizeof(eight));
        if (has_special(eight))
            break;
    }
    while (p < end && *p != '"' && *p != '\\' && (unsigned char)*p >= 0x20)
        p++;
    return p;
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The four digits of "\uXXXX" behind 'p', which is at the 'u'; negative when they are none. */
static int32_t code_unit(const char *p, const char *end)
{
    int32_t unit = 0;
    if (end - p < 5)
        return -1;
    for (int i = 1; i <= 4; i++) {
        int digit = hex(p[i]);
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

/* What stands behind a backslash at '*p', as UTF-8 at 'out'; 0 when it is nothing known. */
static size_t unescape(const char **p, const char *end, char *out)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    const char *known = *p < end && **p ? strchr(from, **p) : NULL;
    if (known) {
        *out = to[known - from];
        ++*p;
        return 1;
    }
    if (*p == end || **p != 'u')
        return 0;
    int32_t cp = code_unit(*p, end), low;
    *p += 5;
    if (cp <= 0 || (cp >= 0xDC00 && cp <= 0xDFFF))
        return 0;
    if (cp >= 0xD800 && cp <= 0xDBFF) {
        if (end - *p < 6 || (*p)[0] != '\\' || (*p)[1] != 'u')
            return 0;
        low = code_unit(*p + 1, end);
        if (low < 0xDC00 || low > 0xDFFF)
            return 0;
        *p += 6;
        cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
    }
    return utf8_put(out, (uint32_t)cp);
}

/* No escape is shorter than what it stands for. */
static bool escaped_string(struct line *l, const char *from, struct span *out)
{
    const char *close = l->p;
    while (close < l->end && *close != '"')
        close += *close == '\\' ? 2 : 1;
    if (close >= l->end)
        return false;
    char *copy = arena_alloc(l->arena, (size_t)(close - from) + 4);
    size_t n = 0;
    while (from < close) {
        const char *plain = plain_end(from, close);
        memcpy(copy + n, from, (size_t)(plain - from));
        n += (size_t)(plain - from);
        if (plain == close)
            break;
        from = plain + 1;
        size_t made = *plain == '\\' ? unescape(&from, close, copy + n) : 0;
        if (!made)
            return false;
        n += made;
    }
    *out = (struct span){copy, n};
    l->p = close + 1;
    return true;
}

static bool string(struct line *l, struct span *out)
{
    if (!take(l, '"'))
        return false;
    const char *from = l->p;
    l->p = plain_end(from, l->end);
    if (l->p == l->end)
        return false;
    if (*l->p != '"')
        return escaped_string(l, from, out);
    *out = (struct span){from, (size_t)(l->p - from)};
    l->p++;
    return true;
}

/* For texts that no normal form is made of: record_add looks at the others. */
static bool valid_string(struct line *l, struct span *out)
{
    size_t bad;
    return string(l, out) && utf8_valid(*out, &bad);
}

static bool word(struct line *l, const char *text)
{
    size_t n = strlen(text);
    skip_blanks(l);
    if ((size_t)(l->end - l->p) < n || memcmp(l->p, text, n) != 0)
        return false;
    l->p += n;
    return true;
}

/* Inside a list or object, behind an element or at the start: true at the closing bracket. With a
 * comma, another element must follow. */
static bool closes(struct line *l, char bracket, bool first, bool *ok)
{
    if (take(l, bracket))
        return *ok = true;
    *ok = first || take(l, ',');
    return !*ok;
}

/* ---- properties ---------------------------------------------------------------------------- */

static bool value(struct line *l, enum prop prop)
{
    struct span text;
    skip_blanks(l);
    if (l->p < l->end && *l->p != '"')
        return word(l, "null");
    return string(l, &text) && record_add(l->r, prop, text) != ADD_INVALID;
}

static bool values(struct line *l, enum prop prop)
{
    bool ok;
    if (!take(l, '['))
        return value(l, prop); /* one value stands for a list of one */
    for (bool first = true; !closes(l, ']', first, &ok); first = false)
        if (!value(l, prop))
            return false;
    return ok;
}

static bool property(struct line *l)
{
    struct span name;
    if (!string(l, &name) || !take(l, ':'))
        return false;
    enum prop prop = prop_find(name);
    if (!prop || !schema_has(l->r->schema, prop))
        return false;
    uint64_t *bits = &l->props[prop / 64], bit = (uint64_t)1 << (prop % 64);
    if (*bits & bit)
        return false;
    *bits |= bit;
    return values(l, prop);
}

static bool properties(struct line *l)
{
    bool ok;
    if (!take(l, '{'))
        return word(l, "null");
    for (bool first = true; !closes(l, '}', first, &ok); first = false)
        if (!property(l))
            return false;
    return ok;
}

/* ---- the other members --------------------------------------------------------------------- */

/* 'add' NULL: only looks. */
static bool list(struct line *l, void (*add)(struct record *r, struct span text))
{
    struct span text;
    bool ok;
    if (!take(l, '['))
        return word(l, "null");
    for (bool first = true; !closes(l, ']', first, &ok); first = false) {
        if (!valid_string(l, &text))
            return false;
        if (add)
            add(l->r, text);
    }
    return ok;
}

static bool text_or_null(struct line *l, struct span *out)
{
    skip_blanks(l);
    if (l->p < l->end && *l->p == 'n')
        return word(l, "null");
    return valid_string(l, out);
}

static bool is_time(struct span s)
{
    static const char shape[] = "0000-00-00T00:00:00";
    struct date day;
    if (s.n != sizeof(shape) - 1)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (shape[i] == '0' ? s.p[i] < '0' || s.p[i] > '9' : s.p[i] != shape[i])
            return false;
    return date_read(span_slice(s, 0, 10), &day) && (s.p[11] < '2' || s.p[12] < '4') &&
           s.p[11] < '3' && s.p[14] < '6' && s.p[17] < '6';
}

static bool time_or_null(struct line *l, struct span *out)
{
    return text_or_null(l, out) && (!out->n || is_time(*out));
}

/* A value that cannot be read before the schema is known. */
static bool put_off(struct line *l, struct span *out)
{
    skip_blanks(l);
    struct span rest = {l->p, (size_t)(l->end - l->p)};
    if (!rest.n || *l->p == ',' || !json_element(&rest, out)) /* that would pass over a comma */
        return false;
    l->p = out->p + out->n;
    return true;
}

static bool put_off_done(struct line *l, struct span text, bool (*read)(struct line *l))
{
    const char *p = l->p, *end = l->end;
    if (!text.p)
        return true;
    l->p = text.p;
    l->end = text.p + text.n;
    bool ok = read(l);
    skip_blanks(l);
    ok = ok && l->p == l->end;
    l->p = p;
    l->end = end;
    return ok;
}

static bool datasets(struct line *l)
{
    return list(l, record_add_dataset);
}

static bool referents(struct line *l)
{
    return list(l, record_add_referent);
}

static bool id(struct line *l)
{
    return valid_string(l, &l->id) && l->id.n;
}

static bool caption(struct line *l)
{
    return text_or_null(l, &l->caption);
}

static bool schema(struct line *l)
{
    struct span name;
    if (!string(l, &name))
        return false;
    enum schema s = schema_find(name);
    if (s)
        l->r = record_new(l->arena, s, SPAN(""));
    return s;
}

static bool all_properties(struct line *l)
{
    return l->r ? properties(l) : put_off(l, &l->properties);
}

static bool all_datasets(struct line *l)
{
    return l->r ? datasets(l) : put_off(l, &l->datasets);
}

/* Referents leave the entity's own id out, so they wait for it. */
static bool all_referents(struct line *l)
{
    return put_off(l, &l->referents);
}

static bool first_seen(struct line *l)
{
    return time_or_null(l, &l->first_seen);
}

static bool last_seen(struct line *l)
{
    return time_or_null(l, &l->last_seen);
}

static bool last_change(struct line *l)
{
    return time_or_null(l, &l->last_change);
}

static bool target(struct line *l)
{
    return word(l, "true") || word(l, "false");
}

static bool origin(struct line *l)
{
    return list(l, NULL);
}

static const struct member {
    const char *name;
    bool (*read)(struct line *l);
} members[] = {
    {"id", id}, {"caption", caption}, {"schema", schema}, {"properties", all_properties},
    {"referents", all_referents}, {"datasets", all_datasets}, {"first_seen", first_seen},
    {"last_seen", last_seen}, {"last_change", last_change}, {"target", target}, {"origin", origin},
};

static bool member(struct line *l)
{
    struct span name;
    if (!string(l, &name) || !take(l, ':'))
        return false;
    for (unsigned i = 0; i < ARRAY_LEN(members); i++) {
        if (!span_eq(name, span_of(members[i].name)))
            continue;
        bool again = l->seen & 1u << i;
        l->seen |= 1u << i;
        return !again && members[i].read(l);
    }
    return false;
}

/* ---- the line ------------------------------------------------------------------------------ */

static bool object(struct line *l)
{
    bool ok;
    if (!take(l, '{'))
        return false;
    for (bool first = true; !closes(l, '}', first, &ok); first = false)
        if (!member(l))
            return false;
    skip_blanks(l);
    return ok && l->p == l->end && l->r && l->id.n;
}

bool ftm_line_read(struct arena *a, struct span line, struct record **out)
{
    struct line l = {.arena = a, .p = line.p, .end = line.p + line.n};
    if (!line.n || !object(&l))
        return false;
    struct record *r = l.r;
    r->id = arena_span(a, l.id);
    r->caption = arena_span(a, l.caption);
    r->first_seen = arena_span(a, l.first_seen);
    r->last_seen = arena_span(a, l.last_seen);
    r->last_change = arena_span(a, l.last_change);
    *out = r;
    return put_off_done(&l, l.properties, properties) && put_off_done(&l, l.datasets, datasets) &&
           put_off_done(&l, l.referents, referents);
}
