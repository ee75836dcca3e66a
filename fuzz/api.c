/* SPDX-License-Identifier: Apache-2.0
 *
 * Whole calls without a socket: a request made from bytes is answered on a node that holds an invented
 * list.
 *
 *     first byte            bit 0: keys are asked for; bit 1: a good one is sent
 *     METHOD target         the first line
 *     name: value           header fields, until an empty line
 *     body
 *
 * Whatever came, there is one answer with a status, its JSON is JSON, and its header fields are lines. What
 * begins a job is refused before: a child process is no part of this.
 */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "api/api_private.h"
#include "fuzz.h"
#include "http/http_private.h"

enum { FIELDS = 32 };

static const char list[] =
    "{\"id\":\"mr-1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Ferdik Quentabry\"],"
    "\"birthDate\":[\"1961-03-14\"],\"topics\":[\"sanction\"],\"addressEntity\":[\"mr-2\"]},"
    "\"datasets\":[\"mr\"],\"referents\":[\"mr-old\"]}\n"
    "{\"id\":\"mr-2\",\"schema\":\"Address\",\"properties\":{\"full\":[\"12 Cooper Lane\"]},"
    "\"datasets\":[\"mr\"],\"referents\":[]}\n"
    "{\"id\":\"mr-3\",\"schema\":\"Ownership\",\"properties\":{\"owner\":[\"mr-1\"],"
    "\"asset\":[\"mr-4\"]},\"datasets\":[\"mr\"],\"referents\":[]}\n"
    "{\"id\":\"mr-4\",\"schema\":\"Company\",\"properties\":{\"name\":[\"Brindle Quay <b>\"]},"
    "\"datasets\":[\"mr\"],\"referents\":[]}\n";

static struct {
    char home[256];
    struct access_limits limits;
    struct config *config;
    struct api api;
    char key[ACCESS_KEY_SIZE];
} node;

static void must(struct tocsin_err *err)
{
    if (!err)
        return;
    fprintf(stderr, "fuzz: %s\n", tocsin_err_text(err));
    exit(1);
}

/* ---- the node, made once --------------------------------------------------------------------- */

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
    (void)st;
    (void)kind;
    (void)ftw;
    return remove(path);
}

static void close_node(void)
{
    api_close(&node.api);
    config_free(node.config);
    nftw(node.home, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void make_home(void)
{
    const struct tocsin_import_options options = {.dataset = "mr", .no_jail = true};
    const char *temp = getenv("TMPDIR");
    struct tocsin_import_report report;
    struct tocsin_node *open;

    snprintf(node.home, sizeof(node.home), "%s/tocsin-fuzz-api-XXXXXX", temp && *temp ? temp : "/tmp");
    MUST(mkdtemp(node.home));
    must(tocsin_open(node.home, TOCSIN_INIT, &open));
    must(tocsin_import(open, fuzz_file("mr.ftm.json", span_of(list)), &options, &report));
    tocsin_close(open);
}

static void open_node(void)
{
    const struct config_flag quiet = {SETTING_LOG_LEVEL, "fuzz", "warning"};
    const struct access_token token = {.name = SPAN("fuzz"), .role = ROLE_viewer, .rate = 6000000};
    struct api_options options = {.home = node.home, .limits = &node.limits};

    make_home();
    node.limits = access_limits_usual();
    node.limits.password_passes = 1;
    node.limits.password_memory = 8192;
    must(config_load(node.home, &quiet, 1, &node.config));
    options.config = node.config;
    must(api_open(&node.api, &options));
    must(access_token_add(node.api.access, &token, clock_now(), node.key));
    atexit(close_node);
}

/* ---- a request ------------------------------------------------------------------------------- */

static void add_field(struct http_request *r, struct span name, struct span value)
{
    if (r->fields_n < FIELDS)
        r->fields[r->fields_n++] = (struct http_pair){span_of(arena_str(r->arena, name)),
                                                      span_of(arena_str(r->arena, value))};
}

static void read_request(struct http_request *r, struct span in, bool key)
{
    struct span line = SPAN("");
    size_t at;

    (void)span_split(&in, '\n', &line);
    at = span_find(line, ' ');
    r->method = http_method_find(arena_str(r->arena, span_slice(line, 0, at)));
    http_target(r, arena_span(r->arena, span_from(line, at < line.n ? at + 1 : at)));
    if (key)
        add_field(r, SPAN("Authorization"), arena_printf(r->arena, "ApiKey %s", node.key));
    while (in.p && span_split(&in, '\n', &line) && line.n) {
        at = span_find(line, ':');
        if (at < line.n)
            add_field(r, span_slice(line, 0, at), span_trim(span_from(line, at + 1)));
    }
    if (!r->malformed) /* as the server does */
        r->malformed = head_flaw(r);
    http_trace(r);
    r->body = in;
    r->length = in.n;
}

/* ---- the answer ------------------------------------------------------------------------------ */

static void look_at(const struct http_response *out)
{
    struct span body = http_response_body(out);

    MUST(out->status >= 200 && out->status < 600 && out->status != 500);
    for (size_t i = 0; i < out->headers_n; i++)
        for (size_t k = 0; k < out->headers[i].value.n; k++)
            MUST((unsigned char)out->headers[i].value.p[k] >= ' ');
    if (!out->type || out->packed || out->fd >= 0)
        return;
    if (strstr(out->type, "json"))
        fuzz_json(body);
    else if (strncmp(out->type, "text/", 5) == 0)
        fuzz_text(body);
}

static bool begins_job(const struct http_request *r)
{
    const struct call *c = r->app;

    return c->route && c->route->body == BODY_FILE;
}

static void play(struct http_request *r)
{
    struct http_response out = {.fd = -1};
    bool read = call_begin(&node.api, r, &out) != HTTP_ANSWERED;

    if (read && !begins_job(r)) {
        r->too_large = r->body.n > r->body_max;
        call_answer(&node.api, r, &out);
    }
    if (!read || !begins_job(r))
        look_at(&out);
    call_done(&node.api, r, &out, true);
    buf_free(&out.body);
    if (out.fd >= 0)
        close(out.fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span in = {(const char *)data, size};
    unsigned flags = fuzz_byte(&in);
    struct arena *a = arena_new();
    struct http_request r = {.arena = a, .fields = ARENA_ARRAY(a, struct http_pair, FIELDS),
                             .body_fd = -1, .address = "127.0.0.1", .local = true,
                             .began = clock_ticks()};

    if (!node.home[0])
        open_node();
    node.api.auth = flags & 1;
    read_request(&r, in, flags & 2);
    play(&r);
    arena_free(a);
    return 0;
}
