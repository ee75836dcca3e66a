/* SPDX-License-Identifier: Apache-2.0
 *
 * What the benches share: homes that vanish, labelled tables, the baseline, medians.
 *
 * A bench measures; it never passes or fails. It says what it saw, beside a named baseline in the
 * same run, and skips loudly what its data does not allow.
 */
#ifndef TOCSIN_BENCH_KIT_H
#define TOCSIN_BENCH_KIT_H

#include "base/base.h"
#include "record/record.h"
#include "tocsin/tocsin.h"

/* Ends the bench with the error's text. */
void must(struct tocsin_err *err);

/* The folder of real lists and labelled data: $TOCSIN_SHARED/data, or NULL after saying that what
 * needs it is skipped. */
const char *bench_data(void);
const char *data_path(struct arena *a, const char *name);

/* A home in a temporary folder. */
struct home {
    char folder[64], path[96];
    struct tocsin_node *node; /* open for reading once home_open was called */
};
void home_new(struct home *h);
void home_import(struct home *h, const char *path, const char *dataset);
void home_open(struct home *h);
void home_free(struct home *h);

/* A CSV (',') or TSV ('\t') with a header. */
struct table {
    struct arena *arena;
    struct span *header;
    struct span **rows;
    size_t columns, n;
};
bool table_read(const char *path, char separator, struct table *out);
struct span table_get(const struct table *t, size_t row, const char *column); /* or empty */
void table_free(struct table *t);

/* Every record of a home's dataset (NULL: of all), kept in 'a'. */
struct records {
    struct record **at;
    size_t n;
};
void records_load(struct home *h, const char *dataset, struct arena *a, struct records *out);

/* Writes records as FollowTheMoney lines, leaving out the value at (record i, value skip[i]) where
 * skip[i] is not SIZE_MAX. Only entities that carry names. */
void records_write(const struct records *r, const size_t *skip, const char *path);

/* Jaro-Winkler on code points, prefix 4, scale 0.1: the field's common baseline. */
double jaro_winkler(struct span a, struct span b);
/* Lower case, ASCII folded where the text is Latin; for the baseline and for equality. */
struct span plain(struct arena *a, struct span text);

double median(double *v, size_t n);      /* sorts */
double percentile(double *v, size_t n, double p); /* of sorted values */
uint64_t bench_rss(void);                /* peak resident bytes of this process */

#endif
