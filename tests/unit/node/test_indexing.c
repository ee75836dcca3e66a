/* SPDX-License-Identifier: Apache-2.0
 *
 * The segments of the index and the store's commit: the commit is the one moment at which a new
 * edition is there. Before it, whatever fails or dies, the old edition is whole; behind it the new
 * one is; who reads meanwhile is not disturbed; and nothing stays behind.
 *
 * The system calls are replaced by functions of the same names in this executable, which the linker
 * prefers. Each may be told to do something else when it meets a path of that pattern.
 */
#include "fixture.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <sys/syscall.h>
#include <sys/wait.h>

enum call { CALL_NONE, CALL_OPEN, CALL_FSYNC, CALL_RENAME, CALL_UNLINK, CALL_WRITE };

static struct {
    enum call call;
    const char *pattern; /* of the path, as fnmatch has it */
    bool behind;         /* the call is made first */
    bool (*act)(void);   /* true: the call fails */
} plan;

static struct {
    const char *pattern;
    size_t n;
} opened;

/* Once. */
static bool meets(enum call call, const char *path, bool behind)
{
    if (plan.call != call || plan.behind != behind || fnmatch(plan.pattern, path, 0) != 0)
        return false;
    plan.call = CALL_NONE;
    return plan.act();
}

static const char *path_of(int fd, char *out, size_t size)
{
    char link[32];
    ssize_t n;

    snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
    n = syscall(SYS_readlinkat, AT_FDCWD, link, out, size - 1);
    out[n > 0 ? n : 0] = '\0';
    return out;
}

int open(const char *path, int flags, ...);
int fsync(int fd);
int fdatasync(int fd);
int rename(const char *from, const char *to);
int unlink(const char *path);
int fflush(FILE *f);

