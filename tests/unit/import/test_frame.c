/* SPDX-License-Identifier: Apache-2.0
 *
 * Frames: what is written comes back, and the parent's intake takes only what may come now.
 */
#include "check.h"

#include <fcntl.h>

#include "import/intake.h"

/* ---- through a descriptor -------------------------------------------------------------------- */

struct seen {
    struct buf text;
    size_t n;
};

static struct tocsin_err *remember(void *ctx, enum frame_kind kind, struct span payload)
{
    struct seen *s = ctx;
    buf_printf(&s->text, "%d:%zu ", (int)kind, payload.n);
    s->n++;
    return NULL;
}

/* What frame_read_all says of a file with these bytes. */
static struct tocsin_err *read_bytes(struct span bytes, struct seen *seen)
{
    struct scratch scratch;
    memset(seen, 0, sizeof(*seen));
    scratch_new(&scratch);
    int fd = open(scratch_file(&scratch, "frames", bytes), O_RDONLY);
    struct tocsin_err *err = frame_read_all(fd, 10, remember, seen);
    close(fd);
    scratch_free(&scratch);
    return err;
}

static void frames_come_back_in_order(void **state)
{
    (void)state;
    struct scratch scratch;
    struct seen seen = {0};
    struct buf large = {0};
    scratch_new(&scratch);
    for (int i = 0; i < 200000; i++)
        buf_char(&large, 'x');
    int fd = open(scratch_path(&scratch, "frames"), O_RDWR | O_CREAT, 0600);
    struct frame_writer w = {.fd = fd, .block = buf_max(FRAME_MAX + 2 * FRAME_BLOCK)};
    assert_ok(frame_put(&w, FRAME_NOTE, SPAN("one")));
    assert_ok(frame_put(&w, FRAME_NOTE, buf_view(&large)));
    assert_ok(frame_put(&w, FRAME_DELTA, SPAN("")));
    assert_ok(frame_flush(&w));
    lseek(fd, 0, SEEK_SET);
    assert_ok(frame_read_all(fd, 10, remember, &seen));
    assert_string_equal(buf_cstr(&seen.text), "9:3 9:200000 5:0 ");
    frame_writer_free(&w);
    buf_free(&large);
    buf_free(&seen.text);
    close(fd);
    scratch_free(&scratch);
}

static void numbers_are_eight_bytes_little_endian(void **state)
{
    (void)state;
    unsigned char b[8];
    frame_put_u64(b, 0x0102030405060708u);
    assert_int_equal(b[0], 8);
    assert_int_equal(b[7], 1);
    assert_true(frame_get_u64(b) == 0x0102030405060708u);
}

static void a_record_that_is_too_large_is_refused_and_leaves_no_trace(void **state)
{
    (void)state;
    struct seen seen = {0};
    struct buf large = {0};
    struct frame_writer w = {
        .fd = -1, .take = remember, .ctx = &seen, .block = buf_max(FRAME_MAX + 2 * FRAME_BLOCK)};
    for (size_t i = 0; i <= FRAME_MAX / 64; i++)
        buf_str(&large, "sixty-four bytes of text, so that this does not take that long..");
    assert_error(frame_put(&w, FRAME_NOTE, buf_view(&large)), TOCSIN_ERR_LIMIT, "larger than");
    assert_ok(frame_put(&w, FRAME_NOTE, SPAN("small")));
    assert_string_equal(buf_cstr(&seen.text), "9:5 ");
    frame_writer_free(&w);
    buf_free(&large);
    buf_free(&seen.text);
}

static void cut_unknown_and_endless_frames_are_refused(void **state)
{
    (void)state;
    static const struct span bytes[] = {
        {"\x09", 1},             /* no head */
        {"\x09\x03\0\0", 4},     /* half a head */
        {"\x09\x03\0\0\0ab", 7}, /* half a payload */
        {"\0\0\0\0\0", 5},       /* kind 0 */
        {"\x0c\0\0\0\0", 5},     /* kind behind the last */
        {"\xff\0\0\0\0", 5},
        {"\x09\xff\xff\xff\xff", 5},        /* 4 GiB */
        {"\x09\0\0\0\0\x09\x01\0\0\0", 10}, /* one good, one half */
    };
    for (size_t i = 0; i < ARRAY_LEN(bytes); i++) {
        struct seen seen;
        assert_error(read_bytes(bytes[i], &seen), TOCSIN_ERR_JAIL, "broke out of line");
        buf_free(&seen.text);
    }
}

