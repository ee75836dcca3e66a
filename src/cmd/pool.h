/* SPDX-License-Identifier: Apache-2.0
 *
 * pool: work on a stream of items with all processors, with the results in the order of the input.
 *
 *     caller's thread:   next() -> [ ring of slots ] -> done()      both in order of the input
 *     workers:                      work()                          in any order
 *
 * The ring bounds how many items are there at once, so memory does not grow with the input. The
 * first error of any step ends the run; items that are still in the ring are dropped.
 */
#ifndef TOCSIN_CMD_POOL_H
#define TOCSIN_CMD_POOL_H

#include "base/base.h"

struct pool_plan {
    void *ctx;
    size_t threads; /* 0: as many as there are processors */
    /* Makes the next item; NULL in '*item' at the end. */
    struct tocsin_err *(*next)(void *ctx, void **item);
    /* May run in several threads at once, each with its own item. */
    struct tocsin_err *(*work)(void *ctx, void *item);
    /* Takes the finished item, and owns it whatever it returns. */
    struct tocsin_err *(*done)(void *ctx, void *item);
    void (*drop)(void *ctx, void *item);
};

struct tocsin_err *pool_run(const struct pool_plan *plan) TOCSIN_MUST_USE;

/* Processors that this process may use. */
size_t pool_processors(void);

#endif
