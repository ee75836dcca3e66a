/* SPDX-License-Identifier: Apache-2.0
 *
 * Readers: gzip, marks, UTF-16, lines, the head.
 */
#include "check.h"

#include <fcntl.h>

#include <zlib.h>

#include "import/source.h"

/* A reader over a file of the moment. */
struct fixture {
    struct scratch scratch;
    struct reader *reader;
    int fd;
};

static struct reader *open_bytes(struct fixture *f, struct span content)
{
    scratch_new(&f->scratch);
    f->fd = open(scratch_file(&f->scratch, "source", content), O_RDONLY);
    assert_true(f->fd >= 0);
    f->reader = reader_new("source", f->fd, NULL);
    return f->reader;
}

static void done_with(struct fixture *f)
{
    reader_free(f->reader);
    close(f->fd);
    scratch_free(&f->scratch);
}

static void assert_line(struct reader *r, struct span want)
{
    struct span line;
    bool done;
    assert_ok(reader_line(r, &line, &done));
    assert_false(done);
    assert_span(line, want);
}

static void assert_done(struct reader *r)
{
    struct span line;
    bool done;
    assert_ok(reader_line(r, &line, &done));
    assert_true(done);
}

static struct span gzip(struct buf *out, struct span in)
{
    unsigned char block[4096];
    z_stream z = {0};
    size_t from = out->n;
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 16 + MAX_WBITS, 9, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (unsigned char *)(uintptr_t)in.p;
    z.avail_in = (uInt)in.n;
    int rc = Z_OK;
    while (rc == Z_OK) {
        z.next_out = block;
        z.avail_out = sizeof(block);
        rc = deflate(&z, Z_FINISH);
        buf_put(out, block, sizeof(block) - z.avail_out);
    }
    deflateEnd(&z);
    assert_int_equal(rc, Z_STREAM_END);
    return span_from(buf_view(out), from);
}

/* ---- lines ----------------------------------------------------------------------------------- */

static void lines_end_with_lf_or_crlf_or_the_file(void **state)
{
    (void)state;
    struct fixture f;
    struct reader *r = open_bytes(&f, SPAN("one\ntwo\r\n\nfour"));
    assert_line(r, SPAN("one"));
    assert_int_equal(reader_line_number(r), 1);
    assert_line(r, SPAN("two"));
    assert_line(r, SPAN(""));
    assert_line(r, SPAN("four"));
    assert_int_equal(reader_line_number(r), 4);
    assert_done(r);
    assert_done(r);
    done_with(&f);
}

static void a_file_without_lf_may_end_lines_with_cr(void **state)
{
    (void)state;
    struct fixture f;
    struct reader *r = open_bytes(&f, SPAN("one\rtwo\r"));
    assert_line(r, SPAN("one"));
    assert_line(r, SPAN("two"));
    assert_done(r);
    done_with(&f);
}

static void an_empty_file_has_no_line_and_no_head(void **state)
{
    (void)state;
    struct fixture f;
    struct reader *r = open_bytes(&f, SPAN(""));
    assert_int_equal(reader_head(r).n, 0);
    assert_done(r);
    done_with(&f);
}

static void the_head_is_at_most_64_kib_and_consumes_nothing(void **state)
{
    (void)state;
    struct fixture f;
    struct buf text = {0};
    for (int i = 0; i < 20000; i++)
        buf_printf(&text, "line %d\n", i);
    struct reader *r = open_bytes(&f, buf_view(&text));
    assert_int_equal(reader_head(r).n, 64 << 10);
    assert_line(r, SPAN("line 0"));
    assert_span(span_slice(reader_head(r), 0, 6), SPAN("line 0"));
    for (int i = 1; i < 20000; i++) {
        char want[32];
        snprintf(want, sizeof(want), "line %d", i);
        assert_line(r, span_of(want));
    }
    assert_done(r);
    buf_free(&text);
    done_with(&f);
}

static void a_line_longer_than_the_window_comes_whole(void **state)
{
    (void)state;
    struct fixture f;
    size_t n = (size_t)3 << 20;
    struct buf text = {0};
    char *xs = mem_alloc(n);
    memset(xs, 'x', n);
    buf_put(&text, xs, n);
    buf_str(&text, "\nend\n");
    struct reader *r = open_bytes(&f, buf_view(&text));
    assert_line(r, (struct span){xs, n});
    assert_line(r, SPAN("end"));
    assert_done(r);
    mem_free(xs);
    buf_free(&text);
    done_with(&f);
}

