/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading the store: by id and referent, history, who refers to whom, order of arrival, threads.
 */
#include "fixture.h"

#include <pthread.h>

static void put_finished(struct bench *b, struct record *r)
{
    assert_ok(record_finish(r));
    assert_ok(store_put(b->store, r));
}

static struct record *sanction(struct arena *a, const char *id, const char *entity)
{
    struct record *r = record_new(a, SCHEMA_Sanction, span_of(id));

    assert_int_equal(record_add(r, PROP_entity, span_of(entity)), ADD_OK);
    return r;
}

static void id_in_several_datasets_is_the_first_by_name(void **state)
{
    struct bench b;
    struct record *r;
    struct span where;

    (void)state;
    bench_open(&b);
    load(&b, "beta", "a From Beta", NULL);
    load(&b, "alpha", "a From Alpha", NULL);
    assert_ok(store_get(b.store, b.arena, SPAN("a"), SPAN(""), &r, &where));
    assert_span(where, SPAN("alpha"));
    assert_string_equal(name_now(&b, "a", "beta"), "From Beta");
    assert_null(name_now(&b, "a", "gamma"));
    load(&b, "alpha", "other Name", NULL);
    assert_string_equal(name_now(&b, "a", ""), "From Beta");
    bench_close(&b);
}

static void referent_leads_to_the_entity(void **state)
{
    struct record *r;
    struct bench b;

    (void)state;
    bench_open(&b);
    begin(&b, "alpha", false);
    r = person(b.arena, "NK-1", "Ferdik");
    record_add_referent(r, SPAN("old-7"));
    put_finished(&b, r);
    assert_ok(commit_from(&b, false, "one"));
    assert_ok(store_get(b.store, b.arena, SPAN("old-7"), SPAN(""), &r, NULL));
    assert_span(r->id, SPAN("NK-1"));
    assert_null(name_now(&b, "old-8", ""));
    load(&b, "alpha", "NK-1 Ferdik", NULL); /* the referent is gone */
    assert_null(name_now(&b, "old-7", ""));
    assert_sound(&b);
    bench_close(&b);
}

static void own_id_goes_before_a_referent(void **state)
{
    struct record *r;
    struct bench b;

    (void)state;
    bench_open(&b);
    begin(&b, "alpha", false);
    r = person(b.arena, "NK-1", "Ferdik");
    record_add_referent(r, SPAN("x-1"));
    put_finished(&b, r);
    put_finished(&b, person(b.arena, "x-1", "Orsola"));
    assert_ok(commit_from(&b, false, "one"));
    assert_string_equal(name_now(&b, "x-1", ""), "Orsola");
    bench_close(&b);
}

static void history_tells_every_version_with_its_source(void **state)
{
    struct store_version *list;
    struct bench b;
    size_t n;

    (void)state;
    bench_open(&b);
    load(&b, "alpha", "a One", "b B", NULL);
    load(&b, "alpha", "a Two", "b B", NULL);
    load(&b, "alpha", "b B", NULL);
    load(&b, "alpha", "a Three", "b B", NULL);
    assert_ok(store_history(b.store, b.arena, SPAN("a"), &list, &n));
    assert_int_equal(n, 4);
    assert_span(record_first(list[0].record, PROP_name), SPAN("One"));
    assert_span(record_first(list[1].record, PROP_name), SPAN("Two"));
    assert_null(list[2].record);
    assert_span(record_first(list[3].record, PROP_name), SPAN("Three"));
    assert_int_equal(list[0].at, 1000);
    assert_int_equal(list[3].at, 1003);
    assert_int_equal(list[3].import, 4);
    assert_span(list[1].dataset, SPAN("alpha"));
    assert_int_equal(list[1].source.n, 16);
    assert_false(span_eq(list[1].source, list[0].source));
    assert_code(store_history(b.store, b.arena, SPAN("nobody"), &list, &n), TOCSIN_ERR_NOT_FOUND);
    bench_close(&b);
}

static void history_outlives_the_entity_and_takes_a_referent(void **state)
{
    struct store_version *list;
    struct record *r;
    struct bench b;
    size_t n;

    (void)state;
    bench_open(&b);
    load(&b, "alpha", "a One", "b B", NULL);
    load(&b, "alpha", "b B", NULL);
    assert_ok(store_history(b.store, b.arena, SPAN("a"), &list, &n));
    assert_int_equal(n, 2);
    begin(&b, "alpha", true);
    r = person(b.arena, "b", "B");
    record_add_referent(r, SPAN("b-old"));
    put_finished(&b, r);
    assert_ok(commit_from(&b, true, "delta"));
    assert_ok(store_history(b.store, b.arena, SPAN("b-old"), &list, &n));
    assert_int_equal(n, 2);
    bench_close(&b);
}

