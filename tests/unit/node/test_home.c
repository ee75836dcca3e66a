/* SPDX-License-Identifier: Apache-2.0
 *
 * The home: where it is, making it, opening it, one writer at a time.
 */
#include "fixture.h"

#include <signal.h>
#include <sys/wait.h>

/* ---- where --------------------------------------------------------------------------------- */

static void assert_path(const char *asked, const char *wanted)
{
    char *path = tocsin_home_path(asked);

    assert_string_equal(path, wanted);
    free(path);
}

static void home_is_found_by_argument_and_environment(void **state)
{
    (void)state;
    setenv("HOME", "/u", 1);
    setenv("XDG_DATA_HOME", "/x", 1);
    setenv("TOCSIN_HOME", "/t", 1);
    assert_path("/a", "/a");
    assert_path(NULL, "/t");
    assert_path("", "/t");
    setenv("TOCSIN_HOME", "", 1);
    assert_path(NULL, "/x/tocsin");
    setenv("XDG_DATA_HOME", "relative", 1); /* to be ignored, says its specification */
    assert_path(NULL, "/u/.local/share/tocsin");
    unsetenv("XDG_DATA_HOME");
    unsetenv("TOCSIN_HOME");
    assert_path(NULL, "/u/.local/share/tocsin");
}

static void home_is_found_without_an_environment(void **state)
{
    char *path;

    (void)state;
    unsetenv("HOME");
    path = tocsin_home_path(NULL);
    assert_true(span_ends(span_of(path), SPAN("/.local/share/tocsin")));
    free(path);
    setenv("HOME", "/u", 1);
}

/* ---- making -------------------------------------------------------------------------------- */

static void missing_home_says_what_to_do(void **state)
{
    struct town t;

    (void)state;
    town_folder(&t);
    assert_says(tocsin_open(t.home, TOCSIN_READ, &t.node), TOCSIN_ERR_NOT_FOUND,
                "run `tocsin init`");
    assert_says(tocsin_open(t.home, TOCSIN_WRITE, &t.node), TOCSIN_ERR_NOT_FOUND, t.home);
    assert_null(t.node);
    assert_int_not_equal(access(t.home, F_OK), 0); /* asking makes nothing */
    town_close(&t);
}

