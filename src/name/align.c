/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading one name as another: which words meet, at what cost, and what is left over.
 *
 *   1. pairs     every pair of words that costs little is taken, cheapest first
 *   2. joins     words left are tried against two or three neighbours run together
 *   3. contradictions   words left on both sides are set against each other: this name says one
 *                thing where the other says another
 *   4. leftovers words left on one side only make a longer form of the same name; what they cost
 *                depends on their class and on how much of the name did meet
 *
 *   score = curve(sum of costs): 0.70 at SLIPS_AT_THRESHOLD, SCORE_READ for none, and 1 when what is
 *           read alike has the same letters
 */
#include "name/fold.h"
#include "name/name.h"

#include <math.h>
#include <stdlib.h>

static const float SLIPS_AT_THRESHOLD = 2.5f;
/* The most for names that are read alike but not written alike. */
static const float SCORE_READ = 0.99f;
/* Ships are given each other's names with a letter changed: one word alone must be exact. */
static const float ONE_WORD_OBJECT = 2.6f;

/* Words further apart than this are not taken for each other, and neighbours run together not at
 * more than that: how far apart they are beyond it makes no difference. */
static const float PAIR_AT_MOST = 2.9f, JOIN_AT_MOST = 1.7f;

/* A single word that weighs this much names an organisation by itself. */
static const float RARE = 1.0f;

enum { MAX_TOKENS = LIMIT_NAME_TOKENS };

struct work {
    const struct name *a, *b;
    enum name_kind kind;
    struct cost_memo *memo;
    struct alignment *out;
    bool a_used[MAX_TOKENS], b_used[MAX_TOKENS];
    size_t words; /* telling words that met */
    struct pair_cost cost[MAX_TOKENS][MAX_TOKENS];
};

/* ---- memo ---------------------------------------------------------------------------------- */

enum { MEMO_SLOTS = 4096 };

struct cost_memo {
    struct memo_slot {
        uintptr_t a, b;
        uint32_t age;
        struct pair_cost cost;
    } slots[MEMO_SLOTS];
    uint32_t age;
};

struct cost_memo *cost_memo_new(void)
{
    struct cost_memo *m = mem_zero(1, sizeof(*m));
    m->age = 1;
    return m;
}

void cost_memo_clear(struct cost_memo *m)
{
    m->age++;
}

void cost_memo_free(struct cost_memo *m)
{
    mem_free(m);
}

/* One slot a pair: a later pair with the same slot takes it over. NULL: not there, and 'slot' is
 * where to put it. */
static const struct pair_cost *recall(struct cost_memo *m, uintptr_t a, uintptr_t b,
                                      struct memo_slot **slot)
{
    uint64_t h = (a * 0x9E3779B97F4A7C15u) ^ (b * 0xC2B2AE3D27D4EB4Fu);
    struct memo_slot *s = &m->slots[(h >> 40) % MEMO_SLOTS];
    *slot = s;
    if (s->a == a && s->b == b && s->age == m->age)
        return &s->cost;
    s->a = a;
    s->b = b;
    s->age = m->age;
    return NULL;
}

/* What tokens run together are to the memo: the addresses of their forms. */
static uintptr_t memo_key(const struct token *t, size_t words)
{
    uintptr_t key = 0;
    for (size_t i = 0; i < words; i++)
        key = key * 0x9E3779B97F4A7C15u + (uintptr_t)t[i].form.p;
    return key;
}

static struct pair_cost pair_cost_of(struct work *w, const struct token *a, const struct token *b)
{
    struct memo_slot *slot;
    if (!w->memo)
        return token_cost(a, b, w->kind, PAIR_AT_MOST + 0.1f);
    const struct pair_cost *known =
        recall(w->memo, memo_key(a, 1), memo_key(b, 1) * NAME_KINDS + w->kind, &slot);
    if (!known)
        slot->cost = token_cost(a, b, w->kind, PAIR_AT_MOST + 0.1f);
    return slot->cost;
}

/* ---- classes ------------------------------------------------------------------------------- */

/* Words that add no identity by themselves: they may meet, but never contradict. */
static bool minor(const struct token *t)
{
    return t->classes & TOKEN_MINOR;
}

