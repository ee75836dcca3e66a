/* SPDX-License-Identifier: Apache-2.0
 *
 * tocsin officer: who may log in.
 */
#include "cmd/cmd.h"
#include "cmd/grid.h"
#include "cmd/json_out.h"
#include "cmd/secret.h"
#include "cmd/verb.h"

/* What was done, for people or for programs. */
static void say(struct cmd *c, const char *what, const char *json_what)
{
    if (c->json) {
        json_out(c->out.stream, json_pack("{s:s%, s:s}", "name", verb_name(c).p, verb_name(c).n,
                                          "done", json_what));
        return;
    }
    term_printf(&c->out, TONE_PLAIN, "%.*s %s", SPAN_ARG(verb_name(c)), what);
    term_line_end(&c->out);
}

static struct tocsin_err *need_role(struct cmd *c, enum role *out)
{
    if (!args_has(c->args, "role"))
        return err_new(TOCSIN_ERR_USAGE, "which role? --role is one of: %s",
                       complete_words("role", c->arena));
    return asked_role(c, out);
}

static struct tocsin_err *add(struct cmd *c, struct access *a)
{
    enum role role = ROLE_viewer;
    struct tocsin_err *err;
    struct secret secret;

    TRY(need_role(c, &role));
    TRY(access_name_check(verb_name(c)));
    err = secret_read(c, verb_name(c), &secret);
    if (!err)
        err = access_officer_add(a, verb_name(c), role, (struct span){secret.text, secret.n},
                                 clock_now());
    secret_wipe(&secret);
    if (err)
        return err;
    say(c, arena_printf(c->arena, "may log in as %s", role_name(role)).p, "added");
    return NULL;
}

static struct tocsin_err *password(struct cmd *c, struct access *a)
{
    struct tocsin_err *err;
    struct secret secret;

    err = secret_read(c, verb_name(c), &secret);
    if (!err)
        err = access_officer_password(a, verb_name(c), (struct span){secret.text, secret.n},
                                      clock_now());
    secret_wipe(&secret);
    if (err)
        return err;
    say(c, "has a new password and must log in again", "password");
    return NULL;
}

static struct tocsin_err *role(struct cmd *c, struct access *a)
{
    enum role role = ROLE_viewer;

    TRY(need_role(c, &role));
    TRY(access_officer_role(a, verb_name(c), role, clock_now()));
    say(c, arena_printf(c->arena, "is %s now and must log in again", role_name(role)).p, "role");
    return NULL;
}

static struct tocsin_err *take_off(struct cmd *c, struct access *a)
{
    TRY(access_officer_remove(a, verb_name(c)));
    say(c, "may no longer log in", "removed");
    return NULL;
}

/* ---- list -------------------------------------------------------------------------------- */

static void print_json_list(struct cmd *c, const struct access_officer *list, size_t n)
{
    json_t *all = json_array();

    for (size_t i = 0; i < n; i++)
        json_array_append_new(all, json_pack("{s:s%, s:s, s:o, s:o}", "name", list[i].name.p,
                                             list[i].name.n, "role", role_name(list[i].role),
                                             "created", verb_json_time(list[i].created), "changed",
                                             verb_json_time(list[i].changed)));
    json_out(c->out.stream, json_pack("{s:o}", "officers", all));
}

static void print_list(struct cmd *c, const struct access_officer *list, size_t n)
{
    static const char *const heading[] = {"officer", "role", "added", "changed"};
    struct grid *g;

    if (!n) {
        term_text(&c->out, TONE_PLAIN, SPAN("No officers: tocsin officer add NAME --role ROLE"));
        term_line_end(&c->out);
        return;
    }
    g = grid_new("llll");
    for (size_t i = 0; i < ARRAY_LEN(heading); i++)
        grid_cell(g, "%s", heading[i]);
    for (size_t i = 0; i < n; i++) {
        grid_cell(g, "%.*s", SPAN_ARG(list[i].name));
        grid_cell(g, "%s", role_name(list[i].role));
        grid_cell(g, "%s", verb_time(c, list[i].created));
        grid_cell(g, "%s", verb_time(c, list[i].changed));
    }
    grid_print(g, &c->out, 0);
    grid_free(g);
}

static struct tocsin_err *list(struct cmd *c, struct access *a)
{
    struct access_officer *officers = NULL;
    size_t n = 0;

    TRY(access_officers(a, c->arena, &officers, &n));
    if (c->json)
        print_json_list(c, officers, n);
    else
        print_list(c, officers, n);
    return NULL;
}

struct tocsin_err *cmd_officer(struct cmd *c)
{
    static const struct verb verbs[] = {{"add", true, "role", add},
                                        {"list", false, "", list},
                                        {"password", true, "", password},
                                        {"remove", true, "", take_off},
                                        {"role", true, "role", role}};

    return verb_run(c, verbs, ARRAY_LEN(verbs));
}
