/* SPDX-License-Identifier: Apache-2.0
 *
 * The rules and the table of rate.h.
 */
#include "access/rate.h"

#include <pthread.h>

#define SECOND UINT64_C(1000000000)
#define MINUTE (60 * SECOND)
#define WAYS 4

bool rate_step(uint64_t *full_at, uint64_t rate, uint64_t holds, uint64_t now, int64_t *retry_after)
{
    uint64_t each, most, full = *full_at > now ? *full_at : now;

    assert(rate && holds);
    each = rate < MINUTE ? MINUTE / rate : 1;
    most = holds < UINT64_MAX / 4 / each ? holds * each : UINT64_MAX / 4;
    if (full - now + each > most) {
        *retry_after = (int64_t)((full - now + each - most + SECOND - 1) / SECOND);
        return false;
    }
    *full_at = full + each;
    *retry_after = 0;
    return true;
}

uint64_t rate_holds(uint64_t rate, bool burst)
{
    return burst ? rate : (rate + 59) / 60;
}

struct bucket {
    uint64_t id, full_at; /* id 0: none */
};

struct rates {
    pthread_mutex_t mutex;
    struct bucket sets[LIMIT_RATES / WAYS][WAYS];
};

struct rates *rates_new(void)
{
    struct rates *r = mem_zero(1, sizeof(*r));

    pthread_mutex_init(&r->mutex, NULL);
    return r;
}

void rates_free(struct rates *r)
{
    if (!r)
        return;
    pthread_mutex_destroy(&r->mutex);
    mem_free(r);
}

/* Token numbers are dense: neighbours are in different sets. */
static struct bucket *bucket_of(struct rates *r, uint64_t id)
{
    struct bucket *set = r->sets[id % (LIMIT_RATES / WAYS)], *give_up = &set[0];

    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].id == id)
            return &set[i];
        if (set[i].full_at < give_up->full_at)
            give_up = &set[i];
    }
    *give_up = (struct bucket){.id = id};
    return give_up;
}

bool rates_take(struct rates *r, uint64_t id, uint64_t rate, uint64_t holds, uint64_t now,
                int64_t *retry_after)
{
    bool taken;

    assert(id);
    pthread_mutex_lock(&r->mutex);
    taken = rate_step(&bucket_of(r, id)->full_at, rate, holds, now, retry_after);
    pthread_mutex_unlock(&r->mutex);
    return taken;
}
