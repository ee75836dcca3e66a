/* SPDX-License-Identifier: Apache-2.0
 *
 * POST /match/{dataset}: screening by yente's protocol.
 *
 *     {"queries": {key: {"schema", "properties"}}, "weights": {}, "config": {}}
 *     --> {"responses": {key: {"status": 200, "results", "total", "query"}}, "limit"}
 *
 * The whole batch is read before the first query is screened: one bad query refuses all of them. Each
 * query is screened on the same snapshot. A batch that takes longer than limit.request_seconds ends
 * with 503 and without results, because half an answer looks like a whole one.
 *
 * Where an answer differs from yente's on purpose stands in docs/yente.md.
 */
#include <jansson.h>
#include <stdlib.h>

#include "api/api_private.h"

static const double ANY_SCORE = 1e-9; /* a threshold of 0: whatever has a score is a match */

struct asked {
    const char *key;
    struct tocsin_query *query;
};

struct batch {
    struct call *c;
    json_t *body;
    struct asked *asked;
    size_t n;
    struct tocsin_screen_options options;
    double cutoff;
    size_t limit;
};

/* ---- reading --------------------------------------------------------------------------------- */

/* The body as an object, or NULL after a refusal. */
static json_t *read_body(struct call *c)
{
    json_error_t why;
    size_t depth = (size_t)config_number(c->api->config, SETTING_LIMIT_DEPTH);
    json_t *body;

    if (!json_shallow(c->r->body, depth)) {
        (void)refuse_value(c, "body", "", "json_invalid", "JSON is nested too deeply", SPAN(""));
        return NULL;
    }
    body = json_loadb(c->r->body.p ? c->r->body.p : "", c->r->body.n, JSON_REJECT_DUPLICATES, &why);
    if (json_is_object(body))
        return body;
    (void)refuse_value(c, "body", arena_printf(c->a, "%d", body ? 0 : why.position).p,
                       body ? "model_attributes_type" : "json_invalid",
                       body ? "Input should be an object"
                            : arena_printf(c->a, "JSON decode error: %s", why.text).p, SPAN(""));
    json_decref(body);
    return NULL;
}

static bool refuse_query(struct call *c, const char *key, const char *member, const char *type,
                         const char *sentence)
{
    struct span way = arena_printf(c->a, "queries\x1f%s%s%s", key, member ? "\x1f" : "",
                                   member ? member : "");

    (void)refuse_value(c, "body", way.p, type, sentence, SPAN(""));
    return false;
}

static bool read_query(struct batch *b, const char *key, json_t *from)
{
    struct asked *to = &b->asked[b->n];
    const json_t *id = json_object_get(from, "id");
    struct tocsin_err *err;
    char *text;

    if (!json_is_object(from))
        return refuse_query(b->c, key, NULL, "model_attributes_type", "Input should be an object");
    if (!json_object_get(from, "schema"))
        return refuse_query(b->c, key, "schema", "missing", "Field required");
    if (!json_is_string(json_object_get(from, "schema")))
        return refuse_query(b->c, key, "schema", "string_type", "Input should be a valid string");
    if (id && !json_is_null(id) && !json_is_string(id))
        return refuse_query(b->c, key, "id", "string_type", "Input should be a valid string");
    text = json_dumps(from, JSON_COMPACT);
    err = text ? tocsin_query_json(text, strlen(text), &to->query)
               : err_new(TOCSIN_ERR_PARSE, "it cannot be read");
    free(text);
    if (err) {
        (void)refuse(b->c, 400, "Cannot parse example entity: %s (query %s)", tocsin_err_text(err),
                     key);
        tocsin_err_free(err);
        return false;
    }
    to->key = key;
    b->n++;
    return true;
}

static bool read_queries(struct batch *b)
{
    uint64_t most = config_number(b->c->api->config, SETTING_LIMIT_BATCH);
    json_t *queries = json_object_get(b->body, "queries"), *one;
    size_t n = json_object_size(queries);
    const char *key;

    if (!json_is_object(queries)) {
        (void)refuse_value(b->c, "body", "queries", queries ? "dict_type" : "missing",
                           queries ? "Input should be a valid dictionary" : "Field required",
                           SPAN(""));
        return false;
    }
    if (n > most) {
        (void)refuse(b->c, 400, "Too many queries in one batch (limit: %llu)",
                     (unsigned long long)most);
        return false;
    }
    if (!n) {
        (void)refuse(b->c, 400, "No queries provided.");
        return false;
    }
    b->asked = ARENA_ARRAY(b->c->a, struct asked, n);
    json_object_foreach(queries, key, one)
        if (!read_query(b, key, one))
            return false;
    return true;
}

/* The default profile is calibrated as a whole: it has no parameters, and says so. */
static bool read_config(struct batch *b)
{
    json_t *config = json_object_get(b->body, "config"), *value;
    const char *key;

    json_object_foreach(config, key, value) {
        (void)refuse(b->c, 400, "Invalid configuration parameter: %s for algorithm %s", key,
                     b->options.algorithm);
        return false;
    }
    return true;
}

