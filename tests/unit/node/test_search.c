/* SPDX-License-Identifier: Apache-2.0
 *
 * Searching in a node: when its files are made, what becomes of them, many threads, and two
 * published lists where they are at hand ($TOCSIN_SHARED/data/lists/ftm).
 */
#include "fixture.h"

#include <jansson.h>

static const char rows[] = "p-1,Ferdik Quentabri,1961-03-14\np-2,Orsola Tharnwick,1975\n";

static json_t *search_in(struct tocsin_node *node, const struct tocsin_search_options *o)
{
    json_t *answer;
    char *json;

    assert_ok(tocsin_search(node, o, &json));
    answer = json_loads(json, 0, NULL);
    assert_non_null(answer);
    free(json);
    return answer;
}

/* The id of result 'i', or "" when there is none. */
static const char *id_at(const json_t *answer, size_t i)
{
    const json_t *r = json_array_get(json_object_get(answer, "results"), i);
    const char *id = json_string_value(json_object_get(r, "id"));

    return id ? id : "";
}

static json_int_t total_of(const json_t *answer)
{
    return json_integer_value(json_object_get(json_object_get(answer, "total"), "value"));
}

static json_int_t count(struct tocsin_node *node, const char *q)
{
    struct tocsin_search_options o = {.q = q, .limit = 5};
    json_t *answer = search_in(node, &o);
    json_int_t n = total_of(answer);

    json_decref(answer);
    return n;
}

static bool has_file(const struct town *t, const char *name)
{
    return access(arena_printf(t->arena, "%s/index/%s", t->home, name).p, F_OK) == 0;
}

static bool is_stale(struct town *t)
{
    bool stale;

    assert_ok(tocsin_search_ready(t->node, &stale));
    return stale;
}

static void the_first_search_makes_the_file(void **state)
{
    struct town t;

    (void)state;
    town_open(&t);
    assert_false(is_stale(&t)); /* nothing is loaded */
    assert_int_equal(count(t.node, "ferdik"), 0);
    load(&t, "quay.csv", rows);
    assert_false(has_file(&t, "quay.1.fts"));
    assert_true(is_stale(&t));
    assert_int_equal(count(t.node, "ferdik"), 1);
    assert_true(has_file(&t, "quay.1.fts"));
    assert_false(is_stale(&t));
    town_close(&t);
}

static void a_new_edition_has_a_new_file(void **state)
{
    struct town t;

    (void)state;
    town_open(&t);
    load(&t, "quay.csv", rows);
    assert_ok(tocsin_search_prepare(t.node));
    assert_false(is_stale(&t));
    load(&t, "quay.csv", "p-1,Ferdik Quentabri,1961\np-3,Maud Ostvane,1980\n");
    assert_true(is_stale(&t));
    assert_false(has_file(&t, "quay.1.fts"));
    assert_int_equal(count(t.node, "ostvane OR tharnwick"), 1);
    assert_true(has_file(&t, "quay.2.fts"));
    load(&t, "tower.csv", "t-1,Ostvane Tower,1990\n");
    assert_int_equal(count(t.node, "ostvane"), 2);
    assert_true(has_file(&t, "quay.2.fts"));
    town_close(&t);
}

static void a_reader_makes_files_too(void **state)
{
    struct tocsin_node *reader;
    struct town t;

    (void)state;
    town_open(&t);
    load(&t, "quay.csv", rows);
    assert_ok(tocsin_open(t.home, TOCSIN_READ, &reader));
    assert_int_equal(count(reader, "orsola"), 1);
    load(&t, "quay.csv", "p-3,Maud Ostvane,1980\np-1,Ferdik Quentabri,1961-03-14\n");
    assert_int_equal(count(reader, "ostvane"), 1); /* it follows the store */
    tocsin_close(reader);
    town_close(&t);
}

/* ---- damage ---------------------------------------------------------------------------------- */

static void overwrite(struct town *t, const char *name, size_t at, size_t n)
{
    FILE *f = fopen(arena_printf(t->arena, "%s/index/%s", t->home, name).p, "r+");

    assert_non_null(f);
    assert_int_equal(fseek(f, (long)at, SEEK_SET), 0);
    for (size_t i = 0; i < n; i++)
        putc('q', f);
    assert_int_equal(fclose(f), 0);
}

