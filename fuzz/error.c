/* SPDX-License-Identifier: Apache-2.0
 *
 * A packed error from anywhere becomes an error that can be shown; packed again and again it stays
 * the same.
 */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tocsin_err *err = err_unpack((struct span){(const char *)data, size});
    struct buf one = {0}, two = {0};
    MUST(err != NULL);
    err_pack(err, &one);
    struct tocsin_err *again = err_unpack(buf_view(&one));
    err_pack(again, &two);
    MUST(span_eq(buf_view(&one), buf_view(&two)));
    MUST(strcmp(tocsin_err_text(err), tocsin_err_text(again)) == 0);
    fuzz_err(err);
    fuzz_err(again);
    buf_free(&one);
    buf_free(&two);
    return 0;
}
