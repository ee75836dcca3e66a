/* SPDX-License-Identifier: Apache-2.0
 *
 * The packed form of a record: what crosses the pipe from a jailed child and lies in the store.
 *
 *   bytes      meaning
 *   1          form of this table: 1
 *   varint     schema, by its code in schema.def
 *   text       id
 *   text       caption
 *   text x 3   first_seen, last_seen, last_change: empty or "YYYY-MM-DDTHH:MM:SS"
 *   list x 2   datasets, referents
 *   varint     values in all
 *   group ...  while values are left: varint property, by its code; varint count, not 0; text each
 *   varint     line
 *
 *   varint     LEB128, as buf_varint writes it
 *   text       varint length, that many bytes of UTF-8 without NUL
 *   list       varint count, text each
 *
 * Groups stand in the order of the properties' names, each once; values in the order of adding,
 * none of them empty. Nothing follows the line. So equal records have equal bytes, on every
 * machine.
 *
 * Names are not written but codes, and codes outlive any change of schema.def. Names sort by
 * bytes, so a new property changes no order that was written before it came.
 *
 * Reading trusts nothing: what does not have this form exactly is TOCSIN_ERR_CORRUPT, what is past
 * a limit of limit.h TOCSIN_ERR_LIMIT.
 */
#include "record/inside.h"

#include <sodium.h>
#include <stdlib.h>

enum { FORM = 1 };

/* ---- writing --------------------------------------------------------------------------------- */

static void put_text(struct buf *out, struct span text)
{
    buf_varint(out, text.n);
    buf_span(out, text);
}

static void put_list(struct buf *out, const struct span *list, size_t n)
{
    buf_varint(out, n);
    for (size_t i = 0; i < n; i++)
        put_text(out, list[i]);
}

static size_t group_end(const struct record *r, size_t from)
{
    size_t end = from + 1;
    while (end < r->n && r->values[end].prop == r->values[from].prop)
        end++;
    return end;
}

static void put_values(struct buf *out, const struct record *r)
{
    buf_varint(out, r->n);
    for (size_t i = 0; i < r->n;) {
        size_t end = group_end(r, i);
        assert(end == r->n || r->values[end].prop > r->values[i].prop); /* it is finished */
        buf_varint(out, prop_code(r->values[i].prop));
        buf_varint(out, end - i);
        for (; i < end; i++)
            put_text(out, r->values[i].text);
    }
}

void record_pack(const struct record *r, struct buf *out)
{
    buf_char(out, FORM);
    buf_varint(out, schema_code(r->schema));
    put_text(out, r->id);
    put_text(out, r->caption);
    put_text(out, r->first_seen);
    put_text(out, r->last_seen);
    put_text(out, r->last_change);
    put_list(out, r->datasets, r->datasets_n);
    put_list(out, r->referents, r->referents_n);
    put_values(out, r);
    buf_varint(out, r->line);
}

/* ---- hashing --------------------------------------------------------------------------------- */

static int compare_texts(const void *a, const void *b)
{
    return span_cmp(*(const struct span *)a, *(const struct span *)b);
}

static int compare_values(const void *a, const void *b)
{
    const struct value *x = a, *y = b;
    int order = (x->prop > y->prop) - (x->prop < y->prop);
    return order ? order : span_cmp(x->text, y->text);
}

static void *sorted(const void *list, size_t n, size_t size,
                    int (*compare)(const void *, const void *))
{
    void *copy = mem_alloc(n * size);
    if (n) {
        memcpy(copy, list, n * size);
        qsort(copy, n, size, compare);
    }
    return copy;
}

void record_content_hash(const struct record *r, unsigned char out[32])
{
    struct record content = *r;
    struct buf packed = {0};
    content.line = 0;
    content.last_seen = SPAN("");
    content.values = sorted(r->values, r->n, sizeof(*r->values), compare_values);
    content.datasets = sorted(r->datasets, r->datasets_n, sizeof(*r->datasets), compare_texts);
    content.referents = sorted(r->referents, r->referents_n, sizeof(*r->referents), compare_texts);
    record_pack(&content, &packed);
    crypto_hash_sha256(out, (const unsigned char *)packed.p, packed.n);
    buf_free(&packed);
    mem_free(content.values);
    mem_free(content.datasets);
    mem_free(content.referents);
}

/* ---- reading --------------------------------------------------------------------------------- */

/* The bytes not read yet, and the record that grows from those read. */
struct unpack {
    struct span rest;
    struct record *r;
};

static struct tocsin_err *corrupt(const char *field, const char *what)
{
    struct tocsin_err *err = err_new(TOCSIN_ERR_CORRUPT, "packed record: %s", what);
    return err_at(err, NULL, 0, 0, field);
}

static struct tocsin_err *get_number(struct unpack *u, uint64_t max, const char *field,
                                     uint64_t *out)
{
    if (!span_varint(&u->rest, out))
        return corrupt(field, "a number is cut short");
    if (*out > max)
        return corrupt(field, "a number is too large");
    return NULL;
}

