/* SPDX-License-Identifier: Apache-2.0
 *
 * The model: schema.def is in order, answers as FollowTheMoney does, and is the published model.
 */
#include <stdio.h>

#include "random_record.h"
#include "record/inside.h"

#include <jansson.h>

/* ---- the rows of schema.def ------------------------------------------------------------------ */

static const char *const schema_rows[] = {
#define SCHEMA(code, id, label, plural, flags, parents, caption) #id,
#include "record/schema.def"
};
static const char *const prop_rows[] = {
#define PROP(code, name, type, flags, label) #name,
#include "record/schema.def"
};
static const char *const topic_rows[] = {
#define TOPIC(topic, label, flags) topic,
#include "record/schema.def"
};

/* Every row in the order of the file, the property rows with an empty schema. */
static const struct row {
    const char *schema, *prop;
} rows[] = {
#define PROP(code, name, type, flags, label) {"", #name},
#define IN(schema, name) {#schema, #name},
#define TO(schema, name, range, reverse) {#schema, #name},
#define AS(schema, name, type, flags, label) {#schema, #name},
#define AS_TO(schema, name, range, reverse, flags, label) {#schema, #name},
#include "record/schema.def"
};

static void assert_sorted(const char *const *names, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (strcmp(names[i - 1], names[i]) >= 0)
            fail_msg("%s must not stand before %s", names[i - 1], names[i]);
}

static void rows_are_sorted_by_bytes(void **state)
{
    (void)state;
    assert_sorted(schema_rows, ARRAY_LEN(schema_rows));
    assert_sorted(prop_rows, ARRAY_LEN(prop_rows));
    assert_sorted(topic_rows, ARRAY_LEN(topic_rows));
}

static void owners_stand_below_their_property(void **state)
{
    (void)state;
    for (size_t i = 1; i < ARRAY_LEN(rows); i++) {
        if (!*rows[i].schema)
            assert_true(*rows[i - 1].schema); /* no property without an owner */
        else if (strcmp(rows[i].prop, rows[i - 1].prop) != 0 ||
                 strcmp(rows[i].schema, rows[i - 1].schema) <= 0)
            fail_msg("%s.%s is out of place", rows[i].schema, rows[i].prop);
    }
}

static void codes_are_distinct_and_lead_back(void **state)
{
    (void)state;
    for (enum schema s = 1; s < SCHEMA_END; s++) {
        assert_int_not_equal(schema_code(s), 0);
        assert_int_equal(schema_of_code(schema_code(s)), s);
    }
    for (enum prop p = 1; p < PROP_END; p++) {
        assert_int_not_equal(prop_code(p), 0);
        assert_int_equal(prop_of_code(prop_code(p)), p);
    }
    assert_int_equal(schema_of_code(0), SCHEMA_NONE);
    assert_int_equal(schema_of_code(UINT64_MAX), SCHEMA_NONE);
    assert_int_equal(prop_of_code(0), PROP_NONE);
    assert_int_equal(prop_of_code(UINT64_MAX), PROP_NONE);
}

/* These stand in packed records everywhere: a code that changes makes them unreadable. */
static void codes_do_not_change(void **state)
{
    (void)state;
    assert_int_equal(schema_code(SCHEMA_Address), 1);
    assert_int_equal(schema_code(SCHEMA_Person), 46);
    assert_int_equal(schema_code(SCHEMA_Workbook), 69);
    assert_int_equal(prop_code(PROP_abbreviation), 1);
    assert_int_equal(prop_code(PROP_birthDate), 41);
    assert_int_equal(prop_code(PROP_name), 236);
    assert_int_equal(prop_code((enum prop)prop_count()), 407);
}

/* ---- finding --------------------------------------------------------------------------------- */

