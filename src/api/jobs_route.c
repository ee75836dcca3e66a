/* SPDX-License-Identifier: Apache-2.0
 *
 * Jobs over HTTP.
 *
 *     POST /api/imports|batches|evaluations   the body is the file; 202 {"job": id}, Location
 *     GET /api/jobs, /api/jobs/{id}           how far they are
 *     GET /api/jobs/{id}/result               the table that was made; 409 before its time
 *     DELETE /api/jobs/{id}                   202: told to end; 204: forgotten
 *
 * The command line of a job is made from the route's parameters: each row of route.def is the option of
 * the same name with "-" for "_" (what "name" and "purpose" say is for the server). So a parameter means what
 * the option means, and what is wrong with it is told in the command's own words.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/api_private.h"

#define FILE_NAME_MOST ((size_t)120)

/* ---- the name of a file ---------------------------------------------------------------------- */

/* Letters of any script may stay. What steers a terminal, a shell or a path may not. */
static bool harmless(uint32_t c)
{
    if (c < 0x80)
        return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '.' ||
               c == '_' || c == '-';
    return c >= 0xa0 && !(c >= 0x200b && c <= 0x200f) && !(c >= 0x2028 && c <= 0x202e) &&
           !(c >= 0x2060 && c <= 0x206f) && c != 0xfeff && c != 0xfffd;
}

/* The last part of a path, of any system. */
static struct span last_part(struct span name)
{
    size_t at = name.n;

    while (at > 0 && name.p[at - 1] != '/' && name.p[at - 1] != '\\')
        at--;
    return span_from(name, at);
}

/* 'name' as a file may be called here; the end of a long one stays, because it says what it is. */
static const char *file_name(struct call *c, const char *name)
{
    struct span rest = last_part(span_of(name));
    struct buf b = {0};
    const char *out;
    char letter[4];

    while (rest.n) {
        uint32_t one = utf8_next(&rest);

        if (!b.n && (one == '.' || one == '-')) /* hidden; an option */
            continue;
        buf_put(&b, letter, utf8_put(letter, harmless(one) ? one : '_'));
    }
    rest = buf_view(&b);
    while (rest.n > FILE_NAME_MOST)
        (void)utf8_next(&rest);
    while (rest.n && (rest.p[0] == '.' || rest.p[0] == '-'))
        rest = span_from(rest, 1);
    out = rest.n ? arena_str(c->a, rest) : "upload";
    buf_free(&b);
    return out;
}

/* ---- the command line ------------------------------------------------------------------------ */

struct line_up {
    struct call *c;
    const char **args;
    size_t n;
};

static void add(struct line_up *l, const char *text)
{
    l->args[l->n++] = text;
}

static void add_option(struct line_up *l, const char *name, const char *value)
{
    char *text = arena_str(l->c->a, arena_printf(l->c->a, "--%s%s%s", name, value ? "=" : "",
                                                 value ? value : ""));

    for (char *p = text; *p && *p != '='; p++)
        if (*p == '_')
            *p = '-';
    add(l, text);
}

static void add_param(struct line_up *l, const struct param *p, const struct param_value *v)
{
    if (strcmp(p->name, "name") == 0 || strcmp(p->name, "purpose") == 0)
        return;
    for (size_t i = 0; p->kind == PARAM_LIST && i < v->n; i++)
        add_option(l, p->name, v->list[i]);
    if (p->kind == PARAM_TEXT && v->text && v->text[0])
        add_option(l, p->name, v->text);
    if (p->kind == PARAM_BOOL && v->number != 0)
        add_option(l, p->name, NULL);
    if ((p->kind == PARAM_INT || p->kind == PARAM_REAL) && (v->given || p->fallback[0]))
        add_option(l, p->name, arena_printf(l->c->a, "%.15g", v->number).p);
}

static struct line_up line_up(struct call *c, const char *command)
{
    size_t n, most = 16; /* those that every job has */
    const struct param *rows = route_params(c->route->id, &n);
    struct line_up l = {.c = c};

