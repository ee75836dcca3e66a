/* SPDX-License-Identifier: Apache-2.0
 *
 * What a store keeps of a record (version.h).
 */
#include <stdlib.h>

#include "store/version.h"

static void take_points(const struct record *r, struct keys *out);
static void take_aliases(const struct record *r, struct keys *out);

void version_of(const struct record *r, struct version *out)
{
    buf_clear(&out->packed);
    out->packed.max = LIMIT_RECORD;
    record_pack(r, &out->packed);
    record_content_hash(r, out->hash);
    version_marks(r, out);
}

/* Values of one property stand together, so the model is asked once for each. */
static enum prop_type type_at(const struct record *r, size_t i, enum prop_type before)
{
    if (i > 0 && r->values[i].prop == r->values[i - 1].prop)
        return before;
    return prop_type_in(r->schema, r->values[i].prop);
}

void version_marks(const struct record *r, struct version *out)
{
    enum prop_type type = TYPE_STRING;

    out->names = 0;
    for (size_t i = 0; i < r->n; i++) {
        type = type_at(r, i, type);
        out->names += type == TYPE_NAME;
    }
    out->target = record_is_target(r);
    take_points(r, &out->points);
    take_aliases(r, &out->aliases);
}

void version_free(struct version *v)
{
    buf_free(&v->packed);
    VEC_FREE(&v->points);
    VEC_FREE(&v->aliases);
}

int64_t version_key(struct span id)
{
    uint64_t hash = span_hash(id);
    int64_t key;

    memcpy(&key, &hash, sizeof(key));
    return key;
}

bool version_points_at(const struct record *r, struct span id)
{
    for (size_t i = 0; i < r->n; i++) {
        if (span_eq(r->values[i].text, id) &&
            prop_type_in(r->schema, r->values[i].prop) == TYPE_ENTITY)
            return true;
    }
    return false;
}

bool version_has_alias(const struct record *r, struct span id)
{
    for (size_t i = 0; i < r->referents_n; i++) {
        if (span_eq(r->referents[i], id))
            return true;
    }
    return false;
}

struct tocsin_err *version_read(struct arena *a, struct span packed, const unsigned char hash[32],
                                struct record **out)
{
    unsigned char found[32];

    TRY(record_unpack(a, packed, out));
    record_content_hash(*out, found);
    if (memcmp(found, hash, sizeof(found)) != 0)
        return err_new(TOCSIN_ERR_CORRUPT, "the content of '%.*s' does not have its hash",
                       SPAN_ARG((*out)->id));
    return NULL;
}

static int by_value(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

    return (a > b) - (a < b);
}

static void sort_and_drop_repeats(struct keys *k)
{
    size_t kept = 0;

    if (k->n < 2)
        return;
    qsort(k->at, k->n, sizeof(*k->at), by_value);
    for (size_t i = 0; i < k->n; i++) {
        if (i == 0 || k->at[i] != k->at[kept - 1])
            k->at[kept++] = k->at[i];
    }
    k->n = kept;
}

static void take_points(const struct record *r, struct keys *out)
{
    enum prop_type type = TYPE_STRING;

    out->n = 0;
    for (size_t i = 0; i < r->n; i++) {
        type = type_at(r, i, type);
        if (type == TYPE_ENTITY)
            *VEC_PUSH(out) = version_key(r->values[i].text);
    }
    sort_and_drop_repeats(out);
}

static void take_aliases(const struct record *r, struct keys *out)
{
    out->n = 0;
    for (size_t i = 0; i < r->referents_n; i++) {
        if (!span_eq(r->referents[i], r->id))
            *VEC_PUSH(out) = version_key(r->referents[i]);
    }
    sort_and_drop_repeats(out);
}
