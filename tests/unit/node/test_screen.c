/* SPDX-License-Identifier: Apache-2.0
 *
 * Screening through the public library: who is found, how results are shown, what options do, and
 * that the fast look through the index and the final verdict agree.
 */
#include <math.h>
#include <pthread.h>

#include <jansson.h>

#include "../name/words.h"
#include "match/match.h"
#include "town_list.h"

static struct tocsin_results *screened(struct town *t, struct tocsin_query *q,
                                       const struct tocsin_screen_options *o)
{
    struct tocsin_results *r;

    assert_ok(tocsin_screen(t->node, q, o, &r));
    tocsin_query_free(q);
    return r;
}

/* "ferdik 1.00, fredika 0.71" without the scores: the ids, best first. */
static const char *ids(struct town *t, struct tocsin_query *q,
                       const struct tocsin_screen_options *o)
{
    struct tocsin_results *r = screened(t, q, o);
    struct buf b = {0};

    for (size_t i = 0; i < tocsin_results_count(r); i++)
        buf_printf(&b, "%s%s", i ? " " : "", tocsin_result_id(r, i));
    const char *text = arena_str(t->arena, buf_view(&b));
    buf_free(&b);
    tocsin_results_free(r);
    return text;
}

static void weights_decide_what_counts(void **state)
{
    static const struct tocsin_weight no_name[] = {{"name_match", 0}, {NULL, 0}},
                                      unknown[] = {{"keel_match", 0}, {NULL, 0}},
                                      below[] = {{"name_match", -1}, {NULL, 0}};
    struct tocsin_screen_options o = {.weights = unknown};
    struct tocsin_query *q;
    struct tocsin_results *r;
    struct town t;

    (void)state;
    town_with_list(&t);
    assert_string_equal(ids(&t, QUESTION("Person", "name=Ferdik Quentabri"), &o),
                        ids(&t, QUESTION("Person", "name=Ferdik Quentabri"), NULL));
    o.weights = no_name;
    assert_string_equal(ids(&t, QUESTION("Person", "name=Ferdik Quentabri"), &o), "");
    o.weights = below;
    q = QUESTION("Person", "name=Ferdik Quentabri");
    assert_code(tocsin_screen(t.node, q, &o, &r), TOCSIN_ERR_USAGE);
    tocsin_query_free(q);
    town_close(&t);
}

/* ---- who is found ---------------------------------------------------------------------------- */

static void people_are_found_as_people_write_them(void **state)
{
    static const struct {
        const char *name, *id;
    } rows[] = {
        {"name=Ferdik Quentabri", "ferdik"}, {"name=QUENTABRY, Ferdik", "ferdik"},
        {"name=F. Quentabri", "ferdik"},     {"name=Ferdik Jonath Quentabri", "ferdik"},
        {"name=Орлим Вантермарк", "orlim"},  {"alias=Ferdik Quentabri", "ferdik"},
        {"name=Orlim Vantermarc", "orlim"},  {"name=Vantermark, O.", "orlim"},
    };
    struct town t;

    (void)state;
    town_with_list(&t);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct tocsin_results *r = screened(&t, QUESTION("Person", rows[i].name), NULL);

        if (tocsin_results_count(r) == 0)
            print_error("%s\n", rows[i].name);
        assert_true(tocsin_results_count(r) >= 1);
        assert_string_equal(tocsin_result_id(r, 0), rows[i].id);
        assert_true(tocsin_result_match(r, 0));
        tocsin_results_free(r);
    }
    town_close(&t);
}

static void strangers_are_not_found(void **state)
{
    struct town t;

    (void)state;
    town_with_list(&t);
    assert_string_equal(ids(&t, QUESTION("Person", "name=Temsad Brolin"), NULL), "");
    assert_string_equal(ids(&t, QUESTION("Person", "name=Ferdik Vantermark"), NULL), "");
    assert_string_equal(ids(&t, QUESTION("Person", "birthDate=1961-03-14", "nationality=mt"), NULL),
                        "");
    assert_string_equal(ids(&t, QUESTION("Company", "name=Ferdik Quentabri"), NULL), "");
    town_close(&t);
}

