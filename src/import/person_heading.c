/* SPDX-License-Identifier: Apache-2.0
 *
 * Headings of tables: folding, the words of person_column.def, and which column holds the name.
 */
#include "person.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "record/record.h"

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

enum column person_column_find(struct arena *a, struct span folded)
{
    for (int c = COL_NONE + 1; folded.n && c < COL_PROPERTY; c++)
        if (has_word(a, columns[c].headings, folded))
            return (enum column)c;
    return COL_NONE;
}

enum column person_column_named(struct span name)
{
    for (int c = COL_NONE + 1; c < COL_PROPERTY; c++)
        if (span_eq(name, span_of(columns[c].name)))
            return (enum column)c;
    return COL_NONE;
}

struct person_column person_column(enum column c)
{
    const struct column_row *row = &columns[c];
    bool single = row->cell == CELL_PART || row->cell == CELL_ID || row->cell == CELL_TYPE ||
                  row->cell == CELL_PLACE;
    return (struct person_column){row->name, row->cell, row->prop ? prop_name(row->prop) : "",
                                  single};
}

/* ---- the rules for names --------------------------------------------------------------------- */

static bool becomes(enum column *from, enum column *to, enum column is, enum column shall)
{
    *from = is;
    *to = shall;
    return true;
}

bool person_name_rule(const bool has[COL_COUNT], enum column *from, enum column *to)
{
    if (has[COL_NAME] && has[COL_FULL_NAME])
        return becomes(from, to, COL_NAME, COL_ALIAS);
    if (has[COL_NAME] && has[COL_FIRST_NAME] && !has[COL_LAST_NAME])
        return becomes(from, to, COL_NAME, COL_LAST_NAME);
    if (has[COL_NAME])
        return becomes(from, to, COL_NAME, COL_FULL_NAME);
    if (has[COL_FULL_NAME] || has[COL_LAST_NAME] == has[COL_FIRST_NAME])
        return false;
    return becomes(from, to, has[COL_LAST_NAME] ? COL_LAST_NAME : COL_FIRST_NAME, COL_FULL_NAME);
}

bool person_has_name(const bool has[COL_COUNT])
{
    return has[COL_FULL_NAME] || has[COL_LAST_NAME] || has[COL_FIRST_NAME] || has[COL_NAME] ||
           has[COL_ORG_NAME];
}
