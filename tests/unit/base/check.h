/* SPDX-License-Identifier: Apache-2.0
 *
 * What the tests of base share: cmocka with the headers that it wants before it, and assertions
 * on spans that print both sides.
 */
#ifndef TESTS_BASE_CHECK_H
#define TESTS_BASE_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"

#define assert_span(actual, expected) assert_span_at((actual), (expected), __FILE__, __LINE__)

static inline void assert_span_at(struct span actual, struct span expected, const char *file,
                                  int line)
{
    if (span_eq(actual, expected))
        return;
    print_error("\"%.*s\" (%zu bytes) is not \"%.*s\" (%zu bytes)\n", SPAN_ARG(actual), actual.n,
                SPAN_ARG(expected), expected.n);
    _fail(file, line);
}

/* Fails with the error's own text; frees it. */
#define assert_ok(call) assert_code((call), TOCSIN_OK)
#define assert_code(call, code) assert_code_at((call), (code), __FILE__, __LINE__)

static inline void assert_code_at(struct tocsin_err *err, enum tocsin_code code, const char *file,
                                  int line)
{
    enum tocsin_code got = tocsin_err_code(err);

    if (got != code)
        print_error("%s, not %s: %s\n", tocsin_code_name(got), tocsin_code_name(code),
                    tocsin_err_text(err));
    tocsin_err_free(err);
    if (got != code)
        _fail(file, line);
}

#endif
