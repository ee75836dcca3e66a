/* SPDX-License-Identifier: Apache-2.0
 *
 * From a record to a subject: which properties become what.
 */
#include "subject/subject.h"

#include <stdlib.h>

/* What a property is to the comparison. One table; a property that is not here takes no part. */
enum role { ROLE_NAME, ROLE_DATE, ROLE_COUNTRY, ROLE_GENDER, ROLE_ADDRESS };

static const struct use {
    enum prop prop;
    enum role role;
    enum name_quality quality;
} uses[] = {
    {PROP_name, ROLE_NAME, NAME_PRIMARY},
    {PROP_alias, ROLE_NAME, NAME_ALIAS},
    {PROP_previousName, ROLE_NAME, NAME_FORMER},
    {PROP_weakAlias, ROLE_NAME, NAME_WEAK},
    {PROP_abbreviation, ROLE_NAME, NAME_WEAK},
    {PROP_birthDate, ROLE_DATE, NAME_PRIMARY},
    {PROP_incorporationDate, ROLE_DATE, NAME_PRIMARY},
    {PROP_buildDate, ROLE_DATE, NAME_PRIMARY},
    {PROP_nationality, ROLE_COUNTRY, NAME_PRIMARY},
    {PROP_citizenship, ROLE_COUNTRY, NAME_PRIMARY},
    {PROP_country, ROLE_COUNTRY, NAME_PRIMARY},
    {PROP_birthCountry, ROLE_COUNTRY, NAME_PRIMARY},
    {PROP_jurisdiction, ROLE_COUNTRY, NAME_PRIMARY},
    {PROP_mainCountry, ROLE_COUNTRY, NAME_PRIMARY},
    {PROP_flag, ROLE_COUNTRY, NAME_PRIMARY},
    {PROP_gender, ROLE_GENDER, NAME_PRIMARY},
    {PROP_address, ROLE_ADDRESS, NAME_PRIMARY},
    {PROP_full, ROLE_ADDRESS, NAME_PRIMARY},
};

enum name_kind subject_kind(enum schema s)
{
    if (schema_is_a(s, SCHEMA_Person))
        return NAME_PERSON;
    if (schema_is_a(s, SCHEMA_Organization))
        return NAME_ORG;
    if (schema_is_a(s, SCHEMA_Asset))
        return NAME_OBJECT;
    return NAME_ENTITY;
}

/* ---- names --------------------------------------------------------------------------------- */

struct making {
    struct arena *arena;
    struct subject *out;
    VEC(struct name) names;
    VEC(struct date) dates;
    VEC(struct subject_ident) idents;
    VEC(struct span) addresses;
};

static bool same_name(const struct name *a, const struct name *b)
{
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (!span_eq(a->tokens[i].form, b->tokens[i].form))
            return false;
    return true;
}

/* A spelling that differs only in case or accents is one name; the better quality stays. */
static bool already(const struct making *m, const struct name *n)
{
    for (size_t i = 0; i < m->names.n; i++)
        if (same_name(&m->names.at[i], n))
            return true;
    return false;
}

static void add_name(struct making *m, struct span text, enum name_quality quality)
{
    struct name parts[8];
    size_t n = name_parse(m->arena, (enum name_kind)m->out->kind, quality, text, parts,
                          ARRAY_LEN(parts));
    for (size_t i = 0; i < n && m->names.n < LIMIT_NAMES; i++)
        if (!already(m, &parts[i]))
            *VEC_PUSH(&m->names) = parts[i];
}

/* A person known by parts only: every given name with every family name. */
static void add_from_parts(struct making *m, const struct record *r)
{
    static const enum prop middle[] = {PROP_secondName, PROP_middleName, PROP_fatherName};
    size_t first_n, last_n;
    const struct value *first = record_values(r, PROP_firstName, &first_n);
    const struct value *last = record_values(r, PROP_lastName, &last_n);
    struct buf b = {0};
    for (size_t i = 0; i < (first_n ? first_n : 1) && i < 8; i++)
        for (size_t j = 0; j < (last_n ? last_n : 1) && j < 8; j++) {
            buf_clear(&b);
            if (first_n)
                buf_span(&b, first[i].text);
            for (size_t k = 0; k < ARRAY_LEN(middle); k++) {
                struct span s = record_first(r, middle[k]);
                if (s.n > 0) {
                    buf_char(&b, ' ');
                    buf_span(&b, s);
                }
            }
            if (last_n) {
                buf_char(&b, ' ');
                buf_span(&b, last[j].text);
            }
            if (b.n > 0)
                add_name(m, arena_span(m->arena, buf_view(&b)), NAME_PRIMARY);
        }
    buf_free(&b);
}

/* A word of a name that stands among the last names is the family name, said or not. */
static void mark_family(struct making *m, const struct record *r)
{
    size_t n;
    const struct value *last = record_values(r, PROP_lastName, &n);
    for (size_t v = 0; v < n && v < 4; v++) {
        struct name parts[2];
        if (name_parse(m->arena, NAME_PERSON, NAME_PRIMARY, last[v].text, parts, 2) != 1)
            continue;
        for (size_t i = 0; i < m->names.n; i++)
            for (size_t t = 0; t < m->names.at[i].n; t++)
                for (size_t k = 0; k < parts[0].n; k++)
                    if (span_eq(m->names.at[i].tokens[t].form, parts[0].tokens[k].form))
                        m->names.at[i].tokens[t].classes |= TOKEN_FAMILY;
    }
}

