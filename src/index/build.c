/* SPDX-License-Identifier: Apache-2.0
 *
 * Building a segment: everything is gathered in memory, then sorted into place and written once.
 */
#include <stdio.h>
#include <stdlib.h>
#include <xxhash.h>

#include "index/layout.h"

struct posting {
    uint32_t token, name;
};

struct index_builder {
    struct map *forms;      /* form (LEGAL forms behind a 1 byte) -> token */
    struct map *topic_bits; /* topic -> bit */
    struct buf text;
    VEC(struct disk_token) tokens;
    VEC(struct disk_name) names;
    VEC(uint32_t) name_tokens;
    VEC(struct disk_entity) entities;
    VEC(struct date) dates;
    VEC(uint16_t) countries;
    VEC(struct disk_ident) idents;
    VEC(struct disk_text) addresses;
    VEC(struct disk_text) topics;
};

struct index_builder *index_builder_new(void)
{
    struct index_builder *b = mem_zero(1, sizeof(*b));
    b->forms = map_new();
    b->topic_bits = map_new();
    b->text = buf_max((size_t)UINT32_MAX);
    return b;
}

void index_builder_free(struct index_builder *b)
{
    if (!b)
        return;
    map_free(b->forms);
    map_free(b->topic_bits);
    buf_free(&b->text);
    VEC_FREE(&b->tokens);
    VEC_FREE(&b->names);
    VEC_FREE(&b->name_tokens);
    VEC_FREE(&b->entities);
    VEC_FREE(&b->dates);
    VEC_FREE(&b->countries);
    VEC_FREE(&b->idents);
    VEC_FREE(&b->addresses);
    VEC_FREE(&b->topics);
    mem_free(b);
}

/* ---- adding ---------------------------------------------------------------------------------- */

static uint32_t put_text(struct index_builder *b, struct span s)
{
    uint32_t at = (uint32_t)b->text.n;
    buf_span(&b->text, s);
    return at;
}

static bool initial_by_itself(const struct token *t)
{
    return (t->classes & TOKEN_INITIAL) && t->latin.n == 1;
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
    struct disk_token d = {
        .letters = t->letters,
        .word = word_number(t->word),
        .number = t->number,
        .form_n = (uint8_t)t->form.n,
        .latin_n = (uint8_t)t->latin.n,
        .skel_n = (uint8_t)t->skel.n,
        .script = t->script,
        .latin_is_form = span_eq(t->form, t->latin),
        .legal = legal,
        .initial = initial_by_itself(t),
    };
    d.text = put_text(b, t->form);
    if (!d.latin_is_form)
        put_text(b, t->latin);
    put_text(b, t->skel);
    *VEC_PUSH(&b->tokens) = d;
    return (uint32_t)(b->tokens.n - 1);
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
    struct disk_name d = {(uint32_t)b->name_tokens.n, (uint32_t)b->entities.n, n->kind, n->quality,
                          0};
    uint32_t name = (uint32_t)b->names.n;
    for (size_t i = 0; i < n->n; i++) {
        uint32_t token = add_token(b, &n->tokens[i]);
        *VEC_PUSH(&b->name_tokens) =
            token | role_bits(&n->tokens[i], (enum name_kind)n->kind);
    }
    (void)name;
    *VEC_PUSH(&b->names) = d;
}

static uint64_t topic_mask(struct index_builder *b, const struct span *topics, size_t n)
{
    uint64_t mask = 0;
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
        mask |= (uint64_t)1 << (*bit < 63 ? *bit : 63);
    }
    return mask;
}

static void add_idents(struct index_builder *b, const struct subject *s)
{
    for (size_t i = 0; i < s->idents_n; i++)
        *VEC_PUSH(&b->idents) =
            (struct disk_ident){s->idents[i].hash, (uint32_t)b->entities.n, s->idents[i].prop,
                                s->idents[i].format, s->idents[i].valid};
}

