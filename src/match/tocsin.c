/* SPDX-License-Identifier: Apache-2.0
 *
 * The default profile. What each feature is worth stands in feature.def; here is when it applies.
 */
#include <math.h>
#include <stdlib.h>

#include "match/private.h"

static const float QUALIFIED_FROM = 0.45f;

/* ---- dates ----------------------------------------------------------------------------------- */

/* How far a date may be off for what it says: circa is two years either way. */
static struct date widened(struct date d)
{
    if (d.circa) {
        d.from -= 2 * 366;
        d.to += 2 * 366;
    }
    return d;
}

static int gap_days(struct date a, struct date b)
{
    a = widened(a);
    b = widened(b);
    if (a.from > b.to)
        return a.from - b.to;
    if (b.from > a.to)
        return b.from - a.to;
    return 0;
}

static int year_of(int32_t day)
{
    int y, m, d;
    date_split(day, &y, &m, &d);
    return y;
}

static bool share_a_year(struct date a, struct date b)
{
    a = widened(a);
    b = widened(b);
    return year_of(a.from) <= year_of(b.to) && year_of(b.from) <= year_of(a.to);
}

/* 1961-03-04 for 1961-04-03, or one digit of day or month wrong. */
static bool nearly_the_day(struct date a, struct date b)
{
    int y1, m1, d1, y2, m2, d2;
    if (a.precision != DATE_DAY || b.precision != DATE_DAY)
        return false;
    date_split(a.from, &y1, &m1, &d1);
    date_split(b.from, &y2, &m2, &d2);
    if (y1 != y2)
        return false;
    if (m1 == d2 && d1 == m2)
        return true;
    int wrong = (m1 / 10 != m2 / 10) + (m1 % 10 != m2 % 10) + (d1 / 10 != d2 / 10) +
                (d1 % 10 != d2 % 10);
    return wrong == 1;
}

enum meeting {
    MEET_DAY, MEET_PERIOD, MEET_NEAR, MEET_YEAR, MEET_NOT, MEET_FAR, MEET_DECADE, MEET_GENERATION
};

/* Lists are often some years off, seldom a decade, and never a generation. */
static enum meeting years_apart(int days)
{
    if (days <= 3 * 366)
        return MEET_NOT;
    if (days <= 10 * 366)
        return MEET_FAR;
    return days <= 25 * 366 ? MEET_DECADE : MEET_GENERATION;
}

static enum meeting dates_meet(struct date a, struct date b)
{
    if (a.precision == DATE_DAY && b.precision == DATE_DAY && !a.circa && !b.circa &&
        a.from == b.from)
        return MEET_DAY;
    if (gap_days(a, b) == 0)
        return MEET_PERIOD;
    if (nearly_the_day(a, b))
        return MEET_NEAR;
    if (share_a_year(a, b))
        return MEET_YEAR;
    return years_apart(gap_days(a, b));
}

static void date_features(const struct subject *q, const struct subject *e, struct match *out)
{
    static const struct {
        enum feature feature;
        float value;
    } worth[] = {
        [MEET_DAY] = {FEATURE_DOB_MATCH, 0.10f}, [MEET_PERIOD] = {FEATURE_DOB_MATCH, 0.05f},
        [MEET_NEAR] = {FEATURE_DOB_DAY, -0.03f}, [MEET_YEAR] = {FEATURE_DOB_DAY, -0.10f},
        [MEET_NOT] = {FEATURE_DOB_YEAR, -0.15f}, [MEET_FAR] = {FEATURE_DOB_YEAR, -0.30f},
        [MEET_DECADE] = {FEATURE_DOB_YEAR, -0.35f},
        [MEET_GENERATION] = {FEATURE_DOB_YEAR, -0.45f},
    };
    if (q->dates_n == 0 || e->dates_n == 0)
        return;
    enum meeting best = MEET_GENERATION;
    for (size_t i = 0; i < q->dates_n; i++)
        for (size_t k = 0; k < e->dates_n; k++) {
            enum meeting m = dates_meet(q->dates[i], e->dates[k]);
            if (m < best || (i == 0 && k == 0)) {
                best = m;
                out->query_date = (uint16_t)i;
                out->date = (uint16_t)k;
            }
        }
    out->features[worth[best].feature] = worth[best].value;
}

/* ---- countries, gender, addresses, identifiers -------------------------------------------------- */

static struct span code_of(uint16_t number)
{
    return span_of(country_code(number));
}

static void country_features(const struct subject *q, const struct subject *e, struct match *out)
{
    if (q->countries_n == 0 || e->countries_n == 0)
        return;
    for (size_t i = 0; i < q->countries_n; i++)
        for (size_t k = 0; k < e->countries_n; k++)
            if (q->countries[i] == e->countries[k] ||
                country_related(code_of(q->countries[i]), code_of(e->countries[k]))) {
                out->features[FEATURE_COUNTRY_MATCH] = 0.03f;
                return;
            }
    out->features[FEATURE_COUNTRY] = -0.12f;
}

