/* SPDX-License-Identifier: Apache-2.0
 *
 * What is wanted of a catalog.
 */
#include "../base/check.h"

#include <stdio.h>
#include <stdlib.h>

#include "update/update.h"

#define FILE_OF(name)                                                                              \
    "\"resources\":[{\"name\":\"names.txt\",\"url\":\"n\",\"mime_type\":\"text/plain\"},"          \
    "{\"name\":\"entities.ftm.json\",\"url\":\"" name                                              \
    ".json\",\"checksum\":\"da39a3ee5e6b4b0d3255bfef95601890afd80709\","                           \
    "\"mime_type\":\"application/json+ftm\",\"size\":9}]"

/* world = (both = red + blue, one file) + green + grey, which has none. */
static const char index_text[] =
    "{\"datasets\":["
    "{\"name\":\"red\",\"title\":\"Red\",\"version\":\"v1\"," FILE_OF("red") "},"
    "{\"name\":\"blue\",\"version\":\"v2\"," FILE_OF("blue") "},"
    "{\"name\":\"both\",\"version\":\"v3\",\"children\":[\"red\",\"blue\",\"nowhere\"],"
    "\"delta_url\":\"both-delta.json\",\"auth_token\":\"sesame\"," FILE_OF("both") "},"
    "{\"name\":\"green\",\"version\":\"v4\",\"entities_url\":\"/green.json\"},"
    "{\"name\":\"grey\",\"version\":\"v5\",\"children\":[\"world\"]},"
    "{\"name\":\"world\",\"children\":[\"both\",\"green\",\"grey\"]}]}";

static const char *chosen(struct arena *a, const char *text, const char *const *scopes)
{
    struct wanted_catalog c = {.url = "https://list.invalid/i/index.json",
                               .scopes = (const char **)(uintptr_t)scopes};
    struct listings l = {0};
    struct buf out = {0};
    const char *all;

    assert_ok(catalog_parse(a, span_of(text), &c, &l));
    for (size_t i = 0; i < l.n; i++)
        buf_printf(&out, "%s%s%s", i ? " " : "", l.at[i].name, l.at[i].load ? "!" : "");
    all = arena_str(a, buf_view(&out));
    buf_free(&out);
    listings_free(&l);
    return all;
}

static void scope_brings_what_belongs_to_it(void **state)
{
    struct arena *a = arena_new();

    (void)state;
    assert_string_equal(chosen(a, index_text, (const char *[]){"both", NULL}), "red blue both!");
    assert_string_equal(chosen(a, index_text, (const char *[]){"both", "red", NULL}),
                        "red! blue both!");
    assert_string_equal(chosen(a, index_text, (const char *[]){"red", "both", NULL}),
                        "red! blue both!");
    assert_string_equal(chosen(a, index_text, (const char *[]){"world", NULL}),
                        "red blue both! green! grey world");
    assert_string_equal(chosen(a, index_text, (const char *[]){"green", NULL}), "green!");
    arena_free(a);
}

static void without_a_scope_what_belongs_to_nothing_is_wanted(void **state)
{
    struct arena *a = arena_new();

    (void)state;
    /* a circle of world and grey: everything is somebody's child */
    assert_string_equal(chosen(a, index_text, NULL), "red! blue! both! green! grey world");
    assert_string_equal(chosen(a,
                               "{\"datasets\":[{\"name\":\"a\",\"children\":[\"b\",\"a\"]},"
                               "{\"name\":\"b\",\"entities_url\":\"b.json\"},"
                               "{\"name\":\"c\",\"entities_url\":\"c.json\"}]}",
                               NULL),
                        "a b! c!");
    arena_free(a);
}

