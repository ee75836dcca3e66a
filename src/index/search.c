/* SPDX-License-Identifier: Apache-2.0
 *
 * From a query to candidates, one segment at a time.
 *
 *   1. words     the distinct words of the query's names; neighbours run together; unknown long
 *                words cut into known ones
 *   2. expand    each word to the segment's words near it, with the cost of reading one as the
 *                other (remembered between queries: lists repeat their words)
 *   3. gather    names that hold a reached word, the rarest words first, within a budget; for words
 *                too common for that, names by pairs of words
 *   4. estimate  each gathered name once: how much of it and of the query its words cover
 *   5. select    the best names, grouped by entity, filtered by schema and topic
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "index/layout.h"

enum {
    WORDS = 96,          /* distinct words of a query, with joins and pieces */
    QUERY_NAMES = 12,    /* names of a query that take part */
    COMPARED = 300,      /* words of a segment that one word is compared with ... */
    COMPARED_ALONE = 800, /* ... and one that stands alone */
    REACH = 160,         /* words of a segment that one word may reach */
    PAIR_REACH = 16,     /* ... in looking up pairs */
    BOTH_REACH = 2,      /* ... in going through the names of both words */
    GATHER = 1200,       /* names gathered per segment by single words ... */
    GATHER_PAIRS = 600,  /* ... and by pairs */
    BEST = 160,          /* names kept for grouping */
    SMALL_SEGMENT = 8192, /* words that are all compared with a foreign one that stands alone */
    REMEMBERED = 32768   /* words expanded before the memory is cleared */
};

/* How far a word reaches, in slips; a reading across scripts is less exact. */
static const float REACH_COST = 2.2f, REACH_READING = 2.3f, REACH_ALONE = 3.9f;
/* A name of which less than this met is as good as any other. */
static const float NOT_BY_CHANCE = 0.05f;
/* A foreign word whose nearest reading costs more than this asks for less likely ones too. */
static const float REACHED_WELL = 0.2f;

struct reached {
    uint32_t token;
    float cost;
};

struct expansion {
    struct reached *at;
    uint32_t n;
    uint64_t postings; /* names behind all of them */
};

struct word_use {
    const struct token *token; /* joins have one of their own, pieces that of the word */
    uint16_t names;            /* bits: query names that hold it */
    float weight;
    float extra;               /* cost of the join */
    const struct expansion *reach;
    struct asked_keys *keys;   /* by enum key_side; made when first asked */
    uint32_t postings;         /* names that hold the word itself */
    bool confirms;             /* too common to find a name by */
};

/* What a word asks with is the same for every segment. */
struct asked_keys {
    uint16_t n[KEY_SIDES];
    bool made[KEY_SIDES];
    uint64_t *at[KEY_SIDES];
};

struct mark {
    uint32_t age;
    uint16_t word;
    float cost, gain; /* gain: what a name that holds it gains */
};

struct best_name {
    uint32_t name, entity;
    float estimate;
};

struct index_scratch {
    struct arena *arena;       /* of this search */
    struct arena *kept;        /* of the remembered expansions */
    struct map *remembered;    /* segment, kind, form -> struct expansion */
    const struct index *of;
    struct mark *marks;        /* per token */
    uint8_t *visited;          /* per token */
    size_t marks_n;
    uint32_t age;
    uint8_t visit;
    uint32_t *gathered;
    size_t gathered_n;
    uint32_t *set;             /* gathered names, open addressing, name + 1 */
    struct word_use words[WORDS];
    size_t words_n;
    float name_weight[QUERY_NAMES];
    size_t names_n;
    struct best_name best[BEST];
    size_t best_n;
    bool one_word;             /* the query was written as one word: reach further */
};

enum { SET_SLOTS = 8192 };
static_assert(SET_SLOTS >= 2 * (GATHER + GATHER_PAIRS), "the set stays half empty");

struct index_scratch *index_scratch_new(void)
{
    struct index_scratch *s = mem_zero(1, sizeof(*s));
    s->arena = arena_new();
    s->kept = arena_new();
    s->remembered = map_new();
    s->gathered = mem_zero(GATHER + GATHER_PAIRS, sizeof(uint32_t));
    s->set = mem_zero(SET_SLOTS, sizeof(uint32_t));
    return s;
}

void index_scratch_free(struct index_scratch *s)
{
    if (!s)
        return;
    arena_free(s->arena);
    arena_free(s->kept);
    map_free(s->remembered);
    mem_free(s->marks);
    mem_free(s->visited);
    mem_free(s->gathered);
    mem_free(s->set);
    mem_free(s);
}

static void forget(struct index_scratch *s, const struct index *x)
{
    map_free(s->remembered);
    s->remembered = map_new();
    arena_reset(s->kept);
    s->of = x;
}

