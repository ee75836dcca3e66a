/* SPDX-License-Identifier: Apache-2.0
 *
 * The inside of the node room. The room's door is the public header, include/tocsin/tocsin.h: the
 * node is the waist of the house, a library below it and programs above it.
 *
 *   home.c      where a home is; open, lock, close
 *   import.c    one list: jailed reader -> store -> index
 *   asked.c     how an import was asked for, kept with it
 *   dataset_name.c, tally.c, progress.c   its small parts
 *   source.c    source files by hash
 *   datasets.c  what is loaded
 *   known.c, scope.c, catalog.c   what is known of datasets, what belongs to what, and all of it
 *   show.c      one entity with what hangs on it
 *   query.c     a query under construction
 *   nearest.c   "did you mean"
 *   check.c     proof of store, sources and index
 *   rebuild.c   tables from sources, index from tables
 *   indexing.c  between store and index
 *   making.c    a segment from records as they come, in a second thread
 *   screen.c    screening, explaining, comparing
 *
 * The home, as the public header says: store.db, sources/<sha256>, index/, lock; and, during a
 * rebuild from sources, rebuild/ (scratch, may be deleted).
 */
#ifndef TOCSIN_NODE_PRIVATE_H
#define TOCSIN_NODE_PRIVATE_H

#include <pthread.h>

#include "tocsin/tocsin.h"

#include "base/base.h"
#include "import/import.h"
#include "index/index.h"
#include "name/script.h"
#include "record/record.h"
#include "search/search.h"
#include "store/store.h"

#define DATASET_NAME_MAX 127 /* bytes; tocsin_import_report has room for it */

/* The open index, and the workers that screen with it (screen.c). */
struct worker;
struct known;
struct making; /* making.c */
struct node_index {
    struct index *index;
    struct index *coming;     /* the segment of an import that is not committed; or NULL */
    struct tocsin_err *stale; /* why the index must not be trusted; NULL: it may */
    struct known *known;      /* the datasets by name (known.h), or NULL until somebody asks */
    pthread_mutex_t mutex;    /* guards idle and known */
    struct worker *idle;
};
void node_workers_free(struct tocsin_node *node);

struct tocsin_node {
    char *home;
    enum tocsin_mode mode;
    int lock_fd; /* -1 when opened for reading */
    struct store *store;
    struct node_index *index;
    struct node_search *search;
};

/* "<home>/<name>" in arena 'a'. */
const char *node_path(const struct tocsin_node *node, struct arena *a, const char *name);
/* TOCSIN_ERR_USAGE unless the node was opened for writing. */
struct tocsin_err *node_must_write(const struct tocsin_node *node) TOCSIN_MUST_USE;
/* The dataset of that name, in arena 'a', or NULL. */
struct tocsin_err *node_dataset(struct tocsin_node *node, struct arena *a, struct span name,
                                const struct store_dataset **out) TOCSIN_MUST_USE;

/* ---- indexing.c ------------------------------------------------------------------------------ */

/* Called at the end of tocsin_open: maps what is there. A missing segment is no error. A writer
 * removes what others left behind. */
struct tocsin_err *node_index_open(struct tocsin_node *node) TOCSIN_MUST_USE;
void node_index_close(struct tocsin_node *node);
/* Called once an import is settled, with its dataset as it will be: when it returns, the segment of
 * that generation is on the disk, proven, and waits for the commit; when it fails, nothing of it is
 * left. Does nothing where the generation stays. 'made' has got every entity that the dataset will
 * have, or is NULL: then they are read from the store. */
struct tocsin_err *node_index_prepare(struct tocsin_node *node, const struct store_dataset *d,
                                      struct making *made) TOCSIN_MUST_USE;
/* Called after the commit: opens what the store now names and removes the rest. */
struct tocsin_err *node_index_follow(struct tocsin_node *node) TOCSIN_MUST_USE;
/* Makes what is missing, if anything is: what was lost, or made by another version. */
struct tocsin_err *node_index_mend(struct tocsin_node *node) TOCSIN_MUST_USE;
/* Makes all of it from the store, each segment in the place of the one that is there. */
struct tocsin_err *node_index_rebuild(struct tocsin_node *node,
                                      void (*progress)(void *ctx, const struct tocsin_progress *p),
                                      void *ctx) TOCSIN_MUST_USE;
/* Proves that the index holds what the store holds. Findings are given to 'finding' (not NULL) and
 * counted on top of '*findings'. */
struct tocsin_err *node_index_check(struct tocsin_node *node,
                                    void (*finding)(void *ctx, const char *text), void *ctx,
                                    uint64_t *findings) TOCSIN_MUST_USE;

/* ---- searching.c ----------------------------------------------------------------------------- */

