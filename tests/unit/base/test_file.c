/* SPDX-License-Identifier: Apache-2.0
 *
 * Files: reading whole ones, and writing so that a reader sees the old file or the new one.
 *
 * fsync, rename and write go through wrappers (linker option --wrap) that keep a diary and can be
 * told to fail, so that the order of the steps and each failure are tested without a bad disk.
 * Each test has a directory of its own.
 */
#include "check.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- wrapped system calls ----------------------------------------------------------------- */

static struct {
    struct buf diary; /* "fsync file, rename, fsync directory, " */
    int fail_fsync;   /* errno for the n-th next fsync, counted by fail_fsync_after */
    int fail_fsync_after;
    int fail_rename;
    int interrupt_write; /* so many writes end with EINTR */
    size_t short_write;  /* if not 0: at most so many bytes at once */
} faults;

int __real_fsync(int fd);
int __wrap_fsync(int fd);
int __real_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to);
ssize_t __real_write(int fd, const void *p, size_t n);
ssize_t __wrap_write(int fd, const void *p, size_t n);

int __wrap_fsync(int fd)
{
    struct stat st;

    assert_int_equal(fstat(fd, &st), 0);
    buf_printf(&faults.diary, "fsync %s, ", S_ISDIR(st.st_mode) ? "directory" : "file");
    if (faults.fail_fsync && faults.fail_fsync_after-- == 0) {
        errno = faults.fail_fsync;
        return -1;
    }
    return __real_fsync(fd);
}

int __wrap_rename(const char *from, const char *to)
{
    buf_str(&faults.diary, "rename, ");
    if (faults.fail_rename) {
        errno = faults.fail_rename;
        return -1;
    }
    return __real_rename(from, to);
}

ssize_t __wrap_write(int fd, const void *p, size_t n)
{
    if (faults.interrupt_write > 0) {
        faults.interrupt_write--;
        errno = EINTR;
        return -1;
    }
    if (faults.short_write && n > faults.short_write)
        n = faults.short_write;
    return __real_write(fd, p, n);
}

/* ---- a directory for each test ------------------------------------------------------------ */

struct place {
    char dir[128];
    char path[160]; /* dir/list.csv */
};

static int set_up(void **state)
{
    struct place *place = mem_zero(1, sizeof(*place));
    const char *tmp = getenv("TMPDIR");

    snprintf(place->dir, sizeof(place->dir), "%.100s/tocsin-test-XXXXXX", tmp ? tmp : "/tmp");
    if (!mkdtemp(place->dir))
        return -1;
    snprintf(place->path, sizeof(place->path), "%s/list.csv", place->dir);
    *state = place;
    return 0;
}

static void remove_tree(const char *dir)
{
    DIR *d = opendir(dir);
    struct dirent *e;

    while (d && (e = readdir(d))) {
        struct buf path = {0};

        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        buf_printf(&path, "%s/%s", dir, e->d_name);
        if (unlink(buf_cstr(&path)) != 0)
            remove_tree(buf_cstr(&path));
        buf_free(&path);
    }
    if (d)
        closedir(d);
    rmdir(dir);
}

static int tear_down(void **state)
{
    struct place *place = *state;

    remove_tree(place->dir);
    mem_free(place);
    buf_free(&faults.diary);
    memset(&faults, 0, sizeof(faults));
    return 0;
}

/* How many entries 'dir' has: a forgotten temporary file counts. */
static int entries(const char *dir)
{
    DIR *d = opendir(dir);
    int n = -2; /* . and .. */

    assert_non_null(d);
    while (readdir(d))
        n++;
    closedir(d);
    return n;
}

static void put_file(const char *path, struct span content)
{
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(content.p, 1, content.n, f), content.n);
    assert_int_equal(fclose(f), 0);
}

static void assert_file(const char *path, struct span content)
{
    struct buf b = {0};

    assert_ok(file_read(path, 1 << 20, &b));
    assert_span(buf_view(&b), content);
    buf_free(&b);
}

