/* SPDX-License-Identifier: Apache-2.0
 *
 * tocsin update: bring the lists of a manifest up to date, and say what came of each.
 *
 * One that fails does not stop the others; its error is printed where it happened, and the command
 * ends with an error that names all that failed.
 */
#include "cmd/cmd.h"
#include "cmd/json_out.h"
#include "cmd/text.h"

struct updating {
    struct cmd *cmd;
    struct progress bar;
    bool check;
    json_t *list, *notes, *bad; /* with --json */
    struct buf failed;          /* names, for the end */
    struct config *settings;
};

/* ---- while it runs ----------------------------------------------------------------------- */

static void on_progress(void *ctx, const struct tocsin_progress *p)
{
    struct updating *u = ctx;
    struct progress_now now = {p->step ? p->step : "updating", p->file, p->bytes, p->bytes_total,
                               p->records, "records"};

    progress_show(&u->bar, &now);
}

static void print_remark(struct updating *u, const char *what, enum tone tone, const char *text)
{
    const struct term *t = &u->cmd->err;

    progress_end(&u->bar);
    fflush(u->cmd->out.stream);
    term_printf(t, tone, "%s: ", what);
    term_wrap(t, TONE_PLAIN, (int)strlen(what) + 2, 2, span_of(text));
}

static void on_note(void *ctx, const char *text)
{
    struct updating *u = ctx;

    if (u->notes)
        json_array_append_new(u->notes, json_of(text));
    else
        print_remark(u, "note", TONE_DIM, text);
}

static void on_bad(void *ctx, const struct tocsin_err *why)
{
    struct updating *u = ctx;

    if (u->bad)
        json_array_append_new(u->bad, json_of_text(tocsin_err_json(why)));
    else
        print_remark(u, "left out", TONE_WARN, tocsin_err_text(why));
}

/* ---- one dataset ------------------------------------------------------------------------- */

static const char *number(struct updating *u, uint64_t n)
{
    char text[TEXT_NUMBER_MAX];

    return arena_str(u->cmd->arena, span_of(text_number(n, text)));
}

static void print_row(const struct term *t, const char *label, struct span text)
{
    term_printf(t, TONE_DIM, "  %-10s", label);
    term_wrap(t, TONE_PLAIN, 12, 12, text);
}

static const char *way(struct updating *u, const struct tocsin_updated *d)
{
    bool deltas = strcmp(d->action, "deltas") == 0;

    if (deltas)
        return arena_printf(u->cmd->arena, "%s %s", number(u, d->deltas),
                            d->deltas == 1 ? "delta" : "deltas")
            .p;
    return "the whole file";
}

static struct span changes(struct updating *u, const struct tocsin_updated *d)
{
    if (strcmp(d->action, "current") == 0)
        return SPAN("none: it is up to date");
    if (u->check)
        return arena_printf(u->cmd->arena, "%s to load", way(u, d));
    return arena_printf(u->cmd->arena, "%s: %s added, %s changed, %s removed", way(u, d),
                        number(u, d->added), number(u, d->changed), number(u, d->removed));
}

static void print_version(struct updating *u, const struct tocsin_updated *d)
{
    bool moved = d->from[0] && strcmp(d->from, d->to) != 0;

    if (d->to[0])
        print_row(&u->cmd->out, "version",
                  arena_printf(u->cmd->arena, "%s%s%s", moved ? d->from : "", moved ? " to " : "",
                               d->to));
}

static void print_dataset(struct updating *u, const struct tocsin_updated *d)
{
    const struct term *t = &u->cmd->out;

    term_printf(t, TONE_BOLD, "%s", d->dataset);
    if (strcmp(d->title, d->dataset) != 0) {
        term_printf(t, TONE_PLAIN, "  ");
        term_text(t, TONE_PLAIN, span_of(d->title));
    }
    term_line_end(t);
    if (d->problem) {
        print_row(t, "failed", span_of(tocsin_err_text(d->problem)));
        return;
    }
    print_version(u, d);
    print_row(t, "changes", changes(u, d));
    if (!u->check)
        print_row(t, "entities", span_of(number(u, d->entities)));
}