/* A word that carries the name: what evidence is counted in. */
static bool telling(const struct token *t)
{
    return !minor(t) && !(t->classes & (WORD_LEGAL | WORD_SUFFIX | TOKEN_INITIAL));
}

static float weight_of(const struct token *t)
{
    if (t->classes & (WORD_LEGAL | WORD_STOP | WORD_TITLE))
        return 0.05f;
    if (minor(t))
        return 0.1f;
    if (t->classes & WORD_GENERIC)
        return 0.4f;
    if (t->classes & WORD_BUSINESS)
        return 0.6f;
    if (t->classes & (TOKEN_INITIAL | WORD_SUFFIX))
        return 0.2f;
    return t->weight;
}

/* ---- pairs --------------------------------------------------------------------------------- */

static void take(struct work *w, size_t a, size_t an, size_t b, size_t bn, struct pair_cost c)
{
    struct alignment *o = w->out;
    float weight = 0;
    for (size_t i = a; i < a + an; i++) {
        w->a_used[i] = true;
        weight += weight_of(&w->a->tokens[i]);
    }
    float other = 0;
    for (size_t j = b; j < b + bn; j++) {
        w->b_used[j] = true;
        other += weight_of(&w->b->tokens[j]);
    }
    assert(o->n < ALIGN_PAIRS);
    o->pairs[o->n++] = (struct pair){(uint8_t)a, (uint8_t)an, (uint8_t)b, (uint8_t)bn, c.kind,
                                     c.cost, greater(weight, other)};
    o->cost += c.cost;
}

static bool same_word(const struct token *x, const struct token *y)
{
    return x->script == y->script && span_eq(x->form, y->form);
}

/* Where each word of 'x' stands in 'y', if it stands once in either; else NOWHERE. */
enum { NOWHERE = UINT8_MAX };

static void find_same(const struct name *x, const struct name *y, uint8_t *at)
{
    for (size_t i = 0; i < x->n; i++) {
        at[i] = NOWHERE;
        size_t count = 0;
        for (size_t j = 0; j < y->n; j++)
            if (same_word(&x->tokens[i], &y->tokens[j])) {
                at[i] = (uint8_t)j;
                count++;
            }
        for (size_t k = 0; k < x->n && count == 1; k++)
            count += k != i && same_word(&x->tokens[i], &x->tokens[k]);
        if (count != 1)
            at[i] = NOWHERE;
    }
}

/* A word that both names have will meet itself, so what else it is like is not asked. */
static void fill_costs(struct work *w)
{
    static const struct pair_cost same = {0, PAIR_SAME}, other = {COST_OTHER, PAIR_OTHER};
    uint8_t in_b[MAX_TOKENS], in_a[MAX_TOKENS];
    find_same(w->a, w->b, in_b);
    memset(in_a, NOWHERE, w->b->n);
    for (size_t i = 0; i < w->a->n; i++)
        if (in_b[i] != NOWHERE)
            in_a[in_b[i]] = (uint8_t)i;
    for (size_t i = 0; i < w->a->n; i++)
        for (size_t j = 0; j < w->b->n; j++)
            w->cost[i][j] = in_b[i] == NOWHERE && in_a[j] == NOWHERE
                ? pair_cost_of(w, &w->a->tokens[i], &w->b->tokens[j])
                : in_b[i] == j ? same : other;
}

static size_t apart(size_t i, size_t j)
{
    return i > j ? i - j : j - i;
}

/* The cheapest pair of free words at most 'limit'; of equals the one in the same place. */
static bool cheapest(const struct work *w, float limit, size_t *a, size_t *b)
{
    bool found = false;
    float best = limit;
    for (size_t i = 0; i < w->a->n; i++) {
        if (w->a_used[i])
            continue;
        for (size_t j = 0; j < w->b->n; j++) {
            if (w->b_used[j] || w->cost[i][j].cost > best)
                continue;
            if (found && w->cost[i][j].cost == best && apart(i, j) >= apart(*a, *b))
                continue;
            best = w->cost[i][j].cost;
            *a = i;
            *b = j;
            found = true;
        }
    }
    return found;
}

