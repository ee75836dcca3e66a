/* SPDX-License-Identifier: Apache-2.0
 *
 * ofac-advanced: the Advanced Sanctions Data Model of the Office of Foreign Assets Control
 * (SDN_ADVANCED.XML, CONS_ADVANCED.XML): tables joined by ids, in this order.
 *
 *   Sanctions
 *     DateOfIssue
 *     ReferenceValueSets, Locations, IDRegDocuments      kept (ofac_terms.h)
 *     DistinctParties / DistinctParty *                  sent when read
 *       Profile @ID @PartySubTypeID
 *         Identity @ID
 *           Alias @AliasTypeID @LowQuality / DocumentedName / DocumentedNamePart /
 *             NamePartValue @NamePartGroupID @ScriptID
 *           NamePartGroups / MasterNamePartGroup / NamePartGroup @ID @NamePartTypeID
 *         Feature @FeatureTypeID / FeatureVersion @ReliabilityID
 *           DatePeriod, VersionDetail @DetailReferenceID, VersionLocation @LocationID, Comment
 *     ProfileRelationships / ProfileRelationship *       sent when read
 *       @From-ProfileID @To-ProfileID @RelationTypeID @Former
 *     SanctionsEntries / SanctionsEntry *                sent when read, as Sanction
 *       @ID @ProfileID @ListID
 *       EntryEvent @LegalBasisID / Date
 *       SanctionsMeasure @SanctionsTypeID / Comment (the programme tag), DatePeriod
 *
 * One pass. Of a party only its id, its names, its schema and its phrases about measures stay in
 * memory, since the Sanction to which they belong comes last, and owners are told by name (roster.h).
 *
 * Ids: "ofac-" + Profile/@ID, which is the entry number of all OFAC files; a Sanction is keyed by
 * the id of its SanctionsEntry.
 *
 * A name in another script is a second DocumentedName of the same Alias, and an alias of the
 * entity. An entry under "Consolidated List" repeats what the entry of the party's own list says,
 * so it counts only for a party that has no other.
 */
#include "ofac_terms.h"
#include "roster.h"
#include "xml_list.h"

struct phrase { /* of a measure, said among the features of a party */
    enum prop prop;
    struct span text;
    struct phrase *next;
};

struct party {
    struct span id; /* of the entity */
    enum schema schema;
    bool unreadable; /* was reported as bad: what refers to it says nothing */
    bool sanctioned;
    struct phrase *phrases;
    struct record *repeated; /* the Sanction of "Consolidated List" */
};

struct advanced {
    struct ofac_terms terms;
    struct reader *in;
    struct emitter *out;
    struct roster *roster;
    struct map *parties; /* Profile id -> at[] of party, plus 1 */
    VEC(struct party *) party;
    uint64_t one_sided; /* relations with a party that is not in the file */
    bool sdn;           /* some entry is of the SDN list */
};

static struct party *party_of(struct advanced *v, struct span profile)
{
    const uint64_t *at = map_get(v->parties, profile);

    return at ? v->party.at[*at - 1] : NULL;
}

/* ---- names ---------------------------------------------------------------------------------- */

enum part {
    PART_FIRST,
    PART_MIDDLE,
    PART_FATHER,
    PART_MOTHER,
    PART_LAST,
    PART_WHOLE,
    PART_MAIDEN,
    PART_NICK,
    PARTS
};

/* In the order in which a name is put together, up to PART_WHOLE. */
static const struct {
    const char *text;
    enum part part;
    enum prop prop;
} part_types[] = {
    {"First Name", PART_FIRST, PROP_firstName},   {"Middle Name", PART_MIDDLE, PROP_middleName},
    {"Patronymic", PART_FATHER, PROP_fatherName}, {"Matronymic", PART_MOTHER, PROP_motherName},
    {"Last Name", PART_LAST, PROP_lastName},      {"Entity Name", PART_WHOLE, PROP_NONE},
    {"Vessel Name", PART_WHOLE, PROP_NONE},       {"Aircraft Name", PART_WHOLE, PROP_NONE},
    {"Maiden Name", PART_MAIDEN, PROP_lastName},  {"Nickname", PART_NICK, PROP_NONE},
};

