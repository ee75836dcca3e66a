/* SPDX-License-Identifier: Apache-2.0
 *
 * Same and similar identity as Commission Delegated Regulation (EU) 2023/332 defines them for the
 * multiple-identity detector of Regulation (EU) 2019/818: the law's own definition of a fuzzy match.
 *
 *   same      names, date of birth, gender, and a nationality or country of birth are all equal
 *             once written alike (case, accents, signs)
 *   similar   each of them is the same or similar by one of the tests below
 *
 *   test             names                                          example
 *   ---------------  ---------------------------------------------  -----------------------------
 *   transliteration  a known other romanisation or script            Mohammed / Mohamad
 *   order            surname and forename inverted, words swapped     Ana Bek / Bek Ana
 *   regrouped        the same letters cut into other words            Min Ho / Minho
 *   letters          two letters swapped, next to each other or not   Bekri / Berki
 *   edit             one letter changed, missing or too many          Bekri / Bekry
 *   truncation       one is the beginning of the other                Alexandros / Alexand
 *
 *   date             day and month inverted; one digit changed
 *
 * A field that either side lacks is not compared; the law wants at least names, date of birth and
 * one country, so without these there is neither same nor similar. Scores: 1.00 same, 0.80
 * similar, else what the names alone reach, at most 0.60, to keep the order of candidates.
 */
#include <math.h>

#include "match/private.h"

enum likeness { DIFFERENT, SIMILAR, SAME };

static const double SCORE_SAME = 1.0, SCORE_SIMILAR = 0.8, SCORE_OTHER = 0.6;

/* ---- names -------------------------------------------------------------------------------------- */

enum { LETTERS = LIMIT_NAME_TOKENS * WORD_MAX };

/* The letters of a name run together, romanised. */
static struct span letters_of(const struct name *n, char out[LETTERS])
{
    size_t len = 0;
    for (size_t i = 0; i < n->n; i++) {
        struct span s = n->tokens[i].latin;
        memcpy(out + len, s.p, s.n);
        len += s.n;
    }
    return (struct span){out, len};
}

static bool same_order(const struct name *a, const struct name *b)
{
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (!span_eq(a->tokens[i].form, b->tokens[i].form))
            return false;
    return true;
}

static bool other_order(const struct name *a, const struct name *b)
{
    bool used[LIMIT_NAME_TOKENS] = {false};
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++) {
        size_t k = 0;
        while (k < b->n && (used[k] || !span_eq(a->tokens[i].form, b->tokens[k].form)))
            k++;
        if (k == b->n)
            return false;
        used[k] = true;
    }
    return true;
}

/* Every word meets one as a spelling or as a reading in another script. */
static bool transliterated(const struct name *a, const struct name *b, const struct match *m)
{
    if (m->names.n == 0 || m->names.spare > 0.3f)
        return false;
    for (size_t i = 0; i < m->names.n; i++) {
        const struct pair *p = &m->names.pairs[i];
        bool known = p->kind == PAIR_SAME || p->kind == PAIR_SPELLING || p->kind == PAIR_READING ||
                     p->kind == PAIR_JOINED;
        if (p->an && p->bn && (!known || p->cost > 0.6f))
            return false;
    }
    return a->n > 0 && b->n > 0;
}

static bool letters_swapped(struct span a, struct span b)
{
    size_t wrong[2], n = 0;
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (a.p[i] != b.p[i]) {
            if (n == 2)
                return false;
            wrong[n++] = i;
        }
    return n == 2 && a.p[wrong[0]] == b.p[wrong[1]] && a.p[wrong[1]] == b.p[wrong[0]];
}

static bool one_edit(struct span a, struct span b)
{
    size_t front = 0, back = 0, least = a.n < b.n ? a.n : b.n;
    if ((a.n > b.n ? a.n - b.n : b.n - a.n) > 1)
        return false;
    while (front < least && a.p[front] == b.p[front])
        front++;
    while (back < least - front && a.p[a.n - 1 - back] == b.p[b.n - 1 - back])
        back++;
    size_t most = a.n > b.n ? a.n : b.n;
    return front + back + 1 >= most;
}

/* Documents cut long names; three letters that fit say nothing. */
static bool truncated(struct span a, struct span b)
{
    size_t least = a.n < b.n ? a.n : b.n;
    return least >= 10 && memcmp(a.p, b.p, least) == 0;
}

/* What cannot be romanised has no letters that could be alike. */
static bool letters_alike(const struct name *a, const struct name *b)
{
    char x[LETTERS], y[LETTERS];
    struct span s = letters_of(a, x), t = letters_of(b, y);
    return s.n > 0 && t.n > 0 &&
           (span_eq(s, t) || letters_swapped(s, t) || one_edit(s, t) || truncated(s, t));
}

