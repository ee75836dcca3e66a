/* SPDX-License-Identifier: Apache-2.0
 *
 * Searches are recorded, all of them, by many threads at once; and where they cannot be, that is
 * told.
 */
#include "fixture.h"

#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>

#include "store/people.h"

#define THREADS 4
#define EACH 400

static struct tocsin_err *record(struct access *a, const char *name, int64_t at)
{
    struct who who = {.kind = WHO_TOKEN, .role = ROLE_viewer, .id = 7, .purpose = "new customers"};
    struct access_search s = {.at = at,
                              .address = SPAN("192.0.2.1"),
                              .route = SPAN("/match/default"),
                              .query = SPAN("{\"name\":[\"Ferdik Quentabri\"]}"),
                              .request = SPAN("r-1"),
                              .results = 5,
                              .matches = 2};

    snprintf(who.name, sizeof(who.name), "%s", name);
    access_search_by(&s, &who);
    return access_search_record(a, &s);
}

static size_t find(struct house *h, struct access_filter f, struct access_search **out)
{
    struct access_search *list = NULL;
    size_t n = 0;

    f.limit = f.limit ? f.limit : 1000000;
    assert_ok(access_searches(h->a, h->arena, &f, &list, &n));
    if (out)
        *out = list;
    return n;
}

static void a_search_comes_back_as_it_was_recorded(void **state)
{
    struct access_search *s = NULL;
    struct house h;

    (void)state;
    house_open(&h);
    assert_ok(record(h.a, "intake", NOW));
    house_reopen(&h);
    assert_int_equal(find(&h, (struct access_filter){.name = SPAN("Intake")}, &s), 1);
    assert_int_equal(s->at, NOW);
    assert_int_equal(s->kind, WHO_TOKEN);
    assert_int_equal(s->id, 7);
    assert_span(s->name, SPAN("intake"));
    assert_span(s->role, SPAN("viewer"));
    assert_span(s->address, SPAN("192.0.2.1"));
    assert_span(s->route, SPAN("/match/default"));
    assert_span(s->purpose, SPAN("new customers"));
    assert_span(s->query, SPAN("{\"name\":[\"Ferdik Quentabri\"]}"));
    assert_span(s->request, SPAN("r-1"));
    assert_int_equal(s->results, 5);
    assert_int_equal(s->matches, 2);
    house_close(&h);
}

static void it_is_on_the_disk_soon_without_closing(void **state)
{
    struct house h;
    int waited = 0;

    (void)state;
    house_open(&h);
    assert_ok(record(h.a, "intake", NOW));
    while (find(&h, (struct access_filter){0}, NULL) == 0 && ++waited < 500)
        usleep(10000);
    assert_true(waited < 500);
    house_close(&h);
}

static void its_own_purpose_comes_before_that_of_the_token(void **state)
{
    struct who nobody = {.kind = WHO_NOBODY, .role = ROLE_admin};
    struct who token = {.kind = WHO_TOKEN, .role = ROLE_viewer, .purpose = "new customers"};
    struct access_search s = {.purpose = SPAN("a court order")};

    (void)state;
    access_search_by(&s, &token);
    assert_span(s.purpose, SPAN("a court order"));
    s.purpose = SPAN("");
    access_search_by(&s, &token);
    assert_span(s.purpose, SPAN("new customers"));
    access_search_by(&s, &nobody);
    assert_span(s.role, SPAN(""));
    assert_span(s.name, SPAN(""));
}

static void too_long_a_search_is_refused_and_not_cut(void **state)
{
    char *query = mem_alloc(LIMIT_SEARCH);
    struct access_search s = {.query = {query, LIMIT_SEARCH}};
    struct house h;

    (void)state;
    memset(query, ' ', LIMIT_SEARCH);
    house_open(&h);
    assert_code(access_search_record(h.a, &s), TOCSIN_ERR_LIMIT);
    house_close(&h);
    mem_free(query);
}

/* ---- threads ----------------------------------------------------------------------------- */

struct worker {
    struct house *h;
    const char *key, *cookie;
    size_t granted, recorded;
};

