/* SPDX-License-Identifier: Apache-2.0
 *
 * A full list of FollowTheMoney entities and the changes after it: what is loaded, counted, and
 * made again from the sources.
 */
#include "fixture.h"

static const char full[] =
    "{\"id\":\"p-1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Ferdik Quentabri\"]}}\n"
    "{\"id\":\"p-2\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Orsola Vantrieste\"]}}\n"
    "{\"id\":\"p-3\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Тамсин Орлова\"]}}\n"
    "{\"id\":\"s-1\",\"schema\":\"Sanction\",\"properties\":{\"entity\":[\"p-1\"],"
    "\"program\":[\"Invented\"]}}\n";

static const char changes[] =
    "{\"op\":\"MOD\",\"entity\":{\"id\":\"p-2\",\"schema\":\"Person\",\"properties\":{\"name\":"
    "[\"Orsola Vantrieste-Bel\",\"Orsola Bel\"]}}}\n"
    "{\"op\":\"ADD\",\"entity\":{\"id\":\"p-4\",\"schema\":\"Person\",\"properties\":{\"name\":"
    "[\"Ilka Morvenn\"]}}}\n"
    "{\"op\":\"DEL\",\"entity\":{\"id\":\"p-3\"}}\n";

static void load_text(struct town *t, const char *name, const char *format, const char *text)
{
    struct tocsin_import_options o = {.dataset = "alpha", .format = format, .no_jail = true};

    snprintf(t->file, sizeof(t->file), "%s/%s", t->folder, name);
    file_write(t->file, text);
    assert_ok(tocsin_import(t->node, t->file, &o, &t->report));
}

static bool present(struct town *t, const char *id)
{
    struct record *r;
    struct tocsin_err *err = store_get(t->node->store, t->arena, span_of(id), SPAN(""), &r, NULL);

    tocsin_err_free(err);
    return !err;
}

static void fill(struct town *t)
{
    town_open(t);
    load_text(t, "entities.ftm.json", "ftm", full);
    load_text(t, "entities.delta.json", "ftm-delta", changes);
}

static void delta_changes_what_it_names(void **state)
{
    struct town t;

    (void)state;
    fill(&t);
    assert_report(&t, 1, 1, 1, 0);
    assert_int_equal(t.report.entities, 4);
    assert_int_equal(t.report.names, 4);
    assert_string_equal(t.report.scripts[0].script, "Latin"); /* of all, not of the changes */
    assert_int_equal(t.report.scripts[0].names, 4);
    assert_string_equal(t.report.scripts[1].script, "");
    assert_true(present(&t, "p-1"));
    assert_false(present(&t, "p-3"));
    assert_true(present(&t, "p-4"));
    assert_sound(&t);
    town_close(&t);
}

static void same_delta_again_does_nothing(void **state)
{
    struct town t;

    (void)state;
    fill(&t);
    load_text(&t, "entities.delta.json", "ftm-delta", changes);
    assert_true(t.report.same);
    town_close(&t);
}

static void rebuild_replays_the_full_list_and_its_changes(void **state)
{
    struct store_run *runs;
    struct town t;
    size_t n;

    (void)state;
    fill(&t);
    assert_ok(tocsin_rebuild(t.node, true, NULL, NULL));
    assert_ok(store_runs(t.node->store, t.arena, SPAN("alpha"), &runs, &n));
    assert_int_equal(n, 2);
    assert_true(runs[1].delta);
    assert_true(present(&t, "p-4"));
    assert_false(present(&t, "p-3"));
    assert_sound(&t);
    town_close(&t);
}

static void shown_entity_carries_what_the_list_hangs_on_it(void **state)
{
    struct town t;
    char *json;

    (void)state;
    fill(&t);
    assert_ok(tocsin_show(t.node, "p-1", true, &json));
    assert_non_null(strstr(json, "\"sanctions\":[{\"id\":\"s-1\""));
    assert_non_null(strstr(json, "\"change\":\"added\""));
    free(json);
    town_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(delta_changes_what_it_names),
        cmocka_unit_test(same_delta_again_does_nothing),
        cmocka_unit_test(rebuild_replays_the_full_list_and_its_changes),
        cmocka_unit_test(shown_entity_carries_what_the_list_hangs_on_it),
    };

    return cmocka_run_group_tests_name("node delta", tests, NULL, NULL);
}
