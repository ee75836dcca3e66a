/* SPDX-License-Identifier: Apache-2.0
 *
 * The frames of a jailed child, as the parent takes them.
 *
 *   byte 0   bit 0: the jail is demanded; bit 1: the format was asked for; bits 2-3: records that
 *            may be bad
 *   then     what comes through the pipe
 */
#include <unistd.h>

#include "fuzz.h"
#include "import/intake.h"

static struct tocsin_err *take(void *ctx, const struct record *r, bool deleted)
{
    (void)ctx;
    if (!deleted)
        fuzz_record(r);
    return NULL;
}

static struct tocsin_err *take_bad(void *ctx, const struct tocsin_err *why)
{
    (void)ctx;
    fuzz_err_look(why);
    return NULL;
}

static void take_note(void *ctx, const char *text)
{
    (void)ctx;
    fuzz_text(span_of(text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span in = {(const char *)data, size};
    unsigned how = fuzz_byte(&in);
    struct import_sink sink = {.record = take, .bad = take_bad, .note = take_note};
    struct import_summary summary = {0};
    struct intake intake = {.sink = &sink,
                            .summary = &summary,
                            .format = how & 2 ? format_find("ftm") : NULL,
                            .skip_bad = how >> 2 & 3,
                            .need_jail = how & 1,
                            .arena = arena_new()};
    int fd = fuzz_fd(in);
    fuzz_err(frame_read_all(fd, 10, intake_frame, &intake));
    MUST(!intake.failed || intake.ended);
    fuzz_err(intake.failed);
    close(fd);
    arena_free(intake.arena);
    import_summary_free(&summary);
    return 0;
}
