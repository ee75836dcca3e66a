/* SPDX-License-Identifier: Apache-2.0
 *
 * lexicon_gen: reads the lexicon's tables (*.def, through the C preprocessor) at build time and
 * prints them as one constant table, lexicon_table.h, which lexicon.c includes.
 *
 * Row syntax of the tables. Words of a row are separated by blanks; spellings of one name by '/';
 * phrases by '|'.
 *
 *   PERSON(class, words)             a class of words in names of persons (WORD_ is put before)
 *   GIVEN(sex, common, words)        given names; sex m, f, b or u (not known); common 1 .. 5
 *   FAMILY(common, words)            family names
 *   NAME(sex, given, family, words)  names that serve as both
 *   SERVANT(common, sun, words)      what follows "servant of": expanded to abdul-, abdel-, abdal-
 *                                    and so on; sun: the letter that the article takes on, or ""
 *   OF_FAITH(common, words)          what stands before "of the faith": -uddin, -eddine and so on
 *   OF_GOD(common, words)            what stands before "of God": -ullah, -allah and so on
 *   COGNATE(words)                   one name in several languages
 *   NICK(names, words)               short forms of each of the names
 *   LEGAL(family, name, phrases)     a legal form (LEGAL_ is put before the family)
 *   ORG(class, words)                words of organisations that mean the same
 *   NUMBER(value, words)
 *   PLACE(phrases)                   names of one place, or of what comes from it
 *
 * What it prints
 *
 *   POOL      the keys one behind the other
 *   ENTRIES   where each key is; where its short-form references begin
 *   WORDS     what is known of it, common words first; the first FACT_COUNT entries have facts, the
 *             others only occur in phrases
 *   SLOTS     open addressing, a power of two, at most two thirds full; see lexicon_key.h
 *   NICKS     references: row * 2, + 1 for a short form; ascending within a word
 *   PHRASES   legal forms, and places of several words, sorted by words; BY_SECOND: the legal forms
 *             of three words or more, by their second word
 *   LONG      words of seven letters or more that occur in legal forms, by length in letters
 *   AFFIXES   legal forms of one word in scripts without spaces, longest first
 *   FORMS     the legal forms
 *
 * The generator uses nothing of the other rooms and trusts its input: whatever is wrong with a
 * table is an assertion, that is a failed build.
 */
#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "name/lexicon.h"
#include "name/lexicon_key.h"

enum row_kind {
    ROW_NAME, ROW_SERVANT, ROW_FAITH, ROW_GOD, ROW_PERSON, ROW_COGNATE, ROW_NICK, ROW_LEGAL,
    ROW_ORG, ROW_NUMBER, ROW_PLACE
};

struct row {
    enum row_kind kind;
    int a, b, c;
    const char *name, *text;
};

enum { SEX_u = 0, SEX_m = 'm', SEX_f = 'f', SEX_b = 'b' };

#define PERSON(class, words) {ROW_PERSON, WORD_##class, 0, 0, "", words},
#define GIVEN(sex, common, words) {ROW_NAME, SEX_##sex, common, 0, "", words},
#define FAMILY(common, words) {ROW_NAME, SEX_u, 0, common, "", words},
#define NAME(sex, given, family, words) {ROW_NAME, SEX_##sex, given, family, "", words},
#define SERVANT(common, sun, words) {ROW_SERVANT, common, 0, 0, sun, words},
#define OF_FAITH(common, words) {ROW_FAITH, common, 0, 0, "", words},
#define OF_GOD(common, words) {ROW_GOD, common, 0, 0, "", words},
#define COGNATE(words) {ROW_COGNATE, 0, 0, 0, "", words},
#define NICK(names, words) {ROW_NICK, 0, 0, 0, names, words},
#define LEGAL(family, name, phrases) {ROW_LEGAL, LEGAL_##family, 0, 0, name, phrases},
#define ORG(class, words) {ROW_ORG, WORD_##class, 0, 0, "", words},
#define NUMBER(value, words) {ROW_NUMBER, value, WORD_NUMBER, 0, "", words},
#define PLACE(phrases) {ROW_PLACE, 0, 0, 0, "", phrases},