static void every_name_is_found(void **state)
{
    (void)state;
    assert_int_equal(schema_count(), 69);
    assert_int_equal(prop_count(), 407);
    for (enum schema s = 1; s < SCHEMA_END; s++)
        assert_int_equal(schema_find(span_of(schema_name(s))), s);
    for (enum prop p = 1; p < PROP_END; p++)
        assert_int_equal(prop_find(span_of(prop_name(p))), p);
}

static void names_that_are_nearly_right_are_not_found(void **state)
{
    (void)state;
    static const struct span wrong[] = {
        {"", 0},          {NULL, 0},       {"PERSON", 6},      {"Perso", 5},
        {"Persons", 7},   {"Person\0", 7}, {"A", 1},           {"Zzz", 3},
        {"birthdate", 9}, {"birthDat", 8}, {"birthDate ", 10}, {"\xff", 1},
    };
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        assert_int_equal(schema_find(wrong[i]), SCHEMA_NONE);
        assert_int_equal(prop_find(wrong[i]), PROP_NONE);
        assert_null(topic_label(wrong[i]));
        assert_false(topic_is_risk(wrong[i]));
    }
}

static void names_are_found_without_a_nul_behind(void **state)
{
    (void)state;
    assert_int_equal(schema_find((struct span){"Personality", 6}), SCHEMA_Person);
    assert_int_equal(prop_find((struct span){"names", 4}), PROP_name);
}

/* ---- inheritance ----------------------------------------------------------------------------- */

static void a_schema_is_its_ancestors(void **state)
{
    (void)state;
    assert_true(schema_is_a(SCHEMA_Person, SCHEMA_Person));
    assert_true(schema_is_a(SCHEMA_Person, SCHEMA_LegalEntity));
    assert_true(schema_is_a(SCHEMA_Person, SCHEMA_Thing));
    assert_true(schema_is_a(SCHEMA_Company, SCHEMA_Asset));
    assert_true(schema_is_a(SCHEMA_Company, SCHEMA_Organization));
    assert_false(schema_is_a(SCHEMA_Person, SCHEMA_Organization));
    assert_false(schema_is_a(SCHEMA_Thing, SCHEMA_Person));
    assert_false(schema_is_a(SCHEMA_Sanction, SCHEMA_Thing));
}

static void no_two_schemata_are_each_the_other(void **state)
{
    (void)state;
    for (enum schema a = 1; a < SCHEMA_END; a++)
        for (enum schema b = a + 1; b < SCHEMA_END; b++)
            assert_false(schema_is_a(a, b) && schema_is_a(b, a));
}

static void properties_are_inherited_and_not_passed_up(void **state)
{
    (void)state;
    assert_true(schema_has(SCHEMA_Person, PROP_birthDate));
    assert_true(schema_has(SCHEMA_Person, PROP_taxNumber)); /* of LegalEntity */
    assert_true(schema_has(SCHEMA_Person, PROP_name));      /* of Thing */
    assert_true(schema_has(SCHEMA_Company, PROP_cageCode));
    assert_false(schema_has(SCHEMA_LegalEntity, PROP_birthDate));
    assert_false(schema_has(SCHEMA_Company, PROP_birthDate));
    assert_false(schema_has(SCHEMA_Sanction, PROP_name));
    for (enum schema s = 1; s < SCHEMA_END; s++)
        for (enum schema up = 1; up < SCHEMA_END; up++)
            for (enum prop p = 1; schema_is_a(s, up) && p < PROP_END; p++)
                assert_true(!schema_has(up, p) || schema_has(s, p));
}

static void captions_use_properties_that_the_schema_has(void **state)
{
    (void)state;
    for (enum schema s = 1; s < SCHEMA_END; s++)
        for (const enum prop *p = schema_caption(s); *p; p++)
            assert_true(schema_has(s, *p));
    assert_int_equal(schema_caption(SCHEMA_Person)[0], PROP_name);
    assert_int_equal(schema_caption(SCHEMA_Person)[1], PROP_alias);
    assert_int_equal(schema_caption(SCHEMA_Ownership)[0], PROP_NONE);
}

/* ---- matching -------------------------------------------------------------------------------- */

