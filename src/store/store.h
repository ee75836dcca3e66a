/* SPDX-License-Identifier: Apache-2.0
 *
 * store: the only room with SQL. Datasets, their source files by hash, and every version of every
 * entity.
 *
 *   dataset   one list under one name ("us_ofac_sdn"), with the source that it was last loaded from
 *   source    a file as it was read: SHA-256, size, path, publisher's version; kept in the home as
 *             sources/<sha256>, because the tables can be remade from it
 *   version   an entity as one import saw it: packed record, or its removal
 *   import    one run: dataset, sources, when, counts
 *   about     what the publisher says of a dataset, and which version of it is loaded
 *
 * An import is one transaction: begin, put every record, settle (which marks as removed what the
 * new source no longer names, unless it is a delta), then commit; or roll back. Until the commit no
 * other handle sees anything of it; a process killed in the middle leaves the state before. After a
 * function of an import has failed, only store_import_abort makes sense.
 *
 *        store_import_begin -> store_put* -> store_import_settle -> counts -> store_import_commit
 *
 * Once settled, this handle reads the dataset as it will be, with the number and the generation
 * that the commit gives it. What is made of a dataset outside the store can so be made before the
 * commit, which then is the one moment at which all of it counts.
 *
 * Two engines can stand behind this door (struct store_engine in engine.h: a table of functions
 * with a contract each); SQLite is built in. One writer at a time (TOCSIN_ERR_BUSY for the
 * second), any number of readers, each on the last commit.
 *
 * Schema changes: the schema has a number (PRAGMA user_version); an older one is migrated when it
 * is opened for writing, in one transaction; a newer one is refused.
 *
 * Threads. One handle may be used by several threads; the calls take turns. A callback of
 * store_each may call other reading functions of the same handle.
 */
#ifndef TOCSIN_STORE_H
#define TOCSIN_STORE_H

#include "base/base.h"
#include "record/record.h"

struct store;

enum store_mode { STORE_READ, STORE_WRITE, STORE_CREATE };

/* 'path' is the database file. STORE_READ and STORE_WRITE need it to exist. */
struct tocsin_err *store_open(const char *path, enum store_mode mode,
                              struct store **out) TOCSIN_MUST_USE;
void store_close(struct store *s); /* NULL is fine */

/* ---- datasets ------------------------------------------------------------------------------ */

struct store_source {
    struct span sha256, path, version; /* hex; where it was read; publisher's version */
    uint64_t size;
};

struct store_dataset {
    uint32_t number; /* dense, from 1, never reused */
    struct span name, format;
    int64_t imported_at;          /* of the import that last changed it */
    uint64_t generation;          /* counts imports that changed something */
    uint64_t entities;            /* present now */
    uint64_t targets, names;      /* of these: entities with a topic of risk; values of type name */
    struct span options;          /* of the last import, as store_import_begin was given them */
    struct store_source *sources; /* of the last import */
    size_t sources_n;
};

/* All datasets in order of name, in arena 'a'. */
struct tocsin_err *store_datasets(struct store *s, struct arena *a, struct store_dataset **out,
                                  size_t *n) TOCSIN_MUST_USE;

struct store_run {
    uint64_t number; /* ascending over all datasets */
    struct span dataset, format, options;
    struct span by; /* who imported, or empty */
    int64_t at;
    bool delta;
    uint64_t added, changed, removed, unchanged;
    struct store_source *sources;
    size_t sources_n;
};
/* Every import of a dataset (empty: of all), oldest first. An import that changed nothing is
 * recorded only when it came from other sources, with other options or as another format. */
struct tocsin_err *store_runs(struct store *s, struct arena *a, struct span dataset,
                              struct store_run **out, size_t *n) TOCSIN_MUST_USE;

/* A name of which something is known: every dataset, and collections that only name others. */
struct store_about {
    struct span name;
    struct span meta;   /* as the publisher puts it, opaque here; empty: nothing is known */
    struct span loaded; /* publisher's version of the entities; empty: not known, or no entities */
};
/* In order of name, in arena 'a'. */
struct tocsin_err *store_abouts(struct store *s, struct arena *a, struct store_about **out,
                                size_t *n) TOCSIN_MUST_USE;
/* Replaces what is known of a name. Of its own, or part of the import that is under way. */
struct tocsin_err *store_describe(struct store *s, struct span name,
                                  struct span meta) TOCSIN_MUST_USE;
