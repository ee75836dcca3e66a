/* SPDX-License-Identifier: Apache-2.0
 *
 * Headings to columns; the rules are in person_layout.h, the words in person_column.def.
 */
#include "person_layout.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#define HEADING_MAX 200 /* characters that are looked at */

static const struct column_row {
    const char *name;
    enum cell cell;
    enum prop prop;
    const char *headings;
} columns[COL_COUNT] = {
#define COLUMN(id, name, cell, prop, headings) [COL_##id] = {name, cell, prop, headings},
#include "person_column.def"
#undef COLUMN
};

/* ---- folding --------------------------------------------------------------------------------- */

static struct span as_utf8(struct arena *a, struct span s)
{
    size_t bad;
    if (utf8_valid(s, &bad))
        return s;
    char *out = arena_alloc(a, 2 * s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += utf8_put(out + n, (unsigned char)s.p[i]);
    return (struct span){out, n};
}

/* Decomposed with compatibility, so that marks stand alone and can be left out. */
static int32_t decompose(struct span s, UChar *out, int32_t room)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar units[HEADING_MAX + 1];
    int32_t n = 0;
    const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&status);
    u_strFromUTF8WithSub(units, HEADING_MAX, &n, s.p, (int32_t)s.n, 0xfffd, NULL, &status);
    if (U_FAILURE(status))
        return 0;
    n = unorm2_normalize(nfkd, units, n, out, room, &status);
    return U_SUCCESS(status) ? n : 0;
}

struct span person_heading_fold(struct arena *a, struct span heading)
{
    UChar units[4 * HEADING_MAX];
    heading = as_utf8(a, span_slice(heading, 0, HEADING_MAX));
    int32_t n = decompose(heading, units, (int32_t)ARRAY_LEN(units)), at = 0;
    char *out = arena_alloc(a, (size_t)n * 4 + 1);
    size_t len = 0;
    while (at < n) {
        UChar32 c;
        U16_NEXT(units, at, n, c);
        if (u_charType(c) == U_NON_SPACING_MARK)
            continue;
        if (u_isalnum(c))
            len += utf8_put(out + len, (uint32_t)u_tolower(c));
        else if (len && out[len - 1] != '_')
            out[len++] = '_';
    }
    while (len && out[len - 1] == '_')
        len--;
    out[len] = 0;
    return (struct span){out, len};
}

/* ---- words ----------------------------------------------------------------------------------- */

/* The words of the table are folded already, but for those that fold to something that nobody
 * would recognise (Cyrillic with its marks off). */
static bool is_ascii(struct span s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] & 0x80)
            return false;
    return true;
}

static bool has_word(struct arena *a, const char *words, struct span folded)
{
    struct span rest = span_of(words), word;
    while (span_split(&rest, ' ', &word))
        if (word.n && (span_eq(word, folded) ||
                       (!is_ascii(word) && span_eq(person_heading_fold(a, word), folded))))
            return true;
    return false;
}

static enum column find_column(struct arena *a, struct span folded)
{
    for (int c = COL_NONE + 1; c < COL_PROPERTY; c++)
        if (has_word(a, columns[c].headings, folded))
            return (enum column)c;
    return COL_NONE;
}

/* "imo_number", "imonumber" and "imoNumber" are the property imoNumber. */
static enum prop find_prop(struct span folded)
{
    char squeezed[HEADING_MAX * 4];
    size_t n = 0;
    for (size_t i = 0; i < folded.n && n < sizeof(squeezed); i++)
        if (folded.p[i] != '_')
            squeezed[n++] = folded.p[i];
    for (size_t p = 1; n && p <= prop_count(); p++)
        if (span_eq_nocase(span_of(prop_name((enum prop)p)), (struct span){squeezed, n}))
            return (enum prop)p;
    return PROP_NONE;
}

static void bind(struct person_layout *l, size_t i, enum column column, enum prop prop)
{
    struct person_field *f = &l->field[i];
    f->column = column;
    f->cell = column == COL_PROPERTY ? CELL_TEXT : columns[column].cell;
    f->prop = column == COL_PROPERTY ? prop : columns[column].prop;
    if (column == COL_PROPERTY && prop_type(prop) == TYPE_DATE)
        f->cell = CELL_DATE;
    else if (column == COL_PROPERTY && prop_type(prop) == TYPE_COUNTRY)
        f->cell = CELL_COUNTRY;
    l->has[column] = true;
}

/* Parts of a name and the id are one column each; of the rest, "phone" and "mobile" both count. */
static bool only_one(enum column c)
{
    return columns[c].cell == CELL_PART || columns[c].cell == CELL_ID ||
           columns[c].cell == CELL_TYPE || columns[c].cell == CELL_PLACE;
}

static void bind_by_heading(struct person_layout *l, size_t i, struct span folded)
{
    enum column c = find_column(l->arena, folded);
    if (c != COL_NONE && !(l->has[c] && only_one(c))) {
        bind(l, i, c, PROP_NONE);
        return;
    }
    enum prop prop = c == COL_NONE ? find_prop(folded) : PROP_NONE;
    if (prop)
        bind(l, i, COL_PROPERTY, prop);
}

/* ---- --map ----------------------------------------------------------------------------------- */