struct name {
    struct span part[PARTS];
    struct span script; /* code or name, "Latn"; empty when not said */
};

static const struct node *find_group(const struct node *identity, struct span id)
{
    const struct node *groups = node_child(identity, "NamePartGroups");
    const struct node *m = groups ? node_child(groups, "MasterNamePartGroup") : NULL;

    for (; m; m = node_next(m, "MasterNamePartGroup"))
        for (const struct node *g = node_child(m, "NamePartGroup"); g;
             g = node_next(g, "NamePartGroup"))
            if (span_eq(node_attr(g, "ID"), id))
                return g;
    return NULL;
}

static enum part part_kind(struct advanced *v, struct span type)
{
    for (size_t i = 0; i < ARRAY_LEN(part_types); i++)
        if (span_eq(type, span_of(part_types[i].text)))
            return part_types[i].part;
    emit_note(v->out, "name part type '%.*s' is not known; read as part of a whole name",
              SPAN_ARG(type));
    return PART_WHOLE;
}

static struct tocsin_err *add_part(struct advanced *v, struct entry *e, const struct node *identity,
                                   const struct node *value, struct name *name)
{
    struct span id = node_attr(value, "NamePartGroupID");
    const struct node *group = find_group(identity, id);
    const struct ofac_word *type, *script;
    enum part part;

    if (!group)
        return entry_error(v->in, "NamePartGroupID", value->line,
                           "'%.*s' is no NamePartGroup of the identity", SPAN_ARG(id));
    TRY(ofac_word(&v->terms, group, "NamePartTypeID", "NamePartType", &type));
    part = part_kind(v, type->text);
    struct span both[] = {name->part[part], value->text};
    name->part[part] = entry_join(e->arena, " ", both, ARRAY_LEN(both));
    script = ofac_word_maybe(&v->terms, node_attr(value, "ScriptID"), "Script");
    if (script)
        name->script = script->code.n ? script->code : script->text;
    return NULL;
}

static struct tocsin_err *read_name(struct advanced *v, struct entry *e,
                                    const struct node *identity, const struct node *documented,
                                    struct name *name)
{
    const struct node *p = node_child(documented, "DocumentedNamePart");

    *name = (struct name){0};
    for (; p; p = node_next(p, "DocumentedNamePart")) {
        const struct node *value = node_child(p, "NamePartValue");
        for (; value; value = node_next(value, "NamePartValue"))
            TRY(add_part(v, e, identity, value, name));
    }
    return NULL;
}

static bool is_latin(struct span script)
{
    return script.n == 0 || span_eq(script, SPAN("Latn")) || span_eq(script, SPAN("Latin"));
}

/* Scripts whose writers put the family name first and nothing between the parts. */
static bool family_first(struct span script)
{
    static const char *const codes[] = {"Hans", "Hant", "Hani",   "Hang",
                                        "Jpan", "Kore", "Korean", "Japanese"};

    for (size_t i = 0; i < ARRAY_LEN(codes); i++)
        if (span_eq(script, span_of(codes[i])))
            return true;
    return false;
}

static struct span whole_name(struct entry *e, const struct name *n)
{
    struct span turned[] = {n->part[PART_LAST], n->part[PART_FIRST], n->part[PART_MIDDLE],
                            n->part[PART_WHOLE]};

    if (family_first(n->script))
        return entry_join(e->arena, "", turned, ARRAY_LEN(turned));
    return entry_join(e->arena, " ", n->part, PART_WHOLE + 1);
}

