/* SPDX-License-Identifier: Apache-2.0
 *
 * Records as JSON, in the form of yente's EntityResponse:
 *
 *   id           string
 *   caption      string; made from the values when none was published
 *   schema       string
 *   properties   object: property name -> list of strings, in the order of the names
 *   datasets     list of strings
 *   referents    list of strings
 *   target       true when a topic is a risk
 *   first_seen, last_seen, last_change   "YYYY-MM-DDTHH:MM:SS" or null
 *
 * Writing goes straight into the buffer. FollowTheMoney has neither circa nor intervals: "1961~"
 * is written as 1961 and "1958/1963" as its two ends.
 *
 * Reading (jansson) takes the same members; all but schema, and for a list the id, may be missing
 * or null. target is made, not read; members of other names (score, match) are passed over. What is
 * of a wrong type is an error whose field is its path: properties.birthDate[1].
 */
#include "record/inside.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- writing --------------------------------------------------------------------------------- */

static void write_member(struct buf *out, const char *name, struct span text)
{
    buf_char(out, '"');
    buf_str(out, name);
    buf_str(out, "\":");
    buf_json(out, text);
    buf_char(out, ',');
}

static void write_list(struct buf *out, const struct span *list, size_t n)
{
    buf_char(out, '[');
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_char(out, ',');
        buf_json(out, list[i]);
    }
    buf_char(out, ']');
}

static void write_time(struct buf *out, const char *name, struct span time)
{
    buf_str(out, ",\"");
    buf_str(out, name);
    buf_str(out, "\":");
    if (time.n)
        buf_json(out, time);
    else
        buf_str(out, "null");
}

static void write_date(struct buf *out, struct span date)
{
    struct span rest = date, end;
    bool first = true;
    while (span_split(&rest, '/', &end)) {
        if (span_ends(end, SPAN("~")))
            end.n--;
        if (!first)
            buf_char(out, ',');
        buf_json(out, end);
        first = false;
    }
}

static void write_value(struct buf *out, const struct record *r, const struct value *v,
                        enum prop_type type, const struct record_nesting *nesting)
{
    if (type == TYPE_DATE)
        write_date(out, v->text);
    else if (type != TYPE_ENTITY || !nesting || !nesting->link ||
             !nesting->link(nesting->ctx, r, v->prop, v->text, out))
        buf_json(out, v->text);
}

static void write_properties(struct buf *out, const struct record *r,
                             const struct record_nesting *nesting)
{
    enum prop last = PROP_NONE;
    enum prop_type type = TYPE_STRING;
    for (size_t i = 0; i < r->n; i++) {
        const struct value *v = &r->values[i];
        if (v->prop == last) {
            buf_char(out, ',');
        } else {
            buf_str(out, last ? "],\"" : "\"");
            buf_str(out, prop_name(v->prop));
            buf_str(out, "\":[");
            type = prop_type_in(r->schema, v->prop);
            last = v->prop;
        }
        write_value(out, r, v, type, nesting);
    }
    if (last)
        buf_char(out, ']');
    if (nesting && nesting->inbound)
        nesting->inbound(nesting->ctx, r, last != PROP_NONE, out);
}

void record_json_nested(const struct record *r, struct span dataset,
                        const struct record_nesting *nesting, bool open, struct buf *out)
{
    buf_char(out, '{');
    write_member(out, "id", r->id);
    write_member(out, "caption", record_caption(r));
    write_member(out, "schema", span_of(schema_name(r->schema)));
    buf_str(out, "\"properties\":{");
    write_properties(out, r, nesting);
    buf_str(out, "},\"datasets\":");
    if (r->datasets_n)
        write_list(out, r->datasets, r->datasets_n);
    else
        write_list(out, &dataset, dataset.n ? 1 : 0);
    buf_str(out, ",\"referents\":");
    write_list(out, r->referents, r->referents_n);
    buf_str(out, record_is_target(r) ? ",\"target\":true" : ",\"target\":false");
    write_time(out, "first_seen", r->first_seen);
    write_time(out, "last_seen", r->last_seen);
    write_time(out, "last_change", r->last_change);
    if (!open)
        buf_char(out, '}');
}

