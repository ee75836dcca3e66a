/* SPDX-License-Identifier: Apache-2.0
 *
 * The door of the search room: open files, and run one search over them.
 */
#include "search/asking.h"

#include "search/token.h"

/* ---- open ------------------------------------------------------------------------------------ */

struct tocsin_err *search_open(const struct search_source *sources, size_t n, struct search **out,
                               size_t *which)
{
    struct search *s = mem_zero(1, sizeof(*s));

    *out = NULL;
    s->boards = mem_zero(n + 1, sizeof(*s->boards));
    for (; s->n < n; s->n++) {
        struct tocsin_err *err = board_open(&sources[s->n], &s->boards[s->n]);

        if (!err)
            continue;
        *which = s->n++; /* it is closed as well */
        search_close(s);
        return err;
    }
    search_join(s);
    *out = s;
    return NULL;
}

void search_close(struct search *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->n; i++)
        board_close(&s->boards[i]);
    mem_free(s->boards);
    mem_free(s->place_at);
    mem_free(s->places);
    mem_free(s->names);
    map_free(s->codes);
    mem_free(s);
}

size_t search_files(const struct search *s)
{
    return s->n;
}

struct span search_stamp(const struct search *s, size_t file)
{
    return s->boards[file].stamp;
}

struct span search_dataset(const struct search *s, size_t file)
{
    return s->boards[file].dataset;
}

uint64_t search_count(const struct search *s, size_t file)
{
    return s->boards[file].n;
}

bool search_holds(const struct search *s, size_t file, uint64_t at, struct span id)
{
    const struct board *b = &s->boards[file];

    return at < b->n && span_eq(texts_at(&b->ids, (size_t)at), id);
}

struct tocsin_err *search_check(struct search *s, size_t file, const char **found)
{
    struct connection *c;
    struct tocsin_err *err;

    TRY(board_take(&s->boards[file], &c));
    err = words_check(c->words, found);
    board_give(&s->boards[file], c);
    return err;
}

/* ---- run ------------------------------------------------------------------------------------- */

static struct tocsin_err *check_options(const struct tocsin_search_options *o)
{
    if (o->offset <= LIMIT_SEARCH_RESULTS && o->limit <= LIMIT_SEARCH_RESULTS &&
        o->offset + o->limit <= LIMIT_SEARCH_RESULTS)
        return NULL;
    return err_new(TOCSIN_ERR_LIMIT, "results %zu to %zu of a search (LIMIT_SEARCH_RESULTS is %d)",
                   o->offset, o->offset + o->limit, LIMIT_SEARCH_RESULTS);
}

static void asking_begin(struct asking *q)
{
    size_t n = q->search->n + 1;

    q->asked = ARENA_ARRAY(q->arena, bool, n);
    q->connection = ARENA_ARRAY(q->arena, struct connection *, n);
    q->score = ARENA_ARRAY(q->arena, float *, n);
}

static void asking_end(struct asking *q)
{
    for (size_t k = 0; k < q->search->n; k++) {
        board_give(&q->search->boards[k], q->connection[k]);
        mem_free(q->score[k]);
    }
    sets_free(q, q->found);
    mem_free(q->hits);
    mem_free(q->hit_score);
}

/* With 'found' filled: filters, order, facets. */
static struct tocsin_err *answer(struct asking *q, struct search_answer *out)
{
    TRY(filter_entities(q, q->found));
    rank_join(q);
    out->total = q->hits_n;
    TRY(rank_hits(q, out));
    return facet_hits(q, out);
}

static struct tocsin_err *run_query(struct asking *q, struct search_answer *out)
{
    struct query *tree;

    TRY(check_options(q->options));
    TRY(query_parse(q->arena, span_of(q->options->q), q->options->simple, &tree));
    TRY(filter_boards(q));
    TRY(eval_query(q, tree, &q->found));
    if (!q->found)
        q->found = sets_new(q); /* nothing but signs */
    TRY(eval_exact(q, tree));
    return answer(q, out);
}

struct tocsin_err *search_run(struct search *s, struct arena *a,
                              const struct tocsin_search_options *o, struct search_answer *out)
{
    struct asking q = {.search = s, .arena = a, .options = o};
    struct tocsin_err *err;

    *out = (struct search_answer){0};
    asking_begin(&q);
    err = run_query(&q, out);
    asking_end(&q);
    return err;
}

/* ---- suggest --------------------------------------------------------------------------------- */

enum { SUGGEST_SLOP = 2 };

static struct tocsin_err *run_prefix(struct asking *q, struct span prefix,
                                     struct search_answer *out)
{
    struct words_phrase phrase = {.prefix = true, .near = SUGGEST_SLOP, .names = true};
    struct buf b = {0};
    size_t n = tokens_put(q->arena, prefix, &b);

    phrase.text = arena_span(q->arena, buf_view(&b));
    buf_free(&b);
    if (n == 0)
        return NULL;
    TRY(check_options(q->options));
    TRY(filter_boards(q));
    q->found = sets_new(q);
    TRY(eval_phrase(q, &phrase, 1, false, q->found));
    TRY(eval_exact_name(q, prefix));
    return answer(q, out);
}

struct tocsin_err *search_suggest(struct search *s, struct arena *a, const char *const *datasets,
                                  struct span prefix, size_t limit, struct search_answer *out)
{
    static const char *const none[] = {NULL};
    struct tocsin_search_options o = {.datasets = datasets, .limit = limit, .facets = none};
    struct asking q = {.search = s, .arena = a, .options = &o};
    struct tocsin_err *err;

    *out = (struct search_answer){0};
    asking_begin(&q);
    err = run_prefix(&q, prefix, out);
    asking_end(&q);
    return err;
}
