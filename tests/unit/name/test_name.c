/* SPDX-License-Identifier: Apache-2.0
 *
 * Parsing: which words a name has, what each is, and what is the same when it is parsed again.
 */
#include <math.h>

#include "name/name.h"
#include "words.h"

enum { MOST = 8 };

/* ---- a name on one line ---------------------------------------------------------------------- */

static const struct {
    uint16_t class;
    char letter;
} shown[] = {
    {TOKEN_FAMILY, 'F'},  {TOKEN_GIVEN, 'G'},  {TOKEN_INITIAL, 'I'}, {WORD_TITLE, 'T'},
    {WORD_PARTICLE, 'P'}, {WORD_DESCENT, 'D'}, {WORD_KUNYA, 'K'},    {WORD_SUFFIX, 'S'},
    {WORD_STOP, 'O'},     {WORD_LEGAL, 'L'},   {WORD_NUMBER, 'N'},   {WORD_GENERIC, 'C'},
    {WORD_PLACE, 'W'},
};

static void show_token(struct buf *b, const struct token *t)
{
    char between = ':';

    buf_span(b, t->form);
    for (size_t i = 0; i < ARRAY_LEN(shown); i++)
        if (t->classes & shown[i].class) {
            if (between)
                buf_char(b, between);
            between = 0;
            buf_char(b, shown[i].letter);
        }
}

/* "ferdik:G quentabri:F", alternatives with " | " between. */
static const char *parsed(struct arena *a, enum name_kind kind, struct span text)
{
    struct name names[MOST];
    struct buf b = {0};
    size_t n = name_parse(a, kind, NAME_PRIMARY, text, names, MOST);

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < names[i].n; k++) {
            buf_str(&b, k ? " " : i ? " | " : "");
            show_token(&b, &names[i].tokens[k]);
        }
    const char *line = arena_str(a, buf_view(&b));
    buf_free(&b);
    return line;
}

struct row {
    const char *text, *words;
};

static void assert_rows(enum name_kind kind, const struct row *rows, size_t n)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < n; i++) {
        const char *words = parsed(a, kind, span_of(rows[i].text));

        if (strcmp(words, rows[i].words) != 0)
            print_error("\"%s\"\n", rows[i].text);
        assert_string_equal(words, rows[i].words);
    }
    arena_free(a);
}
#define ASSERT_ROWS(kind, rows) assert_rows((kind), (rows), ARRAY_LEN(rows))

static struct name one_name(struct arena *a, enum name_kind kind, const char *text)
{
    struct name n[2];

    assert_int_equal(name_parse(a, kind, NAME_ALIAS, span_of(text), n, 2), 1);
    return n[0];
}

/* ---- persons --------------------------------------------------------------------------------- */

static void a_comma_or_capitals_say_which_is_the_family_name(void **state)
{
    static const struct row rows[] = {
        {"Ferdik Quentabri", "ferdik quentabri"},
        {"QUENTABRI, Ferdik", "ferdik:G quentabri:F"},
        {"Quentabri, Ferdik Jonath", "ferdik:G jonath:G quentabri:F"},
        {"Quentabri Vantermark, Ferdik", "ferdik:G quentabri:F vantermark:F"},
        {"Ferdik QUENTABRI", "ferdik quentabri:F"},
        {"FERDIK QUENTABRI", "ferdik quentabri"}, /* all of it: says nothing */
        {"ferdik quentabri", "ferdik quentabri"},
        {"F.J. Quentabri", "f:I j:I quentabri"}, /* initials, titles, generations always have them */
        {"DR Ferdik Quentabri", "dr:T ferdik quentabri"},
        {"Ferdik Quentabri III", "ferdik quentabri iii:S"},
        {", Ferdik", "ferdik"},
        {"Quentabri,", "quentabri"},
    };

    (void)state;
    ASSERT_ROWS(NAME_PERSON, rows);
}

