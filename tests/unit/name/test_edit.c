/* SPDX-License-Identifier: Apache-2.0
 *
 * The weighted edit distance, held against a slow and plain Levenshtein distance.
 */
#include <math.h>

#include "name/name.h"
#include "words.h"

static const float PLENTY = COST_OTHER; /* words further apart have nothing to do with each other */
static const float NEAR = 1e-4f;

static const struct habit {
    const char *a, *b;
    float cost;
} habits[] = {
#define HABIT(a, b, cost) {a, b, cost},
#include "name/edit.def"
#undef HABIT
};

/* ---- the slow one ---------------------------------------------------------------------------- */

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* By definition, letter by letter from the front; for short words only. */
static unsigned levenshtein(struct span a, struct span b)
{
    if (a.n == 0 || b.n == 0)
        return (unsigned)(a.n + b.n);
    struct span as = span_from(a, 1), bs = span_from(b, 1);
    if (a.p[0] == b.p[0])
        return levenshtein(as, bs);
    return 1 + least(levenshtein(as, bs), least(levenshtein(as, b), levenshtein(a, bs)));
}

static void the_slow_one_is_right(void **state)
{
    static const struct {
        const char *a, *b;
        unsigned edits;
    } rows[] = {{"", "", 0},        {"a", "", 1},      {"abc", "abc", 0},
                {"abc", "abd", 1},  {"abc", "acb", 2}, {"kitten", "sitting", 3},
                {"flaw", "lawn", 2}};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_int_equal(levenshtein(span_of(rows[i].a), span_of(rows[i].b)), rows[i].edits);
}

/* ---- words at hand --------------------------------------------------------------------------- */

static float cost(const char *a, const char *b)
{
    return edit_cost(span_of(a), span_of(b), PLENTY);
}

static void a_word_costs_nothing_to_read_as_itself(void **state)
{
    static const char *const words[] = {"", "a", "ferdik", "quentabri", "x1y2", "aaaa", "1961"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        assert_true(cost(words[i], words[i]) == 0);
}

static void one_slip_costs_one(void **state)
{
    (void)state;
    assert_float_equal(cost("quentabri", "quentadri"), 1, NEAR);
    assert_float_equal(cost("quentabri", "quenabri"), 1, NEAR);
    assert_float_equal(cost("quentabri", "quentambri"), 1, NEAR);
    assert_float_equal(cost("ferdik", "erdik"), 1, NEAR);
    assert_float_equal(cost("tabr", ""), 4, NEAR);
}

static void two_letters_swapped_are_one_slip_and_not_two(void **state)
{
    (void)state;
    assert_true(cost("quentabri", "quetnabri") <= 1);
    assert_true(cost("quentabri", "quetnabri") > 0.5f);
    assert_true(cost("tm", "mt") <= 1);
}

static void a_letter_doubled_costs_a_fraction(void **state)
{
    (void)state;
    assert_true(cost("quentabri", "quenttabri") < 0.5f);
    assert_true(cost("quentabri", "quenttabri") > 0);
    assert_true(cost("anna", "ana") < 0.5f);
}

static void one_vowel_for_another_costs_less_than_a_slip(void **state)
{
    static const char *const pairs[][2] = {
        {"tarkani", "tarkano"}, {"melod", "malod"}, {"tim", "tom"}};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++)
        assert_true(cost(pairs[i][0], pairs[i][1]) < 1);
}

static void an_h_behind_a_consonant_is_a_weak_letter(void **state)
{
    (void)state;
    assert_true(cost("bhadra", "badra") < 1);
    assert_true(cost("harun", "arun") == 1);
}

static void nothing_in_common_costs_as_much_as_all_letters(void **state)
{
    (void)state;
    assert_float_equal(cost("tpl", "kmk"), 3, NEAR);
}

/* ---- habits ---------------------------------------------------------------------------------- */

static void each_habit_has_its_cost_both_ways_and_anywhere_in_a_word(void **state)
{
    static const char *const around[][2] = {{"", ""}, {"tm", ""}, {"", "tm"}, {"tm", "mt"}};
    struct arena *a = arena_new();

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(habits); i++)
        for (size_t k = 0; k < ARRAY_LEN(around); k++) {
            const struct habit *h = &habits[i];
            struct span x = arena_printf(a, "%s%s%s", around[k][0], h->a, around[k][1]);
            struct span y = arena_printf(a, "%s%s%s", around[k][0], h->b, around[k][1]);

            if (edit_cost(x, y, PLENTY) > h->cost + NEAR ||
                edit_cost(y, x, PLENTY) > h->cost + NEAR)
                print_error("%s, %s\n", x.p, y.p);
            assert_true(edit_cost(x, y, PLENTY) <= h->cost + NEAR);
            assert_true(edit_cost(y, x, PLENTY) <= h->cost + NEAR);
        }
    arena_free(a);
}

