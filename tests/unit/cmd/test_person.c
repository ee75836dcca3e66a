/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of customers' tables as queries. What a row became is seen through wrappers of the two
 * library functions that make a query.
 */
#include "fixture.h"

#include "cmd/person.h"

#define MOST 16

/* "Person name=... birthDate=..." of the last query. Tests run one after the other. */
static struct buf seen;

struct tocsin_err *__real_tocsin_query_new(const char *schema, struct tocsin_query **out);
struct tocsin_err *__wrap_tocsin_query_new(const char *schema, struct tocsin_query **out);
struct tocsin_err *__real_tocsin_query_add(struct tocsin_query *q, const char *property,
                                           const char *value);
struct tocsin_err *__wrap_tocsin_query_add(struct tocsin_query *q, const char *property,
                                           const char *value);

struct tocsin_err *__wrap_tocsin_query_new(const char *schema, struct tocsin_query **out)
{
    struct tocsin_err *err = __real_tocsin_query_new(schema, out);

    if (!err) {
        buf_clear(&seen);
        buf_str(&seen, schema);
    }
    return err;
}

struct tocsin_err *__wrap_tocsin_query_add(struct tocsin_query *q, const char *property,
                                           const char *value)
{
    struct tocsin_err *err = __real_tocsin_query_add(q, property, value);

    if (!err)
        buf_printf(&seen, " %s=%s", property, value);
    return err;
}

/* ---- one table --------------------------------------------------------------------------- */

struct table {
    struct arena *a;
    struct headings headings;
    struct persons persons;
};

static size_t split(const char *joined, struct span out[MOST])
{
    struct span rest = span_of(joined);
    size_t n = 0;

    while (n < MOST && span_split(&rest, '|', &out[n]))
        n++;
    return n;
}

static struct table *table_new(const char *headings)
{
    struct table *t = mem_zero(1, sizeof(*t));
    struct span names[MOST];
    size_t n = split(headings, names);

    t->a = arena_new();
    assert_ok(headings_read(t->a, names, n, NULL, &t->headings));
    t->persons.headings = &t->headings;
    t->persons.facts = ARENA_ARRAY(t->a, struct column_facts, n);
    return t;
}

static void table_free(struct table *t)
{
    arena_free(t->a);
    mem_free(t);
    buf_free(&seen);
}

static void learn(struct table *t, const char *row)
{
    struct span fields[MOST];

    split(row, fields);
    person_learn(&t->persons, fields);
}

/* The query of a row as text; "" when nobody is asked for. '*left_out' may be NULL. */
static const char *query_of(struct table *t, const char *row, size_t *left_out)
{
    struct span fields[MOST];
    struct tocsin_query *q = NULL;
    const char *why = NULL;
    size_t n = 0;

    split(row, fields);
    assert_ok(person_query(&t->persons, t->a, fields, &q, &n, &why));
    assert_int_equal(n != 0, why != NULL);
    if (left_out)
        *left_out = n;
    else
        assert_int_equal(n, 0);
    if (!q)
        return "";
    tocsin_query_free(q);
    return buf_cstr(&seen);
}

static void assert_query(const char *headings, const char *row, const char *expected)
{
    struct table *t = table_new(headings);

    assert_string_equal(query_of(t, row, NULL), expected);
    table_free(t);
}

/* ---- names ------------------------------------------------------------------------------- */

static void a_full_name_is_the_name(void **state)
{
    (void)state;
    assert_query("full_name|first_name|last_name", "Ferdik Quentabry|Ferdik|Quentabry",
                 "Person name=Ferdik Quentabry firstName=Ferdik lastName=Quentabry");
    assert_query("name", "  Фердик Квентабри ", "Person name=Фердик Квентабри");
}

static void parts_make_up_a_name(void **state)
{
    (void)state;
    assert_query("first_name|middle_name|last_name", "Ferdik|Aldous|Quentabry",
                 "Person name=Ferdik Aldous Quentabry firstName=Ferdik middleName=Aldous "
                 "lastName=Quentabry");
    assert_query("first_name|last_name", "|Quentabry", "Person name=Quentabry lastName=Quentabry");
    assert_query("full_name|first_name|last_name", "|Ferdik|Quentabry",
                 "Person name=Ferdik Quentabry firstName=Ferdik lastName=Quentabry");
}

