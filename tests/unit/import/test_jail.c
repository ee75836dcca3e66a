/* SPDX-License-Identifier: Apache-2.0
 *
 * The jail: formats that misbehave, run as import_run runs any format. Each must end in an error of
 * the parent, and none may get what it tried.
 */
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <seccomp.h>

#include "import/frame.h"

typedef struct tocsin_err *parse_function(struct source *in, struct emitter *out);

static bool never(struct span head)
{
    (void)head;
    return false;
}

/* Runs 'parse' as a format in the jail, over a small file. */
static struct tocsin_err *run_as(parse_function *parse, bool no_jail, struct collected *c)
{
    struct scratch scratch;
    struct format format = {{"test", "a test", NULL}, never, parse};
    struct import_summary summary;
    scratch_new(&scratch);
    struct import_request request = {.path = scratch_text(&scratch, "any", "some text\n"),
                                     .no_jail = no_jail};
    struct import_sink sink = collected_sink(c);
    struct tocsin_err *err = import_run_format(&format, &request, &sink, &summary);
    import_summary_free(&summary);
    scratch_free(&scratch);
    return err;
}

static struct tocsin_err *run_jailed(parse_function *parse)
{
    struct collected c;
    struct tocsin_err *err = run_as(parse, false, &c);
    collected_free(&c);
    return err;
}

/* ---- what is forbidden ----------------------------------------------------------------------- */

/* A format that makes one system call and then says that all is well. */
#define TRIES(name, call)                                                                          \
    static struct tocsin_err *try_##name(struct source *in, struct emitter *out)                   \
    {                                                                                              \
        (void)in, (void)out;                                                                       \
        (void)!(call);                                                                             \
        return NULL;                                                                               \
    }

