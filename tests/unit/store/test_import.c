/* SPDX-License-Identifier: Apache-2.0
 *
 * What an import does to the store: full ones, deltas, repeated ids, abort, and who sees what when.
 */
#include "fixture.h"

static void first_import_adds_every_record(void **state)
{
    struct bench b;

    (void)state;
    bench_open(&b);
    load(&b, "alpha", "a Ferdik Quentabri", "b Orsola Vantrieste", NULL);
    assert_counts(&b, 2, 0, 0, 0);
    assert_string_equal(name_now(&b, "a", "alpha"), "Ferdik Quentabri");
    assert_int_equal(dataset_now(&b, "alpha").entities, 2);
    assert_int_equal(dataset_now(&b, "alpha").number, 1);
    assert_int_equal(dataset_now(&b, "alpha").generation, 1);
    assert_sound(&b);
    bench_close(&b);
}

static void same_content_changes_nothing(void **state)
{
    struct bench b;
    struct store_run *runs;
    size_t n;

    (void)state;
    bench_open(&b);
    load(&b, "alpha", "a Ferdik", "b Orsola", NULL);
    load(&b, "alpha", "a Ferdik", "b Orsola", NULL);
    assert_counts(&b, 0, 0, 0, 2);
    assert_int_equal(dataset_now(&b, "alpha").generation, 1);
    assert_int_equal(dataset_now(&b, "alpha").imported_at, 1000);
    assert_ok(store_runs(b.store, b.arena, SPAN("alpha"), &runs, &n));
    assert_int_equal(n, 1);
    assert_sound(&b);
    bench_close(&b);
}

static void moved_rows_are_no_change_but_another_source(void **state)
{
    struct bench b;
    struct store_run *runs;
    size_t n;

    (void)state;
    bench_open(&b);
    load(&b, "alpha", "a Ferdik", "b Orsola", NULL);
    load(&b, "alpha", "b Orsola", "a Ferdik", NULL);
    assert_counts(&b, 0, 0, 0, 2);
    assert_int_equal(dataset_now(&b, "alpha").generation, 1);
    assert_ok(store_runs(b.store, b.arena, SPAN("alpha"), &runs, &n));
    assert_int_equal(n, 2);
    assert_int_equal(runs[1].unchanged, 2);
    assert_false(span_eq(runs[0].sources[0].sha256, runs[1].sources[0].sha256));
    assert_span(dataset_now(&b, "alpha").sources[0].sha256, runs[1].sources[0].sha256);
    assert_sound(&b);
    bench_close(&b);
}

static void full_import_changes_and_removes(void **state)
{
    struct bench b;

    (void)state;
    bench_open(&b);
    load(&b, "alpha", "a Ferdik", "b Orsola", "c Tamsin", NULL);
    load(&b, "alpha", "a Ferdik", "b Orsola Vantrieste", "d Ilka", NULL);
    assert_counts(&b, 1, 1, 1, 1);
    assert_string_equal(name_now(&b, "b", ""), "Orsola Vantrieste");
    assert_null(name_now(&b, "c", ""));
    assert_int_equal(dataset_now(&b, "alpha").entities, 3);
    assert_int_equal(dataset_now(&b, "alpha").names, 3);
    assert_int_equal(dataset_now(&b, "alpha").generation, 2);
    assert_sound(&b);
    bench_close(&b);
}

static void removed_entity_may_return(void **state)
{
    struct bench b;

    (void)state;
    bench_open(&b);
    load(&b, "alpha", "a Ferdik", "b Orsola", NULL);
    load(&b, "alpha", "b Orsola", NULL);
    load(&b, "alpha", "b Orsola", NULL);
    assert_counts(&b, 0, 0, 0, 1); /* not removed a second time */
    load(&b, "alpha", "a Ferdik", "b Orsola", NULL);
    assert_counts(&b, 1, 0, 0, 1);
    assert_sound(&b);
    bench_close(&b);
}

