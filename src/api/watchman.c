/* SPDX-License-Identifier: Apache-2.0
 *
 * GET /v2/search and /v2/listinfo: screening by Watchman's protocol.
 *
 * The parameters (watchman_param.def) become a query as any other; a wallet is searched for by itself
 * and answered by its holder. Each result is Watchman's Entity with "match", the score, beside it.
 *
 * Watchman's list of results is the best ones, matches or not; here it is the matches, from minMatch
 * on, which is match.threshold when it is not given.
 */
#include "api/watchman.h"

#include <stdlib.h>

enum { LIMIT_MOST = 100 };

struct finding {
    double score;
    json_t *entity, *details; /* Watchman's */
    const char *id;
};

struct hunt {
    struct call *c;
    enum schema schema;
    struct tocsin_query *query, *wallet; /* either may be NULL */
    const char *const *scope;
    size_t limit;
    double least;
    VEC(struct finding) found;
};

/* ---- what is asked --------------------------------------------------------------------------- */

struct asked_row {
    const char *param, *property;
    enum schema schema;
    bool government;
};
static const struct asked_row rows[] = {
#define ASKED(param, property, schema) {param, property, SCHEMA_##schema, false},
#define GOV(param, property, schema) {param, property, SCHEMA_##schema, true},
#include "api/watchman_param.def"
};

static bool type_given(struct hunt *h)
{
    static const struct {
        const char *type;
        enum schema schema;
    } types[] = {{"person", SCHEMA_Person},
                 {"business", SCHEMA_Company},
                 {"organization", SCHEMA_Organization},
                 {"aircraft", SCHEMA_Airplane},
                 {"vessel", SCHEMA_Vessel}};
    const char *type = param_text(h->c, "type");

    for (size_t i = 0; type && type[0] && i < ARRAY_LEN(types); i++)
        if (strcasecmp(types[i].type, type) == 0)
            h->schema = types[i].schema;
    if (h->schema != SCHEMA_NONE || !type || !type[0])
        return true;
    (void)refuse(h->c, 400, "unknown type: %s; there are person, business, organization, aircraft "
                 "and vessel", type);
    return false;
}

/* The narrowest schema that a parameter tells of; earlier rows first. */
static enum schema schema_told(struct call *c)
{
    enum schema wide = SCHEMA_Thing;

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (!param(c, rows[i].param)->given)
            continue;
        if (rows[i].schema != SCHEMA_LegalEntity && rows[i].schema != SCHEMA_Thing)
            return rows[i].schema;
        if (rows[i].schema == SCHEMA_LegalEntity)
            wide = SCHEMA_LegalEntity;
    }
    return wide;
}

/* An aircraft's flag is its country. */
static enum prop prop_in(enum schema s, const char *name)
{
    enum prop p = prop_find(span_of(name));

    if (p == PROP_flag && s == SCHEMA_Airplane)
        p = PROP_country;
    return p != PROP_NONE && schema_has(s, p) ? p : PROP_NONE;
}

static const char *after_colon(const char *text)
{
    const char *colon = strchr(text, ':');

    return colon ? colon + 1 : text;
}

static struct tocsin_err *add_row(struct hunt *h, const struct asked_row *row)
{
    const struct param_value *given = param(h->c, row->param);
    enum prop p = prop_in(h->schema, row->property);

    for (size_t i = 0; p != PROP_NONE && i < given->n; i++) {
        const char *value = row->government ? after_colon(given->list[i]) : given->list[i];

        if (value[0])
            TRY(tocsin_query_add(h->query, prop_name(p), value));
    }
    return NULL;
}

static struct tocsin_err *make_query(struct hunt *h)
{
    const char *name = param_text(h->c, "name");

    TRY(tocsin_query_new(schema_name(h->schema), &h->query));
    if (name && name[0])
        TRY(tocsin_query_add(h->query, "name", name));
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        TRY(add_row(h, &rows[i]));
    return NULL;
}

static struct tocsin_err *make_wallet(struct hunt *h)
{
    const struct param_value *given = param(h->c, "cryptoAddress");

    for (size_t i = 0; i < given->n; i++) {
        if (!h->wallet)
            TRY(tocsin_query_new("CryptoWallet", &h->wallet));
        TRY(tocsin_query_add(h->wallet, "publicKey", after_colon(given->list[i])));
    }
    return NULL;
}

