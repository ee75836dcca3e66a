/* SPDX-License-Identifier: Apache-2.0
 *
 * Opening a store: what is there, what is not ours, what is older or newer, and migrations.
 */
#include "fixture.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "store/sqlite_private.h"

/* A raw handle on the file, for what the store itself would never do. */
static void raw(const char *path, const char *sql)
{
    char *why = NULL;
    sqlite3 *db;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %s", sql, why);
    sqlite3_close(db);
}

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void missing_store_is_not_found(void **state)
{
    struct bench b;

    (void)state;
    bench_folder(&b);
    assert_code(store_open(b.path, STORE_READ, &b.store), TOCSIN_ERR_NOT_FOUND);
    assert_code(store_open(b.path, STORE_WRITE, &b.store), TOCSIN_ERR_NOT_FOUND);
    assert_int_not_equal(access(b.path, F_OK), 0);
    bench_close(&b);
}

static void existing_store_is_not_made_again(void **state)
{
    struct store *other;
    struct bench b;

    (void)state;
    bench_open(&b);
    assert_code(store_open(b.path, STORE_CREATE, &other), TOCSIN_ERR_EXISTS);
    assert_null(other);
    bench_close(&b);
}

static void folder_is_no_store(void **state)
{
    struct bench b;

    (void)state;
    bench_folder(&b);
    assert_int_equal(mkdir(b.path, 0700), 0);
    assert_code(store_open(b.path, STORE_READ, &b.store), TOCSIN_ERR_IO);
    bench_close(&b);
}

static void other_files_are_no_store(void **state)
{
    struct bench b;

    (void)state;
    bench_folder(&b);
    write_file(b.path, "This is a text that is long enough to be taken for the header of a "
                       "database, but it is not one; it goes on for more than a hundred bytes.");
    assert_code(store_open(b.path, STORE_READ, &b.store), TOCSIN_ERR_CORRUPT);
    assert_code(store_open(b.path, STORE_WRITE, &b.store), TOCSIN_ERR_CORRUPT);
    bench_close(&b);
}

static void database_of_another_program_is_left_alone(void **state)
{
    static const char *const programs[] = {"CREATE TABLE t (x)", "PRAGMA application_id = 77",
                                           "PRAGMA user_version = 1"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(programs); i++) {
        struct bench b;

        bench_folder(&b);
        raw(b.path, programs[i]);
        assert_code(store_open(b.path, STORE_WRITE, &b.store), TOCSIN_ERR_CORRUPT);
        assert_code(store_open(b.path, STORE_READ, &b.store), TOCSIN_ERR_CORRUPT);
        bench_close(&b);
    }
}

static void newer_form_is_refused(void **state)
{
    struct bench b;

    (void)state;
    bench_open(&b);
    load(&b, "alpha", "a A", NULL);
    store_close(b.store);
    raw(b.path, "PRAGMA user_version = 9999");
    assert_code(store_open(b.path, STORE_READ, &b.store), TOCSIN_ERR_UNSUPPORTED);
    assert_code(store_open(b.path, STORE_WRITE, &b.store), TOCSIN_ERR_UNSUPPORTED);
    raw(b.path, "PRAGMA user_version = -1");
    assert_code(store_open(b.path, STORE_WRITE, &b.store), TOCSIN_ERR_UNSUPPORTED);
    raw(b.path, "PRAGMA user_version = 4");
    assert_ok(store_open(b.path, STORE_READ, &b.store));
    assert_string_equal(name_now(&b, "a", ""), "A");
    bench_close(&b);
}

static void store_whose_making_was_cut_short_is_made_by_the_next_writer(void **state)
{
    struct bench b;

    (void)state;
    bench_folder(&b);
    raw(b.path, "PRAGMA journal_mode = WAL"); /* a database without anything in it */
    assert_code(store_open(b.path, STORE_READ, &b.store), TOCSIN_ERR_UNSUPPORTED);
    assert_ok(store_open(b.path, STORE_WRITE, &b.store));
    load(&b, "alpha", "a A", NULL);
    assert_sound(&b);
    bench_close(&b);
}

static void url_of_an_unknown_engine_is_unsupported(void **state)
{
    struct store *s;

    (void)state;
    assert_code(store_open("postgresql://db/tocsin", STORE_READ, &s), TOCSIN_ERR_UNSUPPORTED);
    assert_code(store_open("://x", STORE_READ, &s), TOCSIN_ERR_NOT_FOUND);
}

static void closing_nothing_is_fine(void **state)
{
    (void)state;
    store_close(NULL);
}

/* ---- migration --------------------------------------------------------------------------- */

