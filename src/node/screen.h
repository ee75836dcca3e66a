/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside of the node room: what screening and explaining share.
 */
#ifndef TOCSIN_NODE_SCREEN_H
#define TOCSIN_NODE_SCREEN_H

#include "match/match.h"
#include "node/known.h"
#include "node/node_private.h"

#define SCREEN_THRESHOLD 0.70 /* where nobody says another */

/* What one thread needs to screen. */
struct worker {
    struct store *store;
    struct arena *arena;
    struct index_scratch *scratch;
    struct match_work *match;
    struct worker *next;
};
struct tocsin_err *worker_take(struct tocsin_node *node, struct worker **out) TOCSIN_MUST_USE;
void worker_give(struct tocsin_node *node, struct worker *w);

/* One query at work; everything lives in the arena, which the results take over. */
struct screening {
    struct tocsin_node *node;
    struct arena *arena;
    const struct match_profile *profile;
    const struct match_weights *weights; /* NULL: 1 each */
    struct index_filter filter;
    const struct scope *scope; /* NULL: everything */
    struct subject query;
    double threshold;
    size_t limit;
    bool below;
    const char *const *exclude_schemata, *const *exclude_ids;
    const char *changed_since;
};

struct result {
    double score;
    bool match;
    const char *id, *caption, *dataset;
    struct record *record;
    struct tocsin_reason *reasons;
    size_t reasons_n;
};

struct tocsin_results {
    struct arena *arena;
    struct result *at;
    size_t n, limit, total;
    double threshold;
    const char *algorithm;
};

/* An error when some dataset's index cannot be trusted to know everything that the store holds. */
struct tocsin_err *screen_ready(struct tocsin_node *node) TOCSIN_MUST_USE;
/* The verdict on one entity, from its record. */
struct tocsin_err *conclude(struct screening *s, struct worker *w, struct span id,
                            const char *dataset, struct result *out) TOCSIN_MUST_USE;

#endif
