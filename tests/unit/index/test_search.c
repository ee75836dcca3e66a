/* SPDX-License-Identifier: Apache-2.0
 *
 * Searching: what is certain to be found, what filters leave out, and how results are ordered.
 */
#include "house.h"

/* ---- names at hand --------------------------------------------------------------------------- */

static void put_town(struct house *h)
{
    PUT_PERSON(h, "ferdik", "name=Ferdik Quentabri", "birthDate=1961", "topics=sanction");
    PUT_PERSON(h, "orlim", "name=Orlim Vantermark", "alias=Old Orlim", "topics=role.pep");
    PUT_PERSON(h, "minho", "name=Kim Min Ho");
    PUT_PERSON(h, "pieter", "name=Pieter Vanderoostveen");
    PUT_PERSON(h, "ivan", "name=Іван Петренко");
    PUT_PERSON(h, "wang", "name=王小明");
    PUT_PERSON(h, "khalid", "name=Muhammad Tarkanow");
    PUT_PERSON(h, "muha", "name=ⵎⵓⵃⴰ ⵣⴰⵢⴷ"); /* a script that is not romanised */
    PUT(h, 0, SCHEMA_Company, "quentabry", "name=Quentabry Sons GmbH",
        "leiCode=ZALMORALINES00000173", "topics=sanction");
    PUT(h, 0, SCHEMA_Vessel, "heron", "name=Grey Heron", "imoNumber=9074729");
}

static void names_are_found_in_the_ways_people_write_them(void **state)
{
    static const struct {
        const char *name, *id;
    } rows[] = {
        {"Ferdik Quentabri", "ferdik"},
        {"QUENTABRI, Ferdik", "ferdik"},
        {"F. Quentabri", "ferdik"},
        {"Ferdik Quentabry", "ferdik"},
        {"Fredik Quentabri", "ferdik"},
        {"Ferdik Jonath Quentabri", "ferdik"},
        {"Dr. Ferdik Quentabri", "ferdik"},
        {"Quentabri", "ferdik"},
        {"Ferdik Quen Tabri", "ferdik"},
        {"FerdikQuentabri", "ferdik"},
        {"Vantermark", "orlim"},
        {"Old Orlim", "orlim"},
        {"Kim Minho", "minho"},
        {"Kim Min-ho", "minho"},
        {"Pieter Vander Oostveen", "pieter"},
        {"Pieter van der Oostveen", "pieter"},
        {"Ivan Petrenko", "ivan"},
        {"Iwan Petrenko", "ivan"},
        {"Wang Xiaoming", "wang"},
        {"王小明", "wang"},
        {"Mohamed Tarkanow", "khalid"},
        {"ⵎⵓⵃⴰ ⵣⴰⵢⴷ", "muha"},
        {"ⵣⴰⵢⴷ", "muha"},
        {"Mohammed Tarkanov", "khalid"},
    };
    struct house h;

    (void)state;
    house_open(&h, 1);
    put_town(&h);
    house_index(&h);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        house_ask(&h, PERSON(h.arena, arena_printf(h.arena, "name=%s", rows[i].name).p));
        if (!found(&h, rows[i].id))
            print_error("%s\n", rows[i].name);
        ASSERT_FOUND(&h, rows[i].id);
    }
    house_close(&h);
}

static void a_name_that_nobody_bears_finds_nobody(void **state)
{
    struct house h;

    (void)state;
    house_open(&h, 1);
    put_town(&h);
    house_index(&h);
    assert_int_equal(ASK_PERSON(&h, "name=Zglbtrx Wqpfdsz"), 0);
    assert_int_equal(ASK_PERSON(&h, "birthDate=1961", "nationality=mt"), 0);
    assert_int_equal(house_ask(&h, subject_of(h.arena, entity(h.arena, SCHEMA_Person, "x", NULL))),
                     0);
    house_close(&h);
}

