/* SPDX-License-Identifier: Apache-2.0
 *
 * A small HTTP server for tests: a process of its own on a port of 127.0.0.1. What a path does is
 * said in server.c.
 */
#ifndef TESTS_FETCH_SERVER_H
#define TESTS_FETCH_SERVER_H

#include <stddef.h>
#include <sys/types.h>

struct server {
    pid_t process;
    int port;
};

/* 'folder': what /files/ gives; or NULL. */
void server_start(struct server *s, const char *folder);
void server_stop(struct server *s);

#define SERVER_BODY 200000 /* bytes of /whole and of most others: server_byte(i) */
char server_byte(size_t i);

#endif
