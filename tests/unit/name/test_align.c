/* SPDX-License-Identifier: Apache-2.0
 *
 * Comparing: what one word costs to read as another, which words of two names meet, and what must
 * hold for any two names.
 */
#include <math.h>

#include "name/fold.h"
#include "name/name.h"
#include "words.h"

static const float NEAR = 2e-4f;
static const float LINE = 0.70f;

static struct name name_of(struct arena *a, enum name_kind kind, const char *text)
{
    struct name n[2];

    assert_int_equal(name_parse(a, kind, NAME_PRIMARY, span_of(text), n, 2), 1);
    return n[0];
}

static float score(enum name_kind kind, const char *x, const char *y)
{
    struct arena *a = arena_new();
    struct name left = name_of(a, kind, x), right = name_of(a, kind, y);
    struct alignment al;

    name_align(&left, &right, NULL, &al);
    arena_free(a);
    return al.score;
}

static void assert_lower(float a, float b, const char *what)
{
    if (!(a < b))
        print_error("%s: %.4f is not below %.4f\n", what, (double)a, (double)b);
    assert_true(a < b);
}

/* ---- pairs of words -------------------------------------------------------------------------- */

/* Told how much is enough, a cost below that is the same and another is not below it. */
static void check_limits(const struct token *x, const struct token *y, enum name_kind kind,
                         struct pair_cost exact)
{
    static const float limits[] = {0.3f, 1, 2.2f, 2.8f, 3.9f};

    for (size_t i = 0; i < ARRAY_LEN(limits); i++) {
        struct pair_cost c = token_cost(x, y, kind, limits[i]);

        if (exact.cost < limits[i])
            assert_float_equal(c.cost, exact.cost, NEAR);
        else
            assert_true(c.cost >= limits[i]);
    }
}

static struct pair_cost words_cost(enum name_kind kind, const char *x, const char *y)
{
    struct arena *a = arena_new();
    struct name left = name_of(a, kind, x), right = name_of(a, kind, y);

    assert_int_equal(left.n, 1);
    assert_int_equal(right.n, 1);
    struct pair_cost c = token_cost(&left.tokens[0], &right.tokens[0], kind, COST_OTHER);
    struct pair_cost back = token_cost(&right.tokens[0], &left.tokens[0], kind, COST_OTHER);
    assert_float_equal(c.cost, back.cost, NEAR);
    assert_int_equal(c.kind, back.kind);
    check_limits(&left.tokens[0], &right.tokens[0], kind, c);
    arena_free(a);
    return c;
}

static void two_words_meet_as_what_they_are_to_each_other(void **state)
{
    static const struct {
        enum name_kind kind;
        const char *a, *b;
        enum pair_kind as;
        float most; /* of the cost */
    } rows[] = {
        {NAME_PERSON, "quentabri", "Quentabri", PAIR_SAME, 0},
        {NAME_PERSON, "quéntabri", "quentabri", PAIR_SAME, 0},
        {NAME_PERSON, "mohammed", "muhammad", PAIR_SPELLING, 0.3f},
        {NAME_PERSON, "quentabri", "quentabry", PAIR_SPELLING, 0.5f},
        {NAME_PERSON, "quentabri", "quentapmi", PAIR_EDIT, 2.5f},
        {NAME_PERSON, "quentabri", "rbentaqui", PAIR_SCRAMBLED, 2.5f},
        {NAME_PERSON, "william", "bill", PAIR_NICKNAME, COST_NICKNAME},
        {NAME_PERSON, "q", "quentabri", PAIR_INITIAL, COST_INITIAL},
        {NAME_PERSON, "quentabri", "квентабри", PAIR_READING, 1},
        {NAME_PERSON, "quentabri", "vantermark", PAIR_OTHER, COST_OTHER},
        {NAME_PERSON, "q", "vantermark", PAIR_OTHER, COST_OTHER},
        {NAME_ORG, "three", "3", PAIR_SYNONYM, 0.3f},
        {NAME_ORG, "17", "71", PAIR_NUMBER, COST_OTHER},
        {NAME_ORG, "iran", "iraq", PAIR_OTHER, COST_OTHER},
        {NAME_ORG, "germany", "german", PAIR_EDIT, 2},
        {NAME_ORG, "limited", "ltd", PAIR_SAME, 0},
        {NAME_ORG, "gmbh", "ltd", PAIR_SYNONYM, 1},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct pair_cost c = words_cost(rows[i].kind, rows[i].a, rows[i].b);

        if (c.kind != rows[i].as || c.cost > rows[i].most)
            print_error("%s, %s: %s, %.2f\n", rows[i].a, rows[i].b,
                        pair_kind_name((enum pair_kind)c.kind), (double)c.cost);
        assert_int_equal(c.kind, rows[i].as);
        assert_true(c.cost <= rows[i].most + NEAR);
    }
}