/* Says which version the entities are of, where an import has found that they are it already. */
struct tocsin_err *store_is_version(struct store *s, struct span name,
                                    struct span loaded) TOCSIN_MUST_USE;

/* ---- import -------------------------------------------------------------------------------- */

struct store_import {
    struct span dataset, format;
    struct span loaded;  /* publisher's version that this import leads to; empty: not known */
    struct span by;      /* who imports: a name to show, or empty */
    struct span options; /* what else decided how the source was read; opaque here */
    int64_t at;
    bool delta;
    bool overlap; /* refuse (TOCSIN_ERR_EXISTS) to replace every entity by others: that is what
                     another list under the same name does */
    bool rebuild; /* the records are all that should be present, delta or not; what is
                     stored is read back, and put right where it lost its hash */
};
struct tocsin_err *store_import_begin(struct store *s,
                                      const struct store_import *what) TOCSIN_MUST_USE;
/* In a delta the later record of an id wins. In a full import a second record of one id is an error
 * that names both lines; settling gives it, because only then it is known which of the two it is. */
struct tocsin_err *store_put(struct store *s, const struct record *r) TOCSIN_MUST_USE;
struct tocsin_err *store_remove(struct store *s, struct span id) TOCSIN_MUST_USE; /* delta */

struct store_counts {
    uint64_t added, changed, removed, unchanged;
};
/* Nothing can be put after it. 'delta' may be learned only while reading: it is given again here. */
struct tocsin_err *store_import_settle(struct store *s, bool delta,
                                       const struct store_source *sources, size_t n,
                                       struct store_counts *out) TOCSIN_MUST_USE;
/* Of what has been settled. Where it fails, this handle stands before the import; but when the
 * disk is that sick, what was written may be whole after all, and whoever opens the store next may
 * find it done. */
struct tocsin_err *store_import_commit(struct store *s) TOCSIN_MUST_USE;
void store_import_abort(struct store *s); /* fine without a begin */

/* ---- entities ------------------------------------------------------------------------------ */

/* Where a publisher does not say since when an entity is on its list, the store does: first_seen is
 * the time of the first import that had the id, last_change of the one that made the version,
 * last_seen of the dataset's last one. store_history, store_each and what is packed are as
 * published. */

/* The present version of an id or referent; in several datasets the first by name, or the one
 * named. TOCSIN_ERR_NOT_FOUND. The record lives in 'a'. */
struct tocsin_err *store_get(struct store *s, struct arena *a, struct span id,
                             struct span dataset /* empty: any */, struct record **out,
                             struct span *dataset_out) TOCSIN_MUST_USE;

struct store_version {
    struct span dataset;
    uint64_t import; /* number of the import */
    int64_t at;
    struct record *record; /* NULL: removed by this import */
    struct span source;    /* sha256 of the source's (first) file */
};
/* Every version of an id, oldest first. */
struct tocsin_err *store_history(struct store *s, struct arena *a, struct span id,
                                 struct store_version **out, size_t *n) TOCSIN_MUST_USE;

/* Calls 'each' for every present entity of a dataset, in order of first arrival (a stable number
 * per entity within the dataset); the record lives until 'each' returns. */
struct tocsin_err *store_each(struct store *s, struct span dataset,
                              struct tocsin_err *(*each)(void *ctx, const struct record *r),
                              void *ctx) TOCSIN_MUST_USE;

/* The same, with the times that store_get gives. */
struct tocsin_err *store_each_dated(struct store *s, struct span dataset,
                                    struct tocsin_err *(*each)(void *ctx, const struct record *r),
                                    void *ctx) TOCSIN_MUST_USE;

struct store_entity {
    struct record *record;
    struct span dataset;
};
/* Present entities that point at 'id' through an entity-typed property (sanctions of a person,
 * links, documents): for show. In order of dataset number and arrival. */
struct tocsin_err *store_referring(struct store *s, struct arena *a, struct span id,
                                   struct store_entity **out, size_t *n) TOCSIN_MUST_USE;

/* ---- proof --------------------------------------------------------------------------------- */

/* Integrity of the file (PRAGMA integrity_check), every packed record valid and equal to its hash,
 * every count equal to what it counts. Each finding is given to 'finding'; the number of them in
 * '*findings'. */
struct tocsin_err *store_check(struct store *s, void (*finding)(void *ctx, const char *text),
                               void *ctx, uint64_t *findings) TOCSIN_MUST_USE;

#endif
