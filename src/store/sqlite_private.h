/* SPDX-License-Identifier: Apache-2.0
 *
 * The inside of the SQLite engine.
 *
 *   sqlite.c         open, migrate, close; the engine's table
 *   sqlite_stmt.c    statements: bind, step, errors
 *   sqlite_import.c  begin, put, remove, settle, commit, abort
 *   sqlite_marks.c   the key tables (named, reference, referent) during an import
 *   sqlite_read.c    everything that only reads
 *   sqlite_times.c   since when an entity is known, where its publisher does not say
 *   sqlite_about.c   what is known of datasets beside their entities
 *   sqlite_check.c   proof
 *   people*.c        the other file, people.db, behind a door of its own (people.h)
 *
 * The tables are in sqlite_schema.def, the statements in sqlite_stmt.def; people_schema.def and
 * people_stmt.def are those of people.db. A statement is prepared when it is first used, so that all
 * of them can stand in one enum.
 *
 * Durability. The file is in WAL mode with synchronous=FULL: a commit returns after its fsync.
 * After each import the log is copied into the file and cut to nothing, as far as readers allow.
 */
#ifndef TOCSIN_STORE_SQLITE_PRIVATE_H
#define TOCSIN_STORE_SQLITE_PRIVATE_H

#include <sqlite3.h>

#include "store/engine.h"
#include "store/version.h"

#define SQLITE_APPLICATION 0x746f6373 /* "tocs", PRAGMA application_id */

enum stmt {
#define STMT(name, sql) STMT_##name,
#include "store/sqlite_stmt.def"
#include "store/people_stmt.def"
#undef STMT
    STMT_COUNT
};

struct sqlite_import;

/* When the imports were (sqlite_times.c), in order of dataset and number. */
struct run_time {
    int64_t dataset, number, arrivals;
    char text[21];
};
struct times {
    struct run_time *at;
    size_t n, cap;
    unsigned edition; /* of the file when they were read */
};

struct sqlite {
    struct store base;
    sqlite3 *db;
    char *path;
    sqlite3_stmt *stmt[STMT_COUNT]; /* prepared on first use */
    struct sqlite_import *import;   /* NULL outside an import */
    bool doubtful;                  /* a commit failed, and may stand in the log all the same */
    struct times times;             /* empty until somebody asks */
};

/* ---- sqlite_stmt.c ------------------------------------------------------------------------- */

/* The error that the last call on 'db' left, told as "<doing>: ...". */
struct tocsin_err *sql_err(sqlite3 *db, const char *doing) TOCSIN_MUST_USE;
struct tocsin_err *sql_exec(struct sqlite *q, const char *sql) TOCSIN_MUST_USE;

/* Binds by the letters of 'form': i int64_t, t span as text, b span as blob (p NULL: SQL's NULL).
 * The bytes must live until sql_end. 'st' is in use until then; statements do not nest with
 * themselves. */
struct tocsin_err *sql_start(struct sqlite *q, enum stmt which, sqlite3_stmt **st, const char *form,
                             ...) TOCSIN_MUST_USE;
/* The same for a statement of the caller's own; sql_finish it. */
struct tocsin_err *sql_prepare(struct sqlite *q, const char *sql, sqlite3_stmt **st,
                               const char *form, ...) TOCSIN_MUST_USE;
/* Steps; '*row' tells whether there is one. */
struct tocsin_err *sql_step(struct sqlite *q, sqlite3_stmt *st, bool *row) TOCSIN_MUST_USE;
void sql_end(sqlite3_stmt *st); /* NULL is fine; likewise below */
void sql_finish(sqlite3_stmt *st);
/* Start, step to the end, end. */
struct tocsin_err *sql_run(struct sqlite *q, enum stmt which, const char *form,
                           ...) TOCSIN_MUST_USE;
/* One number from a statement without parameters. */
struct tocsin_err *sql_number(struct sqlite *q, enum stmt which, int64_t *out) TOCSIN_MUST_USE;

/* Columns. A span is good until the next step; NULL gives {NULL, 0}. */
struct span sql_span(sqlite3_stmt *st, int column);
int64_t sql_int(sqlite3_stmt *st, int column);

/* A read transaction, so that several statements see one commit. Inside an import it is the
 * import's own, and both do nothing. */
struct tocsin_err *sql_view_begin(struct sqlite *q, bool *began) TOCSIN_MUST_USE;
void sql_view_end(struct sqlite *q, bool began);

/* ---- sqlite.c ------------------------------------------------------------------------------- */

struct sqlite_step {
    const char *what, *sql;
};
/* One kind of file: its application_id, and the steps that lead to its present form. */
struct sqlite_form {
    int application;
    const char *migrated_by; /* what opens it for writing: "an import" */
    const struct sqlite_step *steps;
    int64_t n;
};
/* What is set for every file. It is not trusted: no triggers or views of its own making take part,
 * and every page is looked at before it is used. */
