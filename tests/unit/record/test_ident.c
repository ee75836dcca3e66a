/* SPDX-License-Identifier: Apache-2.0
 *
 * Identifiers: normal forms, and check digits against examples of the standards and against every
 * number that differs in one sign.
 */
#include "record/ident.h"

#include <stdio.h>

#include "../base/check.h"
#include "random_record.h"

struct example {
    enum ident_format format;
    const char *text;
};

/* The normal form of 'text', in 'out'; empty when there is none. */
static struct span normal_of(enum ident_format f, struct span text, char out[65])
{
    size_t n = 99;
    bool is = ident_normal(f, text, out, &n);

    assert_int_equal(is, n > 0);
    assert_true(n <= 64);
    assert_int_equal(out[n], '\0');
    return (struct span){out, n};
}

static bool text_valid(enum ident_format f, const char *text)
{
    char out[65];
    struct span normal = normal_of(f, span_of(text), out);

    return normal.n && ident_valid(f, normal);
}

/* ---- which property has which format -------------------------------------------------------- */

static void properties_have_the_format_of_the_model(void **state)
{
    static const struct {
        const char *prop;
        enum ident_format format;
    } table[] = {
        {"imoNumber", IDENT_IMO},
        {"leiCode", IDENT_LEI},
        {"innCode", IDENT_INN},
        {"ogrnCode", IDENT_OGRN},
        {"isin", IDENT_ISIN},
        {"isinCode", IDENT_ISIN},
        {"swiftBic", IDENT_BIC},
        {"bic", IDENT_BIC},
        {"iban", IDENT_IBAN},
        {"ibanMentioned", IDENT_IBAN},
        {"socialSecurityNumber", IDENT_SSN},
        {"uniqueEntityId", IDENT_UEI},
        {"npiCode", IDENT_NPI},
        {"uscCode", IDENT_USCC},
        {"figiCode", IDENT_FIGI},
        {"mmsi", IDENT_MMSI},
        {"publicKey", IDENT_CRYPTO},
        {"passportNumber", IDENT_STRICT},
        {"idNumber", IDENT_STRICT},
        {"taxNumber", IDENT_STRICT},
        {"registrationNumber", IDENT_STRICT},
        {"name", IDENT_STRICT},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(table); i++) {
        enum prop p = prop_find(span_of(table[i].prop));

        assert_int_not_equal(p, PROP_NONE);
        assert_int_equal(ident_format(p), table[i].format);
    }
    assert_int_equal(ident_format(PROP_NONE), IDENT_STRICT);
}

static void every_format_has_a_name_of_its_own(void **state)
{
    (void)state;
    assert_string_equal(ident_format_name(IDENT_STRICT), "strict");
    assert_string_equal(ident_format_name(IDENT_IMO), "imo");
    for (int a = IDENT_STRICT; a <= IDENT_CRYPTO; a++) {
        for (int b = IDENT_STRICT; b < a; b++)
            assert_string_not_equal(ident_format_name((enum ident_format)a),
                                    ident_format_name((enum ident_format)b));
    }
}

/* ---- normal forms --------------------------------------------------------------------------- */

