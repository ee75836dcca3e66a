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
#include <pthread.h>
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

enum { WORTH_DIGIT = 32 };

/* What is paid, beyond the worth of the letter, for a letter that no unit accounts for, for a unit
 * that no letter stands for, and for a unit written as a letter that it has no piece for. */
enum { EXTRA_VOWEL = 30, EXTRA_WEAK = 27, EXTRA_CONSONANT = 37, MISSING = 60, OTHER = 70 };

static unsigned worth_of(char c)
{
    return c >= 'a' && c <= 'z' ? worth[c - 'a'] : WORTH_DIGIT;
}

static int extra_of(char c)
{
    static const uint8_t extra[26] = {
        ['a' - 'a'] = EXTRA_VOWEL, ['e' - 'a'] = EXTRA_VOWEL, ['i' - 'a'] = EXTRA_VOWEL,
        ['o' - 'a'] = EXTRA_VOWEL, ['u' - 'a'] = EXTRA_VOWEL, ['h' - 'a'] = EXTRA_WEAK,
        ['w' - 'a'] = EXTRA_WEAK,  ['y' - 'a'] = EXTRA_WEAK,
    };
    return c >= 'a' && c <= 'z' && extra[c - 'a'] ? extra[c - 'a'] : EXTRA_CONSONANT;
}

/* ---- sounds -------------------------------------------------------------------------------- */

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

/* ---- the rules of a unit ------------------------------------------------------------------- */

/* Buckets of first letters: none, a to z, a digit. */
enum { SILENT = 0, DIGIT = 27, BUCKETS = 28 };

static unsigned bucket_of(char c)
{
    return c >= 'a' && c <= 'z' ? 1 + (unsigned)(c - 'a') : DIGIT;
}

/* Bits 0 to 25 for a to z, 26 for any digit. */
static uint32_t letter_bit(char c)
{
    return UINT32_C(1) << (bucket_of(c) - 1);
}

/* A rule as the scoring reads it: its letters as one number, to be compared under a mask. */
struct piece {
    uint32_t letters, mask;
    uint8_t cost, len;
};

/* What a unit may sound like, and how likely that is; as a place in a table: 0 where it is free. */
struct guess {
    uint64_t key;
    float p;
};

/* The rules of one unit (or two), and their pieces in order of the first letter. */
struct unit_rules {
    uint16_t first, n;
    int16_t best;   /* the most that they can gain, at least -MISSING */
    uint8_t silent; /* the cheapest way to write nothing; MISSING where no rule says so */
    uint32_t letters; /* with which its pieces begin, a bit for each as in struct token */
    uint8_t sounds; /* how many, from 'first', likeliest first */
    uint8_t start[BUCKETS + 1]; /* pieces of a bucket, from 'first' */
};

/* What is asked of each letter of each word, by its character. */
struct letter {
    uint32_t bit;
    uint8_t worth, extra, bucket;
};

/* Made once, then only read. */
static struct rule_index {
    struct letter letters[128];
    struct unit_rules units[ARRAY_LEN(rules)];
    struct piece pieces[ARRAY_LEN(rules)];
    struct guess sounds[ARRAY_LEN(rules)];
    size_t n;
} rule_table;
static pthread_once_t rules_made = PTHREAD_ONCE_INIT;

static int rule_cmp(const struct rule *r, uint8_t table, const char *unit)
{
    return r->table != table ? (int)r->table - table : strcmp(r->unit, unit);
}

static int gain_of(const struct rule *r)
{
    int gain = -(int)r->cost;

    for (size_t i = 0; i < r->len; i++)
        gain += (int)worth_of(r->latin[i]);
    return gain;
}

static struct piece piece_of(const struct rule *r)
{
    struct piece p = {.cost = r->cost, .len = r->len};

    memcpy(&p.letters, r->latin, r->len);
    memset(&p.mask, 0xFF, r->len);
    return p;
}

static void add_bucket(struct unit_rules *u, unsigned bucket, size_t *n)
{
    u->start[bucket] = (uint8_t)*n;
    for (size_t i = 0; i < u->n; i++) {
        const struct rule *r = &rules[u->first + i];

        if ((r->len ? bucket_of(r->latin[0]) : SILENT) == bucket)
            rule_table.pieces[u->first + (*n)++] = piece_of(r);
    }
}

static int likelier(const void *a, const void *b)
{
    const struct guess *x = a, *y = b;

    if (x->p < y->p || x->p > y->p)
        return x->p > y->p ? -1 : 1;
    return x->key < y->key ? -1 : x->key > y->key;
}