static void names_that_look_like_nothing(void **state)
{
    (void)state;
    assert_query("first_name|last_name", "Ana|Null", "Person name=Ana Null firstName=Ana "
                                                     "lastName=Null");
    assert_query("first_name|last_name|gender", "n/a|-|female", "");
    assert_query("name|country", " |mt", ""); /* a country alone names nobody */
}

static void aliases_and_birth_names(void **state)
{
    (void)state;
    assert_query("name|alias", "Ferdik Quentabry|Ferdi; The Keel|",
                 "Person name=Ferdik Quentabry alias=Ferdi alias=The Keel");
    assert_query("first_name|last_name|maiden_name", "Lirien|Quentabry|Ostvane",
                 "Person name=Lirien Quentabry firstName=Lirien lastName=Quentabry "
                 "previousName=Lirien Ostvane");
}

/* ---- dates ------------------------------------------------------------------------------- */

static void dates_in_plain_forms(void **state)
{
    (void)state;
    assert_query("name|dob", "X Y|1961-03-14", "Person name=X Y birthDate=1961-03-14");
    assert_query("name|dob", "X Y|14 Mar 1961", "Person name=X Y birthDate=1961-03-14");
    assert_query("name|dob", "X Y|1961", "Person name=X Y birthDate=1961");
    assert_query("name|dob", "X Y|14/03/1961", "Person name=X Y birthDate=1961-03-14");
    assert_query("name|dob", "X Y|3/14/1961", "Person name=X Y birthDate=1961-03-14");
    assert_query("name|dob", "X Y|22354", "Person name=X Y birthDate=1961-03-14");
    assert_query("name|dob", "X Y|n/a", "Person name=X Y");
    assert_query("name|dob", "X Y|1900-01-01", "Person name=X Y");
    assert_query("name|birth year", "X Y|1961", "Person name=X Y birthDate=1961");
    assert_query("name|dob|birth year", "X Y|1961-03-14|1961",
                 "Person name=X Y birthDate=1961-03-14");
}

static void a_column_decides_the_order_of_day_and_month(void **state)
{
    struct table *t = table_new("name|dob");

    (void)state;
    assert_string_equal(query_of(t, "X Y|03/04/1961", NULL),
                        "Person name=X Y birthDate=1961-04-03 birthDate=1961-03-04");
    learn(t, "A B|02/28/1970");
    assert_string_equal(query_of(t, "X Y|03/04/1961", NULL),
                        "Person name=X Y birthDate=1961-03-04");
    learn(t, "A B|28/02/1970"); /* now it says both */
    assert_string_equal(query_of(t, "X Y|03/04/1961", NULL),
                        "Person name=X Y birthDate=1961-04-03 birthDate=1961-03-04");
    assert_string_equal(query_of(t, "X Y|28/02/1970", NULL),
                        "Person name=X Y birthDate=1970-02-28");
    t->persons.order = ORDER_DAY;
    assert_string_equal(query_of(t, "X Y|03/04/1961", NULL),
                        "Person name=X Y birthDate=1961-04-03");
    t->persons.order = ORDER_MONTH;
    assert_string_equal(query_of(t, "X Y|03/04/1961", NULL),
                        "Person name=X Y birthDate=1961-03-04");
    assert_string_equal(query_of(t, "X Y|03.04.1961", NULL), /* with dots the day comes first */
                        "Person name=X Y birthDate=1961-04-03");
    assert_string_equal(query_of(t, "X Y|4.4.1961", NULL),
                        "Person name=X Y birthDate=1961-04-04");
    table_free(t);
}

static void values_that_are_none_are_counted(void **state)
{
    struct table *t = table_new("name|dob|gender|nationality");
    size_t left_out;

    (void)state;
    assert_string_equal(query_of(t, "X Y|31.02.1961|male|mt", &left_out),
                        "Person name=X Y gender=male nationality=mt");
    assert_int_equal(left_out, 1);
    assert_string_equal(query_of(t, "X Y|yesterday|robot|Ruritanistan", &left_out),
                        "Person name=X Y");
    assert_int_equal(left_out, 3);
    table_free(t);
}

