/* SPDX-License-Identifier: Apache-2.0
 *
 * utf8: code points out of bytes and back.
 *
 * ICU's U8_ macros decide what is well-formed (RFC 3629: no overlong form, no surrogate, nothing
 * past U+10FFFF). They are a header only, so base still links nothing.
 *
 * One rule differs from ICU: after a malformed sequence it goes on behind the whole of it, we go
 * on at the second byte. So the number of U+FFFD is the number of bytes that could not be read,
 * and a walk over broken text never steps over a good byte.
 */
#include "base/base.h"

#include <unicode/utf8.h>

#define REPLACEMENT 0xFFFD

/* The code point at s.p[*at], moving *at behind it; negative when malformed. */
static int32_t decode(struct span s, size_t *at)
{
    const uint8_t *bytes = (const uint8_t *)s.p;
    int32_t cp;

    U8_NEXT(bytes, *at, s.n, cp);
    return cp;
}

uint32_t utf8_next(struct span *s)
{
    size_t at = 0;
    int32_t cp;

    assert(s->n > 0);
    cp = decode(*s, &at);
    if (cp < 0) {
        *s = span_from(*s, 1);
        return REPLACEMENT;
    }
    *s = span_from(*s, at);
    return (uint32_t)cp;
}

size_t utf8_put(char *out, uint32_t cp)
{
    uint8_t *bytes = (uint8_t *)out;
    size_t n = 0;

    if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
        cp = REPLACEMENT;
    U8_APPEND_UNSAFE(bytes, n, cp);
    return n;
}

bool utf8_valid(struct span s, size_t *bad)
{
    size_t at = 0;

    while (at < s.n) {
        size_t start = at;

        if (decode(s, &at) <= 0) {
            *bad = start;
            return false;
        }
    }
    return true;
}
