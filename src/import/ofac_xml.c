/* SPDX-License-Identifier: Apache-2.0
 *
 * ofac-xml: the simple XML of the Office of Foreign Assets Control (SDN.XML, CONSOLIDATED.XML).
 *
 *   sdnList
 *     publshInformation / Publish_Date (MM/DD/YYYY), Record_Count
 *     sdnEntry *
 *       uid, firstName?, lastName, title?, sdnType, remarks?
 *       programList / program +          one Sanction of the entry, with all programmes
 *       idList / id *                    idType, idNumber, idCountry, issueDate, expirationDate;
 *                                        a label of ofac_label.def, not always a paper
 *       akaList / aka *                  type (a.k.a. f.k.a. n.k.a.), category (strong weak)
 *       addressList / address *          address1-3, city, stateOrProvince, postalCode, country
 *       nationalityList, citizenshipList, dateOfBirthList, placeOfBirthList
 *       vesselInfo?                      callSign, vesselType, vesselFlag, vesselOwner, tonnage,
 *                                        grossRegisteredTonnage
 *
 * Ids: "ofac-" + sdnEntry/uid, which is the entry number of all OFAC files.
 *
 * "Linked To: NAME" in the remarks, "Aircraft Operator" and vesselOwner name an entry that may come
 * later, so names are kept until the end and the links are sent last (roster.h). A "Linked To" name
 * that two entries have, or none, stays a remark only.
 *
 * The two files look alike. A file whose name begins with "cons" is the consolidated list.
 */
#include "ofac_label.h"
#include "roster.h"
#include "xml_list.h"

struct ofac_xml {
    struct reader *in;
    struct emitter *out;
    struct roster *roster;
    uint64_t entries, announced;
};

/* ---- names ---------------------------------------------------------------------------------- */

static struct span full_name(struct arena *a, const struct node *n)
{
    struct span parts[] = {node_text(n, "firstName"), node_text(n, "lastName")};

    return entry_join(a, " ", parts, ARRAY_LEN(parts));
}

/* As the remarks write it: "LAST, First". */
static void enter_name(struct entry *e, const struct node *n, bool alias)
{
    struct span parts[] = {node_text(n, "lastName"), node_text(n, "firstName")};

    roster_name(e->roster, entry_join(e->arena, ", ", parts, ARRAY_LEN(parts)), alias);
}

static struct tocsin_err *add_name(struct entry *e, const struct node *n, enum prop prop,
                                   bool strong)
{
    TRY(entry_add(e, prop, full_name(e->arena, n), "lastName", n->line));
    if (!strong || e->entity->schema != SCHEMA_Person || node_text(n, "firstName").n == 0)
        return NULL;
    TRY(entry_add(e, PROP_firstName, node_text(n, "firstName"), "firstName", n->line));
    return entry_add(e, PROP_lastName, node_text(n, "lastName"), "lastName", n->line);
}

static enum prop name_prop(struct entry *e, struct span type, bool strong)
{
    if (!strong)
        return PROP_weakAlias;
    if (span_eq(type, SPAN("f.k.a.")))
        return PROP_previousName;
    if (span_eq(type, SPAN("n.k.a.")))
        return PROP_name;
    if (!span_eq(type, SPAN("a.k.a.")))
        emit_note(e->out, "aka type '%.*s' is not known; read as a.k.a.", SPAN_ARG(type));
    return PROP_alias;
}

static struct tocsin_err *add_aka(struct entry *e, const struct node *n)
{
    struct span category = node_text(n, "category");
    bool strong = !span_eq(category, SPAN("weak"));

    if (strong && !span_eq(category, SPAN("strong")))
        emit_note(e->out, "aka category '%.*s' is not known; read as strong", SPAN_ARG(category));
    if (strong)
        enter_name(e, n, true);
    return add_name(e, n, name_prop(e, node_text(n, "type"), strong), strong);
}

/* ---- the lists inside an entry -------------------------------------------------------------- */

static struct tocsin_err *add_program(struct entry *e, const struct node *n)
{
    return entry_program(e, e->sanction, n->text, n->text, "program", n->line);
}