static void letters_with_periods_are_initials_one_each(void **state)
{
    static const struct row rows[] = {
        {"F. Quentabri", "f:I quentabri"},        {"F Quentabri", "f:I quentabri"},
        {"f.j. Quentabri", "f:I j:I quentabri"},  {"F. J. Quentabri", "f:I j:I quentabri"},
        {"F.-J. Quentabri", "f:I j:I quentabri"}, {"Quentabri, F.", "f:GI quentabri:F"},
        {"Ж. Петренков", "ж:I петренков"},
    };

    (void)state;
    ASSERT_ROWS(NAME_PERSON, rows);
}

static void letters_behind_a_comma_keep_their_role(void **state)
{
    struct arena *a = arena_new();
    struct name n = one_name(a, NAME_PERSON, "QUENTABRI, Ferdik");

    (void)state;
    assert_true(n.tokens[0].classes & TOKEN_GIVEN);
    assert_true(n.tokens[1].classes & TOKEN_FAMILY);
    arena_free(a);
}

static void titles_particles_and_the_like_are_known_by_their_place(void **state)
{
    static const struct row rows[] = {
        {"Dr. Quentabri Vantermark", "dr:T quentabri vantermark"},
        {"Prof. Dr. Quentabri Vantermark", "prof:T dr:T quentabri vantermark"},
        {"Quentabri al-Tarkanow", "quentabri al:P tarkanow"},
        {"Quentabri von Tarkanow", "quentabri von:P tarkanow"},
        {"Quentabri de la Tarkanow", "quentabri de:P la:P tarkanow"},
        {"Quentabri van der Tarkanow", "quentabri van:P der:P tarkanow"},
        {"Quentabri der", "quentabri der"}, /* nothing follows */
        {"Quentabri bin Tarkanow", "quentabri bin:D tarkanow"},
        {"Abu Quentabri Tarkanow", "abu:K quentabri tarkanow"},
        {"Quentabri Vantermark Jr.", "quentabri vantermark jr:S"},
        {"QUENTABRI VANTERMARK III", "quentabri vantermark iii:S"},
    };

    (void)state;
    ASSERT_ROWS(NAME_PERSON, rows);
}

static void a_class_is_lost_where_no_name_would_remain(void **state)
{
    static const struct row rows[] = {
        {"Dr.", "dr"},
        {"Abu", "abu"},
        {"Quentabri bin", "quentabri bin"},
        {"III", "iii"},
    };

    (void)state;
    ASSERT_ROWS(NAME_PERSON, rows);
}

static void a_title_that_is_also_a_given_name_is_one_before_a_single_word(void **state)
{
    struct arena *a = arena_new();
    struct name alone = one_name(a, NAME_PERSON, "Hafez Quentabri");
    struct name longer = one_name(a, NAME_PERSON, "Hafez Ferdik Quentabri");

    (void)state;
    assert_false(alone.tokens[0].classes & WORD_TITLE);
    assert_true(longer.tokens[0].classes & WORD_TITLE);
    arena_free(a);
}

static void a_chinese_or_korean_word_is_family_name_and_given_name(void **state)
{
    static const struct row rows[] = {
        {"王小明", "王:F 小明:G"},
        {"王明", "王:F 明:G"},
        {"欧阳建国", "欧阳:F 建国:G"},
        {"欧阳明", "欧阳:F 明:G"},
        {"김민호", "김:F 민호:G"},
        {"남궁민호", "남궁:F 민호:G"},
        {"王 小明", "王 小明"},
        {"王", "王"},
        {"弗迪克昆塔布里", "弗迪克昆塔布里"},
    };

    (void)state;
    ASSERT_ROWS(NAME_PERSON, rows);
}

/* ---- organisations --------------------------------------------------------------------------- */

