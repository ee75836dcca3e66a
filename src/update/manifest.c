/* SPDX-License-Identifier: Apache-2.0
 *
 * The manifest: which lists are wanted.
 */
#include <stdlib.h>

#include "fetch/fetch.h"
#include "update/update.h"

struct reading {
    struct arena *a;
    struct document *doc;
    const char *where;
    struct manifest *out;
    VEC(const char *) unknown;
};

/* ---- members ----------------------------------------------------------------------------- */

static struct tocsin_err *wrong(const struct reading *m, const json_t *object, const char *key,
                                const char *what)
{
    return document_at(m->doc, object, key, err_new(TOCSIN_ERR_PARSE, "%s is wanted here", what));
}

/* Text or a whole number, as text; '*out' stays NULL where there is nothing. */
static struct tocsin_err *text_member(const struct reading *m, const json_t *object,
                                      const char *key, const char **out)
{
    const json_t *value = json_object_get(object, key);

    *out = NULL;
    if (!value || json_is_null(value))
        return NULL;
    if (json_is_integer(value))
        *out = arena_printf(m->a, "%lld", (long long)json_integer_value(value)).p;
    else if (json_is_string(value))
        *out = arena_str(m->a, span_of(json_string_value(value)));
    else
        return wrong(m, object, key, "text");
    return NULL;
}

static struct tocsin_err *bool_member(const struct reading *m, const json_t *object,
                                      const char *key, bool *out)
{
    const json_t *value = json_object_get(object, key);

    if (!value || json_is_null(value))
        return NULL;
    if (!json_is_boolean(value))
        return wrong(m, object, key, "true or false");
    *out = json_is_true(value);
    return NULL;
}

static struct tocsin_err *expanded_member(const struct reading *m, const json_t *object,
                                          const char *key, const char **out)
{
    const char *text;
    struct tocsin_err *err;

    TRY(text_member(m, object, key, &text));
    *out = NULL;
    if (!text)
        return NULL;
    err = manifest_expand(m->a, text, out);
    return err ? document_at(m->doc, object, key, err) : NULL;
}

struct tocsin_err *manifest_expand(struct arena *a, const char *text, const char **out)
{
    struct span rest = span_of(text);
    struct buf whole = {0};
    struct tocsin_err *err = NULL;

    while (!err && rest.n) {
        size_t at = span_find_span(rest, SPAN("${")), end;
        const char *name, *value;

        buf_span(&whole, span_slice(rest, 0, at));
        rest = span_from(rest, at);
        if (!rest.n)
            break;
        end = span_find(rest, '}');
        name = arena_str(a, span_slice(rest, 2, end > 2 ? end - 2 : 0));
        value = getenv(name);
        if (end == rest.n)
            err = err_new(TOCSIN_ERR_PARSE, "'${' without its brace");
        else if (!value)
            err = err_new(TOCSIN_ERR_NOT_FOUND, "the environment has no %s", name);
        else
            buf_str(&whole, value);
        rest = span_from(rest, end + (end < rest.n));
    }
    *out = err ? NULL : arena_str(a, buf_view(&whole));
    buf_free(&whole);
    return err;
}

/* ---- catalogs ---------------------------------------------------------------------------- */

static void note_unknown(struct reading *m, json_t *object, const char *what,
                         const char *known)
{
    const char *key;
    json_t *value;

    json_object_foreach(object, key, value)
    {
        struct span rest = span_of(known), word;
        bool found = false;

        while (!found && span_split(&rest, ' ', &word))
            found = span_eq(word, span_of(key));
        if (!found)
            *VEC_PUSH(&m->unknown) = arena_printf(m->a, "%s%s", what, key).p;
    }
}

/* "scope" is one name, "scopes" are several; either may be the other, and both may be there. */
static struct tocsin_err *read_scopes(const struct reading *m, const json_t *object,
                                      const char ***out)
{
    static const char *const keys[] = {"scope", "scopes"};
    size_t n = 0, most = json_array_size(json_object_get(object, "scope")) +
                         json_array_size(json_object_get(object, "scopes")) + 3;

    *out = ARENA_ARRAY(m->a, const char *, most);
    for (size_t k = 0; k < ARRAY_LEN(keys); k++) {
        const json_t *value = json_object_get(object, keys[k]);

        if (json_is_string(value))
            (*out)[n++] = arena_str(m->a, span_of(json_string_value(value)));
        else if (value && !json_is_null(value) && !json_is_array(value))
            return wrong(m, object, keys[k], "a name or a list of names");
        for (size_t i = 0; i < json_array_size(value); i++) {
            const char *name = json_string_value(json_array_get(value, i));

            if (!name)
                return wrong(m, object, keys[k], "a list of names");
            (*out)[n++] = arena_str(m->a, span_of(name));
        }
    }
    return NULL;
}

static struct tocsin_err *read_catalog(struct reading *m, json_t *object)
{
    struct wanted_catalog *c = &m->out->catalogs[m->out->catalogs_n];

