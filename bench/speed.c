/* SPDX-License-Identifier: Apache-2.0
 *
 * speed: how fast, per core, verdicts and reasons included.
 *
 *   lists     the real lists (OFAC, UN): screens of a mix as it comes in practice
 *   large     invented persons (persons.h), 10 thousand to 5 million names: index and screens
 *   index     1,000,000 invented persons: time and size of the index
 *   import    entities a second: UN XML, OFAC CSV, FollowTheMoney
 *   start     a process from its start to its first answer
 *
 * The mix is 70 % persons who are on no list, 20 % listed names as they stand, 10 % listed names
 * with slips. 'lists' and 'large' put a linear Jaro-Winkler scan over the same names beside it.
 *
 * usage: bench-speed [--max NAMES] [--queries N] [PART...]
 *        (from the source root; data in $TOCSIN_SHARED, ../shared; scratch files in $TMPDIR, /tmp)
 *
 * Rates are per second of CPU of one thread, medians of five blocks, so that a busy machine does
 * not blur them; latencies are of CPU time as well, the wall clock's beside them. Each step of
 * 'large' is a process of its own: its peak of memory is its own.
 */
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "kit.h"
#include "persons.h"
#include "store/store.h"

struct settings {
    uint64_t max;
    size_t queries;
};

/* ---- clocks ---------------------------------------------------------------------------------- */

static double seconds(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double cpu_now(void)
{
    return seconds(CLOCK_THREAD_CPUTIME_ID);
}

/* Of all threads: the index is made by two. */
static double process_now(void)
{
    return seconds(CLOCK_PROCESS_CPUTIME_ID);
}

/* ... and of the processes that it started and that have ended. */
static double processes_now(void)
{
    struct rusage children;
    getrusage(RUSAGE_CHILDREN, &children);
    return process_now() + (double)children.ru_utime.tv_sec + (double)children.ru_stime.tv_sec +
           (double)(children.ru_utime.tv_usec + children.ru_stime.tv_usec) / 1e6;
}

static double wall_now(void)
{
    return seconds(CLOCK_MONOTONIC);
}

/* ---- questions ------------------------------------------------------------------------------- */

enum kind { INNOCENT, LISTED, MISTYPED, KINDS };

/* Questions as they are told apart in the output: by kind, and by script. */
enum { GROUPS = KINDS + 2 };
static const char *const group_names[GROUPS] = {"on no list", "listed", "with slips",
                                                "Latin letters", "other scripts"};

struct question {
    enum kind kind;
    struct span name, date, country;
    struct span id; /* of who is meant; empty: nobody on the list */
};

struct questions {
    struct arena *arena;
    struct question *at;
    size_t n;
};

static bool latin_letters(struct span s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0xCC) /* the lead bytes behind Latin's */
            return false;
    return true;
}

static bool in_group(const struct question *q, int group)
{
    return group < KINDS ? q->kind == (enum kind)group : latin_letters(q->name) == (group == KINDS);
}

static enum kind kind_of(size_t i)
{
    return i % 10 < 7 ? INNOCENT : i % 10 < 9 ? LISTED : MISTYPED;
}

static struct question of_record(struct arena *a, const struct record *r, enum kind kind,
                                 uint64_t *lot)
{
    size_t n;
    const struct value *names = record_values(r, PROP_name, &n);
    struct question q = {.kind = kind,
                         .name = n ? names[persons_lot(lot) % n].text : SPAN(""),
                         .date = record_first(r, PROP_birthDate),
                         .country = record_first(r, PROP_nationality),
                         .id = kind == INNOCENT ? SPAN("") : r->id};
    if (kind == MISTYPED)
        q.name = persons_mistype(a, q.name, persons_lot(lot));
    return q;
}

static struct question of_row(const struct table *t, size_t row)
{
    return (struct question){.kind = INNOCENT,
                             .name = table_get(t, row, "full_name"),
                             .date = table_get(t, row, "date_of_birth"),
                             .country = table_get(t, row, "nationality")};
}

/* Strangers of the labelled data, and persons of the lists; no name is asked twice before all of
 * its kind have been. */
