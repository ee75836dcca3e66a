/* SPDX-License-Identifier: Apache-2.0
 *
 * One job as a process: this same program, called as a person would call it.
 *
 *     <home>/jobs/<id>/upload/     its folder, with the file that was sent
 *     <home>/jobs/<id>/report.json its standard output: the command's --json
 *     standard error               a pipe: progress as JSON lines, at the end problem+json
 *
 * It is called with relative paths, so that no message shows where the home is. It has a process group
 * of its own, which is ended as a whole; it leaves the processor to requests (nice 10), and has no file
 * of the server. When the server is killed, the pipe breaks and the child ends with its next line.
 */
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/pidfd.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "api/jobs_private.h"

#define NICE 10
#define PATIENCE UINT64_C(5000000000) /* from SIGTERM to SIGKILL */
#define LINE_MOST ((size_t)64 << 10)

/* ---- starting -------------------------------------------------------------------------------- */

static int add_files(posix_spawn_file_actions_t *files, struct job *job, int said)
{
    struct span folder = arena_printf(job->a, "%s/upload", job->folder);
    int rc = posix_spawn_file_actions_addchdir_np(files, folder.p);

    if (!rc)
        rc = posix_spawn_file_actions_addopen(files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (!rc)
        rc = posix_spawn_file_actions_addopen(files, STDOUT_FILENO, "../report.json",
                                              O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (!rc)
        rc = posix_spawn_file_actions_adddup2(files, said, STDERR_FILENO);
    return rc ? rc : posix_spawn_file_actions_addclosefrom_np(files, STDERR_FILENO + 1);
}

/* The server blocks the signals that end a program, and ignores SIGPIPE: both are inherited. */
static int add_signals(posix_spawnattr_t *attr)
{
    sigset_t none, usual;
    int rc;

    sigemptyset(&none);
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    rc = posix_spawnattr_setsigmask(attr, &none);
    if (!rc)
        rc = posix_spawnattr_setsigdefault(attr, &usual);
    return rc ? rc : posix_spawnattr_setflags(attr, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
                                                        POSIX_SPAWN_SETSIGDEF);
}

static int spawn(struct job *job, int said)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attr;
    int rc;

    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attr);
    rc = add_files(&files, job, said);
    if (!rc)
        rc = add_signals(&attr);
    if (!rc) /* argv of exec is not const for reasons of history alone */
        rc = posix_spawn(&job->child.pid, "/proc/self/exe", &files, &attr,
                         (char *const *)(uintptr_t)job->argv, environ);
    posix_spawnattr_destroy(&attr);
    posix_spawn_file_actions_destroy(&files);
    return rc;
}

struct tocsin_err *job_spawn(struct job *job)
{
    struct job_child *c = &job->child;
    int ends[2];
    int rc;

    if (pipe2(ends, O_CLOEXEC) != 0)
        return err_errno("pipe");
    rc = spawn(job, ends[1]);
    close(ends[1]);
    if (rc) {
        close(ends[0]);
        errno = rc;
        return err_errno("the program cannot be started anew");
    }
    setpriority(PRIO_PGRP, (id_t)c->pid, NICE);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    c->said = ends[0];
    c->line = buf_max(LINE_MOST);
    c->pidfd = pidfd_open(c->pid, 0);
    if (c->pidfd >= 0)
        return NULL;
    kill(-c->pid, SIGKILL);
    waitpid(c->pid, NULL, 0);
    close(c->said);
    return err_errno("pidfd_open");
}

/* ---- listening ------------------------------------------------------------------------------- */

static void keep(struct buf *to, struct span text)
{
    buf_clear(to);
    buf_span(to, text);
}

/* A line is progress, the error that the command ends with, or something that no program reads. */
static void heard(struct job_child *c, struct span line)
{
    json_t *json = json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES, NULL);

    if (json_is_string(json_object_get(json, "step")))
        keep(&c->progress, line);
    else if (json_is_string(json_object_get(json, "title")))
        keep(&c->problem, line);
    else if (line.n)
        keep(&c->other, line);
    json_decref(json);
}

static void take_in(struct job_child *c, struct span text)
{
    struct span rest = text, line;

    while (rest.n) {
        size_t end = span_find(rest, '\n');

        line = span_slice(rest, 0, end);
        buf_span(&c->line, line);
        if (end == rest.n)
            return;
        if (!c->line.full)
            heard(c, buf_view(&c->line));
        buf_free(&c->line);
        c->line = buf_max(LINE_MOST);
        rest = span_from(rest, end + 1);
    }
}

bool job_listen(struct job_child *c)
{
    char text[4096];

    for (;;) {
        ssize_t n = read(c->said, text, sizeof(text));

        if (n > 0)
            take_in(c, (struct span){text, (size_t)n});
        else if (n == 0)
            return false;
        else if (errno != EINTR)
            return true; /* EAGAIN: it is still there */
    }
}

/* ---- ending ---------------------------------------------------------------------------------- */

void job_ask_to_stop(struct job_child *c)
{
    if (c->kill_at)
        return;
    kill(-c->pid, SIGTERM);
    c->kill_at = clock_ticks() + PATIENCE;
}

void job_kill_late(struct job_child *c, uint64_t now)
{
    if (c->kill_at && now >= c->kill_at)
        kill(-c->pid, SIGKILL);
}

void job_reap(struct job_child *c)
{
    siginfo_t how = {0};

    /* Until it is waited for, its number is nobody else's. */
    kill(-c->pid, SIGKILL);
    while (waitid(P_PID, (id_t)c->pid, &how, WEXITED) != 0 && errno == EINTR)
        continue;
    c->status = how.si_status;
    c->killed = how.si_code != CLD_EXITED;
    if (c->said >= 0) {
        (void)job_listen(c);
        close(c->said);
    }
    close(c->pidfd);
    c->pid = 0;
}

void job_child_free(struct job_child *c)
{
    buf_free(&c->line);
    buf_free(&c->progress);
    buf_free(&c->problem);
    buf_free(&c->other);
}
