/* SPDX-License-Identifier: Apache-2.0
 *
 * entry: see entry.h. Ties the entities of one list entry together.
 *
 * Keys of what hangs on an entry (the id is child_id of entity id, schema and key):
 *
 *   Address                    the full text, lower case left as it is
 *   Passport, Identification   type, number, country, with "|" between
 *   Sanction                   given by the format: programme, reference, entry number
 *   LegalEntity (owner)        role, name
 *   edges                      the other end, role
 */
#include <stdarg.h>
#include <stdio.h>

#include "entry.h"

#include "roster.h"

struct entry_child {
    struct record *record;
    struct entry_child *next;
};

/* What lists write where they know no country. */
static const char *const no_country[] = {
    "undetermined",
    "none identified",
    "unknown",
    "na",
    "n/a",
    "none",
    "-",
    "not available",
    "region: commonwealth of independent states",
};

static struct tocsin_err *add_country(struct entry *e, struct record *r, enum prop prop,
                                      struct span text, const char *field);
static struct tocsin_err *add_gender(struct entry *e, struct record *r, enum prop prop,
                                     struct span text, const char *field);
static struct tocsin_err *add_at(struct entry *e, struct record *r, enum prop prop,
                                 struct span text, const char *field, uint64_t line);

struct entry *entry_new(struct arena *a, struct reader *in, struct emitter *out,
                        const struct entry_issuer *issuer, enum schema schema, struct span id,
                        uint64_t line)
{
    struct entry *e = ARENA_NEW(a, struct entry);

    e->arena = a;
    e->in = in;
    e->out = out;
    e->issuer = issuer;
    e->end = &e->first;
    e->entity = record_new(a, schema, id);
    e->entity->line = line;
    record_add(e->entity, PROP_topics, SPAN("sanction"));
    return e;
}

struct tocsin_err *entry_emit(struct entry *e)
{
    TRY(emit(e->out, e->entity));
    for (struct entry_child *c = e->first; c; c = c->next)
        TRY(emit(e->out, c->record));
    return NULL;
}

/* ---- values --------------------------------------------------------------------------------- */

struct tocsin_err *entry_add(struct entry *e, enum prop prop, struct span text, const char *field,
                             uint64_t line)
{
    return entry_add_to(e, e->entity, prop, text, field, line);
}

struct tocsin_err *entry_add_to(struct entry *e, struct record *r, enum prop prop, struct span text,
                                const char *field, uint64_t line)
{
    text = span_trim(text);
    if (text.n == 0)
        return NULL;
    if (!schema_has(r->schema, prop)) {
        entry_note(e, field, text);
        return NULL;
    }
    if (prop_type(prop) == TYPE_COUNTRY)
        return add_country(e, r, prop, text, field);
    if (prop_type(prop) == TYPE_GENDER)
        return add_gender(e, r, prop, text, field);
    return add_at(e, r, prop, text, field, line);
}

/* add_value names the line of the record; the line of the element is better. */
static struct tocsin_err *add_at(struct entry *e, struct record *r, enum prop prop,
                                 struct span text, const char *field, uint64_t line)
{
    uint64_t began = r->line;
    struct tocsin_err *err;

    r->line = line;
    err = add_value(r, prop, text, e->in, field);
    r->line = began;
    return err;
}

static struct tocsin_err *add_gender(struct entry *e, struct record *r, enum prop prop,
                                     struct span text, const char *field)
{
    if (record_add(r, prop, text) != ADD_INVALID)
        return NULL;
    emit_note(e->out, "%s: '%.*s' is no gender that is known; kept in the notes", field,
              SPAN_ARG(text));
    entry_note(e, field, text);
    return NULL;
}

static bool is_no_country(struct span text)
{
    for (size_t i = 0; i < ARRAY_LEN(no_country); i++)
        if (span_eq_nocase(text, span_of(no_country[i])))
            return true;
    return false;
}

/* A text may name two countries, or a country and a remark. The whole text is tried first, since
 * names of countries have commas and semicolons themselves ("Korea, North"). */
