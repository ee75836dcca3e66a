/* SPDX-License-Identifier: Apache-2.0
 *
 * ftm, targets-nested, ftm-delta: FollowTheMoney entities as OpenSanctions publishes them, one JSON
 * object a line.
 *
 *   entities.ftm.json     {"id", "caption", "schema", "properties": {name: [text]}, "datasets",
 *                          "referents", "first_seen", "last_seen", "last_change", ...}
 *   targets.nested.json   the same, with entities in place of ids and, under the names of ways back
 *                         ("sanctions"), the entities that point here
 *   entities.delta.json   {"op": "ADD" | "MOD" | "DEL", "entity": the object, for DEL its id alone}
 *
 * Ids are taken as they are. So are datasets, referents and times; "target" is computed, and other
 * members are passed over. A property that the schema does not have is left out with a note. A date,
 * country or gender that is not understood is kept as text and counted: the lists of the world are
 * merged there by another program, and one odd value must not cost all of them.
 *
 * A line that breaks the rules is one bad record. The last line is another matter: if it does not
 * end where an object ends, the file was cut, and nobody knows what else it lacks.
 *
 * Nested entities. Each becomes a record of its own, behind the one that holds it, and leaves its
 * id there. An entity may hang on many, so a second one of the same id is left out. If it is itself
 * a target, a line of the file is sure to say more of it (links that a nested one shows as ids or
 * not at all): it waits for that line, packed, and comes forth at the end if the line never does.
 * So what is kept is bounded by the targets of the list, and the ids of what hangs on them.
 */
#include "format.h"
#include "ftm_line.h"
#include "json_text.h"

#include <jansson.h>
#include <stdlib.h>

/* The entity that is being read and those that it is nested in. */
struct nest {
    const json_t *json;
    const struct nest *up;
};

struct ftm {
    struct reader *in;
    struct emitter *out;
    struct arena *arena;           /* of one line */
    bool cut;                      /* this line ends before its object does */
    /* targets-nested: */
    bool nesting;
    const struct nest *nest;
    VEC(struct record *) children; /* the nested entities of this line */
    struct map *done;              /* ids of nested entities that came forth, and of lines */
    struct map *waiting;           /* ids of nested targets -> place in 'packed' */
    VEC(struct buf) packed;
};

/* Reads one line, which is not blank. */
typedef struct tocsin_err *(*line_fn)(struct ftm *f, struct span line);

/* ---- one entity ---------------------------------------------------------------------------- */

static struct tocsin_err *read_nested(void *ctx, const void *json, struct record *parent,
                                      enum prop prop);

static void note_ignored(struct ftm *f, const struct record *r, const json_t *object)
{
    json_t *all = json_object_get(object, "properties");
    for (void *at = json_object_iter(all); at; at = json_object_iter_next(all, at)) {
        struct span name = span_of(json_object_iter_key(at));
        enum prop prop = prop_find(name);
        if ((!prop || !schema_has(r->schema, prop)) && !schema_has_reverse(r->schema, name))
            emit_note(f->out, "%s has no property '%.*s'; left out", schema_name(r->schema),
                      SPAN_ARG(span_slice(name, 0, 80)));
    }
}

static void keep(void *ctx, struct record *r, enum prop prop, struct span text,
                 const struct tocsin_err *why)
{
    struct ftm *f = ctx;
    struct tocsin_err *told = err_new(TOCSIN_ERR_PARSE, "%s", tocsin_err_text(why));
    told = err_at(told, reader_name(f->in), reader_line_number(f->in), 0, NULL);
    emit_strange(f->out, told);
    tocsin_err_free(told);
    keep_strange(r, prop, text);
}

static struct tocsin_err *read_entity(struct ftm *f, const json_t *object, struct record **out)
{
    struct record_reader reader = {.nested = read_nested, .strange = keep, .ctx = f};
    struct nest here = {object, f->nest};
    f->nest = &here;
    struct tocsin_err *err = record_from_json_value(f->arena, &reader, object, out);
    f->nest = here.up;
    TRY(err);
    (*out)->line = reader_line_number(f->in);
    if (reader.ignored)
        note_ignored(f, *out, object);
    return NULL;
}

/* ---- nested entities ----------------------------------------------------------------------- */

/* Is 'child' among the values of one of the parent's properties? */
static bool holds(const json_t *values, const json_t *child)
{
    if (values == child)
        return true;
    for (size_t i = 0; i < json_array_size(values); i++)
        if (json_array_get(values, i) == child)
            return true;
    return false;
}

static bool points_at(const struct record *r, struct span id)
{
    for (size_t i = 0; i < r->n; i++)
        if (prop_type_in(r->schema, r->values[i].prop) == TYPE_ENTITY &&
            span_eq(r->values[i].text, id))
            return true;
    return false;
}

/* A child under "sanctions" points at its parent; some exports leave that out, as it goes without
 * saying there. The name of the way back tells which property it is. */
