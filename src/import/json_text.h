/* SPDX-License-Identifier: Apache-2.0
 *
 * json_text: looking at JSON text where it stands, without building anything.
 *
 * Two things need that: telling a format by the head of a file, which may end anywhere, and
 * finding the column of a member when a document that is well-formed says something wrong. Keys
 * and values are spans of the text as written, strings with their quotes and escapes.
 *
 *     struct span in = text, key, value;
 *     if (json_open(&in, '{'))
 *         while (json_member(&in, &key, &value))
 *             ...
 *
 * A text that is cut gives its last value as far as it goes. A text that is not JSON gives less
 * than it seems to hold; jansson says what is wrong with it.
 */
#ifndef TOCSIN_IMPORT_JSON_TEXT_H
#define TOCSIN_IMPORT_JSON_TEXT_H

#include "base/base.h"

/* Passes over blanks and the bracket '{' or '['; false when something else is there. */
bool json_open(struct span *in, char bracket);
/* The next member of the object, or element of the list, that 'in' is inside of; false at its end.
 * The key is without its quotes, and as written. */
bool json_member(struct span *in, struct span *key, struct span *value);
bool json_element(struct span *in, struct span *value);

/* The value of a member of the object at the front of 'text'; p is NULL when there is none. */
struct span json_find(struct span text, const char *key);

/* The column, from 1 and in characters, of what "properties.birthDate[1]" names in 'text', which
 * is one line; 0 when it is not there. */
uint64_t json_column(struct span text, const char *path);

#endif
