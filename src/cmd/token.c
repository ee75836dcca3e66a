/* SPDX-License-Identifier: Apache-2.0
 *
 * tocsin token: keys of programs.
 */
#include "cmd/cmd.h"
#include "cmd/grid.h"
#include "cmd/json_out.h"
#include "cmd/verb.h"

#define RATE_MOST 6000000 /* requests a minute */

/* ---- add --------------------------------------------------------------------------------- */

/* "600/min"; "600" is the same. */
static struct tocsin_err *asked_rate(struct cmd *c, uint64_t *out)
{
    struct span text = span_of(args_text(c->args, "rate"));

    if (!args_has(c->args, "rate"))
        return NULL;
    if (span_ends(text, SPAN("/min")))
        text.n -= strlen("/min");
    if (!span_u64(text, out) || *out < 1 || *out > RATE_MOST)
        return err_new(TOCSIN_ERR_USAGE, "--rate: write 600/min, from 1 to %d", RATE_MOST);
    return NULL;
}

static struct tocsin_err *asked_token(struct cmd *c, int64_t now, struct access_token *out)
{
    const char *expires = args_text(c->args, "expires");

    *out = (struct access_token){.name = verb_name(c),
                                 .role = ROLE_viewer,
                                 .purpose = span_of(args_text(c->args, "purpose")),
                                 .burst = args_has(c->args, "burst")};
    TRY(asked_role(c, &out->role));
    TRY(asked_rate(c, &out->rate));
    if (expires)
        return access_when(span_of(expires), now, false, &out->expires);
    return NULL;
}

static json_t *json_of_token(const struct access_token *t)
{
    return json_pack("{s:s%, s:s, s:s%, s:I, s:b, s:o, s:o, s:o, s:o}", "name", t->name.p,
                     t->name.n, "role", role_name(t->role), "purpose",
                     t->purpose.p ? t->purpose.p : "", t->purpose.n, "rate", (json_int_t)t->rate,
                     "burst", t->burst, "created", verb_json_time(t->created), "expires",
                     verb_json_time(t->expires), "used", verb_json_time(t->used), "revoked",
                     verb_json_time(t->revoked));
}

static void print_added(struct cmd *c, const struct access_token *t, const char *key)
{
    const struct term *out = &c->out;
    char at[21];

    clock_format(t->expires, at);
    term_printf(out, TONE_PLAIN, "Token %.*s, %s, ", SPAN_ARG(t->name), role_name(t->role));
    if (t->rate)
        term_printf(out, TONE_PLAIN, "%llu requests a minute, ", (unsigned long long)t->rate);
    term_printf(out, TONE_PLAIN, "%s%s", t->expires ? "until " : "does not expire",
                t->expires ? at : "");
    term_line_end(out);
    term_text(out, TONE_PLAIN, SPAN("Its key, which is shown this once:"));
    term_line_end(out);
    term_line_end(out);
    term_indent(out, 4);
    term_text(out, TONE_BOLD, span_of(key));
    term_line_end(out);
    term_line_end(out);
    term_text(out, TONE_PLAIN, SPAN("Keep it like a password: whoever has it may ask."));
    term_line_end(out);
}

static struct tocsin_err *add(struct cmd *c, struct access *a)
{
    int64_t now = clock_now();
    char key[ACCESS_KEY_SIZE];
    struct access_token t;
    json_t *json;

    TRY(asked_token(c, now, &t));
    TRY(access_token_add(a, &t, now, key));
    t.created = now;
    if (!c->json) {
        print_added(c, &t, key);
        return NULL;
    }
    json = json_of_token(&t);
    json_object_set_new(json, "key", json_string(key));
    json_out(c->out.stream, json);
    return NULL;
}

/* ---- list, revoke ------------------------------------------------------------------------ */

static void print_json_list(struct cmd *c, const struct access_token *list, size_t n)
{
    json_t *all = json_array();

    for (size_t i = 0; i < n; i++)
        json_array_append_new(all, json_of_token(&list[i]));
    json_out(c->out.stream, json_pack("{s:o}", "tokens", all));
}

static void add_row(struct cmd *c, struct grid *g, const struct access_token *t)
{
    grid_cell(g, "%.*s", SPAN_ARG(t->name));
    grid_cell(g, "%s", role_name(t->role));
    grid_cell(g, "%s", t->revoked ? "revoked" : "in use");
    grid_cell(g, "%.10s", verb_time(c, t->created));
    grid_cell(g, "%s", verb_time(c, t->used));
    grid_cell(g, "%.10s", verb_time(c, t->revoked ? t->revoked : t->expires));
    if (t->rate)
        grid_cell(g, "%llu/min", (unsigned long long)t->rate);
    else
        grid_cell(g, "-");
    grid_cell(g, "%.*s", SPAN_ARG(t->purpose.n ? t->purpose : SPAN("-")));
}

static void print_list(struct cmd *c, const struct access_token *list, size_t n)
{
    static const char *const heading[] = {"token",     "role", "state", "added",
                                          "last used", "ends", "rate",  "purpose"};
    struct grid *g;

    if (!n) {
        term_text(&c->out, TONE_PLAIN, SPAN("No tokens: tocsin token add NAME"));
        term_line_end(&c->out);
        return;
    }
    g = grid_new("llllllrl");
    for (size_t i = 0; i < ARRAY_LEN(heading); i++)
        grid_cell(g, "%s", heading[i]);
    for (size_t i = 0; i < n; i++)
        add_row(c, g, &list[i]);
    grid_print(g, &c->out, 0);
    grid_free(g);
}

static struct tocsin_err *list(struct cmd *c, struct access *a)
{
    struct access_token *tokens = NULL;
    size_t n = 0;

    TRY(access_tokens(a, c->arena, &tokens, &n));
    if (c->json)
        print_json_list(c, tokens, n);
    else
        print_list(c, tokens, n);
    return NULL;
}

static struct tocsin_err *revoke(struct cmd *c, struct access *a)
{
    int64_t now = clock_now();

    TRY(access_token_revoke(a, verb_name(c), now));
    if (c->json) {
        json_out(c->out.stream, json_pack("{s:s%, s:o}", "name", verb_name(c).p, verb_name(c).n,
                                          "revoked", verb_json_time(now)));
        return NULL;
    }
    term_printf(&c->out, TONE_PLAIN, "The key of %.*s is worth nothing any more",
                SPAN_ARG(verb_name(c)));
    term_line_end(&c->out);
    return NULL;
}

struct tocsin_err *cmd_token(struct cmd *c)
{
    static const struct verb verbs[] = {
        {"add", true, "burst expires purpose rate role", add},
        {"list", false, "", list},
        {"revoke", true, "", revoke},
    };

    return verb_run(c, verbs, ARRAY_LEN(verbs));
}
