/* SPDX-License-Identifier: Apache-2.0
 *
 * The lexicon: first the tables themselves (each row is well-formed and found again as it stands),
 * then what the doors make of words: spellings, short forms, legal forms, places, and above all
 * words that are none of these.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "name/lexicon.h"
#include "name/lexicon_key.h"

enum { SEX_u = 0, SEX_m = 'm', SEX_f = 'f', SEX_b = 'b' };

struct row {
    const char *name, *text;
    int a, b, c;
};

/* ---- the tables, one list each -------------------------------------------------------------- */

#define PERSON(class, words) {"", words, WORD_##class, 0, 0},
static const struct row persons[] = {
#include "name/person.def"
};

#define GIVEN(sex, common, words) {"", words, SEX_##sex, common, 0},
#define NAME(sex, given, family, words) {"", words, SEX_##sex, given, family},
#define FAMILY(common, words) {"", words, SEX_u, 0, common},
#define SERVANT(common, sun, words)
#define OF_FAITH(common, words)
#define OF_GOD(common, words)
static const struct row given[] = {
#include "name/given.def"
};
static const struct row family[] = {
#include "name/family.def"
};

#define COGNATE(words) {"", words, 0, 0, 0},
static const struct row cognates[] = {
#include "name/cognate.def"
};

#define NICK(names, words) {names, words, 0, 0, 0},
static const struct row nicks[] = {
#include "name/nick.def"
};

#define LEGAL(family, name, phrases) {name, phrases, LEGAL_##family, 0, 0},
static const struct row legals[] = {
#include "name/legal.def"
};

#define ORG(class, words) {"", words, WORD_##class, 0, 0},
static const struct row orgs[] = {
#include "name/org.def"
};

#define NUMBER(value, words) {"", words, value, 0, 0},
static const struct row numbers[] = {
#include "name/number.def"
};

#define PLACE(phrases) {"", phrases, 0, 0, 0},
static const struct row places[] = {
#include "name/place.def"
};

/* ---- reading rows --------------------------------------------------------------------------- */

static bool next_part(const char **text, const char *seps, struct span *part)
{
    part->p = *text + strspn(*text, seps);
    part->n = strcspn(part->p, seps);
    *text = part->p + part->n;
    return part->n > 0;
}

static size_t split(struct span text, struct span *words, size_t max)
{
    size_t n = 0;
    struct span word;

    while (span_split(&text, ' ', &word))
        if (word.n && n < max)
            words[n++] = word;
    return n;
}

/* Splits at blanks a string that lives as long as the program; at most 12 words. */
static size_t phrase(const char *text, struct span *words)
{
    return split(span_of(text), words, 12);
}

static bool ascii_word(struct span w)
{
    for (size_t i = 0; i < w.n; i++)
        if (!((w.p[i] >= 'a' && w.p[i] <= 'z') || (w.p[i] >= '0' && w.p[i] <= '9')))
            return false;
    return w.n > 0;
}

static bool hangul_word(struct span w)
{
    while (w.n > 0) {
        uint32_t c = utf8_next(&w);
        if (c < 0xAC00 || c > 0xD7A3)
            return false;
    }
    return true;
}

static const struct word *find(const char *text)
{
    return word_find(span_of(text));
}

static const struct word *known(struct span w)
{
    const struct word *found = word_find(w);

    if (!found)
        fail_msg("in a table but not found: %.*s", SPAN_ARG(w));
    return found;
}

static void well_formed(const struct row *rows, size_t n, const char *seps, bool ascii)
{
    for (size_t i = 0; i < n; i++) {
        struct span part;
        const char *text = rows[i].text;
        size_t parts = 0;
        for (; next_part(&text, seps, &part); parts++) {
            if (ascii && !ascii_word(part) && !hangul_word(part))
                fail_msg("neither a-z0-9 nor Hangul: %.*s", SPAN_ARG(part));
            for (size_t k = 0; k < part.n; k++)
                assert_false(part.p[k] >= 'A' && part.p[k] <= 'Z');
            assert_true(part.n <= (strchr(seps, '|') ? 200 : KEY_MAX));
        }
        assert_true(parts > 0);
        assert_null(strstr(rows[i].text, "//"));
        assert_null(strstr(rows[i].text, "  "));
        assert_null(strstr(rows[i].text, "||"));
        assert_true(utf8_valid(span_of(rows[i].text), &parts));
    }
}

