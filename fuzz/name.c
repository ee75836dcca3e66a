/* SPDX-License-Identifier: Apache-2.0
 *
 * Two names with a line break between them, parsed and aligned.
 *
 *   byte 0   how the words are read (enum name_kind)
 *   then     first name, LF, second name
 *
 * The score is within 0 and 1 and the same from either side, with and without a memory of costs;
 * no word of a name takes part in two pairs.
 */
#include "name/name.h"
#include "fuzz.h"

enum { READINGS = 4 };

static void check_words(const struct name *n)
{
    MUST(n->n > 0 && n->n <= LIMIT_NAME_TOKENS);
    for (size_t i = 0; i < n->n; i++) {
        const struct token *t = &n->tokens[i];
        MUST(t->form.n <= WORD_MAX && t->latin.n <= WORD_MAX && t->skel.n <= 16);
        MUST(t->weight >= 0 && t->weight < 10);
        MUST(t->script < SCRIPT_COUNT);
        fuzz_text(t->form);
    }
}

static void use(bool *used, unsigned from, unsigned n, unsigned all)
{
    for (unsigned i = from; i < from + n; i++) {
        MUST(i < all && !used[i]);
        used[i] = true;
    }
}

static void check_pairs(const struct name *a, const struct name *b, const struct alignment *al)
{
    bool used_a[LIMIT_NAME_TOKENS] = {0}, used_b[LIMIT_NAME_TOKENS] = {0};
    MUST(al->n <= ALIGN_PAIRS);
    MUST(al->score >= 0 && al->score <= 1);
    for (size_t i = 0; i < al->n; i++) {
        const struct pair *p = &al->pairs[i];
        MUST(p->an || p->bn);
        use(used_a, p->a, p->an, a->n);
        use(used_b, p->b, p->bn, b->n);
    }
}

static bool near(float a, float b)
{
    return a - b < 1e-4f && b - a < 1e-4f;
}

static void compare(const struct name *a, const struct name *b, struct cost_memo *memo)
{
    struct alignment one, two, kept;
    name_align(a, b, NULL, &one);
    name_align(b, a, NULL, &two);
    name_align(a, b, memo, &kept);
    check_pairs(a, b, &one);
    check_pairs(b, a, &two);
    MUST(near(one.score, two.score));
    MUST(near(one.score, kept.score));
    align_sort(&one);
    check_pairs(a, b, &one);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span in = {(const char *)data, size}, first = SPAN(""), second = SPAN("");
    enum name_kind kind = (enum name_kind)(fuzz_byte(&in) % NAME_KINDS);
    struct arena *a = arena_new();
    struct cost_memo *memo = cost_memo_new();
    struct name left[READINGS], right[READINGS];
    if (span_split(&in, '\n', &first) && in.p)
        second = in;
    size_t n = name_parse(a, kind, NAME_PRIMARY, first, left, READINGS);
    size_t m = name_parse(a, kind, NAME_ALIAS, second, right, READINGS);
    for (size_t i = 0; i < n; i++)
        check_words(&left[i]);
    for (size_t k = 0; k < m; k++)
        check_words(&right[k]);
    for (size_t i = 0; i < n; i++) {
        compare(&left[i], &left[i], memo);
        for (size_t k = 0; k < m; k++)
            compare(&left[i], &right[k], memo);
    }
    cost_memo_free(memo);
    arena_free(a);
    return 0;
}
