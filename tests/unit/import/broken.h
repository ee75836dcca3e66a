/* SPDX-License-Identifier: Apache-2.0
 *
 * What the tests of the XML lists share: the comparison with a file of expected entities, and good
 * files with one thing changed.
 *
 * An expected entity is one line of JSON: id, schema, and the values of each property in their
 * normal form ("1961~" and "1958/1963" as they are stored, which FollowTheMoney's JSON cannot say).
 * Order counts: a list gives the same entities in the same order each time.
 */
#ifndef TESTS_IMPORT_BROKEN_H
#define TESTS_IMPORT_BROKEN_H

#include "check.h"

/* ---- expected entities ---------------------------------------------------------------------- */

static inline void expected_line(const struct record *r, struct buf *out)
{
    enum prop open = PROP_NONE;

    buf_str(out, "{\"id\":");
    buf_json(out, r->id);
    buf_str(out, ",\"schema\":");
    buf_json(out, span_of(schema_name(r->schema)));
    buf_str(out, ",\"properties\":{");
    for (size_t i = 0; i < r->n; i++) {
        if (r->values[i].prop != open) {
            buf_str(out, open ? "]," : "");
            buf_json(out, span_of(prop_name(r->values[i].prop)));
            buf_str(out, ":[");
            open = r->values[i].prop;
        } else {
            buf_char(out, ',');
        }
        buf_json(out, r->values[i].text);
    }
    buf_str(out, open ? "]}}" : "}}");
}

/* The records are those of the file, line by line. */
static inline void assert_expected(const struct collected *c, const char *path)
{
    struct buf want = {0}, got = {0};
    struct span rest, line;
    size_t n = 0, wrong = 0;

    assert_ok(file_read(path, 1 << 20, &want));
    rest = buf_view(&want);
    while (span_split(&rest, '\n', &line) && line.n) {
        buf_clear(&got);
        if (n < c->records.n)
            expected_line(c->records.at[n], &got);
        if (!span_eq(line, buf_view(&got))) {
            print_error("line %zu:\n  expected %.*s\n  got      %.*s\n", n + 1, SPAN_ARG(line),
                        SPAN_ARG(buf_view(&got)));
            wrong++;
        }
        n++;
    }
    buf_free(&want);
    buf_free(&got);
    assert_int_equal(wrong, 0);
    assert_int_equal(c->records.n, n);
}

/* ---- one thing changed ---------------------------------------------------------------------- */

struct broken {
    const char *what; /* for the message of a failed test */
    const char *find; /* the first occurrence of this in the good file ... */
    const char *put;  /* ... becomes this; NULL: the file ends before it */
    const char *at;   /* the error names the line on which this stands first; NULL: the last line */
    const char *field;
    const char *text; /* part of the message */
    enum tocsin_code code;
};

/* The good file with the change. */
static inline void broken_content(const char *good, const struct broken *b, struct buf *out)
{
    struct buf all = {0};
    size_t at;

    assert_ok(file_read(good, 1 << 20, &all));
    at = span_find_span(buf_view(&all), span_of(b->find));
    if (at == all.n)
        print_error("'%s' is not in %s\n", b->find, good);
    assert_int_not_equal(at, all.n);
    buf_put(out, all.p, at);
    if (b->put) {
        buf_str(out, b->put);
        buf_put(out, all.p + at + strlen(b->find), all.n - at - strlen(b->find));
    }
    buf_free(&all);
}

static inline uint64_t line_of(struct span text, const char *what)
{
    size_t at = what ? span_find_span(text, span_of(what)) : text.n;
    uint64_t line = 1;

    for (size_t i = 0; i < at; i++)
        line += text.p[i] == '\n';
    return line;
}

/* A line break that ends the file begins no line. */
static inline struct span without_end(struct span text)
{
    return span_ends(text, SPAN("\n")) ? span_slice(text, 0, text.n - 1) : text;
}

static inline bool right_place(const struct tocsin_err *err, const struct broken *b, uint64_t line)
{
    struct tocsin_place place = tocsin_err_place(err);

    if (tocsin_err_code(err) != b->code || !strstr(tocsin_err_text(err), b->text))
        return false;
    if (place.line != line || !place.file)
        return false;
    return b->field ? place.field && strcmp(place.field, b->field) == 0 : !place.field;
}

/* Importing the changed file ends with the error at the place that the row names. */
static inline void assert_broken(const char *good, const struct broken *b)
{
    struct buf content = {0};
    struct scratch s;
    struct collected c;
    struct tocsin_err *err;
    uint64_t line;
    bool right;

    scratch_new(&s);
    broken_content(good, b, &content);
    line = line_of(without_end(buf_view(&content)), b->at);
    err = try_collect(&c, scratch_file(&s, "list.xml", buf_view(&content)), NULL);
    right = err && right_place(err, b, line);
    if (!right)
        print_error("%s: got '%s' (%s), not line %llu, %s: %s\n", b->what,
                    err ? tocsin_err_text(err) : "no error", tocsin_code_name(tocsin_err_code(err)),
                    (unsigned long long)line, b->field ? b->field : "no field", b->text);
    tocsin_err_free(err);
    collected_free(&c);
    scratch_free(&s);
    buf_free(&content);
    assert_true(right);
}

/* The same file with room for 'skip' bad records: how many were bad, how many records came. */
static inline void collect_skipping(struct collected *c, const char *good, const struct broken *b,
                                    uint64_t skip)
{
    struct import_sink sink = collected_sink(c);
    struct import_summary summary = {0};
    struct import_request request = {.skip_bad = skip, .no_jail = true};
    struct buf content = {0};
    struct scratch s;

    scratch_new(&s);
    broken_content(good, b, &content);
    request.path = scratch_file(&s, "list.xml", buf_view(&content));
    assert_ok(import_run_for_test(&request, &sink, &summary));
    import_summary_free(&summary);
    scratch_free(&s);
    buf_free(&content);
}

/* The change is accepted; the records come with it. */
static inline void collect_changed(struct collected *c, const char *good, const char *find,
                                   const char *put)
{
    struct broken b = {.find = find, .put = put};

    collect_skipping(c, good, &b, 0);
}

static inline struct import_summary summary_of(const char *path)
{
    struct collected c;
    struct import_sink sink = collected_sink(&c);
    struct import_request request = {.path = path, .no_jail = true};
    struct import_summary summary = {0};

    assert_ok(import_run_for_test(&request, &sink, &summary));
    collected_free(&c);
    return summary;
}

#endif
