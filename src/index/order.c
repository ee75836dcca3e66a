/* SPDX-License-Identifier: Apache-2.0
 *
 * The numbers of words and entities (layout.h says which, and what for).
 */
#include <stdlib.h>

#include "index/build.h"

/* ---- words ----------------------------------------------------------------------------------- */

/* A word on its way to its place. 'skel' are the first eight letters of its skeleton, as a number. */
struct word_rank {
    uint32_t df, token;
    uint64_t skel;
};

static struct span text_of(const struct index_builder *b, const struct disk_token *d)
{
    size_t latin = d->latin_is_form ? 0 : d->latin_n;
    return (struct span){b->words.p + d->text, d->form_n + latin + d->skel_n};
}

static uint64_t skel_of(const struct index_builder *b, const struct disk_token *d)
{
    struct span text = text_of(b, d);
    uint64_t skel = 0;
    for (size_t i = 0; i < sizeof(skel); i++)
        skel = skel << 8 | (i < d->skel_n ? (unsigned char)text.p[text.n - d->skel_n + i] : 0);
    return skel;
}

/* A form is there once, or twice where one is a legal form. */
static int by_form(const struct index_builder *b, uint32_t x, uint32_t y)
{
    const struct disk_token *p = &b->tokens.at[x], *q = &b->tokens.at[y];
    int c = span_cmp((struct span){b->words.p + p->text, p->form_n},
                     (struct span){b->words.p + q->text, q->form_n});
    return c ? c : (int)p->legal - (int)q->legal;
}

static int by_number(const void *a, const void *b, void *builder)
{
    const struct word_rank *x = a, *y = b;
    if (x->df != y->df)
        return x->df > y->df ? -1 : 1;
    if (x->skel != y->skel)
        return x->skel < y->skel ? -1 : 1;
    return by_form(builder, x->token, y->token);
}

static struct word_rank *rank_words(struct index_builder *b)
{
    struct word_rank *rank = mem_zero(b->tokens.n + 1, sizeof(*rank));
    for (size_t i = 0; i < b->tokens.n; i++) {
        const struct disk_token *d = &b->tokens.at[i];
        rank[i] = (struct word_rank){d->df, (uint32_t)i, skel_of(b, d)};
    }
    qsort_r(rank, b->tokens.n, sizeof(*rank), by_number, b);
    return rank;
}

/* Rows and texts in the new order; the other texts behind them. */
static void move_words(struct index_builder *b, const struct word_rank *rank, uint32_t *number)
{
    struct disk_token *rows = mem_zero(b->tokens.n + 1, sizeof(*rows));
    struct buf text = buf_max((size_t)UINT32_MAX);
    for (size_t i = 0; i < b->tokens.n; i++) {
        rows[i] = b->tokens.at[rank[i].token];
        rows[i].text = (uint32_t)text.n;
        buf_span(&text, text_of(b, &b->tokens.at[rank[i].token]));
        number[rank[i].token] = (uint32_t)i;
    }
    mem_free(b->tokens.at);
    b->tokens.at = rows;
    b->tokens.cap = b->tokens.n + 1;
    for (size_t i = 0; i < b->topics.n; i++)
        b->topics.at[i].text += (uint32_t)text.n;
    for (size_t i = 0; i < b->entities.n; i++)
        b->entities.at[i].id += (uint32_t)text.n;
    buf_span(&text, buf_view(&b->text));
    buf_free(&b->words);
    buf_free(&b->text);
    b->text = text;
}

static void order_words(struct index_builder *b)
{
    struct word_rank *rank = rank_words(b);
    uint32_t *number = mem_zero(b->tokens.n + 1, sizeof(*number));
    move_words(b, rank, number);
    for (size_t i = 0; i < b->name_tokens.n; i++) {
        uint32_t token = built_token(b, i);
        b->name_tokens.at[i] += number[token] - token;
    }
    for (size_t h = 0; h < HEAPS; h++)
        for (size_t i = 0; i < b->keys.heap[h].n; i++)
            b->keys.heap[h].at[i].value = number[b->keys.heap[h].at[i].value];
    mem_free(number);
    mem_free(rank);
}