static void init_makes_a_home_for_its_owner_only(void **state)
{
    struct town t;
    struct stat st;

    (void)state;
    town_folder(&t);
    snprintf(t.home, sizeof(t.home), "%s/deep/down/home", t.folder);
    assert_ok(tocsin_open(t.home, TOCSIN_INIT, &t.node));
    assert_string_equal(tocsin_home(t.node), t.home);
    assert_int_equal(stat(t.home, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0700);
    assert_int_equal(access(node_path(t.node, t.arena, "store.db"), R_OK), 0);
    assert_int_equal(access(node_path(t.node, t.arena, "sources"), R_OK), 0);
    assert_int_equal(access(node_path(t.node, t.arena, "index"), R_OK), 0);
    assert_sound(&t);
    town_close(&t);
}

static void second_init_is_refused(void **state)
{
    struct town t;
    struct tocsin_node *other;

    (void)state;
    town_open(&t);
    assert_says(tocsin_open(t.home, TOCSIN_INIT, &other), TOCSIN_ERR_EXISTS, "already");
    town_close(&t);
}

static void empty_folder_becomes_a_home_another_does_not(void **state)
{
    struct town t;

    (void)state;
    town_folder(&t);
    assert_int_equal(mkdir(t.home, 0755), 0);
    file_write(arena_printf(t.arena, "%s/letter.txt", t.home).p, "dear");
    assert_says(tocsin_open(t.home, TOCSIN_INIT, &t.node), TOCSIN_ERR_EXISTS, "letter.txt");
    assert_int_equal(unlink(arena_printf(t.arena, "%s/letter.txt", t.home).p), 0);
    assert_ok(tocsin_open(t.home, TOCSIN_INIT, &t.node));
    town_close(&t);
}

static void home_whose_making_was_cut_short_can_be_made(void **state)
{
    struct town t;

    (void)state;
    town_folder(&t);
    assert_int_equal(mkdir(t.home, 0700), 0);
    assert_int_equal(mkdir(arena_printf(t.arena, "%s/sources", t.home).p, 0700), 0);
    file_write(arena_printf(t.arena, "%s/lock", t.home).p, "");
    file_write(arena_printf(t.arena, "%s/store.db", t.home).p, "");
    assert_says(tocsin_open(t.home, TOCSIN_READ, &t.node), TOCSIN_ERR_NOT_FOUND, "init");
    assert_ok(tocsin_open(t.home, TOCSIN_INIT, &t.node));
    assert_sound(&t);
    town_close(&t);
}

static void file_in_place_of_a_home_is_an_error(void **state)
{
    struct tocsin_err *err;
    struct town t;

    (void)state;
    town_folder(&t);
    file_write(t.home, "no folder");
    err = tocsin_open(t.home, TOCSIN_INIT, &t.node);
    assert_non_null(err);
    tocsin_err_free(err);
    err = tocsin_open(t.home, TOCSIN_READ, &t.node);
    assert_non_null(err);
    tocsin_err_free(err);
    town_close(&t);
}

static void unknown_mode_is_refused(void **state)
{
    struct town t;

    (void)state;
    town_folder(&t);
    assert_code(tocsin_open(t.home, (enum tocsin_mode)9, &t.node), TOCSIN_ERR_USAGE);
    town_close(&t);
}

static void damaged_store_is_told_at_open(void **state)
{
    struct town t;

    (void)state;
    town_open(&t);
    tocsin_close(t.node);
    file_write(arena_printf(t.arena, "%s/store.db", t.home).p,
               "a text that stands where the database should stand, and is long enough to be looked"
               " at as the header of one, which has a hundred bytes");
    assert_says(tocsin_open(t.home, TOCSIN_READ, &t.node), TOCSIN_ERR_CORRUPT, "store.db");
    town_close(&t);
}

/* ---- the lock ------------------------------------------------------------------------------ */

static void second_writer_is_told_who_is_first(void **state)
{
    struct tocsin_node *other = NULL;
    struct town t;

    (void)state;
    town_open(&t);
    assert_says(tocsin_open(t.home, TOCSIN_WRITE, &other), TOCSIN_ERR_BUSY,
                arena_printf(t.arena, "(%d)", (int)getpid()).p);
    assert_null(other);
    assert_ok(tocsin_open(t.home, TOCSIN_READ, &other)); /* readers are welcome */
    tocsin_close(other);
    tocsin_close(t.node);
    assert_ok(tocsin_open(t.home, TOCSIN_WRITE, &t.node));
    town_close(&t);
}

static void lock_ends_with_the_process_that_held_it(void **state)
{
    struct town t;
    pid_t pid;
    int ready[2];
    char c;

    (void)state;
    town_open(&t);
    tocsin_close(t.node);
    t.node = NULL;
    assert_int_equal(pipe(ready), 0);
    pid = fork();
    if (pid == 0) {
        struct tocsin_err *err = tocsin_open(t.home, TOCSIN_WRITE, &t.node);

        if (!err && write(ready[1], "x", 1) == 1)
            pause();
        _exit(1);
    }
    assert_int_equal(read(ready[0], &c, 1), 1);
    assert_code(tocsin_open(t.home, TOCSIN_WRITE, &t.node), TOCSIN_ERR_BUSY);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    assert_ok(tocsin_open(t.home, TOCSIN_WRITE, &t.node));
    close(ready[0]);
    close(ready[1]);
    town_close(&t);
}

static void reader_may_not_write(void **state)
{
    struct tocsin_import_report report;
    struct town t;

    (void)state;
    town_open(&t);
    tocsin_close(t.node);
    assert_ok(tocsin_open(t.home, TOCSIN_READ, &t.node));
    assert_code(tocsin_import(t.node, "x.csv", NULL, &report), TOCSIN_ERR_USAGE);
    assert_code(tocsin_rebuild(t.node, false, NULL, NULL), TOCSIN_ERR_USAGE);
    town_close(&t);
}

static void closing_nothing_is_fine(void **state)
{
    (void)state;
    tocsin_close(NULL);
    tocsin_datasets_free(NULL);
    tocsin_query_free(NULL);
}

static void version_is_said(void **state)
{
    (void)state;
    assert_string_equal(tocsin_version(), TOCSIN_VERSION);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(home_is_found_by_argument_and_environment),
        cmocka_unit_test(home_is_found_without_an_environment),
        cmocka_unit_test(missing_home_says_what_to_do),
        cmocka_unit_test(init_makes_a_home_for_its_owner_only),
        cmocka_unit_test(second_init_is_refused),
        cmocka_unit_test(empty_folder_becomes_a_home_another_does_not),
        cmocka_unit_test(home_whose_making_was_cut_short_can_be_made),
        cmocka_unit_test(file_in_place_of_a_home_is_an_error),
        cmocka_unit_test(unknown_mode_is_refused),
        cmocka_unit_test(damaged_store_is_told_at_open),
        cmocka_unit_test(second_writer_is_told_who_is_first),
        cmocka_unit_test(lock_ends_with_the_process_that_held_it),
        cmocka_unit_test(reader_may_not_write),
        cmocka_unit_test(closing_nothing_is_fine),
        cmocka_unit_test(version_is_said),
    };

    return cmocka_run_group_tests_name("node home", tests, NULL, NULL);
}