static struct questions of_lists(const struct table strangers[2], const struct records *all,
                                 size_t n)
{
    struct questions q = {arena_new(), NULL, n};
    struct record **persons = ARENA_ARRAY(q.arena, struct record *, all->n + 1);
    size_t persons_n = 0, next_row = 0, next_person = 0;
    uint64_t lot = 11;
    for (size_t i = 0; i < all->n; i++)
        if (all->at[i]->schema == SCHEMA_Person && record_first(all->at[i], PROP_name).n > 0)
            persons[persons_n++] = all->at[i];
    q.at = ARENA_ARRAY(q.arena, struct question, n);
    for (size_t i = 0; i < n; i++) {
        const struct table *t = &strangers[i % 2];
        if (kind_of(i) == INNOCENT)
            q.at[i] = of_row(t, (next_row++ / 2 * 7919) % t->n);
        else
            q.at[i] = of_record(q.arena, persons[(next_person++ * 7919) % persons_n], kind_of(i),
                                &lot);
    }
    return q;
}

/* Persons 0 .. listed-1 are on the list, later ones are not. */
static struct questions of_persons(const struct persons *p, uint64_t listed, size_t n)
{
    struct questions q = {arena_new(), NULL, n};
    uint64_t lot = 12;
    q.at = ARENA_ARRAY(q.arena, struct question, n);
    for (size_t i = 0; i < n; i++) {
        uint64_t who = kind_of(i) == INNOCENT ? listed + i : persons_lot(&lot) % listed;
        q.at[i] = of_record(q.arena, persons_make(p, who, q.arena), kind_of(i), &lot);
    }
    return q;
}

/* ---- screening ------------------------------------------------------------------------------- */

struct answer {
    bool match, found; /* found: who is meant is among the results */
};

/* Everything that a caller does: the query, the verdict, reading it with its reasons. */
static struct answer screen_one(struct tocsin_node *node, struct arena *a,
                                const struct question *q, bool full)
{
    struct tocsin_query *query;
    struct tocsin_results *r;
    struct answer answer = {false, false};
    must(tocsin_query_new("Person", &query));
    must(tocsin_query_add(query, "name", arena_str(a, q->name)));
    if (full && q->date.n > 0)
        tocsin_err_free(tocsin_query_add(query, "birthDate", arena_str(a, q->date)));
    if (full && q->country.n > 0)
        tocsin_err_free(tocsin_query_add(query, "nationality", arena_str(a, q->country)));
    must(tocsin_screen(node, query, NULL, &r));
    for (size_t i = 0; i < tocsin_results_count(r); i++) {
        const struct tocsin_reason *why;
        answer.match |= tocsin_result_match(r, i) && tocsin_result_reasons(r, i, &why) > 0;
        answer.found |= span_eq(q->id, span_of(tocsin_result_id(r, i)));
    }
    tocsin_results_free(r);
    tocsin_query_free(query);
    return answer;
}

enum { BLOCKS = 5 };

struct timing {
    double rate, rate_wall;          /* a second, medians of blocks */
    double p50, p95, p99, max;       /* milliseconds of CPU */
    double wall_p99, wall_max;
    double group_p50[GROUPS];
    size_t n, matches;
    size_t asked[KINDS], found[KINDS];
};

static void percentiles(const struct questions *q, double *cpu, double *wall, struct timing *t)
{
    double *some = mem_zero(q->n, sizeof(*some));
    for (int g = 0; g < GROUPS; g++) {
        size_t n = 0;
        for (size_t i = 0; i < q->n; i++)
            if (in_group(&q->at[i], g))
                some[n++] = cpu[i];
        t->group_p50[g] = n ? median(some, n) : 0;
    }
    mem_free(some);
    t->p50 = median(cpu, q->n);
    t->p95 = percentile(cpu, q->n, 0.95);
    t->p99 = percentile(cpu, q->n, 0.99);
    t->max = percentile(cpu, q->n, 1);
    median(wall, q->n);
    t->wall_p99 = percentile(wall, q->n, 0.99);
    t->wall_max = percentile(wall, q->n, 1);
}

