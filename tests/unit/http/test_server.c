/* SPDX-License-Identifier: Apache-2.0
 *
 * The server over real sockets: what HTTP/1.1 is made of, and clients that keep to it.
 */
#include "server.h"

#define HOST " HTTP/1.1\r\nHost: localhost\r\n"

static void over_ipv4(void **state)
{
    struct stage s;
    struct client c;

    (void)state;
    stage_open(&s, "127.0.0.1:0", &calm, NULL);
    assert_memory_equal(http_url(s.server, 0), "http://127.0.0.1:", 17);
    assert_null(http_url(s.server, 1));
    c = client_open(&s);
    say(&c, "GET /a%2Fb?x=1&y=%D0%9A" HOST "\r\n");
    assert_reply(&c, 200, "GET /a/b x=1 y=\xD0\x9A length=0 body= from=127.0.0.1,local");
    client_close(&c);
    stage_close(&s);
}

static void over_ipv6(void **state)
{
    const char *address = "[::1]:0";
    struct stage s;
    struct client c;
    listeners list = {0};
    struct tocsin_err *err = listen_open(address, &list);

    (void)state;
    listen_close(&list);
    tocsin_err_free(err);
    if (err)
        skip();
    stage_open(&s, address, &calm, NULL);
    c = client_open(&s);
    say(&c, "GET /" HOST "\r\n");
    assert_reply(&c, 200, "from=::1,local");
    client_close(&c);
    stage_close(&s);
}

static void over_a_unix_socket(void **state)
{
    struct stage s;
    struct client c;

    (void)state;
    stage_open(&s, "unix", &calm, NULL);
    assert_string_equal(http_url(s.server, 0), s.socket);
    c = client_open(&s);
    say(&c, "GET /" HOST "\r\n");
    assert_reply(&c, 200, "from=unix,local");
    client_close(&c);
    stage_close(&s);
}

/* ---- one connection --------------------------------------------------------------------------------- */

struct scene {
    struct stage s;
    struct client c;
};

static int scene_open(void **state)
{
    struct scene *x = mem_zero(1, sizeof(*x));

    stage_open(&x->s, "127.0.0.1:0", &calm, NULL);
    x->c = client_open(&x->s);
    *state = x;
    return 0;
}

static int scene_close(void **state)
{
    struct scene *x = *state;

    client_close(&x->c);
    stage_close(&x->s);
    mem_free(x);
    return 0;
}

static void a_connection_takes_a_thousand_requests(void **state)
{
    struct scene *x = *state;

    for (int i = 0; i < 1000; i++) {
        char text[100], want[100];

        snprintf(text, sizeof(text), "POST /row/%d" HOST "Content-Length: 3\r\n\r\n%03d", i, i);
        snprintf(want, sizeof(want), "POST /row/%d length=3 body=%03d from", i, i);
        say(&x->c, text);
        assert_reply(&x->c, 200, want);
    }
    wait_for(&x->s, &x->s.done, 1000);
    assert_int_equal(x->s.begun, 1000);
    assert_int_equal(x->s.sent, 1000);
}

static void requests_in_one_piece_are_answered_in_their_order(void **state)
{
    struct scene *x = *state;

    say(&x->c, "GET /1" HOST "\r\nPOST /2" HOST "Content-Length: 2\r\n\r\nhiGET /now" HOST "\r\n"
               "GET /4" HOST "\r\n");
    assert_reply(&x->c, 200, "GET /1 ");
    assert_reply(&x->c, 200, "POST /2 length=2 body=hi ");
    assert_reply(&x->c, 401, "no\n");
    assert_reply(&x->c, 200, "GET /4 ");
}

static void requests_may_come_byte_by_byte(void **state)
{
    struct scene *x = *state;
    const char *text = "POST /slow" HOST "Content-Length: 5\r\n\r\nhello";

    for (const char *p = text; *p; p++)
        assert_true(give(&x->c, p, 1));
    assert_reply(&x->c, 200, "POST /slow length=5 body=hello ");
}