static struct tocsin_err *add_country(struct entry *e, struct record *r, enum prop prop,
                                      struct span text, const char *field)
{
    if (is_no_country(text))
        return NULL;
    if (record_add(r, prop, text) != ADD_INVALID)
        return NULL;
    if (record_add_countries(r, prop, text) != ADD_INVALID)
        return NULL;
    emit_note(e->out, "%s: '%.*s' is no country that is known; kept in the notes", field,
              SPAN_ARG(text));
    entry_note(e, field, text);
    return NULL;
}

void entry_date(struct record *r, enum prop prop, const struct date *d)
{
    struct buf text = {0};

    date_write(d, &text);
    record_add(r, prop, buf_view(&text));
    buf_free(&text);
}

void entry_note(struct entry *e, const char *field, struct span text)
{
    text = span_trim(text);
    if (text.n == 0)
        return;
    if (field)
        text = arena_printf(e->arena, "%s: %.*s", field, SPAN_ARG(text));
    record_add(e->entity, PROP_notes, text);
}

struct tocsin_err *entry_error(struct reader *in, const char *field, uint64_t line, const char *fmt,
                               ...)
{
    char text[512];
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    return err_at(err_new(TOCSIN_ERR_PARSE, "%s", text), reader_name(in), line, 0, field);
}

/* ---- what hangs on the entity --------------------------------------------------------------- */

static void hang(struct entry *e, struct record *r)
{
    struct entry_child *c = ARENA_NEW(e->arena, struct entry_child);

    c->record = r;
    r->line = e->entity->line;
    *e->end = c;
    e->end = &c->next;
}

static struct record *hanging(struct entry *e, struct span id)
{
    for (struct entry_child *c = e->first; c; c = c->next)
        if (span_eq(c->record->id, id))
            return c->record;
    return NULL;
}

struct record *entry_child(struct entry *e, enum schema schema, struct span key)
{
    struct record *r = hanging(e, child_id(e->arena, e->entity->id, schema, key));

    if (!r) {
        r = link_new(e->arena, schema, e->entity->id, key);
        hang(e, r);
    }
    return r;
}

static struct span country_text(struct span text)
{
    const char *code = country_parse(text);

    if (code)
        return span_of(country_name(span_of(code)));
    return is_no_country(text) ? (struct span){0} : text;
}

static struct span address_full(struct entry *e, const struct entry_address *a)
{
    struct span parts[] = {
        a->street, a->street2, a->box, a->postcode, a->city, a->region, country_text(a->country)};

    return a->full.n ? a->full : entry_join(e->arena, ", ", parts, ARRAY_LEN(parts));
}

struct tocsin_err *entry_address(struct entry *e, const struct entry_address *a, const char *field,
                                 uint64_t line)
{
    struct {
        enum prop prop;
        struct span text;
    } parts[] = {
        {PROP_street, a->street},   {PROP_street2, a->street2},     {PROP_city, a->city},
        {PROP_region, a->region},   {PROP_postalCode, a->postcode}, {PROP_postOfficeBox, a->box},
        {PROP_country, a->country}, {PROP_remarks, a->remarks},
    };
    struct span known[] = {country_text(a->country), a->remarks};
    bool only_country = true;
    struct record *r;

    for (size_t i = 0; i < 6; i++)
        only_country = only_country && span_trim(parts[i].text).n == 0;
    TRY(entry_add(e, PROP_country, a->country, field, line));
    if (only_country && a->full.n == 0) {
        if (a->remarks.n)
            entry_note(e, field, entry_join(e->arena, ", ", known, ARRAY_LEN(known)));
        return NULL;
    }
    r = entry_child(e, SCHEMA_Address, address_full(e, a));
    record_add(r, PROP_full, address_full(e, a));
    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        TRY(entry_add_to(e, r, parts[i].prop, parts[i].text, field, line));
    record_add(e->entity, PROP_addressEntity, r->id);
    record_add(e->entity, PROP_address, address_full(e, a));
    return NULL;
}

/* A paper whose holder cannot be said in the model (a vessel), or that has no number. */
static void note_document(struct entry *e, const struct entry_document *d, const char *field)
{
    struct span parts[] = {d->number, d->country, d->summary};

    entry_note(e, d->type.n ? arena_str(e->arena, d->type) : field,
               entry_join(e->arena, ", ", parts, ARRAY_LEN(parts)));
}