static void rows_are_well_formed(void **state)
{
    (void)state;
    well_formed(persons, ARRAY_LEN(persons), " /", false);
    well_formed(given, ARRAY_LEN(given), " /", true);
    well_formed(family, ARRAY_LEN(family), " /", true);
    well_formed(cognates, ARRAY_LEN(cognates), " ", true);
    well_formed(nicks, ARRAY_LEN(nicks), " ", true);
    well_formed(legals, ARRAY_LEN(legals), "|", false);
    well_formed(orgs, ARRAY_LEN(orgs), " ", false);
    well_formed(numbers, ARRAY_LEN(numbers), " ", false);
    well_formed(places, ARRAY_LEN(places), "|", false);
}

static size_t count(const struct row *rows, size_t n, const char *seps)
{
    struct span part;
    size_t parts = 0;

    for (size_t i = 0; i < n; i++)
        for (const char *text = rows[i].text; next_part(&text, seps, &part);)
            parts++;
    return parts;
}

static void the_tables_are_broad(void **state)
{
    (void)state;
    assert_true(count(given, ARRAY_LEN(given), " ") >= 5000);
    assert_true(count(family, ARRAY_LEN(family), " ") >= 10000);
    assert_true(ARRAY_LEN(nicks) >= 300);
    assert_true(ARRAY_LEN(cognates) >= 150);
    assert_true(count(legals, ARRAY_LEN(legals), "|") >= 350);
    assert_true(ARRAY_LEN(orgs) >= 400);
    assert_true(ARRAY_LEN(places) >= 500);
}

static void names_are_found_with_what_their_rows_say(void **state)
{
    const struct row *lists[] = {given, family};
    const size_t sizes[] = {ARRAY_LEN(given), ARRAY_LEN(family)};
    struct span w;

    (void)state;
    for (size_t l = 0; l < ARRAY_LEN(lists); l++)
        for (size_t i = 0; i < sizes[l]; i++) {
            const struct row *row = &lists[l][i];
            assert_in_range(row->b + row->c, 1, 10);
            for (const char *text = row->text; next_part(&text, " /", &w);) {
                const struct word *found = known(w);
                assert_true(found->given >= row->b && found->family >= row->c);
                assert_true(!row->a || found->sex == row->a || found->sex == 'b');
                assert_true(found->given <= 5 && found->family <= 5);
            }
        }
}

static void words_of_persons_organisations_and_numbers_are_found(void **state)
{
    struct span w;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(persons); i++)
        for (const char *text = persons[i].text; next_part(&text, " /", &w);)
            assert_true(known(w)->classes & persons[i].a);
    for (size_t i = 0; i < ARRAY_LEN(orgs); i++)
        for (const char *text = orgs[i].text; next_part(&text, " ", &w);) {
            const struct word *found = known(w);
            assert_true(found->classes & (WORD_GENERIC | WORD_BUSINESS));
            assert_true(found->canonical > 0);
            assert_true((found->classes & (WORD_GENERIC | WORD_BUSINESS)) !=
                        (WORD_GENERIC | WORD_BUSINESS));
        }
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
        for (const char *text = numbers[i].text; next_part(&text, " ", &w);) {
            assert_true(known(w)->classes & WORD_NUMBER);
            assert_int_equal(known(w)->number, numbers[i].a);
        }
}

/* A number is -1 unless the word is one; groups need someone to share them with. */
static void what_is_not_said_is_zero(void **state)
{
    (void)state;
    assert_int_equal(find("bank")->number, -1);
    assert_int_equal(find("bank")->given, 0);
    assert_int_equal(find("mohammed")->canonical, 0);
    assert_int_equal(find("der")->sex, 0);
}

