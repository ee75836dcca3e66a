/* SPDX-License-Identifier: Apache-2.0
 *
 * The door of the store: which engine, whose turn, and in what order. All the rest is the engine's
 * (engine.h).
 */
#include "store/engine.h"

static const struct store_engine *const engines[] = {&sqlite_engine};

static struct tocsin_err *pick_engine(const char *path, const struct store_engine **out);
static struct tocsin_err *import_only(const struct store *s, enum store_phase phase,
                                      const char *what);
static struct tocsin_err *note_failure(struct store *s, struct tocsin_err *err);
static struct tocsin_err *check_id(struct span id);

static void turn_begin(struct store *s)
{
    int rc = pthread_mutex_lock(&s->turn);

    assert(rc == 0);
    (void)rc;
}

static void turn_end(struct store *s)
{
    int rc = pthread_mutex_unlock(&s->turn);

    assert(rc == 0);
    (void)rc;
}

/* Every call of the engine is made in turn. */
#define IN_TURN(s, call)                                                                           \
    do {                                                                                           \
        struct tocsin_err *turn_err__;                                                             \
        turn_begin(s);                                                                             \
        turn_err__ = (call);                                                                       \
        turn_end(s);                                                                               \
        return turn_err__;                                                                         \
    } while (0)

struct tocsin_err *store_open(const char *path, enum store_mode mode, struct store **out)
{
    const struct store_engine *engine = NULL;
    pthread_mutexattr_t kind;

    *out = NULL;
    TRY(pick_engine(path, &engine));
    assert(engine);
    TRY(engine->open(path, mode, out));
    assert((*out)->engine == engine);
    (*out)->mode = mode;
    (*out)->phase = PHASE_IDLE;
    pthread_mutexattr_init(&kind);
    pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(&(*out)->turn, &kind);
    pthread_mutexattr_destroy(&kind);
    return NULL;
}

void store_close(struct store *s)
{
    if (!s)
        return;
    store_import_abort(s);
    pthread_mutex_destroy(&s->turn);
    s->engine->close(s);
}

struct tocsin_err *store_datasets(struct store *s, struct arena *a, struct store_dataset **out,
                                  size_t *n)
{
    IN_TURN(s, s->engine->datasets(s, a, out, n));
}

struct tocsin_err *store_runs(struct store *s, struct arena *a, struct span dataset,
                              struct store_run **out, size_t *n)
{
    IN_TURN(s, s->engine->runs(s, a, dataset, out, n));
}

struct tocsin_err *store_abouts(struct store *s, struct arena *a, struct store_about **out,
                                size_t *n)
{
    IN_TURN(s, s->engine->abouts(s, a, out, n));
}

static struct tocsin_err *writable(const struct store *s)
{
    if (s->mode == STORE_READ)
        return err_new(TOCSIN_ERR_USAGE, "the store is open for reading only");
    if (s->phase == PHASE_FAILED)
        return err_new(TOCSIN_ERR_USAGE, "the import has failed and can only be aborted");
    return NULL;
}

struct tocsin_err *store_describe(struct store *s, struct span name, struct span meta)
{
    TRY(writable(s));
    IN_TURN(s, s->engine->describe(s, name, meta));
}

struct tocsin_err *store_is_version(struct store *s, struct span name, struct span loaded)
{
    TRY(writable(s));
    IN_TURN(s, s->engine->is_version(s, name, loaded));
}

/* ---- import ------------------------------------------------------------------------------ */

static struct tocsin_err *begin_in_turn(struct store *s, const struct store_import *what)
{
    if (s->phase != PHASE_IDLE)
        return err_new(TOCSIN_ERR_USAGE, "an import is under way already");
    TRY(s->engine->begin(s, what));
    s->phase = PHASE_IMPORT;
    return NULL;
}

struct tocsin_err *store_import_begin(struct store *s, const struct store_import *what)
{
    TRY(writable(s));
    if (what->dataset.n == 0)
        return err_new(TOCSIN_ERR_USAGE, "an import needs the name of a dataset");
    IN_TURN(s, begin_in_turn(s, what));
}

static struct tocsin_err *put_in_turn(struct store *s, const struct record *r)
{
    TRY(import_only(s, PHASE_IMPORT, "put"));
    TRY(note_failure(s, check_id(r->id)));
    return note_failure(s, s->engine->put(s, r));
}

struct tocsin_err *store_put(struct store *s, const struct record *r)
{
    IN_TURN(s, put_in_turn(s, r));
}

static struct tocsin_err *remove_in_turn(struct store *s, struct span id)
{
    TRY(import_only(s, PHASE_IMPORT, "remove"));
    TRY(note_failure(s, check_id(id)));
    return note_failure(s, s->engine->remove(s, id));
}

