/* SPDX-License-Identifier: Apache-2.0
 *
 * ofac_label: what a label of OFAC means; the table itself is ofac_label.def.
 *
 * A value that the schema of the entry cannot hold (the passport of a vessel, the flag of a
 * person) stays readable as "label: value" in the notes; see entry_add.
 */
#include "ofac_label.h"

static const struct ofac_label labels[] = {
#define LABEL(text, open, kind, prop) {text, open, kind, prop},
#include "ofac_label.def"
#undef LABEL
};

const struct entry_issuer ofac_issuer = {"Office of Foreign Assets Control", "us"};

/* ---- finding a label ------------------------------------------------------------------------ */

static struct span without_tail(struct span label)
{
    label = span_trim(label);
    while (label.n && (label.p[label.n - 1] == ':' || label.p[label.n - 1] == '-'))
        label = span_trim(span_slice(label, 0, label.n - 1));
    return label;
}

const struct ofac_label *ofac_label_find(struct span label)
{
    const struct ofac_label *open = NULL;

    label = without_tail(label);
    for (size_t i = 0; i < ARRAY_LEN(labels); i++) {
        struct span text = span_of(labels[i].text);
        if (span_eq(label, text))
            return &labels[i];
        if (labels[i].open && span_starts(label, text))
            open = &labels[i];
    }
    return open;
}

/* An open label ends at its closing parenthesis, else with the word that follows " - ". */
static size_t open_length(struct span segment, size_t at)
{
    size_t end = span_find(span_from(segment, at), ')');

    if (at > 0 && segment.p[at - 1] == '(')
        return at + end < segment.n ? at + end + 1 : 0;
    if (!span_starts(span_from(segment, at), SPAN(" - ")))
        return 0;
    return at + 3 + span_find(span_from(segment, at + 3), ' ');
}

/* How long the label is at the front of 'segment'; 0 when it does not stand there. */
static size_t label_length(const struct ofac_label *l, struct span segment)
{
    struct span text = span_of(l->text);
    size_t n = text.n;

    if (!span_starts(segment, text) || l->kind == OFAC_PLACE)
        return 0;
    if (l->open)
        n = open_length(segment, n);
    if (n == 0 || n >= segment.n)
        return 0;
    return segment.p[n] == ' ' || segment.p[n] == ':' ? n : 0;
}

const struct ofac_label *ofac_label_split(struct span segment, struct span *label,
                                          struct span *value)
{
    const struct ofac_label *best = NULL;
    size_t best_n = 0;

    segment = span_trim(segment);
    if (span_starts(segment, SPAN("alt. ")) || span_starts(segment, SPAN("Alt. ")))
        segment = span_trim(span_from(segment, 5));
    for (size_t i = 0; i < ARRAY_LEN(labels); i++) {
        size_t n = label_length(&labels[i], segment);
        if (n > best_n) {
            best = &labels[i];
            best_n = n;
        }
    }
    *label = span_slice(segment, 0, best_n);
    *value = span_from(segment, best_n);
    if (best && (span_starts(*value, SPAN(":")) || span_starts(*value, SPAN(" - "))))
        *value = span_from(*value, value->p[0] == ':' ? 1 : 2);
    *value = span_trim(*value);
    return best;
}

/* ---- reading a document value --------------------------------------------------------------- */

/* The position of the last 'what' in 's', or s.n. */
static size_t find_last(struct span s, struct span what)
{
    for (size_t i = s.n >= what.n ? s.n - what.n + 1 : 0; i-- > 0;)
        if (memcmp(s.p + i, what.p, what.n) == 0)
            return i;
    return s.n;
}

/* Cuts " issued DATE" off the end when a date stands there; a number may contain the word. */
static struct span cut_date(struct span *text, struct span word)
{
    size_t at = find_last(*text, word);
    struct span rest;
    struct date d;

    if (at == text->n)
        return (struct span){0};
    rest = span_trim(span_from(*text, at + word.n));
    if (!date_parse(rest, DATE_DAY_FIRST, &d))
        return (struct span){0};
    *text = span_trim(span_slice(*text, 0, at));
    return rest;
}

/* Cuts "(Malta)" off the end when it names a country. */
static struct span cut_country(struct span *text)
{
    size_t at = find_last(*text, SPAN("("));
    struct span inside;

