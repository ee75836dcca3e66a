/* SPDX-License-Identifier: Apache-2.0
 *
 * Jobs: what takes long or writes, as processes of their own beside the server.
 *
 *     POST --jobs_start--> waiting --thread--> running --> done | failed | cancelled --> forgotten
 *
 * One thread owns every child: it starts those whose turn has come, listens to all of them (poll on
 * their pipes and pidfds) and settles what has ended. Threads that answer requests only add a job, look at
 * the table, or leave a wish in it ('stop'); the mutex is never held while lists are opened or files of
 * any size are read. A job that is running stays in the table until the thread has settled it.
 *
 * limit.jobs run at once, but only one that writes; limit.jobs_waiting more wait; of those that are over
 * limit.job_results are kept. A job is seen by who started it, and by those who may 'admin'.
 *
 * Before a job counts as done, what it did is in force: lists that it loaded are the ones that
 * requests work on, and a search of a table is in the record of searches. When it cannot be recorded,
 * the result is removed and the job has failed.
 *
 * Files. Each job has a folder in <home>/jobs, removed with the job; nothing outlives the server. Several
 * servers may have one home: each holds a shared lock on the folder 'jobs', and what lies in it from an
 * earlier time is swept by one that is alone.
 */
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/jobs_private.h"

static const struct job_row rows[] = {
#define JOB(id, writes, searches, good, result) {#id, writes, searches, good, result},
#include "api/job.def"
};

const struct job_row *job_row(enum job_kind kind)
{
    return &rows[kind];
}

/* ---- folders --------------------------------------------------------------------------------- */

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st, (void)type, (void)at;
    remove(path); /* what cannot be removed now is swept later */
    return 0;
}