/* ---- entities -------------------------------------------------------------------------------- */

struct entity_rank {
    uint32_t rarest, next; /* words of its first name; 0: none */
    uint32_t entity;
};

static int by_rarest(const void *a, const void *b, void *builder)
{
    const struct entity_rank *x = a, *y = b;
    if (x->rarest != y->rarest)
        return x->rarest < y->rarest ? -1 : 1;
    if (x->next != y->next)
        return x->next < y->next ? -1 : 1;
    const struct index_builder *of = builder;
    const struct disk_entity *p = &of->entities.at[x->entity], *q = &of->entities.at[y->entity];
    return span_cmp((struct span){of->text.p + p->id, p->id_n},
                    (struct span){of->text.p + q->id, q->id_n});
}

/* Rarer words have greater numbers. */
static struct entity_rank rank_of(const struct index_builder *b, uint32_t entity)
{
    struct entity_rank rank = {0, 0, entity};
    const struct disk_entity *e = &b->entities.at[entity];
    if (e[0].names == e[1].names)
        return rank;
    for (uint32_t i = b->names.at[e->names].tokens; i < b->names.at[e->names + 1].tokens; i++) {
        uint32_t token = built_token(b, i);
        if (token > rank.rarest) {
            rank.next = rank.rarest;
            rank.rarest = token;
        } else if (token > rank.next) {
            rank.next = token;
        }
    }
    return rank;
}

/* One entity after the other, from the arrays that the builder had before to those that it has now;
 * what an entity owns stands up to where the next one's begins. */
static void move_entity(const struct index_builder *from, struct index_builder *to, uint32_t at)
{
    const struct disk_entity *e = &from->entities.at[at];
    struct disk_entity moved = *e;
    moved.names = (uint32_t)to->names.n;
    moved.features = (uint32_t)to->features.n;
    for (uint32_t n = e[0].names; n < e[1].names; n++) {
        struct disk_name name = from->names.at[n];
        name.tokens = (uint32_t)to->name_tokens.n;
        name.entity = (uint32_t)to->entities.n;
        *VEC_PUSH(&to->names) = name;
        for (uint32_t t = from->names.at[n].tokens; t < from->names.at[n + 1].tokens; t++)
            *VEC_PUSH(&to->name_tokens) = from->name_tokens.at[t];
    }
    buf_put(&to->features, from->features.p + e->features, e[1].features - e[0].features);
    *VEC_PUSH(&to->entities) = moved;
}

static void move_entities(struct index_builder *b, const struct entity_rank *rank, size_t n,
                          uint32_t *place)
{
    struct index_builder before = *b;
    memset(&b->entities, 0, sizeof(b->entities));
    memset(&b->names, 0, sizeof(b->names));
    memset(&b->name_tokens, 0, sizeof(b->name_tokens));
    b->features = buf_max((size_t)UINT32_MAX);
    for (size_t i = 0; i < n; i++) {
        place[rank[i].entity] = (uint32_t)i;
        move_entity(&before, b, rank[i].entity);
    }
    *VEC_PUSH(&b->names) = before.names.at[before.names.n - 1];
    *VEC_PUSH(&b->entities) = before.entities.at[n];
    VEC_FREE(&before.entities);
    VEC_FREE(&before.names);
    VEC_FREE(&before.name_tokens);
    buf_free(&before.features);
}

static void order_entities(struct index_builder *b)
{
    size_t n = b->entities.n - 1;
    struct entity_rank *rank = mem_zero(n + 1, sizeof(*rank));
    uint32_t *place = mem_zero(n + 1, sizeof(*place));
    for (uint32_t i = 0; i < n; i++)
        rank[i] = rank_of(b, i);
    qsort_r(rank, n, sizeof(*rank), by_rarest, b);
    move_entities(b, rank, n, place);
    for (size_t i = 0; i < b->idents.n; i++) /* they stay: an entity knows where its first is */
        b->idents.at[i].entity = place[b->idents.at[i].entity];
    mem_free(rank);
    mem_free(place);
}

void builder_order(struct index_builder *b)
{
    order_words(b);
    order_entities(b);
}
