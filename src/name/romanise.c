/* SPDX-License-Identifier: Apache-2.0
 *
 * Romanising one word: ASCII letters and digits that a reader of the script would recognise.
 *
 *   alphabets    a row a letter (romanise.def), with a few rules for neighbours
 *   syllables    Hangul, kana, Indic, Khmer, Lao: romanise_syllable.c
 *   Han          ICU's pinyin, character by character, remembered in a table of the thread
 *   the rest     ICU's "Any-Latin" on the whole run
 *
 * ICU takes 50 ms to open its transliterators and 10 us for a short word, which is a hundred times
 * what a table costs: lists hold millions of words, so ICU is asked only where its knowledge is
 * large. What it opened belongs to the thread and is closed when the thread ends.
 *
 * A word is split into runs of one script first, so that a Japanese name of kanji and kana, or a
 * Latin word with one Cyrillic letter in it, comes out right whatever script the caller names.
 */
#include "romanise.h"

#include <pthread.h>
#include <unicode/unorm2.h>
#include <unicode/utrans.h>

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

/* ---- ICU: Han and the rest ----------------------------------------------------------------- */

enum { PINYIN_SLOTS = 4096, PINYIN_MAX = 7 };

struct icu {
    UTransliterator *any, *han;
    struct {
        uint32_t cp;
        char text[PINYIN_MAX + 1];
    } pinyin[PINYIN_SLOTS];
};

static pthread_key_t icu_key;
static pthread_once_t icu_once = PTHREAD_ONCE_INIT;

static void icu_close(void *p)
{
    struct icu *icu = p;

    utrans_close(icu->any);
    utrans_close(icu->han);
    mem_free(icu);
}

static void icu_key_make(void)
{
    int failed = pthread_key_create(&icu_key, icu_close);

    assert(!failed);
    (void)failed;
}

static struct icu *icu_of_thread(void)
{
    struct icu *icu;

    pthread_once(&icu_once, icu_key_make);
    icu = pthread_getspecific(icu_key);
    if (!icu) {
        icu = mem_zero(1, sizeof(*icu));
        pthread_setspecific(icu_key, icu);
    }
    return icu;
}

static UTransliterator *icu_open(UTransliterator **slot, const char *rules)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar id[64];
    int32_t n = 0;

    while (rules[n]) {
        id[n] = (UChar)rules[n];
        n++;
    }
    if (!*slot)
        *slot = utrans_openU(id, n, UTRANS_FORWARD, NULL, 0, NULL, &status);
    return U_SUCCESS(status) ? *slot : NULL;
}

/* Runs 't' over the characters and keeps what letters and digits come out. */
static void icu_run(UTransliterator *t, const uint32_t *cp, size_t count, struct roman *o)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar text[WORD_MAX * 16];
    int32_t n = 0, limit;

    if (!t)
        return;
    for (size_t i = 0; i < count; i++)
        U16_APPEND_UNSAFE(text, n, cp[i]);
    limit = n;
    utrans_transUChars(t, text, &n, (int32_t)ARRAY_LEN(text), 0, &limit, &status);
    if (U_FAILURE(status))
        return;
    for (int32_t i = 0; i < n; i++)
        if (is_alnum(text[i]))
            roman_put(o, (char)text[i]);
}

static void han(const struct run *r, struct roman *o)
{
    struct icu *icu = icu_of_thread();

    for (size_t i = 0; i < r->n; i++) {
        uint32_t c = r->cp[i];
        size_t slot = c * 2654435761u >> 20;

        static_assert(PINYIN_SLOTS == 1 << 12, "the slot is the upper 12 bits of the product");
        if (icu->pinyin[slot].cp != c) {
            char text[WORD_MAX];
            struct roman one = {text, 0};

            icu_run(icu_open(&icu->han, "Han-Latin; Latin-ASCII; Lower"), &c, 1, &one);
            one.n = one.n > PINYIN_MAX ? PINYIN_MAX : one.n;
            memcpy(icu->pinyin[slot].text, text, one.n);
            icu->pinyin[slot].text[one.n] = '\0';
            icu->pinyin[slot].cp = c;
        }
        roman_str(o, icu->pinyin[slot].text);
    }
}

static void by_icu(const struct run *r, struct roman *o)
{
    icu_run(icu_open(&icu_of_thread()->any, "Any-Latin; Latin-ASCII; Lower"), r->cp, r->n, o);
}

/* ---- the whole word ------------------------------------------------------------------------ */

/* NULL: by ICU. */
static void (*const ways[SCRIPT_COUNT])(const struct run *r, struct roman *o) = {
    [SCRIPT_NONE] = latin,
    [SCRIPT_LATIN] = latin,
    [SCRIPT_CYRILLIC] = cyrillic,
    [SCRIPT_GREEK] = greek,
    [SCRIPT_ARMENIAN] = armenian,
    [SCRIPT_GEORGIAN] = georgian,
    [SCRIPT_ARABIC] = arabic,
    [SCRIPT_HEBREW] = hebrew,
    [SCRIPT_HAN] = han,
    [SCRIPT_KANA] = roman_kana,
    [SCRIPT_HANGUL] = roman_hangul,
    [SCRIPT_DEVANAGARI] = roman_indic,
    [SCRIPT_BENGALI] = roman_indic,
    [SCRIPT_TAMIL] = roman_indic,
    [SCRIPT_INDIC] = roman_indic,
    [SCRIPT_LAO] = roman_lao,
    [SCRIPT_KHMER] = roman_khmer,
    [SCRIPT_MONGOLIAN] = mongolian,
};

static void convert(enum script s, const struct run *r, struct roman *o)
{
    if (ways[s] && (ways[s] != roman_indic || roman_indic_block(r->cp[0])))
        ways[s](r, o);
    else
        by_icu(r, o);
}

/* Digits of any script, and nothing else of what belongs to no script. */
static void common(uint32_t c, struct roman *o)
{
    int32_t digit = u_charDigitValue((UChar32)c);

    if (digit >= 0 && digit <= 9)
        roman_put(o, (char)('0' + digit));
}

size_t romanise(enum script s, struct span folded, char out[WORD_MAX])
{
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
