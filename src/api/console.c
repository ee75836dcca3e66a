/* SPDX-License-Identifier: Apache-2.0
 *
 * What the console asks: a screen with its reasons, a verdict step by step, an entity with its history, its
 * neighbours as a graph, what is loaded, and the model that forms are made from.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/api_private.h"

/* ---- bodies ---------------------------------------------------------------------------------- */

/* The body as an object, to be freed; NULL after a refusal. */
static json_t *own_body(struct call *c)
{
    json_error_t why;
    json_t *body;

    if (!json_shallow(c->r->body, (size_t)config_number(c->api->config, SETTING_LIMIT_DEPTH))) {
        (void)refuse(c, 400, "the body is nested too deeply");
        return NULL;
    }
    body = json_loadb(c->r->body.p ? c->r->body.p : "", c->r->body.n, JSON_REJECT_DUPLICATES, &why);
    if (json_is_object(body))
        return body;
    (void)refuse(c, 400, body ? "the body is no JSON object" : "the body is no JSON: %s (line %d)",
                 body ? "" : why.text, body ? 0 : why.line);
    json_decref(body);
    return NULL;
}

static double number_of(const json_t *body, const char *name, double fallback)
{
    const json_t *value = json_object_get(body, name);

    return json_is_number(value) ? json_number_value(value) : fallback;
}

/* What is given must have its type: a limit, a list that is passed over changes what is found. */
static bool typed(struct call *c, const json_t *body)
{
    static const struct {
        const char *name;
        char kind; /* number, text, list of texts, bool */
    } members[] = {{"threshold", 'n'}, {"limit", 'n'},    {"dataset", 't'}, {"algorithm", 't'},
                   {"datasets", 'l'},  {"topics", 'l'},   {"below", 'b'}};

    for (size_t i = 0; i < ARRAY_LEN(members); i++) {
        const json_t *v = json_object_get(body, members[i].name), *one;
        bool good = members[i].kind == 'n'   ? json_is_number(v)
                    : members[i].kind == 't' ? json_is_string(v)
                    : members[i].kind == 'b' ? json_is_boolean(v)
                                             : json_is_array(v);
        size_t k;

        json_array_foreach(v, k, one)
            good = good && json_is_string(one);
        if (!v || json_is_null(v) || good)
            continue;
        (void)refuse(c, 400, "%s has the wrong type", members[i].name);
        return false;
    }
    return true;
}

/* The strings of a list, NULL-terminated; NULL when there are none. */
static const char *const *list_of(struct call *c, const json_t *body, const char *name)
{
    const json_t *list = json_object_get(body, name);
    size_t n = json_array_size(list);
    const char **out = n ? ARENA_ARRAY(c->a, const char *, n + 1) : NULL;

    for (size_t i = 0; i < n; i++)
        out[i] = json_string_value(json_array_get(list, i));
    return out;
}

static struct tocsin_err *query_of(const json_t *body, struct tocsin_query **out)
{
    json_t *only = json_pack("{s:O?, s:O?}", "schema", json_object_get(body, "schema"),
                             "properties", json_object_get(body, "properties"));
    char *text = only ? json_dumps(only, JSON_COMPACT) : NULL;
    struct tocsin_err *err = text ? tocsin_query_json(text, strlen(text), out)
                                  : err_new(TOCSIN_ERR_PARSE, "a query has schema and properties");

    free(text);
    json_decref(only);
    return err;
}

/* ---- screen ---------------------------------------------------------------------------------- */

static bool screen_options(struct call *c, const json_t *body, struct tocsin_screen_options *o)
{
    const struct config *config = c->api->config;
    const char *dataset = json_string_value(json_object_get(body, "dataset"));
    const char *algorithm = json_string_value(json_object_get(body, "algorithm"));
    double limit = number_of(body, "limit", (double)config_number(config, SETTING_MATCH_LIMIT));
    double most = (double)config_number(config, SETTING_LIMIT_MATCHES);

    o->threshold = number_of(body, "threshold", config_real(config, SETTING_MATCH_THRESHOLD));
    o->algorithm = algorithm ? algorithm : config_text(config, SETTING_MATCH_ALGORITHM);
    o->below = json_is_true(json_object_get(body, "below"));
    o->topics = list_of(c, body, "topics");
    if (!(o->threshold > 0 && o->threshold <= 1) || !(limit >= 1 && limit <= most)) {
        (void)refuse(c, 400, "threshold is above 0 and at most 1, limit from 1 to %g", most);
        return false;
    }
    o->limit = (size_t)limit;
    return call_scope_of(c, dataset ? dataset : "default", list_of(c, body, "datasets"), NULL,
                         &o->scope);
}

