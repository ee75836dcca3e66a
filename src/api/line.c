/* SPDX-License-Identifier: Apache-2.0
 *
 * The log: one line for each call and for what happens to the server, on standard error. As JSON (an
 * object a line, for programs) or as text (on a terminal). A line is one write, so lines of several
 * threads do not mix. Queries are not in it: what was asked stands in the record of searches, which
 * only an auditor reads.
 */
#include <stdio.h>
#include <unistd.h>

#include "api/api_private.h"

struct line {
    bool json;
    enum log_level least;
};

static const char *const levels[] = {[LOG_DEBUG] = "debug", [LOG_INFO] = "info",
                                     [LOG_WARNING] = "warning"};

static void hooked(enum log_level level, const char *text, void *ctx)
{
    line_note(ctx, level, text);
}

struct line *line_new(bool json, enum log_level least)
{
    struct line *l = mem_zero(1, sizeof(*l));

    l->json = json;
    l->least = least;
    log_hook(hooked, l);
    return l;
}

void line_free(struct line *l)
{
    log_hook(NULL, NULL);
    mem_free(l);
}

static void write_line(struct buf *b)
{
    ssize_t n;

    buf_char(b, '\n');
    n = write(STDERR_FILENO, b->p, b->n); /* a log that cannot be written has nowhere to say so */
    (void)n;
    buf_free(b);
}

static void put_head(struct buf *b, bool json, enum log_level level)
{
    char now[21];

    clock_format(clock_now(), now);
    buf_printf(b, json ? "{\"time\":\"%s\",\"level\":\"%s\"" : "%s %s", now, levels[level]);
}

void line_note(struct line *l, enum log_level level, const char *text)
{
    struct buf b = {0};

    if (level < l->least)
        return;
    put_head(&b, l->json, level);
    if (l->json) {
        buf_str(&b, ",\"message\":");
        buf_json(&b, span_of(text));
        buf_char(&b, '}');
    } else {
        buf_printf(&b, " %s", text);
    }
    write_line(&b);
}

static void call_json(struct buf *b, const struct call *c, int status, uint64_t us, bool sent)
{
    const struct http_request *r = c->r;

    buf_printf(b, ",\"message\":\"request\",\"request_id\":\"%s\",\"trace_id\":\"%s\",\"method\":\"%s\","
               "\"path\":", r->trace.id, r->trace.trace, http_method_name(r->method));
    buf_json(b, r->path);
    buf_printf(b, ",\"status\":%d,\"microseconds\":%llu,\"bytes_in\":%llu,\"bytes_out\":%llu,"
               "\"address\":\"%s\",\"who\":", status, (unsigned long long)us,
               (unsigned long long)r->length,
               (unsigned long long)http_response_body(c->out).n, r->address);
    buf_json(b, span_of(c->who.name));
    if (c->recorded)
        buf_printf(b, ",\"results\":%llu,\"matches\":%llu", (unsigned long long)c->results,
                   (unsigned long long)c->matches);
    buf_str(b, sent ? "}" : ",\"cut\":true}");
}

/* Decoded, a path may hold line ends and what steers a terminal: it must not look like another line. */
static void put_path(struct buf *b, struct span path)
{
    path = span_slice(path, 0, 200);
    for (size_t i = 0; i < path.n; i++) {
        unsigned char ch = (unsigned char)path.p[i];

        if (ch <= ' ' || ch >= 0x7f)
            buf_printf(b, "%%%02X", ch);
        else
            buf_char(b, (char)ch);
    }
}

static void call_text(struct buf *b, const struct call *c, int status, uint64_t us, bool sent)
{
    buf_printf(b, " %s ", http_method_name(c->r->method));
    put_path(b, c->r->path);
    buf_printf(b, " %d %.1f ms %s%s%s%s", status, (double)us / 1000, c->r->address,
               c->who.name[0] ? " " : "", c->who.name, sent ? "" : " (cut)");
}

void line_call(struct line *l, const struct call *c, int status, uint64_t nanoseconds, bool sent)
{
    enum log_level level = status >= 500 ? LOG_WARNING : LOG_INFO;
    struct buf b = {0};

    if (level < l->least)
        return;
    put_head(&b, l->json, level);
    (l->json ? call_json : call_text)(&b, c, status, nanoseconds / 1000, sent);
    write_line(&b);
}