static bool known(struct call *c, const char *dataset)
{
    char **names = NULL;
    struct tocsin_err *err = tocsin_scope(c->node, dataset, NULL, NULL, &names);

    tocsin_err_free(err);
    tocsin_scope_free(names);
    return !err;
}

/* Names of Watchman's become those of our datasets that are here; NULL when one of them has none. */
static const char *const *datasets_asked(struct call *c, const struct param_value *given)
{
    const char **out = ARENA_ARRAY(c->a, const char *, 2 * given->n + 1), *one;
    size_t n = 0;

    for (size_t i = 0; i < given->n; i++) {
        size_t at = 0, before = n;

        if (known(c, given->list[i]))
            out[n++] = given->list[i];
        else
            while ((one = watchman_dataset(given->list[i], &at)))
                if (known(c, one))
                    out[n++] = one;
        if (n == before) {
            (void)refuse(c, 404, "no such list here: %s", given->list[i]);
            return NULL;
        }
    }
    return out;
}

static bool choose_scope(struct hunt *h)
{
    const struct param_value *given = param(h->c, "source");
    const char *const *datasets = given->n ? datasets_asked(h->c, given) : NULL;

    if (given->n && !datasets)
        return false;
    return call_scope_of(h->c, "default", datasets, NULL, &h->scope);
}

/* ---- searching ------------------------------------------------------------------------------- */

/* One feature of ours as a piece of Watchman's; what it compared stands beside. */
static json_t *piece(const struct tocsin_reason *r)
{
    return json_pack("{s:s, s:f, s:f, s:b, s:b, s:b, s:i, s:s, s:s?, s:s?}", "pieceType", r->feature,
                     "score", r->score, "weight", 1.0, "matched", r->score > 0, "required", 0,
                     "exact", r->score >= 1, "fieldsCompared", 1, "detail",
                     r->detail ? r->detail : r->title, "query", r->query, "candidate",
                     r->candidate);
}

static json_t *details_of(const struct tocsin_results *r, size_t i)
{
    const struct tocsin_reason *list;
    size_t n = tocsin_result_reasons(r, i, &list);
    json_t *pieces = json_array();

    for (size_t k = 0; k < n; k++)
        json_array_append_new(pieces, piece(&list[k]));
    return json_pack("{s:o, s:f}", "pieces", pieces, "finalScore", tocsin_result_score(r, i));
}

/* Who holds a wallet is who is looked for: their id, or that of 'whole' itself. */
static const char *holder_of(struct call *c, const json_t *whole, const char *id)
{
    const json_t *properties = json_object_get(whole, "properties");
    const json_t *holder = json_array_get(json_object_get(properties, "holder"), 0);
    const char *other = json_string_value(json_object_get(holder, "id"));

    return other ? arena_str(c->a, span_of(other)) : id;
}

/* The entity of an id with what hangs on it. */
static struct tocsin_err *show(struct call *c, const char *id, json_t **out)
{
    char *json = NULL;

    TRY(tocsin_show(c->node, id, false, &json));
    *out = json_loads(json, 0, NULL);
    free(json);
    return NULL;
}

/* The same, or the holder of the wallet that it is. */
static struct tocsin_err *show_holder(struct call *c, const char *id, json_t **out)
{
    const char *holder;

    TRY(show(c, id, out));
    holder = holder_of(c, *out, id);
    if (strcmp(holder, id) == 0)
        return NULL;
    json_decref(*out);
    *out = NULL;
    return show(c, holder, out);
}

static bool has(const struct hunt *h, const char *id)
{
    for (size_t i = 0; i < h->found.n; i++)
        if (strcmp(h->found.at[i].id, id) == 0)
            return true;
    return false;
}

static bool wanted(const struct hunt *h, const char *id)
{
    const char *only = param_text(h->c, "sourceID");

    return !has(h, id) && (!only || !only[0] || strcmp(only, id) == 0);
}

/* 'details' is taken. */
static struct tocsin_err *take(struct hunt *h, const char *id, double score, json_t *details)
{
    json_t *entity = NULL;
    struct tocsin_err *err = show_holder(h->c, id, &entity);
    const char *is = json_string_value(json_object_get(entity, "id"));

    if (!err && is && wanted(h, is))
        *VEC_PUSH(&h->found) = (struct finding){score, watchman_entity(entity),
                                                json_incref(details),
                                                arena_str(h->c->a, span_of(is))};
    json_decref(entity);
    json_decref(details);
    return err;
}

