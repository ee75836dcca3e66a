/* SPDX-License-Identifier: Apache-2.0
 *
 * The bar and the line.
 */
#include "cmd/progress.h"

#include "cmd/text.h"

#define SECOND ((uint64_t)1000000000)
#define BAR_EVERY (SECOND / 8)
#define LINE_EVERY (10 * SECOND)

enum { BAR_CELLS = 24 };

void progress_begin(struct progress *p, const struct term *term, bool quiet)
{
    *p = (struct progress){.term = term, .quiet = quiet && !term->tty, .started = clock_ticks()};
    p->shown = p->started;
}

static uint64_t rate_of(uint64_t records, uint64_t ticks)
{
    double seconds = (double)ticks / (double)SECOND;

    return seconds > 0 ? (uint64_t)((double)records / seconds) : 0;
}

static int percent_of(const struct progress_now *now)
{
    if (!now->total)
        return -1;
    return now->done >= now->total ? 100 : (int)((double)now->done * 100 / (double)now->total);
}

static void write_bar(struct buf *out, int percent)
{
    int full = percent * BAR_CELLS / 100;

    buf_char(out, '[');
    for (int i = 0; i < BAR_CELLS; i++)
        buf_char(out, i < full ? '#' : '-');
    buf_char(out, ']');
}

static void write_line(struct buf *out, const struct progress_now *now, uint64_t ticks, bool bar)
{
    char records[TEXT_NUMBER_MAX], rate[TEXT_NUMBER_MAX];
    int percent = percent_of(now);

    buf_str(out, now->step);
    if (percent >= 0) {
        buf_char(out, ' ');
        if (bar)
            write_bar(out, percent);
        buf_printf(out, "%s%3d %%", bar ? " " : "", percent);
    }
    if (now->what)
        buf_printf(out, "  %s", now->what);
    buf_printf(out, "  %s %s, %s/s", text_number(now->records, records), now->unit,
               text_number(rate_of(now->records, ticks), rate));
}

void progress_at(struct progress *p, const struct progress_now *now, uint64_t ticks)
{
    bool tty = p->term->tty;
    struct buf text = {0};
    struct span line, rest;

    if (p->quiet || ticks - p->shown < (tty ? BAR_EVERY : LINE_EVERY))
        return;
    p->shown = ticks;
    write_line(&text, now, ticks - p->started, tty);
    rest = buf_view(&text);
    if (tty) {
        /* What does not fit in one line would scroll the terminal. */
        if (!text_line(&rest, p->term->width - 1, &line))
            line = rest;
        fputs("\r\033[K", p->term->stream);
        term_text(p->term, TONE_PLAIN, line);
    } else {
        term_text(p->term, TONE_PLAIN, rest);
        term_line_end(p->term);
    }
    p->drawn = tty;
    fflush(p->term->stream);
    buf_free(&text);
}

void progress_show(struct progress *p, const struct progress_now *now)
{
    progress_at(p, now, clock_ticks());
}

void progress_end(struct progress *p)
{
    if (!p->drawn)
        return;
    fputs("\r\033[K", p->term->stream);
    fflush(p->term->stream);
    p->drawn = false;
}