static enum prop name_prop(struct advanced *v, struct span type, bool weak, bool latin)
{
    if (weak)
        return PROP_weakAlias;
    if (span_eq(type, SPAN("F.K.A.")))
        return PROP_previousName;
    if (span_eq(type, SPAN("Name")) || span_eq(type, SPAN("N.K.A.")))
        return latin ? PROP_name : PROP_alias;
    if (!span_eq(type, SPAN("A.K.A.")))
        emit_note(v->out, "alias type '%.*s' is not known; read as A.K.A.", SPAN_ARG(type));
    return PROP_alias;
}

static struct tocsin_err *add_name(struct entry *e, const struct name *n, enum prop prop,
                                   uint64_t line)
{
    bool weak = prop == PROP_weakAlias;
    struct span maiden[] = {n->part[PART_FIRST], n->part[PART_MAIDEN]};

    TRY(entry_add(e, prop, whole_name(e, n), "DocumentedName", line));
    TRY(entry_add(e, weak ? prop : PROP_alias, n->part[PART_NICK], "Nickname", line));
    if (n->part[PART_MAIDEN].n)
        TRY(entry_add(e, weak ? prop : PROP_previousName, entry_join(e->arena, " ", maiden, 2),
                      "Maiden Name", line));
    if (weak || e->entity->schema != SCHEMA_Person)
        return NULL;
    for (size_t i = 0; i < ARRAY_LEN(part_types); i++)
        if (part_types[i].prop)
            TRY(entry_add(e, part_types[i].prop, n->part[part_types[i].part], part_types[i].text,
                          line));
    return NULL;
}

static struct tocsin_err *add_alias(struct advanced *v, struct entry *e,
                                    const struct node *identity, const struct node *alias)
{
    bool weak = span_eq(node_attr(alias, "LowQuality"), SPAN("true"));
    const struct node *d = node_child(alias, "DocumentedName");
    const struct ofac_word *type;
    struct name name;

    TRY(ofac_word(&v->terms, alias, "AliasTypeID", "AliasType", &type));
    for (; d; d = node_next(d, "DocumentedName")) {
        TRY(read_name(v, e, identity, d, &name));
        TRY(add_name(e, &name, name_prop(v, type->text, weak, is_latin(name.script)), d->line));
        if (!weak)
            roster_name(e->roster, whole_name(e, &name), !span_eq(type->text, SPAN("Name")));
    }
    return NULL;
}

/* ---- papers --------------------------------------------------------------------------------- */

static struct tocsin_err *add_paper(struct entry *e, const struct ofac_paper *p)
{
    const struct ofac_label *known = ofac_label_find(p->type);
    struct entry_document d = {
        .number = p->value.number,
        .type = p->type,
        .country = p->value.country,
        .authority = p->value.authority,
        .issued = p->value.issued,
        .expires = p->value.expires,
        .summary = p->value.summary,
    };

    if (p->value.number.n == 0)
        return NULL;
    if (known)
        return ofac_label_add(e, known, p->type, &p->value, p->line);
    emit_note(e->out, "document type '%.*s' is not known; read as an identification",
              SPAN_ARG(p->type));
    return entry_document(e, &d, "IDRegDocument", p->line);
}

/* Papers are kept last first; the file's order is the other one. */
static struct tocsin_err *add_papers(struct entry *e, const struct ofac_paper *p)
{
    if (!p)
        return NULL;
    TRY(add_papers(e, p->next));
    return add_paper(e, p);
}

static struct tocsin_err *add_identity(struct advanced *v, struct entry *e,
                                       const struct node *identity)
{
    const struct node *alias = node_child(identity, "Alias");

    for (; alias; alias = node_next(alias, "Alias"))
        TRY(add_alias(v, e, identity, alias));
    return add_papers(e, ofac_papers(&v->terms, node_attr(identity, "ID")));
}

/* ---- features ------------------------------------------------------------------------------- */

/* A feature while its versions are read. */
struct feature {
    struct advanced *v;
    struct entry *e;
    struct party *party;
    struct span label;
    const struct ofac_label *known;
};

