/* SPDX-License-Identifier: Apache-2.0
 *
 * What it costs to read one word of a name as another; the table is in name.h.
 */
#include "name/name.h"

#include <math.h>

static const char *const kind_names[] = {
    [PAIR_SAME] = "same",         [PAIR_SPELLING] = "spelling", [PAIR_EDIT] = "slip",
    [PAIR_READING] = "reading",   [PAIR_NICKNAME] = "nickname", [PAIR_COGNATE] = "cognate",
    [PAIR_INITIAL] = "initial",   [PAIR_JOINED] = "joined",     [PAIR_SYNONYM] = "synonym",
    [PAIR_ACRONYM] = "acronym",   [PAIR_SCRAMBLED] = "scrambled", [PAIR_NUMBER] = "number",
    [PAIR_OTHER] = "different",
};

const char *pair_kind_name(enum pair_kind k)
{
    return (size_t)k < ARRAY_LEN(kind_names) ? kind_names[k] : "?";
}

/* A word of another script is never as sure as one that is written alike: of two that fit as well,
 * the one that can be read without reading it across is the reason to show. */
static const float READ_AT_ALL = 0.105f;

static struct pair_cost cost_of(float cost, enum pair_kind kind)
{
    return (struct pair_cost){lesser(cost, COST_OTHER), (uint8_t)(cost < COST_OTHER ? kind : PAIR_OTHER)};
}

/* Is the word a name in its own right: in the lexicon, or carried by several loaded names? */
static bool known(const struct token *t)
{
    return (t->word && (t->word->given || t->word->family)) || t->df >= 3;
}

static float longer(const struct token *a, const struct token *b)
{
    return (float)(a->latin.n > b->latin.n ? a->latin.n : b->latin.n);
}

/* A slip in a short word changes more of it: past a third of the letters the cost grows. */
static float short_word(float cost, float letters)
{
    float share = cost / (letters / 3);
    if (letters < 3)
        return cost * 2.6f;
    return share > 1 ? cost * share : cost;
}

/* Letters of a that b lacks and the other way round: each distinct one takes at least half a slip
 * (a habit may explain two letters at once). Cheap proof that two words are far apart. */
static bool far_apart(const struct token *a, const struct token *b)
{
    if (letters_apart(a->letters, b->letters) > 7)
        return true;
    size_t n = a->latin.n, m = b->latin.n;
    return n > m + 5 || m > n + 5;
}

static bool scrambled(struct span a, struct span b)
{
    uint8_t count[256] = {0};
    if (a.n != b.n || a.n < 5)
        return false;
    for (size_t i = 0; i < a.n; i++)
        count[(unsigned char)a.p[i]]++;
    for (size_t i = 0; i < b.n; i++)
        if (count[(unsigned char)b.p[i]]-- == 0)
            return false;
    return true;
}

static bool same_character(uint32_t x, uint32_t y)
{
    return x == y || (script_of(x) == SCRIPT_HAN && script_of(y) == SCRIPT_HAN &&
                      han_simplified(x) == han_simplified(y));
}

/* Syllabic scripts: a character is a syllable or a word; another one is another name. */
static float character_cost(struct span a, struct span b)
{
    const float other = 2.6f;
    size_t n = 0, m = 0;
    uint32_t x[WORD_MAX], y[WORD_MAX];
    while (a.n > 0 && n < WORD_MAX)
        x[n++] = utf8_next(&a);
    while (b.n > 0 && m < WORD_MAX)
        y[m++] = utf8_next(&b);
    float row[WORD_MAX + 1];
    for (size_t j = 0; j <= m; j++)
        row[j] = (float)j * other;
    for (size_t i = 1; i <= n; i++) {
        float diagonal = row[0];
        row[0] = (float)i * other;
        for (size_t j = 1; j <= m; j++) {
            float up = row[j];
            float best = diagonal + (same_character(x[i - 1], y[j - 1]) ? 0 : other);
            best = lesser(best, lesser(up, row[j - 1]) + other);
            diagonal = up;
            row[j] = best;
        }
    }
    return row[m];
}

/* A foreign word may have an entry of its own; its romanised form is then another one. */
static bool nicknames(const struct token *a, const struct token *b)
{
    if (a->script == SCRIPT_LATIN && b->script == SCRIPT_LATIN)
        return word_short_for(a->word, b->word);
    if (a->script == SCRIPT_LATIN)
        return word_nickname_of(a->word, b->latin);
    if (b->script == SCRIPT_LATIN)
        return word_nickname_of(b->word, a->latin);
    return word_nickname(a->latin, b->latin);
}

static size_t common_start(struct span a, struct span b)
{
    size_t n = 0;
    while (n < a.n && n < b.n && a.p[n] == b.p[n])
        n++;
    return n;
}