static void take_pairs(struct work *w, float limit)
{
    size_t a = 0, b = 0;
    while (cheapest(w, limit, &a, &b)) {
        const struct token *x = &w->a->tokens[a], *y = &w->b->tokens[b];
        struct pair_cost c = w->cost[a][b];
        bool crossed = ((x->classes & TOKEN_FAMILY) && (y->classes & TOKEN_GIVEN)) ||
                       ((x->classes & TOKEN_GIVEN) && (y->classes & TOKEN_FAMILY));
        if (crossed && w->kind == NAME_PERSON)
            c.cost += 0.4f;
        /* a title or particle that meets its like weighs as little as one left out */
        if (minor(x) && minor(y))
            c.cost *= 0.15f;
        take(w, a, 1, b, 1, c);
    }
}

/* ---- joins --------------------------------------------------------------------------------- */

/* Neighbours [first, first + words) as one word, before their letters are put together: mostly these
 * few facts tell that it meets no other. */
struct run {
    const struct token *first;
    size_t words, latin_n, form_n;
    uint32_t letters;
};

struct joined {
    char latin[WORD_MAX], form[WORD_MAX];
    struct token token;
};

/* Adds the next word; false when it is used or no word, or the run gets too long. */
static bool run_on(struct run *r, const struct name *x, const bool *used, size_t at)
{
    if (at >= x->n || used[at])
        return false;
    const struct token *one = &x->tokens[at];
    if ((one->classes & WORD_LEGAL) || one->script != r->first->script ||
        r->latin_n + one->latin.n > WORD_MAX || r->form_n + one->form.n > WORD_MAX)
        return false;
    r->words++;
    r->latin_n += one->latin.n;
    r->form_n += one->form.n;
    r->letters |= one->letters;
    return true;
}

static void append(char *text, struct span *to, struct span more)
{
    memcpy(text + to->n, more.p, more.n);
    to->p = text;
    to->n += more.n;
}

static void join_letters(const struct run *r, struct joined *out)
{
    struct token *t = &out->token;
    *t = (struct token){.number = -1, .script = r->first->script, .weight = r->first->weight,
                        .letters = r->letters};
    for (size_t i = 0; i < r->words; i++) {
        append(out->latin, &t->latin, r->first[i].latin);
        append(out->form, &t->form, r->first[i].form);
    }
}

/* Letters of two scripts run together fit nearly anything that is short, and syllables that stand
 * apart are names of their own. */
static bool could_join(const struct run *r, const struct token *one)
{
    size_t n = r->latin_n, m = one->latin.n;
    if (r->first->script == one->script)
        return n <= m + 3 && m <= n + 3 && letters_apart(r->letters, one->letters) <= 6;
    return m >= 4 && !token_syllabic(r->first) &&
           (r->first->script == SCRIPT_LATIN || one->script == SCRIPT_LATIN);
}

static struct pair_cost joined_cost(const struct run *r, const struct token *one,
                                    enum name_kind kind)
{
    struct joined joined;
    join_letters(r, &joined);
    struct pair_cost c = token_cost(&joined.token, one, kind, JOIN_AT_MOST);
    c.cost += COST_JOIN * (float)(r->words - 1);
    c.kind = c.cost < COST_OTHER ? PAIR_JOINED : PAIR_OTHER;
    return c;
}

/* "JC" for Jean Claude: as many letters as words, each the first of one. */
static bool initials_of(const struct token *one, const struct name *x, size_t at, size_t n)
{
    if (one->latin.n != n || n < 2 || (one->classes & (WORD_LEGAL | WORD_PARTICLE)))
        return false;
    if (one->word && (one->word->given || one->word->family))
        return false;
    for (size_t i = 0; i < n; i++)
        if (x->tokens[at + i].latin.n < 2 || one->latin.p[i] != x->tokens[at + i].latin.p[0])
            return false;
    return true;
}

/* "HK" for Hong Kong: several words that are one place together. */
static bool same_place(const struct token *one, const struct name *x, size_t at, size_t n)
{
    struct span words[4];
    uint16_t canonical;
    if (!(one->classes & WORD_PLACE) || !one->word || n > ARRAY_LEN(words))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (!(x->tokens[at + i].classes & WORD_PLACE))
            return false;
        words[i] = x->tokens[at + i].form;
    }
    return place_match(words, n, &canonical) == n && canonical == one->word->canonical;
}

