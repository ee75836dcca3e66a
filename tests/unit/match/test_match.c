/* SPDX-License-Identifier: Apache-2.0
 *
 * The default profile: which feature applies when, how they add up, and what is said about it.
 */
#include <math.h>

#include "../name/words.h"
#include "verdict.h"

static const double LINE = 0.70;
#define P(...) PERSON(j.arena, __VA_ARGS__)

/* ---- names ----------------------------------------------------------------------------------- */

static void the_best_pair_of_names_counts(void **state)
{
    struct judge j = judge_new();

    (void)state;
    assert_true(
        judged(&j, NULL, P("name=Orlim Vantermark", "alias=Ferdik Quentabri"),
               P("name=Temsad Brolin", "alias=Ferdik Quentabri", "alias=Ferdik Quentabry")) == 1);
    assert_int_equal(j.match.query_name, 1);
    assert_int_equal(j.match.name, 1);
    assert_true(j.match.names.n == 2 && j.match.names.cost == 0);
    judge_free(&j);
}

static void one_more_name_never_lowers_the_score(void **state)
{
    static const char *const aliases[] = {"alias=Orlim Vantermark", "alias=Ferdik",
                                          "alias=Quentabri", "previousName=Ferdik Quentabra",
                                          "alias=Фердик", "weakAlias=Fredik Quentabri",
                                          "weakAlias=Ferdik Quentabri", "weakAlias=Ferdik"};
    struct judge j = judge_new();
    double alone = judged(&j, NULL, P("name=Ferdik Quentabri"), P("name=Fredik Quentabry"));

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(aliases); i++)
        assert_true(judged(&j, NULL, P("name=Ferdik Quentabri"),
                           P("name=Fredik Quentabry", aliases[i])) >= alone);
    judge_free(&j);
}

static void an_alias_does_not_get_round_the_father(void **state)
{
    struct judge j = judge_new();

    (void)state;
    judged(&j, NULL, P("name=Ivan Dmitriyevich Volodinsky"),
           P("name=Ivan Sergeyevich Volodinsky", "alias=Ivan Volodinsky"));
    assert_true(feature(&j, FEATURE_FATHER) < 0);
    judged(&j, NULL, P("name=Ivan Dmitriyevich Volodinsky"), P("name=Ivan Volodinsky"));
    assert_true(feature(&j, FEATURE_FATHER) == 0); /* silence is no other father */
    judged(&j, NULL, P("name=Ivan Dmitriyevich Volodinsky"),
           P("name=Ivan Sergeyevich Volodinsky", "alias=Ivan Dmitrievich Volodinsky"));
    assert_true(feature(&j, FEATURE_FATHER) == 0);
    judge_free(&j);
}

/* A reason in letters that the asker can read, where it is as good. */
static void of_two_that_fit_the_name_in_the_same_script_counts(void **state)
{
    static const struct {
        const char *query, *other, *same;
    } rows[] = {
        {"name=Ivan Petrenko", "name=Иван Петренко", "alias=Iwan Petrenko"},
        {"name=Khalid Mansur", "name=خالد منصور", "alias=Khaled Mansur"},
    };
    struct judge j = judge_new();

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        judged(&j, NULL, P(rows[i].query), P(rows[i].other, rows[i].same));
        assert_int_equal(j.match.name, 1);
        judged(&j, NULL, P(rows[i].query), P(rows[i].other, "alias=Orlim Vantermark"));
        assert_int_equal(j.match.name, 0);
    }
    judge_free(&j);
}

static void no_name_and_no_number_score_nothing(void **state)
{
    struct judge j = judge_new();

    (void)state;
    assert_true(judged(&j, NULL, P("birthDate=1961-03-14", "country=mt", "gender=male"),
                       P("birthDate=1961-03-14", "country=mt", "gender=male")) == 0);
    assert_true(judged(&j, NULL, P("name=Ferdik Quentabri"), P("birthDate=1961-03-14")) == 0);
    for (int f = 0; f < FEATURE_COUNT; f++)
        assert_true(feature(&j, (enum feature)f) == 0);
    judge_free(&j);
}

