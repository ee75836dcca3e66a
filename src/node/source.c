/* SPDX-License-Identifier: Apache-2.0
 *
 * Source files by hash: sources/<sha256> is a byte for byte copy of a file that was imported. The
 * tables can be made again from them, and a verdict can be traced to its line.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "node/node_private.h"

#define CHUNK ((size_t)256 << 10)

static struct tocsin_err *read_through(const char *path, FILE *copy, char out[65]);
static struct tocsin_err *remove_unnamed(const char *folder, const struct map *named);

const char *source_path(const struct tocsin_node *node, struct arena *a, struct span sha256)
{
    return arena_printf(a, "%s/sources/%.*s", node->home, SPAN_ARG(sha256)).p;
}

struct tocsin_err *source_hash(const char *path, char out[65])
{
    return read_through(path, NULL, out);
}

struct tocsin_err *source_copy(const char *from, const char *to, const char *sha256)
{
    struct tocsin_err *err;
    struct file_out file;
    char found[65];

    TRY(file_out_open(to, &file));
    err = read_through(from, file.stream, found);
    if (!err && strcmp(found, sha256) != 0)
        err = err_at(err_new(TOCSIN_ERR_CHANGED, "the file is not the one that was read"), from, 0,
                     0, NULL);
    if (err) {
        file_out_abandon(&file);
        return err;
    }
    return file_out_commit(&file);
}

struct tocsin_err *source_keep(struct tocsin_node *node, const char *path, const char *sha256)
{
    struct arena *a = arena_new();
    const char *to = source_path(node, a, span_of(sha256));
    struct tocsin_err *err = NULL;

    if (access(to, F_OK) != 0)
        err = source_copy(path, to, sha256);
    arena_free(a);
    return err;
}

static struct tocsin_err *name_sources(struct tocsin_node *node, struct arena *a, struct map *named)
{
    struct store_run *runs = NULL;
    size_t n = 0;

    TRY(store_runs(node->store, a, SPAN(""), &runs, &n));
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < runs[i].sources_n; j++)
            *map_slot(named, runs[i].sources[j].sha256, NULL) = 1;
    }
    return NULL;
}

struct tocsin_err *source_sweep(struct tocsin_node *node)
{
    struct arena *a = arena_new();
    struct map *named = map_new();
    struct tocsin_err *err = name_sources(node, a, named);

    if (!err)
        err = remove_unnamed(node_path(node, a, "sources"), named);
    map_free(named);
    arena_free(a);
    return err;
}

/* ---- below ------------------------------------------------------------------------------- */

static struct tocsin_err *pump(int fd, const char *path, FILE *copy, crypto_hash_sha256_state *sum)
{
    char *chunk = mem_alloc(CHUNK);
    struct tocsin_err *err = NULL;
    ssize_t n = 1;

    while (!err && n != 0) {
        n = read(fd, chunk, CHUNK);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            err = err_errno("%s", path);
            break;
        }
        crypto_hash_sha256_update(sum, (const unsigned char *)chunk, (unsigned long long)n);
        if (copy && fwrite(chunk, 1, (size_t)n, copy) != (size_t)n)
            err = err_errno("keeping a copy of %s", path);
    }
    mem_free(chunk);
    return err;
}

static struct tocsin_err *read_through(const char *path, FILE *copy, char out[65])
{
    crypto_hash_sha256_state sum;
    unsigned char hash[crypto_hash_sha256_BYTES];
    struct tocsin_err *err;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

    if (fd < 0 && errno == ENOENT)
        return err_new(TOCSIN_ERR_NOT_FOUND, "%s is not there", path);
    if (fd < 0)
        return err_errno("%s", path);
    crypto_hash_sha256_init(&sum);
    err = pump(fd, path, copy, &sum);
    close(fd);
    if (err)
        return err;
    crypto_hash_sha256_final(&sum, hash);
    sodium_bin2hex(out, 65, hash, sizeof(hash));
    return NULL;
}

static struct tocsin_err *remove_one(int folder, const char *name)
{
    struct stat st;

    if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) &&
        unlinkat(folder, name, 0) != 0)
        return err_errno("removing the unused source %s", name);
    return NULL;
}

static struct tocsin_err *remove_unnamed(const char *folder, const struct map *named)
{
    struct tocsin_err *err = NULL;
    struct dirent *entry;
    DIR *dir = opendir(folder);

    if (!dir && errno == ENOENT)
        return NULL;
    if (!dir)
        return err_errno("%s", folder);
    while (!err && (entry = readdir(dir))) {
        if (!map_get(named, span_of(entry->d_name)))
            err = remove_one(dirfd(dir), entry->d_name);
    }
    closedir(dir);
    return err;
}
