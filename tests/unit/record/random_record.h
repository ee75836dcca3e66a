/* SPDX-License-Identifier: Apache-2.0
 *
 * Random records for property tests: any schema, any of its properties, values of every length and
 * script. The seed comes from TOCSIN_SEED or is fixed, and is printed, so that a failure can be
 * had again.
 */
#ifndef TESTS_RECORD_RANDOM_RECORD_H
#define TESTS_RECORD_RANDOM_RECORD_H

#include <stdlib.h>

#include "../base/check.h"
#include "record/record.h"

struct random {
    uint64_t state;
};

static inline struct random random_start(void)
{
    const char *text = getenv("TOCSIN_SEED");
    uint64_t seed = 20240311;
    if (text)
        assert_true(span_u64(span_of(text), &seed));
    print_message("# TOCSIN_SEED=%llu\n", (unsigned long long)seed);
    return (struct random){seed};
}

/* SplitMix64. */
static inline uint64_t random_next(struct random *r)
{
    uint64_t z = r->state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static inline size_t random_below(struct random *r, size_t n)
{
    return (size_t)(random_next(r) % n);
}

static inline uint32_t random_letter(struct random *r)
{
    static const uint32_t first[] = {'a',    'A',    '0',    0xE0,    0x0430, 0x0627, 0x05D0,
                                     0x4E00, 0xAC00, 0x0905, 0x1F600, '"',    '\\',   '/'};
    return first[random_below(r, ARRAY_LEN(first))] + (uint32_t)random_below(r, 3);
}

static inline struct span random_text(struct random *r, struct arena *a, size_t letters)
{
    char *text = arena_alloc(a, 4 * letters + 1);
    size_t n = 0;
    for (size_t i = 0; i < letters; i++) {
        if (i && i + 1 < letters && random_below(r, 6) == 0 && text[n - 1] != ' ')
            text[n++] = ' ';
        else
            n += utf8_put(text + n, random_letter(r));
    }
    return (struct span){text, n};
}

static inline struct span random_value(struct random *r, struct arena *a, enum prop_type type)
{
    static const char *const countries[] = {"mt", "it", "fr", "suhh"};
    static const char *const genders[] = {"male", "female", "other"};
    if (type == TYPE_DATE)
        return arena_printf(a, "%04d-%02d-%02d", 1900 + (int)random_below(r, 120),
                            1 + (int)random_below(r, 12), 1 + (int)random_below(r, 28));
    if (type == TYPE_COUNTRY)
        return span_of(countries[random_below(r, ARRAY_LEN(countries))]);
    if (type == TYPE_GENDER)
        return span_of(genders[random_below(r, ARRAY_LEN(genders))]);
    size_t most = random_below(r, 50) ? 40 : 400;
    return random_text(r, a, 1 + random_below(r, most));
}

static inline enum prop random_prop(struct random *r, enum schema schema)
{
    for (;;) {
        enum prop p = (enum prop)(1 + random_below(r, prop_count()));
        if (schema_has(schema, p))
            return p;
    }
}

static inline enum schema random_schema(struct random *r)
{
    return (enum schema)(1 + random_below(r, schema_count()));
}

/* A finished record. */
static inline struct record *random_record(struct random *r, struct arena *a)
{
    struct record *made =
        record_new(a, random_schema(r), random_text(r, a, 1 + random_below(r, 20)));
    size_t values = random_below(r, random_below(r, 20) ? 30 : 200);
    for (size_t i = 0; i < values; i++) {
        enum prop p = random_prop(r, made->schema);
        enum add added = record_add(made, p, random_value(r, a, prop_type_in(made->schema, p)));
        assert_true(added == ADD_OK || added == ADD_TWICE);
    }
    if (random_below(r, 2))
        made->caption = random_text(r, a, 1 + random_below(r, 30));
    for (size_t i = random_below(r, 4); i; i--)
        record_add_dataset(made, random_text(r, a, 1 + random_below(r, 10)));
    for (size_t i = random_below(r, 4); i; i--)
        record_add_referent(made, random_text(r, a, 1 + random_below(r, 10)));
    if (random_below(r, 2))
        made->first_seen = made->last_change = SPAN("2024-02-29T23:59:60");
    if (random_below(r, 2))
        made->last_seen = SPAN("2031-01-01T00:00:00");
    made->line = random_below(r, 3) ? random_next(r) >> random_below(r, 64) : 0;
    assert_ok(record_finish(made));
    return made;
}

static inline void assert_same_list(const struct span *a, size_t a_n, const struct span *b,
                                    size_t b_n)
{
    assert_int_equal(a_n, b_n);
    for (size_t i = 0; i < a_n; i++)
        assert_span(a[i], b[i]);
}

static inline void assert_same_record(const struct record *a, const struct record *b)
{
    assert_int_equal(a->schema, b->schema);
    assert_span(a->id, b->id);
    assert_int_equal(a->n, b->n);
    for (size_t i = 0; i < a->n; i++) {
        assert_int_equal(a->values[i].prop, b->values[i].prop);
        assert_span(a->values[i].text, b->values[i].text);
    }
    assert_same_list(a->datasets, a->datasets_n, b->datasets, b->datasets_n);
    assert_same_list(a->referents, a->referents_n, b->referents, b->referents_n);
    assert_span(a->first_seen, b->first_seen);
    assert_span(a->last_seen, b->last_seen);
    assert_span(a->last_change, b->last_change);
}

/* The text of a file of the shared data, or false after saying why the test is skipped. (Not by
 * cmocka's skip: its TAP line, "not ok # SKIP", counts as a failure with Meson.) */
static inline bool shared_file(const char *name, struct buf *out)
{
    const char *folder = getenv("TOCSIN_SHARED");
    char path[4096];
    snprintf(path, sizeof(path), "%s/%s", folder ? folder : "../shared", name);
    struct tocsin_err *err = file_read(path, (size_t)64 << 20, out);
    if (!err)
        return true;
    print_message("# skipped: %s\n", tocsin_err_text(err));
    tocsin_err_free(err);
    return false;
}

#endif
