/* SPDX-License-Identifier: Apache-2.0
 *
 * A query as JSON, as far as a verdict: read, finished, made a subject, and scored by every
 * algorithm against an entity and against itself.
 */
#include "fuzz.h"
#include "match/match.h"
#include "node/node_private.h"
#include "subject/subject.h"

enum { MANY_NAMES = 4 };

static const char *const entity[][2] = {
    {"name", "Quentabri Ferdik"}, {"name", "Квентабри Фердик"},
    {"alias", "Abu Ferdik"},      {"birthDate", "1961-03"},
    {"nationality", "mt"},        {"passportNumber", "QX-4471902"},
    {"gender", "male"},           {"address", "12 Gravel Quay, Valletta"},
    {"idNumber", "IMO 9074729"},
};

static struct record *listed(struct arena *a)
{
    struct record *r = record_new(a, SCHEMA_Person, SPAN("listed-1"));
    for (size_t i = 0; i < ARRAY_LEN(entity); i++)
        (void)record_add(r, prop_find(span_of(entity[i][0])), span_of(entity[i][1]));
    fuzz_err(record_finish(r));
    return r;
}

static void score(const struct match_profile *p, const struct subject *q, const struct subject *e,
                  struct match_work *w, struct arena *a)
{
    struct match m;
    struct reason *reasons;
    match_work_begin(w);
    match_score(p, q, e, w, &m);
    MUST(m.score >= 0 && m.score <= 1);
    size_t n = match_reasons(p, q, e, &m, a, &reasons);
    for (size_t i = 0; i < n; i++)
        fuzz_text(reasons[i].detail);
}

static void verdicts(struct arena *a, const struct record *asked)
{
    struct subject q, e;
    struct match_work *w = match_work_new();
    subject_make(a, asked, &q);
    subject_make(a, listed(a), &e);
    for (size_t i = 0; match_profile_at(i); i++) {
        const struct profile_row *row = match_profile_at(i);
        if (row->alias_of)
            continue;
        score(match_profile_find(row->name), &q, &e, w, a);
        if (q.names_n <= MANY_NAMES) /* each with each takes its time */
            score(match_profile_find(row->name), &q, &q, w, a);
    }
    match_work_free(w);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tocsin_query *q = NULL;
    struct tocsin_err *err = tocsin_query_json((const char *)data, size, &q);
    if (!err) {
        struct arena *a = arena_new();
        struct record *r;
        err = query_record(q, a, &r);
        if (!err)
            verdicts(a, r);
        arena_free(a);
    }
    fuzz_err(err);
    tocsin_query_free(q);
    return 0;
}
