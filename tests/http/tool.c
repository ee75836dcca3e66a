/* SPDX-License-Identifier: Apache-2.0
 *
 * What tests of the server need and curl cannot: requests that are not HTTP, clients that are slow, and
 * a socket that is handed over.
 *
 *     tool raw PORT TEXT         sends TEXT (\r \n \0 \xHH), prints the first line of each answer that comes
 *     tool slow PORT N SECONDS   holds N connections, a byte of a head each tenth of a second; prints how
 *                                many were still open at the end
 *     tool burst PORT N TEXT     N connections at once, TEXT on each; prints how many answers of each status
 *     tool keys PORT N           N requests with a key each that nobody gave; prints the statuses
 *     tool lock FILE UNTIL       holds the write lock of a database while the file UNTIL is there
 *     tool activate COMMAND...   runs it with a socket of loopback, as systemd does
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { TEXT_MAX = 1 << 20, BURST_MAX = 4096 };

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static int dial(const char *port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port)),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd < 0 || connect(fd, (struct sockaddr *)&at, sizeof(at)) != 0)
        die("connect");
    return fd;
}

static int hex(char c)
{
    const char *digits = "0123456789abcdef", *at = c ? strchr(digits, c) : NULL;

    return at ? (int)(at - digits) : 0;
}

static size_t unescape(const char *text, char *out)
{
    size_t n = 0;

    for (; *text && n < TEXT_MAX; text++) {
        if (*text != '\\') {
            out[n++] = *text;
        } else if (*++text == 'x' && text[1] && text[2]) {
            out[n++] = (char)(hex(text[1]) << 4 | hex(text[2]));
            text += 2;
        } else {
            out[n++] = *text == 'r' ? '\r' : *text == 'n' ? '\n' : *text == '0' ? '\0' : *text;
        }
    }
    return n;
}

static void send_all(int fd, const char *p, size_t n)
{
    while (n) {
        ssize_t sent = send(fd, p, n, MSG_NOSIGNAL);

        if (sent <= 0)
            return; /* it may have had enough of us: what it answered is still there */
        p += sent;
        n -= (size_t)sent;
    }
}

/* All that comes until the other side ends, or is silent for 'wait' milliseconds. */
static size_t read_all(int fd, char *out, int wait)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    size_t n = 0;
    ssize_t got;

    while (n < TEXT_MAX && poll(&p, 1, wait) > 0) {
        got = recv(fd, out + n, TEXT_MAX - n, 0);
        if (got <= 0)
            break;
        n += (size_t)got;
    }
    out[n] = '\0';
    return n;
}

static int raw(const char *port, const char *text)
{
    static char bytes[TEXT_MAX + 1], answer[TEXT_MAX + 1];
    int fd = dial(port);
    size_t n = unescape(text, bytes);
    const char *at = answer;

    send_all(fd, bytes, n);
    n = read_all(fd, answer, 1500);
    while (n && (at = memmem(at, (size_t)(answer + n - at), "HTTP/1.", 7))) {
        printf("%.*s\n", (int)strcspn(at, "\r\n"), at);
        at++;
    }
    if (!n)
        puts("no answer");
    close(fd);
    return 0;
}

static bool is_open(int fd)
{
    char c;
    ssize_t got = recv(fd, &c, 1, MSG_DONTWAIT | MSG_PEEK);

    return got < 0 && errno == EAGAIN;
}

static int slow(const char *port, int n, int seconds)
{
    static int fds[BURST_MAX];
    const struct timespec tenth = {0, 100000000};
    int alive = 0;

    for (int i = 0; i < n; i++) {
        fds[i] = dial(port);
        send_all(fds[i], "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ", 41);
    }
    for (int t = 0; t < seconds * 10; t++) {
        nanosleep(&tenth, NULL);
        for (int i = 0; i < n; i++)
            if (is_open(fds[i]))
                send_all(fds[i], "a", 1);
    }
    for (int i = 0; i < n; i++)
        alive += is_open(fds[i]);
    printf("%d of %d are still open\n", alive, n);
    return 0;
}

static int burst(const char *port, int n, const char *text)
{
    static char bytes[TEXT_MAX + 1], answer[TEXT_MAX + 1];
    static int fds[BURST_MAX], counts[600];
    size_t length = unescape(text, bytes);

    for (int i = 0; i < n; i++)
        fds[i] = dial(port);
    for (int i = 0; i < n; i++)
        send_all(fds[i], bytes, length);
    for (int i = 0; i < n; i++) {
        size_t got = read_all(fds[i], answer, 30000);
        int status = got > 12 ? atoi(answer + 9) : 0;

        counts[status > 0 && status < 600 ? status : 0]++;
        close(fds[i]);
    }
    for (int i = 0; i < 600; i++)
        if (counts[i])
            printf("%d: %d\n", i, counts[i]);
    return 0;
}

static int keys(const char *port, int n)
{
    static char answer[TEXT_MAX + 1];
    int fd = dial(port), refused = 0;
    char request[256];

    for (int i = 0; i < n; i++) {
        int length = snprintf(request, sizeof(request), "HEAD /catalog HTTP/1.1\r\nHost: x\r\n"
                              "Authorization: ApiKey tocsin_%048d\r\n\r\n", i);
        ssize_t got;

        send_all(fd, request, (size_t)length);
        got = recv(fd, answer, TEXT_MAX, 0);
        refused += got > 12 && memcmp(answer + 9, "401", 3) == 0;
    }
    printf("%d of %d are 401\n", refused, n);
    close(fd);
    return 0;
}

static int lock(const char *file, const char *until)
{
    const struct timespec tenth = {0, 100000000};
    sqlite3 *db;

    if (sqlite3_open(file, &db) || sqlite3_busy_timeout(db, 5000) ||
        sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL)) {
        fprintf(stderr, "%s\n", sqlite3_errmsg(db));
        return 1;
    }
    puts("locked");
    fflush(stdout);
    while (access(until, F_OK) == 0)
        nanosleep(&tenth, NULL);
    sqlite3_close(db);
    return 0;
}

static int activate(char **command)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    char pid[24];

    if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof(at)) != 0 || listen(fd, 64) != 0)
        die("listen");
    if (fd != 3 && dup2(fd, 3) < 0)
        die("dup2");
    snprintf(pid, sizeof(pid), "%ld", (long)getpid());
    setenv("LISTEN_FDS", "1", 1);
    setenv("LISTEN_PID", pid, 1);
    execvp(command[0], command);
    die(command[0]);
    return 1;
}

int main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "raw") == 0)
        return raw(argv[2], argv[3]);
    if (argc == 5 && strcmp(argv[1], "slow") == 0)
        return slow(argv[2], atoi(argv[3]), atoi(argv[4]));
    if (argc == 5 && strcmp(argv[1], "burst") == 0)
        return burst(argv[2], atoi(argv[3]), argv[4]);
    if (argc == 4 && strcmp(argv[1], "keys") == 0)
        return keys(argv[2], atoi(argv[3]));
    if (argc == 4 && strcmp(argv[1], "lock") == 0)
        return lock(argv[2], argv[3]);
    if (argc > 2 && strcmp(argv[1], "activate") == 0)
        return activate(argv + 2);
    return 2;
}
