/* SPDX-License-Identifier: Apache-2.0
 *
 * Romanising the scripts that write syllables.
 *
 *   Hangul   computed: a block is (initial x 21 + medial) x 28 + final; revised romanisation
 *   kana     a row a kana; small kana change the one before them; Hepburn
 *   Indic    consonants carry an "a", which vowel signs replace and a virama removes
 *   Khmer    consonants and vowel signs; subscripts are consonants like others
 *   Lao      all vowels written, some of them before their consonant
 *   Thai     likewise; the letters as ICU reads them
 */
#include "romanise.h"

/* ---- Korean and Japanese ------------------------------------------------------------------- */

void roman_hangul(const struct run *r, struct roman *o)
{
    static const char initials[][3] = {"g",  "kk", "n", "d", "tt", "r",  "m", "b", "pp", "s",
                                       "ss", "",   "j", "jj", "ch", "k", "t", "p", "h"};
    static const char medials[][4] = {"a",  "ae", "ya", "yae", "eo", "e",  "yeo",
                                      "ye", "o",  "wa", "wae", "oe", "yo", "u",
                                      "wo", "we", "wi", "yu",  "eu", "ui", "i"};
    static const char finals[][3] = {"",  "k", "k", "k", "n", "n", "n", "t", "l", "k",
                                     "m", "l", "l", "l", "p", "l", "m", "p", "p", "t",
                                     "t", "ng", "t", "t", "k", "t", "p", "t"};

    for (size_t i = 0; i < r->n; i++) {
        uint32_t at = r->cp[i] - 0xAC00;

        if (at >= 19 * 21 * 28)
            continue;
        /* "ll", not "lr", where a final and an initial liquid meet. */
        if (at / (21 * 28) == 5 && o->n && o->p[o->n - 1] == 'l')
            roman_put(o, 'l');
        else
            roman_str(o, initials[at / (21 * 28)]);
        roman_str(o, medials[at / 28 % 21]);
        roman_str(o, finals[at % 28]);
    }
}

/* Small ya, yu, yo behind ki, shi, te ...: the vowel before them gives way. */
static void kana_glide(struct roman *o, const char *small)
{
    bool hushing;

    if (!o->n) {
        roman_str(o, small);
        return;
    }
    o->n--;
    hushing = o->n && (o->p[o->n - 1] == 'j' || (o->n > 1 && o->p[o->n - 1] == 'h' &&
                                                  strchr("sc", o->p[o->n - 2])));
    roman_str(o, small + hushing);
}

/* Small vowels: fu + a is fa, u + i is wi, te + i is ti. */
static void kana_vowel(struct roman *o, char vowel)
{
    if (o->n && o->p[o->n - 1] == 'u' && (o->n == 1 || strchr("aiueo", o->p[o->n - 2])))
        o->p[o->n - 1] = 'w';
    else if (o->n > 1 && o->p[o->n - 1] == 'u' && strchr("kg", o->p[o->n - 2]))
        o->p[o->n - 1] = 'w';
    else if (o->n > 1 && strchr("aiueo", o->p[o->n - 1]))
        o->n--;
    roman_put(o, vowel);
}

void roman_kana(const struct run *r, struct roman *o)
{
    bool twice = false;

    for (size_t i = 0; i < r->n; i++) {
        uint32_t c = r->cp[i] >= 0x30A1 ? r->cp[i] - 0x60 : r->cp[i];
        const char *s = LOOK(kana, c);
        bool small = i > 0 && c >= 0x3041 && c <= 0x308E;

        if (c == 0x3063) {
            twice = true;
            continue;
        }
        if (twice && *s && !strchr("aiueon", *s))
            roman_put(o, *s == 'c' ? 't' : *s);
        twice = false;
        if (small && (c == 0x3083 || c == 0x3085 || c == 0x3087))
            kana_glide(o, s);
        else if (small && ((c <= 0x3049 && c % 2 == 1) || c == 0x308E))
            kana_vowel(o, s[strlen(s) - 1]);
        else
            roman_str(o, s);
    }
}

/* ---- scripts whose consonants carry a vowel ------------------------------------------------- */

