/* SPDX-License-Identifier: Apache-2.0
 *
 * What is known of datasets: the catalog, what belongs to what, and whom a search in it is about.
 */
#include "fixture.h"

#define LINE(id, name, datasets)                                                                   \
    "{\"id\":\"" id "\",\"schema\":\"Person\",\"properties\":{\"name\":[\"" name "\"]},"           \
    "\"datasets\":[" datasets "]}\n"

static void load_lines(struct town *t, const char *dataset, const char *version, const char *lines)
{
    struct tocsin_import_options o = {
        .dataset = dataset, .format = "ftm", .version = version, .no_jail = true};
    const char *path = arena_printf(t->arena, "%s/%s.json", t->folder, dataset).p;

    file_write(path, lines);
    assert_ok(tocsin_import(t->node, path, &o, &t->report));
}

/* A collection of two lists in one file, and a list of its own. */
static void collection_open(struct town *t)
{
    town_open(t);
    load_lines(t, "both", "v1",
               LINE("p1", "Ferdik Quentabri", "\"red\"") LINE("p2", "Ferdik Quentabri", "\"blue\"")
                   LINE("p3", "Ferdik Quentabri", "\"red\",\"blue\"")
                       LINE("p4", "Ferdik Quentabri", "\"elsewhere\""));
    load_lines(t, "own", NULL, LINE("p5", "Ferdik Quentabri", ""));
    assert_ok(tocsin_describe(t->node, "{\"name\":\"both\",\"title\":\"Both of them\","
                                       "\"version\":\"v1\",\"children\":[\"red\",\"blue\"]}"));
    assert_ok(tocsin_describe(t->node, "{\"name\":\"red\",\"title\":\"Red\"}"));
    assert_ok(tocsin_describe(t->node, "{\"name\":\"world\",\"children\":[\"both\",\"own\"]}"));
}

static const char *found_in(struct town *t, const char *const *datasets, const char *const *scope)
{
    struct tocsin_screen_options o = {.datasets = datasets, .scope = scope, .limit = 20};
    struct tocsin_query *q;
    struct tocsin_results *r;
    struct buf out = {0};
    const char *text;

    assert_ok(tocsin_query_new("Person", &q));
    assert_ok(tocsin_query_add(q, "name", "Ferdik Quentabri"));
    assert_ok(tocsin_screen(t->node, q, &o, &r));
    for (size_t i = 0; i < tocsin_results_count(r); i++)
        buf_printf(&out, "%s%s", i ? " " : "", tocsin_result_id(r, i));
    text = arena_str(t->arena, buf_view(&out));
    buf_free(&out);
    tocsin_results_free(r);
    tocsin_query_free(q);
    return text;
}

static const char *names_in(struct town *t, const char *name, const char *const *include,
                            const char *const *exclude, const char **found)
{
    struct buf out = {0};
    const char *text;
    char **list;

    assert_ok(tocsin_scope(t->node, name, include, exclude, &list));
    for (size_t i = 0; list[i]; i++)
        buf_printf(&out, "%s%s", i ? " " : "", list[i]);
    text = arena_str(t->arena, buf_view(&out));
    *found = found_in(t, NULL, (const char *const *)list);
    buf_free(&out);
    tocsin_scope_free(list);
    return text;
}

static void name_stands_for_itself_and_what_belongs_to_it(void **state)
{
    static const struct {
        const char *name, *include[2], *exclude[2], *names, *found;
    } rows[] = {
        {"both", {0}, {0}, "blue both red", "p1 p2 p3 p4"},
        {"world", {0}, {0}, "blue both own red world", "p1 p2 p3 p4 p5"},
        {"default", {0}, {0}, "blue both own red", "p1 p2 p3 p4 p5"},
        {"all", {0}, {0}, "blue both own red", "p1 p2 p3 p4 p5"},
        {"red", {0}, {0}, "red", "p1 p3"},
        {"blue", {0}, {0}, "blue", "p2 p3"},
        {"own", {0}, {0}, "own", "p5"},
        {"default", {"red"}, {0}, "red", "p1 p3"},
        {"default", {"own"}, {0}, "own", "p5"},
        {"default", {"both"}, {0}, "blue both red", "p1 p2 p3 p4"},
        {"both", {0}, {"red"}, "blue both", "p2 p3 p4"},
        {"default", {0}, {"both"}, "own", "p5"},
        {"default", {"both"}, {"blue"}, "both red", "p1 p3 p4"},
        {"both", {"own"}, {0}, "", ""},
        {"red", {0}, {"both"}, "", ""},
    };
    struct town t;

    (void)state;
    collection_open(&t);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const char *found;

        assert_string_equal(
            names_in(&t, rows[i].name, rows[i].include, rows[i].exclude, &found), rows[i].names);
        assert_string_equal(found, rows[i].found);
    }
    assert_string_equal(found_in(&t, (const char *const[]){"both", NULL}, NULL), "p1 p2 p3 p4");
    assert_string_equal(found_in(&t, (const char *const[]){"red", "own", NULL}, NULL), "p1 p3 p5");
    town_close(&t);
}

