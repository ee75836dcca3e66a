/* SPDX-License-Identifier: Apache-2.0
 *
 * The feeding thread. Its only shared words are two atomics: bytes so far, and "stop".
 */
#include "feed.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

#include <sodium.h>

#define BLOCK ((size_t)64 << 10)

struct lane {
    int from, to; /* 'to' -1: the child wants no more */
    bool done;    /* at the end of the file */
    size_t at, n; /* of 'block', what is still to be sent */
    uint64_t size;
    crypto_hash_sha256_state hash;
    unsigned char *block;
};

struct feed {
    struct source *source;
    struct lane lane[SOURCE_FILES_MAX];
    size_t n;
    atomic_uint_least64_t bytes;
    atomic_bool stop;
    pthread_t thread;
    struct tocsin_err *err; /* the thread's, read after the join */
};

static void stop_sending(struct lane *l)
{
    if (l->to >= 0)
        close(l->to);
    l->to = -1;
    l->at = l->n = 0;
}

static struct tocsin_err *refill(struct feed *f, struct lane *l)
{
    ssize_t n;
    do
        n = read(l->from, l->block, BLOCK);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return err_errno("reading the source");
    l->at = 0;
    l->n = (size_t)n;
    l->size += (uint64_t)n;
    l->done = n == 0;
    if (l->done)
        stop_sending(l);
    crypto_hash_sha256_update(&l->hash, l->block, (size_t)n);
    atomic_fetch_add(&f->bytes, (uint_least64_t)n);
    return NULL;
}

static struct tocsin_err *send_some(struct lane *l)
{
    ssize_t n = write(l->to, l->block + l->at, l->n - l->at);
    if (n >= 0)
        l->at += (size_t)n;
    else if (errno == EPIPE)
        stop_sending(l);
    else if (errno != EAGAIN && errno != EINTR)
        return err_errno("sending to the jailed parser");
    return NULL;
}

/* Reads on where nothing waits to be sent; returns whether any lane is open. */
static struct tocsin_err *refill_all(struct feed *f, bool *open)
{
    *open = false;
    for (size_t i = 0; i < f->n; i++) {
        struct lane *l = &f->lane[i];
        if (!l->done && (l->at == l->n || l->to < 0))
            TRY(refill(f, l));
        *open = *open || !l->done;
    }
    return NULL;
}

static struct tocsin_err *send_all(struct feed *f)
{
    struct pollfd want[SOURCE_FILES_MAX];
    bool idle = true;
    for (size_t i = 0; i < f->n; i++) {
        struct lane *l = &f->lane[i];
        want[i] = (struct pollfd){.fd = l->done ? -1 : l->to, .events = POLLOUT};
        idle = idle && (l->done || l->to >= 0);
    }
    /* A lane without a receiver needs no waiting: it is only hashed. */
    if (poll(want, f->n, idle ? -1 : 0) < 0 && errno != EINTR)
        return err_errno("waiting for the jailed parser");
    for (size_t i = 0; i < f->n; i++)
        if (want[i].fd >= 0 && want[i].revents)
            TRY(send_some(&f->lane[i]));
    return NULL;
}

static struct tocsin_err *feed_all(struct feed *f)
{
    bool open = true;
    while (!atomic_load(&f->stop)) {
        TRY(refill_all(f, &open));
        if (!open)
            break;
        TRY(send_all(f));
    }
    return NULL;
}

static void *run(void *ctx)
{
    struct feed *f = ctx;
    sigset_t all;
    sigfillset(&all); /* signals are the caller's; SIGPIPE comes back as EPIPE */
    pthread_sigmask(SIG_BLOCK, &all, NULL);
    f->err = feed_all(f);
    for (size_t i = 0; i < f->n; i++)
        stop_sending(&f->lane[i]);
    return NULL;
}

struct feed *feed_start(struct source *s, const int *to)
{
    struct feed *f = mem_zero(1, sizeof(*f));
    f->source = s;
    f->n = s->n;
    for (size_t i = 0; i < s->n; i++) {
        struct lane *l = &f->lane[i];
        l->from = s->file[i].fd;
        l->to = to[i];
        l->block = mem_alloc(BLOCK);
        crypto_hash_sha256_init(&l->hash);
        fcntl(l->to, F_SETFL, O_NONBLOCK);
    }
    if (pthread_create(&f->thread, NULL, run, f) != 0) {
        f->err = err_new(TOCSIN_ERR_IO, "a thread cannot be started");
        atomic_store(&f->stop, true);
        for (size_t i = 0; i < f->n; i++)
            stop_sending(&f->lane[i]);
        f->thread = 0;
    }
    return f;
}

uint64_t feed_bytes(struct feed *f)
{
    return atomic_load(&f->bytes);
}

void hash_hex(const unsigned char hash[32], char out[65])
{
    sodium_bin2hex(out, 65, hash, 32);
}

static void report(struct feed *f, struct import_file **files)
{
    *files = mem_zero(f->n ? f->n : 1, sizeof(**files));
    for (size_t i = 0; i < f->n; i++) {
        unsigned char hash[crypto_hash_sha256_BYTES];
        const char *path = f->source->file[i].path;
        crypto_hash_sha256_final(&f->lane[i].hash, hash);
        hash_hex(hash, (*files)[i].sha256);
        (*files)[i].path = memcpy(mem_alloc(strlen(path) + 1), path, strlen(path) + 1);
        (*files)[i].size = f->lane[i].size;
    }
}

struct tocsin_err *feed_finish(struct feed *f, bool abandon, struct import_file **files)
{
    *files = NULL;
    if (abandon)
        atomic_store(&f->stop, true);
    if (f->thread)
        pthread_join(f->thread, NULL);
    struct tocsin_err *err = f->err;
    if (!abandon && !err)
        report(f, files);
    for (size_t i = 0; i < f->n; i++)
        mem_free(f->lane[i].block);
    mem_free(f);
    return err;
}