struct tocsin_err *store_remove(struct store *s, struct span id)
{
    IN_TURN(s, remove_in_turn(s, id));
}

static struct tocsin_err *settle_in_turn(struct store *s, bool delta,
                                         const struct store_source *sources, size_t n,
                                         struct store_counts *out)
{
    TRY(import_only(s, PHASE_IMPORT, "settle"));
    TRY(note_failure(s, s->engine->settle(s, delta, sources, n, out)));
    s->phase = PHASE_SETTLED;
    return NULL;
}

struct tocsin_err *store_import_settle(struct store *s, bool delta,
                                       const struct store_source *sources, size_t n,
                                       struct store_counts *out)
{
    IN_TURN(s, settle_in_turn(s, delta, sources, n, out));
}

static struct tocsin_err *commit_in_turn(struct store *s)
{
    TRY(import_only(s, PHASE_SETTLED, "commit"));
    TRY(note_failure(s, s->engine->commit(s)));
    s->phase = PHASE_IDLE;
    return NULL;
}

struct tocsin_err *store_import_commit(struct store *s)
{
    IN_TURN(s, commit_in_turn(s));
}

void store_import_abort(struct store *s)
{
    turn_begin(s);
    if (s->phase != PHASE_IDLE)
        s->engine->abort(s);
    s->phase = PHASE_IDLE;
    turn_end(s);
}

/* ---- entities ---------------------------------------------------------------------------- */

struct tocsin_err *store_get(struct store *s, struct arena *a, struct span id, struct span dataset,
                             struct record **out, struct span *dataset_out)
{
    IN_TURN(s, s->engine->get(s, a, id, dataset, out, dataset_out));
}

struct tocsin_err *store_history(struct store *s, struct arena *a, struct span id,
                                 struct store_version **out, size_t *n)
{
    IN_TURN(s, s->engine->history(s, a, id, out, n));
}

struct tocsin_err *store_each(struct store *s, struct span dataset,
                              struct tocsin_err *(*each)(void *ctx, const struct record *r),
                              void *ctx)
{
    IN_TURN(s, s->engine->each(s, dataset, false, each, ctx));
}

struct tocsin_err *store_each_dated(struct store *s, struct span dataset,
                                    struct tocsin_err *(*each)(void *ctx, const struct record *r),
                                    void *ctx)
{
    IN_TURN(s, s->engine->each(s, dataset, true, each, ctx));
}

struct tocsin_err *store_referring(struct store *s, struct arena *a, struct span id,
                                   struct store_entity **out, size_t *n)
{
    IN_TURN(s, s->engine->referring(s, a, id, out, n));
}

struct tocsin_err *store_check(struct store *s, void (*finding)(void *ctx, const char *text),
                               void *ctx, uint64_t *findings)
{
    IN_TURN(s, s->engine->check(s, finding, ctx, findings));
}

/* ---- order and choice -------------------------------------------------------------------- */

static struct tocsin_err *pick_engine(const char *path, const struct store_engine **out)
{
    struct span where = span_of(path);
    size_t colon = span_find_span(where, SPAN("://"));
    struct span scheme = colon < where.n ? span_slice(where, 0, colon) : SPAN("");

    for (size_t i = 0; i < ARRAY_LEN(engines); i++) {
        if (span_eq(scheme, span_of(engines[i]->scheme))) {
            *out = engines[i];
            return NULL;
        }
    }
    return err_new(TOCSIN_ERR_UNSUPPORTED, "no store engine for '%.*s://' in this build",
                   SPAN_ARG(scheme));
}

static struct tocsin_err *import_only(const struct store *s, enum store_phase phase,
                                      const char *what)
{
    static const char *const instead[] = {
        [PHASE_IDLE] = "no import is under way",
        [PHASE_IMPORT] = "the import is not settled yet",
        [PHASE_SETTLED] = "the import is settled already",
        [PHASE_FAILED] = "the import has failed and can only be aborted",
    };

    if (s->phase == phase)
        return NULL;
    return err_new(TOCSIN_ERR_USAGE, "%s: %s", what, instead[s->phase]);
}

/* A failed statement may have ended the transaction: nothing more may be written in it. */
static struct tocsin_err *note_failure(struct store *s, struct tocsin_err *err)
{
    if (err)
        s->phase = PHASE_FAILED;
    return err;
}

static struct tocsin_err *check_id(struct span id)
{
    if (id.n == 0)
        return err_new(TOCSIN_ERR_PARSE, "an entity without an id");
    if (id.n > LIMIT_ID)
        return err_new(TOCSIN_ERR_LIMIT, "an id of %zu bytes (LIMIT_ID is %d)", id.n, LIMIT_ID);
    return NULL;
}
