/* SPDX-License-Identifier: Apache-2.0
 *
 * uk-xml: the UK Sanctions List of the Foreign, Commonwealth & Development Office.
 *
 *   Designations
 *     DateGenerated (dd/mm/yyyy)
 *     Designation *
 *       LastUpdated, DateDesignated (dd/mm/yyyy), UniqueID, OFSIGroupID, UNReferenceNumber
 *       Names / Name +                     Name1 .. Name5, Name6 (family name or whole name),
 *                                          NameType, AliasStrength
 *       NonLatinNames / NonLatinName *     NameNonLatinScript, ...
 *       Titles / Title *, RegimeName, IndividualEntityShip, DesignationSource
 *       SanctionsImposed (joined by |), SanctionsImposedIndicators / * (true, false)
 *       OtherInformation, UKStatementofReasons
 *       Addresses / Address *              AddressLine1 .. 6, AddressPostalCode, AddressCountry
 *       PhoneNumbers, EmailAddresses, Websites
 *       IndividualDetails / Individual     DOBs, BirthDetails, Genders, Nationalities, Positions,
 *                                          PassportDetails, NationalIdentifierDetails
 *       EntityDetails / Entity             TypeOfEntities, BusinessRegistrationNumbers,
 *                                          ParentCompanies, Subsidiaries
 *       ShipDetails / Ship                 IMONumbers, owners, flags, type, tonnage, length, years
 *
 * No data in attributes; most values stand in a container of their own.
 *
 * Ids: "gb-fcdo-" + UniqueID in lower case ("HTI9999" is "gb-fcdo-hti9999").
 *
 * A date of birth may lack parts, written "dd", "mm" or "00" ("dd/mm/1957"). Where the year itself
 * is not known ("15/08/19yy") there is no date, and the text goes to the notes.
 */
#include "entry.h"
#include "uk_list.h"
#include "xml_list.h"

static const struct entry_issuer issuer = {"Foreign, Commonwealth & Development Office", "gb"};

struct uk {
    struct reader *in;
    struct emitter *out;
};

typedef struct tocsin_err *(*add_fn)(struct entry *e, const struct node *n);

/* Calls 'add' for every "list/item". */
static struct tocsin_err *each(struct entry *e, const struct node *n, const char *list,
                               const char *item, add_fn add)
{
    for (n = n ? node_child(n, list) : NULL; n; n = node_next(n, list))
        for (const struct node *i = node_child(n, item); i; i = node_next(i, item))
            TRY(add(e, i));
    return NULL;
}

/* ---- names ---------------------------------------------------------------------------------- */

static const char *const name_parts[] = {"Name1", "Name2", "Name3", "Name4", "Name5", "Name6"};

static struct span full_name(struct arena *a, const struct node *n)
{
    struct span parts[ARRAY_LEN(name_parts)];

    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        parts[i] = node_text(n, name_parts[i]);
    return entry_join(a, " ", parts, ARRAY_LEN(parts));
}

static bool one_word(struct span name)
{
    return span_find(name, ' ') == name.n;
}

/* An alias without a mark is weak when it is a single word: for an entity that is an
 * abbreviation, for a person a given name or nom de guerre. */
static bool is_weak(struct entry *e, const struct node *n, struct span name)
{
    struct span strength = node_text(n, "AliasStrength");

    if (span_eq_nocase(span_slice(strength, 0, 3), SPAN("Low")))
        return true;
    if (strength.n && !span_eq_nocase(span_slice(strength, 0, 4), SPAN("Good")))
        emit_note(e->out, "AliasStrength '%.*s' is not known; read as good", SPAN_ARG(strength));
    if (strength.n || e->entity->schema == SCHEMA_Vessel || !one_word(name))
        return false;
    return e->entity->schema == SCHEMA_Person || name.n <= 8;
}

static enum prop name_prop(struct entry *e, const struct node *n, struct span name)
{
    struct span type = node_text(n, "NameType");

    if (type.n == 0 || span_eq_nocase(type, SPAN("Primary Name")) ||
        span_eq_nocase(type, SPAN("Primary Name Variation")))
        return PROP_name;
    if (!span_eq_nocase(type, SPAN("Alias")))
        emit_note(e->out, "NameType '%.*s' is not known; read as an alias", SPAN_ARG(type));
    return is_weak(e, n, name) ? PROP_weakAlias : PROP_alias;
}

static struct tocsin_err *add_name(struct entry *e, const struct node *n)
{
    struct span name = full_name(e->arena, n), middle[4];
    enum prop prop = name_prop(e, n, name);

