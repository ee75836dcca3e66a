/* SPDX-License-Identifier: Apache-2.0
 *
 * Cutting a foreign word into units of spelling.
 *
 * A unit is the smallest piece that foreign names are spelt with: a letter where the script has
 * letters, half a syllable where it has syllables. Whole syllables would need a large table (four
 * hundred for Chinese) of which the data shows most pieces too seldom; halves are seen often.
 */
#include "romanise.h"
#include "translit.h"

struct maker {
    struct unit *out;
    size_t n, max;
};

static void add(struct maker *m, enum unit_table table, const char *text, size_t n)
{
    struct unit *u;

    if (m->n == m->max || n == 0 || n >= UNIT_TEXT)
        return;
    u = &m->out[m->n++];
    *u = (struct unit){.table = (uint8_t)table};
    memcpy(u->text, text, n);
}

static void add_letter(struct maker *m, enum unit_table table, uint32_t cp)
{
    char text[4];

    add(m, table, text, utf8_put(text, cp));
}

/* ---- letters ------------------------------------------------------------------------------- */

/* Teh marbuta ends many names and is often written without its dots, as heh; folding makes one of
 * the two. So a heh that ends a word of three letters or more is read as either. */
static void arabic_unit(struct maker *m, uint32_t c, bool last)
{
    switch (c) {
    case 0x0647:
        c = last && m->n > 1 ? 0x0629 : c;
        break;
    case 0x0640: /* tatweel */
    case 0x0670:
        return;
    case 0x06A9: /* the same letters in the form of Persian and Urdu */
        c = 0x0643;
        break;
    case 0x06CC:
    case 0x06D2:
        c = 0x064A;
        break;
    case 0x06BE:
    case 0x06C1:
        c = 0x0647;
        break;
    default:
        if (c >= 0x064B && c <= 0x065F)
            return;
    }
    add_letter(m, UNITS_ARABIC, c);
}

static bool geresh(uint32_t c)
{
    return c == '\'' || c == 0x05F3 || c == 0x2019;
}

static void hebrew_unit(struct maker *m, uint32_t c)
{
    struct unit *last = m->n ? &m->out[m->n - 1] : NULL;

    if (geresh(c) && last && last->table == UNITS_HEBREW && strlen(last->text) == 2)
        last->text[2] = '\'';
    else if (c >= 0x05D0 && c <= 0x05EA)
        add_letter(m, UNITS_HEBREW, c);
}

static void cyrillic_unit(struct maker *m, uint32_t c)
{
    if (script_of(c) == SCRIPT_CYRILLIC)
        add_letter(m, UNITS_CYRILLIC, c);
}

/* ---- syllables ----------------------------------------------------------------------------- */

static bool vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

/* The consonants in front, and the rest. */
static void add_halves(struct maker *m, enum unit_table table, const char *p, size_t n)
{
    size_t k = 0;

    while (k < n && !vowel(p[k]))
        k++;
    add(m, table, p, k);
    add(m, table, p + k, n - k);
}

static void han_unit(struct maker *m, uint32_t c)
{
    const char *pinyin = roman_reading(c);

    add_halves(m, UNITS_HAN, pinyin, strlen(pinyin));
}

static void hangul_unit(struct maker *m, uint32_t c)
{
    enum { INITIAL = 0x1100, MEDIAL = 0x1161, FINAL = 0x11A7 };
    static const char final_l[] = "\xE1\x86\xAF", double_l[] = "\xE1\x86\xAF\xE1\x84\x85";
    struct unit *last = m->n ? &m->out[m->n - 1] : NULL;
    uint32_t at = c - 0xAC00;

    if (at >= 19 * 21 * 28)
        return;
    if (at / 588 == 5 && last && !strcmp(last->text, final_l))
        memcpy(last->text, double_l, sizeof(double_l));
    else if (at / 588 != 11) /* ieung is silent in front */
        add_letter(m, UNITS_HANGUL, INITIAL + at / 588);
    add_letter(m, UNITS_HANGUL, MEDIAL + at / 28 % 21);
    if (at % 28)
        add_letter(m, UNITS_HANGUL, FINAL + at % 28);
}

