/* SPDX-License-Identifier: Apache-2.0
 *
 * How fast full-text search is, on a list of invented persons: bench-search [PERSONS] [ROUNDS]
 *
 *   make      the file of words, a second: what the first search after an import waits for
 *   open      what a new process waits for when the file is there
 *   queries   several of each kind, each through the public interface with its JSON
 *
 * The baseline is a linear scan for the same word through the names of all records in memory.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "kit.h"
#include "persons.h"

enum { PERSONS_USUAL = 250000, ROUNDS_USUAL = 20, SEED = 7 };

static const char *const sort_caption[] = {"caption:asc", NULL};
static const char *const sort_birth[] = {"properties.birthDate:desc", NULL};
static const char *const countries[] = {"ru", "cn", NULL};
static const char *const filters[] = {"properties.birthDate:1965", NULL};

static const struct {
    const char *what;
    struct tocsin_search_options o;
} kinds[] = {
    {"everything, three facets", {.limit = 10}},
    {"everything, by caption", {.limit = 10, .sort = sort_caption}},
    {"everything, by birth date", {.limit = 10, .sort = sort_birth}},
    {"two countries", {.limit = 10, .countries = countries}},
    {"birth year", {.limit = 10, .filters = filters}},
    {"range of years", {.q = "properties.birthDate:[1960 TO 1969]", .limit = 10}},
    {"a common word", {.q = "mohammed", .limit = 10}},
    {"two words", {.q = "ali hassan", .limit = 10}},
    {"a phrase", {.q = "\"ali hassan\"", .limit = 10}},
    {"a beginning", {.q = "moha*", .limit = 10}},
    {"a pattern", {.q = "*ammed", .limit = 10}},
    {"a slip", {.q = "mohamed~", .limit = 10}},
    {"two of three", {.q = "(ali OR hassan) -mohammed", .limit = 10}},
    {"no such word", {.q = "qzxqzx", .limit = 10}},
};

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void write_list(const char *path, uint64_t n)
{
    struct persons *p = persons_new(SEED);
    struct arena *a = arena_new();
    FILE *out = fopen(path, "w");
    struct buf line = {0};

    for (uint64_t i = 0; out && i < n; i++) {
        buf_clear(&line);
        record_json(persons_make(p, i, a), SPAN("bench"), false, &line);
        buf_char(&line, '\n');
        fwrite(line.p, 1, line.n, out);
        arena_reset(a);
    }
    if (!out || fclose(out) != 0)
        abort();
    buf_free(&line);
    arena_free(a);
    persons_free(p);
}

static void measure_make(struct home *h, uint64_t n)
{
    double began = now(), took;

    must(tocsin_search_prepare(h->node));
    took = now() - began;
    printf("make  %.1f s, %.0f entities a second\n", took, (double)n / took);
    tocsin_close(h->node);
    h->node = NULL;
    home_open(h);
    began = now();
    must(tocsin_search_prepare(h->node));
    printf("open  %.0f ms\n", 1e3 * (now() - began));
}

static uint64_t total_of(const char *json)
{
    const char *value = strstr(json, "\"value\":");

    return value ? strtoull(value + 8, NULL, 10) : 0;
}

static void measure_kind(struct home *h, size_t kind, size_t rounds)
{
    double *took = mem_zero(rounds, sizeof(*took));
    uint64_t total = 0;

    for (size_t i = 0; i < rounds; i++) {
        double began = now();
        char *json;

        must(tocsin_search(h->node, &kinds[kind].o, &json));
        took[i] = now() - began;
        total = total_of(json);
        free(json);
    }
    printf("%-26s  %6llu found  %8.2f ms\n", kinds[kind].what, (unsigned long long)total,
           1e3 * median(took, rounds));
    mem_free(took);
}

static void measure_scan(struct home *h)
{
    struct arena *a = arena_new();
    struct records all;
    size_t found = 0;
    double began;

    records_load(h, NULL, a, &all);
    began = now();
    for (size_t i = 0; i < all.n; i++)
        for (size_t j = 0; j < all.at[i]->n; j++)
            if (prop_type(all.at[i]->values[j].prop) == TYPE_NAME) {
                struct span s = all.at[i]->values[j].text;

                found += memmem(s.p, s.n, "Mohammed", 8) != NULL;
            }
    printf("%-26s  %6zu found  %8.2f ms\n", "baseline: a linear scan", found, 1e3 * (now() - began));
    arena_free(a);
}

int main(int argc, char **argv)
{
    uint64_t n = argc > 1 ? strtoull(argv[1], NULL, 10) : PERSONS_USUAL;
    size_t rounds = argc > 2 ? strtoull(argv[2], NULL, 10) : ROUNDS_USUAL;
    struct home h;
    char path[128];

    home_new(&h);
    snprintf(path, sizeof(path), "%s/list.json", h.folder);
    write_list(path, n);
    home_import(&h, path, "bench");
    home_open(&h);
    measure_make(&h, n);
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        measure_kind(&h, i, rounds);
    measure_scan(&h);
    home_free(&h);
    return 0;
}
