/* SPDX-License-Identifier: Apache-2.0
 *
 * Clients that are slow, many, broken or hostile, and a server that stops while it is asked. What is
 * looked at is the order of events: a slow client is ended while others are served.
 */
#include "server.h"

#include <poll.h>
#include <sched.h>
#include <time.h>

#define HOST " HTTP/1.1\r\nHost: localhost\r\n"

/* ---- deadlines ------------------------------------------------------------------------------- */

/* A byte now and then until the server has enough of it; others are served meanwhile. */
static void drip_until_ended(struct stage *s, struct client *c, bool drip)
{
    const struct timespec moment = {0, 20000000};
    unsigned served = 0;

    while (!has_ended(c)) {
        assert_served(s);
        served++;
        if (drip)
            (void)give(c, "x", 1);
        nanosleep(&moment, NULL);
    }
    assert_true(served > 0);
    assert_int_equal(c->in.n, 0);
}

static void assert_slow_is_ended(const char *start, bool drip, unsigned begun)
{
    struct stage s;
    struct client c;

    stage_open(&s, "127.0.0.1:0", &hasty, NULL);
    c = client_open(&s);
    assert_true(give(&c, start, strlen(start)));
    drip_until_ended(&s, &c, drip);
    client_close(&c);
    stage_close(&s);
    assert_int_equal(s.begun - s.sent, begun);
}

static void who_says_nothing_is_ended(void **state)
{
    (void)state;
    assert_slow_is_ended("", false, 0);
}

static void a_head_that_does_not_end_is_ended(void **state)
{
    (void)state;
    assert_slow_is_ended("GET /a", false, 0);
    assert_slow_is_ended("GET /a", true, 0);
    assert_slow_is_ended("GET /a" HOST "X-Slow: ", true, 0);
}

static void a_body_that_does_not_end_is_ended(void **state)
{
    (void)state;
    assert_slow_is_ended("POST /a" HOST "Content-Length: 900\r\n\r\nabc", false, 1);
    assert_slow_is_ended("POST /a" HOST "Content-Length: 900\r\n\r\nabc", true, 1);
    assert_slow_is_ended("POST /file" HOST "Content-Length: 900\r\n\r\nabc", true, 1);
    assert_slow_is_ended("POST /now" HOST "Content-Length: 900\r\n\r\nabc", true, 1);
}

static void the_second_head_has_a_deadline_too(void **state)
{
    struct stage s;
    struct client c;

    (void)state;
    stage_open(&s, "127.0.0.1:0", &hasty, NULL);
    c = client_open(&s);
    say(&c, "GET /a" HOST "\r\n");
    assert_reply(&c, 200, "GET /a ");
    say(&c, "GET /b" HOST "X-Slow: ");
    drip_until_ended(&s, &c, true);
    client_close(&c);
    stage_close(&s);
}

static void who_is_idle_too_long_is_ended(void **state)
{
    const struct http_limits limits = {.threads = 1, .connections = 50, .header_seconds = 100,
                                       .idle_seconds = 1};
    struct stage s;
    struct client c;

    (void)state;
    stage_open(&s, "unix", &limits, NULL);
    c = client_open(&s);
    say(&c, "GET /a" HOST "\r\n");
    assert_reply(&c, 200, "GET /a ");
    drip_until_ended(&s, &c, false);
    client_close(&c);
    stage_close(&s);
}

/* The application may take its time: that is not the client's fault. */
static void an_answer_that_takes_long_is_waited_for(void **state)
{
    struct stage s;
    struct client held, silent;

    (void)state;
    stage_open(&s, "127.0.0.1:0", &hasty, NULL);
    held = client_open(&s);
    say(&held, "GET /hold" HOST "\r\n");
    wait_for(&s, &s.holding, 1);
    silent = client_open(&s); /* opened later, and late before the answer is there */
    while (!has_ended(&silent))
        (void)poll(&(struct pollfd){.fd = silent.fd, .events = POLLIN}, 1, -1);
    assert_false(has_ended(&held));
    stage_let_go(&s);
    assert_reply(&held, 200, "GET /hold ");
    client_close(&held);
    client_close(&silent);
    stage_close(&s);
}

