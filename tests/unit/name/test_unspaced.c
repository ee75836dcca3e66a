/* SPDX-License-Identifier: Apache-2.0
 *
 * Cutting names that are written without blanks, and reading words of two scripts in one.
 */
#include "name/fold.h"
#include "name/lexicon.h"
#include "words.h"

static const char *const pieces[] = {"龙", "海", "贸易", "有限公司", "株式会社", "中国", "北京",
                                     "銀行", "科技", "トヨ", "주식회사", "민호", "a", "7"};

static struct span chance_pieces(struct chance *c, struct arena *a)
{
    struct buf b = {0};
    struct span s;

    for (size_t n = 1 + chance_below(c, 8); n > 0; n--)
        buf_str(&b, pieces[chance_below(c, ARRAY_LEN(pieces))]);
    s = arena_span(a, buf_view(&b));
    buf_free(&b);
    return s;
}

/* Whatever is cut off, it is all of the word, in its order, and each piece is text. */
static void the_parts_of_a_word_make_up_the_word(void **state)
{
    struct chance c = chance_start();
    struct arena *a = arena_new();

    (void)state;
    for (int round = 0; round < 2000; round++) {
        struct span word = chance_pieces(&c, a), parts[12];
        size_t n = cut_unspaced(word, parts, ARRAY_LEN(parts)), at = 0;

        assert_in_range(n, 1, ARRAY_LEN(parts));
        for (size_t i = 0; i < n; i++) {
            assert_true(parts[i].n > 0 && parts[i].p == word.p + at);
            assert_true(utf8_valid(parts[i], &(size_t){0}));
            at += parts[i].n;
        }
        assert_int_equal(at, word.n);
        arena_reset(a);
    }
    arena_free(a);
}

static void assert_parts(const char *word, const char *expected)
{
    struct span parts[12];
    struct buf b = {0};
    size_t n = cut_unspaced(span_of(word), parts, ARRAY_LEN(parts));

    for (size_t i = 0; i < n; i++) {
        buf_str(&b, i ? " " : "");
        buf_span(&b, parts[i]);
    }
    assert_string_equal(buf_cstr(&b), expected);
    buf_free(&b);
}

static void legal_forms_words_and_places_are_cut_off(void **state)
{
    (void)state;
    assert_parts("龙海贸易有限公司", "龙海 贸易 有限公司");
    assert_parts("株式会社龙海", "株式会社 龙海");
    assert_parts("北京龙海科技有限公司", "北京 龙海 科技 有限公司");
    assert_parts("龙海", "龙海");
}

static void no_cut_leaves_a_single_character(void **state)
{
    (void)state;
    assert_parts("龙贸易", "龙贸易");
    assert_parts("北京龙", "北京龙");
}

/* ---- words of two scripts --------------------------------------------------------------------- */

static size_t characters(struct span s)
{
    size_t n = 0;

    for (; s.n > 0; n++)
        utf8_next(&s);
    return n;
}

/* Reading a text in one script changes letters and nothing else, and once is enough. */
static void a_text_read_in_one_script_stays_as_long(void **state)
{
    static const char *const signs[] = {"a", "e", "o", "P", "а", "е", "о", "Р", "ж", "α", "ο", "Ρ",
                                        "ω", " ", "-", "王", "\xFF", "1"};
    struct chance c = chance_start();
    struct arena *a = arena_new();

    (void)state;
    for (int round = 0; round < 5000; round++) {
        struct buf b = {0};
        for (size_t n = chance_below(&c, 9); n > 0; n--)
            buf_str(&b, signs[chance_below(&c, ARRAY_LEN(signs))]);
        struct span text = buf_view(&b), once = one_script_each(a, text);
        struct span twice = one_script_each(a, once);

        assert_true(utf8_valid(once, &(size_t){0}));
        assert_int_equal(characters(once), characters(text));
        assert_true(span_eq(once, twice));
        buf_free(&b);
        arena_reset(a);
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_parts_of_a_word_make_up_the_word),
        cmocka_unit_test(legal_forms_words_and_places_are_cut_off),
        cmocka_unit_test(no_cut_leaves_a_single_character),
        cmocka_unit_test(a_text_read_in_one_script_stays_as_long),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
