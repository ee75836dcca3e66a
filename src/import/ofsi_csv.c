/* SPDX-License-Identifier: Apache-2.0
 *
 * ofsi-csv: the consolidated list of the Office of Financial Sanctions Implementation (ConList.csv,
 * the format of 2022).
 *
 *   line 1   Last Updated,31/01/2026
 *   line 2   36 headings: Name 6,Name 1,...,Other Information,Group Type,...,Group ID
 *   rows     one for each name of a designation, by Group ID
 *
 * Ids: "gb-hmt-" + Group ID.
 *
 * Several values in one cell are numbered, "(1) Malta. (2) Italy"; where two cells are numbered
 * alike (passports and what is said of them) the numbers pair. "Other Information" is free text
 * with labelled parts, "(Gender):Male (UK Statement of Reasons):..."; the table below says where
 * each label belongs, and a label that is not there stays in the notes.
 *
 * The names are in the order of the United Kingdom: Name 1 to Name 5, then Name 6, which is the
 * family name of a person or the whole name of anything else.
 */
#include "entry.h"
#include "grouped.h"

static const struct entry_issuer issuer = {"Office of Financial Sanctions Implementation", "gb"};

enum column {
    COL_NAME6, COL_NAME1, COL_NAME2, COL_NAME3, COL_NAME4, COL_NAME5, COL_TITLE, COL_OTHER_SCRIPT,
    COL_SCRIPT_TYPE, COL_SCRIPT_LANGUAGE, COL_DOB, COL_TOWN, COL_BIRTH_COUNTRY, COL_NATIONALITY,
    COL_PASSPORT, COL_PASSPORT_DETAILS, COL_NI, COL_NI_DETAILS, COL_POSITION, COL_ADDRESS1,
    COL_ADDRESS2, COL_ADDRESS3, COL_ADDRESS4, COL_ADDRESS5, COL_ADDRESS6, COL_POSTCODE, COL_COUNTRY,
    COL_OTHER, COL_GROUP_TYPE, COL_ALIAS_TYPE, COL_ALIAS_QUALITY, COL_REGIME, COL_LISTED,
    COL_DESIGNATED, COL_UPDATED, COL_GROUP_ID, COLUMNS
};

static const char *const headings[COLUMNS] = {
    "Name 6", "Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Title", "Name Non-Latin Script",
    "Non-Latin Script Type", "Non-Latin Script Language", "DOB", "Town of Birth",
    "Country of Birth", "Nationality", "Passport Number", "Passport Details",
    "National Identification Number", "National Identification Details", "Position", "Address 1",
    "Address 2", "Address 3", "Address 4", "Address 5", "Address 6", "Post/Zip Code", "Country",
    "Other Information", "Group Type", "Alias Type", "Alias Quality", "Regime", "Listed On",
    "UK Sanctions List Date Designated", "Last Updated", "Group ID",
};

struct ofsi {
    struct reader *in;
    struct emitter *out;
};

/* A designation and the row that is added to it. */
struct adding {
    struct entry *e;
    const struct grouped_row *row;
    struct record *sanction;
};

static struct span cell(const struct adding *to, enum column c)
{
    return to->row->cell[c];
}

/* ---- numbered cells ------------------------------------------------------------------------ */

enum { NUMBERED_MAX = 200 };

/* "Malta." of "(1) Malta. (2) Italy". */
static struct span without_stop(struct span s)
{
    s = span_trim(s);
    while (s.n && strchr(".;,", s.p[s.n - 1]))
        s = span_trim(span_slice(s, 0, s.n - 1));
    return s;
}

static size_t split_cell(struct span text, struct span parts[NUMBERED_MAX])
{
    size_t n = 0;
    unsigned at = 0;
    bool numbered = span_starts(text, SPAN("(1)"));
    while (n + 1 < NUMBERED_MAX && entry_enumerated(&text, &at, &parts[n])) {
        if (numbered)
            parts[n] = without_stop(parts[n]);
        n++;
    }
    if (text.n) /* as if the count ended here: nothing is lost */
        parts[n++] = text;
    return n;
}