static void keep_phrase(struct feature *f, struct span text)
{
    struct arena *kept = f->v->terms.kept;
    struct phrase *p = ARENA_NEW(kept, struct phrase);

    p->prop = f->known->prop;
    p->text = f->known->kind == OFAC_PHRASE
                  ? arena_printf(kept, "%s: %.*s", f->known->text, SPAN_ARG(text))
                  : arena_span(kept, text);
    p->next = f->party->phrases;
    f->party->phrases = p;
}

static struct tocsin_err *add_text(struct feature *f, struct span text, uint64_t line)
{
    struct ofac_value value = ofac_value_parse(f->known, text);

    if (text.n == 0)
        return NULL;
    if (f->known && (f->known->kind == OFAC_PHRASE || f->known->kind == OFAC_MEASURE)) {
        keep_phrase(f, text);
        return NULL;
    }
    return ofac_label_add(f->e, f->known, f->label, &value, line);
}

static struct tocsin_err *add_place(struct feature *f, const struct node *n)
{
    const struct entry_address *a;

    TRY(ofac_place(&f->v->terms, n, &a));
    if (!f->known || f->known->kind == OFAC_PLACE)
        return entry_address(f->e, a, "Location", n->line);
    if (f->known->prop == PROP_birthPlace) {
        struct span parts[] = {a->city, a->region, a->country};
        return add_text(f, entry_join(f->e->arena, ", ", parts, ARRAY_LEN(parts)), n->line);
    }
    return add_text(f, a->country, n->line);
}

static struct tocsin_err *add_detail(struct feature *f, const struct node *n)
{
    const struct ofac_word *word;

    if (n->text.n)
        return add_text(f, n->text, n->line);
    if (node_attr(n, "DetailReferenceID").n == 0)
        return NULL; /* the value stands in a date or a place */
    TRY(ofac_word(&f->v->terms, n, "DetailReferenceID", "DetailReference", &word));
    return add_text(f, word->text, n->line);
}

static struct tocsin_err *add_version(struct feature *f, const struct node *version)
{
    const struct ofac_word *reliability =
        ofac_word_maybe(&f->v->terms, node_attr(version, "ReliabilityID"), "Reliability");
    struct span comment = node_text(version, "Comment");
    struct date d;

    if (reliability && span_eq(reliability->text, SPAN("False")))
        entry_note(f->e, arena_str(f->e->arena, f->label), SPAN("known to be false"));
    for (const struct node *n = version->child; n; n = n->next) {
        if (span_eq(n->name, SPAN("DatePeriod"))) {
            TRY(ofac_period(&f->v->terms, n, &d));
            TRY(add_text(f, ofac_date_text(f->e->arena, &d), n->line));
        } else if (span_eq(n->name, SPAN("VersionLocation"))) {
            TRY(add_place(f, n));
        } else if (span_eq(n->name, SPAN("VersionDetail"))) {
            TRY(add_detail(f, n));
        }
    }
    entry_note(f->e, arena_str(f->e->arena, f->label), comment);
    return NULL;
}

static struct tocsin_err *add_feature(struct advanced *v, struct entry *e, struct party *party,
                                      const struct node *feature)
{
    const struct node *version = node_child(feature, "FeatureVersion");
    struct feature f = {v, e, party, {0}, NULL};
    const struct ofac_word *type;

    TRY(ofac_word(&v->terms, feature, "FeatureTypeID", "FeatureType", &type));
    f.label = type->text;
    f.known = ofac_label_find(type->text);
    for (; version; version = node_next(version, "FeatureVersion"))
        TRY(add_version(&f, version));
    return NULL;
}

/* ---- parties -------------------------------------------------------------------------------- */

/* The sub-type says vessel or aircraft; "Unknown" there means that the type above it says it. */
static struct tocsin_err *party_schema(struct advanced *v, const struct node *profile,
                                       enum schema *out)
{
    const struct ofac_word *word, *above;

