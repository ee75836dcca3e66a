/* SPDX-License-Identifier: Apache-2.0
 *
 * XML events, by libxml2's push parser.
 *
 *   reader --32 KiB--> libxml2 --SAX--> queue of events --xml_next--> format
 *
 * One push gives many events; they wait in an arena that is emptied with the queue. The text always
 * reaches libxml2 as UTF-8: the reader undoes UTF-16, and the Latin encodings that a declaration
 * may name are undone here, so that no conversion table is ever looked for on disk. A declaration
 * that names another encoding is refused, and so is <!DOCTYPE: no published list needs it, and
 * entity bombs and external entities live there. Text of white space alone makes no event.
 */
#include "source.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#define PUSH ((size_t)32 << 10)
#define ATTRS_MAX 1024

struct attr {
    const char *name;
    struct span value;
};

struct event {
    enum xml_event kind;
    struct span name, text;
    struct attr *attr;
    size_t attr_n;
    unsigned depth;
    uint64_t line, column;
};

struct impl {
    struct reader *reader;
    xmlParserCtxtPtr parser;
    xmlSAXHandler sax;
    struct arena *arena;
    VEC(struct event) queue;
    size_t at; /* of the queue: the next event */
    struct buf text;
    uint64_t text_line, text_column;
    unsigned depth;
    bool pushed_all, latin;
    struct tocsin_err *err; /* found in a callback; told when the queue is empty */
};

/* ---- callbacks ------------------------------------------------------------------------------- */

static struct event *queue(struct impl *m, enum xml_event kind)
{
    struct event *e = VEC_PUSH(&m->queue);
    *e = (struct event){.kind = kind, .depth = m->depth};
    e->line = (uint64_t)xmlSAX2GetLineNumber(m->parser);
    e->column = (uint64_t)xmlSAX2GetColumnNumber(m->parser);
    return e;
}

static void refuse(struct impl *m, enum tocsin_code code, const char *what)
{
    if (m->err)
        return;
    m->err = err_at(err_new(code, "%s", what), reader_name(m->reader),
                    (uint64_t)xmlSAX2GetLineNumber(m->parser),
                    (uint64_t)xmlSAX2GetColumnNumber(m->parser), NULL);
    xmlStopParser(m->parser);
}

static void flush_text(struct impl *m)
{
    struct span text = buf_view(&m->text);
    if (span_trim(text).n) {
        struct event *e = queue(m, XML_TEXT);
        e->text = arena_span(m->arena, text);
        e->line = m->text_line;
        e->column = m->text_column;
    }
    buf_clear(&m->text);
}

static void on_text(void *ctx, const xmlChar *p, int n)
{
    struct impl *m = ctx;
    if (m->text.n == 0) {
        m->text_line = (uint64_t)xmlSAX2GetLineNumber(m->parser);
        m->text_column = (uint64_t)xmlSAX2GetColumnNumber(m->parser);
    }
    buf_put(&m->text, p, (size_t)n);
    if (m->text.n > LIMIT_FIELD)
        refuse(m, TOCSIN_ERR_LIMIT, "LIMIT_FIELD: the text of an element is longer than 1 MiB");
}

/* libxml2 gives five pointers an attribute: name, prefix, URI, value, end of value. */
static void copy_attrs(struct impl *m, struct event *e, int n, const xmlChar **attr)
{
    e->attr = ARENA_ARRAY(m->arena, struct attr, n);
    e->attr_n = (size_t)n;
    for (int i = 0; i < n; i++, attr += 5) {
        e->attr[i].name = (const char *)attr[0];
        struct span value = {(const char *)attr[3], (size_t)(attr[4] - attr[3])};
        if (value.n > LIMIT_FIELD)
            refuse(m, TOCSIN_ERR_LIMIT, "LIMIT_FIELD: an attribute is longer than 1 MiB");
        else
            e->attr[i].value = arena_span(m->arena, value);
    }
}

static void on_start(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int ns_n, const xmlChar **ns, int attr_n, int defaulted, const xmlChar **attr)
{
    struct impl *m = ctx;
    (void)prefix, (void)uri, (void)ns_n, (void)ns, (void)defaulted;
    if (m->err)
        return;
    flush_text(m);
    if (++m->depth > LIMIT_XML_DEPTH) {
        refuse(m, TOCSIN_ERR_LIMIT, "LIMIT_XML_DEPTH: elements are nested too deep");
        return;
    }
    if (attr_n > ATTRS_MAX) {
        refuse(m, TOCSIN_ERR_LIMIT, "an element has too many attributes");
        return;
    }
    struct event *e = queue(m, XML_START);
    e->name = span_of((const char *)name);
    if (attr_n > 0)
        copy_attrs(m, e, attr_n, attr);
}

