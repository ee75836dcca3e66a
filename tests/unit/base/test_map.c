/* SPDX-License-Identifier: Apache-2.0
 *
 * Maps: making, finding, growing, walking.
 *
 * A map takes its seed from the process (getauxval). A test that needs keys which meet takes that
 * away through a wrapper (linker option --wrap): then the seed is 0 and the hash is span_hash.
 */
#include "check.h"

#include <stdio.h>

static bool without_seed;

unsigned long __real_getauxval(unsigned long type);
unsigned long __wrap_getauxval(unsigned long type);

unsigned long __wrap_getauxval(unsigned long type)
{
    return without_seed ? 0 : __real_getauxval(type);
}

static void an_empty_map_finds_nothing(void **state)
{
    struct map *m = map_new();
    struct span key;
    uint64_t value;
    size_t at = 0;

    (void)state;
    assert_int_equal(map_count(m), 0);
    assert_null(map_get(m, SPAN("a")));
    assert_false(map_next(m, &at, &key, &value));
    map_free(m);
    map_free(NULL);
}

static void a_slot_is_made_once_with_zero(void **state)
{
    struct map *m = map_new();
    bool made = false;

    (void)state;
    assert_int_equal(*map_slot(m, SPAN("Brenk"), &made), 0);
    assert_true(made);
    *map_slot(m, SPAN("Brenk"), &made) += 5;
    assert_false(made);
    *map_slot(m, SPAN("Brenk"), NULL) += 5;
    assert_int_equal(*map_get(m, SPAN("Brenk")), 10);
    assert_int_equal(map_count(m), 1);
    map_free(m);
}

static void keys_are_bytes(void **state)
{
    static const struct span keys[] = {{NULL, 0},   {"\0", 1},   {"\0\0", 2}, {"a", 1},
                                       {"a\0", 2},  {"A", 1},    {"\xff", 1}, {"a\0b", 3},
                                       {"a\0c", 3}, {"\xc3", 1}, {" ", 1},    {"a ", 2}};
    struct map *m = map_new();

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        *map_slot(m, keys[i], NULL) = i + 100;
    assert_int_equal(map_count(m), ARRAY_LEN(keys));
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        assert_int_equal(*map_get(m, keys[i]), i + 100);
    assert_int_equal(*map_get(m, SPAN("")), 100); /* the same key as {NULL, 0} */
    assert_null(map_get(m, SPAN("b")));
    map_free(m);
}

static void the_key_is_copied(void **state)
{
    struct map *m = map_new();
    char key[] = "Velmo";

    (void)state;
    *map_slot(m, span_of(key), NULL) = 1;
    key[0] = 'D';
    assert_null(map_get(m, span_of(key)));
    assert_int_equal(*map_get(m, SPAN("Velmo")), 1);
    map_free(m);
}

static struct span number_key(char out[32], unsigned i)
{
    return (struct span){out, (size_t)snprintf(out, 32, "key %u", i)};
}

/* So many keys that every cell's neighbours are taken again and again on the way. */
static void many_keys_survive_growth_and_collisions(void **state)
{
    struct map *m = map_new();
    const unsigned count = 50000;
    char text[32];

    (void)state;
    for (unsigned i = 0; i < count; i++) {
        bool made;

        *map_slot(m, number_key(text, i), &made) = i;
        if (!made || map_count(m) != i + 1)
            fail_msg("key %u met another one", i);
    }
    for (unsigned i = 0; i < count; i++) {
        const uint64_t *value = map_get(m, number_key(text, i));

        if (!value || *value != i)
            fail_msg("key %u is lost", i);
        if (map_get(m, number_key(text, i + count)))
            fail_msg("key %u was never put in", i + count);
    }
    map_free(m);
}

/* Two keys whose hashes agree in the 24 bits that a cell keeps and in the first cell of a new map,
 * so that only the keys themselves tell them apart. */