static const struct row ROWS[] = {
#include "person.def"
#include "given.def"
#include "family.def"
#include "cognate.def"
#include "nick.def"
#include "legal.def"
#include "org.def"
#include "number.def"
#include "place.def"
};

#define ROW_COUNT (sizeof(ROWS) / sizeof(ROWS[0]))
#define MAX_ENTRIES 200000
#define MAX_SLOTS (1 << 19)
#define MAX_REFS 20000
#define MAX_SPELLINGS 1024 /* of one name */
#define MAX_LINE 16384
#define MAX_PHRASES 6000
#define MAX_PHRASE 12
#define LONG_LETTERS 7

struct entry {
    char key[KEY_MAX];
    size_t key_n;
    struct word word;
    bool legal; /* occurs in a legal form */
    size_t order;
};

struct ref {
    size_t entry;
    unsigned value;
};

struct phrase {
    size_t words[MAX_PHRASE];
    size_t n;
    unsigned value;
    bool place;
};

struct gen {
    struct entry entries[MAX_ENTRIES];
    size_t n;
    size_t index[MAX_SLOTS];
    struct ref refs[MAX_REFS];
    size_t ref_n;
    struct phrase phrases[MAX_PHRASES];
    size_t phrase_n;
    const struct row *forms[MAX_PHRASES];
    size_t form_n;
    unsigned spelling, cognate, canonical, nick;
    size_t sorted[MAX_ENTRIES]; /* final position -> entry */
    size_t fact_n, slot_n;
    FILE *out;
};

/* ---- words and their entries ---------------------------------------------------------------- */

/* Takes the next part of '*text' that is between two of 'seps'; false at the end. */
static bool next_part(const char **text, const char *seps, struct span *part)
{
    const char *p = *text + strspn(*text, seps);

    part->p = p;
    part->n = strcspn(p, seps);
    *text = p + part->n;
    return part->n > 0;
}

static size_t entry_of(struct gen *g, struct span word)
{
    char key[KEY_MAX];
    size_t n = lexicon_key(word.p, word.n, key);
    uint32_t slot = lexicon_hash(key, n) & (MAX_SLOTS - 1);

    assert(n > 0);
    for (; g->index[slot]; slot = (slot + 1) & (MAX_SLOTS - 1)) {
        struct entry *found = &g->entries[g->index[slot] - 1];
        if (found->key_n == n && memcmp(found->key, key, n) == 0)
            return g->index[slot] - 1;
    }
    assert(g->n < MAX_ENTRIES);
    struct entry *made = &g->entries[g->n];
    memcpy(made->key, key, n);
    made->key_n = n;
    made->word.number = -1;
    g->index[slot] = ++g->n;
    return g->n - 1;
}

static struct word *word_of(struct gen *g, struct span word)
{
    return &g->entries[entry_of(g, word)].word;
}

static uint8_t larger(uint8_t a, int b)
{
    return a > b ? a : (uint8_t)b;
}

static void add_facts(struct word *w, const struct row *row)
{
    char sex = (char)row->a;

    w->given = larger(w->given, row->b);
    w->family = larger(w->family, row->c);
    if (sex)
        w->sex = w->sex && w->sex != sex ? 'b' : sex;
}

/* The spellings take the group of the first one, or a new group; whoever has one keeps it. */
static void group_spellings(struct gen *g, const size_t *members, size_t n)
{
    unsigned group = n ? g->entries[members[0]].word.spelling : 0;
    size_t free_n = 0;

    for (size_t i = 0; i < n; i++)
        free_n += !g->entries[members[i]].word.spelling;
    if (!free_n || (!group && free_n < 2))
        return;
    if (!group)
        group = ++g->spelling;
    for (size_t i = 0; i < n; i++)
        if (!g->entries[members[i]].word.spelling)
            g->entries[members[i]].word.spelling = (uint16_t)group;
}

