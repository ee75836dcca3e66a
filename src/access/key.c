/* SPDX-License-Identifier: Apache-2.0
 *
 * Keys and cookies as text.
 *
 *     key     "tocsin_" base64url(secret, first 4 bytes of SHA-256(secret))     7 + 48 letters
 *     cookie  base64url(secret)                                                 43 letters
 *     stored  BLAKE2b-256 of the key's text, or of the cookie's secret
 *     CSRF    base64url(BLAKE2b-256 with the cookie's secret as its key)        43 letters
 *
 * A secret of 256 random bits needs no salt and no slow hash. 36 bytes are 48 letters without
 * padding, so each key has one spelling only.
 */
#include <sodium.h>

#include "access/private.h"

#define KEY_PREFIX "tocsin_"
#define CHECK_SIZE 4
#define BASE64 sodium_base64_VARIANT_URLSAFE_NO_PADDING

static const char csrf_context[] = "tocsin csrf";

static void check_of(const unsigned char secret[SECRET_SIZE], unsigned char check[CHECK_SIZE])
{
    unsigned char sum[crypto_hash_sha256_BYTES];

    crypto_hash_sha256(sum, secret, SECRET_SIZE);
    memcpy(check, sum, CHECK_SIZE);
}

static void hash_of(const void *p, size_t n, unsigned char hash[PEOPLE_HASH])
{
    crypto_generichash(hash, PEOPLE_HASH, p, n, NULL, 0);
}

static bool decode(struct span text, unsigned char *out, size_t n)
{
    const char *end = NULL;
    size_t got = 0;

    return sodium_base642bin(out, n, text.p, text.n, NULL, &got, &end, BASE64) == 0 && got == n &&
           end == text.p + text.n;
}

void key_make(char key[ACCESS_KEY_SIZE], unsigned char hash[PEOPLE_HASH])
{
    unsigned char bytes[SECRET_SIZE + CHECK_SIZE];
    const size_t prefix = sizeof(KEY_PREFIX) - 1;

    randombytes_buf(bytes, SECRET_SIZE);
    check_of(bytes, bytes + SECRET_SIZE);
    memcpy(key, KEY_PREFIX, prefix);
    sodium_bin2base64(key + prefix, ACCESS_KEY_SIZE - prefix, bytes, sizeof(bytes), BASE64);
    hash_of(key, ACCESS_KEY_SIZE - 1, hash);
    sodium_memzero(bytes, sizeof(bytes));
}

bool key_hash(struct span key, unsigned char hash[PEOPLE_HASH])
{
    unsigned char bytes[SECRET_SIZE + CHECK_SIZE], check[CHECK_SIZE];
    bool good;

    if (key.n != ACCESS_KEY_SIZE - 1 || !span_starts(key, SPAN(KEY_PREFIX)) ||
        !decode(span_from(key, sizeof(KEY_PREFIX) - 1), bytes, sizeof(bytes)))
        return false;
    check_of(bytes, check);
    good = memcmp(check, bytes + SECRET_SIZE, CHECK_SIZE) == 0;
    sodium_memzero(bytes, sizeof(bytes));
    if (good)
        hash_of(key.p, key.n, hash);
    return good;
}

void cookie_make(char cookie[ACCESS_COOKIE_SIZE], unsigned char hash[PEOPLE_HASH])
{
    unsigned char secret[SECRET_SIZE];

    randombytes_buf(secret, sizeof(secret));
    sodium_bin2base64(cookie, ACCESS_COOKIE_SIZE, secret, sizeof(secret), BASE64);
    hash_of(secret, sizeof(secret), hash);
    sodium_memzero(secret, sizeof(secret));
}

bool cookie_hash(struct span cookie, unsigned char hash[PEOPLE_HASH])
{
    unsigned char secret[SECRET_SIZE];

    if (cookie.n != ACCESS_COOKIE_SIZE - 1 || !decode(cookie, secret, sizeof(secret)))
        return false;
    hash_of(secret, sizeof(secret), hash);
    sodium_memzero(secret, sizeof(secret));
    return true;
}

bool access_csrf(struct span cookie, char out[ACCESS_COOKIE_SIZE])
{
    unsigned char secret[SECRET_SIZE], token[SECRET_SIZE];

    if (cookie.n != ACCESS_COOKIE_SIZE - 1 || !decode(cookie, secret, sizeof(secret)))
        return false;
    crypto_generichash(token, sizeof(token), (const unsigned char *)csrf_context,
                       sizeof(csrf_context) - 1, secret, sizeof(secret));
    sodium_bin2base64(out, ACCESS_COOKIE_SIZE, token, sizeof(token), BASE64);
    sodium_memzero(secret, sizeof(secret));
    return true;
}

bool access_csrf_good(struct span cookie, struct span token)
{
    char right[ACCESS_COOKIE_SIZE];

    return access_csrf(cookie, right) && token.n == ACCESS_COOKIE_SIZE - 1 &&
           sodium_memcmp(right, token.p, token.n) == 0;
}