/* North and south, Iran and Iraq: two places, however few letters it takes. Not so Germany and
 * German, which share a stem. */
static bool other_place(const struct token *a, const struct token *b, enum name_kind kind)
{
    const struct word *x = a->word, *y = b->word;
    if (kind == NAME_PERSON || !x || !y || !(x->classes & y->classes & WORD_PLACE) ||
        x->canonical == y->canonical)
        return false;
    size_t shorter = a->latin.n < b->latin.n ? a->latin.n : b->latin.n;
    size_t start = common_start(a->latin, b->latin);
    return start < 4 || start + 1 < shorter;
}

static struct pair_cost compare_characters(const struct token *a, const struct token *b)
{
    float cost = character_cost(a->form, b->form);
    return cost > 0 ? cost_of(cost, PAIR_EDIT) : cost_of(0.1f, PAIR_SPELLING);
}

/* What the lexicon knows of the two words. */
static bool related(const struct token *a, const struct token *b, enum name_kind kind,
                    struct pair_cost *out)
{
    const struct word *x = a->word, *y = b->word;
    if (!x || !y)
        return false;
    if (x->spelling && x->spelling == y->spelling && kind != NAME_OBJECT) {
        *out = cost_of(0.1f, PAIR_SPELLING);
    } else if (x->canonical && x->canonical == y->canonical && kind != NAME_PERSON) {
        *out = cost_of(0.2f, PAIR_SYNONYM);
    } else if (kind == NAME_ORG || kind == NAME_OBJECT) {
        return false;
    } else if (nicknames(a, b)) {
        *out = cost_of(COST_NICKNAME, PAIR_NICKNAME);
    } else if (x->cognate && x->cognate == y->cognate) {
        *out = cost_of(COST_COGNATE, PAIR_COGNATE);
    } else {
        return false;
    }
    return true;
}

static struct pair_cost edited(const struct token *a, const struct token *b, enum name_kind kind,
                               float max)
{
    if (kind != NAME_PERSON && longer(a, b) <= 3) /* an abbreviation has no spelling habits */
        return cost_of(short_word((float)edit_plain(a->latin, b->latin), longer(a, b)), PAIR_EDIT);
    if (far_apart(a, b))
        return cost_of(COST_OTHER, PAIR_OTHER);
    /* further apart than three no pair is taken, so the exact cost does not matter */
    float cost = edit_cost(a->latin, b->latin, lesser(max, 3));
    if (cost >= lesser(max, 3))
        cost = COST_OTHER;
    if (cost >= 2 && scrambled(a->latin, b->latin))
        return cost_of(2, PAIR_SCRAMBLED);
    cost = short_word(cost, longer(a, b));
    if (cost > 0.45f && known(a) && known(b))
        cost += COST_KNOWN;
    return cost_of(cost, cost < 0.75f ? PAIR_SPELLING : PAIR_EDIT);
}

/* translit_score's scale in slips. */
static const struct {
    float score, slips;
} reading_scale[] = {{1, 0}, {0.85f, 0.25f}, {0.7f, 1.0f}, {0.6f, 1.8f}, {0.5f, 2.7f},
                     {0.2f, COST_OTHER}};

static float between(float x, float x0, float x1, float y0, float y1)
{
    return y0 + (x - x0) / (x1 - x0) * (y1 - y0);
}

static float reading_slips(float score)
{
    for (size_t i = 1; i < ARRAY_LEN(reading_scale); i++)
        if (score >= reading_scale[i].score)
            return between(score, reading_scale[i - 1].score, reading_scale[i].score,
                           reading_scale[i - 1].slips, reading_scale[i].slips);
    return COST_OTHER;
}

static float slips_reading(float slips)
{
    for (size_t i = 1; i < ARRAY_LEN(reading_scale); i++)
        if (slips <= reading_scale[i].slips)
            return between(slips, reading_scale[i - 1].slips, reading_scale[i].slips,
                           reading_scale[i - 1].score, reading_scale[i].score);
    return 0;
}

/* One syllable read as a slightly different one is another syllable. */
static float one_syllable(const struct token *t, float slips)
{
    bool one = token_syllabic(t) && t->form.n <= 4;
    return one && slips > 0.3f ? 0.3f + (slips - 0.3f) * 3 : slips;
}

/* Scripts whose romanisation a person might write: letter for letter, vowels and all. Of the others
 * only the reading tables know what is written. */
static bool spelt_out(const struct token *t)
{
    return t->script != SCRIPT_ARABIC && t->script != SCRIPT_HEBREW && t->script != SCRIPT_KANA &&
           !token_syllabic(t);
}

/* Of these only the consonants are sure: vowels are left out, or written around them. */
static bool consonants_first(const struct token *t)
{
    return t->script == SCRIPT_THAI || t->script == SCRIPT_LAO || t->script == SCRIPT_KHMER ||
           t->script == SCRIPT_MYANMAR;
}

