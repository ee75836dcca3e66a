/* SPDX-License-Identifier: Apache-2.0
 *
 * faults: makes one call of a program fail. Preloaded (LD_PRELOAD) in front of the C library by
 * fault.sh; what it does is said by the environment.
 *
 *   FAULT_KIND   alloc   malloc, calloc, realloc, reallocarray
 *                write   write, pwrite, ftruncate, fflush; not those to the terminal
 *                sync    fsync, fdatasync
 *                rename  rename, link, unlink
 *   FAULT_AT     the number of the call that fails, from 1; 0: none does
 *   FAULT_LAST   1: all later ones fail, too
 *   FAULT_WHERE  parent or child: which process counts. The jailed reader is the child.
 *   FAULT_COUNT  a file: the number of calls is written there when the process ends by itself
 *
 * A write that fails has done half of what it should, as on a disk that fills up.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum kind { KIND_NONE, KIND_ALLOC, KIND_WRITE, KIND_SYNC, KIND_RENAME };

static struct {
    bool ready, child, last, forked;
    enum kind kind;
    long at, calls;
    const char *count;
} fault;

/* Asking for the process's number is a system call that the jail forbids. */
static void note_fork(void)
{
    fault.forked = true;
}

__attribute__((constructor)) static void begin(void)
{
    static const char *const kinds[] = {"", "alloc", "write", "sync", "rename"};
    const char *kind = getenv("FAULT_KIND"), *at = getenv("FAULT_AT");
    const char *last = getenv("FAULT_LAST"), *where = getenv("FAULT_WHERE");

    for (int i = 1; kind && i < 5; i++)
        if (strcmp(kind, kinds[i]) == 0)
            fault.kind = (enum kind)i;
    fault.at = at ? atol(at) : 0;
    fault.last = last && last[0] == '1';
    fault.child = where && strcmp(where, "child") == 0;
    fault.count = getenv("FAULT_COUNT");
    fault.ready = pthread_atfork(NULL, NULL, note_fork) == 0;
}

/* In the child only forks count, in the parent only the process that began. */
static bool fails(enum kind kind)
{
    if (!fault.ready || fault.kind != kind || fault.forked != fault.child)
        return false;
    long call = __atomic_add_fetch(&fault.calls, 1, __ATOMIC_RELAXED);
    return fault.at && (call == fault.at || (fault.last && call > fault.at));
}

__attribute__((destructor)) static void end(void)
{
    char text[32];
    int fd, n;

    if (!fault.count || fault.forked)
        return;
    fd = open(fault.count, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    n = snprintf(text, sizeof(text), "%ld\n", fault.calls);
    if (fd >= 0 && syscall(SYS_write, fd, text, (size_t)n) == n)
        close(fd);
}

/* ---- memory --------------------------------------------------------------------------------- */

/* What dlsym itself asks for, before the functions behind are known. */
static char early[65536];
static size_t early_n;

static void *early_alloc(size_t n)
{
    size_t at = early_n;

    early_n += (n + 15) & ~(size_t)15;
    return early_n <= sizeof(early) ? early + at : NULL;
}

static bool is_early(const void *p)
{
    return (const char *)p >= early && (const char *)p < early + sizeof(early);
}

static struct {
    bool asking;
    void *(*malloc)(size_t);
    void *(*calloc)(size_t, size_t);
    void *(*realloc)(void *, size_t);
    void (*free)(void *);
} next;

/* A data pointer that is a function, as POSIX promises. */
static void *symbol(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

static bool know_next(void)
{
    if (next.free)
        return true;
    if (next.asking)
        return false;
    next.asking = true;
    *(void **)&next.malloc = symbol("malloc");
    *(void **)&next.calloc = symbol("calloc");
    *(void **)&next.realloc = symbol("realloc");
    *(void **)&next.free = symbol("free");
    next.asking = false;
    return next.free != NULL;
}

static bool no_memory(void)
{
    if (!fails(KIND_ALLOC))
        return false;
    errno = ENOMEM;
    return true;
}

void *malloc(size_t n)
{
    if (!know_next())
        return early_alloc(n);
    return no_memory() ? NULL : next.malloc(n);
}

void *calloc(size_t count, size_t size)
{
    if (!know_next())
        return early_alloc(count * size);
    return no_memory() ? NULL : next.calloc(count, size);
}

void *realloc(void *p, size_t n)
{
    if (!know_next())
        return early_alloc(n);
    return no_memory() ? NULL : next.realloc(p, n);
}

void *reallocarray(void *p, size_t count, size_t size)
{
    size_t n;

    if (__builtin_mul_overflow(count, size, &n)) {
        errno = ENOMEM;
        return NULL;
    }
    return realloc(p, n);
}

void free(void *p)
{
    if (p && !is_early(p) && know_next())
        next.free(p);
}

/* ---- files ---------------------------------------------------------------------------------- */

static bool no_space(void)
{
    if (!fails(KIND_WRITE))
        return false;
    errno = ENOSPC;
    return true;
}

static bool broken(enum kind kind)
{
    if (!fails(kind))
        return false;
    errno = EIO;
    return true;
}

ssize_t write(int fd, const void *p, size_t n)
{
    if (fd > STDERR_FILENO && no_space()) {
        ssize_t half = syscall(SYS_write, fd, p, n / 2);

        errno = half < 0 ? errno : ENOSPC;
        return -1;
    }
    return syscall(SYS_write, fd, p, n);
}

ssize_t pwrite64(int fd, const void *p, size_t n, off64_t at)
{
    if (no_space()) {
        ssize_t half = syscall(SYS_pwrite64, fd, p, n / 2, at);

        errno = half < 0 ? errno : ENOSPC;
        return -1;
    }
    return syscall(SYS_pwrite64, fd, p, n, at);
}


/* What stdio writes it writes past the functions above. */
int fflush(FILE *f)
{
    if (f && f != stdout && f != stderr && no_space())
        return EOF;
    return fflush_unlocked(f);
}

int ftruncate64(int fd, off64_t size)
{
    return no_space() ? -1 : (int)syscall(SYS_ftruncate, fd, size);
}

int fsync(int fd)
{
    return broken(KIND_SYNC) ? -1 : (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd)
{
    return broken(KIND_SYNC) ? -1 : (int)syscall(SYS_fdatasync, fd);
}

int rename(const char *from, const char *to)
{
    return broken(KIND_RENAME) ? -1 : (int)syscall(SYS_rename, from, to);
}

int link(const char *from, const char *to)
{
    return broken(KIND_RENAME) ? -1 : (int)syscall(SYS_link, from, to);
}

int unlink(const char *path)
{
    return broken(KIND_RENAME) ? -1 : (int)syscall(SYS_unlink, path);
}
