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
 * The rows are kept as a ring of five (the longest habit is three letters, a swap needs two).
 * When every cell of the last three rows is above 'max' nothing later can be below it: stop.
 */
#include "name/name.h"

#include <pthread.h>

enum { EDIT_LONGEST = 3, EDIT_ROWS = EDIT_LONGEST + 1 };

struct habit {
    const char *a, *b;
    float cost;
};

static const struct habit habits[] = {
#define HABIT(a, b, cost) {a, b, cost},
#include "name/edit.def"
#undef HABIT
};

/* The habits that end in a given pair of letters, as chains through one array: built once, then
 * only read. */
enum { SIGNS = 36 };
struct habit_index {
    uint8_t first[SIGNS][SIGNS]; /* 1 + number of the first link; 0: none */
    struct link {
        uint8_t an, bn, next;
        char a[4], b[4];
        float cost;
    } links[2 * ARRAY_LEN(habits)];
};
static struct habit_index index_once;
static pthread_once_t index_made = PTHREAD_ONCE_INIT;

static unsigned sign(char c)
{
    return c >= 'a' ? (unsigned)(c - 'a') : 26 + (unsigned)(c - '0');
}

static void index_add(size_t at, const char *a, const char *b, float cost)
{
    struct link *k = &index_once.links[at];
    k->an = (uint8_t)strlen(a);
    k->bn = (uint8_t)strlen(b);
    assert(k->an >= 1 && k->an <= EDIT_LONGEST && k->bn >= 1 && k->bn <= EDIT_LONGEST);
    memcpy(k->a, a, k->an);
    memcpy(k->b, b, k->bn);
    k->cost = cost;
    uint8_t *first = &index_once.first[sign(a[k->an - 1])][sign(b[k->bn - 1])];
    k->next = *first;
    *first = (uint8_t)(at + 1);
}

static void index_make(void)
{
    static_assert(2 * ARRAY_LEN(habits) < 255, "links are numbered in a byte");
    for (size_t i = 0; i < ARRAY_LEN(habits); i++) {
        index_add(2 * i, habits[i].a, habits[i].b, habits[i].cost);
        index_add(2 * i + 1, habits[i].b, habits[i].a, habits[i].cost);
    }
}

static bool vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

static float substitute(char x, char y)
{
    if (x == y)
        return 0;
    if (vowel(x) && vowel(y))
        return 0.8f;
    return 1;
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

struct grid {
    struct span a, b;
    float drop_a[WORD_MAX], drop_b[WORD_MAX];
    edit_row rows[EDIT_ROWS];
};

static float habit_step(struct grid *g, size_t i, size_t j, float best)
{
    unsigned at = index_once.first[sign(g->a.p[i - 1])][sign(g->b.p[j - 1])];
    while (at) {
        const struct link *k = &index_once.links[at - 1];
        if (k->an <= i && k->bn <= j && fits(g->a.p + i, k->a, k->an) &&
            fits(g->b.p + j, k->b, k->bn)) {
            float c = g->rows[(i - k->an) % EDIT_ROWS][j - k->bn] + k->cost;
            best = c < best ? c : best;
        }
        at = k->next;
    }
    return best;
}

static float step(struct grid *g, size_t i, size_t j)
{
    const char *a = g->a.p, *b = g->b.p;
    const float *up = g->rows[(i - 1) % EDIT_ROWS], *here = g->rows[i % EDIT_ROWS];
    float best = up[j - 1] + substitute(a[i - 1], b[j - 1]);
    float c = up[j] + g->drop_a[i - 1];
    best = c < best ? c : best;
    c = here[j - 1] + g->drop_b[j - 1];
    best = c < best ? c : best;
    if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        c = g->rows[(i - 2) % EDIT_ROWS][j - 2] + 0.9f;
        best = c < best ? c : best;
    }
    return habit_step(g, i, j, best);
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

static void drops(struct span s, float *out)
{
    for (size_t i = 0; i < s.n; i++)
        out[i] = drop(s, i);
}

float edit_cost(struct span a, struct span b, float max)
{
    struct grid g;
    if (a.n > WORD_MAX || b.n > WORD_MAX || hopeless(a, b))
        return max;
    pthread_once(&index_made, index_make);
    g.a = a;
    g.b = b;
    drops(a, g.drop_a);
    drops(b, g.drop_b);
    g.rows[0][0] = 0;
    for (size_t j = 1; j <= b.n; j++)
        g.rows[0][j] = g.rows[0][j - 1] + g.drop_b[j - 1];
    int high = 0;
    for (size_t i = 1; i <= a.n; i++) {
        float *row = g.rows[i % EDIT_ROWS];
        float low = row[0] = g.rows[(i - 1) % EDIT_ROWS][0] + g.drop_a[i - 1];
        for (size_t j = 1; j <= b.n; j++) {
            row[j] = step(&g, i, j);
            low = row[j] < low ? row[j] : low;
        }
        high = low >= max ? high + 1 : 0;
        if (high >= EDIT_LONGEST)
            return max;
    }
    float cost = g.rows[a.n % EDIT_ROWS][b.n];
    return cost < max ? cost : max;
}
