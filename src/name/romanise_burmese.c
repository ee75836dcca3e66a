/* SPDX-License-Identifier: Apache-2.0
 *
 * Romanising Burmese, the way that passports of the country spell names.
 *
 * A syllable is
 *
 *   a consonant   with up to four small ones that change it: ya, ra (spoken alike), wa, ha
 *   a vowel       of one or two signs, or none, which is "a"
 *   a final       a consonant with a killer (asat), or with another consonant stacked below it; or
 *                 the sign for "n"
 *   a tone        two signs, which names show in a few rhymes only (Myint, Soe)
 *
 * Vowel and final together make the rhyme, and rhymes are spelt by custom: "o" with "ng" is "aung".
 * So there is a table of rhymes. Signs in an order that is no syllable are read as far as they go.
 */
#include "romanise.h"

enum vowel { VOWEL_A, VOWEL_I, VOWEL_U, VOWEL_E, VOWEL_AI, VOWEL_AW, VOWEL_O, VOWELS };
enum final { FINAL_NONE, FINAL_K, FINAL_NG, FINAL_S, FINAL_NY, FINAL_T, FINAL_N, FINAL_Y, FINALS };

static const char rhymes[VOWELS][FINALS][5] = {
    /*             none   k      ng      s      ny    t      n      y  */
    [VOWEL_A] =  {"a",   "et",  "in",   "it",  "i",  "at",  "an",  "e"},
    [VOWEL_I] =  {"i",   "eik", "in",   "eik", "i",  "eik", "ein", "i"},
    [VOWEL_U] =  {"u",   "ok",  "on",   "ok",  "u",  "ok",  "on",  "u"},
    [VOWEL_E] =  {"ay",  "et",  "en",   "it",  "ay", "it",  "en",  "ay"},
    [VOWEL_AI] = {"e",   "et",  "en",   "et",  "e",  "et",  "en",  "e"},
    [VOWEL_AW] = {"aw",  "auk", "aung", "auk", "aw", "auk", "aung", "aw"},
    [VOWEL_O] =  {"o",   "aik", "aing", "aik", "o",  "aik", "aing", "o"},
};

enum { ANUSVARA = 0x1036, DOT = 0x1037, VISARGA = 0x1038, STACK = 0x1039, ASAT = 0x103A };

/* The small consonants, as bits. */
enum { SMALL_Y = 1, SMALL_W = 2, SMALL_H = 4 };

struct reader {
    const struct run *r;
    size_t at;
};

static uint32_t ahead(const struct reader *in, size_t k)
{
    return in->at + k < in->r->n ? in->r->cp[in->at + k] : 0;
}

static bool consonant(uint32_t c)
{
    return c >= 0x1000 && c <= 0x1021;
}

static unsigned take_small(struct reader *in)
{
    unsigned small = 0;

    for (; ahead(in, 0) >= 0x103B && ahead(in, 0) <= 0x103E; in->at++)
        small |= ahead(in, 0) <= 0x103C ? SMALL_Y : ahead(in, 0) == 0x103D ? SMALL_W : SMALL_H;
    return small;
}

static enum vowel take_vowel(struct reader *in)
{
    enum vowel v = VOWEL_A;

    for (;; in->at++)
        switch (ahead(in, 0)) {
        case 0x102B: /* the two forms of long a; behind e they make aw */
        case 0x102C:
            v = v == VOWEL_E ? VOWEL_AW : v;
            break;
        case 0x102D:
        case 0x102E:
            v = VOWEL_I;
            break;
        case 0x102F: /* behind i it makes o */
        case 0x1030:
            v = v == VOWEL_I ? VOWEL_O : VOWEL_U;
            break;
        case 0x1031:
            v = VOWEL_E;
            break;
        case 0x1032:
            v = VOWEL_AI;
            break;
        default:
            return v;
        }
}

static enum final final_of(uint32_t c)
{
    switch (c) {
    case 0x1004:
        return FINAL_NG;
    case 0x1009:
    case 0x100F:
    case 0x1014:
    case 0x1019:
        return FINAL_N;
    case 0x100A:
        return FINAL_NY;
    case 0x101A:
        return FINAL_Y;
    default:
        if (c >= 0x101B) /* ra, la, sa and so on are written and not spoken */
            return FINAL_NONE;
        return c <= 0x1003 ? FINAL_K : c <= 0x1008 ? FINAL_S : FINAL_T;
    }
}

/* '*tone' becomes the tone sign, which stands before the killer or behind the syllable. */
static enum final take_final(struct reader *in, uint32_t *tone)
{
    enum final f = FINAL_NONE;
    size_t dot = ahead(in, 1) == DOT;

    if (ahead(in, 0) == ANUSVARA) {
        f = FINAL_N;
        in->at++;
    } else if (consonant(ahead(in, 0)) &&
               (ahead(in, 1 + dot) == ASAT || ahead(in, 1 + dot) == STACK)) {
        f = final_of(ahead(in, 0));
        *tone = dot ? DOT : 0;
        in->at += 2 + dot;
    }
    for (; ahead(in, 0) >= DOT && ahead(in, 0) <= ASAT; in->at++)
        if (ahead(in, 0) <= VISARGA)
            *tone = ahead(in, 0);
    return f;
}

static void put_consonant(uint32_t c, unsigned small, struct roman *o)
{
    bool hushing = small & SMALL_H && (c == 0x101B || (small & SMALL_Y && (c == 0x101C ||
                                                                          c == 0x101E)));

    if (hushing) {
        roman_str(o, "sh");
    } else if (c == 0x1001 && small & SMALL_Y) {
        roman_str(o, "ch");
    } else {
        if (small & SMALL_H)
            roman_put(o, 'h');
        /* "ng" with "y" is spoken as one sound. */
        roman_str(o, c == 0x1004 && small & SMALL_Y ? "n" : LOOK(burmese, c));
        if (small & SMALL_Y)
            roman_put(o, 'y');
    }
}

static void put_rhyme(enum vowel v, enum final f, bool w, uint32_t tone, struct roman *o)
{
    if (w && v == VOWEL_A && (f == FINAL_T || f == FINAL_N)) { /* Tun, not Twan */
        roman_str(o, f == FINAL_T ? "ut" : "un");
    } else {
        if (w)
            roman_put(o, 'w');
        roman_str(o, w && v == VOWEL_E && f == FINAL_NONE ? "e" : rhymes[v][f]);
    }
    if (tone == DOT && (f == FINAL_N || f == FINAL_NG))
        roman_put(o, 't');
    if (tone == VISARGA && v == VOWEL_O && f == FINAL_NONE)
        roman_put(o, 'e');
}

static void syllable(struct reader *in, struct roman *o)
{
    uint32_t c = ahead(in, 0), tone = 0;
    unsigned small;

    in->at++;
    small = take_small(in);
    enum vowel v = take_vowel(in);
    enum final f = take_final(in, &tone);

    put_consonant(c, small, o);
    put_rhyme(v, f, small & SMALL_W, tone, o);
}

void roman_burmese(const struct run *r, struct roman *o)
{
    struct reader in = {r, 0};

    while (in.at < r->n) {
        uint32_t c = r->cp[in.at];

        if (consonant(c)) {
            syllable(&in, o);
        } else {
            roman_str(o, LOOK(burmese, c));
            in.at++;
        }
    }
}
