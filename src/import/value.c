/* SPDX-License-Identifier: Apache-2.0
 *
 * add_value: one value on its way from a source to a record, with the complaints that a person can
 * use, and with an eye on text whose encoding was damaged before it came here.
 *
 * Damaged text is not repaired: a guess would put a name into the index that nobody published. It
 * is kept as it is and a note names the line and the field of the first one.
 */
#include "source.h"

enum damage { DAMAGE_NONE, DAMAGE_LOST, DAMAGE_CONTROL, DAMAGE_TWICE };

/* The Windows-1252 byte of a character that stands for 0x80 to 0x9f there; 0 when it is none. */
static unsigned char byte_1252(uint32_t cp)
{
    static const uint16_t table[32] = {
        0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x008d, 0x017d, 0x008f, 0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
        0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178,
    };
    if (cp >= 0x80 && cp <= 0xbf)
        return (unsigned char)cp;
    for (unsigned i = 0; i < 32; i++)
        if (table[i] == cp)
            return (unsigned char)(0x80 + i);
    return 0;
}

/* Lead bytes of the letters that lists are full of: Latin with marks, Greek, Cyrillic, Arabic. Read
 * as Windows-1252 they are letters that no name has before such a sign. A closing quotation mark
 * behind one of them is ordinary text. */
static bool read_twice(uint32_t lead, uint32_t next)
{
    if (next == 0xbb || next == 0x2019 || next == 0x201d || !byte_1252(next))
        return false;
    return (lead >= 0xc2 && lead <= 0xc5) || (lead >= 0xce && lead <= 0xd1) || lead == 0xd8 ||
           lead == 0xd9;
}

static enum damage look(struct span text)
{
    uint32_t last = 0;
    while (text.n) {
        uint32_t cp = utf8_next(&text);
        if (cp == 0xfffd)
            return DAMAGE_LOST;
        if (last >= 0xc2 && read_twice(last, cp))
            return DAMAGE_TWICE;
        if (cp >= 0x80 && cp < 0xa0 && cp != 0x85)
            return DAMAGE_CONTROL;
        last = cp;
    }
    return DAMAGE_NONE;
}

static bool has_high(struct span s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0xc2)
            return true;
    return false;
}

static void report_damage(struct span text, struct reader *in, uint64_t line, const char *field)
{
    static const char *const what[] = {
        [DAMAGE_LOST] = "a character was lost before (U+FFFD)",
        [DAMAGE_CONTROL] = "a control character (U+0080 to U+009F) that tells of a wrong encoding",
        [DAMAGE_TWICE] = "text that looks like UTF-8 read as Windows-1252",
    };
    enum damage damage = look(text);
    if (damage != DAMAGE_NONE)
        reader_note_once(in, line, field, what[damage]);
}

static const char *what_it_is_not(enum prop prop)
{
    switch ((int)prop_type(prop)) {
    case TYPE_DATE:
        return "no date";
    case TYPE_COUNTRY:
        return "no country";
    case TYPE_GENDER:
        return "no gender";
    default:
        return "not well-formed text";
    }
}

struct tocsin_err *add_value(struct record *r, enum prop prop, struct span text, struct reader *in,
                             const char *field)
{
    struct tocsin_err *err = NULL;
    uint64_t line = r->line ? r->line : reader_line_number(in);
    if (has_high(text))
        report_damage(text, in, line, field);
    switch (record_add(r, prop, text)) {
    case ADD_OK:
    case ADD_EMPTY:
    case ADD_TWICE:
        return NULL;
    case ADD_INVALID:
        text = span_slice(span_trim(text), 0, 80);
        err = err_new(TOCSIN_ERR_PARSE, "'%.*s' is %s", SPAN_ARG(text), what_it_is_not(prop));
        break;
    case ADD_FOREIGN:
        err = err_new(TOCSIN_ERR_PARSE, "%s has no property '%s'", schema_name(r->schema),
                      prop_name(prop));
        break;
    }
    return err_at(err, reader_name(in), line, 0, field ? field : prop_name(prop));
}

/* The notes are what a person sees first; what hangs on an entity has a description. */
void keep_strange(struct record *r, enum prop prop, struct span text)
{
    static const enum prop places[] = {PROP_notes, PROP_description, PROP_summary, PROP_remarks};
    for (size_t i = 0; i < ARRAY_LEN(places); i++) {
        if (!schema_has(r->schema, places[i]))
            continue;
        record_add(r, places[i],
                   arena_printf(r->arena, "%s: %.*s", prop_name(prop), SPAN_ARG(text)));
        return;
    }
}

struct tocsin_err *add_value_or_keep(struct record *r, enum prop prop, struct span text,
                                     struct reader *in, const char *field)
{
    enum prop_type type = prop_type(prop);
    struct tocsin_err *err = add_value(r, prop, text, in, field);
    if (!err || (type != TYPE_DATE && type != TYPE_COUNTRY && type != TYPE_GENDER))
        return err;
    emit_strange(reader_emitter(in), err);
    tocsin_err_free(err);
    keep_strange(r, prop, span_trim(text));
    return NULL;
}