/* Share of the words of the shorter address that the other holds; both are sorted. */
static float shared_words(struct span a, struct span b)
{
    size_t shared = 0, n = 0, m = 0;
    struct span x = {0}, y = {0};
    bool more_a = span_split(&a, ' ', &x), more_b = span_split(&b, ' ', &y);
    while (more_a || more_b) {
        int c = !more_a ? 1 : !more_b ? -1 : span_cmp(x, y);
        shared += c == 0;
        n += c <= 0;
        m += c >= 0;
        if (c <= 0)
            more_a = span_split(&a, ' ', &x);
        if (c >= 0)
            more_b = span_split(&b, ' ', &y);
    }
    size_t least = n < m ? n : m;
    return least >= 3 ? (float)shared / (float)least : 0;
}

static void address_feature(const struct subject *q, const struct subject *e, struct match *out)
{
    float best = 0;
    for (size_t i = 0; i < q->addresses_n; i++)
        for (size_t k = 0; k < e->addresses_n; k++)
            best = greater(best, shared_words(q->addresses[i], e->addresses[k]));
    if (best >= 0.6f)
        out->features[FEATURE_ADDRESS] = 0.10f * best;
}

static void identifier_mismatch(const struct subject *q, const struct subject *e, struct match *out)
{
    if (out->features[FEATURE_IDENTIFIER] > 0)
        return;
    for (size_t i = 0; i < q->idents_n; i++)
        for (size_t k = 0; k < e->idents_n; k++) {
            const struct subject_ident *a = &q->idents[i], *b = &e->idents[k];
            if (a->format == b->format && a->format != IDENT_STRICT && a->format != IDENT_CRYPTO &&
                a->prop == b->prop && a->valid && b->valid) {
                out->features[FEATURE_IDENTIFIER_MISMATCH] = -0.15f;
                out->query_ident = (uint16_t)i;
                out->ident = (uint16_t)k;
            }
        }
}

static void weak_alias(const struct subject *e, struct match *out)
{
    if (out->names.n == 0)
        return;
    out->features[FEATURE_WEAK_ALIAS] = -weak_penalty(&e->names[out->name]);
}

/* Do words of the two names stand against each other already? */
static bool contradicted(const struct alignment *al)
{
    for (size_t i = 0; i < al->n; i++)
        if (al->pairs[i].kind == PAIR_OTHER && al->pairs[i].an && al->pairs[i].bn)
            return true;
    return false;
}

/* ---- the whole --------------------------------------------------------------------------------- */

static void qualify(const struct subject *q, const struct subject *e, struct match *out)
{
    if (out->features[FEATURE_NAME] >= out->features[FEATURE_IDENTIFIER])
        weak_alias(e, out);
    date_features(q, e, out);
    country_features(q, e, out);
    if (q->genders && e->genders && !(q->genders & e->genders))
        out->features[FEATURE_GENDER] = -0.20f;
    if (out->features[FEATURE_NAME] > 0 && fathers_differ(q, e) && !contradicted(&out->names))
        out->features[FEATURE_FATHER] = -0.30f;
    address_feature(q, e, out);
    identifier_mismatch(q, e, out);
}

/* The score of features as they are worth; 'plain' is what they were found to be. Nothing but a
 * feature that finds can carry a score. */
static double together(const float *plain, const float *worth)
{
    float score = greater(worth[FEATURE_NAME], worth[FEATURE_IDENTIFIER]);
    bool whole = (plain[FEATURE_NAME] >= 1 && worth[FEATURE_NAME] > 0) ||
                 worth[FEATURE_IDENTIFIER] > 0;

    if (score <= 0)
        return 0;
    for (int i = 0; i < FEATURE_COUNT; i++)
        score += feature_row((enum feature)i)->main ? 0 : worth[i];
    score = lesser(greater(score, 0), whole ? 1 : 0.99f);
    /* four digits: what is shown is what is compared with the threshold */
    return round((double)score * 10000) / 10000;
}

void score_tocsin(const struct subject *q, const struct subject *e, struct match_work *w,
                  struct match *out)
{
    float *f = out->features;
    f[FEATURE_NAME] = (float)best_names(q, e, w, out);
    f[FEATURE_IDENTIFIER] = identifier_score(q, e, out);
    if (greater(f[FEATURE_NAME], f[FEATURE_IDENTIFIER]) >= QUALIFIED_FROM)
        qualify(q, e, out);
    out->score = together(f, f);
}

double weigh_tocsin(const struct match *m, const struct match_weights *weights)
{
    float worth[FEATURE_COUNT];

    for (int i = 0; i < FEATURE_COUNT; i++)
        worth[i] = m->features[i] * weights->of[i];
    return together(m->features, worth);
}
