/* SPDX-License-Identifier: Apache-2.0
 *
 * Which changes lead from the version that is loaded to the one that is wanted.
 */
#include <stdlib.h>

#include "fetch/fetch.h"
#include "update/update.h"

static int by_version(const void *a, const void *b)
{
    const struct delta *x = a, *y = b;

    return strcmp(x->version, y->version);
}

static struct tocsin_err *read_versions(struct arena *a, json_t *versions, const char *where,
                                        struct delta *list, size_t *n)
{
    const char *version;
    json_t *url;

    json_object_foreach(versions, version, url)
    {
        if (!json_is_string(url) || !version[0])
            return err_at(err_new(TOCSIN_ERR_PARSE, "the version '%s' has no URL", version), where,
                          0, 0, "versions");
        list[*n] = (struct delta){
            arena_str(a, span_of(version)),
            fetch_resolve(a, where, arena_str(a, span_of(json_string_value(url))))};
        TRY(fetch_check_name(where, list[(*n)++].url));
    }
    return NULL;
}

struct tocsin_err *deltas_parse(struct arena *a, struct span text, const char *where,
                                struct delta **out, size_t *n)
{
    json_error_t why;
    json_t *root = json_loadb(text.p ? text.p : "", text.n, JSON_REJECT_DUPLICATES, &why);
    json_t *versions = json_object_get(root, "versions");
    struct tocsin_err *err = NULL;

    *n = 0;
    *out = ARENA_ARRAY(a, struct delta, json_object_size(versions) + 1);
    if (!root)
        err = err_at(err_new(TOCSIN_ERR_PARSE, "not JSON: %s", why.text), where,
                     why.line > 0 ? (uint64_t)why.line : 0, 0, NULL);
    else if (!json_is_object(versions))
        err = err_at(err_new(TOCSIN_ERR_PARSE, "there are no versions in it"), where, 0, 0,
                     "versions");
    else
        err = read_versions(a, versions, where, *out, n);
    json_decref(root);
    qsort(*out, *n, sizeof(**out), by_version);
    return err;
}

bool deltas_lead(const struct delta *all, size_t all_n, const char *base, const char *target,
                 size_t *first, size_t *n)
{
    size_t end;

    *first = *n = 0;
    if (all_n == 0 || strcmp(base, all[0].version) < 0)
        return false;
    while (*first < all_n && strcmp(all[*first].version, base) <= 0)
        (*first)++;
    for (end = *first; end < all_n && strcmp(all[end].version, target) <= 0; end++)
        ;
    *n = end - *first;
    return *n > 0 && strcmp(all[end - 1].version, target) == 0;
}
