/* SPDX-License-Identifier: Apache-2.0
 *
 * quality: how often the right entity is found, and how often a wrong one is.
 *
 *   pairs     labelled pairs of names: precision, recall, F1; scores by label; a threshold sweep
 *   un        persons of the UN list, as listed and with typing errors
 *   innocent  invented persons who are on no list
 *   script    UN names asked in their original script, of a list that lacks it
 *   words     single words across scripts: the right one among the first ten
 *   aliases   each alias asked of lists that lack it, beside a linear Jaro-Winkler scan
 *   self      each listed entity asked as itself
 *
 * usage: bench-quality [PART...]     (from the source root; data in $TOCSIN_SHARED, ../shared)
 */
#include <stdio.h>
#include <stdlib.h>

#include "kit.h"
#include "name/name.h"

/* ---- asking ------------------------------------------------------------------------------------ */

struct asking {
    const char *schema;
    struct span name, date, country;
    const struct record *record; /* instead of all these */
    size_t limit;
};

static struct tocsin_results *ask(struct home *h, const struct asking *q)
{
    struct arena *a = arena_new();
    struct tocsin_query *query;
    struct tocsin_results *results;
    struct tocsin_screen_options options = {.below = true, .limit = q->limit ? q->limit : 10};
    if (q->record) {
        struct buf b = {0};
        record_json(q->record, SPAN(""), false, &b);
        must(tocsin_query_json(b.p, b.n, &query));
        buf_free(&b);
    } else {
        must(tocsin_query_new(q->schema, &query));
        must(tocsin_query_add(query, "name", arena_str(a, q->name)));
        if (q->date.n > 0)
            tocsin_err_free(tocsin_query_add(query, "birthDate", arena_str(a, q->date)));
        if (q->country.n > 0)
            tocsin_err_free(tocsin_query_add(query, "nationality", arena_str(a, q->country)));
    }
    must(tocsin_screen(h->node, query, &options, &results));
    tocsin_query_free(query);
    arena_free(a);
    return results;
}

/* Position of the first right id, from 1, counting those of equal score as tied; 0: not there. */
static size_t rank_of(const struct tocsin_results *r, struct map *right, bool *match)
{
    for (size_t i = 0; i < tocsin_results_count(r); i++) {
        if (!map_get(right, span_of(tocsin_result_id(r, i))))
            continue;
        size_t rank = i;
        while (rank > 0 && tocsin_result_score(r, rank - 1) <= tocsin_result_score(r, i) + 1e-9)
            rank--;
        if (match)
            *match = tocsin_result_match(r, i);
        return rank + 1;
    }
    if (match)
        *match = false;
    return 0;
}

/* Some lists carry one name many times over (the owner of a hundred aircraft): more of them tie at
 * the top than are shown. */
static bool all_tie_at_one(const struct tocsin_results *r)
{
    size_t n = tocsin_results_count(r);
    return n > 1 && tocsin_result_score(r, n - 1) >= 1;
}

/* ---- pairs -------------------------------------------------------------------------------------- */

struct counts {
    size_t tp, fp, fn, tn;
};

static void count(struct counts *c, bool label, bool said)
{
    if (label)
        *(said ? &c->tp : &c->fn) += 1;
    else
        *(said ? &c->fp : &c->tn) += 1;
}

static double f1(const struct counts *c)
{
    return c->tp ? 2.0 * (double)c->tp / (double)(2 * c->tp + c->fp + c->fn) : 0;
}

static void print_counts(const char *what, const struct counts *c)
{
    double p = c->tp + c->fp ? (double)c->tp / (double)(c->tp + c->fp) : 0;
    double r = c->tp + c->fn ? (double)c->tp / (double)(c->tp + c->fn) : 0;
    printf("  %-28s n %4zu  precision %.3f  recall %.3f  F1 %.3f\n", what,
           c->tp + c->fp + c->fn + c->tn, p, r, f1(c));
}

static bool is_true(struct span s)
{
    return span_eq_nocase(s, SPAN("true"));
}

