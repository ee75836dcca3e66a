/* SPDX-License-Identifier: Apache-2.0
 *
 * roster: whom a name on a list means.
 */
#include "check.h"

/* Sets of the moment for ofac-csv: a row of sdn.csv with its owner, and one of alt.csv. */
#define ROW(num, name, type, owner, remarks)                                                       \
    num ",\"" name "\"," type ",\"SDGT\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ," owner ",\"" remarks "\"\n"
#define FIRM(num, name) ROW(num, name, "-0- ", "-0- ", "x")
#define PLANE(num, name, operator)                                                                 \
    ROW(num, name, "\"aircraft\"", "-0- ", "Aircraft Operator " operator)

static struct tocsin_err *try_rows(struct collected *c, const char *sdn, const char *alt,
                                   uint64_t skip_bad)
{
    struct scratch s;
    struct import_summary summary;
    struct import_sink sink = collected_sink(c);

    scratch_new(&s);
    scratch_text(&s, "alt.csv", alt);
    struct import_request request = {
        .path = scratch_text(&s, "sdn.csv", sdn), .skip_bad = skip_bad, .format = "ofac-csv"};
    struct tocsin_err *err = import_run_for_test(&request, &sink, &summary);
    import_summary_free(&summary);
    scratch_free(&s);
    return err;
}

static void read_rows(struct collected *c, const char *sdn, const char *alt)
{
    assert_ok(try_rows(c, sdn, alt, 0));
}

static size_t count(const struct collected *c, enum schema schema)
{
    size_t n = 0;

    for (size_t i = 0; i < c->records.n; i++)
        n += c->records.at[i]->schema == schema;
    return n;
}

/* The nth entity that is a name alone. */
static const struct record *stranger(const struct collected *c, size_t nth)
{
    const struct record *r = find_child(c, "ofac", SCHEMA_LegalEntity, nth);

    if (r)
        return r;
    fail_msg("there are no %zu names that no entry has", nth + 1);
    abort(); /* not reached: fail_msg jumps */
}

/* The nth Ownership: who owns what. */
static void assert_owns(const struct collected *c, size_t nth, const char *owner, const char *asset)
{
    for (size_t i = 0; i < c->records.n; i++) {
        const struct record *r = c->records.at[i];
        if (r->schema != SCHEMA_Ownership || nth-- > 0)
            continue;
        assert_span(record_first(r, PROP_owner), span_of(owner));
        assert_span(record_first(r, PROP_asset), span_of(asset));
        return;
    }
    fail_msg("there is no such Ownership");
}

static void an_operator_is_the_entry_of_that_name_in_any_case_before_or_after(void **state)
{
    (void)state;
    struct collected c;
    read_rows(&c,
              PLANE("1", "EP-1", "quay  Air.") FIRM("2", "QUAY AIR") PLANE("3", "EP-3", "Quay Air"),
              "");
    assert_int_equal(count(&c, SCHEMA_LegalEntity), 0);
    assert_int_equal(count(&c, SCHEMA_Ownership), 2);
    assert_owns(&c, 0, "ofac-2", "ofac-1");
    assert_owns(&c, 1, "ofac-2", "ofac-3");
    collected_free(&c);
}

static void an_owner_is_found_by_an_alias_where_no_entry_has_it_as_its_name(void **state)
{
    (void)state;
    struct collected c;
    read_rows(&c,
              FIRM("1", "NATIONAL QUAY COMPANY")
                  ROW("2", "MARROWIND", "\"vessel\"", "\"NQC\"", "x"),
              "1,1,\"aka\",\"NQC\",-0- \n");
    assert_owns(&c, 0, "ofac-1", "ofac-2");
    collected_free(&c);
}

static void one_name_that_no_entry_has_is_one_entity_for_all_that_it_owns(void **state)
{
    (void)state;
    struct collected c;
    read_rows(&c,
              PLANE("1", "EP-1", "QUAY AIR") PLANE("2", "EP-2", "Quay Air")
                  PLANE("3", "EP-3", "KEEL AIR"),
              "");
    assert_int_equal(count(&c, SCHEMA_LegalEntity), 2);
    assert_int_equal(count(&c, SCHEMA_Ownership), 3);
    const struct record *quay = stranger(&c, 0);
    assert_record_values(quay, PROP_name, "QUAY AIR", NULL);
    assert_false(record_is_target(quay));
    assert_owns(&c, 0, arena_str(c.arena, quay->id), "ofac-1");
    assert_owns(&c, 1, arena_str(c.arena, quay->id), "ofac-2");
    collected_free(&c);
}

static void the_id_of_a_name_alone_does_not_hang_on_where_it_stands(void **state)
{
    (void)state;
    struct collected one, other;
    read_rows(&one, PLANE("1", "EP-1", "QUAY AIR"), "");
    read_rows(&other, FIRM("7", "KEEL") PLANE("9", "EP-9", "Quay Air."), "");
    assert_span(stranger(&one, 0)->id,
                stranger(&other, 0)->id);
    collected_free(&one);
    collected_free(&other);
}

static void a_name_of_two_entries_owns_as_neither(void **state)
{
    (void)state;
    struct collected c;
    read_rows(&c, FIRM("1", "QUAY AIR") FIRM("2", "Quay Air") PLANE("3", "EP-3", "QUAY AIR"), "");
    assert_int_equal(count(&c, SCHEMA_LegalEntity), 1);
    collected_free(&c);
}

static void a_ship_of_the_same_name_owns_nothing(void **state)
{
    (void)state;
    struct collected c;
    read_rows(&c,
              ROW("1", "QUAY", "\"vessel\"", "-0- ", "x") FIRM("2", "QUAY")
                  PLANE("3", "EP-3", "QUAY") ROW("4", "KEEL", "\"vessel\"", "\"KEEL\"", "x"),
              "");
    assert_owns(&c, 0, "ofac-2", "ofac-3");
    const struct record *keel = stranger(&c, 0);
    assert_record_values(keel, PROP_name, "KEEL", NULL);
    assert_owns(&c, 1, arena_str(c.arena, keel->id), "ofac-4");
    collected_free(&c);
}

static void an_entry_that_could_not_be_read_is_nobody(void **state)
{
    (void)state;
    struct collected c;
    assert_ok(try_rows(&c,
                       ROW("1", "QUAY AIR", "-0- ", "-0- ",
                           "Organization Established Date never; Linked To: KEEL")
                           PLANE("2", "EP-2", "QUAY AIR"),
                       "", 1));
    assert_int_equal(c.bad.n, 1);
    assert_int_equal(count(&c, SCHEMA_UnknownLink), 0);
    assert_record_values(stranger(&c, 0), PROP_name, "QUAY AIR",
                         NULL);
    collected_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_operator_is_the_entry_of_that_name_in_any_case_before_or_after),
        cmocka_unit_test(an_owner_is_found_by_an_alias_where_no_entry_has_it_as_its_name),
        cmocka_unit_test(one_name_that_no_entry_has_is_one_entity_for_all_that_it_owns),
        cmocka_unit_test(the_id_of_a_name_alone_does_not_hang_on_where_it_stands),
        cmocka_unit_test(a_name_of_two_entries_owns_as_neither),
        cmocka_unit_test(a_ship_of_the_same_name_owns_nothing),
        cmocka_unit_test(an_entry_that_could_not_be_read_is_nobody),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
