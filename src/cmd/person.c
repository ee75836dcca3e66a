/* SPDX-License-Identifier: Apache-2.0
 *
 * Cells to properties.
 */
#include "cmd/person.h"

/* ---- a query being filled ---------------------------------------------------------------- */

struct filling {
    const struct persons *persons;
    struct arena *a;
    struct tocsin_query *query;
    bool asks;                   /* has a name or a number */
    size_t left_out;
    const char *why;
    struct span part[COL_COUNT]; /* cells that are read together */
};

/* Where a schema keeps what another calls differently; tried in this order. */
static const struct {
    const char *from, *to;
} other_places[] = {
    {"birthDate", "incorporationDate"}, {"birthDate", "buildDate"},
    {"deathDate", "dissolutionDate"},   {"nationality", "country"},
    {"citizenship", "country"},         {"birthCountry", "country"},
    {"taxNumber", "registrationNumber"}, {"idNumber", "registrationNumber"},
    {"passportNumber", "idNumber"},
};

/* Adds a value; '*foreign' when the schema has no such property, and nothing was done. */
static struct tocsin_err *try_value(struct filling *f, const char *property, const char *value,
                                    bool *foreign)
{
    struct tocsin_err *err = tocsin_query_add(f->query, property, value);

    *foreign = tocsin_err_code(err) == TOCSIN_ERR_USAGE;
    if (*foreign) {
        tocsin_err_free(err);
        return NULL;
    }
    return err;
}

/* Adds a value to the property or where the schema keeps such things. The error says that the value
 * is not understood. */
static struct tocsin_err *add_value(struct filling *f, const char *property, struct span text)
{
    const char *value = arena_str(f->a, text);
    bool foreign = false;

    TRY(try_value(f, property, value, &foreign));
    for (size_t i = 0; foreign && i < ARRAY_LEN(other_places); i++)
        if (strcmp(property, other_places[i].from) == 0)
            TRY(try_value(f, other_places[i].to, value, &foreign));
    return NULL;
}

static void add_or_count(struct filling *f, const char *property, struct span text)
{
    struct tocsin_err *err = text.n ? add_value(f, property, text) : NULL;

    if (!err)
        return;
    if (!f->left_out++)
        f->why = arena_str(f->a, span_of(tocsin_err_text(err)));
    tocsin_err_free(err);
}

/* ---- dates ------------------------------------------------------------------------------- */

void person_learn(struct persons *p, const struct span *fields)
{
    for (size_t i = 0; i < p->headings->n; i++) {
        enum cell cell = p->headings->at[i].cell;
        struct span text;

        if (cell != CELL_DATE && cell != CELL_COUNTRY)
            continue;
        text = person_cell(fields[i], cell, false);
        if (cell == CELL_DATE)
            person_date_learn(&p->facts[i].date, text);
        else
            p->facts[i].words |= text.n > 2;
    }
}

/* What is known of a column's dates, in a copy that a thread may teach: the order that the caller
 * gives overrules what was seen. */
static struct person_date facts_of(const struct persons *p, size_t column)
{
    struct person_date d = p->facts[column].date;

    if (p->order == ORDER_AUTO)
        return d;
    d.day_first = p->order == ORDER_DAY;
    d.month_first = p->order == ORDER_MONTH;
    return d;
}

static void add_date(struct filling *f, size_t column, const char *property, struct span text)
{
    struct person_date facts = facts_of(f->persons, column);
    struct span date[2];

    if (person_date_texts(&facts, text, f->a, date) == PERSON_DATE_NONE)
        add_or_count(f, property, text); /* the library says what is wrong with it */
    add_or_count(f, property, date[0]);
    add_or_count(f, property, date[1]);
}

/* ---- cells ------------------------------------------------------------------------------- */

static void add_list(struct filling *f, const char *property, struct span text, const char *seps)
{
    while (text.n) {
        size_t end = 0;

        while (end < text.n && !strchr(seps, text.p[end]))
            end++;
        add_or_count(f, property, span_trim(span_slice(text, 0, end)));
        text = span_from(text, end < text.n ? end + 1 : end);
    }
}

/* The whole cell is tried first: "Congo, Democratic Republic of the". */
static void add_countries(struct filling *f, const char *property, struct span text)
{
    struct tocsin_err *err = add_value(f, property, text);

    if (!err)
        return;
    tocsin_err_free(err);
    add_list(f, property, text, ";|/,");
}

static void add_number(struct filling *f, const char *property, struct span text)
{
    if (!person_cell_rounded(text)) {
        add_or_count(f, property, text);
        f->asks = true;
        return;
    }
    if (!f->left_out++)
        f->why = arena_printf(f->a, "%s: '%.*s' was rounded by a spreadsheet", property,
                              SPAN_ARG(text)).p;
}

