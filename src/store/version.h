/* SPDX-License-Identifier: Apache-2.0
 *
 * version: what a store keeps of a record, whatever the engine.
 *
 *   packed   record_pack's bytes
 *   hash     record_content_hash: two versions are the same when it is
 *   points   keys of the ids that its entity-typed values name (who refers to whom)
 *   aliases  keys of its referents (other ids under which it can be asked for)
 *   names    how many values of type name it has; target: whether a topic is a risk
 *
 * A key is span_hash of an id, as a signed number, because databases have no other. Keys lead to
 * candidates; the reader looks into the record before it believes one.
 */
#ifndef TOCSIN_STORE_VERSION_H
#define TOCSIN_STORE_VERSION_H

#include "record/record.h"

struct keys {
    int64_t *at;
    size_t n, cap;
};

/* Reused from record to record: starts as {0}; version_of refills it. */
struct version {
    struct buf packed;
    unsigned char hash[32];
    struct keys points, aliases; /* each ascending, without repeats */
    uint64_t names;
    bool target;
};

void version_of(const struct record *r, struct version *out);
/* All but packed and hash: enough to take back what an old version had added elsewhere. */
void version_marks(const struct record *r, struct version *out);
void version_free(struct version *v);

int64_t version_key(struct span id);
bool version_points_at(const struct record *r, struct span id);
bool version_has_alias(const struct record *r, struct span id);

/* Unpacks and compares with the hash; TOCSIN_ERR_CORRUPT when it does not fit. 'packed' must
 * outlive the record. */
struct tocsin_err *version_read(struct arena *a, struct span packed, const unsigned char hash[32],
                                struct record **out) TOCSIN_MUST_USE;

#endif
