/* SPDX-License-Identifier: Apache-2.0
 *
 * The keys under which words are found.
 *
 * Deletion neighbourhood. If two words are k edits apart (insertions, deletions, substitutions),
 * then deleting at most k letters from each leaves a common string; and that holds for their first
 * p letters too: a letter of the prefix has no partner in the other prefix only if it was
 * substituted or deleted, or if its partner was pushed behind p by that many insertions, and all
 * these together are at most k. So each word is stored under every string that deleting up to k
 * letters from its first KEY_PREFIX leaves, and asked the same way; k = edits_for(length), and two
 * words are certain to share a key when they are at most the smaller of their two k apart. (A search
 * that has compared enough words does not come to the last keys: index.h.)
 *
 * Skeletons. Words share a key when their consonants are the same: that finds spellings that are more
 * than two edits apart (Tchaikovsky, Chaykovskiy).
 *
 * Sounds. Across scripts a foreign word has several likely readings: it is stored under the sound
 * keys of the first few, and asks with those of many (script.h); a Latin word has one.
 *
 * Groups. Spellings of one name share the number that the lexicon gives them.
 */
#include "index/layout.h"

#include <xxhash.h>

enum salt {
    SALT_DELETION = 1, SALT_SKELETON, SALT_SOUND_LATIN, SALT_SOUND_OTHER, SALT_GROUP, SALT_PAIR,
    SALT_COUNT
};

/* How many readings of a foreign word count: see bench/translit.c for what each number finds. */
enum { SOUNDS_STORED = 16, SOUNDS_ASKED = 32, SOUNDS_ASKED_MORE = SOUND_KEYS };
static const float SOUNDS_GIVE = 0.4f;
static_assert(SOUNDS_ASKED_MORE + 60 <= KEY_MAX, "room for the other keys");

struct keys {
    uint64_t *out;
    size_t n;
};

static void add(struct keys *k, uint64_t salt, const char *p, size_t n)
{
    uint64_t h = XXH3_64bits_withSeed(p, n, salt);
    for (size_t i = 0; i < k->n; i++)
        if (k->out[i] == h)
            return;
    if (k->n < KEY_MAX)
        k->out[k->n++] = h;
}

/* All that deleting just 'count' letters at 'from' or behind it leaves of 's'. */
static void deletions(struct keys *k, uint64_t salt, struct span s, size_t from, unsigned count)
{
    char shorter[WORD_MAX];
    if (count == 0) {
        add(k, salt, s.p, s.n);
        return;
    }
    for (size_t i = from; i < s.n && s.n > 1; i++) {
        memcpy(shorter, s.p, i);
        memcpy(shorter + i, s.p + i + 1, s.n - i - 1);
        deletions(k, salt, (struct span){shorter, s.n - 1}, i, count - 1);
    }
}

/* What is romanised without its vowels, or by the sound of syllables, is near Latin words by chance
 * only: such words meet those of other scripts by their sounds, and their own by letters. */
static uint64_t deletion_salt(const struct token *t)
{
    bool apart = t->script == SCRIPT_ARABIC || t->script == SCRIPT_HEBREW ||
                 t->script == SCRIPT_KANA || token_syllabic(t);
    return apart ? SALT_COUNT + t->script : SALT_DELETION;
}

static void foreign_sounds(struct keys *k, enum salt salt, const struct token *t, size_t max)
{
    const float give = max == SOUNDS_ASKED_MORE ? 1e3f : SOUNDS_GIVE;
    struct reading r;
    uint64_t sounds[SOUND_KEYS];
    reading_of((enum script)t->script, t->form, &r);
    size_t n = sound_keys(&r, give, sounds, max);
    for (size_t i = 0; i < n; i++)
        add(k, salt, (const char *)&sounds[i], sizeof(sounds[i]));
}

static void latin_sound(struct keys *k, enum salt salt, struct span latin)
{
    uint64_t sound = sound_key(latin);
    if (sound)
        add(k, salt, (const char *)&sound, sizeof(sound));
}

static void sounds(struct keys *k, const struct token *t, enum key_side side)
{
    static const size_t take[] = {[KEY_STORE] = SOUNDS_STORED, [KEY_ASK] = SOUNDS_ASKED,
                                  [KEY_ASK_NEAR] = SOUNDS_STORED,
                                  [KEY_ASK_MORE] = SOUNDS_ASKED_MORE};
    bool latin = t->script == SCRIPT_LATIN || t->script == SCRIPT_NONE;
    if (latin && side != KEY_ASK_NEAR)
        latin_sound(k, side == KEY_STORE ? SALT_SOUND_LATIN : SALT_SOUND_OTHER, t->latin);
    else if (!latin)
        foreign_sounds(k, side == KEY_STORE ? SALT_SOUND_OTHER : SALT_SOUND_LATIN, t, take[side]);
}

/* In order of what they promise: a search that has found enough does not come to the last ones. */
size_t word_keys(const struct token *t, enum key_side side, uint64_t out[KEY_MAX])
{
    struct keys k = {out, 0};
    struct span prefix = {t->latin.p, t->latin.n < KEY_PREFIX ? t->latin.n : KEY_PREFIX};
    unsigned edits = edits_for(t->latin.n);
    if (side == KEY_ASK_MORE) {
        if (t->script != SCRIPT_LATIN && t->script != SCRIPT_NONE)
            sounds(&k, t, side);
        return k.n;
    }
    if (prefix.n > 0)
        deletions(&k, deletion_salt(t), prefix, 0, 0);
    if (side != KEY_ASK_NEAR && t->word && t->word->spelling)
        add(&k, SALT_GROUP, (const char *)&t->word->spelling, sizeof(t->word->spelling));
    if (edits > 0)
        deletions(&k, deletion_salt(t), prefix, 0, 1);
    sounds(&k, t, side);
    if (side == KEY_ASK_NEAR)
        return k.n;
    if (t->skel.n > 1)
        add(&k, SALT_SKELETON, t->skel.p, t->skel.n);
    if (edits > 1)
        deletions(&k, deletion_salt(t), prefix, 0, 2);
    return k.n;
}

uint64_t pair_half(struct span form)
{
    return XXH3_64bits_withSeed(form.p, form.n, SALT_PAIR);
}

uint64_t pair_key(uint64_t a, uint64_t b)
{
    uint64_t both[2] = {a < b ? a : b, a < b ? b : a};
    return XXH3_64bits(both, sizeof(both));
}