static void only_entities_that_the_query_may_meet_are_found(void **state)
{
    static const struct {
        enum schema asked;
        const char *name, *id;
        bool meets;
    } rows[] = {
        {SCHEMA_Person, "name=Ferdik Quentabri", "ferdik", true},
        {SCHEMA_LegalEntity, "name=Ferdik Quentabri", "ferdik", true},
        {SCHEMA_Thing, "name=Ferdik Quentabri", "ferdik", true},
        {SCHEMA_Company, "name=Ferdik Quentabri", "ferdik", false},
        {SCHEMA_Vessel, "name=Ferdik Quentabri", "ferdik", false},
        {SCHEMA_Company, "name=Quentabry Sons", "quentabry", true},
        {SCHEMA_Organization, "name=Quentabry Sons", "quentabry", true},
        {SCHEMA_Person, "name=Quentabry Sons", "quentabry", false},
        {SCHEMA_Vessel, "name=Grey Heron", "heron", true},
        {SCHEMA_Airplane, "name=Grey Heron", "heron", false},
    };
    struct house h;

    (void)state;
    house_open(&h, 1);
    put_town(&h);
    house_index(&h);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        ASK(&h, rows[i].asked, rows[i].name);
        if ((found(&h, rows[i].id) != NULL) != rows[i].meets)
            print_error("%s: %s\n", schema_name(rows[i].asked), rows[i].name);
        assert_true((found(&h, rows[i].id) != NULL) == rows[i].meets);
    }
    house_close(&h);
}

/* ---- identifiers ----------------------------------------------------------------------------- */

static bool by_identifier(const struct house *h, const char *id)
{
    const struct candidate *c = found(h, id);

    return c && c->by_identifier;
}

static void an_identifier_finds_its_entity_whatever_the_names_say(void **state)
{
    struct house h;

    (void)state;
    house_open(&h, 1);
    put_town(&h);
    house_index(&h);
    assert_int_equal(ASK(&h, SCHEMA_Vessel, "imoNumber=IMO 9074729"), 1);
    ASSERT_FOUND(&h, "heron");
    assert_true(by_identifier(&h, "heron"));
    ASK(&h, SCHEMA_Vessel, "name=Zalmora Queen", "imoNumber=9074729");
    ASSERT_FOUND(&h, "heron");
    assert_true(by_identifier(&h, "heron"));
    assert_int_equal(ASK(&h, SCHEMA_Company, "leiCode=zalmoralines00000173"), 1);
    ASSERT_FOUND(&h, "quentabry");
    assert_int_equal(ASK(&h, SCHEMA_Vessel, "imoNumber=9319466"), 0);
    assert_int_equal(ASK(&h, SCHEMA_Company, "leiCode=OSTREVIAOIL000001758"), 0);
    house_close(&h);
}

static void found_by_name_alone_is_not_by_identifier(void **state)
{
    struct house h;

    (void)state;
    house_open(&h, 1);
    put_town(&h);
    house_index(&h);
    ASK(&h, SCHEMA_Vessel, "name=Grey Heron", "imoNumber=9319466");
    ASSERT_FOUND(&h, "heron");
    assert_false(by_identifier(&h, "heron"));
    house_close(&h);
}

static void many_entities_may_share_an_identifier(void **state)
{
    struct house h;
    enum { SHARE = 20 };

    (void)state;
    house_open(&h, 1);
    for (int i = 0; i < SHARE; i++)
        PUT_PERSON(&h, arena_printf(h.arena, "p-%d", i).p, "passportNumber=X1234567");
    PUT_PERSON(&h, "other", "passportNumber=X1234568");
    house_index(&h);
    assert_int_equal(ASK_PERSON(&h, "passportNumber=X 123 4567"), SHARE);
    assert_null(found(&h, "other"));
    house_close(&h);
}

/* ---- filters --------------------------------------------------------------------------------- */

static size_t ask_with(struct house *h, const char *name, const struct index_filter *f)
{
    struct subject q = PERSON(h->arena, name);

    return house_search(h, &q, f);
}

static void topics_leave_out_who_has_none_of_them(void **state)
{
    static const struct span sanction[] = {{"sanction", 8}}, pep[] = {{"role.pep", 8}};
    static const struct span both[] = {{"sanction", 8}, {"role.pep", 8}}, none[] = {{"crime", 5}};
    struct index_filter f = {.topics = sanction, .topics_n = 1};
    struct house h;

    (void)state;
    house_open(&h, 1);
    put_town(&h);
    house_index(&h);
    assert_int_equal(ask_with(&h, "name=Ferdik Quentabri", &f), 1);
    assert_int_equal(ask_with(&h, "name=Orlim Vantermark", &f), 0);
    assert_int_equal(ask_with(&h, "name=Kim Min Ho", &f), 0);
    f.topics = pep;
    assert_int_equal(ask_with(&h, "name=Ferdik Quentabri", &f), 0);
    assert_int_equal(ask_with(&h, "name=Orlim Vantermark", &f), 1);
    f = (struct index_filter){.topics = both, .topics_n = 2};
    assert_int_equal(ask_with(&h, "name=Ferdik Quentabri", &f), 1);
    assert_int_equal(ask_with(&h, "name=Orlim Vantermark", &f), 1);
    f = (struct index_filter){.topics = none, .topics_n = 1};
    assert_int_equal(ask_with(&h, "name=Ferdik Quentabri", &f), 0);
    house_close(&h);
}