static void begin(struct index_scratch *s, const struct index *x)
{
    size_t tokens = 1;
    arena_reset(s->arena);
    if (s->of != x || map_count(s->remembered) > REMEMBERED)
        forget(s, x);
    for (size_t i = 0; i < x->n; i++)
        tokens = x->segments[i].tokens_n > tokens ? x->segments[i].tokens_n : tokens;
    if (tokens > s->marks_n) {
        mem_free(s->marks);
        s->marks = mem_zero(tokens, sizeof(*s->marks));
        mem_free(s->visited);
        s->visited = mem_zero(tokens, 1);
        s->marks_n = tokens;
        s->age = 0;
        s->visit = 0;
    }
}

static void next_age(struct index_scratch *s)
{
    if (++s->age == 0) {
        memset(s->marks, 0, s->marks_n * sizeof(*s->marks));
        s->age = 1;
    }
}

/* The visits of one expansion are told from those before it by a number that comes round. */
static void next_visit(struct index_scratch *s)
{
    if (++s->visit == 0) {
        memset(s->visited, 0, s->marks_n);
        s->visit = 1;
    }
}

/* ---- 1. words -------------------------------------------------------------------------------- */

static bool small_word(const struct token *t)
{
    return t->classes & (TOKEN_MINOR | WORD_LEGAL | TOKEN_INITIAL);
}

static float use_weight(const struct token *t)
{
    return small_word(t) ? 0.1f : t->weight;
}

static void add_word(struct index_scratch *s, const struct token *t, size_t name, float weight,
                     float extra)
{
    uint16_t bit = (uint16_t)(1u << name);
    for (size_t i = 0; i < s->words_n; i++)
        if (span_eq(s->words[i].token->form, t->form) && s->words[i].extra == extra) {
            s->words[i].names |= bit;
            return;
        }
    if (s->words_n < WORDS && t->latin.n > 0)
        s->words[s->words_n++] = (struct word_use){
            t, bit, weight, extra, NULL, ARENA_NEW(s->arena, struct asked_keys), 0, false};
}

/* Two neighbours as one word. */
static void add_joined(struct index_scratch *s, const struct index *x, const struct token *a,
                       const struct token *b, size_t name)
{
    struct token *t = ARENA_NEW(s->arena, struct token);
    if (a->script != b->script || a->latin.n + b->latin.n > WORD_MAX ||
        a->form.n + b->form.n > WORD_MAX ||
        (token_syllabic(a) && !s->one_word) ||
        ((a->classes | b->classes) & (WORD_LEGAL | WORD_NUMBER)))
        return;
    *t = *a;
    t->latin = arena_printf(s->arena, "%.*s%.*s", SPAN_ARG(a->latin), SPAN_ARG(b->latin));
    t->form = a->script == SCRIPT_LATIN
        ? t->latin
        : arena_printf(s->arena, "%.*s%.*s", SPAN_ARG(a->form), SPAN_ARG(b->form));
    char *skel = arena_alloc(s->arena, 17);
    t->skel = (struct span){skel, skeleton(t->latin, skel)};
    t->letters = a->letters | b->letters;
    t->word = word_find(t->latin);
    t->classes = 0;
    t->df = 0;
    (void)x;
    add_word(s, t, name, use_weight(a) + use_weight(b), COST_JOIN);
}

/* One word, or one that the parser cut into family and given name. Where nothing else of the name
 * can help to find it, less likely readings are worth their time. */
static bool written_as_one(const struct name *n)
{
    return n->n == 1 || (n->n == 2 && token_syllabic(&n->tokens[0]) &&
                         (n->tokens[0].classes & TOKEN_FAMILY) &&
                         (n->tokens[1].classes & TOKEN_GIVEN));
}

static void add_words(struct index_scratch *s, const struct index *x, const struct subject *q)
{
    s->words_n = 0;
    s->one_word = q->names_n > 0 && written_as_one(&q->names[0]);
    s->names_n = q->names_n < QUERY_NAMES ? q->names_n : QUERY_NAMES;
    for (size_t i = 0; i < s->names_n; i++) {
        const struct name *n = &q->names[i];
        s->name_weight[i] = 0;
        for (size_t k = 0; k < n->n; k++) {
            s->name_weight[i] += use_weight(&n->tokens[k]);
            add_word(s, &n->tokens[k], i, use_weight(&n->tokens[k]), 0);
        }
    }
    for (size_t i = 0; i < s->names_n; i++)
        for (size_t k = 0; k + 1 < q->names[i].n; k++)
            add_joined(s, x, &q->names[i].tokens[k], &q->names[i].tokens[k + 1], i);
}

/* ---- 2. expand ------------------------------------------------------------------------------- */

