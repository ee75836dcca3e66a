/* SPDX-License-Identifier: Apache-2.0
 *
 * The model as JSON: FollowTheMoney's schemata as far as screening uses them, topics, countries, ways of
 * scoring, and the headings that a table of persons may have. For programs that make forms from it.
 */
#include "import/person.h"
#include "node/node_private.h"
#include "record/country.h"

static void put_text(struct buf *b, const char *name, const char *text)
{
    buf_printf(b, "\"%s\":", name);
    if (text)
        buf_json(b, span_of(text));
    else
        buf_str(b, "null");
}

static void put_flag(struct buf *b, const char *name, bool flag)
{
    buf_printf(b, ",\"%s\":%s", name, flag ? "true" : "false");
}

/* A comma before every member but the first of an object or list. */
static void part(struct buf *b)
{
    char last = b->p[b->n - 1];

    if (last != '[' && last != '{')
        buf_char(b, ',');
}

/* ---- schemata -------------------------------------------------------------------------------- */

static void put_property(struct buf *b, enum schema s, enum prop p)
{
    part(b);
    buf_char(b, '{');
    put_text(b, "name", prop_name(p));
    buf_char(b, ',');
    put_text(b, "label", prop_label_in(s, p));
    buf_char(b, ',');
    put_text(b, "type", prop_type_name(prop_type_in(s, p)));
    put_flag(b, "matchable", prop_matchable_in(s, p));
    put_flag(b, "hidden", prop_hidden(p));
    buf_char(b, '}');
}

static void put_schema(struct buf *b, enum schema s)
{
    part(b);
    buf_char(b, '{');
    put_text(b, "name", schema_name(s));
    buf_char(b, ',');
    put_text(b, "label", schema_label(s));
    buf_char(b, ',');
    put_text(b, "plural", schema_plural(s));
    put_flag(b, "matchable", schema_matchable(s));
    put_flag(b, "edge", schema_edge(s));
    buf_str(b, ",\"properties\":[");
    for (size_t p = 1; p <= prop_count(); p++)
        if (schema_has(s, (enum prop)p))
            put_property(b, s, (enum prop)p);
    buf_str(b, "]}");
}

/* ---- lists ----------------------------------------------------------------------------------- */

static void put_topics(struct buf *b)
{
    const char *topic;

    for (size_t i = 0; (topic = topic_at(i)); i++) {
        part(b);
        put_text(b, topic, topic_label(span_of(topic)));
    }
}

static void put_countries(struct buf *b)
{
    for (unsigned i = 1; i <= country_count(); i++) {
        const char *code = country_code(i), *name = country_name(span_of(code));

        if (!name)
            continue;
        part(b);
        put_text(b, code, name);
    }
}

static void put_algorithms(struct buf *b)
{
    const struct tocsin_algorithm *a;

    for (size_t i = 0; (a = tocsin_algorithm_at(i)); i++) {
        part(b);
        buf_char(b, '{');
        put_text(b, "name", a->name);
        buf_char(b, ',');
        put_text(b, "description", a->description);
        buf_char(b, ',');
        put_text(b, "alias_of", a->alias_of);
        buf_char(b, '}');
    }
}

static void put_features(struct buf *b)
{
    const struct tocsin_feature *f;

    for (size_t i = 0; (f = tocsin_feature_at(i)); i++) {
        part(b);
        buf_char(b, '{');
        put_text(b, "name", f->name);
        buf_char(b, ',');
        put_text(b, "title", f->title);
        buf_char(b, ',');
        put_text(b, "description", f->description);
        put_flag(b, "main", f->main);
        buf_char(b, '}');
    }
}

static void put_column(struct buf *b, const char *name, const char *headings)
{
    struct span rest = span_of(headings), heading;

    part(b);
    buf_char(b, '{');
    put_text(b, "name", name);
    buf_str(b, ",\"headings\":[");
    while (span_split(&rest, ' ', &heading)) {
        if (!heading.n)
            continue;
        part(b);
        buf_json(b, heading);
    }
    buf_str(b, "]}");
}

static void put_columns(struct buf *b)
{
#define COLUMN(id, name, cell, property, headings) put_column(b, name, headings);
#include "import/person_column.def"
#undef COLUMN
}

char *tocsin_model(void)
{
    struct buf b = {0};

    buf_str(&b, "{\"schemata\":[");
    for (size_t s = 1; s <= schema_count(); s++)
        put_schema(&b, (enum schema)s);
    buf_str(&b, "],\"topics\":{");
    put_topics(&b);
    buf_str(&b, "},\"countries\":{");
    put_countries(&b);
    buf_str(&b, "},\"algorithms\":[");
    put_algorithms(&b);
    buf_str(&b, "],\"features\":[");
    put_features(&b);
    buf_str(&b, "],\"columns\":[");
    put_columns(&b);
    buf_str(&b, "]}");
    buf_char(&b, '\0');
    return b.p;
}