void record_json(const struct record *r, struct span dataset, bool open, struct buf *out)
{
    record_json_nested(r, dataset, NULL, open, out);
}

void record_json_query(const struct record *r, struct buf *out)
{
    buf_str(out, "{\"id\":");
    if (r->id.n)
        buf_json(out, r->id);
    else
        buf_str(out, "null");
    buf_char(out, ',');
    write_member(out, "schema", span_of(schema_name(r->schema)));
    buf_str(out, "\"properties\":{");
    write_properties(out, r, NULL);
    buf_str(out, "}}");
}

/* ---- errors ---------------------------------------------------------------------------------- */

enum { QUOTED_MAX = 60, PATH_MAX_BYTES = 128 };

/* The head of a text, for a message; not cut inside a character. */
static struct span head_of(struct span text)
{
    if (text.n <= QUOTED_MAX)
        return text;
    size_t n = QUOTED_MAX;
    while (n && ((unsigned char)text.p[n] & 0xC0) == 0x80)
        n--;
    return span_slice(text, 0, n);
}

static struct tocsin_err *bad_type(const char *field, const char *wanted)
{
    return err_at(err_new(TOCSIN_ERR_PARSE, "must be %s", wanted), NULL, 0, 0, field);
}

/* Where in the record: a property, and which of its values. */
struct place {
    const char *name;
    size_t at;
};

static const char *place_text(struct place at, char path[PATH_MAX_BYTES])
{
    snprintf(path, PATH_MAX_BYTES, "properties.%.64s[%zu]", at.name, at.at);
    return path;
}

static struct tocsin_err *bad_value(struct place at, const char *wanted)
{
    char path[PATH_MAX_BYTES];
    return bad_type(place_text(at, path), wanted);
}

static const char *type_word(enum prop_type type)
{
    if (type == TYPE_DATE)
        return "date";
    if (type == TYPE_COUNTRY)
        return "country";
    return type == TYPE_GENDER ? "gender" : "well-formed text";
}

static struct tocsin_err *not_understood(struct place at, enum prop_type type, struct span text)
{
    char path[PATH_MAX_BYTES];
    struct span head = head_of(text);
    struct tocsin_err *err = err_new(TOCSIN_ERR_PARSE, "'%.*s%s' is no %s", SPAN_ARG(head),
                                     head.n < text.n ? "..." : "", type_word(type));
    return err_at(err, NULL, 0, 0, place_text(at, path));
}

/* ---- reading: values ------------------------------------------------------------------------- */

struct reading {
    struct record_reader *reader;
    struct record *r;
};

static struct span json_span(const json_t *string)
{
    return (struct span){json_string_value(string), json_string_length(string)};
}

/* In a query what cannot be used is dropped; 'err' is the complaint otherwise. */
static struct tocsin_err *complain(struct reading *in, struct tocsin_err *err)
{
    if (!in->reader->fuzzy)
        return err;
    tocsin_err_free(err);
    return NULL;
}

/* Types whose values are chosen from what the program knows, and lists from what they know. */
static bool is_chosen(enum prop_type type)
{
    return type == TYPE_DATE || type == TYPE_COUNTRY || type == TYPE_GENDER;
}

static struct tocsin_err *read_text(struct reading *in, enum prop prop, struct place at,
                                    struct span text)
{
    const struct record_reader *reader = in->reader;
    enum prop_type type = prop_type_in(in->r->schema, prop);
    struct tocsin_err *err;
    if (record_add(in->r, prop, text) != ADD_INVALID || reader->fuzzy)
        return NULL;
    err = not_understood(at, type, text);
    if (!reader->strange || !is_chosen(type))
        return err;
    reader->strange(reader->ctx, in->r, prop, text, err);
    tocsin_err_free(err);
    return NULL;
}

