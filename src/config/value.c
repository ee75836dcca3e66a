/* SPDX-License-Identifier: Apache-2.0
 *
 * One value of a setting, from text and back.
 *
 *     kind            checked here for                    text again
 *     BOOL            true/false, yes/no, on/off, 1/0     "true"
 *     COUNT .. DAYS   unit.c, then the range              "8 MB"
 *     RATIO           the range                           as it was written
 *     WORD            the words of the range              the word
 *     the others      form; UTF-8, no control characters  the text
 *
 * What was read is shown in a form that reads as the same value. Secrets are neither shown nor
 * quoted in errors, and neither is an address, because it may hold a password.
 */
#include "base/nearest.h"
#include "config/private.h"

#define QUOTED 80 /* bytes of a value that an error shows */

/* For "%.*s": the value, or its beginning. */
#define QUOTE(s) (int)((s).n < QUOTED ? (s).n : QUOTED), (s).p

static const struct {
    const char *word;
    bool yes;
} booleans[] = {{"true", true},   {"false", false}, {"yes", true}, {"no", false},
                {"on", true},     {"off", false},   {"1", true},   {"0", false}};

static struct tocsin_err *read_bool(struct span text, struct value *out)
{
    for (size_t i = 0; i < ARRAY_LEN(booleans); i++) {
        if (span_eq_nocase(text, span_of(booleans[i].word))) {
            out->number = booleans[i].yes;
            return NULL;
        }
    }
    return err_new(TOCSIN_ERR_PARSE, "'%.*s' is neither true nor false", QUOTE(text));
}

/* ---- numbers ------------------------------------------------------------------------------ */

static void split_range(enum setting s, struct span *least, struct span *most)
{
    struct span range = span_of(setting_row(s)->range);
    size_t dots = span_find_span(range, SPAN(".."));

    *least = span_slice(range, 0, dots);
    *most = span_from(range, dots + 2);
}

static struct tocsin_err *out_of_range(enum setting s, struct span text)
{
    struct span least, most;

    split_range(s, &least, &most);
    return err_new(TOCSIN_ERR_PARSE, "%.*s is not between %.*s and %.*s", QUOTE(text),
                   SPAN_ARG(least), SPAN_ARG(most));
}

static bool number_in_range(enum setting s, enum setting_kind kind, uint64_t number)
{
    struct span least, most;
    uint64_t from = 0, to = 0;
    bool good;

    split_range(s, &least, &most);
    good = unit_read(least, kind, &from) && unit_read(most, kind, &to);
    assert(good);
    return good && number >= from && number <= to;
}

static struct tocsin_err *read_number(enum setting s, struct span text, struct value *out)
{
    enum setting_kind kind = setting_row(s)->kind;

    if (!unit_read(text, kind, &out->number))
        return err_new(TOCSIN_ERR_PARSE, "'%.*s' is not %s", QUOTE(text), unit_words(kind));
    return number_in_range(s, kind, out->number) ? NULL : out_of_range(s, text);
}

static struct tocsin_err *read_ratio(enum setting s, struct span text, struct value *out)
{
    struct span least, most;
    double from = 0, to = 0;
    bool good;

    split_range(s, &least, &most);
    good = real_read(least, &from) && real_read(most, &to);
    assert(good);
    if (!real_read(text, &out->real))
        return err_new(TOCSIN_ERR_PARSE, "'%.*s' is not a number such as 0.7", QUOTE(text));
    return good && out->real >= from && out->real <= to ? NULL : out_of_range(s, text);
}

/* ---- words and texts ---------------------------------------------------------------------- */

static struct tocsin_err *no_such_word(struct span text, struct span words)
{
    struct nearest near = nearest_begin(text);
    struct arena *a = arena_new();
    struct span rest = words, word;
    struct tocsin_err *err;

    while (span_split(&rest, ' ', &word)) {
        const char *name = arena_str(a, word);

        nearest_try(&near, name, name);
    }
    if (near.best)
        err = err_new(TOCSIN_ERR_PARSE, "'%.*s' is none of: %.*s; did you mean %s?", QUOTE(text),
                      SPAN_ARG(words), (const char *)near.best);
    else
        err = err_new(TOCSIN_ERR_PARSE, "'%.*s' is none of: %.*s", QUOTE(text), SPAN_ARG(words));
    arena_free(a);
    return err;
}

static struct tocsin_err *read_word(enum setting s, struct span text, struct value *out)
{
    struct span rest = span_of(setting_row(s)->range), word;

    for (out->number = 0; span_split(&rest, ' ', &word); out->number++)
        if (span_eq(text, word))
            return NULL;
    return no_such_word(text, span_of(setting_row(s)->range));
}

static bool is_url(struct span text)
{
    return span_find_span(text, SPAN("://")) < text.n;
}

static struct tocsin_err *check_url(struct span text, const char *schemes)
{
    if (url_good(text, schemes))
        return NULL;
    return err_new(TOCSIN_ERR_PARSE, "not an address such as https://example.org (%s)", schemes);
}

/* Of a text that is not empty. */
static struct tocsin_err *check_form(enum setting s, struct span text)
{
    const struct setting_row *row = setting_row(s);

