/* SPDX-License-Identifier: Apache-2.0
 *
 * A node.yaml with every setting in it, each behind a "#" with its default:
 *
 *     limit:
 *       # The largest body of a request, but for uploads.
 *       # 1 kB to 1 GB; $TOCSIN_LIMIT_BODY
 *       #body: 8 MB
 *
 * Sections stand there uncommented: whoever takes away the "#" before a name has set it, and the
 * indentation is right. An empty section says nothing.
 */
#include "config/private.h"

enum { WIDTH = 96 };

/* 'text' as comments, broken between words. */
static void put_comment(struct span text, int indent, struct buf *out)
{
    struct span word;
    size_t column = 0;

    while (span_split(&text, ' ', &word)) {
        if (column && column + 1 + word.n > WIDTH) {
            buf_char(out, '\n');
            column = 0;
        }
        if (!column) {
            buf_printf(out, "%*s#", indent, "");
            column = (size_t)indent + 1;
        }
        buf_char(out, ' ');
        buf_span(out, word);
        column += 1 + word.n;
    }
    buf_char(out, '\n');
}

static void put_facts(enum setting s, int indent, struct buf *out)
{
    const struct setting_row *row = setting_row(s);
    struct buf facts = {0};

    setting_range(s, &facts);
    buf_printf(&facts, "%s$%s", facts.n ? "; " : "", row->variable);
    if (row->alias[0])
        buf_printf(&facts, " or $%s", row->alias);
    put_comment(buf_view(&facts), indent, out);
    buf_free(&facts);
}

static void put_list(enum setting s, struct buf *out)
{
    struct span items[LIMIT_SETTING_ITEMS];
    size_t n = value_split(s, span_of(setting_row(s)->value), items);

    buf_char(out, '[');
    for (size_t i = 0; i < n; i++) {
        buf_str(out, i ? ", " : "");
        buf_json(out, items[i]);
    }
    buf_char(out, ']');
}

static void put_value(enum setting s, struct buf *out)
{
    enum setting_kind kind = setting_row(s)->kind;

    if (kind_is_list(kind))
        put_list(s, out);
    else if (kind <= KIND_WORD)
        setting_default(s, out);
    else
        buf_json(out, span_of(setting_row(s)->value));
}

static void put_setting(enum setting s, struct buf *out)
{
    const char *name = setting_row(s)->name, *dot = strchr(name, '.');
    int indent = dot ? 2 : 0;

    buf_char(out, '\n');
    put_comment(span_of(setting_row(s)->text), indent, out);
    put_facts(s, indent, out);
    buf_printf(out, "%*s#%s: ", indent, "", dot ? dot + 1 : name);
    put_value(s, out);
    buf_char(out, '\n');
}

static void put_section(size_t section, struct buf *out)
{
    const struct section_row *row = section_row(section);

    if (row->name[0]) {
        buf_char(out, '\n');
        put_comment(span_of(row->text), 0, out);
        buf_printf(out, "%s:\n", row->name);
    }
    for (size_t i = 0; i < SETTINGS; i++)
        if (setting_section((enum setting)i) == section)
            put_setting((enum setting)i, out);
}

void config_template(struct buf *out)
{
    put_comment(SPAN(SETTINGS_ABOUT), 0, out);
    put_comment(SPAN("Below, each line that begins with # is a remark. To set something, take away "
                     "the # before its name; what stands there is the default."),
                0, out);
    for (size_t i = 0; section_row(i); i++)
        put_section(i, out);
}
