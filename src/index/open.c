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
    char spare[24];
    struct disk_section sections[SECTION_COUNT];
};

static_assert(offsetof(struct head, sections) == SEGMENT_HEAD, "the head has the size it says");

uint64_t word_stamp(void)
{
    return lexicon_stamp() ^ romanise_stamp() ^ ((uint64_t)SEGMENT_VERSION << 32) ^ schema_count() ^
           (country_count() << 8);
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

static void assign(struct segment *s, const struct head *h)
{
    size_t n;
    s->text = at(s, h, TEXT, 1, &s->text_n);
    s->tokens = at(s, h, TOKENS, sizeof(*s->tokens), &s->tokens_n);
    s->forms = at(s, h, FORMS, sizeof(*s->forms), &s->forms_n);
    s->post_start = at(s, h, POST_START, sizeof(uint32_t), &n);
    s->postings = at(s, h, POSTINGS, sizeof(uint32_t), &s->postings_n);
    s->names = at(s, h, NAMES, sizeof(*s->names), &s->names_n);
    s->name_tokens = at(s, h, NAME_TOKENS, sizeof(uint32_t), &s->name_tokens_n);
    s->entities = at(s, h, ENTITIES, sizeof(*s->entities), &s->entities_n);
    s->dates = at(s, h, DATES, sizeof(*s->dates), &s->dates_n);
    s->countries = at(s, h, COUNTRIES, sizeof(*s->countries), &s->countries_n);
    s->idents = at(s, h, IDENTS, sizeof(*s->idents), &s->idents_n);
    s->ident_order = at(s, h, IDENT_ORDER, sizeof(uint32_t), &n);
    s->addresses = at(s, h, ADDRESSES, sizeof(*s->addresses), &s->addresses_n);
    s->topics = at(s, h, TOPICS, sizeof(*s->topics), &s->topics_n);
    s->key_start = at(s, h, KEY_START, sizeof(uint32_t), &s->key_slots);
    s->keys = at(s, h, KEYS, sizeof(uint32_t), &s->keys_n);
    s->pair_start = at(s, h, PAIR_START, sizeof(uint32_t), &s->pair_slots);
    s->pairs = at(s, h, PAIRS, sizeof(uint32_t), &s->pairs_n);
    s->stamp.p = at(s, h, STAMP, 1, &s->stamp.n);
}

static bool power_of_two(size_t n)
{
    return n > 0 && (n & (n - 1)) == 0;
}

/* Counts that must agree, and the sentinels that end the arrays of starts. */
static struct tocsin_err *check_counts(struct segment *s, const struct head *h)
{
    if (s->names_n == 0 || s->entities_n == 0 || s->key_slots < 2 || s->pair_slots < 2)
        return corrupt(s, "a section is missing");
    s->names_n--;
    s->entities_n--;
    s->key_slots--;
    s->pair_slots--;
    if (!power_of_two(s->forms_n) || !power_of_two(s->key_slots) || !power_of_two(s->pair_slots) ||
        s->forms_n < s->tokens_n + 1)
        return corrupt(s, "a table has a size that no table has");
    if (h->sections[POST_START].length / sizeof(uint32_t) != s->tokens_n + 1 ||
        h->sections[IDENT_ORDER].length / sizeof(uint32_t) != s->idents_n || s->topics_n > 4096)
        return corrupt(s, "two sections disagree");
    return NULL;
}

static bool rising(const uint32_t *v, size_t n, size_t end)
{
    for (size_t i = 0; i < n; i++)
        if (v[i] > v[i + 1])
            return false;
    return v[n] == end;
}

static bool below(const uint32_t *v, size_t n, uint32_t mask, size_t limit)
{
    bool fine = true;
    for (size_t i = 0; i < n; i++)
        fine &= (v[i] & mask) < limit;
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
            t->latin_n > WORD_MAX || t->skel_n > 16 || t->script >= SCRIPT_COUNT ||
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
    return s->names[s->names_n].tokens == s->name_tokens_n;
}

static bool entities_fine(const struct segment *s)
{
    for (size_t i = 0; i < s->entities_n; i++) {
        const struct disk_entity *a = &s->entities[i], *b = a + 1;
        if (a->names > b->names || a->dates > b->dates || a->countries > b->countries ||
            a->idents > b->idents || a->addresses > b->addresses || a->id > s->text_n ||
            a->id_n > s->text_n - a->id || a->schema > schema_count() ||
            b->countries - a->countries > SUBJECT_COUNTRIES)
            return false;
    }
    const struct disk_entity *end = &s->entities[s->entities_n];
    return end->names == s->names_n && end->dates == s->dates_n &&
           end->countries == s->countries_n && end->idents == s->idents_n &&
           end->addresses == s->addresses_n;
}

/* Dates have a year from 1000 to 2999 (date.h); days far outside would overflow when widened. */
enum { FIRST_DAY = -400000, LAST_DAY = 400000 };

/* Looked at as bytes: a bool that is neither 0 nor 1 must not be read as one. */
static bool dates_fine(const struct segment *s)
{
    for (size_t i = 0; i < s->dates_n; i++) {
        const unsigned char *d = (const unsigned char *)&s->dates[i];
        if (d[offsetof(struct date, circa)] > 1 || d[offsetof(struct date, precision)] < DATE_YEAR ||
            d[offsetof(struct date, precision)] > DATE_INTERVAL || s->dates[i].from < FIRST_DAY ||
            s->dates[i].to > LAST_DAY)
            return false;
    }
    return true;
}

static bool idents_fine(const struct segment *s)
{
    for (size_t i = 0; i < s->idents_n; i++)
        if (s->idents[i].entity >= s->entities_n || s->idents[i].prop > prop_count() ||
            s->idents[i].format > IDENT_CRYPTO || s->idents[i].valid > 1)
            return false;
    return below(s->ident_order, s->idents_n, UINT32_MAX, s->idents_n ? s->idents_n : 1);
}

static struct tocsin_err *check_references(const struct segment *s)
{
    if (!rising(s->post_start, s->tokens_n, s->postings_n) ||
        !rising(s->key_start, s->key_slots, s->keys_n) ||
        !rising(s->pair_start, s->pair_slots, s->pairs_n))
        return corrupt(s, "a table of starts is not in order");
    if (!below(s->postings, s->postings_n, UINT32_MAX, s->names_n) ||
        !below(s->keys, s->keys_n, KEY_TOKEN, s->tokens_n) ||
        !below(s->pairs, s->pairs_n, UINT32_MAX, s->names_n) ||
        !below(s->forms, s->forms_n, UINT32_MAX, s->tokens_n + 1) ||
        !has_empty(s->forms, s->forms_n) ||
        !below(s->name_tokens, s->name_tokens_n, ROLE_TOKEN, s->tokens_n))
        return corrupt(s, "a reference leads outside its section");
    if (!tokens_fine(s) || !names_fine(s) || !entities_fine(s) || !dates_fine(s) ||
        !idents_fine(s) ||
        !texts_inside(s, s->addresses, s->addresses_n) ||
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
    return check_references(s);
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
    return (struct index_counts){s->entities_n, s->names_n, s->tokens_n, s->postings_n,
                                 s->map.n, s->keys_n, s->pairs_n};
}
