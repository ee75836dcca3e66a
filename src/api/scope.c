/* SPDX-License-Identifier: Apache-2.0
 *
 * Which lists a call is about: a dataset with all that belongs to it, narrowed by include_dataset and
 * exclude_dataset. The names live as long as the call.
 */
#include "api/api_private.h"

static const char *const *kept(struct call *c, char *const *names)
{
    size_t n = 0;
    const char **out;

    while (names[n])
        n++;
    out = ARENA_ARRAY(c->a, const char *, n + 1);
    for (size_t i = 0; i < n; i++)
        out[i] = arena_str(c->a, span_of(names[i]));
    return out;
}

bool call_scope(struct call *c, struct span dataset, const char *const **out)
{
    bool narrows = param_there(c, "include_dataset");

    return call_scope_of(c, dataset.p, narrows ? param_list(c, "include_dataset") : NULL,
                         narrows ? param_list(c, "exclude_dataset") : NULL, out);
}

bool call_scope_of(struct call *c, const char *dataset, const char *const *include,
                   const char *const *exclude, const char *const **out)
{
    char **names = NULL;
    struct tocsin_err *err = tocsin_scope(c->node, dataset, include, exclude, &names);

    if (err) {
        if (tocsin_err_code(err) != TOCSIN_ERR_NOT_FOUND) {
            refuse_error(c, err);
            return false;
        }
        tocsin_err_free(err);
        (void)refuse(c, 404, "No such dataset.");
        return false;
    }
    *out = kept(c, names);
    tocsin_scope_free(names);
    return true;
}
