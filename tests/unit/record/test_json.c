/* SPDX-License-Identifier: Apache-2.0
 *
 * Records as JSON: the shape of yente's EntityResponse, what is read of it, and errors that name
 * the member where something of a wrong type stands.
 */
#include <stdio.h>

#include "random_record.h"

#include <jansson.h>

struct fixture {
    struct arena *arena;
    struct buf out;
};

static int start(void **state)
{
    struct fixture *f = mem_zero(1, sizeof(*f));
    f->arena = arena_new();
    *state = f;
    return 0;
}

static int stop(void **state)
{
    struct fixture *f = *state;
    arena_free(f->arena);
    buf_free(&f->out);
    mem_free(f);
    return 0;
}

static struct record *read_good(void **state, const char *json)
{
    struct fixture *f = *state;
    struct record_reader reader = {0};
    struct record *r = NULL;
    assert_ok(record_from_json(f->arena, &reader, span_of(json), &r));
    assert_ok(record_finish(r));
    return r;
}

static struct record *read_query(void **state, const char *json)
{
    struct fixture *f = *state;
    struct record_reader reader = {.fuzzy = true};
    struct record *r = NULL;
    assert_ok(record_from_json(f->arena, &reader, span_of(json), &r));
    assert_ok(record_finish(r));
    return r;
}

static void assert_written(void **state, const struct record *r, struct span dataset,
                           const char *wanted)
{
    struct fixture *f = *state;
    buf_clear(&f->out);
    record_json(r, dataset, false, &f->out);
    assert_span(buf_view(&f->out), span_of(wanted));
}

/* ---- writing --------------------------------------------------------------------------------- */

static void members_stand_in_the_published_order(void **state)
{
    struct record *r = record_new(((struct fixture *)*state)->arena, SCHEMA_Person, SPAN("t-1"));
    record_add(r, PROP_topics, SPAN("sanction"));
    record_add(r, PROP_name, SPAN("Ferdik \"Q\" Quentabri"));
    record_add(r, PROP_birthDate, SPAN("1961"));
    record_add(r, PROP_name, SPAN("Фердик"));
    record_add_dataset(r, SPAN("xx_list"));
    record_add_referent(r, SPAN("t-2"));
    r->first_seen = SPAN("2024-01-02T03:04:05");
    assert_ok(record_finish(r));
    assert_written(
        state, r, SPAN("import"),
        "{\"id\":\"t-1\",\"caption\":\"Ferdik \\\"Q\\\" Quentabri\",\"schema\":\"Person\","
        "\"properties\":{\"birthDate\":[\"1961\"],"
        "\"name\":[\"Ferdik \\\"Q\\\" Quentabri\",\"Фердик\"],"
        "\"topics\":[\"sanction\"]},\"datasets\":[\"xx_list\"],\"referents\":[\"t-2\"],"
        "\"target\":true,\"first_seen\":\"2024-01-02T03:04:05\",\"last_seen\":null,"
        "\"last_change\":null}");
}

static void an_empty_record_has_all_members(void **state)
{
    struct record *r = record_new(((struct fixture *)*state)->arena, SCHEMA_Ownership, SPAN("t-1"));
    assert_ok(record_finish(r));
    assert_written(state, r, SPAN(""),
                   "{\"id\":\"t-1\",\"caption\":\"Ownership\",\"schema\":\"Ownership\","
                   "\"properties\":{},\"datasets\":[],\"referents\":[],\"target\":false,"
                   "\"first_seen\":null,\"last_seen\":null,\"last_change\":null}");
}

static void the_dataset_of_the_import_fills_an_empty_list(void **state)
{
    struct fixture *f = *state;
    struct record *r = record_new(f->arena, SCHEMA_Person, SPAN("t-1"));
    assert_ok(record_finish(r));
    record_json(r, SPAN("own"), false, &f->out);
    assert_non_null(strstr(buf_cstr(&f->out), "\"datasets\":[\"own\"]"));
    record_add_dataset(r, SPAN("xx"));
    buf_clear(&f->out);
    record_json(r, SPAN("own"), false, &f->out);
    assert_non_null(strstr(buf_cstr(&f->out), "\"datasets\":[\"xx\"]"));
}

