/* SPDX-License-Identifier: Apache-2.0
 *
 * csv_text: any text file as a seekable stream of UTF-8.
 *
 * A regular file in UTF-8 is taken as it is. A pipe is copied; UTF-16 (by its byte order mark) and
 * whatever is not UTF-8 (taken for Windows-1252, as spreadsheets write it) is recoded. Copies go to
 * a temporary file without a name, in $TMPDIR or /tmp, that is gone when the stream is closed.
 */
#ifndef TOCSIN_CMD_CSV_TEXT_H
#define TOCSIN_CMD_CSV_TEXT_H

#include <stdio.h>

#include "base/base.h"

struct tocsin_err *csv_text_open(const char *path, FILE **out, uint64_t *size) TOCSIN_MUST_USE;

#endif
