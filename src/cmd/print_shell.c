/* SPDX-License-Identifier: Apache-2.0
 *
 * Completions for bash, zsh and fish: after "tocsin" the commands, after a command its options, and
 * after an option what its 'complete' in the table says.
 */
#include "cmd/print.h"

/* Inside single quotes of a shell; "'" leaves them for a moment. zsh wants more of its own signs
 * escaped in descriptions. */
static void put_quoted(FILE *out, const char *text, const char *escape)
{
    for (const char *p = text; *p; p++) {
        if (strchr(escape, *p))
            putc('\\', out);
        if (*p == '\'')
            fputs("'\\''", out);
        else
            putc(*p, out);
    }
}

static bool is_file(const char *complete)
{
    return strcmp(complete, "file") == 0;
}

static bool is_dir(const char *complete)
{
    return strcmp(complete, "dir") == 0;
}

/* The first sentence is enough for a completion. */
static const char *first_sentence(const char *help, struct arena *a)
{
    struct span s = span_of(help);
    size_t end = span_find_span(s, SPAN(". "));

    if (end == s.n && s.n && s.p[s.n - 1] == '.')
        end--;
    return arena_str(a, span_slice(s, 0, end));
}

/* ---- bash -------------------------------------------------------------------------------- */

/* One case for each option that takes an argument, over all commands. */
static void put_bash_arguments(FILE *out, const struct command *c, struct arena *a)
{
    const struct opt *list[COMMAND_OPTIONS_MAX];
    size_t n = command_options(c, list);

    for (size_t i = 0; i < n; i++) {
        const struct opt *o = list[i];

        if (o->kind == OPT_FLAG)
            continue;
        fprintf(out, "    %s:--%s)\n", c->name, o->name);
        if (is_file(o->complete) || is_dir(o->complete))
            fprintf(out, "        compopt -o filenames\n"
                         "        mapfile -t COMPREPLY < <(compgen -A %s -- \"$cur\")\n",
                    is_dir(o->complete) ? "directory" : "file");
        else
            fprintf(out, "        mapfile -t COMPREPLY < <(compgen -W '%s' -- \"$cur\")\n",
                    complete_words(o->complete, a));
        fprintf(out, "        return\n        ;;\n");
    }
}

static void put_bash_command(FILE *out, const struct command *c, struct arena *a)
{
    const struct opt *list[COMMAND_OPTIONS_MAX];
    size_t n = command_options(c, list);

    fprintf(out, "    %s)\n        options='", c->name);
    for (size_t i = 0; i < n; i++)
        fprintf(out, "%s--%s", i ? " " : "", list[i]->name);
    fprintf(out, "'\n        words='%s'\n", complete_words(c->complete, a));
    if (is_file(c->complete))
        fprintf(out, "        files=1\n");
    fprintf(out, "        ;;\n");
}

void print_bash(FILE *out)
{
    struct arena *a = arena_new();
    const struct command *c;

    fputs("# bash completion for tocsin; printed by `tocsin help --format=bash`\n"
          "_tocsin() {\n"
          "    local cur prev command='' options='' words='' files='' i\n"
          "    cur=${COMP_WORDS[COMP_CWORD]}\n"
          "    prev=${COMP_WORDS[COMP_CWORD-1]}\n"
          "    COMPREPLY=()\n"
          "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
          "        case ${COMP_WORDS[i]} in\n"
          "        --home | --color) ((i++)) ;;\n"
          "        -*) ;;\n"
          "        *)\n"
          "            command=${COMP_WORDS[i]}\n"
          "            break\n"
          "            ;;\n"
          "        esac\n"
          "    done\n", out);
    fputs("    case $command:$prev in\n"
          "    :--home)\n"
          "        compopt -o filenames\n"
          "        mapfile -t COMPREPLY < <(compgen -A directory -- \"$cur\")\n"
          "        return\n"
          "        ;;\n", out);
    for (size_t i = 0; (c = command_at(i)); i++)
        put_bash_arguments(out, c, a);
    fprintf(out, "    esac\n    case $command in\n    '')\n"
                 "        options='--color --help --home --json --version'\n"
                 "        words='%s'\n        ;;\n", complete_words("command", a));
    for (size_t i = 0; (c = command_at(i)); i++)
        put_bash_command(out, c, a);
    fputs("    esac\n"
          "    if [[ $cur == -* ]]; then\n"
          "        mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$cur\")\n"
          "    elif [[ $files ]]; then\n"
          "        compopt -o filenames\n"
          "        mapfile -t COMPREPLY < <(compgen -A file -- \"$cur\")\n"
          "    else\n"
          "        mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\")\n"
          "    fi\n"
          "}\n"
          "complete -F _tocsin tocsin\n", out);
    arena_free(a);
}

/* ---- zsh --------------------------------------------------------------------------------- */

