/* SPDX-License-Identifier: Apache-2.0
 *
 * tocsin init: a new home, with a node.yaml that sets nothing and explains everything, and a
 * certificate that is used once tls.self_signed says so.
 */
#include <unistd.h>

#include "api/api.h"
#include "cmd/cmd.h"
#include "cmd/json_out.h"

/* A node.yaml that was there before the home was meant for it. */
static struct tocsin_err *write_settings(struct cmd *c, const char *home)
{
    const char *path = config_path(home, c->arena);
    struct file_out file;
    struct buf text = {0};

    if (access(path, F_OK) == 0)
        return NULL;
    TRY(file_out_open(path, &file));
    config_template(&text);
    fwrite(text.p, 1, text.n, file.stream);
    buf_free(&text);
    return file_out_commit(&file);
}

static void print_done(struct cmd *c, const char *home)
{
    if (c->json) {
        json_out(c->out.stream, json_pack("{s:o}", "home", json_of(home)));
        return;
    }
    term_printf(&c->out, TONE_PLAIN, "New home: %s", home);
    term_line_end(&c->out);
}

struct tocsin_err *cmd_init(struct cmd *c)
{
    struct tocsin_node *node;
    struct tocsin_err *err;

    TRY(cmd_open(c, TOCSIN_INIT, &node));
    err = write_settings(c, tocsin_home(node));
    if (!err)
        err = api_certificate(tocsin_home(node));
    if (!err)
        print_done(c, tocsin_home(node));
    tocsin_close(node);
    return err;
}
