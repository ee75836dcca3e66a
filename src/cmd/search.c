/* SPDX-License-Identifier: Apache-2.0
 *
 * tocsin search: entities by what is written about them.
 *
 *     2 of 61 entities
 *     caption              schema  countries  id          lists
 *     Ferdik QUENTABRY     Person  mt         ofac-90001  us_ofac_sdn
 *
 *     Countries
 *       2  Malta (mt)
 */
#include "cmd/cmd.h"

#include <stdlib.h>

#include "cmd/grid.h"
#include "cmd/json_out.h"
#include "cmd/text.h"

enum { LIMIT_USUAL = 10, RESULTS_MOST = 9999 };

/* ---- options --------------------------------------------------------------------------------- */

static struct tocsin_err *options_of(struct cmd *c, struct tocsin_search_options *out)
{
    static const char *const none[] = {NULL};
    uint64_t limit = LIMIT_USUAL, offset = 0;
    const char *const *facets = args_list(c->args, "facet");

    TRY(args_count(c->args, "limit", 0, RESULTS_MOST, &limit));
    TRY(args_count(c->args, "offset", 0, RESULTS_MOST, &offset));
    *out = (struct tocsin_search_options){
        .q = args_at(c->args, 0),
        .simple = args_has(c->args, "simple"),
        .fuzzy = args_has(c->args, "fuzzy"),
        .schema = args_text(c->args, "schema"),
        .datasets = args_list(c->args, "dataset"),
        .countries = args_list(c->args, "country"),
        .topics = args_list(c->args, "topic"),
        .filters = args_list(c->args, "filter"),
        .changed_since = args_text(c->args, "changed-since"),
        .limit = (size_t)limit,
        .offset = (size_t)offset,
        .sort = args_list(c->args, "sort"),
        .facets = facets ? facets : c->json ? NULL : none,
    };
    return NULL;
}

/* A list that is not there would only find nothing. */
static struct tocsin_err *check_datasets(struct tocsin_node *node, const char *const *asked)
{
    struct tocsin_dataset *list = NULL;
    struct tocsin_err *err = NULL;
    size_t n = 0, at = 0;

    if (!asked)
        return NULL;
    TRY(tocsin_datasets(node, &list, &n));
    for (size_t i = 0; asked[i] && !err; i++) {
        for (at = 0; at < n && strcmp(list[at].name, asked[i]) != 0; at++)
            ;
        if (at == n)
            err = err_new(TOCSIN_ERR_NOT_FOUND, "no dataset %s: see `tocsin datasets`", asked[i]);
    }
    tocsin_datasets_free(list);
    return err;
}

/* ---- text ------------------------------------------------------------------------------------ */

/* "mt, it" */
static struct span joined(struct arena *a, const json_t *list)
{
    struct span text;
    struct buf b = {0};
    size_t i;
    json_t *v;

    json_array_foreach(list, i, v) {
        if (json_is_string(v))
            buf_printf(&b, "%s%s", b.n ? ", " : "", json_string_value(v));
    }
    text = arena_span(a, buf_view(&b));
    buf_free(&b);
    return text.n ? text : SPAN("-");
}

static void collect(json_t *into, const json_t *values)
{
    size_t i, j;
    json_t *v, *have;

    json_array_foreach(values, i, v) {
        json_array_foreach(into, j, have)
            if (json_equal(have, v))
                break;
        if (j == json_array_size(into))
            json_array_append(into, v);
    }
}

/* Each country once, whichever property says it. */
static struct span countries_of(struct arena *a, json_t *properties)
{
    static const char *const names[] = {"country",     "nationality", "citizenship", "jurisdiction",
                                        "mainCountry", "flag",        "birthCountry"};
    json_t *all = json_array();
    struct span text;

    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        collect(all, json_object_get(properties, names[i]));
    text = joined(a, all);
    json_decref(all);
    return text;
}