struct tocsin_err *index_builder_add(struct index_builder *b, const struct subject *s,
                                     struct span id, const struct span *topics, size_t topics_n)
{
    struct disk_entity d = {
        .topics = topic_mask(b, topics, topics_n),
        .names = (uint32_t)b->names.n,
        .id = put_text(b, id),
        .dates = (uint32_t)b->dates.n,
        .countries = (uint32_t)b->countries.n,
        .idents = (uint32_t)b->idents.n,
        .addresses = (uint32_t)b->addresses.n,
        .schema = s->schema,
        .genders = s->genders,
        .id_n = (uint8_t)id.n,
    };
    assert(id.n <= LIMIT_ID);
    for (size_t i = 0; i < s->names_n; i++)
        add_name(b, &s->names[i]);
    for (size_t i = 0; i < s->dates_n; i++)
        *VEC_PUSH(&b->dates) = s->dates[i];
    for (size_t i = 0; i < s->countries_n; i++)
        *VEC_PUSH(&b->countries) = s->countries[i];
    add_idents(b, s);
    for (size_t i = 0; i < s->addresses_n; i++)
        *VEC_PUSH(&b->addresses) =
            (struct disk_text){put_text(b, s->addresses[i]), (uint32_t)s->addresses[i].n};
    *VEC_PUSH(&b->entities) = d;
    if (b->text.full || b->tokens.n >= KEY_TOKEN || b->name_tokens.n >= UINT32_MAX)
        return err_new(TOCSIN_ERR_LIMIT, "one index segment holds at most 4 GiB of words");
    return NULL;
}

/* ---- writing --------------------------------------------------------------------------------- */

struct writer {
    struct index_builder *b;
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

static void section(struct writer *w, enum section s, const void *p, size_t n)
{
    static const char zero[8];
    w->sections[s] = (struct disk_section){w->at, n};
    put(w, p, n);
    put(w, zero, (8 - n % 8) % 8);
}

/* Turns (key, value) pairs into starts per slot and values in order: a counting sort. */
struct table {
    uint32_t *start, *values;
    size_t slots, n;
};

static struct table table_new(size_t n, size_t per_slot)
{
    struct table t = {.slots = 16, .n = n};
    while (t.slots * per_slot < n)
        t.slots *= 2;
    t.start = mem_zero(t.slots + 2, sizeof(uint32_t));
    t.values = mem_zero(n ? n : 1, sizeof(uint32_t));
    return t;
}

static void table_free(struct table *t)
{
    mem_free(t->start);
    mem_free(t->values);
}

static void table_sums(struct table *t)
{
    uint32_t sum = 0;
    for (size_t i = 0; i <= t->slots; i++) {
        uint32_t n = t->start[i];
        t->start[i] = sum;
        sum += n;
    }
}

/* Placing moves each start to the next slot's; moving them back by one restores them. */
static void table_restore(struct table *t)
{
    memmove(t->start + 1, t->start, t->slots * sizeof(*t->start));
    t->start[0] = 0;
}

static void token_view(const struct index_builder *b, uint32_t i, struct token *out)
{
    const struct disk_token *d = &b->tokens.at[i];
    const char *p = b->text.p + d->text;
    *out = (struct token){.form = {p, d->form_n}, .script = d->script, .word = word_at(d->word)};
    p += d->latin_is_form ? 0 : d->form_n;
    out->latin = (struct span){p, d->latin_n};
    out->skel = (struct span){p + d->latin_n, d->skel_n};
}

static void write_keys(struct writer *w)
{
    struct index_builder *b = w->b;
    uint64_t keys[KEY_MAX];
    struct token t;
    size_t total = 0;
    for (uint32_t i = 0; i < b->tokens.n; i++) {
        token_view(b, i, &t);
        total += b->tokens.at[i].legal ? 0 : word_keys(&t, KEY_STORE, keys);
    }
    struct table table = table_new(total, 2);
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < b->tokens.n; i++) {
            token_view(b, i, &t);
            size_t n = b->tokens.at[i].legal ? 0 : word_keys(&t, KEY_STORE, keys);
            for (size_t k = 0; k < n; k++) {
                uint32_t *at = &table.start[keys[k] & (table.slots - 1)];
                if (pass == 1)
                    table.values[*at] = i | key_print(keys[k]);
                (*at)++;
            }
        }
        pass == 0 ? table_sums(&table) : table_restore(&table);
    }
    section(w, KEY_START, table.start, (table.slots + 1) * sizeof(uint32_t));
    section(w, KEYS, table.values, table.n * sizeof(uint32_t));
    table_free(&table);
}

