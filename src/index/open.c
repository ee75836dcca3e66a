/* SPDX-License-Identifier: Apache-2.0
 *
 * Opening a segment: map it, prove it, and give each section its type. After this every number in
 * the file may be used as an index without a further check.
 */
#include <xxhash.h>

#include "index/layout.h"

struct head {
    char magic[8];
    uint32_t version, mark;
    uint64_t hash, stamp, length;
    char unused[SEGMENT_HEAD - SEGMENT_HEAD_USED];
    struct disk_section sections[SECTION_COUNT];
};

static_assert(offsetof(struct head, unused) == SEGMENT_HEAD_USED &&
              offsetof(struct head, sections) == SEGMENT_HEAD, "the head has the size it says");

uint64_t word_stamp(void)
{
    return lexicon_stamp() ^ romanise_stamp() ^ reading_stamp() ^
           ((uint64_t)SEGMENT_VERSION << 32) ^ schema_count() ^ (country_count() << 8);
}

static struct tocsin_err *corrupt(const struct segment *s, const char *what)
{
    return err_at(err_new(TOCSIN_ERR_CORRUPT, "the index is damaged: %s; `tocsin rebuild` makes it again",
                          what), s->path, 0, 0, NULL);
}

static struct tocsin_err *check_head(const struct segment *s, const struct head *h)
{
    if (s->map.n < sizeof(*h) || memcmp(h->magic, SEGMENT_MAGIC, 8) != 0)
        return corrupt(s, "it does not begin as an index does");
    if (h->version != SEGMENT_VERSION || h->mark != 0x01020304 || h->stamp != word_stamp())
        return err_at(err_new(TOCSIN_ERR_UNSUPPORTED, "the index was made by another version; "
                              "`tocsin rebuild` makes it again"), s->path, 0, 0, NULL);
    if (h->length != s->map.n)
        return corrupt(s, "its length is not what it says");
    for (size_t i = 0; i < sizeof(h->unused); i++)
        if (h->unused[i] != 0)
            return corrupt(s, "its head has more in it than a head has");
    for (size_t i = 0; i < SECTION_COUNT; i++) {
        const struct disk_section *d = &h->sections[i];
        if (d->offset % 8 || d->offset > s->map.n || d->length > s->map.n - d->offset)
            return corrupt(s, "a section lies outside the file");
    }
    return NULL;
}

static uint64_t hash_of(const struct segment *s, const struct head *h)
{
    XXH3_state_t *state = XXH3_createState();
    XXH3_64bits_reset(state);
    XXH3_64bits_update(state, s->map.p + sizeof(*h), s->map.n - sizeof(*h));
    XXH3_64bits_update(state, h->sections, sizeof(h->sections));
    uint64_t hash = XXH3_64bits_digest(state);
    XXH3_freeState(state);
    return hash;
}

static const void *at(const struct segment *s, const struct head *h, enum section i, size_t size,
                      size_t *n)
{
    *n = h->sections[i].length / size;
    return s->map.p + h->sections[i].offset;
}

/* How many numbers a packed section holds is known from elsewhere only once it is proven: here it
 * is what its length has room for, and check_counts has the last word. */
static bool packed_fine(const struct segment *s, const struct head *h, enum section i, size_t n,
                        unsigned bits, struct packed *out)
{
    *out = (struct packed){(const unsigned char *)s->map.p + h->sections[i].offset, n, bits};
    return n <= UINT32_MAX && h->sections[i].length == packed_bytes(n, bits);
}

static void assign(struct segment *s, const struct head *h)
{
    size_t n;
    s->text = at(s, h, TEXT, 1, &s->text_n);
    s->tokens = at(s, h, TOKENS, sizeof(*s->tokens), &s->tokens_n);
    s->forms = at(s, h, FORMS, sizeof(*s->forms), &s->forms_n);
    s->post_start = at(s, h, POST_START, sizeof(uint32_t), &n);
    s->names = at(s, h, NAMES, sizeof(*s->names), &s->names_n);
    s->entities = at(s, h, ENTITIES, sizeof(*s->entities), &s->entities_n);
    s->features = at(s, h, FEATURES, 1, &s->features_n);
    s->idents = at(s, h, IDENTS, sizeof(*s->idents), &s->idents_n);
    s->ident_order = at(s, h, IDENT_ORDER, sizeof(uint32_t), &n);
    s->topics = at(s, h, TOPICS, sizeof(*s->topics), &s->topics_n);
    s->topic_sets = at(s, h, TOPIC_SETS, sizeof(uint64_t), &s->topic_sets_n);
    s->stamp.p = at(s, h, STAMP, 1, &s->stamp.n);
    s->token_bits = packed_bits(s->tokens_n);
}

static bool power_of_two(size_t n)
{
    return n > 0 && (n & (n - 1)) == 0;
}

