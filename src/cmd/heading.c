/* SPDX-License-Identifier: Apache-2.0
 *
 * Headings to columns.
 */
#include "cmd/heading.h"

#include "base/nearest.h"

static void bind(struct headings *h, size_t i, enum column column)
{
    struct person_column known = person_column(column);

    h->at[i] = (struct heading){column, known.cell, known.property};
    h->has[column] = true;
}

static void bind_by_heading(struct arena *a, struct headings *h, size_t i, struct span name)
{
    enum column c = person_column_find(a, person_heading_fold(a, name));

    if (c != COL_NONE && !(h->has[c] && person_column(c).single))
        bind(h, i, c);
}

/* ---- --map ------------------------------------------------------------------------------- */

static bool is_property_name(struct span s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= 'A' && s.p[i] <= 'Z')))
            return false;
    return s.n > 0;
}

static struct tocsin_err *no_such_column(struct span key)
{
    struct nearest near = nearest_begin(key);

    for (int c = COL_NONE + 1; c < COL_PROPERTY; c++)
        nearest_try(&near, person_column((enum column)c).name,
                    person_column((enum column)c).name);
    if (near.best)
        return err_new(TOCSIN_ERR_USAGE, "--map: no column '%.*s'; did you mean '%s'?",
                       SPAN_ARG(key), (const char *)near.best);
    return err_new(TOCSIN_ERR_USAGE, "--map: no column '%.*s'", SPAN_ARG(key));
}

static size_t find_heading(struct arena *a, const struct span *names, size_t n, struct span wanted)
{
    struct span folded = person_heading_fold(a, wanted);
    uint64_t number;

    for (size_t i = 0; i < n; i++)
        if (span_eq(person_heading_fold(a, names[i]), folded))
            return i;
    return span_u64(wanted, &number) && number >= 1 && number <= n ? (size_t)number - 1 : n;
}

/* A property is known by its capital letter inside (imoNumber); the columns have none. */
static bool has_capital(struct span s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= 'A' && s.p[i] <= 'Z')
            return true;
    return false;
}

static struct tocsin_err *bind_by_map(struct arena *a, struct headings *h, const struct span *names,
                                      const char *pair)
{
    struct span text = span_of(pair), key, wanted;
    size_t equals = span_find(text, '='), i;
    enum column column;

    if (equals == text.n)
        return err_new(TOCSIN_ERR_USAGE, "--map wants COLUMN=HEADING, not '%s'", pair);
    key = span_trim(span_slice(text, 0, equals));
    wanted = span_trim(span_from(text, equals + 1));
    column = person_column_named(key);
    if (!column && !(is_property_name(key) && has_capital(key)))
        return no_such_column(key);
    i = find_heading(a, names, h->n, wanted);
    if (i == h->n)
        return err_new(TOCSIN_ERR_USAGE, "--map: the table has no heading '%.*s'",
                       SPAN_ARG(wanted));
    if (column)
        bind(h, i, column);
    else
        h->at[i] = (struct heading){COL_PROPERTY, CELL_TEXT, arena_str(a, key)};
    return NULL;
}

/* ---- the rules for names ----------------------------------------------------------------- */

static void change(struct headings *h, enum column from, enum column to)
{
    for (size_t i = 0; i < h->n; i++)
        if (h->at[i].column == from)
            bind(h, i, to);
    h->has[from] = false;
}

static void settle_names(struct headings *h)
{
    enum column from, to;

    while (person_name_rule(h->has, &from, &to))
        change(h, from, to);
}

struct tocsin_err *headings_read(struct arena *a, const struct span *names, size_t n,
                                 const char *const *map, struct headings *out)
{
    *out = (struct headings){.at = ARENA_ARRAY(a, struct heading, n), .n = n};
    for (; map && *map; map++)
        TRY(bind_by_map(a, out, names, *map));
    for (size_t i = 0; i < n; i++)
        if (out->at[i].column == COL_NONE)
            bind_by_heading(a, out, i, names[i]);
    settle_names(out);
    if (!person_has_name(out->has))
        return err_new(TOCSIN_ERR_USAGE, "no column of the table holds a name; say which one does "
                                         "with --map full_name=HEADING");
    return NULL;
}
