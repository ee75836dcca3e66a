/* SPDX-License-Identifier: Apache-2.0
 *
 * What the tests of import share: a sink that keeps what arrives, assertions on records, and
 * files of the moment.
 *
 *     struct collected c;
 *     collect(&c, DATA("ofac/sdn.csv"), NULL);           in-process, must succeed
 *     assert_values(&c, "ofac-90001", PROP_name, "Ferdik Aldous QUENTABRY", NULL);
 *     collected_free(&c);
 */
#ifndef TESTS_IMPORT_CHECK_H
#define TESTS_IMPORT_CHECK_H

#include "../base/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "import/format.h"

/* IMPORT_DATA is set by meson.build: the folder 'data' beside this file. */
#define DATA(name) IMPORT_DATA "/" name

/* ---- a sink that keeps ----------------------------------------------------------------------- */

struct collected {
    struct arena *arena;
    VEC(struct record *) records;
    VEC(char *) deleted, bad, notes;
    uint64_t fail_at; /* the record with this number (from 1) is refused; 0: none */
};

static inline char *collected_copy(struct collected *c, const char *text)
{
    return arena_str(c->arena, span_of(text));
}

static inline struct tocsin_err *collected_record(void *ctx, const struct record *r, bool deleted)
{
    struct collected *c = ctx;
    struct buf packed = {0};
    struct record *copy;

    if (deleted) {
        *VEC_PUSH(&c->deleted) = arena_str(c->arena, r->id);
        return NULL;
    }
    if (c->fail_at && c->records.n + 1 == c->fail_at)
        return err_new(TOCSIN_ERR_IO, "the sink is full");
    record_pack(r, &packed);
    assert_ok(record_unpack(c->arena, arena_span(c->arena, buf_view(&packed)), &copy));
    buf_free(&packed);
    *VEC_PUSH(&c->records) = copy;
    return NULL;
}

static inline struct tocsin_err *collected_bad(void *ctx, const struct tocsin_err *why)
{
    struct collected *c = ctx;

    *VEC_PUSH(&c->bad) = collected_copy(c, tocsin_err_text(why));
    return NULL;
}

static inline void collected_note(void *ctx, const char *text)
{
    struct collected *c = ctx;

    *VEC_PUSH(&c->notes) = collected_copy(c, text);
}

static inline struct import_sink collected_sink(struct collected *c)
{
    *c = (struct collected){.arena = arena_new()};
    return (struct import_sink){
        .ctx = c, .record = collected_record, .bad = collected_bad, .note = collected_note};
}

static inline void collected_free(struct collected *c)
{
    VEC_FREE(&c->records);
    VEC_FREE(&c->deleted);
    VEC_FREE(&c->bad);
    VEC_FREE(&c->notes);
    arena_free(c->arena);
}

/* Reads 'path' in this process; 'format' NULL: by content. */
static inline struct tocsin_err *try_collect(struct collected *c, const char *path,
                                             const char *format)
{
    struct import_sink sink = collected_sink(c);

    return import_parse_for_test(path, format, &sink);
}

static inline void collect(struct collected *c, const char *path, const char *format)
{
    assert_ok(try_collect(c, path, format));
}

/* ---- looking at records ---------------------------------------------------------------------- */

static inline const struct record *find_record(const struct collected *c, const char *id)
{
    for (size_t i = 0; i < c->records.n; i++)
        if (span_eq(c->records.at[i]->id, span_of(id)))
            return c->records.at[i];
    print_error("there is no record '%s' among %zu\n", id, c->records.n);
    fail();
    abort(); /* not reached: fail() jumps */
}

/* The 'nth' (from 0) record of a schema that hangs on 'owner', by its id; NULL when there is none.
 */
static inline const struct record *find_child(const struct collected *c, const char *owner,
                                              enum schema schema, size_t nth)
{
    size_t n = strlen(owner);

    for (size_t i = 0; i < c->records.n; i++) {
        const struct record *r = c->records.at[i];
        if (r->schema == schema && r->id.n == n + 13 && memcmp(r->id.p, owner, n) == 0 &&
            r->id.p[n] == '-' && nth-- == 0)
            return r;
    }
    return NULL;
}

/* A record has exactly these values of a property, in this order; NULL ends them. */
#define assert_record_values(record, ...)                                                          \
    assert_record_values_at(__FILE__, __LINE__, (record), __VA_ARGS__)
