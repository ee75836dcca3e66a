/* SPDX-License-Identifier: Apache-2.0
 *
 * persons-csv: any table of persons or organisations, one a row, with a heading row.
 *
 *   rows --first LOOK_ROWS held back--> what the columns hold --> records
 *
 * person_layout says what the columns are, person_cell and person_date what a cell says. The first
 * rows are looked at together before any is read, because some things can only be known of a
 * column: whether 03/04 is April or March, whether NA is Namibia.
 *
 * Ids are those of the table; without a column for it, "line-" and the number of the line. A row
 * that says more than the schema of its type can hold keeps the rest as "heading: text" in the
 * notes. FinCEN 314(a) person files have several rows a person, one an alias or a number: rows that
 * follow each other with the same number are one record there.
 */
#include "person_cell.h"

#define LOOK_ROWS 1000
#define LOOK_BYTES ((size_t)1 << 20)

/* A row that is held back, or what was wrong with it. */
struct held {
    struct csv_row row;
    struct tocsin_err *err;
};

struct persons {
    struct reader *in;
    struct emitter *out;
    struct person_layout layout;
    struct person_date *dates; /* one a column, as 'codes' */
    bool *codes;
    VEC(struct held) held;
    size_t held_at;
    struct arena *held_arena, *arena;
    struct record *open; /* FinCEN: the person whose rows are being read */
    struct arena *open_arena;
    uint64_t row_line;
};

static struct tocsin_err *row_error(const struct persons *p, const char *field, const char *what)
{
    return err_at(err_new(TOCSIN_ERR_PARSE, "%s", what), reader_name(p->in), p->row_line, 0, field);
}

/* ---- rows held back -------------------------------------------------------------------------- */

static struct csv_row copy_row(struct arena *a, const struct csv_row *row)
{
    struct csv_row out = {ARENA_ARRAY(a, struct span, row->n), row->n, row->line};
    for (size_t i = 0; i < row->n; i++)
        out.field[i] = arena_span(a, row->field[i]);
    return out;
}

static struct tocsin_err *hold_rows(struct persons *p)
{
    bool done = false;
    while (!done && p->held.n < LOOK_ROWS && arena_used(p->held_arena) < LOOK_BYTES) {
        struct csv_row row;
        struct tocsin_err *err = reader_csv(p->in, 0, &row, &done);
        if (err && reader_dead(p->in)) {
            *VEC_PUSH(&p->held) = (struct held){.err = err};
            return NULL;
        }
        if (err || !done)
            *VEC_PUSH(&p->held) = (struct held){copy_row(p->held_arena, &row), err};
    }
    return NULL;
}

static struct tocsin_err *next_row(struct persons *p, struct csv_row *row, bool *done)
{
    *done = false;
    if (p->held_at == p->held.n)
        return reader_csv(p->in, 0, row, done);
    struct held *h = &p->held.at[p->held_at++];
    struct tocsin_err *err = h->err;
    *row = h->row;
    h->err = NULL;
    return err;
}

/* Two letters in every cell that is not NA. */
static bool holds_codes(const struct persons *p, size_t column)
{
    size_t seen = 0;
    for (size_t i = 0; i < p->held.n; i++) {
        const struct csv_row *row = &p->held.at[i].row;
        struct span s =
            column < row->n ? person_cell(row->field[column], CELL_COUNTRY, false) : SPAN("");
        if (s.n && s.n != 2)
            return false;
        seen += s.n == 2;
    }
    return seen > 0;
}

static void look_at_columns(struct persons *p)
{
    for (size_t c = 0; c < p->layout.n; c++) {
        enum cell cell = p->layout.field[c].cell;
        p->codes[c] = cell == CELL_COUNTRY && holds_codes(p, c);
        for (size_t i = 0; i < p->held.n && cell == CELL_DATE; i++)
            if (c < p->held.at[i].row.n)
                person_date_learn(&p->dates[c],
                                  person_cell(p->held.at[i].row.field[c], CELL_DATE, false));
        if (p->layout.fincen)
            p->dates[c] = (struct person_date){.month_first = true};
    }
}

/* ---- a record under way ---------------------------------------------------------------------- */

/* One row on its way to a record. */
struct filling {
    struct persons *p;
    struct record *r;
    struct span part[COL_COUNT]; /* cells that are read together: names, address, number type */
};

