/* SPDX-License-Identifier: Apache-2.0
 *
 * tocsin explain: one verdict, step by step.
 */
#include "cmd/cmd.h"
#include "cmd/json_out.h"

/* Where the value begins in a line "what: value" (tocsin_explanation_text); line.n when it is not
 * of that form. */
static size_t value_at(const char *title, struct span line)
{
    static const char *const titles[] = {"Entity", "Query", "Query words", "Candidate words"};
    size_t colon = span_find(line, ':');

    for (size_t i = 0; i < ARRAY_LEN(titles); i++)
        if (strcmp(titles[i], title) == 0 && colon + 1 < line.n && line.p[colon + 1] == ' ')
            return colon + 2;
    return line.n;
}

static void print_line(const struct term *t, const char *title, struct span line)
{
    int blanks = 0;
    size_t value;

    while ((size_t)blanks < line.n && line.p[blanks] == ' ')
        blanks++;
    line = span_from(line, (size_t)blanks);
    value = blanks ? line.n : value_at(title, line);
    term_indent(t, 3 + blanks);
    term_labelled(t, TONE_PLAIN, 3 + blanks, 5 + blanks, span_slice(line, 0, value),
                  span_from(line, value));
}

static void print_step(const struct term *t, const struct tocsin_explanation *e, size_t step)
{
    struct span rest = span_of(tocsin_explanation_text(e, step)), line;

    term_printf(t, TONE_BOLD, "%zu. %s", step + 1, tocsin_explanation_title(e, step));
    term_line_end(t);
    while (span_split(&rest, '\n', &line)) {
        if (!line.n && !rest.p)
            break;
        print_line(t, tocsin_explanation_title(e, step), line);
    }
}

static void print_explanation(struct cmd *c, const struct tocsin_explanation *e)
{
    if (c->json) {
        json_out_text(c->out.stream, tocsin_explanation_json(e));
        return;
    }
    for (size_t i = 0; i < tocsin_explanation_steps(e); i++) {
        if (i)
            term_line_end(&c->out);
        print_step(&c->out, e, i);
    }
}

static struct tocsin_err *explain(struct cmd *c, const struct tocsin_query *q, const char *id)
{
    struct tocsin_explanation *e = NULL;
    struct tocsin_node *node = NULL;
    struct tocsin_err *err = cmd_open(c, TOCSIN_READ, &node);

    if (!err)
        err = tocsin_explain(node, q, id, args_text(c->args, "algorithm"), 0, &e);
    if (!err)
        print_explanation(c, e);
    tocsin_explanation_free(e);
    tocsin_close(node);
    return err;
}

struct tocsin_err *cmd_explain(struct cmd *c)
{
    bool named = args_n(c->args) == 2;
    struct tocsin_query *query;
    struct tocsin_err *err;

    TRY(asked_query(c, named ? args_at(c->args, 0) : NULL, &query));
    err = explain(c, query, args_at(c->args, named ? 1 : 0));
    tocsin_query_free(query);
    return err;
}