/* Of such words there is nothing but the characters: one more is another word, and what has no
 * letters in common has nothing in common. */
static void a_word_that_cannot_be_romanised_meets_itself_alone(void **state)
{
    static const char *const words[] = {"\xE2\xB5\x8E\xE2\xB5\x93\xE2\xB5\x83\xE2\xB4\xB0",
                                        "\xE2\xB5\xA3\xE2\xB4\xB0\xE2\xB5\xA2\xE2\xB5\xB7",
                                        "\xE0\xBD\x96\xE0\xBD\xA6\xE0\xBE\x9F\xE0\xBD\x93",
                                        "ma", "quentabri", "\xD0\xBC\xD0\xB0"};

    (void)state;
    for (int kind = 0; kind < NAME_KINDS; kind++)
        for (size_t i = 0; i < ARRAY_LEN(words); i++)
            for (size_t k = 0; k < 3; k++) {
                struct pair_cost c = words_cost((enum name_kind)kind, words[i], words[k]);

                if (i == k)
                    assert_int_equal(c.kind, PAIR_SAME);
                else
                    assert_float_equal(c.cost, COST_OTHER, NEAR);
            }
}

static void the_costs_are_in_order(void **state)
{
    static const char *const nearer_first[] = {"quentabri", "quentabry", "quentapri", "quentapmi",
                                               "vantermark"};
    float before = -1;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(nearer_first); i++) {
        float c = words_cost(NAME_PERSON, "quentabri", nearer_first[i]).cost;

        assert_lower(before, c, nearer_first[i]);
        before = c;
    }
}

static void a_slip_costs_more_in_a_short_word(void **state)
{
    (void)state;
    assert_lower(words_cost(NAME_PERSON, "quentabri", "quentapri").cost,
                 words_cost(NAME_PERSON, "tm", "tp").cost, "tm");
}

static void a_slip_that_lands_on_a_known_name_costs_more(void **state)
{
    (void)state;
    assert_lower(words_cost(NAME_PERSON, "hamidt", "hamidp").cost,
                 words_cost(NAME_PERSON, "salim", "salih").cost, "salim");
}

static void every_kind_of_pair_has_a_name(void **state)
{
    (void)state;
    for (int k = 0; k <= PAIR_OTHER; k++) {
        const char *name = pair_kind_name((enum pair_kind)k);

        assert_true(name && *name);
        for (int other = 0; other < k; other++)
            assert_string_not_equal(name, pair_kind_name((enum pair_kind)other));
    }
    assert_string_equal(pair_kind_name(PAIR_SAME), "same");
}

/* ---- names at hand --------------------------------------------------------------------------- */

static void names_that_are_as_long_are_not_one_run_together(void **state)
{
    static const char *const others[] = {"Lirien Maud Ostvane", "Orlim de Vantermark", "Tem Sad Bro"};
    struct arena *a = arena_new();
    struct alignment al;
    struct name x[1], y[1];

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(others); i++) {
        assert_int_equal(
            name_parse(a, NAME_PERSON, NAME_PRIMARY, SPAN("Ferdik Quentabri"), x, 1), 1);
        assert_int_equal(name_parse(a, NAME_PERSON, NAME_PRIMARY, span_of(others[i]), y, 1), 1);
        name_align(x, y, NULL, &al);
        assert_true(al.score < 0.3f);
    }
    arena_free(a);
}

