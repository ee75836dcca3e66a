/* SPDX-License-Identifier: Apache-2.0
 *
 * Folding, and cutting a text into raw words.
 *
 *   sign                                     what it does
 *   ---------------------------------------  ------------------------------------------
 *   letters, digits                          make a word
 *   apostrophes, modifier letters, tatweel   vanish: Qa'ida is qaida, Myo'ng is myong
 *   period                                   vanishes between single letters (A.B.C.) and before
 *                                            a blank; else it separates
 *   & +                                      the word "and" / "plus"
 *   / ;                                      separate two names
 *   comma                                    is remembered (LAST, Given)
 *   anything else                            separates words
 *
 * A change of script inside a word separates as well (Han from Kana does not: both are Japanese),
 * unless its letters only look like those of another script (lookalike.c).
 * "SiemensAG": a lower-case letter followed by two capitals that end the word separates.
 *
 * Marks. NFKC composes what it can. A combining mark that remains is dropped in scripts
 * where it only colours a letter (Latin, Greek, Cyrillic, Arabic, Hebrew) and kept where it is a
 * vowel (Indic, Thai, Khmer, ...).
 */
#include "name/fold.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

struct folder {
    struct arena *arena;
    struct raw *out;
    size_t n, max;
    char word[WORD_MAX + 8];
    size_t len, letters;
    enum script script;
    bool comma, slash;     /* seen since the last word */
    bool dotted;           /* this word: every letter so far had its period */
    bool upper, lower;     /* cases seen in this word */
};

static void word_end(struct folder *f)
{
    if (f->len == 0)
        return;
    if (f->n < f->max) {
        struct raw *r = &f->out[f->n++];
        r->form = arena_span(f->arena, (struct span){f->word, f->len});
        r->script = f->script;
        r->comma_before = f->comma;
        r->slash_before = f->slash;
        r->dotted = f->dotted;
        r->capitals = f->upper && !f->lower && f->letters > 1;
    }
    f->len = f->letters = 0;
    f->script = SCRIPT_NONE;
    f->comma = f->slash = f->dotted = f->upper = f->lower = false;
}

static void whole_word(struct folder *f, struct span word)
{
    word_end(f);
    memcpy(f->word, word.p, word.n);
    f->len = word.n;
    f->letters = word.n;
    f->script = SCRIPT_LATIN;
    word_end(f);
}

/* A word longer than WORD_MAX is cut: nobody's name is, and the rest would not be compared. */
static void letter(struct folder *f, uint32_t cp, enum script s, bool upper, bool lower)
{
    if (s != SCRIPT_NONE && f->script != SCRIPT_NONE && s != f->script) {
        bool japanese = (s == SCRIPT_KANA && f->script == SCRIPT_HAN) ||
                        (s == SCRIPT_HAN && f->script == SCRIPT_KANA);
        if (!japanese)
            word_end(f);
    }
    if (s != SCRIPT_NONE)
        f->script = s;
    f->upper |= upper;
    f->lower |= lower;
    f->letters++;
    if (f->len + 4 <= WORD_MAX)
        f->len += utf8_put(f->word + f->len, cp);
}

static bool mark_kept(enum script s)
{
    return s > SCRIPT_HEBREW;
}

/* Letters that are one letter to a reader of the script: variants of alef, yeh, kaf, heh in the
 * Arabic script; final forms in Hebrew; Greek final sigma is case folding's business already. */
static uint32_t same_letter(uint32_t cp)
{
    switch (cp) {
    case 0x622: case 0x623: case 0x625: case 0x671: return 0x627;
    case 0x649: case 0x6CC: case 0x6D2: case 0x626: return 0x64A;
    case 0x6A9: return 0x643;
    case 0x629: case 0x6C1: case 0x6C3: case 0x6D5: case 0x6BE: return 0x647;
    case 0x624: return 0x648;
    case 0x5DA: return 0x5DB;
    case 0x5DD: return 0x5DE;
    case 0x5DF: return 0x5E0;
    case 0x5E3: return 0x5E4;
    case 0x5E5: return 0x5E6;
    case 0x451: return 0x435;
    default: return cp;
    }
}

