/* SPDX-License-Identifier: Apache-2.0
 *
 * Folding: which signs make a word, which vanish, which separate, and what is remembered of them.
 */
#include "name/fold.h"

#include "words.h"

enum { MOST = 64 };

/* The words of a text on one line: "," or "/" before a word that a comma or slash came before, "."
 * behind a dotted one, "^" behind one in capitals. */
static const char *folded(struct arena *a, struct span text)
{
    struct raw raw[MOST];
    size_t n = fold_words(a, text, raw, MOST);
    struct buf b = {0};

    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "%s%s%s%.*s%s%s", i ? " " : "", raw[i].comma_before ? "," : "",
                   raw[i].slash_before ? "/" : "", SPAN_ARG(raw[i].form), raw[i].dotted ? "." : "",
                   raw[i].capitals ? "^" : "");
    const char *line = arena_str(a, buf_view(&b));
    buf_free(&b);
    return line;
}

struct row {
    const char *text, *words;
};

static void assert_rows(const struct row *rows, size_t n)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < n; i++) {
        const char *words = folded(a, span_of(rows[i].text));

        if (strcmp(words, rows[i].words) != 0)
            print_error("\"%s\"\n", rows[i].text);
        assert_string_equal(words, rows[i].words);
    }
    arena_free(a);
}
#define ASSERT_ROWS(rows) assert_rows((rows), ARRAY_LEN(rows))

/* ---- signs ----------------------------------------------------------------------------------- */

static void blanks_and_signs_separate_words(void **state)
{
    static const struct row rows[] = {
        {"", ""},
        {"   ", ""},
        {"-- . ,", ""},
        {"Ferdik", "ferdik"},
        {"Ferdik Quentabri", "ferdik quentabri"},
        {"  Ferdik\t\nQuentabri  ", "ferdik quentabri"},
        {"Ferdik-Jonas Quentabri", "ferdik jonas quentabri"},
        {"Ferdik_Jonas(Quentabri)[x]", "ferdik jonas quentabri x"},
        {"Ferdik\xC2\xA0Quentabri", "ferdik quentabri"}, /* no-break space */
        {"Ferdik\xE2\x80\x93Jonas", "ferdik jonas"},     /* dash */
        {"Ferdik\xE3\x80\x80Jonas", "ferdik jonas"},     /* ideographic space */
        {"Plant 17", "plant 17"},
        {"Plant17", "plant17"},
    };

    (void)state;
    ASSERT_ROWS(rows);
}

static void case_and_marks_that_colour_a_letter_are_folded_away(void **state)
{
    static const struct row rows[] = {
        {"FERDIK QUENTABRI", "ferdik^ quentabri^"},
        {"Fe\xCC\x81rdik", "f\xC3\xA9rdik"}, /* composed by NFKC */
        {"ΓΕΩΡΓΙΟΣ", "γεωργιοσ^"},
        {"Γεωργίος", "γεωργίοσ"}, /* final sigma */
        {"ИВАН", "иван^"},
        {"Хрусталёв", "хрусталев"},
        {"Ｆｅｒｄｉｋ", "ferdik"}, /* full width */
        {"ﬁligran", "filigran"},    /* a ligature */
        {"Ⅳ", "iv^"},
        {"１７", "17"},
        {"٣٤", "34"}, /* digits of another script */
    };

    (void)state;
    ASSERT_ROWS(rows);
}

static void apostrophes_and_their_kin_vanish_inside_a_word(void **state)
{
    static const struct row rows[] = {
        {"Qa'ida", "qaida"},
        {"Qa`ida", "qaida"},
        {"Qa’ida", "qaida"},
        {"Qa‘ida", "qaida"},
        {"Qaʼida", "qaida"},
        {"Qaʿida", "qaida"},
        {"O'Dunleavy", "odunleavy"},
        {"'Ferdik'", "ferdik"},
        {"Myo'ng-ho", "myong ho"},
        {"محـــمد", "محمد"}, /* tatweel */
        {"Fer\xC2\xAD"
         "dik",
         "ferdik"},                     /* soft hyphen */
        {"می\xE2\x80\x8Cروم", "ميروم"}, /* zero-width non-joiner */
    };

    (void)state;
    ASSERT_ROWS(rows);
}

