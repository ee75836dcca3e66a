/* SPDX-License-Identifier: Apache-2.0
 *
 * The jail, by Landlock's system calls and libseccomp.
 *
 * Landlock first: its three calls are not on the list that seccomp leaves. Calls that could make
 * memory executable or map a file are let through only by their arguments.
 */
#include "jail.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

#define MEMORY ((rlim_t)1 << 30)
#define SECONDS 3600

#define NO_LANDLOCK "the kernel lacks Landlock"
#define NO_SECCOMP "the kernel lacks seccomp"
#define NO_BOTH "the kernel lacks Landlock and seccomp"

/* ---- descriptors ----------------------------------------------------------------------------- */

static bool kept(int fd, const int *keep, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (keep[i] == fd)
            return true;
    return SANITIZED && fd == 2; /* a sanitizer must be able to say what it found */
}

static void close_from(unsigned from, unsigned to)
{
    if (from > to || syscall(SYS_close_range, from, to, 0) == 0)
        return;
    long end = sysconf(_SC_OPEN_MAX); /* a kernel before 5.9 */
    for (long fd = from; fd <= (long)to && fd < end; fd++)
        close((int)fd);
}

void jail_close_fds(const int *keep, size_t n)
{
    unsigned from = 0;
    int top = 2;
    for (size_t i = 0; i < n; i++)
        top = keep[i] > top ? keep[i] : top;
    for (int fd = 0; fd <= top; fd++) {
        if (!kept(fd, keep, n))
            continue;
        if ((unsigned)fd > from)
            close_from(from, (unsigned)fd - 1);
        from = (unsigned)fd + 1;
    }
    close_from(from, ~0u);
}

/* ---- limits ---------------------------------------------------------------------------------- */

static void limit(int what, rlim_t value)
{
    struct rlimit r;
    if (getrlimit((__rlimit_resource_t)what, &r) == 0 && r.rlim_max < value)
        value = r.rlim_max;
    r = (struct rlimit){value, value};
    setrlimit((__rlimit_resource_t)what, &r);
}

/* Address space that this process has already: maps of its parent count, too. */
static rlim_t in_use(void)
{
    char text[64] = "";
    int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return RLIM_INFINITY;
    ssize_t n = read(fd, text, sizeof(text) - 1);
    close(fd);
    return n > 0 ? (rlim_t)strtoull(text, NULL, 10) * (rlim_t)sysconf(_SC_PAGESIZE) : RLIM_INFINITY;
}

static void limit_all(void)
{
    rlim_t used = in_use();
    if (!SANITIZED && used < RLIM_INFINITY - MEMORY)
        limit(RLIMIT_AS, used + MEMORY);
    limit(RLIMIT_CPU, SECONDS);
    if (!SANITIZED) /* a report may go to a file */
        limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_CORE, 0);
}

/* ---- Landlock -------------------------------------------------------------------------------- */

/* The rules as the newest kernels know them; older headers end earlier. Each version of the
 * interface handles the first n bits of file rights. */
struct rules {
    uint64_t fs, net, scoped;
};

static const unsigned fs_bits[] = {0, 13, 14, 15, 15, 16, 16, 16};

static bool landlock(void)
{
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi < 1)
        return false;
    size_t known = (size_t)abi < ARRAY_LEN(fs_bits) ? (size_t)abi : ARRAY_LEN(fs_bits) - 1;
    struct rules rules = {.fs = ((uint64_t)1 << fs_bits[known]) - 1};
    size_t size = sizeof(rules.fs);
    if (abi >= 4) {
        rules.net = 3; /* bind, connect */
        size += sizeof(rules.net);
    }
    if (abi >= 6) {
        rules.scoped = 3; /* abstract sockets, signals */
        size += sizeof(rules.scoped);
    }
    long fd = syscall(SYS_landlock_create_ruleset, &rules, size, 0);
    if (fd < 0)
        return false;
    bool ok = syscall(SYS_landlock_restrict_self, (int)fd, 0) == 0;
    close((int)fd);
    return ok;
}

/* ---- seccomp --------------------------------------------------------------------------------- */

static const int allowed[] = {
    SCMP_SYS(read),         SCMP_SYS(write),       SCMP_SYS(lseek),      SCMP_SYS(fstat),
    SCMP_SYS(munmap),       SCMP_SYS(mremap),      SCMP_SYS(brk),        SCMP_SYS(madvise),
    SCMP_SYS(futex),        SCMP_SYS(exit),        SCMP_SYS(exit_group), SCMP_SYS(clock_gettime),
    SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack), SCMP_SYS(getrandom),  SCMP_SYS(restart_syscall),
};

static const int for_sanitizers[] = {
    SCMP_SYS(sched_yield),    SCMP_SYS(getpid),       SCMP_SYS(gettid),
    SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction), SCMP_SYS(close),
};

static bool allow(scmp_filter_ctx f, const int *call, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (seccomp_rule_add(f, SCMP_ACT_ALLOW, call[i], 0) != 0)
            return false;
    return true;
}

/* Memory without a file and without execution. */
static bool allow_memory(scmp_filter_ctx f)
{
    return seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2,
                            SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
                            SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS)) == 0 &&
           seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
                            SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
}

static bool seccomp_here(void)
{
    return prctl(PR_GET_SECCOMP) >= 0 || errno != EINVAL;
}

static bool seccomp(void)
{
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (!f)
        return false;
    bool ok = allow(f, allowed, ARRAY_LEN(allowed)) && allow_memory(f);
    if (ok && SANITIZED)
        ok = allow(f, for_sanitizers, ARRAY_LEN(for_sanitizers));
    ok = ok && seccomp_load(f) == 0;
    if (!ok)
        seccomp_release(f); /* a loaded one is left: freeing is the memory's business */
    return ok;
}

/* ---- all of it ------------------------------------------------------------------------------- */

static bool landlock_here(void)
{
    return syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) >= 1;
}

struct tocsin_err *jail_enter(bool anyway, const char **lacks)
{
    bool files = landlock_here(), calls = seccomp_here();
    *lacks = files ? (calls ? NULL : NO_SECCOMP) : calls ? NO_LANDLOCK : NO_BOTH;
    if (*lacks && !anyway)
        return err_new(TOCSIN_ERR_JAIL, "%s: files of others are not parsed without a jail",
                       *lacks);
    limit_all();
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return err_new(TOCSIN_ERR_JAIL, "no_new_privs cannot be set");
    if (files && !landlock())
        return err_new(TOCSIN_ERR_JAIL, "Landlock refused its rules");
    limit(RLIMIT_NOFILE, 0); /* not earlier: Landlock's rules are a descriptor */
    if (calls && !seccomp())
        return err_new(TOCSIN_ERR_JAIL, "seccomp refused its filter");
    return NULL;
}
