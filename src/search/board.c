/* SPDX-License-Identifier: Apache-2.0
 *
 * Opening a file of search and joining several (board.h).
 *
 * The arrays have passed their hashes when they are looked at, but are looked at all the same: an
 * array that reaches beyond another is damage, not a reason to fall.
 */
#include "search/board.h"

#include <stdlib.h>

static struct tocsin_err *damaged(const struct board *b)
{
    return err_at(err_new(TOCSIN_ERR_CORRUPT, "the search index is damaged"), b->path, 0, 0, NULL);
}

/* ---- parts ----------------------------------------------------------------------------------- */

static struct tocsin_err *take_texts(struct board *b, struct words *w, const char *name,
                                     struct texts *out)
{
    uint32_t n = 0;

    TRY(words_take(w, name, &out->bytes));
    if (out->bytes.n >= UINT32_MAX || (out->bytes.n && out->bytes.p[out->bytes.n - 1] != '\n'))
        return damaged(b);
    for (size_t i = 0; i < out->bytes.n; i++)
        out->n += out->bytes.p[i] == '\n';
    out->at = mem_alloc(((size_t)out->n + 1) * sizeof(*out->at));
    out->at[0] = 0;
    for (size_t i = 0; i < out->bytes.n; i++)
        if (out->bytes.p[i] == '\n')
            out->at[++n] = (uint32_t)i + 1;
    return NULL;
}

/* Which dataset and which stamp, out of the part "stamp". */
static struct tocsin_err *take_head(struct board *b, struct words *w)
{
    struct span rest, form;

    TRY(words_take(w, "stamp", &b->head));
    rest = buf_view(&b->head);
    if (!span_split(&rest, '\n', &form) || !span_eq(form, SPAN(BOARD_FORM)) ||
        !span_split(&rest, '\n', &b->dataset))
        return err_at(err_new(TOCSIN_ERR_CORRUPT, "the search index is of another version"),
                      b->path, 0, 0, NULL);
    b->stamp = rest;
    return NULL;
}

static struct tocsin_err *take_arrays(struct board *b, struct words *w)
{
    TRY(words_take(w, "counts", &b->counts_bytes));
    TRY(words_take(w, "code_at", &b->code_at_bytes));
    TRY(words_take(w, "codes", &b->codes_bytes));
    b->counts = (const struct counts *)(const void *)b->counts_bytes.p;
    b->code_at = (const uint32_t *)(const void *)b->code_at_bytes.p;
    b->codes = (const uint32_t *)(const void *)b->codes_bytes.p;
    b->n = b->ids.n;
    if (b->counts_bytes.n != b->n * sizeof(struct counts) ||
        b->code_at_bytes.n != ((size_t)b->n + 1) * sizeof(uint32_t))
        return damaged(b);
    return NULL;
}

/* Each entity has a code at least, its schema; every code has a name. */
static struct tocsin_err *check_codes(const struct board *b)
{
    size_t n = b->codes_bytes.n / sizeof(uint32_t);

    if (b->code_at[b->n] != n || b->code_at[0] != 0)
        return damaged(b);
    for (uint32_t i = 0; i < b->n; i++)
        if (b->code_at[i] >= b->code_at[i + 1] || b->code_at[i + 1] > n)
            return damaged(b);
    for (size_t i = 0; i < n; i++)
        if (b->codes[i] >= b->names.n)
            return damaged(b);
    return NULL;
}

static struct tocsin_err *fill_schemata(struct board *b)
{
    uint16_t *of_code = mem_zero(b->names.n + 1, sizeof(*of_code));
    bool known = true;

    for (uint32_t i = 0; i < b->names.n; i++) {
        struct span name = texts_at(&b->names, i);

        if (span_starts(name, SPAN("schema=")))
            of_code[i] = (uint16_t)schema_find(span_from(name, 7));
    }
    b->schema = mem_zero(b->n + 1, sizeof(*b->schema));
    for (uint32_t i = 0; i < b->n; i++) {
        b->schema[i] = of_code[b->codes[b->code_at[i]]];
        b->words_sum += b->counts[i].words;
        known = known && b->schema[i];
    }
    mem_free(of_code);
    return known ? NULL : damaged(b);
}

static struct tocsin_err *take_parts(struct board *b, struct words *w)
{
    TRY(take_head(b, w));
    TRY(take_texts(b, w, "ids", &b->ids));
    TRY(take_texts(b, w, "names", &b->names));
    TRY(take_texts(b, w, "words", &b->words));
    TRY(take_arrays(b, w));
    TRY(check_codes(b));
    return fill_schemata(b);
}

/* ---- open and close -------------------------------------------------------------------------- */