/* ---- rows of names -------------------------------------------------------------------------- */

static void add_names(struct gen *g, const struct row *row)
{
    const char *text = row->text;
    struct span name, spelling;

    while (next_part(&text, " ", &name)) {
        size_t members[MAX_SPELLINGS], n = 0;
        char one[MAX_LINE];
        assert(name.n < sizeof(one));
        memcpy(one, name.p, name.n);
        one[name.n] = '\0';
        for (const char *rest = one; next_part(&rest, "/", &spelling); n++) {
            assert(n < MAX_SPELLINGS);
            members[n] = entry_of(g, spelling);
            if (row->kind == ROW_PERSON)
                g->entries[members[n]].word.classes |= (uint16_t)row->a;
            else
                add_facts(&g->entries[members[n]].word, row);
        }
        group_spellings(g, members, n);
    }
}

/* Puts 'affixes' around 'stem' into 'line', a growing spelling group; '@' stands for the stem. */
static void expand_stem(char *line, size_t size, struct span stem, const char *affixes)
{
    struct span affix;

    while (next_part(&affixes, " ", &affix)) {
        size_t at = strlen(line), head = (size_t)((char *)memchr(affix.p, '@', affix.n) - affix.p);
        int n = snprintf(line + at, size - at, "/%.*s%.*s%.*s", (int)head, affix.p, (int)stem.n,
                         stem.p, (int)(affix.n - head - 1), affix.p + head + 1);
        assert(n > 0 && (size_t)n < size - at);
    }
}

/* Writes out names that are made by a rule: each name of the row with each of the affixes. */
static void add_made(struct gen *g, const struct row *row, const char *affixes, const char *more)
{
    const char *text = row->text;
    struct span name, stem;
    char one[1024], line[MAX_LINE];

    while (next_part(&text, " ", &name)) {
        assert(name.n < sizeof(one));
        memcpy(one, name.p, name.n);
        one[name.n] = line[0] = '\0';
        for (const char *rest = one; next_part(&rest, "/", &stem);) {
            expand_stem(line, sizeof(line), stem, affixes);
            expand_stem(line, sizeof(line), stem, more);
        }
        int family = row->a > 1 ? row->a - 1 : 1;
        struct row made = {ROW_NAME, SEX_m, row->a, family, "", line};
        add_names(g, &made);
    }
}

/* The article's l becomes the first letter of the word: abdul + rahman, abdur + rahman. */
static void add_servants(struct gen *g, const struct row *row)
{
    char sun[128] = "";
    struct row alone = {ROW_NAME, SEX_m, 1, 2, "", row->text}; /* "Abdul Khaliq" as two words */

    if (row->name[0])
        snprintf(sun, sizeof(sun), "abdu%s@ abde%s@ abda%s@ abdou%s@ abdo%s@", row->name, row->name,
                 row->name, row->name, row->name);
    add_made(g, row, "abdul@ abdel@ abdal@ abdol@ abdoul@ abd@ abdi@ abdu@ cabdi@ cabdu@", sun);
    add_names(g, &alone);
}

static void add_cognates(struct gen *g, const struct row *row)
{
    const char *text = row->text;
    struct span part;

    g->cognate++;
    while (next_part(&text, " ", &part)) {
        size_t at = entry_of(g, part);
        struct word *w = &g->entries[at].word;
        w->given = w->family ? w->given : larger(w->given, 1);
        if (!w->cognate)
            w->cognate = (uint16_t)g->cognate;
    }
}

