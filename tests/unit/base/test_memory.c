/* SPDX-License-Identifier: Apache-2.0
 *
 * Memory: what happens when there is none, arenas, and growing arrays.
 *
 * Exhaustion ends the process, so those tests look at a child from outside.
 */
#include "check.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* Otherwise AddressSanitizer itself ends the program on an absurd size. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "allocator_may_return_null=1";
}

/* ---- exhaustion --------------------------------------------------------------------------- */

/* Runs 'fn' in a child, its stderr into 'said'; returns the wait status. */
static int in_child(void (*fn)(void), char said[256])
{
    size_t n = 0;
    int fds[2], status;
    ssize_t got;
    pid_t child;

    assert_int_equal(pipe(fds), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        dup2(fds[1], STDERR_FILENO);
        close(fds[0]);
        close(fds[1]);
        fn();
        _exit(0);
    }
    close(fds[1]);
    while (n < 255 && (got = read(fds[0], said + n, 255 - n)) > 0)
        n += (size_t)got;
    said[n] = '\0';
    close(fds[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

static volatile size_t absurd = SIZE_MAX / 2 - 64; /* volatile: the compiler would warn */

static void ask_alloc(void)
{
    mem_free(mem_alloc(absurd));
}

static void ask_zero(void)
{
    mem_free(mem_zero(absurd, 1));
}

static void ask_zero_overflow(void)
{
    mem_free(mem_zero(absurd, 8));
}

static void ask_grow_overflow(void)
{
    mem_free(mem_grow(mem_alloc(4), absurd, 8));
}

static void ask_arena_overflow(void)
{
    arena_alloc(arena_new(), absurd * 2 + 127);
}

static void ask_arena_array_overflow(void)
{
    ARENA_ARRAY(arena_new(), uint64_t, absurd);
}

static void ask_arena_array_negative(void)
{
    volatile int count = -1;

    ARENA_ARRAY(arena_new(), uint64_t, count);
}

static void (*const asks[])(void) = {ask_alloc,
                                     ask_zero,
                                     ask_zero_overflow,
                                     ask_grow_overflow,
                                     ask_arena_overflow,
                                     ask_arena_array_overflow,
                                     ask_arena_array_negative};

static void exhaustion_says_so_and_leaves_with_3(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(asks); i++) {
        char said[256];
        int status = in_child(asks[i], said);

        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 3);
        assert_true(span_find_span(span_of(said), SPAN("tocsin: out of memory\n")) <
                    span_of(said).n);
    }
}

static void leave_with_42(void)
{
    _exit(42);
}

static void come_back(void)
{
}

static void ask_with_hook(void)
{
    tocsin_on_out_of_memory(leave_with_42);
    ask_alloc();
}

static void ask_with_hook_taken_back(void)
{
    tocsin_on_out_of_memory(leave_with_42);
    tocsin_on_out_of_memory(NULL);
    ask_alloc();
}

static void ask_with_hook_that_returns(void)
{
    tocsin_on_out_of_memory(come_back);
    ask_alloc();
}

static void the_hook_decides_how_to_leave(void **state)
{
    char said[256];
    int status;

    (void)state;
    status = in_child(ask_with_hook, said);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 42);
    status = in_child(ask_with_hook_taken_back, said);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 3);
}

static void a_hook_that_returns_ends_the_program_all_the_same(void **state)
{
    char said[256];
    int status = in_child(ask_with_hook_that_returns, said);

    (void)state;
    assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) != 0);
}

/* ---- mem ---------------------------------------------------------------------------------- */

static void nothing_is_something_too(void **state)
{
    void *p[] = {mem_alloc(0), mem_zero(0, 8), mem_zero(8, 0), mem_grow(NULL, 0, 8)};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(p); i++) {
        assert_non_null(p[i]);
        mem_free(p[i]);
    }
    p[0] = mem_grow(mem_alloc(8), 0, 8);
    assert_non_null(p[0]);
    mem_free(p[0]);
    mem_free(NULL);
}

static void zero_is_zero_and_grow_keeps(void **state)
{
    unsigned char *p = mem_zero(100, 3);

    (void)state;
    for (size_t i = 0; i < 300; i++)
        assert_int_equal(p[i], 0);
    memset(p, 'k', 300);
    p = mem_grow(p, 1000, 3);
    for (size_t i = 0; i < 300; i++)
        assert_int_equal(p[i], 'k');
    mem_free(p);
}

static void a_vec_grows_and_keeps_its_elements(void **state)
{
    VEC(uint32_t) v = {0};

    (void)state;
    for (uint32_t i = 0; i < 10000; i++)
        *VEC_PUSH(&v) = i * 7;
    assert_int_equal(v.n, 10000);
    assert_true(v.cap >= v.n);
    for (uint32_t i = 0; i < 10000; i++)
        assert_int_equal(v.at[i], i * 7);
    VEC_FREE(&v);
    assert_null(v.at);
    assert_int_equal(v.n + v.cap, 0);
    *VEC_PUSH(&v) = 1; /* good for another round */
    VEC_FREE(&v);
}

/* ---- arena -------------------------------------------------------------------------------- */

static void free_takes_null(void **state)
{
    (void)state;
    arena_free(NULL);
    arena_free(arena_new());
}

/* Allocates 'count' pieces of sizes from 0 to 'largest', fills each, and checks at the end that
 * none has been written over. */