    if (row->kind == KIND_URL)
        return check_url(text, row->range);
    if (row->kind == KIND_PLACE && is_url(text))
        return check_url(text, "http https");
    if (row->kind == KIND_SCHEDULE)
        return schedule_check(text);
    return NULL;
}

static struct span without_slashes(struct span url)
{
    while (span_ends(url, SPAN("/")))
        url.n--;
    return url;
}

static struct tocsin_err *read_text(enum setting s, struct span text, struct arena *a,
                                    struct value *out)
{
    if (text.n)
        TRY(check_form(s, text));
    if (setting_row(s)->kind == KIND_URL)
        text = without_slashes(text);
    out->text = arena_str(a, text);
    return NULL;
}

static bool item_good(enum setting_kind kind, struct span item)
{
    return kind == KIND_ADDRESSES ? address_good(item) : origin_good(item);
}

static struct tocsin_err *bad_item(enum setting_kind kind, struct span item)
{
    if (kind == KIND_ADDRESSES)
        return err_new(TOCSIN_ERR_PARSE,
                       "'%.*s' is not HOST:PORT, [IPV6]:PORT, :PORT or unix:/path", QUOTE(item));
    return err_new(TOCSIN_ERR_PARSE, "not an origin such as https://app.example.org, and not *");
}

static struct tocsin_err *read_list(enum setting s, const struct span *items, size_t n,
                                    struct arena *a, struct value *out)
{
    enum setting_kind kind = setting_row(s)->kind;
    const char **list = ARENA_ARRAY(a, const char *, n + 1);

    for (size_t i = 0; i < n; i++) {
        if (!item_good(kind, items[i]))
            return bad_item(kind, items[i]);
        list[i] = arena_str(a, items[i]);
    }
    if (!number_in_range(s, KIND_COUNT, n))
        return err_new(TOCSIN_ERR_PARSE, "%zu of them, where %s may be", n, setting_row(s)->range);
    out->list = list;
    out->n = n;
    return NULL;
}

/* ---- any ---------------------------------------------------------------------------------- */

static struct tocsin_err *check_bytes(struct span text)
{
    size_t at;

    if (text.n > LIMIT_SETTING)
        return err_new(TOCSIN_ERR_LIMIT, "longer than %zu bytes", LIMIT_SETTING);
    if (!utf8_valid(text, &at))
        return err_new(TOCSIN_ERR_PARSE, "byte %zu is not UTF-8", at + 1);
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] < ' ' || text.p[i] == 0x7f)
            return err_new(TOCSIN_ERR_PARSE, "character %zu is a control character", i + 1);
    return NULL;
}

struct tocsin_err *value_read(enum setting s, const struct span *items, size_t n, struct arena *a,
                              struct value *out)
{
    enum setting_kind kind = setting_row(s)->kind;

    *out = (struct value){.text = ""};
    for (size_t i = 0; i < n; i++)
        TRY(check_bytes(items[i]));
    if (kind_is_list(kind))
        return read_list(s, items, n, a, out);
    assert(n == 1);
    if (kind == KIND_BOOL)
        return read_bool(items[0], out);
    if (kind_is_number(kind))
        return read_number(s, items[0], out);
    if (kind == KIND_WORD)
        TRY(read_word(s, items[0], out));
    if (kind == KIND_RATIO)
        TRY(read_ratio(s, items[0], out));
    return read_text(s, items[0], a, out);
}

/* The words of 'text' as items. */
size_t value_split(enum setting s, struct span text, struct span items[LIMIT_SETTING_ITEMS])
{
    size_t n = 0, at = 0;

    if (!kind_is_list(setting_row(s)->kind)) {
        items[0] = span_trim(text);
        return 1;
    }
    while (at < text.n && n < LIMIT_SETTING_ITEMS) {
        size_t from = at;

        while (at < text.n && !strchr(", \t\n", text.p[at]))
            at++;
        if (at > from)
            items[n++] = span_slice(text, from, at - from);
        at++;
    }
    return n;
}

void value_default(enum setting s, struct arena *a, struct value *out)
{
    struct span items[LIMIT_SETTING_ITEMS];
    size_t n = value_split(s, span_of(setting_row(s)->value), items);
    struct tocsin_err *err = value_read(s, items, n, a, out);

    assert(!err);
    tocsin_err_free(err);
    out->source = "default";
    out->is_default = true;
}

/* ---- shown -------------------------------------------------------------------------------- */

static void show_text(struct span text, struct buf *out)
{
    struct span user = is_url(text) ? url_user(text) : SPAN("");

    if (!user.n) {
        buf_span(out, text);
        return;
    }
    buf_put(out, text.p, (size_t)(user.p - text.p));
    buf_str(out, "(hidden)");
    buf_span(out, span_from(text, (size_t)(user.p - text.p) + user.n));
}

void value_show(enum setting s, const struct value *v, struct buf *out)
{
    enum setting_kind kind = setting_row(s)->kind;

    if (kind == KIND_BOOL)
        buf_str(out, v->number ? "true" : "false");
    else if (kind_is_number(kind))
        unit_show(v->number, kind, out);
    else if (kind == KIND_SECRET)
        buf_str(out, v->text[0] ? "(hidden)" : "");
    else if (!kind_is_list(kind))
        show_text(span_of(v->text), out);
    for (size_t i = 0; i < v->n; i++)
        buf_printf(out, "%s%s", i ? ", " : "", v->list[i]);
}
