/* SPDX-License-Identifier: Apache-2.0
 *
 * Printing to what may be a terminal.
 */
#include "cmd/term.h"

#include <stdarg.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cmd/text.h"

enum { WIDTH_USUAL = 80, WIDTH_LEAST = 40, WIDTH_MOST = 1000 };

static const char *const tone_codes[] = {
    [TONE_BOLD] = "1", [TONE_DIM] = "2",  [TONE_GOOD] = "32",
    [TONE_WARN] = "33", [TONE_BAD] = "1;31",
};

static bool is_set(const char *name)
{
    const char *value = getenv(name);

    return value && value[0];
}

static bool wants_color(bool tty, enum color_when when)
{
    const char *term = getenv("TERM");

    if (when != COLOR_AUTO)
        return when == COLOR_ALWAYS;
    return tty && !is_set("NO_COLOR") && !(term && strcmp(term, "dumb") == 0);
}

static int width_of(int fd, bool tty)
{
    const char *columns = getenv("COLUMNS");
    struct winsize size;
    uint64_t n = 0;

    if (!columns || !span_u64(span_of(columns), &n) || n == 0)
        n = tty && ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : WIDTH_USUAL;
    if (n < WIDTH_LEAST)
        return WIDTH_LEAST;
    return n > WIDTH_MOST ? WIDTH_MOST : (int)n;
}

struct term term_of(FILE *stream, enum color_when when)
{
    int fd = fileno(stream);
    bool tty = fd >= 0 && isatty(fd);

    return (struct term){stream, tty, wants_color(tty, when), width_of(fd, tty)};
}

/* ---- printing ---------------------------------------------------------------------------- */

static void tone_begin(const struct term *t, enum tone tone)
{
    if (t->color && tone != TONE_PLAIN)
        fprintf(t->stream, "\033[%sm", tone_codes[tone]);
}

static void tone_end(const struct term *t, enum tone tone)
{
    if (t->color && tone != TONE_PLAIN)
        fputs("\033[0m", t->stream);
}

static void put(const struct term *t, enum tone tone, struct span s)
{
    if (!s.n)
        return;
    tone_begin(t, tone);
    fwrite(s.p, 1, s.n, t->stream);
    tone_end(t, tone);
}

void term_text(const struct term *t, enum tone tone, struct span text)
{
    struct buf clean = {0};

    text_clean(text, false, &clean);
    put(t, tone, buf_view(&clean));
    buf_free(&clean);
}

void term_printf(const struct term *t, enum tone tone, const char *fmt, ...)
{
    char *text = NULL;
    va_list ap;
    int n;

    va_start(ap, fmt);
    n = vasprintf(&text, fmt, ap);
    va_end(ap);
    if (n < 0)
        return;
    term_text(t, tone, (struct span){text, (size_t)n});
    free(text);
}

void term_wrap(const struct term *t, enum tone tone, int at, int hang, struct span text)
{
    struct buf clean = {0};
    struct span rest, line;
    int column = at;

    text_clean(text, true, &clean);
    rest = buf_view(&clean);
    while (text_line(&rest, t->width - column, &line)) {
        put(t, tone, line);
        term_line_end(t);
        if (rest.n && rest.p[0] != '\n')
            term_indent(t, hang);
        column = hang;
    }
    if (!clean.n)
        term_line_end(t);
    buf_free(&clean);
}

void term_indent(const struct term *t, int columns)
{
    fprintf(t->stream, "%*s", columns, "");
}

void term_line_end(const struct term *t)
{
    putc('\n', t->stream);
}
