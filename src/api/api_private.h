/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside of the api room: one call from its head to its answer.
 *
 *   route.def, route.c   what can be asked; finding it, reading its parameters
 *   guard.c              who asks, and may they
 *   near.c               is it from this machine, where nobody is asked who they are
 *   call.c               begin, answer, done: a call from its head to its end
 *   problem.c            refusals in the shape of each family
 *   snapshot.c           the node that a call works on
 *   metrics.c, line.c    counting and logging calls
 *   openapi.c            the table printed
 *   static.c, pages/     the console, and pages of every build
 *   upload.c             the file that comes with a call
 *   job.def, jobs*.c     child processes for what takes long or writes
 *   serve.c              the process: start, signals, reload, stop
 *   match.c, ...         answers, one file for each noun
 */
#ifndef TOCSIN_API_PRIVATE_H
#define TOCSIN_API_PRIVATE_H

#include <pthread.h>
#include <stdatomic.h>

#include "access/access.h"
#include "api/api.h"
#include "base/base.h"
#include "config/config.h"
#include "http/http.h"
#include "tocsin/tocsin.h"

/* ---- route.c --------------------------------------------------------------------------------- */

enum route_id {
#define ROUTE(id, method, path, family, permission, body, summary) ROUTE_##id,
#include "api/route.def"
    ROUTES
};

enum family { FAMILY_YENTE, FAMILY_WATCHMAN, FAMILY_OWN };
enum body_kind { BODY_NONE, BODY_JSON, BODY_FORM, BODY_FILE };
enum param_kind { PARAM_INT, PARAM_REAL, PARAM_BOOL, PARAM_TEXT, PARAM_LIST, PARAM_STAMP };

struct param {
    enum route_id route;
    const char *name;
    enum param_kind kind;
    const char *least, *most, *fallback, *text;
};

struct call;
struct route {
    enum route_id id;
    const char *name;
    enum http_method method;
    const char *path;
    enum family family;
    bool open;                  /* anybody may */
    enum permission permission; /* else those who have this */
    enum body_kind body;
    const char *summary;
    struct tocsin_err *(*answer)(struct call *c);
};
const struct route *route_row(enum route_id id);
/* What its JSON body and its answer look like: names of schemas in pages/schemas.json, or "". */
struct route_schema {
    enum route_id route;
    const char *asked, *answered;
};
const struct route_schema *route_schema(enum route_id id);
/* The parameters of a route: '*n' rows that follow each other. */
const struct param *route_params(enum route_id id, size_t *n);

#define CAPTURES_MAX 3
/* The route of a request, its captured segments in 'captures'; NULL when the path is none ('*allowed'
 * 0), or is one for other methods ('*allowed' has a bit for each). HEAD is GET. */
const struct route *route_find(const struct http_request *r, struct span captures[CAPTURES_MAX],
                               unsigned *allowed);

struct param_value {
    bool given;        /* by the client; a fallback is not */
    double number;     /* INT, REAL, BOOL (0 or 1) */
    const char *text;  /* TEXT and STAMP, or NULL */
    const char **list; /* LIST: NULL-terminated, or NULL when empty */
    size_t n;
};

/* ---- a call ---------------------------------------------------------------------------------- */

struct api;
struct snapshot;

struct call {
    struct api *api;
    struct http_request *r;
    struct http_response *out;
    struct arena *a;
    const struct route *route;
    struct span captures[CAPTURES_MAX];
    struct param_value *params; /* one for each row of route_params */
    struct who who;
    const char *purpose;        /* or NULL */
    struct snapshot *snapshot;
    struct tocsin_node *node;   /* of the snapshot */
    char *upload;               /* path of the uploaded file, or NULL */
    uint64_t since;             /* clock_ticks: when the body was there, however slowly it came */
    bool recorded;              /* this call is a search, and this is what is kept of it: */
    struct span query;
    uint64_t results, matches;
};