static void what_is_known_besides_the_name_decides(void **state)
{
    struct town t;

    (void)state;
    town_with_list(&t);
    assert_string_equal(
        ids(&t, QUESTION("Person", "name=Fredik Quentabri", "birthDate=1961", "gender=male"), NULL),
        "ferdik");
    struct tocsin_results *with =
        screened(&t, QUESTION("Person", "name=Fredik Quentabri", "birthDate=1961-03-14"), NULL);
    struct tocsin_results *against =
        screened(&t, QUESTION("Person", "name=Fredik Quentabri", "birthDate=1977-03-14"),
                 &(struct tocsin_screen_options){.below = true});
    assert_string_equal(tocsin_result_id(with, 0), "ferdik");
    assert_true(tocsin_result_score(with, 0) > tocsin_result_score(against, 0));
    tocsin_results_free(with);
    tocsin_results_free(against);
    town_close(&t);
}

static void an_identifier_alone_is_enough(void **state)
{
    struct town t;

    (void)state;
    town_with_list(&t);
    assert_string_equal(ids(&t, QUESTION("Person", "passportNumber=x-123 4567"), NULL), "ferdik");
    assert_string_equal(
        ids(&t, QUESTION("Vessel", "name=Zalmora Queen", "imoNumber=IMO 9074729"), NULL), "heron");
    assert_string_equal(ids(&t, QUESTION("Company", "leiCode=ZALMORALINES00000173"), NULL),
                        "lines");
    assert_string_equal(ids(&t, QUESTION("Person", "passportNumber=X7654321"), NULL), "");
    town_close(&t);
}

static void a_query_for_a_thing_meets_every_schema(void **state)
{
    struct town t;

    (void)state;
    town_with_list(&t);
    assert_string_equal(ids(&t, QUESTION("Thing", "name=Grey Heron"), NULL), "heron");
    assert_string_equal(ids(&t, QUESTION("LegalEntity", "name=Orlim Vantermark"), NULL), "orlim");
    assert_string_equal(ids(&t, QUESTION("LegalEntity", "name=Quentabry Lines"), NULL), "lines");
    town_close(&t);
}

static void an_empty_home_and_an_empty_query_find_nobody(void **state)
{
    struct town t;
    struct tocsin_query *q;

    (void)state;
    town_open(&t);
    assert_string_equal(ids(&t, QUESTION("Person", "name=Ferdik Quentabri"), NULL), "");
    load_ftm(&t, "harbour", town_entities);
    assert_ok(tocsin_query_new("Person", &q));
    assert_string_equal(ids(&t, q, NULL), "");
    town_close(&t);
}

/* ---- options --------------------------------------------------------------------------------- */

static void the_threshold_draws_the_line(void **state)
{
    struct tocsin_screen_options o = {.threshold = 0.999};
    struct town t;

    (void)state;
    town_with_list(&t);
    assert_string_equal(ids(&t, QUESTION("Person", "name=Ferdik Quentabri"), &o), "ferdik");
    assert_string_equal(ids(&t, QUESTION("Person", "name=Ferdik Quentabry"), &o), "");
    o.threshold = 0.30;
    assert_non_null(strstr(ids(&t, QUESTION("Person", "name=Ferdik Vantermark"), &o), "orlim"));
    town_close(&t);
}

static void below_shows_the_best_that_are_no_match(void **state)
{
    struct tocsin_screen_options o = {.below = true, .limit = 3};
    struct town t;

    (void)state;
    town_with_list(&t);
    struct tocsin_results *r = screened(&t, QUESTION("Person", "name=Orlim Quentabri"), &o);
    assert_in_range(tocsin_results_count(r), 1, 3);
    for (size_t i = 0; i < tocsin_results_count(r); i++) {
        assert_false(tocsin_result_match(r, i));
        assert_true(tocsin_result_score(r, i) < 0.70);
    }
    tocsin_results_free(r);
    town_close(&t);
}

