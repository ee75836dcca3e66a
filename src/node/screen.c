/* SPDX-License-Identifier: Apache-2.0
 *
 * Screening: query -> index -> verdicts, and the final verdict from the record itself.
 *
 *   1. prepare   the query's record becomes a subject; its words are weighed by what is loaded
 *   2. search    each segment names its candidates
 *   3. rank      candidates are scored as the index sees them, best estimate first
 *   4. conclude  the few that are shown are read from the store and scored once more in full: what
 *                is said about an entity is said from its record, and gives the reasons their text
 *
 * A worker holds what one thread needs (a handle on the store, memory, remembered words). Workers
 * are kept for the next call: taking one and giving it back are the only moments under a mutex.
 */
#include <stdio.h>
#include <stdlib.h>

#include "node/screen.h"

enum { LIMIT_DEFAULT = 5, WEIGHT_MOST = 1000 };
/* Words that cover less than this of both names leave too much that contradicts for a match. */
static const float WORTH_SCORING = 0.40f;

/* ---- workers --------------------------------------------------------------------------------- */

static struct tocsin_err *worker_new(struct tocsin_node *node, struct worker **out)
{
    struct arena *a = arena_new();
    struct worker *w = mem_zero(1, sizeof(*w));
    struct tocsin_err *err = store_open(node_path(node, a, "store.db"), STORE_READ, &w->store);
    arena_free(a);
    if (err) {
        mem_free(w);
        return err;
    }
    w->arena = arena_new();
    w->scratch = index_scratch_new();
    w->match = match_work_new();
    *out = w;
    return NULL;
}

static void worker_free(struct worker *w)
{
    store_close(w->store);
    arena_free(w->arena);
    index_scratch_free(w->scratch);
    match_work_free(w->match);
    mem_free(w);
}

struct tocsin_err *worker_take(struct tocsin_node *node, struct worker **out)
{
    pthread_mutex_lock(&node->index->mutex);
    struct worker *w = node->index->idle;
    if (w)
        node->index->idle = w->next;
    pthread_mutex_unlock(&node->index->mutex);
    *out = w;
    return w ? NULL : worker_new(node, out);
}

void worker_give(struct tocsin_node *node, struct worker *w)
{
    arena_reset(w->arena);
    pthread_mutex_lock(&node->index->mutex);
    w->next = node->index->idle;
    node->index->idle = w;
    pthread_mutex_unlock(&node->index->mutex);
}

void node_workers_free(struct tocsin_node *node)
{
    while (node->index->idle) {
        struct worker *w = node->index->idle;
        node->index->idle = w->next;
        worker_free(w);
    }
}

/* ---- prepare --------------------------------------------------------------------------------- */

struct tocsin_err *screen_ready(struct tocsin_node *node)
{
    struct tocsin_err *stale = node->index->stale;
    if (!stale)
        return NULL;
    return err_new(tocsin_err_code(stale), "%s", tocsin_err_text(stale));
}

static struct tocsin_err *choose_segments(struct screening *s, const struct tocsin_screen_options *o)
{
    size_t n = index_segments(s->node->index->index);
    bool *chosen;

    TRY(scope_read(s->node, s->arena, o->datasets, o->scope, &s->scope));
    if (!s->scope)
        return NULL;
    chosen = ARENA_ARRAY(s->arena, bool, n + 1);
    for (size_t i = 0; i < n; i++)
        chosen[i] = s->scope->parts[i].any;
    s->filter.segments = chosen;
    return NULL;
}

static struct tocsin_err *choose_profile(const char *algorithm, const struct match_profile **out)
{
    *out = match_profile_find(algorithm);
    if (*out)
        return NULL;
    return err_new(TOCSIN_ERR_USAGE, "no algorithm %s; there are tocsin, eu-332 and exact", algorithm);
}

/* Later rows win. A feature that is not known is another program's. */
static struct tocsin_err *choose_weights(struct screening *s, const struct tocsin_weight *list)
{
    struct match_weights *all;

    if (!list)
        return NULL;
    all = ARENA_NEW(s->arena, struct match_weights);
    for (int i = 0; i < FEATURE_COUNT; i++)
        all->of[i] = 1;
    for (; list->feature; list++) {
        if (!(list->weight >= 0 && list->weight <= WEIGHT_MOST))
            return err_new(TOCSIN_ERR_USAGE, "the weight of %s must be from 0 to %d", list->feature,
                           WEIGHT_MOST);
        for (int i = 0; i < FEATURE_COUNT; i++)
            if (strcmp(feature_row((enum feature)i)->name, list->feature) == 0)
                all->of[i] = (float)list->weight;
    }
    s->weights = all;
    return NULL;
}