static void head_has_the_length_and_not_the_body(void **state)
{
    struct scene *x = *state;
    struct reply r;

    say(&x->c, "HEAD /a" HOST "\r\nGET /b" HOST "\r\n");
    r = hear_as(&x->c, true);
    assert_int_equal(r.status, 200);
    assert_true(r.length > 10);
    reply_free(&r);
    assert_reply(&x->c, 200, "GET /b ");
}

static void http_1_0_closes(void **state)
{
    struct scene *x = *state;

    say(&x->c, "GET /a HTTP/1.0\r\n\r\n");
    assert_reply(&x->c, 200, "GET /a ");
    assert_ended(&x->c);
}

static void close_is_done_when_it_is_asked_for(void **state)
{
    struct scene *x = *state;

    say(&x->c, "GET /a" HOST "Connection: close\r\n\r\n");
    assert_reply(&x->c, 200, "GET /a ");
    assert_ended(&x->c);
}

static void a_chunked_body_is_put_together(void **state)
{
    struct scene *x = *state;

    say(&x->c, "POST /a" HOST "Transfer-Encoding: chunked\r\n\r\n"
               "3\r\nabc\r\n2;name=value\r\nde\r\n0\r\nTrailer: x\r\n\r\nGET /b" HOST "\r\n");
    assert_reply(&x->c, 200, "POST /a length=5 body=abcde ");
    assert_reply(&x->c, 200, "GET /b ");
}

static void a_file_is_sent(void **state)
{
    struct scene *x = *state;
    struct reply r;

    say(&x->c, "GET /send" HOST "\r\nHEAD /send" HOST "\r\n");
    assert_reply(&x->c, 200, "abcdef");
    r = hear_as(&x->c, true);
    assert_int_equal(r.length, 6);
    reply_free(&r);
}

static void a_large_answer_arrives_whole(void **state)
{
    struct scene *x = *state;
    struct reply r;

    say(&x->c, "GET /large" HOST "\r\n");
    r = hear(&x->c);
    assert_int_equal(r.length, LARGE);
    assert_int_equal(strspn(r.body, "x"), LARGE);
    reply_free(&r);
}

static void headers_of_the_application_and_the_id_of_the_client_come_back(void **state)
{
    struct scene *x = *state;
    struct reply r;

    say(&x->c, "GET /a" HOST "X-Request-Id: order-17\r\n\r\n");
    r = hear(&x->c);
    assert_non_null(strstr(r.head, "X-Id: order-17\r\n"));
    assert_non_null(strstr(r.head, "Content-Type: text/plain\r\n"));
    reply_free(&r);
}

/* ---- bodies ------------------------------------------------------------------------------------------ */

