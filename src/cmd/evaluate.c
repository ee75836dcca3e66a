/* SPDX-License-Identifier: Apache-2.0
 *
 * tocsin evaluate: labelled pairs of names through the scoring.
 *
 *     csv_in -> pair -> [ tocsin_compare ] -> tally, groups -> figures (evaluate_print.c)
 *                                          \-> csv_file, when it is asked for
 */
#include "cmd/cmd.h"

#include <stdlib.h>
#include <unistd.h>

#include "cmd/csv_in.h"
#include "cmd/csv_out.h"
#include "cmd/evaluate.h"
#include "cmd/pool.h"
#include "cmd/progress.h"
#include "cmd/stop.h"

#define THRESHOLD_DEFAULT 0.70
#define GROUPS_MOST 1000 /* values of one column that get figures of their own */
#define REPORT_EVERY 256

struct pair {
    struct arena *a;
    struct span raw;
    size_t missing;
    uint64_t line;
    char *schema, *name1, *name2;
    struct span *group;  /* the value in each column of --by, then quality */
    bool is_match;
    double score;
};

struct evaluating {
    struct cmd *cmd;
    struct csv_in *in;
    struct csv_file out;
    struct tocsin_node *node;
    const char *algorithm;
    size_t schema, name1, name2, is_match; /* columns */
    size_t *group_columns;
    struct figures figures;
    struct progress bar;
    struct stop stop;
    bool writes;
};

/* ---- pairs ------------------------------------------------------------------------------- */

static void pair_free(void *ctx, void *item)
{
    struct pair *p = item;

    (void)ctx;
    arena_free(p->a);
}

static struct tocsin_err *read_label(struct span text, bool *out)
{
    static const char *const yes[] = {"true", "1", "yes", "t", "y"};
    static const char *const no[] = {"false", "0", "no", "f", "n"};

    text = span_trim(text);
    for (size_t i = 0; i < ARRAY_LEN(yes); i++) {
        *out = span_eq_nocase(text, span_of(yes[i]));
        if (*out || span_eq_nocase(text, span_of(no[i])))
            return NULL;
    }
    return err_new(TOCSIN_ERR_PARSE, "is_match is '%.*s', neither true nor false", SPAN_ARG(text));
}

static char *field(const struct pair *p, const struct csv_row *row, size_t column)
{
    return arena_str(p->a, span_trim(row->field[column]));
}

static struct tocsin_err *read_pair(struct evaluating *e, const struct csv_row *row,
                                    struct pair *p)
{
    TRY(err_at(read_label(row->field[e->is_match], &p->is_match), args_at(e->cmd->args, 0),
               row->line, 0, NULL));
    p->raw = arena_span(p->a, row->raw);
    p->missing = csv_in_missing(e->in);
    p->line = row->line;
    p->schema = field(p, row, e->schema);
    p->name1 = field(p, row, e->name1);
    p->name2 = field(p, row, e->name2);
    p->group = ARENA_ARRAY(p->a, struct span, e->figures.columns_n);
    for (size_t i = 0; i < e->figures.columns_n; i++)
        p->group[i] = arena_span(p->a, span_trim(row->field[e->group_columns[i]]));
    return NULL;
}

static struct tocsin_err *next_pair(void *ctx, void **item)
{
    struct evaluating *e = ctx;
    struct csv_row row;
    struct arena *a;
    struct pair *p;
    struct tocsin_err *err;
    bool done;

    *item = NULL;
    TRY(stop_asked(&e->stop));
    TRY(csv_in_next(e->in, &row, &done));
    if (done)
        return NULL;
    a = arena_new();
    p = ARENA_NEW(a, struct pair);
    p->a = a;
    err = read_pair(e, &row, p);
    if (err)
        arena_free(a);
    else
        *item = p;
    return err;
}

static struct tocsin_err *score_pair(void *ctx, void *item)
{
    const struct evaluating *e = ctx;
    struct pair *p = item;

