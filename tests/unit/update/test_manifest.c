/* SPDX-License-Identifier: Apache-2.0
 *
 * Manifests, and the delta index.
 */
#include "../base/check.h"

#include <stdio.h>
#include <stdlib.h>

#include "update/update.h"

static void assert_says(struct tocsin_err *err, enum tocsin_code code, const char *says)
{
    const char *text = err ? tocsin_err_text(err) : "no error";

    if (tocsin_err_code(err) != code || !strstr(text, says)) {
        print_error("%s (wanted: %s)\n", text, says);
        fail();
    }
    tocsin_err_free(err);
}

static void check_whole(const char *text)
{
    struct arena *a = arena_new();
    struct manifest m;

    setenv("TOCSIN_TEST_TOKEN", "sesame", 1);
    assert_ok(manifest_parse(a, span_of(text), "https://list.invalid/m.yml", &m));
    assert_int_equal(m.catalogs_n, 2);
    assert_string_equal(m.catalogs[0].url, "https://data.invalid/index.json");
    assert_string_equal(m.catalogs[0].token, "xsesamey");
    assert_string_equal(m.catalogs[0].scopes[0], "red");
    assert_string_equal(m.catalogs[0].scopes[1], "blue");
    assert_null(m.catalogs[0].scopes[2]);
    assert_string_equal(m.catalogs[0].resource_name, "entities.ftm.json");
    assert_string_equal(m.catalogs[1].url, "https://list.invalid/other.json");
    assert_null(m.catalogs[1].token);
    assert_string_equal(m.catalogs[1].scopes[0], "green");
    assert_int_equal(m.datasets.n, 2);
    assert_string_equal(m.datasets.at[0].name, "own_list");
    assert_string_equal(m.datasets.at[0].title, "Our own");
    assert_string_equal(m.datasets.at[0].version, "7");
    assert_string_equal(m.datasets.at[0].url, "https://list.invalid/own.json");
    assert_string_equal(m.datasets.at[0].delta_url, "https://list.invalid/delta.json");
    assert_true(m.datasets.at[0].load);
    assert_non_null(strstr(m.datasets.at[0].about, "\"version\":\"7\""));
    assert_null(strstr(m.datasets.at[0].about, "\"path\""));
    assert_string_equal(m.datasets.at[1].name, "both");
    assert_false(m.datasets.at[1].load);
    assert_non_null(strstr(m.datasets.at[1].about, "\"children\":[\"red\",\"own_list\"]"));
    assert_string_equal(m.unknown[0], "colour");
    assert_string_equal(m.unknown[1], "catalogs: scop");
    assert_null(m.unknown[2]);
    listings_free(&m.datasets);
    arena_free(a);
}

static void yaml_and_json_say_the_same(void **state)
{
    (void)state;
    check_whole("# lists\n"
                "catalogs:\n"
                "  - url: https://data.invalid/index.json\n"
                "    auth_token: x${TOCSIN_TEST_TOKEN}y\n"
                "    scope: red\n"
                "    scopes: [blue]\n"
                "    resource_name: \"entities.ftm.json\"\n"
                "    scop: red\n"
                "  - url: other.json\n"
                "    scopes:\n"
                "    - green\n"
                "colour: ~\n"
                "datasets:\n"
                "  - name: own_list\n"
                "    title: 'Our own'\n"
                "    path: own.json\n"
                "    version: 7\n"
                "    delta_url: delta.json\n"
                "  - {name: both, children: [red, own_list]}\n");
    check_whole("{\"catalogs\":[{\"url\":\"https://data.invalid/index.json\","
                "\"auth_token\":\"x${TOCSIN_TEST_TOKEN}y\",\"scope\":\"red\",\"scopes\":[\"blue\"],"
                "\"resource_name\":\"entities.ftm.json\",\"scop\":1},"
                "{\"url\":\"other.json\",\"scopes\":[\"green\"]}],\"colour\":null,"
                "\"datasets\":[{\"name\":\"own_list\",\"title\":\"Our own\",\"path\":\"own.json\","
                "\"version\":\"7\",\"delta_url\":\"delta.json\"},"
                "{\"name\":\"both\",\"children\":[\"red\",\"own_list\"]}]}");
}