/* Spellings of one token share a group, but for words that an earlier row has: those are shown. */
static void spellings_of_a_row_share_a_group(void **state)
{
    const struct row *lists[] = {persons, given, family};
    const size_t sizes[] = {ARRAY_LEN(persons), ARRAY_LEN(given), ARRAY_LEN(family)};
    size_t groups = 0, conflicts = 0;
    struct span token, w;

    (void)state;
    for (size_t l = 0; l < ARRAY_LEN(lists); l++)
        for (size_t i = 0; i < sizes[l]; i++)
            for (const char *text = lists[l][i].text; next_part(&text, " ", &token);) {
                uint16_t group = 0;
                struct span rest = token;
                bool conflict = false, several = span_find(token, '/') < token.n;
                while (several && span_split(&rest, '/', &w)) {
                    uint16_t own = known(w)->spelling;
                    conflict |= group && own != group;
                    group = group ? group : own;
                }
                groups += several;
                if (conflict)
                    print_message("# in two groups: %.*s\n", SPAN_ARG(token));
                conflicts += conflict;
            }
    print_message("# %zu spelling groups, %zu with a word of another\n", groups, conflicts);
    assert_true(groups > 4000);
    assert_true(conflicts * 40 < groups);
}

static void cognates_of_a_row_share_a_group(void **state)
{
    size_t differ = 0, all = 0;
    struct span w;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cognates); i++) {
        const char *text = cognates[i].text;
        assert_true(next_part(&text, " ", &w));
        uint16_t group = known(w)->cognate;
        assert_true(group > 0);
        for (; next_part(&text, " ", &w); all++)
            differ += known(w)->cognate != group;
    }
    assert_true(differ * 50 < all);
}

/* ---- spellings, cognates, short forms ------------------------------------------------------- */

static void assert_spelling(const char *a, const char *b, bool same)
{
    const struct word *x = find(a), *y = find(b);

    if (!x || !y)
        fail_msg("%s, %s: %s is not known", a, b, x ? b : a);
    if ((x->spelling && x->spelling == y->spelling) != same)
        fail_msg("%s, %s: groups %u, %u", a, b, x->spelling, y->spelling);
}

static void spellings_of_one_name(void **state)
{
    (void)state;
    assert_spelling("mohammed", "muhamad", true);
    assert_spelling("mohammed", "maxamed", true);
    assert_spelling("hussein", "husayn", true);
    assert_spelling("sergey", "sergejs", true);
    assert_spelling("sergey", "siarhei", true);
    assert_spelling("alexander", "aleksandr", true);
    assert_spelling("gaddafi", "qathafi", true);
    assert_spelling("cai", "tsai", true);
    assert_spelling("chol", "cheol", true);
    assert_spelling("pak", "park", true);
    assert_spelling("ri", "lee", true);
    assert_spelling("goto", "gotoh", true);
    assert_spelling("johnson", "jonson", true);
    assert_spelling("ivanov", "ivanova", true);
    assert_spelling("sheikh", "cheikh", true);
    assert_spelling("bin", "ben", true);
    assert_spelling("abu", "abou", true);
}

static void names_that_only_look_alike_are_not_spellings(void **state)
{
    (void)state;
    assert_spelling("sancho", "sanchez", false);
    assert_spelling("monteiro", "montenegro", false);
    assert_spelling("frank", "frederik", false);
    assert_spelling("frederick", "friedrich", false);
    assert_spelling("hamid", "ahmed", false);
    assert_spelling("mohammed", "mahmoud", false);
    assert_spelling("salim", "salem", false);
    assert_spelling("said", "sayyid", false);
    assert_spelling("john", "jon", false);
    assert_spelling("olaf", "oleg", false);
}

