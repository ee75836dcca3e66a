/* SPDX-License-Identifier: Apache-2.0
 *
 * targets-simple: the targets of an OpenSanctions dataset as a table (targets.simple.csv).
 *
 *   id, schema, name, aliases, birth_date, countries, addresses, identifiers, sanctions, phones,
 *   emails, program_ids (newer files), dataset, first_seen, last_seen, last_change
 *
 * Columns are found by their headings. A cell with several values holds them as a line of CSV with
 * ";" between, where a value with ";" or a quote in it stands in quotes of its own:
 *
 *   12 Cooper Lane;"Port Maren; Malta"        in the file: "12 Cooper Lane;""Port Maren; Malta"""
 *
 * The table says less than the other exports, and what it does not say is not made up:
 *
 *   identifiers   whether they are passports or tax numbers is lost; they are idNumber, of a vessel
 *                 registrationNumber
 *   sanctions     programme, reason, status and dates in one text, which cannot be parted again;
 *                 each becomes a Sanction with that text as its summary
 *   topics        an entity with sanctions has the topic "sanction"; one without is in the table
 *                 because it is of interest, which is the topic "poi"
 *   dataset       titles of datasets, not their names; they are the publisher
 */
#include "rows.h"

enum column {
    COL_ID, COL_SCHEMA, COL_NAME, COL_ALIASES, COL_BIRTH_DATE, COL_COUNTRIES, COL_ADDRESSES,
    COL_IDENTIFIERS, COL_SANCTIONS, COL_PHONES, COL_EMAILS, COL_PROGRAM_IDS, COL_DATASET,
    COL_FIRST_SEEN, COL_LAST_SEEN, COL_LAST_CHANGE, COLUMNS
};

static const char *const headings[COLUMNS] = {
    "id", "schema", "name", "aliases", "birth_date", "countries", "addresses", "identifiers",
    "sanctions", "phones", "emails", "program_ids", "dataset", "first_seen", "last_seen",
    "last_change",
};

/* Where the values of a cell go; the second where the schema lacks the first. */
static const struct values {
    enum column column;
    enum prop prop, otherwise;
} values[] = {
    {COL_ALIASES, PROP_alias, PROP_notes},
    {COL_BIRTH_DATE, PROP_birthDate, PROP_notes},
    {COL_COUNTRIES, PROP_country, PROP_notes},
    {COL_ADDRESSES, PROP_address, PROP_notes},
    {COL_IDENTIFIERS, PROP_idNumber, PROP_registrationNumber},
    {COL_PHONES, PROP_phone, PROP_notes},
    {COL_EMAILS, PROP_email, PROP_notes},
    {COL_PROGRAM_IDS, PROP_programId, PROP_notes},
    {COL_DATASET, PROP_publisher, PROP_notes},
};

struct table {
    struct reader *in;
    struct emitter *out;
    struct arena *arena;      /* of one row */
    size_t field[COLUMNS];    /* column -> field of a row + 1; 0: the table lacks it */
    const struct csv_row *row;
};

/* ---- cells --------------------------------------------------------------------------------- */

static struct span cell(const struct table *t, enum column c)
{
    size_t at = t->field[c];
    return at ? span_trim(t->row->field[at - 1]) : SPAN("");
}

static struct tocsin_err *cell_error(const struct table *t, enum column c, const char *what)
{
    struct tocsin_err *err = err_new(TOCSIN_ERR_PARSE, "%s", what);
    return err_at(err, reader_name(t->in), t->row->line, 0, headings[c]);
}

/* A part in quotes: up to the closing one, doubled ones undone; false when it never closes or when
 * something stands behind it. */
static bool quoted_part(struct table *t, struct span *rest, struct span *part)
{
    char *p = arena_alloc(t->arena, rest->n);
    size_t n = 0, i = 1;
    bool closed = false;
    while (i < rest->n && !closed) {
        bool quote = rest->p[i] == '"';
        if (quote && (i + 1 == rest->n || rest->p[i + 1] != '"'))
            closed = true;
        else
            p[n++] = rest->p[i];
        i += quote && !closed ? 2 : 1;
    }
    *part = (struct span){p, n};
    *rest = span_from(*rest, i);
    return closed && (!rest->n || rest->p[0] == ';');
}

/* The next value of a cell; *bad when its quotes are not right. */
static bool next_part(struct table *t, struct span *rest, struct span *part, bool *bad)
{
    *bad = false;
    if (!rest->n)
        return false;
    if (rest->p[0] == '"') {
        *bad = !quoted_part(t, rest, part);
    } else {
        *part = span_slice(*rest, 0, span_find(*rest, ';'));
        *rest = span_from(*rest, part->n);
    }
    *rest = span_from(*rest, 1);
    return true;
}

static struct tocsin_err *add_values(struct table *t, struct record *r, const struct values *v)
{
    struct span rest = cell(t, v->column), part;
    enum prop prop = schema_has(r->schema, v->prop) ? v->prop : v->otherwise;
    bool bad;
    if (!schema_has(r->schema, prop))
        prop = PROP_notes;
    while (next_part(t, &rest, &part, &bad)) {
        if (bad)
            return cell_error(t, v->column, "a quote that is not closed");
        if (prop == PROP_notes && span_trim(part).n)
            part = arena_printf(t->arena, "%s: %.*s", headings[v->column], SPAN_ARG(part));
        TRY(add_value_or_keep(r, prop, part, t->in, headings[v->column]));
    }
    return NULL;
}

