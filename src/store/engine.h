/* SPDX-License-Identifier: Apache-2.0
 *
 * engine: what stands behind the store's door.
 *
 *     node --store.h--> store.c --struct store_engine--> sqlite*.c
 *                       turns, order of calls            tables
 *
 * store.c picks the engine by the form of the path: a plain path is SQLite, "scheme://..." is the
 * engine of that scheme. It lets one thread in at a time and sees to the order of calls, so that an
 * engine is called by one thread, gets put, remove, settle, commit and abort only inside an import,
 * no put after one that failed, and commit only right after settle.
 *
 * An engine's open makes a struct that begins with struct store and fills 'engine' in; store.c sets
 * the rest. version.h has what every engine keeps of a record.
 */
#ifndef TOCSIN_STORE_ENGINE_H
#define TOCSIN_STORE_ENGINE_H

#include <pthread.h>

#include "store/store.h"

enum store_phase { PHASE_IDLE, PHASE_IMPORT, PHASE_SETTLED, PHASE_FAILED };

struct store {
    const struct store_engine *engine;
    enum store_mode mode;
    enum store_phase phase;
    pthread_mutex_t turn; /* recursive: a callback of each may read */
};

struct store_engine {
    const char *name;   /* for messages: "SQLite" */
    const char *scheme; /* of its URLs; "" for a plain path */

    /* Opens or (STORE_CREATE) makes the store and brings its schema up to date when the mode allows
     * to write. What is at 'path' is not trusted: an error for anything that is not ours. */
    struct tocsin_err *(*open)(const char *path, enum store_mode mode, struct store **out);
    /* Frees the whole struct; an import that is under way is rolled back. */
    void (*close)(struct store *s);

    /* Lists in arena 'a', as store.h says; a consistent view of one commit each. */
    struct tocsin_err *(*datasets)(struct store *s, struct arena *a, struct store_dataset **out,
                                   size_t *n);
    struct tocsin_err *(*runs)(struct store *s, struct arena *a, struct span dataset,
                               struct store_run **out, size_t *n);

    struct tocsin_err *(*abouts)(struct store *s, struct arena *a, struct store_about **out,
                                 size_t *n);
    /* One statement each: a transaction of its own outside of an import. */
    struct tocsin_err *(*describe)(struct store *s, struct span name, struct span meta);
    struct tocsin_err *(*is_version)(struct store *s, struct span name, struct span loaded);

    /* Starts the one transaction of an import; TOCSIN_ERR_BUSY when another handle has one. */
    struct tocsin_err *(*begin)(struct store *s, const struct store_import *what);
    /* Makes 'r' the present version of its id in the dataset of the import. The bytes of 'r' are
     * good only during the call. */
    struct tocsin_err *(*put)(struct store *s, const struct record *r);
    /* Makes the id absent; no error when it is. */
    struct tocsin_err *(*remove)(struct store *s, struct span id);
    /* All but the commit: what is read through this handle is from now on as that will leave it. */
    struct tocsin_err *(*settle)(struct store *s, bool delta, const struct store_source *sources,
                                 size_t n, struct store_counts *out);
    /* Durable when it returns. On error the import is still to be aborted. */
    struct tocsin_err *(*commit)(struct store *s);
    /* Leaves the store as it was before begin. Cannot fail. */
    void (*abort)(struct store *s);

    /* Reading, as store.h says. */
    struct tocsin_err *(*get)(struct store *s, struct arena *a, struct span id, struct span dataset,
                              struct record **out, struct span *dataset_out);
    struct tocsin_err *(*history)(struct store *s, struct arena *a, struct span id,
                                  struct store_version **out, size_t *n);
    struct tocsin_err *(*each)(struct store *s, struct span dataset, bool dated,
                               struct tocsin_err *(*each)(void *ctx, const struct record *r),
                               void *ctx);
    struct tocsin_err *(*referring)(struct store *s, struct arena *a, struct span id,
                                    struct store_entity **out, size_t *n);

    /* Damage is a finding, never an error: an error means that checking itself was impossible. */
    struct tocsin_err *(*check)(struct store *s, void (*finding)(void *ctx, const char *text),
                                void *ctx, uint64_t *findings);
};

extern const struct store_engine sqlite_engine;

#endif
