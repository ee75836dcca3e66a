/* SPDX-License-Identifier: Apache-2.0
 *
 * The words of a query, and the words of a segment that each of them reaches, with the cost of
 * reading one as the other. What a word reaches is remembered between queries: lists repeat their
 * words.
 */
#include <math.h>
#include <stdlib.h>

#include "index/search.h"

/* How far a word reaches, in slips; a reading across scripts is less exact. One that stands alone
 * goes as far as a name of that one word is of use. */
static const float REACH_COST = 2.2f, REACH_READING = 2.3f, REACH_ALONE = 3.9f;
/* A foreign word whose nearest reading costs more than this asks for less likely ones too. */
static const float REACHED_WELL = 0.2f;

/* ---- the words of a query -------------------------------------------------------------------- */

bool small_word(const struct token *t)
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
    uint32_t bit = UINT32_C(1) << name;
    for (size_t i = 0; i < s->words_n; i++)
        if (span_eq(s->words[i].token->form, t->form) && s->words[i].extra == extra) {
            s->words[i].names |= bit;
            return;
        }
    if (s->words_n < WORDS && t->form.n > 0)
        s->words[s->words_n++] = (struct word_use){
            t, bit, weight, extra, NULL, ARENA_NEW(s->arena, struct asked_keys), 0, 0, false};
}

/* Two neighbours as one word. */
static void add_joined(struct index_scratch *s, const struct token *a, const struct token *b,
                       size_t name)
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

void query_words(struct index_scratch *s, const struct subject *q)
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
            add_joined(s, &q->names[i].tokens[k], &q->names[i].tokens[k + 1], i);
}
/* ---- what a word reaches --------------------------------------------------------------------- */

static int by_cost(const void *a, const void *b)
{
    const struct reached *x = a, *y = b;
    return x->cost < y->cost ? -1 : x->cost > y->cost ? 1 : x->token < y->token ? -1 : 1;
}

/* Mostly they are few: for these qsort() costs more than the sorting. */
static void sort_hits(struct reached *at, size_t n)
{
    if (n > FEW) {
        qsort(at, n, sizeof(*at), by_cost);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        struct reached one = at[i];
        size_t k = i;
        for (; k > 0 && by_cost(&one, &at[k - 1]) < 0; k--)
            at[k] = at[k - 1];
        at[k] = one;
    }
}

/* Words on their way to be compared. They lie anywhere in a large map, so each is fetched while
 * those before it are at work: its row when it is found, its letters when the row has passed. */
enum { WAITING = 16, KEYS_AT_ONCE = 8 };

struct expanding {
    const struct segment *seg;
    struct index_scratch *scratch;
    const struct word_use *word;
    enum name_kind kind;
    uint32_t waiting[WAITING];
    size_t waiting_n, compared, most;
};

static float most_across(const struct expanding *e)
{
    return e->scratch->one_word ? e->scratch->reach_alone : REACH_READING;
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
        *VEC_PUSH(&e->scratch->hits) = (struct reached){id, c.cost};
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
    uint64_t *visited = &e->scratch->visited[id / 64], bit = (uint64_t)1 << id % 64;
    if (*visited & bit)
        return;
    *visited |= bit;
    *VEC_PUSH(&e->scratch->seen) = id;
    __builtin_prefetch(&e->seg->tokens[id]);
    e->waiting[e->waiting_n++] = id;
    if (e->waiting_n == WAITING)
        compare_waiting(e);
}