static void results_are_sorted_and_no_more_than_the_limit(void **state)
{
    struct tocsin_screen_options o = {.limit = 3};
    struct town t;
    struct buf b = {0};

    (void)state;
    town_open(&t);
    for (int i = 0; i < 12; i++)
        buf_printf(&b, "p-%d,Ferdik%s Quentabri,19%d\n", i, i % 4 ? "" : " Jonath", 60 + i);
    load(&t, "many.csv", buf_cstr(&b));
    for (size_t limit = 1; limit < 20; limit += 6) {
        o.limit = limit;
        struct tocsin_results *r =
            screened(&t, QUESTION("Person", "name=Ferdik Quentabri", "birthDate=1965"), &o);
        size_t n = tocsin_results_count(r);

        assert_true(n <= limit);
        for (size_t i = 1; i < n; i++)
            assert_true(tocsin_result_score(r, i) <= tocsin_result_score(r, i - 1));
        assert_string_equal(tocsin_result_id(r, 0), "p-5");
        tocsin_results_free(r);
    }
    struct tocsin_results *r = screened(&t, QUESTION("Person", "name=Ferdik Quentabri"), NULL);
    assert_int_equal(tocsin_results_count(r), 5); /* where nothing is said */
    tocsin_results_free(r);
    buf_free(&b);
    town_close(&t);
}

static void datasets_are_searched_as_asked(void **state)
{
    static const char *const first[] = {"harbour", NULL}, *const both[] = {"own", "harbour", NULL};
    static const char *const unknown[] = {"nowhere", NULL};
    struct tocsin_screen_options o = {.datasets = first};
    struct tocsin_results *r;
    struct tocsin_query *q;
    struct town t;

    (void)state;
    town_with_list(&t);
    load(&t, "own.csv", "own-1,Ferdik Quentabri,1961\n");
    assert_string_equal(ids(&t, QUESTION("Person", "name=Ferdik Quentabri", "gender=male"), &o),
                        "ferdik");
    o.datasets = both;
    assert_int_equal(
        strlen(ids(&t, QUESTION("Person", "name=Ferdik Quentabri", "gender=male"), &o)),
        strlen("ferdik own-1"));
    o.datasets = unknown;
    q = QUESTION("Person", "name=Ferdik Quentabri");
    assert_says(tocsin_screen(t.node, q, &o, &r), TOCSIN_ERR_NOT_FOUND, "harbour");
    tocsin_query_free(q);
    town_close(&t);
}

static void topics_are_searched_as_asked(void **state)
{
    static const char *const pep[] = {"role.pep", NULL}, *const two[] = {"role.pep", "sanction",
                                                                         NULL};
    static const char *const none[] = {"crime", NULL};
    struct tocsin_screen_options o = {.topics = pep};
    struct town t;

    (void)state;
    town_with_list(&t);
    assert_string_equal(ids(&t, QUESTION("Person", "name=Fredika Quentabri"), &o), "fredika");
    assert_string_equal(ids(&t, QUESTION("Person", "name=Orlim Vantermark"), &o), "");
    o.topics = two;
    assert_string_equal(ids(&t, QUESTION("Person", "name=Orlim Vantermark"), &o), "orlim");
    o.topics = none;
    assert_string_equal(ids(&t, QUESTION("Person", "name=Orlim Vantermark"), &o), "");
    town_close(&t);
}

static void an_algorithm_is_chosen_by_name(void **state)
{
    struct tocsin_screen_options o = {.algorithm = "exact"};
    struct tocsin_results *r;
    struct tocsin_query *q = QUESTION("Person", "name=Ferdik Quentabri");
    struct town t;

    (void)state;
    town_with_list(&t);
    assert_string_equal(ids(&t, QUESTION("Person", "name=Ferdik Quentabri"), &o), "ferdik");
    assert_string_equal(ids(&t, QUESTION("Person", "name=Fredik Quentabri"), &o), "");
    o.algorithm = "eu-332";
    assert_string_equal(
        ids(&t,
            QUESTION("Person", "name=Fredik Quentabri", "birthDate=1961-03-14", "nationality=mt"),
            &o),
        "ferdik");
    assert_string_equal(ids(&t, QUESTION("Person", "name=Ferdik Quentabri"), &o), "");
    o.algorithm = "logic-v2";
    assert_string_equal(
        ids(&t, QUESTION("Person", "name=Fredik Quentabri", "gender=male", "birthDate=1961"), &o),
        "ferdik");
    o.algorithm = "water";
    assert_says(tocsin_screen(t.node, q, &o, &r), TOCSIN_ERR_USAGE, "water");
    tocsin_query_free(q);
    town_close(&t);
}

