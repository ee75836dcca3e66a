/* SPDX-License-Identifier: Apache-2.0
 *
 * tally: what the scores of labelled pairs come to.
 *
 *     precision   of the pairs called a match, the share that is one
 *     recall      of the pairs that are a match, the share called one
 *     F1          their harmonic mean
 *
 * A score is a match from the threshold on. The sweep counts the same at fixed thresholds. All of
 * it is kept as counts: memory does not grow with the number of pairs.
 */
#ifndef TOCSIN_CMD_TALLY_H
#define TOCSIN_CMD_TALLY_H

#include "base/base.h"

enum { TALLY_STEPS = 11 }; /* 0.50, 0.55 ... 1.00 */

struct tally {
    uint64_t pairs, matches;                 /* all; those that are a match */
    uint64_t hits, false_alarms;             /* called a match: rightly, wrongly */
    uint64_t step_hits[TALLY_STEPS], step_false_alarms[TALLY_STEPS];
    uint64_t different, different_full;      /* names not identical; of these with a score of 1 */
    double match_sum, other_sum;             /* of scores */
};

struct rates {
    double precision, recall, f1; /* 0 where there is nothing to divide by */
};

void tally_add(struct tally *t, double score, double threshold, bool is_match, bool identical);
struct rates tally_rates(const struct tally *t);
struct rates tally_step_rates(const struct tally *t, size_t step);
double tally_step_threshold(size_t step);
double tally_mean(const struct tally *t, bool of_matches); /* of the scores; 0 when there is none */
double tally_full_share(const struct tally *t);            /* different_full / different */

#endif
