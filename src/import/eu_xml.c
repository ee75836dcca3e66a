/* SPDX-License-Identifier: Apache-2.0
 *
 * eu-xml: the Financial Sanctions Files of the European Union, XML 1.1.
 *
 *   export @generationDate
 *     sanctionEntity * @designationDate @designationDetails @unitedNationId @euReferenceNumber
 *                      @logicalId
 *       remark *
 *       regulation +       @publicationDate @entryIntoForceDate @numberTitle @programme
 *                          / publicationUrl
 *       subjectType        @code person | enterprise
 *       nameAlias +        @firstName @middleName @lastName @wholeName @function @gender @title
 *                          @nameLanguage @strong / remark *
 *       citizenship *      @region @countryIso2Code @countryDescription / remark *
 *       birthdate *        @circa @birthdate @dayOfMonth @monthOfYear @year @yearRangeFrom
 *                          @yearRangeTo @city @region @place @country... / remark *
 *       identification *   @number @latinNumber @identificationTypeCode
 *                          @identificationTypeDescription @issuedBy @issuedDate @validFrom
 *                          @validTo @nameOnDocument, flags, @country... / remark *
 *       address *          @street @city @poBox @zipCode @region @place @country...
 *                          / contactInfo * @key @value, remark *
 *
 * All data are attributes; an empty one means nothing. Children come in any order.
 *
 * Ids: "eu-fsf-" + euReferenceNumber in lower case with hyphens ("EU.99999.17" is
 * "eu-fsf-eu-99999-17"); an entity without one has "eu-fsf-logical-" + logicalId.
 *
 * Country codes are a closed list here, so an unknown one is an error, unless the description
 * beside it names a country. "00" means none.
 */
#include "entry.h"
#include "xml_list.h"

static const struct entry_issuer issuer = {"European Union", "eu"};

struct eu {
    struct reader *in;
    struct emitter *out;
};

typedef struct tocsin_err *(*add_fn)(struct entry *e, const struct node *n);

static bool is_true(const struct node *n, const char *name)
{
    return span_eq_nocase(node_attr(n, name), SPAN("true"));
}

static bool contains(struct span text, const char *what)
{
    size_t n = strlen(what);

    for (size_t i = 0; i + n <= text.n; i++)
        if (span_eq_nocase(span_slice(text, i, n), (struct span){what, n}))
            return true;
    return false;
}

static struct tocsin_err *each(struct entry *e, const struct node *n, const char *name, add_fn add)
{
    for (n = node_child(n, name); n; n = node_next(n, name))
        TRY(add(e, n));
    return NULL;
}

static struct span remarks_of(struct entry *e, const struct node *n)
{
    struct span parts[16];
    size_t count = 0;

    for (n = node_child(n, "remark"); n && count < ARRAY_LEN(parts); n = node_next(n, "remark"))
        parts[count++] = n->text;
    return entry_join(e->arena, "; ", parts, count);
}

/* A text that country_parse takes, or empty for none. */
static struct tocsin_err *country_of(struct entry *e, const struct node *n, struct span *out)
{
    struct span code = node_attr(n, "countryIso2Code");
    struct span name = node_attr(n, "countryDescription");

    *out = (struct span){0};
    if (code.n == 0 || span_eq(code, SPAN("00")))
        return NULL;
    if (span_eq(code, SPAN("CS"))) /* also the code of Czechoslovakia until 1993 */
        *out = SPAN("csxx");
    else if (country_parse(code))
        *out = span_of(country_parse(code));
    else if (country_parse(name))
        *out = span_of(country_parse(name));
    else
        return entry_error(e->in, "countryIso2Code", n->line, "'%.*s' is no country",
                           SPAN_ARG(code));
    return NULL;
}

/* ---- names ---------------------------------------------------------------------------------- */

static struct span whole_name(struct entry *e, const struct node *n)
{
    struct span whole = node_attr(n, "wholeName");
    struct span parts[] = {node_attr(n, "firstName"), node_attr(n, "middleName"),
                           node_attr(n, "lastName")};

    return whole.n ? whole : entry_join(e->arena, " ", parts, ARRAY_LEN(parts));
}

/* Quality also stands in remarks, with typing errors: "low quality alias", "Lo quality". */
static bool is_weak(const struct node *n)
{
    const struct node *r = node_child(n, "remark");

    for (; r; r = node_next(r, "remark"))
        if (contains(r->text, "low quality") || contains(r->text, "lo quality"))
            return true;
    return span_eq_nocase(node_attr(n, "strong"), SPAN("false"));
}

