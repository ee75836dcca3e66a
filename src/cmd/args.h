/* SPDX-License-Identifier: Apache-2.0
 *
 * args: one command line, understood by the rows of command.def.
 *
 *     tocsin [common options] COMMAND [options and arguments, in any order] [-- arguments]
 *
 * An option is "--name", "--name VALUE" or "--name=VALUE"; "-h" is "--help". A lone "-" is an
 * argument. What is not understood is an error of code TOCSIN_ERR_USAGE that names the nearest
 * thing that would be. Numbers are read in the C locale.
 *
 * Reading asks by name. Asking for an option that the command does not have is a mistake of the
 * program and asserted. Values are the strings of argv; nothing is copied.
 */
#ifndef TOCSIN_CMD_ARGS_H
#define TOCSIN_CMD_ARGS_H

#include "base/base.h"
#include "cmd/table.h"

struct args;

/* '*out' is made also when there is an error, as far as was understood, so that --json given
 * before the mistake still counts. argv[0] is the program. */
struct tocsin_err *args_parse(int argc, const char *const *argv, struct args **out) TOCSIN_MUST_USE;
void args_free(struct args *a); /* NULL is fine */

/* NULL when none was named. */
const struct command *args_command(const struct args *a);

bool args_has(const struct args *a, const char *name);
const char *args_text(const struct args *a, const char *name); /* NULL when not given */
/* All values of one option in their order, NULL-terminated; NULL when there are none. */
const char *const *args_list(const struct args *a, const char *name);

/* A number of an option within [least, most]; '*out' stays as it is when the option is missing. */
struct tocsin_err *args_real(const struct args *a, const char *name, double least, double most,
                             double *out) TOCSIN_MUST_USE;
struct tocsin_err *args_count(const struct args *a, const char *name, uint64_t least, uint64_t most,
                              uint64_t *out) TOCSIN_MUST_USE;

/* One of the words that the table gives for the option; '*out' is its position there, and stays as
 * it is when the option is missing. */
struct tocsin_err *args_word(const struct args *a, const char *name, size_t *out) TOCSIN_MUST_USE;

/* Arguments that are not options. */
size_t args_n(const struct args *a);
const char *args_at(const struct args *a, size_t i); /* NULL past the last */

#endif