/* Calls 'each' for every pair key of a name: two common words, or the one word of a name of one. */
static void name_pairs(struct index_builder *b, uint32_t name, uint32_t common, struct table *t,
                       bool place)
{
    uint32_t at = b->names.at[name].tokens, end = b->names.at[name + 1].tokens;
    for (uint32_t i = at; i < end; i++) {
        const struct disk_token *x = &b->tokens.at[b->name_tokens.at[i] & ROLE_TOKEN];
        if (x->df <= common || x->legal)
            continue;
        struct span xs = {b->text.p + x->text, x->form_n};
        for (uint32_t j = end - at == 1 ? i : i + 1; j < end; j++) {
            const struct disk_token *y = &b->tokens.at[b->name_tokens.at[j] & ROLE_TOKEN];
            if (y->df <= common || y->legal)
                continue;
            struct span ys = {b->text.p + y->text, i == j ? 0 : y->form_n};
            uint32_t *slot = &t->start[pair_key(xs, ys) & (t->slots - 1)];
            if (place)
                t->values[*slot] = name;
            (*slot)++;
        }
    }
}

static void write_pairs(struct writer *w)
{
    struct index_builder *b = w->b;
    uint32_t common = common_df(b->names.n - 1);
    /* count first, to size the table */
    struct table probe = {.slots = 1, .start = mem_zero(3, sizeof(uint32_t))};
    for (uint32_t n = 0; n + 1 < b->names.n; n++)
        name_pairs(b, n, common, &probe, false);
    struct table t = table_new(probe.start[0], 1);
    mem_free(probe.start);
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t n = 0; n + 1 < b->names.n; n++)
            name_pairs(b, n, common, &t, pass == 1);
        pass == 0 ? table_sums(&t) : table_restore(&t);
    }
    section(w, PAIR_START, t.start, (t.slots + 1) * sizeof(uint32_t));
    section(w, PAIRS, t.values, t.n * sizeof(uint32_t));
    table_free(&t);
}

/* A word twice in one name is one posting. */
static bool first_in_name(const struct index_builder *b, uint32_t from, uint32_t at)
{
    for (uint32_t i = from; i < at; i++)
        if ((b->name_tokens.at[i] & ROLE_TOKEN) == (b->name_tokens.at[at] & ROLE_TOKEN))
            return false;
    return true;
}

static void write_postings(struct writer *w)
{
    struct index_builder *b = w->b;
    struct table t = {.slots = b->tokens.n};
    t.start = mem_zero(t.slots + 2, sizeof(uint32_t));
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t n = 0; n + 1 < b->names.n; n++)
            for (uint32_t i = b->names.at[n].tokens; i < b->names.at[n + 1].tokens; i++) {
                if (!first_in_name(b, b->names.at[n].tokens, i))
                    continue;
                uint32_t *at = &t.start[b->name_tokens.at[i] & ROLE_TOKEN];
                if (pass == 1)
                    t.values[*at] = n;
                else
                    t.n++;
                (*at)++;
            }
        if (pass == 0) {
            for (size_t i = 0; i < b->tokens.n; i++)
                b->tokens.at[i].df = t.start[i];
            table_sums(&t);
            t.values = mem_zero(t.n + 1, sizeof(uint32_t));
        } else {
            table_restore(&t);
        }
    }
    section(w, POST_START, t.start, (t.slots + 1) * sizeof(uint32_t));
    section(w, POSTINGS, t.values, t.n * sizeof(uint32_t));
    table_free(&t);
}

static void write_forms(struct writer *w)
{
    struct index_builder *b = w->b;
    size_t slots = 16;
    while (slots < 2 * b->tokens.n)
        slots *= 2;
    uint32_t *table = mem_zero(slots, sizeof(*table));
    for (uint32_t i = 0; i < b->tokens.n; i++) {
        const struct disk_token *d = &b->tokens.at[i];
        if (d->legal)
            continue;
        size_t at = span_hash((struct span){b->text.p + d->text, d->form_n}) & (slots - 1);
        while (table[at])
            at = (at + 1) & (slots - 1);
        table[at] = i + 1;
    }
    section(w, FORMS, table, slots * sizeof(*table));
    mem_free(table);
}