static void pairs_by(const struct table *t, const double *score, const char *column)
{
    struct map *groups = map_new();
    struct counts counts[64] = {{0}};
    size_t at = 0;
    for (size_t i = 0; i < t->n; i++) {
        bool made;
        uint64_t *slot = map_slot(groups, table_get(t, i, column), &made);
        if (made)
            *slot = map_count(groups) - 1;
        if (*slot < ARRAY_LEN(counts))
            count(&counts[*slot], is_true(table_get(t, i, "is_match")), score[i] >= 0.7);
    }
    struct span key;
    uint64_t group;
    while (map_next(groups, &at, &key, &group)) {
        char name[64];
        snprintf(name, sizeof(name), "%s %.*s", column, (int)(key.n < 40 ? key.n : 40), key.p);
        if (group < ARRAY_LEN(counts))
            print_counts(name, &counts[group]);
    }
    map_free(groups);
}

static void pairs_means(const struct table *t, const double *score)
{
    static const char *const qualities[] = {"STRONG", "MEDIUM", "WEAK"};
    printf("  mean score:");
    for (int label = 1; label >= 0; label--)
        for (int i = 0; i < 3; i++) {
            int q = label ? i : 2 - i;
            double sum = 0;
            size_t n = 0;
            for (size_t row = 0; row < t->n; row++)
                if (is_true(table_get(t, row, "is_match")) == (bool)label &&
                    span_eq(table_get(t, row, "quality"), span_of(qualities[q]))) {
                    sum += score[row];
                    n++;
                }
            printf(" %s %s %.3f", qualities[q], label ? "match" : "non-match",
                   n ? sum / (double)n : 0);
        }
    printf("\n");
}

static void part_pairs(struct arena *a)
{
    struct table t;
    struct counts all = {0}, theirs = {0};
    size_t ones = 0, different = 0;
    if (!table_read(data_path(a, "quality/name_pairs.csv"), ',', &t))
        return;
    double *score = ARENA_ARRAY(a, double, t.n);
    for (size_t i = 0; i < t.n; i++) {
        struct span x = table_get(&t, i, "name1"), y = table_get(&t, i, "name2");
        struct span v2 = table_get(&t, i, "logic_v2_score");
        bool label = is_true(table_get(&t, i, "is_match"));
        must(tocsin_compare(NULL, arena_str(a, table_get(&t, i, "schema")), arena_str(a, x),
                            arena_str(a, y), NULL, &score[i]));
        count(&all, label, score[i] >= 0.7);
        if (v2.n > 0)
            count(&theirs, label, strtod(arena_str(a, v2), NULL) >= 0.7);
        if (!span_eq(plain(a, x), plain(a, y))) {
            different++;
            ones += score[i] >= 1;
        }
    }
    printf("pairs: labelled pairs of names, threshold 0.70\n");
    print_counts("tocsin, all rows", &all);
    print_counts("logic-v2, rows it scores", &theirs);
    pairs_by(&t, score, "case_group");
    pairs_by(&t, score, "schema");
    pairs_means(&t, score);
    printf("  sweep:");
    for (int s = 50; s <= 95; s += 5) {
        struct counts c = {0};
        for (size_t i = 0; i < t.n; i++)
            count(&c, is_true(table_get(&t, i, "is_match")), score[i] >= s / 100.0);
        printf(" %.2f:%.3f", s / 100.0, f1(&c));
    }
    printf("\n  non-identical pairs that score 1.0: %.1f %%\n", 100.0 * (double)ones / (double)different);
    table_free(&t);
}

/* ---- un ----------------------------------------------------------------------------------------- */

/* Sets of ids by the plain form of each of their names. */
static struct map *ids_by_name(struct arena *a, const struct records *r, struct map ***sets)
{
    struct map *names = map_new();
    *sets = ARENA_ARRAY(a, struct map *, r->n * 64 + 1);
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++)
        for (size_t v = 0; v < r->at[i]->n; v++) {
            const struct value *value = &r->at[i]->values[v];
            if (prop_type(value->prop) != TYPE_NAME || n >= r->n * 64)
                continue;
            bool made;
            uint64_t *slot = map_slot(names, plain(a, value->text), &made);
            if (made) {
                *slot = n;
                (*sets)[n++] = map_new();
            }
            map_slot((*sets)[*slot], r->at[i]->id, NULL);
        }
    return names;
}

