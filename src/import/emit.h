/* SPDX-License-Identifier: Apache-2.0
 *
 * The emitter as its maker sees it; format.h is the view of the formats.
 */
#ifndef TOCSIN_IMPORT_EMIT_H
#define TOCSIN_IMPORT_EMIT_H

#include "format.h"
#include "frame.h"

/* 'to' must outlive the emitter. */
struct emitter *emitter_new(struct frame_writer *to, uint64_t skip_bad);
void emitter_free(struct emitter *e);

struct frame_writer *emitter_writer(struct emitter *e);
void emitter_name(struct emitter *e, const char *file); /* that the lines of records are of; kept */

/* The last frame: counts, or why it ended early ('err' stays the caller's). */
struct tocsin_err *emitter_end(struct emitter *e) TOCSIN_MUST_USE;
struct tocsin_err *emitter_error(struct emitter *e, const struct tocsin_err *err) TOCSIN_MUST_USE;

/* Runs one format over a source: finds it when 'format' is NULL, and says which it is. With
 * 'detect_only' it ends there. */
struct tocsin_err *emitter_run(struct emitter *e, struct source *in, const struct format *format,
                               bool detect_only) TOCSIN_MUST_USE;

#endif
