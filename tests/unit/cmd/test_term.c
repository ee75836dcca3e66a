/* SPDX-License-Identifier: Apache-2.0
 *
 * Printing to what may be a terminal: colours, wrapping, tables, progress.
 */
#include "fixture.h"

#include <fcntl.h>

#include "cmd/grid.h"
#include "cmd/progress.h"

#define FSI "\xe2\x81\xa8"
#define PDI "\xe2\x81\xa9"
#define SECOND ((uint64_t)1000000000)

static void colours_only_where_they_are_wanted(void **state)
{
    struct sheet *s = sheet_new();
    struct term t = sheet_term(s, 80);

    (void)state;
    term_text(&t, TONE_BAD, SPAN("plain"));
    t.color = true;
    term_text(&t, TONE_BAD, SPAN("red"));
    term_text(&t, TONE_PLAIN, SPAN("plain"));
    term_text(&t, TONE_BAD, SPAN(""));
    assert_string_equal(sheet_text(s), "plain\033[1;31mred\033[0mplain");
    sheet_free(s);
}

static void a_file_is_no_terminal(void **state)
{
    FILE *f = tmpfile();

    (void)state;
    assert_non_null(f);
    setenv("COLUMNS", "100", 1);
    assert_false(term_of(f, COLOR_AUTO).color);
    assert_false(term_of(f, COLOR_NEVER).color);
    assert_true(term_of(f, COLOR_ALWAYS).color);
    assert_false(term_of(f, COLOR_ALWAYS).tty);
    assert_int_equal(term_of(f, COLOR_AUTO).width, 100);
    fclose(f);
}

static void the_width_is_reasonable(void **state)
{
    FILE *f = tmpfile();

    (void)state;
    assert_non_null(f);
    setenv("COLUMNS", "3", 1);
    assert_int_equal(term_of(f, COLOR_AUTO).width, 40);
    setenv("COLUMNS", "99999", 1);
    assert_int_equal(term_of(f, COLOR_AUTO).width, 1000);
    setenv("COLUMNS", "wide", 1);
    assert_int_equal(term_of(f, COLOR_AUTO).width, 80);
    unsetenv("COLUMNS");
    assert_int_equal(term_of(f, COLOR_AUTO).width, 80);
    fclose(f);
}

static void text_is_wrapped_behind_a_label(void **state)
{
    struct sheet *s = sheet_new();
    struct term t = sheet_term(s, 20);

    (void)state;
    term_text(&t, TONE_PLAIN, SPAN("name  "));
    term_wrap(&t, TONE_PLAIN, 6, 6, SPAN("Ferdik Aldous Quentabry"));
    term_wrap(&t, TONE_PLAIN, 0, 2, SPAN(""));
    term_wrap(&t, TONE_PLAIN, 0, 2, SPAN("one\ntwo"));
    assert_string_equal(sheet_text(s), "name  Ferdik Aldous\n      Quentabry\n\none\n  two\n");
    sheet_free(s);
}

static void values_of_others_are_cleaned(void **state)
{
    struct sheet *s = sheet_new();
    struct term t = sheet_term(s, 80);

    (void)state;
    term_printf(&t, TONE_PLAIN, "<%s>", "\033]0;title\a");
    assert_null(strchr(sheet_text(s), '\033'));
    assert_null(strchr(sheet_text(s), '\a'));
    sheet_free(s);
}

/* ---- direction --------------------------------------------------------------------------- */

static struct term bidi_term(const struct sheet *s, int width)
{
    struct term t = sheet_term(s, width);

    t.isolates = true;
    return t;
}

static void values_are_isolated_where_the_terminal_knows_it(void **state)
{
    struct sheet *s = sheet_new();
    struct term t = sheet_term(s, 80);

    (void)state;
    term_value(&t, TONE_PLAIN, 0, 0, SPAN("شركة ABC"));
    t.isolates = true;
    term_value(&t, TONE_PLAIN, 0, 0, SPAN("شركة ABC"));
    term_text(&t, TONE_PLAIN, SPAN("قصمار 24"));
    term_printf(&t, TONE_PLAIN, ", %s, b", "قصمار");
    term_line_end(&t);
    term_wrap(&t, TONE_PLAIN, 0, 0, SPAN("[قصمار = kasmar]"));
    assert_string_equal(sheet_text(s), "شركة ABC\n" FSI "شركة ABC" PDI "\n"
                                       FSI "قصمار 24" PDI ", " FSI "قصمار" PDI ", b\n"
                                       "[" FSI "قصمار" PDI " = kasmar]\n");
    sheet_free(s);
}

