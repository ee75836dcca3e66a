/* SPDX-License-Identifier: Apache-2.0
 *
 * Proof and repair of a node: damaged and missing sources, a damaged store, rebuilding the present
 * versions from the sources.
 */
#include "fixture.h"

#include <fcntl.h>
#include <sqlite3.h>

static const char one[] = "q-1,Ferdik Quentabri,1961\nq-2,Orsola Vantrieste,1958-02-03\n";
static const char two[] = "q-1,Ferdik Quentabri,1961\nq-2,Orsola Vantrieste-Bel,1958-02-03\n";

static void keep(void *ctx, const char *text)
{
    buf_str(ctx, text);
    buf_char(ctx, '\n');
}

/* The findings must hold this text. */
static void assert_finding(struct town *t, const char *says)
{
    struct buf text = {0};
    uint64_t n = 0;

    assert_ok(tocsin_check(t->node, keep, &text, &n));
    if (n == 0 || !strstr(buf_cstr(&text), says))
        fail_msg("\"%s\" is not among %llu findings:\n%s", says, (unsigned long long)n,
                 buf_cstr(&text));
    buf_free(&text);
}

static void raw(struct town *t, const char *sql)
{
    sqlite3 *db;

    assert_int_equal(sqlite3_open(node_path(t->node, t->arena, "store.db"), &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static const char *kept(struct town *t)
{
    return source_path(t->node, t->arena, span_of(t->report.sha256));
}

static void sound_node_has_no_finding(void **state)
{
    uint64_t n = 1;
    struct town t;

    (void)state;
    town_open(&t);
    assert_sound(&t);
    load(&t, "a.csv", one);
    load(&t, "a.csv", two);
    assert_sound(&t);
    assert_ok(tocsin_check(t.node, NULL, NULL, &n)); /* without a hook */
    assert_int_equal(n, 0);
    town_close(&t);
}

static void missing_source_is_found(void **state)
{
    struct town t;

    (void)state;
    town_open(&t);
    load(&t, "a.csv", one);
    assert_int_equal(unlink(kept(&t)), 0);
    assert_finding(&t, "is not there");
    town_close(&t);
}

static void damaged_source_is_found(void **state)
{
    struct town t;
    int fd;

    (void)state;
    town_open(&t);
    load(&t, "a.csv", one);
    fd = open(kept(&t), O_WRONLY);
    assert_int_equal(pwrite(fd, "Q", 1, 25), 1);
    close(fd);
    assert_finding(&t, "does not have its hash");
    assert_finding(&t, t.report.sha256);
    town_close(&t);
}

static void source_of_a_former_import_is_proved_too(void **state)
{
    const char *former;
    struct town t;

    (void)state;
    town_open(&t);
    load(&t, "a.csv", one);
    former = kept(&t);
    load(&t, "a.csv", two);
    assert_int_equal(unlink(former), 0);
    assert_finding(&t, "import 1 of a");
    town_close(&t);
}

static void damage_of_the_store_is_found(void **state)
{
    struct town t;

    (void)state;
    town_open(&t);
    load(&t, "a.csv", one);
    raw(&t, "UPDATE entity SET packed = zeroblob(30) WHERE id = 'q-1'");
    assert_finding(&t, "version of 'q-1'");
    town_close(&t);
}

/* ---- rebuild ------------------------------------------------------------------------------- */

static const char *name_of(struct town *t, const char *id)
{
    struct record *r = NULL;
    struct tocsin_err *err = store_get(t->node->store, t->arena, span_of(id), SPAN(""), &r, NULL);

    if (!err)
        return arena_str(t->arena, record_first(r, PROP_name));
    tocsin_err_free(err);
    return NULL;
}

static size_t runs_of(struct town *t, const char *dataset)
{
    struct store_run *runs = NULL;
    size_t n = 0;

    assert_ok(store_runs(t->node->store, t->arena, span_of(dataset), &runs, &n));
    return n;
}

static void rebuild_of_a_sound_node_changes_nothing(void **state)
{
    struct town t;

    (void)state;
    town_open(&t);
    load(&t, "a.csv", one);
    load(&t, "a.csv", two);
    load(&t, "b.csv", one);
    assert_ok(tocsin_rebuild(t.node, true, NULL, NULL));
    assert_ok(tocsin_rebuild(t.node, false, NULL, NULL));
    assert_int_equal(runs_of(&t, "a"), 2);
    assert_int_equal(runs_of(&t, "b"), 1);
    assert_string_equal(name_of(&t, "q-2"), "Orsola Vantrieste-Bel");
    assert_int_not_equal(access(node_path(t.node, t.arena, "rebuild"), F_OK), 0);
    assert_sound(&t);
    town_close(&t);
}

static void rebuild_puts_the_store_right_from_the_sources(void **state)
{
    static const char *const damages[] = {
        "UPDATE entity SET packed = zeroblob(30) WHERE id = 'q-2'",
        "UPDATE entity SET packed = zeroblob(30), hash = zeroblob(32)",
        ("DELETE FROM former; DELETE FROM entity WHERE id = 'q-2';"
         "DELETE FROM named WHERE entity & 255 = 2; UPDATE dataset SET entities = 1, names = 1"),
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(damages); i++) {
        struct town t;

        town_open(&t);
        load(&t, "a.csv", one);
        load(&t, "a.csv", two);
        raw(&t, damages[i]);
        assert_ok(tocsin_rebuild(t.node, true, NULL, NULL));
        assert_sound(&t);
        assert_string_equal(name_of(&t, "q-1"), "Ferdik Quentabri");
        assert_string_equal(name_of(&t, "q-2"), "Orsola Vantrieste-Bel");
        town_close(&t);
    }
}

static void rebuild_asks_as_the_import_was_asked(void **state)
{
    const char *const map[] = {"name=Wie er heisst", "id=Nr", NULL};
    struct tocsin_import_options o = {
        .dataset = "mine", .format = "persons-csv", .map = map, .skip_bad = 1, .no_jail = true};
    struct town t;

    (void)state;
    town_open(&t);
    snprintf(t.file, sizeof(t.file), "%s/odd.csv", t.folder);
    file_write(t.file, "Nr,Wie er heisst,birth date\nz-1,Ferdik Quentabri,1961\n"
                       "z-2,Orsola Vantrieste,31 Feb 19x\n");
    assert_ok(tocsin_import(t.node, t.file, &o, &t.report));
    assert_int_equal(t.report.entities, 1);
    assert_ok(tocsin_rebuild(t.node, true, NULL, NULL));
    assert_string_equal(name_of(&t, "z-1"), "Ferdik Quentabri");
    assert_int_equal(runs_of(&t, "mine"), 1);
    assert_sound(&t);
    town_close(&t);
}

static void rebuild_without_a_source_changes_nothing(void **state)
{
    struct town t;

    (void)state;
    town_open(&t);
    load(&t, "a.csv", one);
    assert_int_equal(unlink(kept(&t)), 0);
    assert_says(tocsin_rebuild(t.node, true, NULL, NULL), TOCSIN_ERR_NOT_FOUND, t.report.sha256);
    assert_string_equal(name_of(&t, "q-1"), "Ferdik Quentabri");
    assert_int_not_equal(access(node_path(t.node, t.arena, "rebuild"), F_OK), 0);
    town_close(&t);
}

static void rebuild_from_a_damaged_source_is_refused(void **state)
{
    struct town t;
    int fd;

    (void)state;
    town_open(&t);
    load(&t, "a.csv", one);
    fd = open(kept(&t), O_WRONLY);
    assert_int_equal(pwrite(fd, "Q", 1, 25), 1);
    close(fd);
    assert_says(tocsin_rebuild(t.node, true, NULL, NULL), TOCSIN_ERR_CORRUPT, "hash");
    assert_string_equal(name_of(&t, "q-1"), "Ferdik Quentabri");
    town_close(&t);
}

static void left_over_scratch_is_no_hindrance(void **state)
{
    struct town t;

    (void)state;
    town_open(&t);
    load(&t, "a.csv", one);
    assert_int_equal(mkdir(node_path(t.node, t.arena, "rebuild"), 0700), 0);
    file_write(node_path(t.node, t.arena, "rebuild/store.db"), "left over");
    assert_ok(tocsin_rebuild(t.node, true, NULL, NULL));
    assert_sound(&t);
    town_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sound_node_has_no_finding),
        cmocka_unit_test(missing_source_is_found),
        cmocka_unit_test(damaged_source_is_found),
        cmocka_unit_test(source_of_a_former_import_is_proved_too),
        cmocka_unit_test(damage_of_the_store_is_found),
        cmocka_unit_test(rebuild_of_a_sound_node_changes_nothing),
        cmocka_unit_test(rebuild_puts_the_store_right_from_the_sources),
        cmocka_unit_test(rebuild_asks_as_the_import_was_asked),
        cmocka_unit_test(rebuild_without_a_source_changes_nothing),
        cmocka_unit_test(rebuild_from_a_damaged_source_is_refused),
        cmocka_unit_test(left_over_scratch_is_no_hindrance),
    };

    return cmocka_run_group_tests_name("node check", tests, NULL, NULL);
}
