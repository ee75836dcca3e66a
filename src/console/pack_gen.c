/* SPDX-License-Identifier: Apache-2.0
 *
 * Runs during the build: writes the files that Vite made as a C table.
 *
 *   console_pack OUTPUT [DIST]     without DIST: the table of a program that has no console
 *
 * The same files give the same table, byte for byte: they are sorted by path, the gzip header has no
 * time, and the ETag is a hash of the bytes. What is text is stored as gzip too; what is compressed
 * already (fonts) grows by it and is not.
 */
#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

enum { MAX_FILES = 200, MAX_PATH = 1024, LINE_BYTES = 24 };

struct file {
    char path[MAX_PATH]; /* as the browser asks for it */
    unsigned char *bytes, *gzip;
    size_t n, gzip_n;
};

struct files {
    struct file at[MAX_FILES];
    size_t n;
};

static _Noreturn void die(const char *what, const char *which)
{
    fprintf(stderr, "console_pack: %s %s\n", what, which);
    exit(1);
}

static unsigned char *bytes_of(size_t n)
{
    unsigned char *p = malloc(n ? n : 1);
    if (!p)
        die("no memory for", "a file");
    return p;
}

static void read_file(const char *name, struct file *f)
{
    struct stat st;
    FILE *in = fopen(name, "rb");
    if (!in || fstat(fileno(in), &st) != 0)
        die("cannot read", name);
    f->n = (size_t)st.st_size;
    f->bytes = bytes_of(f->n);
    if (fread(f->bytes, 1, f->n, in) != f->n)
        die("cannot read", name);
    fclose(in);
}

static void compress_file(struct file *f)
{
    z_stream z = {0};
    if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        die("cannot compress", f->path);
    size_t room = deflateBound(&z, (uLong)f->n);
    f->gzip = bytes_of(room);
    z.next_in = f->bytes;
    z.avail_in = (uInt)f->n;
    z.next_out = f->gzip;
    z.avail_out = (uInt)room;
    if (deflate(&z, Z_FINISH) != Z_STREAM_END)
        die("cannot compress", f->path);
    f->gzip_n = z.total_out;
    deflateEnd(&z);
    if (f->gzip_n + f->n / 20 >= f->n) /* less than a twentieth saved: not worth unpacking */
        f->gzip_n = 0;
}

/* "index.html" is the page, everything else stands under /console/. */
static void name_file(struct file *f, const char *inside)
{
    bool page = strcmp(inside, "index.html") == 0;
    int n = snprintf(f->path, sizeof(f->path), "%s%s", page ? "/" : "/console/", page ? "" : inside);
    if (n < 0 || (size_t)n >= sizeof(f->path))
        die("too long a path:", inside);
}

static void take_file(struct files *all, const char *full, const char *inside)
{
    if (all->n == MAX_FILES)
        die("too many files:", full);
    struct file *f = &all->at[all->n++];
    name_file(f, inside);
    read_file(full, f);
    compress_file(f);
}

static void join(char *out, const char *folder, const char *name)
{
    int n = snprintf(out, MAX_PATH, "%s%s%s", folder, *folder ? "/" : "", name);
    if (n < 0 || n >= MAX_PATH)
        die("too long a path:", name);
}

/* Everything in 'folder', which is called 'inside' from the top of what is packed. */
static void gather(struct files *all, const char *folder, const char *inside)
{
    DIR *dir = opendir(folder);
    if (!dir)
        die("cannot open", folder);
    for (struct dirent *e = readdir(dir); e; e = readdir(dir)) {
        char full[MAX_PATH], path[MAX_PATH];
        struct stat st;
        if (e->d_name[0] == '.')
            continue;
        join(full, folder, e->d_name);
        join(path, inside, e->d_name);
        if (stat(full, &st) != 0)
            die("cannot read", full);
        if (S_ISDIR(st.st_mode))
            gather(all, full, path);
        else
            take_file(all, full, path);
    }
    closedir(dir);
}

static const char *type_of(const char *path)
{
    static const char *const types[][2] = {
        {".js", "text/javascript; charset=utf-8"}, {".css", "text/css; charset=utf-8"},
        {".svg", "image/svg+xml"},                 {".woff2", "font/woff2"},
        {".png", "image/png"},                     {".txt", "text/plain; charset=utf-8"},
    };
    if (strcmp(path, "/") == 0)
        return "text/html; charset=utf-8";
    const char *end = strrchr(path, '.');
    for (size_t i = 0; end && i < sizeof(types) / sizeof(types[0]); i++)
        if (strcmp(end, types[i][0]) == 0)
            return types[i][1];
    die("no content type is known for", path);
}

/* FNV-1a, 64 bits: it tells two builds apart and is no secret. */
static uint64_t hash(const unsigned char *p, size_t n)
{
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < n; i++)
        h = (h ^ p[i]) * 1099511628211u;
    return h;
}

/* Octal of three digits: no digit that follows can become part of it. */
static void put_bytes(FILE *out, const char *kind, size_t number, const unsigned char *p, size_t n)
{
    fprintf(out, "static const char %s_%zu[] =", kind, number);
    for (size_t i = 0; i < n; i++) {
        if (i % LINE_BYTES == 0)
            fputs(i ? "\"\n    \"" : "\n    \"", out);
        fprintf(out, "\\%03o", p[i]);
    }
    fputs(n ? "\";\n" : "\"\";\n", out);
}

static void put_row(FILE *out, const struct file *f, size_t i)
{
    bool asset = strncmp(f->path, "/console/assets/", 16) == 0;
    fprintf(out, "    {{\"%s\", %zu}, {bytes_%zu, %zu}, {gzip_%zu, %zu}, \"%s\", ", f->path,
            strlen(f->path), i, f->n, i, f->gzip_n, type_of(f->path));
    fprintf(out, "\"\\\"%016llx\\\"\", %s},\n", (unsigned long long)hash(f->bytes, f->n),
            asset ? "true" : "false");
}

static int by_path(const void *a, const void *b)
{
    const struct file *x = a, *y = b;
    return strcmp(x->path, y->path);
}

static void write_table(FILE *out, struct files *all)
{
    qsort(all->at, all->n, sizeof(all->at[0]), by_path);
    if (all->n > 0 && strcmp(all->at[0].path, "/") != 0)
        die("there is no index.html,", "the page itself");
    fputs("/* Made by console_pack. */\n", out);
    for (size_t i = 0; i < all->n; i++) {
        put_bytes(out, "bytes", i, all->at[i].bytes, all->at[i].n);
        put_bytes(out, "gzip", i, all->at[i].gzip, all->at[i].gzip_n);
    }
    fputs("static const struct console_asset console_table[] = {\n", out);
    for (size_t i = 0; i < all->n; i++)
        put_row(out, &all->at[i], i);
    fputs("    {{\"\", 0}, {\"\", 0}, {\"\", 0}, NULL, NULL, false},\n};\n", out);
}

int main(int argc, char **argv)
{
    static struct files all;
    if (argc != 2 && argc != 3)
        die("usage: console_pack", "OUTPUT [DIST]");
    if (argc == 3)
        gather(&all, argv[2], "");
    FILE *out = fopen(argv[1], "w");
    if (!out)
        die("cannot write", argv[1]);
    write_table(out, &all);
    if (ferror(out) || fclose(out) != 0)
        die("cannot write", argv[1]);
    for (size_t i = 0; i < all.n; i++) {
        free(all.at[i].bytes);
        free(all.at[i].gzip);
    }
    return 0;
}