int open(const char *path, int flags, ...)
{
    mode_t mode = 0;
    va_list ap;

    va_start(ap, flags);
    if (flags & O_CREAT)
        mode = va_arg(ap, mode_t);
    va_end(ap);
    if (opened.pattern && fnmatch(opened.pattern, path, 0) == 0)
        opened.n++;
    if (meets(CALL_OPEN, path, false)) {
        errno = EIO;
        return -1;
    }
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

static int done(enum call call, const char *path, long result)
{
    if (result < 0 || !meets(call, path, true))
        return (int)result;
    errno = EIO;
    return -1;
}

static int sync_file(int fd, long call)
{
    char path[256];

    path_of(fd, path, sizeof(path));
    if (meets(CALL_FSYNC, path, false)) {
        errno = EIO;
        return -1;
    }
    return done(CALL_FSYNC, path, syscall(call, fd));
}

int fsync(int fd)
{
    return sync_file(fd, SYS_fsync);
}

int fdatasync(int fd)
{
    return sync_file(fd, SYS_fdatasync);
}

int rename(const char *from, const char *to)
{
    if (meets(CALL_RENAME, to, false)) {
        errno = EIO;
        return -1;
    }
    return done(CALL_RENAME, to, syscall(SYS_rename, from, to));
}

int unlink(const char *path)
{
    if (meets(CALL_UNLINK, path, false)) {
        errno = EIO;
        return -1;
    }
    return done(CALL_UNLINK, path, syscall(SYS_unlink, path));
}

/* What stdio writes it writes past the functions above. */
int fflush(FILE *f)
{
    char path[256] = "";

    if (f && plan.call == CALL_WRITE && meets(CALL_WRITE, path_of(fileno(f), path, 256), false)) {
        errno = ENOSPC;
        return EOF;
    }
    return fflush_unlocked(f);
}

/* ---- what may happen ------------------------------------------------------------------------- */

static bool fail_it(void)
{
    return true;
}

static bool die(void)
{
    _exit(0);
}

/* ---- three editions -------------------------------------------------------------------------- */

static const char *const editions[] = {
    "q-1,Ferdik Quentabri,1961\nq-2,Orsola Vantrieste,1958-02-03\n",
    "q-1,Ferdik Quentabri,1961\nq-2,Ilka Morvenn,1980\n",
    "q-1,Ferdik Quentabri,1961\nq-2,Tamsin Orlow,1970\n",
};
static const char *const told_by[] = {"Orsola Vantrieste", "Ilka Morvenn", "Tamsin Orlow"};

static struct tocsin_err *import_edition(struct town *t, int edition)
{
    return load_as(t, list_write(t, "a.csv", editions[edition]), NULL);
}

static void assert_edition(struct tocsin_node *node, int edition)
{
    for (int i = 0; i < 3; i++)
        assert_int_equal(found_by(node, told_by[i]) > 0, i == edition);
}

/* The files of the index, of any name, are those, of one dataset or two; ends with NULL. */
static void assert_files(struct town *t, const char *const *names)
{
    DIR *dir = opendir(node_path(t->node, t->arena, "index"));
    size_t n = 0, found = 0;

    assert_non_null(dir);
    for (; names[n]; n++)
        found += access(arena_printf(t->arena, "%s/index/%s", t->home, names[n]).p, F_OK) == 0;
    assert_int_equal(found, n);
    for (struct dirent *e; (e = readdir(dir));)
        n -= strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
    closedir(dir);
    assert_int_equal(n, 0);
}
#define ASSERT_FILES(t, ...) assert_files(t, (const char *const[]){__VA_ARGS__, NULL})

static void put_file(struct town *t, const char *name, const char *text)
{
    file_write(arena_printf(t->arena, "%s/index/%s", t->home, name).p, text);
}

static void reopen(struct town *t, enum tocsin_mode mode)
{
    tocsin_close(t->node);
    t->node = NULL;
    assert_ok(tocsin_open(t->home, mode, &t->node));
}

/* ---- names ----------------------------------------------------------------------------------- */

static void each_edition_has_its_own_file_and_only_that(void **state)
{
    struct town t;

    (void)state;
    town_open(&t);
    for (int i = 0; i < 3; i++) {
        assert_ok(import_edition(&t, i));
        ASSERT_FILES(&t, arena_printf(t.arena, "a.%d.idx", i + 1).p);
        assert_edition(t.node, i);
        assert_sound(&t);
    }
    load(&t, "b.csv", "z-1,Wendelin Harrowmere,1950\n");
    ASSERT_FILES(&t, "a.3.idx", "b.1.idx");
    town_close(&t);
}

static void an_import_that_changes_nothing_leaves_the_file(void **state)
{
    struct stat before, after;
    struct town t;

    (void)state;
    town_open(&t);
    assert_ok(import_edition(&t, 0));
    assert_int_equal(stat(segment_path(&t, "a", 1), &before), 0);
    assert_ok(import_edition(&t, 0));
    assert_true(t.report.same);
    load(&t, "a.csv", "q-2,Orsola Vantrieste,1958-02-03\nq-1,Ferdik Quentabri,1961\n");
    assert_false(t.report.same); /* another file that says the same */
    assert_report(&t, 0, 0, 0, 2);
    assert_int_equal(stat(segment_path(&t, "a", 1), &after), 0);
    assert_int_equal(after.st_ino, before.st_ino);
    ASSERT_FILES(&t, "a.1.idx");
    assert_sound(&t);
    town_close(&t);
}

static void what_no_generation_names_is_swept_by_the_next_writer(void **state)
{
    struct town t;

    (void)state;
    town_open(&t);
    assert_ok(import_edition(&t, 0));
    put_file(&t, "a.2.idx", "of one that died before its commit");
    put_file(&t, "a.0.idx", "of one that died behind it");
    put_file(&t, "gone.1.idx", "of a dataset that never came to be");
    put_file(&t, ".tocsin-abcdef", "written by half");
    reopen(&t, TOCSIN_READ);
    assert_edition(t.node, 0);
    assert_sound(&t);
    ASSERT_FILES(&t, "a.0.idx", "a.1.idx", "a.2.idx", "gone.1.idx", ".tocsin-abcdef");
    reopen(&t, TOCSIN_WRITE);
    assert_edition(t.node, 0);
    ASSERT_FILES(&t, "a.1.idx");
    town_close(&t);
}

static void the_former_layout_is_refused_until_it_is_rebuilt(void **state)
{
    struct town t;
    struct tocsin_query *q;
    struct tocsin_results *r = NULL;

    (void)state;
    town_open(&t);
    assert_ok(import_edition(&t, 0));
    assert_int_equal(rename(segment_path(&t, "a", 1),
                            arena_printf(t.arena, "%s/index/a.idx", t.home).p), 0);
    reopen(&t, TOCSIN_READ);
    assert_ok(tocsin_query_new("Person", &q));
    assert_ok(tocsin_query_add(q, "name", told_by[0]));
    assert_says(tocsin_screen(t.node, q, NULL, &r), TOCSIN_ERR_CORRUPT, "run `tocsin rebuild`");
    tocsin_query_free(q);
    reopen(&t, TOCSIN_WRITE);
    assert_ok(tocsin_rebuild(t.node, false, NULL, NULL));
    assert_edition(t.node, 0);
    ASSERT_FILES(&t, "a.1.idx");
    assert_sound(&t);
    town_close(&t);
}

static void a_segment_under_the_name_of_another_is_refused(void **state)
{
    uint64_t findings = 0;
    struct town t;

    (void)state;
    town_open(&t);
    assert_ok(import_edition(&t, 0));
    load(&t, "b.csv", "z-1,Wendelin Harrowmere,1950\n");
    assert_int_equal(rename(segment_path(&t, "b", 1), segment_path(&t, "a", 1)), 0);
    reopen(&t, TOCSIN_READ);
    assert_non_null(t.node->index->stale);
    assert_ok(tocsin_check(t.node, NULL, NULL, &findings));
    assert_int_equal(findings, 2);
    reopen(&t, TOCSIN_WRITE);
    assert_ok(import_edition(&t, 0)); /* the same list again mends it all */
    assert_true(t.report.same);
    assert_edition(t.node, 0);
    assert_sound(&t);
    town_close(&t);
}

/* A whole segment of the edition that is there, of persons with these ids. */
static void put_segment_of(struct town *t, const char *const *ids)
{
    struct making *m = making_start();
    struct span stamp = arena_span(t->arena, index_stamp(t->node->index->index, 0));

    for (; *ids; ids++) {
        struct record *r = record_new(t->arena, SCHEMA_Person, span_of(*ids));

        assert_int_equal(record_add(r, PROP_name, SPAN("Ferdik Quentabri")), ADD_OK);
        assert_ok(record_finish(r));
        making_add(m, r);
    }
    assert_ok(making_write(m, segment_path(t, "a", 1), stamp));
    making_free(m);
    reopen(t, TOCSIN_READ);
    assert_null(t->node->index->stale);
}

static uint64_t findings_of(struct town *t)
{
    uint64_t n = 0;

    assert_ok(tocsin_check(t->node, NULL, NULL, &n));
    return n;
}

static void a_segment_of_other_entities_than_the_stored_is_found(void **state)
{
    static const char *const rows[][5] = {
        {NULL},
        {"q-1", "q-2", NULL},
        {"q-1", "q-2", "q-4", NULL},
        {"q-1", "q-2", "q-2", NULL},
        {"q-1", "q-2", "q-3", "q-3", NULL},
        {"q-1", "q-2", "q-3", "q-4", NULL},
        {"q-1", "q-2q", "-3", NULL},
    };
    struct town t;

    (void)state;
    town_open(&t);
    load(&t, "a.csv", "q-1,Ferdik Quentabri,1961\nq-2,Ilka Morvenn,1980\nq-3,Tamsin Orlow,\n");
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        put_segment_of(&t, rows[i]);
        assert_int_equal(findings_of(&t), 1);
    }
    put_segment_of(&t, (const char *const[]){"q-3", "q-1", "q-2", NULL});
    assert_int_equal(findings_of(&t), 0);
    town_close(&t);
}

