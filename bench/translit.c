/* SPDX-License-Identifier: Apache-2.0
 *
 * translit: single words across scripts, without index or verdict.
 *
 *   rank    a foreign word against all Latin words of its file: where does the right one stand?
 *   score   what true pairs score, and what the best wrong word scores
 *   keys    how often the right word is among those that share a sound key, and how many share one;
 *           beside it the skeleton with 0, 1 and 2 letters less on either side
 *   un      words of UN names in their original script that find a Latin word of the same name
 *   speed   nanoseconds a call
 *
 * usage: bench-translit     (from the source root; data in $TOCSIN_SHARED, ../shared)
 *
 * Every fourth row is asked: rows 0, 4, 8 ... A table learned from the odd rows alone has not seen
 * them, which is how its worth for new names was measured.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/base.h"
#include "name/script.h"

static const char *const languages[] = {"russian",  "arabic", "hebrew", "katakana",
                                        "japanese", "korean", "chinese"};

struct word {
    struct span foreign, latin;
    enum script script;
};

struct words {
    struct word *at;
    size_t n, cap;
};

/* ---- reading the tables -------------------------------------------------------------------- */

static enum script script_of_word(struct span s)
{
    enum script best = SCRIPT_LATIN;

    while (s.n) {
        enum script one = script_of(utf8_next(&s));

        if (one != SCRIPT_NONE && one != SCRIPT_LATIN)
            best = one;
    }
    return best;
}

/* As the fold of names leaves a word: without apostrophes. */
static struct span without_marks(struct arena *a, struct span s)
{
    struct buf b = {0};
    struct span out;

    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '\'')
            buf_char(&b, s.p[i]);
    out = arena_span(a, buf_view(&b));
    buf_free(&b);
    return out;
}

static struct span latin_of(struct arena *a, struct span s)
{
    char out[WORD_MAX], lower[1024];
    size_t n = s.n < sizeof(lower) ? s.n : sizeof(lower);

    for (size_t i = 0; i < n; i++)
        lower[i] = (char)(s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] + 32 : s.p[i]);
    return arena_span(a, (struct span){out, romanise(SCRIPT_LATIN, (struct span){lower, n}, out)});
}

static bool read_file(const char *name, struct buf *out)
{
    const char *shared = getenv("TOCSIN_SHARED");
    char path[4096];
    struct tocsin_err *err;

    snprintf(path, sizeof(path), "%s/data/quality/%s", shared ? shared : "../shared", name);
    err = file_read(path, (size_t)1 << 30, out);
    if (err)
        printf("skipped: %s\n", tocsin_err_text(err));
    tocsin_err_free(err);
    return !err;
}

static bool read_words(struct arena *a, const char *language, struct words *out)
{
    char name[64];
    struct buf b = {0};
    struct span rest, line, latin;
    bool header = true;

    snprintf(name, sizeof(name), "translit_%s.tsv", language);
    if (!read_file(name, &b))
        return false;
    rest = arena_span(a, buf_view(&b));
    buf_free(&b);
    while (span_split(&rest, '\n', &line)) {
        if (header || !span_split(&line, '\t', &latin)) {
            header = false;
            continue;
        }
        *VEC_PUSH(out) =
            (struct word){without_marks(a, line), latin_of(a, latin), script_of_word(line)};
    }
    return true;
}

/* ---- rank and score ------------------------------------------------------------------------ */

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void quantiles(const char *what, double *v, size_t n)
{
    qsort(v, n, sizeof(*v), by_value);
    printf("    %-11s 5%% %.2f  10%% %.2f  25%% %.2f  50%% %.2f  75%% %.2f  90%% %.2f  95%% %.2f\n",
           what, v[n / 20], v[n / 10], v[n / 4], v[n / 2], v[n * 3 / 4], v[n * 9 / 10],
           v[n * 19 / 20]);
}

static void rank(const char *language, const struct words *w)
{
    double *right = mem_zero(w->n, sizeof(double)), *wrong = mem_zero(w->n, sizeof(double));
    size_t n = 0, first = 0, ten = 0;

    for (size_t i = 0; i < w->n; i += 4) {
        struct reading r;
        double own, best = 0;
        size_t better = 0, same = 0;

        reading_of(w->at[i].script, w->at[i].foreign, &r);
        own = reading_score(&r, w->at[i].latin, 0);
        for (size_t j = 0; j < w->n; j++) {
            double s = reading_score(&r, w->at[j].latin, 0);

            if (span_eq(w->at[j].latin, w->at[i].latin) ||
                span_eq(w->at[j].foreign, w->at[i].foreign))
                continue;
            better += s > own;
            same += s >= own && s <= own;
            best = s > best ? s : best;
        }
        first += better + same / 2 < 1;
        ten += better + same / 2 < 10;
        right[n] = own;
        wrong[n++] = best;
    }
    printf("%-9s first %.3f, among ten %.3f (%zu asked of %zu)\n", language,
           (double)first / (double)n, (double)ten / (double)n, n, w->n);
    quantiles("true pair", right, n);
    quantiles("best wrong", wrong, n);
    mem_free(right);
    mem_free(wrong);
}