static void keep_finding(void *ctx, const char *text)
{
    struct town *t = ctx;

    snprintf(t->file, sizeof(t->file), "%s", text);
}

static uint64_t findings(struct town *t)
{
    uint64_t n;

    t->file[0] = '\0';
    assert_ok(tocsin_check(t->node, keep_finding, t, &n));
    return n;
}

static void a_damaged_file_is_found_and_made_again(void **state)
{
    struct town t;

    (void)state;
    town_open(&t);
    load(&t, "quay.csv", rows);
    assert_int_equal(findings(&t), 0); /* one that is not there is no fault */
    for (size_t at = 0; at < 100000; at += 8192) {
        assert_int_equal(count(t.node, "orsola"), 1);
        assert_int_equal(findings(&t), 0);
        tocsin_close(t.node);
        overwrite(&t, "quay.1.fts", at, 8192);
        assert_ok(tocsin_open(t.home, TOCSIN_WRITE, &t.node));
        if (findings(&t) == 0) /* a page that nothing stands on */
            assert_int_equal(count(t.node, "orsola properties.birthDate:1975"), 1);
        else
            assert_non_null(strstr(t.file, "search index of quay"));
        tocsin_close(t.node); /* it may have the file open */
        assert_int_equal(unlink(arena_printf(t.arena, "%s/index/quay.1.fts", t.home).p), 0);
        assert_ok(tocsin_open(t.home, TOCSIN_WRITE, &t.node));
    }
    assert_int_equal(count(t.node, "orsola"), 1);
    overwrite(&t, "quay.1.fts", 0, 100); /* while it is open */
    tocsin_close(t.node);
    assert_ok(tocsin_open(t.home, TOCSIN_WRITE, &t.node));
    assert_int_equal(count(t.node, "orsola"), 1);
    assert_int_equal(findings(&t), 0);
    town_close(&t);
}

static void rebuild_and_the_next_writer_remove_what_is_not_wanted(void **state)
{
    struct town t;

    (void)state;
    town_open(&t);
    load(&t, "quay.csv", rows);
    assert_int_equal(count(t.node, "orsola"), 1);
    tocsin_close(t.node);
    file_write(arena_printf(t.arena, "%s/index/quay.7.fts", t.home).p, "litter");
    file_write(arena_printf(t.arena, "%s/index/.tocsin-abcdef", t.home).p, "litter");
    assert_ok(tocsin_open(t.home, TOCSIN_WRITE, &t.node));
    assert_true(has_file(&t, "quay.1.fts"));
    assert_false(has_file(&t, "quay.7.fts"));
    assert_false(has_file(&t, ".tocsin-abcdef"));
    assert_ok(tocsin_rebuild(t.node, false, NULL, NULL));
    assert_false(has_file(&t, "quay.1.fts"));
    assert_int_equal(count(t.node, "orsola"), 1);
    town_close(&t);
}

/* ---- threads --------------------------------------------------------------------------------- */

static void *search_often(void *ctx)
{
    for (size_t i = 0; i < 50; i++) {
        assert_int_equal(count(ctx, "ferdik"), 1);
        assert_int_equal(count(ctx, "quent* OR orsola"), 2);
    }
    return NULL;
}

