/* SPDX-License-Identifier: Apache-2.0
 *
 * replay: runs a target once on each file of a folder, as a test.
 *
 *   replay-record fuzz/corpus/record
 *
 * Speaks TAP, a line a file, in the order of their names. A file that crashes takes the process
 * with it; its name is the last line "# ...".
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "fuzz.h"

static int is_visible(const struct dirent *d)
{
    return d->d_name[0] != '.';
}

/* In a block of its own size, so that a byte too far is seen. */
static bool run_file(const char *folder, const char *name)
{
    char path[4096];
    struct buf bytes = {0};
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    struct tocsin_err *err = file_read(path, (size_t)1 << 24, &bytes);
    if (err) {
        printf("# %s\n", tocsin_err_text(err));
        tocsin_err_free(err);
        return false;
    }
    uint8_t *copy = malloc(bytes.n ? bytes.n : 1);
    if (bytes.n)
        memcpy(copy, bytes.p, bytes.n);
    (void)LLVMFuzzerTestOneInput(copy, bytes.n);
    free(copy);
    buf_free(&bytes);
    return true;
}

int main(int argc, char **argv)
{
    struct dirent **names = NULL;
    if (argc != 2) {
        fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return 2;
    }
    int n = scandir(argv[1], &names, is_visible, alphasort);
    if (n < 0) {
        perror(argv[1]);
        return 2;
    }
    printf("TAP version 13\n1..%d\n", n);
    for (int i = 0; i < n; i++) {
        printf("# %s\n", names[i]->d_name);
        fflush(stdout);
        bool good = run_file(argv[1], names[i]->d_name);
        printf("%s %d - %s\n", good ? "ok" : "not ok", i + 1, names[i]->d_name);
        free(names[i]);
    }
    free(names);
    return 0;
}