/* Counts that must agree, and the sentinels that end the arrays of starts. */
static struct tocsin_err *check_counts(struct segment *s, const struct head *h)
{
    if (s->names_n == 0 || s->entities_n == 0)
        return corrupt(s, "a section is missing");
    s->names_n--;
    s->entities_n--;
    if (!power_of_two(s->forms_n) || s->forms_n < s->tokens_n + 1 || s->tokens_n > TOKENS_MAX)
        return corrupt(s, "a table has a size that no table has");
    if (h->sections[POST_START].length / sizeof(uint32_t) != s->tokens_n + 1 ||
        h->sections[IDENT_ORDER].length / sizeof(uint32_t) != s->idents_n || s->topics_n > 4096 ||
        !packed_fine(s, h, POSTINGS, s->post_start[s->tokens_n], packed_bits(s->names_n),
                     &s->postings) ||
        !packed_fine(s, h, NAME_TOKENS, s->names[s->names_n].tokens, s->token_bits + ROLE_BITS,
                     &s->name_tokens))
        return corrupt(s, "two sections disagree");
    return NULL;
}

/* Counts the 0s, one behind each slot, and looks at where each block says that it begins. */
static bool bits_fine(const struct slots *s, size_t bits)
{
    size_t slot = 0;
    for (size_t i = 0; i < bits; i += 64) {
        uint64_t zeros = ~s->bits[i / 64];
        if (bits - i < 64)
            zeros &= ((uint64_t)1 << (bits - i)) - 1;
        for (; zeros; zeros &= zeros - 1)
            if (++slot % SLOTS_IN_BLOCK == 0 &&
                (slot > s->n || s->blocks[slot / SLOTS_IN_BLOCK] !=
                                    i + (size_t)__builtin_ctzll(zeros) + 1))
                return false;
    }
    return slot == s->n && s->blocks[0] == 0;
}

/* The three sections from 'first' on. */
static bool slots_fine(const struct segment *s, const struct head *h, enum section first,
                       unsigned width, struct slots *out)
{
    size_t blocks, words;
    out->blocks = at(s, h, first, sizeof(uint32_t), &blocks);
    out->bits = at(s, h, first + 1, sizeof(uint64_t), &words);
    out->n = blocks ? (blocks - 1) * SLOTS_IN_BLOCK : 0;
    if (!power_of_two(out->n) || out->n < SLOTS_LEAST || out->n > (size_t)1 << SLOTS_MOST_BITS)
        return false;
    size_t bits = out->blocks[blocks - 1];
    out->shift = 32 - (unsigned)__builtin_ctzll(out->n);
    return bits >= out->n && words == (bits + 63) / 64 && bits_fine(out, bits) &&
           packed_fine(s, h, first + 2, bits - out->n, width, &out->values);
}

static bool rising(const uint32_t *v, size_t n, size_t end)
{
    for (size_t i = 0; i < n; i++)
        if (v[i] > v[i + 1])
            return false;
    return v[n] == end;
}

static bool below(const uint32_t *v, size_t n, size_t limit)
{
    bool fine = true;
    for (size_t i = 0; i < n; i++)
        fine &= v[i] < limit;
    return fine;
}

static bool packed_below(const struct packed *v, uint64_t mask, size_t limit)
{
    bool fine = true;
    for (size_t i = 0; i < v->n; i++)
        fine &= (packed_at(v, i) & mask) < limit;
    return fine;
}

/* A search in the table of forms ends at an empty slot: there must be one. */
static bool has_empty(const uint32_t *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (v[i] == 0)
            return true;
    return false;
}

static bool texts_inside(const struct segment *s, const struct disk_text *t, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (t[i].text > s->text_n || t[i].n > s->text_n - t[i].text)
            return false;
    return true;
}

/* The comparison of words counts on these signs and no others. */
static bool romanised(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!((p[i] >= 'a' && p[i] <= 'z') || (p[i] >= '0' && p[i] <= '9')))
            return false;
    return true;
}

static bool tokens_fine(const struct segment *s)
{
    for (size_t i = 0; i < s->tokens_n; i++) {
        const struct disk_token *t = &s->tokens[i];
        size_t n = (size_t)t->form_n + (t->latin_is_form ? 0u : t->latin_n) + t->skel_n;
        if (t->text > s->text_n || n > s->text_n - t->text || t->form_n > WORD_MAX ||
            t->latin_n > WORD_MAX || t->skel_n > 16 || t->script >= SCRIPT_COUNT || t->spare ||
            (t->latin_is_form && t->latin_n != t->form_n) || t->word > lexicon_words())
            return false;
        if (!romanised(s->text + t->text + (t->latin_is_form ? 0 : t->form_n),
                       (size_t)t->latin_n + t->skel_n))
            return false;
    }
    return true;
}

static bool names_fine(const struct segment *s)
{
    for (size_t i = 0; i < s->names_n; i++) {
        const struct disk_name *n = &s->names[i];
        if (n[0].tokens >= n[1].tokens || n[1].tokens - n[0].tokens > LIMIT_NAME_TOKENS ||
            n->entity >= s->entities_n || n->kind >= NAME_KINDS)
            return false;
    }
    return s->names[0].tokens == 0;
}