static void compounds_are_made_by_rule(void **state)
{
    (void)state;
    assert_spelling("abdulrahman", "abderrahmane", true);
    assert_spelling("abdulrahman", "abdurrahman", true);
    assert_spelling("abdulrahman", "cabdiraxmaan", true);
    assert_spelling("abdullah", "abdallah", true);
    assert_spelling("abdulaziz", "abdelaziz", true);
    assert_spelling("saifuddin", "seifeddine", true);
    assert_spelling("noureddine", "nuruddin", true);
    assert_spelling("hamidullah", "hameedullah", true);
    assert_spelling("abdulrahman", "abdulrahim", false);
    assert_spelling("saifuddin", "saifullah", false);
    assert_true(find("abdelkader")->given > 0 && find("abdelkader")->family > 0);
}

static void the_same_name_in_other_languages(void **state)
{
    (void)state;
    assert_true(find("john")->cognate > 0);
    assert_int_equal(find("john")->cognate, find("juan")->cognate);
    assert_int_equal(find("john")->cognate, find("ivan")->cognate);
    assert_int_equal(find("frederick")->cognate, find("friedrich")->cognate);
    assert_int_equal(find("chen")->cognate, find("chan")->cognate);
    /* A spelling has the cognates of its group. */
    assert_int_equal(find("alexandre")->cognate, find("alexandr")->cognate);
    assert_int_not_equal(find("john")->cognate, find("peter")->cognate);
    assert_int_equal(find("nguyen")->cognate, 0);
}

static bool nickname(const char *a, const char *b)
{
    bool forth = word_nickname(span_of(a), span_of(b));

    assert_int_equal(forth, word_nickname(span_of(b), span_of(a)));
    return forth;
}

static void short_forms(void **state)
{
    (void)state;
    assert_true(nickname("bill", "william"));
    assert_true(nickname("bill", "will"));
    assert_true(nickname("bibi", "benjamin"));
    assert_true(nickname("bibi", "binyamin"));
    assert_true(nickname("ted", "theodore"));
    assert_true(nickname("sasha", "oleksandr"));
    assert_true(nickname("volodya", "vladimir"));
    assert_true(nickname("pepe", "jose"));
    assert_true(nickname("barry", "barack"));
    assert_true(nickname("michi", "michelle"));
    assert_true(nickname("beppe", "giuseppe"));
}

static void names_that_are_not_short_forms_of_one_another(void **state)
{
    (void)state;
    assert_false(nickname("boris", "benjamin"));
    assert_false(nickname("william", "wilhelm"));
    assert_false(nickname("alexander", "alexandra"));
    assert_false(nickname("pavel", "petr"));
    assert_false(nickname("bill", "bill"));
    assert_false(nickname("william", "william"));
    assert_false(nickname("bill", "robert"));
    assert_false(nickname("", "william"));
    assert_false(nickname("bill", "xqzzy"));
    assert_false(nickname("bill", "haftung"));
}

static void each_short_form_of_the_table_works(void **state)
{
    struct span a, b;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(nicks); i++)
        for (const char *names = nicks[i].name; next_part(&names, " ", &a);)
            for (const char *text = nicks[i].text; next_part(&text, " ", &b);)
                if (!span_eq(a, b) && !word_nickname(a, b))
                    fail_msg("%.*s, %.*s", SPAN_ARG(a), SPAN_ARG(b));
}

/* ---- classes -------------------------------------------------------------------------------- */

static void assert_class(const char *text, uint16_t class, bool is)
{
    const struct word *found = find(text);

    if (!!(found && found->classes & class) != is)
        fail_msg("%s: class %x", text, class);
}