    TRY(entry_add(e, prop, name, "Name", n->line));
    if (prop == PROP_weakAlias || e->entity->schema != SCHEMA_Person)
        return NULL;
    for (size_t i = 0; i < 4; i++)
        middle[i] = node_text(n, name_parts[i + 1]);
    TRY(entry_add(e, PROP_firstName, node_text(n, "Name1"), "Name1", n->line));
    TRY(entry_add(e, PROP_middleName, entry_join(e->arena, " ", middle, 4), "Name2", n->line));
    /* A name in Name6 alone is a whole name. */
    return node_text(n, "Name1").n
               ? entry_add(e, PROP_lastName, node_text(n, "Name6"), "Name6", n->line)
               : NULL;
}

static struct tocsin_err *add_other_script(struct entry *e, const struct node *n)
{
    return entry_add(e, PROP_alias, node_text(n, "NameNonLatinScript"), "NameNonLatinScript",
                     n->line);
}

/* ---- plain values --------------------------------------------------------------------------- */

/* Containers whose items go into one property of the entity. */
static const struct value_list {
    const char *list, *item;
    enum prop prop;
    const char *split; /* signs that stand between several values in one text */
} value_lists[] = {
    {"Titles", "Title", PROP_title, ""},
    {"PhoneNumbers", "PhoneNumber", PROP_phone, ";"},
    {"EmailAddresses", "EmailAddress", PROP_email, ";, \n"},
    {"Websites", "Website", PROP_website, ";, \n"},
    {"Genders", "Gender", PROP_gender, ""},
    {"Nationalities", "Nationality", PROP_nationality, ""},
    {"Positions", "Position", PROP_position, "#"},
    {"TypeOfEntities", "TypeOfEntity", PROP_legalForm, ""},
    {"CurrentBelievedFlagOfShips", "CurrentBelievedFlagOfShip", PROP_flag, ""},
    {"PreviousFlags", "PreviousFlag", PROP_pastFlags, ""},
    {"TypeOfShipDetails", "TypeOfShip", PROP_type, ""},
    {"TonnageOfShipDetails", "TonnageOfShip", PROP_tonnage, ""},
    {"LengthOfShipDetails", "LengthOfShip", PROP_notes, ""},
    {"YearsBuilt", "YearBuilt", PROP_buildDate, ""},
    {"HullIdentificationNumbers", "HullIdentificationNumber", PROP_notes, ""},
};

static struct tocsin_err *add_split(struct entry *e, const struct value_list *v,
                                    const struct node *n)
{
    struct span rest = n->text;

    while (rest.n) {
        size_t end = 0;
        while (end < rest.n && !(v->split[0] && strchr(v->split, rest.p[end])))
            end++;
        TRY(entry_add(e, v->prop, span_slice(rest, 0, end), v->item, n->line));
        rest = span_from(rest, end < rest.n ? end + 1 : end);
    }
    return NULL;
}

static struct tocsin_err *add_enumerated(struct entry *e, const struct value_list *v,
                                         const struct node *n)
{
    struct span rest = n->text, part;
    unsigned at = 0;

    while (entry_enumerated(&rest, &at, &part))
        TRY(entry_add(e, v->prop, part, v->item, n->line));
    return NULL;
}

static struct tocsin_err *add_value_of(struct entry *e, const struct value_list *v,
                                       const struct node *n)
{
    if (v->prop == PROP_notes) {
        entry_note(e, v->item, n->text);
        return NULL;
    }
    if (v->split[0] == '#')
        return add_enumerated(e, v, n);
    return add_split(e, v, n);
}

static struct tocsin_err *add_value_lists(struct entry *e, const struct node *n)
{
    for (size_t i = 0; i < ARRAY_LEN(value_lists); i++) {
        const struct value_list *v = &value_lists[i];
        for (const struct node *list = node_child(n, v->list); list;
             list = node_next(list, v->list))
            for (const struct node *it = node_child(list, v->item); it; it = node_next(it, v->item))
                TRY(add_value_of(e, v, it));
    }
    return NULL;
}

/* ---- persons -------------------------------------------------------------------------------- */

static struct tocsin_err *add_birth_date(struct entry *e, const struct node *n)
{
    struct span text = n->text;
    struct date d;

