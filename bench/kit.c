/* SPDX-License-Identifier: Apache-2.0
 *
 * The common parts of the benches: temporary homes, labelled tables, the Jaro-Winkler baseline that
 * every figure stands beside, and order statistics. See kit.h for what each promises.
 */
#include "kit.h"

#include <csv.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "name/name.h"
#include "store/store.h"

void must(struct tocsin_err *err)
{
    if (!err)
        return;
    fprintf(stderr, "bench: %s\n", tocsin_err_text(err));
    exit(1);
}

const char *bench_data(void)
{
    const char *shared = getenv("TOCSIN_SHARED");
    struct stat st;
    char path[4096];
    snprintf(path, sizeof(path), "%s/data/lists", shared ? shared : "../shared");
    if (stat(path, &st) == 0)
        return shared ? shared : "../shared";
    printf("SKIPPED: no real lists at %s (set TOCSIN_SHARED)\n", path);
    return NULL;
}

const char *data_path(struct arena *a, const char *name)
{
    const char *shared = getenv("TOCSIN_SHARED");
    return arena_printf(a, "%s/data/%s", shared ? shared : "../shared", name).p;
}

/* ---- homes ------------------------------------------------------------------------------------ */

void home_new(struct home *h)
{
    const char *tmp = getenv("TMPDIR");
    snprintf(h->folder, sizeof(h->folder), "%s/tocsin-bench-XXXXXX", tmp ? tmp : "/tmp");
    if (!mkdtemp(h->folder)) {
        perror("bench: mkdtemp");
        exit(1);
    }
    snprintf(h->path, sizeof(h->path), "%s/home", h->folder);
    must(tocsin_open(h->path, TOCSIN_INIT, &h->node));
    tocsin_close(h->node);
    h->node = NULL;
}

void home_import(struct home *h, const char *path, const char *dataset)
{
    struct tocsin_node *node;
    struct tocsin_import_options options = {.dataset = dataset};
    struct tocsin_import_report report;
    must(tocsin_open(h->path, TOCSIN_WRITE, &node));
    must(tocsin_import(node, path, &options, &report));
    tocsin_close(node);
}