static void classes_of_words(void **state)
{
    (void)state;
    assert_class("sheikh", WORD_TITLE, true);
    assert_class("prasident", WORD_TITLE, true);
    assert_class("monsieur", WORD_TITLE, true);
    assert_class("al", WORD_PARTICLE, true);
    assert_class("von", WORD_PARTICLE, true);
    assert_class("ibn", WORD_DESCENT, true);
    assert_class("oglu", WORD_DESCENT, true);
    assert_class("umm", WORD_KUNYA, true);
    assert_class("jr", WORD_SUFFIX, true);
    assert_class("iii", WORD_SUFFIX, true);
    assert_class("abdul", WORD_COMPOUND, true);
    assert_class("ullah", WORD_COMPOUND, true);
    assert_class("the", WORD_STOP, true);
    assert_class("gmbh", WORD_LEGAL, true);
    assert_class("holdings", WORD_GENERIC, true);
    assert_class("bank", WORD_BUSINESS, true);
    assert_class("bank", WORD_GENERIC, false);
    assert_class("singapore", WORD_PLACE, true);
    assert_class("xiv", WORD_NUMBER, true);
    assert_class("forty", WORD_NUMBER, true);
}

/* Words that would be taken from somebody's name if they were in the wrong class. */
static void names_are_not_taken_for_other_words(void **state)
{
    static const char *const names[] = {"dan", "jun",  "sen",  "malik", "amir", "nguyen",
                                        "tan", "khan", "wali", "un",    "il",   "vi"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        assert_class(names[i], WORD_TITLE | WORD_PARTICLE | WORD_STOP | WORD_SUFFIX, false);
        if (!find(names[i]) || !(find(names[i])->given || find(names[i])->family))
            fail_msg("%s is no name", names[i]);
    }
    /* A single letter is an initial before it is anything else. */
    for (char letter[] = "a"; letter[0] <= 'z'; letter[0]++)
        assert_class(letter, WORD_STOP | WORD_TITLE, false);
    assert_class("в", WORD_STOP, false);
}

static uint16_t canonical(const char *text)
{
    const struct word *found = find(text);

    return found ? found->canonical : 0;
}

static void abbreviations_and_translations_are_one_word(void **state)
{
    static const char *const same[][2] = {
        {"international", "intl"}, {"international", "int'l"}, {"international", "международный"},
        {"bank", "banque"},        {"bank", "банк"},           {"bank", "银行"},
        {"holding", "holdings"},   {"group", "gruppe"},        {"trading", "trade"},
        {"germany", "deutschland"}, {"russia", "россия"},      {"uk", "britain"},
        {"beijing", "peking"},     {"steel", "stahl"},         {"organization", "organisation"},
        {"labor", "labour"}};
    static const char *const other[][2] = {
        {"bank", "trust"},     {"oil", "gas"},           {"engineering", "equipment"},
        {"railway", "railroad"}, {"germany", "german"},  {"estonia", "ethiopia"},
        {"systems", "industries"}, {"london", "asia"},   {"construction", "constructors"},
        {"health", "wealth"},  {"securities", "banking"}, {"fund", "foundation"}};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(same); i++) {
        if (!canonical(same[i][0]) || canonical(same[i][0]) != canonical(same[i][1]))
            fail_msg("%s, %s", same[i][0], same[i][1]);
    }
    for (size_t i = 0; i < ARRAY_LEN(other); i++)
        if (canonical(other[i][0]) == canonical(other[i][1]))
            fail_msg("%s, %s", other[i][0], other[i][1]);
}

static void numbers_have_their_value(void **state)
{
    static const struct {
        const char *word;
        int value;
    } cases[] = {{"first", 1},   {"1st", 1},       {"three", 3},       {"forty", 40},
                 {"fourty", 40}, {"четыре", 4},    {"zwanzig", 20},    {"xxx", 30},
                 {"iv", 4},      {"fortyfour", 44}, {"hundred", 100},  {"vierundvierzig", 44},
                 {"первый", 1},  {"quinze", 15},   {"diez", 10},       {"ninetyninth", 99}};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_int_equal(find(cases[i].word)->number, cases[i].value);
    assert_null(find("xxxi"));
    assert_null(find("44"));
}

/* ---- what is not known ---------------------------------------------------------------------- */