static void a_legal_form_of_any_length_is_one_word(void **state)
{
    static const struct row rows[] = {
        {"Quentabry GmbH", "quentabry gmbh:L"},
        {"Quentabry G.m.b.H.", "quentabry gmbh:L"},
        {"Quentabry Gesellschaft mit beschränkter Haftung", "quentabry gmbh:L"},
        {"GmbH Quentabry", "gmbh:L quentabry"},
        {"Quentabry LLC", "quentabry llc:L"},
        {"Quentabry Limited Liability Company", "quentabry llc:L"},
    };

    (void)state;
    ASSERT_ROWS(NAME_ORG, rows);
}

static void a_slash_between_single_letters_is_a_legal_form(void **state)
{
    struct arena *a = arena_new();
    struct name n = one_name(a, NAME_ORG, "Quentabry A/S");

    (void)state;
    assert_int_equal(n.n, 2);
    assert_true(n.tokens[1].classes & WORD_LEGAL);
    arena_free(a);
}

static void a_legal_form_is_none_in_a_person(void **state)
{
    struct arena *a = arena_new();
    struct name n = one_name(a, NAME_PERSON, "Quentabry Limited");

    (void)state;
    assert_int_equal(n.n, 2);
    assert_false(n.tokens[1].classes & WORD_LEGAL);
    arena_free(a);
}

static void dotted_letters_of_an_organisation_are_one_word(void **state)
{
    static const struct row rows[] = {
        {"Q.V.X. Quentabry", "qvx quentabry"},
        {"Q.V.X.", "qvx"},
    };

    (void)state;
    ASSERT_ROWS(NAME_ORG, rows);
}

static void numbers_have_their_value_in_every_way_of_writing(void **state)
{
    static const struct {
        const char *text;
        int32_t value;
    } rows[] = {{"Quentabry 17", 17},      {"Quentabry 017", 17},  {"Quentabry Three", 3},
                {"Quentabry ١٧", 17},      {"Quentabry 44", 44},   {"Quentabry Forty Four", 44},
                {"Quentabry Forty 4", 44}, {"Quentabry First", 1}, {"Quentabry", -1}};
    struct arena *a = arena_new();

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct name n = one_name(a, NAME_ORG, rows[i].text);
        struct token *t = &n.tokens[n.n - 1];

        if (t->number != rows[i].value)
            print_error("%s\n", rows[i].text);
        assert_int_equal(t->number, rows[i].value);
        assert_int_equal((t->classes & WORD_NUMBER) != 0, t->number >= 0);
    }
    arena_free(a);
}

static void a_number_that_no_int_holds_is_still_a_number(void **state)
{
    struct arena *a = arena_new();
    struct name n = one_name(a, NAME_ORG, "Quentabry 99999999999999999999999999");

    (void)state;
    assert_true(n.tokens[1].number >= 0);
    arena_free(a);
}

static void a_name_without_blanks_is_cut_into_its_words(void **state)
{
    static const struct row rows[] = {
        {"龙海贸易有限公司", "龙海 贸易 youxiangongsi:L"},
        {"北京龙海科技有限公司", "北京:W 龙海 科技 youxiangongsi:L"},
        {"株式会社ヴェルモ", "kabushikikaisha:L ヴェルモ"},
        {"中国银行", "中国:W 银行"},
        {"有限公司", "youxiangongsi:L"},     /* no name would remain */
        {"龙海龙海龙海", "龙海龙海龙海"},      /* nothing known */
        {"龙贸易有限公司", "龙贸易 youxiangongsi:L"}, /* one character is no name */
    };

    (void)state;
    ASSERT_ROWS(NAME_ORG, rows);
}

/* They say what an organisation is, even where a law knows them as forms. */
static void trusts_foundations_and_holdings_are_words_and_no_legal_forms(void **state)
{
    static const struct row rows[] = {
        {"Quentabry Trust", "quentabry trust"},
        {"Quentabry Foundation", "quentabry foundation"},
        {"Quentabry Holding", "quentabry holding:C"},
        {"Quentabry Holdings Ltd", "quentabry holdings:C ltd:L"},
        {"Quentabry Unit Trust", "quentabry statutorytrust:L"},
        {"Quentabry Ltd Liability Co", "quentabry llc:L"}, /* limited, cut short */
    };

    (void)state;
    ASSERT_ROWS(NAME_ORG, rows);
}