void home_open(struct home *h)
{
    if (!h->node)
        must(tocsin_open(h->path, TOCSIN_READ, &h->node));
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

void home_free(struct home *h)
{
    tocsin_close(h->node);
    h->node = NULL;
    nftw(h->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* ---- tables ----------------------------------------------------------------------------------- */

struct table_reading {
    struct table *t;
    VEC(struct span) row;
    VEC(struct span *) rows;
};

static void end_field(void *p, size_t n, void *ctx)
{
    struct table_reading *r = ctx;
    *VEC_PUSH(&r->row) = arena_span(r->t->arena, (struct span){p ? p : "", n});
}

static void end_row(int c, void *ctx)
{
    struct table_reading *r = ctx;
    (void)c;
    if (!r->t->header) {
        r->t->columns = r->row.n;
        r->t->header = ARENA_ARRAY(r->t->arena, struct span, r->row.n + 1);
        memcpy(r->t->header, r->row.at, r->row.n * sizeof(struct span));
    } else {
        struct span *row = ARENA_ARRAY(r->t->arena, struct span, r->t->columns + 1);
        for (size_t i = 0; i < r->t->columns && i < r->row.n; i++)
            row[i] = r->row.at[i];
        *VEC_PUSH(&r->rows) = row;
    }
    r->row.n = 0;
}

bool table_read(const char *path, char separator, struct table *out)
{
    struct table_reading r = {.t = out};
    struct csv_parser parser;
    char chunk[65536];
    size_t n;
    FILE *f = fopen(path, "rb");
    *out = (struct table){.arena = arena_new()};
    if (!f) {
        printf("SKIPPED: cannot read %s\n", path);
        return false;
    }
    csv_init(&parser, 0);
    csv_set_delim(&parser, (unsigned char)separator);
    while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
        csv_parse(&parser, chunk, n, end_field, end_row, &r);
    csv_fini(&parser, end_field, end_row, &r);
    csv_free(&parser);
    fclose(f);
    out->n = r.rows.n;
    out->rows = ARENA_ARRAY(out->arena, struct span *, r.rows.n + 1);
    memcpy(out->rows, r.rows.at, r.rows.n * sizeof(*r.rows.at));
    VEC_FREE(&r.rows);
    VEC_FREE(&r.row);
    return true;
}

struct span table_get(const struct table *t, size_t row, const char *column)
{
    for (size_t i = 0; i < t->columns; i++)
        if (span_eq(t->header[i], span_of(column)))
            return t->rows[row][i];
    return (struct span){"", 0};
}

void table_free(struct table *t)
{
    arena_free(t->arena);
}

/* ---- records ---------------------------------------------------------------------------------- */

struct keeping {
    struct arena *arena;
    struct records *out;
    VEC(struct record *) list;
};

static struct tocsin_err *keep(void *ctx, const struct record *r)
{
    struct keeping *k = ctx;
    struct buf b = {0};
    struct record *copy;
    record_pack(r, &b);
    must(record_unpack(k->arena, arena_span(k->arena, buf_view(&b)), &copy));
    buf_free(&b);
    *VEC_PUSH(&k->list) = copy;
    return NULL;
}

void records_load(struct home *h, const char *dataset, struct arena *a, struct records *out)
{
    struct keeping k = {.arena = a};
    struct store *store;
    struct store_dataset *datasets;
    size_t n;
    must(store_open(arena_printf(a, "%s/store.db", h->path).p, STORE_READ, &store));
    must(store_datasets(store, a, &datasets, &n));
    for (size_t i = 0; i < n; i++)
        if (!dataset || span_eq(datasets[i].name, span_of(dataset)))
            must(store_each(store, datasets[i].name, keep, &k));
    store_close(store);
    out->n = k.list.n;
    out->at = ARENA_ARRAY(a, struct record *, k.list.n + 1);
    memcpy(out->at, k.list.at, k.list.n * sizeof(*k.list.at));
    VEC_FREE(&k.list);
}

static void write_record(const struct record *r, size_t skip, FILE *f)
{
    struct arena *a = arena_new();
    struct buf b = {0};
    struct record *copy = record_new(a, r->schema, r->id);
    for (size_t i = 0; i < r->n; i++)
        if (i != skip)
            record_add(copy, r->values[i].prop, r->values[i].text);
    must(record_finish(copy));
    record_json(copy, SPAN(""), false, &b);
    fwrite(b.p, 1, b.n, f);
    fputc('\n', f);
    buf_free(&b);
    arena_free(a);
}

void records_write(const struct records *r, const size_t *skip, const char *path)
{
    FILE *f = fopen(path, "wb");
    if (!f) {
        perror("bench: write");
        exit(1);
    }
    for (size_t i = 0; i < r->n; i++)
        if (schema_matchable(r->at[i]->schema) && record_first(r->at[i], PROP_name).n > 0)
            write_record(r->at[i], skip ? skip[i] : SIZE_MAX, f);
    if (fclose(f) != 0) {
        perror("bench: write");
        exit(1);
    }
}

/* ---- baseline --------------------------------------------------------------------------------- */

enum { JW_MAX = 512 };

static size_t code_points(struct span s, uint32_t out[JW_MAX])
{
    size_t n = 0;
    while (s.n > 0 && n < JW_MAX)
        out[n++] = utf8_next(&s);
    return n;
}

static double jaro(const uint32_t *a, size_t n, const uint32_t *b, size_t m)
{
    bool used_a[JW_MAX] = {false}, used_b[JW_MAX] = {false};
    size_t longest = n > m ? n : m, window = longest / 2 > 0 ? longest / 2 - 1 : 0;
    size_t same = 0, moved = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = i > window ? i - window : 0; j < m && j <= i + window; j++)
            if (!used_b[j] && a[i] == b[j]) {
                used_a[i] = used_b[j] = true;
                same++;
                break;
            }
    if (same == 0)
        return 0;
    for (size_t i = 0, j = 0; i < n; i++) {
        if (!used_a[i])
            continue;
        while (!used_b[j])
            j++;
        moved += a[i] != b[j++];
    }
    double s = (double)same;
    return (s / (double)n + s / (double)m + (s - (double)moved / 2) / s) / 3;
}

double jaro_winkler(struct span a, struct span b)
{
    uint32_t x[JW_MAX], y[JW_MAX];
    size_t n = code_points(a, x), m = code_points(b, y), prefix = 0;
    if (n == 0 || m == 0)
        return 0;
    double j = jaro(x, n, y, m);
    while (prefix < 4 && prefix < n && prefix < m && x[prefix] == y[prefix])
        prefix++;
    return j + (double)prefix * 0.1 * (1 - j);
}

struct span plain(struct arena *a, struct span text)
{
    struct name parts[8];
    struct buf b = {0};
    size_t n = name_parse(a, NAME_OBJECT, NAME_PRIMARY, text, parts, ARRAY_LEN(parts));
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < parts[i].n; k++) {
            if (b.n > 0)
                buf_char(&b, ' ');
            buf_span(&b, parts[i].tokens[k].form);
        }
    struct span s = arena_span(a, buf_view(&b));
    buf_free(&b);
    return s;
}

/* ---- numbers ---------------------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

double percentile(double *v, size_t n, double p)
{
    return n ? v[(size_t)((double)(n - 1) * p)] : 0;
}

double median(double *v, size_t n)
{
    qsort(v, n, sizeof(*v), by_value);
    return percentile(v, n, 0.5);
}

uint64_t bench_rss(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (uint64_t)u.ru_maxrss * 1024;
}
