/* SPDX-License-Identifier: Apache-2.0
 *
 * tocsin searches: what a server recorded is printed, whatever is in it.
 */
#include "fixture.h"

#include <ftw.h>
#include <stdlib.h>

#include "access/access.h"
#include "cmd/cmd.h"

#define NOW INT64_C(1769900400)

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)st, (void)kind, (void)where;
    return remove(path);
}

static void record(struct access *a, const char *name, const char *query, int64_t at)
{
    struct who who = {.kind = WHO_TOKEN, .role = ROLE_viewer, .id = 3};
    struct access_search s = {.at = at,
                              .address = SPAN("192.0.2.1"),
                              .route = SPAN("POST /match/default"),
                              .purpose = SPAN("new \x1b[31mcustomers"),
                              .query = span_of(query),
                              .request = SPAN("r-1"),
                              .results = 5,
                              .matches = 2};

    snprintf(who.name, sizeof(who.name), "%s", name);
    access_search_by(&s, &who);
    assert_ok(access_search_record(a, &s));
}

static void make_home(char folder[64])
{
    struct access_limits limits = access_limits_usual();
    struct tocsin_node *node = NULL;
    struct access *a = NULL;

    snprintf(folder, 64, "/tmp/tocsin-searches-XXXXXX");
    assert_non_null(mkdtemp(folder));
    assert_ok(tocsin_open(folder, TOCSIN_INIT, &node));
    tocsin_close(node);
    assert_ok(access_open(folder, &limits, &a));
    record(a, "intake", "{\"name\":[\"Ferdik Quentabri\"]}", NOW);
    record(a, "desk", "{\"name\":[\"Olmek Veshnarin\"]}", NOW + 60);
    assert_ok(access_close(a));
}

/* What the command prints with these arguments, in arena 'arena'. */
static const char *printed(struct arena *arena, const char *home, const char *const *more,
                           bool json)
{
    const char *argv[12] = {"tocsin", "--home", home, "searches"};
    struct cmd c = {.arena = arena, .json = json};
    struct args *args = NULL;
    char *text = NULL, *copy;
    FILE *stream;
    size_t n = 0;
    int argc = 4;

    while (*more)
        argv[argc++] = *more++;
    stream = open_memstream(&text, &n);
    assert_ok(args_parse(argc, argv, &args));
    c.args = args;
    c.out = (struct term){.stream = stream, .width = 80};
    assert_ok(cmd_searches(&c));
    fclose(stream);
    args_free(args);
    copy = arena_str(arena, (struct span){text, n});
    free(text);
    return copy;
}

static void the_newest_comes_first_and_nothing_steers_the_terminal(void **state)
{
    struct arena *a = arena_new();
    char home[64];

    (void)state;
    make_home(home);
    assert_string_equal(
        printed(a, home, (const char *const[]){NULL}, false),
        "2026-01-31 23:01  desk (token, viewer) from 192.0.2.1, POST /match/default\n"
        "  2 of 5 results match; purpose: new \xef\xbf\xbd[31mcustomers\n"
        "  {\"name\":[\"Olmek Veshnarin\"]}\n"
        "2026-01-31 23:00  intake (token, viewer) from 192.0.2.1, POST /match/default\n"
        "  2 of 5 results match; purpose: new \xef\xbf\xbd[31mcustomers\n"
        "  {\"name\":[\"Ferdik Quentabri\"]}\n");
    nftw(home, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    arena_free(a);
}

static void options_narrow_it_down(void **state)
{
    struct arena *a = arena_new();
    const char *text;
    char home[64];

    (void)state;
    make_home(home);
    text = printed(a, home, (const char *const[]){"--who", "INTAKE", NULL}, false);
    assert_non_null(strstr(text, "Quentabri"));
    assert_null(strstr(text, "Veshnarin"));
    text = printed(a, home, (const char *const[]){"--limit", "1", NULL}, false);
    assert_null(strstr(text, "Quentabri"));
    text = printed(a, home, (const char *const[]){"--since", "2026-01-31T23:00:30Z", NULL}, false);
    assert_null(strstr(text, "Quentabri"));
    assert_non_null(strstr(text, "Veshnarin"));
    nftw(home, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    arena_free(a);
}

static void programs_get_the_query_as_json(void **state)
{
    struct arena *a = arena_new();
    char home[64];

    (void)state;
    make_home(home);
    assert_string_equal(
        printed(a, home, (const char *const[]){"--limit", "1", NULL}, true),
        "{\"searches\":[{\"number\":2,\"at\":\"2026-01-31T23:01:00Z\",\"who\":\"desk\",\"kind\":"
        "\"token\",\"id\":3,\"role\":\"viewer\",\"address\":\"192.0.2.1\",\"route\":"
        "\"POST /match/default\",\"purpose\":\"new \\u001B[31mcustomers\",\"query\":{\"name\":["
        "\"Olmek Veshnarin\"]},\"results\":5,\"matches\":2,\"request\":\"r-1\"}]}\n");
    nftw(home, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_newest_comes_first_and_nothing_steers_the_terminal),
        cmocka_unit_test(options_narrow_it_down),
        cmocka_unit_test(programs_get_the_query_as_json),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