static void facts_do_not_find_those_whose_names_differ(void **state)
{
    struct judge j = judge_new();

    (void)state;
    assert_true(judged(&j, NULL, P("name=Ferdik Quentabri", "birthDate=1961-03-14", "country=mt"),
                       P("name=Orlima Vantermark", "birthDate=1961-03-14", "country=mt")) < LINE);
    assert_true(feature(&j, FEATURE_DOB_MATCH) == 0);
    assert_true(feature(&j, FEATURE_COUNTRY_MATCH) == 0);
    judge_free(&j);
}

static void schemata_that_cannot_meet_score_nothing(void **state)
{
    struct judge j = judge_new();
    struct subject company = SUBJECT(j.arena, SCHEMA_Company, "name=Ferdik Quentabri");
    struct subject legal = SUBJECT(j.arena, SCHEMA_LegalEntity, "name=Ferdik Quentabri");

    (void)state;
    assert_true(judged(&j, NULL, P("name=Ferdik Quentabri"), company) == 0);
    assert_true(judged(&j, NULL, P("name=Ferdik Quentabri"), legal) == 1);
    judge_free(&j);
}

/* ---- which feature applies ------------------------------------------------------------------- */

static void each_feature_applies_where_its_row_says(void **state)
{
    static const struct {
        const char *query, *listed;
        enum feature feature;
        int sign;
    } rows[] = {
        {"birthDate=1961-03-14", "birthDate=1961-03-14", FEATURE_DOB_MATCH, 1},
        {"birthDate=1961", "birthDate=1961-03-14", FEATURE_DOB_MATCH, 1},
        {"birthDate=1961-03", "birthDate=1961-03-14", FEATURE_DOB_MATCH, 1},
        {"birthDate=1960", "birthDate=1958/1963", FEATURE_DOB_MATCH, 1},
        {"birthDate=1962", "birthDate=circa 1961", FEATURE_DOB_MATCH, 1},
        {"birthDate=1961-03-04", "birthDate=1961-04-03", FEATURE_DOB_DAY, -1},
        {"birthDate=1961-03-14", "birthDate=1961-03-15", FEATURE_DOB_DAY, -1},
        {"birthDate=1961-03-14", "birthDate=1961-11-27", FEATURE_DOB_DAY, -1},
        {"birthDate=1961-03-14", "birthDate=1962-03-14", FEATURE_DOB_YEAR, -1},
        {"birthDate=1961", "birthDate=1988", FEATURE_DOB_YEAR, -1},
        {"birthDate=1961", "birthDate=circa 1975", FEATURE_DOB_YEAR, -1},
        {"nationality=mt", "country=mt", FEATURE_COUNTRY_MATCH, 1},
        {"nationality=ru", "country=suhh", FEATURE_COUNTRY_MATCH, 1},
        {"nationality=hk", "country=cn", FEATURE_COUNTRY_MATCH, 1},
        {"nationality=mt", "country=it", FEATURE_COUNTRY, -1},
        {"nationality=ru", "country=ua", FEATURE_COUNTRY, -1},
        {"gender=male", "gender=female", FEATURE_GENDER, -1},
        {"address=12 Harbour Lane, Valletta", "address=Valletta, Harbour Lane 12", FEATURE_ADDRESS,
         1},
        {"passportNumber=X1234567", "passportNumber=X 123-4567", FEATURE_IDENTIFIER, 1},
        {"name=Temsad", "weakAlias=Ferdik Quentabri", FEATURE_WEAK_ALIAS, -1},
    };
    struct judge j = judge_new();

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        bool weak = rows[i].feature == FEATURE_WEAK_ALIAS;

        judged(&j, NULL, P("name=Ferdik Quentabri", rows[i].query),
               P(weak ? "name=Brolin Orlim" : "name=Ferdik Quentabri", rows[i].listed));
        for (int f = 0; f < FEATURE_COUNT; f++) {
            int sign = (enum feature)f == rows[i].feature ? rows[i].sign : f == FEATURE_NAME;
            float got = feature(&j, (enum feature)f);

            if ((got > 0) - (got < 0) != sign)
                print_error("%s, %s: %s %+.2f\n", rows[i].query, rows[i].listed,
                            feature_row((enum feature)f)->name, (double)got);
            assert_int_equal((got > 0) - (got < 0), sign);
        }
    }
    judge_free(&j);
}

