/* SPDX-License-Identifier: Apache-2.0
 *
 * Which entities are meant by the names of datasets.
 *
 * A name stands for itself and for what belongs to it, to all depths. Where the wanted names cover
 * all that belongs to a segment's dataset, the whole segment is searched; where they cover some of
 * it, each entity that is found is asked which of it it is from (known.h).
 */
#include "node/known.h"

static struct tocsin_err *unknown(const struct known *k, const char *name)
{
    struct tocsin_err *err;
    struct buf there = {0};

    for (size_t i = 0; i < k->n; i++) {
        if (k->at[i].dataset)
            buf_printf(&there, "%s%.*s", there.n ? ", " : "", SPAN_ARG(k->at[i].name));
    }
    err = err_new(TOCSIN_ERR_NOT_FOUND, "no dataset %s; there are: %s", name,
                  there.n ? buf_cstr(&there) : "none");
    buf_free(&there);
    return err;
}

/* "default" and "all" are what is loaded, and more where they are datasets themselves. */
static struct tocsin_err *add_name(const struct known *k, const char *name, bool *set)
{
    bool all = strcmp(name, "default") == 0 || strcmp(name, "all") == 0;
    size_t i = known_find(k, span_of(name));

    if (i < k->n)
        known_belonging(k, i, set);
    else if (!all)
        return unknown(k, name);
    for (i = 0; all && i < k->n; i++) {
        if (k->at[i].dataset)
            known_belonging(k, i, set);
    }
    return NULL;
}

static struct tocsin_err *add_exact(const struct known *k, const char *name, bool *set)
{
    size_t i = known_find(k, span_of(name));

    if (i == k->n)
        return unknown(k, name);
    set[i] = true;
    return NULL;
}

/* ---- for a search ------------------------------------------------------------------------ */

static struct scope_part part_of(const struct known *k, struct arena *a, const bool *wanted,
                                 const char *dataset)
{
    struct scope_part part = {.all = true, .self = known_find(k, span_of(dataset))};

    if (part.self == k->n)
        return (struct scope_part){0};
    part.belonging = ARENA_ARRAY(a, bool, k->n + 1);
    known_belonging(k, part.self, part.belonging);
    for (size_t i = 0; i < k->n; i++) {
        part.any |= part.belonging[i] && wanted[i];
        part.all &= !part.belonging[i] || wanted[i];
    }
    return part;
}

struct tocsin_err *scope_read(struct tocsin_node *node, struct arena *a, const char *const *datasets,
                              const char *const *exact, const struct scope **out)
{
    const struct index *x = node->index->index;
    struct scope *s;

    *out = NULL;
    if (!exact && (!datasets || !datasets[0]))
        return NULL;
    s = ARENA_NEW(a, struct scope);
    TRY(node_known(node, &s->known));
    s->wanted = ARENA_ARRAY(a, bool, s->known->n + 1);
    for (; !exact && *datasets; datasets++)
        TRY(add_name(s->known, *datasets, s->wanted));
    for (; exact && *exact; exact++)
        TRY(add_exact(s->known, *exact, s->wanted));
    s->parts = ARENA_ARRAY(a, struct scope_part, index_segments(x) + 1);
    for (size_t i = 0; i < index_segments(x); i++)
        s->parts[i] = part_of(s->known, a, s->wanted, index_dataset(x, i));
    *out = s;
    return NULL;
}

bool scope_holds(const struct scope *s, size_t segment, const struct record *r)
{
    const struct scope_part *part = &s->parts[segment];
    bool from_child = false;

    if (part->all)
        return true;
    for (size_t i = 0; i < r->datasets_n; i++) {
        size_t k = known_find(s->known, r->datasets[i]);

        if (k == s->known->n || !part->belonging[k])
            continue;
        if (s->wanted[k])
            return true;
        from_child = true;
    }
    return !from_child && s->wanted[part->self];
}

/* ---- for the caller ---------------------------------------------------------------------- */

static struct tocsin_err *names_of(const struct known *k, const char *name,
                                   const char *const *include, const char *const *exclude,
                                   bool *wanted, bool *other)
{
    TRY(add_name(k, name, wanted));
    for (size_t i = 0; include && include[i]; i++)
        TRY(add_name(k, include[i], other));
    for (size_t i = 0; include && include[0] && i < k->n; i++)
        wanted[i] &= other[i];
    memset(other, 0, k->n * sizeof(*other));
    for (size_t i = 0; exclude && exclude[i]; i++)
        TRY(add_name(k, exclude[i], other));
    for (size_t i = 0; i < k->n; i++)
        wanted[i] &= !other[i];
    return NULL;
}

/* One block: the pointers, and behind them the names. */
static char **copy_names(const struct known *k, const bool *wanted)
{
    size_t n = 1, bytes = 0;
    char **out, *text;

    for (size_t i = 0; i < k->n; i++) {
        n += wanted[i];
        bytes += wanted[i] ? k->at[i].name.n + 1 : 0;
    }
    out = mem_alloc(n * sizeof(*out) + bytes);
    text = (char *)(out + n);
    n = 0;
    for (size_t i = 0; i < k->n; i++) {
        if (!wanted[i])
            continue;
        out[n++] = memcpy(text, k->at[i].name.p, k->at[i].name.n + 1);
        text += k->at[i].name.n + 1;
    }
    out[n] = NULL;
    return out;
}

struct tocsin_err *tocsin_scope(struct tocsin_node *node, const char *name,
                                const char *const *include, const char *const *exclude,
                                char ***datasets)
{
    const struct known *k = NULL;
    struct tocsin_err *err;
    bool *wanted;

    *datasets = NULL;
    TRY(node_known(node, &k));
    wanted = mem_zero(2 * (k->n + 1), sizeof(*wanted));
    err = names_of(k, name ? name : "default", include, exclude, wanted, wanted + k->n + 1);
    if (!err)
        *datasets = copy_names(k, wanted);
    mem_free(wanted);
    return err;
}

void tocsin_scope_free(char **datasets)
{
    mem_free(datasets);
}