static bool vanishes(uint32_t cp)
{
    if (cp < 0x80)
        return cp == '\'' || cp == '`' || cp == '"';
    switch (cp) {
    case 0xB4: case 0x2018: case 0x2019: case 0x201A: case 0x201B: case 0x2032: case 0x2033:
    case 0x201C: case 0x201D: case 0x201E: case 0xAB: case 0xBB: case 0x640: case 0x621:
    case 0x200C: case 0x200D: case 0x200E: case 0x200F: case 0xAD: case 0xFEFF: case 0x5F3:
    case 0x5F4: case 0x55A: case 0x2B9: case 0x2BA: case 0x2BB: case 0x2BC: case 0x2BD:
    case 0x2BE: case 0x2BF: case 0x2C8: case 0xA78B: case 0xA78C: case 0x61C:
        return true;
    default:
        return false;
    }
}

/* Quotation marks vanish inside a word but separate at its edges: ООО"БАЗО". */
static bool quotes(uint32_t cp)
{
    return cp == '"' || (cp >= 0x201C && cp <= 0x201E) || cp == 0xAB || cp == 0xBB;
}

static void other_sign(struct folder *f, uint32_t cp)
{
    if (cp == '&') {
        whole_word(f, SPAN("and"));
        return;
    }
    word_end(f);
    if (cp == ',' || cp == 0x60C || cp == 0x3001 || cp == 0xFF0C)
        f->comma = true;
    else if (cp == '/' || cp == ';' || cp == 0x61B)
        f->slash = true;
}

/* "J.-C.", "U.S." and "o.o.o.": a period behind a single letter keeps the word open for the next
 * letter. The word is dotted as long as all its letters are so. */
static bool keeps_dotted(struct folder *f, struct span rest)
{
    if (f->letters != 1 && !f->dotted)
        return false;
    f->dotted = true;
    if (rest.n == 0)
        return true;
    struct span at = rest;
    uint32_t next = utf8_next(&at);
    if (!u_isalpha((UChar32)next))
        return true;
    /* one more letter with its period, or the last letter of the word */
    if (at.n == 0)
        return true;
    uint32_t after = utf8_next(&at);
    return after == '.' || !u_isalnum((UChar32)after);
}

/* lower + two capitals that end the word: SiemensAG, but not McDonald or PwC. */
static bool camel(struct span text, size_t at)
{
    if (at == 0 || at + 1 >= text.n)
        return false;
    const char *p = text.p;
    if (!(p[at - 1] >= 'a' && p[at - 1] <= 'z') || !(p[at] >= 'A' && p[at] <= 'Z'))
        return false;
    size_t end = at;
    while (end < text.n && p[end] >= 'A' && p[end] <= 'Z')
        end++;
    return end - at >= 2 && (end == text.n || p[end] == ' ' || p[end] == ',');
}

static void ascii_run(struct folder *f, struct span text)
{
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        bool upper = c >= 'A' && c <= 'Z', lower = c >= 'a' && c <= 'z';
        if (upper || lower) {
            if (upper && camel(text, i))
                word_end(f);
            letter(f, upper ? c + 32u : c, SCRIPT_LATIN, upper, lower);
        } else if (c >= '0' && c <= '9') {
            letter(f, c, SCRIPT_NONE, false, false);
        } else if (c == '.') {
            if (!keeps_dotted(f, span_from(text, i + 1)))
                word_end(f);
        } else if (quotes(c)) {
            word_end(f);
        } else if (!vanishes(c)) {
            other_sign(f, c);
        }
    }
    word_end(f);
}