static void no_feature_applies_where_one_side_is_silent(void **state)
{
    static const char *const facts[] = {"birthDate=1961", "country=mt", "gender=male",
                                        "address=12 Harbour Lane, Valletta",
                                        "passportNumber=X1234567"};
    struct judge j = judge_new();

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(facts); i++) {
        assert_true(judged(&j, NULL, P("name=Ferdik Quentabri", facts[i]),
                           P("name=Ferdik Quentabri")) == 1);
        for (int f = 0; f < FEATURE_COUNT; f++)
            assert_true(f == FEATURE_NAME || feature(&j, (enum feature)f) == 0);
        assert_true(judged(&j, NULL, P("name=Ferdik Quentabri"),
                           P("name=Ferdik Quentabri", facts[i])) == 1);
    }
    judge_free(&j);
}

static void genders_exclude_each_other_only_when_none_is_shared(void **state)
{
    struct judge j = judge_new();

    (void)state;
    judged(&j, NULL, P("name=Ferdik", "gender=male"),
           P("name=Ferdik", "gender=male", "gender=female"));
    assert_true(feature(&j, FEATURE_GENDER) == 0);
    judged(&j, NULL, P("name=Ferdik", "gender=male"), P("name=Ferdik", "gender=other"));
    assert_true(feature(&j, FEATURE_GENDER) < 0);
    judge_free(&j);
}

static void the_nearest_of_several_dates_counts(void **state)
{
    struct judge j = judge_new();

    (void)state;
    judged(&j, NULL, P("name=Ferdik Quentabri", "birthDate=1975", "birthDate=1961-03-14"),
           P("name=Ferdik Quentabri", "birthDate=1988", "birthDate=1940", "birthDate=1961-03-14"));
    assert_true(feature(&j, FEATURE_DOB_MATCH) > 0);
    assert_true(feature(&j, FEATURE_DOB_YEAR) == 0);
    assert_int_equal(j.match.query_date, 1);
    assert_int_equal(j.match.date, 2);
    judge_free(&j);
}

/* From the same day to decades apart: each step is worth less than the one before. */
static void the_further_apart_two_dates_the_lower_the_score(void **state)
{
    static const char *const dates[] = {"birthDate=1961-03-04", "birthDate=1961",
                                        "birthDate=1961-04-03", "birthDate=1961-09-27",
                                        "birthDate=1962-09-27", "birthDate=1968-09-27",
                                        "birthDate=1979-09-27", "birthDate=1993-09-27"};
    struct judge j = judge_new();
    double before = 2;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(dates); i++) {
        double s = judged(&j, NULL, P("name=Fredik Quentabri", "birthDate=1961-03-04"),
                          P("name=Ferdik Quentabri", dates[i]));

        ASSERT_LESS(s, before);
        before = s;
    }
    judge_free(&j);
}

static void a_date_that_says_less_contradicts_less(void **state)
{
    struct judge j = judge_new();

    (void)state;
    double exact = judged(&j, NULL, P("name=Fredik Quentabri", "birthDate=1962"),
                          P("name=Ferdik Quentabri", "birthDate=1961"));
    double circa = judged(&j, NULL, P("name=Fredik Quentabri", "birthDate=1962"),
                          P("name=Ferdik Quentabri", "birthDate=circa 1961"));
    ASSERT_LESS(exact, circa);
    judge_free(&j);
}

/* ---- identifiers ----------------------------------------------------------------------------- */