static bool entities_fine(const struct segment *s)
{
    for (uint32_t i = 0; i < s->entities_n; i++) {
        const struct disk_entity *e = &s->entities[i];
        struct subject ignored;
        if (e[0].names > e[1].names || e->id > s->text_n || e->id_n > s->text_n - e->id ||
            e->schema == 0 || e->schema > schema_count() || e->topics >= s->topic_sets_n ||
            !features_read(s, i, NULL, &ignored))
            return false;
    }
    const struct disk_entity *end = &s->entities[s->entities_n];
    return end->names == s->names_n && end->features == s->features_n &&
           s->entities[0].names == 0 && s->entities[0].features == 0;
}

static bool idents_fine(const struct segment *s)
{
    for (size_t i = 0; i < s->idents_n; i++)
        if (s->idents[i].entity >= s->entities_n || s->idents[i].prop > prop_count() ||
            s->idents[i].format > IDENT_CRYPTO || s->idents[i].valid > 1)
            return false;
    return below(s->ident_order, s->idents_n, s->idents_n);
}

static struct tocsin_err *check_references(struct segment *s, const struct head *h)
{
    const uint64_t tokens = segment_token_mask(s);
    if (!rising(s->post_start, s->tokens_n, s->postings.n) ||
        !slots_fine(s, h, KEY_BLOCKS, s->token_bits + KEY_PRINT, &s->keys) ||
        !slots_fine(s, h, PAIR_BLOCKS, packed_bits(s->names_n), &s->pairs))
        return corrupt(s, "a table of starts is not in order");
    if (!packed_below(&s->postings, UINT64_MAX, s->names_n) ||
        !packed_below(&s->keys.values, tokens, s->tokens_n) ||
        !packed_below(&s->pairs.values, UINT64_MAX, s->names_n) ||
        !below(s->forms, s->forms_n, s->tokens_n + 1) || !has_empty(s->forms, s->forms_n) ||
        !packed_below(&s->name_tokens, tokens, s->tokens_n))
        return corrupt(s, "a reference leads outside its section");
    if (!tokens_fine(s) || !names_fine(s) || !entities_fine(s) || !idents_fine(s) ||
        !texts_inside(s, s->topics, s->topics_n))
        return corrupt(s, "an entry has a form that none has");
    return NULL;
}

static struct tocsin_err *segment_prove(struct segment *s)
{
    const struct head *h = (const void *)s->map.p;
    TRY(check_head(s, h));
    if (hash_of(s, h) != h->hash)
        return corrupt(s, "its bytes are not the ones that were written");
    assign(s, h);
    TRY(check_counts(s, h));
    return check_references(s, h);
}

static char *copy(const char *text)
{
    size_t n = strlen(text) + 1;
    return memcpy(mem_alloc(n), text, n);
}

struct tocsin_err *index_open(const struct index_source *sources, size_t n, struct index **out)
{
    struct index *x = mem_zero(1, sizeof(*x));
    x->segments = mem_zero(n ? n : 1, sizeof(*x->segments));
    for (size_t i = 0; i < n; i++) {
        struct segment *s = &x->segments[i];
        s->path = copy(sources[i].path);
        s->dataset = copy(sources[i].dataset);
        x->n = i + 1;
        struct tocsin_err *err = file_map(s->path, &s->map);
        if (!err)
            err = segment_prove(s);
        if (err) {
            index_close(x);
            return err;
        }
        x->names += s->names_n;
    }
    *out = x;
    return NULL;
}

void index_close(struct index *x)
{
    if (!x)
        return;
    for (size_t i = 0; i < x->n; i++) {
        if (x->segments[i].map.p)
            file_unmap(&x->segments[i].map);
        mem_free(x->segments[i].path);
        mem_free(x->segments[i].dataset);
    }
    mem_free(x->segments);
    mem_free(x);
}

void index_move(struct index *from, size_t segment, struct index *to)
{
    struct segment *grown = mem_zero(to->n + 1, sizeof(*grown));
    if (to->n)
        memcpy(grown, to->segments, to->n * sizeof(*grown));
    mem_free(to->segments);
    to->segments = grown;
    grown[to->n++] = from->segments[segment];
    to->names += from->segments[segment].names_n;
    from->names -= from->segments[segment].names_n;
    from->segments[segment] = (struct segment){0};
}

struct tocsin_err *index_verify(const struct index *x, size_t segment)
{
    struct segment s = x->segments[segment];
    return segment_prove(&s);
}

size_t index_segments(const struct index *x)
{
    return x->n;
}

const char *index_dataset(const struct index *x, size_t segment)
{
    return x->segments[segment].dataset;
}

struct span index_stamp(const struct index *x, size_t segment)
{
    return x->segments[segment].stamp;
}

struct index_counts index_count(const struct index *x, size_t segment)
{
    const struct segment *s = &x->segments[segment];
    return (struct index_counts){s->entities_n,  s->names_n, s->tokens_n,
                                 s->postings.n,  s->map.n,   s->keys.values.n,
                                 s->pairs.values.n};
}
