/* SPDX-License-Identifier: Apache-2.0
 *
 * import_run as a caller sees it: finding the format, hashes, sets of files, bad records, a source
 * that changes, a sink that refuses.
 */
#include "check.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/time.h>

#include <sodium.h>
#include <zlib.h>

#define TABLE                                                                                      \
    "id,full_name,date_of_birth\nC-1,Ferdik Aldous Quentabry,1961-03-14\n"                         \
    "C-2,Ines Quentabry,1963\n"
#define BAD_TABLE TABLE "C-3,Pia Oderby,1961-02-31\nC-4,Joss Marrow,1970\n"

struct fixture {
    struct scratch scratch;
    struct collected c;
    struct import_sink sink;
    struct import_request request;
    struct import_summary summary;
};

static void start(struct fixture *f)
{
    memset(f, 0, sizeof(*f));
    scratch_new(&f->scratch);
    f->sink = collected_sink(&f->c);
}

static struct tocsin_err *run(struct fixture *f, const char *path)
{
    f->request.path = path;
    return import_run(&f->request, &f->sink, &f->summary);
}

static void stop(struct fixture *f)
{
    import_summary_free(&f->summary);
    collected_free(&f->c);
    scratch_free(&f->scratch);
}

/* The error that importing this text gives. */
static struct tocsin_err *error_of_bytes(const char *name, struct span content)
{
    struct fixture f;
    start(&f);
    struct tocsin_err *err = run(&f, scratch_file(&f.scratch, name, content));
    stop(&f);
    return err;
}

static struct tocsin_err *error_of(const char *content)
{
    return error_of_bytes("file", span_of(content));
}

/* ---- a good import --------------------------------------------------------------------------- */

static void records_arrive_and_the_summary_says_what_was_read(void **state)
{
    (void)state;
    struct fixture f;
    unsigned char hash[32];
    char hex[65];
    start(&f);
    const char *path = scratch_text(&f.scratch, "people.csv", TABLE);
    assert_ok(run(&f, path));
    assert_int_equal(f.c.records.n, 2);
    assert_values(&f.c, "C-1", PROP_birthDate, "1961-03-14", NULL);
    assert_int_equal(find_record(&f.c, "C-2")->line, 3);
    assert_string_equal(f.summary.format, "persons-csv");
    assert_null(f.summary.dataset);
    assert_int_equal(f.summary.records, 2);
    assert_int_equal(f.summary.bad, 0);
    assert_false(f.summary.delta);
    assert_int_equal(f.summary.files_n, 1);
    assert_string_equal(f.summary.files[0].path, path);
    assert_int_equal(f.summary.files[0].size, strlen(TABLE));
    crypto_hash_sha256(hash, (const unsigned char *)TABLE, strlen(TABLE));
    sodium_bin2hex(hex, sizeof(hex), hash, 32);
    assert_string_equal(f.summary.files[0].sha256, hex);
    stop(&f);
}

static void a_compressed_file_is_hashed_as_it_is_stored(void **state)
{
    (void)state;
    struct fixture f;
    struct import_file alone;
    start(&f);
    const char *path = scratch_path(&f.scratch, "people.csv.gz");
    gzFile z = gzopen(path, "wb");
    gzputs(z, TABLE);
    gzclose(z);
    assert_ok(run(&f, path));
    assert_int_equal(f.c.records.n, 2);
    assert_ok(import_hash(path, &alone));
    assert_string_equal(alone.sha256, f.summary.files[0].sha256);
    assert_int_equal(alone.size, f.summary.files[0].size);
    mem_free(alone.path);
    stop(&f);
}

