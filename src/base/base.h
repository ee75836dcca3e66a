/* SPDX-License-Identifier: Apache-2.0
 *
 * base: what every other room stands on. It knows nothing of names, lists or alerts.
 *
 *   span   bytes that somebody else owns: a pointer and a length, never NUL-terminated by promise
 *   arena  the memory of one unit of work: allocate often, free once
 *   buf    a growing byte buffer with a maximum, for output and for wire forms
 *   vec    a growing array of one element type
 *   map    bytes -> 64-bit number, open addressing; walks in the order of insertion
 *   err    errors that carry their story (the public half is tocsin/error.h)
 *   file   whole files in, atomic files out
 *   clock  the only place that asks what time it is
 *   log    one hook; a library never prints
 *
 * Beside it, limit.h (every limit of this build) and nearest.h ("did you mean").
 *
 * Memory. mem_alloc and its kin never return NULL: exhaustion ends the process through the hook
 * of tocsin_on_out_of_memory (see there why that is safe). Sizes are checked for overflow.
 *
 * Threads. Nothing here has hidden state except the log and the out-of-memory hook, which are set
 * before threads start. An arena, buf, vec or map belongs to one thread at a time.
 */
#ifndef TOCSIN_BASE_H
#define TOCSIN_BASE_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "tocsin/error.h"
#include "limit.h"

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

/* fminf and fmaxf without the call that a NaN costs them: neither may be one. */
static inline float lesser(float a, float b)
{
    return a < b ? a : b;
}

static inline float greater(float a, float b)
{
    return a > b ? a : b;
}

/* ---- span ------------------------------------------------------------------------------- */

struct span {
    const char *p;
    size_t n;
};

/* A span over a string literal, and one over a NUL-terminated string (NULL gives empty). */
#define SPAN(literal) ((struct span){("" literal), sizeof(literal) - 1})
struct span span_of(const char *text);

static inline bool span_eq(struct span a, struct span b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}
bool span_eq_nocase(struct span a, struct span b); /* ASCII letters only */
int span_cmp(struct span a, struct span b);        /* memcmp order, shorter first */
bool span_starts(struct span s, struct span prefix);
bool span_ends(struct span s, struct span suffix);
struct span span_trim(struct span s); /* ASCII white space off both ends */
struct span span_from(struct span s, size_t at);
struct span span_slice(struct span s, size_t at, size_t n);

/* Position of 'c' or 'what', or s.n when it does not occur. */
size_t span_find(struct span s, char c);
size_t span_find_span(struct span s, struct span what);

/* Takes the part before the next 'sep' off the front of '*rest'. Returns false when '*rest' is
 * used up (its p is NULL then); an empty last part is returned once. */
bool span_split(struct span *rest, char sep, struct span *part);

/* Decimal digits only, no sign, no blanks; false on anything else or on overflow. */
bool span_u64(struct span s, uint64_t *out);

uint64_t span_hash(struct span s); /* XXH3, for tables in memory and the index; not for security */

/* For printf: printf("%.*s", SPAN_ARG(s)) */
#define SPAN_ARG(s) (int)(s).n, (s).p

/* ---- UTF-8 ------------------------------------------------------------------------------- */

/* Takes one code point off the front of '*s'. Malformed bytes give U+FFFD, one at a time.
 * Call only while s->n > 0. */
uint32_t utf8_next(struct span *s);

/* Writes 'cp' at 'out' (room for 4 bytes) and returns the length. */
size_t utf8_put(char *out, uint32_t cp);

/* True if 's' is well-formed UTF-8 (RFC 3629) without NUL; else '*bad' is the first bad byte. */
bool utf8_valid(struct span s, size_t *bad);

/* ---- memory ------------------------------------------------------------------------------ */

void *mem_alloc(size_t n);                    /* not cleared */
void *mem_zero(size_t count, size_t size);    /* cleared */
void *mem_grow(void *p, size_t count, size_t size); /* realloc */
void mem_free(void *p);

struct arena;
struct arena *arena_new(void);
void arena_free(struct arena *a);  /* NULL is fine */
void arena_reset(struct arena *a); /* forgets everything, keeps the first blocks for reuse */
void *arena_alloc(struct arena *a, size_t n);  /* aligned for any type, not cleared */
void *arena_zero(struct arena *a, size_t n);   /* cleared */
void *arena_array(struct arena *a, size_t count, size_t size); /* cleared */
size_t arena_used(const struct arena *a);

/* Copies; the copy has a NUL behind it that does not count. */
struct span arena_span(struct arena *a, struct span s);
char *arena_str(struct arena *a, struct span s);
struct span arena_printf(struct arena *a, const char *fmt, ...) TOCSIN_PRINTF(2, 3);

#define ARENA_NEW(a, type) ((type *)arena_zero((a), sizeof(type)))
#define ARENA_ARRAY(a, type, count) ((type *)arena_array((a), (size_t)(count), sizeof(type)))

/* ---- buf ----------------------------------------------------------------------------------
 * A buffer starts as {0} or buf_max(n). Past its maximum it takes nothing more and remembers
 * that in 'full', to be checked once at the end. */

struct buf {
    char *p;
    size_t n, cap, max; /* max 0: BUF_DEFAULT_MAX */
    bool full;
};