    if (span_starts(text, SPAN("'")))
        text = span_trim(span_from(text, 1));
    if (text.n == 0)
        return NULL;
    if (span_find(text, 'y') < text.n) {
        entry_note(e, "date of birth", text);
        return NULL;
    }
    if (!date_parse(text, DATE_DAY_FIRST, &d))
        return entry_error(e->in, "DOB", n->line, "'%.*s' is no date", SPAN_ARG(n->text));
    entry_date(e->entity, PROP_birthDate, &d);
    return NULL;
}

static struct tocsin_err *add_birth_place(struct entry *e, const struct node *n)
{
    struct span parts[] = {node_text(n, "TownOfBirth"), node_text(n, "CountryOfBirth")};

    TRY(entry_add(e, PROP_birthPlace, entry_join(e->arena, ", ", parts, 2), "TownOfBirth",
                  n->line));
    return entry_add(e, PROP_birthCountry, parts[1], "CountryOfBirth", n->line);
}

/* The list repeats a number for each remark; the remarks gather in one document. */
static struct tocsin_err *add_document(struct entry *e, const struct node *n, bool passport,
                                       const char *number, const char *details)
{
    struct entry_document d = {
        .passport = passport,
        .number = node_text(n, number),
        .summary = node_text(n, details),
    };

    return entry_document(e, &d, number, n->line);
}

static struct tocsin_err *add_passport(struct entry *e, const struct node *n)
{
    return add_document(e, n, true, "PassportNumber", "PassportAdditionalInformation");
}

static struct tocsin_err *add_identifier(struct entry *e, const struct node *n)
{
    return add_document(e, n, false, "NationalIdentifierNumber",
                        "NationalIdentifierAdditionalInformation");
}

static struct tocsin_err *read_individual(struct entry *e, const struct node *n)
{
    TRY(add_value_lists(e, n));
    TRY(each(e, n, "DOBs", "DOB", add_birth_date));
    TRY(each(e, n, "BirthDetails", "Location", add_birth_place));
    TRY(each(e, n, "PassportDetails", "Passport", add_passport));
    return each(e, n, "NationalIdentifierDetails", "NationalIdentifier", add_identifier);
}

/* ---- entities ------------------------------------------------------------------------------- */

/* Numbers of Russian registers stand in a text with others: "OGRN 1027700000000, INN: ...". */
static const struct register_code {
    const char *label;
    enum prop prop;
    uint8_t digits, or_digits;
} register_codes[] = {
    {"OGRN", PROP_ogrnCode, 13, 15}, {"INN", PROP_innCode, 10, 12}, {"KPP", PROP_kppCode, 9, 9},
    {"BIK", PROP_bikCode, 9, 9},     {"BIC", PROP_swiftBic, 8, 11}, {"IMO", PROP_imoNumber, 7, 7},
};

static bool is_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* The token behind 'label' in 'text' when it has the right length; else empty. */
static struct span register_number(struct span text, const struct register_code *c)
{
    size_t at, n = 0;

    while ((at = span_find_span(text, span_of(c->label))) < text.n) {
        bool whole = at == 0 || !is_alnum(text.p[at - 1]);
        text = span_from(text, at + strlen(c->label));
        if (!whole || text.n == 0 || is_alnum(text.p[0]))
            continue;
        while (text.n && strchr(" :.-", text.p[0]))
            text = span_from(text, 1);
        for (n = 0; n < text.n && is_alnum(text.p[n]); n++)
            ;
        if (n == c->digits || n == c->or_digits)
            return span_slice(text, 0, n);
    }
    return (struct span){0};
}

static struct tocsin_err *add_registration(struct entry *e, const struct node *n)
{
    bool found = false;

    for (size_t i = 0; i < ARRAY_LEN(register_codes); i++) {
        const struct register_code *c = &register_codes[i];
        struct span number = register_number(n->text, c);
        if (number.n == 0)
            continue;
        if (!schema_has(e->entity->schema, c->prop) && schema_has(SCHEMA_Company, c->prop) &&
            e->entity->schema == SCHEMA_Organization)
            e->entity->schema = SCHEMA_Company;
        TRY(entry_add(e, c->prop, number, c->label, n->line));
        found = true;
    }
    if (found) {
        entry_note(e, "Business registration number", n->text);
        return NULL;
    }
    return entry_add(e, PROP_registrationNumber, n->text, "BusinessRegistrationNumber", n->line);
}

static struct tocsin_err *add_parent(struct entry *e, const struct node *n)
{
    return entry_party(e, ENTRY_OWNER, n->text, "Parent company", n->line);
}

