/* SPDX-License-Identifier: Apache-2.0
 *
 * The parent's side of an import: open, fork, feed, take, judge.
 *
 *   main thread   frames -> intake -> sink
 *   feed thread   files -> SHA-256 -> pipes (feed.h)
 *
 * What counts as a whole import: the child said END with the counts that arrived, left with status
 * 0, and each file has at the end the size, times, inode and length that it had when it was opened.
 */
#include "import.h"

#include "child.h"
#include "emit.h"
#include "feed.h"
#include "intake.h"
#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sodium.h>

/* A parser that neither works nor ends is given up after this time without a frame. */
#define STALL_SECONDS 600

/* ---- changed while read ---------------------------------------------------------------------- */

struct before {
    struct stat st[SOURCE_FILES_MAX];
};

static void look_before(const struct source *s, struct before *b)
{
    for (size_t i = 0; i < s->n; i++)
        if (fstat(s->file[i].fd, &b->st[i]) != 0)
            memset(&b->st[i], 0, sizeof(b->st[i]));
}

static bool same_time(struct timespec a, struct timespec b)
{
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

static bool same_file(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
           same_time(a->st_mtim, b->st_mtim);
}

/* The open file must be what it was, and the path must still lead to it. A change of the inode's
 * own time alone (a new name, other rights) is none. */
static struct tocsin_err *look_after(const struct source *s, const struct before *b)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct source_file *f = &s->file[i];
        struct stat now, there;
        if (fstat(f->fd, &now) != 0 || !same_file(&b->st[i], &now) || stat(f->path, &there) != 0 ||
            !same_file(&b->st[i], &there))
            return err_at(err_new(TOCSIN_ERR_CHANGED, "the file was changed while it was read"),
                          f->path, 0, 0, NULL);
    }
    return NULL;
}

static struct tocsin_err *check_lengths(const struct source *s, const struct import_summary *out)
{
    for (size_t i = 0; i < out->files_n; i++)
        if (out->files[i].size != s->file[i].size)
            return err_at(err_new(TOCSIN_ERR_CHANGED, "the file was changed while it was read"),
                          s->file[i].path, 0, 0, NULL);
    return NULL;
}

/* ---- the child ------------------------------------------------------------------------------- */

struct run {
    const struct import_request *request;
    const struct import_sink *sink;
    struct import_summary *out;
    struct source source;
    struct before before;
    struct intake intake;
    struct feed *feed;
    int to[SOURCE_FILES_MAX], frames; /* this process's ends of the pipes */
    pid_t pid;
};

static void close_both(int ends[2])
{
    close(ends[0]);
    close(ends[1]);
}

static struct tocsin_err *fork_child(struct run *run, struct child_job *job, int write_end)
{
    run->pid = fork();
    if (run->pid < 0)
        return err_errno("starting the parser's process");
    if (run->pid == 0)
        child_main(job, write_end);
    return NULL;
}

/* Makes the pipes and the child; on success run->to and run->frames are open. */
static struct tocsin_err *start_child(struct run *run, bool detect_only)
{
    int pipes[SOURCE_FILES_MAX + 1][2];
    size_t made = 0, n = run->source.n + 1;
    struct child_job job = {.source = &run->source,
                            .request = run->request,
                            .format = run->intake.format,
                            .detect_only = detect_only};
    struct tocsin_err *err = NULL;
    while (made < n && pipe2(pipes[made], O_CLOEXEC) == 0)
        made++;
    if (made < n)
        err = err_errno("making a pipe");
    for (size_t i = 0; i + 1 < made; i++)
        job.fd[i] = pipes[i][0];
    if (!err)
        err = fork_child(run, &job, pipes[n - 1][1]);
    if (err) {
        while (made)
            close_both(pipes[--made]);
        return err;
    }
    for (size_t i = 0; i < run->source.n; i++) {
        close(pipes[i][0]);
        run->to[i] = pipes[i][1];
    }
    close(pipes[n - 1][1]);
    run->frames = pipes[n - 1][0];
    return NULL;
}

static void tick(void *ctx, uint64_t records)
{
    struct run *run = ctx;
    struct import_progress p = {.records = records};
    if (!run->sink->progress)
        return;
    for (size_t i = 0; i < run->source.n; i++)
        p.bytes_total += run->source.file[i].size;
    p.bytes = run->feed ? feed_bytes(run->feed) : p.bytes_total;
    run->sink->progress(run->sink->ctx, &p);
}