/* A hole in a file reads as zeros and costs no disk. */
static void a_line_past_the_limit_is_an_error_that_names_it(void **state)
{
    (void)state;
    struct fixture f;
    struct span line;
    bool done;
    struct reader *r = open_bytes(&f, SPAN("first\n"));
    assert_int_equal(truncate(f.scratch.files.at[0], (off_t)1 << 30), 0);
    assert_line(r, SPAN("first"));
    struct tocsin_err *err = reader_line(r, &line, &done);
    assert_int_equal(tocsin_err_place(err).line, 2);
    assert_error(err, TOCSIN_ERR_LIMIT, "LIMIT_LINE");
    assert_error(reader_line(r, &line, &done), TOCSIN_ERR_LIMIT, "LIMIT_LINE");
    assert_true(reader_dead(r));
    done_with(&f);
}

static void reads_can_be_of_any_size(void **state)
{
    (void)state;
    struct fixture f;
    struct reader *r = open_bytes(&f, SPAN("abcdef"));
    char p[4];
    size_t n;
    assert_ok(reader_read(r, p, 4, &n));
    assert_span(((struct span){p, n}), SPAN("abcd"));
    assert_ok(reader_read(r, p, 4, &n));
    assert_span(((struct span){p, n}), SPAN("ef"));
    assert_ok(reader_read(r, p, 4, &n));
    assert_int_equal(n, 0);
    done_with(&f);
}

/* ---- marks and UTF-16 ------------------------------------------------------------------------ */

static void a_mark_of_byte_order_is_dropped(void **state)
{
    (void)state;
    struct fixture f;
    struct reader *r = open_bytes(&f, SPAN("\xef\xbb\xbf"
                                           "Zo\xc3\xab\n"));
    assert_span(reader_head(r), SPAN("Zo\xc3\xab\n"));
    assert_line(r, SPAN("Zo\xc3\xab"));
    done_with(&f);
}

static void utf16_is_turned_to_utf8(void **state)
{
    (void)state;
    static const struct span files[] = {
        {"\xff\xfe"
         "a\0\xeb\0"
         "\x3d\xd8\x00\xde"
         "\n\0",
         12},
        {"\xfe\xff"
         "\0a\0\xeb"
         "\xd8\x3d\xde\x00"
         "\0\n",
         12},
    };
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        struct fixture f;
        struct reader *r = open_bytes(&f, files[i]);
        assert_line(r, SPAN("a\xc3\xab\xf0\x9f\x98\x80"));
        assert_done(r);
        done_with(&f);
    }
}

static void half_a_pair_becomes_the_sign_of_loss(void **state)
{
    (void)state;
    struct fixture f;
    struct reader *r = open_bytes(&f, (struct span){"\xff\xfe"
                                                    "\x3d\xd8"
                                                    "a\0"
                                                    "\x00\xde"
                                                    "b\0",
                                                    10});
    assert_line(r, SPAN("\xef\xbf\xbd"
                        "a\xef\xbf\xbd"
                        "b"));
    done_with(&f);
}

static void utf16_that_ends_within_a_unit_is_an_error(void **state)
{
    (void)state;
    struct fixture f;
    struct span line;
    bool done;
    struct reader *r = open_bytes(&f, (struct span){"\xff\xfe"
                                                    "a\0"
                                                    "b",
                                                    5});
    assert_error(reader_line(r, &line, &done), TOCSIN_ERR_PARSE, "within a character");
    done_with(&f);
}

static void long_utf16_is_the_same_in_pieces(void **state)
{
    (void)state;
    struct fixture f;
    struct buf wide = {0};
    buf_put(&wide, "\xff\xfe", 2);
    for (int i = 0; i < 100000; i++)
        buf_put(&wide, i % 10 == 9 ? "\n\0" : "\x3d\xd8\x00\xde", i % 10 == 9 ? 2 : 4);
    struct reader *r = open_bytes(&f, buf_view(&wide));
    for (int i = 0; i < 10000; i++) {
        struct span line;
        bool done;
        assert_ok(reader_line(r, &line, &done));
        assert_int_equal(line.n, 9 * 4);
    }
    assert_done(r);
    buf_free(&wide);
    done_with(&f);
}

/* ---- gzip ------------------------------------------------------------------------------------ */

static void gzip_is_undone_by_content(void **state)
{
    (void)state;
    struct fixture f;
    struct buf z = {0};
    struct reader *r = open_bytes(&f, gzip(&z, SPAN("one\ntwo\n")));
    assert_line(r, SPAN("one"));
    assert_line(r, SPAN("two"));
    assert_done(r);
    buf_free(&z);
    done_with(&f);
}