static void a_label_stays_outside_its_value(void **state)
{
    struct sheet *s = sheet_new();
    struct term t = bidi_term(s, 80);

    (void)state;
    term_labelled(&t, TONE_PLAIN, 0, 2, SPAN("name: "), SPAN("قصمار (قسمار)"));
    term_labelled(&t, TONE_PLAIN, 0, 2, SPAN("قصمار = "), SPAN("قسمار 7"));
    term_labelled(&t, TONE_PLAIN, 0, 2, SPAN("name: "), SPAN("Yeltan"));
    assert_string_equal(sheet_text(s), "name: " FSI "قصمار (قسمار)" PDI "\n"
                                       FSI "قصمار" PDI " = " FSI "قسمار 7" PDI "\n"
                                       "name: Yeltan\n");
    sheet_free(s);
}

/* An isolate ends with its line, so each line has its own; lines are as long as without. */
static void every_line_of_a_value_is_isolated(void **state)
{
    struct sheet *s = sheet_new();
    struct term t = bidi_term(s, 20);

    (void)state;
    term_labelled(&t, TONE_PLAIN, 0, 2, SPAN("name: "), SPAN("يلتان القصمار يلتان القصمار"));
    assert_string_equal(sheet_text(s), "name: " FSI "يلتان القصمار" PDI "\n"
                                       "  " FSI "يلتان القصمار" PDI "\n");
    sheet_free(s);
}

static void a_value_cannot_turn_what_stands_outside(void **state)
{
    struct sheet *s = sheet_new();
    struct term t = bidi_term(s, 80);

    (void)state;
    term_value(&t, TONE_PLAIN, 0, 0, SPAN("قصمار" PDI "\xe2\x80\xae" "b"));
    term_printf(&t, TONE_PLAIN, "%s|", "\xe2\x81\xa7" "b");
    assert_string_equal(sheet_text(s), FSI "قصمار\xef\xbf\xbd\xef\xbf\xbd" "b" PDI "\n"
                                       "\xef\xbf\xbd" "b|");
    sheet_free(s);
}

static void isolates_do_not_widen_a_table(void **state)
{
    struct sheet *s = sheet_new();
    struct term t = bidi_term(s, 80);
    struct grid *g = grid_new("ll");

    (void)state;
    grid_cell(g, "name");
    grid_cell(g, "list");
    grid_cell(g, "قصمار 24");
    grid_cell(g, "un");
    grid_print(g, &t, 0);
    assert_string_equal(sheet_text(s), "name      list\n" FSI "قصمار 24" PDI "  un\n");
    grid_free(g);
    sheet_free(s);
}

static bool isolates_on(FILE *f, const char *locale, const char *term)
{
    setenv("LC_ALL", locale, 1);
    setenv("TERM", term, 1);
    return term_of(f, COLOR_AUTO).isolates;
}

static void only_a_terminal_that_reads_utf8_gets_isolates(void **state)
{
    int ours = posix_openpt(O_RDWR | O_NOCTTY);
    FILE *file = tmpfile(), *terminal;

    (void)state;
    if (ours < 0 || grantpt(ours) != 0 || unlockpt(ours) != 0)
        skip();
    terminal = fdopen(open(ptsname(ours), O_RDWR | O_NOCTTY), "r+");
    assert_non_null(file);
    assert_non_null(terminal);
    assert_true(isolates_on(terminal, "C.UTF-8", "xterm-256color"));
    assert_true(isolates_on(terminal, "fa_IR.utf8", "xterm"));
    assert_false(isolates_on(terminal, "C", "xterm"));
    assert_false(isolates_on(terminal, "C.UTF-8", "dumb"));
    assert_false(isolates_on(terminal, "C.UTF-8", "linux"));
    assert_false(isolates_on(file, "C.UTF-8", "xterm"));
    unsetenv("LC_ALL");
    setenv("LC_CTYPE", "C.UTF-8", 1);
    assert_true(term_of(terminal, COLOR_AUTO).isolates);
    unsetenv("LC_CTYPE");
    unsetenv("LANG");
    assert_false(term_of(terminal, COLOR_AUTO).isolates);
    fclose(terminal);
    fclose(file);
    close(ours);
}

