/* SPDX-License-Identifier: Apache-2.0
 *
 * Addresses to listen on: what is understood, what the socket then is, and what is left behind.
 */
#include "check.h"

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

struct folder {
    char path[64], socket[96], address[112];
};

static struct folder folder_new(void)
{
    struct folder f = {.path = "/tmp/tocsin-http-XXXXXX"};

    assert_non_null(mkdtemp(f.path));
    snprintf(f.socket, sizeof(f.socket), "%s/s", f.path);
    snprintf(f.address, sizeof(f.address), "unix:%s", f.socket);
    return f;
}

static void folder_free(const struct folder *f)
{
    unlink(f->socket);
    assert_int_equal(rmdir(f->path), 0);
}

static bool has_ipv6(void)
{
    const struct sockaddr_in6 at = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool has = fd >= 0 && bind(fd, (const struct sockaddr *)&at, sizeof(at)) == 0;

    if (fd >= 0)
        close(fd);
    return has;
}

/* ---- what is understood ----------------------------------------------------------------------------- */

static void nonsense_is_refused_by_name(void **state)
{
    const char *const bad[] = {"",          "8470",      "localhost",     "127.0.0.1",    "127.0.0.1:",
                               "127.0.0.1:x", "127.0.0.1:-1", "127.0.0.1:65536", "127.0.0.1: 80",
                               "::1:80",    "[::1]",     "[::1]80",       "[]:80",        "[127.0.0.1]:80",
                               "::1",       "http://127.0.0.1:80",        "127.0.0.1:80/path",
                               "unix:",     "unix:run/s", "UNIX:/run/s",  "127.0.0.1:99999999999999999999"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        listeners list = {0};
        struct tocsin_err *err = listen_open(bad[i], &list);
        bool local;

        assert_non_null(err);
        assert_int_equal(tocsin_err_code(err), TOCSIN_ERR_USAGE);
        assert_non_null(strstr(tocsin_err_text(err), bad[i]));
        assert_int_equal(list.n, 0);
        tocsin_err_free(err);
        assert_code(http_loopback(&bad[i], 1, &local), TOCSIN_ERR_USAGE);
    }
}

static void a_path_that_no_socket_can_have_is_refused(void **state)
{
    char text[200] = "unix:/";
    listeners list = {0};

    (void)state;
    memset(text + 6, 'a', sizeof(text) - 7);
    assert_code(listen_open(text, &list), TOCSIN_ERR_LIMIT);
    text[5 + 108] = '\0'; /* one byte too long, the NUL counted */
    assert_code(listen_open(text, &list), TOCSIN_ERR_LIMIT);
    assert_int_equal(list.n, 0);
}

static void assert_loopback(bool expected, const char *const *listen, size_t n)
{
    bool local = !expected;

    assert_ok(http_loopback(listen, n, &local));
    assert_int_equal(local, expected);
}

static void loopback_is_told_from_the_world(void **state)
{
    const char *const home[] = {"127.0.0.1:8470", "127.8.9.10:0", "[::1]:8470", "unix:/run/s"};
    const char *const world[] = {":8470", "0.0.0.0:8470", "[::]:8470", "192.0.2.7:8470",
                                 "[2001:db8::7]:8470", "128.0.0.1:8470", "[::ffff:7f00:1]:8470"};
    const char *const both[] = {"127.0.0.1:8470", "192.0.2.7:8470", "127.0.0.1:8471"};

    (void)state;
    assert_loopback(true, home, ARRAY_LEN(home));
    for (size_t i = 0; i < ARRAY_LEN(world); i++)
        assert_loopback(false, &world[i], 1);
    assert_loopback(false, both, ARRAY_LEN(both));
}

/* ---- sockets ---------------------------------------------------------------------------------------- */

