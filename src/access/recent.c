/* SPDX-License-Identifier: Apache-2.0
 *
 * Who was let in a moment ago, so that a request costs no look at a table.
 *
 * Everybody who is remembered belongs to an era. An era ends when people_changes tells another
 * number than before, which is asked for every FRESH nanoseconds: a right that any process takes
 * away is gone within that time. Whoever was read from the tables is remembered in the era that was
 * asked for before the reading, so that an older truth never gets into a younger era.
 *
 * The table is sets of four; the one that was seen longest ago makes room. The hash is one of a
 * random secret, so nobody can choose its set.
 */
#include "access/private.h"

#define FRESH UINT64_C(200000000) /* nanoseconds */
#define WAYS 4

struct slot {
    uint64_t era; /* 0: nobody */
    struct recent_one one;
};

struct recent {
    pthread_mutex_t mutex;
    uint64_t era, changes,
        asked; /* the last two: what people_changes told, and when it was asked */
    struct slot sets[LIMIT_RECENT / WAYS][WAYS];
};

struct recent *recent_new(void)
{
    struct recent *k = mem_zero(1, sizeof(*k));

    pthread_mutex_init(&k->mutex, NULL);
    k->era = 1;
    return k;
}

void recent_free(struct recent *k)
{
    if (!k)
        return;
    pthread_mutex_destroy(&k->mutex);
    mem_free(k);
}

/* Whether it is time to ask; then it is this thread that does. */
static bool must_ask(struct recent *k, uint64_t ticks, uint64_t *era)
{
    bool must;

    pthread_mutex_lock(&k->mutex);
    must = !k->asked || ticks - k->asked > FRESH;
    if (must)
        k->asked = ticks;
    *era = k->era;
    pthread_mutex_unlock(&k->mutex);
    return must;
}

struct tocsin_err *recent_refresh(struct recent *k, struct people *p, uint64_t *era)
{
    struct tocsin_err *err;
    uint64_t changes = 0;

    if (!must_ask(k, clock_ticks(), era))
        return NULL;
    err = people_changes(p, &changes);
    pthread_mutex_lock(&k->mutex);
    if (err)
        k->asked = 0;
    if (err || changes != k->changes)
        k->era++;
    k->changes = changes;
    *era = k->era;
    pthread_mutex_unlock(&k->mutex);
    return err;
}

void recent_doubt(struct recent *k)
{
    pthread_mutex_lock(&k->mutex);
    k->era++;
    k->asked = 0;
    pthread_mutex_unlock(&k->mutex);
}

static struct slot *set_of(struct recent *k, const unsigned char hash[PEOPLE_HASH])
{
    uint64_t first;

    memcpy(&first, hash, sizeof(first));
    return k->sets[first % (LIMIT_RECENT / WAYS)];
}

static struct slot *slot_of(struct recent *k, const unsigned char hash[PEOPLE_HASH])
{
    struct slot *set = set_of(k, hash);

    for (size_t i = 0; i < WAYS; i++)
        if (set[i].era == k->era && memcmp(set[i].one.hash, hash, PEOPLE_HASH) == 0)
            return &set[i];
    return NULL;
}

bool recent_find(struct recent *k, const unsigned char hash[PEOPLE_HASH], struct recent_one *out)
{
    struct slot *s;

    pthread_mutex_lock(&k->mutex);
    s = slot_of(k, hash);
    if (s)
        *out = s->one;
    pthread_mutex_unlock(&k->mutex);
    return s != NULL;
}

bool recent_seen(struct recent *k, const unsigned char hash[PEOPLE_HASH], int64_t now)
{
    bool touch = false;
    struct slot *s;

    pthread_mutex_lock(&k->mutex);
    s = slot_of(k, hash);
    if (s && now > s->one.seen)
        s->one.seen = now;
    if (s && now - s->one.touched >= TOUCH_EVERY) {
        s->one.touched = now;
        touch = true;
    }
    pthread_mutex_unlock(&k->mutex);
    return touch;
}

void recent_keep(struct recent *k, uint64_t era, const struct recent_one *one)
{
    struct slot *set, *room;

    pthread_mutex_lock(&k->mutex);
    set = set_of(k, one->hash);
    room = slot_of(k, one->hash);
    for (size_t i = 0; !room && i < WAYS; i++)
        if (set[i].era != k->era)
            room = &set[i];
    if (!room) {
        room = &set[0];
        for (size_t i = 1; i < WAYS; i++)
            if (set[i].one.seen < room->one.seen)
                room = &set[i];
    }
    *room = (struct slot){.era = era, .one = *one};
    pthread_mutex_unlock(&k->mutex);
}