static void what_may_be_a_person_is_cut_only_where_it_is_too_long_for_one(void **state)
{
    static const struct row rows[] = {
        {"龙海贸易有限公司", "龙海 贸易 youxiangongsi:L"},
        {"龙海贸易", "龙海:F 贸易:G"},
    };

    (void)state;
    ASSERT_ROWS(NAME_ENTITY, rows);
}

static void a_place_of_two_words_is_one_only_together(void **state)
{
    struct arena *a = arena_new();
    struct name both = one_name(a, NAME_ORG, "Quentabry Hong Kong");
    struct name half = one_name(a, NAME_ORG, "Quentabry Hong Vantermark");

    (void)state;
    assert_true(both.tokens[1].classes & WORD_PLACE);
    assert_true(both.tokens[2].classes & WORD_PLACE);
    assert_false(half.tokens[1].classes & WORD_PLACE);
    arena_free(a);
}

/* ---- vessels --------------------------------------------------------------------------------- */

static void what_a_ship_is_does_not_belong_to_its_name(void **state)
{
    static const struct row rows[] = {
        {"MV Quentabri", "quentabri"},
        {"M/V Quentabri", "quentabri"},
        {"mt quentabri", "quentabri"},
        {"M.V. Quentabri", "quentabri"},
        {"MV", "mv"},
    };

    (void)state;
    ASSERT_ROWS(NAME_OBJECT, rows);
}

/* ---- alternatives ---------------------------------------------------------------------------- */

static void a_slash_or_semicolon_makes_another_name(void **state)
{
    static const struct row rows[] = {
        {"Ferdik Quentabri / Orsolja Vantermark", "ferdik quentabri | orsolja vantermark"},
        {"Quentabri; Vantermark; Brimlowe", "quentabri | vantermark | brimlowe"},
        {"Quentabri /", "quentabri"},
        {"/ Quentabri", "quentabri"},
    };

    (void)state;
    ASSERT_ROWS(NAME_PERSON, rows);
}

static void no_more_names_are_written_than_there_is_room_for(void **state)
{
    struct arena *a = arena_new();
    struct name n[2];
    struct span text = SPAN("Quentabri; Vantermark; Brimlowe; Tarkanow");

    (void)state;
    assert_int_equal(name_parse(a, NAME_PERSON, NAME_PRIMARY, text, n, 2), 2);
    assert_int_equal(name_parse(a, NAME_PERSON, NAME_PRIMARY, text, n, 0), 0);
    arena_free(a);
}

static void a_text_without_words_is_no_name(void **state)
{
    static const char *const texts[] = {"",    " ", "-",        "...",
                                        "/;/", "'", "\xFF\xFE", "\xE2\x80\x8B",
                                        "\xE3\x80\xBC" /* a letter of no script, without a sound */};
    struct arena *a = arena_new();
    struct name n[2];

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        for (int kind = 0; kind < NAME_KINDS; kind++)
            assert_int_equal(
                name_parse(a, (enum name_kind)kind, NAME_PRIMARY, span_of(texts[i]), n, 2), 0);
    arena_free(a);
}

static void the_name_remembers_text_kind_and_quality(void **state)
{
    struct arena *a = arena_new();
    struct name n[1];

    (void)state;
    assert_int_equal(name_parse(a, NAME_OBJECT, NAME_WEAK, SPAN("MV Grey Heron"), n, 1), 1);
    assert_span(n[0].text, SPAN("MV Grey Heron"));
    assert_int_equal(n[0].kind, NAME_OBJECT);
    assert_int_equal(n[0].quality, NAME_WEAK);
    arena_free(a);
}

/* ---- weight ---------------------------------------------------------------------------------- */

