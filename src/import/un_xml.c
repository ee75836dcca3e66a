/* SPDX-License-Identifier: Apache-2.0
 *
 * un-xml: the consolidated list of the United Nations Security Council.
 *
 *   CONSOLIDATED_LIST @dateGenerated
 *     INDIVIDUALS / INDIVIDUAL *
 *       DATAID, FIRST_NAME .. FOURTH_NAME, UN_LIST_TYPE (committee), REFERENCE_NUMBER, LISTED_ON,
 *       GENDER, NAME_ORIGINAL_SCRIPT, COMMENTS1, TITLE, DESIGNATION, NATIONALITY,
 *       LAST_DAY_UPDATED (each / VALUE *)
 *       INDIVIDUAL_ALIAS *            QUALITY (Good, Low), ALIAS_NAME, DATE_OF_BIRTH,
 *                                     CITY_OF_BIRTH, COUNTRY_OF_BIRTH, NOTE
 *       INDIVIDUAL_ADDRESS *          STREET, CITY, STATE_PROVINCE, ZIP_CODE, COUNTRY, NOTE
 *       INDIVIDUAL_DATE_OF_BIRTH *    TYPE_OF_DATE, YEAR, DATE, FROM_YEAR, TO_YEAR, NOTE
 *       INDIVIDUAL_PLACE_OF_BIRTH *   STREET, CITY, STATE_PROVINCE, COUNTRY, NOTE
 *       INDIVIDUAL_DOCUMENT *         TYPE_OF_DOCUMENT, TYPE_OF_DOCUMENT2, NUMBER,
 *                                     ISSUING_COUNTRY, DATE_OF_ISSUE, CITY_OF_ISSUE,
 *                                     COUNTRY_OF_ISSUE, NOTE
 *     ENTITIES / ENTITY *             the same with ENTITY_ALIAS (a.k.a., f.k.a.), ENTITY_ADDRESS;
 *                                     FIRST_NAME is the whole name
 *
 * Ids: "unsc-" + DATAID. A reference number in the comments of one entry ("QDi.999") that belongs
 * to another entry of the file becomes an UnknownLink, sent at the end.
 *
 * Placeholders (elements without content) mean nothing and give nothing. What stands in prose and
 * has a fixed phrase before it (parents, ship numbers, expiry dates, names in the original
 * script) is read in un_text.c; the prose itself stays in the notes.
 */
#include "un_text.h"
#include "xml_list.h"

static const struct entry_issuer issuer = {"United Nations Security Council", NULL};

struct pending {
    struct span from; /* id, in 'kept' */
    struct span reference;
};

struct un {
    struct reader *in;
    struct emitter *out;
    struct arena *kept;
    struct map *by_reference; /* REFERENCE_NUMBER -> DATAID */
    VEC(struct pending) pending;
};

/* ---- names ---------------------------------------------------------------------------------- */

static const char *const name_parts[] = {"FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME",
                                         "FIFTH_NAME"};

/* First part and last part have a role; what stands between is a second given name, a patronymic
 * or part of the family name, and the list does not say which. */
static struct tocsin_err *add_parts(struct entry *e, const struct span *part, size_t n,
                                    uint64_t line)
{
    if (e->entity->schema != SCHEMA_Person)
        return NULL;
    TRY(entry_add(e, PROP_firstName, part[0], "FIRST_NAME", line));
    for (size_t i = 1; i + 1 < n; i++)
        TRY(entry_add(e, i == 1 ? PROP_secondName : PROP_middleName, part[i], name_parts[i], line));
    return n > 1 ? entry_add(e, PROP_lastName, part[n - 1], name_parts[n - 1], line) : NULL;
}

static struct tocsin_err *add_name(struct entry *e, const struct node *n)
{
    struct span part[ARRAY_LEN(name_parts)], text;
    size_t count = 0;

    for (size_t i = 0; i < ARRAY_LEN(name_parts); i++) {
        text = node_text(n, name_parts[i]);
        if (text.n)
            part[count++] = text;
    }
    if (count == 0)
        return entry_error(e->in, "FIRST_NAME", n->line, "is missing");
    text = entry_join(e->arena, " ", part, count);
    TRY(entry_add(e, PROP_name, text, "FIRST_NAME", n->line));
    TRY(add_parts(e, part, count, n->line));
    return entry_add(e, PROP_alias, node_text(n, "NAME_ORIGINAL_SCRIPT"), "NAME_ORIGINAL_SCRIPT",
                     n->line);
}

