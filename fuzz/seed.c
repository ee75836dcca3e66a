/* SPDX-License-Identifier: Apache-2.0
 *
 * seed: the start of the corpora whose bytes only the program writes, to be run when a form of
 * them changes.
 *
 *   fuzz-seed LIST FRAMES RECORD INDEX
 *
 * writes the frames that a jailed child makes of a list (behind the byte that frame.c takes off),
 * the largest packed record among them, and the small index of index.c.
 */
#include <stdio.h>

#include "fuzz.h"
#include "import/emit.h"
#include "import/source.h"
#include "index.h"

struct kept {
    struct buf frames, record;
};

static struct tocsin_err *keep(void *ctx, enum frame_kind kind, struct span payload)
{
    struct kept *k = ctx;
    for (unsigned shift = 0; shift < 40; shift += 8)
        buf_char(&k->frames, (char)(shift ? payload.n >> (shift - 8) : kind));
    buf_span(&k->frames, payload);
    if (kind == FRAME_RECORD && payload.n > k->record.n) {
        buf_clear(&k->record);
        buf_span(&k->record, payload);
    }
    return NULL;
}

static struct tocsin_err *run(const char *path, struct kept *k)
{
    struct source source;
    struct frame_writer w = {
        .fd = -1, .take = keep, .ctx = k, .block = buf_max(FRAME_MAX + 2 * FRAME_BLOCK)};
    struct emitter *e = emitter_new(&w, 1);
    buf_char(&k->frames, 0);
    struct tocsin_err *err = source_open(path, &source);
    source.out = e;
    if (!err)
        err = emitter_run(e, &source, NULL, false);
    if (!err)
        err = emitter_end(e);
    emitter_free(e);
    source_close(&source);
    frame_writer_free(&w);
    return err;
}

static bool write_file(const char *path, struct span bytes)
{
    FILE *out = fopen(path, "w");
    bool good = out && fwrite(bytes.p, 1, bytes.n, out) == bytes.n;
    return out && fclose(out) == 0 && good;
}

int main(int argc, char **argv)
{
    struct kept k = {0};
    if (argc != 5) {
        fprintf(stderr, "usage: %s LIST FRAMES RECORD INDEX\n", argv[0]);
        return 2;
    }
    struct tocsin_err *err = run(argv[1], &k);
    bool good = !err && write_file(argv[2], buf_view(&k.frames)) &&
                write_file(argv[3], buf_view(&k.record)) && write_file(argv[4], index_sample());
    if (err)
        fprintf(stderr, "%s\n", tocsin_err_text(err));
    tocsin_err_free(err);
    buf_free(&k.frames);
    buf_free(&k.record);
    return good ? 0 : 1;
}