static void only_the_same_words_in_the_same_order_score_one(void **state)
{
    (void)state;
    assert_true(score(NAME_PERSON, "Ferdik Quentabri", "FERDIK QUENTABRI") == 1);
    assert_true(score(NAME_PERSON, "Ferdik Quentabri", "Quentabri, Ferdik") == 1);
    assert_true(score(NAME_PERSON, "Ferdik Quentabri", "Quentabri Ferdik") < 1);
    assert_true(score(NAME_PERSON, "Ferdik Quentabri", "Ferdik Quentabry") < 1);
    assert_true(score(NAME_PERSON, "Ferdik Quentabri", "Dr. Ferdik Quentabri") < 1);
    assert_true(score(NAME_PERSON, "Ivan Petrenko", "Іван Петренко") < 1);
    assert_true(score(NAME_ORG, "Quentabry GmbH", "Quentabry Ltd") < 1);
    assert_true(score(NAME_ORG, "Quentabry GmbH", "Quentabry G.m.b.H.") == 1);
}

static void a_longer_form_is_the_same_name_and_a_contradiction_is_not(void **state)
{
    (void)state;
    assert_true(score(NAME_PERSON, "Ferdik Quentabri", "Ferdik Jonath Quentabri") >= LINE);
    assert_true(score(NAME_PERSON, "Ferdik Orlim Quentabri", "Ferdik Jonath Quentabri") < LINE);
    assert_true(score(NAME_PERSON, "Ferdik Quentabri", "Ferdik Vantermark") < LINE);
}

static void nothing_in_common_scores_next_to_nothing(void **state)
{
    (void)state;
    assert_true(score(NAME_PERSON, "Ferdik Quentabri", "Orsolja Vantermark") < 0.2f);
    assert_true(score(NAME_ORG, "Quentabry", "Zalmora Lines") < LINE);
    assert_true(score(NAME_ORG, "GmbH", "Quentabry GmbH") < LINE);
}

static void one_contradiction_in_a_rare_word_outweighs_agreement_in_common_ones(void **state)
{
    (void)state;
    assert_true(score(NAME_PERSON, "Ali Hussein Omar al-Quentabri",
                      "Ali Hussein Omar al-Vantermark") < LINE);
    assert_lower(score(NAME_PERSON, "Mohammed Ali Quentabri", "Mohammed Ali Vantermark"),
                 score(NAME_PERSON, "Mohammed Ali Quentabri", "Ahmed Ali Quentabri"), "quentabri");
}

static void father_and_son_do_not_change_places(void **state)
{
    (void)state;
    assert_true(score(NAME_PERSON, "Ferdik bin Orlim", "Orlim bin Ferdik") < LINE);
    assert_true(score(NAME_PERSON, "Ferdik bin Orlim", "Ferdik ibn Orlim") >= LINE);
    assert_true(score(NAME_PERSON, "Ferdik Orlim", "Orlim Ferdik") >= LINE);
}

static void words_that_a_blank_cuts_or_joins_meet(void **state)
{
    static const char *const pairs[][2] = {{"Minho Kim", "Min Ho Kim"},
                                           {"Ferdik Quentabri", "Ferdik Quen Tabri"},
                                           {"Vander Oostveen", "Vanderoostveen"},
                                           {"Ferdikjonath Quentabri", "Ferdik Jonath Quentabri"}};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
        assert_true(score(NAME_PERSON, pairs[i][0], pairs[i][1]) >= LINE);
        assert_true(score(NAME_PERSON, pairs[i][0], pairs[i][1]) < 1);
    }
}

static void a_family_name_met_by_a_given_name_costs_something(void **state)
{
    (void)state;
    assert_lower(score(NAME_PERSON, "FERDIK, Orlim", "ORLIM, Ferdik"),
                 score(NAME_PERSON, "FERDIK, Orlim", "Ferdik Orlim"), "orlim");
}

static void more_words_left_over_cost_more(void **state)
{
    static const char *const longer[] = {"Ferdik Quentabri", "Ferdik Jonath Quentabri",
                                         "Ferdik Jonath Orlim Quentabri",
                                         "Ferdik Jonath Orlim Temsad Quentabri"};
    float before = 2;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(longer); i++) {
        float s = score(NAME_PERSON, "Ferdik Quentabri", longer[i]);

        assert_lower(s, before, longer[i]);
        before = s;
    }
}