static void fill_and_check(struct arena *a, size_t count, size_t largest)
{
    unsigned char **piece = mem_zero(count, sizeof(*piece));
    size_t *size = mem_zero(count, sizeof(*size));
    uint32_t random = 12345;

    for (size_t i = 0; i < count; i++) {
        random = random * 1664525u + 1013904223u;
        size[i] = (random >> 8) % (largest + 1);
        piece[i] = arena_alloc(a, size[i]);
        assert_int_equal((uintptr_t)piece[i] % alignof(max_align_t), 0);
        memset(piece[i], (int)(i & 0xff), size[i]);
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < size[i]; k++) {
            if (piece[i][k] != (i & 0xff))
                fail_msg("piece %zu was written over at %zu", i, k);
        }
    }
    mem_free(piece);
    mem_free(size);
}

static void pieces_are_aligned_and_apart(void **state)
{
    struct arena *a = arena_new();

    (void)state;
    fill_and_check(a, 2000, 100);
    fill_and_check(a, 100, 20000);
    fill_and_check(a, 3, 3000000);
    arena_free(a);
}

static void a_reset_arena_is_as_good_as_new(void **state)
{
    struct arena *a = arena_new();

    (void)state;
    arena_reset(a); /* before anything was asked for */
    for (int round = 0; round < 5; round++) {
        fill_and_check(a, 500, 3000);
        assert_true(arena_used(a) > 0);
        arena_reset(a);
        assert_int_equal(arena_used(a), 0);
    }
    arena_alloc(a, 32 << 20); /* more than a reset keeps */
    arena_reset(a);
    fill_and_check(a, 500, 3000);
    arena_free(a);
}

static void the_first_block_may_be_too_large_to_keep(void **state)
{
    struct arena *a = arena_new();

    (void)state;
    memset(arena_alloc(a, 32 << 20), 1, 32 << 20);
    arena_reset(a);
    fill_and_check(a, 10, 100);
    arena_reset(a);
    arena_reset(a);
    arena_free(a);
}

static void a_reset_arena_uses_its_first_block_again(void **state)
{
    struct arena *a = arena_new();
    void *first = arena_alloc(a, 100);

    (void)state;
    arena_alloc(a, 100000);
    arena_reset(a);
    assert_ptr_equal(arena_alloc(a, 100), first);
    arena_free(a);
}

static void a_spare_block_that_is_too_small_is_passed_over(void **state)
{
    struct arena *a = arena_new();

    (void)state;
    arena_alloc(a, 4000);
    arena_alloc(a, 4000); /* a second block, of 8 KiB */
    arena_reset(a);
    arena_alloc(a, 4000);
    memset(arena_alloc(a, 20000), 1, 20000);
    memset(arena_alloc(a, 4000), 2, 4000);
    arena_free(a);
}

static void zeroed_memory_is_zero_after_a_reset_too(void **state)
{
    struct arena *a = arena_new();

    (void)state;
    for (int round = 0; round < 3; round++) {
        unsigned char *p = arena_zero(a, 1000);
        uint32_t *array = ARENA_ARRAY(a, uint32_t, 50);

        for (size_t i = 0; i < 1000; i++)
            assert_int_equal(p[i], 0);
        for (size_t i = 0; i < 50; i++)
            assert_int_equal(array[i], 0);
        memset(p, 0xee, 1000);
        memset(array, 0xee, 200);
        arena_reset(a);
    }
    arena_free(a);
}

static void used_counts_what_was_asked_for(void **state)
{
    struct arena *a = arena_new();

    (void)state;
    assert_int_equal(arena_used(a), 0);
    arena_alloc(a, 1);
    arena_alloc(a, 100000);
    assert_int_equal(arena_used(a), 100001);
    arena_free(a);
}

static void copies_end_in_a_nul_that_does_not_count(void **state)
{
    struct arena *a = arena_new();
    struct span copy = arena_span(a, (struct span){"Velmo Quentabri", 5});

    (void)state;
    assert_span(copy, SPAN("Velmo"));
    assert_int_equal(copy.p[5], '\0');
    assert_string_equal(arena_str(a, (struct span){NULL, 0}), "");
    assert_span(arena_span(a, SPAN("a\0b")), SPAN("a\0b"));
    arena_free(a);
}

static void printf_prints_short_and_long(void **state)
{
    struct arena *a = arena_new();
    struct span s;

    (void)state;
    for (int n = 250; n < 262; n++) { /* around the size of its small buffer */
        s = arena_printf(a, "%0*d", n, 7);
        assert_int_equal(s.n, n);
        assert_int_equal(s.p[n - 1], '7');
        assert_int_equal(s.p[n], '\0');
    }
    assert_span(arena_printf(a, "%s:%d", "line", 12), SPAN("line:12"));
    assert_span(arena_printf(a, "%s", ""), SPAN(""));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exhaustion_says_so_and_leaves_with_3),
        cmocka_unit_test(the_hook_decides_how_to_leave),
        cmocka_unit_test(a_hook_that_returns_ends_the_program_all_the_same),
        cmocka_unit_test(nothing_is_something_too),
        cmocka_unit_test(zero_is_zero_and_grow_keeps),
        cmocka_unit_test(a_vec_grows_and_keeps_its_elements),
        cmocka_unit_test(free_takes_null),
        cmocka_unit_test(pieces_are_aligned_and_apart),
        cmocka_unit_test(a_reset_arena_is_as_good_as_new),
        cmocka_unit_test(the_first_block_may_be_too_large_to_keep),
        cmocka_unit_test(a_reset_arena_uses_its_first_block_again),
        cmocka_unit_test(a_spare_block_that_is_too_small_is_passed_over),
        cmocka_unit_test(zeroed_memory_is_zero_after_a_reset_too),
        cmocka_unit_test(used_counts_what_was_asked_for),
        cmocka_unit_test(copies_end_in_a_nul_that_does_not_count),
        cmocka_unit_test(printf_prints_short_and_long),
    };

    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
