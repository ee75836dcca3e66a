/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading a foreign word as a Latin one.
 *
 *   foreign word --units_of--> units --translit.def--> Latin pieces, each at a cost
 *
 * The cost of a piece is -10 ln p(piece | unit), so the cheapest way to write the whole Latin word
 * with the pieces of the units, in order, is the likeliest reading (a table of units x letters,
 * filled row by row). Two neighbouring units may have pieces of their own (к с: x). What no piece
 * explains is paid for: a Latin letter too many, a unit without a letter, a unit written otherwise.
 *
 * A likely reading of a short and common-looking word is no evidence yet. So the cost is held
 * against what the Latin letters are worth by themselves (how rare they are), and that gain
 * against the most that either word could gain: the share is 1 for a perfect reading, about 0 for
 * words that are alike by chance, and negative for others. Each section of translit.def says which
 * share its ordinary true pairs reach, because some scripts keep less of a name than others; the
 * scale of the door is made of that.
 *
 * For search the same pieces are run forwards: the likeliest spellings of the word, as sound keys
 * that fold vowels into one and near consonants together. Spellings with one key are summed.
 */
#include "translit.h"

#include <math.h>
#include <stdlib.h>

/* One row of translit.def; 'unit' is one unit, or two with a blank between. */
struct rule {
    uint8_t table, cost, len;
    char latin[5];
    char unit[16];
};

static const struct rule rules[] = {
#define READ(table, unit, latin, cost) {UNITS_##table, cost, sizeof(latin) - 1, latin, unit},
#define USUAL(table, share)
#include "translit.def"
#undef READ
#undef USUAL
};

/* The share of the gain that true pairs usually reach, and that chance seldom does. */
static const float usual[] = {
#define READ(table, unit, latin, cost)
#define USUAL(table, share) [UNITS_##table] = share,
#include "translit.def"
#undef READ
#undef USUAL
};

/* What a letter is worth: -8 ln of its share in Latin names. */
static const uint8_t worth[26] = {
    /* a */ 17, 30, 28, 28, 19, 36, 30, 27, 20, 38, 27, 23, 27,
    /* n */ 21, 21, 34, 52, 21, 23, 25, 26, 33, 37, 53, 32, 35,
};

enum { WORTH_DIGIT = 32, PIECE = 4 };

/* What is paid, beyond the worth of the letter, for a letter that no unit accounts for, for a unit
 * that no letter stands for, and for a unit written as a letter that it has no piece for. */
enum { EXTRA_VOWEL = 30, EXTRA_WEAK = 27, EXTRA_CONSONANT = 37, MISSING = 60, OTHER = 70 };

static unsigned worth_of(char c)
{
    return c >= 'a' && c <= 'z' ? worth[c - 'a'] : WORTH_DIGIT;
}

static int extra_of(char c)
{
    switch (c) {
    case 'a':
    case 'e':
    case 'i':
    case 'o':
    case 'u':
        return EXTRA_VOWEL;
    case 'h':
    case 'w':
    case 'y':
        return EXTRA_WEAK;
    default:
        return EXTRA_CONSONANT;
    }
}

/* ---- finding the rules of a word ----------------------------------------------------------- */

static int rule_cmp(const struct rule *r, uint8_t table, const char *unit)
{
    return r->table != table ? (int)r->table - table : strcmp(r->unit, unit);
}

static struct rule_range find_rules(uint8_t table, const char *unit)
{
    size_t low = 0, high = ARRAY_LEN(rules), first;

