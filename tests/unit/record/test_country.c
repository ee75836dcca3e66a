/* SPDX-License-Identifier: Apache-2.0
 *
 * Countries: every row by every name, the spellings of the lists, and texts that are no country.
 */
#include "record/country.h"

#include <jansson.h>
#include <pthread.h>
#include <stdio.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

#include "../base/check.h"
#include "random_record.h"

struct row {
    const char *code, *alpha3, *name, *names, *adjectives, *related;
};

static const struct row rows[] = {
#define COUNTRY(code, alpha3, name, names, adjectives, related)                                    \
    {code, alpha3, name, names, adjectives, related},
#include "record/country.def"
#undef COUNTRY
};

/* NULL 'code': 'text' is no country. */
static void check_parse(struct span text, const char *code)
{
    const char *got = country_parse(text);

    if (!got != !code || (got && strcmp(got, code) != 0))
        fail_msg("\"%.*s\" is %s, not %s", SPAN_ARG(text), got ? got : "none",
                 code ? code : "none");
}

struct spelling {
    const char *text, *code;
};

static void check_spellings(const struct spelling *table, size_t n)
{
    for (size_t i = 0; i < n; i++)
        check_parse(span_of(table[i].text), table[i].code);
}

/* ---- the table ------------------------------------------------------------------------------ */

static void check_names(const char *list, const char *code)
{
    struct span rest = span_of(list), name;

    while (rest.n && span_split(&rest, '|', &name)) {
        assert_true(name.n > 0);
        check_parse(name, code);
    }
}

/* This also finds a name that two rows claim: it cannot lead to both. */
static void every_row_is_found_by_each_of_its_names(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        check_parse(span_of(rows[i].code), rows[i].code);
        check_names(rows[i].alpha3, rows[i].code);
        check_names(rows[i].name, rows[i].code);
        check_names(rows[i].names, rows[i].code);
        check_names(rows[i].adjectives, rows[i].code);
    }
}

static void check_dressed(struct span name, const char *code)
{
    struct buf text = {0};

    buf_printf(&text, "  the %.*s\t", SPAN_ARG(name));
    check_parse(buf_view(&text), code);
    buf_clear(&text);
    for (size_t i = 0; i < name.n; i++)
        buf_char(&text, name.p[i] >= 'a' && name.p[i] <= 'z' ? (char)(name.p[i] - 32) : name.p[i]);
    check_parse(buf_view(&text), code);
    buf_clear(&text);
    buf_printf(&text, "Region: %.*s", SPAN_ARG(name));
    if (strcmp(rows[country_number(span_of(code)) - 1].name, "Crimea") != 0)
        check_parse(buf_view(&text), code);
    buf_clear(&text);
    buf_printf(&text, "%.*s (disputed)", SPAN_ARG(name));
    check_parse(buf_view(&text), code);
    buf_free(&text);
}

static void case_articles_and_remarks_do_not_hide_a_country(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        check_dressed(span_of(rows[i].name), rows[i].code);
}

static void the_rows_stand_in_order_of_their_codes(void **state)
{
    (void)state;
    for (size_t i = 1; i < ARRAY_LEN(rows); i++) {
        if (strcmp(rows[i - 1].code, rows[i].code) >= 0)
            fail_msg("country.def: %s stands before %s", rows[i - 1].code, rows[i].code);
    }
}

static bool is_lower_letters(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (s[i] < 'a' || s[i] > 'z')
            return false;
    }
    return strlen(s) == n;
}

static void every_row_is_complete(void **state)
{
    size_t iso = 0;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        size_t n = strlen(rows[i].code);

        assert_true(n >= 2 && n <= 7);
        assert_true(rows[i].name[0] != '\0');
        assert_true(rows[i].alpha3[0] == '\0' || is_lower_letters(rows[i].alpha3, 3));
        iso += n == 2 && rows[i].alpha3[0] != '\0';
    }
    /* ISO 3166-1 has 249 codes; Kosovo, East Germany and Zaire have or had three letters too. */
    assert_int_equal(iso, 249 + 3);
}

static void related_countries_exist(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct span rest = span_of(rows[i].related), code;

        while (rest.n && span_split(&rest, ' ', &code)) {
            if (!country_number(code))
                fail_msg("%s: related to %.*s, which is none", rows[i].code, SPAN_ARG(code));
            assert_false(span_eq(code, span_of(rows[i].code)));
        }
    }
}