/* No language (Latin letters), English, and the languages of the usual originals. */
static bool main_language(const struct node *n)
{
    static const char *const codes[] = {"", "EN", "ZH", "RU", "FA", "AR"};
    struct span language = node_attr(n, "nameLanguage");

    for (size_t i = 0; i < ARRAY_LEN(codes); i++)
        if (span_eq_nocase(language, span_of(codes[i])))
            return true;
    return false;
}

/* Names of organisations come in up to 24 languages; translations are aliases when the entity has
 * a name in one of the main languages. */
static bool has_main_name(const struct node *entity)
{
    const struct node *n = node_child(entity, "nameAlias");

    for (; n; n = node_next(n, "nameAlias"))
        if (main_language(n) && !is_weak(n))
            return true;
    return false;
}

static struct tocsin_err *add_name_details(struct entry *e, const struct node *n)
{
    struct span gender = node_attr(n, "gender"), rest = node_attr(n, "function"), part;
    bool person = e->entity->schema == SCHEMA_Person;
    unsigned at = 0;

    if (span_eq(gender, SPAN("M")) || span_eq(gender, SPAN("F")))
        gender = gender.p[0] == 'M' ? SPAN("male") : SPAN("female");
    if (person)
        TRY(entry_add(e, PROP_gender, gender, "gender", n->line));
    TRY(entry_add(e, PROP_title, node_attr(n, "title"), "title", n->line));
    while (entry_enumerated(&rest, &at, &part))
        TRY(entry_add(e, PROP_position, part, "function", n->line));
    return NULL;
}

static struct tocsin_err *add_name(struct entry *e, const struct node *n, bool translated)
{
    bool weak = is_weak(n);
    enum prop prop = weak ? PROP_weakAlias : translated ? PROP_alias : PROP_name;
    struct span name = whole_name(e, n), remark = remarks_of(e, n);

    TRY(entry_add(e, prop, name, "wholeName", n->line));
    TRY(add_name_details(e, n));
    if (remark.n && !contains(remark, "quality"))
        entry_note(e, NULL, arena_printf(e->arena, "%.*s: %.*s", SPAN_ARG(name), SPAN_ARG(remark)));
    if (weak || e->entity->schema != SCHEMA_Person)
        return NULL;
    TRY(entry_add(e, PROP_firstName, node_attr(n, "firstName"), "firstName", n->line));
    TRY(entry_add(e, PROP_middleName, node_attr(n, "middleName"), "middleName", n->line));
    return entry_add(e, PROP_lastName, node_attr(n, "lastName"), "lastName", n->line);
}

static struct tocsin_err *add_names(struct entry *e, const struct node *entity)
{
    bool has_main = has_main_name(entity);
    const struct node *n = node_child(entity, "nameAlias");

    if (!n)
        return entry_error(e->in, "nameAlias", entity->line, "is missing");
    for (; n; n = node_next(n, "nameAlias"))
        TRY(add_name(e, n, has_main && !main_language(n)));
    return NULL;
}

/* ---- birth, citizenship --------------------------------------------------------------------- */

static struct tocsin_err *read_date(struct entry *e, const struct node *n, const char *name,
                                    struct span text, struct date *d)
{
    if (date_parse(text, DATE_DAY_FIRST, d))
        return NULL;
    return entry_error(e->in, name, n->line, "'%.*s' is no date", SPAN_ARG(text));
}

static struct tocsin_err *read_range(struct entry *e, const struct node *n, struct date *d)
{
    struct span from = node_attr(n, "yearRangeFrom"), to = node_attr(n, "yearRangeTo");
    struct date end;

    TRY(read_date(e, n, from.n ? "yearRangeFrom" : "yearRangeTo", from.n ? from : to, d));
    if (!from.n || !to.n)
        return NULL;
    TRY(read_date(e, n, "yearRangeTo", to, &end));
    if (end.to < d->from)
        return entry_error(e->in, "yearRangeTo", n->line, "'%.*s' is before yearRangeFrom '%.*s'",
                           SPAN_ARG(to), SPAN_ARG(from));
    if (end.from != d->from)
        d->precision = DATE_INTERVAL;
    d->to = end.to;
    return NULL;
}

/* "1961", "1961-3", "1961-3-14" from three attributes. A day without a month says nothing. */
static struct tocsin_err *read_parts(struct entry *e, const struct node *n, struct date *d)
{
    struct span year = node_attr(n, "year"), month = node_attr(n, "monthOfYear");
    struct span day = node_attr(n, "dayOfMonth");
    uint64_t m = 0, mday = 0;
    struct span text;

