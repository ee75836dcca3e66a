/* SPDX-License-Identifier: Apache-2.0
 *
 * ftm, targets-nested, ftm-delta: what a line may hold, nested entities, changes, and lines that
 * are not right, each with its place. The published samples are read where they are there.
 */
#include "broken.h"

#define GOOD DATA("ftm/entities.ftm.json")
#define NESTED DATA("targets-nested/targets.nested.json")
#define DELTA DATA("ftm-delta/entities.delta.json")
#define QUENTABRY "NK-quentabry00000000000001"

/* ---- lines of the moment ------------------------------------------------------------------- */

struct lines {
    struct scratch s;
    struct collected c;
    struct tocsin_err *err;
};

static void read_span(struct lines *l, struct span text, const char *format, uint64_t skip)
{
    struct import_sink sink = collected_sink(&l->c);
    struct import_summary summary = {0};
    struct import_request request = {.format = format, .skip_bad = skip, .no_jail = true};

    scratch_new(&l->s);
    request.path = scratch_file(&l->s, "entities.ftm.json", text);
    l->err = import_run_for_test(&request, &sink, &summary);
    import_summary_free(&summary);
}

static void read_text(struct lines *l, const char *text, const char *format, uint64_t skip)
{
    read_span(l, span_of(text), format, skip);
}

static void lines_free(struct lines *l)
{
    tocsin_err_free(l->err);
    collected_free(&l->c);
    scratch_free(&l->s);
}

/* ---- what a line may hold ------------------------------------------------------------------- */

static void every_line_becomes_its_entity(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, GOOD, NULL);
    assert_expected(&c, DATA("ftm/expected.jsonl"));
    collected_free(&c);
}

static void assert_spans(const struct span *list, size_t n, const char *first, const char *second)
{
    assert_int_equal(n, 2);
    assert_true(span_eq(list[0], span_of(first)));
    assert_true(span_eq(list[1], span_of(second)));
}

static void what_an_aggregator_says_is_kept(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, GOOD, NULL);
    const struct record *r = find_record(&c, QUENTABRY);
    assert_spans(r->datasets, r->datasets_n, "us_ofac_sdn", "gb_fcdo_sanctions");
    assert_spans(r->referents, r->referents_n, "ofac-90001", "gb-fcdo-hti9999");
    assert_true(span_eq(r->caption, SPAN("Ferdik Aldous Quentabry")));
    assert_true(span_eq(r->first_seen, SPAN("2026-01-15T10:00:00")));
    assert_true(span_eq(r->last_seen, SPAN("2026-01-31T10:00:00")));
    assert_true(span_eq(r->last_change, SPAN("2026-01-15T10:00:00")));
    assert_int_equal(find_record(&c, "NK-brindle")->datasets_n, 0);
    collected_free(&c);
}

static void lines_are_counted_with_blank_ones(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, GOOD, NULL);
    assert_int_equal(find_record(&c, QUENTABRY)->line, 1);
    assert_int_equal(find_record(&c, "NK-odra")->line, 5);
    collected_free(&c);
}

static void a_property_that_is_not_known_is_noted_once(void **state)
{
    struct lines l;

    (void)state;
    read_text(&l,
              "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"keel\":[\"1\"]}}\n"
              "{\"id\":\"b\",\"schema\":\"Person\",\"properties\":{\"keel\":[\"2\"]}}\n"
              "{\"id\":\"c\",\"schema\":\"Vessel\",\"properties\":{\"keel\":[\"2\"],"
              "\"sanctions\":[\"x\"],\"birthDate\":[\"1961\"]}}\n",
              NULL, 0);
    assert_ok(l.err);
    assert_int_equal(l.c.records.n, 3);
    assert_int_equal(l.c.notes.n, 3);
    assert_noted(&l.c, "Person has no property 'keel'");
    assert_noted(&l.c, "Vessel has no property 'keel'");
    assert_noted(&l.c, "Vessel has no property 'birthDate'");
    lines_free(&l);
}

static void the_last_line_needs_no_end(void **state)
{
    struct lines l;

    (void)state;
    read_text(&l, "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{}}", NULL, 0);
    assert_ok(l.err);
    assert_int_equal(l.c.records.n, 1);
    lines_free(&l);
}

/* ---- which of the three -------------------------------------------------------------------- */