enum { INDIC_NUKTA = 0x3C, INDIC_SIGNS = 0x3E, INDIC_VIRAMA = 0x4D };

static bool indic_consonant(uint32_t at)
{
    return (at >= 0x15 && at <= 0x39) || (at >= 0x58 && at <= 0x5F);
}

/* A consonant with a dot below is another sound. */
static uint32_t indic_dotted(uint32_t at)
{
    static const uint8_t plain[8] = {0x15, 0x16, 0x17, 0x1C, 0x21, 0x22, 0x2B, 0x2F};

    for (uint32_t i = 0; i < 8; i++)
        if (plain[i] == at)
            return 0x58 + i;
    return at;
}

/* The blocks from Devanagari to Malayalam, which share one layout, and Sinhala. */
static bool indic_block(uint32_t c)
{
    return c >= 0x0900 && c < 0x0E00;
}

static void sinhala(const struct run *r, struct roman *o)
{
    for (size_t i = 0; i < r->n; i++) {
        uint32_t c = r->cp[i], after = i + 1 < r->n ? r->cp[i + 1] : 0;

        roman_str(o, LOOK(sinhala, c));
        if (c >= 0x0D9A && c <= 0x0DC6 && !(after >= 0x0DCA && after <= 0x0DDF))
            roman_put(o, 'a');
    }
}

/* A consonant carries an "a" unless a sign says otherwise; the northern languages (the first four
 * blocks) do not speak it at the end of a word. */
void roman_indic(const struct run *r, struct roman *o)
{
    if (r->cp[0] >= 0x0D80 && indic_block(r->cp[0])) {
        sinhala(r, o);
        return;
    }
    for (size_t i = 0; i < r->n; i++) {
        uint32_t at = r->cp[i] & 0x7F, after;
        bool northern = r->cp[i] < 0x0B00;

        if (!indic_block(r->cp[i])) /* an apostrophe, say */
            continue;
        if (i + 1 < r->n && (r->cp[i + 1] & 0x7F) == INDIC_NUKTA) {
            at = indic_dotted(at);
            i++;
        }
        if (at)
            roman_str(o, LOOK(indic, at));
        after = i + 1 < r->n ? r->cp[i + 1] & 0x7F : INDIC_SIGNS;
        if (indic_consonant(at) &&
            (i + 1 < r->n ? after < INDIC_SIGNS || after > INDIC_VIRAMA : !northern))
            roman_put(o, 'a');
    }
}

/* Khmer: a written vowel or none; the first consonant needs one to be spoken. */
void roman_khmer(const struct run *r, struct roman *o)
{
    for (size_t i = 0; i < r->n; i++) {
        uint32_t c = r->cp[i], after = i + 1 < r->n ? r->cp[i + 1] : 0;

        roman_str(o, LOOK(khmer, c));
        if (i == 0 && c < 0x17A2 && after >= 0x1780 && after <= 0x17A2)
            roman_put(o, 'a');
    }
}

/* Lao: some vowels are written before the consonant behind which they are spoken. */
void roman_lao(const struct run *r, struct roman *o)
{
    for (size_t i = 0; i < r->n; i++) {
        uint32_t c = r->cp[i];

        if (c >= 0x0EC0 && c <= 0x0EC4 && i + 1 < r->n) {
            i++;
            roman_str(o, LOOK(lao, r->cp[i]));
        }
        roman_str(o, LOOK(lao, c));
    }
}

static bool thai_vowel_before(uint32_t c)
{
    return c >= 0x0E40 && c <= 0x0E44;
}

/* Thai: likewise, and ICU's letters. */
void roman_thai(const struct run *r, struct roman *o)
{
    for (size_t i = 0; i < r->n; i++) {
        uint32_t c = r->cp[i], after = i + 1 < r->n ? r->cp[i + 1] : 0;

        if (thai_vowel_before(c) && !thai_vowel_before(after) && after >= 0x0E01 &&
            after <= 0x0E5B) {
            roman_str(o, roman_reading(after));
            i++;
        }
        roman_str(o, roman_reading(c));
    }
}
