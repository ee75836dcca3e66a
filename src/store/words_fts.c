/* SPDX-License-Identifier: Apache-2.0
 *
 * What FTS5 is taught for full-text files: to take texts as they were cut, and to say how often an
 * entity has a phrase in which column.
 *
 * FTS5 finds words by a tokenizer. Ours cuts at two signs and changes nothing, for texts and for
 * queries alike: WORDS_NEXT goes on to the next place, WORDS_OR stays in the same one, which FTS5
 * calls a colocated token.
 */
#include "store/words_private.h"

static int cut_text(Fts5Tokenizer *self, void *ctx, int flags, const char *text, int n,
                    int (*token)(void *, int, const char *, int, int, int))
{
    int from = 0, flag = 0;

    (void)self, (void)flags;
    for (int i = 0; i <= n; i++) {
        int rc = SQLITE_OK;

        if (i < n && text[i] != WORDS_NEXT && text[i] != WORDS_OR)
            continue;
        if (i > from)
            rc = token(ctx, flag, text + from, i - from, from, i);
        if (rc != SQLITE_OK)
            return rc;
        flag = i < n && text[i] == WORDS_OR ? FTS5_TOKEN_COLOCATED : 0;
        from = i + 1;
    }
    return SQLITE_OK;
}

/* The tokenizer has no state; FTS5 wants a pointer that is not NULL. */
static int cutter_new(void *ctx, const char **args, int n, Fts5Tokenizer **out)
{
    static const char self;

    (void)ctx, (void)args, (void)n;
    *out = (Fts5Tokenizer *)(uintptr_t)&self;
    return SQLITE_OK;
}

static void cutter_free(Fts5Tokenizer *self)
{
    (void)self;
}

/* names * 2^31 + other; both are counts of places in one row */
static void count_hits(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *ctx, int n,
                       sqlite3_value **args)
{
    sqlite3_int64 names = 0, other = 0;
    int count = 0, rc = api->xInstCount(fts, &count);

    (void)n, (void)args;
    for (int i = 0; rc == SQLITE_OK && i < count; i++) {
        int phrase, column, offset;

        rc = api->xInst(fts, i, &phrase, &column, &offset);
        if (rc == SQLITE_OK && column == 0)
            names++;
        else if (rc == SQLITE_OK)
            other++;
    }
    if (rc == SQLITE_OK)
        sqlite3_result_int64(ctx, names * ((sqlite3_int64)1 << 31) + other);
    else
        sqlite3_result_error_code(ctx, rc);
}

struct tocsin_err *words_err(sqlite3 *db, const char *path)
{
    int rc = sqlite3_errcode(db);
    enum tocsin_code code = TOCSIN_ERR_IO;

    if (rc == SQLITE_CORRUPT || rc == SQLITE_NOTADB || rc == SQLITE_ERROR)
        code = TOCSIN_ERR_CORRUPT; /* our statements are right: a table is not as it was made */
    return err_at(err_new(code, "the search index: %s", sqlite3_errmsg(db)), path, 0, 0, NULL);
}

static struct tocsin_err *api_of(sqlite3 *db, const char *path, fts5_api **out)
{
    sqlite3_stmt *st = NULL;

    *out = NULL;
    if (sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &st, NULL) == SQLITE_OK) {
        sqlite3_bind_pointer(st, 1, out, "fts5_api_ptr", NULL);
        sqlite3_step(st);
    }
    sqlite3_finalize(st);
    if (*out)
        return NULL;
    return err_at(err_new(TOCSIN_ERR_UNSUPPORTED, "this SQLite was built without FTS5"), path, 0, 0,
                  NULL);
}

struct tocsin_err *words_teach(sqlite3 *db, const char *path)
{
    fts5_tokenizer cutter = {cutter_new, cutter_free, cut_text};
    fts5_api *api;

    TRY(api_of(db, path, &api));
    if (api->xCreateTokenizer(api, "tocsin", NULL, &cutter, NULL) != SQLITE_OK ||
        api->xCreateFunction(api, "hits", NULL, count_hits, NULL) != SQLITE_OK)
        return words_err(db, path);
    return NULL;
}

struct tocsin_err *words_proof(sqlite3 *db, const char *path, uint64_t *out)
{
    static const char sql[] = "SELECT id, block, 0 FROM words_data UNION ALL"
                              " SELECT id, block, 1 FROM facts_data UNION ALL"
                              " SELECT segid, term, pgno FROM words_idx UNION ALL"
                              " SELECT segid, term, pgno FROM facts_idx";
    sqlite3_stmt *st = NULL;
    int rc = sqlite3_prepare_v2(db, sql, -1, &st, NULL);
    uint64_t sum[4] = {0};

    while (rc == SQLITE_OK && (rc = sqlite3_step(st)) == SQLITE_ROW) {
        struct span bytes = {sqlite3_column_blob(st, 1), (size_t)sqlite3_column_bytes(st, 1)};

        sum[1] = (uint64_t)sqlite3_column_int64(st, 0);
        sum[2] = (uint64_t)sqlite3_column_int64(st, 2);
        sum[3] = bytes.n ? span_hash(bytes) : 0;
        sum[0] = span_hash((struct span){(const char *)sum, sizeof(sum)});
        rc = SQLITE_OK;
    }
    sqlite3_finalize(st);
    *out = sum[0];
    return rc == SQLITE_DONE ? NULL : words_err(db, path);
}
