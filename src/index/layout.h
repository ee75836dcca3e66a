/* SPDX-License-Identifier: Apache-2.0
 *
 * The segment file. All numbers little-endian, as the machine has them (another machine refuses
 * the file by its mark). Sections begin at multiples of 8 bytes, in any order.
 *
 *   offset  bytes  what
 *   0       8      "tocsinix"
 *   8       4      SEGMENT_VERSION
 *   12      4      0x01020304 as written by the machine
 *   16      8      XXH3 of the sections and what lies between, then of the section table
 *   24      8      hash of the lexicon and the tables that shape words (word_stamp)
 *   32      8      length of the file
 *   40      24     0
 *   64      16 * SECTION_COUNT   per section: offset, length in bytes
 *   ...            sections
 *
 *   section      element            index by
 *   TEXT         bytes              offset
 *   TOKENS       disk_token         token
 *   FORMS        u32 token + 1      hash of the form, open addressing, a power of two
 *   POST_START   u32                token; one more than tokens
 *   POSTINGS     packed name        POST_START; ascending within a token
 *   NAMES        disk_name          name; one more than names
 *   NAME_TOKENS  packed token|role  disk_name.tokens
 *   ENTITIES     disk_entity        entity; one more than entities
 *   FEATURES     bytes              disk_entity.features; see feature.c
 *   IDENTS       disk_ident         ident; those of one entity stand together
 *   IDENT_ORDER  u32 ident          rank by hash
 *   TOPICS       disk_text          bit of a set of topics
 *   TOPIC_SETS   u64                disk_entity.topics
 *   KEY_BLOCKS   u32                slot of a key / SLOTS_IN_BLOCK; one more
 *   KEY_BITS     u64                see struct slots
 *   KEYS         packed token|print struct slots
 *   PAIR_BLOCKS, PAIR_BITS          likewise
 *   PAIRS        packed name        likewise
 *   STAMP        bytes              -
 *
 * The commonest word is token 0; words of as many names follow each other by the first eight
 * letters of the skeleton, so that spellings of one word lie together, then by form. Entities come in
 * the order of the rarest word of their first name, then of the next rarest (0 for none), then of
 * their ids. So the names that a word brings lie together where it is the rarest, and are read
 * without a wait for each; and of the names that hold a common word those come first that no rarer
 * one would bring, which is right where not all of them can be looked at. Values in a slot ascend.
 * These orders follow from what the segment holds, not from how it came; identifiers, topics and the
 * texts of ids stand as they came.
 *
 * Packed numbers are as many bits wide as the greatest of them needs, without gaps, the lowest bit
 * first, with PACKED_SLACK zero bytes behind the last so that each can be read in one go. How many
 * there are and how wide follows from the sizes of other sections.
 */
#ifndef TOCSIN_INDEX_LAYOUT_H
#define TOCSIN_INDEX_LAYOUT_H

#include "index/index.h"

enum { SEGMENT_VERSION = 6, SEGMENT_HEAD = 64, SEGMENT_HEAD_USED = 40 };
#define SEGMENT_MAGIC "tocsinix"

enum section {
    TEXT, TOKENS, FORMS, POST_START, POSTINGS, NAMES, NAME_TOKENS, ENTITIES, FEATURES,
    IDENTS, IDENT_ORDER, TOPICS, TOPIC_SETS, KEY_BLOCKS, KEY_BITS, KEYS, PAIR_BLOCKS, PAIR_BITS,
    PAIRS, STAMP,
    SECTION_COUNT
};

struct disk_section {
    uint64_t offset, length;
};

struct disk_token {
    uint32_t text; /* form, then latin unless it is the same, then skel */
    uint32_t letters;
    uint32_t df;
    uint32_t word; /* 1 + number in the lexicon, 0: unknown there */
    uint8_t form_n, latin_n, skel_n;
    uint8_t script : 5, latin_is_form : 1, legal : 1, spare : 1;
};
static_assert(SCRIPT_COUNT <= 32, "a script fits its five bits");

struct disk_name {
    uint32_t tokens, entity;
    uint8_t kind, quality;
    uint16_t weight; /* sum of the telling words' weights, in 1/256 */
};

