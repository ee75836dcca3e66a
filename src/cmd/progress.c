/* SPDX-License-Identifier: Apache-2.0
 *
 * The bar, the line and the object.
 */
#include "cmd/progress.h"

#include "cmd/text.h"

#define SECOND ((uint64_t)1000000000)
#define BAR_EVERY (SECOND / 8)
#define LINE_EVERY (10 * SECOND)
#define JSON_EVERY (SECOND / 10)

enum { BAR_CELLS = 24 };

static enum progress_how chosen(const struct term *term, bool quiet)
{
    if (term->tty)
        return PROGRESS_BAR;
    return quiet ? PROGRESS_NONE : PROGRESS_LINES;
}

void progress_begin(struct progress *p, const struct term *term, enum progress_how how, bool quiet)
{
    *p = (struct progress){.term = term,
                           .how = how == PROGRESS_AUTO ? chosen(term, quiet) : how,
                           .started = clock_ticks()};
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

static bool is_time(const struct progress *p, uint64_t ticks)
{
    static const uint64_t every[] = {[PROGRESS_AUTO] = 0,
                                     [PROGRESS_BAR] = BAR_EVERY,
                                     [PROGRESS_JSON] = JSON_EVERY,
                                     [PROGRESS_LINES] = LINE_EVERY,
                                     [PROGRESS_NONE] = UINT64_MAX};

    /* Who watches wants to know at once that it has begun. */
    return (p->how == PROGRESS_JSON && !p->some) || ticks - p->shown >= every[p->how];
}

static void print_bar(struct progress *p, struct span rest)
{
    struct span line;

    /* What does not fit in one line would scroll the terminal. */
    if (!text_line(&rest, p->term->width - 1, &line))
        line = rest;
    fputs("\r\033[K", p->term->stream);
    term_printf(p->term, TONE_PLAIN, "%.*s", SPAN_ARG(line));
    p->drawn = true;
}

static void write_json(struct buf *out, const struct progress_now *now)
{
    buf_str(out, "{\"file\":");
    if (now->what)
        buf_json(out, span_of(now->what));
    else
        buf_str(out, "null");
    buf_str(out, ",\"step\":");
    buf_json(out, span_of(now->step));
    buf_printf(out, ",\"bytes\":%llu,\"bytes_total\":%llu,\"records\":%llu}\n",
               (unsigned long long)now->done, (unsigned long long)now->total,
               (unsigned long long)now->records);
}

void progress_at(struct progress *p, const struct progress_now *now, uint64_t ticks)
{
    struct buf text = {0};

    if (!is_time(p, ticks))
        return;
    p->shown = ticks;
    p->some = true;
    if (p->how == PROGRESS_JSON) {
        write_json(&text, now);
        fwrite(text.p, 1, text.n, p->term->stream);
    } else if (p->how == PROGRESS_BAR) {
        write_line(&text, now, ticks - p->started, true);
        print_bar(p, buf_view(&text));
    } else {
        write_line(&text, now, ticks - p->started, false);
        term_printf(p->term, TONE_PLAIN, "%s", buf_cstr(&text));
        term_line_end(p->term);
    }
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
