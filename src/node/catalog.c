/* SPDX-License-Identifier: Apache-2.0
 *
 * The catalog: every dataset with what its publisher says of it and which version of it is loaded,
 * in the form of yente's /catalog.
 *
 * Left out is what is nobody's business: where files lie, keys of the publisher, checksums kept for
 * the next load. A dataset counts as current when the version that is loaded is the newest one that
 * is known; without a known version, when it is loaded at all.
 *
 * The tag follows yente's recipe, lines of "name:version:loaded version" in order of the names, but
 * with SHA-256, of which it has the first 40 digits.
 */
#include <sodium.h>

#include "node/known.h"

struct catalog {
    struct known *known;
    json_t *datasets, *current, *outdated;
    struct buf lines;
};

static void set_default(json_t *object, const char *member, json_t *value)
{
    const json_t *there = json_object_get(object, member);

    if (!there || json_is_null(there))
        json_object_set(object, member, value);
    json_decref(value);
}

static void hide(json_t *object)
{
    static const char *const hidden[] = {"path", "auth_token", "checksums"};

    for (size_t i = 0; i < ARRAY_LEN(hidden); i++)
        json_object_del(object, hidden[i]);
}

static json_t *text(const char *s)
{
    json_t *value = s ? json_string(s) : NULL;

    return value ? value : json_null();
}

static json_t *title_of(const struct known_dataset *d)
{
    const char *title = known_text(d, "title");

    if (!title)
        title = known_title(d->name);
    return text(title ? title : d->name.p);
}

/* What lists of any origin have. */
static void add_usual(json_t *object, const struct known_dataset *d, const char *version,
                      const char *loaded)
{
    json_object_set_new(object, "name", text(d->name.p));
    json_object_set_new(object, "title", title_of(d));
    json_object_set_new(object, "version", text(version));
    set_default(object, "children", json_array());
    set_default(object, "resources", json_array());
    set_default(object, "load", json_boolean(d->dataset != NULL));
    set_default(object, "entities_url", json_null());
    set_default(object, "delta_url", json_null());
    set_default(object, "namespace", json_false());
    if (d->dataset) {
        set_default(object, "entity_count", json_integer((json_int_t)d->dataset->entities));
        set_default(object, "target_count", json_integer((json_int_t)d->dataset->targets));
    }
    json_object_set_new(object, "index_version", text(loaded));
}

static void add_dataset(struct catalog *c, size_t i)
{
    const struct known_dataset *d = &c->known->at[i];
    const char *loaded = d->loaded, *version = known_text(d, "version");
    json_t *object = d->about ? json_copy(d->about) : json_object();
    bool current;

    if (!version)
        version = loaded;
    hide(object);
    add_usual(object, d, version, loaded);
    current = loaded && (!version || strcmp(version, loaded) == 0);
    json_object_set_new(object, "index_current", json_boolean(current));
    if (json_is_true(json_object_get(object, "load")))
        json_array_append_new(current ? c->current : c->outdated, text(d->name.p));
    json_array_append_new(c->datasets, object);
    buf_printf(&c->lines, "%s%s:%s:%s", c->lines.n ? "\n" : "", d->name.p, version ? version : "",
               loaded ? loaded : "");
}

static void tag_of(struct span lines, char out[TOCSIN_ETAG_MAX])
{
    unsigned char hash[crypto_hash_sha256_BYTES];

    crypto_hash_sha256(hash, (const unsigned char *)lines.p, lines.n);
    sodium_bin2hex(out, TOCSIN_ETAG_MAX, hash, (TOCSIN_ETAG_MAX - 1) / 2);
}

struct tocsin_err *tocsin_catalog(struct tocsin_node *node, char **json,
                                  char etag[TOCSIN_ETAG_MAX])
{
    struct catalog c = {0};
    json_t *all;

    *json = NULL;
    TRY(known_read(node->store, &c.known)); /* as it is now, also where another process writes */
    c.datasets = json_array();
    c.current = json_array();
    c.outdated = json_array();
    for (size_t i = 0; i < c.known->n; i++) {
        if (c.known->at[i].about || c.known->at[i].dataset)
            add_dataset(&c, i);
    }
    all = json_pack("{s:o, s:o, s:o, s:b}", "datasets", c.datasets, "current", c.current,
                    "outdated", c.outdated, "index_stale", json_array_size(c.outdated) > 0);
    *json = json_dumps(all, JSON_COMPACT);
    json_decref(all);
    tag_of(buf_view(&c.lines), etag);
    buf_free(&c.lines);
    known_free(c.known);
    return *json ? NULL : err_new(TOCSIN_ERR_CORRUPT, "the catalog is not text");
}

/* ---- describing -------------------------------------------------------------------------- */

static struct tocsin_err *check_description(const json_t *about, struct span *name)
{
    const json_t *value = json_object_get(about, "name");

    *name = (struct span){json_string_value(value), json_string_length(value)};
    if (!json_is_object(about) || !name->p)
        return err_new(TOCSIN_ERR_PARSE, "a description is a JSON object with a name");
    return dataset_name_check(*name);
}

struct tocsin_err *tocsin_describe(struct tocsin_node *node, const char *about)
{
    json_error_t why;
    struct tocsin_err *err;
    struct span name = {0};
    json_t *object;

    TRY(node_must_write(node));
    object = json_loads(about, JSON_REJECT_DUPLICATES, &why);
    err = check_description(object, &name);
    if (!err)
        err = store_describe(node->store, name, span_of(about));
    json_decref(object);
    node_known_drop(node);
    return err;
}