/* A cell of the table: the text itself, or of "@name" the setting of that name. */
const char *cell_text(const struct config *config, struct arena *a, const char *cell);
/* Reads every parameter of the route; false when one was refused. */
bool params_read(struct call *c);
const struct param_value *param(const struct call *c, const char *name);
int64_t param_int(const struct call *c, const char *name);
double param_real(const struct call *c, const char *name);
bool param_flag(const struct call *c, const char *name);
const char *param_text(const struct call *c, const char *name);
const char *const *param_list(const struct call *c, const char *name); /* NULL when empty */

bool param_there(const struct call *c, const char *name); /* does the route have it? */

/* A JSON answer is written into what this returns. */
struct buf *answer_json(struct call *c, int status);
/* This call is a search, to be recorded: what was asked, as JSON, or as text. */
void call_search(struct call *c, struct span json);
void call_search_text(struct call *c, struct span text);
/* May this call go on by limit.request_seconds? It is refused else. */
bool call_in_time(struct call *c);
/* Are objects and arrays nested at most so deep? */
bool json_shallow(struct span text, size_t most);
/* A json_t, which it takes. */
struct tocsin_err *answer_value(struct call *c, int status, void *json);

/* ---- problem.c ------------------------------------------------------------------------------- */

/* Answers with a refusal in the shape of the route's family; returns NULL, for "return refuse(..)". */
struct tocsin_err *refuse(struct call *c, int status, const char *fmt, ...) TOCSIN_PRINTF(3, 4);
/* 422 as FastAPI writes it: where ("query" or "body"), the parts of the way, type, sentence. */
struct tocsin_err *refuse_value(struct call *c, const char *where, const char *name,
                                const char *type, const char *sentence, struct span input);
/* The same for an error of the library, which it takes. */
void refuse_error(struct call *c, struct tocsin_err *err);
void refuse_in(enum family family, struct http_response *out, struct arena *a, int status,
               struct span detail);
int status_of_code(enum tocsin_code code);
void refuse_no_room(struct call *c); /* for another job */

/* ---- guard.c --------------------------------------------------------------------------------- */

#define SESSION_COOKIE "tocsin_session"

void guard_close(struct api *api);
/* Who is it, and may they? False when they were refused. */
bool guard(struct call *c);
void guard_end(struct call *c); /* records a search */
/* For routes that anybody may ask: who it is, if anybody, and whether a cookie says so. */
struct tocsin_err *guard_who(struct call *c, struct access_answer *out,
                             bool *by_cookie) TOCSIN_MUST_USE;
/* False when a session's CSRF token is missing, which is then refused. */
bool guard_same_site(struct call *c);

/* Where nobody is asked who they are: is this a program of this machine, or a page of this node? False
 * when it was refused. */
bool near(struct call *c);
/* Is this one of cors.origins? '*any' when that says every origin is. */
bool origin_allowed(const struct call *c, struct span origin, bool *any);

/* ---- upload.c: the body of a BODY_FILE route ------------------------------------------------- */

bool upload_begin(struct call *c);              /* false when it was refused */
const char *upload_path(const struct call *c); /* of the whole file, until the call is done */
void upload_end(struct call *c);

/* ---- snapshot.c ------------------------------------------------------------------------------ */

struct snapshot {
    struct tocsin_node *node;
    struct tocsin_err *why; /* why there is no node, or why it is not ready; NULL */
    atomic_uint users;
    uint64_t mark;  /* of what is loaded */
    int64_t opened; /* clock_now */
};
struct snapshots;
struct snapshots *snapshots_new(const char *home);
void snapshots_free(struct snapshots *s);
struct snapshot *snapshot_take(struct snapshots *s);
void snapshot_give(struct snapshots *s, struct snapshot *one);
/* Opens the node anew when what is loaded has changed, or 'anyway'. */
void snapshots_follow(struct snapshots *s, bool anyway);

/* ---- metrics.c, line.c ----------------------------------------------------------------------- */

struct metrics;
struct metrics *metrics_new(void);
void metrics_free(struct metrics *m);
void metrics_count(struct metrics *m, enum route_id route, int status, uint64_t nanoseconds,
                   uint64_t bytes);
