/* SPDX-License-Identifier: Apache-2.0
 *
 * console: the files of the web console, carried inside the program.
 *
 *   console/src (TypeScript) --npm ci, vite build--> dist/ --console_pack--> console_table.h --> here
 *
 * console/ is a project of npm; src/console/build.sh builds it in the build folder, pack_gen.c writes
 * what came out as one C table: each file as it is and, where that is shorter, as gzip. Nothing of
 * it is made or unpacked while the program runs. A build without npm (-Dconsole=disabled) has an
 * empty table; console_built() says which one this is.
 *
 * Paths. "/" and everything under /console that is not an asset is the one page, because the page
 * itself reads the rest of the address. An asset stands under /console/assets/; its name holds a
 * hash of its bytes, so it never changes and may be kept for ever. The page may not: it names the
 * assets of this build.
 *
 * The page fits this content security policy, which the server sends with it:
 *   default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;
 *   connect-src 'self'; font-src 'self'; form-action 'none'; base-uri 'none';
 *   frame-ancestors 'none'
 *
 * All that is returned is static and const: any thread, for ever.
 */
#ifndef TOCSIN_CONSOLE_H
#define TOCSIN_CONSOLE_H

#include "base/base.h"

struct console_asset {
    struct span path;  /* "/" or "/console/assets/index-BzKsXL33.css" */
    struct span bytes;
    struct span gzip;  /* the same bytes as a gzip member; empty where that would not be shorter */
    const char *type;  /* the Content-Type */
    const char *etag;  /* with its quotes */
    bool immutable;    /* may be kept without asking again */
};

/* False where the program was built without the console: then there is no asset at all. */
bool console_built(void);

/* The asset that 'path' names (a decoded path without its query), or NULL. */
const struct console_asset *console_asset(struct span path);

#endif
