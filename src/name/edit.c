/* SPDX-License-Identifier: Apache-2.0
 *
 * The weighted edit distance of two romanised words.
 *
 * One dynamic programme over both words. A step is one of
 *
 *   same letters                                          0
 *   a letter for another, missing or too many             1      (a slip)
 *   two letters swapped                                   0.9
 *   a habit of spelling (edit.def)                        as the table says
 *
 * The table holds pairs of one to three letters that people and romanisations write for one
 * another: k/q, i/y, ou/u, dj/j, tch/ch, and signs that look alike: 0/o, 1/l. A doubled letter
 * for a single one is 0.25, a vowel for a vowel less than a full slip, and so is a weak letter
 * (h after a consonant) that is missing.
 *
 * The rows are kept as a ring of four (the longest habit is three letters, a swap needs two).
 * When every cell of the last three rows is above 'max' nothing later can be below it: stop.
 */
#include "name/name.h"

#include <pthread.h>

enum { EDIT_LONGEST = 3, EDIT_ROWS = EDIT_LONGEST + 1 };

static const float SWAP = 0.9f;

struct habit {
    const char *a, *b;
    float cost;
};

static const struct habit habits[] = {
#define HABIT(a, b, cost) {a, b, cost},
#include "name/edit.def"
#undef HABIT
};

/* What the steps cost, by signs (letters and digits): built once, then only read. A habit of one
 * letter for another is a substitution like any; longer ones are chains by the letters in which
 * they end. */
enum { SIGNS = 36 };
struct step_costs {
    float substitute[SIGNS][SIGNS];
    uint8_t first[SIGNS][SIGNS]; /* 1 + number of the first link; 0: none */
    struct link {
        uint8_t an, bn, next;
        char a[4], b[4];
        float cost;
    } links[2 * ARRAY_LEN(habits)];
    size_t n;
};
static struct step_costs step_table;
static pthread_once_t steps_made = PTHREAD_ONCE_INIT;

static unsigned sign(char c)
{
    return c >= 'a' ? (unsigned)(c - 'a') : 26 + (unsigned)(c - '0');
}

static bool vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

static void add_habit(const char *a, const char *b, float cost)
{
    size_t an = strlen(a), bn = strlen(b);
    assert(an >= 1 && an <= EDIT_LONGEST && bn >= 1 && bn <= EDIT_LONGEST);
    unsigned x = sign(a[an - 1]), y = sign(b[bn - 1]);
    if (an == 1 && bn == 1) {
        step_table.substitute[x][y] = cost < step_table.substitute[x][y] ? cost : step_table.substitute[x][y];
        return;
    }
    struct link *k = &step_table.links[step_table.n++];
    k->an = (uint8_t)an;
    k->bn = (uint8_t)bn;
    memcpy(k->a, a, an);
    memcpy(k->b, b, bn);
    k->cost = cost;
    k->next = step_table.first[x][y];
    step_table.first[x][y] = (uint8_t)step_table.n;
}

