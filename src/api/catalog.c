/* SPDX-License-Identifier: Apache-2.0
 *
 * GET /catalog: which datasets there are, in which version. It carries an ETag, so that who asks every
 * minute is answered with 304.
 */
#include <stdio.h>
#include <stdlib.h>

#include "api/api_private.h"

struct tocsin_err *route_catalog(struct call *c)
{
    char etag[TOCSIN_ETAG_MAX], *json = NULL, quoted[TOCSIN_ETAG_MAX + 2];

    TRY(tocsin_catalog(c->node, &json, etag));
    snprintf(quoted, sizeof(quoted), "\"%s\"", etag);
    http_header(c->out, c->a, "ETag", "%s", quoted);
    http_header(c->out, c->a, "Cache-Control", "%s, max-age=300", /* not for who has no key */
                c->api->auth ? "private" : "public");
    if (http_none_match(c->r, quoted))
        c->out->status = 304;
    else
        buf_str(answer_json(c, 200), json);
    free(json);
    return NULL;
}

struct tocsin_err *route_manifest(struct call *c)
{
    return route_catalog(c);
}
