/* SPDX-License-Identifier: Apache-2.0
 *
 * Printing JSON.
 */
#include "cmd/json_out.h"

#define OUT_FLAGS (JSON_COMPACT | JSON_REAL_PRECISION(6) | JSON_ENCODE_ANY)

void json_out(FILE *stream, json_t *value)
{
    json_dumpf(value, stream, OUT_FLAGS);
    putc('\n', stream);
    json_decref(value);
}

void json_out_text(FILE *stream, const char *json)
{
    fprintf(stream, "%s\n", json);
}

json_t *json_of_text(const char *json)
{
    json_t *value = json_loads(json, JSON_DECODE_ANY, NULL);

    return value ? value : json_null();
}

json_t *json_of(const char *text)
{
    json_t *value = text ? json_string(text) : NULL;

    return value ? value : json_null();
}