static int by_cost(const void *a, const void *b)
{
    const struct reached *x = a, *y = b;
    return x->cost < y->cost ? -1 : x->cost > y->cost ? 1 : x->token < y->token ? -1 : 1;
}

/* Words on their way to be compared. They lie anywhere in a large map, so each is fetched while
 * those before it are at work: its row when it is found, its letters when the row has passed. */
enum { WAITING = 16 };

struct expanding {
    const struct segment *seg;
    struct index_scratch *scratch;
    const struct word_use *word;
    enum name_kind kind;
    uint32_t waiting[WAITING];
    size_t waiting_n, compared, most;
    VEC(struct reached) hits;
};

static float most_across(const struct expanding *e)
{
    return e->scratch->one_word ? REACH_ALONE : REACH_READING;
}

/* A glance that spares most of the comparisons: in one script, words that share few letters or
 * differ much in length are not near each other. */
static bool worth_comparing(const struct expanding *e, const struct disk_token *d)
{
    const struct token *t = e->word->token;
    if (d->legal)
        return false;
    if (t->script == d->script || d->script == SCRIPT_NONE || t->script == SCRIPT_NONE) {
        size_t n = t->latin.n, m = d->latin_n;
        return n <= m + 3u && m <= n + 3u && __builtin_popcount(t->letters ^ d->letters) <= 4;
    }
    return true;
}

static void compare_one(struct expanding *e, uint32_t id)
{
    const struct token *asked = e->word->token;
    struct token other;
    segment_token(e->seg, id, 0, e->kind, &other);
    float most = other.script == asked->script ? REACH_COST : most_across(e);
    struct pair_cost c = token_cost(asked, &other, e->kind, most);
    if (c.cost <= (c.kind == PAIR_READING ? most : REACH_COST))
        *VEC_PUSH(&e->hits) = (struct reached){id, c.cost};
}

static void compare_waiting(struct expanding *e)
{
    size_t n = 0;
    for (size_t i = 0; i < e->waiting_n; i++) {
        const struct disk_token *d = &e->seg->tokens[e->waiting[i]];
        if (!worth_comparing(e, d))
            continue;
        __builtin_prefetch(e->seg->text + d->text);
        e->waiting[n++] = e->waiting[i];
    }
    for (size_t i = 0; i < n; i++)
        compare_one(e, e->waiting[i]);
    e->compared += n;
    e->waiting_n = 0;
}

static void reach(struct expanding *e, uint32_t id)
{
    struct index_scratch *s = e->scratch;
    if (s->visited[id] == s->visit)
        return;
    s->visited[id] = s->visit;
    __builtin_prefetch(&e->seg->tokens[id]);
    e->waiting[e->waiting_n++] = id;
    if (e->waiting_n == WAITING)
        compare_waiting(e);
}

static void prepare_keys(struct index_scratch *s, const struct word_use *w, enum key_side side)
{
    uint64_t all[KEY_MAX];
    size_t n = word_keys(w->token, side, all);
    w->keys->at[side] = arena_alloc(s->arena, (n + 1) * sizeof(all[0]));
    memcpy(w->keys->at[side], all, n * sizeof(all[0]));
    w->keys->n[side] = (uint16_t)n;
    w->keys->made[side] = true;
}

static void reach_keys(struct expanding *e, enum key_side side)
{
    const struct asked_keys *keys = e->word->keys;
    if (!keys->made[side])
        prepare_keys(e->scratch, e->word, side);
    for (size_t k = 0; k < keys->n[side] && e->compared < e->most; k++) {
        uint64_t key = keys->at[side][k];
        struct slot_range r = slots_range(&e->seg->keys, (uint32_t)key);
        uint32_t token;
        for (; r.from < r.to; r.from++)
            if (segment_key_at(e->seg, r.from, key, &token))
                reach(e, token);
    }
    compare_waiting(e);
}

static float nearest(const struct expanding *e)
{
    float least = COST_OTHER;
    for (size_t i = 0; i < e->hits.n; i++)
        least = fminf(least, e->hits.at[i].cost);
    return least;
}

static void keep_hits(struct expanding *e, struct expansion *out)
{
    if (e->hits.n > 1)
        qsort(e->hits.at, e->hits.n, sizeof(*e->hits.at), by_cost);
    out->n = (uint32_t)(e->hits.n < REACH ? e->hits.n : REACH);
    out->at = arena_alloc(e->scratch->kept, (out->n + 1) * sizeof(*out->at));
    if (out->n)
        memcpy(out->at, e->hits.at, out->n * sizeof(*out->at));
    for (uint32_t i = 0; i < out->n; i++)
        out->postings += e->seg->tokens[out->at[i].token].df;
    VEC_FREE(&e->hits);
}

