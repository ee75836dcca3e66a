/* SPDX-License-Identifier: Apache-2.0
 *
 * TLS, with a client that believes only the certificate that was made.
 */
#include "server.h"

#include <gnutls/gnutls.h>

struct safe {
    struct client c;
    gnutls_certificate_credentials_t trust;
    gnutls_session_t session;
};

struct pair {
    struct arena *arena;
    struct http_tls tls;
};

static struct pair pair_new(void)
{
    char folder[] = "/tmp/tocsin-https-XXXXXX", certificate[64], key[64];
    struct pair p = {.arena = arena_new()};

    assert_non_null(mkdtemp(folder));
    snprintf(certificate, sizeof(certificate), "%s/c", folder);
    snprintf(key, sizeof(key), "%s/k", folder);
    assert_ok(http_tls_make(certificate, key));
    assert_ok(http_tls_read(p.arena, certificate, key, &p.tls));
    unlink(certificate);
    unlink(key);
    assert_int_equal(rmdir(folder), 0);
    return p;
}

/* Shakes hands; what came of it. */
static int safe_open(struct safe *x, const struct stage *s, const struct http_tls *trusted,
                     const char *name, const char *priorities)
{
    const gnutls_datum_t text = {(unsigned char *)(uintptr_t)trusted->certificate,
                                 (unsigned)strlen(trusted->certificate)};
    int status;

    *x = (struct safe){.c = client_open(s)};
    assert_int_equal(gnutls_certificate_allocate_credentials(&x->trust), 0);
    assert_int_equal(gnutls_certificate_set_x509_trust_mem(x->trust, &text, GNUTLS_X509_FMT_PEM), 1);
    assert_int_equal(gnutls_init(&x->session, GNUTLS_CLIENT), 0);
    assert_int_equal(gnutls_priority_set_direct(x->session, priorities, NULL), 0);
    gnutls_credentials_set(x->session, GNUTLS_CRD_CERTIFICATE, x->trust);
    gnutls_session_set_verify_cert(x->session, name, 0);
    gnutls_transport_set_int(x->session, x->c.fd);
    do
        status = gnutls_handshake(x->session);
    while (status < 0 && !gnutls_error_is_fatal(status));
    return status;
}

static void safe_close(struct safe *x)
{
    gnutls_deinit(x->session);
    gnutls_certificate_free_credentials(x->trust);
    client_close(&x->c);
}

static void assert_safely_served(struct safe *x)
{
    static const char text[] = "GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n";
    char room[2000];
    struct buf in = {0};

    assert_int_equal(gnutls_record_send(x->session, text, sizeof(text) - 1), sizeof(text) - 1);
    while (span_find_span(buf_view(&in), SPAN("from=127.0.0.1,local,tls")) == in.n) {
        ssize_t n = gnutls_record_recv(x->session, room, sizeof(room));

        assert_true(n > 0 || n == GNUTLS_E_AGAIN);
        if (n > 0)
            buf_put(&in, room, (size_t)n);
    }
    buf_free(&in);
}

static void a_client_that_knows_the_certificate_is_served(void **state)
{
    struct pair p = pair_new();
    struct stage s;
    struct safe x;

    (void)state;
    stage_open(&s, "127.0.0.1:0", &calm, &p.tls);
    assert_memory_equal(http_url(s.server, 0), "https://127.0.0.1:", 18);
    assert_int_equal(safe_open(&x, &s, &p.tls, "localhost", "NORMAL"), GNUTLS_E_SUCCESS);
    assert_safely_served(&x);
    assert_safely_served(&x);
    safe_close(&x);
    stage_close(&s);
    arena_free(p.arena);
}

static void a_client_that_expects_another_is_not_fooled(void **state)
{
    struct pair p = pair_new(), other = pair_new();
    struct stage s;
    struct safe x;

    (void)state;
    stage_open(&s, "127.0.0.1:0", &calm, &p.tls);
    assert_true(safe_open(&x, &s, &other.tls, "localhost", "NORMAL") < 0);
    safe_close(&x);
    assert_true(safe_open(&x, &s, &p.tls, "example.org", "NORMAL") < 0);
    safe_close(&x);
    stage_close(&s);
    arena_free(p.arena);
    arena_free(other.arena);
}

static void old_versions_are_refused(void **state)
{
    struct pair p = pair_new();
    struct stage s;
    struct safe x;

    (void)state;
    stage_open(&s, "127.0.0.1:0", &calm, &p.tls);
    assert_true(safe_open(&x, &s, &p.tls, "localhost",
                          "NORMAL:-VERS-ALL:+VERS-TLS1.1:+VERS-TLS1.0:%COMPAT") < 0);
    safe_close(&x);
    assert_int_equal(safe_open(&x, &s, &p.tls, "localhost", "NORMAL:-VERS-ALL:+VERS-TLS1.2"),
                     GNUTLS_E_SUCCESS);
    assert_safely_served(&x);
    safe_close(&x);
    stage_close(&s);
    arena_free(p.arena);
}

/* Who opens a connection and shakes no hands is ended; others are served meanwhile. */
static void a_handshake_has_a_deadline(void **state)
{
    struct pair p = pair_new();
    struct stage s;
    struct client silent;
    struct safe x;

    (void)state;
    stage_open(&s, "127.0.0.1:0", &hasty, &p.tls);
    silent = client_open(&s);
    assert_int_equal(safe_open(&x, &s, &p.tls, "localhost", "NORMAL"), GNUTLS_E_SUCCESS);
    assert_safely_served(&x);
    assert_ended(&silent);
    assert_safely_served(&x);
    safe_close(&x);
    client_close(&silent);
    stage_close(&s);
    arena_free(p.arena);
}

static void plain_http_gets_no_answer(void **state)
{
    struct pair p = pair_new();
    struct stage s;
    struct client c;

    (void)state;
    stage_open(&s, "127.0.0.1:0", &hasty, &p.tls);
    c = client_open(&s);
    say(&c, "GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n");
    while (take_more(&c, 0)) /* an alert of TLS, or nothing */
        ;
    assert_true(span_find_span(buf_view(&c.in), SPAN("HTTP")) == c.in.n);
    client_close(&c);
    stage_close(&s);
    assert_int_equal(s.begun, 0);
    arena_free(p.arena);
}

static void a_unix_socket_needs_no_tls(void **state)
{
    struct pair p = pair_new();
    struct stage s;

    (void)state;
    stage_open(&s, "unix", &calm, &p.tls);
    assert_served(&s);
    stage_close(&s);
    arena_free(p.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_client_that_knows_the_certificate_is_served),
        cmocka_unit_test(a_client_that_expects_another_is_not_fooled),
        cmocka_unit_test(old_versions_are_refused),
        cmocka_unit_test(a_handshake_has_a_deadline),
        cmocka_unit_test(plain_http_gets_no_answer),
        cmocka_unit_test(a_unix_socket_needs_no_tls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