static int wait_for(pid_t pid)
{
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    return status;
}

/* Why a child ended that did not say END or ERROR. */
static struct tocsin_err *judge(int status)
{
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
        return err_new(TOCSIN_ERR_JAIL, "the parser tried a system call that its jail forbids "
                                        "(seccomp, SIGSYS) and was killed");
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
        return err_new(TOCSIN_ERR_LIMIT, "the parser used up its processor time and was killed");
    if (WIFSIGNALED(status))
        return err_new(TOCSIN_ERR_JAIL, "the parser was killed by signal %d (%s)", WTERMSIG(status),
                       strsignal(WTERMSIG(status)));
    if (WIFEXITED(status) && WEXITSTATUS(status) == CHILD_OUT_OF_MEMORY)
        return err_new(TOCSIN_ERR_LIMIT, "the parser used up its memory");
    return err_new(TOCSIN_ERR_JAIL, "the parser ended without saying so (status %d)",
                   WIFEXITED(status) ? WEXITSTATUS(status) : status);
}

/* Takes what the child sends until it is gone. The sink's errors come first: they ended it. */
static struct tocsin_err *take_all(struct run *run)
{
    struct tocsin_err *err = frame_read_all(run->frames, STALL_SECONDS, intake_frame, &run->intake);
    close(run->frames);
    if (err)
        kill(run->pid, SIGKILL);
    int status = wait_for(run->pid);
    if (err)
        return err;
    if (!run->intake.ended)
        return judge(status);
    err = run->intake.failed;
    run->intake.failed = NULL;
    if (!err && (!WIFEXITED(status) || WEXITSTATUS(status) != 0))
        err = judge(status);
    return err;
}

static struct tocsin_err *run_child(struct run *run, bool detect_only)
{
    struct import_file *files;
    child_warm_up();
    TRY(start_child(run, detect_only));
    run->feed = feed_start(&run->source, run->to);
    struct tocsin_err *err = take_all(run);
    struct tocsin_err *fed = feed_finish(run->feed, err || detect_only, &files);
    run->feed = NULL;
    if (files) {
        run->out->files = files;
        run->out->files_n = run->source.n;
    }
    if (err) {
        tocsin_err_free(fed);
        return err;
    }
    return fed;
}

/* ---- the whole of it ------------------------------------------------------------------------- */

static struct tocsin_err *choose_format(struct run *run, const struct format *format)
{
    const char *name = run->request->format;
    run->intake.format = format;
    if (format || !name)
        return NULL;
    run->intake.format = format_find(name);
    if (!run->intake.format)
        return err_new(TOCSIN_ERR_UNSUPPORTED, "there is no format '%s'", name);
    return NULL;
}

static void set_default_dataset(struct import_summary *out, const struct format *format)
{
    const char *name = format ? format->show.dataset : NULL;
    if (!out->dataset && name)
        out->dataset = memcpy(mem_alloc(strlen(name) + 1), name, strlen(name) + 1);
}

typedef struct tocsin_err *runner(struct run *run, bool detect_only);

static struct tocsin_err *run_source(struct run *run, const struct format *format, runner *how,
                                     bool detect_only)
{
    TRY(choose_format(run, format));
    TRY(source_open(run->request->path, &run->source));
    run->source.map = run->request->map;
    look_before(&run->source, &run->before);
    struct tocsin_err *err = how(run, detect_only);
    set_default_dataset(run->out, run->intake.format);
    /* A file that changed explains every other complaint about it. */
    struct tocsin_err *changed = look_after(&run->source, &run->before);
    if (!err && !changed)
        return check_lengths(&run->source, run->out);
    if (changed && err)
        tocsin_err_free(err);
    return changed ? changed : err;
}