    TRY(ofac_word(&v->terms, profile, "PartySubTypeID", "PartySubType", &word));
    if (span_eq(word->text, SPAN("Unknown"))) {
        above = ofac_word_maybe(&v->terms, word->parent, "PartyType");
        word = above ? above : word;
    }
    *out = ofac_schema(word->text);
    if (*out)
        return NULL;
    emit_note(v->out, "party type '%.*s' is not known; read as a legal entity",
              SPAN_ARG(word->text));
    *out = SCHEMA_LegalEntity;
    return NULL;
}

static struct party *keep_party(struct advanced *v, struct span profile, struct entry *e)
{
    struct party *p = ARENA_NEW(v->terms.kept, struct party);

    p->id = arena_span(v->terms.kept, e->entity->id);
    *VEC_PUSH(&v->party) = p;
    *map_slot(v->parties, profile, NULL) = v->party.n;
    return p;
}

static struct tocsin_err *fill_party(struct advanced *v, struct entry *e, struct party *p,
                                     const struct node *profile)
{
    size_t n = 0;

    p->unreadable = true; /* until the end is reached */
    for (const struct node *i = node_child(profile, "Identity"); i; i = node_next(i, "Identity"))
        TRY(add_identity(v, e, i));
    for (const struct node *f = node_child(profile, "Feature"); f; f = node_next(f, "Feature"))
        TRY(add_feature(v, e, p, f));
    for (size_t i = 0; i < e->entity->n; i++)
        n += prop_type(e->entity->values[i].prop) == TYPE_NAME;
    if (n == 0)
        return entry_error(v->in, "DocumentedName", profile->line, "is missing");
    p->unreadable = false;
    p->schema = e->entity->schema;
    return NULL;
}

static struct tocsin_err *read_party(void *ctx, struct arena *a, const struct node *n)
{
    struct advanced *v = ctx;
    const struct node *profile = node_child(n, "Profile");
    struct span id = node_attr(profile, "ID");
    struct span comment = node_text(n, "Comment");
    enum schema schema;
    struct entry *e;
    struct party *p;
    uint64_t uid;

    if (id.n == 0)
        return entry_error(v->in, "Profile", n->line, "has no ID");
    if (!span_u64(id, &uid))
        return entry_error(v->in, "Profile", n->line, "'%.*s' is no number", SPAN_ARG(id));
    TRY(party_schema(v, profile, &schema));
    e = entry_new(a, v->in, v->out, &ofac_issuer, schema,
                  arena_printf(a, "ofac-%.*s", SPAN_ARG(id)), n->line);
    e->roster = v->roster;
    roster_begin(v->roster);
    p = keep_party(v, id, e);
    TRY(fill_party(v, e, p, profile));
    entry_note(e, NULL, comment);
    TRY(entry_emit(e));
    roster_enter(v->roster, e->entity);
    return NULL;
}

/* ---- relations ------------------------------------------------------------------------------ */

static const struct relation {
    const char *text;
    enum schema schema;
    bool turned; /* the list says it from the other end */
} relations[] = {
    {"Associate Of", SCHEMA_Associate, false},
    {"Providing support to", SCHEMA_UnknownLink, false},
    {"Acting for or on behalf of", SCHEMA_Representation, false},
    {"Owned or Controlled By", SCHEMA_Ownership, true},
    {"Family member of", SCHEMA_Family, false},
    {"playing a significant role in", SCHEMA_Membership, false},
    {"Leader or official of", SCHEMA_Directorship, false},
    {"Principal Executive Officer", SCHEMA_Directorship, false},
    {"Owns, controls, or operates", SCHEMA_Ownership, false},
    {"Property in the interest of", SCHEMA_Ownership, true},
};