TRIES(open, open("/etc/passwd", O_RDONLY))
TRIES(create, open("/tmp/tocsin-escaped", O_WRONLY | O_CREAT, 0600))
TRIES(stat, access("/etc/passwd", F_OK))
TRIES(unlink, unlink("/tmp/tocsin-escaped"))
TRIES(socket, socket(AF_INET, SOCK_STREAM, 0))
TRIES(local_socket, socket(AF_UNIX, SOCK_STREAM, 0))
TRIES(execve, execl("/bin/true", "true", (char *)NULL))
TRIES(clone, syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0))
TRIES(kill, syscall(SYS_kill, 1, 0))
TRIES(ptrace, syscall(SYS_ptrace, PTRACE_TRACEME, 0, 0, 0))
TRIES(prctl, prctl(PR_SET_DUMPABLE, 1))
TRIES(ioctl, syscall(SYS_ioctl, 0, 0x5401, 0))
TRIES(dup, dup(3))
TRIES(memfd, syscall(SYS_memfd_create, "x", 0))
TRIES(process_vm, syscall(SYS_process_vm_readv, 1, 0, 0, 0, 0, 0))
TRIES(io_uring, syscall(SYS_io_uring_setup, 1, 0))
TRIES(map_code, syscall(SYS_mmap, 0, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
TRIES(map_file, syscall(SYS_mmap, 0, 4096, PROT_READ, MAP_PRIVATE, 3, 0))
TRIES(make_code,
      syscall(SYS_mprotect, (long)sysconf(_SC_PAGESIZE) * 1000, 4096, PROT_READ | PROT_EXEC))
#if defined(__x86_64__)
TRIES(old_open, syscall(SYS_open, "/etc/passwd", O_RDONLY))
TRIES(fork, syscall(SYS_fork))
TRIES(thirty_two_bits, syscall(0x40000000 | SYS_read, 0, 0, 0)) /* x32 */
#endif

static void forbidden_system_calls_kill_the_parser(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        parse_function *parse;
    } tries[] = {
#define TRY_ROW(name) {#name, try_##name}
        TRY_ROW(open),
        TRY_ROW(create),
        TRY_ROW(stat),
        TRY_ROW(unlink),
        TRY_ROW(socket),
        TRY_ROW(local_socket),
        TRY_ROW(execve),
        TRY_ROW(clone),
        TRY_ROW(kill),
        TRY_ROW(ptrace),
        TRY_ROW(prctl),
        TRY_ROW(ioctl),
        TRY_ROW(dup),
        TRY_ROW(memfd),
        TRY_ROW(process_vm),
        TRY_ROW(io_uring),
        TRY_ROW(map_code),
        TRY_ROW(map_file),
        TRY_ROW(make_code),
#if defined(__x86_64__)
        TRY_ROW(old_open),
        TRY_ROW(fork),
        TRY_ROW(thirty_two_bits),
#endif
#undef TRY_ROW
    };
    for (size_t i = 0; i < ARRAY_LEN(tries); i++) {
        struct tocsin_err *err = run_jailed(tries[i].parse);
        bool killed = tocsin_err_code(err) == TOCSIN_ERR_JAIL &&
                      strstr(tocsin_err_text(err), "system call that its jail forbids");
        if (!killed)
            print_error("%s: %s\n", tries[i].name, err ? tocsin_err_text(err) : "allowed");
        tocsin_err_free(err);
        assert_true(killed);
    }
    assert_int_equal(access("/tmp/tocsin-escaped", F_OK), -1);
}

/* ---- what is left ---------------------------------------------------------------------------- */

/* Reports through notes which descriptors are open. */
static struct tocsin_err *list_descriptors(struct source *in, struct emitter *out)
{
    struct stat st;
    (void)in;
    for (int fd = 0; fd < 1024; fd++)
        if (syscall(SYS_fstat, fd, &st) == 0) /* glibc's fstat takes another way */
            emit_note(out, "%d is a %s", fd, S_ISFIFO(st.st_mode) ? "pipe" : "something else");
    return NULL;
}

static void only_the_pipes_are_open(void **state)
{
    (void)state;
    struct collected c;
    size_t pipes = 0;
    int extra = open("/dev/null", O_RDONLY); /* without close-on-exec, as a careless caller might */
    assert_true(extra > 2);
    assert_ok(run_as(list_descriptors, false, &c));
    for (size_t i = 0; i < c.notes.n; i++) {
        bool sanitizer = strncmp(c.notes.at[i], "2 ", 2) == 0;
        if (!sanitizer)
            assert_non_null(strstr(c.notes.at[i], "is a pipe"));
        pipes += !sanitizer;
    }
    assert_int_equal(pipes, 2);
    close(extra);
    collected_free(&c);
}

static struct tocsin_err *use_memory(struct source *in, struct emitter *out)
{
    (void)in;
    for (int i = 0; i < 1000; i++) {
        char *p = mem_alloc(1 << 16);
        memset(p, i, 1 << 16);
        mem_free(p);
    }
    char *p = mem_alloc(64 << 20);
    memset(p, 1, 64 << 20);
    p = mem_grow(p, 128 << 20, 1);
    mem_free(p);
    emit_note(out, "at %d seconds", clock_ticks() > 0);
    return NULL;
}

static void memory_and_time_are_there(void **state)
{
    (void)state;
    assert_ok(run_jailed(use_memory));
}

/* ---- other ways to end ----------------------------------------------------------------------- */

static struct tocsin_err *leave(struct source *in, struct emitter *out)
{
    (void)in, (void)out;
    _exit(0);
}

static struct tocsin_err *crash(struct source *in, struct emitter *out)
{
    (void)in, (void)out;
    __builtin_trap();
    return NULL;
}

static void leaving_without_an_end_is_an_error(void **state)
{
    (void)state;
    assert_error(run_jailed(leave), TOCSIN_ERR_JAIL, "ended without saying so");
}

static void a_crash_is_an_error(void **state)
{
    (void)state;
    struct tocsin_err *err = run_jailed(crash);
    assert_int_equal(tocsin_err_code(err), TOCSIN_ERR_JAIL);
    tocsin_err_free(err);
}

#if !defined(__SANITIZE_ADDRESS__)
static struct tocsin_err *hog(struct source *in, struct emitter *out)
{
    (void)in, (void)out;
    for (;;)
        memset(mem_alloc((size_t)64 << 20), 1, (size_t)64 << 20);
    return NULL;
}

static void a_hog_is_an_error_and_does_not_starve_the_machine(void **state)
{
    (void)state;
    assert_error(run_jailed(hog), TOCSIN_ERR_LIMIT, "used up its memory");
}
#endif

static struct tocsin_err *complain(struct source *in, struct emitter *out)
{
    (void)in, (void)out;
    return err_at(err_new(TOCSIN_ERR_PARSE, "no good"), "any", 3, 4, "name");
}

static void an_error_of_a_format_arrives_with_its_place(void **state)
{
    (void)state;
    struct tocsin_err *err = run_jailed(complain);
    assert_int_equal(tocsin_err_place(err).line, 3);
    assert_int_equal(tocsin_err_place(err).column, 4);
    assert_string_equal(tocsin_err_place(err).field, "name");
    assert_error(err, TOCSIN_ERR_PARSE, "no good");
}

/* ---- nonsense on the pipe -------------------------------------------------------------------- */

/* A hijacked parser does not know its descriptor: it writes to all of them. */
static void write_everywhere(const void *p, size_t n)
{
    for (int fd = 3; fd < 64; fd++)
        (void)!write(fd, p, n);
}

static struct tocsin_err *send_frame(char kind, const char *payload, size_t n)
{
    char frame[64] = {kind, (char)n};
    memcpy(frame + FRAME_HEAD, payload, n);
    write_everywhere(frame, FRAME_HEAD + n);
    _exit(0);
}

static struct tocsin_err *send_noise(struct source *in, struct emitter *out)
{
    (void)in, (void)out;
    write_everywhere("\xff\xff\xff\xff\xff\xff\xff\xff", 8);
    _exit(0);
}

static struct tocsin_err *send_half(struct source *in, struct emitter *out)
{
    (void)in, (void)out;
    write_everywhere("\x09\x10\0\0\0abc", 8);
    _exit(0);
}

static struct tocsin_err *send_huge(struct source *in, struct emitter *out)
{
    (void)in, (void)out;
    write_everywhere("\x09\xff\xff\xff\x7f", 5);
    _exit(0);
}

static struct tocsin_err *send_second_jail(struct source *in, struct emitter *out)
{
    (void)in, (void)out;
    return send_frame(FRAME_JAILED, "", 0);
}

static struct tocsin_err *send_early_record(struct source *in, struct emitter *out)
{
    (void)in, (void)out;
    return send_frame(FRAME_RECORD, "abc", 3);
}

static struct tocsin_err *send_early_end(struct source *in, struct emitter *out)
{
    (void)in, (void)out;
    return send_frame(FRAME_END, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16);
}

static void nonsense_on_the_pipe_is_an_error(void **state)
{
    (void)state;
    static parse_function *const tries[] = {send_noise,       send_half,         send_huge,
                                            send_second_jail, send_early_record, send_early_end};
    for (size_t i = 0; i < ARRAY_LEN(tries); i++)
        assert_error(run_jailed(tries[i]), TOCSIN_ERR_JAIL, "");
}

/* ---- a kernel without ------------------------------------------------------------------------ */

static struct tocsin_err *behave(struct source *in, struct emitter *out)
{
    (void)in, (void)out;
    return NULL;
}

/* Makes this process one whose kernel does not know Landlock, or seccomp. */
static void take_away(bool landlock, bool seccomp)
{
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_ALLOW);
    if (landlock)
        seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(landlock_create_ruleset), 0);
    if (seccomp)
        seccomp_rule_add(f, SCMP_ACT_ERRNO(EINVAL), SCMP_SYS(prctl), 1,
                         SCMP_A0(SCMP_CMP_EQ, PR_GET_SECCOMP, 0));
    seccomp_load(f);
    seccomp_release(f);
}

