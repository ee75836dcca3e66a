/* SPDX-License-Identifier: Apache-2.0
 *
 * The door: opening, keys, sessions, rates, searches.
 *
 *     hash of the secret -> remembered? -> else the tables -> judged -> granted or refused
 *
 * What is remembered is facts (when a token expires, when a session began), never a judgement: that
 * is made at each request, with the time of the request.
 */
#include <sodium.h>
#include <sys/stat.h>

#include "access/private.h"

struct access_limits access_limits_usual(void)
{
    return (struct access_limits){.password_least = LIMIT_PASSWORD_LEAST,
                                  .password_passes = 3,
                                  .password_memory = LIMIT_PASSWORD_MEMORY,
                                  .passwords_at_once = LIMIT_PASSWORDS_AT_ONCE,
                                  .session_life = 8 * 3600,
                                  .session_idle = 1800,
                                  .lockout = {.after = 5, .first = 30, .most = 3600},
                                  .search_days = 0,
                                  .queue = LIMIT_SEARCH_QUEUE};
}

/* ---- open, close ------------------------------------------------------------------------- */

static const char *path_in(struct arena *a, const char *home)
{
    return arena_printf(a, "%s/%s", home, PEOPLE_FILE).p;
}

static struct tocsin_err *open_files(struct access *a, const char *path)
{
    TRY(people_open(path, PEOPLE_DURABLE, &a->people));
    return recorder_open(path, &a->limits, &a->recorder);
}

static struct tocsin_err *is_home(const char *home)
{
    struct stat st;

    if (stat(home, &st) != 0 || !S_ISDIR(st.st_mode))
        return err_new(TOCSIN_ERR_NOT_FOUND, "no home at %s", home);
    return NULL;
}

struct tocsin_err *access_open(const char *home, const struct access_limits *limits,
                               struct access **out)
{
    struct arena *arena;
    struct tocsin_err *err;
    struct access *a;

    TRY(is_home(home));
    if (sodium_init() < 0)
        return err_new(TOCSIN_ERR_UNSUPPORTED, "libsodium cannot be used here");
    arena = arena_new();
    a = mem_zero(1, sizeof(*a));
    a->limits = *limits;
    a->recent = recent_new();
    a->rates = rates_new();
    a->slots = slots_new(limits->passwords_at_once);
    pthread_mutex_init(&a->counting, NULL);
    err = open_files(a, path_in(arena, home));
    arena_free(arena);
    if (err) {
        tocsin_err_free(access_close(a));
        return err;
    }
    *out = a;
    return NULL;
}

struct tocsin_err *access_close(struct access *a)
{
    struct tocsin_err *err;

    if (!a)
        return NULL;
    err = recorder_close(a->recorder);
    people_close(a->people);
    recent_free(a->recent);
    rates_free(a->rates);
    slots_free(a->slots);
    pthread_mutex_destroy(&a->counting);
    mem_free(a);
    return err;
}

static bool role_known(struct span name)
{
    enum role role;

    return role_parse(name, &role);
}

struct tocsin_err *access_check(const char *home, void (*finding)(void *ctx, const char *text),
                                void *ctx, uint64_t *findings)
{
    struct arena *arena = arena_new();
    struct tocsin_err *err;

    err = people_check(path_in(arena, home), role_known, finding, ctx, findings);
    arena_free(arena);
    return err;
}

/* ---- being let in ------------------------------------------------------------------------ */

/* What the tables say; '*found' is false when they know nobody. */
typedef struct tocsin_err *(*look_up)(struct access *a, struct arena *arena, struct recent_one *one,
                                      bool *found);

static void copy_text(char *out, size_t size, struct span s)
{
    size_t n = s.n < size ? s.n : size - 1;

    memcpy(out, s.p, n);
    out[n] = 0;
}

/* A role that this version does not know permits nothing, and is an error. */
static struct tocsin_err *fill_who(struct who *who, struct span name, struct span role)
{
    copy_text(who->name, sizeof(who->name), name);
    if (!role_parse(role, &who->role))
        return err_new(TOCSIN_ERR_CORRUPT, "%.*s has a role that there is not: %.*s",
                       SPAN_ARG(name), SPAN_ARG(role));
    return NULL;
}

static struct tocsin_err *look_up_token(struct access *a, struct arena *arena, struct recent_one *one,
                                        bool *found)
{
    struct people_token *t = NULL;

    TRY(people_token_find(a->people, arena, hash_span(one->hash), &t));
    *found = t != NULL;
    if (!t)
        return NULL;
    one->who.kind = WHO_TOKEN;
    one->who.id = t->number;
    one->who.rate = t->rate;
    one->who.burst = t->burst;
    copy_text(one->who.purpose, sizeof(one->who.purpose), t->purpose);
    one->created = t->created;
    one->expires = t->expires;
    one->revoked = t->revoked;
    one->touched = t->used;
    return fill_who(&one->who, t->name, t->role);
}