#define assert_values(c, id, ...)                                                                  \
    assert_record_values_at(__FILE__, __LINE__, find_record((c), (id)), __VA_ARGS__)

static inline void assert_record_values_at(const char *file, int line, const struct record *r,
                                           enum prop prop, ...)
{
    va_list args;
    size_t n, at = 0;
    bool same = true;

    if (!r) {
        print_error("no such record\n");
        _fail(file, line);
        abort(); /* not reached */
    }
    const struct value *v = record_values(r, prop, &n);
    va_start(args, prop);
    for (const char *want = va_arg(args, const char *); want; want = va_arg(args, const char *)) {
        same = same && at < n && span_eq(v[at].text, span_of(want));
        at++;
    }
    va_end(args);
    if (same && at == n)
        return;
    print_error("%.*s: %s has %zu values, not the %zu expected:\n", SPAN_ARG(r->id),
                prop_name(prop), n, at);
    for (size_t i = 0; i < n; i++)
        print_error("    %.*s\n", SPAN_ARG(v[i].text));
    _fail(file, line);
}

static inline bool any_contains(char *const *list, size_t n, const char *part)
{
    for (size_t i = 0; i < n; i++)
        if (strstr(list[i], part))
            return true;
    return false;
}

#define assert_noted(c, part) assert_true(any_contains((c)->notes.at, (c)->notes.n, (part)))
#define assert_not_noted(c, part) assert_false(any_contains((c)->notes.at, (c)->notes.n, (part)))

/* The error has this code, and its text has this part; frees it. */
#define assert_error(err, code, part) assert_error_at((err), (code), (part), __FILE__, __LINE__)

static inline void assert_error_at(struct tocsin_err *err, enum tocsin_code code, const char *part,
                                   const char *file, int line)
{
    bool right = err && tocsin_err_code(err) == code && strstr(tocsin_err_text(err), part);

    if (!right)
        print_error("%s (%s), not %s with '%s'\n", err ? tocsin_err_text(err) : "no error",
                    tocsin_code_name(tocsin_err_code(err)), tocsin_code_name(code), part);
    tocsin_err_free(err);
    if (!right)
        _fail(file, line);
}

/* ---- files of the moment --------------------------------------------------------------------- */

/* A folder that is empty at first; scratch_free removes it with the files in it. */
struct scratch {
    char folder[64];
    VEC(char *) files;
};

static inline void scratch_new(struct scratch *s)
{
    memset(s, 0, sizeof(*s));
    snprintf(s->folder, sizeof(s->folder), "%s/tocsin-import-XXXXXX", P_tmpdir);
    assert_non_null(mkdtemp(s->folder));
}

static inline const char *scratch_path(struct scratch *s, const char *name)
{
    size_t n = strlen(s->folder) + strlen(name) + 2;
    char *path = mem_alloc(n);

    snprintf(path, n, "%s/%s", s->folder, name);
    *VEC_PUSH(&s->files) = path;
    return path;
}

/* Writes a file and returns its path, which lives as long as 's'. */
static inline const char *scratch_file(struct scratch *s, const char *name, struct span content)
{
    const char *path = scratch_path(s, name);
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(content.p, 1, content.n, f), content.n);
    assert_int_equal(fclose(f), 0);
    return path;
}

static inline const char *scratch_text(struct scratch *s, const char *name, const char *content)
{
    return scratch_file(s, name, span_of(content));
}

static inline void scratch_free(struct scratch *s)
{
    for (size_t i = 0; i < s->files.n; i++) {
        unlink(s->files.at[i]);
        mem_free(s->files.at[i]);
    }
    VEC_FREE(&s->files);
    rmdir(s->folder);
}

/* ---- published lists ------------------------------------------------------------------------- */

/* A path below the folder of published lists, or NULL with a printed reason to skip. */
static inline const char *shared_list(struct arena *a, const char *name)
{
    const char *shared = getenv("TOCSIN_SHARED");
    struct span path = arena_printf(a, "%s/data/lists/%s", shared ? shared : "../shared", name);

    if (access(path.p, R_OK) == 0)
        return path.p;
    print_message("# skipped: there is no %s; set TOCSIN_SHARED\n", path.p);
    return NULL;
}

#endif