static void the_head_tells_which_it_is(void **state)
{
    static const struct {
        const char *text, *format;
    } rows[] = {
        {"{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{}}", "ftm"},
        {"\n  {\"properties\": {\"name\": [\"{\"]}, \"schema\": \"Person\"}", "ftm"},
        {"{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"sanctions\":[{\"id\":\"s\"}]}}",
         "targets-nested"},
        {"{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{}}\n"
         "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"sanctions\":[\"x\",{\"id\":"
         "\"s\"}]}}",
         "targets-nested"},
        {"{\"op\":\"DEL\",\"entity\":{\"id\":\"a\"}}", "ftm-delta"},
        {"{\"entity\":{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{}},\"op\":\"ADD\"}",
         "ftm-delta"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct scratch s;
        const char *format = NULL;
        scratch_new(&s);
        assert_ok(import_detect(scratch_text(&s, "some.json", rows[i].text), &format));
        assert_string_equal(format, rows[i].format);
        scratch_free(&s);
    }
}

static void other_json_is_refused(void **state)
{
    static const char *const texts[] = {"{\"id\":\"a\",\"name\":\"b\"}", "{}", "[1,2]",
                                        "{\"DATA_SOURCE\":\"x\",\"RECORD_ID\":\"1\"}",
                                        "{\"id\" \"schema\"", "{\"x\":{\"schema\":1,\"id\":2}}"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        struct lines l;
        read_text(&l, texts[i], NULL, 0);
        assert_int_equal(tocsin_err_code(l.err), TOCSIN_ERR_FORMAT);
        lines_free(&l);
    }
}

/* Lines of real files are longer than the head that is looked at. */
static void a_line_longer_than_the_head_is_told_and_read(void **state)
{
    struct buf text = {0};
    struct lines l;

    (void)state;
    buf_str(&text, "{\"id\":\"a\",\"properties\":{\"notes\":[");
    for (int i = 0; i < 20000; i++)
        buf_printf(&text, "%s\"note %d\"", i ? "," : "", i);
    buf_str(&text, "]},\"schema\":\"Person\"}\n");
    assert_true(text.n > 200000);
    read_span(&l, buf_view(&text), NULL, 0);
    assert_ok(l.err);
    assert_int_equal(l.c.records.n, 1);
    assert_int_equal(l.c.records.at[0]->n, 20000);
    lines_free(&l);
    buf_free(&text);
}

/* ---- lines that are not right ---------------------------------------------------------------- */

static const struct bad_line {
    const char *what, *line, *text, *field;
    uint64_t column;
    enum tocsin_code code;
} bad_lines[] = {
    {"no JSON", "{\"id\":\"a\",\"schema\" \"Person\"}", "not JSON", NULL, 27, TOCSIN_ERR_PARSE},
    {"no object", "[\"a\"]", "must be a JSON object", NULL, 0, TOCSIN_ERR_PARSE},
    {"more behind the object", "{\"id\":\"a\",\"schema\":\"Person\"} x", "not JSON", NULL, 30,
     TOCSIN_ERR_PARSE},
    {"a key twice", "{\"id\":\"a\",\"schema\":\"Person\",\"id\":\"b\"}", "duplicate object key",
     NULL, 32, TOCSIN_ERR_PARSE},
    {"a property twice",
     "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"name\":[],\"name\":[]}}",
     "duplicate object key", NULL, 58, TOCSIN_ERR_PARSE},
    {"a NUL that is escaped", "{\"id\":\"a\\u0000\",\"schema\":\"Person\"}", "not JSON", NULL, 15,
     TOCSIN_ERR_PARSE},
    {"half of a surrogate pair", "{\"id\":\"a\\ud83d\",\"schema\":\"Person\"}", "not JSON", NULL, 0,
     TOCSIN_ERR_PARSE},
    {"bytes that are not UTF-8", "{\"id\":\"a\xff\",\"schema\":\"Person\"}", "not JSON", NULL, 8,
     TOCSIN_ERR_PARSE},
    {"a control character", "{\"id\":\"a\x01\",\"schema\":\"Person\"}", "not JSON", NULL, 8,
     TOCSIN_ERR_PARSE},
    {"no id", "{\"schema\":\"Person\",\"properties\":{}}", "must be the entity's id", "id", 0,
     TOCSIN_ERR_PARSE},
    {"an empty id", "{\"id\":\"\",\"schema\":\"Person\",\"properties\":{}}",
     "must be the entity's id", "id", 7, TOCSIN_ERR_PARSE},
    {"an id that is a number", "{\"id\":7,\"schema\":\"Person\",\"properties\":{}}", "must be text",
     "id", 7, TOCSIN_ERR_PARSE},
    {"no schema", "{\"id\":\"a\",\"properties\":{}}", "must be the name of a schema", "schema", 0,
     TOCSIN_ERR_PARSE},
    {"a schema that is not known", "{\"id\":\"a\",\"schema\":\"Keel\",\"properties\":{}}",
     "unknown schema 'Keel'", "schema", 20, TOCSIN_ERR_PARSE},
    {"properties that are a list", "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":[]}",
     "must be an object", "properties", 42, TOCSIN_ERR_PARSE},
    {"true as a name", "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"name\":[true]}}",
     "must be text", "properties.name[0]", 51, TOCSIN_ERR_PARSE},
    {"an object as a name", "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"name\":[{}]}}",
     "must be text, not an object", "properties.name[0]", 51, TOCSIN_ERR_PARSE},
    {"datasets that are text", "{\"id\":\"a\",\"schema\":\"Person\",\"datasets\":\"x\"}",
     "must be a list", "datasets", 40, TOCSIN_ERR_PARSE},
    {"a time that is none", "{\"id\":\"a\",\"schema\":\"Person\",\"first_seen\":\"soon\"}",
     "must be a time", "first_seen", 42, TOCSIN_ERR_PARSE},
    {"a nested entity",
     "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"addressEntity\":[{\"id\":\"b\","
     "\"schema\":\"Address\"}]}}",
     "targets-nested", NULL, 0, TOCSIN_ERR_PARSE},
};