static void quotation_marks_separate_at_the_edges_of_a_name(void **state)
{
    static const struct row rows[] = {
        {"ООО\"БАЗО\"", "ооо^ базо^"},
        {"ООО«БАЗО»", "ооо^ базо^"},
        {"ООО „Базо“", "ооо^ базо"},
        {"\"Quentabry\" GmbH", "quentabry gmbh"},
    };

    (void)state;
    ASSERT_ROWS(rows);
}

static void an_ampersand_is_a_word(void **state)
{
    static const struct row rows[] = {
        {"Quentabry & Sons", "quentabry and sons"},
        {"Q&A", "q and a"},
        {"Quentabry ＆ Söhne", "quentabry and söhne"},
    };

    (void)state;
    ASSERT_ROWS(rows);
}

static void a_period_joins_single_letters_and_else_separates(void **state)
{
    static const struct row rows[] = {
        {"J. Quentabri", "j. quentabri"},
        {"J.-C. Brimlowe", "j. c. brimlowe"},
        {"J.C. Brimlowe", "jc.^ brimlowe"},
        {"o.o.o. Zalmora", "ooo. zalmora"},
        {"A.B.C.", "abc.^"},
        {"A.B.C", "abc.^"},
        {"Dr. Brimlowe", "dr brimlowe"},
        {"Ferdik.Quentabri", "ferdik quentabri"},
        {"quentabry.example", "quentabry example"},
        {"И. С. Петренко", "и. с. петренко"},
        {"И.С. Петренко", "ис.^ петренко"},
    };

    (void)state;
    ASSERT_ROWS(rows);
}

static void commas_and_slashes_are_remembered(void **state)
{
    static const struct row rows[] = {
        {"QUENTABRI, Ferdik", "quentabri^ ,ferdik"},
        {"Quentabri,Ferdik", "quentabri ,ferdik"},
        {"Quentabri ,, Ferdik", "quentabri ,ferdik"},
        {"Quentabri، Ferdik", "quentabri ,ferdik"},
        {"Quentabri，Ferdik", "quentabri ,ferdik"},
        {"Quentabri / Vantermark", "quentabri /vantermark"},
        {"Quentabri; Vantermark", "quentabri /vantermark"},
        {"A/S", "a /s"},
        {", Ferdik", ",ferdik"},
        {"Ferdik,", "ferdik"},
    };

    (void)state;
    ASSERT_ROWS(rows);
}

static void capitals_need_two_letters_and_no_small_one(void **state)
{
    static const struct row rows[] = {
        {"QUENTABRI", "quentabri^"},
        {"Quentabri", "quentabri"},
        {"quentabri", "quentabri"},
        {"Q", "q"},
        {"QU", "qu^"},
        {"McBRIMLOWE", "mc brimlowe^"},
        {"ИВАН", "иван^"},
        {"17", "17"},
        {"王小明", "王小明"},
    };

    (void)state;
    ASSERT_ROWS(rows);
}

static void a_legal_form_glued_to_a_name_comes_off(void **state)
{
    static const struct row rows[] = {
        {"QuentabryAG", "quentabry ag^"}, {"QuentabryGMBH", "quentabry gmbh^"},
        {"McDonagh", "mcdonagh"},         {"VanDerZee", "vanderzee"},
        {"QuentAbry", "quentabry"},
    };

    (void)state;
    ASSERT_ROWS(rows);
}

/* ---- scripts --------------------------------------------------------------------------------- */

