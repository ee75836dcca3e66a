/* SPDX-License-Identifier: Apache-2.0
 *
 * Counting, and the rates from the counts.
 */
#include "cmd/tally.h"

#define ROUNDING 1e-9 /* 0.55 is not exactly eleven twentieths */

void tally_add(struct tally *t, double score, double threshold, bool is_match, bool identical)
{
    uint64_t *called = is_match ? &t->hits : &t->false_alarms;
    uint64_t *steps = is_match ? t->step_hits : t->step_false_alarms;

    t->pairs++;
    t->matches += is_match;
    *called += score >= threshold - ROUNDING;
    for (size_t i = 0; i < TALLY_STEPS; i++)
        steps[i] += score >= tally_step_threshold(i) - ROUNDING;
    if (is_match)
        t->match_sum += score;
    else
        t->other_sum += score;
    t->different += !identical;
    t->different_full += !identical && score >= 1 - ROUNDING;
}

static double share(uint64_t part, uint64_t whole)
{
    return whole ? (double)part / (double)whole : 0;
}

static struct rates rates_of(uint64_t hits, uint64_t false_alarms, uint64_t matches)
{
    struct rates r = {share(hits, hits + false_alarms), share(hits, matches), 0};

    if (r.precision + r.recall > 0)
        r.f1 = 2 * r.precision * r.recall / (r.precision + r.recall);
    return r;
}

struct rates tally_rates(const struct tally *t)
{
    return rates_of(t->hits, t->false_alarms, t->matches);
}

struct rates tally_step_rates(const struct tally *t, size_t step)
{
    assert(step < TALLY_STEPS);
    return rates_of(t->step_hits[step], t->step_false_alarms[step], t->matches);
}

double tally_step_threshold(size_t step)
{
    return 0.5 + 0.05 * (double)step;
}

double tally_mean(const struct tally *t, bool of_matches)
{
    uint64_t n = of_matches ? t->matches : t->pairs - t->matches;

    return n ? (of_matches ? t->match_sum : t->other_sum) / (double)n : 0;
}

double tally_full_share(const struct tally *t)
{
    return share(t->different_full, t->different);
}
