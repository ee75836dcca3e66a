/* SPDX-License-Identifier: Apache-2.0
 *
 * One entity as JSON: what hangs on it, where nesting ends, and its history.
 */
#include "fixture.h"

#include <jansson.h>

/* One entity as "<schema> <id> <property>=<value> ..."; a "_" in a value stands for a blank. */
static void put(struct town *t, const char *text)
{
    struct span rest = span_of(text), part;
    struct record *r;
    enum schema schema;

    assert_true(span_split(&rest, ' ', &part));
    schema = schema_find(part);
    assert_int_not_equal(schema, SCHEMA_NONE);
    assert_true(span_split(&rest, ' ', &part));
    r = record_new(t->arena, schema, part);
    while (span_split(&rest, ' ', &part)) {
        size_t at = span_find(part, '=');
        char *value = arena_str(t->arena, span_from(part, at + 1));

        for (char *p = value; *p; p++)
            *p = *p == '_' ? ' ' : *p;
        if (span_eq(span_slice(part, 0, at), SPAN("referent")))
            record_add_referent(r, span_of(value));
        else
            assert_int_equal(record_add(r, prop_find(span_slice(part, 0, at)), span_of(value)),
                             ADD_OK);
    }
    assert_ok(record_finish(r));
    assert_ok(store_put(t->node->store, r));
}

static void import_entities(struct town *t, const char *dataset, int64_t at,
                            const char *const *list)
{
    struct store_import what = {.dataset = span_of(dataset), .format = SPAN("ftm"), .at = at};
    struct store_source source = {.sha256 = arena_printf(t->arena, "hash-%lld", (long long)at),
                                  .path = SPAN("x"),
                                  .version = SPAN("")};
    struct store_counts counts;

    assert_ok(store_import_begin(t->node->store, &what));
    while (*list)
        put(t, *list++);
    assert_ok(store_import_settle(t->node->store, false, &source, 1, &counts));
    assert_ok(store_import_commit(t->node->store));
}

static const char *const story[] = {
    "Person p-1 name=Ferdik_Quentabri addressEntity=a-1 topics=sanction referent=old-1",
    "Address a-1 full=1_Harbour_Lane",
    "Sanction s-1 entity=p-1 program=Invented",
    "Passport d-1 holder=p-1 number=X123",
    "Company c-1 name=Quentabri_Shipping addressEntity=a-1",
    "Ownership o-1 owner=p-1 asset=c-1 role=founder",
    "Ownership o-2 owner=c-1 asset=c-2",
    "Company c-2 name=Far_Away",
    "Family f-1 person=p-1 relative=p-2 relationship=brother",
    "Person p-2 name=Orsola_Quentabri",
    NULL};

static json_t *show(struct town *t, const char *id, bool history)
{
    json_error_t why;
    json_t *object;
    char *text;

    assert_ok(tocsin_show(t->node, id, history, &text));
    object = json_loads(text, 0, &why);
    assert_non_null(object);
    free(text);
    return object;
}

/* Follows "sanctions/0/id" from an entity through properties; the text there, or the id of the
 * object there in brackets. */
static const char *at(struct town *t, const json_t *entity, const char *path)
{
    struct span rest = span_of(path), name, index;
    const json_t *here = entity;

    while (here && span_split(&rest, '/', &name)) {
        const json_t *list =
            json_object_get(json_object_get(here, "properties"), arena_str(t->arena, name));

        assert_true(span_split(&rest, '/', &index));
        here = json_array_get(list, (size_t)(index.p[0] - '0'));
    }
    if (json_is_string(here))
        return json_string_value(here);
    if (!here)
        return "nothing";
    return arena_printf(t->arena, "(%s)", json_string_value(json_object_get(here, "id"))).p;
}

static void what_hangs_on_an_entity_is_nested(void **state)
{
    static const struct {
        const char *path, *there;
    } rows[] = {
        {"name/0", "Ferdik Quentabri"},
        {"addressEntity/0", "(a-1)"},
        {"sanctions/0", "(s-1)"},
        {"sanctions/0/program/0", "Invented"},
        {"sanctions/0/entity/0", "p-1"},
        {"sanctions/1", "nothing"},
        {"identification/0", "(d-1)"},
        {"identification/0/number/0", "X123"},
        {"ownershipOwner/0", "(o-1)"},
        {"ownershipOwner/0/owner/0", "p-1"},
        {"ownershipOwner/0/asset/0", "(c-1)"},
        {"ownershipOwner/0/asset/0/name/0", "Quentabri Shipping"},
        {"ownershipOwner/0/asset/0/addressEntity/0", "a-1"},
        {"ownershipOwner/0/asset/0/ownershipOwner/0", "nothing"},
        {"familyPerson/0", "(f-1)"},
        {"familyPerson/0/relative/0", "(p-2)"},
        {"familyRelative/0", "nothing"},
    };
    struct town t;
    json_t *p;

    (void)state;
    town_open(&t);
    import_entities(&t, "alpha", 1000, story);
    p = show(&t, "p-1", false);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (strcmp(at(&t, p, rows[i].path), rows[i].there) != 0)
            fail_msg("%s is %s", rows[i].path, at(&t, p, rows[i].path));
    }
    assert_null(json_object_get(p, "versions"));
    assert_true(json_is_true(json_object_get(p, "target")));
    assert_string_equal(json_string_value(json_array_get(json_object_get(p, "datasets"), 0)),
                        "alpha");
    json_decref(p);
    town_close(&t);
}

