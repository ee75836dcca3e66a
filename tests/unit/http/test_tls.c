/* SPDX-License-Identifier: Apache-2.0
 *
 * Certificates: made, read, and refused.
 */
#include "check.h"

#include <gnutls/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct folder {
    struct arena *arena;
    char path[64], certificate[96], key[96], other[96], other_key[96];
};

static int folder_new(void **state)
{
    struct folder *f = mem_zero(1, sizeof(*f));

    snprintf(f->path, sizeof(f->path), "/tmp/tocsin-tls-XXXXXX");
    assert_non_null(mkdtemp(f->path));
    f->arena = arena_new();
    snprintf(f->certificate, sizeof(f->certificate), "%s/a.crt", f->path);
    snprintf(f->key, sizeof(f->key), "%s/a.key", f->path);
    snprintf(f->other, sizeof(f->other), "%s/b.crt", f->path);
    snprintf(f->other_key, sizeof(f->other_key), "%s/b.key", f->path);
    *state = f;
    return 0;
}

static int folder_free(void **state)
{
    struct folder *f = *state;

    unlink(f->certificate);
    unlink(f->key);
    unlink(f->other);
    unlink(f->other_key);
    arena_free(f->arena);
    assert_int_equal(rmdir(f->path), 0);
    mem_free(f);
    return 0;
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static mode_t mode_of(const char *path)
{
    struct stat st;

    assert_int_equal(stat(path, &st), 0);
    return st.st_mode & 0777;
}

static void what_is_made_can_be_read(void **state)
{
    const struct folder *f = *state;
    struct http_tls tls = {0};

    assert_ok(http_tls_make(f->certificate, f->key));
    assert_ok(http_tls_read(f->arena, f->certificate, f->key, &tls));
    assert_non_null(strstr(tls.certificate, "-----BEGIN CERTIFICATE-----"));
    assert_non_null(strstr(tls.key, "-----BEGIN PRIVATE KEY-----"));
}

static void the_key_is_for_its_owner_alone_whatever_the_mask(void **state)
{
    const struct folder *f = *state;
    mode_t mask = umask(0);

    assert_ok(http_tls_make(f->certificate, f->key));
    umask(mask);
    assert_int_equal(mode_of(f->key), 0600);
    assert_int_equal(mode_of(f->certificate), 0644);
}

static gnutls_x509_crt_t loaded(const struct folder *f, struct http_tls *tls)
{
    gnutls_x509_crt_t c;
    gnutls_datum_t text;

    assert_ok(http_tls_read(f->arena, f->certificate, f->key, tls));
    text = (gnutls_datum_t){(unsigned char *)(uintptr_t)tls->certificate,
                            (unsigned)strlen(tls->certificate)};
    assert_int_equal(gnutls_x509_crt_init(&c), 0);
    assert_int_equal(gnutls_x509_crt_import(c, &text, GNUTLS_X509_FMT_PEM), 0);
    return c;
}

static void the_certificate_is_for_this_machine_and_for_now(void **state)
{
    const struct folder *f = *state;
    struct http_tls tls;
    gnutls_x509_crt_t c;
    unsigned bits;
    time_t now = (time_t)clock_now();

    assert_ok(http_tls_make(f->certificate, f->key));
    c = loaded(f, &tls);
    assert_true(gnutls_x509_crt_check_hostname(c, "localhost"));
    assert_true(gnutls_x509_crt_check_hostname(c, "127.0.0.1"));
    assert_true(gnutls_x509_crt_check_hostname(c, "::1"));
    assert_false(gnutls_x509_crt_check_hostname(c, "example.org"));
    assert_int_equal(gnutls_x509_crt_get_pk_algorithm(c, &bits), GNUTLS_PK_ECDSA);
    assert_int_equal(bits, 256);
    assert_true(gnutls_x509_crt_get_activation_time(c) <= now);
    assert_true(gnutls_x509_crt_get_expiration_time(c) > now + 365 * 86400);
    assert_int_equal(gnutls_x509_crt_get_ca_status(c, NULL), 0);
    assert_true(gnutls_x509_crt_check_key_purpose(c, GNUTLS_KP_TLS_WWW_SERVER, 0));
    assert_int_equal(gnutls_x509_crt_check_issuer(c, c), 1);
    gnutls_x509_crt_deinit(c);
}

static void no_file_is_written_over(void **state)
{
    const struct folder *f = *state;
    struct buf text = {0};

    write_file(f->key, "mine");
    assert_code(http_tls_make(f->certificate, f->key), TOCSIN_ERR_IO);
    assert_int_not_equal(access(f->certificate, F_OK), 0);
    assert_ok(file_read(f->key, 100, &text));
    assert_span(buf_view(&text), SPAN("mine"));
    buf_free(&text);
}

static void half_a_pair_is_not_left_behind(void **state)
{
    const struct folder *f = *state;

    write_file(f->certificate, "mine");
    assert_code(http_tls_make(f->certificate, f->key), TOCSIN_ERR_IO);
    assert_int_not_equal(access(f->key, F_OK), 0);
    assert_code(http_tls_make("/nowhere/at/all.crt", f->key), TOCSIN_ERR_IO);
    assert_int_not_equal(access(f->key, F_OK), 0);
}

static void the_key_of_another_certificate_is_refused(void **state)
{
    const struct folder *f = *state;
    struct http_tls tls;
    struct tocsin_err *err;

    assert_ok(http_tls_make(f->certificate, f->key));
    assert_ok(http_tls_make(f->other, f->other_key));
    err = http_tls_read(f->arena, f->certificate, f->other_key, &tls);
    assert_int_equal(tocsin_err_code(err), TOCSIN_ERR_PARSE);
    assert_non_null(strstr(tocsin_err_text(err), f->certificate));
    assert_non_null(strstr(tocsin_err_text(err), f->other_key));
    tocsin_err_free(err);
}

static void what_is_no_certificate_is_refused(void **state)
{
    const struct folder *f = *state;
    struct http_tls tls;

    assert_ok(http_tls_make(f->certificate, f->key));
    assert_code(http_tls_read(f->arena, f->key, f->key, &tls), TOCSIN_ERR_PARSE);
    assert_code(http_tls_read(f->arena, f->certificate, f->certificate, &tls), TOCSIN_ERR_PARSE);
    write_file(f->other, "");
    assert_code(http_tls_read(f->arena, f->other, f->key, &tls), TOCSIN_ERR_PARSE);
    write_file(f->other, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    assert_code(http_tls_read(f->arena, f->other, f->key, &tls), TOCSIN_ERR_PARSE);
}

static void what_cannot_be_read_is_named(void **state)
{
    const struct folder *f = *state;
    struct http_tls tls;
    struct tocsin_err *err;

    assert_ok(http_tls_make(f->certificate, f->key));
    err = http_tls_read(f->arena, f->certificate, f->other_key, &tls);
    assert_non_null(err);
    assert_non_null(strstr(tocsin_err_text(err), f->other_key));
    tocsin_err_free(err);
    err = http_tls_read(f->arena, f->path, f->key, &tls); /* a folder */
    assert_non_null(err);
    tocsin_err_free(err);
    if (geteuid() == 0)
        return; /* whom no mode keeps out */
    assert_int_equal(chmod(f->key, 0), 0);
    err = http_tls_read(f->arena, f->certificate, f->key, &tls);
    assert_int_equal(tocsin_err_code(err), TOCSIN_ERR_IO);
    tocsin_err_free(err);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, folder_new, folder_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_made_can_be_read),
        TEST(the_key_is_for_its_owner_alone_whatever_the_mask),
        TEST(the_certificate_is_for_this_machine_and_for_now),
        TEST(no_file_is_written_over),
        TEST(half_a_pair_is_not_left_behind),
        TEST(the_key_of_another_certificate_is_refused),
        TEST(what_is_no_certificate_is_refused),
        TEST(what_cannot_be_read_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
