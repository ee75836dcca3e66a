/* SPDX-License-Identifier: Apache-2.0
 *
 * frame: what the jailed child says to its parent.
 *
 * A frame on the pipe:
 *
 *   bytes  what
 *   1      kind (enum frame_kind)
 *   4      length of the payload, little-endian, at most FRAME_MAX
 *   n      payload
 *
 *   kind      payload                                    when
 *   JAILED    empty                                      first: the jail is closed
 *   FORMAT    a name of format.def                       second
 *   DATASET   name of the list                           any number, the last counts
 *   VERSION   the publisher's date or version            any number, the last counts
 *   DELTA     empty                                      the source holds changes only
 *   RECORD    record_pack                                in order of the source
 *   DELETED   id                                         in order of the source
 *   BAD       err_pack                                   an unreadable record
 *   NOTE      UTF-8 text                                 any number
 *   ERROR     err_pack                                   last, or
 *   END       records, bad as 8 bytes little-endian      last
 *
 * Nothing may follow ERROR or END, and a pipe that ends before one of them is an error. The child
 * gathers frames to blocks, so that a record costs no system call.
 */
#ifndef TOCSIN_IMPORT_FRAME_H
#define TOCSIN_IMPORT_FRAME_H

#include "base/base.h"
#include "record/record.h"

enum frame_kind {
    FRAME_JAILED = 1,
    FRAME_FORMAT,
    FRAME_DATASET,
    FRAME_VERSION,
    FRAME_DELTA,
    FRAME_RECORD,
    FRAME_DELETED,
    FRAME_BAD,
    FRAME_NOTE,
    FRAME_ERROR,
    FRAME_END,
    FRAME_KINDS
};

#define FRAME_HEAD 5
#define FRAME_MAX (LIMIT_RECORD + 4096)
#define FRAME_BLOCK ((size_t)64 << 10)

/* One who takes frames: the parent's intake, or a test. */
typedef struct tocsin_err *frame_taker(void *ctx, enum frame_kind kind, struct span payload);

/* Writes to a descriptor, or, with 'fd' -1, straight to 'take'. */
struct frame_writer {
    int fd;
    frame_taker *take;
    void *ctx;
    struct buf block;
};
struct tocsin_err *frame_put(struct frame_writer *w, enum frame_kind kind,
                             struct span payload) TOCSIN_MUST_USE;
struct tocsin_err *frame_put_record(struct frame_writer *w, const struct record *r) TOCSIN_MUST_USE;
struct tocsin_err *frame_put_err(struct frame_writer *w, enum frame_kind kind,
                                 const struct tocsin_err *err) TOCSIN_MUST_USE;
struct tocsin_err *frame_flush(struct frame_writer *w) TOCSIN_MUST_USE;
void frame_writer_free(struct frame_writer *w);

/* Reads frames from 'fd' until its end and gives each to 'take', which may end it with an error.
 * A frame that is cut short is TOCSIN_ERR_JAIL, and so are 'seconds' without any byte. */
struct tocsin_err *frame_read_all(int fd, int seconds, frame_taker *take,
                                  void *ctx) TOCSIN_MUST_USE;

void frame_put_u64(unsigned char out[8], uint64_t v);
uint64_t frame_get_u64(const unsigned char in[8]);

#endif
