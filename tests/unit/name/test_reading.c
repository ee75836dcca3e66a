/* SPDX-License-Identifier: Apache-2.0
 *
 * The table of readings (romanise_gen.c) against ICU itself: each character of the scripts that have
 * no rule of ours is romanised as ICU would, and so are names.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <unicode/utrans.h>
#include <unicode/utf16.h>

#include "name/script.h"

static UTransliterator *open_icu(const char *name)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar id[64];
    int32_t n = 0;

    for (; name[n]; n++)
        id[n] = (UChar)name[n];
    UTransliterator *t = utrans_openU(id, n, UTRANS_FORWARD, NULL, 0, NULL, &status);
    assert_true(U_SUCCESS(status));
    return t;
}

/* The letters and digits that ICU makes of a word. */
static size_t ask_icu(const UTransliterator *t, struct span word, char out[WORD_MAX])
{
    UErrorCode status = U_ZERO_ERROR;
    UChar text[16 * WORD_MAX];
    int32_t n = 0, limit;
    size_t len = 0;

    while (word.n) {
        uint32_t cp = utf8_next(&word);
        U16_APPEND_UNSAFE(text, n, cp);
    }
    limit = n;
    utrans_transUChars(t, text, &n, (int32_t)ARRAY_LEN(text), 0, &limit, &status);
    assert_true(U_SUCCESS(status));
    for (int32_t i = 0; i < n && len < WORD_MAX; i++)
        if ((text[i] >= 'a' && text[i] <= 'z') || (text[i] >= '0' && text[i] <= '9'))
            out[len++] = (char)text[i];
    return len;
}

static void must_agree(const UTransliterator *t, enum script s, struct span word)
{
    char ours[WORD_MAX], theirs[WORD_MAX];
    struct span a = {ours, romanise(s, word, ours)}, b = {theirs, ask_icu(t, word, theirs)};

    if (!span_eq(a, b))
        fail_msg("%.*s is %.*s, and for ICU %.*s", SPAN_ARG(word), SPAN_ARG(a), SPAN_ARG(b));
}

static void every_han_character_is_read_as_icu_reads_it(void **state)
{
    UTransliterator *t = open_icu("Han-Latin; Latin-ASCII; Lower");
    char text[4], out[WORD_MAX];
    size_t read = 0;

    (void)state;
    for (uint32_t cp = 0x80; cp < 0x110000; cp++) {
        if (script_of(cp) != SCRIPT_HAN)
            continue;
        struct span word = {text, utf8_put(text, cp)};
        must_agree(t, SCRIPT_HAN, word);
        read += romanise(SCRIPT_HAN, word, out) > 0;
    }
    utrans_close(t);
    assert_true(read > 40000); /* the common ones and those of the rare names */
}

static void characters_of_scripts_without_a_rule_are_read_as_icu_reads_them(void **state)
{
    UTransliterator *t = open_icu("Any-Latin; Latin-ASCII; Lower");
    char text[4];

    (void)state;
    for (uint32_t cp = 0x80; cp < 0x20000; cp++) {
        enum script s = script_of(cp);
        if (s == SCRIPT_THAI || s == SCRIPT_ETHIOPIC || s == SCRIPT_OTHER)
            must_agree(t, s, (struct span){text, utf8_put(text, cp)});
    }
    utrans_close(t);
}

/* Reading character by character loses nothing that names are made of. */
static void names_are_read_as_icu_reads_the_whole_of_them(void **state)
{
    static const struct {
        enum script script;
        const char *words[6];
    } cases[] = {
        {SCRIPT_HAN, {"王小明", "欧阳娜娜", "長孫無忌", "天津银行", "乐乐", "𠮷野家"}},
        {SCRIPT_THAI, {"สมชาย", "เกษมศรี", "ไพศาล", "โชติกา", "แสงจันทร์", "ใจดี"}},
        {SCRIPT_ETHIOPIC, {"ኃይለ", "ገብረ", "ተስፋዬ", "አበበች", "ዘነበ", "ሙሉ"}},
        {SCRIPT_OTHER, {"ܝܘܣܦ", "ܡܪܝܡ", "އަޙްމަދު", "މަރިޔަމް", "ܐܒ", "އިބްރާ"}},
    };
    UTransliterator *t = open_icu("Any-Latin; Latin-ASCII; Lower");

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        for (size_t k = 0; k < ARRAY_LEN(cases[i].words); k++)
            must_agree(t, cases[i].script, span_of(cases[i].words[k]));
    utrans_close(t);
}

static void signs_and_strange_code_points_have_no_reading(void **state)
{
    static const char *const words[] = {"、", "。", "·", "\xC2\xA9", "\xEF\xBF\xBD", "\xFF\xFF",
                                        "\xF4\x8F\xBF\xBF", ""};
    char out[WORD_MAX];

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        assert_int_equal(romanise(SCRIPT_HAN, span_of(words[i]), out), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_han_character_is_read_as_icu_reads_it),
        cmocka_unit_test(characters_of_scripts_without_a_rule_are_read_as_icu_reads_them),
        cmocka_unit_test(names_are_read_as_icu_reads_the_whole_of_them),
        cmocka_unit_test(signs_and_strange_code_points_have_no_reading),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
