/* SPDX-License-Identifier: Apache-2.0
 *
 * roster: names to entries, and the ties that wait for the end of the file.
 *
 * A name is found in one map; behind it stands who has it as a name and who as an alias, each once
 * among all entries and once among those that can own something.
 */
#include "roster.h"

#include "entry.h"

/* Who answers to a name. Two of them are nobody: the name tells neither. */
struct bearer {
    struct span id;
    bool shared;
};

struct called {
    struct bearer any[2], owner[2]; /* by name, by alias */
};

struct staged {
    struct span key;
    bool alias;
};

struct roster {
    struct arena *kept;
    const char *prefix;
    struct map *by_name;   /* key -> place in 'called' */
    struct map *strangers; /* keys of names alone that were sent */
    VEC(struct called) called;
    VEC(struct staged) names; /* of the entry that is being read */
    VEC(struct tie) ties;
    size_t entered; /* so many of 'ties' belong to entries that were sent */
};

struct roster *roster_new(const char *prefix)
{
    struct roster *t = mem_zero(1, sizeof(*t));

    t->kept = arena_new();
    t->prefix = prefix;
    t->by_name = map_new();
    t->strangers = map_new();
    return t;
}

void roster_free(struct roster *t)
{
    if (!t)
        return;
    VEC_FREE(&t->called);
    VEC_FREE(&t->names);
    VEC_FREE(&t->ties);
    map_free(t->by_name);
    map_free(t->strangers);
    arena_free(t->kept);
    mem_free(t);
}

/* ---- names ---------------------------------------------------------------------------------- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct span without_periods(struct span name)
{
    name = span_trim(name);
    while (span_ends(name, SPAN(".")))
        name = span_trim(span_slice(name, 0, name.n - 1));
    return name;
}

/* Lower case, single blanks, no period at the end. */
static struct span name_key(struct arena *a, struct span name)
{
    name = without_periods(name);
    char *p = arena_alloc(a, name.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        if (is_blank(c) && n && p[n - 1] == ' ')
            continue;
        p[n++] = is_blank(c) ? ' ' : c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    return (struct span){p, n};
}

void roster_begin(struct roster *t)
{
    t->names.n = 0;
    t->ties.n = t->entered;
}

void roster_name(struct roster *t, struct span name, bool alias)
{
    struct span key = name_key(t->kept, name);

    if (key.n)
        *VEC_PUSH(&t->names) = (struct staged){key, alias};
}

void roster_tie(struct roster *t, const struct tie *tie)
{
    struct span name = span_trim(tie->name);

    if (without_periods(name).n == 0)
        return;
    struct tie *kept = VEC_PUSH(&t->ties);
    *kept = *tie;
    kept->from = arena_span(t->kept, tie->from);
    kept->name = arena_span(t->kept, name);
}

static void bear(struct bearer *b, struct span id)
{
    b->shared = b->shared || (b->id.n && !span_eq(b->id, id));
    b->id = id;
}

static struct called *called_by(struct roster *t, struct span key)
{
    bool made;
    uint64_t *slot = map_slot(t->by_name, key, &made);

    if (made) {
        *slot = t->called.n;
        *VEC_PUSH(&t->called) = (struct called){0};
    }
    return &t->called.at[*slot];
}

void roster_enter(struct roster *t, const struct record *r)
{
    struct span id = arena_span(t->kept, r->id);

    for (size_t i = 0; i < t->names.n; i++) {
        struct called *c = called_by(t, t->names.at[i].key);
        bool alias = t->names.at[i].alias;

        bear(&c->any[alias], id);
        if (schema_is_a(r->schema, SCHEMA_LegalEntity))
            bear(&c->owner[alias], id);
    }
    t->names.n = 0;
    t->entered = t->ties.n;
}

/* ---- ties ----------------------------------------------------------------------------------- */

/* The id of the entry that a tie means; empty when no entry, or more than one, has the name. */
static struct span resolve(const struct roster *t, struct span key, bool owner)
{
    const uint64_t *at = map_get(t->by_name, key);
    const struct bearer *b;

    if (!at)
        return SPAN("");
    b = owner ? t->called.at[*at].owner : t->called.at[*at].any;
    b = b[0].id.n ? &b[0] : &b[1];
    return b->shared ? SPAN("") : b->id;
}

/* The other end when no entry fits. */
static struct tocsin_err *send_stranger(struct roster *t, struct arena *a, struct reader *in,
                                        struct emitter *out, const struct tie *tie, struct span key,
                                        struct span *id)
{
    struct record *r = link_new(a, SCHEMA_LegalEntity, span_of(t->prefix), key);
    bool made;

    *id = r->id;
    map_slot(t->strangers, key, &made);
    if (!made)
        return NULL;
    r->line = tie->line;
    TRY(add_value(r, PROP_name, tie->name, in, tie->role));
    return emit(out, r);
}

static struct tocsin_err *send_tie(struct roster *t, struct arena *a, struct reader *in,
                                   struct emitter *out, const struct tie *tie)
{
    struct span key = name_key(a, tie->name), to = resolve(t, key, tie->owner);
    struct record *edge;

    if (span_eq(to, tie->from) || (to.n == 0 && tie->only_entries))
        return NULL;
    if (to.n == 0)
        TRY(send_stranger(t, a, in, out, tie, key, &to));
    edge = entry_link(a, tie->edge, tie->owner ? to : tie->from, tie->owner ? tie->from : to,
                      span_of(tie->role));
    edge->line = tie->line;
    return emit(out, edge);
}

struct tocsin_err *roster_send(struct roster *t, struct reader *in, struct emitter *out)
{
    struct arena *a = arena_new();
    struct tocsin_err *err = NULL;

    roster_begin(t);
    for (size_t i = 0; i < t->ties.n && !err; i++) {
        err = send_tie(t, a, in, out, &t->ties.at[i]);
        arena_reset(a);
    }
    arena_free(a);
    return err;
}