/* The code is right, and the text names the path. */
static void assert_names_path(struct tocsin_err *err, enum tocsin_code code, const char *path)
{
    assert_int_equal(tocsin_err_code(err), code);
    assert_string_equal(tocsin_err_place(err).file, path);
    assert_true(span_starts(span_of(tocsin_err_text(err)), span_of(path)));
    tocsin_err_free(err);
}

/* ---- reading ------------------------------------------------------------------------------ */

static void a_file_is_read_whole(void **state)
{
    struct place *place = *state;

    put_file(place->path, SPAN("a;b\0c\n\xff"));
    assert_file(place->path, SPAN("a;b\0c\n\xff"));
    put_file(place->path, SPAN(""));
    assert_file(place->path, SPAN(""));
}

static void reading_appends(void **state)
{
    struct place *place = *state;
    struct buf b = {0};

    put_file(place->path, SPAN("two"));
    buf_str(&b, "one,");
    assert_ok(file_read(place->path, 3, &b));
    assert_string_equal(buf_cstr(&b), "one,two");
    buf_free(&b);
}

static void a_file_of_many_chunks_is_read_whole(void **state)
{
    struct place *place = *state;
    struct buf big = {0};

    for (int i = 0; i < 40000; i++)
        buf_printf(&big, "%d\n", i);
    put_file(place->path, buf_view(&big));
    assert_file(place->path, buf_view(&big));
    buf_free(&big);
}

static void the_limit_of_a_read_is_exact(void **state)
{
    struct place *place = *state;
    struct buf b = {0};
    struct buf small = buf_max(2);

    put_file(place->path, SPAN("123"));
    assert_ok(file_read(place->path, 3, &b));
    assert_names_path(file_read(place->path, 2, &b), TOCSIN_ERR_LIMIT, place->path);
    assert_names_path(file_read(place->path, 0, &b), TOCSIN_ERR_LIMIT, place->path);
    assert_names_path(file_read(place->path, 3, &small), TOCSIN_ERR_LIMIT, place->path);
    buf_free(&b);
    buf_free(&small);
}

static void a_file_that_lies_about_its_size_is_read_all_the_same(void **state)
{
    struct buf b = {0};
    struct tocsin_err *err;

    (void)state;
    /* Files of /proc say that they are empty. */
    assert_ok(file_read("/proc/self/status", 1 << 20, &b));
    assert_true(b.n > 0);
    err = file_read("/proc/self/status", 10, &b);
    assert_int_equal(tocsin_err_code(err), TOCSIN_ERR_LIMIT);
    tocsin_err_free(err);
    buf_free(&b);
}

static void what_is_missing_is_not_found(void **state)
{
    struct place *place = *state;
    struct buf b = {0};
    struct span map;

    assert_names_path(file_read(place->path, 10, &b), TOCSIN_ERR_NOT_FOUND, place->path);
    assert_names_path(file_map(place->path, &map), TOCSIN_ERR_NOT_FOUND, place->path);
    assert_int_equal(map.n, 0);
    assert_int_equal(b.n, 0);
    assert_code(file_read("", 10, &b), TOCSIN_ERR_NOT_FOUND);
    buf_free(&b);
}

static void only_regular_files_are_read(void **state)
{
    struct place *place = *state;
    struct buf b = {0};
    struct span map;

    assert_names_path(file_read(place->dir, 10, &b), TOCSIN_ERR_IO, place->dir);
    assert_names_path(file_map(place->dir, &map), TOCSIN_ERR_IO, place->dir);
    assert_int_equal(mkfifo(place->path, 0600), 0); /* would block for ever */
    assert_names_path(file_read(place->path, 10, &b), TOCSIN_ERR_IO, place->path);
    assert_names_path(file_map(place->path, &map), TOCSIN_ERR_IO, place->path);
    assert_names_path(file_read("/dev/zero", 10, &b), TOCSIN_ERR_IO, "/dev/zero");
    buf_free(&b);
}