static size_t field_named(struct person_layout *l, struct span heading)
{
    struct span folded = person_heading_fold(l->arena, heading);
    uint64_t number;
    for (size_t i = 0; i < l->n; i++)
        if (span_eq(person_heading_fold(l->arena, span_of(l->field[i].heading)), folded))
            return i;
    return span_u64(heading, &number) && number >= 1 && number <= l->n ? (size_t)number - 1 : l->n;
}

static struct tocsin_err *bind_by_map(struct person_layout *l, struct reader *in, const char *pair)
{
    struct span text = span_of(pair);
    struct span key = span_trim(span_slice(text, 0, span_find(text, '=')));
    struct span heading =
        key.n < text.n ? span_trim(span_from(text, span_find(text, '=') + 1)) : SPAN("");
    enum column c = COL_NONE;
    for (int k = COL_NONE + 1; k < COL_PROPERTY; k++)
        if (span_eq(key, span_of(columns[k].name)))
            c = (enum column)k;
    enum prop prop = c ? PROP_NONE : prop_find(key);
    if (!c && !prop)
        return err_new(TOCSIN_ERR_USAGE, "map: there is no column '%.*s'", SPAN_ARG(key));
    size_t i = field_named(l, heading);
    if (i == l->n)
        return err_at(
            err_new(TOCSIN_ERR_USAGE, "map: the file has no heading '%.*s'", SPAN_ARG(heading)),
            reader_name(in), 1, 0, NULL);
    bind(l, i, c ? c : COL_PROPERTY, prop);
    return NULL;
}

/* ---- the rules for names --------------------------------------------------------------------- */

static void change(struct person_layout *l, enum column from, enum column to)
{
    for (size_t i = 0; i < l->n; i++)
        if (l->field[i].column == from)
            bind(l, i, to, PROP_NONE);
    l->has[from] = false;
}

static void settle_names(struct person_layout *l)
{
    const bool *has = l->has;
    if (has[COL_NAME] && has[COL_FULL_NAME])
        change(l, COL_NAME, COL_ALIAS);
    else if (has[COL_NAME] && has[COL_FIRST_NAME] && !has[COL_LAST_NAME])
        change(l, COL_NAME, COL_LAST_NAME);
    else if (has[COL_NAME])
        change(l, COL_NAME, COL_FULL_NAME);
    if (has[COL_FULL_NAME])
        return;
    if (has[COL_LAST_NAME] && !has[COL_FIRST_NAME])
        change(l, COL_LAST_NAME, COL_FULL_NAME);
    else if (has[COL_FIRST_NAME] && !has[COL_LAST_NAME])
        change(l, COL_FIRST_NAME, COL_FULL_NAME);
}

static bool names_someone(const struct person_layout *l)
{
    return l->has[COL_FULL_NAME] || l->has[COL_LAST_NAME] || l->has[COL_FIRST_NAME] ||
           l->has[COL_NAME] || l->has[COL_ORG_NAME];
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void layout_new(struct person_layout *l, size_t n)
{
    *l = (struct person_layout){.n = n, .arena = arena_new()};
    l->field = ARENA_ARRAY(l->arena, struct person_field, n);
}

static struct tocsin_err *no_name(const struct reader *in)
{
    return err_at(err_new(TOCSIN_ERR_FORMAT, "no column holds a name; say which one does with "
                                             "--map full_name=HEADING"),
                  reader_name(in), 1, 0, NULL);
}

struct tocsin_err *person_layout_read(struct source *s, struct reader *in, struct emitter *out,
                                      const struct csv_row *row, struct person_layout *l)
{
    layout_new(l, row->n);
    for (size_t i = 0; i < row->n; i++)
        l->field[i].heading = arena_str(l->arena, span_trim(row->field[i]));
    for (const char *const *m = s->map; m && *m; m++)
        TRY(bind_by_map(l, in, *m));
    for (size_t i = 0; i < row->n; i++)
        if (l->field[i].column == COL_NONE)
            bind_by_heading(l, i, person_heading_fold(l->arena, row->field[i]));
    l->fincen = l->has[COL_ALIAS_LAST] && l->has[COL_NUMBER_TYPE] && l->has[COL_ID];
    settle_names(l);
    if (!names_someone(l))
        return no_name(in);
    for (size_t i = 0; i < row->n; i++)
        if (l->field[i].column == COL_NONE && l->field[i].heading[0])
            emit_note(out, "%s: column '%s' is not used", reader_name(in), l->field[i].heading);
    return NULL;
}

void person_layout_free(struct person_layout *l)
{
    arena_free(l->arena);
    l->arena = NULL;
}

static struct span without_quotes(struct span s)
{
    s = span_trim(s);
    if (s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"')
        s = span_slice(s, 1, s.n - 2);
    return s;
}

bool person_layout_fits(struct span line, char separator)
{
    struct person_layout l;
    struct span rest = line, part;
    size_t n = 0;
    while (span_split(&rest, separator, &part))
        n++;
    layout_new(&l, n < LIMIT_CSV_COLUMNS ? n : 0);
    rest = line;
    for (size_t i = 0; i < l.n && span_split(&rest, separator, &part); i++)
        bind_by_heading(&l, i, person_heading_fold(l.arena, without_quotes(part)));
    settle_names(&l);
    bool fits = names_someone(&l);
    person_layout_free(&l);
    return fits;
}