/* More than the pipes and buffers hold at once. */
static void a_large_file_comes_whole_and_progress_is_told(void **state)
{
    (void)state;
    struct fixture f;
    struct buf text = {0};
    start(&f);
    buf_str(&text, "id,full_name\n");
    for (int i = 0; i < 30000; i++)
        buf_printf(&text, "C-%d,Ferdik Aldous Quentabry the %dth of a long line of Quentabrys\n", i,
                   i);
    assert_ok(run(&f, scratch_file(&f.scratch, "people.csv", buf_view(&text))));
    assert_int_equal(f.summary.records, 30000);
    assert_int_equal(f.c.records.n, 30000);
    assert_int_equal(f.summary.files[0].size, text.n);
    buf_free(&text);
    stop(&f);
}

struct progress {
    struct collected c;
    uint64_t calls, records, bytes, total;
};

static struct tocsin_err *count_record(void *ctx, const struct record *r, bool deleted)
{
    (void)ctx, (void)r, (void)deleted;
    return NULL;
}

static void keep_progress(void *ctx, const struct import_progress *p)
{
    struct progress *kept = ctx;
    assert_true(p->records >= kept->records);
    assert_true(p->bytes >= kept->bytes && p->bytes <= p->bytes_total);
    *kept = (struct progress){.calls = kept->calls + 1,
                              .records = p->records,
                              .bytes = p->bytes,
                              .total = p->bytes_total};
}

static void progress_grows_to_the_whole(void **state)
{
    (void)state;
    struct fixture f;
    struct progress p = {0};
    struct buf text = {0};
    start(&f);
    buf_str(&text, "id,full_name\n");
    for (int i = 0; i < 5000; i++)
        buf_printf(&text, "C-%d,Ferdik Aldous Quentabry\n", i);
    struct import_sink sink = {.ctx = &p, .record = count_record, .progress = keep_progress};
    struct import_request request = {.path =
                                         scratch_file(&f.scratch, "people.csv", buf_view(&text))};
    assert_ok(import_run(&request, &sink, &f.summary));
    assert_int_equal(p.calls, 5000 / 1024 + 1);
    assert_int_equal(p.records, 5000);
    assert_int_equal(p.bytes, text.n);
    assert_int_equal(p.total, text.n);
    buf_free(&text);
    stop(&f);
}

static void in_the_jail_and_without_it_the_records_are_the_same(void **state)
{
    (void)state;
    struct fixture f, g;
    start(&f);
    start(&g);
    const char *path = scratch_text(&f.scratch, "people.csv", TABLE);
    assert_ok(run(&f, path));
    g.request.path = path;
    assert_ok(import_run_for_test(&g.request, &g.sink, &g.summary));
    assert_int_equal(f.c.records.n, g.c.records.n);
    for (size_t i = 0; i < f.c.records.n; i++) {
        unsigned char a[32], b[32];
        record_content_hash(f.c.records.at[i], a);
        record_content_hash(g.c.records.at[i], b);
        assert_memory_equal(a, b, 32);
    }
    assert_string_equal(f.summary.files[0].sha256, g.summary.files[0].sha256);
    stop(&f);
    stop(&g);
}

static bool never(struct span head)
{
    (void)head;
    return false;
}

static struct tocsin_err *read_nothing(struct source *in, struct emitter *out)
{
    (void)in, (void)out;
    return NULL;
}

/* The hash is of the file, however much of it the format wanted. */
static void a_format_that_stops_early_leaves_the_hash_whole(void **state)
{
    (void)state;
    struct fixture f;
    struct buf text = {0};
    struct import_file alone;
    const struct format lazy = {{"lazy", "a test", "a_list"}, never, read_nothing};
    start(&f);
    for (int i = 0; i < 200000; i++)
        buf_printf(&text, "line %d of many\n", i);
    f.request.path = scratch_file(&f.scratch, "file", buf_view(&text));
    assert_ok(import_run_format(&lazy, &f.request, &f.sink, &f.summary));
    assert_string_equal(f.summary.dataset, "a_list");
    assert_ok(import_hash(f.request.path, &alone));
    assert_string_equal(f.summary.files[0].sha256, alone.sha256);
    assert_int_equal(f.summary.files[0].size, text.n);
    mem_free(alone.path);
    buf_free(&text);
    stop(&f);
}

