/* SPDX-License-Identifier: Apache-2.0
 *
 * Headings to columns.
 */
#include "cmd/heading.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "cmd/nearest.h"

#define HEADING_MAX 200 /* bytes that are looked at */
#define PROP_PREFIX (sizeof("PROP_") - 1)

static const struct known {
    const char *name;
    enum cell cell;
    const char *property;
    const char *headings;
} columns[COL_COUNT] = {
    /* The table names properties as the record room does; the public library wants their names. */
#define COLUMN(id, name, cell, prop, headings) [COL_##id] = {name, cell, #prop, headings},
#include "import/person_column.def"
#undef COLUMN
};

static const char *property_of(const struct known *k)
{
    const char *name = k->property + PROP_PREFIX;

    return strcmp(name, "NONE") == 0 ? "" : name;
}

/* ---- folding ----------------------------------------------------------------------------- */

static int32_t decompose(struct span s, UChar *out, int32_t room)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar units[HEADING_MAX + 1];
    const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&status);
    int32_t n = 0;

    u_strFromUTF8WithSub(units, HEADING_MAX, &n, s.p, (int32_t)s.n, 0xfffd, NULL, &status);
    if (U_FAILURE(status))
        return 0;
    n = unorm2_normalize(nfkd, units, n, out, room, &status);
    return U_SUCCESS(status) ? n : 0;
}

struct span heading_fold(struct arena *a, struct span heading)
{
    UChar units[4 * HEADING_MAX];
    int32_t n = decompose(span_slice(heading, 0, HEADING_MAX), units, (int32_t)ARRAY_LEN(units));
    char *out = arena_alloc(a, (size_t)n * 4 + 1);
    size_t len = 0;

    for (int32_t at = 0; at < n;) {
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
    out[len] = '\0';
    return (struct span){out, len};
}

/* ---- words ------------------------------------------------------------------------------- */

static bool is_ascii(struct span s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] & 0x80)
            return false;
    return true;
}

/* Words of the table that are not ASCII stand there as people write them, not folded. */
static bool has_word(struct arena *a, const char *words, struct span folded)
{
    struct span rest = span_of(words), word;

    while (span_split(&rest, ' ', &word)) {
        if (word.n && span_eq(word, folded))
            return true;
        if (word.n && !is_ascii(word) && span_eq(heading_fold(a, word), folded))
            return true;
    }
    return false;
}

static enum column find_column(struct arena *a, struct span folded)
{
    for (int c = COL_NONE + 1; c < COL_PROPERTY; c++)
        if (has_word(a, columns[c].headings, folded))
            return (enum column)c;
    return COL_NONE;
}

static void bind(struct headings *h, size_t i, enum column column)
{
    const struct known *k = &columns[column];

    h->at[i] = (struct heading){column, k->cell, property_of(k)};
    h->has[column] = true;
}

/* Of a heading that occurs twice the first counts, but "phone" and "mobile" both do. */
static bool is_single(enum column c)
{
    enum cell cell = columns[c].cell;

    return cell == CELL_PART || cell == CELL_ID || cell == CELL_TYPE || cell == CELL_PLACE;
}

static void bind_by_heading(struct arena *a, struct headings *h, size_t i, struct span name)
{
    struct span folded = heading_fold(a, name);
    enum column c = folded.n ? find_column(a, folded) : COL_NONE;

    if (c != COL_NONE && !(h->has[c] && is_single(c)))
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
        nearest_try(&near, columns[c].name, columns[c].name);
    if (near.best)
        return err_new(TOCSIN_ERR_USAGE, "--map: no column '%.*s'; did you mean '%s'?",
                       SPAN_ARG(key), (const char *)near.best);
    return err_new(TOCSIN_ERR_USAGE, "--map: no column '%.*s'", SPAN_ARG(key));
}

static size_t find_heading(struct arena *a, const struct span *names, size_t n, struct span wanted)
{
    struct span folded = heading_fold(a, wanted);
    uint64_t number;

    for (size_t i = 0; i < n; i++)
        if (span_eq(heading_fold(a, names[i]), folded))
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
    enum column column = COL_NONE;

    if (equals == text.n)
        return err_new(TOCSIN_ERR_USAGE, "--map wants COLUMN=HEADING, not '%s'", pair);
    key = span_trim(span_slice(text, 0, equals));
    wanted = span_trim(span_from(text, equals + 1));
    for (int c = COL_NONE + 1; c < COL_PROPERTY; c++)
        if (span_eq(key, span_of(columns[c].name)))
            column = (enum column)c;
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
    const bool *has = h->has;

    if (has[COL_NAME] && has[COL_FULL_NAME])
        change(h, COL_NAME, COL_ALIAS);
    else if (has[COL_NAME] && has[COL_FIRST_NAME] && !has[COL_LAST_NAME])
        change(h, COL_NAME, COL_LAST_NAME);
    else if (has[COL_NAME])
        change(h, COL_NAME, COL_FULL_NAME);
    if (has[COL_FULL_NAME])
        return;
    if (has[COL_LAST_NAME] && !has[COL_FIRST_NAME])
        change(h, COL_LAST_NAME, COL_FULL_NAME);
    else if (has[COL_FIRST_NAME] && !has[COL_LAST_NAME])
        change(h, COL_FIRST_NAME, COL_FULL_NAME);
}

static bool names_somebody(const struct headings *h)
{
    return h->has[COL_FULL_NAME] || h->has[COL_FIRST_NAME] || h->has[COL_LAST_NAME] ||
           h->has[COL_ORG_NAME];
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
    if (!names_somebody(out))
        return err_new(TOCSIN_ERR_USAGE, "no column of the table holds a name; say which one does "
                                         "with --map full_name=HEADING");
    return NULL;
}