static struct tocsin_err *screen(struct hunt *h, const struct tocsin_query *q)
{
    const char *id = param_text(h->c, "sourceID");
    struct tocsin_screen_options o = {.threshold = h->least,
                                      .limit = id && id[0] ? LIMIT_MOST : h->limit,
                                      .algorithm = config_text(h->c->api->config,
                                                               SETTING_MATCH_ALGORITHM),
                                      .scope = h->scope};
    bool debug = param_flag(h->c, "debug");
    struct tocsin_results *r;
    struct tocsin_err *err;

    TRY(tocsin_screen(h->c->node, q, &o, &r));
    err = NULL;
    for (size_t i = 0; !err && i < tocsin_results_count(r); i++)
        err = take(h, tocsin_result_id(r, i), tocsin_result_score(r, i),
                   debug ? details_of(r, i) : NULL);
    tocsin_results_free(r);
    return err;
}

static int by_score(const void *a, const void *b)
{
    const struct finding *x = a, *y = b;

    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return strcmp(x->id, y->id);
}

/* An id alone asks for that entity; one that is not there is found by nobody. */
static struct tocsin_err *by_id(struct hunt *h, const char *id)
{
    struct tocsin_err *err = take(h, id, 1, NULL);

    if (err && tocsin_err_code(err) == TOCSIN_ERR_NOT_FOUND) {
        tocsin_err_free(err);
        return NULL;
    }
    return err;
}

static struct tocsin_err *hunt(struct hunt *h)
{
    const char *id = param_text(h->c, "sourceID");
    bool named = tocsin_query_searchable(h->query);

    if (!named && !h->wallet && !(id && id[0]))
        return refuse(h->c, 400, "nothing to search by: give a name, an identifier or a "
                      "cryptoAddress");
    if (!named && !h->wallet)
        TRY(by_id(h, id));
    if (named)
        TRY(screen(h, h->query));
    if (h->wallet)
        TRY(screen(h, h->wallet));
    if (h->found.n)
        qsort(h->found.at, h->found.n, sizeof(*h->found.at), by_score);
    return NULL;
}

/* ---- answering ------------------------------------------------------------------------------- */

static json_t *one_of(struct hunt *h, const struct finding *f)
{
    json_t *out = json_copy(f->entity);

    json_object_set_new(out, "match", json_real(f->score));
    if (f->details && param_flag(h->c, "debug"))
        json_object_set(out, "details", f->details);
    return out;
}

static struct tocsin_err *query_of(struct hunt *h, json_t **out)
{
    json_t *shown, *crypto;
    char *json = NULL;
    const struct param_value *wallets = param(h->c, "cryptoAddress");

    TRY(tocsin_query_show(h->query, &json));
    shown = json_loads(json, 0, NULL);
    free(json);
    if (!json_is_string(json_object_get(shown, "id")))
        json_object_set_new(shown, "id", json_string(""));
    *out = watchman_entity(shown);
    json_decref(shown);
    if (h->schema == SCHEMA_LegalEntity) { /* nobody said which kind */
        json_object_set_new(*out, "entityType", json_string(""));
        json_object_set_new(*out, "organization", json_null());
    }
    crypto = json_object_get(*out, "cryptoAddresses");
    for (size_t i = 0; i < wallets->n; i++) {
        size_t colon = span_find(span_of(wallets->list[i]), ':');
        const char *key = after_colon(wallets->list[i]);

        json_array_append_new(crypto, json_pack("{s:s%, s:s}", "currency", wallets->list[i],
                                                key == wallets->list[i] ? 0 : colon, "address",
                                                key));
    }
    return NULL;
}

static struct tocsin_err *answer_lines(struct hunt *h, size_t n)
{
    struct buf *out = answer_json(h->c, 200);

    h->c->out->type = "application/x-ndjson";
    for (size_t i = 0; i < n; i++) {
        json_t *one = one_of(h, &h->found.at[i]);
        char *text = json_dumps(one, JSON_COMPACT | JSON_REAL_PRECISION(6));

        buf_str(out, text);
        buf_char(out, '\n');
        free(text);
        json_decref(one);
    }
    return NULL;
}

static struct tocsin_err *answer(struct hunt *h, bool lines)
{
    size_t n = h->found.n < h->limit ? h->found.n : h->limit;
    const char *request = param_text(h->c, "requestID");
    json_t *out, *query, *list = json_array();

