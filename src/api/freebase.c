/* SPDX-License-Identifier: Apache-2.0
 *
 * Entities, types and properties in the forms of the reconciliation API.
 */
#include "api/freebase.h"

json_t *freebase_type(enum schema s)
{
    return json_pack("{s:s, s:s, s:s}", "id", schema_name(s), "name", schema_plural(s),
                     "description", schema_label(s));
}

json_t *freebase_property(enum schema owner, enum prop p)
{
    struct buf id = {0};
    json_t *out;

    buf_printf(&id, "%s:%s", schema_name(owner), prop_name(p));
    out = json_pack("{s:s, s:s, s:s}", "id", buf_cstr(&id), "name", prop_label_in(owner, p),
                    "description", schema_label(owner));
    buf_free(&id);
    return out;
}

static const char *member(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    return text ? text : "";
}

/* "Person, 1961-03-14, Malta": what tells namesakes apart at a glance. */
static void describe(const json_t *entity, struct buf *b)
{
    static const char *const shown[] = {"birthDate", "incorporationDate", "nationality", "country",
                                        "jurisdiction"};
    const json_t *properties = json_object_get(entity, "properties");
    enum schema s = schema_find(span_of(member(entity, "schema")));
    const char *last = "";

    buf_str(b, s == SCHEMA_NONE ? member(entity, "schema") : schema_label(s));
    for (size_t i = 0; i < ARRAY_LEN(shown); i++) {
        const char *text =
            json_string_value(json_array_get(json_object_get(properties, shown[i]), 0));

        if (text && strcmp(text, last) != 0)
            buf_printf(b, ", %s", text);
        last = text ? text : last;
    }
}

json_t *freebase_entity(const json_t *entity)
{
    enum schema s = schema_find(span_of(member(entity, "schema")));
    struct buf description = {0};
    json_t *out;

    describe(entity, &description);
    out = json_pack("{s:s, s:s, s:s, s:[o]}", "id", member(entity, "id"), "name",
                    member(entity, "caption"), "description", buf_cstr(&description), "type",
                    freebase_type(s == SCHEMA_NONE ? SCHEMA_Thing : s));
    buf_free(&description);
    return out;
}

enum prop freebase_prop(const char *text)
{
    struct span name = span_of(text);
    size_t colon = span_find(name, ':');

    return prop_find(colon < name.n ? span_from(name, colon + 1) : name);
}

bool freebase_owns(enum schema s, enum prop p)
{
    if (!schema_has(s, p))
        return false;
    for (size_t t = 1; t <= schema_count(); t++)
        if ((enum schema)t != s && schema_is_a(s, (enum schema)t) && schema_has((enum schema)t, p))
            return false;
    return true;
}

const char *freebase_base(struct call *c)
{
    struct span url = span_of(config_text(c->api->config, SETTING_URL));
    struct span host = http_field(c->r, "Host");

    while (span_ends(url, SPAN("/")))
        url.n--;
    if (url.n)
        return arena_str(c->a, url);
    return arena_printf(c->a, "%s://%.*s", c->r->tls ? "https" : "http", SPAN_ARG(host)).p;
}