#if !defined(__SANITIZE_ADDRESS__) /* its memory has locks that a fork leaves locked */
static void *run_large(void *path)
{
    struct fixture f;
    start(&f);
    f.request.path = path;
    struct tocsin_err *err = import_run(&f.request, &f.sink, &f.summary);
    bool whole = !err && f.c.records.n == 20000;
    if (err)
        print_error("%s\n", tocsin_err_text(err));
    tocsin_err_free(err);
    stop(&f);
    return whole ? path : NULL;
}

/* The memory of a thread is managed otherwise than that of the first one, in the child as well. */
static void imports_may_run_in_threads_at_the_same_time(void **state)
{
    (void)state;
    struct scratch s;
    struct buf text = {0};
    pthread_t threads[4];
    scratch_new(&s);
    buf_str(&text, "id,full_name,aliases\n");
    for (int i = 0; i < 20000; i++)
        buf_printf(&text, "C-%d,Ferdik Aldous Quentabry %d,Keel; Quay; Marn %d\n", i, i, i);
    const char *path = scratch_file(&s, "people.csv", buf_view(&text));
    for (size_t i = 0; i < ARRAY_LEN(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, run_large, (void *)(uintptr_t)path), 0);
    for (size_t i = 0; i < ARRAY_LEN(threads); i++) {
        void *whole;
        pthread_join(threads[i], &whole);
        assert_non_null(whole);
    }
    buf_free(&text);
    scratch_free(&s);
}
#endif

/* ---- finding the format ---------------------------------------------------------------------- */

static void the_format_is_found_by_content(void **state)
{
    (void)state;
    struct fixture f;
    const char *format;
    start(&f);
    assert_ok(import_detect(scratch_text(&f.scratch, "a", TABLE), &format));
    assert_string_equal(format, "persons-csv");
    assert_ok(import_detect(scratch_text(&f.scratch, "b", "<sdnList/>"), &format));
    assert_string_equal(format, "ofac-xml");
    assert_error(import_detect(scratch_text(&f.scratch, "c", "hello\n"), &format),
                 TOCSIN_ERR_FORMAT, "no known format");
    assert_null(format);
    stop(&f);
}

static void every_format_has_a_row_with_a_name_of_its_own(void **state)
{
    (void)state;
    size_t n = 0;
    while (import_format_at(n)) {
        const struct import_format *f = import_format_at(n++);
        assert_ptr_equal(&format_find(f->name)->show, f);
        assert_true(strlen(f->title) > 0);
    }
    assert_true(n >= 2);
    assert_null(import_format_at(n + 100));
    assert_null(format_find("no-such-format"));
    assert_string_equal(import_format_at(n - 1)->name, "persons-csv"); /* takes almost anything */
}

static void a_document_type_is_refused_also_where_no_format_fits(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "<?xml version='1.0'?>\n<!-- x -->\n <!DOCTYPE b [<!ENTITY a 'aaaa'> ]>\n<b>&a;</b>",
        "\n\n <!DOCTYPE b [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><b>&a;</b>",
        "\n\n <!DOCTYPE b [<!ENTITY a 'it never ends",
    };
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        struct tocsin_err *err = error_of(texts[i]);
        assert_int_equal(tocsin_err_place(err).line, 3);
        assert_int_equal(tocsin_err_place(err).column, 2);
        assert_error(err, TOCSIN_ERR_PARSE, "<!DOCTYPE is refused, and with it every entity");
    }
}