static void line_of_a_version_belongs_to_its_own_source(void **state)
{
    struct record *r;
    struct bench b;

    (void)state;
    bench_open(&b);
    load(&b, "alpha", "a One", "b Two", NULL);
    load(&b, "alpha", "b Two", "a One", NULL);
    assert_ok(store_get(b.store, b.arena, SPAN("b"), SPAN(""), &r, NULL));
    assert_int_equal(r->line, 2); /* of the first source, which its version names */
    bench_close(&b);
}

static void referring_entities_come_in_order_of_arrival(void **state)
{
    struct store_entity *list;
    struct bench b;
    size_t n;

    (void)state;
    bench_open(&b);
    begin(&b, "alpha", false);
    put_finished(&b, sanction(b.arena, "s-2", "a"));
    put_finished(&b, person(b.arena, "a", "Ferdik"));
    put_finished(&b, sanction(b.arena, "s-1", "a"));
    put_finished(&b, sanction(b.arena, "s-3", "b"));
    assert_ok(commit_from(&b, false, "one"));
    assert_ok(store_referring(b.store, b.arena, SPAN("a"), &list, &n));
    assert_int_equal(n, 2);
    assert_span(list[0].record->id, SPAN("s-2"));
    assert_span(list[1].record->id, SPAN("s-1"));
    assert_span(list[0].dataset, SPAN("alpha"));
    assert_ok(store_referring(b.store, b.arena, SPAN("s-1"), &list, &n));
    assert_int_equal(n, 0);
    assert_sound(&b);
    bench_close(&b);
}

static void references_follow_changes(void **state)
{
    struct store_entity *list;
    struct bench b;
    size_t n;

    (void)state;
    bench_open(&b);
    begin(&b, "alpha", false);
    put_finished(&b, sanction(b.arena, "s", "a"));
    put_finished(&b, sanction(b.arena, "t", "a"));
    assert_ok(commit_from(&b, false, "one"));
    begin(&b, "alpha", false);
    put_finished(&b, sanction(b.arena, "s", "b"));
    assert_ok(commit_from(&b, false, "two"));
    assert_ok(store_referring(b.store, b.arena, SPAN("a"), &list, &n));
    assert_int_equal(n, 0);
    assert_ok(store_referring(b.store, b.arena, SPAN("b"), &list, &n));
    assert_int_equal(n, 1);
    assert_sound(&b);
    bench_close(&b);
}

static void references_are_right_when_a_delta_changes_its_mind(void **state)
{
    struct store_entity *list;
    struct bench b;
    size_t n;

    (void)state;
    bench_open(&b);
    begin(&b, "alpha", true);
    put_finished(&b, sanction(b.arena, "s", "a"));
    put_finished(&b, sanction(b.arena, "s", "b"));
    put_finished(&b, sanction(b.arena, "t", "a"));
    assert_ok(store_remove(b.store, SPAN("t")));
    assert_ok(commit_from(&b, true, "delta"));
    assert_ok(store_referring(b.store, b.arena, SPAN("a"), &list, &n));
    assert_int_equal(n, 0);
    assert_ok(store_referring(b.store, b.arena, SPAN("b"), &list, &n));
    assert_int_equal(n, 1);
    assert_sound(&b);
    bench_close(&b);
}

/* ---- walking ----------------------------------------------------------------------------- */

static struct tocsin_err *collect(void *ctx, const struct record *r)
{
    struct buf *out = ctx;

    buf_span(out, r->id);
    buf_char(out, ' ');
    return NULL;
}

static void assert_order(struct bench *b, const char *dataset, const char *ids)
{
    struct buf out = {0};

    assert_ok(store_each(b->store, span_of(dataset), collect, &out));
    assert_string_equal(buf_cstr(&out), ids);
    buf_free(&out);
}

static void each_walks_in_order_of_first_arrival(void **state)
{
    struct bench b;

    (void)state;
    bench_open(&b);
    load(&b, "alpha", "c C", "a A", "b B", NULL);
    load(&b, "beta", "x X", NULL);
    assert_order(&b, "alpha", "c a b ");
    load(&b, "alpha", "d D", "b B2", "c C", NULL);
    assert_order(&b, "alpha", "c b d ");
    load(&b, "alpha", "a A", "d D", "b B2", "c C", NULL);
    assert_order(&b, "alpha", "c a b d "); /* 'a' has kept its number */
    assert_order(&b, "beta", "x ");
    bench_close(&b);
}

static struct tocsin_err *stop_at_second(void *ctx, const struct record *r)
{
    int *left = ctx;

    (void)r;
    return --*left ? NULL : err_new(TOCSIN_ERR_LIMIT, "enough");
}