static struct tocsin_err *look_up_session(struct access *a, struct arena *arena, struct recent_one *one,
                                          bool *found)
{
    struct people_session *s = NULL;

    TRY(people_session_find(a->people, arena, hash_span(one->hash), &s));
    *found = s != NULL;
    if (!s)
        return NULL;
    one->who.kind = WHO_OFFICER;
    one->who.id = s->officer;
    one->created = s->created;
    one->seen = one->touched = s->seen;
    return fill_who(&one->who, s->name, s->role);
}

/* Remembered or looked up, by 'one->hash'. */
static struct tocsin_err *find(struct access *a, look_up look, struct recent_one *one, bool *found)
{
    struct arena *arena;
    struct tocsin_err *err;
    uint64_t era;

    TRY(recent_refresh(a->recent, a->people, &era));
    *found = recent_find(a->recent, one->hash, one);
    if (*found)
        return NULL;
    arena = arena_new();
    err = look(a, arena, one, found);
    arena_free(arena);
    if (!err && *found)
        recent_keep(a->recent, era, one);
    return err;
}

static enum access_outcome judge(const struct access_limits *l, const struct recent_one *one,
                                 int64_t now)
{
    if (one->revoked)
        return ACCESS_REVOKED;
    if (one->expires && now >= one->expires)
        return ACCESS_EXPIRED;
    if (one->who.kind == WHO_OFFICER &&
        (now >= one->created + l->session_life || now >= one->seen + l->session_idle))
        return ACCESS_EXPIRED;
    return ACCESS_GRANTED;
}

static struct tocsin_err *let_in(struct access *a, look_up look, struct recent_one *one, int64_t now,
                                 struct access_answer *out)
{
    bool found = false;

    TRY(find(a, look, one, &found));
    out->outcome = found ? judge(&a->limits, one, now) : ACCESS_UNKNOWN;
    if (out->outcome != ACCESS_GRANTED)
        return NULL;
    out->who = one->who;
    if (recent_seen(a->recent, one->hash, now))
        recorder_touch(a->recorder, one, now);
    return NULL;
}

struct tocsin_err *access_key(struct access *a, struct span key, int64_t now,
                              struct access_answer *out)
{
    struct recent_one one = {0};

    *out = (struct access_answer){.outcome = ACCESS_MALFORMED};
    if (!key_hash(key, one.hash))
        return NULL;
    return let_in(a, look_up_token, &one, now, out);
}

struct tocsin_err *access_session(struct access *a, struct span cookie, int64_t now,
                                  struct access_answer *out)
{
    struct recent_one one = {0};

    *out = (struct access_answer){.outcome = ACCESS_UNKNOWN};
    if (!cookie_hash(cookie, one.hash))
        return NULL;
    return let_in(a, look_up_session, &one, now, out);
}

bool access_take(struct access *a, const struct who *who, uint64_t ticks, int64_t *retry_after)
{
    uint64_t rate = who->rate;

    *retry_after = 0;
    if (!rate && who->kind == WHO_TOKEN)
        rate = a->limits.token_rate;
    if (!rate)
        return true;
    return rates_take(a->rates, who->id, rate, rate_holds(rate, who->burst), ticks, retry_after);
}

/* ---- searches ---------------------------------------------------------------------------- */

static_assert((int)WHO_TOKEN == PEOPLE_TOKEN && (int)WHO_OFFICER == PEOPLE_OFFICER,
              "one numbering");

void access_search_by(struct access_search *s, const struct who *who)
{
    s->kind = who->kind;
    s->id = who->id;
    s->name = span_of(who->name);
    s->role = span_of(who->kind == WHO_NOBODY ? "" : role_name(who->role));
    if (!s->purpose.n)
        s->purpose = span_of(who->purpose);
}

struct tocsin_err *access_search_record(struct access *a, const struct access_search *s)
{
    return recorder_search(a->recorder, s);
}

static struct access_search search_of(const struct people_search *p)
{
    return (struct access_search){.number = p->number,
                                  .at = p->at,
                                  .kind = (enum who_kind)p->kind,
                                  .id = p->who,
                                  .name = p->name,
                                  .role = p->role,
                                  .address = p->address,
                                  .route = p->route,
                                  .purpose = p->purpose,
                                  .query = p->query,
                                  .request = p->request,
                                  .results = p->results,
                                  .matches = p->matches};
}

struct tocsin_err *access_searches(struct access *a, struct arena *arena,
                                   const struct access_filter *f, struct access_search **out,
                                   size_t *n)
{
    struct people_filter filter = {f->name, f->since, f->before, f->limit};
    struct people_search *list = NULL;

    TRY(people_searches(a->people, arena, &filter, &list, n));
    *out = ARENA_ARRAY(arena, struct access_search, *n + 1);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] = search_of(&list[i]);
    return NULL;
}
