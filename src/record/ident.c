/* SPDX-License-Identifier: Apache-2.0
 *
 * Identifiers: normal forms and check digits.
 *
 *   format   shape                                   check
 *   imo      7 digits                                weights 7..2 mod 10 (ships), or
 *                                                    8 6 4 2 9 7 mod 11 (companies)
 *   lei      18 letters or digits, 2 digits          ISO 7064 mod 97-10
 *   inn      10 or 12 digits                         weighted sums mod 11 mod 10
 *   ogrn     13 or 15 digits                         number mod 11 (mod 13), mod 10
 *   isin     2 letters, 9 letters or digits, 1 digit Luhn over letters spelt as two digits
 *   bic      4 + 2 letters + 2, optionally + 3       the 2 letters are a country
 *   iban     2 letters, 2 digits, 11 .. 30           ISO 7064 mod 97-10, length by country
 *   ssn      9 digits                                areas, groups and serials never issued
 *   uei      12 letters or digits, no O, I           (not published)
 *   npi      10 digits, first 1 or 2                 Luhn with 80840 in front
 *   uscc     18 of 31 signs                          powers of 3 mod 31 (GB 32100-2015)
 *   figi     12 of consonants and digits             Luhn over digit sums
 *   mmsi     9 digits, ship station 201 .. 775       none
 *   crypto   addresses of many currencies            SHA-256 twice (base58), BCH code (bech32)
 *   strict   3 .. 64 letters and digits              none
 *
 * Normal forms meet where the writing differs: blanks, hyphens, case, labels ("IMO No. "), digits
 * of other scripts, and Cyrillic letters that look like Latin ones, as on Russian passports and
 * number plates, of which nobody can tell by eye in which alphabet they were typed.
 */
#include "ident.h"

#include <sodium.h>
#include <unicode/uchar.h>

#include "country.h"

#define NORMAL_MAX 64
#define CRYPTO_MIN 25 /* signs of the shortest address */

static const char *const format_names[] = {
#define FORMAT(id, name, labels) [IDENT_##id] = name,
#include "ident.def"
#undef FORMAT
};

static const char *const format_labels[] = {
#define FORMAT(id, name, labels) [IDENT_##id] = labels,
#include "ident.def"
#undef FORMAT
};

enum ident_format ident_format(enum prop p)
{
    static const struct {
        enum prop prop;
        enum ident_format format;
    } carries[] = {
#define CARRIES(prop, id) {PROP_##prop, IDENT_##id},
#include "ident.def"
#undef CARRIES
    };

    for (size_t i = 0; i < ARRAY_LEN(carries); i++) {
        if (carries[i].prop == p)
            return carries[i].format;
    }
    return IDENT_STRICT;
}

const char *ident_format_name(enum ident_format f)
{
    assert((size_t)f < ARRAY_LEN(format_names));
    return format_names[f];
}

/* ---- signs ---------------------------------------------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_alnum(char c)
{
    return is_digit(c) || is_upper(c);
}

static bool all(struct span s, bool (*is)(char))
{
    for (size_t i = 0; i < s.n; i++) {
        if (!is(s.p[i]))
            return false;
    }
    return true;
}

static bool any(struct span s, bool (*is)(char))
{
    for (size_t i = 0; i < s.n; i++) {
        if (is(s.p[i]))
            return true;
    }
    return false;
}

/* 0 .. 9, A = 10 .. Z = 35: the values of ISO 7064, ISO 6166 and others. */
static int value36(char c)
{
    return is_digit(c) ? c - '0' : c - 'A' + 10;
}

