/* SPDX-License-Identifier: Apache-2.0
 *
 * Headings of customers' tables.
 */
#include "fixture.h"

#include "cmd/heading.h"

#define MOST 16

/* Reads headings parted by "|". */
static struct tocsin_err *read_joined(struct arena *a, const char *joined, const char *const *map,
                               struct headings *out)
{
    struct span names[MOST], rest = span_of(joined);
    size_t n = 0;

    while (n < MOST && span_split(&rest, '|', &names[n]))
        n++;
    return headings_read(a, names, n, map, out);
}

static void assert_columns(const char *joined, const char *const *map, const enum column *expected)
{
    struct arena *a = arena_new();
    struct headings h;

    assert_ok(read_joined(a, joined, map, &h));
    for (size_t i = 0; i < h.n; i++)
        if (h.at[i].column != expected[i])
            fail_msg("column %zu of '%s' is %d, not %d", i + 1, joined, h.at[i].column,
                     expected[i]);
    arena_free(a);
}

#define COLUMNS(...) ((const enum column[]){__VA_ARGS__})

static void assert_folded(const char *heading, const char *expected)
{
    struct arena *a = arena_new();

    assert_string_equal(person_heading_fold(a, span_of(heading)).p, expected);
    arena_free(a);
}

static void headings_are_folded(void **state)
{
    (void)state;
    assert_folded("  Full Name ", "full_name");
    assert_folded("Prénom", "prenom");
    assert_folded("D.O.B.", "d_o_b");
    assert_folded("Ｎａｍｅ", "name"); /* full width */
    assert_folded("ФАМИЛИЯ", "фамилия");
    assert_folded("--", "");
    assert_folded("", "");
    assert_folded("Pr\xe9nom", "prenom"); /* Windows-1252 */
}

static void the_recommended_layout(void **state)
{
    (void)state;
    assert_columns("id|full_name|first_name|middle_name|last_name|gender|date_of_birth|"
                   "place_of_birth|nationality",
                   NULL,
                   COLUMNS(COL_ID, COL_FULL_NAME, COL_FIRST_NAME, COL_MIDDLE_NAME, COL_LAST_NAME,
                           COL_GENDER, COL_BIRTH_DATE, COL_BIRTH_PLACE, COL_NATIONALITY));
}

static void headings_of_other_languages(void **state)
{
    (void)state;
    assert_columns("Nachname|Vorname|Geburtsdatum|Staatsangehörigkeit", NULL,
                   COLUMNS(COL_LAST_NAME, COL_FIRST_NAME, COL_BIRTH_DATE, COL_NATIONALITY));
    assert_columns("Фамилия|Имя|Отчество|Дата рождения|Гражданство", NULL,
                   COLUMNS(COL_LAST_NAME, COL_FIRST_NAME, COL_MIDDLE_NAME, COL_BIRTH_DATE,
                           COL_CITIZENSHIP));
    assert_columns("姓名|性别|出生日期|国籍", NULL,
                   COLUMNS(COL_FULL_NAME, COL_GENDER, COL_BIRTH_DATE, COL_NATIONALITY));
    assert_columns("الاسم الكامل|الجنسية", NULL, COLUMNS(COL_FULL_NAME, COL_NATIONALITY));
}

static void name_means_what_the_others_leave(void **state)
{
    (void)state;
    assert_columns("name|country", NULL, COLUMNS(COL_FULL_NAME, COL_COUNTRY));
    assert_columns("nom|prenom", NULL, COLUMNS(COL_LAST_NAME, COL_FIRST_NAME));
    assert_columns("name|vorname", NULL, COLUMNS(COL_LAST_NAME, COL_FIRST_NAME));
    assert_columns("name|full name", NULL, COLUMNS(COL_ALIAS, COL_FULL_NAME));
    assert_columns("name|first_name|last_name", NULL,
                   COLUMNS(COL_FULL_NAME, COL_FIRST_NAME, COL_LAST_NAME));
    assert_columns("surname", NULL, COLUMNS(COL_FULL_NAME));
    assert_columns("company|country", NULL, COLUMNS(COL_ORG_NAME, COL_COUNTRY));
}

static void what_is_unknown_is_not_used(void **state)
{
    (void)state;
    assert_columns("name|branch||name", NULL,
                   COLUMNS(COL_FULL_NAME, COL_NONE, COL_NONE, COL_NONE));
    assert_columns("full_name|phone|mobile", NULL, COLUMNS(COL_FULL_NAME, COL_PHONE, COL_PHONE));
}

static void columns_bound_by_hand(void **state)
{
    static const char *const map[] = {"full_name=Der Gast", "date_of_birth = 3", NULL};
    static const char *const over[] = {"alias=name", "full_name=2", NULL};
    static const char *const property[] = {"imoNumber=Hull", NULL};
    struct arena *a = arena_new();
    struct headings h;

    (void)state;
    assert_columns("Nr|DER GAST|Wann", map, COLUMNS(COL_NONE, COL_FULL_NAME, COL_BIRTH_DATE));
    assert_columns("name|other", over, COLUMNS(COL_ALIAS, COL_FULL_NAME));
    assert_ok(read_joined(a, "name|hull", property, &h));
    assert_int_equal(h.at[1].column, COL_PROPERTY);
    assert_string_equal(h.at[1].property, "imoNumber");
    arena_free(a);
}

static void refuse(const char *joined, const char *pair, const char *part)
{
    const char *const map[] = {pair, NULL};
    struct arena *a = arena_new();
    struct headings h;

    assert_error(read_joined(a, joined, map, &h), TOCSIN_ERR_USAGE, part);
    arena_free(a);
}

static void mistakes_in_the_map(void **state)
{
    (void)state;
    refuse("name|x", "full_nam=x", "did you mean 'full_name'?");
    refuse("name|x", "zzz=x", "no column 'zzz'");
    refuse("name|x", "full_name=y", "no heading 'y'");
    refuse("name|x", "full_name=3", "no heading '3'");
    refuse("name|x", "full_name", "--map wants COLUMN=HEADING");
    refuse("x|y", NULL, "no column of the table holds a name");
    refuse("country|gender", NULL, "--map full_name=HEADING");
}

static void properties_have_names(void **state)
{
    struct arena *a = arena_new();
    struct headings h;

    (void)state;
    assert_ok(read_joined(a, "full_name|dob|passport|type", NULL, &h));
    assert_string_equal(h.at[0].property, "name");
    assert_string_equal(h.at[1].property, "birthDate");
    assert_string_equal(h.at[2].property, "passportNumber");
    assert_string_equal(h.at[3].property, "");
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headings_are_folded),
        cmocka_unit_test(the_recommended_layout),
        cmocka_unit_test(headings_of_other_languages),
        cmocka_unit_test(name_means_what_the_others_leave),
        cmocka_unit_test(what_is_unknown_is_not_used),
        cmocka_unit_test(columns_bound_by_hand),
        cmocka_unit_test(mistakes_in_the_map),
        cmocka_unit_test(properties_have_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
