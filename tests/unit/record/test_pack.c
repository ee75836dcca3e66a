/* SPDX-License-Identifier: Apache-2.0
 *
 * The packed form: what goes in comes out, its bytes do not change over time, and whatever bytes
 * arrive are either a good record or an error.
 */
#include <stdio.h>

#include "random_record.h"
#include "record/inside.h"

enum { RECORDS = 2000 };

struct fixture {
    struct arena *arena;
    struct buf bytes;
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
    buf_free(&f->bytes);
    mem_free(f);
    return 0;
}

/* A small invented person with something in every part of the packed form. */
static struct record *sample(struct arena *a)
{
    struct record *r = record_new(a, SCHEMA_Person, SPAN("t-1"));
    record_add(r, PROP_name, SPAN("Ferdik"));
    record_add(r, PROP_name, SPAN("Фердик"));
    record_add(r, PROP_birthDate, SPAN("1961"));
    r->caption = SPAN("F.");
    r->first_seen = SPAN("2024-01-02T03:04:05");
    record_add_dataset(r, SPAN("xx"));
    record_add_referent(r, SPAN("t-2"));
    r->line = 300;
    assert_ok(record_finish(r));
    return r;
}

#define SAMPLE                                                                                     \
    "\x01\x2E\x03t-1\x02"                                                                          \
    "F.\x13"                                                                                       \
    "2024-01-02T03:04:05\x00\x00\x01\x02xx\x01\x03t-2\x03"                                         \
    "\x29\x01\x04"                                                                                 \
    "1961\xEC\x01\x02\x06"                                                                         \
    "Ferdik\x0CФердик\xAC\x02"

static void the_bytes_are_those_of_the_table(void **state)
{
    struct fixture *f = *state;
    struct record *back;
    record_pack(sample(f->arena), &f->bytes);
    assert_span(buf_view(&f->bytes), SPAN(SAMPLE));
    assert_ok(record_unpack(f->arena, SPAN(SAMPLE), &back));
    assert_same_record(sample(f->arena), back);
    assert_span(back->caption, SPAN("F."));
    assert_int_equal(back->line, 300);
}

static void what_goes_in_comes_out(void **state)
{
    struct fixture *f = *state;
    struct random random = random_start();
    for (int i = 0; i < RECORDS; i++) {
        struct record *r = random_record(&random, f->arena), *back;
        buf_clear(&f->bytes);
        record_pack(r, &f->bytes);
        assert_ok(record_unpack(f->arena, buf_view(&f->bytes), &back));
        assert_same_record(r, back);
        assert_span(r->caption, back->caption);
        assert_int_equal(r->line, back->line);
        arena_reset(f->arena);
    }
}

static void packing_again_gives_the_same_bytes(void **state)
{
    struct fixture *f = *state;
    struct random random = random_start();
    struct buf again = {0};
    for (int i = 0; i < RECORDS / 4; i++) {
        struct record *back;
        buf_clear(&f->bytes);
        buf_clear(&again);
        record_pack(random_record(&random, f->arena), &f->bytes);
        assert_ok(record_unpack(f->arena, buf_view(&f->bytes), &back));
        record_pack(back, &again);
        assert_span(buf_view(&again), buf_view(&f->bytes));
        arena_reset(f->arena);
    }
    buf_free(&again);
}

static void unpacking_copies_no_text(void **state)
{
    struct fixture *f = *state;
    struct span bytes = SPAN(SAMPLE);
    struct record *back;
    assert_ok(record_unpack(f->arena, bytes, &back));
    for (size_t i = 0; i < back->n; i++)
        assert_true(back->values[i].text.p > bytes.p && back->values[i].text.p < bytes.p + bytes.n);
}

static void an_unpacked_record_may_grow(void **state)
{
    struct fixture *f = *state;
    struct record *back;
    size_t n;
    assert_ok(record_unpack(f->arena, SPAN(SAMPLE), &back));
    assert_int_equal(record_add(back, PROP_name, SPAN("Ferdik")), ADD_TWICE);
    assert_int_equal(record_add(back, PROP_alias, SPAN("Ferdi")), ADD_OK);
    record_add_referent(back, SPAN("t-3"));
    assert_ok(record_finish(back));
    assert_non_null(record_values(back, PROP_alias, &n));
    assert_int_equal(back->referents_n, 2);
}

/* ---- hashes ---------------------------------------------------------------------------------- */

static void assert_hash(const struct record *a, const struct record *b, bool same)
{
    unsigned char x[32], y[32];
    record_content_hash(a, x);
    record_content_hash(b, y);
    assert_int_equal(memcmp(x, y, 32) == 0, same);
}