/* Spellings of a name that has cognates have the same ones. */
static void spread_cognates(struct gen *g)
{
    unsigned *of = calloc(g->spelling + 1, sizeof(*of));

    assert(of);
    for (size_t i = 0; i < g->n; i++)
        if (g->entries[i].word.cognate && !of[g->entries[i].word.spelling])
            of[g->entries[i].word.spelling] = g->entries[i].word.cognate;
    for (size_t i = 0; i < g->n; i++)
        if (g->entries[i].word.spelling && !g->entries[i].word.cognate)
            g->entries[i].word.cognate = (uint16_t)of[g->entries[i].word.spelling];
    free(of);
}

static void add_ref(struct gen *g, size_t entry, unsigned value)
{
    assert(g->ref_n < MAX_REFS && value < UINT16_MAX);
    g->refs[g->ref_n++] = (struct ref){entry, value};
}

/* Each spelling of the names and of the short forms gets a reference to the row. */
static void add_nick_words(struct gen *g, const char *text, unsigned value)
{
    struct span part;

    while (next_part(&text, " ", &part)) {
        size_t at = entry_of(g, part);
        struct word *w = &g->entries[at].word;
        w->given = w->family ? w->given : larger(w->given, 1);
        add_ref(g, at, value);
        for (size_t i = 0; w->spelling && i < g->n; i++)
            if (i != at && g->entries[i].word.spelling == w->spelling)
                add_ref(g, i, value);
    }
}

static void add_nick(struct gen *g, const struct row *row)
{
    add_nick_words(g, row->name, g->nick * 2);
    add_nick_words(g, row->text, g->nick * 2 + 1);
    g->nick++;
}

/* ---- rows of phrases and of words of organisations ------------------------------------------ */

static struct phrase *add_phrase(struct gen *g, struct span text)
{
    char one[512];
    struct span part;
    struct phrase *ph = &g->phrases[g->phrase_n++];

    assert(g->phrase_n < MAX_PHRASES && text.n < sizeof(one));
    memcpy(one, text.p, text.n);
    one[text.n] = '\0';
    for (const char *rest = one; next_part(&rest, " ", &part);) {
        assert(ph->n < MAX_PHRASE);
        ph->words[ph->n++] = entry_of(g, part);
    }
    if (!ph->n) /* blanks behind the last bar */
        g->phrase_n--;
    return ph;
}

static void add_legal(struct gen *g, const struct row *row)
{
    const char *text = row->text;
    struct span part;

    while (next_part(&text, "|", &part)) {
        struct phrase *ph = add_phrase(g, part);
        ph->value = (unsigned)g->form_n;
        for (size_t i = 0; i < ph->n; i++)
            g->entries[ph->words[i]].legal = true;
        if (ph->n == 1)
            g->entries[ph->words[0]].word.classes |= WORD_LEGAL;
    }
    g->forms[g->form_n++] = row;
}

/* A place of one word is a word with its group; only the others are phrases. */
static void add_place(struct gen *g, const struct row *row)
{
    const char *text = row->text;
    struct span part;

    g->canonical++;
    while (next_part(&text, "|", &part)) {
        if (memchr(part.p, ' ', part.n)) {
            struct phrase *ph = add_phrase(g, part);
            ph->place = true;
            ph->value = g->canonical;
            continue;
        }
        struct word *w = word_of(g, part);
        w->classes |= WORD_PLACE;
        if (!w->canonical)
            w->canonical = (uint16_t)g->canonical;
    }
}

static void add_org(struct gen *g, const struct row *row)
{
    const char *text = row->text;
    struct span part;

    g->canonical++;
    while (next_part(&text, " ", &part)) {
        struct word *w = word_of(g, part);
        if (!w->canonical) {
            w->canonical = (uint16_t)g->canonical;
            w->classes |= (uint16_t)row->a;
        }
    }
}

static void add_number(struct gen *g, const struct row *row)
{
    const char *text = row->text;
    struct span part;

    while (next_part(&text, " ", &part)) {
        struct word *w = word_of(g, part);
        if (w->number < 0)
            w->number = row->a;
        w->classes |= (uint16_t)row->b;
    }
}

