/* SPDX-License-Identifier: Apache-2.0
 *
 * YAML and JSON as one kind of value.
 *
 * Plain scalars of YAML are text, but for null, true and false (also yes, no, on, off) and whole
 * numbers. Two members of one name are an error in either language.
 */
#include <yaml.h>

#include "update/update.h"

struct reader {
    yaml_parser_t parser;
    struct document *out;
    int depth;
};

static struct tocsin_err *read_value(struct reader *r, const yaml_event_t *event, json_t **out);

/* ---- errors ------------------------------------------------------------------------------ */

static struct tocsin_err *at_mark(const struct reader *r, yaml_mark_t mark, struct tocsin_err *err)
{
    return err_at(err, r->out->file, mark.line + 1, mark.column + 1, NULL);
}

static struct tocsin_err *syntax(const struct reader *r)
{
    const yaml_parser_t *p = &r->parser;
    struct tocsin_err *err = err_new(TOCSIN_ERR_PARSE, "not YAML: %s%s%s",
                                     p->problem ? p->problem : "it cannot be read",
                                     p->context ? ", " : "", p->context ? p->context : "");

    return at_mark(r, p->problem_mark, err);
}

static struct tocsin_err *next(struct reader *r, yaml_event_t *event)
{
    return yaml_parser_parse(&r->parser, event) ? NULL : syntax(r);
}

/* ---- scalars ----------------------------------------------------------------------------- */

static bool is_one_of(struct span text, const char *words)
{
    struct span rest = span_of(words), word;

    while (span_split(&rest, ' ', &word)) {
        if (span_eq_nocase(word, text))
            return true;
    }
    return false;
}

static json_t *whole_number(struct span text)
{
    bool minus = text.n > 1 && text.p[0] == '-';
    struct span digits = span_from(text, minus);
    uint64_t n;

    if (!span_u64(digits, &n) || n > INT64_MAX || (digits.n > 1 && digits.p[0] == '0'))
        return NULL;
    return json_integer(minus ? -(json_int_t)n : (json_int_t)n);
}

static json_t *plain(struct span text)
{
    json_t *number = whole_number(text);

    if (number)
        return number;
    if (is_one_of(text, "null ~") || text.n == 0)
        return json_null();
    if (is_one_of(text, "true yes on"))
        return json_true();
    if (is_one_of(text, "false no off"))
        return json_false();
    return json_stringn(text.p, text.n);
}

static struct tocsin_err *read_scalar(struct reader *r, const yaml_event_t *event, json_t **out)
{
    struct span text = {(const char *)event->data.scalar.value, event->data.scalar.length};

    *out = event->data.scalar.plain_implicit ? plain(text) : json_stringn(text.p, text.n);
    if (*out)
        return NULL;
    return at_mark(r, event->start_mark, err_new(TOCSIN_ERR_PARSE, "not UTF-8"));
}

/* ---- lists and objects ------------------------------------------------------------------- */

static struct tocsin_err *read_list(struct reader *r, json_t *list)
{
    struct tocsin_err *err = NULL;
    bool end = false;

    while (!err && !end) {
        yaml_event_t event;
        json_t *value = NULL;

        TRY(next(r, &event));
        end = event.type == YAML_SEQUENCE_END_EVENT;
        if (!end)
            err = read_value(r, &event, &value);
        yaml_event_delete(&event);
        if (!err && !end)
            json_array_append_new(list, value);
    }
    return err;
}

static void note_line(struct reader *r, json_t *object, const char *key, size_t line)
{
    void *iter = json_object_iter_at(object, key);

    VEC_PUSH(&r->out->lines);
    r->out->lines.at[r->out->lines.n - 1].object = object;
    r->out->lines.at[r->out->lines.n - 1].key = json_object_iter_key(iter);
    r->out->lines.at[r->out->lines.n - 1].line = line;
}

static struct tocsin_err *read_member(struct reader *r, const yaml_event_t *key, json_t *object)
{
    const char *name = (const char *)key->data.scalar.value;
    struct tocsin_err *err;
    yaml_event_t event;
    json_t *value = NULL;

    if (key->type != YAML_SCALAR_EVENT || strlen(name) != key->data.scalar.length)
        return at_mark(r, key->start_mark, err_new(TOCSIN_ERR_PARSE, "a name is wanted here"));
    if (json_object_get(object, name))
        return at_mark(r, key->start_mark, err_new(TOCSIN_ERR_PARSE, "'%s' is here twice", name));
    TRY(next(r, &event));
    err = read_value(r, &event, &value);
    yaml_event_delete(&event);
    if (err)
        return err;
    if (json_object_set_new(object, name, value) != 0)
        return at_mark(r, key->start_mark, err_new(TOCSIN_ERR_PARSE, "not UTF-8"));
    note_line(r, object, name, key->start_mark.line + 1);
    return NULL;
}

