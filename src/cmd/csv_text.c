/* SPDX-License-Identifier: Apache-2.0
 *
 * Encodings, by ICU's converters.
 */
#include "cmd/csv_text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unicode/ucnv.h>
#include <unistd.h>

#define CHUNK ((size_t)64 << 10)

static struct tocsin_err *at_file(struct tocsin_err *err, const char *path)
{
    return err_at(err, strcmp(path, "-") == 0 ? "standard input" : path, 0, 0, NULL);
}

/* ---- copies ------------------------------------------------------------------------------ */

static struct tocsin_err *temp_open(FILE **out)
{
    const char *folder = getenv("TMPDIR");
    int fd = open(folder && folder[0] ? folder : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

    *out = fd >= 0 ? fdopen(fd, "w+") : tmpfile();
    if (*out)
        return NULL;
    if (fd >= 0)
        close(fd);
    return err_errno("cannot make a temporary file");
}

static struct tocsin_err *copy(FILE *in, FILE *out)
{
    char bytes[4096];
    size_t n;

    while ((n = fread(bytes, 1, sizeof(bytes), in)) > 0)
        if (fwrite(bytes, 1, n, out) != n)
            return err_errno("cannot write a temporary file");
    if (ferror(in))
        return err_errno("cannot read");
    return NULL;
}

/* One read's worth of bytes through the pivot buffer. */
struct recoder {
    UConverter *from, *to;
    UChar pivot[1024], *pivot_from, *pivot_to;
};

static struct tocsin_err *recode_chunk(struct recoder *r, struct span in, bool first, bool last,
                                       FILE *out)
{
    const char *source = in.p;
    UErrorCode status = U_BUFFER_OVERFLOW_ERROR;

    while (status == U_BUFFER_OVERFLOW_ERROR) {
        char bytes[4096], *target = bytes;

        status = U_ZERO_ERROR;
        ucnv_convertEx(r->to, r->from, &target, bytes + sizeof(bytes), &source, in.p + in.n,
                       r->pivot, &r->pivot_from, &r->pivot_to, r->pivot + ARRAY_LEN(r->pivot),
                       first, last, &status);
        first = false;
        if (fwrite(bytes, 1, (size_t)(target - bytes), out) != (size_t)(target - bytes))
            return err_errno("cannot write a temporary file");
    }
    if (U_FAILURE(status))
        return err_new(TOCSIN_ERR_PARSE, "cannot recode the text: %s", u_errorName(status));
    return NULL;
}

static struct tocsin_err *recode_all(struct recoder *r, FILE *in, FILE *out)
{
    char *bytes = mem_alloc(CHUNK);
    struct tocsin_err *err = NULL;
    bool first = true, last = false;

    while (!err && !last) {
        size_t n = fread(bytes, 1, CHUNK, in);

        last = n < CHUNK;
        err = recode_chunk(r, (struct span){bytes, n}, first, last, out);
        first = false;
    }
    mem_free(bytes);
    if (!err && ferror(in))
        err = err_errno("cannot read");
    return err;
}

static struct tocsin_err *recode(FILE *in, const char *charset, FILE *out)
{
    UErrorCode status = U_ZERO_ERROR;
    struct recoder r = {.from = ucnv_open(charset, &status), .to = ucnv_open("UTF-8", &status)};
    struct tocsin_err *err;

    r.pivot_from = r.pivot_to = r.pivot;
    if (U_SUCCESS(status))
        err = recode_all(&r, in, out);
    else
        err = err_new(TOCSIN_ERR_UNSUPPORTED, "no converter for %s: %s", charset,
                      u_errorName(status));
    ucnv_close(r.from);
    ucnv_close(r.to);
    return err;
}

/* ---- which encoding ---------------------------------------------------------------------- */

/* A character that is cut by the end of a chunk is no fault: up to three bytes of it may stand
 * there. */
static bool is_cut(struct span s, size_t bad)
{
    unsigned char c = (unsigned char)s.p[bad];
    size_t wants = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc0 ? 2 : 1;

    return s.n - bad < wants;
}

static struct tocsin_err *nul_error(void)
{
    return err_new(TOCSIN_ERR_FORMAT, "the file holds NUL bytes: it is no text table");
}

/* Reads all of it. */
static struct tocsin_err *look(FILE *in, bool *utf8)
{
    char *bytes = mem_alloc(CHUNK);
    size_t kept = 0, n, bad = 0;
    struct tocsin_err *err = NULL;

    *utf8 = true;
    while (*utf8 && !err && (n = fread(bytes + kept, 1, CHUNK - kept, in)) > 0) {
        struct span s = {bytes, kept + n};

        kept = 0;
        if (utf8_valid(s, &bad))
            continue;
        if (!bytes[bad])
            err = nul_error();
        else if (is_cut(s, bad))
            memmove(bytes, bytes + bad, kept = s.n - bad);
        else
            *utf8 = false;
    }
    *utf8 = *utf8 && !kept;
    mem_free(bytes);
    return err;
}

static struct tocsin_err *charset_of(FILE *in, const char **charset)
{
    unsigned char head[2] = {0, 0};
    size_t n = fread(head, 1, 2, in);
    bool utf8;

    rewind(in);
    *charset = NULL;
    if (n == 2 && ((head[0] == 0xff && head[1] == 0xfe) || (head[0] == 0xfe && head[1] == 0xff))) {
        *charset = "UTF-16";
        return NULL;
    }
    TRY(look(in, &utf8));
    rewind(in);
    if (!utf8)
        *charset = "windows-1252";
    return NULL;
}

/* ---- opening ----------------------------------------------------------------------------- */

static struct tocsin_err *replace(FILE **stream, const char *charset)
{
    FILE *temp = NULL;
    struct tocsin_err *err = temp_open(&temp);

    if (!err)
        err = charset ? recode(*stream, charset, temp) : copy(*stream, temp);
    if (!err && fflush(temp) != 0)
        err = err_errno("cannot write a temporary file");
    if (err) {
        if (temp)
            fclose(temp);
        return err;
    }
    fclose(*stream);
    rewind(temp);
    *stream = temp;
    return NULL;
}

static struct tocsin_err *open_any(const char *path, FILE **out)
{
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? dup(0) : open(path, O_RDONLY | O_CLOEXEC);

    *out = fd >= 0 ? fdopen(fd, "r") : NULL;
    if (*out)
        return NULL;
    if (fd >= 0)
        close(fd);
    if (errno == ENOENT)
        return err_new(TOCSIN_ERR_NOT_FOUND, "cannot open: no such file");
    return err_errno("cannot open");
}

static struct tocsin_err *make_plain(FILE **stream, uint64_t *size)
{
    const char *charset;
    struct stat st;

    if (fstat(fileno(*stream), &st) != 0)
        return err_errno("cannot look at it");
    if (S_ISDIR(st.st_mode))
        return err_new(TOCSIN_ERR_IO, "is a folder, not a file");
    if (!S_ISREG(st.st_mode) || ftell(*stream) != 0)
        TRY(replace(stream, NULL));
    TRY(charset_of(*stream, &charset));
    if (charset)
        TRY(replace(stream, charset));
    *size = fstat(fileno(*stream), &st) == 0 ? (uint64_t)st.st_size : 0;
    return NULL;
}

struct tocsin_err *csv_text_open(const char *path, FILE **out, uint64_t *size)
{
    struct tocsin_err *err = open_any(path, out);

    if (!err)
        err = make_plain(out, size);
    if (err && *out) {
        fclose(*out);
        *out = NULL;
    }
    return at_file(err, path);
}