static json_t *json_of_dataset(const struct tocsin_updated *d)
{
    json_t *problem = d->problem ? json_of_text(tocsin_err_json(d->problem)) : json_null();

    return json_pack("{s:o, s:o, s:s, s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:f, s:o}", "dataset",
                     json_of(d->dataset), "title", json_of(d->title), "action", d->action, "from",
                     d->from, "to", d->to, "deltas", (json_int_t)d->deltas, "added",
                     (json_int_t)d->added, "changed", (json_int_t)d->changed, "removed",
                     (json_int_t)d->removed, "entities", (json_int_t)d->entities, "seconds",
                     d->seconds, "problem", problem);
}

static void on_done(void *ctx, const struct tocsin_updated *d)
{
    struct updating *u = ctx;

    progress_end(&u->bar);
    if (d->problem)
        buf_printf(&u->failed, "%s%s", u->failed.n ? ", " : "", d->dataset);
    if (u->list)
        json_array_append_new(u->list, json_of_dataset(d));
    else
        print_dataset(u, d);
}

/* ---- the command ------------------------------------------------------------------------- */

/* NULL when it is not set. */
static const char *set_text(const struct updating *u, enum setting s)
{
    const char *text = config_text(u->settings, s);

    return text[0] ? text : NULL;
}

static struct tocsin_err *read_options(struct updating *u, struct tocsin_update_options *o)
{
    const struct args *args = u->cmd->args;

    *o = (struct tocsin_update_options){.manifest = args_text(args, "manifest"),
                                        .datasets = args_list(args, "dataset"),
                                        .full = args_has(args, "full"),
                                        .check = args_has(args, "check"),
                                        .no_jail = args_has(args, "no-jail"),
                                        .proxy = args_text(args, "proxy"),
                                        .ctx = u,
                                        .progress = on_progress,
                                        .note = on_note,
                                        .bad = on_bad,
                                        .done = on_done};
    u->check = o->check;
    TRY(cmd_settings(u->cmd, NULL, 0, &u->settings));
    if (!o->manifest)
        o->manifest = set_text(u, SETTING_UPDATE_MANIFEST);
    if (!o->proxy)
        o->proxy = set_text(u, SETTING_UPDATE_PROXY);
    o->token = set_text(u, SETTING_UPDATE_DATA_TOKEN);
    o->no_deltas = !config_bool(u->settings, SETTING_UPDATE_DELTA);
    o->no_checksums = !config_bool(u->settings, SETTING_UPDATE_VERIFY_CHECKSUM);
    o->most_bytes = config_number(u->settings, SETTING_LIMIT_DOWNLOAD);
    o->silence_seconds = (unsigned)config_seconds(u->settings, SETTING_UPDATE_TIMEOUT_SECONDS);
    TRY(args_count(args, "skip-bad", 0, UINT64_MAX, &o->skip_bad));
    if (!o->manifest)
        return err_new(TOCSIN_ERR_USAGE, "--manifest FILE, or the setting update.manifest, says "
                                         "which lists are wanted");
    return asked_progress(u->cmd, &u->bar);
}

static struct tocsin_err *run(struct updating *u)
{
    struct tocsin_update_options o;
    struct tocsin_node *node;
    struct tocsin_err *err;
    size_t failed = 0;

    TRY(read_options(u, &o));
    TRY(cmd_open(u->cmd, TOCSIN_WRITE, &node));
    err = tocsin_update(node, &o, &failed);
    progress_end(&u->bar);
    tocsin_close(node);
    if (!err && failed)
        err = err_new(TOCSIN_ERR_IO, "could not be updated: %s", buf_cstr(&u->failed));
    return err;
}

struct tocsin_err *cmd_update(struct cmd *c)
{
    struct updating u = {.cmd = c};
    struct tocsin_err *err;

    if (c->json) {
        u.list = json_array();
        u.notes = json_array();
        u.bad = json_array();
    }
    err = run(&u);
    /* What was done before a failure is done, and is said. */
    if (c->json && (!err || tocsin_err_code(err) != TOCSIN_ERR_USAGE))
        json_out(c->out.stream, json_pack("{s:O, s:O, s:O}", "updates", u.list, "notes", u.notes,
                                          "bad", u.bad));
    json_decref(u.list);
    json_decref(u.notes);
    json_decref(u.bad);
    buf_free(&u.failed);
    config_free(u.settings);
    return err;
}
