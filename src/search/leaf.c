/* SPDX-License-Identifier: Apache-2.0
 *
 * One leaf of a query over all boards.
 *
 * Words are gathered board by board: which entities have them, how often in names and how often
 * elsewhere. Only then is it known how common they are, and what each is worth (BM25):
 *
 *     often = 3 * in names + elsewhere
 *     worth = ln(1 + (all - having + 1/2) / (having + 1/2))
 *     score = worth * often * (K + 1) / (often + K * (1 - B + B * length / usual length))
 *
 * Values (of facts and codes) narrow; they count nothing.
 */
#include "search/asking.h"

#include <math.h>

#include "record/country.h"
#include "search/token.h"

static const double K = 1.2, B = 0.75;
static const float NAME_WEIGHT = 3, SAME_SCRIPT = 0.25f;

/* ---- gathering words ------------------------------------------------------------------------- */

struct gathered {
    uint32_t entity;
    float often;
};

struct gathering {
    float *often; /* of each entity of the board at hand */
    uint32_t n;
    float weight;
    bool names;   /* only those count */
    VEC(uint32_t) touched;
};

/* What a leaf asks of words. */
struct asked_words {
    struct words_phrase phrase; /* one word: its text has no WORDS_NEXT */
    struct span pattern;        /* or a pattern */
    int slips;
    bool names;
};

static void gather_hit(void *ctx, uint32_t entity, unsigned names, unsigned other)
{
    struct gathering *g = ctx;
    float more = g->weight * (NAME_WEIGHT * (float)names + (g->names ? 0 : (float)other));

    if (entity >= g->n || more <= 0)
        return;
    if (g->often[entity] <= 0)
        *VEC_PUSH(&g->touched) = entity;
    g->often[entity] += more;
}

static struct tocsin_err *gather_expansion(struct words *w, const struct expansion *e,
                                           struct gathering *g)
{
    for (size_t i = 0; i < e->n; i++) {
        g->weight = e->at[i].weight;
        TRY(words_terms(w, e->at[i].word, SPAN(""), gather_hit, g));
    }
    return NULL;
}

/* A word, and its romanisation if it has one. */
static struct tocsin_err *gather_word(const struct board *b, struct words *w,
                                      const struct asked_words *ask, struct gathering *g)
{
    size_t or = span_find(ask->phrase.text, WORDS_OR);
    struct span form = span_slice(ask->phrase.text, 0, or);
    struct span roman = span_from(ask->phrase.text, or + 1);
    struct expansion e = {0};
    struct tocsin_err *err;

    if (ask->slips) {
        expand_slips(b, roman.n ? roman : form, ask->slips, &e);
        err = gather_expansion(w, &e, g);
        VEC_FREE(&e);
        return err;
    }
    g->weight = 1;
    TRY(words_terms(w, roman.n ? roman : form, SPAN(""), gather_hit, g));
    g->weight = SAME_SCRIPT;
    return roman.n ? words_terms(w, form, SPAN(""), gather_hit, g) : NULL;
}

static struct tocsin_err *gather_wild(const struct board *b, struct words *w, struct span pattern,
                                      struct gathering *g)
{
    size_t literal = 0;
    struct expansion e = {0};
    struct tocsin_err *err;
    char to[4 * WORDS_PATTERN];

    while (literal < pattern.n && pattern.p[literal] != WILD_MANY && pattern.p[literal] != WILD_ONE)
        literal++;
    g->weight = 1;
    if (literal && literal + 1 == pattern.n && pattern.p[literal] == WILD_MANY) {
        memcpy(to, pattern.p, literal);
        to[literal] = '\xff'; /* no word has it */
        return words_terms(w, span_slice(pattern, 0, literal), (struct span){to, literal + 1},
                           gather_hit, g);
    }
    err = expand_wild(b, pattern, &e);
    if (!err)
        err = gather_expansion(w, &e, g);
    VEC_FREE(&e);
    return err;
}

static struct tocsin_err *gather_board(struct asking *q, size_t k, const struct asked_words *ask,
                                       struct gathering *g)
{
    const struct board *b = &q->search->boards[k];
    struct words *w = q->connection[k]->words;

    g->n = b->n;
    g->names = ask->names;
    if (ask->pattern.n)
        return gather_wild(b, w, ask->pattern, g);
    if (!ask->phrase.prefix && span_find(ask->phrase.text, WORDS_NEXT) == ask->phrase.text.n)
        return gather_word(b, w, ask, g);
    g->weight = 1;
    return words_phrase(w, &ask->phrase, gather_hit, g);
}