static void words_of_small_weight_left_over_cost_less_than_names(void **state)
{
    static const char *const small[] = {"Dr. Ferdik Quentabri", "Ferdik al Quentabri"};
    float name = score(NAME_PERSON, "Ferdik Quentabri", "Ferdik Quentabri Orlim");

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(small); i++)
        assert_lower(name, score(NAME_PERSON, "Ferdik Quentabri", small[i]), small[i]);
}

static void an_acronym_meets_what_it_stands_for(void **state)
{
    (void)state;
    assert_true(score(NAME_ORG, "QVZ", "Quentabry Vantermark Zalmora") >= LINE);
    assert_true(score(NAME_ORG, "QZV", "Quentabry Vantermark Zalmora") < LINE);
}

/* ---- random names ---------------------------------------------------------------------------- */

/* Words that are something to the lexicon or to the parser. */
static const char *const special[] = {
    "F.",   "Q",    "Mohammed", "Ali",           "Hassan",  "Hussein", "William",
    "Bill", "al",   "bin",      "von",           "Abu",     "Dr",      "Jr",
    "III",  "Иван", "Петренко", "محمد",          "王小明",  "김민호",  "Γεώργιος",
    "GmbH", "Ltd",  "Company",  "International", "Trading", "Bank",    "the",
    "and",  "17",   "71",       "Three",         "Hong",    "Kong",    "Berlin",
};

static struct span random_name(struct chance *c, struct arena *a)
{
    struct buf b = {0};

    for (size_t n = 1 + chance_below(c, 4); n > 0; n--) {
        buf_str(&b, b.n ? " " : "");
        if (chance_below(c, 3) == 0)
            buf_str(&b, special[chance_below(c, ARRAY_LEN(special))]);
        else
            buf_span(&b, chance_word(c, a, 3 + chance_below(c, 7)));
    }
    struct span text = arena_span(a, buf_view(&b));
    buf_free(&b);
    return text;
}

/* The name again with a few things done to it: slips, words lost, added, swapped, cut, joined. */
static struct span damaged(struct chance *c, struct arena *a, struct span name)
{
    struct span words[8], part;
    struct buf b = {0};
    size_t n = 0;

    while (n < 6 && span_split(&name, ' ', &part))
        words[n++] = part;
    for (size_t k = chance_below(c, 3); k > 0; k--) {
        size_t i = chance_below(c, n), j = chance_below(c, n);
        struct span kept = words[i];

        words[i] = words[j];
        words[j] = kept;
    }
    if (chance_below(c, 3) == 0)
        words[n++] = chance_word(c, a, 5);
    if (n > 1 && chance_below(c, 3) == 0)
        n--;
    for (size_t i = 0; i < n; i++) {
        struct span w = chance_below(c, 3) ? words[i] : chance_edit(c, a, words[i]);
        size_t cut = chance_below(c, 8) ? 0 : w.n / 2;

        if (cut && (unsigned char)w.p[cut] < 0x80)
            buf_printf(&b, "%.*s %.*s", (int)cut, w.p, (int)(w.n - cut), w.p + cut);
        else
            buf_span(&b, w);
        buf_str(&b, i + 1 < n && chance_below(c, 8) ? " " : "");
    }
    struct span text = arena_span(a, buf_view(&b));
    buf_free(&b);
    return text;
}

struct two {
    struct span texts[2];
    struct name a, b;
};

/* Two names of one kind that may have to do with each other; false: try again. */
static bool random_two(struct chance *c, struct arena *a, struct two *t)
{
    enum name_kind kind = (enum name_kind)chance_below(c, NAME_KINDS);

    t->texts[0] = random_name(c, a);
    t->texts[1] = chance_below(c, 4) ? damaged(c, a, t->texts[0]) : random_name(c, a);
    return name_parse(a, kind, NAME_PRIMARY, t->texts[0], &t->a, 1) == 1 &&
           name_parse(a, kind, NAME_PRIMARY, t->texts[1], &t->b, 1) == 1;
}

