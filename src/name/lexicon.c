/* SPDX-License-Identifier: Apache-2.0
 *
 * lexicon: looking up what lexicon_gen.c has printed. See lexicon.h for what it means and
 * lexicon_gen.c for the tables in lexicon_table.h. Nothing is allocated and nothing is computed
 * before the first question: the tables are read-only data of the program.
 */
#include "name/lexicon.h"

#include "name/lexicon_key.h"

#define PHRASE_MAX 12
#define NONE UINT32_MAX

struct entry {
    uint32_t at;   /* of the key in POOL */
    uint16_t nick; /* of the first reference in NICKS; the next entry's says where they end */
    uint16_t n;    /* bytes of the key */
};

struct phrase {
    uint16_t value; /* place: canonical group; legal form: position in FORMS */
    uint8_t n;
    bool place;
    uint32_t words[PHRASE_MAX]; /* entries */
};

#include "name/lexicon_table.h"

/* ---- single words --------------------------------------------------------------------------- */

static uint32_t find_key(const char *p, size_t n)
{
    uint32_t hash = lexicon_hash(p, n), slot = hash & (SLOT_COUNT - 1);

    for (; SLOTS[slot]; slot = (slot + 1) & (SLOT_COUNT - 1)) {
        if ((SLOTS[slot] ^ hash) >> SLOT_BITS)
            continue;
        uint32_t at = (SLOTS[slot] & ((1u << SLOT_BITS) - 1)) - 1;
        if (ENTRIES[at].n == n && memcmp(POOL + ENTRIES[at].at, p, n) == 0)
            return at;
    }
    return NONE;
}

static bool is_key(struct span word)
{
    for (size_t i = 0; i < word.n; i++)
        if (!((word.p[i] >= 'a' && word.p[i] <= 'z') || (word.p[i] >= '0' && word.p[i] <= '9')))
            return false;
    return true;
}

static uint32_t find_word(struct span word)
{
    char key[KEY_MAX];

    if (!word.n)
        return NONE;
    uint32_t found = find_key(word.p, word.n);
    if (found != NONE || is_key(word))
        return found;
    return find_key(key, lexicon_key(word.p, word.n, key));
}

const struct word *word_find(struct span word)
{
    uint32_t at = find_word(word);

    return at < FACT_COUNT ? &WORDS[at] : NULL;
}

static bool short_for(uint32_t left, uint32_t right)
{
    if (left == NONE || right == NONE || left == right)
        return false;
    uint16_t i = ENTRIES[left].nick, k = ENTRIES[right].nick;
    while (i < ENTRIES[left + 1].nick && k < ENTRIES[right + 1].nick) {
        /* The same row, and at least one of the two is a short form in it. */
        if (NICKS[i] / 2 == NICKS[k] / 2 && (NICKS[i] | NICKS[k]) & 1)
            return true;
        if (NICKS[i] < NICKS[k])
            i++;
        else
            k++;
    }
    return false;
}

/* Most words have no short forms and are none. */
static bool in_rows(uint32_t at)
{
    return at != NONE && ENTRIES[at].nick < ENTRIES[at + 1].nick;
}

bool word_nickname(struct span a, struct span b)
{
    uint32_t left = find_word(a);

    return in_rows(left) && short_for(left, find_word(b));
}

bool word_nickname_of(const struct word *a, struct span b)
{
    uint32_t left = (uint32_t)(a - WORDS);

    return in_rows(left) && short_for(left, find_word(b));
}

bool word_short_for(const struct word *a, const struct word *b)
{
    return short_for((uint32_t)(a - WORDS), (uint32_t)(b - WORDS));
}

/* ---- phrases -------------------------------------------------------------------------------- */

static size_t letters_of(const char *p, size_t n)
{
    size_t letters = 0;

    for (size_t i = 0; i < n; i++)
        letters += ((unsigned char)p[i] & 0xC0) != 0x80;
    return letters;
}

static bool starts_letter(const char *p, size_t n, size_t at)
{
    return at >= n || ((unsigned char)p[at] & 0xC0) != 0x80;
}

/* Two letters that are those of 'b' in the other order. */
static bool swapped(const char *a, size_t an, const char *b, size_t bn)
{
    size_t first = 1;

    if (an != bn || letters_of(a, an) != 2)
        return false;
    while (!starts_letter(a, an, first))
        first++;
    return memcmp(a, b + an - first, first) == 0 && memcmp(a + first, b, an - first) == 0;
}