    for (size_t i = 0; i < n; i++)
        most += 1 + c->params[i].n;
    l.args = ARENA_ARRAY(c->a, const char *, most);
    add(&l, command);
    add(&l, "--json");
    add(&l, "--progress=json");
    for (size_t i = 0; i < n; i++)
        add_param(&l, &rows[i], &c->params[i]);
    return l;
}

/* ---- beginning ------------------------------------------------------------------------------- */

void refuse_no_room(struct call *c)
{
    (void)refuse(c, 503, "as many jobs run and wait as limit.jobs and limit.jobs_waiting allow");
    http_header(c->out, c->a, "Retry-After", "10");
}

static const char *upload_name(struct call *c)
{
    const char *name = param_text(c, "name");

    return file_name(c, name ? name : "");
}

static struct tocsin_err *begin(struct call *c, enum job_kind kind, const char *file,
                                struct line_up *l)
{
    const char *id;

    TRY(jobs_start(c->api->jobs, c, kind, file, l->args, &id));
    if (!id) {
        refuse_no_room(c);
        return NULL;
    }
    buf_printf(answer_json(c, 202), "{\"job\":\"%s\"}", id);
    http_header(c->out, c->a, "Location", "/api/jobs/%s", id);
    return NULL;
}

struct tocsin_err *route_imports(struct call *c)
{
    const char *file = upload_name(c);
    struct line_up l = line_up(c, "import");

    add_option(&l, "by", c->who.name);
    add(&l, "--");
    add(&l, file);
    return begin(c, JOB_import, file, &l);
}

struct tocsin_err *route_batches(struct call *c)
{
    const char *file = upload_name(c);
    struct line_up l = line_up(c, "screen");

    add_option(&l, "batch", file);
    add(&l, "--output=../screened.csv");
    return begin(c, JOB_batch, file, &l);
}

struct tocsin_err *route_evaluations(struct call *c)
{
    const char *file = upload_name(c);
    struct line_up l = line_up(c, "evaluate");

    add(&l, "--output=../scored.csv");
    add(&l, "--");
    add(&l, file);
    return begin(c, JOB_evaluation, file, &l);
}

/* ---- looking --------------------------------------------------------------------------------- */

static struct tocsin_err *refuse_unknown(struct call *c)
{
    return refuse(c, 404, "there is no such job, or it is somebody else's");
}

struct tocsin_err *route_jobs(struct call *c)
{
    struct buf *b = answer_json(c, 200);

    buf_str(b, "{\"jobs\":[");
    jobs_put(c->api->jobs, c, b);
    buf_str(b, "]}");
    return NULL;
}

struct tocsin_err *route_job(struct call *c)
{
    if (!jobs_put_one(c->api->jobs, c, c->captures[0], answer_json(c, 200)))
        return refuse_unknown(c);
    return NULL;
}

struct tocsin_err *route_job_result(struct call *c)
{
    const char *path, *name;
    struct stat st;

    if (!jobs_result(c->api->jobs, c, c->captures[0], &path, &name))
        return refuse_unknown(c);
    if (!name[0])
        return refuse(c, 404, "such a job makes no table");
    if (!path)
        return refuse(c, 409, "this job has made no table (yet): GET /api/jobs/{id} says why");
    c->out->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (c->out->fd < 0 || fstat(c->out->fd, &st) != 0)
        return errno == ENOENT ? refuse_unknown(c) : err_errno("%s", path);
    c->out->fd_length = (uint64_t)st.st_size;
    c->out->status = 200;
    c->out->type = "text/csv; charset=utf-8";
    http_header(c->out, c->a, "Content-Disposition", "attachment; filename=\"%s\"", name);
    return NULL;
}

struct tocsin_err *route_job_end(struct call *c)
{
    enum job_end end = jobs_end(c->api->jobs, c, c->captures[0]);

    if (end == JOB_UNKNOWN)
        return refuse_unknown(c);
    if (end == JOB_FORGOTTEN) {
        c->out->status = 204;
        return NULL;
    }
    buf_printf(answer_json(c, 202), "{\"job\":\"%.*s\"}", SPAN_ARG(c->captures[0]));
    return NULL;
}