static struct tocsin_err *read_object(struct reader *r, json_t *object)
{
    struct tocsin_err *err = NULL;
    bool end = false;

    while (!err && !end) {
        yaml_event_t event;

        TRY(next(r, &event));
        end = event.type == YAML_MAPPING_END_EVENT;
        if (!end)
            err = read_member(r, &event, object);
        yaml_event_delete(&event);
    }
    return err;
}

static struct tocsin_err *read_inside(struct reader *r, const yaml_event_t *event, json_t **out)
{
    struct tocsin_err *err;

    if (r->depth >= LIMIT_JSON_DEPTH)
        return at_mark(r, event->start_mark,
                       err_new(TOCSIN_ERR_LIMIT, "nested too deeply (LIMIT_JSON_DEPTH is %d)",
                               LIMIT_JSON_DEPTH));
    r->depth++;
    *out = event->type == YAML_SEQUENCE_START_EVENT ? json_array() : json_object();
    err = json_is_array(*out) ? read_list(r, *out) : read_object(r, *out);
    r->depth--;
    if (err) {
        json_decref(*out);
        *out = NULL;
    }
    return err;
}

static struct tocsin_err *read_value(struct reader *r, const yaml_event_t *event, json_t **out)
{
    if (event->type == YAML_SCALAR_EVENT)
        return read_scalar(r, event, out);
    if (event->type == YAML_SEQUENCE_START_EVENT || event->type == YAML_MAPPING_START_EVENT)
        return read_inside(r, event, out);
    return at_mark(r, event->start_mark,
                   err_new(TOCSIN_ERR_PARSE, event->type == YAML_ALIAS_EVENT
                                                 ? "aliases are not read"
                                                 : "a value is wanted here"));
}

/* ---- documents --------------------------------------------------------------------------- */

static struct tocsin_err *read_yaml(struct reader *r)
{
    struct tocsin_err *err = NULL;
    bool end = false;

    while (!err && !end) {
        yaml_event_t event;

        TRY(next(r, &event));
        end = event.type == YAML_DOCUMENT_END_EVENT || event.type == YAML_STREAM_END_EVENT;
        if (!end && event.type != YAML_STREAM_START_EVENT &&
            event.type != YAML_DOCUMENT_START_EVENT)
            err = read_value(r, &event, &r->out->root);
        yaml_event_delete(&event);
    }
    return err;
}

static struct tocsin_err *parse_yaml(struct span text, struct document *out)
{
    struct reader r = {.out = out};
    struct tocsin_err *err;

    if (!yaml_parser_initialize(&r.parser))
        return err_new(TOCSIN_ERR_UNSUPPORTED, "libyaml does not start");
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)text.p, text.n);
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    err = read_yaml(&r);
    yaml_parser_delete(&r.parser);
    return err;
}

static struct tocsin_err *parse_json(struct span text, struct document *out)
{
    json_error_t why;

    out->root = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &why);
    if (out->root)
        return NULL;
    return err_at(err_new(TOCSIN_ERR_PARSE, "not JSON: %s", why.text), out->file,
                  why.line > 0 ? (uint64_t)why.line : 0, why.column > 0 ? (uint64_t)why.column : 0,
                  NULL);
}

struct tocsin_err *document_parse(struct span text, const char *file, struct document *out)
{
    struct span start = span_trim(text);
    struct tocsin_err *err;
    size_t bad;

    *out = (struct document){.file = file};
    if (!utf8_valid(text, &bad))
        return err_at(err_new(TOCSIN_ERR_PARSE, "byte %zu is not UTF-8", bad + 1), file, 0, 0, NULL);
    err = start.n && start.p[0] == '{' ? parse_json(text, out) : parse_yaml(text, out);
    if (!err && !json_is_object(out->root))
        err = err_at(err_new(TOCSIN_ERR_PARSE, "names with values are wanted here"), file, 1, 0,
                     NULL);
    if (err)
        document_free(out);
    return err;
}

void document_free(struct document *d)
{
    json_decref(d->root);
    d->root = NULL;
    VEC_FREE(&d->lines);
}

struct tocsin_err *document_at(const struct document *d, const json_t *object, const char *key,
                               struct tocsin_err *err)
{
    size_t line = 0;

    for (size_t i = 0; i < d->lines.n; i++) {
        if (d->lines.at[i].object == object && (!line || strcmp(d->lines.at[i].key, key) == 0))
            line = d->lines.at[i].line;
    }
    return err_at(err, d->file, line, 0, key);
}
