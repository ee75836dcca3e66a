/* SPDX-License-Identifier: Apache-2.0
 *
 * Scripts of characters, romanising, and the consonant key: tables of what is written and what
 * should come out, and what must hold for any bytes whatever.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <stdio.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "name/script.h"

/* ---- scripts ------------------------------------------------------------------------------- */

static void each_character_has_its_script(void **state)
{
    static const struct {
        uint32_t cp;
        enum script script;
    } cases[] = {
        {'a', SCRIPT_LATIN},        {'Z', SCRIPT_LATIN},       {0xE9, SCRIPT_LATIN},
        {0x1E9E, SCRIPT_LATIN},     {'7', SCRIPT_NONE},        {' ', SCRIPT_NONE},
        {'\'', SCRIPT_NONE},        {0x301, SCRIPT_NONE},      {0x436, SCRIPT_CYRILLIC},
        {0x457, SCRIPT_CYRILLIC},   {0x3B1, SCRIPT_GREEK},     {0x561, SCRIPT_ARMENIAN},
        {0x10D0, SCRIPT_GEORGIAN},  {0x645, SCRIPT_ARABIC},    {0x67E, SCRIPT_ARABIC},
        {0x663, SCRIPT_NONE},       {0x5D0, SCRIPT_HEBREW},    {0x4E2D, SCRIPT_HAN},
        {0x3005, SCRIPT_HAN},       {0x20000, SCRIPT_HAN},     {0x3042, SCRIPT_KANA},
        {0x30A2, SCRIPT_KANA},      {0x30FC, SCRIPT_KANA},     {0xAC00, SCRIPT_HANGUL},
        {0x1100, SCRIPT_HANGUL},    {0x915, SCRIPT_DEVANAGARI}, {0x995, SCRIPT_BENGALI},
        {0xB95, SCRIPT_TAMIL},      {0xA15, SCRIPT_INDIC},     {0xD9A, SCRIPT_INDIC},
        {0xE01, SCRIPT_THAI},       {0xE81, SCRIPT_LAO},       {0x1780, SCRIPT_KHMER},
        {0x1000, SCRIPT_MYANMAR},   {0x1200, SCRIPT_ETHIOPIC}, {0x1820, SCRIPT_MONGOLIAN},
        {0x13A0, SCRIPT_OTHER},     {0xFFFD, SCRIPT_NONE},     {0x10FFFF, SCRIPT_NONE},
        {0x110000, SCRIPT_NONE},    {0xFFFFFFFF, SCRIPT_NONE},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        if (script_of(cases[i].cp) != cases[i].script)
            fail_msg("U+%04X is %s, not %s", cases[i].cp, script_name(script_of(cases[i].cp)),
                     script_name(cases[i].script));
}

/* Whatever has a script of ours has the one that ICU gives it. */
static void scripts_are_those_of_icu(void **state)
{
    (void)state;
    for (uint32_t cp = 0x80; cp < 0x110000; cp++) {
        UErrorCode status = U_ZERO_ERROR;
        UScriptCode code = uscript_getScript((UChar32)cp, &status);
        enum script s = script_of(cp);
        bool shared = code <= USCRIPT_INHERITED || code == USCRIPT_UNKNOWN;

        if (s == SCRIPT_NONE ? !shared && !u_isdigit((UChar32)cp) : shared && s != SCRIPT_KANA)
            fail_msg("U+%04X is %s, and for ICU %s", cp, script_name(s), uscript_getName(code));
        if (s != SCRIPT_NONE && s != SCRIPT_KANA && s != SCRIPT_INDIC && s != SCRIPT_OTHER)
            assert_string_equal(script_name(s), uscript_getName(code));
    }
}

static void each_script_has_a_name_of_its_own(void **state)
{
    (void)state;
    for (int s = 0; s < SCRIPT_COUNT; s++) {
        assert_non_null(script_name((enum script)s));
        for (int t = 0; t < s; t++)
            assert_string_not_equal(script_name((enum script)s), script_name((enum script)t));
    }
    assert_string_equal(script_name(SCRIPT_LATIN), "Latin");
    assert_string_equal(script_name(SCRIPT_ARABIC), "Arabic");
}

/* ---- romanising ---------------------------------------------------------------------------- */

static const struct {
    enum script script;
    const char *word, *latin;
} romanised[] = {
    {SCRIPT_LATIN, "lindqvist", "lindqvist"},
    {SCRIPT_LATIN, "straße", "strasse"},
    {SCRIPT_LATIN, "strasse", "strasse"},
    {SCRIPT_LATIN, "søndergård", "sondergard"},
    {SCRIPT_LATIN, "łódź", "lodz"},
    {SCRIPT_LATIN, "đorđević", "dordevic"},
    {SCRIPT_LATIN, "þórðarson", "thordarson"},
    {SCRIPT_LATIN, "æsa", "aesa"},
    {SCRIPT_LATIN, "yıldız", "yildiz"},
    {SCRIPT_LATIN, "nguyễn", "nguyen"},
    {SCRIPT_LATIN, "əliyev", "aliyev"},
    {SCRIPT_LATIN, "o'brien", "obrien"},
    {SCRIPT_LATIN, "x2y", "x2y"},
    {SCRIPT_LATIN, "UPPER", "upper"},
    {SCRIPT_LATIN, "e\xCC\x81t\xC3\xA9", "ete"},
    {SCRIPT_LATIN, "", ""},
    {SCRIPT_LATIN, "'-.", ""},
    {SCRIPT_CYRILLIC, "щукин", "shchukin"},
    {SCRIPT_CYRILLIC, "подъячев", "podyachev"},
    {SCRIPT_CYRILLIC, "їжакевич", "yizhakevich"},
    {SCRIPT_CYRILLIC, "ґедзь", "gedz"},
    {SCRIPT_CYRILLIC, "ђурић", "djuric"},
    {SCRIPT_CYRILLIC, "љубиша", "ljubisha"},
    {SCRIPT_CYRILLIC, "қасымов", "qasymov"},
    {SCRIPT_CYRILLIC, "ӣ", "i"},
    {SCRIPT_GREEK, "παπαδόπουλος", "papadopoulos"},
    {SCRIPT_GREEK, "μπακάλης", "bakalis"},
    {SCRIPT_GREEK, "λαμπράκης", "lamprakis"},
    {SCRIPT_GREEK, "ντίνος", "dinos"},
    {SCRIPT_GREEK, "άγγελος", "angelos"},
    {SCRIPT_GREEK, "ευγενία", "evgenia"},
    {SCRIPT_GREEK, "ψαρρός", "psarros"},
    {SCRIPT_ARMENIAN, "հովհաննես", "hovhannes"},
    {SCRIPT_ARMENIAN, "ոսկան", "voskan"},
    {SCRIPT_ARMENIAN, "թումո", "tumo"},
    {SCRIPT_ARMENIAN, "եղիշե", "yeghishe"},
    {SCRIPT_GEORGIAN, "შოთა", "shota"},
    {SCRIPT_GEORGIAN, "წყალი", "tsqali"},
    {SCRIPT_ARABIC, "محمد", "mhmd"},
    {SCRIPT_ARABIC, "يوسف", "yusf"},
    {SCRIPT_ARABIC, "وليد", "wlid"},
    {SCRIPT_ARABIC, "سعيد", "sid"},
    {SCRIPT_ARABIC, "علي", "ali"},
    {SCRIPT_ARABIC, "فاطمة", "fatma"},
    {SCRIPT_ARABIC, "إبراهيم", "ibrahim"},
    {SCRIPT_ARABIC, "أيمن", "aymn"},
    {SCRIPT_ARABIC, "مُحَمَّد", "muhamad"},
    {SCRIPT_ARABIC, "پرویز", "pruiz"},
    {SCRIPT_ARABIC, "چنگیز", "chngiz"},
    {SCRIPT_ARABIC, "محـــمد", "mhmd"},
    {SCRIPT_HEBREW, "דוד", "dod"},
    {SCRIPT_HEBREW, "ויצמן", "vitsmn"},
    {SCRIPT_HEBREW, "יוסף", "yosf"},
    {SCRIPT_HEBREW, "ג'ורג", "jorg"},
    {SCRIPT_HEBREW, "צ׳יל", "chil"},
    {SCRIPT_HEBREW, "וואלס", "vals"},
    {SCRIPT_HANGUL, "김영수", "gimyeongsu"},
    {SCRIPT_HANGUL, "설리", "seolli"},
    {SCRIPT_HANGUL, "빛", "bit"},
    {SCRIPT_HANGUL, "최", "choe"},
    {SCRIPT_KANA, "さくら", "sakura"},
    {SCRIPT_KANA, "シュミット", "shumitto"},
    {SCRIPT_KANA, "チャーチル", "chachiru"},
    {SCRIPT_KANA, "ヴァレリー", "vareri"},
    {SCRIPT_KANA, "ファティマ", "fatima"},
    {SCRIPT_KANA, "ウィリアム", "wiriamu"},
    {SCRIPT_KANA, "キョウコ", "kyouko"},
    {SCRIPT_KANA, "マッチ", "matchi"},
    {SCRIPT_KANA, "ケンジ", "kenji"},
    {SCRIPT_KANA, "ジェームズ", "jemuzu"},
    {SCRIPT_KANA, "クァ", "kwa"},
    {SCRIPT_KANA, "デュマ", "dyuma"},
    {SCRIPT_KANA, "ァ", "a"},
    {SCRIPT_KANA, "ャ", "ya"},
    {SCRIPT_KANA, "ー", ""},
    {SCRIPT_KANA, "ッ", ""},
    {SCRIPT_HAN, "王小明", "wangxiaoming"},
    {SCRIPT_HAN, "王王", "wangwang"},
    {SCRIPT_DEVANAGARI, "नरेन्द्र", "narendr"},
    {SCRIPT_DEVANAGARI, "शर्मा", "sharma"},
    {SCRIPT_DEVANAGARI, "ज़मीर", "zamir"},
    {SCRIPT_BENGALI, "মুজিব", "mujib"},
    {SCRIPT_TAMIL, "கண்ணன்", "kannan"},
    {SCRIPT_INDIC, "ਸਿੰਘ", "singh"},
    {SCRIPT_INDIC, "రాము", "ramu"},
    {SCRIPT_INDIC, "සිරිසේන", "sirisena"},
    {SCRIPT_KHMER, "សុខា", "sukha"},
    {SCRIPT_LAO, "ໄກສອນ", "kaison"},
    {SCRIPT_LAO, "ໄ", "ai"},
    {SCRIPT_MONGOLIAN, "ᠴᠢᠩᠭᠢᠰ", "chinggis"},
    {SCRIPT_THAI, "สมชาย", "smchay"},
    {SCRIPT_THAI, "เกษม", "kesm"},
    {SCRIPT_ETHIOPIC, "ኃይለ", "hayla"},
    {SCRIPT_MYANMAR, "အောင်", "aung"},
    {SCRIPT_MYANMAR, "မောင်", "maung"},
    {SCRIPT_MYANMAR, "ခင်", "khin"},
    {SCRIPT_MYANMAR, "ဝင်း", "win"},
    {SCRIPT_MYANMAR, "ဇော်", "zaw"},
    {SCRIPT_MYANMAR, "လှ", "hla"},
    {SCRIPT_MYANMAR, "သိန်း", "thein"},
    {SCRIPT_MYANMAR, "မြင့်", "myint"},
    {SCRIPT_MYANMAR, "ညွန့်", "nyunt"},
    {SCRIPT_MYANMAR, "စိုး", "soe"},
    {SCRIPT_MYANMAR, "ကျော်", "kyaw"},
    {SCRIPT_MYANMAR, "ရွှေ", "shwe"},
    {SCRIPT_MYANMAR, "လှိုင်", "hlaing"},
    {SCRIPT_MYANMAR, "ငြိမ်း", "nyein"},
    {SCRIPT_MYANMAR, "မန္တလေး", "mantalay"},
    {SCRIPT_MYANMAR, "အင်္ဂလိပ်", "ingaleik"},
    {SCRIPT_MYANMAR, "ဦး", "u"},
    {SCRIPT_MYANMAR, "ျ့", ""},
    /* digits of any script, words of two scripts, a wrong idea of the script */
    {SCRIPT_NONE, "2024", "2024"},
    {SCRIPT_ARABIC, "١٢٣", "123"},
    {SCRIPT_HAN, "3d打印", "3ddayin"},
    {SCRIPT_HAN, "山さくら", "shansakura"},
    {SCRIPT_LATIN, "pаul", "paul"}, /* the a is Cyrillic */
    {SCRIPT_LATIN, "олег", "oleg"},
    {SCRIPT_CYRILLIC, "oleg", "oleg"},
};

static void words_are_romanised(void **state)
{
    char out[WORD_MAX];

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(romanised); i++) {
        size_t n = romanise(romanised[i].script, span_of(romanised[i].word), out);

        if (!span_eq((struct span){out, n}, span_of(romanised[i].latin)))
            fail_msg("%s gives %.*s, not %s", romanised[i].word, (int)n, out,
                     romanised[i].latin);
    }
}

