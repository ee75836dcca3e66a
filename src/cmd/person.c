/* SPDX-License-Identifier: Apache-2.0
 *
 * Cells to properties.
 */
#include "cmd/person.h"

#include <stdio.h>
#include <time.h>

/* ---- cells that say nothing -------------------------------------------------------------- */

static const char *const nothing[] = {
    "-",    "--",   "---",     "n/a",     "N/A",  "na",     "NA",  "null", "NULL", "none", "NONE",
    "unknown", "UNKNOWN", "#N/A", "#NULL!", "nan", "NaN",  "nil", "?",    ".",
};

/* 'codes': a column of two-letter country codes, where NA is Namibia. */
static struct span cell_text(struct span s, enum cell cell, bool codes)
{
    bool name = cell == CELL_PART || cell == CELL_NAME;

    s = span_trim(s);
    if (cell == CELL_COUNTRY && codes && span_eq_nocase(s, SPAN("NA")))
        return s;
    for (size_t i = 0; i < ARRAY_LEN(nothing); i++) {
        struct span word = span_of(nothing[i]);

        if (name ? span_eq(s, word) : span_eq_nocase(s, word))
            return SPAN("");
    }
    /* Spreadsheets mark a text with an apostrophe; in a name it can be a letter. */
    if (!name && s.n > 1 && s.p[0] == '\'')
        s = span_from(s, 1);
    return s;
}

/* "1.23E+11": a spreadsheet rounded it. */
static bool is_rounded(struct span s)
{
    size_t e = span_find_span(s, SPAN("E+"));
    uint64_t power;

    return e && e < s.n && span_find(span_slice(s, 0, e), '.') < e &&
           span_u64(span_from(s, e + 2), &power);
}

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

/* Two small numbers and a year: "03/04/1961", "3.4.1961", "03-04-1961". */
struct numeric_date {
    unsigned first, second, year;
};

static bool read_numeric(struct span s, struct numeric_date *out)
{
    char text[16], sep[2];
    int used = 0;

    if (s.n > 10 || s.n < 8)
        return false;
    memcpy(text, s.p, s.n);
    text[s.n] = '\0';
    if (sscanf(text, "%2u%c%2u%c%4u%n", &out->first, &sep[0], &out->second, &sep[1], &out->year,
               &used) != 5)
        return false;
    return (size_t)used == s.n && sep[0] == sep[1] && strchr("/.-", sep[0]) && out->first &&
           out->second && out->year >= 1000;
}

static void learn_date(struct column_facts *facts, struct span text)
{
    struct numeric_date d;

    if (!read_numeric(text, &d))
        return;
    facts->day_first |= d.first > 12;
    facts->month_first |= d.second > 12;
}

void person_learn(struct persons *p, const struct span *fields)
{
    for (size_t i = 0; i < p->headings->n; i++) {
        enum cell cell = p->headings->at[i].cell;
        struct span text;

        if (cell != CELL_DATE && cell != CELL_COUNTRY)
            continue;
        text = cell_text(fields[i], cell, false);
        if (cell == CELL_DATE)
            learn_date(&p->facts[i], text);
        else
            p->facts[i].words |= text.n > 2;
    }
}

static struct span iso(struct arena *a, unsigned year, unsigned month, unsigned day)
{
    return arena_printf(a, "%04u-%02u-%02u", year, month, day);
}

static bool is_decided(const struct persons *p, size_t column, enum date_order *order)
{
    const struct column_facts *c = &p->facts[column];

    *order = p->order != ORDER_AUTO ? p->order : c->month_first ? ORDER_MONTH : ORDER_DAY;
    return p->order != ORDER_AUTO || c->day_first != c->month_first;
}

static void add_numeric(struct filling *f, size_t column, const char *property,
                        const struct numeric_date *d)
{
    enum date_order order;
    bool decided = is_decided(f->persons, column, &order);
    struct span day_first = iso(f->a, d->year, d->second, d->first);
    struct span month_first = iso(f->a, d->year, d->first, d->second);

    if (d->second > 12)
        order = ORDER_MONTH;
    else if (d->first > 12)
        order = ORDER_DAY;
    add_or_count(f, property, order == ORDER_MONTH ? month_first : day_first);
    if (!decided && d->first <= 12 && d->second <= 12 && d->first != d->second)
        add_or_count(f, property, order == ORDER_MONTH ? day_first : month_first);
}

/* The number of a day as spreadsheets count, from 1927 to 2064. */
static bool read_serial(struct arena *a, struct span s, struct span *out)
{
    uint64_t n;
    time_t seconds;
    struct tm tm;

    if (s.n != 5 || !span_u64(s, &n) || n < 10000 || n > 60000)
        return false;
    seconds = ((time_t)n - 25569) * 86400;
    if (!gmtime_r(&seconds, &tm))
        return false;
    *out = iso(a, (unsigned)tm.tm_year + 1900, (unsigned)tm.tm_mon + 1, (unsigned)tm.tm_mday);
    return true;
}

/* What a database puts where it knows no date. */
static bool is_filler(struct span s)
{
    static const char *const fillers[] = {"1900-01-01", "1970-01-01", "01/01/1900", "01.01.1900",
                                          "01/01/1901", "01/01/1970", "01.01.1970", "0001-01-01",
                                          "9999-12-31", "1753-01-01"};

    for (size_t i = 0; i < ARRAY_LEN(fillers); i++)
        if (span_eq(span_slice(s, 0, 10), span_of(fillers[i])))
            return true;
    return false;
}

static void add_date(struct filling *f, size_t column, const char *property, struct span text)
{
    struct numeric_date d;
    struct span day;

    if (is_filler(text))
        return;
    if (read_numeric(text, &d))
        add_numeric(f, column, property, &d);
    else if (read_serial(f->a, text, &day))
        add_or_count(f, property, day);
    else
        add_or_count(f, property, text);
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
    if (!is_rounded(text)) {
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

static const struct {
    const char *word, *schema;
} types[] = {
    {"person", "Person"},         {"individual", "Person"},        {"natural", "Person"},
    {"private", "Person"},        {"p", "Person"},                 {"i", "Person"},
    {"organization", "Organization"}, {"organisation", "Organization"}, {"entity", "Organization"},
    {"legal", "Organization"},    {"business", "Organization"},    {"corporate", "Organization"},
    {"o", "Organization"},        {"e", "Organization"},           {"company", "Company"},
    {"firm", "Organization"},     {"firma", "Organization"},       {"vessel", "Vessel"},
    {"ship", "Vessel"},           {"aircraft", "Airplane"},        {"airplane", "Airplane"},
};

static const char *schema_of_type(struct span type)
{
    for (size_t i = 0; i < ARRAY_LEN(types); i++)
        if (span_eq_nocase(type, span_of(types[i].word)))
            return types[i].schema;
    return NULL;
}

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
    const char *schema = type.n ? schema_of_type(type) : schema_of_row(f);
    struct tocsin_err *err;

    if (schema)
        return tocsin_query_new(schema, out);
    err = tocsin_query_new(arena_str(f->a, type), out); /* the name of a schema, perhaps */
    if (!err)
        return NULL;
    tocsin_err_free(err);
    return tocsin_query_new("LegalEntity", out);
}

static struct span text_at(const struct filling *f, const struct span *fields, size_t i)
{
    const struct heading *h = &f->persons->headings->at[i];

    if (h->column == COL_NONE)
        return SPAN("");
    return cell_text(fields[i], h->cell, !f->persons->facts[i].words);
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
