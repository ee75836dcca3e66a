/* SPDX-License-Identifier: Apache-2.0
 *
 * update: lists that stay up to date by themselves. What is done is tocsin_update of the public
 * header; this is what it is made of.
 *
 *     manifest --fetch--> catalogs --scope--> listings --version--> current | deltas | full load
 *
 *   manifest   which lists are wanted (YAML or JSON, in the form that yente reads)
 *
 *                  catalogs:
 *                    - url: https://data.example/index.json
 *                      auth_token: ${DATA_TOKEN}
 *                      scope: sanctions           # or scopes: [...]; without: all of it
 *                      resource_name: entities.ftm.json
 *                  datasets:
 *                    - name: own_list
 *                      title: Our own list
 *                      path: own.json             # or entities_url
 *                      version: "7"
 *                      children: [...]
 *
 *   catalog    a publisher's index.json: {"datasets":[{name, title, version, children,
 *              resources:[{name, url, checksum, mime_type, size}], delta_url, ...}]}
 *   listing    one dataset of either, with all that is needed to load it
 *   deltas     {"versions":{"20260131090000-abc":url, ...}}: what changed from one version to the
 *              next; a version is a day and time, so that versions sort as text
 *
 * ${NAME} in URLs, paths and tokens is taken from the environment; one that is not set is an error.
 * What is kept of a dataset has it unexpanded.
 *
 * Scopes. A dataset of a scope is loaded from its own file; what belongs to it is then in that file
 * and only described. One without a file is loaded as what belongs to it, each from its own.
 *
 * Everything here comes from a network: sizes and depths have limits, and what has another form than
 * expected is an error that names the place.
 */
#ifndef TOCSIN_UPDATE_H
#define TOCSIN_UPDATE_H

#include <jansson.h>

#include "base/base.h"
#include "tocsin/tocsin.h"

/* ---- documents ------------------------------------------------------------------------------- */

/* A value, and on which line each member of its objects stands (YAML only). */
struct document {
    json_t *root;
    const char *file;
    VEC(struct { const json_t *object; const char *key; size_t line; }) lines;
};
/* YAML, or JSON where the text begins with a brace. Aliases are refused: they can make much of
 * little. 'file' is for messages and must live as long as the document. */
struct tocsin_err *document_parse(struct span text, const char *file,
                                  struct document *out) TOCSIN_MUST_USE;
void document_free(struct document *d);
/* 'err' at the line of a member. */
struct tocsin_err *document_at(const struct document *d, const json_t *object, const char *key,
                               struct tocsin_err *err) TOCSIN_MUST_USE;

/* ---- manifest -------------------------------------------------------------------------------- */

struct wanted_catalog {
    const char *url, *token;   /* expanded; token may be NULL */
    const char **scopes;       /* NULL-terminated; none: all */
    const char *resource_name, *resource_type; /* or NULL */
    bool in_namespace;
};

struct listing {
    const char *name, *title;
    const char *version;       /* or NULL: not known before it is fetched */
    const char *url;           /* or NULL: it has no entities of its own */
    const char *checksum, *delta_url, *token; /* or NULL */
    uint64_t size;             /* 0: not known */
    bool load;
    char *about;               /* JSON, for tocsin_describe */
};
struct listings {
    struct listing *at;
    size_t n, cap;
};

struct manifest {
    struct wanted_catalog *catalogs;
    size_t catalogs_n;
    struct listings datasets;
    const char **unknown;      /* members that mean nothing here, NULL-terminated */
};

/* 'where' is the URL or path of the manifest, from which relative ones count. All in arena 'a', but
 * for the listings: free them. */
struct tocsin_err *manifest_parse(struct arena *a, struct span text, const char *where,
                                  struct manifest *out) TOCSIN_MUST_USE;
void listings_free(struct listings *l);
/* 'text' with ${NAME} from the environment. */
struct tocsin_err *manifest_expand(struct arena *a, const char *text,
                                   const char **out) TOCSIN_MUST_USE;

/* ---- catalog --------------------------------------------------------------------------------- */

/* Adds what 'catalog' wants of the index that was found at its URL. */
struct tocsin_err *catalog_parse(struct arena *a, struct span text,
                                 const struct wanted_catalog *catalog,
                                 struct listings *out) TOCSIN_MUST_USE;
/* Fills a listing from a dataset object: what a manifest and a catalog have in common. */
struct tocsin_err *listing_read(struct arena *a, const json_t *object, struct listing *out)
    TOCSIN_MUST_USE;
/* Its description: of 'object' what a catalog may tell, with what the listing has decided. */
void listing_describe(struct listing *l, const json_t *object, bool in_namespace);

/* ---- deltas ---------------------------------------------------------------------------------- */

struct delta {
    const char *version, *url;
};
/* In order of version. */
struct tocsin_err *deltas_parse(struct arena *a, struct span text, const char *where,
                                struct delta **out, size_t *n) TOCSIN_MUST_USE;
/* Those of 'all' (in order) that lead from 'base' to 'target': '*first' and '*n' of them. False when
 * they do not: 'base' is older than all of them, or none leads to 'target'. */
bool deltas_lead(const struct delta *all, size_t all_n, const char *base, const char *target,
                 size_t *first, size_t *n);

#endif
