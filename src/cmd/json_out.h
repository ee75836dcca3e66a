/* SPDX-License-Identifier: Apache-2.0
 *
 * json_out: JSON for programs on standard output, one value and a line feed. Built with jansson;
 * real numbers are printed with six significant digits.
 */
#ifndef TOCSIN_CMD_JSON_OUT_H
#define TOCSIN_CMD_JSON_OUT_H

#include <jansson.h>
#include <stdio.h>

#include "base/base.h"

/* Takes ownership of 'value'. */
void json_out(FILE *stream, json_t *value);
/* A text that is JSON already. */
void json_out_text(FILE *stream, const char *json);
/* The same as a value; null when it is none. */
json_t *json_of_text(const char *json);
/* A string; null for NULL or what is not UTF-8. */
json_t *json_of(const char *text);

#endif