static void topics_hold_for_identifiers_too(void **state)
{
    static const struct span pep[] = {{"role.pep", 8}};
    struct index_filter f = {.topics = pep, .topics_n = 1};
    struct house h;

    (void)state;
    house_open(&h, 1);
    put_town(&h);
    house_index(&h);
    struct subject q = SUBJECT(h.arena, SCHEMA_Company, "leiCode=ZALMORALINES00000173");
    assert_int_equal(house_search(&h, &q, &f), 0);
    assert_int_equal(house_search(&h, &q, NULL), 1);
    house_close(&h);
}

static void segments_that_are_not_chosen_are_not_searched(void **state)
{
    struct house h;
    bool chosen[3] = {false, true, false};
    struct index_filter f = {.segments = chosen};

    (void)state;
    house_open(&h, 3);
    for (size_t i = 0; i < 3; i++)
        PUT(&h, i, SCHEMA_Person, arena_printf(h.arena, "in-%zu", i).p, "name=Ferdik Quentabri");
    house_index(&h);
    assert_int_equal(ask_with(&h, "name=Ferdik Quentabri", NULL), 3);
    assert_int_equal(ask_with(&h, "name=Ferdik Quentabri", &f), 1);
    ASSERT_FOUND(&h, "in-1");
    assert_int_equal(h.found[0].segment, 1);
    chosen[2] = true;
    assert_int_equal(ask_with(&h, "name=Ferdik Quentabri", &f), 2);
    chosen[1] = chosen[2] = false;
    assert_int_equal(ask_with(&h, "name=Ferdik Quentabri", &f), 0);
    house_close(&h);
}

/* ---- results --------------------------------------------------------------------------------- */

static void results_are_ordered_and_bounded(void **state)
{
    struct house h;

    (void)state;
    house_open(&h, 1);
    for (int i = 0; i < 200; i++)
        PUT_PERSON(&h, arena_printf(h.arena, "p-%d", i).p,
                   arena_printf(h.arena, "name=Quentabri%s %s", i % 3 ? "" : " Orlim",
                                i % 7 ? "Temsad" : "Ferdik")
                       .p);
    house_index(&h);
    struct subject q = PERSON(h.arena, "name=Ferdik Quentabri");
    assert_int_equal(house_search(&h, &q, NULL), INDEX_CANDIDATES);
    for (size_t i = 0; i < h.found_n; i++) {
        assert_true(h.found[i].estimate >= 0 && h.found[i].estimate <= 1);
        assert_in_range(h.found[i].names_n, 1, INDEX_CANDIDATE_NAMES);
        if (i)
            assert_true(h.found[i].estimate <= h.found[i - 1].estimate);
        for (size_t k = 0; k < i; k++)
            assert_int_not_equal(h.found[i].entity, h.found[k].entity);
    }
    struct candidate few[3];
    assert_int_equal(index_search(h.index, &q, NULL, h.scratch, few, 3), 3);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(few[i].entity, h.found[i].entity);
    assert_int_equal(index_search(h.index, &q, NULL, h.scratch, few, 0), 0);
    house_close(&h);
}

static void the_nearer_name_comes_first(void **state)
{
    struct house h;

    (void)state;
    house_open(&h, 2);
    PUT(&h, 0, SCHEMA_Person, "far", "name=Ferdik Vantermark");
    PUT(&h, 1, SCHEMA_Person, "near", "name=Ferdik Quentabry");
    PUT(&h, 0, SCHEMA_Person, "exact", "name=Ferdik Quentabri");
    house_index(&h);
    assert_in_range(ASK_PERSON(&h, "name=Ferdik Quentabri"), 2, 3);
    assert_span(index_id(h.index, &h.found[0]), SPAN("exact"));
    assert_span(index_id(h.index, &h.found[1]), SPAN("near"));
    house_close(&h);
}