/* As Python prints a number: 1965, 0.5. */
static struct tocsin_err *read_number(struct reading *in, enum prop prop, struct place at,
                                      const json_t *number)
{
    char *text = json_dumps(number, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
    struct tocsin_err *err = read_text(in, prop, at, span_of(text));
    free(text);
    return err;
}

static struct tocsin_err *nested(struct reading *in, enum prop prop, const json_t *child)
{
    struct record_reader *reader = in->reader;
    return reader->nested ? reader->nested(reader->ctx, child, in->r, prop) : NULL;
}

static struct tocsin_err *read_link(struct reading *in, enum prop prop, struct place at,
                                    const json_t *child)
{
    const json_t *id = json_object_get(child, "id");
    if (prop_type_in(in->r->schema, prop) != TYPE_ENTITY)
        return complain(in, bad_value(at, "text, not an object"));
    if (!json_is_string(id) || !json_string_length(id))
        return complain(in, bad_value(at, "an object with an id"));
    TRY(read_text(in, prop, at, json_span(id)));
    return nested(in, prop, child);
}

static struct tocsin_err *read_value(struct reading *in, enum prop prop, struct place at,
                                     const json_t *value)
{
    if (!value || json_is_null(value))
        return NULL;
    switch (json_typeof(value)) {
    case JSON_STRING:
        return read_text(in, prop, at, json_span(value));
    case JSON_INTEGER:
    case JSON_REAL:
        return read_number(in, prop, at, value);
    case JSON_OBJECT:
        return read_link(in, prop, at, value);
    case JSON_NULL:
    case JSON_ARRAY:
    case JSON_TRUE:
    case JSON_FALSE:
    default:
        return complain(in, bad_value(at, "text"));
    }
}

/* One value of a property stands for a list of one. */
static size_t value_count(const json_t *values)
{
    return json_is_array(values) ? json_array_size(values) : 1;
}

static const json_t *value_at(const json_t *values, size_t i)
{
    return json_is_array(values) ? json_array_get(values, i) : values;
}

/* Entities that point at this one, under the name of the way back. Ids alone say nothing that
 * those entities do not say themselves. */
static struct tocsin_err *read_inbound(struct reading *in, const json_t *children)
{
    for (size_t i = 0; i < value_count(children); i++) {
        const json_t *child = value_at(children, i);
        if (json_is_object(child))
            TRY(nested(in, PROP_NONE, child));
    }
    return NULL;
}

static struct tocsin_err *read_property(struct reading *in, const char *name, const json_t *values)
{
    enum prop prop = prop_find(span_of(name));
    if (!prop || !schema_has(in->r->schema, prop)) {
        if (schema_has_reverse(in->r->schema, span_of(name)))
            return read_inbound(in, values);
        in->reader->ignored++;
        return NULL;
    }
    for (size_t i = 0; i < value_count(values); i++)
        TRY(read_value(in, prop, (struct place){name, i}, value_at(values, i)));
    return NULL;
}

/* jansson's iterators ask for a json_t that may be changed; nothing here does. */
static json_t *writable(const json_t *value)
{
    union {
        const json_t *in;
        json_t *out;
    } same = {.in = value};
    return same.out;
}

static struct tocsin_err *read_properties(struct reading *in, const json_t *object)
{
    const json_t *properties = json_object_get(object, "properties");
    if (!properties || json_is_null(properties))
        return NULL;
    if (!json_is_object(properties))
        return bad_type("properties", "an object");
    json_t *all = writable(properties);
    for (void *at = json_object_iter(all); at; at = json_object_iter_next(all, at))
        TRY(read_property(in, json_object_iter_key(at), json_object_iter_value(at)));
    return NULL;
}

/* ---- reading: the other members -------------------------------------------------------------- */

/* A string, or empty when it is missing or null. */
static struct tocsin_err *read_string(const json_t *object, const char *name, struct span *out)
{
    const json_t *value = json_object_get(object, name);
    *out = SPAN("");
    if (!value || json_is_null(value))
        return NULL;
    if (!json_is_string(value))
        return bad_type(name, "text");
    *out = json_span(value);
    return NULL;
}

static struct tocsin_err *read_list(struct reading *in, const json_t *object, const char *name,
                                    void (*add)(struct record *r, struct span text))
{
    const json_t *list = json_object_get(object, name);
    if (!list || json_is_null(list))
        return NULL;
    if (!json_is_array(list))
        return bad_type(name, "a list");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *text = json_array_get(list, i);
        if (!json_is_string(text))
            return bad_type(name, "a list of texts");
        add(in->r, json_span(text));
    }
    return NULL;
}

