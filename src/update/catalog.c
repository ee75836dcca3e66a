/* SPDX-License-Identifier: Apache-2.0
 *
 * A publisher's catalog: what of it is wanted, and where that is.
 *
 * Children may be named that the catalog does not have, and may form a circle: each dataset is
 * visited once.
 */
#include "fetch/fetch.h"
#include "update/update.h"

#define RESOURCE_NAME "entities.ftm.json"
#define RESOURCE_TYPE "application/json+ftm"

struct index_entry {
    json_t *object;
    bool taken, load, child;
};

struct choosing {
    struct arena *a;
    const struct wanted_catalog *catalog;
    struct index_entry *at;
    size_t n;
    struct map *names; /* name -> number + 1 */
    VEC(size_t) todo;
    struct listings *out;
};

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static const json_t *children_of(const json_t *object)
{
    const json_t *list = json_object_get(object, "children");

    return json_array_size(list) ? list : json_object_get(object, "datasets");
}

/* ---- one dataset ------------------------------------------------------------------------- */

static bool is_name(const char *name)
{
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");

    return n > 0 && n < 128 && !name[n];
}

static const char *copy_text(struct arena *a, const json_t *object, const char *key)
{
    const char *text = text_of(object, key);

    return text && text[0] ? arena_str(a, span_of(text)) : NULL;
}

struct tocsin_err *listing_read(struct arena *a, const json_t *object, struct listing *out)
{
    out->name = copy_text(a, object, "name");
    if (!out->name)
        return err_new(TOCSIN_ERR_PARSE, "a dataset without a name");
    if (!is_name(out->name))
        return err_new(TOCSIN_ERR_PARSE, "'%s': a dataset's name is made of a-z, 0-9 and _",
                       out->name);
    out->title = copy_text(a, object, "title");
    if (!out->title)
        out->title = out->name;
    out->version = copy_text(a, object, "version");
    return NULL;
}

/* What a catalog may tell of a dataset: the rest is counted in other ways, or nobody's business. */
void listing_describe(struct listing *l, const json_t *object, bool in_namespace)
{
    static const char *const told[] = {
        "name",      "title",       "summary",    "description",  "url",          "category",
        "tags",      "license",     "version",    "updated_at",   "last_export",  "last_change",
        "publisher", "coverage",    "type",       "children",     "datasets",     "resources",
        "hidden",    "entity_count", "thing_count", "target_count", "entities_url", "delta_url"};
    json_t *about = json_object();

    for (size_t i = 0; i < ARRAY_LEN(told); i++) {
        json_t *value = json_object_get(object, told[i]);

        if (value && !json_is_null(value))
            json_object_set(about, told[i], value);
    }
    json_object_set_new(about, "load", json_boolean(l->load));
    json_object_set_new(about, "namespace", json_boolean(in_namespace));
    l->about = json_dumps(about, JSON_COMPACT);
    json_decref(about);
    assert(l->about); /* it was parsed from JSON or checked to be UTF-8 */
}

/* ---- where it is ------------------------------------------------------------------------- */

static bool is_wanted_resource(const struct wanted_catalog *c, const json_t *resource)
{
    const char *name = text_of(resource, "name"), *type = text_of(resource, "mime_type");

    if (!text_of(resource, "url") || !name)
        return false;
    if (c->resource_name)
        return strcmp(name, c->resource_name) == 0;
    if (c->resource_type)
        return type && strcmp(type, c->resource_type) == 0;
    return strcmp(name, RESOURCE_NAME) == 0 || (type && strcmp(type, RESOURCE_TYPE) == 0);
}

static const json_t *resource_of(const struct wanted_catalog *c, const json_t *object)
{
    const json_t *list = json_object_get(object, "resources");

    for (size_t i = 0; i < json_array_size(list); i++) {
        if (is_wanted_resource(c, json_array_get(list, i)))
            return json_array_get(list, i);
    }
    return NULL;
}

static const char *place(const struct choosing *c, const char *url)
{
    return url && url[0] ? fetch_resolve(c->a, c->catalog->url, arena_str(c->a, span_of(url)))
                         : NULL;
}

static struct tocsin_err *find_place(const struct choosing *c, const json_t *object,
                                     struct listing *l)
{
    const json_t *resource = resource_of(c->catalog, object);
    json_int_t size = json_integer_value(json_object_get(resource, "size"));

    l->url = place(c, resource ? text_of(resource, "url") : text_of(object, "entities_url"));
    l->delta_url = place(c, text_of(object, "delta_url"));
    l->checksum = copy_text(c->a, resource, "checksum");
    l->size = size > 0 ? (uint64_t)size : 0;
    l->token = c->catalog->token;
    TRY(fetch_check_name(c->catalog->url, l->url));
    return fetch_check_name(c->catalog->url, l->delta_url);
}

