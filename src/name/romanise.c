/* SPDX-License-Identifier: Apache-2.0
 *
 * Romanising one word: ASCII letters and digits that a reader of the script would recognise.
 *
 *   alphabets    a row a letter (romanise.def), with a few rules for neighbours
 *   syllables    Hangul, kana, Indic, Thai, Lao, Khmer, Burmese: romanise_syllable.c
 *   the rest     character by character as ICU reads them: Han above all, in pinyin, and what is
 *                rare (Ethiopic, Syriac, Thaana, Bopomofo)
 *
 * ICU takes a tenth of a second to open its transliterators, which is more than a process has for
 * its first answer. So they are asked when the program is built (romanise_gen.c) and only their
 * answers come along. What is given up are ICU's rules for neighbours. For Han those are three:
 * the first characters of Chongqing, Peru and "Tibetan script" are read otherwise there than
 * elsewhere. In Ethiopic it is the mark of a long consonant, which folding takes off anyway; in
 * Bopomofo, how the letters of a syllable join. Signs that are no letters have no reading.
 *
 * A word is split into runs of one script first, so that a Japanese name of kanji and kana, or a
 * Latin word with one Cyrillic letter in it, comes out right whatever script the caller names.
 */
#include "romanise.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include "romanise_table.h"

/* ---- the table of letters ------------------------------------------------------------------ */

const char roman_table[ROMAN_TABLE][5] = {
#define LETTER(block, cp, ascii) [at_##block + (cp) - first_##block] = ascii,
#include "romanise.def"
#undef LETTER
};

void roman_put(struct roman *o, char c)
{
    if (o->n < WORD_MAX)
        o->p[o->n++] = c;
}

void roman_str(struct roman *o, const char *s)
{
    while (*s)
        roman_put(o, *s++);
}

static bool is_alnum(uint32_t c)
{
    return c - 'a' < 26u || c - '0' < 10u;
}

/* The base letter of a letter with marks; the letter itself if it has none. */
static uint32_t base_letter(uint32_t c)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfd = unorm2_getNFDInstance(&status);
    UChar parts[32];
    int32_t n;

    if (U_FAILURE(status))
        return c;
    n = unorm2_getDecomposition(nfd, (UChar32)c, parts, (int32_t)ARRAY_LEN(parts), &status);
    return n > 0 && U_SUCCESS(status) && !U16_IS_SURROGATE(parts[0]) ? parts[0] : c;
}

/* ---- alphabets ----------------------------------------------------------------------------- */

static void latin(const struct run *r, struct roman *o)
{
    for (size_t i = 0; i < r->n; i++) {
        uint32_t c = r->cp[i];
        const char *s = LOOK(latin, c);

        if (!*s && c >= 0x80) {
            c = base_letter(c);
            s = LOOK(latin, c);
        }
        if (*s)
            roman_str(o, s);
        else if (c - 'A' < 26u)
            roman_put(o, (char)(c - 'A' + 'a'));
        else if (is_alnum(c))
            roman_put(o, (char)c);
    }
}

static void cyrillic(const struct run *r, struct roman *o)
{
    for (size_t i = 0; i < r->n; i++) {
        const char *s = LOOK(cyrillic, r->cp[i]);

        roman_str(o, *s ? s : LOOK(cyrillic, base_letter(r->cp[i])));
    }
}

/* Two letters of Greek that make one sound; 0 when they do not. */
static const char *greek_pair(uint32_t a, uint32_t b, bool first)
{
    static const struct {
        uint16_t a, b;
        char initial[3], inside[3];
    } pairs[] = {
        {0x03BF, 0x03C5, "ou", "ou"}, /* omicron upsilon */
        {0x03B1, 0x03C5, "av", "av"}, {0x03B5, 0x03C5, "ev", "ev"},
        {0x03B3, 0x03B3, "ng", "ng"}, {0x03B3, 0x03BA, "g", "gk"},
        {0x03B3, 0x03C7, "nc", "nc"}, {0x03BC, 0x03C0, "b", "mp"},
        {0x03BD, 0x03C4, "d", "nt"},  {0x03C4, 0x03B6, "tz", "tz"},
    };

    for (size_t i = 0; i < ARRAY_LEN(pairs); i++)
        if (pairs[i].a == a && pairs[i].b == b)
            return first ? pairs[i].initial : pairs[i].inside;
    return NULL;
}

static void greek(const struct run *r, struct roman *o)
{
    for (size_t i = 0; i < r->n; i++) {
        uint32_t c = base_letter(r->cp[i]);
        uint32_t next = i + 1 < r->n ? base_letter(r->cp[i + 1]) : 0;
        const char *pair = greek_pair(c, next, i == 0);

        roman_str(o, pair ? pair : LOOK(greek, c));
        i += pair != NULL;
    }
}

static void armenian(const struct run *r, struct roman *o)
{
    for (size_t i = 0; i < r->n; i++) {
        uint32_t c = r->cp[i];

        if (c == 0x0578 && i + 1 < r->n && r->cp[i + 1] == 0x0582) { /* vo yiwn: u */
            roman_put(o, 'u');
            i++;
        } else if (i == 0 && r->n > 1 && (c == 0x0565 || c == 0x0578)) {
            roman_str(o, c == 0x0565 ? "ye" : "vo");
        } else {
            roman_str(o, LOOK(armenian, c));
        }
    }
}

static void georgian(const struct run *r, struct roman *o)
{
    for (size_t i = 0; i < r->n; i++) {
        uint32_t c = r->cp[i];

        /* Capitals of both kinds fold to these, unless the text was not folded. */
        if (c - 0x1C90 <= 0x1CBF - 0x1C90u)
            c -= 0x1C90 - 0x10D0;
        roman_str(o, LOOK(georgian, c));
    }
}