static struct tocsin_err *add_each(struct adding *to, enum prop prop, enum column c)
{
    struct span parts[NUMBERED_MAX];
    size_t n = split_cell(cell(to, c), parts);
    for (size_t i = 0; i < n; i++)
        TRY(entry_add(to->e, prop, parts[i], headings[c], to->row->line));
    return NULL;
}

/* ---- names --------------------------------------------------------------------------------- */

static bool weak(const struct adding *to, struct span name)
{
    struct span quality = cell(to, COL_ALIAS_QUALITY);
    if (span_eq_nocase(span_slice(quality, 0, 3), SPAN("Low")))
        return true;
    if (quality.n && !span_eq_nocase(span_slice(quality, 0, 4), SPAN("Good")))
        emit_note(to->e->out, "Alias Quality '%.*s' is not known; read as good", SPAN_ARG(quality));
    /* A single word without a mark is a given name or a nom de guerre. */
    return !quality.n && to->e->entity->schema == SCHEMA_Person && span_find(name, ' ') == name.n;
}

static enum prop name_prop(const struct adding *to, struct span name)
{
    static const struct {
        const char *type;
        enum prop prop;
    } types[] = {
        {"Primary name", PROP_name}, {"Primary name variation", PROP_name}, {"AKA", PROP_alias},
        {"A.K.A.", PROP_alias}, {"FKA", PROP_previousName}, {"F.K.A.", PROP_previousName},
    };
    struct span type = cell(to, COL_ALIAS_TYPE);
    enum prop prop = type.n ? PROP_NONE : PROP_name;
    for (size_t i = 0; i < ARRAY_LEN(types); i++)
        if (span_eq_nocase(type, span_of(types[i].type)))
            prop = types[i].prop;
    if (!prop) {
        emit_note(to->e->out, "Alias Type '%.*s' is not known; read as AKA", SPAN_ARG(type));
        prop = PROP_alias;
    }
    return prop != PROP_name && weak(to, name) ? PROP_weakAlias : prop;
}

static struct tocsin_err *add_parts(struct adding *to)
{
    struct entry *e = to->e;
    uint64_t line = to->row->line;
    struct span middle = entry_join(e->arena, " ", &to->row->cell[COL_NAME2], 4);
    TRY(entry_add(e, PROP_firstName, cell(to, COL_NAME1), "Name 1", line));
    TRY(entry_add(e, PROP_middleName, middle, "Name 2", line));
    /* A name in Name 6 alone is a whole name. */
    return cell(to, COL_NAME1).n ? entry_add(e, PROP_lastName, cell(to, COL_NAME6), "Name 6", line)
                                 : NULL;
}

static struct tocsin_err *add_name(struct adding *to)
{
    struct entry *e = to->e;
    struct span parts[6];
    for (size_t i = 0; i < 5; i++)
        parts[i] = cell(to, COL_NAME1 + i);
    parts[5] = cell(to, COL_NAME6);
    struct span name = entry_join(e->arena, " ", parts, ARRAY_LEN(parts));
    enum prop prop = name_prop(to, name);
    TRY(entry_add(e, prop, name, "Name 6", to->row->line));
    TRY(entry_add(e, PROP_alias, cell(to, COL_OTHER_SCRIPT), headings[COL_OTHER_SCRIPT],
                  to->row->line));
    if (e->entity->schema != SCHEMA_Person || prop == PROP_weakAlias)
        return NULL;
    return add_parts(to);
}

/* ---- births -------------------------------------------------------------------------------- */

static struct tocsin_err *add_birth_dates(struct adding *to)
{
    struct span parts[NUMBERED_MAX];
    size_t n = split_cell(cell(to, COL_DOB), parts);
    for (size_t i = 0; i < n; i++) {
        struct date d;
        if (!parts[i].n)
            continue;
        if (!schema_has(to->e->entity->schema, PROP_birthDate))
            entry_note(to->e, "DOB", parts[i]);
        else if (date_parse(parts[i], DATE_DAY_FIRST, &d))
            entry_date(to->e->entity, PROP_birthDate, &d);
        else
            return entry_error(to->e->in, "DOB", to->row->line, "'%.*s' is no date",
                               SPAN_ARG(span_slice(parts[i], 0, 80)));
    }
    return NULL;
}

