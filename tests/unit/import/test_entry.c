/* SPDX-License-Identifier: Apache-2.0
 *
 * entry: what hangs on an entity, ids that depend on content alone, enumerations, slugs.
 */
#include "check.h"

#include "import/entry.h"

static const struct entry_issuer issuer = {"Harbour Board of Maren", "mt"};

static struct entry *fresh(struct arena *a, enum schema schema)
{
    return entry_new(a, NULL, NULL, &issuer, schema, SPAN("maren-1"), 7);
}

static size_t count_of(const struct record *r, enum prop prop)
{
    size_t n = 0;

    for (size_t i = 0; i < r->n; i++)
        n += r->values[i].prop == prop;
    return n;
}

static struct span value_of(const struct record *r, enum prop prop)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->values[i].prop == prop)
            return r->values[i].text;
    return (struct span){0};
}

static void an_entry_is_sanctioned_from_the_start(void **state)
{
    struct arena *a = arena_new();
    struct entry *e = fresh(a, SCHEMA_Person);

    (void)state;
    assert_span(value_of(e->entity, PROP_topics), SPAN("sanction"));
    assert_int_equal(e->entity->line, 7);
    assert_null(e->sanction);
    arena_free(a);
}

static void a_value_that_the_schema_lacks_is_kept_in_the_notes(void **state)
{
    struct arena *a = arena_new();
    struct entry *e = fresh(a, SCHEMA_Organization);

    (void)state;
    assert_ok(entry_add(e, PROP_birthDate, SPAN("1961"), "DOB", 9));
    assert_ok(entry_add(e, PROP_eyeColor, SPAN("  "), "Eyes", 9));
    assert_int_equal(count_of(e->entity, PROP_notes), 1);
    assert_span(value_of(e->entity, PROP_notes), SPAN("DOB: 1961"));
    arena_free(a);
}

static void texts_for_no_country_add_nothing(void **state)
{
    struct arena *a = arena_new();
    struct entry *e = fresh(a, SCHEMA_Person);

    (void)state;
    assert_ok(entry_add(e, PROP_nationality, SPAN("undetermined"), "n", 9));
    assert_ok(entry_add(e, PROP_nationality, SPAN("None Identified"), "n", 9));
    assert_ok(entry_add(e, PROP_nationality, SPAN("na"), "n", 9));
    assert_ok(entry_add(e, PROP_nationality, SPAN("Korea, North"), "n", 9));
    assert_ok(entry_add(e, PROP_nationality, SPAN("Malta; Italy"), "n", 9));
    assert_int_equal(count_of(e->entity, PROP_nationality), 3);
    assert_int_equal(count_of(e->entity, PROP_notes), 0);
    arena_free(a);
}

static void the_same_address_twice_is_one_entity(void **state)
{
    struct arena *a = arena_new();
    struct entry *e = fresh(a, SCHEMA_Person);
    struct entry_address address = {.street = SPAN("12 Cooper Lane"), .country = SPAN("Malta")};

    (void)state;
    assert_ok(entry_address(e, &address, "address", 9));
    assert_ok(entry_address(e, &address, "address", 10));
    assert_int_equal(count_of(e->entity, PROP_addressEntity), 1);
    assert_span(value_of(e->entity, PROP_address), SPAN("12 Cooper Lane, Malta"));
    assert_span(value_of(e->entity, PROP_country), SPAN("mt"));
    arena_free(a);
}

static void a_country_alone_is_no_address(void **state)
{
    struct arena *a = arena_new();
    struct entry *e = fresh(a, SCHEMA_Person);
    struct entry_address address = {.country = SPAN("Malta")};

    (void)state;
    assert_ok(entry_address(e, &address, "address", 9));
    assert_int_equal(count_of(e->entity, PROP_addressEntity), 0);
    assert_span(value_of(e->entity, PROP_country), SPAN("mt"));
    address = (struct entry_address){0};
    assert_ok(entry_address(e, &address, "address", 9));
    assert_int_equal(count_of(e->entity, PROP_notes), 0);
    arena_free(a);
}

static void a_paper_needs_a_number_and_a_holder(void **state)
{
    struct arena *a = arena_new();
    struct entry *e = fresh(a, SCHEMA_Vessel);
    struct entry_document paper = {
        .number = SPAN("X0000417"), .type = SPAN("Passport"), .passport = true};

    (void)state;
    assert_ok(entry_document(e, &paper, "p", 9));
    assert_span(value_of(e->entity, PROP_notes), SPAN("Passport: X0000417"));
    assert_null(e->first);
    e = fresh(a, SCHEMA_Person);
    paper.number = (struct span){0};
    assert_ok(entry_document(e, &paper, "p", 9));
    assert_int_equal(count_of(e->entity, PROP_notes), 0);
    paper.summary = SPAN("lost at sea");
    assert_ok(entry_document(e, &paper, "p", 9));
    assert_span(value_of(e->entity, PROP_notes), SPAN("Passport: lost at sea"));
    assert_null(e->first);
    arena_free(a);
}