enum { ROUNDS = 12000 };

/* Calls 'check' for many pairs of names. */
static void for_many(void (*check)(const struct two *t, struct chance *c))
{
    struct chance c = chance_start();
    struct arena *a = arena_new();
    struct two t;

    for (int round = 0; round < ROUNDS; round++) {
        if (random_two(&c, a, &t))
            check(&t, &c);
        arena_reset(a);
    }
    arena_free(a);
}

static void print_two(const struct two *t, const char *what)
{
    print_error("\"%.*s\", \"%.*s\": %s\n", SPAN_ARG(t->texts[0]), SPAN_ARG(t->texts[1]), what);
}

static void check_symmetry(const struct two *t, struct chance *c)
{
    struct alignment there, home;

    (void)c;
    name_align(&t->a, &t->b, NULL, &there);
    name_align(&t->b, &t->a, NULL, &home);
    if (fabsf(there.score - home.score) > NEAR) {
        print_two(t, "not the same both ways");
        print_error("%.4f, %.4f\n", (double)there.score, (double)home.score);
    }
    assert_float_equal(there.score, home.score, NEAR);
}

static void the_score_is_the_same_both_ways(void **state)
{
    (void)state;
    for_many(check_symmetry);
}

static void check_bounds(const struct two *t, struct chance *c)
{
    struct alignment al;
    float sum = 0;

    (void)c;
    name_align(&t->a, &t->b, NULL, &al);
    assert_true(al.score >= 0 && al.score <= 1);
    assert_true(al.cost >= 0 && al.matched >= 0 && al.spare >= 0);
    assert_in_range(al.n, 1, ALIGN_PAIRS);
    for (size_t i = 0; i < al.n; i++) {
        assert_true(al.pairs[i].cost >= 0 && al.pairs[i].weight >= 0);
        assert_in_range(al.pairs[i].kind, 0, PAIR_OTHER);
        sum += al.pairs[i].cost;
    }
    assert_true(sum <= al.cost + 0.01f);
}

static void scores_and_costs_stay_in_their_bounds(void **state)
{
    (void)state;
    for_many(check_bounds);
}

/* How often each word of one side stands in a pair. */
static void assert_covered(const struct two *t, const struct alignment *al)
{
    unsigned a[LIMIT_NAME_TOKENS] = {0}, b[LIMIT_NAME_TOKENS] = {0};

    for (size_t i = 0; i < al->n; i++) {
        const struct pair *p = &al->pairs[i];

        assert_true(p->an || p->bn);
        assert_true((p->an == 0 || p->a + p->an <= t->a.n) &&
                    (p->bn == 0 || p->b + p->bn <= t->b.n));
        for (size_t k = p->a; k < (size_t)p->a + p->an; k++)
            a[k]++;
        for (size_t k = p->b; k < (size_t)p->b + p->bn; k++)
            b[k]++;
    }
    for (size_t i = 0; i < t->a.n; i++)
        assert_true(a[i] >= 1);
    for (size_t i = 0; i < t->b.n; i++)
        assert_true(b[i] >= 1);
}

static void check_coverage(const struct two *t, struct chance *c)
{
    struct alignment al;

    (void)c;
    name_align(&t->a, &t->b, NULL, &al);
    assert_covered(t, &al);
}

static void every_word_of_both_names_stands_in_a_pair(void **state)
{
    (void)state;
    for_many(check_coverage);
}

static bool same_forms(const struct name *a, const struct name *b)
{
    bool same = a->n == b->n;

    for (size_t i = 0; same && i < a->n; i++)
        same = span_eq(a->tokens[i].form, b->tokens[i].form);
    return same;
}

static void check_one(const struct two *t, struct chance *c)
{
    struct alignment al;

    (void)c;
    name_align(&t->a, &t->b, NULL, &al);
    bool same = same_forms(&t->a, &t->b) && fold_same_letters(t->a.text, t->b.text);
    if ((al.score >= 1) != same)
        print_two(t, "one for names that differ, or less for names that do not");
    assert_true((al.score >= 1) == same);
    name_align(&t->a, &t->a, NULL, &al);
    assert_true(al.score >= 1);
}