    h->c->results = h->c->matches = n;
    metrics_searched(h->c->api->metrics, 1, n);
    if (lines) {
        json_decref(list);
        return answer_lines(h, n);
    }
    for (size_t i = 0; i < n; i++)
        json_array_append_new(list, one_of(h, &h->found.at[i]));
    struct tocsin_err *err = query_of(h, &query);
    if (err) {
        json_decref(list);
        return err;
    }
    out = json_pack("{s:o, s:o}", "query", query, "entities", list);
    if (request && request[0])
        json_object_set_new(out, "requestID", json_string(request));
    return answer_value(h->c, 200, out);
}

/* What is asked for by name, else by what the client accepts. False after a refusal. */
static bool choose_format(struct call *c, bool *lines)
{
    const char *format = param_text(c, "format");
    struct span accept = http_field(c->r, "Accept");
    const char *wanted = format ? format : accept.p ? arena_str(c->a, accept) : "";

    *lines = strcasestr(wanted, "jsonl") || strcasestr(wanted, "ndjson");
    if (strcasestr(wanted, "senzing")) {
        (void)refuse(c, 400, "Senzing's formats are not spoken here: take watchman, jsonl or "
                     "ndjson");
        return false;
    }
    if (!format || !format[0] || *lines || strcasecmp(format, "watchman") == 0)
        return true;
    (void)refuse(c, 400, "unknown format: %s; there are watchman, jsonl and ndjson", format);
    return false;
}

static void hunt_free(struct hunt *h)
{
    for (size_t i = 0; i < h->found.n; i++) {
        json_decref(h->found.at[i].entity);
        json_decref(h->found.at[i].details);
    }
    VEC_FREE(&h->found);
    tocsin_query_free(h->query);
    tocsin_query_free(h->wallet);
}

struct tocsin_err *route_v2_search(struct call *c)
{
    int64_t limit = param_int(c, "limit");
    struct hunt h = {.c = c,
                     .limit = limit > LIMIT_MOST ? LIMIT_MOST : (size_t)limit,
                     .least = param_real(c, "minMatch")};
    struct tocsin_err *err;
    bool lines;

    if (h.least <= 0)
        h.least = 1e-9; /* whatever has a score */
    if (!choose_format(c, &lines) || !type_given(&h) || !choose_scope(&h))
        return NULL;
    if (h.schema == SCHEMA_NONE)
        h.schema = schema_told(c);
    err = make_query(&h);
    if (!err)
        err = make_wallet(&h);
    if (!err) {
        call_search_text(c, c->r->target);
        err = hunt(&h);
    }
    if (!err && !c->out->status)
        err = answer(&h, lines);
    hunt_free(&h);
    return err;
}

/* ---- listinfo -------------------------------------------------------------------------------- */

static void add_list(json_t *lists, json_t *hashes, const struct tocsin_dataset *d)
{
    const char *source = watchman_source(d->name), *name = source ? source : d->name;
    json_int_t before = json_integer_value(json_object_get(lists, name));
    const char *hash = json_string_value(json_object_get(hashes, name));

    json_object_set_new(lists, name, json_integer(before + (json_int_t)d->entities));
    json_object_set_new(hashes, name,
                        hash ? json_sprintf("%s,%s", hash, d->sha256) : json_string(d->sha256));
}

struct tocsin_err *route_v2_listinfo(struct call *c)
{
    struct tocsin_dataset *list = NULL;
    json_t *lists = json_object(), *hashes = json_object();
    int64_t first = INT64_MAX, last = 0;
    size_t n = 0;
    struct tocsin_err *err = tocsin_datasets(c->node, &list, &n);
    char from[21], to[21];

    for (size_t i = 0; i < n; i++) {
        add_list(lists, hashes, &list[i]);
        first = list[i].imported_at < first ? list[i].imported_at : first;
        last = list[i].imported_at > last ? list[i].imported_at : last;
    }
    tocsin_datasets_free(list);
    if (err) {
        json_decref(lists);
        json_decref(hashes);
        return err;
    }
    clock_format(n ? first : c->api->started, from);
    clock_format(n ? last : c->api->started, to);
    return answer_value(c, 200, json_pack("{s:o, s:o, s:s, s:s, s:s}", "lists", lists, "listHashes",
                                          hashes, "startedAt", from, "endedAt", to, "version",
                                          tocsin_version()));
}
