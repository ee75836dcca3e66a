/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside of the match room: what the profiles share.
 */
#ifndef TOCSIN_MATCH_PRIVATE_H
#define TOCSIN_MATCH_PRIVATE_H

#include "match/match.h"

struct match_work {
    struct cost_memo *memo;
    struct alignment spare;
};

typedef void profile_score(const struct subject *query, const struct subject *entity,
                           struct match_work *w, struct match *out);
profile_score score_tocsin, score_eu332, score_exact;
/* The score of a verdict whose features are not weighed yet. */
typedef double profile_weigh(const struct match *m, const struct match_weights *weights);
profile_weigh weigh_tocsin, weigh_eu332, weigh_exact;

/* What a name that its list marks as weak takes away, 0 of any other. */
float weak_penalty(const struct name *listed);
/* The best pair of names into out->names, query_name and name; its score, before the penalty. */
double best_names(const struct subject *query, const struct subject *entity, struct match_work *w,
                  struct match *out);
/* 0, or what an equal identifier is worth. */
float identifier_score(const struct subject *query, const struct subject *entity,
                       struct match *out);

/* The first word that a person's names give as the father; NULL: none. */
const struct token *subject_father(const struct subject *s);
/* Both persons' names say who the father is, and it is not the same man. */
bool fathers_differ(const struct subject *a, const struct subject *b);

#endif