static void one_is_for_the_same_words_alone(void **state)
{
    (void)state;
    for_many(check_one);
}

/* What is read as the same but written otherwise is as good as the same, and not the same. */
static void one_is_for_the_same_letters_alone(void **state)
{
    static const struct {
        enum name_kind kind;
        const char *a, *b;
        bool same;
    } rows[] = {
        {NAME_PERSON, "Ferdik Quentabri", "FERDIK QUENTABRI", true},
        {NAME_PERSON, "Ferdik-Anzel Quentabri", "Ferdik Anzel Quentabri", true},
        {NAME_ORG, "Quentabri & Co. L.L.C.", "Quentabri & Co LLC", true},
        {NAME_PERSON, "Ferdik Quentábri", "Ferdik Quentabri", false},
        {NAME_PERSON, "Quentabri, Ferdik", "Ferdik Quentabri", true},
        {NAME_ORG, "Quentabri AG", "Quentabri Aktiengesellschaft", false},
    };
    struct arena *a = arena_new();

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct name x, y;
        struct alignment al;
        assert_int_equal(name_parse(a, rows[i].kind, NAME_PRIMARY, span_of(rows[i].a), &x, 1), 1);
        assert_int_equal(name_parse(a, rows[i].kind, NAME_PRIMARY, span_of(rows[i].b), &y, 1), 1);
        name_align(&x, &y, NULL, &al);
        assert_true(rows[i].same ? al.score >= 1 : al.score > 0.98f && al.score < 1);
        y.text = SPAN(""); /* as the index knows it */
        name_align(&x, &y, NULL, &al);
        assert_true(al.score >= 1);
    }
    arena_free(a);
}

/* ---- memory ---------------------------------------------------------------------------------- */

static void remembered_costs_are_the_costs(void **state)
{
    struct chance c = chance_start();
    struct arena *a = arena_new();
    struct cost_memo *memo = cost_memo_new();
    struct two t;
    struct name names[40];
    size_t n = 0;

    (void)state;
    while (n < ARRAY_LEN(names))
        if (random_two(&c, a, &t) && t.a.kind == NAME_PERSON) {
            names[n++] = t.a;
            names[n++] = t.b;
        }
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++) {
            struct alignment fresh, known;

            name_align(&names[i], &names[k], NULL, &fresh);
            name_align(&names[i], &names[k], memo, &known);
            assert_true(fresh.score == known.score && fresh.n == known.n);
        }
    cost_memo_clear(memo);
    cost_memo_free(memo);
    cost_memo_free(NULL);
    arena_free(a);
}

/* The forms of a family and a given name written as one word lie three bytes apart, as far as a
 * vessel's kind of name is from a person's. */
static void costs_are_remembered_for_their_word_and_kind_alone(void **state)
{
    struct arena *a = arena_new();
    struct cost_memo *memo = cost_memo_new();
    struct name whole = name_of(a, NAME_ENTITY, "云近平"), other = name_of(a, NAME_OBJECT, "近龙");
    struct name first = {.tokens = &whole.tokens[0], .n = 1, .kind = NAME_OBJECT};
    struct name second = {.tokens = &whole.tokens[1], .n = 1, .kind = NAME_PERSON};
    struct alignment fresh, kept;

    (void)state;
    assert_int_equal(whole.n, 2);
    assert_int_equal(other.n, 1);
    name_align(&first, &other, memo, &kept);
    other.kind = NAME_PERSON;
    name_align(&second, &other, NULL, &fresh);
    name_align(&second, &other, memo, &kept);
    assert_float_equal(kept.cost, fresh.cost, NEAR);
    cost_memo_free(memo);
    arena_free(a);
}

