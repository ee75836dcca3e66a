/* SPDX-License-Identifier: Apache-2.0
 *
 * The rules of lockout.h.
 */
#include "access/lockout.h"

#include <arpa/inet.h>

int64_t lockout_until(const struct lockout *rule, uint64_t failures, int64_t last)
{
    int64_t wait = rule->first;

    if (failures < rule->after)
        return last;
    for (uint64_t i = rule->after; i < failures && wait < rule->most; i++)
        wait *= 2;
    return last + (wait < rule->most ? wait : rule->most);
}

int64_t lockout_until_address(const struct lockout *rule, uint64_t failures, int64_t last)
{
    if (failures <= LOCKOUT_ADDRESS_FREE)
        return last;
    return lockout_until(rule, failures - LOCKOUT_ADDRESS_FREE, last);
}

struct span lockout_address(struct arena *a, struct span address)
{
    char text[INET6_ADDRSTRLEN];
    struct in6_addr six;

    if (address.n >= sizeof(text))
        address.n = sizeof(text) - 1;
    if (inet_pton(AF_INET6, arena_str(a, address), &six) != 1 || IN6_IS_ADDR_V4MAPPED(&six))
        return arena_printf(a, "address %.*s", SPAN_ARG(address));
    memset(six.s6_addr + 8, 0, 8);
    return arena_printf(a, "address %s/64", inet_ntop(AF_INET6, &six, text, sizeof(text)));
}
