/* SPDX-License-Identifier: Apache-2.0
 *
 * tocsin rebuild: the index again, from the store or from the sources.
 */
#include "cmd/cmd.h"
#include "cmd/json_out.h"
#include "cmd/progress.h"

static void on_progress(void *ctx, const struct tocsin_progress *p)
{
    struct progress_now now = {p->step ? p->step : "rebuilding", p->file, p->bytes, p->bytes_total,
                               p->records, "records"};

    progress_show(ctx, &now);
}

struct tocsin_err *cmd_rebuild(struct cmd *c)
{
    uint64_t started = clock_ticks();
    struct tocsin_node *node;
    struct progress bar;
    struct tocsin_err *err;
    double seconds;

    TRY(asked_progress(c, &bar));
    TRY(cmd_open(c, TOCSIN_WRITE, &node));
    err = tocsin_rebuild(node, args_has(c->args, "from-sources"), on_progress, &bar);
    progress_end(&bar);
    tocsin_close(node);
    if (err)
        return err;
    seconds = (double)(clock_ticks() - started) / 1e9;
    if (c->json)
        json_out(c->out.stream, json_pack("{s:f}", "seconds", seconds));
    else
        fprintf(c->out.stream, "Rebuilt in %.2f s\n", seconds);
    return NULL;
}