static void listing_has_all_that_is_needed_to_load_it(void **state)
{
    struct wanted_catalog c = {.url = "https://list.invalid/i/index.json",
                               .token = "t",
                               .scopes = (const char *[]){"both", "green", NULL}};
    struct arena *a = arena_new();
    struct listings l = {0};

    (void)state;
    assert_ok(catalog_parse(a, span_of(index_text), &c, &l));
    assert_string_equal(l.at[2].name, "both");
    assert_string_equal(l.at[2].title, "both");
    assert_string_equal(l.at[2].version, "v3");
    assert_string_equal(l.at[2].url, "https://list.invalid/i/both.json");
    assert_string_equal(l.at[2].delta_url, "https://list.invalid/i/both-delta.json");
    assert_string_equal(l.at[2].checksum, "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    assert_string_equal(l.at[2].token, "t");
    assert_int_equal(l.at[2].size, 9);
    assert_null(strstr(l.at[2].about, "sesame"));
    assert_non_null(strstr(l.at[2].about, "\"load\":true"));
    assert_string_equal(l.at[3].url, "https://list.invalid/green.json");
    assert_null(l.at[3].checksum);
    listings_free(&l);
    c.resource_name = "names.txt";
    assert_ok(catalog_parse(a, span_of(index_text), &c, &l));
    assert_string_equal(l.at[2].url, "https://list.invalid/i/n");
    listings_free(&l);
    c.resource_name = NULL;
    c.resource_type = "text/plain";
    assert_ok(catalog_parse(a, span_of(index_text), &c, &l));
    assert_string_equal(l.at[2].url, "https://list.invalid/i/n");
    listings_free(&l);
    arena_free(a);
}

static void catalog_of_another_form_is_refused(void **state)
{
    static const struct {
        const char *text, *says;
    } rows[] = {
        {"", "not JSON"},
        {"{\n\n[", "index.json:3: not JSON"},
        {"[]", "no list of datasets"},
        {"{\"datasets\":{}}", "no list of datasets"},
        {"{\"datasets\":[1]}", "dataset 1 has no name"},
        {"{\"datasets\":[{\"name\":\"red\"},{\"name\":\"red\"}]}", "'red' is there twice"},
        {"{\"datasets\":[{\"name\":\"red\",\"entities_url\":\"file:///a\"}]}",
         "file:///a: a document from the network may not name"},
        {"{\"datasets\":[{\"name\":\"red\",\"delta_url\":\"file:///a\"}]}",
         "file:///a: a document from the network may not name"},
        {"{\"datasets\":[{\"name\":\"blue\"}]}", "the catalog has no dataset 'red'"},
    };
    struct wanted_catalog c = {.url = "https://list.invalid/index.json",
                               .scopes = (const char *[]){"red", NULL}};
    struct arena *a = arena_new();

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct listings l = {0};
        struct tocsin_err *err = catalog_parse(a, span_of(rows[i].text), &c, &l);

        if (!err || !strstr(tocsin_err_text(err), rows[i].says))
            fail_msg("%s: %s", rows[i].says, err ? tocsin_err_text(err) : "no error");
        tocsin_err_free(err);
        listings_free(&l);
    }
    arena_free(a);
}

/* A catalog as one is published, if it is there. */
static void published_catalog_is_read(void **state)
{
    const char *shared = getenv("TOCSIN_SHARED");
    struct wanted_catalog c = {.url = "https://list.invalid/index.json",
                               .scopes = (const char *[]){"sanctions", NULL}};
    struct arena *a = arena_new();
    struct listings l = {0};
    struct buf text = {0};
    char path[4096];

    (void)state;
    snprintf(path, sizeof(path), "%s/data/lists/ftm/t1/index.json", shared ? shared : "");
    struct tocsin_err *err = file_read(path, 1 << 25, &text);
    if (err) {
        tocsin_err_free(err);
        arena_free(a);
        print_message("# skip: no published catalog at %s\n", path);
        skip();
    }
    assert_ok(catalog_parse(a, buf_view(&text), &c, &l));
    size_t load = 0;
    for (size_t i = 0; i < l.n; i++) {
        load += l.at[i].load;
        if (strcmp(l.at[i].name, "sanctions") != 0)
            continue;
        assert_string_equal(l.at[i].title, "Consolidated Sanctions");
        assert_int_equal(strlen(l.at[i].checksum), 40);
        assert_non_null(l.at[i].delta_url);
    }
    assert_int_equal(load, 1);
    assert_true(l.n > 30);
    listings_free(&l);
    buf_free(&text);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scope_brings_what_belongs_to_it),
        cmocka_unit_test(without_a_scope_what_belongs_to_nothing_is_wanted),
        cmocka_unit_test(listing_has_all_that_is_needed_to_load_it),
        cmocka_unit_test(catalog_of_another_form_is_refused),
        cmocka_unit_test(published_catalog_is_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
