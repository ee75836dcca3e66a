/* SPDX-License-Identifier: Apache-2.0
 *
 * tocsin import: load lists, one after the other, and say what came of each.
 */
#include <pwd.h>
#include <unistd.h>

#include "cmd/cmd.h"
#include "cmd/json_out.h"
#include "cmd/progress.h"
#include "cmd/text.h"

struct importing {
    struct cmd *cmd;
    struct progress bar;
    json_t *bad, *notes; /* with --json */
};

/* ---- while it runs ----------------------------------------------------------------------- */

static void on_progress(void *ctx, const struct tocsin_progress *p)
{
    struct importing *i = ctx;
    struct progress_now now = {p->step ? p->step : "importing", p->file, p->bytes, p->bytes_total,
                               p->records, "records"};

    progress_show(&i->bar, &now);
}

static void print_remark(struct importing *i, const char *what, enum tone tone, const char *text)
{
    const struct term *t = &i->cmd->err;

    progress_end(&i->bar);
    term_printf(t, tone, "%s: ", what);
    term_wrap(t, TONE_PLAIN, (int)strlen(what) + 2, 2, span_of(text));
}

static void on_note(void *ctx, const char *text)
{
    struct importing *i = ctx;

    if (i->notes)
        json_array_append_new(i->notes, json_of(text));
    else
        print_remark(i, "note", TONE_DIM, text);
}

static void on_bad(void *ctx, const struct tocsin_err *why)
{
    struct importing *i = ctx;

    if (i->bad)
        json_array_append_new(i->bad, json_of_text(tocsin_err_json(why)));
    else
        print_remark(i, "left out", TONE_WARN, tocsin_err_text(why));
}

/* ---- afterwards -------------------------------------------------------------------------- */

static double rate(const struct tocsin_import_report *r)
{
    return r->seconds > 0 ? (double)r->entities / r->seconds : 0;
}

static const char *number(uint64_t n, struct arena *a)
{
    char text[TEXT_NUMBER_MAX];

    return arena_str(a, span_of(text_number(n, text)));
}

static void print_row(const struct term *t, const char *label, struct span text)
{
    term_printf(t, TONE_DIM, "  %-10s", label);
    term_wrap(t, TONE_PLAIN, 12, 12, text);
}

static void print_scripts(struct cmd *c, const struct tocsin_import_report *r)
{
    struct span all = SPAN("");

    for (size_t i = 0; i < ARRAY_LEN(r->scripts) && r->scripts[i].script[0]; i++)
        all = arena_printf(c->arena, "%.*s%s%s %s", SPAN_ARG(all), i ? ", " : "",
                           r->scripts[i].script, number(r->scripts[i].names, c->arena));
    if (all.n)
        print_row(&c->out, "scripts", all);
}

static void print_changes(struct cmd *c, const struct tocsin_import_report *r)
{
    struct arena *a = c->arena;

    if (r->same) {
        print_row(&c->out, "changes", SPAN("none: the same file as last time"));
        return;
    }
    print_row(&c->out, "changes",
              arena_printf(a, "%s added, %s changed, %s removed, %s unchanged", number(r->added, a),
                           number(r->changed, a), number(r->removed, a), number(r->unchanged, a)));
    if (r->skipped)
        print_row(&c->out, "left out", arena_printf(a, "%s that cannot be read",
                                                    number(r->skipped, a)));
    print_row(&c->out, "time",
              arena_printf(a, "%.2f s (reading %.2f s), %s entities a second", r->seconds,
                           r->read_seconds, number((uint64_t)rate(r), a)));
}

static void print_report(struct cmd *c, const struct tocsin_import_report *r)
{
    const struct term *t = &c->out;

    term_printf(t, TONE_BOLD, "%s", r->dataset);
    term_printf(t, TONE_PLAIN, "  %s%s%s", r->format, r->version[0] ? ", version " : "",
                r->version);
    term_line_end(t);
    print_row(t, "entities", arena_printf(c->arena, "%s with %s names",
                                          number(r->entities, c->arena),
                                          number(r->names, c->arena)));
    print_scripts(c, r);
    print_changes(c, r);
}