static bool has_file(const struct choosing *c, const json_t *object)
{
    return resource_of(c->catalog, object) || text_of(object, "entities_url");
}

/* ---- what is wanted ---------------------------------------------------------------------- */

static struct index_entry *find(const struct choosing *c, const char *name)
{
    const uint64_t *at = name ? map_get(c->names, span_of(name)) : NULL;

    return at ? &c->at[*at - 1] : NULL;
}

/* Marks one, and puts it among those whose children are still to be looked at. */
static void mark(struct choosing *c, struct index_entry *e, bool load)
{
    if (e->taken && (e->load || !load))
        return;
    e->taken = true;
    e->load = load;
    *VEC_PUSH(&c->todo) = (size_t)(e - c->at);
}

/* What belongs to a dataset is in its file, where it has one. */
static void take(struct choosing *c, struct index_entry *e)
{
    mark(c, e, true);
    while (c->todo.n > 0) {
        const struct index_entry *next = &c->at[c->todo.at[--c->todo.n]];
        bool load = next->load && !has_file(c, next->object);
        const json_t *list = children_of(next->object);

        for (size_t i = 0; i < json_array_size(list); i++) {
            struct index_entry *child = find(c, json_string_value(json_array_get(list, i)));

            if (child)
                mark(c, child, load);
        }
    }
}

static struct tocsin_err *take_scopes(struct choosing *c)
{
    for (size_t i = 0; c->catalog->scopes && c->catalog->scopes[i]; i++) {
        struct index_entry *e = find(c, c->catalog->scopes[i]);

        if (!e)
            return err_new(TOCSIN_ERR_NOT_FOUND, "the catalog has no dataset '%s'",
                           c->catalog->scopes[i]);
        take(c, e);
    }
    return NULL;
}

/* Without a scope: what is nobody's child. Where all are (a circle), all. */
static void take_roots(struct choosing *c)
{
    size_t roots = 0;

    for (size_t i = 0; i < c->n; i++) {
        const json_t *list = children_of(c->at[i].object);

        for (size_t k = 0; k < json_array_size(list); k++) {
            struct index_entry *child = find(c, json_string_value(json_array_get(list, k)));

            if (child && child != &c->at[i])
                child->child = true;
        }
    }
    for (size_t i = 0; i < c->n; i++)
        roots += !c->at[i].child;
    for (size_t i = 0; i < c->n; i++) {
        if (!c->at[i].child || !roots)
            take(c, &c->at[i]);
    }
}

static struct tocsin_err *add_taken(struct choosing *c)
{
    for (size_t i = 0; i < c->n; i++) {
        const struct index_entry *e = &c->at[i];
        struct listing *l;

        if (!e->taken)
            continue;
        l = VEC_PUSH(c->out);
        *l = (struct listing){0};
        TRY(listing_read(c->a, e->object, l));
        TRY(find_place(c, e->object, l));
        l->load = e->load && l->url;
        listing_describe(l, e->object, c->catalog->in_namespace);
    }
    return NULL;
}

static struct tocsin_err *name_all(struct choosing *c, const json_t *list)
{
    c->at = ARENA_ARRAY(c->a, struct index_entry, json_array_size(list) + 1);
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *object = json_array_get(list, i);
        const char *name = text_of(object, "name");
        bool made;

        if (!name)
            return err_new(TOCSIN_ERR_PARSE, "dataset %zu has no name", i + 1);
        *map_slot(c->names, span_of(name), &made) = ++c->n;
        if (!made)
            return err_new(TOCSIN_ERR_PARSE, "the dataset '%s' is there twice", name);
        c->at[i].object = object;
    }
    return NULL;
}

static struct tocsin_err *choose(struct choosing *c, const json_t *root)
{
    const json_t *list = json_object_get(root, "datasets");

    if (!json_is_array(list))
        return err_new(TOCSIN_ERR_PARSE, "there is no list of datasets in it");
    TRY(name_all(c, list));
    if (c->catalog->scopes && c->catalog->scopes[0])
        TRY(take_scopes(c));
    else
        take_roots(c);
    return add_taken(c);
}

struct tocsin_err *catalog_parse(struct arena *a, struct span text,
                                 const struct wanted_catalog *catalog, struct listings *out)
{
    struct choosing c = {.a = a, .catalog = catalog, .names = map_new(), .out = out};
    struct tocsin_err *err;
    json_error_t why;
    json_t *root = json_loadb(text.p ? text.p : "", text.n, 0, &why);

    if (root)
        err = choose(&c, root);
    else
        err = err_at(err_new(TOCSIN_ERR_PARSE, "not JSON: %s", why.text), NULL,
                     why.line > 0 ? (uint64_t)why.line : 0, 0, NULL);
    json_decref(root);
    map_free(c.names);
    VEC_FREE(&c.todo);
    return err ? err_at(err, catalog->url, 0, 0, NULL) : NULL;
}