/* NAME_TOKENS: above the token, what its place in this name makes of it. */
enum {
    ROLE_FAMILY = 1,
    ROLE_GIVEN = 2,
    ROLE_INITIAL = 4,
    ROLE_PLAIN = 8, /* not the minor word that the lexicon says it can be */
    ROLE_PLACE = 16,
    ROLE_BITS = 5
};

struct disk_entity {
    uint32_t names, id, features;
    uint16_t topics;
    uint8_t schema, id_n;
};

struct disk_ident {
    uint64_t hash;
    uint32_t entity;
    uint16_t prop;
    uint8_t format, valid;
};

struct disk_text {
    uint32_t text, n;
};

/* More tokens than this do not go into one segment. */
enum { TOKENS_MAX = 1 << 26 };

/* ---- packed numbers -------------------------------------------------------------------------- */

enum { PACKED_SLACK = 8 };

struct packed {
    const unsigned char *p;
    size_t n;
    unsigned bits;
};

/* How wide the numbers 0 .. n-1 are; at least 1. */
static inline unsigned packed_bits(size_t n)
{
    return n < 3 ? 1 : 64 - (unsigned)__builtin_clzll(n - 1);
}

static inline size_t packed_bytes(size_t n, unsigned bits)
{
    return (n * bits + 7) / 8 + PACKED_SLACK;
}

static inline uint64_t packed_at(const struct packed *v, size_t i)
{
    size_t at = i * v->bits;
    uint64_t word;
    memcpy(&word, v->p + at / 8, sizeof(word));
    return word >> (at % 8) & (((uint64_t)1 << v->bits) - 1);
}

/* ---- slots ----------------------------------------------------------------------------------- */

/* Values by the slot of a 32-bit key, all slots in one row of bits: for each slot a 1 for every
 * value and then a 0, so that its values begin at as many as there are 1s before. A block says
 * where the bits of every SLOTS_IN_BLOCK-th slot begin; the last one where all end. That is two
 * bits for what a table of starts takes thirty-two. */
enum { SLOTS_IN_BLOCK = 32, SLOTS_LEAST = 256, SLOTS_MOST_BITS = 27 };

struct slots {
    const uint32_t *blocks;
    const uint64_t *bits;
    struct packed values;
    unsigned shift; /* of a key, to its slot */
    size_t n;       /* slots */
};

struct slot_range {
    uint32_t from, to;
};

static inline const uint32_t *slots_block(const struct slots *s, uint32_t key)
{
    return &s->blocks[(key >> s->shift) / SLOTS_IN_BLOCK];
}

static inline struct slot_range slots_range(const struct slots *s, uint32_t key)
{
    uint32_t slot = key >> s->shift, at = s->blocks[slot / SLOTS_IN_BLOCK];
    size_t i = at / 64;
    uint64_t zeros = ~s->bits[i] & (~(uint64_t)0 << at % 64);
    for (unsigned skip = slot % SLOTS_IN_BLOCK; skip > 0; skip--) {
        while (!zeros)
            zeros = ~s->bits[++i];
        at = (uint32_t)(i * 64) + (uint32_t)__builtin_ctzll(zeros) + 1;
        zeros &= zeros - 1;
    }
    while (!zeros)
        zeros = ~s->bits[++i];
    return (struct slot_range){at - slot,
                               (uint32_t)(i * 64) + (uint32_t)__builtin_ctzll(zeros) - slot};
}

/* ---- a segment ------------------------------------------------------------------------------- */

/* A segment's sections as typed arrays over the map. */
struct segment {
    struct span map;
    char *path, *dataset;
    const char *text;
    size_t text_n;
    const struct disk_token *tokens;
    size_t tokens_n;
    const uint32_t *forms;
    size_t forms_n;
    const uint32_t *post_start;
    struct packed postings;
    const struct disk_name *names;
    size_t names_n;
    struct packed name_tokens;
    unsigned token_bits; /* of a number in name_tokens or keys; the rest is role or print */
    const struct disk_entity *entities;
    size_t entities_n;
    const unsigned char *features;
    size_t features_n;
    const struct disk_ident *idents;
    size_t idents_n;
    const uint32_t *ident_order;
    const struct disk_text *topics;
    size_t topics_n;
    const uint64_t *topic_sets;
    size_t topic_sets_n;
    struct slots keys, pairs;
    struct span stamp;
};

