/* SPDX-License-Identifier: Apache-2.0
 *
 * The files of the console as the program carries them; and the program that carries none.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <zlib.h>

#include "console/console.h"

static const struct console_asset *page(void)
{
    return console_asset(SPAN("/"));
}

/* The path of the first asset with this ending that the page names; empty when there is none. */
static struct span named_in_page(struct span ending)
{
    struct span rest = page()->bytes;
    struct span begin = SPAN("/console/assets/");
    for (size_t at = span_find_span(rest, begin); at < rest.n; at = span_find_span(rest, begin)) {
        rest = span_from(rest, at);
        struct span path = span_slice(rest, 0, span_find(rest, '"'));
        if (span_ends(path, ending))
            return path;
        rest = span_from(rest, begin.n);
    }
    return SPAN("");
}

static void assert_unpacks(const struct console_asset *a)
{
    z_stream z = {0};
    unsigned char *out = mem_alloc(a->bytes.n + 1);

    assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
    z.next_in = (z_const Bytef *)(uintptr_t)a->gzip.p;
    z.avail_in = (uInt)a->gzip.n;
    z.next_out = out;
    z.avail_out = (uInt)(a->bytes.n + 1);
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    assert_int_equal(z.total_out, a->bytes.n);
    assert_memory_equal(out, a->bytes.p, a->bytes.n);
    inflateEnd(&z);
    mem_free(out);
}

static void there_is_a_page_if_the_console_was_built(void **state)
{
    (void)state;
    assert_int_equal(console_built(), page() != NULL);
    assert_int_equal(console_built(), console_asset(SPAN("/console/search")) != NULL);
}

static void the_page_is_html_that_may_change(void **state)
{
    (void)state;
    if (!console_built())
        return;
    assert_non_null(page());
    assert_string_equal(page()->type, "text/html; charset=utf-8");
    assert_false(page()->immutable);
    assert_true(span_starts(page()->bytes, SPAN("<!doctype html>")));
    assert_int_equal(page()->etag[0], '"');
    assert_int_equal(strlen(page()->etag), 18);
}

static void any_path_under_console_is_the_page(void **state)
{
    (void)state;
    if (!console_built())
        return;
    assert_ptr_equal(console_asset(SPAN("/console")), page());
    assert_ptr_equal(console_asset(SPAN("/console/")), page());
    assert_ptr_equal(console_asset(SPAN("/console/search/a b")), page());
    assert_ptr_equal(console_asset(SPAN("/console/../etc/passwd")), page());
}

static void no_other_path_is_an_asset(void **state)
{
    (void)state;
    assert_null(console_asset(SPAN("")));
    assert_null(console_asset(SPAN("/index.html")));
    assert_null(console_asset(SPAN("/consoles")));
    assert_null(console_asset(SPAN("/api/session")));
    assert_null(console_asset(SPAN("/console/assets/")));
    assert_null(console_asset(SPAN("/console/assets/nothing.js")));
    assert_null(console_asset((struct span){"/\0", 2}));
}

static void what_the_page_names_is_there_and_never_changes(void **state)
{
    const struct span endings[] = {SPAN(".js"), SPAN(".css"), SPAN(".svg")};
    const char *const types[] = {"text/javascript; charset=utf-8", "text/css; charset=utf-8",
                                 "image/svg+xml"};

    (void)state;
    if (!console_built())
        return;
    for (size_t i = 0; i < ARRAY_LEN(endings); i++) {
        const struct console_asset *a = console_asset(named_in_page(endings[i]));
        assert_non_null(a);
        assert_string_equal(a->type, types[i]);
        assert_true(a->immutable);
        assert_true(a->bytes.n > 0);
    }
}

static void the_gzip_form_is_shorter_and_the_same(void **state)
{
    (void)state;
    if (!console_built())
        return;
    const struct console_asset *script = console_asset(named_in_page(SPAN(".js")));
    assert_true(script->gzip.n > 0 && script->gzip.n < script->bytes.n / 2);
    assert_unpacks(script);
    assert_unpacks(page());
}

/* What the content security policy would refuse is not there to be refused. */
static void the_page_has_no_inline_script_or_style(void **state)
{
    (void)state;
    if (!console_built())
        return;
    struct span html = page()->bytes;
    assert_int_equal(span_find_span(html, SPAN("<style")), html.n);
    assert_int_equal(span_find_span(html, SPAN("style=")), html.n);
    assert_int_equal(span_find_span(html, SPAN("onload=")), html.n);
    assert_int_equal(span_find_span(html, SPAN("<script>")), html.n);
    assert_int_equal(span_find_span(html, SPAN("//")), html.n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_is_a_page_if_the_console_was_built),
        cmocka_unit_test(the_page_is_html_that_may_change),
        cmocka_unit_test(any_path_under_console_is_the_page),
        cmocka_unit_test(no_other_path_is_an_asset),
        cmocka_unit_test(what_the_page_names_is_there_and_never_changes),
        cmocka_unit_test(the_gzip_form_is_shorter_and_the_same),
        cmocka_unit_test(the_page_has_no_inline_script_or_style),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