void metrics_searched(struct metrics *m, uint64_t queries, uint64_t matches);
void metrics_print(const struct metrics *m, struct api *api, struct buf *out);

struct line; /* the log of calls */
struct line *line_new(bool json, enum log_level least);
void line_free(struct line *l);
void line_call(struct line *l, const struct call *c, int status, uint64_t nanoseconds, bool sent);
void line_note(struct line *l, enum log_level level, const char *text);

/* ---- jobs.c, jobs_*.c: child processes for what takes long or writes -------------------------- */

enum job_kind {
#define JOB(id, writes, searches, good, result) JOB_##id,
#include "api/job.def"
    JOB_KINDS
};

struct jobs;
struct tocsin_err *jobs_open(struct api *api) TOCSIN_MUST_USE; /* fills api->jobs */
void jobs_stop(struct jobs *j);  /* tells all to end, takes no more */
void jobs_close(struct jobs *j); /* waits for that, removes every file */
bool jobs_room(struct jobs *j);
/* A new job of this caller: the file that came with the call, which is kept as 'file', and the
 * arguments of the program, from the command on. '*id' is NULL when there is no room. */
struct tocsin_err *jobs_start(struct jobs *j, struct call *c, enum job_kind kind, const char *file,
                              const char *const *args, const char **id) TOCSIN_MUST_USE;
/* Brings the lists up to date, unless that is running or waiting already. */
struct tocsin_err *jobs_update(struct jobs *j) TOCSIN_MUST_USE;
/* Those that the caller may see, as JSON with commas between. */
void jobs_put(struct jobs *j, const struct call *c, struct buf *out);
/* Of one. False: there is none, or it is somebody else's. */
bool jobs_put_one(struct jobs *j, const struct call *c, struct span id, struct buf *out);
/* '*path' is NULL while there is no result; '*name' is "" when there will never be one. */
bool jobs_result(struct jobs *j, const struct call *c, struct span id, const char **path,
                 const char **name);
enum job_end { JOB_UNKNOWN, JOB_STOPPING, JOB_FORGOTTEN };
enum job_end jobs_end(struct jobs *j, const struct call *c, struct span id);
void jobs_counts(struct jobs *j, size_t *running, size_t *waiting);

/* ---- timer.c: updates by the clock ------------------------------------------------------------- */

struct timer {
    int64_t next; /* when to look for new editions; INT64_MAX: never */
};
void timer_begin(struct api *api);
void timer_look(struct api *api); /* about every second */

/* ---- static.c -------------------------------------------------------------------------------- */

struct span page_bytes(const char *name); /* a file of src/api/pages; p NULL when there is none */

/* ---- the server ------------------------------------------------------------------------------ */

struct api {
    const char *home;
    const struct config *config;
    bool auth;
    struct access *access;
    struct snapshots *snapshots;
    struct metrics *metrics;
    struct line *line;
    struct jobs *jobs;
    struct timer timer;
    struct http_server *server;
    int64_t started;
};

/* Everything but the sockets; what was opened is to be closed in any case. */
struct tocsin_err *api_open(struct api *api, const struct api_options *o) TOCSIN_MUST_USE;
void api_close(struct api *api);

/* The three steps of http_app. */
enum http_take call_begin(void *ctx, struct http_request *r, struct http_response *out);
void call_answer(void *ctx, struct http_request *r, struct http_response *out);
void call_done(void *ctx, struct http_request *r, const struct http_response *out, bool sent);

/* The lists that a call is about: the dataset in its path, narrowed by include_dataset and
 * exclude_dataset; they live as long as the call. False when it was refused. */
bool call_scope(struct call *c, struct span dataset, const char *const **out);
bool call_scope_of(struct call *c, const char *dataset, const char *const *include,
                   const char *const *exclude, const char *const **out);

#define ROUTE(id, method, path, family, permission, body, summary)                                 \
    struct tocsin_err *route_##id(struct call *c) TOCSIN_MUST_USE;
#include "api/route.def"

#endif
