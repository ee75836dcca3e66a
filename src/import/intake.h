/* SPDX-License-Identifier: Apache-2.0
 *
 * intake: the parent's end of the pipe. It believes nothing.
 *
 * Every frame must be of a kind that may come now, within its limits, and well-formed; records are
 * unpacked with all the checks of record_unpack before the sink sees them. The first frame that is
 * not like that ends the import with TOCSIN_ERR_JAIL.
 */
#ifndef TOCSIN_IMPORT_INTAKE_H
#define TOCSIN_IMPORT_INTAKE_H

#include "format.h"
#include "frame.h"

struct intake {
    const struct import_sink *sink;
    struct import_summary *summary;
    const struct format *format; /* asked for, or found; NULL until known */
    uint64_t skip_bad;
    uint64_t notes;
    bool need_jail, jailed; /* nothing but an error is taken before the jail is closed */
    bool told_format, ended;
    struct tocsin_err *failed; /* the child's own error */
    struct arena *arena;
    void (*tick)(void *ctx, uint64_t records); /* every 1024 records; may be NULL */
    void *tick_ctx;
};

struct tocsin_err *intake_frame(void *ctx, enum frame_kind kind,
                                struct span payload) TOCSIN_MUST_USE;

#endif