static void the_hash_knows_content_from_circumstance(void **state)
{
    struct arena *a = ((struct fixture *)*state)->arena;
    struct record *r = sample(a);
    r->line = 7;
    r->last_seen = SPAN("2031-01-01T00:00:00");
    assert_hash(r, sample(a), true);
    r->first_seen = SPAN("2031-01-01T00:00:00");
    assert_hash(r, sample(a), false);
    r = sample(a);
    record_add(r, PROP_name, SPAN("Ferdi"));
    assert_ok(record_finish(r));
    assert_hash(r, sample(a), false);
    r = sample(a);
    r->caption = SPAN("");
    assert_hash(r, sample(a), false);
    r = sample(a);
    r->schema = SCHEMA_TaxRoll;
    assert_hash(r, sample(a), false);
}

static void the_hash_does_not_see_order(void **state)
{
    struct arena *a = ((struct fixture *)*state)->arena;
    struct record *x = sample(a), *y = record_new(a, SCHEMA_Person, SPAN("t-1"));
    record_add(y, PROP_birthDate, SPAN("1961"));
    record_add(y, PROP_name, SPAN("Фердик"));
    record_add(y, PROP_name, SPAN("Ferdik"));
    y->caption = SPAN("F.");
    y->first_seen = x->first_seen;
    record_add_referent(y, SPAN("t-9"));
    record_add_referent(y, SPAN("t-2"));
    record_add_referent(x, SPAN("t-9"));
    record_add_dataset(y, SPAN("ww"));
    record_add_dataset(y, SPAN("xx"));
    record_add_dataset(x, SPAN("ww"));
    assert_ok(record_finish(y));
    assert_hash(x, y, true);
    /* and leaves the record in its own order */
    assert_span(record_first(y, PROP_name), SPAN("Фердик"));
}

/* ---- hostile bytes --------------------------------------------------------------------------- */

/* Copies to an own block of exactly that size, so that a sanitizer sees a byte too far. */
static struct tocsin_err *unpack_copy(struct arena *a, struct span bytes, struct record **out)
{
    char *copy = mem_alloc(bytes.n);
    memcpy(copy, bytes.p, bytes.n);
    struct tocsin_err *err = record_unpack(a, (struct span){copy, bytes.n}, out);
    if (!err) { /* whatever is accepted can be used */
        struct buf out_json = {0};
        record_json(*out, SPAN("xx"), false, &out_json);
        record_pack(*out, &out_json);
        buf_free(&out_json);
    }
    mem_free(copy);
    return err;
}

static void a_cut_record_is_an_error_wherever_it_is_cut(void **state)
{
    struct fixture *f = *state;
    struct span bytes = SPAN(SAMPLE);
    struct record *out;
    for (size_t n = 0; n < bytes.n; n++)
        assert_code(unpack_copy(f->arena, span_slice(bytes, 0, n), &out), TOCSIN_ERR_CORRUPT);
}

static void random_records_cut_anywhere_are_errors(void **state)
{
    struct fixture *f = *state;
    struct random random = random_start();
    for (int i = 0; i < 30; i++) {
        struct record *out;
        buf_clear(&f->bytes);
        record_pack(random_record(&random, f->arena), &f->bytes);
        for (size_t n = 0; n < f->bytes.n && n < 2000; n++)
            assert_code(unpack_copy(f->arena, span_slice(buf_view(&f->bytes), 0, n), &out),
                        TOCSIN_ERR_CORRUPT);
        arena_reset(f->arena);
    }
}

static void a_byte_behind_the_end_is_an_error(void **state)
{
    struct fixture *f = *state;
    struct record *out;
    assert_code(unpack_copy(f->arena, SPAN(SAMPLE "\0"), &out), TOCSIN_ERR_CORRUPT);
}

static void any_changed_byte_is_an_error_or_a_good_record(void **state)
{
    struct fixture *f = *state;
    struct span bytes = SPAN(SAMPLE);
    size_t good = 0;
    for (size_t at = 0; at < bytes.n; at++)
        for (int value = 0; value < 256; value++) {
            char copy[sizeof(SAMPLE)];
            struct record *out;
            memcpy(copy, bytes.p, bytes.n);
            copy[at] = (char)value;
            struct tocsin_err *err = unpack_copy(f->arena, (struct span){copy, bytes.n}, &out);
            good += !err;
            tocsin_err_free(err);
            arena_reset(f->arena);
        }
    assert_true(good > bytes.n && good < bytes.n * 128);
}

static void random_bytes_never_crash(void **state)
{
    struct fixture *f = *state;
    struct random random = random_start();
    for (int i = 0; i < 20000; i++) {
        char bytes[64] = {1, 46};
        struct record *out;
        for (size_t k = 2; k < sizeof(bytes); k++)
            bytes[k] = (char)(random_next(&random) & (random_below(&random, 4) ? 7 : 255));
        tocsin_err_free(
            unpack_copy(f->arena, (struct span){bytes, random_below(&random, 64) + 1}, &out));
        arena_reset(f->arena);
    }
}

