/* SPDX-License-Identifier: Apache-2.0
 *
 * uk-csv: the UK Sanctions List as CSV.
 *
 *   line 1   Report Date: 31-Jan-2026
 *   line 2   58 headings: Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,...
 *   rows     one for each name and for each further value of a designation, by Unique ID
 *
 * The rows of a designation become the tree that the XML has (the table below says where each
 * column belongs there), and uk_xml.c reads it; so ids and values are those of the XML. Cells of one
 * row that belong to one element (the parts of a name, a passport and what is said of it) stay
 * together; an element that is there already is not added again, since most rows repeat most
 * values.
 *
 * Where an element can be there once only (the regime), the first row decides, and a row that says
 * otherwise is told by a note.
 */
#include "grouped.h"
#include "uk_list.h"

/* The element 'item' in the containers 'list', and in it the element 'leaf' with the text; without
 * 'list' the item is a single element of the designation, without 'leaf' it has the text itself.
 * Columns of the same list stand together. */
static const struct column {
    const char *heading, *list, *item, *leaf;
} columns[] = {
#define PERSON "IndividualDetails/Individual/"
#define FIRM "EntityDetails/Entity/"
#define SHIP "ShipDetails/Ship/"
    {"Unique ID", NULL, "UniqueID", NULL},
    {"Last Updated", NULL, "LastUpdated", NULL},
    {"OFSI Group ID", NULL, "OFSIGroupID", NULL},
    {"UN Reference Number", NULL, "UNReferenceNumber", NULL},
    {"Regime Name", NULL, "RegimeName", NULL},
    {"Designation Type", NULL, "IndividualEntityShip", NULL},
    {"Designation source", NULL, "DesignationSource", NULL},
    {"Sanctions Imposed", NULL, "SanctionsImposed", NULL},
    {"Other Information", NULL, "OtherInformation", NULL},
    {"UK Statement of Reasons", NULL, "UKStatementofReasons", NULL},
    {"Date Designated", NULL, "DateDesignated", NULL},
    {"Name 1", "Names", "Name", "Name1"},
    {"Name 2", "Names", "Name", "Name2"},
    {"Name 3", "Names", "Name", "Name3"},
    {"Name 4", "Names", "Name", "Name4"},
    {"Name 5", "Names", "Name", "Name5"},
    {"Name 6", "Names", "Name", "Name6"},
    {"Name type", "Names", "Name", "NameType"},
    {"Alias strength", "Names", "Name", "AliasStrength"},
    {"Name non-latin script", "NonLatinNames", "NonLatinName", "NameNonLatinScript"},
    {"Non-latin script type", "NonLatinNames", "NonLatinName", "NonLatinScriptType"},
    {"Non-latin script language", "NonLatinNames", "NonLatinName", "NonLatinScriptLanguage"},
    {"Title", "Titles", "Title", NULL},
    {"Address Line 1", "Addresses", "Address", "AddressLine1"},
    {"Address Line 2", "Addresses", "Address", "AddressLine2"},
    {"Address Line 3", "Addresses", "Address", "AddressLine3"},
    {"Address Line 4", "Addresses", "Address", "AddressLine4"},
    {"Address Line 5", "Addresses", "Address", "AddressLine5"},
    {"Address Line 6", "Addresses", "Address", "AddressLine6"},
    {"Address Postal Code", "Addresses", "Address", "AddressPostalCode"},
    {"Address Country", "Addresses", "Address", "AddressCountry"},
    {"Phone number", "PhoneNumbers", "PhoneNumber", NULL},
    {"Website", "Websites", "Website", NULL},
    {"Email address", "EmailAddresses", "EmailAddress", NULL},
    {"D.O.B", PERSON "DOBs", "DOB", NULL},
    {"Nationality(/ies)", PERSON "Nationalities", "Nationality", NULL},
    {"National Identifier number", PERSON "NationalIdentifierDetails", "NationalIdentifier",
     "NationalIdentifierNumber"},
    {"National Identifier additional information", PERSON "NationalIdentifierDetails",
     "NationalIdentifier", "NationalIdentifierAdditionalInformation"},
    {"Passport number", PERSON "PassportDetails", "Passport", "PassportNumber"},
    {"Passport additional information", PERSON "PassportDetails", "Passport",
     "PassportAdditionalInformation"},
    {"Position", PERSON "Positions", "Position", NULL},
    {"Gender", PERSON "Genders", "Gender", NULL},
    {"Town of birth", PERSON "BirthDetails", "Location", "TownOfBirth"},
    {"Country of birth", PERSON "BirthDetails", "Location", "CountryOfBirth"},
    {"Type of entity", FIRM "TypeOfEntities", "TypeOfEntity", NULL},
    {"Subsidiaries", FIRM "Subsidiaries", "Subsidiary", NULL},
    {"Parent company", FIRM "ParentCompanies", "ParentCompany", NULL},
    {"Business registration number (s)", FIRM "BusinessRegistrationNumbers",
     "BusinessRegistrationNumber", NULL},
    {"IMO number", SHIP "IMONumbers", "IMONumber", NULL},
    {"Current owner/operator (s)", SHIP "CurrentOwnerOperators", "CurrentOwnerOperator", NULL},
    {"Previous owner/operator (s)", SHIP "PreviousOwnerOperators", "PreviousOwnerOperator", NULL},
    {"Current believed flag of ship", SHIP "CurrentBelievedFlagOfShips",
     "CurrentBelievedFlagOfShip", NULL},
    {"Previous flags", SHIP "PreviousFlags", "PreviousFlag", NULL},
    {"Type of ship", SHIP "TypeOfShipDetails", "TypeOfShip", NULL},
    {"Tonnage of ship", SHIP "TonnageOfShipDetails", "TonnageOfShip", NULL},
    {"Length of ship", SHIP "LengthOfShipDetails", "LengthOfShip", NULL},
    {"Year Built", SHIP "YearsBuilt", "YearBuilt", NULL},
    {"Hull identification number (HIN)", SHIP "HullIdentificationNumbers",
     "HullIdentificationNumber", NULL},
};