/* Towns and countries that are numbered alike belong together; else each stands for itself. */
static struct tocsin_err *add_birth_places(struct adding *to)
{
    struct span town[NUMBERED_MAX], country[NUMBERED_MAX];
    size_t towns = split_cell(cell(to, COL_TOWN), town);
    size_t countries = split_cell(cell(to, COL_BIRTH_COUNTRY), country);
    for (size_t i = 0; i < towns; i++) {
        struct span place[] = {town[i], towns == countries ? country[i] : SPAN("")};
        TRY(entry_add(to->e, PROP_birthPlace, entry_join(to->e->arena, ", ", place, 2),
                      "Town of Birth", to->row->line));
    }
    for (size_t i = 0; i < countries; i++)
        TRY(entry_add(to->e, PROP_birthCountry, country[i], "Country of Birth", to->row->line));
    return NULL;
}

/* ---- documents, addresses ------------------------------------------------------------------- */

static struct tocsin_err *add_documents(struct adding *to, bool passport, enum column numbers,
                                        enum column details)
{
    struct span number[NUMBERED_MAX], detail[NUMBERED_MAX];
    size_t n = split_cell(cell(to, numbers), number), m = split_cell(cell(to, details), detail);
    for (size_t i = 0; i < n; i++) {
        struct entry_document d = {.passport = passport, .number = number[i]};
        if (n == m)
            d.summary = detail[i];
        else if (n == 1)
            d.summary = cell(to, details);
        TRY(entry_document(to->e, &d, headings[numbers], to->row->line));
    }
    if (n != m && n != 1)
        entry_note(to->e, headings[details], cell(to, details));
    return NULL;
}

static struct tocsin_err *add_address(struct adding *to)
{
    struct span code = cell(to, COL_POSTCODE);
    bool box = span_eq_nocase(span_slice(code, 0, 2), SPAN("PO")) ||
               span_eq_nocase(span_slice(code, 0, 4), SPAN("P.O."));
    struct entry_address a = {
        .street = cell(to, COL_ADDRESS1),
        .street2 = entry_join(to->e->arena, ", ", &to->row->cell[COL_ADDRESS2], 3),
        .region = cell(to, COL_ADDRESS5),
        .city = cell(to, COL_ADDRESS6),
        .postcode = box ? SPAN("") : code,
        .box = box ? code : SPAN(""),
        .country = cell(to, COL_COUNTRY),
    };
    return entry_address(to->e, &a, "Address", to->row->line);
}

/* ---- other information ----------------------------------------------------------------------- */

enum place { ON_ENTITY, ON_SANCTION, AS_OWNER, AS_OWNED, AS_RELATED };

/* Labels as the list writes them, without case. */
static const struct label {
    const char *text;
    enum place place;
    enum prop prop;
} labels[] = {
    {"UK Sanctions List Ref", ON_SANCTION, PROP_authorityId},
    {"UK Sanctions List Reference", ON_SANCTION, PROP_authorityId},
    {"UN Ref", ON_SANCTION, PROP_unscId},
    {"UN Reference", ON_SANCTION, PROP_unscId},
    {"UK Statement of Reasons", ON_SANCTION, PROP_reason},
    {"Financial sanctions imposed in addition to an asset freeze", ON_SANCTION, PROP_provisions},
    {"Gender", ON_ENTITY, PROP_gender},
    {"Phone number", ON_ENTITY, PROP_phone},
    {"Email address", ON_ENTITY, PROP_email},
    {"Website", ON_ENTITY, PROP_website},
    {"Further Identifying Information", ON_ENTITY, PROP_notes},
    {"Type of entity", ON_ENTITY, PROP_legalForm},
    {"Business Reg No", ON_ENTITY, PROP_registrationNumber},
    {"Business registration number", ON_ENTITY, PROP_registrationNumber},
    {"Business registration number(s)", ON_ENTITY, PROP_registrationNumber},
    {"IMO number", ON_ENTITY, PROP_imoNumber},
    {"Flag of ship", ON_ENTITY, PROP_flag},
    {"Current believed flag of ship", ON_ENTITY, PROP_flag},
    {"Previous flags", ON_ENTITY, PROP_pastFlags},
    {"Type of ship", ON_ENTITY, PROP_type},
    {"Tonnage of ship", ON_ENTITY, PROP_tonnage},
    {"Year built", ON_ENTITY, PROP_buildDate},
    {"Parent company", AS_OWNER, PROP_NONE},
    {"Subsidiaries", AS_OWNED, PROP_NONE},
    {"Current owners", AS_OWNER, PROP_NONE},
    {"Current owner/operator (s)", AS_OWNER, PROP_NONE},
    {"Previous owner/operator (s)", AS_RELATED, PROP_NONE},
};