static void repeated_id_in_a_full_import_names_both_lines(void **state)
{
    struct bench b;
    struct tocsin_err *err;

    (void)state;
    bench_open(&b);
    load(&b, "alpha", "a Ferdik", NULL);
    begin(&b, "alpha", false);
    assert_ok(store_put(b.store, person_of(b.arena, "a Ferdik", 4)));
    assert_ok(store_put(b.store, person_of(b.arena, "b Orsola", 6)));
    assert_ok(store_put(b.store, person_of(b.arena, "b Orsola", 9)));
    assert_ok(store_put(b.store, person_of(b.arena, "a Tamsin", 11)));
    err = commit_from(&b, false, "x");
    assert_int_equal(tocsin_err_code(err), TOCSIN_ERR_PARSE);
    assert_non_null(strstr(tocsin_err_text(err), "line 6"));
    assert_non_null(strstr(tocsin_err_text(err), "line 9"));
    assert_non_null(strstr(tocsin_err_text(err), "'b'"));
    assert_int_equal(tocsin_err_place(err).line, 9);
    tocsin_err_free(err);
    store_import_abort(b.store);
    assert_string_equal(name_now(&b, "a", ""), "Ferdik");
    assert_null(name_now(&b, "b", ""));
    assert_sound(&b);
    bench_close(&b);
}

static void repeated_id_is_noticed_among_new_and_known_ones(void **state)
{
    static const char *const firsts[] = {"known Ferdik", "new Orsola"};
    struct bench b;

    (void)state;
    bench_open(&b);
    load(&b, "alpha", "known Ferdik", NULL);
    for (size_t i = 0; i < ARRAY_LEN(firsts); i++) {
        begin(&b, "alpha", false);
        assert_ok(store_put(b.store, person_of(b.arena, firsts[i], 1)));
        assert_ok(store_put(b.store, person_of(b.arena, firsts[i], 2)));
        assert_code(commit_from(&b, false, "x"), TOCSIN_ERR_PARSE);
        store_import_abort(b.store);
    }
    bench_close(&b);
}

static struct tocsin_err *load_overlapping(struct bench *b, const char *text)
{
    struct store_import what = {
        .dataset = SPAN("alpha"), .format = SPAN("invented"), .at = 2000, .overlap = true};

    assert_ok(store_import_begin(b->store, &what));
    assert_ok(store_put(b->store, person_of(b->arena, text, 1)));
    return commit_from(b, false, text);
}

static void overlap_refuses_to_replace_every_entity(void **state)
{
    struct bench b;

    (void)state;
    bench_open(&b);
    assert_ok(load_overlapping(&b, "a Ferdik")); /* nothing to replace */
    assert_code(load_overlapping(&b, "z Ilka"), TOCSIN_ERR_EXISTS);
    store_import_abort(b.store);
    assert_string_equal(name_now(&b, "a", ""), "Ferdik");
    assert_ok(load_overlapping(&b, "a Ferdinand")); /* a change is an overlap */
    load(&b, "alpha", "z Ilka", NULL);              /* and without the wish it is done */
    assert_counts(&b, 1, 0, 1, 0);
    bench_close(&b);
}

/* ---- deltas ------------------------------------------------------------------------------ */

static void delta_leaves_what_it_does_not_name(void **state)
{
    struct bench b;

    (void)state;
    bench_open(&b);
    load(&b, "alpha", "a Ferdik", "b Orsola", "c Tamsin", NULL);
    begin(&b, "alpha", true);
    assert_ok(store_put(b.store, person_of(b.arena, "b Orsola Vantrieste", 1)));
    assert_ok(store_put(b.store, person_of(b.arena, "d Ilka", 2)));
    assert_ok(store_remove(b.store, SPAN("c")));
    assert_ok(store_remove(b.store, SPAN("nobody")));
    assert_ok(commit_from(&b, true, "delta"));
    assert_counts(&b, 1, 1, 1, 0);
    assert_string_equal(name_now(&b, "a", ""), "Ferdik");
    assert_null(name_now(&b, "c", ""));
    assert_sound(&b);
    bench_close(&b);
}

static void delta_may_be_learned_at_the_end(void **state)
{
    struct bench b;

    (void)state;
    bench_open(&b);
    load(&b, "alpha", "a Ferdik", "b Orsola", NULL);
    begin(&b, "alpha", false);
    assert_ok(store_put(b.store, person_of(b.arena, "b One", 1)));
    assert_ok(store_put(b.store, person_of(b.arena, "b Two", 2)));
    assert_ok(commit_from(&b, true, "delta"));
    assert_counts(&b, 0, 1, 0, 0);
    assert_string_equal(name_now(&b, "b", ""), "Two");
    assert_string_equal(name_now(&b, "a", ""), "Ferdik");
    assert_sound(&b);
    bench_close(&b);
}