static void silence_has_an_end(void **state)
{
    (void)state;
    struct seen seen = {0};
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "\x09\x03\0", 3), 3);
    assert_error(frame_read_all(ends[0], 0, remember, &seen), TOCSIN_ERR_JAIL, "has not moved");
    close(ends[0]);
    close(ends[1]);
}

static void nothing_at_all_is_no_frame(void **state)
{
    (void)state;
    struct seen seen;
    assert_ok(read_bytes(SPAN(""), &seen));
    assert_int_equal(seen.n, 0);
    buf_free(&seen.text);
}

/* ---- the intake ------------------------------------------------------------------------------ */

static bool never(struct span head)
{
    (void)head;
    return false;
}

static const struct format a_format = {{"test", "a test", NULL}, never, NULL};

struct door {
    struct collected c;
    struct import_sink sink;
    struct import_summary summary;
    struct intake in;
};

/* An intake that has taken JAILED and FORMAT. */
static void open_door(struct door *d)
{
    memset(d, 0, sizeof(*d));
    d->sink = collected_sink(&d->c);
    d->in = (struct intake){.sink = &d->sink,
                            .summary = &d->summary,
                            .format = &a_format,
                            .skip_bad = 1,
                            .need_jail = true,
                            .arena = arena_new()};
    assert_ok(intake_frame(&d->in, FRAME_JAILED, SPAN("")));
    assert_ok(intake_frame(&d->in, FRAME_FORMAT, SPAN("test")));
}

static void close_door(struct door *d)
{
    arena_free(d->in.arena);
    tocsin_err_free(d->in.failed);
    import_summary_free(&d->summary);
    collected_free(&d->c);
}

static struct span packed_record(struct arena *a)
{
    struct buf packed = {0};
    struct record *r = record_new(a, SCHEMA_Person, SPAN("q-1"));
    record_add(r, PROP_name, SPAN("Ferdik Aldous Quentabry"));
    assert_ok(record_finish(r));
    record_pack(r, &packed);
    struct span out = arena_span(a, buf_view(&packed));
    buf_free(&packed);
    return out;
}

static struct span counts(struct arena *a, uint64_t records, uint64_t bad)
{
    unsigned char *p = arena_alloc(a, 16);
    frame_put_u64(p, records);
    frame_put_u64(p + 8, bad);
    return (struct span){(const char *)p, 16};
}

static void records_pass_and_are_counted(void **state)
{
    (void)state;
    struct door d;
    struct arena *a = arena_new();
    open_door(&d);
    assert_ok(intake_frame(&d.in, FRAME_VERSION, SPAN("2026-02-27")));
    assert_ok(intake_frame(&d.in, FRAME_DATASET, SPAN("un_sc_sanctions")));
    assert_ok(intake_frame(&d.in, FRAME_RECORD, packed_record(a)));
    assert_ok(intake_frame(&d.in, FRAME_DELETED, SPAN("q-2")));
    assert_ok(intake_frame(&d.in, FRAME_END, counts(a, 2, 0)));
    assert_int_equal(d.c.records.n, 1);
    assert_int_equal(d.c.deleted.n, 1);
    assert_string_equal(d.summary.version, "2026-02-27");
    assert_string_equal(d.summary.dataset, "un_sc_sanctions");
    assert_true(d.in.ended);
    arena_free(a);
    close_door(&d);
}

static void nothing_counts_before_the_jail_is_closed(void **state)
{
    (void)state;
    struct door d;
    open_door(&d);
    d.in.jailed = d.in.told_format = false;
    assert_error(intake_frame(&d.in, FRAME_FORMAT, SPAN("test")), TOCSIN_ERR_JAIL,
                 "jail was closed");
    close_door(&d);
}

static void nothing_counts_before_the_format_is_told(void **state)
{
    (void)state;
    struct door d;
    struct arena *a = arena_new();
    open_door(&d);
    d.in.told_format = false;
    assert_error(intake_frame(&d.in, FRAME_RECORD, packed_record(a)), TOCSIN_ERR_JAIL, "no format");
    arena_free(a);
    close_door(&d);
}