static bool in_set(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

/* ---- the normal form ------------------------------------------------------------------------ */

/* Cyrillic capitals and the Latin ones that look the same. */
static const char *const lookalikes = "АAВBЕEКKМMНHОOРPСCТTУYХXІIЅSЈJ";

static char latin_lookalike(uint32_t cp)
{
    struct span s = span_of(lookalikes);

    while (s.n) {
        uint32_t cyrillic = utf8_next(&s);
        char latin = (char)utf8_next(&s);

        if (cyrillic == cp)
            return latin;
    }
    return '\0';
}

/* The ASCII letter or digit that a code point stands for, upper case; or NUL. */
static char plain(uint32_t cp)
{
    if (cp < 0x80) {
        char c = (char)cp;

        return is_lower(c) ? (char)(c - 'a' + 'A') : is_alnum(c) ? c : '\0';
    }
    if (u_charDigitValue((UChar32)cp) >= 0)
        return (char)('0' + u_charDigitValue((UChar32)cp));
    cp = (uint32_t)u_toupper((UChar32)cp);
    if (cp >= 0xFF21 && cp <= 0xFF3A) /* full-width letters of East Asian keyboards */
        return (char)('A' + (cp - 0xFF21));
    return latin_lookalike(cp);
}

/* False when more than fits remains: then it is no identifier but a text. */
static bool squeeze(struct span text, char *out, size_t *n)
{
    *n = 0;
    while (text.n) {
        char c = plain(utf8_next(&text));

        if (c == '\0')
            continue;
        if (*n == NORMAL_MAX)
            return false;
        out[(*n)++] = c;
    }
    return true;
}

/* "No. ", "Nr: ", "N° ", "#": says that a number follows and is no part of it. */
static struct span skip_number_sign(struct span s)
{
    static const char *const signs[] = {"no.",  "no:",  "nr.",     "nr:",     "n°", "nº",
                                        "num.", "num:", "number:", "number ", "id:"};

    s = span_trim(s);
    for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
        struct span sign = span_of(signs[i]);

        if (s.n > sign.n && span_eq_nocase(span_slice(s, 0, sign.n), sign))
            return span_from(s, sign.n);
    }
    return s;
}

static bool only_digits(enum ident_format f)
{
    return f == IDENT_IMO || f == IDENT_INN || f == IDENT_OGRN || f == IDENT_SSN ||
           f == IDENT_NPI || f == IDENT_MMSI;
}

static bool has_shape(enum ident_format f, struct span s);

/* How much of the front is a label. A format of digits has no letters of its own; elsewhere a
 * label counts only if what is behind it has the shape of the format. */
static size_t label_length(enum ident_format f, struct span s)
{
    struct span labels = span_of(format_labels[f]), label;
    size_t n = 0;

    if (only_digits(f)) {
        while (n < s.n && !is_digit(s.p[n]))
            n++;
        return n;
    }
    while (span_split(&labels, ' ', &label)) {
        if (label.n && span_starts(s, label) && has_shape(f, span_from(s, label.n)))
            return label.n;
    }
    return 0;
}

/* The longest run of ASCII letters and digits: addresses have neither blanks nor hyphens, and a
 * currency or an URI scheme may stand in front. */
static struct span longest_run(struct span s)
{
    struct span best = {s.p, 0};
    size_t from = 0;

    for (size_t i = 0; i <= s.n; i++) {
        if (i < s.n && (is_alnum(s.p[i]) || is_lower(s.p[i])))
            continue;
        if (i - from > best.n)
            best = span_slice(s, from, i - from);
        from = i + 1;
    }
    return best;
}

/* Case carries information in base58 and none in hexadecimal and bech32, which are written in
 * one case. What is longer than fits (Monero has 95 signs) meets by its beginning. */
static bool crypto_normal(struct span text, char *out, size_t *n)
{
    struct span s = longest_run(text);
    bool one_case = !any(s, is_lower) || !any(s, is_upper) ||
                    (s.n == 42 && s.p[0] == '0' && (s.p[1] == 'x' || s.p[1] == 'X'));

    *n = s.n < NORMAL_MAX ? s.n : NORMAL_MAX;
    for (size_t i = 0; i < *n; i++)
        out[i] = one_case && is_upper(s.p[i]) ? (char)(s.p[i] - 'A' + 'a') : s.p[i];
    return *n >= CRYPTO_MIN || any((struct span){out, *n}, is_digit);
}