/* No assertions in here: cmocka knows one thread only. */
static void *work(void *ctx)
{
    struct worker *w = ctx;
    struct access_answer answer;
    int64_t retry_after;

    for (int i = 0; i < EACH; i++) {
        struct tocsin_err *err = i % 2 ? access_key(w->h->a, span_of(w->key), NOW + i, &answer)
                                       : access_session(w->h->a, span_of(w->cookie), NOW, &answer);

        w->granted += !err && answer.outcome == ACCESS_GRANTED;
        tocsin_err_free(err);
        access_take(w->h->a, &answer.who, clock_ticks(), &retry_after);
        err = record(w->h->a, answer.who.name, NOW);
        w->recorded += !err;
        tocsin_err_free(err);
    }
    return NULL;
}

static void many_threads_lose_nothing(void **state)
{
    char key[ACCESS_KEY_SIZE], cookie[ACCESS_COOKIE_SIZE];
    struct worker workers[THREADS];
    pthread_t threads[THREADS];
    struct house h;

    (void)state;
    house_open(&h);
    h.limits.queue = 4096; /* a few searches: callers wait for room all the time */
    house_reopen(&h);
    assert_ok(access_token_add(h.a, &(struct access_token){.name = SPAN("intake"), .rate = 60}, NOW,
                               key));
    add_officer(&h, "maren", ROLE_viewer);
    log_in(&h, "maren", GOOD_PASSWORD, NOW, cookie);
    for (int i = 0; i < THREADS; i++) {
        workers[i] = (struct worker){&h, key, cookie, 0, 0};
        assert_int_equal(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
    }
    for (int i = 0; i < 20; i++) /* another officer comes and goes: who is remembered is dropped */
        assert_ok(
            i % 2 ? access_officer_remove(h.a, SPAN("ada"))
                  : access_officer_add(h.a, SPAN("ada"), ROLE_viewer, SPAN(GOOD_PASSWORD), NOW));
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(workers[i].granted, EACH);
        assert_int_equal(workers[i].recorded, EACH);
    }
    house_reopen(&h);
    assert_int_equal(find(&h, (struct access_filter){0}, NULL), THREADS * EACH);
    house_close(&h);
}

struct guesser {
    struct house *h;
    size_t wrong, locked, other;
};

static void *guess(void *ctx)
{
    struct guesser *g = ctx;
    char cookie[ACCESS_COOKIE_SIZE];
    struct access_answer answer;

    for (int i = 0; i < 5; i++) {
        tocsin_err_free(access_login(g->h->a, SPAN("maren"), SPAN("wrong password"),
                                     SPAN("192.0.2.1"), NOW, cookie, &answer));
        g->wrong += answer.outcome == ACCESS_WRONG;
        g->locked += answer.outcome == ACCESS_LOCKED;
        g->other += answer.outcome != ACCESS_WRONG && answer.outcome != ACCESS_LOCKED;
    }
    return NULL;
}

