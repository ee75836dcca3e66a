/* SPDX-License-Identifier: Apache-2.0
 *
 * The segment that is made while a list is stored: it holds what the store holds, whatever came
 * before and however the import ends.
 */
#include "fixture.h"

#include "index/index.h"

enum { MANY = 3000 }; /* more than are on their way at any time */

/* Persons 'from', 'from + step', ... below MANY; every seventh of year 'year'. */
static const char *rows(struct arena *a, int from, int step, int year)
{
    struct buf b = {0};

    for (int i = from; i >= 0 && i < MANY; i += step)
        buf_printf(&b, "z-%d,Tamsin%c%c Vantermark%c%c,%d\n", i, 'a' + i % 26, 'a' + i / 26 % 26,
                   'a' + i % 19, 'a' + i % 23, i % 7 ? 1960 : year);
    char *text = arena_str(a, buf_view(&b));
    buf_free(&b);
    return text;
}

static struct buf segment_of(struct town *t, const char *dataset)
{
    struct buf bytes = {0};

    assert_ok(file_read(segment_path(t, dataset, 1), 1 << 24, &bytes));
    return bytes;
}

static void a_new_list_gets_the_segment_that_the_store_would_give(void **state)
{
    struct town t;

    (void)state;
    town_open(&t);
    load(&t, "a.csv", rows(t.arena, 0, 1, 1961));
    assert_report(&t, MANY, 0, 0, 0);
    struct buf made = segment_of(&t, "a");
    assert_sound(&t);
    assert_ok(tocsin_rebuild(t.node, false, NULL, NULL));
    struct buf again = segment_of(&t, "a");
    assert_span(buf_view(&made), buf_view(&again));
    buf_free(&made);
    buf_free(&again);
    town_close(&t);
}

static void a_list_in_another_order_gives_a_sound_segment(void **state)
{
    struct town t;

    (void)state;
    town_open(&t);
    load(&t, "a.csv", rows(t.arena, 0, 2, 1961));
    load(&t, "a.csv", rows(t.arena, MANY - 1, -1, 1962));
    assert_int_equal(t.report.added, MANY / 2);
    assert_true(t.report.changed > 0);
    assert_sound(&t);
    load(&t, "a.csv", rows(t.arena, 0, 3, 1963)); /* two of three are gone */
    assert_int_equal(t.report.entities, MANY / 3);
    assert_sound(&t);
    load(&t, "a.csv", rows(t.arena, 0, 1, 1963)); /* and come back */
    assert_int_equal(t.report.entities, MANY);
    assert_sound(&t);
    assert_true(found_by(t.node, "Tamsinaa Vantermarkaa") > 0);
    town_close(&t);
}

static void an_import_that_fails_leaves_the_segment_before(void **state)
{
    struct town t;

    (void)state;
    town_open(&t);
    load(&t, "a.csv", rows(t.arena, 0, 2, 1961));
    struct buf before = segment_of(&t, "a");
    const char *twice =
        arena_printf(t.arena, "%s%s", rows(t.arena, 0, 1, 1961), rows(t.arena, 5, 900, 1961)).p;
    assert_says(load_as(&t, list_write(&t, "a.csv", twice), NULL), TOCSIN_ERR_PARSE, "twice");
    const char *late = arena_printf(t.arena, "%sz-x,Orlim Quentabri,1961-02-30\n",
                                    rows(t.arena, 0, 1, 1961)).p;
    assert_code(load_as(&t, list_write(&t, "a.csv", late), NULL), TOCSIN_ERR_PARSE);
    struct buf after = segment_of(&t, "a");
    assert_span(buf_view(&after), buf_view(&before));
    assert_sound(&t);
    buf_free(&before);
    buf_free(&after);
    town_close(&t);
}

static void a_segment_that_is_lost_is_made_by_the_same_list_again(void **state)
{
    struct town t;

    (void)state;
    town_open(&t);
    load(&t, "a.csv", rows(t.arena, 0, 1, 1961));
    load(&t, "b.csv", rows(t.arena, 1, 5, 1961));
    assert_int_equal(unlink(segment_path(&t, "a", 1)), 0);
    assert_int_equal(unlink(segment_path(&t, "b", 1)), 0);
    assert_ok(load_as(&t, list_write(&t, "b.csv", rows(t.arena, 1, 5, 1961)), NULL));
    assert_true(t.report.same);
    assert_sound(&t);
    town_close(&t);
}

static void one_that_is_not_wanted_any_more_is_freed_at_any_time(void **state)
{
    struct arena *a = arena_new();
    struct record *r = record_new(a, SCHEMA_Person, SPAN("p-1"));

    (void)state;
    assert_int_equal(record_add(r, PROP_name, SPAN("Ferdik Quentabri")), ADD_OK);
    assert_ok(record_finish(r));
    for (uint64_t n = 0; n < 2000; n += n + 1) {
        struct making *m = making_start();

        for (uint64_t i = 0; i < n; i++)
            making_add(m, r);
        if (n % 3 == 0)
            making_end(m);
        making_free(m);
    }
    making_free(NULL);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_list_gets_the_segment_that_the_store_would_give),
        cmocka_unit_test(a_list_in_another_order_gives_a_sound_segment),
        cmocka_unit_test(an_import_that_fails_leaves_the_segment_before),
        cmocka_unit_test(a_segment_that_is_lost_is_made_by_the_same_list_again),
        cmocka_unit_test(one_that_is_not_wanted_any_more_is_freed_at_any_time),
    };

    return cmocka_run_group_tests_name("node making", tests, NULL, NULL);
}