static void a_map_shows_the_file(void **state)
{
    struct place *place = *state;
    struct span map;

    put_file(place->path, SPAN("mapped\0bytes"));
    assert_ok(file_map(place->path, &map));
    assert_span(map, SPAN("mapped\0bytes"));
    assert_int_equal(unlink(place->path), 0); /* the map outlives the name */
    assert_span(map, SPAN("mapped\0bytes"));
    file_unmap(&map);
    assert_int_equal(map.n, 0);
    file_unmap(&map);
}

static void an_empty_file_maps_to_nothing(void **state)
{
    struct place *place = *state;
    struct span map = {NULL, 5};

    put_file(place->path, SPAN(""));
    assert_ok(file_map(place->path, &map));
    assert_non_null(map.p);
    assert_int_equal(map.n, 0);
    file_unmap(&map);
}

/* ---- atomic output ------------------------------------------------------------------------- */

static void start(struct place *place, struct file_out *out, const char *content)
{
    assert_ok(file_out_open(place->path, out));
    assert_true(fputs(content, out->stream) >= 0);
}

static void assert_done(const struct file_out *out)
{
    assert_null(out->stream);
    assert_null(out->path);
    assert_null(out->temp);
}

static void commit_gives_the_file_its_name_at_the_end(void **state)
{
    struct place *place = *state;
    struct file_out out;

    start(place, &out, "new");
    assert_int_equal(access(place->path, F_OK), -1);
    assert_int_equal(entries(place->dir), 1);
    assert_ok(file_out_commit(&out));
    assert_done(&out);
    assert_file(place->path, SPAN("new"));
    assert_int_equal(entries(place->dir), 1);
}

static void commit_replaces_the_old_file(void **state)
{
    struct place *place = *state;
    struct file_out out;

    put_file(place->path, SPAN("old, and longer"));
    start(place, &out, "new");
    fflush(out.stream);
    assert_file(place->path, SPAN("old, and longer"));
    assert_ok(file_out_commit(&out));
    assert_file(place->path, SPAN("new"));
}

static void the_steps_are_in_the_safe_order(void **state)
{
    struct place *place = *state;
    struct file_out out;

    start(place, &out, "new");
    assert_ok(file_out_commit(&out));
    assert_string_equal(buf_cstr(&faults.diary), "fsync file, rename, fsync directory, ");
}

