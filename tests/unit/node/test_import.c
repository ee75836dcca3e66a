/* SPDX-License-Identifier: Apache-2.0
 *
 * Loading a list: what the report says, what is kept, what the same file does again, and that
 * nothing is left of an import that failed.
 */
#include "fixture.h"

#include <dirent.h>

static const char three[] = "q-1,Ferdik Quentabri,1961\n"
                            "q-2,Orsola Vantrieste,1958-02-03\n"
                            "q-3,Тамсин Орлова,1970\n";

static size_t files_in(struct town *t, const char *name)
{
    DIR *dir = opendir(node_path(t->node, t->arena, name));
    struct dirent *entry;
    size_t n = 0;

    assert_non_null(dir);
    while ((entry = readdir(dir)))
        n += entry->d_name[0] != '.' || (entry->d_name[1] != '\0' && entry->d_name[1] != '.');
    closedir(dir);
    return n;
}

static const char *name_of(struct town *t, const char *id)
{
    struct record *r = NULL;
    struct tocsin_err *err = store_get(t->node->store, t->arena, span_of(id), SPAN(""), &r, NULL);

    if (!err)
        return arena_str(t->arena, record_first(r, PROP_name));
    tocsin_err_free(err);
    return NULL;
}

static size_t datasets_n(struct town *t)
{
    struct tocsin_dataset *list = NULL;
    size_t n = 0;

    assert_ok(tocsin_datasets(t->node, &list, &n));
    tocsin_datasets_free(list);
    return n;
}

/* ---- what an import says and keeps --------------------------------------------------------- */

static void report_says_what_was_loaded(void **state)
{
    struct tocsin_dataset *list;
    struct town t;
    size_t n;

    (void)state;
    town_open(&t);
    load(&t, "Customers 2026.csv", three);
    assert_string_equal(t.report.dataset, "customers_2026");
    assert_string_equal(t.report.format, "persons-csv");
    assert_int_equal(strlen(t.report.sha256), 64);
    assert_false(t.report.same);
    assert_report(&t, 3, 0, 0, 0);
    assert_int_equal(t.report.entities, 3);
    assert_int_equal(t.report.names, 3);
    assert_int_equal(t.report.skipped, 0);
    assert_string_equal(t.report.scripts[0].script, "Latin");
    assert_int_equal(t.report.scripts[0].names, 2);
    assert_string_equal(t.report.scripts[1].script, "Cyrillic");
    assert_true(t.report.seconds >= t.report.read_seconds);
    assert_ok(tocsin_datasets(t.node, &list, &n));
    assert_int_equal(n, 1);
    assert_string_equal(list[0].name, "customers_2026");
    assert_string_equal(list[0].format, "persons-csv");
    assert_string_equal(list[0].path, t.file);
    assert_string_equal(list[0].sha256, t.report.sha256);
    assert_int_equal(list[0].entities, 3);
    assert_int_equal(list[0].names, 3);
    tocsin_datasets_free(list);
    assert_sound(&t);
    town_close(&t);
}

static void source_is_kept_byte_for_byte(void **state)
{
    struct buf kept = {0}, read = {0};
    struct town t;

    (void)state;
    town_open(&t);
    load(&t, "a.csv", three);
    assert_ok(file_read(t.file, 1 << 20, &read));
    assert_ok(file_read(source_path(t.node, t.arena, span_of(t.report.sha256)), 1 << 20, &kept));
    assert_span(buf_view(&kept), buf_view(&read));
    assert_int_equal(files_in(&t, "sources"), 1);
    buf_free(&kept);
    buf_free(&read);
    town_close(&t);
}

static void new_list_adds_changes_and_removes(void **state)
{
    struct town t;

    (void)state;
    town_open(&t);
    load(&t, "a.csv", three);
    load(&t, "a.csv",
         "q-1,Ferdik Quentabri,1961\nq-2,Orsola Vantrieste-Bel,1958-02-03\n"
         "q-4,Ilka Morvenn,1980\n");
    assert_report(&t, 1, 1, 1, 1);
    assert_int_equal(t.report.entities, 3);
    assert_string_equal(name_of(&t, "q-2"), "Orsola Vantrieste-Bel");
    assert_null(name_of(&t, "q-3"));
    assert_int_equal(files_in(&t, "sources"), 2);
    assert_sound(&t);
    town_close(&t);
}

