/* SPDX-License-Identifier: Apache-2.0
 *
 * api: what a node says over HTTP. The routes that clients of yente, OpenRefine and Watchman know, and
 * those of the console.
 *
 *     request --> route --> who, may they --> the node of this moment --> answer --> log, counters
 *
 * The server reads and never writes the store. A list that another process has loaded is noticed
 * within a second, and taken up between two requests. What writes or takes long (imports, updates,
 * batches, evaluations) runs as a job: a child process that is this same program.
 */
#ifndef TOCSIN_API_H
#define TOCSIN_API_H

#include "access/access.h"
#include "base/base.h"
#include "config/config.h"

struct api_options {
    const char *home;
    const struct config *config;
    const struct access_limits *limits;
    bool auth;      /* false: everybody may everything; on loopback only */
    void *ctx;
    /* The server listens: 'url' of one listener after the other, then NULL once. */
    void (*listening)(void *ctx, const char *url);
};
/* Serves until SIGTERM or SIGINT, then finishes what runs. SIGHUP opens the lists anew. */
struct tocsin_err *api_serve(const struct api_options *o) TOCSIN_MUST_USE;

/* Makes <home>/tls/certificate.pem and key.pem, signed by itself, unless they are there: what
 * tls.self_signed uses. */
struct tocsin_err *api_certificate(const char *home) TOCSIN_MUST_USE;

/* The table of routes as OpenAPI 3.1. */
void api_openapi(const char *title, struct buf *out);

#endif