    if (!span_u64(month, &m) || m == 0)
        return read_date(e, n, "year", year, d);
    if (!span_u64(day, &mday) || mday == 0)
        text = arena_printf(e->arena, "%.*s-%02u", SPAN_ARG(year), (unsigned)m);
    else
        text =
            arena_printf(e->arena, "%.*s-%02u-%02u", SPAN_ARG(year), (unsigned)m, (unsigned)mday);
    return read_date(e, n, "year", text, d);
}

static struct tocsin_err *add_birth_place(struct entry *e, const struct node *n)
{
    struct span country,
        parts[4] = {node_attr(n, "place"), node_attr(n, "city"), node_attr(n, "region")};

    TRY(country_of(e, n, &country));
    parts[3] = country.n ? span_of(country_name(country)) : country;
    TRY(entry_add(e, PROP_birthPlace, entry_join(e->arena, ", ", parts, ARRAY_LEN(parts)), "city",
                  n->line));
    TRY(entry_add(e, PROP_birthCountry, country, "countryIso2Code", n->line));
    entry_note(e, "birth", remarks_of(e, n));
    return NULL;
}

static struct tocsin_err *add_birth(struct entry *e, const struct node *n)
{
    struct span full = node_attr(n, "birthdate");
    struct date d = {0};

    if (full.n)
        TRY(read_date(e, n, "birthdate", full, &d));
    else if (node_attr(n, "year").n)
        TRY(read_parts(e, n, &d));
    else if (node_attr(n, "yearRangeFrom").n || node_attr(n, "yearRangeTo").n)
        TRY(read_range(e, n, &d));
    if (d.precision) {
        d.circa = d.circa || is_true(n, "circa");
        if (schema_has(e->entity->schema, PROP_birthDate))
            entry_date(e->entity, PROP_birthDate, &d);
        else
            entry_date(e->entity, PROP_incorporationDate, &d);
    }
    return add_birth_place(e, n);
}

static struct tocsin_err *add_citizenship(struct entry *e, const struct node *n)
{
    bool person = e->entity->schema == SCHEMA_Person;
    struct span country;

    TRY(country_of(e, n, &country));
    TRY(entry_add(e, person ? PROP_nationality : PROP_country, country, "countryIso2Code",
                  n->line));
    entry_note(e, "citizenship", remarks_of(e, n));
    return NULL;
}

/* ---- identification ------------------------------------------------------------------------- */

/* Codes that have a property of their own; every other one is an Identification. */
static const struct {
    const char *code;
    enum prop prop;
    bool paper; /* also an Identification entity */
    bool firm;  /* says that an enterprise with an IMO number is a firm, not a ship */
} codes[] = {
    {"passport", PROP_passportNumber, true, false},
    {"ssn", PROP_socialSecurityNumber, true, false},
    {"swiftbic", PROP_swiftBic, false, true},
    {"imo", PROP_imoNumber, false, false},
    {"regnumber", PROP_registrationNumber, false, true},
    {"fiscalcode", PROP_taxNumber, false, true},
    {"taxid", PROP_taxNumber, false, true},
    {"euvat", PROP_vatCode, false, true},
    {"tradelic", PROP_licenseNumber, true, true},
};

static int code_row(const struct node *n)
{
    struct span code = node_attr(n, "identificationTypeCode");

    for (size_t i = 0; i < ARRAY_LEN(codes); i++)
        if (span_eq(code, span_of(codes[i].code)))
            return (int)i;
    return -1;
}

/* Remark and flags: whoever finds the number should know that it is worth little. */
static struct span document_summary(struct entry *e, const struct node *n)
{
    static const char *const flags[][2] = {
        {"diplomatic", "diplomatic"},
        {"knownExpired", "known to have expired"},
        {"knownFalse", "known to be false"},
        {"reportedLost", "reported lost"},
        {"revokedByIssuer", "revoked by the issuer"},
    };
    struct span parts[ARRAY_LEN(flags) + 3], name = node_attr(n, "nameOnDocument");
    struct span region = node_attr(n, "region");
    size_t count = 0;

    parts[count++] = remarks_of(e, n);
    for (size_t i = 0; i < ARRAY_LEN(flags); i++)
        if (is_true(n, flags[i][0]))
            parts[count++] = span_of(flags[i][1]);
    if (name.n)
        parts[count++] = arena_printf(e->arena, "in the name of %.*s", SPAN_ARG(name));
    parts[count++] = region;
    return entry_join(e->arena, "; ", parts, count);
}