static void a_port_of_zero_becomes_one_that_is_free(void **state)
{
    listeners list = {0};

    (void)state;
    assert_ok(listen_open("127.0.0.1:0", &list));
    assert_ok(listen_open("127.0.0.1:0", &list));
    assert_int_equal(list.n, 2);
    assert_memory_equal(list.at[0].name, "127.0.0.1:", 10);
    assert_int_not_equal(atoi(list.at[0].name + 10), 0);
    assert_string_not_equal(list.at[0].name, list.at[1].name);
    assert_false(list.at[0].unix_socket);
    listen_close(&list);
}

static void a_port_that_is_taken_is_an_error(void **state)
{
    listeners list = {0};
    char again[160];

    (void)state;
    assert_ok(listen_open("127.0.0.1:0", &list));
    snprintf(again, sizeof(again), "%s", list.at[0].name);
    assert_code(listen_open(again, &list), TOCSIN_ERR_IO);
    assert_int_equal(list.n, 1);
    listen_close(&list);
}

static void an_address_of_another_machine_is_an_error(void **state)
{
    listeners list = {0};

    (void)state;
    assert_code(listen_open("192.0.2.7:0", &list), TOCSIN_ERR_IO);
    assert_int_equal(list.n, 0);
    listen_close(&list);
}

static void ipv6_has_its_brackets_back(void **state)
{
    listeners list = {0};

    (void)state;
    if (!has_ipv6())
        skip();
    assert_ok(listen_open("[::1]:0", &list));
    assert_int_equal(list.n, 1);
    assert_memory_equal(list.at[0].name, "[::1]:", 6);
    listen_close(&list);
}

/* Both families, or the one that the machine has. */
static void every_address_is_what_the_machine_has(void **state)
{
    listeners list = {0};

    (void)state;
    assert_ok(listen_open(":0", &list));
    assert_true(list.n >= 1);
    if (has_ipv6())
        assert_int_equal(list.n, 2);
    listen_close(&list);
}

/* ---- Unix sockets ----------------------------------------------------------------------------------- */

static void a_unix_socket_is_for_its_owner_and_group_and_goes_away(void **state)
{
    struct folder f = folder_new();
    listeners list = {0};
    struct stat st;

    (void)state;
    assert_ok(listen_open(f.address, &list));
    assert_string_equal(list.at[0].name, f.address);
    assert_true(list.at[0].unix_socket);
    assert_int_equal(stat(f.socket, &st), 0);
    assert_true(S_ISSOCK(st.st_mode));
    assert_int_equal(st.st_mode & 0777, 0660);
    listen_close(&list);
    assert_int_not_equal(stat(f.socket, &st), 0);
    folder_free(&f);
}

static int bound(const char *path)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    snprintf(at.sun_path, sizeof(at.sun_path), "%s", path);
    assert_int_equal(bind(fd, (const struct sockaddr *)&at, sizeof(at)), 0);
    return fd;
}

static void a_socket_that_nobody_answers_is_replaced(void **state)
{
    struct folder f = folder_new();
    listeners list = {0};

    (void)state;
    close(bound(f.socket));
    assert_ok(listen_open(f.address, &list));
    listen_close(&list);
    folder_free(&f);
}

static void a_socket_that_somebody_answers_is_left_alone(void **state)
{
    struct folder f = folder_new();
    listeners list = {0};
    struct stat st;

    (void)state;
    assert_ok(listen_open(f.address, &list));
    assert_code(listen_open(f.address, &list), TOCSIN_ERR_IO);
    assert_int_equal(list.n, 1);
    assert_int_equal(stat(f.socket, &st), 0);
    listen_close(&list);
    folder_free(&f);
}

/* Its queue is full: nobody accepts, and to connect would block. */
static void a_socket_that_is_busy_is_left_alone(void **state)
{
    struct folder f = folder_new();
    listeners list = {0};
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    int waiting[8], fd = bound(f.socket);
    size_t n = 0;

    (void)state;
    assert_int_equal(listen(fd, 0), 0);
    snprintf(at.sun_path, sizeof(at.sun_path), "%s", f.socket);
    for (; n < ARRAY_LEN(waiting); n++) {
        waiting[n] = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        if (connect(waiting[n], (const struct sockaddr *)&at, sizeof(at)) != 0)
            break;
    }
    assert_true(n < ARRAY_LEN(waiting));
    assert_code(listen_open(f.address, &list), TOCSIN_ERR_IO);
    for (size_t i = 0; i <= n; i++)
        close(waiting[i]);
    close(fd);
    folder_free(&f);
}

