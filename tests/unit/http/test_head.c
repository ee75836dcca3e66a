/* SPDX-License-Identifier: Apache-2.0
 *
 * Header fields: values, cookies, tags, trace context, and heads that can be read in two ways.
 */
#include "check.h"

#include <stdio.h>

static void a_field_is_found_in_any_case_and_the_first_counts(void **state)
{
    struct asked a;
    struct http_request *r = asked_new(&a);

    (void)state;
    asked_field(&a, "content-TYPE", "text/plain");
    asked_field(&a, "Content-Type", "text/html");
    assert_span(http_field(r, "Content-Type"), SPAN("text/plain"));
    assert_null(http_field(r, "Content").p);
    asked_free(&a);
}

static void assert_cookie(const char *header, const char *name, const char *value)
{
    struct asked a;
    struct http_request *r = asked_new(&a);
    struct span got;

    if (header)
        asked_field(&a, "Cookie", header);
    got = http_cookie(r, name);
    if (value)
        assert_span(got, span_of(value));
    else
        assert_null(got.p);
    asked_free(&a);
}

static void cookies_are_found_by_their_whole_name(void **state)
{
    (void)state;
    assert_cookie("session=abc", "session", "abc");
    assert_cookie("a=1; session=abc; b=2", "session", "abc");
    assert_cookie("a=1;session=abc", "session", "abc");
    assert_cookie("a=1;  session = abc ; b=2", "session", "abc");
    assert_cookie("session=a=b", "session", "a=b");
    assert_cookie("session=", "session", "");
    assert_cookie("session=first; session=second", "session", "first");
    assert_cookie("xsession=abc", "session", NULL);
    assert_cookie("Session=abc", "session", NULL);
    assert_cookie("a=session=abc", "session", NULL);
    assert_cookie("session", "session", NULL);
    assert_cookie("", "session", NULL);
    assert_cookie(";;=;", "session", NULL);
    assert_cookie(NULL, "session", NULL);
}

static bool none_match(const char *header, const char *etag)
{
    struct asked a;
    struct http_request *r = asked_new(&a);
    bool found;

    if (header)
        asked_field(&a, "If-None-Match", header);
    found = http_none_match(r, etag);
    asked_free(&a);
    return found;
}

static void tags_are_compared_weakly_and_whole(void **state)
{
    (void)state;
    assert_true(none_match("\"a\"", "\"a\""));
    assert_true(none_match("\"b\", \"a\"", "\"a\""));
    assert_true(none_match("\"b\",W/\"a\"", "\"a\""));
    assert_true(none_match("\"a\"", "W/\"a\""));
    assert_true(none_match("W/\"a\"", "W/\"a\""));
    assert_true(none_match(" * ", "\"a\""));
    assert_false(none_match("\"A\"", "\"a\""));
    assert_false(none_match("a", "\"a\""));
    assert_false(none_match("w/\"a\"", "\"a\""));
    assert_false(none_match("\"ab\"", "\"a\""));
    assert_false(none_match("", "\"a\""));
    assert_false(none_match(NULL, "\"a\""));
}

/* ---- where a request ends ------------------------------------------------------------------------- */

/* Up to two fields, as "Name: value". */
static const char *flaw(const char *name_1, const char *value_1, const char *name_2,
                        const char *value_2)
{
    struct asked a;
    struct http_request *r = asked_new(&a);
    const char *found;

    asked_field(&a, "Host", "localhost");
    asked_field(&a, name_1, value_1);
    if (name_2)
        asked_field(&a, name_2, value_2);
    found = head_flaw(r);
    asked_free(&a);
    return found;
}

static void a_plain_head_has_no_flaw(void **state)
{
    (void)state;
    assert_null(flaw("Content-Length", "17", NULL, NULL));
    assert_null(flaw("content-length", " 0 ", NULL, NULL));
    assert_null(flaw("Transfer-Encoding", "Chunked", NULL, NULL));
    assert_null(flaw("X-!#$%&'*+-.^_`|~9", "", "Accept", "*/*"));
}

static void two_lengths_are_a_flaw(void **state)
{
    (void)state;
    assert_non_null(flaw("Content-Length", "1", "content-length", "2"));
    assert_non_null(flaw("Content-Length", "1", "Content-Length", "1"));
    assert_non_null(flaw("Content-Length", "1", "Transfer-Encoding", "chunked"));
    assert_non_null(flaw("Transfer-Encoding", "chunked", "Transfer-Encoding", "chunked"));
}

