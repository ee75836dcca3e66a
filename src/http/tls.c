/* SPDX-License-Identifier: Apache-2.0
 *
 * Certificates (GnuTLS). One that signs itself proves nothing to a stranger, but it encrypts, and it can
 * be pinned: good for a first day, and between machines that know each other.
 */
#include <fcntl.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "http/http_private.h"

#define PEM_MAX ((size_t)1 << 20)
#define YEARS_VALID 2

static struct tocsin_err *refused(int status, const char *what)
{
    return err_new(TOCSIN_ERR_IO, "%s: %s", what, gnutls_strerror(status));
}

/* ---- read ----------------------------------------------------------------------------------------- */

static struct tocsin_err *read_text(struct arena *a, const char *path, const char **out)
{
    struct buf text = {0};
    struct tocsin_err *err = file_read(path, PEM_MAX, &text);

    if (!err)
        *out = arena_str(a, buf_view(&text));
    buf_free(&text);
    return err;
}

static gnutls_datum_t datum(const char *text)
{
    return (gnutls_datum_t){(unsigned char *)(uintptr_t)text, (unsigned)strlen(text)};
}

/* Apart from the key, so that the message names the right file (and GnuTLS 3.7 loses memory where it
 * finds out later). */
static struct tocsin_err *check_certificate(const char *path, const gnutls_datum_t *text)
{
    gnutls_x509_crt_t *list = NULL;
    unsigned n = 0;
    int status = gnutls_x509_crt_list_import2(&list, &n, text, GNUTLS_X509_FMT_PEM, 0);

    if (status < 0)
        return err_at(err_new(TOCSIN_ERR_PARSE, "no certificate that can be used: %s",
                              gnutls_strerror(status)), path, 0, 0, NULL);
    for (unsigned i = 0; i < n; i++)
        gnutls_x509_crt_deinit(list[i]);
    gnutls_free(list);
    return NULL;
}

struct tocsin_err *http_tls_read(struct arena *a, const char *certificate, const char *key,
                                 struct http_tls *out)
{
    gnutls_certificate_credentials_t both;
    gnutls_datum_t c, k;
    int status;

    TRY(read_text(a, certificate, &out->certificate));
    TRY(read_text(a, key, &out->key));
    c = datum(out->certificate);
    k = datum(out->key);
    TRY(check_certificate(certificate, &c));
    status = gnutls_certificate_allocate_credentials(&both);
    if (status < 0)
        return refused(status, "TLS");
    status = gnutls_certificate_set_x509_key_mem(both, &c, &k, GNUTLS_X509_FMT_PEM);
    gnutls_certificate_free_credentials(both);
    if (status < 0)
        return err_at(err_new(TOCSIN_ERR_PARSE, "certificate and key (%s) cannot be used: %s", key,
                              gnutls_strerror(status)), certificate, 0, 0, NULL);
    return NULL;
}

/* ---- make ----------------------------------------------------------------------------------------- */

static int name_it(gnutls_x509_crt_t c)
{
    static const unsigned char v4[] = {127, 0, 0, 1}, v6[16] = {[15] = 1};
    char host[256] = "localhost";
    int status;

    gethostname(host, sizeof(host) - 1);
    status = gnutls_x509_crt_set_dn_by_oid(c, GNUTLS_OID_X520_COMMON_NAME, 0, host,
                                           (unsigned)strlen(host));
    if (status >= 0)
        status = gnutls_x509_crt_set_subject_alt_name(c, GNUTLS_SAN_DNSNAME, host,
                                                      (unsigned)strlen(host), GNUTLS_FSAN_SET);
    if (status >= 0)
        status = gnutls_x509_crt_set_subject_alt_name(c, GNUTLS_SAN_DNSNAME, "localhost", 9,
                                                      GNUTLS_FSAN_APPEND);
    if (status >= 0)
        status = gnutls_x509_crt_set_subject_alt_name(c, GNUTLS_SAN_IPADDRESS, v4, sizeof(v4),
                                                      GNUTLS_FSAN_APPEND);
    if (status >= 0)
        status = gnutls_x509_crt_set_subject_alt_name(c, GNUTLS_SAN_IPADDRESS, v6, sizeof(v6),
                                                      GNUTLS_FSAN_APPEND);
    return status;
}

