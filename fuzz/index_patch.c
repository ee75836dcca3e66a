/* SPDX-License-Identifier: Apache-2.0
 *
 * A good index with some bytes changed and a head that says that they are whole: what a forger
 * could write. The input is a list of patches:
 *
 *   bytes  what
 *   1      section, modulo their number; 255: the table of sections
 *   2      offset in it, little-endian, modulo its length
 *   1      how many bytes follow, modulo 16 (0: 16)
 *   n      bytes that are put there
 *
 * Patches and not whole files, so that what is found stays a test when the layout changes.
 */
#include "index.h"

static void patch(char *bytes, size_t n, struct span *in)
{
    unsigned section = fuzz_byte(in), low = fuzz_byte(in), high = fuzz_byte(in);
    size_t count = fuzz_byte(in) & 15, at = low | high << 8;
    struct disk_section where = {SEGMENT_HEAD, SECTION_COUNT * sizeof(where)};
    count = count ? count : 16;
    if (section != 255) /* of the good index: the table may be patched already */
        memcpy(&where, index_sample().p + SEGMENT_HEAD + section % SECTION_COUNT * sizeof(where),
               sizeof(where));
    if (where.length == 0)
        return;
    at = where.offset + at % where.length;
    for (; count && in->n && at < n; count--)
        bytes[at++] = (char)fuzz_byte(in);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span sample = index_sample(), in = {(const char *)data, size};
    char *copy = mem_alloc(sample.n);
    memcpy(copy, sample.p, sample.n);
    while (in.n)
        patch(copy, sample.n, &in);
    index_fix_head(copy, sample.n);
    index_try((struct span){copy, sample.n});
    mem_free(copy);
    return 0;
}
