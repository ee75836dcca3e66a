/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside of the api room: what the parts of Watchman's family share.
 *
 *   watchman.c          what was asked, what is found
 *   watchman_entity.c   an entity as Watchman shows one
 */
#ifndef TOCSIN_API_WATCHMAN_H
#define TOCSIN_API_WATCHMAN_H

#include <jansson.h>

#include "api/api_private.h"
#include "record/record.h"

/* What Watchman calls a list that is a dataset here; NULL: it has no name for it. */
const char *watchman_source(const char *dataset);
/* The datasets that a source of Watchman's may be, NULL after the last; '*at' begins as 0. */
const char *watchman_dataset(const char *source, size_t *at);

/* "person", "business", "organization", "aircraft", "vessel", or "" for others. */
const char *watchman_type(enum schema s);
/* A new object: 'entity' is one of FollowTheMoney with what hangs on it inside. */
json_t *watchman_entity(const json_t *entity);

#endif