static void the_file_is_private(void **state)
{
    struct place *place = *state;
    struct file_out out;
    struct stat st;

    start(place, &out, "new");
    assert_ok(file_out_commit(&out));
    assert_int_equal(stat(place->path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
}

static void abandon_leaves_everything_as_it_was(void **state)
{
    struct place *place = *state;
    struct file_out out;

    put_file(place->path, SPAN("old"));
    start(place, &out, "new");
    file_out_abandon(&out);
    assert_done(&out);
    file_out_abandon(&out); /* once more does no harm */
    assert_file(place->path, SPAN("old"));
    assert_int_equal(entries(place->dir), 1);
}

static void two_writers_do_not_meet(void **state)
{
    struct place *place = *state;
    struct file_out a, b;

    start(place, &a, "first");
    start(place, &b, "second");
    assert_ok(file_out_commit(&b));
    assert_file(place->path, SPAN("second"));
    assert_ok(file_out_commit(&a));
    assert_file(place->path, SPAN("first"));
    assert_int_equal(entries(place->dir), 1);
}

static void a_missing_directory_fails_at_once(void **state)
{
    struct place *place = *state;
    struct file_out out;
    char path[160];

    snprintf(path, sizeof(path), "%s/missing/list.csv", place->dir);
    assert_names_path(file_out_open(path, &out), TOCSIN_ERR_NOT_FOUND, path);
    assert_done(&out);
    file_out_abandon(&out);
    put_file(place->path, SPAN("a file, not a directory"));
    snprintf(path, sizeof(path), "%s/list.csv/x", place->dir);
    assert_names_path(file_out_open(path, &out), TOCSIN_ERR_IO, path);
    assert_done(&out);
}

static void a_bare_name_is_written_in_the_current_directory(void **state)
{
    struct place *place = *state;
    int before = open(".", O_RDONLY | O_DIRECTORY);
    struct file_out out;

    assert_int_equal(chdir(place->dir), 0);
    assert_ok(file_out_open("bare", &out));
    assert_ok(file_out_commit(&out));
    assert_file("bare", SPAN(""));
    assert_ok(file_mkdirs("a/b"));
    assert_int_equal(fchdir(before), 0);
    close(before);
    assert_int_equal(entries(place->dir), 2);
}

/* Commits with a fault set: the error is IO, the old file stays, no temporary file is left. */
static void commit_fails(struct place *place)
{
    struct file_out out;

    put_file(place->path, SPAN("old"));
    start(place, &out, "new");
    assert_names_path(file_out_commit(&out), TOCSIN_ERR_IO, place->path);
    assert_done(&out);
    file_out_abandon(&out);
    assert_file(place->path, SPAN("old"));
    assert_int_equal(entries(place->dir), 1);
}

static void a_failed_fsync_keeps_the_old_file(void **state)
{
    faults.fail_fsync = EIO;
    commit_fails(*state);
    assert_string_equal(buf_cstr(&faults.diary), "fsync file, ");
}

static void a_failed_rename_keeps_the_old_file(void **state)
{
    faults.fail_rename = EXDEV;
    commit_fails(*state);
    assert_string_equal(buf_cstr(&faults.diary), "fsync file, rename, ");
}

static void a_failed_fsync_of_the_directory_is_told(void **state)
{
    struct place *place = *state;
    struct file_out out;
    struct tocsin_err *err;

    faults.fail_fsync = EIO;
    faults.fail_fsync_after = 1;
    start(place, &out, "new");
    err = file_out_commit(&out);
    assert_int_equal(tocsin_err_code(err), TOCSIN_ERR_IO);
    assert_non_null(strstr(tocsin_err_text(err), place->dir));
    tocsin_err_free(err);
    assert_file(place->path, SPAN("new")); /* it has the name, only not for certain */
    assert_int_equal(entries(place->dir), 1);
}

static void a_directory_that_cannot_be_synced_by_nature_is_fine(void **state)
{
    struct place *place = *state;
    struct file_out out;

    faults.fail_fsync = EINVAL;
    faults.fail_fsync_after = 1;
    start(place, &out, "new");
    assert_ok(file_out_commit(&out));
    assert_file(place->path, SPAN("new"));
}

static void a_directory_in_the_way_is_told(void **state)
{
    struct place *place = *state;
    struct file_out out;

    assert_int_equal(mkdir(place->path, 0700), 0);
    start(place, &out, "new");
    assert_names_path(file_out_commit(&out), TOCSIN_ERR_IO, place->path);
    assert_int_equal(entries(place->dir), 1);
}

/* A full disk, as the limit on file size plays it. */
static void a_disk_that_is_full_keeps_the_old_file(void **state)
{
    struct place *place = *state;
    struct rlimit before, tight;
    struct buf big = {0};
    struct file_out out;
    struct tocsin_err *err;

    put_file(place->path, SPAN("old"));
    for (int i = 0; i < 20000; i++)
        buf_str(&big, "too much ");
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    tight = before;
    tight.rlim_cur = 10000;
    assert_ok(file_out_open(place->path, &out));
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
    fwrite(big.p, 1, big.n, out.stream); /* the result is dropped: commit must know */
    err = file_out_commit(&out);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_DFL);
    assert_names_path(err, TOCSIN_ERR_IO, place->path);
    assert_file(place->path, SPAN("old"));
    assert_int_equal(entries(place->dir), 1);
    buf_free(&big);
}

/* ---- directories, descriptors -------------------------------------------------------------- */

static bool is_private_dir(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode) && (st.st_mode & 0777) == 0700;
}

static void mkdirs_makes_what_is_missing(void **state)
{
    struct place *place = *state;
    char path[160];

    snprintf(path, sizeof(path), "%s/a//b/c/", place->dir);
    assert_ok(file_mkdirs(path));
    assert_true(is_private_dir(path));
    assert_ok(file_mkdirs(path));
    snprintf(path, sizeof(path), "%s/a/b", place->dir);
    assert_true(is_private_dir(path));
    snprintf(path, sizeof(path), "%s/a/b/d/../e", place->dir);
    assert_ok(file_mkdirs(path));
    assert_ok(file_mkdirs("/"));
}

