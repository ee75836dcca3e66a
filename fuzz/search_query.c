/* SPDX-License-Identifier: Apache-2.0
 *
 * The query languages of full-text search: any text is a tree within the limits or an error with a
 * place, and the simple one has no other errors than limits.
 */
#include "fuzz.h"
#include "search/query.h"

static void look(const struct query *q, size_t depth)
{
    MUST(depth <= 4 * LIMIT_SEARCH_DEPTH + 4);
    MUST(q->kind <= QUERY_NOT);
    MUST(q->kind != QUERY_NOT || q->n == 1);
    MUST(q->n <= LIMIT_SEARCH_CLAUSES);
    MUST(q->slips >= -1 && q->slips <= 2);
    fuzz_text(q->field);
    fuzz_text(q->text);
    fuzz_text(q->from);
    fuzz_text(q->to);
    for (size_t i = 0; i < q->n; i++)
        look(q->parts[i], depth + 1);
}

static void parse(struct span text, bool simple)
{
    struct arena *a = arena_new();
    struct query *q = NULL;
    struct tocsin_err *err = query_parse(a, text, simple, &q);
    size_t bad;

    MUST(!err || !simple || tocsin_err_code(err) == TOCSIN_ERR_LIMIT || !utf8_valid(text, &bad));
    if (!err)
        look(q, 0);
    fuzz_err(err);
    arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span text = {(const char *)data, size};

    parse(text, false);
    parse(text, true);
    return 0;
}