static void the_commoner_a_word_the_less_it_tells(void **state)
{
    static const uint64_t dfs[] = {0, 1, 10, 100, 1000, 10000, 100000, 1000000};
    struct token t = {.number = -1};
    float before = 2;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(dfs); i++) {
        float w = name_weigh(&t, dfs[i], 1000000);

        assert_true(w <= before);
        assert_in_range((long)(w * 100 + 0.5f), 40, 130);
        before = w;
    }
    assert_true(name_weigh(&t, 1000000, 1000000) < name_weigh(&t, 1, 1000000));
}

static void what_the_lexicon_calls_common_tells_less(void **state)
{
    struct arena *a = arena_new();
    struct name n = one_name(a, NAME_PERSON, "Mohammed Quentabri");

    (void)state;
    assert_true(n.tokens[0].weight < n.tokens[1].weight);
    arena_free(a);
}

/* ---- properties ------------------------------------------------------------------------------ */

static const char *const pieces[] = {
    "Ferdik", "Quentabri", "QUENTABRI", "O'Dunleavy", "J.",       "J.-C.", "Dr.",
    "von",    "al-",       "bin",       "Abu",        "Jr",       "III",   ",",
    "/",      ";",         "Mohammed",  "محمد",       "الراوي",   "Иван",  "Петренко",
    "王小明", "김민호",    "タナカ",    "राजेश",       "Γεώργιος", "17",    "Forty",
    "Four",   "GmbH",      "Limited",   "Company",    "the",      "Hong",  "Kong",
    "A/S",    "ООО",       "L.L.C.",    "Straße",     "Łódź",     "Group", "International",
    "יוסף",   "สมชาย",     "-",         "\"",         "x",        "0",     "İstanbul",
    "ﬁ",      "\xFF",      "ʼ",         "No.",
};

static struct span random_name(struct chance *c, struct arena *a)
{
    struct buf b = {0};

    for (size_t n = 1 + chance_below(c, 6); n > 0; n--)
        buf_printf(&b, "%s%s", pieces[chance_below(c, ARRAY_LEN(pieces))],
                   chance_below(c, 5) ? " " : "");
    struct span text = arena_span(a, buf_view(&b));
    buf_free(&b);
    return text;
}

static uint32_t letter_bits(struct span latin)
{
    uint32_t bits = 0;

    for (size_t i = 0; i < latin.n; i++)
        bits |= latin.p[i] >= 'a' ? UINT32_C(1) << (latin.p[i] - 'a') : UINT32_C(1) << 26;
    return bits;
}

static void assert_sound(const struct token *t, enum name_kind kind)
{
    uint16_t allowed = name_classes(kind) | TOKEN_INITIAL | TOKEN_FAMILY | TOKEN_GIVEN | WORD_PLACE;
    size_t bad;
    char skel[17];

    assert_in_range(t->form.n, 1, WORD_MAX);
    assert_true(utf8_valid(t->form, &bad));
    assert_true(t->latin.n <= WORD_MAX);
    for (size_t i = 0; i < t->latin.n; i++)
        assert_non_null(strchr("abcdefghijklmnopqrstuvwxyz0123456789", t->latin.p[i]));
    assert_int_equal(t->letters, letter_bits(t->latin));
    if (t->script == SCRIPT_LATIN || t->script == SCRIPT_NONE)
        assert_span(t->latin, t->form);
    if (t->number < 0)
        assert_span(t->skel, ((struct span){skel, skeleton(t->latin, skel)}));
    assert_true(t->script < SCRIPT_COUNT);
    assert_int_equal(t->classes & ~allowed, 0);
    assert_true(t->weight >= 0.39f && t->weight <= 1.31f);
}