/* Names of the rarest word are looked at first, and there are more of them than there are places. */
static void who_holds_the_rarest_word_does_not_hide_who_holds_the_others(void **state)
{
    static const char *const words[] = {"Quentabri", "Ferdik", "Jonath"};
    struct house h;

    (void)state;
    house_open(&h, 1);
    for (int i = 0; i < 600; i++)
        PUT_PERSON(&h, arena_printf(h.arena, "p-%d", i).p,
                   arena_printf(h.arena, "name=%s Zalm%c%c Wod%c", words[i % 5 % 3],
                                'a' + i % 26, 'a' + i / 26, 'a' + i % 7)
                       .p);
    PUT_PERSON(&h, "both", "name=Jonath Ferdik");
    house_index(&h);
    ASK_PERSON(&h, "name=Ferdik Jonath Quentabri");
    assert_int_equal(h.found_n, INDEX_CANDIDATES);
    assert_span(index_id(h.index, &h.found[0]), SPAN("both"));
    house_close(&h);
}

/* An entity has one place in the results, however many of its names are alike. */
static void names_of_one_entity_are_one_candidate(void **state)
{
    struct house h;

    (void)state;
    house_open(&h, 1);
    PUT_PERSON(&h, "p-1", "name=Ferdik Quentabri", "alias=Ferdik Quentabry",
               "alias=Quentabri Ferdi", "alias=F. Quentabri", "alias=Ferdik Jonath Quentabri",
               "alias=Fredik Quentabri");
    house_index(&h);
    assert_int_equal(ASK_PERSON(&h, "name=Ferdik Quentabri"), 1);
    assert_int_equal(h.found[0].names_n, INDEX_CANDIDATE_NAMES);
    struct subject s;
    index_view(h.index, &h.found[0], false, h.arena, &s);
    assert_int_equal(s.names_n, INDEX_CANDIDATE_NAMES);
    assert_span(s.names[0].tokens[1].form, SPAN("quentabri"));
    house_close(&h);
}

static void what_was_searched_before_does_not_matter(void **state)
{
    static const char *const names[] = {"name=Ferdik Quentabri", "name=Fredik Quentabry",
                                        "name=Kim Minho", "name=Orlim Vantermark",
                                        "name=Iwan Petrenko"};
    struct house h, other;

    (void)state;
    house_open(&h, 1);
    house_open(&other, 1);
    put_town(&h);
    PUT_PERSON(&other, "elsewhere", "name=Ferdik Quentabri Orlim");
    house_index(&h);
    house_index(&other);
    for (int round = 0; round < 3; round++)
        for (size_t i = 0; i < ARRAY_LEN(names); i++) {
            struct subject q = PERSON(h.arena, names[i]);
            struct index_scratch *fresh = index_scratch_new();
            struct candidate again[INDEX_CANDIDATES];

            (void)index_search(other.index, &q, NULL, h.scratch, again, INDEX_CANDIDATES);
            house_search(&h, &q, NULL);
            assert_int_equal(index_search(h.index, &q, NULL, fresh, again, INDEX_CANDIDATES),
                             h.found_n);
            for (size_t k = 0; k < h.found_n; k++) {
                assert_int_equal(again[k].entity, h.found[k].entity);
                assert_true(again[k].estimate == h.found[k].estimate);
            }
            index_scratch_free(fresh);
        }
    index_scratch_free(NULL);
    house_close(&other);
    house_close(&h);
}

/* The kind of the query decides what its words are; what was remembered for another kind must not.
 */
static void one_word_may_be_asked_for_in_names_of_every_kind(void **state)
{
    struct house h;

    (void)state;
    house_open(&h, 1);
    PUT_PERSON(&h, "person", "name=Limited Quentabri");
    PUT(&h, 0, SCHEMA_Company, "company", "name=Quentabri Limited");
    PUT(&h, 0, SCHEMA_Vessel, "vessel", "name=Quentabri Limited");
    house_index(&h);
    for (int round = 0; round < 2; round++) {
        ASK_PERSON(&h, "name=Limited Quentabri");
        ASSERT_FOUND(&h, "person");
        ASK(&h, SCHEMA_Company, "name=Quentabri Limited");
        ASSERT_FOUND(&h, "company");
        ASK(&h, SCHEMA_Vessel, "name=Quentabri Limited");
        ASSERT_FOUND(&h, "vessel");
    }
    house_close(&h);
}

