/* SPDX-License-Identifier: Apache-2.0
 *
 * Names of datasets: as OpenSanctions writes them ("us_ofac_sdn"), so that they can stand in a URL,
 * a file name and a command line without quoting.
 */
#include "node/node_private.h"

static bool allowed(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

struct tocsin_err *dataset_name_check(struct span name)
{
    if (name.n == 0 || name.n > DATASET_NAME_MAX)
        return err_new(TOCSIN_ERR_USAGE, "a dataset's name has 1 to %d letters", DATASET_NAME_MAX);
    for (size_t i = 0; i < name.n; i++) {
        if (!allowed(name.p[i]))
            return err_new(TOCSIN_ERR_USAGE, "'%.*s': a dataset's name is made of a-z, 0-9 and _",
                           SPAN_ARG(name));
    }
    return NULL;
}

struct span dataset_name_from(struct arena *a, struct span text)
{
    char *out = arena_alloc(a, DATASET_NAME_MAX + 1);
    size_t n = 0;

    for (size_t i = 0; i < text.n && n < DATASET_NAME_MAX; i++) {
        char c = text.p[i];

        if (c >= 'A' && c <= 'Z')
            c = (char)(c + ('a' - 'A'));
        if (allowed(c) && c != '_')
            out[n++] = c;
        else if (n > 0 && out[n - 1] != '_')
            out[n++] = '_';
    }
    while (n > 0 && out[n - 1] == '_')
        n--;
    out[n] = '\0';
    return n > 0 ? (struct span){out, n} : SPAN("list");
}

struct span path_base(const char *path)
{
    struct span rest = span_of(path), part, last = SPAN("");

    while (span_split(&rest, '/', &part)) {
        if (part.n > 0)
            last = part;
    }
    return last;
}

struct span dataset_name_of_path(struct arena *a, const char *path)
{
    struct span base = path_base(path);
    size_t dot;

    while (base.n > 0 && base.p[0] == '.')
        base = span_from(base, 1);
    dot = span_find(base, '.');
    return dataset_name_from(a, span_slice(base, 0, dot));
}
