/* SPDX-License-Identifier: Apache-2.0
 *
 * xml_list: see xml_list.h.
 */
#include "xml_list.h"

struct walk {
    struct xml x;
    struct emitter *out;
    struct arena *arena;
    const struct xml_row *rows;
    void *ctx;
};

static const struct xml_row *find_row(const struct walk *w)
{
    for (const struct xml_row *r = w->rows; r->name; r++)
        if (span_eq(w->x.name, span_of(r->name)))
            return r;
    return NULL;
}

/* Reads or passes over the element that starts here. */
static struct tocsin_err *element(struct walk *w)
{
    const struct xml_row *row = find_row(w);
    struct tocsin_err *err;
    struct node *n;

    if (!row)
        return xml_skip(&w->x);
    if (row->kind == XML_INSIDE)
        return NULL;
    TRY(xml_tree(&w->x, w->arena, &n));
    err = row->read(w->ctx, w->arena, n);
    if (err && row->kind == XML_ENTRY)
        err = emit_bad(w->out, err);
    arena_reset(w->arena);
    return err;
}

static struct tocsin_err *walk(struct walk *w, const char *root,
                               void (*attributes)(void *ctx, struct xml *x))
{
    for (;;) {
        TRY(xml_next(&w->x));
        if (w->x.event == XML_DONE)
            return NULL;
        if (w->x.event != XML_START)
            continue;
        if (w->x.depth > 1) {
            TRY(element(w));
            continue;
        }
        if (!span_eq(w->x.name, span_of(root)))
            return err_at(err_new(TOCSIN_ERR_FORMAT, "the root element is <%.*s>, not <%s>",
                                  SPAN_ARG(w->x.name), root),
                          reader_name(w->x.reader), w->x.line, w->x.column, NULL);
        if (attributes)
            attributes(w->ctx, &w->x);
    }
}

struct tocsin_err *xml_list_read(struct reader *in, struct emitter *out, const char *root,
                                 void (*attributes)(void *ctx, struct xml *x),
                                 const struct xml_row *rows, void *ctx)
{
    struct walk w = {.out = out, .rows = rows, .ctx = ctx};
    struct tocsin_err *err;

    w.arena = arena_new();
    err = xml_open(in, &w.x);
    if (!err)
        err = walk(&w, root, attributes);
    arena_free(w.arena);
    xml_close(&w.x);
    return err;
}