static void each_ends_with_the_error_of_its_callback(void **state)
{
    struct bench b;
    int left = 2;

    (void)state;
    bench_open(&b);
    load(&b, "alpha", "a A", "b B", "c C", NULL);
    assert_code(store_each(b.store, SPAN("alpha"), stop_at_second, &left), TOCSIN_ERR_LIMIT);
    assert_int_equal(left, 0);
    load(&b, "alpha", "a A", NULL); /* nothing is left open */
    bench_close(&b);
}

static struct tocsin_err *read_within(void *ctx, const struct record *r)
{
    struct bench *b = ctx;
    struct buf out = {0};

    assert_non_null(name_now(b, arena_str(b->arena, r->id), ""));
    assert_ok(store_each(b->store, SPAN("alpha"), collect, &out));
    assert_string_equal(buf_cstr(&out), "a b ");
    buf_free(&out);
    return NULL;
}

static void callback_of_each_may_read(void **state)
{
    struct bench b;

    (void)state;
    bench_open(&b);
    load(&b, "alpha", "a A", "b B", NULL);
    assert_ok(store_each(b.store, SPAN("alpha"), read_within, &b));
    bench_close(&b);
}

static void datasets_come_by_name_with_their_sums(void **state)
{
    struct store_dataset *list;
    struct record *r;
    struct bench b;
    size_t n;

    (void)state;
    bench_open(&b);
    assert_ok(store_datasets(b.store, b.arena, &list, &n));
    assert_int_equal(n, 0);
    load(&b, "beta", "x X", NULL);
    begin(&b, "alpha", false);
    r = person(b.arena, "a", "Ferdik");
    record_add(r, PROP_alias, SPAN("Ferdinand"));
    record_add(r, PROP_topics, SPAN("sanction"));
    put_finished(&b, r);
    put_finished(&b, person(b.arena, "b", "Orsola"));
    assert_ok(commit_from(&b, false, "one"));
    assert_ok(store_datasets(b.store, b.arena, &list, &n));
    assert_int_equal(n, 2);
    assert_span(list[0].name, SPAN("alpha"));
    assert_int_equal(list[0].number, 2);
    assert_int_equal(list[0].entities, 2);
    assert_int_equal(list[0].targets, 1);
    assert_int_equal(list[0].names, 3);
    assert_span(list[0].format, SPAN("invented"));
    assert_span(list[0].options, SPAN("{}"));
    assert_int_equal(list[0].sources_n, 1);
    assert_span(list[0].sources[0].path, SPAN("lists/invented.json"));
    assert_span(list[0].sources[0].version, SPAN("2026-01-31"));
    assert_int_equal(list[0].sources[0].size, 42);
    assert_span(list[1].name, SPAN("beta"));
    assert_int_equal(list[1].number, 1);
    bench_close(&b);
}

/* ---- threads ----------------------------------------------------------------------------- */

static void *read_often(void *ctx)
{
    struct bench *b = ctx;
    struct arena *a = arena_new();
    size_t wrong = 0;

    for (int i = 0; i < 300; i++) {
        struct record *r = NULL;
        const char *id = i % 2 ? "a" : "b";
        struct tocsin_err *err = store_get(b->store, a, span_of(id), SPAN(""), &r, NULL);

        wrong += err || !span_eq(r->id, span_of(id));
        tocsin_err_free(err);
        arena_reset(a);
    }
    arena_free(a);
    return wrong ? ctx : NULL;
}

static void threads_take_turns(void **state)
{
    pthread_t threads[4];
    struct bench b;

    (void)state;
    bench_open(&b);
    load(&b, "alpha", "a A", "b B", NULL);
    for (size_t i = 0; i < ARRAY_LEN(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, read_often, &b), 0);
    for (size_t i = 0; i < ARRAY_LEN(threads); i++) {
        void *wrong;

        pthread_join(threads[i], &wrong);
        assert_null(wrong);
    }
    bench_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(id_in_several_datasets_is_the_first_by_name),
        cmocka_unit_test(referent_leads_to_the_entity),
        cmocka_unit_test(own_id_goes_before_a_referent),
        cmocka_unit_test(history_tells_every_version_with_its_source),
        cmocka_unit_test(history_outlives_the_entity_and_takes_a_referent),
        cmocka_unit_test(line_of_a_version_belongs_to_its_own_source),
        cmocka_unit_test(referring_entities_come_in_order_of_arrival),
        cmocka_unit_test(references_follow_changes),
        cmocka_unit_test(references_are_right_when_a_delta_changes_its_mind),
        cmocka_unit_test(each_walks_in_order_of_first_arrival),
        cmocka_unit_test(each_ends_with_the_error_of_its_callback),
        cmocka_unit_test(callback_of_each_may_read),
        cmocka_unit_test(datasets_come_by_name_with_their_sums),
        cmocka_unit_test(threads_take_turns),
    };

    return cmocka_run_group_tests_name("store read", tests, NULL, NULL);
}