static void unknown_words_are_unknown(void **state)
{
    static const char *const words[] = {"",      "xqzzy",     "mohammedd", "zzzzzzzzzzzzzzzz",
                                        "qqq",   "haftung",   "\xff\xfe",  "\xe4",
                                        " bank", "bank bank", "/",         "сяэъ"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        assert_null(find(words[i]));
    assert_null(word_find((struct span){NULL, 0}));
}

static void a_word_need_not_end_where_its_span_ends(void **state)
{
    (void)state;
    assert_non_null(word_find((struct span){"bankomat", 4}));
    assert_null(word_find((struct span){"gmbh", 3}));
}

static void marks_and_apostrophes_do_no_harm(void **state)
{
    (void)state;
    assert_ptr_equal(find("société"), find("societe"));
    assert_ptr_equal(find("Bank"), find("bank"));
    assert_ptr_equal(find("int'l"), find("intl"));
    assert_ptr_equal(find("int’l"), find("intl"));
    assert_ptr_equal(find("o.o.o."), find("ooo"));
    assert_ptr_equal(find("российский"), find("россиискии"));
    assert_ptr_equal(find("مؤسسة"), find("مؤسسه"));
    assert_ptr_equal(find("Łódź"), find("lodz"));
}

static void a_word_may_be_as_long_as_it_likes(void **state)
{
    char text[4 * KEY_MAX + 1] = "";

    (void)state;
    for (size_t i = 0; i < 4 * KEY_MAX; i++) {
        text[i] = i % 3 ? 'a' : '\'';
        assert_null(word_find((struct span){text, i + 1 > 60 ? i + 1 : 0}));
    }
    for (size_t i = 0; i + 2 <= 4 * KEY_MAX; i += 2)
        memcpy(text + i, "\xd1\x91", 2); /* Cyrillic, folded to another letter */
    char key[KEY_MAX];
    assert_int_equal(lexicon_key(text, 4 * KEY_MAX, key), KEY_MAX);
    assert_int_equal(lexicon_key("\xe2\x82", 2, key), 2);
    assert_int_equal(lexicon_key("", 0, key), 0);
}

/* ---- legal forms ---------------------------------------------------------------------------- */

static const struct legal_form *legal(const char *text, size_t takes)
{
    struct span words[12];
    const struct legal_form *form = NULL;
    size_t used = legal_match(words, phrase(text, words), &form);

    if (used != takes)
        fail_msg("\"%s\": %zu words, not %zu", text, used, takes);
    return form;
}

static void assert_legal(const char *text, size_t takes, const char *name)
{
    const struct legal_form *form = legal(text, takes);

    assert_non_null(form);
    assert_string_equal(form->name, name);
}

static void each_legal_phrase_is_its_form(void **state)
{
    struct span part, words[12];

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(legals); i++)
        for (const char *text = legals[i].text; next_part(&text, "|", &part);) {
            const struct legal_form *form = NULL;
            size_t n = split(part, words, ARRAY_LEN(words));
            if (legal_match(words, n, &form) != n || strcmp(form->name, legals[i].name) != 0)
                fail_msg("%.*s", SPAN_ARG(part));
            assert_int_equal(form->family, legals[i].a);
            assert_int_equal(form->id, i);
        }
}

/* Callers keep only the name of a form; it must lead back to it. */
static void the_name_of_a_form_is_a_form(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(legals); i++)
        assert_legal(legals[i].name, 1, legals[i].name);
}

static void legal_forms_long_and_short(void **state)
{
    (void)state;
    assert_legal("gmbh", 1, "gmbh");
    assert_legal("gesellschaft mit beschrankter haftung", 4, "gmbh");
    assert_legal("gesellschaft mit beschraenkter haftung", 4, "gmbh");
    assert_legal("sp z o o", 4, "spzoo");
    assert_legal("sp z oo", 3, "spzoo");
    assert_legal("spzoo", 1, "spzoo");
    assert_legal("o.o.o.", 1, "ooo");
    assert_legal("o o o", 3, "ooo");
    assert_legal("ооо", 1, "ooo");
    assert_legal("общество с ограниченной ответственностью", 4, "ooo");
    assert_legal("obschestvo s ogranichennoi otvetstvennostju", 4, "ooo");
    assert_legal("s a r l", 4, "sarl");
    assert_legal("l l c", 3, "llc");
    assert_legal("a s", 2, "as");
    assert_legal("societatea cu raspundere limitata", 4, "sl");
    assert_legal("public limited company", 3, "plc");
    assert_legal("aktiengesellschaft", 1, "ag");
    assert_legal("открытое акционерное общество", 3, "ojsc");
    assert_legal("有限公司", 1, "youxiangongsi");
    assert_legal("株式会社", 1, "kabushikikaisha");
    assert_legal("주식회사", 1, "jusikhoesa");
}