static void edge_as_root_shows_both_ends(void **state)
{
    struct town t;
    json_t *o;

    (void)state;
    town_open(&t);
    import_entities(&t, "alpha", 1000, story);
    o = show(&t, "o-1", false);
    assert_string_equal(at(&t, o, "owner/0"), "(p-1)");
    assert_string_equal(at(&t, o, "owner/0/addressEntity/0"), "a-1");
    assert_string_equal(at(&t, o, "asset/0"), "(c-1)");
    json_decref(o);
    o = show(&t, "a-1", false);
    assert_string_equal(at(&t, o, "things/0"), "(p-1)");
    assert_string_equal(at(&t, o, "things/1"), "(c-1)");
    assert_string_equal(at(&t, o, "things/0/addressEntity/0"), "a-1");
    json_decref(o);
    town_close(&t);
}

static void referent_shows_its_entity(void **state)
{
    struct town t;
    json_t *p;

    (void)state;
    town_open(&t);
    import_entities(&t, "alpha", 1000, story);
    p = show(&t, "old-1", true);
    assert_string_equal(json_string_value(json_object_get(p, "id")), "p-1");
    assert_int_equal(json_array_size(json_object_get(p, "versions")), 1);
    json_decref(p);
    town_close(&t);
}

static void missing_targets_and_circles_stay_ids(void **state)
{
    static const char *const list[] = {
        "Person p-1 name=A addressEntity=nowhere", "Company c-1 name=B parent=c-1",
        "Family f-1 person=p-1 relative=p-1",      "Company c-2 name=C parent=c-3 referent=c-old",
        "Company c-3 name=D parent=c-old",         NULL};
    struct town t;
    json_t *o;

    (void)state;
    town_open(&t);
    import_entities(&t, "alpha", 1000, list);
    o = show(&t, "p-1", false);
    assert_string_equal(at(&t, o, "addressEntity/0"), "nowhere");
    assert_string_equal(at(&t, o, "familyPerson/0/relative/0"), "p-1");
    assert_string_equal(at(&t, o, "familyRelative/0"), "(f-1)");
    json_decref(o);
    o = show(&t, "c-1", false);
    assert_string_equal(at(&t, o, "parent/0"), "c-1");
    json_decref(o);
    o = show(&t, "c-3", false);
    assert_string_equal(at(&t, o, "parent/0"), "(c-2)"); /* found by its other id */
    json_decref(o);
    town_close(&t);
}

static void entity_that_names_another_twice_is_shown_once(void **state)
{
    static const char *const list[] = {"Person p-1 name=A", "Person p-2 name=B",
                                       "Note n-1 entity=p-1 entity=p-2", NULL};
    struct town t;
    json_t *o;

    (void)state;
    town_open(&t);
    import_entities(&t, "alpha", 1000, list);
    import_entities(&t, "beta", 1001, list); /* in another list too */
    o = show(&t, "p-1", false);
    assert_string_equal(at(&t, o, "noteEntities/0"), "(n-1)");
    assert_string_equal(at(&t, o, "noteEntities/1"), "nothing");
    json_decref(o);
    town_close(&t);
}

static const char *member(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

static void history_tells_what_each_import_did(void **state)
{
    static const char *const one[] = {"Person p-1 name=One", "Person p-2 name=X", NULL};
    static const char *const two[] = {"Person p-1 name=Two", "Person p-2 name=X", NULL};
    static const char *const gone[] = {"Person p-2 name=X", NULL};
    struct town t;
    json_t *o, *v;

    (void)state;
    town_open(&t);
    import_entities(&t, "alpha", 0, one);
    import_entities(&t, "alpha", 86400, two);
    import_entities(&t, "alpha", 2 * 86400, gone);
    import_entities(&t, "alpha", 3 * 86400, one);
    import_entities(&t, "beta", 4 * 86400, one);
    o = show(&t, "p-1", true);
    v = json_object_get(o, "versions");
    assert_int_equal(json_array_size(v), 5);
    assert_string_equal(member(json_array_get(v, 0), "change"), "added");
    assert_string_equal(member(json_array_get(v, 0), "at"), "1970-01-01T00:00:00Z");
    assert_string_equal(member(json_array_get(v, 0), "source"), "hash-0");
    assert_string_equal(member(json_array_get(v, 0), "dataset"), "alpha");
    assert_string_equal(member(json_array_get(v, 1), "change"), "changed");
    assert_string_equal(member(json_array_get(v, 1), "at"), "1970-01-02T00:00:00Z");
    assert_string_equal(at(&t, json_object_get(json_array_get(v, 1), "entity"), "name/0"), "Two");
    assert_string_equal(member(json_array_get(v, 2), "change"), "removed");
    assert_true(json_is_null(json_object_get(json_array_get(v, 2), "entity")));
    assert_string_equal(member(json_array_get(v, 3), "change"), "added");
    assert_string_equal(member(json_array_get(v, 4), "change"), "added");
    assert_string_equal(member(json_array_get(v, 4), "dataset"), "beta");
    json_decref(o);
    town_close(&t);
}

static void unknown_id_is_not_found(void **state)
{
    struct town t;
    char untouched[] = "untouched", *json = untouched;

    (void)state;
    town_open(&t);
    assert_says(tocsin_show(t.node, "nobody", false, &json), TOCSIN_ERR_NOT_FOUND, "nobody");
    assert_null(json);
    assert_code(tocsin_show(t.node, "", true, &json), TOCSIN_ERR_NOT_FOUND);
    town_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_hangs_on_an_entity_is_nested),
        cmocka_unit_test(edge_as_root_shows_both_ends),
        cmocka_unit_test(referent_shows_its_entity),
        cmocka_unit_test(missing_targets_and_circles_stay_ids),
        cmocka_unit_test(entity_that_names_another_twice_is_shown_once),
        cmocka_unit_test(history_tells_what_each_import_did),
        cmocka_unit_test(unknown_id_is_not_found),
    };

    return cmocka_run_group_tests_name("node show", tests, NULL, NULL);
}
