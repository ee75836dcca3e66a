/* SPDX-License-Identifier: Apache-2.0
 *
 * secret: a password from whoever runs the program.
 *
 * On a terminal it is asked for twice and not shown. Otherwise it is the first line of standard
 * input, so that it stands in no list of processes and no history of a shell.
 */
#ifndef TOCSIN_CMD_SECRET_H
#define TOCSIN_CMD_SECRET_H

#include "cmd/cmd.h"

struct secret {
    char text[LIMIT_PASSWORD + 2];
    size_t n;
};

/* 'whose' is for the question. Wipe it in any case. */
struct tocsin_err *secret_read(const struct cmd *c, struct span whose,
                               struct secret *out) TOCSIN_MUST_USE;
void secret_wipe(struct secret *s);

#endif
