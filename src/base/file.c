/* SPDX-License-Identifier: Apache-2.0
 *
 * file: whole files in, atomic files out.
 *
 * Reading takes regular files only. A FIFO or device in place of a list would block or never end,
 * so files are opened without blocking and looked at first.
 *
 * Writing. The bytes go to "<directory>/.tocsin-XXXXXX", mode 0600 (what tocsin writes is about
 * people), and take the final name only once they are on the disk:
 *
 *     write, flush, fsync the file, rename, fsync the directory
 *
 * A power cut leaves the old file or the new one, and at worst a temporary file next to it. The
 * same directory, because rename works within one file system only.
 *
 * Every error names its path as the place.
 */
#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK ((size_t)64 << 10)

/* The error of the system call that just failed on 'path'; 'what' it was to do. */
static struct tocsin_err *path_error(const char *path, const char *what)
{
    struct tocsin_err *err;

    if (errno == ENOENT)
        err = err_new(TOCSIN_ERR_NOT_FOUND, "cannot %s: no such file or directory", what);
    else
        err = err_errno("cannot %s", what);
    return err_at(err, path, 0, 0, NULL);
}

/* Opens a regular file. */
static struct tocsin_err *open_regular(const char *path, int *fd, struct stat *st)
{
    struct tocsin_err *err = NULL;

    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (*fd < 0)
        return path_error(path, "open");
    if (fstat(*fd, st) != 0)
        err = path_error(path, "look at");
    else if (!S_ISREG(st->st_mode))
        err = err_at(err_new(TOCSIN_ERR_IO, "not a regular file"), path, 0, 0, NULL);
    if (err)
        close(*fd);
    return err;
}

static struct tocsin_err *too_large(const char *path, size_t max)
{
    return err_at(err_new(TOCSIN_ERR_LIMIT, "larger than %zu bytes", max), path, 0, 0, NULL);
}

/* Until the end of the file, whatever its size was when it was opened. */
static struct tocsin_err *read_all(int fd, const char *path, size_t max, struct buf *out)
{
    char chunk[CHUNK];
    size_t total = 0;

    for (;;) {
        ssize_t got = read(fd, chunk, sizeof(chunk));

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return path_error(path, "read");
        if (got == 0)
            return NULL;
        if ((size_t)got > max - total)
            return too_large(path, max);
        total += (size_t)got;
        buf_put(out, chunk, (size_t)got);
        if (out->full)
            return too_large(path, out->max ? out->max : BUF_DEFAULT_MAX);
    }
}

struct tocsin_err *file_read(const char *path, size_t max, struct buf *out)
{
    struct tocsin_err *err;
    struct stat st;
    int fd;

    TRY(open_regular(path, &fd, &st));
    if ((uint64_t)st.st_size > max)
        err = too_large(path, max);
    else
        err = read_all(fd, path, max, out);
    close(fd);
    return err;
}

struct tocsin_err *file_map(const char *path, struct span *out)
{
    struct tocsin_err *err = NULL;
    struct stat st;
    void *p;
    int fd;

    *out = SPAN("");
    TRY(open_regular(path, &fd, &st));
    if (st.st_size > 0) {
        p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (p == MAP_FAILED)
            err = path_error(path, "map");
        else
            *out = (struct span){p, (size_t)st.st_size};
    }
    close(fd);
    return err;
}

void file_unmap(struct span *map)
{
    if (map->n)
        munmap((void *)(uintptr_t)map->p, map->n);
    *map = SPAN("");
}

/* ---- atomic output ------------------------------------------------------------------------- */

/* The directory part with its last slash ("" for a bare name). */
static struct span dir_part(const char *path)
{
    const char *slash = strrchr(path, '/');

    return (struct span){path, slash ? (size_t)(slash - path) + 1 : 0};
}

static char *own_copy(struct buf *b)
{
    size_t n = b->n;
    char *copy = mem_alloc(n + 1);

    memcpy(copy, buf_cstr(b), n + 1);
    buf_free(b);
    return copy;
}

