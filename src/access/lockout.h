/* SPDX-License-Identifier: Apache-2.0
 *
 * lockout: how long one must wait after failed logins. Pure.
 *
 *     failures   4   5   6    7 ...          12     (after 5, first 30 s, most 3600 s)
 *     wait       0  30  60  120 ... doubled ... 3600 seconds, and no more
 *
 * NIST SP 800-63B wants no more than a hundred guesses in a row at an account; with this they take
 * days. It never locks for good: whoever fails on purpose must not be able to keep an officer out.
 * From one address, where many people may sit, LOCKOUT_ADDRESS_FREE failures more are free.
 * Failures are forgotten a day after the last one.
 */
#ifndef TOCSIN_ACCESS_LOCKOUT_H
#define TOCSIN_ACCESS_LOCKOUT_H

#include "access/access.h"
#include "base/base.h"

enum { LOCKOUT_ADDRESS_FREE = 20, LOCKOUT_MEMORY = 24 * 3600 };

/* The first second at which another attempt is let through; 'last' is that of the last failure. */
int64_t lockout_until(const struct lockout *rule, uint64_t failures, int64_t last);
int64_t lockout_until_address(const struct lockout *rule, uint64_t failures, int64_t last);

/* What is counted for an address: all of an IPv6 network of 64 bits is one. In arena 'a'. */
struct span lockout_address(struct arena *a, struct span address);

#endif
