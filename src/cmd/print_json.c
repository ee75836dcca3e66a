/* SPDX-License-Identifier: Apache-2.0
 *
 * The whole table as one JSON object:
 *
 *   {"program", "version", "commands": [{"name", "arguments", "line", "text",
 *     "options": [{"name", "argument", "many", "choices", "help"}],
 *     "statuses": [{"number", "meaning"}], "examples": [{"line", "meaning"}]}]}
 */
#include "cmd/json_out.h"
#include "cmd/print.h"
#include "tocsin/tocsin.h"

static json_t *choices_of(const struct opt *o, struct arena *a)
{
    struct span rest = span_of(complete_words(o->complete, a)), word;
    json_t *list = json_array();

    while (span_split(&rest, ' ', &word))
        if (word.n)
            json_array_append_new(list, json_stringn(word.p, word.n));
    return list;
}

static json_t *options_of(const struct command *c, struct arena *a)
{
    const struct opt *list[COMMAND_OPTIONS_MAX];
    size_t n = command_options(c, list);
    json_t *all = json_array();

    for (size_t i = 0; i < n; i++) {
        const struct opt *o = list[i];

        json_array_append_new(all, json_pack("{s:s, s:s?, s:b, s:o, s:s}", "name", o->name,
                                             "argument", o->kind == OPT_FLAG ? NULL : o->arg,
                                             "many", o->kind == OPT_MANY, "choices",
                                             choices_of(o, a), "help", o->help));
    }
    return all;
}

static json_t *statuses_of(const struct command *c)
{
    const struct command_status *s;
    json_t *all = json_array();

    for (size_t i = 0; (s = command_status_at(c, i)); i++)
        json_array_append_new(all, json_pack("{s:i, s:s}", "number", s->number, "meaning",
                                             s->meaning));
    return all;
}

static json_t *examples_of(const struct command *c)
{
    const struct command_example *e;
    json_t *all = json_array();

    for (size_t i = 0; (e = command_example_at(c, i)); i++)
        json_array_append_new(all, json_pack("{s:s, s:s}", "line", e->line, "meaning",
                                             e->meaning));
    return all;
}

void print_json(FILE *out)
{
    struct arena *a = arena_new();
    json_t *commands = json_array();
    const struct command *c;

    for (size_t i = 0; (c = command_at(i)); i++)
        json_array_append_new(
            commands, json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:o}", "name", c->name,
                                "arguments", c->arguments, "line", c->line, "text", c->text,
                                "options", options_of(c, a), "statuses", statuses_of(c),
                                "examples", examples_of(c)));
    json_out(out, json_pack("{s:s, s:s, s:o}", "program", "tocsin", "version", tocsin_version(),
                            "commands", commands));
    arena_free(a);
}