static void the_algorithms_can_be_listed(void **state)
{
    size_t n = 0;

    (void)state;
    for (; tocsin_algorithm_at(n); n++) {
        assert_non_null(match_profile_find(tocsin_algorithm_at(n)->name));
        assert_true(strlen(tocsin_algorithm_at(n)->description) > 0);
    }
    assert_true(n >= 3);
}

/* ---- results --------------------------------------------------------------------------------- */

static void a_result_says_who_and_why(void **state)
{
    const struct tocsin_reason *reasons;
    struct town t;

    (void)state;
    town_with_list(&t);
    struct tocsin_results *r = screened(
        &t, QUESTION("Person", "name=Ferdik Quentabry", "birthDate=1961", "nationality=mt"), NULL);
    assert_string_equal(tocsin_result_id(r, 0), "ferdik");
    assert_string_equal(tocsin_result_caption(r, 0), "Ferdik Quentabri");
    assert_string_equal(tocsin_result_schema(r, 0), "Person");
    assert_string_equal(tocsin_result_dataset(r, 0), "harbour");
    size_t n = tocsin_result_reasons(r, 0, &reasons);
    assert_int_equal(n, 3);
    assert_string_equal(reasons[0].feature, "name_match");
    assert_string_equal(reasons[0].query, "Ferdik Quentabry");
    assert_string_equal(reasons[0].candidate, "Ferdik Quentabri");
    assert_non_null(strstr(reasons[0].detail, "[quentabry ~ quentabri: spelling"));
    assert_string_equal(reasons[1].feature, "dob_match");
    assert_string_equal(reasons[1].candidate, "1961-03-14");
    assert_string_equal(reasons[2].feature, "country_match");
    for (size_t i = 0; i < n; i++)
        assert_true(reasons[i].title && *reasons[i].title && reasons[i].score > 0);
    tocsin_results_free(r);
    tocsin_results_free(NULL);
    town_close(&t);
}

static void results_outlive_the_query_and_the_next_search(void **state)
{
    struct town t;

    (void)state;
    town_with_list(&t);
    struct tocsin_results *r = screened(&t, QUESTION("Person", "name=Ferdik Quentabri"), NULL);
    ids(&t, QUESTION("Person", "name=Orlim Vantermark"), NULL);
    assert_string_equal(tocsin_result_id(r, 0), "ferdik");
    assert_string_equal(tocsin_result_caption(r, 0), "Ferdik Quentabri");
    tocsin_results_free(r);
    town_close(&t);
}

static void results_as_json_have_the_form_of_yente(void **state)
{
    struct town t;
    char *text;

    (void)state;
    town_with_list(&t);
    struct tocsin_results *r =
        screened(&t, QUESTION("Person", "name=Ferdik \"Quentabry\"", "birthDate=1961"), NULL);
    assert_ok(tocsin_results_json(t.node, r, &text));
    json_t *root = json_loads(text, 0, NULL);
    assert_non_null(root);
    json_t *results = json_object_get(root, "results"), *first = json_array_get(results, 0);
    assert_int_equal(json_array_size(results), tocsin_results_count(r));
    assert_string_equal(json_string_value(json_object_get(first, "id")), "ferdik");
    assert_string_equal(json_string_value(json_object_get(first, "schema")), "Person");
    assert_float_equal(json_number_value(json_object_get(first, "score")),
                       tocsin_result_score(r, 0), 1e-4);
    assert_true(json_is_true(json_object_get(first, "match")));
    json_t *names = json_object_get(json_object_get(first, "properties"), "name");
    assert_string_equal(json_string_value(json_array_get(names, 0)), "Ferdik Quentabri");
    assert_non_null(json_object_get(json_object_get(first, "explanations"), "name_match"));
    assert_string_equal(json_string_value(json_object_get(root, "algorithm")), "tocsin");
    assert_float_equal(json_number_value(json_object_get(root, "threshold")), 0.7, 1e-9);
    json_t *dataset = json_array_get(json_object_get(root, "datasets"), 0);
    assert_string_equal(json_string_value(json_object_get(dataset, "name")), "harbour");
    json_decref(root);
    free(text);
    tocsin_results_free(r);
    town_close(&t);
}