/* "YYYY-MM-DDTHH:MM:SS"; what stands behind it (a fraction, the zone) is cut. */
static bool is_time(struct span s)
{
    static const char shape[] = "0000-00-00T00:00:00";
    struct date day;
    for (size_t i = 0; i < sizeof(shape) - 1; i++)
        if (shape[i] == '0' ? s.p[i] < '0' || s.p[i] > '9' : s.p[i] != shape[i])
            return false;
    return date_read(span_slice(s, 0, 10), &day) && s.p[11] <= '2' && s.p[14] < '6' &&
           s.p[17] < '6' && !(s.p[11] == '2' && s.p[12] > '3');
}

static struct tocsin_err *read_time(const struct table *t, struct record *r, enum column c,
                                    struct span *out)
{
    struct span text = span_slice(cell(t, c), 0, 19);
    if (!text.n)
        return NULL;
    if (text.n < 19 || !is_time(text))
        return cell_error(t, c, "must be a time, YYYY-MM-DDTHH:MM:SS");
    *out = arena_span(r->arena, text);
    return NULL;
}

/* ---- rows ---------------------------------------------------------------------------------- */

static struct tocsin_err *emit_sanctions(struct table *t, const struct record *r)
{
    struct span rest = cell(t, COL_SANCTIONS), part;
    bool bad;
    while (next_part(t, &rest, &part, &bad)) {
        if (!span_trim(part).n)
            continue;
        struct record *s = link_new(t->arena, SCHEMA_Sanction, r->id, part);
        s->line = r->line;
        record_add(s, PROP_entity, r->id);
        TRY(add_value(s, PROP_summary, part, t->in, headings[COL_SANCTIONS]));
        TRY(emit(t->out, s));
    }
    return NULL;
}

static struct tocsin_err *check_sanctions(struct table *t, bool *any)
{
    struct span rest = cell(t, COL_SANCTIONS), part;
    bool bad;
    *any = false;
    while (next_part(t, &rest, &part, &bad)) {
        if (bad)
            return cell_error(t, COL_SANCTIONS, "a quote that is not closed");
        *any = *any || span_trim(part).n;
    }
    return NULL;
}

static struct tocsin_err *fill(struct table *t, struct record *r)
{
    bool sanctions;
    r->line = t->row->line;
    r->caption = arena_span(t->arena, cell(t, COL_NAME));
    TRY(add_value(r, PROP_name, cell(t, COL_NAME), t->in, "name"));
    for (size_t i = 0; i < ARRAY_LEN(values); i++)
        TRY(add_values(t, r, &values[i]));
    TRY(check_sanctions(t, &sanctions));
    record_add(r, PROP_topics, sanctions ? SPAN("sanction") : SPAN("poi"));
    TRY(read_time(t, r, COL_FIRST_SEEN, &r->first_seen));
    TRY(read_time(t, r, COL_LAST_SEEN, &r->last_seen));
    TRY(read_time(t, r, COL_LAST_CHANGE, &r->last_change));
    return NULL;
}

static struct tocsin_err *make_record(struct table *t, struct record **out)
{
    *out = NULL;
    struct span name = cell(t, COL_SCHEMA);
    enum schema schema = schema_find(name);
    if (!cell(t, COL_ID).n)
        return cell_error(t, COL_ID, "is missing");
    if (!schema || !schema_has(schema, PROP_name)) {
        struct span text = arena_printf(t->arena, "'%.*s' is no schema of a target",
                                        SPAN_ARG(span_slice(name, 0, 60)));
        return cell_error(t, COL_SCHEMA, text.p);
    }
    *out = record_new(t->arena, schema, cell(t, COL_ID));
    return fill(t, *out);
}

static struct tocsin_err *read_row(void *ctx, const struct csv_row *row)
{
    struct table *t = ctx;
    struct record *r;
    arena_reset(t->arena);
    t->row = row;
    TRY(make_record(t, &r));
    TRY(emit(t->out, r));
    return emit_sanctions(t, r);
}

static struct tocsin_err *read_headings(struct table *t, const struct csv_row *row)
{
    for (size_t i = 0; i < row->n; i++) {
        struct span heading = span_trim(row->field[i]);
        enum column c = COL_ID;
        while (c < COLUMNS && !span_eq_nocase(heading, span_of(headings[c])))
            c++;
        if (c < COLUMNS)
            t->field[c] = i + 1;
        else
            emit_note(t->out, "the column '%.*s' is not known and left out",
                      SPAN_ARG(span_slice(heading, 0, 80)));
    }
    for (enum column c = COL_ID; c <= COL_NAME; c++)
        if (!t->field[c]) {
            struct tocsin_err *err = err_new(TOCSIN_ERR_FORMAT, "there is no column '%s'",
                                             headings[c]);
            return err_at(err, reader_name(t->in), row->line, 0, NULL);
        }
    return NULL;
}

static struct tocsin_err *read_all(struct table *t)
{
    struct csv_row row;
    TRY(rows_heading(t->in, &row));
    TRY(read_headings(t, &row));
    struct rows rows = {t->in, t->out, row.n, read_row, t};
    return rows_read(&rows);
}

struct tocsin_err *targets_simple_parse(struct source *in, struct emitter *out)
{
    struct table t = {.in = source_reader(in, ""), .out = out};
    t.arena = arena_new();
    struct tocsin_err *err = read_all(&t);
    arena_free(t.arena);
    return err;
}

/* The first headings, with or without quotes. */
bool targets_simple_sniff(struct span head)
{
    static const char *const first[] = {"id", "schema", "name", "aliases"};
    struct span rest = head_line(head), heading;
    for (size_t i = 0; i < ARRAY_LEN(first); i++) {
        if (!span_split(&rest, ',', &heading))
            return false;
        heading = span_trim(heading);
        if (heading.n > 1 && heading.p[0] == '"')
            heading = span_slice(heading, 1, heading.n - 2);
        if (!span_eq(heading, span_of(first[i])))
            return false;
    }
    return true;
}
