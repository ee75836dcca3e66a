/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading a full-text file.
 *
 * Single words and facts are read off fts5vocab, which walks the lists of FTS5 in order of words;
 * phrases are matched by FTS5 itself. The file is not trusted: SQLite looks at every page, and what
 * the maker kept beside the words has a hash.
 */
#include "store/words_private.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

enum statement { ONE_WORD, SOME_WORDS, PHRASE, ONE_FACT, SOME_FACTS, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [ONE_WORD] = "SELECT doc, col FROM word_at WHERE term = ?1",
    [SOME_WORDS] = "SELECT doc, col FROM word_at WHERE term >= ?1 AND term < ?2",
    [PHRASE] = "SELECT rowid, hits(words) FROM words WHERE words MATCH ?1",
    [ONE_FACT] = "SELECT doc, term FROM fact_at WHERE term = ?1",
    [SOME_FACTS] = "SELECT doc, term FROM fact_at WHERE term >= ?1 AND term < ?2",
};

struct words {
    sqlite3 *db;
    char *path;
    sqlite3_stmt *st[STATEMENTS];
};

/* ---- open ------------------------------------------------------------------------------------ */

static struct tocsin_err *number_of(struct words *w, const char *text, int64_t *out)
{
    sqlite3_stmt *st = NULL;
    int rc = sqlite3_prepare_v2(w->db, text, -1, &st, NULL);

    if (rc == SQLITE_OK)
        rc = sqlite3_step(st);
    *out = rc == SQLITE_ROW ? sqlite3_column_int64(st, 0) : 0;
    sqlite3_finalize(st);
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? NULL : words_err(w->db, w->path);
}

static struct tocsin_err *know_as_ours(struct words *w)
{
    int64_t application, form;

    TRY(number_of(w, "PRAGMA application_id", &application));
    TRY(number_of(w, "PRAGMA user_version", &form));
    if (application == WORDS_APPLICATION && form == WORDS_FORM)
        return NULL;
    return err_at(err_new(TOCSIN_ERR_CORRUPT, "the search index is of another version"), w->path, 0,
                  0, NULL);
}

static struct tocsin_err *open_file(struct words *w)
{
    int64_t ignored;

