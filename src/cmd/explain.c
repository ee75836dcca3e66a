/* SPDX-License-Identifier: Apache-2.0
 *
 * tocsin explain: one verdict, step by step.
 */
#include "cmd/cmd.h"
#include "cmd/json_out.h"

static void print_step(const struct term *t, const struct tocsin_explanation *e, size_t step)
{
    struct span rest = span_of(tocsin_explanation_text(e, step)), line;

    term_printf(t, TONE_BOLD, "%zu. %s", step + 1, tocsin_explanation_title(e, step));
    term_line_end(t);
    while (span_split(&rest, '\n', &line)) {
        int blanks = 0;

        if (!line.n && !rest.p)
            break;
        while ((size_t)blanks < line.n && line.p[blanks] == ' ')
            blanks++;
        term_indent(t, 3 + blanks);
        term_wrap(t, TONE_PLAIN, 3 + blanks, 5 + blanks, span_from(line, (size_t)blanks));
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
