/* SPDX-License-Identifier: Apache-2.0
 *
 * The simple query language, for a text field into which anybody types anything. What would be bad
 * syntax is read as the words around it: a quotation mark that is not closed, a parenthesis without
 * its other half, a slash. Only the limits of limit.h are errors.
 */
#include "search/query.h"

static struct tocsin_err *read_any(struct query_reader *r, struct query **out);

static bool separates(char c)
{
    return strchr(" \t\r\n()\"|", c) != NULL;
}

static bool closed(const struct query_reader *r)
{
    return span_find(span_from(r->rest, 1), '"') + 1 < r->rest.n;
}

static struct tocsin_err *read_phrase(struct query_reader *r, struct query **out)
{
    double n;

    TRY(query_new(r, QUERY_PHRASE, query_column(r), out));
    r->rest = span_from(r->rest, 1);
    (*out)->text = span_slice(r->rest, 0, span_find(r->rest, '"'));
    r->rest = span_from(r->rest, (*out)->text.n + 1);
    if (r->rest.n && r->rest.p[0] == '~') {
        r->rest = span_from(r->rest, 1);
        (*out)->slop = query_number(r, &n) && n < 1000 ? (unsigned)n : 0;
    }
    return NULL;
}

/* "word~1": the slips, or 0 where that is not what it says. */
static int slips_of(struct span word, size_t tilde)
{
    struct span tail = span_from(word, tilde + 1);
    uint64_t n;

    if (tilde >= word.n)
        return 0;
    if (tail.n == 0)
        return -1;
    return span_u64(tail, &n) && n <= 2 ? (int)n : 0;
}

static struct tocsin_err *read_word(struct query_reader *r, struct query **out)
{
    size_t column = query_column(r), n = 0, tilde;
    struct span word;

    while (n < r->rest.n && !separates(r->rest.p[n]) &&
           !span_starts(span_from(r->rest, n), SPAN("\xe3\x80\x80")))
        n++;
    word = span_slice(r->rest, 0, n);
    r->rest = span_from(r->rest, n);
    tilde = span_find(word, '~');
    TRY(query_new(r, QUERY_TEXT, column, out));
    (*out)->slips = slips_of(word, tilde);
    (*out)->text = (*out)->slips ? span_slice(word, 0, tilde) : word;
    if (word.n > 1 && word.p[word.n - 1] == '*') {
        (*out)->kind = QUERY_WILD;
        (*out)->text = arena_printf(r->arena, "%.*s%c", (int)word.n - 1, word.p, WILD_MANY);
    }
    return NULL;
}

static struct tocsin_err *read_group(struct query_reader *r, struct query **out)
{
    r->rest = span_from(r->rest, 1);
    if (++r->depth > LIMIT_SEARCH_DEPTH)
        return query_bad(r, query_column(r), TOCSIN_ERR_LIMIT,
                         "too many parentheses within each other (LIMIT_SEARCH_DEPTH)");
    TRY(read_any(r, out));
    r->depth--;
    if (r->rest.n && r->rest.p[0] == ')')
        r->rest = span_from(r->rest, 1);
    return NULL;
}

/* '*out' NULL: there was nothing but signs. */
static struct tocsin_err *read_clause(struct query_reader *r, struct query **out)
{
    struct query *q = NULL;
    bool not = false;

    *out = NULL;
    while (r->rest.n && (r->rest.p[0] == '-' || r->rest.p[0] == '+')) {
        not ^= r->rest.p[0] == '-';
        r->rest = span_from(r->rest, 1);
    }
    if (r->rest.n && r->rest.p[0] == '(')
        TRY(read_group(r, &q));
    else if (r->rest.n && r->rest.p[0] == '"' && closed(r))
        TRY(read_phrase(r, &q));
    else if (r->rest.n && !separates(r->rest.p[0]))
        TRY(read_word(r, &q));
    else if (r->rest.n && r->rest.p[0] == '"')
        r->rest = span_from(r->rest, 1);
    if (!q || !not) {
        *out = q;
        return NULL;
    }
    *out = ARENA_NEW(r->arena, struct query);
    **out = (struct query){.kind = QUERY_NOT, .boost = 1, .column = q->column, .n = 1};
    (*out)->parts = ARENA_ARRAY(r->arena, struct query *, 1);
    (*out)->parts[0] = q;
    return NULL;
}

static struct tocsin_err *read_all(struct query_reader *r, struct query_list *list)
{
    for (query_blanks(r); r->rest.n; query_blanks(r)) {
        struct query *q = NULL;

        if (r->rest.p[0] == '|' || (r->rest.p[0] == ')' && r->depth))
            break;
        if (r->rest.p[0] == ')') {
            r->rest = span_from(r->rest, 1);
            continue;
        }
        TRY(read_clause(r, &q));
        if (q)
            *VEC_PUSH(list) = q;
    }
    return NULL;
}

static struct tocsin_err *read_any(struct query_reader *r, struct query **out)
{
    struct query_list any = {0}, all = {0};
    struct tocsin_err *err;
    bool more;

    do {
        err = read_all(r, &all);
        if (all.n)
            *VEC_PUSH(&any) = query_join(r, QUERY_AND, &all);
        more = !err && r->rest.n && r->rest.p[0] == '|';
        if (more)
            r->rest = span_from(r->rest, 1);
    } while (more);
    VEC_FREE(&all);
    *out = query_join(r, QUERY_OR, &any);
    return err;
}

struct tocsin_err *query_parse_simple(struct query_reader *r, struct query **out)
{
    return read_any(r, out);
}