static void assert_bad_line(const struct bad_line *b, const struct tocsin_err *err, uint64_t line)
{
    struct tocsin_place place = tocsin_err_place(err);
    bool right = tocsin_err_code(err) == b->code && strstr(tocsin_err_text(err), b->text) &&
                 place.line == line && place.file && (!b->column || place.column == b->column) &&
                 (b->field ? place.field && strcmp(place.field, b->field) == 0 : !place.field);

    if (!right)
        print_error("%s: got '%s' (column %llu), not '%s' in column %llu\n", b->what,
                    err ? tocsin_err_text(err) : "no error", (unsigned long long)place.column,
                    b->text, (unsigned long long)b->column);
    assert_true(right);
}

static void errors_name_line_column_and_field(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad_lines); i++) {
        struct buf text = {0};
        struct lines l;
        buf_str(&text, "{\"id\":\"first\",\"schema\":\"Person\",\"properties\":{}}\n");
        buf_str(&text, bad_lines[i].line);
        buf_str(&text, "\n{\"id\":\"last\",\"schema\":\"Person\",\"properties\":{}}\n");
        read_span(&l, buf_view(&text), "ftm", 0);
        assert_bad_line(&bad_lines[i], l.err, 2);
        lines_free(&l);
        read_span(&l, buf_view(&text), "ftm", 1);
        assert_ok(l.err);
        assert_int_equal(l.c.bad.n, 1);
        assert_int_equal(l.c.records.n, 2);
        lines_free(&l);
        buf_free(&text);
    }
}

#define ODD(id, property, value)                                                                   \
    "{\"id\":\"" id "\",\"schema\":\"Person\",\"properties\":{\"name\":[\"A\"],\"" property               \
    "\":[\"" value "\"]}}\n"

static void a_value_that_is_not_understood_is_kept_as_text_and_told(void **state)
{
    struct lines l;

    (void)state;
    read_text(&l,
              "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"birthDate\":[\"1961\","
              "\"1961-02-30\"]}}\n" ODD("b", "country", "Marenia")
                  ODD("c", "gender", "not said") "{\"id\":\"d\",\"schema\":\"Sanction\","
              "\"properties\":{\"startDate\":\"soon\"}}\n",
              NULL, 0);
    assert_ok(l.err);
    assert_int_equal(l.c.records.n, 4);
    assert_values(&l.c, "a", PROP_birthDate, "1961", NULL);
    assert_values(&l.c, "a", PROP_notes, "birthDate: 1961-02-30", NULL);
    assert_values(&l.c, "b", PROP_notes, "country: Marenia", NULL);
    assert_values(&l.c, "b", PROP_name, "A", NULL);
    assert_values(&l.c, "b", PROP_country, NULL);
    assert_values(&l.c, "c", PROP_notes, "gender: not said", NULL);
    assert_values(&l.c, "d", PROP_description, "startDate: soon", NULL);
    assert_noted(&l.c, "entities.ftm.json:1: properties.birthDate[1]: '1961-02-30' is no date; "
                       "kept as text");
    assert_noted(&l.c, "entities.ftm.json:4: properties.startDate[0]: 'soon' is no date");
    assert_noted(&l.c, "values not understood: 4");
    lines_free(&l);
}

