/* SPDX-License-Identifier: Apache-2.0
 *
 * grouped: see grouped.h. Headings to columns, rows to groups, groups to entries.
 */
#include "grouped.h"

#include "rows.h"

struct group {
    struct buf rows;
    uint64_t line; /* of its first row */
    size_t n;
};

struct grouped {
    struct reader *in;
    struct emitter *out;
    const struct grouped_format *format;
    void *ctx;
    size_t columns;              /* that the format knows */
    VEC(uint8_t) column;         /* field of a row -> column + 1; 0: not known */
    struct map *keys;            /* key -> group */
    VEC(struct group) groups;    /* in order of their first rows */
    VEC(struct span) names;      /* their keys, in 'lasting' */
    struct arena *lasting, *arena;
    size_t sent, held;           /* groups that were handed over; bytes of the others */
};

/* ---- headings ------------------------------------------------------------------------------ */

static struct tocsin_err *at_line(const struct grouped *g, struct tocsin_err *err, uint64_t line)
{
    return err_at(err, reader_name(g->in), line, 0, NULL);
}

static uint8_t find_column(struct grouped *g, struct span heading)
{
    for (size_t i = 0; i < g->columns; i++)
        if (span_eq_nocase(heading, span_of(g->format->heading(i))))
            return (uint8_t)(i + 1);
    if (heading.n)
        emit_note(g->out, "%s: the column '%.*s' is not known and left out", reader_name(g->in),
                  SPAN_ARG(span_slice(heading, 0, 80)));
    return 0;
}

static struct tocsin_err *missing_columns(struct grouped *g, const bool *found, uint64_t line)
{
    for (size_t i = 0; i < g->columns; i++) {
        const char *heading = g->format->heading(i);
        if (found[i])
            continue;
        if (i == g->format->key)
            return at_line(g, err_new(TOCSIN_ERR_FORMAT, "there is no column '%s'", heading), line);
        emit_note(g->out, "%s: there is no column '%s'", reader_name(g->in), heading);
    }
    return NULL;
}

static struct tocsin_err *read_headings(struct grouped *g, const struct csv_row *row)
{
    bool found[GROUPED_COLUMNS] = {false};
    for (size_t i = 0; i < row->n; i++) {
        uint8_t column = find_column(g, span_trim(row->field[i]));
        if (column && found[column - 1]) {
            struct tocsin_err *err = err_new(TOCSIN_ERR_FORMAT, "the column '%s' occurs twice",
                                             g->format->heading(column - 1u));
            return at_line(g, err, row->line);
        }
        if (column)
            found[column - 1] = true;
        *VEC_PUSH(&g->column) = column;
    }
    return missing_columns(g, found, row->line);
}

/* ---- entries ------------------------------------------------------------------------------- */

/* Of bytes that this file has packed itself. */
static uint64_t take_number(struct span *s)
{
    uint64_t n = 0;
    bool whole = span_varint(s, &n);
    assert(whole);
    (void)whole;
    return n;
}

static void unpack_row(struct grouped *g, struct span *from, struct grouped_row *row)
{
    row->line = take_number(from);
    row->cell = ARENA_ARRAY(g->arena, struct span, g->columns);
    for (uint64_t column; (column = take_number(from)) != 0;) {
        size_t n = (size_t)take_number(from);
        row->cell[column - 1] = span_slice(*from, 0, n);
        *from = span_from(*from, n);
    }
}

/* Hands over the oldest entry that waits. */
static struct tocsin_err *send_oldest(struct grouped *g)
{
    struct group *group = &g->groups.at[g->sent];
    struct grouped_entry e = {g->names.at[g->sent], NULL, group->n};
    struct span from = buf_view(&group->rows);
    arena_reset(g->arena);
    e.row = ARENA_ARRAY(g->arena, struct grouped_row, e.n);
    for (size_t i = 0; i < e.n; i++)
        unpack_row(g, &from, &e.row[i]);
    struct tocsin_err *err = g->format->entry(g->ctx, g->arena, &e);
    g->held -= group->rows.n;
    buf_free(&group->rows);
    g->sent++;
    return err ? emit_bad(g->out, at_line(g, err, group->line)) : NULL;
}

/* ---- rows ---------------------------------------------------------------------------------- */

static struct group *group_of(struct grouped *g, struct span key, uint64_t line)
{
    bool made;
    uint64_t *slot = map_slot(g->keys, key, &made);
    if (made) {
        *slot = g->groups.n;
        *VEC_PUSH(&g->groups) = (struct group){.line = line};
        *VEC_PUSH(&g->names) = arena_span(g->lasting, key);
    }
    return &g->groups.at[*slot];
}