    if (at == text->n || text->p[text->n - 1] != ')')
        return (struct span){0};
    inside = span_trim(span_slice(*text, at + 1, text->n - at - 2));
    if (!country_parse(inside) && !span_eq(inside, SPAN("undetermined")))
        return (struct span){0};
    *text = span_trim(span_slice(*text, 0, at));
    return inside;
}

static bool takes_document(const struct ofac_label *known)
{
    return !known || known->kind == OFAC_NUMBER || known->kind == OFAC_PAPER ||
           known->kind == OFAC_PASSPORT;
}

struct ofac_value ofac_value_parse(const struct ofac_label *known, struct span text)
{
    struct ofac_value v = {.number = span_trim(text)};

    if (!takes_document(known))
        return v;
    v.expires = cut_date(&v.number, SPAN(" expires "));
    v.issued = cut_date(&v.number, SPAN(" issued "));
    v.country = cut_country(&v.number);
    return v;
}

/* ---- adding --------------------------------------------------------------------------------- */

/* What one value is added with. */
struct adding {
    struct entry *e;
    const struct ofac_label *known;
    struct span label;
    const char *field; /* the label, for messages and notes */
    const struct ofac_value *value;
    uint64_t line;
};

static struct tocsin_err *add_document(const struct adding *a, bool passport)
{
    struct entry_document d = {
        .passport = passport,
        .number = a->value->number,
        .type = a->label,
        .country = a->value->country,
        .issued = a->value->issued,
        .expires = a->value->expires,
        .authority = a->value->authority,
        .summary = a->value->summary,
        .prop = a->known ? a->known->prop : PROP_NONE,
    };

    return entry_document(a->e, &d, a->field, a->line);
}

/* "IMO 9999999" under any label is a number of the International Maritime Organization. */
static bool is_imo(struct span number)
{
    uint64_t n;

    return span_starts(number, SPAN("IMO ")) && number.n == 11 &&
           span_u64(span_from(number, 4), &n);
}

/* Codes that only a company has make the organisation a company. */
static void fit_schema(struct record *r, enum prop prop)
{
    if (r->schema == SCHEMA_Organization && !schema_has(r->schema, prop) &&
        schema_has(SCHEMA_Company, prop))
        r->schema = SCHEMA_Company;
}

/* Where a vehicle's or firm's property has another name than the table says. */
static enum prop fit_prop(const struct record *r, enum prop prop)
{
    if (schema_has(r->schema, prop))
        return prop;
    if (prop == PROP_jurisdiction || prop == PROP_nationality || prop == PROP_citizenship)
        return PROP_country;
    return prop;
}

static struct tocsin_err *add_text(const struct adding *a)
{
    struct record *r = a->e->entity;
    enum prop prop = fit_prop(r, a->known->prop);
    struct span text = a->value->number;
    size_t comma = find_last(text, SPAN(","));
    const char *country;

    fit_schema(r, prop);
    TRY(entry_add(a->e, prop, text, a->field, a->line));
    if (prop != PROP_birthPlace || !schema_has(r->schema, PROP_birthCountry))
        return NULL;
    country = country_parse(comma < text.n ? span_trim(span_from(text, comma + 1)) : text);
    if (country)
        record_add(r, PROP_birthCountry, span_of(country));
    return NULL;
}

static bool more_than_number(const struct ofac_value *v)
{
    return v->country.n || v->issued.n || v->expires.n || v->authority.n || v->summary.n;
}

static struct tocsin_err *add_number(const struct adding *a)
{
    const struct ofac_value *v = a->value;
    enum prop prop = is_imo(v->number) ? PROP_imoNumber : a->known->prop;

    fit_schema(a->e->entity, prop);
    TRY(entry_add(a->e, prop, v->number, a->field, a->line));
    if (!more_than_number(v) || !schema_is_a(a->e->entity->schema, SCHEMA_LegalEntity))
        return NULL;
    return add_document(a, false);
}

static struct record *measure_of(const struct adding *a)
{
    return a->e->sanction ? a->e->sanction : ofac_sanction(a->e, (struct span){0});
}

static struct tocsin_err *add_phrase(const struct adding *a)
{
    struct span text = arena_printf(a->e->arena, "%s: %.*s", a->field, SPAN_ARG(a->value->number));

    return entry_add_to(a->e, measure_of(a), PROP_summary, text, a->field, a->line);
}

static struct tocsin_err *add_wallet(const struct adding *a)
{
    size_t at = find_last(a->label, SPAN(" "));
    struct record *r;