static void what_is_no_list_is_named_for_what_it_is(void **state)
{
    (void)state;
    assert_error(error_of(""), TOCSIN_ERR_FORMAT, "empty");
    assert_error(error_of("just some text\nand more\n"), TOCSIN_ERR_FORMAT, "heading row");
    assert_error(error_of("<!DOCTYPE html><html><body>Sign in</body></html>"), TOCSIN_ERR_FORMAT,
                 "a web page");
    assert_error(error_of("<other/>"), TOCSIN_ERR_FORMAT, "<other>");
    assert_error(error_of("{\"a\": 1}"), TOCSIN_ERR_FORMAT, "JSON");
    assert_error(error_of("%PDF-1.7\n"), TOCSIN_ERR_FORMAT, "PDF");
    assert_error(error_of_bytes("x", SPAN("PK\x03\x04\0\0\0\0")), TOCSIN_ERR_FORMAT, "ZIP");
    assert_error(error_of_bytes("x", SPAN("\x7f"
                                          "ELF\0\0\0\0")),
                 TOCSIN_ERR_FORMAT, "binary");
    assert_error(error_of_bytes("x", SPAN("\x1f\x8b\x08")), TOCSIN_ERR_PARSE, "cut short");
}

static void a_format_that_is_asked_for_is_used_or_refused(void **state)
{
    (void)state;
    struct fixture f;
    start(&f);
    f.request.format = "un-xml";
    struct tocsin_err *err = run(&f, scratch_text(&f.scratch, "people.csv", TABLE));
    assert_int_equal(tocsin_err_code(err), TOCSIN_ERR_PARSE);
    tocsin_err_free(err);
    import_summary_free(&f.summary);
    f.request.format = "no-such-format";
    assert_error(run(&f, f.scratch.files.at[0]), TOCSIN_ERR_UNSUPPORTED, "no-such-format");
    stop(&f);
}

/* ---- paths ----------------------------------------------------------------------------------- */

static void a_path_that_leads_nowhere_is_not_found(void **state)
{
    (void)state;
    struct fixture f;
    start(&f);
    assert_error(run(&f, "/no/such/file"), TOCSIN_ERR_NOT_FOUND, "/no/such/file");
    stop(&f);
}

static void a_fifo_or_device_is_refused_without_waiting(void **state)
{
    (void)state;
    struct fixture f;
    start(&f);
    const char *fifo = scratch_path(&f.scratch, "fifo");
    assert_int_equal(mkfifo(fifo, 0600), 0);
    assert_error(run(&f, fifo), TOCSIN_ERR_IO, "not a regular file");
    assert_error(run(&f, "/dev/zero"), TOCSIN_ERR_IO, "not a regular file");
    stop(&f);
}

static void a_folder_without_a_set_is_refused(void **state)
{
    (void)state;
    struct fixture f;
    start(&f);
    assert_error(run(&f, f.scratch.folder), TOCSIN_ERR_FORMAT, "holds no known set");
    scratch_text(&f.scratch, "people.csv", TABLE);
    assert_error(run(&f, f.scratch.folder), TOCSIN_ERR_FORMAT, "holds no known set");
    stop(&f);
}

#define SDN "90001,\"MARROWIND\",\"vessel\",\"SDGT\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n\x1a"
#define ALT "90001,80001,\"aka\",\"MARROW WIND\",-0- \n"

static void a_set_is_named_by_its_folder_or_its_main_file(void **state)
{
    (void)state;
    for (int by_file = 0; by_file < 2; by_file++) {
        struct fixture f;
        start(&f);
        const char *sdn = scratch_text(&f.scratch, "SDN.CSV", SDN);
        scratch_text(&f.scratch, "Alt.csv", ALT);
        assert_ok(run(&f, by_file ? sdn : f.scratch.folder));
        assert_string_equal(f.summary.format, "ofac-csv");
        assert_string_equal(f.summary.dataset, "us_ofac_sdn");
        assert_int_equal(f.summary.files_n, 2);
        assert_values(&f.c, "ofac-90001", PROP_alias, "MARROW WIND", NULL);
        assert_noted(&f.c, "add.csv");
        stop(&f);
    }
}

