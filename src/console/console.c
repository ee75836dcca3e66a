/* SPDX-License-Identifier: Apache-2.0
 *
 * Finds a file of the console by its path. There are a dozen: they are looked through.
 */
#include "console/console.h"

/* static const struct console_asset console_table[]: the files in the order of their paths, the page
 * ("/") first, and a row without a path at the end. */
#include "console_table.h"

static const struct console_asset *find(struct span path)
{
    for (const struct console_asset *a = console_table; a->path.n > 0; a++)
        if (span_eq(a->path, path))
            return a;
    return NULL;
}

bool console_built(void)
{
    return console_table[0].path.n > 0;
}

const struct console_asset *console_asset(struct span path)
{
    if (span_starts(path, SPAN("/console/assets/")))
        return find(path);
    if (span_eq(path, SPAN("/console")) || span_starts(path, SPAN("/console/")))
        return find(SPAN("/"));
    return span_eq(path, SPAN("/")) ? find(path) : NULL;
}
