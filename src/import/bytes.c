/* SPDX-License-Identifier: Apache-2.0
 *
 * Bytes of a source: reading, inflating and the encodings that a mark at the front tells.
 *
 *   first bytes      taken as
 *   1f 8b            gzip, one member or several behind each other (RFC 1952)
 *   ef bb bf         UTF-8; the mark is dropped
 *   ff fe            UTF-16, little-endian
 *   fe ff            UTF-16, big-endian
 *   anything else    handed on as it is
 *
 * A gzip file is not known to be whole before its last trailer was checked, so a file that is cut
 * short is an error here and nowhere else.
 */
#include "bytes.h"

#include <errno.h>
#include <unistd.h>
#include <zlib.h>

#define BLOCK ((size_t)128 << 10)
#define RATIO_FROM ((uint64_t)1 << 20) /* small files may start with a long run */

enum encoding { ENC_BYTES, ENC_UTF16LE, ENC_UTF16BE };

struct bytes {
    int fd;
    bool begun, fd_done, gzip, member_done;
    enum encoding encoding;
    z_stream z;
    unsigned char *in; /* as stored */
    size_t in_at, in_n;
    uint64_t total_in, total_out;
    unsigned char *wide; /* UTF-16 before it is turned to UTF-8 */
    size_t wide_n;
    unsigned char head[4]; /* decoded bytes that were looked at for the mark */
    size_t head_at, head_n;
};

struct bytes *bytes_new(int fd)
{
    struct bytes *b = mem_zero(1, sizeof(*b));
    b->fd = fd;
    b->in = mem_alloc(BLOCK);
    return b;
}

void bytes_free(struct bytes *b)
{
    if (!b)
        return;
    if (b->gzip)
        inflateEnd(&b->z);
    mem_free(b->in);
    mem_free(b->wide);
    mem_free(b);
}

/* ---- as stored ------------------------------------------------------------------------------- */

/* Makes sure that stored bytes are there, unless the file is at its end. */
static struct tocsin_err *refill(struct bytes *b)
{
    while (b->in_at == b->in_n && !b->fd_done) {
        ssize_t n = read(b->fd, b->in, BLOCK);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_errno("reading the source");
        b->fd_done = n == 0;
        b->in_at = 0;
        b->in_n = (size_t)n;
        b->total_in += (uint64_t)n;
    }
    return NULL;
}