static struct tocsin_err *fill_document(struct entry *e, struct record *r,
                                        const struct entry_document *d, const char *field,
                                        uint64_t line)
{
    TRY(entry_add_to(e, r, PROP_number, d->number, field, line));
    TRY(entry_add_to(e, r, PROP_number, d->again, field, line));
    TRY(entry_add_to(e, r, PROP_type, d->type, field, line));
    TRY(entry_add_to(e, r, PROP_country, d->country, field, line));
    TRY(entry_add_to(e, r, PROP_authority, d->authority, field, line));
    TRY(entry_add_to(e, r, PROP_startDate, d->issued, field, line));
    TRY(entry_add_to(e, r, PROP_endDate, d->expires, field, line));
    return entry_add_to(e, r, PROP_summary, d->summary, field, line);
}

struct tocsin_err *entry_document(struct entry *e, const struct entry_document *d,
                                  const char *field, uint64_t line)
{
    enum schema schema = d->passport ? SCHEMA_Passport : SCHEMA_Identification;
    enum prop prop = d->prop ? d->prop : d->passport ? PROP_passportNumber : PROP_idNumber;
    struct span key[] = {d->type, d->number, d->country};
    struct record *r;

    if (span_trim(d->number).n == 0) {
        if (d->summary.n)
            note_document(e, d, field);
        return NULL;
    }
    if (schema_has(e->entity->schema, prop)) {
        record_add(e->entity, prop, d->number);
        record_add(e->entity, prop, d->again);
    }
    if (!schema_is_a(e->entity->schema, SCHEMA_LegalEntity)) {
        note_document(e, d, field);
        return NULL;
    }
    r = entry_child(e, schema, entry_join(e->arena, "|", key, ARRAY_LEN(key)));
    record_add(r, PROP_holder, e->entity->id);
    return fill_document(e, r, d, field, line);
}

struct record *entry_sanction(struct entry *e, struct span key)
{
    struct record *r = entry_child(e, SCHEMA_Sanction, key);

    record_add(r, PROP_entity, e->entity->id);
    record_add(r, PROP_authority, span_of(e->issuer->authority));
    if (e->issuer->country)
        record_add(r, PROP_country, span_of(e->issuer->country));
    if (!e->sanction)
        e->sanction = r;
    return r;
}

struct tocsin_err *entry_program(struct entry *e, struct record *sanction, struct span text,
                                 struct span tag, const char *field, uint64_t line)
{
    TRY(entry_add_to(e, sanction, PROP_program, text, field, line));
    TRY(entry_add_to(e, sanction, PROP_programId, tag, field, line));
    return entry_add(e, PROP_programId, tag, field, line);
}

struct tocsin_err *entry_party(struct entry *e, enum entry_party kind, struct span name,
                               const char *role, uint64_t line)
{
    struct span key[] = {span_of(role), span_trim(name)};
    struct record *party, *edge;
    bool asset;

    if (key[1].n == 0)
        return NULL;
    if (kind == ENTRY_OWNER && e->entity->schema == SCHEMA_Organization)
        e->entity->schema = SCHEMA_Company;
    asset = kind == ENTRY_OWNED ||
            (kind == ENTRY_OWNER && schema_is_a(e->entity->schema, SCHEMA_Asset));
    if (e->roster && kind == ENTRY_OWNER) {
        roster_tie(e->roster, &(struct tie){.edge = asset ? SCHEMA_Ownership : SCHEMA_UnknownLink,
                                            .from = e->entity->id,
                                            .name = name,
                                            .role = role,
                                            .owner = true,
                                            .line = line});
        return NULL;
    }
    party = entry_child(e, kind == ENTRY_OWNED ? SCHEMA_Company : SCHEMA_LegalEntity,
                        entry_join(e->arena, "|", key, ARRAY_LEN(key)));
    TRY(entry_add_to(e, party, PROP_name, name, role, line));
    edge = entry_link(e->arena, asset ? SCHEMA_Ownership : SCHEMA_UnknownLink,
                      kind == ENTRY_OWNED ? e->entity->id : party->id,
                      kind == ENTRY_OWNED ? party->id : e->entity->id, span_of(role));
    if (!hanging(e, edge->id))
        hang(e, edge);
    return NULL;
}