static void unknown_name_is_an_error_that_names_what_is_there(void **state)
{
    static const char *const nowhere[] = {"nowhere", NULL};
    struct town t;
    char **list;

    (void)state;
    collection_open(&t);
    assert_says(tocsin_scope(t.node, "nowhere", NULL, NULL, &list), TOCSIN_ERR_NOT_FOUND,
                "no dataset nowhere; there are: both, own");
    assert_says(tocsin_scope(t.node, NULL, nowhere, NULL, &list), TOCSIN_ERR_NOT_FOUND, "nowhere");
    assert_says(tocsin_scope(t.node, NULL, NULL, nowhere, &list), TOCSIN_ERR_NOT_FOUND, "nowhere");
    tocsin_scope_free(NULL);
    town_close(&t);
}

static void circle_of_children_ends(void **state)
{
    struct town t;
    char **list;

    (void)state;
    collection_open(&t);
    assert_ok(tocsin_describe(t.node, "{\"name\":\"own\",\"children\":[\"world\",\"own\"]}"));
    assert_ok(tocsin_scope(t.node, "own", NULL, NULL, &list));
    assert_string_equal(list[4], "world");
    assert_null(list[5]);
    tocsin_scope_free(list);
    town_close(&t);
}

static void description_must_be_an_object_with_a_name(void **state)
{
    static const char *const bad[] = {"", "[]", "{}", "{\"name\":1}", "{\"name\":\"Not A Name\"}"};
    struct town t;

    (void)state;
    town_open(&t);
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct tocsin_err *err = tocsin_describe(t.node, bad[i]);

        assert_non_null(err);
        tocsin_err_free(err);
    }
    town_close(&t);
}

static void catalog_tells_what_is_loaded_and_hides_what_is_private(void **state)
{
    struct town t;
    char *json, tag[TOCSIN_ETAG_MAX], later[TOCSIN_ETAG_MAX];

    (void)state;
    collection_open(&t);
    assert_ok(tocsin_describe(t.node, "{\"name\":\"gone\",\"version\":\"v9\",\"load\":true,"
                                      "\"auth_token\":\"sesame\",\"path\":\"/secret\"}"));
    assert_ok(tocsin_catalog(t.node, &json, tag));
    assert_null(strstr(json, "sesame"));
    assert_null(strstr(json, "/secret"));
    assert_non_null(strstr(json, "\"current\":[\"both\",\"own\"],\"outdated\":[\"gone\"],"
                                 "\"index_stale\":true}"));
    assert_non_null(strstr(json, "\"title\":\"Both of them\",\"version\":\"v1\","));
    assert_non_null(strstr(json, "\"index_version\":\"v1\",\"index_current\":true"));
    mem_free(json);
    assert_ok(tocsin_describe(t.node, "{\"name\":\"both\",\"version\":\"v2\"}"));
    assert_ok(tocsin_catalog(t.node, &json, later));
    assert_string_not_equal(tag, later);
    assert_non_null(strstr(json, "\"index_version\":\"v1\",\"index_current\":false"));
    mem_free(json);
    town_close(&t);
}

static void lists_loaded_by_hand_have_a_title(void **state)
{
    struct tocsin_dataset *list;
    struct town t;
    size_t n;

    (void)state;
    town_open(&t);
    load_lines(&t, "us_ofac_sdn", NULL, LINE("p1", "Ferdik Quentabri", ""));
    load_lines(&t, "mine", "v7", LINE("p1", "Ferdik Quentabri", ""));
    assert_ok(tocsin_datasets(t.node, &list, &n));
    assert_int_equal(n, 2);
    assert_string_equal(list[0].title, "mine");
    assert_string_equal(list[0].loaded, "v7");
    assert_string_equal(list[0].about, "{}");
    assert_string_equal(list[1].title, "US OFAC Specially Designated Nationals (SDN) List");
    assert_string_equal(list[1].loaded, "");
    tocsin_datasets_free(list);
    town_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(name_stands_for_itself_and_what_belongs_to_it),
        cmocka_unit_test(unknown_name_is_an_error_that_names_what_is_there),
        cmocka_unit_test(circle_of_children_ends),
        cmocka_unit_test(description_must_be_an_object_with_a_name),
        cmocka_unit_test(catalog_tells_what_is_loaded_and_hides_what_is_private),
        cmocka_unit_test(lists_loaded_by_hand_have_a_title),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