static bool small_kana(uint32_t c)
{
    return c == 0x30A1 || c == 0x30A3 || c == 0x30A5 || c == 0x30A7 || c == 0x30A9 || c == 0x30E3 ||
           c == 0x30E5 || c == 0x30E7 || c == 0x30EE;
}

enum { MORA = 5 }; /* characters at most */

/* A mora: a kana and the small ones behind it. Returns how many characters it took. */
static size_t kana_unit(struct maker *m, const uint32_t *cp, size_t n)
{
    struct run mora;
    char roman[WORD_MAX];
    struct roman o = {roman, 0};

    if (cp[0] == 0x30FC || cp[0] == 0x30C3 || cp[0] == 0x30F3) { /* long, double, n */
        add_letter(m, UNITS_KANA, cp[0]);
        return 1;
    }
    mora.cp[0] = cp[0];
    for (mora.n = 1; mora.n < n && small_kana(cp[mora.n]) && mora.n < MORA; mora.n++)
        mora.cp[mora.n] = cp[mora.n];
    roman_kana(&mora, &o);
    add_halves(m, UNITS_KANA, roman, o.n);
    return mora.n;
}

/* ---- everything else ----------------------------------------------------------------------- */

static void roman_units(struct maker *m, const char *p, size_t n)
{
    static const char pairs[][3] = {"kh", "gh", "sh", "ch", "zh", "ts", "dz", "th", "dh",
                                    "ph", "bh", "jh", "ya", "yu", "yo", "ye", "ou", "ng"};

    for (size_t i = 0; i < n; i++) {
        size_t len = 1;

        for (size_t k = 0; k < ARRAY_LEN(pairs) && i + 1 < n; k++)
            if (!memcmp(p + i, pairs[k], 2))
                len = 2;
        add(m, UNITS_ROMAN, p + i, len);
        i += len - 1;
    }
}

static void other_units(struct maker *m, enum script s, const uint32_t *cp, size_t n)
{
    char text[WORD_MAX * 4], roman[WORD_MAX];
    size_t len = 0;

    for (size_t i = 0; i < n; i++)
        len += utf8_put(text + len, cp[i]);
    roman_units(m, roman, romanise(s, (struct span){text, len}, roman));
}

static size_t run_of(enum script s, const uint32_t *cp, size_t n)
{
    size_t k = 1;

    while (k < n && (script_of(cp[k]) == s || script_of(cp[k]) == SCRIPT_NONE))
        k++;
    return k;
}

static size_t units_at(struct maker *m, enum script s, const uint32_t *cp, size_t n)
{
    switch ((int)s) {
    case SCRIPT_ARABIC:
        arabic_unit(m, cp[0], n == 1);
        return 1;
    case SCRIPT_HEBREW:
        hebrew_unit(m, cp[0]);
        return 1;
    case SCRIPT_CYRILLIC:
        cyrillic_unit(m, cp[0]);
        return 1;
    case SCRIPT_HAN:
        han_unit(m, cp[0]);
        return 1;
    case SCRIPT_HANGUL:
        hangul_unit(m, cp[0]);
        return 1;
    case SCRIPT_KANA:
        return kana_unit(m, cp, n);
    default: {
        size_t k = run_of(s, cp, n);

        other_units(m, s, cp, k);
        return k;
    }
    }
}

size_t units_of(enum script s, struct span word, struct unit *out, size_t max)
{
    uint32_t cp[WORD_MAX];
    struct maker m = {out, 0, max};
    size_t n = 0;

    while (word.n && n < WORD_MAX) {
        uint32_t c = utf8_next(&word);

        /* Hiragana counts as katakana: foreign words are written in either. */
        cp[n++] = c >= 0x3041 && c <= 0x3096 ? c + 0x60 : c;
    }
    for (size_t i = 0; i < n;) {
        enum script here = script_of(cp[i]);

        if (here != SCRIPT_NONE)
            s = here;
        else if (cp[i] - '0' < 10u) /* a digit reads as itself in any script */
            here = SCRIPT_LATIN;
        i += units_at(&m, here == SCRIPT_NONE ? s : here, cp + i, n - i);
    }
    return m.n;
}