/* The pieces as sounds, equal ones summed. */
static void add_sounds(struct unit_rules *u)
{
    struct guess *out = rule_table.sounds + u->first;

    for (size_t i = u->first; i < (size_t)u->first + u->n; i++) {
        uint64_t key = sound_key((struct span){rules[i].latin, rules[i].len});
        size_t k = 0;

        while (k < u->sounds && out[k].key != key)
            k++;
        if (k == u->sounds)
            out[u->sounds++] = (struct guess){key, 0};
        out[k].p += expf(-(float)rules[i].cost / 10);
    }
    qsort(out, u->sounds, sizeof(*out), likelier);
}

static void add_rules(size_t first, size_t count)
{
    struct unit_rules *u = &rule_table.units[rule_table.n++];
    size_t n = 0;

    *u = (struct unit_rules){(uint16_t)first, (uint16_t)count, .best = -MISSING, .silent = MISSING};
    for (unsigned bucket = 0; bucket < BUCKETS; bucket++)
        add_bucket(u, bucket, &n);
    u->start[BUCKETS] = (uint8_t)n;
    add_sounds(u);
    for (size_t i = first; i < first + count; i++) {
        int gain = gain_of(&rules[i]);

        u->best = gain > u->best ? (int16_t)gain : u->best;
        if (rules[i].len)
            u->letters |= letter_bit(rules[i].latin[0]);
        if (!rules[i].len && rules[i].cost < u->silent)
            u->silent = rules[i].cost;
    }
}

static const struct letter *letter_of(char c)
{
    return &rule_table.letters[(unsigned char)c % ARRAY_LEN(rule_table.letters)];
}

static void make_rules(void)
{
    for (size_t c = 0; c < ARRAY_LEN(rule_table.letters); c++)
        rule_table.letters[c] =
            (struct letter){letter_bit((char)c), (uint8_t)worth_of((char)c),
                            (uint8_t)extra_of((char)c), (uint8_t)bucket_of((char)c)};
    for (size_t first = 0, end; first < ARRAY_LEN(rules); first = end) {
        for (end = first + 1; end < ARRAY_LEN(rules); end++)
            if (rule_cmp(&rules[end], rules[first].table, rules[first].unit) != 0)
                break;
        assert(end - first <= UINT8_MAX);
        add_rules(first, end - first);
    }
}

/* ---- the units of a word ------------------------------------------------------------------- */

/* Where the rules of a unit are: 1 + their place in rule_table.units; 0: it has none. */
struct unit_place {
    uint64_t key;
    uint16_t rules;
    uint16_t pairs; /* the first of its pairs; the next unit's says where they end */
};

struct pair_place {
    uint16_t next; /* the unit behind */
    uint16_t rules;
};

#include "translit_table.h"

/* UNITS[0] when the table does not know it. */
static const struct unit_place *find_unit(const struct unit *u)
{
    uint64_t key = unit_key(u);
    const struct unit_place *found = &UNITS[SLOTS[key * SLOT_FACTOR >> SLOT_SHIFT]];

    return found->key == key ? found : UNITS;
}

static uint16_t find_pair(const struct unit_place *one, const struct unit_place *next)
{
    for (size_t i = one->pairs; i < one[1].pairs; i++)
        if (PAIRS[i].next == next - UNITS)
            return PAIRS[i].rules;
    return 0;
}

static void add_unit(struct reading *r, const struct unit_place *one, const struct unit_place *next)
{
    if (!one->rules || r->n == READING_UNITS)
        return;
    r->one[r->n] = one->rules;
    r->two[r->n] = find_pair(one, next);
    r->n++;
    r->best += rule_table.units[one->rules - 1].best;
}

uint64_t reading_stamp(void)
{
    return STAMP;
}

/* A letter that the section does not know reads as what romanise makes of it. */
static void add_unknown(struct reading *r, enum script s, const struct unit *u)
{
    struct unit parts[8];
    char roman[WORD_MAX];
    size_t n;

    if (u->table == UNITS_ROMAN)
        return;
    n = romanise(s, span_of(u->text), roman);
    n = units_of(SCRIPT_LATIN, (struct span){roman, n}, parts, ARRAY_LEN(parts));
    for (size_t i = 0; i < n; i++)
        add_unit(r, find_unit(&parts[i]), UNITS);
}