static void tie(const struct ftm *f, struct record *child, const struct record *parent,
                const json_t *json)
{
    json_t *all = json_object_get(f->nest->json, "properties");
    if (points_at(child, parent->id))
        return;
    for (void *at = json_object_iter(all); at; at = json_object_iter_next(all, at)) {
        enum prop prop = prop_find_reverse(child->schema, span_of(json_object_iter_key(at)));
        if (prop && holds(json_object_iter_value(at), json)) {
            record_add(child, prop, parent->id);
            return;
        }
    }
}

static struct tocsin_err *read_nested(void *ctx, const void *json, struct record *parent,
                                      enum prop prop)
{
    struct ftm *f = ctx;
    struct record *r;
    if (!f->nesting)
        return err_new(TOCSIN_ERR_PARSE, "a nested entity: is the file targets-nested?");
    TRY(read_entity(f, json, &r));
    if (prop == PROP_NONE)
        tie(f, r, parent, json);
    TRY(record_finish(r));
    *VEC_PUSH(&f->children) = r;
    return NULL;
}

static void make_wait(struct ftm *f, const struct record *r)
{
    bool made;
    uint64_t *slot = map_slot(f->waiting, r->id, &made);
    if (!made)
        return;
    *slot = f->packed.n;
    *VEC_PUSH(&f->packed) = (struct buf){0};
    record_pack(r, &f->packed.at[*slot]);
}

static struct tocsin_err *send_child(struct ftm *f, struct record *r)
{
    bool made;
    if (map_get(f->done, r->id))
        return NULL;
    if (record_is_target(r)) {
        make_wait(f, r);
        return NULL;
    }
    map_slot(f->done, r->id, &made);
    return emit(f->out, r);
}

/* Those whose line never came. */
static struct tocsin_err *send_waiting(struct ftm *f)
{
    size_t at = 0;
    struct span id;
    uint64_t nth;
    while (map_next(f->waiting, &at, &id, &nth)) {
        struct record *r;
        arena_reset(f->arena);
        if (map_get(f->done, id))
            continue;
        TRY(record_unpack(f->arena, buf_view(&f->packed.at[nth]), &r));
        TRY(emit(f->out, r));
    }
    return NULL;
}

/* ---- lines --------------------------------------------------------------------------------- */

static struct tocsin_err *load(struct ftm *f, struct span line, json_t **out)
{
    json_error_t error;
    *out = json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES, &error);
    if (*out)
        return NULL;
    if (json_error_code(&error) == json_error_stack_overflow)
        return err_at(err_new(TOCSIN_ERR_LIMIT, "LIMIT_JSON_DEPTH: nested too deep"), NULL, 0,
                      error.column > 0 ? (uint64_t)error.column : 0, NULL);
    f->cut = json_error_code(&error) == json_error_premature_end_of_input ||
             !span_ends(span_trim(line), SPAN("}"));
    return err_at(err_new(TOCSIN_ERR_PARSE, "not JSON: %s", error.text), NULL, 0,
                  error.column > 0 ? (uint64_t)error.column : 0, NULL);
}

/* Came forth already, nested in another: then that was no target, and had all its values. */
static bool was_nested(struct ftm *f, const struct record *r)
{
    bool made;
    uint64_t *slot = map_slot(f->done, r->id, &made);
    bool nested = !made && *slot == 0;
    *slot = 1;
    if (nested)
        emit_note(f->out, "entities that stood nested before their own line were left out there");
    return nested;
}

static struct tocsin_err *send(struct ftm *f, struct record *r)
{
    TRY(record_finish(r));
    if (!f->nesting)
        return emit(f->out, r);
    if (!was_nested(f, r))
        TRY(emit(f->out, r));
    for (size_t i = 0; i < f->children.n; i++)
        TRY(send_child(f, f->children.at[i]));
    return NULL;
}

/* Where in a line that is well-formed an error lies follows from its path. */
static uint64_t column_of(const struct tocsin_err *err, struct span text)
{
    const char *field = tocsin_err_place(err).field;
    return field ? json_column(text, field) : 0;
}

static struct tocsin_err *entity_line(struct ftm *f, struct span line)
{
    json_t *object;
    struct record *r;
    if (!f->nesting && ftm_line_read(f->arena, line, &r)) {
        r->line = reader_line_number(f->in);
        return send(f, r);
    }
    TRY(load(f, line, &object));
    struct tocsin_err *err = read_entity(f, object, &r);
    err = err ? err_at(err, NULL, 0, column_of(err, line), NULL) : send(f, r);
    json_decref(object);
    return err;
}

/* ---- deltas -------------------------------------------------------------------------------- */

/* The path of an error in the entity begins there. */
static struct tocsin_err *inside(struct tocsin_err *err, struct span line)
{
    uint64_t begin = json_column(line, "entity");
    uint64_t column = column_of(err, json_find(line, "entity"));
    return err_at(err, NULL, 0, column ? begin + column - 1 : begin, NULL);
}

static struct tocsin_err *must_be(const char *field, const char *what, struct span line)
{
    struct tocsin_err *err = err_new(TOCSIN_ERR_PARSE, "must be %s", what);
    return err_at(err, NULL, 0, json_column(line, field), field);
}

static struct tocsin_err *changed(struct ftm *f, const json_t *entity, struct span line)
{
    struct record *r;
    struct tocsin_err *err = read_entity(f, entity, &r);
    return err ? inside(err, line) : send(f, r);
}