/* ---- the rest ---------------------------------------------------------------------------- */

static void countries_one_and_several(void **state)
{
    (void)state;
    assert_query("name|nationality", "X Y|Malta", "Person name=X Y nationality=Malta");
    assert_query("name|nationality", "X Y|mt; it",
                 "Person name=X Y nationality=mt nationality=it");
}

static void na_is_namibia_among_codes(void **state)
{
    struct table *t = table_new("name|nationality");

    (void)state;
    learn(t, "A B|mt");
    assert_string_equal(query_of(t, "X Y|NA", NULL), "Person name=X Y nationality=NA");
    learn(t, "A B|Malta");
    assert_string_equal(query_of(t, "X Y|NA", NULL), "Person name=X Y");
    table_free(t);
}

static void numbers_ask_by_themselves(void **state)
{
    struct table *t = table_new("name|passport|national_id");
    size_t left_out;

    (void)state;
    assert_string_equal(query_of(t, "|X0000417|", NULL), "Person passportNumber=X0000417");
    assert_string_equal(query_of(t, "|'00417|", NULL), "Person passportNumber=00417");
    assert_string_equal(query_of(t, "X Y|1.23E+11|417", &left_out), "Person name=X Y idNumber=417");
    assert_int_equal(left_out, 1);
    table_free(t);
}

static void types_choose_the_schema(void **state)
{
    (void)state;
    assert_query("name|type", "Brindle Quay|company", "Company name=Brindle Quay");
    assert_query("name|type", "Marrowind|VESSEL", "Vessel name=Marrowind");
    assert_query("name|type", "X|PublicBody", "PublicBody name=X");
    assert_query("name|type", "X|something", "LegalEntity name=X");
    assert_query("name|type", "X|", "Person name=X");
    assert_query("first_name|last_name|company", "||Brindle Quay",
                 "Organization name=Brindle Quay");
}

static void values_go_where_the_schema_keeps_them(void **state)
{
    (void)state;
    assert_query("full_name|type|dob|nationality|gender|national_id|first_name",
                 "Brindle Quay|company|2004|mt|male|HRB17|Brindle",
                 "Company name=Brindle Quay incorporationDate=2004 country=mt idNumber=HRB17");
    assert_query("name|type|dob|nationality", "Marrowind|ship|2003-06|pa",
                 "Vessel name=Marrowind buildDate=2003-06 country=pa");
}

static void a_default_schema_for_rows_without_a_type(void **state)
{
    struct table *t = table_new("name|type");

    (void)state;
    t->persons.schema = "Organization";
    assert_string_equal(query_of(t, "Brindle Quay|", NULL), "Organization name=Brindle Quay");
    assert_string_equal(query_of(t, "Ferdik|person", NULL), "Person name=Ferdik");
    table_free(t);
}

static void parts_of_an_address_are_one_value(void **state)
{
    (void)state;
    assert_query("name|street|city|zip", "X Y|12 Cooper Lane|Port Maren|MRN 1042",
                 "Person name=X Y address=12 Cooper Lane, MRN 1042, Port Maren");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_name_is_the_name),
        cmocka_unit_test(parts_make_up_a_name),
        cmocka_unit_test(names_that_look_like_nothing),
        cmocka_unit_test(aliases_and_birth_names),
        cmocka_unit_test(dates_in_plain_forms),
        cmocka_unit_test(a_column_decides_the_order_of_day_and_month),
        cmocka_unit_test(values_that_are_none_are_counted),
        cmocka_unit_test(countries_one_and_several),
        cmocka_unit_test(na_is_namibia_among_codes),
        cmocka_unit_test(numbers_ask_by_themselves),
        cmocka_unit_test(types_choose_the_schema),
        cmocka_unit_test(values_go_where_the_schema_keeps_them),
        cmocka_unit_test(a_default_schema_for_rows_without_a_type),
        cmocka_unit_test(parts_of_an_address_are_one_value),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