static const struct {
    enum ident_format format;
    const char *text, *normal;
} writings[] = {
    {IDENT_STRICT, "AB 0000417", "AB0000417"},
    {IDENT_STRICT, "ab-0000417", "AB0000417"},
    {IDENT_STRICT, "AB.0000/417", "AB0000417"},
    {IDENT_STRICT, "No. 0000417", "0000417"},
    {IDENT_STRICT, "Nº 0000417", "0000417"},
    {IDENT_STRICT, "N° 0000417", "0000417"},
    {IDENT_STRICT, "nr: 0000417", "0000417"},
    {IDENT_STRICT, "#0000417", "0000417"},
    {IDENT_STRICT, "'0000417", "0000417"},
    {IDENT_STRICT, "NO 0000417", "NO0000417"}, /* may be Norway's */
    {IDENT_STRICT, "АВ 0000417", "AB0000417"}, /* Cyrillic А and В */
    {IDENT_STRICT, "х0000417", "X0000417"},    /* Cyrillic х */
    {IDENT_STRICT, "Ж0000417", "0000417"},
    {IDENT_STRICT, "٠٠٠٠٤١٧", "0000417"},
    {IDENT_STRICT, "۰۰۰۰۴۱۷", "0000417"},
    {IDENT_STRICT, "ＡＢ００００４１７", "AB0000417"},
    {IDENT_STRICT, "X-1", NULL},
    {IDENT_STRICT, "X-12", "X12"},
    {IDENT_IMO, "IMO 9074729", "9074729"},
    {IDENT_IMO, "IMO9074729", "9074729"},
    {IDENT_IMO, "imo number: 9074729", "9074729"},
    {IDENT_INN, "ИНН 9901004173", "9901004173"},
    {IDENT_INN, "INN: 9901004173", "9901004173"},
    {IDENT_OGRN, "ОГРН 1099000004179", "1099000004179"},
    {IDENT_SSN, "SSN 123-45-6789", "123456789"},
    {IDENT_LEI, "LEI: 9999-00TOCSIN00041779", "999900TOCSIN00041779"},
    {IDENT_LEI, "LEI code 999900TOCSIN00041779", "999900TOCSIN00041779"},
    {IDENT_ISIN, "isin us0378331005", "US0378331005"},
    {IDENT_BIC, "Swift/BIC: MARNMTMT", "MARNMTMT"},
    {IDENT_BIC, "MARNMTMTXXX", "MARNMTMT"},
    {IDENT_BIC, "MARN MT MT 007", "MARNMTMT"},
    {IDENT_BIC, "BICSMTMT", "BICSMTMT"}, /* no label: nothing would be left of a BIC */
    {IDENT_IBAN, "IBAN GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765432"},
    {IDENT_IBAN, "gb82west12345698765432", "GB82WEST12345698765432"},
    {IDENT_USCC, "USCC 91350100M000100Y43", "91350100M000100Y43"},
    {IDENT_FIGI, "figi: NRG92C84SB39", "NRG92C84SB39"},
    {IDENT_UEI, "UEI ZQGGHJH74DW7", "ZQGGHJH74DW7"},
    {IDENT_CRYPTO, "XBT 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"},
    {IDENT_CRYPTO, "bitcoin:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa?amount=1",
     "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"},
    {IDENT_CRYPTO, "0X5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED",
     "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"},
    {IDENT_CRYPTO, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
     "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"},
    {IDENT_CRYPTO, "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
     "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"},
};

static void writing_does_not_change_the_normal_form(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(writings); i++) {
        char out[65];
        struct span normal = normal_of(writings[i].format, span_of(writings[i].text), out);

        if (!span_eq(normal, span_of(writings[i].normal)))
            fail_msg("%s \"%s\" is \"%s\", not \"%s\"", ident_format_name(writings[i].format),
                     writings[i].text, out, writings[i].normal ? writings[i].normal : "");
    }
}