static void put_titles(struct buf *b)
{
    const struct tocsin_feature *f;

    buf_str(b, ",\"titles\":{");
    for (size_t i = 0; (f = tocsin_feature_at(i)); i++) {
        if (i)
            buf_char(b, ',');
        buf_json(b, span_of(f->name));
        buf_char(b, ':');
        buf_json(b, span_of(f->title));
    }
    buf_char(b, '}');
}

static void put_screen(struct call *c, const struct tocsin_results *r,
                       const struct tocsin_screen_options *o, uint64_t took)
{
    struct buf *b = answer_json(c, 200);

    buf_str(b, "{\"results\":[");
    for (size_t i = 0; i < tocsin_results_count(r); i++) {
        char *text = tocsin_result_json(r, i);

        if (i)
            buf_char(b, ',');
        buf_str(b, text);
        free(text);
    }
    buf_printf(b, "],\"total\":%zu,\"threshold\":%g,\"limit\":%zu,\"algorithm\":",
               tocsin_results_total(r), o->threshold, o->limit);
    buf_json(b, span_of(o->algorithm));
    buf_printf(b, ",\"took_us\":%llu", (unsigned long long)(took / 1000));
    put_titles(b);
    buf_char(b, '}');
    c->results = tocsin_results_count(r);
    c->matches = tocsin_results_total(r);
    metrics_searched(c->api->metrics, 1, c->matches);
}

static struct tocsin_err *screen(struct call *c, const json_t *body)
{
    struct tocsin_screen_options o = {0};
    struct tocsin_query *q;
    struct tocsin_results *r;
    struct tocsin_err *err;
    uint64_t began;

    if (!typed(c, body) || !screen_options(c, body, &o))
        return NULL;
    TRY(query_of(body, &q));
    call_search(c, c->r->body);
    began = clock_ticks();
    err = tocsin_screen(c->node, q, &o, &r);
    tocsin_query_free(q);
    if (err)
        return err;
    put_screen(c, r, &o, clock_ticks() - began);
    tocsin_results_free(r);
    return NULL;
}

struct tocsin_err *route_screen(struct call *c)
{
    json_t *body = own_body(c);
    struct tocsin_err *err = body ? screen(c, body) : NULL;

    json_decref(body);
    return err;
}

static struct tocsin_err *explain(struct call *c, const json_t *body)
{
    const char *id = json_string_value(json_object_get(body, "id"));
    const char *algorithm = json_string_value(json_object_get(body, "algorithm"));
    double threshold = config_real(c->api->config, SETTING_MATCH_THRESHOLD);
    struct tocsin_explanation *e;
    struct tocsin_query *q;
    struct tocsin_err *err;

    if (!id)
        return refuse(c, 400, "the body needs the id of an entity");
    TRY(query_of(body, &q));
    call_search(c, c->r->body);
    err = tocsin_explain(c->node, q, id, algorithm, threshold, &e);
    tocsin_query_free(q);
    if (err)
        return err;
    buf_str(answer_json(c, 200), tocsin_explanation_json(e));
    c->results = 1;
    c->matches = tocsin_explanation_score(e) >= threshold;
    tocsin_explanation_free(e);
    return NULL;
}

struct tocsin_err *route_explain(struct call *c)
{
    json_t *body = own_body(c);
    struct tocsin_err *err = body ? explain(c, body) : NULL;

    json_decref(body);
    return err;
}

/* ---- entities -------------------------------------------------------------------------------- */

struct tocsin_err *route_own_entity(struct call *c)
{
    char *json = NULL;

    TRY(tocsin_show(c->node, c->captures[0].p, true, &json));
    buf_str(answer_json(c, 200), json);
    free(json);
    return NULL;
}

/* ---- graph ----------------------------------------------------------------------------------- */

struct graph {
    json_t *nodes, *edges;
    struct map *seen;
};

static bool first_time(struct graph *g, const char *id)
{
    bool made;

    map_slot(g->seen, span_of(id), &made);
    return made;
}

static const char *text_in(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    return text ? text : "";
}

static void add_node(struct graph *g, const json_t *entity)
{
    if (!first_time(g, text_in(entity, "id")))
        return;
    json_array_append_new(g->nodes,
                          json_pack("{s:s, s:s, s:s, s:O?}", "id", text_in(entity, "id"), "caption",
                                    text_in(entity, "caption"), "schema", text_in(entity, "schema"),
                                    "target", json_object_get(entity, "target")));
}

