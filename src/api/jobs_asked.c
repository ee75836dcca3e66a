/* SPDX-License-Identifier: Apache-2.0
 *
 * What a request may do with jobs: add one, look at those that are its own, end one. It never waits for
 * a child: it leaves its wish in the table and wakes the thread.
 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/jobs_private.h"

static void put_stamp(struct buf *b, const char *name, int64_t at)
{
    char text[21];

    clock_format(at, text);
    if (at)
        buf_printf(b, ",\"%s\":\"%s\"", name, text);
    else
        buf_printf(b, ",\"%s\":null", name);
}

static void put_json(struct buf *b, const char *name, const struct buf *json)
{
    buf_printf(b, ",\"%s\":", name);
    if (json->n)
        buf_span(b, buf_view(json));
    else
        buf_str(b, "null");
}

static void put_job(struct buf *b, const struct job *job)
{
    static const char *const states[] = {[JOB_WAITING] = "waiting", [JOB_RUNNING] = "running",
                                         [JOB_DONE] = "done", [JOB_FAILED] = "failed",
                                         [JOB_CANCELLED] = "cancelled"};

    buf_printf(b, "{\"id\":\"%s\",\"kind\":\"%s\",\"state\":\"%s\"", job->id, job_row(job->kind)->name,
               states[job->state]);
    put_stamp(b, "started", job->asked);
    put_stamp(b, "ended", job->ended);
    buf_str(b, ",\"by\":");
    buf_json(b, span_of(job->who.name));
    buf_str(b, ",\"file\":");
    buf_json(b, span_of(job->file));
    put_json(b, "progress", &job->progress);
    put_json(b, "problem", &job->problem);
    put_json(b, "report", &job->report);
    buf_printf(b, ",\"result\":%s}",
               job->state == JOB_DONE && job_row(job->kind)->result[0] ? "true" : "false");
}

/* ---- what requests may do -------------------------------------------------------------------- */

bool jobs_room(struct jobs *j)
{
    pthread_mutex_lock(&j->mutex);
    bool room = jobs_have_room(j);
    pthread_mutex_unlock(&j->mutex);
    return room;
}

static void make_id(char out[JOB_ID_SIZE])
{
    unsigned char bytes[(JOB_ID_SIZE - 1) / 2];

    randombytes_buf(bytes, sizeof(bytes));
    sodium_bin2hex(out, JOB_ID_SIZE, bytes, sizeof(bytes));
}

static const char **command_line(const struct jobs *j, struct arena *a, const char *const *args)
{
    const char **argv;
    size_t n = 0, at = 0;

    while (args[n])
        n++;
    argv = ARENA_ARRAY(a, const char *, n + 3);
    argv[at++] = "tocsin";
    argv[at++] = arena_printf(a, "--home=%s", j->home).p;
    for (size_t i = 0; i < n; i++)
        argv[at++] = arena_str(a, span_of(args[i]));
    return argv;
}

static struct job *job_new(struct jobs *j, enum job_kind kind, const char *file,
                           const char *const *args)
{
    struct job *job = mem_zero(1, sizeof(*job));

    job->a = arena_new();
    job->kind = kind;
    make_id(job->id);
    job->folder = arena_str(job->a, arena_printf(job->a, "%s/%s", j->folder, job->id));
    job->file = arena_str(job->a, span_of(file));
    job->argv = command_line(j, job->a, args);
    job->purpose = job->route = job->address = job->request = "";
    job->asked = clock_now();
    return job;
}

static void asked_by(struct job *job, const struct call *c)
{
    job->who = c->who;
    job->purpose = arena_str(job->a, span_of(c->purpose));
    job->route = arena_str(job->a, c->r->path);
    job->address = arena_str(job->a, span_of(c->r->address));
    job->request = arena_str(job->a, span_of(c->r->trace.id));
}

static struct tocsin_err *take_upload(struct job *job, const struct call *c)
{
    struct span folder = arena_printf(job->a, "%s/upload", job->folder);
    struct span file = arena_printf(job->a, "%s/%s", folder.p, job->file);

    TRY(file_mkdirs(folder.p));
    return rename(upload_path(c), file.p) == 0 ? NULL : err_errno("%s", file.p);
}

static void append(struct jobs *j, struct job *job)
{
    struct job **at = &j->first;

    while (*at)
        at = &(*at)->next;
    *at = job;
}