/* ---- lists that change ----------------------------------------------------------------------- */

static void who_left_the_list_is_not_found_any_more(void **state)
{
    struct town t;

    (void)state;
    town_open(&t);
    load(&t, "own.csv", "a,Ferdik Quentabri,1961\nb,Orlim Vantermark,\n");
    assert_string_equal(ids(&t, QUESTION("Person", "name=Ferdik Quentabri"), NULL), "a");
    load(&t, "own.csv", "b,Orlim Vantermark,\n");
    assert_string_equal(ids(&t, QUESTION("Person", "name=Ferdik Quentabri"), NULL), "");
    assert_string_equal(ids(&t, QUESTION("Person", "name=Orlim Vantermark"), NULL), "b");
    load(&t, "own.csv", "b,Orlim Vantermark,\nc,Fredik Quentabry,\n");
    assert_string_equal(ids(&t, QUESTION("Person", "name=Ferdik Quentabri"), NULL), "c");
    town_close(&t);
}

static void a_home_opened_again_answers_the_same(void **state)
{
    struct town t;

    (void)state;
    town_with_list(&t);
    tocsin_close(t.node);
    assert_ok(tocsin_open(t.home, TOCSIN_READ, &t.node));
    assert_string_equal(
        ids(&t, QUESTION("Person", "name=Fredik Quentabri", "birthDate=1961"), NULL), "ferdik");
    town_close(&t);
}

static void a_rebuilt_index_answers_the_same(void **state)
{
    struct town t;

    (void)state;
    town_with_list(&t);
    assert_ok(tocsin_rebuild(t.node, false, NULL, NULL));
    assert_string_equal(
        ids(&t, QUESTION("Person", "name=Fredik Quentabri", "birthDate=1961"), NULL), "ferdik");
    assert_sound(&t);
    town_close(&t);
}

/* ---- threads --------------------------------------------------------------------------------- */

struct asking {
    struct town *town;
    const char *name, *id;
    unsigned right;
};

enum { ASKED = 50 };

static void *ask_often(void *arg)
{
    struct asking *a = arg;

    for (int i = 0; i < ASKED; i++) {
        struct tocsin_query *q;
        struct tocsin_results *r = NULL;
        struct tocsin_err *err = tocsin_query_new("Person", &q);

        if (!err)
            err = tocsin_query_add(q, "name", a->name);
        if (!err)
            err = tocsin_screen(a->town->node, q, NULL, &r);
        a->right +=
            !err && tocsin_results_count(r) > 0 && strcmp(tocsin_result_id(r, 0), a->id) == 0;
        tocsin_err_free(err);
        tocsin_results_free(r);
        tocsin_query_free(q);
    }
    return NULL;
}

static void many_threads_may_ask_one_node(void **state)
{
    struct town t;
    struct asking asking[] = {{&t, "Ferdik Quentabri", "ferdik", 0},
                              {&t, "Orlim Vantermarc", "orlim", 0},
                              {&t, "F. Quentabri", "ferdik", 0},
                              {&t, "Vantermark, Orlim", "orlim", 0}};
    pthread_t threads[ARRAY_LEN(asking)];

    (void)state;
    town_with_list(&t);
    for (size_t i = 0; i < ARRAY_LEN(asking); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, ask_often, &asking[i]), 0);
    for (size_t i = 0; i < ARRAY_LEN(asking); i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(asking[i].right, ASKED);
    }
    town_close(&t);
}

/* ---- comparing ------------------------------------------------------------------------------- */