static void add_edge(struct graph *g, const char *id, const char *from, const char *to,
                     const char *schema, const char *label)
{
    char key[3 * 256];
    struct buf b = {0};

    buf_printf(&b, "%s\x1f%s\x1f%s", id, from, to);
    snprintf(key, sizeof(key), "%s", buf_cstr(&b));
    buf_free(&b);
    if (!first_time(g, key))
        return;
    json_array_append_new(g->edges, json_pack("{s:s, s:s, s:s, s:s, s:s}", "id", key, "source", from,
                                              "target", to, "schema", schema, "label", label));
}

/* An edge (Ownership, Family, ...) is a line between the root and what stands at its other end. */
static void add_through(struct graph *g, const char *root, const json_t *edge, const char *label)
{
    const char *property;
    json_t *list, *there;
    size_t i;

    json_object_foreach(json_object_get((json_t *)(uintptr_t)edge, "properties"), property, list) {
        json_array_foreach(list, i, there) {
            if (!json_is_object(there))
                continue;
            add_node(g, there);
            add_edge(g, text_in(edge, "id"), root, text_in(there, "id"), text_in(edge, "schema"),
                     label);
        }
    }
}

static bool leads_on(const json_t *entity)
{
    const char *property;
    json_t *list, *there;
    size_t i;

    json_object_foreach(json_object_get((json_t *)(uintptr_t)entity, "properties"), property, list)
        json_array_foreach(list, i, there)
            if (json_is_object(there))
                return true;
    return false;
}

static void add_neighbours(struct graph *g, const json_t *root)
{
    const char *property, *id = text_in(root, "id");
    json_t *list, *there;
    size_t i;

    add_node(g, root);
    json_object_foreach(json_object_get((json_t *)(uintptr_t)root, "properties"), property, list) {
        json_array_foreach(list, i, there) {
            if (!json_is_object(there))
                continue;
            if (leads_on(there)) {
                add_through(g, id, there, property);
                continue;
            }
            add_node(g, there);
            add_edge(g, property, id, text_in(there, "id"), text_in(there, "schema"), property);
        }
    }
}

struct tocsin_err *route_graph(struct call *c)
{
    struct graph g = {json_array(), json_array(), map_new()};
    char *json = NULL;
    struct tocsin_err *err = tocsin_show(c->node, c->captures[0].p, false, &json);
    json_t *root = err ? NULL : json_loads(json, 0, NULL);

    free(json);
    if (root)
        add_neighbours(&g, root);
    json_decref(root);
    map_free(g.seen);
    if (err) {
        json_decref(g.nodes);
        json_decref(g.edges);
        return err;
    }
    return answer_value(c, 200, json_pack("{s:o, s:o}", "nodes", g.nodes, "edges", g.edges));
}

/* ---- what is loaded, what can be asked ------------------------------------------------------- */

static void put_dataset(struct buf *b, const struct tocsin_dataset *d)
{
    char at[21];

    clock_format(d->imported_at, at);
    buf_str(b, "{\"name\":");
    buf_json(b, span_of(d->name));
    buf_str(b, ",\"title\":");
    buf_json(b, span_of(d->title[0] ? d->title : d->name));
    buf_str(b, ",\"format\":");
    buf_json(b, span_of(d->format));
    buf_str(b, ",\"version\":");
    buf_json(b, span_of(d->version));
    buf_str(b, ",\"sha256\":");
    buf_json(b, span_of(d->sha256));
    buf_str(b, ",\"path\":");
    buf_json(b, span_of(d->path));
    buf_printf(b, ",\"imported_at\":\"%s\",\"entities\":%llu,\"targets\":%llu,\"names\":%llu}", at,
               (unsigned long long)d->entities, (unsigned long long)d->targets,
               (unsigned long long)d->names);
}

struct tocsin_err *route_datasets(struct call *c)
{
    struct tocsin_dataset *list;
    struct buf *b;
    char *imports;
    size_t n;

    TRY(tocsin_imports(c->node, &imports));
    struct tocsin_err *err = tocsin_datasets(c->node, &list, &n);
    if (!err) {
        b = answer_json(c, 200);
        buf_str(b, "{\"datasets\":[");
        for (size_t i = 0; i < n; i++) {
            if (i)
                buf_char(b, ',');
            put_dataset(b, &list[i]);
        }
        buf_str(b, "],\"imports\":");
        buf_str(b, imports);
        buf_char(b, '}');
        tocsin_datasets_free(list);
    }
    free(imports);
    return err;
}

struct tocsin_err *route_model(struct call *c)
{
    char *json = tocsin_model();

    buf_str(answer_json(c, 200), json);
    http_header(c->out, c->a, "Cache-Control", "private, max-age=300");
    free(json);
    return NULL;
}