/* A weak mark outweighs the remark that an entry once had this name. */
static enum prop alias_prop(struct entry *e, struct span quality, struct span note)
{
    if (span_eq(quality, SPAN("Low")))
        return PROP_weakAlias;
    if (span_eq(quality, SPAN("f.k.a.")) || un_formerly_listed(note))
        return PROP_previousName;
    if (quality.n && !span_eq(quality, SPAN("Good")) && !span_eq(quality, SPAN("a.k.a.")))
        emit_note(e->out, "alias quality '%.*s' is not known; read as an alias", SPAN_ARG(quality));
    return PROP_alias;
}

static struct tocsin_err *add_alias(struct entry *e, const struct node *n)
{
    struct span text = node_text(n, "ALIAS_NAME"), note = node_text(n, "NOTE"), rest, name;
    enum prop prop = alias_prop(e, node_text(n, "QUALITY"), note);
    struct span place[] = {node_text(n, "CITY_OF_BIRTH"), node_text(n, "COUNTRY_OF_BIRTH")};

    if (text.n == 0)
        return NULL;
    rest = text;
    while (un_next_name(&rest, &name))
        TRY(entry_add(e, prop, name, "ALIAS_NAME", n->line));
    TRY(entry_add(e, prop, un_script_name(note), "NOTE", n->line));
    TRY(entry_add(e, PROP_birthDate, node_text(n, "DATE_OF_BIRTH"), "DATE_OF_BIRTH", n->line));
    TRY(entry_add(e, PROP_birthPlace, entry_join(e->arena, ", ", place, 2), "CITY_OF_BIRTH",
                  n->line));
    TRY(entry_add(e, PROP_birthCountry, place[1], "COUNTRY_OF_BIRTH", n->line));
    if (note.n)
        entry_note(e, NULL, arena_printf(e->arena, "%.*s: %.*s", SPAN_ARG(text), SPAN_ARG(note)));
    return NULL;
}

/* ---- addresses, places ---------------------------------------------------------------------- */

static bool has_digit(struct span s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= '0' && s.p[i] <= '9')
            return true;
    return false;
}

static struct tocsin_err *add_address(struct entry *e, const struct node *n)
{
    struct span zip = node_text(n, "ZIP_CODE");
    struct span region[] = {node_text(n, "STATE_PROVINCE"),
                            has_digit(zip) ? (struct span){0} : zip};
    struct entry_address a = {
        .street = node_text(n, "STREET"),
        .city = node_text(n, "CITY"),
        .region = entry_join(e->arena, ", ", region, 2),
        .postcode = has_digit(zip) ? zip : (struct span){0},
        .country = node_text(n, "COUNTRY"),
        .remarks = node_text(n, "NOTE"),
    };

    /* Some addresses are written whole into the note. */
    if (!a.street.n && !a.city.n && !a.region.n && !a.postcode.n && !a.country.n) {
        a.full = a.remarks;
        a.remarks = (struct span){0};
    }
    return a.full.n || a.remarks.n || a.country.n || a.street.n || a.city.n || a.region.n
               ? entry_address(e, &a, "address", n->line)
               : NULL;
}

static struct tocsin_err *add_birth_place(struct entry *e, const struct node *n)
{
    struct span parts[] = {node_text(n, "STREET"), node_text(n, "CITY"),
                           node_text(n, "STATE_PROVINCE"), node_text(n, "COUNTRY")};
    struct span note = node_text(n, "NOTE"), place = entry_join(e->arena, ", ", parts, 4);

    TRY(entry_add(e, PROP_birthPlace, place.n ? place : note, "INDIVIDUAL_PLACE_OF_BIRTH",
                  n->line));
    if (place.n)
        entry_note(e, "place of birth", note);
    return entry_add(e, PROP_birthCountry, parts[3], "COUNTRY", n->line);
}

/* ---- dates of birth ------------------------------------------------------------------------- */