static char victim[128]; /* a path that the child has as a copy */

static struct tocsin_err *remove_victim(struct source *in, struct emitter *out)
{
    (void)in;
    emit_note(out, "removing it: %s", unlink(victim) == 0 ? "done" : strerror(errno));
    return NULL;
}

/* Landlock on its own: without seccomp the call is made, and refused. */
static void landlock_alone_keeps_files_out_of_reach(void **state)
{
    (void)state;
    struct scratch scratch;
    int status;
    scratch_new(&scratch);
    snprintf(victim, sizeof(victim), "%s", scratch_text(&scratch, "victim", "here"));
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        struct collected c;
        take_away(false, true);
        struct tocsin_err *err = run_as(remove_victim, true, &c);
        _exit(err ? 1 : any_contains(c.notes.at, c.notes.n, strerror(EACCES)) ? 100 : 101);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(WIFEXITED(status) ? WEXITSTATUS(status) : -1, 100);
    assert_int_equal(access(victim, F_OK), 0);
    scratch_free(&scratch);
}

/* In a process of its own, because nothing gives back what was taken away. */
static int outcome_without(bool landlock, bool seccomp, bool no_jail)
{
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        struct collected c;
        take_away(landlock, seccomp);
        struct tocsin_err *err = run_as(behave, no_jail, &c);
        bool told = c.notes.n == 1 && strstr(c.notes.at[0], "the kernel lacks");
        _exit(err ? (int)tocsin_err_code(err) : told ? 100 : 101);
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void without_the_means_nothing_is_parsed_unless_asked_for(void **state)
{
    (void)state;
    assert_int_equal(outcome_without(true, false, false), TOCSIN_ERR_JAIL);
    assert_int_equal(outcome_without(false, true, false), TOCSIN_ERR_JAIL);
    assert_int_equal(outcome_without(true, true, false), TOCSIN_ERR_JAIL);
    assert_int_equal(outcome_without(true, false, true), 100);
    assert_int_equal(outcome_without(true, true, true), 100);
}

static void a_jail_is_closed_also_when_it_need_not_be(void **state)
{
    (void)state;
    struct collected c;
    assert_error(run_as(try_socket, true, &c), TOCSIN_ERR_JAIL, "system call");
    collected_free(&c);
}

int main(void)
{
    if (prctl(PR_GET_SECCOMP) < 0 ||
        syscall(SYS_landlock_create_ruleset, NULL, 0, 1 /* version */) < 1) {
        print_message("1..0 # SKIP this kernel lacks seccomp or Landlock\n");
        return 0;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forbidden_system_calls_kill_the_parser),
        cmocka_unit_test(only_the_pipes_are_open),
        cmocka_unit_test(memory_and_time_are_there),
        cmocka_unit_test(leaving_without_an_end_is_an_error),
        cmocka_unit_test(a_crash_is_an_error),
#if !defined(__SANITIZE_ADDRESS__)
        cmocka_unit_test(a_hog_is_an_error_and_does_not_starve_the_machine),
#endif
        cmocka_unit_test(an_error_of_a_format_arrives_with_its_place),
        cmocka_unit_test(nonsense_on_the_pipe_is_an_error),
        cmocka_unit_test(without_the_means_nothing_is_parsed_unless_asked_for),
        cmocka_unit_test(landlock_alone_keeps_files_out_of_reach),
        cmocka_unit_test(a_jail_is_closed_also_when_it_need_not_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
