/* SPDX-License-Identifier: Apache-2.0
 *
 * table: command.def as structs.
 *
 * Everything here points into constant tables and needs no freeing. A command's options are its own
 * and those of the groups that it uses, in order of their names.
 */
#ifndef TOCSIN_CMD_TABLE_H
#define TOCSIN_CMD_TABLE_H

#include "base/base.h"

/* Commands first, then groups: both own options. COMMANDS is their number. */
enum owner {
#define COMMAND(id, arguments, least, most, complete, line, text) CMD_##id,
#include "cmd/command.def"
    COMMANDS,
    COMMANDS_END_ = COMMANDS - 1,
#define GROUP(id) GROUP_##id,
#include "cmd/command.def"
    OWNERS
};

enum opt_kind { OPT_FLAG, OPT_ONE, OPT_MANY };

struct opt {
    enum owner owner;
    const char *name;     /* without "--" */
    const char *arg;      /* "" for a flag */
    enum opt_kind kind;
    const char *complete; /* what a shell may offer; see command.def */
    const char *help;
};

struct command {
    enum owner id;
    const char *name;
    const char *arguments;
    int least, most; /* most -1: any number */
    const char *complete; /* as in struct opt */
    const char *line, *text;
};

/* Rows that belong to a command: an exit status, or an example. */
struct command_status {
    enum owner id;
    int number;
    const char *meaning;
};
struct command_example {
    enum owner id;
    const char *line, *meaning;
};

const struct command *command_at(size_t i); /* NULL after the last */
const struct command *command_find(struct span name);
/* The command whose name is nearest to 'name', or NULL when none is near. */
const struct command *command_nearest(struct span name);

#define COMMAND_OPTIONS_MAX 64

/* Fills 'out' with the options of 'c' in order of their names; returns how many. */
size_t command_options(const struct command *c, const struct opt *out[COMMAND_OPTIONS_MAX]);
/* The options that every command has, and so may stand before its name. */
size_t common_options(const struct opt *out[COMMAND_OPTIONS_MAX]);
/* NULL when there is no such option, or none near it. 'c' NULL: among the common ones. */
const struct opt *command_option(const struct command *c, struct span name);
const struct opt *command_option_nearest(const struct command *c, struct span name);

/* NULL after the last. */
const struct command_status *command_status_at(const struct command *c, size_t i);
const struct command_example *command_example_at(const struct command *c, size_t i);

/* The words that a shell may offer for a 'complete' of the table, parted by blanks: the algorithms,
 * the commands, the roles, the settings, or the words themselves; "" when it is not a choice. In
 * arena 'a'. */
const char *complete_words(const char *complete, struct arena *a);

#endif
