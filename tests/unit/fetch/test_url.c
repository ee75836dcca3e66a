/* SPDX-License-Identifier: Apache-2.0
 *
 * URLs as text.
 */
#include "../base/check.h"

#include "fetch/private.h"

static void secrets_of_a_url_are_not_shown(void **state)
{
    static const char *const rows[][2] = {
        {"https://list.invalid/a/b.json", "https://list.invalid/a/b.json"},
        {"https://ferdik:sesame@list.invalid/a", "https://list.invalid/a"},
        {"https://a@b@list.invalid", "https://list.invalid"},
        {"https://list.invalid/a?key=sesame", "https://list.invalid/a?..."},
        {"https://list.invalid?key=a/b@c", "https://list.invalid?..."},
        {"https://list.invalid/@a", "https://list.invalid/@a"},
        {"/a/b?c", "/a/b?c"},
        {"", ""},
    };
    struct arena *a = arena_new();

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_string_equal(fetch_shown(a, rows[i][0]), rows[i][1]);
    arena_free(a);
}

static void references_are_made_whole(void **state)
{
    static const char *const rows[][3] = {
        {"https://list.invalid/a/index.json", "b.json", "https://list.invalid/a/b.json"},
        {"https://list.invalid/a/index.json", "/b.json", "https://list.invalid/b.json"},
        {"https://list.invalid/a", "http://other.invalid/b", "http://other.invalid/b"},
        {"lists/index.json", "b.json", "lists/b.json"},
        {"index.json", "b.json", "b.json"},
        {"lists/index.json", "/b.json", "/b.json"},
        {"file:///lists/index.json", "b.json", "file:///lists/b.json"},
    };
    struct arena *a = arena_new();

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_string_equal(fetch_resolve(a, rows[i][0], rows[i][1]), rows[i][2]);
    arena_free(a);
}

static void far_documents_name_nothing_of_this_machine(void **state)
{
    (void)state;
    assert_true(fetch_may_name("index.json", "file:///a"));
    assert_true(fetch_may_name("index.json", "https://list.invalid/a"));
    assert_true(fetch_may_name("https://list.invalid/a", "http://other.invalid/a"));
    assert_false(fetch_may_name("https://list.invalid/a", "file:///a"));
    assert_false(fetch_may_name("https://list.invalid/a", "/a"));
}

static void redirects_lead_to_the_network_and_never_out_of_tls(void **state)
{
    (void)state;
    assert_true(url_may_redirect("http://a.invalid/", "http://b.invalid/"));
    assert_true(url_may_redirect("http://a.invalid/", "https://b.invalid/"));
    assert_true(url_may_redirect("https://a.invalid/", "HTTPS://b.invalid/"));
    assert_false(url_may_redirect("https://a.invalid/", "http://a.invalid/"));
    assert_false(url_may_redirect("HTTPS://a.invalid/", "http://a.invalid/"));
    assert_false(url_may_redirect("http://a.invalid/", "file:///etc/passwd"));
    assert_false(url_may_redirect("http://a.invalid/", "ftp://a.invalid/"));
}

static void a_place_is_scheme_host_and_port(void **state)
{
    (void)state;
    assert_true(url_same_place("https://a.invalid/x", "https://A.invalid:443/y"));
    assert_false(url_same_place("https://a.invalid/x", "http://a.invalid/x"));
    assert_false(url_same_place("https://a.invalid/x", "https://a.invalid:444/x"));
    assert_false(url_same_place("https://a.invalid/x", "https://b.a.invalid/x"));
    assert_false(url_same_place("nonsense", "nonsense"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(secrets_of_a_url_are_not_shown),
        cmocka_unit_test(references_are_made_whole),
        cmocka_unit_test(far_documents_name_nothing_of_this_machine),
        cmocka_unit_test(redirects_lead_to_the_network_and_never_out_of_tls),
        cmocka_unit_test(a_place_is_scheme_host_and_port),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
