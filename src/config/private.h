/* SPDX-License-Identifier: Apache-2.0
 *
 * The inside of config.
 *
 *   setting.c    the table, looking things up in it
 *   value.c      one value from text and back; unit.c: numbers; address.c: addresses, origins, URLs
 *   yaml.c       node.yaml -> (setting, texts, place)
 *   load.c       sources in their order, rules between settings, the getters
 *   schedule.c   crontab
 *   template.c   node.yaml printed
 */
#ifndef TOCSIN_CONFIG_PRIVATE_H
#define TOCSIN_CONFIG_PRIVATE_H

#include "config/config.h"

/* One value in the form that the getters give it. */
struct value {
    uint64_t number; /* BOOL 0 or 1; SIZE in bytes; times in seconds; WORD: position */
    double real;
    const char *text;
    const char *const *list;
    size_t n; /* of 'list' */
    const char *source;
    bool is_default;
};

struct config {
    struct arena *a;
    const char *home;
    struct value values[SETTINGS];
    VEC(const char *) warnings;
};

bool kind_is_list(enum setting_kind kind);
bool kind_is_number(enum setting_kind kind); /* with a range of two numbers */

/* ---- value.c ---- */

/* 'items' as the value of 's'; a setting that is no list has one. Texts go to arena 'a'. */
struct tocsin_err *value_read(enum setting s, const struct span *items, size_t n, struct arena *a,
                              struct value *out) TOCSIN_MUST_USE;
/* 'text' as items: of a list the parts between commas and blanks, at most as many as there is room
 * for; else the whole. */
size_t value_split(enum setting s, struct span text, struct span items[LIMIT_SETTING_ITEMS]);
/* What config_show prints. */
void value_show(enum setting s, const struct value *v, struct buf *out);
/* The default of 's', which is good. */
void value_default(enum setting s, struct arena *a, struct value *out);

/* ---- unit.c ---- */

/* A whole number in the unit of its kind, or with a unit behind it. */
bool unit_read(struct span text, enum setting_kind kind, uint64_t *out);
void unit_show(uint64_t number, enum setting_kind kind, struct buf *out);
const char *unit_words(enum setting_kind kind); /* "a size: a number with B, kB, ..." */
bool real_read(struct span text, double *out);

/* ---- address.c ---- */

bool address_good(struct span text); /* to listen on */
bool origin_good(struct span text);
/* 'schemes' parted by blanks. */
bool url_good(struct span text, const char *schemes);
/* The part between "//" and "@", or an empty one. */
struct span url_user(struct span text);

/* ---- yaml.c ---- */

struct yaml_sink {
    void *ctx;
    struct tocsin_err *(*take)(void *ctx, enum setting s, const struct span *items, size_t n,
                               size_t line);
};
/* Reads the text of a node.yaml; errors have line, column and setting, not the file. */
struct tocsin_err *yaml_read(struct span text, const struct yaml_sink *sink) TOCSIN_MUST_USE;

#endif
