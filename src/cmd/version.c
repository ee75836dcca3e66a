/* SPDX-License-Identifier: Apache-2.0
 *
 * tocsin version.
 */
#include "cmd/cmd.h"
#include "cmd/json_out.h"

struct tocsin_err *cmd_version(struct cmd *c)
{
    if (c->json)
        json_out(c->out.stream, json_pack("{s:s}", "version", tocsin_version()));
    else
        fprintf(c->out.stream, "tocsin %s\n", tocsin_version());
    return NULL;
}