static void each_broken_part_is_named(void **state)
{
#define HEAD "\x01\x2E\x03t-1\x00\x00\x00\x00" /* up to last_change */
    const struct {
        struct span bytes;
        const char *field, *what;
    } broken[] = {
        {SPAN(""), NULL, "form"},
        {SPAN("\x02"), NULL, "form"},
        {SPAN("\x01"), "schema", "cut short"},
        {SPAN("\x01\x00"), "schema", "unknown"},
        {SPAN("\x01\x46"), "schema", "unknown"},
        {SPAN("\x01\x2E\x09t-1"), "id", "cut short"},
        {SPAN("\x01\x2E\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01"), "id", "cut short"},
        {SPAN("\x01\x2E\x83\x00t-1"), "id", "cut short"}, /* 3 in two bytes */
        {SPAN("\x01\x2E\x03t-1\x00\x04"
              "2024"),
         "first_seen", "not a time"},
        {SPAN(HEAD "\x05"), "datasets", "more entries than bytes"},
        {SPAN(HEAD "\x81\x80\x04"), "datasets", "too large"},
        {SPAN(HEAD "\x01\x00"), "datasets", "empty"},
        {SPAN(HEAD "\x00\x7F" "abc"), "referents", "more entries than bytes"},
        {SPAN(HEAD "\x00\x00\x09"), "properties", "more entries than bytes"},
        {SPAN(HEAD "\x00\x00\x01\x00\x01\x01"
                   "a\x00"),
         "properties", "does not have"},
        {SPAN(HEAD "\x00\x00\x01\xFF\x7F\x01\x01"
                   "a\x00"),
         "properties", "does not have"},
        {SPAN(HEAD "\x00\x00\x01\x33\x01\x01"
                   "a\x00"),
         "properties", "does not have"},
        {SPAN(HEAD "\x00\x00\x01\x01\x00\x00"), "abbreviation", "without values"},
        {SPAN(HEAD "\x00\x00\x01\x01\x02\x01"
                   "a\x01"
                   "b\x00"),
         "abbreviation", "too large"},
        {SPAN(HEAD "\x00\x00\x01\x01\x01\x00\x00"), "abbreviation", "empty"},
        {SPAN(HEAD "\x00\x00\x01\x01\x01\x01\xFF\x00"), "abbreviation", "UTF-8"},
        {SPAN(HEAD "\x00\x00\x01\x01\x01\x01\x00\x00"), "abbreviation", "UTF-8"},
        {SPAN(HEAD "\x00\x00\x02\x01\x01\x01"
                   "a\x01\x01\x01"
                   "b\x00"),
         "abbreviation", "order"},
        {SPAN(HEAD "\x00\x00\x00\x00\x00"), NULL, "more bytes"},
        {SPAN("\x01\x2E\x03t-\xFF\x00\x00\x00\x00\x00\x00\x00\x00"), "id", "UTF-8"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(broken); i++) {
        struct record *out;
        struct tocsin_err *err = unpack_copy(f->arena, broken[i].bytes, &out);
        if (!err)
            fail_msg("row %zu is accepted", i);
        if (!strstr(tocsin_err_text(err), broken[i].what) ||
            (broken[i].field && !strstr(tocsin_err_text(err), broken[i].field)))
            fail_msg("row %zu: %s", i, tocsin_err_text(err));
        tocsin_err_free(err);
    }
}

static void texts_past_their_limit_are_refused(void **state)
{
    struct fixture *f = *state;
    struct record *out;
    buf_str(&f->bytes, "\x01\x2E");
    buf_varint(&f->bytes, LIMIT_ID + 1);
    for (int i = 0; i <= LIMIT_ID; i++)
        buf_char(&f->bytes, 'x');
    buf_put(&f->bytes, "\0\0\0\0\0\0\0\0", 8);
    assert_code(unpack_copy(f->arena, buf_view(&f->bytes), &out), TOCSIN_ERR_LIMIT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_bytes_are_those_of_the_table),
        TEST(what_goes_in_comes_out),
        TEST(packing_again_gives_the_same_bytes),
        TEST(unpacking_copies_no_text),
        TEST(an_unpacked_record_may_grow),
        TEST(the_hash_knows_content_from_circumstance),
        TEST(the_hash_does_not_see_order),
        TEST(a_cut_record_is_an_error_wherever_it_is_cut),
        TEST(random_records_cut_anywhere_are_errors),
        TEST(a_byte_behind_the_end_is_an_error),
        TEST(any_changed_byte_is_an_error_or_a_good_record),
        TEST(random_bytes_never_crash),
        TEST(each_broken_part_is_named),
        TEST(texts_past_their_limit_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
