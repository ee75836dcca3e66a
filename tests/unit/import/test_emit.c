/* SPDX-License-Identifier: Apache-2.0
 *
 * The emitter: doubles, bad records, notes, child ids; and add_value with its complaints.
 */
#include "check.h"

#include <fcntl.h>

#include "import/emit.h"
#include "import/source.h"

struct fixture {
    struct arena *arena;
    struct buf log; /* one line a frame: kind and, where it is text, the payload */
    struct frame_writer writer;
    struct emitter *emitter;
    struct reader *reader;
};

static struct tocsin_err *take(void *ctx, enum frame_kind kind, struct span payload)
{
    struct fixture *f = ctx;
    static const char *const names[FRAME_KINDS] = {
        [FRAME_RECORD] = "record", [FRAME_DELETED] = "deleted", [FRAME_BAD] = "bad",
        [FRAME_NOTE] = "note",     [FRAME_VERSION] = "version", [FRAME_DATASET] = "dataset",
        [FRAME_DELTA] = "delta",   [FRAME_END] = "end",         [FRAME_ERROR] = "error",
    };
    buf_str(&f->log, names[kind]);
    if (kind == FRAME_NOTE || kind == FRAME_DELETED || kind == FRAME_VERSION)
        buf_printf(&f->log, " %.*s", SPAN_ARG(payload));
    buf_char(&f->log, '\n');
    return NULL;
}

static void start(struct fixture *f, uint64_t skip_bad)
{
    memset(f, 0, sizeof(*f));
    f->arena = arena_new();
    f->writer = (struct frame_writer){
        .fd = -1, .take = take, .ctx = f, .block = buf_max(FRAME_MAX + 2 * FRAME_BLOCK)};
    f->emitter = emitter_new(&f->writer, skip_bad);
    f->reader = reader_new("list.csv", -1, f->emitter);
}

static void stop(struct fixture *f)
{
    reader_free(f->reader);
    emitter_free(f->emitter);
    frame_writer_free(&f->writer);
    buf_free(&f->log);
    arena_free(f->arena);
}

static struct record *person(struct fixture *f, const char *id, uint64_t line)
{
    struct record *r = record_new(f->arena, SCHEMA_Person, arena_span(f->arena, span_of(id)));
    r->line = line;
    record_add(r, PROP_name, SPAN("Ferdik Aldous Quentabry"));
    return r;
}

/* ---- records --------------------------------------------------------------------------------- */

static void a_second_record_of_an_id_is_an_error_that_names_both_lines(void **state)
{
    (void)state;
    struct fixture f;
    start(&f, 0);
    emitter_name(f.emitter, "own.csv");
    assert_ok(emit(f.emitter, person(&f, "q-1", 7)));
    assert_ok(emit(f.emitter, person(&f, "q-2", 8)));
    struct tocsin_err *err = emit(f.emitter, person(&f, "q-1", 9));
    assert_int_equal(tocsin_err_place(err).line, 9);
    assert_string_equal(tocsin_err_place(err).file, "own.csv");
    assert_string_equal(tocsin_err_place(err).field, "id");
    assert_error(err, TOCSIN_ERR_PARSE, "'q-1' occurs twice, first in line 7");
    stop(&f);
}

static void many_ids_are_all_remembered(void **state)
{
    (void)state;
    struct fixture f;
    char id[32];
    start(&f, 1000000);
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 20000; i++) {
            snprintf(id, sizeof(id), "id-%d", i);
            assert_ok(emit(f.emitter, person(&f, id, 1)));
        }
    assert_ok(emitter_end(f.emitter));
    size_t records = 0, bad = 0;
    struct span rest = buf_view(&f.log), line;
    while (span_split(&rest, '\n', &line)) {
        records += span_eq(line, SPAN("record"));
        bad += span_eq(line, SPAN("bad"));
    }
    assert_int_equal(records, 20000);
    assert_int_equal(bad, 20000);
    stop(&f);
}

/* Twelve hexadecimal digits of a customer's own numbers hang on nobody. */
static void an_id_that_only_looks_like_a_child_s_is_not_left_out(void **state)
{
    (void)state;
    struct fixture f;
    start(&f, 0);
    assert_ok(emit(f.emitter, person(&f, "AB-202401011234", 7)));
    assert_error(emit(f.emitter, person(&f, "AB-202401011234", 9)), TOCSIN_ERR_PARSE,
                 "occurs twice, first in line 7");
    stop(&f);
}

static void the_same_child_again_is_left_out(void **state)
{
    (void)state;
    struct fixture f;
    start(&f, 0);
    assert_ok(emit(f.emitter, person(&f, "q-1", 7)));
    for (int i = 0; i < 2; i++) {
        struct record *r = link_new(f.arena, SCHEMA_Address, SPAN("q-1"), SPAN("12 Cooper Lane"));
        record_add(r, PROP_full, SPAN("12 Cooper Lane"));
        assert_ok(emit(f.emitter, r));
    }
    assert_string_equal(buf_cstr(&f.log), "record\nrecord\n");
    stop(&f);
}