static void of_many_values_that_are_not_understood_the_first_are_named(void **state)
{
    struct lines l;
    struct buf text = {0};

    (void)state;
    for (int i = 0; i < 100; i++)
        buf_printf(&text, ODD("q-%d", "country", "Marenia"), i);
    read_span(&l, buf_view(&text), "ftm", 0);
    assert_ok(l.err);
    assert_int_equal(l.c.records.n, 100);
    assert_int_equal(l.c.notes.n, 6);
    assert_noted(&l.c, "values not understood: 100; the first are named above");
    lines_free(&l);
    buf_free(&text);
}

static void a_change_with_a_value_that_is_not_understood_is_made(void **state)
{
    struct lines l;

    (void)state;
    read_text(&l,
              "{\"op\":\"ADD\",\"entity\":{\"id\":\"a\",\"schema\":\"Person\",\"properties\":"
              "{\"birthDate\":[\"soon\"]}}}\n",
              "ftm-delta", 0);
    assert_ok(l.err);
    assert_values(&l.c, "a", PROP_notes, "birthDate: soon", NULL);
    lines_free(&l);
}

static void a_byte_nul_is_refused_with_its_column(void **state)
{
    static const char text[] = "{\"id\":\"a\0b\",\"schema\":\"Person\",\"properties\":{}}\n";
    struct lines l;

    (void)state;
    read_span(&l, (struct span){text, sizeof(text) - 1}, "ftm", 0);
    assert_int_equal(tocsin_err_place(l.err).line, 1);
    assert_true(tocsin_err_place(l.err).column > 0);
    lines_free(&l);
}

static void an_id_that_comes_twice_is_a_bad_record(void **state)
{
    struct lines l;

    (void)state;
    read_text(&l,
              "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{}}\n"
              "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{}}\n",
              NULL, 0);
    assert_int_equal(tocsin_err_place(l.err).line, 2);
    assert_non_null(strstr(tocsin_err_text(l.err), "first in line 1"));
    lines_free(&l);
}

static void nesting_has_a_limit(void **state)
{
    struct buf text = {0};
    struct lines l;

    (void)state;
    buf_str(&text, "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{},\"x\":");
    for (int i = 0; i < 40; i++)
        buf_char(&text, '[');
    for (int i = 0; i < 40; i++)
        buf_char(&text, ']');
    buf_str(&text, "}\n{\"id\":\"b\",\"schema\":\"Person\",\"properties\":{}}\n");
    read_span(&l, buf_view(&text), "ftm", 0);
    assert_int_equal(tocsin_err_code(l.err), TOCSIN_ERR_LIMIT);
    assert_non_null(strstr(tocsin_err_text(l.err), "LIMIT_JSON_DEPTH"));
    lines_free(&l);
    buf_clear(&text);
    for (int i = 0; i < 100000; i++)
        buf_str(&text, "{\"a\":");
    buf_str(&text, "\n{\"id\":\"b\",\"schema\":\"Person\",\"properties\":{}}\n");
    read_span(&l, buf_view(&text), "ftm", 0);
    assert_int_equal(tocsin_err_code(l.err), TOCSIN_ERR_LIMIT);
    assert_int_equal(tocsin_err_place(l.err).line, 1);
    lines_free(&l);
    buf_free(&text);
}

