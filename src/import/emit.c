/* SPDX-License-Identifier: Apache-2.0
 *
 * The emitter: counts, refuses doubles, and turns what a format found into frames.
 *
 * Ids that were seen are kept as 12 bytes of hash and the line of the first one, in one open table:
 * a list of a million entities costs 32 MB in the child and nothing in the parent. With 96 bits,
 * two different ids meet by chance once in 10^16 lists of a million.
 */
#include "emit.h"

#include <stdarg.h>
#include <stdio.h>

#include <sodium.h>
#include <xxhash.h>

#define STRANGE_TOLD 5 /* values that are told one by one */
#define NOTES_MAX 1000 /* distinct remarks of one import; more help nobody */
#define NOTE_BYTES 1024
#define VERSION_BYTES (sizeof(((struct import_summary *)0)->version) - 1)

struct seen {
    uint64_t hash;
    uint32_t hash2;
    uint32_t line; /* 0: the slot is free; else line + 1, cut to what fits */
};

struct emitter {
    struct frame_writer *to;
    const char *file; /* the main one of the source, for messages */
    uint64_t skip_bad, records, bad, strange;
    bool delta, over; /* 'over': one bad record too many; the import ends */
    struct seen *seen;
    size_t seen_n, seen_cap;
    struct map *notes;
};

struct emitter *emitter_new(struct frame_writer *to, uint64_t skip_bad)
{
    struct emitter *e = mem_zero(1, sizeof(*e));
    e->to = to;
    e->skip_bad = skip_bad;
    e->notes = map_new();
    return e;
}

void emitter_free(struct emitter *e)
{
    if (!e)
        return;
    map_free(e->notes);
    mem_free(e->seen);
    mem_free(e);
}

struct frame_writer *emitter_writer(struct emitter *e)
{
    return e->to;
}

void emitter_name(struct emitter *e, const char *file)
{
    e->file = file;
}

/* ---- ids that were seen ---------------------------------------------------------------------- */

static struct seen *seen_slot(struct seen *table, size_t cap, uint64_t hash, uint32_t hash2)
{
    size_t at = (size_t)hash & (cap - 1);
    while (table[at].line && (table[at].hash != hash || table[at].hash2 != hash2))
        at = (at + 1) & (cap - 1);
    return &table[at];
}

static void seen_grow(struct emitter *e)
{
    size_t cap = e->seen_cap ? 2 * e->seen_cap : 4096;
    struct seen *table = mem_zero(cap, sizeof(*table));
    for (size_t i = 0; i < e->seen_cap; i++)
        if (e->seen[i].line)
            *seen_slot(table, cap, e->seen[i].hash, e->seen[i].hash2) = e->seen[i];
    mem_free(e->seen);
    e->seen = table;
    e->seen_cap = cap;
}

/* Remembers 'id'; returns false when it was there, with the line of the first in '*first'. */
static bool seen_add(struct emitter *e, struct span id, uint64_t line, uint64_t *first)
{
    if (e->seen_n * 4 >= e->seen_cap * 3)
        seen_grow(e);
    XXH128_hash_t h = XXH3_128bits(id.p, id.n);
    struct seen *s = seen_slot(e->seen, e->seen_cap, h.low64, (uint32_t)h.high64);
    if (s->line) {
        *first = s->line - 1;
        return false;
    }
    *s = (struct seen){h.low64, (uint32_t)h.high64,
                       (uint32_t)(line < UINT32_MAX - 1 ? line + 1 : UINT32_MAX)};
    e->seen_n++;
    return true;
}

static bool seen_has(const struct emitter *e, struct span id)
{
    XXH128_hash_t h = XXH3_128bits(id.p, id.n);
    return seen_slot(e->seen, e->seen_cap, h.low64, (uint32_t)h.high64)->line != 0;
}

/* "<owner>-<12 hex>": made from owner, schema and content, so equal ids are equal things. A table
 * may have such ids of its own ("AB-202401011234"); then there is no owner. */
static bool is_child(const struct emitter *e, struct span id)
{
    if (id.n < 14 || id.p[id.n - 13] != '-')
        return false;
    for (size_t i = id.n - 12; i < id.n; i++)
        if (!strchr("0123456789abcdef", id.p[i]))
            return false;
    return seen_has(e, span_slice(id, 0, id.n - 13));
}

/* ---- records --------------------------------------------------------------------------------- */

static struct tocsin_err *twice(struct emitter *e, const struct record *r, uint64_t first)
{
    if (is_child(e, r->id))
        return NULL;
    struct tocsin_err *err =
        first ? err_new(TOCSIN_ERR_PARSE, "the id '%.*s' occurs twice, first in line %llu",
                        SPAN_ARG(r->id), (unsigned long long)first)
              : err_new(TOCSIN_ERR_PARSE, "the id '%.*s' occurs twice", SPAN_ARG(r->id));
    return emit_bad(e, err_at(err, e->file, r->line, 0, "id"));
}