static struct tocsin_err *read_time(struct reading *in, const json_t *object, const char *name,
                                    struct span *out)
{
    struct span text;
    TRY(read_string(object, name, &text));
    if (!text.n || normal_time(in->r->arena, text, out))
        return NULL;
    return complain(in, bad_type(name, "a time, YYYY-MM-DDTHH:MM:SS"));
}

static struct tocsin_err *read_schema(const json_t *object, enum schema *out)
{
    struct span name;
    TRY(read_string(object, "schema", &name));
    if (!name.n)
        return bad_type("schema", "the name of a schema");
    *out = schema_find(name);
    if (*out)
        return NULL;
    struct span head = head_of(name);
    return err_at(err_new(TOCSIN_ERR_PARSE, "unknown schema '%.*s'", SPAN_ARG(head)), NULL, 0, 0,
                  "schema");
}

static struct tocsin_err *read_members(struct reading *in, const json_t *object)
{
    struct record *r = in->r;
    struct span caption;
    TRY(read_string(object, "caption", &caption));
    r->caption = arena_span(r->arena, caption);
    TRY(read_list(in, object, "datasets", record_add_dataset));
    TRY(read_list(in, object, "referents", record_add_referent));
    TRY(read_time(in, object, "first_seen", &r->first_seen));
    TRY(read_time(in, object, "last_seen", &r->last_seen));
    TRY(read_time(in, object, "last_change", &r->last_change));
    return read_properties(in, object);
}

/* ---- reading: the whole ---------------------------------------------------------------------- */

static bool is_shallow(const json_t *value, size_t left)
{
    json_t *all = writable(value);
    if (!json_is_array(value) && !json_is_object(value))
        return true;
    if (!left)
        return false;
    for (size_t i = 0; json_is_array(value) && i < json_array_size(value); i++)
        if (!is_shallow(json_array_get(value, i), left - 1))
            return false;
    for (void *at = json_object_iter(all); at; at = json_object_iter_next(all, at))
        if (!is_shallow(json_object_iter_value(at), left - 1))
            return false;
    return true;
}

struct tocsin_err *record_from_json_value(struct arena *a, struct record_reader *reader,
                                          const void *json, struct record **out)
{
    const json_t *object = json;
    enum schema schema;
    struct span id;
    if (!json_is_object(object))
        return err_new(TOCSIN_ERR_PARSE, "an entity must be a JSON object");
    if (!is_shallow(object, LIMIT_JSON_DEPTH))
        return err_new(TOCSIN_ERR_LIMIT, "nested more than LIMIT_JSON_DEPTH, %d, deep",
                       LIMIT_JSON_DEPTH);
    TRY(read_string(object, "id", &id));
    TRY(read_schema(object, &schema));
    if (!id.n && !reader->fuzzy)
        return bad_type("id", "the entity's id");
    struct reading in = {reader, record_new(a, schema, id)};
    TRY(read_members(&in, object));
    *out = in.r;
    return NULL;
}

static struct tocsin_err *syntax_error(const json_error_t *error)
{
    struct tocsin_err *err = err_new(TOCSIN_ERR_PARSE, "not JSON: %s", error->text);
    /* The first line is the caller's to name: to it, this text is one line of a file. */
    uint64_t line = error->line > 1 ? (uint64_t)error->line : 0;
    return err_at(err, NULL, line, error->column > 0 ? (uint64_t)error->column : 0, NULL);
}

struct tocsin_err *record_from_json(struct arena *a, struct record_reader *reader, struct span json,
                                    struct record **out)
{
    json_error_t error;
    json_t *value = json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES, &error);
    if (!value)
        return syntax_error(&error);
    struct tocsin_err *err = record_from_json_value(a, reader, value, out);
    json_decref(value);
    return err;
}
