/* SPDX-License-Identifier: Apache-2.0
 *
 * A client that keeps its pace: pace PORT BODIES CONNECTIONS RATE COUNT [KEY]
 *
 * POSTs the lines of BODIES to /match/default over CONNECTIONS connections that stay open, RATE requests
 * a second (0: as fast as they are answered), COUNT of them. Where a rate is set, a latency is counted
 * from the moment at which the request was due, not from that at which a connection was free for it: a
 * server that stalls must not make the client ask less (wrk, which waits for its answers, cannot tell).
 *
 * Prints one line: requests, failed, seconds, p50, p90, p99, p99.9 and the longest, in microseconds.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTIONS_MAX = 1024, ANSWER_MAX = 1 << 20, REQUEST_MAX = 16384, BUCKETS = 1 << 22 };

struct connection {
    int fd;
    uint64_t due; /* nanoseconds; 0: it is free */
    size_t got;
    char *answer;
};

struct client {
    char **lines;
    size_t lines_n, next;
    const char *key;
    struct connection *all;
    size_t n, busy;
    uint64_t rate, count, sent, done, failed, began;
    uint32_t *buckets; /* of latencies: [i] of i microseconds; the last of all longer ones */
    uint64_t longest;
};

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static uint64_t now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void read_lines(struct client *c, const char *path)
{
    FILE *f = fopen(path, "r");
    char *line = NULL;
    size_t room = 0;
    ssize_t n;

    if (!f)
        die(path);
    while ((n = getline(&line, &room, f)) > 0) {
        line[n - 1] = '\0';
        c->lines = realloc(c->lines, (c->lines_n + 1) * sizeof(*c->lines));
        c->lines[c->lines_n++] = strdup(line);
    }
    free(line);
    fclose(f);
    if (!c->lines_n)
        die("no bodies");
}

static int dial(const char *port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port)),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;

    if (fd < 0 || connect(fd, (struct sockaddr *)&at, sizeof(at)) != 0)
        die("connect");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    return fd;
}

static void ask(struct client *c, struct connection *on, uint64_t due)
{
    const char *body = c->lines[c->next++ % c->lines_n];
    char request[REQUEST_MAX];
    int n = snprintf(request, sizeof(request),
                     "POST /match/default HTTP/1.1\r\nHost: localhost\r\n%s%s%sContent-Type: "
                     "application/json\r\nContent-Length: %zu\r\n\r\n%s",
                     c->key ? "Authorization: ApiKey " : "", c->key ? c->key : "",
                     c->key ? "\r\n" : "", strlen(body), body);

    if (n >= REQUEST_MAX || send(on->fd, request, (size_t)n, MSG_NOSIGNAL) != n)
        die("send");
    on->due = due;
    on->got = 0;
    c->sent++;
    c->busy++;
}

/* Is the whole answer there? */
static int whole(const struct connection *on)
{
    const char *end = memmem(on->answer, on->got, "\r\n\r\n", 4);
    const char *length = end ? memmem(on->answer, (size_t)(end - on->answer), "Content-Length: ", 16)
                             : NULL;

    return length && on->got >= (size_t)(end + 4 - on->answer) + strtoul(length + 16, NULL, 10);
}

static void receive(struct client *c, struct connection *on)
{
    ssize_t got = recv(on->fd, on->answer + on->got, ANSWER_MAX - on->got - 1, 0);
    uint64_t took;

    if (got <= 0)
        die("recv");
    on->got += (size_t)got;
    on->answer[on->got] = '\0';
    if (!whole(on))
        return;
    took = (now() - on->due) / 1000;
    c->buckets[took < BUCKETS ? took : BUCKETS - 1]++;
    c->longest = took > c->longest ? took : c->longest;
    c->failed += memcmp(on->answer, "HTTP/1.1 200", 12) != 0;
    c->done++;
    c->busy--;
    on->due = 0;
}

/* When the next request is due. */
static uint64_t due(const struct client *c)
{
    return c->rate ? c->began + c->sent * 1000000000u / c->rate : now();
}

static void ask_what_is_due(struct client *c)
{
    for (size_t i = 0; i < c->n && c->sent < c->count; i++) {
        uint64_t at = due(c);

        if (c->all[i].due)
            continue;
        if (at > now())
            return;
        ask(c, &c->all[i], at);
    }
}

/* Sleeps until an answer comes or the next request is due. */
static int wait_for(struct client *c, int epoll, struct epoll_event *events)
{
    uint64_t at = due(c), t = now(), left = at > t ? at - t : 0;
    struct timespec most = {(time_t)(left / 1000000000u), (long)(left % 1000000000u)};
    int full = c->busy == c->n || c->sent == c->count;

    return epoll_pwait2(epoll, events, CONNECTIONS_MAX, full ? NULL : &most, NULL);
}

static void run(struct client *c)
{
    static struct epoll_event events[CONNECTIONS_MAX];
    int epoll = epoll_create1(0), n;

    for (size_t i = 0; i < c->n; i++) {
        struct epoll_event e = {.events = EPOLLIN, .data.ptr = &c->all[i]};

        epoll_ctl(epoll, EPOLL_CTL_ADD, c->all[i].fd, &e);
    }
    c->began = now();
    while (c->done < c->count) {
        ask_what_is_due(c);
        n = wait_for(c, epoll, events);
        for (int i = 0; i < n; i++)
            receive(c, events[i].data.ptr);
    }
    close(epoll);
}

static uint64_t percentile(const struct client *c, double share)
{
    uint64_t want = (uint64_t)(share * (double)c->done), seen = 0;

    for (size_t i = 0; i < BUCKETS; i++) {
        seen += c->buckets[i];
        if (seen > want)
            return i;
    }
    return c->longest;
}

int main(int argc, char **argv)
{
    struct client c = {0};

    if (argc < 6)
        return 2;
    c.n = strtoul(argv[3], NULL, 10);
    if (!c.n || c.n > CONNECTIONS_MAX)
        return 2;
    c.rate = strtoull(argv[4], NULL, 10);
    c.count = strtoull(argv[5], NULL, 10);
    c.key = argv[6];
    read_lines(&c, argv[2]);
    c.all = calloc(c.n, sizeof(*c.all));
    c.buckets = calloc(BUCKETS, sizeof(*c.buckets));
    for (size_t i = 0; i < c.n; i++)
        c.all[i] = (struct connection){.fd = dial(argv[1]), .answer = malloc(ANSWER_MAX)};
    run(&c);
    printf("%llu %llu %.2f %llu %llu %llu %llu %llu\n", (unsigned long long)c.done,
           (unsigned long long)c.failed, (double)(now() - c.began) / 1e9,
           (unsigned long long)percentile(&c, 0.5), (unsigned long long)percentile(&c, 0.9),
           (unsigned long long)percentile(&c, 0.99), (unsigned long long)percentile(&c, 0.999),
           (unsigned long long)c.longest);
    return 0;
}
