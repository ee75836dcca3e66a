/* SPDX-License-Identifier: Apache-2.0
 *
 * Checksums: 40 digits are SHA-1, as catalogs of FollowTheMoney have them, 64 are SHA-256.
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <gnutls/crypto.h>
#include <stdio.h>
#include <strings.h>
#include <unistd.h>

#include "fetch/private.h"

#define CHUNK ((size_t)256 << 10)
enum { HASH_MAX = 32 };

struct tocsin_err *sum_form(const char *checksum)
{
    size_t n = checksum ? strlen(checksum) : 0, digits = 0;

    while (digits < n && isxdigit((unsigned char)checksum[digits]))
        digits++;
    if (n == 0 || (digits == n && (n == 40 || n == 64)))
        return NULL;
    return err_new(TOCSIN_ERR_PARSE, "'%s' is neither SHA-1 nor SHA-256 in hex", checksum);
}

static struct tocsin_err *hash_file(int fd, const char *path, gnutls_hash_hd_t hash)
{
    char *chunk = mem_alloc(CHUNK);
    struct tocsin_err *err = NULL;
    ssize_t n = 1;

    while (!err && n != 0) {
        n = read(fd, chunk, CHUNK);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            err = err_errno("%s", path);
            break;
        }
        if (n > 0 && gnutls_hash(hash, chunk, (size_t)n) != 0)
            err = err_new(TOCSIN_ERR_UNSUPPORTED, "the checksum cannot be computed here");
    }
    mem_free(chunk);
    return err;
}

static struct tocsin_err *hash_path(const char *path, gnutls_digest_algorithm_t kind,
                                    unsigned char out[HASH_MAX])
{
    gnutls_hash_hd_t hash;
    struct tocsin_err *err;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return err_errno("%s", path);
    if (gnutls_hash_init(&hash, kind) != 0) {
        close(fd);
        return err_new(TOCSIN_ERR_UNSUPPORTED, "this kind of checksum is not offered here");
    }
    err = hash_file(fd, path, hash);
    gnutls_hash_deinit(hash, out);
    close(fd);
    return err;
}

struct tocsin_err *sum_check(const char *path, const char *checksum)
{
    size_t n = checksum ? strlen(checksum) : 0;
    unsigned char hash[HASH_MAX];
    char found[2 * HASH_MAX + 1];

    if (n == 0)
        return NULL;
    TRY(hash_path(path, n == 40 ? GNUTLS_DIG_SHA1 : GNUTLS_DIG_SHA256, hash));
    for (size_t i = 0; i < n / 2; i++)
        snprintf(found + 2 * i, 3, "%02x", hash[i]);
    if (strcasecmp(found, checksum) == 0)
        return NULL;
    return err_new(TOCSIN_ERR_CHANGED, "the checksum is %s and not %s", found, checksum);
}
