/* SPDX-License-Identifier: Apache-2.0
 *
 * Who asks, may they, how often, and what for.
 *
 *     Authorization: ApiKey tocsin_...    or Bearer    a program
 *     Cookie: tocsin_session=...                       an officer; what is not GET also needs the header
 *                                                      X-CSRF-Token, which another site cannot send
 *
 * Who is let in is told; who is not learns why (WWW-Authenticate, Retry-After). A key that is wrong is
 * refused even where a session would do: somebody meant it.
 *
 * With --no-auth nobody is asked who they are, and what protects the node is that only this machine reaches
 * it. A browser on this machine does what pages of any site tell it: near.c stands in for keys then.
 *
 * Every search is handed to the recorder before its answer leaves, with who, when and purpose; it is on
 * disk within a tenth of a second. While the recorder cannot write, no search is answered.
 */
#include "api/api_private.h"

/* ---- close ----------------------------------------------------------------------------- */

void guard_close(struct api *api)
{
    struct tocsin_err *err = access_close(api->access);

    if (err)
        line_note(api->line, LOG_WARNING, tocsin_err_text(err));
    tocsin_err_free(err);
}

/* ---- who ------------------------------------------------------------------------------------- */

/* OpenRefine cannot send a header: its routes, and no others, take the key as a parameter. */
static struct span key_in_query(const struct http_request *r)
{
    if (r->segments_n && span_eq(r->segments[0], SPAN("reconcile")))
        for (size_t i = 0; i < r->query_n; i++)
            if (span_eq(r->query[i].name, SPAN("api_key")))
                return r->query[i].value;
    return (struct span){NULL, 0};
}

/* The key in "ApiKey k" or "Bearer k"; p NULL when the header is missing. */
static struct span presented_key(const struct http_request *r)
{
    static const char *const schemes[] = {"ApiKey", "Bearer", "Token"};
    struct span header = http_field(r, "Authorization");
    size_t at = span_find(header, ' ');

    if (!header.p)
        return key_in_query(r);
    for (size_t i = 0; i < ARRAY_LEN(schemes); i++)
        if (span_eq_nocase(span_slice(header, 0, at), span_of(schemes[i])))
            return span_trim(span_from(header, at < header.n ? at + 1 : at));
    return SPAN(""); /* a scheme that is not ours holds no key of ours */
}

struct tocsin_err *guard_who(struct call *c, struct access_answer *out, bool *by_cookie)
{
    struct span key = presented_key(c->r), cookie = http_cookie(c->r, SESSION_COOKIE);

    *out = (struct access_answer){.outcome = ACCESS_UNKNOWN};
    *by_cookie = !key.p && cookie.p;
    if (key.p)
        return access_key(c->api->access, key, clock_now(), out);
    return cookie.p ? access_session(c->api->access, cookie, clock_now(), out) : NULL;
}

static void refuse_stranger(struct call *c, const struct access_answer *answer, bool anything)
{
    if (answer->outcome == ACCESS_LOCKED || answer->outcome == ACCESS_BUSY) {
        (void)refuse(c, 429, "%s", access_outcome_text(answer->outcome));
        http_header(c->out, c->a, "Retry-After", "%lld", (long long)answer->retry_after);
        return;
    }
    (void)refuse(c, 401, "%s", anything ? access_outcome_text(answer->outcome)
                                        : "a key (Authorization: ApiKey ...) or a login is needed");
    http_header(c->out, c->a, "WWW-Authenticate", "ApiKey realm=\"tocsin\", Bearer realm=\"tocsin\"");
}

static bool reads_only(const struct call *c)
{
    return c->r->method == HTTP_GET || c->r->method == HTTP_HEAD;
}

bool guard_same_site(struct call *c)
{
    if (reads_only(c) || access_csrf_good(http_cookie(c->r, SESSION_COOKIE),
                                          http_field(c->r, "X-CSRF-Token")))
        return true;
    (void)refuse(c, 403, "the header X-CSRF-Token is missing or is not this session's");
    return false;
}

