/* SPDX-License-Identifier: Apache-2.0
 *
 * workload: a small fixed piece of work whose instructions are counted (instructions.sh).
 *
 *   bench-workload make FOLDER   a home with a list of invented persons, FOLDER/home
 *   bench-workload run FOLDER    the work, each part of it in a function work_<name>
 *
 * The counts of the parts are taken by function, so these stay functions (NOT_INLINED), and what
 * they need is made outside of them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "index/index.h"
#include "kit.h"
#include "persons.h"

#define NOT_INLINED __attribute__((noinline))

enum { LISTED = 20000, RECORDS = 2000, QUESTIONS = 200 };

struct work {
    struct arena *arena;
    const char *folder;
    struct record *records[RECORDS];
    struct span packed[RECORDS];
    struct tocsin_node *node;
    struct tocsin_query *questions[QUESTIONS];
    size_t sum; /* of what the parts found, so that none of it can be left out */
};

/* ICU's transliterators are opened on first use, which costs more than all the rest. */
static void warm_up(struct work *w)
{
    for (size_t i = 0; i < RECORDS; i++) {
        struct subject s;
        subject_make(w->arena, w->records[i], &s);
        w->sum += s.names_n;
    }
}

/* ---- the parts ------------------------------------------------------------------------------- */

NOT_INLINED static void work_parse(struct work *w)
{
    struct arena *a = arena_new();
    for (size_t i = 0; i < RECORDS; i++) {
        struct name parts[8];
        w->sum += name_parse(a, NAME_PERSON, NAME_PRIMARY, record_first(w->records[i], PROP_name),
                             parts, ARRAY_LEN(parts));
        arena_reset(a);
    }
    arena_free(a);
}

NOT_INLINED static void work_align(struct work *w)
{
    struct arena *a = arena_new();
    for (size_t i = 0; i + 1 < RECORDS; i++) {
        struct subject x, y;
        struct alignment al;
        subject_make(a, w->records[i], &x);
        subject_make(a, w->records[i + 1], &y);
        name_align(&x.names[0], &y.names[0], NULL, &al);
        w->sum += al.n;
        arena_reset(a);
    }
    arena_free(a);
}

NOT_INLINED static void work_pack(struct work *w)
{
    struct buf b = {0};
    for (size_t i = 0; i < RECORDS; i++) {
        buf_clear(&b);
        record_pack(w->records[i], &b);
        w->packed[i] = arena_span(w->arena, buf_view(&b));
        w->sum += b.n;
    }
    buf_free(&b);
}

NOT_INLINED static void work_unpack(struct work *w)
{
    struct arena *a = arena_new();
    for (size_t i = 0; i < RECORDS; i++) {
        struct record *r;
        must(record_unpack(a, w->packed[i], &r));
        w->sum += r->n;
        arena_reset(a);
    }
    arena_free(a);
}

NOT_INLINED static void work_build(struct work *w)
{
    struct arena *a = arena_new();
    struct index_builder *b = index_builder_new();
    for (size_t i = 0; i < RECORDS; i++) {
        struct subject s;
        subject_make(a, w->records[i], &s);
        must(index_builder_add(b, &s, w->records[i]->id, NULL, 0));
        arena_reset(a);
    }
    must(index_builder_write(b, arena_printf(a, "%s/part.idx", w->folder).p, SPAN("part")));
    index_builder_free(b);
    arena_free(a);
}

NOT_INLINED static void work_screen(struct work *w)
{
    for (size_t i = 0; i < QUESTIONS; i++) {
        struct tocsin_results *r;
        must(tocsin_screen(w->node, w->questions[i], NULL, &r));
        w->sum += tocsin_results_count(r);
        tocsin_results_free(r);
    }
}

/* ---- around them ----------------------------------------------------------------------------- */

static const char *home_of(struct arena *a, const char *folder)
{
    return arena_printf(a, "%s/home", folder).p;
}

static void make(const char *folder)
{
    struct arena *a = arena_new(), *one = arena_new();
    struct persons *p = persons_new(1);
    struct tocsin_node *node;
    struct tocsin_import_report report;
    struct buf b = {0};
    const char *path = arena_printf(a, "%s/invented.ftm.json", folder).p;
    FILE *f = fopen(path, "wb");
    for (uint64_t i = 0; f && i < LISTED; i++) {
        buf_clear(&b);
        record_json(persons_make(p, i, one), SPAN("invented"), false, &b);
        fprintf(f, "%.*s\n", SPAN_ARG(buf_view(&b)));
        arena_reset(one);
    }
    if (!f || fclose(f) != 0) {
        perror("bench: write");
        exit(1);
    }
    must(tocsin_open(home_of(a, folder), TOCSIN_INIT, &node));
    must(tocsin_import(node, path, NULL, &report));
    tocsin_close(node);
    unlink(path);
    buf_free(&b);
    persons_free(p);
    arena_free(one);
    arena_free(a);
}

/* Seven of ten are strangers, two are listed, one is listed and mistyped: as in bench-speed. */
static void ask(struct work *w, const struct persons *p)
{
    for (size_t i = 0; i < QUESTIONS; i++) {
        uint64_t who = i % 10 < 7 ? LISTED + i : i * 97 % LISTED;
        struct record *r = persons_make(p, who, w->arena);
        struct span name = record_first(r, PROP_name), date = record_first(r, PROP_birthDate);
        if (i % 10 == 9)
            name = persons_mistype(w->arena, name, i);
        must(tocsin_query_new("Person", &w->questions[i]));
        must(tocsin_query_add(w->questions[i], "name", arena_str(w->arena, name)));
        if (date.n > 0 && i % 2)
            must(tocsin_query_add(w->questions[i], "birthDate", arena_str(w->arena, date)));
    }
}

static void run(const char *folder)
{
    struct persons *p = persons_new(1);
    struct work *w = mem_zero(1, sizeof(*w));
    w->arena = arena_new();
    w->folder = folder;
    for (size_t i = 0; i < RECORDS; i++)
        w->records[i] = persons_make(p, i, w->arena);
    ask(w, p);
    must(tocsin_open(home_of(w->arena, folder), TOCSIN_READ, &w->node));
    warm_up(w);
    work_parse(w);
    work_align(w);
    work_pack(w);
    work_unpack(w);
    work_build(w);
    work_screen(w);
    printf("%zu\n", w->sum);
    for (size_t i = 0; i < QUESTIONS; i++)
        tocsin_query_free(w->questions[i]);
    tocsin_close(w->node);
    arena_free(w->arena);
    mem_free(w);
    persons_free(p);
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "make") == 0) {
        make(argv[2]);
    } else if (argc == 3 && strcmp(argv[1], "run") == 0) {
        run(argv[2]);
    } else {
        fprintf(stderr, "usage: bench-workload make|run FOLDER\n");
        return 2;
    }
    return 0;
}
