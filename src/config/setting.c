/* SPDX-License-Identifier: Apache-2.0
 *
 * The table of settings and looking things up in it. It is small: every look-up walks.
 */
#include "base/nearest.h"
#include "config/private.h"

static const struct section_row sections[] = {
#define SECTION(id, name, text) {name, text},
#include "config/setting.def"
};

static const struct setting_row rows[] = {
#define SETTING(id, name, kind, value, range, alias, text)                                         \
    {name, "TOCSIN_" #id, KIND_##kind, value, range, alias, text},
#include "config/setting.def"
};

const struct setting_row *setting_row(enum setting s)
{
    assert((size_t)s < ARRAY_LEN(rows));
    return &rows[s];
}

const struct section_row *section_row(size_t i)
{
    return i < ARRAY_LEN(sections) ? &sections[i] : NULL;
}

size_t setting_section(enum setting s)
{
    struct span name = span_of(setting_row(s)->name);
    size_t dot = span_find(name, '.');
    struct span section = span_slice(name, 0, dot < name.n ? dot : 0);
    size_t i = 0;

    while (!span_eq(section, span_of(sections[i].name)))
        i++;
    return i;
}

enum setting setting_find(struct span name)
{
    size_t i = 0;

    while (i < ARRAY_LEN(rows) && !span_eq(name, span_of(rows[i].name)))
        i++;
    return (enum setting)i;
}

static struct span last_part(struct span name)
{
    size_t dot = span_find(name, '.');

    return dot < name.n ? span_from(name, dot + 1) : name;
}

/* Somebody may have forgotten the section, or taken another: then the last part alone decides. */
const char *setting_nearest(struct span name)
{
    struct nearest whole = nearest_begin(name), part = nearest_begin(last_part(name));

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        nearest_try(&whole, rows[i].name, rows[i].name);
        nearest_try(&part, last_part(span_of(rows[i].name)).p, rows[i].name);
    }
    return whole.best ? whole.best : part.best;
}

bool kind_is_list(enum setting_kind kind)
{
    return kind == KIND_ADDRESSES || kind == KIND_ORIGINS;
}

bool kind_is_number(enum setting_kind kind)
{
    return kind >= KIND_COUNT && kind <= KIND_DAYS;
}

/* ---- in words ----------------------------------------------------------------------------- */

static void put_words(struct span words, struct buf *out)
{
    struct span word;
    size_t n = 0;

    while (span_split(&words, ' ', &word)) {
        if (n++)
            buf_str(out, words.p ? ", " : " or ");
        buf_span(out, word);
    }
}

void setting_range(enum setting s, struct buf *out)
{
    const struct setting_row *row = setting_row(s);
    struct span range = span_of(row->range);
    size_t dots = span_find_span(range, SPAN(".."));

    if (row->kind == KIND_BOOL)
        buf_str(out, "true or false");
    else if (row->kind == KIND_WORD)
        put_words(range, out);
    else if (dots < range.n)
        buf_printf(out, "%.*s to %s%s", (int)dots, range.p, range.p + dots + 2,
                   kind_is_list(row->kind) ? " of them" : "");
}

void setting_facts(enum setting s, struct buf *out)
{
    const struct setting_row *row = setting_row(s);
    struct buf part = {0};

    setting_default(s, &part);
    if (part.n)
        buf_printf(out, "default %s; ", buf_cstr(&part));
    buf_clear(&part);
    setting_range(s, &part);
    if (part.n)
        buf_printf(out, "%s; ", buf_cstr(&part));
    buf_printf(out, "$%s", row->variable);
    if (row->alias[0])
        buf_printf(out, " or $%s", row->alias);
    buf_free(&part);
}

void setting_default(enum setting s, struct buf *out)
{
    struct arena *a = arena_new();
    struct value v;

    value_default(s, a, &v);
    value_show(s, &v, out);
    arena_free(a);
}