    while (low < high) {
        size_t mid = (low + high) / 2;

        if (rule_cmp(&rules[mid], table, unit) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    first = low;
    while (low < ARRAY_LEN(rules) && rule_cmp(&rules[low], table, unit) == 0)
        low++;
    return (struct rule_range){(uint16_t)first, (uint16_t)(low - first)};
}

static int gain_of(const struct rule *r)
{
    int gain = -(int)r->cost;

    for (size_t i = 0; i < r->len; i++)
        gain += (int)worth_of(r->latin[i]);
    return gain;
}

/* The most that one unit can gain. */
static int best_gain(struct rule_range range)
{
    int best = -MISSING;

    for (size_t i = 0; i < range.n; i++) {
        int gain = gain_of(&rules[range.first + i]);

        best = gain > best ? gain : best;
    }
    return best;
}

static void add_unit(struct reading *r, struct rule_range one)
{
    if (one.n == 0 || r->n == READING_UNITS)
        return;
    r->one[r->n] = one;
    r->two[r->n] = (struct rule_range){0, 0};
    r->n++;
    r->best += best_gain(one);
}

/* A letter that the section does not know reads as what romanise makes of it. */
static void add_unknown(struct reading *r, enum script s, const struct unit *u)
{
    struct unit parts[8];
    char roman[WORD_MAX];
    size_t n = romanise(s, span_of(u->text), roman);

    if (u->table == UNITS_ROMAN)
        return;
    n = units_of(SCRIPT_LATIN, (struct span){roman, n}, parts, ARRAY_LEN(parts));
    for (size_t i = 0; i < n; i++)
        add_unit(r, find_rules(parts[i].table, parts[i].text));
}

void reading_of(enum script s, struct span word, struct reading *out)
{
    struct unit units[READING_UNITS];
    size_t n = units_of(s, word, units, READING_UNITS);

    *out = (struct reading){.usual = usual[n ? units[0].table : UNITS_ROMAN]};
    for (size_t i = 0; i < n; i++) {
        struct rule_range one = find_rules(units[i].table, units[i].text);
        char pair[2 * UNIT_TEXT];
        size_t len = strlen(units[i].text);

        if (!one.n) {
            add_unknown(out, s, &units[i]);
            continue;
        }
        add_unit(out, one);
        if (i + 1 == n || units[i + 1].table != units[i].table ||
            len + strlen(units[i + 1].text) + 2 > sizeof(pair))
            continue;
        memcpy(pair, units[i].text, len);
        pair[len] = ' ';
        memcpy(pair + len + 1, units[i + 1].text, strlen(units[i + 1].text) + 1);
        if (out->n)
            out->two[out->n - 1] = find_rules(units[i].table, pair);
    }
}

/* ---- scoring ------------------------------------------------------------------------------- */

/* A Latin word ready to be read: its letters, and for each letter the places where it stands. */
enum { LETTERS = 63, COLUMNS = LETTERS + 1, FAR = 1 << 28 };
struct latin {
    char text[LETTERS + PIECE];
    size_t n;
    int own;             /* what its letters are worth */
    int extra[LETTERS];  /* cost of each that no unit accounts for */
    int other[LETTERS];  /* cost of each that some unit does, but not in its pieces */
    uint64_t at[36];
};

static unsigned letter_index(char c)
{
    return c >= 'a' && c <= 'z' ? (unsigned)(c - 'a') : 26 + (unsigned)(c - '0') % 10;
}

static void latin_of(struct span s, struct latin *out)
{
    memset(out->at, 0, sizeof(out->at));
    memset(out->text, 0, sizeof(out->text));
    out->n = s.n < LETTERS ? s.n : LETTERS;
    out->own = 0;
    memcpy(out->text, s.p, out->n);
    for (size_t i = 0; i < out->n; i++) {
        int value = (int)worth_of(s.p[i]);

        out->own += value;
        out->extra[i] = extra_of(s.p[i]) + value;
        out->other[i] = OTHER + value;
        out->at[letter_index(s.p[i])] |= (uint64_t)1 << i;
    }
}

static void better(int *cost, int other)
{
    *cost = other < *cost ? other : *cost;
}

/* The first letter is known to be the same. */
static bool same_piece(const char *a, const char *b, size_t n)
{
    return n < 2 || (a[1] == b[1] && (n < 3 || (a[2] == b[2] && (n < 4 || a[3] == b[3]))));
}

/* Writes each piece wherever the word has it: to[j + length] from from[j]. 'reached' has a bit for
 * each j that can be reached at all. */
static void write_pieces(const struct rule_range *range, const struct latin *w, uint64_t reached,
                         const int *from, int *to)
{
    for (size_t k = 0; k < range->n; k++) {
        const struct rule *r = &rules[range->first + k];
        uint64_t places = reached & (r->len ? w->at[letter_index(r->latin[0])] : ~(uint64_t)0);

        for (; places; places &= places - 1) {
            size_t j = (size_t)__builtin_ctzll(places);

            if (same_piece(w->text + j, r->latin, r->len))
                better(&to[j + r->len], from[j] + r->cost);
        }
    }
}

/* A unit that is not written, or written as a letter that it has no piece for. */
static void write_otherwise(const struct latin *w, const int *from, int *to)
{
    for (size_t j = 0; j <= w->n; j++) {
        better(&to[j], from[j] + MISSING);
        if (j < w->n)
            better(&to[j + 1], from[j] + w->other[j]);
    }
}

/* Letters that no unit accounts for. */
static uint64_t insert(const struct latin *w, int *row)
{
    uint64_t reached = 0;

    for (size_t j = 0; j <= w->n; j++) {
        if (row[j] >= FAR)
            continue;
        reached |= (uint64_t)1 << j;
        if (j < w->n)
            better(&row[j + 1], row[j] + w->extra[j]);
    }
    return reached;
}

static int cheapest(const struct reading *r, const struct latin *w)
{
    int rows[3][COLUMNS + PIECE];
    int *here = rows[0], *next = rows[1], *after = rows[2];

    for (size_t j = 0; j < COLUMNS; j++)
        here[j] = next[j] = after[j] = FAR;
    here[0] = 0;
    for (size_t i = 0; i < r->n; i++) {
        uint64_t reached = insert(w, here);
        int *used = here;

        write_otherwise(w, here, next);
        write_pieces(&r->one[i], w, reached, here, next);
        write_pieces(&r->two[i], w, reached, here, after);
        here = next;
        next = after;
        after = used;
        for (size_t j = 0; j <= w->n; j++)
            after[j] = FAR;
    }
    insert(w, here);
    return here[w->n];
}

/* From the share of the possible gain to the scale of the door. */
static double to_score(double share, double ordinary)
{
    static const double chance = 0.30, none = -0.5;

    if (share >= ordinary)
        return fmin(1, 0.85 + 0.15 * (share - ordinary) / (0.95 - ordinary));
    if (share >= chance)
        return 0.5 + 0.35 * (share - chance) / (ordinary - chance);
    return fmax(0, 0.5 * (share - none) / (chance - none));
}

double reading_score(const struct reading *r, struct span latin)
{
    struct latin w;

    latin_of(latin, &w);
    if (!r->n || !w.n || r->best + w.own <= 0)
        return 0;
    return to_score(2.0 * (w.own - cheapest(r, &w)) / (r->best + w.own), r->usual);
}

struct last {
    char word[WORD_MAX];
    size_t n;
    enum script script;
    struct reading reading;
};

/* The words of one name are compared with those of another by turns: a few readings are kept. */
enum { KEPT = 16 };

double translit_score(enum script s, struct span word, struct span latin)
{
    static _Thread_local struct last kept[KEPT];
    struct last *last = &kept[span_hash(word) % KEPT];

    if (word.n > sizeof(last->word))
        word.n = sizeof(last->word);
    if (last->script != s || last->n != word.n || memcmp(last->word, word.p, word.n) != 0) {
        reading_of(s, word, &last->reading);
        memcpy(last->word, word.p, word.n);
        last->n = word.n;
        last->script = s;
    }
    return reading_score(&last->reading, latin);
}

/* ---- sound keys ---------------------------------------------------------------------------- */

/* A key holds up to 16 of these, four bits each, the last one lowest. 0: not heard. */
static unsigned sound(char c)
{
    static const char classes[] = "-aptfkslmn";
    static const char of_letter[] = "apktafk-asklmnapklstaf-kas";
    char class;

    if (c < 'a' || c > 'z')
        return c >= '0' && c <= '9' ? 10 + (unsigned)(c - '0') % 6 : 0;
    class = of_letter[c - 'a'];
    return class == '-' ? 0 : (unsigned)(strchr(classes, class) - classes);
}

/* Doubled sounds count once. */
static uint64_t sound_push(uint64_t key, unsigned s)
{
    if (s == 0 || (key & 15) == s || key >> 60)
        return key;
    return key << 4 | s;
}

uint64_t sound_key(struct span latin)
{
    uint64_t key = 0;

    for (size_t i = 0; i < latin.n; i++)
        key = sound_push(key, sound(latin.p[i]));
    return key;
}

/* ---- the likeliest keys of a foreign word --------------------------------------------------- */

struct guess {
    uint64_t key;
    float p; /* 0: the place is free */
};

/* Guesses after the first so many units, found by key: open addressing over 'place'. */
enum { PLACES = 2048, GUESSES = 1024, BINS = 1024 };
struct guesses {
    uint16_t place[PLACES]; /* index + 1 into 'at' */
    struct guess at[GUESSES];
    size_t n;
};

static void guess(struct guesses *g, uint64_t key, float p)
{
    size_t i = (size_t)(key * 0x9E3779B97F4A7C15u >> 53);

    static_assert(PLACES == 1 << 11, "the place is the upper 11 bits of the product");
    while (g->place[i] && g->at[g->place[i] - 1].key != key)
        i = (i + 1) % PLACES;
    if (g->place[i]) {
        g->at[g->place[i] - 1].p += p;
    } else if (g->n < GUESSES) {
        g->at[g->n] = (struct guess){key, p};
        g->place[i] = (uint16_t)++g->n;
    }
}

/* Positive floats sort as their bits do: the sign is 0, then 8 bits of exponent, 2 of mantissa. */
static size_t bin_of(float p)
{
    uint32_t bits;

    memcpy(&bits, &p, sizeof(bits));
    return bits >> 21;
}

/* Keeps about 'keep' of the likeliest, scaled so that the likeliest is 1. */
static void thin(struct guesses *g, size_t keep)
{
    uint16_t bins[BINS] = {0};
    size_t n = 0, bin = BINS, kept = 0;
    float top = 0;

    for (size_t i = 0; i < g->n; i++) {
        bins[bin_of(g->at[i].p)]++;
        top = fmaxf(top, g->at[i].p);
    }
    while (bin > 0 && (kept == 0 || kept + bins[bin - 1] <= keep))
        kept += bins[--bin];
    for (size_t i = 0; i < g->n; i++)
        if (bin_of(g->at[i].p) >= bin)
            g->at[n++] = (struct guess){g->at[i].key, g->at[i].p / top};
    g->n = n;
}

static void forget(struct guesses *g)
{
    memset(g->place, 0, sizeof(g->place));
    g->n = 0;
}

/* The pieces of a unit as keys of their own, equal ones summed, likeliest first. */
enum { PIECES = 64 };

static int likelier(const void *a, const void *b)
{
    const struct guess *x = a, *y = b;

    if (x->p < y->p || x->p > y->p)
        return x->p > y->p ? -1 : 1;
    return x->key < y->key ? -1 : x->key > y->key;
}

static size_t pieces_of(struct rule_range range, struct guess out[PIECES])
{
    size_t n = 0;

    for (size_t i = 0; i < range.n; i++) {
        const struct rule *r = &rules[range.first + i];
        uint64_t key = sound_key((struct span){r->latin, r->len});
        size_t k = 0;

        while (k < n && out[k].key != key)
            k++;
        if (k == PIECES)
            continue;
        if (k == n)
            out[n++] = (struct guess){key, 0};
        out[k].p += expf(-(float)r->cost / 10);
    }
    qsort(out, n, sizeof(*out), likelier);
    return n;
}

/* What is this much less likely than the likeliest is not worth following. */
static const float floor_p = 2e-4f;

static void extend(const struct guesses *from, struct rule_range range, struct guesses *to)
{
    struct guess pieces[PIECES];
    size_t count = pieces_of(range, pieces);

    for (size_t i = 0; i < from->n; i++)
        for (size_t k = 0; k < count && from->at[i].p * pieces[k].p > floor_p; k++) {
            uint64_t key = from->at[i].key;
            int shift = pieces[k].key ? (63 - __builtin_clzll(pieces[k].key)) & ~3 : -1;

            for (; shift >= 0; shift -= 4)
                key = sound_push(key, pieces[k].key >> shift & 15);
            guess(to, key, from->at[i].p * pieces[k].p);
        }
}

size_t sound_keys(const struct reading *r, uint64_t *out, size_t max)
{
    struct guesses steps[3], *last = &steps[r->n % 3];

    assert(max <= SOUND_KEYS);
    for (size_t i = 0; i < ARRAY_LEN(steps); i++)
        forget(&steps[i]);
    guess(&steps[0], 0, 1);
    for (size_t i = 0; i < r->n; i++) {
        struct guesses *here = &steps[i % 3];

        thin(here, max < 8 ? 16 : max * 2);
        extend(here, r->one[i], &steps[(i + 1) % 3]);
        extend(here, r->two[i], &steps[(i + 2) % 3]);
        forget(here);
    }
    qsort(last->at, last->n, sizeof(*last->at), likelier);
    max = last->n < max ? last->n : max;
    for (size_t i = 0; i < max; i++)
        out[i] = last->at[i].key;
    return max;
}