static void matchable_and_edge_schemata_are_the_published_ones(void **state)
{
    (void)state;
    size_t matchable = 0, edges = 0;
    for (enum schema s = 1; s < SCHEMA_END; s++) {
        matchable += schema_matchable(s);
        edges += schema_edge(s);
    }
    assert_int_equal(matchable, 13);
    assert_int_equal(edges, 16);
    assert_true(schema_matchable(SCHEMA_Vessel));
    assert_false(schema_matchable(SCHEMA_Vehicle));
    assert_false(schema_matchable(SCHEMA_Passport));
    assert_true(schema_edge(SCHEMA_Ownership));
    assert_false(schema_edge(SCHEMA_Sanction));
}

static void relatives_are_comparable(void **state)
{
    (void)state;
    assert_true(schema_comparable(SCHEMA_Person, SCHEMA_Person));
    assert_true(schema_comparable(SCHEMA_Person, SCHEMA_LegalEntity));
    assert_true(schema_comparable(SCHEMA_LegalEntity, SCHEMA_Company));
    assert_true(schema_comparable(SCHEMA_Company, SCHEMA_Organization));
    assert_false(schema_comparable(SCHEMA_Person, SCHEMA_Company));
    assert_false(schema_comparable(SCHEMA_Company, SCHEMA_PublicBody));
    assert_false(schema_comparable(SCHEMA_Sanction, SCHEMA_Sanction));
}

static void a_thing_meets_whatever_is_matchable(void **state)
{
    (void)state;
    for (enum schema s = 1; s < SCHEMA_END; s++) {
        assert_int_equal(schema_comparable(SCHEMA_Thing, s), schema_matchable(s));
        assert_int_equal(schema_comparable(s, SCHEMA_Thing), schema_matchable(s));
    }
}

/* ---- types and links ------------------------------------------------------------------------- */

static void three_names_have_a_type_per_schema(void **state)
{
    (void)state;
    assert_int_equal(prop_type_in(SCHEMA_Sanction, PROP_authority), TYPE_STRING);
    assert_int_equal(prop_type_in(SCHEMA_Passport, PROP_authority), TYPE_STRING);
    assert_int_equal(prop_type_in(SCHEMA_Contract, PROP_authority), TYPE_ENTITY);
    assert_int_equal(prop_type_in(SCHEMA_CallForTenders, PROP_authority), TYPE_ENTITY);
    assert_int_equal(prop_type_in(SCHEMA_Message, PROP_sender), TYPE_ENTITY);
    assert_int_equal(prop_type_in(SCHEMA_Email, PROP_sender), TYPE_STRING);
    assert_int_equal(prop_type_in(SCHEMA_UnknownLink, PROP_subject), TYPE_ENTITY);
    assert_int_equal(prop_type_in(SCHEMA_Email, PROP_subject), TYPE_STRING);
    assert_int_equal(prop_type_in(SCHEMA_Person, PROP_birthDate), TYPE_DATE);
    assert_int_equal(prop_type(PROP_gender), TYPE_GENDER);
}

static void flags_and_labels_may_differ_by_schema(void **state)
{
    (void)state;
    assert_true(prop_matchable_in(SCHEMA_Sanction, PROP_programId));
    assert_false(prop_matchable_in(SCHEMA_Person, PROP_programId));
    assert_true(prop_matchable(PROP_birthDate));
    assert_false(prop_matchable(PROP_birthPlace));
    assert_true(prop_hidden(PROP_bodyHtml));
    assert_false(prop_hidden(PROP_name));
    assert_string_equal(prop_label(PROP_holder), "Holder");
    assert_string_equal(prop_label_in(SCHEMA_CryptoWallet, PROP_holder), "Wallet holder");
    assert_string_equal(prop_label_in(SCHEMA_Person, PROP_birthDate), "Birth date");
}

