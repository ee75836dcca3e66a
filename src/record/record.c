/* SPDX-License-Identifier: Apache-2.0
 *
 * Building a record: values in, repeated ones out, grouped at the end.
 *
 *   record_new   values empty
 *   record_add   normal form (normal.c), repeated?, appended; 'values' doubles in the arena
 *   finish       limits, then a counting sort by property, which keeps the order of adding
 *
 * Repeated values are found by looking at all of them while they are few; from SEEN_FROM on by a
 * hash table of positions ('seen'), so that a record with 60,000 values takes no longer per value.
 */
#include "record/inside.h"

#include "record/country.h"

enum { FIRST_ROOM = 16, SEEN_FROM = 32 };

/* Open addressing; a slot holds a position in 'values' plus one, 0 is free. */
struct seen {
    uint32_t *slot;
    size_t mask; /* slots - 1, a power of two - 1; at least twice the values */
};

/* ---- new ------------------------------------------------------------------------------------- */

struct record *record_new(struct arena *a, enum schema schema, struct span id)
{
    assert(schema > SCHEMA_NONE && schema < SCHEMA_END);
    struct record *r = ARENA_NEW(a, struct record);
    r->arena = a;
    r->schema = schema;
    r->id = arena_span(a, id);
    return r;
}

/* Room for one more element of 'size' bytes behind the 'n' at 'at'. Room is a power of two. */
static void *list_room(struct arena *a, void *at, size_t n, size_t size)
{
    if (n && (n & (n - 1)))
        return at;
    void *wider = arena_alloc(a, (n ? 2 * n : 1) * size);
    if (n)
        memcpy(wider, at, n * size);
    return wider;
}

static void list_add(struct arena *a, struct span **list, size_t *n, struct span text)
{
    for (size_t i = 0; i < *n; i++)
        if (span_eq((*list)[i], text))
            return;
    *list = list_room(a, *list, *n, sizeof(**list));
    (*list)[(*n)++] = arena_span(a, text);
}

void record_add_referent(struct record *r, struct span id)
{
    if (id.n && !span_eq(id, r->id))
        list_add(r->arena, &r->referents, &r->referents_n, id);
}

void record_add_dataset(struct record *r, struct span name)
{
    if (name.n)
        list_add(r->arena, &r->datasets, &r->datasets_n, name);
}

/* ---- repeated values ------------------------------------------------------------------------- */

static bool value_is(const struct value *v, enum prop prop, struct span text)
{
    return v->prop == prop && v->text.n == text.n && memcmp(v->text.p, text.p, text.n) == 0;
}

/* The slot that holds the value, or the free one where it belongs. */
static uint32_t *seen_slot(const struct record *r, enum prop prop, struct span text)
{
    const struct seen *seen = r->seen;
    size_t at = (size_t)(span_hash(text) + (uint64_t)prop * 0x9E3779B97F4A7C15u);
    for (;; at++) {
        uint32_t *slot = &seen->slot[at & seen->mask];
        if (!*slot || value_is(&r->values[*slot - 1], prop, text))
            return slot;
    }
}

static void seen_build(struct record *r)
{
    size_t slots = 4 * SEEN_FROM;
    while (slots < 4 * r->n)
        slots *= 2;
    r->seen = ARENA_NEW(r->arena, struct seen);
    r->seen->slot = ARENA_ARRAY(r->arena, uint32_t, slots);
    r->seen->mask = slots - 1;
    for (size_t i = 0; i < r->n; i++)
        *seen_slot(r, r->values[i].prop, r->values[i].text) = (uint32_t)i + 1;
}

static bool is_repeated(struct record *r, enum prop prop, struct span text)
{
    if (r->n < SEEN_FROM) {
        for (size_t i = 0; i < r->n; i++)
            if (value_is(&r->values[i], prop, text))
                return true;
        return false;
    }
    if (!r->seen || 2 * r->n > r->seen->mask)
        seen_build(r);
    return *seen_slot(r, prop, text) != 0;
}