struct join {
    size_t many, n, one;
    struct pair_cost cost;
};

static struct pair_cost joined_at(struct work *w, const struct run *r, const struct token *one)
{
    struct memo_slot *slot;
    if (!w->memo)
        return joined_cost(r, one, w->kind);
    if (!recall(w->memo, memo_key(r->first, r->words), memo_key(one, 1) * NAME_KINDS + w->kind,
                &slot))
        slot->cost = joined_cost(r, one, w->kind);
    return slot->cost;
}

/* The run that begins at word 'i' of 'x', as one word of 'y'. */
static struct pair_cost meet_joined(struct work *w, const struct name *x, size_t i,
                                    const struct run *r, const struct token *one)
{
    if (w->kind == NAME_PERSON && initials_of(one, x, i, r->words))
        return (struct pair_cost){COST_INITIAL, PAIR_INITIAL};
    if (w->kind != NAME_PERSON && same_place(one, x, i, r->words))
        return (struct pair_cost){COST_JOIN, PAIR_SYNONYM};
    if (could_join(r, one))
        return joined_at(w, r, one);
    return (struct pair_cost){COST_OTHER, PAIR_OTHER};
}

/* The best join of free neighbours of 'x' with one free word of 'y'. */
static bool best_join(struct work *w, const struct name *x, const bool *x_used,
                      const struct name *y, const bool *y_used, float limit, struct join *out)
{
    bool found = false;
    for (size_t i = 0; i + 1 < x->n; i++) {
        struct run run = {.first = &x->tokens[i]};
        for (size_t n = 1; n <= 4 && run_on(&run, x, x_used, i + n - 1); n++)
            for (size_t j = 0; n >= 2 && j < y->n; j++) {
                if (y_used[j])
                    continue;
                struct pair_cost c = meet_joined(w, x, i, &run, &y->tokens[j]);
                if (c.cost < limit) {
                    limit = c.cost;
                    *out = (struct join){i, n, j, c};
                    found = true;
                }
            }
    }
    return found;
}

static size_t count_free(const bool *used, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += !used[i];
    return count;
}

/* A join needs two free words on one side and one on the other. */
static bool can_join(const struct work *w)
{
    size_t a = count_free(w->a_used, w->a->n), b = count_free(w->b_used, w->b->n);
    return a >= 1 && b >= 1 && a + b >= 3;
}

static void take_joins(struct work *w, float limit)
{
    struct join j;
    while (can_join(w)) {
        struct join k;
        bool left = best_join(w, w->a, w->a_used, w->b, w->b_used, limit, &j);
        bool right = best_join(w, w->b, w->b_used, w->a, w->a_used, left ? j.cost.cost : limit, &k);
        if (right)
            take(w, k.one, 1, k.many, k.n, k.cost);
        else if (left)
            take(w, j.many, j.n, j.one, 1, j.cost);
        else
            return;
    }
}

/* ---- acronyms ------------------------------------------------------------------------------ */

/* "PLA" for People's Liberation Army: the first letters of the words, small words left out or not,
 * and the letters themselves, where they stand behind the words. */
static bool spells(const struct token *one, const struct name *x, bool with_small)
{
    size_t at = 0;
    for (size_t i = 0; i < x->n; i++) {
        const struct token *t = &x->tokens[i];
        if ((t->classes & WORD_LEGAL) || (!with_small && minor(t)) || t->latin.n == 0 ||
            span_eq(t->form, one->form))
            continue;
        if (at == one->latin.n || one->latin.p[at] != t->latin.p[0])
            return false;
        at++;
    }
    return at == one->latin.n;
}

static bool acronym(const struct token *t, const struct name *x)
{
    return t->latin.n >= 3 && t->latin.n <= 8 && !(t->classes & WORD_LEGAL) &&
           t->script == SCRIPT_LATIN && (spells(t, x, false) || spells(t, x, true));
}

static void take_acronym(struct work *w, const struct name *x, bool *x_used, const struct name *y,
                         bool swap)
{
    for (size_t i = 0; i < x->n; i++) {
        if (x_used[i] || !acronym(&x->tokens[i], y))
            continue;
        struct pair_cost c = {1.2f, PAIR_ACRONYM};
        if (swap)
            take(w, 0, y->n, i, 1, c);
        else
            take(w, i, 1, 0, y->n, c);
        return;
    }
}