static void keep_note(struct filling *f, const char *heading, struct span text)
{
    struct span note = arena_printf(f->r->arena, "%s: %.*s", heading, SPAN_ARG(text));
    if (schema_has(f->r->schema, PROP_notes))
        record_add(f->r, PROP_notes, note);
}

static struct tocsin_err *put(struct filling *f, enum prop prop, struct span text,
                              const char *heading)
{
    if (text.n == 0)
        return NULL;
    if (!schema_has(f->r->schema, prop)) {
        keep_note(f, heading, text);
        return NULL;
    }
    return add_value(f->r, prop, text, f->p->in, heading);
}

static struct span join(struct arena *a, const char *between, const struct span *part, size_t n)
{
    struct span out = SPAN("");
    for (size_t i = 0; i < n; i++)
        if (part[i].n)
            out = out.n ? arena_printf(a, "%.*s%s%.*s", SPAN_ARG(out), between, SPAN_ARG(part[i]))
                        : part[i];
    return out;
}

/* ---- names ----------------------------------------------------------------------------------- */

static struct span parts_joined(struct filling *f, enum column first, enum column middle,
                                enum column last, enum column suffix)
{
    const struct span part[] = {f->part[first], f->part[middle], f->part[last], f->part[suffix]};
    return join(f->r->arena, " ", part, ARRAY_LEN(part));
}

/* The full name counts for matching; "LAST, FIRST" is turned and fills the parts that are not given
 * in columns of their own. */
static struct tocsin_err *put_full_name(struct filling *f, struct span full)
{
    struct span last, first;
    if (f->r->schema != SCHEMA_Person || !person_name_split(full, &last, &first))
        return put(f, PROP_name, full, "full_name");
    const struct span turned[] = {first, last};
    if (f->part[COL_LAST_NAME].n == 0 && f->part[COL_FIRST_NAME].n == 0) {
        f->part[COL_LAST_NAME] = last;
        f->part[COL_FIRST_NAME] = first;
    }
    return put(f, PROP_name, join(f->r->arena, " ", turned, 2), "full_name");
}

static struct tocsin_err *put_birth_name(struct filling *f)
{
    struct span maiden = f->part[COL_MAIDEN_NAME], first = f->part[COL_FIRST_NAME];
    if (maiden.n == 0)
        return NULL;
    const struct span part[] = {first, maiden};
    if (first.n && span_find_span(maiden, first) == maiden.n)
        maiden = join(f->r->arena, " ", part, 2);
    return put(f, PROP_previousName, maiden, "maiden_name");
}

static struct tocsin_err *put_name_parts(struct filling *f)
{
    static const struct {
        enum column column;
        enum prop prop;
    } parts[] = {
        {COL_FIRST_NAME, PROP_firstName},
        {COL_MIDDLE_NAME, PROP_middleName},
        {COL_LAST_NAME, PROP_lastName},
        {COL_SUFFIX, PROP_nameSuffix},
    };
    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        if (schema_has(f->r->schema, parts[i].prop))
            TRY(put(f, parts[i].prop, f->part[parts[i].column], "name"));
    return NULL;
}

static struct tocsin_err *put_names(struct filling *f)
{
    struct span full = f->part[COL_FULL_NAME], org = f->part[COL_ORG_NAME];
    if (full.n == 0)
        full = parts_joined(f, COL_FIRST_NAME, COL_MIDDLE_NAME, COL_LAST_NAME, COL_SUFFIX);
    if (full.n == 0) {
        full = org;
        org = SPAN("");
    }
    if (full.n == 0)
        return row_error(f->p, NULL, "a row without a name");
    TRY(put_full_name(f, full));
    if (org.n && f->r->schema == SCHEMA_Person)
        keep_note(f, "organization", org); /* an employer, perhaps */
    else
        TRY(put(f, PROP_alias, org, "organization_name"));
    TRY(put_name_parts(f));
    TRY(put_birth_name(f));
    return put(f, PROP_alias,
               parts_joined(f, COL_ALIAS_FIRST, COL_ALIAS_MIDDLE, COL_ALIAS_LAST, COL_ALIAS_SUFFIX),
               "alias");
}

/* ---- single cells ---------------------------------------------------------------------------- */