static struct timing ask_all(struct tocsin_node *node, const struct questions *q, bool full)
{
    struct timing t = {.n = q->n};
    struct arena *a = arena_new();
    double *cpu = mem_zero(q->n, sizeof(*cpu)), *wall = mem_zero(q->n, sizeof(*wall));
    double rates[BLOCKS], walls[BLOCKS];
    for (size_t b = 0; b < BLOCKS; b++) {
        size_t from = q->n * b / BLOCKS, to = q->n * (b + 1) / BLOCKS;
        double block_cpu = cpu_now(), block_wall = wall_now();
        for (size_t i = from; i < to; i++) {
            double c = cpu_now(), w = wall_now();
            struct answer answer = screen_one(node, a, &q->at[i], full);
            cpu[i] = (cpu_now() - c) * 1e3;
            wall[i] = (wall_now() - w) * 1e3;
            t.matches += answer.match;
            t.asked[q->at[i].kind]++;
            t.found[q->at[i].kind] += answer.found;
            arena_reset(a);
        }
        rates[b] = (double)(to - from) / (cpu_now() - block_cpu);
        walls[b] = (double)(to - from) / (wall_now() - block_wall);
    }
    t.rate = median(rates, BLOCKS);
    t.rate_wall = median(walls, BLOCKS);
    percentiles(q, cpu, wall, &t);
    mem_free(cpu);
    mem_free(wall);
    arena_free(a);
    return t;
}

static void print_timing(const char *what, const struct timing *t)
{
    printf("  %-26s %8.0f/s per core (wall %.0f/s)  p50 %.3f  p95 %.3f  p99 %.3f  max %.2f ms "
           "(wall p99 %.3f, max %.2f)  %zu asked, %.1f %% matches\n",
           what, t->rate, t->rate_wall, t->p50, t->p95, t->p99, t->max, t->wall_p99, t->wall_max,
           t->n, 100.0 * (double)t->matches / (double)t->n);
}

static void print_groups(const struct timing *t)
{
    printf("  %-26s", "  of these, p50 in ms");
    for (int g = 0; g < GROUPS; g++)
        printf("%s%s %.3f", g ? ", " : "", group_names[g], t->group_p50[g]);
    printf("\n");
}

/* Of five results: who shares a name with more than five others may not be among them. */
static void print_found(const struct timing *t)
{
    printf("  %-26s", "  found, by name alone");
    for (int k = LISTED; k < KINDS; k++)
        printf("%s%s %.1f %%", k > LISTED ? ", " : "", group_names[k],
               100.0 * (double)t->found[k] / (double)t->asked[k]);
    printf("\n");
}

/* Three passes over different questions, so that none is answered from what was remembered for the
 * same one: to warm up, by name alone, with birth date and country. A pass takes no longer than
 * PASS_SECONDS. */
enum { PASS_SECONDS = 30, WARM = 500 };

static void three_passes(struct tocsin_node *node, const struct questions *q, struct timing *name,
                         struct timing *full)
{
    struct questions pass = {.at = q->at, .n = WARM};
    struct timing warm = ask_all(node, &pass, true);
    size_t most = (size_t)(warm.rate_wall * PASS_SECONDS) + BLOCKS;
    size_t half = (q->n - WARM) / 2;
    pass.n = half < most ? half : most;
    pass.at = q->at + WARM;
    *name = ask_all(node, &pass, false);
    pass.at += half;
    *full = ask_all(node, &pass, true);
    print_timing("name", name);
    print_groups(name);
    print_found(name);
    print_timing("name, birth date, country", full);
}

/* ---- the baseline ---------------------------------------------------------------------------- */

enum { BASELINE_QUERIES = 20 };

struct names {
    VEC(struct span) at;
};

static void add_names(struct names *names, struct arena *a, const struct record *r)
{
    for (size_t i = 0; i < r->n; i++)
        if (prop_type(r->values[i].prop) == TYPE_NAME && r->values[i].prop != PROP_firstName &&
            r->values[i].prop != PROP_lastName)
            *VEC_PUSH(&names->at) = plain(a, r->values[i].text);
}

