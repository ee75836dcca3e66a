/* SPDX-License-Identifier: Apache-2.0
 *
 * ofac-csv: the legacy CSV set of the Office of Foreign Assets Control, for the SDN list and for
 * the consolidated list (source.c has the file names). No headings; "-0-" is null; a last line of
 * one Ctrl-Z. All files are tied by the entry number.
 *
 *   sdn.csv           ent_num, SDN_Name, SDN_Type, Program, Title, Call_Sign, Vess_type, Tonnage,
 *                     GRT, Vess_flag, Vess_owner, Remarks
 *   alt.csv           ent_num, alt_num, alt_type (aka fka nka), alt_name, alt_remarks
 *   add.csv           ent_num, add_num, address, city/province/postal code, country, add_remarks
 *   sdn_comments.csv  ent_num, what did not fit into Remarks
 *
 * The three companions are read first and kept (a few megabytes for the largest list); the main
 * file is then streamed. "Linked To: NAME", "Aircraft Operator NAME" and the owner of a vessel may
 * name an entry that comes later, so names are kept, too, and those links are sent last (roster.h).
 *
 * Remarks are segments between semicolons, most with a label (ofac_label.def). A segment without
 * one is free text and becomes a note.
 *
 * Ids: "ofac-" + ent_num.
 */
#include "ofac_label.h"
#include "roster.h"

#define COLUMNS 12
#define STRAYS_MAX 10 /* entries that only a companion has */

enum column {
    COL_NUM,
    COL_NAME,
    COL_TYPE,
    COL_PROGRAM,
    COL_TITLE,
    COL_CALL_SIGN,
    COL_VESSEL_TYPE,
    COL_TONNAGE,
    COL_GRT,
    COL_FLAG,
    COL_OWNER,
    COL_REMARKS
};

static const char *const column_names[COLUMNS] = {
    "ent_num",   "SDN_Name", "SDN_Type", "Program",   "Title",      "Call_Sign",
    "Vess_type", "Tonnage",  "GRT",      "Vess_flag", "Vess_owner", "Remarks",
};

/* Columns that say what a label of the remarks could say as well. */
static const struct {
    enum column column;
    const char *label;
} labelled[] = {
    {COL_TITLE, "Title"},
    {COL_CALL_SIGN, "Vessel Call Sign"},
    {COL_VESSEL_TYPE, "Vessel Type"},
    {COL_TONNAGE, "Vessel Tonnage"},
    {COL_GRT, "Vessel Gross Registered Tonnage"},
    {COL_FLAG, "Vessel Flag"},
    {COL_OWNER, "Vessel Owner"},
};

/* A row of one of the companions. */
struct extra {
    struct span field[4]; /* behind the numbers */
    uint64_t line;
    struct extra *next;
};

/* All that the companions say of one entry. */
struct entry_extra {
    struct extra *alt, *place, *more;
    bool used;
};

struct ofac_csv {
    struct reader *in;
    struct emitter *out;
    struct arena *kept; /* until the end */
    struct map *by_num; /* ent_num -> place in 'extras' */
    VEC(struct entry_extra *) extras;
    struct roster *roster;
};

/* ---- fields ---------------------------------------------------------------------------------- */

/* Blanks are off; a null (once cut short to "-0") is empty. */
static struct span field(const struct csv_row *row, size_t i)
{
    struct span s = i < row->n ? span_trim(row->field[i]) : SPAN("");
    return span_eq(s, SPAN("-0-")) || span_eq(s, SPAN("-0")) ? SPAN("") : s;
}

/* The Ctrl-Z of old DOS editors, alone in the last line. */
static bool is_end_mark(const struct csv_row *row)
{
    return row->n == 1 && span_eq(span_trim(row->field[0]), SPAN("\x1a"));
}

/* Copies in circulation may have the headings that the specification gives. */
static bool is_heading(const struct csv_row *row)
{
    return row->line == 1 && span_eq_nocase(span_trim(row->field[0]), SPAN("ent_num"));
}

static struct tocsin_err *check_row(struct reader *in, const struct csv_row *row, size_t columns,
                                    uint64_t *num)
{
    if (row->n != columns)
        return entry_error(in, NULL, row->line, "the row has %zu fields, not %zu", row->n, columns);
    if (!span_u64(field(row, COL_NUM), num))
        return entry_error(in, column_names[COL_NUM], row->line, "'%.*s' is no number",
                           SPAN_ARG(span_slice(field(row, COL_NUM), 0, 60)));
    return NULL;
}

