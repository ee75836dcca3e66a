/* SPDX-License-Identifier: Apache-2.0
 *
 * "Did you mean": the known name that is fewest edits away from what was typed.
 *
 * Edits are insertion, deletion, replacement and the swap of two neighbours, without regard to
 * case. A name is near enough when it takes at most one edit per three letters, and two at least;
 * among equals the first in order of the table.
 */
#include <ctype.h>

#include "node/node_private.h"

#define LONGEST 64 /* letters; no schema or property is as long */

static size_t min3(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;

    return least < c ? least : c;
}

static bool same_letter(char a, char b)
{
    return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* Optimal string alignment over three rows: two back (for the swap), one back, and this one. */
static size_t edits(struct span a, struct span b)
{
    size_t rows[3][LONGEST + 1];

    for (size_t j = 0; j <= b.n; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t *now = rows[i % 3], *last = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];

        now[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            bool same = same_letter(a.p[i - 1], b.p[j - 1]);

            now[j] = min3(last[j] + 1, now[j - 1] + 1, last[j - 1] + !same);
            if (i > 1 && j > 1 && same_letter(a.p[i - 1], b.p[j - 2]) &&
                same_letter(a.p[i - 2], b.p[j - 1]) && before[j - 2] + 1 < now[j])
                now[j] = before[j - 2] + 1;
        }
    }
    return rows[a.n % 3][b.n];
}

struct best {
    struct span text;
    const char *name;
    size_t edits;
};

static struct best best_new(struct span text)
{
    size_t allowed = text.n / 3 > 2 ? text.n / 3 : 2;

    /* For a word of one or two letters everything would be near. */
    return (struct best){text, NULL, text.n < 3 ? 1 : allowed + 1};
}

static void consider(struct best *best, const char *name)
{
    struct span known = span_of(name);
    size_t n;

    if (known.n > LONGEST || best->text.n > LONGEST)
        return;
    n = edits(best->text, known);
    if (n < best->edits) {
        best->edits = n;
        best->name = name;
    }
}

const char *nearest_schema(struct span text)
{
    struct best best = best_new(text);

    for (size_t i = 1; i <= schema_count(); i++)
        consider(&best, schema_name((enum schema)i));
    return best.name;
}

const char *nearest_prop(enum schema schema, struct span text)
{
    struct best best = best_new(text);

    for (size_t i = 1; i <= prop_count(); i++) {
        if (schema_has(schema, (enum prop)i))
            consider(&best, prop_name((enum prop)i));
    }
    return best.name;
}
