/* SPDX-License-Identifier: Apache-2.0
 *
 * tocsin init: a new home.
 */
#include "cmd/cmd.h"
#include "cmd/json_out.h"

struct tocsin_err *cmd_init(struct cmd *c)
{
    struct tocsin_node *node;

    TRY(cmd_open(c, TOCSIN_INIT, &node));
    if (c->json) {
        json_out(c->out.stream, json_pack("{s:o}", "home", json_of(tocsin_home(node))));
    } else {
        term_printf(&c->out, TONE_PLAIN, "New home: %s", tocsin_home(node));
        term_line_end(&c->out);
    }
    tocsin_close(node);
    return NULL;
}
