/* SPDX-License-Identifier: Apache-2.0
 *
 * One entity as JSON, with what hangs on it.
 *
 * Nesting is yente's. Values that are ids become the objects they name, and whatever points at the
 * entity stands under the name of the way back ("sanctions", "ownershipOwner"):
 *
 *     person -- sanctions -------> Sanction             (its "entity" stays an id)
 *            -- addressEntity ---> Address
 *            -- ownershipOwner --> Ownership -- asset -> Company   (here it ends)
 *
 * Only schemata that are edges lead one step further. An id that is an object already on the way
 * from the root stays an id, and so does one that the store does not have.
 *
 * With history, "versions" lists what each import saw of the entity, oldest first:
 *
 *     {"dataset", "at", "source": sha256 of the file, "change": "added", "changed" or "removed",
 *      "line": in that file, "entity": EntityResponse without nesting, or null}
 *
 * and "source" says where the present one stands: {"dataset", "file", "sha256", "line"}.
 *
 * first_seen, last_seen and last_change of a version are as its publisher gave them, or null: "at"
 * says when it came.
 */
#include "node/show.h"

static struct tocsin_err *add_inbound(struct shower *s, const struct record *r,
                                      const struct way *way, json_t *object);
static struct tocsin_err *add_source(struct shower *s, const struct record *r, struct span dataset,
                                     json_t *object);
static struct tocsin_err *add_versions(struct shower *s, struct span id, json_t *object);

static struct tocsin_err *show(struct shower *s, struct span id, bool history, json_t **out)
{
    struct record *r = NULL;
    struct span dataset;
    struct way way;

    TRY(store_get(s->node->store, s->a, id, SPAN(""), &r, &dataset));
    TRY(show_flat(r, dataset, out));
    way = (struct way){r->id, NULL};
    TRY(show_expand(s, r, &way, *out));
    TRY(add_inbound(s, r, &way, *out));
    if (!history)
        return NULL;
    TRY(add_source(s, r, dataset, *out));
    return add_versions(s, r->id, *out);
}

struct tocsin_err *tocsin_entity(struct tocsin_node *node, const char *id, char **json)
{
    struct arena *a = arena_new();
    struct record *r = NULL;
    struct span dataset;
    struct buf b = {0};
    struct tocsin_err *err = store_get(node->store, a, span_of(id), SPAN(""), &r, &dataset);

    *json = NULL;
    if (!err) {
        record_json(r, dataset, false, &b);
        buf_char(&b, '\0');
        *json = b.p;
    }
    arena_free(a);
    return err;
}

struct tocsin_err *tocsin_show(struct tocsin_node *node, const char *id, bool history, char **json)
{
    struct shower s = {node, arena_new()};
    json_t *object = NULL;
    struct tocsin_err *err = show(&s, span_of(id), history, &object);

    *json = NULL;
    if (!err) {
        *json = json_dumps(object, JSON_COMPACT);
        if (!*json)
            err = err_new(TOCSIN_ERR_CORRUPT, "'%s' cannot be written as JSON", id);
    }
    json_decref(object);
    arena_free(s.a);
    return err;
}

/* ---- objects ----------------------------------------------------------------------------- */

struct tocsin_err *show_flat(const struct record *r, struct span dataset, json_t **out)
{
    struct buf text = {0};
    json_error_t why;

    record_json(r, dataset, false, &text);
    *out = json_loadb(text.p, text.n, 0, &why);
    buf_free(&text);
    if (!*out)
        return err_new(TOCSIN_ERR_CORRUPT, "'%.*s' is no JSON: %s", SPAN_ARG(r->id), why.text);
    return NULL;
}

static bool on_the_way(const struct way *way, struct span id)
{
    for (; way; way = way->up) {
        if (span_eq(way->id, id))
            return true;
    }
    return false;
}

/* The object for one id, or its text where it must or can not be more. */
struct tocsin_err *show_object(struct shower *s, struct span id, const struct way *way,
                               json_t **out)
{
    struct record *r = NULL;
    struct span dataset;
    struct tocsin_err *err = NULL;

    if (!on_the_way(way, id))
        err = store_get(s->node->store, s->a, id, SPAN(""), &r, &dataset);
    if (err && tocsin_err_code(err) != TOCSIN_ERR_NOT_FOUND)
        return err;
    tocsin_err_free(err);
    if (r && !on_the_way(way, r->id)) { /* it may have been found by a referent */
        struct way here = {r->id, way};

        TRY(show_flat(r, dataset, out));
        return schema_edge(r->schema) ? show_expand(s, r, &here, *out) : NULL;
    }
    *out = json_stringn(id.p, id.n);
    return NULL;
}

/* ---- outbound ---------------------------------------------------------------------------- */

static struct tocsin_err *expand_prop(struct shower *s, const struct record *r, enum prop prop,
                                      const struct way *way, json_t *properties)
{
    json_t *list = json_array();
    struct tocsin_err *err = NULL;
    size_t n = 0;
    const struct value *v = record_values(r, prop, &n);

    for (size_t i = 0; i < n && !err; i++) {
        json_t *object = NULL;

        err = show_object(s, v[i].text, way, &object);
        if (!err)
            json_array_append_new(list, object);
    }
    json_object_set_new(properties, prop_name(prop), list);
    return err;
}