#define ZSH_SIGNS "\\:[]"

static void put_zsh_action(FILE *out, const char *complete, struct arena *a)
{
    if (is_file(complete))
        fputs("_files", out);
    else if (is_dir(complete))
        fputs("_files -/", out);
    else if (complete[0])
        fprintf(out, "(%s)", complete_words(complete, a));
}

static void put_zsh_option(FILE *out, const struct opt *o, struct arena *a)
{
    fprintf(out, "            '%s--%s%s[", o->kind == OPT_MANY ? "*" : "", o->name,
            o->kind == OPT_FLAG ? "" : "=");
    put_quoted(out, first_sentence(o->help, a), ZSH_SIGNS);
    putc(']', out);
    if (o->kind != OPT_FLAG) {
        putc(':', out);
        put_quoted(out, o->arg, ZSH_SIGNS);
        putc(':', out);
        put_zsh_action(out, o->complete, a);
    }
    fputs("' \\\n", out);
}

static void put_zsh_command(FILE *out, const struct command *c, struct arena *a)
{
    const struct opt *list[COMMAND_OPTIONS_MAX];
    size_t n = command_options(c, list);

    fprintf(out, "    %s)\n        _arguments \\\n", c->name);
    for (size_t i = 0; i < n; i++)
        put_zsh_option(out, list[i], a);
    fprintf(out, "            '*:%s:", c->arguments[0] ? "argument" : "nothing more");
    put_zsh_action(out, c->complete, a);
    fprintf(out, "'\n        ;;\n");
}

void print_zsh(FILE *out)
{
    struct arena *a = arena_new();
    const struct command *c;

    fputs("#compdef tocsin\n"
          "# zsh completion for tocsin; printed by `tocsin help --format=zsh`\n"
          "_tocsin() {\n"
          "    local context state line\n"
          "    local -a commands\n"
          "    commands=(\n", out);
    for (size_t i = 0; (c = command_at(i)); i++) {
        fprintf(out, "        '%s:", c->name);
        put_quoted(out, c->line, ZSH_SIGNS);
        fputs("'\n", out);
    }
    fputs("    )\n"
          "    _arguments -C '--home=[The home folder]:DIR:_files -/' "
          "'--version[Print the version]' '1:command:->command' '*::argument:->argument'\n"
          "    if [[ $state == command ]]; then\n"
          "        _describe command commands\n"
          "        return\n"
          "    fi\n"
          "    case $words[1] in\n", out);
    for (size_t i = 0; (c = command_at(i)); i++)
        put_zsh_command(out, c, a);
    fputs("    esac\n"
          "}\n"
          "_tocsin \"$@\"\n", out);
    arena_free(a);
}

/* ---- fish -------------------------------------------------------------------------------- */

static void put_fish_option(FILE *out, const struct command *c, const struct opt *o,
                            struct arena *a)
{
    fprintf(out, "complete -c tocsin -n '__fish_seen_subcommand_from %s' -l %s", c->name, o->name);
    if (o->kind != OPT_FLAG)
        fputs(is_file(o->complete) ? " -r -F" : " -x", out);
    if (is_dir(o->complete))
        fputs(" -a '(__fish_complete_directories)'", out);
    else if (!is_file(o->complete) && o->complete[0])
        fprintf(out, " -a '%s'", complete_words(o->complete, a));
    fputs(" -d '", out);
    put_quoted(out, first_sentence(o->help, a), "\\");
    fputs("'\n", out);
}

static void put_fish_command(FILE *out, const struct command *c, struct arena *a)
{
    const struct opt *list[COMMAND_OPTIONS_MAX];
    size_t n = command_options(c, list);

    fprintf(out, "complete -c tocsin -n __fish_use_subcommand -a %s -d '", c->name);
    put_quoted(out, c->line, "\\");
    fputs("'\n", out);
    if (is_file(c->complete))
        fprintf(out, "complete -c tocsin -n '__fish_seen_subcommand_from %s' -F\n", c->name);
    else if (c->complete[0])
        fprintf(out, "complete -c tocsin -n '__fish_seen_subcommand_from %s' -a '%s'\n", c->name,
                complete_words(c->complete, a));
    for (size_t i = 0; i < n; i++)
        put_fish_option(out, c, list[i], a);
}

void print_fish(FILE *out)
{
    struct arena *a = arena_new();
    const struct command *c;

    fputs("# fish completion for tocsin; printed by `tocsin help --format=fish`\n"
          "complete -c tocsin -f\n"
          "complete -c tocsin -n __fish_use_subcommand -l home -x "
          "-a '(__fish_complete_directories)' -d 'The home folder'\n"
          "complete -c tocsin -n __fish_use_subcommand -l version -d 'Print the version'\n", out);
    for (size_t i = 0; (c = command_at(i)); i++)
        put_fish_command(out, c, a);
    arena_free(a);
}
