/* SPDX-License-Identifier: Apache-2.0
 *
 * Paths and queries, above all those that mean to lead elsewhere.
 */
#include "check.h"

#include <stdio.h>

/* Segments joined by "|". */
static void assert_path(const char *raw, const char *path, const char *segments)
{
    struct asked a;
    struct http_request *r = asked_new(&a);
    struct buf joined = {0};

    http_target(r, span_of(raw));
    assert_null(r->malformed);
    assert_span(r->target, span_of(raw));
    assert_span(r->path, span_of(path));
    for (size_t i = 0; i < r->segments_n; i++) {
        if (i)
            buf_char(&joined, '|');
        buf_span(&joined, r->segments[i]);
    }
    assert_span(buf_view(&joined), span_of(segments));
    buf_free(&joined);
    asked_free(&a);
}

static void assert_malformed(struct span raw, const char *what)
{
    struct asked a;
    struct http_request *r = asked_new(&a);

    http_target(r, raw);
    assert_non_null(r->malformed);
    assert_string_equal(r->malformed, what);
    assert_int_equal(r->query_n, 0);
    asked_free(&a);
}

static void a_path_is_cut_at_its_slashes(void **state)
{
    (void)state;
    assert_path("/", "/", "");
    assert_path("/match/sanctions", "/match/sanctions", "match|sanctions");
    assert_path("/a//b/", "/a//b/", "a||b|");
    assert_path("/a?x=/y", "/a", "a");
}

static void a_slash_in_percent_form_stays_in_its_segment(void **state)
{
    (void)state;
    assert_path("/a%2Fb/c", "/a/b/c", "a/b|c");
    assert_path("/a%3Fb", "/a?b", "a?b");
}

static void dots_are_segments_like_others(void **state)
{
    (void)state;
    assert_path("/../etc/passwd", "/../etc/passwd", "..|etc|passwd");
    assert_path("/%2e%2E/.", "/../.", "..|.");
}

static void percent_forms_are_decoded_once(void **state)
{
    (void)state;
    assert_path("/%41%7a", "/Az", "Az");
    assert_path("/%2541", "/%41", "%41");
    assert_path("/a+b", "/a+b", "a+b");
    assert_path("/%D0%9A", "/\xD0\x9A", "\xD0\x9A");
    assert_path("/\xD0\x9A", "/\xD0\x9A", "\xD0\x9A");
}

