/* SPDX-License-Identifier: Apache-2.0
 *
 * The reader: a window over the decoded bytes of one file.
 *
 *        window:  |consumed|  not consumed yet  |  room  |
 *                 0        at                   end      cap
 *
 * The window grows only as far as one line needs, up to LIMIT_LINE. Its first bytes are kept apart
 * as the head, which tells the format. An error is kept packed, so that every later call can
 * return it again.
 */
#include "source.h"

#include "bytes.h"

#define HEAD ((size_t)64 << 10)
#define STEP ((size_t)128 << 10)

struct reader {
    const char *name;
    struct emitter *out;
    struct bytes *bytes;
    char *window;
    size_t at, end, cap;
    bool begun, done;
    char eol;
    uint64_t line; /* number of the line that was read last */
    struct buf stuck;
    char *head;
    size_t head_n;
    struct csv_state *csv;
    struct map *noted; /* "field what": said already; NULL until the first */
};

struct reader *reader_new(const char *name, int fd, struct emitter *out)
{
    struct reader *r = mem_zero(1, sizeof(*r));
    r->name = name;
    r->out = out;
    r->bytes = bytes_new(fd);
    r->eol = '\n';
    return r;
}

void reader_free(struct reader *r)
{
    if (!r)
        return;
    bytes_free(r->bytes);
    mem_free(r->window);
    mem_free(r->head);
    buf_free(&r->stuck);
    csv_state_free(r->csv);
    map_free(r->noted);
    mem_free(r);
}

const char *reader_name(const struct reader *r)
{
    return r->name;
}

struct emitter *reader_emitter(const struct reader *r)
{
    return r->out;
}

uint64_t reader_line_number(const struct reader *r)
{
    return r->line;
}

void reader_set_line(struct reader *r, uint64_t line)
{
    r->line = line;
}

struct csv_state **reader_csv_state(struct reader *r)
{
    return &r->csv;
}

/* ---- errors ---------------------------------------------------------------------------------- */

struct tocsin_err *reader_fail(struct reader *r, struct tocsin_err *err)
{
    err = err_at(err, r->name, 0, 0, NULL);
    buf_clear(&r->stuck);
    err_pack(err, &r->stuck);
    return err;
}

struct tocsin_err *reader_stuck(const struct reader *r)
{
    return r->stuck.n ? err_unpack(buf_view(&r->stuck)) : NULL;
}

bool reader_dead(const struct reader *r)
{
    return r->stuck.n != 0;
}

void reader_note_once(struct reader *r, uint64_t line, const char *field, const char *what)
{
    bool first;
    struct buf key = buf_max(4096);
    buf_printf(&key, "%s %s", field ? field : "", what);
    if (!r->noted)
        r->noted = map_new();
    map_slot(r->noted, buf_view(&key), &first);
    buf_free(&key);
    if (first)
        emit_note(r->out, "%s: line %llu: %s: %s", r->name, (unsigned long long)line,
                  field ? field : "text", what);
}

/* ---- the window ------------------------------------------------------------------------------ */

/* Adds bytes to the window, making room first. Sets 'done' at the end of the file. */
static struct tocsin_err *fill(struct reader *r)
{
    if (r->at) {
        memmove(r->window, r->window + r->at, r->end - r->at);
        r->end -= r->at;
        r->at = 0;
    }
    if (r->cap - r->end < STEP) {
        r->cap = r->cap < STEP ? 2 * STEP : 2 * r->cap;
        r->window = mem_grow(r->window, r->cap, 1);
    }
    size_t got;
    struct tocsin_err *err = bytes_read(r->bytes, r->window + r->end, r->cap - r->end, &got);
    if (err)
        return reader_fail(r, err);
    r->end += got;
    r->done = got == 0;
    return NULL;
}

/* Old Mac files end lines with CR alone. */
static char find_eol(struct span head)
{
    bool lf = span_find(head, '\n') < head.n, cr = span_find(head, '\r') < head.n;
    return cr && !lf ? '\r' : '\n';
}

static struct tocsin_err *begin(struct reader *r)
{
    if (r->begun)
        return reader_stuck(r);
    r->begun = true;
    while (r->end < HEAD && !r->done)
        TRY(fill(r));
    r->head_n = r->end < HEAD ? r->end : HEAD;
    r->head = mem_alloc(r->head_n + 1);
    if (r->head_n)
        memcpy(r->head, r->window, r->head_n);
    r->eol = find_eol((struct span){r->head, r->head_n});
    return NULL;
}

/* The head is wanted where an error has no way out; the error sticks and comes with the next
 * read. */
struct span reader_head(const struct reader *r)
{
    struct reader *self = (struct reader *)(uintptr_t)r; /* a cache, not a change */
    struct tocsin_err *err = begin(self);
    if (err) {
        tocsin_err_free(err);
        return SPAN("");
    }
    return (struct span){r->head, r->head_n};
}

struct tocsin_err *reader_read(struct reader *r, char *p, size_t n, size_t *got)
{
    *got = 0;
    TRY(begin(r));
    if (r->at == r->end && !r->done)
        TRY(fill(r));
    *got = r->end - r->at < n ? r->end - r->at : n;
    if (*got)
        memcpy(p, r->window + r->at, *got);
    r->at += *got;
    return NULL;
}

/* ---- lines ----------------------------------------------------------------------------------- */

static struct tocsin_err *too_long(struct reader *r)
{
    struct tocsin_err *err =
        err_new(TOCSIN_ERR_LIMIT, "LIMIT_LINE: a line longer than %zu bytes", (size_t)LIMIT_LINE);
    return reader_fail(r, err_at(err, r->name, r->line + 1, 0, NULL));
}

/* Where the next line ends, counted from 'at'; r->end - r->at when no end mark follows. */
static struct tocsin_err *find_end(struct reader *r, size_t *n)
{
    size_t seen = 0;
    for (;;) {
        const char *from = r->window ? r->window + r->at : "";
        size_t have = r->end - r->at;
        const char *hit = have > seen ? memchr(from + seen, r->eol, have - seen) : NULL;
        *n = hit ? (size_t)(hit - from) : have;
        if (*n > LIMIT_LINE)
            return too_long(r);
        if (hit || r->done)
            return NULL;
        seen = have;
        TRY(fill(r));
    }
}

struct tocsin_err *reader_line(struct reader *r, struct span *line, bool *done)
{
    *line = SPAN("");
    *done = false;
    TRY(begin(r));
    size_t n;
    TRY(find_end(r, &n));
    if (r->at == r->end) {
        *done = true;
        return NULL;
    }
    line->p = r->window + r->at;
    line->n = n;
    r->at += n + (r->at + n < r->end ? 1 : 0);
    r->line++;
    if (line->n && line->p[line->n - 1] == '\r')
        line->n--;
    return NULL;
}

void reader_skip_line(struct reader *r)
{
    struct span line;
    bool done;
    tocsin_err_free(reader_line(r, &line, &done)); /* sticks: the next call returns it */
}