static void make_costs(void)
{
    static const char signs[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    static_assert(2 * ARRAY_LEN(habits) < 255, "links are numbered in a byte");
    for (size_t x = 0; x < SIGNS; x++)
        for (size_t y = 0; y < SIGNS; y++)
            step_table.substitute[x][y] = x == y ? 0 : vowel(signs[x]) && vowel(signs[y]) ? 0.8f : 1;
    for (size_t i = 0; i < ARRAY_LEN(habits); i++) {
        add_habit(habits[i].a, habits[i].b, habits[i].cost);
        add_habit(habits[i].b, habits[i].a, habits[i].cost);
    }
}

/* What it costs that letter i of 's' has no counterpart. */
static float drop(struct span s, size_t i)
{
    char c = s.p[i];
    if (i > 0 && s.p[i - 1] == c)
        return 0.25f;
    if (c == 'h' && i > 0 && !vowel(s.p[i - 1]))
        return 0.4f;
    return 1;
}

typedef float edit_row[WORD_MAX + 1];

/* The last letters are known to fit; are the ones before them those of the habit? */
static bool fits(const char *end, const char *habit, unsigned n)
{
    return n < 2 || (end[-2] == habit[n - 2] && (n < 3 || end[-3] == habit[n - 3]));
}

/* A side: its letters, as signs, and what it costs that each has no counterpart. */
struct side {
    const char *p;
    size_t n;
    uint8_t sign[WORD_MAX];
    float drop[WORD_MAX];
};

struct grid {
    struct side a, b;
    edit_row rows[EDIT_ROWS];
};

static float *row_at(struct grid *g, size_t i)
{
    return g->rows[i % EDIT_ROWS];
}

static float habits_at(struct grid *g, size_t i, size_t j, unsigned link, float best)
{
    while (link) {
        const struct link *k = &step_table.links[link - 1];
        if (k->an <= i && k->bn <= j && fits(g->a.p + i, k->a, k->an) &&
            fits(g->b.p + j, k->b, k->bn)) {
            float c = row_at(g, i - k->an)[j - k->bn] + k->cost;
            best = c < best ? c : best;
        }
        link = k->next;
    }
    return best;
}

static bool swapped(const struct grid *g, size_t i, size_t j)
{
    return i > 1 && j > 1 && g->a.sign[i - 1] == g->b.sign[j - 2] &&
           g->a.sign[i - 2] == g->b.sign[j - 1];
}

/* Fills row 'i' and returns its least cell. */
static float fill_row(struct grid *g, size_t i)
{
    const unsigned x = g->a.sign[i - 1];
    const float *up = row_at(g, i - 1), *substitute = step_table.substitute[x];
    const float drop = g->a.drop[i - 1];
    const uint8_t *first = step_table.first[x];
    float *here = row_at(g, i), low = here[0] = up[0] + drop;
    for (size_t j = 1; j <= g->b.n; j++) {
        const unsigned y = g->b.sign[j - 1];
        float best = up[j - 1] + substitute[y];
        float c = up[j] + drop;
        best = c < best ? c : best;
        c = here[j - 1] + g->b.drop[j - 1];
        best = c < best ? c : best;
        if (swapped(g, i, j)) {
            c = row_at(g, i - 2)[j - 2] + SWAP;
            best = c < best ? c : best;
        }
        if (first[y])
            best = habits_at(g, i, j, first[y], best);
        here[j] = best;
        low = best < low ? best : low;
    }
    return low;
}

/* Plain Levenshtein distance by Myers' bit vectors (J. ACM 46, 1999, in Hyyro's form); 'a' of at
 * most 64 letters. A few instructions a letter: it spares the programme above for words that have
 * nothing to do with each other. */
unsigned edit_plain(struct span a, struct span b)
{
    uint64_t letter[SIGNS] = {0}, up = ~UINT64_C(0), down = 0, last;
    unsigned distance = (unsigned)a.n;
    assert(a.n <= 64);
    if (a.n == 0)
        return (unsigned)b.n;
    last = UINT64_C(1) << (a.n - 1);
    for (size_t i = 0; i < a.n; i++)
        letter[sign(a.p[i])] |= UINT64_C(1) << i;
    for (size_t j = 0; j < b.n; j++) {
        uint64_t eq = letter[sign(b.p[j])], x = eq | down;
        uint64_t d = (((x & up) + up) ^ up) | x;
        uint64_t h_up = down | ~(d | up), h_down = up & d;
        distance += (h_up & last) != 0;
        distance -= (h_down & last) != 0;
        h_up = (h_up << 1) | 1;
        h_down <<= 1;
        up = h_down | ~(d | h_up);
        down = h_up & d;
    }
    return distance;
}

/* The cheapest habit or doubling explains a letter at a tenth of a slip, but a word that needs more
 * plain edits than this has changed more than any spelling does. */
static bool hopeless(struct span a, struct span b)
{
    size_t longer = a.n > b.n ? a.n : b.n;
    return a.n > 0 && b.n > 0 && longer <= 64 && edit_plain(a, b) > 3 + longer / 4;
}

static void side_of(struct span s, struct side *out)
{
    out->p = s.p;
    out->n = s.n;
    for (size_t i = 0; i < s.n; i++) {
        out->sign[i] = (uint8_t)sign(s.p[i]);
        out->drop[i] = drop(s, i);
    }
}

float edit_cost(struct span a, struct span b, float max)
{
    struct grid g;
    if (a.n > WORD_MAX || b.n > WORD_MAX || hopeless(a, b))
        return max;
    pthread_once(&steps_made, make_costs);
    side_of(a, &g.a);
    side_of(b, &g.b);
    g.rows[0][0] = 0;
    for (size_t j = 1; j <= b.n; j++)
        g.rows[0][j] = g.rows[0][j - 1] + g.b.drop[j - 1];
    int high = 0;
    for (size_t i = 1; i <= a.n; i++) {
        high = fill_row(&g, i) >= max ? high + 1 : 0;
        if (high >= EDIT_LONGEST)
            return max;
    }
    float cost = row_at(&g, a.n)[b.n];
    return cost < max ? cost : max;
}