static enum likeness names_alike(const struct name *a, const struct name *b, const struct match *m)
{
    if (same_order(a, b))
        return SAME;
    return other_order(a, b) || letters_alike(a, b) || transliterated(a, b, m) ? SIMILAR : DIFFERENT;
}

/* ---- the other fields ------------------------------------------------------------------------------ */

static int digits_apart(struct date a, struct date b)
{
    int y[2], m[2], d[2], wrong = 0;
    date_split(a.from, &y[0], &m[0], &d[0]);
    date_split(b.from, &y[1], &m[1], &d[1]);
    long x = y[0] * 10000L + m[0] * 100 + d[0], z = y[1] * 10000L + m[1] * 100 + d[1];
    for (; x > 0 || z > 0; x /= 10, z /= 10)
        wrong += x % 10 != z % 10;
    return wrong;
}

static bool inverted(struct date a, struct date b)
{
    int y[2], m[2], d[2];
    date_split(a.from, &y[0], &m[0], &d[0]);
    date_split(b.from, &y[1], &m[1], &d[1]);
    return y[0] == y[1] && m[0] == d[1] && d[0] == m[1];
}

static enum likeness dates_alike(struct date a, struct date b)
{
    if (a.precision != b.precision || a.circa || b.circa)
        return a.from <= b.to && b.from <= a.to ? SIMILAR : DIFFERENT;
    if (a.from == b.from && a.to == b.to)
        return SAME;
    if (digits_apart(a, b) == 1 || (a.precision == DATE_DAY && inverted(a, b)))
        return SIMILAR;
    return DIFFERENT;
}

static enum likeness all_dates(const struct subject *q, const struct subject *e, struct match *out)
{
    enum likeness best = DIFFERENT;
    for (size_t i = 0; i < q->dates_n; i++)
        for (size_t k = 0; k < e->dates_n; k++) {
            enum likeness l = dates_alike(q->dates[i], e->dates[k]);
            if (l > best || (i == 0 && k == 0)) {
                best = l;
                out->query_date = (uint16_t)i;
                out->date = (uint16_t)k;
            }
        }
    return best;
}

static enum likeness countries_alike(const struct subject *q, const struct subject *e)
{
    enum likeness best = DIFFERENT;
    for (size_t i = 0; i < q->countries_n; i++)
        for (size_t k = 0; k < e->countries_n; k++) {
            if (q->countries[i] == e->countries[k])
                return SAME;
            if (country_related(span_of(country_code(q->countries[i])),
                                span_of(country_code(e->countries[k]))))
                best = SIMILAR;
        }
    return best;
}

static enum likeness least(enum likeness a, enum likeness b)
{
    return a < b ? a : b;
}

/* The likeness of the names must be that of the pair compared, so the first pair that is alike is
 * looked for, not the one with the best score. */
static enum likeness all_names(const struct subject *q, const struct subject *e,
                               struct match_work *w, struct match *out)
{
    enum likeness best = DIFFERENT;
    for (size_t i = 0; i < q->names_n; i++)
        for (size_t k = 0; k < e->names_n && best < SAME; k++) {
            struct match one = *out;
            name_align(&q->names[i], &e->names[k], w->memo, &one.names);
            enum likeness l = names_alike(&q->names[i], &e->names[k], &one);
            if (l <= best)
                continue;
            best = l;
            out->names = one.names;
            out->query_name = (uint16_t)i;
            out->name = (uint16_t)k;
        }
    return best;
}

void score_eu332(const struct subject *q, const struct subject *e, struct match_work *w,
                 struct match *out)
{
    double names_score = best_names(q, e, w, out);
    enum likeness names = all_names(q, e, w, out);
    enum likeness dates = all_dates(q, e, out), countries = countries_alike(q, e);
    bool gender_fits = !q->genders || !e->genders || (q->genders & e->genders);
    enum likeness all = least(names, least(dates, countries));
    if (!gender_fits)
        all = DIFFERENT;
    out->features[FEATURE_IDENTIFIER] = identifier_score(q, e, out);
    out->score = all == SAME ? SCORE_SAME : all == SIMILAR ? SCORE_SIMILAR
                                                           : fmin(SCORE_OTHER, names_score);
    out->features[FEATURE_NAME] = (float)out->score;
    if (q->dates_n && e->dates_n && dates == DIFFERENT)
        out->features[FEATURE_DOB_YEAR] = -0.01f;
    if (q->countries_n && e->countries_n && countries == DIFFERENT)
        out->features[FEATURE_COUNTRY] = -0.01f;
    if (!gender_fits)
        out->features[FEATURE_GENDER] = -0.01f;
}

/* The definition knows one score; the other features only say why it is that. */
double weigh_eu332(const struct match *m, const struct match_weights *weights)
{
    return fmin(m->score * (double)weights->of[FEATURE_NAME], 1);
}
