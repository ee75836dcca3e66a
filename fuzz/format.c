/* SPDX-License-Identifier: Apache-2.0
 *
 * A list format, read in this process: bytes, reader, format, emitter, frames, intake. Compiled
 * once for each row of format.def with -DFUZZ_FORMAT="name"; without it the content decides.
 *
 * The OFAC set is four files in one input, with a byte 1D (group separator) between them:
 *
 *   sdn.csv 1D alt.csv 1D add.csv 1D sdn_comments.csv     later ones may be missing
 *
 * Beyond not crashing: what the reader's side sends, the distrustful side takes (an error of code
 * JAIL would be ours), and every value has the normal form of its type.
 */
#include "import/format.h"
#include "fuzz.h"

#ifndef FUZZ_FORMAT
#define FUZZ_FORMAT NULL
#endif

static struct tocsin_err *take(void *ctx, const struct record *r, bool deleted)
{
    (void)ctx;
    MUST(r->id.n > 0);
    if (deleted)
        return NULL;
    fuzz_normal(r);
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

static const char *write_set(struct span in)
{
    static const char *const names[] = {"sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        struct span part;
        if (in.p && span_split(&in, 0x1d, &part))
            fuzz_file(names[i], part);
        else
            fuzz_no_file(names[i]);
    }
    return fuzz_folder();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *format = FUZZ_FORMAT;
    struct span in = {(const char *)data, size};
    bool set = span_eq(span_of(format), SPAN("ofac-csv"));
    struct import_request request = {
        .path = set ? write_set(in) : fuzz_file("list", in), .format = format, .skip_bad = 16};
    struct import_sink sink = {.record = take, .bad = take_bad, .note = take_note};
    struct import_summary summary;
    struct tocsin_err *err = import_run_for_test(&request, &sink, &summary);
    if (err && tocsin_err_code(err) == TOCSIN_ERR_JAIL)
        fuzz_broken(tocsin_err_text(err), __FILE__, __LINE__);
    fuzz_err(err);
    import_summary_free(&summary);
    return 0;
}
