/* SPDX-License-Identifier: Apache-2.0
 *
 * span: looking at bytes that somebody else owns.
 *
 * Nothing here allocates or writes. A span of length 0 may have any pointer, NULL too, so no
 * function passes an empty span's pointer to memcmp and its kin (C forbids NULL there).
 *
 * Only ASCII has letter case and white space here; everything wiser about text is the name room's.
 *
 * The LEB128 number (written by buf_varint):
 *
 *     byte 0..8   7 bits of the number, lowest first; the top bit says that another byte follows
 *     byte 9      the 64th bit: 0 or 1
 *
 * A number has exactly one form. A last byte of 0 (except for the number 0 itself) would be a
 * second one, so it is refused: packed records are compared and hashed as bytes.
 */
#include "base/base.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

struct span span_of(const char *text)
{
    if (!text)
        return SPAN("");
    return (struct span){text, strlen(text)};
}

static unsigned char ascii_lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

bool span_eq_nocase(struct span a, struct span b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++) {
        if (ascii_lower(a.p[i]) != ascii_lower(b.p[i]))
            return false;
    }
    return true;
}

int span_cmp(struct span a, struct span b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;

    if (order)
        return order < 0 ? -1 : 1;
    return (a.n > b.n) - (a.n < b.n);
}

bool span_starts(struct span s, struct span prefix)
{
    return s.n >= prefix.n && span_eq((struct span){s.p, prefix.n}, prefix);
}

bool span_ends(struct span s, struct span suffix)
{
    return s.n >= suffix.n && span_eq(span_from(s, s.n - suffix.n), suffix);
}

static bool ascii_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct span span_trim(struct span s)
{
    while (s.n && ascii_space(s.p[0]))
        s = span_from(s, 1);
    while (s.n && ascii_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

struct span span_from(struct span s, size_t at)
{
    if (at > s.n)
        at = s.n;
    if (at == 0) /* s.p may be NULL */
        return s;
    return (struct span){s.p + at, s.n - at};
}

struct span span_slice(struct span s, size_t at, size_t n)
{
    s = span_from(s, at);
    if (s.n > n)
        s.n = n;
    return s;
}

size_t span_find(struct span s, char c)
{
    const char *hit = s.n ? memchr(s.p, c, s.n) : NULL;

    return hit ? (size_t)(hit - s.p) : s.n;
}

size_t span_find_span(struct span s, struct span what)
{
    const char *hit;

    if (what.n == 0)
        return 0;
    hit = s.n ? memmem(s.p, s.n, what.p, what.n) : NULL;
    return hit ? (size_t)(hit - s.p) : s.n;
}

bool span_split(struct span *rest, char sep, struct span *part)
{
    size_t at;

    if (!rest->p)
        return false;
    at = span_find(*rest, sep);
    *part = (struct span){rest->p, at};
    if (at < rest->n)
        *rest = span_from(*rest, at + 1);
    else
        *rest = (struct span){NULL, 0};
    return true;
}

bool span_u64(struct span s, uint64_t *out)
{
    uint64_t value = 0;

    if (s.n == 0)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        if (__builtin_mul_overflow(value, (uint64_t)10, &value) ||
            __builtin_add_overflow(value, (uint64_t)(s.p[i] - '0'), &value))
            return false;
    }
    *out = value;
    return true;
}

uint64_t span_hash(struct span s)
{
    return XXH3_64bits(s.n ? s.p : "", s.n);
}

bool span_varint(struct span *s, uint64_t *out)
{
    uint64_t value = 0;

    for (size_t i = 0; i < s->n && i < 10; i++) {
        unsigned char byte = (unsigned char)s->p[i];

        if (i == 9 && byte > 1)
            return false;
        value |= (uint64_t)(byte & 0x7f) << (7 * i);
        if (byte & 0x80)
            continue;
        if (byte == 0 && i > 0)
            return false;
        *s = span_from(*s, i + 1);
        *out = value;
        return true;
    }
    return false;
}
