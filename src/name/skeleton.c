/* SPDX-License-Identifier: Apache-2.0
 *
 * The consonant key of a romanised word, on which spellings of one name meet: vowels and the weak
 * letters h, w, y go, what spellings of one sound differ by is folded, doubled letters count once.
 *
 *   key letter   written as
 *   k            k c q g ck, ch before a consonant, the first half of x
 *   t            t d
 *   s            s z j ch sh sch zh ts tz cz sz dj dz dzh tch tsch, c before e i y, x
 *   f            f v ph
 *   p            p b
 *   l r m n      themselves
 *   0-9          themselves
 *
 * Muhammad and Mohamed are "mmt", Tchaikovsky and Chaykovskiy "skfsk", Zedong and Tse-tung "stnk",
 * Gaddafi and Qadhafi "ktf". The folding is coarse: some words that have nothing to do with each
 * other share a key, and it is for the comparison of the words to say so.
 */
#include "name/script.h"

enum { KEY_MAX = 16 };

static const struct {
    char text[5];
    uint8_t n;
    char key;
} groups[] = {
    {"tsch", 4, 's'}, {"tch", 3, 's'}, {"sch", 3, 's'}, {"dzh", 3, 's'}, {"ch", 2, 's'},
    {"cz", 2, 's'},   {"sh", 2, 's'},  {"zh", 2, 's'},  {"ts", 2, 's'},  {"tz", 2, 's'},
    {"dj", 2, 's'},   {"dz", 2, 's'},  {"sz", 2, 's'},  {"ph", 2, 'f'},  {"ck", 2, 'k'},
};

/* By letter; '-' has no key letter of its own, '?' depends on what is around it. */
static const char single[] = "-p?t-fk--?klmn-pkrst-f-s-s";

static bool vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

static bool letter(char c)
{
    return c >= 'a' && c <= 'z';
}

static char at(struct span s, size_t i)
{
    return i < s.n ? s.p[i] : '\0';
}

/* Could the two letters begin a group? */
static bool begins_group(char first, char second)
{
    switch (first) {
    case 't':
    case 's':
    case 'c':
    case 'd':
    case 'z':
    case 'p':
        return second == 'h' || second == 's' || second == 'z' || second == 'c' ||
               second == 'j' || second == 'k';
    default:
        return false;
    }
}

/* How many letters at 'i' are written for one sound; 1 for most. */
static size_t group_at(struct span s, size_t i, char *key)
{
    if (!begins_group(s.p[i], at(s, i + 1)))
        return 1;
    for (size_t g = 0; g < ARRAY_LEN(groups); g++)
        if (i + groups[g].n <= s.n && !memcmp(s.p + i, groups[g].text, groups[g].n)) {
            *key = groups[g].key;
            return groups[g].n;
        }
    return 1;
}

static bool front(char c)
{
    return c == 'e' || c == 'i' || c == 'y';
}

/* A j behind e, i, y is a half vowel (Selenskyj), and before a first consonant it is not heard. */
static char key_of_j(char before, char after)
{
    if (vowel(after))
        return 's';
    return front(before) || !letter(before) ? '-' : 's';
}

static char key_of(struct span s, size_t i)
{
    char c = s.p[i], before = i ? s.p[i - 1] : '\0';

    if (!letter(c))
        return c;
    if (c == 'c')
        return front(at(s, i + 1)) ? 's' : 'k';
    if (c == 'j')
        return key_of_j(before, at(s, i + 1));
    return single[c - 'a'];
}

/* Appends 'key' unless it doubles the one that ends just before. */
static void push(char out[17], size_t *n, char key, bool adjacent)
{
    if (*n < KEY_MAX && !(adjacent && *n && out[*n - 1] == key))
        out[(*n)++] = key;
}

size_t skeleton(struct span romanised, char out[17])
{
    bool adjacent = false;
    size_t n = 0, len;

    for (size_t i = 0; i < romanised.n; i += len) {
        char key = key_of(romanised, i);

        len = group_at(romanised, i, &key);
        if (len == 2 && romanised.p[i] == 'c' && at(romanised, i + 1) == 'h' &&
            strchr("lrnmst", at(romanised, i + 2)) && at(romanised, i + 2))
            key = 'k';
        if (romanised.p[i] == 'x' && i > 0)
            push(out, &n, 'k', adjacent);
        if (key != '-')
            push(out, &n, key, adjacent && romanised.p[i] != 'x');
        adjacent = key != '-';
    }
    if (!n && romanised.n)
        out[n++] = vowel(romanised.p[0]) ? romanised.p[0] : 'h';
    out[n] = '\0';
    return n;
}