static struct tocsin_err *read_date(struct entry *e, struct span text, const char *field,
                                    uint64_t line, struct date *d)
{
    if (date_parse(text, DATE_DAY_FIRST, d))
        return NULL;
    return entry_error(e->in, field, line, "'%.*s' is no date", SPAN_ARG(text));
}

/* BETWEEN: one end may be missing; then the other one is what is known. */
static struct tocsin_err *read_between(struct entry *e, const struct node *n, struct date *d)
{
    struct span from = node_text(n, "FROM_YEAR"), to = node_text(n, "TO_YEAR");
    struct date end;

    TRY(read_date(e, from.n ? from : to, from.n ? "FROM_YEAR" : "TO_YEAR", n->line, d));
    if (!from.n || !to.n)
        return NULL;
    TRY(read_date(e, to, "TO_YEAR", n->line, &end));
    if (end.to < d->from)
        return entry_error(e->in, "TO_YEAR", n->line, "'%.*s' is before FROM_YEAR '%.*s'",
                           SPAN_ARG(to), SPAN_ARG(from));
    if (end.from != d->from)
        d->precision = DATE_INTERVAL;
    d->to = end.to;
    return NULL;
}

/* A date that stands in the note only ("Nov. 1973"), or whose month does ("Sep." beside 1958). */
static bool read_note_date(struct entry *e, struct span year, struct span note, struct date *d)
{
    struct span text =
        year.n ? arena_printf(e->arena, "%.*s %.*s", SPAN_ARG(note), SPAN_ARG(year)) : note;

    return note.n > 0 && date_parse(text, DATE_DAY_FIRST, d);
}

static struct tocsin_err *add_birth_date(struct entry *e, const struct node *n)
{
    struct span type = node_text(n, "TYPE_OF_DATE"), note = node_text(n, "NOTE");
    struct span date = node_text(n, "DATE"), year = node_text(n, "YEAR");
    bool circa =
        span_eq(type, SPAN("APPROXIMATELY")) || span_eq_nocase(note, SPAN("approximately"));
    bool in_note = !date.n && !node_text(n, "FROM_YEAR").n && !node_text(n, "TO_YEAR").n;
    struct date d = {0};

    if (date.n) {
        TRY(read_date(e, date, "DATE", n->line, &d));
    } else if (!in_note) {
        TRY(read_between(e, n, &d));
    } else if (!read_note_date(e, year, note, &d)) {
        if (year.n)
            TRY(read_date(e, year, "YEAR", n->line, &d));
        in_note = false;
    }
    if (!in_note && !span_eq_nocase(note, SPAN("approximately")))
        entry_note(e, "date of birth", note);
    if (!d.precision)
        return NULL;
    d.circa = d.circa || circa;
    entry_date(e->entity, PROP_birthDate, &d);
    return NULL;
}

/* ---- documents ------------------------------------------------------------------------------ */

static bool is_passport(struct span type)
{
    static const char *const words[] = {"passport", "passeport", "pasaporte"};

    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (un_find_nocase(type, span_of(words[i])) < type.n)
            return true;
    return false;
}

static struct tocsin_err *add_document(struct entry *e, const struct node *n)
{
    struct span type = node_text(n, "TYPE_OF_DOCUMENT"), type2 = node_text(n, "TYPE_OF_DOCUMENT2");
    struct span number = node_text(n, "NUMBER"), note = node_text(n, "NOTE");
    struct span city = node_text(n, "CITY_OF_ISSUE"), country = node_text(n, "COUNTRY_OF_ISSUE");
    struct span found = un_number(number.n ? number : type2.n ? type2 : note, number.n > 0);
    struct span more[] = {span_eq(found, number) ? (struct span){0}
                          : number.n             ? number
                                                 : (struct span){0},
                          note,
                          city.n ? arena_printf(e->arena, "issued in %.*s", SPAN_ARG(city)) : city};
    struct buf expires = {0};
    struct date d;
    struct tocsin_err *err;

    if (un_expiry(note, &d))
        date_write(&d, &expires);
    struct entry_document doc = {
        .passport = is_passport(type) && (!type2.n || is_passport(type2)),
        .number = found,
        .type = type2.n ? type2 : type,
        .country = country.n ? country : node_text(n, "ISSUING_COUNTRY"),
        .issued = node_text(n, "DATE_OF_ISSUE"),
        .expires = expires.n ? buf_view(&expires) : (struct span){0},
        .summary = entry_join(e->arena, "; ", more, ARRAY_LEN(more)),
    };
    err = entry_document(e, &doc, "INDIVIDUAL_DOCUMENT", n->line);
    buf_free(&expires);
    return err;
}

