/* SPDX-License-Identifier: Apache-2.0
 *
 * The profile eu-332: same, similar or neither, one test of the Regulation at a time.
 */
#include "../name/words.h"
#include "verdict.h"

enum likeness { NEITHER, SIMILAR, SAME };

static const char *const words[] = {"neither", "similar", "same"};

static enum likeness likeness_of(double score)
{
    if (score >= 1)
        return SAME;
    assert_true(score <= 0.6 || (score > 0.7999 && score < 0.8001));
    return score >= 0.8 ? SIMILAR : NEITHER;
}

struct side {
    const char *name, *born, *country, *gender;
};

static struct subject side(struct arena *a, const struct side *s)
{
    struct record *r = record_new(a, SCHEMA_Person, SPAN("x"));

    entity_add(r, arena_printf(a, "name=%s", s->name).p);
    if (s->born)
        entity_add(r, arena_printf(a, "birthDate=%s", s->born).p);
    if (s->country)
        entity_add(r, arena_printf(a, "nationality=%s", s->country).p);
    if (s->gender)
        entity_add(r, arena_printf(a, "gender=%s", s->gender).p);
    assert_ok(record_finish(r));
    return subject_of(a, r);
}

struct row {
    struct side query, listed;
    enum likeness likeness;
};

/* Both ways round: the law knows no query. */
static void assert_rows(const struct row *rows, size_t n)
{
    struct judge j = judge_new();

    for (size_t i = 0; i < n; i++) {
        struct subject a = side(j.arena, &rows[i].query), b = side(j.arena, &rows[i].listed);
        enum likeness there = likeness_of(judged(&j, "eu-332", a, b));
        enum likeness home = likeness_of(judged(&j, "eu-332", b, a));

        if (there != rows[i].likeness || home != rows[i].likeness)
            print_error("%s, %s: %s, the other way round %s, not %s\n", rows[i].query.name,
                        rows[i].listed.name, words[there], words[home], words[rows[i].likeness]);
        assert_int_equal(there, rows[i].likeness);
        assert_int_equal(home, rows[i].likeness);
    }
    judge_free(&j);
}
#define ASSERT_ROWS(rows) assert_rows((rows), ARRAY_LEN(rows))

/* A pair of names on otherwise equal data. */
#define NAMES(a, b, likeness)                                                                      \
    {                                                                                              \
        {a, "1961-03-14", "mt", "male"}, {b, "1961-03-14", "mt", "male"}, likeness                 \
    }
#define DATES(a, b, likeness)                                                                      \
    {                                                                                              \
        {"Ferdik Quentabri", a, "mt", NULL}, {"Ferdik Quentabri", b, "mt", NULL}, likeness         \
    }

static void names_written_alike_are_the_same(void **state)
{
    static const struct row rows[] = {
        NAMES("Ferdik Quentabri", "Ferdik Quentabri", SAME),
        NAMES("Ferdik Quentabri", "FERDIK QUENTABRI", SAME),
        NAMES("Ferdik Quentabri", "QUENTABRI, Ferdik", SAME),
        NAMES("Ferdik Quentabri", "Ferdík Quéntabri", SAME),
        NAMES("Ferdik O'Dunleavy", "Ferdik ODunleavy", SAME),
        NAMES("Ferdik-Jonath Quentabri", "Ferdik Jonath Quentabri", SAME),
    };

    (void)state;
    ASSERT_ROWS(rows);
}

static void a_known_romanisation_or_another_script_is_similar(void **state)
{
    static const struct row rows[] = {
        NAMES("Mohammed Tarkanow", "Mohamad Tarkanow", SIMILAR),
        NAMES("Yusuf Tarkanow", "Youssef Tarkanow", SIMILAR),
        NAMES("Ivan Petrenko", "Иван Петренко", SIMILAR),
    };

    (void)state;
    ASSERT_ROWS(rows);
}

