/* SPDX-License-Identifier: Apache-2.0
 *
 * lexicon_key: see lexicon_key.h. Compiled into the library and into the table generator, so it
 * uses nothing of the other rooms.
 */
#include "name/lexicon_key.h"

#include <string.h>

/* A run of code points that all have one plain form. */
struct plain {
    uint32_t first, last;
    const char *form;
};

/* Sorted by 'first', for a binary search. An empty form: the character is left out. */
static const struct plain plain[] = {
    {0x00AB, 0x00AB, ""},     {0x00AD, 0x00AD, ""},
    {0x00B4, 0x00B4, ""},     {0x00B7, 0x00B7, ""},     {0x00BB, 0x00BB, ""},
    {0x00C0, 0x00C5, "a"},    {0x00C6, 0x00C6, "ae"},   {0x00C7, 0x00C7, "c"},
    {0x00C8, 0x00CB, "e"},    {0x00CC, 0x00CF, "i"},    {0x00D0, 0x00D0, "d"},
    {0x00D1, 0x00D1, "n"},    {0x00D2, 0x00D6, "o"},    {0x00D8, 0x00D8, "o"},
    {0x00D9, 0x00DC, "u"},    {0x00DD, 0x00DD, "y"},    {0x00DE, 0x00DE, "th"},
    {0x00DF, 0x00DF, "ss"},   {0x00E0, 0x00E5, "a"},    {0x00E6, 0x00E6, "ae"},
    {0x00E7, 0x00E7, "c"},    {0x00E8, 0x00EB, "e"},    {0x00EC, 0x00EF, "i"},
    {0x00F0, 0x00F0, "d"},    {0x00F1, 0x00F1, "n"},    {0x00F2, 0x00F6, "o"},
    {0x00F8, 0x00F8, "o"},    {0x00F9, 0x00FC, "u"},    {0x00FD, 0x00FD, "y"},
    {0x00FE, 0x00FE, "th"},   {0x00FF, 0x00FF, "y"},    {0x0100, 0x0105, "a"},
    {0x0106, 0x010D, "c"},    {0x010E, 0x0111, "d"},    {0x0112, 0x011B, "e"},
    {0x011C, 0x0123, "g"},    {0x0124, 0x0127, "h"},    {0x0128, 0x0131, "i"},
    {0x0134, 0x0135, "j"},    {0x0136, 0x0138, "k"},    {0x0139, 0x0142, "l"},
    {0x0143, 0x014B, "n"},    {0x014C, 0x0151, "o"},    {0x0152, 0x0153, "oe"},
    {0x0154, 0x0159, "r"},    {0x015A, 0x0161, "s"},    {0x0162, 0x0167, "t"},
    {0x0168, 0x0173, "u"},    {0x0174, 0x0175, "w"},    {0x0176, 0x0178, "y"},
    {0x0179, 0x017E, "z"},    {0x018F, 0x018F, "a"},    {0x01A0, 0x01A1, "o"},
    {0x01AF, 0x01B0, "u"},    {0x01CD, 0x01CE, "a"},    {0x01CF, 0x01D0, "i"},
    {0x01D1, 0x01D2, "o"},    {0x01D3, 0x01DC, "u"},    {0x0218, 0x0219, "s"},
    {0x021A, 0x021B, "t"},    {0x0259, 0x0259, "a"},    {0x02B0, 0x036F, ""},
    {0x0386, 0x0386, "α"},    {0x0388, 0x0388, "ε"},    {0x0389, 0x0389, "η"},
    {0x038A, 0x038A, "ι"},    {0x038C, 0x038C, "ο"},    {0x038E, 0x038E, "υ"},
    {0x038F, 0x038F, "ω"},    {0x0390, 0x0390, "ι"},    {0x03AC, 0x03AC, "α"},
    {0x03AD, 0x03AD, "ε"},    {0x03AE, 0x03AE, "η"},    {0x03AF, 0x03AF, "ι"},
    {0x03B0, 0x03B0, "υ"},    {0x03C2, 0x03C2, "σ"},    {0x03CA, 0x03CA, "ι"},
    {0x03CB, 0x03CB, "υ"},    {0x03CC, 0x03CC, "ο"},    {0x03CD, 0x03CD, "υ"},
    {0x03CE, 0x03CE, "ω"},    {0x0439, 0x0439, "и"},    {0x0450, 0x0451, "е"},
    {0x0453, 0x0453, "г"},    {0x0457, 0x0457, "і"},    {0x045C, 0x045C, "к"},
    {0x045D, 0x045D, "и"},    {0x045E, 0x045E, "у"},    {0x0591, 0x05C7, ""},
    {0x05F3, 0x05F4, ""},     {0x0622, 0x0623, "ا"},    {0x0624, 0x0624, "و"},
    {0x0625, 0x0625, "ا"},    {0x0626, 0x0626, "ي"},    {0x0629, 0x0629, "ه"},
    {0x0640, 0x0640, ""},     {0x0649, 0x0649, "ي"},    {0x064B, 0x0655, ""},
    {0x0670, 0x0670, ""},     {0x0671, 0x0671, "ا"},    {0x06A9, 0x06A9, "ك"},
    {0x06C0, 0x06C1, "ه"},    {0x06CC, 0x06CC, "ي"},    {0x1E00, 0x1E01, "a"},
    {0x1E0A, 0x1E13, "d"},    {0x1E20, 0x1E21, "g"},    {0x1E22, 0x1E2B, "h"},
    {0x1E32, 0x1E35, "k"},    {0x1E36, 0x1E3D, "l"},    {0x1E44, 0x1E4B, "n"},
    {0x1E60, 0x1E69, "s"},    {0x1E6A, 0x1E71, "t"},    {0x1E92, 0x1E95, "z"},
    {0x1E9E, 0x1E9E, "ss"},   {0x1EA0, 0x1EB7, "a"},    {0x1EB8, 0x1EC7, "e"},
    {0x1EC8, 0x1ECB, "i"},    {0x1ECC, 0x1EE3, "o"},    {0x1EE4, 0x1EF1, "u"},
    {0x1EF2, 0x1EF9, "y"},    {0x200B, 0x200F, ""},     {0x2010, 0x201F, ""},
    {0x2032, 0x2032, ""},
};