static void a_line_of_a_gigabyte_is_refused_early(void **state)
{
    struct buf text = {0};
    struct lines l;

    (void)state;
    buf_str(&text, "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"notes\":[\"");
    while (text.n < LIMIT_LINE + 1000)
        buf_str(&text, "keel and keel and keel and keel and keel and keel and keel and keel ");
    read_span(&l, buf_view(&text), NULL, 7);
    assert_int_equal(tocsin_err_code(l.err), TOCSIN_ERR_LIMIT);
    assert_non_null(strstr(tocsin_err_text(l.err), "LIMIT_LINE"));
    assert_int_equal(tocsin_err_place(l.err).line, 1);
    lines_free(&l);
    buf_free(&text);
}

static void a_value_over_its_limit_is_a_bad_record(void **state)
{
    struct buf text = {0};
    struct lines l;

    (void)state;
    buf_str(&text, "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"notes\":[\"");
    while (text.n < LIMIT_VALUE + 1000)
        buf_str(&text, "keel ");
    buf_str(&text, "\"]}}\n");
    read_span(&l, buf_view(&text), NULL, 0);
    assert_int_equal(tocsin_err_code(l.err), TOCSIN_ERR_LIMIT);
    assert_int_equal(tocsin_err_place(l.err).line, 1);
    assert_string_equal(tocsin_err_place(l.err).field, "notes");
    lines_free(&l);
    buf_free(&text);
}

/* ---- files that were cut --------------------------------------------------------------------- */

/* Wherever the file ends inside of its last line, it is an error that no --skip-bad forgives. */
static void a_file_that_is_cut_anywhere_is_an_error(void **state)
{
    static const char first[] = "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{}}\n";
    static const char last[] = "{\"id\":\"b\",\"schema\":\"Person\",\"properties\":{\"name\":["
                               "\"Odra \\ud83d\\udea2 \xf0\x9f\x9a\xa2\",\"x\"]},\"target\":true}";

    (void)state;
    for (size_t n = 1; n < sizeof(last) - 1; n++) {
        struct buf text = {0};
        struct lines l;
        buf_str(&text, first);
        buf_put(&text, last, n);
        read_span(&l, buf_view(&text), NULL, 10);
        if (!l.err)
            print_error("cut behind '%.*s'\n", (int)n, last);
        assert_error(l.err, TOCSIN_ERR_PARSE, "is it cut short?");
        l.err = NULL;
        assert_int_equal(l.c.records.n, 1);
        lines_free(&l);
        buf_free(&text);
    }
}

static void a_broken_last_line_that_is_whole_can_be_skipped(void **state)
{
    struct lines l;

    (void)state;
    read_text(&l,
              "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{}}\n"
              "{\"id\":\"b\",\"schema\" \"Person\"}",
              NULL, 1);
    assert_ok(l.err);
    assert_int_equal(l.c.bad.n, 1);
    lines_free(&l);
}

static void an_empty_file_is_no_list(void **state)
{
    struct lines l;

    (void)state;
    read_text(&l, "", "ftm", 0);
    assert_int_equal(tocsin_err_code(l.err), TOCSIN_ERR_FORMAT);
    lines_free(&l);
    read_text(&l, "", "targets-nested", 0);
    assert_int_equal(tocsin_err_code(l.err), TOCSIN_ERR_FORMAT);
    lines_free(&l);
    read_text(&l, "", "ftm-delta", 0);
    assert_ok(l.err);
    assert_int_equal(l.c.records.n, 0);
    lines_free(&l);
}

/* ---- nested ---------------------------------------------------------------------------------- */

static void nested_entities_become_records(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, NESTED, NULL);
    assert_expected(&c, DATA("targets-nested/expected.jsonl"));
    assert_values(&c, "NK-quentabry", PROP_addressEntity, "addr-1", "addr-unknown", NULL);
    collected_free(&c);
}

static void who_stands_under_a_way_back_points_at_its_parent(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, NESTED, NULL);
    assert_values(&c, "sanc-1", PROP_entity, "NK-quentabry", NULL);
    assert_values(&c, "own-2", PROP_owner, "NK-quentabry", NULL);
    assert_values(&c, "own-2", PROP_asset, "NK-marrowind", NULL);
    collected_free(&c);
}

static void a_nested_target_waits_for_its_own_line(void **state)
{
    struct collected c;

    (void)state;
    collect(&c, NESTED, NULL);
    assert_int_equal(find_record(&c, "NK-odra")->line, 2);
    assert_int_equal(find_record(&c, "NK-marrowind")->line, 1); /* the line never came */
    assert_true(span_eq(c.records.at[c.records.n - 1]->id, SPAN("NK-marrowind")));
    collected_free(&c);
}