struct tocsin_err *sqlite_distrust(struct sqlite *q) TOCSIN_MUST_USE;
/* Runs one statement and gives the first column of its first row, or 0. */
struct tocsin_err *sqlite_pragma(struct sqlite *q, const char *sql, int64_t *out) TOCSIN_MUST_USE;
/* Knows the file for one of that kind and, when it may write, brings it to the present form. */
struct tocsin_err *sqlite_take_form(struct sqlite *q, const struct sqlite_form *form,
                                    bool write) TOCSIN_MUST_USE;
/* Brings a store from its user_version to 'n' by steps[version .. n-1], all in one transaction. */
struct tocsin_err *sqlite_migrate(struct sqlite *q, const struct sqlite_step *steps,
                                  int64_t n) TOCSIN_MUST_USE;

/* Entity numbers. */
static inline int64_t entity_number(int64_t dataset, uint64_t arrival)
{
    assert(dataset > 0 && dataset < INT32_MAX && arrival <= UINT32_MAX);
    return dataset * ((int64_t)1 << 32) + (int64_t)arrival;
}
static inline int64_t entity_first(int64_t dataset)
{
    return entity_number(dataset, 0);
}
static inline int64_t entity_last(int64_t dataset)
{
    return entity_number(dataset, UINT32_MAX);
}

/* ---- sqlite_marks.c ------------------------------------------------------------------------- */

struct mark {
    int64_t key, entity;
};
struct marks {
    struct mark *at;
    size_t n, cap;
};
/* What is to be added to the key tables, collected and written in order of key: that is several
 * times faster than as it comes. 'unwritten' finds the ids among it. */
struct pending {
    struct marks ids, references, referents;
    struct map *unwritten; /* bytes of a key -> entity; NULL while there are none */
    bool ids_written;      /* some were, in this import */
};
/* A new entity. */
struct tocsin_err *marks_name(struct sqlite *q, struct pending *p, int64_t entity,
                              struct span id) TOCSIN_MUST_USE;
/* An entity of that key that is not written yet, or 0. */
int64_t marks_unwritten(const struct pending *p, int64_t key);
/* The marks of a version that becomes the present one, or was it. */
struct tocsin_err *marks_add(struct sqlite *q, struct pending *p, int64_t entity,
                             const struct version *v) TOCSIN_MUST_USE;
struct tocsin_err *marks_drop(struct sqlite *q, int64_t entity,
                              const struct version *v) TOCSIN_MUST_USE;
struct tocsin_err *marks_flush(struct sqlite *q, struct pending *p) TOCSIN_MUST_USE;
void marks_free(struct pending *p);

/* ---- sqlite_times.c ------------------------------------------------------------------------- */

/* Fills the times that the publisher of 'r' left out. 'entity' is its number, 'import' that of its
 * version. Must be called while the statement that read it is open: they are of one view. */
struct tocsin_err *times_fill(struct sqlite *q, struct arena *a, int64_t entity, int64_t import,
                              struct record *r) TOCSIN_MUST_USE;

/* ---- the functions of the engine ------------------------------------------------------------ */

struct tocsin_err *sqlite_begin(struct store *s, const struct store_import *what);
struct tocsin_err *sqlite_put(struct store *s, const struct record *r);
struct tocsin_err *sqlite_remove(struct store *s, struct span id);
struct tocsin_err *sqlite_settle(struct store *s, bool delta, const struct store_source *sources,
                                 size_t n, struct store_counts *out);
struct tocsin_err *sqlite_commit(struct store *s);
void sqlite_abort(struct store *s);

struct tocsin_err *sqlite_datasets(struct store *s, struct arena *a, struct store_dataset **out,
                                   size_t *n);
struct tocsin_err *sqlite_runs(struct store *s, struct arena *a, struct span dataset,
                               struct store_run **out, size_t *n);
struct tocsin_err *sqlite_abouts(struct store *s, struct arena *a, struct store_about **out,
                                 size_t *n);
struct tocsin_err *sqlite_describe(struct store *s, struct span name, struct span meta);
struct tocsin_err *sqlite_is_version(struct store *s, struct span name, struct span loaded);
struct tocsin_err *sqlite_get(struct store *s, struct arena *a, struct span id, struct span dataset,
                              struct record **out, struct span *dataset_out);
struct tocsin_err *sqlite_history(struct store *s, struct arena *a, struct span id,
                                  struct store_version **out, size_t *n);
struct tocsin_err *sqlite_each(struct store *s, struct span dataset, bool dated,
                               struct tocsin_err *(*each)(void *ctx, const struct record *r),
                               void *ctx);
struct tocsin_err *sqlite_referring(struct store *s, struct arena *a, struct span id,
                                    struct store_entity **out, size_t *n);
struct tocsin_err *sqlite_check(struct store *s, void (*finding)(void *ctx, const char *text),
                                void *ctx, uint64_t *findings);

#endif