static void dataset_name_may_be_chosen(void **state)
{
    struct town t;

    (void)state;
    town_open(&t);
    assert_ok(load_as(&t, list_write(&t, "a.csv", three), "my_list"));
    assert_string_equal(t.report.dataset, "my_list");
    assert_code(load_as(&t, t.file, "My List"), TOCSIN_ERR_USAGE);
    assert_code(load_as(&t, t.file, ""), TOCSIN_ERR_USAGE);
    assert_int_equal(datasets_n(&t), 1);
    town_close(&t);
}

/* ---- the same again ------------------------------------------------------------------------ */

static void same_file_again_does_nothing(void **state)
{
    struct town t;

    (void)state;
    town_open(&t);
    load(&t, "a.csv", three);
    assert_ok(load_as(&t, t.file, NULL));
    assert_true(t.report.same);
    assert_report(&t, 0, 0, 0, 0);
    assert_int_equal(t.report.entities, 3);
    assert_string_equal(t.report.dataset, "a");
    assert_int_equal(strlen(t.report.sha256), 64);
    town_close(&t);
}

static void same_content_elsewhere_under_the_same_name_is_the_same(void **state)
{
    struct town t;

    (void)state;
    town_open(&t);
    load(&t, "a.csv", three);
    assert_int_equal(mkdir(arena_printf(t.arena, "%s/other", t.folder).p, 0700), 0);
    load(&t, "other/a.csv", three);
    assert_true(t.report.same);
    town_close(&t);
}

static void same_content_under_another_name_is_another_list(void **state)
{
    struct town t;

    (void)state;
    town_open(&t);
    load(&t, "a.csv", three);
    load(&t, "b.csv", three);
    assert_false(t.report.same);
    assert_report(&t, 3, 0, 0, 0);
    assert_string_equal(t.report.dataset, "b");
    assert_int_equal(datasets_n(&t), 2);
    assert_int_equal(files_in(&t, "sources"), 1);
    assert_sound(&t);
    town_close(&t);
}

static void same_file_asked_for_differently_is_read_again(void **state)
{
    struct tocsin_import_options o = {.format = "persons-csv", .no_jail = true, .skip_bad = 5};
    struct town t;

    (void)state;
    town_open(&t);
    load(&t, "a.csv", three);
    assert_ok(tocsin_import(t.node, t.file, &o, &t.report));
    assert_false(t.report.same);
    assert_report(&t, 0, 0, 0, 3);
    assert_ok(tocsin_import(t.node, t.file, &o, &t.report));
    assert_true(t.report.same);
    town_close(&t);
}

static void former_file_again_is_a_change_back(void **state)
{
    struct town t;

    (void)state;
    town_open(&t);
    load(&t, "a.csv", three);
    load(&t, "a.csv", "q-1,Ferdik Quentabri,1961\n");
    load(&t, "a.csv", three);
    assert_false(t.report.same);
    assert_report(&t, 2, 0, 0, 1);
    assert_int_equal(files_in(&t, "sources"), 2);
    assert_sound(&t);
    town_close(&t);
}

/* ---- what fails leaves nothing -------------------------------------------------------------- */

static void assert_first_state(struct town *t)
{
    assert_string_equal(name_of(t, "q-1"), "Ferdik Quentabri");
    assert_null(name_of(t, "q-9"));
    assert_int_equal(datasets_n(t), 1);
    assert_sound(t);
}

static void bad_record_ends_the_import_and_leaves_the_list_before(void **state)
{
    struct tocsin_err *err;
    struct town t;

    (void)state;
    town_open(&t);
    load(&t, "a.csv", three);
    list_write(&t, "a.csv", "q-9,Ilka Morvenn,1980\nq-8,Tamsin Orlow,31 Feb 19x\n");
    err = load_as(&t, t.file, NULL);
    assert_int_equal(tocsin_err_place(err).line, 3);
    assert_true(span_ends(span_of(tocsin_err_place(err).file), SPAN("a.csv")));
    assert_code(err, TOCSIN_ERR_PARSE);
    assert_first_state(&t);
    town_close(&t);
}