/* ---- keys ---------------------------------------------------------------------------------- */

static void count_key(struct map *m, const void *key, size_t n)
{
    ++*map_slot(m, (struct span){key, n}, NULL);
}

static size_t bucket(const struct map *m, const void *key, size_t n)
{
    const uint64_t *v = map_get(m, (struct span){key, n});

    return v ? *v : 0;
}

static void sound_recall(const struct words *w, const struct map *keys, size_t take)
{
    size_t n = 0, found = 0, budget = 0;
    double candidates = 0;

    for (size_t i = 0; i < w->n; i += 4, n++) {
        uint64_t k[SOUND_KEYS], own = sound_key(w->at[i].latin);
        struct reading r;
        size_t count, sum = 0;

        reading_of(w->at[i].script, w->at[i].foreign, &r);
        count = sound_keys(&r, 1e3f, k, take);
        for (size_t j = 0; j < count; j++) {
            sum += bucket(keys, &k[j], sizeof(k[j]));
            found += k[j] == own;
            budget += k[j] == own && sum <= 500;
        }
        candidates += (double)sum;
    }
    printf("    %3zu sound keys: found %.3f, within 500 candidates %.3f, candidates %.0f\n", take,
           (double)found / (double)n, (double)budget / (double)n, candidates / (double)n);
}

/* All of 's' with up to 'depth' letters deleted, each once. */
static void shorter(struct map *out, struct span s, int depth)
{
    char t[24];

    *map_slot(out, s, NULL) = 1;
    for (size_t i = 0; depth > 0 && i < s.n && s.n > 1; i++) {
        memcpy(t, s.p, i);
        memcpy(t + i, s.p + i + 1, s.n - i - 1);
        shorter(out, (struct span){t, s.n - 1}, depth - 1);
    }
}

static struct span skeleton_of(struct span latin, char out[17])
{
    return (struct span){out, skeleton(latin, out)};
}

static void skeleton_recall(const struct words *w, const struct words *all, int depth)
{
    struct map *keys = map_new();
    size_t n = 0, found = 0;
    double candidates = 0;
    char a[17], roman[WORD_MAX];
    struct span key;

    for (size_t i = 0; i < all->n; i++) {
        struct map *one = map_new();
        size_t at = 0;

        shorter(one, skeleton_of(all->at[i].latin, a), depth);
        while (map_next(one, &at, &key, &(uint64_t){0}))
            count_key(keys, key.p, key.n);
        map_free(one);
    }
    for (size_t i = 0; i < w->n; i += 4, n++) {
        struct map *mine = map_new(), *other = map_new();
        size_t at = 0, len = romanise(w->at[i].script, w->at[i].foreign, roman);
        bool hit = false;

        shorter(mine, skeleton_of((struct span){roman, len}, a), depth);
        shorter(other, skeleton_of(w->at[i].latin, a), depth);
        while (map_next(mine, &at, &key, &(uint64_t){0})) {
            candidates += (double)bucket(keys, key.p, key.n);
            hit |= map_get(other, key) != NULL;
        }
        found += hit;
        map_free(mine);
        map_free(other);
    }
    printf("    skeleton less %d: found %.3f, candidates %.0f\n", depth, (double)found / (double)n,
           candidates / (double)n);
    map_free(keys);
}

/* ---- UN names ------------------------------------------------------------------------------ */

static size_t cut(struct span text, struct span *out, size_t max)
{
    size_t n = 0;
    struct span word;

    while (n < max && span_split(&text, ' ', &word))
        if (word.n)
            out[n++] = word;
    return n;
}

static bool reads(struct arena *a, struct span foreign, const struct span *latin, size_t n)
{
    bool article = span_starts(foreign, SPAN("\xD8\xA7\xD9\x84")); /* al-, written together */
    enum script s = script_of_word(foreign);

    for (size_t i = 0; i < n; i++) {
        struct span one = latin_of(a, latin[i]);

        if (translit_score(s, foreign, one, 0.6) >= 0.6 ||
            (article && translit_score(s, span_from(foreign, 4), one, 0.6) >= 0.6))
            return true;
    }
    return false;
}