static void un_file(struct arena *a, struct home *h, const char *file, const struct table *as_listed,
                    struct map *names, struct map **sets)
{
    struct table t;
    size_t first = 0, found = 0, asked = 0, first_alone = 0, found_alone = 0;
    if (!table_read(data_path(a, file), ',', &t))
        return;
    for (size_t i = 0; i < t.n; i++) {
        const uint64_t *set = map_get(names, plain(a, table_get(as_listed, i, "full_name")));
        if (!set)
            continue;
        asked++;
        for (int alone = 0; alone < 2; alone++) {
            struct asking q = {.schema = "Person", .name = table_get(&t, i, "full_name")};
            if (!alone) {
                q.date = table_get(&t, i, "date_of_birth");
                q.country = table_get(&t, i, "nationality");
            }
            struct tocsin_results *r = ask(h, &q);
            bool match;
            bool is_first = rank_of(r, sets[*set], &match) == 1;
            *(alone ? &first_alone : &first) += is_first;
            *(alone ? &found_alone : &found) += is_first && match;
            if (getenv("BENCH_SHOW") && !(is_first && match))
                printf("    %s missed: %.*s (%.*s) -> %s %.3f\n", alone ? "name only" : "full",
                       SPAN_ARG(q.name), SPAN_ARG(table_get(as_listed, i, "full_name")),
                       tocsin_results_count(r) ? tocsin_result_caption(r, 0) : "nothing",
                       tocsin_results_count(r) ? tocsin_result_score(r, 0) : 0);
            tocsin_results_free(r);
        }
    }
    double n = asked ? (double)asked : 1;
    printf("  %-40s of %zu: first %.3f, first and a match %.3f; by name only %.3f, %.3f\n", file,
           asked, (double)first / n, (double)found / n, (double)first_alone / n,
           (double)found_alone / n);
    table_free(&t);
}

static void part_un(struct arena *a, struct home *un, const struct records *r)
{
    struct map **sets;
    struct map *names = ids_by_name(a, r, &sets);
    struct table listed;
    printf("un: persons of the UN list\n");
    if (table_read(data_path(a, "quality/positives_un_untreated.csv"), ',', &listed)) {
        un_file(a, un, "quality/positives_un_untreated.csv", &listed, names, sets);
        un_file(a, un, "quality/positives_un_treated.csv", &listed, names, sets);
        table_free(&listed);
    }
}

/* ---- innocent ------------------------------------------------------------------------------------ */

static void innocent_file(struct arena *a, struct home *h, const char *file)
{
    struct table t;
    size_t full = 0, alone = 0;
    if (!table_read(data_path(a, file), ',', &t))
        return;
    for (size_t i = 0; i < t.n; i++)
        for (int only = 0; only < 2; only++) {
            struct asking q = {.schema = "Person", .name = table_get(&t, i, "full_name"), .limit = 1};
            if (!only) {
                q.date = table_get(&t, i, "date_of_birth");
                q.country = table_get(&t, i, "nationality");
            }
            struct tocsin_results *r = ask(h, &q);
            bool said = tocsin_results_count(r) > 0 && tocsin_result_match(r, 0);
            *(only ? &alone : &full) += said;
            if (said && getenv("BENCH_SHOW")) {
                const struct tocsin_reason *why;
                tocsin_result_reasons(r, 0, &why);
                printf("    %s: %.*s %.*s %.*s -> %s %.3f %s\n", only ? "name only" : "full",
                       SPAN_ARG(q.name), SPAN_ARG(q.date), SPAN_ARG(q.country),
                       tocsin_result_caption(r, 0), tocsin_result_score(r, 0), why->detail);
            }
            tocsin_results_free(r);
        }
    printf("  %-40s of %zu: false alarms %zu (%.2f in 1,000); by name only %zu (%.2f in 1,000)\n",
           file, t.n, full, 1000.0 * (double)full / (double)t.n, alone,
           1000.0 * (double)alone / (double)t.n);
    table_free(&t);
}