/* ---- what they are worth --------------------------------------------------------------------- */

struct found_words {
    struct gathered *at;
    size_t n;
};

static void score_board(struct asking *q, size_t k, const struct found_words *f, double worth)
{
    const struct board *b = &q->search->boards[k];
    double usual = q->words > 0 ? q->words / q->entities : 1;

    for (size_t i = 0; i < f->n; i++) {
        double often = f->at[i].often, length = b->counts[f->at[i].entity].words / usual;

        q->score[k][f->at[i].entity] +=
            (float)(worth * often * (K + 1) / (often + K * (1 - B + B * length)));
    }
}

static void score_all(struct asking *q, const struct found_words *found, float boost)
{
    double having = 0;

    for EACH_BOARD(q, k)
        having += (double)found[k].n;
    for EACH_BOARD(q, k)
        score_board(q, k, &found[k],
                    boost * log(1 + (q->entities - having + 0.5) / (having + 0.5)));
}

/* What was touched moves to 'out', and the gathering is as before. */
static void keep_found(struct gathering *g, struct set *set, struct found_words *out)
{
    out->n = g->touched.n;
    out->at = mem_alloc((out->n + 1) * sizeof(*out->at));
    for (size_t i = 0; i < out->n; i++) {
        uint32_t entity = g->touched.at[i];

        out->at[i] = (struct gathered){entity, g->often[entity]};
        g->often[entity] = 0;
        set_add(set, entity);
    }
    g->touched.n = 0;
}

static uint32_t largest_board(const struct asking *q)
{
    uint32_t n = 0;

    for EACH_BOARD(q, k)
        if (q->search->boards[k].n > n)
            n = q->search->boards[k].n;
    return n;
}

static struct tocsin_err *eval_words(struct asking *q, const struct asked_words *ask, float boost,
                                     bool mute, struct set *out)
{
    struct found_words *found = mem_zero(q->search->n + 1, sizeof(*found));
    struct gathering g = {.often = mem_zero(largest_board(q) + 1, sizeof(float))};
    struct tocsin_err *err = NULL;

    for EACH_BOARD(q, k) {
        if (!err)
            err = gather_board(q, k, ask, &g);
        if (!err)
            keep_found(&g, &out[k], &found[k]);
    }
    if (!err && !mute)
        score_all(q, found, boost);
    for (size_t k = 0; k < q->search->n; k++)
        mem_free(found[k].at);
    mem_free(found);
    mem_free(g.often);
    VEC_FREE(&g.touched);
    return err;
}

struct tocsin_err *eval_phrase(struct asking *q, const struct words_phrase *p, float boost,
                               bool mute, struct set *out)
{
    struct asked_words ask = {.phrase = *p, .names = p->names};

    return eval_words(q, &ask, boost, mute, out);
}

/* ---- leaves of words ------------------------------------------------------------------------- */

/* A pattern whose letters are folded as texts are; what separates words is left out. */
static struct span fold_pattern(struct arena *a, struct span pattern)
{
    struct span out, rest = pattern;
    struct buf b = {0}, part = {0};

    while (rest.n) {
        size_t n = 0;

        while (n < rest.n && rest.p[n] != WILD_MANY && rest.p[n] != WILD_ONE)
            n++;
        buf_clear(&part);
        tokens_plain(a, span_slice(rest, 0, n), false, &part);
        for (size_t i = 0; i < part.n; i++)
            if (part.p[i] != ' ')
                buf_char(&b, part.p[i]);
        if (n < rest.n)
            buf_char(&b, rest.p[n]);
        rest = span_from(rest, n + 1);
    }
    out = arena_span(a, span_slice(buf_view(&b), 0, WORDS_PATTERN));
    buf_free(&b);
    buf_free(&part);
    return out;
}

/* False when there is nothing to ask for. */
static bool ask_for(struct asking *q, const struct query *leaf, struct asked_words *ask)
{
    struct buf b = {0};
    size_t n;

    if (leaf->kind == QUERY_WILD) {
        ask->pattern = fold_pattern(q->arena, leaf->text);
        for (n = 0; n < ask->pattern.n && (unsigned char)ask->pattern.p[n] <= WILD_ONE; n++)
            ;
        return n < ask->pattern.n;
    }
    n = tokens_put(q->arena, leaf->text, &b);
    ask->phrase = (struct words_phrase){
        .text = arena_span(q->arena, buf_view(&b)), .near = leaf->slop, .names = ask->names};
    ask->slips = leaf->slips ? leaf->slips : q->options->fuzzy && leaf->kind == QUERY_TEXT ? -1 : 0;
    buf_free(&b);
    return n > 0;
}