/* ---- add ------------------------------------------------------------------------------------- */

static void value_push(struct record *r, enum prop prop, struct span text)
{
    if (r->n == r->cap) {
        r->cap = r->cap ? 2 * r->cap : FIRST_ROOM;
        struct value *wider = arena_alloc(r->arena, r->cap * sizeof(*wider));
        if (r->n)
            memcpy(wider, r->values, r->n * sizeof(*wider));
        r->values = wider;
    }
    if (r->seen)
        *seen_slot(r, prop, text) = (uint32_t)r->n + 1;
    r->values[r->n++] = (struct value){prop, text};
}

static bool is_part(struct span whole, struct span part)
{
    return (uintptr_t)part.p >= (uintptr_t)whole.p &&
           (uintptr_t)part.p < (uintptr_t)whole.p + whole.n;
}

enum add record_add(struct record *r, enum prop prop, struct span text)
{
    if (!schema_has(r->schema, prop))
        return ADD_FOREIGN;
    struct span normal;
    enum add added = normal_text(r->arena, prop_type_in(r->schema, prop), text, &normal);
    if (added != ADD_OK)
        return added;
    if (is_repeated(r, prop, normal))
        return ADD_TWICE;
    if (is_part(text, normal))
        normal = arena_span(r->arena, normal);
    value_push(r, prop, normal);
    return ADD_OK;
}

/* ---- countries ------------------------------------------------------------------------------- */

static void worse_is_kept(enum add *best, enum add added)
{
    if (added == ADD_OK || *best == ADD_INVALID)
        *best = added;
}

/* Adds the country that 'text' as a whole names, else those that its parts name; each separator
 * is tried only where the coarser ones before it led to nothing. */
static enum add add_countries(struct record *r, enum prop prop, struct span text,
                              const char *separators)
{
    enum add best = record_add(r, prop, text);
    if (best != ADD_INVALID || !*separators)
        return best;
    if (span_find(text, *separators) == text.n)
        return add_countries(r, prop, text, separators + 1);
    struct span rest = text, part;
    while (span_split(&rest, *separators, &part))
        worse_is_kept(&best, add_countries(r, prop, part, separators + 1));
    return best;
}

enum add record_add_countries(struct record *r, enum prop prop, struct span text)
{
    if (!schema_has(r->schema, prop))
        return ADD_FOREIGN;
    if (!text_valid(text))
        return ADD_INVALID;
    return add_countries(r, prop, text, "\n;|/,&");
}

/* ---- finish ---------------------------------------------------------------------------------- */

static struct tocsin_err *past_limit(const char *field, size_t n, const char *unit,
                                     const char *limit, size_t max)
{
    struct tocsin_err *err =
        err_new(TOCSIN_ERR_LIMIT, "%zu %s; the limit %s is %zu", n, unit, limit, max);
    return err_at(err, NULL, 0, 0, field);
}

static struct tocsin_err *check_text(struct span text, size_t max, const char *limit,
                                     const char *field)
{
    if (text.n > max)
        return past_limit(field, text.n, "bytes", limit, max);
    if (!text_valid(text))
        return err_at(err_new(TOCSIN_ERR_PARSE, "not well-formed UTF-8"), NULL, 0, 0, field);
    return NULL;
}

static struct tocsin_err *check_list(const struct span *list, size_t n, const char *field,
                                     size_t *bytes)
{
    if (n > LIMIT_VALUES)
        return past_limit(field, n, "entries", "LIMIT_VALUES", LIMIT_VALUES);
    for (size_t i = 0; i < n; i++) {
        TRY(check_text(list[i], LIMIT_ID, "LIMIT_ID", field));
        *bytes += list[i].n;
    }
    return NULL;
}

