/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading words across scripts: units, scores, sound keys, and the table itself. The last test asks
 * real pairs of words, where the shared data is at hand, and holds the ranking to its goals.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "name/translit.h"

/* ---- units --------------------------------------------------------------------------------- */

static void words_are_cut_into_units(void **state)
{
    static const struct {
        enum script script;
        const char *word, *units; /* with a bar between */
    } cases[] = {
        {SCRIPT_CYRILLIC, "иван", "и|в|а|н"},
        {SCRIPT_ARABIC, "كريم", "ك|ر|ي|م"},
        {SCRIPT_ARABIC, "کریم", "ك|ر|ي|م"},
        {SCRIPT_ARABIC, "كـَرِيم", "ك|ر|ي|م"},
        /* a heh at the end may be a teh marbuta without its dots */
        {SCRIPT_ARABIC, "اسامه", "ا|س|ا|م|ة"},
        {SCRIPT_ARABIC, "هشام", "ه|ش|ا|م"},
        {SCRIPT_ARABIC, "طه", "ط|ه"},
        {SCRIPT_HEBREW, "ג'ון", "ג'|ו|ן"},
        {SCRIPT_HEBREW, "ג׳ון", "ג'|ו|ן"},
        {SCRIPT_HEBREW, "'ון", "ו|ן"},
        {SCRIPT_HAN, "王小", "w|ang|x|iao"},
        {SCRIPT_HAN, "安", "an"},
        {SCRIPT_KANA, "シュミット", "sh|u|m|i|ッ|t|o"},
        {SCRIPT_KANA, "しゅみっと", "sh|u|m|i|ッ|t|o"},
        {SCRIPT_KANA, "ファン", "f|a|ン"},
        {SCRIPT_KANA, "ヴァー", "v|a|ー"},
        {SCRIPT_HANGUL, "김", "ᄀ|ᅵ|ᆷ"},
        {SCRIPT_HANGUL, "안", "ᅡ|ᆫ"},
        {SCRIPT_HANGUL, "설리", "ᄉ|ᅥ|ᆯᄅ|ᅵ"},
        {SCRIPT_GREEK, "χρήστος", "ch|r|i|s|t|o|s"},
        {SCRIPT_GEORGIAN, "შოთა", "sh|o|t|a"},
        {SCRIPT_LATIN, "shukria", "sh|u|k|r|i|a"},
        {SCRIPT_HAN, "3安", "3|an"},
        {SCRIPT_CYRILLIC, "", ""},
        {SCRIPT_CYRILLIC, "\xCC\x81-", ""},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct unit units[READING_UNITS];
        char text[256] = "";
        size_t n = units_of(cases[i].script, span_of(cases[i].word), units, READING_UNITS);

        for (size_t j = 0; j < n; j++)
            snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%s", j ? "|" : "",
                     units[j].text);
        if (strcmp(text, cases[i].units))
            fail_msg("%s is %s, not %s", cases[i].word, text, cases[i].units);
    }
}

static void no_more_units_than_asked_for(void **state)
{
    struct unit units[3];

    (void)state;
    assert_int_equal(units_of(SCRIPT_CYRILLIC, span_of("владимир"), units, 3), 3);
    assert_int_equal(units_of(SCRIPT_HANGUL, span_of("김영수"), units, 2), 2);
    assert_int_equal(units_of(SCRIPT_KANA, span_of("シュミット"), units, 1), 1);
    assert_int_equal(units_of(SCRIPT_HAN, span_of("王"), units, 0), 0);
}

/* ---- scores -------------------------------------------------------------------------------- */

struct pair {
    enum script script;
    const char *word, *latin;
};

static double score(const struct pair *p)
{
    return translit_score(p->script, span_of(p->word), span_of(p->latin), 0);
}