/* One letter wrong, missing, too many, or two swapped: what is left between the common head and
 * the common tail is at most one letter on either side, or two swapped ones. */
static bool one_edit(const char *a, size_t an, const char *b, size_t bn)
{
    size_t shorter = an < bn ? an : bn, head = 0, tail = 0;

    while (head < shorter && a[head] == b[head])
        head++;
    while (head && !(starts_letter(a, an, head) && starts_letter(b, bn, head)))
        head--;
    while (tail < shorter - head && a[an - 1 - tail] == b[bn - 1 - tail])
        tail++;
    while (tail && !(starts_letter(a, an, an - tail) && starts_letter(b, bn, bn - tail)))
        tail--;
    a += head, an -= head + tail;
    b += head, bn -= head + tail;
    return (letters_of(a, an) <= 1 && letters_of(b, bn) <= 1) || swapped(a, an, b, bn);
}

/* The words of the question: as entries, and the keys of those that are none. Filled as far as a
 * phrase has been compared, since most questions end at the first word. */
struct asked {
    const struct span *words;
    size_t n, ready;
    uint32_t at[PHRASE_MAX];
    struct span unknown[PHRASE_MAX]; /* empty for a word that is an entry */
    char keys[PHRASE_MAX][KEY_MAX];
};

static void ask(const struct span *words, size_t n, struct asked *q)
{
    q->words = words;
    q->n = n < PHRASE_MAX ? n : PHRASE_MAX;
    q->ready = 0;
}

static uint32_t asked_word(struct asked *q, size_t i)
{
    for (; q->ready <= i; q->ready++) {
        struct span word = q->words[q->ready], *unknown = &q->unknown[q->ready];
        q->at[q->ready] = find_word(word);
        *unknown = SPAN("");
        if (q->at[q->ready] != NONE)
            continue;
        unknown->p = q->keys[q->ready];
        unknown->n = lexicon_key(word.p, word.n, q->keys[q->ready]);
    }
    return q->at[i];
}

/* 0: the word of the question is the word of the phrase; 1: a slip away; 2: another one. A word
 * that is known in its own right is not taken for a slip. */
static int word_slips(struct asked *q, size_t i, const struct phrase *ph)
{
    const struct entry *e = &ENTRIES[ph->words[i]];
    const char *key = POOL + e->at;

    if (asked_word(q, i) == ph->words[i])
        return 0;
    if (ph->place || !q->unknown[i].n || letters_of(key, e->n) < (ph->n < 3 ? LONG_LETTERS : 5))
        return 2;
    return one_edit(q->unknown[i].p, q->unknown[i].n, key, e->n) ? 1 : 2;
}

/* The best reading so far: more words first, then fewer slips. */
struct best {
    const struct phrase *phrase;
    int slips;
};

static void try_phrase(struct asked *q, const struct phrase *ph, struct best *best)
{
    int slips = 0, most = ph->n < 3 ? 1 : ph->n / 2;

    if (ph->n > q->n || (best->phrase && ph->n < best->phrase->n))
        return;
    for (size_t i = 0; i < ph->n; i++) {
        int more = word_slips(q, i, ph);
        if (more == 2 || (slips += more) > most)
            return;
    }
    if (!best->phrase || ph->n > best->phrase->n || slips < best->slips)
        *best = (struct best){ph, slips};
}

/* The first phrase whose first word is 'word' or a later entry. */
static size_t phrases_from(uint32_t word)
{
    size_t low = 0, high = PHRASE_COUNT;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (PHRASES[middle].words[0] < word)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void try_first_word(struct asked *q, uint32_t word, bool place, struct best *best)
{
    for (size_t i = phrases_from(word); i < PHRASE_COUNT && PHRASES[i].words[0] == word; i++)
        if (PHRASES[i].place == place)
            try_phrase(q, &PHRASES[i], best);
}

/* A phrase of three words or more whose first word may be misspelt is found by its second. */
static void try_second_word(struct asked *q, struct best *best)
{
    size_t low = 0, high = SECOND_COUNT;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (PHRASES[BY_SECOND[middle]].words[1] < q->at[1])
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < SECOND_COUNT && PHRASES[BY_SECOND[low]].words[1] == q->at[1]; low++)
        try_phrase(q, &PHRASES[BY_SECOND[low]], best);
}

/* One slip in a long word leaves its first two bytes or its last two as they were. */
static bool may_be(struct span word, const char *key, size_t n)
{
    return memcmp(word.p, key, 2) == 0 || memcmp(word.p + word.n - 2, key + n - 2, 2) == 0;
}