static bool plain_normal(enum ident_format f, struct span text, char *out, size_t *n)
{
    size_t label;

    if (!squeeze(skip_number_sign(text), out, n))
        return false;
    label = label_length(f, (struct span){out, *n});
    *n -= label;
    memmove(out, out + label, *n);
    /* The last three signs of a BIC name a branch, not another bank. */
    if (f == IDENT_BIC && *n == 11 && has_shape(f, (struct span){out, *n}))
        *n = 8;
    return f == IDENT_BIC || any((struct span){out, *n}, is_digit);
}

bool ident_normal(enum ident_format f, struct span text, char out[65], size_t *n)
{
    bool good = f == IDENT_CRYPTO ? crypto_normal(text, out, n) : plain_normal(f, text, out, n);

    if (!good || *n < 3)
        *n = 0;
    out[*n] = '\0';
    return *n > 0;
}

/* ---- sums ----------------------------------------------------------------------------------- */

/* ISO 7064 mod 97-10 over letters and digits, from 'rest' on. */
static unsigned mod97(struct span s, unsigned rest)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned v = (unsigned)value36(s.p[i]);

        rest = (v < 10 ? rest * 10 + v : rest * 100 + v) % 97;
    }
    return rest;
}

/* Luhn over decimal digits, the last of which is the check digit. */
static bool luhn(struct span digits)
{
    unsigned sum = 0;

    for (size_t i = 0; i < digits.n; i++) {
        unsigned v = (unsigned)(digits.p[digits.n - 1 - i] - '0') << (i & 1);

        sum += v > 9 ? v - 9 : v;
    }
    return sum % 10 == 0;
}

static unsigned weighted(struct span digits, const uint8_t *weights, size_t n)
{
    unsigned sum = 0;

    assert(n <= digits.n);
    for (size_t i = 0; i < n; i++)
        sum += (unsigned)(digits.p[i] - '0') * weights[i];
    return sum;
}

static unsigned digit_at(struct span s, size_t i)
{
    assert(i < s.n);
    return (unsigned)(s.p[i] - '0');
}

static bool digits_of(struct span s, size_t n)
{
    return s.n == n && all(s, is_digit);
}

/* ---- formats -------------------------------------------------------------------------------- */

static bool valid_imo(struct span s)
{
    static const uint8_t ship[] = {7, 6, 5, 4, 3, 2}, company[] = {8, 6, 4, 2, 9, 7};
    unsigned check = digit_at(s, 6);

    return weighted(s, ship, 6) % 10 == check || (11 - weighted(s, company, 6) % 11) % 10 == check;
}

static bool valid_inn(struct span s)
{
    static const uint8_t w10[] = {2, 4, 10, 3, 5, 9, 4, 6, 8};
    static const uint8_t w11[] = {7, 2, 4, 10, 3, 5, 9, 4, 6, 8};
    static const uint8_t w12[] = {3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8};

    if (span_starts(s, SPAN("00"))) /* no region */
        return false;
    if (s.n == 10)
        return weighted(s, w10, 9) % 11 % 10 == digit_at(s, 9);
    return weighted(s, w11, 10) % 11 % 10 == digit_at(s, 10) &&
           weighted(s, w12, 11) % 11 % 10 == digit_at(s, 11);
}

static bool valid_ogrn(struct span s)
{
    uint64_t number;

    if (s.p[0] == '0' || !span_u64(span_slice(s, 0, s.n - 1), &number))
        return false;
    return number % (s.n == 13 ? 11 : 13) % 10 == digit_at(s, s.n - 1);
}

static bool valid_isin(struct span s)
{
    char digits[24];
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        int v = value36(s.p[i]);

        if (v > 9)
            digits[n++] = (char)('0' + v / 10);
        digits[n++] = (char)('0' + v % 10);
    }
    return luhn((struct span){digits, n});
}

