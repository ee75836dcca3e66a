/* SPDX-License-Identifier: Apache-2.0
 *
 * A packed record from anywhere: refused, or good for everything that is done with records. The
 * packed form has one spelling only, so packing it again gives the bytes back.
 */
#include "fuzz.h"
#include "subject/subject.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span in = {(const char *)data, size};
    struct arena *a = arena_new();
    struct record *r = NULL;
    struct tocsin_err *err = record_unpack(a, in, &r);
    if (!err) {
        struct buf again = buf_max(2 * LIMIT_RECORD);
        struct subject s;
        record_pack(r, &again);
        MUST(span_eq(buf_view(&again), in));
        fuzz_record(r);
        subject_make(a, r, &s);
        buf_free(&again);
    }
    fuzz_err(err);
    arena_free(a);
    return 0;
}
