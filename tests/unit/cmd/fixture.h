/* SPDX-License-Identifier: Apache-2.0
 *
 * What the tests of cmd share: streams whose text can be looked at, and files with a given content.
 */
#ifndef TESTS_CMD_FIXTURE_H
#define TESTS_CMD_FIXTURE_H

#include "../base/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cmd/term.h"

/* A stream into memory; 'text' is good after sheet_text. */
struct sheet {
    FILE *stream;
    char *text;
    size_t n;
};

static inline struct sheet *sheet_new(void)
{
    struct sheet *s = mem_zero(1, sizeof(*s));

    s->stream = open_memstream(&s->text, &s->n);
    assert_non_null(s->stream);
    return s;
}

static inline const char *sheet_text(struct sheet *s)
{
    assert_int_equal(fflush(s->stream), 0);
    return s->text;
}

static inline void sheet_free(struct sheet *s)
{
    fclose(s->stream);
    free(s->text);
    mem_free(s);
}

static inline struct term sheet_term(const struct sheet *s, int width)
{
    return (struct term){.stream = s->stream, .width = width};
}

/* A file with these bytes; the caller removes and frees the name. */
static inline char *file_with(const char *bytes, size_t n)
{
    char *path = strdup("/tmp/tocsin-cmd-XXXXXX");
    int fd = mkstemp(path);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, n), (ssize_t)n);
    close(fd);
    return path;
}

static inline void file_gone(char *path)
{
    unlink(path);
    free(path);
}

#define assert_contains(text, part)                                                                \
    do {                                                                                           \
        if (!strstr((text), (part))) {                                                             \
            print_error("'%s' is not in:\n%s\n", (part), (text));                                  \
            fail();                                                                                \
        }                                                                                          \
    } while (0)

#define assert_error(call, error_code, part)                                                       \
    do {                                                                                           \
        struct tocsin_err *err__ = (call);                                                         \
        assert_int_equal(tocsin_err_code(err__), (error_code));                                    \
        assert_contains(tocsin_err_text(err__), (part));                                           \
        tocsin_err_free(err__);                                                                    \
    } while (0)

#endif
