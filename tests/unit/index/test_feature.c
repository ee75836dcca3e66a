/* SPDX-License-Identifier: Apache-2.0
 *
 * What a segment keeps of an entity beside its names: it is read as it was written, and no bytes
 * of another form are.
 */
#include "../name/words.h"
#include "../subject/people.h"
#include "index/build.h"

/* One entity's features as a segment of its own. */
struct kept {
    struct buf bytes;
    struct disk_ident idents[8];
    struct disk_entity entities[2];
    struct segment segment;
};

static void keep(struct kept *k, const struct subject *s)
{
    *k = (struct kept){0};
    assert_true(s->idents_n <= ARRAY_LEN(k->idents));
    for (size_t i = 0; i < s->idents_n; i++)
        k->idents[i] = (struct disk_ident){.hash = s->idents[i].hash, .prop = s->idents[i].prop,
                                           .format = s->idents[i].format,
                                           .valid = s->idents[i].valid};
    features_write(&k->bytes, s, 0);
    k->segment.idents = k->idents;
    k->segment.idents_n = s->idents_n;
}

/* The first 'n' of its bytes, as all that there are; where there is none, one more to point at. */
static bool read_back(struct kept *k, size_t n, struct arena *a, struct subject *out)
{
    char *copy = memcpy(mem_alloc(n + 1), buf_cstr(&k->bytes), n);
    char *exact = n ? mem_grow(copy, n, 1) : copy;

    *out = (struct subject){0};
    k->entities[1].features = (uint32_t)n;
    k->segment.entities = k->entities;
    k->segment.features = (const unsigned char *)exact;
    k->segment.features_n = n;
    bool fits = features_read(&k->segment, 0, NULL, out) &&
                features_read(&k->segment, 0, a, out);
    for (size_t i = 0; fits && i < out->addresses_n; i++) /* they point into the bytes */
        out->addresses[i] = arena_span(a, out->addresses[i]);
    mem_free(exact);
    return fits;
}

static void assert_same(const struct subject *a, const struct subject *b)
{
    assert_int_equal(a->genders, b->genders);
    assert_int_equal(a->countries_n, b->countries_n);
    for (size_t i = 0; i < a->countries_n; i++)
        assert_int_equal(a->countries[i], b->countries[i]);
    assert_int_equal(a->dates_n, b->dates_n);
    for (size_t i = 0; i < a->dates_n; i++) {
        assert_int_equal(a->dates[i].from, b->dates[i].from);
        assert_int_equal(a->dates[i].to, b->dates[i].to);
        assert_int_equal(a->dates[i].precision, b->dates[i].precision);
        assert_int_equal(a->dates[i].circa, b->dates[i].circa);
    }
    assert_int_equal(a->idents_n, b->idents_n);
    for (size_t i = 0; i < a->idents_n; i++)
        assert_true(a->idents[i].hash == b->idents[i].hash &&
                    a->idents[i].prop == b->idents[i].prop &&
                    a->idents[i].valid == b->idents[i].valid);
    assert_int_equal(a->addresses_n, b->addresses_n);
    for (size_t i = 0; i < a->addresses_n; i++)
        assert_true(span_eq(a->addresses[i], b->addresses[i]));
}

static struct subject some_subject(struct arena *a, int which)
{
    switch (which) {
    case 0:
        return PERSON(a, "name=Ferdik Quentabri");
    case 1:
        return PERSON(a, "name=Ferdik", "birthDate=1961-03-14", "gender=male", "nationality=mt");
    case 2:
        return PERSON(a, "name=Ferdik", "birthDate=1000", "birthDate=2999-12-31", "birthDate=1961~",
                      "birthDate=1958/1963", "birthDate=1961-03", "gender=female", "gender=other",
                      "passportNumber=X0000417", "idNumber=17048800017", "idNumber=17048800018",
                      "idNumber=17048800019", "address=12 Cooper Lane Port Maren",
                      "address=4 Tide Street Sollograd", "address=9 Weir Road Sollograd",
                      "address=1 Elm Row Sollograd");
    default:
        return PERSON(a, "name=Ferdik", "country=mt", "country=it", "country=fr", "country=de",
                      "country=gb", "country=us", "country=ru", "country=cn", "country=jp",
                      "country=ae", "country=ly", "country=ye", "country=pl");
    }
}

static void features_are_read_as_they_were_written(void **state)
{
    struct arena *a = arena_new();

    (void)state;
    for (int which = 0; which < 4; which++) {
        struct subject s = some_subject(a, which), back;
        struct kept k;

        keep(&k, &s);
        assert_true(read_back(&k, k.bytes.n, a, &back));
        assert_same(&s, &back);
        buf_free(&k.bytes);
    }
    arena_free(a);
}

static void features_cut_short_anywhere_are_refused(void **state)
{
    struct arena *a = arena_new();

    (void)state;
    for (int which = 0; which < 4; which++) {
        struct subject s = some_subject(a, which), back;
        struct kept k;

        keep(&k, &s);
        for (size_t n = 0; n < k.bytes.n; n++)
            assert_false(read_back(&k, n, a, &back));
        buf_char(&k.bytes, 0);
        assert_false(read_back(&k, k.bytes.n, a, &back)); /* nor with more behind them */
        buf_free(&k.bytes);
    }
    arena_free(a);
}

static void identifiers_that_there_are_not_are_refused(void **state)
{
    struct arena *a = arena_new();
    struct subject s = some_subject(a, 2), back;
    struct kept k;

    (void)state;
    keep(&k, &s);
    k.segment.idents_n = s.idents_n - 1;
    assert_false(read_back(&k, k.bytes.n, a, &back));
    k.segment.idents_n = 0;
    assert_false(read_back(&k, k.bytes.n, a, &back));
    buf_free(&k.bytes);
    arena_free(a);
}

/* Whatever the bytes are: refused, or read without a look outside and with values in their range. */
static void any_bytes_are_refused_or_make_sense(void **state)
{
    struct chance c = chance_start();
    struct arena *a = arena_new();

    (void)state;
    for (int round = 0; round < 20000; round++) {
        struct subject s = some_subject(a, (int)chance_below(&c, 4)), back;
        struct kept k;

        keep(&k, &s);
        for (size_t flips = chance_below(&c, 3) + 1; flips > 0; flips--)
            k.bytes.p[chance_below(&c, k.bytes.n)] ^= (char)(1 << chance_below(&c, 8));
        if (read_back(&k, k.bytes.n, a, &back)) {
            assert_true(back.countries_n <= SUBJECT_COUNTRIES && back.idents_n <= s.idents_n);
            for (size_t i = 0; i < back.dates_n; i++)
                assert_true(back.dates[i].from <= back.dates[i].to);
        }
        buf_free(&k.bytes);
        arena_reset(a);
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(features_are_read_as_they_were_written),
        cmocka_unit_test(features_cut_short_anywhere_are_refused),
        cmocka_unit_test(identifiers_that_there_are_not_are_refused),
        cmocka_unit_test(any_bytes_are_refused_or_make_sense),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
