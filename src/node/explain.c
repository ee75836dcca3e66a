/* SPDX-License-Identifier: Apache-2.0
 *
 * One verdict, step by step, from the line of the source file to the score. It does again what
 * tocsin_screen does, for one entity, and writes down each step; whether the search would have
 * found the entity is a step of its own.
 */
#include <jansson.h>

#include "node/screen.h"

enum { STEPS = 8 };

struct tocsin_explanation {
    struct arena *arena;
    const char *title[STEPS], *text[STEPS];
    size_t n;
    double score;
    char *json;
};

struct explaining {
    struct screening s;
    struct worker *worker;
    struct result result;
    struct tocsin_explanation *out;
};

static void step(struct explaining *e, const char *title, struct buf *text)
{
    struct tocsin_explanation *x = e->out;
    assert(x->n < STEPS);
    x->title[x->n] = title;
    x->text[x->n++] = arena_str(x->arena, span_trim(buf_view(text)));
    buf_clear(text);
}

/* ---- the steps ------------------------------------------------------------------------------------ */

static struct tocsin_err *tell_source(struct explaining *e, struct buf *b)
{
    struct store_dataset *datasets;
    size_t n;
    TRY(store_datasets(e->worker->store, e->s.arena, &datasets, &n));
    for (size_t i = 0; i < n; i++) {
        if (!span_eq(datasets[i].name, span_of(e->result.dataset)))
            continue;
        buf_printf(b, "dataset %.*s, format %.*s\n", SPAN_ARG(datasets[i].name),
                   SPAN_ARG(datasets[i].format));
        for (size_t k = 0; k < datasets[i].sources_n; k++)
            buf_printf(b, "file %.*s, SHA-256 %.*s\n", SPAN_ARG(datasets[i].sources[k].path),
                       SPAN_ARG(datasets[i].sources[k].sha256));
    }
    if (e->result.record->line)
        buf_printf(b, "line %llu\n", (unsigned long long)e->result.record->line);
    step(e, "Source", b);
    return NULL;
}

static void tell_record(struct explaining *e, const struct record *r, const char *title,
                        struct buf *b)
{
    if (r->id.n > 0)
        buf_printf(b, "%.*s, %s\n", SPAN_ARG(r->id), schema_name(r->schema));
    else
        buf_printf(b, "%s\n", schema_name(r->schema));
    for (size_t i = 0; i < r->n; i++) {
        struct span text = r->values[i].text;
        bool cut = text.n > 200;
        while (cut && text.n > 190 && (text.n > 200 || ((unsigned char)text.p[text.n] & 0xC0) == 0x80))
            text.n--;
        buf_printf(b, "%s: %.*s%s\n", prop_name(r->values[i].prop), SPAN_ARG(text), cut ? " ..." : "");
    }
    step(e, title, b);
}

static void tell_token(const struct token *t, struct buf *b)
{
    static const struct {
        uint16_t bit;
        const char *name;
    } classes[] = {
        {WORD_TITLE, "title"}, {WORD_PARTICLE, "particle"}, {WORD_DESCENT, "descent"},
        {WORD_KUNYA, "kunya"}, {WORD_SUFFIX, "suffix"}, {WORD_LEGAL, "legal form"},
        {WORD_GENERIC, "generic"}, {WORD_BUSINESS, "business"}, {WORD_STOP, "small word"},
        {WORD_NUMBER, "number"}, {WORD_PLACE, "place"}, {TOKEN_INITIAL, "initial"},
        {TOKEN_FAMILY, "family name"}, {TOKEN_GIVEN, "given name"},
    };
    buf_printf(b, "  %.*s (%s", SPAN_ARG(t->form), script_name((enum script)t->script));
    if (t->latin.n == 0)
        buf_str(b, ", not romanised");
    else if (!span_eq(t->form, t->latin))
        buf_printf(b, ", read %.*s", SPAN_ARG(t->latin));
    if (t->skel.n > 0)
        buf_printf(b, ", consonants %.*s", SPAN_ARG(t->skel));
    buf_printf(b, ", in %u names, weight %.2f", t->df, (double)t->weight);
    for (size_t i = 0; i < ARRAY_LEN(classes); i++)
        if (t->classes & classes[i].bit)
            buf_printf(b, ", %s", classes[i].name);
    buf_str(b, ")\n");
}

static void tell_names(struct explaining *e, const struct subject *s, const char *title,
                       struct buf *b)
{
    static const char *const qualities[] = {"name", "alias", "former name", "weak alias"};
    for (size_t i = 0; i < s->names_n && i < 40; i++) {
        buf_printf(b, "%s: %.*s\n", qualities[s->names[i].quality], SPAN_ARG(s->names[i].text));
        for (size_t k = 0; k < s->names[i].n; k++)
            tell_token(&s->names[i].tokens[k], b);
    }
    if (s->names_n > 40)
        buf_printf(b, "and %zu more names\n", s->names_n - 40);
    step(e, title, b);
}