/* Not utf8_next of base: the generator stands alone. A malformed byte is taken as it is. */
static uint32_t decode(const unsigned char *p, size_t n, size_t *used)
{
    size_t want = p[0] < 0xC2 ? 1 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : p[0] < 0xF5 ? 4 : 1;

    *used = 1;
    if (want == 1 || want > n)
        return p[0] < 0x80 ? p[0] : 0xFFFD;
    uint32_t cp = p[0] & (0xFFu >> (want + 1));
    for (size_t i = 1; i < want; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0xFFFD;
        cp = cp << 6 | (p[i] & 0x3F);
    }
    *used = want;
    return cp;
}

static const struct plain *plain_find(uint32_t cp)
{
    size_t low = 0, high = sizeof(plain) / sizeof(plain[0]);

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (cp < plain[middle].first)
            high = middle;
        else if (cp > plain[middle].last)
            low = middle + 1;
        else
            return &plain[middle];
    }
    return NULL;
}

size_t lexicon_key(const char *p, size_t n, char out[KEY_MAX])
{
    size_t len = 0, used;

    for (size_t i = 0; i < n; i += used) {
        uint32_t cp = decode((const unsigned char *)p + i, n - i, &used);
        char small = (char)(cp >= 'A' && cp <= 'Z' ? cp + 32 : cp);
        const char *form = p + i;
        size_t form_n = used;

        if (cp < 0x80) {
            form = &small;
            form_n = cp == '\'' || cp == '`' || cp == '.' || cp == '-' || cp == '"' ? 0 : 1;
        } else {
            const struct plain *found = plain_find(cp);
            if (found) {
                form = found->form;
                form_n = strlen(form);
            }
        }
        if (len + form_n > KEY_MAX)
            break;
        memcpy(out + len, form, form_n);
        len += form_n;
    }
    return len;
}