/* Three deadlines, looked at directly: long past, far ahead, none. */
static void the_watch_shuts_down_who_is_late_and_no_other(void **state)
{
    struct watch *w = watch_start();
    struct watched c[3];
    int peer[3];
    char byte;

    (void)state;
    assert_non_null(w);
    for (int i = 0; i < 3; i++) {
        int pair[2];

        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
        peer[i] = pair[0];
        c[i] = (struct watched){.fd = pair[1]};
    }
    /* Of 100 seconds and 100 * HTTP_SLOWEST bytes the time is over after 200 seconds. */
    watch_since(&c[0], clock_ticks() - 201 * UINT64_C(1000000000), 100, 100 * HTTP_SLOWEST);
    watch_since(&c[1], clock_ticks() - 199 * UINT64_C(1000000000), 300, 100 * HTTP_SLOWEST);
    watch_never(&c[2]);
    for (int i = 0; i < 3; i++)
        watch_add(w, &c[i]);
    assert_int_equal(watch_count(w), 3);
    assert_int_equal(recv(peer[0], &byte, 1, 0), 0);
    watch_remove(w, &c[1]);
    assert_int_equal(watch_count(w), 2);
    watch_remove(w, &c[0]);
    watch_remove(w, &c[2]);
    watch_stop(w);
    for (int i = 0; i < 3; i++) {
        if (i > 0) {
            assert_int_equal(recv(peer[i], &byte, 1, MSG_DONTWAIT), -1);
            assert_int_equal(errno, EAGAIN);
        }
        close(peer[i]);
        close(c[i].fd);
    }
}

/* ---- many ------------------------------------------------------------------------------------ */

static void two_hundred_at_once_are_served(void **state)
{
    enum { MANY = 200 };
    struct client *c = mem_zero(MANY, sizeof(*c));
    struct stage s;

    (void)state;
    stage_open(&s, "127.0.0.1:0", &calm, NULL);
    for (int i = 0; i < MANY; i++)
        c[i] = client_open(&s);
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < MANY; i++)
            say(&c[i], "POST /a" HOST "Content-Length: 2\r\n\r\nhi");
        for (int i = MANY - 1; i >= 0; i--)
            assert_reply(&c[i], 200, "POST /a length=2 body=hi ");
    }
    assert_int_equal(http_load(s.server).connections, MANY);
    for (int i = 0; i < MANY; i++)
        client_close(&c[i]);
    while (http_load(s.server).connections)
        sched_yield();
    stage_close(&s);
    assert_int_equal(s.sent, 3 * MANY);
    mem_free(c);
}

static bool is_served(struct client *c)
{
    const char *text = "GET /a" HOST "\r\n";
    struct reply r = {0};

    if (give(c, text, strlen(text)))
        r = hear(c);
    reply_free(&r);
    return r.status == 200;
}

static void one_address_has_so_many_connections_and_no_more(void **state)
{
    const struct http_limits limits = {.threads = 2, .connections = 50, .connections_per_address = 3,
                                       .header_seconds = 100, .idle_seconds = 100};
    struct client c[3];
    struct stage s;
    bool again = false;

    (void)state;
    stage_open(&s, "127.0.0.1:0", &limits, NULL);
    for (int i = 0; i < 3; i++) {
        c[i] = client_open(&s);
        assert_true(is_served(&c[i]));
    }
    for (int i = 0; i < 3; i++) {
        struct client more = client_open(&s);

        assert_false(is_served(&more));
        client_close(&more);
    }
    assert_true(is_served(&c[0]));
    client_close(&c[0]);
    while (!again) { /* as soon as the server has seen the end of that one */
        struct client next = client_open(&s);

        again = is_served(&next);
        client_close(&next);
    }
    client_close(&c[1]);
    client_close(&c[2]);
    stage_close(&s);
}

static void people_of_one_machine_share_no_limit_over_a_unix_socket(void **state)
{
    const struct http_limits limits = {.threads = 2, .connections = 50, .connections_per_address = 1,
                                       .header_seconds = 100, .idle_seconds = 100};
    struct client c[5];
    struct stage s;

    (void)state;
    stage_open(&s, "unix", &limits, NULL);
    for (int i = 0; i < 5; i++) {
        c[i] = client_open(&s);
        assert_true(is_served(&c[i]));
    }
    for (int i = 0; i < 5; i++)
        client_close(&c[i]);
    stage_close(&s);
}

/* Who comes when all places are taken waits, and is served when one is free. */
static void more_than_all_places_wait(void **state)
{
    const struct http_limits limits = {.threads = 1, .connections = 2, .header_seconds = 100,
                                       .idle_seconds = 100};
    struct client a, b, waiting;
    struct stage s;

    (void)state;
    stage_open(&s, "127.0.0.1:0", &limits, NULL);
    a = client_open(&s);
    assert_true(is_served(&a));
    b = client_open(&s);
    assert_true(is_served(&b));
    waiting = client_open(&s);
    say(&waiting, "GET /a" HOST "\r\n");
    assert_true(is_served(&a));
    assert_int_equal(http_load(s.server).connections, 2);
    client_close(&a);
    assert_reply(&waiting, 200, "GET /a ");
    client_close(&b);
    client_close(&waiting);
    stage_close(&s);
}

