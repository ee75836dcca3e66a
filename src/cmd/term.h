/* SPDX-License-Identifier: Apache-2.0
 *
 * term: a stream that may be a terminal. It knows how wide it is and whether it takes colours.
 *
 * Colours: --color=always or never decides; auto means a terminal whose TERM is not "dumb", with
 * NO_COLOR unset or empty (no-color.org). Width: $COLUMNS, else what the terminal says, else 80.
 *
 * Whatever is printed through here is cleaned, and what is written from right to left is isolated
 * (text.h) where the stream is a terminal that reads UTF-8, as $LC_ALL, $LC_CTYPE or $LANG say, and
 * knows isolates: not "dumb" or the console of Linux. A file, or a program that reads the output,
 * never gets these characters. They take no room and are added to the finished line.
 */
#ifndef TOCSIN_CMD_TERM_H
#define TOCSIN_CMD_TERM_H

#include <stdio.h>

#include "base/base.h"

enum color_when { COLOR_ALWAYS, COLOR_AUTO, COLOR_NEVER }; /* in the order of command.def */

struct term {
    FILE *stream;
    bool tty, color, isolates;
    int width;
};

enum tone { TONE_PLAIN, TONE_BOLD, TONE_DIM, TONE_GOOD, TONE_WARN, TONE_BAD };

struct term term_of(FILE *stream, enum color_when when);

/* On one line, wherever the cursor is: one value or our own words, and a sentence that may quote. */
void term_text(const struct term *t, enum tone tone, struct span text);
void term_printf(const struct term *t, enum tone tone, const char *fmt, ...) TOCSIN_PRINTF(3, 4);

/* 'text' from column 'at', where the cursor is, on as many lines as it takes; further lines are
 * indented by 'hang'. Ends the last line. 'text' is a sentence that may quote; the others are one
 * value, and a value behind the words that say what it is ("name: "). */
void term_wrap(const struct term *t, enum tone tone, int at, int hang, struct span text);
void term_value(const struct term *t, enum tone tone, int at, int hang, struct span value);
void term_labelled(const struct term *t, enum tone tone, int at, int hang, struct span label,
                   struct span value);

void term_indent(const struct term *t, int columns);
void term_line_end(const struct term *t);

#endif
