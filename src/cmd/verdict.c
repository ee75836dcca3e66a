/* SPDX-License-Identifier: Apache-2.0
 *
 * One result for people:
 *
 *     0.93 [#########-]  MATCH  Ferdik Aldous QUENTABRY
 *          Person, ofac-90001, us_ofac_sdn
 *          +0.93  Names agree
 *                 asked   Ferdik Quentabri
 *                 listed  QUENTABRY, Ferdik Aldous
 *                 [Ferdik = Ferdik] [Quentabri ~ Quentabry]
 */
#include "cmd/cmd.h"

#include <math.h>

enum { BAR_CELLS = 10, INDENT = 5, REASON_INDENT = 12, VALUE_INDENT = 20 };

static enum tone tone_of(double score, bool match)
{
    if (match)
        return TONE_BAD;
    return score >= 0.5 ? TONE_WARN : TONE_DIM;
}

void verdict_bar(const struct term *t, double score, bool match)
{
    char bar[BAR_CELLS + 1];
    int full = (int)lround(score * BAR_CELLS);

    for (int i = 0; i < BAR_CELLS; i++)
        bar[i] = i < full ? '#' : '-';
    bar[BAR_CELLS] = '\0';
    term_printf(t, tone_of(score, match), "%.2f [%s]", score, bar);
}

static void print_value(const struct term *t, const char *label, const char *value)
{
    if (!value || !value[0])
        return;
    term_indent(t, REASON_INDENT);
    term_printf(t, TONE_DIM, "%-8s", label);
    term_value(t, TONE_PLAIN, VALUE_INDENT, VALUE_INDENT, span_of(value));
}

static void print_reason(const struct term *t, const struct tocsin_reason *r)
{
    enum tone tone = r->score > 0 ? TONE_GOOD : r->score < 0 ? TONE_BAD : TONE_DIM;

    term_indent(t, INDENT);
    term_printf(t, tone, "%+.2f", r->score);
    term_indent(t, REASON_INDENT - INDENT - 5);
    term_wrap(t, TONE_PLAIN, REASON_INDENT, REASON_INDENT, span_of(r->title));
    print_value(t, "asked", r->query);
    print_value(t, "listed", r->candidate);
    if (r->detail && r->detail[0]) {
        term_indent(t, REASON_INDENT);
        term_wrap(t, TONE_DIM, REASON_INDENT, REASON_INDENT, span_of(r->detail));
    }
}

void verdict_print(const struct term *t, const struct tocsin_results *r, size_t i)
{
    bool match = tocsin_result_match(r, i);
    const struct tocsin_reason *reasons = NULL;
    size_t n = tocsin_result_reasons(r, i, &reasons);

    verdict_bar(t, tocsin_result_score(r, i), match);
    term_printf(t, match ? TONE_BAD : TONE_DIM, "  %s  ", match ? "MATCH" : "below");
    term_value(t, TONE_BOLD, 26, 26, span_of(tocsin_result_caption(r, i)));
    term_indent(t, INDENT);
    term_printf(t, TONE_DIM, "%s, %s, %s", tocsin_result_schema(r, i), tocsin_result_id(r, i),
                tocsin_result_dataset(r, i));
    term_line_end(t);
    for (size_t k = 0; k < n; k++)
        print_reason(t, &reasons[k]);
}