static void add_cell(struct filling *f, size_t column, struct span text)
{
    const struct heading *h = &f->persons->headings->at[column];

    switch (h->cell) {
    case CELL_NAME:
        add_list(f, h->property, text, ";|");
        f->asks = true;
        break;
    case CELL_TEXT:
    case CELL_GENDER:
        add_or_count(f, h->property, text);
        f->asks = f->asks || h->column == COL_PROPERTY;
        break;
    case CELL_DATE:
    case CELL_YEAR:
        if (h->column != COL_BIRTH_YEAR || !f->part[COL_BIRTH_DATE].n)
            add_date(f, column, h->property, text);
        break;
    case CELL_COUNTRY:
        add_countries(f, h->property, text);
        break;
    case CELL_NUMBER:
        add_number(f, h->property, text);
        break;
    case CELL_ID:
    case CELL_PART:
    case CELL_PLACE:
    case CELL_TYPE:
    case CELL_WORD:
        break; /* read together with others */
    }
}

/* ---- what several cells make up ------------------------------------------------------------ */

static struct span join(struct filling *f, const enum column *list, size_t n, const char *between)
{
    struct span out = SPAN("");

    for (size_t i = 0; i < n; i++) {
        struct span s = f->part[list[i]];

        if (s.n)
            out = arena_printf(f->a, "%.*s%s%.*s", SPAN_ARG(out), out.n ? between : "",
                               SPAN_ARG(s));
    }
    return out;
}

static void add_maiden_name(struct filling *f)
{
    static const enum column parts[] = {COL_FIRST_NAME, COL_MAIDEN_NAME};

    if (f->part[COL_MAIDEN_NAME].n)
        add_or_count(f, "previousName", join(f, parts, 2, " "));
}

static void add_names(struct filling *f)
{
    static const enum column name[] = {COL_FIRST_NAME, COL_MIDDLE_NAME, COL_LAST_NAME, COL_SUFFIX};
    static const enum column alias[] = {COL_ALIAS_FIRST, COL_ALIAS_MIDDLE, COL_ALIAS_LAST,
                                        COL_ALIAS_SUFFIX};
    struct span full = f->part[COL_FULL_NAME];

    if (!full.n)
        full = join(f, name, ARRAY_LEN(name), " ");
    if (!full.n)
        full = f->part[COL_ORG_NAME];
    f->asks = f->asks || full.n;
    add_or_count(f, "name", full);
    add_or_count(f, "firstName", f->part[COL_FIRST_NAME]);
    add_or_count(f, "middleName", f->part[COL_MIDDLE_NAME]);
    add_or_count(f, "lastName", f->part[COL_LAST_NAME]);
    add_or_count(f, "alias", join(f, alias, ARRAY_LEN(alias), " "));
    add_maiden_name(f);
}

static void add_address(struct filling *f)
{
    static const enum column parts[] = {COL_STREET, COL_STREET2, COL_POSTCODE, COL_CITY,
                                        COL_REGION};

    add_or_count(f, "address", join(f, parts, ARRAY_LEN(parts), ", "));
}

/* ---- the row ----------------------------------------------------------------------------- */

/* Only the name of a firm: then it is a firm, unless the caller said what the rows are. */
static const char *schema_of_row(const struct filling *f)
{
    bool person = f->part[COL_FULL_NAME].n || f->part[COL_FIRST_NAME].n ||
                  f->part[COL_LAST_NAME].n;

    if (f->persons->schema)
        return f->persons->schema;
    return f->part[COL_ORG_NAME].n && !person ? "Organization" : "Person";
}

static struct tocsin_err *new_query(const struct filling *f, struct tocsin_query **out)
{
    struct span type = f->part[COL_TYPE];
    const char *schema = person_type_schema(type);
    struct tocsin_err *err;

    if (type.n == 0)
        return tocsin_query_new(schema_of_row(f), out);
    err = schema ? tocsin_query_new(schema, out) : NULL;
    if (schema && !err)
        return NULL;
    tocsin_err_free(err); /* a word that is not known, or what nobody is screened as */
    return tocsin_query_new("LegalEntity", out);
}

static struct span text_at(const struct filling *f, const struct span *fields, size_t i)
{
    const struct heading *h = &f->persons->headings->at[i];

    if (h->column == COL_NONE)
        return SPAN("");
    return person_cell(fields[i], h->cell, !f->persons->facts[i].words);
}

static void collect(struct filling *f, const struct span *fields)
{
    const struct headings *h = f->persons->headings;

    for (size_t i = 0; i < h->n; i++) {
        enum column c = h->at[i].column;

        if (c != COL_NONE && !f->part[c].n)
            f->part[c] = text_at(f, fields, i);
    }
}

static void fill(struct filling *f, const struct span *fields)
{
    add_names(f);
    for (size_t i = 0; i < f->persons->headings->n; i++) {
        struct span text = text_at(f, fields, i);

        if (text.n)
            add_cell(f, i, text);
    }
    add_address(f);
}

struct tocsin_err *person_query(const struct persons *p, struct arena *a, const struct span *fields,
                                struct tocsin_query **out, size_t *left_out, const char **why)
{
    struct filling f = {.persons = p, .a = a};

    *out = NULL;
    collect(&f, fields);
    TRY(new_query(&f, &f.query));
    fill(&f, fields);
    *left_out = f.left_out;
    *why = f.why;
    if (f.asks)
        *out = f.query;
    else
        tocsin_query_free(f.query);
    return NULL;
}