static struct span first_attr(const struct node *n, const char *a, const char *b, const char *c)
{
    struct span text = node_attr(n, a);

    text = text.n ? text : node_attr(n, b);
    return text.n ? text : node_attr(n, c);
}

static struct tocsin_err *add_document(struct entry *e, const struct node *n, struct span number,
                                       struct span latin, int row)
{
    struct span description = node_attr(n, "identificationTypeDescription");
    struct entry_document d = {
        .passport = row == 0,
        .number = number,
        .again = latin,
        .type = description.n ? description : node_attr(n, "identificationTypeCode"),
        .authority = node_attr(n, "issuedBy"),
        .issued = first_attr(n, "issuedDate", "issueDate", "validFrom"),
        .expires = node_attr(n, "validTo"),
        .summary = document_summary(e, n),
        .prop = row < 0 ? PROP_NONE : codes[row].prop,
    };

    TRY(country_of(e, n, &d.country));
    return entry_document(e, &d, "identification", n->line);
}

static struct tocsin_err *add_identification(struct entry *e, const struct node *n)
{
    struct span number = node_attr(n, "number"), latin = node_attr(n, "latinNumber");
    int row = code_row(n);

    if (number.n == 0)
        number = latin;
    if (row < 0 || codes[row].paper)
        return add_document(e, n, number, latin, row);
    if (number.n)
        entry_note(e, "identification", document_summary(e, n));
    TRY(entry_add(e, codes[row].prop, latin, codes[row].code, n->line));
    return entry_add(e, codes[row].prop, number, codes[row].code, n->line);
}

/* ---- addresses ------------------------------------------------------------------------------ */

/* E-mail addresses and URLs hold no blanks; the list puts some there. */
static struct span without_blanks(struct arena *a, struct span text)
{
    char *p = arena_alloc(a, text.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++)
        if (!strchr(" \t\r\n", text.p[i]))
            p[n++] = text.p[i];
    return (struct span){p, n};
}

static struct tocsin_err *add_contact(struct entry *e, const struct node *n)
{
    static const struct {
        const char *key;
        enum prop prop;
    } keys[] = {
        {"PHONE", PROP_phone}, {"FAX", PROP_phone}, {"EMAIL", PROP_email}, {"WEB", PROP_website}};
    struct span key = node_attr(n, "key"), rest = node_attr(n, "value"), all, part;

    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        if (!span_eq_nocase(key, span_of(keys[i].key)))
            continue;
        while (span_split(&rest, ';', &all))
            while (span_split(&all, ',', &part)) {
                if (keys[i].prop != PROP_phone)
                    part = without_blanks(e->arena, part);
                TRY(entry_add(e, keys[i].prop, part, keys[i].key, n->line));
            }
        return NULL;
    }
    emit_note(e->out, "contactInfo key '%.*s' is not known; kept in the notes", SPAN_ARG(key));
    entry_note(e, arena_str(e->arena, key), rest);
    return NULL;
}

static struct tocsin_err *add_address(struct entry *e, const struct node *n)
{
    struct span region[] = {node_attr(n, "place"), node_attr(n, "region")};
    struct entry_address a = {
        .street = node_attr(n, "street"),
        .city = node_attr(n, "city"),
        .region = entry_join(e->arena, ", ", region, ARRAY_LEN(region)),
        .postcode = node_attr(n, "zipCode"),
        .box = node_attr(n, "poBox"),
        .remarks = remarks_of(e, n),
    };

    TRY(country_of(e, n, &a.country));
    TRY(entry_address(e, &a, "address", n->line));
    return each(e, n, "contactInfo", add_contact);
}

/* ---- the measure ---------------------------------------------------------------------------- */

/* Dates of the form YYYY-MM-DD; the earlier one that is not empty. */
static struct span earlier(struct span a, struct span b)
{
    if (a.n == 0 || b.n == 0)
        return a.n ? a : b;
    return span_cmp(a, b) < 0 ? a : b;
}