static bool valid_bic(struct span s)
{
    char code[2] = {(char)(s.p[4] - 'A' + 'a'), (char)(s.p[5] - 'A' + 'a')};

    return country_number((struct span){code, 2}) != 0;
}

static size_t iban_length(struct span country)
{
    static const struct {
        const char *country;
        size_t length;
    } lengths[] = {
#define IBAN(country, length) {country, length},
#include "ident.def"
#undef IBAN
    };

    for (size_t i = 0; i < ARRAY_LEN(lengths); i++) {
        if (span_eq(country, span_of(lengths[i].country)))
            return lengths[i].length;
    }
    return 0;
}

/* The check is over the account first and the country and check digits last. */
static bool valid_iban(struct span s)
{
    return iban_length(span_slice(s, 0, 2)) == s.n &&
           mod97(span_slice(s, 0, 4), mod97(span_from(s, 4), 0)) == 1;
}

/* Areas, groups and serials that the Social Security Administration never issued, and the two
 * numbers that it voided because advertisements had printed them. */
static bool valid_ssn(struct span s)
{
    struct span area = span_slice(s, 0, 3);

    return !span_eq(area, SPAN("000")) && !span_eq(area, SPAN("666")) && s.p[0] != '9' &&
           !span_eq(span_slice(s, 3, 2), SPAN("00")) && !span_ends(s, SPAN("0000")) &&
           !span_eq(s, SPAN("078051120")) && !span_eq(s, SPAN("219099999"));
}

static bool valid_npi(struct span s)
{
    char card[15];

    memcpy(card, "80840", 5);
    memcpy(card + 5, s.p, 10);
    return (s.p[0] == '1' || s.p[0] == '2') && luhn((struct span){card, sizeof(card)});
}

#define USCC_SIGNS "0123456789ABCDEFGHJKLMNPQRTUWXY"

static bool valid_uscc(struct span s)
{
    unsigned sum = 0, weight = 1;

    for (size_t i = 0; i < 17; i++) {
        sum += (unsigned)(strchr(USCC_SIGNS, s.p[i]) - USCC_SIGNS) * weight;
        weight = weight * 3 % 31;
    }
    return USCC_SIGNS[(31 - sum % 31) % 31] == s.p[17];
}

#define FIGI_SIGNS "0123456789BCDFGHJKLMNPQRSTVWXYZ"

/* Country codes that would make a FIGI look like an ISIN are not used in front. */
static bool valid_figi(struct span s)
{
    static const char *const barred[] = {"BS", "BM", "GG", "GB", "GH", "KY", "VG"};
    unsigned sum = 0;

    for (size_t i = 0; i < ARRAY_LEN(barred); i++) {
        if (span_starts(s, span_of(barred[i])))
            return false;
    }
    for (size_t i = 0; i < 11; i++) {
        unsigned v = (unsigned)value36(s.p[i]) << (i & 1);

        sum += v / 10 + v % 10;
    }
    return (10 - sum % 10) % 10 == digit_at(s, 11);
}

/* Ship stations; coast stations, aids to navigation and the like carry other first digits. */
static bool valid_mmsi(struct span s)
{
    unsigned mid = digit_at(s, 0) * 100 + digit_at(s, 1) * 10 + digit_at(s, 2);

    return mid >= 201 && mid <= 775;
}

/* ---- addresses of digital currencies -------------------------------------------------------- */

#define BASE58 "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
#define RIPPLE58 "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
#define BASE58_BYTES 48 /* 64 signs of base 58 are at most 47 bytes */

/* Decodes into 'out', big-endian without leading zero bytes other than those that the text
 * states; returns the length, or 0 when a sign is foreign. */