    return err_at(tocsin_compare(e->node, p->schema, p->name1, p->name2, e->algorithm, &p->score),
                  args_at(e->cmd->args, 0), p->line, 0, NULL);
}

/* ---- figures ----------------------------------------------------------------------------- */

static struct tocsin_err *find_group(struct figures *f, size_t column, struct span value,
                                     struct tally **out)
{
    struct group_column *c = &f->columns[column];
    bool made;
    uint64_t *slot = map_slot(c->index, value, &made);

    if (made) {
        if (c->groups.n >= GROUPS_MOST)
            return err_new(TOCSIN_ERR_LIMIT, "column %s has more than %d values: too many for --by",
                           c->name, GROUPS_MOST);
        *slot = c->groups.n;
        *VEC_PUSH(&c->groups) = (struct tally){0};
    }
    *out = &c->groups.at[*slot];
    return NULL;
}

static struct tocsin_err *count_pair(struct evaluating *e, const struct pair *p)
{
    struct figures *f = &e->figures;
    bool identical = strcmp(p->name1, p->name2) == 0;
    struct tally *group = NULL;

    tally_add(&f->all, p->score, f->threshold, p->is_match, identical);
    for (size_t i = 0; i < f->columns_n; i++) {
        TRY(find_group(f, i, p->group[i], &group));
        tally_add(group, p->score, f->threshold, p->is_match, identical);
    }
    return NULL;
}

static struct tocsin_err *write_pair(struct evaluating *e, const struct pair *p)
{
    const struct csv_style *style = csv_in_style(e->in);
    bool predicted = p->score >= e->figures.threshold - 1e-9;
    struct buf text = {0};
    struct tocsin_err *err;

    if (!e->writes)
        return NULL;
    csv_out_row(&text, style, p->raw, p->missing);
    csv_out_field(&text, style, arena_printf(p->a, "%.4f", p->score));
    csv_out_field(&text, style, predicted ? SPAN("true") : SPAN("false"));
    csv_out_end(&text, style);
    err = csv_file_write(&e->out, buf_view(&text));
    buf_free(&text);
    return err;
}

static struct tocsin_err *pair_done(void *ctx, void *item)
{
    struct evaluating *e = ctx;
    struct pair *p = item;
    struct tocsin_err *err = count_pair(e, p);

    if (!err)
        err = write_pair(e, p);
    pair_free(e, p);
    if (e->figures.all.pairs % REPORT_EVERY == 0) {
        struct progress_now now = {"scoring", NULL, csv_in_at(e->in), csv_in_size(e->in),
                                   e->figures.all.pairs, "pairs"};

        progress_show(&e->bar, &now);
    }
    return err;
}

/* ---- before ------------------------------------------------------------------------------ */

static struct tocsin_err *need_column(struct evaluating *e, const char *name, size_t *out)
{
    if (csv_in_column(e->in, name, out))
        return NULL;
    return err_at(err_new(TOCSIN_ERR_FORMAT, "the table has no column %s (it needs schema, name1, "
                                             "name2 and is_match)", name),
                  args_at(e->cmd->args, 0), 1, 0, NULL);
}

static void add_group_column(struct evaluating *e, const char *name, size_t column, bool quality)
{
    struct figures *f = &e->figures;

    e->group_columns[f->columns_n] = column;
    f->columns[f->columns_n++] = (struct group_column){.name = name, .index = map_new(),
                                                       .quality = quality};
}

static struct tocsin_err *find_columns(struct evaluating *e)
{
    const char *const *by = args_list(e->cmd->args, "by");
    struct arena *a = e->cmd->arena;
    size_t n = 0, column;