static const char *text_of(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    return text ? text : "";
}

static void print_results(struct cmd *c, const json_t *results)
{
    static const char *const headings[] = {"caption", "schema", "countries", "id", "lists"};
    struct grid *g = grid_new("lllll");
    size_t i;
    json_t *r;

    for (i = 0; i < ARRAY_LEN(headings); i++)
        grid_cell(g, "%s", headings[i]);
    json_array_foreach(results, i, r) {
        struct span where = countries_of(c->arena, json_object_get(r, "properties"));
        struct span lists = joined(c->arena, json_object_get(r, "datasets"));

        grid_cell(g, "%s", text_of(r, "caption"));
        grid_cell(g, "%s", text_of(r, "schema"));
        grid_cell(g, "%.*s", SPAN_ARG(where));
        grid_cell(g, "%s", text_of(r, "id"));
        grid_cell(g, "%.*s", SPAN_ARG(lists));
    }
    if (json_array_size(results))
        grid_print(g, &c->out, 0);
    grid_free(g);
}

static void print_value(struct cmd *c, struct grid *g, const json_t *value)
{
    char number[TEXT_NUMBER_MAX];
    const char *name = text_of(value, "name"), *label = text_of(value, "label");
    uint64_t count = (uint64_t)json_integer_value(json_object_get(value, "count"));

    (void)c;
    grid_cell(g, "%s", text_number(count, number));
    if (strcmp(name, label) == 0)
        grid_cell(g, "%s", name);
    else
        grid_cell(g, "%s (%s)", label, name);
}

static void print_facets(struct cmd *c, json_t *facets)
{
    const char *name;
    json_t *facet, *value;
    size_t i;

    json_object_foreach(facets, name, facet) {
        struct grid *g = grid_new("rl");

        term_line_end(&c->out);
        grid_cell(g, "%s", "");
        grid_cell(g, "%s", text_of(facet, "label"));
        json_array_foreach(json_object_get(facet, "values"), i, value)
            print_value(c, g, value);
        grid_print(g, &c->out, 0);
        grid_free(g);
    }
}

static void print_total(struct cmd *c, uint64_t total, bool more, size_t shown)
{
    char one[TEXT_NUMBER_MAX], two[TEXT_NUMBER_MAX];

    if (total == 0)
        term_text(&c->out, TONE_BOLD, SPAN("Nothing found"));
    else if (shown == total)
        term_printf(&c->out, TONE_BOLD, "%s %s", text_number(total, one),
                    total == 1 ? "entity" : "entities");
    else
        term_printf(&c->out, TONE_BOLD, "%s of %s%s entities", text_number(shown, one),
                    more ? "more than " : "", text_number(total - more, two));
    term_line_end(&c->out);
}

/* ---- the command ----------------------------------------------------------------------------- */

static void print_answer(struct cmd *c, const char *json)
{
    json_t *answer = json_of_text(json), *results = json_object_get(answer, "results");
    json_t *total = json_object_get(answer, "total");
    uint64_t n = (uint64_t)json_integer_value(json_object_get(total, "value"));

    c->status = n ? 0 : 1;
    if (c->json) {
        json_out_text(c->out.stream, json);
    } else {
        print_total(c, n, strcmp(text_of(total, "relation"), "gte") == 0, json_array_size(results));
        print_results(c, results);
        print_facets(c, json_object_get(answer, "facets"));
    }
    json_decref(answer);
}

struct tocsin_err *cmd_search(struct cmd *c)
{
    struct tocsin_search_options options;
    struct tocsin_node *node = NULL;
    struct tocsin_err *err;
    char *json = NULL;

    TRY(options_of(c, &options));
    err = asked_home(c, &node);
    if (!err)
        err = check_datasets(node, options.datasets);
    if (!err)
        err = tocsin_search(node, &options, &json);
    if (!err)
        print_answer(c, json);
    free(json);
    tocsin_close(node);
    return err;
}