/* ---- broken ---------------------------------------------------------------------------------- */

/* What the server says to it, if anything, is its own page, without a word of the request. With status 0 it
 * says nothing, and ends the connection now or at the deadline. */
static void assert_rubbish(const char *bytes, size_t n, int status)
{
    struct stage s;
    struct client c;
    struct reply r;

    stage_open(&s, "127.0.0.1:0", status ? &calm : &hasty, NULL);
    c = client_open(&s);
    (void)give(&c, bytes, n);
    r = hear(&c);
    assert_int_equal(r.status, status);
    if (r.body)
        assert_null(strstr(r.body, "evil"));
    reply_free(&r);
    while (take_more(&c, 0)) /* some of its pages come with their head twice */
        ;
    assert_true(span_find_span(buf_view(&c.in), SPAN("evil")) == c.in.n);
    client_close(&c);
    assert_served(&s);
    stage_close(&s);
}

static void rubbish(const char *text, int status)
{
    assert_rubbish(text, strlen(text), status);
}

static void what_is_no_http_gets_a_plain_refusal_or_none(void **state)
{
    (void)state;
    assert_rubbish("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15, 0);
    assert_rubbish("\0\0\0\0\r\n\r\n", 8, 0);
    rubbish("evil\r\n\r\n", 0);
    rubbish("GET /evil\r\n\r\n", 400);
    rubbish("GET /evil HTTP/2.0\r\nHost: evil\r\n\r\n", 505);
    rubbish("POST /evil" HOST "Content-Length: -1\r\n\r\n", 400);
    rubbish("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505);
}

static void chunks_that_are_none_end_the_request(void **state)
{
    (void)state;
    rubbish("POST /a" HOST "Transfer-Encoding: chunked\r\n\r\nevil\r\n", 400);
    rubbish("POST /a" HOST "Transfer-Encoding: chunked\r\n\r\n-1\r\n", 400);
    rubbish("POST /a" HOST "Transfer-Encoding: chunked\r\n\r\n11111111111111111\r\n", 413);
}

static struct buf large_head(const char *before, size_t n, const char *after)
{
    struct buf text = {0};

    buf_str(&text, before);
    for (size_t i = 0; i < n; i++)
        buf_char(&text, 'y');
    buf_str(&text, after);
    return text;
}

static void a_head_is_refused_when_it_is_too_large(void **state)
{
    struct buf target = large_head("GET /", 200000, HOST "\r\n");
    struct buf field = large_head("GET /" HOST "X: ", 200000, "\r\n\r\n");

    (void)state;
    assert_rubbish(target.p, target.n, 414);
    assert_rubbish(field.p, field.n, 431);
    buf_free(&target);
    buf_free(&field);
}

static void a_head_of_three_quarters_of_the_limit_is_taken(void **state)
{
    struct buf target = large_head("GET /", HTTP_HEAD_MAX * 3 / 4, HOST "\r\n");
    struct buf field = large_head("GET /" HOST "X: ", HTTP_HEAD_MAX * 3 / 4, "\r\n\r\n");
    struct stage s;
    struct client c;

    (void)state;
    stage_open(&s, "127.0.0.1:0", &calm, NULL);
    c = client_open(&s);
    assert_true(give(&c, target.p, target.n));
    assert_reply(&c, 200, "GET /yyy");
    assert_true(give(&c, field.p, field.n));
    assert_reply(&c, 200, "GET / ");
    client_close(&c);
    stage_close(&s);
    buf_free(&target);
    buf_free(&field);
}

/* The client goes away after 'bytes'; the application hears of it where it had begun. */
static void assert_dropped(const char *bytes, unsigned begun)
{
    struct stage s;
    struct client c;

    stage_open(&s, "127.0.0.1:0", &hasty, NULL);
    c = client_open(&s);
    say(&c, bytes);
    if (begun)
        wait_for(&s, &s.begun, begun);
    client_close(&c);
    wait_for(&s, &s.done, begun);
    assert_int_equal(s.sent, 0);
    assert_served(&s);
    stage_close(&s);
}

static void who_goes_away_in_the_middle_is_forgotten(void **state)
{
    (void)state;
    assert_dropped("G", 0);
    assert_dropped("GET /a" HOST, 0);
    assert_dropped("POST /a" HOST "Content-Length: 5\r\n\r\nab", 1);
    assert_dropped("POST /now" HOST "Content-Length: 5\r\n\r\nab", 1);
    assert_dropped("POST /file" HOST "Content-Length: 5\r\n\r\nab", 1);
    assert_dropped("POST /a" HOST "Transfer-Encoding: chunked\r\n\r\n5\r\nab", 1);
}

static void who_goes_away_during_the_answer_is_forgotten(void **state)
{
    struct stage s;
    struct client c;

    (void)state;
    stage_open(&s, "unix", &calm, NULL); /* whose queue does not hold LARGE bytes */
    c = client_open(&s);
    say(&c, "GET /large" HOST "\r\n");
    assert_true(take_more(&c, 0));
    client_close(&c);
    wait_for(&s, &s.done, 1);
    assert_int_equal(s.sent, 0);
    stage_close(&s);
}

/* ---- the end --------------------------------------------------------------------------------- */

static void *stopping(void *ctx)
{
    struct stage *s = ctx;

    http_stop(s->server, 100);
    return NULL;
}

static void what_runs_is_finished_before_the_end(void **state)
{
    struct client held, idle;
    pthread_t thread;
    struct stage s;

    (void)state;
    stage_open(&s, "127.0.0.1:0", &calm, NULL);
    idle = client_open(&s);
    assert_true(is_served(&idle));
    held = client_open(&s);
    say(&held, "GET /hold" HOST "\r\n");
    wait_for(&s, &s.holding, 1);
    assert_int_equal(pthread_create(&thread, NULL, stopping, &s), 0);
    stage_let_go(&s);
    assert_reply(&held, 200, "GET /hold ");
    pthread_join(thread, NULL);
    s.server = NULL;
    assert_ended(&held);
    assert_ended(&idle);
    client_close(&held);
    client_close(&idle);
    stage_close(&s);
}

static void what_does_not_end_in_time_is_given_up(void **state)
{
    struct stage s;
    struct client c;

    (void)state;
    stage_open(&s, "127.0.0.1:0", &calm, NULL);
    c = client_open(&s);
    say(&c, "POST /a" HOST "Content-Length: 5\r\n\r\nab");
    wait_for(&s, &s.begun, 1);
    assert_int_equal(http_load(s.server).requests, 1);
    http_stop(s.server, 0);
    s.server = NULL;
    assert_ended(&c);
    client_close(&c);
    stage_close(&s);
    assert_int_equal(s.sent, 0);
}

static void a_server_that_cannot_start_leaves_nothing(void **state)
{
    const struct http_tls broken = {"no certificate", "no key"};
    const char *const listen[] = {"127.0.0.1:0", "192.0.2.7:0"};
    struct http_app app = {0};
    struct http_server *server;
    int before = open("/dev/null", O_RDONLY | O_CLOEXEC), after;

    (void)state;
    close(before);
    assert_code(http_start(listen, 2, false, NULL, &calm, &app, &server), TOCSIN_ERR_IO);
    assert_null(server);
    assert_code(http_start(listen, 1, false, &broken, &calm, &app, &server), TOCSIN_ERR_IO);
    assert_null(server);
    after = open("/dev/null", O_RDONLY | O_CLOEXEC);
    close(after);
    assert_int_equal(before, after);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_says_nothing_is_ended),
        cmocka_unit_test(a_head_that_does_not_end_is_ended),
        cmocka_unit_test(a_body_that_does_not_end_is_ended),
        cmocka_unit_test(the_second_head_has_a_deadline_too),
        cmocka_unit_test(who_is_idle_too_long_is_ended),
        cmocka_unit_test(an_answer_that_takes_long_is_waited_for),
        cmocka_unit_test(the_watch_shuts_down_who_is_late_and_no_other),
        cmocka_unit_test(two_hundred_at_once_are_served),
        cmocka_unit_test(one_address_has_so_many_connections_and_no_more),
        cmocka_unit_test(people_of_one_machine_share_no_limit_over_a_unix_socket),
        cmocka_unit_test(more_than_all_places_wait),
        cmocka_unit_test(what_is_no_http_gets_a_plain_refusal_or_none),
        cmocka_unit_test(chunks_that_are_none_end_the_request),
        cmocka_unit_test(a_head_is_refused_when_it_is_too_large),
        cmocka_unit_test(a_head_of_three_quarters_of_the_limit_is_taken),
        cmocka_unit_test(who_goes_away_in_the_middle_is_forgotten),
        cmocka_unit_test(who_goes_away_during_the_answer_is_forgotten),
        cmocka_unit_test(what_runs_is_finished_before_the_end),
        cmocka_unit_test(what_does_not_end_in_time_is_given_up),
        cmocka_unit_test(a_server_that_cannot_start_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