    TRY(need_column(e, "schema", &e->schema));
    TRY(need_column(e, "name1", &e->name1));
    TRY(need_column(e, "name2", &e->name2));
    TRY(need_column(e, "is_match", &e->is_match));
    while (by && by[n])
        n++;
    e->group_columns = ARENA_ARRAY(a, size_t, n + 1);
    e->figures.columns = ARENA_ARRAY(a, struct group_column, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (!csv_in_column(e->in, by[i], &column))
            return err_new(TOCSIN_ERR_USAGE, "--by: the table has no column '%s'", by[i]);
        add_group_column(e, by[i], column, false);
    }
    if (csv_in_column(e->in, "quality", &column))
        add_group_column(e, "quality", column, true);
    return NULL;
}

/* The home that was named must be there; one that was not named counts when there is one. */
static struct tocsin_err *open_home(struct evaluating *e)
{
    struct cmd *c = e->cmd;
    char *home, *store;
    bool there;

    if (args_has(c->args, "no-home"))
        return NULL;
    if (args_has(c->args, "home"))
        return cmd_open(c, TOCSIN_READ, &e->node);
    home = tocsin_home_path(NULL);
    store = arena_str(c->arena, arena_printf(c->arena, "%s/store.db", home));
    there = access(store, F_OK) == 0;
    free(home);
    return there ? cmd_open(c, TOCSIN_READ, &e->node) : NULL;
}

static struct tocsin_err *begin_output(struct evaluating *e)
{
    const struct csv_style *style = csv_in_style(e->in);
    const char *path = args_text(e->cmd->args, "output");
    struct buf text = {0};
    struct tocsin_err *err;

    e->writes = path != NULL;
    if (!path)
        return NULL;
    TRY(csv_file_open(path, &e->out));
    csv_out_begin(&text, style);
    csv_out_row(&text, style, csv_in_heading(e->in)->raw, 0);
    csv_out_field(&text, style, SPAN("score"));
    csv_out_field(&text, style, SPAN("predicted"));
    csv_out_end(&text, style);
    err = csv_file_write(&e->out, buf_view(&text));
    buf_free(&text);
    return err;
}

static struct tocsin_err *run_pool(struct evaluating *e)
{
    const struct pool_plan plan = {.ctx = e, .next = next_pair, .work = score_pair,
                                   .done = pair_done, .drop = pair_free};
    struct tocsin_err *err;

    TRY(stop_begin(&e->stop));
    err = pool_run(&plan);
    stop_end(&e->stop);
    return err;
}

static struct tocsin_err *run(struct evaluating *e)
{
    struct cmd *c = e->cmd;
    uint64_t started;

    e->figures.threshold = THRESHOLD_DEFAULT;
    TRY(args_real(c->args, "threshold", 0, 1, &e->figures.threshold));
    TRY(csv_in_open(args_at(c->args, 0), &e->in));
    TRY(find_columns(e));
    TRY(open_home(e));
    TRY(begin_output(e));
    TRY(asked_progress(c, &e->bar));
    started = clock_ticks();
    TRY(run_pool(e));
    e->figures.seconds = (double)(clock_ticks() - started) / 1e9;
    return e->writes ? csv_file_commit(&e->out) : NULL;
}

static void figures_free(struct figures *f)
{
    for (size_t i = 0; i < f->columns_n; i++) {
        map_free(f->columns[i].index);
        VEC_FREE(&f->columns[i].groups);
    }
}

struct tocsin_err *cmd_evaluate(struct cmd *c)
{
    struct evaluating e = {.cmd = c, .algorithm = args_text(c->args, "algorithm")};
    struct tocsin_err *err = run(&e);

    progress_end(&e.bar);
    csv_file_abandon(&e.out);
    e.figures.home = e.node ? tocsin_home(e.node) : NULL;
    if (!err && c->json)
        figures_print_json(e.out.standard ? stderr : stdout, &e.figures);
    else if (!err)
        figures_print(e.out.standard ? &c->err : &c->out, &e.figures);
    figures_free(&e.figures);
    tocsin_close(e.node);
    csv_in_close(e.in);
    return err;
}
