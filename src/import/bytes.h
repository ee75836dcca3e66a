/* SPDX-License-Identifier: Apache-2.0
 *
 * bytes: the lowest storey of a reader. A descriptor in, decoded bytes out.
 *
 *   descriptor -> gzip undone (by content) -> mark of byte order dropped, UTF-16 to UTF-8 -> bytes
 */
#ifndef TOCSIN_IMPORT_BYTES_H
#define TOCSIN_IMPORT_BYTES_H

#include "base/base.h"

struct bytes;

struct bytes *bytes_new(int fd); /* does not own 'fd' */
void bytes_free(struct bytes *b);

/* Up to 'n' decoded bytes, n >= 8; 0 at the end and only there. After an error, call no more. */
struct tocsin_err *bytes_read(struct bytes *b, char *p, size_t n, size_t *got) TOCSIN_MUST_USE;

#endif