static void part_innocent(struct arena *a, struct home *both)
{
    printf("innocent: persons on no list, against OFAC and UN; name, birth date, nationality\n");
    innocent_file(a, both, "quality/negatives_global.csv");
    innocent_file(a, both, "quality/negatives_us.csv");
}

/* ---- script -------------------------------------------------------------------------------------- */

static bool all_latin(struct span s)
{
    while (s.n > 0) {
        enum script x = script_of(utf8_next(&s));
        if (x != SCRIPT_NONE && x != SCRIPT_LATIN)
            return false;
    }
    return true;
}

/* UN references by the entity they belong to, from the sanctions that hang on it. */
static struct map *ids_by_reference(const struct records *r)
{
    struct map *refs = map_new();
    for (size_t i = 0; i < r->n; i++) {
        struct span of = record_first(r->at[i], PROP_entity);
        struct span ref = record_first(r->at[i], PROP_unscId);
        if (ref.n == 0)
            ref = record_first(r->at[i], PROP_authorityId);
        for (size_t k = 0; of.n > 0 && ref.n > 0 && k < r->n; k++)
            if (span_eq(r->at[k]->id, of))
                *map_slot(refs, ref, NULL) = k;
    }
    return refs;
}

static void part_script(struct arena *a, const struct records *un)
{
    struct home latin;
    struct table t;
    struct arena *b = arena_new();
    struct records only = {ARENA_ARRAY(b, struct record *, un->n), un->n};
    if (!table_read(data_path(a, "quality/un_original_script.tsv"), '\t', &t))
        return;
    for (size_t i = 0; i < un->n; i++) {
        only.at[i] = record_new(b, un->at[i]->schema, un->at[i]->id);
        for (size_t v = 0; v < un->at[i]->n; v++)
            if (prop_type(un->at[i]->values[v].prop) != TYPE_NAME ||
                all_latin(un->at[i]->values[v].text))
                record_add(only.at[i], un->at[i]->values[v].prop, un->at[i]->values[v].text);
        must(record_finish(only.at[i]));
    }
    home_new(&latin);
    const char *file = arena_printf(a, "%s/latin.json", latin.folder).p;
    records_write(&only, NULL, file);
    home_import(&latin, file, "un_latin");
    home_open(&latin);
    struct map *refs = ids_by_reference(un);
    size_t first = 0, ten = 0, asked = 0, match = 0;
    for (size_t i = 0; i < t.n; i++) {
        const uint64_t *at = map_get(refs, span_trim(table_get(&t, i, "ref")));
        if (!at)
            continue;
        struct map *right = map_new();
        map_slot(right, un->at[*at]->id, NULL);
        bool person = span_eq(table_get(&t, i, "kind"), SPAN("individual"));
        struct asking q = {.schema = person ? "Person" : "Organization",
                           .name = table_get(&t, i, "original_script")};
        struct tocsin_results *r = ask(&latin, &q);
        bool m;
        size_t rank = rank_of(r, right, &m);
        asked++;
        first += rank == 1;
        ten += rank > 0 && rank <= 10;
        match += rank == 1 && m;
        if (getenv("BENCH_SHOW") && rank != 1)
            printf("    missed: %.*s (%.*s) rank %zu -> %s %.3f\n", SPAN_ARG(q.name),
                   SPAN_ARG(table_get(&t, i, "latin")), rank,
                   tocsin_results_count(r) ? tocsin_result_caption(r, 0) : "nothing",
                   tocsin_results_count(r) ? tocsin_result_score(r, 0) : 0);
        tocsin_results_free(r);
        map_free(right);
    }
    printf("script: UN names in their original script, of %zu: first %.3f, first and a match %.3f, "
           "within ten %.3f\n", asked, (double)first / (double)asked,
           (double)match / (double)asked, (double)ten / (double)asked);
    map_free(refs);
    home_free(&latin);
    arena_free(b);
    table_free(&t);
}