/* What the two ends of an edge must be. */
static const struct {
    enum schema edge, from, to;
} ends[] = {
    {SCHEMA_Associate, SCHEMA_Person, SCHEMA_Person},
    {SCHEMA_Family, SCHEMA_Person, SCHEMA_Person},
    {SCHEMA_Representation, SCHEMA_LegalEntity, SCHEMA_LegalEntity},
    {SCHEMA_Ownership, SCHEMA_LegalEntity, SCHEMA_Asset},
    {SCHEMA_Membership, SCHEMA_LegalEntity, SCHEMA_Organization},
    {SCHEMA_Directorship, SCHEMA_LegalEntity, SCHEMA_Organization},
};

static bool fits(enum schema edge, const struct party *from, const struct party *to)
{
    for (size_t i = 0; i < ARRAY_LEN(ends); i++)
        if (ends[i].edge == edge)
            return schema_is_a(from->schema, ends[i].from) && schema_is_a(to->schema, ends[i].to);
    return edge == SCHEMA_UnknownLink;
}

static const struct relation *find_relation(struct advanced *v, struct span text)
{
    static const struct relation other = {"", SCHEMA_UnknownLink, false};

    for (size_t i = 0; i < ARRAY_LEN(relations); i++)
        if (span_eq(text, span_of(relations[i].text)))
            return &relations[i];
    emit_note(v->out, "relation type '%.*s' is not known; read as a link", SPAN_ARG(text));
    return &other;
}

/* Some relations point the wrong way for their type. */
static struct record *make_link(struct arena *a, const struct relation *r, const struct party *from,
                                const struct party *to, struct span role)
{
    const struct party *first = r->turned ? to : from, *second = r->turned ? from : to;

    if (fits(r->schema, first, second))
        return entry_link(a, r->schema, first->id, second->id, role);
    if (fits(r->schema, second, first))
        return entry_link(a, r->schema, second->id, first->id, role);
    return entry_link(a, SCHEMA_UnknownLink, from->id, to->id, role);
}

static struct tocsin_err *link_details(struct advanced *v, struct arena *a, const struct node *n,
                                       struct record *r)
{
    const struct node *period = node_child(n, "DatePeriod");
    const struct ofac_word *quality =
        ofac_word_maybe(&v->terms, node_attr(n, "RelationQualityID"), "RelationQuality");
    struct date d = {0};

    if (span_eq(node_attr(n, "Former"), SPAN("true")) && schema_has(r->schema, PROP_status))
        record_add(r, PROP_status, SPAN("former"));
    if (quality && !span_eq(quality->text, SPAN("Unknown")))
        record_add(r, PROP_summary, quality->text);
    record_add(r, PROP_description, node_text(n, "Comment"));
    record_add(r, PROP_recordId, node_attr(n, "ID"));
    if (period)
        TRY(ofac_period(&v->terms, period, &d));
    record_add(r, PROP_date, ofac_date_text(a, &d));
    return NULL;
}

static struct tocsin_err *read_relation(void *ctx, struct arena *a, const struct node *n)
{
    struct advanced *v = ctx;
    struct party *from = party_of(v, node_attr(n, "From-ProfileID"));
    struct party *to = party_of(v, node_attr(n, "To-ProfileID"));
    const struct ofac_word *type;
    struct record *r;

    TRY(ofac_word(&v->terms, n, "RelationTypeID", "RelationType", &type));
    if (!from || !to) {
        v->one_sided++;
        return NULL;
    }
    if (from->unreadable || to->unreadable)
        return NULL;
    r = make_link(a, find_relation(v, type->text), from, to, type->text);
    r->line = n->line;
    TRY(link_details(v, a, n, r));
    return emit(v->out, r);
}

/* ---- measures ------------------------------------------------------------------------------- */

static struct record *sanction_new(struct arena *a, const struct party *p, struct span key)
{
    struct record *r = link_new(a, SCHEMA_Sanction, p->id, key);