void reading_of(enum script s, struct span word, struct reading *out)
{
    struct unit units[READING_UNITS];
    size_t n = units_of(s, word, units, READING_UNITS);
    const struct unit_place *next = n ? find_unit(&units[0]) : UNITS;

    pthread_once(&rules_made, make_rules);
    out->n = 0;
    out->best = 0;
    out->usual = usual[n ? units[0].table : UNITS_ROMAN];
    for (size_t i = 0; i < n; i++) {
        const struct unit_place *one = next;

        next = i + 1 < n ? find_unit(&units[i + 1]) : UNITS;
        if (one->rules)
            add_unit(out, one, next);
        else
            add_unknown(out, s, &units[i]);
    }
}

/* ---- scoring ------------------------------------------------------------------------------- */

/* A Latin word ready to be read: its letters, and what those before each are worth together. */
enum { LETTERS = 63 };
struct latin {
    char text[LETTERS + sizeof(uint32_t)];
    size_t n;
    uint32_t letters;
    int before[LETTERS + 1];
};

static void latin_of(struct span s, struct latin *out)
{
    out->n = s.n < LETTERS ? s.n : LETTERS;
    int worth_all = out->before[0] = 0;
    uint32_t letters = 0;
    for (size_t i = 0; i < out->n; i++) {
        const struct letter *c = letter_of(s.p[i]);

        out->text[i] = s.p[i];
        out->before[i + 1] = worth_all += c->worth;
        letters |= c->bit;
    }
    memset(out->text + out->n, 0, sizeof(uint32_t));
    out->letters = letters;
}

/* The most that a unit can gain in this word: nothing if none of its pieces begins there. */
static int gain_in(uint16_t unit, const struct latin *w)
{
    const struct unit_rules *u = &rule_table.units[unit - 1];

    return u->letters & w->letters ? u->best : -(int)u->silent;
}

/* From each unit to the end, the most that can still be gained. */
static void sum_rest(const struct reading *r, const struct latin *w, int rest[READING_UNITS + 3])
{
    rest[r->n] = rest[r->n + 1] = rest[r->n + 2] = 0;
    for (size_t i = r->n; i-- > 0;) {
        rest[i] = rest[i + 1] + gain_in(r->one[i], w);
        if (r->two[i]) {
            int both = rest[i + 2] + gain_in(r->two[i], w);

            rest[i] = both > rest[i] ? both : rest[i];
        }
    }
}

/* What has been paid when so many units are written and they have used the letters before j. Only
 * cells with their bit set are there. */
struct row {
    uint64_t cells;
    int paid[LETTERS + 1];
    int units; /* the most that the units behind it can still gain */
};

struct table {
    const struct latin *latin;
    int need;
    struct row rows[3];
};

/* A cell is worth its while if what is left can still make up for what was paid: neither the units
 * nor the letters that are left can gain more than they have. */
static inline void pay(const struct table *t, struct row *row, size_t j, int paid)
{
    const struct latin *w = t->latin;
    int letters = w->before[w->n] - w->before[j];
    uint64_t bit = (uint64_t)1 << j;

    if (w->before[j] - paid + (row->units < letters ? row->units : letters) < t->need)
        return;
    if (!(row->cells & bit) || paid < row->paid[j])
        row->paid[j] = paid;
    row->cells |= bit;
}

/* Writes each piece that the word has at j. */
static void write_pieces(const struct table *t, const struct unit_rules *u, size_t j, int paid,
                         struct row *to)
{
    const struct piece *p = rule_table.pieces + u->first;
    unsigned bucket = letter_of(t->latin->text[j])->bucket;
    uint32_t letters;

    memcpy(&letters, t->latin->text + j, sizeof(letters));
    for (size_t k = u->start[bucket]; k < u->start[bucket + 1]; k++)
        if ((letters & p[k].mask) == p[k].letters)
            pay(t, to, j + p[k].len, paid + p[k].cost);
}

/* All that can follow a cell: a letter that no unit accounts for, the unit not written or written
 * as a letter that it has no piece for, its pieces, and those of it and its neighbour. */
