/* SPDX-License-Identifier: Apache-2.0
 *
 * tocsin datasets: what is loaded.
 */
#include "cmd/cmd.h"
#include "cmd/grid.h"
#include "cmd/json_out.h"
#include "cmd/text.h"

static json_t *json_of_dataset(const struct tocsin_dataset *d)
{
    char at[21];

    clock_format(d->imported_at, at);
    return json_pack("{s:s, s:s?, s:s?, s:s?, s:s?, s:s, s:I, s:I, s:I, s:s, s:s, s:o}", "name",
                     d->name, "format", d->format, "version", d->version, "sha256", d->sha256,
                     "path", d->path, "imported_at", at, "entities", (json_int_t)d->entities,
                     "targets", (json_int_t)d->targets, "names", (json_int_t)d->names, "title",
                     d->title, "loaded", d->loaded, "about", json_of_text(d->about));
}

static void print_json_list(struct cmd *c, const struct tocsin_dataset *list, size_t n)
{
    json_t *all = json_array();

    for (size_t i = 0; i < n; i++)
        json_array_append_new(all, json_of_dataset(&list[i]));
    json_out(c->out.stream, json_pack("{s:o}", "datasets", all));
}

static void add_heading(struct grid *g)
{
    static const char *const names[] = {"dataset", "entities", "targets",
                                        "names",   "version",  "imported"};

    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        grid_cell(g, "%s", names[i]);
}

/* The day is enough of "2026-01-31T00:00:09.554Z"; versions of other forms are shown whole. */
static struct span short_version(const char *version)
{
    struct span s = span_of(version);

    if (!s.n)
        return SPAN("-");
    return s.n > 11 && s.p[10] == 'T' ? span_slice(s, 0, 10) : s;
}

static void add_row(struct grid *g, const struct tocsin_dataset *d)
{
    char number[TEXT_NUMBER_MAX], at[21];

    clock_format(d->imported_at, at);
    grid_cell(g, "%s", d->name);
    grid_cell(g, "%s", text_number(d->entities, number));
    grid_cell(g, "%s", text_number(d->targets, number));
    grid_cell(g, "%s", text_number(d->names, number));
    grid_cell(g, "%.*s", SPAN_ARG(short_version(d->version)));
    grid_cell(g, "%.10s %.5s", at, at + 11);
}

static void print_list(struct cmd *c, const struct tocsin_dataset *list, size_t n)
{
    struct grid *g;

    if (!n) {
        term_text(&c->out, TONE_PLAIN, SPAN("No list is loaded: tocsin import FILE"));
        term_line_end(&c->out);
        return;
    }
    g = grid_new("lrrrll");
    add_heading(g);
    for (size_t i = 0; i < n; i++)
        add_row(g, &list[i]);
    grid_print(g, &c->out, 0);
    grid_free(g);
}

struct tocsin_err *cmd_datasets(struct cmd *c)
{
    struct tocsin_dataset *list = NULL;
    struct tocsin_node *node;
    struct tocsin_err *err;
    size_t n = 0;

    TRY(cmd_open(c, TOCSIN_READ, &node));
    err = tocsin_datasets(node, &list, &n);
    if (!err && c->json)
        print_json_list(c, list, n);
    else if (!err)
        print_list(c, list, n);
    tocsin_datasets_free(list);
    tocsin_close(node);
    return err;
}
