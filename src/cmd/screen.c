/* SPDX-License-Identifier: Apache-2.0
 *
 * tocsin screen: one question. (A table of them: batch.c.)
 */
#include "cmd/cmd.h"

#include <stdlib.h>

#include "cmd/json_out.h"

#define THRESHOLD_DEFAULT 0.70

static size_t count_matches(const struct tocsin_results *r)
{
    size_t n = 0;

    for (size_t i = 0; i < tocsin_results_count(r); i++)
        n += tocsin_result_match(r, i);
    return n;
}

static void print_summary(struct cmd *c, size_t matches, double threshold)
{
    const struct term *t = &c->out;

    if (matches)
        term_printf(t, TONE_BOLD, "%zu match%s at %.2f or above", matches, matches > 1 ? "es" : "",
                    threshold);
    else
        term_printf(t, TONE_BOLD, "No match at %.2f or above", threshold);
    if (!matches && !args_has(c->args, "below"))
        term_text(t, TONE_PLAIN, SPAN("; --below shows what came nearest"));
    term_line_end(t);
    /* Nobody is cleared because the wrong kind was asked for: a bank is no person. */
    if (!matches && !args_has(c->args, "schema")) {
        term_text(t, TONE_DIM, SPAN("Only persons were looked through; --schema Thing looks through all"));
        term_line_end(t);
    }
}

static void print_results(struct cmd *c, const struct tocsin_results *r, double threshold)
{
    print_summary(c, count_matches(r), threshold);
    for (size_t i = 0; i < tocsin_results_count(r); i++) {
        term_line_end(&c->out);
        verdict_print(&c->out, r, i);
    }
}

static struct tocsin_err *show_results(struct cmd *c, struct tocsin_node *node,
                                       const struct tocsin_screen_options *o,
                                       const struct tocsin_results *r)
{
    char *json = NULL;

    c->status = count_matches(r) ? EXIT_MATCH : EXIT_DONE;
    if (!c->json) {
        print_results(c, r, o->threshold > 0 ? o->threshold : THRESHOLD_DEFAULT);
        return NULL;
    }
    TRY(tocsin_results_json(node, r, &json));
    json_out_text(c->out.stream, json);
    free(json);
    return NULL;
}

static struct tocsin_err *ask(struct cmd *c, const struct tocsin_query *q,
                              const struct tocsin_screen_options *o)
{
    struct tocsin_results *r = NULL;
    struct tocsin_node *node = NULL;
    struct tocsin_err *err = asked_home(c, &node);

    if (!err)
        err = tocsin_screen(node, q, o, &r);
    if (!err)
        err = show_results(c, node, o, r);
    tocsin_results_free(r);
    tocsin_close(node);
    return err;
}

static struct tocsin_err *refuse_unsearchable(const struct tocsin_query *q)
{
    if (tocsin_query_searchable(q))
        return NULL;
    return err_new(TOCSIN_ERR_USAGE, "nothing is asked for: there is no name with a letter or digit "
                                     "in it, and no identifier");
}

/* What only means something for a table. */
static struct tocsin_err *refuse_batch_options(struct cmd *c)
{
    static const char *const names[] = {"all", "date-order", "map", "output", "threads"};

    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (args_has(c->args, names[i]))
            return err_new(TOCSIN_ERR_USAGE, "--%s goes with --batch", names[i]);
    return NULL;
}

struct tocsin_err *cmd_screen(struct cmd *c)
{
    struct tocsin_screen_options options;
    struct tocsin_query *query;
    struct tocsin_err *err;

    if (args_has(c->args, "batch"))
        return batch_screen(c);
    TRY(refuse_batch_options(c));
    TRY(asked_search(c, &options));
    TRY(asked_query(c, args_at(c->args, 0), &query));
    err = refuse_unsearchable(query);
    if (!err)
        err = ask(c, query, &options);
    tocsin_query_free(query);
    return err;
}