static void another_script_begins_another_word(void **state)
{
    static const struct row rows[] = {
        {"ИванSmith", "иван smith"}, {"王小明Wang", "王小明 wang"},
        {"김민호Kim", "김민호 kim"}, {"田中ヒロシ", "田中ヒロシ"}, /* both are Japanese */
        {"タナカー", "タナカー"},                                  /* the long vowel stays */
        {"佐々木", "佐々木"},        {"ｱﾝﾅ", "アンナ"},            /* half width */
        {"Plant3号", "plant3 号"},
    };

    (void)state;
    ASSERT_ROWS(rows);
}

static void letters_that_are_one_to_a_reader_are_one(void **state)
{
    static const struct row rows[] = {
        {"أحمد", "احمد"},   {"إبراهيم", "ابراهيم"}, {"آدم", "ادم"},     {"الراوى", "الراوي"},
        {"قریشی", "قريشي"}, {"کریم", "كريم"},       {"فاطمة", "فاطمه"}, {"مُحَمَّد", "محمد"},
        {"יוסף", "יוספ"},   {"שָׁלוֹם", "שלומ"},
    };

    (void)state;
    ASSERT_ROWS(rows);
}

static void vowels_of_india_and_thailand_stay(void **state)
{
    static const struct row rows[] = {
        {"राजेश शर्मा", "राजेश शर्मा"},
        {"সমীর", "সমীর"},
        {"สมชาย รัตนกุล", "สมชาย รัตนกุล"},
        {"မောင်", "မောင်"},
    };

    (void)state;
    ASSERT_ROWS(rows);
}

static void letters_that_look_like_those_of_another_script_are_read_in_it(void **state)
{
    static const struct row rows[] = {
        {"Fеrdik", "ferdik"},             /* a Cyrillic e */
        {"QuentАBRI", "quentabri"},       /* a Cyrillic A */
        {"Quentαbri", "quentabri"},       /* a Greek alpha */
        {"Пeтр", "петр"}, /* a Latin e in Pyotr */
        {"Сop", "cop"},
        {"Сo", "co"},                     /* as many of either: Latin */
        {"Жo", "ж o"},               /* no Latin letter looks like the first */
        {"GazНефть", "gaz нефть"}, /* neither */
        {"аαb", "а α b"},  /* three scripts */
        {"роса", "роса"}, /* one script: as it is */
        {"Ferdik а", "ferdik а"},    /* a word of its own */
        {"\xD0" "e\xFF", "e"},
    };

    (void)state;
    ASSERT_ROWS(rows);
}

static void accents_by_themselves_are_apostrophes(void **state)
{
    static const struct row rows[] = {
        {"Qa´ida", "qaida"},
        {"Qa᾿ida", "qaida"},
        {"Qa΄ida", "qaida"},
        {"O´Quentabri", "oquentabri"},
    };

    (void)state;
    ASSERT_ROWS(rows);
}

static void each_word_knows_its_script(void **state)
{
    static const struct {
        const char *text;
        enum script script;
    } rows[] = {
        {"ferdik", SCRIPT_LATIN},    {"Łukasz", SCRIPT_LATIN},   {"иван", SCRIPT_CYRILLIC},
        {"γιαννης", SCRIPT_GREEK},   {"արմեն", SCRIPT_ARMENIAN}, {"გიორგი", SCRIPT_GEORGIAN},
        {"محمد", SCRIPT_ARABIC},     {"יוסף", SCRIPT_HEBREW},    {"王小明", SCRIPT_HAN},
        {"ヒロシ", SCRIPT_KANA},     {"ひろし", SCRIPT_KANA},    {"김민호", SCRIPT_HANGUL},
        {"राजेश", SCRIPT_DEVANAGARI}, {"রহিম", SCRIPT_BENGALI},   {"முருகன்", SCRIPT_TAMIL},
        {"สมชาย", SCRIPT_THAI},      {"አበበ", SCRIPT_ETHIOPIC},   {"17", SCRIPT_NONE},
    };
    struct arena *a = arena_new();
    struct raw raw[2];

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assert_int_equal(fold_words(a, span_of(rows[i].text), raw, 2), 1);
        assert_int_equal(raw[0].script, rows[i].script);
    }
    arena_free(a);
}