/* Several names in a cell stand between ";" or "|"; a comma may be part of one. */
static struct tocsin_err *put_list(struct filling *f, const struct person_field *at,
                                   struct span text)
{
    char sep = span_find(text, '|') < text.n ? '|' : ';';
    struct span rest = text, part, last, first;
    while (span_split(&rest, sep, &part)) {
        part = span_trim(part);
        if (f->r->schema == SCHEMA_Person && person_name_split(part, &last, &first)) {
            const struct span turned[] = {first, last};
            part = join(f->r->arena, " ", turned, 2);
        }
        TRY(put(f, at->prop, part, at->heading));
    }
    return NULL;
}

/* Persons are born, organisations founded, ships built. */
static enum prop fit_prop(enum schema s, enum prop prop)
{
    static const struct {
        enum prop from, to;
    } others[] = {
        {PROP_birthDate, PROP_incorporationDate}, {PROP_birthDate, PROP_buildDate},
        {PROP_deathDate, PROP_dissolutionDate},   {PROP_nationality, PROP_jurisdiction},
        {PROP_nationality, PROP_country},         {PROP_citizenship, PROP_country},
        {PROP_birthCountry, PROP_country},        {PROP_taxNumber, PROP_registrationNumber},
        {PROP_idNumber, PROP_registrationNumber},
    };
    for (size_t i = 0; i < ARRAY_LEN(others) && !schema_has(s, prop); i++)
        if (others[i].from == prop && schema_has(s, others[i].to))
            return others[i].to;
    return prop;
}

static struct tocsin_err *put_dates(struct filling *f, const struct person_field *at, size_t column,
                                    struct span text)
{
    struct persons *p = f->p;
    enum prop prop = fit_prop(f->r->schema, at->prop);
    struct span d[2];
    if (!schema_has(f->r->schema, prop)) {
        keep_note(f, at->heading, text);
        return NULL;
    }
    switch (person_date_texts(&p->dates[column], text, f->r->arena, d)) {
    case PERSON_DATE_NONE:
        return add_value(f->r, prop, text, p->in, at->heading);
    case PERSON_DATE_FILLER:
        emit_note(p->out, "%s: %s: %.*s is taken for a placeholder and kept as a note only",
                  reader_name(p->in), at->heading, SPAN_ARG(text));
        keep_note(f, at->heading, text);
        return NULL;
    case PERSON_DATE_BOTH:
        emit_note(p->out,
                  "%s: %s: nothing tells whether the day or the month comes first; both are "
                  "taken",
                  reader_name(p->in), at->heading);
        record_add(f->r, prop, d[1]);
        break;
    case PERSON_DATE_SERIAL:
        emit_note(p->out, "%s: %s: five digits are taken for day numbers of a spreadsheet",
                  reader_name(p->in), at->heading);
        break;
    case PERSON_DATE_ONE:
        break;
    }
    record_add(f->r, prop, d[0]);
    return NULL;
}

/* A word that is not understood would be an error that costs the whole row; the row has a name. */
static struct tocsin_err *put_or_note(struct filling *f, const struct person_field *at,
                                      struct span text, const char *what)
{
    enum prop prop = fit_prop(f->r->schema, at->prop);
    enum add added = record_add(f->r, prop, text);
    if (added == ADD_INVALID && at->cell == CELL_COUNTRY)
        added = record_add_countries(f->r, prop, text);
    if (added != ADD_INVALID && added != ADD_FOREIGN)
        return NULL;
    if (added == ADD_INVALID)
        emit_note(f->p->out, "%s: %s: '%.*s' is no %s that is known; kept as a note",
                  reader_name(f->p->in), at->heading, SPAN_ARG(span_slice(text, 0, 60)), what);
    keep_note(f, at->heading, text);
    return NULL;
}

static enum prop number_prop(struct span type)
{
    static const struct {
        const char *word;
        enum prop prop;
    } types[] = {
        {"ssn", PROP_socialSecurityNumber},
        {"social", PROP_socialSecurityNumber},
        {"passport", PROP_passportNumber},
        {"tax", PROP_taxNumber},
        {"ein", PROP_taxNumber},
        {"tin", PROP_taxNumber},
        {"itin", PROP_taxNumber},
    };
    for (size_t i = 0; i < ARRAY_LEN(types); i++)
        if (span_eq_nocase(span_slice(type, 0, strlen(types[i].word)), span_of(types[i].word)))
            return types[i].prop;
    return PROP_idNumber;
}

