/* SPDX-License-Identifier: Apache-2.0
 *
 * progress: how far a long work is. On a terminal a bar that is drawn over itself a few times a
 * second; elsewhere a line every ten seconds, so that a log shows life without being filled.
 *
 * The rules are apart from the clock: progress_at is given the time.
 */
#ifndef TOCSIN_CMD_PROGRESS_H
#define TOCSIN_CMD_PROGRESS_H

#include "base/base.h"
#include "cmd/term.h"

/* How far it is. A total of 0 is not known. */
struct progress_now {
    const char *step;             /* "reading" */
    const char *what;             /* a file, or NULL */
    uint64_t done, total;         /* of what the share is counted */
    uint64_t records;
    const char *unit;             /* "records" */
};

struct progress {
    const struct term *term;      /* of standard error */
    uint64_t started, shown;      /* clock_ticks */
    bool quiet, drawn;
};

/* 'quiet': nothing unless it is a terminal. */
void progress_begin(struct progress *p, const struct term *term, bool quiet);
void progress_show(struct progress *p, const struct progress_now *now);
void progress_at(struct progress *p, const struct progress_now *now, uint64_t ticks);
/* Takes the bar off the terminal. */
void progress_end(struct progress *p);

#endif