/* Each query against every name, as tools without an index do; the names are folded beforehand. */
static void baseline(const struct names *names, const struct questions *q, double rate)
{
    struct arena *a = arena_new();
    double each[BASELINE_QUERIES], best = 0;
    size_t n = names->at.n > 500000 ? 3 : names->at.n > 100000 ? 7 : BASELINE_QUERIES;
    for (size_t i = 0; i < n; i++) {
        double start = cpu_now();
        struct span asked = plain(a, q->at[i * 13 % q->n].name);
        for (size_t k = 0; k < names->at.n; k++) {
            double s = jaro_winkler(asked, names->at.at[k]);
            best = s > best ? s : best;
        }
        each[i] = cpu_now() - start;
    }
    double m = median(each, n);
    printf("  %-26s %8.1f/s per core  p50 %.2f ms over %zu names (best score %.2f): "
           "tocsin is %.0f times as fast\n",
           "linear Jaro-Winkler scan", 1 / m, m * 1e3, names->at.n, best, rate * m);
    arena_free(a);
}

/* ---- lists ----------------------------------------------------------------------------------- */

static void import_both(struct home *h, struct arena *a)
{
    home_new(h);
    home_import(h, data_path(a, "lists/un/consolidated.xml"), NULL);
    home_import(h, data_path(a, "lists/ofac-2021"), NULL);
    home_open(h);
}

static void ask_lists(struct home *h, const struct table strangers[2], const struct settings *set)
{
    struct arena *a = arena_new();
    struct records all;
    struct names names = {0};
    records_load(h, NULL, a, &all);
    for (size_t i = 0; i < all.n; i++)
        add_names(&names, a, all.at[i]);
    struct questions q = of_lists(strangers, &all, 2 * set->queries + WARM);
    struct timing name, full;
    printf("lists: OFAC 2021 and UN, %zu names; goal 10,000/s\n", names.at.n);
    three_passes(h->node, &q, &name, &full);
    baseline(&names, &q, name.rate);
    VEC_FREE(&names.at);
    arena_free(q.arena);
    arena_free(a);
}

static void part_lists(const struct settings *set)
{
    struct arena *a = arena_new();
    struct home h;
    struct table strangers[2];
    if (bench_data() &&
        table_read(data_path(a, "quality/negatives_global.csv"), ',', &strangers[0])) {
        if (table_read(data_path(a, "quality/negatives_us.csv"), ',', &strangers[1])) {
            import_both(&h, a);
            ask_lists(&h, strangers, set);
            home_free(&h);
            table_free(&strangers[1]);
        }
        table_free(&strangers[0]);
    }
    arena_free(a);
}

/* ---- large ----------------------------------------------------------------------------------- */

/* What the processes of one size tell each other; in shared memory. */
struct large {
    char folder[96];
    size_t queries;
    uint64_t want, persons; /* names; at most so many persons, 0: any number */
    uint64_t entities, names, index_bytes, store_bytes;
    double fill, index, index_wall;
    uint64_t index_rss, ask_rss;
    struct timing name, full;
};

static uint64_t file_size(const char *folder, const char *file)
{
    char path[256];
    struct stat st;
    snprintf(path, sizeof(path), "%s/%s", folder, file);
    return stat(path, &st) == 0 ? (uint64_t)st.st_size : 0;
}

static struct store *store_of(const char *home)
{
    char path[256];
    struct store *s;
    snprintf(path, sizeof(path), "%s/store.db", home);
    must(store_open(path, STORE_WRITE, &s));
    return s;
}

static uint64_t count_names(const struct record *r)
{
    size_t names, aliases;
    record_values(r, PROP_name, &names);
    record_values(r, PROP_alias, &aliases);
    return names + aliases;
}

/* Straight into the store: what an import's file and its reading cost is 'import's matter. */
static void large_fill(struct large *l)
{
    struct persons *p = persons_new(1);
    struct store *s = store_of(l->folder);
    struct arena *a = arena_new();
    struct store_import what = {.dataset = SPAN("invented"), .format = SPAN("ftm"), .at = 1};
    struct store_counts counts;
    double start = cpu_now();
    must(store_import_begin(s, &what));
    for (l->entities = 0, l->names = 0;
         l->names < l->want && (!l->persons || l->entities < l->persons); l->entities++) {
        struct record *r = persons_make(p, l->entities, a);
        must(store_put(s, r));
        l->names += count_names(r);
        arena_reset(a);
    }
    must(store_import_settle(s, false, NULL, 0, &counts));
    must(store_import_commit(s));
    store_close(s);
    l->fill = cpu_now() - start;
    l->store_bytes = file_size(l->folder, "store.db");
    arena_free(a);
    persons_free(p);
}