static struct tocsin_err *put_number(struct filling *f, const struct person_field *at,
                                     struct span text)
{
    enum prop prop = at->column == COL_NUMBER ? number_prop(f->part[COL_NUMBER_TYPE]) : at->prop;
    if (person_cell_rounded(text)) {
        emit_note(
            f->p->out, "%s: line %llu: %s: '%.*s' was rounded by a spreadsheet and is not used",
            reader_name(f->p->in), (unsigned long long)f->p->row_line, at->heading, SPAN_ARG(text));
        return NULL;
    }
    return put(f, fit_prop(f->r->schema, prop), text, at->heading);
}

static struct tocsin_err *put_cell(struct filling *f, size_t column, struct span text)
{
    const struct person_field *at = &f->p->layout.field[column];
    switch (at->cell) {
    case CELL_NAME:
        return put_list(f, at, text);
    case CELL_TEXT:
        return put(f, at->prop, text, at->heading);
    case CELL_DATE:
    case CELL_YEAR:
        return put_dates(f, at, column, text);
    case CELL_GENDER:
        return put_or_note(f, at, text, "gender");
    case CELL_COUNTRY:
        return put_or_note(f, at, text, "country");
    case CELL_NUMBER:
        return put_number(f, at, text);
    case CELL_ID:
    case CELL_PART:
    case CELL_PLACE:
    case CELL_TYPE:
    case CELL_WORD:
        break; /* read together with others */
    }
    return NULL;
}

/* ---- cells that belong together -------------------------------------------------------------- */

static struct tocsin_err *put_address(struct filling *f)
{
    const struct span town[] = {f->part[COL_POSTCODE], f->part[COL_CITY]};
    const struct span part[] = {f->part[COL_STREET], f->part[COL_STREET2],
                                join(f->r->arena, " ", town, 2), f->part[COL_REGION]};
    return put(f, PROP_address, join(f->r->arena, ", ", part, ARRAY_LEN(part)), "address");
}

/* A passport of which the country is known is an entity of its own. */
static struct tocsin_err *send_passport(struct filling *f)
{
    struct span number = f->part[COL_PASSPORT], country = f->part[COL_PASSPORT_COUNTRY];
    if (number.n == 0 || country.n == 0 || person_cell_rounded(number) ||
        !schema_is_a(f->r->schema, SCHEMA_LegalEntity))
        return NULL;
    struct record *r = link_new(f->r->arena, SCHEMA_Passport, f->r->id, number);
    r->line = f->r->line;
    record_add(r, PROP_holder, f->r->id);
    TRY(add_value(r, PROP_number, number, f->p->in, "passport"));
    if (record_add(r, PROP_country, country) == ADD_INVALID)
        emit_note(f->p->out, "%s: '%.*s' is no country that is known", reader_name(f->p->in),
                  SPAN_ARG(span_slice(country, 0, 60)));
    return emit(f->p->out, r);
}

/* A column of years counts only where the full date is not known. */
static bool is_spare_year(const struct filling *f, enum column c)
{
    return c == COL_BIRTH_YEAR && f->part[COL_BIRTH_DATE].n;
}

static struct tocsin_err *fill(struct filling *f, const struct csv_row *row)
{
    const struct person_layout *l = &f->p->layout;
    TRY(put_names(f));
    for (size_t i = 0; i < l->n; i++) {
        const struct person_field *at = &l->field[i];
        struct span text = person_cell(row->field[i], at->cell, f->p->codes[i]);
        if (at->column != COL_NONE && text.n && !is_spare_year(f, at->column))
            TRY(put_cell(f, i, text));
    }
    TRY(put_address(f));
    return send_passport(f);
}

/* ---- a row ----------------------------------------------------------------------------------- */

static enum schema row_schema(struct filling *f)
{
    struct span type = f->part[COL_TYPE];
    enum schema schema = type.n ? person_type(type) : SCHEMA_NONE;
    bool person = f->part[COL_FULL_NAME].n || f->part[COL_LAST_NAME].n || f->part[COL_FIRST_NAME].n;
    if (type.n && !schema)
        emit_note(f->p->out, "%s: type '%.*s' is not known; read as a legal entity",
                  reader_name(f->p->in), SPAN_ARG(span_slice(type, 0, 60)));
    if (type.n && !schema)
        return SCHEMA_LegalEntity;
    if (schema)
        return schema;
    return f->part[COL_ORG_NAME].n && !person ? SCHEMA_Organization : SCHEMA_Person;
}