static void count_bad(void *ctx, const struct tocsin_err *why)
{
    assert_int_equal(tocsin_err_code(why), TOCSIN_ERR_PARSE);
    ++*(int *)ctx;
}

static void bad_records_may_be_skipped_one_by_one(void **state)
{
    int bad = 0;
    struct tocsin_import_options o = {
        .format = "persons-csv", .no_jail = true, .skip_bad = 1, .ctx = &bad, .bad = count_bad};
    struct town t;

    (void)state;
    town_open(&t);
    list_write(&t, "a.csv", "q-9,Ilka Morvenn,1980\nq-8,Tamsin Orlow,31 Feb 19x\n");
    assert_ok(tocsin_import(t.node, t.file, &o, &t.report));
    assert_int_equal(bad, 1);
    assert_int_equal(t.report.skipped, 1);
    assert_report(&t, 1, 0, 0, 0);
    list_write(&t, "a.csv", "q-9,Ilka Morvenn,once upon a time\nq-8,Tamsin Orlow,31 Feb 19x\n");
    assert_code(tocsin_import(t.node, t.file, &o, &t.report), TOCSIN_ERR_PARSE);
    assert_string_equal(name_of(&t, "q-9"), "Ilka Morvenn");
    town_close(&t);
}

static void repeated_id_names_file_and_lines(void **state)
{
    struct tocsin_err *err;
    struct town t;

    (void)state;
    town_open(&t);
    load(&t, "a.csv", three);
    list_write(&t, "a.csv",
               "q-9,Ilka Morvenn,1980\nq-8,Tamsin Orlow,1970\nq-9,Other Person,1981\n");
    err = load_as(&t, t.file, NULL);
    assert_true(span_ends(span_of(tocsin_err_place(err).file), SPAN("a.csv")));
    assert_int_equal(tocsin_err_place(err).line, 4);
    assert_says(err, TOCSIN_ERR_PARSE, "line 2");
    assert_first_state(&t);
    assert_int_equal(files_in(&t, "sources"), 1);
    town_close(&t);
}

static void empty_list_does_not_empty_a_dataset(void **state)
{
    struct town t;

    (void)state;
    town_open(&t);
    load(&t, "a.csv", three);
    assert_says(load_as(&t, list_write(&t, "a.csv", ""), NULL), TOCSIN_ERR_PARSE,
                "would lose all its 3 entities");
    assert_first_state(&t);
    town_close(&t);
}

static void another_list_of_the_same_file_name_replaces_nothing_unasked(void **state)
{
    struct town t;

    (void)state;
    town_open(&t);
    load(&t, "a.csv", three);
    list_write(&t, "a.csv", "z-1,Ilka Morvenn,1980\n");
    assert_says(load_as(&t, t.file, NULL), TOCSIN_ERR_EXISTS, "none of the 3 entities of a");
    assert_first_state(&t);
    assert_ok(load_as(&t, t.file, "a"));
    assert_report(&t, 1, 0, 3, 0);
    town_close(&t);
}

static void missing_file_and_unknown_format_are_errors(void **state)
{
    struct tocsin_import_options o = {.format = "no-such-format", .no_jail = true};
    struct tocsin_err *err;
    struct town t;

    (void)state;
    town_open(&t);
    err = load_as(&t, "/nowhere/at/all.csv", NULL);
    assert_non_null(strstr(tocsin_err_text(err), "/nowhere/at/all.csv"));
    tocsin_err_free(err);
    assert_code(load_as(&t, "", NULL), TOCSIN_ERR_USAGE);
    assert_code(load_as(&t, NULL, NULL), TOCSIN_ERR_USAGE);
    list_write(&t, "a.csv", three);
    err = tocsin_import(t.node, t.file, &o, &t.report);
    assert_non_null(err);
    tocsin_err_free(err);
    assert_int_equal(datasets_n(&t), 0);
    town_close(&t);
}