static void forget_visits(struct index_scratch *s)
{
    for (size_t i = 0; i < s->seen.n; i++)
        s->visited[s->seen.at[i] / 64] = 0;
    s->seen.n = 0;
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

/* Some keys at a time: where the slots of all begin is fetched, then their bits, then their values.
 * One after the other each would wait three times. */
static void reach_some_keys(struct expanding *e, const uint64_t *keys, size_t n)
{
    struct slot_range r[KEYS_AT_ONCE];
    const struct slots *s = &e->seg->keys;
    for (size_t k = 0; k < n; k++)
        __builtin_prefetch(slots_block(s, (uint32_t)keys[k]));
    for (size_t k = 0; k < n; k++)
        __builtin_prefetch(s->bits + *slots_block(s, (uint32_t)keys[k]) / 64);
    for (size_t k = 0; k < n; k++) {
        r[k] = slots_range(s, (uint32_t)keys[k]);
        __builtin_prefetch(s->values.p + (size_t)r[k].from * s->values.bits / 8);
    }
    for (size_t k = 0; k < n; k++) {
        uint32_t token;
        for (; r[k].from < r[k].to && e->compared < e->most; r[k].from++)
            if (segment_key_at(e->seg, r[k].from, keys[k], &token))
                reach(e, token);
    }
}

static void reach_keys(struct expanding *e, enum key_side side)
{
    const struct asked_keys *keys = e->word->keys;
    if (!keys->made[side])
        prepare_keys(e->scratch, e->word, side);
    for (size_t k = 0; k < keys->n[side] && e->compared < e->most; k += KEYS_AT_ONCE) {
        size_t left = keys->n[side] - k;
        reach_some_keys(e, keys->at[side] + k, left < KEYS_AT_ONCE ? left : KEYS_AT_ONCE);
    }
    compare_waiting(e);
}

static float nearest(const struct index_scratch *s)
{
    float least = COST_OTHER;
    for (size_t i = 0; i < s->hits.n; i++)
        least = fminf(least, s->hits.at[i].cost);
    return least;
}

static void keep_hits(struct index_scratch *s, const struct segment *seg, struct expansion *out)
{
    sort_hits(s->hits.at, s->hits.n);
    out->n = (uint32_t)(s->hits.n < REACH ? s->hits.n : REACH);
    out->at = arena_alloc(s->kept, (out->n + 1) * sizeof(*out->at));
    if (out->n)
        memcpy(out->at, s->hits.at, out->n * sizeof(*out->at));
    for (uint32_t i = 0; i < out->n; i++)
        out->postings += seg->tokens[out->at[i].token].df;
    s->hits.n = 0;
}

/* A large vocabulary has many words near any other by chance, and the likeliest keys alone bring more
 * of them than are of use; a small one has few, and can afford to look at all. */
static size_t most_compared(const struct index_scratch *s, const struct segment *seg)
{
    size_t most = s->one_word ? COMPARED_ALONE : COMPARED;
    return seg->tokens_n > VOCABULARY ? most / 2 : most;
}

static struct expansion *expand_new(struct index_scratch *s, const struct segment *seg,
                                    const struct word_use *w, enum name_kind kind)
{
    struct expanding e = {.seg = seg, .scratch = s, .word = w, .kind = kind,
                          .most = most_compared(s, seg)};
    struct expansion *out = ARENA_NEW(s->kept, struct expansion);
    const struct token *t = w->token;
    uint32_t same = segment_find(seg, t->form);
    if (same != UINT32_MAX)
        reach(&e, same);
    reach_keys(&e, w->extra > 0 && !s->one_word ? KEY_ASK_NEAR : KEY_ASK);
    if (s->one_word && nearest(s) > REACHED_WELL) {
        reach_keys(&e, KEY_ASK_MORE);
        if (t->script != SCRIPT_LATIN && seg->tokens_n <= SMALL_SEGMENT)
            for (uint32_t i = 0; i < seg->tokens_n; i++)
                reach(&e, i);
        compare_waiting(&e);
    }
    keep_hits(s, seg, out);
    forget_visits(s);
    return out;
}

/* What a remembered expansion depends on, and then the form. */
struct remembered_key {
    uint32_t segment;
    float alone; /* 0: not one word */
    uint8_t kind, joined, script;
    char form[WORD_MAX];
};

static const struct expansion *expand(struct index_scratch *s, const struct segment *seg,
                                      size_t segment, const struct word_use *w, enum name_kind kind)
{
    static const struct expansion nothing;
    const struct token *t = w->token;
    struct remembered_key key = {(uint32_t)segment, s->one_word ? s->reach_alone : 0,
                                 (uint8_t)kind, w->extra > 0, t->script, ""};
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

/* ---- pieces: a long word that the segment does not know, as known words run together --------- */

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

/* A character of a word that is written by syllables, as a word. */
static struct token *syllable(struct arena *a, const struct token *word, struct span form)
{
    struct token *t = ARENA_NEW(a, struct token);
    char latin[WORD_MAX], skel[17];
    *t = *word;
    t->form = form;
    t->latin = arena_span(a, (struct span){latin, romanise((enum script)t->script, form, latin)});
    t->skel = arena_span(a, (struct span){skel, skeleton(t->latin, skel)});
    t->letters = token_letters(t->latin);
    t->word = NULL;
    t->classes = 0;
    return t;
}

/* Such a word may stand in a Latin name as one word for each syllable: 沈忠 is Shen Zhong. */
static void add_syllables(struct index_scratch *s, const struct segment *seg, size_t segment,
                          const struct word_use *u, enum name_kind kind)
{
    struct span parts[PIECES], rest = u->token->form;
    size_t n = 0;
    while (rest.n > 0 && n < PIECES) {
        parts[n] = rest;
        utf8_next(&rest);
        parts[n++].n -= rest.n;
    }
    for (size_t i = 0; i < n && n > 1 && rest.n == 0 && s->words_n < WORDS; i++) {
        struct token *t = syllable(s->arena, u->token, parts[i]);
        struct word_use *piece = &s->words[s->words_n];
        *piece = (struct word_use){t, u->names, u->weight / (float)n, COST_JOIN, NULL,
                                   ARENA_NEW(s->arena, struct asked_keys), 0, 0, false};
        piece->reach = expand(s, seg, segment, piece, kind);
        s->words_n += t->latin.n > 0;
    }
}

static void add_pieces(struct index_scratch *s, const struct segment *seg, size_t segment, size_t w,
                       enum name_kind kind)
{
    const struct word_use *u = &s->words[w];
    uint32_t ids[PIECES];
    if (u->extra > 0 || (u->reach->n > 0 && u->reach->at[0].cost < 0.5f))
        return;
    if (token_syllabic(u->token))
        add_syllables(s, seg, segment, u, kind);
    if (u->token->script != SCRIPT_LATIN || u->token->latin.n < 6)
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
            (struct word_use){u->token, u->names, u->weight * share, COST_JOIN, one, NULL, 0, 0,
                              false};
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
    for (uint32_t bits = w->names; bits; bits &= bits - 1) {
        int q = __builtin_ctz(bits);
        if (2 * rest[q] >= least * (rest[q] + another_word + s->name_weight[q]))
            return true;
    }
    return false;
}

/* A name of one word that costs so much covers just 'least': its share of the query is 1 - cost / 4,
 * that of the name is all. */
static float reach_alone(float least)
{
    return fminf(REACH_ALONE, COST_OTHER * (1 - least / (2 - least)));
}

/* The rarest words first. A name that the words so far did not find has the others at most: when
 * these are too common to make it a candidate, they need not be looked for. */
void expand_words(struct index_scratch *s, const struct segment *seg, size_t segment,
                         enum name_kind kind, size_t asked, float least)
{
    struct word_use *order[WORDS];
    float rest[QUERY_NAMES];
    uint64_t found = 0;
    s->words_n = asked;
    s->reach_alone = reach_alone(least);
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
        for (uint32_t bits = w->names; bits; bits &= bits - 1)
            rest[__builtin_ctz(bits)] -= w->weight;
    }
    for (size_t w = 0; w < asked; w++)
        if (!s->words[w].confirms)
            add_pieces(s, seg, segment, w, kind);
}
