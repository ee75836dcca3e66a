/* SPDX-License-Identifier: Apache-2.0
 *
 * The small parts of an import: names of datasets, how it was asked for, names by script, progress.
 */
#include "fixture.h"

/* ---- dataset names ------------------------------------------------------------------------- */

static void file_names_become_dataset_names(void **state)
{
    static const struct {
        const char *path, *name;
    } rows[] = {
        {"customers.csv", "customers"},
        {"/srv/lists/Entities.ftm.json", "entities"},
        {"lists/SDN 2026-01-31.XML.gz", "sdn_2026_01_31"},
        {"lists/set/", "set"},
        {"__a--b__.csv", "a_b"},
        {".hidden.csv", "hidden"},
        {"Ünïcode.csv", "n_code"},
        {"....", "list"},
        {"/", "list"},
        {"", "list"},
        {"---.csv", "list"},
    };
    struct arena *a = arena_new();

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assert_span(dataset_name_of_path(a, rows[i].path), span_of(rows[i].name));
        assert_ok(dataset_name_check(dataset_name_of_path(a, rows[i].path)));
    }
    arena_free(a);
}

static void long_file_names_are_cut(void **state)
{
    struct arena *a = arena_new();
    char path[400];

    (void)state;
    memset(path, 'x', sizeof(path));
    path[sizeof(path) - 1] = '\0';
    assert_int_equal(dataset_name_of_path(a, path).n, DATASET_NAME_MAX);
    arena_free(a);
}

static void dataset_names_are_checked(void **state)
{
    static const char *const bad[] = {"", "a b", "A", "a/b", "..", "a.b", "ä", "a-b", "a;b"};
    char name[DATASET_NAME_MAX + 2];

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_code(dataset_name_check(span_of(bad[i])), TOCSIN_ERR_USAGE);
    memset(name, 'a', sizeof(name));
    assert_ok(dataset_name_check((struct span){name, DATASET_NAME_MAX}));
    assert_code(dataset_name_check((struct span){name, DATASET_NAME_MAX + 1}), TOCSIN_ERR_USAGE);
    assert_ok(dataset_name_check(SPAN("us_ofac_sdn2")));
}

/* ---- asked --------------------------------------------------------------------------------- */

static void what_was_asked_can_be_read_back(void **state)
{
    const char *const map[] = {"name=Full \"Name\"", "birthDate=Geb.", NULL};
    struct asked asked = {
        .dataset = "alpha", .format = "persons-csv", .map = map, .skip_bad = 7, .no_jail = true};
    struct arena *a = arena_new();
    struct asked back;

    (void)state;
    assert_ok(asked_read(a, asked_write(a, &asked), &back));
    assert_string_equal(back.dataset, "alpha");
    assert_string_equal(back.format, "persons-csv");
    assert_string_equal(back.map[0], map[0]);
    assert_string_equal(back.map[1], map[1]);
    assert_null(back.map[2]);
    assert_int_equal(back.skip_bad, 7);
    assert_true(back.no_jail);
    arena_free(a);
}

static void nothing_asked_is_nothing_read(void **state)
{
    const char *const none[] = {NULL};
    struct asked asked = {.map = none}, back;
    struct arena *a = arena_new();

    (void)state;
    assert_ok(asked_read(a, asked_write(a, &asked), &back));
    assert_null(back.dataset);
    assert_null(back.format);
    assert_null(back.map);
    assert_int_equal(back.skip_bad, 0);
    assert_false(back.no_jail);
    assert_span(asked_write(a, &asked), asked_write(a, &(struct asked){0}));
    arena_free(a);
}

static void unreadable_wishes_are_damage(void **state)
{
    static const char *const bad[] = {"", "{", "[]", "null", "{\"a\":1,\"a\":2}"};
    struct arena *a = arena_new();
    struct asked back;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_code(asked_read(a, span_of(bad[i]), &back), TOCSIN_ERR_CORRUPT);
    arena_free(a);
}

/* ---- tally --------------------------------------------------------------------------------- */

static void names_are_counted_by_the_script_of_most_letters(void **state)
{
    static const char *const names[] = {"Ferdik Quentabri", "Öz Ünal", "Фердик Квентабри",
                                        "Фердик A",         "فردیک",   "1234"};
    struct tocsin_import_report report = {0};
    struct arena *a = arena_new();
    struct tally tally = {0};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        struct record *r = record_new(a, SCHEMA_Person, SPAN("x"));

        record_add(r, PROP_name, span_of(names[i]));
        record_add(r, PROP_notes, SPAN("not a name"));
        assert_ok(record_finish(r));
        tally_record(&tally, r);
    }
    tally_report(&tally, &report);
    assert_string_equal(report.scripts[0].script, "Latin");
    assert_int_equal(report.scripts[0].names, 2);
    assert_string_equal(report.scripts[1].script, "Cyrillic");
    assert_int_equal(report.scripts[1].names, 2);
    assert_string_equal(report.scripts[2].script, "Arabic");
    assert_int_equal(report.scripts[2].names, 1);
    assert_string_equal(report.scripts[3].script, "");
    arena_free(a);
}

static void table_of_scripts_always_ends(void **state)
{
    struct tocsin_import_report report;
    struct tally tally;

    (void)state;
    memset(&report, 0, sizeof(report));
    for (size_t i = 0; i < SCRIPT_COUNT; i++)
        tally.names[i] = i + 1;
    tally_report(&tally, &report);
    assert_string_equal(report.scripts[ARRAY_LEN(report.scripts) - 1].script, "");
    for (size_t i = 1; i + 1 < ARRAY_LEN(report.scripts); i++)
        assert_true(report.scripts[i - 1].names > report.scripts[i].names);
}

/* ---- progress ------------------------------------------------------------------------------ */

static void count_calls(void *ctx, const struct tocsin_progress *p)
{
    (void)p;
    ++*(int *)ctx;
}

static void progress_is_told_ten_times_a_second_at_most(void **state)
{
    int calls = 0;
    struct progress p = {.hook = count_calls, .ctx = &calls};
    struct tocsin_progress now = {.step = "reading"};
    uint64_t start = clock_ticks();
    int most;

    (void)state;
    for (int i = 0; i < 100000; i++)
        progress_report(&p, &now, false);
    most = 1 + (int)((clock_ticks() - start) / 100000000);
    assert_in_range(calls, 1, most);
    progress_report(&p, &now, true);
    assert_in_range(calls, 2, most + 1);
}

static void progress_without_a_hook_is_fine(void **state)
{
    struct progress p = {0};

    (void)state;
    progress_report(&p, &(struct tocsin_progress){0}, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(file_names_become_dataset_names),
        cmocka_unit_test(long_file_names_are_cut),
        cmocka_unit_test(dataset_names_are_checked),
        cmocka_unit_test(what_was_asked_can_be_read_back),
        cmocka_unit_test(nothing_asked_is_nothing_read),
        cmocka_unit_test(unreadable_wishes_are_damage),
        cmocka_unit_test(names_are_counted_by_the_script_of_most_letters),
        cmocka_unit_test(table_of_scripts_always_ends),
        cmocka_unit_test(progress_is_told_ten_times_a_second_at_most),
        cmocka_unit_test(progress_without_a_hook_is_fine),
    };

    return cmocka_run_group_tests_name("node parts", tests, NULL, NULL);
}