static void links_have_a_range_and_a_way_back(void **state)
{
    (void)state;
    assert_int_equal(prop_range(SCHEMA_Sanction, PROP_entity), SCHEMA_Thing);
    assert_string_equal(prop_reverse(SCHEMA_Sanction, PROP_entity), "sanctions");
    assert_string_equal(prop_reverse(SCHEMA_Risk, PROP_entity), "risks");
    assert_string_equal(prop_reverse(SCHEMA_Passport, PROP_holder), "identification");
    assert_string_equal(prop_reverse(SCHEMA_Person, PROP_addressEntity), "things");
    assert_null(prop_reverse(SCHEMA_Sanction, PROP_authority));
    assert_int_equal(prop_range(SCHEMA_Person, PROP_name), SCHEMA_NONE);
    for (enum schema s = 1; s < SCHEMA_END; s++)
        for (enum prop p = 1; p < PROP_END; p++) {
            if (!schema_has(s, p))
                continue;
            bool link = prop_type_in(s, p) == TYPE_ENTITY;
            assert_int_equal(link, prop_range(s, p) != SCHEMA_NONE);
            assert_int_equal(link, prop_reverse(s, p) != NULL);
        }
}

static void ways_back_are_found_by_name(void **state)
{
    (void)state;
    assert_int_equal(prop_find_reverse(SCHEMA_Sanction, SPAN("sanctions")), PROP_entity);
    assert_int_equal(prop_find_reverse(SCHEMA_Ownership, SPAN("ownershipOwner")), PROP_owner);
    assert_int_equal(prop_find_reverse(SCHEMA_Passport, SPAN("identification")), PROP_holder);
    assert_int_equal(prop_find_reverse(SCHEMA_Ownership, SPAN("sanctions")), PROP_NONE);
    assert_int_equal(prop_find_reverse(SCHEMA_Sanction, SPAN("")), PROP_NONE);
    assert_true(schema_has_reverse(SCHEMA_Person, SPAN("sanctions")));
    assert_true(schema_has_reverse(SCHEMA_Person, SPAN("ownershipOwner")));
    assert_false(schema_has_reverse(SCHEMA_Sanction, SPAN("sanctions")));
    assert_false(schema_has_reverse(SCHEMA_Person, SPAN("sanction")));
    assert_false(schema_has_reverse(SCHEMA_Person, SPAN("name")));
}

static void risks_are_those_of_followthemoney(void **state)
{
    (void)state;
    size_t risks = 0;
    for (size_t i = 0; i < ARRAY_LEN(topic_rows); i++)
        risks += topic_is_risk(span_of(topic_rows[i]));
    assert_int_equal(risks, 28);
    assert_true(topic_is_risk(SPAN("sanction")));
    assert_true(topic_is_risk(SPAN("role.pep")));
    assert_true(topic_is_risk(SPAN("crime.terror")));
    assert_false(topic_is_risk(SPAN("crime.cyber")));
    assert_false(topic_is_risk(SPAN("gov")));
    assert_string_equal(topic_label(SPAN("role.pep")), "Politician");
}

/* ---- the published model --------------------------------------------------------------------- */

static const char *member(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}

static void check_published_prop(enum schema s, const char *name, const json_t *published)
{
    static const char *const types[] = {
        [TYPE_STRING] = "string",
        [TYPE_NAME] = "name",
        [TYPE_DATE] = "date",
        [TYPE_COUNTRY] = "country",
        [TYPE_GENDER] = "gender",
        [TYPE_TOPIC] = "topic",
        [TYPE_IDENTIFIER] = "identifier",
        [TYPE_ENTITY] = "entity",
        [TYPE_ADDRESS] = "address",
        [TYPE_EMAIL] = "email",
        [TYPE_PHONE] = "phone",
        [TYPE_URL] = "url",
        [TYPE_TEXT] = "text",
        [TYPE_LANGUAGE] = "language",
        [TYPE_NUMBER] = "number",
        [TYPE_IP] = "ip",
        [TYPE_CHECKSUM] = "checksum",
        [TYPE_MIMETYPE] = "mimetype",
        [TYPE_HTML] = "html",
        [TYPE_JSON] = "json",
    };
    enum prop p = prop_find(span_of(name));
    assert_int_not_equal(p, PROP_NONE);
    assert_true(schema_has(s, p));
    assert_string_equal(types[prop_type_in(s, p)], member(published, "type"));
    assert_string_equal(prop_label_in(s, p), member(published, "label"));
    assert_int_equal(prop_matchable_in(s, p),
                     json_is_true(json_object_get(published, "matchable")));
    if (prop_range(s, p)) {
        assert_string_equal(schema_name(prop_range(s, p)), member(published, "range"));
        assert_string_equal(prop_reverse(s, p), member(published, "reverse"));
    }
}

