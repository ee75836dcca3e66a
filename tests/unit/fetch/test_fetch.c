/* SPDX-License-Identifier: Apache-2.0
 *
 * Fetching from a server that does all that servers do.
 */
#include "../base/check.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "fetch/fetch.h"
#include "server.h"

struct bench {
    char folder[64], to[96], url[128];
    struct server server;
    struct fetch_request request;
    struct fetch_report report;
};

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)st, (void)kind, (void)where;
    return remove(path);
}

static int open_bench(void **state)
{
    struct bench *b = mem_zero(1, sizeof(*b));

    snprintf(b->folder, sizeof(b->folder), "/tmp/tocsin-fetch-XXXXXX");
    assert_non_null(mkdtemp(b->folder));
    snprintf(b->to, sizeof(b->to), "%s/file", b->folder);
    server_start(&b->server, b->folder);
    b->request = (struct fetch_request){.url = b->url, .to = b->to, .tries = 3, .pause_ms = 1};
    *state = b;
    return 0;
}

static int close_bench(void **state)
{
    struct bench *b = *state;

    server_stop(&b->server);
    nftw(b->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    mem_free(b);
    return 0;
}

static struct tocsin_err *get(struct bench *b, const char *path)
{
    snprintf(b->url, sizeof(b->url), "http://127.0.0.1:%d%s", b->server.port, path);
    return fetch(&b->request, &b->report);
}

static void assert_says(struct tocsin_err *err, enum tocsin_code code, const char *says)
{
    const char *text = err ? tocsin_err_text(err) : "no error";

    if (tocsin_err_code(err) != code || !strstr(text, says)) {
        print_error("%s (wanted: %s)\n", text, says);
        fail();
    }
    tocsin_err_free(err);
}

static void assert_file(const struct bench *b, size_t n)
{
    struct buf text = {0};

    assert_ok(file_read(b->to, 1 << 24, &text));
    assert_int_equal(text.n, n);
    for (size_t i = 0; i < n; i++) {
        if (text.p[i] != server_byte(i))
            fail_msg("byte %zu", i);
    }
    buf_free(&text);
}

static void assert_text(const struct bench *b, const char *want)
{
    struct buf text = {0};

    assert_ok(file_read(b->to, 1 << 24, &text));
    assert_string_equal(buf_cstr(&text), want);
    buf_free(&text);
}

static bool there(const struct bench *b, const char *suffix)
{
    char path[128];

    snprintf(path, sizeof(path), "%s%s", b->to, suffix);
    return access(path, F_OK) == 0;
}

static void whole_file_arrives_and_nothing_is_left(void **state)
{
    struct bench *b = *state;

    assert_ok(get(b, "/whole"));
    assert_file(b, SERVER_BODY);
    assert_int_equal(b->report.bytes, SERVER_BODY);
    assert_int_equal(b->report.tries, 1);
    assert_false(b->report.unchanged);
    assert_string_equal(b->report.path, b->to);
    assert_false(there(b, ".part"));
    assert_false(there(b, ".part.http"));
}

static void empty_file_is_a_file(void **state)
{
    struct bench *b = *state;

    assert_ok(get(b, "/empty"));
    assert_file(b, 0);
}

static void what_is_unchanged_does_not_come_again(void **state)
{
    static const char *const paths[] = {"/tagged", "/dated"};
    struct bench *b = *state;

    for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
        assert_ok(get(b, paths[i]));
        assert_false(b->report.unchanged);
        assert_ok(get(b, paths[i]));
        assert_true(b->report.unchanged);
        assert_int_equal(b->report.bytes, SERVER_BODY);
        unlink(b->to);
        assert_ok(get(b, paths[i]));
        assert_false(b->report.unchanged);
        assert_file(b, SERVER_BODY);
    }
    assert_ok(get(b, "/whole")); /* another URL under that name */
    assert_false(b->report.unchanged);
}

static void broken_connection_is_taken_up_where_it_broke(void **state)
{
    struct bench *b = *state;

    assert_ok(get(b, "/cut"));
    assert_file(b, SERVER_BODY);
    assert_int_equal(b->report.tries, 2);
    assert_int_equal(b->report.resumed, SERVER_BODY / 2);
}