static void numbers_are_dense_and_lead_back(void **state)
{
    (void)state;
    assert_int_equal(country_count(), ARRAY_LEN(rows));
    for (unsigned n = 1; n <= country_count(); n++) {
        assert_string_equal(country_code(n), rows[n - 1].code);
        assert_int_equal(country_number(span_of(country_code(n))), n);
        assert_string_equal(country_name(span_of(country_code(n))), rows[n - 1].name);
    }
    assert_null(country_code(0));
    assert_null(country_code(country_count() + 1));
    assert_null(country_code(~0u));
}

static void only_a_code_has_a_number(void **state)
{
    static const char *const none[] = {
        "",        "d",      "DE",         "De",       "deu",          "Germany",
        "uk",      "de ",    " de",        "d3",       "qq",           "cy trnc",
        "CY-TRNC", "cytrnc", "aaaaaaaaaa", "\xFF\xFF", "soviet union", "x so"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(none); i++) {
        if (country_number(span_of(none[i])))
            fail_msg("\"%s\" is no code", none[i]);
        assert_null(country_name(span_of(none[i])));
    }
    assert_int_not_equal(country_number(SPAN("cy-trnc")), 0);
    assert_int_not_equal(country_number(SPAN("x-so")), 0);
    assert_string_equal(country_name(SPAN("mt")), "Malta");
    assert_string_equal(country_name(SPAN("suhh")), "Soviet Union");
}

/* ---- spellings ------------------------------------------------------------------------------ */

static const struct spelling list_spellings[] = {
    {"Korea, North", "kp"},
    {"Democratic People's Republic of Korea", "kp"},
    {"Korea, South", "kr"},
    {"Burma", "mm"},
    {"Congo, Democratic Republic of the", "cd"},
    {"Democratic Republic of the Congo", "cd"},
    {"Congo (Democratic Republic)", "cd"},
    {"Congo, Republic of the", "cg"},
    {"Congo", "cg"},
    {"Cote d Ivoire", "ci"},
    {"Bahamas, The", "bs"},
    {"The Gambia", "gm"},
    {"Gambia (false)", "gm"},
    {"North Macedonia, The Republic of", "mk"},
    {"Macedonia, The Former Yugoslav Republic of", "mk"},
    {"Man, Isle of", "im"},
    {"Virgin Islands, British", "vg"},
    {"Virgin Islands, U.S.", "vi"},
    {"Palestinian", "ps"},
    {"West Bank", "ps"},
    {"Region: Gaza", "ps"},
    {"Region: West Bank", "ps"},
    {"State of Palestine", "ps"},
    {"Region: Crimea", "ua"},
    {"Crimea", "ua-cri"},
    {"Region: Northern Mali", "ml"},
    {"Region: Kafia Kingi", "sd"},
    {"Kosovo", "xk"},
    {"Iran (Islamic Republic of)", "ir"},
    {"Syrian Arab Republic", "sy"},
    {"Russian Federation", "ru"},
    {"United Kingdom of Great Britain and Northern Ireland", "gb"},
    {"UK", "gb"},
    {"United States of America", "us"},
    {"United Republic of Tanzania", "tz"},
    {"Türkiye", "tr"},
    {"Turkey", "tr"},
    {"Viet Nam", "vn"},
    {"Republic of Moldova", "md"},
    {"Bolivia (Plurinational State of)", "bo"},
    {"Venezuela (Bolivarian Republic of)", "ve"},
    {"Lao People's Democratic Republic", "la"},
    {"former Soviet Union", "suhh"},
    {"USSR (until 1991)", "suhh"},
    {"CS", "csxx"},
    {"Serbia and Montenegro", "csxx"},
    {"St Vincent", "vc"},
    {"Saint Vincent and the Grenadines", "vc"},
    {"China, Hong Kong Special Administrative Region", "hk"},
    {"Taiwan, Province of China", "tw"},
    {"Korea (the Republic of)", "kr"},
    {"NA", "na"},
};

static void the_spellings_of_the_lists_are_understood(void **state)
{
    (void)state;
    check_spellings(list_spellings, ARRAY_LEN(list_spellings));
}

