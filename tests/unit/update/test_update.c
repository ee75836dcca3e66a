/* SPDX-License-Identifier: Apache-2.0
 *
 * Updating a home from a publisher that is a folder behind a small server.
 */
#include "../node/fixture.h"

#include "../fetch/server.h"
#include "update/update.h"

struct office {
    struct town town;
    struct server server;
    char manifest[160];
    size_t failed;
    struct buf told; /* what was done, and notes */
};

#define LINE(id, name)                                                                             \
    "{\"id\":\"" id "\",\"schema\":\"Person\",\"properties\":{\"name\":[\"" name "\"]}}\n"
#define ADD(id, name)                                                                              \
    "{\"op\":\"ADD\",\"entity\":{\"id\":\"" id                                                     \
    "\",\"schema\":\"Person\",\"properties\":{\"name\":[\"" name "\"]}}}\n"
#define DEL(id) "{\"op\":\"DEL\",\"entity\":{\"id\":\"" id "\"}}\n"

static void publish(struct office *o, const char *name, const char *text)
{
    file_write(arena_printf(o->town.arena, "%s/%s", o->town.folder, name).p, text);
}

static void wanted(struct office *o, const char *text)
{
    publish(o, "manifest.yml", text);
}

static void open_office(struct office *o)
{
    *o = (struct office){0};
    town_open(&o->town);
    server_start(&o->server, o->town.folder);
    snprintf(o->manifest, sizeof(o->manifest), "http://127.0.0.1:%d/files/manifest.yml",
             o->server.port);
    setenv("no_proxy", "127.0.0.1", 1);
}

static void close_office(struct office *o)
{
    server_stop(&o->server);
    buf_free(&o->told);
    town_close(&o->town);
}

static void on_note(void *ctx, const char *text)
{
    buf_printf(&((struct office *)ctx)->told, "note %s\n", text);
}

static void on_done(void *ctx, const struct tocsin_updated *d)
{
    struct office *o = ctx;

    buf_printf(&o->told, "%s %s %s>%s deltas %zu +%llu ~%llu -%llu =%llu%s%s\n", d->dataset,
               d->action, d->from, d->to, d->deltas, (unsigned long long)d->added,
               (unsigned long long)d->changed, (unsigned long long)d->removed,
               (unsigned long long)d->entities, d->problem ? " " : "",
               d->problem ? tocsin_err_text(d->problem) : "");
}

static struct tocsin_err *update_with(struct office *o, struct tocsin_update_options options)
{
    buf_clear(&o->told);
    options.manifest = options.manifest ? options.manifest : o->manifest;
    options.no_jail = true;
    options.ctx = o;
    options.note = on_note;
    options.done = on_done;
    return tocsin_update(o->town.node, &options, &o->failed);
}

static void assert_update(struct office *o, size_t failed, const char *told)
{
    assert_ok(update_with(o, (struct tocsin_update_options){0}));
    assert_string_equal(buf_cstr(&o->told), told);
    assert_int_equal(o->failed, failed);
}

static const char *versioned(struct office *o, const char *version)
{
    return arena_printf(o->town.arena,
                        "datasets:\n- name: red\n  title: Red list\n  version: %s\n"
                        "  entities_url: red.json\n  delta_url: delta.json\n",
                        version)
        .p;
}

static void changes_are_applied_in_order(void **state)
{
    struct office o;

    (void)state;
    open_office(&o);
    publish(&o, "red.json", LINE("p1", "Ferdik Quentabri") LINE("p2", "Anzel Pellgrove"));
    publish(&o, "delta.json", "{\"versions\":{\"3\":\"3.json\",\"1\":\"1.json\",\"2\":\"2.json\"}}");
    publish(&o, "1.json", "");
    publish(&o, "2.json", ADD("p3", "Maren Oldacre") DEL("p1"));
    publish(&o, "3.json", ADD("p2", "Anzel Pellgrave") DEL("p3"));
    wanted(&o, versioned(&o, "1"));
    assert_update(&o, 0, "red full >1 deltas 0 +2 ~0 -0 =2\n");
    assert_update(&o, 0, "red current 1>1 deltas 0 +0 ~0 -0 =2\n");
    wanted(&o, versioned(&o, "3"));
    assert_ok(update_with(&o, (struct tocsin_update_options){.check = true}));
    assert_string_equal(buf_cstr(&o.told), "red deltas 1>3 deltas 2 +0 ~0 -0 =2\n");
    assert_update(&o, 0, "red deltas 1>3 deltas 2 +1 ~1 -2 =1\n");
    assert_int_equal(found_by(o.town.node, "Ferdik Quentabri"), 0);
    assert_int_equal(found_by(o.town.node, "Anzel Pellgrave"), 1);
    assert_update(&o, 0, "red current 3>3 deltas 0 +0 ~0 -0 =1\n");
    assert_ok(update_with(&o, (struct tocsin_update_options){.full = true}));
    assert_string_equal(buf_cstr(&o.told), "red full 3>3 deltas 0 +1 ~1 -0 =2\n");
    close_office(&o);
}