static void an_identifier_with_a_check_digit_is_worth_more(void **state)
{
    struct judge j = judge_new();
    struct subject a = SUBJECT(j.arena, SCHEMA_Vessel, "name=Heron", "imoNumber=9074729");
    struct subject b = SUBJECT(j.arena, SCHEMA_Vessel, "name=Zalmora", "imoNumber=IMO9074729");
    struct subject c = SUBJECT(j.arena, SCHEMA_Vessel, "name=Heron", "imoNumber=9074728");
    struct subject d = SUBJECT(j.arena, SCHEMA_Vessel, "name=Zalmora", "imoNumber=9074728");

    (void)state;
    double checked = judged(&j, NULL, a, b);
    assert_true(checked >= LINE && checked <= 1);
    double unchecked = judged(&j, NULL, c, d);
    assert_true(unchecked >= LINE);
    ASSERT_LESS(unchecked, checked);
    judge_free(&j);
}

static void a_number_of_a_document_meets_under_another_property(void **state)
{
    struct judge j = judge_new();

    (void)state;
    assert_true(judged(&j, NULL, P("name=Orlim", "passportNumber=X1234567"),
                       P("name=Temsad", "idNumber=X-1234567")) >= LINE);
    judge_free(&j);
}

static void valid_numbers_of_one_kind_that_differ_count_against(void **state)
{
    struct judge j = judge_new();
    struct subject a =
        SUBJECT(j.arena, SCHEMA_Company, "name=Zalmora", "leiCode=ZALMORALINES00000173");
    struct subject b =
        SUBJECT(j.arena, SCHEMA_Company, "name=Zalmora", "leiCode=OSTREVIAOIL000001758");
    struct subject c =
        SUBJECT(j.arena, SCHEMA_Company, "name=Zalmora", "leiCode=OSTREVIAOIL000001759");

    (void)state;
    judged(&j, NULL, a, b);
    assert_true(feature(&j, FEATURE_IDENTIFIER_MISMATCH) < 0);
    judged(&j, NULL, a, c); /* its check digit does not hold: a slip, perhaps */
    assert_true(feature(&j, FEATURE_IDENTIFIER_MISMATCH) == 0);
    judged(&j, NULL, P("name=Ferdik", "passportNumber=X1234567"),
           P("name=Ferdik", "passportNumber=Y7654321"));
    assert_true(feature(&j, FEATURE_IDENTIFIER_MISMATCH) == 0); /* people have several passports */
    judge_free(&j);
}

static void one_equal_number_among_several_is_a_meeting(void **state)
{
    struct judge j = judge_new();
    struct subject a =
        SUBJECT(j.arena, SCHEMA_Company, "name=Zalmora", "leiCode=ZALMORALINES00000173");
    struct subject b = SUBJECT(j.arena, SCHEMA_Company, "name=Zalmora",
                               "leiCode=OSTREVIAOIL000001758", "leiCode=ZALMORALINES00000173");

    (void)state;
    judged(&j, NULL, a, b);
    assert_true(feature(&j, FEATURE_IDENTIFIER) > 0);
    assert_true(feature(&j, FEATURE_IDENTIFIER_MISMATCH) == 0);
    assert_int_equal(j.match.query_ident, 0);
    assert_int_equal(j.match.ident, 1);
    judge_free(&j);
}

/* ---- weak aliases ---------------------------------------------------------------------------- */

static void a_weak_alias_counts_on_the_listed_side_alone(void **state)
{
    struct judge j = judge_new();

    (void)state;
    double listed =
        judged(&j, NULL, P("name=Old Zorrin"), P("name=Temsad", "weakAlias=Old Zorrin"));
    double asked = judged(&j, NULL, P("name=Temsad", "weakAlias=Old Zorrin"), P("name=Old Zorrin"));
    ASSERT_LESS(listed, asked);
    assert_true(asked == 1);
    judge_free(&j);
}