static struct expansion *expand_new(struct index_scratch *s, const struct segment *seg,
                                    const struct word_use *w, enum name_kind kind)
{
    struct expanding e = {.seg = seg, .scratch = s, .word = w, .kind = kind,
                          .most = s->one_word ? COMPARED_ALONE : COMPARED};
    struct expansion *out = ARENA_NEW(s->kept, struct expansion);
    const struct token *t = w->token;
    next_visit(s);
    uint32_t same = segment_find(seg, t->form);
    if (same != UINT32_MAX)
        reach(&e, same);
    reach_keys(&e, w->extra > 0 && !s->one_word ? KEY_ASK_NEAR : KEY_ASK);
    if (s->one_word && nearest(&e) > REACHED_WELL) {
        reach_keys(&e, KEY_ASK_MORE);
        if (t->script != SCRIPT_LATIN && seg->tokens_n <= SMALL_SEGMENT)
            for (uint32_t i = 0; i < seg->tokens_n; i++)
                reach(&e, i);
        compare_waiting(&e);
    }
    keep_hits(&e, out);
    return out;
}

/* What a remembered expansion depends on, and then the form. */
struct remembered_key {
    uint32_t segment;
    uint8_t kind, one_word, joined, script;
    char form[WORD_MAX];
};

static const struct expansion *expand(struct index_scratch *s, const struct segment *seg,
                                      size_t segment, const struct word_use *w, enum name_kind kind)
{
    static const struct expansion nothing;
    const struct token *t = w->token;
    struct remembered_key key = {(uint32_t)segment, (uint8_t)kind, s->one_word, w->extra > 0,
                                 t->script, ""};
    bool made;
    if (t->classes & WORD_LEGAL)
        return &nothing;
    memcpy(key.form, t->form.p, t->form.n);
    struct span whole = {(const char *)&key, offsetof(struct remembered_key, form) + t->form.n};
    uint64_t *slot = map_slot(s->remembered, whole, &made);
    if (made)
        *slot = (uint64_t)(uintptr_t)expand_new(s, seg, w, kind);
    return (const struct expansion *)(uintptr_t)*slot;
}

/* ---- pieces: a long word that the segment does not know, as known words run together ----------- */

enum { PIECE_MIN = 3, PIECES = 4 };

static size_t cut(const struct segment *seg, struct span rest, uint32_t *pieces, size_t left)
{
    if (left == 0)
        return 0;
    uint32_t whole = segment_find(seg, rest);
    if (whole != UINT32_MAX) {
        pieces[0] = whole;
        return 1;
    }
    for (size_t n = rest.n - PIECE_MIN; rest.n >= 2 * PIECE_MIN && n >= PIECE_MIN; n--) {
        uint32_t first = segment_find(seg, (struct span){rest.p, n});
        if (first == UINT32_MAX)
            continue;
        size_t more = cut(seg, span_from(rest, n), pieces + 1, left - 1);
        if (more) {
            pieces[0] = first;
            return more + 1;
        }
    }
    return 0;
}

static void add_pieces(struct index_scratch *s, const struct segment *seg, size_t w)
{
    const struct word_use *u = &s->words[w];
    uint32_t ids[PIECES];
    if (u->extra > 0 || u->token->script != SCRIPT_LATIN || u->token->latin.n < 6 ||
        (u->reach->n > 0 && u->reach->at[0].cost < 0.5f))
        return;
    size_t n = cut(seg, u->token->latin, ids, PIECES);
    for (size_t i = 0; i < n && n > 1 && s->words_n < WORDS; i++) {
        struct expansion *one = ARENA_NEW(s->arena, struct expansion);
        one->at = ARENA_NEW(s->arena, struct reached);
        *one->at = (struct reached){ids[i], COST_JOIN};
        one->n = 1;
        one->postings = seg->tokens[ids[i]].df;
        float share = (float)seg->tokens[ids[i]].form_n / (float)u->token->latin.n;
        s->words[s->words_n++] =
            (struct word_use){u->token, u->names, u->weight * share, COST_JOIN, one, NULL, 0, false};
    }
}

/* The word itself, if the segment has it: for a word that only confirms. */
static const struct expansion *expand_same(struct index_scratch *s, const struct segment *seg,
                                           const struct token *t)
{
    struct expansion *out = ARENA_NEW(s->arena, struct expansion);
    uint32_t same = segment_find(seg, t->form);
    if (same == UINT32_MAX)
        return out;
    out->at = ARENA_NEW(s->arena, struct reached);
    *out->at = (struct reached){same, 0};
    out->n = 1;
    out->postings = seg->tokens[same].df;
    return out;
}

static int by_rarity(const void *a, const void *b)
{
    const struct word_use *const *x = a, *const *y = b;
    if ((*x)->postings != (*y)->postings)
        return (*x)->postings < (*y)->postings ? -1 : 1;
    return (*x)->weight > (*y)->weight ? -1 : (*x)->weight < (*y)->weight;
}