static struct tocsin_err *add_id(struct entry *e, const struct node *n)
{
    struct span label = node_text(n, "idType");
    struct ofac_value v = {
        .number = node_text(n, "idNumber"),
        .country = node_text(n, "idCountry"),
        .issued = node_text(n, "issueDate"),
        .expires = node_text(n, "expirationDate"),
    };

    return ofac_label_add(e, ofac_label_find(label), label, &v, n->line);
}

static struct tocsin_err *add_address(struct entry *e, const struct node *n)
{
    struct span more[] = {node_text(n, "address2"), node_text(n, "address3")};
    struct entry_address a = {
        .street = node_text(n, "address1"),
        .street2 = entry_join(e->arena, ", ", more, ARRAY_LEN(more)),
        .city = node_text(n, "city"),
        .region = node_text(n, "stateOrProvince"),
        .postcode = node_text(n, "postalCode"),
        .country = node_text(n, "country"),
    };

    return entry_address(e, &a, "address", n->line);
}

/* A value that the simple file has as an element and the other OFAC files as a label. 'field' is
 * what messages call it. */
static struct tocsin_err *add_labelled(struct entry *e, const struct node *n, const char *path,
                                       const char *field, const char *label)
{
    struct ofac_value v = {.number = node_text(n, path)};

    if (v.number.n == 0)
        return NULL;
    return ofac_label_add(e, ofac_label_find(span_of(label)), span_of(field), &v, n->line);
}

static struct tocsin_err *add_nationality(struct entry *e, const struct node *n)
{
    return add_labelled(e, n, "country", "nationality", "nationality");
}

static struct tocsin_err *add_citizenship(struct entry *e, const struct node *n)
{
    return add_labelled(e, n, "country", "citizenship", "citizen");
}

static struct tocsin_err *add_birth_date(struct entry *e, const struct node *n)
{
    return add_labelled(e, n, "dateOfBirth", "dateOfBirth", "DOB");
}

static struct tocsin_err *add_birth_place(struct entry *e, const struct node *n)
{
    return add_labelled(e, n, "placeOfBirth", "placeOfBirth", "POB");
}

static struct tocsin_err *add_vessel(struct entry *e, const struct node *n)
{
    static const struct {
        const char *path, *label;
    } parts[] = {
        {"callSign", "Vessel Call Sign"},
        {"vesselType", "Vessel Type"},
        {"vesselFlag", "Vessel Flag"},
        {"vesselOwner", "Vessel Owner"},
        {"tonnage", "Vessel Tonnage"},
        {"grossRegisteredTonnage", "Vessel Gross Registered Tonnage"},
    };

    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        TRY(add_labelled(e, n, parts[i].path, parts[i].path, parts[i].label));
    return NULL;
}

static const struct list {
    const char *name, *item;
    struct tocsin_err *(*add)(struct entry *e, const struct node *n);
} lists[] = {
    {"programList", "program", add_program},
    {"idList", "id", add_id},
    {"akaList", "aka", add_aka},
    {"addressList", "address", add_address},
    {"nationalityList", "nationality", add_nationality},
    {"citizenshipList", "citizenship", add_citizenship},
    {"dateOfBirthList", "dateOfBirthItem", add_birth_date},
    {"placeOfBirthList", "placeOfBirthItem", add_birth_place},
};

static struct tocsin_err *add_lists(struct entry *e, const struct node *n)
{
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        const struct node *list = node_child(n, lists[i].name);
        const struct node *item = list ? node_child(list, lists[i].item) : NULL;
        for (; item; item = node_next(item, lists[i].item))
            TRY(lists[i].add(e, item));
    }
    n = node_child(n, "vesselInfo");
    return n ? add_vessel(e, n) : NULL;
}

/* ---- remarks and links ---------------------------------------------------------------------- */

static void add_remarks(struct entry *e, const struct node *n)
{
    struct span text = node_text(n, "remarks"), rest = text, segment, label, value;

    entry_note(e, NULL, text);
    if (span_starts(rest, SPAN("(")) && span_ends(rest, SPAN(")")))
        rest = span_slice(rest, 1, rest.n - 2);
    while (span_split(&rest, ';', &segment)) {
        const struct ofac_label *known = ofac_label_split(segment, &label, &value);
        if (known && known->kind == OFAC_LINKED)
            roster_tie(e->roster, &(struct tie){.edge = SCHEMA_UnknownLink,
                                                .from = e->entity->id,
                                                .name = value,
                                                .role = "Linked To",
                                                .only_entries = true,
                                                .line = n->line});
    }
}

