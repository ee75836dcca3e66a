/* SPDX-License-Identifier: Apache-2.0
 *
 * The parser of the query language: one function for each rule of query.h, from the loosest
 * binding (OR) to the closest (a value), reading from left to right without going back.
 */
#include "search/query.h"

#define WIDE_BLANK SPAN("\xe3\x80\x80") /* of Chinese and Japanese texts */

static struct tocsin_err *read_or(struct query_reader *r, struct query **out);

/* ---- small parts ----------------------------------------------------------------------------- */

static size_t characters(struct span s)
{
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
    return n;
}

size_t query_column(const struct query_reader *r)
{
    return characters(span_slice(r->all, 0, r->all.n - r->rest.n)) + 1;
}

struct tocsin_err *query_bad(const struct query_reader *r, size_t column, enum tocsin_code code,
                             const char *what)
{
    (void)r;
    return err_at(err_new(code, "%s (character %zu of the query)", what, column), NULL, 0, 0, "q");
}

static struct tocsin_err *bad(const struct query_reader *r, size_t column, const char *what)
{
    return query_bad(r, column, TOCSIN_ERR_USAGE, what);
}

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

void query_blanks(struct query_reader *r)
{
    while (r->rest.n) {
        if (blank(r->rest.p[0]))
            r->rest = span_from(r->rest, 1);
        else if (span_starts(r->rest, WIDE_BLANK))
            r->rest = span_from(r->rest, WIDE_BLANK.n);
        else
            return;
    }
}

static bool at(const struct query_reader *r, char c)
{
    return r->rest.n && r->rest.p[0] == c;
}

static bool take(struct query_reader *r, struct span what)
{
    if (!span_starts(r->rest, what))
        return false;
    r->rest = span_from(r->rest, what.n);
    return true;
}

struct tocsin_err *query_new(struct query_reader *r, enum query_kind kind, size_t column,
                             struct query **out)
{
    *out = NULL;
    if (++r->clauses > LIMIT_SEARCH_CLAUSES)
        return query_bad(r, column, TOCSIN_ERR_LIMIT,
                         "the query has too many clauses (LIMIT_SEARCH_CLAUSES)");
    *out = ARENA_NEW(r->arena, struct query);
    (*out)->kind = kind;
    (*out)->column = column;
    (*out)->boost = 1;
    (*out)->field = r->field;
    return NULL;
}

struct query *query_join(struct query_reader *r, enum query_kind kind, struct query_list *list)
{
    struct query *q = list->n == 1 ? list->at[0] : ARENA_NEW(r->arena, struct query);

    if (list->n != 1) {
        q->kind = list->n ? kind : QUERY_ALL;
        q->boost = 1;
        q->n = list->n;
        q->parts = ARENA_ARRAY(r->arena, struct query *, list->n);
        q->column = list->n ? list->at[0]->column : 1;
        if (list->n)
            memcpy(q->parts, list->at, list->n * sizeof(struct query *));
    }
    VEC_FREE(list);
    return q;
}

bool query_number(struct query_reader *r, double *out)
{
    double value = 0, digit = 1;
    size_t i = 0, dots = 0, digits = 0;

    for (; i < r->rest.n && i < 12; i++) {
        char c = r->rest.p[i];

        if (c == '.' && !dots++)
            continue;
        if (c < '0' || c > '9')
            break;
        digits++;
        if (dots)
            value += (c - '0') * (digit /= 10);
        else
            value = value * 10 + (c - '0');
    }
    if (!digits)
        return false;
    *out = value;
    r->rest = span_from(r->rest, i);
    return true;
}

/* ---- words ----------------------------------------------------------------------------------- */

static bool ends_word(char c)
{
    return blank(c) || strchr("()[]{}:\"^~/", c) != NULL;
}

/* "AND", "OR" or "NOT" is one only as a word of its own. */
static bool take_operator(struct query_reader *r, struct span what)
{
    struct span rest = span_from(r->rest, what.n);

    if (!span_starts(r->rest, what) || (rest.n && !blank(rest.p[0]) && rest.p[0] != '('))
        return false;
    r->rest = rest;
    return true;
}

static bool ends_clauses(const struct query_reader *r)
{
    struct query_reader look = *r;

    return r->rest.n == 0 || at(r, ')') || take_operator(&look, SPAN("OR")) ||
           take(&look, SPAN("||"));
}

