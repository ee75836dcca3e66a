/* SPDX-License-Identifier: Apache-2.0
 *
 * fuzz: what the targets share.
 *
 * A target is one function that takes any bytes and must come back: without a crash, a leak or a
 * sanitizer's complaint, within a second, and with MUST holding. The same source is linked with
 * libFuzzer (which invents inputs) and with replay.c (which reads those that are kept).
 */
#ifndef TOCSIN_FUZZ_H
#define TOCSIN_FUZZ_H

#include "base/base.h"
#include "record/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What holds whatever the input was; assert() would be gone where NDEBUG is. */
#define MUST(what) ((what) ? (void)0 : fuzz_broken(#what, __FILE__, __LINE__))
_Noreturn void fuzz_broken(const char *what, const char *file, int line);

/* The path of a file called 'name' with these bytes, good until the next call with that name.
 * It lies in memory; only the path is in $TMPDIR, in a folder that the end of the process takes
 * away. */
const char *fuzz_file(const char *name, struct span bytes);
void fuzz_no_file(const char *name);
const char *fuzz_folder(void);  /* where all of them are */
int fuzz_fd(struct span bytes); /* a descriptor at the first byte; close it */

/* An error must be printable in both forms. Takes it; NULL is fine. */
void fuzz_err(struct tocsin_err *err);
void fuzz_err_look(const struct tocsin_err *err);

void fuzz_json(struct span text); /* must be one JSON value */
void fuzz_text(struct span text); /* must be UTF-8 */

/* Whatever is done with a record that somebody sent: pack, print, hash, name. */
void fuzz_record(const struct record *r);
/* Its values must have the normal form of their type. */
void fuzz_normal(const struct record *r);

/* The first byte of the input, taken off; 0 when there is none. */
static inline unsigned fuzz_byte(struct span *in)
{
    unsigned c = in->n ? (unsigned char)in->p[0] : 0;
    *in = span_from(*in, in->n ? 1 : 0);
    return c;
}

#endif