/* The first two bytes must be there at once to tell gzip; a pipe may give them one by one. */
static struct tocsin_err *begin_stored(struct bytes *b)
{
    while (b->in_n < 2 && !b->fd_done) {
        ssize_t n = read(b->fd, b->in + b->in_n, BLOCK - b->in_n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_errno("reading the source");
        b->fd_done = n == 0;
        b->in_n += (size_t)n;
        b->total_in += (uint64_t)n;
    }
    b->gzip = b->in_n >= 2 && b->in[0] == 0x1f && b->in[1] == 0x8b;
    if (b->gzip && inflateInit2(&b->z, 16 + MAX_WBITS) != Z_OK)
        return err_new(TOCSIN_ERR_UNSUPPORTED, "zlib cannot be started");
    return NULL;
}

static size_t stored(struct bytes *b, unsigned char *p, size_t n)
{
    size_t have = b->in_n - b->in_at;
    n = n < have ? n : have;
    memcpy(p, b->in + b->in_at, n);
    b->in_at += n;
    return n;
}

/* ---- gzip ------------------------------------------------------------------------------------ */

/* Behind a member: another one, padding with zeros, or the end. */
static struct tocsin_err *next_member(struct bytes *b, bool *more)
{
    for (;;) {
        TRY(refill(b));
        *more = b->in_at < b->in_n;
        if (!*more)
            return NULL;
        if (b->in[b->in_at] == 0x1f)
            break;
        if (b->in[b->in_at] != 0)
            return err_new(TOCSIN_ERR_PARSE, "bytes behind the end of the gzip data");
        b->in_at++;
    }
    b->member_done = false;
    if (inflateReset(&b->z) != Z_OK)
        return err_new(TOCSIN_ERR_PARSE, "damaged gzip data");
    return NULL;
}

static struct tocsin_err *check_growth(const struct bytes *b)
{
    if (b->total_out > LIMIT_INFLATED)
        return err_new(TOCSIN_ERR_LIMIT, "LIMIT_INFLATED: more than %llu bytes in a gzip file",
                       (unsigned long long)LIMIT_INFLATED);
    if (b->total_out > RATIO_FROM && b->total_out / LIMIT_INFLATE_RATIO > b->total_in)
        return err_new(TOCSIN_ERR_LIMIT, "LIMIT_INFLATE_RATIO: a gzip file grows %d times",
                       LIMIT_INFLATE_RATIO);
    return NULL;
}

static struct tocsin_err *inflate_step(struct bytes *b, unsigned char *p, size_t n, size_t *got)
{
    TRY(refill(b));
    if (b->in_at == b->in_n)
        return err_new(TOCSIN_ERR_PARSE, "the gzip data is cut short after %llu bytes",
                       (unsigned long long)b->total_in);
    b->z.next_in = b->in + b->in_at;
    b->z.avail_in = (uInt)(b->in_n - b->in_at);
    b->z.next_out = p;
    b->z.avail_out = (uInt)n;
    int rc = inflate(&b->z, Z_NO_FLUSH);
    b->in_at = b->in_n - b->z.avail_in;
    if (rc != Z_OK && rc != Z_STREAM_END)
        return err_new(TOCSIN_ERR_PARSE, "damaged gzip data near byte %llu: %s",
                       (unsigned long long)(b->total_in - b->z.avail_in),
                       b->z.msg ? b->z.msg : "no reason given");
    b->member_done = rc == Z_STREAM_END;
    *got = n - b->z.avail_out;
    b->total_out += *got;
    return check_growth(b);
}

static struct tocsin_err *plain(struct bytes *b, unsigned char *p, size_t n, size_t *got)
{
    *got = 0;
    if (!b->gzip) {
        TRY(refill(b));
        *got = stored(b, p, n);
        return NULL;
    }
    n = n < BLOCK ? n : BLOCK;
    while (*got == 0) {
        bool more = true;
        if (b->member_done)
            TRY(next_member(b, &more));
        if (!more)
            return NULL;
        TRY(inflate_step(b, p, n, got));
    }
    return NULL;
}

/* ---- marks and UTF-16 ------------------------------------------------------------------------ */

static struct tocsin_err *begin(struct bytes *b)
{
    b->begun = true;
    TRY(begin_stored(b));
    while (b->head_n < 3) {
        size_t got;
        TRY(plain(b, b->head + b->head_n, 3 - b->head_n, &got));
        if (got == 0)
            break;
        b->head_n += got;
    }
    const unsigned char *h = b->head;
    if (b->head_n == 3 && h[0] == 0xef && h[1] == 0xbb && h[2] == 0xbf)
        b->head_at = 3;
    else if (b->head_n >= 2 && h[0] == 0xff && h[1] == 0xfe)
        b->encoding = ENC_UTF16LE, b->head_at = 2;
    else if (b->head_n >= 2 && h[0] == 0xfe && h[1] == 0xff)
        b->encoding = ENC_UTF16BE, b->head_at = 2;
    if (b->encoding != ENC_BYTES)
        b->wide = mem_alloc(BLOCK);
    return NULL;
}

static struct tocsin_err *unmarked(struct bytes *b, unsigned char *p, size_t n, size_t *got)
{
    if (b->head_at == b->head_n)
        return plain(b, p, n, got);
    size_t have = b->head_n - b->head_at;
    *got = n < have ? n : have;
    memcpy(p, b->head + b->head_at, *got);
    b->head_at += *got;
    return NULL;
}

static uint32_t unit(const struct bytes *b, size_t at)
{
    const unsigned char *p = b->wide + at;
    return b->encoding == ENC_UTF16LE ? (uint32_t)(p[0] | p[1] << 8) : (uint32_t)(p[0] << 8 | p[1]);
}

static bool is_high(uint32_t u)
{
    return u >= 0xd800 && u <= 0xdbff;
}

/* Turns the whole units of b->wide to UTF-8, as many as 'n' bytes can take; a high surrogate whose
 * other half has not come yet waits. A lone half becomes U+FFFD, which the formats report. */
static size_t narrow(struct bytes *b, char *p, size_t n, bool last)
{
    size_t out = 0, at = 0;
    while (b->wide_n - at >= 2 && n - out >= 4) {
        uint32_t u = unit(b, at);
        size_t used = 2;
        if (is_high(u)) {
            if (b->wide_n - at < 4 && !last)
                break;
            uint32_t low = b->wide_n - at >= 4 ? unit(b, at + 2) : 0;
            bool pair = low >= 0xdc00 && low <= 0xdfff;
            used = pair ? 4 : 2;
            u = pair ? 0x10000 + ((u - 0xd800) << 10) + (low - 0xdc00) : 0xfffd;
        } else if (u >= 0xdc00 && u <= 0xdfff) {
            u = 0xfffd;
        }
        out += utf8_put(p + out, u);
        at += used;
    }
    memmove(b->wide, b->wide + at, b->wide_n - at);
    b->wide_n -= at;
    return out;
}

static struct tocsin_err *read_utf16(struct bytes *b, char *p, size_t n, size_t *got)
{
    for (;;) {
        size_t more;
        TRY(unmarked(b, b->wide + b->wide_n, BLOCK / 2 - b->wide_n, &more));
        b->wide_n += more;
        *got = narrow(b, p, n, more == 0);
        if (*got)
            return NULL;
        if (more == 0)
            return b->wide_n ? err_new(TOCSIN_ERR_PARSE, "the UTF-16 text ends within a character")
                             : NULL;
    }
}

struct tocsin_err *bytes_read(struct bytes *b, char *p, size_t n, size_t *got)
{
    assert(n >= 8);
    *got = 0;
    if (!b->begun)
        TRY(begin(b));
    if (b->encoding != ENC_BYTES)
        return read_utf16(b, p, n, got);
    return unmarked(b, (unsigned char *)p, n, got);
}
