/* SPDX-License-Identifier: Apache-2.0
 *
 * "Did you mean", for schemata and properties.
 */
#include "base/nearest.h"

#include "node/node_private.h"

const char *nearest_schema(struct span text)
{
    struct nearest n = nearest_begin(text);

    for (size_t i = 1; i <= schema_count(); i++)
        nearest_try(&n, schema_name((enum schema)i), schema_name((enum schema)i));
    return n.best;
}

const char *nearest_prop(enum schema schema, struct span text)
{
    struct nearest n = nearest_begin(text);

    for (size_t i = 1; i <= prop_count(); i++)
        if (schema_has(schema, (enum prop)i))
            nearest_try(&n, prop_name((enum prop)i), prop_name((enum prop)i));
    return n.best;
}
