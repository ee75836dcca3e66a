/* SPDX-License-Identifier: Apache-2.0
 *
 * What the node can say of itself: is it alive, is it ready, how does it score.
 */
#include "api/api_private.h"

struct tocsin_err *route_healthz(struct call *c)
{
    buf_str(answer_json(c, 200), "{\"status\":\"ok\"}");
    return NULL;
}

/* Ready: the lists are open, their index is whole, and there is one at least. */
struct tocsin_err *route_readyz(struct call *c)
{
    struct tocsin_dataset *list = NULL;
    size_t n = 0;

    if (!c->node || c->snapshot->why)
        return refuse(c, 503, "Index not ready.");
    TRY(tocsin_datasets(c->node, &list, &n));
    tocsin_datasets_free(list);
    if (!n)
        return refuse(c, 503, "Index not ready.");
    return route_healthz(c);
}

/* ---- algorithms ------------------------------------------------------------------------------ */

static void put_features(struct buf *b, bool with_coefficients)
{
    const struct tocsin_feature *f;

    buf_char(b, '{');
    for (size_t i = 0; (f = tocsin_feature_at(i)); i++) {
        if (i)
            buf_char(b, ',');
        buf_json(b, span_of(f->name));
        buf_str(b, ":{\"description\":");
        buf_json(b, span_of(f->description));
        buf_printf(b, ",\"coefficient\":%s,\"url\":null}", with_coefficients ? "1.0" : "null");
    }
    buf_char(b, '}');
}

static void put_algorithm(struct buf *b, const struct tocsin_algorithm *a)
{
    buf_str(b, "{\"name\":");
    buf_json(b, span_of(a->name));
    buf_str(b, ",\"description\":");
    buf_json(b, span_of(a->description));
    buf_str(b, ",\"alias_of\":");
    if (a->alias_of)
        buf_json(b, span_of(a->alias_of));
    else
        buf_str(b, "null");
    buf_str(b, ",\"features\":");
    put_features(b, true);
    buf_str(b, ",\"docs\":{\"name\":");
    buf_json(b, span_of(a->name));
    buf_str(b, ",\"description\":");
    buf_json(b, span_of(a->description));
    buf_str(b, ",\"config\":{},\"features\":");
    put_features(b, true);
    buf_str(b, "}}");
}

struct tocsin_err *route_algorithms(struct call *c)
{
    struct buf *b = answer_json(c, 200);
    const struct tocsin_algorithm *a;

    buf_str(b, "{\"algorithms\":[");
    for (size_t i = 0; (a = tocsin_algorithm_at(i)); i++) {
        if (i)
            buf_char(b, ',');
        put_algorithm(b, a);
    }
    buf_str(b, "],\"default\":");
    buf_json(b, span_of(config_text(c->api->config, SETTING_MATCH_ALGORITHM)));
    buf_str(b, ",\"best\":\"tocsin\"}");
    return NULL;
}