static void a_cleared_memory_knows_nothing_of_before(void **state)
{
    struct arena *a = arena_new();
    struct cost_memo *memo = cost_memo_new();
    char at_one_place[] = "quentabri";
    struct token x = {.form = {at_one_place, 9},
                      .latin = {at_one_place, 9},
                      .script = SCRIPT_LATIN,
                      .number = -1,
                      .weight = 1};
    struct token y = x;
    struct name left = {.tokens = &x, .n = 1}, right = {.tokens = &y, .n = 1};
    struct alignment al;

    (void)state;
    y.form = y.latin = arena_span(a, SPAN("quentabri"));
    name_align(&left, &right, memo, &al);
    assert_true(al.score == 1);
    memcpy(at_one_place, "vantermar", 9);
    cost_memo_clear(memo);
    name_align(&left, &right, memo, &al);
    assert_true(al.score < LINE);
    cost_memo_free(memo);
    arena_free(a);
}

/* ---- more slips, lower score ----------------------------------------------------------------- */

enum { SLIPS = 8 };

/* Words of letters that are not "p", which is what a slip writes: each slip in a place of its own,
 * so that none makes another good. */
static void more_slips_never_score_more(void **state)
{
    const float tolerance = 0.02f;
    struct chance c = chance_start();
    struct arena *a = arena_new();

    (void)state;
    for (int round = 0; round < 1500; round++) {
        struct span first = chance_letters(&c, a, "dlmnrtao", 5 + chance_below(&c, 4));
        struct span last = chance_letters(&c, a, "dlmnrtao", 5 + chance_below(&c, 5));
        struct span text = arena_printf(a, "%.*s %.*s", SPAN_ARG(first), SPAN_ARG(last));
        char *slipped = arena_str(a, text);
        struct name x = name_of(a, NAME_PERSON, text.p);
        float best = 1;

        for (int k = 0; k < SLIPS; k++) {
            struct alignment al;
            struct name y = name_of(a, NAME_PERSON, slipped);

            name_align(&x, &y, NULL, &al);
            if (al.score > best + tolerance)
                print_error("%s, %s: %.4f after %.4f\n", text.p, slipped, (double)al.score,
                            (double)best);
            assert_true(al.score <= best + tolerance);
            best = al.score < best ? al.score : best;
            size_t at = chance_below(&c, text.n);
            while (slipped[at] == 'p' || slipped[at] == ' ')
                at = (at + 1) % text.n;
            slipped[at] = 'p';
        }
        arena_reset(a);
    }
    arena_free(a);
}

static void three_slips_in_each_of_two_words_are_another_name(void **state)
{
    struct chance c = chance_start();
    struct arena *a = arena_new();

    (void)state;
    for (int round = 0; round < 1000; round++) {
        struct span first = chance_letters(&c, a, "dlmnrt", 6),
                    last = chance_letters(&c, a, "dlmnrt", 7);
        struct span text = arena_printf(a, "%.*s %.*s", SPAN_ARG(first), SPAN_ARG(last));
        char *slipped = arena_str(a, text);
        struct name x = name_of(a, NAME_PERSON, text.p);
        struct alignment al;

        for (size_t i = 0; i < text.n; i += i == 4 ? 3 : 2)
            slipped[i] = 'p';
        struct name y = name_of(a, NAME_PERSON, slipped);
        name_align(&x, &y, NULL, &al);
        assert_true(al.score < LINE);
        arena_reset(a);
    }
    arena_free(a);
}

static void one_slip_in_a_long_name_is_the_same_name(void **state)
{
    struct chance c = chance_start();
    struct arena *a = arena_new();

    (void)state;
    for (int round = 0; round < 3000; round++) {
        struct span first = chance_word(&c, a, 6), last = chance_word(&c, a, 8);
        struct span wrong = chance_edit(&c, a, last);
        struct span text = arena_printf(a, "%.*s %.*s", SPAN_ARG(first), SPAN_ARG(last));
        struct span slipped = arena_printf(a, "%.*s %.*s", SPAN_ARG(first), SPAN_ARG(wrong));
        struct name x = name_of(a, NAME_PERSON, text.p), y = name_of(a, NAME_PERSON, slipped.p);
        struct alignment al;

        name_align(&x, &y, NULL, &al);
        if (al.score < LINE)
            print_error("%s, %s: %.4f\n", text.p, slipped.p, (double)al.score);
        assert_true(al.score >= LINE);
        arena_reset(a);
    }
    arena_free(a);
}

/* ---- limits ---------------------------------------------------------------------------------- */