/* ---- companions ------------------------------------------------------------------------------ */

static struct entry_extra *extra_of(struct ofac_csv *o, uint64_t num, bool make)
{
    const struct span key = {(const char *)&num, sizeof(num)};
    if (!make) {
        const uint64_t *at = map_get(o->by_num, key);
        return at ? o->extras.at[*at] : NULL;
    }
    bool made;
    uint64_t *slot = map_slot(o->by_num, key, &made);
    if (made) {
        *slot = o->extras.n;
        *VEC_PUSH(&o->extras) = ARENA_NEW(o->kept, struct entry_extra);
    }
    return o->extras.at[*slot];
}

static void append(struct extra **list, struct extra *x)
{
    while (*list)
        list = &(*list)->next;
    *list = x;
}

struct companion {
    const char *role;
    size_t columns, from; /* 'from': the first field to keep */
    size_t list;          /* offset in struct entry_extra */
};

static const struct companion companions[] = {
    {"alt.csv", 5, 2, offsetof(struct entry_extra, alt)},
    {"add.csv", 6, 2, offsetof(struct entry_extra, place)},
    {"sdn_comments.csv", 2, 1, offsetof(struct entry_extra, more)},
};

static struct tocsin_err *keep_row(struct ofac_csv *o, struct reader *in, const struct companion *c,
                                   const struct csv_row *row)
{
    uint64_t num;
    if (is_end_mark(row) || is_heading(row))
        return NULL;
    TRY(check_row(in, row, c->columns, &num));
    struct entry_extra *e = extra_of(o, num, true);
    struct extra *x = ARENA_NEW(o->kept, struct extra);
    x->line = row->line;
    for (size_t i = c->from; i < c->columns; i++) {
        bool raw = c->columns == 2; /* blanks at the cut belong to the text */
        x->field[i - c->from] = arena_span(o->kept, raw ? row->field[i] : field(row, i));
    }
    append((struct extra **)(void *)((char *)e + c->list), x);
    return NULL;
}

static struct tocsin_err *read_companion(struct ofac_csv *o, struct source *source,
                                         const struct companion *c)
{
    struct reader *in = source_reader(source, c->role);
    if (!in) {
        if (!span_eq(span_of(c->role), SPAN("sdn_comments.csv")))
            emit_note(o->out, "%s: no companion %s: its names or addresses are missing",
                      reader_name(o->in), c->role);
        return NULL;
    }
    for (;;) {
        struct csv_row row;
        bool done;
        struct tocsin_err *err = reader_csv(in, ',', &row, &done);
        if (err)
            TRY(emit_unread(o->out, in, err));
        if (done)
            return NULL;
        err = err || row.n == 0 ? NULL : keep_row(o, in, c, &row);
        if (err)
            TRY(emit_bad(o->out, err));
    }
}

/* The first row that a companion has of an entry, and which companion. */
static const struct extra *first_row(const struct entry_extra *e, const char **role)
{
    *role = companions[e->alt ? 0 : e->place ? 1 : 2].role;
    return e->alt ? e->alt : e->place ? e->place : e->more;
}

/* Entries that only the companions have. A few mean that the files are a day apart; many mean that
 * the main file is cut short. */
static struct tocsin_err *check_used(struct ofac_csv *o)
{
    const struct entry_extra *first = NULL;
    const char *role;
    size_t n = 0;
    for (size_t i = 0; i < o->extras.n; i++) {
        if (o->extras.at[i]->used)
            continue;
        first = first ? first : o->extras.at[i];
        n++;
    }
    if (!first)
        return NULL;
    const struct extra *row = first_row(first, &role);
    if (n > STRAYS_MAX && n * 100 > o->extras.n)
        return err_at(err_new(TOCSIN_ERR_PARSE,
                              "%zu of %zu entries of the other files are not in "
                              "%s: is it cut short?",
                              n, o->extras.n, reader_name(o->in)),
                      role, row->line, 0, column_names[COL_NUM]);
    emit_note(o->out,
              "%s: line %llu: the entry is not in %s (%zu such entries); are the files of "
              "different days?",
              role, (unsigned long long)row->line, reader_name(o->in), n);
    return NULL;
}

/* ---- names ----------------------------------------------------------------------------------- */

