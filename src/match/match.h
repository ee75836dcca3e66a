/* SPDX-License-Identifier: Apache-2.0
 *
 * match: scores a query against an entity, and says why. It judges and never searches.
 *
 * A verdict is a table of features (feature.def). A main feature says how much two entities are
 * the same by one kind of evidence, 0 to 1; the best of them is taken. A qualifier adds or takes
 * away for what supports or contradicts it. Nothing else enters the score.
 *
 *     score = clamp(max(main features) + sum(qualifiers), 0, 1)
 *
 * Qualifiers count only above a main feature of QUALIFIED_FROM: a birth date alone finds nobody. A
 * score of 1 is given only where the names are the same word for word or an identifier met.
 *
 * Who asks may weigh features (match_weigh): a weight multiplies what a feature gives to the sum, 0
 * leaves it out. Which features apply is decided without weights, so that more weight on a feature
 * that finds never takes a result away.
 *
 * Profiles (profile.def) choose features and weights:
 *
 *   tocsin   the default: costs of name.h, calibrated on labelled pairs; 0.70 is the line
 *   eu-332   same and similar identity as Delegated Regulation (EU) 2023/332 defines them
 *   exact    equal names after folding, equal identifiers
 *
 * Two steps, because a search scores dozens and shows a few: match_score fills numbers and what
 * met; match_reasons puts them into words.
 */
#ifndef TOCSIN_MATCH_H
#define TOCSIN_MATCH_H

#include "base/base.h"
#include "subject/subject.h"

enum feature {
#define FEATURE(id, name, title, main, description) FEATURE_##id,
#include "match/feature.def"
#undef FEATURE
    FEATURE_COUNT
};

struct feature_row {
    const char *name, *title, *description;
    bool main;
};
const struct feature_row *feature_row(enum feature f);

struct match_profile;
/* By name, or by the name of one of yente's algorithms (an alias of the default); NULL: unknown.
 * NULL or an empty name: the default. */
const struct match_profile *match_profile_find(const char *name);
struct profile_row {
    const char *name, *description, *alias_of; /* alias_of NULL: a profile of its own */
};
const struct profile_row *match_profile_at(size_t i); /* NULL after the last */
const char *match_profile_name(const struct match_profile *p);

struct match {
    double score;
    float features[FEATURE_COUNT]; /* what each contributed; 0: nothing or not applicable */
    uint16_t query_name, name;     /* the names that did best, in query and entity */
    uint16_t query_date, date;     /* the dates that came nearest */
    uint16_t query_ident, ident;
    struct alignment names;        /* of the two names */
};

struct match_work; /* what one thread reuses between scores */
struct match_work *match_work_new(void);
void match_work_free(struct match_work *w);
/* Before the first candidate of a new query. */
void match_work_begin(struct match_work *w);

void match_score(const struct match_profile *p, const struct subject *query,
                 const struct subject *entity, struct match_work *w, struct match *out);

/* What multiplies each feature. 1 changes nothing. */
struct match_weights {
    float of[FEATURE_COUNT];
};
/* Weighs a verdict that match_score has given under 'p'. */
void match_weigh(const struct match_profile *p, const struct match_weights *weights,
                 struct match *m);

/* A feature in words. 'query' and 'candidate' are the values that met, or empty. */
struct reason {
    enum feature feature;
    double score;
    struct span detail, query, candidate;
};
/* The features that apply, in order of the table, in arena 'a'. Both subjects must come from
 * records (a view of the index lacks the texts). */
size_t match_reasons(const struct match_profile *p, const struct subject *query,
                     const struct subject *entity, const struct match *m, struct arena *a,
                     struct reason **out);

/* The words of an alignment: "[ferdik = ferdik] [quentabri ~ quentabry: spelling, 0.20]". */
void match_alignment_text(const struct name *a, const struct name *b, const struct alignment *al,
                          struct buf *out);

#endif