/* Could a name that has only those words of the query that are left, and a word of its own, be of
 * use? 'rest' is what is left of each of the query's names. */
static bool can_find(const struct index_scratch *s, const struct word_use *w, const float *rest,
                     float least)
{
    static const float another_word = 0.4f;
    for (uint16_t bits = w->names; bits; bits &= (uint16_t)(bits - 1)) {
        int q = __builtin_ctz(bits);
        if (2 * rest[q] >= least * (rest[q] + another_word + s->name_weight[q]))
            return true;
    }
    return false;
}

/* The rarest words first. A name that the words so far did not find has the others at most: when
 * these are too common to make it a candidate, they need not be looked for. */
static void expand_words(struct index_scratch *s, const struct segment *seg, size_t segment,
                         enum name_kind kind, size_t asked, float least)
{
    struct word_use *order[WORDS];
    float rest[QUERY_NAMES];
    uint64_t found = 0;
    s->words_n = asked;
    memcpy(rest, s->name_weight, sizeof(rest));
    for (size_t w = 0; w < asked; w++) {
        uint32_t same = segment_find(seg, s->words[w].token->form);
        s->words[w].postings = same == UINT32_MAX ? 0 : seg->tokens[same].df;
        order[w] = &s->words[w];
    }
    qsort(order, asked, sizeof(order[0]), by_rarity);
    for (size_t i = 0; i < asked; i++) {
        struct word_use *w = order[i];
        w->confirms = w->extra <= 0 && !can_find(s, w, rest, least);
        w->reach = w->confirms ? expand_same(s, seg, w->token) : expand(s, seg, segment, w, kind);
        found += w->reach->postings;
        if (w->extra > 0 || found > GATHER) /* not all of its names will be gathered */
            continue;
        for (uint16_t bits = w->names; bits; bits &= (uint16_t)(bits - 1))
            rest[__builtin_ctz(bits)] -= w->weight;
    }
    for (size_t w = 0; w < asked; w++)
        if (!s->words[w].confirms)
            add_pieces(s, seg, w);
}

/* Which word each reached token stands for; of several the cheapest. */
static void mark_words(struct index_scratch *s)
{
    next_age(s);
    for (size_t w = 0; w < s->words_n; w++)
        for (uint32_t i = 0; i < s->words[w].reach->n; i++) {
            const struct reached *r = &s->words[w].reach->at[i];
            struct mark *m = &s->marks[r->token];
            float cost = r->cost + s->words[w].extra;
            if (m->age == s->age && cost >= m->cost)
                continue;
            float gain = cost < 4 ? s->words[w].weight * (1 - cost / 4) : 0;
            *m = (struct mark){s->age, (uint16_t)w, cost, gain};
        }
}

/* ---- 3. gather ------------------------------------------------------------------------------- */

static size_t set_slot(uint32_t name)
{
    return (name * 0x9E3779B1u) & (SET_SLOTS - 1);
}

/* Names stand in the set at their slot or right behind it. */
static void forget_gathered(struct index_scratch *s)
{
    for (size_t i = 0; i < s->gathered_n; i++)
        for (size_t at = set_slot(s->gathered[i]); s->set[at]; at = (at + 1) & (SET_SLOTS - 1))
            s->set[at] = 0;
    s->gathered_n = 0;
}

static bool gather_one(struct index_scratch *s, uint32_t name, size_t limit)
{
    size_t at = set_slot(name);
    while (s->set[at]) {
        if (s->set[at] == name + 1)
            return true;
        at = (at + 1) & (SET_SLOTS - 1);
    }
    if (s->gathered_n >= limit)
        return false;
    s->set[at] = name + 1;
    s->gathered[s->gathered_n++] = name;
    return true;
}

static void gather_word(struct index_scratch *s, const struct segment *seg,
                        const struct expansion *e, size_t limit)
{
    for (uint32_t i = 0; i < e->n; i++) {
        uint32_t t = e->at[i].token;
        for (uint32_t p = seg->post_start[t]; p < seg->post_start[t + 1]; p++)
            if (!gather_one(s, segment_posting(seg, p), limit))
                return;
    }
}

static void gather_pair(struct index_scratch *s, const struct segment *seg, struct span a,
                        struct span b, size_t limit)
{
    struct slot_range r = slots_range(&seg->pairs, (uint32_t)pair_key(a, b));
    for (; r.from < r.to; r.from++)
        if (!gather_one(s, (uint32_t)packed_at(&seg->pairs.values, r.from), limit))
            return;
}

static struct span form_of(const struct segment *seg, uint32_t token)
{
    return (struct span){seg->text + seg->tokens[token].text, seg->tokens[token].form_n};
}

