/* SPDX-License-Identifier: Apache-2.0
 *
 * Where to listen, origins and URLs: what is one by its form, and what is none.
 */
#include "home.h"

#include "config/private.h"

static void addresses_to_listen_on(void **state)
{
    static const char *const rows[] = {
        "127.0.0.1:8470", "0.0.0.0:0", ":8470", "192.0.2.7:65535", "[::1]:8470", "[::]:8470",
        "[::ffff:127.0.0.1]:8470", "localhost:8470", "127.0.0.1.example.org:80",
        "unix:/run/tocsin.sock"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        if (!address_good(span_of(rows[i])))
            fail_msg("refused: %s", rows[i]);
}

static void other_texts_are_no_addresses(void **state)
{
    static const char *const rows[] = {
        "", "8470", ":", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1",
        "127.0.0.1:80 ", "127.0.0.1:+80", "127.0.0.1:000080", "256.0.0.1:80", "127.1:80",
        "1.2.3.4.5:80", "::1:8470", "[::1]", "[::1]8470", "[]:80", "[:80", "[::g]:80",
        "[127.0.0.1]:80", "[::1]x:80", "a b:80", "a/b:80", ".a:80", "-a:80", "*:80", "unix:",
        "unix:run/x", "http://127.0.0.1:80"};
    char longest[200];

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        if (address_good(span_of(rows[i])))
            fail_msg("taken: %s", rows[i]);
    memset(longest, 'x', sizeof(longest));
    memcpy(longest, "unix:/", 6);
    assert_true(address_good((struct span){longest, 5 + 107}));
    assert_false(address_good((struct span){longest, 5 + 108}));
}

static void urls_and_origins_are_judged_by_form(void **state)
{
    static const char *const urls[] = {
        "https://example.org", "http://example.org:8080/a/b?c=d#e", "http://[::1]:80/x",
        "https://name:word@example.org/", "http://192.0.2.1", "http://[::1]"};
    static const char *const no_urls[] = {
        "", "example.org", "ftp://example.org", "https://", "https:///x", "https://a b/",
        "https://a\"b/", "https://exam\xc3\xa9.org", "https://a:99999/", "https://a:/",
        "https://[::1/", "HTTPS://", "https//a", "https://@", "https://u@", "http://1.2.3/"};
    static const char *const no_origins[] = {
        "", "**", "null", "https://example.org/", "https://u@example.org", "https://example.org?x",
        "*.example.org"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(urls); i++)
        if (!url_good(span_of(urls[i]), "http https"))
            fail_msg("refused: %s", urls[i]);
    for (size_t i = 0; i < ARRAY_LEN(no_urls); i++)
        if (url_good(span_of(no_urls[i]), "http https"))
            fail_msg("taken: %s", no_urls[i]);
    for (size_t i = 0; i < ARRAY_LEN(no_origins); i++)
        if (origin_good(span_of(no_origins[i])))
            fail_msg("taken as origin: %s", no_origins[i]);
    assert_true(origin_good(SPAN("*")));
    assert_true(origin_good(SPAN("https://example.org:8443")));
    assert_true(url_good(SPAN("socks5h://127.0.0.1:9050"), "http socks5h"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_to_listen_on),
        cmocka_unit_test(other_texts_are_no_addresses),
        cmocka_unit_test(urls_and_origins_are_judged_by_form),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
