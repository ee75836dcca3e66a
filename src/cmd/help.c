/* SPDX-License-Identifier: Apache-2.0
 *
 * tocsin help: the table of commands in the form that is asked for.
 */
#include "cmd/cmd.h"
#include "cmd/print.h"

/* In the order of the words in command.def. */
enum format { FORMAT_BASH, FORMAT_FISH, FORMAT_JSON, FORMAT_SCDOC, FORMAT_TEXT, FORMAT_ZSH };

static struct tocsin_err *find(const char *name, const struct command **out)
{
    const struct command *near;

    *out = NULL;
    if (!name)
        return NULL;
    *out = command_find(span_of(name));
    if (*out)
        return NULL;
    near = command_nearest(span_of(name));
    if (near)
        return err_new(TOCSIN_ERR_USAGE, "no command '%s'; did you mean '%s'?", name, near->name);
    return err_new(TOCSIN_ERR_USAGE, "no command '%s'; `tocsin help` lists them", name);
}

struct tocsin_err *cmd_help(struct cmd *c)
{
    size_t format = c->json ? FORMAT_JSON : FORMAT_TEXT;
    const struct command *about;

    TRY(find(args_at(c->args, 0), &about));
    TRY(args_word(c->args, "format", &format));
    switch ((enum format)format) {
    case FORMAT_BASH:
        print_bash(c->out.stream);
        break;
    case FORMAT_FISH:
        print_fish(c->out.stream);
        break;
    case FORMAT_JSON:
        print_json(c->out.stream);
        break;
    case FORMAT_SCDOC:
        print_scdoc(c->out.stream, about);
        break;
    case FORMAT_TEXT:
        print_help(&c->out, about);
        break;
    case FORMAT_ZSH:
        print_zsh(c->out.stream);
        break;
    }
    return NULL;
}