static float read_as(const struct token *foreign, const struct token *latin, float max)
{
    double score = translit_score(foreign->script, foreign->form, latin->latin,
                                  (double)slips_reading(max));
    return reading_slips((float)score);
}

static struct pair_cost read_across(const struct token *a, const struct token *b, float max)
{
    const struct token *latin = a->script == SCRIPT_LATIN ? a : b;
    const struct token *other = latin == a ? b : a;
    float cost = COST_OTHER;
    const float limit = lesser(max, 3.5f);
    if ((spelt_out(other) || latin->script != SCRIPT_LATIN) && !far_apart(a, b))
        cost = edit_cost(a->latin, b->latin, limit);
    cost = cost < limit ? short_word(cost, longer(a, b)) : COST_OTHER;
    if (latin->script == SCRIPT_LATIN && cost > 0.1f)
        cost = lesser(cost, read_as(other, latin, lesser(cost, max)));
    if ((latin->script != SCRIPT_LATIN && a->skel.n > 1) ||
        (consonants_first(other) && a->skel.n > 2))
        cost = span_eq(a->skel, b->skel) ? lesser(cost, 1) : cost;
    return cost_of(greater(one_syllable(other, cost) + 0.05f, READ_AT_ALL), PAIR_READING);
}

/* A word that cannot be romanised (Tifinagh, Tibetan) is known by its characters alone. */
static bool unread(const struct token *t)
{
    return t->latin.n == 0;
}

static struct pair_cost compare_unread(const struct token *a, const struct token *b)
{
    if (a->script != b->script)
        return cost_of(COST_OTHER, PAIR_OTHER);
    return compare_characters(a, b);
}

static struct pair_cost compare_words(const struct token *a, const struct token *b,
                                      enum name_kind kind, float max)
{
    struct pair_cost c;
    if (unread(a) || unread(b))
        return related(a, b, kind, &c) ? c : compare_unread(a, b);
    if (a->script != b->script && a->script != SCRIPT_NONE && b->script != SCRIPT_NONE) {
        if (related(a, b, kind, &c))
            return c;
        return read_across(a, b, max);
    }
    if (span_eq(a->latin, b->latin) && !token_syllabic(a))
        return cost_of(a->script == SCRIPT_LATIN ? 0 : 0.1f, PAIR_SAME);
    /* spellings of one name in Latin letters may be of two in the syllables' own script */
    if (token_syllabic(a) && kind == NAME_PERSON)
        return compare_characters(a, b);
    if (related(a, b, kind, &c))
        return c;
    if (other_place(a, b, kind))
        return cost_of(COST_OTHER, PAIR_OTHER);
    if (token_syllabic(a))
        return compare_characters(a, b);
    return edited(a, b, kind, max);
}

static struct pair_cost compare_legal(const struct token *a, const struct token *b)
{
    const struct legal_form *x = NULL, *y = NULL;
    if (legal_match(&a->form, 1, &x) == 0 || legal_match(&b->form, 1, &y) == 0)
        return cost_of(COST_OTHER, PAIR_OTHER);
    if (x->family == LEGAL_VAGUE || y->family == LEGAL_VAGUE)
        return cost_of(0.3f, PAIR_SYNONYM);
    if (x->family != LEGAL_ALONE && x->family == y->family)
        return cost_of(0.4f, PAIR_SYNONYM);
    return cost_of(2.6f, PAIR_EDIT);
}

static struct pair_cost compare_initial(const struct token *a, const struct token *b)
{
    if (a->latin.n == 0 || b->latin.n == 0)
        return cost_of(COST_OTHER, PAIR_OTHER);
    bool both = (a->classes & TOKEN_INITIAL) && (b->classes & TOKEN_INITIAL);
    if (a->latin.p[0] == b->latin.p[0])
        return cost_of(both ? 0.1f : COST_INITIAL, PAIR_INITIAL);
    return cost_of(COST_OTHER, PAIR_OTHER);
}

struct pair_cost token_cost(const struct token *a, const struct token *b, enum name_kind kind,
                            float max)
{
    if (a->script == b->script && span_eq(a->form, b->form))
        return cost_of(0, PAIR_SAME);
    if (a->number >= 0 && b->number >= 0) {
        if (a->number == b->number)
            return cost_of(0.05f, PAIR_SYNONYM);
        return cost_of(COST_NUMBER, PAIR_NUMBER);
    }
    if ((a->classes & WORD_LEGAL) && (b->classes & WORD_LEGAL))
        return compare_legal(a, b);
    if ((a->classes | b->classes) & TOKEN_INITIAL)
        return compare_initial(a, b);
    return compare_words(a, b, kind, max);
}
