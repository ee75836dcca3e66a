/* SPDX-License-Identifier: Apache-2.0
 *
 * Files without a disk, and the checks that several targets make.
 *
 * The list readers take a path, and one of them finds its files by their names. So there is one
 * folder a process, with links to memory:
 *
 *   $TMPDIR/tocsin-fuzz-XXXXXX/sdn.csv -> /proc/self/fd/3 (memfd)
 *
 * An input costs a truncation and a write.
 */
#include "fuzz.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "record/country.h"
#include "record/date.h"

enum { FILES = 8, PATH_BYTES = 512 };

static struct {
    char folder[PATH_BYTES / 2];
    struct {
        const char *name;
        int fd;
        bool linked;
        char path[PATH_BYTES];
    } file[FILES];
    size_t n;
} files;

void fuzz_broken(const char *what, const char *file, int line)
{
    fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
    abort();
}

static void must_work(bool good, const char *what)
{
    if (good)
        return;
    perror(what);
    exit(1);
}

/* ---- files ----------------------------------------------------------------------------------- */

static void remove_folder(void)
{
    for (size_t i = 0; i < files.n; i++)
        unlink(files.file[i].path);
    rmdir(files.folder);
}

const char *fuzz_folder(void)
{
    if (files.folder[0])
        return files.folder;
    const char *temp = getenv("TMPDIR");
    int n = snprintf(files.folder, sizeof(files.folder), "%s/tocsin-fuzz-XXXXXX",
                     temp && *temp ? temp : "/tmp");
    must_work(n > 0 && (size_t)n < sizeof(files.folder) && mkdtemp(files.folder), files.folder);
    atexit(remove_folder);
    return files.folder;
}

static size_t slot_of(const char *name)
{
    size_t i = 0;
    while (i < files.n && strcmp(files.file[i].name, name) != 0)
        i++;
    if (i < files.n)
        return i;
    must_work(i < FILES, "too many files");
    files.file[i].name = name;
    files.file[i].fd = memfd_create(name, 0);
    must_work(files.file[i].fd >= 0, "memfd_create");
    snprintf(files.file[i].path, PATH_BYTES, "%s/%s", fuzz_folder(), name);
    return files.n++;
}

static void fill(int fd, struct span bytes)
{
    must_work(ftruncate(fd, 0) == 0 && lseek(fd, 0, SEEK_SET) == 0, "emptying a file");
    must_work(!fd_write_all(fd, bytes), "writing a file");
    must_work(lseek(fd, 0, SEEK_SET) == 0, "going back in a file");
}

const char *fuzz_file(const char *name, struct span bytes)
{
    size_t i = slot_of(name);
    char target[64];
    fill(files.file[i].fd, bytes);
    snprintf(target, sizeof(target), "/proc/self/fd/%d", files.file[i].fd);
    if (!files.file[i].linked)
        must_work(symlink(target, files.file[i].path) == 0, files.file[i].path);
    files.file[i].linked = true;
    return files.file[i].path;
}

void fuzz_no_file(const char *name)
{
    size_t i = slot_of(name);
    if (files.file[i].linked)
        unlink(files.file[i].path);
    files.file[i].linked = false;
}

int fuzz_fd(struct span bytes)
{
    int fd = memfd_create("input", 0);
    must_work(fd >= 0, "memfd_create");
    fill(fd, bytes);
    return fd;
}

/* ---- texts ----------------------------------------------------------------------------------- */

void fuzz_json(struct span text)
{
    json_error_t why;
    json_t *json = json_loadb(text.p, text.n, JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL, &why);
    if (!json)
        fprintf(stderr, "%s in %.*s\n", why.text, SPAN_ARG(text));
    MUST(json != NULL);
    json_decref(json);
}

void fuzz_text(struct span text)
{
    size_t bad;
    MUST(utf8_valid(text, &bad));
}

void fuzz_err_look(const struct tocsin_err *err)
{
    const char *text = tocsin_err_text(err), *json = tocsin_err_json(err);
    MUST(*text);
    fuzz_text(span_of(text));
    fuzz_json(span_of(json));
    for (const char *p = text; *p; p++)
        MUST((unsigned char)*p >= ' ' || *p == '\n');
}

void fuzz_err(struct tocsin_err *err)
{
    if (!err)
        return;
    fuzz_err_look(err);
    tocsin_err_free(err);
}

/* ---- records --------------------------------------------------------------------------------- */

static void same_again(const struct record *r)
{
    struct arena *a = arena_new();
    struct buf one = buf_max(2 * LIMIT_RECORD), two = buf_max(2 * LIMIT_RECORD);
    struct record *back = NULL;
    record_pack(r, &one);
    fuzz_err(record_unpack(a, buf_view(&one), &back));
    MUST(back != NULL);
    record_pack(back, &two);
    MUST(span_eq(buf_view(&one), buf_view(&two)));
    buf_free(&one);
    buf_free(&two);
    arena_free(a);
}

void fuzz_record(const struct record *r)
{
    struct buf json = {0};
    unsigned char hash[32];
    same_again(r);
    record_content_hash(r, hash);
    record_json(r, SPAN("list"), false, &json);
    fuzz_json(buf_view(&json));
    MUST(record_caption(r).n > 0);
    (void)record_is_target(r);
    buf_free(&json);
}

static void normal_value(const struct record *r, const struct value *v)
{
    struct date d;
    MUST(schema_has(r->schema, v->prop));
    MUST(v->text.n > 0 && v->text.n <= LIMIT_VALUE);
    fuzz_text(v->text);
    enum prop_type type = prop_type_in(r->schema, v->prop);
    if (type == TYPE_DATE)
        MUST(date_read(v->text, &d));
    else if (type == TYPE_COUNTRY)
        MUST(country_number(v->text) != 0);
    else if (type == TYPE_GENDER)
        MUST(span_eq(v->text, SPAN("male")) || span_eq(v->text, SPAN("female")) ||
             span_eq(v->text, SPAN("other")));
}

void fuzz_normal(const struct record *r)
{
    MUST(r->id.n > 0 && r->id.n <= LIMIT_ID);
    fuzz_text(r->id);
    for (size_t i = 0; i < r->n; i++)
        normal_value(r, &r->values[i]);
}
