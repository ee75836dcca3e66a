/* SPDX-License-Identifier: Apache-2.0
 *
 * Verbs: found by their name, refused with what was meant.
 */
#include "cmd/verb.h"

#include "base/nearest.h"

static struct tocsin_err *unknown(const struct cmd *c, const struct verb *verbs, size_t n)
{
    const char *command = args_command(c->args)->name, *typed = args_at(c->args, 0);
    struct nearest near = nearest_begin(span_of(typed));
    const struct verb *best;

    for (size_t i = 0; i < n; i++)
        nearest_try(&near, verbs[i].name, &verbs[i]);
    best = near.best;
    if (best)
        return err_new(TOCSIN_ERR_USAGE, "%s: no '%s'; did you mean '%s'?", command, typed,
                       best->name);
    return err_new(TOCSIN_ERR_USAGE, "%s: no '%s'; see `tocsin help %s`", command, typed, command);
}

static bool is_word_of(struct span list, struct span word)
{
    struct span one;

    while (span_split(&list, ' ', &one))
        if (span_eq(one, word))
            return true;
    return false;
}

/* Options of the command that the verb would not look at. */
static struct tocsin_err *check_options(const struct cmd *c, const struct verb *v)
{
    const struct command *command = args_command(c->args);
    const struct opt *list[COMMAND_OPTIONS_MAX];
    size_t n = command_options(command, list);

    for (size_t i = 0; i < n; i++)
        if (list[i]->owner == command->id && args_has(c->args, list[i]->name) &&
            !is_word_of(span_of(v->options), span_of(list[i]->name)))
            return err_new(TOCSIN_ERR_USAGE, "%s %s takes no --%s", command->name, v->name,
                           list[i]->name);
    return NULL;
}

static struct tocsin_err *check(const struct cmd *c, const struct verb *v)
{
    const char *command = args_command(c->args)->name;
    bool named = args_n(c->args) > 1;

    if (v->named && !named)
        return err_new(TOCSIN_ERR_USAGE, "%s %s wants a NAME", command, v->name);
    if (!v->named && named)
        return err_new(TOCSIN_ERR_USAGE, "%s %s: '%s' is one argument too many", command, v->name,
                       args_at(c->args, 1));
    return check_options(c, v);
}

static struct tocsin_err *run(struct cmd *c, const struct verb *v)
{
    struct access *a = NULL;
    struct tocsin_err *err, *closing;

    TRY(check(c, v));
    TRY(cmd_access(c, &a));
    err = v->run(c, a);
    closing = access_close(a);
    if (!err)
        return closing;
    tocsin_err_free(closing);
    return err;
}

struct tocsin_err *verb_run(struct cmd *c, const struct verb *verbs, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(verbs[i].name, args_at(c->args, 0)) == 0)
            return run(c, &verbs[i]);
    return unknown(c, verbs, n);
}

struct span verb_name(const struct cmd *c)
{
    return span_of(args_at(c->args, 1));
}

const char *verb_time(struct cmd *c, int64_t at)
{
    char text[21];

    if (!at)
        return "-";
    clock_format(at, text);
    return arena_printf(c->arena, "%.10s %.5s", text, text + 11).p;
}

json_t *verb_json_time(int64_t at)
{
    char text[21];

    if (!at)
        return json_null();
    clock_format(at, text);
    return json_string(text);
}