static void what_identifies_nobody_has_no_normal_form(void **state)
{
    static const struct example table[] = {
        {IDENT_STRICT, ""},     {IDENT_STRICT, " "},
        {IDENT_STRICT, "-"},    {IDENT_STRICT, "12"},
        {IDENT_STRICT, "1-2"},  {IDENT_STRICT, "none"},
        {IDENT_STRICT, "N/A"},  {IDENT_STRICT, "unknown"},
        {IDENT_STRICT, "ЖЖЖЖ"}, {IDENT_STRICT, "\xFF\xFF\xFF\xFF"},
        {IDENT_IMO, "IMO"},     {IDENT_IMO, "IMO 12"},
        {IDENT_INN, "ИНН"},     {IDENT_LEI, "LEI"},
        {IDENT_BIC, "AB"},      {IDENT_CRYPTO, ""},
        {IDENT_CRYPTO, "XBT"},  {IDENT_CRYPTO, "1 2 3"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(table); i++) {
        char out[65];

        if (normal_of(table[i].format, span_of(table[i].text), out).n)
            fail_msg("\"%s\" has a normal form", table[i].text);
    }
}

static void long_texts_are_no_identifiers(void **state)
{
    char text[200], out[65];

    (void)state;
    memset(text, '7', sizeof(text));
    for (int f = IDENT_STRICT; f < IDENT_CRYPTO; f++) {
        assert_int_equal(normal_of((enum ident_format)f, (struct span){text, 64}, out).n, 64);
        assert_int_equal(normal_of((enum ident_format)f, (struct span){text, 65}, out).n, 0);
        assert_int_equal(normal_of((enum ident_format)f, (struct span){text, 200}, out).n, 0);
    }
    /* addresses of digital currencies meet by their beginning */
    assert_int_equal(normal_of(IDENT_CRYPTO, (struct span){text, 200}, out).n, 64);
}

/* ---- check digits --------------------------------------------------------------------------- */

static const struct example examples[] = {
    {IDENT_STRICT, "X0000417"},
    {IDENT_IMO, "9074729"},
    {IDENT_IMO, "9176187"},
    {IDENT_LEI, "999900TOCSIN00041779"},
    {IDENT_LEI, "5493001KJTIIGC8Y1R12"},
    {IDENT_LEI, "506700GE1G29325QX363"},
    {IDENT_INN, "9901004173"},
    {IDENT_INN, "7705001239"},
    {IDENT_INN, "990100417086"},
    {IDENT_INN, "500100732259"},
    {IDENT_OGRN, "1099000004179"},
    {IDENT_OGRN, "304990100004170"},
    {IDENT_OGRN, "304500116000157"},
    {IDENT_ISIN, "US0378331005"},
    {IDENT_ISIN, "AU0000XVGZA3"},
    {IDENT_ISIN, "GB0002634946"},
    {IDENT_BIC, "MARNMTMT"},
    {IDENT_BIC, "MARNMTMT007"},
    {IDENT_BIC, "MARNXKPRXXX"},
    {IDENT_BIC, "M4RNMT33"},
    {IDENT_IBAN, "GB82 WEST 1234 5698 7654 32"},
    {IDENT_IBAN, "DE89 3704 0044 0532 0130 00"},
    {IDENT_IBAN, "FR14 2004 1010 0505 0001 3M02 606"},
    {IDENT_IBAN, "NO93 8601 1117 947"},
    {IDENT_IBAN, "MT84 MALT 0110 0001 2345 MTLC AST0 01S"},
    {IDENT_IBAN, "SA03 8000 0000 6080 1016 7519"},
    {IDENT_IBAN, "CH93 0076 2011 6238 5295 7"},
    {IDENT_IBAN, "BE68 5390 0754 7034"},
    {IDENT_SSN, "123-45-6789"},
    {IDENT_SSN, "899-99-9999"},
    {IDENT_UEI, "ZQGGHJH74DW7"},
    {IDENT_NPI, "1234567893"},
    {IDENT_USCC, "91350100M000100Y43"},
    {IDENT_FIGI, "BBG000BLNNH6"},
    {IDENT_FIGI, "BBG000B9XRY4"},
    {IDENT_FIGI, "NRG92C84SB39"},
    {IDENT_MMSI, "366123456"},
    {IDENT_MMSI, "201000000"},
    {IDENT_MMSI, "775999999"},
};

static void examples_of_the_standards_are_valid(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(examples); i++) {
        if (!text_valid(examples[i].format, examples[i].text))
            fail_msg("%s \"%s\" is valid", ident_format_name(examples[i].format), examples[i].text);
    }
}

