/* SPDX-License-Identifier: Apache-2.0
 *
 * Progress: whoever works reports as often as is convenient; the caller hears of it ten times a
 * second at most.
 */
#include "node/node_private.h"

#define PAUSE_NS UINT64_C(100000000)

void progress_report(struct progress *p, const struct tocsin_progress *now, bool whatever)
{
    uint64_t ticks;

    if (!p->hook)
        return;
    ticks = clock_ticks();
    if (!whatever && p->last && ticks - p->last < PAUSE_NS)
        return;
    p->last = ticks;
    p->hook(p->ctx, now);
}
