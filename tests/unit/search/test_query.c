/* SPDX-License-Identifier: Apache-2.0
 *
 * The query language: which tree a text becomes, and where a bad one is bad.
 */
#include "../base/check.h"

#include "search/query.h"

/* ---- trees as text --------------------------------------------------------------------------- */

static void put(const struct query *q, struct buf *b);

static void put_text(const struct query *q, struct buf *b)
{
    for (size_t i = 0; i < q->text.n; i++) {
        char c = q->text.p[i];

        buf_char(b, (char)(c == WILD_MANY ? '*' : c == WILD_ONE ? '?' : c));
    }
    if (q->slips)
        buf_printf(b, "~%d", q->slips);
    if (q->slop)
        buf_printf(b, "~~%u", q->slop);
}

static void put_parts(const struct query *q, const char *name, struct buf *b)
{
    buf_printf(b, "(%s", name);
    for (size_t i = 0; i < q->n; i++) {
        buf_char(b, ' ');
        put(q->parts[i], b);
    }
    buf_char(b, ')');
}

static void put(const struct query *q, struct buf *b)
{
    static const char *const around[] = {
        [QUERY_ALL] = "  ", [QUERY_TEXT] = "  ", [QUERY_PHRASE] = "''", [QUERY_WILD] = "<>"};

    if (q->kind == QUERY_AND || q->kind == QUERY_OR || q->kind == QUERY_NOT) {
        put_parts(q, q->kind == QUERY_AND ? "and" : q->kind == QUERY_OR ? "or" : "not", b);
        return;
    }
    if (q->field.n)
        buf_printf(b, "%.*s:", SPAN_ARG(q->field));
    if (q->kind == QUERY_RANGE) {
        buf_printf(b, "%c%.*s..%.*s%c", q->from_in ? '[' : '{', SPAN_ARG(q->from), SPAN_ARG(q->to),
                   q->to_in ? ']' : '}');
        return;
    }
    if (around[q->kind][0] != ' ')
        buf_char(b, around[q->kind][0]);
    if (q->kind == QUERY_ALL)
        buf_str(b, "*");
    else
        put_text(q, b);
    if (around[q->kind][1] != ' ')
        buf_char(b, around[q->kind][1]);
    if (q->boost < 1 || q->boost > 1)
        buf_printf(b, "^%g", (double)q->boost);
}

struct row {
    const char *text, *tree;
};

static void assert_trees(const struct row *rows, size_t n, bool simple)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < n; i++) {
        struct query *q = NULL;
        struct buf b = {0};

        assert_ok(query_parse(a, span_of(rows[i].text), simple, &q));
        put(q, &b);
        if (strcmp(buf_cstr(&b), rows[i].tree) != 0)
            print_error("\"%s\"\n", rows[i].text);
        assert_string_equal(buf_cstr(&b), rows[i].tree);
        buf_free(&b);
    }
    arena_free(a);
}

/* ---- what is understood ---------------------------------------------------------------------- */

static void words_are_joined_by_and(void **state)
{
    static const struct row rows[] = {
        {"", "*"}, {"  \t", "*"}, {"*", "*"},
        {"quentabri", "quentabri"},
        {"Ferdik Quentabri", "(and Ferdik Quentabri)"},
        {"a AND b && c", "(and a b c)"},
        {"a OR b || c", "(or a b c)"},
        {"a b OR c", "(or (and a b) c)"},
        {"a OR b c", "(or a (and b c))"},
        {"(a OR b) c", "(and (or a b) c)"},
        {"\xe3\x80\x80" "欧阳" "\xe3\x80\x80" "霁川", "(and 欧阳 霁川)"},
        {"ANDREA ORSOLA NOTTE", "(and ANDREA ORSOLA NOTTE)"},
    };

    (void)state;
    assert_trees(rows, ARRAY_LEN(rows), false);
}

static void minus_and_not_exclude(void **state)
{
    static const struct row rows[] = {
        {"-a", "(not a)"}, {"NOT a", "(not a)"}, {"!a", "(not a)"}, {"+a", "a"},
        {"a -b", "(and a (not b))"}, {"a NOT b", "(and a (not b))"}, {"--a", "a"},
        {"-(a OR b)", "(not (or a b))"}, {"al-assad", "al-assad"}, {"a AND NOT b", "(and a (not b))"},
    };

    (void)state;
    assert_trees(rows, ARRAY_LEN(rows), false);
}

static void words_have_wildcards_slips_and_boosts(void **state)
{
    static const struct row rows[] = {
        {"quent*", "<quent*>"}, {"qu?nt*", "<qu?nt*>"}, {"quent\\*", "quent*"},
        {"quentabri~", "quentabri~-1"}, {"quentabri~1", "quentabri~1"}, {"quentabri~0.8", "quentabri~-1"},
        {"a^2", "a^2"}, {"\"a b\"~3^0.5", "'a b~~3'^0.5"}, {"(a b)^2", "(and a b)"},
        {"\"a \\\"b\\\"\"", "'a \"b\"'"}, {"a\\ b", "a b"}, {"a\\/b", "a/b"}, {"AT&T", "AT&T"},
    };

    (void)state;
    assert_trees(rows, ARRAY_LEN(rows), false);
}

