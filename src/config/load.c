/* SPDX-License-Identifier: Apache-2.0
 *
 * The sources in their order, the rules between settings, and the getters.
 *
 *     defaults <- node.yaml <- environment <- flags     each may put a value in place of the last
 *
 * Rules between settings (ATMOST, TOGETHER, NOTBOTH) are checked once all have spoken. A default
 * that is more than it may be beside a value that somebody gave is lowered: who sets limit.matches
 * to 3 need not know that match.limit is 5.
 */
#include <stdlib.h>
#include <unistd.h>

#include "base/nearest.h"
#include "config/private.h"

#define FILE_NAME "node.yaml"
#define PREFIX "TOCSIN_"

/* Names of the environment that are ours and no settings. */
static const char *const no_settings[] = {"TOCSIN_HOME"};

static void put(struct config *c, enum setting s, const struct value *v, const char *source)
{
    c->values[s] = *v;
    c->values[s].source = source;
}

/* ---- node.yaml ---------------------------------------------------------------------------- */

const char *config_path(const char *home, struct arena *a)
{
    return arena_printf(a, "%s/" FILE_NAME, home).p;
}

/* A path in the file counts from the folder of the file, wherever the program was started. */
static struct span from_home(const struct config *c, enum setting s, struct span text)
{
    enum setting_kind kind = setting_row(s)->kind;
    bool is_path = kind == KIND_FILE || (kind == KIND_PLACE &&
                                         span_find_span(text, SPAN("://")) == text.n);

    if (!is_path || !text.n || text.p[0] == '/')
        return text;
    return arena_printf(c->a, "%s/%.*s", c->home, SPAN_ARG(text));
}

static struct tocsin_err *take_from_file(void *ctx, enum setting s, const struct span *items,
                                         size_t n, size_t line)
{
    struct config *c = ctx;
    struct value v;

    TRY(value_read(s, items, n, c->a, &v));
    if (v.text && v.text[0])
        v.text = arena_str(c->a, from_home(c, s, span_of(v.text)));
    put(c, s, &v, arena_printf(c->a, FILE_NAME ":%zu", line).p);
    return NULL;
}

static struct tocsin_err *load_file(struct config *c)
{
    const struct yaml_sink sink = {c, take_from_file};
    const char *path = config_path(c->home, c->a);
    struct buf text = {0};
    struct tocsin_err *err = file_read(path, LIMIT_SETTINGS_FILE, &text);

    if (tocsin_err_code(err) == TOCSIN_ERR_NOT_FOUND) { /* there need not be one */
        tocsin_err_free(err);
        return NULL;
    }
    if (!err)
        err = err_at(yaml_read(buf_view(&text), &sink), path, 0, 0, NULL);
    buf_free(&text);
    return err;
}

/* ---- environment -------------------------------------------------------------------------- */

static const char *variable(const char *name)
{
    const char *value = *name ? getenv(name) : NULL;

    return value && *value ? value : NULL;
}

static struct tocsin_err *load_variable(struct config *c, enum setting s)
{
    const struct setting_row *row = setting_row(s);
    const char *name = variable(row->variable) ? row->variable : row->alias;
    const char *text = variable(name), *source;
    struct span items[LIMIT_SETTING_ITEMS];
    struct value v;
    size_t n;

    if (!text)
        return NULL;
    source = arena_printf(c->a, "$%s", name).p;
    n = value_split(s, span_of(text), items);
    TRY(err_at(value_read(s, items, n, c->a, &v), source, 0, 0, row->name));
    put(c, s, &v, source);
    return NULL;
}

static bool is_known(struct span name)
{
    for (size_t i = 0; i < ARRAY_LEN(no_settings); i++)
        if (span_eq(name, span_of(no_settings[i])))
            return true;
    for (size_t i = 0; i < SETTINGS; i++)
        if (span_eq(name, span_of(setting_row((enum setting)i)->variable)))
            return true;
    return false;
}