struct person_name {
    struct span full, first, last, suffix;
};

/* "LAST, Given" and "LAST, Given, Jr."; a name without a comma is published whole. */
static struct person_name split_name(struct arena *a, struct span text)
{
    struct span part[3] = {SPAN(""), SPAN(""), SPAN("")}, rest = text;
    size_t n = 0;
    while (n < 2 && span_split(&rest, ',', &part[n])) {
        part[n] = span_trim(part[n]);
        n++;
    }
    if (n < 2 || part[1].n == 0)
        return (struct person_name){.full = text};
    part[2] = rest.p ? span_trim(rest) : SPAN("");
    const struct span order[] = {part[1], part[0], part[2]};
    return (struct person_name){entry_join(a, " ", order, 3), part[1], part[0], part[2]};
}

/* 'parts': first and last name count as well; those of weak names do not. */
static struct tocsin_err *add_name(struct entry *e, enum prop prop, struct span text, bool parts,
                                   uint64_t line)
{
    if (e->entity->schema != SCHEMA_Person)
        return entry_add(e, prop, text, "SDN_Name", line);
    struct person_name name = split_name(e->arena, text);
    TRY(entry_add(e, prop, name.full, "SDN_Name", line));
    if (!parts)
        return NULL;
    TRY(entry_add(e, PROP_firstName, name.first, "SDN_Name", line));
    TRY(entry_add(e, PROP_lastName, name.last, "SDN_Name", line));
    return entry_add(e, PROP_nameSuffix, name.suffix, "SDN_Name", line);
}

static enum prop alt_prop(struct entry *e, struct span type)
{
    if (span_eq(type, SPAN("fka")))
        return PROP_previousName;
    if (span_eq(type, SPAN("nka")))
        return PROP_name;
    if (!span_eq(type, SPAN("aka")))
        emit_note(e->out, "alt_type '%.*s' is not known; read as aka", SPAN_ARG(type));
    return PROP_alias;
}

static struct tocsin_err *add_alts(struct entry *e, const struct extra *x)
{
    for (; x; x = x->next) {
        TRY(add_name(e, alt_prop(e, x->field[0]), x->field[1], true, x->line));
        roster_name(e->roster, x->field[1], true);
        entry_note(e, "alt_remarks", x->field[2]);
    }
    return NULL;
}

/* ---- addresses ------------------------------------------------------------------------------- */

static bool has_digit(struct span s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= '0' && s.p[i] <= '9')
            return true;
    return false;
}

/* Takes the words with digits off the end: "Port Maren 1042". */
static struct span cut_postcode(struct span *text)
{
    size_t at = text->n;
    while (at > 0) {
        size_t word = at;
        while (word > 0 && text->p[word - 1] != ' ')
            word--;
        if (!has_digit(span_slice(*text, word, at - word)))
            break;
        at = word;
        while (at > 0 && text->p[at - 1] == ' ')
            at--;
    }
    struct span code = span_trim(span_from(*text, at));
    *text = span_slice(*text, 0, at);
    return code;
}

/* "City", "City, Province", "City PostalCode", "City, Province PostalCode". */
static void split_city(struct span text, struct entry_address *out)
{
    struct span city = text;
    out->postcode = cut_postcode(&city);
    size_t comma = city.n;
    for (size_t i = 0; i < city.n; i++)
        if (city.p[i] == ',')
            comma = i;
    out->city = span_trim(span_slice(city, 0, comma));
    out->region = comma < city.n ? span_trim(span_from(city, comma + 1)) : SPAN("");
}

/* The address in the order in which it is published, with the country by its usual name. */
static struct span full_address(struct arena *a, const struct extra *x)
{
    const char *code = country_parse(x->field[2]);
    const struct span part[] = {x->field[0], x->field[1],
                                code ? span_of(country_name(span_of(code))) : x->field[2]};
    return x->field[0].n || x->field[1].n ? entry_join(a, ", ", part, ARRAY_LEN(part)) : SPAN("");
}

static struct tocsin_err *add_places(struct entry *e, const struct extra *x)
{
    for (; x; x = x->next) {
        struct entry_address a = {.street = x->field[0],
                                  .country = x->field[2],
                                  .remarks = x->field[3],
                                  .full = full_address(e->arena, x)};
        split_city(x->field[1], &a);
        TRY(entry_address(e, &a, "add.csv", x->line));
    }
    return NULL;
}