static void a_length_that_is_no_number_is_a_flaw(void **state)
{
    const char *const bad[] = {"", "-1", "+1", "0x10", "1, 1", "1 1", "one", "18446744073709551616"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_non_null(flaw("Content-Length", bad[i], NULL, NULL));
}

static void a_coding_that_is_not_known_is_a_flaw(void **state)
{
    const char *const bad[] = {"gzip", "gzip, chunked", "chunked, chunked", "identity", "", "xchunked"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_non_null(flaw("Transfer-Encoding", bad[i], NULL, NULL));
}

static void a_name_that_is_none_and_a_second_host_are_flaws(void **state)
{
    (void)state;
    assert_non_null(flaw("Content-Length ", "1", NULL, NULL));
    assert_non_null(flaw("", "1", NULL, NULL));
    assert_non_null(flaw("A(b)", "1", NULL, NULL));
    assert_non_null(flaw("\xC3\xA4", "1", NULL, NULL));
    assert_non_null(flaw("host", "other", NULL, NULL));
}

static void the_announced_length_is_read(void **state)
{
    struct asked a;
    struct http_request *r = asked_new(&a);

    (void)state;
    assert_true(head_length(r) == 0);
    assert_false(head_waits(r));
    asked_field(&a, "Content-Length", "123456789012");
    asked_field(&a, "Expect", "100-Continue");
    assert_true(head_length(r) == UINT64_C(123456789012));
    assert_true(head_waits(r));
    a.fields[0] = (struct http_pair){SPAN("Transfer-Encoding"), SPAN("chunked")};
    assert_true(head_length(r) == HEAD_CHUNKED);
    asked_free(&a);
}

/* ---- trace context --------------------------------------------------------------------------------- */

#define TRACE "0af7651916cd43dd8448eb211c80319c"
#define PARENT "b7ad6b7169203331"

static bool is_hex(const char *text, size_t n)
{
    return strspn(text, "0123456789abcdef") >= n;
}

static void assert_whole(const struct http_trace *t)
{
    assert_int_equal(strlen(t->trace), 32);
    assert_true(is_hex(t->trace, 32));
    assert_int_equal(strlen(t->parent), 55);
    assert_memory_equal(t->parent, "00-", 3);
    assert_memory_equal(t->parent + 3, t->trace, 32);
    assert_true(t->parent[35] == '-' && is_hex(t->parent + 36, 16) && t->parent[52] == '-');
    assert_true(t->id[0] != '\0');
}

/* Is the caller's trace taken, with these flags? */
static bool taken(const char *traceparent, const char *flags)
{
    struct asked a;
    struct http_request *r = asked_new(&a);
    bool same;

    asked_field(&a, "TraceParent", traceparent);
    asked_field(&a, "tracestate", "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE");
    http_trace(r);
    assert_whole(&r->trace);
    same = strcmp(r->trace.trace, TRACE) == 0;
    assert_true(memcmp(r->trace.parent + 36, PARENT, 16) != 0); /* a span of its own */
    assert_string_equal(r->trace.id, r->trace.trace);
    assert_int_equal(r->trace.state.n > 0, same);
    if (same)
        assert_string_equal(r->trace.parent + 53, flags);
    asked_free(&a);
    return same;
}

static void a_trace_of_the_caller_goes_on(void **state)
{
    (void)state;
    assert_true(taken("00-" TRACE "-" PARENT "-01", "01"));
    assert_true(taken("00-" TRACE "-" PARENT "-00", "00"));
    assert_true(taken(" 00-" TRACE "-" PARENT "-01 ", "01"));
}

static void flags_that_are_not_known_are_not_passed_on(void **state)
{
    (void)state;
    assert_true(taken("00-" TRACE "-" PARENT "-ff", "01"));
    assert_true(taken("00-" TRACE "-" PARENT "-02", "00"));
}

static void a_later_version_is_taken_as_far_as_it_is_known(void **state)
{
    (void)state;
    assert_true(taken("cc-" TRACE "-" PARENT "-01", "01"));
    assert_true(taken("cc-" TRACE "-" PARENT "-01-what-the-future-brings", "01"));
    assert_false(taken("cc-" TRACE "-" PARENT "-01.what", NULL));
    assert_false(taken("cc-" TRACE "-" PARENT "-0", NULL));
}

static void a_malformed_trace_begins_anew(void **state)
{
    const char *const bad[] = {
        "",
        "00",
        TRACE,
        "00-" TRACE "-" PARENT,
        "00-" TRACE "-" PARENT "-",
        "00-" TRACE "-" PARENT "-1",
        "00-" TRACE "-" PARENT "-001",
        "00-" TRACE "-" PARENT "-01-",
        "00-" TRACE "-" PARENT "-01-more",
        "00-" TRACE "-" PARENT "-.0",
        "00-" TRACE "-" PARENT "-0x",
        "00-" TRACE "-0000000000000000-01",
        "00-00000000000000000000000000000000-" PARENT "-01",
        "00-0AF7651916CD43DD8448EB211C80319C-" PARENT "-01",
        "00-" TRACE "-B7AD6B7169203331-01",
        "ff-" TRACE "-" PARENT "-01",
        "FF-" TRACE "-" PARENT "-01",
        "0-" TRACE "-" PARENT "-01",
        "000-" TRACE "-" PARENT "-01",
        "zz-" TRACE "-" PARENT "-01",
        "00_" TRACE "-" PARENT "-01",
        "00-" TRACE "_" PARENT "-01",
        "00-" TRACE "-" PARENT "_01",
        "00-" TRACE "1-" PARENT "-01",
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        if (taken(bad[i], ""))
            fail_msg("taken: %s", bad[i]);
}

static void of_two_traces_none_is_taken(void **state)
{
    struct asked a;
    struct http_request *r = asked_new(&a);

    (void)state;
    asked_field(&a, "traceparent", "00-" TRACE "-" PARENT "-01");
    asked_field(&a, "traceparent", "00-" TRACE "-" PARENT "-01");
    http_trace(r);
    assert_whole(&r->trace);
    assert_string_not_equal(r->trace.trace, TRACE);
    asked_free(&a);
}

static void each_request_without_a_trace_gets_its_own(void **state)
{
    struct asked a, b;

    (void)state;
    http_trace(asked_new(&a));
    http_trace(asked_new(&b));
    assert_whole(&a.r.trace);
    assert_whole(&b.r.trace);
    assert_string_not_equal(a.r.trace.trace, b.r.trace.trace);
    assert_memory_not_equal(a.r.trace.parent + 36, b.r.trace.parent + 36, 16);
    asked_free(&a);
    asked_free(&b);
}

static void an_id_of_the_client_is_taken_when_it_is_harmless(void **state)
{
    const struct {
        const char *id;
        bool taken;
    } rows[] = {
        {"a", true},
        {"Order_17-b", true},
        {"0123456789abcdef0123456789ABCDEF", true},
        {"0123456789abcdef0123456789ABCDEF0", false},
        {"", false},
        {"a b", false},
        {"a\nb", false},
        {"a\x1b[31m", false},
        {"<script>", false},
        {"\xC3\xA4", false},
        {"a.b", false},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct asked a;
        struct http_request *r = asked_new(&a);

        asked_field(&a, "x-request-id", rows[i].id);
        http_trace(r);
        assert_string_equal(r->trace.id, rows[i].taken ? rows[i].id : r->trace.trace);
        asked_free(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_field_is_found_in_any_case_and_the_first_counts),
        cmocka_unit_test(cookies_are_found_by_their_whole_name),
        cmocka_unit_test(tags_are_compared_weakly_and_whole),
        cmocka_unit_test(a_plain_head_has_no_flaw),
        cmocka_unit_test(two_lengths_are_a_flaw),
        cmocka_unit_test(a_length_that_is_no_number_is_a_flaw),
        cmocka_unit_test(a_coding_that_is_not_known_is_a_flaw),
        cmocka_unit_test(a_name_that_is_none_and_a_second_host_are_flaws),
        cmocka_unit_test(the_announced_length_is_read),
        cmocka_unit_test(a_trace_of_the_caller_goes_on),
        cmocka_unit_test(flags_that_are_not_known_are_not_passed_on),
        cmocka_unit_test(a_later_version_is_taken_as_far_as_it_is_known),
        cmocka_unit_test(a_malformed_trace_begins_anew),
        cmocka_unit_test(of_two_traces_none_is_taken),
        cmocka_unit_test(each_request_without_a_trace_gets_its_own),
        cmocka_unit_test(an_id_of_the_client_is_taken_when_it_is_harmless),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