static void on_end(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct impl *m = ctx;
    (void)prefix, (void)uri;
    if (m->err)
        return;
    flush_text(m);
    queue(m, XML_END)->name = span_of((const char *)name);
    m->depth--;
}

static void on_doctype(void *ctx, const xmlChar *name, const xmlChar *id, const xmlChar *uri)
{
    (void)name, (void)id, (void)uri;
    refuse(ctx, TOCSIN_ERR_PARSE, DOCTYPE_REFUSED);
}

/* The message is fetched from the parser afterwards; without this it would be printed. */
static void on_error(void *ctx, xmlErrorPtr error)
{
    (void)ctx, (void)error;
}

/* ---- encodings ------------------------------------------------------------------------------- */

/* The value of encoding="..." in the declaration; empty when there is none. */
static struct span declared(struct span head)
{
    if (!span_starts(head, SPAN("<?xml")))
        return SPAN("");
    struct span line = span_slice(head, 0, span_find_span(head, SPAN("?>")));
    size_t at = span_find_span(line, SPAN("encoding"));
    struct span rest = span_from(line, at == line.n ? line.n : at + 8);
    while (rest.n && rest.p[0] != '"' && rest.p[0] != '\'')
        rest = span_from(rest, 1);
    if (rest.n == 0)
        return SPAN("");
    return span_slice(rest, 1, span_find(span_from(rest, 1), rest.p[0]));
}

static struct tocsin_err *choose_encoding(struct impl *m)
{
    struct span name = declared(reader_head(m->reader));
    static const char *const utf8[] = {"UTF-8",    "UTF8",     "UTF-16", "UTF-16LE",
                                       "UTF-16BE", "US-ASCII", "ASCII"};
    static const char *const latin[] = {"ISO-8859-1", "LATIN1", "ISO8859-1", "WINDOWS-1252"};
    if (name.n == 0)
        return NULL;
    for (size_t i = 0; i < ARRAY_LEN(utf8); i++)
        if (span_eq_nocase(name, span_of(utf8[i])))
            return NULL;
    for (size_t i = 0; i < ARRAY_LEN(latin); i++)
        m->latin = m->latin || span_eq_nocase(name, span_of(latin[i]));
    if (m->latin)
        return NULL;
    struct tocsin_err *err =
        err_new(TOCSIN_ERR_UNSUPPORTED, "the encoding '%.*s' is not supported", SPAN_ARG(name));
    return reader_fail(m->reader, err_at(err, NULL, 1, 0, NULL));
}

/* ---- life ------------------------------------------------------------------------------------ */

static struct tocsin_err *parser_new(struct impl *m)
{
    memset(&m->sax, 0, sizeof(m->sax));
    m->sax.initialized = XML_SAX2_MAGIC;
    m->sax.startElementNs = on_start;
    m->sax.endElementNs = on_end;
    m->sax.characters = on_text;
    m->sax.ignorableWhitespace = on_text;
    m->sax.cdataBlock = on_text;
    m->sax.internalSubset = on_doctype;
    m->sax.serror = on_error;
    m->parser = xmlCreatePushParserCtxt(&m->sax, m, NULL, 0, NULL);
    if (!m->parser)
        return reader_fail(m->reader, err_new(TOCSIN_ERR_UNSUPPORTED, "libxml2 cannot be started"));
    xmlCtxtUseOptions(m->parser, XML_PARSE_NOENT | XML_PARSE_NONET | XML_PARSE_IGNORE_ENC |
                                     XML_PARSE_BIG_LINES);
    xmlSwitchEncoding(m->parser, XML_CHAR_ENCODING_UTF8);
    return NULL;
}

struct tocsin_err *xml_open(struct reader *r, struct xml *x)
{
    *x = (struct xml){.reader = r};
    struct impl *m = mem_zero(1, sizeof(*m));
    x->impl = m;
    m->reader = r;
    m->arena = arena_new();
    m->text = buf_max(LIMIT_FIELD + PUSH * 2);
    if (reader_head(r).n == 0) {
        TRY(reader_stuck(r));
        return reader_fail(r, err_new(TOCSIN_ERR_PARSE, "the file is empty"));
    }
    TRY(choose_encoding(m));
    return parser_new(m);
}