/* The first posting at or behind 'i' that is not below 'name': by growing steps, then halving. */
static uint32_t posting_from(const struct segment *seg, uint32_t i, uint32_t end, uint32_t name)
{
    uint32_t step = 1;
    while (i + step < end && segment_posting(seg, i + step) < name) {
        i += step;
        step *= 2;
    }
    for (uint32_t high = i + step < end ? i + step : end; i < high;) {
        uint32_t mid = i + (high - i) / 2;
        if (segment_posting(seg, mid) < name)
            i = mid + 1;
        else
            high = mid;
    }
    return i;
}

/* Names that hold both words: those of the rarer one, looked for among those of the other. */
static void gather_both(struct index_scratch *s, const struct segment *seg, uint32_t x, uint32_t y,
                        size_t limit)
{
    if (seg->tokens[x].df > seg->tokens[y].df) {
        uint32_t t = x;
        x = y;
        y = t;
    }
    uint32_t at = seg->post_start[y], end = seg->post_start[y + 1];
    for (uint32_t i = seg->post_start[x]; i < seg->post_start[x + 1] && at < end; i++) {
        uint32_t name = segment_posting(seg, i);
        at = posting_from(seg, at, end, name);
        if (at < end && segment_posting(seg, at) == name && !gather_one(s, name, limit))
            return;
    }
}

/* Pairs in order of their joint cost: the nearest readings of both words first. Two common words
 * have a key of their own; of the others a few are looked for in both lists. */
static void gather_pairs(struct index_scratch *s, const struct segment *seg,
                         const struct expansion *a, const struct expansion *b, uint32_t common,
                         size_t limit)
{
    uint32_t an = a->n < PAIR_REACH ? a->n : PAIR_REACH, bn = b->n < PAIR_REACH ? b->n : PAIR_REACH;
    for (uint32_t sum = 0; sum < an + bn; sum++)
        for (uint32_t i = sum >= bn ? sum - bn + 1 : 0; i < an && i <= sum; i++) {
            uint32_t x = a->at[i].token, y = b->at[sum - i].token;
            if (seg->tokens[x].df > common && seg->tokens[y].df > common)
                gather_pair(s, seg, form_of(seg, x), form_of(seg, y), limit);
            else if (sum < BOTH_REACH)
                gather_both(s, seg, x, y, limit);
        }
}

static int by_postings(const void *a, const void *b)
{
    const struct word_use *const *x = a, *const *y = b;
    uint64_t n = (*x)->reach->postings, m = (*y)->reach->postings;
    return n < m ? -1 : n > m;
}

static void gather(struct index_scratch *s, const struct segment *seg)
{
    const struct word_use *order[WORDS];
    const uint32_t common = common_df(seg->names_n);
    size_t heavy = s->words_n;
    forget_gathered(s);
    for (size_t w = 0; w < s->words_n; w++)
        order[w] = &s->words[w];
    qsort(order, s->words_n, sizeof(order[0]), by_postings);
    for (size_t w = 0; w < s->words_n; w++) {
        const struct expansion *e = order[w]->reach;
        if (order[w]->confirms || (small_word(order[w]->token) && w > 0))
            continue;
        if (e->postings > GATHER / 2 && heavy == s->words_n)
            heavy = w;
        if (s->gathered_n < GATHER)
            gather_word(s, seg, e, GATHER);
    }
    for (size_t i = heavy; i < s->words_n; i++) {
        size_t limit = GATHER + GATHER_PAIRS;
        const struct expansion *e = order[i]->reach;
        for (uint32_t k = 0; k < e->n && k < PAIR_REACH; k++)
            gather_pair(s, seg, form_of(seg, e->at[k].token), (struct span){"", 0}, limit);
        for (size_t j = heavy; j < i; j++)
            gather_pairs(s, seg, order[j]->reach, e, common, limit);
    }
}

/* ---- 4. estimate ------------------------------------------------------------------------------ */

/* What the words of a name that met gain for each of the query's names. A word of the query counts
 * once. */
static void add_gains(const struct index_scratch *s, const struct segment *seg,
                      const struct disk_name *d, float *met)
{
    uint64_t seen[(WORDS + 63) / 64] = {0};
    for (uint32_t i = d[0].tokens; i < d[1].tokens; i++) {
        const struct mark *m = &s->marks[segment_name_token(seg, i)];
        if (m->age != s->age || (seen[m->word / 64] >> (m->word % 64) & 1))
            continue;
        seen[m->word / 64] |= (uint64_t)1 << (m->word % 64);
        if (s->names_n == 1) {
            met[0] += m->gain;
            continue;
        }
        for (uint16_t bits = s->words[m->word].names; bits; bits &= (uint16_t)(bits - 1))
            met[__builtin_ctz(bits)] += m->gain;
    }
}