struct word {
    struct span text;
    size_t wild;   /* how many */
    bool escaped;
};

static struct tocsin_err *read_escape(struct query_reader *r, struct buf *b)
{
    size_t column = query_column(r);
    struct span rest = span_from(r->rest, 1), sign = rest;

    if (rest.n == 0)
        return bad(r, column, "a backslash with nothing behind it");
    utf8_next(&rest);
    buf_put(b, sign.p, sign.n - rest.n);
    r->rest = rest;
    return NULL;
}

static struct tocsin_err *word_into(struct query_reader *r, struct buf *b, struct word *out)
{
    while (r->rest.n && !ends_word(r->rest.p[0]) && !span_starts(r->rest, WIDE_BLANK)) {
        char c = r->rest.p[0];

        if (c == '\\') {
            out->escaped = true;
            TRY(read_escape(r, b));
            continue;
        }
        if ((c == '&' || c == '|') && r->rest.n > 1 && r->rest.p[1] == c)
            break;
        out->wild += c == '*' || c == '?';
        if ((unsigned char)c >= ' ')
            buf_char(b, (char)(c == '*' ? WILD_MANY : c == '?' ? WILD_ONE : c));
        r->rest = span_from(r->rest, 1);
    }
    out->text = arena_span(r->arena, buf_view(b));
    return NULL;
}

static struct tocsin_err *read_word(struct query_reader *r, struct word *out)
{
    struct buf b = {0};
    struct tocsin_err *err;

    *out = (struct word){0};
    err = word_into(r, &b, out);
    buf_free(&b);
    return err;
}

static struct tocsin_err *read_quoted(struct query_reader *r, struct span *out)
{
    size_t column = query_column(r);
    struct tocsin_err *err = NULL;
    struct buf b = {0};

    r->rest = span_from(r->rest, 1);
    while (!err && r->rest.n && !at(r, '"')) {
        if (at(r, '\\')) {
            err = read_escape(r, &b);
            continue;
        }
        buf_char(&b, r->rest.p[0]);
        r->rest = span_from(r->rest, 1);
    }
    if (!err && !take(r, SPAN("\"")))
        err = bad(r, column, "a quotation mark is not closed");
    *out = arena_span(r->arena, buf_view(&b));
    buf_free(&b);
    return err;
}

/* ---- ranges ---------------------------------------------------------------------------------- */

/* One end of a range; "*" is open. */
static struct tocsin_err *read_bound(struct query_reader *r, struct span *out)
{
    size_t column;
    struct buf b = {0};

    query_blanks(r);
    column = query_column(r);
    if (at(r, '"'))
        return read_quoted(r, out);
    while (r->rest.n && !blank(r->rest.p[0]) && !at(r, ']') && !at(r, '}')) {
        buf_char(&b, r->rest.p[0]);
        r->rest = span_from(r->rest, 1);
    }
    *out = arena_span(r->arena, buf_view(&b));
    buf_free(&b);
    if (out->n == 0)
        return bad(r, column, "a range has two ends: [a TO b]");
    if (span_eq(*out, SPAN("*")))
        *out = SPAN("");
    return NULL;
}

static struct tocsin_err *read_range(struct query_reader *r, struct query **out)
{
    size_t column = query_column(r);
    struct query *q = NULL;

    TRY(query_new(r, QUERY_RANGE, column, &q));
    q->from_in = at(r, '[');
    r->rest = span_from(r->rest, 1);
    TRY(read_bound(r, &q->from));
    query_blanks(r);
    if (!take_operator(r, SPAN("TO")))
        return bad(r, query_column(r), "TO is missing in a range");
    TRY(read_bound(r, &q->to));
    query_blanks(r);
    q->to_in = at(r, ']');
    if (!take(r, SPAN("]")) && !take(r, SPAN("}")))
        return bad(r, column, "a range is not closed");
    *out = q;
    return NULL;
}

/* >=a, >a, <=a, <a */
static struct tocsin_err *read_compare(struct query_reader *r, struct query **out)
{
    bool more = at(r, '>'), equal;
    size_t column = query_column(r);
    struct word word;
    struct query *q = NULL;