static void a_weak_alias_of_one_word_is_weaker(void **state)
{
    struct judge j = judge_new();

    (void)state;
    double two = judged(&j, NULL, P("name=Old Zorrin"), P("name=Temsad", "weakAlias=Old Zorrin"));
    double one = judged(&j, NULL, P("name=Zorrin"), P("name=Temsad", "weakAlias=Zorrin"));
    ASSERT_LESS(one, two);
    judge_free(&j);
}

/* ---- how they add up ------------------------------------------------------------------------- */

static struct subject random_person(struct chance *c, struct arena *a)
{
    static const char *const first[] = {"Ferdik", "Fredik", "Orlim", "Orlima", "F."};
    static const char *const last[] = {"Quentabri", "Quentabry", "Vantermark", "Vanter Mark",
                                       "Tarkanow"};
    static const char *const countries[] = {"mt", "it", "ru", "suhh"};
    struct record *r = record_new(a, SCHEMA_Person, SPAN("x"));

    assert_int_equal(
        record_add(r, PROP_name,
                   arena_printf(a, "%s %s", first[chance_below(c, 5)], last[chance_below(c, 5)])),
        ADD_OK);
    if (chance_below(c, 2))
        (void)record_add(r, PROP_birthDate,
                         arena_printf(a, "%d-0%d-1%d", 1960 + (int)chance_below(c, 4),
                                      1 + (int)chance_below(c, 2), 1 + (int)chance_below(c, 2)));
    if (chance_below(c, 2))
        (void)record_add(r, PROP_country, span_of(countries[chance_below(c, 4)]));
    if (chance_below(c, 2))
        (void)record_add(r, PROP_gender, span_of(chance_below(c, 2) ? "male" : "female"));
    if (chance_below(c, 3) == 0)
        (void)record_add(r, PROP_passportNumber,
                         span_of(chance_below(c, 2) ? "X1234567" : "Y1234567"));
    if (chance_below(c, 3) == 0)
        (void)record_add(r, PROP_address, SPAN("12 Harbour Lane, Valletta"));
    assert_ok(record_finish(r));
    return subject_of(a, r);
}

enum { ROUNDS = 8000 };

static void the_score_is_the_best_main_feature_and_the_sum_of_the_others(void **state)
{
    struct chance c = chance_start();
    struct judge j = judge_new();

    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        float main = 0, others = 0;
        double s = judged(&j, NULL, random_person(&c, j.arena), random_person(&c, j.arena));

        for (int f = 0; f < FEATURE_COUNT; f++) {
            float v = feature(&j, (enum feature)f);

            if (feature_row((enum feature)f)->main)
                main = fmaxf(main, v);
            else
                others += v;
        }
        double sum = fmin(fmax((double)main + (double)others, 0), 1);
        assert_true(s >= 0 && s <= 1);
        assert_true(fabs(s - sum) < 0.0101); /* just below 1 where the names are not the same */
        assert_true(s < 1 || feature(&j, FEATURE_NAME) >= 1 || feature(&j, FEATURE_IDENTIFIER) > 0);
        assert_true(fabs(s * 10000 - rint(s * 10000)) <
                    1e-6); /* what is shown is what is compared */
        arena_reset(j.arena);
    }
    judge_free(&j);
}

static void the_score_is_the_same_both_ways(void **state)
{
    struct chance c = chance_start();
    struct judge j = judge_new();

    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        struct subject a = random_person(&c, j.arena), b = random_person(&c, j.arena);
        bool initial = a.names[0].tokens[0].latin.n == 1 || b.names[0].tokens[0].latin.n == 1;
        double there = judged(&j, NULL, a, b), home = judged(&j, NULL, b, a);

        if (!initial)
            assert_float_equal(there, home, 0.0003);
        arena_reset(j.arena);
    }
    judge_free(&j);
}