/* ---- weights --------------------------------------------------------------------------------- */

static void how_common_a_word_is_counts_over_all_segments(void **state)
{
    struct house h;

    (void)state;
    house_open(&h, 2);
    for (int i = 0; i < 2000; i++)
        PUT(&h, (size_t)i % 2, SCHEMA_Person, arena_printf(h.arena, "p-%d", i).p,
            arena_printf(h.arena, "name=Quentabri %s%d", i % 4 ? "x" : "Orlim y", i).p);
    house_index(&h);
    struct subject q = PERSON(h.arena, "name=Quentabri Orlim Temsad");
    index_weigh(h.index, &q);
    const struct token *t = q.names[0].tokens;
    assert_int_equal(t[0].df, 2000);
    assert_int_equal(t[1].df, 500);
    assert_int_equal(t[2].df, 0);
    assert_true(t[0].weight <= t[1].weight && t[1].weight < t[2].weight);
    house_close(&h);
}

/* ---- what is certain ------------------------------------------------------------------------- */

enum { DICTIONARY = 3000 };

static size_t shorter(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Distinct words of 3 to 12 letters, one name each. */
static void put_dictionary(struct chance *c, struct house *h, struct span *words)
{
    struct map *seen = map_new();

    for (int i = 0; i < DICTIONARY;) {
        bool made;

        words[i] =
            chance_letters(c, h->arena, "abcdefghijklmnopqrstuvwxyz", 3 + chance_below(c, 10));
        map_slot(seen, words[i], &made);
        if (!made)
            continue;
        struct record *r = record_new(h->arena, SCHEMA_Person, arena_printf(h->arena, "w-%d", i));
        assert_int_equal(record_add(r, PROP_name, words[i]), ADD_OK);
        assert_ok(record_finish(r));
        house_put(h, 0, r);
        i++;
    }
    map_free(seen);
}

/* The word with as many edits as it may have and still be found for certain; 'edits' is how many.
 */
static struct span within_reach(struct chance *c, struct arena *a, struct span word, size_t *edits)
{
    for (;;) {
        struct span w = word;

        *edits = chance_below(c, edits_for(word.n) + 1u);
        for (size_t k = 0; k < *edits; k++)
            w = chance_edit(c, a, w);
        if (*edits <= edits_for(shorter(w.n, word.n)) && w.n > 0)
            return w;
    }
}

static void every_word_within_its_edits_is_found(void **state)
{
    struct chance c = chance_start();
    struct span words[DICTIONARY];
    struct house h;

    (void)state;
    house_open(&h, 1);
    put_dictionary(&c, &h, words);
    house_index(&h);
    for (int round = 0; round < 6000; round++) {
        size_t i = chance_below(&c, DICTIONARY), edits;
        struct span w = within_reach(&c, h.arena, words[i], &edits);
        struct record *q = record_new(h.arena, SCHEMA_Person, SPAN("q"));

        assert_int_equal(record_add(q, PROP_name, w), ADD_OK);
        assert_ok(record_finish(q));
        house_ask(&h, subject_of(h.arena, q));
        const char *id = arena_printf(h.arena, "w-%zu", i).p;
        if (!found(&h, id))
            print_error("%.*s for %.*s, %zu edits\n", SPAN_ARG(w), SPAN_ARG(words[i]), edits);
        ASSERT_FOUND(&h, id);
    }
    house_close(&h);
}

/* The slow way: plain Levenshtein against every word. */
static unsigned levenshtein(struct span a, struct span b)
{
    unsigned row[WORD_ROOM];

    for (size_t j = 0; j <= b.n; j++)
        row[j] = (unsigned)j;
    for (size_t i = 1; i <= a.n; i++) {
        unsigned corner = row[0]++;

        for (size_t j = 1; j <= b.n; j++) {
            unsigned best = corner + (a.p[i - 1] != b.p[j - 1]);

            best = best < row[j] + 1 ? best : row[j] + 1;
            best = best < row[j - 1] + 1 ? best : row[j - 1] + 1;
            corner = row[j];
            row[j] = best;
        }
    }
    return row[b.n];
}

static void the_candidates_hold_all_that_brute_force_finds(void **state)
{
    struct chance c = chance_start();
    struct span words[DICTIONARY];
    struct house h;

    (void)state;
    house_open(&h, 1);
    put_dictionary(&c, &h, words);
    house_index(&h);
    for (int round = 0; round < 150; round++) {
        struct span w =
            chance_letters(&c, h.arena, "abcdefghijklmnopqrstuvwxyz", 3 + chance_below(&c, 7));
        struct record *q = record_new(h.arena, SCHEMA_Person, SPAN("q"));
        size_t near = 0;

        assert_int_equal(record_add(q, PROP_name, w), ADD_OK);
        assert_ok(record_finish(q));
        house_ask(&h, subject_of(h.arena, q));
        for (size_t i = 0; i < DICTIONARY; i++) {
            if (levenshtein(w, words[i]) > edits_for(shorter(w.n, words[i].n)))
                continue;
            near++;
            if (near < INDEX_CANDIDATES / 2)
                ASSERT_FOUND(&h, arena_printf(h.arena, "w-%zu", i).p);
        }
    }
    house_close(&h);
}

/* The same beside a word that is nobody's: one rare word is enough. */
static void one_word_of_two_within_its_edits_is_enough(void **state)
{
    struct chance c = chance_start();
    struct span words[DICTIONARY];
    struct house h;

    (void)state;
    house_open(&h, 1);
    put_dictionary(&c, &h, words);
    house_index(&h);
    for (int round = 0; round < 2000; round++) {
        size_t i = chance_below(&c, DICTIONARY), edits;
        struct span w = within_reach(&c, h.arena, words[i], &edits);
        struct record *q = record_new(h.arena, SCHEMA_Person, SPAN("q"));

        if (words[i].n < 6)
            continue;
        assert_int_equal(
            record_add(q, PROP_name, arena_printf(h.arena, "%.*s Zzyzzwq", SPAN_ARG(w))), ADD_OK);
        assert_ok(record_finish(q));
        house_ask(&h, subject_of(h.arena, q));
        ASSERT_FOUND(&h, arena_printf(h.arena, "w-%zu", i).p);
    }
    house_close(&h);
}

static void two_words_run_together_or_one_cut_in_two_are_found(void **state)
{
    struct chance c = chance_start();
    enum { NAMES_N = 400 };
    struct span first[NAMES_N], last[NAMES_N];
    struct house h;

    (void)state;
    house_open(&h, 1);
    for (int i = 0; i < NAMES_N; i++) {
        first[i] = chance_word(&c, h.arena, 4 + chance_below(&c, 4));
        last[i] = chance_word(&c, h.arena, 4 + chance_below(&c, 4));
        bool joined = i % 2;
        PUT_PERSON(&h, arena_printf(h.arena, "p-%d", i).p,
                   arena_printf(h.arena, "name=%.*s%s%.*s", SPAN_ARG(first[i]), joined ? "" : " ",
                                SPAN_ARG(last[i]))
                       .p);
    }
    house_index(&h);
    for (int i = 0; i < NAMES_N; i++) {
        bool joined = i % 2;

        house_ask(&h, PERSON(h.arena, arena_printf(h.arena, "name=%.*s%s%.*s", SPAN_ARG(first[i]),
                                                   joined ? " " : "", SPAN_ARG(last[i]))
                                          .p));
        ASSERT_FOUND(&h, arena_printf(h.arena, "p-%d", i).p);
    }
    house_close(&h);
}

static void a_word_of_syllables_finds_a_name_of_one_word_for_each(void **state)
{
    struct house h;

    (void)state;
    house_open(&h, 1);
    PUT(&h, 0, SCHEMA_Company, "c-1", "name=Shen Zhong Lines");
    PUT(&h, 0, SCHEMA_Company, "c-2", "name=Zelquin Lines");
    house_index(&h);
    ASK(&h, SCHEMA_Company, "name=沈忠海运有限公司");
    ASSERT_FOUND(&h, "c-1");
    assert_null(found(&h, "c-2"));
    house_close(&h);
}

static void each_name_of_a_query_with_many_is_looked_for(void **state)
{
    enum { NAMES_N = 30 };
    struct chance c = chance_start();
    struct house h;

    (void)state;
    house_open(&h, 1);
    PUT_PERSON(&h, "p-1", "name=Zelquin Ambrastov");
    house_index(&h);
    struct record *q = record_new(h.arena, SCHEMA_Person, SPAN("q"));
    for (int i = 0; i < NAMES_N; i++) {
        struct span first = chance_word(&c, h.arena, 7), last = chance_word(&c, h.arena, 9);
        struct span other = arena_printf(h.arena, "%.*s %.*s", SPAN_ARG(first), SPAN_ARG(last));

        assert_int_equal(record_add(q, i + 1 < NAMES_N ? PROP_name : PROP_alias,
                                    i + 1 < NAMES_N ? other : SPAN("Zelquin Ambrastov")), ADD_OK);
    }
    assert_ok(record_finish(q));
    house_ask(&h, subject_of(h.arena, q));
    ASSERT_FOUND(&h, "p-1");
    house_close(&h);
}

/* ---- common words ---------------------------------------------------------------------------- */

enum { CROWD = 5000 };

/* Two words that thousands of names hold, each with a rare word beside it. */
static void put_crowd(struct house *h)
{
    struct chance c = {17};

    for (int i = 0; i < 2 * CROWD; i++) {
        struct span rare = chance_letters(&c, h->arena, "abcdefghijklmnopqrstuvwxyz", 10);

        PUT_PERSON(h, arena_printf(h->arena, "crowd-%d", i).p,
                   arena_printf(h->arena, "name=%s %.*s", i % 2 ? "Quentabri" : "Vantermark",
                                SPAN_ARG(rare))
                       .p);
    }
}

static void names_of_common_words_are_found_by_pairs(void **state)
{
    static const char *const names[] = {"Quentabri Vantermark", "Vantermark Quentabri",
                                        "Quentabri Vantermark Orlim", "F. Quentabri Vantermark"};
    struct house h;

    (void)state;
    house_open(&h, 1);
    put_crowd(&h);
    PUT_PERSON(&h, "pair", "name=Quentabri Vantermark");
    house_index(&h);
    assert_true(index_count(h.index, 0).pairs > 0);
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        house_ask(&h, PERSON(h.arena, arena_printf(h.arena, "name=%s", names[i]).p));
        if (!found(&h, "pair"))
            print_error("%s\n", names[i]);
        ASSERT_FOUND(&h, "pair");
        assert_span(index_id(h.index, &h.found[0]), SPAN("pair"));
    }
    house_close(&h);
}

