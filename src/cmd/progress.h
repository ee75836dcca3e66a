/* SPDX-License-Identifier: Apache-2.0
 *
 * progress: how far a long work is. On a terminal a bar that is drawn over itself a few times a
 * second; elsewhere a line every ten seconds, so that a log shows life without being filled. For a
 * program that watches, JSON: one object a line, ten a second at most,
 *
 *     {"file":"sdn.csv","step":"reading","bytes":1024,"bytes_total":4096,"records":12}
 *
 * where file is null when none is read, and bytes_total 0 when it is not known.
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

/* In the order of command.def. */
enum progress_how { PROGRESS_AUTO, PROGRESS_BAR, PROGRESS_JSON, PROGRESS_LINES, PROGRESS_NONE };

struct progress {
    const struct term *term;      /* of standard error */
    enum progress_how how;        /* never PROGRESS_AUTO */
    uint64_t started, shown;      /* clock_ticks */
    bool drawn, some;             /* a bar stands there; something was shown */
};

/* PROGRESS_AUTO is a bar on a terminal, else lines, or nothing when 'quiet'. */
void progress_begin(struct progress *p, const struct term *term, enum progress_how how, bool quiet);
void progress_show(struct progress *p, const struct progress_now *now);
void progress_at(struct progress *p, const struct progress_now *now, uint64_t ticks);
/* Takes the bar off the terminal. */
void progress_end(struct progress *p);

#endif