static void find_twins(unsigned twins[2])
{
    struct map *seen = map_new();
    char text[32];

    for (unsigned i = 1; i < 1000000; i++) {
        uint64_t hash = span_hash(number_key(text, i));
        uint64_t met[2] = {hash >> 40, hash & 15};
        bool made;
        uint64_t *first = map_slot(seen, (struct span){(const char *)met, sizeof(met)}, &made);

        if (!made) {
            twins[0] = (unsigned)*first;
            twins[1] = i;
            map_free(seen);
            return;
        }
        *first = i;
    }
    fail_msg("no twins");
}

static void keys_that_only_look_alike_are_told_apart(void **state)
{
    unsigned twins[2] = {0, 0};
    struct map *m;
    char text[32];
    bool made;

    (void)state;
    find_twins(twins);
    without_seed = true;
    m = map_new();
    without_seed = false;
    *map_slot(m, number_key(text, twins[0]), NULL) = 1;
    assert_null(map_get(m, number_key(text, twins[1])));
    *map_slot(m, number_key(text, twins[1]), &made) = 2;
    assert_true(made);
    assert_int_equal(*map_get(m, number_key(text, twins[0])), 1);
    assert_int_equal(*map_get(m, number_key(text, twins[1])), 2);
    map_free(m);
}

static void every_size_on_the_way_finds_all(void **state)
{
    struct map *m = map_new();
    char text[32];

    (void)state;
    for (unsigned n = 1; n <= 300; n++) {
        *map_slot(m, number_key(text, n), NULL) = n;
        for (unsigned i = 1; i <= 300; i++) {
            const uint64_t *value = map_get(m, number_key(text, i));

            if ((value != NULL) != (i <= n))
                fail_msg("with %u keys, key %u is %s", n, i, value ? "there" : "lost");
        }
    }
    map_free(m);
}

static void a_walk_gives_the_order_of_insertion(void **state)
{
    struct map *m = map_new();
    struct span key;
    uint64_t value;
    size_t at = 0;
    char text[32];
    unsigned i;

    (void)state;
    for (i = 0; i < 1000; i++)
        *map_slot(m, number_key(text, i), NULL) = i * 2;
    for (i = 0; i < 1000; i += 3)
        *map_slot(m, number_key(text, i), NULL) += 1; /* does not move it */
    for (i = 0; map_next(m, &at, &key, &value); i++) {
        assert_span(key, number_key(text, i));
        assert_int_equal(value, i * 2 + (i % 3 == 0));
    }
    assert_int_equal(i, 1000);
    assert_false(map_next(m, &at, &key, &value));
    map_free(m);
}

static void long_keys_are_compared_to_the_end(void **state)
{
    struct map *m = map_new();
    struct buf a = {0}, b = {0};

    (void)state;
    for (int i = 0; i < 5000; i++) {
        buf_char(&a, 'x');
        buf_char(&b, 'x');
    }
    buf_char(&a, '1');
    buf_char(&b, '2');
    *map_slot(m, buf_view(&a), NULL) = 1;
    *map_slot(m, buf_view(&b), NULL) = 2;
    assert_int_equal(*map_get(m, buf_view(&a)), 1);
    assert_int_equal(*map_get(m, buf_view(&b)), 2);
    buf_free(&a);
    buf_free(&b);
    map_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_map_finds_nothing),
        cmocka_unit_test(a_slot_is_made_once_with_zero),
        cmocka_unit_test(keys_are_bytes),
        cmocka_unit_test(the_key_is_copied),
        cmocka_unit_test(many_keys_survive_growth_and_collisions),
        cmocka_unit_test(keys_that_only_look_alike_are_told_apart),
        cmocka_unit_test(every_size_on_the_way_finds_all),
        cmocka_unit_test(a_walk_gives_the_order_of_insertion),
        cmocka_unit_test(long_keys_are_compared_to_the_end),
    };

    return cmocka_run_group_tests_name("map", tests, NULL, NULL);
}