/* ---- proof ----------------------------------------------------------------------------------- */

static size_t opened_by_import(struct town *t, int edition, const char *pattern)
{
    opened.pattern = pattern;
    opened.n = 0;
    assert_ok(import_edition(t, edition));
    opened.pattern = NULL;
    return opened.n;
}

static void each_segment_is_proven_once(void **state)
{
    struct town t;

    (void)state;
    town_open(&t);
    assert_ok(import_edition(&t, 0));
    load(&t, "b.csv", "z-1,Wendelin Harrowmere,1950\n");
    tocsin_close(t.node);
    t.node = NULL;
    opened.pattern = "*.idx";
    opened.n = 0;
    assert_ok(tocsin_open(t.home, TOCSIN_WRITE, &t.node));
    opened.pattern = NULL;
    assert_int_equal(opened.n, 2);
    assert_int_equal(opened_by_import(&t, 1, "*.idx"), 1); /* the new one; that of b is open */
    assert_edition(t.node, 1);
    assert_true(found_by(t.node, "Wendelin Harrowmere") > 0);
    assert_int_equal(opened_by_import(&t, 1, "*.idx"), 0);
    town_close(&t);
}

/* ---- readers --------------------------------------------------------------------------------- */

static void a_reader_keeps_the_segment_it_has(void **state)
{
    struct tocsin_node *reader;
    struct town t;

    (void)state;
    town_open(&t);
    assert_ok(import_edition(&t, 0));
    assert_ok(tocsin_open(t.home, TOCSIN_READ, &reader));
    assert_ok(import_edition(&t, 1));
    ASSERT_FILES(&t, "a.2.idx");
    assert_ok(index_verify(reader->index->index, 0));
    assert_true(found_by(reader, "Ferdik Quentabri") > 0);
    tocsin_close(reader);
    assert_ok(tocsin_open(t.home, TOCSIN_READ, &reader));
    assert_ok(tocsin_rebuild(t.node, false, NULL, NULL));
    assert_ok(index_verify(reader->index->index, 0));
    assert_edition(reader, 1);
    tocsin_close(reader);
    town_close(&t);
}