/* One query against many entities, as a search does it, with one memory for all of them. */
static void what_was_scored_before_does_not_matter(void **state)
{
    struct chance c = chance_start();
    struct judge j = judge_new(), fresh = judge_new();
    const struct match_profile *p = match_profile_find(NULL);

    (void)state;
    for (int round = 0; round < 60; round++) {
        struct subject q = random_person(&c, j.arena);

        match_work_begin(j.work);
        for (int i = 0; i < 50; i++) {
            struct subject e = random_person(&c, j.arena);
            struct match m;

            match_score(p, &q, &e, j.work, &m);
            assert_true(m.score == judged(&fresh, NULL, q, e));
        }
        arena_reset(j.arena);
    }
    match_work_free(NULL);
    judge_free(&fresh);
    judge_free(&j);
}

/* ---- reasons --------------------------------------------------------------------------------- */

static void every_feature_has_a_name_a_title_and_a_description(void **state)
{
    (void)state;
    for (int f = 0; f < FEATURE_COUNT; f++) {
        const struct feature_row *row = feature_row((enum feature)f);

        assert_true(row->name && *row->name && row->title && *row->title);
        assert_true(row->description && strlen(row->description) > 20);
        for (int other = 0; other < f; other++)
            assert_string_not_equal(row->name, feature_row((enum feature)other)->name);
    }
    assert_true(feature_row(FEATURE_NAME)->main);
    assert_false(feature_row(FEATURE_GENDER)->main);
}

static const struct reason *reason_for(const struct reason *list, size_t n, enum feature f)
{
    for (size_t i = 0; i < n; i++)
        if (list[i].feature == f)
            return &list[i];
    return NULL;
}

/* The reason that must be there. */
static const struct reason *need_reason(const struct reason *list, size_t n, enum feature f)
{
    const struct reason *r = reason_for(list, n, f);

    if (r)
        return r;
    fail_msg("there is no reason of feature %d", (int)f);
    abort(); /* not reached: fail_msg jumps */
}

static void every_feature_that_applied_is_told_with_its_values(void **state)
{
    struct judge j = judge_new();
    struct subject q = P("name=Fredik Quentabri", "birthDate=1961-03-14", "country=mt",
                         "gender=male", "passportNumber=X1234567");
    struct subject e = P("name=Ferdik Quentabri", "birthDate=1961", "country=it", "gender=female",
                         "passportNumber=X-1234567");
    struct reason *list;
    const struct reason *r;

    (void)state;
    judged(&j, NULL, q, e);
    size_t n = match_reasons(match_profile_find(NULL), &q, &e, &j.match, j.arena, &list);
    for (size_t i = 1; i < n; i++)
        assert_true(list[i - 1].feature < list[i].feature);
    for (int f = 0; f < FEATURE_COUNT; f++) {
        r = reason_for(list, n, (enum feature)f);
        assert_int_equal(r != NULL, feature(&j, (enum feature)f) != 0);
        if (r)
            assert_float_equal(r->score, feature(&j, (enum feature)f), 1e-6);
    }
    r = need_reason(list, n, FEATURE_NAME);
    assert_span(r->query, SPAN("Fredik Quentabri"));
    assert_span(r->candidate, SPAN("Ferdik Quentabri"));
    assert_true(span_find_span(r->detail, SPAN("[quentabri = quentabri]")) < r->detail.n);
    r = need_reason(list, n, FEATURE_DOB_MATCH);
    assert_span(r->query, SPAN("1961-03-14"));
    assert_span(r->candidate, SPAN("1961"));
    r = need_reason(list, n, FEATURE_COUNTRY);
    assert_span(r->query, SPAN("mt"));
    assert_span(r->candidate, SPAN("it"));
    r = need_reason(list, n, FEATURE_GENDER);
    assert_span(r->query, SPAN("male"));
    assert_span(r->candidate, SPAN("female"));
    r = need_reason(list, n, FEATURE_IDENTIFIER);
    assert_span(r->candidate, SPAN("X1234567"));
    judge_free(&j);
}

static void a_verdict_of_nothing_has_no_reasons(void **state)
{
    struct judge j = judge_new();
    struct subject q = P("birthDate=1961"), e = P("birthDate=1961");
    struct reason *list;

    (void)state;
    judged(&j, NULL, q, e);
    assert_int_equal(match_reasons(match_profile_find(NULL), &q, &e, &j.match, j.arena, &list), 0);
    judge_free(&j);
}