/* Other programs may have variables of this kind, so it is no error; but it may be a slip. */
static void look_at_variable(struct config *c, struct span entry)
{
    struct span name = span_slice(entry, 0, span_find(entry, '='));
    struct nearest near = nearest_begin(span_from(name, sizeof(PREFIX) - 1));

    if (!span_starts(name, SPAN(PREFIX)) || is_known(name))
        return;
    for (size_t i = 0; i < SETTINGS; i++) {
        const char *other = setting_row((enum setting)i)->variable;

        nearest_try(&near, other + sizeof(PREFIX) - 1, other);
    }
    if (near.best)
        *VEC_PUSH(&c->warnings) = arena_printf(c->a, "$%.*s is no setting; did you mean $%s?",
                                               SPAN_ARG(name), (const char *)near.best).p;
}

static struct tocsin_err *load_environment(struct config *c)
{
    for (size_t i = 0; i < SETTINGS; i++)
        TRY(load_variable(c, (enum setting)i));
    for (char **entry = environ; entry && *entry; entry++)
        look_at_variable(c, span_of(*entry));
    return NULL;
}

/* ---- flags -------------------------------------------------------------------------------- */

static struct tocsin_err *wrong_flag(struct tocsin_err *cause, const struct config_flag *f)
{
    const char *why = tocsin_err_text(cause);
    struct tocsin_err *err = err_at(err_new(TOCSIN_ERR_USAGE, "%s", why), NULL, 0, 0, f->flag);

    tocsin_err_free(cause);
    return err;
}

/* The flag at 'i' with all further ones of the same setting, if it is the first. */
static struct tocsin_err *load_flag(struct config *c, const struct config_flag *flags, size_t n,
                                    size_t i)
{
    bool is_list = kind_is_list(setting_row(flags[i].setting)->kind);
    struct span *items = ARENA_ARRAY(c->a, struct span, n);
    struct tocsin_err *err;
    struct value v;
    size_t count = 0;

    for (size_t k = 0; k < n; k++) {
        if (flags[k].setting != flags[i].setting)
            continue;
        if (k < i)
            return NULL;
        count = is_list ? count : 0; /* the last one counts */
        items[count++] = span_of(flags[k].value);
    }
    err = value_read(flags[i].setting, items, count, c->a, &v);
    if (err)
        return wrong_flag(err, &flags[i]);
    put(c, flags[i].setting, &v, arena_str(c->a, span_of(flags[i].flag)));
    return NULL;
}

/* ---- rules between settings --------------------------------------------------------------- */

enum rule_kind { ATMOST, TOGETHER, NOTBOTH };

static const struct rule {
    enum rule_kind kind;
    enum setting one, other;
} rules[] = {
#define ATMOST(id, other) {ATMOST, SETTING_##id, SETTING_##other},
#define TOGETHER(id, other) {TOGETHER, SETTING_##id, SETTING_##other},
#define NOTBOTH(id, other) {NOTBOTH, SETTING_##id, SETTING_##other},
#include "config/setting.def"
};

static bool is_set(const struct config *c, enum setting s)
{
    const struct value *v = &c->values[s];

    return v->number || v->n || (v->text && v->text[0]);
}

static struct tocsin_err *check_most(struct config *c, const struct rule *r)
{
    struct value *one = &c->values[r->one], *other = &c->values[r->other];
    struct buf a = {0}, b = {0};
    struct tocsin_err *err;

    if (one->number <= other->number)
        return NULL;
    if (one->is_default) {
        one->number = other->number;
        one->source = setting_row(r->other)->name;
        return NULL;
    }
    config_show(c, r->one, &a);
    config_show(c, r->other, &b);
    err = err_new(TOCSIN_ERR_PARSE, "%s (%s) is more than %s, which is %s (%s)", buf_cstr(&a),
                  one->source, setting_row(r->other)->name, buf_cstr(&b), other->source);
    buf_free(&a);
    buf_free(&b);
    return err_at(err, NULL, 0, 0, setting_row(r->one)->name);
}