/* ---- tables ------------------------------------------------------------------------------ */

static void columns_are_aligned_by_display_width(void **state)
{
    struct sheet *s = sheet_new();
    struct term t = sheet_term(s, 80);
    struct grid *g = grid_new("lrl");

    (void)state;
    grid_cell(g, "name");
    grid_cell(g, "n");
    grid_cell(g, "list");
    grid_cell(g, "魏兰博");
    grid_cell(g, "%d", 7);
    grid_cell(g, "un");
    grid_cell(g, "Wei");
    grid_cell(g, "%d", 1234);
    grid_cell(g, "ofac");
    assert_int_equal(grid_rows(g), 3);
    grid_print(g, &t, 2);
    assert_string_equal(sheet_text(s), "  name       n  list\n"
                                       "  魏兰博     7  un\n"
                                       "  Wei     1234  ofac\n");
    grid_free(g);
    grid_free(NULL);
    sheet_free(s);
}

static void the_last_column_is_wrapped(void **state)
{
    struct sheet *s = sheet_new();
    struct term t = sheet_term(s, 40);
    struct grid *g = grid_new("ll");

    (void)state;
    grid_cell(g, "a");
    grid_cell(g, "one two three four five six seven eight nine");
    grid_print(g, &t, 0);
    assert_string_equal(sheet_text(s),
                        "a  one two three four five six seven\n   eight nine\n");
    grid_free(g);
    sheet_free(s);
}

static void a_table_of_numbers_ends_at_the_right(void **state)
{
    struct sheet *s = sheet_new();
    struct term t = sheet_term(s, 80);
    struct grid *g = grid_new("rr");

    (void)state;
    grid_cell(g, "a");
    grid_cell(g, "score");
    grid_cell(g, "10");
    grid_cell(g, "%.2f", 0.5);
    grid_print(g, &t, 0);
    assert_string_equal(sheet_text(s), " a  score\n10   0.50\n");
    grid_free(g);
    sheet_free(s);
}

/* ---- progress ---------------------------------------------------------------------------- */

static const struct progress_now half = {"reading", "sdn.csv", 50, 100, 2000, "records"};

static struct progress begin(const struct term *t)
{
    struct progress p;

    progress_begin(&p, t, PROGRESS_AUTO, false);
    p.started = p.shown = 0;
    return p;
}

static void elsewhere_a_line_every_ten_seconds(void **state)
{
    struct sheet *s = sheet_new();
    struct term t = sheet_term(s, 80);
    struct progress p = begin(&t);

    (void)state;
    progress_at(&p, &half, 9 * SECOND);
    assert_string_equal(sheet_text(s), "");
    progress_at(&p, &half, 10 * SECOND);
    progress_at(&p, &half, 19 * SECOND);
    assert_string_equal(sheet_text(s), "reading  50 %  sdn.csv  2,000 records, 200/s\n");
    progress_end(&p);
    assert_string_equal(sheet_text(s), "reading  50 %  sdn.csv  2,000 records, 200/s\n");
    sheet_free(s);
}

static void on_a_terminal_a_bar_over_itself(void **state)
{
    struct sheet *s = sheet_new();
    struct term t = sheet_term(s, 80);
    struct progress p;

    (void)state;
    t.tty = true;
    p = begin(&t);
    progress_at(&p, &half, SECOND);
    assert_string_equal(sheet_text(s), "\r\033[Kreading [############------------]  50 %  "
                                       "sdn.csv  2,000 records, 2,000/s");
    progress_end(&p);
    assert_contains(sheet_text(s), "2,000/s\r\033[K");
    sheet_free(s);
}

static void a_bar_never_takes_two_lines(void **state)
{
    struct sheet *s = sheet_new();
    struct term t = sheet_term(s, 40);
    struct progress p;

    (void)state;
    t.tty = true;
    p = begin(&t);
    progress_at(&p, &half, SECOND);
    assert_null(strchr(sheet_text(s), '\n'));
    assert_true(strlen(sheet_text(s)) <= 40 + strlen("\r\033[K"));
    sheet_free(s);
}

static void an_unknown_total_has_no_share(void **state)
{
    static const struct progress_now unknown = {"indexing", NULL, 7, 0, 30, "records"};
    static const struct progress_now over = {"reading", NULL, 12, 10, 30, "records"};
    struct sheet *s = sheet_new();
    struct term t = sheet_term(s, 80);
    struct progress p = begin(&t);

    (void)state;
    progress_at(&p, &unknown, 10 * SECOND);
    progress_at(&p, &over, 20 * SECOND);
    assert_string_equal(sheet_text(s), "indexing  30 records, 3/s\n"
                                       "reading 100 %  30 records, 1/s\n");
    sheet_free(s);
}

