/* SPDX-License-Identifier: Apache-2.0
 *
 * Writing a segment: what was gathered is put in order, section by section (settling: all of it
 * work, none of it files), and then written once.
 */
#include <stdio.h>
#include <stdlib.h>
#include <xxhash.h>

#include "index/build.h"

/* ---- sections -------------------------------------------------------------------------------- */

/* Of the builder's own memory, or memory that it now owns. */
static void borrow(struct index_builder *b, enum section s, const void *p, size_t n)
{
    b->sections[s] = (struct built){p, NULL, n};
}

static void own(struct index_builder *b, enum section s, void *p, size_t n)
{
    b->sections[s] = (struct built){p, p, n};
}

static void own_slots(struct index_builder *b, enum section blocks, const struct slots_made *s)
{
    own(b, blocks, s->blocks, s->blocks_size);
    own(b, blocks + 1, s->bits, s->bits_size);
    own(b, blocks + 2, s->values, s->values_size);
}
static_assert(KEY_BITS == KEY_BLOCKS + 1 && KEYS == KEY_BLOCKS + 2 &&
              PAIR_BITS == PAIR_BLOCKS + 1 && PAIRS == PAIR_BLOCKS + 2, "the three in a row");

static struct disk_token *token_at(const struct index_builder *b, size_t i)
{
    return &b->tokens.at[built_token(b, i)];
}

/* ---- words ----------------------------------------------------------------------------------- */

/* A word twice in one name is one posting. */
static bool first_in_name(const struct index_builder *b, uint32_t from, uint32_t at)
{
    for (uint32_t i = from; i < at; i++)
        if (token_at(b, i) == token_at(b, at))
            return false;
    return true;
}

/* How many names hold each word. */
static void count_names(struct index_builder *b)
{
    for (uint32_t n = 0; n + 1 < b->names.n; n++)
        for (uint32_t i = b->names.at[n].tokens; i < b->names.at[n + 1].tokens; i++)
            token_at(b, i)->df += first_in_name(b, b->names.at[n].tokens, i);
}

static void settle_postings(struct index_builder *b)
{
    size_t tokens = b->tokens.n;
    const unsigned bits = packed_bits(b->names.n - 1);
    uint32_t *start = mem_zero(tokens + 2, sizeof(*start));
    for (size_t t = 0; t < tokens; t++) /* one further on: placing moves each to where it belongs */
        start[t + 2] = start[t + 1] + b->tokens.at[t].df;
    size_t size = packed_bytes(start[tokens + 1], bits);
    unsigned char *postings = mem_zero(size, 1);
    for (uint32_t n = 0; n + 1 < b->names.n; n++)
        for (uint32_t i = b->names.at[n].tokens; i < b->names.at[n + 1].tokens; i++)
            if (first_in_name(b, b->names.at[n].tokens, i))
                packed_put(postings, bits, start[token_at(b, i) - b->tokens.at + 1]++, n);
    own(b, POST_START, start, (tokens + 1) * sizeof(*start));
    own(b, POSTINGS, postings, size);
}

static void settle_forms(struct index_builder *b)
{
    size_t slots = 16;
    while (slots < 2 * b->tokens.n)
        slots *= 2;
    uint32_t *table = mem_zero(slots, sizeof(*table));
    for (uint32_t i = 0; i < b->tokens.n; i++) {
        const struct disk_token *d = &b->tokens.at[i];
        size_t at = form_slot((struct span){b->text.p + d->text, d->form_n}, d->legal) & (slots - 1);
        while (table[at])
            at = (at + 1) & (slots - 1);
        table[at] = i + 1;
    }
    own(b, FORMS, table, slots * sizeof(*table));
}

static void settle_name_tokens(struct index_builder *b)
{
    const unsigned token_bits = packed_bits(b->tokens.n), bits = token_bits + ROLE_BITS;
    size_t size = packed_bytes(b->name_tokens.n, bits);
    unsigned char *packed = mem_zero(size, 1);
    for (size_t i = 0; i < b->name_tokens.n; i++) {
        uint32_t token = built_token(b, i);
        packed_put(packed, bits, i, token | b->name_tokens.at[i] >> BUILD_ROLE_SHIFT << token_bits);
    }
    own(b, NAME_TOKENS, packed, size);
}