static size_t base58_decode(struct span s, const char *alphabet, unsigned char *out)
{
    unsigned char little[BASE58_BYTES];
    size_t n = 0, zeros = 0;

    while (zeros < s.n && zeros < BASE58_BYTES && s.p[zeros] == alphabet[0])
        zeros++;
    for (size_t i = zeros; i < s.n; i++) {
        const char *sign = in_set(s.p[i], alphabet) ? strchr(alphabet, s.p[i]) : NULL;
        unsigned carry = sign ? (unsigned)(sign - alphabet) : 0;

        if (!sign)
            return 0;
        for (size_t j = 0; j < n || carry; j++) {
            if (j == n) {
                if (n == BASE58_BYTES)
                    return 0;
                little[n++] = 0;
            }
            carry += little[j] * 58u;
            little[j] = carry & 0xFF;
            carry >>= 8;
        }
    }
    if (zeros + n > BASE58_BYTES)
        return 0;
    memset(out, 0, zeros);
    for (size_t j = 0; j < n; j++)
        out[zeros + j] = little[n - 1 - j];
    return zeros + n;
}

/* One or two bytes of network, 20 of hash, 4 of check. */
static bool base58_checked(const unsigned char *bytes, size_t n)
{
    unsigned char hash[crypto_hash_sha256_BYTES];

    if (n != 25 && n != 26)
        return false;
    crypto_hash_sha256(hash, bytes, n - 4);
    crypto_hash_sha256(hash, hash, sizeof(hash));
    return memcmp(hash, bytes + n - 4, 4) == 0;
}

static bool valid_base58(struct span s)
{
    unsigned char bytes[BASE58_BYTES];
    size_t n;

    if (s.n < CRYPTO_MIN || s.n > 44)
        return false;
    n = base58_decode(s, BASE58, bytes);
    if (base58_checked(bytes, n) || n == 32) /* 32: a bare key, as Solana writes it */
        return true;
    return s.p[0] == 'r' && base58_checked(bytes, base58_decode(s, RIPPLE58, bytes));
}

#define BECH32 "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

static uint32_t bech32_step(uint32_t check, unsigned value)
{
    static const uint32_t generator[] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd,
                                         0x2a1462b3};
    uint32_t top = check >> 25;

    check = (check & 0x1FFFFFF) << 5 ^ value;
    for (size_t i = 0; i < ARRAY_LEN(generator); i++) {
        if (top >> i & 1)
            check ^= generator[i];
    }
    return check;
}

/* BIP 173 and BIP 350. A longer address has been cut, and only its beginning can be judged. */
static bool valid_bech32(struct span s)
{
    uint32_t check = 1;
    size_t one = s.n;

    while (one > 0 && s.p[one - 1] != '1')
        one--;
    if (one < 2 || one + 6 > s.n)
        return false;
    for (size_t i = 0; i + 1 < one; i++)
        check = bech32_step(check, (unsigned char)s.p[i] >> 5);
    check = bech32_step(check, 0);
    for (size_t i = 0; i + 1 < one; i++)
        check = bech32_step(check, s.p[i] & 31);
    for (size_t i = one; i < s.n; i++) {
        if (!in_set(s.p[i], BECH32))
            return false;
        check = bech32_step(check, (unsigned)(strchr(BECH32, s.p[i]) - BECH32));
    }
    return check == 1 || check == 0x2bc830a3 || s.n == NORMAL_MAX;
}

static bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f');
}

static bool is_base58(char c)
{
    return in_set(c, BASE58);
}

static bool is_bech32(char c)
{
    return in_set(c, BECH32);
}

/* cashaddr without its prefix; its check covers the prefix, which few people write. */
static bool is_cashaddr(struct span s)
{
    return s.n == 42 && (s.p[0] == 'q' || s.p[0] == 'p') && all(s, is_bech32);
}

static bool valid_crypto(struct span s)
{
    if (s.n == 42 && span_starts(s, SPAN("0x")))
        return all(span_from(s, 2), is_hex);
    if (s.n == NORMAL_MAX && (s.p[0] == '4' || s.p[0] == '8') && all(s, is_base58))
        return true; /* the beginning of a Monero address */
    return valid_base58(s) || valid_bech32(s) || is_cashaddr(s);
}