void xml_close(struct xml *x)
{
    struct impl *m = x->impl;
    if (!m)
        return;
    if (m->parser)
        xmlFreeParserCtxt(m->parser);
    arena_free(m->arena);
    VEC_FREE(&m->queue);
    buf_free(&m->text);
    tocsin_err_free(m->err);
    mem_free(m);
    x->impl = NULL;
}

/* ---- pushing --------------------------------------------------------------------------------- */

/* What libxml2 says in words that help nobody, or that send people to the wrong place. */
static struct span complaint(const struct impl *m, const xmlError *e)
{
    if (m->pushed_all && m->depth > 0)
        return SPAN("the file ends before its last element: is it cut short?");
    if (e && (e->code == XML_ERR_INVALID_ENCODING || e->code == XML_ERR_INVALID_CHAR) &&
        e->message && strstr(e->message, "UTF-8"))
        return SPAN("bytes that are not UTF-8: is it in another encoding than it says?");
    return span_trim(span_of(e && e->message ? e->message : "not well-formed"));
}

static struct tocsin_err *parser_error(struct impl *m)
{
    const xmlError *e = xmlCtxtGetLastError(m->parser);
    struct span what = complaint(m, e);
    struct tocsin_err *err = err_new(TOCSIN_ERR_PARSE, "%.*s", SPAN_ARG(what));
    return err_at(err, reader_name(m->reader), e && e->line > 0 ? (uint64_t)e->line : 0,
                  e && e->int2 > 0 ? (uint64_t)e->int2 : 0, NULL);
}

static size_t widen_latin(const char *in, size_t n, char *out)
{
    size_t at = 0;
    for (size_t i = 0; i < n; i++)
        at += utf8_put(out + at, (unsigned char)in[i]);
    return at;
}

/* No XML has a NUL, and what libxml2 says of one is "internal error". What stands before it is
 * parsed, so that its place is known. */
static bool cut_at_nul(const char *p, size_t *n)
{
    const char *nul = memchr(p, 0, *n);
    if (nul)
        *n = (size_t)(nul - p);
    return nul != NULL;
}

/* Gives libxml2 the next bytes. Errors wait in m->err until the events before them are used. */
static struct tocsin_err *push(struct impl *m)
{
    char in[PUSH], wide[2 * PUSH];
    size_t n;
    TRY(reader_read(m->reader, in, sizeof(in), &n));
    m->pushed_all = n == 0;
    const char *p = in;
    bool nul = cut_at_nul(in, &n);
    if (m->latin) {
        n = widen_latin(in, n, wide);
        p = wide;
    }
    int rc = xmlParseChunk(m->parser, p, (int)n, n == 0);
    if (m->err == NULL && (rc != 0 || m->pushed_all) && !m->parser->wellFormed)
        m->err = parser_error(m);
    if (nul)
        refuse(m, TOCSIN_ERR_PARSE, "a NUL byte; is this text?");
    return NULL;
}

static struct tocsin_err *next_event(struct impl *m, struct event *out)
{
    if (m->at == m->queue.n) {
        arena_reset(m->arena);
        m->at = m->queue.n = 0;
        while (m->queue.n == 0 && !m->pushed_all && !m->err)
            TRY(push(m));
    }
    if (m->at < m->queue.n) {
        *out = m->queue.at[m->at++];
        return NULL;
    }
    struct tocsin_err *err = m->err ? m->err : m->depth ? parser_error(m) : NULL;
    m->err = NULL;
    if (err)
        return reader_fail(m->reader, err);
    *out = (struct event){.kind = XML_DONE};
    return NULL;
}

struct tocsin_err *xml_next(struct xml *x)
{
    struct impl *m = x->impl;
    struct event e = {0};
    TRY(reader_stuck(m->reader));
    TRY(next_event(m, &e));
    x->event = e.kind;
    x->name = e.name;
    x->text = e.text;
    x->depth = e.depth;
    if (e.line) {
        x->line = e.line;
        x->column = e.column;
        reader_set_line(m->reader, e.line);
    }
    return NULL;
}

/* The event that xml_next gave last. */
static const struct event *current(const struct xml *x)
{
    const struct impl *m = x->impl;
    return m->at ? &m->queue.at[m->at - 1] : NULL;
}

struct span xml_attr(struct xml *x, const char *local_name)
{
    const struct event *e = current(x);
    assert(x->event == XML_START && e);
    for (size_t i = 0; i < e->attr_n; i++)
        if (strcmp(e->attr[i].name, local_name) == 0)
            return e->attr[i].value;
    return SPAN("");
}

