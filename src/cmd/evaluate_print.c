/* SPDX-License-Identifier: Apache-2.0
 *
 * Figures of an evaluation, for people and for programs.
 */
#include "cmd/evaluate.h"

#include "cmd/grid.h"
#include "cmd/json_out.h"
#include "cmd/text.h"

/* ---- for people -------------------------------------------------------------------------- */

static void add_count(struct grid *g, uint64_t n)
{
    char text[TEXT_NUMBER_MAX];

    grid_cell(g, "%s", text_number(n, text));
}

static void add_rates(struct grid *g, struct rates r)
{
    grid_cell(g, "%.3f", r.precision);
    grid_cell(g, "%.3f", r.recall);
    grid_cell(g, "%.3f", r.f1);
}

static void add_tally(struct grid *g, struct span name, const struct tally *t)
{
    grid_cell(g, "%.*s", SPAN_ARG(name));
    add_count(g, t->pairs);
    add_count(g, t->matches);
    add_count(g, t->hits);
    add_count(g, t->false_alarms);
    add_count(g, t->matches - t->hits);
    add_rates(g, tally_rates(t));
}

static struct grid *tally_grid(const char *first)
{
    static const char *const names[] = {"pairs", "matches", "found", "false", "missed",
                                        "precision", "recall", "F1"};
    struct grid *g = grid_new("lrrrrrrrr");

    grid_cell(g, "%s", first);
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        grid_cell(g, "%s", names[i]);
    return g;
}

static void print_grid(const struct term *t, struct grid *g)
{
    grid_print(g, t, 0);
    grid_free(g);
    term_line_end(t);
}

static void add_groups(struct grid *g, const struct group_column *c)
{
    struct span value;
    uint64_t place;
    size_t at = 0;

    while (map_next(c->index, &at, &value, &place))
        add_tally(g, value.n ? value : SPAN("(empty)"), &c->groups.at[place]);
}

static void print_rates(const struct term *t, const struct figures *f)
{
    struct grid *g = tally_grid("");

    add_tally(g, SPAN("all"), &f->all);
    print_grid(t, g);
    for (size_t i = 0; i < f->columns_n; i++) {
        if (f->columns[i].quality)
            continue;
        g = tally_grid(f->columns[i].name);
        add_groups(g, &f->columns[i]);
        print_grid(t, g);
    }
}

static void print_sweep(const struct term *t, const struct figures *f)
{
    static const char *const names[] = {"threshold", "found", "false", "precision", "recall", "F1"};
    struct grid *g = grid_new("rrrrrr");

    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        grid_cell(g, "%s", names[i]);
    for (size_t i = 0; i < TALLY_STEPS; i++) {
        grid_cell(g, "%.2f", tally_step_threshold(i));
        add_count(g, f->all.step_hits[i]);
        add_count(g, f->all.step_false_alarms[i]);
        add_rates(g, tally_step_rates(&f->all, i));
    }
    print_grid(t, g);
}

static void add_mean(struct grid *g, const struct tally *t, bool of_matches)
{
    uint64_t n = of_matches ? t->matches : t->pairs - t->matches;

    if (n)
        grid_cell(g, "%.3f", tally_mean(t, of_matches));
    else
        grid_cell(g, "-");
    add_count(g, n);
}

static void print_quality(const struct term *t, const struct group_column *c)
{
    static const char *const names[] = {"mean score of matches", "pairs", "of others", "pairs"};
    struct grid *g = grid_new("lrrrr");
    struct span value;
    uint64_t place;
    size_t at = 0;

    grid_cell(g, "%s", c->name);
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        grid_cell(g, "%s", names[i]);
    while (map_next(c->index, &at, &value, &place)) {
        grid_cell(g, "%.*s", SPAN_ARG(value.n ? value : SPAN("(empty)")));
        add_mean(g, &c->groups.at[place], true);
        add_mean(g, &c->groups.at[place], false);
    }
    print_grid(t, g);
}

static void print_rest(const struct term *t, const struct figures *f)
{
    const struct tally *a = &f->all;
    double rate = f->seconds > 0 ? (double)a->pairs / f->seconds : 0;
    char text[TEXT_NUMBER_MAX];

    term_printf(t, TONE_PLAIN, "Full score of 1.0 for names that differ: %.3f (%llu of %llu pairs)",
                tally_full_share(a), (unsigned long long)a->different_full,
                (unsigned long long)a->different);
    term_line_end(t);
    term_printf(t, TONE_PLAIN, "How common words are: %s",
                f->home ? "from the program and the lists in " : "from the program alone");
    term_printf(t, TONE_PLAIN, "%s", f->home ? f->home : "");
    term_line_end(t);
    term_printf(t, TONE_PLAIN, "%.2f s, %s pairs a second", f->seconds,
                text_number((uint64_t)rate, text));
    term_line_end(t);
}

void figures_print(const struct term *t, const struct figures *f)
{
    term_printf(t, TONE_BOLD, "At threshold %.2f", f->threshold);
    term_line_end(t);
    print_rates(t, f);
    print_sweep(t, f);
    for (size_t i = 0; i < f->columns_n; i++)
        if (f->columns[i].quality)
            print_quality(t, &f->columns[i]);
    print_rest(t, f);
}

/* ---- for programs ------------------------------------------------------------------------ */

static json_t *json_of_tally(const struct tally *t)
{
    struct rates r = tally_rates(t);

    return json_pack("{s:I, s:I, s:I, s:I, s:I, s:f, s:f, s:f, s:f, s:f, s:f}", "pairs",
                     (json_int_t)t->pairs, "matches", (json_int_t)t->matches, "found",
                     (json_int_t)t->hits, "false", (json_int_t)t->false_alarms, "missed",
                     (json_int_t)(t->matches - t->hits), "precision", r.precision, "recall",
                     r.recall, "f1", r.f1, "mean_score_of_matches", tally_mean(t, true),
                     "mean_score_of_others", tally_mean(t, false), "full_score_of_different",
                     tally_full_share(t));
}

static json_t *json_of_groups(const struct group_column *c)
{
    json_t *all = json_object();
    struct span value;
    uint64_t place;
    size_t at = 0;

    while (map_next(c->index, &at, &value, &place)) {
        json_t *key = json_stringn(value.p, value.n);

        json_object_set_new(all, key ? json_string_value(key) : "?",
                            json_of_tally(&c->groups.at[place]));
        json_decref(key);
    }
    return all;
}

static json_t *json_of_sweep(const struct tally *t)
{
    json_t *all = json_array();

    for (size_t i = 0; i < TALLY_STEPS; i++) {
        struct rates r = tally_step_rates(t, i);

        json_array_append_new(all, json_pack("{s:f, s:I, s:I, s:f, s:f, s:f}", "threshold",
                                             tally_step_threshold(i), "found",
                                             (json_int_t)t->step_hits[i], "false",
                                             (json_int_t)t->step_false_alarms[i], "precision",
                                             r.precision, "recall", r.recall, "f1", r.f1));
    }
    return all;
}

void figures_print_json(FILE *out, const struct figures *f)
{
    json_t *by = json_object();

    for (size_t i = 0; i < f->columns_n; i++)
        json_object_set_new(by, f->columns[i].name, json_of_groups(&f->columns[i]));
    json_out(out, json_pack("{s:f, s:f, s:o, s:o, s:o, s:o}", "threshold", f->threshold, "seconds",
                            f->seconds, "home", json_of(f->home), "all", json_of_tally(&f->all),
                            "by", by, "sweep", json_of_sweep(&f->all)));
}
