/* SPDX-License-Identifier: Apache-2.0
 *
 * tocsin screen --batch: a table of customers.
 *
 *     csv_in -> row -> [ person_query -> tocsin_screen -> text ] -> csv_file
 *                      in all threads, one arena a row
 *
 * The table is read twice: first to learn how its dates are written.
 */
#include "cmd/cmd.h"

#include <sys/stat.h>

#include "cmd/csv_in.h"
#include "cmd/csv_out.h"
#include "cmd/heading.h"
#include "cmd/json_out.h"
#include "cmd/person.h"
#include "cmd/pool.h"
#include "cmd/progress.h"
#include "cmd/stop.h"
#include "cmd/text.h"

#define REPORT_EVERY 64 /* rows */

static const char *const added_columns[] = {"match",         "match_score",    "match_id",
                                            "match_caption", "match_datasets", "match_reasons"};

/* One row on its way. Finished ones are kept for the next row. */
struct row {
    struct row *next;
    struct arena *a;
    struct span raw, *fields;
    size_t missing;
    uint64_t line;
    struct buf text;     /* the finished rows */
    bool match;
    bool unasked;        /* nothing in it can be searched for */
    size_t left_out;
    const char *why;
};

struct batch {
    struct cmd *cmd;
    struct csv_in *in;
    const struct csv_style *style;
    struct csv_file out;
    struct tocsin_node *node;
    struct tocsin_screen_options options;
    struct headings headings;
    struct persons persons;
    struct progress bar;
    struct stop stop;
    struct row *spare;
    bool all;
    uint64_t rows, matched, left_out, unasked, started;
};

/* ---- rows -------------------------------------------------------------------------------- */

static struct row *row_take(struct batch *b)
{
    struct row *row = b->spare;

    if (!row) {
        row = mem_zero(1, sizeof(*row));
        row->a = arena_new();
        return row;
    }
    b->spare = row->next;
    return row;
}

static void row_give(void *ctx, void *item)
{
    struct batch *b = ctx;
    struct row *row = item;
    struct arena *a = row->a;
    struct buf text = row->text;

    arena_reset(a);
    buf_clear(&text);
    *row = (struct row){.next = b->spare, .a = a, .text = text};
    b->spare = row;
}

static void rows_free(struct batch *b)
{
    while (b->spare) {
        struct row *row = b->spare;

        b->spare = row->next;
        arena_free(row->a);
        buf_free(&row->text);
        mem_free(row);
    }
}

static struct tocsin_err *next_row(void *ctx, void **item)
{
    struct batch *b = ctx;
    struct csv_row in;
    struct row *row;
    bool done;

    *item = NULL;
    TRY(stop_asked(&b->stop));
    TRY(csv_in_next(b->in, &in, &done));
    if (done)
        return NULL;
    row = row_take(b);
    row->raw = arena_span(row->a, in.raw);
    row->missing = csv_in_missing(b->in);
    row->line = in.line;
    row->fields = ARENA_ARRAY(row->a, struct span, in.n);
    for (size_t i = 0; i < in.n; i++)
        row->fields[i] = arena_span(row->a, in.field[i]);
    *item = row;
    return NULL;
}

/* ---- what is added to a row ---------------------------------------------------------------- */

static struct span reasons_text(struct arena *a, const struct tocsin_results *r, size_t i)
{
    const struct tocsin_reason *reasons = NULL;
    size_t n = tocsin_result_reasons(r, i, &reasons);
    struct buf text = {0};
    struct span out;

    for (size_t k = 0; k < n; k++) {
        const struct tocsin_reason *why = &reasons[k];

        buf_printf(&text, "%s%s %+.2f", k ? " | " : "", why->title, why->score);
        if (why->query && why->candidate)
            buf_printf(&text, ": %s / %s", why->query, why->candidate);
        else if (why->detail)
            buf_printf(&text, ": %s", why->detail);
    }
    out = arena_span(a, buf_view(&text));
    buf_free(&text);
    return out;
}

static void put_result(const struct batch *b, struct row *row, const struct tocsin_results *r,
                       size_t i)
{
    const struct csv_style *style = b->style;
    bool match = tocsin_result_match(r, i);

    csv_out_row(&row->text, style, row->raw, row->missing);
    csv_out_field(&row->text, style, match ? SPAN("true") : SPAN("false"));
    csv_out_field(&row->text, style, arena_printf(row->a, "%.4f", tocsin_result_score(r, i)));
    csv_out_field(&row->text, style, span_of(tocsin_result_id(r, i)));
    csv_out_field(&row->text, style, span_of(tocsin_result_caption(r, i)));
    csv_out_field(&row->text, style, span_of(tocsin_result_dataset(r, i)));
    csv_out_field(&row->text, style, reasons_text(row->a, r, i));
    csv_out_end(&row->text, style);
    row->match = row->match || match;
}

