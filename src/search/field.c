/* SPDX-License-Identifier: Apache-2.0
 *
 * Fields by name (field.h). Groups are those of FollowTheMoney: a type in the plural.
 */
#include "search/field.h"

#include <stdlib.h>

#include "record/country.h"

enum { FACT_MAX = 512 }; /* bytes of a value in a fact */

static const struct {
    const char *name;
    enum field_kind kind;
    enum prop_type type;
    const char *label; /* as a facet; or NULL */
} groups[] = {
    {"names", FIELD_NAMES, TYPE_NAME, NULL},
    {"text", FIELD_WORDS, TYPE_TEXT, NULL},
    {"schema", FIELD_CODES, TYPE_STRING, "Entity types"},
    {"datasets", FIELD_CODES, TYPE_STRING, "Data sources"},
    {"target", FIELD_CODES, TYPE_STRING, NULL},
    {"countries", FIELD_CODES, TYPE_COUNTRY, "Countries"},
    {"topics", FIELD_CODES, TYPE_TOPIC, "Topics"},
    {"genders", FIELD_CODES, TYPE_GENDER, "Genders"},
    {"addresses", FIELD_FACTS, TYPE_ADDRESS, NULL},
    {"checksums", FIELD_FACTS, TYPE_CHECKSUM, NULL},
    {"dates", FIELD_FACTS, TYPE_DATE, NULL},
    {"emails", FIELD_FACTS, TYPE_EMAIL, NULL},
    {"entities", FIELD_FACTS, TYPE_ENTITY, NULL},
    {"identifiers", FIELD_FACTS, TYPE_IDENTIFIER, "Identifiers"},
    {"ips", FIELD_FACTS, TYPE_IP, NULL},
    {"languages", FIELD_FACTS, TYPE_LANGUAGE, NULL},
    {"mimetypes", FIELD_FACTS, TYPE_MIMETYPE, NULL},
    {"numbers", FIELD_FACTS, TYPE_NUMBER, NULL},
    {"phones", FIELD_FACTS, TYPE_PHONE, NULL},
    {"urls", FIELD_FACTS, TYPE_URL, NULL},
};

/* Members of an entity beside its properties. Times are found by their beginning, as dates are. */
static const struct {
    const char *name;
    enum prop_type type;
    const char *facts[3];
} members[] = {
    {"id", TYPE_IDENTIFIER, {"@id", "@referents", NULL}},
    {"entity_id", TYPE_IDENTIFIER, {"@id", NULL}},
    {"canonical_id", TYPE_IDENTIFIER, {"@id", NULL}},
    {"referents", TYPE_IDENTIFIER, {"@referents", NULL}},
    {"caption", TYPE_STRING, {"@caption", NULL}},
    {"first_seen", TYPE_DATE, {"@first_seen", NULL}},
    {"last_seen", TYPE_DATE, {"@last_seen", NULL}},
    {"last_change", TYPE_DATE, {"@last_change", NULL}},
};

static void all_of_type(struct arena *a, enum prop_type type, struct field *out)
{
    size_t n = 0;

    out->facts = ARENA_ARRAY(a, const char *, prop_count() + 1);
    for (size_t p = 1; p <= prop_count(); p++)
        if (prop_type((enum prop)p) == type)
            out->facts[n++] = prop_name((enum prop)p);
}

static bool find_group(struct arena *a, struct span name, struct field *out)
{
    for (size_t i = 0; i < ARRAY_LEN(groups); i++) {
        if (!span_eq(name, span_of(groups[i].name)))
            continue;
        out->kind = groups[i].kind;
        out->type = groups[i].type;
        out->name = span_of(groups[i].name);
        if (out->kind == FIELD_FACTS)
            all_of_type(a, out->type, out);
        return true;
    }
    return false;
}

static bool find_member(struct arena *a, struct span name, struct field *out)
{
    for (size_t i = 0; i < ARRAY_LEN(members); i++) {
        if (!span_eq(name, span_of(members[i].name)))
            continue;
        out->type = members[i].type;
        out->facts = ARENA_ARRAY(a, const char *, ARRAY_LEN(members[i].facts));
        memcpy(out->facts, members[i].facts, sizeof(members[i].facts));
        return true;
    }
    return false;
}

struct tocsin_err *field_find(struct arena *a, struct span name, struct field *out)
{
    struct span property = name;
    enum prop p;

    *out = (struct field){.kind = FIELD_FACTS};
    if (name.n == 0)
        out->kind = FIELD_WORDS;
    if (name.n == 0 || find_group(a, name, out) || find_member(a, name, out))
        return NULL;
    if (span_starts(name, SPAN("properties.")))
        property = span_from(name, sizeof("properties.") - 1);
    p = prop_find(property);
    if (p == PROP_NONE)
        return err_new(TOCSIN_ERR_USAGE, "there is no field '%.*s'", SPAN_ARG(name));
    out->type = prop_type(p);
    out->facts = ARENA_ARRAY(a, const char *, 2);
    out->facts[0] = prop_name(p);
    return NULL;
}

/* ---- facts ----------------------------------------------------------------------------------- */

void field_fact(struct buf *b, const char *field, struct span value)
{
    if (value.n > FACT_MAX) {
        value.n = FACT_MAX;
        while (value.n && ((unsigned char)value.p[value.n] & 0xc0) == 0x80)
            value.n--;
    }
    buf_str(b, field);
    buf_char(b, '=');
    for (size_t i = 0; i < value.n; i++)
        buf_char(b, (unsigned char)value.p[i] < ' ' ? ' ' : value.p[i]);
}

static int compare_words(const void *a, const void *b)
{
    return span_cmp(*(const struct span *)a, *(const struct span *)b);
}

size_t field_sort_words(char *p, size_t n)
{
    struct span rest = {p, n}, word;
    VEC(struct span) words = {0};
    struct buf b = {0};

    while (n && span_split(&rest, ' ', &word))
        *VEC_PUSH(&words) = word;
    if (words.n > 1)
        qsort(words.at, words.n, sizeof(*words.at), compare_words);
    for (size_t i = 0; i < words.n; i++) {
        if (i)
            buf_char(&b, ' ');
        buf_span(&b, words.at[i]);
    }
    if (n)
        memcpy(p, b.p, n);
    buf_free(&b);
    VEC_FREE(&words);
    return n;
}

/* ---- labels ---------------------------------------------------------------------------------- */

const char *field_facet_label(struct span name)
{
    for (size_t i = 0; i < ARRAY_LEN(groups); i++)
        if (span_eq(name, span_of(groups[i].name)))
            return groups[i].label;
    return NULL;
}

struct span field_value_label(struct span field, struct span value)
{
    const char *label = NULL;
    enum schema s;

    if (span_eq(field, SPAN("countries")))
        label = country_name(value);
    else if (span_eq(field, SPAN("topics")))
        label = topic_label(value);
    else if (span_eq(field, SPAN("schema")) && (s = schema_find(value)) != SCHEMA_NONE)
        label = schema_plural(s);
    return label ? span_of(label) : value;
}
