/* SPDX-License-Identifier: Apache-2.0
 *
 * What must hold for every row of command.def.
 */
#include "fixture.h"

#include "cmd/table.h"

static const char *const command_ids[] = {
#define COMMAND(id, arguments, least, most, complete, line, text) #id,
#include "cmd/command.def"
};

static bool is_name(const char *name)
{
    for (const char *p = name; *p; p++)
        if (!((*p >= 'a' && *p <= 'z') || (*p == '-' && p > name && p[1])))
            return false;
    return name[0] != '\0';
}

/* A sentence for people: begins with a capital or a name, ends with a full stop. */
static void assert_sentence(const char *owner, const char *text)
{
    size_t n = strlen(text);

    if (n < 4 || text[n - 1] != '.')
        print_error("%s: '%s' is no sentence\n", owner, text);
    assert_true(n >= 4 && text[n - 1] == '.');
    assert_null(strstr(text, "  "));
}

static void commands_are_sorted_and_documented(void **state)
{
    const struct command *c;
    size_t i;

    (void)state;
    for (i = 0; (c = command_at(i)); i++) {
        assert_true(is_name(c->name));
        assert_int_equal(c->id, i);
        if (i)
            assert_true(strcmp(command_at(i - 1)->name, c->name) < 0);
        assert_true(strlen(c->line) > 10 && c->line[strlen(c->line) - 1] != '.');
        assert_true(strlen(c->line) <= 60); /* fits one line of the list */
        assert_sentence(c->name, c->text);
        assert_true(c->most < 0 || c->least <= c->most);
        assert_int_equal(c->arguments[0] == '\0', c->most == 0);
    }
    assert_int_equal(i, COMMANDS);
    assert_int_equal(i, ARRAY_LEN(command_ids));
}

static void commands_are_found_by_their_names(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(command_ids); i++)
        assert_ptr_equal(command_find(span_of(command_ids[i])), command_at(i));
    assert_null(command_find(SPAN("")));
    assert_null(command_find(SPAN("scree")));
    assert_null(command_find(SPAN("screen2")));
}

static void check_option(const struct command *c, const struct opt *o)
{
    assert_true(is_name(o->name));
    assert_true(strlen(o->name) <= 16);
    assert_int_equal(o->kind == OPT_FLAG, o->arg[0] == '\0');
    assert_true(o->kind != OPT_FLAG || !o->complete[0]);
    assert_sentence(o->name, o->help);
    assert_ptr_equal(command_option(c, span_of(o->name)), o);
}

static void options_are_sorted_single_and_documented(void **state)
{
    const struct opt *list[COMMAND_OPTIONS_MAX];
    const struct command *c;

    (void)state;
    for (size_t i = 0; (c = command_at(i)); i++) {
        size_t n = command_options(c, list);

        for (size_t k = 0; k < n; k++) {
            check_option(c, list[k]);
            if (k)
                assert_true(strcmp(list[k - 1]->name, list[k]->name) < 0);
        }
    }
}

static void rows_of_the_file_are_in_order(void **state)
{
    static const struct {
        const char *owner, *name;
    } rows[] = {
#define OPTION(of, name, argument, kind, complete, help) {#of, name},
#include "cmd/command.def"
    };

    (void)state;
    for (size_t i = 1; i < ARRAY_LEN(rows); i++)
        if (strcmp(rows[i - 1].owner, rows[i].owner) == 0)
            assert_true(strcmp(rows[i - 1].name, rows[i].name) < 0);
}

static void every_command_takes_the_common_options(void **state)
{
    const struct opt *common[COMMAND_OPTIONS_MAX];
    size_t n = common_options(common);
    const struct command *c;

    (void)state;
    assert_int_equal(n, 4);
    for (size_t i = 0; (c = command_at(i)); i++)
        for (size_t k = 0; k < n; k++)
            assert_ptr_equal(command_option(c, span_of(common[k]->name)), common[k]);
    assert_null(command_option(NULL, SPAN("limit")));
    assert_null(command_option(command_find(SPAN("check")), SPAN("limit")));
}

static void statuses_begin_with_success_and_rise(void **state)
{
    const struct command *c;

    (void)state;
    for (size_t i = 0; (c = command_at(i)); i++) {
        const struct command_status *s, *last = NULL;
        size_t k;

        for (k = 0; (s = command_status_at(c, k)); k++) {
            assert_int_equal(s->number == 0, k == 0);
            assert_true(!last || last->number < s->number);
            assert_true(strlen(s->meaning) > 3);
            last = s;
        }
        assert_true(k >= 3);
    }
}

/* Every example is a command line that the table itself understands so far. */
static void examples_call_their_command(void **state)
{
    const struct command *c;

    (void)state;
    for (size_t i = 0; (c = command_at(i)); i++) {
        const struct command_example *e;

        for (size_t k = 0; (e = command_example_at(c, k)); k++) {
            assert_true(span_starts(span_of(e->line), SPAN("tocsin ")));
            assert_contains(e->line, c->name);
            assert_sentence(c->name, e->meaning);
        }
    }
}

static void choices_are_words(void **state)
{
    struct arena *a = arena_new();

    (void)state;
    assert_string_equal(complete_words("auto day month", a), "auto day month");
    assert_string_equal(complete_words("file", a), "");
    assert_string_equal(complete_words("dir", a), "");
    assert_string_equal(complete_words("", a), "");
    assert_contains(complete_words("command", a), "show token update version");
    assert_contains(complete_words("algorithm", a), "tocsin");
    assert_contains(complete_words("role", a), "viewer analyst");
    assert_contains(complete_words("setting", a), "limit.body limit.upload");
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commands_are_sorted_and_documented),
        cmocka_unit_test(commands_are_found_by_their_names),
        cmocka_unit_test(options_are_sorted_single_and_documented),
        cmocka_unit_test(rows_of_the_file_are_in_order),
        cmocka_unit_test(every_command_takes_the_common_options),
        cmocka_unit_test(statuses_begin_with_success_and_rise),
        cmocka_unit_test(examples_call_their_command),
        cmocka_unit_test(choices_are_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