/* ---- shapes --------------------------------------------------------------------------------- */

static bool all_in(struct span s, const char *set)
{
    for (size_t i = 0; i < s.n; i++) {
        if (!in_set(s.p[i], set))
            return false;
    }
    return true;
}

static bool shape_isin(struct span s)
{
    return s.n == 12 && all(span_slice(s, 0, 2), is_upper) && all(s, is_alnum) && is_digit(s.p[11]);
}

static bool shape_bic(struct span s)
{
    return (s.n == 8 || s.n == 11) && all(s, is_alnum) && all(span_slice(s, 4, 2), is_upper);
}

static bool shape_iban(struct span s)
{
    return s.n >= 15 && s.n <= 34 && all(span_slice(s, 0, 2), is_upper) &&
           all(span_slice(s, 2, 2), is_digit) && all(s, is_alnum);
}

static bool shape_uei(struct span s)
{
    return s.n == 12 && all(s, is_alnum) && s.p[0] != '0' && span_find(s, 'O') == s.n &&
           span_find(s, 'I') == s.n;
}

static bool shape_uscc(struct span s)
{
    return s.n == 18 && all_in(s, USCC_SIGNS) && all(span_slice(s, 2, 6), is_digit);
}

static bool shape_figi(struct span s)
{
    return s.n == 12 && all_in(s, FIGI_SIGNS) && all(span_slice(s, 0, 2), is_upper) &&
           s.p[2] == 'G' && is_digit(s.p[11]);
}

static bool shape_lei(struct span s)
{
    return s.n == 20 && all(s, is_alnum) && all(span_from(s, 18), is_digit);
}

/* Length and alphabet. */
static bool has_shape(enum ident_format f, struct span s)
{
    switch (f) {
    case IDENT_IMO:
        return digits_of(s, 7);
    case IDENT_LEI:
        return shape_lei(s);
    case IDENT_INN:
        return digits_of(s, 10) || digits_of(s, 12);
    case IDENT_OGRN:
        return digits_of(s, 13) || digits_of(s, 15);
    case IDENT_ISIN:
        return shape_isin(s);
    case IDENT_BIC:
        return shape_bic(s);
    case IDENT_IBAN:
        return shape_iban(s);
    case IDENT_SSN:
    case IDENT_MMSI:
        return digits_of(s, 9);
    case IDENT_UEI:
        return shape_uei(s);
    case IDENT_NPI:
        return digits_of(s, 10);
    case IDENT_USCC:
        return shape_uscc(s);
    case IDENT_FIGI:
        return shape_figi(s);
    case IDENT_CRYPTO:
        return s.n >= CRYPTO_MIN && s.n <= NORMAL_MAX;
    case IDENT_STRICT:
        return s.n >= 3 && s.n <= NORMAL_MAX && all(s, is_alnum) && any(s, is_digit);
    }
    return false;
}

bool ident_valid(enum ident_format f, struct span normal)
{
    if (!has_shape(f, normal))
        return false;
    switch (f) {
    case IDENT_IMO:
        return valid_imo(normal);
    case IDENT_LEI:
        return mod97(normal, 0) == 1;
    case IDENT_INN:
        return valid_inn(normal);
    case IDENT_OGRN:
        return valid_ogrn(normal);
    case IDENT_ISIN:
        return valid_isin(normal);
    case IDENT_BIC:
        return valid_bic(normal);
    case IDENT_IBAN:
        return valid_iban(normal);
    case IDENT_SSN:
        return valid_ssn(normal);
    case IDENT_NPI:
        return valid_npi(normal);
    case IDENT_USCC:
        return valid_uscc(normal);
    case IDENT_FIGI:
        return valid_figi(normal);
    case IDENT_MMSI:
        return valid_mmsi(normal);
    case IDENT_CRYPTO:
        return valid_crypto(normal);
    case IDENT_UEI:
    case IDENT_STRICT:
        return true;
    }
    return false;
}