static json_t *json_of_scripts(const struct tocsin_import_report *r)
{
    json_t *all = json_object();

    for (size_t i = 0; i < ARRAY_LEN(r->scripts) && r->scripts[i].script[0]; i++)
        json_object_set_new(all, r->scripts[i].script,
                            json_integer((json_int_t)r->scripts[i].names));
    return all;
}

static json_t *json_of_report(const char *path, const struct tocsin_import_report *r,
                              const struct importing *i)
{
    json_t *all = json_pack("{s:o, s:s, s:s, s:s, s:s, s:b}", "path", json_of(path), "dataset",
                            r->dataset, "format", r->format, "version", r->version, "sha256",
                            r->sha256, "same", r->same);
    const struct {
        const char *name;
        uint64_t n;
    } counts[] = {{"entities", r->entities},   {"names", r->names},     {"added", r->added},
                  {"changed", r->changed},     {"removed", r->removed}, {"unchanged", r->unchanged},
                  {"skipped", r->skipped}};

    for (size_t k = 0; k < ARRAY_LEN(counts); k++)
        json_object_set_new(all, counts[k].name, json_integer((json_int_t)counts[k].n));
    json_object_set_new(all, "seconds", json_real(r->seconds));
    json_object_set_new(all, "read_seconds", json_real(r->read_seconds));
    json_object_set_new(all, "scripts", json_of_scripts(r));
    json_object_set(all, "bad", i->bad);
    json_object_set(all, "notes", i->notes);
    return all;
}

/* ---- the command ------------------------------------------------------------------------- */

/* Who started it, as the system knows them, unless a server says for whom it runs. */
static const char *who_runs(struct cmd *c)
{
    const char *by = args_text(c->args, "by");
    const struct passwd *user = by ? NULL : getpwuid(getuid());

    return user ? user->pw_name : by;
}

static struct tocsin_err *read_options(struct cmd *c, struct tocsin_import_options *o)
{
    *o = (struct tocsin_import_options){
        .dataset = args_text(c->args, "dataset"),
        .format = args_text(c->args, "format"),
        .by = who_runs(c),
        .no_jail = args_has(c->args, "no-jail"),
        .map = args_list(c->args, "map"),
        .progress = on_progress,
        .note = on_note,
        .bad = on_bad,
    };
    TRY(args_count(c->args, "skip-bad", 0, UINT64_MAX, &o->skip_bad));
    if (o->dataset && args_n(c->args) > 1)
        return err_new(TOCSIN_ERR_USAGE, "--dataset names one list, but there are %zu files",
                       args_n(c->args));
    return NULL;
}

static struct tocsin_err *import_one(struct cmd *c, struct tocsin_node *node, const char *path,
                                     const struct tocsin_import_options *options,
                                     json_t *reports)
{
    struct importing i = {.cmd = c};
    struct tocsin_import_options o = *options;
    struct tocsin_import_report report = {0};
    struct tocsin_err *err;

    i.bad = c->json ? json_array() : NULL;
    i.notes = c->json ? json_array() : NULL;
    o.ctx = &i;
    err = asked_progress(c, &i.bar);
    if (!err)
        err = tocsin_import(node, path, &o, &report);
    progress_end(&i.bar);
    if (!err && c->json)
        json_array_append_new(reports, json_of_report(path, &report, &i));
    else if (!err)
        print_report(c, &report);
    json_decref(i.bad);
    json_decref(i.notes);
    return err;
}

struct tocsin_err *cmd_import(struct cmd *c)
{
    struct tocsin_import_options options;
    struct tocsin_node *node;
    struct tocsin_err *err = NULL;
    json_t *reports;

    TRY(read_options(c, &options));
    TRY(cmd_open(c, TOCSIN_WRITE, &node));
    reports = json_array();
    for (size_t i = 0; !err && i < args_n(c->args); i++)
        err = import_one(c, node, args_at(c->args, i), &options, reports);
    tocsin_close(node);
    /* What was loaded before the failure stays loaded, and is said. */
    if (c->json)
        json_out(c->out.stream, json_pack("{s:O}", "imports", reports));
    json_decref(reports);
    return err;
}