static void take_acronyms(struct work *w)
{
    if (w->kind == NAME_PERSON || w->kind == NAME_OBJECT)
        return;
    if (w->a->n <= 3 && w->b->n >= 3)
        take_acronym(w, w->a, w->a_used, w->b, false);
    if (w->b->n <= 3 && w->a->n >= 3 && w->out->n == 0)
        take_acronym(w, w->b, w->b_used, w->a, true);
}

/* ---- contradictions and leftovers ----------------------------------------------------------- */

static float contradiction(const struct token *x, const struct token *y, struct pair_cost c,
                           enum name_kind kind)
{
    if ((x->classes & WORD_GENERIC) && (y->classes & WORD_GENERIC))
        return lesser(c.cost, 2.6f);
    if ((x->classes | y->classes) & WORD_SUFFIX)
        return lesser(c.cost, 2.0f);
    if (c.kind == PAIR_READING)
        return c.cost;
    if (kind == NAME_PERSON)
        return greater(2.8f, c.cost * (0.55f + 0.45f * greater(x->weight, y->weight)));
    return c.cost;
}

/* Words free on both sides, those that come nearest first. */
static void take_contradictions(struct work *w)
{
    for (;;) {
        size_t a = 0, b = 0;
        bool found = false;
        float best = COST_OTHER + 1;
        for (size_t i = 0; i < w->a->n; i++) {
            if (w->a_used[i] || minor(&w->a->tokens[i]) || (w->a->tokens[i].classes & WORD_LEGAL))
                continue;
            for (size_t j = 0; j < w->b->n; j++) {
                if (w->b_used[j] || minor(&w->b->tokens[j]) ||
                    (w->b->tokens[j].classes & WORD_LEGAL) || w->cost[i][j].cost >= best)
                    continue;
                best = w->cost[i][j].cost;
                a = i;
                b = j;
                found = true;
            }
        }
        if (!found)
            return;
        struct pair_cost c = {contradiction(&w->a->tokens[a], &w->b->tokens[b], w->cost[a][b],
                                            w->kind), PAIR_OTHER};
        take(w, a, 1, b, 1, c);
    }
}

static bool repeats(const struct name *x, size_t at)
{
    for (size_t i = 0; i < x->n; i++)
        if (i != at && span_eq(x->tokens[i].form, x->tokens[at].form))
            return true;
    return false;
}

/* Names in these scripts are written whole: there is no longer form of them. */
static bool east_asian(const struct name *x)
{
    return x->n > 0 && token_syllabic(&x->tokens[0]);
}

/* A generic word that says no more than that there is a firm: Zalmora Group is Zalmora. */
static bool only_a_firm(const struct token *t)
{
    static const char *const firms[] = {"company", "corporation", "enterprise", "firm", "concern",
                                        "group", "holding"};
    for (size_t i = 0; i < ARRAY_LEN(firms); i++)
        if (t->word && t->word->canonical == word_find(span_of(firms[i]))->canonical)
            return true;
    return false;
}

/* A word that only one of the names has: the longer the name that did meet, the less it costs. */
static float leftover_cost(const struct work *w, const struct name *x, size_t at)
{
    const struct token *t = &x->tokens[at];
    const enum name_kind kind = w->kind;
    const float matched = w->out->matched;
    if (t->classes & (WORD_TITLE | WORD_STOP))
        return 0.05f;
    if (repeats(x, at))
        return 0.1f;
    if (t->classes & (WORD_PARTICLE | WORD_DESCENT))
        return 0.1f;
    if (t->classes & (WORD_LEGAL | WORD_KUNYA))
        return 0.3f;
    if (kind == NAME_PERSON && t->word && (t->word->classes & WORD_LEGAL) && !t->word->given)
        return 0.4f;
    if (t->classes & TOKEN_INITIAL)
        return 0.35f;
    if (t->classes & WORD_SUFFIX)
        return 1.0f;
    if ((kind == NAME_ORG || kind == NAME_ENTITY) && acronym(t, x)) /* "... Front (OLF)" */
        return 0.1f;
    if (t->number >= 0)
        return kind == NAME_PERSON ? 0.5f : matched >= 0.8f ? 1.6f : 2.6f;
    if (kind == NAME_PERSON && (east_asian(w->a) || east_asian(w->b)))
        return greater(2, 3 * t->weight / greater(matched, 0.4f));
    if (kind == NAME_PERSON) /* a single word that met may be anybody's */
        return (w->words < 2 ? 2.6f : 1.5f) * t->weight / greater(matched, 0.4f);
    if (t->classes & WORD_GENERIC)
        return w->words > 1 ? 0.9f : matched >= RARE && only_a_firm(t) ? 1.8f : 2.6f;
    if (t->classes & WORD_PLACE)
        return matched >= 0.8f ? 1.3f : 2.6f;
    return matched >= 0.8f ? 2.6f : 3.2f;
}

