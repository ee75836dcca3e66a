/* SPDX-License-Identifier: Apache-2.0
 *
 * Making a full-text file.
 *
 * The file is written under a passing name without journal and syncs, which nobody needs of a file
 * that is made again when its making is broken off; at the end it is synced and gets its name.
 * Words are collected in memory until they fill HASH_BYTES and go to the file in order; the runs are
 * merged at the end ("optimize"), and not before. More memory would spare runs, but a table that
 * does not fit into the processor's cache costs half as much again as merging does.
 */
#include "store/words_private.h"

#include <stdio.h>
#include <unistd.h>

struct words_maker {
    struct file_out file;
    sqlite3 *db;
    sqlite3_stmt *words, *facts;
    sqlite3_int64 entities;
    bool settled;
};

#define HASH_BYTES "4194304"

static struct tocsin_err *exec(struct words_maker *m, const char *sql)
{
    if (sqlite3_exec(m->db, sql, NULL, NULL, NULL) != SQLITE_OK)
        return words_err(m->db, m->file.path);
    return NULL;
}

static struct tocsin_err *prepare(struct words_maker *m, const char *sql, sqlite3_stmt **out)
{
    if (sqlite3_prepare_v2(m->db, sql, -1, out, NULL) != SQLITE_OK)
        return words_err(m->db, m->file.path);
    return NULL;
}

static struct tocsin_err *begin(struct words_maker *m)
{
    TRY(words_teach(m->db, m->file.path));
    TRY(exec(m, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
                "PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -32768;"
                "PRAGMA page_size = 8192; BEGIN"));
    TRY(exec(m, WORDS_TABLES));
    TRY(exec(m, "INSERT INTO words(words, rank) VALUES ('hashsize', " HASH_BYTES "),"
                " ('automerge', 0), ('crisismerge', 64);"
                "INSERT INTO facts(facts, rank) VALUES ('hashsize', " HASH_BYTES "),"
                " ('automerge', 0), ('crisismerge', 64)"));
    TRY(prepare(m, "INSERT INTO words(rowid, names, other) VALUES (?1, ?2, ?3)", &m->words));
    return prepare(m, "INSERT INTO facts(rowid, fact) VALUES (?1, ?2)", &m->facts);
}

struct tocsin_err *words_make(const char *path, struct words_maker **out)
{
    struct words_maker *m = mem_zero(1, sizeof(*m));
    struct tocsin_err *err = file_out_open(path, &m->file);

    *out = NULL;
    if (!err && sqlite3_open_v2(m->file.temp, &m->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                                NULL) != SQLITE_OK)
        err = words_err(m->db, path);
    if (!err)
        err = begin(m);
    if (err) {
        words_abandon(m);
        return err;
    }
    *out = m;
    return NULL;
}

static void bind_text(sqlite3_stmt *st, int at, struct span text)
{
    sqlite3_bind_text(st, at, text.n ? text.p : "", (int)text.n, SQLITE_STATIC);
}

static struct tocsin_err *run(struct words_maker *m, sqlite3_stmt *st)
{
    struct tocsin_err *err =
        sqlite3_step(st) == SQLITE_DONE ? NULL : words_err(m->db, m->file.path);

    sqlite3_reset(st);
    return err;
}

struct tocsin_err *words_add(struct words_maker *m, const struct words_text *text)
{
    assert(!m->settled);
    sqlite3_bind_int64(m->words, 1, m->entities);
    bind_text(m->words, 2, text->names);
    bind_text(m->words, 3, text->other);
    TRY(run(m, m->words));
    sqlite3_bind_int64(m->facts, 1, m->entities);
    bind_text(m->facts, 2, text->facts);
    m->entities++;
    return run(m, m->facts);
}

static struct tocsin_err *settle(struct words_maker *m)
{
    if (m->settled)
        return NULL;
    m->settled = true;
    return exec(m, "INSERT INTO words(words) VALUES ('optimize');"
                   "INSERT INTO facts(facts) VALUES ('optimize')");
}

struct tocsin_err *words_list(struct words_maker *m, void (*each)(void *ctx, struct span word),
                              void *ctx)
{
    sqlite3_stmt *st = NULL;
    int rc = SQLITE_ROW;

    TRY(settle(m));
    TRY(prepare(m, "SELECT term FROM word_list", &st));
    while ((rc = sqlite3_step(st)) == SQLITE_ROW)
        each(ctx, (struct span){sqlite3_column_blob(st, 0), (size_t)sqlite3_column_bytes(st, 0)});
    sqlite3_finalize(st);
    return rc == SQLITE_DONE ? NULL : words_err(m->db, m->file.path);
}

struct tocsin_err *words_part(struct words_maker *m, const char *name, struct span bytes)
{
    struct tocsin_err *err;
    sqlite3_stmt *st = NULL;

    TRY(prepare(m, "INSERT INTO part VALUES (?1, ?2, ?3)", &st));
    bind_text(st, 1, span_of(name));
    sqlite3_bind_int64(st, 2, (sqlite3_int64)span_hash(bytes));
    sqlite3_bind_blob64(st, 3, bytes.n ? bytes.p : "", bytes.n, SQLITE_STATIC);
    err = run(m, st);
    sqlite3_finalize(st);
    return err;
}

static struct tocsin_err *close_file(struct words_maker *m)
{
    uint64_t proof;
    char text[128];

    TRY(settle(m));
    TRY(exec(m, "COMMIT")); /* FTS5 writes the last of its pages now */
    TRY(words_proof(m->db, m->file.path, &proof));
    TRY(words_part(m, "proof", (struct span){(const char *)&proof, sizeof(proof)}));
    snprintf(text, sizeof(text), "PRAGMA user_version = %d; PRAGMA application_id = %d",
             WORDS_FORM, WORDS_APPLICATION);
    TRY(exec(m, text));
    sqlite3_finalize(m->words);
    sqlite3_finalize(m->facts);
    m->words = m->facts = NULL;
    if (sqlite3_close(m->db) != SQLITE_OK)
        return words_err(m->db, m->file.path);
    m->db = NULL;
    return file_out_commit(&m->file);
}

struct tocsin_err *words_finish(struct words_maker *m)
{
    struct tocsin_err *err = close_file(m);

    words_abandon(m);
    return err;
}

void words_abandon(struct words_maker *m)
{
    if (!m)
        return;
    sqlite3_finalize(m->words);
    sqlite3_finalize(m->facts);
    sqlite3_close(m->db);
    file_out_abandon(&m->file);
    mem_free(m);
}