static void put_nothing(const struct batch *b, struct row *row)
{
    csv_out_row(&row->text, b->style, row->raw, row->missing);
    csv_out_field(&row->text, b->style, row->unasked ? SPAN("") : SPAN("false"));
    for (size_t i = 1; i < ARRAY_LEN(added_columns); i++)
        csv_out_field(&row->text, b->style, SPAN(""));
    csv_out_end(&row->text, b->style);
}

static void put_results(const struct batch *b, struct row *row, const struct tocsin_results *r)
{
    size_t n = r ? tocsin_results_count(r) : 0;

    if (!n)
        put_nothing(b, row);
    for (size_t i = 0; i < n && (b->all || !i); i++)
        put_result(b, row, r, i);
}

/* ---- the pool's steps ------------------------------------------------------------------------ */

static struct tocsin_err *screen_row(void *ctx, void *item)
{
    const struct batch *b = ctx;
    struct row *row = item;
    struct tocsin_query *query = NULL;
    struct tocsin_results *r = NULL;
    struct tocsin_err *err = person_query(&b->persons, row->a, row->fields, &query, &row->left_out,
                                          &row->why);

    row->unasked = !err && (!query || !tocsin_query_searchable(query));
    if (!err && !row->unasked)
        err = tocsin_screen(b->node, query, &b->options, &r);
    if (!err)
        put_results(b, row, r);
    tocsin_results_free(r);
    tocsin_query_free(query);
    if (tocsin_err_code(err) == TOCSIN_ERR_USAGE || tocsin_err_code(err) == TOCSIN_ERR_PARSE)
        return err_at(err, args_text(b->cmd->args, "batch"), row->line, 0, NULL);
    return err;
}

static void complain(struct batch *b, const struct row *row, const char *what, const char *why)
{
    if (b->cmd->json)
        return;
    progress_end(&b->bar);
    term_printf(&b->cmd->err, TONE_WARN, "line %llu: ", (unsigned long long)row->line);
    term_printf(&b->cmd->err, TONE_PLAIN, "%s%s", what, why);
    term_line_end(&b->cmd->err);
}

/* The first of each kind is shown, and all are counted. */
static void report(struct batch *b, const struct row *row)
{
    b->rows++;
    b->matched += row->match;
    if (row->left_out && !b->left_out)
        complain(b, row, "left out: ", row->why);
    if (row->unasked && !b->unasked)
        complain(b, row, "not screened: ", "no name with a letter or digit in it, and no identifier");
    b->left_out += row->left_out;
    b->unasked += row->unasked;
    if (b->rows % REPORT_EVERY == 0) {
        struct progress_now now = {"screening", NULL, csv_in_at(b->in), csv_in_size(b->in), b->rows,
                                   "rows"};

        progress_show(&b->bar, &now);
    }
}

static struct tocsin_err *row_done(void *ctx, void *item)
{
    struct batch *b = ctx;
    struct row *row = item;
    struct tocsin_err *err = csv_file_write(&b->out, buf_view(&row->text));

    report(b, row);
    row_give(b, row);
    return err;
}

/* ---- before and after ------------------------------------------------------------------------ */

static struct tocsin_err *learn(struct batch *b)
{
    struct csv_row row;
    bool done = false;

    for (;;) {
        TRY(csv_in_next(b->in, &row, &done));
        if (done)
            break;
        person_learn(&b->persons, row.field);
    }
    return csv_in_rewind(b->in);
}

static struct tocsin_err *write_heading(struct batch *b)
{
    struct buf text = {0};
    struct tocsin_err *err;

    csv_out_begin(&text, b->style);
    csv_out_row(&text, b->style, csv_in_heading(b->in)->raw, 0);
    for (size_t i = 0; i < ARRAY_LEN(added_columns); i++) {
        size_t taken;
        bool twice = csv_in_column(b->in, added_columns[i], &taken);

        csv_out_field(&text, b->style, arena_printf(b->cmd->arena, "%s%s", twice ? "tocsin_" : "",
                                                    added_columns[i]));
    }
    csv_out_end(&text, b->style);
    err = csv_file_write(&b->out, buf_view(&text));
    buf_free(&text);
    return err;
}

static struct tocsin_err *read_columns(struct batch *b)
{
    const struct csv_row *heading = csv_in_heading(b->in);
    struct arena *a = b->cmd->arena;
    size_t order = ORDER_AUTO;

    TRY(args_word(b->cmd->args, "date-order", &order));
    TRY(headings_read(a, heading->field, heading->n, args_list(b->cmd->args, "map"), &b->headings));
    b->persons = (struct persons){.headings = &b->headings,
                                  .schema = args_text(b->cmd->args, "schema"),
                                  .order = (enum date_order)order,
                                  .facts = ARENA_ARRAY(a, struct column_facts, heading->n)};
    return learn(b);
}