static void source_that_cannot_be_kept_ends_the_import(void **state)
{
    struct tocsin_err *err;
    struct town t;

    (void)state;
    town_open(&t);
    load(&t, "a.csv", three);
    list_write(&t, "a.csv", "q-9,Ilka Morvenn,1980\n");
    assert_int_equal(
        nftw(node_path(t.node, t.arena, "sources"), remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
    err = load_as(&t, t.file, NULL);
    assert_non_null(err);
    tocsin_err_free(err);
    assert_string_equal(name_of(&t, "q-1"), "Ferdik Quentabri");
    assert_null(name_of(&t, "q-9"));
    town_close(&t);
}

static void copy_of_another_content_is_refused(void **state)
{
    struct town t;
    char hash[65];

    (void)state;
    town_open(&t);
    list_write(&t, "a.csv", three);
    assert_ok(source_hash(t.file, hash));
    file_write(t.file, "changed meanwhile");
    assert_code(source_keep(t.node, t.file, hash), TOCSIN_ERR_CHANGED);
    assert_int_equal(files_in(&t, "sources"), 0);
    town_close(&t);
}

static void sweep_removes_only_what_no_import_names(void **state)
{
    struct town t;

    (void)state;
    town_open(&t);
    load(&t, "a.csv", three);
    file_write(node_path(t.node, t.arena, "sources/.tocsin-abc123"), "left over");
    file_write(node_path(t.node, t.arena, "sources/0123"), "left over");
    assert_ok(source_sweep(t.node));
    assert_int_equal(files_in(&t, "sources"), 1);
    assert_sound(&t);
    town_close(&t);
}

/* ---- progress ------------------------------------------------------------------------------- */

struct steps {
    bool reading, indexing, whole;
};

static void note_step(void *ctx, const struct tocsin_progress *p)
{
    struct steps *s = ctx;

    if (strcmp(p->step, "reading") == 0) {
        assert_non_null(p->file);
        assert_true(p->bytes <= p->bytes_total);
        s->reading = true;
        s->whole = p->bytes == p->bytes_total;
    } else {
        assert_null(p->file);
        s->indexing = strcmp(p->step, "indexing") == 0;
    }
}

static void progress_tells_both_steps_and_the_end(void **state)
{
    struct steps steps = {0};
    struct tocsin_import_options o = {
        .format = "persons-csv", .no_jail = true, .ctx = &steps, .progress = note_step};
    struct town t;

    (void)state;
    town_open(&t);
    assert_ok(tocsin_import(t.node, list_write(&t, "a.csv", three), &o, &t.report));
    assert_true(steps.reading && steps.whole && steps.indexing);
    town_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(report_says_what_was_loaded),
        cmocka_unit_test(source_is_kept_byte_for_byte),
        cmocka_unit_test(new_list_adds_changes_and_removes),
        cmocka_unit_test(dataset_name_may_be_chosen),
        cmocka_unit_test(same_file_again_does_nothing),
        cmocka_unit_test(same_content_elsewhere_under_the_same_name_is_the_same),
        cmocka_unit_test(same_content_under_another_name_is_another_list),
        cmocka_unit_test(same_file_asked_for_differently_is_read_again),
        cmocka_unit_test(former_file_again_is_a_change_back),
        cmocka_unit_test(bad_record_ends_the_import_and_leaves_the_list_before),
        cmocka_unit_test(bad_records_may_be_skipped_one_by_one),
        cmocka_unit_test(repeated_id_names_file_and_lines),
        cmocka_unit_test(empty_list_does_not_empty_a_dataset),
        cmocka_unit_test(another_list_of_the_same_file_name_replaces_nothing_unasked),
        cmocka_unit_test(missing_file_and_unknown_format_are_errors),
        cmocka_unit_test(source_that_cannot_be_kept_ends_the_import),
        cmocka_unit_test(copy_of_another_content_is_refused),
        cmocka_unit_test(sweep_removes_only_what_no_import_names),
        cmocka_unit_test(progress_tells_both_steps_and_the_end),
    };

    return cmocka_run_group_tests_name("node import", tests, NULL, NULL);
}
