/* SPDX-License-Identifier: Apache-2.0
 *
 * The words that a pattern or a slip stands for, out of the words of a board, which are in memory
 * in order of bytes: a pattern that begins with letters looks at those that begin with them, all
 * else at every word. Slips are counted in letters: one wrong, missing, too many, or two swapped.
 */
#include "search/asking.h"

#include <stdlib.h>

enum { LETTERS = 64 }; /* a longer word has no slips */

/* ---- patterns -------------------------------------------------------------------------------- */

static size_t letter_length(struct span s)
{
    size_t n = 1;

    while (n < s.n && ((unsigned char)s.p[n] & 0xc0) == 0x80)
        n++;
    return n;
}

/* Greedy with one place to go back to: the last WILD_MANY. */
bool wild_fits(struct span pattern, struct span text)
{
    struct span again = {0}, from = {0};

    while (text.n) {
        if (pattern.n && pattern.p[0] == WILD_MANY) {
            pattern = again = span_from(pattern, 1);
            from = text;
        } else if (pattern.n && pattern.p[0] == WILD_ONE) {
            pattern = span_from(pattern, 1);
            text = span_from(text, letter_length(text));
        } else if (pattern.n && pattern.p[0] == text.p[0]) {
            pattern = span_from(pattern, 1);
            text = span_from(text, 1);
        } else if (from.n) {
            from = span_from(from, letter_length(from));
            pattern = again;
            text = from;
        } else {
            return false;
        }
    }
    while (pattern.n && pattern.p[0] == WILD_MANY)
        pattern = span_from(pattern, 1);
    return pattern.n == 0;
}

static uint32_t first_not_before(const struct texts *words, struct span word)
{
    uint32_t low = 0, high = words->n;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (span_cmp(texts_at(words, middle), word) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct tocsin_err *expand_wild(const struct board *b, struct span pattern, struct expansion *out)
{
    struct span literal = pattern;

    literal.n = 0;
    while (literal.n < pattern.n && (unsigned char)pattern.p[literal.n] > WILD_ONE)
        literal.n++;
    for (uint32_t i = first_not_before(&b->words, literal); i < b->words.n; i++) {
        struct span word = texts_at(&b->words, i);

        if (!span_starts(word, literal))
            break;
        if (!wild_fits(pattern, word))
            continue;
        if (out->n == LIMIT_SEARCH_WORDS)
            return err_new(TOCSIN_ERR_LIMIT,
                           "a pattern stands for more than %d words (LIMIT_SEARCH_WORDS): give "
                           "more of its letters", LIMIT_SEARCH_WORDS);
        *VEC_PUSH(out) = (struct expanded){word, 1};
    }
    return NULL;
}

/* ---- slips ----------------------------------------------------------------------------------- */

struct letters {
    uint32_t at[LETTERS];
    int n;
};

static bool letters_of(struct span word, struct letters *out)
{
    out->n = 0;
    while (word.n) {
        if (out->n == LETTERS)
            return false;
        out->at[out->n++] = utf8_next(&word);
    }
    return true;
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

static int cell(const struct letters *a, const struct letters *b, int i, int j,
                const int *above2, const int *above, const int *row)
{
    int same = a->at[i - 1] == b->at[j - 1];
    int d = least(least(above[j] + 1, row[j - 1] + 1), above[j - 1] + !same);

    if (i > 1 && j > 1 && a->at[i - 1] == b->at[j - 2] && a->at[i - 2] == b->at[j - 1])
        d = least(d, above2[j - 2] + 1);
    return d;
}

/* Slips between two words, or 'most' + 1 when there are more. */
static int slips_between(const struct letters *a, const struct letters *b, int most)
{
    int rows[3][LETTERS + 1];

    if (abs(a->n - b->n) > most)
        return most + 1;
    for (int j = 0; j <= b->n; j++)
        rows[0][j] = j;
    for (int i = 1; i <= a->n; i++) {
        int *row = rows[i % 3], *above = rows[(i + 2) % 3], *above2 = rows[(i + 1) % 3];
        int best = row[0] = i;

        for (int j = 1; j <= b->n; j++)
            best = least(best, row[j] = cell(a, b, i, j, above2, above, row));
        if (best > most)
            return most + 1;
    }
    return rows[a->n % 3][b->n];
}

/* Short words would become any other. */
static int usual_slips(int letters)
{
    return letters < 3 ? 0 : letters < 6 ? 1 : 2;
}

static int nearest_first(const void *a, const void *b)
{
    const struct expanded *x = a, *y = b;

    if (x->weight > y->weight || x->weight < y->weight)
        return x->weight > y->weight ? -1 : 1;
    return span_cmp(x->word, y->word);
}

void expand_slips(const struct board *b, struct span word, int slips, struct expansion *out)
{
    struct letters asked, other;

    if (!letters_of(word, &asked)) {
        *VEC_PUSH(out) = (struct expanded){word, 1};
        return;
    }
    if (slips < 0)
        slips = usual_slips(asked.n);
    for (uint32_t i = 0; i < b->words.n; i++) {
        struct span w = texts_at(&b->words, i);
        int n;

        if (w.n > word.n + 4 * (size_t)slips || word.n > w.n + 4 * (size_t)slips ||
            !letters_of(w, &other))
            continue;
        n = slips_between(&asked, &other, slips);
        if (n <= slips)
            *VEC_PUSH(out) = (struct expanded){w, 1 - (float)n / (float)(asked.n + 1)};
    }
    if (out->n > 1)
        qsort(out->at, out->n, sizeof(*out->at), nearest_first);
    if (out->n > LIMIT_SEARCH_WORDS)
        out->n = LIMIT_SEARCH_WORDS;
}
