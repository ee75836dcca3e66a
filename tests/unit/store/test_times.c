/* SPDX-License-Identifier: Apache-2.0
 *
 * Since when an entity is known, where its publisher does not say. The imports of these tests come a
 * second apart, the first at 1970-01-01T00:16:40.
 */
#include "fixture.h"

#include <sqlite3.h>

static void assert_times(struct bench *b, const char *id, const char *dataset, const char *want)
{
    struct record *r = NULL;
    struct buf text = {0};

    assert_ok(store_get(b->store, b->arena, span_of(id), span_of(dataset), &r, NULL));
    assert_int_equal(r->first_seen.n, 19);
    assert_int_equal(r->last_change.n, 19);
    assert_int_equal(r->last_seen.n, 19);
    buf_printf(&text, "%.2s %.2s %.2s", r->first_seen.p + 17, r->last_change.p + 17,
               r->last_seen.p + 17);
    assert_string_equal(buf_cstr(&text), want);
    buf_free(&text);
}

/* first seen, last changed, last seen: seconds of 00:16 */
static void load_history(struct bench *b)
{
    load(b, "alpha", "a Ferdik", "b Orlim", NULL);            /* 40 */
    load(b, "beta", "a Temsad", NULL);                        /* 41 */
    load(b, "alpha", "a Ferdik", "b Orlima", "c Ivan", NULL); /* 42 */
    load(b, "alpha", "b Orlima", "d Odra", NULL);             /* 43 */
    load(b, "alpha", "a Ferdik", "b Orlima", "d Odra", NULL); /* 44 */
}

static void assert_history(struct bench *b)
{
    assert_times(b, "a", "alpha", "40 44 44"); /* it was away and came back */
    assert_times(b, "b", "alpha", "40 42 44");
    assert_times(b, "d", "alpha", "43 43 44");
    assert_times(b, "a", "beta", "41 41 41");
}

static void the_imports_say_since_when_an_entity_is_known(void **state)
{
    struct bench b;

    (void)state;
    bench_open(&b);
    load_history(&b);
    assert_history(&b);
    assert_sound(&b);
    bench_close(&b);
}

static void what_the_publisher_says_stays(void **state)
{
    struct bench b;
    struct record *r;

    (void)state;
    bench_open(&b);
    begin(&b, "alpha", false);
    r = person(b.arena, "a", "Ferdik");
    r->last_change = SPAN("2024-05-06T07:08:09");
    assert_ok(record_finish(r));
    assert_ok(store_put(b.store, r));
    assert_ok(commit_from(&b, false, "one"));
    assert_ok(store_get(b.store, b.arena, SPAN("a"), SPAN(""), &r, NULL));
    assert_span(r->last_change, SPAN("2024-05-06T07:08:09"));
    assert_span(r->first_seen, SPAN("1970-01-01T00:16:40"));
    assert_span(r->last_seen, SPAN("1970-01-01T00:16:40"));
    bench_close(&b);
}

static void another_handle_learns_of_later_imports(void **state)
{
    struct bench b, reader;

    (void)state;
    bench_open(&b);
    load(&b, "alpha", "a Ferdik", NULL); /* 40 */
    reader = b;
    assert_ok(store_open(b.path, STORE_READ, &reader.store));
    assert_times(&reader, "a", "alpha", "40 40 40");
    load(&b, "alpha", "a Ferdika", "b Orlim", NULL); /* 41 */
    assert_times(&reader, "a", "alpha", "40 41 41");
    assert_times(&reader, "b", "alpha", "41 41 41");
    begin(&b, "alpha", false); /* 42: the same entities from another file */
    assert_ok(store_put(b.store, person_of(b.arena, "a Ferdika", 1)));
    assert_ok(store_put(b.store, person_of(b.arena, "b Orlim", 2)));
    assert_ok(commit_from(&b, false, "another"));
    assert_counts(&b, 0, 0, 0, 2);
    assert_times(&reader, "a", "alpha", "40 41 42");
    assert_times(&b, "a", "alpha", "40 41 42");
    store_close(reader.store);
    bench_close(&b);
}

static void an_import_that_was_rolled_back_leaves_no_time(void **state)
{
    struct bench b;

    (void)state;
    bench_open(&b);
    load(&b, "alpha", "a Ferdik", NULL); /* 40 */
    begin(&b, "alpha", false);           /* 41 */
    assert_ok(store_put(b.store, person_of(b.arena, "a Ferdika", 1)));
    settle(&b);
    assert_times(&b, "a", "alpha", "40 41 41");
    store_import_abort(b.store);
    assert_times(&b, "a", "alpha", "40 40 40");
    load(&b, "alpha", "a Ferdiko", NULL); /* 42 */
    assert_times(&b, "a", "alpha", "40 42 42");
    bench_close(&b);
}

static struct tocsin_err *count_dated(void *ctx, const struct record *r)
{
    *(int *)ctx += r->first_seen.n && r->last_seen.n && r->last_change.n ? 1 : 100;
    return NULL;
}

static struct tocsin_err *count_plain(void *ctx, const struct record *r)
{
    *(int *)ctx += r->first_seen.n || r->last_seen.n || r->last_change.n ? 100 : 1;
    return NULL;
}

/* Tables are made again from what was published, not from what is told of it. */
static void a_walk_is_dated_only_when_asked(void **state)
{
    int dated = 0, plain = 0;
    struct bench b;

    (void)state;
    bench_open(&b);
    load_history(&b);
    assert_ok(store_each_dated(b.store, SPAN("alpha"), count_dated, &dated));
    assert_ok(store_each(b.store, SPAN("alpha"), count_plain, &plain));
    assert_int_equal(dated, 3);
    assert_int_equal(plain, 3);
    bench_close(&b);
}

static void a_store_of_before_is_given_its_times(void **state)
{
    struct bench b;
    sqlite3 *db;

    (void)state;
    bench_open(&b);
    load_history(&b);
    store_close(b.store);
    assert_int_equal(sqlite3_open(b.path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "ALTER TABLE import DROP COLUMN arrivals;"
                                  "PRAGMA user_version = 3", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    assert_ok(store_open(b.path, STORE_WRITE, &b.store));
    assert_history(&b);
    load(&b, "alpha", "a Ferdik", "e Temsad", NULL); /* 45 */
    assert_times(&b, "e", "alpha", "45 45 45");
    assert_times(&b, "a", "alpha", "40 44 45");
    bench_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_imports_say_since_when_an_entity_is_known),
        cmocka_unit_test(what_the_publisher_says_stays),
        cmocka_unit_test(another_handle_learns_of_later_imports),
        cmocka_unit_test(an_import_that_was_rolled_back_leaves_no_time),
        cmocka_unit_test(a_walk_is_dated_only_when_asked),
        cmocka_unit_test(a_store_of_before_is_given_its_times),
    };
    return cmocka_run_group_tests_name("store/times", tests, NULL, NULL);
}