/* How much of the query and of the name is covered by words that met: the Dice coefficient of
 * their weights, each pair less by its cost. The best over the query's names. */
static float estimate(const struct index_scratch *s, const struct segment *seg, uint32_t name)
{
    const struct disk_name *d = &seg->names[name];
    const float own = (float)d->weight / 256;
    float met[QUERY_NAMES], best = 0;
    for (size_t q = 0; q < s->names_n; q++)
        met[q] = 0;
    add_gains(s, seg, d, met);
    for (size_t q = 0; q < s->names_n; q++) {
        float asked = s->name_weight[q], most = own < asked ? own : asked;
        float share = 2 * (met[q] < most ? met[q] : most) / (own + asked + 1e-6f);
        best = share > best ? share : best;
    }
    return best;
}

/* ---- 5. select -------------------------------------------------------------------------------- */

static bool wanted(const struct segment *seg, uint32_t entity, enum schema asked, uint64_t topics)
{
    const struct disk_entity *e = &seg->entities[entity];
    return (!topics || (segment_topics(seg, e) & topics)) &&
           schema_comparable(asked, (enum schema)e->schema);
}

static void sift(struct best_name *heap, size_t n, size_t i)
{
    for (;;) {
        size_t low = i, left = 2 * i + 1;
        if (left < n && heap[left].estimate < heap[low].estimate)
            low = left;
        if (left + 1 < n && heap[left + 1].estimate < heap[low].estimate)
            low = left + 1;
        if (low == i)
            return;
        struct best_name t = heap[i];
        heap[i] = heap[low];
        heap[low] = t;
        i = low;
    }
}

static void keep_best(struct index_scratch *s, struct best_name b)
{
    if (s->best_n < BEST) {
        s->best[s->best_n++] = b;
        if (s->best_n == BEST)
            for (size_t i = BEST / 2; i-- > 0;)
                sift(s->best, BEST, i);
    } else if (b.estimate > s->best[0].estimate) {
        s->best[0] = b;
        sift(s->best, BEST, 0);
    }
}

static int by_estimate(const void *a, const void *b)
{
    const struct best_name *x = a, *y = b;
    if (x->estimate != y->estimate)
        return x->estimate > y->estimate ? -1 : 1;
    return x->name < y->name ? -1 : x->name > y->name;
}

/* Names lie anywhere in the map: the rows of those to come are fetched first, then their words. */
static void fetch_ahead(const struct index_scratch *s, const struct segment *seg, size_t i)
{
    enum { ROWS = 16, TOKENS_OF = 8, MARKS_OF = 4 };
    if (i + ROWS < s->gathered_n)
        __builtin_prefetch(&seg->names[s->gathered[i + ROWS]]);
    if (i + TOKENS_OF < s->gathered_n)
        segment_name_tokens_fetch(seg, seg->names[s->gathered[i + TOKENS_OF]].tokens);
    if (i + MARKS_OF < s->gathered_n) {
        const struct disk_name *d = &seg->names[s->gathered[i + MARKS_OF]];
        for (uint32_t k = d[0].tokens; k < d[1].tokens; k++)
            __builtin_prefetch(&s->marks[segment_name_token(seg, k)]);
    }
}

static void select_names(struct index_scratch *s, const struct segment *seg, enum schema asked,
                         uint64_t topics, float least)
{
    s->best_n = 0;
    for (size_t i = 0; i < s->gathered_n; i++) {
        uint32_t name = s->gathered[i];
        fetch_ahead(s, seg, i);
        float e = estimate(s, seg, name);
        if (e < least || (s->best_n == BEST && e <= s->best[0].estimate))
            continue;
        uint32_t entity = seg->names[name].entity;
        if (wanted(seg, entity, asked, topics))
            keep_best(s, (struct best_name){name, entity, e});
    }
    qsort(s->best, s->best_n, sizeof(s->best[0]), by_estimate);
}

static struct candidate *candidate_of(struct candidate *list, size_t n, uint32_t entity)
{
    for (size_t i = 0; i < n; i++)
        if (list[i].entity == entity)
            return &list[i];
    return NULL;
}

static size_t group(const struct index_scratch *s, size_t segment, struct candidate *out, size_t n)
{
    for (size_t i = 0; i < s->best_n; i++) {
        const struct best_name *b = &s->best[i];
        struct candidate *c = candidate_of(out, n, b->entity);
        if (!c && n == INDEX_CANDIDATES)
            continue;
        if (!c) {
            c = &out[n++];
            *c = (struct candidate){.segment = (uint32_t)segment, .entity = b->entity,
                                    .estimate = b->estimate};
        }
        if (c->names_n < INDEX_CANDIDATE_NAMES)
            c->names[c->names_n++] = b->name;
    }
    return n;
}