static bool identify(struct call *c)
{
    struct access_answer answer;
    bool by_cookie;
    struct tocsin_err *err = guard_who(c, &answer, &by_cookie);

    if (err) {
        refuse_error(c, err);
        return false;
    }
    if (answer.outcome != ACCESS_GRANTED) {
        refuse_stranger(c, &answer, by_cookie || presented_key(c->r).p);
        return false;
    }
    c->who = answer.who;
    return !by_cookie || guard_same_site(c);
}

/* ---- may they -------------------------------------------------------------------------------- */

static bool permitted(struct call *c)
{
    if (access_may(c->who.role, c->route->permission))
        return true;
    (void)refuse(c, 403, "the role %s may not %s", role_name(c->who.role),
                 permission_text(c->route->permission));
    return false;
}

static bool in_time(struct call *c)
{
    int64_t retry_after = 1;

    if (access_take(c->api->access, &c->who, clock_ticks(), &retry_after))
        return true;
    (void)refuse(c, 429, "too many requests for this key; come back in %lld s",
                 (long long)retry_after);
    http_header(c->out, c->a, "Retry-After", "%lld", (long long)retry_after);
    return false;
}

static bool searches(const struct call *c)
{
    return c->route->permission == PERMISSION_screen || c->route->id == ROUTE_batches;
}

/* It goes into the record and from there to terminals and pages. */
static bool is_line(struct span s)
{
    size_t bad;

    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f)
            return false;
    return utf8_valid(s, &bad);
}

static bool purpose(struct call *c)
{
    struct span said = http_field(c->r, "X-Tocsin-Purpose");

    for (size_t i = 0; i < c->r->query_n && !said.n; i++)
        if (span_eq(c->r->query[i].name, SPAN("purpose")))
            said = c->r->query[i].value;
    said = span_trim(said);
    if (said.n > LIMIT_PURPOSE) {
        (void)refuse(c, 400, "a purpose has at most %d bytes", LIMIT_PURPOSE);
        return false;
    }
    if (!is_line(said)) {
        (void)refuse(c, 400, "a purpose is one line of text, in UTF-8");
        return false;
    }
    c->purpose = said.n ? arena_str(c->a, said) : c->who.purpose;
    if (c->purpose[0] || !searches(c) ||
        !config_bool(c->api->config, SETTING_ACCESS_PURPOSE_REQUIRED))
        return true;
    (void)refuse(c, 400, "this node wants to know what a search is for: send the header "
                 "X-Tocsin-Purpose");
    return false;
}

static bool open_to_all(const struct call *c)
{
    return c->route->open || (c->route->id == ROUTE_metrics &&
                              config_bool(c->api->config, SETTING_ACCESS_OPEN_METRICS));
}

bool guard(struct call *c)
{
    if (open_to_all(c))
        return true;
    if (!c->api->auth && !near(c))
        return false;
    if (!c->api->auth)
        c->who = (struct who){.kind = WHO_NOBODY, .role = ROLE_admin, .name = "local"};
    else if (!identify(c))
        return false;
    return permitted(c) && in_time(c) && purpose(c);
}

/* ---- the record ------------------------------------------------------------------------------ */

void guard_end(struct call *c)
{
    struct access_search s = {
        .at = clock_now(),
        .address = span_of(c->r->address),
        .route = c->r->path,
        .purpose = span_of(c->purpose ? c->purpose : ""),
        .query = c->recorded ? c->query : SPAN(""), /* JSON: call_search */
        .request = span_of(c->r->trace.id),
        .results = c->results > c->matches ? c->results : c->matches, /* found, not shown */
        .matches = c->matches,
    };
    struct tocsin_err *err;
    bool long_one;

    if (!c->recorded)
        return;
    access_search_by(&s, &c->who);
    err = access_search_record(c->api->access, &s);
    if (!err)
        return;
    long_one = tocsin_err_code(err) == TOCSIN_ERR_LIMIT; /* to come again later would be in vain */
    line_note(c->api->line, LOG_WARNING, tocsin_err_text(err));
    tocsin_err_free(err);
    (void)refuse(c, long_one ? 413 : 503, "this search %s be recorded, and is therefore not answered",
                 long_one ? "is too long to" : "cannot");
}