/* ---- lists of values ------------------------------------------------------------------------ */

static struct tocsin_err *add_values(struct entry *e, const struct node *n, const char *name,
                                     enum prop prop, bool enumerated)
{
    const struct node *list = node_child(n, name);
    const struct node *v = list ? node_child(list, "VALUE") : NULL;

    for (; v; v = node_next(v, "VALUE")) {
        struct span rest = v->text, part;
        unsigned at = 0;
        if (!enumerated)
            TRY(entry_add(e, prop, rest, name, v->line));
        while (enumerated && entry_enumerated(&rest, &at, &part))
            TRY(entry_add(e, prop, part, name, v->line));
    }
    return NULL;
}

static const struct repeated {
    const char *name;
    struct tocsin_err *(*add)(struct entry *e, const struct node *n);
} repeated[] = {
    {"INDIVIDUAL_ALIAS", add_alias},
    {"ENTITY_ALIAS", add_alias},
    {"INDIVIDUAL_ADDRESS", add_address},
    {"ENTITY_ADDRESS", add_address},
    {"INDIVIDUAL_DATE_OF_BIRTH", add_birth_date},
    {"INDIVIDUAL_PLACE_OF_BIRTH", add_birth_place},
    {"INDIVIDUAL_DOCUMENT", add_document},
};

static struct tocsin_err *add_details(struct entry *e, const struct node *n)
{
    TRY(entry_add(e, PROP_gender, node_text(n, "GENDER"), "GENDER", n->line));
    TRY(add_values(e, n, "TITLE", PROP_title, false));
    TRY(add_values(e, n, "DESIGNATION", PROP_position, true));
    TRY(add_values(e, n, "NATIONALITY", PROP_nationality, false));
    TRY(add_values(e, n, "NATIONALITY2", PROP_nationality, false));
    for (size_t i = 0; i < ARRAY_LEN(repeated); i++)
        for (const struct node *r = node_child(n, repeated[i].name); r;
             r = node_next(r, repeated[i].name))
            TRY(repeated[i].add(e, r));
    return NULL;
}

/* ---- the measure, comments, links ----------------------------------------------------------- */

/* "2015-03-27-04:00": a zone without a time. */
static struct span day_only(struct span text)
{
    return span_slice(text, 0, text.n > 10 ? 10 : text.n);
}

static struct tocsin_err *add_updates(struct entry *e, const struct node *n)
{
    const struct node *list = node_child(n, "LAST_DAY_UPDATED");
    const struct node *v = list ? node_child(list, "VALUE") : NULL;
    struct span last = {0};

    for (; v; v = node_next(v, "VALUE"))
        if (v->text.n)
            last = v->text;
    return entry_add(e, PROP_modifiedAt, day_only(last), "LAST_DAY_UPDATED", n->line);
}

static struct tocsin_err *add_sanction(struct entry *e, const struct node *n)
{
    struct span reference = node_text(n, "REFERENCE_NUMBER");
    struct span committee = node_text(n, "UN_LIST_TYPE");
    struct span listed = day_only(node_text(n, "LISTED_ON"));
    struct record *r = entry_sanction(e, reference);

    TRY(entry_add_to(e, r, PROP_unscId, reference, "REFERENCE_NUMBER", n->line));
    TRY(entry_add_to(e, r, PROP_authorityId, reference, "REFERENCE_NUMBER", n->line));
    TRY(entry_program(e, r, committee, un_committee(reference), "UN_LIST_TYPE", n->line));
    TRY(entry_add_to(e, r, PROP_listingDate, listed, "LISTED_ON", n->line));
    TRY(entry_add_to(e, r, PROP_startDate, listed, "LISTED_ON", n->line));
    TRY(entry_add_to(e, r, PROP_endDate, day_only(node_text(n, "DELISTED_ON")), "DELISTED_ON",
                     n->line));
    TRY(entry_add(e, PROP_createdAt, listed, "LISTED_ON", n->line));
    return add_updates(e, n);
}