/* The telling weight of each name, by which an estimate is normed. */
static void weigh_names(struct index_builder *b)
{
    for (size_t n = 0; n + 1 < b->names.n; n++) {
        float sum = 0;
        for (uint32_t i = b->names.at[n].tokens; i < b->names.at[n + 1].tokens; i++) {
            uint32_t id = b->name_tokens.at[i] & ROLE_TOKEN;
            struct token t;
            token_view(b, id, &t);
            token_classes(&t, (enum name_kind)b->names.at[n].kind);
            if (b->tokens.at[id].legal || (b->name_tokens.at[i] & ROLE_INITIAL) ||
                (!(b->name_tokens.at[i] & ROLE_PLAIN) && (t.classes & TOKEN_MINOR)))
                sum += 0.1f;
            else
                sum += name_weigh(&t, b->tokens.at[id].df, b->names.n);
        }
        b->names.at[n].weight = (uint16_t)(sum * 256 < 65535 ? sum * 256 : 65535);
    }
}

static int by_hash(const void *a, const void *b, void *base)
{
    const struct disk_ident *idents = base;
    uint64_t x = idents[*(const uint32_t *)a].hash, y = idents[*(const uint32_t *)b].hash;
    return x < y ? -1 : x > y;
}

static void write_idents(struct writer *w)
{
    struct index_builder *b = w->b;
    uint32_t *order = mem_zero(b->idents.n + 1, sizeof(*order));
    for (uint32_t i = 0; i < b->idents.n; i++)
        order[i] = i;
    qsort_r(order, b->idents.n, sizeof(*order), by_hash, b->idents.at);
    section(w, IDENTS, b->idents.at, b->idents.n * sizeof(*b->idents.at));
    section(w, IDENT_ORDER, order, b->idents.n * sizeof(*order));
    mem_free(order);
}

static void close_arrays(struct index_builder *b)
{
    *VEC_PUSH(&b->names) = (struct disk_name){.tokens = (uint32_t)b->name_tokens.n,
                                              .entity = (uint32_t)b->entities.n};
    *VEC_PUSH(&b->entities) = (struct disk_entity){
        .names = (uint32_t)(b->names.n - 1),
        .dates = (uint32_t)b->dates.n,
        .countries = (uint32_t)b->countries.n,
        .idents = (uint32_t)b->idents.n,
        .addresses = (uint32_t)b->addresses.n,
    };
}

static void write_sections(struct writer *w, struct span stamp)
{
    struct index_builder *b = w->b;
    close_arrays(b);
    write_postings(w); /* counts how many names hold each word */
    weigh_names(b);
    section(w, TEXT, b->text.p, b->text.n);
    section(w, TOKENS, b->tokens.at, b->tokens.n * sizeof(*b->tokens.at));
    write_forms(w);
    section(w, NAMES, b->names.at, b->names.n * sizeof(*b->names.at));
    section(w, NAME_TOKENS, b->name_tokens.at, b->name_tokens.n * sizeof(uint32_t));
    section(w, ENTITIES, b->entities.at, b->entities.n * sizeof(*b->entities.at));
    section(w, DATES, b->dates.at, b->dates.n * sizeof(*b->dates.at));
    section(w, COUNTRIES, b->countries.at, b->countries.n * sizeof(uint16_t));
    write_idents(w);
    section(w, ADDRESSES, b->addresses.at, b->addresses.n * sizeof(*b->addresses.at));
    section(w, TOPICS, b->topics.at, b->topics.n * sizeof(*b->topics.at));
    write_keys(w);
    write_pairs(w);
    section(w, STAMP, stamp.p, stamp.n);
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
    TRY(file_out_open(path, &file));
    struct writer w = {.b = b, .out = file.stream, .hash = XXH3_createState()};
    char blank[SEGMENT_HEAD + sizeof(w.sections)] = {0};
    w.failed = fwrite(blank, sizeof(blank), 1, w.out) != 1;
    w.at = sizeof(blank);
    XXH3_64bits_reset(w.hash);
    write_sections(&w, stamp);
    write_head(&w);
    XXH3_freeState(w.hash);
    if (w.failed) {
        struct tocsin_err *err = err_errno("cannot write index %s", path);
        file_out_abandon(&file);
        return err;
    }
    return file_out_commit(&file);
}