static void take_leftovers(struct work *w, const struct name *x, const bool *used, bool second)
{
    struct alignment *o = w->out;
    for (size_t i = 0; i < x->n; i++) {
        if (used[i])
            continue;
        float cost = leftover_cost(w, x, i);
        float weight = weight_of(&x->tokens[i]);
        assert(o->n < ALIGN_PAIRS);
        o->pairs[o->n++] = second
            ? (struct pair){0, 0, (uint8_t)i, 1, PAIR_OTHER, cost, weight}
            : (struct pair){(uint8_t)i, 1, 0, 0, PAIR_OTHER, cost, weight};
        o->cost += cost;
        o->spare += weight;
    }
}

static bool some_telling(const struct name *x, size_t at, size_t n)
{
    for (size_t i = at; i < at + n; i++)
        if (telling(&x->tokens[i]))
            return true;
    return false;
}

/* An initial that met a word tells as little as an initial. */
static bool pair_telling(const struct work *w, const struct pair *p)
{
    return some_telling(w->a, p->a, p->an) && some_telling(w->b, p->b, p->bn);
}

/* ---- numbers -------------------------------------------------------------------------------- */

/* Does the number count what the words in front of it name ("Grey Heron 3", "Trust 2007-1")? Then
 * only signs with digits and legal forms follow. */
static bool counts(const struct name *x, size_t at)
{
    for (size_t i = at + 1; i < x->n; i++)
        if (!(x->tokens[i].letters >> 26) && x->tokens[i].number < 0 && telling(&x->tokens[i]))
            return false;
    return true;
}

static size_t words_that_met(const struct work *w)
{
    size_t words = 0;
    for (size_t i = 0; i < w->out->n; i++)
        words += w->a->tokens[w->out->pairs[i].a].number < 0 && pair_telling(w, &w->out->pairs[i]);
    return words;
}

/* Numbers that differ weigh more where they are what tells the name: in front of its words (First
 * Bank, Factory 17 Zalmora), or beside a single word (Brigade 44). */
static void weigh_numbers(struct work *w)
{
    for (size_t i = 0; i < w->out->n; i++) {
        struct pair *p = &w->out->pairs[i];
        if (p->kind != PAIR_NUMBER ||
            ((counts(w->a, p->a) || counts(w->b, p->b)) && words_that_met(w) > 1))
            continue;
        p->cost += COST_NUMBER_TELLS;
        w->out->cost += COST_NUMBER_TELLS;
    }
}

/* Weight of what met at a price below a contradiction. */
static void weigh_matches(struct work *w)
{
    for (size_t i = 0; i < w->out->n; i++) {
        const struct pair *p = &w->out->pairs[i];
        if (p->kind == PAIR_OTHER || !pair_telling(w, p))
            continue;
        w->words += p->an > p->bn ? p->an : p->bn;
        w->out->matched += p->weight * (1 - p->cost / (COST_OTHER + 1));
    }
}

/* ---- order --------------------------------------------------------------------------------- */

static const struct pair *pair_at(const struct alignment *o, size_t at, bool second)
{
    for (size_t i = 0; i < o->n; i++) {
        const struct pair *p = &o->pairs[i];
        size_t from = second ? p->b : p->a, n = second ? p->bn : p->an;
        if (p->an > 0 && p->bn > 0 && p->kind != PAIR_OTHER && from <= at && at < from + n)
            return p;
    }
    return NULL;
}

/* Does a word of descent of one name stand between two words that stand the other way round in the
 * other name, with a word of descent between them as well? */