static struct tocsin_err *check_stamp(const struct board *b, const struct search_source *source)
{
    if (span_eq(b->stamp, source->stamp) && span_eq(b->dataset, source->dataset))
        return NULL;
    return err_at(err_new(TOCSIN_ERR_CORRUPT, "it is the search index of another edition"), b->path,
                  0, 0, NULL);
}

struct tocsin_err *board_open(const struct search_source *source, struct board *out)
{
    size_t n = strlen(source->path) + 1;
    struct connection *c = NULL;
    struct tocsin_err *err;

    *out = (struct board){.path = mem_alloc(n)};
    memcpy(out->path, source->path, n);
    pthread_mutex_init(&out->mutex, NULL);
    err = board_take(out, &c);
    if (!err)
        err = take_parts(out, c->words);
    if (!err)
        err = check_stamp(out, source);
    board_give(out, c);
    return err;
}

static void texts_free(struct texts *t)
{
    buf_free(&t->bytes);
    mem_free(t->at);
}

void board_close(struct board *b)
{
    while (b->idle) {
        struct connection *c = b->idle;

        b->idle = c->next;
        words_close(c->words);
        mem_free(c);
    }
    buf_free(&b->head);
    buf_free(&b->counts_bytes);
    buf_free(&b->code_at_bytes);
    buf_free(&b->codes_bytes);
    texts_free(&b->ids);
    texts_free(&b->names);
    texts_free(&b->words);
    mem_free(b->schema);
    mem_free(b->entity);
    mem_free(b->global);
    mem_free(b->path);
    pthread_mutex_destroy(&b->mutex);
}

struct tocsin_err *board_take(struct board *b, struct connection **out)
{
    struct tocsin_err *err;

    pthread_mutex_lock(&b->mutex);
    *out = b->idle;
    if (*out)
        b->idle = (*out)->next;
    pthread_mutex_unlock(&b->mutex);
    if (*out)
        return NULL;
    *out = mem_zero(1, sizeof(**out));
    err = words_open(b->path, &(*out)->words);
    if (err) {
        mem_free(*out);
        *out = NULL;
    }
    return err;
}

void board_give(struct board *b, struct connection *c)
{
    if (!c)
        return;
    pthread_mutex_lock(&b->mutex);
    c->next = b->idle;
    b->idle = c;
    pthread_mutex_unlock(&b->mutex);
}

/* ---- the join -------------------------------------------------------------------------------- */

static void join_names(struct search *s)
{
    size_t at = 0, n = 0;
    struct span name;
    uint64_t code;

    s->codes = map_new();
    for (size_t k = 0; k < s->n; k++) {
        struct board *b = &s->boards[k];

        b->global = mem_zero(b->names.n + 1, sizeof(*b->global));
        for (uint32_t i = 0; i < b->names.n; i++) {
            bool made;
            uint64_t *slot = map_slot(s->codes, texts_at(&b->names, i), &made);

            if (made)
                *slot = n++;
            b->global[i] = (uint32_t)*slot;
        }
    }
    s->names_n = (uint32_t)n;
    s->names = mem_zero(n + 1, sizeof(*s->names));
    while (map_next(s->codes, &at, &name, &code))
        s->names[code] = name;
}

/* The number of an id; 'next' when it is new. */
static uint32_t number_of(struct map *seen, struct span id, uint32_t next)
{
    bool made;
    uint64_t *slot = map_slot(seen, id, &made);

    if (made)
        *slot = next;
    return (uint32_t)*slot;
}

/* Numbers in order of first appearance. With one board there is nothing to look up. */
static void number_entities(struct search *s)
{
    struct map *seen = s->n > 1 ? map_new() : NULL;

    for (size_t k = 0; k < s->n; k++) {
        struct board *b = &s->boards[k];

        b->entity = mem_zero(b->n + 1, sizeof(*b->entity));
        for (uint32_t i = 0; i < b->n; i++) {
            b->entity[i] = seen ? number_of(seen, texts_at(&b->ids, i), s->entities) : s->entities;
            s->entities += b->entity[i] == s->entities;
        }
    }
    map_free(seen);
}

void search_join(struct search *s)
{
    size_t total = 0;

    join_names(s);
    number_entities(s);
    s->place_at = mem_zero((size_t)s->entities + 2, sizeof(*s->place_at));
    for (size_t k = 0; k < s->n; k++) {
        total += s->boards[k].n;
        for (uint32_t i = 0; i < s->boards[k].n; i++)
            s->place_at[s->boards[k].entity[i] + 2]++;
    }
    for (uint32_t e = 1; e <= s->entities + 1; e++)
        s->place_at[e] += s->place_at[e - 1];
    s->places = mem_zero(total + 1, sizeof(*s->places));
    for (size_t k = 0; k < s->n; k++)
        for (uint32_t i = 0; i < s->boards[k].n; i++)
            s->places[s->place_at[s->boards[k].entity[i] + 1]++] =
                (struct place){(uint32_t)k, i};
}