void jobs_remove_tree(const char *path)
{
    nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* Empties the folder when no other server has it. */
static void sweep(struct jobs *j)
{
    DIR *dir = flock(j->lock, LOCK_EX | LOCK_NB) == 0 ? opendir(j->folder) : NULL;
    struct arena *a = arena_new();
    struct dirent *one;

    while (dir && (one = readdir(dir)))
        if (strcmp(one->d_name, ".") != 0 && strcmp(one->d_name, "..") != 0)
            jobs_remove_tree(arena_printf(a, "%s/%s", j->folder, one->d_name).p);
    if (dir)
        closedir(dir);
    arena_free(a);
    flock(j->lock, LOCK_SH);
}

static char *joined(const char *first, const char *second)
{
    struct buf b = {0};
    char *text;

    buf_printf(&b, "%s/%s", first, second);
    text = mem_alloc(b.n + 1);
    memcpy(text, buf_cstr(&b), b.n + 1);
    buf_free(&b);
    return text;
}

static struct tocsin_err *open_folder(struct jobs *j)
{
    j->home = realpath(j->api->home, NULL);
    if (!j->home)
        return err_errno("%s", j->api->home);
    j->folder = joined(j->home, "jobs");
    TRY(file_mkdirs(j->folder));
    j->lock = open(j->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (j->lock < 0)
        return err_errno("%s", j->folder);
    sweep(j);
    return NULL;
}

void job_free(struct job *job)
{
    if (job->folder)
        jobs_remove_tree(job->folder);
    job_child_free(&job->child);
    buf_free(&job->progress);
    buf_free(&job->problem);
    buf_free(&job->report);
    arena_free(job->a);
    mem_free(job);
}

/* ---- the table ------------------------------------------------------------------------------- */

bool job_over(const struct job *job)
{
    return job->state != JOB_WAITING && job->state != JOB_RUNNING;
}

static size_t count(const struct jobs *j, bool of_those_over)
{
    size_t n = 0;

    for (const struct job *job = j->first; job; job = job->next)
        n += job_over(job) == of_those_over;
    return n;
}

void job_ends(struct job *job, enum job_state state)
{
    job->state = state;
    job->ended = clock_now();
    job->over = clock_ticks();
    jobs_remove_tree(arena_printf(job->a, "%s/upload", job->folder).p);
}

bool jobs_have_room(const struct jobs *j)
{
    return !j->stopping && count(j, false) < j->running_most + j->waiting_most;
}

void jobs_forget(struct jobs *j, struct job *job)
{
    struct job **at = &j->first;

    assert(job);
    while (*at != job)
        at = &(*at)->next;
    *at = job->next;
    job_free(job);
}

/* The one that has been over for longest. */
static struct job *oldest(struct jobs *j)
{
    struct job *found = NULL;

    for (struct job *job = j->first; job; job = job->next)
        if (job_over(job) && (!found || job->over < found->over))
            found = job;
    return found;
}

static void forget_old(struct jobs *j)
{
    for (size_t n = count(j, true); n > j->kept_most; n--)
        jobs_forget(j, oldest(j));
}

void jobs_wake(struct jobs *j)
{
    const uint64_t one = 1;
    ssize_t n = write(j->wake, &one, sizeof(one));

    (void)n; /* a full counter wakes as well */
}

/* ---- the thread ------------------------------------------------------------------------------ */

static void start(struct job *job)
{
    struct tocsin_err *err = job_spawn(job);

    job->state = JOB_RUNNING;
    if (!err)
        return;
    job_ends(job, JOB_FAILED);
    log_line(LOG_WARNING, "job %s: %s", job->id, tocsin_err_text(err));
    job_failed(job, "the process could not be started");
    tocsin_err_free(err);
}

/* In the order in which they came; one that writes lets others pass while another writes. */
static void start_those_in_turn(struct jobs *j)
{
    size_t running = 0;
    bool writing = false;

    for (struct job *job = j->first; job; job = job->next) {
        running += job->state == JOB_RUNNING;
        writing = writing || (job->state == JOB_RUNNING && job_row(job->kind)->writes);
    }
    for (struct job *job = j->first; job && running < j->running_most; job = job->next) {
        if (job->state != JOB_WAITING || (writing && job_row(job->kind)->writes))
            continue;
        start(job);
        running += job->state == JOB_RUNNING;
        writing = writing || (job->state == JOB_RUNNING && job_row(job->kind)->writes);
    }
}

static void stop_those_unwanted(struct jobs *j)
{
    for (struct job *job = j->first; job; job = job->next) {
        job->stop = job->stop || j->stopping;
        if (!job->stop)
            continue;
        if (job->state == JOB_RUNNING) {
            job_ask_to_stop(&job->child);
        } else if (job->state == JOB_WAITING) {
            job_ends(job, JOB_CANCELLED);
        }
    }
}

/* Two places for each job that runs: its pipe, its end. */
static struct pollfd *list_places(struct jobs *j, size_t *n, bool *hurry)
{
    struct pollfd *places = mem_zero(2 * j->running_most + 1, sizeof(*places));

    *n = 0;
    *hurry = false;
    places[(*n)++] = (struct pollfd){.fd = j->wake, .events = POLLIN};
    for (struct job *job = j->first; job; job = job->next) {
        if (job->state != JOB_RUNNING)
            continue;
        places[(*n)++] = (struct pollfd){.fd = job->child.said, .events = POLLIN};
        places[(*n)++] = (struct pollfd){.fd = job->child.pidfd, .events = POLLIN};
        *hurry = *hurry || job->child.kill_at;
    }
    return places;
}

static void attend(struct jobs *j, struct job *job, const struct pollfd *said,
                   const struct pollfd *ended)
{
    struct job_child *c = &job->child;

    if (said->revents && !job_listen(c)) {
        close(c->said);
        c->said = -1; /* poll passes it over */
    }
    jobs_keep(j, &job->progress, buf_view(&c->progress));
    c->ended = ended->revents != 0;
    if (!c->ended)
        job_kill_late(c, clock_ticks());
}

/* Waits until something happens. Those that run keep their order in the table meanwhile. */
static void watch(struct jobs *j)
{
    size_t n, at = 1;
    bool hurry;
    struct pollfd *places = list_places(j, &n, &hurry);
    uint64_t woken;

    pthread_mutex_unlock(&j->mutex);
    poll(places, n, hurry ? 100 : -1);
    if (places[0].revents && read(j->wake, &woken, sizeof(woken)) < 0)
        log_line(LOG_DEBUG, "jobs: woken for nothing");
    pthread_mutex_lock(&j->mutex);
    for (struct job *job = j->first; job && at < n; job = job->next) {
        if (job->state != JOB_RUNNING)
            continue;
        attend(j, job, &places[at], &places[at + 1]);
        at += 2;
    }
    mem_free(places);
}

/* Others change the table while one is settled: it is looked through from the start each time. */
static void settle_all(struct jobs *j)
{
    struct job *job = j->first;

    while (job) {
        if (job->state != JOB_RUNNING || !job->child.ended) {
            job = job->next;
            continue;
        }
        jobs_settle(j, job);
        job = j->first;
    }
}

static bool any_runs(const struct jobs *j)
{
    const struct job *job = j->first;

    while (job && job->state != JOB_RUNNING)
        job = job->next;
    return job;
}

static void *run(void *ctx)
{
    struct jobs *j = ctx;

    pthread_mutex_lock(&j->mutex);
    for (;;) {
        stop_those_unwanted(j);
        start_those_in_turn(j);
        forget_old(j);
        if (j->stopping && !any_runs(j))
            break;
        watch(j);
        settle_all(j);
    }
    pthread_mutex_unlock(&j->mutex);
    return NULL;
}

/* ---- begin and end --------------------------------------------------------------------------- */

static struct tocsin_err *begin(struct jobs *j)
{
    TRY(open_folder(j));
    j->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (j->wake < 0)
        return err_errno("eventfd");
    if (pthread_create(&j->thread, NULL, run, j) != 0)
        return err_new(TOCSIN_ERR_IO, "the thread of jobs cannot be started");
    return NULL;
}

static void close_all(struct jobs *j)
{
    if (j->wake >= 0)
        close(j->wake);
    if (j->lock >= 0)
        close(j->lock);
    pthread_mutex_destroy(&j->mutex);
    free(j->home);
    mem_free(j->folder);
    mem_free(j);
}

struct tocsin_err *jobs_open(struct api *api)
{
    struct jobs *j = mem_zero(1, sizeof(*j));
    struct tocsin_err *err;

    j->api = api;
    j->lock = j->wake = -1;
    j->running_most = (size_t)config_number(api->config, SETTING_LIMIT_JOBS);
    j->waiting_most = (size_t)config_number(api->config, SETTING_LIMIT_JOBS_WAITING);
    j->kept_most = (size_t)config_number(api->config, SETTING_LIMIT_JOB_RESULTS);
    pthread_mutex_init(&j->mutex, NULL);
    err = begin(j);
    if (err)
        close_all(j);
    else
        api->jobs = j;
    return err;
}

void jobs_stop(struct jobs *j)
{
    pthread_mutex_lock(&j->mutex);
    j->stopping = true;
    pthread_mutex_unlock(&j->mutex);
    jobs_wake(j);
}

void jobs_close(struct jobs *j)
{
    if (!j)
        return;
    jobs_stop(j);
    pthread_join(j->thread, NULL);
    while (j->first)
        jobs_forget(j, j->first);
    sweep(j);
    close_all(j);
}