static void names_that_cannot_be_romanised_are_alike_only_when_equal(void **state)
{
    static const struct row rows[] = {
        NAMES("ⵎⵓⵃⴰ ⵣⴰⵢⴷ", "ⵎⵓⵃⴰ ⵣⴰⵢⴷ", SAME),
        NAMES("ⵎⵓⵃⴰ ⵣⴰⵢⴷ", "ⵣⴰⵢⴷ ⵎⵓⵃⴰ", SIMILAR),
        NAMES("ⵎⵓⵃⴰ ⵣⴰⵢⴷ", "ⴽⵉⵔ ⵍⴰⵙ", NEITHER),
        NAMES("ⵎⵓⵃⴰ", "Q", NEITHER),
    };

    (void)state;
    ASSERT_ROWS(rows);
}

static void words_in_another_order_are_similar(void **state)
{
    static const struct row rows[] = {
        NAMES("Ferdik Quentabri", "Quentabri Ferdik", SIMILAR),
        NAMES("Ferdik Jonath Quentabri", "Quentabri Ferdik Jonath", SIMILAR),
        NAMES("Ferdik Jonath Quentabri", "Jonath Ferdik Quentabri", SIMILAR),
        NAMES("Ferdik Ferdik Quentabri", "Ferdik Quentabri Quentabri", NEITHER),
    };

    (void)state;
    ASSERT_ROWS(rows);
}

static void letters_cut_into_other_words_are_similar(void **state)
{
    static const struct row rows[] = {
        NAMES("Kim Min Ho", "Kim Minho", SIMILAR),
        NAMES("Ferdik Quentabri", "Fer Dik Quentabri", SIMILAR),
        NAMES("Ferdik Quentabri", "Ferdikquentabri", SIMILAR),
    };

    (void)state;
    ASSERT_ROWS(rows);
}

static void two_letters_swapped_are_similar_next_to_each_other_or_not(void **state)
{
    static const struct row rows[] = {
        NAMES("Ferdik Quentabri", "Ferdik Quetnabri", SIMILAR),
        NAMES("Ferdik Quentabri", "Fredik Quentabri", SIMILAR),
        NAMES("Ferdik Quentabri", "Ferdik Quintabre", SIMILAR),
        NAMES("Ferdik Quentabri", "Ferdik Nuextabgi", NEITHER),
    };

    (void)state;
    ASSERT_ROWS(rows);
}

static void one_letter_changed_missing_or_too_many_is_similar(void **state)
{
    static const struct row rows[] = {
        NAMES("Ferdik Quentabri", "Ferdik Quentadri", SIMILAR),
        NAMES("Ferdik Quentabri", "Ferdik Quentabr", SIMILAR),
        NAMES("Ferdik Quentabri", "erdik Quentabri", SIMILAR),
        NAMES("Ferdik Quentabri", "Ferdik Quentabrix", SIMILAR),
        NAMES("Ferdik Quentabri", "Ferdik Quenxxbri", NEITHER),
        NAMES("Ferdik Quentabri", "Ferdik Vantermark", NEITHER),
        NAMES("Ferdik Quentabri", "Ferdik Jonath Quentabri", NEITHER),
    };

    (void)state;
    ASSERT_ROWS(rows);
}

static void a_name_cut_off_is_similar_if_enough_is_left(void **state)
{
    static const struct row rows[] = {
        NAMES("Ferdik Quentabri", "Ferdik Quenta", SIMILAR),
        NAMES("Ferdik Jonath Quentabri", "Ferdik Jonath", SIMILAR),
        NAMES("Ferdik Quentabri", "Ferdi", NEITHER),
        NAMES("Ferdik Quentabri", "Quentabri", NEITHER),
    };

    (void)state;
    ASSERT_ROWS(rows);
}

