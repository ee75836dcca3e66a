/* SPDX-License-Identifier: Apache-2.0
 *
 * store_check finds every kind of damage, each planted by hand in an otherwise sound store, and an
 * import with 'rebuild' puts right what it can.
 */
#include "fixture.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>

static void raw(const char *path, const char *sql)
{
    char *why = NULL;
    sqlite3 *db;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %s", sql, why);
    sqlite3_close(db);
}

static void put(struct bench *b, struct record *r)
{
    assert_ok(record_finish(r));
    assert_ok(store_put(b->store, r));
}

static void put_all(struct bench *b, bool second)
{
    struct record *r = person(b->arena, "a", second ? "Ferdik Quentabri" : "Ferdik");

    record_add_referent(r, SPAN("a-old"));
    record_add(r, PROP_topics, SPAN("sanction"));
    put(b, r);
    put(b, person(b->arena, "b", "Orsola"));
    r = record_new(b->arena, SCHEMA_Sanction, SPAN("s"));
    record_add(r, PROP_entity, SPAN("a"));
    put(b, r);
}

/* Two imports: a present version of each kind, a former one, a removed one. */
static void fill(struct bench *b)
{
    bench_open(b);
    begin(b, "alpha", false);
    put_all(b, false);
    put(b, person(b->arena, "gone", "Ilka"));
    assert_ok(commit_from(b, false, "one"));
    begin(b, "alpha", false);
    put_all(b, true);
    assert_ok(commit_from(b, false, "two"));
    assert_sound(b);
}

struct found {
    struct buf text;
};

static void keep(void *ctx, const char *text)
{
    struct found *f = ctx;

    buf_str(&f->text, text);
    buf_char(&f->text, '\n');
}

static uint64_t findings_of(struct bench *b, struct found *f)
{
    uint64_t n = 0;

    *f = (struct found){0};
    assert_ok(store_check(b->store, keep, f, &n));
    return n;
}