static void guessing_at_once_gains_nothing(void **state)
{
    struct guesser guessers[THREADS];
    pthread_t threads[THREADS];
    size_t wrong = 0, other = 0;
    struct house h;

    (void)state;
    house_open(&h);
    add_officer(&h, "maren", ROLE_viewer);
    for (int i = 0; i < THREADS; i++) {
        guessers[i] = (struct guesser){.h = &h};
        assert_int_equal(pthread_create(&threads[i], NULL, guess, &guessers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        wrong += guessers[i].wrong;
        other += guessers[i].other;
    }
    assert_int_equal(wrong, 5);
    assert_int_equal(other, 0);
    house_close(&h);
}

/* ---- age, faults ------------------------------------------------------------------------- */

static void old_searches_are_forgotten(void **state)
{
    int64_t now = clock_now();
    struct house h;

    (void)state;
    house_open(&h);
    for (int i = 0; i < 50; i++)
        assert_ok(record(h.a, "intake", now - 86400 * INT64_C(31)));
    house_reopen(&h);
    assert_int_equal(find(&h, (struct access_filter){0}, NULL), 50);
    h.limits.search_days = 30;
    house_reopen(&h);
    assert_ok(record(h.a, "intake", now - 86400 * INT64_C(29)));
    house_reopen(&h);
    assert_int_equal(find(&h, (struct access_filter){0}, NULL), 1);
    house_close(&h);
}

static void exec(struct house *h, const char *sql)
{
    char path[96];
    sqlite3 *db;

    snprintf(path, sizeof(path), "%s/%s", h->home, PEOPLE_FILE);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_busy_timeout(db, 5000);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

/* Without its table the file takes no search, as little as a full disk would. */
static void what_cannot_be_recorded_is_told_and_written_when_it_can(void **state)
{
    struct tocsin_err *err = NULL;
    size_t taken = 0;
    struct house h;
    int waited;

    (void)state;
    house_open(&h);
    exec(&h, "ALTER TABLE search RENAME TO away");
    for (waited = 0; !err && waited < 500; waited++) {
        err = record(h.a, "intake", NOW);
        taken += !err;
        usleep(10000);
    }
    assert_code(err, TOCSIN_ERR_CORRUPT);
    exec(&h, "ALTER TABLE away RENAME TO search");
    for (waited = 0; waited < 500; waited++) {
        err = record(h.a, "intake", NOW);
        taken += !err;
        if (!err)
            break;
        tocsin_err_free(err);
        usleep(10000);
    }
    assert_true(waited < 500);
    house_reopen(&h);
    assert_int_equal(find(&h, (struct access_filter){0}, NULL), taken);
    house_close(&h);
}

static void what_is_lost_at_the_end_is_told(void **state)
{
    struct house h;

    (void)state;
    house_open(&h);
    exec(&h, "ALTER TABLE search RENAME TO away");
    assert_ok(record(h.a, "intake", NOW));
    assert_code(access_close(h.a), TOCSIN_ERR_CORRUPT);
    h.a = NULL;
    house_close(&h);
}

/* The child has no assertions and leaves without a word. */
static void record_until_killed(const char *home, int told)
{
    struct access_limits limits = access_limits_usual();
    struct access *a = NULL;
    struct tocsin_err *err = access_open(home, &limits, &a);

    for (int i = 0; !err && i < 1000; i++)
        err = record(a, "intake", NOW);
    usleep(500000);
    if (!err && write(told, "x", 1) != 1)
        _exit(1);
    while (!err)
        err = record(a, "intake", NOW);
    _exit(1);
}

static void a_process_that_is_killed_leaves_whole_what_it_had_written(void **state)
{
    uint64_t findings = 0;
    struct house h;
    int told[2];
    char letter;
    pid_t child;

    (void)state;
    house_open(&h);
    assert_ok(access_close(h.a));
    assert_int_equal(pipe(told), 0);
    child = fork();
    if (child == 0)
        record_until_killed(h.home, told[1]);
    close(told[1]);
    assert_int_equal(read(told[0], &letter, 1), 1);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    close(told[0]);
    assert_ok(access_check(h.home, NULL, NULL, &findings));
    assert_int_equal(findings, 0);
    assert_ok(access_open(h.home, &h.limits, &h.a));
    assert_true(find(&h, (struct access_filter){.limit = 1000}, NULL) == 1000);
    house_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_search_comes_back_as_it_was_recorded),
        cmocka_unit_test(it_is_on_the_disk_soon_without_closing),
        cmocka_unit_test(its_own_purpose_comes_before_that_of_the_token),
        cmocka_unit_test(too_long_a_search_is_refused_and_not_cut),
        cmocka_unit_test(many_threads_lose_nothing),
        cmocka_unit_test(guessing_at_once_gains_nothing),
        cmocka_unit_test(old_searches_are_forgotten),
        cmocka_unit_test(what_cannot_be_recorded_is_told_and_written_when_it_can),
        cmocka_unit_test(what_is_lost_at_the_end_is_told),
        cmocka_unit_test(a_process_that_is_killed_leaves_whole_what_it_had_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
