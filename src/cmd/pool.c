/* SPDX-License-Identifier: Apache-2.0
 *
 * The ring. Slots are numbered without end; slot i lies at ring[i % size].
 *
 *     taken_out <= started <= put_in <= taken_out + size
 *
 * [taken_out, started) are being worked on or finished, [started, put_in) wait for a worker.
 */
#include "cmd/pool.h"

#include <pthread.h>
#include <sched.h>

enum { SLOTS_EACH = 32, THREADS_MOST = 256 };

struct slot {
    void *item;
    bool finished;
    struct tocsin_err *err;
};

struct pool {
    const struct pool_plan *plan;
    struct slot *ring;
    size_t size;
    uint64_t put_in, started, taken_out;
    bool over; /* nothing will be put in any more: workers leave when none waits */
    pthread_mutex_t mutex;
    pthread_cond_t work, finished;
};

size_t pool_processors(void)
{
    cpu_set_t set;

    if (sched_getaffinity(0, sizeof(set), &set) == 0 && CPU_COUNT(&set) > 0)
        return (size_t)CPU_COUNT(&set);
    return 1;
}

static struct slot *slot_at(struct pool *p, uint64_t i)
{
    return &p->ring[i % p->size];
}

/* ---- workers ----------------------------------------------------------------------------- */

/* The next waiting slot, or NULL when there will be none. Called and returns with the mutex. */
static struct slot *wait_for_work(struct pool *p)
{
    while (p->started == p->put_in && !p->over)
        pthread_cond_wait(&p->work, &p->mutex);
    return p->started < p->put_in ? slot_at(p, p->started++) : NULL;
}

static void *worker(void *arg)
{
    struct pool *p = arg;
    struct slot *slot;

    pthread_mutex_lock(&p->mutex);
    while ((slot = wait_for_work(p))) {
        struct tocsin_err *err;

        pthread_mutex_unlock(&p->mutex);
        err = p->plan->work(p->plan->ctx, slot->item);
        pthread_mutex_lock(&p->mutex);
        slot->err = err;
        slot->finished = true;
        pthread_cond_signal(&p->finished);
    }
    pthread_mutex_unlock(&p->mutex);
    return NULL;
}

/* ---- the caller's thread ------------------------------------------------------------------- */

static void put_in(struct pool *p, void *item)
{
    pthread_mutex_lock(&p->mutex);
    *slot_at(p, p->put_in++) = (struct slot){.item = item};
    pthread_cond_signal(&p->work);
    pthread_mutex_unlock(&p->mutex);
}

/* Waits for the oldest slot and gives it to done(). */
static struct tocsin_err *take_out(struct pool *p)
{
    struct slot slot;

    pthread_mutex_lock(&p->mutex);
    while (!slot_at(p, p->taken_out)->finished)
        pthread_cond_wait(&p->finished, &p->mutex);
    slot = *slot_at(p, p->taken_out++);
    pthread_mutex_unlock(&p->mutex);
    if (!slot.err)
        return p->plan->done(p->plan->ctx, slot.item);
    p->plan->drop(p->plan->ctx, slot.item);
    return slot.err;
}

static struct tocsin_err *pump(struct pool *p)
{
    void *item = NULL;

    for (;;) {
        TRY(p->plan->next(p->plan->ctx, &item));
        if (!item)
            break;
        put_in(p, item);
        if (p->put_in - p->taken_out == p->size)
            TRY(take_out(p));
    }
    while (p->taken_out < p->put_in)
        TRY(take_out(p));
    return NULL;
}

static void finish(struct pool *p, pthread_t *threads, size_t n)
{
    pthread_mutex_lock(&p->mutex);
    p->over = true;
    pthread_cond_broadcast(&p->work);
    pthread_mutex_unlock(&p->mutex);
    for (size_t i = 0; i < n; i++)
        pthread_join(threads[i], NULL);
    for (; p->taken_out < p->put_in; p->taken_out++) {
        p->plan->drop(p->plan->ctx, slot_at(p, p->taken_out)->item);
        tocsin_err_free(slot_at(p, p->taken_out)->err);
    }
}

/* After an error nobody needs what still waits. */
static void cancel(struct pool *p)
{
    pthread_mutex_lock(&p->mutex);
    while (p->put_in > p->started) {
        struct slot *slot = slot_at(p, --p->put_in);

        p->plan->drop(p->plan->ctx, slot->item);
    }
    pthread_mutex_unlock(&p->mutex);
}

static struct tocsin_err *start(struct pool *p, pthread_t *threads, size_t wanted, size_t *n)
{
    for (*n = 0; *n < wanted; ++*n) {
        int error = pthread_create(&threads[*n], NULL, worker, p);

        if (error && *n == 0)
            return err_new(TOCSIN_ERR_IO, "cannot start a thread: %s", strerror(error));
        if (error)
            break; /* fewer will do */
    }
    return NULL;
}

struct tocsin_err *pool_run(const struct pool_plan *plan)
{
    size_t wanted = plan->threads ? plan->threads : pool_processors(), n = 0;
    struct pool p = {.plan = plan,
                     .mutex = PTHREAD_MUTEX_INITIALIZER,
                     .work = PTHREAD_COND_INITIALIZER,
                     .finished = PTHREAD_COND_INITIALIZER};
    pthread_t threads[THREADS_MOST];
    struct tocsin_err *err;

    if (wanted > THREADS_MOST)
        wanted = THREADS_MOST;
    p.size = wanted * SLOTS_EACH;
    p.ring = mem_zero(p.size, sizeof(*p.ring));
    err = start(&p, threads, wanted, &n);
    if (!err)
        err = pump(&p);
    if (err)
        cancel(&p);
    finish(&p, threads, n);
    mem_free(p.ring);
    return err;
}
