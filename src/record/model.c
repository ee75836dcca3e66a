/* SPDX-License-Identifier: Apache-2.0
 *
 * The model's tables and the questions asked of them. All tables are made from schema.def by the
 * compiler and stay constant.
 *
 *   schemas[]  one row per schema          props[]  one row per property name
 *   owners[]   one row per (property, schema that declares it), grouped by property: those of
 *              property p are owners[props[p].first] up to owners[props[p + 1].first]
 *
 * A schema has what it or one of its ancestors declares. Nobody keeps the closure: the deepest
 * schema has six ancestors and most properties one owner, so walking up costs a few compares.
 */
#include "record/inside.h"

enum flag { MATCHABLE = 1, EDGE = 2, HIDDEN = 4, RISK = 8 };

enum { MAX_PARENTS = 4, MAX_CAPTION = 9 };

/* Takes the parentheses off a list that went through a macro as one argument. */
#define LIST(...) __VA_ARGS__

/* ---- tables ---------------------------------------------------------------------------------- */

/* Counts the rows below the properties: FIRST_name is the number of the first row of 'name'. An
 * enumerator that names no row takes back the step it made. */
enum owner_number {
#define PROP(code, name, type, flags, label) FIRST_##name, BEFORE_##name = FIRST_##name - 1,
#define IN(schema, name) OWNER_##schema##_##name,
#define TO(schema, name, range, reverse) OWNER_##schema##_##name,
#define AS(schema, name, type, flags, label) OWNER_##schema##_##name,
#define AS_TO(schema, name, range, reverse, flags, label) OWNER_##schema##_##name,
#include "record/schema.def"
    OWNER_END
};