static struct tocsin_err *get_text(struct unpack *u, const char *field, struct span *out)
{
    uint64_t n;
    TRY(get_number(u, SIZE_MAX, field, &n));
    if (n > u->rest.n)
        return corrupt(field, "a text is cut short");
    *out = span_slice(u->rest, 0, (size_t)n);
    u->rest = span_from(u->rest, (size_t)n);
    return NULL;
}

static struct tocsin_err *get_time(struct unpack *u, const char *field, struct span *out)
{
    TRY(get_text(u, field, out));
    return out->n == 0 || normal_time_is(*out) ? NULL : corrupt(field, "not a time");
}

/* A text takes at least one byte, so 'count' is never more than the bytes left: memory asked for
 * stays in proportion to the bytes given. */
static struct tocsin_err *get_count(struct unpack *u, const char *field, uint64_t *count)
{
    TRY(get_number(u, LIMIT_VALUES, field, count));
    return *count <= u->rest.n ? NULL : corrupt(field, "more entries than bytes");
}

static struct tocsin_err *get_list(struct unpack *u, const char *field, struct span **list,
                                   size_t *n)
{
    uint64_t count;
    TRY(get_count(u, field, &count));
    *list = ARENA_ARRAY(u->r->arena, struct span, count);
    *n = (size_t)count;
    for (size_t i = 0; i < *n; i++) {
        TRY(get_text(u, field, &(*list)[i]));
        if (!(*list)[i].n)
            return corrupt(field, "an empty entry");
    }
    return NULL;
}

static struct tocsin_err *get_prop(struct unpack *u, enum prop *prop)
{
    struct record *r = u->r;
    uint64_t code;
    TRY(get_number(u, UINT16_MAX, "properties", &code));
    *prop = prop_of_code(code);
    if (!*prop || !schema_has(r->schema, *prop))
        return corrupt("properties", "a property that the schema does not have");
    if (r->n && r->values[r->n - 1].prop >= *prop)
        return corrupt(prop_name(*prop), "not in order");
    return NULL;
}

static struct tocsin_err *get_group(struct unpack *u, uint64_t left)
{
    struct record *r = u->r;
    enum prop prop;
    uint64_t count;
    TRY(get_prop(u, &prop));
    TRY(get_number(u, left, prop_name(prop), &count));
    if (!count)
        return corrupt(prop_name(prop), "a property without values");
    while (count--) {
        struct value *v = &r->values[r->n];
        v->prop = prop;
        TRY(get_text(u, prop_name(prop), &v->text));
        if (!v->text.n || !text_valid(v->text))
            return corrupt(prop_name(prop), v->text.n ? "not UTF-8" : "an empty value");
        r->n++;
    }
    return NULL;
}

static struct tocsin_err *get_values(struct unpack *u)
{
    struct record *r = u->r;
    uint64_t count;
    TRY(get_count(u, "properties", &count));
    r->cap = (size_t)count;
    r->values = arena_alloc(r->arena, r->cap * sizeof(*r->values));
    while (r->n < r->cap)
        TRY(get_group(u, count - r->n));
    return NULL;
}

static struct tocsin_err *get_head(struct unpack *u)
{
    struct record *r = u->r;
    uint64_t code;
    if (!u->rest.n || u->rest.p[0] != FORM)
        return corrupt(NULL, "of an unknown form");
    u->rest = span_from(u->rest, 1);
    TRY(get_number(u, UINT16_MAX, "schema", &code));
    r->schema = schema_of_code(code);
    if (!r->schema)
        return corrupt("schema", "unknown");
    TRY(get_text(u, "id", &r->id));
    TRY(get_text(u, "caption", &r->caption));
    TRY(get_time(u, "first_seen", &r->first_seen));
    TRY(get_time(u, "last_seen", &r->last_seen));
    return get_time(u, "last_change", &r->last_change);
}

struct tocsin_err *record_unpack(struct arena *a, struct span bytes, struct record **out)
{
    struct unpack u = {bytes, ARENA_NEW(a, struct record)};
    if (bytes.n > LIMIT_RECORD)
        return corrupt(NULL, "longer than LIMIT_RECORD");
    u.r->arena = a;
    TRY(get_head(&u));
    TRY(get_list(&u, "datasets", &u.r->datasets, &u.r->datasets_n));
    TRY(get_list(&u, "referents", &u.r->referents, &u.r->referents_n));
    TRY(get_values(&u));
    TRY(get_number(&u, UINT64_MAX, "line", &u.r->line));
    if (u.rest.n)
        return corrupt(NULL, "more bytes than it needs");
    struct tocsin_err *err = record_check(u.r);
    if (err)
        return err_because(err, "packed record");
    *out = u.r;
    return NULL;
}
