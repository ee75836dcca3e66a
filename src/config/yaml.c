/* SPDX-License-Identifier: Apache-2.0
 *
 * node.yaml to settings, through the events of libyaml.
 *
 *     file     nothing, or one mapping
 *     mapping  NAME: scalar | list of scalars         a setting
 *              SECTION: mapping of settings | nothing
 *
 * Of YAML no more than that is taken. Anchors, aliases and tags are refused where they stand, so
 * nothing can be repeated into something large; a second document is refused, because nobody would
 * know which one counts; what stands there twice is refused for the same reason. Memory is bounded
 * by the length of the text, which the caller limits.
 *
 * A name without a value ("title:") is an error, and not the default: somebody wanted to say
 * something. Only a section may be empty, because all lines in it may be commented out.
 */
#include <yaml.h>

#include "base/nearest.h"
#include "config/private.h"

struct reading {
    yaml_parser_t parser;
    yaml_event_t event;
    const struct yaml_sink *sink;
    struct arena *a;
    size_t setting_line[SETTINGS]; /* 0: not there yet */
    struct map *section_line;
};

/* ---- events ------------------------------------------------------------------------------- */

static size_t line_of(const struct reading *r)
{
    return r->event.start_mark.line + 1;
}

/* 'err' at the present event. */
static struct tocsin_err *here(const struct reading *r, struct tocsin_err *err, const char *name)
{
    return err_at(err, NULL, line_of(r), r->event.start_mark.column + 1, name);
}

static struct tocsin_err *syntax(const struct reading *r)
{
    const yaml_parser_t *p = &r->parser;
    bool has_mark = p->problem_mark.index || p->problem_mark.line || p->problem_mark.column;
    struct tocsin_err *err = err_new(TOCSIN_ERR_PARSE, "not YAML: %s%s%s",
                                     p->problem ? p->problem : "no reason is known",
                                     p->context ? ", " : "", p->context ? p->context : "");

    return err_at(err, NULL, p->problem_mark.line + 1, has_mark ? p->problem_mark.column + 1 : 1,
                  NULL);
}

static bool has_anchor(const yaml_event_t *e)
{
    if (e->type == YAML_SCALAR_EVENT)
        return e->data.scalar.anchor != NULL;
    if (e->type == YAML_SEQUENCE_START_EVENT)
        return e->data.sequence_start.anchor != NULL;
    return e->type == YAML_MAPPING_START_EVENT && e->data.mapping_start.anchor != NULL;
}

static bool has_tag(const yaml_event_t *e)
{
    if (e->type == YAML_SCALAR_EVENT)
        return e->data.scalar.tag != NULL;
    if (e->type == YAML_SEQUENCE_START_EVENT)
        return e->data.sequence_start.tag != NULL;
    return e->type == YAML_MAPPING_START_EVENT && e->data.mapping_start.tag != NULL;
}

static struct tocsin_err *next(struct reading *r)
{
    yaml_event_delete(&r->event);
    if (!yaml_parser_parse(&r->parser, &r->event))
        return syntax(r);
    if (r->event.type == YAML_ALIAS_EVENT)
        return here(r, err_new(TOCSIN_ERR_PARSE, "settings have no aliases (*)"), NULL);
    if (has_anchor(&r->event))
        return here(r, err_new(TOCSIN_ERR_PARSE, "settings have no anchors (&)"), NULL);
    if (has_tag(&r->event))
        return here(r, err_new(TOCSIN_ERR_PARSE, "settings have no tags (!)"), NULL);
    return NULL;
}

static struct span scalar(const struct reading *r)
{
    struct span s = {(const char *)r->event.data.scalar.value, r->event.data.scalar.length};

    return span_trim(s); /* a text over several lines ends with a line feed */
}