static void leave_cell(struct table *t, const struct unit_rules *one, const struct unit_rules *two,
                       size_t j, struct row *rows[3])
{
    const struct latin *w = t->latin;
    int paid = rows[0]->paid[j];

    pay(t, rows[1], j, paid + one->silent);
    if (two && two->silent < MISSING)
        pay(t, rows[2], j, paid + two->silent);
    if (j == w->n)
        return;
    int value = w->before[j + 1] - w->before[j];
    pay(t, rows[0], j + 1, paid + letter_of(w->text[j])->extra + value);
    pay(t, rows[1], j + 1, paid + OTHER + value);
    write_pieces(t, one, j, paid, rows[1]);
    if (two)
        write_pieces(t, two, j, paid, rows[2]);
}

static const struct unit_rules *rules_at(uint16_t unit)
{
    return unit ? &rule_table.units[unit - 1] : NULL;
}

/* The most that a row can gain when every letter left has no unit. */
static int finish(const struct latin *w, const struct row *row, int best)
{
    for (uint64_t left = row->cells; left; left &= left - 1) {
        size_t j = (size_t)__builtin_ctzll(left);
        int gain = w->before[j] - row->paid[j];

        for (size_t k = j; k < w->n; k++)
            gain -= letter_of(w->text[k])->extra;
        best = gain > best ? gain : best;
    }
    return best;
}

/* The most that reading the word gains, when that is at least 'need'; else less than that. */
static int best_reading(const struct reading *r, const struct latin *w, int need)
{
    struct table t;
    struct row *rows[3] = {&t.rows[0], &t.rows[1], &t.rows[2]};
    int rest[READING_UNITS + 3];

    sum_rest(r, w, rest);
    if (rest[0] < need)
        return need - 1;
    t.latin = w;
    t.need = need;
    for (size_t k = 0; k < 3; k++) {
        rows[k]->cells = 0;
        rows[k]->units = rest[k];
    }
    pay(&t, rows[0], 0, 0);
    for (size_t i = 0; i < r->n; i++) {
        struct row *here = rows[0];
        const struct unit_rules *one = rules_at(r->one[i]), *two = rules_at(r->two[i]);

        for (uint64_t left = here->cells; left;) {
            size_t j = (size_t)__builtin_ctzll(left);

            leave_cell(&t, one, two, j, rows);
            left = here->cells & ~(((uint64_t)2 << j) - 1);
        }
        rows[0] = rows[1];
        rows[1] = rows[2];
        rows[2] = here;
        if (!(rows[0]->cells | rows[1]->cells))
            return need - 1;
        here->cells = 0;
        here->units = i + 3 <= r->n ? rest[i + 3] : 0;
    }
    return finish(w, rows[0], need - 1);
}

/* From the share of the possible gain to the scale of the door, and back. */
static const double share_by_chance = 0.30, share_of_none = -0.5, share_of_all = 0.95;

static double to_score(double share, double ordinary)
{
    if (share >= ordinary)
        return fmin(1, 0.85 + 0.15 * (share - ordinary) / (share_of_all - ordinary));
    if (share >= share_by_chance)
        return 0.5 + 0.35 * (share - share_by_chance) / (ordinary - share_by_chance);
    return fmax(0, 0.5 * (share - share_of_none) / (share_by_chance - share_of_none));
}

static double to_share(double score, double ordinary)
{
    if (score >= 0.85)
        return ordinary + (score - 0.85) / 0.15 * (share_of_all - ordinary);
    if (score >= 0.5)
        return share_by_chance + (score - 0.5) / 0.35 * (ordinary - share_by_chance);
    return share_of_none + score / 0.5 * (share_by_chance - share_of_none);
}

double reading_score(const struct reading *r, struct span latin, double enough)
{
    struct latin w;

    latin_of(latin, &w);
    int most = r->best + w.before[w.n];
    if (!r->n || !w.n || most <= 0)
        return 0;
    double least = to_share(enough, r->usual) * most / 2;
    int need = (int)least - ((int)least > least); /* floor() is a call */
    return to_score(2.0 * best_reading(r, &w, need) / most, r->usual);
}

struct last {
    char word[WORD_MAX];
    size_t n;
    enum script script;
    struct reading reading;
};

/* A Latin word is compared with foreign ones by turns, many of which come again: some readings are
 * kept. */
enum { KEPT = 256 };

double translit_score(enum script s, struct span word, struct span latin, double enough)
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
    return reading_score(&last->reading, latin, enough);
}

/* ---- the likeliest keys of a foreign word --------------------------------------------------- */

/* Guesses after the first so many units, found by key: open addressing over 'place'. */
enum { PLACES = 2048, GUESSES = 1024, BINS = 96, FIRST_BIN = 440 };
struct guesses {
    uint16_t place[PLACES]; /* index + 1 into 'at' */
    uint16_t placed[GUESSES];
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
        g->placed[g->n] = (uint16_t)i;
        g->place[i] = (uint16_t)++g->n;
    }
}

