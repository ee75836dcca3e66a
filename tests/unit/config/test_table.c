/* SPDX-License-Identifier: Apache-2.0
 *
 * The table of settings: every row is sound, and the node.yaml that is printed from it says what
 * the table says.
 */
#include "home.h"

#include "config/private.h"

static bool is_section_name(const char *name)
{
    for (size_t i = 0; section_row(i); i++)
        if (strcmp(section_row(i)->name, name) == 0)
            return true;
    return false;
}

static void variables_are_made_of_names(void **state)
{
    (void)state;
    for (size_t i = 0; i < SETTINGS; i++) {
        const struct setting_row *row = setting_row((enum setting)i);
        const char *v = row->variable + strlen("TOCSIN_");

        assert_int_equal(strlen(row->name), strlen(v));
        for (size_t k = 0; row->name[k]; k++) {
            char c = row->name[k];

            assert_true((c >= 'a' && c <= 'z') || c == '_' || c == '.');
            assert_int_equal(c == '.' ? '_' : c == '_' ? '_' : c - 'a' + 'A', v[k]);
        }
        assert_true(!row->alias[0] || span_starts(span_of(row->alias), SPAN("YENTE_")));
    }
}

static void names_are_found_and_are_no_sections(void **state)
{
    (void)state;
    for (size_t i = 0; i < SETTINGS; i++) {
        const struct setting_row *row = setting_row((enum setting)i);

        assert_int_equal(setting_find(span_of(row->name)), i);
        assert_false(is_section_name(row->name));
        assert_true(setting_section((enum setting)i) < 32);
    }
    assert_int_equal(setting_find(SPAN("limit")), SETTINGS);
    assert_int_equal(setting_find(SPAN("")), SETTINGS);
}

static void rows_stand_under_their_section_and_end_as_sentences(void **state)
{
    size_t last = 0;

    (void)state;
    for (size_t i = 0; i < SETTINGS; i++) {
        size_t section = setting_section((enum setting)i);
        const char *text = setting_row((enum setting)i)->text;

        assert_true(section == last || section == last + 1);
        assert_int_equal(text[strlen(text) - 1], '.');
        last = section;
    }
    assert_null(section_row(last + 1));
}

/* What is shown reads as the same value, and ranges are written as values are shown. */
static void defaults_and_ranges_are_good(void **state)
{
    (void)state;
    for (size_t i = 0; i < SETTINGS; i++) {
        struct arena *a = arena_new();
        struct value v;
        struct buf b = {0};

        value_default((enum setting)i, a, &v);
        value_show((enum setting)i, &v, &b);
        assert_string_equal(buf_cstr(&b), setting_row((enum setting)i)->value);
        buf_free(&b);
        setting_range((enum setting)i, &b);
        assert_true(b.n > 0 || !setting_row((enum setting)i)->range[0] ||
                    setting_row((enum setting)i)->kind == KIND_URL);
        buf_free(&b);
        arena_free(a);
    }
}

static void ranges_are_put_into_words(void **state)
{
    struct buf b = {0};

    (void)state;
    setting_range(SETTING_LOG_FORMAT, &b);
    buf_str(&b, "|");
    setting_range(SETTING_LIMIT_BODY, &b);
    buf_str(&b, "|");
    setting_range(SETTING_LISTEN, &b);
    buf_str(&b, "|");
    setting_range(SETTING_TITLE, &b);
    buf_str(&b, "|");
    setting_range(SETTING_UPDATE_DELTA, &b);
    assert_string_equal(buf_cstr(&b), "auto, json or text|1 kB to 1 GB|1 to 16 of them||true or false");
    buf_free(&b);
}

static void slips_are_understood(void **state)
{
    (void)state;
    assert_string_equal(setting_nearest(SPAN("limit.bdoy")), "limit.body");
    assert_string_equal(setting_nearest(SPAN("lissten")), "listen");
    assert_string_equal(setting_nearest(SPAN("body")), "limit.body");
    assert_string_equal(setting_nearest(SPAN("access.threshold")), "match.threshold");
    assert_null(setting_nearest(SPAN("quentabry")));
}

static void the_printed_file_sets_nothing(void **state)
{
    struct buf b = {0};
    struct config *c;

    config_template(&b);
    c = home_load(*state, buf_cstr(&b));
    for (size_t i = 0; i < SETTINGS; i++)
        assert_true(config_is_default(c, (enum setting)i));
    config_free(c);
    buf_free(&b);
}

/* Without the "#" in front of each name. */
static void uncomment(struct span text, struct buf *out)
{
    struct span line;

    while (span_split(&text, '\n', &line)) {
        size_t at = span_find(line, '#');

        if (at + 1 < line.n && line.p[at + 1] != ' ')
            buf_printf(out, "%.*s%.*s\n", (int)at, line.p, SPAN_ARG(span_from(line, at + 1)));
        else
            buf_printf(out, "%.*s\n", SPAN_ARG(line));
    }
}

static void uncommented_it_sets_everything_to_its_default(void **state)
{
    struct buf b = {0}, all = {0};
    struct config *c;

    config_template(&b);
    uncomment(buf_view(&b), &all);
    c = home_load(*state, buf_cstr(&all));
    for (size_t i = 0; i < SETTINGS; i++) {
        assert_true(span_starts(span_of(config_source(c, (enum setting)i)), SPAN("node.yaml:")));
        assert_shown(c, (enum setting)i, setting_row((enum setting)i)->value,
                     config_source(c, (enum setting)i));
    }
    config_free(c);
    buf_free(&b);
    buf_free(&all);
}

static void the_printed_file_is_narrow(void **state)
{
    struct buf b = {0};
    struct span rest, line;

    (void)state;
    config_template(&b);
    rest = buf_view(&b);
    while (span_split(&rest, '\n', &line))
        assert_true(line.n <= 100 && (!line.n || line.p[line.n - 1] != ' '));
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(variables_are_made_of_names),
        cmocka_unit_test(names_are_found_and_are_no_sections),
        cmocka_unit_test(rows_stand_under_their_section_and_end_as_sentences),
        cmocka_unit_test(defaults_and_ranges_are_good),
        cmocka_unit_test(ranges_are_put_into_words),
        cmocka_unit_test(slips_are_understood),
        TEST(the_printed_file_sets_nothing),
        TEST(uncommented_it_sets_everything_to_its_default),
        cmocka_unit_test(the_printed_file_is_narrow),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
