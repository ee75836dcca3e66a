/* SPDX-License-Identifier: Apache-2.0
 *
 * Faults under an import: system calls that fail one after the other, a source that cannot be
 * written, a process that is killed at any moment. Afterwards the node holds either list whole, with
 * its sources and its index, and nothing needs to be mended.
 *
 * The system calls are replaced by functions of the same names in this executable, which the
 * linker prefers, also for SQLite. The jailed reader is another process and goes on as it was.
 */
#include "fixture.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

static struct {
    long left;   /* calls until the one that fails; negative: none does */
    bool sticky; /* all later ones fail, too */
    long calls;
    pid_t pid; /* whose calls count */
} fault = {.left = -1};

static bool fails_now(void)
{
    if (getpid() != fault.pid)
        return false;
    fault.calls++;
    if (fault.left < 0)
        return false;
    if (fault.left > 0) {
        fault.left--;
        return false;
    }
    if (!fault.sticky)
        fault.left = -1;
    errno = EIO;
    return true;
}

ssize_t pwrite64(int fd, const void *p, size_t n, off64_t at);
int fdatasync(int fd);
int fsync(int fd);
int rename(const char *from, const char *to);

ssize_t pwrite64(int fd, const void *p, size_t n, off64_t at)
{
    return fails_now() ? -1 : syscall(SYS_pwrite64, fd, p, n, at);
}

int fdatasync(int fd)
{
    return fails_now() ? -1 : (int)syscall(SYS_fdatasync, fd);
}

int fsync(int fd)
{
    return fails_now() ? -1 : (int)syscall(SYS_fsync, fd);
}

int rename(const char *from, const char *to)
{
    return fails_now() ? -1 : (int)syscall(SYS_rename, from, to);
}

/* ---- two lists ------------------------------------------------------------------------------- */

static const char one[] = "q-1,Ferdik Quentabri,1961\nq-2,Orsola Vantrieste,1958-02-03\n"
                          "q-3,Tamsin Orlow,1970\n";
static const char two[] = "q-1,Ferdik Quentabri-Bel,1961\nq-2,Orsola Vantrieste-Bel,1958-02-03\n"
                          "q-4,Ilka Morvenn,1980\n";

static const char *name_of(struct town *t, const char *id)
{
    struct record *r = NULL;
    struct tocsin_err *err = store_get(t->node->store, t->arena, span_of(id), SPAN(""), &r, NULL);

    if (!err)
        return arena_str(t->arena, record_first(r, PROP_name));
    tocsin_err_free(err);
    return NULL;
}

/* Opens the home as the next process would; 1 or 2: which list it holds, whole. */
static int list_of(struct town *t)
{
    bool second;

    tocsin_close(t->node);
    t->node = NULL;
    assert_ok(tocsin_open(t->home, TOCSIN_WRITE, &t->node));
    assert_sound(t);
    second = name_of(t, "q-4") != NULL;
    assert_string_equal(name_of(t, "q-1"), second ? "Ferdik Quentabri-Bel" : "Ferdik Quentabri");
    assert_string_equal(name_of(t, "q-2"), second ? "Orsola Vantrieste-Bel" : "Orsola Vantrieste");
    assert_int_equal(name_of(t, "q-3") != NULL, !second);
    assert_int_equal(found_by(t->node, "Ilka Morvenn") > 0, second);
    assert_int_equal(found_by(t->node, "Tamsin Orlow") > 0, !second);
    return second ? 2 : 1;
}

static void fail_call(long number, bool sticky)
{
    struct tocsin_err *err;
    struct town t;
    int list;

    town_open(&t);
    load(&t, "a.csv", one);
    list_write(&t, "a.csv", two);
    fault.sticky = sticky;
    fault.left = number;
    err = load_as(&t, t.file, NULL);
    fault.left = -1;
    fault.sticky = false;
    list = list_of(&t);
    if (!err)
        assert_int_equal(list, 2); /* what was told to be done is done */
    tocsin_err_free(err);
    assert_ok(load_as(&t, t.file, NULL)); /* and it can be done again */
    assert_int_equal(list_of(&t), 2);
    town_close(&t);
}