static void try_misspelt(struct asked *q, struct best *best)
{
    struct span word = q->unknown[0];
    size_t letters = letters_of(word.p, word.n);

    if (q->n >= 3 && asked_word(q, 1) != NONE)
        try_second_word(q, best);
    if (letters + 1 < LONG_LETTERS || letters + 2 >= ARRAY_LEN(LONG_AT))
        return;
    for (size_t i = LONG_AT[letters - 1]; i < LONG_AT[letters + 2]; i++) {
        const struct entry *e = &ENTRIES[LONG[i]];
        if (may_be(word, POOL + e->at, e->n) && one_edit(word.p, word.n, POOL + e->at, e->n))
            try_first_word(q, LONG[i], false, best);
    }
}

/* All the single letters that follow one another, as one word; how many they are. */
static size_t join_letters(const struct span *words, size_t n, char *joined, size_t *bytes)
{
    size_t used = 0;

    for (*bytes = 0; used < n && used < PHRASE_MAX; used++) {
        struct span letter = words[used];
        if (letter.n > 4 || letters_of(letter.p, letter.n) != 1)
            break;
        memcpy(joined + *bytes, letter.p, letter.n);
        *bytes += letter.n;
    }
    return used;
}

/* "s a r l" is "sarl". Two letters are taken for a form only at the end of a name: at the start
 * they are the initials of a founder. */
static size_t match_letters(const struct span *words, size_t n, const struct legal_form **out)
{
    char joined[PHRASE_MAX * 4];
    size_t bytes, used = join_letters(words, n, joined, &bytes);

    if (used < 2 || (used == 2 && n > 2))
        return 0;
    uint32_t at = find_word((struct span){joined, bytes});
    if (at >= FACT_COUNT || !(WORDS[at].classes & WORD_LEGAL))
        return 0;
    for (size_t i = phrases_from(at); i < PHRASE_COUNT && PHRASES[i].words[0] == at; i++)
        if (PHRASES[i].n == 1) {
            *out = &FORMS[PHRASES[i].value];
            return used;
        }
    return 0;
}

size_t legal_match(const struct span *words, size_t n, const struct legal_form **out)
{
    struct asked q;
    struct best best = {NULL, 0};

    if (!n)
        return 0;
    size_t letters = match_letters(words, n, out);
    ask(words, n, &q);
    if (asked_word(&q, 0) != NONE)
        try_first_word(&q, q.at[0], false, &best);
    else
        try_misspelt(&q, &best);
    if (!best.phrase || best.phrase->n < letters)
        return letters;
    *out = &FORMS[best.phrase->value];
    return best.phrase->n;
}

size_t legal_affix(struct span word, bool at_end, const struct legal_form **out)
{
    for (size_t i = 0; i < AFFIX_COUNT; i++) {
        const struct phrase *ph = &PHRASES[AFFIXES[i]];
        const struct entry *e = &ENTRIES[ph->words[0]];
        struct span form = {POOL + e->at, e->n};
        if (form.n >= word.n || !(at_end ? span_ends(word, form) : span_starts(word, form)))
            continue;
        *out = &FORMS[ph->value];
        return form.n;
    }
    return 0;
}

size_t place_match(const struct span *words, size_t n, uint16_t *canonical)
{
    struct asked q;
    struct best best = {NULL, 0};

    if (!n)
        return 0;
    ask(words, n, &q);
    if (asked_word(&q, 0) == NONE)
        return 0;
    try_first_word(&q, q.at[0], true, &best);
    if (best.phrase) {
        *canonical = best.phrase->value;
        return best.phrase->n;
    }
    if (q.at[0] >= FACT_COUNT || !(WORDS[q.at[0]].classes & WORD_PLACE))
        return 0;
    *canonical = WORDS[q.at[0]].canonical;
    return 1;
}

uint32_t word_number(const struct word *w)
{
    return w ? (uint32_t)(w - WORDS) + 1 : 0;
}

const struct word *word_at(uint32_t number)
{
    return number ? &WORDS[number - 1] : NULL;
}

uint32_t lexicon_words(void)
{
    return FACT_COUNT;
}

uint64_t lexicon_stamp(void)
{
    uint64_t facts = span_hash((struct span){(const char *)WORDS, sizeof(WORDS)});
    return facts ^ span_hash((struct span){POOL, sizeof(POOL)});
}