static void mistakes_are_named_by_line(void **state)
{
    static const struct {
        const char *text, *says;
    } rows[] = {
        {"", "names with values are wanted"},
        {"- a\n- b\n", "names with values are wanted"},
        {"catalogs: []\n", "neither catalogs nor datasets"},
        {"catalogs:\n  - url: a\n   scope: b\n", "m.yml:3:"},
        {"catalogs:\n  - url: \"a\n", "m.yml:3:"},
        {"catalogs: &x\n  - url: a\ndatasets: *x\n", "m.yml:3:11: aliases are not read"},
        {"catalogs:\n  - url: a\n    url: b\n", "m.yml:3:5: 'url' is here twice"},
        {"catalogs:\n  - scope: a\n", "m.yml:2: url: a catalog without a url"},
        {"catalogs:\n  - url: [a]\n", "m.yml:2: url: text is wanted"},
        {"catalogs:\n  - url: a\n    scope: {b: c}\n", "m.yml:3: scope: a name or a list"},
        {"catalogs:\n  - url: a\n    scopes: [1]\n", "m.yml:3: scopes: a list of names"},
        {"catalogs:\n  - url: a\n    namespace: maybe\n", "m.yml:3: namespace: true or false"},
        {"catalogs:\n  - url: a\n    auth_token: ${TOCSIN_NOT_SET}\n",
         "m.yml:3: auth_token: the environment has no TOCSIN_NOT_SET"},
        {"catalogs:\n  - url: ${a\n", "m.yml:2: url: '${' without its brace"},
        {"catalogs: a\n", "m.yml:1: catalogs: a list"},
        {"\ncatalogs: [a]\n", "m.yml:2: catalogs: a list of names with values"},
        {"datasets:\n  - title: a\n    path: b\n", "m.yml:2: name: a dataset without a name"},
        {"datasets:\n  - path: b\n    name: A b\n", "m.yml:3: name: 'A b': a dataset's name"},
        {"datasets:\n  - name: a\n    load: true\n", "m.yml:3: load: an entities_url or a path"},
        {"datasets:\n  - name: a\n    children: b\n", "m.yml:3: children: a list of names"},
        {"datasets:\n  - name: a\n    children: [[b]]\n", "m.yml:3: children: a list of names"},
        {"{\"catalogs\":\n[}", "m.yml:2:"},
        {"{\"a\":1,\"a\":2}", "not JSON"},
        {"a: \xff\n", "not UTF-8"},
        {"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[a", "LIMIT_JSON_DEPTH"},
    };
    struct arena *a = arena_new();
    struct manifest m;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct tocsin_err *err = manifest_parse(a, span_of(rows[i].text), "m.yml", &m);

        assert_says(err, tocsin_err_code(err), rows[i].says);
        assert_null(m.datasets.at);
    }
    arena_free(a);
}

/* ---- deltas ------------------------------------------------------------------------------ */

static void changes_lead_from_what_is_loaded_to_what_is_wanted(void **state)
{
    static const struct delta all[] = {{"20260101000000-a", "a"},
                                       {"20260102000000-b", "b"},
                                       {"20260103000000-c", "c"},
                                       {"20260104000000-d", "d"}};
    static const struct {
        const char *base, *target;
        bool lead;
        size_t first, n;
    } rows[] = {
        {"20260101000000-a", "20260104000000-d", true, 1, 3},
        {"20260102000000-b", "20260104000000-d", true, 2, 2},
        {"20260102000000-b", "20260103000000-c", true, 2, 1},
        {"20260102120000-x", "20260104000000-d", true, 2, 2}, /* one that is not in it */
        {"20251231000000-z", "20260104000000-d", false, 0, 0}, /* older than the oldest */
        {"20260101000000-a", "20260105000000-e", false, 0, 0}, /* none leads there */
        {"20260101000000-a", "20260103120000-x", false, 0, 0},
        {"20260104000000-d", "20260104000000-d", false, 0, 0},
        {"20260104000000-d", "20260102000000-b", false, 0, 0}, /* back */
        {"", "20260104000000-d", false, 0, 0},
    };
    size_t first, n;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        bool lead = deltas_lead(all, ARRAY_LEN(all), rows[i].base, rows[i].target, &first, &n);

        assert_int_equal(lead, rows[i].lead);
        if (!lead)
            continue;
        assert_int_equal(first, rows[i].first);
        assert_int_equal(n, rows[i].n);
    }
    assert_false(deltas_lead(NULL, 0, "a", "b", &first, &n));
}

static void delta_index_is_put_in_order(void **state)
{
    struct arena *a = arena_new();
    struct delta *list;
    size_t n;

    (void)state;
    assert_ok(deltas_parse(a,
                           SPAN("{\"versions\":{\"2-b\":\"https://x.invalid/b\",\"1-a\":\"a.json\"},"
                                "\"updated_at\":\"2026-01-31\"}"),
                           "https://list.invalid/d/delta.json", &list, &n));
    assert_int_equal(n, 2);
    assert_string_equal(list[0].version, "1-a");
    assert_string_equal(list[0].url, "https://list.invalid/d/a.json");
    assert_string_equal(list[1].url, "https://x.invalid/b");
    assert_says(deltas_parse(a, SPAN("{"), "d.json", &list, &n), TOCSIN_ERR_PARSE, "d.json:1");
    assert_says(deltas_parse(a, SPAN("[]"), "d.json", &list, &n), TOCSIN_ERR_PARSE, "no versions");
    assert_says(deltas_parse(a, SPAN("{\"versions\":{\"1\":2}}"), "d.json", &list, &n),
                TOCSIN_ERR_PARSE, "'1' has no URL");
    assert_ok(deltas_parse(a, SPAN("{\"versions\":{}}"), "d.json", &list, &n));
    assert_int_equal(n, 0);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(yaml_and_json_say_the_same),
        cmocka_unit_test(mistakes_are_named_by_line),
        cmocka_unit_test(changes_lead_from_what_is_loaded_to_what_is_wanted),
        cmocka_unit_test(delta_index_is_put_in_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