void node_search_open(struct tocsin_node *node);
void node_search_close(struct tocsin_node *node);
/* The name of the file of a dataset in index/, in arena 'a'. */
const char *node_search_name(struct arena *a, const struct store_dataset *d);
/* True while some process makes such a file: what looks left behind in index/ may be it. */
bool node_search_making(const struct tocsin_node *node);
/* Removes the files: the next search makes them again. */
void node_search_forget(struct tocsin_node *node);
/* Proves the files that are there, as node_index_check does. One that is missing is no finding. */
struct tocsin_err *node_search_check(struct tocsin_node *node,
                                     void (*finding)(void *ctx, const char *text), void *ctx,
                                     uint64_t *findings) TOCSIN_MUST_USE;

/* ---- search_json.c --------------------------------------------------------------------------- */

/* The members of the answer; with 'whole' also limit, offset, total and facets. 's' is where the
 * entities are read; one that is no longer there is left out. */
struct tocsin_err *search_json(struct store *s, struct arena *a,
                               const struct search_answer *answer,
                               const struct tocsin_search_options *whole /* or NULL */,
                               struct buf *out) TOCSIN_MUST_USE;

/* ---- making.c -------------------------------------------------------------------------------- */

struct making *making_start(void);
/* A copy of the record goes on its way. */
void making_add(struct making *m, const struct record *r);
/* Nothing more will be added: what is on its way goes on without the caller. May be left out. */
void making_end(struct making *m);
/* Waits for all that is on its way. Once only. */
struct tocsin_err *making_write(struct making *m, const char *path, struct span stamp)
    TOCSIN_MUST_USE;
void making_free(struct making *m); /* at any time; NULL is fine */

/* ---- query.c --------------------------------------------------------------------------------- */

/* The record is never finished (record_finish), so that values can be added at any time. */
struct tocsin_query {
    struct arena *arena;
    struct record *record;
};

/* A finished copy of the query's record in arena 'a'; its id is empty when the query has none. */
struct tocsin_err *query_record(const struct tocsin_query *q, struct arena *a, struct record **out)
    TOCSIN_MUST_USE;

/* ---- nearest.c ------------------------------------------------------------------------------- */

/* The name nearest to 'text' by edits, or NULL when none is near enough to be meant. */
const char *nearest_schema(struct span text);
const char *nearest_prop(enum schema schema, struct span text);

/* ---- source.c -------------------------------------------------------------------------------- */

/* Keeps a copy of 'path' as sources/<sha256>, durable when it returns. TOCSIN_ERR_CHANGED when the
 * file no longer has that hash. Does nothing when the copy is there. */
struct tocsin_err *source_keep(struct tocsin_node *node, const char *path, const char *sha256)
    TOCSIN_MUST_USE;
/* An atomic copy of 'from' as 'to'; TOCSIN_ERR_CHANGED when 'from' does not have that hash. */
struct tocsin_err *source_copy(const char *from, const char *to, const char *sha256)
    TOCSIN_MUST_USE;
/* Removes what no import of the store names, left by imports that failed. */
struct tocsin_err *source_sweep(struct tocsin_node *node) TOCSIN_MUST_USE;
/* The path of a kept source, in arena 'a'. */
const char *source_path(const struct tocsin_node *node, struct arena *a, struct span sha256);
/* SHA-256 of a file as 64 hex digits and a NUL. */
struct tocsin_err *source_hash(const char *path, char out[65]) TOCSIN_MUST_USE;

/* ---- asked.c --------------------------------------------------------------------------------- */

/* What the caller of an import asked for beside the file, as it is kept with the import. */
struct asked {
    const char *dataset, *format; /* NULL when not given */
    const char *const *map;       /* NULL-terminated, or NULL */
    uint64_t skip_bad;
    bool no_jail;
};
/* As text: equal for equal wishes to the same version of this program. */
struct span asked_write(struct arena *a, const struct asked *asked);
struct tocsin_err *asked_read(struct arena *a, struct span text, struct asked *out) TOCSIN_MUST_USE;

/* ---- dataset_name.c -------------------------------------------------------------------------- */

/* Letters a-z, digits and "_", at most DATASET_NAME_MAX; else TOCSIN_ERR_USAGE. */
struct tocsin_err *dataset_name_check(struct span name) TOCSIN_MUST_USE;
/* The same made of any text: other bytes become "_", several of them one; never empty. */
struct span dataset_name_from(struct arena *a, struct span text);
/* From the last part of a path, without its extensions. */
struct span dataset_name_of_path(struct arena *a, const char *path);
/* The last part of a path. */
struct span path_base(const char *path);

/* ---- tally.c --------------------------------------------------------------------------------- */

/* Names by script. */
struct tally {
    uint64_t names[SCRIPT_COUNT];
};
void tally_record(struct tally *t, const struct record *r);
/* Fills the table of the report, most frequent first. */
void tally_report(const struct tally *t, struct tocsin_import_report *out);

/* ---- progress.c: at most ten reports a second ------------------------------------------------ */

struct progress {
    void (*hook)(void *ctx, const struct tocsin_progress *p); /* or NULL */
    void *ctx;
    uint64_t last; /* clock_ticks of the last report */
};
/* 'whatever' reports however short ago the last one was: the end of a step. */
void progress_report(struct progress *p, const struct tocsin_progress *now, bool whatever);

#endif