static void ids_depend_on_content_and_not_on_order(void **state)
{
    struct arena *a = arena_new();
    struct entry *first = fresh(a, SCHEMA_Person), *second = fresh(a, SCHEMA_Person);
    struct record *x = entry_sanction(first, SPAN("A")), *y = entry_sanction(first, SPAN("B"));

    (void)state;
    assert_span(entry_sanction(second, SPAN("B"))->id, y->id);
    assert_span(entry_sanction(second, SPAN("A"))->id, x->id);
    assert_ptr_equal(first->sanction, x);
    assert_ptr_equal(entry_sanction(first, SPAN("B")), y);
    assert_true(span_starts(x->id, SPAN("maren-1-")));
    assert_int_equal(x->id.n, strlen("maren-1-") + 12);
    arena_free(a);
}

static void an_organization_with_an_owner_is_a_company(void **state)
{
    struct arena *a = arena_new();
    struct entry *e = fresh(a, SCHEMA_Organization);

    (void)state;
    assert_ok(entry_party(e, ENTRY_RELATED, SPAN("Maren Lines"), "Previous owner", 9));
    assert_int_equal(e->entity->schema, SCHEMA_Organization);
    assert_ok(entry_party(e, ENTRY_OWNER, SPAN(" "), "Owner", 9));
    assert_int_equal(e->entity->schema, SCHEMA_Organization);
    assert_ok(entry_party(e, ENTRY_OWNER, SPAN("Maren Trust"), "Owner", 9));
    assert_int_equal(e->entity->schema, SCHEMA_Company);
    arena_free(a);
}

static void an_edge_names_its_two_ends(void **state)
{
    struct arena *a = arena_new();
    struct record *r = entry_link(a, SCHEMA_Family, SPAN("a-1"), SPAN("a-2"), SPAN("brother"));

    (void)state;
    assert_span(value_of(r, PROP_person), SPAN("a-1"));
    assert_span(value_of(r, PROP_relative), SPAN("a-2"));
    assert_span(value_of(r, PROP_relationship), SPAN("brother"));
    arena_free(a);
}

static void assert_enumerated(const char *text, const char *joined)
{
    struct buf got = {0};
    struct span rest = span_of(text), part;
    unsigned at = 0;

    while (entry_enumerated(&rest, &at, &part)) {
        buf_str(&got, got.n ? "|" : "");
        buf_span(&got, part);
    }
    assert_span(buf_view(&got), span_of(joined));
    buf_free(&got);
}

static void enumerations_fall_into_their_parts(void **state)
{
    (void)state;
    assert_enumerated("(a) Harbour master (b) Director", "Harbour master|Director");
    assert_enumerated("a) Harbour master b) Director c) Bard", "Harbour master|Director|Bard");
    assert_enumerated("(1) Malta. (2) Italy", "Malta.|Italy");
    assert_enumerated("Harbour master (b) Director", "Harbour master (b) Director");
    assert_enumerated("(a) Member (c) of a club", "Member (c) of a club");
    assert_enumerated("(a) one\n(b) two", "one|two");
    assert_enumerated("", "");
    assert_enumerated("   ", "");
}

static void slugs_hold_letters_digits_and_single_hyphens(void **state)
{
    struct arena *a = arena_new();

    (void)state;
    assert_span(entry_slug(a, "eu-fsf-", SPAN("EU.99999.17")), SPAN("eu-fsf-eu-99999-17"));
    assert_span(entry_slug(a, "x-", SPAN(" A//B ")), SPAN("x-a-b"));
    assert_span(entry_slug(a, "x-", SPAN("...")), SPAN("x-"));
    assert_span(entry_slug(a, "x-", SPAN("")), SPAN("x-"));
    arena_free(a);
}

static void joining_leaves_out_what_is_empty(void **state)
{
    struct arena *a = arena_new();
    struct span parts[] = {SPAN(" "), SPAN("a "), {0}, SPAN("b")};

    (void)state;
    assert_span(entry_join(a, ", ", parts, 4), SPAN("a, b"));
    assert_int_equal(entry_join(a, ", ", parts, 1).n, 0);
    assert_int_equal(entry_join(a, ", ", parts, 0).n, 0);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_entry_is_sanctioned_from_the_start),
        cmocka_unit_test(a_value_that_the_schema_lacks_is_kept_in_the_notes),
        cmocka_unit_test(texts_for_no_country_add_nothing),
        cmocka_unit_test(the_same_address_twice_is_one_entity),
        cmocka_unit_test(a_country_alone_is_no_address),
        cmocka_unit_test(a_paper_needs_a_number_and_a_holder),
        cmocka_unit_test(ids_depend_on_content_and_not_on_order),
        cmocka_unit_test(an_organization_with_an_owner_is_a_company),
        cmocka_unit_test(an_edge_names_its_two_ends),
        cmocka_unit_test(enumerations_fall_into_their_parts),
        cmocka_unit_test(slugs_hold_letters_digits_and_single_hyphens),
        cmocka_unit_test(joining_leaves_out_what_is_empty),
    };

    return cmocka_run_group_tests_name("entry", tests, NULL, NULL);
}
