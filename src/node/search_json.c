/* SPDX-License-Identifier: Apache-2.0
 *
 * What a search found, as yente's body of /search:
 *
 *     {"limit","offset","total":{"value","relation"},"results":[EntityResponse, ...],
 *      "facets":{NAME:{"label","values":[{"name","label","count"}, ...]}, ...}}
 *
 * A total is told exactly up to LIMIT_SEARCH_RESULTS, and beyond it as "gte" of one more: that is
 * how far a caller can page. An entity is shown as its first version has it, with the datasets of
 * all its versions.
 */
#include "node/node_private.h"

static struct tocsin_err *put_hit(struct store *s, struct arena *a, const struct search_hit *hit,
                                  bool *any, struct buf *out)
{
    struct record *r = NULL;
    struct span dataset;
    struct tocsin_err *err = store_get(s, a, hit->id, hit->dataset, &r, &dataset);

    if (err && tocsin_err_code(err) == TOCSIN_ERR_NOT_FOUND) { /* an import went by */
        tocsin_err_free(err);
        return NULL;
    }
    if (err)
        return err;
    r->datasets = hit->datasets;
    r->datasets_n = hit->datasets_n;
    if (*any)
        buf_char(out, ',');
    record_json(r, dataset, false, out);
    *any = true;
    return NULL;
}

static void put_value(const struct search_value *v, struct buf *out)
{
    buf_str(out, "{\"name\":");
    buf_json(out, v->name);
    buf_str(out, ",\"label\":");
    buf_json(out, v->label);
    buf_printf(out, ",\"count\":%llu}", (unsigned long long)v->count);
}

static void put_facet(const struct search_facet *f, struct buf *out)
{
    buf_json(out, f->name);
    buf_str(out, ":{\"label\":");
    buf_json(out, f->label);
    buf_str(out, ",\"values\":[");
    for (size_t i = 0; i < f->n; i++) {
        if (i)
            buf_char(out, ',');
        put_value(&f->values[i], out);
    }
    buf_str(out, "]}");
}

static void put_numbers(const struct tocsin_search_options *o, uint64_t total, struct buf *out)
{
    bool exact = total <= LIMIT_SEARCH_RESULTS;

    buf_printf(out, "\"limit\":%zu,\"offset\":%zu,\"total\":{\"value\":%llu,\"relation\":\"%s\"},",
               o->limit, o->offset,
               (unsigned long long)(exact ? total : LIMIT_SEARCH_RESULTS + 1),
               exact ? "eq" : "gte");
}

struct tocsin_err *search_json(struct store *s, struct arena *a,
                               const struct search_answer *answer,
                               const struct tocsin_search_options *whole, struct buf *out)
{
    bool any = false;

    buf_char(out, '{');
    if (whole)
        put_numbers(whole, answer->total, out);
    buf_str(out, "\"results\":[");
    for (size_t i = 0; i < answer->n; i++)
        TRY(put_hit(s, a, &answer->hits[i], &any, out));
    buf_char(out, ']');
    if (whole)
        buf_str(out, ",\"facets\":{");
    for (size_t i = 0; i < answer->facets_n; i++) {
        if (i)
            buf_char(out, ',');
        put_facet(&answer->facets[i], out);
    }
    buf_str(out, whole ? "}}" : "}");
    return out->full ? err_new(TOCSIN_ERR_LIMIT, "an answer of more than BUF_DEFAULT_MAX bytes")
                     : NULL;
}
