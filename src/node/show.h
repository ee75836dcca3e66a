/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside of the node room: entities as JSON, for show.c and adjacent.c.
 */
#ifndef TOCSIN_NODE_SHOW_H
#define TOCSIN_NODE_SHOW_H

#include <jansson.h>

#include "node/node_private.h"

/* The way from the root: at most root, edge, end. */
struct way {
    struct span id;
    const struct way *up;
};

struct shower {
    struct tocsin_node *node;
    struct arena *a;
};

struct tocsin_err *show_flat(const struct record *r, struct span dataset,
                             json_t **out) TOCSIN_MUST_USE;
/* The object for one id, or its text where it must or can not be more. */
struct tocsin_err *show_object(struct shower *s, struct span id, const struct way *way,
                               json_t **out) TOCSIN_MUST_USE;
/* Puts objects in place of the ids in 'object', which is 'r'; 'way' ends with 'r' itself. */
struct tocsin_err *show_expand(struct shower *s, const struct record *r, const struct way *way,
                               json_t *object) TOCSIN_MUST_USE;

#endif