static bool plain(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!(p[i] >= 'a' && p[i] <= 'z') && !(p[i] >= '0' && p[i] <= '9'))
            return false;
    return true;
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Random characters of the blocks that have tables of their own, and random bytes. */
static size_t random_word(uint32_t *seed, char word[200])
{
    static const uint32_t starts[] = {0x20,   0xC0,   0x370,  0x400,  0x530,  0x590,  0x600,
                                      0x900,  0xD80,  0xE00,  0xE80,  0x1000, 0x10A0, 0x1100,
                                      0x1200, 0x1780, 0x1800, 0x3040, 0x4E00, 0xAC00, 0x20000};
    size_t n = 0, letters = next_random(seed) % 45;
    uint32_t start = starts[next_random(seed) % ARRAY_LEN(starts)];

    for (size_t i = 0; i < letters; i++)
        if (next_random(seed) % 50 == 0)
            word[n++] = (char)next_random(seed);
        else
            n += utf8_put(word + n, start + next_random(seed) % 0x80);
    return n;
}

static void any_bytes_give_plain_letters_and_a_short_key(void **state)
{
    uint32_t seed = 7;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        char word[200], out[WORD_MAX], key[17];
        size_t n = random_word(&seed, word);
        enum script s = (enum script)(next_random(&seed) % SCRIPT_COUNT);
        size_t len = romanise(s, (struct span){word, n}, out);
        size_t k = skeleton((struct span){out, len}, key);

        assert_true(len <= WORD_MAX);
        if (!plain(out, len))
            fail_msg("\"%.*s\" gives \"%.*s\"", (int)n, word, (int)len, out);
        assert_true(k <= 16 && (k > 0) == (len > 0));
        assert_true(plain(key, k));
        assert_int_equal(key[k], 0);
    }
}