static void each_call_that_fails_leaves_one_list_whole(void **state)
{
    struct town t;
    long calls;

    (void)state;
    fault.pid = getpid();
    town_open(&t);
    load(&t, "a.csv", one);
    fault.calls = 0;
    load(&t, "a.csv", two);
    calls = fault.calls;
    town_close(&t);
    assert_true(calls > 10);
    for (long i = 0; i < calls; i += i < 10 || i > calls - 10 ? 1 : 3)
        fail_call(i, i % 2);
}

static void source_that_is_too_large_for_the_disk_ends_the_import(void **state)
{
    struct rlimit before, limit;
    struct tocsin_err *err;
    struct buf rows = {0};
    struct town t;

    (void)state;
    fault.pid = getpid();
    town_open(&t);
    load(&t, "a.csv", one);
    for (int i = 0; i < 6000; i++)
        buf_printf(&rows, "z-%d,Invented Person Number %d,1970\n", i, i);
    list_write(&t, "a.csv", buf_cstr(&rows));
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = before;
    limit.rlim_cur = 100000;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    err = load_as(&t, t.file, NULL);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_code(err, TOCSIN_ERR_IO);
    assert_int_equal(list_of(&t), 1);
    buf_free(&rows);
    town_close(&t);
}

/* ---- kill -9 --------------------------------------------------------------------------------- */

static void load_for_ever(const char *home, const char *const files[2], int ready)
{
    struct tocsin_import_options o = {.dataset = "a", .format = "persons-csv", .no_jail = true};
    struct tocsin_import_report report;
    struct tocsin_node *node;

    if (tocsin_open(home, TOCSIN_WRITE, &node))
        _exit(1);
    for (int i = 0;; i++) {
        if (write(ready, "x", 1) != 1 || tocsin_import(node, files[i % 2], &o, &report))
            _exit(1);
    }
}

static void kill_after(struct town *t, const char *const files[2], long nanoseconds)
{
    struct timespec pause = {.tv_nsec = nanoseconds};
    int ready[2], status;
    pid_t pid;
    char c;

    tocsin_close(t->node);
    t->node = NULL;
    assert_int_equal(pipe(ready), 0);
    pid = fork();
    if (pid == 0)
        load_for_ever(t->home, files, ready[1]);
    assert_int_equal(read(ready[0], &c, 1), 1);
    nanosleep(&pause, NULL);
    kill(pid, SIGKILL);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status));
    close(ready[0]);
    close(ready[1]);
}

/* The reader of a killed process dies with it, but a moment later; until then it may hold the
 * lock that it inherited. */
static void wait_for_the_lock(struct town *t)
{
    struct timespec pause = {.tv_nsec = 5000000};
    struct tocsin_node *node = NULL;

    for (int i = 0; i < 400; i++) {
        struct tocsin_err *err = tocsin_open(t->home, TOCSIN_WRITE, &node);

        if (!err)
            break;
        assert_code(err, TOCSIN_ERR_BUSY);
        nanosleep(&pause, NULL);
    }
    assert_non_null(node);
    tocsin_close(node);
}

static void killed_at_any_moment_it_holds_one_list_whole(void **state)
{
    uint32_t random = 20260131; /* fixed, so that a run can be repeated */
    const char *files[2];
    struct town t;

    (void)state;
    fault.pid = getpid();
    town_open(&t);
    files[0] = arena_str(t.arena, span_of(list_write(&t, "one.csv", one)));
    files[1] = arena_str(t.arena, span_of(list_write(&t, "two.csv", two)));
    assert_ok(load_as(&t, files[0], "a"));
    for (int round = 0; round < 15; round++) {
        random = random * 1664525u + 1013904223u;
        kill_after(&t, files, (long)(random >> 8) % 120000000);
        wait_for_the_lock(&t);
        assert_in_range(list_of(&t), 1, 2);
    }
    town_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_call_that_fails_leaves_one_list_whole),
        cmocka_unit_test(source_that_is_too_large_for_the_disk_ends_the_import),
        cmocka_unit_test(killed_at_any_moment_it_holds_one_list_whole),
    };

    return cmocka_run_group_tests_name("node fault", tests, NULL, NULL);
}