    record_add(r, PROP_entity, p->id);
    record_add(r, PROP_authority, span_of(ofac_issuer.authority));
    record_add(r, PROP_country, span_of(ofac_issuer.country));
    record_add(r, PROP_authorityId, span_from(p->id, strlen("ofac-")));
    record_add(r, PROP_sourceUrl, ofac_url(a, span_from(p->id, strlen("ofac-"))));
    for (const struct phrase *f = p->phrases; f; f = f->next)
        record_add(r, f->prop, f->text);
    return r;
}

static struct tocsin_err *add_event(struct advanced *v, struct arena *a, struct record *r,
                                    const struct node *n)
{
    const struct node *date = node_child(n, "Date");
    const struct ofac_word *basis =
        ofac_word_maybe(&v->terms, node_attr(n, "LegalBasisID"), "LegalBasis");
    struct date d = {0};

    if (date)
        TRY(ofac_day(&v->terms, date, &d));
    record_add(r, PROP_listingDate, ofac_date_text(a, &d));
    record_add(r, PROP_startDate, ofac_date_text(a, &d));
    if (basis && !span_eq(basis->text, SPAN("Unknown")))
        record_add(r, PROP_reason, basis->text);
    record_add(r, PROP_summary, node_text(n, "Comment"));
    return NULL;
}

static struct tocsin_err *add_measure(struct advanced *v, struct record *r, const struct node *n)
{
    struct span comment = node_text(n, "Comment");
    const struct ofac_word *type;

    TRY(ofac_word(&v->terms, n, "SanctionsTypeID", "SanctionsType", &type));
    if (span_eq(type->text, SPAN("Program"))) {
        record_add(r, PROP_program, comment);
        record_add(r, PROP_programId, comment);
        return NULL;
    }
    record_add(r, PROP_provisions, type->text);
    record_add(r, PROP_summary, comment);
    return NULL;
}

static struct tocsin_err *fill_sanction(struct advanced *v, struct arena *a, struct record *r,
                                        const struct node *n)
{
    for (const struct node *m = node_child(n, "EntryEvent"); m; m = node_next(m, "EntryEvent"))
        TRY(add_event(v, a, r, m));
    for (const struct node *m = node_child(n, "SanctionsMeasure"); m;
         m = node_next(m, "SanctionsMeasure"))
        TRY(add_measure(v, r, m));
    record_add(r, PROP_recordId, node_attr(n, "ID"));
    return NULL;
}

static struct tocsin_err *read_sanction(void *ctx, struct arena *a, const struct node *n)
{
    struct advanced *v = ctx;
    struct span profile = node_attr(n, "ProfileID");
    struct party *p = party_of(v, profile);
    const struct ofac_word *list;
    bool repeated;
    struct record *r;

    if (!p)
        return entry_error(v->in, "ProfileID", n->line, "'%.*s' is no Profile of the file",
                           SPAN_ARG(profile));
    if (p->unreadable)
        return NULL;
    TRY(ofac_word(&v->terms, n, "ListID", "List", &list));
    repeated = span_eq(list->text, SPAN("Consolidated List"));
    v->sdn = v->sdn || span_eq(list->text, SPAN("SDN List"));
    r = sanction_new(repeated ? v->terms.kept : a, p, node_attr(n, "ID"));
    r->line = n->line;
    record_add(r, PROP_summary, list->text);
    TRY(fill_sanction(v, r->arena, r, n));
    if (repeated) {
        p->repeated = r;
        return NULL;
    }
    p->sanctioned = true;
    return emit(v->out, r);
}

/* What a party says about its measures is not lost when no entry of a list came for it. */
static struct tocsin_err *send_rest(struct advanced *v)
{
    for (size_t i = 0; i < v->party.n; i++) {
        struct party *p = v->party.at[i];
        if (p->sanctioned || p->unreadable || (!p->repeated && !p->phrases))
            continue;
        TRY(emit(v->out, p->repeated ? p->repeated : sanction_new(v->terms.kept, p, SPAN(""))));
    }
    return NULL;
}