static void dates_are_the_same_similar_or_neither(void **state)
{
    static const struct row rows[] = {
        DATES("1961-03-14", "1961-03-14", SAME),
        DATES("1961", "1961", SAME),
        DATES("1961-03-04", "1961-04-03", SIMILAR), /* day and month inverted */
        DATES("1961-03-14", "1961-03-15", SIMILAR), /* one digit changed */
        DATES("1961-03-14", "1951-03-14", SIMILAR),
        DATES("1961-03-14", "1961-08-14", SIMILAR),
        DATES("1961-03-14", "1961-03-29", NEITHER),
        DATES("1961-03-14", "1952-03-14", NEITHER),
        DATES("1961-03-14", "1988-11-02", NEITHER),
        DATES("1961-03-14", "1961", SIMILAR), /* the one holds the other */
        DATES("1961-03-14", "1962", NEITHER),
        DATES("1961-03-14", "circa 1961", SIMILAR),
        DATES("1960", "1958/1963", SIMILAR),
    };

    (void)state;
    ASSERT_ROWS(rows);
}

static void a_similar_name_and_a_similar_date_are_similar(void **state)
{
    static const struct row rows[] = {
        {{"Ferdik Quentabri", "1961-03-04", "mt", NULL},
         {"Quentabri Ferdik", "1961-04-03", "mt", NULL},
         SIMILAR},
        {{"Ferdik Quentabri", "1961-03-04", "mt", NULL},
         {"Ferdik Quentabry", "1988-04-03", "mt", NULL},
         NEITHER},
    };

    (void)state;
    ASSERT_ROWS(rows);
}

static void a_country_must_be_shared_or_follow_on_the_other(void **state)
{
    static const struct row rows[] = {
        {{"Ferdik Quentabri", "1961-03-14", "mt", NULL},
         {"Ferdik Quentabri", "1961-03-14", "it", NULL},
         NEITHER},
        {{"Ferdik Quentabri", "1961-03-14", "ru", NULL},
         {"Ferdik Quentabri", "1961-03-14", "suhh", NULL},
         SIMILAR},
        {{"Ferdik Quentabri", "1961-03-14", "ru", NULL},
         {"Ferdik Quentabri", "1961-03-14", "ua", NULL},
         NEITHER},
    };

    (void)state;
    ASSERT_ROWS(rows);
}

static void another_gender_is_another_identity_and_none_is_no_matter(void **state)
{
    static const struct row rows[] = {
        {{"Ferdik Quentabri", "1961-03-14", "mt", "male"},
         {"Ferdik Quentabri", "1961-03-14", "mt", "female"},
         NEITHER},
        {{"Ferdik Quentabri", "1961-03-14", "mt", "male"},
         {"Ferdik Quentabri", "1961-03-14", "mt", NULL},
         SAME},
    };

    (void)state;
    ASSERT_ROWS(rows);
}

static void without_date_or_country_there_is_neither_same_nor_similar(void **state)
{
    static const struct row rows[] = {
        {{"Ferdik Quentabri", NULL, NULL, NULL}, {"Ferdik Quentabri", NULL, NULL, NULL}, NEITHER},
        {{"Ferdik Quentabri", "1961", NULL, NULL},
         {"Ferdik Quentabri", "1961", NULL, NULL},
         NEITHER},
        {{"Ferdik Quentabri", NULL, "mt", NULL}, {"Ferdik Quentabri", NULL, "mt", NULL}, NEITHER},
        {{"Ferdik Quentabri", "1961", "mt", NULL}, {"Ferdik Quentabri", NULL, "mt", NULL}, NEITHER},
        {{"Ferdik Quentabri", "1961", "mt", NULL},
         {"Ferdik Quentabri", "1961", NULL, NULL},
         NEITHER},
    };

    (void)state;
    ASSERT_ROWS(rows);
}

