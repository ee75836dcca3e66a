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
 *
 * What is written from right to left turns around what stands beside it: of "[A = B: only asked]"
 * with A and B in Arabic a terminal would show "B = A". text_isolate puts such text between U+2068
 * and U+2069, which makes it one thing in a line that goes from left to right. It does so where text
 * is shown and not where it is made: the library's sentences are data, and go into JSON and tables
 * as they are. Where the program knows what is a value it says so, and all of it is isolated, with
 * the Latin words and the digits in it. In a sentence it isolates runs: from the first to the last
 * right-to-left letter with nothing in between that is a left-to-right letter or one of the signs
 * by which our own sentences part values, [ ] = ~ ≠ and a colon before a blank.
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

/* Appends a line of clean text, with what goes from right to left isolated: 'value', all of it. */
void text_isolate(struct span line, bool value, struct buf *out);

/* "12,345" into 'out' (27 bytes). */
#define TEXT_NUMBER_MAX 27
const char *text_number(uint64_t n, char out[TEXT_NUMBER_MAX]);

#endif