/* ---- the file ------------------------------------------------------------------------------- */

static struct tocsin_err *read_issue(void *ctx, struct arena *a, const struct node *n)
{
    struct advanced *v = ctx;
    struct date d;

    TRY(ofac_day(&v->terms, n, &d));
    emit_version(v->out, ofac_date_text(a, &d));
    return NULL;
}

static struct tocsin_err *read_words(void *ctx, struct arena *a, const struct node *n)
{
    struct advanced *v = ctx;

    (void)a;
    return ofac_terms_words(&v->terms, n);
}

static struct tocsin_err *read_place(void *ctx, struct arena *a, const struct node *n)
{
    struct advanced *v = ctx;

    (void)a;
    return ofac_terms_place(&v->terms, n);
}

static struct tocsin_err *read_paper(void *ctx, struct arena *a, const struct node *n)
{
    struct advanced *v = ctx;

    (void)a;
    return ofac_terms_paper(&v->terms, n);
}

#define WORDS(name)                                                                                \
    {                                                                                              \
        name "Values", XML_HEAD, read_words                                                        \
    }

static const struct xml_row rows[] = {
    {"DateOfIssue", XML_HEAD, read_issue},
    {"ReferenceValueSets", XML_INSIDE, NULL},
    WORDS("AliasType"),
    WORDS("AreaCode"),
    WORDS("Country"),
    WORDS("DetailReference"),
    WORDS("FeatureType"),
    WORDS("IDRegDocDateType"),
    WORDS("IDRegDocType"),
    WORDS("LegalBasis"),
    WORDS("List"),
    WORDS("LocPartType"),
    WORDS("NamePartType"),
    WORDS("PartySubType"),
    WORDS("PartyType"),
    WORDS("RelationQuality"),
    WORDS("RelationType"),
    WORDS("Reliability"),
    WORDS("SanctionsType"),
    WORDS("Script"),
    WORDS("Validity"),
    {"Locations", XML_INSIDE, NULL},
    {"Location", XML_ENTRY, read_place},
    {"IDRegDocuments", XML_INSIDE, NULL},
    {"IDRegDocument", XML_ENTRY, read_paper},
    {"DistinctParties", XML_INSIDE, NULL},
    {"DistinctParty", XML_ENTRY, read_party},
    {"ProfileRelationships", XML_INSIDE, NULL},
    {"ProfileRelationship", XML_ENTRY, read_relation},
    {"SanctionsEntries", XML_INSIDE, NULL},
    {"SanctionsEntry", XML_ENTRY, read_sanction},
    {NULL, XML_INSIDE, NULL},
};

struct tocsin_err *ofac_advanced_parse(struct source *in, struct emitter *out)
{
    struct advanced v = {.in = source_reader(in, ""), .out = out};
    struct tocsin_err *err;

    ofac_terms_open(&v.terms, v.in, out);
    v.parties = map_new();
    v.roster = roster_new("ofac");
    err = xml_list_read(v.in, out, "Sanctions", NULL, rows, &v);
    if (!err)
        err = send_rest(&v);
    if (!err)
        err = roster_send(v.roster, v.in, out);
    if (v.one_sided)
        emit_note(out, "relations with a party that is not in the file are left out: %llu",
                  (unsigned long long)v.one_sided);
    if (!err && !v.sdn)
        emit_dataset(out, SPAN("us_ofac_cons"));
    map_free(v.parties);
    roster_free(v.roster);
    VEC_FREE(&v.party);
    ofac_terms_close(&v.terms);
    return err;
}

bool ofac_advanced_sniff(struct span head)
{
    if (!span_eq(head_xml_root(head), SPAN("Sanctions")))
        return false;
    return span_find_span(head, SPAN("<ReferenceValueSets")) < head.n ||
           span_find_span(head, SPAN("ADVANCED_XML")) < head.n ||
           span_find_span(head, SPAN("un.org/sanctions/")) < head.n;
}
