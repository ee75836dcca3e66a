/* SPDX-License-Identifier: Apache-2.0
 *
 * tocsin searches: who searched for what.
 */
#include "cmd/cmd.h"
#include "cmd/json_out.h"
#include "cmd/verb.h"

#define LIMIT_USUAL 50
#define LIMIT_MOST 1000000

static const char *const kinds[] = {
    [WHO_NOBODY] = "nobody", [WHO_TOKEN] = "token", [WHO_OFFICER] = "officer"};

/* The file may have been written by anybody. */
static const char *kind_of(const struct access_search *s)
{
    return s->kind <= WHO_OFFICER ? kinds[s->kind] : "?";
}

static json_t *text(struct span s)
{
    json_t *value = json_stringn(s.p ? s.p : "", s.n);

    return value ? value : json_null();
}

static json_t *json_of_search(const struct access_search *s)
{
    return json_pack("{s:I, s:o, s:o, s:s, s:I, s:o, s:o, s:o, s:o, s:o, s:I, s:I, s:o}", "number",
                     (json_int_t)s->number, "at", verb_json_time(s->at), "who", text(s->name),
                     "kind", kind_of(s), "id", (json_int_t)s->id, "role", text(s->role), "address",
                     text(s->address), "route", text(s->route), "purpose", text(s->purpose),
                     "query", json_of_text(s->query.p), "results", (json_int_t)s->results,
                     "matches", (json_int_t)s->matches, "request", text(s->request));
}

static void print_json_list(struct cmd *c, const struct access_search *list, size_t n)
{
    json_t *all = json_array();

    for (size_t i = 0; i < n; i++)
        json_array_append_new(all, json_of_search(&list[i]));
    json_out(c->out.stream, json_pack("{s:o}", "searches", all));
}

static void print_search(struct cmd *c, const struct access_search *s)
{
    const struct term *out = &c->out;
    struct span line;

    term_printf(out, TONE_BOLD, "%s  %.*s", verb_time(c, s->at),
                SPAN_ARG(s->name.n ? s->name : SPAN("nobody")));
    line = arena_printf(c->arena, " (%s%s%.*s)%s%.*s, %.*s", kind_of(s), s->role.n ? ", " : "",
                        SPAN_ARG(s->role), s->address.n ? " from " : "", SPAN_ARG(s->address),
                        SPAN_ARG(s->route));
    term_wrap(out, TONE_PLAIN, 18, 2, line);
    term_indent(out, 2);
    line = arena_printf(c->arena, "%llu of %llu results match; %s", (unsigned long long)s->matches,
                        (unsigned long long)s->results,
                        s->purpose.n ? "purpose: " : "no purpose");
    term_labelled(out, TONE_PLAIN, 2, 4, line, s->purpose);
    term_indent(out, 2);
    term_wrap(out, TONE_DIM, 2, 4, s->query);
}

static void print_list(struct cmd *c, const struct access_search *list, size_t n)
{
    if (!n) {
        term_text(&c->out, TONE_PLAIN, SPAN("No searches are recorded"));
        term_line_end(&c->out);
    }
    for (size_t i = 0; i < n; i++)
        print_search(c, &list[i]);
}

static struct tocsin_err *asked_filter(struct cmd *c, struct access_filter *out)
{
    const char *since = args_text(c->args, "since");

    *out = (struct access_filter){.name = span_of(args_text(c->args, "who")), .limit = LIMIT_USUAL};
    TRY(args_count(c->args, "limit", 1, LIMIT_MOST, &out->limit));
    if (since)
        return access_when(span_of(since), clock_now(), true, &out->since);
    return NULL;
}

static struct tocsin_err *print(struct cmd *c, struct access *a, const struct access_filter *filter)
{
    struct access_search *list = NULL;
    size_t n = 0;

    TRY(access_searches(a, c->arena, filter, &list, &n));
    if (c->json)
        print_json_list(c, list, n);
    else
        print_list(c, list, n);
    return NULL;
}

struct tocsin_err *cmd_searches(struct cmd *c)
{
    struct tocsin_err *err, *closing;
    struct access_filter filter;
    struct access *a = NULL;

    TRY(asked_filter(c, &filter));
    TRY(cmd_access(c, &a));
    err = print(c, a, &filter);
    closing = access_close(a);
    if (!err)
        return closing;
    tocsin_err_free(closing);
    return err;
}
