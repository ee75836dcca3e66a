/* SPDX-License-Identifier: Apache-2.0
 *
 * Aligned tables, by display width.
 */
#include "cmd/grid.h"

#include <stdarg.h>
#include <stdlib.h>

#include "cmd/text.h"

enum { GAP = 2 };

struct grid {
    struct arena *arena;
    const char *columns;
    size_t width; /* in cells */
    VEC(struct span) cells;
};

struct grid *grid_new(const char *columns)
{
    struct grid *g = mem_zero(1, sizeof(*g));

    g->arena = arena_new();
    g->columns = columns;
    g->width = strlen(columns);
    assert(g->width);
    return g;
}

void grid_free(struct grid *g)
{
    if (!g)
        return;
    VEC_FREE(&g->cells);
    arena_free(g->arena);
    mem_free(g);
}

void grid_cell(struct grid *g, const char *fmt, ...)
{
    struct buf clean = {0};
    char *text = NULL;
    va_list ap;
    int n;

    va_start(ap, fmt);
    n = vasprintf(&text, fmt, ap);
    va_end(ap);
    text_clean((struct span){text, n < 0 ? 0 : (size_t)n}, false, &clean);
    *VEC_PUSH(&g->cells) = arena_span(g->arena, buf_view(&clean));
    buf_free(&clean);
    if (n >= 0)
        free(text);
}

size_t grid_rows(const struct grid *g)
{
    return g->cells.n / g->width;
}

static int column_width(const struct grid *g, size_t column)
{
    int widest = 0;

    for (size_t i = column; i < g->cells.n; i += g->width) {
        int w = text_width(g->cells.at[i]);

        if (w > widest)
            widest = w;
    }
    return widest;
}

static void print_cell(const struct grid *g, const struct term *t, enum tone tone, size_t cell,
                       int width)
{
    bool right = g->columns[cell % g->width] == 'r';
    int pad = width - text_width(g->cells.at[cell]);

    if (right)
        term_indent(t, pad);
    term_text(t, tone, g->cells.at[cell]);
    if (!right)
        term_indent(t, pad);
    term_indent(t, GAP);
}

/* The last cell of a row begins in column 'at'. */
static void print_last(const struct grid *g, const struct term *t, enum tone tone, size_t cell,
                       int at, int width)
{
    struct span s = g->cells.at[cell];

    if (g->columns[g->width - 1] == 'r')
        term_indent(t, width - text_width(s));
    else if (t->width - at >= 20) {
        term_value(t, tone, at, at, s);
        return;
    }
    term_text(t, tone, s);
    term_line_end(t);
}

void grid_print(const struct grid *g, const struct term *t, int indent)
{
    int *widths = mem_zero(g->width, sizeof(*widths));

    for (size_t c = 0; c < g->width; c++)
        widths[c] = column_width(g, c);
    for (size_t row = 0; row < grid_rows(g); row++) {
        enum tone tone = row ? TONE_PLAIN : TONE_BOLD;
        int at = indent;

        term_indent(t, indent);
        for (size_t c = 0; c + 1 < g->width; c++) {
            print_cell(g, t, tone, row * g->width + c, widths[c]);
            at += widths[c] + GAP;
        }
        print_last(g, t, tone, (row + 1) * g->width - 1, at, widths[g->width - 1]);
    }
    mem_free(widths);
}