static const struct edge {
    enum schema schema;
    enum prop from, to, role;
} edges[] = {
    {SCHEMA_UnknownLink, PROP_subject, PROP_object, PROP_role},
    {SCHEMA_Ownership, PROP_owner, PROP_asset, PROP_role},
    {SCHEMA_Directorship, PROP_director, PROP_organization, PROP_role},
    {SCHEMA_Membership, PROP_member, PROP_organization, PROP_role},
    {SCHEMA_Representation, PROP_agent, PROP_client, PROP_role},
    {SCHEMA_Family, PROP_person, PROP_relative, PROP_relationship},
    {SCHEMA_Associate, PROP_person, PROP_associate, PROP_relationship},
};

struct record *entry_link(struct arena *a, enum schema schema, struct span from, struct span to,
                          struct span role)
{
    struct span key[] = {to, role};
    struct record *r = link_new(a, schema, from, entry_join(a, "|", key, ARRAY_LEN(key)));

    for (size_t i = 0; i < ARRAY_LEN(edges); i++) {
        if (edges[i].schema != schema)
            continue;
        record_add(r, edges[i].from, from);
        record_add(r, edges[i].to, to);
        record_add(r, edges[i].role, role);
        return r;
    }
    assert(!"an edge of the table");
    return r;
}

/* ---- small things --------------------------------------------------------------------------- */

struct span entry_slug(struct arena *a, const char *prefix, struct span text)
{
    size_t n = strlen(prefix), room = n + text.n + 1;
    char *p = arena_alloc(a, room);

    memcpy(p, prefix, n);
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            p[n++] = c;
        else if (n > 0 && p[n - 1] != '-')
            p[n++] = '-';
    }
    while (n > strlen(prefix) && p[n - 1] == '-')
        n--;
    p[n] = 0;
    return (struct span){p, n};
}

/* The mark "(a)", "a)", "(1)" or "1)" of item 'k' (from 0) in 's' at or behind 'from', at a word
 * start; '*length' is how long it is. s.n when it does not occur. */
static size_t find_mark(struct span s, unsigned k, size_t from, size_t *length)
{
    char marks[4][8];

    snprintf(marks[0], sizeof marks[0], "(%c)", 'a' + (int)(k % 26));
    snprintf(marks[1], sizeof marks[1], "%c)", 'a' + (int)(k % 26));
    snprintf(marks[2], sizeof marks[2], "(%u)", (k + 1) % 1000);
    snprintf(marks[3], sizeof marks[3], "%u)", (k + 1) % 1000);
    for (size_t at = from; at < s.n; at++) {
        if (at > 0 && s.p[at - 1] != ' ' && s.p[at - 1] != '\n')
            continue;
        for (size_t i = 0; i < 4; i++) {
            *length = strlen(marks[i]);
            if (span_starts(span_from(s, at), span_of(marks[i])))
                return at;
        }
    }
    return s.n;
}

bool entry_enumerated(struct span *rest, unsigned *next, struct span *part)
{
    size_t length = 0, end;

    *rest = span_trim(*rest);
    if (rest->n == 0)
        return false;
    if (*next == 0 && find_mark(*rest, 0, 0, &length) == 0) {
        *rest = span_from(*rest, length);
        *next = 1;
    }
    if (*next == 0) {
        *part = *rest;
        *rest = (struct span){0};
        return true;
    }
    end = find_mark(*rest, *next, 0, &length);
    *part = span_trim(span_slice(*rest, 0, end));
    *rest = end < rest->n ? span_from(*rest, end + length) : (struct span){0};
    ++*next;
    return true;
}

struct span entry_join(struct arena *a, const char *between, const struct span *parts, size_t n)
{
    struct buf text = {0};
    struct span out;

    for (size_t i = 0; i < n; i++) {
        struct span part = span_trim(parts[i]);
        if (part.n == 0)
            continue;
        if (text.n > 0)
            buf_str(&text, between);
        buf_span(&text, part);
    }
    out = text.n ? arena_span(a, buf_view(&text)) : (struct span){0};
    buf_free(&text);
    return out;
}
