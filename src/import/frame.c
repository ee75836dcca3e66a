/* SPDX-License-Identifier: Apache-2.0
 *
 * The pipe between the jailed child and its parent: writing and reading frames. The byte table is
 * in frame.h.
 */
#include "frame.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

void frame_put_u64(unsigned char out[8], uint64_t v)
{
    for (int i = 0; i < 8; i++)
        out[i] = (unsigned char)(v >> (8 * i));
}

uint64_t frame_get_u64(const unsigned char in[8])
{
    uint64_t v = 0;
    for (int i = 7; i >= 0; i--)
        v = v << 8 | in[i];
    return v;
}

/* ---- writing --------------------------------------------------------------------------------- */

static size_t begin(struct frame_writer *w, enum frame_kind kind)
{
    const char head[FRAME_HEAD] = {(char)kind, 0, 0, 0, 0};
    size_t at = w->block.n;
    buf_put(&w->block, head, sizeof(head));
    return at;
}

static struct tocsin_err *send_block(struct frame_writer *w)
{
    if (w->fd >= 0)
        return frame_flush(w);
    struct span payload = {w->block.p + FRAME_HEAD, w->block.n - FRAME_HEAD};
    struct tocsin_err *err = w->take(w->ctx, (enum frame_kind)w->block.p[0], payload);
    buf_clear(&w->block);
    return err;
}

static struct tocsin_err *finish(struct frame_writer *w, size_t at)
{
    size_t n = w->block.n - at - FRAME_HEAD;
    if (w->block.full || n > FRAME_MAX) {
        w->block.n = at;
        w->block.full = false;
        return err_new(TOCSIN_ERR_LIMIT, "a record is larger than %zu bytes", (size_t)LIMIT_RECORD);
    }
    for (int i = 0; i < 4; i++)
        w->block.p[at + 1 + (size_t)i] = (char)(n >> (8 * i));
    if (w->fd < 0 || w->block.n >= FRAME_BLOCK)
        return send_block(w);
    return NULL;
}

struct tocsin_err *frame_put(struct frame_writer *w, enum frame_kind kind, struct span payload)
{
    size_t at = begin(w, kind);
    buf_span(&w->block, payload);
    return finish(w, at);
}

struct tocsin_err *frame_put_record(struct frame_writer *w, const struct record *r)
{
    size_t at = begin(w, FRAME_RECORD);
    record_pack(r, &w->block);
    return finish(w, at);
}

struct tocsin_err *frame_put_err(struct frame_writer *w, enum frame_kind kind,
                                 const struct tocsin_err *err)
{
    size_t at = begin(w, kind);
    err_pack(err, &w->block);
    return finish(w, at);
}

struct tocsin_err *frame_flush(struct frame_writer *w)
{
    if (w->fd < 0 || w->block.n == 0)
        return NULL;
    struct tocsin_err *err = fd_write_all(w->fd, buf_view(&w->block));
    buf_clear(&w->block);
    return err;
}

void frame_writer_free(struct frame_writer *w)
{
    buf_free(&w->block);
}

/* ---- reading --------------------------------------------------------------------------------- */

static struct tocsin_err *nonsense(const char *what)
{
    return err_new(TOCSIN_ERR_JAIL, "the jailed parser broke out of line: %s", what);
}

/* Takes one whole frame off the front of '*in'; '*got' false when more bytes are needed. */
static struct tocsin_err *next_frame(struct span *in, enum frame_kind *kind, struct span *payload,
                                     bool *got)
{
    *got = false;
    if (in->n < FRAME_HEAD)
        return NULL;
    const unsigned char *head = (const unsigned char *)in->p;
    size_t n =
        (size_t)head[1] | (size_t)head[2] << 8 | (size_t)head[3] << 16 | (size_t)head[4] << 24;
    if (head[0] == 0 || head[0] >= FRAME_KINDS)
        return nonsense("a frame of unknown kind");
    if (n > FRAME_MAX)
        return nonsense("a frame that is too long");
    if (in->n < FRAME_HEAD + n)
        return NULL;
    *kind = (enum frame_kind)head[0];
    *payload = (struct span){in->p + FRAME_HEAD, n};
    *in = span_from(*in, FRAME_HEAD + n);
    *got = true;
    return NULL;
}

static struct tocsin_err *take_all(struct buf *b, frame_taker *take, void *ctx)
{
    struct span rest = buf_view(b);
    for (;;) {
        enum frame_kind kind;
        struct span payload;
        bool got;
        TRY(next_frame(&rest, &kind, &payload, &got));
        if (!got)
            break;
        TRY(take(ctx, kind, payload));
    }
    if (rest.n < b->n) {
        if (rest.n)
            memmove(b->p, rest.p, rest.n);
        b->n = rest.n;
    }
    return NULL;
}

/* Waits for the next bytes; a signal starts the time anew. */
static struct tocsin_err *wait_for(int fd, int seconds)
{
    struct pollfd want = {.fd = fd, .events = POLLIN};
    int n;
    do
        n = poll(&want, 1, seconds * 1000);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return err_errno("waiting for the jailed parser");
    if (n == 0)
        return err_new(TOCSIN_ERR_JAIL, "the jailed parser has not moved for %d seconds", seconds);
    return NULL;
}

static struct tocsin_err *read_frames(int fd, int seconds, struct buf *b, char *block,
                                      frame_taker *take, void *ctx)
{
    for (;;) {
        TRY(wait_for(fd, seconds));
        ssize_t n = read(fd, block, FRAME_BLOCK);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_errno("reading from the jailed parser");
        if (n == 0)
            return b->n ? nonsense("it ended within a frame") : NULL;
        buf_put(b, block, (size_t)n);
        TRY(take_all(b, take, ctx));
    }
}

struct tocsin_err *frame_read_all(int fd, int seconds, frame_taker *take, void *ctx)
{
    struct buf b = buf_max(FRAME_MAX + FRAME_HEAD + 2 * FRAME_BLOCK);
    char *block = mem_alloc(FRAME_BLOCK);
    struct tocsin_err *err = read_frames(fd, seconds, &b, block, take, ctx);
    mem_free(block);
    buf_free(&b);
    return err;
}
