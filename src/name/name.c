/* SPDX-License-Identifier: Apache-2.0
 *
 * From raw words to the words of a name.
 *
 *   raw words --alternatives--> parts --split / join--> tokens --lexicon--> classed tokens
 *
 *   persons        "LAST, Given" becomes Given LAST with the roles remembered; dotted letters are
 *                  initials, one each; a Han or Hangul word without blanks is family name + given
 *                  name, by length and the few family names of two syllables
 *   organisations  a word of a script without blanks is cut into the words that it is made of;
 *                  legal forms, often several words, become one token in canonical form; dotted
 *                  letters are one word (A.B.C. is abc); "A/S" is one word
 */
#include "name/name.h"

#include <math.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "name/fold.h"

struct maker {
    struct arena *arena;
    enum name_kind kind;
    struct token *out;
    size_t n;
};

uint16_t name_classes(enum name_kind kind)
{
    const uint16_t person = WORD_TITLE | WORD_PARTICLE | WORD_DESCENT | WORD_KUNYA | WORD_SUFFIX |
                            WORD_COMPOUND | WORD_NUMBER | WORD_STOP;
    const uint16_t org = WORD_LEGAL | WORD_GENERIC | WORD_BUSINESS | WORD_STOP | WORD_NUMBER | WORD_PLACE |
                         WORD_PARTICLE;
    switch (kind) {
    case NAME_PERSON: return person;
    case NAME_ORG: return org;
    case NAME_OBJECT: return WORD_NUMBER | WORD_STOP;
    case NAME_ENTITY: return org | WORD_DESCENT | WORD_KUNYA | WORD_COMPOUND;
    case NAME_KINDS: break;
    }
    return 0;
}

uint32_t token_letters(struct span latin)
{
    uint32_t bits = 0;
    for (size_t i = 0; i < latin.n; i++) {
        char c = latin.p[i];
        bits |= c >= 'a' && c <= 'z' ? 1u << (c - 'a') : 1u << 26;
    }
    return bits;
}

static bool all_digits(struct span s)
{
    if (s.n == 0 || s.p[0] > '9')
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return true;
}

/* The value of a token that is a number: digits, or a number word where the name can have one. */
static int32_t number_of(const struct token *t, enum name_kind kind)
{
    uint64_t v;
    if (all_digits(t->form))
        return span_u64(t->form, &v) && v < INT32_MAX ? (int32_t)v : INT32_MAX;
    if (kind != NAME_PERSON && t->word && (t->word->classes & WORD_NUMBER))
        return t->word->number;
    return -1;
}

