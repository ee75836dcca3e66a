/* SPDX-License-Identifier: Apache-2.0
 *
 * The two enums of the model, made from schema.def. Their numbers are positions in the sorted
 * tables: good within one build, never written anywhere. What is written are the codes (pack.c).
 */
#ifndef TOCSIN_MODEL_H
#define TOCSIN_MODEL_H

enum schema {
    SCHEMA_NONE,
#define SCHEMA(code, id, label, plural, flags, parents, caption) SCHEMA_##id,
#include "record/schema.def"
    SCHEMA_END /* one past the last */
};

enum prop {
    PROP_NONE,
#define PROP(code, name, type, flags, label) PROP_##name,
#include "record/schema.def"
    PROP_END /* one past the last */
};

#endif