static void members_behind_each_other_and_padding_are_one_file(void **state)
{
    (void)state;
    struct fixture f;
    struct buf z = {0};
    gzip(&z, SPAN("\xef\xbb\xbf"
                  "one\ntw"));
    gzip(&z, SPAN(""));
    gzip(&z, SPAN("o\n"));
    buf_put(&z, "\0\0\0\0", 4);
    struct reader *r = open_bytes(&f, buf_view(&z));
    assert_line(r, SPAN("one"));
    assert_line(r, SPAN("two"));
    assert_done(r);
    buf_free(&z);
    done_with(&f);
}

static struct tocsin_err *read_to_end(struct reader *r)
{
    struct span line;
    bool done = false;
    while (!done)
        TRY(reader_line(r, &line, &done));
    return NULL;
}

/* Cut anywhere, also within the trailer with the checksum. */
static void gzip_that_is_cut_short_is_an_error_wherever_it_is_cut(void **state)
{
    (void)state;
    struct buf z = {0};
    struct span whole = gzip(&z, SPAN("Ferdik Aldous QUENTABRY\nMARROWIND\n"));
    for (size_t n = 2; n < whole.n; n++) {
        struct fixture f;
        struct reader *r = open_bytes(&f, span_slice(whole, 0, n));
        assert_error(read_to_end(r), TOCSIN_ERR_PARSE, "cut short");
        assert_error(read_to_end(r), TOCSIN_ERR_PARSE, "cut short");
        done_with(&f);
    }
    buf_free(&z);
}

static struct tocsin_err *read_all(struct reader *r, struct buf *out)
{
    char p[64];
    size_t n;
    do {
        TRY(reader_read(r, p, sizeof(p), &n));
        buf_put(out, p, n);
    } while (n);
    return NULL;
}

/* A bit that deflate does not use may change unseen; then the text is what it was. */
static void damaged_gzip_is_an_error_or_gives_the_same_text(void **state)
{
    (void)state;
    static const struct span text = {"Ferdik Aldous QUENTABRY\nFerdik Aldous QUENTABRY\n", 48};
    struct buf z = {0};
    size_t errors = 0;
    gzip(&z, text);
    for (size_t at = 10; at < z.n; at++) {
        struct fixture f;
        struct buf out = {0};
        z.p[at] = (char)(z.p[at] ^ 0x40);
        struct tocsin_err *err = read_all(open_bytes(&f, buf_view(&z)), &out);
        errors += err != NULL;
        if (err)
            assert_int_equal(tocsin_err_code(err), TOCSIN_ERR_PARSE);
        else
            assert_span(buf_view(&out), text);
        tocsin_err_free(err);
        z.p[at] = (char)(z.p[at] ^ 0x40);
        buf_free(&out);
        done_with(&f);
    }
    assert_in_range(errors, z.n - 12, z.n);
    buf_free(&z);
}

static void bytes_behind_gzip_are_an_error(void **state)
{
    (void)state;
    struct fixture f;
    struct buf z = {0};
    gzip(&z, SPAN("one\n"));
    buf_str(&z, "tail");
    struct reader *r = open_bytes(&f, buf_view(&z));
    assert_error(read_to_end(r), TOCSIN_ERR_PARSE, "behind the end");
    buf_free(&z);
    done_with(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_end_with_lf_or_crlf_or_the_file),
        cmocka_unit_test(a_file_without_lf_may_end_lines_with_cr),
        cmocka_unit_test(an_empty_file_has_no_line_and_no_head),
        cmocka_unit_test(the_head_is_at_most_64_kib_and_consumes_nothing),
        cmocka_unit_test(a_line_longer_than_the_window_comes_whole),
        cmocka_unit_test(a_line_past_the_limit_is_an_error_that_names_it),
        cmocka_unit_test(reads_can_be_of_any_size),
        cmocka_unit_test(a_mark_of_byte_order_is_dropped),
        cmocka_unit_test(utf16_is_turned_to_utf8),
        cmocka_unit_test(half_a_pair_becomes_the_sign_of_loss),
        cmocka_unit_test(utf16_that_ends_within_a_unit_is_an_error),
        cmocka_unit_test(long_utf16_is_the_same_in_pieces),
        cmocka_unit_test(gzip_is_undone_by_content),
        cmocka_unit_test(members_behind_each_other_and_padding_are_one_file),
        cmocka_unit_test(gzip_that_is_cut_short_is_an_error_wherever_it_is_cut),
        cmocka_unit_test(damaged_gzip_is_an_error_or_gives_the_same_text),
        cmocka_unit_test(bytes_behind_gzip_are_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
