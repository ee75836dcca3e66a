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
 *   POSTINGS     u32 name           POST_START; ascending within a token
 *   NAMES        disk_name          name; one more than names
 *   NAME_TOKENS  u32 token | role   disk_name.tokens
 *   ENTITIES     disk_entity        entity; one more than entities
 *   DATES        struct date        disk_entity.dates
 *   COUNTRIES    u16                disk_entity.countries
 *   IDENTS       disk_ident         disk_entity.idents
 *   IDENT_ORDER  u32 ident          rank by hash
 *   ADDRESSES    disk_text          disk_entity.addresses
 *   TOPICS       disk_text          bit of disk_entity.topics
 *   KEY_START    u32                hash of a key; a power of two, and one more
 *   KEYS         u32 key_print|token KEY_START
 *   PAIR_START   u32                hash of a pair; likewise
 *   PAIRS        u32 name           PAIR_START
 *   STAMP        bytes              -
 */
#ifndef TOCSIN_INDEX_LAYOUT_H
#define TOCSIN_INDEX_LAYOUT_H

#include "index/index.h"

enum { SEGMENT_VERSION = 4, SEGMENT_HEAD = 64 };
#define SEGMENT_MAGIC "tocsinix"

enum section {
    TEXT, TOKENS, FORMS, POST_START, POSTINGS, NAMES, NAME_TOKENS, ENTITIES, DATES, COUNTRIES,
    IDENTS, IDENT_ORDER, ADDRESSES, TOPICS, KEY_START, KEYS, PAIR_START, PAIRS, STAMP,
    SECTION_COUNT
};

struct disk_section {
    uint64_t offset, length;
};

struct disk_token {
    uint32_t text;    /* form, then latin unless it is the same, then skel */
    uint32_t letters;
    uint32_t df;
    uint32_t word;    /* 1 + number in the lexicon, 0: unknown there */
    int32_t number;
    uint8_t form_n, latin_n, skel_n, script;
    uint8_t latin_is_form, legal, initial, spare;
};

struct disk_name {
    uint32_t tokens, entity;
    uint8_t kind, quality;
    uint16_t weight; /* sum of the telling words' weights, in 1/256 */
};

/* NAME_TOKENS: the token, and what its place in this name makes of it. */
#define ROLE_FAMILY (UINT32_C(1) << 31)
#define ROLE_GIVEN (UINT32_C(1) << 30)
#define ROLE_INITIAL (UINT32_C(1) << 29)
#define ROLE_PLAIN (UINT32_C(1) << 28) /* not the minor word that the lexicon says it can be */
#define ROLE_PLACE (UINT32_C(1) << 27)
#define ROLE_TOKEN (ROLE_PLACE - 1)

struct disk_entity {
    uint64_t topics;
    uint32_t names, id, dates, countries, idents, addresses;
    uint16_t schema;
    uint8_t genders, id_n;
    uint32_t spare;
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
    const uint32_t *post_start, *postings;
    size_t postings_n;
    const struct disk_name *names;
    size_t names_n;
    const uint32_t *name_tokens;
    size_t name_tokens_n;
    const struct disk_entity *entities;
    size_t entities_n;
    const struct date *dates;
    size_t dates_n;
    const uint16_t *countries;
    size_t countries_n;
    const struct disk_ident *idents;
    size_t idents_n;
    const uint32_t *ident_order;
    const struct disk_text *addresses, *topics;
    size_t addresses_n, topics_n;
    const uint32_t *key_start, *keys;
    size_t key_slots, keys_n;
    const uint32_t *pair_start, *pairs;
    size_t pair_slots, pairs_n;
    struct span stamp;
};

struct index {
    struct segment *segments;
    size_t n;
    uint64_t names; /* of all segments */
};

/* The token's struct for a name of 'kind'; 'role' are the bits of NAME_TOKENS. */
void segment_token(const struct segment *s, uint32_t token, uint32_t role, enum name_kind kind,
                   struct token *out);
/* The token of a form, or UINT32_MAX. */
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
uint64_t pair_key(struct span a, struct span b); /* of two forms, in any order */

/* KEYS: beside the token six more bits of the key, which tell most strangers in its slot apart. */
#define KEY_TOKEN ((UINT32_C(1) << 26) - 1)
static inline uint32_t key_print(uint64_t key)
{
    return (uint32_t)(key >> 58) << 26;
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