static struct tocsin_err *add_subsidiary(struct entry *e, const struct node *n)
{
    return entry_party(e, ENTRY_OWNED, n->text, "Subsidiary", n->line);
}

static struct tocsin_err *read_firm(struct entry *e, const struct node *n)
{
    TRY(add_value_lists(e, n));
    TRY(each(e, n, "BusinessRegistrationNumbers", "BusinessRegistrationNumber", add_registration));
    TRY(each(e, n, "ParentCompanies", "ParentCompany", add_parent));
    return each(e, n, "Subsidiaries", "Subsidiary", add_subsidiary);
}

/* ---- ships ---------------------------------------------------------------------------------- */

static struct tocsin_err *add_imo(struct entry *e, const struct node *n)
{
    return entry_add(e, PROP_imoNumber, n->text, "IMONumber", n->line);
}

static struct tocsin_err *add_current_owner(struct entry *e, const struct node *n)
{
    return entry_party(e, ENTRY_OWNER, n->text, "Current owner/operator", n->line);
}

/* Somebody who no longer owns the ship is linked to it, and does not own it. */
static struct tocsin_err *add_previous_owner(struct entry *e, const struct node *n)
{
    return entry_party(e, ENTRY_RELATED, n->text, "Previous owner/operator", n->line);
}

static struct tocsin_err *read_ship(struct entry *e, const struct node *n)
{
    TRY(add_value_lists(e, n));
    TRY(each(e, n, "IMONumbers", "IMONumber", add_imo));
    TRY(each(e, n, "CurrentOwnerOperators", "CurrentOwnerOperator", add_current_owner));
    return each(e, n, "PreviousOwnerOperators", "PreviousOwnerOperator", add_previous_owner);
}

/* ---- addresses, measures -------------------------------------------------------------------- */

static struct tocsin_err *add_address(struct entry *e, const struct node *n)
{
    struct span more[] = {node_text(n, "AddressLine2"), node_text(n, "AddressLine3"),
                          node_text(n, "AddressLine4")};
    struct span code = node_text(n, "AddressPostalCode");
    bool box = span_eq_nocase(span_slice(code, 0, 2), SPAN("PO")) ||
               span_eq_nocase(span_slice(code, 0, 4), SPAN("P.O."));
    struct entry_address a = {
        .street = node_text(n, "AddressLine1"),
        .street2 = entry_join(e->arena, ", ", more, ARRAY_LEN(more)),
        .region = node_text(n, "AddressLine5"),
        .city = node_text(n, "AddressLine6"),
        .postcode = box ? (struct span){0} : code,
        .box = box ? code : (struct span){0},
        .country = node_text(n, "AddressCountry"),
    };

    return entry_address(e, &a, "Address", n->line);
}

static struct tocsin_err *add_provisions(struct entry *e, struct record *r, const struct node *n)
{
    struct span rest = node_text(n, "SanctionsImposed"), part;
    const struct node *list = node_child(n, "SanctionsImposedIndicators");

    if (rest.n == 0) /* the indicators say the same with one element per measure */
        for (n = list ? list->child : NULL; n; n = n->next)
            if (span_eq_nocase(n->text, SPAN("true")))
                TRY(entry_add_to(e, r, PROP_provisions, n->name, "SanctionsImposedIndicators",
                                 n->line));
    while (rest.n && span_split(&rest, '|', &part))
        TRY(entry_add_to(e, r, PROP_provisions, part, "SanctionsImposed", list ? list->line : 0));
    return NULL;
}

/* The statement of reasons is escaped twice in places: "&amp;quot;" arrives as "&quot;". */
static struct span unescape(struct arena *a, struct span text)
{
    static const char *const names[][2] = {
        {"&amp;", "&"}, {"&quot;", "\""}, {"&apos;", "'"}, {"&#39;", "'"},
        {"&lt;", "<"},  {"&gt;", ">"},    {"&nbsp;", " "},
    };
    char *p = arena_alloc(a, text.n + 1);
    size_t n = 0;

    while (text.n) {
        size_t i = 0;
        while (i < ARRAY_LEN(names) && !span_starts(text, span_of(names[i][0])))
            i++;
        p[n++] = i < ARRAY_LEN(names) ? names[i][1][0] : text.p[0];
        text = span_from(text, i < ARRAY_LEN(names) ? strlen(names[i][0]) : 1);
    }
    return (struct span){p, n};
}