static void empty_change_is_a_version_all_the_same(void **state)
{
    struct office o;

    (void)state;
    open_office(&o);
    publish(&o, "red.json", LINE("p1", "Ferdik Quentabri"));
    publish(&o, "delta.json", "{\"versions\":{\"1\":\"e.json\",\"2\":\"e.json\",\"3\":\"e.json\"}}");
    publish(&o, "e.json", "");
    wanted(&o, versioned(&o, "1"));
    assert_update(&o, 0, "red full >1 deltas 0 +1 ~0 -0 =1\n");
    wanted(&o, versioned(&o, "3"));
    assert_update(&o, 0, "red deltas 1>3 deltas 2 +0 ~0 -0 =1\n");
    assert_update(&o, 0, "red current 3>3 deltas 0 +0 ~0 -0 =1\n");
    close_office(&o);
}

static void failing_change_leaves_what_came_before_and_is_taken_up(void **state)
{
    struct office o;

    (void)state;
    open_office(&o);
    publish(&o, "red.json", LINE("p1", "Ferdik Quentabri"));
    publish(&o, "delta.json", "{\"versions\":{\"1\":\"x\",\"2\":\"2.json\",\"3\":\"3.json\"}}");
    publish(&o, "2.json", ADD("p2", "Anzel Pellgrove"));
    publish(&o, "3.json", ADD("p3", "Maren Oldacre") "nonsense\n");
    wanted(&o, versioned(&o, "1"));
    assert_update(&o, 0, "red full >1 deltas 0 +1 ~0 -0 =1\n");
    wanted(&o, versioned(&o, "3"));
    assert_ok(update_with(&o, (struct tocsin_update_options){0}));
    assert_int_equal(o.failed, 1);
    assert_non_null(strstr(buf_cstr(&o.told), "red failed 1>2 deltas 1 +1 ~0 -0 =2 1 of 2 changes"));
    assert_int_equal(found_by(o.town.node, "Anzel Pellgrove"), 1);
    assert_int_equal(found_by(o.town.node, "Maren Oldacre"), 0);
    publish(&o, "3.json", ADD("p3", "Maren Oldacre"));
    assert_update(&o, 0, "red deltas 2>3 deltas 1 +1 ~0 -0 =3\n");
    close_office(&o);
}

static void whole_file_comes_where_no_changes_lead(void **state)
{
    struct office o;

    (void)state;
    open_office(&o);
    publish(&o, "red.json", LINE("p1", "Ferdik Quentabri"));
    wanted(&o, versioned(&o, "1"));
    assert_update(&o, 0, "red full >1 deltas 0 +1 ~0 -0 =1\n");
    publish(&o, "delta.json", "{\"versions\":{\"2\":\"2.json\",\"3\":\"3.json\"}}");
    publish(&o, "red.json", LINE("p1", "Ferdik Quentabri") LINE("p2", "Anzel Pellgrove"));
    wanted(&o, versioned(&o, "3"));
    assert_update(&o, 0, "red full 1>3 deltas 0 +1 ~0 -0 =2\n");
    publish(&o, "delta.json", "nonsense");
    wanted(&o, versioned(&o, "4"));
    assert_ok(update_with(&o, (struct tocsin_update_options){0}));
    assert_non_null(strstr(buf_cstr(&o.told), "note red is loaded whole"));
    assert_non_null(strstr(buf_cstr(&o.told), "red full 3>4"));
    close_office(&o);
}

static void list_loaded_by_hand_is_of_no_known_version(void **state)
{
    struct office o;

    (void)state;
    open_office(&o);
    publish(&o, "red.json", LINE("p1", "Ferdik Quentabri"));
    publish(&o, "delta.json", "{\"versions\":{\"1\":\"1.json\",\"2\":\"2.json\"}}");
    publish(&o, "2.json", ADD("p2", "Anzel Pellgrove"));
    wanted(&o, versioned(&o, "1"));
    assert_update(&o, 0, "red full >1 deltas 0 +1 ~0 -0 =1\n");
    list_write(&o.town, "red.csv", "p1,Somebody Else,1961\n");
    assert_ok(load_as(&o.town, o.town.file, "red"));
    wanted(&o, versioned(&o, "2"));
    assert_update(&o, 0, "red full >2 deltas 0 +0 ~1 -0 =1\n");
    close_office(&o);
}

