/* SPDX-License-Identifier: Apache-2.0
 *
 * Parsing the command line. getopt_long is not used because it would want a second table, and
 * because its messages cannot say what was meant.
 */
#include "cmd/args.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>


struct given {
    const struct opt *opt;
    const char *value; /* NULL for a flag */
};

struct args {
    struct arena *arena;
    const struct command *command;
    VEC(struct given) given;
    VEC(const char *) rest;
};

/* Where the parser stands. */
struct walk {
    struct args *args;
    int argc, at;
    const char *const *argv;
    bool only_rest; /* behind "--" */
};

void args_free(struct args *a)
{
    if (!a)
        return;
    VEC_FREE(&a->given);
    VEC_FREE(&a->rest);
    arena_free(a->arena);
    mem_free(a);
}

const struct command *args_command(const struct args *a)
{
    return a->command;
}

/* ---- parsing ----------------------------------------------------------------------------- */

static struct tocsin_err *unknown_option(const struct command *c, struct span name)
{
    const struct opt *near = command_option_nearest(c, name);
    const char *of = c ? c->name : "tocsin";

    if (near)
        return err_new(TOCSIN_ERR_USAGE, "%s has no option --%.*s; did you mean --%s?", of,
                       SPAN_ARG(name), near->name);
    return err_new(TOCSIN_ERR_USAGE, "%s has no option --%.*s; `tocsin help%s%s` lists them", of,
                   SPAN_ARG(name), c ? " " : "", c ? c->name : "");
}

static struct tocsin_err *unknown_command(const char *name)
{
    const struct command *near = command_nearest(span_of(name));

    if (near)
        return err_new(TOCSIN_ERR_USAGE, "no command '%s'; did you mean '%s'?", name, near->name);
    return err_new(TOCSIN_ERR_USAGE, "no command '%s'; `tocsin help` lists them", name);
}

static struct tocsin_err *take_value(struct walk *w, const struct opt *o, const char *equals,
                                     const char **value)
{
    *value = NULL;
    if (o->kind == OPT_FLAG) {
        if (equals)
            return err_new(TOCSIN_ERR_USAGE, "--%s takes no value", o->name);
        return NULL;
    }
    if (equals)
        *value = equals;
    else if (w->at + 1 < w->argc)
        *value = w->argv[++w->at];
    else
        return err_new(TOCSIN_ERR_USAGE, "--%s wants %s behind it", o->name, o->arg);
    return NULL;
}

static struct tocsin_err *take_option(struct walk *w, const char *text)
{
    struct args *a = w->args;
    struct span name = span_of(text);
    size_t equals = span_find(name, '=');
    const char *value;
    const struct opt *o;

    name.n = equals;
    o = command_option(a->command, name);
    if (!o)
        return unknown_option(a->command, name);
    TRY(take_value(w, o, text[equals] ? text + equals + 1 : NULL, &value));
    if (o->kind == OPT_ONE && args_has(a, o->name))
        return err_new(TOCSIN_ERR_USAGE, "--%s is given twice", o->name);
    *VEC_PUSH(&a->given) = (struct given){o, value};
    return NULL;
}

static struct tocsin_err *take_word(struct walk *w, const char *word)
{
    struct args *a = w->args;

    if (a->command) {
        *VEC_PUSH(&a->rest) = word;
        return NULL;
    }
    a->command = command_find(span_of(word));
    return a->command ? NULL : unknown_command(word);
}

static struct tocsin_err *take(struct walk *w)
{
    const char *word = w->argv[w->at];

    if (w->only_rest || word[0] != '-' || !word[1])
        return take_word(w, word);
    if (strcmp(word, "--") == 0) {
        w->only_rest = true;
        return NULL;
    }
    if (strcmp(word, "-h") == 0)
        return take_option(w, "help");
    if (!w->args->command && strcmp(word, "--version") == 0)
        return take_word(w, "version");
    if (word[1] != '-')
        return err_new(TOCSIN_ERR_USAGE, "%s: options are written out, with two dashes; an "
                       "argument that begins with a dash goes behind --", word);
    return take_option(w, word + 2);
}

static struct tocsin_err *check_number(const struct args *a)
{
    const struct command *c = a->command;
    int n = (int)a->rest.n;