    if (a->value->number.n == 0)
        return NULL;
    r = entry_child(a->e, SCHEMA_CryptoWallet, a->value->number);
    if (at < a->label.n)
        TRY(entry_add_to(a->e, r, PROP_currency, span_from(a->label, at + 1), a->field, a->line));
    TRY(entry_add_to(a->e, r, PROP_publicKey, a->value->number, a->field, a->line));
    record_add(r, PROP_topics, SPAN("sanction"));
    if (schema_is_a(a->e->entity->schema, SCHEMA_LegalEntity))
        record_add(r, PROP_holder, a->e->entity->id);
    return NULL;
}

static struct tocsin_err *add_security(const struct adding *a)
{
    struct record *r;

    if (a->value->number.n == 0)
        return NULL;
    r = entry_child(a->e, SCHEMA_Security, a->value->number);
    if (schema_is_a(a->e->entity->schema, SCHEMA_LegalEntity))
        record_add(r, PROP_issuer, a->e->entity->id);
    record_add(r, PROP_name, a->value->number);
    return entry_add_to(a->e, r, a->known->prop, a->value->number, a->field, a->line);
}

static struct tocsin_err *add_alias(const struct adding *a)
{
    struct span name = span_trim(a->value->number);

    if (span_starts(name, SPAN("'")))
        name = span_from(name, 1);
    if (span_ends(name, SPAN("'")))
        name = span_slice(name, 0, name.n - 1);
    return entry_add(a->e, a->known->prop, name, a->field, a->line);
}

static struct tocsin_err *add_unknown(const struct adding *a)
{
    const struct ofac_value *v = a->value;

    emit_note(a->e->out, "label '%s' is not known; its values are kept as they are", a->field);
    if (more_than_number(v))
        return add_document(a, false);
    entry_note(a->e, a->field, v->number);
    return NULL;
}

static struct tocsin_err *add_known(const struct adding *a)
{
    switch (a->known->kind) {
    case OFAC_TEXT:
        return add_text(a);
    case OFAC_NUMBER:
        return add_number(a);
    case OFAC_PAPER:
    case OFAC_PASSPORT:
        if (is_imo(a->value->number))
            return add_number(a);
        return add_document(a, a->known->kind == OFAC_PASSPORT);
    case OFAC_PHRASE:
        return add_phrase(a);
    case OFAC_MEASURE:
        return entry_add_to(a->e, measure_of(a), a->known->prop, a->value->number, a->field,
                            a->line);
    case OFAC_WALLET:
        return add_wallet(a);
    case OFAC_SECURITY:
        return add_security(a);
    case OFAC_OWNER:
        return entry_party(a->e, ENTRY_OWNER, a->value->number, a->known->text, a->line);
    case OFAC_ALIAS:
        return add_alias(a);
    case OFAC_LINKED:
    case OFAC_PLACE:
    case OFAC_NOTE:
        break;
    }
    entry_note(a->e, a->field, a->value->number);
    return NULL;
}

struct tocsin_err *ofac_label_add(struct entry *e, const struct ofac_label *known,
                                  struct span label, const struct ofac_value *value, uint64_t line)
{
    struct adding a = {e, known, without_tail(label), NULL, value, line};

    a.field = arena_str(e->arena, a.label);
    return known ? add_known(&a) : add_unknown(&a);
}

/* ---- what the forms agree on ---------------------------------------------------------------- */

enum schema ofac_schema(struct span type)
{
    static const struct {
        const char *type;
        enum schema schema;
    } types[] = {
        {"individual", SCHEMA_Person}, {"entity", SCHEMA_Organization}, {"", SCHEMA_Organization},
        {"vessel", SCHEMA_Vessel},     {"aircraft", SCHEMA_Airplane},
    };

    for (size_t i = 0; i < ARRAY_LEN(types); i++)
        if (span_eq_nocase(span_trim(type), span_of(types[i].type)))
            return types[i].schema;
    return SCHEMA_NONE;
}

struct span ofac_url(struct arena *a, struct span uid)
{
    return arena_printf(a, "https://sanctionssearch.ofac.treas.gov/Details.aspx?id=%.*s",
                        SPAN_ARG(uid));
}

struct record *ofac_sanction(struct entry *e, struct span uid)
{
    struct record *r = entry_sanction(e, uid);

    if (uid.n == 0)
        return r;
    record_add(r, PROP_authorityId, uid);
    record_add(r, PROP_sourceUrl, ofac_url(e->arena, uid));
    return r;
}