static void a_nested_entity_with_a_line_of_its_own_comes_once(void **state)
{
    struct lines l;

    (void)state;
    read_text(&l,
              "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"addressEntity\":[{\"id\":"
              "\"addr\",\"schema\":\"Address\",\"properties\":{\"full\":[\"12 Cooper Lane\"]}}]}}\n"
              "{\"id\":\"addr\",\"schema\":\"Address\",\"properties\":{\"full\":[\"12 Cooper "
              "Lane\"]}}\n",
              NULL, 0);
    assert_ok(l.err);
    assert_int_equal(l.c.records.n, 2);
    assert_noted(&l.c, "stood nested before their own line");
    lines_free(&l);
}

static void what_is_wrong_in_a_nested_entity_is_wrong_with_the_line(void **state)
{
    static const char *const nested[] = {
        "{\"schema\":\"Address\"}", "{\"id\":\"x\"}", "{\"id\":\"x\",\"schema\":\"Keel\"}",
        "{\"id\":\"x\",\"schema\":\"Address\",\"properties\":{\"full\":[true]}}",
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(nested); i++) {
        struct buf text = {0};
        struct lines l;
        buf_printf(&text,
                   "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"addressEntity\":[%s]}}\n"
                   "{\"id\":\"b\",\"schema\":\"Person\",\"properties\":{}}\n", nested[i]);
        read_span(&l, buf_view(&text), NULL, 0);
        assert_int_equal(tocsin_err_code(l.err), TOCSIN_ERR_PARSE);
        assert_int_equal(tocsin_err_place(l.err).line, 1);
        lines_free(&l);
        read_span(&l, buf_view(&text), NULL, 1);
        assert_ok(l.err);
        assert_int_equal(l.c.records.n, 1);
        lines_free(&l);
        buf_free(&text);
    }
}

/* ---- deltas ---------------------------------------------------------------------------------- */

static void changes_come_in_their_order(void **state)
{
    struct collected c;
    struct import_summary s;

    (void)state;
    collect(&c, DELTA, NULL);
    assert_expected(&c, DATA("ftm-delta/expected.jsonl"));
    assert_int_equal(c.deleted.n, 1);
    assert_string_equal(c.deleted.at[0], "NK-brindle");
    collected_free(&c);
    s = summary_of(DELTA);
    assert_true(s.delta);
    import_summary_free(&s);
    s = summary_of(GOOD);
    assert_false(s.delta);
    import_summary_free(&s);
}

static const struct bad_line bad_changes[] = {
    {"no operation", "{\"entity\":{\"id\":\"a\"}}", "must be ADD, MOD or DEL", "op", 0,
     TOCSIN_ERR_PARSE},
    {"another operation", "{\"op\":\"SET\",\"entity\":{\"id\":\"a\"}}", "must be ADD, MOD or DEL",
     "op", 7, TOCSIN_ERR_PARSE},
    {"an operation that is a number", "{\"op\":1,\"entity\":{\"id\":\"a\"}}",
     "must be ADD, MOD or DEL", "op", 7, TOCSIN_ERR_PARSE},
    {"no entity", "{\"op\":\"DEL\"}", "must be an object", "entity", 0, TOCSIN_ERR_PARSE},
    {"an entity that is an id", "{\"op\":\"DEL\",\"entity\":\"a\"}", "must be an object", "entity",
     22, TOCSIN_ERR_PARSE},
    {"a deletion without id", "{\"op\":\"DEL\",\"entity\":{}}", "must be the entity's id",
     "entity.id", 0, TOCSIN_ERR_PARSE},
    {"a deletion of a number", "{\"op\":\"DEL\",\"entity\":{\"id\":7}}", "must be the entity's id",
     "entity.id", 28, TOCSIN_ERR_PARSE},
    {"an entity of a schema that is not known",
     "{\"op\":\"ADD\",\"entity\":{\"id\":\"a\",\"schema\":\"Keel\"}}", "unknown schema 'Keel'",
     "schema", 41, TOCSIN_ERR_PARSE},
    {"no object", "[]", "must be an object", "entity", 0, TOCSIN_ERR_PARSE},
};