static void large_index(struct large *l)
{
    struct tocsin_node *node;
    must(tocsin_open(l->folder, TOCSIN_WRITE, &node));
    double cpu = process_now(), wall = wall_now();
    must(tocsin_rebuild(node, false, NULL, NULL));
    l->index = process_now() - cpu;
    l->index_wall = wall_now() - wall;
    tocsin_close(node);
    l->index_rss = bench_rss();
    l->index_bytes = file_size(l->folder, "index/invented.1.idx");
}

static void large_ask(struct large *l)
{
    struct persons *p = persons_new(1);
    struct tocsin_node *node;
    must(tocsin_open(l->folder, TOCSIN_READ, &node));
    struct questions q = of_persons(p, l->entities, 2 * l->queries + WARM);
    three_passes(node, &q, &l->name, &l->full);
    tocsin_close(node);
    l->ask_rss = bench_rss();
    arena_free(q.arena);
    persons_free(p);
}

/* Names of this process only: the baseline needs them all in memory. */
static void large_baseline(struct large *l)
{
    struct persons *p = persons_new(1);
    struct arena *a = arena_new(), *one = arena_new();
    struct names names = {0};
    for (uint64_t i = 0; i < l->entities; i++) {
        add_names(&names, a, persons_make(p, i, one));
        arena_reset(one);
    }
    struct questions q = of_persons(p, l->entities, 500);
    baseline(&names, &q, l->name.rate);
    arena_free(q.arena);
    VEC_FREE(&names.at);
    arena_free(one);
    arena_free(a);
    persons_free(p);
}

static void in_process(void (*step)(struct large *), struct large *l)
{
    int status;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        step(l);
        fflush(stdout);
        exit(0);
    }
    if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status) ||
        WEXITSTATUS(status) != 0) {
        fprintf(stderr, "bench: a step ended badly\n");
        exit(1);
    }
}

static void large_begin(uint64_t want, uint64_t persons, size_t queries, struct home *h,
                        struct large *l)
{
    home_new(h);
    *l = (struct large){.want = want, .persons = persons, .queries = queries};
    snprintf(l->folder, sizeof(l->folder), "%s", h->path);
    in_process(large_fill, l);
    in_process(large_index, l);
    printf("  %llu names of %llu persons\n", (unsigned long long)l->names,
           (unsigned long long)l->entities);
    printf("  %-26s %8.2f s CPU (wall %.2f), %.1f MB, peak memory %.0f MB\n",
           "index from the store", l->index, l->index_wall, (double)l->index_bytes / 1e6,
           (double)l->index_rss / 1e6);
    printf("  %-26s %8.2f s CPU, %.1f MB\n", "(making and storing them)", l->fill,
           (double)l->store_bytes / 1e6);
}

static void large_size(uint64_t want, size_t queries, struct large *l)
{
    struct home h;
    large_begin(want, 0, queries, &h, l);
    in_process(large_ask, l);
    printf("  %-26s %8.0f MB, the mapped index included\n", "peak memory of asking",
           (double)l->ask_rss / 1e6);
    if (l->names <= 1100000)
        in_process(large_baseline, l);
    home_free(&h);
}

