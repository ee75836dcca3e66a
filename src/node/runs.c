/* SPDX-License-Identifier: Apache-2.0
 *
 * Every import, as JSON.
 */
#include "node/node_private.h"

static void put_source(struct buf *b, const struct store_source *s)
{
    buf_str(b, "{\"path\":");
    buf_json(b, s->path);
    buf_str(b, ",\"sha256\":");
    buf_json(b, s->sha256);
    buf_str(b, ",\"version\":");
    buf_json(b, s->version);
    buf_printf(b, ",\"size\":%llu}", (unsigned long long)s->size);
}

static void put_run(struct buf *b, const struct store_run *r)
{
    char at[21];

    clock_format(r->at, at);
    buf_str(b, "{\"dataset\":");
    buf_json(b, r->dataset);
    buf_printf(b, ",\"at\":\"%s\",\"format\":", at);
    buf_json(b, r->format);
    buf_printf(b, ",\"delta\":%s,\"added\":%llu,\"changed\":%llu,\"removed\":%llu,"
               "\"unchanged\":%llu,\"by\":", r->delta ? "true" : "false",
               (unsigned long long)r->added, (unsigned long long)r->changed,
               (unsigned long long)r->removed, (unsigned long long)r->unchanged);
    if (r->by.n)
        buf_json(b, r->by);
    else
        buf_str(b, "null");
    buf_str(b, ",\"sources\":[");
    for (size_t i = 0; i < r->sources_n; i++) {
        if (i)
            buf_char(b, ',');
        put_source(b, &r->sources[i]);
    }
    buf_str(b, "]}");
}

struct tocsin_err *tocsin_imports(struct tocsin_node *node, char **json)
{
    struct arena *a = arena_new();
    struct store_run *list = NULL;
    struct buf b = {0};
    size_t n = 0;
    struct tocsin_err *err = store_runs(node->store, a, SPAN(""), &list, &n);

    *json = NULL;
    buf_char(&b, '[');
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_char(&b, ',');
        put_run(&b, &list[i]);
    }
    buf_str(&b, "]");
    buf_char(&b, '\0');
    arena_free(a);
    if (err)
        buf_free(&b);
    else
        *json = b.p;
    return err;
}
