/* SPDX-License-Identifier: Apache-2.0
 *
 * feed: the thread that sends the bytes of a source to the jailed child, and hashes them.
 *
 *   file --read--> SHA-256 --write--> pipe --> child
 *
 * What the child parses is by construction what was hashed. Each file of a set has a pipe of its
 * own; the child reads them in the order that it likes, so the thread waits for all of them at
 * once. A child that has seen enough closes its end; the rest of the file is hashed all the same.
 */
#ifndef TOCSIN_IMPORT_FEED_H
#define TOCSIN_IMPORT_FEED_H

#include "source.h"

struct feed;

/* Starts the thread. 'to' are the writing ends, one a file of 's'; it closes them. */
struct feed *feed_start(struct source *s, const int *to);
uint64_t feed_bytes(struct feed *f); /* that were sent or hashed so far */

/* Waits for the end and frees. With 'abandon' (after the child was ended) the rest is not read.
 * Otherwise '*files' gets an array with the hash of each file, for import_summary_free. */
struct tocsin_err *feed_finish(struct feed *f, bool abandon,
                               struct import_file **files) TOCSIN_MUST_USE;

void hash_hex(const unsigned char hash[32], char out[65]);

#endif
