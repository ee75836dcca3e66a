/* SPDX-License-Identifier: Apache-2.0
 *
 * The program tocsin: looks the command up and runs it.
 */
#include <locale.h>

#include "cmd/cmd.h"
#include "cmd/print.h"

typedef struct tocsin_err *(*command_run)(struct cmd *c);

static const command_run runs[] = {
#define COMMAND(id, arguments, least, most, complete, line, text) [CMD_##id] = cmd_##id,
#include "cmd/command.def"
};

/* ---- errors ------------------------------------------------------------------------------ */

static void print_error(const struct cmd *c, const struct tocsin_err *err)
{
    fflush(c->out.stream);
    if (c->json) {
        fprintf(c->err.stream, "%s\n", tocsin_err_json(err));
        return;
    }
    term_printf(&c->err, TONE_BAD, "tocsin: ");
    term_wrap(&c->err, TONE_PLAIN, 8, 8, span_of(tocsin_err_text(err)));
}

static int status_of(const struct tocsin_err *err)
{
    return tocsin_err_code(err) == TOCSIN_ERR_USAGE ? EXIT_USAGE : EXIT_FAILED;
}

/* ---- running ----------------------------------------------------------------------------- */

static struct tocsin_err *nothing_asked(void)
{
    return err_new(TOCSIN_ERR_USAGE, "no command; `tocsin help` lists them");
}

static struct tocsin_err *run(struct cmd *c)
{
    const struct command *command = args_command(c->args);

    if (args_has(c->args, "help")) {
        print_help(&c->out, command);
        return NULL;
    }
    if (!command)
        return nothing_asked();
    return runs[command->id](c);
}

/* A full disk or a closed pipe is only seen when the last byte goes out. */
static struct tocsin_err *flush(struct cmd *c)
{
    if (fflush(c->out.stream) != 0 || ferror(c->out.stream))
        return err_errno("cannot write to standard output");
    return NULL;
}

static struct tocsin_err *set_color(struct cmd *c)
{
    size_t when = COLOR_AUTO;

    TRY(args_word(c->args, "color", &when));
    c->out = term_of(stdout, (enum color_when)when);
    c->err = term_of(stderr, (enum color_when)when);
    return NULL;
}

static int finish(struct cmd *c, struct tocsin_err *err)
{
    int status = err ? status_of(err) : c->status;

    if (err)
        print_error(c, err);
    tocsin_err_free(err);
    return status;
}

/* For a command line that the parser did not get through. */
static bool wants_json(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--json") == 0)
            return true;
    return false;
}

int main(int argc, char **argv)
{
    struct args *args = NULL;
    struct tocsin_err *err = args_parse(argc, (const char *const *)argv, &args);
    struct cmd c = {.args = args, .arena = arena_new(), .status = EXIT_DONE};
    int status;

    setlocale(LC_CTYPE, "C.UTF-8");
    c.out = term_of(stdout, COLOR_AUTO);
    c.err = term_of(stderr, COLOR_AUTO);
    c.json = err ? wants_json(argc, argv) : args_has(args, "json");
    if (!err)
        err = set_color(&c);
    if (!err)
        err = run(&c);
    if (!err)
        err = flush(&c);
    status = finish(&c, err);
    args_free(args);
    arena_free(c.arena);
    return status;
}