/* ---- words --------------------------------------------------------------------------------------- */

static void words_file(struct arena *a, const char *language)
{
    struct table t;
    struct home h;
    size_t ten = 0, first = 0;
    if (!table_read(data_path(a, arena_printf(a, "quality/translit_%s.tsv", language).p), '\t', &t))
        return;
    home_new(&h);
    struct records latin = {ARENA_ARRAY(a, struct record *, t.n), 0};
    struct map *ids = map_new();
    for (size_t i = 0; i < t.n; i++) {
        bool made;
        struct span word = plain(a, table_get(&t, i, "latin"));
        uint64_t *slot = map_slot(ids, word, &made);
        if (!made || word.n == 0)
            continue;
        *slot = i;
        struct record *r = record_new(a, SCHEMA_Person, arena_printf(a, "w-%zu", i));
        record_add(r, PROP_name, table_get(&t, i, "latin"));
        must(record_finish(r));
        latin.at[latin.n++] = r;
    }
    const char *file = arena_printf(a, "%s/words.json", h.folder).p;
    records_write(&latin, NULL, file);
    home_import(&h, file, "words");
    home_open(&h);
    for (size_t i = 0; i < t.n; i++) {
        const uint64_t *id = map_get(ids, plain(a, table_get(&t, i, "latin")));
        struct map *right = map_new();
        if (id)
            map_slot(right, arena_printf(a, "w-%zu", (size_t)*id), NULL);
        struct tocsin_results *r =
            ask(&h, &(struct asking){.schema = "Person", .name = table_get(&t, i, "other")});
        size_t rank = rank_of(r, right, NULL);
        ten += rank > 0 && rank <= 10;
        first += rank == 1;
        tocsin_results_free(r);
        map_free(right);
    }
    printf("  %-10s of %zu: within ten %.3f, first %.3f\n", language, t.n,
           (double)ten / (double)t.n, (double)first / (double)t.n);
    map_free(ids);
    home_free(&h);
    table_free(&t);
}

static void part_words(struct arena *a)
{
    static const char *const languages[] = {"russian", "arabic", "hebrew", "japanese", "katakana",
                                            "korean", "chinese"};
    printf("words: single words across scripts, the right Latin word of 4,000\n");
    for (size_t i = 0; i < ARRAY_LEN(languages); i++)
        words_file(a, languages[i]);
}

/* ---- aliases ------------------------------------------------------------------------------------- */

struct class_count {
    size_t asked, first, match, sampled, sampled_first, baseline_first;
};

enum { KINDS = 4 };
static const char *const kinds[KINDS] = {"alias", "previousName", "weakAlias", "name"};

static int kind_of(enum prop p)
{
    for (int i = 0; i < KINDS; i++)
        if (strcmp(prop_name(p), kinds[i]) == 0)
            return i;
    return -1;
}

struct baseline {
    struct span *name;
    size_t *entity, n;
};

/* Best linear Jaro-Winkler over every name but the one left out: is its entity the right one? */
static bool baseline_right(const struct baseline *b, const size_t *left_out, size_t entity,
                           struct span asked)
{
    double best = -1, own = -1;
    for (size_t i = 0; i < b->n; i++) {
        if (i == *left_out)
            continue;
        double s = jaro_winkler(asked, b->name[i]);
        best = s > best ? s : best;
        if (b->entity[i] == entity)
            own = s > own ? s : own;
    }
    return own >= best;
}