static void many_threads_search_at_once(void **state)
{
    struct tocsin_node *reader;
    pthread_t threads[6];
    struct town t;

    (void)state;
    town_open(&t);
    load(&t, "quay.csv", rows);
    assert_ok(tocsin_open(t.home, TOCSIN_READ, &reader));
    for (size_t i = 0; i < ARRAY_LEN(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, search_often, reader), 0);
    for (size_t i = 0; i < ARRAY_LEN(threads); i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    tocsin_close(reader);
    town_close(&t);
}

/* ---- what is shown --------------------------------------------------------------------------- */

static void an_entity_of_two_lists_has_both_datasets(void **state)
{
    struct tocsin_search_options o = {.q = "quentabri", .limit = 5};
    struct town t;
    json_t *answer, *datasets;

    (void)state;
    town_open(&t);
    load(&t, "quay.csv", rows);
    load(&t, "tower.csv", "p-1,Ferdik Quentabri,1961\n");
    answer = search_in(t.node, &o);
    assert_int_equal(total_of(answer), 1);
    datasets = json_object_get(json_array_get(json_object_get(answer, "results"), 0), "datasets");
    assert_int_equal(json_array_size(datasets), 2);
    assert_string_equal(json_string_value(json_array_get(datasets, 0)), "quay");
    assert_string_equal(json_string_value(json_array_get(datasets, 1)), "tower");
    json_decref(answer);
    town_close(&t);
}

static void a_bad_query_is_a_mistake_of_the_caller(void **state)
{
    struct tocsin_search_options o = {.q = "invalid/query", .limit = 5};
    struct tocsin_err *err;
    struct town t;
    char *json;

    (void)state;
    town_open(&t);
    load(&t, "quay.csv", rows);
    err = tocsin_search(t.node, &o, &json);
    assert_int_equal(tocsin_err_code(err), TOCSIN_ERR_USAGE);
    assert_null(json);
    tocsin_err_free(err);
    o.simple = true;
    assert_ok(tocsin_search(t.node, &o, &json));
    free(json);
    town_close(&t);
}

/* ---- published lists ------------------------------------------------------------------------- */

static bool load_published(struct town *t, const char *name)
{
    const char *shared = getenv("TOCSIN_SHARED");
    struct tocsin_import_options o = {.dataset = name, .format = "ftm", .no_jail = true};
    const char *path = arena_printf(t->arena, "%s/data/lists/ftm/%s/entities.ftm.json",
                                    shared ? shared : "../shared", name).p;

    if (access(path, R_OK) != 0) {
        print_message("# skip: no %s\n", path);
        return false;
    }
    assert_ok(tocsin_import(t->node, path, &o, &t->report));
    return true;
}

static void assert_first(struct town *t, const struct tocsin_search_options *o, const char *id)
{
    json_t *answer = search_in(t->node, o);

    assert_string_equal(id_at(answer, 0), id);
    json_decref(answer);
}

static void assert_zala(struct town *t)
{
    static const char *const crime[] = {"crime.cyber", NULL};
    static const char *const facets[] = {"schema", "topics", NULL};
    struct tocsin_search_options o = {.q = "Zakharov", .limit = 10};
    json_t *answer;
    char *json;

    assert_first(t, &o, "NK-aU5ybkbRFJucf8YMwsJvDw");
    o.q = "ofac-45937";
    assert_first(t, &o, "NK-aU5ybkbRFJucf8YMwsJvDw");
    o = (struct tocsin_search_options){.topics = crime, .facets = facets};
    answer = search_in(t->node, &o);
    assert_int_equal(total_of(answer), 0);
    assert_int_equal(json_object_size(json_object_get(answer, "facets")), 2);
    json_decref(answer);
    assert_ok(tocsin_suggest(t->node, NULL, "zakharov alex", 5, &json));
    assert_non_null(strstr(json, "{\"results\":[{\"id\":\"NK-aU5ybkbRFJucf8YMwsJvDw\""));
    free(json);
}

static void published_lists_are_searched(void **state)
{
    struct town t;
    struct tocsin_search_options o = {.limit = 0, .schema = "Thing"};
    json_t *answer;

    (void)state;
    town_open(&t);
    if (!load_published(&t, "zala") || !load_published(&t, "parteispenden")) {
        town_close(&t);
        skip();
    }
    assert_zala(&t);
    answer = search_in(t.node, &o);
    assert_int_equal(total_of(answer), 213);
    assert_int_equal(json_array_size(json_object_get(answer, "results")), 0);
    json_decref(answer);
    town_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_search_makes_the_file),
        cmocka_unit_test(a_new_edition_has_a_new_file),
        cmocka_unit_test(a_reader_makes_files_too),
        cmocka_unit_test(a_damaged_file_is_found_and_made_again),
        cmocka_unit_test(rebuild_and_the_next_writer_remove_what_is_not_wanted),
        cmocka_unit_test(many_threads_search_at_once),
        cmocka_unit_test(an_entity_of_two_lists_has_both_datasets),
        cmocka_unit_test(a_bad_query_is_a_mistake_of_the_caller),
        cmocka_unit_test(published_lists_are_searched),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
