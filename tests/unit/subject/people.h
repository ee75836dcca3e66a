/* SPDX-License-Identifier: Apache-2.0
 *
 * Invented entities for the tests of subject, index and match, written as lines:
 *
 *   entity(a, SCHEMA_Person, "p-1", "name=Ferdik Quentabri", "birthDate=1961-03-14", NULL)
 */
#ifndef TESTS_SUBJECT_PEOPLE_H
#define TESTS_SUBJECT_PEOPLE_H

#include "../base/check.h"
#include "subject/subject.h"

static inline void entity_add(struct record *r, const char *line)
{
    struct span s = span_of(line);
    size_t at = span_find(s, '=');
    enum prop prop = prop_find(span_slice(s, 0, at));

    if (prop == PROP_NONE || record_add(r, prop, span_from(s, at + 1)) != ADD_OK)
        print_error("%s\n", line);
    assert_int_not_equal(prop, PROP_NONE);
}

static inline struct record *entity(struct arena *a, enum schema schema, const char *id, ...)
{
    struct record *r = record_new(a, schema, arena_span(a, span_of(id)));
    va_list lines;
    const char *line;

    va_start(lines, id);
    while ((line = va_arg(lines, const char *)))
        entity_add(r, line);
    va_end(lines);
    assert_ok(record_finish(r));
    return r;
}

static inline struct subject subject_of(struct arena *a, const struct record *r)
{
    struct subject s;

    subject_make(a, r, &s);
    return s;
}

#define SUBJECT(a, schema, ...) subject_of((a), entity((a), (schema), "x", __VA_ARGS__, NULL))
#define PERSON(a, ...) SUBJECT(a, SCHEMA_Person, __VA_ARGS__)

#endif