static struct tocsin_err *add_sanction(struct entry *e, const struct node *n, struct span id)
{
    struct record *r = entry_sanction(e, id);
    const struct {
        enum prop prop;
        const char *path;
    } values[] = {
        {PROP_authority, "DesignationSource"}, {PROP_authorityId, "UniqueID"},
        {PROP_authorityId, "OFSIGroupID"},     {PROP_unscId, "UNReferenceNumber"},
        {PROP_startDate, "DateDesignated"},    {PROP_listingDate, "DateDesignated"},
    };

    for (size_t i = 0; i < ARRAY_LEN(values); i++)
        TRY(entry_add_to(e, r, values[i].prop, node_text(n, values[i].path), values[i].path,
                         n->line));
    TRY(entry_program(e, r, node_text(n, "RegimeName"), (struct span){0}, "RegimeName", n->line));
    TRY(entry_add_to(e, r, PROP_reason, unescape(e->arena, node_text(n, "UKStatementofReasons")),
                     "UKStatementofReasons", n->line));
    TRY(entry_add(e, PROP_modifiedAt, node_text(n, "LastUpdated"), "LastUpdated", n->line));
    TRY(entry_add(e, PROP_createdAt, node_text(n, "DateDesignated"), "DateDesignated", n->line));
    return add_provisions(e, r, n);
}

/* ---- an entry ------------------------------------------------------------------------------- */

static enum schema schema_of(struct uk *u, struct span type)
{
    if (span_eq_nocase(type, SPAN("Individual")))
        return SCHEMA_Person;
    if (span_eq_nocase(type, SPAN("Entity")))
        return SCHEMA_Organization;
    if (span_eq_nocase(type, SPAN("Ship")))
        return SCHEMA_Vessel;
    emit_note(u->out, "IndividualEntityShip '%.*s' is not known; read as a legal entity",
              SPAN_ARG(type));
    return SCHEMA_LegalEntity;
}

static struct tocsin_err *add_details(struct entry *e, const struct node *n)
{
    TRY(add_value_lists(e, n));
    TRY(each(e, n, "NonLatinNames", "NonLatinName", add_other_script));
    TRY(each(e, n, "Addresses", "Address", add_address));
    TRY(each(e, n, "IndividualDetails", "Individual", read_individual));
    TRY(each(e, n, "EntityDetails", "Entity", read_firm));
    TRY(each(e, n, "ShipDetails", "Ship", read_ship));
    entry_note(e, NULL, unescape(e->arena, node_text(n, "OtherInformation")));
    return NULL;
}

static bool has_name(const struct record *r)
{
    for (size_t i = 0; i < r->n; i++)
        if (prop_type(r->values[i].prop) == TYPE_NAME)
            return true;
    return false;
}

static struct tocsin_err *read_designation(void *ctx, struct arena *a, const struct node *n)
{
    struct uk *u = ctx;
    struct span id = node_text(n, "UniqueID");
    struct entry *e;

    if (id.n == 0)
        return entry_error(u->in, "UniqueID", n->line, "is missing");
    e = entry_new(a, u->in, u->out, &issuer, schema_of(u, node_text(n, "IndividualEntityShip")),
                  entry_slug(a, "gb-fcdo-", id), n->line);
    TRY(each(e, n, "Names", "Name", add_name));
    if (!has_name(e->entity))
        return entry_error(u->in, "Names", n->line, "is missing");
    TRY(add_sanction(e, n, id));
    TRY(add_details(e, n));
    return entry_emit(e);
}

struct tocsin_err *uk_designation(struct reader *in, struct emitter *out, struct arena *a,
                                  const struct node *n)
{
    struct uk u = {in, out};

    return read_designation(&u, a, n);
}

static struct tocsin_err *read_version(void *ctx, struct arena *a, const struct node *n)
{
    struct uk *u = ctx;
    struct buf text = {0};
    struct date d;

    (void)a;
    if (date_parse(n->text, DATE_DAY_FIRST, &d))
        date_write(&d, &text);
    emit_version(u->out, text.n ? buf_view(&text) : n->text);
    buf_free(&text);
    return NULL;
}

static const struct xml_row rows[] = {
    {"DateGenerated", XML_HEAD, read_version},
    {"Designation", XML_ENTRY, read_designation},
    {NULL, XML_INSIDE, NULL},
};

struct tocsin_err *uk_xml_parse(struct source *in, struct emitter *out)
{
    struct uk u = {source_reader(in, ""), out};

    return xml_list_read(u.in, out, "Designations", NULL, rows, &u);
}

bool uk_xml_sniff(struct span head)
{
    return span_eq(head_xml_root(head), SPAN("Designations"));
}
