/* SPDX-License-Identifier: Apache-2.0
 *
 * Answers: names, header fields that would end their line, gzip.
 */
#include "check.h"

#include <zlib.h>

static void methods_have_their_exact_names(void **state)
{
    (void)state;
    for (int m = HTTP_GET; m < HTTP_OTHER; m++)
        assert_int_equal(http_method_find(http_method_name((enum http_method)m)), m);
    assert_int_equal(http_method_find("get"), HTTP_OTHER);
    assert_int_equal(http_method_find("TRACE"), HTTP_OTHER);
    assert_int_equal(http_method_find(""), HTTP_OTHER);
    assert_string_equal(http_method_name(HTTP_OTHER), "");
}

static void statuses_have_texts(void **state)
{
    (void)state;
    assert_string_equal(http_status_text(200), "OK");
    assert_string_equal(http_status_text(404), "Not Found");
    assert_string_equal(http_status_text(0), "");
    assert_string_equal(http_status_text(299), "");
    assert_string_equal(http_status_text(-1), "");
}

static void a_header_is_kept_with_its_value(void **state)
{
    struct asked a;
    struct http_request *r = asked_new(&a);
    struct http_response out = {.fd = -1};

    (void)state;
    http_header(&out, r->arena, "X-Row", "%d of %s", 3, "nine");
    assert_int_equal(out.headers_n, 1);
    assert_span(out.headers[0].name, SPAN("X-Row"));
    assert_span(out.headers[0].value, SPAN("3 of nine"));
    assert_int_equal(out.headers[0].value.p[9], '\0');
    asked_free(&a);
}

static void a_value_that_would_end_its_line_is_left_out(void **state)
{
    const char *const bad[] = {"a\r\nSet-Cookie: b", "a\nb", "a\rb", "a\tb", "\x7f", "\x01"};
    struct asked a;
    struct http_request *r = asked_new(&a);
    struct http_response out = {.fd = -1};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        http_header(&out, r->arena, "Location", "/%s", bad[i]);
    assert_int_equal(out.headers_n, 0);
    asked_free(&a);
}

static void a_value_that_is_too_long_is_left_out_whole(void **state)
{
    struct asked a;
    struct http_request *r = asked_new(&a);
    struct http_response out = {.fd = -1};

    (void)state;
    http_header(&out, r->arena, "X-Long", "%01023d", 0);
    http_header(&out, r->arena, "X-Too-Long", "%01024d", 0);
    assert_int_equal(out.headers_n, 1);
    assert_int_equal(out.headers[0].value.n, 1023);
    asked_free(&a);
}

/* ---- gzip ------------------------------------------------------------------------------------------- */

static bool takes(const char *accept)
{
    struct asked a;
    struct http_request *r = asked_new(&a);
    bool does;

    if (accept)
        asked_field(&a, "Accept-Encoding", accept);
    does = http_takes_gzip(r);
    asked_free(&a);
    return does;
}

static void gzip_is_taken_where_it_is_asked_for(void **state)
{
    (void)state;
    assert_true(takes("gzip"));
    assert_true(takes("GZIP"));
    assert_true(takes("x-gzip"));
    assert_true(takes("deflate, gzip;q=1.0, *;q=0.5"));
    assert_true(takes("br , gzip ; q=0.001"));
    assert_true(takes("*"));
    assert_true(takes("br;q=0, *;q=1"));
    assert_false(takes(NULL));
    assert_false(takes(""));
    assert_false(takes("br, deflate"));
    assert_false(takes("gzipped"));
    assert_false(takes("identity"));
}

static void a_weight_of_zero_means_no(void **state)
{
    (void)state;
    assert_false(takes("gzip;q=0"));
    assert_false(takes("gzip;Q=0"));
    assert_false(takes("gzip; q=0.0"));
    assert_false(takes("gzip;q=0.000"));
    assert_false(takes("gzip;q=0, *"));
    assert_false(takes("*, gzip;q=0"));
    assert_false(takes("*;q=0"));
}

static struct buf unpacked(struct span from)
{
    struct buf out = {0};
    z_stream z = {.next_in = (unsigned char *)(uintptr_t)from.p, .avail_in = (unsigned)from.n};
    char room[4096];
    int status;

    assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
    do {
        z.next_out = (unsigned char *)room;
        z.avail_out = sizeof(room);
        status = inflate(&z, Z_NO_FLUSH);
        assert_true(status == Z_OK || status == Z_STREAM_END);
        buf_put(&out, room, sizeof(room) - z.avail_out);
    } while (status != Z_STREAM_END);
    assert_int_equal(z.avail_in, 0);
    inflateEnd(&z);
    return out;
}

static void assert_round_trip(size_t words)
{
    struct asked a;
    struct http_request *r = asked_new(&a);
    struct http_response out = {.fd = -1};
    struct buf text = {0}, back;

    asked_field(&a, "Accept-Encoding", "gzip");
    for (size_t i = 0; i < words; i++)
        buf_printf(&text, "word %zu ", i * i);
    buf_span(&out.body, buf_view(&text));
    http_pack(r, &out);
    assert_true(out.packed);
    assert_true(http_response_body(&out).n < text.n);
    back = unpacked(http_response_body(&out));
    assert_span(buf_view(&back), buf_view(&text));
    buf_free(&back);
    buf_free(&text);
    buf_free(&out.body);
    asked_free(&a);
}

static void what_is_packed_unpacks_to_the_same(void **state)
{
    (void)state;
    assert_round_trip(100);
    assert_round_trip(1000);
    assert_round_trip(100000);
}

static void a_fixed_body_is_packed_beside_itself(void **state)
{
    char text[2000];
    struct asked a;
    struct http_request *r = asked_new(&a);
    struct http_response out = {.fd = -1, .fixed = {text, sizeof(text)}};
    struct buf back;

    (void)state;
    memset(text, 'x', sizeof(text));
    asked_field(&a, "Accept-Encoding", "gzip");
    http_pack(r, &out);
    assert_true(out.packed);
    back = unpacked(http_response_body(&out));
    assert_span(buf_view(&back), out.fixed);
    http_pack(r, &out); /* once is enough */
    assert_int_equal(out.headers_n, 1);
    buf_free(&back);
    buf_free(&out.body);
    asked_free(&a);
}

/* Noise: gzip makes it longer. */
static void fill(char *text, size_t n)
{
    uint64_t x = 88172645463325252u;

    for (size_t i = 0; i < n; i++) {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        text[i] = (char)x;
    }
}

static void what_does_not_pay_is_not_packed(void **state)
{
    char noise[1000];
    struct asked a;
    struct http_request *r = asked_new(&a);
    struct http_response small = {.fd = -1, .fixed = SPAN("short")};
    struct http_response random = {.fd = -1, .fixed = {noise, sizeof(noise)}};
    struct http_response file = {.fd = 0, .fd_length = 100000};

    (void)state;
    fill(noise, sizeof(noise));
    asked_field(&a, "Accept-Encoding", "gzip");
    http_pack(r, &small);
    http_pack(r, &random);
    http_pack(r, &file);
    assert_false(small.packed || random.packed || file.packed);
    assert_span(http_response_body(&random), random.fixed);
    asked_free(&a);
}

static void caches_are_told_that_the_answer_depends_on_what_is_taken(void **state)
{
    char text[2000];
    struct asked a;
    struct http_request *r = asked_new(&a);
    struct http_response out = {.fd = -1, .fixed = {text, sizeof(text)}};

    (void)state;
    memset(text, 'x', sizeof(text));
    http_pack(r, &out);
    assert_false(out.packed);
    assert_int_equal(out.headers_n, 1);
    assert_span(out.headers[0].name, SPAN("Vary"));
    asked_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(methods_have_their_exact_names),
        cmocka_unit_test(statuses_have_texts),
        cmocka_unit_test(a_header_is_kept_with_its_value),
        cmocka_unit_test(a_value_that_would_end_its_line_is_left_out),
        cmocka_unit_test(a_value_that_is_too_long_is_left_out_whole),
        cmocka_unit_test(gzip_is_taken_where_it_is_asked_for),
        cmocka_unit_test(a_weight_of_zero_means_no),
        cmocka_unit_test(what_is_packed_unpacks_to_the_same),
        cmocka_unit_test(a_fixed_body_is_packed_beside_itself),
        cmocka_unit_test(what_does_not_pay_is_not_packed),
        cmocka_unit_test(caches_are_told_that_the_answer_depends_on_what_is_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
