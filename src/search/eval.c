/* SPDX-License-Identifier: Apache-2.0
 *
 * The tree of a query over all boards, leaf by leaf: each leaf is a set for each board, AND, OR and
 * NOT join them. A leaf without a word in it ("&", "...") asks for nothing and is left out.
 */
#include "search/asking.h"

#include "search/token.h"

static struct tocsin_err *eval(struct asking *q, const struct query *t, bool mute,
                               struct set **out);

struct set *sets_new(const struct asking *q)
{
    struct set *sets = mem_zero(q->search->n + 1, sizeof(*sets));

    for EACH_BOARD(q, k)
        sets[k] = set_new(q->search->boards[k].n);
    return sets;
}

void sets_free(const struct asking *q, struct set *sets)
{
    if (!sets)
        return;
    for (size_t k = 0; k < q->search->n; k++)
        set_free(&sets[k]);
    mem_free(sets);
}

/* 'one' takes in 'other', which is freed. */
static void merge(const struct asking *q, enum query_kind kind, struct set **one,
                  struct set *other)
{
    if (!*one) {
        *one = other;
        return;
    }
    if (!other)
        return;
    for EACH_BOARD(q, k) {
        if (kind == QUERY_AND)
            set_and(&(*one)[k], &other[k]);
        else
            set_or(&(*one)[k], &other[k]);
    }
    sets_free(q, other);
}

static struct tocsin_err *eval_parts(struct asking *q, const struct query *t, bool mute,
                                     struct set **out)
{
    for (size_t i = 0; i < t->n; i++) {
        struct set *part = NULL;
        struct tocsin_err *err = eval(q, t->parts[i], mute, &part);

        if (err) {
            sets_free(q, *out);
            *out = NULL;
            return err;
        }
        merge(q, t->kind, out, part);
    }
    return NULL;
}

static struct tocsin_err *eval_not(struct asking *q, const struct query *t, struct set **out)
{
    TRY(eval(q, t->parts[0], true, out));
    if (!*out)
        return NULL;
    for EACH_BOARD(q, k)
        set_not(&(*out)[k], q->search->boards[k].n);
    return NULL;
}

static struct tocsin_err *eval(struct asking *q, const struct query *t, bool mute,
                               struct set **out)
{
    *out = NULL;
    if (t->kind == QUERY_AND || t->kind == QUERY_OR)
        return eval_parts(q, t, mute, out);
    if (t->kind == QUERY_NOT)
        return eval_not(q, t, out);
    return eval_leaf(q, t, mute, out);
}

struct tocsin_err *eval_query(struct asking *q, const struct query *tree, struct set **out)
{
    return eval(q, tree, false, out);
}

/* ---- exact names ----------------------------------------------------------------------------- */

/* More than the words of any query add up to. */
static const float EXACT = 10000;

/* All words of the tree in their order, if it is nothing but words. */
static bool all_words(const struct query *t, struct buf *out)
{
    if (t->kind == QUERY_AND) {
        for (size_t i = 0; i < t->n; i++)
            if (!all_words(t->parts[i], out))
                return false;
        return true;
    }
    if ((t->kind != QUERY_TEXT && t->kind != QUERY_PHRASE) ||
        (t->field.n && !span_eq(t->field, SPAN("names"))))
        return false;
    buf_char(out, ' ');
    buf_span(out, t->text);
    return true;
}

struct lift {
    float *score;
    uint32_t n;
};

static void lift_one(void *ctx, struct span fact, uint32_t entity)
{
    struct lift *l = ctx;

    (void)fact;
    if (entity < l->n && l->score[entity] < EXACT)
        l->score[entity] += EXACT;
}

static struct tocsin_err *lift_names(struct asking *q, struct span text, bool roman)
{
    struct buf plain = {0}, fact = {0};
    struct tocsin_err *err = NULL;

    tokens_plain(q->arena, text, roman, &plain);
    plain.n = plain.n ? field_sort_words(plain.p, plain.n) : 0;
    field_fact(&fact, "@exact", buf_view(&plain));
    for EACH_BOARD(q, k) {
        struct lift l = {q->score[k], q->search->boards[k].n};

        if (!err && plain.n)
            err = words_facts(q->connection[k]->words, buf_view(&fact), SPAN(""), lift_one, &l);
    }
    buf_free(&plain);
    buf_free(&fact);
    return err;
}

struct tocsin_err *eval_exact_name(struct asking *q, struct span text)
{
    TRY(lift_names(q, text, false));
    return lift_names(q, text, true);
}

struct tocsin_err *eval_exact(struct asking *q, const struct query *tree)
{
    struct tocsin_err *err = NULL;
    struct buf text = {0};

    if (all_words(tree, &text))
        err = eval_exact_name(q, buf_view(&text));
    buf_free(&text);
    return err;
}
