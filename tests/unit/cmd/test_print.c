/* SPDX-License-Identifier: Apache-2.0
 *
 * The table of commands printed: nothing of it is lost in any form.
 */
#include "fixture.h"

#include <jansson.h>

#include "cmd/print.h"
#include "cmd/text.h"

/* Calls 'check' with the name of each command's every option. */
static void for_each_option(void (*check)(const char *text, const struct command *c,
                                          const struct opt *o),
                            const char *text)
{
    const struct opt *list[COMMAND_OPTIONS_MAX];
    const struct command *c;

    for (size_t i = 0; (c = command_at(i)); i++) {
        size_t n = command_options(c, list);

        for (size_t k = 0; k < n; k++)
            check(text, c, list[k]);
    }
}

static void assert_narrow(const char *text, size_t width)
{
    struct span rest = span_of(text), line;

    while (span_split(&rest, '\n', &line))
        if ((size_t)text_width(line) > width)
            fail_msg("wider than %zu: %.*s", width, SPAN_ARG(line));
}

static void help_says_everything_and_fits(void **state)
{
    const struct opt *list[COMMAND_OPTIONS_MAX];
    const struct command *c;

    (void)state;
    for (size_t i = 0; (c = command_at(i)); i++) {
        struct sheet *s = sheet_new();
        struct term t = sheet_term(s, 72);
        size_t n = command_options(c, list);

        print_help(&t, c);
        assert_contains(sheet_text(s), c->line);
        assert_contains(sheet_text(s), "Exit status");
        for (size_t k = 0; k < n; k++)
            assert_contains(sheet_text(s), list[k]->name);
        assert_narrow(sheet_text(s), 72);
        sheet_free(s);
    }
}

static void help_of_the_program_lists_the_commands(void **state)
{
    struct sheet *s = sheet_new();
    struct term t = sheet_term(s, 60);
    const struct command *c;

    (void)state;
    print_help(&t, NULL);
    for (size_t i = 0; (c = command_at(i)); i++)
        assert_contains(sheet_text(s), c->name);
    assert_contains(sheet_text(s), "--home DIR");
    assert_narrow(sheet_text(s), 60);
    sheet_free(s);
}

static void a_man_page_has_its_sections(void **state)
{
    static const char *const sections[] = {"# NAME", "# SYNOPSIS", "# DESCRIPTION", "# OPTIONS",
                                           "# EXIT STATUS", "# SEE ALSO"};
    struct sheet *s = sheet_new();
    const char *last;

    (void)state;
    print_scdoc(s->stream, command_find(SPAN("screen")));
    last = sheet_text(s);
    assert_true(span_starts(span_of(last), SPAN("tocsin-screen(1)\n")));
    for (size_t i = 0; i < ARRAY_LEN(sections); i++) {
        last = strstr(last, sections[i]);
        if (!last)
            fail_msg("no %s, or not in order", sections[i]);
    }
    assert_contains(sheet_text(s), "*--birth-date* _DATE_\n\tDate of birth");
    assert_contains(sheet_text(s), "_NAME=VALUE_");
    sheet_free(s);
}

static void signs_of_the_man_page_language_are_escaped(void **state)
{
    struct sheet *s = sheet_new();

    (void)state;
    print_scdoc(s->stream, command_find(SPAN("help")));
    assert_contains(sheet_text(s), "\\> \\~/.local");
    assert_contains(sheet_text(s), "\\[COMMAND\\]");
    sheet_free(s);
}

static void check_bash(const char *text, const struct command *c, const struct opt *o)
{
    struct buf b = {0};

    buf_printf(&b, "    %s:--%s)\n", c->name, o->name);
    if (o->kind != OPT_FLAG)
        assert_contains(text, buf_cstr(&b));
    buf_free(&b);
}

static void check_fish(const char *text, const struct command *c, const struct opt *o)
{
    struct buf b = {0};

    buf_printf(&b, "'__fish_seen_subcommand_from %s' -l %s ", c->name, o->name);
    assert_contains(text, buf_cstr(&b));
    buf_free(&b);
}

static void check_zsh(const char *text, const struct command *c, const struct opt *o)
{
    struct buf b = {0};

    (void)c;
    buf_printf(&b, "'%s--%s%s[", o->kind == OPT_MANY ? "*" : "", o->name,
               o->kind == OPT_FLAG ? "" : "=");
    assert_contains(text, buf_cstr(&b));
    buf_free(&b);
}

static void completions_know_every_option(void **state)
{
    struct sheet *bash = sheet_new(), *zsh = sheet_new(), *fish = sheet_new();

    (void)state;
    print_bash(bash->stream);
    print_zsh(zsh->stream);
    print_fish(fish->stream);
    for_each_option(check_bash, sheet_text(bash));
    for_each_option(check_zsh, sheet_text(zsh));
    for_each_option(check_fish, sheet_text(fish));
    sheet_free(bash);
    sheet_free(zsh);
    sheet_free(fish);
}

static void completions_offer_choices(void **state)
{
    struct sheet *s = sheet_new();

    (void)state;
    print_bash(s->stream);
    assert_contains(sheet_text(s), "compgen -W 'auto day month'");
    assert_contains(sheet_text(s), "compgen -W 'tocsin eu-332 exact'");
    sheet_free(s);
}

static void json_has_every_row(void **state)
{
    struct sheet *s = sheet_new();
    json_t *all, *commands, *one;
    size_t i;

    (void)state;
    print_json(s->stream);
    all = json_loads(sheet_text(s), 0, NULL);
    commands = json_object_get(all, "commands");
    assert_int_equal(json_array_size(commands), COMMANDS);
    json_array_foreach(commands, i, one) {
        const struct opt *list[COMMAND_OPTIONS_MAX];

        assert_string_equal(json_string_value(json_object_get(one, "name")), command_at(i)->name);
        assert_int_equal(json_array_size(json_object_get(one, "options")),
                         command_options(command_at(i), list));
    }
    json_decref(all);
    sheet_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(help_says_everything_and_fits),
        cmocka_unit_test(help_of_the_program_lists_the_commands),
        cmocka_unit_test(a_man_page_has_its_sections),
        cmocka_unit_test(signs_of_the_man_page_language_are_escaped),
        cmocka_unit_test(completions_know_every_option),
        cmocka_unit_test(completions_offer_choices),
        cmocka_unit_test(json_has_every_row),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
