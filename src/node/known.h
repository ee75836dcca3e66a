/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside of the node room: every dataset that is known by name, and what belongs to what.
 *
 * Known is what has entities here, what a publisher has described, and what a description names as
 * a child. A child of a child belongs to both; who is the own grandparent is so only once.
 *
 * An entity of a file that holds a whole collection says itself which children it is from (its
 * "datasets"). Those of them count that are known to belong to the dataset it was loaded into; one
 * that names none of them is of that dataset itself.
 *
 * A version is the one that an update has loaded, else what the file says, else when it was loaded
 * ("20260131090000-import").
 */
#ifndef TOCSIN_NODE_KNOWN_H
#define TOCSIN_NODE_KNOWN_H

#include <jansson.h>

#include "node/node_private.h"

struct known_dataset {
    struct span name;
    const char *loaded;                  /* the version of its entities; NULL: there are none */
    json_t *about;                       /* as it was described, or NULL */
    const struct store_dataset *dataset; /* NULL: it has no entities of its own */
    uint32_t *children;
    size_t children_n;
};

struct known {
    struct arena *a;
    struct known_dataset *at; /* in order of name */
    size_t n;
};

struct tocsin_err *known_read(struct store *s, struct known **out) TOCSIN_MUST_USE;
void known_free(struct known *k); /* NULL is fine */

/* That of an open node, read once for each edition of its lists. */
struct tocsin_err *node_known(struct tocsin_node *node, const struct known **out) TOCSIN_MUST_USE;
void node_known_drop(struct tocsin_node *node);

/* known->n when there is none of that name. */
size_t known_find(const struct known *k, struct span name);
/* Sets what belongs to 'i', itself too, in a set of known->n. */
void known_belonging(const struct known *k, size_t i, bool *set);

/* Title of a list that its file does not tell, or NULL. */
const char *known_title(struct span name);
const char *known_text(const struct known_dataset *d, const char *member); /* or NULL */

/* ---- scope.c --------------------------------------------------------------------------------- */

/* Which entities of one segment a search is for. */
struct scope_part {
    bool any, all;   /* some of them; all of them */
    bool *belonging; /* when not all: what belongs to the segment's dataset ... */
    size_t self;     /* ... which is this one */
};
struct scope {
    const struct known *known;
    bool *wanted;
    struct scope_part *parts; /* one for each segment */
};
/* NULL in '*out' is everything. 'exact' names are taken without their children. */
struct tocsin_err *scope_read(struct tocsin_node *node, struct arena *a, const char *const *datasets,
                              const char *const *exact, const struct scope **out) TOCSIN_MUST_USE;
bool scope_holds(const struct scope *s, size_t segment, const struct record *r);

#endif