/* Positive floats sort as their bits do: the sign is 0, then 8 bits of exponent, 2 of mantissa. Bins
 * begin at 2e-5; what is less likely goes with the last. */
static size_t bin_of(float p)
{
    uint32_t bits;

    memcpy(&bits, &p, sizeof(bits));
    bits >>= 21;
    return bits < FIRST_BIN ? 0 : bits < FIRST_BIN + BINS ? bits - FIRST_BIN : BINS - 1;
}

/* Keeps about 'keep' of the likeliest, scaled so that the likeliest is 1. They are no longer found by
 * key: only what was written of that table is cleared, which is large and mostly empty. */
static void thin(struct guesses *g, size_t keep)
{
    uint16_t bins[BINS] = {0};
    size_t n = 0, bin = BINS, kept = 0;
    float top = 0;

    for (size_t i = 0; i < g->n; i++) {
        g->place[g->placed[i]] = 0;
        bins[bin_of(g->at[i].p)]++;
        top = greater(top, g->at[i].p);
    }
    while (bin > 0 && (kept == 0 || kept + bins[bin - 1] <= keep))
        kept += bins[--bin];
    for (size_t i = 0; i < g->n; i++)
        if (bin_of(g->at[i].p) >= bin)
            g->at[n++] = (struct guess){g->at[i].key, g->at[i].p / top};
    g->n = n;
}

/* What is this much less likely than the likeliest is not worth following. */
static const float floor_p = 2e-4f;

static void extend(const struct guesses *from, uint16_t unit, struct guesses *to)
{
    if (!unit)
        return;
    const struct unit_rules *u = &rule_table.units[unit - 1];
    const struct guess *sounds = rule_table.sounds + u->first;

    for (size_t i = 0; i < from->n; i++)
        for (size_t k = 0; k < u->sounds && from->at[i].p * sounds[k].p > floor_p; k++) {
            uint64_t key = from->at[i].key;
            int shift = sounds[k].key ? (63 - __builtin_clzll(sounds[k].key)) & ~3 : -1;

            for (; shift >= 0; shift -= 4)
                key = sound_push(key, sounds[k].key >> shift & 15);
            guess(to, key, from->at[i].p * sounds[k].p);
        }
}

/* What is at least 'share' as likely as the likeliest. */
static void keep_above(struct guesses *g, float share)
{
    size_t n = 0;
    float top = 0;

    for (size_t i = 0; i < g->n; i++)
        top = greater(top, g->at[i].p);
    for (size_t i = 0; i < g->n; i++)
        if (!(g->at[i].p < top * share))
            g->at[n++] = g->at[i];
    g->n = n;
}

/* Drops what is surely not among the 'n' likeliest: they are to be sorted. */
static void keep_likeliest(struct guesses *g, size_t n)
{
    uint16_t bins[BINS] = {0};
    size_t bin = BINS, above = 0, kept = 0;

    for (size_t i = 0; i < g->n; i++)
        bins[bin_of(g->at[i].p)]++;
    while (bin > 0 && above < n)
        above += bins[--bin];
    for (size_t i = 0; i < g->n; i++)
        if (bin_of(g->at[i].p) >= bin)
            g->at[kept++] = g->at[i];
    g->n = kept;
}

size_t sound_keys(const struct reading *r, float give, uint64_t *out, size_t max)
{
    struct guesses steps[3], *last = &steps[r->n % 3];
    float least = expf(-give * (float)r->best / 10);

    assert(max <= SOUND_KEYS);
    for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
        memset(steps[i].place, 0, sizeof(steps[i].place));
        steps[i].n = 0;
    }
    guess(&steps[0], 0, 1);
    for (size_t i = 0; i < r->n; i++) {
        struct guesses *here = &steps[i % 3];

        thin(here, max < 8 ? 16 : max * 2);
        extend(here, r->one[i], &steps[(i + 1) % 3]);
        extend(here, r->two[i], &steps[(i + 2) % 3]);
        here->n = 0;
    }
    keep_above(last, least);
    keep_likeliest(last, max);
    qsort(last->at, last->n, sizeof(*last->at), likelier);
    max = last->n < max ? last->n : max;
    for (size_t i = 0; i < max; i++)
        out[i] = last->at[i].key;
    return max;
}
