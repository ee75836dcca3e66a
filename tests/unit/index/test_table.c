/* SPDX-License-Identifier: Apache-2.0
 *
 * Values by the slots of their keys: each is found under its key, once, the values of a slot from
 * the least.
 */
#include "../name/words.h"
#include "index/build.h"

enum { BITS = 20, PRINT = 7 };

static void make(const struct keyed *added, size_t n, struct slots_made *made, struct slots *out)
{
    struct heaps h = {0};

    for (size_t i = 0; i < n; i++)
        heaps_add(&h, added[i].key, added[i].value);
    slots_make(&h, BITS, PRINT, made);
    *out = (struct slots){
        .blocks = made->blocks, .bits = made->bits,
        .values = {made->values, n, BITS + PRINT},
        .n = (made->blocks_size / sizeof(uint32_t) - 1) * SLOTS_IN_BLOCK,
    };
    out->shift = 32 - (unsigned)__builtin_ctzll(out->n);
}

static void drop(struct slots_made *made)
{
    mem_free(made->blocks);
    mem_free(made->bits);
    mem_free(made->values);
}

/* The values of a slot are those of its keys, from the least. */
static void assert_slot(const struct slots *s, uint32_t key, const struct keyed *added, size_t n)
{
    struct slot_range r = slots_range(s, key);

    for (size_t i = 0; i < n; i++) {
        if (added[i].key >> s->shift != key >> s->shift)
            continue;
        assert_true(r.from < r.to);
        uint64_t value = packed_at(&s->values, r.from++);
        assert_int_equal(value & ((1u << BITS) - 1), added[i].value);
        assert_int_equal(value >> BITS, added[i].key & ((1u << PRINT) - 1));
    }
    assert_int_equal(r.from, r.to);
}

static int by_value(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;

    if (x->value != y->value)
        return x->value < y->value ? -1 : 1;
    return x->key < y->key ? -1 : x->key > y->key;
}

/* Puts them in order. */
static void assert_all(struct keyed *added, size_t n)
{
    struct slots_made made;
    struct slots s;

    make(added, n, &made, &s);
    qsort(added, n, sizeof(*added), by_value);
    for (size_t i = 0; i < n; i++)
        assert_slot(&s, added[i].key, added, n);
    assert_slot(&s, 0, added, n);
    assert_slot(&s, UINT32_MAX, added, n);
    assert_slot(&s, 0x12345678, added, n);
    drop(&made);
}

static void values_are_found_under_their_keys(void **state)
{
    struct chance c = chance_start();
    struct keyed added[700] = {{0}};

    (void)state;
    for (size_t n = 0; n <= ARRAY_LEN(added); n += n < 4 ? 1 : 87) {
        for (size_t i = 0; i < n; i++)
            added[i] = (struct keyed){(uint32_t)chance_next(&c),
                                     (uint32_t)chance_below(&c, (size_t)1 << BITS)};
        assert_all(added, n);
    }
}

/* Many values under one key, at both ends and in the middle: a slot is as long as it must be. */
static void one_key_may_have_all_values(void **state)
{
    static const uint32_t keys[] = {0, 1, 0x7FFFFFFF, 0x80000000, UINT32_MAX};
    struct keyed added[300];

    (void)state;
    for (size_t k = 0; k < ARRAY_LEN(keys); k++) {
        for (uint32_t i = 0; i < ARRAY_LEN(added); i++)
            added[i] = (struct keyed){keys[k], i};
        assert_all(added, ARRAY_LEN(added));
    }
}

static void keys_that_share_a_slot_come_by_value(void **state)
{
    struct keyed added[64];

    (void)state;
    for (uint32_t i = 0; i < ARRAY_LEN(added); i++)
        added[i] = (struct keyed){0x40000000 + (i * 37) % 64, (1u << BITS) - 1 - i};
    assert_all(added, ARRAY_LEN(added));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_found_under_their_keys),
        cmocka_unit_test(one_key_may_have_all_values),
        cmocka_unit_test(keys_that_share_a_slot_come_by_value),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