/* Shared with the processes that fill it. */
static struct large *large_new(size_t n)
{
    struct large *all = mmap(NULL, n * sizeof(*all), PROT_READ | PROT_WRITE,
                             MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (all == MAP_FAILED) {
        perror("bench: mmap");
        exit(1);
    }
    return all;
}

enum { INDEX_PERSONS = 1000000 };

static void part_index(const struct settings *set)
{
    struct large *l = large_new(1);
    uint64_t n = set->max < INDEX_PERSONS ? set->max : INDEX_PERSONS;
    struct home h;
    printf("index: invented persons; goal for 1,000,000: 10 s and 150 MB\n");
    large_begin(UINT64_MAX, n, 0, &h, l);
    home_free(&h);
    munmap(l, sizeof(*l));
}

static void print_growth(const struct large *at, size_t n)
{
    printf("  cost of a screen as the list grows:");
    for (size_t i = 0; i < n; i++)
        printf("  %llu names %.1f us", (unsigned long long)at[i].want, 1e6 / at[i].name.rate);
    printf("; goal at 5,000,000: 333 us, p99 under 2 ms\n");
}

static void part_large(const struct settings *set)
{
    static const uint64_t sizes[] = {10000, 100000, 1000000, 5000000};
    size_t n = 0;
    struct large *all = large_new(ARRAY_LEN(sizes));
    printf("large: invented persons; goal for 5,000,000 names: 3,000/s, p99 under 2 ms\n");
    for (; n < ARRAY_LEN(sizes) && sizes[n] <= set->max; n++)
        large_size(sizes[n], set->queries, &all[n]);
    print_growth(all, n);
    if (n < ARRAY_LEN(sizes))
        printf("  (sizes above --max %llu left out)\n", (unsigned long long)set->max);
    munmap(all, ARRAY_LEN(sizes) * sizeof(*all));
}

/* ---- import ---------------------------------------------------------------------------------- */

enum { IMPORT_RUNS = 3, IMPORT_PERSONS = 500000 };

static void import_one(const char *what, const char *path, size_t runs)
{
    double total[IMPORT_RUNS], reading[IMPORT_RUNS], cpu[IMPORT_RUNS];
    struct tocsin_import_report report = {.entities = 0};
    for (size_t i = 0; i < runs; i++) {
        struct home h;
        struct tocsin_node *node;
        struct tocsin_import_options options = {.dataset = NULL};
        home_new(&h);
        must(tocsin_open(h.path, TOCSIN_WRITE, &node));
        cpu[i] = processes_now();
        must(tocsin_import(node, path, &options, &report));
        cpu[i] = processes_now() - cpu[i];
        tocsin_close(node);
        home_free(&h);
        total[i] = report.seconds;
        reading[i] = report.read_seconds;
    }
    double all = median(total, runs), read = median(reading, runs), n = (double)report.entities;
    printf("  %-26s %8.0f entities/s (%.0f in %.2f s); until all was read %.2f s; %.1f us of CPU "
           "each, of all threads and processes\n",
           what, n / all, n, all, read, median(cpu, runs) / n * 1e6);
}

static void write_ftm(const char *path, uint64_t n)
{
    struct persons *p = persons_new(2);
    struct arena *a = arena_new();
    struct buf b = {0};
    FILE *f = fopen(path, "wb");
    for (uint64_t i = 0; f && i < n; i++) {
        buf_clear(&b);
        record_json(persons_make(p, i, a), SPAN("invented"), false, &b);
        buf_char(&b, '\n');
        fwrite(b.p, 1, b.n, f);
        arena_reset(a);
    }
    if (!f || fclose(f) != 0) {
        perror("bench: write");
        exit(1);
    }
    buf_free(&b);
    arena_free(a);
    persons_free(p);
}

static void part_import(const struct settings *set)
{
    struct arena *a = arena_new();
    struct home scratch;
    uint64_t n = set->max < IMPORT_PERSONS ? set->max : IMPORT_PERSONS;
    printf("import: wall clock, jail, store and index included; "
           "goal for FollowTheMoney 50,000/s\n");
    if (bench_data()) {
        import_one("UN, XML", data_path(a, "lists/un/consolidated.xml"), IMPORT_RUNS);
        import_one("OFAC, CSV", data_path(a, "lists/ofac-2021"), IMPORT_RUNS);
    }
    home_new(&scratch);
    const char *path = arena_printf(a, "%s/invented.ftm.json", scratch.folder).p;
    write_ftm(path, n);
    import_one("FollowTheMoney", path, 1);
    home_free(&scratch);
    arena_free(a);
}

/* ---- start ----------------------------------------------------------------------------------- */

enum { STARTS = 15 };

/* The program stands beside this one. */
static const char *program(struct arena *a)
{
    const char *given = getenv("TOCSIN_PROGRAM");
    char self[4096];
    ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
    if (given || n <= 0)
        return given ? given : "tocsin";
    self[n] = '\0';
    const char *folder = dirname(self);
    const char *near = arena_printf(a, "%s/tocsin", folder).p;
    return access(near, X_OK) == 0 ? near : arena_printf(a, "%s/../tocsin", folder).p;
}

static bool start_once(const char *path, char *const argv[], double *took)
{
    int status;
    double start = wall_now();
    pid_t child = fork();
    if (child == 0) {
        int null = open("/dev/null", O_WRONLY);
        dup2(null, STDOUT_FILENO);
        execv(path, argv);
        _exit(127);
    }
    bool fine = child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
                WEXITSTATUS(status) < 126;
    *took = (wall_now() - start) * 1e3;
    return fine;
}

static void start_with(const char *what, struct home *h, struct arena *a, const char *name)
{
    const char *path = program(a);
    char *argv[] = {arena_str(a, span_of(path)), arena_str(a, SPAN("--home")),
                    arena_str(a, span_of(h->path)), arena_str(a, SPAN("screen")),
                    arena_str(a, span_of(name)), arena_str(a, SPAN("--json")), NULL};
    double took[STARTS];
    for (size_t i = 0; i < STARTS; i++)
        if (!start_once(path, argv, &took[i])) {
            printf("SKIPPED: %s does not run\n", path);
            return;
        }
    double m = median(took, STARTS);
    printf("  %-26s median %.1f ms of %d (from %.1f to %.1f)\n", what, m, STARTS, took[0],
           took[STARTS - 1]);
}

static void part_start(void)
{
    struct arena *a = arena_new();
    struct home h;
    if (bench_data()) {
        import_both(&h, a);
        printf("start: a process from its start to its end with one answer, OFAC and UN; "
               "goal 50 ms\n");
        start_with("a Latin name", &h, a, "Karlo Zimmerding");
        start_with("a Cyrillic name", &h, a, "Карл Циммердинг");
        start_with("an Arabic name", &h, a, "كامل زهراني");
        start_with("a Hebrew name", &h, a, "דניאל שמעוני");
        start_with("a Chinese name", &h, a, "王小明");
        start_with("a Japanese name", &h, a, "サクラ ケンジ");
        start_with("a Korean name", &h, a, "김영수");
        start_with("an Indian name", &h, a, "रामू शर्मा");
        start_with("a Thai name", &h, a, "สมชาย ใจดี");
        start_with("a Burmese name", &h, a, "စိုးမြင့် ကျော်");
        home_free(&h);
    }
    arena_free(a);
}

/* ---- main ------------------------------------------------------------------------------------ */

enum part { LISTS, LARGE, INDEX, IMPORT, START, PARTS };
static const char *const part_names[PARTS] = {"lists", "large", "index", "import", "start"};

static _Noreturn void usage(void)
{
    fprintf(stderr, "usage: bench-speed [--max NAMES] [--queries N] "
                    "[lists|large|index|import|start]...\n");
    exit(2);
}

static unsigned part_bit(const char *name)
{
    for (unsigned i = 0; i < PARTS; i++)
        if (strcmp(part_names[i], name) == 0)
            return 1u << i;
    usage();
}

static uint64_t number_of(const char *text, uint64_t least)
{
    uint64_t value;
    if (!text || !span_u64(span_of(text), &value) || value < least)
        usage();
    return value;
}

int main(int argc, char **argv)
{
    struct settings set = {.max = 1000000, .queries = 10000};
    unsigned parts = 0;
    (void)argc;
    setvbuf(stdout, NULL, _IOLBF, 0);
    while (*++argv) {
        if (strcmp(*argv, "--max") == 0)
            set.max = number_of(*++argv, 1000);
        else if (strcmp(*argv, "--queries") == 0)
            set.queries = number_of(*++argv, 100);
        else
            parts |= part_bit(*argv);
    }
    parts = parts ? parts : (1u << PARTS) - 1;
    if (parts & 1u << LISTS)
        part_lists(&set);
    if (parts & 1u << LARGE)
        part_large(&set);
    if (parts & 1u << INDEX)
        part_index(&set);
    if (parts & 1u << IMPORT)
        part_import(&set);
    if (parts & 1u << START)
        part_start();
    return 0;
}