/* ---- remarks --------------------------------------------------------------------------------- */

/* Column 12 with its continuation, before anything is trimmed; without the one final period. */
static struct span join_remarks(struct arena *a, const struct csv_row *row,
                                const struct extra *more)
{
    struct span text = field(row, COL_REMARKS).n ? row->field[COL_REMARKS] : SPAN("");
    for (; more; more = more->next)
        text = arena_printf(a, "%.*s%.*s", SPAN_ARG(text), SPAN_ARG(more->field[0]));
    text = span_trim(text);
    return span_ends(text, SPAN(".")) ? span_slice(text, 0, text.n - 1) : text;
}

/* The title is repeated in the remarks, as one segment or, with semicolons, as several. */
static struct span without_title(struct arena *a, struct span remarks, struct span title)
{
    if (span_ends(title, SPAN(".")))
        title = span_slice(title, 0, title.n - 1);
    for (size_t at = 0; title.n && at + title.n <= remarks.n; at++) {
        struct span rest = span_from(remarks, at);
        bool begins = at == 0 || (at >= 2 && remarks.p[at - 2] == ';');
        if (!begins || !span_starts(rest, title))
            continue;
        rest = span_from(rest, title.n);
        if (rest.n && rest.p[0] != ';' && rest.p[0] != '.')
            continue;
        return arena_printf(a, "%.*s%.*s", (int)at, remarks.p, SPAN_ARG(rest));
    }
    return remarks;
}

/* a.k.a. 'X': the quotes are those at both ends; there may be others inside. */
static struct tocsin_err *add_quoted(struct entry *e, enum prop prop, struct span name,
                                     uint64_t line)
{
    if (span_starts(name, SPAN("'")))
        name = span_from(name, 1);
    if (span_ends(name, SPAN("'")))
        name = span_slice(name, 0, name.n - 1);
    return add_name(e, prop, name, false, line);
}

static void add_link(struct entry *e, struct span name, uint64_t line)
{
    roster_tie(e->roster, &(struct tie){.edge = SCHEMA_UnknownLink,
                                        .from = e->entity->id,
                                        .name = name,
                                        .role = "Linked To",
                                        .line = line});
}

static struct tocsin_err *add_segment(struct entry *e, struct span segment, uint64_t line)
{
    struct span label, value;
    const struct ofac_label *known = ofac_label_split(segment, &label, &value);
    if (!known) {
        entry_note(e, NULL, segment);
        return NULL;
    }
    if (known->kind == OFAC_LINKED) {
        add_link(e, value, line);
        return NULL;
    }
    if (known->kind == OFAC_ALIAS)
        return add_quoted(e, known->prop, value, line);
    struct ofac_value v = ofac_value_parse(known, value);
    return ofac_label_add(e, known, label, &v, line);
}

static struct tocsin_err *add_remarks(struct entry *e, const struct csv_row *row,
                                      const struct extra *more)
{
    struct span rest = join_remarks(e->arena, row, more), segment;
    rest = without_title(e->arena, rest, field(row, COL_TITLE));
    while (span_split(&rest, ';', &segment)) {
        segment = span_trim(segment);
        if (segment.n && !span_eq(segment, SPAN(".")))
            TRY(add_segment(e, segment, row->line));
    }
    return NULL;
}

/* ---- an entry -------------------------------------------------------------------------------- */

static struct span ofac_id(struct arena *a, uint64_t num)
{
    return arena_printf(a, "ofac-%llu", (unsigned long long)num);
}

/* "IRAN] [SDGT] [NPWMD": tags may have blanks, so only "] [" parts them. */
static struct tocsin_err *add_programs(struct entry *e, struct span text, uint64_t line)
{
    while (text.n) {
        size_t at = span_find_span(text, SPAN("] ["));
        struct span tag = span_trim(span_slice(text, 0, at));
        TRY(entry_program(e, e->sanction, tag, tag, column_names[COL_PROGRAM], line));
        text = at < text.n ? span_from(text, at + 3) : SPAN("");
    }
    return NULL;
}

static struct tocsin_err *add_columns(struct entry *e, const struct csv_row *row)
{
    for (size_t i = 0; i < ARRAY_LEN(labelled); i++) {
        struct ofac_value v = {.number = field(row, labelled[i].column)};
        if (v.number.n)
            TRY(ofac_label_add(e, ofac_label_find(span_of(labelled[i].label)),
                               span_of(column_names[labelled[i].column]), &v, row->line));
    }
    return NULL;
}

