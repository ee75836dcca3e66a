/* SPDX-License-Identifier: Apache-2.0
 *
 * Taking frames from the jailed child: one function a kind, in a table.
 */
#include "intake.h"

#include <stdio.h>

#define NOTES_MAX 2000
#define NOTE_BYTES 4096

static struct tocsin_err *nonsense(const char *what)
{
    return err_new(TOCSIN_ERR_JAIL, "the jailed parser broke out of line: %s", what);
}

/* Text that may go to a terminal. */
static bool clean(struct span s, size_t max)
{
    size_t bad;
    if (s.n > max || !utf8_valid(s, &bad))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' && s.p[i] != '\t' && s.p[i] != '\n')
            return false;
    return true;
}

static struct tocsin_err *take_jailed(struct intake *in, struct span payload)
{
    if (in->jailed || in->told_format || payload.n)
        return nonsense("it entered its jail twice");
    in->jailed = true;
    return NULL;
}

static struct tocsin_err *take_format(struct intake *in, struct span payload)
{
    if (in->told_format)
        return nonsense("a second format");
    for (const struct format *f = formats; f->show.name && !in->format; f++)
        if (span_eq(payload, span_of(f->show.name)))
            in->format = f;
    if (!in->format || !span_eq(payload, span_of(in->format->show.name)))
        return nonsense("a format that there is not");
    in->told_format = true;
    in->summary->format = in->format->show.name;
    return NULL;
}

static struct tocsin_err *take_dataset(struct intake *in, struct span payload)
{
    for (size_t i = 0; i < payload.n; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789_-", payload.p[i]))
            return nonsense("a bad name of a list");
    if (payload.n == 0 || payload.n > 100)
        return nonsense("a bad name of a list");
    mem_free(in->summary->dataset);
    in->summary->dataset = mem_alloc(payload.n + 1);
    memcpy(in->summary->dataset, payload.p, payload.n);
    in->summary->dataset[payload.n] = 0;
    return NULL;
}

static struct tocsin_err *take_version(struct intake *in, struct span payload)
{
    char *out = in->summary->version;
    if (!clean(payload, sizeof(in->summary->version) - 1))
        return nonsense("a bad version");
    snprintf(out, sizeof(in->summary->version), "%.*s", SPAN_ARG(payload));
    return NULL;
}

static struct tocsin_err *take_delta(struct intake *in, struct span payload)
{
    if (payload.n)
        return nonsense("a bad frame");
    in->summary->delta = true;
    return NULL;
}

static void tick(struct intake *in)
{
    in->summary->records++;
    if (in->tick && in->summary->records % 1024 == 0)
        in->tick(in->tick_ctx, in->summary->records);
}

static struct tocsin_err *take_record(struct intake *in, struct span payload)
{
    struct record *r;
    arena_reset(in->arena);
    struct tocsin_err *err = record_unpack(in->arena, payload, &r);
    if (err) {
        struct tocsin_err *told = err_new(TOCSIN_ERR_JAIL,
                                          "the jailed parser broke out of line: a "
                                          "bad record: %s",
                                          tocsin_err_text(err));
        tocsin_err_free(err);
        return told;
    }
    tick(in);
    return in->sink->record(in->sink->ctx, r, false);
}

static struct tocsin_err *take_deleted(struct intake *in, struct span payload)
{
    if (payload.n == 0 || !clean(payload, LIMIT_ID))
        return nonsense("a bad deletion");
    arena_reset(in->arena);
    tick(in);
    return in->sink->record(in->sink->ctx, record_new(in->arena, SCHEMA_Thing, payload), true);
}

static struct tocsin_err *take_bad(struct intake *in, struct span payload)
{
    struct tocsin_err *why = err_unpack(payload);
    if (++in->summary->bad > in->skip_bad) {
        tocsin_err_free(why);
        return nonsense("more unreadable records than were allowed");
    }
    struct tocsin_err *err = in->sink->bad ? in->sink->bad(in->sink->ctx, why) : NULL;
    tocsin_err_free(why);
    return err;
}

static struct tocsin_err *take_note(struct intake *in, struct span payload)
{
    char text[NOTE_BYTES + 1];
    if (!clean(payload, NOTE_BYTES))
        return nonsense("a bad note");
    if (++in->notes > NOTES_MAX)
        return nonsense("too many notes");
    snprintf(text, sizeof(text), "%.*s", SPAN_ARG(payload));
    if (in->sink->note)
        in->sink->note(in->sink->ctx, text);
    return NULL;
}

static struct tocsin_err *take_error(struct intake *in, struct span payload)
{
    in->failed = err_unpack(payload);
    in->ended = true;
    return NULL;
}

static struct tocsin_err *take_end(struct intake *in, struct span payload)
{
    const unsigned char *p = (const unsigned char *)payload.p;
    if (payload.n != 16 || !in->told_format)
        return nonsense("a bad end");
    if (frame_get_u64(p) != in->summary->records || frame_get_u64(p + 8) != in->summary->bad)
        return nonsense("its counts are not those that arrived");
    in->ended = true;
    return NULL;
}

typedef struct tocsin_err *taker(struct intake *in, struct span payload);

static taker *const takers[FRAME_KINDS] = {
    [FRAME_JAILED] = take_jailed,   [FRAME_FORMAT] = take_format, [FRAME_DATASET] = take_dataset,
    [FRAME_VERSION] = take_version, [FRAME_DELTA] = take_delta,   [FRAME_RECORD] = take_record,
    [FRAME_DELETED] = take_deleted, [FRAME_BAD] = take_bad,       [FRAME_NOTE] = take_note,
    [FRAME_ERROR] = take_error,     [FRAME_END] = take_end,
};

struct tocsin_err *intake_frame(void *ctx, enum frame_kind kind, struct span payload)
{
    struct intake *in = ctx;
    bool early = kind == FRAME_JAILED || kind == FRAME_ERROR || kind == FRAME_NOTE;
    if (in->ended)
        return nonsense("a frame behind the end");
    if (in->need_jail && !in->jailed && !early)
        return nonsense("it began before its jail was closed");
    if (!in->told_format && !early && kind != FRAME_FORMAT)
        return nonsense("records of no format");
    return takers[kind](in, payload);
}
