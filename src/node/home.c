/* SPDX-License-Identifier: Apache-2.0
 *
 * The home: where it is, making it, opening it, and the lock of the one writer.
 *
 * The lock is flock on <home>/lock: it ends with the process, however that ends. The number of the
 * process that holds it is written into the file, for messages only.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "node/node_private.h"

static struct tocsin_err *open_parts(struct tocsin_node *node);
static struct tocsin_err *check_there(const struct tocsin_node *node);
static struct tocsin_err *make_home(const struct tocsin_node *node);
static struct tocsin_err *take_lock(struct tocsin_node *node);

const char *tocsin_version(void)
{
    return TOCSIN_VERSION;
}

/* "first/second", or 'first' alone when 'second' is NULL; the caller frees it. */
static char *join(const char *first, const char *second)
{
    size_t n = strlen(first) + (second ? strlen(second) + 1 : 0) + 1;
    char *text = mem_alloc(n);

    snprintf(text, n, "%s%s%s", first, second ? "/" : "", second ? second : "");
    return text;
}

static const char *env(const char *name)
{
    const char *value = getenv(name);

    return value && value[0] ? value : NULL;
}

static const char *user_folder(void)
{
    const struct passwd *pw;
    const char *home = env("HOME");

    if (home)
        return home;
    pw = getpwuid(getuid());
    return pw && pw->pw_dir ? pw->pw_dir : "/";
}

char *tocsin_home_path(const char *home)
{
    const char *data = env("XDG_DATA_HOME");

    if (!home || !home[0])
        home = env("TOCSIN_HOME");
    if (home)
        return join(home, NULL);
    if (data && data[0] == '/') /* a relative one is to be ignored, says its specification */
        return join(data, "tocsin");
    return join(user_folder(), ".local/share/tocsin");
}

struct tocsin_err *tocsin_open(const char *home, enum tocsin_mode mode, struct tocsin_node **out)
{
    struct tocsin_node *node = mem_zero(1, sizeof(*node));
    struct tocsin_err *err;

    *out = NULL;
    node->home = tocsin_home_path(home);
    node->mode = mode;
    node->lock_fd = -1;
    err = open_parts(node);
    if (err) {
        tocsin_close(node);
        return err;
    }
    *out = node;
    return NULL;
}

void tocsin_close(struct tocsin_node *node)
{
    if (!node)
        return;
    node_search_close(node);
    node_index_close(node);
    store_close(node->store);
    if (node->lock_fd >= 0)
        close(node->lock_fd);
    mem_free(node->home);
    mem_free(node);
}

const char *tocsin_home(const struct tocsin_node *node)
{
    return node->home;
}

const char *node_path(const struct tocsin_node *node, struct arena *a, const char *name)
{
    return arena_printf(a, "%s/%s", node->home, name).p;
}

struct tocsin_err *node_must_write(const struct tocsin_node *node)
{
    if (node->mode == TOCSIN_READ)
        return err_new(TOCSIN_ERR_USAGE, "the home %s is open for reading only", node->home);
    return NULL;
}

/* ---- opening ----------------------------------------------------------------------------- */

static struct tocsin_err *open_store(struct tocsin_node *node)
{
    static const enum store_mode modes[] = {
        [TOCSIN_READ] = STORE_READ, [TOCSIN_WRITE] = STORE_WRITE, [TOCSIN_INIT] = STORE_CREATE};
    struct arena *a = arena_new();
    struct tocsin_err *err =
        store_open(node_path(node, a, "store.db"), modes[node->mode], &node->store);

    arena_free(a);
    return err;
}

static struct tocsin_err *open_parts(struct tocsin_node *node)
{
    if ((unsigned)node->mode > TOCSIN_INIT)
        return err_new(TOCSIN_ERR_USAGE, "tocsin_open: no such mode");
    TRY(node->mode == TOCSIN_INIT ? make_home(node) : check_there(node));
    if (node->mode != TOCSIN_READ)
        TRY(take_lock(node));
    TRY(open_store(node));
    node_search_open(node);
    return node_index_open(node);
}

