/* SPDX-License-Identifier: Apache-2.0
 *
 * Names of organisations in scripts that write no blanks: 龙海贸易有限公司 is Longhai, trading, limited.
 *
 *   1. a legal form in front or behind            株式会社-, -有限公司
 *   2. from behind, words of organisations        -贸易, -科技, -銀行
 *   3. from the front, places                     中国-, 北京-
 *   4. what is left is the name
 *
 * Nothing is cut off that leaves a single character: that would be no name.
 */
#include "name/fold.h"
#include "name/lexicon.h"

static struct span first(struct span s, size_t n)
{
    return (struct span){s.p, n};
}

/* Bytes of the longest known word of two characters or more that 's' ends with, or starts with. */
static size_t known_part(struct span s, bool at_end, uint16_t classes)
{
    struct span rest = s;
    while (rest.n > 0) {
        struct span part = at_end ? rest : first(s, rest.n);
        size_t left = code_points(s) - code_points(part);
        const struct word *w = code_points(part) < 2 || left == 1 ? NULL : word_find(part);
        if (w && w->canonical && (w->classes & classes))
            return part.n;
        if (at_end) {
            utf8_next(&rest);
        } else {
            do
                rest.n--;
            while (rest.n > 0 && ((unsigned char)s.p[rest.n] & 0xC0) == 0x80);
        }
    }
    return 0;
}

struct cut {
    struct span *out;
    size_t n, max;
};

static void add(struct cut *c, struct span part)
{
    if (part.n > 0 && c->n < c->max)
        c->out[c->n++] = part;
}

/* The words behind the name, the last first; what is left is the name. */
static struct span cut_behind(struct span s, struct span *behind, size_t *n, size_t max)
{
    const uint16_t classes = WORD_GENERIC | WORD_BUSINESS | WORD_PLACE;
    size_t part;
    while (*n < max && (part = known_part(s, true, classes)) > 0) {
        behind[(*n)++] = span_from(s, s.n - part);
        s.n -= part;
    }
    return s;
}

size_t cut_unspaced(struct span word, struct span *out, size_t max)
{
    struct cut c = {.out = out, .max = max};
    struct span behind[8];
    const struct legal_form *form;
    size_t n = 0, part = legal_affix(word, false, &form);
    add(&c, first(word, part));
    word = span_from(word, part);
    if ((part = legal_affix(word, true, &form)) > 0)
        behind[n++] = span_from(word, word.n - part);
    word.n -= part;
    word = cut_behind(word, behind, &n, ARRAY_LEN(behind));
    while ((part = known_part(word, false, WORD_PLACE)) > 0) {
        add(&c, first(word, part));
        word = span_from(word, part);
    }
    add(&c, word);
    while (n > 0)
        add(&c, behind[--n]);
    return c.n;
}
