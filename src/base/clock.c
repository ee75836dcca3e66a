/* SPDX-License-Identifier: Apache-2.0
 *
 * clock and log: the only place that asks what time it is, and the hook for what is worth telling.
 *
 * SOURCE_DATE_EPOCH (the convention of reproducible-builds.org: decimal seconds since 1970) fixes
 * clock_now, so that the same input gives the same store, byte for byte. A value that is not a
 * number is ignored.
 *
 * Without a hook a log line is not even formatted.
 */
#include "base/base.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define YEAR_0 INT64_C(-62167219200)    /* 0000-01-01T00:00:00Z */
#define YEAR_9999 INT64_C(253402300799) /* 9999-12-31T23:59:59Z */

int64_t clock_now(void)
{
    struct span fixed = span_of(getenv("SOURCE_DATE_EPOCH"));
    struct timespec now;
    uint64_t seconds;

    if (span_u64(fixed, &seconds) && seconds <= (uint64_t)YEAR_9999)
        return (int64_t)seconds;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec;
}

uint64_t clock_ticks(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

void clock_format(int64_t seconds, char out[21])
{
    time_t clamped = seconds < YEAR_0 ? YEAR_0 : seconds > YEAR_9999 ? YEAR_9999 : seconds;
    struct tm tm = {0};

    gmtime_r(&clamped, &tm);
    /* The remainders are for the compiler, which cannot know that the numbers are this short. */
    snprintf(out, 21, "%04u-%02u-%02uT%02u:%02u:%02uZ", (unsigned)(tm.tm_year + 1900) % 10000,
             (unsigned)(tm.tm_mon + 1) % 100, (unsigned)tm.tm_mday % 100,
             (unsigned)tm.tm_hour % 100, (unsigned)tm.tm_min % 100, (unsigned)tm.tm_sec % 100);
}

/* Set before threads start (base.h), read only afterwards. */
static struct {
    void (*hook)(enum log_level level, const char *text, void *ctx);
    void *ctx;
} log_to;

void log_hook(void (*hook)(enum log_level level, const char *text, void *ctx), void *ctx)
{
    log_to.hook = hook;
    log_to.ctx = ctx;
}

void log_line(enum log_level level, const char *fmt, ...)
{
    va_list args;
    char *text;
    int n;

    if (!log_to.hook)
        return;
    va_start(args, fmt);
    n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    assert(n >= 0);
    text = mem_alloc((size_t)n + 1);
    va_start(args, fmt);
    vsnprintf(text, (size_t)n + 1, fmt, args);
    va_end(args);
    log_to.hook(level, text, log_to.ctx);
    mem_free(text);
}
