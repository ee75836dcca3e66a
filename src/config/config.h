/* SPDX-License-Identifier: Apache-2.0
 *
 * config: what can be set about a node, and what is in force.
 *
 * Every setting is a row of setting.def: its name, kind, default, range and documentation. A value
 * comes from the first of these that has one:
 *
 *     a flag of the command line, the environment, <home>/node.yaml, the default
 *
 * and a list is replaced as a whole, not added to.
 *
 *   node.yaml      a small part of YAML: one document, names and values, sections by nesting
 *                  ("limit:" and below it "body: 8 MB") or by a dot ("limit.body: 8 MB"), lists. No
 *                  anchors, aliases, tags or second documents; nothing twice. A section that is
 *                  empty is none. There need not be a file.
 *   environment    TOCSIN_ and the name in capitals with "_" for "."; else, where yente has the
 *                  same setting, its variable. The parts of a list are parted by commas or blanks.
 *                  What is empty counts as not set.
 *   flags          given by the caller; the same setting several times makes a list
 *
 * Whatever any of them says must be good, also when another one overrides it. An error says where:
 * file, line and column, or the variable or flag; the setting; and for a name that is not known the
 * nearest that is. It never holds a secret.
 *
 * A struct config does not change once it is loaded: any number of threads may ask it. Texts live
 * as long as it does. Asking for a setting as something that it is not is asserted.
 */
#ifndef TOCSIN_CONFIG_CONFIG_H
#define TOCSIN_CONFIG_CONFIG_H

#include "base/base.h"

enum setting {
#define SETTING(id, name, kind, value, range, alias, text) SETTING_##id,
#include "config/setting.def"
    SETTINGS
};

enum setting_kind {
    KIND_BOOL,
    KIND_COUNT,
    KIND_SIZE,
    KIND_SECONDS,
    KIND_MINUTES,
    KIND_HOURS,
    KIND_DAYS,
    KIND_RATIO,
    KIND_WORD,
    KIND_TEXT,
    KIND_SECRET,
    KIND_FILE,
    KIND_PLACE,
    KIND_URL,
    KIND_SCHEDULE,
    KIND_ADDRESSES,
    KIND_ORIGINS
};

/* ---- the table ---------------------------------------------------------------------------- */

struct setting_row {
    const char *name, *variable; /* "limit.body", "TOCSIN_LIMIT_BODY" */
    enum setting_kind kind;
    const char *value, *range, *alias, *text; /* see setting.def; 'alias' may be "" */
};
const struct setting_row *setting_row(enum setting s);

struct section_row {
    const char *name, *text; /* the first has the name "" */
};
const struct section_row *section_row(size_t i); /* NULL after the last */
size_t setting_section(enum setting s);          /* its position */

/* SETTINGS when there is none of that name. */
enum setting setting_find(struct span name);
/* The nearest name of a setting, or NULL when none is near. */
const char *setting_nearest(struct span name);

/* "1 kB to 1 GB", "auto, json or text", "true or false"; "" for a text. */
void setting_range(enum setting s, struct buf *out);
/* The default, as config_show prints values. */
void setting_default(enum setting s, struct buf *out);
/* "8 MB; 1 kB to 1 GB; $TOCSIN_LIMIT_BODY": default where there is one, range, variables. */
void setting_facts(enum setting s, struct buf *out);
/* How the file is written and who goes first, for the head of what is printed from the table. */
#define SETTINGS_ABOUT                                                                             \
    "The settings of a node stand in node.yaml in its home: a name, a colon, a blank and the value " \
    "on a line; settings of a section indented below its name, or with the section and a point "   \
    "before their names. A list is written as [a, b]. What is not there has its default. A "       \
    "variable of the environment goes before the file, and a flag of the command line before "     \
    "both. A size is a number with B, kB, MB, GB, KiB, MiB or GiB, a time one with s, min, h or "   \
    "d. `tocsin config` prints what is in force and who said so; `tocsin config --defaults` prints " \
    "a file to begin with."

/* ---- loading ------------------------------------------------------------------------------ */

struct config_flag {
    enum setting setting;
    const char *flag;  /* as typed, "--listen": for errors and config_source */
    const char *value;
};

struct config;
struct tocsin_err *config_load(const char *home, const struct config_flag *flags, size_t n,
                               struct config **out) TOCSIN_MUST_USE;
void config_free(struct config *c); /* NULL is fine */

/* ---- what is in force --------------------------------------------------------------------- */

bool config_bool(const struct config *c, enum setting s);
uint64_t config_number(const struct config *c, enum setting s); /* COUNT; SIZE in bytes */
uint64_t config_seconds(const struct config *c, enum setting s); /* SECONDS to DAYS */
double config_real(const struct config *c, enum setting s);
size_t config_word(const struct config *c, enum setting s); /* its position in the range */
/* WORD to SCHEDULE; "" when it is not set. */
const char *config_text(const struct config *c, enum setting s);
/* ADDRESSES and ORIGINS: '*n' texts. */
const char *const *config_list(const struct config *c, enum setting s, size_t *n);

/* "default", "node.yaml:12", "$TOCSIN_LISTEN", "--listen"; the name of another setting for a default
 * that this one keeps down. */
const char *config_source(const struct config *c, enum setting s);
bool config_is_default(const struct config *c, enum setting s); /* nobody said anything */
/* As a person would write it: "8 MB", "true", "a, b". A secret is "(hidden)", and so are a name and
 * password within an address; what is not set is "". */
void config_show(const struct config *c, enum setting s, struct buf *out);

/* Variables that begin with TOCSIN_ and look like a setting, but are none: a sentence for each, NULL
 * after the last. */
const char *config_warning(const struct config *c, size_t i);

/* ---- node.yaml ---------------------------------------------------------------------------- */

/* The path of it in a home, in arena 'a'. */
const char *config_path(const char *home, struct arena *a);
/* A whole file with every setting and its documentation, each value behind a "#". */
void config_template(struct buf *out);

/* ---- schedules ---------------------------------------------------------------------------- */

/* The first moment after 'now' (seconds since 1970, UTC) at which a schedule is due; false when it
 * is off, never comes or is none. */
bool schedule_next(const char *text, int64_t now, int64_t *next);
/* NULL, or what is wrong with it. */
struct tocsin_err *schedule_check(struct span text) TOCSIN_MUST_USE;

#endif