/* Small words that join others in names of persons too. Other stop words are names there (Ja, An). */
static bool joins(const struct token *t)
{
    static const char *const words[] = {"the", "of", "and", "und", "et", "for"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (span_eq(t->latin, span_of(words[i])))
            return true;
    return false;
}

/* Words that are a class in one position and a name in another. A number word or a legal form is
 * one only where the rest of the name lets it be; a person's particle is no generic word. */
void token_classes(struct token *t, enum name_kind kind)
{
    t->classes = t->word ? (uint16_t)(t->word->classes & name_classes(kind)) : 0;
    if (kind == NAME_PERSON && (t->classes & WORD_STOP) && !joins(t))
        t->classes &= (uint16_t)~WORD_STOP;
    t->number = number_of(t, kind);
    if (t->number < 0)
        t->classes &= (uint16_t)~WORD_NUMBER;
    else
        t->classes |= WORD_NUMBER;
    if (t->form.n <= 4 && code_points(t->form) == 1 && !token_syllabic(t) &&
        !(t->classes & WORD_NUMBER) && (kind == NAME_PERSON || !(t->classes & WORD_STOP)))
        t->classes = (uint16_t)((t->classes & ~TOKEN_MINOR) | TOKEN_INITIAL);
}

/* A syllable of Chinese or Korean that romanises like a particle (Li, Bin) is a name. */
static const struct word *token_word(const struct token *t)
{
    const struct word *own = t->script == SCRIPT_LATIN ? NULL : word_find(t->form);
    if (own || t->script == SCRIPT_HAN || t->script == SCRIPT_KANA || t->script == SCRIPT_HANGUL)
        return own;
    return word_find(t->latin);
}

static void token_fill(struct token *t, enum name_kind kind)
{
    t->word = token_word(t);
    t->letters = token_letters(t->latin);
    token_classes(t, kind);
    t->weight = name_weigh(t, 0, 0);
}

float name_weigh(const struct token *t, uint64_t df, uint64_t total)
{
    static const float share_of_rank[] = {0, 2e-5f, 1e-4f, 5e-4f, 2e-3f, 8e-3f};
    float share = 5e-6f;
    if (t->word) {
        uint8_t rank = t->word->given > t->word->family ? t->word->given : t->word->family;
        share = greater(share, share_of_rank[rank < 6 ? rank : 5]);
    }
    /* A small collection says little: its counts are held against ten thousand names unseen. */
    if (df > 0)
        share = greater(share, (float)df / (float)(total + 10000));
    float w = -0.25f * log10f(share);
    return lesser(greater(w, 0.4f), 1.3f);
}

/* ---- making tokens ------------------------------------------------------------------------- */

static struct token *put(struct maker *m, struct span form, enum script script, uint16_t classes)
{
    char latin[WORD_MAX], skel[17];
    if (m->n == LIMIT_NAME_TOKENS)
        return NULL;
    size_t latin_n = romanise(script, form, latin);
    if (latin_n == 0 && (script == SCRIPT_LATIN || script == SCRIPT_NONE))
        return NULL;
    struct token *t = &m->out[m->n++];
    *t = (struct token){.script = (uint8_t)script, .number = -1};
    t->latin = arena_span(m->arena, (struct span){latin, latin_n});
    t->form = script == SCRIPT_LATIN || script == SCRIPT_NONE ? t->latin : form;
    t->skel = arena_span(m->arena, (struct span){skel, skeleton(t->latin, skel)});
    token_fill(t, m->kind);
    t->classes |= classes;
    return t;
}

/* Dotted letters of a person: one initial each. */
static void put_initials(struct maker *m, const struct raw *r, uint16_t classes)
{
    struct span rest = r->form;
    while (rest.n > 0) {
        struct span one = rest;
        utf8_next(&rest);
        one.n -= rest.n;
        struct token *t = put(m, one, r->script, classes);
        if (t)
            t->classes |= TOKEN_INITIAL;
    }
}

/* Chinese and Korean family names of two syllables that are common enough to matter. */
static bool double_family(struct span two)
{
    static const char *const names[] = {"欧阳", "歐陽", "司马", "司馬", "诸葛", "諸葛", "上官",
                                        "夏侯", "皇甫", "令狐", "东方", "東方", "慕容", "남궁",
                                        "황보", "선우", "제갈", "독고", "사공"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (span_eq(two, span_of(names[i])))
            return true;
    return false;
}

/* "王小明", "김민호": family name, then given name. Longer words are foreign names spelt by
 * syllable and stay whole. */
static bool put_east_asian(struct maker *m, const struct raw *r, bool alone)
{
    size_t n = code_points(r->form);
    bool han = r->script == SCRIPT_HAN, hangul = r->script == SCRIPT_HANGUL;
    if (m->kind == NAME_ORG || m->kind == NAME_OBJECT || !alone || !(han || hangul) || n < 2 ||
        n > 4)
        return false;
    struct span rest = r->form;
    utf8_next(&rest);
    if (n >= 3) {
        struct span after = rest;
        utf8_next(&after);
        if (n == 4 || double_family((struct span){r->form.p, r->form.n - after.n}))
            rest = after;
    }
    put(m, (struct span){r->form.p, r->form.n - rest.n}, r->script, TOKEN_FAMILY);
    put(m, rest, r->script, TOKEN_GIVEN);
    return true;
}

/* The Arabic article is written together with its word, and by itself in Latin letters: al-Haqq.
 * In a name that only begins with these letters (Elias) the two are read together again. */
static bool put_article(struct maker *m, const struct raw *r, uint16_t classes)
{
    const struct span article = SPAN("\xD8\xA7\xD9\x84");
    if (r->script != SCRIPT_ARABIC || !span_starts(r->form, article) || r->form.n < article.n + 4 ||
        span_eq(r->form, SPAN("\xD8\xA7\xD9\x84\xD9\x84\xD9\x87")))
        return false;
    put(m, article, r->script, classes);
    put(m, span_from(r->form, article.n), r->script, classes);
    return true;
}

static void put_word(struct maker *m, const struct raw *r, bool alone, uint16_t classes)
{
    if (put_article(m, r, classes))
        return;
    if (r->dotted && m->kind == NAME_PERSON)
        put_initials(m, r, classes);
    else if (!put_east_asian(m, r, alone))
        put(m, r->form, r->script, classes);
}

/* ---- persons ------------------------------------------------------------------------------- */

/* How many words stand before the first comma; 0 where there is none or it only sets off a
 * suffix ("Frost, Jr"). */
static size_t family_words(const struct raw *raw, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (raw[i].comma_before)
            return i;
    return 0;
}

static void make_person(struct maker *m, const struct raw *raw, size_t n)
{
    size_t family = family_words(raw, n);
    bool some_lower = false;
    for (size_t i = 0; i < n; i++)
        some_lower |= !raw[i].capitals && code_points(raw[i].form) > 1;
    for (size_t i = family; i < n; i++)
        put_word(m, &raw[i], n == 1,
                 family ? TOKEN_GIVEN : (some_lower && raw[i].capitals ? TOKEN_FAMILY : 0));
    for (size_t i = 0; i < family; i++)
        put_word(m, &raw[i], false, TOKEN_FAMILY);
}

/* ---- organisations ------------------------------------------------------------------------- */

static size_t put_legal(struct maker *m, const struct raw *raw, size_t n)
{
    struct span words[LIMIT_NAME_TOKENS];
    const struct legal_form *form;
    size_t count = n < LIMIT_NAME_TOKENS ? n : LIMIT_NAME_TOKENS;
    for (size_t i = 0; i < count; i++)
        words[i] = raw[i].form;
    size_t used = legal_match(words, count, &form);
    if (used > 0) {
        struct token *t = put(m, span_of(form->name), SCRIPT_LATIN, WORD_LEGAL);
        if (t) {
            t->classes = WORD_LEGAL;
            t->number = -1;
        }
    }
    return used;
}

/* "A/S", "S/A": the slash joins single letters, it does not separate two names. */
static bool slashed_letters(const struct raw *raw, size_t i, size_t n)
{
    return i + 1 < n && raw[i + 1].slash_before && raw[i].form.n == 1 && raw[i + 1].form.n == 1;
}

/* Of one that may be a person a short name is left to be read as a person's. */
static bool may_be_cut(const struct maker *m, const struct raw *r)
{
    return (r->script == SCRIPT_HAN || r->script == SCRIPT_KANA || r->script == SCRIPT_HANGUL) &&
           code_points(r->form) >= (m->kind == NAME_ORG ? 4u : 5u);
}

static bool put_unspaced(struct maker *m, const struct raw *r)
{
    struct span parts[12], rest;
    if (!may_be_cut(m, r))
        return false;
    size_t n = cut_unspaced(r->form, parts, ARRAY_LEN(parts));
    for (size_t i = 0; n > 1 && i < n; i++) {
        struct raw one = *r;
        one.form = rest = parts[i];
        one.script = script_of(utf8_next(&rest));
        if (put_legal(m, &one, 1) == 0)
            put(m, one.form, one.script, 0);
    }
    return n > 1;
}

/* "Plant No. 3" is Plant 3. */
static bool announces_number(const struct raw *raw, size_t i, size_t n)
{
    static const char *const words[] = {"no", "nr", "num", "number", "nummer", "numero", "nomer",
                                        "номер"};
    if (i + 1 >= n || !all_digits(raw[i + 1].form))
        return false;
    for (size_t k = 0; k < ARRAY_LEN(words); k++)
        if (span_eq(raw[i].form, span_of(words[k])))
            return true;
    return false;
}

/* A ship's "MV", "M/V", "MT" and the like say what it is, not what it is called. */
static size_t object_prefix(const struct raw *raw, size_t n)
{
    static const char *const prefixes[] = {"mv", "mt", "ms", "ss", "mts", "fv", "my", "sv", "vessel"};
    if (n > 2 && raw[0].form.n == 1 && raw[1].slash_before && raw[1].form.n == 1)
        return 2;
    for (size_t i = 0; n > 1 && i < ARRAY_LEN(prefixes); i++)
        if (span_eq(raw[0].form, span_of(prefixes[i])))
            return 1;
    return 0;
}

static void make_object(struct maker *m, const struct raw *raw, size_t n)
{
    for (size_t i = object_prefix(raw, n); i < n; i++)
        if (!announces_number(raw, i, n))
            put_word(m, &raw[i], false, 0);
}

static void make_org(struct maker *m, const struct raw *raw, size_t n)
{
    for (size_t i = 0; i < n;) {
        if (announces_number(raw, i, n)) {
            i++;
            continue;
        }
        if (slashed_letters(raw, i, n)) {
            struct raw joined = raw[i];
            joined.form = arena_printf(m->arena, "%c%c", raw[i].form.p[0], raw[i + 1].form.p[0]);
            if (put_legal(m, &joined, 1) == 0)
                put_word(m, &joined, false, 0);
            i += 2;
            continue;
        }
        size_t used = put_legal(m, raw + i, n - i);
        if (used == 0 && !put_unspaced(m, &raw[i]))
            put_word(m, &raw[i], n == 1, 0);
        i += used > 0 ? used : 1;
    }
}

/* ---- places ---------------------------------------------------------------------------------- */

static bool bears_a_name(const struct token *t)
{
    return t->word && (t->word->given || t->word->family);
}

static size_t count_plain(const struct token *t, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += !(t[i].classes & (TOKEN_MINOR | TOKEN_INITIAL | WORD_SUFFIX));
    return count;
}

/* A title is one in front of a name, and only if a name remains; a suffix only at the end. None of
 * them, and no initial, is a family name for being written in capitals. */
static void settle_person(struct token *t, size_t n)
{
    size_t plain = count_plain(t, n);
    bool leading = true;
    for (size_t i = 0; i < n; i++) {
        uint16_t drop = 0;
        if ((t[i].classes & WORD_TITLE) &&
            (!leading || (bears_a_name(&t[i]) && plain < 2) || (plain == 0 && i + 1 == n)))
            drop |= WORD_TITLE;
        if ((t[i].classes & (WORD_PARTICLE | WORD_DESCENT | WORD_KUNYA)) &&
            (i + 1 == n || plain == 0 || (bears_a_name(&t[i]) && plain < 2)))
            drop |= WORD_PARTICLE | WORD_DESCENT | WORD_KUNYA;
        if ((t[i].classes & WORD_SUFFIX) && (i == 0 || plain == 0))
            drop |= WORD_SUFFIX;
        if (drop) {
            t[i].classes &= (uint16_t)~(TOKEN_MINOR | WORD_SUFFIX);
            plain++;
        }
        leading = leading && (t[i].classes & WORD_TITLE);
        if (t[i].classes & (WORD_TITLE | WORD_SUFFIX | TOKEN_INITIAL))
            t[i].classes &= (uint16_t)~TOKEN_FAMILY;
    }
}

/* Words that are a place only together: Hong Kong. */
static void settle_org(struct token *t, size_t n)
{
    struct span words[LIMIT_NAME_TOKENS];
    for (size_t i = 0; i < n; i++)
        words[i] = t[i].form;
    for (size_t i = 0; i < n; i++) {
        uint16_t canonical;
        size_t used = place_match(words + i, n - i, &canonical);
        for (size_t k = i; k < i + used; k++)
            if (!(t[k].classes & WORD_LEGAL))
                t[k].classes |= WORD_PLACE;
        i += used > 1 ? used - 1 : 0;
    }
}

/* "Forty Four", "Forty 4": tens and ones side by side are one number. */
static size_t join_numbers(struct arena *a, struct token *t, size_t n)
{
    for (size_t i = 0; i + 1 < n; i++) {
        if (t[i].number < 20 || t[i].number > 90 || t[i].number % 10 || t[i + 1].number < 1 ||
            t[i + 1].number > 9 || all_digits(t[i].form))
            continue;
        t[i].number += t[i + 1].number;
        t[i].form = t[i].latin = arena_printf(a, "%d", (int)t[i].number);
        t[i].letters = token_letters(t[i].latin);
        t[i].word = word_find(t[i].latin);
        t[i].skel.n = 0;
        memmove(&t[i + 1], &t[i + 2], (n - i - 2) * sizeof(*t));
        n--;
    }
    return n;
}

/* ---- names --------------------------------------------------------------------------------- */

static size_t make_name(struct arena *a, enum name_kind kind, const struct raw *raw, size_t n,
                        struct name *out)
{
    struct token tokens[LIMIT_NAME_TOKENS];
    struct maker m = {.arena = a, .kind = kind, .out = tokens};
    if (kind == NAME_PERSON) {
        make_person(&m, raw, n);
    } else if (kind == NAME_OBJECT) {
        make_object(&m, raw, n);
    } else {
        make_org(&m, raw, n);
    }
    if (m.n == 0)
        return 0;
    if (kind == NAME_PERSON) {
        settle_person(tokens, m.n);
    } else {
        m.n = join_numbers(a, tokens, m.n);
        settle_org(tokens, m.n);
    }
    out->tokens = ARENA_ARRAY(a, struct token, m.n);
    memcpy(out->tokens, tokens, m.n * sizeof(*tokens));
    out->n = (uint16_t)m.n;
    out->kind = (uint8_t)kind;
    return 1;
}

/* Where the next alternative begins behind 'at': a slash or semicolon with something to call a
 * name on either side. */
static size_t alternative_end(const struct raw *raw, size_t at, size_t n)
{
    for (size_t i = at + 1; i < n; i++)
        if (raw[i].slash_before && raw[i].form.n > 1 && raw[i - 1].form.n > 1)
            return i;
    return n;
}

size_t name_parse(struct arena *a, enum name_kind kind, enum name_quality quality,
                  struct span text, struct name *out, size_t max)
{
    struct raw raw[LIMIT_NAME_TOKENS];
    size_t n = fold_words(a, text, raw, ARRAY_LEN(raw));
    size_t made = 0;
    for (size_t at = 0; at < n && made < max;) {
        size_t end = alternative_end(raw, at, n);
        made += make_name(a, kind, raw + at, end - at, &out[made]);
        at = end;
    }
    for (size_t i = 0; i < made; i++) {
        out[i].quality = (uint8_t)quality;
        out[i].text = text;
    }
    return made;
}