static void aliases_round(struct arena *a, const struct records *r, const size_t *skip,
                          struct class_count *by_kind, struct class_count *by_script,
                          const struct baseline *b, const size_t *first_name, size_t every)
{
    struct home h;
    size_t n = 0;
    home_new(&h);
    const char *file = arena_printf(a, "%s/without.json", h.folder).p;
    records_write(r, skip, file);
    home_import(&h, file, "without");
    home_open(&h);
    for (size_t i = 0; i < r->n; i++) {
        if (skip[i] == SIZE_MAX)
            continue;
        const struct value *v = &r->at[i]->values[skip[i]];
        struct asking q = {.schema = schema_name(r->at[i]->schema), .name = v->text};
        struct map *right = map_new();
        map_slot(right, r->at[i]->id, NULL);
        struct tocsin_results *results = ask(&h, &q);
        bool match;
        bool first = rank_of(results, right, &match) == 1;
        struct span rest = v->text;
        enum script script = SCRIPT_NONE;
        while (rest.n > 0 && script == SCRIPT_NONE)
            script = script_of(utf8_next(&rest));
        struct class_count *c[2] = {&by_kind[kind_of(v->prop)], &by_script[script]};
        /* the baseline is slow: it is asked a sample, and all that is not in Latin letters */
        bool sampled[2] = {n++ % every == 0, script != SCRIPT_LATIN}, baseline = false;
        sampled[1] |= sampled[0];
        if (sampled[1]) {
            size_t left_out = first_name[i];
            for (size_t k = 0; k < skip[i]; k++)
                left_out += prop_type(r->at[i]->values[k].prop) == TYPE_NAME;
            baseline = baseline_right(b, &left_out, i, plain(a, v->text));
        }
        for (int k = 0; k < 2; k++) {
            c[k]->asked++;
            c[k]->first += first;
            c[k]->match += first && match;
            c[k]->sampled += sampled[k];
            c[k]->sampled_first += sampled[k] && first;
            c[k]->baseline_first += sampled[k] && baseline;
        }
        if (getenv("BENCH_SHOW") && !first)
            printf("    missed: %.*s of %.*s -> %s %.3f\n", SPAN_ARG(v->text),
                   SPAN_ARG(record_caption(r->at[i])),
                   tocsin_results_count(results) ? tocsin_result_caption(results, 0) : "nothing",
                   tocsin_results_count(results) ? tocsin_result_score(results, 0) : 0);
        tocsin_results_free(results);
        map_free(right);
    }
    home_free(&h);
}

static void print_class(const char *name, const struct class_count *c)
{
    if (c->asked == 0)
        return;
    double s = c->sampled ? (double)c->sampled : 1;
    printf("  %-14s of %5zu: first %.3f, first and a match %.3f | sample of %4zu: tocsin %.3f, "
           "linear Jaro-Winkler %.3f\n", name, c->asked, (double)c->first / (double)c->asked,
           (double)c->match / (double)c->asked, c->sampled, (double)c->sampled_first / s,
           (double)c->baseline_first / s);
}

/* The value of record 'r' to leave out in round 'k': its k-th name that is not its only one. */
static size_t left_out_in(const struct record *r, size_t k)
{
    size_t seen = 0, names = 0;
    for (size_t v = 0; v < r->n; v++)
        names += prop_type(r->values[v].prop) == TYPE_NAME && kind_of(r->values[v].prop) >= 0;
    for (size_t v = 0; v < r->n && names > 1; v++)
        if (kind_of(r->values[v].prop) >= 0 && r->values[v].prop != PROP_name && seen++ == k)
            return v;
    return SIZE_MAX;
}

