/* SPDX-License-Identifier: Apache-2.0
 *
 * child: the jailed process from fork to end.
 *
 * Before the fork it is warmed up: whatever a library reads from disk or the environment on first
 * use (ICU's data, seeds of hash tables, tables of libxml2) is touched once, because afterwards
 * there is no way to a file.
 */
#ifndef TOCSIN_IMPORT_CHILD_H
#define TOCSIN_IMPORT_CHILD_H

#include "source.h"

struct child_job {
    struct source *source;
    const struct import_request *request;
    const struct format *format; /* NULL: by content */
    bool detect_only;
    int fd[SOURCE_FILES_MAX]; /* pipes with the bytes of the source's files */
};

#define CHILD_OUT_OF_MEMORY 3 /* exit status */

/* To be called by the parent, in the thread that forks. Cheap but for the first time. */
void child_warm_up(void);

/* Never returns. Frames go to 'out'. */
_Noreturn void child_main(struct child_job *job, int out);

#endif