static const struct spelling dressed[] = {
    {"COTE D'IVOIRE", "ci"},
    {"Cote d\u2019Ivoire", "ci"},
    {"CÔTE-D’IVOIRE", "ci"},
    {"Co\u0302te d'Ivoire", "ci"},
    {"Curacao", "cw"},
    {"CURAÇAO", "cw"},
    {"Sao Tome & Principe", "st"},
    {"U.S.A.", "us"},
    {"U.S.", "us"},
    {"U. S. A.", "us"},
    {"d.p.r.k.", "kp"},
    {"Democratic Peoples Republic of Korea", "kp"},
    {"Democratic People\u2019s Republic of Korea", "kp"},
    {"St. Kitts and Nevis", "kn"},
    {"St.Kitts and Nevis", "kn"},
    {"guinea-bissau", "gw"},
    {"Guinea   Bissau", "gw"},
    {"Guinea\u00A0Bissau", "gw"},
    {"Ｇｅｒｍａｎｙ", "de"},
    {"ΕΛΛΆΔΑ", "gr"},
    {"РОССИЯ", "ru"},
    {"россия", "ru"},
    {"Казахстан", "kz"},
    {"الجزائر", "dz"},
    {"الجزاير", "dz"},
    {"ایران", "ir"},
    {"إيران", "ir"},
    {"ايران", "ir"},
    {"سورية", "sy"},
    {"سوريه", "sy"},
    {"中国", "cn"},
    {"中國", "cn"},
    {"대한민국", "kr"},
    {"日本", "jp"},
    {"ישראל", "il"},
    {"ประเทศไทย", "th"},
    {"(Malta)", "mt"},
    {"\"Malta\"", "mt"},
    {"Malta.", "mt"},
    {"Malta;", "mt"},
};

static void signs_case_and_accents_do_not_count(void **state)
{
    (void)state;
    check_spellings(dressed, ARRAY_LEN(dressed));
}

static void adjectives_and_other_languages_are_understood(void **state)
{
    static const struct spelling table[] = {
        {"German", "de"},
        {"deutsch", "de"},
        {"allemande", "de"},
        {"alemán", "de"},
        {"French", "fr"},
        {"français", "fr"},
        {"Maltese", "mt"},
        {"Swiss", "ch"},
        {"Dutch", "nl"},
        {"Filipino", "ph"},
        {"Nigerian", "ng"},
        {"Nigerien", "ne"},
        {"Dominican", "do"},
        {"North Korean", "kp"},
        {"South Sudanese", "ss"},
        {"Iranian national", "ir"},
        {"Iranian nationality", "ir"},
        {"British citizen", "gb"},
        {"citizen of Malta", "mt"},
        {"Deutschland", "de"},
        {"Allemagne", "de"},
        {"Alemania", "de"},
        {"Germania", "de"},
        {"Duitsland", "de"},
        {"Alemanha", "de"},
        {"Германия", "de"},
        {"ألمانيا", "de"},
        {"德国", "de"},
        {"Suisse", "ch"},
        {"Italie", "it"},
        {"Island", "is"},
        {"Irland", "ie"},
        {"Indien", "in"},
        {"Niederlande", "nl"},
        {"Estados Unidos", "us"},
        {"EE.UU.", "us"},
        {"РФ", "ru"},
    };

    (void)state;
    check_spellings(table, ARRAY_LEN(table));
}