static void each_habit_saves_something_and_none_is_free(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(habits); i++) {
        const struct habit *h = &habits[i];

        assert_true(h->cost > 0);
        if (h->cost >= (float)levenshtein(span_of(h->a), span_of(h->b)))
            print_error("%s, %s: %.2f\n", h->a, h->b, (double)h->cost);
        assert_true(h->cost < (float)levenshtein(span_of(h->a), span_of(h->b)));
    }
}

static void no_habit_stands_twice(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(habits); i++)
        for (size_t k = 0; k < i; k++) {
            bool same =
                strcmp(habits[i].a, habits[k].a) == 0 && strcmp(habits[i].b, habits[k].b) == 0;
            bool turned =
                strcmp(habits[i].a, habits[k].b) == 0 && strcmp(habits[i].b, habits[k].a) == 0;

            if (same || turned)
                print_error("%s, %s\n", habits[i].a, habits[i].b);
            assert_false(same || turned);
        }
}

static void habits_add_up(void **state)
{
    (void)state;
    assert_true(cost("katerina", "catherina") < 1);
    assert_true(cost("shcherbakova", "schtscherbakowa") < 1.5f);
    assert_true(cost("yusuf", "jussuf") < 1);
    assert_true(cost("ferd1k", "ferdik") < 0.5f);
}

/* ---- properties ------------------------------------------------------------------------------ */

static struct span near_word(struct chance *c, struct arena *a, struct span w, size_t most)
{
    for (size_t edits = chance_below(c, most + 1); edits > 0; edits--)
        w = chance_edit(c, a, w);
    return w;
}

static void it_is_never_more_than_levenshtein(void **state)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    struct chance c = chance_start();
    struct arena *a = arena_new();

    (void)state;
    for (int round = 0; round < 8000; round++) {
        struct span x = chance_letters(&c, a, letters, chance_below(&c, 8));
        struct span y = round % 2 ? chance_letters(&c, a, letters, chance_below(&c, 7))
                                  : near_word(&c, a, x, 3);

        if (y.n > 9)
            continue;
        float got = edit_cost(x, y, PLENTY);
        if (got > (float)levenshtein(x, y) + NEAR)
            print_error("%.*s, %.*s: %.2f\n", SPAN_ARG(x), SPAN_ARG(y), (double)got);
        assert_true(got <= (float)levenshtein(x, y) + NEAR);
        arena_reset(a);
    }
    arena_free(a);
}

/* Letters that stand in no habit together. */
static const char apart[] = "plmtk";

static bool only_of(const char *text, const char *letters)
{
    return strspn(text, letters) == strlen(text);
}

/* Whether a step other than a slip could be taken: a letter doubled in one of them, or two that
 * stand in the other order in the other word. */
static bool has_short_cut(struct span a, struct span b)
{
    for (size_t i = 1; i < a.n; i++) {
        if (a.p[i] == a.p[i - 1])
            return true;
        for (size_t k = 1; k < b.n; k++)
            if (b.p[k] == b.p[k - 1] || (a.p[i] == b.p[k - 1] && a.p[i - 1] == b.p[k]))
                return true;
    }
    for (size_t k = 1; k < b.n; k++)
        if (b.p[k] == b.p[k - 1])
            return true;
    return false;
}

static void without_habits_it_is_levenshtein(void **state)
{
    struct chance c = chance_start();
    struct arena *a = arena_new();
    int compared = 0;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(habits); i++)
        assert_false(only_of(habits[i].a, apart) && only_of(habits[i].b, apart));
    for (int round = 0; round < 20000; round++) {
        struct span x = chance_letters(&c, a, apart, chance_below(&c, 7));
        struct span y = chance_letters(&c, a, apart, chance_below(&c, 7));

        if (!has_short_cut(x, y)) {
            compared++;
            assert_float_equal(edit_cost(x, y, PLENTY), fminf((float)levenshtein(x, y), PLENTY),
                               NEAR);
        }
        arena_reset(a);
    }
    assert_true(compared > 1000);
    arena_free(a);
}