    note_unknown(m, object, "catalogs: ",
                 "url auth_token scope scopes resource_name resource_type namespace");
    TRY(expanded_member(m, object, "url", &c->url));
    TRY(expanded_member(m, object, "auth_token", &c->token));
    TRY(text_member(m, object, "resource_name", &c->resource_name));
    TRY(text_member(m, object, "resource_type", &c->resource_type));
    TRY(bool_member(m, object, "namespace", &c->in_namespace));
    TRY(read_scopes(m, object, &c->scopes));
    if (!c->url)
        return document_at(m->doc, object, "url",
                           err_new(TOCSIN_ERR_PARSE, "a catalog without a url"));
    c->url = fetch_resolve(m->a, m->where, c->url);
    TRY(fetch_check_name(m->where, c->url));
    m->out->catalogs_n++;
    return NULL;
}

/* ---- datasets ---------------------------------------------------------------------------- */

static struct tocsin_err *read_children(const struct reading *m, const json_t *object)
{
    const json_t *value = json_object_get(object, "children");

    if (!value || json_is_null(value))
        return NULL;
    for (size_t i = 0; i < json_array_size(value); i++) {
        if (!json_is_string(json_array_get(value, i)))
            return wrong(m, object, "children", "a list of names");
    }
    return json_is_array(value) ? NULL : wrong(m, object, "children", "a list of names");
}

/* Where it is: entities_url, else path, else the resource that listing_read has found. */
static struct tocsin_err *read_place(const struct reading *m, const json_t *object,
                                     struct listing *l)
{
    const char *url, *path, *delta;

    TRY(expanded_member(m, object, "entities_url", &url));
    TRY(expanded_member(m, object, "path", &path));
    TRY(expanded_member(m, object, "delta_url", &delta));
    TRY(expanded_member(m, object, "auth_token", &l->token));
    if (url || path)
        l->url = url ? url : path;
    if (l->url)
        l->url = fetch_resolve(m->a, m->where, l->url);
    l->delta_url = delta ? fetch_resolve(m->a, m->where, delta) : NULL;
    TRY(fetch_check_name(m->where, l->delta_url));
    return fetch_check_name(m->where, l->url);
}

static struct tocsin_err *read_dataset(struct reading *m, json_t *object)
{
    bool in_namespace = false;
    struct listing *l = VEC_PUSH(&m->out->datasets);
    struct tocsin_err *err;

    *l = (struct listing){0};
    TRY(text_member(m, object, "version", &l->version));
    TRY(text_member(m, object, "checksum", &l->checksum));
    TRY(read_children(m, object));
    TRY(bool_member(m, object, "namespace", &in_namespace));
    if (l->version) /* 7 as "7" */
        json_object_set_new(object, "version", json_string(l->version));
    err = listing_read(m->a, object, l);
    if (err)
        return document_at(m->doc, object, "name", err);
    TRY(read_place(m, object, l));
    l->load = l->url != NULL;
    TRY(bool_member(m, object, "load", &l->load));
    if (l->load && !l->url)
        return wrong(m, object, "load", "an entities_url or a path");
    listing_describe(l, object, in_namespace);
    return NULL;
}

static struct tocsin_err *each_object(struct reading *m, const char *key,
                                      struct tocsin_err *(*read)(struct reading *m, json_t *object))
{
    const json_t *list = json_object_get(m->doc->root, key);

    if (!list || json_is_null(list))
        return NULL;
    if (!json_is_array(list))
        return wrong(m, m->doc->root, key, "a list");
    for (size_t i = 0; i < json_array_size(list); i++) {
        if (!json_is_object(json_array_get(list, i)))
            return wrong(m, m->doc->root, key, "a list of names with values");
        TRY(read(m, json_array_get(list, i)));
    }
    return NULL;
}


static struct tocsin_err *read_manifest(struct reading *m)
{
    size_t n = json_array_size(json_object_get(m->doc->root, "catalogs"));

    m->out->catalogs = ARENA_ARRAY(m->a, struct wanted_catalog, n + 1);
    note_unknown(m, m->doc->root, "", "catalogs datasets");
    TRY(each_object(m, "catalogs", read_catalog));
    TRY(each_object(m, "datasets", read_dataset));
    if (m->out->catalogs_n + m->out->datasets.n == 0)
        return err_at(err_new(TOCSIN_ERR_PARSE, "it names neither catalogs nor datasets"),
                      m->where, 0, 0, NULL);
    return NULL;
}

struct tocsin_err *manifest_parse(struct arena *a, struct span text, const char *where,
                                  struct manifest *out)
{
    struct document doc;
    struct reading m = {.a = a, .doc = &doc, .where = where, .out = out};
    struct tocsin_err *err;

    *out = (struct manifest){0};
    TRY(document_parse(text, where, &doc));
    err = read_manifest(&m);
    out->unknown = ARENA_ARRAY(a, const char *, m.unknown.n + 1);
    for (size_t i = 0; i < m.unknown.n; i++)
        out->unknown[i] = m.unknown.at[i];
    VEC_FREE(&m.unknown);
    document_free(&doc);
    if (err)
        listings_free(&out->datasets);
    return err;
}

void listings_free(struct listings *l)
{
    for (size_t i = 0; i < l->n; i++)
        free(l->at[i].about);
    VEC_FREE(l);
}
