/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside of jobs: what jobs.c (the table and its thread) and jobs_child.c (one child process) share.
 */
#ifndef TOCSIN_API_JOBS_PRIVATE_H
#define TOCSIN_API_JOBS_PRIVATE_H

#include <sys/types.h>

#include "api/api_private.h"

#define JOB_ID_SIZE 17 /* and its NUL */

enum job_state { JOB_WAITING, JOB_RUNNING, JOB_DONE, JOB_FAILED, JOB_CANCELLED };

struct job_row {
    const char *name;
    bool writes, searches;
    int good;
    const char *result;
};
const struct job_row *job_row(enum job_kind kind);

/* A child process, and what it has said. It belongs to the thread of jobs. */
struct job_child {
    pid_t pid;
    int pidfd, said;   /* said: what it writes to standard error */
    struct buf line;   /* the beginning of a line */
    uint64_t kill_at;  /* clock_ticks; 0: not told to stop */
    struct buf progress, problem, other; /* JSON, JSON, the last line that is neither */
    int status;        /* of waitid, once it has ended */
    bool killed;       /* 'status' is a signal */
    bool ended;        /* its pidfd says so */
};

struct job {
    struct job *next;
    struct arena *a;   /* of all the texts below */
    char id[JOB_ID_SIZE];
    enum job_kind kind;
    enum job_state state;
    bool stop;         /* somebody cancelled it */
    char *folder;      /* <home>/jobs/<id> */
    const char *file;  /* in <folder>/upload, a harmless form of the name that was given */
    const char **argv;
    struct who who;
    const char *purpose, *route, *address, *request;
    int64_t asked, ended;
    uint64_t over; /* clock_ticks at its end, by which they are forgotten */
    struct job_child child;
    struct buf progress, problem, report; /* JSON or empty; guarded by the table's mutex */
};

struct jobs {
    struct api *api;
    char *home, *folder; /* absolute */
    int lock, wake;      /* the folder, with a shared lock; an eventfd */
    size_t running_most, waiting_most, kept_most;
    pthread_t thread;
    pthread_mutex_t mutex; /* guards all below, and in each job what is said of it */
    struct job *first;     /* in the order in which they came */
    bool stopping;
};

/* ---- jobs.c: all with the mutex held ------------------------------------------------------- */

bool job_over(const struct job *job);
void job_ends(struct job *job, enum job_state state); /* what was sent is of no use any more */
bool jobs_have_room(const struct jobs *j);
void jobs_forget(struct jobs *j, struct job *job);
void jobs_wake(struct jobs *j); /* without it, too */
void job_free(struct job *job); /* one that is not in the table, with its folder */
void jobs_remove_tree(const char *path);

/* ---- jobs_end.c ---------------------------------------------------------------------------- */

/* Where the home is is nobody's business: copies 'text' with "the home" in its place. */
void jobs_keep(const struct jobs *j, struct buf *to, struct span text);
void job_failed(struct job *job, const char *fmt, ...) TOCSIN_PRINTF(2, 3); /* fills 'problem' */
/* The child has ended. The mutex is held before and after, not between. */
void jobs_settle(struct jobs *j, struct job *job);

/* ---- jobs_child.c --------------------------------------------------------------------------- */

/* Starts the program with job->argv in <folder>/upload. */
struct tocsin_err *job_spawn(struct job *job) TOCSIN_MUST_USE;
/* Takes in what it has written. False at its end. */
bool job_listen(struct job_child *c);
/* Asks the whole group to end; after some seconds job_kill_late ends it. */
void job_ask_to_stop(struct job_child *c);
void job_kill_late(struct job_child *c, uint64_t now);
/* Waits for a child that has ended, and lets nothing of its group live on. */
void job_reap(struct job_child *c);
void job_child_free(struct job_child *c);

#endif