struct step {
    const char *put; /* NULL: remove the entity "a" */
};

static void run_delta(struct bench *b, const struct step *steps, size_t n, const char *sha256)
{
    begin(b, "alpha", true);
    for (size_t i = 0; i < n; i++) {
        if (steps[i].put)
            assert_ok(store_put(b->store, person_of(b->arena, steps[i].put, i + 1)));
        else
            assert_ok(store_remove(b->store, SPAN("a")));
    }
    assert_ok(commit_from(b, true, sha256));
}

static size_t versions_of(struct bench *b, const char *id)
{
    struct store_version *list = NULL;
    size_t n = 0;

    assert_ok(store_history(b->store, b->arena, span_of(id), &list, &n));
    return n;
}

static void delta_counts_the_difference_not_the_steps(void **state)
{
    static const struct {
        bool there; /* "a One" is present before */
        struct step steps[3];
        size_t n;
        uint64_t counts[4]; /* added, changed, removed, unchanged */
        size_t versions;    /* afterwards */
    } rows[] = {
        {true, {{"a Two"}, {"a Three"}}, 2, {0, 1, 0, 0}, 2},
        {true, {{"a Two"}, {"a One"}}, 2, {0, 0, 0, 1}, 1},
        {true, {{NULL}, {"a One"}}, 2, {0, 0, 0, 1}, 1},
        {true, {{NULL}, {"a Two"}}, 2, {0, 1, 0, 0}, 2},
        {true, {{"a Two"}, {NULL}}, 2, {0, 0, 1, 0}, 2},
        {true, {{"a One"}, {"a One"}, {NULL}}, 3, {0, 0, 1, 0}, 2},
        {true, {{NULL}, {NULL}}, 2, {0, 0, 1, 0}, 2},
        {false, {{"a One"}, {"a Two"}}, 2, {1, 0, 0, 0}, 1},
        {false, {{"a One"}, {NULL}}, 2, {0, 0, 0, 0}, 1},
        {false, {{"a One"}, {NULL}, {"a Two"}}, 3, {1, 0, 0, 0}, 1},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct bench b;

        bench_open(&b);
        if (rows[i].there)
            load(&b, "alpha", "a One", "z Other", NULL);
        else
            load(&b, "alpha", "z Other", NULL);
        run_delta(&b, rows[i].steps, rows[i].n, "delta");
        assert_counts(&b, rows[i].counts[0], rows[i].counts[1], rows[i].counts[2],
                      rows[i].counts[3]);
        assert_int_equal(versions_of(&b, "a"), rows[i].versions);
        assert_sound(&b);
        bench_close(&b);
    }
}

/* ---- abort, order of calls, other handles ------------------------------------------------- */

static void abort_leaves_everything_as_it_was(void **state)
{
    struct bench b;

    (void)state;
    bench_open(&b);
    load(&b, "alpha", "a Ferdik", NULL);
    begin(&b, "alpha", false);
    assert_ok(store_put(b.store, person_of(b.arena, "a Other", 1)));
    assert_ok(store_put(b.store, person_of(b.arena, "b Orsola", 2)));
    store_import_abort(b.store);
    store_import_abort(b.store); /* harmless */
    assert_string_equal(name_now(&b, "a", ""), "Ferdik");
    assert_null(name_now(&b, "b", ""));
    begin(&b, "beta", false);
    store_import_abort(b.store);
    assert_code(store_each(b.store, SPAN("beta"), NULL, NULL), TOCSIN_ERR_NOT_FOUND);
    assert_sound(&b);
    bench_close(&b);
}

static void closing_aborts(void **state)
{
    struct bench b;

    (void)state;
    bench_open(&b);
    load(&b, "alpha", "a Ferdik", NULL);
    begin(&b, "alpha", false);
    assert_ok(store_put(b.store, person_of(b.arena, "b Orsola", 1)));
    store_close(b.store);
    assert_ok(store_open(b.path, STORE_READ, &b.store));
    assert_string_equal(name_now(&b, "a", ""), "Ferdik");
    assert_null(name_now(&b, "b", ""));
    bench_close(&b);
}