static void a_word_that_is_too_long_is_cut(void **state)
{
    char word[3 * WORD_MAX], out[WORD_MAX], key[17];

    (void)state;
    memset(word, 'k', sizeof(word));
    assert_int_equal(romanise(SCRIPT_LATIN, (struct span){word, sizeof(word)}, out), WORD_MAX);
    for (size_t i = 0; i + 2 <= sizeof(word); i += 2)
        memcpy(word + i, "\xD1\x89", 2); /* shcha */
    assert_int_equal(romanise(SCRIPT_CYRILLIC, (struct span){word, sizeof(word)}, out), WORD_MAX);
    for (size_t i = 0; i < sizeof(word); i++)
        word[i] = i % 2 ? 'k' : 't';
    assert_int_equal(skeleton((struct span){word, sizeof(word)}, key), 16);
}

static void *romanise_in_a_thread(void *result)
{
    char out[WORD_MAX];

    for (int i = 0; i < 50; i++) {
        size_t n = romanise(SCRIPT_HAN, span_of("王小明"), out);

        if (!span_eq((struct span){out, n}, SPAN("wangxiaoming")))
            return NULL;
    }
    return result;
}

static void threads_romanise_side_by_side(void **state)
{
    pthread_t thread[4];
    char fine;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(thread); i++)
        assert_int_equal(pthread_create(&thread[i], NULL, romanise_in_a_thread, &fine), 0);
    for (size_t i = 0; i < ARRAY_LEN(thread); i++) {
        void *result = NULL;

        assert_int_equal(pthread_join(thread[i], &result), 0);
        assert_ptr_equal(result, &fine);
    }
}