static struct tocsin_err *add_regulation(struct entry *e, const struct node *entity,
                                         const struct node *n)
{
    struct span title = node_attr(n, "numberTitle"), programme = node_attr(n, "programme");
    struct span key[] = {title, programme};
    struct record *r = entry_sanction(e, entry_join(e->arena, "|", key, ARRAY_LEN(key)));
    struct span start =
        earlier(node_attr(entity, "designationDate"), node_attr(n, "entryIntoForceDate"));
    const struct {
        enum prop prop;
        struct span text;
        const char *field;
    } values[] = {
        {PROP_reason, title, "numberTitle"},
        {PROP_listingDate, node_attr(n, "publicationDate"), "publicationDate"},
        {PROP_startDate, start, "entryIntoForceDate"},
        {PROP_sourceUrl, node_text(n, "publicationUrl"), "publicationUrl"},
        {PROP_unscId, node_attr(entity, "unitedNationId"), "unitedNationId"},
        {PROP_authorityId, node_attr(entity, "euReferenceNumber"), "euReferenceNumber"},
        {PROP_recordId, node_attr(entity, "logicalId"), "logicalId"},
        {PROP_summary, node_attr(entity, "designationDetails"), "designationDetails"},
    };

    for (size_t i = 0; i < ARRAY_LEN(values); i++)
        TRY(entry_add_to(e, r, values[i].prop, values[i].text, values[i].field, n->line));
    return entry_program(e, r, programme, programme, "programme", n->line);
}

static struct tocsin_err *add_regulations(struct entry *e, const struct node *entity)
{
    const struct node *n = node_child(entity, "regulation");

    for (; n; n = node_next(n, "regulation"))
        TRY(add_regulation(e, entity, n));
    return NULL;
}

/* ---- an entry ------------------------------------------------------------------------------- */

/* Ships are typed as enterprises. One with an IMO number is a ship, unless it also has a number
 * that only a firm has; then it is the number of a ship-owning firm. */
static bool is_ship(const struct node *entity)
{
    const struct node *n = node_child(entity, "identification");
    bool imo = false;

    for (; n; n = node_next(n, "identification")) {
        int row = code_row(n);
        if (row >= 0 && codes[row].firm)
            return false;
        imo = imo || (row >= 0 && codes[row].prop == PROP_imoNumber);
    }
    return imo;
}

static enum schema schema_of(struct eu *u, const struct node *entity)
{
    struct span code = node_attr(node_child(entity, "subjectType"), "code");

    if (span_eq(code, SPAN("person")))
        return SCHEMA_Person;
    if (is_ship(entity))
        return SCHEMA_Vessel;
    if (span_eq(code, SPAN("enterprise")))
        return SCHEMA_Organization;
    emit_note(u->out, "subjectType '%.*s' is not known; read as a legal entity", SPAN_ARG(code));
    return SCHEMA_LegalEntity;
}

static struct tocsin_err *add_remark(struct entry *e, const struct node *n)
{
    entry_note(e, NULL, n->text);
    return NULL;
}

static struct tocsin_err *read_entity(void *ctx, struct arena *a, const struct node *n)
{
    struct eu *u = ctx;
    struct span reference = node_attr(n, "euReferenceNumber"), logical = node_attr(n, "logicalId");
    struct entry *e;
    struct span id;

    if (reference.n == 0 && logical.n == 0)
        return entry_error(u->in, "euReferenceNumber", n->line, "is missing, and so is logicalId");
    id = reference.n ? entry_slug(a, "eu-fsf-", reference)
                     : entry_slug(a, "eu-fsf-logical-", logical);
    e = entry_new(a, u->in, u->out, &issuer, schema_of(u, n), id, n->line);
    TRY(add_names(e, n));
    TRY(add_regulations(e, n));
    TRY(each(e, n, "birthdate", add_birth));
    TRY(each(e, n, "citizenship", add_citizenship));
    TRY(each(e, n, "identification", add_identification));
    TRY(each(e, n, "address", add_address));
    TRY(each(e, n, "remark", add_remark));
    return entry_emit(e);
}

static void read_root(void *ctx, struct xml *x)
{
    struct eu *u = ctx;

    emit_version(u->out, xml_attr(x, "generationDate"));
}

static const struct xml_row rows[] = {
    {"sanctionEntity", XML_ENTRY, read_entity},
    {NULL, XML_INSIDE, NULL},
};

struct tocsin_err *eu_xml_parse(struct source *in, struct emitter *out)
{
    struct eu u = {source_reader(in, ""), out};

    return xml_list_read(u.in, out, "export", read_root, rows, &u);
}

/* Other files have a root "export"; the namespace of this one says "fsd". */
bool eu_xml_sniff(struct span head)
{
    return span_eq(head_xml_root(head), SPAN("export")) &&
           (contains(span_slice(head, 0, 2048), "/fsd/export") ||
            contains(span_slice(head, 0, 4096), "<sanctionEntity"));
}
