/* SPDX-License-Identifier: Apache-2.0
 *
 * Officers at the console: who is here, logging in and out.
 *
 * The cookie is HttpOnly, so that no script can read it, and SameSite=Strict, so that no other site can
 * make use of it; Secure over TLS. What is not GET also needs the session's CSRF token, which only a page
 * of this origin can read from here.
 */
#include <jansson.h>

#include "api/api_private.h"

static void put_permissions(struct buf *b, const struct call *c, bool here)
{
    bool any = false;

    buf_str(b, ",\"permissions\":[");
    for (size_t i = 0; i < PERMISSIONS && here; i++) {
        if (!access_may(c->who.role, (enum permission)i))
            continue;
        if (any)
            buf_char(b, ',');
        any = true;
        buf_json(b, span_of(permission_name((enum permission)i)));
    }
    buf_char(b, ']');
}

/* 'csrf' is empty when nobody is logged in. */
static struct tocsin_err *tell(struct call *c, bool here, const char *csrf)
{
    const struct config *config = c->api->config;
    struct buf *b = answer_json(c, 200);

    buf_printf(b, "{\"auth\":%s,\"officer\":", c->api->auth ? "true" : "false");
    if (here && c->api->auth) {
        buf_str(b, "{\"name\":");
        buf_json(b, span_of(c->who.name));
        buf_printf(b, ",\"role\":\"%s\"}", role_name(c->who.role));
    } else {
        buf_str(b, "null");
    }
    put_permissions(b, c, here);
    buf_printf(b, ",\"csrf\":\"%s\",\"title\":", csrf);
    buf_json(b, span_of(config_text(config, SETTING_TITLE)));
    buf_printf(b, ",\"version\":\"%s\",\"purpose_required\":%s,\"threshold\":%g,\"limit\":%llu}",
               tocsin_version(),
               config_bool(config, SETTING_ACCESS_PURPOSE_REQUIRED) ? "true" : "false",
               config_real(config, SETTING_MATCH_THRESHOLD),
               (unsigned long long)config_number(config, SETTING_MATCH_LIMIT));
    return NULL;
}

struct tocsin_err *route_session(struct call *c)
{
    char csrf[ACCESS_COOKIE_SIZE] = "";
    struct access_answer answer;
    bool by_cookie;

    if (!c->api->auth) {
        c->who = (struct who){.kind = WHO_NOBODY, .role = ROLE_admin, .name = "local"};
        return tell(c, true, "");
    }
    TRY(guard_who(c, &answer, &by_cookie));
    if (answer.outcome != ACCESS_GRANTED)
        return tell(c, false, "");
    c->who = answer.who;
    if (by_cookie)
        access_csrf(http_cookie(c->r, SESSION_COOKIE), csrf);
    return tell(c, true, csrf);
}

/* ---- in and out ------------------------------------------------------------------------------ */

static void set_cookie(struct call *c, const char *value, uint64_t seconds)
{
    http_header(c->out, c->a, "Set-Cookie",
                "%s=%s; Path=/; HttpOnly; SameSite=Strict; Max-Age=%llu%s", SESSION_COOKIE, value,
                (unsigned long long)seconds, c->r->tls ? "; Secure" : "");
}

/* A page of another site can send a form here, but not this type. */
static bool is_json(const struct call *c)
{
    struct span type = http_field(c->r, "Content-Type");

    return span_eq_nocase(span_trim(span_slice(type, 0, span_find(type, ';'))),
                          SPAN("application/json"));
}

static struct tocsin_err *refuse_login(struct call *c, const struct access_answer *answer)
{
    bool later = answer->outcome == ACCESS_LOCKED || answer->outcome == ACCESS_BUSY;

    (void)refuse(c, later ? 429 : 401, "%s", access_outcome_text(answer->outcome));
    if (later)
        http_header(c->out, c->a, "Retry-After", "%lld", (long long)answer->retry_after);
    return NULL;
}

static struct tocsin_err *login(struct call *c, json_t *body)
{
    const char *name = json_string_value(json_object_get(body, "name"));
    const char *password = json_string_value(json_object_get(body, "password"));
    char cookie[ACCESS_COOKIE_SIZE], csrf[ACCESS_COOKIE_SIZE] = "";
    struct access_answer answer;

    if (!name || !password)
        return refuse(c, 400, "name and password are needed");
    TRY(access_login(c->api->access, span_of(name), span_of(password), span_of(c->r->address),
                     clock_now(), cookie, &answer));
    if (answer.outcome != ACCESS_GRANTED)
        return refuse_login(c, &answer);
    c->who = answer.who;
    set_cookie(c, cookie, config_seconds(c->api->config, SETTING_ACCESS_SESSION_HOURS));
    access_csrf(span_of(cookie), csrf);
    return tell(c, true, csrf);
}

struct tocsin_err *route_login(struct call *c)
{
    json_t *body = json_loadb(c->r->body.p ? c->r->body.p : "", c->r->body.n, 0, NULL);
    struct tocsin_err *err;

    if (!is_json(c))
        err = refuse(c, 415, "a login is application/json");
    else
        err = login(c, body);
    json_decref(body);
    return err;
}

struct tocsin_err *route_logout(struct call *c)
{
    struct span cookie = http_cookie(c->r, SESSION_COOKIE);

    if (cookie.p && !guard_same_site(c))
        return NULL;
    if (cookie.p)
        TRY(access_logout(c->api->access, cookie));
    set_cookie(c, "", 0);
    c->out->status = 204;
    return NULL;
}

/* ---- the record of searches ------------------------------------------------------------------ */

static void put_search(struct buf *b, const struct access_search *s)
{
    char at[21];

    clock_format(s->at, at);
    buf_printf(b, "{\"number\":%llu,\"at\":\"%s\",\"who\":", (unsigned long long)s->number, at);
    buf_json(b, s->name);
    buf_str(b, ",\"role\":");
    buf_json(b, s->role);
    buf_str(b, ",\"address\":");
    buf_json(b, s->address);
    buf_str(b, ",\"route\":");
    buf_json(b, s->route);
    buf_str(b, ",\"purpose\":");
    buf_json(b, s->purpose);
    buf_str(b, ",\"query\":");
    buf_json(b, s->query);
    buf_printf(b, ",\"results\":%llu,\"matches\":%llu}", (unsigned long long)s->results,
               (unsigned long long)s->matches);
}

struct tocsin_err *route_searches(struct call *c)
{
    const char *who = param_text(c, "who");
    struct access_filter filter = {.name = span_of(who ? who : ""),
                                   .before = (uint64_t)param_int(c, "before"),
                                   .limit = (uint64_t)param_int(c, "limit")};
    struct access_search *list;
    struct buf *b;
    size_t n;

    TRY(access_searches(c->api->access, c->a, &filter, &list, &n));
    b = answer_json(c, 200);
    buf_str(b, "{\"searches\":[");
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_char(b, ',');
        put_search(b, &list[i]);
    }
    buf_str(b, "]}");
    return NULL;
}