/* 0: there is a store; ENOENT: there is none; else why that cannot be seen. */
static int look_for_store(const struct tocsin_node *node)
{
    struct arena *a = arena_new();
    struct stat st;
    int why = stat(node_path(node, a, "store.db"), &st) == 0 ? 0 : errno;

    arena_free(a);
    /* An empty file is what a process leaves that died while it made the home. */
    return why == 0 && st.st_size == 0 ? ENOENT : why;
}

static bool has_store(const struct tocsin_node *node)
{
    return look_for_store(node) == 0;
}

static struct tocsin_err *check_there(const struct tocsin_node *node)
{
    int why = look_for_store(node);

    if (why == 0)
        return NULL;
    if (why == ENOENT || why == ENOTDIR)
        return err_new(TOCSIN_ERR_NOT_FOUND, "no tocsin home at %s: run `tocsin init`", node->home);
    errno = why;
    return err_errno("%s", node->home);
}

static bool is_ours(const char *name)
{
    static const char *const ours[] = {
        ".",    "..",      "store.db", "store.db-wal", "store.db-shm",
        "lock", "sources", "index",    "rebuild",      "store.db-journal",
        "node.yaml", "fetch", "tls", "jobs", "people.db", "people.db-wal", "people.db-shm"};

    for (size_t i = 0; i < ARRAY_LEN(ours); i++) {
        if (strcmp(name, ours[i]) == 0)
            return true;
    }
    return false;
}

/* A folder may be taken for a home when nothing of anybody else is in it. */
static struct tocsin_err *check_empty(const char *home)
{
    struct tocsin_err *err = NULL;
    DIR *dir = opendir(home);
    struct dirent *entry;

    if (!dir && errno == ENOENT)
        return NULL;
    if (!dir)
        return err_errno("%s", home);
    while (!err && (entry = readdir(dir))) {
        if (!is_ours(entry->d_name))
            err = err_new(TOCSIN_ERR_EXISTS, "%s holds other things ('%s'): no home is made there",
                          home, entry->d_name);
    }
    closedir(dir);
    return err;
}

static struct tocsin_err *make_folders(const struct tocsin_node *node, struct arena *a)
{
    TRY(file_mkdirs(node->home));
    TRY(file_mkdirs(node_path(node, a, "sources")));
    return file_mkdirs(node_path(node, a, "index"));
}

static struct tocsin_err *make_home(const struct tocsin_node *node)
{
    struct arena *a;
    struct tocsin_err *err;

    if (has_store(node))
        return err_new(TOCSIN_ERR_EXISTS, "%s is a tocsin home already", node->home);
    TRY(check_empty(node->home));
    a = arena_new();
    err = make_folders(node, a);
    arena_free(a);
    return err;
}

/* ---- lock -------------------------------------------------------------------------------- */

static struct tocsin_err *busy(const struct tocsin_node *node, int fd)
{
    char text[24] = {0};
    ssize_t n = pread(fd, text, sizeof(text) - 1, 0);
    uint64_t pid;

    if (n > 0 && span_u64(span_trim((struct span){text, (size_t)n}), &pid))
        return err_new(TOCSIN_ERR_BUSY, "another process (%llu) is writing to %s",
                       (unsigned long long)pid, node->home);
    return err_new(TOCSIN_ERR_BUSY, "another process is writing to %s", node->home);
}

/* Best effort: the lock holds without it. */
static void leave_name(int fd)
{
    char text[24];
    int n = snprintf(text, sizeof(text), "%ld\n", (long)getpid());

    if (ftruncate(fd, 0) == 0 && pwrite(fd, text, (size_t)n, 0) != n)
        log_line(LOG_DEBUG, "the lock file could not be written");
}

static struct tocsin_err *lock_path(const struct tocsin_node *node, const char *path, int *out)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    struct tocsin_err *err = NULL;

    if (fd < 0)
        return err_errno("%s", path);
    if (flock(fd, LOCK_EX | LOCK_NB) != 0)
        err = errno == EWOULDBLOCK ? busy(node, fd) : err_errno("%s", path);
    if (err) {
        close(fd);
        return err;
    }
    leave_name(fd);
    *out = fd;
    return NULL;
}

static struct tocsin_err *take_lock(struct tocsin_node *node)
{
    struct arena *a = arena_new();
    struct tocsin_err *err = lock_path(node, node_path(node, a, "lock"), &node->lock_fd);

    arena_free(a);
    return err;
}
