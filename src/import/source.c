/* SPDX-License-Identifier: Apache-2.0
 *
 * Sources: which files make one list.
 *
 * Most lists are one file. A set is several files of one folder that only together make a list; it
 * is found by the names of its files, in any case, with or without ".gz":
 *
 *   format     dataset        main file      the others
 *   ofac-csv   us_ofac_sdn    sdn.csv        alt.csv, add.csv, sdn_comments.csv
 *   ofac-csv   us_ofac_cons   cons_prim.csv  cons_alt.csv, cons_add.csv, cons_comments.csv
 *
 * The formats know the files of both by the names of the first.
 */
#include "source.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

struct set {
    const char *format, *dataset;
    const char *name[SOURCE_FILES_MAX]; /* the first is the main file */
};

static const char *const roles[SOURCE_FILES_MAX] = {"sdn.csv", "alt.csv", "add.csv",
                                                    "sdn_comments.csv"};

static const struct set sets[] = {
    {"ofac-csv", "us_ofac_sdn", {"sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"}},
    {"ofac-csv",
     "us_ofac_cons",
     {"cons_prim.csv", "cons_alt.csv", "cons_add.csv", "cons_comments.csv"}},
};

/* ---- one file -------------------------------------------------------------------------------- */

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

static char *copy(const char *text)
{
    size_t n = strlen(text) + 1;
    return memcpy(mem_alloc(n), text, n);
}

static struct tocsin_err *add_file(struct source *s, const char *path, const char *role)
{
    struct stat st;
    /* Not blocking: opening a FIFO would wait for its writer. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0)
        return err_errno("opening '%s'", path);
    struct source_file *f = &s->file[s->n++];
    *f = (struct source_file){.role = role, .path = copy(path), .fd = fd};
    f->name = last_part(f->path);
    if (fstat(fd, &st) != 0)
        return err_errno("reading '%s'", path);
    if (!S_ISREG(st.st_mode))
        return err_new(TOCSIN_ERR_IO, "'%s' is not a regular file", path);
    f->size = (uint64_t)st.st_size;
    return NULL;
}

/* ---- sets ------------------------------------------------------------------------------------ */

static bool name_fits(const char *file, const char *wanted)
{
    size_t n = strlen(wanted);
    if (strncasecmp(file, wanted, n) != 0)
        return false;
    return file[n] == 0 || strcasecmp(file + n, ".gz") == 0;
}

/* The file of 'folder' that fits 'wanted', the first by name; NULL: none. */
static char *find_in(const char *folder, const char *wanted)
{
    char *best = NULL;
    DIR *dir = opendir(folder);
    for (struct dirent *d = dir ? readdir(dir) : NULL; d; d = readdir(dir)) {
        if (!name_fits(d->d_name, wanted) || (best && strcmp(best, d->d_name) <= 0))
            continue;
        mem_free(best);
        best = copy(d->d_name);
    }
    if (dir)
        closedir(dir);
    return best;
}

static struct tocsin_err *add_member(struct source *s, const char *folder, const char *name,
                                     const char *role)
{
    struct buf path = buf_max(65536);
    buf_printf(&path, "%s/%s", folder, name);
    struct tocsin_err *err = add_file(s, buf_cstr(&path), role);
    buf_free(&path);
    return err;
}

static struct tocsin_err *open_set(struct source *s, const struct set *set, const char *folder,
                                   const char *main_name)
{
    s->format = set->format;
    s->dataset = set->dataset;
    TRY(add_member(s, folder, main_name, roles[0]));
    for (size_t i = 1; i < SOURCE_FILES_MAX; i++) {
        char *name = find_in(folder, set->name[i]);
        struct tocsin_err *err = name ? add_member(s, folder, name, roles[i]) : NULL;
        mem_free(name);
        TRY(err);
    }
    return NULL;
}

static struct tocsin_err *open_folder(struct source *s, const char *folder)
{
    const struct set *found = NULL;
    char *main_name = NULL;
    for (size_t i = 0; i < ARRAY_LEN(sets); i++) {
        char *name = find_in(folder, sets[i].name[0]);
        if (name && found) {
            struct tocsin_err *err =
                err_new(TOCSIN_ERR_FORMAT, "'%s' holds more than one list: name '%s' or '%s'",
                        folder, main_name, name);
            mem_free(name);
            mem_free(main_name);
            return err;
        }
        if (name) {
            found = &sets[i];
            main_name = name;
        }
    }
    if (!found)
        return err_new(TOCSIN_ERR_FORMAT,
                       "the folder '%s' holds no known set of files (%s with its "
                       "companions, or %s); name one file",
                       folder, sets[0].name[0], sets[1].name[0]);
    struct tocsin_err *err = open_set(s, found, folder, main_name);
    mem_free(main_name);
    return err;
}

static struct tocsin_err *open_file(struct source *s, const char *path)
{
    const char *name = last_part(path);
    for (size_t i = 0; i < ARRAY_LEN(sets); i++) {
        if (!name_fits(name, sets[i].name[0]))
            continue;
        char *folder = name == path ? copy(".") : copy(path);
        if (name != path)
            folder[name - path - 1] = 0;
        struct tocsin_err *err = open_set(s, &sets[i], *folder ? folder : "/", name);
        mem_free(folder);
        return err;
    }
    return add_file(s, path, "");
}

struct tocsin_err *source_open(const char *path, struct source *out)
{
    struct stat st;
    *out = (struct source){0};
    if (stat(path, &st) != 0)
        return err_new(TOCSIN_ERR_NOT_FOUND, "'%s' cannot be found: %s", path,
                       strerrordesc_np(errno));
    return S_ISDIR(st.st_mode) ? open_folder(out, path) : open_file(out, path);
}

void source_close(struct source *s)
{
    for (size_t i = 0; i < s->n; i++) {
        struct source_file *f = &s->file[i];
        reader_free(f->reader);
        mem_free(f->path);
        if (f->fd >= 0)
            close(f->fd);
    }
    s->n = 0;
}

/* ---- for the formats ------------------------------------------------------------------------- */

struct reader *source_reader(struct source *s, const char *role)
{
    for (size_t i = 0; i < s->n; i++) {
        struct source_file *f = &s->file[i];
        bool wanted = *role ? strcmp(f->role, role) == 0 : i == 0;
        if (!wanted)
            continue;
        if (!f->reader)
            f->reader = reader_new(f->name, f->fd, s->out);
        return f->reader;
    }
    return NULL;
}

const char *source_option(struct source *s, const char *key)
{
    size_t n = strlen(key);
    for (const char *const *m = s->map; m && *m; m++)
        if (strncmp(*m, key, n) == 0 && (*m)[n] == '=')
            return *m + n + 1;
    return NULL;
}