static void add_row(struct gen *g, const struct row *row)
{
    switch (row->kind) {
    case ROW_NAME:
    case ROW_PERSON:
        add_names(g, row);
        break;
    case ROW_SERVANT:
        add_servants(g, row);
        break;
    case ROW_FAITH:
        add_made(g, row, "@uddin @eddine @aldin @uddeen @eddin @eddeen @addin @addine @aldeen "
                 "@oddin @ettin @udin @edin @iddin @oudine @deen @din", "");
        break;
    case ROW_GOD:
        add_made(g, row, "@ullah @allah @ollah @oullah @ulla @olla @alla @ullo", "");
        break;
    case ROW_COGNATE:
        add_cognates(g, row);
        break;
    case ROW_NICK:
        add_nick(g, row);
        break;
    case ROW_LEGAL:
        add_legal(g, row);
        break;
    case ROW_ORG:
        add_org(g, row);
        break;
    case ROW_NUMBER:
        add_number(g, row);
        break;
    case ROW_PLACE:
        add_place(g, row);
        break;
    }
}

/* ---- order ---------------------------------------------------------------------------------- */

/* 0: occurs in phrases only; else 1 to 6, the more often it is asked for. Words that are asked for
 * lie together in the table, so that they stay in the processor's caches. */
static int rank_of(const struct word *w)
{
    uint8_t common = w->given > w->family ? w->given : w->family;

    if (w->classes & (uint16_t)~(WORD_PLACE | WORD_BUSINESS))
        return 6;
    if (w->classes || w->canonical)
        return common > 2 ? common + 1 : 3;
    return common ? common + 1 : 0;
}

static void order_entries(struct gen *g)
{
    size_t at = 0;

    for (int rank = 6; rank >= 0; rank--) {
        if (rank == 0)
            g->fact_n = at;
        for (size_t i = 0; i < g->n; i++)
            if (rank_of(&g->entries[i].word) == rank) {
                g->entries[i].order = at;
                g->sorted[at++] = i;
            }
    }
    for (size_t i = 0; i < g->ref_n; i++)
        g->refs[i].entry = g->entries[g->refs[i].entry].order;
    for (size_t i = 0; i < g->phrase_n; i++)
        for (size_t k = 0; k < g->phrases[i].n; k++)
            g->phrases[i].words[k] = g->entries[g->phrases[i].words[k]].order;
    for (g->slot_n = 1; 2 * g->slot_n < 3 * g->n;)
        g->slot_n *= 2;
}

static int by_ref(const void *left, const void *right)
{
    const struct ref *a = left, *b = right;

    if (a->entry != b->entry)
        return a->entry < b->entry ? -1 : 1;
    return a->value < b->value ? -1 : a->value > b->value;
}

static int by_words(const void *left, const void *right)
{
    const struct phrase *a = left, *b = right;

    for (size_t i = 0; i < a->n && i < b->n; i++)
        if (a->words[i] != b->words[i])
            return a->words[i] < b->words[i] ? -1 : 1;
    if (a->n != b->n)
        return a->n < b->n ? -1 : 1;
    if (a->place != b->place)
        return a->place ? 1 : -1;
    return (a->value > b->value) - (a->value < b->value);
}

/* ---- printing ------------------------------------------------------------------------------- */

static void print_key(FILE *out, const struct entry *e)
{
    fputs("    \"", out);
    for (size_t i = 0; i < e->key_n; i++)
        if ((unsigned char)e->key[i] < 0x80)
            fputc(e->key[i], out);
        else
            fprintf(out, "\\%03o", (unsigned char)e->key[i]);
    fputs("\"\n", out);
}

