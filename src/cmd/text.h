/* SPDX-License-Identifier: Apache-2.0
 *
 * text: how wide a text stands in a terminal, and where it may be broken.
 *
 * A Han, Kana or Hangul character takes two columns, a combining mark none. Lines break at blanks,
 * and between ideographs, which are written without blanks (but not before closing punctuation or
 * behind an opening one). What is wider than a whole line is cut where the line ends.
 *
 * Values come from foreign files: text_clean keeps everything that could steer the terminal away
 * from it.
 */
#ifndef TOCSIN_CMD_TEXT_H
#define TOCSIN_CMD_TEXT_H

#include "base/base.h"

/* In columns. */
int text_width(struct span s);

/* Takes one line of at most 'room' columns (but at least one character) off the front of '*rest';
 * a line feed ends it. False when '*rest' is used up. */
bool text_line(struct span *rest, int room, struct span *line);

/* Appends 's' with control characters and bidirectional overrides as U+FFFD; a line feed and a tab
 * become a blank unless 'lines', which keeps line feeds. */
void text_clean(struct span s, bool lines, struct buf *out);

/* "12,345" into 'out' (27 bytes). */
#define TEXT_NUMBER_MAX 27
const char *text_number(uint64_t n, char out[TEXT_NUMBER_MAX]);

#endif