static void the_longest_form_wins(void **state)
{
    (void)state;
    assert_legal("co", 1, "co");
    assert_legal("co ltd", 2, "ltd");
    assert_legal("gmbh co kg", 3, "gmbhcokg");
    assert_legal("limited liability company", 3, "llc");
    assert_legal("limited liability partnership", 3, "llp");
    assert_legal("limited partnership", 2, "lp");
    assert_legal("limited velmo", 1, "ltd");
    assert_legal("joint stock company velmo", 3, "jsc");
    assert_legal("sp z oo sp k", 5, "spzoospk");
}

static void slips_of_the_pen_in_legal_forms(void **state)
{
    (void)state;
    assert_legal("aktiengeselschaft", 1, "ag");
    assert_legal("aktiengesellshcaft", 1, "ag");
    assert_legal("joynt stock company", 3, "jsc");
    assert_legal("joint stock compan", 3, "jsc");
    assert_legal("corporatoin", 1, "corp");
    assert_legal("copany", 1, "co");
    assert_legal("limted", 1, "ltd");
    assert_legal("акционерное обществл", 2, "jsc");
    /* Short words and words that are something else are taken as they stand. */
    assert_null(legal("gmbb", 0));
    assert_null(legal("cmpny", 0));
    assert_null(legal("cooperation", 0));
    assert_null(legal("aktiengeselscaft", 0));
}

static void what_is_no_legal_form(void **state)
{
    static const char *const none[] = {"bank",  "velmo gmbh", "trust",      "foundation", "group",
                                       "j p",   "x y z",      "holding",    "university", "haftung",
                                       "mit",   "zoo",        "\xff\xff",   "a",          "s p velmo",
                                       "a b c", "k s oils",   "associates"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(none); i++)
        assert_null(legal(none[i], 0));
    const struct legal_form *form = NULL;
    assert_int_equal(legal_match(NULL, 0, &form), 0);
    struct span empty[] = {{"", 0}, {NULL, 0}};
    assert_int_equal(legal_match(empty, 2, &form), 0);
    assert_null(form);
}

static void comparable_forms_share_a_family(void **state)
{
    (void)state;
    assert_int_equal(legal("gmbh", 1)->family, legal("ooo", 1)->family);
    assert_int_equal(legal("oao", 1)->family, legal("jsc", 1)->family);
    assert_int_equal(legal("ag", 1)->family, LEGAL_STOCK);
    assert_int_not_equal(legal("ag", 1)->family, legal("gmbh", 1)->family);
    assert_int_not_equal(legal("ano", 1)->family, legal("ooo", 1)->family);
    assert_int_equal(legal("company", 1)->family, LEGAL_VAGUE);
    assert_int_not_equal(legal("ag", 1)->id, legal("inc", 1)->id);
}

static void forms_inside_words_without_spaces(void **state)
{
    const struct legal_form *form = NULL;
    struct span word = SPAN("维尔莫股份有限公司");

    (void)state;
    size_t n = legal_affix(word, true, &form);
    assert_int_equal(n, strlen("股份有限公司"));
    assert_string_equal(form->name, "gufenyouxiangongsi");
    assert_int_equal(legal_affix(word, false, &form), 0);
    assert_int_equal(legal_affix(SPAN("株式会社ヴェルモ"), false, &form), strlen("株式会社"));
    assert_string_equal(form->name, "kabushikikaisha");
    /* A word that is a form and nothing else has no rest to belong to. */
    assert_int_equal(legal_affix(SPAN("有限责任公司"), false, &form), 0);
    assert_int_equal(legal_affix(SPAN("velmogmbh"), true, &form), 0);
    assert_int_equal(legal_affix(SPAN(""), true, &form), 0);
}

