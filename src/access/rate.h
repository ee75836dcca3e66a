/* SPDX-License-Identifier: Apache-2.0
 *
 * rate: how often one may ask. A token bucket for each token.
 *
 * A bucket holds so many requests at most, and gets 'rate' of them a minute, evenly. It is kept as
 * one number, the moment at which it will be full again (the generic cell rate algorithm): a
 * request moves that moment on by what one request takes to come back, and is refused when it would
 * then lie further off than a whole bucket takes. So there is no rounding, and nothing to do while
 * nobody asks.
 *
 * The table has room for a number of tokens that is fixed; when it is full, the bucket of a set
 * that is nearest to being full is given up, which costs its owner's rate the least.
 */
#ifndef TOCSIN_ACCESS_RATE_H
#define TOCSIN_ACCESS_RATE_H

#include "base/base.h"

/* '*full_at' in nanoseconds, as 'now'; 0 to begin with. 'rate' a minute, not 0; 'holds' not 0.
 * False: refused, and '*retry_after' says in how many seconds there is one. */
bool rate_step(uint64_t *full_at, uint64_t rate, uint64_t holds, uint64_t now,
               int64_t *retry_after);

/* How many a bucket holds: a minute's worth, or a second's. */
uint64_t rate_holds(uint64_t rate, bool burst);

struct rates;
struct rates *rates_new(void);
void rates_free(struct rates *r); /* NULL is fine */
bool rates_take(struct rates *r, uint64_t id, uint64_t rate, uint64_t holds, uint64_t now,
                int64_t *retry_after);

#endif
