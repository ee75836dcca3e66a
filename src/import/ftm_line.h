/* SPDX-License-Identifier: Apache-2.0
 *
 * ftm_line: the fast way to read one line of entities.ftm.json.
 *
 * Files of entities have millions of lines of one shape: known members, properties that are lists
 * of texts. Such a line needs no tree: this reads it in one pass, straight into a record, in about a
 * quarter of the time that jansson and record_from_json take.
 *
 * It is a shortcut and nothing else. What it accepts, record_from_json accepts, and makes the same
 * record of; at anything that is unusual (numbers, objects, unknown names, a name twice, values
 * that are not understood, text that is not UTF-8, bad JSON) it gives up, and the long way finds out
 * whether that is an error and how to say it. So there is one place that decides what is right. A
 * test holds the two against each other on random lines.
 */
#ifndef TOCSIN_IMPORT_FTM_LINE_H
#define TOCSIN_IMPORT_FTM_LINE_H

#include "record/record.h"

/* False: read it the long way. What was begun stays in the arena unused. */
bool ftm_line_read(struct arena *a, struct span line, struct record **out);

#endif