static struct tocsin_err *prepare(struct screening *s, const struct tocsin_query *q,
                                  const struct tocsin_screen_options *o)
{
    struct record *record;
    size_t topics = 0;
    TRY(screen_ready(s->node));
    TRY(choose_profile(o->algorithm, &s->profile));
    TRY(choose_weights(s, o->weights));
    TRY(choose_segments(s, o));
    while (o->topics && o->topics[topics])
        topics++;
    struct span *list = ARENA_ARRAY(s->arena, struct span, topics + 1);
    for (size_t i = 0; i < topics; i++)
        list[i] = arena_span(s->arena, span_of(o->topics[i]));
    s->filter.topics = list;
    s->filter.topics_n = topics;
    s->filter.least = o->below ? 0 : WORTH_SCORING;
    s->threshold = o->threshold > 0 ? o->threshold : SCREEN_THRESHOLD;
    s->limit = o->limit ? o->limit : LIMIT_DEFAULT;
    s->exclude_schemata = o->exclude_schemata;
    s->exclude_ids = o->exclude_ids;
    s->changed_since = o->changed_since;
    s->below = o->below;
    TRY(query_record(q, s->arena, &record));
    subject_make(s->arena, record, &s->query);
    index_weigh(s->node->index->index, &s->query);
    return NULL;
}

/* ---- search and rank ------------------------------------------------------------------------- */

struct ranked {
    double score;
    struct candidate candidate;
};

static int by_score(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    if (x->candidate.estimate != y->candidate.estimate)
        return x->candidate.estimate > y->candidate.estimate ? -1 : 1;
    return x->candidate.entity < y->candidate.entity ? -1
                                                     : x->candidate.entity > y->candidate.entity;
}

static void judge(struct screening *s, struct worker *w, const struct subject *entity,
                  struct match *out)
{
    match_score(s->profile, &s->query, entity, w->match, out);
    if (s->weights)
        match_weigh(s->profile, s->weights, out);
}

static size_t rank(struct screening *s, struct worker *w, struct ranked *out)
{
    const struct index *x = s->node->index->index;
    struct candidate found[INDEX_CANDIDATES];
    struct match m;
    size_t n = index_search(x, &s->query, &s->filter, w->scratch, found, INDEX_CANDIDATES);
    match_work_begin(w->match);
    for (size_t i = 0; i < n; i++) {
        struct subject entity;
        if (found[i].estimate < WORTH_SCORING && i >= s->limit) {
            n = i;
            break;
        }
        arena_reset(w->arena);
        index_view(x, &found[i], found[i].by_identifier, w->arena, &entity);
        judge(s, w, &entity, &m);
        out[i] = (struct ranked){m.score, found[i]};
    }
    qsort(out, n, sizeof(*out), by_score);
    return n;
}

/* ---- conclude -------------------------------------------------------------------------------- */

static void keep_reasons(struct screening *s, const struct subject *entity, struct match *m,
                         struct result *out)
{
    struct reason *reasons;
    size_t n = match_reasons(s->profile, &s->query, entity, m, s->arena, &reasons);
    out->reasons = ARENA_ARRAY(s->arena, struct tocsin_reason, n + 1);
    out->reasons_n = n;
    for (size_t i = 0; i < n; i++) {
        const struct feature_row *row = feature_row(reasons[i].feature);
        out->reasons[i] = (struct tocsin_reason){
            .feature = row->name,
            .title = row->title,
            .detail = reasons[i].detail.n ? arena_str(s->arena, reasons[i].detail) : NULL,
            .query = reasons[i].query.n ? arena_str(s->arena, reasons[i].query) : NULL,
            .candidate = reasons[i].candidate.n ? arena_str(s->arena, reasons[i].candidate) : NULL,
            .score = reasons[i].score,
        };
    }
}

struct tocsin_err *conclude(struct screening *s, struct worker *w, struct span id,
                            const char *dataset, struct result *out)
{
    struct subject entity;
    struct match m;
    struct span from;
    TRY(store_get(w->store, s->arena, id, span_of(dataset), &out->record, &from));
    subject_make(s->arena, out->record, &entity);
    index_weigh(s->node->index->index, &entity);
    match_work_begin(w->match);
    judge(s, w, &entity, &m);
    out->score = m.score;
    out->match = m.score >= s->threshold;
    out->dataset = arena_str(s->arena, from);
    out->id = arena_str(s->arena, out->record->id);
    out->caption = arena_str(s->arena, record_caption(out->record));
    keep_reasons(s, &entity, &m, out);
    return NULL;
}

static int by_result(const void *a, const void *b)
{
    const struct result *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return strcmp(x->id, y->id);
}

/* An entity that was withdrawn since the index was made is no longer there: that is no failure. */
static struct tocsin_err *gone_is_fine(struct tocsin_err *err)
{
    if (err && tocsin_err_code(err) == TOCSIN_ERR_NOT_FOUND) {
        tocsin_err_free(err);
        return NULL;
    }
    return err;
}