/* The values are UTF-8 already: record_add and record_unpack see to it. */
static struct tocsin_err *check_values(const struct record *r, size_t *bytes)
{
    if (r->n > LIMIT_VALUES)
        return past_limit("properties", r->n, "values", "LIMIT_VALUES", LIMIT_VALUES);
    for (size_t i = 0; i < r->n; i++) {
        const struct value *v = &r->values[i];
        if (v->text.n > LIMIT_VALUE)
            return past_limit(prop_name(v->prop), v->text.n, "bytes", "LIMIT_VALUE", LIMIT_VALUE);
        *bytes += v->text.n;
    }
    return NULL;
}

struct tocsin_err *record_check(const struct record *r)
{
    size_t bytes = 0;
    TRY(check_text(r->id, LIMIT_ID, "LIMIT_ID", "id"));
    TRY(check_text(r->caption, LIMIT_VALUE, "LIMIT_VALUE", "caption"));
    TRY(check_list(r->datasets, r->datasets_n, "datasets", &bytes));
    TRY(check_list(r->referents, r->referents_n, "referents", &bytes));
    TRY(check_values(r, &bytes));
    /* The lengths in front of the texts and the rest are small change beside LIMIT_RECORD. */
    if (bytes > LIMIT_RECORD / 2)
        return err_new(TOCSIN_ERR_LIMIT, "a record of %zu bytes; half of LIMIT_RECORD is %zu",
                       bytes, LIMIT_RECORD / 2);
    return NULL;
}

static bool is_grouped(const struct record *r)
{
    for (size_t i = 1; i < r->n; i++)
        if (r->values[i].prop < r->values[i - 1].prop)
            return false;
    return true;
}

static void group(struct record *r)
{
    uint32_t start[PROP_END + 1] = {0};
    struct value *grouped = arena_alloc(r->arena, r->n * sizeof(*grouped));
    for (size_t i = 0; i < r->n; i++)
        start[r->values[i].prop + 1]++;
    for (size_t p = 1; p <= PROP_END; p++)
        start[p] += start[p - 1];
    for (size_t i = 0; i < r->n; i++)
        grouped[start[r->values[i].prop]++] = r->values[i];
    r->values = grouped;
    r->cap = r->n;
    r->seen = NULL; /* its positions are the old ones */
}

struct tocsin_err *record_finish(struct record *r)
{
    TRY(record_check(r));
    if (!is_grouped(r))
        group(r);
    return NULL;
}

/* ---- asking ---------------------------------------------------------------------------------- */

const struct value *record_values(const struct record *r, enum prop prop, size_t *n)
{
    size_t low = 0, high = r->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (r->values[middle].prop < prop)
            low = middle + 1;
        else
            high = middle;
    }
    size_t end = low;
    while (end < r->n && r->values[end].prop == prop)
        end++;
    *n = end - low;
    return *n ? &r->values[low] : NULL;
}

struct span record_first(const struct record *r, enum prop prop)
{
    size_t n;
    const struct value *values = record_values(r, prop, &n);
    return n ? values[0].text : SPAN("");
}

/* How well a name reads as a title: Latin letters first, then not all in capitals. */
static int readable(struct span text)
{
    size_t latin = 0, lower = 0, other = 0;
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        lower += c >= 'a' && c <= 'z';
        latin += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        other += c >= 0xCC; /* past Latin with diacritics */
    }
    return 2 * (latin > other) + (lower > 0);
}

struct span record_caption(const struct record *r)
{
    if (r->caption.n)
        return r->caption;
    for (const enum prop *prop = schema_caption(r->schema); *prop; prop++) {
        size_t n, best = 0;
        const struct value *values = record_values(r, *prop, &n);
        for (size_t i = 1; i < n; i++)
            if (readable(values[i].text) > readable(values[best].text))
                best = i;
        if (n)
            return values[best].text;
    }
    return span_of(schema_label(r->schema));
}

bool record_is_target(const struct record *r)
{
    size_t n;
    const struct value *topics = record_values(r, PROP_topics, &n);
    for (size_t i = 0; i < n; i++)
        if (topic_is_risk(topics[i].text))
            return true;
    return false;
}