static bool descent_crossed(const struct work *w, bool second)
{
    const struct name *x = second ? w->b : w->a, *y = second ? w->a : w->b;
    for (size_t i = 1; i + 1 < x->n; i++) {
        if (!(x->tokens[i].classes & WORD_DESCENT))
            continue;
        const struct pair *son = pair_at(w->out, i - 1, second);
        const struct pair *father = pair_at(w->out, i + 1, second);
        if (!son || !father)
            continue;
        size_t to = second ? son->a : son->b;
        for (size_t j = (size_t)(second ? father->a : father->b) + 1; j < to; j++)
            if (y->tokens[j].classes & WORD_DESCENT)
                return true;
    }
    return false;
}

/* Sadik bin Tarif is not Tarif bin Sadik: where a word of descent stands between two words
 * in both names, their order is father and son. */
static float descent_cost(const struct work *w)
{
    return descent_crossed(w, false) || descent_crossed(w, true) ? 3 : 0;
}

/* Words in another order cost little: lists write names both ways. */
static float order_cost(const struct work *w)
{
    float cost = 0;
    const struct alignment *o = w->out;
    for (size_t i = 0; i < o->n; i++)
        for (size_t j = 0; j < i; j++) {
            const struct pair *p = &o->pairs[i], *q = &o->pairs[j];
            if (!p->an || !q->an || !p->bn || !q->bn || p->weight < 0.3f || q->weight < 0.3f)
                continue;
            if ((p->a < q->a) != (p->b < q->b))
                cost += 0.1f;
        }
    return lesser(cost, w->kind == NAME_PERSON ? 0.2f : 0.4f);
}

/* ---- the whole ------------------------------------------------------------------------------ */

static float curve(float slips)
{
    if (slips <= SLIPS_AT_THRESHOLD)
        return 1 - 0.30f * slips / SLIPS_AT_THRESHOLD;
    return 0.70f * expf(-(slips - SLIPS_AT_THRESHOLD) / 2.5f);
}

static bool same_words(const struct name *a, const struct name *b)
{
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (a->tokens[i].script != b->tokens[i].script ||
            !span_eq(a->tokens[i].form, b->tokens[i].form))
            return false;
    return true;
}

/* Words that are read as the same may be written otherwise: "AG" is "Aktiengesellschaft", an accent
 * is left out. A name of which only the words are known is taken to be written as the other. */
static float score_of(const struct name *a, const struct name *b, float cost)
{
    if (!same_words(a, b))
        return lesser(curve(cost), SCORE_READ);
    return !a->text.n || !b->text.n || fold_same_letters(a->text, b->text) ? 1 : SCORE_READ;
}

static enum name_kind common_kind(const struct name *a, const struct name *b)
{
    if (a->kind == b->kind)
        return (enum name_kind)a->kind;
    return (enum name_kind)(a->kind == NAME_ENTITY ? b->kind : a->kind);
}

/* Both names run together, for words cut in several places at once ("Plat Ono Vich"). */
static float run_together_cost(const struct work *w, float limit)
{
    char text[2][2 * WORD_MAX];
    struct span s[2];
    for (int side = 0; side < 2; side++) {
        const struct name *x = side ? w->b : w->a;
        size_t len = 0;
        for (size_t i = 0; i < x->n; i++) {
            const struct token *t = &x->tokens[i];
            if (t->script != SCRIPT_LATIN || len + t->latin.n > WORD_MAX)
                return limit;
            if (t->classes & (WORD_TITLE | WORD_LEGAL | WORD_STOP))
                continue;
            memcpy(text[side] + len, t->latin.p, t->latin.n);
            len += t->latin.n;
        }
        s[side] = (struct span){text[side], len};
    }
    if (s[0].n < 5 || s[1].n < 5 || s[0].n > s[1].n + 3 || s[1].n > s[0].n + 3)
        return limit;
    const float most = lesser(limit, SLIPS_AT_THRESHOLD);
    float cost = edit_cost(s[0], s[1], most);
    return cost < most ? cost + 0.4f : limit; /* beyond 'most' it is not exact */
}

/* A foreign name spelt by syllables looks like a family and a given name to the parser; against a
 * single word it is read as the one word that it is. */
