/* SPDX-License-Identifier: Apache-2.0
 *
 * Man pages as scdoc source (scdoc(5)): headings with "#", *bold*, _underlined_, a text indented by
 * a tab belongs to the line before it.
 */
#include "cmd/print.h"
#include "config/config.h"

/* What scdoc would read as its own. */
static void put_escaped(FILE *out, const char *text)
{
    for (const char *p = text; *p; p++) {
        if (strchr("\\*_`<>#~[]", *p) || (p == text && strchr(".-|", *p)))
            putc('\\', out);
        putc(*p, out);
    }
}

/* Everything escaped, line by line. */
static void put_text(FILE *out, const char *text)
{
    struct span rest = span_of(text), line;

    while (span_split(&rest, '\n', &line)) {
        struct buf b = {0};

        buf_span(&b, line);
        put_escaped(out, buf_cstr(&b));
        putc('\n', out);
        buf_free(&b);
    }
}

static void put_heading(FILE *out, const char *title)
{
    fprintf(out, "\n# %s\n\n", title);
}

static void put_option(FILE *out, const struct opt *o)
{
    fprintf(out, "*--%s*", o->name);
    if (o->kind != OPT_FLAG) {
        fputs(" _", out);
        put_escaped(out, o->arg);
        putc('_', out);
    }
    fputs("\n\t", out);
    put_escaped(out, o->help);
    if (o->kind == OPT_MANY)
        fputs(" May be given several times.", out);
    fputs("\n\n", out);
}

static void put_options(FILE *out, const struct command *c)
{
    const struct opt *list[COMMAND_OPTIONS_MAX];
    size_t n = command_options(c, list);

    put_heading(out, "OPTIONS");
    for (size_t i = 0; i < n; i++)
        put_option(out, list[i]);
}

static void put_statuses(FILE *out, const struct command *c)
{
    const struct command_status *s;

    put_heading(out, "EXIT STATUS");
    for (size_t i = 0; (s = command_status_at(c, i)); i++) {
        fprintf(out, "*%d*\n\t", s->number);
        put_escaped(out, s->meaning);
        fputs("\n\n", out);
    }
}

static void put_examples(FILE *out, const struct command *c)
{
    const struct command_example *e;

    for (size_t i = 0; (e = command_example_at(c, i)); i++) {
        if (!i)
            put_heading(out, "EXAMPLES");
        put_escaped(out, e->meaning);
        fputs("\n\n\t", out);
        put_escaped(out, e->line);
        fputs("\n\n", out);
    }
}

static void put_see_also(FILE *out, const struct command *not_this)
{
    const struct command *c;

    put_heading(out, "SEE ALSO");
    if (not_this)
        fputs("*tocsin*(1)", out);
    for (size_t i = 0; (c = command_at(i)); i++)
        if (c != not_this)
            fprintf(out, "%s*tocsin-%s*(1)", i || not_this ? ", " : "", c->name);
    putc('\n', out);
}

static void put_command(FILE *out, const struct command *c)
{
    fprintf(out, "tocsin-%s(1)\n", c->name);
    put_heading(out, "NAME");
    fprintf(out, "tocsin-%s - ", c->name);
    put_text(out, c->line);
    put_heading(out, "SYNOPSIS");
    fprintf(out, "*tocsin %s* \\[OPTIONS\\]%s", c->name, c->arguments[0] ? " " : "");
    put_text(out, c->arguments);
    put_heading(out, "DESCRIPTION");
    put_text(out, c->text);
    put_options(out, c);
    put_statuses(out, c);
    put_examples(out, c);
    put_see_also(out, c);
}

static void put_commands(FILE *out)
{
    const struct command *c;

    put_heading(out, "COMMANDS");
    for (size_t i = 0; (c = command_at(i)); i++) {
        fprintf(out, "*tocsin-%s*(1)\n\t", c->name);
        put_text(out, c->line);
        putc('\n', out);
    }
}

