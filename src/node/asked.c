/* SPDX-License-Identifier: Apache-2.0
 *
 * How an import was asked for. It is kept with the import for two reasons: the same file asked for
 * in the same way need not be read again, and a rebuild from sources must ask in the same way.
 *
 * The form is one JSON object with the keys in this order; only "by" is always there:
 *
 *     by        version of this program (a later one may read the same file better)
 *     dataset   name, when the caller gave one
 *     format    likewise
 *     map       list of "column=Heading"
 *     skip_bad  number, when not 0
 *     no_jail   true, when asked for
 */
#include <jansson.h>

#include "node/node_private.h"

static void put_text(struct buf *out, const char *key, const char *text)
{
    if (!text)
        return;
    buf_printf(out, ",\"%s\":", key);
    buf_json(out, span_of(text));
}

static void put_map(struct buf *out, const char *const *map)
{
    if (!map || !map[0])
        return;
    buf_str(out, ",\"map\":[");
    for (size_t i = 0; map[i]; i++) {
        if (i > 0)
            buf_char(out, ',');
        buf_json(out, span_of(map[i]));
    }
    buf_char(out, ']');
}

struct span asked_write(struct arena *a, const struct asked *asked)
{
    struct buf out = {0};
    struct span text;

    buf_str(&out, "{\"by\":");
    buf_json(&out, span_of(TOCSIN_VERSION));
    put_text(&out, "dataset", asked->dataset);
    put_text(&out, "format", asked->format);
    put_map(&out, asked->map);
    if (asked->skip_bad)
        buf_printf(&out, ",\"skip_bad\":%llu", (unsigned long long)asked->skip_bad);
    if (asked->no_jail)
        buf_str(&out, ",\"no_jail\":true");
    buf_char(&out, '}');
    text = arena_span(a, buf_view(&out));
    buf_free(&out);
    return text;
}

static const char *copy_text(struct arena *a, const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text ? arena_str(a, span_of(text)) : NULL;
}

static const char *const *copy_map(struct arena *a, const json_t *object)
{
    const json_t *list = json_object_get(object, "map");
    size_t n = json_array_size(list);
    const char **out;

    if (n == 0)
        return NULL;
    out = ARENA_ARRAY(a, const char *, n + 1);
    for (size_t i = 0; i < n; i++) {
        const char *text = json_string_value(json_array_get(list, i));

        out[i] = arena_str(a, span_of(text ? text : ""));
    }
    return out;
}

struct tocsin_err *asked_read(struct arena *a, struct span text, struct asked *out)
{
    json_error_t why;
    json_t *object = json_loadb(text.p ? text.p : "", text.n, JSON_REJECT_DUPLICATES, &why);

    *out = (struct asked){0};
    if (!json_is_object(object)) {
        json_decref(object);
        return err_new(TOCSIN_ERR_CORRUPT, "how a list was imported is not readable: '%.*s'",
                       SPAN_ARG(text));
    }
    out->dataset = copy_text(a, object, "dataset");
    out->format = copy_text(a, object, "format");
    out->map = copy_map(a, object);
    out->skip_bad = (uint64_t)json_integer_value(json_object_get(object, "skip_bad"));
    out->no_jail = json_is_true(json_object_get(object, "no_jail"));
    json_decref(object);
    return NULL;
}