static struct tocsin_err *start(struct ofac_csv *o, struct arena *a, const struct csv_row *row,
                                uint64_t num, struct entry **out)
{
    struct span type = field(row, COL_TYPE), name = field(row, COL_NAME);
    enum schema schema = ofac_schema(type);
    if (name.n == 0)
        return entry_error(o->in, column_names[COL_NAME], row->line, "is missing");
    if (!schema) {
        emit_note(o->out, "SDN_Type '%.*s' is not known; read as a legal entity", SPAN_ARG(type));
        schema = SCHEMA_LegalEntity;
    }
    *out = entry_new(a, o->in, o->out, &ofac_issuer, schema, ofac_id(a, num), row->line);
    ofac_sanction(*out, field(row, COL_NUM));
    (*out)->roster = o->roster;
    roster_begin(o->roster);
    roster_name(o->roster, name, false);
    return NULL;
}

static struct tocsin_err *read_entry(struct ofac_csv *o, struct arena *a, const struct csv_row *row)
{
    static const struct entry_extra nothing;
    uint64_t num;
    struct entry *e = NULL;
    TRY(check_row(o->in, row, COLUMNS, &num));
    struct entry_extra *found = extra_of(o, num, false);
    const struct entry_extra *x = found ? found : &nothing;
    if (found)
        found->used = true;
    TRY(start(o, a, row, num, &e));
    TRY(add_name(e, PROP_name, field(row, COL_NAME), true, row->line));
    TRY(add_programs(e, field(row, COL_PROGRAM), row->line));
    TRY(add_columns(e, row));
    TRY(add_alts(e, x->alt));
    TRY(add_places(e, x->place));
    TRY(add_remarks(e, row, x->more));
    TRY(entry_add(e, PROP_sourceUrl,
                  arena_printf(a, "https://sanctionssearch.ofac.treas.gov/Details.aspx?id=%llu",
                               (unsigned long long)num),
                  "ent_num", row->line));
    TRY(entry_emit(e));
    roster_enter(o->roster, e->entity);
    return NULL;
}

static struct tocsin_err *read_main(struct ofac_csv *o)
{
    struct arena *a = arena_new();
    struct tocsin_err *err = NULL;
    bool done = false;
    while (!err && !done) {
        struct csv_row row;
        err = reader_csv(o->in, ',', &row, &done);
        if (err)
            err = emit_unread(o->out, o->in, err);
        else if (!done && row.n && !is_end_mark(&row) && !is_heading(&row))
            err = read_entry(o, a, &row);
        if (err && tocsin_err_code(err) == TOCSIN_ERR_PARSE && !reader_dead(o->in))
            err = emit_bad(o->out, err);
        arena_reset(a);
    }
    arena_free(a);
    return err;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static struct tocsin_err *read_set(struct ofac_csv *o, struct source *in)
{
    for (size_t i = 0; i < ARRAY_LEN(companions); i++)
        TRY(read_companion(o, in, &companions[i]));
    TRY(read_main(o));
    TRY(check_used(o));
    return roster_send(o->roster, o->in, o->out);
}

struct tocsin_err *ofac_csv_parse(struct source *in, struct emitter *out)
{
    struct ofac_csv o = {.in = source_reader(in, ""),
                         .out = out,
                         .kept = arena_new(),
                         .by_num = map_new(),
                         .roster = roster_new("ofac")};
    struct tocsin_err *err = read_set(&o, in);
    map_free(o.by_num);
    roster_free(o.roster);
    VEC_FREE(&o.extras);
    arena_free(o.kept);
    return err;
}

/* Twelve fields, the first a number, and a null somewhere. Commas inside quotes do not count. */
bool ofac_csv_sniff(struct span head)
{
    struct span line = head_line(head);
    size_t fields = 1;
    bool quoted = false;
    if (span_starts(line, SPAN("ent_num,SDN_Name,")))
        return true;
    for (size_t i = 0; i < line.n; i++) {
        if (line.p[i] == '"')
            quoted = !quoted;
        else if (line.p[i] == ',' && !quoted)
            fields++;
    }
    uint64_t num;
    return fields == COLUMNS && span_u64(span_slice(line, 0, span_find(line, ',')), &num) &&
           span_find_span(line, SPAN("-0-")) < line.n;
}