/* ---- the other features ---------------------------------------------------------------------- */

static void add_country(struct subject *s, struct span code)
{
    unsigned number = country_number(code);
    uint8_t at = 0;
    if (number == 0 || s->countries_n == SUBJECT_COUNTRIES)
        return;
    while (at < s->countries_n && s->countries[at] < number)
        at++;
    if (at < s->countries_n && s->countries[at] == number)
        return;
    memmove(&s->countries[at + 1], &s->countries[at],
            (size_t)(s->countries_n - at) * sizeof(s->countries[0]));
    s->countries[at] = (uint16_t)number;
    s->countries_n++;
}

static uint8_t gender_bit(struct span g)
{
    if (span_eq(g, SPAN("male")))
        return GENDER_MALE;
    if (span_eq(g, SPAN("female")))
        return GENDER_FEMALE;
    return g.n > 0 ? GENDER_OTHER : 0;
}

static int by_bytes(const void *a, const void *b)
{
    return span_cmp(*(const struct span *)a, *(const struct span *)b);
}

/* The words of an address, sorted: two spellings of one address meet however they are ordered. */
static void add_address(struct making *m, struct span text)
{
    struct name parts[2];
    struct span words[LIMIT_NAME_TOKENS];
    if (m->addresses.n >= 16 ||
        name_parse(m->arena, NAME_OBJECT, NAME_PRIMARY, text, parts, 1) != 1 || parts[0].n < 2)
        return;
    for (size_t i = 0; i < parts[0].n; i++)
        words[i] = parts[0].tokens[i].latin;
    qsort(words, parts[0].n, sizeof(words[0]), by_bytes);
    struct buf b = {0};
    for (size_t i = 0; i < parts[0].n; i++) {
        if (i > 0)
            buf_char(&b, ' ');
        buf_span(&b, words[i]);
    }
    *VEC_PUSH(&m->addresses) = arena_span(m->arena, buf_view(&b));
    buf_free(&b);
}

static void add_ident(struct making *m, enum prop prop, struct span text)
{
    char normal[65];
    size_t n;
    enum ident_format f = ident_format(prop);
    if (!ident_normal(f, text, normal, &n))
        return;
    struct span s = arena_span(m->arena, (struct span){normal, n});
    for (size_t i = 0; i < m->idents.n; i++)
        if (span_eq(m->idents.at[i].normal, s))
            return;
    *VEC_PUSH(&m->idents) = (struct subject_ident){span_hash(s), s, (uint16_t)prop, (uint8_t)f,
                                                   ident_valid(f, s)};
}

static void add_use(struct making *m, const struct use *u, struct span text)
{
    struct date d;
    switch (u->role) {
    case ROLE_NAME:
        add_name(m, text, u->quality);
        break;
    case ROLE_DATE:
        if (date_read(text, &d))
            *VEC_PUSH(&m->dates) = d;
        break;
    case ROLE_COUNTRY:
        add_country(m->out, text);
        break;
    case ROLE_GENDER:
        m->out->genders |= gender_bit(text);
        break;
    case ROLE_ADDRESS:
        add_address(m, text);
        break;
    }
}

/* ---- whole ----------------------------------------------------------------------------------- */

static void *keep(struct arena *a, const void *p, size_t n)
{
    return n ? memcpy(arena_alloc(a, n), p, n) : NULL;
}

static void finish(struct making *m)
{
    struct subject *s = m->out;
    s->names_n = m->names.n;
    s->names = keep(m->arena, m->names.at, m->names.n * sizeof(struct name));
    s->dates_n = m->dates.n;
    s->dates = keep(m->arena, m->dates.at, m->dates.n * sizeof(struct date));
    s->idents_n = m->idents.n;
    s->idents = keep(m->arena, m->idents.at, m->idents.n * sizeof(struct subject_ident));
    s->addresses_n = m->addresses.n;
    s->addresses = keep(m->arena, m->addresses.at, m->addresses.n * sizeof(struct span));
    VEC_FREE(&m->names);
    VEC_FREE(&m->dates);
    VEC_FREE(&m->idents);
    VEC_FREE(&m->addresses);
}

void subject_make(struct arena *a, const struct record *r, struct subject *out)
{
    struct making m = {.arena = a, .out = out};
    *out = (struct subject){.schema = (uint16_t)r->schema, .kind = (uint8_t)subject_kind(r->schema)};
    for (size_t u = 0; u < ARRAY_LEN(uses); u++) {
        size_t n;
        const struct value *v = record_values(r, uses[u].prop, &n);
        for (size_t i = 0; i < n; i++)
            add_use(&m, &uses[u], v[i].text);
    }
    if (out->kind == NAME_PERSON) {
        if (m.names.n == 0)
            add_from_parts(&m, r);
        mark_family(&m, r);
    }
    for (size_t i = 0; i < r->n; i++)
        if (prop_type(r->values[i].prop) == TYPE_IDENTIFIER)
            add_ident(&m, r->values[i].prop, r->values[i].text);
    finish(&m);
}
