/* SPDX-License-Identifier: Apache-2.0
 *
 * A customer's table, as `tocsin batch` reads it: encoding, separator, headings, rows learnt from,
 * and each row again as a query.
 */
#include "cmd/csv_in.h"
#include "cmd/person.h"
#include "fuzz.h"

/* Learns from all rows; 'done' false when one could not be read. */
static struct tocsin_err *learn(struct csv_in *in, struct persons *p, size_t *rows)
{
    struct csv_row row;
    bool done;
    for (*rows = 0;; ++*rows) {
        TRY(csv_in_next(in, &row, &done));
        if (done)
            return NULL;
        MUST(row.n == csv_in_heading(in)->n);
        MUST(csv_in_missing(in) <= row.n);
        person_learn(p, row.field);
    }
}

static struct tocsin_err *ask(struct csv_in *in, const struct persons *p, size_t *rows)
{
    struct csv_row row;
    struct arena *a = arena_new();
    struct tocsin_err *err = NULL;
    for (*rows = 0; !err; ++*rows) {
        struct tocsin_query *q = NULL;
        size_t left_out = 0;
        const char *why = NULL;
        bool done;
        err = csv_in_next(in, &row, &done);
        if (err || done)
            break;
        arena_reset(a);
        err = person_query(p, a, row.field, &q, &left_out, &why);
        MUST(err || left_out == 0 || why);
        tocsin_query_free(q);
    }
    arena_free(a);
    return err;
}

static struct tocsin_err *screen(struct csv_in *in, struct arena *a)
{
    const struct csv_row *head = csv_in_heading(in);
    struct headings headings;
    size_t learnt = 0, asked = 0;
    TRY(headings_read(a, head->field, head->n, NULL, &headings));
    struct persons p = {.headings = &headings,
                        .facts = ARENA_ARRAY(a, struct column_facts, head->n)};
    TRY(learn(in, &p, &learnt));
    TRY(csv_in_rewind(in));
    TRY(ask(in, &p, &asked));
    MUST(learnt == asked);
    return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span bytes = {(const char *)data, size};
    struct arena *a = arena_new();
    struct csv_in *in = NULL;
    struct tocsin_err *err = csv_in_open(fuzz_file("customers.csv", bytes), &in);
    if (!err)
        err = screen(in, a);
    fuzz_err(err);
    csv_in_close(in);
    arena_free(a);
    return 0;
}
