/* SPDX-License-Identifier: Apache-2.0
 *
 * What a server said of a file: three lines (URL, ETag, Last-Modified) in a file beside it. What
 * cannot be read counts as not there: the file is then fetched again.
 */
#include <stdio.h>
#include <unistd.h>

#include "fetch/private.h"

static bool take_line(struct span *rest, char *out, size_t size)
{
    struct span line;

    if (!span_split(rest, '\n', &line) || line.n >= size || memchr(line.p, '\0', line.n))
        return false;
    memcpy(out, line.p, line.n);
    out[line.n] = '\0';
    return true;
}

static char *beside_path(const char *path)
{
    size_t n = strlen(path) + sizeof(".http");
    char *out = mem_alloc(n);

    snprintf(out, n, "%s.http", path);
    return out;
}

bool beside_read(const char *path, const char *url, struct beside *out)
{
    char *beside = beside_path(path);
    struct buf text = {0};
    struct tocsin_err *err = file_read(beside, sizeof(*out) + 8, &text);
    struct span rest = buf_view(&text);
    bool good = !err && take_line(&rest, out->url, sizeof(out->url)) &&
                take_line(&rest, out->etag, sizeof(out->etag)) &&
                take_line(&rest, out->modified, sizeof(out->modified));

    tocsin_err_free(err);
    buf_free(&text);
    mem_free(beside);
    return good && strcmp(out->url, url) == 0 && access(path, R_OK) == 0;
}

struct tocsin_err *beside_write(const char *path, const struct beside *b)
{
    char *beside = beside_path(path);
    struct tocsin_err *err;
    struct file_out file;

    err = file_out_open(beside, &file);
    mem_free(beside);
    if (err)
        return err;
    fprintf(file.stream, "%s\n%s\n%s\n", b->url, b->etag, b->modified);
    return file_out_commit(&file);
}