static void one_that_fails_does_not_stop_the_others(void **state)
{
    struct office o;
    const char *told;

    (void)state;
    open_office(&o);
    publish(&o, "red.json", LINE("p1", "Ferdik Quentabri"));
    wanted(&o, "catalogs:\n- url: nowhere.json\n"
               "datasets:\n- {name: gone, path: gone.json}\n- {name: red, path: red.json}\n");
    assert_ok(update_with(&o, (struct tocsin_update_options){0}));
    told = buf_cstr(&o.told);
    assert_int_equal(o.failed, 2);
    assert_non_null(strstr(told, "/files/nowhere.json failed"));
    assert_non_null(strstr(told, "gone failed"));
    assert_non_null(strstr(told, "the server answers 404"));
    assert_non_null(strstr(told, "red full > deltas 0 +1 ~0 -0 =1\n"));
    assert_update(&o, 2, told);
    close_office(&o);
}

static void list_without_a_version_is_looked_at_each_time(void **state)
{
    struct office o;

    (void)state;
    open_office(&o);
    publish(&o, "red.json", LINE("p1", "Ferdik Quentabri"));
    wanted(&o, "datasets:\n- {name: red, path: red.json}\n");
    assert_update(&o, 0, "red full > deltas 0 +1 ~0 -0 =1\n");
    assert_update(&o, 0, "red current > deltas 0 +0 ~0 -0 =1\n");
    publish(&o, "red.json", LINE("p2", "Anzel Pellgrove") LINE("p1", "Ferdik Quentabri"));
    assert_update(&o, 0, "red full > deltas 0 +1 ~0 -0 =2\n");
    close_office(&o);
}

static const char *index_with(struct office *o, const char *version, const char *sum)
{
    return arena_printf(o->town.arena,
                        "{\"datasets\":[{\"name\":\"both\",\"title\":\"Both\",\"version\":\"%s\","
                        "\"children\":[\"red\",\"blue\"],\"resources\":[{\"name\":"
                        "\"entities.ftm.json\",\"url\":\"red.json\",\"checksum\":\"%s\"}]},"
                        "{\"name\":\"red\",\"title\":\"Red list\"},{\"name\":\"blue\"},"
                        "{\"name\":\"other\",\"entities_url\":\"other.json\"}]}",
                        version, sum)
        .p;
}

static void catalog_is_kept_with_its_children_and_checked_by_its_sum(void **state)
{
    struct office o;
    char *json, tag[TOCSIN_ETAG_MAX], **scope;

    (void)state;
    open_office(&o);
    publish(&o, "red.json", LINE("p1", "Ferdik Quentabri"));
    wanted(&o, "catalogs:\n- url: index.json\n  scope: both\n");
    publish(&o, "index.json", index_with(&o, "v1", "da39a3ee5e6b4b0d3255bfef95601890afd80709"));
    assert_ok(update_with(&o, (struct tocsin_update_options){0}));
    assert_int_equal(o.failed, 1);
    assert_non_null(strstr(buf_cstr(&o.told), "the checksum is "));
    assert_ok(tocsin_catalog(o.town.node, &json, tag));
    assert_non_null(strstr(json, "\"outdated\":[\"both\"],\"index_stale\":true"));
    mem_free(json);
    publish(&o, "index.json", index_with(&o, "v1", ""));
    assert_update(&o, 0, "both full >v1 deltas 0 +1 ~0 -0 =1\n");
    assert_ok(tocsin_catalog(o.town.node, &json, tag));
    assert_non_null(strstr(json, "\"current\":[\"both\"],\"outdated\":[],\"index_stale\":false"));
    assert_non_null(strstr(json, "\"Red list\""));
    assert_null(strstr(json, "\"other\""));
    mem_free(json);
    assert_ok(tocsin_scope(o.town.node, "both", NULL, NULL, &scope));
    assert_string_equal(scope[2], "red");
    tocsin_scope_free(scope);
    close_office(&o);
}