static struct town *writer; /* who commits while a reader opens, as a callback */

static bool commit_next(void)
{
    assert_ok(import_edition(writer, 1));
    return false;
}

static void a_reader_who_is_overtaken_by_a_commit_opens_the_new_edition(void **state)
{
    struct tocsin_node *reader;
    uint64_t findings = 0;
    struct town t;

    (void)state;
    town_open(&t);
    assert_ok(import_edition(&t, 0));
    writer = &t;
    plan.act = commit_next;
    plan.pattern = "*/a.1.idx";
    plan.call = CALL_OPEN;
    assert_ok(tocsin_open(t.home, TOCSIN_READ, &reader));
    assert_int_equal(plan.call, CALL_NONE);
    assert_null(reader->index->stale);
    assert_edition(reader, 1);
    assert_ok(import_edition(&t, 0));
    plan.pattern = "*/a.3.idx";
    plan.call = CALL_OPEN;
    assert_ok(tocsin_check(reader, print_finding, NULL, &findings));
    assert_int_equal(plan.call, CALL_NONE);
    assert_int_equal(findings, 0);
    tocsin_close(reader);
    town_close(&t);
}

/* ---- calls that fail ------------------------------------------------------------------------- */

static const struct {
    enum call call;
    const char *pattern;
    bool behind;
} failures[] = {
    {CALL_WRITE, "*/index/.tocsin-*", false}, {CALL_FSYNC, "*/index/.tocsin-*", false},
    {CALL_RENAME, "*/a.2.idx", false},        {CALL_RENAME, "*/a.2.idx", true},
    {CALL_OPEN, "*/index/", false},           {CALL_FSYNC, "*/index", false},
    {CALL_OPEN, "*/a.2.idx", false},
};

static void plan_failure(size_t i)
{
    plan.act = fail_it;
    plan.pattern = failures[i].pattern;
    plan.behind = failures[i].behind;
    plan.call = failures[i].call;
}

static void a_segment_that_cannot_be_written_undoes_the_import(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(failures); i++) {
        struct town t;

        town_open(&t);
        assert_ok(import_edition(&t, 0));
        plan_failure(i);
        assert_says(import_edition(&t, 1), TOCSIN_ERR_IO, "stays as it was");
        assert_int_equal(plan.call, CALL_NONE);
        ASSERT_FILES(&t, "a.1.idx");
        assert_edition(t.node, 0);
        assert_sound(&t);
        reopen(&t, TOCSIN_WRITE);
        assert_edition(t.node, 0);
        assert_ok(import_edition(&t, 1));
        assert_edition(t.node, 1);
        ASSERT_FILES(&t, "a.2.idx");
        town_close(&t);
    }
}

static void what_cannot_be_removed_is_in_nobodys_way(void **state)
{
    struct town t;

    (void)state;
    town_open(&t);
    assert_ok(import_edition(&t, 0));
    plan.act = fail_it;
    plan.pattern = "*/a.1.idx";
    plan.behind = false;
    plan.call = CALL_UNLINK;
    assert_ok(import_edition(&t, 1));
    assert_int_equal(plan.call, CALL_NONE);
    ASSERT_FILES(&t, "a.1.idx", "a.2.idx");
    assert_sound(&t);
    assert_ok(import_edition(&t, 2));
    ASSERT_FILES(&t, "a.3.idx");
    town_close(&t);
}

/* ---- a process that dies --------------------------------------------------------------------- */