static struct tocsin_err *check_rule(struct config *c, const struct rule *r)
{
    const char *name = setting_row(r->one)->name, *other = setting_row(r->other)->name;

    if (r->kind == ATMOST)
        return check_most(c, r);
    if (!is_set(c, r->one) || is_set(c, r->other) == (r->kind == TOGETHER))
        return NULL;
    if (r->kind == TOGETHER)
        return err_at(err_new(TOCSIN_ERR_PARSE, "it is set (%s) without %s",
                              config_source(c, r->one), other), NULL, 0, 0, name);
    return err_at(err_new(TOCSIN_ERR_PARSE, "it is set (%s) beside %s (%s); one of them must go",
                          config_source(c, r->one), other, config_source(c, r->other)), NULL, 0, 0,
                  name);
}

static struct tocsin_err *load(struct config *c, const struct config_flag *flags, size_t n)
{
    for (size_t i = 0; i < SETTINGS; i++)
        value_default((enum setting)i, c->a, &c->values[i]);
    TRY(load_file(c));
    TRY(load_environment(c));
    for (size_t i = 0; i < n; i++)
        TRY(load_flag(c, flags, n, i));
    for (size_t i = 0; i < ARRAY_LEN(rules); i++)
        TRY(check_rule(c, &rules[i]));
    return NULL;
}

struct tocsin_err *config_load(const char *home, const struct config_flag *flags, size_t n,
                               struct config **out)
{
    struct config *c = mem_zero(1, sizeof(*c));
    struct tocsin_err *err;

    *out = NULL;
    c->a = arena_new();
    c->home = arena_str(c->a, span_of(home));
    err = load(c, flags, n);
    if (err) {
        config_free(c);
        return err;
    }
    *out = c;
    return NULL;
}

void config_free(struct config *c)
{
    if (!c)
        return;
    VEC_FREE(&c->warnings);
    arena_free(c->a);
    mem_free(c);
}

/* ---- getters ------------------------------------------------------------------------------ */

bool config_bool(const struct config *c, enum setting s)
{
    assert(setting_row(s)->kind == KIND_BOOL);
    return c->values[s].number != 0;
}

uint64_t config_number(const struct config *c, enum setting s)
{
    assert(setting_row(s)->kind == KIND_COUNT || setting_row(s)->kind == KIND_SIZE);
    return c->values[s].number;
}

uint64_t config_seconds(const struct config *c, enum setting s)
{
    assert(setting_row(s)->kind >= KIND_SECONDS && setting_row(s)->kind <= KIND_DAYS);
    return c->values[s].number;
}

double config_real(const struct config *c, enum setting s)
{
    assert(setting_row(s)->kind == KIND_RATIO);
    return c->values[s].real;
}

size_t config_word(const struct config *c, enum setting s)
{
    assert(setting_row(s)->kind == KIND_WORD);
    return (size_t)c->values[s].number;
}

const char *config_text(const struct config *c, enum setting s)
{
    assert(setting_row(s)->kind >= KIND_WORD && setting_row(s)->kind <= KIND_SCHEDULE);
    return c->values[s].text;
}

const char *const *config_list(const struct config *c, enum setting s, size_t *n)
{
    assert(kind_is_list(setting_row(s)->kind));
    *n = c->values[s].n;
    return c->values[s].list;
}

const char *config_source(const struct config *c, enum setting s)
{
    return c->values[s].source;
}

bool config_is_default(const struct config *c, enum setting s)
{
    return c->values[s].is_default;
}

void config_show(const struct config *c, enum setting s, struct buf *out)
{
    value_show(s, &c->values[s], out);
}

const char *config_warning(const struct config *c, size_t i)
{
    return i < c->warnings.n ? c->warnings.at[i] : NULL;
}
