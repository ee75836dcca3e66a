/* SPDX-License-Identifier: Apache-2.0
 *
 * tocsin show: one entity, and inside it what hangs on it.
 *
 *     Ferdik Aldous QUENTABRY
 *     Person, ofac-90001, us_ofac_sdn
 *       birth date   1961-03-14
 *                    1963
 *       sanctions
 *         OFAC - SDGT
 *         Sanction, ofac-90001-sdgt, us_ofac_sdn
 *           program  SDGT
 *
 * With history each version follows with the values that it added and took away.
 */
#include "cmd/cmd.h"

#include <ctype.h>
#include <stdlib.h>

#include "cmd/json_out.h"
#include "cmd/text.h"

enum { STEP = 2, LABEL_LEAST = 8, DEPTH_MOST = 8 };

static const char *text_of(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    return text ? text : "";
}

/* "birthDate" -> "birth date" */
static struct span label_of(struct arena *a, const char *property)
{
    struct buf b = {0};
    struct span label;

    for (const char *p = property; *p; p++) {
        bool upper = isupper((unsigned char)*p);

        if (upper && p > property)
            buf_char(&b, ' ');
        buf_char(&b, (char)tolower((unsigned char)*p));
    }
    label = arena_span(a, buf_view(&b));
    buf_free(&b);
    return label;
}

/* ---- one entity -------------------------------------------------------------------------- */

struct shower {
    struct cmd *cmd;
    const struct term *term;
};

static void print_entity(const struct shower *s, json_t *entity, int indent, int depth);

static bool has_text(const json_t *values)
{
    size_t i;
    json_t *v;

    json_array_foreach(values, i, v)
        if (json_is_string(v))
            return true;
    return false;
}

static int label_width(const struct shower *s, json_t *properties)
{
    const char *name;
    int widest = LABEL_LEAST;
    json_t *values;

    json_object_foreach(properties, name, values) {
        int w = has_text(values) ? text_width(label_of(s->cmd->arena, name)) : 0;

        if (w > widest)
            widest = w;
    }
    return widest;
}

static void print_texts(const struct shower *s, const char *name, json_t *values, int indent,
                        int width)
{
    struct span label = label_of(s->cmd->arena, name);
    int column = indent + width + 2;
    size_t i;
    json_t *v;

    json_array_foreach(values, i, v) {
        if (!json_is_string(v))
            continue;
        term_indent(s->term, indent);
        term_text(s->term, TONE_DIM, label);
        term_indent(s->term, width + 2 - text_width(label));
        term_value(s->term, TONE_PLAIN, column, column, span_of(json_string_value(v)));
        label = SPAN("");
    }
}

static void print_objects(const struct shower *s, const char *name, json_t *values, int indent,
                          int depth)
{
    bool titled = false;
    size_t i;
    json_t *v;

    json_array_foreach(values, i, v) {
        if (!json_is_object(v))
            continue;
        if (!titled) {
            term_indent(s->term, indent);
            term_text(s->term, TONE_DIM, label_of(s->cmd->arena, name));
            term_line_end(s->term);
        }
        titled = true;
        print_entity(s, v, indent + STEP, depth + 1);
    }
}

static void print_properties(const struct shower *s, json_t *properties, int indent, int depth)
{
    int width = label_width(s, properties);
    const char *name;
    json_t *values;

    json_object_foreach(properties, name, values)
        print_texts(s, name, values, indent, width);
    if (depth >= DEPTH_MOST)
        return;
    json_object_foreach(properties, name, values)
        print_objects(s, name, values, indent, depth);
}

static void print_datasets(const struct shower *s, const json_t *entity)
{
    const json_t *datasets = json_object_get(entity, "datasets");
    size_t i;
    json_t *v;

    json_array_foreach(datasets, i, v)
        term_printf(s->term, TONE_DIM, ", %s", json_is_string(v) ? json_string_value(v) : "?");
}

static void print_entity(const struct shower *s, json_t *entity, int indent, int depth)
{
    term_indent(s->term, indent);
    term_value(s->term, TONE_BOLD, indent, indent + STEP, span_of(text_of(entity, "caption")));
    term_indent(s->term, indent);
    term_printf(s->term, TONE_DIM, "%s, %s", text_of(entity, "schema"), text_of(entity, "id"));
    print_datasets(s, entity);
    if (!depth && json_is_true(json_object_get(entity, "target")))
        term_text(s->term, TONE_BAD, SPAN(", target"));
    term_line_end(s->term);
    print_properties(s, json_object_get(entity, "properties"), indent + STEP, depth);
}

/* ---- history ----------------------------------------------------------------------------- */

static bool holds(const json_t *values, const json_t *wanted)
{
    size_t i;
    json_t *v;

    json_array_foreach(values, i, v)
        if (json_equal(v, wanted))
            return true;
    return false;
}

/* Prints each value of 'of' that 'other' does not have; both are entities or null. */
static void print_lacking(const struct shower *s, json_t *of, json_t *other, const char *sign,
                          enum tone tone)
{
    json_t *theirs = json_object_get(other, "properties"), *values, *v;
    const char *name;
    size_t i;

    json_object_foreach(json_object_get(of, "properties"), name, values) {
        json_array_foreach(values, i, v) {
            if (!json_is_string(v) || holds(json_object_get(theirs, name), v))
                continue;
            term_indent(s->term, 2 * STEP);
            term_printf(s->term, tone, "%s %.*s: ", sign,
                        SPAN_ARG(label_of(s->cmd->arena, name)));
            term_value(s->term, TONE_PLAIN, 20, 8, span_of(json_string_value(v)));
        }
    }
}

/* The version before this one in the same dataset. */
static json_t *before(const json_t *versions, size_t at)
{
    const char *dataset = text_of(json_array_get(versions, at), "dataset");

    while (at--) {
        json_t *v = json_array_get(versions, at);

        if (strcmp(text_of(v, "dataset"), dataset) == 0)
            return json_object_get(v, "entity");
    }
    return NULL;
}

static void print_history(const struct shower *s, const json_t *versions)
{
    size_t i;
    json_t *v;

    term_line_end(s->term);
    term_text(s->term, TONE_BOLD, SPAN("History"));
    term_line_end(s->term);
    json_array_foreach(versions, i, v) {
        json_t *old = before(versions, i), *now = json_object_get(v, "entity");

        term_indent(s->term, STEP);
        term_printf(s->term, TONE_PLAIN, "%s  %s  %s  source %.12s", text_of(v, "at"),
                    text_of(v, "dataset"), text_of(v, "change"), text_of(v, "source"));
        term_line_end(s->term);
        if (!old || json_is_null(old))
            continue;
        print_lacking(s, old, now, "-", TONE_BAD);
        print_lacking(s, now, old, "+", TONE_GOOD);
    }
}

/* ---- the command ------------------------------------------------------------------------- */

static void print_shown(struct cmd *c, const char *json)
{
    struct shower s = {c, &c->out};
    json_t *entity = json_of_text(json), *versions = json_object_get(entity, "versions");

    print_entity(&s, entity, 0, 0);
    if (versions)
        print_history(&s, versions);
    json_decref(entity);
}

struct tocsin_err *cmd_show(struct cmd *c)
{
    struct tocsin_node *node;
    struct tocsin_err *err;
    char *json = NULL;

    TRY(cmd_open(c, TOCSIN_READ, &node));
    err = tocsin_show(node, args_at(c->args, 0), args_has(c->args, "history"), &json);
    if (!err && c->json)
        json_out_text(c->out.stream, json);
    else if (!err)
        print_shown(c, json);
    free(json);
    tocsin_close(node);
    return err;
}
