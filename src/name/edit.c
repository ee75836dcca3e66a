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
 * When every cell of the last three rows is above 'max' nothing later can be below it: stop. Few
 * words come this far that differ so much, so each cell counts: what seldom applies (a swap, a
 * habit) is told by one comparison and done elsewhere.
 */
#include "name/name.h"

#include <float.h>
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
enum { SIGNS = 36, NO_SIGN = SIGNS };
struct step_costs {
    float substitute[SIGNS][SIGNS];
    uint8_t first[SIGNS][SIGNS]; /* 1 + number of the first link; 0: none */
    struct last_two { /* of a text; the first of them may be NO_SIGN */
        uint64_t meets; /* bits: signs in which the other side of a habit ends that may end here */
        float drop;     /* what it costs that the last letter has no counterpart */
    } last_two[SIGNS + 1][SIGNS];
    struct link {
        uint64_t letters, mask; /* of both sides, as ends_of() has them */
        uint8_t an, bn, next;
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

/* The last letters of a text as one number, the very last one lowest. */
static uint32_t end_of(const char *text, size_t n)
{
    uint32_t end = 0;
    for (size_t i = 0; i < n; i++)
        end = end << 8 | (unsigned char)text[i];
    return end;
}

static uint64_t ends_of(uint32_t a, uint32_t b)
{
    return (uint64_t)a << 32 | b;
}

/* The side 'a' of a habit meets a word that ends in the sign 'y'. */
static void add_meeting(const char *a, size_t an, unsigned y)
{
    unsigned x = sign(a[an - 1]);
    for (unsigned before = 0; before <= NO_SIGN; before++)
        if (an == 1 || before == sign(a[an - 2]))
            step_table.last_two[before][x].meets |= UINT64_C(1) << y;
}

static void add_habit(const char *a, const char *b, float cost)
{
    size_t an = strlen(a), bn = strlen(b);
    assert(an >= 1 && an <= EDIT_LONGEST && bn >= 1 && bn <= EDIT_LONGEST);
    unsigned x = sign(a[an - 1]), y = sign(b[bn - 1]);
    if (an == 1 && bn == 1) {
        step_table.substitute[x][y] = lesser(cost, step_table.substitute[x][y]);
        return;
    }
    struct link *k = &step_table.links[step_table.n++];
    k->an = (uint8_t)an;
    k->bn = (uint8_t)bn;
    k->letters = ends_of(end_of(a, an), end_of(b, bn));
    k->mask = ends_of((UINT32_C(1) << 8 * an) - 1, (UINT32_C(1) << 8 * bn) - 1);
    k->cost = cost;
    k->next = step_table.first[x][y];
    step_table.first[x][y] = (uint8_t)step_table.n;
    add_meeting(a, an, y); /* and that of 'b' by the same habit read the other way round */
}

static const char signs[] = "abcdefghijklmnopqrstuvwxyz0123456789";

static float drop(unsigned before, unsigned x)
{
    if (before == x)
        return 0.25f;
    return signs[x] == 'h' && before != NO_SIGN && !vowel(signs[before]) ? 0.4f : 1;
}

static void make_costs(void)
{
    static_assert(2 * ARRAY_LEN(habits) < 255, "links are numbered in a byte");
    for (size_t x = 0; x < SIGNS; x++)
        for (size_t y = 0; y < SIGNS; y++)
            step_table.substitute[x][y] = x == y ? 0 : vowel(signs[x]) && vowel(signs[y]) ? 0.8f : 1;
    for (unsigned before = 0; before <= NO_SIGN; before++)
        for (unsigned x = 0; x < SIGNS; x++)
            step_table.last_two[before][x].drop = drop(before, x);
    for (size_t i = 0; i < ARRAY_LEN(habits); i++) {
        add_habit(habits[i].a, habits[i].b, habits[i].cost);
        add_habit(habits[i].b, habits[i].a, habits[i].cost);
    }
}

/* A side: its letters, as signs, what it costs that each has no counterpart, and in which letters
 * its first i end. */
struct side {
    const char *p;
    size_t n;
    uint8_t sign[WORD_MAX];
    float drop[WORD_MAX];
    uint32_t end[WORD_MAX + 1];
    uint64_t meets[WORD_MAX + 1]; /* by what a habit that ends there might be met */
};

struct grid {
    struct side a, b;
    float rows[EDIT_ROWS][WORD_MAX + 1];
};

static float *row_at(struct grid *g, size_t i)
{
    return g->rows[i % EDIT_ROWS];
}

/* The last two letters of a text, and those of 'end' the other way round. */
static uint16_t two_of(uint32_t end)
{
    return (uint16_t)end;
}

static uint16_t swapped(uint32_t end)
{
    return (uint16_t)((end & 0xFF) << 8 | (end >> 8 & 0xFF));
}

/* The cheapest way to a cell by a step over several letters: a swap, a habit. Before the first
 * letter 'end' is zero, which is no letter. */
static __attribute__((noinline)) float leap_to(struct grid *g, size_t i, size_t j)
{
    const uint32_t a = g->a.end[i], b = g->b.end[j];
    float best = i > 1 && two_of(b) == swapped(a) ? row_at(g, i - 2)[j - 2] + SWAP : FLT_MAX;
    unsigned link = step_table.first[g->a.sign[i - 1]][g->b.sign[j - 1]];
    while (link) {
        const struct link *k = &step_table.links[link - 1];
        if ((ends_of(a, b) & k->mask) == k->letters)
            best = lesser(best, row_at(g, i - k->an)[j - k->bn] + k->cost);
        link = k->next;
    }
    return best;
}

/* Fills row 'i' and returns its least cell. */
static float fill_row(struct grid *g, size_t i)
{
    const unsigned x = g->a.sign[i - 1];
    const float *up = row_at(g, i - 1), *substitute = step_table.substitute[x];
    const uint64_t meets = g->a.meets[i];
    const float drop = g->a.drop[i - 1];
    const uint16_t crossed = swapped(g->a.end[i]);
    float *here = row_at(g, i), cost = here[0] = up[0] + drop, low = cost;
    for (size_t j = 1; j <= g->b.n; j++) {
        const unsigned y = g->b.sign[j - 1];
        cost = lesser(cost + g->b.drop[j - 1], lesser(up[j - 1] + substitute[y], up[j] + drop));
        if ((meets >> y & 1 && g->b.meets[j] >> x & 1) || two_of(g->b.end[j]) == crossed)
            cost = lesser(cost, leap_to(g, i, j));
        here[j] = cost;
        low = lesser(low, cost);
    }
    return low;
}

/* Plain Levenshtein distance by Myers' bit vectors (J. ACM 46, 1999, in Hyyro's form); 'a' of at
 * most 64 letters. A few instructions a letter: it spares the programme above for words that have
 * nothing to do with each other. */
static unsigned plain(const struct side *a, const struct side *b)
{
    uint64_t letter[SIGNS] = {0}, up = ~UINT64_C(0), down = 0, last;
    unsigned distance = (unsigned)a->n;
    assert(a->n <= 64);
    if (a->n == 0)
        return (unsigned)b->n;
    last = UINT64_C(1) << (a->n - 1);
    for (size_t i = 0; i < a->n; i++)
        letter[a->sign[i]] |= UINT64_C(1) << i;
    for (size_t j = 0; j < b->n; j++) {
        uint64_t eq = letter[b->sign[j]], x = eq | down;
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

/* Letter by letter from the start: never less than the plain distance. */
static size_t letters_wrong(const struct side *a, const struct side *b)
{
    size_t shorter = a->n < b->n ? a->n : b->n, wrong = a->n + b->n - 2 * shorter;
    for (size_t i = 0; i < shorter; i++)
        wrong += a->sign[i] != b->sign[i];
    return wrong;
}

/* The cheapest habit or doubling explains a letter at a tenth of a slip, but a word that needs more
 * plain edits than this has changed more than any spelling does. */
static bool hopeless(const struct side *a, const struct side *b)
{
    size_t longer = a->n > b->n ? a->n : b->n, most = 3 + longer / 4;
    return a->n > 0 && b->n > 0 && longer <= 64 && letters_wrong(a, b) > most && plain(a, b) > most;
}

static void signs_of(struct span s, struct side *out)
{
    out->p = s.p;
    out->n = s.n;
    for (size_t i = 0; i < s.n; i++)
        out->sign[i] = (uint8_t)sign(s.p[i]);
}

static void costs_of(struct side *s)
{
    unsigned before = NO_SIGN;
    s->end[0] = 0;
    for (size_t i = 0; i < s->n; i++) {
        const struct last_two *two = &step_table.last_two[before][s->sign[i]];
        s->drop[i] = two->drop;
        s->meets[i + 1] = two->meets;
        before = s->sign[i];
        s->end[i + 1] = s->end[i] << 8 | (unsigned char)s->p[i];
    }
}

unsigned edit_plain(struct span a, struct span b)
{
    struct side x, y;
    assert(a.n <= WORD_MAX && b.n <= WORD_MAX);
    signs_of(a, &x);
    signs_of(b, &y);
    return plain(&x, &y);
}

float edit_cost(struct span a, struct span b, float max)
{
    struct grid g;
    if (a.n > WORD_MAX || b.n > WORD_MAX)
        return max;
    signs_of(a, &g.a);
    signs_of(b, &g.b);
    if (hopeless(&g.a, &g.b))
        return max;
    pthread_once(&steps_made, make_costs);
    costs_of(&g.a);
    costs_of(&g.b);
    g.rows[0][0] = 0;
    for (size_t j = 1; j <= b.n; j++)
        g.rows[0][j] = g.rows[0][j - 1] + g.b.drop[j - 1];
    int high = 0;
    for (size_t i = 1; i <= a.n; i++) {
        high = fill_row(&g, i) >= max ? high + 1 : 0;
        if (high >= EDIT_LONGEST)
            return max;
    }
    return lesser(row_at(&g, a.n)[b.n], max);
}