static void usual_spellings_score_high(void **state)
{
    static const struct pair pairs[] = {
        {SCRIPT_CYRILLIC, "шевченко", "shevchenko"}, {SCRIPT_CYRILLIC, "шевченко", "schewtschenko"},
        {SCRIPT_CYRILLIC, "зеленський", "zelenskyy"}, {SCRIPT_CYRILLIC, "наталья", "natalia"},
        {SCRIPT_CYRILLIC, "уильям", "william"},      {SCRIPT_CYRILLIC, "алехандро", "alejandro"},
        {SCRIPT_ARABIC, "محمد", "muhammad"},         {SCRIPT_ARABIC, "محمد", "mohamed"},
        {SCRIPT_ARABIC, "خالد", "khaled"},           {SCRIPT_ARABIC, "حسين", "hussein"},
        {SCRIPT_ARABIC, "حمزه", "hamza"},        {SCRIPT_ARABIC, "فاطمه", "fatima"},
        {SCRIPT_ARABIC, "عبيده", "ubaidah"},     {SCRIPT_ARABIC, "نبيه", "nabih"},
        {SCRIPT_ARABIC, "يوسف", "youssef"},          {SCRIPT_ARABIC, "پرویز", "parviz"},
        {SCRIPT_ARABIC, "سميث", "smith"},            {SCRIPT_HEBREW, "מיכאל", "michael"},
        {SCRIPT_HEBREW, "יצחק", "yitzhak"},          {SCRIPT_HEBREW, "קלינטון", "clinton"},
        {SCRIPT_HAN, "克林顿", "clinton"},           {SCRIPT_HAN, "王小明", "wangxiaoming"},
        {SCRIPT_HAN, "建国", "chienkuo"},            {SCRIPT_HANGUL, "클린턴", "clinton"},
        {SCRIPT_HANGUL, "영수", "youngsoo"},         {SCRIPT_HANGUL, "성호", "sungho"},
        {SCRIPT_KANA, "シュミット", "schmidt"},      {SCRIPT_KANA, "ヴァレリー", "valerie"},
        {SCRIPT_KANA, "たなか", "tanaka"},           {SCRIPT_GREEK, "παππάς", "pappas"},
        {SCRIPT_ARMENIAN, "հովհաննես", "hovhannes"}, {SCRIPT_GEORGIAN, "შოთა", "shota"},
        {SCRIPT_DEVANAGARI, "शर्मा", "sharma"},      {SCRIPT_THAI, "ทักษิณ", "thaksin"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++)
        if (score(&pairs[i]) < 0.8)
            fail_msg("%s as %s is only %.2f", pairs[i].word, pairs[i].latin, score(&pairs[i]));
}

static void other_names_score_low(void **state)
{
    static const struct pair pairs[] = {
        {SCRIPT_CYRILLIC, "шевченко", "ivanov"},  {SCRIPT_CYRILLIC, "иван", "irina"},
        {SCRIPT_ARABIC, "محمد", "ibrahim"},       {SCRIPT_ARABIC, "خالد", "karim"},
        {SCRIPT_ARABIC, "سعيد", "walid"},         {SCRIPT_HEBREW, "מיכאל", "yitzhak"},
        {SCRIPT_HAN, "克林顿", "kennedy"},        {SCRIPT_HAN, "王小明", "lijian"},
        {SCRIPT_HANGUL, "클린턴", "kennedy"},     {SCRIPT_HANGUL, "영수", "sungho"},
        {SCRIPT_KANA, "シュミット", "tanaka"},    {SCRIPT_KANA, "ヴァレリー", "monica"},
        {SCRIPT_GREEK, "παππάς", "nikolaidis"},   {SCRIPT_GEORGIAN, "შოთა", "george"},
        {SCRIPT_DEVANAGARI, "शर्मा", "gupta"},    {SCRIPT_THAI, "ทักษิณ", "somchai"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++)
        if (score(&pairs[i]) > 0.5)
            fail_msg("%s as %s is %.2f", pairs[i].word, pairs[i].latin, score(&pairs[i]));
}

static void a_nearer_spelling_scores_higher(void **state)
{
    static const struct {
        enum script script;
        const char *word, *near, *far;
    } cases[] = {
        {SCRIPT_CYRILLIC, "семёнов", "semyonov", "simonov"},
        {SCRIPT_ARABIC, "محمود", "mahmoud", "mohammed"},
        {SCRIPT_ARABIC, "حسين", "hussein", "hassan"},
        {SCRIPT_HEBREW, "דוד", "david", "dudi"},
        {SCRIPT_KANA, "スミス", "smith", "smits"},
        {SCRIPT_HAN, "布朗", "brown", "brian"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct pair near = {cases[i].script, cases[i].word, cases[i].near};
        struct pair far = {cases[i].script, cases[i].word, cases[i].far};

        if (score(&near) <= score(&far))
            fail_msg("%s: %s %.2f, %s %.2f", cases[i].word, cases[i].near, score(&near),
                     cases[i].far, score(&far));
    }
}

static void nothing_reads_as_nothing(void **state)
{
    static const struct pair pairs[] = {
        {SCRIPT_CYRILLIC, "", "ivan"},  {SCRIPT_CYRILLIC, "иван", ""}, {SCRIPT_CYRILLIC, "", ""},
        {SCRIPT_ARABIC, "ـ", "ivan"},   {SCRIPT_KANA, "\xFF", "a"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++)
        assert_true(score(&pairs[i]) <= 0);
}

static void a_reading_does_not_remember_the_last_word(void **state)
{
    struct pair right = {SCRIPT_ARABIC, "كريم", "karim"}, other = {SCRIPT_ARABIC, "خالد", "karim"};
    double first = score(&right);
    struct reading r;

    (void)state;
    assert_true(score(&other) < first);
    assert_true(score(&right) >= first && score(&right) <= first);
    reading_of(SCRIPT_ARABIC, span_of("كريم"), &r);
    assert_true(reading_score(&r, span_of("karim"), 0) >= first);
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static size_t random_foreign(uint32_t *seed, char word[300])
{
    static const uint32_t starts[] = {0x390, 0x410, 0x5D0, 0x620, 0x905, 0x10D0, 0x30A0, 0xAC00};
    uint32_t start = starts[next_random(seed) % ARRAY_LEN(starts)];
    size_t n = 0, letters = next_random(seed) % 60;

    for (size_t i = 0; i < letters; i++)
        n += utf8_put(word + n, start + next_random(seed) % 0x60);
    if (n && next_random(seed) % 4 == 0)
        word[next_random(seed) % n] = (char)next_random(seed);
    return n;
}

/* Told how much is enough, a score that reaches it is the same and another does not. */
static void check_enough(const struct reading *r, struct span latin, double exact)
{
    static const double limits[] = {0.3, 0.5, 0.7, 0.9};

    for (size_t i = 0; i < ARRAY_LEN(limits); i++) {
        double s = reading_score(r, latin, limits[i]);

        if (exact >= limits[i])
            assert_true(s >= exact && s <= exact);
        else
            assert_true(s < limits[i]);
    }
}

static void any_words_score_within_the_scale(void **state)
{
    uint32_t seed = 11;

    (void)state;
    for (int i = 0; i < 3000; i++) {
        char word[300], latin[200];
        size_t n = random_foreign(&seed, word), m = next_random(&seed) % 120;
        uint64_t keys[SOUND_KEYS];
        struct reading r;
        double s;

        for (size_t j = 0; j < m; j++)
            latin[j] = (char)("abcdefghijklmnopqrstuvwxyz0123456789"[next_random(&seed) % 36]);
        reading_of((enum script)(next_random(&seed) % SCRIPT_COUNT), (struct span){word, n}, &r);
        s = reading_score(&r, (struct span){latin, m}, 0);
        assert_true(s >= 0 && s <= 1);
        check_enough(&r, (struct span){latin, m}, s);
        if (i % 10 == 0)
            assert_true(sound_keys(&r, 1e3f, keys, 32) <= 32);
    }
}

/* ---- sound keys ---------------------------------------------------------------------------- */

static bool meet(const struct pair *p, size_t take)
{
    uint64_t keys[SOUND_KEYS];
    struct reading r;
    size_t n;

    reading_of(p->script, span_of(p->word), &r);
    n = sound_keys(&r, 1e3f, keys, take);
    for (size_t i = 0; i < n; i++)
        if (keys[i] == sound_key(span_of(p->latin)))
            return true;
    return false;
}

static void spellings_in_two_scripts_share_a_sound_key(void **state)
{
    static const struct pair pairs[] = {
        {SCRIPT_CYRILLIC, "шевченко", "shevchenko"}, {SCRIPT_CYRILLIC, "зеленський", "zelensky"},
        {SCRIPT_ARABIC, "محمد", "mohammed"},         {SCRIPT_ARABIC, "قذافي", "gaddafi"},
        {SCRIPT_HEBREW, "קלינטון", "clinton"},       {SCRIPT_HAN, "克林顿", "clinton"},
        {SCRIPT_HANGUL, "클린턴", "clinton"},        {SCRIPT_KANA, "クリントン", "clinton"},
        {SCRIPT_GREEK, "παππάς", "pappas"},          {SCRIPT_DEVANAGARI, "शर्मा", "sharma"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++)
        if (!meet(&pairs[i], 64))
            fail_msg("%s does not find %s", pairs[i].word, pairs[i].latin);
}

static void sound_keys_fold_what_sounds_alike(void **state)
{
    (void)state;
    assert_true(sound_key(SPAN("mohammed")) == sound_key(SPAN("muhamad")));
    assert_true(sound_key(SPAN("kader")) == sound_key(SPAN("qadir")));
    assert_true(sound_key(SPAN("karim")) != sound_key(SPAN("krim")));
    assert_true(sound_key(SPAN("karim")) != sound_key(SPAN("marik")));
    assert_true(sound_key(SPAN("")) == 0);
    assert_true(sound_key(SPAN("hw")) == 0);
    assert_true(sound_key(SPAN("abababababababababababab")) != 0);
}

static void sound_keys_are_few_and_each_once(void **state)
{
    uint64_t keys[SOUND_KEYS];
    struct reading r;

    (void)state;
    reading_of(SCRIPT_HAN, span_of("亨德里克斯"), &r);
    for (size_t max = 0; max <= SOUND_KEYS; max = max * 2 + 1) {
        size_t n = sound_keys(&r, 1e3f, keys, max);

        assert_true(n <= max);
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < i; j++)
                assert_true(keys[i] != keys[j]);
    }
    reading_of(SCRIPT_HAN, SPAN(""), &r);
    assert_true(sound_keys(&r, 1e3f, keys, 8) <= 1); /* the key of nothing */
}

/* ---- the table ----------------------------------------------------------------------------- */

static const struct {
    int table;
    const char *unit, *latin;
    int cost;
} rows[] = {
#define READ(table, unit, latin, cost) {UNITS_##table, unit, latin, cost},
#define USUAL(table, share)
#include "name/translit.def"
#undef READ
#undef USUAL
};

static void the_rows_are_in_order_and_in_bounds(void **state)
{
    (void)state;
    assert_true(ARRAY_LEN(rows) < UINT16_MAX);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        size_t n = strlen(rows[i].latin);

        assert_true(n <= 4 && strlen(rows[i].unit) < 2 * UNIT_TEXT);
        assert_true(rows[i].cost >= 0 && rows[i].cost <= 255);
        for (size_t j = 0; j < n; j++)
            assert_true(strchr("abcdefghijklmnopqrstuvwxyz0123456789", rows[i].latin[j]) != NULL);
        if (i && (rows[i - 1].table > rows[i].table ||
                  (rows[i - 1].table == rows[i].table &&
                   strcmp(rows[i - 1].unit, rows[i].unit) > 0)))
            fail_msg("\"%s\" stands behind \"%s\"", rows[i].unit, rows[i - 1].unit);
    }
}

static void the_costs_of_a_unit_are_shares_of_one_whole(void **state)
{
    /* e^(-cost/10), rounded; a little more than 1 by rounding, far less if rows are missing. */
    static const double of_ten[10] = {1, .905, .819, .741, .670, .607, .549, .497, .449, .407};
    double sum = 0;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        double p = of_ten[rows[i].cost % 10];

        for (int k = rows[i].cost / 10; k > 0; k--)
            p *= .3679;
        sum += p;
        if (i + 1 < ARRAY_LEN(rows) && !strcmp(rows[i].unit, rows[i + 1].unit))
            continue;
        if (sum > 1.1 || (sum < 0.85 && !strchr(rows[i].unit, ' ')))
            fail_msg("the shares of \"%s\" add up to %.2f", rows[i].unit, sum);
        sum = 0;
    }
}

/* ---- real pairs ---------------------------------------------------------------------------- */

struct words {
    struct arena *a;
    struct buf bytes;
    struct {
        struct span foreign, latin;
        enum script script;
    } at[1000];
    size_t n;
};

static enum script script_of_word(struct span s)
{
    enum script last = SCRIPT_NONE;

    while (s.n) {
        enum script one = script_of(utf8_next(&s));

        last = one == SCRIPT_NONE ? last : one;
    }
    return last;
}

static bool read_words(const char *language, struct words *w)
{
    const char *shared = getenv("TOCSIN_SHARED");
    char path[4096], latin[WORD_MAX];
    struct span rest, line, left;
    struct tocsin_err *err;

    snprintf(path, sizeof(path), "%s/data/quality/translit_%s.tsv", shared ? shared : "../shared",
             language);
    err = file_read(path, (size_t)1 << 24, &w->bytes);
    if (err) {
        print_message("skipped: %s\n", tocsin_err_text(err));
        tocsin_err_free(err);
        return false;
    }
    rest = buf_view(&w->bytes);
    span_split(&rest, '\n', &line);
    while (w->n < ARRAY_LEN(w->at) && span_split(&rest, '\n', &line)) {
        if (!span_split(&line, '\t', &left) || !line.n)
            continue;
        w->at[w->n].latin = arena_span(
            w->a, (struct span){latin, romanise(SCRIPT_LATIN, left, latin)});
        w->at[w->n].foreign = line;
        w->at[w->n].script = script_of_word(line);
        w->n++;
    }
    return true;
}

/* The share of asked words whose right Latin word is among the first ten. */
static double among_ten(const struct words *w, size_t every)
{
    size_t asked = 0, found = 0;

    for (size_t i = 0; i < w->n; i += every) {
        struct reading r;
        double own;
        size_t better = 0;

        reading_of(w->at[i].script, w->at[i].foreign, &r);
        own = reading_score(&r, w->at[i].latin, 0);
        check_enough(&r, w->at[i].latin, own);
        for (size_t j = 0; j < w->n; j++)
            better += reading_score(&r, w->at[j].latin, 0) > own;
        asked++;
        found += better < 10;
    }
    return (double)found / (double)asked;
}

static void the_right_word_is_among_the_first_ten(void **state)
{
    static const struct {
        const char *language;
        double goal;
    } goals[] = {{"russian", .95},  {"arabic", .95}, {"hebrew", .90}, {"japanese", .88},
                 {"katakana", .90}, {"korean", .80}, {"chinese", .85}};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(goals); i++) {
        struct words *w = mem_zero(1, sizeof(*w));
        double share = 1;
        bool there;

        w->a = arena_new();
        there = read_words(goals[i].language, w);
        if (there)
            share = among_ten(w, 8);
        arena_free(w->a);
        buf_free(&w->bytes);
        mem_free(w);
        if (!there)
            skip();
        if (share < goals[i].goal)
            fail_msg("%s: %.3f of the words, not %.2f", goals[i].language, share, goals[i].goal);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_cut_into_units),
        cmocka_unit_test(no_more_units_than_asked_for),
        cmocka_unit_test(usual_spellings_score_high),
        cmocka_unit_test(other_names_score_low),
        cmocka_unit_test(a_nearer_spelling_scores_higher),
        cmocka_unit_test(nothing_reads_as_nothing),
        cmocka_unit_test(a_reading_does_not_remember_the_last_word),
        cmocka_unit_test(any_words_score_within_the_scale),
        cmocka_unit_test(spellings_in_two_scripts_share_a_sound_key),
        cmocka_unit_test(sound_keys_fold_what_sounds_alike),
        cmocka_unit_test(sound_keys_are_few_and_each_once),
        cmocka_unit_test(the_rows_are_in_order_and_in_bounds),
        cmocka_unit_test(the_costs_of_a_unit_are_shares_of_one_whole),
        cmocka_unit_test(the_right_word_is_among_the_first_ten),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
