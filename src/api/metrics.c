/* SPDX-License-Identifier: Apache-2.0
 *
 * Counters for Prometheus (text exposition format 0.0.4), one row of numbers for each route. They are
 * added to without a lock; a reader may see one request in a counter and not yet in its neighbour.
 */
#include "api/api_private.h"

#define SECOND 1e9

static const double bounds[] = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                0.25,   0.5,   1,      2.5,   5,    10};

struct counted {
    _Atomic uint64_t status[6]; /* by hundreds; 0: not answered */
    _Atomic uint64_t bucket[ARRAY_LEN(bounds) + 1];
    _Atomic uint64_t nanoseconds, bytes;
};

struct metrics {
    struct counted route[ROUTES + 1]; /* the last: no route */
    _Atomic uint64_t queries, matches;
};

struct metrics *metrics_new(void)
{
    return mem_zero(1, sizeof(struct metrics));
}

void metrics_free(struct metrics *m)
{
    mem_free(m);
}

static void add(_Atomic uint64_t *to, uint64_t n)
{
    atomic_fetch_add_explicit(to, n, memory_order_relaxed);
}

static uint64_t get(const _Atomic uint64_t *from)
{
    return atomic_load_explicit(from, memory_order_relaxed);
}

void metrics_count(struct metrics *m, enum route_id route, int status, uint64_t nanoseconds,
                   uint64_t bytes)
{
    struct counted *c = &m->route[route];
    size_t i = 0;

    while (i < ARRAY_LEN(bounds) && (double)nanoseconds > bounds[i] * SECOND)
        i++;
    add(&c->bucket[i], 1);
    add(&c->status[status / 100 % 6], 1);
    add(&c->nanoseconds, nanoseconds);
    add(&c->bytes, bytes);
}

void metrics_searched(struct metrics *m, uint64_t queries, uint64_t matches)
{
    add(&m->queries, queries);
    add(&m->matches, matches);
}

/* ---- printing -------------------------------------------------------------------------------- */

static void head(struct buf *out, const char *name, const char *type, const char *help)
{
    buf_printf(out, "# HELP tocsin_%s %s\n# TYPE tocsin_%s %s\n", name, help, name, type);
}

static void gauge(struct buf *out, const char *name, const char *help, uint64_t value)
{
    head(out, name, "gauge", help);
    buf_printf(out, "tocsin_%s %llu\n", name, (unsigned long long)value);
}

static void counter(struct buf *out, const char *name, const char *help, uint64_t value)
{
    head(out, name, "counter", help);
    buf_printf(out, "tocsin_%s %llu\n", name, (unsigned long long)value);
}

static const char *name_of(size_t route)
{
    return route < ROUTES ? route_row((enum route_id)route)->path : "";
}

static uint64_t total(const struct counted *c)
{
    uint64_t n = 0;

    for (size_t i = 0; i < ARRAY_LEN(c->status); i++)
        n += get(&c->status[i]);
    return n;
}

static void print_statuses(const struct metrics *m, struct buf *out)
{
    head(out, "http_requests_total", "counter", "Requests by route and class of status.");
    for (size_t r = 0; r <= ROUTES; r++) {
        for (size_t i = 0; i < ARRAY_LEN(m->route[r].status); i++) {
            uint64_t n = get(&m->route[r].status[i]);

            if (n)
                buf_printf(out, "tocsin_http_requests_total{route=\"%s\",method=\"%s\","
                           "status=\"%zuxx\"} %llu\n", name_of(r),
                           r < ROUTES ? http_method_name(route_row((enum route_id)r)->method) : "",
                           i, (unsigned long long)n);
        }
    }
}

static void print_histogram(const struct counted *c, const char *path, const char *method,
                            struct buf *out)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < ARRAY_LEN(bounds); i++) {
        sum += get(&c->bucket[i]);
        buf_printf(out, "tocsin_http_request_seconds_bucket{route=\"%s\",method=\"%s\",le=\"%g\"} %llu\n",
                   path, method, bounds[i], (unsigned long long)sum);
    }
    sum += get(&c->bucket[ARRAY_LEN(bounds)]);
    buf_printf(out, "tocsin_http_request_seconds_bucket{route=\"%s\",method=\"%s\",le=\"+Inf\"} %llu\n",
               path, method, (unsigned long long)sum);
    buf_printf(out, "tocsin_http_request_seconds_sum{route=\"%s\",method=\"%s\"} %.6f\n", path, method,
               (double)get(&c->nanoseconds) / SECOND);
    buf_printf(out, "tocsin_http_request_seconds_count{route=\"%s\",method=\"%s\"} %llu\n", path,
               method, (unsigned long long)sum);
}

static void print_times(const struct metrics *m, struct buf *out)
{
    head(out, "http_request_seconds", "histogram", "From the head of a request to its last byte.");
    for (size_t r = 0; r < ROUTES; r++)
        if (total(&m->route[r]))
            print_histogram(&m->route[r], name_of(r),
                            http_method_name(route_row((enum route_id)r)->method), out);
}

static void print_lists(struct api *api, struct buf *out)
{
    struct snapshot *s = snapshot_take(api->snapshots);
    struct tocsin_dataset *list = NULL;
    size_t n = 0;

    head(out, "dataset_entities", "gauge", "Entities of each list.");
    if (s->node && !s->why)
        tocsin_err_free(tocsin_datasets(s->node, &list, &n));
    for (size_t i = 0; i < n; i++)
        buf_printf(out, "tocsin_dataset_entities{dataset=\"%s\"} %llu\n", list[i].name,
                   (unsigned long long)list[i].entities);
    head(out, "dataset_imported_seconds", "gauge", "When each list was last changed (Unix time).");
    for (size_t i = 0; i < n; i++)
        buf_printf(out, "tocsin_dataset_imported_seconds{dataset=\"%s\"} %lld\n", list[i].name,
                   (long long)list[i].imported_at);
    tocsin_datasets_free(list);
    gauge(out, "snapshot_opened_seconds", "When the lists were last opened (Unix time).",
          (uint64_t)s->opened);
    snapshot_give(api->snapshots, s);
}

void metrics_print(const struct metrics *m, struct api *api, struct buf *out)
{
    struct http_load load = api->server ? http_load(api->server) : (struct http_load){0};
    size_t running, waiting;

    jobs_counts(api->jobs, &running, &waiting);
    print_statuses(m, out);
    print_times(m, out);
    counter(out, "screens_total", "Queries screened.", get(&m->queries));
    counter(out, "matches_total", "Results at or above the threshold.", get(&m->matches));
    gauge(out, "http_connections", "Open connections.", load.connections);
    gauge(out, "http_requests_running", "Requests being answered.", load.requests);
    gauge(out, "jobs_running", "Imports, batches and evaluations that run.", running);
    gauge(out, "jobs_waiting", "Those that wait for their turn.", waiting);
    gauge(out, "start_seconds", "When the server started (Unix time).", (uint64_t)api->started);
    print_lists(api, out);
}

struct tocsin_err *route_metrics(struct call *c)
{
    metrics_print(c->api->metrics, c->api, &c->out->body);
    c->out->status = 200;
    c->out->type = "text/plain; version=0.0.4; charset=utf-8";
    return NULL;
}