/* ---- skeletons ----------------------------------------------------------------------------- */

static struct span key_of(const char *word, char out[17])
{
    return (struct span){out, skeleton(span_of(word), out)};
}

static void spellings_of_one_name_share_a_key(void **state)
{
    static const char *const groups[][5] = {
        {"mohammed", "muhammad", "mohamad", "muhamed", "mhmd"},
        {"qaddafi", "gaddafi", "kadhafi", "qadhafi", "kaddafi"},
        {"hussein", "husayn", "hossein", "hussain", "husein"},
        {"yusuf", "youssef", "yousuf", "yusef", "youssouf"},
        {"tchaikovsky", "chaykovskiy", "chaikovskii", "tschaikovsky", "chaikovsky"},
        {"zelensky", "zelenskyy", "selenskyj", "zelenskii", "zelenski"},
        {"xi", "hsi", "shi", "si", "hsi"},
        {"zedong", "tsetung", "zetung", "tsedung", "zedung"},
        {"jong", "chong", "jung", "chung", "jeong"},
        {"abdul", "abdel", "abdoul", "abdal", "abdull"},
        {"christof", "kristof", "christoph", "kristoph", "cristof"},
        {"alexander", "aleksander", "aleksandr", "alexandre", "alexandar"},
        {"hajj", "hadj", "haj", "haje", "haji"},
    };
    char a[17], b[17];

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(groups); i++)
        for (size_t j = 1; j < ARRAY_LEN(groups[i]); j++)
            if (!span_eq(key_of(groups[i][0], a), key_of(groups[i][j], b)))
                fail_msg("%s is %s, %s is %s", groups[i][0], a, groups[i][j], b);
}