static void only_the_named_ones_are_updated(void **state)
{
    struct office o;

    (void)state;
    open_office(&o);
    publish(&o, "red.json", LINE("p1", "Ferdik Quentabri"));
    wanted(&o, "datasets:\n- {name: blue, path: red.json}\n- {name: red, path: red.json}\n"
               "- {name: all_of_it, children: [red]}\n");
    assert_ok(update_with(&o, (struct tocsin_update_options){
                                  .datasets = (const char *[]){"red", NULL}}));
    assert_string_equal(buf_cstr(&o.told), "red full > deltas 0 +1 ~0 -0 =1\n");
    assert_says(update_with(&o, (struct tocsin_update_options){
                                    .datasets = (const char *[]){"reed", NULL}}),
                TOCSIN_ERR_NOT_FOUND, "has no dataset 'reed'");
    assert_says(update_with(&o, (struct tocsin_update_options){
                                    .datasets = (const char *[]){"all_of_it", NULL}}),
                TOCSIN_ERR_USAGE, "no file of its own");
    close_office(&o);
}

static void manifest_that_is_not_there_or_wrong_is_an_error(void **state)
{
    struct office o;

    (void)state;
    open_office(&o);
    assert_says(update_with(&o, (struct tocsin_update_options){0}), TOCSIN_ERR_NOT_FOUND,
                "manifest.yml: the server answers 404");
    assert_says(update_with(&o, (struct tocsin_update_options){.manifest = "/nowhere.yml"}),
                TOCSIN_ERR_NOT_FOUND, "/nowhere.yml");
    wanted(&o, "datasets:\n - name: a\n   path: file:///etc/hostname\n");
    assert_says(update_with(&o, (struct tocsin_update_options){0}), TOCSIN_ERR_USAGE,
                "may not name a file of this machine");
    wanted(&o, "datasets:\n - name: a\n  x\n");
    assert_says(update_with(&o, (struct tocsin_update_options){0}), TOCSIN_ERR_PARSE,
                "manifest.yml:3:");
    close_office(&o);
}

/* ---- what a publisher has published, if it is there ------------------------------------------ */

static void published_changes_lead_to_the_published_state(void **state)
{
    const char *shared = getenv("TOCSIN_SHARED");
    struct buf index = {0};
    struct span rest, line;
    struct office o;
    char base[4096], path[4200];

    (void)state;
    snprintf(base, sizeof(base), "%s/data/lists/ftm", shared ? shared : "");
    snprintf(path, sizeof(path), "%s/t2/delta.json", base);
    struct tocsin_err *err = file_read(path, 1 << 20, &index);
    if (err) {
        tocsin_err_free(err);
        print_message("# skip: no published delta index at %s\n", path);
        skip();
    }
    open_office(&o);
    snprintf(o.manifest, sizeof(o.manifest), "%s/manifest.yml", o.town.folder);
    struct buf here = {0}; /* the index with its URLs as paths */
    rest = buf_view(&index);
    while (span_split(&rest, '\n', &line)) {
        static const char far[] = "https://data.opensanctions.org/artifacts/sanctions";
        size_t at = span_find_span(line, span_of(far));

        buf_span(&here, span_slice(line, 0, at));
        if (at < line.n)
            buf_printf(&here, "%s/t2%.*s", base, SPAN_ARG(span_from(line, at + strlen(far))));
        buf_char(&here, '\n');
    }
    publish(&o, "delta.json", buf_cstr(&here));
    for (int round = 0; round < 2; round++) {
        wanted(&o, arena_printf(o.town.arena,
                                "datasets:\n- name: sanctions\n  path: %s/t1/entities.ftm.json\n"
                                "  delta_url: %s/delta.json\n  version: %s\n",
                                base, o.town.folder,
                                round ? "20240528134729-3iv" : "20240527134702-zbn")
                       .p);
        assert_update(&o, 0,
                      round ? "sanctions deltas 20240527134702-zbn>20240528134729-3iv deltas 4 "
                              "+4 ~1 -1 =10\n"
                            : "sanctions full >20240527134702-zbn deltas 0 +7 ~0 -0 =7\n");
    }
    buf_free(&index);
    buf_free(&here);
    close_office(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_are_applied_in_order),
        cmocka_unit_test(empty_change_is_a_version_all_the_same),
        cmocka_unit_test(failing_change_leaves_what_came_before_and_is_taken_up),
        cmocka_unit_test(whole_file_comes_where_no_changes_lead),
        cmocka_unit_test(list_loaded_by_hand_is_of_no_known_version),
        cmocka_unit_test(one_that_fails_does_not_stop_the_others),
        cmocka_unit_test(list_without_a_version_is_looked_at_each_time),
        cmocka_unit_test(catalog_is_kept_with_its_children_and_checked_by_its_sum),
        cmocka_unit_test(only_the_named_ones_are_updated),
        cmocka_unit_test(manifest_that_is_not_there_or_wrong_is_an_error),
        cmocka_unit_test(published_changes_lead_to_the_published_state),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
