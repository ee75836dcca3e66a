/* SPDX-License-Identifier: Apache-2.0
 *
 * Headings to columns; the rules are in person_layout.h, the words in person_column.def.
 */
#include "person_layout.h"

#define SQUEEZED_MAX 800 /* bytes of a heading that may be the name of a property */

/* "imo_number", "imonumber" and "imoNumber" are the property imoNumber. */
static enum prop find_prop(struct span folded)
{
    char squeezed[SQUEEZED_MAX];
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
    struct person_column known = person_column(column);
    f->column = column;
    f->cell = column == COL_PROPERTY ? CELL_TEXT : known.cell;
    f->prop = column == COL_PROPERTY ? prop : prop_find(span_of(known.property));
    if (column == COL_PROPERTY && prop_type(prop) == TYPE_DATE)
        f->cell = CELL_DATE;
    else if (column == COL_PROPERTY && prop_type(prop) == TYPE_COUNTRY)
        f->cell = CELL_COUNTRY;
    l->has[column] = true;
}

static void bind_by_heading(struct person_layout *l, size_t i, struct span folded)
{
    enum column c = person_column_find(l->arena, folded);
    if (c != COL_NONE && !(l->has[c] && person_column(c).single)) {
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
    enum column c = person_column_named(key);
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
    enum column from, to;
    while (person_name_rule(l->has, &from, &to))
        change(l, from, to);
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
    if (!person_has_name(l->has))
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
    bool fits = person_has_name(l.has);
    person_layout_free(&l);
    return fits;
}
