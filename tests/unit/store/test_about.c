/* SPDX-License-Identifier: Apache-2.0
 *
 * What is known of datasets beside their entities.
 */
#include "fixture.h"

#include <sqlite3.h>

static const struct store_about *about(struct bench *b, const char *name)
{
    struct store_about *list = NULL;
    size_t n = 0;

    assert_ok(store_abouts(b->store, b->arena, &list, &n));
    for (size_t i = 0; i < n; i++) {
        if (span_eq(list[i].name, span_of(name)))
            return &list[i];
    }
    return NULL;
}

static void assert_about(struct bench *b, const char *name, const char *meta, const char *loaded)
{
    const struct store_about *found = about(b, name);

    if (!found) {
        fail_msg("no dataset %s", name);
        return; /* for a compiler that does not know that fail_msg() never returns */
    }
    assert_string_equal(found->meta.p, meta);
    assert_string_equal(found->loaded.p, loaded);
}

static void import_of(struct bench *b, const char *version, bool commit)
{
    struct store_import what = {.dataset = SPAN("alpha"),
                                .format = SPAN("ftm"),
                                .loaded = span_of(version),
                                .at = b->at++};
    struct store_source source = {SPAN("00"), SPAN("a.json"), SPAN(""), 1};

    assert_ok(store_import_begin(b->store, &what));
    assert_ok(store_put(b->store, person_of(b->arena, "a Quentabri", 1)));
    assert_ok(store_import_settle(b->store, false, &source, 1, &b->counts));
    if (commit)
        assert_ok(store_import_commit(b->store));
    else
        store_import_abort(b->store);
}

static void import_says_which_version_it_leads_to(void **state)
{
    struct bench b;

    (void)state;
    bench_open(&b);
    import_of(&b, "v1", true);
    assert_about(&b, "alpha", "", "v1");
    import_of(&b, "v2", false);
    assert_about(&b, "alpha", "", "v1");
    import_of(&b, "v3", true); /* the same entities */
    assert_about(&b, "alpha", "", "v3");
    load(&b, "alpha", "a Quentabri", "b Ferdik", NULL); /* by hand */
    assert_about(&b, "alpha", "", "");
    bench_close(&b);
}

static void description_and_version_are_kept_apart(void **state)
{
    struct bench b;

    (void)state;
    bench_open(&b);
    assert_ok(store_describe(b.store, SPAN("alpha"), SPAN("{\"a\":1}")));
    assert_about(&b, "alpha", "{\"a\":1}", "");
    import_of(&b, "v1", true);
    assert_about(&b, "alpha", "{\"a\":1}", "v1");
    assert_ok(store_describe(b.store, SPAN("alpha"), SPAN("{}")));
    assert_about(&b, "alpha", "{}", "v1");
    assert_ok(store_is_version(b.store, SPAN("alpha"), SPAN("v2")));
    assert_about(&b, "alpha", "{}", "v2");
    bench_close(&b);
}

static void reader_may_not_describe(void **state)
{
    struct bench b;

    (void)state;
    bench_open(&b);
    store_close(b.store);
    assert_ok(store_open(b.path, STORE_READ, &b.store));
    assert_code(store_describe(b.store, SPAN("a"), SPAN("{}")), TOCSIN_ERR_USAGE);
    assert_code(store_is_version(b.store, SPAN("a"), SPAN("v")), TOCSIN_ERR_USAGE);
    bench_close(&b);
}

static void older_form_is_migrated_with_its_datasets(void **state)
{
    struct bench b;
    sqlite3 *db;

    (void)state;
    bench_open(&b);
    load(&b, "alpha", "a Quentabri", NULL);
    store_close(b.store);
    assert_int_equal(sqlite3_open(b.path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "DROP TABLE about; ALTER TABLE import DROP COLUMN by;"
                                      "ALTER TABLE import DROP COLUMN arrivals;"
                                      "PRAGMA user_version = 1", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    assert_code(store_open(b.path, STORE_READ, &b.store), TOCSIN_ERR_UNSUPPORTED);
    assert_ok(store_open(b.path, STORE_WRITE, &b.store));
    assert_about(&b, "alpha", "", "");
    bench_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(import_says_which_version_it_leads_to),
        cmocka_unit_test(description_and_version_are_kept_apart),
        cmocka_unit_test(reader_may_not_describe),
        cmocka_unit_test(older_form_is_migrated_with_its_datasets),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