static const struct example broken[] = {
    {IDENT_IMO, "9074728"},
    {IDENT_IMO, "9999999"},
    {IDENT_IMO, "907472"},
    {IDENT_IMO, "90747299"},
    {IDENT_IMO, "907472X"},
    {IDENT_LEI, "999900TOCSIN00041778"},
    {IDENT_LEI, "999900TOCSIN0004177"},
    {IDENT_LEI, "999900TOCSIN000417799"},
    {IDENT_LEI, "999900TOCSIN000417AB"},
    {IDENT_INN, "9901004174"},
    {IDENT_INN, "990100417"},
    {IDENT_INN, "99010041730"},
    {IDENT_INN, "990100417087"},
    {IDENT_INN, "990100417076"},
    {IDENT_INN, "0000000000"},
    {IDENT_INN, "000000000000"},
    {IDENT_INN, "990100417X"},
    {IDENT_OGRN, "1099000004178"},
    {IDENT_OGRN, "304990100004171"},
    {IDENT_OGRN, "0000000000000"},
    {IDENT_OGRN, "10990000041790"},
    {IDENT_ISIN, "US0378331006"},
    {IDENT_ISIN, "US0373831005"},
    {IDENT_ISIN, "US037833100"},
    {IDENT_ISIN, "U10378331005"},
    {IDENT_ISIN, "US037833100A"},
    {IDENT_BIC, "MARNQQMT"},
    {IDENT_BIC, "MARNMTM"},
    {IDENT_BIC, "MARNMTMTX"},
    {IDENT_BIC, "MARN11MT"},
    {IDENT_BIC, "MARNMTMT0071"},
    {IDENT_IBAN, "GB82 WEST 1234 5698 7654 33"},
    {IDENT_IBAN, "GB28 WEST 1234 5698 7654 32"},
    {IDENT_IBAN, "GB82 WEST 1234 5698 7654 3"},
    {IDENT_IBAN, "QQ82 WEST 1234 5698 7654 32"},
    {IDENT_IBAN, "US82 WEST 1234 5698 7654 32"},
    {IDENT_IBAN, "G182WEST12345698765432"},
    {IDENT_SSN, "000-45-6789"},
    {IDENT_SSN, "666-45-6789"},
    {IDENT_SSN, "900-45-6789"},
    {IDENT_SSN, "123-00-6789"},
    {IDENT_SSN, "123-45-0000"},
    {IDENT_SSN, "078-05-1120"},
    {IDENT_SSN, "219-09-9999"},
    {IDENT_SSN, "123-45-678"},
    {IDENT_SSN, "123-45-67890"},
    {IDENT_UEI, "ZQGGHJH74DWO"},
    {IDENT_UEI, "ZQGGHJH74DWI"},
    {IDENT_UEI, "0QGGHJH74DW7"},
    {IDENT_UEI, "ZQGGHJH74DW"},
    {IDENT_UEI, "ZQGGHJH74DW77"},
    {IDENT_NPI, "1234567890"},
    {IDENT_NPI, "3234567891"},
    {IDENT_NPI, "123456789"},
    {IDENT_USCC, "91350100M000100Y44"},
    {IDENT_USCC, "91350100M000100Y4"},
    {IDENT_USCC, "91350100I000100Y43"},
    {IDENT_USCC, "91A50100M000100Y43"},
    {IDENT_FIGI, "BBG000BLNNH5"},
    {IDENT_FIGI, "BBG000ALNNH6"},
    {IDENT_FIGI, "BBH000BLNNH6"},
    {IDENT_FIGI, "GBG000BLNNH6"},
    {IDENT_FIGI, "1BG000BLNNH6"},
    {IDENT_FIGI, "BBG000BLNNHX"},
    {IDENT_MMSI, "200123456"},
    {IDENT_MMSI, "776123456"},
    {IDENT_MMSI, "970123456"},
    {IDENT_MMSI, "36612345"},
    {IDENT_MMSI, "3661234567"},
};

static void broken_numbers_are_not_valid(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(broken); i++) {
        if (text_valid(broken[i].format, broken[i].text))
            fail_msg("%s \"%s\" is not valid", ident_format_name(broken[i].format), broken[i].text);
    }
}