static void put_files(FILE *out)
{
    static const char *const files[][2] = {
        {"store.db", "Datasets and every version of every entity."},
        {"sources/", "The source files as they were read, by hash."},
        {"index/", "Made from the store; *tocsin-rebuild*(1) makes it again."},
        {"lock", "Held by the one process that writes."},
        {"node.yaml", "The settings; *tocsin-node.yaml*(5)."},
    };

    put_heading(out, "FILES");
    fputs("The home folder is _$TOCSIN\\_HOME_, else _$XDG\\_DATA\\_HOME/tocsin_, else "
          "_\\~/.local/share/tocsin_. In it:\n\n", out);
    for (size_t i = 0; i < ARRAY_LEN(files); i++)
        fprintf(out, "_%s_\n\t%s\n\n", files[i][0], files[i][1]);
}

static void put_environment(FILE *out)
{
    static const char *const names[][2] = {
        {"TOCSIN\\_HOME", "The home folder, unless *--home* names one."},
        {"NO\\_COLOR", "When set and not empty, no colours."},
        {"COLUMNS", "Width of the text for people."},
        {"LC\\_ALL, LC\\_CTYPE, LANG", "The first that is set says whether the terminal reads UTF-8. "
         "Text is always UTF-8; such a terminal also gets marks that isolate what is written from "
         "right to left."},
        {"TOCSIN\\_...", "A setting each; *tocsin-node.yaml*(5)."},
    };

    put_heading(out, "ENVIRONMENT");
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        fprintf(out, "*%s*\n\t%s\n\n", names[i][0], names[i][1]);
}

static void put_program(FILE *out)
{
    fputs("tocsin(1)\n", out);
    put_heading(out, "NAME");
    fputs("tocsin - screen people and organisations against published lists\n", out);
    put_heading(out, "SYNOPSIS");
    fputs("*tocsin* \\[*--home* _DIR_\\] _COMMAND_ \\[OPTIONS\\] \\[ARGUMENTS\\]\n", out);
    put_heading(out, "DESCRIPTION");
    fputs("tocsin loads published and own lists and says whether a person, organisation, vessel or "
          "other thing is on one of them, in any script and spelling, and why, value by value.\n",
          out);
    put_commands(out);
    put_options(out, NULL);
    put_files(out);
    put_environment(out);
    put_statuses(out, NULL);
    put_see_also(out, NULL);
}

/* ---- settings ---------------------------------------------------------------------------- */

static void put_setting(FILE *out, enum setting s)
{
    const struct setting_row *row = setting_row(s);
    struct buf facts = {0};

    fputs("*", out);
    put_escaped(out, row->name);
    fputs("*\n\t", out);
    put_escaped(out, row->text);
    setting_facts(s, &facts);
    fputs(" (", out);
    put_escaped(out, buf_cstr(&facts));
    fputs(")\n\n", out);
    buf_free(&facts);
}

void print_settings_scdoc(FILE *out)
{
    fputs("tocsin-node.yaml(5)\n", out);
    put_heading(out, "NAME");
    fputs("tocsin-node.yaml - the settings of a tocsin node\n", out);
    put_heading(out, "DESCRIPTION");
    put_escaped(out, SETTINGS_ABOUT);
    putc('\n', out);
    for (size_t i = 0; section_row(i); i++) {
        put_heading(out, *section_row(i)->name ? section_row(i)->name : "SETTINGS");
        put_escaped(out, section_row(i)->text);
        fputs("\n\n", out);
        for (size_t s = 0; s < SETTINGS; s++)
            if (setting_section((enum setting)s) == i)
                put_setting(out, (enum setting)s);
    }
    put_heading(out, "SEE ALSO");
    fputs("*tocsin*(1), *tocsin-config*(1), *tocsin-init*(1)\n", out);
}

void print_scdoc(FILE *out, const struct command *c)
{
    if (c)
        put_command(out, c);
    else
        put_program(out);
}