static bool refuse_weight(struct batch *b, const char *name, const char *type, const char *sentence)
{
    (void)refuse_value(b->c, "body", name ? arena_printf(b->c->a, "weights\x1f%s", name).p : "weights",
                       type, sentence, SPAN(""));
    return false;
}

static bool read_weights(struct batch *b)
{
    json_t *weights = json_object_get(b->body, "weights"), *value;
    struct tocsin_weight *list;
    const char *key;
    size_t n = 0;

    if (!weights || json_is_null(weights))
        return true;
    if (!json_is_object(weights))
        return refuse_weight(b, NULL, "dict_type", "Input should be a valid dictionary");
    list = ARENA_ARRAY(b->c->a, struct tocsin_weight, json_object_size(weights) + 1);
    json_object_foreach(weights, key, value) {
        if (!json_is_number(value))
            return refuse_weight(b, key, "float_type", "Input should be a valid number");
        list[n++] = (struct tocsin_weight){key, json_number_value(value)};
    }
    b->options.weights = n ? list : NULL;
    return true;
}

static bool read_algorithm(struct batch *b)
{
    const char *name = param_text(b->c, "algorithm");

    for (size_t i = 0; tocsin_algorithm_at(i); i++) {
        if (strcmp(tocsin_algorithm_at(i)->name, name) == 0) {
            b->options.algorithm = name;
            return true;
        }
    }
    (void)refuse(b->c, 400, "Invalid algorithm: %s", name);
    return false;
}

static bool read_options(struct batch *b)
{
    struct call *c = b->c;
    const struct param_value *cutoff = param(c, "cutoff");

    b->limit = (size_t)param_int(c, "limit");
    b->options.threshold = param_real(c, "threshold");
    b->cutoff = cutoff->given && cutoff->number < b->options.threshold ? cutoff->number
                                                                       : b->options.threshold;
    if (b->options.threshold == 0)
        b->options.threshold = ANY_SCORE;
    b->options.below = b->cutoff < b->options.threshold;
    b->options.limit = b->limit ? b->limit : 1;
    b->options.topics = param_list(c, "topics");
    b->options.exclude_schemata = param_list(c, "exclude_schema");
    b->options.exclude_ids = param_list(c, "exclude_entity_ids");
    b->options.changed_since = param_text(c, "changed_since");
    return read_algorithm(b) && read_config(b) && read_weights(b) &&
           call_scope(c, c->captures[0], &b->options.scope);
}

/* ---- answering ------------------------------------------------------------------------------- */

static void put_results(struct batch *b, const struct tocsin_results *r, struct buf *out)
{
    size_t shown = 0;

    for (size_t i = 0; i < tocsin_results_count(r) && shown < b->limit; i++) {
        char *text;

        if (tocsin_result_score(r, i) < b->cutoff)
            break;
        text = tocsin_result_json(r, i);
        if (shown++)
            buf_char(out, ',');
        buf_str(out, text);
        free(text);
    }
    b->c->results += shown;
    b->c->matches += tocsin_results_total(r);
}

static struct tocsin_err *put_one(struct batch *b, const struct asked *asked, struct buf *out)
{
    struct tocsin_results *r;
    char *query;

    TRY(tocsin_query_show(asked->query, &query));
    struct tocsin_err *err = tocsin_screen(b->c->node, asked->query, &b->options, &r);
    if (!err) {
        buf_json(out, span_of(asked->key));
        buf_str(out, ":{\"status\":200,\"results\":[");
        put_results(b, r, out);
        buf_printf(out, "],\"total\":{\"value\":%zu,\"relation\":\"eq\"},\"query\":",
                   tocsin_results_total(r));
        buf_str(out, query);
        buf_char(out, '}');
        tocsin_results_free(r);
    }
    free(query);
    return err;
}

static struct tocsin_err *answer(struct batch *b)
{
    struct buf *out = answer_json(b->c, 200);

    buf_str(out, "{\"responses\":{");
    for (size_t i = 0; i < b->n; i++) {
        if (!call_in_time(b->c))
            return NULL;
        if (i)
            buf_char(out, ',');
        TRY(put_one(b, &b->asked[i], out));
    }
    buf_printf(out, "},\"limit\":%zu}", b->limit);
    http_header(b->c->out, b->c->a, "x-batch-size", "%zu", b->n);
    metrics_searched(b->c->api->metrics, b->n, b->c->matches);
    return NULL;
}

struct tocsin_err *route_match(struct call *c)
{
    struct batch b = {.c = c, .body = read_body(c)};
    struct tocsin_err *err = NULL;

    if (b.body && read_options(&b) && read_queries(&b)) {
        call_search(c, c->r->body);
        err = answer(&b);
    }
    for (size_t i = 0; i < b.n; i++)
        tocsin_query_free(b.asked[i].query);
    json_decref(b.body);
    return err;
}