static void keys_are_what_the_table_says(void **state)
{
    static const char *const cases[][2] = {
        {"muhammad", "mmt"}, {"mamun", "mmn"},   {"hannes", "ns"},   {"xerxes", "srkss"},
        {"cecil", "ssl"},    {"carl", "krl"},    {"bach", "ps"},     {"philip", "flp"},
        {"rocky", "rk"},     {"jan", "sn"},      {"andrej", "ntr"},  {"jmelnik", "mlnk"},
        {"ruiz", "rs"},      {"max", "mks"},     {"rakhmat", "rkmt"}, {"aiko", "k"},
        {"ai", "a"},         {"yu", "y"},        {"ho", "h"},        {"w", "h"},
        {"b52", "p52"},      {"7", "7"},         {"", ""},
    };
    char key[17];

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        if (!span_eq(key_of(cases[i][0], key), span_of(cases[i][1])))
            fail_msg("%s is %s, not %s", cases[i][0], key, cases[i][1]);
}

static void other_names_have_other_keys(void **state)
{
    static const char *const cases[][2] = {
        {"hassan", "karim"}, {"ivan", "petr"},      {"maria", "marta"},
        {"omar", "osman"},   {"viktor", "vitaliy"}, {"salim", "salman"},
    };
    char a[17], b[17];

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_false(span_eq(key_of(cases[i][0], a), key_of(cases[i][1], b)));
}

static void a_traditional_character_has_a_simplified_form(void **state)
{
    (void)state;
    assert_int_equal(han_simplified(0x9F8D), 0x9F99);
    assert_int_equal(han_simplified(0x9F99), 0x9F99);
    assert_int_equal(han_simplified('a'), 'a');
    assert_int_equal(han_simplified(0x20000), 0x20000);
    assert_int_equal(han_simplified(0), 0);
    assert_int_equal(han_simplified(UINT32_MAX), UINT32_MAX);
}

static void only_chinese_characters_have_a_simplified_form_and_it_is_one(void **state)
{
    size_t changed = 0;

    (void)state;
    for (uint32_t c = 0; c < 0x33000; c++) {
        uint32_t simple = han_simplified(c);

        if (simple == c)
            continue;
        changed++;
        assert_int_equal(script_of(c), SCRIPT_HAN);
        assert_int_equal(script_of(simple), SCRIPT_HAN);
    }
    assert_true(changed > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_character_has_its_script),
        cmocka_unit_test(scripts_are_those_of_icu),
        cmocka_unit_test(each_script_has_a_name_of_its_own),
        cmocka_unit_test(words_are_romanised),
        cmocka_unit_test(any_bytes_give_plain_letters_and_a_short_key),
        cmocka_unit_test(a_word_that_is_too_long_is_cut),
        cmocka_unit_test(threads_romanise_side_by_side),
        cmocka_unit_test(spellings_of_one_name_share_a_key),
        cmocka_unit_test(keys_are_what_the_table_says),
        cmocka_unit_test(other_names_have_other_keys),
        cmocka_unit_test(a_traditional_character_has_a_simplified_form),
        cmocka_unit_test(only_chinese_characters_have_a_simplified_form_and_it_is_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