/* ---- whole elements -------------------------------------------------------------------------- */

struct tocsin_err *xml_skip(struct xml *x)
{
    unsigned depth = x->depth;
    assert(x->event == XML_START);
    do
        TRY(xml_next(x));
    while (x->event != XML_END || x->depth > depth);
    return NULL;
}

struct tocsin_err *xml_content(struct xml *x, struct arena *a, struct span *out)
{
    unsigned depth = x->depth;
    struct buf text = buf_max(LIMIT_FIELD);
    struct tocsin_err *err = NULL;
    assert(x->event == XML_START);
    for (;;) {
        err = xml_next(x);
        if (err || (x->event == XML_END && x->depth == depth))
            break;
        if (x->event == XML_TEXT)
            buf_span(&text, x->text);
    }
    if (!err && text.full)
        err = err_at(err_new(TOCSIN_ERR_LIMIT, "LIMIT_FIELD: the text of an element is too long"),
                     reader_name(x->reader), x->line, x->column, NULL);
    *out = err ? SPAN("") : arena_span(a, span_trim(buf_view(&text)));
    buf_free(&text);
    return err;
}

static struct node *node_new(struct xml *x, struct arena *a)
{
    const struct event *e = current(x);
    assert(e);
    struct node *n = ARENA_NEW(a, struct node);
    n->name = arena_span(a, x->name);
    n->line = x->line;
    n->text = SPAN("");
    n->attr_n = e->attr_n;
    n->attr_name = ARENA_ARRAY(a, struct span, e->attr_n);
    n->attr_value = ARENA_ARRAY(a, struct span, e->attr_n);
    for (size_t i = 0; i < e->attr_n; i++) {
        n->attr_name[i] = arena_span(a, span_of(e->attr[i].name));
        n->attr_value[i] = arena_span(a, e->attr[i].value);
    }
    return n;
}

/* Text on both sides of a child is joined by a blank. */
static void node_add_text(struct arena *a, struct node *n, struct span text)
{
    text = span_trim(text);
    if (n->text.n == 0)
        n->text = arena_span(a, text);
    else
        n->text = arena_printf(a, "%.*s %.*s", SPAN_ARG(n->text), SPAN_ARG(text));
}

struct tocsin_err *xml_tree(struct xml *x, struct arena *a, struct node **out)
{
    struct node *open[LIMIT_XML_DEPTH + 1], **last[LIMIT_XML_DEPTH + 1];
    size_t n = 0, from = arena_used(a);
    assert(x->event == XML_START);
    *out = open[0] = node_new(x, a);
    last[0] = &open[0]->child;
    for (;;) {
        TRY(xml_next(x));
        if (arena_used(a) - from > LIMIT_RECORD * 2)
            return reader_fail(
                x->reader, err_at(err_new(TOCSIN_ERR_LIMIT, "LIMIT_RECORD: an entry is too large"),
                                  NULL, x->line, 0, NULL));
        if (x->event == XML_TEXT) {
            node_add_text(a, open[n], x->text);
        } else if (x->event == XML_START) {
            struct node *child = node_new(x, a);
            *last[n] = child;
            last[n] = &child->next;
            open[++n] = child;
            last[n] = &child->child;
        } else if (x->event == XML_END && n-- == 0) {
            return NULL;
        }
    }
}

const struct node *node_next(const struct node *n, const char *name)
{
    struct span want = span_of(name);
    for (n = n ? n->next : NULL; n; n = n->next)
        if (span_eq(n->name, want))
            return n;
    return NULL;
}

const struct node *node_child(const struct node *n, const char *name)
{
    struct span want = span_of(name);
    for (n = n ? n->child : NULL; n; n = n->next)
        if (span_eq(n->name, want))
            return n;
    return NULL;
}

struct span node_text(const struct node *n, const char *path)
{
    struct span rest = span_of(path), part;
    while (n && span_split(&rest, '/', &part)) {
        const struct node *child = n->child;
        while (child && !span_eq(child->name, part))
            child = child->next;
        n = child;
    }
    return n ? n->text : SPAN("");
}

struct span node_attr(const struct node *n, const char *name)
{
    struct span want = span_of(name);
    for (size_t i = 0; n && i < n->attr_n; i++)
        if (span_eq(n->attr_name[i], want))
            return n->attr_value[i];
    return SPAN("");
}
