/* SPDX-License-Identifier: Apache-2.0
 *
 * Property test: for random entities and random queries the files give what a walk over all records
 * with plain comparison gives. Seeded by TOCSIN_SEED.
 */
#include "fixture.h"

#include "../name/words.h"

enum { ENTITIES = 400, QUERIES = 400, VALUES = 5 };

static const char *const words[] = {"anzel", "brak", "corvo", "dunmore", "elske", "fenn", "gorm"};
static const char *const countries[] = {"mt", "it", "no"};

struct entity {
    char names[VALUES][3][12]; /* words of each name; empty: no more */
    size_t names_n;
    const char *country;
};

static void random_entity(struct chance *c, struct entity *e)
{
    *e = (struct entity){.names_n = 1 + chance_below(c, 3),
                         .country = countries[chance_below(c, ARRAY_LEN(countries))]};
    for (size_t i = 0; i < e->names_n; i++)
        for (size_t k = 0, n = 1 + chance_below(c, 3); k < n; k++)
            snprintf(e->names[i][k], sizeof(e->names[i][k]), "%s",
                     words[chance_below(c, ARRAY_LEN(words))]);
}

static void add_entity(struct library *l, struct search_maker *m, const struct entity *e, size_t i)
{
    struct record *r =
        record_new(l->arena, SCHEMA_Person, arena_printf(l->arena, "e%03zu", i));

    for (size_t k = 0; k < e->names_n; k++) {
        struct span name = arena_printf(l->arena, "%s %s %s", e->names[k][0], e->names[k][1],
                                        e->names[k][2]);

        (void)record_add(r, PROP_name, name);
    }
    (void)record_add(r, PROP_country, span_of(e->country));
    assert_ok(record_finish(r));
    assert_ok(search_add(m, r));
}

/* ---- random queries, each with its own answer -------------------------------------------------- */

enum shape { WORD, PHRASE, PREFIX, COUNTRY, BOTH, EITHER, WITHOUT, SHAPES };

struct ask {
    enum shape shape;
    const char *one, *two;
};

static bool has_word(const struct entity *e, const char *word, size_t n)
{
    for (size_t i = 0; i < e->names_n; i++)
        for (size_t k = 0; k < 3; k++)
            if (n ? strncmp(e->names[i][k], word, n) == 0 : strcmp(e->names[i][k], word) == 0)
                return true;
    return false;
}

static bool has_phrase(const struct entity *e, const char *one, const char *two)
{
    for (size_t i = 0; i < e->names_n; i++)
        for (size_t k = 0; k + 1 < 3; k++)
            if (strcmp(e->names[i][k], one) == 0 && strcmp(e->names[i][k + 1], two) == 0)
                return true;
    return false;
}

static bool fits(const struct entity *e, const struct ask *a)
{
    switch (a->shape) {
    case WORD: return has_word(e, a->one, 0);
    case PHRASE: return has_phrase(e, a->one, a->two);
    case PREFIX: return has_word(e, a->one, 2);
    case COUNTRY: return strcmp(e->country, "mt") == 0 && has_word(e, a->one, 0);
    case BOTH: return has_word(e, a->one, 0) && has_word(e, a->two, 0);
    case EITHER: return has_word(e, a->one, 0) || has_word(e, a->two, 0);
    case WITHOUT: return has_word(e, a->one, 0) && !has_word(e, a->two, 0);
    case SHAPES: break;
    }
    return false;
}

static const char *text_of(struct arena *a, const struct ask *k)
{
    static const char *const forms[SHAPES] = {"%s", "\"%s %s\"", "%.2s*", "%s AND countries:mt",
                                              "%s %s", "%s OR %s", "%s -%s"};
    char text[64];

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(text, sizeof(text), forms[k->shape], k->one, k->two);
#pragma GCC diagnostic pop
    return arena_str(a, span_of(text));
}

static void assert_same(struct library *l, const struct entity *all, const struct ask *k)
{
    static const char *const by_id[] = {"id:asc", NULL};
    struct tocsin_search_options o = {
        .q = text_of(l->arena, k), .limit = ENTITIES, .sort = by_id};
    struct buf want = {0};

    for (size_t i = 0; i < ENTITIES; i++)
        if (fits(&all[i], k))
            buf_printf(&want, "%se%03zu", want.n ? " " : "", i);
    if (strcmp(found(l, &o), buf_cstr(&want)) != 0)
        print_error("%s\n", o.q);
    assert_string_equal(found(l, &o), buf_cstr(&want));
    buf_free(&want);
}

static void files_give_what_a_walk_over_all_records_gives(void **state)
{
    struct chance c = chance_start();
    struct entity *all = mem_zero(ENTITIES, sizeof(*all));
    struct search_maker *m;
    struct library l;

    (void)state;
    library_new(&l);
    library_begin(&l, "quay", &m);
    for (size_t i = 0; i < ENTITIES; i++) {
        random_entity(&c, &all[i]);
        add_entity(&l, m, &all[i], i);
    }
    assert_ok(search_finish(m));
    library_open(&l);
    for (size_t i = 0; i < QUERIES; i++) {
        struct ask k = {(enum shape)chance_below(&c, SHAPES), words[chance_below(&c, ARRAY_LEN(words))],
                        words[chance_below(&c, ARRAY_LEN(words))]};

        assert_same(&l, all, &k);
    }
    library_free(&l);
    mem_free(all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_give_what_a_walk_over_all_records_gives),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
