/* SPDX-License-Identifier: Apache-2.0
 *
 * What narrows a search: datasets, schemata, values of fields, time of the last change, targets.
 *
 * A dataset is asked for under the name that its file has, or under one that an aggregated list
 * gives its entities. Values of one field are alternatives unless the caller wants all of them;
 * different fields must all fit.
 */
#include "search/asking.h"

#include <ctype.h>

static bool listed(const char *const *list, struct span name)
{
    for (size_t i = 0; list && list[i]; i++)
        if (span_eq(name, span_of(list[i])))
            return true;
    return false;
}

/* ---- boards ---------------------------------------------------------------------------------- */

static bool has_dataset(const struct board *b, const char *const *datasets)
{
    for (uint32_t i = 0; i < b->names.n; i++) {
        struct span name = texts_at(&b->names, i);

        if (span_starts(name, SPAN("datasets=")) && listed(datasets, span_from(name, 9)))
            return true;
    }
    return false;
}

struct tocsin_err *filter_boards(struct asking *q)
{
    const struct tocsin_search_options *o = q->options;

    for (size_t k = 0; k < q->search->n; k++) {
        struct board *b = &q->search->boards[k];

        q->asked[k] = !listed(o->exclude_datasets, b->dataset) &&
                      (!o->datasets || listed(o->datasets, b->dataset) ||
                       has_dataset(b, o->datasets));
        if (!q->asked[k])
            continue;
        TRY(board_take(b, &q->connection[k]));
        q->score[k] = mem_zero(b->n + 1, sizeof(float));
        q->entities += b->n;
        q->words += b->words_sum;
    }
    return NULL;
}

/* Entities with a dataset that counts: asked for, and not excluded. */
static void filter_datasets(struct asking *q, struct set *found)
{
    const struct tocsin_search_options *o = q->options;

    for EACH_BOARD(q, k) {
        const struct board *b = &q->search->boards[k];
        bool whole = !o->datasets || listed(o->datasets, b->dataset);
        bool *counts = mem_zero(b->names.n + 1, sizeof(*counts));
        struct set pass = set_new(b->n);

        for (uint32_t i = 0; i < b->names.n; i++) {
            struct span name = texts_at(&b->names, i), dataset = span_from(name, 9);

            counts[i] = span_starts(name, SPAN("datasets=")) &&
                        (whole || listed(o->datasets, dataset)) &&
                        !listed(o->exclude_datasets, dataset);
        }
        for (uint32_t i = 0; i < b->n; i++)
            for (uint32_t c = b->code_at[i]; c < b->code_at[i + 1]; c++)
                if (counts[b->codes[c]])
                    set_add(&pass, i);
        set_and(&found[k], &pass);
        set_free(&pass);
        mem_free(counts);
    }
}

/* ---- schemata -------------------------------------------------------------------------------- */

static struct tocsin_err *schema_of(const char *name, enum schema *out)
{
    *out = schema_find(span_of(name));
    if (*out == SCHEMA_NONE)
        return err_new(TOCSIN_ERR_USAGE, "there is no schema '%s'", name);
    return NULL;
}

static struct tocsin_err *filter_schemata(struct asking *q, struct set *found)
{
    const char *const *not = q->options->exclude_schemata;
    bool pass[SCHEMA_END] = {false};
    enum schema asked, other;

    TRY(schema_of(q->options->schema ? q->options->schema : "Thing", &asked));
    for (size_t s = 1; s <= schema_count(); s++)
        pass[s] = schema_comparable(asked, (enum schema)s) ||
                  (!schema_matchable(asked) && schema_is_a((enum schema)s, asked));
    for (size_t i = 0; not && not[i]; i++) {
        TRY(schema_of(not[i], &other));
        pass[other] = false;
    }
    for EACH_BOARD(q, k) {
        const struct board *b = &q->search->boards[k];
        struct set set = set_new(b->n);

        for (uint32_t i = 0; i < b->n; i++)
            if (pass[b->schema[i]])
                set_add(&set, i);
        set_and(&found[k], &set);
        set_free(&set);
    }
    return NULL;
}

/* ---- values ---------------------------------------------------------------------------------- */

static void take_and(const struct asking *q, struct set *found, const struct set *with)
{
    for EACH_BOARD(q, k)
        set_and(&found[k], &with[k]);
}

static struct tocsin_err *value_set(struct asking *q, struct span name, struct span value,
                                    struct set *out)
{
    struct query leaf = {.kind = QUERY_PHRASE, .text = value, .field = name, .boost = 1};
    struct set *words = NULL;
    struct tocsin_err *err = eval_leaf(q, &leaf, true, &words);

