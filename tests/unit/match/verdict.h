/* SPDX-License-Identifier: Apache-2.0
 *
 * One verdict from two lists of values: VERDICT(&v, "tocsin", PERSON(..), PERSON(..)).
 */
#ifndef TESTS_MATCH_VERDICT_H
#define TESTS_MATCH_VERDICT_H

#include "../subject/people.h"
#include "match/match.h"

struct judge {
    struct arena *arena;
    struct match_work *work;
    struct match match; /* of the last verdict */
};

static inline struct judge judge_new(void)
{
    return (struct judge){.arena = arena_new(), .work = match_work_new()};
}

static inline void judge_free(struct judge *j)
{
    match_work_free(j->work);
    arena_free(j->arena);
}

static inline double judged(struct judge *j, const char *profile, struct subject query,
                            struct subject listed)
{
    match_work_begin(j->work);
    match_score(match_profile_find(profile), &query, &listed, j->work, &j->match);
    return j->match.score;
}

static inline float feature(const struct judge *j, enum feature f)
{
    return j->match.features[f];
}

static inline void assert_less(double a, double b, const char *file, int line)
{
    if (a < b)
        return;
    print_error("%.4f is not below %.4f\n", a, b);
    _fail(file, line);
}
#define ASSERT_LESS(a, b) assert_less((a), (b), __FILE__, __LINE__)

#endif