static void among_several_names_and_dates_the_alike_ones_count(void **state)
{
    struct judge j = judge_new();
    struct subject q =
        PERSON(j.arena, "name=Ferdik Quentabri", "birthDate=1961-03-14", "country=mt");
    struct subject e = PERSON(j.arena, "name=Ferdik Quentabri Vantermark", "alias=Ferdik Quentabri",
                              "birthDate=1988", "birthDate=1961-03-14", "country=it", "country=mt");

    (void)state;
    assert_true(judged(&j, "eu-332", q, e) == 1);
    assert_int_equal(j.match.name, 1);
    assert_int_equal(j.match.date, 1);
    judge_free(&j);
}

static void below_similar_the_names_still_give_an_order(void **state)
{
    struct judge j = judge_new();
    struct subject q = PERSON(j.arena, "name=Ferdik Quentabri");

    (void)state;
    double near = judged(&j, "eu-332", q, PERSON(j.arena, "name=Ferdik Quentabri"));
    double far = judged(&j, "eu-332", q, PERSON(j.arena, "name=Orlima Vantermark"));
    ASSERT_LESS(far, near);
    assert_true(near <= 0.6);
    judge_free(&j);
}

/* Any one edit of a name, on otherwise equal data, is similar or the same. */
static void every_single_edit_of_a_name_is_similar(void **state)
{
    struct chance c = chance_start();
    struct judge j = judge_new();

    (void)state;
    for (int round = 0; round < 3000; round++) {
        struct span first = chance_word(&c, j.arena, 6), last = chance_word(&c, j.arena, 8);
        struct side a = {arena_printf(j.arena, "%.*s %.*s", SPAN_ARG(first), SPAN_ARG(last)).p,
                         "1961-03-14", "mt", NULL};
        struct span wrong = chance_edit(&c, j.arena, last);
        struct side b = a;

        b.name = arena_printf(j.arena, "%.*s %.*s", SPAN_ARG(first), SPAN_ARG(wrong)).p;
        assert_true(judged(&j, "eu-332", side(j.arena, &a), side(j.arena, &b)) >= 0.8);
        arena_reset(j.arena);
    }
    judge_free(&j);
}

static void names_of_the_greatest_length_are_compared(void **state)
{
    struct judge j = judge_new();
    struct buf b = {0};

    (void)state;
    for (int i = 0; i < 60; i++)
        buf_str(&b, i % 2 ? "quentabrivantermark " : "ferdikjonath ");
    struct side a = {buf_cstr(&b), "1961-03-14", "mt", NULL};
    assert_true(judged(&j, "eu-332", side(j.arena, &a), side(j.arena, &a)) == 1);
    buf_free(&b);
    judge_free(&j);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_written_alike_are_the_same),
        cmocka_unit_test(a_known_romanisation_or_another_script_is_similar),
        cmocka_unit_test(names_that_cannot_be_romanised_are_alike_only_when_equal),
        cmocka_unit_test(words_in_another_order_are_similar),
        cmocka_unit_test(letters_cut_into_other_words_are_similar),
        cmocka_unit_test(two_letters_swapped_are_similar_next_to_each_other_or_not),
        cmocka_unit_test(one_letter_changed_missing_or_too_many_is_similar),
        cmocka_unit_test(a_name_cut_off_is_similar_if_enough_is_left),
        cmocka_unit_test(dates_are_the_same_similar_or_neither),
        cmocka_unit_test(a_similar_name_and_a_similar_date_are_similar),
        cmocka_unit_test(a_country_must_be_shared_or_follow_on_the_other),
        cmocka_unit_test(another_gender_is_another_identity_and_none_is_no_matter),
        cmocka_unit_test(without_date_or_country_there_is_neither_same_nor_similar),
        cmocka_unit_test(among_several_names_and_dates_the_alike_ones_count),
        cmocka_unit_test(below_similar_the_names_still_give_an_order),
        cmocka_unit_test(every_single_edit_of_a_name_is_similar),
        cmocka_unit_test(names_of_the_greatest_length_are_compared),
    };
    return cmocka_run_group_tests_name("match/eu332", tests, NULL, NULL);
}