/* The length of a label "(UN Ref):" at the front of 's', with its name; 0 when there is none. */
static size_t label_length(struct span s, struct span *name)
{
    size_t depth = 0;
    for (size_t i = 0; i < s.n && i < 100; i++) {
        depth += s.p[i] == '(';
        depth -= s.p[i] == ')' && depth;
        if (depth)
            continue;
        *name = span_trim(span_slice(s, 1, i > 1 ? i - 1 : 0));
        return i > 1 && i + 1 < s.n && s.p[i + 1] == ':' ? i + 2 : 0;
    }
    return 0;
}

/* Up to the next label. */
static size_t text_length(struct span s)
{
    struct span name;
    size_t n = 0;
    while (n < s.n && !(s.p[n] == '(' && label_length(span_from(s, n), &name)))
        n++;
    return n;
}

static struct tocsin_err *add_party(struct adding *to, const struct label *l, struct span text)
{
    enum entry_party kind = l->place == AS_OWNER   ? ENTRY_OWNER
                            : l->place == AS_OWNED ? ENTRY_OWNED
                                                   : ENTRY_RELATED;
    struct span parts[NUMBERED_MAX];
    size_t n = split_cell(text, parts);
    for (size_t i = 0; i < n; i++)
        TRY(entry_party(to->e, kind, without_stop(parts[i]), l->text, to->row->line));
    return NULL;
}

static struct tocsin_err *add_labelled(struct adding *to, const struct label *l, struct span text)
{
    struct span parts[NUMBERED_MAX];
    struct record *r = l->place == ON_SANCTION ? to->sanction : to->e->entity;
    if (l->place >= AS_OWNER)
        return add_party(to, l, text);
    if (!schema_has(r->schema, l->prop) || prop_type_in(r->schema, l->prop) == TYPE_TEXT)
        return entry_add_to(to->e, r, l->prop, text, l->text, to->row->line);
    size_t n = split_cell(text, parts);
    for (size_t i = 0; i < n; i++)
        TRY(entry_add_to(to->e, r, l->prop, without_stop(parts[i]), l->text, to->row->line));
    return NULL;
}

static struct tocsin_err *add_label(struct adding *to, struct span name, struct span text)
{
    for (size_t i = 0; i < ARRAY_LEN(labels); i++)
        if (span_eq_nocase(name, span_of(labels[i].text)))
            return add_labelled(to, &labels[i], text);
    entry_note(to->e, arena_str(to->e->arena, name), text);
    return NULL;
}

static struct tocsin_err *add_other(struct adding *to)
{
    struct span rest = cell(to, COL_OTHER), name = SPAN("");
    entry_note(to->e, NULL, span_slice(rest, 0, text_length(rest)));
    rest = span_from(rest, text_length(rest));
    while (rest.n) {
        rest = span_from(rest, label_length(rest, &name));
        size_t n = text_length(rest);
        TRY(add_label(to, name, span_trim(span_slice(rest, 0, n))));
        rest = span_from(rest, n);
    }
    return NULL;
}