/* These check digits are made to find every single wrong sign. */
static void one_wrong_sign_is_always_noticed(void **state)
{
    static const struct example table[] = {
        {IDENT_LEI, "999900TOCSIN00041779"},    {IDENT_IBAN, "GB82WEST12345698765432"},
        {IDENT_IBAN, "DE89370400440532013000"}, {IDENT_NPI, "1234567893"},
        {IDENT_USCC, "91350100M000100Y43"},     {IDENT_ISIN, "US0378331005"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(table); i++) {
        char text[65];
        size_t n = strlen(table[i].text);

        memcpy(text, table[i].text, n + 1);
        for (size_t k = 0; k < n; k++) {
            for (char digit = '0'; digit <= '9'; digit++) {
                text[k] = digit;
                assert_int_equal(ident_valid(table[i].format, (struct span){text, n}),
                                 digit == table[i].text[k]);
            }
            text[k] = table[i].text[k];
        }
    }
}

static void account_numbers_of_every_country_need_its_length(void **state)
{
    static const struct {
        const char *country;
        size_t length;
    } table[] = {
#define IBAN(country, length) {country, length},
#include "record/ident.def"
#undef IBAN
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(table); i++) {
        size_t fitting = 0;

        for (size_t n = 10; n <= 40; n++) {
            for (int check = 2; check <= 98; check++) {
                char text[64];

                snprintf(text, sizeof(text), "%s%02d%036d", table[i].country, check, 0);
                if (!ident_valid(IDENT_IBAN, (struct span){text, n}))
                    continue;
                assert_int_equal(n, table[i].length);
                fitting++;
            }
        }
        assert_int_equal(fitting, 1);
    }
}

/* ---- digital currencies --------------------------------------------------------------------- */

static const char *const addresses[] = {
    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
    "16L5yRNPTuciSgXGHqYwn9N6NeoKqopAu",
    "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
    "LKKHMBjCU89fyFNgSRprDoD8Jb25N8uWvd",
    "XanAvE5GMB8CsPH78B9moJq9viEVKvCS4f",
    "t1Hxw6JqWMnhDK5jRCieg5bFHM2qt7UtQvu",
    "raLnyR4PTuc5SgXGHqYA894a4eoKqoFwu",
    "rrrrrrrrrrrrrrrrrrrrrhoLvTp",
    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
    "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w",
};

static void addresses_of_many_currencies_are_valid(void **state)
{
    static const char *const unchecked[] = {
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "11111111111111111111111111111111",
        "qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a",
        "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a",
        ("888tNkZrPN6JsEgekjMnABU4TBzc2Dt29EPAvkRxbANsAnjyPbb3iQ1YBRk1UXcdRsiKc9dhwMVgN5S9cQUiyoog"
         "Davup3H"),
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(addresses); i++) {
        if (!text_valid(IDENT_CRYPTO, addresses[i]))
            fail_msg("%s is valid", addresses[i]);
    }
    for (size_t i = 0; i < ARRAY_LEN(unchecked); i++) {
        if (!text_valid(IDENT_CRYPTO, unchecked[i]))
            fail_msg("%s is valid", unchecked[i]);
    }
}

static void a_wrong_sign_in_an_address_is_noticed(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(addresses); i++) {
        char text[65];
        size_t n = strlen(addresses[i]);

        memcpy(text, addresses[i], n + 1);
        for (size_t k = 0; k < n; k++) {
            text[k] = addresses[i][k] == '9' ? '8' : '9';
            if (ident_valid(IDENT_CRYPTO, (struct span){text, n}))
                fail_msg("%s for %s", text, addresses[i]);
            text[k] = addresses[i][k];
        }
    }
}

static void what_looks_like_no_address_is_not_valid(void **state)
{
    static const char *const table[] = {
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfN",          /* one sign short */
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNaa",        /* one more */
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7Divf0a",         /* 0 is not in base 58 */
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe",  /* 41 signs */
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg", /* not hexadecimal */
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", /* check */
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3b4", /* b is not in bech32 */
        "1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",   /* no prefix */
        "qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6",  /* cashaddr, short */
        "Ferdik0Aldous0Quentabry0of0Port0Maren",
        "0000000",
        "1111111111111111111111111",
        "rrrrrrrrrrrrrrrrrrrrrrrrrrrr1",
        "bc1bc1bc1bc1bc1bc1bc1bc1bc1",
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(table); i++) {
        if (text_valid(IDENT_CRYPTO, table[i]))
            fail_msg("%s is not valid", table[i]);
    }
}

/* ---- hostile text --------------------------------------------------------------------------- */