static size_t check_published_schema(const char *name, json_t *published)
{
    enum schema s = schema_find(span_of(name));
    size_t i, n = 0;
    const char *prop;
    json_t *value;
    assert_int_not_equal(s, SCHEMA_NONE);
    assert_string_equal(schema_label(s), member(published, "label"));
    assert_string_equal(schema_plural(s), member(published, "plural"));
    assert_int_equal(schema_matchable(s), json_is_true(json_object_get(published, "matchable")));
    assert_int_equal(schema_edge(s), json_object_get(published, "edge") != NULL);
    json_array_foreach(json_object_get(published, "schemata"), i, value)
        assert_true(schema_is_a(s, schema_find(span_of(json_string_value(value)))));
    json_array_foreach(json_object_get(published, "caption"), i, value)
        assert_string_equal(prop_name(schema_caption(s)[i]), json_string_value(value));
    json_object_foreach(json_object_get(published, "properties"), prop, value)
    {
        if (json_is_true(json_object_get(value, "stub"))) {
            assert_true(schema_has_reverse(s, span_of(prop)));
            continue;
        }
        check_published_prop(s, prop, value);
        n++;
    }
    return n;
}

static void the_model_is_the_published_one(void **state)
{
    (void)state;
    struct buf text = {0};
    size_t schemata = 0, props = 0;
    const char *name;
    json_t *value;
    if (!shared_file("reference/ftm-model-4.5.2.json", &text))
        return;
    json_t *model = json_loadb(text.p, text.n, 0, NULL);
    assert_non_null(model);
    json_object_foreach(json_object_get(model, "schemata"), name, value)
    {
        props += check_published_schema(name, value);
        schemata++;
    }
    assert_int_equal(schemata, schema_count());
    assert_int_equal(props, ARRAY_LEN(rows) - prop_count());
    json_decref(model);
    buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_sorted_by_bytes),
        cmocka_unit_test(owners_stand_below_their_property),
        cmocka_unit_test(codes_are_distinct_and_lead_back),
        cmocka_unit_test(codes_do_not_change),
        cmocka_unit_test(every_name_is_found),
        cmocka_unit_test(names_that_are_nearly_right_are_not_found),
        cmocka_unit_test(names_are_found_without_a_nul_behind),
        cmocka_unit_test(a_schema_is_its_ancestors),
        cmocka_unit_test(no_two_schemata_are_each_the_other),
        cmocka_unit_test(properties_are_inherited_and_not_passed_up),
        cmocka_unit_test(captions_use_properties_that_the_schema_has),
        cmocka_unit_test(matchable_and_edge_schemata_are_the_published_ones),
        cmocka_unit_test(relatives_are_comparable),
        cmocka_unit_test(a_thing_meets_whatever_is_matchable),
        cmocka_unit_test(three_names_have_a_type_per_schema),
        cmocka_unit_test(flags_and_labels_may_differ_by_schema),
        cmocka_unit_test(links_have_a_range_and_a_way_back),
        cmocka_unit_test(ways_back_are_found_by_name),
        cmocka_unit_test(risks_are_those_of_followthemoney),
        cmocka_unit_test(the_model_is_the_published_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
