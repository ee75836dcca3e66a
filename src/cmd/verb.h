/* SPDX-License-Identifier: Apache-2.0
 *
 * verb: commands of which the first argument says what to do: "officer add NAME".
 *
 *     static const struct verb verbs[] = {{"add", true, "role", add}, {"list", false, "", list}};
 *     return verb_run(c, verbs, ARRAY_LEN(verbs));
 */
#ifndef TOCSIN_CMD_VERB_H
#define TOCSIN_CMD_VERB_H

#include <jansson.h>

#include "cmd/cmd.h"

struct verb {
    const char *name;
    bool named;          /* wants a NAME; the others want none */
    const char *options; /* which it takes beside those of every command, parted by blanks */
    struct tocsin_err *(*run)(struct cmd *c, struct access *a);
};

/* Opens the people of the home, runs the verb, closes them. */
struct tocsin_err *verb_run(struct cmd *c, const struct verb *verbs, size_t n) TOCSIN_MUST_USE;

/* The NAME. */
struct span verb_name(const struct cmd *c);
/* "2026-01-31 09:00", or "-" for 0; in the command's arena. */
const char *verb_time(struct cmd *c, int64_t at);
/* The same for JSON: a string, or null. */
json_t *verb_json_time(int64_t at);

#endif