/* ---- places --------------------------------------------------------------------------------- */

static uint16_t place(const char *text, size_t takes)
{
    struct span words[12];
    uint16_t canonical = 0;

    assert_int_equal(place_match(words, phrase(text, words), &canonical), takes);
    return canonical;
}

static void places_of_one_word_and_more(void **state)
{
    (void)state;
    assert_int_equal(place("hong kong", 2), place("hk", 1));
    assert_int_equal(place("united states of america velmo", 4), place("usa", 1));
    assert_int_equal(place("u.s.", 1), place("united states", 2));
    assert_int_equal(place("united arab emirates", 3), place("uae", 1));
    assert_int_not_equal(place("hong kong", 2), place("singapore", 1));
    assert_int_not_equal(place("north korea", 2), place("south korea", 2));
    assert_true(place("london", 1) > 0);
}

static void what_is_no_place(void **state)
{
    (void)state;
    assert_int_equal(place("velmo london", 0), 0);
    assert_int_equal(place("united velmo", 0), 0);
    assert_int_equal(place("hongg kong", 0), 0);
    assert_int_equal(place("", 0), 0);
    assert_int_equal(place("gmbh", 0), 0);
}

static void each_place_of_the_table_is_found(void **state)
{
    struct span part, words[12];

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(places); i++)
        for (const char *text = places[i].text; next_part(&text, "|", &part);) {
            uint16_t canonical = 0;
            size_t n = split(part, words, ARRAY_LEN(words));
            if (place_match(words, n, &canonical) != n || !canonical)
                fail_msg("%.*s", SPAN_ARG(part));
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_well_formed),
        cmocka_unit_test(the_tables_are_broad),
        cmocka_unit_test(names_are_found_with_what_their_rows_say),
        cmocka_unit_test(words_of_persons_organisations_and_numbers_are_found),
        cmocka_unit_test(what_is_not_said_is_zero),
        cmocka_unit_test(spellings_of_a_row_share_a_group),
        cmocka_unit_test(cognates_of_a_row_share_a_group),
        cmocka_unit_test(spellings_of_one_name),
        cmocka_unit_test(names_that_only_look_alike_are_not_spellings),
        cmocka_unit_test(compounds_are_made_by_rule),
        cmocka_unit_test(the_same_name_in_other_languages),
        cmocka_unit_test(short_forms),
        cmocka_unit_test(names_that_are_not_short_forms_of_one_another),
        cmocka_unit_test(each_short_form_of_the_table_works),
        cmocka_unit_test(classes_of_words),
        cmocka_unit_test(names_are_not_taken_for_other_words),
        cmocka_unit_test(abbreviations_and_translations_are_one_word),
        cmocka_unit_test(numbers_have_their_value),
        cmocka_unit_test(unknown_words_are_unknown),
        cmocka_unit_test(a_word_need_not_end_where_its_span_ends),
        cmocka_unit_test(marks_and_apostrophes_do_no_harm),
        cmocka_unit_test(a_word_may_be_as_long_as_it_likes),
        cmocka_unit_test(each_legal_phrase_is_its_form),
        cmocka_unit_test(the_name_of_a_form_is_a_form),
        cmocka_unit_test(legal_forms_long_and_short),
        cmocka_unit_test(the_longest_form_wins),
        cmocka_unit_test(slips_of_the_pen_in_legal_forms),
        cmocka_unit_test(what_is_no_legal_form),
        cmocka_unit_test(comparable_forms_share_a_family),
        cmocka_unit_test(forms_inside_words_without_spaces),
        cmocka_unit_test(places_of_one_word_and_more),
        cmocka_unit_test(what_is_no_place),
        cmocka_unit_test(each_place_of_the_table_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