static void two_names_can_be_compared_without_a_list(void **state)
{
    double same, near, far;
    double score = 7;

    (void)state;
    assert_ok(tocsin_compare(NULL, "Person", "Ferdik Quentabri", "FERDIK QUENTABRI", NULL, &same));
    assert_ok(tocsin_compare(NULL, "Person", "Ferdik Quentabri", "Fredik Quentabry", NULL, &near));
    assert_ok(tocsin_compare(NULL, "Person", "Ferdik Quentabri", "Orlim Vantermark", NULL, &far));
    assert_true(same == 1 && near < same && near >= 0.7 && far < near);
    assert_ok(tocsin_compare(NULL, "Company", "Quentabry GmbH", "Quentabry Ltd", "exact", &score));
    assert_true(score == 0);
    assert_says(tocsin_compare(NULL, "Persn", "a", "b", NULL, &score), TOCSIN_ERR_USAGE, "Person");
    assert_says(tocsin_compare(NULL, "Person", "a", "b", "water", &score), TOCSIN_ERR_USAGE,
                "water");
}

static void how_common_a_word_is_comes_from_the_lists(void **state)
{
    struct town t;
    struct buf b = {0};
    double alone, among;

    (void)state;
    town_open(&t);
    for (int i = 0; i < 3000; i++)
        buf_printf(&b, "p-%d,Brolin Q%dx,\n", i, i);
    load(&t, "own.csv", buf_cstr(&b));
    assert_ok(tocsin_compare(NULL, "Person", "Brolin Quentabri", "Quentabri", NULL, &alone));
    assert_ok(tocsin_compare(t.node, "Person", "Brolin Quentabri", "Quentabri", NULL, &among));
    assert_true(among > alone); /* a word that thousands bear is missed less */
    buf_free(&b);
    town_close(&t);
}

/* ---- the index and the record say the same --------------------------------------------------- */

static const char *const some_names[] = {
    "Ferdik Quentabri",
    "QUENTABRI, F.",
    "Mohammed Tarkanow",
    "Muhammad bin Orlim al-Tarkanow",
    "Abu Orlim",
    "Dr. Orlim Vantermark Jr.",
    "王小明",
    "김민호",
    "Иван Петренков",
    "Vantermark von Brolin",
    "Hafez Brolin",
    "Quentabry Lines",
    "Bank of Zalmora Hong Kong",
    "Plant 17 Zalmora",
    "Zalmora Forty Four",
};

static struct record *random_entity(struct chance *c, struct arena *a, int number)
{
    static const enum schema schemata[] = {SCHEMA_Person, SCHEMA_Person, SCHEMA_Company,
                                           SCHEMA_LegalEntity};
    struct record *r = record_new(a, schemata[chance_below(c, 4)], arena_printf(a, "e-%d", number));

    for (size_t n = 1 + chance_below(c, 3); n > 0; n--) {
        struct span name = span_of(some_names[chance_below(c, ARRAY_LEN(some_names))]);

        (void)record_add(r, chance_below(c, 2) ? PROP_name : PROP_alias,
                         chance_below(c, 3) ? name
                                            : arena_printf(a, "%.*s %.*s", SPAN_ARG(name),
                                                           SPAN_ARG(chance_word(c, a, 6))));
    }
    if (chance_below(c, 2))
        (void)record_add(r, PROP_country, chance_below(c, 2) ? SPAN("mt") : SPAN("suhh"));
    if (r->schema == SCHEMA_Person && chance_below(c, 2))
        (void)record_add(r, PROP_birthDate, arena_printf(a, "19%d", 60 + (int)chance_below(c, 20)));
    if (chance_below(c, 2))
        (void)record_add(r, PROP_address, SPAN("12 Harbour Lane, Valletta"));
    if (chance_below(c, 4) == 0)
        (void)record_add(r, PROP_registrationNumber,
                         arena_printf(a, "R%d", 1000 + (int)chance_below(c, 5)));
    assert_ok(record_finish(r));
    return r;
}

enum { MANY = 60 };