/* ---- limits and bad input -------------------------------------------------------------------- */

static void at_most_max_words_are_written(void **state)
{
    struct arena *a = arena_new();
    struct raw raw[3];

    (void)state;
    assert_int_equal(fold_words(a, SPAN("a b c d e"), raw, 3), 3);
    assert_span(raw[2].form, SPAN("c"));
    assert_int_equal(fold_words(a, SPAN("a b c d e"), raw, 0), 0);
    arena_free(a);
}

static void a_text_past_the_limit_is_cut(void **state)
{
    struct arena *a = arena_new();
    struct raw raw[4];
    struct buf b = {0};

    (void)state;
    buf_str(&b, "ferdik");
    while (b.n < LIMIT_NAME_BYTES)
        buf_char(&b, ' ');
    buf_str(&b, "quentabri");
    assert_int_equal(fold_words(a, buf_view(&b), raw, 4), 1);
    buf_free(&b);
    arena_free(a);
}

static void a_word_past_the_limit_is_cut_between_letters(void **state)
{
    static const char *const letters[] = {"a", "é", "и", "王", "р"};
    struct arena *a = arena_new();
    struct raw raw[4];

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(letters); i++) {
        struct buf b = {0};
        size_t bad;

        while (b.n < 300)
            buf_str(&b, letters[i]);
        assert_int_equal(fold_words(a, buf_view(&b), raw, 4), 1);
        assert_in_range(raw[0].form.n, 1, WORD_MAX);
        assert_true(utf8_valid(raw[0].form, &bad));
        buf_free(&b);
    }
    arena_free(a);
}

static void bytes_that_are_no_text_separate_words(void **state)
{
    static const char *const broken[] = {"\xFF", "\xC0\x80", "\xED\xA0\x80", "\xE2\x82",
                                         "\xF5\x80\x80\x80"};
    struct arena *a = arena_new();

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(broken); i++) {
        struct span text = arena_printf(a, "ferdik%s quentabri", broken[i]);

        assert_string_equal(folded(a, text), "ferdik quentabri");
    }
    arena_free(a);
}

static void any_bytes_give_well_formed_words(void **state)
{
    struct chance c = chance_start();
    struct arena *a = arena_new();
    struct raw raw[MOST];

    (void)state;
    for (int round = 0; round < 3000; round++) {
        char text[80];
        size_t n = chance_below(&c, sizeof(text)), bad;

        for (size_t i = 0; i < n; i++)
            text[i] = (char)chance_next(&c);
        size_t words = fold_words(a, (struct span){text, n}, raw, MOST);
        for (size_t i = 0; i < words; i++) {
            assert_in_range(raw[i].form.n, 1, WORD_MAX);
            assert_true(utf8_valid(raw[i].form, &bad));
        }
        arena_reset(a);
    }
    arena_free(a);
}

/* ---- folding what is folded ------------------------------------------------------------------ */

static uint32_t letter_of_some_script(struct chance *c)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {{'a', 'z'},       {'A', 'Z'},       {0xC0, 0x24F},    {0x370, 0x3FF},
                  {0x400, 0x4FF},   {0x531, 0x58F},   {0x5D0, 0x5EA},   {0x620, 0x64A},
                  {0x671, 0x6D3},   {0x905, 0x94D},   {0x985, 0x9CD},   {0xB85, 0xBCD},
                  {0xE01, 0xE4E},   {0x1200, 0x135A}, {0x10D0, 0x10F0}, {0x3041, 0x30FE},
                  {0x4E00, 0x9FFF}, {0xAC00, 0xD7A3}, {0xFF21, 0xFF5A}, {'0', '9'}};
    size_t i = chance_below(c, ARRAY_LEN(ranges));

    return ranges[i].first + (uint32_t)chance_below(c, ranges[i].last - ranges[i].first + 1);
}