static void calls_out_of_order_are_refused(void **state)
{
    struct store_import nameless = {.format = SPAN("x")};
    struct bench b;

    (void)state;
    bench_open(&b);
    assert_code(store_put(b.store, person_of(b.arena, "a Ferdik", 1)), TOCSIN_ERR_USAGE);
    assert_code(store_remove(b.store, SPAN("a")), TOCSIN_ERR_USAGE);
    assert_code(commit_from(&b, false, "x"), TOCSIN_ERR_USAGE);
    assert_code(store_import_begin(b.store, &nameless), TOCSIN_ERR_USAGE);
    begin(&b, "alpha", false);
    nameless.dataset = SPAN("beta");
    assert_code(store_import_begin(b.store, &nameless), TOCSIN_ERR_USAGE);
    assert_code(store_import_commit(b.store), TOCSIN_ERR_USAGE);
    settle(&b);
    assert_code(store_put(b.store, person_of(b.arena, "a Ferdik", 1)), TOCSIN_ERR_USAGE);
    assert_code(store_remove(b.store, SPAN("a")), TOCSIN_ERR_USAGE);
    assert_code(store_import_settle(b.store, false, NULL, 0, &b.counts), TOCSIN_ERR_USAGE);
    assert_ok(store_import_commit(b.store));
    assert_code(store_import_commit(b.store), TOCSIN_ERR_USAGE);
    bench_close(&b);
}

static void what_is_settled_is_seen_by_the_one_who_imports(void **state)
{
    struct bench b, reader;

    (void)state;
    bench_open(&b);
    load(&b, "alpha", "a Ferdik", "b Orsola", NULL);
    reader = b;
    assert_ok(store_open(b.path, STORE_READ, &reader.store));
    begin(&b, "alpha", false);
    assert_ok(store_put(b.store, person_of(b.arena, "a Other", 1)));
    settle(&b);
    assert_counts(&b, 0, 1, 1, 0);
    assert_int_equal(dataset_now(&b, "alpha").generation, 2);
    assert_int_equal(dataset_now(&b, "alpha").entities, 1);
    assert_string_equal(name_now(&b, "a", ""), "Other");
    assert_int_equal(dataset_now(&reader, "alpha").generation, 1);
    assert_string_equal(name_now(&reader, "a", ""), "Ferdik");
    store_import_abort(b.store);
    assert_int_equal(dataset_now(&b, "alpha").generation, 1);
    assert_string_equal(name_now(&b, "b", ""), "Orsola");
    store_close(reader.store);
    bench_close(&b);
}

static void an_import_that_changes_nothing_keeps_the_generation(void **state)
{
    struct bench b;

    (void)state;
    bench_open(&b);
    load(&b, "alpha", "a Ferdik", NULL);
    begin(&b, "alpha", false);
    assert_ok(store_put(b.store, person_of(b.arena, "a Ferdik", 1)));
    settle(&b);
    assert_int_equal(dataset_now(&b, "alpha").generation, 1);
    assert_ok(store_import_commit(b.store));
    begin(&b, "beta", false);
    settle(&b); /* a new dataset is there, empty as it is */
    assert_int_equal(dataset_now(&b, "beta").generation, 1);
    assert_int_equal(dataset_now(&b, "beta").number, 2);
    bench_close(&b);
}

static void failed_import_can_only_be_aborted(void **state)
{
    struct bench b;

    (void)state;
    bench_open(&b);
    begin(&b, "alpha", false);
    assert_code(store_remove(b.store, SPAN("")), TOCSIN_ERR_PARSE);
    assert_code(store_put(b.store, person_of(b.arena, "a Ferdik", 1)), TOCSIN_ERR_USAGE);
    assert_code(commit_from(&b, false, "x"), TOCSIN_ERR_USAGE);
    store_import_abort(b.store);
    load(&b, "alpha", "a Ferdik", NULL);
    assert_counts(&b, 1, 0, 0, 0);
    bench_close(&b);
}