/* Scores 'q' against each entity twice: from its record, and as the index keeps it. */
static void assert_scores_agree(const struct index *x, struct record *const *rows,
                                const struct subject *q, struct arena *a)
{
    struct match_work *from_records = match_work_new(), *from_views = match_work_new();

    for (size_t p = 0; match_profile_at(p) && !match_profile_at(p)->alias_of; p++)
        for (int i = 0; i < MANY; i++) {
            const struct match_profile *profile = match_profile_find(match_profile_at(p)->name);
            struct subject record, view;
            struct candidate c;
            struct match m, n;

            subject_make(a, rows[i], &record);
            index_weigh(x, &record);
            assert_true(index_find(x, rows[i]->id, &c));
            index_view(x, &c, true, a, &view);
            match_work_begin(from_records);
            match_work_begin(from_views);
            match_score(profile, q, &record, from_records, &m);
            match_score(profile, q, &view, from_views, &n);
            if (fabs(m.score - n.score) > 0.0003)
                print_error("%.*s, %.*s, %s: %.4f from the record, %.4f from the index\n",
                            SPAN_ARG(q->names[m.query_name].text),
                            SPAN_ARG(record.names[m.name].text), match_profile_at(p)->name, m.score,
                            n.score);
            assert_float_equal(m.score, n.score, 0.0003);
        }
    match_work_free(from_records);
    match_work_free(from_views);
}

static void the_score_from_the_index_is_the_score_from_the_record(void **state)
{
    struct chance c = chance_start();
    struct town t;
    struct record *rows[MANY];
    struct index *x;

    (void)state;
    town_folder(&t);
    for (int round = 0; round < 3; round++) {
        struct index_builder *b = index_builder_new();
        struct index_source source = {arena_printf(t.arena, "%s/%d.index", t.folder, round).p,
                                      "list"};

        for (int i = 0; i < MANY; i++) {
            struct subject s;

            rows[i] = random_entity(&c, t.arena, i);
            subject_make(t.arena, rows[i], &s);
            assert_ok(index_builder_add(b, &s, rows[i]->id, NULL, 0));
        }
        assert_ok(index_builder_write(b, source.path, SPAN("1")));
        assert_ok(index_open(&source, 1, &x));
        for (int i = 0; i < MANY; i++) {
            struct subject q;

            subject_make(t.arena, random_entity(&c, t.arena, i), &q);
            index_weigh(x, &q);
            assert_scores_agree(x, rows, &q, t.arena);
        }
        index_close(x);
        index_builder_free(b);
    }
    town_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_decide_what_counts),
        cmocka_unit_test(people_are_found_as_people_write_them),
        cmocka_unit_test(strangers_are_not_found),
        cmocka_unit_test(what_is_known_besides_the_name_decides),
        cmocka_unit_test(an_identifier_alone_is_enough),
        cmocka_unit_test(a_query_for_a_thing_meets_every_schema),
        cmocka_unit_test(an_empty_home_and_an_empty_query_find_nobody),
        cmocka_unit_test(the_threshold_draws_the_line),
        cmocka_unit_test(below_shows_the_best_that_are_no_match),
        cmocka_unit_test(results_are_sorted_and_no_more_than_the_limit),
        cmocka_unit_test(datasets_are_searched_as_asked),
        cmocka_unit_test(topics_are_searched_as_asked),
        cmocka_unit_test(an_algorithm_is_chosen_by_name),
        cmocka_unit_test(the_algorithms_can_be_listed),
        cmocka_unit_test(a_result_says_who_and_why),
        cmocka_unit_test(results_outlive_the_query_and_the_next_search),
        cmocka_unit_test(results_as_json_have_the_form_of_yente),
        cmocka_unit_test(who_left_the_list_is_not_found_any_more),
        cmocka_unit_test(a_home_opened_again_answers_the_same),
        cmocka_unit_test(a_rebuilt_index_answers_the_same),
        cmocka_unit_test(many_threads_may_ask_one_node),
        cmocka_unit_test(two_names_can_be_compared_without_a_list),
        cmocka_unit_test(how_common_a_word_is_comes_from_the_lists),
        cmocka_unit_test(the_score_from_the_index_is_the_score_from_the_record),
    };
    return cmocka_run_group_tests_name("node/screen", tests, NULL, NULL);
}