/* The word itself, or with the one before or behind it: Latin writes Abd Allah as Abdullah. */
static bool reads_here(struct arena *a, const struct span *foreign, size_t n, size_t i,
                       const struct span *latin, size_t m)
{
    if (reads(a, foreign[i], latin, m))
        return true;
    return (i > 0 && reads(a, arena_printf(a, "%.*s%.*s", SPAN_ARG(foreign[i - 1]),
                                           SPAN_ARG(foreign[i])), latin, m)) ||
           (i + 1 < n && reads(a, arena_printf(a, "%.*s%.*s", SPAN_ARG(foreign[i]),
                                               SPAN_ARG(foreign[i + 1])), latin, m));
}

static void un(struct arena *a)
{
    struct buf b = {0};
    struct span rest, line, field[4];
    size_t words = 0, read = 0, names = 0, whole = 0;

    if (!read_file("un_original_script.tsv", &b))
        return;
    rest = buf_view(&b);
    while (span_split(&rest, '\n', &line)) {
        struct span foreign[64], latin[64];
        size_t n = 0, m, found = 0, i = 0;

        while (i < 4 && span_split(&line, '\t', &field[i]))
            i++;
        if (i < 4)
            continue;
        n = cut(field[3], foreign, ARRAY_LEN(foreign));
        m = cut(field[2], latin, ARRAY_LEN(latin));
        for (i = 0; i < n; i++)
            found += reads_here(a, foreign, n, i, latin, m);
        words += n;
        read += found;
        names++;
        whole += 2 * found >= n;
    }
    printf("un        words that read as one of the Latin name: %.3f of %zu; names with half of "
           "their words so: %.3f of %zu\n",
           (double)read / (double)words, words, (double)whole / (double)names, names);
    buf_free(&b);
}

/* ---- speed --------------------------------------------------------------------------------- */

static void speed(const char *language, const struct words *w)
{
    enum { ROUNDS = 5 };
    uint64_t t[5], keys[SOUND_KEYS];
    char out[WORD_MAX];
    struct reading r;
    volatile double sum = 0;
    double calls = (double)w->n * ROUNDS;

    t[0] = clock_ticks();
    for (size_t i = 0; i < w->n * ROUNDS; i++)
        sum += (double)romanise(w->at[i % w->n].script, w->at[i % w->n].foreign, out);
    t[1] = clock_ticks();
    for (size_t i = 0; i < w->n * ROUNDS; i++)
        reading_of(w->at[i % w->n].script, w->at[i % w->n].foreign, &r);
    t[2] = clock_ticks();
    for (size_t i = 0; i < w->n * ROUNDS; i++) {
        if (i % 1000 == 0)
            reading_of(w->at[i % w->n].script, w->at[i % w->n].foreign, &r);
        sum += reading_score(&r, w->at[i % w->n].latin, 0);
    }
    t[3] = clock_ticks();
    for (size_t i = 0; i < 400; i++) {
        reading_of(w->at[i].script, w->at[i].foreign, &r);
        sum += (double)sound_keys(&r, 1e3f, keys, 64);
    }
    t[4] = clock_ticks();
    (void)sum; /* volatile, so that what is timed is done */
    printf("%-9s ns: romanise %.0f, reading_of %.0f, reading_score %.0f, 64 sound_keys %.0f\n",
           language, (double)(t[1] - t[0]) / calls, (double)(t[2] - t[1]) / calls,
           (double)(t[3] - t[2]) / calls, (double)(t[4] - t[3]) / 400);
}

int main(void)
{
    struct arena *a = arena_new();
    struct words w[ARRAY_LEN(languages)] = {0}, all = {0};
    struct map *seen = map_new(), *keys = map_new();

    for (size_t i = 0; i < ARRAY_LEN(languages); i++) {
        if (!read_words(a, languages[i], &w[i]))
            return 0;
        for (size_t j = 0; j < w[i].n; j++)
            if (!(*map_slot(seen, w[i].at[j].latin, NULL))++)
                *VEC_PUSH(&all) = w[i].at[j];
    }
    for (size_t i = 0; i < all.n; i++) {
        uint64_t key = sound_key(all.at[i].latin);

        count_key(keys, &key, sizeof(key));
    }
    printf("keys are looked up among %zu Latin words with %zu sound keys\n", all.n,
           map_count(keys));
    for (size_t i = 0; i < ARRAY_LEN(languages); i++) {
        rank(languages[i], &w[i]);
        for (size_t take = 1; take <= SOUND_KEYS; take *= 4)
            sound_recall(&w[i], keys, take);
        for (int depth = 0; depth <= 2; depth++)
            skeleton_recall(&w[i], &all, depth);
    }
    un(a);
    for (size_t i = 0; i < ARRAY_LEN(languages); i++)
        speed(languages[i], &w[i]);
    for (size_t i = 0; i < ARRAY_LEN(languages); i++)
        VEC_FREE(&w[i]);
    VEC_FREE(&all);
    map_free(seen);
    map_free(keys);
    arena_free(a);
    return 0;
}