static void print_entries(struct gen *g)
{
    size_t at = 0, ref = 0;

    fputs("static const char POOL[] =\n", g->out);
    for (size_t i = 0; i < g->n; i++)
        print_key(g->out, &g->entries[g->sorted[i]]);
    fprintf(g->out, ";\n\n#define FACT_COUNT %zu\n#define ENTRY_COUNT %zu\n", g->fact_n, g->n);
    fputs("static const struct entry ENTRIES[] = {\n", g->out);
    for (size_t i = 0; i <= g->n; i++) {
        const struct entry *e = &g->entries[g->sorted[i < g->n ? i : 0]];
        while (ref < g->ref_n && g->refs[ref].entry < i)
            ref++;
        fprintf(g->out, "    {%zu, %zu, %zu},\n", at, ref, i < g->n ? e->key_n : 0);
        at += e->key_n;
    }
    fputs("};\n\n", g->out);
}

static void print_words(struct gen *g)
{
    fputs("static const struct word WORDS[] = {\n", g->out);
    for (size_t i = 0; i < g->fact_n; i++) {
        const struct word *w = &g->entries[g->sorted[i]].word;
        fprintf(g->out, "    {%u, %u, %u, %d, %u, %u, %u, %d},\n", w->classes, w->given, w->family,
                w->sex, w->spelling, w->cognate, w->canonical, (int)w->number);
    }
    fputs("};\n\n", g->out);
}

static void print_slots(struct gen *g)
{
    uint32_t *slots = calloc(g->slot_n, sizeof(*slots));

    assert(slots && g->n < (1u << SLOT_BITS) - 1);
    for (size_t i = 0; i < g->n; i++) {
        const struct entry *e = &g->entries[g->sorted[i]];
        uint32_t hash = lexicon_hash(e->key, e->key_n);
        size_t slot = hash & (g->slot_n - 1);
        while (slots[slot])
            slot = (slot + 1) & (g->slot_n - 1);
        slots[slot] = (uint32_t)(i + 1) | (hash >> SLOT_BITS << SLOT_BITS);
    }
    fprintf(g->out, "#define SLOT_COUNT %zu\nstatic const uint32_t SLOTS[] = {", g->slot_n);
    for (size_t i = 0; i < g->slot_n; i++)
        fprintf(g->out, "%s%u,", i % 12 ? "" : "\n    ", slots[i]);
    fputs("\n};\n\n", g->out);
    free(slots);
}

static void print_nicks(struct gen *g)
{
    fputs("static const uint16_t NICKS[] = {\n", g->out);
    for (size_t i = 0; i < g->ref_n; i++)
        fprintf(g->out, "%u,%s", g->refs[i].value, i % 16 == 15 ? "\n" : "");
    fputs("0};\n\n", g->out);
}

static int by_second(const void *left, const void *right)
{
    const struct phrase *const *a = left, *const *b = right;

    if ((*a)->words[1] != (*b)->words[1])
        return (*a)->words[1] < (*b)->words[1] ? -1 : 1;
    return *a < *b ? -1 : *a > *b;
}

static void print_phrases(struct gen *g)
{
    const struct phrase **second = calloc(g->phrase_n, sizeof(*second));
    size_t n = 0;

    assert(second);
    fputs("static const struct phrase PHRASES[] = {\n", g->out);
    for (size_t i = 0; i < g->phrase_n; i++) {
        const struct phrase *ph = &g->phrases[i];
        fprintf(g->out, "    {%u, %zu, %d, {", ph->value, ph->n, ph->place);
        for (size_t k = 0; k < ph->n; k++)
            fprintf(g->out, "%zu%s", ph->words[k], k + 1 < ph->n ? ", " : "");
        fputs("}},\n", g->out);
        if (ph->n >= 3 && !ph->place)
            second[n++] = ph;
    }
    qsort(second, n, sizeof(*second), by_second);
    fprintf(g->out, "};\n#define PHRASE_COUNT %zu\n#define SECOND_COUNT %zu\n"
            "static const uint16_t BY_SECOND[] = {\n", g->phrase_n, n);
    for (size_t i = 0; i < n; i++)
        fprintf(g->out, "%zu,%s", (size_t)(second[i] - g->phrases), i % 16 == 15 ? "\n" : "");
    fputs("};\n\n", g->out);
    free(second);
}