static const struct spelling long_forms[] = {
    {"Republic of Korea", "kr"},
    {"Korea, Republic of", "kr"},
    {"Korea (Republic of)", "kr"},
    {"Korea, Democratic People's Republic of", "kp"},
    {"Korea (Democratic People's Republic of)", "kp"},
    {"People's Republic of Korea", "kp"},
    {"Republic of China", "tw"},
    {"China, Republic of", "tw"},
    {"People's Republic of China", "cn"},
    {"China, People's Republic of", "cn"},
    {"Republic of the Congo", "cg"},
    {"Congo (Brazzaville)", "cg"},
    {"Congo (Kinshasa)", "cd"},
    {"Congo, The Democratic Republic of the", "cd"},
    {"Federal Republic of Germany", "de"},
    {"German Democratic Republic", "dd"},
    {"Germany, East", "dd"},
    {"Federal Republic of Yugoslavia", "yucs"},
    {"Republic of Ireland", "ie"},
    {"Northern Ireland", "gb-nir"},
    {"Ireland, Northern", "gb-nir"},
    {"American Samoa", "as"},
    {"Samoa (American)", "as"},
    {"Samoa", "ws"},
    {"Guinea (Conakry)", "gn"},
    {"Equatorial Guinea", "gq"},
    {"Papua New Guinea", "pg"},
    {"Republic of South Sudan", "ss"},
    {"Sudan", "sd"},
    {"Saint Martin (French part)", "mf"},
    {"Sint Maarten (Dutch part)", "sx"},
    {"Dominican Republic", "do"},
    {"Dominica", "dm"},
    {"Czech Republic", "cz"},
    {"Slovak Republic", "sk"},
    {"Czechoslovak Republic", "cshh"},
    {"Turkish Republic of Northern Cyprus", "cy-trnc"},
    {"Mongolia", "mn"},
    {"Niger", "ne"},
    {"Nigeria", "ng"},
    {"Austria", "at"},
    {"Australia", "au"},
    {"Kingdom of Bahrain", "bh"},
    {"Islamic Republic of Mauritania", "mr"},
};

static void long_forms_lead_to_the_right_one_of_two(void **state)
{
    (void)state;
    check_spellings(long_forms, ARRAY_LEN(long_forms));
}

static void codes_of_two_and_three_letters_are_understood(void **state)
{
    static const struct spelling table[] = {
        {"de", "de"},           {"DE", "de"},     {"De", "de"},   {" de ", "de"},
        {"(DE)", "de"},         {"deu", "de"},    {"DEU", "de"},  {"uk", "gb"},
        {"EL", "gr"},           {"su", "suhh"},   {"YU", "yucs"}, {"SUHH", "suhh"},
        {"ddde", "dd"},         {"xk", "xk"},     {"XKX", "xk"},  {"GB-SCT", "gb-sct"},
        {"cy-trnc", "cy-trnc"}, {"x-so", "x-so"}, {"usa", "us"},  {"UAE", "ae"},
        {"prk", "kp"},          {"d", NULL},      {"qq", NULL},   {"XX", NULL},
        {"d1", NULL},           {"11", NULL},     {"276", NULL},  {"dex", NULL},
        {"AN", NULL},
    };

    (void)state;
    check_spellings(table, ARRAY_LEN(table));
}

/* ---- no country ----------------------------------------------------------------------------- */

static const struct spelling no_countries[] = {
    {"", NULL},
    {" ", NULL},
    {"-", NULL},
    {"--", NULL},
    {"-0-", NULL},
    {"?", NULL},
    {".", NULL},
    {",", NULL},
    {"()", NULL},
    {"(", NULL},
    {")", NULL},
    {",,,", NULL},
    {"(((((((", NULL},
    {"undetermined", NULL},
    {"None Identified", NULL},
    {"UNKNOWN", NULL},
    {"n/a", NULL},
    {"none", NULL},
    {"null", NULL},
    {"#N/A", NULL},
    {"Region: Commonwealth of Independent States", NULL},
    {"Region:", NULL},
    {"Netherlands Antilles", NULL},
    {"Congolese", NULL},
    {"Virgin Islands", NULL},
    {"Malta, Italy", NULL},
    {"Malta; Italy", NULL},
    {"Malta/Italy", NULL},
    {"Port Maren", NULL},
    {"Port Maren, Malta", NULL},
    {"republic of", NULL},
    {"Republic", NULL},
    {"the", NULL},
    {"of the", NULL},
    {"citizen", NULL},
    {"People's Republic of", NULL},
    {"Republika Srpska", NULL},
    {"Maltaa", NULL},
    {"North", NULL},
    {"Quentabry", NULL},
    {"1961-03-14", NULL},
    {"🏴", NULL},
};

static void what_is_no_country_or_two_stays_none(void **state)
{
    (void)state;
    check_spellings(no_countries, ARRAY_LEN(no_countries));
}