static struct tocsin_err *gone(struct ftm *f, const json_t *entity, struct span line)
{
    const json_t *id = json_object_get(entity, "id");
    if (!json_string_length(id))
        return must_be("entity.id", "the entity's id", line);
    return emit_deleted(f->out, (struct span){json_string_value(id), json_string_length(id)});
}

static struct tocsin_err *change(struct ftm *f, const json_t *object, struct span line)
{
    const json_t *entity = json_object_get(object, "entity");
    struct span op = span_of(json_string_value(json_object_get(object, "op")));
    if (!json_is_object(entity))
        return must_be("entity", "an object", line);
    if (span_eq(op, SPAN("DEL")))
        return gone(f, entity, line);
    if (span_eq(op, SPAN("ADD")) || span_eq(op, SPAN("MOD")))
        return changed(f, entity, line);
    return must_be("op", "ADD, MOD or DEL", line);
}

static struct tocsin_err *delta_line(struct ftm *f, struct span line)
{
    json_t *object;
    TRY(load(f, line, &object));
    struct tocsin_err *err = change(f, object, line);
    json_decref(object);
    return err;
}

/* ---- files --------------------------------------------------------------------------------- */

static struct tocsin_err *read_line(struct ftm *f, line_fn read, struct span line)
{
    arena_reset(f->arena);
    f->children.n = 0;
    f->cut = false;
    if (!span_trim(line).n)
        return NULL;
    return err_at(read(f, line), reader_name(f->in), reader_line_number(f->in), 0, NULL);
}

/* What became of a line: the last one of the file may have been cut. */
static struct tocsin_err *judge(const struct ftm *f, struct tocsin_err *err, bool last)
{
    if (!err || !last || !f->cut)
        return err ? emit_bad(f->out, err) : NULL;
    err = err_because(err, "the file ends inside an entity: is it cut short?");
    return err_at(err, reader_name(f->in), reader_line_number(f->in), 0, NULL);
}

static struct tocsin_err *read_lines(struct ftm *f, line_fn read)
{
    struct span line;
    bool done;
    TRY(reader_line(f->in, &line, &done));
    while (!done) {
        struct tocsin_err *err = read_line(f, read, line);
        struct tocsin_err *stuck = reader_line(f->in, &line, &done);
        if (stuck) {
            tocsin_err_free(err);
            return stuck;
        }
        TRY(judge(f, err, done));
    }
    return f->nesting ? send_waiting(f) : NULL;
}

static struct tocsin_err *parse(struct source *in, struct emitter *out, line_fn read, bool nesting)
{
    struct ftm f = {.in = source_reader(in, ""), .out = out, .nesting = nesting};
    f.arena = arena_new();
    f.done = map_new();
    f.waiting = map_new();
    struct tocsin_err *err = read_lines(&f, read);
    for (size_t i = 0; i < f.packed.n; i++)
        buf_free(&f.packed.at[i]);
    VEC_FREE(&f.packed);
    VEC_FREE(&f.children);
    map_free(f.waiting);
    map_free(f.done);
    arena_free(f.arena);
    return err;
}

/* No entities are no list; a delta may well be empty. */
static struct tocsin_err *refuse_empty(struct source *in)
{
    struct reader *r = source_reader(in, "");
    if (reader_head(r).n || reader_dead(r))
        return NULL;
    return err_at(err_new(TOCSIN_ERR_FORMAT, "the file is empty"), reader_name(r), 0, 0, NULL);
}

struct tocsin_err *ftm_parse(struct source *in, struct emitter *out)
{
    TRY(refuse_empty(in));
    return parse(in, out, entity_line, false);
}

struct tocsin_err *targets_nested_parse(struct source *in, struct emitter *out)
{
    TRY(refuse_empty(in));
    return parse(in, out, entity_line, true);
}

struct tocsin_err *ftm_delta_parse(struct source *in, struct emitter *out)
{
    emit_delta(out);
    return parse(in, out, delta_line, false);
}

/* ---- telling by the head ------------------------------------------------------------------- */

static bool has(struct span object, const char *key)
{
    return json_find(object, key).p != NULL;
}

/* A line may be longer than the head: then what comes last is not seen. */
bool ftm_sniff(struct span head)
{
    struct span line = head_line(head);
    return has(line, "properties") && (has(line, "schema") || has(line, "id"));
}

bool ftm_delta_sniff(struct span head)
{
    struct span line = head_line(head);
    return has(line, "op") && has(line, "entity");
}

static bool has_nested(struct span entity)
{
    struct span in = json_find(entity, "properties"), key, list, value;
    if (!in.p || !json_open(&in, '{'))
        return false;
    while (json_member(&in, &key, &list)) {
        if (!json_open(&list, '['))
            continue;
        while (json_element(&list, &value))
            if (value.n && value.p[0] == '{')
                return true;
    }
    return false;
}

bool targets_nested_sniff(struct span head)
{
    struct span line;
    if (!ftm_sniff(head))
        return false;
    while (span_split(&head, '\n', &line))
        if (has_nested(line))
            return true;
    return false;
}