static void half_a_percent_form_is_malformed(void **state)
{
    const char *const bad[] = {"/%", "/%4", "/a%", "/%4x", "/%x4", "/%%41", "/%-1", "/% 1", "/a?b=%",
                               "/a?%4=b"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_malformed(span_of(bad[i]), strchr(bad[i], ' ') ? "a control character"
                                          : "a percent sign without two hex digits");
}

static void what_is_not_utf8_is_malformed(void **state)
{
    const char *const bad[] = {"/%FF", "/%C3", "/%C0%AF", "/%ED%A0%80", "/a?b=%80", "/%00", "/a?b=%00",
                               "/a?%00", "/\xFF", "/%F4%90%80%80"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_malformed(span_of(bad[i]), "bytes that are not UTF-8");
}

static void control_characters_are_malformed_as_they_are_and_data_in_percent_form(void **state)
{
    (void)state;
    assert_malformed(SPAN("/a\0b"), "a control character");
    assert_malformed(SPAN("/a\tb"), "a control character");
    assert_malformed(SPAN("/a?b=\x1b[1m"), "a control character");
    assert_malformed(SPAN("/\x7f"), "a control character");
    assert_path("/a%0Ab", "/a\nb", "a\nb");
}

static void what_does_not_begin_with_a_slash_is_malformed(void **state)
{
    const char *const bad[] = {"", "*", "a", "?a=b", "host:443", "http://", "http:///a", "http://host",
                               "ftp://host/a"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_malformed(span_of(bad[i]), "a path that does not begin with a slash");
}

static void of_the_absolute_form_the_path_counts(void **state)
{
    (void)state;
    assert_path("http://host/path", "/path", "path");
    assert_path("HTTPS://user@host:8470/a/b?c=d", "/a/b", "a|b");
    assert_path("/http://host/path", "/http://host/path", "http:||host|path");
}

static void parts_of_a_path_are_limited(void **state)
{
    char text[2 * HTTP_SEGMENTS_MAX + 3] = "";
    struct asked a;

    (void)state;
    for (size_t i = 0; i < HTTP_SEGMENTS_MAX; i++)
        memcpy(text + 2 * i, "/a", 2);
    http_target(asked_new(&a), span_of(text));
    assert_null(a.r.malformed);
    assert_int_equal(a.r.segments_n, HTTP_SEGMENTS_MAX);
    asked_free(&a);
    memcpy(text + 2 * HTTP_SEGMENTS_MAX, "/a", 2);
    assert_malformed(span_of(text), "a path of too many parts");
}

/* ---- queries and forms ------------------------------------------------------------------------------ */

/* Pairs as "name>value;". */
static void assert_form(const char *raw, const char *pairs)
{
    struct arena *a = arena_new();
    struct http_pair *pair;
    struct buf joined = {0};
    size_t n;

    assert_null(http_form(a, span_of(raw), &pair, &n));
    for (size_t i = 0; i < n; i++)
        buf_printf(&joined, "%.*s>%.*s;", SPAN_ARG(pair[i].name), SPAN_ARG(pair[i].value));
    assert_span(buf_view(&joined), span_of(pairs));
    buf_free(&joined);
    arena_free(a);
}

static void a_form_is_pairs_in_their_order(void **state)
{
    (void)state;
    assert_form("", "");
    assert_form("a=1&b=2&a=3", "a>1;b>2;a>3;");
    assert_form("a", "a>;");
    assert_form("a=", "a>;");
    assert_form("=b", ">b;");
    assert_form("a=b=c", "a>b=c;");
    assert_form("&&a=b&", "a>b;");
    assert_form("a=b;c=d", "a>b;c=d;");
}

static void a_form_is_decoded_after_it_is_cut(void **state)
{
    (void)state;
    assert_form("a%26b=c%3Dd", "a&b>c=d;");
    assert_form("q=Anna+Maria%2BEva", "q>Anna Maria+Eva;");
    assert_form("%D0%9A=%D0%B0", "\xD0\x9A>\xD0\xB0;");
}

static void a_form_with_a_bad_pair_gives_none(void **state)
{
    struct arena *a = arena_new();
    struct http_pair *pair;
    size_t n = 7;

    (void)state;
    assert_string_equal(http_form(a, SPAN("a=b&c=%zz"), &pair, &n),
                        "a percent sign without two hex digits");
    assert_int_equal(n, 0);
    arena_free(a);
}

static void parameters_are_limited(void **state)
{
    struct arena *a = arena_new();
    struct buf text = {0};
    struct http_pair *pair;
    size_t n;

    (void)state;
    buf_str(&text, "a=1");
    for (size_t i = 1; i < HTTP_PARAMS_MAX; i++)
        buf_str(&text, "&a=1");
    assert_null(http_form(a, buf_view(&text), &pair, &n));
    assert_int_equal(n, HTTP_PARAMS_MAX);
    buf_str(&text, "&a=1");
    assert_string_equal(http_form(a, buf_view(&text), &pair, &n), "too many parameters");
    assert_int_equal(n, 0);
    buf_free(&text);
    arena_free(a);
}

static void a_query_is_a_form(void **state)
{
    struct asked a;
    struct http_request *r = asked_new(&a);

    (void)state;
    http_target(r, SPAN("http://host/search?q=%D0%9A+b&limit=5"));
    assert_null(r->malformed);
    assert_int_equal(r->query_n, 2);
    assert_span(r->query[0].name, SPAN("q"));
    assert_span(r->query[0].value, SPAN("\xD0\x9A b"));
    assert_span(r->query[1].value, SPAN("5"));
    asked_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_is_cut_at_its_slashes),
        cmocka_unit_test(a_slash_in_percent_form_stays_in_its_segment),
        cmocka_unit_test(dots_are_segments_like_others),
        cmocka_unit_test(percent_forms_are_decoded_once),
        cmocka_unit_test(half_a_percent_form_is_malformed),
        cmocka_unit_test(what_is_not_utf8_is_malformed),
        cmocka_unit_test(control_characters_are_malformed_as_they_are_and_data_in_percent_form),
        cmocka_unit_test(what_does_not_begin_with_a_slash_is_malformed),
        cmocka_unit_test(of_the_absolute_form_the_path_counts),
        cmocka_unit_test(parts_of_a_path_are_limited),
        cmocka_unit_test(a_form_is_pairs_in_their_order),
        cmocka_unit_test(a_form_is_decoded_after_it_is_cut),
        cmocka_unit_test(a_form_with_a_bad_pair_gives_none),
        cmocka_unit_test(parameters_are_limited),
        cmocka_unit_test(a_query_is_a_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