static void a_child_id_is_made_of_owner_schema_and_key(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct span one = child_id(a, SPAN("q-1"), SCHEMA_Address, SPAN("12 Cooper Lane"));
    assert_int_equal(one.n, 3 + 1 + 12);
    assert_true(span_starts(one, SPAN("q-1-")));
    assert_span(child_id(a, SPAN("q-1"), SCHEMA_Address, SPAN("12 Cooper Lane")), one);
    assert_false(span_eq(child_id(a, SPAN("q-1"), SCHEMA_Address, SPAN("12 Cooper Lan")), one));
    assert_false(span_eq(child_id(a, SPAN("q-1"), SCHEMA_Passport, SPAN("12 Cooper Lane")), one));
    /* The first 12 hex digits of SHA-256("Address" 00 "12 Cooper Lane"). */
    assert_span(span_from(one, 4), SPAN("b747db34b942"));
    arena_free(a);
}

static void a_record_without_an_id_is_bad(void **state)
{
    (void)state;
    struct fixture f;
    start(&f, 0);
    assert_error(emit(f.emitter, person(&f, "", 4)), TOCSIN_ERR_PARSE, "without an id");
    assert_error(emit_deleted(f.emitter, SPAN("")), TOCSIN_ERR_PARSE, "without a usable id");
    stop(&f);
}

static void a_delta_may_name_an_id_more_than_once(void **state)
{
    (void)state;
    struct fixture f;
    start(&f, 0);
    emit_delta(f.emitter);
    assert_ok(emit(f.emitter, person(&f, "q-1", 1)));
    assert_ok(emit_deleted(f.emitter, SPAN("q-1")));
    assert_ok(emit(f.emitter, person(&f, "q-1", 3)));
    assert_string_equal(buf_cstr(&f.log), "delta\nrecord\ndeleted q-1\nrecord\n");
    stop(&f);
}

/* ---- bad records ----------------------------------------------------------------------------- */

static struct tocsin_err *bad(void)
{
    return err_at(err_new(TOCSIN_ERR_PARSE, "no good"), "list.csv", 5, 0, NULL);
}

static void a_bad_record_is_an_error_when_none_may_be_skipped(void **state)
{
    (void)state;
    struct fixture f;
    start(&f, 0);
    assert_error(emit_bad(f.emitter, bad()), TOCSIN_ERR_PARSE, "list.csv:5");
    assert_string_equal(buf_cstr(&f.log), "");
    stop(&f);
}

static void as_many_bad_records_as_allowed_are_skipped_and_one_more_is_an_error(void **state)
{
    (void)state;
    struct fixture f;
    start(&f, 2);
    assert_ok(emit_bad(f.emitter, bad()));
    assert_ok(emit_bad(f.emitter, bad()));
    struct tocsin_err *err = emit_bad(f.emitter, bad());
    assert_non_null(strstr(tocsin_err_text(err), "no good"));
    /* Handed in again on its way up, it does not grow. */
    err = emit_bad(f.emitter, err);
    const char *told = strstr(tocsin_err_text(err), "more than 2");
    assert_non_null(told);
    assert_null(strstr(told + 1, "more than 2"));
    tocsin_err_free(err);
    assert_string_equal(buf_cstr(&f.log), "bad\nbad\n");
    stop(&f);
}

static void an_error_that_is_no_record_s_is_never_skipped(void **state)
{
    (void)state;
    struct fixture f;
    start(&f, 100);
    assert_error(emit_bad(f.emitter, err_new(TOCSIN_ERR_IO, "disk")), TOCSIN_ERR_IO, "disk");
    struct tocsin_err *err = reader_fail(f.reader, bad());
    assert_error(emit_unread(f.emitter, f.reader, err), TOCSIN_ERR_PARSE, "no good");
    stop(&f);
}

/* ---- notes ----------------------------------------------------------------------------------- */

static void a_note_is_said_once(void **state)
{
    (void)state;
    struct fixture f;
    start(&f, 0);
    for (int i = 0; i < 3; i++)
        emit_note(f.emitter, "column '%s' is not used", i == 1 ? "b" : "a");
    assert_string_equal(buf_cstr(&f.log),
                        "note column 'a' is not used\nnote column 'b' is not used\n");
    stop(&f);
}

static void notes_have_an_end(void **state)
{
    (void)state;
    struct fixture f;
    start(&f, 0);
    for (int i = 0; i < 5000; i++)
        emit_note(f.emitter, "%d", i);
    size_t lines = 0;
    for (size_t i = 0; i < f.log.n; i++)
        lines += f.log.p[i] == '\n';
    assert_int_equal(lines, 1000);
    stop(&f);
}

static void a_long_note_is_cut_between_characters(void **state)
{
    (void)state;
    struct fixture f;
    struct buf text = {0};
    size_t bad_at;
    start(&f, 0);
    buf_char(&text, 'x');
    for (int i = 0; i < 2000; i++)
        buf_str(&text, "\xc3\xab");
    emit_note(f.emitter, "%s", buf_cstr(&text));
    assert_true(f.log.n < 1100);
    assert_true(utf8_valid(buf_view(&f.log), &bad_at));
    buf_free(&text);
    stop(&f);
}

