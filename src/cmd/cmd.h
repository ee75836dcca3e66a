/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd: the inside of the program.
 *
 *     argv --args--> struct args --main.c looks the name up--> cmd_<name>(struct cmd *)
 *
 *   command.def, table   what can be said          args      what was said
 *   help, print_*        the table printed         term, text, grid, progress   terminals
 *   csv_in, csv_out      tables of others          heading, person   what their columns mean
 *   pool                 all processors, in order  asked     a query from options
 *   verb, secret         "officer add", and passwords that are typed
 *   <command>.c          one sub-command each; batch.c and tally.c are parts of screen and evaluate
 *
 * For lists the room stands on the public library (include/tocsin), on base and on the settings
 * (config): what the program can do with them, any program can. Who may use a server is the program's
 * own (room access).
 *
 * A command prints its results to c->out and returns an error or NULL; main prints the error and
 * turns its code into the exit status (usage 2, all others 3). A command that succeeded may have
 * put another status into c->status.
 */
#ifndef TOCSIN_CMD_CMD_H
#define TOCSIN_CMD_CMD_H

#include <stdio.h>

#include "access/access.h"
#include "base/base.h"
#include "cmd/args.h"
#include "cmd/progress.h"
#include "cmd/table.h"
#include "cmd/term.h"
#include "config/config.h"
#include "tocsin/tocsin.h"

enum { EXIT_DONE = 0, EXIT_MATCH = 1, EXIT_USAGE = 2, EXIT_FAILED = 3 };

struct cmd {
    const struct args *args;
    struct arena *arena;   /* until the command is over */
    struct term out, err;  /* standard output and standard error */
    bool json;
    int status;
};

#define COMMAND(id, arguments, least, most, complete, line, text)                                  \
    struct tocsin_err *cmd_##id(struct cmd *c) TOCSIN_MUST_USE;
#include "cmd/command.def"

/* The other half of screen, for --batch. */
struct tocsin_err *batch_screen(struct cmd *c) TOCSIN_MUST_USE;

/* Opens the home that --home or the environment names. */
struct tocsin_err *cmd_open(struct cmd *c, enum tocsin_mode mode, struct tocsin_node **out)
    TOCSIN_MUST_USE;

/* The settings in force, with these flags in front. Slips in the environment are told on standard
 * error, and match.algorithm must be one. '*out' NULL is the error. */
struct tocsin_err *cmd_settings(struct cmd *c, const struct config_flag *flags, size_t n,
                                struct config **out) TOCSIN_MUST_USE;
/* What the settings say of access. */
struct access_limits cmd_limits(const struct config *config);
/* The people of that home. */
struct tocsin_err *cmd_access(struct cmd *c, struct access **out) TOCSIN_MUST_USE;
/* The role that --role names; '*out' stays as it is when there is none. */
struct tocsin_err *asked_role(struct cmd *c, enum role *out) TOCSIN_MUST_USE;

/* What screen, its batch and explain have in common: options to a query and to a search. */
/* The home for screening, which must have a list. '*out' is to be closed in any case. */
struct tocsin_err *asked_home(struct cmd *c, struct tocsin_node **out) TOCSIN_MUST_USE;
struct tocsin_err *asked_query(struct cmd *c, const char *name, struct tocsin_query **out)
    TOCSIN_MUST_USE;
struct tocsin_err *asked_search(struct cmd *c, struct tocsin_screen_options *out) TOCSIN_MUST_USE;

/* How --progress wants to see it; begins it. */
struct tocsin_err *asked_progress(struct cmd *c, struct progress *out) TOCSIN_MUST_USE;

/* One result with its reasons, for people (verdict.c). */
void verdict_print(const struct term *t, const struct tocsin_results *r, size_t i);
void verdict_bar(const struct term *t, double score, bool match);

#endif