static void mongolian(const struct run *r, struct roman *o)
{
    for (size_t i = 0; i < r->n; i++)
        roman_str(o, LOOK(mongolian, r->cp[i]));
}

/* ---- Arabic and Hebrew --------------------------------------------------------------------- */

static bool arabic_vowel(uint32_t c)
{
    return c == 0x0627 || c == 0x0622 || c == 0x0623 || c == 0x0625 || c == 0x0649 || c == 0x0629;
}

static bool arabic_waw(uint32_t c)
{
    return c == 0x0648;
}

static bool arabic_yeh(uint32_t c)
{
    return c == 0x064A || c == 0x06CC;
}

/* Waw and yeh are consonants at the start and beside another vowel, and long vowels else. */
static void arabic(const struct run *r, struct roman *o)
{
    for (size_t i = 0; i < r->n; i++) {
        uint32_t c = r->cp[i];
        uint32_t before = i ? r->cp[i - 1] : 0, after = i + 1 < r->n ? r->cp[i + 1] : 0;

        if (arabic_waw(c) && (!before || arabic_vowel(before) || arabic_vowel(after)))
            roman_put(o, 'w');
        else if (arabic_yeh(c) && (!before || arabic_vowel(before) || arabic_vowel(after) ||
                                   arabic_waw(after)))
            roman_put(o, 'y');
        else if (c == 0x0639) /* ain: a sound of its own that Latin writes as its vowel */
            roman_str(o, before ? "" : "a");
        else
            roman_str(o, LOOK(arabic, c));
    }
}

static bool geresh(uint32_t c)
{
    return c == '\'' || c == 0x05F3 || c == 0x2019;
}

static void hebrew(const struct run *r, struct roman *o)
{
    for (size_t i = 0; i < r->n; i++) {
        uint32_t c = r->cp[i];
        uint32_t after = i + 1 < r->n ? r->cp[i + 1] : 0;

        if (c == 0x05F0 || (c == 0x05D5 && (i == 0 || after == 0x05D5))) {
            roman_put(o, 'v');
            i += after == 0x05D5;
        } else if (c == 0x05D9 && (i == 0 || after == 0x05D9)) {
            roman_put(o, 'y');
            i += after == 0x05D9;
        } else if (geresh(after) && c == 0x05D2) {
            roman_put(o, 'j');
        } else if (geresh(after) && c == 0x05D6) {
            roman_str(o, "zh");
        } else if (geresh(after) && (c == 0x05E6 || c == 0x05E5)) {
            roman_str(o, "ch");
        } else {
            roman_str(o, LOOK(hebrew, c));
        }
    }
}

/* ---- by table: Han and the rest ------------------------------------------------------------ */

const char *roman_reading(uint32_t c)
{
    uint32_t at = c / READING_BLOCK;

    return READINGS[at < ARRAY_LEN(BLOCK_OF) ? BLOCKS[BLOCK_OF[at]][c % READING_BLOCK] : 0];
}

uint32_t han_simplified(uint32_t c)
{
    size_t low = 0, high = ARRAY_LEN(SIMPLE);

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (SIMPLE[middle][0] < c)
            low = middle + 1;
        else
            high = middle;
    }
    return low < ARRAY_LEN(SIMPLE) && SIMPLE[low][0] == c ? SIMPLE[low][1] : c;
}

uint64_t romanise_stamp(void)
{
    return STAMP;
}

static void by_table(const struct run *r, struct roman *o)
{
    for (size_t i = 0; i < r->n; i++)
        roman_str(o, roman_reading(r->cp[i]));
}

/* ---- the whole word ------------------------------------------------------------------------ */

static void (*const ways[SCRIPT_COUNT])(const struct run *r, struct roman *o) = {
#define WAY(script, how) [SCRIPT_##script] = how,
    ROMAN_WAYS(WAY)
#undef WAY
    [SCRIPT_THAI] = roman_thai, /* with ICU's letters */
};

static void convert(enum script s, const struct run *r, struct roman *o)
{
    if (ways[s])
        ways[s](r, o);
    else
        by_table(r, o);
}

/* Digits of any script, and nothing else of what belongs to no script. */
static void common(uint32_t c, struct roman *o)
{
    int32_t digit = u_charDigitValue((UChar32)c);

    if (digit >= 0 && digit <= 9)
        roman_put(o, (char)('0' + digit));
}

/* Most words are ASCII when they are folded: these are what they are. */
static bool is_plain(struct span s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!is_alnum((unsigned char)s.p[i]))
            return false;
    return s.n > 0 && s.n <= WORD_MAX;
}

size_t romanise(enum script s, struct span folded, char out[WORD_MAX])
{
    if (is_plain(folded)) {
        memcpy(out, folded.p, folded.n);
        return folded.n;
    }
    struct roman o = {out, 0};
    struct run run = {.n = 0};
    enum script of_run = s;

    while (folded.n && run.n < WORD_MAX) {
        uint32_t c = utf8_next(&folded);
        enum script of_c = script_of(c);

        if (of_c == SCRIPT_NONE && u_charDigitValue((UChar32)c) >= 0) {
            if (run.n)
                convert(of_run, &run, &o);
            run.n = 0;
            common(c, &o);
            continue;
        }
        /* Marks and apostrophes belong to the run that they stand in. */
        if (of_c != SCRIPT_NONE && of_c != of_run && run.n) {
            convert(of_run, &run, &o);
            run.n = 0;
        }
        if (of_c != SCRIPT_NONE)
            of_run = of_c;
        run.cp[run.n++] = c;
    }
    if (run.n)
        convert(of_run, &run, &o);
    return o.n;
}