static struct tocsin_err *check_width(struct persons *p, const struct csv_row *row, bool *blank)
{
    *blank = true;
    for (size_t i = 0; i < row->n; i++) {
        bool empty = span_trim(row->field[i]).n == 0;
        *blank = *blank && empty;
        if (i >= p->layout.n && !empty)
            return err_at(err_new(TOCSIN_ERR_PARSE, "the row has %zu fields, the heading row %zu",
                                  row->n, p->layout.n),
                          reader_name(p->in), row->line, 0, NULL);
    }
    if (row->n < p->layout.n && !*blank)
        return err_at(err_new(TOCSIN_ERR_PARSE,
                              "the row has %zu fields, the heading row %zu: the "
                              "first that is missing is '%s'",
                              row->n, p->layout.n, p->layout.field[row->n].heading),
                      reader_name(p->in), row->line, 0, NULL);
    return NULL;
}

static void collect(struct filling *f, const struct csv_row *row)
{
    const struct person_layout *l = &f->p->layout;
    for (size_t i = 0; i < l->n; i++) {
        enum column c = l->field[i].column;
        if (c != COL_NONE && f->part[c].n == 0)
            f->part[c] = person_cell(row->field[i], l->field[i].cell, f->p->codes[i]);
    }
}

static struct tocsin_err *flush_open(struct persons *p)
{
    struct record *r = p->open;
    p->open = NULL;
    return r ? emit(p->out, r) : NULL;
}

static struct tocsin_err *read_row(struct persons *p, const struct csv_row *row)
{
    bool blank;
    struct filling f = {.p = p};
    p->row_line = row->line;
    TRY(check_width(p, row, &blank));
    if (blank)
        return NULL;
    collect(&f, row);
    struct span id = f.part[COL_ID];
    if (p->open && span_eq(p->open->id, id)) {
        f.r = p->open;
        return fill(&f, row);
    }
    TRY(flush_open(p));
    struct arena *a = p->layout.fincen ? p->open_arena : p->arena;
    arena_reset(a);
    id = id.n ? arena_span(a, id) : arena_printf(a, "line-%llu", (unsigned long long)row->line);
    f.r = record_new(a, row_schema(&f), id);
    f.r->line = row->line;
    TRY(fill(&f, row));
    if (!p->layout.fincen)
        return emit(p->out, f.r);
    p->open = f.r;
    return NULL;
}

static struct tocsin_err *read_rows(struct persons *p)
{
    for (;;) {
        struct csv_row row;
        bool done;
        struct tocsin_err *err = next_row(p, &row, &done);
        if (done)
            return flush_open(p);
        if (!err)
            err = read_row(p, &row);
        if (err)
            TRY(emit_unread(p->out, p->in, err));
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

static struct tocsin_err *read_table(struct persons *p, struct source *in)
{
    struct csv_row row;
    bool done = false;
    do
        TRY(reader_csv(p->in, 0, &row, &done));
    while (!done && row.n == 1 && span_trim(row.field[0]).n == 0);
    if (done)
        return err_at(err_new(TOCSIN_ERR_FORMAT, "the file is empty"), reader_name(p->in), 0, 0,
                      NULL);
    TRY(person_layout_read(in, p->in, p->out, &row, &p->layout));
    p->dates = ARENA_ARRAY(p->layout.arena, struct person_date, p->layout.n);
    p->codes = ARENA_ARRAY(p->layout.arena, bool, p->layout.n);
    TRY(hold_rows(p));
    look_at_columns(p);
    return read_rows(p);
}

struct tocsin_err *persons_csv_parse(struct source *in, struct emitter *out)
{
    struct persons p = {.in = source_reader(in, ""),
                        .out = out,
                        .held_arena = arena_new(),
                        .arena = arena_new(),
                        .open_arena = arena_new()};
    struct tocsin_err *err = read_table(&p, in);
    for (size_t i = 0; i < p.held.n; i++)
        tocsin_err_free(p.held.at[i].err);
    VEC_FREE(&p.held);
    person_layout_free(&p.layout);
    arena_free(p.held_arena);
    arena_free(p.arena);
    arena_free(p.open_arena);
    return err;
}

bool persons_csv_sniff(struct span head)
{
    struct span line = head_line(head);
    char sep = csv_separator(&head);
    if (line.n == 0 || line.p[0] == '<' || line.p[0] == '{' || line.p[0] == '[')
        return false;
    return person_layout_fits(head_line(head), sep); /* 'head' is behind a line "sep=;" now */
}