static void the_consolidated_set_is_known_by_its_names(void **state)
{
    (void)state;
    struct fixture f;
    start(&f);
    scratch_text(&f.scratch, "cons_prim.csv", SDN);
    scratch_text(&f.scratch, "cons_alt.csv", ALT);
    assert_ok(run(&f, f.scratch.folder));
    assert_string_equal(f.summary.dataset, "us_ofac_cons");
    assert_values(&f.c, "ofac-90001", PROP_alias, "MARROW WIND", NULL);
    stop(&f);
}

static void two_sets_in_a_folder_must_be_named(void **state)
{
    (void)state;
    struct fixture f;
    start(&f);
    const char *sdn = scratch_text(&f.scratch, "sdn.csv", SDN);
    scratch_text(&f.scratch, "cons_prim.csv", SDN);
    assert_error(run(&f, f.scratch.folder), TOCSIN_ERR_FORMAT, "more than one list");
    import_summary_free(&f.summary);
    assert_ok(run(&f, sdn));
    stop(&f);
}

/* A name is only a name: the content decides. */
static void a_table_may_be_called_like_a_set(void **state)
{
    (void)state;
    struct fixture f;
    start(&f);
    assert_ok(run(&f, scratch_text(&f.scratch, "sdn.csv", TABLE)));
    assert_string_equal(f.summary.format, "persons-csv");
    assert_null(f.summary.dataset);
    stop(&f);
}

/* ---- bad records ----------------------------------------------------------------------------- */

static void a_bad_record_ends_the_import_with_its_place(void **state)
{
    (void)state;
    struct fixture f;
    start(&f);
    struct tocsin_err *err = run(&f, scratch_text(&f.scratch, "people.csv", BAD_TABLE));
    assert_string_equal(tocsin_err_place(err).file, "people.csv");
    assert_int_equal(tocsin_err_place(err).line, 4);
    assert_string_equal(tocsin_err_place(err).field, "date_of_birth");
    assert_error(err, TOCSIN_ERR_PARSE, "'1961-02-31' is no date");
    assert_string_equal(f.summary.format, "persons-csv");
    stop(&f);
}

static void bad_records_are_left_out_as_far_as_allowed(void **state)
{
    (void)state;
    struct fixture f;
    start(&f);
    f.request.skip_bad = 1;
    assert_ok(run(&f, scratch_text(&f.scratch, "people.csv", BAD_TABLE)));
    assert_int_equal(f.summary.records, 3);
    assert_int_equal(f.summary.bad, 1);
    assert_int_equal(f.c.bad.n, 1);
    assert_non_null(strstr(f.c.bad.at[0], "people.csv:4"));
    find_record(&f.c, "C-4");
    stop(&f);
    start(&f);
    f.request.skip_bad = 1;
    assert_error(run(&f, scratch_text(&f.scratch, "people.csv", BAD_TABLE "C-1,Twice,1970\n")),
                 TOCSIN_ERR_PARSE, "more than 1 unreadable record");
    stop(&f);
}

static void a_cut_file_is_never_skipped(void **state)
{
    (void)state;
    struct fixture f;
    start(&f);
    f.request.skip_bad = 1000;
    assert_error(run(&f, scratch_text(&f.scratch, "people.csv", TABLE "C-3,\"Pia")),
                 TOCSIN_ERR_PARSE, "cut short");
    stop(&f);
}

/* ---- the sink -------------------------------------------------------------------------------- */

static void an_error_of_the_sink_ends_the_import(void **state)
{
    (void)state;
    struct fixture f;
    start(&f);
    f.c.fail_at = 2;
    assert_error(run(&f, scratch_text(&f.scratch, "people.csv", TABLE)), TOCSIN_ERR_IO,
                 "the sink is full");
    assert_int_equal(f.c.records.n, 1);
    stop(&f);
}

/* ---- a source that changes ------------------------------------------------------------------- */

enum change { TOUCH, APPEND, REWRITE, REPLACE, REMOVE };

struct changing {
    const char *path, *other;
    enum change how;
    bool done;
};