static void damage_of_every_table_is_found(void **state)
{
    static const struct {
        const char *sql, *says;
    } rows[] = {
        {"UPDATE entity SET packed = zeroblob(40) WHERE id = 'a'", "version of 'a'"},
        {"UPDATE entity SET packed = x'' WHERE id = 'a'", "version of 'a'"},
        {"UPDATE entity SET packed = NULL WHERE id = 'a'", "version of 'a'"},
        {"UPDATE entity SET packed = (SELECT packed FROM entity WHERE id = 'b') WHERE id = 'a'",
         "does not have its hash"},
        {"UPDATE entity SET hash = zeroblob(32) WHERE id = 'a'", "does not have its hash"},
        {"UPDATE entity SET hash = x'00' WHERE id = 'a'", "no hash of 32 bytes"},
        {"UPDATE entity SET hash = NULL WHERE id = 'a'", "no hash of 32 bytes"},
        {"UPDATE entity SET id = 'c' WHERE id = 'b'", "holds 'b'"},
        {"UPDATE entity SET id = 'c' WHERE id = 'b'", "'c' is missing in the table of ids"},
        {"DELETE FROM entity WHERE id = 'b'", "should have 3 entities, has 2"},
        {"UPDATE entity SET number = number + 100 WHERE id = 'b'", "past the last one"},
        {"UPDATE entity SET number = 12884901889 WHERE id = 'b'", "belongs to no dataset"},
        {"INSERT INTO entity SELECT number + 1, import, id, hash, packed FROM entity WHERE id = "
         "'gone';"
         "INSERT INTO named SELECT key, entity + 1 FROM named WHERE entity & 255 = 4;"
         "UPDATE dataset SET arrivals = 5",
         "in one dataset twice"},
        {"UPDATE former SET packed = zeroblob(40) WHERE hash IS NOT NULL", "version of 'a'"},
        {"UPDATE former SET hash = zeroblob(32) WHERE hash IS NOT NULL", "does not have its hash"},
        {"UPDATE former SET entity = 77", "entity 77, which is not there"},
        {"DELETE FROM named WHERE entity = (SELECT number FROM entity WHERE id = 'b')",
         "'b' is missing in the table of ids"},
        {"INSERT INTO named VALUES (5, 5)", "ids, has"},
        {"DELETE FROM reference", "'s' is missing in the table of references"},
        {"INSERT INTO reference VALUES (5, 5)", "should have 1 references, has 2"},
        {"DELETE FROM referent", "'a' is missing in the table of referents"},
        {"INSERT INTO referent VALUES (5, 5)", "should have 1 referents, has 2"},
        {"UPDATE dataset SET entities = 7", "should have 7 entities, has 3"},
        {"UPDATE dataset SET targets = 7", "should have 7 targets, has 1"},
        {"UPDATE dataset SET names = 7", "should have 7 names, has 2"},
        {"DELETE FROM import WHERE number = 2", "import 2, which is not there"},
        {"UPDATE import SET added = 1 WHERE number = 1", "import 1: says 1 versions, has 4"},
        {"UPDATE dataset SET number = 0", "impossible dataset number"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct bench b;
        struct found f;

        fill(&b);
        raw(b.path, rows[i].sql);
        if (findings_of(&b, &f) == 0 || !strstr(buf_cstr(&f.text), rows[i].says))
            fail_msg("%s: \"%s\" is not among:\n%s", rows[i].sql, rows[i].says, buf_cstr(&f.text));
        buf_free(&f.text);
        bench_close(&b);
    }
}

/* Overwrites the middle of the file, page by page: an open may fail, a check may find, nothing may
 * crash or stay unnoticed where a used page was hit. */
static void overwritten_pages_are_found(void **state)
{
    uint64_t noticed = 0, rounds = 0;

    (void)state;
    for (off_t at = 4096;; at += 4096) {
        char junk[4096];
        struct bench b;
        struct stat st;
        int fd;

        fill(&b);
        store_close(b.store);
        b.store = NULL;
        fd = open(b.path, O_RDWR);
        assert_int_equal(fstat(fd, &st), 0);
        memset(junk, (int)(at / 4096), sizeof(junk));
        if (at < st.st_size)
            assert_int_equal(pwrite(fd, junk, sizeof(junk), at), sizeof(junk));
        close(fd);
        if (at < st.st_size) {
            struct tocsin_err *err = store_open(b.path, STORE_READ, &b.store);
            uint64_t n = 0;

            if (!err)
                err = store_check(b.store, NULL, NULL, &n);
            noticed += err || n > 0;
            rounds++;
            tocsin_err_free(err);
        }
        bench_close(&b);
        if (at >= st.st_size)
            break;
    }
    assert_true(rounds > 5);
    assert_int_equal(noticed, rounds);
}

static void cut_file_is_found(void **state)
{
    struct tocsin_err *err;
    struct bench b;
    uint64_t n = 0;

    (void)state;
    fill(&b);
    store_close(b.store);
    b.store = NULL;
    assert_int_equal(truncate(b.path, 5 * 4096), 0);
    err = store_open(b.path, STORE_READ, &b.store);
    if (!err)
        err = store_check(b.store, NULL, NULL, &n);
    assert_true(err || n > 0);
    tocsin_err_free(err);
    bench_close(&b);
}

/* ---- rebuild ----------------------------------------------------------------------------- */

static void rebuild(struct bench *b)
{
    struct store_import what = {.dataset = SPAN("alpha"),
                                .format = SPAN("invented"),
                                .options = SPAN("{}"),
                                .at = b->at++,
                                .rebuild = true};

    assert_ok(store_import_begin(b->store, &what));
    put_all(b, true);
    assert_ok(commit_from(b, false, "two"));
}

static void rebuild_of_a_sound_store_changes_nothing(void **state)
{
    struct store_run *runs;
    struct bench b;
    size_t n;

    (void)state;
    fill(&b);
    rebuild(&b);
    assert_counts(&b, 0, 0, 0, 3);
    assert_int_equal(dataset_now(&b, "alpha").generation, 2);
    assert_ok(store_runs(b.store, b.arena, SPAN("alpha"), &runs, &n));
    assert_int_equal(n, 2);
    assert_sound(&b);
    bench_close(&b);
}

static void rebuild_puts_damaged_versions_right(void **state)
{
    static const char *const damages[] = {
        "UPDATE entity SET packed = zeroblob(40) WHERE id = 'a'",
        "UPDATE entity SET packed = (SELECT packed FROM entity WHERE id = 'b') WHERE id = 'a'",
        "UPDATE entity SET hash = zeroblob(32) WHERE id = 'a'",
        "UPDATE entity SET hash = NULL, packed = NULL WHERE id = 'a';"
        "UPDATE dataset SET entities = 2, targets = 0, names = 1;"
        "DELETE FROM referent",
        "UPDATE entity SET packed = zeroblob(9) WHERE packed IS NOT NULL;"
        "DELETE FROM reference; DELETE FROM referent;"
        "UPDATE dataset SET entities = 9, names = 9, targets = 9",
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(damages); i++) {
        struct bench b;

        fill(&b);
        raw(b.path, damages[i]);
        rebuild(&b);
        assert_sound(&b);
        assert_string_equal(name_now(&b, "a", ""), "Ferdik Quentabri");
        assert_true(dataset_now(&b, "alpha").generation > 2);
        bench_close(&b);
    }
}

static void rebuild_removes_what_the_sources_do_not_name(void **state)
{
    struct bench b;

    (void)state;
    fill(&b);
    begin(&b, "alpha", true);
    put(&b, person(b.arena, "stray", "Nobody"));
    assert_ok(commit_from(&b, true, "three"));
    raw(b.path, "UPDATE entity SET packed = x'00' WHERE id = 'stray'");
    rebuild(&b);
    assert_null(name_now(&b, "stray", ""));
    assert_sound(&b);
    bench_close(&b);
}

static void damage_stops_an_ordinary_import_with_a_clear_error(void **state)
{
    struct tocsin_err *err;
    struct bench b;

    (void)state;
    fill(&b);
    raw(b.path, "UPDATE entity SET packed = zeroblob(40) WHERE id = 'b'");
    begin(&b, "alpha", true);
    err = store_put(b.store, person_of(b.arena, "b Other", 1));
    assert_int_equal(tocsin_err_code(err), TOCSIN_ERR_CORRUPT);
    assert_non_null(strstr(tocsin_err_text(err), "tocsin check"));
    tocsin_err_free(err);
    store_import_abort(b.store);
    assert_code(store_get(b.store, b.arena, SPAN("b"), SPAN(""), &(struct record *){NULL}, NULL),
                TOCSIN_ERR_CORRUPT);
    bench_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(damage_of_every_table_is_found),
        cmocka_unit_test(overwritten_pages_are_found),
        cmocka_unit_test(cut_file_is_found),
        cmocka_unit_test(rebuild_of_a_sound_store_changes_nothing),
        cmocka_unit_test(rebuild_puts_damaged_versions_right),
        cmocka_unit_test(rebuild_removes_what_the_sources_do_not_name),
        cmocka_unit_test(damage_stops_an_ordinary_import_with_a_clear_error),
    };

    return cmocka_run_group_tests_name("store check", tests, NULL, NULL);
}
