/* SPDX-License-Identifier: Apache-2.0
 *
 * What becomes of a job when its process has ended: its report, or the reason why there is none. What it did
 * is put in force before it counts as done.
 */
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/jobs_private.h"

#define REPORT_MOST ((size_t)4 << 20)

/* ---- what is said of a job ------------------------------------------------------------------- */

void jobs_keep(const struct jobs *j, struct buf *to, struct span text)
{
    struct span home = span_of(j->home);

    buf_clear(to);
    while (text.n) {
        size_t at = span_find_span(text, home);

        buf_span(to, span_slice(text, 0, at));
        if (at < text.n)
            buf_str(to, "the home");
        text = span_from(text, at < text.n ? at + home.n : at);
    }
}

void job_failed(struct job *job, const char *fmt, ...)
{
    char text[512];
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    buf_clear(&job->problem);
    buf_str(&job->problem, "{\"type\":\"about:blank\",\"title\":\"Internal Server Error\",\"status\":500,"
                           "\"detail\":");
    buf_json(&job->problem, span_of(text));
    buf_char(&job->problem, '}');
}

/* ---- an end ---------------------------------------------------------------------------------- */

static json_int_t number_in(const json_t *report, const char *name)
{
    return json_integer_value(json_object_get(report, name));
}

static struct tocsin_err *record(struct jobs *j, struct job *job, const json_t *report)
{
    struct buf query = {0};
    struct access_search s = {
        .at = clock_now(),
        .address = span_of(job->address),
        .route = span_of(job->route),
        .purpose = span_of(job->purpose),
        .request = span_of(job->request),
        .results = (uint64_t)number_in(report, "rows"),
        .matches = (uint64_t)number_in(report, "matched"),
    };
    struct tocsin_err *err;

    buf_str(&query, "{\"file\":");
    buf_json(&query, span_of(job->file));
    buf_printf(&query, ",\"rows\":%llu}", (unsigned long long)s.results);
    s.query = buf_view(&query);
    access_search_by(&s, &job->who);
    err = access_search_record(j->api->access, &s);
    buf_free(&query);
    metrics_searched(j->api->metrics, s.results, s.matches);
    return err;
}

/* What the command printed; NULL when that is no JSON object. */
static json_t *read_report(const struct job *job)
{
    struct span path = arena_printf(job->a, "%s/report.json", job->folder);
    struct buf text = {0};
    struct tocsin_err *err = file_read(path.p, REPORT_MOST, &text);
    json_t *json = err ? NULL : json_loadb(text.n ? text.p : "", text.n, 0, NULL);

    tocsin_err_free(err);
    buf_free(&text);
    return json_is_object(json) ? json : NULL;
}

/* Puts in force what it did. */
static enum job_state settle_good(struct jobs *j, struct job *job, struct buf *said)
{
    const struct job_row *row = job_row(job->kind);
    json_t *report = read_report(job);
    char *text = report ? json_dumps(report, JSON_COMPACT | JSON_REAL_PRECISION(6)) : NULL;
    struct tocsin_err *err = NULL;

    if (row->writes)
        snapshots_follow(j->api->snapshots, false);
    if (row->searches)
        err = record(j, job, report);
    jobs_keep(j, said, span_of(text));
    free(text);
    json_decref(report);
    if (!err)
        return JOB_DONE;
    line_note(j->api->line, LOG_WARNING, tocsin_err_text(err));
    tocsin_err_free(err);
    jobs_remove_tree(arena_printf(job->a, "%s/%s", job->folder, row->result).p);
    return JOB_FAILED;
}

static void explain_failure(struct jobs *j, struct job *job)
{
    const struct job_child *c = &job->child;

    if (c->problem.n) {
        jobs_keep(j, &job->problem, buf_view(&c->problem));
        return;
    }
    if (c->killed)
        job_failed(job, "the process was ended by signal %d (%s)", c->status, strsignal(c->status));
    else
        job_failed(job, "the process ended with status %d and did not say why", c->status);
    if (c->other.n)
        log_line(LOG_WARNING, "job %s: %.*s", job->id, SPAN_ARG(buf_view(&c->other)));
}

static void tell_end(struct jobs *j, const struct job *job)
{
    static const char *const ends[] = {[JOB_DONE] = "done", [JOB_FAILED] = "failed",
                                       [JOB_CANCELLED] = "cancelled"};
    struct buf b = {0};

    buf_printf(&b, "job %s (%s, %s): %s", job->id, job_row(job->kind)->name, job->who.name,
               ends[job->state]);
    line_note(j->api->line, LOG_INFO, buf_cstr(&b));
    buf_free(&b);
}

void jobs_settle(struct jobs *j, struct job *job)
{
    enum job_state state = JOB_FAILED;
    struct buf report = {0};
    bool good;

    pthread_mutex_unlock(&j->mutex);
    job_reap(&job->child);
    good = !job->child.killed && job->child.status <= job_row(job->kind)->good;
    if (good)
        state = settle_good(j, job, &report);
    jobs_remove_tree(arena_printf(job->a, "%s/upload", job->folder).p);
    pthread_mutex_lock(&j->mutex);
    if (good && state == JOB_FAILED)
        job_failed(job, "this search cannot be recorded, and is therefore not answered");
    else if (state == JOB_FAILED && job->stop)
        state = JOB_CANCELLED;
    else if (state == JOB_FAILED)
        explain_failure(j, job);
    job->report = report;
    job_ends(job, state);
    job_child_free(&job->child);
    tell_end(j, job);
}