static void scratch(struct bench *b, struct sqlite *q)
{
    bench_folder(b);
    *q = (struct sqlite){.path = b->path};
    assert_int_equal(sqlite3_open(b->path, &q->db), SQLITE_OK);
}

static int64_t value_of(struct sqlite *q, const char *sql)
{
    sqlite3_stmt *st;
    int64_t value;

    assert_int_equal(sqlite3_prepare_v2(q->db, sql, -1, &st, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    value = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return value;
}

static const struct sqlite_step good_steps[] = {
    {"one", "CREATE TABLE t (x); INSERT INTO t VALUES (1)"},
    {"two", "ALTER TABLE t ADD COLUMN y DEFAULT 5"},
    {"three", "UPDATE t SET y = y + x"},
};

static void migration_runs_the_missing_steps_only(void **state)
{
    struct sqlite q;
    struct bench b;

    (void)state;
    scratch(&b, &q);
    assert_ok(sqlite_migrate(&q, good_steps, 1));
    assert_int_equal(value_of(&q, "PRAGMA user_version"), 1);
    assert_ok(sqlite_migrate(&q, good_steps, 3));
    assert_ok(sqlite_migrate(&q, good_steps, 3));
    assert_int_equal(value_of(&q, "PRAGMA user_version"), 3);
    assert_int_equal(value_of(&q, "SELECT y FROM t"), 6);
    assert_int_equal(value_of(&q, "PRAGMA application_id"), SQLITE_APPLICATION);
    sqlite3_close(q.db);
    bench_close(&b);
}

static void failed_migration_leaves_the_form_before(void **state)
{
    static const struct sqlite_step steps[] = {
        {"one", "CREATE TABLE t (x); INSERT INTO t VALUES (1)"},
        {"two", "UPDATE t SET x = 2"},
        {"the third", "UPDATE nothing SET x = 3"},
    };
    struct tocsin_err *err;
    struct sqlite q;
    struct bench b;

    (void)state;
    scratch(&b, &q);
    assert_ok(sqlite_migrate(&q, steps, 1));
    err = sqlite_migrate(&q, steps, 3);
    assert_non_null(err);
    assert_non_null(strstr(tocsin_err_text(err), "the third"));
    tocsin_err_free(err);
    assert_int_equal(value_of(&q, "PRAGMA user_version"), 1);
    assert_int_equal(value_of(&q, "SELECT x FROM t"), 1);
    sqlite3_close(q.db);
    bench_close(&b);
}

static void migration_waits_for_no_other_writer_for_ever(void **state)
{
    struct sqlite q, other;
    struct bench b;

    (void)state;
    scratch(&b, &q);
    assert_ok(sqlite_migrate(&q, good_steps, 1));
    assert_int_equal(sqlite3_open(b.path, &other.db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other.db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    assert_code(sqlite_migrate(&q, good_steps, 3), TOCSIN_ERR_BUSY);
    sqlite3_close(other.db);
    sqlite3_close(q.db);
    bench_close(&b);
}

/* The statements are checked against the tables as a whole, also those that other tests miss. */
static void every_statement_fits_the_schema(void **state)
{
    static const char *const statements[] = {
#define STMT(name, sql) sql,
#include "store/sqlite_stmt.def"
#undef STMT
    };
    sqlite3 *db;
    struct bench b;

    (void)state;
    bench_open(&b);
    assert_int_equal(sqlite3_open(b.path, &db), SQLITE_OK);
    for (size_t i = 0; i < ARRAY_LEN(statements); i++) {
        sqlite3_stmt *st = NULL;

        if (sqlite3_prepare_v2(db, statements[i], -1, &st, NULL) != SQLITE_OK)
            fail_msg("%s: %s", statements[i], sqlite3_errmsg(db));
        sqlite3_finalize(st);
    }
    sqlite3_close(db);
    bench_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(missing_store_is_not_found),
        cmocka_unit_test(existing_store_is_not_made_again),
        cmocka_unit_test(folder_is_no_store),
        cmocka_unit_test(other_files_are_no_store),
        cmocka_unit_test(database_of_another_program_is_left_alone),
        cmocka_unit_test(newer_form_is_refused),
        cmocka_unit_test(store_whose_making_was_cut_short_is_made_by_the_next_writer),
        cmocka_unit_test(url_of_an_unknown_engine_is_unsupported),
        cmocka_unit_test(closing_nothing_is_fine),
        cmocka_unit_test(migration_runs_the_missing_steps_only),
        cmocka_unit_test(failed_migration_leaves_the_form_before),
        cmocka_unit_test(migration_waits_for_no_other_writer_for_ever),
        cmocka_unit_test(every_statement_fits_the_schema),
    };

    return cmocka_run_group_tests_name("store open", tests, NULL, NULL);
}