static void fields_have_values_groups_and_ranges(void **state)
{
    static const struct row rows[] = {
        {"names:a", "names:a"}, {"names: a", "names:a"}, {"names:(a b)", "(and names:a names:b)"},
        {"names:(a countries:mt) b", "(and (and names:a countries:mt) b)"},
        {"properties.birthDate:\"1961-03\"", "properties.birthDate:'1961-03'"},
        {"countries:*", "countries:*"}, {"_exists_:countries", "countries:*"},
        {"first_seen:[2020 TO 2021]", "first_seen:[2020..2021]"},
        {"first_seen:{2020 TO *]", "first_seen:{2020..]"},
        {"first_seen:[\"2020-01-01\" TO 2021}", "first_seen:[2020-01-01..2021}"},
        {"first_seen:>=2020", "first_seen:[2020..}"}, {"first_seen:<2020", "first_seen:{..2020}"},
        {"first_seen:>\"2020\"", "first_seen:{2020..}"}, {"-topics:sanction", "(not topics:sanction)"},
    };

    (void)state;
    assert_trees(rows, ARRAY_LEN(rows), false);
}

static void the_simple_language_reads_anything(void **state)
{
    static const struct row rows[] = {
        {"", "*"}, {"a b", "(and a b)"}, {"a|b c", "(or a (and b c))"}, {"-a b", "(and (not a) b)"},
        {"\"a b\"~2 c", "(and 'a b~~2' c)"}, {"\"a b", "(and a b)"}, {"(a|b) c", "(and (or a b) c)"},
        {"(a b", "(and a b)"}, {"a) b", "(and a b)"}, {"quent*", "<quent*>"}, {"a~1", "a~1"},
        {"a~x", "a~x"}, {"invalid/query", "invalid/query"}, {"AND names:a", "(and AND names:a)"},
        {"[a TO", "(and [a TO)"}, {"\"", "*"}, {"-", "*"}, {"()", "*"}, {"|", "*"}, {"\\", "\\"},
        {"*", "*"},
    };

    (void)state;
    assert_trees(rows, ARRAY_LEN(rows), true);
}

/* ---- what is not ----------------------------------------------------------------------------- */

static void a_bad_query_is_told_with_its_place(void **state)
{
    static const struct {
        const char *text, *said;
    } rows[] = {
        {"invalid/query", "which is not closed; a slash is written \\/ (character 8 of the query)"},
        {"/a/", "regular expressions are not understood; a slash is written \\/ (character 1 "},
        {"\"a b", "a quotation mark is not closed (character 1 "},
        {"a (b", "a parenthesis is not closed (character 3 "},
        {"é) b", "a parenthesis was never opened (character 2 "},
        {"a OR", "something is missing at the end (character 5 "},
        {"a AND", "something is missing at the end (character 6 "},
        {"OR a", "something is missing before this (character 1 "},
        {"a && || b", "something is missing before this (character 6 "},
        {":a", "there is no field before ':' (character 1 "},
        {"na*s:a", "the name of a field has no wildcards (character 1 "},
        {"names:", "something is missing at the end (character 7 "},
        {"()", "')' does not fit here (character 2 "},
        {"dates:[a b]", "TO is missing in a range (character 10 "},
        {"dates:[a TO b", "a range is not closed (character 7 "},
        {"dates:[ TO b]", "TO is missing in a range"},
        {"dates:>=", "nothing to compare with (character 7 "},
        {"a^b", "a number is missing behind ^ (character 2 "},
        {"a~3", "a word may have two slips at most (character 2 "},
        {"quent*~", "~ goes behind a word or a phrase (character 7 "},
        {"a]", "']' does not fit here (character 2 "},
        {"a\\", "a backslash with nothing behind it (character 2 "},
        {"a \xff", "this is not UTF-8 (character 3 "},
    };
    struct arena *a = arena_new();

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct query *q;
        struct tocsin_err *err = query_parse(a, span_of(rows[i].text), false, &q);

        if (!err || !strstr(tocsin_err_text(err), rows[i].said))
            print_error("\"%s\": %s\n", rows[i].text, err ? tocsin_err_text(err) : "understood");
        assert_non_null(err);
        assert_non_null(strstr(tocsin_err_text(err), rows[i].said));
        assert_int_equal(tocsin_err_code(err), TOCSIN_ERR_USAGE);
        tocsin_err_free(err);
    }
    arena_free(a);
}

static void assert_limit(struct arena *a, const char *part, size_t times, bool simple)
{
    struct tocsin_err *err;
    struct buf b = {0};
    struct query *q;

    for (size_t i = 0; i < times; i++)
        buf_str(&b, part);
    err = query_parse(a, buf_view(&b), simple, &q);
    assert_non_null(err);
    assert_int_equal(tocsin_err_code(err), TOCSIN_ERR_LIMIT);
    tocsin_err_free(err);
    buf_free(&b);
}

static void depth_clauses_and_length_have_limits(void **state)
{
    struct arena *a = arena_new();

    (void)state;
    for (int simple = 0; simple < 2; simple++) {
        assert_limit(a, "(", LIMIT_SEARCH_DEPTH + 1, simple);
        assert_limit(a, "a ", LIMIT_SEARCH_CLAUSES + 1, simple);
        assert_limit(a, "a", LIMIT_SEARCH_QUERY + 1, simple);
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_joined_by_and),
        cmocka_unit_test(minus_and_not_exclude),
        cmocka_unit_test(words_have_wildcards_slips_and_boosts),
        cmocka_unit_test(fields_have_values_groups_and_ranges),
        cmocka_unit_test(the_simple_language_reads_anything),
        cmocka_unit_test(a_bad_query_is_told_with_its_place),
        cmocka_unit_test(depth_clauses_and_length_have_limits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