static void a_payload_that_is_not_what_its_kind_says_is_refused(void **state)
{
    (void)state;
    static const struct {
        enum frame_kind kind;
        struct span payload;
    } bad[] = {
        {FRAME_JAILED, {"", 0}},     /* a second time */
        {FRAME_FORMAT, {"test", 4}}, /* a second time */
        {FRAME_DATASET, {"", 0}},
        {FRAME_DATASET, {"../../x", 7}},
        {FRAME_DATASET, {"UPPER", 5}},
        {FRAME_VERSION, {"1\x1b[2J", 5}}, /* would reach a terminal */
        {FRAME_VERSION, {"0123456789012345678901234567890123456789", 40}},
        {FRAME_DELTA, {"x", 1}},
        {FRAME_RECORD, {"", 0}},
        {FRAME_RECORD, {"rubbish rubbish rubbish", 23}},
        {FRAME_DELETED, {"", 0}},
        {FRAME_DELETED, {"\xff", 1}},
        {FRAME_NOTE, {"\xff", 1}},
        {FRAME_NOTE, {"a\x1b[2J", 5}},
        {FRAME_END, {"", 0}},
        {FRAME_END, {"\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16}}, /* a record that never came */
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct door d;
        open_door(&d);
        struct tocsin_err *err = intake_frame(&d.in, bad[i].kind, bad[i].payload);
        if (!err)
            print_error("row %zu was taken\n", i);
        assert_non_null(err);
        assert_non_null(strstr(tocsin_err_text(err), "broke out of line"));
        tocsin_err_free(err);
        assert_int_equal(d.c.records.n, 0);
        close_door(&d);
    }
}

/* Every record with one byte changed is refused or is another valid record; none crashes. */
static void a_damaged_record_never_passes_unchecked(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct span good = packed_record(a);
    size_t refused = 0;
    for (size_t at = 0; at < good.n; at++) {
        struct door d;
        char *copy = arena_str(a, good);
        copy[at] = (char)(copy[at] ^ 0x80);
        open_door(&d);
        struct tocsin_err *err = intake_frame(&d.in, FRAME_RECORD, (struct span){copy, good.n});
        refused += err != NULL;
        tocsin_err_free(err);
        close_door(&d);
    }
    assert_true(refused > good.n / 2); /* the top bit makes most of these bytes wrong */
    arena_free(a);
}

static void more_bad_records_than_allowed_are_refused(void **state)
{
    (void)state;
    struct door d;
    struct buf packed = {0};
    struct tocsin_err *why = err_new(TOCSIN_ERR_PARSE, "no good");
    err_pack(why, &packed);
    tocsin_err_free(why);
    open_door(&d);
    assert_ok(intake_frame(&d.in, FRAME_BAD, buf_view(&packed)));
    assert_error(intake_frame(&d.in, FRAME_BAD, buf_view(&packed)), TOCSIN_ERR_JAIL,
                 "than were allowed");
    assert_int_equal(d.c.bad.n, 1);
    buf_free(&packed);
    close_door(&d);
}

static void nothing_may_follow_the_end(void **state)
{
    (void)state;
    struct door d;
    struct arena *a = arena_new();
    open_door(&d);
    assert_ok(intake_frame(&d.in, FRAME_END, counts(a, 0, 0)));
    assert_error(intake_frame(&d.in, FRAME_NOTE, SPAN("x")), TOCSIN_ERR_JAIL, "behind the end");
    arena_free(a);
    close_door(&d);
}

static void endless_notes_are_refused(void **state)
{
    (void)state;
    struct door d;
    struct tocsin_err *err = NULL;
    open_door(&d);
    for (int i = 0; i < 100000 && !err; i++)
        err = intake_frame(&d.in, FRAME_NOTE, SPAN("x"));
    assert_error(err, TOCSIN_ERR_JAIL, "too many notes");
    close_door(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_come_back_in_order),
        cmocka_unit_test(numbers_are_eight_bytes_little_endian),
        cmocka_unit_test(a_record_that_is_too_large_is_refused_and_leaves_no_trace),
        cmocka_unit_test(cut_unknown_and_endless_frames_are_refused),
        cmocka_unit_test(silence_has_an_end),
        cmocka_unit_test(nothing_at_all_is_no_frame),
        cmocka_unit_test(records_pass_and_are_counted),
        cmocka_unit_test(nothing_counts_before_the_jail_is_closed),
        cmocka_unit_test(nothing_counts_before_the_format_is_told),
        cmocka_unit_test(a_payload_that_is_not_what_its_kind_says_is_refused),
        cmocka_unit_test(a_damaged_record_never_passes_unchecked),
        cmocka_unit_test(more_bad_records_than_allowed_are_refused),
        cmocka_unit_test(nothing_may_follow_the_end),
        cmocka_unit_test(endless_notes_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