static struct tocsin_err *add_comments(struct un *u, struct entry *e, const struct node *n)
{
    struct span text = node_text(n, "COMMENTS1"), rest = text, own, name;
    struct span imo = un_imo(text);

    own = node_text(n, "REFERENCE_NUMBER");
    entry_note(e, NULL, text);
    if (imo.n)
        TRY(entry_add(e, PROP_imoNumber, imo, "COMMENTS1", n->line));
    if (e->entity->schema == SCHEMA_Person) {
        TRY(entry_add(e, PROP_fatherName, un_parent(text, SPAN("father")), "COMMENTS1", n->line));
        TRY(entry_add(e, PROP_motherName, un_parent(text, SPAN("mother")), "COMMENTS1", n->line));
    }
    while (un_next_reference(&rest, &name))
        if (!span_eq(name, own))
            *VEC_PUSH(&u->pending) =
                (struct pending){arena_span(u->kept, e->entity->id), arena_span(u->kept, name)};
    return NULL;
}

static struct span un_id(struct arena *a, uint64_t dataid)
{
    return arena_printf(a, "unsc-%llu", (unsigned long long)dataid);
}

static struct tocsin_err *send_links(struct un *u)
{
    struct tocsin_err *err = NULL;
    struct arena *a = arena_new();

    for (size_t i = 0; i < u->pending.n && !err; i++) {
        const uint64_t *to = map_get(u->by_reference, u->pending.at[i].reference);
        if (!to)
            continue;
        err = emit(u->out, entry_link(a, SCHEMA_UnknownLink, u->pending.at[i].from, un_id(a, *to),
                                      SPAN("mentioned in the comments")));
        arena_reset(a);
    }
    arena_free(a);
    return err;
}

/* ---- an entry ------------------------------------------------------------------------------- */

static struct tocsin_err *read_entry(struct un *u, struct arena *a, const struct node *n,
                                     enum schema schema)
{
    struct span id = node_text(n, "DATAID"), reference = node_text(n, "REFERENCE_NUMBER");
    struct entry *e;
    uint64_t dataid;

    if (id.n == 0)
        return entry_error(u->in, "DATAID", n->line, "is missing");
    if (!span_u64(id, &dataid))
        return entry_error(u->in, "DATAID", n->line, "'%.*s' is no number", SPAN_ARG(id));
    if (reference.n)
        *map_slot(u->by_reference, reference, NULL) = dataid;
    e = entry_new(a, u->in, u->out, &issuer, schema, un_id(a, dataid), n->line);
    TRY(add_name(e, n));
    TRY(add_sanction(e, n));
    TRY(add_details(e, n));
    TRY(add_comments(u, e, n));
    return entry_emit(e);
}

static struct tocsin_err *read_individual(void *ctx, struct arena *a, const struct node *n)
{
    return read_entry(ctx, a, n, SCHEMA_Person);
}

static struct tocsin_err *read_entity(void *ctx, struct arena *a, const struct node *n)
{
    return read_entry(ctx, a, n, SCHEMA_Organization);
}

static void read_root(void *ctx, struct xml *x)
{
    struct un *u = ctx;

    emit_version(u->out, xml_attr(x, "dateGenerated"));
}

static const struct xml_row rows[] = {
    {"INDIVIDUALS", XML_INSIDE, NULL}, {"INDIVIDUAL", XML_ENTRY, read_individual},
    {"ENTITIES", XML_INSIDE, NULL},    {"ENTITY", XML_ENTRY, read_entity},
    {NULL, XML_INSIDE, NULL},
};

struct tocsin_err *un_xml_parse(struct source *in, struct emitter *out)
{
    struct un u = {.in = source_reader(in, ""), .out = out};
    struct tocsin_err *err;

    u.kept = arena_new();
    u.by_reference = map_new();
    err = xml_list_read(u.in, out, "CONSOLIDATED_LIST", read_root, rows, &u);
    if (!err)
        err = send_links(&u);
    map_free(u.by_reference);
    arena_free(u.kept);
    VEC_FREE(&u.pending);
    return err;
}

bool un_xml_sniff(struct span head)
{
    return span_eq(head_xml_root(head), SPAN("CONSOLIDATED_LIST"));
}
