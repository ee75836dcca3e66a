/* SPDX-License-Identifier: Apache-2.0
 *
 * grid: an aligned table.
 *
 *     struct grid *g = grid_new("lrr");         left, right, right
 *     grid_cell(g, "dataset"); ...              row by row; the first row is the heading
 *     grid_print(g, term, 2);
 *
 * Columns are as wide as their widest cell and stand two blanks apart. A last column that is
 * aligned to the left is wrapped to the width of the terminal; nothing is ever cut.
 */
#ifndef TOCSIN_CMD_GRID_H
#define TOCSIN_CMD_GRID_H

#include "base/base.h"
#include "cmd/term.h"

struct grid;
struct grid *grid_new(const char *columns);
void grid_free(struct grid *g); /* NULL is fine */
void grid_cell(struct grid *g, const char *fmt, ...) TOCSIN_PRINTF(2, 3);
size_t grid_rows(const struct grid *g); /* with the heading */
void grid_print(const struct grid *g, const struct term *t, int indent);

#endif