    if (!c || args_has(a, "help"))
        return NULL;
    if (n < c->least)
        return err_new(TOCSIN_ERR_USAGE, "%s wants %s; see `tocsin help %s`", c->name, c->arguments,
                       c->name);
    if (c->most >= 0 && n > c->most)
        return err_new(TOCSIN_ERR_USAGE, "%s: '%s' is one argument too many%s", c->name,
                       a->rest.at[c->most],
                       c->most ? "; names of several words go in quotes" : "");
    return NULL;
}

struct tocsin_err *args_parse(int argc, const char *const *argv, struct args **out)
{
    struct walk w = {.args = mem_zero(1, sizeof(*w.args)), .argc = argc, .argv = argv};

    *out = w.args;
    w.args->arena = arena_new();
    for (w.at = 1; w.at < argc; w.at++)
        TRY(take(&w));
    return check_number(w.args);
}

/* ---- reading ----------------------------------------------------------------------------- */

static const struct opt *known(const struct args *a, const char *name)
{
    const struct opt *o = command_option(a->command, span_of(name));

    assert(o);
    return o;
}

bool args_has(const struct args *a, const char *name)
{
    known(a, name);
    for (size_t i = 0; i < a->given.n; i++)
        if (strcmp(a->given.at[i].opt->name, name) == 0)
            return true;
    return false;
}

const char *args_text(const struct args *a, const char *name)
{
    known(a, name);
    for (size_t i = 0; i < a->given.n; i++)
        if (strcmp(a->given.at[i].opt->name, name) == 0)
            return a->given.at[i].value;
    return NULL;
}

const char *const *args_list(const struct args *a, const char *name)
{
    const char **list = ARENA_ARRAY(a->arena, const char *, a->given.n + 1);
    size_t n = 0;

    known(a, name);
    for (size_t i = 0; i < a->given.n; i++)
        if (strcmp(a->given.at[i].opt->name, name) == 0)
            list[n++] = a->given.at[i].value;
    return n ? list : NULL;
}

static bool read_real(const char *text, double *out)
{
    locale_t c = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
    char *end = NULL;

    if (c == (locale_t)0)
        return false;
    *out = strtod_l(text, &end, c);
    freelocale(c);
    return end != text && !*end && isfinite(*out);
}

struct tocsin_err *args_real(const struct args *a, const char *name, double least, double most,
                             double *out)
{
    const char *text = args_text(a, name);
    double value;

    if (!text)
        return NULL;
    if (!read_real(text, &value))
        return err_new(TOCSIN_ERR_USAGE, "--%s: '%s' is not a number", name, text);
    if (value < least || value > most)
        return err_new(TOCSIN_ERR_USAGE, "--%s: %s is not between %g and %g", name, text, least,
                       most);
    *out = value;
    return NULL;
}

struct tocsin_err *args_count(const struct args *a, const char *name, uint64_t least, uint64_t most,
                              uint64_t *out)
{
    const char *text = args_text(a, name);
    uint64_t value;

    if (!text)
        return NULL;
    if (!span_u64(span_of(text), &value))
        return err_new(TOCSIN_ERR_USAGE, "--%s: '%s' is not a whole number", name, text);
    if (value < least || value > most)
        return err_new(TOCSIN_ERR_USAGE, "--%s: %s is not between %llu and %llu", name, text,
                       (unsigned long long)least, (unsigned long long)most);
    *out = value;
    return NULL;
}

struct tocsin_err *args_word(const struct args *a, const char *name, size_t *out)
{
    const char *text = args_text(a, name), *words = known(a, name)->complete;
    struct span rest = span_of(words), word;

    if (!text)
        return NULL;
    for (size_t i = 0; span_split(&rest, ' ', &word); i++) {
        if (!span_eq(word, span_of(text)))
            continue;
        *out = i;
        return NULL;
    }
    return err_new(TOCSIN_ERR_USAGE, "--%s: '%s' is none of: %s", name, text, words);
}

size_t args_n(const struct args *a)
{
    return a->rest.n;
}

const char *args_at(const struct args *a, size_t i)
{
    return i < a->rest.n ? a->rest.at[i] : NULL;
}