static const char *brackets(struct judge *j, const char *query, const char *listed)
{
    struct subject q = PERSON(j->arena, query), e = PERSON(j->arena, listed);
    struct buf b = {0};

    judged(j, NULL, q, e);
    match_alignment_text(&q.names[0], &e.names[0], &j->match.names, &b);
    const char *text = arena_str(j->arena, buf_view(&b));
    buf_free(&b);
    return text;
}

static void an_alignment_reads_as_pairs_in_the_order_of_the_query(void **state)
{
    struct judge j = judge_new();

    (void)state;
    assert_string_equal(brackets(&j, "name=Ferdik Quentabri", "name=Ferdik Quentabri"),
                        "[ferdik = ferdik] [quentabri = quentabri]");
    assert_string_equal(brackets(&j, "name=Ferdik Quentabri", "name=Quentabri Ferdik"),
                        "[ferdik = ferdik] [quentabri = quentabri]");
    const char *text = brackets(&j, "name=Quentabry Ferdik", "name=Ferdik Jonath Quentabri");
    assert_ptr_equal(strstr(text, "[quentabry ~ quentabri: spelling, "), text);
    assert_non_null(strstr(text, "] [ferdik = ferdik] [jonath: only listed, "));
    assert_non_null(strstr(brackets(&j, "name=Ferdik Jonath Quentabri", "name=Ferdik Quentabri"),
                           "[jonath: only asked, "));
    assert_non_null(strstr(brackets(&j, "name=Ferdik Vantermark", "name=Ferdik Quentabri"),
                           "[vantermark \xE2\x89\xA0 quentabri: different, "));
    assert_non_null(
        strstr(brackets(&j, "name=Kim Minho", "name=Kim Min Ho"), "[minho ~ min ho: joined, "));
    judge_free(&j);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_pair_of_names_counts),
        cmocka_unit_test(one_more_name_never_lowers_the_score),
        cmocka_unit_test(an_alias_does_not_get_round_the_father),
        cmocka_unit_test(of_two_that_fit_the_name_in_the_same_script_counts),
        cmocka_unit_test(no_name_and_no_number_score_nothing),
        cmocka_unit_test(facts_do_not_find_those_whose_names_differ),
        cmocka_unit_test(schemata_that_cannot_meet_score_nothing),
        cmocka_unit_test(each_feature_applies_where_its_row_says),
        cmocka_unit_test(no_feature_applies_where_one_side_is_silent),
        cmocka_unit_test(genders_exclude_each_other_only_when_none_is_shared),
        cmocka_unit_test(the_nearest_of_several_dates_counts),
        cmocka_unit_test(the_further_apart_two_dates_the_lower_the_score),
        cmocka_unit_test(a_date_that_says_less_contradicts_less),
        cmocka_unit_test(an_identifier_with_a_check_digit_is_worth_more),
        cmocka_unit_test(a_number_of_a_document_meets_under_another_property),
        cmocka_unit_test(valid_numbers_of_one_kind_that_differ_count_against),
        cmocka_unit_test(one_equal_number_among_several_is_a_meeting),
        cmocka_unit_test(a_weak_alias_counts_on_the_listed_side_alone),
        cmocka_unit_test(a_weak_alias_of_one_word_is_weaker),
        cmocka_unit_test(the_score_is_the_best_main_feature_and_the_sum_of_the_others),
        cmocka_unit_test(the_score_is_the_same_both_ways),
        cmocka_unit_test(what_was_scored_before_does_not_matter),
        cmocka_unit_test(every_feature_has_a_name_a_title_and_a_description),
        cmocka_unit_test(every_feature_that_applied_is_told_with_its_values),
        cmocka_unit_test(a_verdict_of_nothing_has_no_reasons),
        cmocka_unit_test(an_alignment_reads_as_pairs_in_the_order_of_the_query),
    };
    return cmocka_run_group_tests_name("match/match", tests, NULL, NULL);
}