static struct tocsin_err *run_import(const struct format *format,
                                     const struct import_request *request,
                                     const struct import_sink *sink, struct import_summary *out,
                                     runner *how, bool detect_only)
{
    struct run run = {.request = request, .sink = sink, .out = out};
    memset(out, 0, sizeof(*out));
    if (sodium_init() < 0)
        return err_new(TOCSIN_ERR_UNSUPPORTED, "libsodium cannot be started");
    run.intake = (struct intake){.sink = sink,
                                 .summary = out,
                                 .skip_bad = request->skip_bad,
                                 .arena = arena_new(),
                                 .tick = tick,
                                 .tick_ctx = &run};
    run.intake.need_jail = how == run_child && !request->no_jail;
    struct tocsin_err *err = run_source(&run, format, how, detect_only);
    if (!err && !detect_only)
        tick(&run, out->records);
    arena_free(run.intake.arena);
    tocsin_err_free(run.intake.failed);
    source_close(&run.source);
    return err;
}

struct tocsin_err *import_run_format(const struct format *format,
                                     const struct import_request *request,
                                     const struct import_sink *sink, struct import_summary *out)
{
    return run_import(format, request, sink, out, run_child, false);
}

struct tocsin_err *import_run(const struct import_request *request, const struct import_sink *sink,
                              struct import_summary *out)
{
    return run_import(NULL, request, sink, out, run_child, false);
}

void import_summary_free(struct import_summary *s)
{
    for (size_t i = 0; i < s->files_n; i++)
        mem_free(s->files[i].path);
    mem_free(s->files);
    mem_free(s->dataset);
    memset(s, 0, sizeof(*s));
}

/* ---- format and hash alone ------------------------------------------------------------------- */

static struct tocsin_err *no_record(void *ctx, const struct record *r, bool deleted)
{
    (void)ctx, (void)r, (void)deleted;
    return NULL;
}

struct tocsin_err *import_detect(const char *path, const char **format)
{
    struct import_request request = {.path = path};
    struct import_sink sink = {.record = no_record};
    struct import_summary summary;
    struct tocsin_err *err = run_import(NULL, &request, &sink, &summary, run_child, true);
    *format = summary.format;
    import_summary_free(&summary);
    return err;
}

static struct tocsin_err *hash_fd(int fd, struct import_file *out)
{
    unsigned char block[1 << 16], hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    for (;;) {
        ssize_t n = read(fd, block, sizeof(block));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_errno("reading '%s'", out->path);
        if (n == 0)
            break;
        crypto_hash_sha256_update(&state, block, (size_t)n);
        out->size += (uint64_t)n;
    }
    crypto_hash_sha256_final(&state, hash);
    hash_hex(hash, out->sha256);
    return NULL;
}

struct tocsin_err *import_hash(const char *path, struct import_file *out)
{
    memset(out, 0, sizeof(*out));
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return err_errno("opening '%s'", path);
    out->path = memcpy(mem_alloc(strlen(path) + 1), path, strlen(path) + 1);
    struct tocsin_err *err = hash_fd(fd, out);
    close(fd);
    if (err) {
        mem_free(out->path);
        out->path = NULL;
    }
    return err;
}

/* ---- without a child ------------------------------------------------------------------------- */

static struct tocsin_err *run_here(struct run *run, bool detect_only)
{
    struct frame_writer w = {.fd = -1,
                             .take = intake_frame,
                             .ctx = &run->intake,
                             .block = buf_max(FRAME_MAX + 2 * FRAME_BLOCK)};
    struct emitter *e = emitter_new(&w, run->request->skip_bad);
    run->source.out = e;
    struct tocsin_err *err = emitter_run(e, &run->source, run->intake.format, detect_only);
    if (!err)
        err = emitter_end(e);
    emitter_free(e);
    frame_writer_free(&w);
    size_t n = run->source.n;
    run->out->files = mem_zero(n, sizeof(*run->out->files));
    for (size_t i = 0; i < n && !err; i++) {
        err = import_hash(run->source.file[i].path, &run->out->files[i]);
        run->out->files_n += !err;
    }
    return err;
}

struct tocsin_err *import_run_for_test(const struct import_request *request,
                                       const struct import_sink *sink, struct import_summary *out)
{
    return run_import(NULL, request, sink, out, run_here, false);
}

struct tocsin_err *import_parse_for_test(const char *path, const char *format,
                                         const struct import_sink *sink)
{
    struct import_request request = {.path = path, .format = format};
    struct import_summary summary;
    struct tocsin_err *err = import_run_for_test(&request, sink, &summary);
    import_summary_free(&summary);
    return err;
}
