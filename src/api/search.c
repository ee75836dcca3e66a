/* SPDX-License-Identifier: Apache-2.0
 *
 * GET /search/{dataset}: full-text search by yente's protocol.
 *
 * The files that it stands on are made in the background when lists change; until they are there, the answer
 * is 503 with Retry-After.
 */
#include <stdlib.h>

#include "api/api_private.h"

enum { RETRY_SECONDS = 2 };

/* How many were found: it stands before the results, so that no text of a list can be taken for it. */
static uint64_t found(const char *json)
{
    static const char before[] = "\"total\":{\"value\":";
    const char *at = strstr(json, before);

    return at ? strtoull(at + strlen(before), NULL, 10) : 0;
}

static struct tocsin_err *run(struct call *c, const struct tocsin_search_options *o)
{
    bool stale = true;
    char *json = NULL;
    struct tocsin_err *err;

    TRY(tocsin_search_ready(c->node, &stale));
    if (stale) {
        http_header(c->out, c->a, "Retry-After", "%d", RETRY_SECONDS);
        return refuse(c, 503, "Index not ready.");
    }
    err = tocsin_search(c->node, o, &json);
    if (err)
        return err;
    call_search_text(c, c->r->target);
    c->results = found(json);
    buf_str(answer_json(c, 200), json);
    free(json);
    return NULL;
}

static int target_of(const struct call *c)
{
    const struct param_value *target = param(c, "target");

    return !target->given ? 0 : target->number != 0 ? 1 : -1;
}

/* yente's "datasets" is a filter on what an entity says of itself. */
static const char *const *filters(struct call *c)
{
    const struct param_value *given = param(c, "filter"), *datasets = param(c, "datasets");
    const char **all = ARENA_ARRAY(c->a, const char *, given->n + datasets->n + 1);
    size_t n = 0;

    for (size_t i = 0; i < given->n; i++)
        all[n++] = given->list[i];
    for (size_t i = 0; i < datasets->n; i++)
        all[n++] = arena_printf(c->a, "datasets:%s", datasets->list[i]).p;
    return n ? all : NULL;
}

/* What both routes have. */
static struct tocsin_search_options options_of(struct call *c)
{
    return (struct tocsin_search_options){
        .q = param_text(c, "q"),
        .fuzzy = param_flag(c, "fuzzy"),
        .schema = param_text(c, "schema"),
        .countries = param_list(c, "countries"),
        .topics = param_list(c, "topics"),
        .filters = param_list(c, "filter"),
        .limit = (size_t)param_int(c, "limit"),
        .offset = (size_t)param_int(c, "offset"),
        .sort = param_list(c, "sort"),
        .facets = param_list(c, "facets"),
    };
}

struct tocsin_err *route_search(struct call *c)
{
    const char *op = param_text(c, "filter_op");
    struct tocsin_search_options o = options_of(c);

    if (strcmp(op, "AND") != 0 && strcmp(op, "OR") != 0)
        return refuse_value(c, "query", "filter_op", "enum", "Input should be 'AND' or 'OR'",
                            span_of(op));
    o.simple = param_flag(c, "simple");
    o.exclude_schemata = param_list(c, "exclude_schema");
    o.filters = filters(c);
    o.filter_and = strcmp(op, "AND") == 0;
    o.changed_since = param_text(c, "changed_since");
    o.target = target_of(c);
    return call_scope(c, c->captures[0], &o.datasets) ? run(c, &o) : NULL;
}

struct tocsin_err *route_own_search(struct call *c)
{
    struct tocsin_search_options o = options_of(c);

    return call_scope_of(c, param_text(c, "dataset"), NULL, NULL, &o.datasets) ? run(c, &o) : NULL;
}