static void a_normal_form_is_its_own_normal_form(void **state)
{
    static const char *const scraps[] = {
        "IMO",  "LEI", "ИНН", "No. ", "n°",   "BIC",  "IBAN", "GB82", "WEST", "1234",
        "5698", "0x",  "7",   " ",    "-",    "/",    ".",    "x",    "Z",    "Ж",
        "В",    "٣",   "Ａ",  "\xFF", "\xC3", "bc1q", "qqqq", "I",    "O",
    };
    struct random r = random_start();
    struct buf text = {0};

    (void)state;
    for (int i = 0; i < 100000; i++) {
        enum ident_format f = (enum ident_format)random_below(&r, IDENT_CRYPTO + 1);
        char once[65], twice[65];

        buf_clear(&text);
        for (size_t n = 1 + random_below(&r, 12); n > 0; n--)
            buf_str(&text, scraps[random_below(&r, ARRAY_LEN(scraps))]);
        struct span first = normal_of(f, buf_view(&text), once);

        ident_valid(f, buf_view(&text)); /* anything may be asked about */
        if (!first.n || !ident_valid(f, first))
            continue;
        assert_span(normal_of(f, first, twice), first);
    }
    buf_free(&text);
}

static void anything_may_be_asked_to_be_valid(void **state)
{
    struct random r = random_start();

    (void)state;
    for (int i = 0; i < 100000; i++) {
        char bytes[70];
        size_t n = random_below(&r, sizeof(bytes));

        for (size_t k = 0; k < n; k++)
            bytes[k] = (char)random_below(&r, 256);
        for (int f = IDENT_STRICT; f <= IDENT_CRYPTO; f++)
            (void)ident_valid((enum ident_format)f, (struct span){bytes, n});
        assert_false(ident_valid(IDENT_STRICT, (struct span){bytes, n < 3 ? n : 0}));
    }
}

/* ---- published lists ------------------------------------------------------------------------ */

/* Counts what follows 'label' in the file, up to a sign that ends a value, and how much of it is
 * valid. */
static void count_valid(struct span file, struct span label, enum ident_format f, size_t *found,
                        size_t *valid)
{
    for (struct span rest = file;;) {
        char out[65];
        size_t end = 0;

        rest = span_from(rest, span_find_span(rest, label));
        if (rest.n == 0)
            return;
        rest = span_from(rest, label.n);
        while (end < rest.n && !strchr(";.\"\n(", rest.p[end]))
            end++;
        struct span normal = normal_of(f, span_slice(rest, 0, end), out);

        *found += 1;
        *valid += normal.n && ident_valid(f, normal);
    }
}

static void identifiers_of_a_published_list_are_valid(void **state)
{
    struct buf file = {0};
    size_t ships = 0, ships_valid = 0, wallets = 0, wallets_valid = 0;

    (void)state;
    if (!shared_file("data/lists/ofac-2021/sdn.csv", &file))
        skip();
    count_valid(buf_view(&file), SPAN("Identification IMO "), IDENT_IMO, &ships, &ships_valid);
    count_valid(buf_view(&file), SPAN("Digital Currency Address - "), IDENT_CRYPTO, &wallets,
                &wallets_valid);
    print_message("# %zu of %zu IMO numbers, %zu of %zu addresses\n", ships_valid, ships,
                  wallets_valid, wallets);
    /* the list itself has a few that were cut short */
    assert_true(ships > 100 && ships_valid * 100 >= ships * 99);
    assert_true(wallets > 50 && wallets_valid * 100 >= wallets * 95);
    buf_free(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(properties_have_the_format_of_the_model),
        cmocka_unit_test(every_format_has_a_name_of_its_own),
        cmocka_unit_test(writing_does_not_change_the_normal_form),
        cmocka_unit_test(what_identifies_nobody_has_no_normal_form),
        cmocka_unit_test(long_texts_are_no_identifiers),
        cmocka_unit_test(examples_of_the_standards_are_valid),
        cmocka_unit_test(broken_numbers_are_not_valid),
        cmocka_unit_test(one_wrong_sign_is_always_noticed),
        cmocka_unit_test(account_numbers_of_every_country_need_its_length),
        cmocka_unit_test(addresses_of_many_currencies_are_valid),
        cmocka_unit_test(a_wrong_sign_in_an_address_is_noticed),
        cmocka_unit_test(what_looks_like_no_address_is_not_valid),
        cmocka_unit_test(a_normal_form_is_its_own_normal_form),
        cmocka_unit_test(anything_may_be_asked_to_be_valid),
        cmocka_unit_test(identifiers_of_a_published_list_are_valid),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