static void mkdirs_goes_through_links_to_directories(void **state)
{
    struct place *place = *state;
    char path[160];

    assert_int_equal(symlink(".", place->path), 0);
    snprintf(path, sizeof(path), "%s/list.csv/under", place->dir);
    assert_ok(file_mkdirs(path));
    snprintf(path, sizeof(path), "%s/under", place->dir);
    assert_true(is_private_dir(path));
}

static void mkdirs_names_what_is_in_the_way(void **state)
{
    struct place *place = *state;
    char path[160];

    put_file(place->path, SPAN("a file"));
    assert_names_path(file_mkdirs(place->path), TOCSIN_ERR_IO, place->path);
    snprintf(path, sizeof(path), "%s/list.csv/a/b", place->dir);
    assert_names_path(file_mkdirs(path), TOCSIN_ERR_IO, place->path);
    assert_code(file_mkdirs(""), TOCSIN_ERR_NOT_FOUND);
}

static void write_all_goes_on_after_interrupts_and_short_writes(void **state)
{
    struct place *place = *state;
    int fd = open(place->path, O_WRONLY | O_CREAT, 0600);

    assert_true(fd >= 0);
    faults.interrupt_write = 3;
    faults.short_write = 2;
    assert_ok(fd_write_all(fd, SPAN("in pieces")));
    assert_ok(fd_write_all(fd, (struct span){NULL, 0}));
    close(fd);
    assert_file(place->path, SPAN("in pieces"));
}

static void write_all_tells_of_a_bad_descriptor(void **state)
{
    (void)state;
    assert_code(fd_write_all(-1, SPAN("x")), TOCSIN_ERR_IO);
}

#define IN_A_DIRECTORY(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_DIRECTORY(a_file_is_read_whole),
        IN_A_DIRECTORY(reading_appends),
        IN_A_DIRECTORY(a_file_of_many_chunks_is_read_whole),
        IN_A_DIRECTORY(the_limit_of_a_read_is_exact),
        IN_A_DIRECTORY(a_file_that_lies_about_its_size_is_read_all_the_same),
        IN_A_DIRECTORY(what_is_missing_is_not_found),
        IN_A_DIRECTORY(only_regular_files_are_read),
        IN_A_DIRECTORY(a_map_shows_the_file),
        IN_A_DIRECTORY(an_empty_file_maps_to_nothing),
        IN_A_DIRECTORY(commit_gives_the_file_its_name_at_the_end),
        IN_A_DIRECTORY(commit_replaces_the_old_file),
        IN_A_DIRECTORY(the_steps_are_in_the_safe_order),
        IN_A_DIRECTORY(the_file_is_private),
        IN_A_DIRECTORY(abandon_leaves_everything_as_it_was),
        IN_A_DIRECTORY(two_writers_do_not_meet),
        IN_A_DIRECTORY(a_missing_directory_fails_at_once),
        IN_A_DIRECTORY(a_bare_name_is_written_in_the_current_directory),
        IN_A_DIRECTORY(a_failed_fsync_keeps_the_old_file),
        IN_A_DIRECTORY(a_failed_rename_keeps_the_old_file),
        IN_A_DIRECTORY(a_failed_fsync_of_the_directory_is_told),
        IN_A_DIRECTORY(a_directory_that_cannot_be_synced_by_nature_is_fine),
        IN_A_DIRECTORY(a_directory_in_the_way_is_told),
        IN_A_DIRECTORY(a_disk_that_is_full_keeps_the_old_file),
        IN_A_DIRECTORY(mkdirs_makes_what_is_missing),
        IN_A_DIRECTORY(mkdirs_goes_through_links_to_directories),
        IN_A_DIRECTORY(mkdirs_names_what_is_in_the_way),
        IN_A_DIRECTORY(write_all_goes_on_after_interrupts_and_short_writes),
        IN_A_DIRECTORY(write_all_tells_of_a_bad_descriptor),
    };

    return cmocka_run_group_tests_name("file", tests, NULL, NULL);
}