/* ---- an entry ------------------------------------------------------------------------------ */

static struct tocsin_err *add_sanction(struct adding *to)
{
    static const struct {
        enum column column;
        enum prop prop;
    } values[] = {
        {COL_GROUP_ID, PROP_authorityId},
        {COL_LISTED, PROP_listingDate},
        {COL_DESIGNATED, PROP_startDate},
    };
    struct entry *e = to->e;
    uint64_t line = to->row->line;
    to->sanction = entry_sanction(e, cell(to, COL_REGIME));
    for (size_t i = 0; i < ARRAY_LEN(values); i++)
        TRY(entry_add_to(e, to->sanction, values[i].prop, cell(to, values[i].column),
                         headings[values[i].column], line));
    TRY(entry_program(e, to->sanction, cell(to, COL_REGIME), SPAN(""), "Regime", line));
    TRY(entry_add(e, PROP_createdAt, cell(to, COL_LISTED), "Listed On", line));
    return entry_add(e, PROP_modifiedAt, cell(to, COL_UPDATED), "Last Updated", line);
}

static struct tocsin_err *add_row(struct adding *to)
{
    TRY(add_name(to));
    TRY(add_sanction(to));
    TRY(add_each(to, PROP_title, COL_TITLE));
    TRY(add_birth_dates(to));
    TRY(add_birth_places(to));
    TRY(add_each(to, PROP_nationality, COL_NATIONALITY));
    TRY(add_each(to, PROP_position, COL_POSITION));
    TRY(add_documents(to, true, COL_PASSPORT, COL_PASSPORT_DETAILS));
    TRY(add_documents(to, false, COL_NI, COL_NI_DETAILS));
    TRY(add_address(to));
    return add_other(to);
}

static enum schema schema_of(struct ofsi *o, struct span type)
{
    if (span_eq_nocase(type, SPAN("Individual")))
        return SCHEMA_Person;
    if (span_eq_nocase(type, SPAN("Entity")))
        return SCHEMA_Organization;
    if (span_eq_nocase(type, SPAN("Ship")))
        return SCHEMA_Vessel;
    emit_note(o->out, "Group Type '%.*s' is not known; read as a legal entity", SPAN_ARG(type));
    return SCHEMA_LegalEntity;
}

static bool has_name(const struct record *r)
{
    for (size_t i = 0; i < r->n; i++)
        if (prop_type(r->values[i].prop) == TYPE_NAME)
            return true;
    return false;
}

static struct tocsin_err *read_entry(void *ctx, struct arena *a, const struct grouped_entry *g)
{
    struct ofsi *o = ctx;
    const struct grouped_row *first = &g->row[0];
    struct adding to = {.e = entry_new(a, o->in, o->out, &issuer,
                                       schema_of(o, first->cell[COL_GROUP_TYPE]),
                                       entry_slug(a, "gb-hmt-", g->key), first->line)};
    for (size_t i = 0; i < g->n; i++) {
        to.row = &g->row[i];
        TRY(add_row(&to));
    }
    if (!has_name(to.e->entity))
        return entry_error(o->in, "Name 6", first->line, "is missing");
    return entry_emit(to.e);
}

/* ---- the file ------------------------------------------------------------------------------ */

static struct tocsin_err *read_top(void *ctx, const struct csv_row *row)
{
    struct ofsi *o = ctx;
    if (row->n > 1)
        grouped_version(o->out, row->field[1]);
    return NULL;
}

static const char *heading(size_t column)
{
    return column < COLUMNS ? headings[column] : NULL;
}

struct tocsin_err *ofsi_csv_parse(struct source *in, struct emitter *out)
{
    static const struct grouped_format format = {
        .heading = heading, .key = COL_GROUP_ID, .top = read_top, .entry = read_entry};
    struct ofsi o = {source_reader(in, ""), out};
    return grouped_read(o.in, out, &format, &o);
}

bool ofsi_csv_sniff(struct span head)
{
    return grouped_sniff(head, SPAN("Last Updated,"), SPAN("Name 6,Name 1,"));
}
