/* SPDX-License-Identifier: Apache-2.0
 *
 * Who a name says the father is, and when two persons have fathers who differ.
 */
#include "../subject/people.h"
#include "match/private.h"

/* The first father that a person of this name has; NULL for none. */
static void assert_father(const char *name, const char *father)
{
    struct arena *a = arena_new();
    struct subject s = PERSON(a, arena_printf(a, "name=%s", name).p);
    const struct token *t = subject_father(&s);

    if ((t == NULL) != (father == NULL) || (t && !span_eq(t->latin, span_of(father))))
        print_error("%s: %.*s\n", name, t ? (int)t->latin.n : 4, t ? t->latin.p : "none");
    assert_int_equal(t == NULL, father == NULL);
    if (t)
        assert_true(span_eq(t->latin, span_of(father)));
    arena_free(a);
}

static void a_father_stands_behind_a_word_of_descent(void **state)
{
    (void)state;
    assert_father("Khalid bin Omar Tarkani", "omar");
    assert_father("Khalid ibn Omar Tarkani", "omar");
    assert_father("Zahra bint Omar Tarkani", "omar");
    assert_father("Khalid ould Omar Tarkani", "omar");
    assert_father("Khalid bin Omar", NULL); /* the family's name, it may be */
    assert_father("Khalid Omar Tarkani", NULL);
    assert_father("bin Tarkani", NULL);
}

static void a_patronymic_names_the_father(void **state)
{
    (void)state;
    assert_father("Ivan Sergeyevich Volodinsky", "sergeyevich");
    assert_father("Иван Сергеевич Володинский", "sergeevich");
    assert_father("Volodinsky Ivan Sergeyevich", "sergeyevich");
    assert_father("Irina Sergeyevna Volodinskaya", "sergeyevna");
    assert_father("Ivan Sergejewitsch Wolodinski", "sergejewitsch");
    assert_father("Ivan Sergeyevich", NULL);        /* may be a family name */
    assert_father("Ivan Petar ABRAMOVICH", NULL);   /* is one */
    assert_father("Abramovich, Ivan Petar", NULL);
}

static void an_organisation_has_no_father(void **state)
{
    struct arena *a = arena_new();
    struct subject s = SUBJECT(a, SCHEMA_Company, "name=Khalid bin Omar Trading");

    (void)state;
    assert_null(subject_father(&s));
    arena_free(a);
}

struct row {
    const char *a, *b, *alias_of_b;
    bool differ;
};

static struct subject person(struct arena *a, const char *name, const char *alias)
{
    struct record *r = record_new(a, SCHEMA_Person, SPAN("x"));

    entity_add(r, arena_printf(a, "name=%s", name).p);
    if (alias)
        entity_add(r, arena_printf(a, "alias=%s", alias).p);
    assert_ok(record_finish(r));
    return subject_of(a, r);
}

static void assert_rows(const struct row *rows, size_t n)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < n; i++) {
        struct subject x = person(a, rows[i].a, NULL);
        struct subject y = person(a, rows[i].b, rows[i].alias_of_b);

        if (fathers_differ(&x, &y) != rows[i].differ)
            print_error("%s, %s\n", rows[i].a, rows[i].b);
        assert_int_equal(fathers_differ(&x, &y), rows[i].differ);
        assert_int_equal(fathers_differ(&y, &x), rows[i].differ);
    }
    arena_free(a);
}
#define ASSERT_ROWS(rows) assert_rows((rows), ARRAY_LEN(rows))

static void fathers_differ_where_both_are_named_and_unlike(void **state)
{
    static const struct row rows[] = {
        {"Khalid bin Omar Tarkani", "Khalid bin Rashid Tarkani", NULL, true},
        {"Ivan Sergeyevich Volodinsky", "Ivan Dmitriyevich Volodinsky", NULL, true},
        {"Ivan Sergeyevich Volodinsky", "Иван Дмитриевич Володинский", NULL, true},
        {"Khalid bin Omar Tarkani", "Khalid Tarkani", NULL, false},
        {"Khalid Tarkani", "Ferdik Quentabri", NULL, false},
    };

    (void)state;
    ASSERT_ROWS(rows);
}

static void in_doubt_fathers_do_not_differ(void **state)
{
    static const struct row rows[] = {
        /* a slip, another script, another form */
        {"Khalid bin Mohammed Tarkani", "Khalid bin Muhamad Tarkani", NULL, false},
        {"Ivan Sergeyevich Volodinsky", "Иван Сергеевич Володинский", NULL, false},
        {"Khalid bin Omar Tarkani", "Khalid bin Omar Rashid Tarkani", NULL, false},
        /* the other has the father's name somewhere */
        {"Khalid bin Omar Tarkani", "Khalid Omar bin Rashid Tarkani", NULL, false},
        {"Khalid bin Omar Tarkani", "Khalid bin Rashid Tarkani", "Khalid Omar", false},
        /* a name of several words, of which the first tells little */
        {"Khalid bin Abd al-Rahman Tarkani", "Khalid bin Rashid Tarkani", NULL, false},
        {"Khalid bin O. Tarkani", "Khalid bin Rashid Tarkani", NULL, false},
    };

    (void)state;
    ASSERT_ROWS(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_father_stands_behind_a_word_of_descent),
        cmocka_unit_test(a_patronymic_names_the_father),
        cmocka_unit_test(an_organisation_has_no_father),
        cmocka_unit_test(fathers_differ_where_both_are_named_and_unlike),
        cmocka_unit_test(in_doubt_fathers_do_not_differ),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