static void damaged_or_endless_text_is_no_country(void **state)
{
    static const char letters[] = "ÄÄÄÄÄÄÄÄ\uFDFA\uFDFA\uFDFA\uFDFA";
    struct buf text = {0};

    (void)state;
    check_parse(SPAN("Malta\xFF"), NULL);
    check_parse(SPAN("Malt\xC3"), NULL);
    check_parse(SPAN("\xED\xA0\x80"), NULL);
    check_parse(SPAN("\xC0\xAF"), NULL);
    check_parse((struct span){"Mal\0ta", 6}, NULL);
    while (text.n < 5000) {
        buf_str(&text, letters);
        check_parse(buf_view(&text), NULL);
    }
    buf_clear(&text);
    while (text.n < 5000) {
        buf_str(&text, "republic of the ");
        check_parse(buf_view(&text), NULL);
    }
    buf_free(&text);
}

static const char *const scraps[] = {
    "Malta", "Korea",  "North", "Republic", "of",   "the", " ",      "  ",     ",",       "(",
    ")",     ".",      "'",     "'s",       "&",    "-",   ":",      "Region", "citizen", "Россия",
    "中国",  "\u0301", "\xFF",  "\xE2\x80", "U.S.", "de",  "\u200D", "\uFDFA", "ß",       "ى",
};

static void any_mixture_is_a_country_or_none(void **state)
{
    struct random r = random_start();
    struct buf text = {0};

    (void)state;
    for (int i = 0; i < 100000; i++) {
        buf_clear(&text);
        for (size_t n = 1 + random_below(&r, 9); n > 0; n--)
            buf_str(&text, scraps[random_below(&r, ARRAY_LEN(scraps))]);
        const char *code = country_parse(buf_view(&text));

        assert_true(!code || country_number(span_of(code)));
    }
    buf_free(&text);
}

/* ---- relations ------------------------------------------------------------------------------ */

static bool related(const char *a, const char *b)
{
    bool is = country_related(span_of(a), span_of(b));

    assert_int_equal(country_related(span_of(b), span_of(a)), is);
    return is;
}

static void a_person_may_be_described_by_what_came_before_or_stands_above(void **state)
{
    static const char *const pairs[][2] = {
        {"mt", "mt"},      {"suhh", "ru"},   {"suhh", "ua"},   {"suhh", "tj"},   {"cshh", "sk"},
        {"cshh", "cz"},    {"yucs", "hr"},   {"yucs", "csxx"}, {"csxx", "rs"},   {"csxx", "me"},
        {"rs", "xk"},      {"dd", "de"},     {"zr", "cd"},     {"hk", "cn"},     {"mo", "cn"},
        {"tw", "cn"},      {"cn-xz", "cn"},  {"ua-cri", "ua"}, {"ua-cri", "ru"}, {"ge-ab", "ge"},
        {"cy-trnc", "cy"}, {"gb-sct", "gb"}, {"im", "gb"},     {"gi", "gb"},     {"pr", "us"},
        {"gp", "fr"},      {"cw", "nl"},     {"gl", "dk"},     {"sd", "ss"},     {"so-som", "so"},
        {"eh", "ma"},      {"iq-kr", "iq"},  {"az-nk", "am"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
        if (!related(pairs[i][0], pairs[i][1]))
            fail_msg("%s and %s are related", pairs[i][0], pairs[i][1]);
    }
}

static void neighbours_and_siblings_are_not_related(void **state)
{
    static const char *const pairs[][2] = {
        {"ru", "ua"}, {"ru", "kz"}, {"cz", "sk"}, {"rs", "hr"}, {"kp", "kr"},    {"cd", "cg"},
        {"de", "at"}, {"hk", "mo"}, {"gg", "je"}, {"eu", "de"}, {"zz", "mt"},    {"zz", "un"},
        {"", "mt"},   {"", ""},     {"qq", "qq"}, {"DE", "de"}, {"Malta", "mt"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
        if (related(pairs[i][0], pairs[i][1]))
            fail_msg("%s and %s are not related", pairs[i][0], pairs[i][1]);
    }
}

/* ---- beside others -------------------------------------------------------------------------- */

static void *ask(void *arg)
{
    const char **answer = arg;

    for (int i = 0; i < 1000; i++)
        *answer = country_parse(SPAN("Iran (Islamic Republic of)"));
    return NULL;
}

/* Runs first, so that the table is made while all of them want it. */
static void threads_may_ask_at_once(void **state)
{
    pthread_t threads[8];
    const char *answers[8] = {0};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, ask, &answers[i]), 0);
    for (size_t i = 0; i < ARRAY_LEN(threads); i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_string_equal(answers[i], "ir");
    }
}