struct index {
    struct segment *segments;
    size_t n;
    uint64_t names; /* of all segments */
};

static inline uint32_t segment_posting(const struct segment *s, uint32_t i)
{
    return (uint32_t)packed_at(&s->postings, i);
}

static inline void segment_postings_fetch(const struct segment *s, uint32_t i)
{
    __builtin_prefetch(s->postings.p + i * (size_t)s->postings.bits / 8);
}

static inline uint32_t segment_token_mask(const struct segment *s)
{
    return ((uint32_t)1 << s->token_bits) - 1;
}

/* The token at 'i' of NAME_TOKENS. */
static inline uint32_t segment_name_token(const struct segment *s, uint32_t i)
{
    return (uint32_t)packed_at(&s->name_tokens, i) & segment_token_mask(s);
}

static inline void segment_name_tokens_fetch(const struct segment *s, uint32_t i)
{
    __builtin_prefetch(s->name_tokens.p + i * (size_t)s->name_tokens.bits / 8);
}

static inline uint64_t segment_topics(const struct segment *s, const struct disk_entity *e)
{
    return s->topic_sets[e->topics];
}

/* What is kept of the entity beside its names, into 'out' and 'a'; without an arena it is only
 * looked at. False when it has not the form of feature.c, which after opening cannot be. */
bool features_read(const struct segment *s, uint32_t entity, struct arena *a, struct subject *out);

/* The token's struct for a name of 'kind'; 'role' are the bits above it in NAME_TOKENS. */
void segment_token(const struct segment *s, uint32_t token, uint32_t role, enum name_kind kind,
                   struct token *out);
/* Where a search in FORMS begins: a legal form has a token of its own beside the word. */
static inline size_t form_slot(struct span form, bool legal)
{
    return (size_t)span_hash(form) + legal;
}

/* The token of a form that is not a legal one, or UINT32_MAX. */
uint32_t segment_find(const struct segment *s, struct span form);

/* What every file of this build agrees on: a hash over the tables that shape words. */
uint64_t word_stamp(void);

/* ---- keys ------------------------------------------------------------------------------------ */

enum { KEY_PREFIX = 8, KEY_MAX = 320 };

/* The keys under which a word is found, and those by which a query word asks; hashes. */
enum key_side {
    KEY_STORE,
    KEY_ASK,
    KEY_ASK_NEAR, /* only words at most one edit away: for neighbours run together */
    KEY_ASK_MORE, /* of a foreign word: its less likely readings, when the likely ones found little */
    KEY_SIDES
};
size_t word_keys(const struct token *t, enum key_side side, uint64_t out[KEY_MAX]);
/* Of two forms, in any order: by the halves of both. */
uint64_t pair_half(struct span form);
uint64_t pair_key(uint64_t a, uint64_t b);

/* A slot takes the high bits of a key's lower half. KEYS: above the token the lowest bits of the
 * key, which tell most strangers in its slot apart. */
enum { KEY_PRINT = 5 };
static_assert(KEY_PRINT + SLOTS_MOST_BITS <= 32, "print and slot share no bit");

static inline uint32_t key_print(uint64_t key)
{
    return (uint32_t)key & ((1u << KEY_PRINT) - 1);
}

/* Is the value at 'i' of KEYS of this key? Then its token. */
static inline bool segment_key_at(const struct segment *s, uint32_t i, uint64_t key,
                                  uint32_t *token)
{
    uint64_t value = packed_at(&s->keys.values, i);
    *token = (uint32_t)value & segment_token_mask(s);
    return value >> s->token_bits == key_print(key);
}

/* Words that more names hold than this are common: their names are found by pairs. */
static inline uint32_t common_df(uint64_t names)
{
    return names < 400000 ? 400 : (uint32_t)(names / 1000);
}

/* How many edits reach a word of 'n' letters for certain. */
static inline unsigned edits_for(size_t n)
{
    return n < 3 ? 0 : n < 6 ? 1 : 2;
}

#endif