static void changes_that_are_not_right_name_the_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad_changes); i++) {
        struct buf text = {0};
        struct lines l;
        buf_str(&text, "{\"op\":\"DEL\",\"entity\":{\"id\":\"z\"}}\n");
        buf_str(&text, bad_changes[i].line);
        buf_str(&text, "\n{\"op\":\"DEL\",\"entity\":{\"id\":\"y\"}}\n");
        read_span(&l, buf_view(&text), "ftm-delta", 0);
        assert_bad_line(&bad_changes[i], l.err, 2);
        lines_free(&l);
        read_span(&l, buf_view(&text), "ftm-delta", 1);
        assert_ok(l.err);
        assert_int_equal(l.c.deleted.n, 2);
        lines_free(&l);
        buf_free(&text);
    }
}

/* ---- published samples ----------------------------------------------------------------------- */

static void collect_shared(const char *name, const char *format, size_t records, size_t deleted)
{
    struct arena *a = arena_new();
    const char *path = shared_list(a, name);

    if (path) {
        struct collected c;
        collect(&c, path, format);
        assert_int_equal(c.records.n, records);
        assert_int_equal(c.deleted.n, deleted);
        assert_int_equal(c.bad.n, 0);
        collected_free(&c);
    }
    arena_free(a);
}

static void the_published_samples_are_read(void **state)
{
    (void)state;
    collect_shared("ftm/zala/entities.ftm.json", NULL, 91, 0);
    collect_shared("ftm/parteispenden/entities.ftm.json", NULL, 475, 0);
    collect_shared("ftm/t1/entities.ftm.json", NULL, 7, 0);
    collect_shared("ftm/t1/20240527134702-zbn/entities.delta.json", "ftm-delta", 0, 0);
    collect_shared("ftm/t2/20240527134702-zbn/entities.delta.json", "ftm-delta", 0, 0);
    collect_shared("ftm/t2/20240527194702-wnk/entities.delta.json", NULL, 2, 0);
    collect_shared("ftm/t2/20240528014702-pfh/entities.delta.json", NULL, 2, 0);
    collect_shared("ftm/t2/20240528074703-npf/entities.delta.json", NULL, 0, 1);
    collect_shared("ftm/t2/20240528134729-3iv/entities.delta.json", NULL, 1, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_becomes_its_entity),
        cmocka_unit_test(what_an_aggregator_says_is_kept),
        cmocka_unit_test(lines_are_counted_with_blank_ones),
        cmocka_unit_test(a_property_that_is_not_known_is_noted_once),
        cmocka_unit_test(the_last_line_needs_no_end),
        cmocka_unit_test(the_head_tells_which_it_is),
        cmocka_unit_test(other_json_is_refused),
        cmocka_unit_test(a_line_longer_than_the_head_is_told_and_read),
        cmocka_unit_test(errors_name_line_column_and_field),
        cmocka_unit_test(a_value_that_is_not_understood_is_kept_as_text_and_told),
        cmocka_unit_test(of_many_values_that_are_not_understood_the_first_are_named),
        cmocka_unit_test(a_change_with_a_value_that_is_not_understood_is_made),
        cmocka_unit_test(a_byte_nul_is_refused_with_its_column),
        cmocka_unit_test(an_id_that_comes_twice_is_a_bad_record),
        cmocka_unit_test(nesting_has_a_limit),
        cmocka_unit_test(a_line_of_a_gigabyte_is_refused_early),
        cmocka_unit_test(a_value_over_its_limit_is_a_bad_record),
        cmocka_unit_test(a_file_that_is_cut_anywhere_is_an_error),
        cmocka_unit_test(a_broken_last_line_that_is_whole_can_be_skipped),
        cmocka_unit_test(an_empty_file_is_no_list),
        cmocka_unit_test(nested_entities_become_records),
        cmocka_unit_test(who_stands_under_a_way_back_points_at_its_parent),
        cmocka_unit_test(a_nested_target_waits_for_its_own_line),
        cmocka_unit_test(a_nested_entity_with_a_line_of_its_own_comes_once),
        cmocka_unit_test(what_is_wrong_in_a_nested_entity_is_wrong_with_the_line),
        cmocka_unit_test(changes_come_in_their_order),
        cmocka_unit_test(changes_that_are_not_right_name_the_place),
        cmocka_unit_test(the_published_samples_are_read),
    };

    return cmocka_run_group_tests_name("ftm", tests, NULL, NULL);
}