static struct span random_word(struct chance *c, struct arena *a)
{
    size_t letters = 1 + chance_below(c, 8), n = 0;
    char *p = arena_alloc(a, 4 * letters + 1);
    uint32_t base = letter_of_some_script(c);

    for (size_t i = 0; i < letters; i++)
        n += utf8_put(p + n, i % 3 ? base + (uint32_t)chance_below(c, 3) : base);
    return (struct span){p, n};
}

static void folding_a_folded_word_changes_nothing(void **state)
{
    struct chance c = chance_start();
    struct arena *a = arena_new();
    struct raw once[MOST], twice[MOST];

    (void)state;
    for (int round = 0; round < 20000; round++) {
        struct span text = random_word(&c, a);
        size_t n = fold_words(a, text, once, MOST);

        for (size_t i = 0; i < n; i++) {
            assert_int_equal(fold_words(a, once[i].form, twice, MOST), 1);
            assert_span(twice[0].form, once[i].form);
            assert_int_equal(twice[0].script, once[i].script);
        }
        arena_reset(a);
    }
    arena_free(a);
}

static void upper_and_lower_case_fold_to_the_same(void **state)
{
    static const struct {
        const char *upper, *lower;
    } rows[] = {{"QUENTABRI", "quentabri"}, {"ØSTERGÅRD", "østergård"},
                {"ŁUKASZ", "łukasz"},       {"ИВАН", "иван"},
                {"ΓΕΩΡΓΙΟΣ", "γεωργιος"},   {"ԱՐՄԵՆ", "արմեն"},
                {"ЁЛКИН", "ёлкин"},         {"ІГОР", "ігор"}};
    struct arena *a = arena_new();
    struct raw upper[2], lower[2];

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assert_int_equal(fold_words(a, span_of(rows[i].upper), upper, 2), 1);
        assert_int_equal(fold_words(a, span_of(rows[i].lower), lower, 2), 1);
        assert_span(upper[0].form, lower[0].form);
        assert_true(upper[0].capitals && !lower[0].capitals);
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blanks_and_signs_separate_words),
        cmocka_unit_test(case_and_marks_that_colour_a_letter_are_folded_away),
        cmocka_unit_test(apostrophes_and_their_kin_vanish_inside_a_word),
        cmocka_unit_test(quotation_marks_separate_at_the_edges_of_a_name),
        cmocka_unit_test(an_ampersand_is_a_word),
        cmocka_unit_test(a_period_joins_single_letters_and_else_separates),
        cmocka_unit_test(commas_and_slashes_are_remembered),
        cmocka_unit_test(capitals_need_two_letters_and_no_small_one),
        cmocka_unit_test(a_legal_form_glued_to_a_name_comes_off),
        cmocka_unit_test(another_script_begins_another_word),
        cmocka_unit_test(letters_that_are_one_to_a_reader_are_one),
        cmocka_unit_test(vowels_of_india_and_thailand_stay),
        cmocka_unit_test(letters_that_look_like_those_of_another_script_are_read_in_it),
        cmocka_unit_test(accents_by_themselves_are_apostrophes),
        cmocka_unit_test(each_word_knows_its_script),
        cmocka_unit_test(at_most_max_words_are_written),
        cmocka_unit_test(a_text_past_the_limit_is_cut),
        cmocka_unit_test(a_word_past_the_limit_is_cut_between_letters),
        cmocka_unit_test(bytes_that_are_no_text_separate_words),
        cmocka_unit_test(any_bytes_give_well_formed_words),
        cmocka_unit_test(folding_a_folded_word_changes_nothing),
        cmocka_unit_test(upper_and_lower_case_fold_to_the_same),
    };
    return cmocka_run_group_tests_name("name/fold", tests, NULL, NULL);
}