    if (sqlite3_open_v2(w->path, &w->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) !=
        SQLITE_OK)
        return words_err(w->db, w->path);
    sqlite3_db_config(w->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(w->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_db_config(w->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    TRY(number_of(w, "PRAGMA cell_size_check = ON", &ignored));
    TRY(number_of(w, "PRAGMA cache_size = -16384", &ignored));
    TRY(know_as_ours(w));
    return words_teach(w->db, w->path);
}

struct tocsin_err *words_open(const char *path, struct words **out)
{
    size_t n = strlen(path) + 1;
    struct tocsin_err *err;
    struct words *w;
    struct stat st;

    *out = NULL;
    if (stat(path, &st) != 0 && errno == ENOENT)
        return err_new(TOCSIN_ERR_NOT_FOUND, "no search index at %s", path);
    w = mem_zero(1, sizeof(*w));
    w->path = mem_alloc(n);
    memcpy(w->path, path, n);
    err = open_file(w);
    if (err) {
        words_close(w);
        return err;
    }
    *out = w;
    return NULL;
}

void words_close(struct words *w)
{
    if (!w)
        return;
    for (size_t i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(w->st[i]);
    sqlite3_close(w->db);
    mem_free(w->path);
    mem_free(w);
}

/* ---- statements ------------------------------------------------------------------------------ */

static struct tocsin_err *start(struct words *w, enum statement which, struct span one,
                                struct span two)
{
    sqlite3_stmt **st = &w->st[which];

    if (!*st && sqlite3_prepare_v3(w->db, sql[which], -1, SQLITE_PREPARE_PERSISTENT, st, NULL) !=
                    SQLITE_OK)
        return words_err(w->db, w->path);
    sqlite3_bind_text(*st, 1, one.n ? one.p : "", (int)one.n, SQLITE_STATIC);
    if (two.n)
        sqlite3_bind_text(*st, 2, two.p, (int)two.n, SQLITE_STATIC);
    return NULL;
}

/* Ends a statement whose last step gave 'rc'. */
static struct tocsin_err *end(struct words *w, enum statement which, int rc)
{
    struct tocsin_err *err = rc == SQLITE_DONE ? NULL : words_err(w->db, w->path);

    sqlite3_reset(w->st[which]);
    sqlite3_clear_bindings(w->st[which]);
    return err;
}

static struct span column(sqlite3_stmt *st, int i)
{
    return (struct span){sqlite3_column_blob(st, i), (size_t)sqlite3_column_bytes(st, i)};
}

struct tocsin_err *words_terms(struct words *w, struct span from, struct span to, words_hit hit,
                               void *ctx)
{
    enum statement which = to.n ? SOME_WORDS : ONE_WORD;
    int rc;

    TRY(start(w, which, from, to));
    while ((rc = sqlite3_step(w->st[which])) == SQLITE_ROW) {
        struct span col = column(w->st[which], 1);
        bool name = col.n && col.p[0] == 'n';

        hit(ctx, (uint32_t)sqlite3_column_int64(w->st[which], 0), name, !name);
    }
    return end(w, which, rc);
}

struct tocsin_err *words_facts(struct words *w, struct span from, struct span to,
                               void (*each)(void *ctx, struct span fact, uint32_t entity),
                               void *ctx)
{
    enum statement which = to.n ? SOME_FACTS : ONE_FACT;
    int rc;

    TRY(start(w, which, from, to));
    while ((rc = sqlite3_step(w->st[which])) == SQLITE_ROW)
        each(ctx, column(w->st[which], 1), (uint32_t)sqlite3_column_int64(w->st[which], 0));
    return end(w, which, rc);
}

/* ---- phrases --------------------------------------------------------------------------------- */

/* A text in quotation marks; one within is doubled. */
static void put_quoted(struct buf *b, struct span text)
{
    buf_char(b, '"');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"')
            buf_char(b, '"');
        buf_char(b, text.p[i]);
    }
    buf_char(b, '"');
}

/* NEAR("a" "b" "c" *, 2) */
static void put_near(struct buf *b, const struct words_phrase *p)
{
    struct span rest = p->text, word;

    buf_str(b, "NEAR(");
    while (span_split(&rest, WORDS_NEXT, &word)) {
        put_quoted(b, word);
        buf_char(b, ' ');
    }
    buf_printf(b, "%s, %u)", p->prefix ? "*" : "", p->near);
}

static void put_phrase(struct buf *b, const struct words_phrase *p)
{
    if (p->names)
        buf_str(b, "names : ");
    if (p->near && span_find(p->text, WORDS_NEXT) < p->text.n) {
        put_near(b, p);
        return;
    }
    put_quoted(b, p->text);
    if (p->prefix)
        buf_str(b, " *");
}

struct tocsin_err *words_phrase(struct words *w, const struct words_phrase *p, words_hit hit,
                                void *ctx)
{
    struct buf b = {0};
    struct tocsin_err *err;
    int rc;

    put_phrase(&b, p);
    err = start(w, PHRASE, buf_view(&b), SPAN(""));
    if (!err) {
        while ((rc = sqlite3_step(w->st[PHRASE])) == SQLITE_ROW) {
            uint64_t n = (uint64_t)sqlite3_column_int64(w->st[PHRASE], 1);

            hit(ctx, (uint32_t)sqlite3_column_int64(w->st[PHRASE], 0), (unsigned)(n >> 31),
                (unsigned)(n & 0x7fffffff));
        }
        err = end(w, PHRASE, rc);
    }
    buf_free(&b);
    return err;
}

/* ---- parts, proof ---------------------------------------------------------------------------- */

static struct tocsin_err *damaged(const struct words *w)
{
    return err_at(err_new(TOCSIN_ERR_CORRUPT, "the search index is damaged"), w->path, 0, 0, NULL);
}

struct tocsin_err *words_take(struct words *w, const char *name, struct buf *out)
{
    struct tocsin_err *err = NULL;
    sqlite3_stmt *st = NULL;

    if (sqlite3_prepare_v2(w->db, "SELECT bytes, hash FROM part WHERE name = ?1", -1, &st, NULL) !=
        SQLITE_OK)
        return words_err(w->db, w->path);
    sqlite3_bind_text(st, 1, name, -1, SQLITE_STATIC);
    if (sqlite3_step(st) == SQLITE_ROW)
        buf_span(out, column(st, 0));
    else
        err = damaged(w);
    if (!err && span_hash(buf_view(out)) != (uint64_t)sqlite3_column_int64(st, 1))
        err = damaged(w);
    sqlite3_finalize(st);
    return err;
}

struct tocsin_err *words_check(struct words *w, const char **found)
{
    struct buf kept = {0};
    uint64_t proof = 0;
    struct tocsin_err *err = words_take(w, "proof", &kept);

    *found = NULL;
    if (!err)
        err = words_proof(w->db, w->path, &proof);
    if (!err && (kept.n != sizeof(proof) || memcmp(kept.p, &proof, sizeof(proof)) != 0))
        *found = "has words that its maker did not leave";
    buf_free(&kept);
    if (!err || tocsin_err_code(err) != TOCSIN_ERR_CORRUPT)
        return err;
    tocsin_err_free(err);
    *found = "is damaged";
    return NULL;
}
