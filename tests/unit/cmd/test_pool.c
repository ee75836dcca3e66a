/* SPDX-License-Identifier: Apache-2.0
 *
 * The pool: order, bounds, errors of each step.
 */
#include "fixture.h"

#include <stdatomic.h>
#include <time.h>

#include "cmd/pool.h"

enum { NOWHERE = -1 };

struct item {
    int number, square;
};

struct run {
    int total;
    int fail_next, fail_work, fail_done; /* at this item, or NOWHERE */
    int made, taken;
    atomic_int alive, most_alive;
};

static void item_free(void *ctx, void *item)
{
    struct run *r = ctx;

    atomic_fetch_sub(&r->alive, 1);
    mem_free(item);
}

static struct tocsin_err *next(void *ctx, void **item)
{
    struct run *r = ctx;
    struct item *i;
    int alive;

    *item = NULL;
    if (r->made == r->fail_next)
        return err_new(TOCSIN_ERR_PARSE, "next %d", r->made);
    if (r->made == r->total)
        return NULL;
    i = mem_zero(1, sizeof(*i));
    i->number = r->made++;
    alive = atomic_fetch_add(&r->alive, 1) + 1;
    if (alive > atomic_load(&r->most_alive))
        atomic_store(&r->most_alive, alive);
    *item = i;
    return NULL;
}

static struct tocsin_err *work(void *ctx, void *item)
{
    struct run *r = ctx;
    struct item *i = item;
    struct timespec moment = {0, (i->number % 7) * 10000};

    nanosleep(&moment, NULL); /* so that later items are often ready first */
    if (i->number == r->fail_work)
        return err_new(TOCSIN_ERR_PARSE, "work %d", i->number);
    i->square = i->number * i->number;
    return NULL;
}

static struct tocsin_err *done(void *ctx, void *item)
{
    struct run *r = ctx;
    struct item *i = item;
    bool in_order = i->number == r->taken && i->square == i->number * i->number;
    bool fails = i->number == r->fail_done;

    r->taken++;
    item_free(r, i);
    assert_true(in_order);
    return fails ? err_new(TOCSIN_ERR_IO, "done %d", r->taken - 1) : NULL;
}

static struct tocsin_err *run(struct run *r, size_t threads)
{
    const struct pool_plan plan = {.ctx = r, .threads = threads, .next = next, .work = work,
                                   .done = done, .drop = item_free};

    return pool_run(&plan);
}

static struct run new_run(int total)
{
    return (struct run){.total = total, .fail_next = NOWHERE, .fail_work = NOWHERE,
                        .fail_done = NOWHERE};
}

static void results_come_in_the_order_of_the_input(void **state)
{
    (void)state;
    for (size_t threads = 0; threads <= 5; threads++) {
        struct run r = new_run(500);

        assert_ok(run(&r, threads));
        assert_int_equal(r.taken, 500);
        assert_int_equal(r.alive, 0);
    }
}

static void nothing_and_one(void **state)
{
    struct run none = new_run(0), one = new_run(1);

    (void)state;
    assert_ok(run(&none, 3));
    assert_int_equal(none.taken, 0);
    assert_ok(run(&one, 3));
    assert_int_equal(one.taken, 1);
}

static void few_items_are_there_at_once(void **state)
{
    struct run r = new_run(3000);

    (void)state;
    assert_ok(run(&r, 2));
    assert_true(r.most_alive <= 2 * 32);
}

static void each_step_can_end_it(void **state)
{
    (void)state;
    for (int at = 0; at < 300; at += 37) {
        struct run r = new_run(300);

        r.fail_next = at;
        assert_error(run(&r, 3), TOCSIN_ERR_PARSE, "next");
        assert_int_equal(r.alive, 0);
        r = new_run(300);
        r.fail_work = at;
        assert_error(run(&r, 3), TOCSIN_ERR_PARSE, "work");
        assert_int_equal(r.taken, at); /* what came before was delivered */
        assert_int_equal(r.alive, 0);
        r = new_run(300);
        r.fail_done = at;
        assert_error(run(&r, 3), TOCSIN_ERR_IO, "done");
        assert_int_equal(r.taken, at + 1);
        assert_int_equal(r.alive, 0);
    }
}

static void there_is_a_processor(void **state)
{
    (void)state;
    assert_true(pool_processors() >= 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_come_in_the_order_of_the_input),
        cmocka_unit_test(nothing_and_one),
        cmocka_unit_test(few_items_are_there_at_once),
        cmocka_unit_test(each_step_can_end_it),
        cmocka_unit_test(there_is_a_processor),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