struct buf buf_max(size_t max);
void buf_free(struct buf *b);
void buf_clear(struct buf *b); /* keeps the memory */
void buf_put(struct buf *b, const void *p, size_t n);
void buf_span(struct buf *b, struct span s);
void buf_str(struct buf *b, const char *s);
void buf_char(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...) TOCSIN_PRINTF(2, 3);
void buf_varint(struct buf *b, uint64_t v);            /* LEB128 */
void buf_json(struct buf *b, struct span s);           /* a JSON string with its quotes */
struct span buf_view(const struct buf *b);             /* until the next change */
const char *buf_cstr(struct buf *b);                   /* NUL-terminated view */

/* Takes a LEB128 number off the front of '*s'; false (and '*s' untouched) when it is cut short,
 * does not fit 64 bits, or is not the shortest form of its number. */
bool span_varint(struct span *s, uint64_t *out);

/* ---- vec ----------------------------------------------------------------------------------
 * VEC(type) names = {0};  *VEC_PUSH(&names) = value;  names.at[i];  VEC_FREE(&names); */

#define VEC(type)                                                                                  \
    struct {                                                                                       \
        type *at;                                                                                  \
        size_t n, cap;                                                                             \
    }
#define VEC_PUSH(v)                                                                                \
    ((v)->at = vec_room__((v)->at, (v)->n, &(v)->cap, sizeof(*(v)->at)), &(v)->at[(v)->n++])
#define VEC_FREE(v) (mem_free((v)->at), (v)->at = NULL, (v)->n = (v)->cap = 0)
void *vec_room__(void *at, size_t n, size_t *cap, size_t size);

/* ---- map ---------------------------------------------------------------------------------- */

struct map;
struct map *map_new(void);
void map_free(struct map *m);
size_t map_count(const struct map *m);
/* The slot of 'key', made (value 0, key copied) when it is missing; '*made' may be NULL.
 * The pointer is good until the next map_slot. */
uint64_t *map_slot(struct map *m, struct span key, bool *made);
const uint64_t *map_get(const struct map *m, struct span key); /* NULL when missing */
/* Walks in the order of insertion: start with *at = 0; false at the end. */
bool map_next(const struct map *m, size_t *at, struct span *key, uint64_t *value);

/* ---- err ---------------------------------------------------------------------------------- */

struct tocsin_err *err_new(enum tocsin_code code, const char *fmt, ...)
    TOCSIN_PRINTF(2, 3) TOCSIN_MUST_USE;
/* With ": strerror(errno)" behind the message; code TOCSIN_ERR_IO. */
struct tocsin_err *err_errno(const char *fmt, ...) TOCSIN_PRINTF(1, 2) TOCSIN_MUST_USE;
/* Fills in those parts of the place that are not known yet; returns 'err', which may be NULL. NULL
 * and 0 are "not known". The strings are copied. */
struct tocsin_err *err_at(struct tocsin_err *err, const char *file, uint64_t line, uint64_t column,
                          const char *field) TOCSIN_MUST_USE;
/* A new error of the same code with 'cause' below it. Takes ownership of 'cause'. */
struct tocsin_err *err_because(struct tocsin_err *cause, const char *fmt, ...)
    TOCSIN_PRINTF(2, 3) TOCSIN_MUST_USE;
/* A wire form, so that a jailed child can tell its parent: pack appends, unpack validates. */
void err_pack(const struct tocsin_err *err, struct buf *out);
struct tocsin_err *err_unpack(struct span bytes) TOCSIN_MUST_USE;

/* Return early with the error of 'call', if any. */
#define TRY(call)                                                                                  \
    do {                                                                                           \
        struct tocsin_err *try_err__ = (call);                                                     \
        if (try_err__)                                                                             \
            return try_err__;                                                                      \
    } while (0)

/* ---- file --------------------------------------------------------------------------------- */

/* The whole of a regular file, at most 'max' bytes. */
struct tocsin_err *file_read(const char *path, size_t max, struct buf *out) TOCSIN_MUST_USE;

/* A private read-only map; an empty file maps to {"" , 0}. Unmap with file_unmap. */
struct tocsin_err *file_map(const char *path, struct span *out) TOCSIN_MUST_USE;
void file_unmap(struct span *map);

/* An atomic write in two steps: bytes go to a temporary file in the same directory; commit does
 * flush, fsync, rename, fsync of the directory; abandon (also after a failure) removes it.
 * out->stream is for fwrite; a failed stream makes commit fail. */
struct file_out {
    void *stream; /* FILE * */
    char *path, *temp;
};
struct tocsin_err *file_out_open(const char *path, struct file_out *out) TOCSIN_MUST_USE;
struct tocsin_err *file_out_commit(struct file_out *out) TOCSIN_MUST_USE;
void file_out_abandon(struct file_out *out);

struct tocsin_err *file_mkdirs(const char *path) TOCSIN_MUST_USE; /* mode 0700, like mkdir -p */

/* Writes all of it, through EINTR and short writes. */
struct tocsin_err *fd_write_all(int fd, struct span s) TOCSIN_MUST_USE;

/* ---- clock, log --------------------------------------------------------------------------- */

int64_t clock_now(void);     /* seconds since 1970, UTC; SOURCE_DATE_EPOCH overrides it */
uint64_t clock_ticks(void);  /* nanoseconds, monotonic, for durations */
/* "2026-01-31T09:00:00Z" into 'out' (21 bytes). */
void clock_format(int64_t seconds, char out[21]);

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARNING };
void log_hook(void (*hook)(enum log_level level, const char *text, void *ctx), void *ctx);
void log_line(enum log_level level, const char *fmt, ...) TOCSIN_PRINTF(2, 3);

#endif