static void quiet_means_nothing_in_a_log(void **state)
{
    struct sheet *s = sheet_new();
    struct term t = sheet_term(s, 80);
    struct progress p;

    (void)state;
    progress_begin(&p, &t, PROGRESS_AUTO, true);
    p.shown = 0;
    progress_at(&p, &half, 100 * SECOND);
    assert_string_equal(sheet_text(s), "");
    sheet_free(s);
}

static void a_watching_program_gets_objects_ten_times_a_second(void **state)
{
    static const struct progress_now none = {"indexing", NULL, 0, 0, 30, "records"};
    static const struct progress_now odd = {"reading", "a\"b.csv", 1, 2, 3, "records"};
    struct sheet *s = sheet_new();
    struct term t = sheet_term(s, 80);
    struct progress p;

    (void)state;
    progress_begin(&p, &t, PROGRESS_JSON, true);
    p.started = p.shown = 0;
    progress_at(&p, &odd, 1);
    progress_at(&p, &half, SECOND / 20);
    progress_at(&p, &half, SECOND / 5);
    progress_at(&p, &none, SECOND / 5 + 1);
    progress_at(&p, &none, SECOND);
    progress_end(&p);
    assert_string_equal(
        sheet_text(s),
        "{\"file\":\"a\\\"b.csv\",\"step\":\"reading\",\"bytes\":1,\"bytes_total\":2,"
        "\"records\":3}\n"
        "{\"file\":\"sdn.csv\",\"step\":\"reading\",\"bytes\":50,\"bytes_total\":100,"
        "\"records\":2000}\n"
        "{\"file\":null,\"step\":\"indexing\",\"bytes\":0,\"bytes_total\":0,"
        "\"records\":30}\n");
    sheet_free(s);
}

static void a_form_that_was_asked_for_is_kept_to(void **state)
{
    static const struct {
        enum progress_how how;
        bool tty;
        const char *text;
    } rows[] = {{PROGRESS_LINES, true, "reading  50 %  sdn.csv  2,000 records, 200/s\n"},
                {PROGRESS_NONE, true, ""},
                {PROGRESS_BAR, false,
                 "\r\033[Kreading [############------------]  50 %  sdn.csv  2,000 records, 200/s"}};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct sheet *s = sheet_new();
        struct term t = sheet_term(s, 80);
        struct progress p;

        t.tty = rows[i].tty;
        progress_begin(&p, &t, rows[i].how, true);
        p.started = p.shown = 0;
        progress_at(&p, &half, 10 * SECOND);
        assert_string_equal(sheet_text(s), rows[i].text);
        sheet_free(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(colours_only_where_they_are_wanted),
        cmocka_unit_test(a_file_is_no_terminal),
        cmocka_unit_test(the_width_is_reasonable),
        cmocka_unit_test(text_is_wrapped_behind_a_label),
        cmocka_unit_test(values_of_others_are_cleaned),
        cmocka_unit_test(values_are_isolated_where_the_terminal_knows_it),
        cmocka_unit_test(a_label_stays_outside_its_value),
        cmocka_unit_test(every_line_of_a_value_is_isolated),
        cmocka_unit_test(a_value_cannot_turn_what_stands_outside),
        cmocka_unit_test(isolates_do_not_widen_a_table),
        cmocka_unit_test(only_a_terminal_that_reads_utf8_gets_isolates),
        cmocka_unit_test(columns_are_aligned_by_display_width),
        cmocka_unit_test(the_last_column_is_wrapped),
        cmocka_unit_test(a_table_of_numbers_ends_at_the_right),
        cmocka_unit_test(elsewhere_a_line_every_ten_seconds),
        cmocka_unit_test(on_a_terminal_a_bar_over_itself),
        cmocka_unit_test(a_bar_never_takes_two_lines),
        cmocka_unit_test(an_unknown_total_has_no_share),
        cmocka_unit_test(quiet_means_nothing_in_a_log),
        cmocka_unit_test(a_watching_program_gets_objects_ten_times_a_second),
        cmocka_unit_test(a_form_that_was_asked_for_is_kept_to),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