static struct name of_many_words(struct arena *a, const char *each, bool numbered)
{
    struct buf b = {0};

    for (int i = 0; i < LIMIT_NAME_TOKENS; i++) {
        buf_str(&b, each);
        if (numbered)
            buf_printf(&b, "%d", i);
        buf_char(&b, ' ');
    }
    struct name x = name_of(a, NAME_ENTITY, buf_cstr(&b));
    x.text = SPAN("");
    buf_free(&b);
    return x;
}

static void names_of_the_greatest_length_are_compared(void **state)
{
    static const char *const each[] = {"quenta", "tarka", "bin quenta", "17", "q"};
    struct arena *a = arena_new();

    (void)state;
    for (size_t i = 0; i < 2 * ARRAY_LEN(each); i++)
        for (size_t k = 0; k < 2 * ARRAY_LEN(each); k++) {
            struct two t;
            struct alignment al;

            t.a = of_many_words(a, each[i / 2], i % 2);
            t.b = of_many_words(a, each[k / 2], k % 2);
            name_align(&t.a, &t.b, NULL, &al);
            assert_true(al.score >= 0 && al.score <= 1);
            assert_covered(&t, &al);
        }
    arena_free(a);
}

static void names_of_different_kinds_can_be_compared(void **state)
{
    struct arena *a = arena_new();

    (void)state;
    for (int i = 0; i < NAME_KINDS; i++)
        for (int k = 0; k < NAME_KINDS; k++) {
            struct name x = name_of(a, (enum name_kind)i, "Ferdik Quentabri");
            struct name y = name_of(a, (enum name_kind)k, "Ferdik Quentabri");
            struct alignment al;

            name_align(&x, &y, NULL, &al);
            assert_true(al.score == 1);
        }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_words_meet_as_what_they_are_to_each_other),
        cmocka_unit_test(a_word_that_cannot_be_romanised_meets_itself_alone),
        cmocka_unit_test(the_costs_are_in_order),
        cmocka_unit_test(a_slip_costs_more_in_a_short_word),
        cmocka_unit_test(a_slip_that_lands_on_a_known_name_costs_more),
        cmocka_unit_test(every_kind_of_pair_has_a_name),
        cmocka_unit_test(names_that_are_as_long_are_not_one_run_together),
        cmocka_unit_test(only_the_same_words_in_the_same_order_score_one),
        cmocka_unit_test(a_longer_form_is_the_same_name_and_a_contradiction_is_not),
        cmocka_unit_test(nothing_in_common_scores_next_to_nothing),
        cmocka_unit_test(one_contradiction_in_a_rare_word_outweighs_agreement_in_common_ones),
        cmocka_unit_test(father_and_son_do_not_change_places),
        cmocka_unit_test(words_that_a_blank_cuts_or_joins_meet),
        cmocka_unit_test(a_family_name_met_by_a_given_name_costs_something),
        cmocka_unit_test(more_words_left_over_cost_more),
        cmocka_unit_test(words_of_small_weight_left_over_cost_less_than_names),
        cmocka_unit_test(an_acronym_meets_what_it_stands_for),
        cmocka_unit_test(the_score_is_the_same_both_ways),
        cmocka_unit_test(scores_and_costs_stay_in_their_bounds),
        cmocka_unit_test(every_word_of_both_names_stands_in_a_pair),
        cmocka_unit_test(one_is_for_the_same_words_alone),
        cmocka_unit_test(one_is_for_the_same_letters_alone),
        cmocka_unit_test(remembered_costs_are_the_costs),
        cmocka_unit_test(costs_are_remembered_for_their_word_and_kind_alone),
        cmocka_unit_test(a_cleared_memory_knows_nothing_of_before),
        cmocka_unit_test(more_slips_never_score_more),
        cmocka_unit_test(three_slips_in_each_of_two_words_are_another_name),
        cmocka_unit_test(one_slip_in_a_long_name_is_the_same_name),
        cmocka_unit_test(names_of_the_greatest_length_are_compared),
        cmocka_unit_test(names_of_different_kinds_can_be_compared),
    };
    return cmocka_run_group_tests_name("name/align", tests, NULL, NULL);
}