static struct tocsin_err *words_leaf(struct asking *q, const struct query *leaf, bool names,
                                     bool mute, struct set **out)
{
    struct asked_words ask = {.names = names};

    if (leaf->kind == QUERY_RANGE)
        return err_new(TOCSIN_ERR_USAGE,
                       "a range needs a field of values (character %zu of the query)",
                       leaf->column);
    if (!ask_for(q, leaf, &ask))
        return NULL;
    *out = sets_new(q);
    return eval_words(q, &ask, leaf->boost, mute, *out);
}

/* ---- leaves of values ------------------------------------------------------------------------ */

struct valuing {
    const struct query *leaf;
    const struct field *field;
    struct set *set;
    uint32_t n;
};

static bool fits_range(const struct query *r, struct span v, bool beginnings)
{
    if (r->from.n) {
        int order = span_cmp(v, r->from);

        if (order < 0 || (!r->from_in && (order == 0 || (beginnings && span_starts(v, r->from)))))
            return false;
    }
    if (r->to.n) {
        int order = span_cmp(v, r->to);

        if (r->to_in && beginnings && span_starts(v, r->to))
            return true;
        return order < 0 || (r->to_in && order == 0);
    }
    return true;
}

static bool fits(const struct query *leaf, enum prop_type type, struct span value)
{
    if (leaf->kind == QUERY_RANGE)
        return fits_range(leaf, value, type == TYPE_DATE);
    if (leaf->kind == QUERY_WILD)
        return wild_fits(leaf->text, value);
    return leaf->kind == QUERY_ALL || span_eq(leaf->text, value);
}

/* Sets are walked whole: few names fit, and each entity has few codes. */
static void eval_codes(const struct board *b, const struct field *field, const struct query *leaf,
                       struct set *out)
{
    bool *wanted = mem_zero(b->names.n + 1, sizeof(*wanted));

    for (uint32_t i = 0; i < b->names.n; i++) {
        struct span name = texts_at(&b->names, i);

        wanted[i] = name.n > field->name.n && span_starts(name, field->name) &&
                    name.p[field->name.n] == '=' &&
                    fits(leaf, field->type, span_from(name, field->name.n + 1));
    }
    for (uint32_t i = 0; i < b->n; i++)
        for (uint32_t c = b->code_at[i]; c < b->code_at[i + 1]; c++)
            if (wanted[b->codes[c]])
                set_add(out, i);
    mem_free(wanted);
}

static void take_fact(void *ctx, struct span fact, uint32_t entity)
{
    struct valuing *v = ctx;
    struct span value = span_from(fact, span_find(fact, '=') + 1);

    if (entity < v->n && fits(v->leaf, v->field->type, value))
        set_add(v->set, entity);
}

/* What a fact that fits begins with. */
static struct span begins(const struct query *leaf)
{
    size_t n = 0;

    if (leaf->kind == QUERY_RANGE)
        return leaf->from;
    if (leaf->kind != QUERY_WILD)
        return SPAN("");
    while (leaf->text.p[n] != WILD_MANY && leaf->text.p[n] != WILD_ONE)
        n++;
    return span_slice(leaf->text, 0, n);
}

static struct tocsin_err *eval_facts_between(struct words *w, const char *name, struct valuing *v)
{
    struct span begin = begins(v->leaf);
    struct buf from = {0}, to = {0};
    struct tocsin_err *err;

    field_fact(&from, name, begin);
    if (v->leaf->kind == QUERY_RANGE)
        begin = v->leaf->to;
    field_fact(&to, name, begin);
    if (begin.n)
        buf_char(&to, '\xff');
    else
        to.p[to.n - 1] = '=' + 1;
    err = words_facts(w, buf_view(&from), buf_view(&to), take_fact, v);
    buf_free(&from);
    buf_free(&to);
    return err;
}

static struct tocsin_err *eval_fact_is(struct words *w, const char *name, struct span value,
                                       struct valuing *v)
{
    struct query all = {.kind = QUERY_ALL};
    struct valuing whole = *v;
    struct buf fact = {0};
    struct tocsin_err *err;

    whole.leaf = &all;
    field_fact(&fact, name, value);
    err = words_facts(w, buf_view(&fact), SPAN(""), take_fact, &whole);
    buf_free(&fact);
    return err;
}

