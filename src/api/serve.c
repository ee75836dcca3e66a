/* SPDX-License-Identifier: Apache-2.0
 *
 * The process: everything is made, sockets are opened, and then this thread waits for signals and for
 * the next second, in which it looks whether lists have changed. systemd is told when the node is ready, when
 * it reloads and when it stops (sd_notify).
 */
#include <signal.h>
#include <systemd/sd-daemon.h>
#include <time.h>
#include <unistd.h>

#include "api/api_private.h"

/* ---- parts ----------------------------------------------------------------------------------- */

/* Of sockets that systemd hands over nobody knows here who can reach them. */
static struct tocsin_err *must_be_local(const struct api_options *o, const char *const *list,
                                        size_t n, bool inherited)
{
    bool local = false;

    if (o->auth)
        return NULL;
    if (!inherited)
        TRY(http_loopback(list, n, &local));
    if (local)
        return NULL;
    return err_new(TOCSIN_ERR_USAGE,
                   "--no-auth is for addresses of this machine only (127.0.0.1, [::1], unix:); make a "
                   "token or an officer instead: tocsin help token");
}

static const char *own_certificate(const char *home, struct arena *a)
{
    return arena_printf(a, "%s/tls/certificate.pem", home).p;
}

static const char *own_key(const char *home, struct arena *a)
{
    return arena_printf(a, "%s/tls/key.pem", home).p;
}

struct tocsin_err *api_certificate(const char *home)
{
    struct arena *a = arena_new();
    const char *certificate = own_certificate(home, a);
    struct tocsin_err *err = NULL;

    if (access(certificate, F_OK) != 0) {
        err = file_mkdirs(arena_printf(a, "%s/tls", home).p);
        if (!err)
            err = http_tls_make(certificate, own_key(home, a));
    }
    arena_free(a);
    return err;
}

static struct tocsin_err *tls_of(const struct config *config, const char *home, struct arena *a,
                                 struct http_tls *out, bool *any)
{
    const char *certificate = config_text(config, SETTING_TLS_CERTIFICATE);
    const char *key = config_text(config, SETTING_TLS_KEY);

    *any = certificate[0] || key[0] || config_bool(config, SETTING_TLS_SELF_SIGNED);
    if (!*any)
        return NULL;
    if (!certificate[0] && !key[0]) {
        TRY(api_certificate(home));
        certificate = own_certificate(home, a);
        key = own_key(home, a);
    }
    if (!certificate[0] || !key[0])
        return err_new(TOCSIN_ERR_USAGE, "tls.certificate and tls.key belong together; one is missing");
    return http_tls_read(a, certificate, key, out);
}

static struct http_limits limits_of(const struct config *config)
{
    uint64_t threads = config_number(config, SETTING_THREADS);
    long cores = sysconf(_SC_NPROCESSORS_ONLN);

    return (struct http_limits){
        .threads = threads ? (unsigned)threads : cores > 0 ? (unsigned)cores : 1,
        .connections = (unsigned)config_number(config, SETTING_LIMIT_CONNECTIONS),
        .connections_per_address =
            (unsigned)config_number(config, SETTING_LIMIT_CONNECTIONS_PER_ADDRESS),
        .header_seconds = (unsigned)config_seconds(config, SETTING_LIMIT_REQUEST_SECONDS),
        .idle_seconds = (unsigned)config_seconds(config, SETTING_LIMIT_IDLE_SECONDS),
    };
}

static bool log_as_json(const struct config *config)
{
    size_t format = config_word(config, SETTING_LOG_FORMAT); /* auto json text */

    return format == 1 || (format == 0 && !isatty(STDERR_FILENO));
}

struct tocsin_err *api_open(struct api *api, const struct api_options *o)
{
    const enum log_level levels[] = {LOG_DEBUG, LOG_INFO, LOG_WARNING};

    *api = (struct api){.home = o->home, .config = o->config, .auth = o->auth,
                        .started = clock_now()};
    api->line = line_new(log_as_json(o->config), levels[config_word(o->config, SETTING_LOG_LEVEL)]);
    api->metrics = metrics_new();
    api->snapshots = snapshots_new(o->home);
    TRY(access_open(o->home, o->limits, &api->access));
    return jobs_open(api);
}

void api_close(struct api *api)
{
    jobs_close(api->jobs); /* it records searches: before the guard */
    guard_close(api);
    snapshots_free(api->snapshots);
    metrics_free(api->metrics);
    line_free(api->line);
}

/* ---- waiting --------------------------------------------------------------------------------- */

static void block_signals(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGHUP);
    pthread_sigmask(SIG_BLOCK, set, NULL); /* before any thread begins: they inherit it */
    signal(SIGPIPE, SIG_IGN);
}

static void reload(struct api *api)
{
    sd_notify(0, "RELOADING=1");
    snapshots_follow(api->snapshots, true);
    line_note(api->line, LOG_INFO, "the lists were opened anew");
    sd_notify(0, "READY=1");
}

static void wait_for_end(struct api *api, const sigset_t *set)
{
    const struct timespec second = {1, 0};
    int sig;

    for (;;) {
        sig = sigtimedwait(set, NULL, &second);
        if (sig == SIGTERM || sig == SIGINT)
            return;
        if (sig == SIGHUP)
            reload(api);
        else
            snapshots_follow(api->snapshots, false);
        timer_look(api);
        sd_notify(0, "WATCHDOG=1");
    }
}

static void announce(const struct api *api, const struct api_options *o)
{
    const char *url;

    for (size_t i = 0; (url = http_url(api->server, i)); i++)
        if (o->listening)
            o->listening(o->ctx, url);
    if (o->listening)
        o->listening(o->ctx, NULL);
    sd_notify(0, "READY=1");
}

static struct tocsin_err *serve_with(struct api *api, const struct api_options *o, struct arena *a)
{
    const struct http_app app = {api, call_begin, call_answer, call_done};
    struct http_limits limits = limits_of(o->config);
    struct http_tls tls;
    bool secure, inherited = sd_listen_fds(0) > 0;
    size_t n;
    const char *const *list = config_list(o->config, SETTING_LISTEN, &n);
    sigset_t set;

    TRY(must_be_local(o, list, n, inherited));
    TRY(tls_of(o->config, o->home, a, &tls, &secure));
    block_signals(&set);
    TRY(api_open(api, o));
    TRY(http_start(list, n, inherited, secure ? &tls : NULL, &limits, &app, &api->server));
    announce(api, o);
    timer_begin(api);
    wait_for_end(api, &set);
    sd_notify(0, "STOPPING=1");
    line_note(api->line, LOG_INFO, "stopping");
    jobs_stop(api->jobs); /* they end while requests do */
    http_stop(api->server, (unsigned)config_seconds(o->config, SETTING_LIMIT_STOP_SECONDS));
    return NULL;
}

struct tocsin_err *api_serve(const struct api_options *o)
{
    struct arena *a = arena_new();
    struct api api = {0};
    struct tocsin_err *err = serve_with(&api, o, a);

    if (api.line)
        api_close(&api);
    arena_free(a);
    return err;
}
