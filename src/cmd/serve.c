/* SPDX-License-Identifier: Apache-2.0
 *
 * tocsin serve: the settings in force, then the server. Where it listens is printed once it does, a line
 * for each address, so that whoever started it can wait for the last line.
 */
#include "api/api.h"
#include "cmd/cmd.h"
#include "cmd/json_out.h"

struct told {
    struct cmd *c;
    bool auth;
};

static void listening(void *ctx, const char *url)
{
    struct told *t = ctx;
    const struct term *out = &t->c->out;

    if (t->c->json) {
        if (url)
            json_out(out->stream, json_pack("{s:s}", "listening", url));
    } else if (url) {
        term_printf(out, TONE_PLAIN, "Listening on %s", url);
        term_line_end(out);
    } else if (!t->auth) {
        term_printf(out, TONE_WARN, "Nobody is asked who they are (--no-auth).");
        term_line_end(out);
    }
    fflush(out->stream);
}

static struct tocsin_err *settings(struct cmd *c, struct config **out)
{
    const char *const *list = args_list(c->args, "listen");
    struct config_flag *flags;
    size_t n = 0;

    while (list && list[n])
        n++;
    flags = ARENA_ARRAY(c->arena, struct config_flag, n + 1);
    for (size_t i = 0; i < n; i++)
        flags[i] = (struct config_flag){SETTING_LISTEN, "--listen", list[i]};
    return cmd_settings(c, flags, n, out);
}

struct tocsin_err *cmd_serve(struct cmd *c)
{
    char *home = tocsin_home_path(args_text(c->args, "home"));
    struct told told = {c, !args_has(c->args, "no-auth")};
    struct config *config = NULL;
    struct tocsin_node *node;
    struct tocsin_err *err = cmd_open(c, TOCSIN_READ, &node); /* is there a home? */

    if (!err) {
        tocsin_close(node);
        err = settings(c, &config);
    }
    if (!err) {
        const struct access_limits limits = cmd_limits(config);
        const struct api_options options = {.home = home, .config = config, .limits = &limits,
                                            .auth = told.auth, .ctx = &told,
                                            .listening = listening};

        err = api_serve(&options);
    }
    config_free(config);
    mem_free(home);
    return err;
}