static void run_in_a_child(struct town *t, void (*work)(struct town *t))
{
    int status;
    pid_t pid;

    tocsin_close(t->node);
    t->node = NULL;
    pid = fork();
    if (pid == 0) {
        if (!tocsin_open(t->home, TOCSIN_WRITE, &t->node))
            work(t);
        _exit(1); /* it should have died before */
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    plan.call = CALL_NONE;
}

static void import_second(struct town *t)
{
    tocsin_err_free(import_edition(t, 1));
}

static void rebuild(struct town *t)
{
    tocsin_err_free(tocsin_rebuild(t->node, false, NULL, NULL));
}

static const struct {
    enum call call;
    const char *pattern;
    bool behind;
    int edition; /* that is there then */
} deaths[] = {
    {CALL_FSYNC, "*/index/.tocsin-*", false, 0}, {CALL_RENAME, "*/a.2.idx", false, 0},
    {CALL_RENAME, "*/a.2.idx", true, 0},         {CALL_FSYNC, "*/index", true, 0},
    {CALL_OPEN, "*/a.2.idx", false, 0},          {CALL_FSYNC, "*/store.db", true, 1},
    {CALL_UNLINK, "*/a.1.idx", false, 1},        {CALL_UNLINK, "*/a.1.idx", true, 1},
};

static void an_import_that_dies_leaves_one_edition_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(deaths); i++) {
        struct town t;

        town_open(&t);
        assert_ok(import_edition(&t, 0));
        plan.act = die;
        plan.pattern = deaths[i].pattern;
        plan.behind = deaths[i].behind;
        plan.call = deaths[i].call;
        run_in_a_child(&t, import_second);
        assert_ok(tocsin_open(t.home, TOCSIN_READ, &t.node));
        assert_edition(t.node, deaths[i].edition);
        assert_sound(&t);
        reopen(&t, TOCSIN_WRITE);
        ASSERT_FILES(&t, deaths[i].edition ? "a.2.idx" : "a.1.idx");
        assert_ok(import_edition(&t, 2));
        assert_edition(t.node, 2);
        assert_sound(&t);
        town_close(&t);
    }
}

static void a_rebuild_that_dies_leaves_the_index_whole(void **state)
{
    (void)state;
    for (int behind = 0; behind < 2; behind++) {
        struct town t;

        town_open(&t);
        assert_ok(import_edition(&t, 0));
        load(&t, "b.csv", "z-1,Wendelin Harrowmere,1950\n");
        plan.act = die;
        plan.pattern = "*/b.1.idx";
        plan.behind = behind;
        plan.call = CALL_RENAME;
        run_in_a_child(&t, rebuild);
        assert_ok(tocsin_open(t.home, TOCSIN_READ, &t.node));
        assert_edition(t.node, 0);
        assert_sound(&t);
        reopen(&t, TOCSIN_WRITE);
        ASSERT_FILES(&t, "a.1.idx", "b.1.idx");
        town_close(&t);
    }
}

/* ---- from the sources ------------------------------------------------------------------------ */

static void forge(struct town *t)
{
    struct store_import what = {.dataset = SPAN("a"), .format = SPAN("persons-csv"), .delta = true};
    struct store_counts counts;
    struct store_run *runs;
    size_t n;

    /* the store has lost an entity that its source names */
    assert_ok(store_runs(t->node->store, t->arena, SPAN("a"), &runs, &n));
    what.options = runs[0].options;
    assert_ok(store_import_begin(t->node->store, &what));
    assert_ok(store_remove(t->node->store, SPAN("q-2")));
    assert_ok(store_import_settle(t->node->store, false, runs[0].sources, 1, &counts));
    assert_ok(store_import_commit(t->node->store));
}

static void what_is_made_from_the_sources_comes_with_its_index(void **state)
{
    struct town t;

    (void)state;
    town_open(&t);
    assert_ok(import_edition(&t, 0));
    forge(&t);
    reopen(&t, TOCSIN_WRITE);
    assert_non_null(t.node->index->stale);
    assert_ok(tocsin_rebuild(t.node, true, NULL, NULL));
    assert_edition(t.node, 0);
    ASSERT_FILES(&t, "a.3.idx");
    assert_sound(&t);
    town_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_edition_has_its_own_file_and_only_that),
        cmocka_unit_test(an_import_that_changes_nothing_leaves_the_file),
        cmocka_unit_test(what_no_generation_names_is_swept_by_the_next_writer),
        cmocka_unit_test(the_former_layout_is_refused_until_it_is_rebuilt),
        cmocka_unit_test(a_segment_under_the_name_of_another_is_refused),
        cmocka_unit_test(a_segment_of_other_entities_than_the_stored_is_found),
        cmocka_unit_test(each_segment_is_proven_once),
        cmocka_unit_test(a_reader_keeps_the_segment_it_has),
        cmocka_unit_test(a_reader_who_is_overtaken_by_a_commit_opens_the_new_edition),
        cmocka_unit_test(a_segment_that_cannot_be_written_undoes_the_import),
        cmocka_unit_test(what_cannot_be_removed_is_in_nobodys_way),
        cmocka_unit_test(an_import_that_dies_leaves_one_edition_whole),
        cmocka_unit_test(a_rebuild_that_dies_leaves_the_index_whole),
        cmocka_unit_test(what_is_made_from_the_sources_comes_with_its_index),
    };

    return cmocka_run_group_tests_name("node indexing", tests, NULL, NULL);
}