static void every_word_of_every_name_is_sound(void **state)
{
    struct chance c = chance_start();
    struct arena *a = arena_new();
    struct name names[MOST];

    (void)state;
    for (int round = 0; round < 20000; round++) {
        enum name_kind kind = (enum name_kind)chance_below(&c, NAME_KINDS);
        struct span text = random_name(&c, a);
        size_t n = name_parse(a, kind, NAME_PRIMARY, text, names, MOST);

        for (size_t i = 0; i < n; i++) {
            assert_in_range(names[i].n, 1, LIMIT_NAME_TOKENS);
            for (size_t k = 0; k < names[i].n; k++)
                assert_sound(&names[i].tokens[k], kind);
        }
        arena_reset(a);
    }
    arena_free(a);
}

static struct span forms_of(struct arena *a, const struct name *n)
{
    struct buf b = {0};

    for (size_t i = 0; i < n->n; i++) {
        buf_str(&b, i ? " " : "");
        buf_span(&b, n->tokens[i].form);
    }
    struct span text = arena_span(a, buf_view(&b));
    buf_free(&b);
    return text;
}

/* One word of Chinese may be cut once more, two legal forms side by side may make a third, and in
 * a person a digit behind a period passes for an initial. */
static bool may_change(const struct name *n)
{
    size_t legal = 0, numbers = 0;

    for (size_t i = 0; i < n->n; i++) {
        legal += (n->tokens[i].classes & WORD_LEGAL) != 0;
        numbers += n->tokens[i].number >= 0;
    }
    return n->n == 1 || legal > 1 || (n->kind == NAME_PERSON && numbers > 0);
}

/* Parsing what was parsed: the words again, and of the same classes but for the roles, which a
 * comma or capitals had told. */
static void parsing_a_parsed_name_changes_nothing(void **state)
{
    const uint16_t roles = TOKEN_FAMILY | TOKEN_GIVEN;
    struct chance c = chance_start();
    struct arena *a = arena_new();
    struct name names[MOST], again[MOST];

    (void)state;
    for (int round = 0; round < 20000; round++) {
        enum name_kind kind = (enum name_kind)chance_below(&c, NAME_KINDS);
        size_t n = name_parse(a, kind, NAME_PRIMARY, random_name(&c, a), names, MOST);

        for (size_t i = 0; i < n; i++) {
            struct span text = forms_of(a, &names[i]);

            if (may_change(&names[i]))
                continue;
            assert_int_equal(name_parse(a, kind, NAME_PRIMARY, text, again, MOST), 1);
            assert_span(forms_of(a, &again[0]), text);
            for (size_t k = 0; k < names[i].n; k++) {
                if ((names[i].tokens[k].classes ^ again[0].tokens[k].classes) & ~roles)
                    print_error("\"%.*s\", word %zu\n", SPAN_ARG(text), k);
                assert_int_equal((names[i].tokens[k].classes ^ again[0].tokens[k].classes) & ~roles,
                                 0);
                assert_int_equal(names[i].tokens[k].number, again[0].tokens[k].number);
            }
        }
        arena_reset(a);
    }
    arena_free(a);
}

static void case_and_accents_make_no_other_name(void **state)
{
    static const char *const pairs[][2] = {
        {"Ferdik Quentabri", "FERDIK QUENTABRI"},
        {"Zoë Łukaszczyk", "zoe lukaszczyk"},
        {"Jürgen Öhlström", "jurgen ohlstrom"},
        {"ИВАН ПЕТРЕНКО", "иван петренко"},
        {"Straße", "STRASSE"},
        {"Æthel", "aethel"},
    };
    struct arena *a = arena_new();

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
        struct name x = one_name(a, NAME_PERSON, pairs[i][0]);
        struct name y = one_name(a, NAME_PERSON, pairs[i][1]);

        assert_span(forms_of(a, &x), forms_of(a, &y));
    }
    arena_free(a);
}

static void classes_can_be_filled_in_again(void **state)
{
    struct arena *a = arena_new();
    struct name n = one_name(a, NAME_ORG, "Quentabry Bank 17");

    (void)state;
    for (size_t i = 0; i < n.n; i++) {
        struct token t = n.tokens[i];

        t.classes = 0;
        t.number = -1;
        token_classes(&t, NAME_ORG);
        assert_int_equal(t.classes, n.tokens[i].classes);
        assert_int_equal(t.number, n.tokens[i].number);
    }
    arena_free(a);
}

