/* SPDX-License-Identifier: Apache-2.0
 *
 * Runs during the build: writes the files of src/api/pages as a C table, sorted as they are named.
 *
 *   page_gen OUTPUT FILE...
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_BYTES = 24 };

static _Noreturn void die(const char *what, const char *which)
{
    fprintf(stderr, "page_gen: %s %s\n", what, which);
    exit(1);
}

/* Octal of three digits: no digit that follows can become part of it. */
static void put_file(FILE *out, const char *path)
{
    const char *name = strrchr(path, '/');
    FILE *in = fopen(path, "rb");
    size_t n = 0;
    int c;

    if (!in)
        die("cannot read", path);
    fprintf(out, "    {\"%s\", {\"", name ? name + 1 : path);
    for (; (c = getc(in)) != EOF; n++)
        fprintf(out, "%s\\%03o", n % LINE_BYTES ? "" : "\"\n     \"", (unsigned)c);
    if (ferror(in))
        die("cannot read", path);
    fclose(in);
    fprintf(out, "\", %zu}},\n", n);
}

int main(int argc, char **argv)
{
    FILE *out = argc > 2 ? fopen(argv[1], "w") : NULL;

    if (!out)
        die("usage: page_gen", "OUTPUT FILE...");
    fputs("/* Made by page_gen. */\nstatic const struct page page_table[] = {\n", out);
    for (int i = 2; i < argc; i++)
        put_file(out, argv[i]);
    fputs("};\n", out);
    if (ferror(out) || fclose(out) != 0)
        die("cannot write", argv[1]);
    return 0;
}
