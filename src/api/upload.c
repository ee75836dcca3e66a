/* SPDX-License-Identifier: Apache-2.0
 *
 * Files that come in by HTTP: into <home>/jobs/upload-XXXXXX, readable by this user alone, removed when the
 * call is done. Whoever wants to keep one renames it before.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "api/api_private.h"

/* Every route that takes a file begins a job with it: a long upload is not for nothing. */
static bool room(struct call *c)
{
    if (jobs_room(c->api->jobs))
        return true;
    refuse_no_room(c);
    return false;
}

static bool make_file(struct call *c)
{
    struct span folder = arena_printf(c->a, "%s/jobs", c->api->home);
    struct span path = arena_printf(c->a, "%s/upload-XXXXXX", folder.p);
    struct tocsin_err *err = file_mkdirs(folder.p);

    c->upload = arena_str(c->a, path);
    c->r->body_fd = err ? -1 : mkostemp(c->upload, O_CLOEXEC);
    if (!err && c->r->body_fd < 0)
        err = err_errno("cannot make a file in %s", folder.p);
    if (!err)
        return true;
    c->upload = NULL;
    refuse_error(c, err);
    return false;
}

bool upload_begin(struct call *c)
{
    return room(c) && make_file(c);
}

const char *upload_path(const struct call *c)
{
    return c->upload;
}

void upload_end(struct call *c)
{
    if (!c->upload)
        return;
    close(c->r->body_fd);
    c->r->body_fd = -1;
    unlink(c->upload); /* when it is still there */
}