static void part_aliases(struct arena *a, const struct records *r, const char *list)
{
    struct class_count by_kind[KINDS] = {{0}}, by_script[SCRIPT_COUNT] = {{0}}, all = {0};
    size_t *skip = ARENA_ARRAY(a, size_t, r->n), *first_name = ARENA_ARRAY(a, size_t, r->n);
    VEC(struct span) names = {0};
    VEC(size_t) entity = {0};
    for (size_t i = 0; i < r->n; i++) {
        first_name[i] = names.n;
        for (size_t v = 0; v < r->at[i]->n; v++)
            if (prop_type(r->at[i]->values[v].prop) == TYPE_NAME) {
                *VEC_PUSH(&names) = plain(a, r->at[i]->values[v].text);
                *VEC_PUSH(&entity) = i;
            }
    }
    struct baseline b = {names.at, entity.at, names.n};
    for (size_t round = 0; round < 24; round++) {
        size_t n = 0;
        for (size_t i = 0; i < r->n; i++) {
            skip[i] = schema_matchable(r->at[i]->schema) ? left_out_in(r->at[i], round) : SIZE_MAX;
            n += skip[i] != SIZE_MAX;
        }
        if (n > 0)
            aliases_round(a, r, skip, by_kind, by_script, &b, first_name, 12);
    }
    printf("aliases: each alias of %s asked of the list without it\n", list);
    for (int i = 0; i < KINDS; i++) {
        print_class(kinds[i], &by_kind[i]);
        all.asked += by_kind[i].asked;
        all.first += by_kind[i].first;
        all.match += by_kind[i].match;
        all.sampled += by_kind[i].sampled;
        all.sampled_first += by_kind[i].sampled_first;
        all.baseline_first += by_kind[i].baseline_first;
    }
    for (int i = 0; i < SCRIPT_COUNT; i++)
        print_class(script_name((enum script)i), &by_script[i]);
    print_class("all", &all);
    VEC_FREE(&names);
    VEC_FREE(&entity);
}

/* ---- self ---------------------------------------------------------------------------------------- */

static void part_self(struct home *h, const struct records *r)
{
    size_t asked = 0, first = 0, match = 0;
    for (size_t i = 0; i < r->n; i++) {
        if (!schema_matchable(r->at[i]->schema) || record_first(r->at[i], PROP_name).n == 0)
            continue;
        struct map *right = map_new();
        map_slot(right, r->at[i]->id, NULL);
        struct tocsin_results *results = ask(h, &(struct asking){.record = r->at[i]});
        bool m, is_first = rank_of(results, right, &m) == 1;
        if (!is_first && all_tie_at_one(results))
            is_first = m = true;
        asked++;
        first += is_first;
        match += is_first && m;
        if (getenv("BENCH_SHOW") && !(is_first && m))
            printf("    missed: %.*s %.*s -> %s %.3f\n", SPAN_ARG(r->at[i]->id),
                   SPAN_ARG(record_caption(r->at[i])),
                   tocsin_results_count(results) ? tocsin_result_caption(results, 0) : "nothing",
                   tocsin_results_count(results) ? tocsin_result_score(results, 0) : 0);
        tocsin_results_free(results);
        map_free(right);
    }
    printf("self: each listed entity asked as itself, of %zu: first or tied %.4f, and a match %.4f\n",
           asked, (double)first / (double)asked, (double)match / (double)asked);
}

/* ---- main ---------------------------------------------------------------------------------------- */

static bool wants(int argc, char **argv, const char *part)
{
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], part) == 0)
            return true;
    return argc < 2;
}

int main(int argc, char **argv)
{
    struct arena *a = arena_new();
    struct home un, both;
    struct records un_records, all;
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (!bench_data())
        return 0;
    home_new(&un);
    home_import(&un, data_path(a, "lists/un/consolidated.xml"), NULL);
    home_open(&un);
    records_load(&un, NULL, a, &un_records);
    home_new(&both);
    home_import(&both, data_path(a, "lists/un/consolidated.xml"), NULL);
    home_import(&both, data_path(a, "lists/ofac-2021"), NULL);
    home_open(&both);
    records_load(&both, NULL, a, &all);
    if (wants(argc, argv, "pairs"))
        part_pairs(a);
    if (wants(argc, argv, "un"))
        part_un(a, &un, &un_records);
    if (wants(argc, argv, "innocent"))
        part_innocent(a, &both);
    if (wants(argc, argv, "script"))
        part_script(a, &un_records);
    if (wants(argc, argv, "words"))
        part_words(a);
    if (wants(argc, argv, "aliases"))
        part_aliases(a, &all, "OFAC and UN");
    if (wants(argc, argv, "self"))
        part_self(&both, &all);
    home_free(&un);
    home_free(&both);
    arena_free(a);
    return 0;
}