enum { COLUMN_ID, COLUMNS = ARRAY_LEN(columns) };

/* A designation that grows row by row. */
struct tree {
    struct reader *in;
    struct emitter *out;
    struct arena *a;
    const struct grouped_entry *entry;
    struct node *root;
    struct node *list[COLUMNS]; /* by the first column of the list; NULL: not made yet */
    struct node *last[COLUMNS]; /* its last item */
    struct map *seen;           /* items that are there */
};

struct uk {
    struct reader *in;
    struct emitter *out;
};

/* ---- nodes --------------------------------------------------------------------------------- */

static struct node *node_new(struct arena *a, struct span name, struct span text, uint64_t line)
{
    struct node *n = ARENA_NEW(a, struct node);
    *n = (struct node){.name = name, .text = text, .line = line};
    return n;
}

static void node_prepend(struct node *parent, struct node *child)
{
    child->next = parent->child;
    parent->child = child;
}

/* The children of one node are const to those who read the finished tree. */
static struct node *own_child(struct node *parent, struct span name)
{
    for (struct node *n = parent->child; n; n = n->next)
        if (span_eq(n->name, name))
            return n;
    return NULL;
}

/* The container that "a/b/c" names, made where it is missing. */
static struct node *container(struct tree *t, const char *path, uint64_t line)
{
    struct node *at = t->root;
    struct span rest = span_of(path), name;
    while (span_split(&rest, '/', &name)) {
        struct node *below = own_child(at, name);
        if (!below) {
            below = node_new(t->a, name, SPAN(""), line);
            node_prepend(at, below);
        }
        at = below;
    }
    return at;
}

/* ---- cells --------------------------------------------------------------------------------- */