static int sign_it(gnutls_x509_crt_t c, gnutls_x509_privkey_t key)
{
    unsigned char serial[16];
    time_t now = (time_t)clock_now();
    int status = gnutls_rnd(GNUTLS_RND_NONCE, serial, sizeof(serial));

    serial[0] &= 0x7f; /* a positive number */
    if (status >= 0)
        status = gnutls_x509_crt_set_version(c, 3);
    if (status >= 0)
        status = gnutls_x509_crt_set_serial(c, serial, sizeof(serial));
    if (status >= 0)
        status = gnutls_x509_crt_set_activation_time(c, now - 3600);
    if (status >= 0)
        status = gnutls_x509_crt_set_expiration_time(c, now + YEARS_VALID * 365 * 86400);
    if (status >= 0)
        status = gnutls_x509_crt_set_basic_constraints(c, 0, -1);
    if (status >= 0)
        status = gnutls_x509_crt_set_key_usage(c, GNUTLS_KEY_DIGITAL_SIGNATURE);
    if (status >= 0)
        status = gnutls_x509_crt_set_key_purpose_oid(c, GNUTLS_KP_TLS_WWW_SERVER, 0);
    if (status >= 0)
        status = gnutls_x509_crt_set_key(c, key);
    if (status >= 0)
        status = name_it(c);
    if (status >= 0)
        status = gnutls_x509_crt_sign2(c, c, key, GNUTLS_DIG_SHA256, 0);
    return status;
}

static struct tocsin_err *write_new(const char *path, mode_t mode, const gnutls_datum_t *text)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    struct tocsin_err *err;

    if (fd < 0)
        return err_errno("cannot make %s", path);
    err = fd_write_all(fd, (struct span){(const char *)text->data, text->size});
    if (!err && fsync(fd) != 0)
        err = err_errno("cannot write %s", path);
    close(fd);
    if (err)
        unlink(path);
    return err;
}

static struct tocsin_err *write_both(gnutls_x509_crt_t c, gnutls_x509_privkey_t k,
                                     const char *certificate, const char *key)
{
    gnutls_datum_t c_text = {0}, k_text = {0};
    struct tocsin_err *err = NULL;
    int status = gnutls_x509_crt_export2(c, GNUTLS_X509_FMT_PEM, &c_text);

    if (status >= 0)
        status = gnutls_x509_privkey_export2_pkcs8(k, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN,
                                                   &k_text);
    if (status < 0)
        err = refused(status, "a new certificate");
    if (!err)
        err = write_new(key, 0600, &k_text);
    if (!err) {
        err = write_new(certificate, 0644, &c_text);
        if (err)
            unlink(key);
    }
    gnutls_free(c_text.data);
    gnutls_memset(k_text.data, 0, k_text.size);
    gnutls_free(k_text.data);
    return err;
}

struct tocsin_err *http_tls_make(const char *certificate, const char *key)
{
    gnutls_x509_crt_t c = NULL;
    gnutls_x509_privkey_t k = NULL;
    struct tocsin_err *err = NULL;
    int status = gnutls_x509_privkey_init(&k);

    if (status >= 0)
        status = gnutls_x509_crt_init(&c);
    if (status >= 0)
        status = gnutls_x509_privkey_generate(k, GNUTLS_PK_ECDSA,
                                              GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0);
    if (status >= 0)
        status = sign_it(c, k);
    err = status < 0 ? refused(status, "a new certificate") : write_both(c, k, certificate, key);
    gnutls_x509_crt_deinit(c);
    gnutls_x509_privkey_deinit(k);
    return err;
}
