/* SPDX-License-Identifier: Apache-2.0
 *
 * evaluate: the figures of an evaluation, as evaluate.c counts them and evaluate_print.c shows
 * them.
 */
#ifndef TOCSIN_CMD_EVALUATE_H
#define TOCSIN_CMD_EVALUATE_H

#include <stdio.h>

#include "base/base.h"
#include "cmd/tally.h"
#include "cmd/term.h"

/* A column of the table, and a tally for each of its values in the order they came. */
struct group_column {
    const char *name;
    bool quality;       /* shown as mean scores, not as rates */
    struct map *index;  /* value -> place in 'groups' */
    VEC(struct tally) groups;
};

struct figures {
    double threshold, seconds;
    const char *home;   /* whose words were counted, or NULL */
    struct tally all;
    struct group_column *columns;
    size_t columns_n;
};

void figures_print(const struct term *t, const struct figures *f);
void figures_print_json(FILE *out, const struct figures *f);

#endif