static void a_long_version_is_cut_to_what_the_parent_takes(void **state)
{
    (void)state;
    struct fixture f;
    start(&f, 0);
    emit_version(f.emitter, SPAN("  0123456789012345678901234567890123456789 and more "));
    assert_string_equal(buf_cstr(&f.log), "version 012345678901234567890123456789012345678\n");
    stop(&f);
}

/* ---- add_value ------------------------------------------------------------------------------- */

static void a_value_that_is_not_understood_is_an_error_at_its_place(void **state)
{
    (void)state;
    struct fixture f;
    start(&f, 0);
    struct record *r = person(&f, "q-1", 7);
    static const struct {
        enum prop prop;
        const char *text, *what;
    } cases[] = {
        {PROP_birthDate, "31 Feb 1961", "'31 Feb 1961' is no date"},
        {PROP_nationality, "Nowhere at all", "'Nowhere at all' is no country"},
        {PROP_gender, "perhaps", "'perhaps' is no gender"},
        {PROP_imoNumber, "9999999", "Person has no property 'imoNumber'"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct tocsin_err *err =
            add_value(r, cases[i].prop, span_of(cases[i].text), f.reader, "Column");
        assert_string_equal(tocsin_err_place(err).file, "list.csv");
        assert_int_equal(tocsin_err_place(err).line, 7);
        assert_string_equal(tocsin_err_place(err).field, "Column");
        assert_error(err, TOCSIN_ERR_PARSE, cases[i].what);
    }
    assert_ok(add_value(r, PROP_birthDate, SPAN(" "), f.reader, "Column"));
    assert_ok(add_value(r, PROP_birthDate, SPAN("14 Mar 1961"), f.reader, "Column"));
    stop(&f);
}

static void text_with_a_damaged_encoding_is_noted_once_and_kept(void **state)
{
    (void)state;
    static const struct {
        const char *text, *part; /* 'part' of the note; NULL: none is due */
    } cases[] = {
        {"Zo\xc3\x83\xc2\xab", "UTF-8 read as Windows-1252"},
        {"M\xc3\x83\xc2\xbcller", "UTF-8 read as Windows-1252"},
        {"\xc3\x90\xc2\xa4\xc3\x90\xc2\xb5\xc3\x91\xe2\x82\xac", "UTF-8 read as Windows-1252"},
        {"Quent\xef\xbf\xbd"
         "bry",
         "lost before"},
        {"Quent\xc2\x92"
         "bry",
         "control character"},
        {"Zo\xc3\xab Quentabry", NULL},
        {"Caf\xc3\x89\xc2\xbb", NULL},
        {"\xd0\xa4\xd0\xb5\xd1\x80\xd0\xb4\xd0\xb8\xd0\xba", NULL},
        {"\xc3\x85\xc3\x84\xc3\x96 \xc3\x98rsted", NULL},
        {"plain", NULL},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct fixture f;
        start(&f, 0);
        struct record *r = person(&f, "q-1", 7);
        assert_ok(add_value(r, PROP_alias, span_of(cases[i].text), f.reader, "alias"));
        assert_ok(add_value(r, PROP_alias, span_of(cases[i].text), f.reader, "alias"));
        const char *note = strstr(buf_cstr(&f.log), "note list.csv: line 7: alias: ");
        if (!note != !cases[i].part)
            print_error("'%s': %s\n", cases[i].text, buf_cstr(&f.log));
        assert_int_equal(!note, !cases[i].part);
        if (note)
            assert_non_null(strstr(note, cases[i].part));
        if (note)
            assert_null(strstr(note + 1, "note"));
        stop(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_second_record_of_an_id_is_an_error_that_names_both_lines),
        cmocka_unit_test(many_ids_are_all_remembered),
        cmocka_unit_test(the_same_child_again_is_left_out),
        cmocka_unit_test(an_id_that_only_looks_like_a_child_s_is_not_left_out),
        cmocka_unit_test(a_child_id_is_made_of_owner_schema_and_key),
        cmocka_unit_test(a_record_without_an_id_is_bad),
        cmocka_unit_test(a_delta_may_name_an_id_more_than_once),
        cmocka_unit_test(a_bad_record_is_an_error_when_none_may_be_skipped),
        cmocka_unit_test(as_many_bad_records_as_allowed_are_skipped_and_one_more_is_an_error),
        cmocka_unit_test(an_error_that_is_no_record_s_is_never_skipped),
        cmocka_unit_test(a_note_is_said_once),
        cmocka_unit_test(notes_have_an_end),
        cmocka_unit_test(a_long_note_is_cut_between_characters),
        cmocka_unit_test(a_long_version_is_cut_to_what_the_parent_takes),
        cmocka_unit_test(a_value_that_is_not_understood_is_an_error_at_its_place),
        cmocka_unit_test(text_with_a_damaged_encoding_is_noted_once_and_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