static bool names_it(const struct record *r, const char *id)
{
    bool found = span_eq(r->id, span_of(id));
    for (size_t i = 0; i < r->referents_n && !found; i++)
        found = span_eq(r->referents[i], span_of(id));
    return found;
}

/* What the caller does not want to see. Kept out here and not by the index: it is rare, and it takes
 * the whole record to know. */
static bool excluded(const struct screening *s, const struct record *r)
{
    for (const char *const *at = s->exclude_schemata; at && *at; at++)
        if (strcmp(schema_name(r->schema), *at) == 0)
            return true;
    for (const char *const *at = s->exclude_ids; at && *at; at++)
        if (names_it(r, *at))
            return true;
    return s->changed_since && span_cmp(r->last_change, span_of(s->changed_since)) < 0;
}

static struct tocsin_err *conclude_all(struct screening *s, struct worker *w,
                                       const struct ranked *list, size_t n,
                                       struct tocsin_results *out)
{
    const struct index *x = s->node->index->index;
    size_t i = 0;
    for (; i < n && out->n < s->limit; i++) {
        struct result *r = &out->at[out->n];
        if (list[i].score < s->threshold && !s->below)
            break;
        r->id = NULL;
        TRY(gone_is_fine(conclude(s, w, index_id(x, &list[i].candidate),
                                  index_dataset(x, list[i].candidate.segment), r)));
        if (!r->id || excluded(s, r->record) ||
            (s->scope && !scope_holds(s->scope, list[i].candidate.segment, r->record)))
            continue;
        out->total += r->match;
        if (s->below || r->match)
            out->n++;
    }
    while (i < n && list[i++].score >= s->threshold)
        out->total++;
    qsort(out->at, out->n, sizeof(*out->at), by_result);
    return NULL;
}

static struct tocsin_err *screen_with(struct screening *s, const struct tocsin_query *q,
                                      const struct tocsin_screen_options *o, struct worker *w,
                                      struct tocsin_results *out)
{
    struct ranked list[INDEX_CANDIDATES];
    TRY(prepare(s, q, o));
    out->threshold = s->threshold;
    out->limit = s->limit;
    out->algorithm = match_profile_name(s->profile);
    size_t n = rank(s, w, list);
    out->at = ARENA_ARRAY(s->arena, struct result, (n < s->limit ? n : s->limit) + 1);
    return conclude_all(s, w, list, n, out);
}

struct tocsin_err *tocsin_screen(struct tocsin_node *node, const struct tocsin_query *q,
                                 const struct tocsin_screen_options *options,
                                 struct tocsin_results **out)
{
    static const struct tocsin_screen_options defaults;
    struct tocsin_results *r = mem_zero(1, sizeof(*r));
    struct screening s = {.node = node, .arena = arena_new()};
    struct worker *w;
    r->arena = s.arena;
    *out = NULL;
    struct tocsin_err *err = worker_take(node, &w);
    if (!err) {
        err = screen_with(&s, q, options ? options : &defaults, w, r);
        worker_give(node, w);
    }
    if (err) {
        tocsin_results_free(r);
        return err;
    }
    *out = r;
    return NULL;
}

/* ---- results --------------------------------------------------------------------------------- */

void tocsin_results_free(struct tocsin_results *r)
{
    if (!r)
        return;
    arena_free(r->arena);
    mem_free(r);
}

size_t tocsin_results_count(const struct tocsin_results *r)
{
    return r->n;
}

double tocsin_result_score(const struct tocsin_results *r, size_t i)
{
    assert(i < r->n);
    return r->at[i].score;
}

size_t tocsin_results_total(const struct tocsin_results *r)
{
    return r->total;
}

bool tocsin_result_match(const struct tocsin_results *r, size_t i)
{
    assert(i < r->n);
    return r->at[i].match;
}

const char *tocsin_result_id(const struct tocsin_results *r, size_t i)
{
    assert(i < r->n);
    return r->at[i].id;
}

const char *tocsin_result_caption(const struct tocsin_results *r, size_t i)
{
    assert(i < r->n);
    return r->at[i].caption;
}

const char *tocsin_result_schema(const struct tocsin_results *r, size_t i)
{
    assert(i < r->n);
    return schema_name(r->at[i].record->schema);
}

const char *tocsin_result_dataset(const struct tocsin_results *r, size_t i)
{
    assert(i < r->n);
    return r->at[i].dataset;
}