static void a_file_that_is_no_socket_is_left_alone(void **state)
{
    struct folder f = folder_new();
    listeners list = {0};
    FILE *file = fopen(f.socket, "w");

    (void)state;
    assert_non_null(file);
    fclose(file);
    assert_code(listen_open(f.address, &list), TOCSIN_ERR_IO);
    assert_int_equal(access(f.socket, F_OK), 0);
    folder_free(&f);
}

/* ---- systemd ----------------------------------------------------------------------------------------- */

static void without_sockets_of_systemd_there_is_an_error(void **state)
{
    listeners list = {0};

    (void)state;
    unsetenv("LISTEN_FDS");
    assert_code(listen_inherited(&list), TOCSIN_ERR_USAGE);
}

static void pass_one(int fd)
{
    char pid[16];

    assert_int_equal(dup2(fd, 3), 3);
    snprintf(pid, sizeof(pid), "%d", (int)getpid());
    setenv("LISTEN_PID", pid, 1);
    setenv("LISTEN_FDS", "1", 1);
}

/* The file belongs to systemd, which goes on listening when the program ends. */
static void a_unix_socket_of_systemd_stays(void **state)
{
    struct folder f = folder_new();
    listeners list = {0};
    int keep = dup(3), fd = bound(f.socket);

    (void)state;
    assert_int_equal(listen(fd, 8), 0);
    pass_one(fd);
    assert_ok(listen_inherited(&list));
    assert_int_equal(list.n, 1);
    assert_true(list.at[0].unix_socket);
    assert_string_equal(list.at[0].name, f.address);
    listen_close(&list);
    assert_int_equal(access(f.socket, F_OK), 0);
    if (fd != 3)
        close(fd);
    if (keep >= 0) {
        assert_int_equal(dup2(keep, 3), 3);
        close(keep);
    }
    folder_free(&f);
}

static void what_does_not_listen_is_no_socket_of_systemd(void **state)
{
    listeners list = {0};
    int keep = dup(3), fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    (void)state;
    pass_one(fd);
    assert_code(listen_inherited(&list), TOCSIN_ERR_USAGE);
    assert_int_equal(list.n, 0);
    close(3);
    if (fd != 3)
        close(fd);
    if (keep >= 0) {
        assert_int_equal(dup2(keep, 3), 3);
        close(keep);
    }
    listen_close(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nonsense_is_refused_by_name),
        cmocka_unit_test(a_path_that_no_socket_can_have_is_refused),
        cmocka_unit_test(loopback_is_told_from_the_world),
        cmocka_unit_test(a_port_of_zero_becomes_one_that_is_free),
        cmocka_unit_test(a_port_that_is_taken_is_an_error),
        cmocka_unit_test(an_address_of_another_machine_is_an_error),
        cmocka_unit_test(ipv6_has_its_brackets_back),
        cmocka_unit_test(every_address_is_what_the_machine_has),
        cmocka_unit_test(a_unix_socket_is_for_its_owner_and_group_and_goes_away),
        cmocka_unit_test(a_socket_that_nobody_answers_is_replaced),
        cmocka_unit_test(a_socket_that_somebody_answers_is_left_alone),
        cmocka_unit_test(a_socket_that_is_busy_is_left_alone),
        cmocka_unit_test(a_file_that_is_no_socket_is_left_alone),
        cmocka_unit_test(without_sockets_of_systemd_there_is_an_error),
        cmocka_unit_test(a_unix_socket_of_systemd_stays),
        cmocka_unit_test(what_does_not_listen_is_no_socket_of_systemd),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