/* The name of 'code' in 'language' as ICU has it; false where ICU has none of its own. */
static bool icu_name(const char *code, const char *language, char *out, size_t size)
{
    UErrorCode status = U_ZERO_ERROR;
    char locale[16];
    UChar wide[128];

    snprintf(locale, sizeof(locale), "und_%c%c", code[0] - 32, code[1] - 32);
    uloc_getDisplayCountry(locale, language, wide, ARRAY_LEN(wide), &status);
    if (U_FAILURE(status) || status == U_USING_DEFAULT_WARNING)
        return false;
    u_strToUTF8(out, (int32_t)size, NULL, wide, -1, &status);
    return U_SUCCESS(status);
}

/* ICU knows how people of a language call a country. Its versions change names now and then, so
 * one in fifty may be missing here; none may lead to another country. */
static void what_icu_calls_a_country_is_understood(void **state)
{
    static const char *const languages[] = {"en", "de", "fr", "es", "it",
                                            "nl", "pt", "ru", "ar", "zh"};
    size_t asked = 0, missing = 0;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const char *code = rows[i].code;

        /* ICU shows East Germany and Zaire under their successors, and zz as "unknown". */
        if (strlen(code) != 2 || strcmp(code, "dd") == 0 || strcmp(code, "zr") == 0 ||
            strcmp(code, "zz") == 0)
            continue;
        for (size_t k = 0; k < ARRAY_LEN(languages); k++) {
            char name[256];

            if (!icu_name(code, languages[k], name, sizeof(name)))
                continue;
            const char *got = country_parse(span_of(name));

            asked++;
            missing += !got;
            if (!got)
                print_message("# %s in %s: \"%s\" is not known\n", code, languages[k], name);
            else
                assert_string_equal(got, code);
        }
    }
    print_message("# %zu of %zu names not known\n", missing, asked);
    assert_true(asked > 0 && missing * 50 <= asked);
}

static void the_codes_are_those_of_the_model(void **state)
{
    struct buf file = {0};
    const char *code;
    json_t *name;
    size_t n = 0;

    (void)state;
    if (!shared_file("reference/ftm-model-4.5.2.json", &file))
        skip();
    json_t *model = json_loadb(file.p, file.n, 0, NULL);
    json_t *types = json_object_get(model, "types");
    json_t *codes = json_object_get(json_object_get(types, "country"), "values");

    json_object_foreach(codes, code, name)
    {
        if (!country_number(span_of(code)))
            fail_msg("%s is missing", code);
        n++;
    }
    assert_int_equal(n, country_count());
    json_decref(model);
    buf_free(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_may_ask_at_once),
        cmocka_unit_test(every_row_is_found_by_each_of_its_names),
        cmocka_unit_test(case_articles_and_remarks_do_not_hide_a_country),
        cmocka_unit_test(the_rows_stand_in_order_of_their_codes),
        cmocka_unit_test(every_row_is_complete),
        cmocka_unit_test(related_countries_exist),
        cmocka_unit_test(numbers_are_dense_and_lead_back),
        cmocka_unit_test(only_a_code_has_a_number),
        cmocka_unit_test(the_spellings_of_the_lists_are_understood),
        cmocka_unit_test(signs_case_and_accents_do_not_count),
        cmocka_unit_test(adjectives_and_other_languages_are_understood),
        cmocka_unit_test(long_forms_lead_to_the_right_one_of_two),
        cmocka_unit_test(codes_of_two_and_three_letters_are_understood),
        cmocka_unit_test(what_is_no_country_or_two_stays_none),
        cmocka_unit_test(damaged_or_endless_text_is_no_country),
        cmocka_unit_test(any_mixture_is_a_country_or_none),
        cmocka_unit_test(a_person_may_be_described_by_what_came_before_or_stands_above),
        cmocka_unit_test(neighbours_and_siblings_are_not_related),
        cmocka_unit_test(what_icu_calls_a_country_is_understood),
        cmocka_unit_test(the_codes_are_those_of_the_model),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
