/* SPDX-License-Identifier: Apache-2.0
 *
 * Gathering what goes into a segment. A word is looked at once, when it first comes: its keys are
 * the dearest part of an index, and are kept until all are put in order (table.c).
 */
#include "index/build.h"

struct index_builder *index_builder_new(void)
{
    struct index_builder *b = mem_zero(1, sizeof(*b));
    b->forms = map_new();
    b->topic_bits = map_new();
    b->topic_sets_by_bits = map_new();
    b->words = buf_max((size_t)UINT32_MAX);
    b->text = buf_max((size_t)UINT32_MAX);
    b->features = buf_max((size_t)UINT32_MAX);
    return b;
}

void index_builder_free(struct index_builder *b)
{
    if (!b)
        return;
    map_free(b->forms);
    map_free(b->topic_bits);
    map_free(b->topic_sets_by_bits);
    buf_free(&b->words);
    buf_free(&b->text);
    buf_free(&b->features);
    VEC_FREE(&b->tokens);
    VEC_FREE(&b->names);
    VEC_FREE(&b->name_tokens);
    VEC_FREE(&b->entities);
    VEC_FREE(&b->idents);
    VEC_FREE(&b->topics);
    VEC_FREE(&b->topic_sets);
    heaps_free(&b->keys);
    for (size_t i = 0; i < SECTION_COUNT; i++)
        mem_free(b->sections[i].owned);
    mem_free(b);
}

static uint32_t put_text(struct index_builder *b, struct span s)
{
    uint32_t at = (uint32_t)b->text.n;
    buf_span(&b->text, s);
    return at;
}

/* ---- words ----------------------------------------------------------------------------------- */

static uint32_t put_token(struct index_builder *b, const struct token *t, bool legal)
{
    struct disk_token d = {
        .letters = t->letters,
        .word = word_number(t->word),
        .form_n = (uint8_t)t->form.n,
        .latin_n = (uint8_t)t->latin.n,
        .skel_n = (uint8_t)t->skel.n,
        .script = t->script & 31,
        .latin_is_form = span_eq(t->form, t->latin),
        .legal = legal,
    };
    d.text = (uint32_t)b->words.n;
    buf_span(&b->words, t->form);
    if (!d.latin_is_form)
        buf_span(&b->words, t->latin);
    buf_span(&b->words, t->skel);
    *VEC_PUSH(&b->tokens) = d;
    return (uint32_t)(b->tokens.n - 1);
}

/* Of the word alone: it is the same word whatever it is in the name in which it comes first. */
static void put_keys(struct index_builder *b, const struct token *t, uint32_t token)
{
    const struct token word = {.form = t->form, .latin = t->latin, .skel = t->skel,
                               .script = t->script, .word = t->word, .letters = t->letters};
    uint64_t keys[KEY_MAX];
    size_t n = word_keys(&word, KEY_STORE, keys);
    for (size_t i = 0; i < n; i++)
        heaps_add(&b->keys, (uint32_t)keys[i], token);
}

static uint32_t add_token(struct index_builder *b, const struct token *t)
{
    bool made, legal = t->classes & WORD_LEGAL;
    char key[WORD_MAX + 8];
    size_t n = 0;
    if (legal)
        key[n++] = 1;
    memcpy(key + n, t->form.p, t->form.n);
    uint64_t *slot = map_slot(b->forms, (struct span){key, n + t->form.n}, &made);
    if (!made)
        return (uint32_t)*slot;
    *slot = b->tokens.n;
    uint32_t token = put_token(b, t, legal);
    if (!legal)
        put_keys(b, t, token);
    return token;
}

static uint32_t role_bits(const struct token *t, enum name_kind kind)
{
    uint32_t bits = 0;
    uint16_t by_word = t->word ? (uint16_t)(t->word->classes & name_classes(kind)) : 0;
    by_word &= (uint16_t)~WORD_STOP; /* the kind of name decides that, not the place in it */
    if (by_word & ~t->classes & (TOKEN_MINOR | WORD_SUFFIX))
        bits |= ROLE_PLAIN;
    if (t->classes & ~by_word & WORD_PLACE)
        bits |= ROLE_PLACE;
    if (t->classes & TOKEN_FAMILY)
        bits |= ROLE_FAMILY;
    if (t->classes & TOKEN_GIVEN)
        bits |= ROLE_GIVEN;
    if (t->classes & TOKEN_INITIAL)
        bits |= ROLE_INITIAL;
    return bits;
}