size_t tocsin_result_reasons(const struct tocsin_results *r, size_t i,
                             const struct tocsin_reason **out)
{
    assert(i < r->n);
    *out = r->at[i].reasons;
    return r->at[i].reasons_n;
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static void json_text(struct buf *b, const char *name, const char *text)
{
    buf_printf(b, ",\"%s\":", name);
    if (text)
        buf_json(b, span_of(text));
    else
        buf_str(b, "null");
}

static void json_result(const struct result *r, struct buf *b)
{
    record_json(r->record, span_of(r->dataset), true, b);
    buf_printf(b, ",\"score\":%.4f,\"match\":%s,\"explanations\":{", r->score,
               r->match ? "true" : "false");
    for (size_t i = 0; i < r->reasons_n; i++) {
        const struct tocsin_reason *t = &r->reasons[i];
        buf_printf(b, "%s\"%s\":{\"score\":%.4f", i ? "," : "", t->feature, t->score);
        json_text(b, "detail", t->detail ? t->detail : t->title);
        json_text(b, "query", t->query);
        json_text(b, "candidate", t->candidate);
        buf_char(b, '}');
    }
    buf_str(b, "}}");
}

char *tocsin_result_json(const struct tocsin_results *r, size_t i)
{
    struct buf b = {0};
    assert(i < r->n);
    json_result(&r->at[i], &b);
    buf_char(&b, '\0');
    return b.p;
}

/* Which lists, in which version, gave this answer: what an auditor asks first. */
static struct tocsin_err *json_datasets(struct tocsin_node *node, struct buf *b)
{
    struct tocsin_dataset *list;
    size_t n;
    TRY(tocsin_datasets(node, &list, &n));
    buf_str(b, ",\"datasets\":[");
    for (size_t i = 0; i < n; i++) {
        buf_str(b, i ? ",{\"name\":" : "{\"name\":");
        buf_json(b, span_of(list[i].name));
        json_text(b, "version", list[i].version);
        json_text(b, "sha256", list[i].sha256);
        buf_char(b, '}');
    }
    buf_char(b, ']');
    tocsin_datasets_free(list);
    return NULL;
}

struct tocsin_err *tocsin_results_json(struct tocsin_node *node, const struct tocsin_results *r,
                                       char **json)
{
    struct buf b = {0};
    buf_str(&b, "{\"results\":[");
    for (size_t i = 0; i < r->n; i++) {
        if (i > 0)
            buf_char(&b, ',');
        json_result(&r->at[i], &b);
    }
    buf_printf(&b, "],\"total\":{\"value\":%zu,\"relation\":\"eq\"},\"limit\":%zu,"
               "\"threshold\":%.2f,\"algorithm\":\"%s\"", r->total, r->limit, r->threshold, r->algorithm);
    struct tocsin_err *err = json_datasets(node, &b);
    buf_char(&b, '}');
    if (err) {
        buf_free(&b);
        return err;
    }
    *json = memcpy(mem_alloc(b.n + 1), buf_cstr(&b), b.n + 1);
    buf_free(&b);
    return NULL;
}

/* ---- algorithms, comparing ------------------------------------------------------------------- */

const struct tocsin_algorithm *tocsin_algorithm_at(size_t i)
{
    static const struct tocsin_algorithm rows[] = {
#define PROFILE(name, function, description) {name, description, NULL},
#define ALIAS(name, of, description) {name, description, of},
#include "match/profile.def"
#undef PROFILE
#undef ALIAS
    };
    return i < ARRAY_LEN(rows) ? &rows[i] : NULL;
}

const struct tocsin_feature *tocsin_feature_at(size_t i)
{
    static const struct tocsin_feature rows[] = {
#define FEATURE(id, name, title, main, description) {name, title, description, main},
#include "match/feature.def"
#undef FEATURE
    };
    return i < ARRAY_LEN(rows) ? &rows[i] : NULL;
}

static struct tocsin_err *compared(struct screening *s, const char *schema, const char *name,
                                   struct subject *out)
{
    struct tocsin_query *q;
    struct record *r;
    TRY(tocsin_query_new(schema, &q));
    struct tocsin_err *err = tocsin_query_add(q, "name", name);
    if (!err)
        err = query_record(q, s->arena, &r);
    if (!err)
        subject_make(s->arena, r, out);
    tocsin_query_free(q);
    if (!err && s->node && s->node->index && s->node->index->index)
        index_weigh(s->node->index->index, out);
    return err;
}

struct tocsin_err *tocsin_compare(struct tocsin_node *node, const char *schema, const char *name1,
                                  const char *name2, const char *algorithm, double *score)
{
    struct screening s = {.node = node, .arena = arena_new()};
    struct subject a, b;
    struct tocsin_err *err = choose_profile(algorithm, &s.profile);
    if (!err)
        err = compared(&s, schema, name1, &a);
    if (!err)
        err = compared(&s, schema, name2, &b);
    if (!err) {
        struct match m;
        struct match_work *w = match_work_new();
        match_score(s.profile, &a, &b, w, &m);
        *score = m.score;
        match_work_free(w);
    }
    arena_free(s.arena);
    return err;
}