static char *joined(struct span head, const char *tail)
{
    struct buf b = {0};

    buf_span(&b, head);
    buf_str(&b, tail);
    return own_copy(&b);
}

struct tocsin_err *file_out_open(const char *path, struct file_out *out)
{
    struct tocsin_err *err;
    int fd;

    *out = (struct file_out){0};
    out->path = joined(span_of(path), "");
    out->temp = joined(dir_part(path), ".tocsin-XXXXXX");
    fd = mkostemp(out->temp, O_CLOEXEC);
    if (fd >= 0) {
        out->stream = fdopen(fd, "wb");
        if (out->stream)
            return NULL;
    }
    err = path_error(path, "make a temporary file next to it");
    if (fd >= 0) {
        close(fd);
        unlink(out->temp);
    }
    mem_free(out->path);
    mem_free(out->temp);
    *out = (struct file_out){0};
    return err;
}

static struct tocsin_err *sync_dir(const char *path)
{
    struct span part = dir_part(path);
    char *dir = joined(part, part.n ? "" : ".");
    struct tocsin_err *err = NULL;
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0)
        err = path_error(dir, "open");
    else if (fsync(fd) != 0 && errno != EINVAL) /* EINVAL: this file system has no such notion */
        err = path_error(dir, "sync");
    if (fd >= 0)
        close(fd);
    mem_free(dir);
    return err;
}

/* Brings the bytes to the disk and closes the stream in any case. */
static struct tocsin_err *finish_stream(struct file_out *out)
{
    struct tocsin_err *err = NULL;
    FILE *stream = out->stream;

    assert(stream);
    if (fflush(stream) != 0)
        err = path_error(out->path, "write");
    else if (ferror(stream)) /* long ago: errno is somebody else's by now */
        err = err_at(err_new(TOCSIN_ERR_IO, "cannot write all of it"), out->path, 0, 0, NULL);
    else if (fsync(fileno(stream)) != 0)
        err = path_error(out->path, "sync");
    if (fclose(stream) != 0 && !err)
        err = path_error(out->path, "close");
    out->stream = NULL;
    return err;
}

struct tocsin_err *file_out_commit(struct file_out *out)
{
    struct tocsin_err *err = finish_stream(out);

    if (!err && rename(out->temp, out->path) != 0)
        err = path_error(out->path, "rename the temporary file to it");
    if (!err) {
        mem_free(out->temp); /* the name is gone: nothing to remove any more */
        out->temp = NULL;
        err = sync_dir(out->path);
    }
    file_out_abandon(out);
    return err;
}

void file_out_abandon(struct file_out *out)
{
    if (out->stream)
        fclose(out->stream);
    if (out->temp)
        unlink(out->temp);
    mem_free(out->temp);
    mem_free(out->path);
    *out = (struct file_out){0};
}

/* ---- directories, descriptors -------------------------------------------------------------- */

static struct tocsin_err *make_dir(const char *path)
{
    struct stat st;

    if (mkdir(path, 0700) == 0)
        return NULL;
    if (errno == EEXIST && stat(path, &st) == 0) {
        if (S_ISDIR(st.st_mode))
            return NULL;
        errno = ENOTDIR;
    }
    return path_error(path, "make the directory");
}

struct tocsin_err *file_mkdirs(const char *path)
{
    char *copy = joined(span_of(path), "");
    struct tocsin_err *err = NULL;

    for (char *p = copy; *p && !err; p++) {
        if (*p != '/' || p == copy || p[-1] == '/')
            continue;
        *p = '\0';
        err = make_dir(copy);
        *p = '/';
    }
    mem_free(copy);
    return err ? err : make_dir(path);
}

struct tocsin_err *fd_write_all(int fd, struct span s)
{
    while (s.n) {
        ssize_t put = write(fd, s.p, s.n);

        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return err_errno("cannot write");
        s = span_from(s, (size_t)put);
    }
    return NULL;
}