static size_t letters_of(const struct entry *e)
{
    size_t n = 0;

    for (size_t i = 0; i < e->key_n; i++)
        n += ((unsigned char)e->key[i] & 0xC0) != 0x80;
    return n;
}

static void print_long(struct gen *g)
{
    size_t n = 0, starts[KEY_MAX + 2];

    fputs("static const uint32_t LONG[] = {\n", g->out);
    for (size_t length = 0; length < KEY_MAX + 2; length++) {
        starts[length] = n;
        for (size_t i = 0; length >= LONG_LETTERS && i < g->n; i++) {
            const struct entry *e = &g->entries[g->sorted[i]];
            if (e->legal && letters_of(e) == length)
                fprintf(g->out, "%zu,%s", i, ++n % 16 ? "" : "\n");
        }
    }
    fprintf(g->out, "0};\n#define LONG_LETTERS %d\nstatic const uint16_t LONG_AT[] = {\n",
            LONG_LETTERS);
    for (size_t length = 0; length < KEY_MAX + 2; length++)
        fprintf(g->out, "%zu,", starts[length]);
    fputs("};\n\n", g->out);
}

/* Han, Kana, Hangul, Thai: three bytes a character; in the key's first byte that is E0 to EF. */
static bool unspaced(const struct entry *e)
{
    unsigned char first = (unsigned char)e->key[0];

    return first > 0xE0 || (first == 0xE0 && (unsigned char)e->key[1] >= 0xB8);
}

static void print_affixes(struct gen *g)
{
    size_t n = 0;

    fputs("static const uint16_t AFFIXES[] = {\n", g->out);
    for (size_t length = KEY_MAX; length > 0; length--)
        for (size_t i = 0; i < g->phrase_n; i++) {
            const struct phrase *ph = &g->phrases[i];
            const struct entry *e = &g->entries[g->sorted[ph->words[0]]];
            if (!ph->place && ph->n == 1 && e->key_n == length && unspaced(e))
                fprintf(g->out, "%zu,%s", i, ++n % 16 ? "" : "\n");
        }
    fprintf(g->out, "0};\n#define AFFIX_COUNT %zu\n\n", n);
}

static void print_forms(struct gen *g)
{
    fputs("static const struct legal_form FORMS[] = {\n", g->out);
    for (size_t i = 0; i < g->form_n; i++)
        fprintf(g->out, "    {\"%s\", %zu, %d},\n", g->forms[i]->name, i, g->forms[i]->a);
    fputs("};\n", g->out);
}

static void print_all(struct gen *g)
{
    fputs("/* Made by lexicon_gen.c from the tables; see there. */\n\n", g->out);
    print_entries(g);
    print_words(g);
    print_slots(g);
    print_nicks(g);
    print_phrases(g);
    print_long(g);
    print_affixes(g);
    print_forms(g);
}

int main(int argc, char **argv)
{
    struct gen *g = calloc(1, sizeof(*g));

    if (argc != 2 || !g || !(g->out = fopen(argv[1], "w"))) {
        fprintf(stderr, "usage: lexicon-gen FILE\n");
        free(g);
        return 1;
    }
    for (size_t i = 0; i < ROW_COUNT; i++)
        add_row(g, &ROWS[i]);
    spread_cognates(g);
    order_entries(g);
    qsort(g->refs, g->ref_n, sizeof(g->refs[0]), by_ref);
    qsort(g->phrases, g->phrase_n, sizeof(g->phrases[0]), by_words);
    assert(g->spelling < UINT16_MAX && g->cognate < UINT16_MAX && g->canonical < UINT16_MAX);
    print_all(g);
    int bad = ferror(g->out) | fclose(g->out);
    free(g);
    return bad ? 1 : 0;
}
