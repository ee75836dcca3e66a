/* SPDX-License-Identifier: Apache-2.0
 *
 * jail: what a process gives up before it reads a byte that somebody else wrote.
 *
 *   what                      by                  left
 *   files by path             Landlock            none; all rights handled, no rule added
 *   network by Landlock       Landlock, ABI 4     none
 *   system calls              seccomp             the table in jail.c; any other one kills
 *   new rights                no_new_privs        none
 *   memory                    RLIMIT_AS           what it has and 1 GiB (not in sanitizer builds)
 *   processor                 RLIMIT_CPU          one hour
 *   new descriptors, files    RLIMIT_NOFILE, _FSIZE, _CORE   none
 *   descriptors               close_range         those that are named
 */
#ifndef TOCSIN_IMPORT_JAIL_H
#define TOCSIN_IMPORT_JAIL_H

#include "base/base.h"

/* Closes every descriptor that is not in 'keep' (n <= 8). */
void jail_close_fds(const int *keep, size_t n);

/* Closes the jail around this process. TOCSIN_ERR_JAIL, and nothing is closed, when the kernel
 * lacks seccomp or Landlock; with 'anyway' it does what it can and says in '*lacks' (static text;
 * NULL: nothing) what is missing. */
struct tocsin_err *jail_enter(bool anyway, const char **lacks) TOCSIN_MUST_USE;

#endif