/* "Quentabri Quentabri", "Quentabri Vantermark", "Vantermark Vantermark", and the name of one word */
static void a_pair_is_there_once_however_often_a_name_says_it(void **state)
{
    struct house h;

    (void)state;
    house_open(&h, 1);
    put_crowd(&h);
    PUT_PERSON(&h, "often", "name=Quentabri Vantermark Quentabri Vantermark Quentabri");
    PUT_PERSON(&h, "twice", "name=Vantermark Vantermark");
    PUT_PERSON(&h, "once", "name=Vantermark");
    house_index(&h);
    assert_int_equal(index_count(h.index, 0).pairs, 3 + 1 + 1);
    ASK_PERSON(&h, "name=Vantermark Quentabri");
    ASSERT_FOUND(&h, "often");
    house_close(&h);
}

/* Each name holds the same words, more than 400 names do: all of them are common. */
static void endless_names_do_not_make_endless_pairs(void **state)
{
    enum { BEARERS = 450, WORDS_EACH = 40, PAIRED = 16 };
    struct chance c = {23};
    struct buf name = {0};
    struct house h;

    (void)state;
    house_open(&h, 1);
    buf_str(&name, "name=");
    for (int i = 0; i < WORDS_EACH; i++) {
        struct span word = chance_letters(&c, h.arena, "bcdfghklmnprstv", 6);
        buf_printf(&name, "%.*s ", SPAN_ARG(word));
    }
    for (int i = 0; i < BEARERS; i++)
        PUT_PERSON(&h, arena_printf(h.arena, "p-%d", i).p, buf_cstr(&name));
    house_index(&h);
    assert_int_equal(index_count(h.index, 0).pairs, BEARERS * (PAIRED * (PAIRED - 1) / 2));
    house_ask(&h, PERSON(h.arena, buf_cstr(&name)));
    assert_true(h.found_n > 0);
    buf_free(&name);
    house_close(&h);
}