static struct span ofac_id(struct arena *a, uint64_t uid)
{
    return arena_printf(a, "ofac-%llu", (unsigned long long)uid);
}

/* ---- an entry ------------------------------------------------------------------------------- */

static struct tocsin_err *start(struct ofac_xml *o, struct arena *a, const struct node *n,
                                struct entry **out)
{
    struct span id = node_text(n, "uid"), type = node_text(n, "sdnType");
    enum schema schema = ofac_schema(type);
    uint64_t uid;

    if (id.n == 0)
        return entry_error(o->in, "uid", n->line, "is missing");
    if (!span_u64(id, &uid))
        return entry_error(o->in, "uid", n->line, "'%.*s' is no number", SPAN_ARG(id));
    if (!schema) {
        emit_note(o->out, "sdnType '%.*s' is not known; read as a legal entity", SPAN_ARG(type));
        schema = SCHEMA_LegalEntity;
    }
    *out = entry_new(a, o->in, o->out, &ofac_issuer, schema, ofac_id(a, uid), n->line);
    ofac_sanction(*out, id);
    (*out)->roster = o->roster;
    roster_begin(o->roster);
    if (full_name(a, n).n == 0)
        return entry_error(o->in, "lastName", n->line, "is missing");
    return NULL;
}

static struct tocsin_err *read_entry(void *ctx, struct arena *a, const struct node *n)
{
    struct ofac_xml *o = ctx;
    struct entry *e = NULL;

    o->entries++;
    TRY(start(o, a, n, &e));
    enter_name(e, n, false);
    TRY(add_name(e, n, PROP_name, true));
    TRY(add_labelled(e, n, "title", "title", "Title"));
    TRY(add_lists(e, n));
    add_remarks(e, n);
    TRY(entry_emit(e));
    roster_enter(o->roster, e->entity);
    return NULL;
}

static struct tocsin_err *read_head(void *ctx, struct arena *a, const struct node *n)
{
    struct ofac_xml *o = ctx;
    struct buf text = {0};
    struct date d;

    (void)a;
    if (date_parse(node_text(n, "Publish_Date"), DATE_MONTH_FIRST, &d))
        date_write(&d, &text);
    emit_version(o->out, text.n ? buf_view(&text) : node_text(n, "Publish_Date"));
    buf_free(&text);
    if (!span_u64(node_text(n, "Record_Count"), &o->announced))
        o->announced = UINT64_MAX;
    return NULL;
}

static const struct xml_row rows[] = {
    {"publshInformation", XML_HEAD, read_head},
    {"sdnEntry", XML_ENTRY, read_entry},
    {NULL, XML_INSIDE, NULL},
};

static struct tocsin_err *read_list(struct ofac_xml *o)
{
    TRY(xml_list_read(o->in, o->out, "sdnList", NULL, rows, o));
    if (o->announced != UINT64_MAX && o->announced != o->entries)
        emit_note(o->out, "Record_Count announces %llu entries, the file has %llu",
                  (unsigned long long)o->announced, (unsigned long long)o->entries);
    return roster_send(o->roster, o->in, o->out);
}

struct tocsin_err *ofac_xml_parse(struct source *in, struct emitter *out)
{
    struct ofac_xml o = {.in = source_reader(in, ""), .out = out, .announced = UINT64_MAX};
    const char *slash = strrchr(reader_name(o.in), '/');
    struct span name = span_of(slash ? slash + 1 : reader_name(o.in));
    struct tocsin_err *err;

    if (span_eq_nocase(span_slice(name, 0, 4), SPAN("cons")))
        emit_dataset(out, SPAN("us_ofac_cons"));
    o.roster = roster_new("ofac");
    err = read_list(&o);
    roster_free(o.roster);
    return err;
}

bool ofac_xml_sniff(struct span head)
{
    return span_eq(head_xml_root(head), SPAN("sdnList"));
}
