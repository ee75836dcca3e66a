/* SPDX-License-Identifier: Apache-2.0
 *
 * Manifest, catalog and delta index: any bytes in the place of each. The first byte says which.
 */
#include <stdio.h>
#include <stdlib.h>

#include "fuzz.h"
#include "update/update.h"

static void look_at(struct listings *l)
{
    for (size_t i = 0; i < l->n; i++) {
        const struct listing *one = &l->at[i];

        MUST(!one->load || one->url);
        MUST(one->name && one->title);
        if (one->about)
            fuzz_json(span_of(one->about));
    }
    listings_free(l);
}

static void try_manifest(struct arena *a, struct span in, const char *where)
{
    struct manifest m;
    struct tocsin_err *err = manifest_parse(a, in, where, &m);

    if (!err)
        look_at(&m.datasets);
    fuzz_err(err);
}

static void try_catalog(struct arena *a, struct span in, const char *scope)
{
    struct wanted_catalog c = {.url = "https://list.invalid/index.json",
                               .scopes = (const char *[]){scope, NULL}};
    struct listings l = {0};
    struct tocsin_err *err = catalog_parse(a, in, &c, &l);

    if (!err)
        look_at(&l);
    listings_free(&l);
    fuzz_err(err);
}

static void try_deltas(struct arena *a, struct span in)
{
    struct delta *list;
    size_t n = 0, first, count;
    struct tocsin_err *err = deltas_parse(a, in, "delta.json", &list, &n);

    for (size_t i = 0; !err && i + 1 < n; i++)
        MUST(strcmp(list[i].version, list[i + 1].version) < 0);
    if (!err && n > 1) {
        MUST(deltas_lead(list, n, list[0].version, list[n - 1].version, &first, &count));
        MUST(first == 1 && count == n - 1);
    }
    fuzz_err(err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span in = {(const char *)data, size};
    struct arena *a = arena_new();

    switch (fuzz_byte(&in)) {
    case 'm':
        try_manifest(a, in, "manifest.yml");
        break;
    case 'n':
        try_manifest(a, in, "https://list.invalid/manifest.yml");
        break;
    case 'c':
        try_catalog(a, in, NULL);
        break;
    case 's':
        try_catalog(a, in, "red");
        break;
    default:
        try_deltas(a, in);
    }
    arena_free(a);
    return 0;
}