static void a_name_of_one_common_word_is_found(void **state)
{
    struct house h;

    (void)state;
    house_open(&h, 1);
    put_crowd(&h);
    PUT_PERSON(&h, "single", "name=Quentabri");
    house_index(&h);
    ASK_PERSON(&h, "name=Quentabri");
    ASSERT_FOUND(&h, "single");
    assert_span(index_id(h.index, &h.found[0]), SPAN("single"));
    house_close(&h);
}

static void a_rare_word_beside_a_common_one_is_found(void **state)
{
    struct house h;

    (void)state;
    house_open(&h, 1);
    put_crowd(&h);
    PUT_PERSON(&h, "rare", "name=Quentabri Orlimsadow");
    house_index(&h);
    ASK_PERSON(&h, "name=Quentabri Orlimsadow");
    ASSERT_FOUND(&h, "rare");
    ASK_PERSON(&h, "name=Quentabri Orlimsadof");
    ASSERT_FOUND(&h, "rare");
    ASK_PERSON(&h, "name=Orlimsadow");
    ASSERT_FOUND(&h, "rare");
    house_close(&h);
}

/* ---- explaining ------------------------------------------------------------------------------ */

static void an_explanation_names_words_and_what_they_reach(void **state)
{
    struct house h;
    struct buf text = {0};

    (void)state;
    house_open(&h, 1);
    put_town(&h);
    house_index(&h);
    struct subject q = PERSON(h.arena, "name=Fredik Quentabri");
    index_weigh(h.index, &q);
    index_explain(h.index, &q, h.scratch, &text);
    assert_non_null(strstr(buf_cstr(&text), "list0"));
    assert_non_null(strstr(buf_cstr(&text), "fredik"));
    assert_non_null(strstr(buf_cstr(&text), "ferdik"));
    assert_null(strstr(buf_cstr(&text), "vantermark"));
    buf_free(&text);
    house_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_found_in_the_ways_people_write_them),
        cmocka_unit_test(a_name_that_nobody_bears_finds_nobody),
        cmocka_unit_test(only_entities_that_the_query_may_meet_are_found),
        cmocka_unit_test(an_identifier_finds_its_entity_whatever_the_names_say),
        cmocka_unit_test(found_by_name_alone_is_not_by_identifier),
        cmocka_unit_test(many_entities_may_share_an_identifier),
        cmocka_unit_test(topics_leave_out_who_has_none_of_them),
        cmocka_unit_test(topics_hold_for_identifiers_too),
        cmocka_unit_test(segments_that_are_not_chosen_are_not_searched),
        cmocka_unit_test(results_are_ordered_and_bounded),
        cmocka_unit_test(the_nearer_name_comes_first),
        cmocka_unit_test(who_holds_the_rarest_word_does_not_hide_who_holds_the_others),
        cmocka_unit_test(names_of_one_entity_are_one_candidate),
        cmocka_unit_test(what_was_searched_before_does_not_matter),
        cmocka_unit_test(one_word_may_be_asked_for_in_names_of_every_kind),
        cmocka_unit_test(how_common_a_word_is_counts_over_all_segments),
        cmocka_unit_test(every_word_within_its_edits_is_found),
        cmocka_unit_test(the_candidates_hold_all_that_brute_force_finds),
        cmocka_unit_test(one_word_of_two_within_its_edits_is_enough),
        cmocka_unit_test(two_words_run_together_or_one_cut_in_two_are_found),
        cmocka_unit_test(a_word_of_syllables_finds_a_name_of_one_word_for_each),
        cmocka_unit_test(each_name_of_a_query_with_many_is_looked_for),
        cmocka_unit_test(names_of_common_words_are_found_by_pairs),
        cmocka_unit_test(a_pair_is_there_once_however_often_a_name_says_it),
        cmocka_unit_test(endless_names_do_not_make_endless_pairs),
        cmocka_unit_test(a_name_of_one_common_word_is_found),
        cmocka_unit_test(a_rare_word_beside_a_common_one_is_found),
        cmocka_unit_test(an_explanation_names_words_and_what_they_reach),
    };
    return cmocka_run_group_tests_name("index/search", tests, NULL, NULL);
}