static void an_open_object_takes_more_members(void **state)
{
    struct fixture *f = *state;
    struct record *r = record_new(f->arena, SCHEMA_Person, SPAN("t-1"));
    assert_ok(record_finish(r));
    record_json(r, SPAN(""), true, &f->out);
    buf_str(&f->out, ",\"score\":0.5}");
    json_t *json = json_loadb(f->out.p, f->out.n, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(json);
    assert_true(json_is_real(json_object_get(json, "score")));
    json_decref(json);
}

static void dates_are_written_as_followthemoney_knows_them(void **state)
{
    struct fixture *f = *state;
    struct record *r = record_new(f->arena, SCHEMA_Person, SPAN("t-1"));
    record_add(r, PROP_birthDate, SPAN("circa 1961"));
    record_add(r, PROP_birthDate, SPAN("1958 to 1963"));
    record_add(r, PROP_birthDate, SPAN("1961-03"));
    assert_ok(record_finish(r));
    record_json(r, SPAN(""), false, &f->out);
    assert_non_null(
        strstr(buf_cstr(&f->out), "\"birthDate\":[\"1961\",\"1958\",\"1963\",\"1961-03\"]"));
    /* and are whole in the record */
    assert_span(record_first(r, PROP_birthDate), SPAN("1961~"));
}

/* ---- nesting --------------------------------------------------------------------------------- */

static bool write_link(void *ctx, const struct record *r, enum prop prop, struct span id,
                       struct buf *out)
{
    (void)ctx;
    assert_int_equal(prop_type_in(r->schema, prop), TYPE_ENTITY);
    if (!span_eq(id, SPAN("t-2")))
        return false;
    buf_str(out, "{\"id\":\"t-2\"}");
    return true;
}

static void write_inbound(void *ctx, const struct record *r, bool any, struct buf *out)
{
    assert_span(r->id, SPAN("t-1"));
    *(bool *)ctx = any;
    buf_str(out, any ? ",\"sanctions\":[]" : "\"sanctions\":[]");
}

static void linked_entities_can_be_written_inside(void **state)
{
    struct fixture *f = *state;
    bool any = false;
    struct record_nesting nesting = {&any, write_link, write_inbound};
    struct record *r = record_new(f->arena, SCHEMA_Ownership, SPAN("t-1"));
    record_add(r, PROP_owner, SPAN("t-2"));
    record_add(r, PROP_asset, SPAN("t-3"));
    record_add(r, PROP_role, SPAN("t-2"));
    assert_ok(record_finish(r));
    record_json_nested(r, SPAN(""), &nesting, false, &f->out);
    assert_non_null(strstr(buf_cstr(&f->out),
                           "\"properties\":{\"asset\":[\"t-3\"],\"owner\":[{\"id\":\"t-2\"}],"
                           "\"role\":[\"t-2\"],\"sanctions\":[]}"));
    assert_true(any);
    r = record_new(f->arena, SCHEMA_Ownership, SPAN("t-1"));
    assert_ok(record_finish(r));
    buf_clear(&f->out);
    record_json_nested(r, SPAN(""), &nesting, false, &f->out);
    assert_non_null(strstr(buf_cstr(&f->out), "\"properties\":{\"sanctions\":[]}"));
    assert_false(any);
}

/* ---- reading --------------------------------------------------------------------------------- */

static void an_entity_is_read_whole(void **state)
{
    struct record *r = read_good(
        state, "{\"schema\":\"Person\",\"id\":\"t-1\",\"caption\":\"F.\",\"target\":false,"
               "\"properties\":{\"name\":[\"Ferdik\",\"Ferdi\"],\"nationality\":[\"Malta\"],"
               "\"birthDate\":\"14 Mar 1961\"},\"datasets\":[\"xx\"],\"referents\":[\"t-2\"],"
               "\"first_seen\":\"2024-01-02T03:04:05\",\"last_seen\":null,\"score\":1}");
    assert_int_equal(r->schema, SCHEMA_Person);
    assert_span(r->id, SPAN("t-1"));
    assert_span(r->caption, SPAN("F."));
    assert_int_equal(r->n, 4);
    assert_span(record_first(r, PROP_nationality), SPAN("mt"));
    assert_span(record_first(r, PROP_birthDate), SPAN("1961-03-14"));
    assert_span(record_first(r, PROP_name), SPAN("Ferdik"));
    assert_span(r->datasets[0], SPAN("xx"));
    assert_span(r->referents[0], SPAN("t-2"));
    assert_span(r->first_seen, SPAN("2024-01-02T03:04:05"));
    assert_span(r->last_seen, SPAN(""));
}

static void missing_and_null_members_are_empty(void **state)
{
    static const char *const sparse[] = {
        "{\"id\":\"t\",\"schema\":\"Person\"}",
        "{\"id\":\"t\",\"schema\":\"Person\",\"properties\":null,\"caption\":null,"
        "\"datasets\":null,\"referents\":null,\"first_seen\":null}",
        "{\"id\":\"t\",\"schema\":\"Person\",\"properties\":{\"name\":null,\"alias\":[],"
        "\"weakAlias\":[null,\"\",\" \"]}}",
    };
    for (size_t i = 0; i < ARRAY_LEN(sparse); i++) {
        struct record *r = read_good(state, sparse[i]);
        assert_int_equal(r->n + r->datasets_n + r->referents_n, 0);
        assert_span(r->caption, SPAN(""));
    }
}

static void numbers_become_text(void **state)
{
    struct record *r =
        read_good(state, "{\"id\":\"t\",\"schema\":\"Person\",\"properties\":"
                         "{\"birthDate\":[1965],\"height\":[1.8,0.1],\"weight\":-5}}");
    size_t n;
    assert_span(record_first(r, PROP_birthDate), SPAN("1965"));
    assert_span(record_values(r, PROP_height, &n)[0].text, SPAN("1.8"));
    assert_span(record_values(r, PROP_height, &n)[1].text, SPAN("0.1"));
    assert_span(record_first(r, PROP_weight), SPAN("-5"));
}

static void properties_that_the_schema_lacks_are_counted(void **state)
{
    struct fixture *f = *state;
    struct record_reader reader = {0};
    struct record *r;
    assert_ok(record_from_json(f->arena, &reader,
                               SPAN("{\"id\":\"t\",\"schema\":\"Person\",\"properties\":"
                                    "{\"name\":\"Ferdik\",\"imoNumber\":\"1\",\"shoeSize\":[44],"
                                    "\"sanctions\":[\"s-1\"]}}"),
                               &r));
    assert_int_equal(reader.ignored, 2);
    assert_int_equal(r->n, 1);
}

static void values_stay_when_the_text_is_gone(void **state)
{
    struct fixture *f = *state;
    struct record_reader reader = {0};
    struct record *r;
    char *json =
        arena_str(f->arena, SPAN("{\"id\":\"t-1\",\"caption\":\"F.\",\"schema\":\"Person\","
                                 "\"properties\":{\"name\":[\"Ferdik\"]}}"));
    assert_ok(record_from_json(f->arena, &reader, span_of(json), &r));
    memset(json, 'x', strlen(json));
    assert_span(r->id, SPAN("t-1"));
    assert_span(r->caption, SPAN("F."));
    assert_span(r->values[0].text, SPAN("Ferdik"));
}

/* ---- reading nested entities ----------------------------------------------------------------- */

struct seen_child {
    enum prop prop;
    char id[8];
    size_t n;
    bool refuse;
};

static struct tocsin_err *see_child(void *ctx, const void *json, struct record *parent,
                                    enum prop prop)
{
    struct seen_child *seen = ctx;
    struct record_reader reader = {0};
    struct record *child;
    assert_span(parent->id, SPAN("t-1"));
    if (seen->refuse)
        return err_new(TOCSIN_ERR_LIMIT, "no more children");
    TRY(record_from_json_value(parent->arena, &reader, json, &child));
    snprintf(seen->id, sizeof(seen->id), "%.*s", SPAN_ARG(child->id));
    seen->prop = prop;
    seen->n++;
    return NULL;
}

static const char family[] =
    "{\"id\":\"t-1\",\"schema\":\"Person\",\"properties\":{\"addressEntity\":"
    "[\"a-1\",{\"id\":\"a-2\",\"schema\":\"Address\",\"properties\":{\"full\":[\"Pier 4\"]}}]}}";

static void nested_entities_are_handed_over_and_leave_their_id(void **state)
{
    struct fixture *f = *state;
    struct seen_child seen = {0};
    struct record_reader reader = {.nested = see_child, .ctx = &seen};
    struct record *r;
    assert_ok(record_from_json(f->arena, &reader, span_of(family), &r));
    assert_int_equal(r->n, 2);
    assert_span(r->values[1].text, SPAN("a-2"));
    assert_string_equal(seen.id, "a-2");
    assert_int_equal(seen.prop, PROP_addressEntity);
    assert_int_equal(seen.n, 1);
    r = read_good(state, family); /* and without anyone to take them */
    assert_int_equal(r->n, 2);
}

static void entities_under_a_way_back_are_handed_over(void **state)
{
    struct fixture *f = *state;
    struct seen_child seen = {0};
    struct record_reader reader = {.nested = see_child, .ctx = &seen};
    struct record *r;
    assert_ok(record_from_json(f->arena, &reader,
                               SPAN("{\"id\":\"t-1\",\"schema\":\"Person\",\"properties\":"
                                    "{\"sanctions\":[\"s-1\",{\"id\":\"s-2\",\"schema\":"
                                    "\"Sanction\",\"properties\":{\"entity\":[\"t-1\"]}}]}}"),
                               &r));
    assert_int_equal(r->n, 0);
    assert_int_equal(seen.n, 1);
    assert_string_equal(seen.id, "s-2");
    assert_int_equal(seen.prop, PROP_NONE);
    assert_int_equal(reader.ignored, 0);
}

static void an_error_about_a_child_ends_the_reading(void **state)
{
    struct fixture *f = *state;
    struct seen_child seen = {.refuse = true};
    struct record_reader reader = {.nested = see_child, .ctx = &seen};
    struct record *r;
    assert_code(record_from_json(f->arena, &reader, span_of(family), &r), TOCSIN_ERR_LIMIT);
}

/* ---- errors ---------------------------------------------------------------------------------- */

static struct tocsin_err *read_bad(void **state, struct span json, bool fuzzy)
{
    struct fixture *f = *state;
    struct record_reader reader = {.fuzzy = fuzzy};
    struct record *r;
    return record_from_json(f->arena, &reader, json, &r);
}

static void assert_names(struct tocsin_err *err, const char *field, const char *what)
{
    assert_non_null(err);
    assert_int_equal(tocsin_err_code(err), TOCSIN_ERR_PARSE);
    assert_non_null(tocsin_err_place(err).field);
    assert_string_equal(tocsin_err_place(err).field, field);
    if (!strstr(tocsin_err_text(err), what))
        fail_msg("%s does not say: %s", tocsin_err_text(err), what);
    tocsin_err_free(err);
}

static void a_wrong_type_is_named_wherever_it_stands(void **state)
{
#define P "{\"id\":\"t\",\"schema\":\"Person\","
    static const char *const wrong[][3] = {
        {"{\"id\":5,\"schema\":\"Person\"}", "id", "must be text"},
        {"{\"id\":[\"t\"],\"schema\":\"Person\"}", "id", "must be text"},
        {"{\"schema\":\"Person\"}", "id", "must be the entity's id"},
        {"{\"id\":\"\",\"schema\":\"Person\"}", "id", "must be the entity's id"},
        {"{\"id\":\"t\"}", "schema", "must be the name of a schema"},
        {"{\"id\":\"t\",\"schema\":7}", "schema", "must be text"},
        {"{\"id\":\"t\",\"schema\":\"Persn\"}", "schema", "unknown schema 'Persn'"},
        {P "\"caption\":[]}", "caption", "must be text"},
        {P "\"datasets\":\"xx\"}", "datasets", "must be a list"},
        {P "\"datasets\":[1]}", "datasets", "must be a list of texts"},
        {P "\"referents\":{}}", "referents", "must be a list"},
        {P "\"referents\":[null]}", "referents", "must be a list of texts"},
        {P "\"first_seen\":5}", "first_seen", "must be text"},
        {P "\"first_seen\":\"soon\"}", "first_seen", "must be a time"},
        {P "\"last_seen\":\"2024-02-30T00:00:00\"}", "last_seen", "must be a time"},
        {P "\"last_change\":\"24-02-03\"}", "last_change", "must be a time"},
        {P "\"properties\":[]}", "properties", "must be an object"},
        {P "\"properties\":\"name\"}", "properties", "must be an object"},
        {P "\"properties\":{\"name\":true}}", "properties.name[0]", "must be text"},
        {P "\"properties\":{\"name\":[\"a\",[\"b\"]]}}", "properties.name[1]", "must be text"},
        {P "\"properties\":{\"name\":[\"a\",\"b\",{}]}}", "properties.name[2]", "not an object"},
        {P "\"properties\":{\"addressEntity\":{}}}", "properties.addressEntity[0]", "with an id"},
        {P "\"properties\":{\"addressEntity\":[{\"id\":4}]}}", "properties.addressEntity[0]",
         "with an id"},
        {P "\"properties\":{\"birthDate\":[\"1961\",\"31 Feb 1961\"]}}", "properties.birthDate[1]",
         "'31 Feb 1961' is no date"},
        {P "\"properties\":{\"nationality\":\"Quentabria\"}}", "properties.nationality[0]",
         "'Quentabria' is no country"},
        {P "\"properties\":{\"gender\":[\"perhaps\"]}}", "properties.gender[0]",
         "'perhaps' is no gender"},
    };
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
        assert_names(read_bad(state, span_of(wrong[i][0]), false), wrong[i][1], wrong[i][2]);
}

static void a_query_drops_what_it_cannot_use(void **state)
{
    struct record *r =
        read_query(state, "{\"schema\":\"Person\",\"first_seen\":\"soon\",\"properties\":"
                          "{\"name\":[true,[\"b\"],{},\"Ferdik\"],\"birthDate\":\"31 Feb\","
                          "\"nationality\":[\"Quentabria\",\"Malta\"],\"addressEntity\":[{}],"
                          "\"gender\":\"perhaps\"}}");
    assert_int_equal(r->n, 2);
    assert_span(record_first(r, PROP_name), SPAN("Ferdik"));
    assert_span(record_first(r, PROP_nationality), SPAN("mt"));
    assert_span(r->id, SPAN(""));
    assert_span(r->first_seen, SPAN(""));
}

static void a_query_needs_its_schema_and_the_right_shape(void **state)
{
    assert_names(read_bad(state, SPAN("{}"), true), "schema", "name of a schema");
    assert_names(read_bad(state, SPAN("{\"schema\":\"Persn\"}"), true), "schema", "unknown");
    assert_names(read_bad(state, SPAN("{\"schema\":\"Person\",\"properties\":7}"), true),
                 "properties", "an object");
    assert_names(read_bad(state, SPAN("{\"schema\":\"Person\",\"id\":7}"), true), "id", "text");
}

static void long_values_are_quoted_short_and_whole(void **state)
{
    struct fixture *f = *state;
    buf_str(&f->out, P "\"properties\":{\"birthDate\":\"x");
    for (int i = 0; i < 1000; i++)
        buf_str(&f->out, "Ж");
    buf_str(&f->out, "\"}}");
    struct tocsin_err *err = read_bad(state, buf_view(&f->out), false);
    assert_non_null(err);
    size_t bad;
    assert_true(strlen(tocsin_err_text(err)) < 200);
    assert_true(utf8_valid(span_of(tocsin_err_text(err)), &bad));
    assert_non_null(strstr(tocsin_err_text(err), "ЖЖ..."));
    tocsin_err_free(err);
}

static void what_is_not_json_is_named_by_place(void **state)
{
    static const struct span broken[] = {
        {"", 0},
        {"{", 1},
        {"nonsense", 8},
        {"{\"id\":}", 7},
        {"{\"id\":\"t\"} x", 12},
        {"{\"id\":\"\xFF\"}", 10},
        {"{\"id\":\"t\",\"id\":\"u\"}", 19},
        {"{\"id\":\"a\\u0000\"}", 16},
        {"{\"id\":\"\\ud800\"}", 15},
        {"{\"id\":01}", 9},
    };
    for (size_t i = 0; i < ARRAY_LEN(broken); i++) {
        struct tocsin_err *err = read_bad(state, broken[i], false);
        assert_non_null(err);
        assert_int_equal(tocsin_err_code(err), TOCSIN_ERR_PARSE);
        assert_int_equal(tocsin_err_place(err).line, 0); /* for the reader of lines to fill in */
        tocsin_err_free(err);
    }
    struct tocsin_err *err = read_bad(state, SPAN("{\"id\": nope}"), false);
    assert_true(tocsin_err_place(err).column > 6);
    tocsin_err_free(err);
    err = read_bad(state, SPAN("{\n\n\"id\": nope}"), false);
    assert_int_equal(tocsin_err_place(err).line, 3);
    tocsin_err_free(err);
}

static void what_is_no_object_is_no_entity(void **state)
{
    assert_code(read_bad(state, SPAN("[]"), false), TOCSIN_ERR_PARSE);
    assert_code(read_bad(state, SPAN("[{\"schema\":\"Person\"}]"), true), TOCSIN_ERR_PARSE);
}

static void deep_nesting_is_a_limit(void **state)
{
    struct fixture *f = *state;
    static const int depths[] = {
        LIMIT_JSON_DEPTH - 1, LIMIT_JSON_DEPTH, LIMIT_JSON_DEPTH + 1, 100, 2000, 100000};
    for (size_t k = 0; k < ARRAY_LEN(depths); k++) {
        int depth = depths[k];
        buf_clear(&f->out);
        buf_str(&f->out, P "\"x\":");
        for (int i = 1; i < depth; i++)
            buf_str(&f->out, i % 2 ? "[" : "{\"y\":");
        buf_str(&f->out, "1");
        for (int i = depth - 1; i; i--)
            buf_str(&f->out, i % 2 ? "]" : "}");
        buf_str(&f->out, "}");
        struct tocsin_err *err = read_bad(state, buf_view(&f->out), false);
        assert_int_equal(err != NULL, depth > LIMIT_JSON_DEPTH);
        tocsin_err_free(err);
    }
}

static void cut_json_is_an_error_wherever_it_is_cut(void **state)
{
    for (size_t n = 0; n < sizeof(family) - 1; n++) {
        char *copy = mem_alloc(n);
        memcpy(copy, family, n);
        assert_code(read_bad(state, (struct span){copy, n}, false), TOCSIN_ERR_PARSE);
        mem_free(copy);
    }
}

/* ---- there and back -------------------------------------------------------------------------- */

/* Reads 'json' with the id that a list entry must have. */
static void random_records_come_back_from_json(void **state)
{
    struct fixture *f = *state;
    struct random random = random_start();
    for (int i = 0; i < 1000; i++) {
        struct record *r = random_record(&random, f->arena), *back;
        struct record_reader reader = {0};
        buf_clear(&f->out);
        record_json(r, SPAN(""), false, &f->out);
        assert_ok(record_from_json(f->arena, &reader, buf_view(&f->out), &back));
        assert_ok(record_finish(back));
        assert_int_equal(reader.ignored, 0);
        assert_same_record(r, back);
        assert_span(record_caption(r), back->caption);
        arena_reset(f->arena);
    }
}

static size_t read_back_lines(struct fixture *f, struct span rest)
{
    struct span line;
    size_t n = 0;
    for (; span_split(&rest, '\n', &line); arena_reset(f->arena)) {
        struct record_reader reader = {0};
        struct record *r, *back;
        if (!line.n)
            continue;
        assert_ok(record_from_json(f->arena, &reader, line, &r));
        assert_ok(record_finish(r));
        assert_int_equal(reader.ignored, 0);
        buf_clear(&f->out);
        record_json(r, SPAN("xx"), false, &f->out);
        assert_ok(record_from_json(f->arena, &reader, buf_view(&f->out), &back));
        assert_ok(record_finish(back));
        if (!r->datasets_n)
            record_add_dataset(r, SPAN("xx"));
        assert_same_record(r, back);
        n++;
    }
    return n;
}

static void published_entities_come_back_from_json(void **state)
{
    struct fixture *f = *state;
    struct buf zala = {0}, parteispenden = {0};
    if (!shared_file("data/lists/ftm/zala/entities.ftm.json", &zala) ||
        !shared_file("data/lists/ftm/parteispenden/entities.ftm.json", &parteispenden))
        return;
    assert_int_equal(read_back_lines(f, buf_view(&zala)), 91);
    assert_int_equal(read_back_lines(f, buf_view(&parteispenden)), 475);
    buf_free(&zala);
    buf_free(&parteispenden);
}

/* Every territory code that FollowTheMoney itself knows must pass, or real exports would not. */
static void published_countries_are_countries(void **state)
{
    struct fixture *f = *state;
    struct buf text = {0};
    const char *code;
    json_t *name;
    if (!shared_file("reference/ftm-model-4.5.2.json", &text))
        return;
    json_t *model = json_loadb(text.p, text.n, 0, NULL);
    json_t *country = json_object_get(json_object_get(model, "types"), "country");
    struct record *r = record_new(f->arena, SCHEMA_Person, SPAN("t"));
    size_t refused = 0;
    json_object_foreach(json_object_get(country, "values"), code, name)
    {
        if (record_add(r, PROP_country, span_of(code)) == ADD_INVALID) {
            print_message("# no country: %s (%s)\n", code, json_string_value(name));
            refused++;
        }
    }
    assert_true(r->n > 200);
    assert_int_equal(refused, 0);
    json_decref(model);
    buf_free(&text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(members_stand_in_the_published_order),
        TEST(an_empty_record_has_all_members),
        TEST(the_dataset_of_the_import_fills_an_empty_list),
        TEST(an_open_object_takes_more_members),
        TEST(dates_are_written_as_followthemoney_knows_them),
        TEST(linked_entities_can_be_written_inside),
        TEST(an_entity_is_read_whole),
        TEST(missing_and_null_members_are_empty),
        TEST(numbers_become_text),
        TEST(properties_that_the_schema_lacks_are_counted),
        TEST(values_stay_when_the_text_is_gone),
        TEST(nested_entities_are_handed_over_and_leave_their_id),
        TEST(entities_under_a_way_back_are_handed_over),
        TEST(an_error_about_a_child_ends_the_reading),
        TEST(a_wrong_type_is_named_wherever_it_stands),
        TEST(a_query_drops_what_it_cannot_use),
        TEST(a_query_needs_its_schema_and_the_right_shape),
        TEST(long_values_are_quoted_short_and_whole),
        TEST(what_is_not_json_is_named_by_place),
        TEST(what_is_no_object_is_no_entity),
        TEST(deep_nesting_is_a_limit),
        TEST(cut_json_is_an_error_wherever_it_is_cut),
        TEST(random_records_come_back_from_json),
        TEST(published_entities_come_back_from_json),
        TEST(published_countries_are_countries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