/* Entities that share an identifier, whatever they are called. */
static size_t by_identifiers(const struct segment *seg, size_t segment, const struct subject *q,
                             uint64_t topics, struct candidate *out, size_t n)
{
    for (size_t k = 0; k < q->idents_n; k++) {
        size_t low = 0, high = seg->idents_n;
        while (low < high) {
            size_t mid = (low + high) / 2;
            if (seg->idents[seg->ident_order[mid]].hash < q->idents[k].hash)
                low = mid + 1;
            else
                high = mid;
        }
        for (; low < seg->idents_n && n < INDEX_CANDIDATES / 2; low++) {
            const struct disk_ident *d = &seg->idents[seg->ident_order[low]];
            if (d->hash != q->idents[k].hash)
                break;
            if (!candidate_of(out, n, d->entity) &&
                wanted(seg, d->entity, (enum schema)q->schema, topics))
                out[n++] = (struct candidate){.segment = (uint32_t)segment, .entity = d->entity,
                                              .estimate = 1, .by_identifier = true};
        }
    }
    return n;
}

static uint64_t topic_bits(const struct segment *seg, const struct index_filter *f)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < f->topics_n; i++)
        for (size_t t = 0; t < seg->topics_n; t++)
            if (span_eq(f->topics[i], (struct span){seg->text + seg->topics[t].text,
                                                    seg->topics[t].n}))
                bits |= (uint64_t)1 << (t < 63 ? t : 63);
    return bits;
}

static size_t search_segment(const struct index *x, size_t segment, const struct subject *q,
                             const struct index_filter *f, struct index_scratch *s, size_t asked,
                             struct candidate *out)
{
    const struct segment *seg = &x->segments[segment];
    uint64_t topics = f ? topic_bits(seg, f) : 0;
    float least = f ? fmaxf(f->least, NOT_BY_CHANCE) : NOT_BY_CHANCE;
    if (f && f->topics_n > 0 && !topics)
        return 0;
    size_t n = by_identifiers(seg, segment, q, topics, out, 0);
    expand_words(s, seg, segment, (enum name_kind)q->kind, asked, least);
    mark_words(s);
    gather(s, seg);
    select_names(s, seg, (enum schema)q->schema, topics, least);
    return group(s, segment, out, n);
}

static int by_candidate(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->estimate != y->estimate)
        return x->estimate > y->estimate ? -1 : 1;
    if (x->segment != y->segment)
        return x->segment < y->segment ? -1 : 1;
    return x->entity < y->entity ? -1 : x->entity > y->entity;
}

size_t index_search(const struct index *x, const struct subject *query,
                    const struct index_filter *filter, struct index_scratch *scratch,
                    struct candidate *out, size_t max)
{
    struct candidate found[2 * INDEX_CANDIDATES];
    size_t n = 0;
    begin(scratch, x);
    add_words(scratch, x, query);
    size_t asked = scratch->words_n;
    for (size_t i = 0; i < x->n; i++) {
        if (filter && filter->segments && !filter->segments[i])
            continue;
        n += search_segment(x, i, query, filter, scratch, asked, found + n);
        qsort(found, n, sizeof(found[0]), by_candidate);
        n = n < INDEX_CANDIDATES ? n : INDEX_CANDIDATES;
    }
    n = n < max ? n : max;
    memcpy(out, found, n * sizeof(*out));
    return n;
}

/* ---- explain ---------------------------------------------------------------------------------- */

void index_explain(const struct index *x, const struct subject *query,
                   struct index_scratch *scratch, struct buf *out)
{
    begin(scratch, x);
    add_words(scratch, x, query);
    size_t asked = scratch->words_n;
    for (size_t i = 0; i < x->n; i++) {
        const struct segment *seg = &x->segments[i];
        expand_words(scratch, seg, i, (enum name_kind)query->kind, asked, 0);
        for (size_t w = 0; w < asked; w++) {
            const struct word_use *u = &scratch->words[w];
            if (u->reach->n == 0)
                continue;
            buf_printf(out, "%s: %.*s reaches", x->segments[i].dataset, SPAN_ARG(u->token->form));
            for (uint32_t k = 0; k < u->reach->n && k < 8; k++) {
                struct span form = form_of(seg, u->reach->at[k].token);
                buf_printf(out, "%s %.*s (%.2f, in %u names)", k ? "," : "", SPAN_ARG(form),
                           (double)u->reach->at[k].cost, seg->tokens[u->reach->at[k].token].df);
            }
            if (u->reach->n > 8)
                buf_printf(out, " and %u more", u->reach->n - 8);
            buf_char(out, '\n');
        }
    }
}