static void part_is_taken_up_by_a_later_call(void **state)
{
    struct bench *b = *state;

    b->request.tries = 1;
    assert_says(get(b, "/cut"), TOCSIN_ERR_IO, "/cut");
    assert_true(there(b, ".part"));
    assert_false(there(b, ""));
    assert_ok(get(b, "/cut"));
    assert_file(b, SERVER_BODY);
    assert_int_equal(b->report.resumed, SERVER_BODY / 2);
}

static void part_of_a_file_that_was_replaced_is_dropped(void **state)
{
    struct bench *b = *state;

    assert_ok(get(b, "/replaced"));
    assert_file(b, SERVER_BODY);
    assert_int_equal(b->report.resumed, 0);
}

static void another_part_than_asked_for_is_refused(void **state)
{
    struct bench *b = *state;

    assert_says(get(b, "/shifted"), TOCSIN_ERR_IO, "another part");
    assert_false(there(b, ".part"));
    assert_false(there(b, ""));
}

static void server_that_always_breaks_off_is_given_up(void **state)
{
    struct bench *b = *state;

    assert_says(get(b, "/always-cut"), TOCSIN_ERR_IO, "given up after 3 tries");
    assert_int_equal(b->report.tries, 3);
    assert_false(there(b, ""));
}

/* Of the bytes that server_byte gives. */
#define SUM1 "8a9e0e3ffb7a3b6b7cb0a0d8a4a0f2d7a7d7a0c1"

static void checksum_decides(void **state)
{
    struct bench *b = *state;

    b->request.checksum = SUM1;
    assert_says(get(b, "/whole"), TOCSIN_ERR_CHANGED, "the checksum is ");
    assert_false(there(b, ""));
    assert_false(there(b, ".part"));
    b->request.checksum = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_ok(get(b, "/empty"));
    b->request.checksum = "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709";
    assert_ok(get(b, "/missing")); /* it is there: nobody is asked */
    assert_true(b->report.unchanged);
    assert_int_equal(b->report.tries, 0);
    b->request.checksum = "da39";
    assert_says(get(b, "/empty"), TOCSIN_ERR_PARSE, "neither SHA-1 nor SHA-256");
    b->request.checksum = SUM1;
    assert_says(get(b, "/cut"), TOCSIN_ERR_CHANGED, "/cut");
}

static void server_in_trouble_is_asked_again(void **state)
{
    struct bench *b = *state;

    assert_ok(get(b, "/flaky"));
    assert_int_equal(b->report.tries, 3);
    assert_file(b, SERVER_BODY);
    assert_says(get(b, "/broken"), TOCSIN_ERR_IO, "the server answers 500");
    assert_int_equal(b->report.tries, 3);
}

static void server_says_when_to_ask_again(void **state)
{
    struct bench *b = *state;
    uint64_t start = clock_ticks();

    assert_ok(get(b, "/later"));
    assert_true(clock_ticks() - start > UINT64_C(900000000));
    assert_says(get(b, "/tomorrow"), TOCSIN_ERR_IO, "in 86400 seconds only");
    assert_int_equal(b->report.tries, 1);
}

static void silent_server_is_given_up(void **state)
{
    struct bench *b = *state;

    b->request.silence_s = 1;
    b->request.tries = 1;
    assert_says(get(b, "/silent"), TOCSIN_ERR_IO, "/silent");
}

static void nobody_there_is_an_error_that_names_the_url(void **state)
{
    struct bench *b = *state;

    server_stop(&b->server);
    assert_says(get(b, "/whole"), TOCSIN_ERR_IO, "/whole");
    assert_int_equal(b->report.tries, 3);
    server_start(&b->server, NULL);
}

static void refusals_are_not_asked_again(void **state)
{
    struct bench *b = *state;

    assert_says(get(b, "/missing"), TOCSIN_ERR_NOT_FOUND, "the server answers 404");
    assert_int_equal(b->report.tries, 1);
    assert_says(get(b, "/forbidden?key=sesame"), TOCSIN_ERR_IO, "/forbidden?...: the server");
    assert_int_equal(b->report.tries, 1);
}

static void redirects_end(void **state)
{
    struct bench *b = *state;

    assert_ok(get(b, "/hop"));
    assert_file(b, SERVER_BODY);
    assert_says(get(b, "/loop"), TOCSIN_ERR_IO, "more than 5 redirects");
    assert_says(get(b, "/to-file"), TOCSIN_ERR_IO, "file:///etc/hostname is not followed");
    assert_says(get(b, "/to-nowhere"), TOCSIN_ERR_IO, "302");
}