static void it_is_the_same_both_ways(void **state)
{
    struct chance c = chance_start();
    struct arena *a = arena_new();

    (void)state;
    for (int round = 0; round < 20000; round++) {
        struct span x = chance_word(&c, a, chance_below(&c, 14));
        struct span y = x.n ? near_word(&c, a, x, 5) : chance_word(&c, a, 4);
        float there = edit_cost(x, y, PLENTY), home = edit_cost(y, x, PLENTY);

        if (fabsf(there - home) > NEAR)
            print_error("%.*s, %.*s\n", SPAN_ARG(x), SPAN_ARG(y));
        assert_float_equal(there, home, NEAR);
        arena_reset(a);
    }
    arena_free(a);
}

static void stopping_early_does_not_change_what_is_below_the_maximum(void **state)
{
    static const float maxima[] = {0.05f, 0.3f, 0.9f, 1, 1.5f, 2, 3, 4};
    struct chance c = chance_start();
    struct arena *a = arena_new();

    (void)state;
    for (int round = 0; round < 20000; round++) {
        struct span x = chance_word(&c, a, 1 + chance_below(&c, 12));
        struct span y = near_word(&c, a, x, 5);
        float whole = edit_cost(x, y, PLENTY), max = maxima[chance_below(&c, ARRAY_LEN(maxima))];
        float got = edit_cost(x, y, max);

        if (whole < max)
            assert_float_equal(got, whole, NEAR);
        else
            assert_true(got == max);
        arena_reset(a);
    }
    arena_free(a);
}

/* ---- limits ---------------------------------------------------------------------------------- */

static void words_of_the_greatest_length_are_compared(void **state)
{
    char x[WORD_MAX + 1], y[WORD_MAX + 1];

    (void)state;
    for (size_t i = 0; i <= WORD_MAX; i++)
        x[i] = y[i] = apart[i % (sizeof(apart) - 1)];
    y[50] = 'd';
    assert_true(edit_cost((struct span){x, WORD_MAX}, (struct span){x, WORD_MAX}, 9) == 0);
    assert_float_equal(edit_cost((struct span){x, WORD_MAX}, (struct span){y, WORD_MAX}, 9), 1,
                       0.31);
    assert_float_equal(edit_cost((struct span){x, WORD_MAX}, (struct span){x, 0}, 100), WORD_MAX,
                       NEAR);
}

static void words_past_the_greatest_length_cost_the_maximum(void **state)
{
    char x[WORD_MAX + 1];

    (void)state;
    memset(x, 'k', sizeof(x));
    assert_true(edit_cost((struct span){x, sizeof(x)}, (struct span){x, 4}, 3) == 3);
    assert_true(edit_cost((struct span){x, 4}, (struct span){x, sizeof(x)}, 3) == 3);
}

static void digits_are_letters_here(void **state)
{
    (void)state;
    assert_float_equal(cost("1961", "1962"), 1, NEAR);
    assert_true(cost("b0rgano", "borgano") < 0.5f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_slow_one_is_right),
        cmocka_unit_test(a_word_costs_nothing_to_read_as_itself),
        cmocka_unit_test(one_slip_costs_one),
        cmocka_unit_test(two_letters_swapped_are_one_slip_and_not_two),
        cmocka_unit_test(a_letter_doubled_costs_a_fraction),
        cmocka_unit_test(one_vowel_for_another_costs_less_than_a_slip),
        cmocka_unit_test(an_h_behind_a_consonant_is_a_weak_letter),
        cmocka_unit_test(nothing_in_common_costs_as_much_as_all_letters),
        cmocka_unit_test(each_habit_has_its_cost_both_ways_and_anywhere_in_a_word),
        cmocka_unit_test(each_habit_saves_something_and_none_is_free),
        cmocka_unit_test(no_habit_stands_twice),
        cmocka_unit_test(habits_add_up),
        cmocka_unit_test(it_is_never_more_than_levenshtein),
        cmocka_unit_test(without_habits_it_is_levenshtein),
        cmocka_unit_test(it_is_the_same_both_ways),
        cmocka_unit_test(stopping_early_does_not_change_what_is_below_the_maximum),
        cmocka_unit_test(words_of_the_greatest_length_are_compared),
        cmocka_unit_test(words_past_the_greatest_length_cost_the_maximum),
        cmocka_unit_test(digits_are_letters_here),
    };
    return cmocka_run_group_tests_name("name/edit", tests, NULL, NULL);
}