static void print_summary(struct batch *b)
{
    const struct term *t = b->out.standard ? &b->cmd->err : &b->cmd->out;
    double seconds = (double)(clock_ticks() - b->started) / 1e9;
    double rate = seconds > 0 ? (double)b->rows / seconds : 0;
    char rows[TEXT_NUMBER_MAX], matched[TEXT_NUMBER_MAX], a_second[TEXT_NUMBER_MAX],
        left[TEXT_NUMBER_MAX];

    if (b->cmd->json) {
        json_out(t->stream,
                 json_pack("{s:I, s:I, s:I, s:I, s:f}", "rows", (json_int_t)b->rows, "matched",
                           (json_int_t)b->matched, "left_out", (json_int_t)b->left_out,
                           "not_screened", (json_int_t)b->unasked, "seconds", seconds));
        return;
    }
    term_printf(t, TONE_BOLD, "%s rows, %s with a match", text_number(b->rows, rows),
                text_number(b->matched, matched));
    term_printf(t, TONE_PLAIN, "; %.2f s, %s rows a second", seconds,
                text_number((uint64_t)rate, a_second));
    term_line_end(t);
    if (b->left_out) {
        term_printf(t, TONE_WARN, "%s value%s not understood and left out",
                    text_number(b->left_out, left), b->left_out > 1 ? "s were" : " was");
        term_line_end(t);
    }
    if (b->unasked) {
        term_printf(t, TONE_WARN, "%s row%s nothing to screen", text_number(b->unasked, left),
                    b->unasked > 1 ? "s have" : " has");
        term_line_end(t);
    }
}

static struct tocsin_err *run_pool(struct batch *b, uint64_t threads)
{
    const struct pool_plan plan = {.ctx = b, .threads = (size_t)threads, .next = next_row,
                                   .work = screen_row, .done = row_done, .drop = row_give};
    struct tocsin_err *err;

    TRY(stop_begin(&b->stop));
    err = pool_run(&plan);
    stop_end(&b->stop);
    return err;
}

static struct tocsin_err *run(struct batch *b)
{
    struct cmd *c = b->cmd;
    uint64_t threads = 0;

    TRY(args_count(c->args, "threads", 1, 256, &threads));
    TRY(csv_in_open(args_text(c->args, "batch"), &b->in));
    b->style = csv_in_style(b->in);
    TRY(read_columns(b));
    TRY(asked_home(c, &b->node));
    TRY(csv_file_open(args_text(c->args, "output"), &b->out));
    TRY(write_heading(b));
    TRY(asked_progress(c, &b->bar));
    b->started = clock_ticks();
    TRY(run_pool(b, threads));
    return csv_file_commit(&b->out);
}

/* ---- the command ------------------------------------------------------------------------- */

static struct tocsin_err *refuse_single_options(const struct cmd *c)
{
    static const char *const names[] = {"name", "birth-date", "country", "gender", "id-number",
                                        "property"};

    if (args_n(c->args))
        return err_new(TOCSIN_ERR_USAGE, "'%s' beside --batch: the names come from the table",
                       args_at(c->args, 0));
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (args_has(c->args, names[i]))
            return err_new(TOCSIN_ERR_USAGE, "--%s beside --batch: that comes from the table",
                           names[i]);
    if (!args_has(c->args, "output"))
        return err_new(TOCSIN_ERR_USAGE, "--batch wants --output FILE (- for standard output)");
    return NULL;
}

/* Writing would replace what the customer gave. */
static struct tocsin_err *refuse_same_file(const struct cmd *c)
{
    struct stat in, out;

    if (stat(args_text(c->args, "batch"), &in) == 0 &&
        stat(args_text(c->args, "output"), &out) == 0 && in.st_dev == out.st_dev &&
        in.st_ino == out.st_ino)
        return err_new(TOCSIN_ERR_USAGE, "--output is the same file as --batch");
    return NULL;
}

/* A schema that does not exist is better said now than about the first row. */
static struct tocsin_err *check_schema(const struct cmd *c)
{
    struct tocsin_query *q = NULL;

    if (!args_has(c->args, "schema"))
        return NULL;
    TRY(tocsin_query_new(args_text(c->args, "schema"), &q));
    tocsin_query_free(q);
    return NULL;
}

struct tocsin_err *batch_screen(struct cmd *c)
{
    struct batch b = {.cmd = c, .all = args_has(c->args, "all")};
    struct tocsin_err *err;

    TRY(refuse_single_options(c));
    TRY(refuse_same_file(c));
    TRY(check_schema(c));
    TRY(asked_search(c, &b.options));
    err = run(&b);
    progress_end(&b.bar);
    csv_file_abandon(&b.out);
    if (!err) {
        print_summary(&b);
        c->status = b.matched ? EXIT_MATCH : EXIT_DONE;
    }
    rows_free(&b);
    tocsin_close(b.node);
    csv_in_close(b.in);
    return err;
}
