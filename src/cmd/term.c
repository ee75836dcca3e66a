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

static bool reads_utf8(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};

    /* main.c sets a locale of its own, so it is not that which says what the terminal reads. */
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (is_set(names[i]))
            return strcasestr(getenv(names[i]), "utf-8") || strcasestr(getenv(names[i]), "utf8");
    return false;
}

static bool knows_isolates(bool tty)
{
    const char *term = getenv("TERM");

    return tty && reads_utf8() && term && strcmp(term, "dumb") != 0 && strcmp(term, "linux") != 0;
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

    return (struct term){.stream = stream,
                         .tty = tty,
                         .color = wants_color(tty, when),
                         .isolates = knows_isolates(tty),
                         .width = width_of(fd, tty)};
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

/* From byte 'value' on it is one value. */
static void put(const struct term *t, enum tone tone, struct span s, size_t value)
{
    struct buf isolated = {0};

    if (!s.n)
        return;
    if (t->isolates) {
        text_isolate(span_slice(s, 0, value), false, &isolated);
        text_isolate(span_from(s, value), true, &isolated);
        s = buf_view(&isolated);
    }
    tone_begin(t, tone);
    fwrite(s.p, 1, s.n, t->stream);
    tone_end(t, tone);
    buf_free(&isolated);
}

static void put_clean(const struct term *t, enum tone tone, struct span text, bool value)
{
    struct buf clean = {0};

    text_clean(text, false, &clean);
    put(t, tone, buf_view(&clean), value ? 0 : clean.n);
    buf_free(&clean);
}

void term_text(const struct term *t, enum tone tone, struct span text)
{
    put_clean(t, tone, text, true);
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
    put_clean(t, tone, (struct span){text, (size_t)n}, false);
    free(text);
}

void term_wrap(const struct term *t, enum tone tone, int at, int hang, struct span text)
{
    term_labelled(t, tone, at, hang, text, SPAN(""));
}

void term_value(const struct term *t, enum tone tone, int at, int hang, struct span value)
{
    term_labelled(t, tone, at, hang, SPAN(""), value);
}

void term_labelled(const struct term *t, enum tone tone, int at, int hang, struct span label,
                   struct span value)
{
    struct buf clean = {0};
    struct span rest, line;
    int column = at;
    size_t words;

    text_clean(label, true, &clean);
    words = clean.n;
    text_clean(value, true, &clean);
    rest = buf_view(&clean);
    while (text_line(&rest, t->width - column, &line)) {
        size_t from = (size_t)(line.p - clean.p);

        put(t, tone, line, from < words ? words - from : 0);
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