    for EACH_BOARD(q, k)
        if (words)
            set_or(&out[k], &words[k]);
    sets_free(q, words);
    return err;
}

struct filter {
    struct span field, value;
    bool done;
};

/* All filters of the field of filter 'first', which become done. */
static struct tocsin_err *filter_field(struct asking *q, struct filter *list, size_t n,
                                       size_t first, struct set *found)
{
    bool all = q->options->filter_and;
    struct tocsin_err *err = NULL;
    struct set *any = sets_new(q);

    for (size_t i = first; i < n && !err; i++) {
        if (list[i].done || !span_eq(list[i].field, list[first].field))
            continue;
        list[i].done = true;
        err = value_set(q, list[i].field, list[i].value, any);
        if (!err && all) {
            take_and(q, found, any);
            sets_free(q, any);
            any = sets_new(q);
        }
    }
    if (!all)
        take_and(q, found, any);
    sets_free(q, any);
    return err;
}

struct filters {
    struct filter *at;
    size_t n, cap;
};

static void add_filters(struct filters *f, struct span field, const char *const *values)
{
    for (size_t i = 0; values && values[i]; i++)
        *VEC_PUSH(f) = (struct filter){field, span_of(values[i]), false};
}

static struct tocsin_err *list_filters(const struct tocsin_search_options *o, struct filters *f)
{
    add_filters(f, SPAN("countries"), o->countries);
    add_filters(f, SPAN("topics"), o->topics);
    for (size_t i = 0; o->filters && o->filters[i]; i++) {
        struct span text = span_of(o->filters[i]);
        size_t colon = span_find(text, ':');

        if (colon == 0 || colon + 1 >= text.n)
            return err_new(TOCSIN_ERR_USAGE, "a filter is field:value, not '%s'", o->filters[i]);
        *VEC_PUSH(f) = (struct filter){span_slice(text, 0, colon), span_from(text, colon + 1), 0};
    }
    return NULL;
}

static struct tocsin_err *filter_values(struct asking *q, struct set *found)
{
    struct filters f = {0};
    struct tocsin_err *err = list_filters(q->options, &f);

    for (size_t i = 0; i < f.n && !err; i++)
        if (!f.at[i].done)
            err = filter_field(q, f.at, f.n, i, found);
    VEC_FREE(&f);
    return err;
}

/* ---- changes, targets ------------------------------------------------------------------------ */

/* "YYYY-MM-DD", "YYYY-MM-DDTHH" and so on to seconds. */
static bool is_time(const char *text)
{
    static const char form[] = "dddd-dd-ddTdd:dd:dd";
    size_t n = strlen(text);

    if (n != 10 && n != 13 && n != 16 && n != 19)
        return false;
    for (size_t i = 0; i < n; i++)
        if (form[i] == 'd' ? !isdigit((unsigned char)text[i]) : text[i] != form[i])
            return false;
    return true;
}

static struct tocsin_err *filter_changed(struct asking *q, struct set *found)
{
    const char *since = q->options->changed_since;
    struct query leaf = {.kind = QUERY_RANGE, .field = SPAN("last_change"), .from_in = true};
    struct set *sets = NULL;

    if (!since)
        return NULL;
    if (!is_time(since))
        return err_new(TOCSIN_ERR_USAGE, "changed since '%s': not YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS",
                       since);
    leaf.from = span_of(since);
    TRY(eval_leaf(q, &leaf, true, &sets));
    take_and(q, found, sets);
    sets_free(q, sets);
    return NULL;
}

static struct tocsin_err *filter_targets(struct asking *q, struct set *found)
{
    struct query leaf = {.kind = QUERY_PHRASE, .field = SPAN("target"), .text = SPAN("true")};
    struct set *sets = NULL;

    if (!q->options->target)
        return NULL;
    if (q->options->target < 0)
        leaf.text = SPAN("false");
    TRY(eval_leaf(q, &leaf, true, &sets));
    take_and(q, found, sets);
    sets_free(q, sets);
    return NULL;
}

struct tocsin_err *filter_entities(struct asking *q, struct set *found)
{
    TRY(filter_schemata(q, found));
    if (q->options->datasets || q->options->exclude_datasets)
        filter_datasets(q, found);
    TRY(filter_values(q, found));
    TRY(filter_changed(q, found));
    return filter_targets(q, found);
}
