/* SPDX-License-Identifier: Apache-2.0
 *
 * Pages for people: the console (room console), and those of src/api/pages, which are there in every
 * build: the description of the API (/docs), and in place of the console one that says what this is.
 *
 * Whatever a page is, it may load nothing from elsewhere and nobody may put it into a frame. A file
 * whose name holds a hash of its bytes may be kept for ever; of others the browser asks whether they are
 * still the same (ETag). The packed form of a file is another thing than the file, and has a tag of its own.
 */
#include "api/api_private.h"
#include "console/console.h"

struct page {
    const char *name;
    struct span bytes;
};

/* static const struct page page_table[] */
#include "page_table.h"

struct span page_bytes(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(page_table); i++)
        if (strcmp(page_table[i].name, name) == 0)
            return page_table[i].bytes;
    return (struct span){NULL, 0};
}

/* ---- what every page carries ----------------------------------------------------------------- */

static void put_safety(struct call *c)
{
    static const char policy[] =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; font-src 'self'; form-action 'none'; base-uri 'none'; "
        "frame-ancestors 'none'";

    http_header(c->out, c->a, "Content-Security-Policy", "%s", policy);
    http_header(c->out, c->a, "Referrer-Policy", "no-referrer");
    http_header(c->out, c->a, "X-Frame-Options", "DENY");
    http_header(c->out, c->a, "Cross-Origin-Opener-Policy", "same-origin");
}

/* 304 where the client has it already, else 'bytes', which are gzip when 'packed'. */
static struct tocsin_err *send_file(struct call *c, const char *type, struct span bytes,
                                    const char *etag, bool immutable)
{
    put_safety(c);
    http_header(c->out, c->a, "ETag", "%s", etag);
    http_header(c->out, c->a, "Cache-Control",
                immutable ? "public, max-age=31536000, immutable" : "no-cache");
    if (http_none_match(c->r, etag)) {
        c->out->status = 304;
        c->out->packed = false;
        return NULL;
    }
    c->out->status = 200;
    c->out->type = type;
    c->out->fixed = bytes;
    return NULL;
}

/* ---- the console ----------------------------------------------------------------------------- */

static struct tocsin_err *send_asset(struct call *c, const struct console_asset *asset)
{
    struct span tag = span_of(asset->etag);
    const char *etag = asset->etag;

    if (!asset->gzip.n)
        return send_file(c, asset->type, asset->bytes, etag, asset->immutable);
    http_header(c->out, c->a, "Vary", "Accept-Encoding");
    if (!http_takes_gzip(c->r))
        return send_file(c, asset->type, asset->bytes, etag, asset->immutable);
    etag = arena_printf(c->a, "%.*s-gzip\"", (int)(tag.n - 1), tag.p).p;
    c->out->packed = true;
    return send_file(c, asset->type, asset->gzip, etag, asset->immutable);
}

static struct tocsin_err *send_page(struct call *c, const char *name, const char *type)
{
    struct span bytes = page_bytes(name);
    const char *etag = arena_printf(c->a, "W/\"%016llx\"", (unsigned long long)span_hash(bytes)).p;

    if (!bytes.p)
        return refuse(c, 404, "there is no such page");
    return send_file(c, type, bytes, etag, false);
}

static struct tocsin_err *console_at(struct call *c, struct span path)
{
    const struct console_asset *asset = console_asset(path);

    if (asset)
        return send_asset(c, asset);
    if (console_built())
        return refuse(c, 404, "there is no such page");
    return send_page(c, "home.html", "text/html; charset=utf-8");
}

struct tocsin_err *route_root(struct call *c)
{
    return console_at(c, SPAN("/"));
}

struct tocsin_err *route_console(struct call *c)
{
    return console_at(c, c->r->path);
}

struct tocsin_err *route_console_path(struct call *c)
{
    return console_at(c, c->r->path);
}

/* Browsers ask for it unasked; the console's icon has a name of its own. */
struct tocsin_err *route_favicon(struct call *c)
{
    c->out->status = 204;
    http_header(c->out, c->a, "Cache-Control", "public, max-age=86400");
    return NULL;
}

/* ---- the description of the API -------------------------------------------------------------- */

struct tocsin_err *route_docs(struct call *c)
{
    return send_page(c, "docs.html", "text/html; charset=utf-8");
}

struct tocsin_err *route_docs_file(struct call *c)
{
    if (span_eq(c->captures[0], SPAN("docs.css")))
        return send_page(c, "docs.css", "text/css; charset=utf-8");
    if (span_eq(c->captures[0], SPAN("docs.js")))
        return send_page(c, "docs.js", "text/javascript; charset=utf-8");
    return refuse(c, 404, "there is no such page");
}