struct tocsin_err *jobs_start(struct jobs *j, struct call *c, enum job_kind kind, const char *file,
                              const char *const *args, const char **id)
{
    struct job *job = job_new(j, kind, file, args);
    struct tocsin_err *err;

    *id = NULL;
    asked_by(job, c);
    err = take_upload(job, c);
    pthread_mutex_lock(&j->mutex);
    bool room = !err && jobs_have_room(j);
    if (room) {
        append(j, job);
        *id = arena_str(c->a, span_of(job->id));
    }
    pthread_mutex_unlock(&j->mutex);
    if (room)
        jobs_wake(j);
    else
        job_free(job);
    return err;
}

static bool updates_already(const struct jobs *j)
{
    for (const struct job *job = j->first; job; job = job->next)
        if (job->kind == JOB_update && !job_over(job))
            return true;
    return false;
}

/* A job works in a folder of its own: a path that counts from here must be made whole. */
static const char *manifest_option(const struct jobs *j, struct arena *a)
{
    const char *manifest = config_text(j->api->config, SETTING_UPDATE_MANIFEST);
    char *whole = strstr(manifest, "://") ? NULL : realpath(manifest, NULL);
    const char *out = arena_printf(a, "--manifest=%s", whole ? whole : manifest).p;

    free(whole);
    return out;
}

struct tocsin_err *jobs_update(struct jobs *j)
{
    struct arena *a = arena_new();
    const char *const args[] = {"update", "--json", "--progress=json", manifest_option(j, a), NULL};
    struct job *job = job_new(j, JOB_update, "", args);
    struct tocsin_err *err = file_mkdirs(arena_printf(job->a, "%s/upload", job->folder).p);

    job->who = (struct who){.role = ROLE_admin, .name = "update"};
    pthread_mutex_lock(&j->mutex);
    bool wanted = !err && !updates_already(j);
    if (wanted)
        append(j, job);
    pthread_mutex_unlock(&j->mutex);
    if (wanted)
        jobs_wake(j);
    else
        job_free(job);
    arena_free(a);
    return err;
}

static bool may_see(const struct call *c, const struct job *job)
{
    return access_may(c->who.role, PERMISSION_admin) ||
           (c->who.kind == job->who.kind && c->who.id == job->who.id);
}

static struct job *find(struct jobs *j, const struct call *c, struct span id)
{
    struct job *job = j->first;

    while (job && !(span_eq(span_of(job->id), id) && may_see(c, job)))
        job = job->next;
    return job;
}

void jobs_put(struct jobs *j, const struct call *c, struct buf *out)
{
    bool any = false;

    pthread_mutex_lock(&j->mutex);
    for (const struct job *job = j->first; job; job = job->next) {
        if (!may_see(c, job))
            continue;
        if (any)
            buf_char(out, ',');
        any = true;
        put_job(out, job);
    }
    pthread_mutex_unlock(&j->mutex);
}

bool jobs_put_one(struct jobs *j, const struct call *c, struct span id, struct buf *out)
{
    pthread_mutex_lock(&j->mutex);
    const struct job *job = find(j, c, id);
    if (job)
        put_job(out, job);
    pthread_mutex_unlock(&j->mutex);
    return job;
}

enum job_end jobs_end(struct jobs *j, const struct call *c, struct span id)
{
    enum job_end end = JOB_UNKNOWN;

    pthread_mutex_lock(&j->mutex);
    struct job *job = find(j, c, id);
    if (job && job_over(job)) {
        jobs_forget(j, job);
        end = JOB_FORGOTTEN;
    } else if (job) {
        job->stop = true;
        end = JOB_STOPPING;
    }
    pthread_mutex_unlock(&j->mutex);
    jobs_wake(j);
    return end;
}

bool jobs_result(struct jobs *j, const struct call *c, struct span id, const char **path,
                 const char **name)
{
    pthread_mutex_lock(&j->mutex);
    const struct job *job = find(j, c, id);
    *path = NULL;
    if (job) {
        *name = job_row(job->kind)->result;
        if (job->state == JOB_DONE)
            *path = arena_printf(c->a, "%s/%s", job->folder, *name).p;
    }
    pthread_mutex_unlock(&j->mutex);
    return job;
}

void jobs_counts(struct jobs *j, size_t *running, size_t *waiting)
{
    *running = *waiting = 0;
    pthread_mutex_lock(&j->mutex);
    for (const struct job *job = j->first; job; job = job->next) {
        *running += job->state == JOB_RUNNING;
        *waiting += job->state == JOB_WAITING;
    }
    pthread_mutex_unlock(&j->mutex);
}