static float weight_in_name(const struct index_builder *b, size_t i, enum name_kind kind)
{
    const struct disk_token *d = token_at(b, i);
    uint32_t role = b->name_tokens.at[i] >> BUILD_ROLE_SHIFT;
    struct token t = {.word = word_at(d->word), .script = d->script};
    struct span latin = {b->text.p + d->text + (d->latin_is_form ? 0 : d->form_n), d->latin_n};
    t.form = (struct span){b->text.p + d->text, d->form_n};
    t.latin = latin;
    t.skel = (struct span){latin.p + latin.n, d->skel_n};
    token_classes(&t, kind);
    if (d->legal || (role & ROLE_INITIAL) || (!(role & ROLE_PLAIN) && (t.classes & TOKEN_MINOR)))
        return 0.1f;
    return name_weigh(&t, d->df, b->names.n);
}

/* The telling weight of each name, by which an estimate is normed. */
static void weigh_names(struct index_builder *b)
{
    for (size_t n = 0; n + 1 < b->names.n; n++) {
        float sum = 0;
        for (uint32_t i = b->names.at[n].tokens; i < b->names.at[n + 1].tokens; i++)
            sum += weight_in_name(b, i, (enum name_kind)b->names.at[n].kind);
        b->names.at[n].weight = (uint16_t)(sum * 256 < 65535 ? sum * 256 : 65535);
    }
}

/* ---- keys ------------------------------------------------------------------------------------ */

static void settle_keys(struct index_builder *b)
{
    struct slots_made s;
    slots_make(&b->keys, packed_bits(b->tokens.n), KEY_PRINT, &s);
    own_slots(b, KEY_BLOCKS, &s);
}

static struct span form_of(const struct index_builder *b, const struct disk_token *d)
{
    return (struct span){b->text.p + d->text, d->form_n};
}

/* The common words of a name, once each; those behind the first PAIRED are found without pairs or
 * not at all, so that a list of endless names does not make an endless segment. */
enum { PAIRED = 16 };
struct commons {
    size_t n;
    struct {
        uint64_t half; /* of the key of a pair */
        bool again;    /* the name holds it twice */
    } at[PAIRED];
};

static void commons_of(const struct index_builder *b, uint32_t from, uint32_t end, uint32_t common,
                       struct commons *out)
{
    out->n = 0;
    for (uint32_t i = from; i < end && out->n < PAIRED; i++) {
        const struct disk_token *d = token_at(b, i);
        if (d->df <= common || d->legal)
            continue;
        uint64_t half = pair_half(form_of(b, d));
        size_t k = 0;
        while (k < out->n && out->at[k].half != half)
            k++;
        out->at[k].half = half;
        out->at[k].again = k < out->n;
        out->n += k == out->n;
    }
}

/* A pair key for two common words of a name, or for the one word of a name of one. A pair is there
 * once, however often the name says its words. */
static void add_pairs(const struct index_builder *b, uint32_t name, uint32_t common,
                      struct heaps *h)
{
    uint32_t from = b->names.at[name].tokens, end = b->names.at[name + 1].tokens;
    struct commons c;
    commons_of(b, from, end, common, &c);
    if (c.n == 1 && end - from == 1)
        heaps_add(h, (uint32_t)pair_key(c.at[0].half, pair_half(SPAN(""))), name);
    for (size_t i = 0; i < c.n; i++)
        for (size_t j = c.at[i].again ? i : i + 1; j < c.n; j++)
            heaps_add(h, (uint32_t)pair_key(c.at[i].half, c.at[j].half), name);
}

static void settle_pairs(struct index_builder *b)
{
    uint32_t common = common_df(b->names.n - 1);
    struct heaps *h = mem_zero(1, sizeof(*h));
    struct slots_made s;
    for (uint32_t n = 0; n + 1 < b->names.n; n++)
        add_pairs(b, n, common, h);
    slots_make(h, packed_bits(b->names.n - 1), 0, &s);
    own_slots(b, PAIR_BLOCKS, &s);
    mem_free(h);
}

/* ---- the rest -------------------------------------------------------------------------------- */

static int by_hash(const void *a, const void *b, void *base)
{
    const struct disk_ident *idents = base;
    uint64_t x = idents[*(const uint32_t *)a].hash, y = idents[*(const uint32_t *)b].hash;
    return x < y ? -1 : x > y;
}

static void settle_idents(struct index_builder *b)
{
    uint32_t *order = mem_zero(b->idents.n + 1, sizeof(*order));
    for (uint32_t i = 0; i < b->idents.n; i++)
        order[i] = i;
    qsort_r(order, b->idents.n, sizeof(*order), by_hash, b->idents.at);
    borrow(b, IDENTS, b->idents.at, b->idents.n * sizeof(*b->idents.at));
    own(b, IDENT_ORDER, order, b->idents.n * sizeof(*order));
}