static void tell_search(struct explaining *e, struct buf *b)
{
    const struct index *x = e->s.node->index->index;
    struct candidate found[INDEX_CANDIDATES];
    size_t n = index_search(x, &e->s.query, NULL, e->worker->scratch, found, INDEX_CANDIDATES), i = 0;
    while (i < n && !(span_eq(index_id(x, &found[i]), span_of(e->result.id)) &&
                      strcmp(index_dataset(x, found[i].segment), e->result.dataset) == 0))
        i++;
    if (i < n)
        buf_printf(b, "candidate %zu of %zu, estimate %.2f%s\n", i + 1, n, (double)found[i].estimate,
                   found[i].by_identifier ? ", by an identifier" : "");
    else
        buf_printf(b, "not among the %zu candidates: a search would not show this entity\n", n);
    index_explain(x, &e->s.query, e->worker->scratch, b);
    step(e, "Retrieved by", b);
}

static void tell_features(struct explaining *e, struct buf *b)
{
    for (size_t i = 0; i < e->result.reasons_n; i++) {
        const struct tocsin_reason *r = &e->result.reasons[i];
        buf_printf(b, "%s (%s): %+.4f\n", r->title, r->feature, r->score);
        if (r->query || r->candidate)
            buf_printf(b, "  asked %s, listed %s\n", r->query ? r->query : "-",
                       r->candidate ? r->candidate : "-");
        if (r->detail)
            buf_printf(b, "  %s\n", r->detail);
    }
    if (e->result.reasons_n == 0)
        buf_str(b, "nothing met\n");
    step(e, "Features", b);
}

static void tell_score(struct explaining *e, struct buf *b)
{
    buf_printf(b, "%.4f by %s; %s at the threshold %.2f\n", e->result.score,
               match_profile_name(e->s.profile), e->result.match ? "a match" : "no match",
               e->s.threshold);
    step(e, "Score", b);
}

/* ---- whole ------------------------------------------------------------------------------------------ */

static void make_json(struct tocsin_explanation *x)
{
    json_t *steps = json_array();
    for (size_t i = 0; i < x->n; i++)
        json_array_append_new(steps, json_pack("{s:s,s:s}", "title", x->title[i], "text", x->text[i]));
    json_t *root = json_pack("{s:f,s:o}", "score", x->score, "steps", steps);
    char *text = json_dumps(root, JSON_COMPACT | JSON_REAL_PRECISION(6));
    x->json = arena_str(x->arena, span_of(text));
    free(text);
    json_decref(root);
}

static struct tocsin_err *explain_with(struct explaining *e, const struct tocsin_query *q,
                                       const char *id, const char *algorithm)
{
    struct record *asked;
    struct subject entity;
    struct buf b = {0};
    TRY(screen_ready(e->s.node));
    e->s.profile = match_profile_find(algorithm);
    if (!e->s.profile)
        return err_new(TOCSIN_ERR_USAGE, "no algorithm %s; there are tocsin, eu-332 and exact",
                       algorithm);
    TRY(query_record(q, e->s.arena, &asked));
    subject_make(e->s.arena, asked, &e->s.query);
    index_weigh(e->s.node->index->index, &e->s.query);
    TRY(conclude(&e->s, e->worker, span_of(id), "", &e->result));
    subject_make(e->s.arena, e->result.record, &entity);
    index_weigh(e->s.node->index->index, &entity);
    e->out->score = e->result.score;
    struct tocsin_err *err = tell_source(e, &b);
    if (!err) {
        tell_record(e, e->result.record, "Entity", &b);
        tell_record(e, asked, "Query", &b);
        tell_names(e, &e->s.query, "Query words", &b);
        tell_names(e, &entity, "Candidate words", &b);
        tell_search(e, &b);
        tell_features(e, &b);
        tell_score(e, &b);
        make_json(e->out);
    }
    buf_free(&b);
    return err;
}

struct tocsin_err *tocsin_explain(struct tocsin_node *node, const struct tocsin_query *q,
                                  const char *id, const char *algorithm, double threshold,
                                  struct tocsin_explanation **out)
{
    struct explaining e = {.s = {.node = node,
                                 .arena = arena_new(),
                                 .threshold = threshold > 0 ? threshold : SCREEN_THRESHOLD}};
    *out = NULL;
    e.out = mem_zero(1, sizeof(*e.out));
    e.out->arena = e.s.arena;
    struct tocsin_err *err = worker_take(node, &e.worker);
    if (!err) {
        err = explain_with(&e, q, id, algorithm);
        worker_give(node, e.worker);
    }
    if (err) {
        tocsin_explanation_free(e.out);
        return err;
    }
    *out = e.out;
    return NULL;
}

size_t tocsin_explanation_steps(const struct tocsin_explanation *e)
{
    return e->n;
}

const char *tocsin_explanation_title(const struct tocsin_explanation *e, size_t i)
{
    return i < e->n ? e->title[i] : NULL;
}

const char *tocsin_explanation_text(const struct tocsin_explanation *e, size_t i)
{
    return i < e->n ? e->text[i] : NULL;
}

double tocsin_explanation_score(const struct tocsin_explanation *e)
{
    return e->score;
}

const char *tocsin_explanation_json(const struct tocsin_explanation *e)
{
    return e->json;
}

void tocsin_explanation_free(struct tocsin_explanation *e)
{
    if (!e)
        return;
    arena_free(e->arena);
    mem_free(e);
}