static void who_waits_is_told_to_continue(void **state)
{
    struct scene *x = *state;
    struct reply r;

    say(&x->c, "POST /a" HOST "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    r = hear(&x->c);
    assert_int_equal(r.status, 100);
    reply_free(&r);
    say(&x->c, "hi");
    assert_reply(&x->c, 200, "POST /a length=2 body=hi ");
}

static void who_waits_is_spared_a_body_that_nobody_wants(void **state)
{
    struct scene *x = *state;
    struct client second = client_open(&x->s);

    say(&x->c, "POST /now" HOST "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    assert_reply(&x->c, 401, "no\n");
    assert_ended(&x->c);
    say(&second, "POST /a" HOST "Content-Length: 1001\r\nExpect: 100-continue\r\n\r\n");
    assert_reply(&second, 413, "POST /a length=0 body= too-large ");
    assert_ended(&second);
    client_close(&second);
}

static void send_body(struct client *c, const char *head, size_t n)
{
    struct buf text = {0};

    buf_printf(&text, "%s" HOST "Content-Length: %zu\r\n\r\n", head, n);
    for (size_t i = 0; i < n; i++)
        buf_char(&text, 'x');
    assert_true(give(c, text.p, text.n));
    buf_free(&text);
}

static void a_body_up_to_the_limit_is_taken(void **state)
{
    struct scene *x = *state;

    send_body(&x->c, "POST /a", BODY_MAX);
    assert_reply(&x->c, 200, "length=1000 body=xxx");
}

static void a_body_over_the_limit_is_thrown_away_and_the_connection_stays(void **state)
{
    struct scene *x = *state;

    send_body(&x->c, "POST /a", BODY_MAX + 1);
    assert_reply(&x->c, 413, "length=1001 body= too-large");
    send_body(&x->c, "POST /a", 5000000);
    assert_reply(&x->c, 413, "length=5000000 body= too-large");
    send_body(&x->c, "POST /file", 5000000);
    assert_reply(&x->c, 413, "length=5000000 file=0 too-large");
    say(&x->c, "GET /b" HOST "\r\n");
    assert_reply(&x->c, 200, "GET /b ");
}

static void a_chunked_body_over_the_limit_is_thrown_away(void **state)
{
    struct scene *x = *state;
    char chunk[700];

    memset(chunk, 'x', sizeof(chunk));
    say(&x->c, "POST /a" HOST "Transfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 3; i++) {
        say(&x->c, "2bc\r\n");
        assert_true(give(&x->c, chunk, sizeof(chunk)));
        say(&x->c, "\r\n");
    }
    say(&x->c, "0\r\n\r\nGET /b" HOST "\r\n");
    assert_reply(&x->c, 413, "length=2100 body= too-large");
    assert_reply(&x->c, 200, "GET /b ");
}

/* It sends all of it before it reads. */
static void an_answer_before_the_body_reaches_a_client_that_sends_first(void **state)
{
    struct scene *x = *state;

    send_body(&x->c, "POST /now", 8000000);
    assert_reply(&x->c, 401, "no\n");
    send_body(&x->c, "PUT /now", 3);
    assert_reply(&x->c, 401, "no\n");
    say(&x->c, "GET /b" HOST "\r\n");
    assert_reply(&x->c, 200, "GET /b ");
}

static void a_body_of_absurd_length_is_answered_at_once(void **state)
{
    struct scene *x = *state;
    struct client second = client_open(&x->s);

    say(&x->c, "POST /a" HOST "Content-Length: 18446744073709551614\r\n\r\n");
    assert_reply(&x->c, 413, "too-large");
    assert_ended(&x->c);
    say(&second, "POST /now" HOST "Content-Length: 90000000\r\n\r\n");
    assert_reply(&second, 401, "no\n");
    assert_ended(&second);
    client_close(&second);
}

static void a_chunked_body_without_end_ends_the_connection(void **state)
{
    struct scene *x = *state;
    char *chunk = mem_alloc(0x10000);
    int chunks = 0;

    memset(chunk, 'x', 0x10000);
    say(&x->c, "POST /a" HOST "Transfer-Encoding: chunked\r\n\r\n");
    while (give(&x->c, "10000\r\n", 7) && give(&x->c, chunk, 0x10000) && give(&x->c, "\r\n", 2))
        chunks++;
    assert_true(chunks >= 256);
    mem_free(chunk);
    wait_for(&x->s, &x->s.done, 1);
    assert_int_equal(x->s.sent, 0);
    assert_served(&x->s);
}

static void a_body_goes_into_a_file(void **state)
{
    struct scene *x = *state;

    send_body(&x->c, "POST /file", 700);
    assert_reply(&x->c, 200, "length=700 file=700 ");
    say(&x->c, "POST /file" HOST "\r\n");
    assert_reply(&x->c, 200, "length=0 file=0 ");
}

/* ---- heads that two programs could read in two ways --------------------------------------------------- */

static void assert_refused(struct stage *s, const char *head, const char *body)
{
    struct client c = client_open(s);

    say(&c, head);
    assert_true(give(&c, body, strlen(body)));
    assert_reply(&c, 400, "malformed=");
    assert_ended(&c); /* 'body' is taken for no request */
    client_close(&c);
}

static void what_follows_an_ambiguous_head_is_no_request(void **state)
{
    struct scene *x = *state;
    const char *next = "GET /smuggled" HOST "\r\n";

    assert_refused(&x->s, "POST /a" HOST "Content-Length: 0\r\nContent-Length: 40\r\n\r\n", next);
    assert_refused(&x->s, "POST /a" HOST "Content-Length: 40\r\nTransfer-Encoding: chunked\r\n\r\n", next);
    assert_refused(&x->s, "POST /a" HOST "Content-Length : 40\r\n\r\n", next);
    assert_refused(&x->s, "POST /a" HOST "Transfer-Encoding: gzip, chunked\r\n\r\n", next);
    assert_refused(&x->s, "GET /a" HOST "Host: other\r\n\r\n", next);
    assert_refused(&x->s, "GET /a HTTP/1.1\r\n\r\n", next);
}

static void too_many_header_fields_are_refused(void **state)
{
    struct scene *x = *state;
    struct buf head = {0};
    struct client c;

    buf_str(&head, "GET /a" HOST);
    for (int i = 1; i < HTTP_FIELDS_MAX; i++)
        buf_printf(&head, "X-%d: %d\r\n", i, i);
    c = client_open(&x->s);
    assert_true(give(&c, head.p, head.n));
    say(&c, "\r\n");
    assert_reply(&c, 200, "GET /a ");
    client_close(&c);
    buf_str(&head, "X: one more\r\n\r\n");
    assert_refused(&x->s, buf_cstr(&head), "");
    buf_free(&head);
}

static void a_nul_in_the_target_is_not_its_end(void **state)
{
    struct scene *x = *state;
    static const char text[] = "GET /a\0b" HOST "\r\n";

    assert_true(give(&x->c, text, sizeof(text) - 1));
    assert_reply(&x->c, 400, "malformed=a NUL");
}

static void a_blank_in_the_target_is_malformed(void **state)
{
    struct scene *x = *state;

    say(&x->c, "GET /a b" HOST "\r\n");
    assert_reply(&x->c, 400, "malformed=a control character");
}

static void absolute_targets_of_proxies_are_understood(void **state)
{
    struct scene *x = *state;

    say(&x->c, "GET http://localhost/a/b?c=d" HOST "\r\nOPTIONS *" HOST "\r\n");
    assert_reply(&x->c, 200, "GET /a/b c=d ");
    assert_reply(&x->c, 400, "malformed=a path that does not begin with a slash");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scene_open, scene_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(over_ipv4),
        cmocka_unit_test(over_ipv6),
        cmocka_unit_test(over_a_unix_socket),
        TEST(a_connection_takes_a_thousand_requests),
        TEST(requests_in_one_piece_are_answered_in_their_order),
        TEST(requests_may_come_byte_by_byte),
        TEST(head_has_the_length_and_not_the_body),
        TEST(http_1_0_closes),
        TEST(close_is_done_when_it_is_asked_for),
        TEST(a_chunked_body_is_put_together),
        TEST(a_file_is_sent),
        TEST(a_large_answer_arrives_whole),
        TEST(headers_of_the_application_and_the_id_of_the_client_come_back),
        TEST(who_waits_is_told_to_continue),
        TEST(who_waits_is_spared_a_body_that_nobody_wants),
        TEST(a_body_up_to_the_limit_is_taken),
        TEST(a_body_over_the_limit_is_thrown_away_and_the_connection_stays),
        TEST(a_chunked_body_over_the_limit_is_thrown_away),
        TEST(an_answer_before_the_body_reaches_a_client_that_sends_first),
        TEST(a_body_of_absurd_length_is_answered_at_once),
        TEST(a_chunked_body_without_end_ends_the_connection),
        TEST(a_body_goes_into_a_file),
        TEST(what_follows_an_ambiguous_head_is_no_request),
        TEST(too_many_header_fields_are_refused),
        TEST(a_nul_in_the_target_is_not_its_end),
        TEST(a_blank_in_the_target_is_malformed),
        TEST(absolute_targets_of_proxies_are_understood),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