static void close_arrays(struct index_builder *b)
{
    *VEC_PUSH(&b->names) = (struct disk_name){.tokens = (uint32_t)b->name_tokens.n,
                                              .entity = (uint32_t)b->entities.n};
    *VEC_PUSH(&b->entities) = (struct disk_entity){
        .names = (uint32_t)(b->names.n - 1),
        .features = (uint32_t)b->features.n,
    };
}

void index_builder_settle(struct index_builder *b)
{
    if (b->settled)
        return;
    b->settled = true;
    map_free(b->forms); /* nothing is looked up any more, and what follows needs the room */
    b->forms = NULL;
    close_arrays(b);
    count_names(b);
    builder_order(b);
    weigh_names(b);
    settle_forms(b);
    settle_postings(b);
    settle_name_tokens(b);
    settle_idents(b);
    settle_keys(b);
    settle_pairs(b);
    borrow(b, TEXT, b->text.p, b->text.n);
    borrow(b, TOKENS, b->tokens.at, b->tokens.n * sizeof(*b->tokens.at));
    borrow(b, NAMES, b->names.at, b->names.n * sizeof(*b->names.at));
    borrow(b, ENTITIES, b->entities.at, b->entities.n * sizeof(*b->entities.at));
    borrow(b, FEATURES, b->features.p, b->features.n);
    borrow(b, TOPICS, b->topics.at, b->topics.n * sizeof(*b->topics.at));
    borrow(b, TOPIC_SETS, b->topic_sets.at, b->topic_sets.n * sizeof(uint64_t));
}

/* ---- the file -------------------------------------------------------------------------------- */

struct writer {
    FILE *out;
    XXH3_state_t *hash;
    uint64_t at;
    bool failed;
    struct disk_section sections[SECTION_COUNT];
};

static void put(struct writer *w, const void *p, size_t n)
{
    if (n > 0 && fwrite(p, 1, n, w->out) != n)
        w->failed = true;
    XXH3_64bits_update(w->hash, p, n);
    w->at += n;
}

static void write_sections(struct writer *w, const struct built sections[SECTION_COUNT])
{
    static const char zero[8];
    for (size_t i = 0; i < SECTION_COUNT; i++) {
        size_t n = sections[i].n;
        w->sections[i] = (struct disk_section){w->at, n};
        put(w, sections[i].p, n);
        put(w, zero, (8 - n % 8) % 8);
    }
}

/* The section table stands before the sections but is known only behind them: the hash is of the
 * sections first, then of the table. */
static void write_head(struct writer *w)
{
    char head[SEGMENT_HEAD] = {0};
    uint32_t version = SEGMENT_VERSION, mark = 0x01020304;
    XXH3_64bits_update(w->hash, w->sections, sizeof(w->sections));
    uint64_t hash = XXH3_64bits_digest(w->hash), stamp = word_stamp();
    memcpy(head, SEGMENT_MAGIC, 8);
    memcpy(head + 8, &version, 4);
    memcpy(head + 12, &mark, 4);
    memcpy(head + 16, &hash, 8);
    memcpy(head + 24, &stamp, 8);
    memcpy(head + 32, &w->at, 8);
    if (fseek(w->out, 0, SEEK_SET) != 0 || fwrite(head, sizeof(head), 1, w->out) != 1 ||
        fwrite(w->sections, sizeof(w->sections), 1, w->out) != 1)
        w->failed = true;
}

struct tocsin_err *index_builder_write(struct index_builder *b, const char *path, struct span stamp)
{
    struct file_out file;
    index_builder_settle(b);
    borrow(b, STAMP, stamp.p, stamp.n);
    TRY(file_out_open(path, &file));
    struct writer w = {.out = file.stream, .hash = XXH3_createState()};
    char blank[SEGMENT_HEAD + sizeof(w.sections)] = {0};
    w.failed = fwrite(blank, sizeof(blank), 1, w.out) != 1;
    w.at = sizeof(blank);
    XXH3_64bits_reset(w.hash);
    write_sections(&w, b->sections);
    write_head(&w);
    XXH3_freeState(w.hash);
    if (w.failed) {
        struct tocsin_err *err = err_errno("cannot write index %s", path);
        file_out_abandon(&file);
        return err;
    }
    return file_out_commit(&file);
}
