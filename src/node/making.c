/* SPDX-License-Identifier: Apache-2.0
 *
 * Making a segment of the index from records as they come, in a thread beside the one that gives
 * them: what that one does with a record (reading, storing) and what becomes of it here (words and
 * their keys) take about the same time.
 *
 *   giver    record --copy--> batch
 *                               | BATCHES in a ring; a giver who is that far ahead waits
 *   thread                    batch --subject_make--> index_builder
 *
 * The ring and the counts are guarded by the mutex, a batch belongs to the giver until it is
 * counted as given and to the thread until it is counted as taken; the builder is the thread's
 * until that has been joined. When all is taken the thread settles the segment, while the giver
 * sees to it that what it stored is safe. Where no thread can be had, the giver does its work.
 */
#include <signal.h>
#include <stdatomic.h>

#include "node/node_private.h"

enum { BATCHES = 4, BATCH_RECORDS = 256, BATCH_BYTES = 1 << 19 };

struct batch {
    struct arena *arena;
    const struct record *records[BATCH_RECORDS];
    size_t n;
};

struct making {
    struct index_builder *builder;
    pthread_t thread;
    bool threaded, joined;
    pthread_mutex_t mutex;
    pthread_cond_t given_more, taken_more;
    uint64_t given, taken; /* batches, since the start; given % BATCHES is the giver's */
    bool ended;
    atomic_bool dropped; /* what is on its way is worth nothing any more */
    struct batch batches[BATCHES];
    struct arena *arena;    /* the thread's, of one record */
    struct tocsin_err *err; /* the thread's first */
};

/* ---- the thread's side ------------------------------------------------------------------------- */

static struct tocsin_err *index_record(struct making *m, const struct record *r)
{
    struct subject s;
    size_t topics_n;

    arena_reset(m->arena);
    subject_make(m->arena, r, &s);
    const struct value *topics = record_values(r, PROP_topics, &topics_n);
    struct span *list = ARENA_ARRAY(m->arena, struct span, topics_n + 1);
    for (size_t i = 0; i < topics_n; i++)
        list[i] = topics[i].text;
    return index_builder_add(m->builder, &s, r->id, list, topics_n);
}

static void work(struct making *m, struct batch *b)
{
    for (size_t i = 0; i < b->n && !m->err && !atomic_load(&m->dropped); i++)
        m->err = index_record(m, b->records[i]);
    b->n = 0;
    arena_reset(b->arena);
}

static void settle(struct making *m)
{
    if (m->err || atomic_load(&m->dropped))
        return;
    index_builder_settle(m->builder);
}

static void *run(void *ctx)
{
    struct making *m = ctx;
    sigset_t all;

    sigfillset(&all); /* signals are the caller's */
    pthread_sigmask(SIG_BLOCK, &all, NULL);
    pthread_mutex_lock(&m->mutex);
    for (;;) {
        while (m->taken == m->given && !m->ended)
            pthread_cond_wait(&m->given_more, &m->mutex);
        if (m->taken == m->given)
            break;
        pthread_mutex_unlock(&m->mutex);
        work(m, &m->batches[m->taken % BATCHES]);
        pthread_mutex_lock(&m->mutex);
        m->taken++;
        pthread_cond_signal(&m->taken_more);
    }
    pthread_mutex_unlock(&m->mutex);
    settle(m);
    return NULL;
}

/* ---- the giver's side -------------------------------------------------------------------------- */

struct making *making_start(void)
{
    struct making *m = mem_zero(1, sizeof(*m));

    m->builder = index_builder_new();
    m->arena = arena_new();
    for (size_t i = 0; i < BATCHES; i++)
        m->batches[i].arena = arena_new();
    pthread_mutex_init(&m->mutex, NULL);
    pthread_cond_init(&m->given_more, NULL);
    pthread_cond_init(&m->taken_more, NULL);
    m->threaded = pthread_create(&m->thread, NULL, run, m) == 0;
    return m;
}

/* Hands the giver's batch over, and waits until the next one is free. */
static void give(struct making *m)
{
    if (!m->threaded) {
        work(m, &m->batches[0]);
        return;
    }
    pthread_mutex_lock(&m->mutex);
    m->given++;
    pthread_cond_signal(&m->given_more);
    while (m->given - m->taken == BATCHES)
        pthread_cond_wait(&m->taken_more, &m->mutex);
    pthread_mutex_unlock(&m->mutex);
}

/* What a subject is made of. All in one allocation, texts last: this is done for every record of a
 * list. */
static const struct record *copy(struct arena *a, const struct record *r)
{
    size_t bytes = r->id.n, values = r->n * sizeof(*r->values);
    for (size_t i = 0; i < r->n; i++)
        bytes += r->values[i].text.n;
    struct record *c = arena_alloc(a, sizeof(*c) + values + bytes);
    char *text = (char *)(c + 1) + values;
    *c = (struct record){.schema = r->schema, .values = (struct value *)(c + 1), .n = r->n,
                         .id = {text, r->id.n}};
    memcpy(text, r->id.p, r->id.n);
    text += r->id.n;
    for (size_t i = 0; i < r->n; i++) {
        struct span from = r->values[i].text;
        c->values[i] = (struct value){r->values[i].prop, {text, from.n}};
        memcpy(text, from.p, from.n);
        text += from.n;
    }
    return c;
}

void making_add(struct making *m, const struct record *r)
{
    struct batch *b = &m->batches[m->given % BATCHES];

    assert(!m->ended);
    if (!schema_matchable(r->schema))
        return;
    b->records[b->n++] = copy(b->arena, r);
    if (b->n == BATCH_RECORDS || arena_used(b->arena) > BATCH_BYTES)
        give(m);
}

void making_end(struct making *m)
{
    if (m->ended)
        return;
    give(m);
    pthread_mutex_lock(&m->mutex);
    m->ended = true;
    pthread_cond_signal(&m->given_more);
    pthread_mutex_unlock(&m->mutex);
}

static void join(struct making *m)
{
    if (m->joined)
        return;
    making_end(m);
    if (m->threaded)
        pthread_join(m->thread, NULL);
    else
        settle(m);
    m->joined = true;
}

struct tocsin_err *making_write(struct making *m, const char *path, struct span stamp)
{
    join(m);
    struct tocsin_err *err = m->err;
    m->err = NULL;
    if (err)
        return err;
    return index_builder_write(m->builder, path, stamp);
}

void making_free(struct making *m)
{
    if (!m)
        return;
    atomic_store(&m->dropped, true);
    join(m);
    tocsin_err_free(m->err);
    index_builder_free(m->builder);
    for (size_t i = 0; i < BATCHES; i++)
        arena_free(m->batches[i].arena);
    arena_free(m->arena);
    pthread_mutex_destroy(&m->mutex);
    pthread_cond_destroy(&m->given_more);
    pthread_cond_destroy(&m->taken_more);
    mem_free(m);
}