static struct tocsin_err *eval_fact(struct asking *q, struct words *w, const char *name,
                                    struct valuing *v)
{
    const char *shorter;

    if (v->leaf->kind != QUERY_TEXT && v->leaf->kind != QUERY_PHRASE)
        return eval_facts_between(w, name, v);
    TRY(eval_fact_is(w, name, v->leaf->text, v));
    if (v->field->type != TYPE_DATE)
        return NULL;
    shorter = arena_printf(q->arena, "%s~", name).p;
    return eval_fact_is(w, shorter, v->leaf->text, v);
}

static struct tocsin_err *eval_field(struct asking *q, const struct field *field,
                                     const struct query *leaf, struct set *out)
{
    for EACH_BOARD(q, k) {
        struct board *b = &q->search->boards[k];
        struct valuing v = {leaf, field, &out[k], b->n};

        if (field->kind == FIELD_CODES)
            eval_codes(b, field, leaf, &out[k]);
        for (size_t i = 0; field->kind == FIELD_FACTS && field->facts[i]; i++)
            TRY(eval_fact(q, q->connection[k]->words, field->facts[i], &v));
    }
    return NULL;
}

/* A country may be given by its name. */
static struct span normal_value(const struct field *field, struct span text)
{
    const char *code = field->type == TYPE_COUNTRY ? country_parse(text) : NULL;

    return code ? span_of(code) : text;
}

struct tocsin_err *eval_value(struct asking *q, const struct field *field, struct span value,
                              struct set *out)
{
    struct query leaf = {.kind = QUERY_PHRASE, .text = normal_value(field, value), .boost = 1};

    return eval_field(q, field, &leaf, out);
}

static struct tocsin_err *value_leaf(struct asking *q, const struct field *field,
                                     const struct query *leaf, struct set **out)
{
    if (leaf->slips)
        return err_new(TOCSIN_ERR_USAGE,
                       "~ is for words; field '%.*s' has whole values (character %zu of the query)",
                       SPAN_ARG(leaf->field), leaf->column);
    *out = sets_new(q);
    if (leaf->kind == QUERY_TEXT || leaf->kind == QUERY_PHRASE)
        return eval_value(q, field, leaf->text, *out);
    return eval_field(q, field, leaf, *out);
}

/* ---- any leaf -------------------------------------------------------------------------------- */

/* Some leaves cost a walk along all words, or all values of a field. */
static struct tocsin_err *count_pattern(struct asking *q, const struct query *leaf)
{
    bool slips = leaf->kind == QUERY_TEXT && (leaf->slips || q->options->fuzzy);

    if (!slips && leaf->kind != QUERY_WILD && leaf->kind != QUERY_RANGE)
        return NULL;
    if (++q->patterns <= LIMIT_SEARCH_PATTERNS)
        return NULL;
    return err_new(TOCSIN_ERR_LIMIT,
                   "more than %d patterns, slips and ranges in one query (LIMIT_SEARCH_PATTERNS)",
                   LIMIT_SEARCH_PATTERNS);
}

static struct tocsin_err *leaf_sets(struct asking *q, const struct query *leaf, bool mute,
                                    struct set **out)
{
    struct tocsin_err *err;
    struct field field;

    TRY(count_pattern(q, leaf));
    err = field_find(q->arena, leaf->field, &field);
    if (err && !leaf->column) /* a filter, which is no part of the text */
        return err;
    if (err) {
        tocsin_err_free(err);
        return err_at(err_new(TOCSIN_ERR_USAGE, "there is no field '%.*s' (character %zu of the query)",
                              SPAN_ARG(leaf->field), leaf->column), NULL, 0, 0, "q");
    }
    if (leaf->kind == QUERY_ALL && field.kind < FIELD_CODES) {
        *out = sets_new(q);
        for EACH_BOARD(q, k)
            set_not(&(*out)[k], q->search->boards[k].n);
        return NULL;
    }
    if (field.kind < FIELD_CODES)
        return words_leaf(q, leaf, field.kind == FIELD_NAMES, mute, out);
    return value_leaf(q, &field, leaf, out);
}

struct tocsin_err *eval_leaf(struct asking *q, const struct query *leaf, bool mute,
                             struct set **out)
{
    struct tocsin_err *err;

    *out = NULL;
    err = leaf_sets(q, leaf, mute, out);
    if (err) {
        sets_free(q, *out);
        *out = NULL;
    }
    return err;
}