static void token_goes_to_the_named_host_only(void **state)
{
    struct bench *b = *state;

    b->request.token = "sesame";
    assert_ok(get(b, "/token"));
    assert_text(b, "Token sesame");
    assert_ok(get(b, "/elsewhere"));
    assert_text(b, "");
}

static void proxy_is_asked_instead(void **state)
{
    struct bench *b = *state;
    char proxy[64];

    snprintf(proxy, sizeof(proxy), "http://127.0.0.1:%d", b->server.port);
    b->request.proxy = proxy;
    b->request.token = "sesame";
    b->request.url = "http://list.invalid/x";
    assert_ok(fetch(&b->request, &b->report));
    assert_text(b, "Token sesame");
}

static void too_much_is_not_taken(void **state)
{
    struct bench *b = *state;

    b->request.max_bytes = SERVER_BODY - 1;
    assert_says(get(b, "/whole"), TOCSIN_ERR_LIMIT, "at most 199999");
    assert_says(get(b, "/endless"), TOCSIN_ERR_LIMIT, "199999");
    assert_int_equal(b->report.tries, 1);
    assert_false(there(b, ".part"));
    b->request.max_bytes = SERVER_BODY;
    assert_ok(get(b, "/whole"));
}

static void old_file_stays_until_the_new_one_is_whole(void **state)
{
    struct bench *b = *state;

    assert_ok(get(b, "/whole"));
    assert_says(get(b, "/always-cut"), TOCSIN_ERR_IO, "given up");
    assert_file(b, SERVER_BODY);
    fetch_forget(b->to);
    assert_false(there(b, ""));
    assert_false(there(b, ".http"));
    assert_false(there(b, ".part"));
}

static void file_of_this_machine_stays_where_it_is(void **state)
{
    struct bench *b = *state;
    char url[128];

    assert_ok(get(b, "/whole"));
    b->request.url = b->to;
    b->request.to = "/nowhere";
    assert_ok(fetch(&b->request, &b->report));
    assert_string_equal(b->report.path, b->to);
    snprintf(url, sizeof(url), "file://%s/fil%%65", b->folder);
    b->request.url = url;
    assert_ok(fetch(&b->request, &b->report));
    assert_string_equal(b->report.path, b->to);
    assert_int_equal(b->report.bytes, SERVER_BODY);
    b->request.checksum = SUM1;
    assert_says(fetch(&b->request, &b->report), TOCSIN_ERR_CHANGED, url);
    b->request.checksum = NULL;
    b->request.max_bytes = 10;
    assert_says(fetch(&b->request, &b->report), TOCSIN_ERR_LIMIT, "at most 10");
    b->request.url = "file:///nowhere/at/all";
    assert_says(fetch(&b->request, &b->report), TOCSIN_ERR_NOT_FOUND, "/nowhere/at/all");
    b->request.url = "file://host/x";
    assert_says(fetch(&b->request, &b->report), TOCSIN_ERR_USAGE, "another machine");
    b->request.url = "ftp://list.invalid/x";
    assert_says(fetch(&b->request, &b->report), TOCSIN_ERR_UNSUPPORTED, "http, https and file");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(whole_file_arrives_and_nothing_is_left),
        CASE(empty_file_is_a_file),
        CASE(what_is_unchanged_does_not_come_again),
        CASE(broken_connection_is_taken_up_where_it_broke),
        CASE(part_is_taken_up_by_a_later_call),
        CASE(part_of_a_file_that_was_replaced_is_dropped),
        CASE(another_part_than_asked_for_is_refused),
        CASE(server_that_always_breaks_off_is_given_up),
        CASE(checksum_decides),
        CASE(server_in_trouble_is_asked_again),
        CASE(server_says_when_to_ask_again),
        CASE(silent_server_is_given_up),
        CASE(nobody_there_is_an_error_that_names_the_url),
        CASE(refusals_are_not_asked_again),
        CASE(redirects_end),
        CASE(token_goes_to_the_named_host_only),
        CASE(proxy_is_asked_instead),
        CASE(too_much_is_not_taken),
        CASE(old_file_stays_until_the_new_one_is_whole),
        CASE(file_of_this_machine_stays_where_it_is),
    };

    /* A proxy of the machine that the tests run on is none of theirs. */
    setenv("no_proxy", "127.0.0.1,localhost", 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
