/* SPDX-License-Identifier: Apache-2.0
 *
 * buf: a growing byte buffer with a maximum.
 *
 * Every write is all or nothing: a piece that would pass the maximum is refused whole, 'full' is
 * set, and nothing is taken after it, so that what is there is always a clean front part of what
 * was written. Callers write on and look at 'full' once, at the end.
 *
 * The memory has room for one byte more than the maximum, for the NUL of buf_cstr.
 */
#include "base/base.h"

#include <stdarg.h>
#include <stdio.h>

struct buf buf_max(size_t max)
{
    return (struct buf){.max = max};
}

void buf_free(struct buf *b)
{
    mem_free(b->p);
    *b = (struct buf){.max = b->max};
}

void buf_clear(struct buf *b)
{
    b->n = 0;
    b->full = false;
}

/* Room for 'n' bytes and a NUL behind what is there; false when that passes the maximum. */
static bool make_room(struct buf *b, size_t n)
{
    size_t max = b->max ? b->max : BUF_DEFAULT_MAX;
    size_t cap;

    if (b->full || b->n > max || n > max - b->n) {
        b->full = true;
        return false;
    }
    if (n < b->cap - b->n) /* both sides count the NUL; cap 0 falls through */
        return true;
    cap = b->cap < 32 ? 64 : b->cap * 2;
    if (cap < b->n + n + 1)
        cap = b->n + n + 1;
    if (cap - 1 > max)
        cap = max + 1;
    b->p = mem_grow(b->p, cap, 1);
    b->cap = cap;
    return true;
}

void buf_put(struct buf *b, const void *p, size_t n)
{
    if (!make_room(b, n) || n == 0)
        return;
    memcpy(b->p + b->n, p, n);
    b->n += n;
}

void buf_span(struct buf *b, struct span s)
{
    buf_put(b, s.p, s.n);
}

void buf_str(struct buf *b, const char *s)
{
    buf_span(b, span_of(s));
}

void buf_char(struct buf *b, char c)
{
    if (make_room(b, 1))
        b->p[b->n++] = c;
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list args, again;
    int n;

    va_start(args, fmt);
    va_copy(again, args);
    n = vsnprintf(NULL, 0, fmt, args);
    assert(n >= 0);
    if (n >= 0 && make_room(b, (size_t)n)) {
        vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
        b->n += (size_t)n;
    }
    va_end(again);
    va_end(args);
}

void buf_varint(struct buf *b, uint64_t v)
{
    char bytes[10];
    size_t n = 0;

    if (v < 0x80) { /* most are lengths of short texts */
        buf_char(b, (char)v);
        return;
    }
    while (v >= 0x80) {
        bytes[n++] = (char)((v & 0x7f) | 0x80);
        v >>= 7;
    }
    bytes[n++] = (char)v;
    buf_put(b, bytes, n);
}

/* The two-character escape of 'c', or 0. */
static char json_short_escape(unsigned char c)
{
    switch (c) {
    case '"':
    case '\\':
        return (char)c;
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    default:
        return 0;
    }
}

static bool json_plain(unsigned char c)
{
    return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

/* What stands at the front of '*s' and is not a run of plain ASCII. */
static void json_special(struct buf *b, struct span *s)
{
    uint32_t cp = utf8_next(s);
    char bytes[4];

    if (cp >= 0x7f)
        buf_put(b, bytes, utf8_put(bytes, cp));
    else if (json_short_escape((unsigned char)cp))
        buf_put(b, (char[]){'\\', json_short_escape((unsigned char)cp)}, 2);
    else
        buf_printf(b, "\\u%04x", (unsigned)cp);
}

void buf_json(struct buf *b, struct span s)
{
    buf_char(b, '"');
    while (s.n) {
        size_t plain = 0;

        while (plain < s.n && json_plain((unsigned char)s.p[plain]))
            plain++;
        buf_put(b, s.p, plain);
        s = span_from(s, plain);
        if (s.n)
            json_special(b, &s);
    }
    buf_char(b, '"');
}

struct span buf_view(const struct buf *b)
{
    return b->n ? (struct span){b->p, b->n} : SPAN("");
}

const char *buf_cstr(struct buf *b)
{
    if (!b->p) {
        b->p = mem_alloc(1);
        b->cap = 1;
    }
    b->p[b->n] = '\0'; /* make_room keeps a byte for it */
    return b->p;
}