static bool is_ascii(struct span s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

/* One code point of NFKC-normalised text, case not yet folded (the case tells capitals). */
static void unicode_sign(struct folder *f, uint32_t cp, struct span rest)
{
    int8_t type = u_charType((UChar32)cp);
    bool is_mark = type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK ||
                   type == U_ENCLOSING_MARK;
    if (vanishes(cp) || quotes(cp)) {
        if (quotes(cp))
            word_end(f);
        return;
    }
    if (is_mark) {
        if (f->len > 0 && mark_kept(f->script) && f->len + 4 <= WORD_MAX)
            f->len += utf8_put(f->word + f->len, cp);
        return;
    }
    if (type == U_MODIFIER_LETTER && cp != 0x30FC && cp != 0x3005)
        return;
    if (u_isalpha((UChar32)cp)) {
        enum script s = script_of(cp);
        UChar32 low = u_foldCase((UChar32)cp, U_FOLD_CASE_DEFAULT);
        letter(f, same_letter((uint32_t)low), cp == 0x30FC ? SCRIPT_KANA : s,
               type == U_UPPERCASE_LETTER, type == U_LOWERCASE_LETTER);
    } else if (u_isdigit((UChar32)cp)) {
        letter(f, (uint32_t)('0' + u_charDigitValue((UChar32)cp)), SCRIPT_NONE, false, false);
    } else if (cp == '.') {
        if (!keeps_dotted(f, rest))
            word_end(f);
    } else {
        other_sign(f, cp);
    }
}

/* Accents by themselves, typed for an apostrophe: NFKC would make a blank of them. */
static void accents_to_apostrophes(UChar *text, int32_t n)
{
    for (int32_t i = 0; i < n; i++)
        if (text[i] == 0xB4 || text[i] == 0x384 || text[i] == 0x1FBD || text[i] == 0x1FBF ||
            text[i] == 0x1FEF || text[i] == 0x1FFD || text[i] == 0x1FFE)
            text[i] = '\'';
}

/* The text in NFKC, or as it is where ICU will not. */
static struct span normalised(struct arena *a, struct span text)
{
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *n = unorm2_getNFKCInstance(&code);
    if (U_FAILURE(code))
        return text;
    UChar in[LIMIT_NAME_BYTES + 8], out[4 * LIMIT_NAME_BYTES];
    int32_t in_n = 0, out_n, utf8_n = 0;
    u_strFromUTF8WithSub(in, LIMIT_NAME_BYTES, &in_n, text.p, (int32_t)text.n, ' ', NULL, &code);
    accents_to_apostrophes(in, in_n);
    out_n = unorm2_normalize(n, in, in_n, out, (int32_t)ARRAY_LEN(out), &code);
    if (U_FAILURE(code))
        return text;
    size_t room = (size_t)out_n * 3 + 1;
    char *utf8 = arena_alloc(a, room);
    u_strToUTF8(utf8, (int32_t)room, &utf8_n, out, out_n, &code);
    return U_FAILURE(code) ? text : (struct span){utf8, (size_t)utf8_n};
}

size_t fold_words(struct arena *a, struct span text, struct raw *out, size_t max)
{
    struct folder f = {.arena = a, .out = out, .max = max};
    if (text.n > LIMIT_NAME_BYTES)
        text.n = LIMIT_NAME_BYTES;
    if (is_ascii(text)) {
        ascii_run(&f, text);
        return f.n;
    }
    struct span rest = one_script_each(a, normalised(a, text));
    while (rest.n > 0) {
        uint32_t cp = utf8_next(&rest);
        unicode_sign(&f, cp, rest);
    }
    word_end(&f);
    return f.n;
}

/* ---- letters --------------------------------------------------------------------------------- */

/* A sum that does not depend on their order, of letters, digits and marks, both cases as one. */
static uint64_t sum_of_letters(struct span text)
{
    uint64_t sum = 0;
    while (text.n > 0) {
        uint32_t cp = utf8_next(&text);
        if (!u_isalnum((UChar32)cp) && !(U_GET_GC_MASK((UChar32)cp) & U_GC_M_MASK))
            continue;
        cp = (uint32_t)u_foldCase((UChar32)cp, U_FOLD_CASE_DEFAULT);
        sum += span_hash((struct span){(const char *)&cp, sizeof(cp)});
    }
    return sum;
}

bool fold_same_letters(struct span a, struct span b)
{
    return sum_of_letters(a) == sum_of_letters(b);
}