/* ---- limits ---------------------------------------------------------------------------------- */

static void words_past_the_limit_take_no_part(void **state)
{
    struct arena *a = arena_new();
    struct buf b = {0};
    struct name n[MOST];

    (void)state;
    for (int i = 0; i < 3 * LIMIT_NAME_TOKENS; i++)
        buf_printf(&b, "q%d ", i);
    for (int kind = 0; kind < NAME_KINDS; kind++) {
        assert_int_equal(name_parse(a, (enum name_kind)kind, NAME_PRIMARY, buf_view(&b), n, MOST),
                         1);
        assert_int_equal(n[0].n, LIMIT_NAME_TOKENS);
    }
    buf_free(&b);
    arena_free(a);
}

static void initials_past_the_limit_take_no_part(void **state)
{
    struct arena *a = arena_new();
    struct buf b = {0};
    struct name n[MOST];

    (void)state;
    while (b.n < LIMIT_NAME_BYTES)
        buf_str(&b, "q.w.");
    assert_int_equal(name_parse(a, NAME_PERSON, NAME_PRIMARY, buf_view(&b), n, MOST), 1);
    assert_in_range(n[0].n, 1, LIMIT_NAME_TOKENS);
    buf_free(&b);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_comma_or_capitals_say_which_is_the_family_name),
        cmocka_unit_test(letters_with_periods_are_initials_one_each),
        cmocka_unit_test(letters_behind_a_comma_keep_their_role),
        cmocka_unit_test(titles_particles_and_the_like_are_known_by_their_place),
        cmocka_unit_test(a_class_is_lost_where_no_name_would_remain),
        cmocka_unit_test(a_title_that_is_also_a_given_name_is_one_before_a_single_word),
        cmocka_unit_test(a_chinese_or_korean_word_is_family_name_and_given_name),
        cmocka_unit_test(a_legal_form_of_any_length_is_one_word),
        cmocka_unit_test(a_slash_between_single_letters_is_a_legal_form),
        cmocka_unit_test(a_legal_form_is_none_in_a_person),
        cmocka_unit_test(dotted_letters_of_an_organisation_are_one_word),
        cmocka_unit_test(numbers_have_their_value_in_every_way_of_writing),
        cmocka_unit_test(a_number_that_no_int_holds_is_still_a_number),
        cmocka_unit_test(a_name_without_blanks_is_cut_into_its_words),
        cmocka_unit_test(trusts_foundations_and_holdings_are_words_and_no_legal_forms),
        cmocka_unit_test(what_may_be_a_person_is_cut_only_where_it_is_too_long_for_one),
        cmocka_unit_test(a_place_of_two_words_is_one_only_together),
        cmocka_unit_test(what_a_ship_is_does_not_belong_to_its_name),
        cmocka_unit_test(a_slash_or_semicolon_makes_another_name),
        cmocka_unit_test(no_more_names_are_written_than_there_is_room_for),
        cmocka_unit_test(a_text_without_words_is_no_name),
        cmocka_unit_test(the_name_remembers_text_kind_and_quality),
        cmocka_unit_test(the_commoner_a_word_the_less_it_tells),
        cmocka_unit_test(what_the_lexicon_calls_common_tells_less),
        cmocka_unit_test(every_word_of_every_name_is_sound),
        cmocka_unit_test(parsing_a_parsed_name_changes_nothing),
        cmocka_unit_test(case_and_accents_make_no_other_name),
        cmocka_unit_test(classes_can_be_filled_in_again),
        cmocka_unit_test(words_past_the_limit_take_no_part),
        cmocka_unit_test(initials_past_the_limit_take_no_part),
    };
    return cmocka_run_group_tests_name("name/name", tests, NULL, NULL);
}