/* 'way' ends with 'r' itself. */
struct tocsin_err *show_expand(struct shower *s, const struct record *r, const struct way *way,
                               json_t *object)
{
    json_t *properties = json_object_get(object, "properties");
    enum prop last = PROP_NONE;

    for (size_t i = 0; i < r->n; i++) {
        enum prop prop = r->values[i].prop;

        if (prop == last || prop_type_in(r->schema, prop) != TYPE_ENTITY)
            continue;
        last = prop;
        TRY(expand_prop(s, r, prop, way, properties));
    }
    return NULL;
}

/* ---- inbound ----------------------------------------------------------------------------- */

static bool holds(const json_t *list, struct span id)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *have = json_object_get(json_array_get(list, i), "id");

        if (json_is_string(have) && span_eq(span_of(json_string_value(have)), id))
            return true;
    }
    return false;
}

static void put_under(json_t *properties, const char *name, json_t *object, struct span id)
{
    json_t *list = json_object_get(properties, name);

    if (!list) {
        list = json_array();
        json_object_set_new(properties, name, list);
    }
    if (!holds(list, id))
        json_array_append(list, object);
}

/* Puts 'from', which points at the root, under the name of each property that does. */
static struct tocsin_err *add_one(struct shower *s, const struct store_entity *from,
                                  const struct way *way, json_t *properties)
{
    const struct record *r = from->record;
    struct way here = {r->id, way};
    struct tocsin_err *err;
    json_t *object = NULL;

    TRY(show_flat(r, from->dataset, &object));
    err = schema_edge(r->schema) ? show_expand(s, r, &here, object) : NULL;
    for (size_t i = 0; i < r->n && !err; i++) {
        const struct value *v = &r->values[i];
        const char *name;

        if (!span_eq(v->text, way->id) || prop_type_in(r->schema, v->prop) != TYPE_ENTITY)
            continue;
        name = prop_reverse(r->schema, v->prop);
        if (name)
            put_under(properties, name, object, r->id);
    }
    json_decref(object);
    return err;
}

static struct tocsin_err *add_inbound(struct shower *s, const struct record *r,
                                      const struct way *way, json_t *object)
{
    json_t *properties = json_object_get(object, "properties");
    struct store_entity *list = NULL;
    size_t n = 0;

    TRY(store_referring(s->node->store, s->a, r->id, &list, &n));
    for (size_t i = 0; i < n; i++)
        TRY(add_one(s, &list[i], way, properties));
    return NULL;
}

/* ---- history ----------------------------------------------------------------------------- */

/* What a version did to the one before it in the same dataset. */
static const char *change_of(const struct store_version *list, size_t at)
{
    const struct store_version *before = NULL;

    for (size_t i = 0; i < at; i++) {
        if (span_eq(list[i].dataset, list[at].dataset))
            before = &list[i];
    }
    if (!list[at].record)
        return "removed";
    return before && before->record ? "changed" : "added";
}

/* Where the present version stands: {"dataset", "file", "sha256", "line"}. Of several files of a list
 * the first is named, which is the one with the entries. */
static struct tocsin_err *add_source(struct shower *s, const struct record *r, struct span dataset,
                                     json_t *object)
{
    const struct store_dataset *d = NULL;
    json_t *source;

    TRY(node_dataset(s->node, s->a, dataset, &d));
    if (!d || !d->sources_n)
        return NULL;
    source = json_pack("{s:s%, s:s%, s:s%, s:o}", "dataset", dataset.p, dataset.n, "file",
                       d->sources[0].path.p, d->sources[0].path.n, "sha256", d->sources[0].sha256.p,
                       d->sources[0].sha256.n, "line",
                       r->line ? json_integer((json_int_t)r->line) : json_null());
    json_object_set_new(object, "source", source);
    return source ? NULL : err_new(TOCSIN_ERR_CORRUPT, "a source cannot be written as JSON");
}

static struct tocsin_err *version_object(const struct store_version *list, size_t at, json_t **out)
{
    const struct store_version *v = &list[at];
    json_t *entity = NULL;
    char when[21];

    if (v->record)
        TRY(show_flat(v->record, v->dataset, &entity));
    else
        entity = json_null();
    clock_format(v->at, when);
    *out = json_pack("{s:s%, s:s, s:s%, s:s, s:o, s:o}", "dataset", v->dataset.p, v->dataset.n, "at",
                     when, "source", v->source.p ? v->source.p : "", v->source.n, "change",
                     change_of(list, at), "entity", entity, "line",
                     v->record && v->record->line ? json_integer((json_int_t)v->record->line)
                                                  : json_null());
    return *out ? NULL : err_new(TOCSIN_ERR_CORRUPT, "a version cannot be written as JSON");
}

static struct tocsin_err *add_versions(struct shower *s, struct span id, json_t *object)
{
    json_t *versions = json_array();
    struct store_version *list = NULL;
    struct tocsin_err *err;
    size_t n = 0;

    json_object_set_new(object, "versions", versions);
    err = store_history(s->node->store, s->a, id, &list, &n);
    for (size_t i = 0; i < n && !err; i++) {
        json_t *version = NULL;

        err = version_object(list, i, &version);
        if (!err)
            json_array_append_new(versions, version);
    }
    return err;
}