    TRY(query_new(r, QUERY_RANGE, column, &q));
    r->rest = span_from(r->rest, 1);
    equal = take(r, SPAN("="));
    if (at(r, '"'))
        TRY(read_quoted(r, &word.text));
    else
        TRY(read_word(r, &word));
    if (word.text.n == 0)
        return bad(r, column, "nothing to compare with");
    *(more ? &q->from : &q->to) = word.text;
    *(more ? &q->from_in : &q->to_in) = equal;
    *out = q;
    return NULL;
}

/* ---- values ---------------------------------------------------------------------------------- */

static struct tocsin_err *read_slips(struct query_reader *r, struct query *q)
{
    size_t column = query_column(r);
    double n = -1;

    if (!take(r, SPAN("~")))
        return NULL;
    query_number(r, &n);
    if (q->kind == QUERY_PHRASE) {
        q->slop = n > 0 && n < 1000 ? (unsigned)n : 0;
        return NULL;
    }
    if (q->kind != QUERY_TEXT)
        return bad(r, column, "~ goes behind a word or a phrase");
    if (n > 2)
        return bad(r, column, "a word may have two slips at most");
    q->slips = n < 0 || (n > 0 && n < 1) ? -1 : (int)n;
    return NULL;
}

static struct tocsin_err *read_boost(struct query_reader *r, struct query *q)
{
    size_t column = query_column(r);
    double n;

    if (!take(r, SPAN("^")))
        return NULL;
    if (!query_number(r, &n))
        return bad(r, column, "a number is missing behind ^");
    q->boost = (float)n;
    return NULL;
}

static struct tocsin_err *read_group(struct query_reader *r, struct query **out)
{
    size_t column = query_column(r);

    r->rest = span_from(r->rest, 1);
    if (++r->depth > LIMIT_SEARCH_DEPTH)
        return query_bad(r, column, TOCSIN_ERR_LIMIT,
                         "too many parentheses within each other (LIMIT_SEARCH_DEPTH)");
    TRY(read_or(r, out));
    r->depth--;
    if (!take(r, SPAN(")")))
        return bad(r, column, "a parenthesis is not closed");
    return NULL;
}

static struct tocsin_err *stray(struct query_reader *r)
{
    size_t column = query_column(r);

    if (r->rest.n == 0)
        return bad(r, column, "something is missing at the end");
    if (at(r, '/'))
        return bad(r, column,
                   span_find(span_from(r->rest, 1), '/') + 1 < r->rest.n
                       ? "regular expressions are not understood; a slash is written \\/"
                       : "a slash opens a regular expression, which is not closed; a slash is "
                         "written \\/");
    return bad(r, column,
               arena_printf(r->arena, "'%c' does not fit here", r->rest.p[0]).p);
}

/* A word that was read: what kind of value it is. */
static struct tocsin_err *value_of(struct query_reader *r, const struct word *word, size_t column,
                                   struct query **out)
{
    bool all = word->wild && word->text.n == 1 && word->text.p[0] == WILD_MANY;

    if (word->text.n == 0)
        return stray(r);
    TRY(query_new(r, all ? QUERY_ALL : word->wild ? QUERY_WILD : QUERY_TEXT, column, out));
    (*out)->text = word->text;
    return NULL;
}

/* What may stand behind "field:" as well as alone. */
static struct tocsin_err *read_value(struct query_reader *r, struct query **out)
{
    size_t column = query_column(r);
    struct word word;

    if (at(r, '('))
        return read_group(r, out);
    if (at(r, '[') || at(r, '{'))
        return read_range(r, out);
    if ((at(r, '>') || at(r, '<')) && r->field.n)
        return read_compare(r, out);
    if (at(r, '"')) {
        TRY(query_new(r, QUERY_PHRASE, column, out));
        return read_quoted(r, &(*out)->text);
    }
    TRY(read_word(r, &word));
    return value_of(r, &word, column, out);
}

static struct tocsin_err *read_field(struct query_reader *r, struct span field, size_t column,
                                     struct query **out)
{
    struct span outer = r->field;
    struct tocsin_err *err;

    if (field.n == 0)
        return bad(r, column, "there is no field before ':'");
    query_blanks(r);
    r->field = field;
    err = read_value(r, out);
    r->field = outer;
    if (!err)
        (*out)->column = column;
    return err;
}

/* A word may turn out to be the name of a field. */
static struct tocsin_err *read_word_or_field(struct query_reader *r, struct query **out)
{
    size_t column = query_column(r);
    struct word word;