/* Nothing, or one of the words for it, without quotes. */
static bool is_nothing(const struct reading *r)
{
    struct span s;

    if (r->event.type != YAML_SCALAR_EVENT ||
        r->event.data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
        return false;
    s = scalar(r);
    return !s.n || span_eq(s, SPAN("~")) || span_eq_nocase(s, SPAN("null"));
}

static const char *what_it_is(const struct reading *r)
{
    if (r->event.type == YAML_MAPPING_START_EVENT)
        return "names with values";
    return r->event.type == YAML_SEQUENCE_START_EVENT ? "a list" : "a single value";
}

/* ---- settings ----------------------------------------------------------------------------- */

/* An error is at the value; the source is the line of the name. */
static struct tocsin_err *take(struct reading *r, enum setting s, const struct span *items,
                               size_t n, size_t line, size_t column)
{
    return err_at(r->sink->take(r->sink->ctx, s, items, n, r->setting_line[s]), NULL, line, column,
                  setting_row(s)->name);
}

static struct tocsin_err *read_items(struct reading *r, enum setting s)
{
    size_t line = line_of(r), column = r->event.start_mark.column + 1, n = 0;
    struct span items[LIMIT_SETTING_ITEMS];
    const char *name = setting_row(s)->name;

    for (;;) {
        TRY(next(r));
        if (r->event.type == YAML_SEQUENCE_END_EVENT)
            return take(r, s, items, n, line, column);
        if (r->event.type != YAML_SCALAR_EVENT || is_nothing(r))
            return here(r, err_new(TOCSIN_ERR_PARSE, "a text is wanted here, and not %s",
                                   is_nothing(r) ? "nothing" : what_it_is(r)), name);
        if (n == LIMIT_SETTING_ITEMS)
            return here(r, err_new(TOCSIN_ERR_LIMIT, "more than %d in a list",
                                   LIMIT_SETTING_ITEMS), name);
        items[n++] = arena_span(r->a, scalar(r));
    }
}

static struct tocsin_err *read_setting(struct reading *r, enum setting s)
{
    const struct setting_row *row = setting_row(s);
    struct span one;

    TRY(next(r));
    if (is_nothing(r))
        return here(r, err_new(TOCSIN_ERR_PARSE,
                               "no value; without this line the default is in force"), row->name);
    if (r->event.type == YAML_SEQUENCE_START_EVENT && kind_is_list(row->kind))
        return read_items(r, s);
    if (r->event.type != YAML_SCALAR_EVENT)
        return here(r, err_new(TOCSIN_ERR_PARSE, "a %s is wanted here, and not %s",
                               kind_is_list(row->kind) ? "list" : "single value", what_it_is(r)),
                    row->name);
    one = scalar(r);
    return take(r, s, &one, 1, line_of(r), r->event.start_mark.column + 1);
}

/* ---- names -------------------------------------------------------------------------------- */

static bool is_section(struct span name)
{
    for (size_t i = 1; section_row(i); i++)
        if (span_eq(name, span_of(section_row(i)->name)))
            return true;
    return false;
}

static const char *nearest_section(struct span name)
{
    struct nearest near = nearest_begin(name);

    for (size_t i = 1; section_row(i); i++)
        nearest_try(&near, section_row(i)->name, section_row(i)->name);
    return near.best;
}

static struct tocsin_err *unknown(const struct reading *r, const char *name)
{
    const char *near = strchr(name, '.') ? NULL : nearest_section(span_of(name));

    if (!near)
        near = setting_nearest(span_of(name));
    if (near)
        return here(r, err_new(TOCSIN_ERR_NOT_FOUND, "no such setting; did you mean %s?", near),
                    name);
    return here(r, err_new(TOCSIN_ERR_NOT_FOUND, "no such setting; `tocsin config` lists them"),
                name);
}

static struct tocsin_err *twice(const struct reading *r, const char *name, size_t line)
{
    return here(r, err_new(TOCSIN_ERR_PARSE, "it stands in line %zu already", line), name);
}

static struct tocsin_err *read_mapping(struct reading *r, const char *section);

static struct tocsin_err *read_section(struct reading *r, const char *name)
{
    uint64_t *line = map_slot(r->section_line, span_of(name), NULL);

    if (*line)
        return twice(r, name, (size_t)*line);
    *line = line_of(r);
    TRY(next(r));
    if (is_nothing(r))
        return NULL;
    if (r->event.type != YAML_MAPPING_START_EVENT)
        return here(r, err_new(TOCSIN_ERR_PARSE, "the settings of %s are wanted here, and not %s",
                               name, what_it_is(r)), name);
    return read_mapping(r, name);
}

/* The event is the name of something. */
static struct tocsin_err *read_named(struct reading *r, const char *section)
{
    struct span key = scalar(r);
    const char *name;
    enum setting s;

    if (key.n > LIMIT_SETTING)
        return here(r, err_new(TOCSIN_ERR_LIMIT, "a name of more than %zu bytes", LIMIT_SETTING),
                    NULL);
    name = arena_printf(r->a, "%s%s%.*s", section, *section ? "." : "", SPAN_ARG(key)).p;
    s = setting_find(span_of(name));
    if (s == SETTINGS && !*section && is_section(span_of(name)))
        return read_section(r, name);
    if (s == SETTINGS)
        return unknown(r, name);
    if (r->setting_line[s])
        return twice(r, name, r->setting_line[s]);
    r->setting_line[s] = line_of(r);
    return read_setting(r, s);
}

static struct tocsin_err *read_mapping(struct reading *r, const char *section)
{
    for (;;) {
        TRY(next(r));
        if (r->event.type == YAML_MAPPING_END_EVENT)
            return NULL;
        if (r->event.type != YAML_SCALAR_EVENT)
            return here(r, err_new(TOCSIN_ERR_PARSE, "a name is wanted here, and not %s",
                                   what_it_is(r)), NULL);
        TRY(read_named(r, section));
    }
}

/* ---- the file ----------------------------------------------------------------------------- */

static struct tocsin_err *read_document(struct reading *r)
{
    TRY(next(r));
    if (is_nothing(r))
        return next(r);
    if (r->event.type != YAML_MAPPING_START_EVENT)
        return here(r, err_new(TOCSIN_ERR_PARSE, "settings (NAME: VALUE) are wanted here, and not %s",
                               what_it_is(r)), NULL);
    TRY(read_mapping(r, ""));
    return next(r);
}

static struct tocsin_err *read_stream(struct reading *r)
{
    TRY(next(r));
    TRY(next(r));
    if (r->event.type == YAML_STREAM_END_EVENT)
        return NULL;
    TRY(read_document(r));
    TRY(next(r));
    if (r->event.type == YAML_STREAM_END_EVENT)
        return NULL;
    return here(r, err_new(TOCSIN_ERR_PARSE, "a second document begins here"), NULL);
}

static size_t lines_before(struct span text, size_t at)
{
    size_t n = 0;

    for (size_t i = 0; i < at; i++)
        n += text.p[i] == '\n';
    return n;
}

struct tocsin_err *yaml_read(struct span text, const struct yaml_sink *sink)
{
    struct reading r = {.sink = sink};
    struct tocsin_err *err;
    size_t bad;

    if (!utf8_valid(text, &bad))
        return err_at(err_new(TOCSIN_ERR_PARSE, "not UTF-8"), NULL, lines_before(text, bad) + 1, 0,
                      NULL);
    if (!yaml_parser_initialize(&r.parser))
        return err_new(TOCSIN_ERR_UNSUPPORTED, "libyaml cannot be started");
    r.a = arena_new();
    r.section_line = map_new();
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)text.p, text.n);
    err = read_stream(&r);
    yaml_event_delete(&r.event);
    yaml_parser_delete(&r.parser);
    map_free(r.section_line);
    arena_free(r.a);
    return err;
}