static void pack_row(struct grouped *g, struct group *group, const struct csv_row *row)
{
    size_t before = group->rows.n;
    buf_varint(&group->rows, row->line);
    for (size_t i = 0; i < row->n; i++) {
        struct span cell = span_trim(row->field[i]);
        if (!g->column.at[i] || !cell.n)
            continue;
        buf_varint(&group->rows, g->column.at[i]);
        buf_varint(&group->rows, cell.n);
        buf_span(&group->rows, cell);
    }
    buf_varint(&group->rows, 0);
    group->n++;
    g->held += group->rows.n - before;
}

static struct span key_of(const struct grouped *g, const struct csv_row *row)
{
    for (size_t i = 0; i < row->n; i++)
        if (g->column.at[i] == g->format->key + 1)
            return span_trim(row->field[i]);
    return SPAN("");
}

static struct tocsin_err *without_key(const struct grouped *g, const struct csv_row *row)
{
    struct tocsin_err *err = err_new(TOCSIN_ERR_PARSE, "is missing");
    return err_at(err, reader_name(g->in), row->line, 0, g->format->heading(g->format->key));
}

static struct tocsin_err *too_late(const struct grouped *g, const struct csv_row *row,
                                   struct span key, uint64_t first)
{
    struct tocsin_err *err =
        err_new(TOCSIN_ERR_PARSE,
                "a row of '%.*s', which began in line %llu, too far behind the others: sort the "
                "table by this column", SPAN_ARG(key), (unsigned long long)first);
    return err_at(err, reader_name(g->in), row->line, 0, g->format->heading(g->format->key));
}

/* The row joins its group. */
static struct tocsin_err *take_row(struct grouped *g, const struct csv_row *row)
{
    struct span key = key_of(g, row);
    if (!key.n)
        return without_key(g, row);
    struct group *group = group_of(g, key, row->line);
    if (group < g->groups.at + g->sent)
        return too_late(g, row, key, group->line);
    if (group->rows.n > LIMIT_RECORD)
        return at_line(g, err_new(TOCSIN_ERR_LIMIT, "the rows of '%.*s' exceed LIMIT_RECORD, %zu "
                                  "bytes", SPAN_ARG(key), (size_t)LIMIT_RECORD), row->line);
    pack_row(g, group, row);
    return NULL;
}

static struct tocsin_err *read_row(void *ctx, const struct csv_row *row)
{
    struct grouped *g = ctx;
    size_t hold = g->format->hold ? g->format->hold : GROUPED_HOLD;
    TRY(take_row(g, row));
    while (g->held > hold && g->sent < g->groups.n)
        TRY(send_oldest(g));
    return NULL;
}

/* ---- the whole ----------------------------------------------------------------------------- */

static struct tocsin_err *read_all(struct grouped *g)
{
    struct csv_row row;
    TRY(rows_heading(g->in, &row));
    TRY(g->format->top(g->ctx, &row));
    TRY(rows_heading(g->in, &row));
    TRY(read_headings(g, &row));
    struct rows rows = {g->in, g->out, row.n, read_row, g};
    TRY(rows_read(&rows));
    while (g->sent < g->groups.n)
        TRY(send_oldest(g));
    return NULL;
}

struct tocsin_err *grouped_read(struct reader *in, struct emitter *out,
                                const struct grouped_format *format, void *ctx)
{
    struct grouped g = {.in = in, .out = out, .format = format, .ctx = ctx};
    while (format->heading(g.columns))
        g.columns++;
    assert(g.columns <= GROUPED_COLUMNS);
    g.keys = map_new();
    g.lasting = arena_new();
    g.arena = arena_new();
    struct tocsin_err *err = read_all(&g);
    for (size_t i = g.sent; i < g.groups.n; i++)
        buf_free(&g.groups.at[i].rows);
    VEC_FREE(&g.groups);
    VEC_FREE(&g.names);
    VEC_FREE(&g.column);
    map_free(g.keys);
    arena_free(g.lasting);
    arena_free(g.arena);
    return err;
}

void grouped_version(struct emitter *out, struct span text)
{
    struct buf version = {0};
    struct date d;
    text = span_trim(text);
    if (date_parse(text, DATE_DAY_FIRST, &d))
        date_write(&d, &version);
    emit_version(out, version.n ? buf_view(&version) : text);
    buf_free(&version);
}

/* The next line of the head; quotes do not count. */
static struct span next_head_line(struct span *head, struct arena *a)
{
    struct span line;
    struct buf plain = {0};
    if (!span_split(head, '\n', &line))
        return SPAN("");
    for (size_t i = 0; i < line.n; i++)
        if (line.p[i] != '"')
            buf_char(&plain, line.p[i]);
    line = arena_span(a, span_trim(buf_view(&plain)));
    buf_free(&plain);
    return line;
}

static bool begins(struct span line, struct span with)
{
    return span_eq_nocase(span_slice(line, 0, with.n), with);
}

bool grouped_sniff(struct span head, struct span first, struct span second)
{
    struct arena *a = arena_new();
    bool fits = begins(next_head_line(&head, a), first) && begins(next_head_line(&head, a), second);
    arena_free(a);
    return fits;
}