    TRY(read_word(r, &word));
    if (!at(r, ':'))
        return value_of(r, &word, column, out);
    if (word.wild)
        return bad(r, column, "the name of a field has no wildcards");
    r->rest = span_from(r->rest, 1);
    if (!span_eq(word.text, SPAN("_exists_")))
        return read_field(r, word.text, column, out);
    TRY(read_word(r, &word));
    TRY(query_new(r, QUERY_ALL, column, out));
    (*out)->field = word.text;
    return word.text.n ? NULL : stray(r);
}

static struct tocsin_err *read_clause(struct query_reader *r, struct query **out)
{
    if (r->rest.n && strchr("([{\"", r->rest.p[0]))
        TRY(read_value(r, out));
    else
        TRY(read_word_or_field(r, out));
    TRY(read_slips(r, *out));
    return read_boost(r, *out);
}

/* ---- operators ------------------------------------------------------------------------------- */

static bool at_operator(const struct query_reader *r)
{
    struct query_reader look = *r;

    return take_operator(&look, SPAN("AND")) || take_operator(&look, SPAN("OR")) ||
           take(&look, SPAN("&&")) || take(&look, SPAN("||"));
}

static struct tocsin_err *read_not(struct query_reader *r, struct query **out)
{
    size_t column = query_column(r);
    struct query_list one = {0};
    bool not = false;

    for (;;) {
        query_blanks(r);
        if (take(r, SPAN("-")) || take(r, SPAN("!")) || take_operator(r, SPAN("NOT")))
            not = !not;
        else if (!take(r, SPAN("+")))
            break;
    }
    if (at_operator(r))
        return bad(r, query_column(r), "something is missing before this");
    TRY(read_clause(r, out));
    if (!not)
        return NULL;
    *VEC_PUSH(&one) = *out;
    *out = ARENA_NEW(r->arena, struct query);
    **out = (struct query){.kind = QUERY_NOT, .boost = 1, .column = column, .n = 1};
    (*out)->parts = ARENA_ARRAY(r->arena, struct query *, 1);
    (*out)->parts[0] = one.at[0];
    VEC_FREE(&one);
    return NULL;
}

static struct tocsin_err *read_and(struct query_reader *r, struct query **out)
{
    struct query_list list = {0};
    struct tocsin_err *err = NULL;
    struct query *q = NULL;

    do {
        err = read_not(r, &q);
        if (!err)
            *VEC_PUSH(&list) = q;
        query_blanks(r);
        if (!err && (take_operator(r, SPAN("AND")) || take(r, SPAN("&&"))))
            continue; /* something must follow */
        if (ends_clauses(r))
            break;
    } while (!err);
    *out = query_join(r, QUERY_AND, &list);
    return err;
}

static struct tocsin_err *read_or(struct query_reader *r, struct query **out)
{
    struct query_list list = {0};
    struct tocsin_err *err = NULL;
    struct query *q = NULL;

    do {
        err = read_and(r, &q);
        if (!err)
            *VEC_PUSH(&list) = q;
        query_blanks(r);
    } while (!err && (take_operator(r, SPAN("OR")) || take(r, SPAN("||"))));
    *out = query_join(r, QUERY_OR, &list);
    return err;
}

static struct tocsin_err *check_text(const struct query_reader *r)
{
    size_t where = 0;

    if (r->all.n > LIMIT_SEARCH_QUERY)
        return err_new(TOCSIN_ERR_LIMIT, "a query of %zu bytes (LIMIT_SEARCH_QUERY is %d)",
                       r->all.n, LIMIT_SEARCH_QUERY);
    if (!utf8_valid(r->all, &where))
        return bad(r, characters(span_slice(r->all, 0, where)) + 1, "this is not UTF-8");
    return NULL;
}

struct tocsin_err *query_parse(struct arena *a, struct span text, bool simple, struct query **out)
{
    struct query_reader r = {.arena = a, .all = text, .rest = text};

    TRY(check_text(&r));
    query_blanks(&r);
    if (r.rest.n == 0)
        return query_new(&r, QUERY_ALL, 1, out);
    if (simple)
        return query_parse_simple(&r, out);
    TRY(read_or(&r, out));
    if (r.rest.n)
        return at(&r, ')') ? bad(&r, query_column(&r), "a parenthesis was never opened")
                           : stray(&r);
    return NULL;
}