static const struct schema_row {
    const char *name, *label, *plural;
    uint8_t code, flags;
    enum schema parents[MAX_PARENTS + 1]; /* ends with SCHEMA_NONE */
    enum prop caption[MAX_CAPTION];
} schemas[] = {
#define SCHEMA(code, id, label, plural, flags, parents, caption)                                   \
    [SCHEMA_##id] = {#id, label, plural, code, flags, {LIST parents, SCHEMA_NONE}, {LIST caption}},
#include "record/schema.def"
};

static const struct prop_row {
    const char *name, *label;
    uint16_t code, first;
    uint8_t type, flags;
} props[] = {
#define PROP(code, name, type, flags, label)                                                       \
    [PROP_##name] = {#name, label, code, FIRST_##name, TYPE_##type, flags},
#include "record/schema.def"
    [PROP_END] = {NULL, NULL, 0, OWNER_END, 0, 0},
};

static const struct owner_row {
    uint8_t schema, range;
    bool differs; /* type, flags and label are this row's own, not the property's */
    uint8_t type, flags;
    const char *reverse, *label;
} owners[] = {
#define IN(schema, name) {SCHEMA_##schema, SCHEMA_NONE, false, 0, 0, NULL, NULL},
#define TO(schema, name, range, reverse)                                                           \
    {SCHEMA_##schema, SCHEMA_##range, false, 0, 0, #reverse, NULL},
#define AS(schema, name, type, flags, label)                                                       \
    {SCHEMA_##schema, SCHEMA_NONE, true, TYPE_##type, flags, NULL, label},
#define AS_TO(schema, name, range, reverse, flags, label)                                          \
    {SCHEMA_##schema, SCHEMA_##range, true, TYPE_ENTITY, flags, #reverse, label},
#include "record/schema.def"
};

static const uint8_t schema_by_code[] = {
#define SCHEMA(code, id, label, plural, flags, parents, caption) [code] = SCHEMA_##id,
#include "record/schema.def"
};

static const uint16_t prop_by_code[] = {
#define PROP(code, name, type, flags, label) [code] = PROP_##name,
#include "record/schema.def"
};

static const struct topic_row {
    const char *name, *label;
    uint8_t flags;
} topics[] = {
#define TOPIC(topic, label, flags) {topic, label, flags},
#include "record/schema.def"
};

_Static_assert(SCHEMA_END <= UINT8_MAX, "a schema fits one byte");

/* ---- schemata -------------------------------------------------------------------------------- */

static int compare_name(struct span name, const char *known)
{
    return span_cmp(name, span_of(known));
}

/* Both tables of names are sorted and searched in the same way; 'stride' is the size of a row,
 * whose first member is the name. Returns the row's number within low .. high, or 0. */
static size_t find_name(const void *rows, size_t stride, size_t low, size_t high, struct span name)
{
    while (low <= high) {
        size_t middle = low + (high - low) / 2;
        const char *known;
        memcpy(&known, (const char *)rows + middle * stride, sizeof(known));
        int order = compare_name(name, known);
        if (order == 0)
            return middle;
        if (order < 0)
            high = middle - 1;
        else
            low = middle + 1;
    }
    return 0;
}

enum schema schema_find(struct span name)
{
    return (enum schema)find_name(schemas, sizeof(schemas[0]), 1, SCHEMA_END - 1, name);
}

static const struct schema_row *schema_row(enum schema s)
{
    assert(s > SCHEMA_NONE && s < SCHEMA_END);
    return &schemas[s];
}

const char *schema_name(enum schema s)
{
    return schema_row(s)->name;
}

const char *schema_label(enum schema s)
{
    return schema_row(s)->label;
}

const char *schema_plural(enum schema s)
{
    return schema_row(s)->plural;
}

bool schema_is_a(enum schema s, enum schema ancestor)
{
    if (s == ancestor)
        return true;
    for (const enum schema *parent = schema_row(s)->parents; *parent; parent++)
        if (schema_is_a(*parent, ancestor))
            return true;
    return false;
}

bool schema_matchable(enum schema s)
{
    return schema_row(s)->flags & MATCHABLE;
}

bool schema_edge(enum schema s)
{
    return schema_row(s)->flags & EDGE;
}

bool schema_comparable(enum schema a, enum schema b)
{
    if (a == SCHEMA_Thing || b == SCHEMA_Thing)
        return schema_matchable(a == SCHEMA_Thing ? b : a);
    return schema_matchable(a) && schema_matchable(b) && (schema_is_a(a, b) || schema_is_a(b, a));
}

const enum prop *schema_caption(enum schema s)
{
    return schema_row(s)->caption;
}

size_t schema_count(void)
{
    return SCHEMA_END - 1;
}

unsigned schema_code(enum schema s)
{
    return schema_row(s)->code;
}

enum schema schema_of_code(uint64_t code)
{
    return code < ARRAY_LEN(schema_by_code) ? (enum schema)schema_by_code[code] : SCHEMA_NONE;
}

/* ---- properties ------------------------------------------------------------------------------ */

enum prop prop_find(struct span name)
{
    return (enum prop)find_name(props, sizeof(props[0]), 1, PROP_END - 1, name);
}

static const struct prop_row *prop_row(enum prop p)
{
    assert(p > PROP_NONE && p < PROP_END);
    return &props[p];
}

const char *prop_name(enum prop p)
{
    return prop_row(p)->name;
}

const char *prop_label(enum prop p)
{
    return prop_row(p)->label;
}

enum prop_type prop_type(enum prop p)
{
    return (enum prop_type)prop_row(p)->type;
}

bool prop_matchable(enum prop p)
{
    return prop_row(p)->flags & MATCHABLE;
}

bool prop_hidden(enum prop p)
{
    return prop_row(p)->flags & HIDDEN;
}

size_t prop_count(void)
{
    return PROP_END - 1;
}

unsigned prop_code(enum prop p)
{
    return prop_row(p)->code;
}

enum prop prop_of_code(uint64_t code)
{
    return code < ARRAY_LEN(prop_by_code) ? (enum prop)prop_by_code[code] : PROP_NONE;
}

/* ---- a property in a schema ------------------------------------------------------------------ */

/* The row that gives 's' its property 'p': its own before its parents', these in their order. */
static const struct owner_row *owner_of(enum schema s, enum prop p)
{
    const struct prop_row *row = prop_row(p);
    for (size_t i = row->first; i < row[1].first; i++)
        if (owners[i].schema == s)
            return &owners[i];
    for (const enum schema *parent = schema_row(s)->parents; *parent; parent++) {
        const struct owner_row *owner = owner_of(*parent, p);
        if (owner)
            return owner;
    }
    return NULL;
}

static const struct owner_row *owner_must(enum schema s, enum prop p)
{
    const struct owner_row *owner = owner_of(s, p);
    assert(owner);
    return owner;
}

bool schema_has(enum schema s, enum prop p)
{
    return owner_of(s, p) != NULL;
}

enum prop_type prop_type_in(enum schema s, enum prop p)
{
    const struct owner_row *owner = owner_must(s, p);
    return owner->differs ? (enum prop_type)owner->type : prop_type(p);
}

const char *prop_label_in(enum schema s, enum prop p)
{
    const struct owner_row *owner = owner_must(s, p);
    return owner->differs ? owner->label : prop_label(p);
}

bool prop_matchable_in(enum schema s, enum prop p)
{
    const struct owner_row *owner = owner_must(s, p);
    return (owner->differs ? owner->flags : prop_row(p)->flags) & MATCHABLE;
}

enum schema prop_range(enum schema s, enum prop p)
{
    return (enum schema)owner_must(s, p)->range;
}

const char *prop_reverse(enum schema s, enum prop p)
{
    return owner_must(s, p)->reverse;
}

enum prop prop_find_reverse(enum schema s, struct span reverse)
{
    for (enum prop p = PROP_NONE + 1; p < PROP_END; p++)
        for (size_t i = props[p].first; i < props[p + 1].first; i++)
            if (owners[i].reverse && compare_name(reverse, owners[i].reverse) == 0 &&
                schema_is_a(s, (enum schema)owners[i].schema))
                return p;
    return PROP_NONE;
}

bool schema_has_reverse(enum schema s, struct span reverse)
{
    for (size_t i = 0; i < OWNER_END; i++)
        if (owners[i].reverse && compare_name(reverse, owners[i].reverse) == 0 &&
            schema_is_a(s, (enum schema)owners[i].range))
            return true;
    return false;
}

/* ---- topics ---------------------------------------------------------------------------------- */

static const struct topic_row *topic_find(struct span topic)
{
    size_t low = 0, high = ARRAY_LEN(topics);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare_name(topic, topics[middle].name);
        if (order == 0)
            return &topics[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

bool topic_is_risk(struct span topic)
{
    const struct topic_row *row = topic_find(topic);
    return row && (row->flags & RISK);
}

const char *topic_at(size_t i)
{
    return i < ARRAY_LEN(topics) ? topics[i].name : NULL;
}

const char *prop_type_name(enum prop_type type)
{
    static const char *const names[] = {
        [TYPE_STRING] = "string",     [TYPE_NAME] = "name",         [TYPE_DATE] = "date",
        [TYPE_COUNTRY] = "country",   [TYPE_GENDER] = "gender",     [TYPE_TOPIC] = "topic",
        [TYPE_IDENTIFIER] = "identifier", [TYPE_ENTITY] = "entity", [TYPE_ADDRESS] = "address",
        [TYPE_EMAIL] = "email",       [TYPE_PHONE] = "phone",       [TYPE_URL] = "url",
        [TYPE_TEXT] = "text",         [TYPE_LANGUAGE] = "language", [TYPE_NUMBER] = "number",
        [TYPE_IP] = "ip",             [TYPE_CHECKSUM] = "checksum", [TYPE_MIMETYPE] = "mimetype",
        [TYPE_HTML] = "html",         [TYPE_JSON] = "json",
    };

    return names[type];
}

const char *topic_label(struct span topic)
{
    const struct topic_row *row = topic_find(topic);
    return row ? row->label : NULL;
}