static float whole_reading_cost(const struct work *w, float limit)
{
    const struct name *many = w->a->n > 1 ? w->a : w->b, *one = w->a->n > 1 ? w->b : w->a;
    static const bool none[MAX_TOKENS];
    struct run run = {.first = many->tokens};
    struct joined joined;
    if (one->n != 1 || many->n < 2 || many->n > 4 || one->tokens[0].script != SCRIPT_LATIN ||
        many->tokens[0].script == SCRIPT_LATIN)
        return limit;
    for (size_t i = 0; i < many->n; i++)
        if (!run_on(&run, many, none, i))
            return limit;
    join_letters(&run, &joined);
    return lesser(limit, token_cost(&joined.token, &one->tokens[0], w->kind, COST_OTHER).cost);
}

static void whole_as_one(struct work *w, float cost)
{
    struct alignment *o = w->out;
    o->n = 0;
    o->cost = 0;
    o->spare = 0;
    take(w, 0, w->a->n, 0, w->b->n, (struct pair_cost){cost, PAIR_JOINED});
}

/* In the order of the first name's words; what only the second has comes last. */
static int by_place(const void *x, const void *y)
{
    const struct pair *p = x, *q = y;
    int a = p->an ? p->a : MAX_TOKENS + p->b, b = q->an ? q->a : MAX_TOKENS + q->b;
    return a < b ? -1 : a > b;
}

void align_sort(struct alignment *al)
{
    qsort(al->pairs, al->n, sizeof(al->pairs[0]), by_place);
}

/* Ties between pairs and joins fall by place, so names are always read in the same order of the
 * two, whichever was asked: the score is the same from either side. */
static bool second_first(const struct name *a, const struct name *b)
{
    if (a->n != b->n)
        return a->n > b->n;
    for (size_t i = 0; i < a->n; i++) {
        int c = span_cmp(a->tokens[i].form, b->tokens[i].form);
        if (c != 0)
            return c > 0;
    }
    return false;
}

static void swap_sides(struct alignment *al)
{
    for (size_t i = 0; i < al->n; i++) {
        struct pair *p = &al->pairs[i], q = *p;
        p->a = q.b;
        p->an = q.bn;
        p->b = q.a;
        p->bn = q.an;
    }
}

static void align_in_order(const struct name *a, const struct name *b, struct cost_memo *memo,
                           struct alignment *out)
{
    struct work w; /* its costs are filled below; clearing them all would cost more than that */
    w.a = a;
    w.b = b;
    w.kind = common_kind(a, b);
    w.memo = memo;
    w.out = out;
    w.words = 0;
    memset(w.a_used, 0, sizeof(w.a_used));
    memset(w.b_used, 0, sizeof(w.b_used));
    out->n = 0;
    out->cost = out->matched = out->spare = 0;
    fill_costs(&w);
    if (!same_words(a, b))
        take_acronyms(&w);
    take_pairs(&w, 0.5f);
    take_joins(&w, 0.7f);
    take_pairs(&w, 1.0f);
    take_joins(&w, JOIN_AT_MOST);
    take_pairs(&w, PAIR_AT_MOST);
    weigh_numbers(&w);
    weigh_matches(&w);
    take_contradictions(&w);
    take_leftovers(&w, a, w.a_used, false);
    take_leftovers(&w, b, w.b_used, true);
    out->cost += order_cost(&w) + (w.kind == NAME_PERSON ? descent_cost(&w) : 0);
    if (out->matched <= 0)
        out->cost += COST_OTHER;
    if (w.kind == NAME_OBJECT && a->n == 1 && b->n == 1)
        out->cost *= ONE_WORD_OBJECT;
    if (out->cost > 1.2f && a->n != b->n) {
        float joined = lesser(run_together_cost(&w, out->cost), whole_reading_cost(&w, out->cost));
        if (joined < out->cost)
            whole_as_one(&w, joined);
    }
    out->score = score_of(a, b, out->cost);
}

void name_align(const struct name *a, const struct name *b, struct cost_memo *memo,
                struct alignment *out)
{
    if (second_first(a, b)) {
        align_in_order(b, a, memo, out);
        swap_sides(out);
    } else {
        align_in_order(a, b, memo, out);
    }
}
