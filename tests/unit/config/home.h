/* SPDX-License-Identifier: Apache-2.0
 *
 * What the tests of config share: a home with a node.yaml in it and an environment that nobody else
 * has touched.
 */
#ifndef TESTS_CONFIG_HOME_H
#define TESTS_CONFIG_HOME_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "config/config.h"

struct home {
    char path[64];
};

static inline void home_forget_environment(void)
{
    for (size_t i = 0; i < SETTINGS; i++) {
        const struct setting_row *row = setting_row((enum setting)i);

        unsetenv(row->variable);
        if (row->alias[0])
            unsetenv(row->alias);
    }
}

static inline int home_setup(void **state)
{
    struct home *h = calloc(1, sizeof(*h));

    snprintf(h->path, sizeof(h->path), "/tmp/tocsin-config-XXXXXX");
    assert_non_null(mkdtemp(h->path));
    home_forget_environment();
    *state = h;
    return 0;
}

static inline int home_teardown(void **state)
{
    struct home *h = *state;
    char path[128];

    snprintf(path, sizeof(path), "%s/node.yaml", h->path);
    unlink(path);
    rmdir(h->path);
    free(h);
    return 0;
}

static inline void home_write(const struct home *h, struct span yaml)
{
    char path[128];
    FILE *f;

    snprintf(path, sizeof(path), "%s/node.yaml", h->path);
    f = fopen(path, "w");
    assert_non_null(f);
    assert_int_equal(fwrite(yaml.p, 1, yaml.n, f), yaml.n);
    assert_int_equal(fclose(f), 0);
}

/* With this node.yaml (NULL: none), and these flags. Must work. */
static inline struct config *home_load_flags(const struct home *h, const char *yaml,
                                             const struct config_flag *flags, size_t n)
{
    struct config *c = NULL;
    struct tocsin_err *err;

    if (yaml)
        home_write(h, span_of(yaml));
    err = config_load(h->path, flags, n, &c);
    if (err)
        fail_msg("%s", tocsin_err_text(err));
    return c;
}

static inline struct config *home_load(const struct home *h, const char *yaml)
{
    return home_load_flags(h, yaml, NULL, 0);
}

/* Takes the error: it must be there, and its text end with 'text' (the path of the home is not of
 * interest). */
static inline void assert_said(struct tocsin_err *err, const char *text)
{
    if (!err)
        fail_msg("no error, where this was wanted: %s", text);
    if (!span_ends(span_of(tocsin_err_text(err)), span_of(text)))
        fail_msg("said:   %s\nwanted: %s", tocsin_err_text(err), text);
    tocsin_err_free(err);
}

/* A node.yaml that must not load, and why. */
static inline void assert_refused_bytes(const struct home *h, struct span yaml, const char *text)
{
    struct config *c = NULL;

    home_write(h, yaml);
    assert_said(config_load(h->path, NULL, 0, &c), text);
    assert_null(c);
}

static inline void assert_refused(const struct home *h, const char *yaml, const char *text)
{
    assert_refused_bytes(h, span_of(yaml), text);
}

static inline void assert_shown(const struct config *c, enum setting s, const char *value,
                                const char *source)
{
    struct buf b = {0};

    config_show(c, s, &b);
    assert_string_equal(buf_cstr(&b), value);
    assert_string_equal(config_source(c, s), source);
    buf_free(&b);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, home_setup, home_teardown)

#endif
