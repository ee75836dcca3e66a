/* SPDX-License-Identifier: Apache-2.0
 *
 * The nearest of a few short names: optimal string alignment distance, three rows of the matrix.
 */
#include "base/nearest.h"

enum { NAME_MAX_LEN = 63 };

static size_t least(size_t a, size_t b, size_t c)
{
    size_t m = a < b ? a : b;

    return m < c ? m : c;
}

/* One row of the matrix: 'row' from 'last', and from 'older' for two letters that are swapped. */
static void fill_row(struct span a, struct span b, size_t i, const size_t *older,
                     const size_t *last, size_t *row)
{
    row[0] = i + 1;
    for (size_t j = 0; j < b.n; j++) {
        size_t d = least(last[j + 1] + 1, row[j] + 1, last[j] + (a.p[i] != b.p[j]));

        if (i && j && a.p[i] == b.p[j - 1] && a.p[i - 1] == b.p[j] && older[j - 1] + 1 < d)
            d = older[j - 1] + 1;
        row[j + 1] = d;
    }
}

static size_t distance(struct span a, struct span b)
{
    size_t rows[3][NAME_MAX_LEN + 1] = {{0}};
    size_t *older = rows[0], *last = rows[1], *row = rows[2];

    for (size_t j = 0; j <= b.n; j++)
        last[j] = j;
    for (size_t i = 0; i < a.n; i++) {
        size_t *free_row = older;

        fill_row(a, b, i, older, last, row);
        older = last;
        last = row;
        row = free_row;
    }
    return last[b.n];
}

struct nearest nearest_begin(struct span typed)
{
    return (struct nearest){.typed = typed, .distance = SIZE_MAX};
}

void nearest_try(struct nearest *n, const char *name, const void *row)
{
    struct span s = span_of(name);
    size_t longer = s.n > n->typed.n ? s.n : n->typed.n;
    size_t allowed = longer / 3 ? longer / 3 : 1;
    size_t d;

    if (longer > NAME_MAX_LEN || !n->typed.n)
        return;
    d = distance(n->typed, s);
    if (d > allowed && !(n->typed.n >= 3 && span_starts(s, n->typed)))
        return;
    if (d < n->distance) {
        n->distance = d;
        n->best = row;
    }
}
