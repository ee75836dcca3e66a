/* SPDX-License-Identifier: Apache-2.0
 *
 * memory: allocation that cannot fail, and arenas.
 *
 * An arena is a chain of blocks. The front of the chain is in use up to and including 'now';
 * blocks behind 'now' are left over from before a reset and are tried before new ones are made.
 *
 *     first -> block -> now -> spare -> spare
 *
 * Block sizes double from ARENA_FIRST to ARENA_LARGEST; something bigger gets a block of its own.
 * A reset keeps blocks up to ARENA_KEEP bytes in all, so a worker that reads a million records
 * settles on a few blocks, and one monstrous record does not stay in memory for ever.
 *
 * Under AddressSanitizer new blocks are filled with junk, and bytes that are not handed out are
 * poisoned: use after a reset, and reading behind a small allocation, are caught as they would be
 * with malloc.
 */
#include "base/base.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define TOCSIN_ASAN 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define TOCSIN_ASAN 1
#endif
#ifdef TOCSIN_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(p, n) __asan_poison_memory_region((p), (n))
#define UNPOISON(p, n) __asan_unpoison_memory_region((p), (n))
#define JUNK(p, n) memset((p), 0xA5, (n))
#define GAP 16 /* bytes of no man's land behind each allocation */
#else
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#define JUNK(p, n) ((void)(p), (void)(n))
#define GAP 0
#endif

#define ARENA_FIRST ((size_t)4 << 10)
#define ARENA_LARGEST ((size_t)1 << 20)
#define ARENA_KEEP ((size_t)4 << 20)
#define ARENA_ALIGN alignof(max_align_t)

struct block {
    struct block *next;
    size_t size, used;
    alignas(max_align_t) char bytes[];
};

struct arena {
    struct block *first, *now; /* NULL before the first allocation */
    size_t next_size;
    size_t used; /* bytes asked for since the last reset */
};

/* ---- mem ---------------------------------------------------------------------------------- */

static void say_and_leave(void)
{
    static const char text[] = "tocsin: out of memory\n";
    ssize_t ignored = write(STDERR_FILENO, text, sizeof(text) - 1);

    (void)ignored;
    _exit(3);
}

/* Set before threads start (base.h), read only afterwards. */
static void (*out_of_memory_hook)(void) = say_and_leave;

void tocsin_on_out_of_memory(void (*hook)(void))
{
    out_of_memory_hook = hook ? hook : say_and_leave;
}

static _Noreturn void out_of_memory(void)
{
    out_of_memory_hook();
    abort(); /* a hook that returns breaks its contract */
}

static void *not_null(void *p)
{
    if (!p)
        out_of_memory();
    return p;
}

void *mem_alloc(size_t n)
{
    return not_null(malloc(n ? n : 1));
}

void *mem_zero(size_t count, size_t size)
{
    return not_null(count && size ? calloc(count, size) : calloc(1, 1));
}

void *mem_grow(void *p, size_t count, size_t size)
{
    return not_null(count && size ? reallocarray(p, count, size) : realloc(p, 1));
}

void mem_free(void *p)
{
    free(p);
}

void *vec_room__(void *at, size_t n, size_t *cap, size_t size)
{
    if (n < *cap)
        return at;
    *cap = *cap ? *cap * 2 : 8; /* cannot wrap: memory for half of it was there */
    return mem_grow(at, *cap, size);
}

/* ---- arena -------------------------------------------------------------------------------- */

struct arena *arena_new(void)
{
    struct arena *a = mem_zero(1, sizeof(*a));

    a->next_size = ARENA_FIRST;
    return a;
}

static void blocks_free(struct block *b)
{
    while (b) {
        struct block *next = b->next;

        UNPOISON(b->bytes, b->size);
        mem_free(b);
        b = next;
    }
}

void arena_free(struct arena *a)
{
    if (!a)
        return;
    blocks_free(a->first);
    mem_free(a);
}

void arena_reset(struct arena *a)
{
    size_t kept = 0;

    a->now = a->first;
    a->used = 0;
    for (struct block **link = &a->first; *link; link = &(*link)->next) {
        struct block *b = *link;

        kept += b->size;
        if (kept > ARENA_KEEP) {
            *link = NULL;
            blocks_free(b);
            break;
        }
        b->used = 0;
        POISON(b->bytes, b->size);
    }
    if (!a->first)
        a->now = NULL;
}

/* A block of at least 'n' bytes behind 'now'. */
static struct block *block_new(struct arena *a, size_t n)
{
    size_t size = n > a->next_size ? n : a->next_size;
    size_t whole;
    struct block *b;

    if (__builtin_add_overflow(size, sizeof(*b), &whole))
        out_of_memory();
    b = mem_alloc(whole);
    b->size = size;
    b->used = 0;
    JUNK(b->bytes, b->size);
    POISON(b->bytes, b->size);
    b->next = a->now ? a->now->next : NULL;
    if (a->now)
        a->now->next = b;
    else
        a->first = b;
    if (a->next_size < ARENA_LARGEST)
        a->next_size *= 2;
    return b;
}

void *arena_alloc(struct arena *a, size_t n)
{
    size_t room;
    void *p;

    if (__builtin_add_overflow(n ? n : 1, ARENA_ALIGN - 1 + GAP, &room))
        out_of_memory();
    room &= ~(ARENA_ALIGN - 1);
    if (!a->now || a->now->size - a->now->used < room) {
        struct block *spare = a->now ? a->now->next : NULL;

        a->now = spare && spare->size >= room ? spare : block_new(a, room);
    }
    p = a->now->bytes + a->now->used;
    a->now->used += room;
    assert(a->now->used <= a->now->size);
    a->used += n;
    UNPOISON(p, n ? n : 1);
    return p;
}

void *arena_zero(struct arena *a, size_t n)
{
    return memset(arena_alloc(a, n), 0, n);
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
    size_t n;

    if (__builtin_mul_overflow(count, size, &n))
        out_of_memory();
    return arena_zero(a, n);
}

size_t arena_used(const struct arena *a)
{
    return a->used;
}

char *arena_str(struct arena *a, struct span s)
{
    size_t room;
    char *copy;

    if (__builtin_add_overflow(s.n, (size_t)1, &room))
        out_of_memory();
    copy = arena_alloc(a, room);
    if (s.n)
        memcpy(copy, s.p, s.n);
    copy[s.n] = '\0';
    return copy;
}

struct span arena_span(struct arena *a, struct span s)
{
    return (struct span){arena_str(a, s), s.n};
}

struct span arena_printf(struct arena *a, const char *fmt, ...)
{
    char small[256];
    va_list args, again;
    struct span s;
    int n;

    va_start(args, fmt);
    va_copy(again, args);
    n = vsnprintf(small, sizeof(small), fmt, args);
    assert(n >= 0);
    s = (struct span){small, (size_t)n};
    if (s.n >= sizeof(small)) {
        char *copy = arena_alloc(a, s.n + 1);

        vsnprintf(copy, s.n + 1, fmt, again);
        s.p = copy;
    } else {
        s = arena_span(a, s);
    }
    va_end(again);
    va_end(args);
    return s;
}
