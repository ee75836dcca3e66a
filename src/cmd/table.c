/* SPDX-License-Identifier: Apache-2.0
 *
 * The rows of command.def, and looking them up. The tables are small: every look-up walks.
 */
#include "cmd/table.h"

#include <stdlib.h>

#include "access/access.h"
#include "base/nearest.h"
#include "config/config.h"
#include "tocsin/tocsin.h"

static const struct command commands[] = {
#define COMMAND(id, arguments, least, most, complete, line, text)                                  \
    {CMD_##id, #id, arguments, least, most, complete, line, text},
#include "cmd/command.def"
};

/* The owner of a row is written as its bare name in the table; these two enumerators lists make it
 * a constant whether it is a command or a group. */
enum {
#define COMMAND(id, arguments, least, most, complete, line, text) OWNER_##id = CMD_##id,
#define GROUP(id) OWNER_##id = GROUP_##id,
#include "cmd/command.def"
};

static const struct opt options[] = {
#define OPTION(of, name, argument, kind, complete, help)                                           \
    {(enum owner)OWNER_##of, name, argument, OPT_##kind, complete, help},
#include "cmd/command.def"
};

static const struct {
    enum owner command, group;
} uses[] = {
#define USES(command, group) {CMD_##command, GROUP_##group},
#include "cmd/command.def"
};

static const struct command_status statuses[] = {
#define STATUS(command, number, meaning) {CMD_##command, number, meaning},
#include "cmd/command.def"
};

/* What a command without rows of its own leaves with. */
static const struct command_status usual_statuses[] = {
    {OWNERS, 0, "done"},
    {OWNERS, 2, "the command line was not understood"},
    {OWNERS, 3, "something failed"},
};

static const struct command_example examples[] = {
#define EXAMPLE(command, line, meaning) {CMD_##command, line, meaning},
#include "cmd/command.def"
};

/* ---- commands ---------------------------------------------------------------------------- */

const struct command *command_at(size_t i)
{
    return i < ARRAY_LEN(commands) ? &commands[i] : NULL;
}

const struct command *command_find(struct span name)
{
    for (size_t i = 0; i < ARRAY_LEN(commands); i++)
        if (span_eq(name, span_of(commands[i].name)))
            return &commands[i];
    return NULL;
}

const struct command *command_nearest(struct span name)
{
    struct nearest n = nearest_begin(name);

    for (size_t i = 0; i < ARRAY_LEN(commands); i++)
        nearest_try(&n, commands[i].name, &commands[i]);
    return n.best;
}

/* ---- options ----------------------------------------------------------------------------- */

static bool owns(const struct command *c, enum owner owner)
{
    if (!c)
        return owner == GROUP_common;
    if (owner == c->id)
        return true;
    for (size_t i = 0; i < ARRAY_LEN(uses); i++)
        if (uses[i].command == c->id && uses[i].group == owner)
            return true;
    return false;
}

static int by_name(const void *a, const void *b)
{
    const struct opt *const *x = a, *const *y = b;

    return strcmp((*x)->name, (*y)->name);
}

size_t command_options(const struct command *c, const struct opt *out[COMMAND_OPTIONS_MAX])
{
    size_t n = 0;

    for (size_t i = 0; i < ARRAY_LEN(options); i++) {
        if (!owns(c, options[i].owner))
            continue;
        assert(n < COMMAND_OPTIONS_MAX);
        out[n++] = &options[i];
    }
    qsort(out, n, sizeof(*out), by_name);
    return n;
}

size_t common_options(const struct opt *out[COMMAND_OPTIONS_MAX])
{
    return command_options(NULL, out);
}

const struct opt *command_option(const struct command *c, struct span name)
{
    for (size_t i = 0; i < ARRAY_LEN(options); i++)
        if (owns(c, options[i].owner) && span_eq(name, span_of(options[i].name)))
            return &options[i];
    return NULL;
}

const struct opt *command_option_nearest(const struct command *c, struct span name)
{
    struct nearest n = nearest_begin(name);

    for (size_t i = 0; i < ARRAY_LEN(options); i++)
        if (owns(c, options[i].owner))
            nearest_try(&n, options[i].name, &options[i]);
    return n.best;
}

/* ---- the rest ---------------------------------------------------------------------------- */

static bool has_statuses(const struct command *c)
{
    for (size_t i = 0; i < ARRAY_LEN(statuses); i++)
        if (statuses[i].id == c->id)
            return true;
    return false;
}

const struct command_status *command_status_at(const struct command *c, size_t i)
{
    if (!c || !has_statuses(c))
        return i < ARRAY_LEN(usual_statuses) ? &usual_statuses[i] : NULL;
    for (size_t k = 0; k < ARRAY_LEN(statuses); k++)
        if (statuses[k].id == c->id && i-- == 0)
            return &statuses[k];
    return NULL;
}

const struct command_example *command_example_at(const struct command *c, size_t i)
{
    for (size_t k = 0; k < ARRAY_LEN(examples); k++)
        if (examples[k].id == c->id && i-- == 0)
            return &examples[k];
    return NULL;
}

static const char *algorithm_words(struct arena *a)
{
    struct span words = SPAN("");

    for (size_t i = 0; tocsin_algorithm_at(i); i++)
        if (!tocsin_algorithm_at(i)->alias_of)
            words = arena_printf(a, "%.*s%s%s", SPAN_ARG(words), words.n ? " " : "",
                                 tocsin_algorithm_at(i)->name);
    return words.p;
}

static const char *command_words(struct arena *a)
{
    struct span words = SPAN("");

    for (size_t i = 0; command_at(i); i++)
        words = arena_printf(a, "%.*s%s%s", SPAN_ARG(words), i ? " " : "", command_at(i)->name);
    return words.p;
}

static const char *role_words(struct arena *a)
{
    struct span words = SPAN("");

    for (size_t i = 0; i < ROLES; i++)
        words = arena_printf(a, "%.*s%s%s", SPAN_ARG(words), i ? " " : "",
                             role_name((enum role)i));
    return words.p;
}

static const char *setting_words(struct arena *a)
{
    struct span words = SPAN("");

    for (size_t i = 0; i < SETTINGS; i++)
        words = arena_printf(a, "%.*s%s%s", SPAN_ARG(words), i ? " " : "",
                             setting_row((enum setting)i)->name);
    return words.p;
}

const char *complete_words(const char *complete, struct arena *a)
{
    if (strcmp(complete, "algorithm") == 0)
        return algorithm_words(a);
    if (strcmp(complete, "command") == 0)
        return command_words(a);
    if (strcmp(complete, "role") == 0)
        return role_words(a);
    if (strcmp(complete, "setting") == 0)
        return setting_words(a);
    if (strcmp(complete, "file") == 0 || strcmp(complete, "dir") == 0)
        return "";
    return complete;
}
