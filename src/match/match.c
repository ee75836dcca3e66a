/* SPDX-License-Identifier: Apache-2.0
 *
 * Profiles by name, and the parts of a verdict that all of them use.
 */
#include <math.h>

#include "match/private.h"

struct match_profile {
    const char *name;
    profile_score *score;
    profile_weigh *weigh;
};

static const struct match_profile profiles[] = {
#define PROFILE(name, function, description) {name, score_##function, weigh_##function},
#define ALIAS(name, of, description)
#include "match/profile.def"
#undef PROFILE
#undef ALIAS
};

static const struct profile_row profile_rows[] = {
#define PROFILE(name, function, description) {name, description, NULL},
#define ALIAS(name, of, description) {name, description, of},
#include "match/profile.def"
#undef PROFILE
#undef ALIAS
};

static const struct feature_row feature_rows[] = {
#define FEATURE(id, name, title, main, description) {name, title, description, main},
#include "match/feature.def"
#undef FEATURE
};

const struct feature_row *feature_row(enum feature f)
{
    assert((unsigned)f < FEATURE_COUNT);
    return &feature_rows[f];
}

const struct profile_row *match_profile_at(size_t i)
{
    return i < ARRAY_LEN(profile_rows) ? &profile_rows[i] : NULL;
}

const char *match_profile_name(const struct match_profile *p)
{
    return p->name;
}

const struct match_profile *match_profile_find(const char *name)
{
    if (!name || !*name)
        return &profiles[0];
    for (size_t i = 0; i < ARRAY_LEN(profile_rows); i++) {
        if (strcmp(profile_rows[i].name, name) != 0)
            continue;
        if (profile_rows[i].alias_of)
            return match_profile_find(profile_rows[i].alias_of);
        for (size_t k = 0; k < ARRAY_LEN(profiles); k++)
            if (strcmp(profiles[k].name, name) == 0)
                return &profiles[k];
    }
    return NULL;
}

struct match_work *match_work_new(void)
{
    struct match_work *w = mem_zero(1, sizeof(*w));
    w->memo = cost_memo_new();
    return w;
}

void match_work_free(struct match_work *w)
{
    if (!w)
        return;
    cost_memo_free(w->memo);
    mem_free(w);
}

void match_work_begin(struct match_work *w)
{
    cost_memo_clear(w->memo);
}

void match_score(const struct match_profile *p, const struct subject *query,
                 const struct subject *entity, struct match_work *w, struct match *out)
{
    out->score = 0;
    memset(out->features, 0, sizeof(out->features));
    out->query_name = out->name = out->query_date = out->date = 0;
    out->query_ident = out->ident = 0;
    out->names.n = 0;
    out->names.cost = out->names.score = 0;
    if (!schema_comparable((enum schema)query->schema, (enum schema)entity->schema))
        return;
    p->score(query, entity, w, out);
}

/* Words of a name that does not count are not shown either. */
void match_weigh(const struct match_profile *p, const struct match_weights *weights,
                 struct match *m)
{
    m->score = p->weigh(m, weights);
    for (int i = 0; i < FEATURE_COUNT; i++)
        m->features[i] *= weights->of[i];
    if (weights->of[FEATURE_NAME] == 0)
        m->names.n = 0;
}

float weak_penalty(const struct name *listed)
{
    if (listed->quality != NAME_WEAK)
        return 0;
    return listed->n == 1 ? 0.15f : 0.05f;
}

/* The best is what is left after the price of a weak alias: one more alias never lowers a score. */
double best_names(const struct subject *query, const struct subject *entity, struct match_work *w,
                  struct match *out)
{
    double best = -1;
    for (size_t i = 0; i < query->names_n; i++)
        for (size_t k = 0; k < entity->names_n; k++) {
            struct alignment *al = best < 0 ? &out->names : &w->spare;
            double penalty = (double)weak_penalty(&entity->names[k]);
            name_align(&query->names[i], &entity->names[k], w->memo, al);
            if (fmax((double)al->score - penalty, 0) <= best)
                continue;
            best = fmax((double)al->score - penalty, 0);
            if (al != &out->names)
                out->names = *al;
            out->query_name = (uint16_t)i;
            out->name = (uint16_t)k;
            if (best >= 1)
                return best;
        }
    return best < 0 ? 0 : (double)out->names.score;
}

/* Identifiers of one format meet across properties; plain numbers of documents do so too, since
 * lists file the same number under different names. */
float identifier_score(const struct subject *query, const struct subject *entity,
                       struct match *out)
{
    float best = 0;
    for (size_t i = 0; i < query->idents_n; i++)
        for (size_t k = 0; k < entity->idents_n; k++) {
            const struct subject_ident *a = &query->idents[i], *b = &entity->idents[k];
            if (a->hash != b->hash)
                continue;
            bool checked = a->format == b->format && a->format != IDENT_STRICT && a->valid && b->valid;
            float score = checked ? 0.98f : 0.90f;
            if (score > best) {
                best = score;
                out->query_ident = (uint16_t)i;
                out->ident = (uint16_t)k;
            }
        }
    return best;
}

/* The same words, in whatever order. */
static bool word_for_word(const struct name *a, const struct name *b)
{
    bool used[LIMIT_NAME_TOKENS] = {false};
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++) {
        size_t k = 0;
        while (k < b->n && (used[k] || a->tokens[i].script != b->tokens[k].script ||
                            !span_eq(a->tokens[i].form, b->tokens[k].form)))
            k++;
        if (k == b->n)
            return false;
        used[k] = true;
    }
    return a->n > 0;
}

/* The best pair of names need not be the one with equal words: another order costs as much as
 * another spelling. */
static bool some_word_for_word(const struct subject *query, const struct subject *entity,
                               struct match_work *w, struct match *out)
{
    for (size_t i = 0; i < query->names_n; i++)
        for (size_t k = 0; k < entity->names_n; k++) {
            if (!word_for_word(&query->names[i], &entity->names[k]))
                continue;
            name_align(&query->names[i], &entity->names[k], w->memo, &out->names);
            out->query_name = (uint16_t)i;
            out->name = (uint16_t)k;
            return true;
        }
    return false;
}

void score_exact(const struct subject *query, const struct subject *entity, struct match_work *w,
                 struct match *out)
{
    bool same = some_word_for_word(query, entity, w, out);
    if (!same)
        best_names(query, entity, w, out);
    out->features[FEATURE_NAME] = same;
    out->features[FEATURE_IDENTIFIER] = identifier_score(query, entity, out) > 0 ? 1 : 0;
    out->score = out->features[FEATURE_NAME] > 0 || out->features[FEATURE_IDENTIFIER] > 0;
}

double weigh_exact(const struct match *m, const struct match_weights *weights)
{
    float name = m->features[FEATURE_NAME] * weights->of[FEATURE_NAME];
    float identifier = m->features[FEATURE_IDENTIFIER] * weights->of[FEATURE_IDENTIFIER];

    return fmin(fmax((double)name, (double)identifier), 1);
}