static void add_single(struct tree *t, const struct column *c, struct span text, uint64_t line)
{
    struct node *there = own_child(t->root, span_of(c->item));
    if (!there)
        node_prepend(t->root, node_new(t->a, span_of(c->item), text, line));
    else if (!span_eq(there->text, text))
        emit_note(t->out, "%s: line %llu: %s of '%.*s' differs from line %llu; the first is kept",
                  reader_name(t->in), (unsigned long long)line, c->heading,
                  SPAN_ARG(t->entry->key), (unsigned long long)there->line);
}

/* Columns from 'first' on that belong to the same list. */
static size_t list_width(size_t first)
{
    size_t n = 1;
    while (first + n < COLUMNS && columns[first + n].list &&
           strcmp(columns[first + n].list, columns[first].list) == 0)
        n++;
    return n;
}

/* The row's cells of one list as bytes, to find the same again. */
static bool is_new(struct tree *t, const struct grouped_row *row, size_t first, size_t n)
{
    struct buf key = {0};
    bool made;
    buf_varint(&key, first);
    for (size_t i = first; i < first + n; i++) {
        buf_varint(&key, row->cell[i].n);
        buf_span(&key, row->cell[i]);
    }
    map_slot(t->seen, buf_view(&key), &made);
    buf_free(&key);
    return made;
}

static struct node *make_item(struct tree *t, const struct grouped_row *row, size_t first, size_t n)
{
    struct node *item = node_new(t->a, span_of(columns[first].item), SPAN(""), row->line);
    for (size_t i = first + n; i-- > first;) {
        if (!columns[i].leaf)
            item->text = row->cell[i];
        else if (row->cell[i].n)
            node_prepend(item, node_new(t->a, span_of(columns[i].leaf), row->cell[i], row->line));
    }
    return item;
}

static void add_item(struct tree *t, const struct grouped_row *row, size_t first, size_t n)
{
    bool blank = true;
    for (size_t i = first; i < first + n; i++)
        blank = blank && !row->cell[i].n;
    if (blank || !is_new(t, row, first, n))
        return;
    struct node *item = make_item(t, row, first, n);
    if (!t->list[first])
        t->list[first] = container(t, columns[first].list, row->line);
    if (t->last[first])
        t->last[first]->next = item;
    else
        t->list[first]->child = item;
    t->last[first] = item;
}

static void add_row(struct tree *t, const struct grouped_row *row)
{
    for (size_t c = 0, n = 1; c < COLUMNS; c += n) {
        n = columns[c].list ? list_width(c) : 1;
        if (columns[c].list)
            add_item(t, row, c, n);
        else if (row->cell[c].n)
            add_single(t, &columns[c], row->cell[c], row->line);
    }
}

static struct tocsin_err *read_entry(void *ctx, struct arena *a, const struct grouped_entry *e)
{
    struct uk *u = ctx;
    struct tree t = {.in = u->in, .out = u->out, .a = a, .entry = e};
    t.root = node_new(a, SPAN("Designation"), SPAN(""), e->row[0].line);
    t.seen = map_new();
    for (size_t i = 0; i < e->n; i++)
        add_row(&t, &e->row[i]);
    map_free(t.seen);
    return uk_designation(u->in, u->out, a, t.root);
}

/* ---- the file ------------------------------------------------------------------------------ */

static struct tocsin_err *read_top(void *ctx, const struct csv_row *row)
{
    struct uk *u = ctx;
    struct span text = row->n ? row->field[0] : SPAN("");
    grouped_version(u->out, span_from(text, span_find(text, ':') + 1));
    return NULL;
}

static const char *heading(size_t column)
{
    return column < COLUMNS ? columns[column].heading : NULL;
}

struct tocsin_err *uk_csv_parse(struct source *in, struct emitter *out)
{
    static const struct grouped_format format = {
        .heading = heading, .key = COLUMN_ID, .top = read_top, .entry = read_entry};
    struct uk u = {source_reader(in, ""), out};
    return grouped_read(u.in, out, &format, &u);
}

bool uk_csv_sniff(struct span head)
{
    return grouped_sniff(head, SPAN("Report Date"), SPAN("Last Updated,Unique ID,"));
}