static void change(struct changing *c)
{
    struct timeval times[2] = {{0, 0}, {0, 0}};
    int fd = -1;
    switch (c->how) {
    case TOUCH:
        assert_int_equal(utimes(c->path, times), 0);
        break;
    case APPEND:
        fd = open(c->path, O_WRONLY | O_APPEND);
        assert_int_equal(write(fd, "C-9,x,\n", 7), 7);
        break;
    case REWRITE:
        fd = open(c->path, O_WRONLY | O_TRUNC);
        assert_int_equal(write(fd, TABLE, strlen(TABLE)), strlen(TABLE));
        assert_int_equal(utimes(c->path, times), 0);
        break;
    case REPLACE:
        assert_int_equal(rename(c->other, c->path), 0);
        break;
    case REMOVE:
        assert_int_equal(unlink(c->path), 0);
        break;
    }
    if (fd >= 0)
        close(fd);
}

static struct tocsin_err *change_once(void *ctx, const struct record *r, bool deleted)
{
    struct changing *c = ctx;
    (void)r, (void)deleted;
    if (!c->done)
        change(c);
    c->done = true;
    return NULL;
}

/* The first record changes the file that it comes from. */
static void a_file_that_changes_while_it_is_read_is_an_error(void **state)
{
    (void)state;
    for (enum change how = TOUCH; how <= REMOVE; how++) {
        struct scratch s;
        struct import_summary summary;
        scratch_new(&s);
        struct changing c = {.path = scratch_text(&s, "people.csv", TABLE),
                             .other = scratch_text(&s, "other.csv", TABLE),
                             .how = how};
        struct import_sink sink = {.ctx = &c, .record = change_once};
        struct import_request request = {.path = c.path};
        struct tocsin_err *err = import_run(&request, &sink, &summary);
        assert_true(c.done);
        assert_string_equal(tocsin_err_place(err).file, c.path);
        assert_error(err, TOCSIN_ERR_CHANGED, "changed while it was read");
        import_summary_free(&summary);
        scratch_free(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_type_is_refused_also_where_no_format_fits),
        cmocka_unit_test(records_arrive_and_the_summary_says_what_was_read),
        cmocka_unit_test(a_compressed_file_is_hashed_as_it_is_stored),
        cmocka_unit_test(a_large_file_comes_whole_and_progress_is_told),
        cmocka_unit_test(progress_grows_to_the_whole),
        cmocka_unit_test(in_the_jail_and_without_it_the_records_are_the_same),
        cmocka_unit_test(a_format_that_stops_early_leaves_the_hash_whole),
#if !defined(__SANITIZE_ADDRESS__)
        cmocka_unit_test(imports_may_run_in_threads_at_the_same_time),
#endif
        cmocka_unit_test(the_format_is_found_by_content),
        cmocka_unit_test(every_format_has_a_row_with_a_name_of_its_own),
        cmocka_unit_test(what_is_no_list_is_named_for_what_it_is),
        cmocka_unit_test(a_format_that_is_asked_for_is_used_or_refused),
        cmocka_unit_test(a_path_that_leads_nowhere_is_not_found),
        cmocka_unit_test(a_fifo_or_device_is_refused_without_waiting),
        cmocka_unit_test(a_folder_without_a_set_is_refused),
        cmocka_unit_test(a_set_is_named_by_its_folder_or_its_main_file),
        cmocka_unit_test(the_consolidated_set_is_known_by_its_names),
        cmocka_unit_test(two_sets_in_a_folder_must_be_named),
        cmocka_unit_test(a_table_may_be_called_like_a_set),
        cmocka_unit_test(a_bad_record_ends_the_import_with_its_place),
        cmocka_unit_test(bad_records_are_left_out_as_far_as_allowed),
        cmocka_unit_test(a_cut_file_is_never_skipped),
        cmocka_unit_test(an_error_of_the_sink_ends_the_import),
        cmocka_unit_test(a_file_that_changes_while_it_is_read_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
