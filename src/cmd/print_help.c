/* SPDX-License-Identifier: Apache-2.0
 *
 * Help for people.
 */
#include "cmd/print.h"

#include "cmd/text.h"
#include "tocsin/tocsin.h"

enum { INDENT = 2, HANG = 6, EXAMPLE_HANG = 6 };

static void print_title(const struct term *t, const char *title)
{
    term_line_end(t);
    term_text(t, TONE_BOLD, span_of(title));
    term_line_end(t);
}

static void print_text(const struct term *t, int indent, const char *text)
{
    term_indent(t, indent);
    term_wrap(t, TONE_PLAIN, indent, indent, span_of(text));
}

/* Paragraphs, each indented: a line break of the table is one of the page. */
static void print_paragraphs(const struct term *t, const char *text)
{
    struct span rest = span_of(text), line;

    while (span_split(&rest, '\n', &line)) {
        if (line.n)
            term_indent(t, INDENT);
        term_wrap(t, TONE_PLAIN, INDENT, INDENT, line);
    }
}

static void print_algorithms(const struct term *t)
{
    for (size_t i = 0; tocsin_algorithm_at(i); i++) {
        const struct tocsin_algorithm *a = tocsin_algorithm_at(i);

        if (a->alias_of)
            continue;
        term_indent(t, HANG);
        term_printf(t, TONE_BOLD, "%s", a->name);
        term_printf(t, TONE_PLAIN, ": ");
        term_wrap(t, TONE_PLAIN, HANG + text_width(span_of(a->name)) + 2, HANG + 2,
                  span_of(a->description));
    }
}

static void print_option(const struct term *t, const struct opt *o)
{
    term_indent(t, INDENT);
    term_printf(t, TONE_BOLD, "--%s", o->name);
    if (o->kind != OPT_FLAG)
        term_printf(t, TONE_PLAIN, " %s", o->arg);
    if (o->kind == OPT_MANY)
        term_text(t, TONE_DIM, SPAN(" ..."));
    term_line_end(t);
    print_text(t, HANG, o->help);
    if (strcmp(o->complete, "algorithm") == 0)
        print_algorithms(t);
}

static void print_options(const struct term *t, const struct command *c, bool common)
{
    const struct opt *list[COMMAND_OPTIONS_MAX];
    size_t n = command_options(c, list), shown = 0;

    for (size_t i = 0; i < n; i++) {
        if ((list[i]->owner == GROUP_common) != common)
            continue;
        if (!shown++)
            print_title(t, common ? "Options of every command" : "Options");
        print_option(t, list[i]);
    }
}

static void print_examples(const struct term *t, const struct command *c)
{
    const struct command_example *e;

    for (size_t i = 0; (e = command_example_at(c, i)); i++) {
        if (!i)
            print_title(t, "Examples");
        term_indent(t, INDENT);
        term_wrap(t, TONE_PLAIN, INDENT, INDENT + 4, span_of(e->line));
        print_text(t, EXAMPLE_HANG, e->meaning);
    }
}

static void print_statuses(const struct term *t, const struct command *c)
{
    const struct command_status *s;

    print_title(t, "Exit status");
    for (size_t i = 0; (s = command_status_at(c, i)); i++) {
        term_printf(t, TONE_PLAIN, "  %d  %s", s->number, s->meaning);
        term_line_end(t);
    }
}

static void print_command(const struct term *t, const struct command *c)
{
    term_printf(t, TONE_BOLD, "tocsin %s", c->name);
    term_printf(t, TONE_PLAIN, " [OPTIONS]%s%s", c->arguments[0] ? " " : "", c->arguments);
    term_line_end(t);
    print_text(t, INDENT, c->line);
    term_line_end(t);
    print_paragraphs(t, c->text);
    print_options(t, c, false);
    print_options(t, c, true);
    print_examples(t, c);
    print_statuses(t, c);
}

static void print_program(const struct term *t)
{
    const struct command *c;

    term_wrap(t, TONE_PLAIN, 0, 2,
              SPAN("tocsin screens people and organisations against published lists, in any "
                   "script and spelling, and says why."));
    print_title(t, "Usage");
    print_text(t, INDENT, "tocsin [--home DIR] COMMAND [OPTIONS] [ARGUMENTS]");
    print_title(t, "Commands");
    for (size_t i = 0; (c = command_at(i)); i++) {
        term_indent(t, INDENT);
        term_printf(t, TONE_BOLD, "%-10s", c->name);
        term_wrap(t, TONE_PLAIN, INDENT + 10, INDENT + 10, span_of(c->line));
    }
    print_options(t, NULL, true);
    term_line_end(t);
    term_wrap(t, TONE_PLAIN, 0, 0, SPAN("`tocsin help COMMAND` says all about one command. A first "
                                        "try: `tocsin init`, `tocsin import FILE`, `tocsin screen "
                                        "NAME`."));
}

void print_help(const struct term *t, const struct command *c)
{
    if (c)
        print_command(t, c);
    else
        print_program(t);
}