struct tocsin_err *emit(struct emitter *e, struct record *r)
{
    if (r->id.n == 0)
        return emit_bad(
            e, err_at(err_new(TOCSIN_ERR_PARSE, "an entry without an id"), e->file, r->line, 0, "id"));
    struct tocsin_err *err = record_finish(r);
    if (err)
        return emit_bad(e, err_at(err, e->file, r->line, 0, NULL));
    uint64_t first;
    if (!e->delta && !seen_add(e, r->id, r->line, &first))
        return twice(e, r, first);
    err = frame_put_record(e->to, r);
    if (err && tocsin_err_code(err) == TOCSIN_ERR_LIMIT)
        return emit_bad(e, err_at(err, e->file, r->line, 0, NULL));
    e->records += !err;
    return err;
}

struct tocsin_err *emit_deleted(struct emitter *e, struct span id)
{
    if (id.n == 0 || id.n > LIMIT_ID)
        return emit_bad(e, err_at(err_new(TOCSIN_ERR_PARSE, "a deletion without a usable id"),
                                  e->file, 0, 0, "id"));
    TRY(frame_put(e->to, FRAME_DELETED, id));
    e->records++;
    return NULL;
}

struct tocsin_err *emit_bad(struct emitter *e, struct tocsin_err *why)
{
    enum tocsin_code code = tocsin_err_code(why);
    if (code != TOCSIN_ERR_PARSE && code != TOCSIN_ERR_LIMIT)
        return why;
    if (e->skip_bad == 0 || e->over)
        return why;
    e->over = e->bad == e->skip_bad;
    if (e->over)
        return err_because(why, "more than %llu unreadable records",
                           (unsigned long long)e->skip_bad);
    e->bad++;
    struct tocsin_err *err = frame_put_err(e->to, FRAME_BAD, why);
    tocsin_err_free(why);
    return err;
}

struct tocsin_err *emit_unread(struct emitter *e, struct reader *r, struct tocsin_err *why)
{
    return reader_dead(r) ? why : emit_bad(e, why);
}

/* ---- what is said of the whole --------------------------------------------------------------- */

/* At most 'max' bytes of 's', cut between characters, with signs that a terminal would act on as
 * blanks. */
static struct span tidy(char *out, size_t max, struct span s)
{
    size_t n = 0;
    s = span_trim(s);
    while (s.n) {
        char put[4];
        uint32_t cp = utf8_next(&s);
        size_t len = utf8_put(put, cp < ' ' || cp == 0x7f ? ' ' : cp);
        if (n + len > max)
            break;
        memcpy(out + n, put, len);
        n += len;
    }
    return (struct span){out, n};
}

/* The pipe breaks only when the parent is gone; then the next record finds it out. */
static void say(struct emitter *e, enum frame_kind kind, struct span payload)
{
    tocsin_err_free(frame_put(e->to, kind, payload));
}

void emit_note(struct emitter *e, const char *fmt, ...)
{
    char raw[2 * NOTE_BYTES], text[NOTE_BYTES];
    bool made;
    va_list args;
    va_start(args, fmt);
    vsnprintf(raw, sizeof(raw), fmt, args);
    va_end(args);
    struct span note = tidy(text, sizeof(text), span_of(raw));
    if (map_count(e->notes) >= NOTES_MAX)
        return;
    map_slot(e->notes, note, &made);
    if (made)
        say(e, FRAME_NOTE, note);
}

void emit_strange(struct emitter *e, const struct tocsin_err *why)
{
    if (++e->strange <= STRANGE_TOLD)
        emit_note(e, "%s; kept as text", tocsin_err_text(why));
}

static void count_strange(struct emitter *e)
{
    if (e->strange)
        emit_note(e, "values not understood: %llu%s", (unsigned long long)e->strange,
                  e->strange > STRANGE_TOLD ? "; the first are named above" : "");
}

void emit_version(struct emitter *e, struct span version)
{
    char text[VERSION_BYTES];
    say(e, FRAME_VERSION, tidy(text, sizeof(text), version));
}

void emit_dataset(struct emitter *e, struct span name)
{
    say(e, FRAME_DATASET, name);
}

void emit_delta(struct emitter *e)
{
    e->delta = true;
    say(e, FRAME_DELTA, SPAN(""));
}

struct tocsin_err *emitter_end(struct emitter *e)
{
    unsigned char counts[16];
    count_strange(e);
    frame_put_u64(counts, e->records);
    frame_put_u64(counts + 8, e->bad);
    TRY(frame_put(e->to, FRAME_END, (struct span){(const char *)counts, sizeof(counts)}));
    return frame_flush(e->to);
}

struct tocsin_err *emitter_error(struct emitter *e, const struct tocsin_err *err)
{
    TRY(frame_put_err(e->to, FRAME_ERROR, err));
    return frame_flush(e->to);
}

/* ---- child entities -------------------------------------------------------------------------- */

struct span child_id(struct arena *a, struct span owner, enum schema schema, struct span key)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state state;
    const char *name = schema_name(schema);
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, (const unsigned char *)name, strlen(name) + 1);
    crypto_hash_sha256_update(&state, (const unsigned char *)key.p, key.n);
    crypto_hash_sha256_final(&state, hash);
    return arena_printf(a, "%.*s-%02x%02x%02x%02x%02x%02x", SPAN_ARG(owner), hash[0], hash[1],
                        hash[2], hash[3], hash[4], hash[5]);
}

struct record *link_new(struct arena *a, enum schema schema, struct span owner, struct span key)
{
    return record_new(a, schema, child_id(a, owner, schema, key));
}