static void add_name(struct index_builder *b, const struct name *n)
{
    *VEC_PUSH(&b->names) = (struct disk_name){(uint32_t)b->name_tokens.n, (uint32_t)b->entities.n,
                                              n->kind, n->quality, 0};
    for (size_t i = 0; i < n->n; i++) {
        uint32_t token = add_token(b, &n->tokens[i]);
        *VEC_PUSH(&b->name_tokens) =
            token | role_bits(&n->tokens[i], (enum name_kind)n->kind) << BUILD_ROLE_SHIFT;
    }
}

/* ---- entities -------------------------------------------------------------------------------- */

static uint64_t topic_bits(struct index_builder *b, const struct span *topics, size_t n)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < n; i++) {
        bool made;
        uint64_t *bit = map_slot(b->topic_bits, topics[i], &made);
        if (made) {
            *bit = b->topics.n;
            *VEC_PUSH(&b->topics) =
                (struct disk_text){put_text(b, topics[i]), (uint32_t)topics[i].n};
        }
        /* FollowTheMoney has 67 topics; the rare ones behind the 63rd share the last bit, which a
         * filter then answers too generously rather than too strictly. */
        bits |= (uint64_t)1 << (*bit < 63 ? *bit : 63);
    }
    return bits;
}

/* The number of a set of topics. There are few that differ; should they be too many for a number
 * all the same, the last one stands for all the rest and has every topic: generous again. */
static uint16_t topic_set(struct index_builder *b, uint64_t bits)
{
    const struct span key = {(const char *)&bits, sizeof(bits)};
    const uint64_t *known = map_get(b->topic_sets_by_bits, key);
    if (known)
        return (uint16_t)*known;
    if (b->topic_sets.n > UINT16_MAX)
        return UINT16_MAX;
    size_t number = b->topic_sets.n;
    *map_slot(b->topic_sets_by_bits, key, NULL) = number;
    *VEC_PUSH(&b->topic_sets) = number == UINT16_MAX ? UINT64_MAX : bits;
    return (uint16_t)number;
}

static void add_idents(struct index_builder *b, const struct subject *s)
{
    for (size_t i = 0; i < s->idents_n; i++)
        *VEC_PUSH(&b->idents) =
            (struct disk_ident){s->idents[i].hash, (uint32_t)b->entities.n, s->idents[i].prop,
                                s->idents[i].format, s->idents[i].valid};
}

static struct tocsin_err *check_room(const struct index_builder *b)
{
    if (b->words.n + b->text.n > UINT32_MAX || b->words.full || b->text.full ||
        b->features.full || b->tokens.n >= TOKENS_MAX ||
        b->name_tokens.n >= UINT32_MAX || b->keys.n >= (size_t)INT32_MAX)
        return err_new(TOCSIN_ERR_LIMIT, "one index segment holds at most 4 GiB of words");
    return NULL;
}

static_assert(SCHEMA_END <= UINT8_MAX, "a schema fits a byte");

struct tocsin_err *index_builder_add(struct index_builder *b, const struct subject *s,
                                     struct span id, const struct span *topics, size_t topics_n)
{
    struct disk_entity d = {
        .names = (uint32_t)b->names.n,
        .id = put_text(b, id),
        .features = (uint32_t)b->features.n,
        .topics = topic_set(b, topic_bits(b, topics, topics_n)),
        .schema = (uint8_t)s->schema,
        .id_n = (uint8_t)id.n,
    };
    assert(id.n <= LIMIT_ID && !b->settled);
    for (size_t i = 0; i < s->names_n; i++)
        add_name(b, &s->names[i]);
    features_write(&b->features, s, b->idents.n);
    add_idents(b, s);
    *VEC_PUSH(&b->entities) = d;
    return check_room(b);
}
