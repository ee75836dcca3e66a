/* SPDX-License-Identifier: Apache-2.0
 *
 * stop: Ctrl-C during a long work, without a global flag. Between begin and end the signals INT,
 * TERM and HUP do not end the process; they are asked for, so that temporary files can be removed.
 * Begin before threads are started: they inherit the mask.
 */
#ifndef TOCSIN_CMD_STOP_H
#define TOCSIN_CMD_STOP_H

#include <signal.h>

#include "base/base.h"

struct stop {
    int fd;
    sigset_t before;
};

struct tocsin_err *stop_begin(struct stop *s) TOCSIN_MUST_USE;
/* An error when somebody wants the work to end. */
struct tocsin_err *stop_asked(struct stop *s) TOCSIN_MUST_USE;
void stop_end(struct stop *s);

#endif
