/* SPDX-License-Identifier: Apache-2.0
 *
 * tocsin check: is the home whole?
 *
 * Lists are the library's, people are the program's: each proves its own.
 */
#include "access/access.h"
#include "cmd/cmd.h"
#include "cmd/json_out.h"

struct findings {
    struct cmd *cmd;
    json_t *list; /* with --json */
};

static void on_finding(void *ctx, const char *text)
{
    struct findings *f = ctx;

    if (f->list)
        json_array_append_new(f->list, json_of(text));
    else
        term_wrap(&f->cmd->out, TONE_PLAIN, 0, 2, span_of(text));
}

static void print_outcome(struct cmd *c, struct findings *f, uint64_t n)
{
    if (c->json)
        json_out(c->out.stream, json_pack("{s:I, s:O}", "count", (json_int_t)n, "findings",
                                          f->list));
    else if (n)
        term_printf(&c->out, TONE_BAD, "%llu finding%s", (unsigned long long)n, n > 1 ? "s" : "");
    else
        term_text(&c->out, TONE_GOOD, SPAN("No findings: store, sources and index are whole"));
    if (!c->json)
        term_line_end(&c->out);
}

struct tocsin_err *cmd_check(struct cmd *c)
{
    struct findings f = {.cmd = c};
    struct tocsin_node *node;
    struct tocsin_err *err;
    uint64_t n = 0;

    TRY(cmd_open(c, TOCSIN_READ, &node));
    f.list = c->json ? json_array() : NULL;
    err = tocsin_check(node, on_finding, &f, &n);
    if (!err)
        err = access_check(tocsin_home(node), on_finding, &f, &n);
    tocsin_close(node);
    if (!err) {
        print_outcome(c, &f, n);
        c->status = n ? EXIT_FAILED : EXIT_DONE;
    }
    json_decref(f.list);
    return err;
}