static void ids_that_are_too_long_are_refused(void **state)
{
    struct bench b;
    char id[LIMIT_ID + 2];

    (void)state;
    bench_open(&b);
    memset(id, 'i', sizeof(id));
    begin(&b, "alpha", false);
    assert_code(store_remove(b.store, (struct span){id, LIMIT_ID + 1}), TOCSIN_ERR_LIMIT);
    store_import_abort(b.store);
    begin(&b, "alpha", false);
    assert_ok(store_remove(b.store, (struct span){id, LIMIT_ID}));
    store_import_abort(b.store);
    bench_close(&b);
}

static void second_writer_is_told_that_the_store_is_busy(void **state)
{
    struct store_import what = {.dataset = SPAN("beta"), .format = SPAN("x")};
    struct store *other;
    struct bench b;

    (void)state;
    bench_open(&b);
    assert_ok(store_open(b.path, STORE_WRITE, &other));
    begin(&b, "alpha", false);
    assert_code(store_import_begin(other, &what), TOCSIN_ERR_BUSY);
    assert_ok(commit_from(&b, false, "x"));
    assert_ok(store_import_begin(other, &what));
    store_close(other);
    bench_close(&b);
}

static void reader_sees_the_last_commit_only(void **state)
{
    struct bench b, reader;

    (void)state;
    bench_open(&b);
    load(&b, "alpha", "a Ferdik", NULL);
    reader = b;
    assert_ok(store_open(b.path, STORE_READ, &reader.store));
    begin(&b, "alpha", false);
    assert_ok(store_put(b.store, person_of(b.arena, "a Other", 1)));
    assert_string_equal(name_now(&reader, "a", ""), "Ferdik");
    assert_ok(commit_from(&b, false, "x"));
    assert_string_equal(name_now(&reader, "a", ""), "Other");
    assert_code(store_import_begin(reader.store, &(struct store_import){.dataset = SPAN("c")}),
                TOCSIN_ERR_USAGE);
    store_close(reader.store);
    bench_close(&b);
}

static void large_import_keeps_ids_apart(void **state)
{
    enum { MANY = 5000 };
    struct bench b;

    (void)state;
    bench_open(&b);
    for (int round = 0; round < 2; round++) {
        begin(&b, "alpha", false);
        for (int i = 0; i < MANY; i++) {
            char text[64];

            snprintf(text, sizeof(text), "id-%d Name Number %d", i * 7919 % MANY, round * (i % 2));
            assert_ok(store_put(b.store, person_of(b.arena, text, (uint64_t)i + 1)));
        }
        assert_ok(commit_from(&b, false, round ? "two" : "one"));
    }
    assert_counts(&b, 0, MANY / 2, 0, MANY / 2);
    assert_sound(&b);
    bench_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_import_adds_every_record),
        cmocka_unit_test(same_content_changes_nothing),
        cmocka_unit_test(moved_rows_are_no_change_but_another_source),
        cmocka_unit_test(full_import_changes_and_removes),
        cmocka_unit_test(removed_entity_may_return),
        cmocka_unit_test(repeated_id_in_a_full_import_names_both_lines),
        cmocka_unit_test(repeated_id_is_noticed_among_new_and_known_ones),
        cmocka_unit_test(overlap_refuses_to_replace_every_entity),
        cmocka_unit_test(delta_leaves_what_it_does_not_name),
        cmocka_unit_test(delta_may_be_learned_at_the_end),
        cmocka_unit_test(delta_counts_the_difference_not_the_steps),
        cmocka_unit_test(abort_leaves_everything_as_it_was),
        cmocka_unit_test(closing_aborts),
        cmocka_unit_test(calls_out_of_order_are_refused),
        cmocka_unit_test(failed_import_can_only_be_aborted),
        cmocka_unit_test(ids_that_are_too_long_are_refused),
        cmocka_unit_test(second_writer_is_told_that_the_store_is_busy),
        cmocka_unit_test(reader_sees_the_last_commit_only),
        cmocka_unit_test(what_is_settled_is_seen_by_the_one_who_imports),
        cmocka_unit_test(an_import_that_changes_nothing_keeps_the_generation),
        cmocka_unit_test(large_import_keeps_ids_apart),
    };

    return cmocka_run_group_tests_name("store import", tests, NULL, NULL);
}
